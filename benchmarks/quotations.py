"""Quotations: seeded articles that quote a made-up work in every way, and how many are told rightly.

``python -m benchmarks quotations`` writes articles of noise (made-up news) with quotations of a made-up
notice or statute: to the letter, altered, elided, retold, by a variant of one witness, with a condition cut,
put into another document's mouth, or never in the work at all. Nothing is fitted to a document: what is
counted is whether the passage is found, its clause, its status, its flag, and what is reported besides.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks import phrases
from benchmarks.works import Paragraph, Work, Writer, notice, statute
from doccompare.model import Collation, QuotedPassage, QuoteFlag, QuoteStatus

EXACT = (QuoteStatus.VERBATIM, QuoteStatus.FORMAL)
OTHER = "关于加强山区茶园防冻工作的意见"
KINDS = (
    "verbatim",
    "unmarked",
    "formal",
    "altered",
    "elided",
    "retold",
    "variant",
    "condition",
    "other",
    "absent",
)


@dataclass(frozen=True)
class Planted:
    """A quotation that was put into an article: how, ``[start, end)`` of it, where it comes from."""

    kind: str
    start: int
    end: int
    address: str


@dataclass
class Marks:
    """Counts by kind: planted, found, in the right clause, told rightly; and what was reported besides."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    reported: int = 0
    false: int = 0
    mistakes: list[str] = field(default_factory=list)

    def add(self, other: Marks) -> None:
        """Count the marks of another article too."""
        for name in ("planted", "found", "placed", "told"):
            getattr(self, name).update(getattr(other, name))
        self.reported += other.reported
        self.false += other.false
        self.mistakes += other.mistakes


@dataclass(frozen=True)
class Case:
    """A work with its variant copy, and an article about it."""

    work: Work
    variant: str
    article: str
    planted: tuple[Planted, ...]


def make(seed: int, length: int = 2500) -> Case:
    """The case of a seed: the same seed gives the same case."""
    rng = Random(seed)
    work = (notice if rng.random() < 0.5 else statute)(rng, length)
    bodies = [p for p in work.paragraphs if p.part in ("clause", "paragraph")]
    pool = [(p.address, s) for p in bodies for s in _sentences(p) if len(s) >= 16 and s.count("，") >= 1]
    rng.shuffle(pool)
    variant, readings = _varied(work, pool, rng)
    kind = "通知" if "通知" in work.paragraphs[0].text else "办法"
    article = (
        f"{rng.choice(phrases.PLACES)}来信\n\n近日，《{work.paragraphs[0].text}》（以下简称《{kind}》）印发。"
    )
    planted: list[Planted] = []
    kinds = list(KINDS) * 2
    rng.shuffle(kinds)
    for how in kinds:
        made = _quotation(how, pool, readings, rng)
        article += _news(rng) + ("\n\n" if rng.random() < 0.4 else "")
        if made is None:
            continue
        address, quoted = made
        lead, tail = _frame(how, kind, rng)
        article += lead
        start = len(article)
        article += quoted
        planted.append(Planted(how, start, len(article), address))
        article += tail
    article += _news(rng) + "\n"
    return Case(work, variant, article, tuple(planted))


def _sentences(paragraph: Paragraph) -> list[str]:
    body = (
        paragraph.text.split("。", 1)[1]
        if paragraph.part == "clause" and "." in paragraph.text[:4]
        else paragraph.text
    )
    body = body.split("　", 1)[-1]
    return [s for s in body.split("。") if s]


def _varied(work: Work, pool: list[tuple[str, str]], rng: Random) -> tuple[str, list[tuple[str, str, str]]]:
    """A copy with another word in some sentences, and those: address, as printed there, as it should be."""
    text = work.text
    out: list[tuple[str, str, str]] = []
    for address, sentence in list(pool):
        if len(out) == 3:
            break
        words = [(old, new) for old, new in phrases.REWORDINGS if sentence.count(old) == 1]
        if words and text.count(sentence) == 1:
            old, new = rng.choice(words)
            changed = sentence.replace(old, new)
            text = text.replace(sentence, changed)
            out.append((address, changed, sentence))
            pool.remove((address, sentence))
    return text, out


