"""What the script of the page needs beside the page itself, as JSON in a data block."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from doccompare.model import Collation
from doccompare.reporting.citations import gbt7714, source_of
from doccompare.reporting.notes import lemma_index
from doccompare.resources import script_variants
from doccompare.text import is_han

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ABSENT = "-"


def unit_rows(collation: Collation) -> list[list[object]]:
    """For each unit its key, the reading of each witness in digits, and the lemma's number.

    One digit a witness, in their order: the number of its reading, ``-`` where it has none; a number in
    brackets repeats the digit before it, as in ``0(30)10(33)``. A reading beyond the 62nd shares the
    last digit.
    """
    sigla = [a.witness.siglum for a in collation.reprints]
    rows: list[list[object]] = []
    for unit in collation.units:
        found = {siglum: n for n, reading in enumerate(unit.readings) for siglum in reading.spans}
        digits = [_DIGITS[min(found[s], len(_DIGITS) - 1)] if s in found else _ABSENT for s in sigla]
        rows.append([unit.key, _short(digits), lemma_index(unit)])
    return rows


def _short(digits: Sequence[str]) -> str:
    """The digits, a run of more than four as ``0(30)``."""
    runs = ((digit, len(list(same))) for digit, same in groupby(digits))
    return "".join(f"{digit}({count})" if count > 4 else digit * count for digit, count in runs)


def folding(texts: Iterable[str]) -> str:
    """Pairs of characters, variant before usual form, for the Han of these texts: 級级黨党."""
    used = {char for text in texts for char in text if is_han(char)}
    return "".join(variant + usual for variant, usual in sorted(script_variants(used).items()))


def page_data(collation: Collation, english: Mapping[str, str]) -> str:
    """The JSON of the data block; ``<`` and line separators escaped, so that nothing can end the block."""
    texts = [clause.text for clause in collation.clauses]
    texts += [reading.text for unit in collation.units for reading in unit.readings]
    content = {
        "base": collation.base,
        "slug": collation.work.slug,
        "sigla": [a.witness.siglum for a in collation.reprints],
        "units": unit_rows(collation),
        "fold": folding(texts),
        "cite": gbt7714(source_of(collation))[:-1],
        "english": english,
    }
    return data_block(content)


def data_block(content: Mapping[str, object]) -> str:
    """The values as JSON that nothing in them can break out of."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
