"""The forms of the review, sent without any script: what they write, and what they refuse."""

from __future__ import annotations

import html
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from doccompare import errors
from doccompare.cli import main
from doccompare.decisions import ChoiceKind, Image, Kind, Stage, read
from doccompare.model import Severity, Status
from doccompare.pipeline import collate
from tests.decisions.build import HOURS, NOTICE, changed, write
from tests.review.conftest import Serving
from tests.review.served import Client, Served

NUMBER, WORD = "二.1-1", "二.2-1"


def _path(served: Served, name: str) -> str:
    return f"/unit/{next(u.key for u in served.room.desk.collation.units if u.id == name)}"


def test_critical_first(served: Served, client: Client) -> None:
    """The list begins with the critical unit, and says how far the review has come."""
    page = client.get("/")
    at = [page.text.index(f">{name}<") for name in (NUMBER, WORD)]
    assert at == sorted(at)
    assert "已毕 0 / 5" in page.words
    first = page.text.partition('data-key="Enter" href="')[2].partition('"')[0]
    assert first == _path(served, NUMBER)


def test_a_card(served: Served, client: Client) -> None:
    """A card holds the readings and who has them, the evidence, the 校记, and each witness's own words."""
    page = client.get(_path(served, NUMBER))
    unit = served.room.desk.collation.unit(NUMBER)
    assert "第 1 / 5" in page.words
    assert html.escape(unit.note) in page.text
    for evidence in unit.decision.evidence if unit.decision else ():
        assert html.escape(evidence.note, quote=False) in page.text
    assert page.text.count("<mark>") == 1 + 4, "the place is marked in the context and in every witness"
    assert "不得少于<mark>5</mark>天" in page.text
    assert "不得少于<mark>6</mark>天" in page.text


def test_decide(served: Served, client: Client, journal: Path) -> None:
    """A decision is in the journal before it is answered, complete, and the next card follows."""
    client.get(_path(served, NUMBER))
    page = client.send(_path(served, NUMBER), act="2", why="  据\n目录 ")
    (entry,) = read(journal).entries
    assert entry.site is not None
    assert entry.choice is not None
    assert (entry.site.unit, entry.who, entry.when) == (NUMBER, "王编", "2026-03-01T08:00:00Z")
    assert (entry.choice.kind, entry.choice.exact, entry.why) == (ChoiceKind.READING, "6", "据 目录")
    assert f"已存 {NUMBER}" in page.words
    assert "已毕 1 / 5" in page.words
    assert f'id="unit">{NUMBER}<' not in page.text


@pytest.mark.parametrize(
    ("act", "kind"), [("b", ChoiceKind.KEEP_BASE), ("e", ChoiceKind.BOTH), ("x", ChoiceKind.OPEN)]
)
def test_the_other_choices(served: Served, client: Client, journal: Path, act: str, kind: ChoiceKind) -> None:
    """Key b keeps the base, e lets both stand, x leaves open: as on the terminal."""
    client.get(_path(served, WORD))
    client.send(_path(served, WORD), act=act)
    (entry,) = read(journal).entries
    assert entry.choice is not None
    assert entry.choice.kind is kind


def test_note_image_and_undo(served: Served, client: Client, journal: Path) -> None:
    """A note and the state of the page image stay on the card; undo takes back the last entry only."""
    path = _path(served, WORD)
    client.get(path)
    page = client.send(path, act="note", why="核原书 <script>alert(1)</script>")
    assert "核原书 &lt;script&gt;" in page.text
    assert "<script>alert" not in page.text
    client.send(path, act="image:checked")
    assert client.send(path, act="image:checked").status == 200
    client.send(path, act="image:transcript-error", why="页上作“编目”")
    entries = read(journal).entries
    assert [e.image for e in entries] == [None, Image.CHECKED, None, Image.TRANSCRIPT_ERROR]
    assert entries[2].why == "页上作“编目”", "what was typed is not lost by another button"
    assert "转录误" in client.get(path).words
    page = client.send("/undo")
    assert served.room.desk.attached.image(path.rpartition("/")[2]) is Image.CHECKED
    assert read(journal).entries[-1].kind is Kind.UNDO
    assert client.send(path, act="note", why=" ").status == 422


