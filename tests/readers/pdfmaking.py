"""PDF files made by hand: every piece of text stands where a test wants it, in the order it wants.

The font is one of those that every PDF reader has to know (STSong-Light with UniGB-UCS2-H), so nothing is
embedded. Points are counted from the top left of an A4 page.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
_NO_HEAD = "，。、；：？！”’）》】"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of text: its left edge, its top, its size."""

    text: str
    x: float
    y: float
    size: float = 10.0


@dataclass
class Page:
    """What stands on a page; ``more`` is put into its content stream as it is.

    ``image`` fills the page, which then is ``size`` wide and high. ``crop``: what is shown of it, points from
    the bottom left as the format counts them.
    """

    pieces: list[Piece] = field(default_factory=list)
    more: str = ""
    rotate: int = 0
    image: tuple[int, int, bytes] | None = None  # width, height, grey pixels
    size: tuple[float, float] = (WIDTH, HEIGHT)
    crop: tuple[float, float, float, float] | None = None

    def put(self, text: str, x: float, y: float, size: float = 10.0) -> None:
        """One line."""
        self.pieces.append(Piece(text, x, y, size))

    def centre(self, text: str, y: float, size: float = 10.0, middle: float = WIDTH / 2) -> None:
        """One line in the middle."""
        self.put(text, middle - len(text) * size / 2, y, size)

    def frame(self, left: float, top: float, right: float, bottom: float) -> None:
        """A rectangle."""
        self.more += f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re S\n"

    def picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """A small grey image."""
        self.more += (
            f"q {right - left} 0 0 {bottom - top} {left} {HEIGHT - bottom} cm "
            "BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
        )


def wrapped(paragraphs: Iterable[str], width: int, indent: int = 2) -> list[tuple[int, str]]:
    """The lines of paragraphs set ``width`` characters wide: how far each is set in, and its text.

    No sign that closes begins a line; it hangs at the end of the one before.
    """
    out: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        rest, inset = paragraph, indent
        while rest:
            cut = width - inset
            while cut < len(rest) and rest[cut] in _NO_HEAD:
                cut += 1
            out.append((inset, rest[:cut]))
            rest, inset = rest[cut:], 0
    return out


def columns(
    lines: Sequence[tuple[int, str]],
    *,
    count: int = 3,
    top: float = 120.0,
    rows: int = 40,
    width: int = 15,
    gutter: float = 20.0,
    left: float = 45.0,
    size: float = 10.0,
    leading: float = 16.0,
) -> list[list[list[Piece]]]:
    """The lines set in columns: for each page its columns, each the pieces from the top."""
    pages: list[list[list[Piece]]] = []
    for start in range(0, len(lines), rows * count):
        page = []
        for n in range(count):
            x = left + n * (width * size + gutter)
            own = lines[start + n * rows : min(start + (n + 1) * rows, start + rows * count)]
            page.append([Piece(t, x + i * size, top + k * leading, size) for k, (i, t) in enumerate(own)])
        pages.append(page)
    return pages


def by_rows(page: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces line by line across the columns, as many exports write them."""
    return sorted((p for column in page for p in column), key=lambda p: (p.y, p.x))


def by_columns(page: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The pieces column by column."""
    return [p for column in page for p in column]


def pdf(pages: Sequence[Page], *, trailer: str = "", shared_size: bool = False) -> bytes:
    """The file. ``shared_size``: the size of the pages is stated once, for all of them."""
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(b"")
    add(
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    kids = []
    for page in pages:
        content = "".join(
            f"BT /F {p.size} Tf 1 0 0 1 {p.x:.2f} {HEIGHT - p.y - 0.88 * p.size:.2f} Tm "
            f"<{p.text.encode('utf-16-be').hex()}> Tj ET\n"
            for p in page.pieces
        )
        body = zlib.compress((page.more + content).encode("latin-1"))
        image = ""
        if page.image is not None:
            wide, high, pixels = page.image
            packed = zlib.compress(pixels)
            n = add(
                b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
                b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (wide, high, len(packed), packed)
            )
            image = f"/XObject<</I {n} 0 R>>"
            body = zlib.compress(
                f"q {page.size[0]} 0 0 {page.size[1]} 0 0 cm /I Do Q\n".encode() + zlib.decompress(body)
            )
        stream = add(b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(body), body))
        edges = "" if shared_size else f"/MediaBox[0 0 {page.size[0]} {page.size[1]}]"
        edges += f"/CropBox[{' '.join(map(str, page.crop))}]" if page.crop else ""
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R{edges}/Rotate {page.rotate}"
                f"/Resources<</Font<</F 3 0 R>>{image}>>/Contents {stream} 0 R>>".encode()
            )
        )
    listed = " ".join(f"{n} 0 R" for n in kids)
    shared = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]" if shared_size else ""
    objects[1] = f"<</Type/Pages{shared}/Kids[{listed}]/Count {len(kids)}>>".encode()
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """The file of numbered objects, the first of them the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for n, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in offsets)
    out += b"trailer<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer.encode(),
        start,
    )
    return bytes(out)
