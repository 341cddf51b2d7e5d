"""Whatever bytes come: a text or one clear refusal, soon; never another exception, never a surrogate."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doccompare.errors import ReadError, UsageError
from doccompare.readers import read_text
from tests.readers.making import NOTICE, chapter, docx, epub, open_text, packed, page, run, word

TRACKED = docx(
    f"<w:p>{run(NOTICE[1])}<w:ins>{run('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    f"<w:tbl><w:tr><w:tc><w:p>{run('格')}</w:p></w:tc></w:tr></w:tbl>"
)
RTF = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 x;}}\\f0 \\'c4\\'e3\\u20320?\\par}"
SEEDS = {
    "a.docx": word(NOTICE),
    "b.docx": TRACKED,
    "a.odt": open_text(NOTICE),
    "a.epub": epub({"a": chapter(NOTICE)}),
    "a.html": page(NOTICE).encode(),
    "b.html": page(NOTICE, "gbk").encode("gbk"),
    "a.zip": packed({"x.txt": "\n".join(NOTICE), "y.txt": "甲"}),
    "a.rtf": RTF,
    "a.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    b"Content-Type: text/html\n\n" + page(NOTICE).encode() + b"\n--x--\n",
    "a.txt": "\n".join(NOTICE).encode("gbk"),
}
MARKUP = (
    b"<",
    b">",
    b"</p>",
    b"\0",
    b"&#xD800;",
    b"&#0;",
    b"<p>",
    b"<li value=9>",
    b"<![CDATA[",
    b"\xff\xfe",
    b"&x;",
)
UNHURRIED = settings(deadline=2000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def read(data: bytes, name: str) -> None:
    """Read it both ways; a text must be one that can be written, a refusal must say something."""
    for revisions in ("final", "original"):
        try:
            said = read_text(data, name, revisions=revisions).text  # type: ignore[arg-type]
        except (ReadError, UsageError) as fault:
            said = fault.message
        assert said.encode("utf-8")


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with some bytes changed, cut out, doubled or put in."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.integers(0, 60))
        how = draw(st.sampled_from(["change", "cut", "double", "insert", "end"]))
        if how == "change" and data:
            data[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del data[at : at + size]
        elif how == "double":
            data[at:at] = data[at : at + size]
        elif how == "insert":
            data[at:at] = draw(st.sampled_from(MARKUP))
        else:
            del data[max(1, at) :]
    return bytes(data)


@UNHURRIED
@given(data=st.binary(max_size=2000), name=st.sampled_from(sorted(SEEDS)))
def test_any_bytes(data: bytes, name: str) -> None:
    """Random bytes under every suffix, bare and behind the mark of each format."""
    read(data, name)
    read(SEEDS[name][:8] + data, name)


@pytest.mark.parametrize("name", SEEDS)
def test_files_with_faults(name: str) -> None:
    """Real files with bytes changed, lost, doubled or put in."""

    @settings(UNHURRIED, max_examples=40)
    @given(data=mutated(SEEDS[name]))
    def faults(data: bytes) -> None:
        read(data, name)

    faults()


@pytest.mark.parametrize("name", ["a.docx", "b.docx", "a.odt", "a.epub"])
def test_packed_parts_with_faults(name: str) -> None:
    """Faults inside the packed parts, which no checksum catches: the archive is whole, its XML is not."""
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}

    @settings(UNHURRIED, max_examples=40)
    @given(data=st.data(), part=st.sampled_from(sorted(members)))
    def faults(data: st.DataObject, part: str) -> None:
        read(packed({**members, part: data.draw(mutated(members[part]))}), name)

    faults()


@UNHURRIED
@given(
    inside=st.lists(
        st.sampled_from([*"<>&;/=\"'", "p", "ol", "li", "table", "td", "br", "甲", "。", " ", "!--"])
    )
)
def test_any_markup(inside: list[str]) -> None:
    """Tags in any order, open or not."""
    read(f"<html><body>{''.join(inside)}".encode(), "a.html")


@UNHURRIED
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_words_come_through_every_format(text: str) -> None:
    """Whatever a paragraph says, markup and entities included, is read as said but for white space."""
    said = "文" + text
    folded = "".join(said.split())
    for name, data in (("a.docx", word([said])), ("a.odt", open_text([said]))):
        assert "".join(read_text(data, name).text.split()) == folded
