"""Variant graphs and traditional forms: whether two readings are one text in two scripts (写法).

Only a label for a pair: nothing here may rewrite a witness (OpenCC folds names too: 陈昇 to 陈升).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from doccompare.resources.tables import rows

FIRST_HAN: Final = "\u2e80"  # the radicals; nothing before has a simplified form


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # 20 ms, only where a script question comes up

    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _variants() -> dict[str, str]:
    return dict(rows("variants.tsv"))


def _is_compatibility(char: str) -> bool:
    """A radical or compatibility ideograph: a second code point of an ordinary character."""
    return (
        "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" or "\U0002f800" <= char <= "\U0002fa1f"
    )


@lru_cache(maxsize=8192)
def fold_char(c: str) -> str:
    """The usual simplified form of one character, one character long; the character itself if it is that.

    By the table ``variants.tsv``, then OpenCC's t2s, compatibility code points resolved before.
    """
    if c < FIRST_HAN or "\ud800" <= c <= "\udfff":  # a lone surrogate is no text for OpenCC
        return c
    if _is_compatibility(c):
        plain = unicodedata.normalize("NFKC", c)
        c = plain if len(plain) == 1 else c
    folded = c
    for _ in range(2):  # one graph needs two steps: 薴 苧 苎
        folded = _converter().convert(_variants().get(folded, folded))
        folded = _variants().get(folded, folded)
    return folded if len(folded) == 1 else c


def fold_chars(chars: Sequence[str]) -> list[str]:
    """:func:`fold_char` of each of many characters, in a few steps for all of them together."""
    folded = [unicodedata.normalize("NFKC", c) if _is_compatibility(c) else c for c in chars]
    folded = [plain if len(plain) == 1 else c for c, plain in zip(chars, folded, strict=True)]
    known = _variants()
    for _ in range(2):
        lines = "\n".join(known.get(c, c) for c in folded)  # a line each: no phrases
        folded = [known.get(c, c) for c in _converter().convert(lines).split("\n")]
    return [one if len(one) == 1 else c for c, one in zip(chars, folded, strict=True)]


@lru_cache(maxsize=1)
def _usual_forms() -> dict[str, str]:
    """Every ideograph of the basic block and extension A that has another usual form, with that form."""
    graphs = [chr(code) for code in range(0x3400, 0xA000)]
    converted = _converter().convert("\n".join(graphs)).split("\n")  # a line each: no phrases
    pairs = dict(zip(graphs, converted, strict=True)) | _variants()
    return {graph: fold_char(graph) for graph, usual in pairs.items() if usual != graph}


def script_variants(chars: Iterable[str]) -> dict[str, str]:
    """The other graphs of these characters, traditional ones too, each with the usual form: 黨 → 党."""
    usual = {fold_char(char) for char in chars}
    return {variant: form for variant, form in _usual_forms().items() if form in usual and form != variant}


def simplified(text: str) -> str:
    """``text`` in the simplified script by OpenCC's t2s, phrases considered (乾坤 stays, 乾淨 does not)."""
    try:
        return str(_converter().convert(text))
    except UnicodeEncodeError:  # a lone surrogate in it
        return text


def same_after_folding(a: str, b: str) -> bool:
    """Whether two readings are the same but for variant graphs and the simplified / traditional script."""
    if len(a) != len(b):
        return False
    if all(one == other or fold_char(one) == fold_char(other) for one, other in zip(a, b, strict=True)):
        return True
    first, second = simplified(a), simplified(b)
    return [fold_char(char) for char in first] == [fold_char(char) for char in second]
