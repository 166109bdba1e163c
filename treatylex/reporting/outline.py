"""The outline: a treaty as a lawyer would note it down, one line a provision, clause or part of a clause.

Guarantees: deterministic; every field of every clause that is set appears; so do unread passages, diagnostics and
running text in which no clause was found. `outline` is the expected part of case files, so its form is stable.

How to read it:

- a provision: its eId (within its parent's), then what it is called and its heading;
- a clause: its kind, then `subject | modal | action`, with `–` for a part that it does not have;
- below a clause, its other parts by the names that they have in the model;
- `[square brackets]`: words supplied from the chapeau or from an earlier coordinated clause;
- a reference: how it is introduced, its words, then where each target leads;
- other lines name a kind of text ("footnote"), or a diagnostic with its line and column.
"""

import bisect
import enum
from collections.abc import Iterator

import attrs

from treatylex.errors import Diagnostic
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Leaf, LeafKind, Level, Provision, Resolution, Treaty
from treatylex.model.references import Reference, ResolutionStatus
from treatylex.source import Span, cut, one_line, union

_KIND_WIDTH = 14
_FIELD_WIDTH = 12
_SHOWN = 72
_QUIET = frozenset({LeafKind.TITLE, LeafKind.HEADING, LeafKind.MARKER})
_UNNAMED = frozenset({Level.PARAGRAPH, Level.ALINEA, Level.POINT, Level.RECITAL, Level.PREAMBLE, Level.CONCLUSIONS})


class EntryRole(enum.StrEnum):
    """What a line of the outline stands for; terminals colour by it."""

    TITLE = "title"
    PROVISION = "provision"
    CLAUSE = "clause"
    FIELD = "field"
    REFERENCE = "reference"
    LEAF = "leaf"
    DIAGNOSTIC = "diagnostic"


@attrs.frozen(kw_only=True)
class Entry:
    """One line of the outline, with the lines below it."""

    role: EntryRole
    label: str
    text: str = ""
    children: "tuple[Entry, ...]" = ()

    @property
    def line(self) -> str:
        """The line without its indentation."""
        if self.role is EntryRole.TITLE:
            return self.text
        width = {EntryRole.PROVISION: 0, EntryRole.FIELD: _FIELD_WIDTH}.get(self.role, _KIND_WIDTH)
        return f"{self.label:<{width}}  {self.text}".rstrip()


def outline(treaty: Treaty, *, start: str | None = None, details: bool = False, cut_at: int | None = _SHOWN) -> str:
    """The outline of a treaty as plain text.

    Args:
        treaty: the treaty.
        start: the eId of a provision, to outline only what is in it.
        details: tell also who the parties to a clause are, for whom a pronoun stands, how long a time is, what is
            joined by "or", and which terms are defined.
        cut_at: how many characters to show of a passage that is in no clause, such as a footnote; `None` for all.

    Raises:
        AddressError: when no provision has the eId `start`.

    >>> from treatylex.parsing.reader import parse
    >>> print(outline(parse("Each Party shall inform the Council without delay.")), end="")
    obligation      Each Party | shall | inform the Council
      counterparty  the Council
      time          without delay
    """
    lines: list[str] = []
    for entry in entries(treaty, start=start, details=details, cut_at=cut_at):
        _write(entry, 0, lines)
    return "".join(f"{line}\n" for line in lines)


def _write(entry: Entry, depth: int, lines: list[str]) -> None:
    lines.append("  " * depth + entry.line)
    for child in entry.children:
        _write(child, depth + 1, lines)


def entries(
    treaty: Treaty, *, start: str | None = None, details: bool = False, cut_at: int | None = _SHOWN
) -> tuple[Entry, ...]:
    """The outline of a treaty as data: what every renderer of it starts from."""
    outliner = _Outliner(treaty, details=details, cut_at=cut_at)
    if start is not None:
        return (outliner.provision(treaty.provision(start), ""),)
    title = (Entry(role=EntryRole.TITLE, label="", text=one_line(treaty.title)),) if treaty.title else ()
    return title + outliner.branch(treaty, treaty.children, "") + outliner.definitions()


def clause_entries(treaty: Treaty) -> dict[str, Entry]:
    """For each clause by its eId its line in the outline with all details, what pages and notebooks show of it."""
    outliner = _Outliner(treaty, details=True, cut_at=_SHOWN)
    return {clause.eid: outliner.clause(clause) for clause in treaty.clauses}


