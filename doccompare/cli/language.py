"""The user's language: ``--lang``, else DOCCOMPARE_LANG, else the locale; Chinese or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:  # the model costs more than all of click: --help must not import it
    from doccompare.reporting.labels import Lang


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """``zh`` or ``en``. A wrong value of ``--lang`` is left to the option itself to refuse."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        value = ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        elif argument.startswith("--lang="):
            value = argument.partition("=")[2]
        if value in ("zh", "en"):
            return cast("Lang", value)
    for variable in ("DOCCOMPARE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable, ""):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
