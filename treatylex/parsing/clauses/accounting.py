"""Accounting: where every verb that binds or forbids has gone.

Guarantee: "shall", "must", "will", "may not" and "cannot" in what a treaty says stand in a clause, or are reported; so
that no duty vanishes without a word.
"""

import bisect
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from treatylex.errors import Diagnostic, Severity
from treatylex.language.grammar import Cue, lower, pattern
from treatylex.model.clauses import Clause
from treatylex.model.provisions import LeafKind
from treatylex.parsing.draft import Draft, Reading, Run
from treatylex.parsing.sentences.cues import MODALS
from treatylex.parsing.sentences.folding import folded
from treatylex.parsing.sentences.splitting import cues_of, split_sentences
from treatylex.source import Span

_BESIDE_TEXT = frozenset({LeafKind.TABLE, LeafKind.FOOTNOTE})


class Accounts:
    """The stretches of a text that are spoken for, joined where they meet."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def hold(self, offset: int) -> bool:
        """Whether the character at an offset is spoken for."""
        k = bisect.bisect_right(self._starts, offset) - 1
        return k >= 0 and offset < self._ends[k]

    def gap(self, offset: int, within: Span) -> Span:
        """The stretch around an offset that nothing speaks for, as far as `within` goes."""
        k = bisect.bisect_right(self._starts, offset)
        start = max(within.start, self._ends[k - 1]) if k else within.start
        return Span(start, min(within.end, self._starts[k]) if k < len(self._starts) else within.end)


def lost_passages(
    reading: Reading, drafts: Sequence[Draft], unread: Iterable[Span], foreign: Iterable[Span]
) -> Iterator[tuple[Draft, Span]]:
    """What no clause accounts for although a verb stands there that binds; each such verb is reported.

    What is foreign is told as that: the "will" of a German sentence binds nobody.
    """
    clauses = [clause for draft in drafts for clause in draft.clauses]
    accounts = Accounts([*(span for clause in clauses for span in _spans(clause)), *foreign])
    told = Accounts(unread)
    for draft in drafts:
        reading.diagnostics += _beside_text(draft)
        for run in draft.runs:
            for verb, sentence in _lost(run, accounts, reading.names):
                reading.diagnostics.append(
                    Diagnostic(
                        code="lost-modal",
                        message=f'"{verb.of(reading.text)}" {_why(reading.text, verb)}',
                        span=verb,
                        severity=Severity.ERROR,
                    )
                )
                if not told.hold(verb.start):
                    yield draft, accounts.gap(verb.start, sentence)


def _why(text: str, verb: Span) -> str:
    """Why a verb that binds is in no clause: brackets of a text that is still negotiated are not read as one."""
    if text[verb.start - 1 : verb.start] == "[" or text[verb.end : verb.end + 1] == "]":
        return "stands in brackets, among wordings not yet agreed: `treatylex outline` shows the text as each has it"
    return "stands in no clause: what it binds to was not read"


def _beside_text(draft: Draft) -> Iterator[Diagnostic]:
    """The verbs that bind in tables and footnotes, which are kept as they are and give no clauses."""
    for leaf in draft.leaves:
        if leaf.kind in _BESIDE_TEXT:
            for match in pattern("modal", "BINDING").finditer(lower(leaf.text)):
                start = leaf.span.start + match.start()
                yield Diagnostic(
                    code="lost-modal",
                    message=f'"{match.group()}" stands in a {leaf.kind}, from which no clauses are read',
                    span=Span(start, start + len(match.group())),
                )


def _spans(clause: Clause) -> Iterator[Span]:
    """What a clause accounts for: its own words, and those that it takes over from elsewhere."""
    yield clause.span
    phrases = (clause.subject, clause.modal, clause.action, *clause.modifiers)
    yield from (phrase.span for phrase in phrases if phrase is not None and phrase.inherited)


def _lost(run: Run, accounts: Accounts, names: frozenset[str]) -> Iterator[tuple[Span, Span]]:
    """The verbs of a run that no clause holds, each with its sentence."""
    passage = run.passage
    found = [match.start() for match in pattern("modal", "BINDING").finditer(lower(passage.text))]
    lost = {at for at in found if not accounts.hold(passage.offset(at))}
    if not lost:
        return
    for cues in split_sentences(passage.text, cues_of(passage.text, run.mentions, names)):
        for cue in _modals(cues, passage.text):
            if cue.start in lost:
                yield passage.span(cue.start, cue.end), passage.span(cues[0].start, cues[-1].end)


def _modals(cues: Sequence[Cue], text: str) -> Iterator[Cue]:
    """The modals of a sentence, those in brackets included; those in quotation marks are only mentioned."""
    for whole in folded(cues, text).cues:
        if whole.type in MODALS:
            yield whole
        elif whole.type == "ASIDE":
            first, last = (bisect.bisect_left(cues, at, key=attrgetter("start")) for at in (whole.start, whole.end))
            yield from (cue for cue in cues[first:last] if cue.type in MODALS)
