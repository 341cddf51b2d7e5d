"""正文差错率 as the reports show it: any value of this shape, whoever counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

_SCHEMES = {"newspaper": "报纸", "journal": "期刊", "book": "图书"}


class ErrorItem(Protocol):
    """One place of a rate: counted, or listed with value 0 and the reason."""

    @property
    def unit(self) -> str:
        """The id of the unit, or an address."""

    @property
    def value(self) -> float:
        """What it counts."""

    @property
    def why(self) -> str:
        """By which rule."""

    @property
    def suspected(self) -> bool:
        """Whether the transcript may have erred, not the print."""

    @property
    def open(self) -> bool:
        """Whether the unit is not decided."""


class ErrorRate(Protocol):
    """The body-text rate of one witness."""

    @property
    def siglum(self) -> str:
        """Whose it is."""

    @property
    def scheme(self) -> str:
        """The counting rule."""

    @property
    def limit(self) -> float:
        """Errors allowed per ten thousand characters."""

    @property
    def errors(self) -> float:
        """The errors counted."""

    @property
    def characters(self) -> int:
        """The characters of the work in the witness."""

    @property
    def per_ten_thousand(self) -> float:
        """Errors per ten thousand characters."""

    @property
    def within_limit(self) -> bool:
        """Whether the rate keeps the limit."""

    @property
    def errors_without_suspected(self) -> float:
        """The errors without those the transcript may have made."""

    @property
    def per_ten_thousand_without_suspected(self) -> float:
        """The rate without them."""

    @property
    def items(self) -> Sequence[ErrorItem]:
        """Every place, counted or not."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item read from a stored result."""

    unit: str
    value: float
    why: str
    suspected: bool
    open: bool


@dataclass(frozen=True, slots=True)
class StoredRate:
    """A rate read from a stored result."""

    siglum: str
    scheme: str
    limit: float
    errors: float
    characters: int
    per_ten_thousand: float
    within_limit: bool
    errors_without_suspected: float
    per_ten_thousand_without_suspected: float
    items: tuple[StoredItem, ...]


def rate_to_dict(rate: ErrorRate) -> dict[str, Any]:
    """The rate as plain values for collation.json."""
    return {
        "siglum": rate.siglum,
        "scheme": rate.scheme,
        "limit": rate.limit,
        "errors": rate.errors,
        "characters": rate.characters,
        "per_ten_thousand": rate.per_ten_thousand,
        "within_limit": rate.within_limit,
        "errors_without_suspected": rate.errors_without_suspected,
        "per_ten_thousand_without_suspected": rate.per_ten_thousand_without_suspected,
        "items": [
            {"unit": i.unit, "value": i.value, "why": str(i.why), "suspected": i.suspected, "open": i.open}
            for i in rate.items
        ],
    }


def rate_from_dict(entry: Mapping[str, Any]) -> StoredRate:
    """The inverse of :func:`rate_to_dict`. Raises KeyError, TypeError."""
    items = tuple(
        StoredItem(i["unit"], i["value"], i["why"], i["suspected"], i["open"]) for i in entry["items"]
    )
    return StoredRate(**{**entry, "items": items})


def number(value: float) -> str:
    """A count or a rate without needless zeros: 23.2, 4, 52.64."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def basis(rates: Sequence[ErrorRate]) -> str:
    """What the figures are, in one paragraph."""
    rate = rates[0]
    scheme = _SCHEMES.get(rate.scheme, rate.scheme)
    return (
        f"正文差错率，非版面差错率：按{scheme}计错办法，以本文件正文实有字数为分母，限万分之{number(rate.limit)}。"
        "以校理所定文字为准；待考之处不计；旁证与残缺部分不在其内。未核版面，不作评级。"
    )


def verdict(rate: ErrorRate) -> str:
    """How the figures stand to the limit; the weaker claim when suspected slips decide."""
    if rate.within_limit:
        return "未超限"
    return "剔除疑识录误后未超限" if rate.per_ten_thousand_without_suspected <= rate.limit else "超限"


def uncounted(rate: ErrorRate) -> str:
    """What is listed and not counted: 待考 24 处."""
    pending = sum(item.open for item in rate.items)
    return f"待考 {pending} 处" if pending else ""
