from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doccompare.errors import UsageError
from doccompare.model import Collation, Decision, Method, Relation, Status
from doccompare.pipeline import collate
from doccompare.reporting.exports.critical import Entry, Other, entry
from doccompare.reporting.exports.gaps import gaps
from doccompare.reporting.exports.reledmac import reledmac_tex
from doccompare.reporting.exports.tex import joint, tex_text
from doccompare.reporting.running import running
from tests.reporting.exports.sets import NAMES, collated
from tests.reporting.exports.tex_reader import Read, read
from tests.reporting.sample import flowing, hostile, sample

Golden = Callable[[str, str], None]
SETS = (*NAMES, "sample", "bad", "commands")
# What a text of TeX commands may try: to read a file, to end the document, to break out of an argument.
COMMANDS = r"\input{/etc/passwd}\end{document}%} {$&#_^~ ^^M ^^5c \par \csname [x]\\*[1em] \verb|~| ``--'' ?`"


@cache
def given_collation(name: str) -> Collation:
    """One of :data:`SETS`."""
    if name == "sample":
        return flowing(sample())
    if name == "bad":
        return flowing(hostile())
    return of_commands() if name == "commands" else collated(name)


def of_commands() -> Collation:
    """Three copies of a text full of TeX, with differences beside it."""
    text = (
        f"关于加强公园管理的通知{COMMANDS}\n\n为方便群众游览{COMMANDS}休憩，现就有关事项通知如下。\n\n"
        f"1. 完善名录。[主管部门]应当每年{COMMANDS}公布一次𠮷\ue000\u202e定期\u200b检查，"
        "café ñ ☃ \x0c\x0b各地落实。\n\n"
        f"2. 规范经营。严禁设立私人会所{COMMANDS}，配套服务项目公开招标。\n"
    )
    second = text.replace("每年", r"\day").replace("公开招标", "#1招标").replace("严禁", "{严禁", 1)
    with tempfile.TemporaryDirectory() as folder:
        for name, copy in (
            ("a_%.txt", text),
            ("b#$.txt", second),
            ("c^~.txt", text.replace("各地", "\\各地")),
        ):
            (Path(folder) / name).write_bytes(copy.encode())
        return collate(sorted(Path(folder).glob("*.txt")))


def passages(tex: str) -> list[Read]:
    """The numbered paragraphs."""
    body = tex.split(r"\beginnumbering")[1].split(r"\endnumbering")[0]
    found = [piece.split("\n\\pend")[0] for piece in body.split(r"\pstart")[1:]]
    return [read(piece.removeprefix(r"[][\roomabove]").strip(" ")) for piece in found]


@pytest.mark.parametrize("name", SETS)
def test_the_text_is_the_established_text(name: str) -> None:
    """Without its notes the numbered text is the established text; of versions the whole, numbers too."""
    collation = given_collation(name)
    told = [found.text for found in passages(reledmac_tex(collation, "0"))]
    text = running(collation)
    goal = []
    for flow in text.flow:
        whole = "".join(run.text for run in flow.runs)
        if collation.work.relation is Relation.VERSIONS:
            whole = next((label for label in text.numbers(flow.address) if label), "") + whole
        if whole:
            goal.append(" ".join(whole.split("\n")))
    assert told == goal
    if collation.work.relation is Relation.REPRINTS and name != "bad":
        assert "".join(told) == collation.established.text.replace("\n", "")


@pytest.mark.parametrize("name", SETS)
def test_every_unit_once(name: str) -> None:
    """Each place is one edtext with its readings and its note; formal ones stand in the second band."""
    collation = given_collation(name)
    units = {unit.id: unit for unit in collation.units}
    found = {}
    others = 0
    for passage in passages(reledmac_tex(collation, "0")):
        for _, second in passage.all("edtext"):
            note = read(second)
            ends = note.all("Aendnote")
            assert len(note.all("lemma")) == 1
            assert len(note.all("Afootnote")) + len(note.all("Bfootnote")) == 1
            if not ends:  # a gap, or the number of an article
                others += 1
                continue
            (ident,) = read(ends[0][0]).all("unit")[0]
            unit = units[read(ident).text]
            assert unit.id not in found
            band = "Bfootnote" if unit.severity == "formal" else "Afootnote"
            found[unit.id] = read(note.all(band)[0][0])
    assert list(found) == list(units)
    marks = {(gap.at, gap.after) for gap in gaps(collation, running(collation))}
    assert others >= len(marks)
    for ident, note in found.items():
        unit = units[ident]
        said = len(note.all("rdg")) - len(unit.indirect)
        own = unit.decision is not None and unit.decision.reading is None and unit.decision.method is not None
        assert said == len(unit.readings) - (not own)
        named = "".join(read(words[-1]).text for words in (*note.all("wit"), *note.all("rdg")))
        few = [reading for reading in unit.readings if len(reading.spans) <= 6]
        assert all(siglum in named for reading in few for siglum in reading.sigla)


