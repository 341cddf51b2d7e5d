"""Loci made from readings, as the aligner would hand them over."""

from __future__ import annotations

from doccompare.model import Locus, Range, Span, Variant


def locus(
    left: str,
    readings: dict[str, str],
    right: str,
    *,
    column: int = 0,
    punctuation: bool = False,
    address: str = "一.1",
    alone: bool = False,
    widened: tuple[str, str] = ("", ""),
) -> Locus:
    """A place of variation: ``readings`` maps sigla (甲丙) to what they read between left and right.

    Sites count from the end of ``left``, as if the witnesses' keys were left + reading + right.
    ``widened``: the characters beside the readings that their words take in.
    """
    variants = []
    for names, exact in readings.items():
        site: Range = (len(left), len(left) + len(exact))
        variants.append(
            Variant(
                exact,
                f"{widened[0]}{exact}{widened[1]}",
                dict.fromkeys(names, Span(*site)),
                dict.fromkeys(names, site),
            )
        )
    return Locus(
        key=f"k{column}",
        stretch=column,
        column=column,
        address=address,
        left="" if alone else left[-8:],
        right="" if alone else right[:8],
        near_left=left[-12:],
        near_right=right[:12],
        variants=tuple(variants),
        lacuna=(),
        punctuation=punctuation,
    )