def clause_entry(clause: Clause) -> Entry:
    """A clause alone, with all details; its references lead where they say, for want of the treaty around them."""
    references = (
        Entry(
            role=EntryRole.FIELD,
            label="reference",
            text=f"{_relation(reference)}{one_line(reference.text)} → {', '.join(map(str, reference.targets))}",
        )
        for reference in clause.references
    )
    return Entry(
        role=EntryRole.CLAUSE,
        label=clause.kind.value,
        text=clause_line(clause),
        children=(*_fields(clause, True), *references),
    )


def provision_entry(provision: Provision) -> Entry:
    """A provision alone, with the clauses and provisions in it."""
    inner: list[tuple[Span, Entry]] = [(clause.span, clause_entry(clause)) for clause in provision.own_clauses]
    inner += ((child.span, provision_entry(child)) for child in provision.children)
    return Entry(
        role=EntryRole.PROVISION,
        label=provision.eid,
        text=provision_name(provision),
        children=tuple(entry for _, entry in sorted(inner, key=lambda item: item[0])),
    )


def _relation(reference: Reference) -> str:
    return f"{reference.relation}: " if reference.relation else ""


class _Outliner:
    """Builds the entries of one treaty."""

    def __init__(self, treaty: Treaty, *, details: bool, cut_at: int | None) -> None:
        self.treaty = treaty
        self.details = details
        self.cut_at = cut_at
        self.read = union(clause.span for clause in treaty.clauses)
        self.diagnostics: dict[str, list[Diagnostic]] = {}
        self.numbered = any(diagnostic.code == "line-numbers" for diagnostic in treaty.diagnostics)
        for diagnostic in treaty.diagnostics:
            if diagnostic.code == "doubtful-reading":
                continue  # its clause tells it
            provision = treaty.provision_at(diagnostic.span.start)
            self.diagnostics.setdefault(provision.eid if provision else "", []).append(diagnostic)

    def branch(self, node: Treaty | Provision, children: tuple[Provision, ...], eid: str) -> tuple[Entry, ...]:
        """What stands in a provision, or at the top of the treaty, in the order of the text."""
        placed: list[tuple[Span, int, Entry]] = []
        noted = self.diagnostics.get(eid, ())
        placed += ((diagnostic.span, 0, self.diagnostic(diagnostic)) for diagnostic in noted)
        placed += ((leaf.span, 1, self.leaf(leaf)) for leaf in node.own_leaves if self.is_shown(leaf))
        placed += ((clause.span, 2, self.clause(clause)) for clause in node.own_clauses)
        told = {reference.span for clause in node.clauses for reference in clause.references}
        loose = (reference for reference in node.own_references if reference.span not in told)
        placed += ((reference.span, 3, self.reference(reference)) for reference in loose)
        placed += ((child.span, 4, self.provision(child, eid)) for child in children)
        placed.sort(key=lambda item: item[:2])
        return tuple(entry for _, _, entry in placed)

    def provision(self, provision: Provision, parent: str) -> Entry:
        label = provision.eid.removeprefix(f"{parent}__") if parent else provision.eid
        return Entry(
            role=EntryRole.PROVISION,
            label=label,
            text=provision_name(provision),
            children=self.branch(provision, provision.children, provision.eid),
        )

    def is_shown(self, leaf: Leaf) -> bool:
        """Running text only where no clause was found in it; other kinds unless the provision's name says it all.

        Of furniture only what says something: no rules, no signs of a quotation, no numbers of a draft's lines.
        """
        if leaf.kind is LeafKind.FURNITURE:
            return any(map(str.isalnum, leaf.text)) and not (self.numbered and leaf.text.isdecimal())
        if leaf.kind is not LeafKind.TEXT:
            return leaf.kind not in _QUIET
        at = bisect.bisect_left(self.read, leaf.span.end, key=lambda span: span.start)
        return at == 0 or not self.read[at - 1].overlaps(leaf.span)

    def leaf(self, leaf: Leaf) -> Entry:
        return Entry(
            role=EntryRole.LEAF,
            label=leaf.kind.value,
            text=one_line(leaf.text) if self.cut_at is None else cut(leaf.text, self.cut_at),
        )

    def diagnostic(self, diagnostic: Diagnostic) -> Entry:
        source = self.treaty.source
        line, column = source.position(diagnostic.span.start)
        place = str(source.place_of(diagnostic.span)) if source.places else f"{line}:{column}"
        text = f"{place} {diagnostic.message} [{diagnostic.code}]"
        return Entry(role=EntryRole.DIAGNOSTIC, label=diagnostic.severity.value, text=text)

    def clause(self, clause: Clause) -> Entry:
        return Entry(
            role=EntryRole.CLAUSE,
            label=clause.kind.value,
            text=clause_line(clause),
            children=(*_fields(clause, self.details), *map(self.clause_reference, clause.references)),
        )

    def definitions(self) -> tuple[Entry, ...]:
        """The terms that the treaty defines, among the details."""
        return tuple(
            Entry(role=EntryRole.LEAF, label="defines", text=f"{definition.term} = {one_line(definition.meaning)}")
            for definition in (self.treaty.definitions if self.details else ())
        )

    def clause_reference(self, reference: Reference) -> Entry:
        return attrs.evolve(self.reference(reference), role=EntryRole.FIELD)

    def reference(self, reference: Reference) -> Entry:
        leads = "; ".join(map(resolution_text, self.treaty.resolve(reference)))
        text = f"{_relation(reference)}{one_line(reference.text)} → {leads}"
        return Entry(role=EntryRole.REFERENCE, label="reference", text=text)