def _frame(how: str, kind: str, rng: Random) -> tuple[str, str]:
    if how == "other":
        return f"《{OTHER}》{rng.choice(('指出', '提出', '要求'))}：“", "。”"
    if how in ("unmarked", "retold"):
        return f"《{kind}》{rng.choice(('要求', '提出', '明确'))}，", "。"
    lead = f"《{kind}》{rng.choice(('指出', '提出', '规定', '要求'))}"
    return f"{lead}{rng.choice(('：', '，'))}“", "。”"


def _quotation(
    how: str, pool: list[tuple[str, str]], readings: list[tuple[str, str, str]], rng: Random
) -> tuple[str, str] | None:
    if how == "variant":
        return readings.pop()[:2] if readings else None
    if how == "absent":
        return "", _invented(rng)
    want: dict[str, Callable[[str], str | None]] = {
        "verbatim": lambda s: s,
        "unmarked": lambda s: s,
        "other": lambda s: _altered(s, rng),
        "formal": lambda s: s.replace("，", "、", 1),
        "altered": lambda s: _altered(s, rng),
        "elided": _elided,
        "retold": lambda s: _retold(s, rng),
        "condition": _without_condition,
    }
    for n, (address, sentence) in enumerate(pool):
        made = want[how](sentence)
        if made is not None:
            del pool[n]
            return address, made
    return None


def _altered(sentence: str, rng: Random) -> str | None:
    words = [(old, new) for old, new in phrases.REWORDINGS if old in sentence]
    if words:
        old, new = rng.choice(words)
        return sentence.replace(old, new, 1)
    modifiers = [m for m in phrases.MODIFIERS if m in sentence]
    if not modifiers:
        return None
    new = rng.choice([m for m in phrases.MODIFIERS if m not in sentence])
    return sentence.replace(rng.choice(modifiers), new, 1)


def _elided(sentence: str) -> str | None:
    parts = sentence.split("，")
    if len(parts) < 3 or any(c in parts[1] for c in ("至少", "应当", "经")):
        return None
    return f"{parts[0]}……{'，'.join(parts[2:])}"


def _retold(sentence: str, rng: Random) -> str | None:
    parts = sentence.split("，")
    changed = [_altered(p, rng) or p for p in parts]
    if sum(a != b for a, b in zip(parts, changed, strict=True)) < 2:
        return None
    return "，".join(changed)


def _without_condition(sentence: str) -> str | None:
    for condition in ("在资金允许的范围内", "经县级主管部门同意后", "在不增加编制的前提下", "遇有冰雪天气时"):
        if f"{condition}，" in sentence and not sentence.endswith(condition):
            return sentence.split(f"{condition}，", 1)[1]
    return sentence.replace("至少", "", 1) if "至少" in sentence else None


def _invented(rng: Random) -> str:
    writer = Writer(Random(rng.random()))
    who, what = rng.choice(phrases.NEWS_ROLES), rng.choice(phrases.NEWS_ACTS)
    return f"凡{who}{what}的，一律发给{writer.rng.randint(2, 9)}元奖金"


def _news(rng: Random) -> str:
    pick = rng.choice
    frame = pick([f for f in phrases.NEWS_FRAMES if "说：" not in f])
    first, second = rng.sample(phrases.NEWS_ACTS, 2)
    fact = pick(phrases.NEWS_FACTS).format(n=rng.randint(11, 98), m=rng.randint(2, 9))
    person = pick(phrases.SURNAMES) + pick(phrases.GIVEN) + pick(phrases.GIVEN)
    return frame.format(
        t=pick(phrases.NEWS_TIMES), place=pick(phrases.PLACES), r=pick(phrases.NEWS_ROLES), person=person,
        a=first, other=second, e=pick(phrases.NEWS_ENDS), f=fact,
    )  # fmt: skip


