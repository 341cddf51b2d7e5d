"""Old Word files go through a program of the machine; what a program does wrong ends in one sentence."""

import shutil
import sys
from pathlib import Path

import pytest

from doccompare.errors import ReadError
from doccompare.readers import programs, read_text
from tests.readers.making import NOTICE, docx, lines, run, word

DOC = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(504)
    + b"\xec\xa5"
    + bytes(98)
    + "WordDocument\0".encode("utf-16-le")
)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(tools: Path, name: str, code: str) -> None:
    """A program of that name, written in Python."""
    script = tools / name
    script.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}", encoding="utf-8")
    script.chmod(0o755)


def converter(tools: Path, made: bytes) -> None:
    """A LibreOffice that makes this document of anything, if it is called as it must be."""
    (tools / "made.docx").write_bytes(made)
    install(
        tools,
        "soffice",
        f"""
profile = [a for a in sys.argv if a.startswith("-env:UserInstallation=file://")]
assert profile and "--headless" in sys.argv and os.environ["HOME"] in profile[0]
out = sys.argv[sys.argv.index("--outdir") + 1]
source = sys.argv[-1]
assert open(source, "rb").read(4) == b"\\xd0\\xcf\\x11\\xe0"
data = open({str(tools / "made.docx")!r}, "rb").read()
open(os.path.join(out, "source.docx"), "wb").write(data)
""",
    )


def test_without_a_program(tools: Path) -> None:
    """When neither program is there, it is said which would do and what else one can do."""
    with pytest.raises(ReadError, match=r"旧\.doc.*LibreOffice 或 antiword") as caught:
        read_text(DOC, "旧.doc")
    assert "docx" in caught.value.hint


def test_through_libreoffice(tools: Path) -> None:
    """LibreOffice makes a docx, in a folder and with a profile of its own; that is read with its changes."""
    changed = (
        f"<w:p>{run('前')}<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    )
    converter(tools, docx(changed))
    assert lines(read_text(DOC, "a.doc").text) == ["前新"]
    assert lines(read_text(DOC, "a.doc", revisions="original").text) == ["前旧"]
    assert read_text(DOC, "a.doc").format == "doc"


def test_through_antiword(tools: Path) -> None:
    """Antiword's paragraphs are lines; that it may miss something is told."""
    (tools / "out.txt").write_text("\n\n".join(NOTICE) + "\n", encoding="utf-8")
    install(tools, "antiword", f"sys.stdout.buffer.write(open({str(tools / 'out.txt')!r}, 'rb').read())")
    decoded = read_text(DOC, "a.doc")
    assert lines(decoded.text) == list(NOTICE)
    assert [p.code for p in decoded.problems] == ["read-through"]
    with pytest.raises(ReadError, match="LibreOffice"):  # it cannot undo changes
        read_text(DOC, "a.doc", revisions="original")


@pytest.mark.parametrize("code", ["sys.exit(1)", "pass", "os.kill(os.getpid(), 9)"])
def test_a_program_that_fails(tools: Path, code: str) -> None:
    """A program that ends badly, or makes nothing, is named."""
    install(tools, "soffice", code)
    with pytest.raises(ReadError, match=r"soffice 读不出“a\.doc”"):
        read_text(DOC, "a.doc")


def test_a_program_that_does_not_end(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program has a time limit."""
    monkeypatch.setattr(programs, "_SECONDS", 1)
    install(tools, "soffice", "time.sleep(60)")
    with pytest.raises(ReadError, match="1 秒内未完成"):
        read_text(DOC, "a.doc")


def test_a_document_with_a_password(tools: Path) -> None:
    """A file that states its lock is not given to a program, which would ask for the password."""
    locked = bytearray(DOC)
    locked[512 + 11] |= 1
    with pytest.raises(ReadError, match="密码"):
        read_text(bytes(locked), "a.doc")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_real_old_document(tmp_path: Path) -> None:
    """A document that LibreOffice saved as doc comes back paragraph by paragraph."""
    import subprocess

    (tmp_path / "a.docx").write_bytes(word(NOTICE))
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
        "--headless",
        "--convert-to",
        "doc",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, timeout=120)
    assert lines(read_text((tmp_path / "a.doc").read_bytes(), "a.doc").text) == list(NOTICE)
