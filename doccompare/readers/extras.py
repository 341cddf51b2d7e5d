"""The optional libraries that reading needs: which are here, and the line that installs the others."""

from __future__ import annotations

from importlib.util import find_spec

OCR_LINE = "pip install 'doccompare[ocr]'"


def ocr_is_installed() -> bool:
    """Whether the OCR engine and what runs it are installed; nothing is loaded."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))
