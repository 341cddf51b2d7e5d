"""The pages of the app: templates in which every text of a witness stays text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from doccompare import errors
from doccompare.errors import say
from doccompare.model import in_language
from doccompare.reporting.labels import name

if TYPE_CHECKING:
    import jinja2


_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10, 13}, "\ufffd")


def asset(file: str) -> str:
    """The style sheet or the script."""
    return (files("doccompare.review") / "templates" / file).read_text(encoding="utf-8")


def words(text: str) -> str:
    """A sentence in the language in effect."""
    return in_language(text, errors.language)


def render(page: str, values: dict[str, Any]) -> bytes:
    """A page from its template, in the language in effect."""
    text = _environment().get_template(page).render(**values, lang=errors.language)
    return text.encode("utf-8", "replace")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_visible,
    )
    environment.globals |= {"t": say, "w": words, "named": _named}
    return environment


def _visible(value: object) -> object:
    """A text with its control characters made visible; they are no part of a page."""
    return value.translate(_CONTROLS) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _named(kind: str, key: str | None) -> str:
    """What people call a word of a closed list, in the language in effect."""
    return name(kind, key, "en" if errors.language == "en" else "zh")
