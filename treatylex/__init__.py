"""treatylex reads treaty text into a tree of clauses and compares such trees.

>>> import treatylex
>>> treaty = treatylex.parse("Neither Party shall resort to the use of force.")
>>> treaty.clauses[0].kind.value
'prohibition'
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    from treatylex.amending.consolidating import consolidate_treaties as consolidate_treaties
    from treatylex.coding.coder import code as code
    from treatylex.collections.conversions import convert as convert
    from treatylex.comparing.diffing import diff_treaties as diff_treaties
    from treatylex.comparing.matching.alignment import align_treaties as align_treaties
    from treatylex.comparing.merging import merge_treaties as merge_treaties
    from treatylex.errors import AddressError as AddressError
    from treatylex.errors import Diagnostic as Diagnostic
    from treatylex.errors import InputError as InputError
    from treatylex.errors import Severity as Severity
    from treatylex.errors import TreatylexError as TreatylexError
    from treatylex.errors import UnreadTextError as UnreadTextError
    from treatylex.formats.akn import to_akn as to_akn
    from treatylex.formats.json import from_json as from_json
    from treatylex.formats.json import to_json as to_json
    from treatylex.formats.registry import read as read
    from treatylex.model.changes import Alignment as Alignment
    from treatylex.model.changes import Change as Change
    from treatylex.model.changes import ChangeKind as ChangeKind
    from treatylex.model.changes import Detail as Detail
    from treatylex.model.changes import Match as Match
    from treatylex.model.changes import Touch as Touch
    from treatylex.model.changes import TreatyDiff as TreatyDiff
    from treatylex.model.clauses import BearerReason as BearerReason
    from treatylex.model.clauses import Clause as Clause
    from treatylex.model.clauses import ClauseKind as ClauseKind
    from treatylex.model.clauses import Doubt as Doubt
    from treatylex.model.clauses import Phrase as Phrase
    from treatylex.model.clauses import PhraseRole as PhraseRole
    from treatylex.model.codings import Coding as Coding
    from treatylex.model.codings import Evidence as Evidence
    from treatylex.model.consolidations import Amendment as Amendment
    from treatylex.model.consolidations import AmendmentKind as AmendmentKind
    from treatylex.model.consolidations import Consolidation as Consolidation
    from treatylex.model.consolidations import StaleReference as StaleReference
    from treatylex.model.consolidations import Unapplied as Unapplied
    from treatylex.model.explanations import Explanation as Explanation
    from treatylex.model.merges import Merge as Merge
    from treatylex.model.periods import Period as Period
    from treatylex.model.periods import PeriodRelation as PeriodRelation
    from treatylex.model.periods import PeriodUnit as PeriodUnit
    from treatylex.model.provisions import Definition as Definition
    from treatylex.model.provisions import Leaf as Leaf
    from treatylex.model.provisions import LeafKind as LeafKind
    from treatylex.model.provisions import Level as Level
    from treatylex.model.provisions import Provision as Provision
    from treatylex.model.provisions import Resolution as Resolution
    from treatylex.model.provisions import Treaty as Treaty
    from treatylex.model.queries import Filter as Filter
    from treatylex.model.queries import where as where
    from treatylex.model.references import Reference as Reference
    from treatylex.model.references import ResolutionStatus as ResolutionStatus
    from treatylex.model.references import Target as Target
    from treatylex.parsing.explaining import explain as explain
    from treatylex.parsing.reader import parse as parse
    from treatylex.parsing.resolution.instruments import Instrument as Instrument
    from treatylex.parsing.resolution.instruments import instruments as instruments
    from treatylex.reporting.html import to_html as to_html
    from treatylex.reporting.marked_changes import to_markdown as to_markdown
    from treatylex.reporting.outline import outline as outline
    from treatylex.reporting.word import to_docx as to_docx
    from treatylex.source import Span as Span
    from treatylex.specimens import Excerpt as Excerpt
    from treatylex.specimens import excerpts as excerpts

# Where each public name lives. Names load on first use, so that `import treatylex` stays quick: neither the
# grammar engine nor the JSON converter nor the terminal library is imported before something needs it.
_HOMES = {
    "AddressError": "treatylex.errors",
    "Alignment": "treatylex.model.changes",
    "Amendment": "treatylex.model.consolidations",
    "AmendmentKind": "treatylex.model.consolidations",
    "BearerReason": "treatylex.model.clauses",
    "Change": "treatylex.model.changes",
    "ChangeKind": "treatylex.model.changes",
    "Clause": "treatylex.model.clauses",
    "ClauseKind": "treatylex.model.clauses",
    "Coding": "treatylex.model.codings",
    "Consolidation": "treatylex.model.consolidations",
    "Definition": "treatylex.model.provisions",
    "Detail": "treatylex.model.changes",
    "Diagnostic": "treatylex.errors",
    "Doubt": "treatylex.model.clauses",
    "Evidence": "treatylex.model.codings",
    "Excerpt": "treatylex.specimens",
    "Explanation": "treatylex.model.explanations",
    "Filter": "treatylex.model.queries",
    "InputError": "treatylex.errors",
    "Instrument": "treatylex.parsing.resolution.instruments",
    "Leaf": "treatylex.model.provisions",
    "LeafKind": "treatylex.model.provisions",
    "Level": "treatylex.model.provisions",
    "Match": "treatylex.model.changes",
    "Merge": "treatylex.model.merges",
    "Period": "treatylex.model.periods",
    "PeriodRelation": "treatylex.model.periods",
    "PeriodUnit": "treatylex.model.periods",
    "Phrase": "treatylex.model.clauses",
    "PhraseRole": "treatylex.model.clauses",
    "Provision": "treatylex.model.provisions",
    "Reference": "treatylex.model.references",
    "Resolution": "treatylex.model.provisions",
    "ResolutionStatus": "treatylex.model.references",
    "Severity": "treatylex.errors",
    "Span": "treatylex.source",
    "StaleReference": "treatylex.model.consolidations",
    "Target": "treatylex.model.references",
    "Touch": "treatylex.model.changes",
    "Treaty": "treatylex.model.provisions",
    "TreatyDiff": "treatylex.model.changes",
    "TreatylexError": "treatylex.errors",
    "Unapplied": "treatylex.model.consolidations",
    "UnreadTextError": "treatylex.errors",
    "align_treaties": "treatylex.comparing.matching.alignment",
    "code": "treatylex.coding.coder",
    "consolidate_treaties": "treatylex.amending.consolidating",
    "convert": "treatylex.collections.conversions",
    "diff_treaties": "treatylex.comparing.diffing",
    "excerpts": "treatylex.specimens",
    "explain": "treatylex.parsing.explaining",
    "from_json": "treatylex.formats.json",
    "instruments": "treatylex.parsing.resolution.instruments",
    "merge_treaties": "treatylex.comparing.merging",
    "outline": "treatylex.reporting.outline",
    "parse": "treatylex.parsing.reader",
    "read": "treatylex.formats.registry",
    "to_akn": "treatylex.formats.akn",
    "to_docx": "treatylex.reporting.word",
    "to_html": "treatylex.reporting.html",
    "to_json": "treatylex.formats.json",
    "to_markdown": "treatylex.reporting.marked_changes",
    "where": "treatylex.model.queries",
}

__all__ = [
    "AddressError",
    "Alignment",
    "Amendment",
    "AmendmentKind",
    "BearerReason",
    "Change",
    "ChangeKind",
    "Clause",
    "ClauseKind",
    "Coding",
    "Consolidation",
    "Definition",
    "Detail",
    "Diagnostic",
    "Doubt",
    "Evidence",
    "Excerpt",
    "Explanation",
    "Filter",
    "InputError",
    "Instrument",
    "Leaf",
    "LeafKind",
    "Level",
    "Match",
    "Merge",
    "Period",
    "PeriodRelation",
    "PeriodUnit",
    "Phrase",
    "PhraseRole",
    "Provision",
    "Reference",
    "Resolution",
    "ResolutionStatus",
    "Severity",
    "Span",
    "StaleReference",
    "Target",
    "Touch",
    "Treaty",
    "TreatyDiff",
    "TreatylexError",
    "Unapplied",
    "UnreadTextError",
    "__version__",
    "align_treaties",
    "code",
    "consolidate_treaties",
    "convert",
    "diff_treaties",
    "excerpts",
    "explain",
    "from_json",
    "instruments",
    "merge_treaties",
    "outline",
    "parse",
    "read",
    "to_akn",
    "to_docx",
    "to_html",
    "to_json",
    "to_markdown",
    "where",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("treatylex")
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'treatylex' has no attribute {name!r}") from None
    value: object = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
