"""正文差错率 as the reports show and store it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from doccompare.model import ErrorItem, ErrorRate
from doccompare.reporting.labels import Lang

_SCHEMES = {
    "newspaper": ("报纸", "newspapers"),
    "journal": ("期刊", "journals"),
    "book": ("图书", "books"),
}


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


def basis(rates: Sequence[ErrorRate], lang: Lang = "zh") -> str:
    """What the figures are, in one paragraph."""
    rate = rates[0]
    scheme = _SCHEMES.get(rate.scheme, (rate.scheme, rate.scheme))[0 if lang == "zh" else 1]
    if lang == "en":
        return (
            f"Of the body text, not of the page: counted by the rule for {scheme} over the characters of "
            f"this text, limit {number(rate.limit)} in 10,000. Measured against the text established here; "
            "open places, indirect witnesses and gaps are not counted. The pages were not looked at: "
            "this is no grade."
        )
    return (
        f"正文差错率，非版面差错率：按{scheme}计错办法，以本文件正文实有字数为分母，限万分之{number(rate.limit)}。"
        "以校理所定文字为准；待考之处不计；旁证与残缺部分不在其内。未核版面，不作评级。"
    )


def verdict(rate: ErrorRate, lang: Lang = "zh") -> str:
    """How the figures stand to the limit; the weaker claim when suspected slips decide."""
    if rate.within_limit:
        words = "未超限", "within"
    elif rate.per_ten_thousand_without_suspected <= rate.limit:
        words = "剔除疑识录误后未超限", "within, suspected slips left out"
    else:
        words = "超限", "over"
    return words[0 if lang == "zh" else 1]


def uncounted(rate: ErrorRate, lang: Lang = "zh") -> str:
    """What is listed and not counted: 待考 24 处."""
    pending = sum(item.open for item in rate.items)
    if not pending:
        return ""
    return f"待考 {pending} 处" if lang == "zh" else f"{pending} open"
