"""Edits: changes planted in a treaty, with what a comparison must then say.

Guarantee: an edit touches nothing else than it says; the places are found in the parsed treaty, and the words planted
are data (`corpus/edits.toml`).
"""

import enum
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from treatylex.knowledge import tables
from treatylex.model.changes import Change, ChangeKind, TreatyDiff
from treatylex.model.clauses import MODIFIER_FIELDS, Clause, Phrase, field_phrases
from treatylex.model.provisions import LeafKind, Level, Provision, Treaty
from treatylex.model.references import Reference, ResolutionStatus
from treatylex.source import Span, pretty

_NUMBER = re.compile(r"\w+")
_TELLING = 60
"""So many characters make a paragraph that can be told from others."""


class EditKind(enum.StrEnum):
    """What is done to a treaty."""

    MODAL = "modal"
    CONDITION = "condition"
    EXCEPTION = "exception"
    DEADLINE = "deadline"
    REFERENCE = "reference"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENUMBERED = "renumbered"


@attrs.frozen(kw_only=True)
class Expected:
    """A change that a comparison must report.

    `kind` is what it must be, `field` one of the fields that it must name, `left` the passage of the treaty before the
    edit that it must cover, `words` what must stand in the node that it leads to.
    """

    kind: ChangeKind
    field: str | None = None
    left: Span | None = None
    words: str | None = None

    def is_named_by(self, change: Change) -> bool:
        """Whether a change says this."""
        return (
            change.kind is self.kind
            and (self.field is None or self.field in change.fields)
            and (self.left is None or (change.left is not None and change.left.span.covers(self.left)))
            and (self.words is None or (change.right is not None and self.words in " ".join(change.right.text.split())))
        )


