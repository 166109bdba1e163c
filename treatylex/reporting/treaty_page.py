"""The page of a treaty: its text with every clause coloured by its kind, its details at hand, references as links.

Guarantees: it opens offline and loads nothing; every word of the treaty stands in it, escaped, in its order, but page
furniture; the page's policy lets no script run but its own; it is readable without that script, without colour and on
paper.
"""

import bisect
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.notes import NotesOfText, label_length
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import ATTACHED, UNITS, LeafKind, Provision, Treaty, counted
from treatylex.model.references import Reference, ResolutionStatus
from treatylex.reporting.outline import Entry, clause_entries, provision_name, resolution_text
from treatylex.reporting.pages import rendered
from treatylex.source import Span, one_line

_TAGS = {
    ClauseKind.OBLIGATION: "must",
    ClauseKind.PROHIBITION: "must not",
    ClauseKind.PERMISSION: "may",
    ClauseKind.RIGHT: "right",
    ClauseKind.EXEMPTION: "need not",
    ClauseKind.RECOMMENDATION: "should",
    ClauseKind.CONSTITUTIVE: "is",
    ClauseKind.DEFINITION: "means",
    ClauseKind.DECLARATION: "says",
    ClauseKind.SAVING: "saves",
    ClauseKind.RECITAL: "recital",
}
"""The word before each clause that tells its kind without colour."""


@attrs.frozen(kw_only=True)
class _Piece:
    """Some words of a paragraph: in a clause or none, a reference or none, after the anchors of what begins there.

    `note`: the footnote that they mark, by what its address ends in.
    """

    text: str
    anchors: tuple[str, ...] = ()
    link: str | None = None
    told: str | None = None
    dangling: bool = False
    note: str | None = None


@attrs.frozen(kw_only=True)
class _Part:
    """A clause as far as it stands in one paragraph, or words in none. `first` says that the clause begins here."""

    clause: Clause | None
    pieces: tuple[_Piece, ...]
    first: bool = False
    card: Entry | None = None
    tag: str = ""


@attrs.frozen(kw_only=True)
class _Block:
    """A paragraph as the page shows it; `depth` says how far it is indented.

    `cells` are those of a row of a table, of which `first` and `last` say whether it begins and ends with it.
    """

    tag: str
    kind: str
    depth: int
    cells: tuple[tuple[_Part, ...], ...]
    first: bool = False
    last: bool = False


def treaty_page(treaty: Treaty) -> str:
    """The page of a treaty as one HTML document.

    >>> from treatylex.parsing.reader import parse
    >>> page = treaty_page(parse("Each Party shall inform <the Council>."))
    >>> page.startswith("<!DOCTYPE html>"), "&lt;the Council&gt;" in page
    (True, True)
    """
    kinds = Counter(clause.kind for clause in treaty.clauses)
    return rendered(
        "treaty.html",
        styles=("comparison.css", "treaty.css"),
        scripts=("common.js", "treaty.js"),
        title=one_line(treaty.title) or treaty.source_name or "Treaty",
        source=treaty.source_name or "",
        has_title=any(leaf.kind is LeafKind.TITLE for leaf in treaty.leaves),
        summary=_summary(treaty),
        unread=_unread(treaty),
        kinds=[(kind.value, _TAGS[kind], kinds[kind]) for kind in ClauseKind if kinds[kind]],
        contents=list(_contents(treaty)),
        blocks=list(_Blocks(treaty).shown()),
    )


def _summary(treaty: Treaty) -> str:
    statuses = Counter(resolution.status for each in treaty.references for resolution in treaty.resolve(each))
    counts = [
        counted(len(treaty.articles), "article"),
        counted(len(treaty.clauses), "clause"),
        counted(len(treaty.references), "reference"),
    ]
    lost = statuses[ResolutionStatus.DANGLING]
    return ", ".join(counts) + (f" ({lost} to provisions that are not there)" if lost else "")


def _unread(treaty: Treaty) -> str:
    count = len(treaty.unread_leaves)
    return f"{counted(count, 'passage')} could not be read; wavy lines mark them" if count else ""


def _contents(treaty: Treaty) -> Iterator[dict[str, Any]]:
    """Divisions and articles, with how many clauses each article has."""
    for provision in treaty.provisions:
        if provision.level in UNITS or provision.level in ATTACHED or _holds_units(provision):
            yield {
                "eid": provision.eid,
                "name": provision_name(provision) or provision.level.value.capitalize(),
                "count": len(provision.clauses) if provision.level in UNITS else 0,
                "outer": provision.level not in UNITS,
            }


def _holds_units(provision: Provision) -> bool:
    return any(child.level in UNITS or _holds_units(child) for child in provision.children)


# ---------------------------------------------------------------- the text


