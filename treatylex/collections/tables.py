"""Tables: the clauses and the references of treaties as rows.

Guarantee: the columns are the fields of the row classes, in their order; texts are without line wraps.
"""

from collections.abc import Iterable, Iterator

import attrs

from treatylex.model.clauses import MODIFIER_FIELDS, Clause, field_phrases
from treatylex.model.provisions import Treaty
from treatylex.model.queries import Filter
from treatylex.model.references import ResolutionStatus
from treatylex.parsing.resolution.instruments import Instrument, Instruments
from treatylex.parsing.resolution.instruments import instruments as catalogued
from treatylex.source import one_line


@attrs.frozen(kw_only=True)
class ClauseRow:
    """One clause as a row; phrases of one role are joined by " / ".

    `line` and `column` count from 1; `start` and `end` are 0-based code points. `inherited` names the fields that
    were supplied from a chapeau or an earlier coordinated clause. `actor` and `counterparty_actor` say who bearer and
    counterparty are in words that are the same in every treaty; `periods` are the times and notices that can be
    computed, and `doubts` the readings that are probably wrong.
    """

    source: str
    line: int
    column: int
    start: int
    end: int
    eid: str
    kind: str
    subject: str
    bearer: str
    bearer_reason: str
    actor: str
    counterparty: str
    counterparty_actor: str
    modal: str
    action: str
    conditions: str
    exceptions: str
    times: str
    periods: str
    manners: str
    purposes: str
    term: str
    references: str
    inherited: str
    doubts: str
    text: str


CLAUSE_COLUMNS = (
    *("source", "line", "eid", "kind", "subject", "bearer", "counterparty", "modal", "action"),
    *("conditions", "exceptions", "times"),
)
"""The columns that a table for the eye has room for."""


@attrs.frozen(kw_only=True)
class ReferenceRow:
    """One target of a reference as a row.

    `line` and `column` count from 1; `start` and `end` are 0-based code points. `within` is the eId of the provision
    in which the mention stands, `target` is as written, `leads_to` as resolved: an eId of this treaty, the id of a
    work, or the candidates. `iri` is the proposed IRI of what is cited in another instrument.
    """

    source: str
    line: int
    column: int
    start: int
    end: int
    within: str
    relation: str
    reference: str
    target: str
    status: str
    leads_to: str
    iri: str


REFERENCE_COLUMNS = ("source", "line", "within", "relation", "reference", "target", "status", "leads_to")
"""The columns that a table for the eye has room for."""


def clause_rows(treaty: Treaty, condition: Filter | None = None) -> Iterator[ClauseRow]:
    """The clauses of a treaty that fit the condition, in the order of the text."""
    return (_clause_row(treaty, clause) for clause in treaty.find(condition))


def _clause_row(treaty: Treaty, clause: Clause) -> ClauseRow:
    line, column = treaty.source.position(clause.span.start)
    return ClauseRow(
        source=treaty.source.name,
        line=line,
        column=column,
        start=clause.span.start,
        end=clause.span.end,
        eid=clause.eid,
        kind=clause.kind.value,
        bearer_reason=clause.bearer_reason.value if clause.bearer_reason else "",
        actor=(clause.bearer and clause.bearer.actor) or "",
        counterparty_actor=(clause.counterparty and clause.counterparty.actor) or "",
        periods=_joined(str(phrase.period) for phrase in (*clause.times, *clause.manners) if phrase.period),
        references=_joined(one_line(reference.text) for reference in clause.references),
        inherited=_joined(name for name in _PHRASES if any(phrase.inherited for phrase in field_phrases(clause, name))),
        doubts=_joined(map(str, clause.doubts)),
        text=one_line(clause.text),
        **{name: _joined(map(str, field_phrases(clause, name))) for name in _PHRASES},
    )


_PHRASES = (
    *("subject", "bearer", "counterparty", "modal", "action", "term"),
    *MODIFIER_FIELDS,
)


def _joined(texts: Iterable[str]) -> str:
    return " / ".join(texts)


def reference_rows(
    treaty: Treaty,
    *,
    statuses: frozenset[ResolutionStatus] = frozenset(),
    work: str | None = None,
    instruments: Instruments = None,
) -> Iterator[ReferenceRow]:
    """The references of a treaty, one row a target, in the order of the text.

    Args:
        treaty: the treaty.
        statuses: keep targets with one of these; none means all.
        work: keep targets that lead to this work of the catalogue, or may.
        instruments: the instruments with which the treaty was read, besides the built-in ones.
    """
    known = catalogued(instruments)
    for reference in treaty.references:
        line, column = treaty.source.position(reference.span.start)
        within = treaty.parent(reference)
        for resolution in treaty.resolve(reference):
            works = (resolution.work, *resolution.candidates)
            if (statuses and resolution.status not in statuses) or (work is not None and work not in works):
                continue
            provision = resolution.provision
            yield ReferenceRow(
                source=treaty.source.name,
                line=line,
                column=column,
                start=reference.span.start,
                end=reference.span.end,
                within=within.eid if within else "",
                relation=reference.relation or "",
                reference=one_line(reference.text),
                target=str(resolution.target),
                status=resolution.status.value,
                leads_to=provision.eid if provision else resolution.work or ", ".join(resolution.candidates),
                iri=_iri(known.get(resolution.work or ""), resolution.target.path),
            )


def _iri(instrument: Instrument | None, path: str) -> str:
    return "" if instrument is None else instrument.provision_iri(path) or ""
