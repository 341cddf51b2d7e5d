"""Build ``doccompare/resources/freedom.tsv``: how freely a character stands as a word by itself.

The counts are those of jieba's dictionary; only this script adds them up.

    python tools/build_freedom.py > doccompare/resources/freedom.tsv
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib.metadata import version

import jieba

HEAD = """\
# How freely a character stands as a word by itself: its count as a word, in thousandths of the count
# of all words that hold it.
# source: the dictionary of jieba {version}, (c) 2013 Sun Junyi; made by tools/build_freedom.py
# licence: MIT (the licence of jieba)
# format: character TAB thousandths. Only characters below {limit}; every other is free. Sorted by code point.
"""
LIMIT = 400


def main() -> None:
    """Write the table to standard output."""
    frequency, _ = jieba.Tokenizer().gen_pfdict(jieba.get_dict_file())
    alone: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for word, count in frequency.items():
        if len(word) == 1:
            alone[word] += count
        for char in set(word):
            inside[char] += count
    sys.stdout.write(HEAD.format(version=version("jieba"), limit=LIMIT))
    for char in sorted(inside):
        if inside[char] and "\u4e00" <= char <= "\u9fff":
            share = round(1000 * alone[char] / inside[char])
            if share < LIMIT:
                sys.stdout.write(f"{char}\t{share}\n")


if __name__ == "__main__":
    main()
