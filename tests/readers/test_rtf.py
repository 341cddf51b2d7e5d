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


def test_what_is_read_wrongly_is_told() -> None:
    """Tracked deletions and notes, which this reader does not know, are said to need another format."""
    data = rtf("{\\deleted a}b", "c{\\footnote d}")
    assert [p.code for p in read_text(data, "a.rtf").problems] == ["left-out", "left-out"]


def test_too_large_and_empty() -> None:
    """A file of 16 MB and one without text are refused."""
    with pytest.raises(ReadError, match="16 MB"):
        read_text(b"{\\rtf1 " + b"a" * (16 * 1024 * 1024), "大.rtf")
    with pytest.raises(ReadError, match="空文件"):
        read_text(rtf(), "空.rtf")