@pytest.mark.parametrize("name", ["sample", "bad"])
def test_golden(name: str, golden: Golden) -> None:
    """The whole file is compared, so that a change of design or wording shows as a diff; hostile text too."""
    golden(f"reledmac/{name}.tex", reledmac_tex(given_collation(name), "0"))


def test_same_bytes() -> None:
    """Two runs give the same file."""
    assert reledmac_tex(collated("noisy"), "0") == reledmac_tex(collated("noisy"), "0")


@given(st.text() | st.text(st.characters(max_codepoint=127), min_size=20))
def test_every_text_stays_text(text: str) -> None:
    """Read as TeX reads it, the escaped text is the text; line ends and tabs are spaces."""
    tex = tex_text(text)
    assert read(tex).text == text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    assert {name for name, _ in read(tex).commands} <= {
        "textbackslash", "textasciicircum", "textasciitilde", "codepoint", "rare", "allowbreak",
    }  # fmt: skip
    tex.encode()


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"\end{a}%", r"\textbackslash{}end\{a\}\%"),
        ("[1]", "{[}1{]}"),
        ("a\n\nb\tc", "a  b c"),
        ("\x1b\x7f\u202e\ud800", r"\codepoint{001B}\codepoint{007F}\codepoint{202E}\codepoint{D800}"),
        (
            "见http://a.example/abc_d?x",
            r"见http:\allowbreak /\allowbreak /\allowbreak a.\allowbreak example/"
            r"\allowbreak abc\_\allowbreak d?\allowbreak x",
        ),
        ("𠮷类類ñ", r"\rare{20BB7}类類\rare{00F1}"),
    ],
)
def test_escapes(text: str, tex: str) -> None:
    """Signs of TeX are escaped, what nobody sees is named, what few fonts have is asked for."""
    assert tex_text(text) == tex


def test_the_line_may_be_broken_beside_a_lemma() -> None:
    """Between two Han characters stands the glue that a command there would hide; beside marks none."""
    assert joint("国", "家") == r"\CJKglue "
    assert joint("每", "5年") == r"\CJKecglue "
    assert [joint("，", "国"), joint("国", "，"), joint("", "国"), joint("a", "b")] == [""] * 4


def plain(found: Entry) -> str:
    """An entry in one line, as it is read: 优进绌退］甲丁；优胜劣汰　乙."""
    words = [found.sigla, *(_words(other) for other in found.others), found.remark]
    return f"{found.lemma}］" + "；".join(word for word in words if word)


def _words(other: Other) -> str:
    remark = f"〔{other.remark}〕" if other.remark else ""
    return f"{other.word}{other.text}　{other.sigla}{remark}"


def entries(collation: Collation) -> dict[str, str]:
    """The entry of each unit, by its id, in plain words."""
    text, found = running(collation), {}
    for flow in text.flow:
        whole, at = "".join(run.text for run in flow.runs), 0
        for run in flow.runs:
            unit = text.unit(run)
            if unit is not None:
                found[unit.id] = plain(entry(unit, run.text, whole, at))
            at += len(run.text)
    return found


def test_the_words_of_an_entry() -> None:
    """Lemma and who has it, then the others; 脱 衍 重出 where it is decided, 无 where it is open."""
    found = entries(given_collation("sample"))
    assert found["一.p2-1"] == "用5年］甲丙丁；上重出“二、加强能力建设”　乙"
    assert found["一.p2-2"] == "精气神］甲乙丁；精神　丙"
    assert found["一.p2-3"] == "市地级］甲丁；市级　乙；地市级　丙"
    assert found["二.1-1"] == "培养，］甲丁；培养。　乙"
    assert found["二.1-3"] == "县级］甲丁；县局　乙〔疑识录误，待核版面〕"
    assert found["二.1-4"] == "统筹的］甲丁；下衍“的”　乙"
    assert found["二.2-1"] == "党］甲丁；脱　乙"
    assert found["二.2-2"] == "优进绌退］甲丁；优胜劣汰　乙；优胜劣汰　戊〔旁证〕"
    assert found["二.2-5"] == "院校］丁；学校　甲；无　乙；待考"


def test_a_repeated_lemma_is_told_apart() -> None:
    """A lemma that stands twice nearby is printed with the words beside it; many witnesses are counted."""
    assert entries(collated("opinion"))["六.15-1"].startswith("加强党］甲丁；脱“党”　乙")
    assert entries(collated("noisy"))["前言-1"] == "工作］其余11本；公作　甲2"


