"""Tables: the clauses and the references of treaties as rows.

Guarantee: the columns are the fields of the row classes, in their order; texts are without line wraps.
"""

import re
from collections.abc import Iterator

import attrs

from treatylex.model.clauses import Clause, ClauseKind, Phrase
from treatylex.model.provisions import Treaty
from treatylex.model.references import ResolutionStatus


@attrs.frozen(kw_only=True)
class ClauseRow:
    """One clause as a row; phrases of one role are joined by " / "."""

    source: str
    eid: str
    kind: str
    bearer: str
    modal: str
    action: str
    conditions: str
    exceptions: str
    times: str


@attrs.frozen(kw_only=True)
class ReferenceRow:
    """One target of a reference as a row; `line` counts from 1, `target` is as written, `leads_to` as resolved."""

    source: str
    line: int
    within: str
    relation: str
    reference: str
    target: str
    status: str
    leads_to: str


def clause_rows(
    treaty: Treaty,
    *,
    kinds: frozenset[ClauseKind] = frozenset(),
    bearer: str | None = None,
    match: re.Pattern[str] | None = None,
) -> Iterator[ClauseRow]:
    """The clauses of a treaty that fit every filter given, in the order of the text.

    Args:
        treaty: the treaty.
        kinds: keep these kinds; none means all.
        bearer: keep clauses whose bearer's words contain this, whatever the case.
        match: keep clauses in whose own words this is found.
    """
    for clause in treaty.clauses:
        if kinds and clause.kind not in kinds:
            continue
        if bearer is not None and bearer.casefold() not in str(clause.bearer or "").casefold():
            continue
        if match is not None and not match.search(" ".join(clause.text.split())):
            continue
        yield _clause_row(treaty, clause)


def _clause_row(treaty: Treaty, clause: Clause) -> ClauseRow:
    return ClauseRow(
        source=treaty.source.name,
        eid=clause.eid,
        kind=clause.kind.value,
        bearer=str(clause.bearer or ""),
        modal=str(clause.modal or ""),
        action=str(clause.action or ""),
        conditions=_joined(clause.conditions),
        exceptions=_joined(clause.exceptions),
        times=_joined(clause.times),
    )


def _joined(phrases: tuple[Phrase, ...]) -> str:
    return " / ".join(map(str, phrases))


def reference_rows(
    treaty: Treaty, *, statuses: frozenset[ResolutionStatus] = frozenset(), work: str | None = None
) -> Iterator[ReferenceRow]:
    """The references of a treaty, one row a target, in the order of the text.

    Args:
        treaty: the treaty.
        statuses: keep targets with one of these; none means all.
        work: keep targets that lead to this work of the catalogue, or may.
    """
    for reference in treaty.references:
        line, _ = treaty.source.position(reference.span.start)
        within = treaty.parent(reference)
        for resolution in treaty.resolve(reference):
            works = (resolution.work, *resolution.candidates)
            if (statuses and resolution.status not in statuses) or (work is not None and work not in works):
                continue
            provision = resolution.provision
            yield ReferenceRow(
                source=treaty.source.name,
                line=line,
                within=within.eid if within else "",
                relation=reference.relation or "",
                reference=" ".join(reference.text.split()),
                target=str(resolution.target),
                status=resolution.status.value,
                leads_to=provision.eid if provision else resolution.work or ", ".join(resolution.candidates),
            )
