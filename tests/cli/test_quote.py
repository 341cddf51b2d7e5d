from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from doccompare.cli import main
from doccompare.model import Proof, Quotations
from doccompare.pipeline.against import standards
from doccompare.pipeline.proofing import proof
from doccompare.pipeline.quoting import quotations
from doccompare.readers import read_witness
from doccompare.reporting.labels import Lang
from doccompare.reporting.proofs import proof_lines, proof_to_dict
from doccompare.reporting.quotations import quotations_to_dict
from doccompare.reporting.quotations_text import quotations_lines
from doccompare.reporting.schema import load_schema, schema_text
from doccompare.reporting.width import width
from tests.quotation.support import blocks
from tests.reporting.test_html import Page

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "opinion-2024"
ARTICLE = "《关于加强城市公园管理的通知》规定：“公园配套服务项目可以公开招标。”园长说，“母婴室应当建成”。\n"


@cache
def checked() -> tuple[Quotations, Proof]:
    """002 as an article and 003 as a galley (001 the galley before it), against the established text."""
    works = standards(CORPUS, read_witness(CORPUS / "002.txt", ""))
    found = quotations(read_witness(CORPUS / "002.txt", ""), works)
    galley, before = (read_witness(CORPUS / name, "") for name in ("003.txt", "001.txt"))
    return found, proof(galley, works[0], red=before)


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """The program with these arguments, in English."""
    return CliRunner().invoke(main, ["--lang", "en", *map(str, arguments)], input=stdin)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The notice as a plain file."""
    path = tmp_path / "work.txt"
    path.write_text(blocks()["work"], encoding="utf-8")
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article with one altered quotation."""
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_a_critical_alteration_is_exit_1(article: Path, work: Path) -> None:
    """The gate is critical by default: an order made a permission is exit 1; the screen has both words."""
    result = run("quote", article, "--against", work)
    assert result.exit_code == 1
    assert "altered" in result.stdout
    assert "“可以” for “应当”" in result.stdout
    assert "一.2.s2" in result.stdout


def test_true_quotations_are_exit_0(work: Path) -> None:
    """Nothing wrong: exit 0."""
    assert run("quote", "-t", "严禁在公园内设立私人会所", "--against", work).exit_code == 0


def test_the_gate_can_be_moved(work: Path) -> None:
    """A sign that differs is formal: exit 1 only when formal differences are asked for."""
    call = ("quote", "-t", "严禁在公园内设立私人会所，公园配套服务项目应当公开招标", "--against", work)
    assert run(*call).exit_code == 0
    assert run(*call, "--fail-on", "wording").exit_code == 0
    assert run(*call, "--fail-on", "formal").exit_code == 1


def test_standard_input(work: Path) -> None:
    """``-`` reads the article from a pipe; the JSON names it so."""
    result = run("quote", "-", "--against", work, "--format", "json", stdin=ARTICLE)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["source"]["path"] == "-"