@attrs.frozen(kw_only=True)
class Edit:
    """An edit of one treaty: what is replaced by what, and which changes a comparison must report.

    `before` is the text of the treaty; `replacements` lie apart and in order. `fields` are those that a change may
    name besides.
    """

    kind: EditKind
    before: str = attrs.field(repr=False)
    replacements: tuple[tuple[Span, str], ...]
    expected: tuple[Expected, ...]
    fields: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The text after the edit."""
        pieces, at = [], 0
        for span, new in self.replacements:
            pieces += [self.before[at : span.start], new]
            at = span.end
        return "".join([*pieces, self.before[at:]])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        pretty(printer, f"# {self.kind.value}: {self.before!r} → {self.text!r}", repr(self))

    def missed(self, diff: TreatyDiff) -> tuple[Expected, ...]:
        """What the comparison of the treaty with the edited one fails to say."""
        return tuple(e for e in self.expected if not any(map(e.is_named_by, diff.changes)))

    def spare(self, diff: TreatyDiff) -> tuple[Change, ...]:
        """What it says beyond: changes that were not planted, and planted ones that name further fields."""
        return tuple(change for change in diff.changes if not self._is_planted(change))

    def _is_planted(self, change: Change) -> bool:
        fields = {expected.field for expected in self.expected if expected.is_named_by(change)}
        return bool(fields) and set(change.fields) <= fields | self.fields


def possible_edits(treaty: Treaty, *, kinds: Iterable[EditKind] = tuple(EditKind)) -> Iterator[Edit]:
    """Every edit of these kinds that the treaty has a place for, kind by kind, in the order of the text.

    The places are such that what must be reported is beyond doubt: no provision is removed to which the text refers,
    none renumbered unless every reference to it can be renumbered as well.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 1\\n\\nEach Party shall report within 30 days.")
    >>> [edit.text[11:] for edit in possible_edits(treaty, kinds=[EditKind.MODAL, EditKind.DEADLINE])]
    ['Each Party may report within 30 days.', 'Each Party shall report within 37 days.']
    """
    place = _Place(treaty)
    for kind in kinds:
        yield from _PLANTERS[kind](place)


@functools.cache
def _planted() -> Mapping[str, Any]:
    return tables("edits")


class _Place:
    """A treaty and what must be known of it before something is planted."""

    def __init__(self, treaty: Treaty) -> None:
        self.treaty = treaty
        self.text = treaty.text
        self.articles = [article for article in treaty.articles if article.own_leaves and article.clauses]
        self.clauses = [clause for article in treaty.articles for clause in article.clauses]

    def edit(self, kind: EditKind, span: Span, new: str, *expected: Expected, fields: Iterable[str] = ()) -> Edit:
        """One replacement."""
        return Edit(
            kind=kind,
            before=self.text,
            replacements=((span, new),),
            expected=tuple(expected),
            fields=frozenset(fields),
        )

    @functools.cached_property
    def shown(self) -> dict[Span, list[tuple[str, Clause]]]:
        """The clauses that show each phrase, and as what."""
        found: dict[Span, list[tuple[str, Clause]]] = {}
        for clause in self.treaty.clauses:
            for field in ("modal", "conditions", "exceptions", "times"):
                for phrase in field_phrases(clause, field):
                    found.setdefault(phrase.span, []).append((field, clause))
        return found

    def modified(self, span: Span, field: str) -> tuple[Expected, ...]:
        """That every clause which shows the phrase at `span` is modified in a field."""
        return tuple(
            Expected(kind=ChangeKind.MODIFIED, field=field, left=clause.span)
            for name, clause in self.shown[span]
            if name == field
        )

    def alone(self) -> Iterator[Clause]:
        """The clauses of articles that make up a sentence by themselves and end with their action."""
        spans = sorted(clause.span for clause in self.treaty.clauses)
        inherited = [p.span.start for c in self.treaty.clauses for p in _all_phrases(c) if p.inherited]
        for clause in self.clauses:
            is_chapeau = any(clause.span.start <= start < clause.span.end for start in inherited)
            overlaps = sum(span.overlaps(clause.span) for span in spans) > 1
            action = clause.action
            if action is None or is_chapeau or overlaps or any(phrase.inherited for phrase in _all_phrases(clause)):
                continue
            opens = re.search(
                r"(?:[.\n]|^\W*|\d\)?)\s*\Z", self.text[max(0, clause.span.start - 9) : clause.span.start]
            )
            if opens and re.match(r"\.\s*(?:\n|\Z)", self.text[action.span.end :]):
                yield clause

    @functools.cached_property
    def referred(self) -> frozenset[str]:
        """The eIds of provisions that references lead to, and of those that these stand in."""
        eids = {link.eid for links in self.treaty.links for link in links if link.eid is not None}
        eids.update(eid for links in self.treaty.links for link in links for eid in link.candidates)
        return frozenset(eid[:at] for eid in eids for at in (*(m.start() for m in re.finditer("__", eid)), len(eid)))

    def is_referred(self, provision: Provision) -> bool:
        """Whether a reference leads to a provision or to what stands in it."""
        return provision.eid in self.referred or any(inner.eid in self.referred for inner in provision.provisions)

    def own_end(self, article: Provision) -> int:
        """Where the last words of an article end, without what follows it on the page."""
        return max(leaf.span.end for leaf in article.leaves)


def _all_phrases(clause: Clause) -> Iterator[Phrase]:
    for field in ("subject", "modal", "action", *MODIFIER_FIELDS):
        yield from field_phrases(clause, field)


# ---------------------------------------------------------------- within clauses


def _modals(place: _Place) -> Iterator[Edit]:
    """Another modal: "may" for "shall"."""
    swaps = _planted()["modals"]
    for span in dict.fromkeys(clause.modal.span for clause in place.clauses if clause.modal is not None):
        new = swaps.get(span.of(place.text))
        if new is not None:
            yield place.edit(EditKind.MODAL, span, new, *place.modified(span, "modal"), fields=["kind", "bearer"])


def _conditions(place: _Place) -> Iterator[Edit]:
    yield from _modifiers(place, EditKind.CONDITION, "conditions")


def _exceptions(place: _Place) -> Iterator[Edit]:
    yield from _modifiers(place, EditKind.EXCEPTION, "exceptions")


def _modifiers(place: _Place, kind: EditKind, field: str) -> Iterator[Edit]:
    """A modifier added at the end of a sentence; one that stands there dropped, or replaced by another."""
    new = _planted()[field]
    for number, clause in enumerate(place.alone()):
        assert clause.action is not None
        at = Span(clause.action.span.end, clause.action.span.end)
        expected = Expected(kind=ChangeKind.MODIFIED, field=field, left=clause.span)
        yield place.edit(kind, at, f", {new[number % len(new)]}", expected)
    own = {phrase.span: phrase for clause in place.clauses for phrase in field_phrases(clause, field)}
    for number, (span, phrase) in enumerate(own.items()):
        if place.text[span.end : span.end + 1] == "." and not phrase.inherited:
            expected_all = place.modified(span, field)
            yield place.edit(kind, span, new[number % len(new)], *expected_all, fields=["references"])
            start = len(place.text[: span.start].rstrip(" ,\r\n"))
            yield place.edit(kind, Span(start, span.end), "", *expected_all, fields=["references"])


def _deadlines(place: _Place) -> Iterator[Edit]:
    """Another number in a time: "within 37 days" for "within 30 days"."""
    words = _planted()["numbers"]
    for span in dict.fromkeys(phrase.span for clause in place.clauses for phrase in clause.times):
        number = re.search(rf"\b(?:\d{{1,3}}|{'|'.join(words)})\b(?=\s+[a-z]{{3}})", span.of(place.text))
        if number and not place.treaty.references_in(span):
            new = str(int(number[0]) + 7) if number[0].isdigit() else words[number[0]]
            at = Span(span.start + number.start(), span.start + number.end())
            yield place.edit(EditKind.DEADLINE, at, new, *place.modified(span, "times"))


# ---------------------------------------------------------------- references


def _references(place: _Place) -> Iterator[Edit]:
    """A reference that leads to a neighbour of the provision that it led to."""
    for reference in place.treaty.references:
        target = _only_target(place.treaty, reference)
        found = None if target is None else _number_in(place.text, reference.span, target.number)
        showing = [clause for clause in place.treaty.clauses if clause.span.covers(reference.span)]
        if target is None or found is None or not showing or _is_inherited(place, reference):
            continue
        other = next((n for n in _siblings(place.treaty, target) if n.level is target.level and _like(n, target)), None)
        if other is not None and other.number is not None:
            expected = [Expected(kind=ChangeKind.MODIFIED, field="references", left=clause.span) for clause in showing]
            yield place.edit(EditKind.REFERENCE, found, other.number, *expected)


def _only_target(treaty: Treaty, reference: Reference) -> Provision | None:
    """The provision that a reference leads to when it names one of this treaty by its number, and nothing else."""
    resolutions = treaty.resolve(reference)
    if len(resolutions) != 1 or resolutions[0].status is not ResolutionStatus.INTERNAL or resolutions[0].candidates:
        return None
    provision = resolutions[0].provision
    named = (
        provision is not None and resolutions[0].target.path.rpartition("__")[2] == provision.eid.rpartition("__")[2]
    )
    return provision if named else None


def _is_inherited(place: _Place, reference: Reference) -> bool:
    return any(
        phrase.inherited and phrase.span.overlaps(reference.span)
        for clause in place.treaty.clauses
        for phrase in _all_phrases(clause)
    )


def _number_in(text: str, span: Span, number: str | None) -> Span | None:
    """Where a number stands in a passage, when it stands there once."""
    found = [match for match in _NUMBER.finditer(text, span.start, span.end) if match[0] == number]
    return Span(*found[0].span()) if len(found) == 1 else None


def _siblings(treaty: Treaty, provision: Provision) -> tuple[Provision, ...]:
    parent = treaty.parent(provision)
    return treaty.children if parent is None else parent.children


def _like(other: Provision, provision: Provision) -> bool:
    """Whether two provisions bear different numbers of one style."""
    if other.number is None or provision.number is None or other.number == provision.number:
        return False
    return other.number.isdigit() == provision.number.isdigit() and other.number.isalnum()


# ---------------------------------------------------------------- provisions


def _additions(place: _Place) -> Iterator[Edit]:
    """A sentence at the end of an article, and an article after it."""
    sentences = _planted()["sentences"]
    for place_in_text, article in enumerate(place.articles):
        sentence = sentences[place_in_text % len(sentences)]
        expected = Expected(kind=ChangeKind.ADDED, words=sentence.rstrip("."))
        end = place.own_end(article)
        if place.text[end - 1] == ".":
            yield place.edit(EditKind.ADDED, Span(end, end), f"\n\n{sentence}", expected)
        name = _name(article)
        if name is not None and article.number is not None and article.number.isdigit():
            yield place.edit(EditKind.ADDED, Span(end, end), f"\n\n{name} bis\n\n{sentence}", expected)


def _name(article: Provision) -> str | None:
    """How an article is called on the page, up to its number: "ARTICLE 5"."""
    leaf = article.own_leaves[0]
    found = re.match(rf"\s*\w+\.?\s+{re.escape(article.number or '')}(?!\w)", leaf.text)
    return found[0].strip() if found and leaf.kind in (LeafKind.HEADING, LeafKind.MARKER) else None


def _removals(place: _Place) -> Iterator[Edit]:
    """An article, or the last paragraph of one, that no reference leads to."""
    for article in place.articles:
        if not place.is_referred(article):
            span = Span(article.own_leaves[0].span.start, place.own_end(article))
            yield place.edit(
                EditKind.REMOVED, span, "", Expected(kind=ChangeKind.REMOVED, left=article.clauses[0].span)
            )
        for paragraph in _last_paragraphs(place, article):
            if paragraph.clauses and not place.is_referred(paragraph):
                expected = [Expected(kind=ChangeKind.REMOVED, left=clause.span) for clause in paragraph.clauses]
                yield place.edit(EditKind.REMOVED, _body(paragraph), "", *expected)


def _last_paragraphs(place: _Place, article: Provision) -> Iterator[Provision]:
    """The last of an article's paragraphs, unless it is quoted, as in amendments, or the last item of a list."""
    last = article.children[-1] if len(article.children) > 1 else None
    if last is None or last.level not in (Level.PARAGRAPH, Level.ALINEA) or not re.match(r"\(?\w", last.text):
        return
    if place.text[: last.span.start].rstrip().endswith("."):
        yield last


