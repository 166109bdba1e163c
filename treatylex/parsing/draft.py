"""Drafts: a treaty while it is being read. Each stage adds what it found; at the end the reader freezes the whole.

`structure` sets level, number, heading, place, leaves, children and eId; `references` adds the references,
`clauses` the clauses, `resolution` the links. Later stages read what earlier ones wrote and change none of it.
"""

import bisect
from collections.abc import Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic, Severity
from treatylex.language.running_text import RunningText
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, LeafKind, Level
from treatylex.model.references import Reference
from treatylex.parsing.tracing import Trace
from treatylex.source import Span


@attrs.frozen
class Mention:
    """A reference and where it stands in its passage: `start` and `end` count characters of `passage.text`."""

    start: int
    end: int
    reference: Reference


@attrs.define(kw_only=True, eq=False)
class Run:
    """One stretch of running text in a provision, and the references in it.

    `before` says how many of the provision's children stand before it: 0 for the opening words (the chapeau),
    more for text that goes on between or after the points of a list.
    """

    passage: RunningText
    before: int
    mentions: list[Mention] = attrs.field(factory=list)


@attrs.define(kw_only=True, eq=False)
class Draft:
    """One provision while it is being read. The root, which stands for the whole text, has no level."""

    level: Level | None
    span: Span
    number: str | None = None
    heading: str | None = None
    eid: str = ""
    leaves: list[Leaf] = attrs.field(factory=list)
    children: "list[Draft]" = attrs.field(factory=list)
    runs: list[Run] = attrs.field(factory=list)
    clauses: list[Clause] = attrs.field(factory=list)

    def walk(self) -> "Iterator[Draft]":
        """This draft and every draft below it, in pre-order."""
        waiting = [self]
        while waiting:
            draft = waiting.pop()
            yield draft
            waiting += reversed(draft.children)


@attrs.define(kw_only=True, eq=False)
class Reading:
    """A whole text while it is being read.

    `names` are those that it gives its parties, in lower case; `quotations` the lines of provisions that it quotes, in
    order, which are another text's.
    """

    text: str
    root: Draft
    title: str | None = None
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    names: frozenset[str] = frozenset()
    quotations: Sequence[Span] = ()
    trace: Trace | None = None


def runs_of(text: str, draft: Draft, quotations: Sequence[Span] = ()) -> list[Run]:
    """The running text of a draft: its text leaves, joined across furniture, broken where a child stands.

    What lies in `quotations` is none of it: it says nothing of its own. The final formulas are read as well, for they
    tell who keeps the copies and sends them.
    """
    read = {LeafKind.TEXT, LeafKind.FORMULA} if draft.level is Level.CONCLUSIONS else {LeafKind.TEXT}
    runs: list[Run] = []
    pieces: list[Span] = []
    starts = [child.span.start for child in draft.children]
    before = 0
    for leaf in draft.leaves:
        passed = sum(start < leaf.span.start for start in starts[before:])
        if passed:
            if pieces:
                runs.append(Run(passage=RunningText(text, pieces), before=before))
                pieces = []
            before += passed
        if leaf.kind in read and not _is_within(leaf.span, quotations):
            pieces.append(leaf.span)
    if pieces:
        runs.append(Run(passage=RunningText(text, pieces), before=before))
    return runs


def _is_within(span: Span, quotations: Sequence[Span]) -> bool:
    """Whether one of the quotations, which are in order, covers the first character of a span."""
    before = bisect.bisect_right(quotations, span.start, key=lambda quotation: quotation.start)
    return before > 0 and span.start < quotations[before - 1].end


def not_english(span: Span, language: str) -> Diagnostic:
    """What is told of a passage in another language."""
    message = f"this passage is in {language}, not in English; its clauses are not read"
    return Diagnostic(code="not-english", message=message, span=span, severity=Severity.WARNING)


def mark_leaves(draft: Draft, spans: Sequence[Span], kind: LeafKind) -> None:
    """Turn the text of a draft within `spans`, which are in order, into leaves of a kind."""
    leaves: list[Leaf] = []
    first = 0
    for leaf in draft.leaves:
        if leaf.kind is not LeafKind.TEXT:
            leaves.append(leaf)
            continue
        at = leaf.span.start
        while first < len(spans) and spans[first].end <= at:
            first += 1
        for span in spans[first:]:
            if span.start >= leaf.span.end:
                break
            start, end = max(at, span.start), min(leaf.span.end, span.end)
            leaves += _trimmed(leaf, at, start, LeafKind.TEXT) + _trimmed(leaf, start, end, kind)
            at = max(at, end)
        leaves += [leaf] if at == leaf.span.start else _trimmed(leaf, at, leaf.span.end, LeafKind.TEXT)
    draft.leaves[:] = leaves


def _trimmed(leaf: Leaf, start: int, end: int, kind: LeafKind) -> list[Leaf]:
    """The part of a leaf from `start` to `end` without the blanks at its edges; nothing when it is blank."""
    text = leaf.text[start - leaf.span.start : end - leaf.span.start]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return [Leaf(kind=kind, text=text, span=Span(start, start + len(text)))] if text else []
