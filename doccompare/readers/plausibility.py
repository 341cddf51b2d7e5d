"""How much a decoding looks like Chinese: what tells GB18030, Big5 and UTF-16 from one another."""

from __future__ import annotations

from functools import cache

_SAMPLE = 50_000  # code points

# The most frequent characters of running Chinese, simplified and traditional. In prose they are a third
# to a half of all Han characters; in text read with the wrong codec hardly one in fifty.
_FREQUENT = frozenset(
    "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里"
    "所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从"
    "党工社区建设务院办意加强制度委员组织全市县月四五六七八九两高理民政新市级力部门平展体机关干化服保实"
    "這為來個們說國時後對著裡過發無經當與學進種還見沒從黨區設務辦強員織縣兩級門體機關實會議員長業產動點應"
)
_PLAUSIBLE_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　％．－～①②③")


def score(text: str) -> float:
    """How much a decoding looks like Chinese: about 0.6 to 1 for prose, near 0 for mojibake.

    Only what is not ASCII counts: a wrong codec leaves ASCII alone. Text without any gives 1.
    """
    sample = [c for c in text[:_SAMPLE] if not c.isascii()]
    controls = sum(1 for c in text[:_SAMPLE] if c < " " and c not in "\t\n\v\f\r\x1a")
    if not sample:
        return 1.0 - min(1.0, controls / max(1, len(text)) * 10)
    good = 0.0
    for c in sample:
        if c in _FREQUENT or c in _PLAUSIBLE_MARKS:
            good += 1
        elif c in _common_han():
            good += 0.5
        elif c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or not c.isprintable():
            good -= 1
    return max(0.0, (good - controls) / len(sample))


@cache
def _common_han() -> frozenset[str]:
    """The 3,755 characters of GB 2312 level 1 and the 5,401 of Big5 level 1: the common ones."""
    gb = (
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    )
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = (bytes((row, cell)).decode("big5", "ignore") for row in range(0xA4, 0xC7) for cell in trails)
    return frozenset("".join(gb)) | frozenset("".join(big5))
