"""Tidy tables: treaties, and everything in them, as rows with keys, for statistics programs and databases.

Guarantees: every table has `treaty_id`; a row is found by its primary key, what it belongs to by its foreign keys; one
column holds one kind of value: numbers are numbers, truth is truth, what there is not is empty. Places count as in the
model (0-based code points), lines and columns from 1. Rows come treaty by treaty, in the order of the texts.
"""

import types
import typing
from collections.abc import Iterator
from typing import Any

import attrs

from treatylex.collections.coverage import coverage
from treatylex.collections.members import Member
from treatylex.model.citations import citation
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Provision, Treaty
from treatylex.source import one_line

_SEVERAL = "; "  # between the languages of a treaty


def key(**more: Any) -> Any:
    """A column of the primary key."""
    return attrs.field(metadata={"key": True, **more})


def to(table: str, **more: Any) -> Any:
    """A column that names a row of another table, together with `treaty_id`."""
    return attrs.field(metadata={"refers": table, **more})


@attrs.frozen(kw_only=True)
class TreatyRecord:
    """One text: where it was read from, what it is called, and how much of it was read."""

    treaty_id: str = key()
    source: str
    format: str
    title: str | None
    signed: str | None
    place: str | None
    languages: str | None
    depositary: str | None
    characters: int
    articles: int
    provisions: int
    clauses: int
    references: int
    unread_passages: int
    unread_characters: int
    doubtful_clauses: int


@attrs.frozen(kw_only=True)
class MetadataRecord:
    """What a manifest says of a treaty, one statement a row."""

    treaty_id: str = to("treaties", key=True)
    name: str = key()
    value: str


@attrs.frozen(kw_only=True)
class ProvisionRecord:
    """One division of a treaty. `position` counts from 1 in the order of the text, `depth` from 0 at the top."""

    treaty_id: str = to("treaties", key=True)
    eid: str = key()
    parent_eid: str | None
    position: int
    depth: int
    level: str
    number: str | None
    heading: str | None
    citation: str
    start: int
    end: int
    text: str


@attrs.frozen(kw_only=True)
class ClauseRecord:
    """One clause.

    `provision_eid` is the innermost division that it stands in; `actor` and `counterparty_actor` say who is meant in
    words that are the same in every treaty; `doubts` counts the readings that are probably wrong.
    """

    treaty_id: str = to("treaties", key=True)
    eid: str = key()
    provision_eid: str | None = to("provisions")
    position: int
    kind: str
    subject: str | None
    bearer: str | None
    bearer_reason: str | None
    actor: str | None
    counterparty: str | None
    counterparty_actor: str | None
    modal: str | None
    action: str | None
    term: str | None
    is_negated: bool
    inherits: bool
    doubts: int
    line: int
    column: int
    start: int
    end: int
    text: str


@attrs.frozen(kw_only=True)
class ModifierRecord:
    """A condition, exception, time, manner or purpose of a clause; `parent` is the modifier that it is nested in."""

    treaty_id: str = to("treaties", key=True)
    clause_eid: str = to("clauses", key=True)
    modifier: int = key()
    parent: int | None
    role: str
    opener: str | None
    joined_by: str | None
    is_inherited: bool
    start: int
    end: int
    text: str


@attrs.frozen(kw_only=True)
class PeriodRecord:
    """A time, or a notice, as data: amount and unit, or a day; `anchor` is what it is counted from."""

    treaty_id: str = to("treaties", key=True)
    clause_eid: str = to("clauses", key=True)
    modifier: int = to("modifiers", key=True)
    relation: str
    amount: int | None
    unit: str | None
    bound: str | None
    date: str | None
    anchor: str | None


@attrs.frozen(kw_only=True)
class ReferenceRecord:
    """One target of a reference: as written, and where it leads: an eId of this treaty, or a work of the catalogue."""

    treaty_id: str = to("treaties", key=True)
    reference: int = key()
    target: int = key()
    provision_eid: str | None = to("provisions")
    relation: str | None
    text: str
    instrument: str | None
    path: str
    status: str
    leads_to_eid: str | None
    work: str | None
    start: int
    end: int


@attrs.frozen(kw_only=True)
class DefinitionRecord:
    """A term that a treaty defines."""

    treaty_id: str = to("treaties", key=True)
    definition: int = key()
    provision_eid: str | None
    term: str
    meaning: str


@attrs.frozen(kw_only=True)
class PartyRecord:
    """A State or organisation that concludes a treaty, as its title, preamble or signatures name it."""

    treaty_id: str = to("treaties", key=True)
    party: int = key()
    id: str
    name: str
    iso: str | None


@attrs.frozen(kw_only=True)
class DiagnosticRecord:
    """Something noticed while a text was read: what was not read, or is in doubt."""

    treaty_id: str = to("treaties", key=True)
    diagnostic: int = key()
    severity: str
    code: str
    message: str
    line: int
    column: int
    start: int
    end: int


