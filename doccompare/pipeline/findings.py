"""What is said about the job as a whole: faults of the input, what pages say of the work, checksums."""

from __future__ import annotations

from doccompare import segmentation
from doccompare.locating import beyond
from doccompare.model import Note, Problem, Role, Work
from doccompare.pipeline.job import Job


def copied(job: Job) -> list[tuple[str, str]]:
    """The witnesses that are copies of an earlier one, and of which: the same characters in the same lines.

    Faultless reprints set in other lines are two testimonies, not one.
    """
    first: dict[str, str] = {}
    out = []
    for i, siglum in enumerate(job.sigla):
        text = job.witness(i).text
        raw = "\n".join(text[s.start : s.end] for s in job.extent(i).spans)
        known = first.setdefault(raw, siglum)
        if known != siglum:
            out.append((siglum, known))
    return out


def problems(job: Job, title: str) -> list[Problem]:
    """The problems of the files, and the witnesses in which the work was not found."""
    out: list[Problem] = []
    if not job.located.titled:
        note = Note(f"各本中都没有题名“{title}”。", f"No witness has the title “{title}”.")
        out.append(Problem("title-not-found", note))
    files = {w.siglum: w.sha256 for w in job.witnesses}
    for copy, original in copied(job):
        if files[copy] != files[original]:
            note = Note(
                f"{copy}本所载与{original}本逐行逐字相同，只计一本之证。",
                f"{copy} has the work line by line as {original}: one testimony.",
            )
            out.append(Problem("same-text", note, copy))
    for i, (witness, extent) in enumerate(zip(job.witnesses, job.located.extents, strict=True)):
        out += witness.problems
        if i not in job.found and Role.INDIRECT not in (witness.role, extent.role):
            out.append(
                Problem(
                    "not-found",
                    Note(
                        f"{witness.siglum}本（{witness.path}）中没有找到这篇文件。",
                        f"{witness.siglum} ({witness.path}): the work was not found.",
                    ),
                    witness.siglum,
                )
            )
    if (found := beyond(job.located.extents, job.witnesses)) is not None:
        witness, span = job.witnesses[found[0]], found[1]
        line, start = witness.text.count("\n", 0, span.start) + 1, witness.text[span.start : span.start + 12]
        note = Note(
            f"余本都到此为止，{witness.siglum}本其后还有“{start}……”（{witness.path}:{line}），未计入；请核对是否本文。",
            f"{witness.siglum} goes on where all others end: “{start}…” ({witness.path}:{line}), not taken; "
            "check whether it belongs to the work.",
        )
        out.append(Problem("text-beyond", note, witness.siglum, span))
    return out


def self_descriptions(job: Job, work: Work) -> list[Problem]:
    """What the pages say of the work's own structure, against what was found."""
    out: list[Problem] = []
    for witness in job.witnesses:
        for said in segmentation.self_descriptions(witness.text):
            fits = said.sections in (None, work.sections) and said.clauses in (None, work.clauses)
            zh, en = ("相合", "it fits") if fits else ("不合", "it does not fit")
            note = Note(
                f"{witness.siglum}本自述“{said.text}”，"
                f"与所见（{work.sections} 部分、{work.clauses} 条）{zh}。",
                f"{witness.siglum} says “{said.text}”; "
                f"found {work.sections} sections, {work.clauses} clauses: {en}.",
            )
            out.append(
                Problem(
                    "self-description" if fits else "self-description-unmet", note, witness.siglum, said.span
                )
            )
    return out


def unmet(job: Job, work: Work) -> tuple[Problem, ...]:
    """The checksums the manifest states and the result does not meet."""
    out = []
    for name, zh, stated, counted in (
        ("sections", "部分", job.corpus.expectation.sections, work.sections),
        ("clauses", "条", job.corpus.expectation.clauses, work.clauses),
    ):
        if stated is not None and stated != counted:
            out.append(
                Problem(
                    f"{name}-unmet",
                    Note(
                        f"清单称有 {stated} {zh}，实见 {counted}。",
                        f"The manifest states {stated} {name}; {counted} were found.",
                    ),
                )
            )
    return tuple(out)