def test_emend(served: Served, client: Client, journal: Path) -> None:
    """A text that no witness has is taken when it covers the same words; else it is said, and kept."""
    path = _path(served, WORD)
    client.get(path)
    page = client.send(path, act="m", emend="登录", why="据上下文")
    assert page.status == 422
    assert "改文须与各本所列同起讫" in page.words
    assert 'value="登录"' in page.text
    client.send(path, act="m", emend="编录")
    (entry,) = read(journal).entries
    assert entry.choice is not None
    assert (entry.choice.kind, entry.choice.text) == (ChoiceKind.EMENDATION, "编录")


@pytest.mark.parametrize("act", ["", "0", "9", "#1", "zz", "image:seen", "1 2", "２０"])
def test_what_cannot_be(served: Served, client: Client, journal: Path, act: str) -> None:
    """A choice that there is not is refused in a sentence; the card and what was typed stay."""
    path = _path(served, WORD)
    client.get(path)
    page = client.send(path, act=act, why="我的理由")
    assert page.status == 422
    assert "我的理由" in page.text
    assert not journal.exists()


def test_two_windows(served: Served, client: Client, journal: Path) -> None:
    """A form that has not seen the last decision writes nothing, says what changed, keeps what was typed."""
    path = _path(served, NUMBER)
    one, two = Client(served.port, client.cookie), Client(served.port, client.cookie)
    one.get(path)
    two.get(path)
    one.send(path, act="1", why="先")
    page = two.send(path, act="2", why="后来的理由")
    assert page.status == 409
    assert "方才所按未记" in page.words
    assert "从“5”" in page.words
    assert "后来的理由" in page.text
    assert len(read(journal).entries) == 1
    assert two.send(path, act="2", why="看过再定").status == 200
    assert [e.why for e in read(journal).entries] == ["先", "看过再定"]
    gone = one.get(path)
    assert "看过再定" in gone.words
    two.get(path)
    two.send("/undo")
    stale = one.send(path, act="b")
    assert (stale.status, "已撤销" in stale.words) == (409, True)


def test_the_terminal_beside_it(served: Served, client: Client, journal: Path) -> None:
    """What the terminal decides meanwhile is seen by the next request, and not overwritten by an old form."""
    path = _path(served, NUMBER)
    client.get(path)
    source = str(journal.parent)
    arguments = ["decide", NUMBER, "6", "--why", "x", "--who", "李编", "--in", source, "--lang", "zh"]
    run = CliRunner().invoke(main, arguments)
    assert run.exit_code == 0
    page = client.send(path, act="1")
    assert page.status == 409
    assert "李编" in page.words
    assert "已毕 1 / 5" in client.get("/").words
    assert len(read(journal).entries) == 1