Record = (
    TreatyRecord
    | MetadataRecord
    | ProvisionRecord
    | ClauseRecord
    | ModifierRecord
    | PeriodRecord
    | ReferenceRecord
    | DefinitionRecord
    | PartyRecord
    | DiagnosticRecord
)

Row = tuple[str | int | bool | None, ...]

TABLES: dict[str, type] = {
    "treaties": TreatyRecord,
    "metadata": MetadataRecord,
    "provisions": ProvisionRecord,
    "clauses": ClauseRecord,
    "modifiers": ModifierRecord,
    "periods": PeriodRecord,
    "references": ReferenceRecord,
    "definitions": DefinitionRecord,
    "parties": PartyRecord,
    "diagnostics": DiagnosticRecord,
}
"""The tables by their names, each before those that refer to it."""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table: its type, whether it may be empty, and its part in the keys of the table."""

    name: str
    type: type
    may_be_empty: bool
    is_key: bool
    refers: str | None


def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order.

    >>> [column.name for column in columns("periods") if column.is_key]
    ['treaty_id', 'clause_eid', 'modifier']
    """
    return tuple(
        Column(
            name=field.name,
            type=_type(field.type),
            may_be_empty=isinstance(field.type, types.UnionType),
            is_key=bool(field.metadata.get("key")),
            refers=field.metadata.get("refers"),
        )
        for field in attrs.fields(TABLES[table])
    )


def _type(annotation: Any) -> type:
    found: type = typing.get_args(annotation)[0] if isinstance(annotation, types.UnionType) else annotation
    return found


def rows(treaty: Treaty, member: Member) -> list[tuple[str, Row]]:
    """The rows that a member of a collection gives, as plain values in the order of the columns.

    >>> from treatylex.collections import Collection
    >>> from treatylex.parsing.reader import parse
    >>> (made,) = Collection(parse("Each Party shall act.", source_name="pact.txt")).map(rows)
    >>> [row[:2] for table, row in made.value if table == "clauses"]
    [('pact', 'norm_1')]
    """
    found = [(table, attrs.astuple(record, recurse=False)) for table, record in records(treaty, member.treaty_id)]
    return found + [("metadata", (member.treaty_id, name, value)) for name, value in member.metadata.items()]


def records(treaty: Treaty, treaty_id: str) -> Iterator[tuple[str, Record]]:
    """Every row that a treaty gives, with the name of its table; rows come before those that refer to them.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 1\\n\\nEach Party shall report within ten days.")
    >>> [(table, row.amount) for table, row in records(treaty, "pact") if table == "periods"]
    [('periods', 10)]
    """
    yield "treaties", _treaty(treaty, treaty_id)
    yield from (("provisions", record) for record in _provisions(treaty, treaty_id))
    for position, clause in enumerate(treaty.clauses, 1):
        yield "clauses", _clause(treaty, treaty_id, clause, position)
        yield from _modifiers(treaty_id, clause)
    yield from (("references", record) for record in _references(treaty, treaty_id))
    for number, definition in enumerate(treaty.definitions, 1):
        yield (
            "definitions",
            DefinitionRecord(
                treaty_id=treaty_id,
                definition=number,
                provision_eid=definition.eid or None,
                term=definition.term,
                meaning=one_line(definition.meaning),
            ),
        )
    for number, party in enumerate(treaty.parties, 1):
        yield "parties", PartyRecord(treaty_id=treaty_id, party=number, id=party.id, name=party.name, iso=party.code)
    yield from (("diagnostics", record) for record in _diagnostics(treaty, treaty_id))


def _treaty(treaty: Treaty, treaty_id: str) -> TreatyRecord:
    figures = coverage(treaty)
    return TreatyRecord(
        treaty_id=treaty_id,
        source=treaty.source.name,
        format=treaty.source_format or "text",
        title=one_line(treaty.title) or None,
        signed=treaty.date,
        place=one_line(treaty.place) or None,
        languages=_SEVERAL.join(treaty.languages) or None,
        depositary=one_line(treaty.depositary) or None,
        characters=len(treaty.text),
        articles=len(treaty.articles),
        provisions=len(treaty.provisions),
        clauses=len(treaty.clauses),
        references=len(treaty.references),
        unread_passages=figures.unread_passages,
        unread_characters=figures.unread_characters,
        doubtful_clauses=sum(bool(clause.doubts) for clause in treaty.clauses),
    )


def _provisions(treaty: Treaty, treaty_id: str) -> Iterator[ProvisionRecord]:
    depths: dict[str, int] = {}
    for position, provision in enumerate(treaty.provisions, 1):
        parent = treaty.parent(provision)
        depths[provision.eid] = 0 if parent is None else depths[parent.eid] + 1
        yield ProvisionRecord(
            treaty_id=treaty_id,
            eid=provision.eid,
            parent_eid=None if parent is None else parent.eid,
            position=position,
            depth=depths[provision.eid],
            level=provision.level.value,
            number=provision.number,
            heading=one_line(provision.heading) or None,
            citation=citation(treaty, provision),
            start=provision.span.start,
            end=provision.span.end,
            text=_own_text(provision),
        )


