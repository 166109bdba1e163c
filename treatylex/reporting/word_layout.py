"""The layout of LEFT: tracked changes written into the Word document from which the left treaty was read.

Guarantees: styles, numbering, tables, headers and whatever else the comparison does not touch stay as they are; numbers
that Word generates are left to Word; the result is read back, and given out only if it holds the right text with all
changes accepted and the left one with all rejected. What does not come out so is refused with the reason (`Unfit`).
"""

import bisect
import copy
import datetime
import difflib
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from treatylex.comparing.telling.paragraph_ends import Fate
from treatylex.comparing.telling.revisions import RevisedParagraph, Run, edits
from treatylex.extras import needed
from treatylex.formats.documents import Choices
from treatylex.formats.markup import local
from treatylex.formats.word.styles import Styles
from treatylex.formats.xml_writing import clean
from treatylex.model.changes import TreatyDiff
from treatylex.model.notes import NotesOfText, label_length, words_of
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.tracking import Marks, Tracking, qualified
from treatylex.reporting.word_notes import MARK, SIGNS, Notes, is_reference
from treatylex.source import Place, cut

if TYPE_CHECKING:
    from docx.document import Document

_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "cellIns", "cellDel"})
_SIGNS = {"tab": "\t", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WRAPPERS = frozenset({"hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "bdo", "dir"})
_DELETED_NAMES = {"t": "w:delText", "instrText": "w:delInstrText"}


class Unfit(Exception):  # noqa: N818 - no error: another way of writing is taken
    """Why a comparison cannot be written into the layout of LEFT."""


_QUOTED = 60
"""Characters of a paragraph that a reason quotes."""
_APART = re.compile(r"\s{2,}")
_TABBED = re.compile(r"\s*\S{1,12}\t")
"""A typed number that a tab parts from its text."""


def into_layout(diff: TreatyDiff, data: bytes, date: datetime.datetime) -> "Document":
    """The document of LEFT with the tracked changes of a comparison.

    Args:
        diff: the comparison, whose left treaty was read from `data`.
        data: the bytes of the .docx file.
        date: when the changes were made.

    Raises:
        Unfit: when the changes cannot be written into it.
    """
    document: Document = needed("docx", "docx").Document(io.BytesIO(data))
    if any(local(each) in _TRACKED for each in document.element.body.iter()):
        raise Unfit("it holds tracked changes of its own; accept or reject them first")
    if any(told.code in ("struck-through", "hidden-text") for told in diff.left.diagnostics):
        raise Unfit("words of it are struck through or hidden; delete or show them first")
    notes = Notes(document)
    if any(local(each) in _TRACKED for root in notes.roots for each in root.iter()):
        raise Unfit("its notes hold tracked changes of their own; accept or reject them first")
    _Rewriting(document, diff, Tracking(document, diff, date), notes).write()
    notes.save()
    return document


def check(diff: TreatyDiff, data: bytes) -> None:
    """Read a document back and see that it leads to both texts.

    Raises:
        Unfit: when it does not.
    """
    from treatylex.formats.word.reading import read

    for revisions, treaty in (("accepted", diff.right), ("original", diff.left)):
        found = _squashed(read(data, Choices(revisions=revisions)).text)
        wanted = [each.text for each in paragraphs(treaty)]
        if found != _squashed("".join(wanted)):
            raise Unfit(
                f'from "{_first_other(wanted, found)}" on its numbering or tables would not come out as the '
                f"{'right' if revisions == 'accepted' else 'left'} text has them; type that number, or set that table "
                "as the others are, in both"
            )


def _squashed(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "")


def _first_other(wanted: Iterable[str], found: str) -> str:
    """The first of the paragraphs of a text that another text, without its blanks, does not go on with."""
    at = 0
    for each in wanted:
        squashed = _squashed(each)
        if not found.startswith(squashed, at):
            return cut(" ".join(each.split()), _QUOTED)
        at += len(squashed)
    return "the end"


# ---------------------------------------------------------------- the paragraphs of LEFT


@attrs.frozen(eq=False)
class _Atom:
    """What a paragraph of Word's holds at one place: the text of a part of a run, or an element without text."""

    run: Any | None
    part: Any
    text: str


class _Kept:
    """A paragraph of LEFT: its element, its parts, and where the characters of the treaty's text stand in it."""

    def __init__(self, element: Any, labels: Mapping[Any, str], note: tuple[str, str] | None = None) -> None:
        self.element = element
        self.atoms = list(_atoms(element))
        self.raw = "".join(atom.text for atom in self.atoms)
        self.labels = [labels[atom.part] for atom in self.atoms if atom.text == MARK]
        self.note = note  # of which it is a paragraph
        self.numbered = False  # whether Word writes a number before its words, in their line

    @property
    def line(self) -> str:
        """What it says, in one line."""
        labels = iter(self.labels)
        return " ".join("".join(next(labels) if sign == MARK else sign for sign in self.raw).split())

    def places(self, text: str, start: int) -> dict[int, int]:
        """For each place in the treaty's text that of its character here; generated numbers and marks have none."""
        found: dict[int, int] = {}
        labels = list(self.labels)
        at, offset = len(self.raw) - 1, len(text) - 1
        while offset >= 0:
            while at >= 0 and self.raw[at] != text[offset] and self.raw[at].isspace():
                at -= 1
            length = 1
            if at >= 0 and self.raw[at] == MARK:
                label = labels.pop() if labels else ""
                if not label or not text.endswith(label, 0, offset + 1):
                    break
                length = len(label)
            if at >= 0 and self.raw[at] in (MARK, text[offset]):
                found.update((start + offset - k, at) for k in range(length))
                at -= 1
            offset -= length
        if self.raw[: at + 1].strip():
            raise Unfit("a paragraph of it does not read as it is written")
        return found

    @property
    def looks(self) -> Any | None:
        """The properties of its first words."""
        run = next((atom.run for atom in self.atoms if atom.run is not None and _says(atom.text)), None)
        return None if run is None else run.find(qualified("rPr"))


def _atoms(container: Any) -> Iterator[_Atom]:
    for element in container:
        name = local(element)
        if name == "r":
            for part in element:
                if local(part) != "rPr":
                    text = (part.text or "") if local(part) == "t" else _SIGNS.get(local(part), "")
                    text = MARK if is_reference(part) else text
                    yield _Atom(element, part, text)
        elif name in _WRAPPERS:
            yield from _atoms(element)
        elif name != "pPr":
            yield _Atom(None, element, "")


def _says(text: str) -> bool:
    """Whether a text holds more than blanks and references to notes."""
    return bool(text.strip(f"{MARK} \t\n"))


def _elements(body: Any) -> Iterator[Any]:
    """The paragraphs in the order in which they are read: of content in several forms only that which Word shows."""
    for element in body:
        if local(element) == "AlternateContent":
            shown = [each for each in element if local(each) == "Choice" and len(each)] or list(element)
            yield from _elements(shown[0])
            continue
        if local(element) == "p":
            yield element
        yield from _elements(element)


# ---------------------------------------------------------------- rewriting


@attrs.define
class _Words:
    """A run of the joint text with the places of its characters in the treaty's text, if the left text has it."""

    run: Run
    offsets: Sequence[int]
    marks: Marks
    note: Paragraph | None = None  # of the right text, to which these words, a mark that comes, refer


@attrs.define
class _Group:
    """What of the joint text leads up to the end of one paragraph of the left text: new paragraphs, then that one."""

    new: list[tuple[RevisedParagraph, list[_Words]]]
    paragraph: RevisedParagraph
    words: list[_Words]


class _Rewriting:
    """Writes the joint text of a comparison over the paragraphs of LEFT."""

    def __init__(self, document: "Document", diff: TreatyDiff, tracking: Tracking, notes: Notes) -> None:
        self._tracking = tracking
        self._notes = notes
        self._noted = (NotesOfText.of(diff.left), NotesOfText.of(diff.right))
        self._partners: dict[int, Paragraph | None] = {}  # for marks of LEFT the note that the right text has there
        self._of_mark: dict[
            tuple[bool, int], tuple[str, str] | None
        ] = {}  # the note of a mark of the left or right text
        self._comments: list[tuple[tuple[bool, int], Marks]] = []  # on words in notes, where Word has none
        self._right = diff.right
        self._styles = Styles(document.styles.element)
        self._kept = [_Kept(element, notes.labels) for element in _elements(document.element.body)]
        self._notes_from = len(self._kept)
        self._where: dict[int, tuple[int, int]] = {}
        self._made: dict[int, int] = {}  # where a line begins that Word makes whole: the paragraph that it is
        self._of_notes: set[int] = set()
        self._read(diff.left)
        self._offsets = sorted(at for at, (number, _) in self._where.items() if number < self._notes_from)
        self._of_element = {kept.element: kept for kept in self._kept}
        self._models = self._find_models(diff.left)
        self._written: dict[int, list[_Words]] = {}
        self._begin: dict[int, int] = {}
        self._tab: dict[int, int] = {}  # of the same where it is typed: the blank that a tab is to stand for
        self._cut: dict[int, int] = {}  # of the text of what is left of a divided paragraph: the number that Word makes
        self._unnumbered: list[int] = []  # of those that Word numbers: what the right text has without a number

    def _read(self, treaty: Treaty) -> None:
        """Find every character of the treaty in the document."""
        for place in treaty.source.places:
            if place.note is not None:
                self._of_notes.update(range(place.span.start, place.span.end))
                self._read_note(treaty, place)
            elif place.paragraph is None or place.paragraph > self._notes_from:
                raise Unfit("its paragraphs could not be found again")
            elif place.cell is None:
                kept = self._kept[place.paragraph - 1]
                found = kept.places(place.span.of(treaty.text), place.span.start)
                self._where.update((offset, (place.paragraph - 1, at)) for offset, at in found.items())
                if not found:
                    self._made[place.span.start] = place.paragraph - 1
            else:
                self._read_lines(treaty, place.paragraph - 1, place.span.start, place.span.end)

    def _read_note(self, treaty: Treaty, place: Place) -> None:
        """The paragraphs of a note, which the text has in one line, behind its label."""
        name = place.note or ""
        note, elements = self._notes.take(name)
        number = len(self._kept)
        self._kept += [_Kept(element, self._notes.labels, note) for element in elements]
        start = place.span.start + len(name.partition(" ")[2])
        start += treaty.text[start : start + 1] == " "
        if elements:
            self._read_lines(treaty, number, start, place.span.end)

    def _read_lines(self, treaty: Treaty, number: int, start: int, end: int) -> None:
        at = start
        while at < end and number < len(self._kept):
            line = self._kept[number].line
            if not treaty.text.startswith(line, at):
                raise Unfit("a cell of its tables, or a note, has numbers or notes that could not be found again")
            found = self._kept[number].places(line, at)
            self._where.update((offset, (number, place)) for offset, place in found.items())
            at += len(line)
            at += at < end and treaty.text[at] == " "
            number += 1

    def _find_models(self, treaty: Treaty) -> dict[tuple[object, ...], list[tuple[int, int | None, bool]]]:
        """For each kind of paragraph those of LEFT: where it begins, its number, and whether Word numbers it."""
        found: dict[tuple[object, ...], list[tuple[int, int | None, bool]]] = {}
        for paragraph in paragraphs(treaty):
            held = [self._where[offset] for offset in paragraph.places if offset in self._where]
            numbered = paragraph.places[0] not in self._where and paragraph.places[0] not in self._of_notes
            number = held[0][0] if held else self._made.get(paragraph.places[0])
            if numbered and number is not None:
                self._kept[number].numbered = True
            found.setdefault(_sort(paragraph), []).append((paragraph.places[0], number, numbered))
        return found

    def write(self) -> None:
        """Rewrite what differs, and mark what is commented."""
        for group in self._groups():
            self._group(group)
        self._write_notes()
        for number, words in self._written.items():
            self._rewrite(number, words)
        self._comment_notes()
        for number in self._unnumbered:  # last, for new paragraphs are set as these were
            self._unnumber(number)

    def _groups(self) -> Iterator[_Group]:
        new: list[tuple[RevisedParagraph, list[_Words]]] = []
        for paragraph, words in self._settled_marks():
            if not paragraph.end.fate.on_left:
                new.append((paragraph, words))
                continue
            yield _Group(new, paragraph, words)
            new = []

    def _settled_marks(self) -> list[tuple[RevisedParagraph, list[_Words]]]:
        """The joint text with the places of its words; a mark whose number alone changed is kept, for Word makes it."""
        lines: list[tuple[RevisedParagraph, list[_Words]]] = []
        ours: list[_Words] = []
        theirs: list[_Words] = []
        there: dict[int, Sequence[int]] = {}
        for at, paragraph in enumerate(self._tracking.revised):
            found = [_Words(run, (), self._tracking.marks(at, number)) for number, run in enumerate(paragraph.runs)]
            words = list(_with_cells_kept(found))
            lines.append((paragraph, words))
            ours += [each for each in words if each.run.fate.on_left]
            theirs += [each for each in words if each.run.fate.on_right]
            if paragraph.end.fate.on_left:
                for each, places in _placed(paragraph.left, ours):
                    each.offsets = places
                ours = []
            if paragraph.end.fate.on_right:
                there.update((id(each), places) for each, places in _placed(paragraph.right, theirs))
                theirs = []
        return [(paragraph, list(self._with_marks(words, there))) for paragraph, words in lines]

    def _with_marks(self, words: Sequence[_Words], there: Mapping[int, Sequence[int]]) -> Iterator[_Words]:
        """Words of a line, cut where marks of notes stand among those that came or went, which are paired."""
        for edited, group in itertools.groupby(words, key=lambda each: each.run.fate is not Fate.KEPT):
            run = list(group)
            left, right = self._noted
            gone = [part for each in run if each.run.fate.on_left for part in _cut(each, each.offsets, left)]
            come = [part for each in run if not each.run.fate.on_left for part in _cut(each, there[id(each)], right)]
            if edited and any(each.note for each in (*gone, *come)):
                yield from self._paired(gone, come)
                continue
            for each in run if not edited else ():
                marked = (
                    pair for pair in zip(each.offsets, there.get(id(each), ()), strict=False) if pair[0] in left.notes
                )
                self._partners.update((one, right.notes[other]) for one, other in marked if other in right.notes)
            yield from run

    def _paired(self, gone: Sequence[_Words], come: Sequence[_Words]) -> Iterator[_Words]:
        """Words that went and came; what marks the same note on both sides, or alone on each, is kept."""
        ours, theirs = ([each for each in side if each.note] for side in (gone, come))
        alike = _same_notes(ours, theirs)
        pairs = alike if alike or len(ours) != len(theirs) else list(zip(ours, theirs, strict=True))
        self._partners.update((each.offsets[0], None) for each in ours)
        self._partners.update((one.offsets[0], other.note) for one, other in pairs)
        for one, other in (*pairs, (None, None)):
            before, gone = _until(gone, one)
            after, come = _until(come, other)
            yield from _trimmed(before, after)
            if one is not None and other is not None:
                marks = Marks([*one.marks.begin, *other.marks.begin], [*one.marks.end, *other.marks.end])
                yield _Words(attrs.evolve(one.run, fate=Fate.KEPT, move=None), one.offsets, marks)

    def _group(self, group: _Group) -> None:
        numbers = list(
            dict.fromkeys(
                self._where[offset][0]
                for words in (*(line for _, line in group.new), group.words)
                for each in words
                for offset in each.offsets
                if offset in self._where
            )
        )
        group.new = [each for each in group.new if not self._is_note(each[0].right, each[1], left=False)]
        left = group.paragraph.left
        if left is not None and self._is_note(left, group.words, left=True):
            self._put_behind(group.new, left.places[-1])
            return
        if all(
            number >= self._notes_from for number in numbers
        ):  # a note whose mark stands in a table, if not generated
            self._generated(group)
            return
        if any(number >= self._notes_from for number in numbers):
            raise Unfit("its footnotes changed places")
        if len(numbers) > 1 or numbers[0] in self._written:
            self._several(group, numbers)
            return
        (number,) = numbers
        for paragraph, words in group.new:
            self._insert(number, paragraph, words)
        if any(each.offsets for _, words in group.new for each in words):  # a paragraph that was divided
            own = (self._where[at][1] for each in group.words for at in each.offsets if at in self._where)
            self._begin[number] = next(own, len(self._kept[number].raw))
            length = _label_length(self._right, group.paragraph.right)
            if group.paragraph.left is not None and group.paragraph.left.places[0] not in self._where:
                self._cut[number] = length
            elif _TABBED.match(self._kept[number].raw):
                self._tab[number] = length - 1
        self._written[number] = group.words
        if group.paragraph.end.fate is not Fate.KEPT:
            self._end(number, group)
        elif self._kept[number].numbered and self._loses_number(group):
            self._unnumbered.append(number)

    def _is_note(self, paragraph: Paragraph | None, words: Sequence[_Words], *, left: bool) -> bool:
        """Whether a paragraph is a note, which is written by its mark; what is said of its words is kept for there."""
        found = self._noted[not left]
        key = None if paragraph is None else found.mark_of.get(paragraph.places[0])
        if key is not None:
            self._comments += [((left, key), each.marks) for each in words]
        return key is not None

    def _write_notes(self) -> None:
        """Track in each note of LEFT what the right text says in the note at its mark, or that there is none."""
        for mark, paragraph in self._noted[0].notes.items():
            partner = self._partners.get(mark, paragraph)
            length = label_length(paragraph)
            changes = edits(words_of(paragraph), "" if partner is None else words_of(partner))
            places = paragraph.places[length:]
            numbers = [self._where[place][0] for place in places if place in self._where]
            if not numbers:
                raise Unfit("a note of it could not be found again")
            self._of_mark[True, mark] = self._kept[numbers[0]].note
            number, done = numbers[0], 0
            for fate, text in changes:
                offsets = places[done : done + len(text) * fate.on_left]
                done += len(offsets)
                for at, part in self._by_paragraph(_Words(Run(text=text, fate=fate), offsets, Marks()), number):
                    self._written.setdefault(at, []).append(part)
                    number = at

    def _put_behind(self, new: Sequence[tuple[RevisedParagraph, list[_Words]]], offset: int) -> None:
        """Put new paragraphs before the first one of LEFT's text behind a place."""
        behind = bisect.bisect_right(self._offsets, offset)
        if new and behind == len(self._offsets):
            raise Unfit("something was added behind what Word generates")
        for paragraph, words in new:
            if any(each.offsets for each in words):
                raise Unfit("its footnotes changed places")
            self._insert(self._where[self._offsets[behind]][0], paragraph, words)

    def _comment_notes(self) -> None:
        """Set what is said of words in notes at their marks in the text."""
        references = self._notes.references()
        for key, marks in self._comments:
            note = self._of_mark.get(key)
            run = references.get(note) if note else None
            if run is None:
                continue
            while local(run.getparent()) != "p":
                run = run.getparent()
            for mark in filter(_is_comment, marks.begin):
                run.addprevious(mark)
            for mark in filter(_is_comment, reversed(marks.end)):
                run.addnext(mark)

    def _reference(self, words: _Words) -> Any:
        """What refers to a note that comes, and the note."""
        note = words.note
        if note is None:
            raise Unfit("the mark of a note came, and its note is not known")
        text = self._new(Run(text=f" {words_of(note)}", fate=Fate.INSERTED), None)
        run, self._of_mark[False, self._noted[1].mark_of[note.places[0]]] = self._notes.add(text)
        return self._tracking.wrapped(run, words.run.fate)

    def _loses_number(self, group: _Group) -> bool:
        """Whether the number that Word makes for a paragraph went, or went to one that was divided from it."""
        left, right = group.paragraph.left, group.paragraph.right
        if left is None or right is None or left.places[0] in self._where:
            return False
        stays = any(each.run.fate.on_right and left.places[0] in each.offsets for each in group.words)
        return not stays and not _label_length(self._right, right)

    def _unnumber(self, number: int) -> None:
        """Take a paragraph of LEFT from its list, as a change of its properties."""
        properties = self._kept[number].element.get_or_add_pPr()
        before = _bare(properties)
        self._take_number(properties)
        self._tracking.properties(properties, before)

    def _take_number(self, properties: Any) -> None:
        """Leave a paragraph without the number that its properties or its style give it."""
        for each in properties.findall(qualified("numPr")):
            properties.remove(each)
        style = properties.find(qualified("pStyle"))
        styled = self._styles.numbered(None if style is None else style.get(qualified("val")))
        if styled is not None and styled.list != "0":
            properties.get_or_add_numPr().get_or_add_numId().val = 0

    def _end(self, number: int, group: _Group) -> None:
        """The end of a paragraph that goes; with all of a row of a table the row goes too."""
        element = self._kept[number].element
        row = _row(element)
        if row is None:
            self._tracking.end(element.get_or_add_pPr(), group.paragraph.end.fate)
            return
        found = (self._of_element.get(each) for each in row.iter(qualified("p")))
        if sum(1 for kept in found if kept is not None and kept.raw.strip()) > 1:
            raise Unfit("paragraphs of its tables came or went")
        self._strike(row, [number])

    def _generated(self, group: _Group) -> None:
        """A line that Word generates, or a footnote: nothing of it may have changed but its number."""
        words = [each for line in (*(line for _, line in group.new), group.words) for each in line]
        of_note = any(offset in self._of_notes for each in words for offset in each.offsets)
        if of_note and any(each.run.fate is not Fate.KEPT for each in group.words):
            raise Unfit("its footnotes changed")
        number = self._made.get(group.paragraph.left.places[0]) if group.paragraph.left else None
        if number is not None and not any(each.offsets for _, line in group.new for each in line):
            for paragraph, line in group.new:
                self._insert(number, paragraph, line)
            element = self._kept[number].element
            element.extend(mark for each in group.words for mark in (*each.marks.begin, *each.marks.end))
            if group.paragraph.end.fate is not Fate.KEPT:
                self._tracking.end(element.get_or_add_pPr(), group.paragraph.end.fate)
            return
        self._put_behind(group.new, group.paragraph.left.places[-1] if group.paragraph.left else 0)

    def _several(self, group: _Group, numbers: Sequence[int]) -> None:
        """A line of the text that stands in several paragraphs: the cells of a row, lines set as paragraphs."""
        row = _row(self._kept[numbers[0]].element)
        for paragraph, words in group.new:
            if row is None or any(each.offsets for each in words):
                raise Unfit("lines of its tables, or lines set as paragraphs, came or went")
            self._insert(numbers[0], paragraph, words)
        if group.paragraph.end.fate is not Fate.KEPT:
            whole = [each.run.fate for each in group.words]
            if row is None or not set(whole) <= {Fate.DELETED, Fate.MOVED_FROM}:
                raise Unfit("lines of its tables, or lines set as paragraphs, came or went")
            self._strike(row, numbers)
        current = numbers[0]
        for each in group.words:
            for number, part in self._by_paragraph(each, current):
                self._written.setdefault(number, []).append(part)
                current = number

    def _strike(self, row: Any, numbers: Sequence[int]) -> None:
        """A row of a table that goes."""
        for number in numbers:
            self._tracking.end(self._kept[number].element.get_or_add_pPr(), Fate.DELETED)
        properties = row.get_or_add_trPr()
        properties.append(self._tracking.revision(Fate.DELETED))

    def _by_paragraph(self, words: _Words, current: int) -> Iterator[tuple[int, _Words]]:
        """Words cut where they pass from one paragraph of LEFT to the next."""
        if not words.offsets:
            yield current, words
            return
        homes: list[int] = []
        for offset in words.offsets:
            current = self._where.get(offset, (current, 0))[0]
            homes.append(current)
        done = 0
        parts = [(home, len(list(run))) for home, run in itertools.groupby(homes)]
        for nth, (home, length) in enumerate(parts):
            run = attrs.evolve(words.run, text=words.run.text[done : done + length])
            marks = Marks(words.marks.begin if nth == 0 else [], words.marks.end if nth == len(parts) - 1 else [])
            yield home, _Words(run, words.offsets[done : done + length], marks)
            done += length

    # ------------------------------------------------------------ new paragraphs

    def _insert(self, before: int, paragraph: RevisedParagraph, words: Sequence[_Words]) -> None:
        """A new paragraph, set as the nearest one of its sort, before one of LEFT or before the table that holds it."""
        anchor = self._kept[before].element
        if paragraph.right is not None and paragraph.right.kind is LeafKind.FOOTNOTE:
            raise Unfit("a note came whose mark could not be found")
        table = next((up for up in anchor.iterancestors() if local(up) == "tbl"), None)
        if self._add_row(before, paragraph, words):
            return
        if table is not None and before and _is_within(self._kept[before - 1].element, table):
            raise Unfit("lines of its tables came or went")
        model, numbered = self._model(paragraph.right, before)
        if model is None and numbered:
            return  # Word generates the whole line
        element: Any = self._tracking.make("w:p")
        looks = None
        if model is not None:
            properties = model.element.find(qualified("pPr"))
            looks = model.looks
            if properties is not None:
                element.append(_bare(properties))
        length = _label_length(self._right, paragraph.right)
        if model is not None and model.numbered and not (numbered and length):
            self._take_number(element.get_or_add_pPr())
        self._tracking.end(element.get_or_add_pPr(), paragraph.end.fate)
        done = 0
        cut = length if numbered else 0
        blank = length - 1 if model is not None and not numbered and _TABBED.match(model.raw) else -1
        for each in words:
            label = max(cut - done, 0)
            at = blank - done
            done += len(each.run.text) * each.run.fate.on_right
            if each.note is not None and each.run.fate.on_right:
                element.extend([*each.marks.begin, self._reference(each), *each.marks.end])
                continue
            if each.offsets:
                source = self._kept[self._home(each)]
                element.extend([*each.marks.begin, *self._carried(source, each), *each.marks.end])
                continue
            text = _tabbed(each.run.text, at)[label:]  # set as the number of the model is
            new = [self._new(attrs.evolve(each.run, text=text), looks)] if text else []
            element.extend([*each.marks.begin, *new, *each.marks.end])
        (anchor if table is None else table).addprevious(element)

    def _add_row(self, before: int, paragraph: RevisedParagraph, words: Sequence[_Words]) -> bool:
        """Put a new row into the table that a paragraph of LEFT stands in, or that ends before it, if there is one."""
        above = before - 1
        while above >= 0 and not self._kept[above].raw.strip() and _row(self._kept[above].element) is None:
            above -= 1
        here, over = (None if at < 0 else _row(self._kept[at].element) for at in (before, above))
        row = here if here is not None else over
        cells = [] if paragraph.right is None else _cells_of(paragraph.right, self._right)
        if row is None or not cells:
            return False
        models = [each for each in (over, here) if each is not None]
        model = next((each for each in models if len(_cells(each)) >= len(cells)), None)
        made = self._row_like(_widened(models[0], len(cells)) if model is None else model, cells, words)
        if here is not None:
            row.addprevious(made)
        else:
            row.getparent().append(made)
        return True

    def _row_like(self, model: Any, cells: Sequence[str], words: Sequence[_Words]) -> Any:
        """A row that is put in, set as another one."""
        row = copy.deepcopy(model)
        row.attrib.clear()
        begin = [mark for each in words for mark in each.marks.begin if _is_comment(mark)]
        end = [mark for each in words for mark in each.marks.end if _is_comment(mark)]
        texts = itertools.chain(cells, itertools.repeat(""))
        parts = _by_cell(words)
        if len(parts) != sum(map(bool, cells)):  # of a line of two cells, which no reader takes for a row
            if any(each.note for each in words):
                raise Unfit("the cells of a row that came could not be told apart")
            parts = [[_Words(Run(text=each, fate=Fate.INSERTED), (), Marks())] for each in cells if each]
        for like, cell, text in zip(_cells(model), _cells(row), texts, strict=False):
            first = next(like.iterchildren(qualified("p")), None)
            properties = None if first is None else first.find(qualified("pPr"))
            looks = None if first is None else _Kept(first, self._notes.labels).looks
            for each in [each for each in cell if local(each) != "tcPr"]:
                cell.remove(each)
            for merged in cell.findall(f"{qualified('tcPr')}/{qualified('vMerge')}"):
                merged.getparent().remove(merged)
            element: Any = self._tracking.make("w:p")
            if properties is not None:
                element.append(_bare(properties))
            self._tracking.end(element.get_or_add_pPr(), Fate.INSERTED)
            if text:
                element.extend([*begin, *self._came(parts.pop(0) if parts else [], looks), *end])
                begin = end = []
            cell.append(element)
        properties = row.get_or_add_trPr()
        for each in [each for each in properties if local(each) in ("tblHeader", "ins", "del")]:
            properties.remove(each)
        properties.append(self._tracking.revision(Fate.INSERTED))
        return row

    def _came(self, words: Iterable[_Words], looks: Any | None) -> Iterator[Any]:
        """Words that came, and what refers to the notes that came with them."""
        for each in words:
            run = attrs.evolve(each.run, fate=Fate.INSERTED)
            yield self._reference(attrs.evolve(each, run=run)) if each.note else self._new(run, looks)

    def _home(self, words: _Words) -> int:
        return next((self._where[offset][0] for offset in words.offsets if offset in self._where), 0)

    def _carried(self, source: _Kept, words: _Words) -> Iterator[Any]:
        """Words of a paragraph of LEFT that now stand in one before it."""
        at = [self._where[offset][1] for offset in words.offsets if offset in self._where]
        if at:
            yield from self._slice(source, at[0], at[-1] + 1, words.run.fate)

    def _model(self, paragraph: Paragraph | None, before: int) -> tuple[_Kept | None, bool]:
        """The paragraph of LEFT that a new one is set as: the nearest of its sort, those before it first."""
        if paragraph is None:
            return None, False
        found = self._models.get(_sort(paragraph), [])
        if not found:
            alike = [each for sort, those in self._models.items() if sort[0] is paragraph.kind for each in those]
            near = [number for start, number, _ in alike if number is not None and number < before]
            return self._kept[max(near, default=before)], False
        here = [each for each in found if each[1] is None or each[1] < before] or found[:1]
        _, number, numbered = here[-1]
        return (None if number is None else self._kept[number]), numbered

    def _new(self, run: Run, looks: Any | None) -> Any:
        made = self._tracking.run(run)
        inner = made if local(made) == "r" else made[0]
        if looks is not None:
            inner.insert(0, copy.deepcopy(looks))
        return made

    # ------------------------------------------------------------ paragraphs of LEFT

    def _rewrite(self, number: int, words: Sequence[_Words]) -> None:
        """Put the joint text into a paragraph of LEFT; one that keeps all its words keeps all its elements."""
        kept = self._kept[number]
        begin = self._begin.get(number, 0)
        edited = any(each.run.fate is not Fate.KEPT for each in words)
        if not edited and not begin:
            first = next((each for each in kept.element if local(each) != "pPr"), None)
            for mark in (mark for each in words for mark in each.marks.begin):
                kept.element.append(mark) if first is None else first.addprevious(mark)
            kept.element.extend(mark for each in words for mark in each.marks.end)
            return
        made = list(
            self._rewritten(kept, list(_relabelled(words, self._cut.get(number, 0), self._tab.get(number, -1))), begin)
        )
        for element in [each for each in kept.element if local(each) != "pPr"]:
            kept.element.remove(element)
        kept.element.extend(made)

    def _rewritten(self, kept: _Kept, words: Sequence[_Words], pointer: int) -> Iterator[Any]:
        starts = [
            next((self._where[offset][1] for offset in each.offsets if offset in self._where), None) for each in words
        ]
        has_number = kept.note is None and (
            any(each.offsets and each.offsets[0] not in self._where for each in words[:1])
            or any(offset not in self._where for each in words[:2] for offset in each.offsets[:1])
        )
        first = next((at for at, start in enumerate(starts) if start is not None), len(words))
        looks = kept.looks
        for at, each in enumerate(words):
            yield from each.marks.begin
            if each.offsets:
                following = next((start for start in starts[at + 1 :] if start is not None), len(kept.raw))
                end = following if starts[at] is not None else pointer
                if not each.run.fate.on_right and _is_followed(words[at + 1 :]):
                    end = _before_break(kept.raw, pointer, end)
                yield from self._slice(kept, pointer, end, each.run.fate, last=end == len(kept.raw))
                pointer = end
            elif each.note is not None:
                yield self._reference(each)
            elif each.run.text and not (
                has_number and at < first and kept.note is None
            ):  # else the new number, which Word generates
                looks = self._looks_at(kept, pointer) if pointer else looks
                yield self._new(each.run, looks)
            yield from each.marks.end

    def _looks_at(self, kept: _Kept, place: int) -> Any | None:
        """The properties of the word before a place."""
        done = 0
        looks = kept.looks
        for atom in kept.atoms:
            done += len(atom.text)
            if atom.run is not None and _says(atom.text):
                looks = atom.run.find(qualified("rPr"))
            if done >= place:
                break
        return looks

    def _slice(self, kept: _Kept, start: int, end: int, fate: Fate, *, last: bool = False) -> Iterator[Any]:
        """What stands between two places of a paragraph, in runs that look as they did."""
        done = 0
        run: Any | None = None
        source: Any | None = None
        for atom in kept.atoms:
            at, done = done, done + len(atom.text)
            inside = at < end and done > start if atom.text else start <= at < end or (last and at == end)
            if not inside:
                continue
            if atom.run is not None and local(atom.part) in SIGNS:  # stays with the note, whatever becomes of its words
                if run is not None:
                    yield self._tracking.wrapped(run, fate)
                    run = source = None
                sign = self._run_like(atom.run)
                sign.append(copy.deepcopy(atom.part))
                yield sign
                continue
            if atom.run is None:
                if run is not None:
                    yield self._tracking.wrapped(run, fate)
                    run = source = None
                yield atom.part
                continue
            if source is not atom.run:
                if run is not None:
                    yield self._tracking.wrapped(run, fate)
                source, run = atom.run, self._run_like(atom.run)
            assert run is not None
            run.append(self._part(atom, max(start - at, 0), end - at, fate))
        if run is not None:
            yield self._tracking.wrapped(run, fate)

    def _run_like(self, run: Any) -> Any:
        made = self._tracking.make("w:r")
        looks = run.find(qualified("rPr"))
        if looks is not None:
            made.append(copy.deepcopy(looks))
        return made

    def _part(self, atom: _Atom, start: int, end: int, fate: Fate) -> Any:
        """A part of a run, or as much of its text as is wanted."""
        name = local(atom.part)
        if name not in _DELETED_NAMES or (name == "t" and not atom.text):
            return copy.deepcopy(atom.part)
        made = self._tracking.make(_DELETED_NAMES[name] if fate is Fate.DELETED else f"w:{name}")
        made.text = clean(atom.text[start:end] if name == "t" else atom.part.text or "")
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return made


def _placed(paragraph: Paragraph | None, words: Iterable[_Words]) -> Iterator[tuple[_Words, Sequence[int]]]:
    """Words with their places in the text of which they make a paragraph."""
    done = 0
    for each in words if paragraph is not None else ():
        assert paragraph is not None
        yield each, paragraph.places[done : done + len(each.run.text)]
        done += len(each.run.text)


def _cut(words: _Words, places: Sequence[int], noted: NotesOfText) -> Iterator[_Words]:
    """Words cut where marks of notes begin and end in them."""
    text = words.run.text
    cuts = [(at, noted.marks[place] - place) for at, place in enumerate(places) if place in noted.notes]
    edges = sorted({0, len(text), *(at for at, _ in cuts), *(at + length for at, length in cuts)})
    starts = {at: noted.notes[places[at]] for at, _ in cuts}
    for start, end in itertools.pairwise(edges):
        first, last = start == 0, end == len(text)
        marks = Marks(words.marks.begin if first else [], words.marks.end if last else [])
        run = attrs.evolve(words.run, text=text[start:end])
        yield _Words(run, words.offsets[start:end], marks, starts.get(start))


def _same_notes(ours: Sequence[_Words], theirs: Sequence[_Words]) -> list[tuple[_Words, _Words]]:
    """Marks of both sides, in order, whose notes say the same."""
    left, right = ([words_of(each.note) if each.note else "" for each in side] for side in (ours, theirs))
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [(ours[block.a + k], theirs[block.b + k]) for block in blocks for k in range(block.size)]


def _until(words: Sequence[_Words], end: _Words | None) -> tuple[list[_Words], list[_Words]]:
    """Words before one of them, and those behind it; all of them where none is given."""
    at = next((k for k, each in enumerate(words) if each is end), len(words))
    return list(words[:at]), list(words[at + 1 :])


def _trimmed(gone: list[_Words], come: list[_Words]) -> list[_Words]:
    """Words that went, and those that came, the first and last of them kept where they are the same."""
    if any(each.run.fate.is_move for each in (*gone, *come)):
        return [*gone, *come]
    head = _same_start(*("".join(_plain(each) for each in side) for side in (gone, come)))
    kept, gone = _parted(gone, head)
    twin, come = _parted(come, head)
    tail = _same_start(*("".join(_plain(each) for each in side)[::-1] for side in (gone, come)))
    gone, last = _parted(gone, sum(len(each.run.text) for each in gone) - tail)
    come, other = _parted(come, sum(len(each.run.text) for each in come) - tail)
    return [*_joined_marks(kept, twin), *gone, *come, *_joined_marks(last, other)]


def _plain(words: _Words) -> str:
    """Words, or what is like no other where they are a mark."""
    return words.run.text if words.note is None else "\0" * len(words.run.text) if words.offsets else "\1"


def _same_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike, whole words only."""
    length = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))

    def within_word() -> bool:
        return one[length - 1].isalnum() and (
            one[length : length + 1].isalnum() or other[length : length + 1].isalnum()
        )

    while length and within_word():
        length -= 1
    return length


def _parted(words: Sequence[_Words], length: int) -> tuple[list[_Words], list[_Words]]:
    """Words up to so many characters, and those behind."""
    first: list[_Words] = []
    rest: list[_Words] = []
    for each in words:
        here = min(max(length, 0), len(each.run.text))
        length -= len(each.run.text)
        if here == len(each.run.text):
            first.append(each)
        elif not here:
            rest.append(each)
        else:
            texts = each.run.text[:here], each.run.text[here:]
            first.append(_Words(attrs.evolve(each.run, text=texts[0]), each.offsets[:here], Marks(each.marks.begin)))
            rest.append(_Words(attrs.evolve(each.run, text=texts[1]), each.offsets[here:], Marks([], each.marks.end)))
    return first, rest


def _joined_marks(left: Sequence[_Words], right: Sequence[_Words]) -> Iterator[_Words]:
    """Words of LEFT that the right text has as well, with what begins and ends at either."""
    begin = [mark for each in right for mark in each.marks.begin]
    end = [mark for each in right for mark in each.marks.end]
    for k, each in enumerate(left):
        marks = Marks(
            [*(begin if not k else []), *each.marks.begin], [*each.marks.end, *(end if k == len(left) - 1 else [])]
        )
        yield _Words(attrs.evolve(each.run, fate=Fate.KEPT), each.offsets, marks)


def _relabelled(words: Sequence[_Words], cut: int, blank: int) -> Iterator[_Words]:
    """Words without so many new characters at their start, and with a tab for the blank at a place among them."""
    done = 0
    for each in words:
        at, done = done, done + len(each.run.text) * each.run.fate.on_right
        if not each.offsets and each.run.fate.on_right and at <= max(cut, blank):
            text = _tabbed(each.run.text, blank - at)[max(cut - at, 0) :]
            each = _Words(attrs.evolve(each.run, text=text), (), each.marks)
        yield each


def _tabbed(text: str, blank: int) -> str:
    """A text with a tab for the blank at a place, if there is one."""
    return f"{text[:blank]}\t{text[blank + 1 :]}" if 0 <= blank < len(text) and text[blank] == " " else text


def _sort(paragraph: Paragraph) -> tuple[object, ...]:
    """What sort of paragraph it is: paragraphs of one sort are set alike."""
    provision = paragraph.provision
    return (
        paragraph.kind,
        provision.level if provision else None,
        provision.eid.count("__") if provision and paragraph.kind is not LeafKind.HEADING else None,
        bool(provision and paragraph.kind is LeafKind.HEADING and paragraph.text == provision.heading),
    )


def _is_comment(mark: Any) -> bool:
    """Whether a mark is a comment's and none of a move, which cannot run through cells."""
    return "move" not in local(mark)


def _cells(row: Any) -> list[Any]:
    return list(row.iterchildren(qualified("tc")))


def _widened(row: Any, count: int) -> Any:
    """A row with so many cells, the last of its own repeated; they share its width as the program sees fit."""
    wider = copy.deepcopy(row)
    for width in list(wider.iter(qualified("tcW"))):
        width.getparent().remove(width)
    last = _cells(wider)[-1]
    for _ in range(count - len(_cells(wider))):
        last.addnext(copy.deepcopy(last))
    return wider


def _cells_of(paragraph: Paragraph, treaty: Treaty) -> list[str]:
    """The words of the cells of a row, the empty ones among them too where tabs part them; none for other text."""
    start = treaty.text.rfind("\n", 0, paragraph.span.start) + 1
    line = treaty.text[start:].partition("\n")[0]
    if "\t" not in line and paragraph.kind is not LeafKind.TABLE:
        return []
    return [" ".join(cell.split()) for cell in (line.split("\t") if "\t" in line else _APART.split(line.strip()))]


def _is_followed(words: Sequence[_Words]) -> bool:
    """Whether words of LEFT that stay follow, before any that go."""
    placed = next((each for each in words if each.offsets), None)
    return placed is not None and placed.run.fate.on_right


def _before_break(raw: str, start: int, end: int) -> int:
    """Where a stretch of a paragraph ends without the line break at its end, which parts it from what stays."""
    bare = start + len(raw[start:end].rstrip())
    return bare if "\n" in raw[bare:end] else end


def _by_cell(words: Iterable[_Words]) -> list[list[_Words]]:
    """The words of a new row by the cells that hold any."""
    found: list[list[_Words]] = [[]]
    for each in words:
        for number, text in enumerate(each.run.text.split("\t")):
            if number:
                found.append([])
            if text:
                found[-1].append(_Words(attrs.evolve(each.run, text=text), (), Marks(), each.note))
    return found


def _with_cells_kept(words: Iterable[_Words]) -> Iterator[_Words]:
    """Words without the blank that the right text may have where the left one goes on in the next cell."""
    held: _Words | None = None
    for each in words:
        if held is not None and {held.run.text, each.run.text} == {"\t", " "} and held.run.fate != each.run.fate:
            marks = Marks([*held.marks.begin, *each.marks.begin], [*held.marks.end, *each.marks.end])
            held = _Words(attrs.evolve(each.run, text="\t", fate=Fate.KEPT), (), marks)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held


def _label_length(treaty: Treaty, paragraph: Paragraph | None) -> int:
    """How many characters of a paragraph are the number before its text, with the blank behind it."""
    if paragraph is None:
        return 0
    leaf = next((each for each in treaty.leaves if each.span.start == paragraph.places[0]), None)
    if leaf is None or leaf.kind not in (LeafKind.MARKER, LeafKind.HEADING):
        return 0
    length = sum(place < leaf.span.end for place in paragraph.places)
    return length + (paragraph.text[length : length + 1] == " ")


def _row(element: Any) -> Any | None:
    return next((up for up in element.iterancestors() if local(up) == "tr"), None)


def _is_within(element: Any, table: Any) -> bool:
    return any(up is table for up in element.iterancestors())


def _bare(properties: Any) -> Any:
    """Properties of a paragraph without those of its end, of a section that ends with it, and of earlier changes."""
    copied = copy.deepcopy(properties)
    for name in ("rPr", "sectPr", "pPrChange"):
        for each in copied.findall(qualified(name)):
            copied.remove(each)
    return copied
