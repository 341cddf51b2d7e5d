"""Build ``doccompare/resources/sounds.tsv``: the Mandarin syllables of each character.

The readings come from pypinyin (MIT); only this script needs it.

    python tools/build_sounds.py > doccompare/resources/sounds.tsv
"""

from __future__ import annotations

import sys
from importlib.metadata import version

from pypinyin import Style, pinyin

HEAD = """\
# The Mandarin syllables of Chinese characters, with tones.
# source: pypinyin {version} (readings of single characters), (c) 2016 mozillazg; made by
#         tools/build_sounds.py for the characters of GB 2312 and of Big5 level 1 that it can read
# licence: MIT (the licence of pypinyin); https://github.com/mozillazg/python-pinyin
# format: character TAB syllables parted by spaces; a syllable ends in its tone 1-4, or 5 for none; v stands
#         for ü. Every reading of the character is given. Sorted by code point.
"""

FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF


def characters() -> list[str]:
    """The characters of GB 2312 and of Big5 level 1 (5401 common traditional ones), by code point."""
    found: set[str] = set()
    for codec, leads, trails in (
        ("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
    ):
        for lead in leads:
            for trail in trails:
                try:
                    found.add(bytes((lead, trail)).decode(codec))
                except UnicodeDecodeError:
                    continue  # an empty cell
    return sorted({*(char for char in found if FIRST_HAN <= ord(char) <= LAST_HAN), "〇"})


def main() -> None:
    """Write the table to standard output."""
    sys.stdout.write(HEAD.format(version=version("pypinyin")))
    for char in characters():
        readings = pinyin(
            char, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True, errors="ignore"
        )
        if readings:  # one character in, one list of readings out; none for a character it does not know
            sys.stdout.write(f"{char}\t{' '.join(dict.fromkeys(readings[0]))}\n")


if __name__ == "__main__":
    main()
