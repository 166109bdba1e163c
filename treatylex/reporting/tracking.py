"""Tracked changes of Word: the elements that mark what was struck, put in and moved, and the comments on them.

Guarantees: ids are unique in the document; a move has one name at both its places; a comment that stands on words that
only one text has comes or goes with them.
"""

import datetime
import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from treatylex.comparing.telling.collation import collate
from treatylex.comparing.telling.digest import Item, digest
from treatylex.comparing.telling.paragraph_ends import Fate
from treatylex.comparing.telling.revisions import Run, revisions
from treatylex.formats.xml_writing import clean
from treatylex.model.changes import ChangeKind, TreatyDiff
from treatylex.reporting.remarks import remark

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR = "treatylex"
_INITIALS = "tx"
_ELEMENTS = {
    Fate.DELETED: "w:del",
    Fate.INSERTED: "w:ins",
    Fate.MOVED_FROM: "w:moveFrom",
    Fate.MOVED_TO: "w:moveTo",
}


Place = tuple[int, int]
"""A run by its paragraph and its place in it."""
Placed = tuple[Place, Run]


@attrs.define
class Marks:
    """What begins before a run and what ends after it: comments and moves."""

    begin: list[Any] = attrs.field(factory=list)
    end: list[Any] = attrs.field(factory=list)


class Tracking:
    """Makes the elements of tracked changes, and knows which comments and moves begin and end at each run."""

    def __init__(self, document: "Document", diff: TreatyDiff, date: datetime.datetime) -> None:
        from docx.oxml import OxmlElement

        self.make = OxmlElement
        self._document = document
        self._date = date.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        taken = (each.get(qualified("id")) for each in document.element.body.iter())
        self._ids = itertools.count(max((int(each) for each in taken if each and each.isdecimal()), default=0) + 1)
        sections = collate(diff)
        self.revised = revisions(diff, sections)
        self._runs: list[Placed] = [
            ((at, number), run)
            for at, paragraph in enumerate(self.revised)
            for number, run in enumerate(paragraph.runs)
        ]
        self._marks: dict[Place, Marks] = {}
        self._mark_moves()
        self._mark_comments(item for group in digest(diff, sections) for item in group.items)

    def run(self, run: Run) -> Any:
        """A new run of some words, tracked by their fate."""
        made = self.make("w:r")
        for number, words in enumerate(run.text.split("\t")):
            if number:
                made.append(self.make("w:tab"))
            if words:
                text = self.make("w:delText" if run.fate is Fate.DELETED else "w:t")
                text.text = clean(words)
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(text)
        return self.wrapped(made, run.fate)

    def wrapped(self, made: Any, fate: Fate) -> Any:
        """A run, tracked by the fate of its words."""
        if fate is Fate.KEPT:
            return made
        revision = self.revision(fate)
        revision.append(made)
        return revision

    def revision(self, fate: Fate) -> Any:
        """The element that tracks a fate."""
        return self.element_of(_ELEMENTS[fate], author=AUTHOR, date=self._date)

    def element_of(self, tag: str, **attributes: str) -> Any:
        """An element with an id that no other of the document's revisions has."""
        made = self.make(tag)
        for key, value in {"id": str(next(self._ids)), **attributes}.items():
            made.set(qualified(key), value)
        return made

    def marks(self, at: int, number: int) -> Marks:
        """What begins before and ends after a run, by its paragraph and its place in it."""
        return self._marks.get((at, number), Marks())

    def end(self, properties: Any, fate: Fate) -> None:
        """Track the end of a paragraph in its properties."""
        mark = properties.find(qualified("rPr"))
        if mark is None:
            mark = self.make("w:rPr")
            properties.insert_element_before(mark, "w:sectPr", "w:pPrChange")
        mark.insert(0, self.revision(fate))

    def properties(self, properties: Any, before: Any) -> None:
        """Track a change of a paragraph's properties, given what they were before without those of its end."""
        change = self.element_of("w:pPrChange", author=AUTHOR, date=self._date)
        change.append(before)
        properties.append(change)

    def _at(self, place: Place) -> Marks:
        return self._marks.setdefault(place, Marks())

    def _mark_moves(self) -> None:
        """Where what was carried elsewhere begins and ends at both places, under one name."""
        for fate, name in ((Fate.MOVED_FROM, "w:moveFromRange"), (Fate.MOVED_TO, "w:moveToRange")):
            held: dict[int, list[Place]] = {}
            for place, run in self._runs:
                if run.fate is fate and run.move is not None:
                    held.setdefault(run.move, []).append(place)
            for number, places in held.items():
                start = self.element_of(f"{name}Start", name=f"move{number}", author=AUTHOR, date=self._date)
                end = self.element_of(f"{name}End", id=start.get(qualified("id")))
                self._at(places[0]).begin.append(start)
                self._at(places[-1]).end.append(end)

    def _mark_comments(self, items: Iterable[Item]) -> None:
        touched = _touched(self._runs)
        for item in items:
            lines = remark(item)
            anchor = _anchor(item, touched.get(item.number - 1, [])) or self._runs[:1]
            if lines and anchor:
                self._comment(lines, anchor)

    def _comment(self, lines: Sequence[str], anchor: Sequence[Placed]) -> None:
        comment = self._document.comments.add_comment(text="\n".join(map(clean, lines)), author=AUTHOR)
        comment.initials = _INITIALS
        comment._comment_elm.set(qualified("date"), self._date)
        number = str(comment.comment_id)
        reference = self.make("w:r")
        mark = self.make("w:commentReference")
        mark.set(qualified("id"), number)
        reference.append(mark)
        fates = {run.fate for _, run in anchor}
        goes = fates <= {Fate.DELETED} or fates <= {Fate.INSERTED}  # with its words
        self._at(anchor[0][0]).begin.append(self.element_of("w:commentRangeStart", id=number))
        self._at(anchor[-1][0]).end += [
            self.element_of("w:commentRangeEnd", id=number),
            self.wrapped(reference, fates.pop() if goes else Fate.KEPT),
        ]


def qualified(name: str) -> str:
    """The full name of an element or attribute of Word's."""
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _touched(runs: Iterable[Placed]) -> dict[int, list[list[Placed]]]:
    """For each change the runs that it touches, those in a row together."""
    found: dict[int, list[list[Placed]]] = {}
    before: tuple[int, ...] = ()
    for place, run in runs:
        for number in run.changes:
            stretches = found.setdefault(number, [])
            if number not in before:
                stretches.append([])
            stretches[-1].append((place, run))
        before = run.changes
    return found


def _anchor(item: Item, stretches: Sequence[list[Placed]]) -> list[Placed]:
    """The runs at which a change is commented: what it edited in the first passage where it stands.

    What was carried elsewhere is commented where it stands now.
    """
    if item.change.kind is ChangeKind.MOVED:
        stretches = sorted(stretches, key=lambda stretch: not any(run.fate is Fate.MOVED_TO for _, run in stretch))
    edited = ([placed for placed in stretch if placed[1].fate is not Fate.KEPT] for stretch in stretches)
    return next(filter(None, edited), stretches[0] if stretches else [])
