"""E-books: all chapters, in the order in which they are to be read."""

import pytest

from doccompare.errors import ReadError
from doccompare.readers import read_text
from tests.readers.making import NOTICE, chapter, epub, lines, packed


def text_of(data: bytes) -> list[str]:
    """The lines that are read."""
    return lines(read_text(data, "a.epub").text)


def test_chapters_stand_in_the_order_of_the_spine() -> None:
    """The spine orders the chapters, not their names; an empty <title/> swallows nothing."""
    book = epub({"z": chapter(NOTICE[:4]), "a": chapter(NOTICE[4:])})
    assert text_of(book) == list(NOTICE)
    assert text_of(epub({"a": chapter(NOTICE[4:]), "z": chapter(NOTICE[:4])}, order="za")) == list(NOTICE)


def test_entities_of_pages() -> None:
    """&nbsp; and its like, which XML does not know, are the characters they name."""
    page = chapter(["甲"]).replace("甲", "甲&mdash;乙&nbsp;&lt;丙&hellip;")
    assert text_of(epub({"a": page})) == ["甲—乙\xa0<丙…"]


def test_a_chapter_that_is_not_well_formed() -> None:
    """A chapter with broken markup is read as a browser would."""
    assert text_of(epub({"a": "<html><body><p>甲<p>乙<br></body>"})) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("book", "said"),
    [
        (epub({"a": chapter(["甲"])}, **{"META-INF__container.xml": "<container/>"}), "损坏"),
        (epub({"a": chapter([])}), "空文件"),
        (epub({"a": chapter(["甲"])}, **{"META-INF__encryption.xml": "<e>OPS/a.xhtml</e>"}), "密码"),
        (packed({"mimetype": "application/epub+zip"}), "损坏"),
    ],
)
def test_broken_and_locked_books(book: bytes, said: str) -> None:
    """Without a list of chapters, without text, with a lock: refused, naming the file."""
    with pytest.raises(ReadError, match=f"书.epub.*{said}"):
        read_text(book, "书.epub")


def test_a_chapter_that_is_missing() -> None:
    """A book that lists a chapter it does not hold is damaged: nothing is left out without a word."""
    whole = epub({"a": chapter(["甲"]), "b": chapter(["乙"])})
    assert text_of(whole) == ["甲", "乙"]
    with pytest.raises(ReadError, match=r"OPS/b\.xhtml"):
        text_of(whole.replace(b"OPS/b.xhtml", b"OPS/c.xhtml"))


def test_a_chapter_of_the_spine_that_is_nowhere_listed() -> None:
    """What the spine names and the manifest does not is a chapter lost: the book is damaged."""
    with pytest.raises(ReadError, match=r"book\.opf: b"):
        text_of(epub({"a": chapter(["甲"])}, order="ab"))


def test_the_mark_of_a_note_is_no_number_of_the_text() -> None:
    """登记内容¹ is not read as 登记内容1; a link to another page stays text."""
    mark = '<sup><a epub:type="noteref" href="#n">1</a></sup>'
    page = chapter(["登记内容@应当准确，见※。"]).replace("@", mark).replace("※", '<a href="b">附件2</a>')
    assert text_of(epub({"a": page})) == ["登记内容应当准确，见附件2。"]
    page = page.replace("<html", '<html xmlns:epub="http://www.idpf.org/2007/ops"')
    assert text_of(epub({"a": page})) == ["登记内容应当准确，见附件2。"]
