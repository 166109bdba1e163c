"""Assertions: what every treaty that was read well fulfils, as functions that raise `AssertionError`.

Guarantee: a failure names each place, as `file:line:column`.
"""

from collections.abc import Iterable

from treatylex.errors import Severity
from treatylex.model.clauses import BearerReason, ClauseKind
from treatylex.model.provisions import Treaty
from treatylex.model.references import ResolutionStatus
from treatylex.source import cut

_BORNE = frozenset(
    {ClauseKind.OBLIGATION, ClauseKind.PROHIBITION, ClauseKind.PERMISSION, ClauseKind.RIGHT, ClauseKind.EXEMPTION}
)
_WIDTH = 100


def assert_read_whole(treaty: Treaty) -> None:
    """No passage of the treaty was left unread.

    >>> from treatylex.parsing.reader import parse
    >>> assert_read_whole(parse("Each Party shall cooperate."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    faults = [fault.located(treaty.source) for fault in treaty.diagnostics if fault.severity is Severity.ERROR]
    _refuse(faults, "passages could not be read")


def assert_has_clauses(treaty: Treaty) -> None:
    """Clauses were found in the treaty at all; the other assertions ask this first, as they would say nothing else."""
    __tracebackhide__ = True
    if not treaty.clauses:
        raise AssertionError(f"{treaty.source.name}: no clause was found; is this the text of a treaty, in English?")


def assert_nothing_dangling(treaty: Treaty) -> None:
    """Every reference within the treaty leads to a provision that there is.

    >>> from treatylex.parsing.reader import parse
    >>> assert_nothing_dangling(parse("Article 1\\n\\nEach Party shall apply Article 1."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    faults = [
        f"{treaty.source.place(reference.span.start)}: {cut(reference.text, _WIDTH)} → {resolution.target}"
        for reference in treaty.references
        for resolution in treaty.resolve(reference)
        if resolution.status is ResolutionStatus.DANGLING
    ]
    _refuse(faults, "references lead to no provision of this treaty")


def assert_bearers(treaty: Treaty) -> None:
    """Every duty, right and permission has a bearer, or the text itself has none: a passive, a thing, a lone "it".

    A reason `unstated` means that the reader found neither a bearer nor such words.

    >>> from treatylex.parsing.reader import parse
    >>> assert_bearers(parse("Each Party shall cooperate. Requests shall be made in writing."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    faults = [
        f"{treaty.source.place(clause.span.start)}: {clause.kind.value}: {cut(clause.text, _WIDTH)}"
        for clause in treaty.clauses
        if clause.kind in _BORNE and clause.bearer_reason is BearerReason.UNSTATED
    ]
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
    _refuse(faults, "terms are defined more than once, not in the same words")


def _refuse(faults: Iterable[str], what: str) -> None:
    __tracebackhide__ = True
    listed = list(faults)
    if listed:
        raise AssertionError("\n".join([f"{len(listed)} {what}:", *listed]))