def _body(provision: Provision) -> Span:
    leaves = provision.leaves
    return Span(leaves[0].span.start, leaves[-1].span.end)


def _moves(place: _Place) -> Iterator[Edit]:
    """The last paragraph of an article carried to the end of another one."""
    homes = [article for article in place.articles if place.text[place.own_end(article) - 1] == "."]
    for article in place.articles:
        for paragraph in _last_paragraphs(place, article):
            others = [
                home for home in homes if home.eid != article.eid and home.eid.count("__") == article.eid.count("__")
            ]
            said = " ".join(leaf.text for leaf in paragraph.leaves if leaf.kind is LeafKind.TEXT)
            if paragraph.children or place.is_referred(paragraph) or len(said) < _TELLING or not others:
                continue
            if not paragraph.clauses or _has_scope(place.treaty, paragraph) or not said[0].isupper():
                continue
            after = others[(place.articles.index(article) * 7) % len(others)]
            end = place.own_end(after)
            expected = [Expected(kind=ChangeKind.MOVED, left=clause.span) for clause in paragraph.clauses]
            carried = (Span(end, end), f"\n\n{said}")
            yield Edit(
                kind=EditKind.MOVED,
                before=place.text,
                replacements=tuple(sorted([(_body(paragraph), ""), carried])),
                expected=tuple(expected),
            )