def test_many_at_once(served: Served, client: Client, journal: Path) -> None:
    """Windows and terminals writing at the same time lose nothing: every note that was answered is there."""
    path = _path(served, WORD)
    values = client.get(path).form(path)

    def window(name: str) -> None:
        for n in range(10):
            assert client.post(path, values | {"act": "note", "why": f"{name}{n}"}).status == 303

    threads = [threading.Thread(target=window, args=(name,)) for name in "甲乙丙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = read(journal)
    assert sorted(e.why for e in found.entries) == sorted(
        f"{name}{n}" for name in "甲乙丙" for n in range(10)
    )
    assert found.damaged == ()
    assert [e.seq for e in found.entries] == list(range(1, 31))


def test_undo_names_what_it_undoes(served: Served, client: Client, journal: Path) -> None:
    """An undo button that names another entry than the last one does nothing and says so."""
    path = _path(served, NUMBER)
    client.get(path)
    client.send(path, act="1")
    old = client.page.form("/undo")
    client.send("/undo")
    assert client.post("/undo", old).status == 409
    assert [e.kind for e in read(journal).entries] == [Kind.DECISION, Kind.UNDO]


def test_bulk(served: Served, client: Client, journal: Path) -> None:
    """Formal units alone are decided in bulk, and only those that were shown."""
    page = client.get("/bulk")
    assert NUMBER not in page.words
    before = page.form("/bulk")
    page = client.send("/bulk")
    assert "成批裁定 2 处" in page.words
    entries = read(journal).entries
    assert [(e.bulk, e.site.severity if e.site else None) for e in entries] == [(True, Severity.FORMAL)] * 2
    assert client.post("/bulk", before).status == 409
    assert "没有可成批裁定的" in client.get("/bulk").words
    assert len(read(journal).entries) == 2


def test_two_persons_and_passes(serving: Serving, journal: Path) -> None:
    """Where two are asked for, the second name approves; a pass goes over everything again."""
    served = serving(review='[review]\ntwo_person = ["critical"]\npasses = ["初校", "终校"]')
    client = Client(served.port).enter(served.link)
    path = _path(served, NUMBER)
    client.get(path)
    page = client.send(path, act="1")
    assert "尚待第二人复核" in page.words
    unit = served.room.desk.collation.unit(NUMBER)
    assert served.room.desk.stage(unit) is Stage.SECOND
    old = Client(served.port, client.cookie)
    old.get(path)
    client.get("/")
    page = client.send("/seat", who=" 李\x1b编 ", **{"pass": "终校"})
    assert "李 编 · 终校" in page.words
    stale = old.send(path, act="1")
    assert (stale.status, "裁定者已改为 李 编 终校" in stale.words) == (409, True)
    client.get(path)
    client.send(path, act="1")
    last = read(journal).entries[-1]
    assert (last.kind, last.who, last.in_pass) == (Kind.APPROVAL, "李 编", "终校")
    assert served.room.desk.stage(unit) is Stage.DECIDED
    client.get("/")
    assert client.send("/seat", **{"pass": "四校"}).status == 422
    client.get("/")
    assert client.send("/seat", who=" ").status == 422


def test_the_end(served: Served, client: Client) -> None:
    """At the end text and report are written from all decisions, shown, and the server ends when asked."""
    path = _path(served, NUMBER)
    client.get(path)
    client.send(path, act="2")
    client.get("/")
    page = client.send("/finish")
    assert "要害异文 1 处，均已裁定" in page.words
    assert "不得少于6天" in (served.result / "established.txt").read_text(encoding="utf-8")
    report = client.ask("GET", "/report")
    assert report.text == (served.result / "report.html").read_text(encoding="utf-8")
    assert report.headers["content-security-policy"].startswith("sandbox allow-scripts;")
    assert served.room.desk.collation.unit(NUMBER).decision.status is Status.CONFIRMED  # type: ignore[union-attr]
    client.get("/done")
    assert "已结束" in client.send("/stop").words
    served.thread.join(10)
    assert not served.thread.is_alive()


def test_stop_writes_what_is_not_written(served: Served, client: Client) -> None:
    """Ending with decisions that text and report do not know yet writes them first."""
    path = _path(served, NUMBER)
    client.get(path)
    client.send(path, act="2")
    client.get("/")
    client.send("/stop")
    assert "不得少于6天" in (served.result / "established.txt").read_text(encoding="utf-8")


def test_a_corpus_that_broke_meanwhile(served: Served, client: Client, journal: Path) -> None:
    """When the files cannot be collated any more the page says why; the decisions stay."""
    path = _path(served, NUMBER)
    client.get(path)
    client.send(path, act="2")
    (journal.parent / "collation.toml").write_text("[work", encoding="utf-8")
    client.get("/")
    page = client.send("/finish")
    assert page.status == 500
    assert "collation.toml 第 1 行" in page.words
    assert len(read(journal).entries) == 1
    assert client.get(path).status == 200


def test_a_place_that_is_gone(client: Client) -> None:
    """An address of no unit and of no page: 404, and the way back."""
    assert client.get("/unit/0000").status == 404
    page = client.get("/nowhere")
    assert (page.status, 'href="/"' in page.text) == (404, True)
    assert client.get("/image/%E7%94%B2").status == 404
    assert client.get("/report").status == 404


def test_hostile_texts(serving: Serving, tmp_path: Path, journal: Path) -> None:
    """Markup, escapes and format characters in a witness, a name or a reason stay text."""
    evil = {"编目上架": '<img src=x onerror="alert(1)">{{7*7}}\x1b[31m\u202e上架'}
    served = serving(write(tmp_path / "corpus" / "notice", {"甲": NOTICE, "乙": changed(evil), "丙": NOTICE}))
    client = Client(served.port).enter(served.link)
    key = next(u.key for u in served.room.desk.collation.units if any("img" in r.text for r in u.readings))
    page = client.get(f"/unit/{key}")
    assert "<img" not in page.text
    assert "img src=x onerror" in page.text
    assert "\x1b" not in page.text
    assert "{{7*7}}" in page.text
    client.get("/")
    page = client.send("/seat", who='"><b>王')
    assert "<b>王" not in page.text
    client.get(f"/unit/{key}")
    page = client.send(f"/unit/{key}", act="zz", why="</textarea><i>")
    assert page.status == 422
    assert "<i>" not in page.text
    assert not journal.exists()


def test_page_image(serving: Serving, tmp_path: Path) -> None:
    """The picture the manifest names is served from the corpus folder; nothing outside it, nothing else."""
    folder = write(tmp_path / "corpus" / "notice", {"甲": NOTICE, "乙": changed(HOURS), "丙": NOTICE})
    manifest = folder / "collation.toml"
    text = manifest.read_text(encoding="utf-8")
    text = text.replace('file = "0.txt"', 'file = "0.txt"\nimage = "p 1.png"')
    text = text.replace('file = "1.txt"', 'file = "1.txt"\nimage = "collation.toml"')
    manifest.write_text(text.replace('file = "2.txt"', 'file = "2.txt"\nimage = "out.png"'), encoding="utf-8")
    (folder / "p 1.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.png").write_bytes(b"secret")
    served = serving(folder)
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    client = Client(served.port).enter(served.link)
    page = client.get(f"/unit/{served.room.desk.collation.units[0].key}")
    assert 'src="/image/%E7%94%B2"' in page.text
    found = client.ask("GET", "/image/%E7%94%B2")
    assert (found.status, found.headers["content-type"], "PNG" in found.text) == (200, "image/png", True)
    assert client.ask("GET", "/image/%E4%B9%99").status == 404
    assert client.ask("GET", "/image/%E4%B8%99").status == 404


def test_findings_about_structure(serving: Serving, tmp_path: Path, journal: Path) -> None:
    """A finding is acknowledged on the list; an older form writes nothing; undo takes it back."""
    cut = NOTICE[: NOTICE.index("\n\n", len(NOTICE) // 2)]
    served = serving(write(tmp_path / "corpus" / "notice", {"甲": NOTICE, "乙": cut, "丙": changed(HOURS)}))
    client = Client(served.port).enter(served.link)
    page = client.get("/")
    old = page.form("/finding")
    assert "未核" in page.words
    page = client.send("/finding", act="a", why="原报如此")
    (entry,) = read(journal).entries
    assert entry.choice is not None
    assert (entry.choice.kind, entry.why) == (ChoiceKind.ACKNOWLEDGED, "原报如此")
    assert "原报如此" in page.words
    assert "未核" not in page.words
    assert client.post("/finding", old | {"act": "x"}).status == 409
    assert client.post("/finding", page.form("/finding") | {"act": "1"}).status == 422
    assert len(read(journal).entries) == 1
    client.get(f"/unit/{served.room.desk.collation.units[0].key}")
    client.send("/undo")
    assert "未核" in client.get("/").words


def test_english(served: Served, client: Client) -> None:
    """Every page exists in English: of Chinese there is only the document, its notes and names."""
    errors.set_language("en")
    path = _path(served, NUMBER)
    pages = [client.get("/"), client.get(path), client.get("/bulk")]
    client.get(path)
    pages.append(client.send(path, act="1"))
    client.get("/")
    pages += [client.send("/finish"), client.get("/unit/0"), client.get("/nowhere")]
    own = ("从此", "底本", "存疑", "撤销", "已存", "要害", "清单", "裁定者", "写出", "旁证", "理由")
    for page in pages:
        assert '<html lang="en">' in page.text
        assert [word for word in own if word in page.words] == []


def test_the_passages_are_the_texts(served: Served) -> None:
    """What is marked in a witness is exactly the span of its reading, in its text as received."""
    from doccompare.review.sources import passages

    collation = served.room.desk.collation
    for unit in collation.units:
        for own in passages(collation, unit):
            text = collation.attestation(own.siglum).witness.text
            span = unit.readings[own.reading or 0].spans[own.siglum]
            assert text[span.start : span.end] == own.marked
            assert own.before + own.marked + own.after in text


def test_a_stored_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, serving: Serving) -> None:
    """A result whose sources are not known is reviewed too; its texts are not at hand, and it says so."""
    from doccompare.cli.web import _writer
    from doccompare.reporting import write_reports

    for name, text in (("a.txt", NOTICE), ("b.txt", changed(HOURS)), ("c.txt", NOTICE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = tmp_path / "result"
    collation = collate([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")], result=result)
    write_reports(collation, result, "0")
    served = serving(result)
    assert _writer(result, result) is None
    client = Client(served.port).enter(served.link)
    path = _path(served, NUMBER)
    assert "原文不在手边" in client.get(path).words
    client.send(path, act="1")
    assert len(read(result / "decisions.jsonl").entries) == 1
