"""What a short text has that another has not, cut so that a reader sees words and not coincidences."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter


def marks(old: str, new: str) -> list[tuple[str, bool]]:
    """``new`` in runs, each with whether ``old`` lacks it; what only ``old`` has is not told.

    diff-match-patch's difference after its semantic cleanup, which drops short equalities between
    longer changes. No clock decides: meant for readings, not for whole texts.
    """
    from diff_match_patch import diff_match_patch

    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    found = differ.diff_main(old, new)
    differ.diff_cleanupSemantic(found)
    kept = [(kind == differ.DIFF_INSERT, text) for kind, text in found if kind != differ.DIFF_DELETE]
    return [("".join(text for _, text in run), lacking) for lacking, run in groupby(kept, key=itemgetter(0))]