def provision_name(provision: Provision) -> str:
    """What a provision is called in speech, with its heading: "Article 4 · Consultation".

    Paragraphs and points go without a name where their eId says the same.
    """
    number = provision.number or ""
    name = f"{provision.level.value.capitalize()} {number}".rstrip()
    if provision.level in _UNNAMED:
        told = provision.eid.rpartition("__")[2].partition("_")[2]
        name = "" if number.replace(" ", "").lower() in ("", told) else number
    return " · ".join(filter(None, (name, one_line(provision.heading))))


def clause_line(clause: Clause) -> str:
    """`subject | modal | action` of a clause; the clause's own words when it has none of the three."""
    core = (clause.subject, clause.modal, clause.action)
    if not any(core):
        return one_line(clause.text)
    return " | ".join("–" if phrase is None else _phrase_text(phrase) for phrase in core)


def resolution_text(resolution: Resolution) -> str:
    """A target, where it leads when that is said differently, and its status."""
    written = str(resolution.target).removeprefix("#") or "this treaty"
    if resolution.provision is not None and resolution.provision.eid != written:
        written = f"{written} = {resolution.provision.eid}"
    if resolution.status is ResolutionStatus.AMBIGUOUS:
        return f"{written} (ambiguous: {', '.join(resolution.candidates)})"
    return f"{written} ({resolution.status.value})"


def _fields(clause: Clause, details: bool) -> Iterator[Entry]:
    """The parts of a clause that its first line does not show."""
    if clause.term is not None:
        yield _field("term", clause.term, details)
    if details and clause.bearer is None and clause.subject is not None and _has_details(clause.subject):
        yield _field("subject", clause.subject, details)
    if clause.bearer is None:
        if clause.bearer_reason is not None:
            yield Entry(role=EntryRole.FIELD, label="bearer", text=f"none ({clause.bearer_reason.value})")
    elif details or clause.subject is None or clause.bearer.span != clause.subject.span:
        yield _field("bearer", clause.bearer, details)
    if clause.counterparty is not None:
        yield _field("counterparty", clause.counterparty, details)
    for phrase in clause.modifiers:
        yield _field(phrase.role.value, phrase, details)
    for doubt in clause.doubts:
        yield Entry(role=EntryRole.FIELD, label="doubt", text=one_line(str(doubt)))


def _field(label: str, phrase: Phrase, details: bool) -> Entry:
    parts = tuple(_field(part.role.value, part, details) for part in phrase.parts)
    text = _phrase_text(phrase)
    return Entry(
        role=EntryRole.FIELD, label=label, text=_with_details(text, phrase) if details else text, children=parts
    )


def _has_details(phrase: Phrase) -> bool:
    return phrase.actor is not None or phrase.antecedent is not None


def _with_details(text: str, phrase: Phrase) -> str:
    """A phrase with what joins it to the one before, for whom it stands, and who or how long it is."""
    joined = f"({phrase.join.value}) {text}" if phrase.join else text
    meant = f" → {one_line(phrase.antecedent.normalized)}" if phrase.antecedent else ""
    told = phrase.actor or (str(phrase.period) if phrase.period else "")
    return f"{joined}{meant}{f' = {told}' if told else ''}"


def _phrase_text(phrase: Phrase) -> str:
    text = one_line(phrase.normalized)
    return f"[{text}]" if phrase.inherited else text
