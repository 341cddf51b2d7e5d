"""What the page says of each witness and of the run: extent in the source, pages seen, options."""

from __future__ import annotations

from doccompare.model import Attestation, Collation, PageImage
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.views import differs

_LISTS = frozenset(("ignore", "relation", "revisions", "two_person"))  # options whose values have names


def options_words(collation: Collation, lang: Lang = "zh") -> list[str]:
    """What was asked for and the result hangs on: 底本 丁, 略去 标点、写法; empty when nothing was."""
    listed = []
    for option, value in collation.options.items():
        values = [name("asked", one, lang) for one in value.split(",")] if option in _LISTS else [value]
        listed.append(f"{name('option', option, lang)} {('、' if lang == 'zh' else ', ').join(values)}")
    return listed


def page_words(collation: Collation, siglum: str, lang: Lang = "zh") -> str:
    """What editors saw of the page of a witness, at the places where it departs; empty when it never does.

    A page counts as seen where an editor said so of the place, and as waiting where a slip of the
    transcript is suspected and nobody looked.
    """
    own = [u for u in collation.units if differs(u, siglum)]
    seen = sum(unit.image is not None for unit in own)
    errs = sum(unit.image is PageImage.TRANSCRIPT_ERROR for unit in own)
    waiting = sum(
        unit.image is None and any(r.suspected_transcription and siglum in r.spans for r in unit.readings)
        for unit in own
    )
    if not seen and not waiting:
        return ""
    zh = [f"已核版面 {seen}/{len(own)} 处" if seen else "未核版面"]
    en = [f"page checked at {seen} of {len(own)} units" if seen else "page image not checked"]
    if errs:
        zh.append(f"其中转录误 {errs}")
        en.append(f"the transcript errs at {errs}")
    if waiting:
        zh.append(f"待核 {waiting}")
        en.append(f"{waiting} to check")
    return "，".join(zh) if lang == "zh" else ", ".join(en)


def extent(attestation: Attestation) -> str:
    """Where the work stands in the source, in code points: 2235–6738; empty when nowhere."""
    if not attestation.spans:
        return ""
    first = min(span.start for span in attestation.spans)
    last = max(span.end for span in attestation.spans)
    return f"{first}–{last}"


def lines(attestation: Attestation) -> str:
    """The lines of the source on which the work stands: 93–148; empty when its text is not at hand."""
    text = attestation.witness.text
    if not text or not attestation.spans:
        return ""
    first = text.count("\n", 0, min(span.start for span in attestation.spans)) + 1
    last = text.count("\n", 0, max(span.end for span in attestation.spans) - 1) + 1
    return f"{first}–{last}" if first < last else str(first)