def _own_text(provision: Provision) -> str:
    """What stands directly in a provision; its children have rows of their own."""
    return " ".join(one_line(leaf.text) for leaf in provision.own_leaves)


def _clause(treaty: Treaty, treaty_id: str, clause: Clause, position: int) -> ClauseRecord:
    line, column = treaty.source.position(clause.span.start)
    provision = treaty.parent(clause)
    phrases = (clause.subject, clause.modal, clause.action, *clause.modifiers)
    return ClauseRecord(
        treaty_id=treaty_id,
        eid=clause.eid,
        provision_eid=None if provision is None else provision.eid,
        position=position,
        kind=clause.kind.value,
        subject=_words(clause.subject),
        bearer=_words(clause.bearer),
        bearer_reason=None if clause.bearer_reason is None else clause.bearer_reason.value,
        actor=None if clause.bearer is None else clause.bearer.actor,
        counterparty=_words(clause.counterparty),
        counterparty_actor=None if clause.counterparty is None else clause.counterparty.actor,
        modal=_words(clause.modal),
        action=_words(clause.action),
        term=_words(clause.term),
        is_negated=clause.kind.value in ("prohibition", "exemption"),
        inherits=any(phrase is not None and phrase.inherited for phrase in phrases),
        doubts=len(clause.doubts),
        line=line,
        column=column,
        start=clause.span.start,
        end=clause.span.end,
        text=one_line(clause.text),
    )


def _words(phrase: Phrase | None) -> str | None:
    return None if phrase is None else phrase.normalized


def _modifiers(treaty_id: str, clause: Clause) -> Iterator[tuple[str, Record]]:
    """The modifiers of a clause and those nested in them, numbered from 1, each with its period."""
    numbers: list[int] = []

    def rows(phrase: Phrase, parent: int | None) -> Iterator[tuple[str, Record]]:
        number = len(numbers) + 1
        numbers.append(number)
        yield "modifiers", _modifier(treaty_id, clause, phrase, number, parent)
        if phrase.period is not None:
            yield "periods", _period(treaty_id, clause, phrase, number)
        for part in phrase.parts:
            yield from rows(part, number)

    for phrase in clause.modifiers:
        yield from rows(phrase, None)


def _modifier(treaty_id: str, clause: Clause, phrase: Phrase, number: int, parent: int | None) -> ModifierRecord:
    return ModifierRecord(
        treaty_id=treaty_id,
        clause_eid=clause.eid,
        modifier=number,
        parent=parent,
        role=phrase.role.value,
        opener=phrase.opener,
        joined_by=None if phrase.join is None else phrase.join.value,
        is_inherited=phrase.inherited,
        start=phrase.span.start,
        end=phrase.span.end,
        text=phrase.normalized,
    )


def _period(treaty_id: str, clause: Clause, phrase: Phrase, number: int) -> PeriodRecord:
    period = phrase.period
    if period is None:
        raise ValueError("a phrase without a period has no row of one")
    return PeriodRecord(
        treaty_id=treaty_id,
        clause_eid=clause.eid,
        modifier=number,
        relation=period.relation.value,
        amount=period.amount,
        unit=None if period.unit is None else period.unit.value,
        bound=None if period.bound is None else period.bound.value,
        date=period.date,
        anchor=period.anchor,
    )


def _references(treaty: Treaty, treaty_id: str) -> Iterator[ReferenceRecord]:
    for number, reference in enumerate(treaty.references, 1):
        provision = treaty.parent(reference)
        for at, resolution in enumerate(treaty.resolve(reference), 1):
            yield ReferenceRecord(
                treaty_id=treaty_id,
                reference=number,
                target=at,
                provision_eid=None if provision is None else provision.eid,
                relation=reference.relation,
                text=one_line(reference.text),
                instrument=resolution.target.instrument,
                path=resolution.target.path,
                status=resolution.status.value,
                leads_to_eid=None if resolution.provision is None else resolution.provision.eid,
                work=resolution.work,
                start=reference.span.start,
                end=reference.span.end,
            )


def _diagnostics(treaty: Treaty, treaty_id: str) -> Iterator[DiagnosticRecord]:
    for number, diagnostic in enumerate(treaty.diagnostics, 1):
        line, column = treaty.source.position(diagnostic.span.start)
        yield DiagnosticRecord(
            treaty_id=treaty_id,
            diagnostic=number,
            severity=diagnostic.severity.value,
            code=diagnostic.code,
            message=diagnostic.message,
            line=line,
            column=column,
            start=diagnostic.span.start,
            end=diagnostic.span.end,
        )