def test_an_editors_own_wording_is_the_lemma() -> None:
    """What an editor wrote and no witness has is said to be the editor's."""
    collation = given_collation("sample")
    unit = replace(
        collation.units[-1],
        decision=Decision(None, "学院", Method.EDITOR, 1.0, Status.CONFIRMED, ()),
    )
    assert plain(entry(unit, "学院", "培训学院资源共享。", 2)) == "学院］院校　丁；学校　甲；脱　乙；编者改定"


def test_where_a_witness_breaks_off() -> None:
    """The end of a fragment is an entry of the first band, with its reason."""
    tex = reledmac_tex(given_collation("sample"), "0")
    assert r"\edtext{}{\lemma{力量配置。}\Afootnote{\rdg{\word{至此止}}{丙}\remark{下转他版}}}" in tex


def test_a_passage_of_which_nothing_is_left() -> None:
    """Where all of a passage is what one copy has too much, its entry stands at the next passage."""
    collation = given_collation("sample")
    at = next(n for n, flow in enumerate(collation.flow) if flow.address == "一.p2")
    stray, *rest = collation.flow[at].runs
    alone = replace(collation.flow[at], address="一.p1", runs=(stray,))
    left = replace(collation.flow[at], runs=tuple(rest))
    flow = (*collation.flow[:at], alone, left, *collation.flow[at + 1 :])
    tex = reledmac_tex(replace(collation, flow=flow), "0")
    assert r"\pstart \edtext{}{\lemma{\crit{〔无〕}}\Afootnote{\wit{甲丙丁}\sep \rdg{\word{重出}" in tex
    assert [p.text for p in passages(tex)] == [p.text for p in passages(reledmac_tex(collation, "0"))]


def test_what_only_other_versions_have() -> None:
    """Of versions a passage that the base does not have is set apart, numbers that differ are an entry."""
    tex = reledmac_tex(collated("statute"), "0")
    assert r"\pstart \otherline \runin{第十三条}\afternumber " in tex
    assert r"\lemma{第四条}\Bfootnote{\wit{乙}\sep \rdg{第三条}{甲}}" in tex
    assert "脱" not in tex.split(r"\begin{document}")[1]


def test_a_result_of_an_earlier_version() -> None:
    """A stored result without running text cannot be an edition."""
    with pytest.raises(UsageError):
        reledmac_tex(sample(), "0")


def tex_is_missing() -> str:
    """Why nothing can be compiled here; empty when it can."""
    if shutil.which("xelatex") is None or shutil.which("kpsewhich") is None:
        return "XeLaTeX is not on this machine"
    for name in ("reledmac.sty", "xeCJK.sty"):
        if subprocess.run(["kpsewhich", name], capture_output=True, check=False).returncode:
            return f"{name} is not on this machine"
    fonts = ("FandolSong-Regular.otf", "FandolHei-Regular.otf", "FandolKai-Regular.otf")
    if subprocess.run(["kpsewhich", *fonts], capture_output=True, check=False).stdout.count(b"\n") < len(
        fonts
    ):
        return "the Fandol fonts are not on this machine"
    return ""


def printed(tex: str, folder: Path) -> str:
    """The text of the pages, without white space, after three runs. Fails at an error of TeX."""
    (folder / "a.tex").write_text(tex, encoding="utf-8")
    call = ["xelatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "a.tex"]
    for _ in range(3):
        done = subprocess.run(call, cwd=folder, capture_output=True, timeout=180, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    document = pypdfium2.PdfDocument(folder / "a.pdf")
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    # A font may have two code points for the dots of an ellipsis in the middle of the line.
    return "".join("".join(pages).split()).replace("⋯", "…")


MISSING = tex_is_missing()


@pytest.mark.skipif(bool(MISSING), reason=MISSING or "XeLaTeX is there")
@pytest.mark.parametrize("name", ["sample", "bad", "commands", "statute", "notice"])
def test_xelatex_prints_it(name: str, tmp_path: Path) -> None:
    """It is set without an error; the pages have every entry and note, and the text."""
    collation = given_collation(name)
    pages = printed(reledmac_tex(collation, "0"), tmp_path)
    assert "".join(collation.base_reason.split()) in pages
    if name not in ("bad", "commands"):
        for line in entries(collation).values():
            lemma, _, rest = line.partition("］")
            assert "".join(lemma.split()) in pages
            assert all("".join(word.split("〔")[0].split()) in pages for word in rest.split("；"))
    else:
        assert pages.count("待考") >= 1 or name == "commands"
        assert "root:" not in pages
    if name == "bad":
        assert "<script>alert(1)</script>" in pages
        assert "U+001B" in pages
    if name == "commands":
        assert r"\input{/etc/passwd}\end{document}%}{$&#_^~^^M^^5c\par\csname" in pages
        assert "U+E000" in pages
        assert "𠮷" in pages
