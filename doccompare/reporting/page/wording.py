"""The interface of the page in two languages: Chinese in the page, English beside it for the switch.

A page is Chinese as it is sent and readable so without script. Every word of the interface passes
through :class:`Wording`, which remembers its English; the script at the end of the page exchanges them.
"""

from __future__ import annotations

from typing import Any

from doccompare.model import in_language
from doccompare.reporting.labels import name


class Wording:
    """Marks the words of the interface and collects their English, in the order of the page."""

    def __init__(self) -> None:
        self.english: dict[str, str] = {}
        self._made: dict[tuple[str, str, str], Any] = {}

    def __call__(self, zh: str, en: str, cls: str = "") -> Any:
        """A span with the Chinese words; the English is found by them, or stands at the span itself."""
        made = self._made.get((zh, en, cls))
        if made is None:
            made = self._made[zh, en, cls] = self._span(zh, en, cls)
        return made

    def _span(self, zh: str, en: str, cls: str) -> Any:
        from markupsafe import Markup, escape

        classes = f"t {cls}" if cls else "t"
        own = "" if self.english.setdefault(zh, en) == en else f' data-en="{escape(en)}"'
        return Markup(f'<span class="{classes}"{own}>{escape(zh)}</span>')

    def own(self, zh: str, en: str, cls: str = "") -> Any:
        """Words that are said once: their English stands at the span, not in the list for the whole page."""
        from markupsafe import Markup

        if zh == en:
            return self._plain(zh, cls)
        return Markup('<span class="{}" data-en="{}">{}</span>').format(f"t {cls}" if cls else "t", en, zh)

    def attribute(self, key: str, zh: str, en: str) -> Any:
        """An attribute with the Chinese words, marked for the exchange: ``aria-label="…" data-t="…"``."""
        from markupsafe import Markup

        return Markup('{}="{}" data-t="{}" data-en="{}"').format(key, zh, key, en)

    def name(self, kind: str, key: str | None, cls: str = "") -> Any:
        """What people call ``key`` of the closed list ``kind``."""
        return self(name(kind, key), name(kind, key, "en"), cls)

    def note(self, text: str, cls: str = "") -> Any:
        """A sentence of the engine, its English if it has one; else the sentence as it is."""
        english = in_language(text, "en")
        return self.own(str(text), english, cls) if english != text else self._plain(text, cls)

    @staticmethod
    def _plain(text: str, cls: str) -> Any:
        from markupsafe import Markup, escape

        return Markup('<span class="{}">{}</span>').format(cls, text) if cls else escape(text)
