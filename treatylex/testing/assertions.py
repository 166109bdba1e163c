"""Assertions: what every treaty that was read well fulfils, as functions that raise `UnfulfilledError`.

Guarantee: a failure names each place, as `file:line:column`, and holds each fault by itself.
"""

from collections.abc import Iterable, Sequence

import attrs

from treatylex.errors import Severity
from treatylex.model.clauses import BearerReason, ClauseKind
from treatylex.model.provisions import Treaty
from treatylex.model.references import ResolutionStatus
from treatylex.source import Span, cut, one_line

_BORNE = frozenset(
    {ClauseKind.OBLIGATION, ClauseKind.PROHIBITION, ClauseKind.PERMISSION, ClauseKind.RIGHT, ClauseKind.EXEMPTION}
)
_WIDTH = 100


@attrs.frozen
class Fault:
    """One thing that a treaty does not fulfil: `words` name no line, and so stay as they are where text moves."""

    words: str
    shown: str


class UnfulfilledError(AssertionError):
    """Raised for what a treaty does not fulfil, fault by fault."""

    def __init__(self, what: str, faults: Sequence[Fault]) -> None:
        super().__init__(what, faults)
        self.what = what
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([f"{len(self.faults)} {self.what}:", *(fault.shown for fault in self.faults)])


def assert_read_whole(treaty: Treaty) -> None:
    """No passage of the treaty was left unread.

    >>> from treatylex.parsing.reader import parse
    >>> assert_read_whole(parse("Each Party shall cooperate."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    faults = (
        Fault(f"{each.message}: {cut(one_line(each.span.of(treaty.text)), _WIDTH)}", each.located(treaty.source))
        for each in treaty.diagnostics
        if each.severity is Severity.ERROR
    )
    _refuse(faults, "passages could not be read")


def assert_has_clauses(treaty: Treaty) -> None:
    """Clauses were found in the treaty at all; the other assertions ask this first, as they would say nothing else."""
    __tracebackhide__ = True
    if not treaty.clauses:
        words = "no clause was found; is this the text of a treaty, in English?"
        raise UnfulfilledError("text holds no clause", [Fault(words, f"{treaty.source.name}: {words}")])


def assert_nothing_dangling(treaty: Treaty) -> None:
    """Every reference within the treaty leads to a provision that there is.

    >>> from treatylex.parsing.reader import parse
    >>> assert_nothing_dangling(parse("Article 1\\n\\nEach Party shall apply Article 1."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    faults = (
        _placed(treaty, reference.span, f"{cut(reference.text, _WIDTH)} → {resolution.target}")
        for reference in treaty.references
        for resolution in treaty.resolve(reference)
        if resolution.status is ResolutionStatus.DANGLING
    )
    _refuse(faults, "references lead to no provision of this treaty")


def assert_bearers(treaty: Treaty) -> None:
    """Every duty, right and permission has a bearer, or the text itself has none: a passive, a thing, a lone "it".

    A reason `unstated` means that the reader found neither a bearer nor such words.

    >>> from treatylex.parsing.reader import parse
    >>> assert_bearers(parse("Each Party shall cooperate. Requests shall be made in writing."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    faults = (
        _placed(treaty, clause.span, f"{clause.kind.value}: {cut(clause.text, _WIDTH)}")
        for clause in treaty.clauses
        if clause.kind in _BORNE and clause.bearer_reason is BearerReason.UNSTATED
    )
    _refuse(faults, "clauses have no bearer, and their words do not say why")


def assert_defined_once(treaty: Treaty) -> None:
    """No term is defined twice with different meanings."""
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    meanings: dict[str, dict[str, str]] = {}
    for definition in treaty.definitions:
        meaning = " ".join(definition.meaning.split())
        meanings.setdefault(definition.term, {}).setdefault(meaning, definition.eid or "the beginning")
    faults = [f"“{term}” in {', '.join(places.values())}" for term, places in meanings.items() if len(places) > 1]
    _refuse((Fault(words, words) for words in faults), "terms are defined more than once, not in the same words")


def _placed(treaty: Treaty, span: Span, words: str) -> Fault:
    return Fault(words, f"{treaty.source.place(span.start)}: {words}")


def _refuse(faults: Iterable[Fault], what: str) -> None:
    __tracebackhide__ = True
    listed = tuple(faults)
    if listed:
        raise UnfulfilledError(what, listed)
