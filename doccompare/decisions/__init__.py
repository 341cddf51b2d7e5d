"""The decisions of the editor: decisions.jsonl, and what it says of the units of a collation.

:mod:`doccompare.decisions.apply` says how the pipeline uses it.
"""

from doccompare.decisions.apply import (
    Choice,
    apply_decisions,
    change_words,
    choice_words,
    editor_choices,
    orphan_problems,
    orphan_words,
    overruled,
    settle,
)
from doccompare.decisions.attach import Attached, Held, attach
from doccompare.decisions.effective import Effective, Thread, effective
from doccompare.decisions.entries import (
    ChoiceKind,
    Damaged,
    Entry,
    Image,
    Journal,
    Kind,
    Selection,
    Site,
    SiteReading,
    State,
)
from doccompare.decisions.findings import (
    HeldFinding,
    attach_findings,
    decide_finding,
    finding_sites,
    settle_findings,
)
from doccompare.decisions.journal import FILE, append, append_all, parse, read, read_all
from doccompare.decisions.making import (
    PASSES,
    bulk_units,
    chosen,
    decide,
    is_among,
    last_of,
    note,
    selected,
    timestamp,
    undo,
)
from doccompare.decisions.places import Places, places, point, strays
from doccompare.decisions.progress import Progress, Stage, progress, stage
from doccompare.decisions.sites import sites_of, sites_of_loci, sites_of_units

__all__ = [
    "FILE",
    "PASSES",
    "Attached",
    "Choice",
    "ChoiceKind",
    "Damaged",
    "Effective",
    "Entry",
    "Held",
    "HeldFinding",
    "Image",
    "Journal",
    "Kind",
    "Places",
    "Progress",
    "Selection",
    "Site",
    "SiteReading",
    "Stage",
    "State",
    "Thread",
    "append",
    "append_all",
    "apply_decisions",
    "attach",
    "attach_findings",
    "bulk_units",
    "change_words",
    "choice_words",
    "chosen",
    "decide",
    "decide_finding",
    "editor_choices",
    "effective",
    "finding_sites",
    "is_among",
    "last_of",
    "note",
    "orphan_problems",
    "orphan_words",
    "overruled",
    "parse",
    "places",
    "point",
    "progress",
    "read",
    "read_all",
    "selected",
    "settle",
    "settle_findings",
    "sites_of",
    "sites_of_loci",
    "sites_of_units",
    "stage",
    "strays",
    "timestamp",
    "undo",
]
