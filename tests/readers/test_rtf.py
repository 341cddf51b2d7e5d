"""Rich text: Chinese in both ways in which programs write it."""

import pytest

from doccompare.errors import ReadError
from doccompare.readers import read_text
from tests.readers.making import NOTICE, lines


def as_bytes(text: str) -> str:
    """As old programs write it: bytes of GBK."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


def as_points(text: str) -> str:
    """As newer programs write it: code points, negative from 8000 on."""
    return "".join(f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in text)


def rtf(*paragraphs: str) -> bytes:
    """A file of these paragraphs, in a Chinese font."""
    body = "".join(f"{p}\\par " for p in paragraphs)
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1{{\\fonttbl{{\\f0\\fcharset134 x;}}}}\\f0 {body}}}".encode()


@pytest.mark.parametrize("written", [as_bytes, as_points])
def test_paragraphs_are_lines(written: object) -> None:
    """Every paragraph is a line, however its characters are written."""
    assert callable(written)
    assert lines(read_text(rtf(*map(written, NOTICE)), "a.rtf").text) == list(NOTICE)


def test_cells_and_bars() -> None:
    """Cells of a row stand on one line; a bar in a text without tables is a bar."""
    row = "\\trowd\\cellx1\\cellx2 A\\cell B\\cell\\row "
    assert lines(read_text(rtf(row), "a.rtf").text) == ["A\tB"]
    assert lines(read_text(rtf("a|b"), "a.rtf").text) == ["a|b"]


def test_tracked_changes() -> None:
    """Deletions go, insertions stay; read as the original it is the other way round; a deleted end joins."""
    data = rtf("应当{\\deleted x}{\\revised y}z".replace("应当", as_points("应当")), "{\\deleted q\\par }r")
    assert lines(read_text(data, "a.rtf").text) == ["应当yz", "r"]
    assert lines(read_text(data, "a.rtf", revisions="original").text) == ["应当xz", "q", "r"]
    (problem,) = read_text(data, "a.rtf").problems
    assert problem.code == "revisions"


def test_notes_boxes_and_what_is_not_seen() -> None:
    """Notes stand at the end, boxes after their paragraph; headers, comments and hidden text are told."""
    box = "{\\shp{\\*\\shpinst\\shpleft1{\\sp{\\sn a}{\\sv 1}}{\\shptxt box one\\par box two\\par}}}"
    data = rtf(
        f"{{\\header top\\par}}one{{\\super\\chftn{{\\*\\footnote\\pard note}}}}{box} end",
        "two{\\v hid}{\\*\\annotation said}{\\footnote\\ftnalt last}",
    )
    found = read_text(data, "a.rtf")
    assert lines(found.text) == ["one end", "box one", "box two", "two", "〔注1〕note", "〔注2〕last"]
    assert [p.code for p in found.problems] == ["notes", "left-out", "left-out", "left-out"]
    assert "top" in found.problems[1].message


def test_numbers_fields_and_readings() -> None:
    """A list's number is read as printed, a field by its result, and EQ fields by what they print."""
    label = f"{{\\listtext\\pard\\plain {as_points('第一条')}\\tab}}"
    code = f" EQ \\\\* jc2 \\\\o\\\\ad(\\\\s\\\\up 9(chu),{as_bytes('绌')})"
    ruby = f"{{\\field{{\\*\\fldinst {code}}}{{\\fldrslt }}}}"
    page = "{\\field{\\*\\fldinst PAGEREF x}{\\fldrslt 12}}"
    data = rtf(f"{label}\\ls1 {as_bytes('优进')}{ruby}{as_bytes('退')}", f"p{page}")
    assert lines(read_text(data, "a.rtf").text) == ["第一条优进绌退", "p12"]


def test_encodings_of_fonts_and_of_points() -> None:
    """Bytes follow their font; a code point goes before what stands for it; halves of a pair are one sign."""
    greek = "{\\f1 \\'e1}"
    data = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset134 a;}{\\f1\\fcharset161 b;}"
    data += b"{\\f2\\fcharset0 c;}}"
    data += (
        as_bytes("公园") + greek + "{\\f2 \\'e9}{\\uc2 \\u20844\\'b9\\'ab}{\\upr{x}{\\*\\ud y}}"
    ).encode()
    data += b"{\\uc1\\u-10187?\\u-9145?}\\par}"
    assert lines(read_text(data, "a.rtf").text) == ["公园αé公y\U0001d447"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_off(share: float) -> None:
    """Braces that are never closed are a file without its end: refused, not read as a shorter text."""
    data = rtf(*map(as_points, NOTICE))
    with pytest.raises(ReadError, match=r"a\.rtf.*不完整"):
        read_text(data[: int(len(data) * share)], "a.rtf")


def test_groups_without_end() -> None:
    """Ten thousand braces in braces are no document."""
    with pytest.raises(ReadError, match="嵌套"):
        read_text(b"{\\rtf1" + b"{" * 10_000, "a.rtf")


def test_too_large_and_empty() -> None:
    """A file of 16 MB and one without text are refused."""
    with pytest.raises(ReadError, match="16 MB"):
        read_text(b"{\\rtf1 " + b"a" * (16 * 1024 * 1024), "大.rtf")
    with pytest.raises(ReadError, match="空文件"):
        read_text(rtf(), "空.rtf")