def _has_scope(treaty: Treaty, provision: Provision) -> bool:
    """Whether the text of a provision means something else elsewhere: it refers to "paragraph 1", "this Article"."""
    return any(
        resolution.status is not ResolutionStatus.EXTERNAL and not resolution.target.path.startswith("art_")
        for reference in provision.references
        for resolution in treaty.resolve(reference)
    )


def _renumberings(place: _Place) -> Iterator[Edit]:
    """The numbers of an article and of all that follow it raised by one, as if one had been inserted."""
    numbers = [article.number or "" for article in place.treaty.articles]
    if len(set(numbers)) != len(numbers) or not all(map(str.isdigit, numbers)):
        return
    for first in range(len(numbers) - 1, 0, -1):
        raised = {article.eid: str(int(article.number or 0) + 1) for article in place.treaty.articles[first:]}
        nodes = [place.treaty.provision(eid) for eid in raised]
        found = [_number_in(place.text, node.own_leaves[0].span, node.number) for node in nodes]
        wanted = [(span, number) for span, number in zip(found, raised.values(), strict=True) if span is not None]
        following = _following(place.treaty, raised)
        if following is None or len(wanted) < len(raised):
            return
        yield Edit(
            kind=EditKind.RENUMBERED,
            before=place.text,
            replacements=tuple(sorted([*wanted, *following])),
            expected=tuple(
                Expected(kind=ChangeKind.RENUMBERED, left=Span(node.span.start, node.span.start + 1)) for node in nodes
            ),
        )


def _following(treaty: Treaty, raised: Mapping[str, str]) -> list[tuple[Span, str]] | None:
    """What must be written in the references to renumbered articles; `None` when that is in doubt."""
    changed = []
    for reference, links in zip(treaty.references, treaty.links, strict=True):
        led = {eid.partition("__")[0] for link in links for eid in (link.eid, *link.candidates) if eid is not None}
        for eid in sorted(led & raised.keys()):
            number = eid.partition("_")[2]
            if not any(f"art_{number}" in re.split("__|-", target.path) for target in reference.targets):
                continue  # "this Article", "paragraph 2" of the article at hand
            span = _number_in(treaty.text, reference.span, number)
            if span is None or any(link.candidates for link in links):
                return None
            changed.append((span, raised[eid]))
    return changed


_PLANTERS: Mapping[EditKind, Callable[[_Place], Iterator[Edit]]] = {
    EditKind.MODAL: _modals,
    EditKind.CONDITION: _conditions,
    EditKind.EXCEPTION: _exceptions,
    EditKind.DEADLINE: _deadlines,
    EditKind.REFERENCE: _references,
    EditKind.ADDED: _additions,
    EditKind.REMOVED: _removals,
    EditKind.MOVED: _moves,
    EditKind.RENUMBERED: _renumberings,
}
