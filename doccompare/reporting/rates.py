"""正文差错率 as the reports show and store it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from doccompare.model import ErrorItem, ErrorRate

_SCHEMES = {"newspaper": "报纸", "journal": "期刊", "book": "图书"}


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


def rate_from_dict(entry: Mapping[str, Any]) -> ErrorRate:
    """The inverse of :func:`rate_to_dict`. Raises KeyError, TypeError."""
    items = tuple(
        ErrorItem(i["unit"], i["value"], i["why"], i["suspected"], i["open"]) for i in entry["items"]
    )
    return ErrorRate(**{**entry, "items": items})


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