def collated(case: Case) -> Collation:
    """The collation of two true copies and the one with variants."""
    import tempfile
    from pathlib import Path

    import doccompare

    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in (
            ("1.txt", case.work.text),
            ("2.txt", case.work.text + "\n"),
            ("3.txt", case.variant),
        ):
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        return doccompare.collate(paths)


def score(case: Case, passages: Sequence[QuotedPassage]) -> Marks:
    """The marks of what was reported for a case."""
    out = Marks(reported=len(passages))
    for one in case.planted:
        hits = [p for p in passages if min(p.end, one.end) - max(p.start, one.start) >= 4]
        text = case.article[one.start : one.end]
        if one.kind == "other":
            out.planted[one.kind] += 1
            blamed = [p for p in hits if p.severity is not None]
            out.told[one.kind] += not blamed
            if blamed:
                out.mistakes.append(f"other blamed: {text}")
            continue
        out.planted[one.kind] += 1
        if not hits:
            out.mistakes.append(f"{one.kind} missed: {text}")
            continue
        out.found[one.kind] += 1
        best = max(hits, key=lambda p: min(p.end, one.end) - max(p.start, one.start))
        right = one.kind == "absent" or best.address.startswith(one.address.removesuffix(".1"))
        out.placed[one.kind] += right
        told = _told(one.kind, hits)
        out.told[one.kind] += told
        if not right or not told:
            said = [(p.address, p.status.value, [f.value for f in p.flags]) for p in hits]
            out.mistakes.append(f"{one.kind} {one.address}: {said} {text}")
    for passage in passages:
        if passage.status is QuoteStatus.NOT_FOUND or QuoteFlag.TITLE in passage.flags:
            continue
        if not any(p.start < passage.end and passage.start < p.end for p in case.planted):
            out.false += 1
            out.mistakes.append(f"false: {passage.address} {passage.status.value} {passage.text}")
    return out


def _told(kind: str, hits: Sequence[QuotedPassage]) -> bool:
    """Whether the statuses over a planted quotation say what was done to it."""
    statuses = {p.status for p in hits}
    if kind in ("verbatim", "unmarked"):
        return statuses <= set(EXACT)
    if kind == "formal":
        return statuses <= set(EXACT) and QuoteStatus.FORMAL in statuses
    if kind == "elided":
        return QuoteStatus.ELIDED in statuses and QuoteStatus.ALTERED not in statuses
    if kind == "variant":
        return QuoteStatus.KNOWN_VARIANT in statuses and QuoteStatus.ALTERED not in statuses
    if kind == "condition":
        return any(QuoteFlag.CONDITION_CUT in p.flags for p in hits)
    if kind == "absent":
        return statuses == {QuoteStatus.NOT_FOUND}
    return bool(statuses - set(EXACT))


def measure(seeds: Sequence[int]) -> Marks:
    """The marks over the cases of all seeds."""
    from doccompare import check_quotations

    total = Marks()
    for seed in seeds:
        case = make(seed)
        total.add(score(case, check_quotations(case.article, collated(case)).passages))
    return total


def table(marks: Marks) -> list[str]:
    """The marks as lines."""
    lines = [f"{'kind':<12}{'planted':>8}{'found':>8}{'placed':>8}{'told':>8}"]
    for kind in KINDS:
        n = marks.planted[kind]
        lines.append(f"{kind:<12}{n:>8}{marks.found[kind]:>8}{marks.placed[kind]:>8}{marks.told[kind]:>8}")
    lines.append(f"reported {marks.reported}, false {marks.false}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and every mistake when asked."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks quotations", description=__doc__.split("\n")[0]
    )
    parser.add_argument("-n", "--cases", type=int, default=20, help="articles (default: 20)")
    parser.add_argument("--from", dest="first", type=int, default=0, help="first seed (default: 0)")
    parser.add_argument("--mistakes", action="store_true", help="print what went wrong")
    options = parser.parse_args(arguments)
    marks = measure(range(options.first, options.first + options.cases))
    print("\n".join(table(marks)))
    if options.mistakes:
        print("\n".join(marks.mistakes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
