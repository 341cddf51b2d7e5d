"""Documents that LibreOffice makes: one source with all that a law or a notice may hold, in every format."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

_SPACES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
_NAMES = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in _SPACES.items())
_NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
_CN = "一, 二, 三, ..."
STYLES = f"""
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="10.5pt"
 style:font-size-asian="10.5pt" fo:language="zh" fo:country="CN" style:language-asian="zh"
 style:country-asian="CN"/></style:default-style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"/>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="{_CN}"
 style:num-prefix="第" style:num-suffix="章"/></text:outline-style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="{_CN}"
 style:num-suffix="、"/><text:list-level-style-number text:level="2" style:num-format="{_CN}"
 style:num-prefix="（" style:num-suffix="）"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="{_CN}"
 style:num-prefix="第" style:num-suffix="条　"/></text:list-style>
</office:styles>
<office:automatic-styles>
<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-indent="21pt"
 fo:text-align="justify"/></style:style>
<style:style style:name="PT" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>
<style:text-properties fo:font-size="18pt" style:font-size-asian="18pt"/></style:style>
<style:style style:name="TH" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="S2" style:family="section"><style:section-properties><style:columns
 fo:column-count="2"><style:column style:rel-width="2*" fo:end-indent="0.4cm"/><style:column
 style:rel-width="1*" fo:start-indent="0.4cm"/></style:columns></style:section-properties></style:style>
<style:style style:name="S3" style:family="section"><style:section-properties><style:columns
 fo:column-count="3" fo:column-gap="0.6cm"><style:column style:rel-width="1*"/><style:column
 style:rel-width="1*"/><style:column style:rel-width="1*"/></style:columns></style:section-properties>
</style:style>
<style:style style:name="FR" style:family="graphic"><style:graphic-properties style:wrap="parallel"
 style:vertical-pos="from-top" style:vertical-rel="paragraph" style:horizontal-pos="right"
 style:horizontal-rel="paragraph" fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2cm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">
<style:header><text:p>某某市人民政府文件</text:p></style:header>
<style:footer><text:p>— <text:page-number text:select-page="current">1</text:page-number> —</text:p>
</style:footer></style:master-page></office:master-styles>"""


def flat(body: str) -> str:
    """A flat OpenDocument text of this body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.text">{STYLES}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def converted(folder: Path, source: Path, kind: str) -> Path:
    """The document as LibreOffice saves it, in a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    return folder / f"{source.stem}.{kind}"
