"""The order of the stages: what one stage finds is handed to the next here, and nowhere else.

``collate`` is loaded when it is first asked for: a look-up among many works needs no stage but one.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doccompare.pipeline.collate import collate

__all__ = ["collate"]


class _Pipeline(ModuleType):
    """This package, with the function ``collate`` in the place where its module of that name would be put."""

    @property
    def collate(self) -> Any:
        """The main job: :func:`doccompare.pipeline.collate.collate`."""
        from importlib import import_module

        return import_module("doccompare.pipeline.collate").collate

    @collate.setter
    def collate(self, module: ModuleType) -> None:
        """The import system sets the submodule here; the function stays what the name means."""


sys.modules[__name__].__class__ = _Pipeline
