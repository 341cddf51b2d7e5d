"""The few exceptions. Each knows its exit code and says what to do next.

A fault in a text is no exception: it is a :class:`doccompare.model.Problem`, a value.
"""

from __future__ import annotations

EXIT_DONE = 0  # nothing at or above the gate
EXIT_FINDINGS = 1  # findings at or above the gate
EXIT_USAGE = 2  # misuse, or input that cannot be read
EXIT_INCONCLUSIVE = 3  # the question could not be answered; must never look like 0
EXIT_INTERRUPTED = 130

language = "zh"  # of the sentences for people; the CLI sets it once, at the start


def set_language(code: str) -> None:
    """Set the language of all sentences for people: ``zh`` or ``en``. Raises ValueError."""
    global language  # one process speaks to one person
    if code not in ("zh", "en"):
        raise ValueError(f"no such language: {code!r}")
    language = code


def say(zh: str, en: str) -> str:
    """The sentence in the language in effect."""
    return en if language == "en" else zh


class DoccompareError(Exception):
    """A failure to report to the user in one sentence, followed by what to do next."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DoccompareError):
    """The call makes no sense: a wrong option, a doubled siglum, an unknown address."""


class ReadError(DoccompareError):
    """A file cannot be read as text."""


class NeedsExtraError(ReadError):
    """A file that could be read if something optional were installed; the hint says what."""


class ManifestError(DoccompareError):
    """A collation.toml says something impossible; the message names the line."""


class OutputError(DoccompareError):
    """A result cannot be written."""


class InconclusiveError(DoccompareError):
    """The inputs give no answer: no work in two reprints, a text not found."""

    exit_code = EXIT_INCONCLUSIVE
