"""The layout of LEFT: tracked changes written into the Word document from which the left treaty was read.

Guarantees: styles, numbering, tables, headers and whatever else the comparison does not touch stay as they are; numbers
that Word generates are left to Word; the result is read back, and given out only if it holds the right text with all
changes accepted and the left one with all rejected. What does not come out so is refused with the reason (`Unfit`).
"""

import copy
import datetime
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from treatylex.comparing.telling.paragraph_ends import Fate
from treatylex.comparing.telling.revisions import RevisedParagraph, Run
from treatylex.extras import needed
from treatylex.formats.documents import Choices
from treatylex.formats.markup import local
from treatylex.formats.word.styles import Styles
from treatylex.formats.xml_writing import clean
from treatylex.model.changes import TreatyDiff
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.tracking import Marks, Tracking, qualified

if TYPE_CHECKING:
    from docx.document import Document

_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "cellIns", "cellDel"})
_SIGNS = {"tab": "\t", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WRAPPERS = frozenset({"hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent", "bdo", "dir"})
_DELETED_NAMES = {"t": "w:delText", "instrText": "w:delInstrText"}


class Unfit(Exception):  # noqa: N818 - no error: another way of writing is taken
    """Why a comparison cannot be written into the layout of LEFT."""


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
    _Rewriting(document, diff, Tracking(document, diff, date)).write()
    return document


def check(diff: TreatyDiff, data: bytes) -> None:
    """Read a document back and see that it leads to both texts.

    Raises:
        Unfit: when it does not.
    """
    from treatylex.formats.word.reading import read

    for revisions, treaty in (("accepted", diff.right), ("original", diff.left)):
        found = _squashed(read(data, Choices(revisions=revisions)).text)
        if found != _squashed("".join(each.text for each in paragraphs(treaty))):
            raise Unfit("its numbering or tables would not come out as the right text has them")


def _squashed(text: str) -> str:
    return "".join(text.split()).replace("\u00ad", "")


# ---------------------------------------------------------------- the paragraphs of LEFT


@attrs.frozen(eq=False)
class _Atom:
    """What a paragraph of Word's holds at one place: the text of a part of a run, or an element without text."""

    run: Any | None
    part: Any
    text: str


class _Kept:
    """A paragraph of LEFT: its element, its parts, and where the characters of the treaty's text stand in it."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.atoms = list(_atoms(element))
        self.raw = "".join(atom.text for atom in self.atoms)
        self.numbered = False  # whether Word writes a number before its words, in their line

    def places(self, text: str, start: int) -> dict[int, int]:
        """For each place in the treaty's text that of its character here; generated numbers and marks have none."""
        found: dict[int, int] = {}
        at = len(self.raw) - 1
        for offset in reversed(range(len(text))):
            while at >= 0 and self.raw[at] != text[offset] and self.raw[at].isspace():
                at -= 1
            if at >= 0 and self.raw[at] == text[offset]:
                found[start + offset] = at
                at -= 1
        if self.raw[: at + 1].strip():
            raise Unfit("a paragraph of it does not read as it is written")
        return found

    @property
    def looks(self) -> Any | None:
        """The properties of its first words."""
        run = next((atom.run for atom in self.atoms if atom.run is not None and atom.text.strip()), None)
        return None if run is None else run.find(qualified("rPr"))


def _atoms(container: Any) -> Iterator[_Atom]:
    for element in container:
        name = local(element)
        if name == "r":
            for part in element:
                if local(part) != "rPr":
                    text = (part.text or "") if local(part) == "t" else _SIGNS.get(local(part), "")
                    yield _Atom(element, part, text)
        elif name in _WRAPPERS:
            yield from _atoms(element)
        elif name != "pPr":
            yield _Atom(None, element, "")


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


@attrs.define
class _Group:
    """What of the joint text leads up to the end of one paragraph of the left text: new paragraphs, then that one."""

    new: list[tuple[RevisedParagraph, list[_Words]]]
    paragraph: RevisedParagraph
    words: list[_Words]


class _Rewriting:
    """Writes the joint text of a comparison over the paragraphs of LEFT."""

    def __init__(self, document: "Document", diff: TreatyDiff, tracking: Tracking) -> None:
        self._tracking = tracking
        self._right = diff.right
        self._styles = Styles(document.styles.element)
        self._kept = [_Kept(element) for element in _elements(document.element.body)]
        self._where: dict[int, tuple[int, int]] = {}
        self._of_notes: set[int] = set()
        self._read(diff.left)
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
            elif place.paragraph is None or place.paragraph > len(self._kept):
                raise Unfit("its paragraphs could not be found again")
            elif place.cell is None:
                kept = self._kept[place.paragraph - 1]
                found = kept.places(place.span.of(treaty.text), place.span.start)
                self._where.update((offset, (place.paragraph - 1, at)) for offset, at in found.items())
            else:
                self._read_cell(treaty, place.paragraph - 1, place.span.start, place.span.end)

    def _read_cell(self, treaty: Treaty, number: int, start: int, end: int) -> None:
        """The paragraphs of a cell, which the text has in one line."""
        at = start
        while at < end and number < len(self._kept):
            line = " ".join(self._kept[number].raw.split())
            if not treaty.text.startswith(line, at):
                raise Unfit("a cell of its tables has numbers or notes that could not be found again")
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
            number = held[0][0] if held else None
            if numbered and number is not None:
                self._kept[number].numbered = True
            found.setdefault(_sort(paragraph), []).append((paragraph.places[0], number, numbered))
        return found

    def write(self) -> None:
        """Rewrite what differs, and mark what is commented."""
        for group in self._groups():
            self._group(group)
        for number, words in self._written.items():
            self._rewrite(number, words)
        for number in self._unnumbered:  # last, for new paragraphs are set as these were
            self._unnumber(number)

    def _groups(self) -> Iterator[_Group]:
        new: list[tuple[RevisedParagraph, list[_Words]]] = []
        words: list[_Words] = []
        held: list[list[_Words]] = []
        for at, paragraph in enumerate(self._tracking.revised):
            words = [_Words(run, (), self._tracking.marks(at, number)) for number, run in enumerate(paragraph.runs)]
            words = list(_with_cells_kept(words))
            held.append(words)
            if not paragraph.end.fate.on_left:
                new.append((paragraph, words))
                continue
            if paragraph.left is not None:
                self._place(paragraph.left, [each for line in held for each in line])
            yield _Group(new, paragraph, words)
            new, held = [], []

    @staticmethod
    def _place(left: Paragraph, words: Iterable[_Words]) -> None:
        done = 0
        for each in words:
            if each.run.fate.on_left:
                each.offsets = left.places[done : done + len(each.run.text)]
                done += len(each.run.text)

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
        if not numbers:
            self._generated(group)
            return
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
        said = [kept for kept in self._kept if kept.raw.strip() and _is_within(kept.element, row)]
        if len(said) > 1:
            raise Unfit("paragraphs of its tables came or went")
        self._strike(row, [number])

    def _generated(self, group: _Group) -> None:
        """A line that Word generates, or a footnote: nothing of it may have changed but its number."""
        words = [each for line in (*(line for _, line in group.new), group.words) for each in line]
        of_note = any(offset in self._of_notes for each in words for offset in each.offsets)
        if of_note and any(each.run.fate is not Fate.KEPT for each in words):
            raise Unfit("its footnotes changed")
        after = group.paragraph.left.places[-1] if group.paragraph.left else 0
        following = min((at for at in self._where if at > after), default=None)
        if group.new and following is None:
            raise Unfit("something was added behind what Word generates")
        for paragraph, line in group.new:
            self._insert(self._where[following or 0][0], paragraph, line)

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
        model = next((each for each in (over, here) if each is not None and len(_cells(each)) >= len(cells)), None)
        if model is None:
            raise Unfit("a row came that has more cells than those of its tables")
        made = self._row_like(model, cells, words)
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
        for cell, text in zip(_cells(row), texts, strict=False):
            first = next(cell.iterchildren(qualified("p")), None)
            properties, looks = (None, None) if first is None else (first.find(qualified("pPr")), _Kept(first).looks)
            for each in [each for each in cell if local(each) != "tcPr"]:
                cell.remove(each)
            for merged in cell.findall(f"{qualified('tcPr')}/{qualified('vMerge')}"):
                merged.getparent().remove(merged)
            element: Any = self._tracking.make("w:p")
            if properties is not None:
                element.append(_bare(properties))
            self._tracking.end(element.get_or_add_pPr(), Fate.INSERTED)
            if text:
                run = Run(text=text, fate=Fate.INSERTED)
                element.extend([*begin, self._new(run, looks), *end])
                begin = end = []
            cell.append(element)
        properties = row.get_or_add_trPr()
        for each in [each for each in properties if local(each) in ("tblHeader", "ins", "del")]:
            properties.remove(each)
        properties.append(self._tracking.revision(Fate.INSERTED))
        return row

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
        has_number = any(each.offsets and each.offsets[0] not in self._where for each in words[:1]) or any(
            offset not in self._where for each in words[:2] for offset in each.offsets[:1]
        )
        first = next((at for at, start in enumerate(starts) if start is not None), len(words))
        looks = kept.looks
        for at, each in enumerate(words):
            yield from each.marks.begin
            if each.offsets:
                following = next((start for start in starts[at + 1 :] if start is not None), len(kept.raw))
                end = following if starts[at] is not None else pointer
                yield from self._slice(kept, pointer, end, each.run.fate, last=end == len(kept.raw))
                pointer = end
            elif each.run.text and not (has_number and at < first):  # else the new number, which Word generates
                looks = self._looks_at(kept, pointer) if pointer else looks
                yield self._new(each.run, looks)
            yield from each.marks.end

    def _looks_at(self, kept: _Kept, place: int) -> Any | None:
        """The properties of the word before a place."""
        done = 0
        looks = kept.looks
        for atom in kept.atoms:
            done += len(atom.text)
            if atom.run is not None and atom.text.strip():
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


def _cells_of(paragraph: Paragraph, treaty: Treaty) -> list[str]:
    """The words of the cells of a row, the empty ones among them too where tabs part them; none for other text."""
    start = treaty.text.rfind("\n", 0, paragraph.span.start) + 1
    line = treaty.text[start:].partition("\n")[0]
    if "\t" not in line and paragraph.kind is not LeafKind.TABLE:
        return []
    return [" ".join(cell.split()) for cell in (line.split("\t") if "\t" in line else _APART.split(line.strip()))]


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
