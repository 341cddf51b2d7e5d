"""What each witness prints round a place: its own text as received, the place marked."""

from __future__ import annotations

from dataclasses import dataclass

from doccompare.model import Attestation, Collation, Role, Span, VariationUnit
from doccompare.reporting.views import file_name, place_text, source

_AROUND = 110  # code points shown on each side
_LONGEST = 600  # a longer place is shown by its two ends


@dataclass(frozen=True, slots=True)
class Passage:
    """One witness at one place. ``before``, ``marked`` and ``after`` are its text as received.

    ``state``: ``extant``, ``indirect``, ``lacuna``, or ``unread`` when its text is not at hand.
    ``reading`` is the index of the reading it has, None when it does not vote here; ``place`` the
    line and column; ``nothing``: the place is between two characters.
    """

    siglum: str
    source: str
    file: str
    state: str
    reading: int | None = None
    place: str = ""
    before: str = ""
    marked: str = ""
    after: str = ""
    cut_before: bool = False
    cut_after: bool = False
    nothing: bool = False
    image: str = ""


def passages(collation: Collation, unit: VariationUnit) -> list[Passage]:
    """Every witness at this place, in the order of the collation; indirect ones that say nothing left out."""
    remarks = {remark.siglum: remark.span for remark in unit.indirect}
    out = []
    for attestation in collation.witnesses:
        siglum = attestation.witness.siglum
        index = next((i for i, r in enumerate(unit.readings) if siglum in r.spans), None)
        if index is not None:
            reading = unit.readings[index]
            place = reading.places.get(siglum)
            where = place_text(place) if place is not None else ""
            out.append(_passage(attestation, reading.spans[siglum], "extant", index, where))
        elif siglum in remarks:
            out.append(_passage(attestation, remarks[siglum], "indirect", None, ""))
        elif attestation.role is not Role.INDIRECT:
            out.append(_bare(attestation, "lacuna", None, ""))
    return out


def _bare(attestation: Attestation, state: str, reading: int | None, place: str) -> Passage:
    witness = attestation.witness
    return Passage(
        siglum=witness.siglum,
        source=source(attestation),
        file=file_name(witness.path),
        state=state,
        reading=reading,
        place=place,
        image=witness.image,
    )


def _passage(attestation: Attestation, span: Span, state: str, reading: int | None, place: str) -> Passage:
    text = attestation.witness.text
    bare = _bare(attestation, state if text else "unread", reading, place)
    if not text:
        return bare
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    marked = text[span.start : span.end]
    if len(marked) > _LONGEST:
        marked = f"{marked[: _LONGEST // 2]}\n……\n{marked[-_LONGEST // 2 :]}"
    return Passage(
        siglum=bare.siglum,
        source=bare.source,
        file=bare.file,
        state=state,
        reading=reading,
        place=place,
        before=text[start : span.start].lstrip("\r\n") if start == 0 else text[start : span.start],
        marked=marked,
        after=text[span.end : end],
        cut_before=start > 0,
        cut_after=end < len(text),
        nothing=not span,
        image=bare.image,
    )
