"""``python -m benchmarks.fuzz [documents|pages] [SECONDS] [LIBFUZZER OPTIONS]``: what atheris thinks of.

``documents``: the first byte of an input chooses the suffix, the rest is the file. Whatever comes, a reader
gives a text that can be written or raises ReadError or UsageError. ``pages``: what the child that reads a PDF
may answer, and the layout made of it (pages.py). Anything else than that is a finding, and atheris writes the
input that made it beside the working folder. Needs ``pip install 'doccompare[fuzz]'``.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
SUFFIXES = (".docx", ".odt", ".epub", ".html", ".mht", ".rtf", ".zip", ".txt")
_PACKED = (".docx", ".odt", ".epub", ".zip")


def feed(data: bytes) -> None:
    """Read one input, as it is and, of a packed format, as the main part of a sound archive."""
    from doccompare.errors import ReadError, UsageError
    from doccompare.readers import read_text

    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".txt"
    for document in (data[1:], *([_packed(data[1:], suffix)] if suffix in _PACKED else [])):
        for revisions in ("final", "original"):
            try:
                text = read_text(document, f"a{suffix}", revisions=revisions).text  # type: ignore[arg-type]
            except (ReadError, UsageError):
                continue
            text.encode("utf-8")


def seeds() -> list[bytes]:
    """The first inputs: the files of the seed corpus, each behind the byte of its suffix."""
    found = []
    for path in sorted(SEEDS.iterdir()):
        which = SUFFIXES.index(path.suffix)
        data = path.read_bytes()
        found.append(bytes((which,)) + data)
        if path.suffix in _PACKED:  # their main part too, which a changed archive hides behind its checksum
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found += [bytes((which,)) + archive.read(n) for n in archive.namelist() if n.endswith("ml")]
    return found


def _packed(part: bytes, suffix: str) -> bytes:
    """A sound archive whose main part is ``part``."""
    fixed = {
        ".docx": {"[Content_Types].xml": b"<Types/>", "word/document.xml": part},
        ".odt": {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": part},
        ".epub": {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": b'<container><rootfile full-path="b.opf"/></container>',
            "b.opf": b'<package><manifest><item id="a" href="a.html"/></manifest>'
            b'<spine><itemref idref="a"/></spine></package>',
            "a.html": part,
        },
        ".zip": {"a.txt": part},
    }[suffix]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in fixed.items():
            archive.writestr(name, content)
    return out.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Fuzz for the seconds given (60). The exit code; atheris leaves the process itself on a finding."""
    target, arguments = (
        (arguments[0], arguments[1:])
        if arguments and arguments[0] in ("documents", "pages")
        else ("documents", arguments)
    )
    if find_spec("atheris") is None:
        print("atheris is not installed: pip install 'doccompare[fuzz]'", file=sys.stderr)
        return 2
    import atheris

    seconds, *options = arguments if arguments and arguments[0].isdecimal() else ("60", *arguments)
    with atheris.instrument_imports(include=["doccompare"]):
        import doccompare.readers.docx
        import doccompare.readers.epub
        import doccompare.readers.html
        import doccompare.readers.mail
        import doccompare.readers.odt
        import doccompare.readers.pdf
        import doccompare.readers.pdfium
        import doccompare.readers.rtf  # noqa: F401 - imported to be watched
    from benchmarks.fuzz import pages

    first, fed = (pages.seeds(), pages.feed) if target == "pages" else (seeds(), feed)
    with tempfile.TemporaryDirectory() as folder:
        for n, data in enumerate(first):
            (Path(folder) / f"{n:03}").write_bytes(data)
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=20", *options, folder], fed)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