@pytest.mark.parametrize("name", ["quotations", "proof"])
def test_schemas_are_published(name: str) -> None:
    """The schema in docs/ is the one that is shipped."""
    assert (ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(name)


def test_json_is_valid(article: Path, work: Path) -> None:
    """The JSON of a plain text and of a corpus keeps to the published schema."""
    schema = load_schema("quotations")
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(run("quote", article, "--against", work, "--format", "json").stdout)
    for one in (data, quotations_to_dict(checked()[0])):
        jsonschema.Draft202012Validator(schema).validate(one)
        assert one["passages"]
    jsonschema.validate(proof_to_dict(checked()[1]), load_schema("proof"))


def test_the_witness_that_is_the_article_says_nothing(tmp_path: Path) -> None:
    """001 checked against its own corpus: its readings are errors, attested by nobody."""
    result = run("quote", CORPUS / "001.txt", "--against", CORPUS, "--format", "json")
    data = json.loads(result.stdout)
    assert all("乙" not in v["sigla"] for p in data["passages"] for v in p["variants"])
    assert any(p["status"] == "altered" for p in data["passages"])


def test_a_known_variant_is_not_blamed() -> None:
    """优胜劣汰 is what 乙 prints: known-variant, wording, exit 0; the text's own reading is named."""
    result = run("quote", "-t", "树立能进能出、优胜劣汰的鲜明导向", "--against", CORPUS)
    assert result.exit_code == 0
    assert "known variant" in result.stdout
    assert "优进绌退" in result.stdout


def test_a_result_is_used_while_it_holds(tmp_path: Path, work: Path) -> None:
    """A stored result stands for its files; when one of them changes it is made anew, and said so."""
    (tmp_path / "b.txt").write_text(blocks()["work"].replace("三年内", "五年内"), encoding="utf-8")
    (tmp_path / "c.txt").write_text(blocks()["work"] + "\n", encoding="utf-8")
    files = [tmp_path / name for name in ("work.txt", "b.txt", "c.txt")]
    assert run("collate", *files, "-o", tmp_path / "out", "--quiet").exit_code == 0
    call = ("quote", "-t", "老旧公园三年内补齐", "--against", tmp_path / "out")
    assert run(*call).stderr == ""
    work.write_text(blocks()["work"].replace("踢球", "跑步"), encoding="utf-8")
    again = run(
        "quote", "-t", "供居民搭建帐篷、放风筝和跑步", "--against", tmp_path / "out", "--format", "json"
    )
    assert "collated anew" in again.stderr
    assert json.loads(again.stdout)["passages"][0]["status"] in ("verbatim", "known-variant")
    files[1].unlink()
    gone = run(*call)
    assert gone.exit_code == 2
    assert "not found" in gone.stderr


def test_a_decision_made_since_is_taken_up(tmp_path: Path, work: Path) -> None:
    """A result without a decision that was made after it is not used as it is."""
    for name, word in (("b.txt", "五年内"), ("c.txt", "五年内底")):
        (tmp_path / name).write_text(blocks()["work"].replace("三年内", word), encoding="utf-8")
    files = [tmp_path / name for name in ("work.txt", "b.txt", "c.txt")]
    assert run("collate", *files, "-o", tmp_path / "out", "--quiet").exit_code == 0
    unit = json.loads((tmp_path / "out" / "collation.json").read_text(encoding="utf-8"))["units"][0]
    decided = run("decide", unit["id"], 1, "--why", "issue", "--who", "t", "--in", tmp_path / "out")
    assert decided.exit_code == 0, decided.output
    result = run("quote", "-t", "老旧公园三年内补齐", "--against", tmp_path / "out")
    assert "decisions were made since" in result.stderr


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["quote", "--against", "work.txt"], "one quotation with -t"),
        (["quote", "nowhere.txt", "--against", "work.txt"], "no file nowhere.txt"),
        (["quote", "work.txt", "--against", "nowhere"], "no file nowhere"),
        (["quote", "work.txt", "--against", "work.txt"], "the very file"),
        (["quote", "-t", " ", "--against", "work.txt"], "nothing after -t"),
        (["quote", "empty.txt", "--against", "work.txt"], "empty"),
        (["quote", "work.txt", "--against", "bad.json"], "no JSON"),
        (["proof", "work.txt", "--against", "shelf"], "several works"),
        (["cite", "九.9", "--in", "out"], "no"),
    ],
)
def test_bad_input_is_one_sentence(
    call: list[str], said: str, tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong is said in one sentence naming it, with exit 2 and no traceback."""
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "a.txt").write_text(blocks()["work"], encoding="utf-8")
    (shelf / "b.txt").write_text(
        "另一篇文件，与上一篇全无关系，说的是山里的茶叶和春天的雨水。\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    result = run(*call)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_html_is_closed_and_escaped(tmp_path: Path, work: Path) -> None:
    """The page loads nothing, and an article with markup stays text."""
    article = tmp_path / "evil.txt"
    article.write_text(
        "<script>alert(1)</script>“严禁在公园内设立<b>儿童</b>会所。”&amp;\n", encoding="utf-8"
    )
    html = run("quote", article, "--against", work, "--format", "html").stdout
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html
    page = Page(html)
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(page.tags)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)


@pytest.mark.parametrize("form", ["text", "csv", "md", "sarif"])
def test_no_text_is_markup_formula_or_escape(form: str, tmp_path: Path, work: Path) -> None:
    """Control characters never reach the terminal; no cell begins a formula."""
    article = tmp_path / "evil.txt"
    article.write_text("“=严禁在公园内设立\x1b[31m儿童会所|，公园配套”\n", encoding="utf-8")
    out = run("quote", article, "--against", work, "--format", form, "--fail-on", "formal").stdout
    assert "\x1b" not in out.replace("\\u001b", "") or form == "csv"
    assert ",=" not in out


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screen_is_never_too_wide(columns: int, lang: Lang) -> None:
    """Lines fit the columns of the terminal, Han counting two."""
    found, proofs = checked()
    lines = quotations_lines(found, lang=lang, columns=columns, every=True)
    assert max(map(width, lines)) <= columns
    assert max(map(width, proof_lines(proofs, lang=lang, columns=columns))) <= columns


def test_sarif_has_what_readers_need(article: Path, work: Path) -> None:
    """Version, tool, rules, a level, a message and a region in code points for each result."""
    for call in (("quote", article), ("proof", article.parent / "galley.txt")):
        (article.parent / "galley.txt").write_text(
            blocks()["work"].replace("不少于16小时", "不少于61小时"), encoding="utf-8"
        )
        data = json.loads(run(*call, "--against", work, "--format", "sarif").stdout)
        assert data["version"] == "2.1.0"
        assert data["$schema"].endswith("sarif-schema-2.1.0.json")
        (log,) = data["runs"]
        assert log["columnKind"] == "unicodeCodePoints"
        driver = log["tool"]["driver"]
        ids = {rule["id"] for rule in driver["rules"]}
        assert driver["name"] == "doccompare"
        assert log["results"]
        for result in log["results"]:
            assert result["ruleId"] in ids
            assert result["level"] in ("error", "warning", "note")
            assert result["message"]["text"]
            place = result["locations"][0]["physicalLocation"]
            region = place["region"]
            text = (article.parent / place["artifactLocation"]["uri"].split("/")[-1]).read_text(
                encoding="utf-8"
            )
            line = text.split("\n")[region["startLine"] - 1]
            start, length = region["charOffset"], region["charLength"]
            assert text[start : start + length].split("\n")[0] == line[region["startColumn"] - 1 :][:length]
            assert result["partialFingerprints"]["content/v1"]


def test_a_folder_of_works(tmp_path: Path, article: Path) -> None:
    """Each quotation is put down to the work it fits best; that another has it not is no finding."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "park.txt").write_text(blocks()["work"], encoding="utf-8")
    tea = "茶园管理办法\n第一条　茶园主应当在每年三月前修剪茶树。\n第二条　采茶不得损伤嫩枝，鲜叶当日入库。\n"
    (shelf / "tea.txt").write_text(tea, encoding="utf-8")
    article.write_text(
        ARTICLE + "《茶园管理办法》规定：“采茶不得损伤嫩枝，鲜叶次日入库。”\n", encoding="utf-8"
    )
    data = json.loads(run("quote", article, "--against", shelf, "--format", "json").stdout)
    jsonschema.validate(data, load_schema("quotations"))
    said = [(p["work"], p["status"]) for p in data["passages"] if "title" not in p["flags"]]
    assert said == [("park", "altered"), ("tea", "altered")]


def test_output_goes_to_a_file(article: Path, work: Path, tmp_path: Path) -> None:
    """``-o`` writes the file and nothing on standard output."""
    result = run("quote", article, "--against", work, "--format", "csv", "-o", tmp_path / "q.csv")
    assert result.stdout == ""
    assert (tmp_path / "q.csv").read_bytes().startswith(b"\xef\xbb\xbfline,")


def test_a_closed_pipe_is_no_error(article: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads on: the exit code is that of the findings."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    from doccompare.cli.articles import deliver

    monkeypatch.setattr("sys.stdout", Closed())
    deliver("text\n", None)