class _Blocks:
    """Cuts the text of a treaty where clauses, references and provisions begin and end."""

    def __init__(self, treaty: Treaty) -> None:
        self._treaty = treaty
        self._cards = clause_entries(treaty)
        self._clauses = sorted(treaty.clauses, key=lambda clause: clause.span)
        self._starts = [clause.span.start for clause in self._clauses]
        self._provisions = sorted(treaty.provisions, key=lambda provision: provision.span.start)
        self._provision_starts = [provision.span.start for provision in self._provisions]
        self._begun: set[str] = set()
        self._notes = NotesOfText.of(treaty)
        self._marks = sorted(self._notes.notes)
        labels = {
            place: note.places[label_length(note) - 1]
            for note in self._notes.notes.values()
            for place in note.places[:1]
        }
        self._ends = self._notes.marks | labels  # where a mark ends, in the text and in its note

    def shown(self) -> Iterator[_Block]:
        """The blocks of the page, in order."""
        set_ = paragraphs(self._treaty)
        for before, paragraph, after in zip([None, *set_], set_, [*set_[1:], None], strict=False):
            yield _Block(
                tag=f"h{paragraph.heading_level}" if paragraph.heading_level else "p",
                kind=paragraph.kind.value,
                depth=paragraph.provision.eid.count("__sub_") if paragraph.provision else 0,
                cells=tuple(tuple(self._parts(paragraph, start, end)) for start, end in _cells(paragraph)),
                first=before is None or before.kind is not LeafKind.TABLE,
                last=after is None or after.kind is not LeafKind.TABLE,
            )

    def _clause_at(self, place: int) -> Clause | None:
        at = bisect.bisect_right(self._starts, place) - 1
        return self._clauses[at] if at >= 0 and place < self._clauses[at].span.end else None

    def _parts(self, paragraph: Paragraph, first_place: int, last_place: int) -> Iterator[_Part]:
        """A paragraph, or a cell, in clauses and what stands between them."""
        within = paragraph.span
        first = bisect.bisect_left(self._starts, within.start)
        touching = self._clauses[max(first - 1, 0) : bisect.bisect_left(self._starts, within.end)]
        cuts = [place for clause in touching for place in (clause.span.start, clause.span.end)]
        for start, end in _stretches(paragraph, cuts, first_place, last_place):
            clause = self._clause_at(paragraph.places[start])
            begins = clause is not None and clause.eid not in self._begun
            if clause is not None:
                self._begun.add(clause.eid)
            yield _Part(
                clause=clause,
                pieces=tuple(self._pieces(paragraph, start, end)),
                first=begins,
                card=self._cards[clause.eid] if clause else None,
                tag=_TAGS[clause.kind] if clause else "",
            )

    def _pieces(self, paragraph: Paragraph, start: int, end: int) -> Iterator[_Piece]:
        """A stretch of a paragraph in references and what stands between them."""
        span = Span(paragraph.places[start], paragraph.places[end - 1] + 1)
        references = [each for each in self._treaty.references_in(paragraph.span) if each.span.overlaps(span)]
        cuts = [place for each in references for place in (each.span.start, each.span.end)]
        first, last = (bisect.bisect_left(self._provision_starts, at) for at in (span.start, span.end))
        begin = self._provision_starts[first:last]
        at = [bisect.bisect_left(self._marks, place) for place in (span.start, span.end)]
        marks = {mark: f"note-{mark}" for mark in self._marks[slice(*at)]}
        if (mark := self._notes.mark_of.get(paragraph.places[0])) is not None:
            marks = {paragraph.places[0]: f"mark-{mark}"}
        cuts += [place for mark in marks for place in (mark, self._ends.get(mark, mark))]
        for a, b in _stretches(paragraph, [*cuts, *begin], start, end):
            place = paragraph.places[a]
            here = next((each for each in references if each.span.start <= place < each.span.end), None)
            anchors = [each.eid for each in self._provisions[first:last] if each.span.start == place]
            yield attrs.evolve(self._piece(paragraph.text[a:b], tuple(anchors), here), note=marks.get(place))

    def _piece(self, text: str, anchors: tuple[str, ...], reference: Reference | None) -> _Piece:
        if reference is None:
            return _Piece(text=text, anchors=anchors)
        resolved = self._treaty.resolve(reference)
        inside = next((each.provision.eid for each in resolved if each.provision), None)
        return _Piece(
            text=text,
            anchors=anchors,
            link=inside,
            told="; ".join(map(resolution_text, resolved)),
            dangling=any(each.status is ResolutionStatus.DANGLING for each in resolved),
        )


def _cells(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Where the cells of a row begin and end; other paragraphs are one."""
    done = 0
    for words in paragraph.text.split("\t"):
        yield done, done + len(words)
        done += len(words) + 1


def _stretches(paragraph: Paragraph, cuts: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places in a part of a paragraph between cuts, which are places in the treaty's text."""
    inner = {bisect.bisect_left(paragraph.places, cut) for cut in cuts}
    edges = sorted({start, end, *(place for place in inner if start < place < end)})
    return itertools.pairwise(edges)
