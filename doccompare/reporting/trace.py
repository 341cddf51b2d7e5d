"""``show --trace``: where every character of the established text comes from."""

from __future__ import annotations

from doccompare.model import Collation, Method, Source, VariationUnit, in_language
from doccompare.reporting.labels import Lang, name
from doccompare.reporting.names import file_name, place_text
from doccompare.reporting.width import cut, printable, width, wrapped

_SHOWN = 24  # columns of text shown of a run, from its head and its tail


def trace_lines(
    collation: Collation,
    start: int,
    end: int,
    *,
    unit: VariationUnit | None = None,
    lang: Lang = "zh",
    columns: int = 80,
) -> list[str]:
    """A line or two for each run of ``[start, end)`` of the established text: text, witness, file, place.

    ``unit``: only what stands at this place of variation.
    """
    sources = [s for s in collation.established.trace if s.start < end and start < s.end and s.start < s.end]
    if unit is not None:
        sources = [s for s in sources if s.unit == unit.key]
        if not sources:
            nothing = "  正文此处无字" if lang == "zh" else "  nothing stands here"
            return wrapped(nothing + _decided(unit, lang), columns, "    ")
    out: list[str] = []
    for source in sources:
        text = collation.established.text[max(source.start, start) : min(source.end, end)]
        out += wrapped(f"  “{_short(text)}”  {_from(collation, source, start, lang)}", columns, "    ")
    return out


def _short(text: str) -> str:
    clean = printable(text)
    if width(clean) <= 2 * _SHOWN:
        return clean
    return f"{cut(clean, _SHOWN).rstrip('.')}……{clean[-_SHOWN // 4 :]}"


def _from(collation: Collation, source: Source, start: int, lang: Lang) -> str:
    unit = next((u for u in collation.units if u.key == source.unit), None)
    decided = _decided(unit, lang) if unit is not None else ""
    if source.span is None:
        return ("各本皆无" if lang == "zh" else "in no witness") + decided
    path = file_name(collation.attestation(source.siglum).witness.path)
    # A run that began before the stretch asked for: its place is that of its own beginning.
    place = "" if source.place is None else f":{place_text(source.place)}"
    begun = ("（起自前文）" if lang == "zh" else " (begins before)") if source.start < start else ""
    offsets = f"[{source.span.start}, {source.span.end})"
    return f"{source.siglum} {printable(path)}{place} {offsets}{begun}{decided}"


def _decided(unit: VariationUnit, lang: Lang) -> str:
    """By whom or by what the place was decided: the editor is named as such."""
    decision = unit.decision
    if decision is None:
        return f"  {unit.id}"
    said = next((e.note for e in decision.evidence if e.kind is Method.EDITOR), "")
    if said and decision.method is Method.EDITOR:
        label = "编辑裁定" if lang == "zh" else "editor"
        return f"  {unit.id}  {label}: {printable(in_language(said, lang))}"
    what = [name("status", decision.status, lang)]
    if decision.method is not None:
        what += [name("method", decision.method, lang), name("grade", decision.grade, lang)]
    return f"  {unit.id}  {'，'.join(what) if lang == 'zh' else ', '.join(what)}"
