"""doccompare: collate the reprints of one Chinese document and establish its text.

>>> import doccompare
>>> c = doccompare.collate(["corpus/opinion-2024"])  # doctest: +SKIP

The names are loaded when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doccompare.errors import DoccompareError
    from doccompare.model import Collation, Quotations, VariationUnit, Witness
    from doccompare.pipeline.collate import collate
    from doccompare.pipeline.quoting import check_quotations

__all__ = [
    "Collation",
    "DoccompareError",
    "Quotations",
    "VariationUnit",
    "Witness",
    "__version__",
    "check_quotations",
    "collate",
]

_HOMES = {
    "Collation": "doccompare.model",
    "DoccompareError": "doccompare.errors",
    "Quotations": "doccompare.model",
    "VariationUnit": "doccompare.model",
    "Witness": "doccompare.model",
    "check_quotations": "doccompare.pipeline.quoting",
    "collate": "doccompare.pipeline",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("doccompare")
        except PackageNotFoundError:  # run from a source tree that was never installed
            return "0+unknown"
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
