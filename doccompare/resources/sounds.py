"""How far apart two characters are in Mandarin (音近)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from doccompare.resources.tables import rows

FAR: Final = 1.0  # another sound altogether, or a character without a known one
TONE: Final = 0.1  # typed and spoken text loses the tone first
NEAR_PART: Final = 0.15  # initials or finals that many speakers and input methods do not part
KIN_PART: Final = 0.4  # the same place of articulation, another breath

_INITIALS: Final = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs")
_NEAR_INITIALS: Final = frozenset(
    map(frozenset, (("z", "zh"), ("c", "ch"), ("s", "sh"), ("n", "l"), ("f", "h")))
)
_KIN_INITIALS: Final = frozenset(
    map(frozenset, (("b", "p"), ("d", "t"), ("g", "k"), ("j", "q"), ("z", "c"), ("zh", "ch"), ("l", "r")))
)
_NEAR_FINALS: Final = frozenset(
    map(
        frozenset,
        (("an", "ang"), ("en", "eng"), ("in", "ing"), ("ian", "iang"), ("uan", "uang"), ("un", "ong")),
    )
)
# Spelling without an initial: the glides written y and w are the medials i, u and ü.
_ZERO: Final = {
    "yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in", "yang": "iang",
    "ying": "ing", "yong": "iong", "yo": "io", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn", "wu": "u",
    "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un", "wang": "uang",
    "weng": "ueng",
}  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return dict(rows("sounds.tsv"))


def syllables(char: str) -> tuple[str, ...]:
    """The toned syllables of a character (``zhi4``, ``lv3``), every reading of it; () when unknown."""
    return tuple(_table().get(char, "").split())


@lru_cache(maxsize=2048)
def _parts(syllable: str) -> tuple[str, str, str]:
    """Initial, final and tone. The vowel of zhi, chi, shi, ri, zi, ci, si is a final of its own (``-i``)."""
    base, tone = syllable[:-1], syllable[-1]
    if base in _ZERO:
        return "", _ZERO[base], tone
    initial = next((one for one in _INITIALS if base.startswith(one)), "")
    final = base[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        final = "-i"
    if initial in ("b", "p", "m", "f") and final == "o":
        final = "uo"
    return initial, final, tone


@lru_cache(maxsize=8192)
def _between(first: str, second: str) -> float:
    initial, final, tone = _parts(first)
    other_initial, other_final, other_tone = _parts(second)
    total = 0.0 if tone == other_tone else TONE
    if initial != other_initial:
        pair = frozenset((initial, other_initial))
        total += NEAR_PART if pair in _NEAR_INITIALS else KIN_PART if pair in _KIN_INITIALS else FAR
    if final != other_final:
        total += NEAR_PART if frozenset((final, other_final)) in _NEAR_FINALS else FAR
    return min(FAR, round(total, 2))


@lru_cache(maxsize=4096)
def sound_distance(a: str, b: str) -> float:
    """0..1: the least distance of any reading of ``a`` to any of ``b``; symmetric.

    0 is the same syllable and tone, 0.1 another tone, up to 0.25 a near sound (one of z/zh, c/ch, s/sh,
    n/l, f/h, an/ang, en/eng, in/ing, with or without the tone), 1 another sound or one unknown.
    """
    if len(a) != 1 or len(b) != 1:
        raise ValueError("sound_distance compares single characters")
    if a == b:
        return 0.0
    return min((_between(one, other) for one in syllables(a) for other in syllables(b)), default=FAR)
