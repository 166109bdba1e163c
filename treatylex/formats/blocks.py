"""Blocks: the paragraphs, tables and footnotes that readers of word processors' and web pages' formats find.

Guarantees: every block comes out once, in its order; a footnote stands behind the paragraph that ends the sentence
with its mark, so that it parts no list; a table that only lays out text (numbers beside paragraphs, two languages side
by side) is read as text, any other row by row.
"""

import itertools
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats.documents import Document
from treatylex.model.provisions import LeafKind
from treatylex.source import Place, Span

MOST_CHARACTERS = 20_000_000
"""The longest text that a reader makes of a file, in code points."""
_SENTENCE_ENDS = (".", "?", "!", ".”", '."', ".)")
_LONGEST_LABEL = 14
"""Characters of what numbers the paragraph beside it: "(viii)", "Article 12 bis"."""
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,6})[.)\]]{1,2}|[-–—•·]|\d+(?:\.\d+)+\.?|")
_RUNNING_CELL = 80
"""Characters that half of a column's cells have when the column holds running text."""

_BROKEN_SHARE = 0.1
"""Of neighbouring paragraphs so many that one goes on in the other show that lines were made paragraphs."""
_FEWEST_BROKEN = 4
_EMPTY_SHARE = 0.4
"""Of all paragraphs so many that are empty show that these part the others."""


@attrs.frozen(kw_only=True)
class Note:
    """A footnote or endnote: what marks it, its text and where that stands."""

    label: str
    text: str
    place: Place


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph; `marks` are those of footnotes, counted in its text; `kind` is what it is, if the file says so.

    `below`: it stands right below the paragraph before it, as the lines of a title do.
    """

    text: str
    place: Place
    marks: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    kind: LeafKind | None = None
    below: bool = False


Cell = Sequence["Block"]


@attrs.frozen(kw_only=True)
class Table:
    """A table, row by row; `number` counts the tables of a file from 1."""

    rows: tuple[tuple[Cell, ...], ...]
    number: int


Block = Paragraph | Table


@attrs.define(kw_only=True)
class Transcript:
    """A document in the making: paragraphs in the order of the text, a blank line between them."""

    parts: list[str] = attrs.field(factory=list)
    length: int = 0
    places: list[Place] = attrs.field(factory=list)
    kinds: list[tuple[Span, LeafKind]] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    _waiting: list[Note] = attrs.field(factory=list)

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Append blocks and the footnotes to which they refer.

        Where lines were made paragraphs of their own, and empty ones part what belongs together, these alone do.
        """
        blocks = list(blocks)
        typed = _is_typed(blocks)
        above, between = "", "\n\n"
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
                between = "\n\n"
            elif content := block.text.strip():
                self._paragraph(block, "\n" if block.below or _goes_on(above, content) else between)
                above, between = content, "\n" if typed else "\n\n"
            else:
                between = "\n\n"

    def _paragraph(self, block: Paragraph, between: str) -> None:
        self.add(block.text, block.place, block.kind, marks=block.marks, between=between)
        self._waiting += block.notes
        if block.text.rstrip().endswith(_SENTENCE_ENDS):
            self._settle()

    def _settle(self) -> None:
        """Write the footnotes that wait for the end of a sentence."""
        for note in self._waiting:
            self.add(f"{note.label} {note.text.strip()}", note.place, LeafKind.FOOTNOTE)
        self._waiting.clear()

    def _table(self, table: Table) -> None:
        if layout := _laid_out(table):
            self.blocks(layout)
            return
        for number, row in enumerate(table.rows, 1):
            cells = [(_in_one_line(cell), list(_flat(cell))) for cell in row]
            names = [f"table {table.number}, row {number}, column {column}" for column in range(1, len(cells) + 1)]
            if any(text for text, _ in cells):
                self._row(
                    [(text, _cell_place(inside, name)) for (text, inside), name in zip(cells, names, strict=True)]
                )
            self._waiting += [note for _, inside in cells for paragraph in inside for note in paragraph.notes]
        self._settle()

    def _row(self, cells: Sequence[tuple[str, Place]]) -> None:
        if self.parts:
            self._put("\n\n")
        start = self.length
        for number, (text, place) in enumerate(cells):
            if number:
                self._put("\t")
            if text:
                at = self.length
                self._put(text)
                self.places.append(attrs.evolve(place, span=Span(at, self.length)))
        self.kinds.append((Span(start, self.length), LeafKind.TABLE))

    def add(
        self,
        text: str,
        place: Place,
        kind: LeafKind | None = None,
        *,
        marks: Sequence[Span] = (),
        between: str = "\n\n",
    ) -> Span | None:
        """Append a paragraph.

        Args:
            text: the paragraph, whose blanks at the edges are left out.
            place: where it stands in the file.
            kind: what it is, if the file says so.
            marks: the footnote marks in it, counted from the start of `text`.
            between: what is set between it and what stands before it.

        Returns:
            Where the paragraph stands in the document's text; `None` when it is blank.

        Raises:
            InputError: when the text becomes too long to be a treaty's.
        """
        content = text.strip()
        if not content:
            return None
        if self.parts:
            self._put(between)
        start = self.length
        self._put(content)
        span = Span(start, self.length)
        self.places.append(attrs.evolve(place, span=span))
        if kind is not None:
            self.kinds.append((span, kind))
        else:
            shift = start - (len(text) - len(text.lstrip()))
            self.kinds += [(Span(mark.start + shift, mark.end + shift), LeafKind.FOOTNOTE) for mark in marks]
        return span

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if self.length > MOST_CHARACTERS:
            raise InputError(f"holds more than {MOST_CHARACTERS:,} characters; split the file")

    def notice(self, code: str, message: str, severity: Severity = Severity.WARNING) -> None:
        """Report something where the text now ends."""
        at = self.places[-1].span if self.places else Span(0, 0)
        self.diagnostics.append(Diagnostic(code=code, message=message, span=at, severity=severity))

    def document(self, *, revised: bool = False) -> Document:
        """The document with all that was added."""
        self._settle()
        return Document(
            text="".join(self.parts) + ("\n" if self.parts else ""),
            places=tuple(self.places),
            kinds=tuple(self.kinds),
            diagnostics=tuple(self.diagnostics),
            revised=revised,
        )


def _is_typed(blocks: Sequence[Block]) -> bool:
    """Whether paragraphs are but lines, as in a text: many go on in the one right below, or empty ones part them."""
    texts = [block.text.strip() if isinstance(block, Paragraph) else "" for block in blocks]
    pairs = [(above, below) for above, below in itertools.pairwise(texts) if above and below]
    broken = sum(1 for pair in pairs if _goes_on(*pair))
    return broken > max(_FEWEST_BROKEN, _BROKEN_SHARE * len(pairs)) or texts.count("") > _EMPTY_SHARE * len(texts)


def _goes_on(above: str, below: str) -> bool:
    """Whether one paragraph is the next line of another."""
    return (above[-1:].isalnum() or above[-1:] == "-") and below[0].islower() and below[1:2].isalpha()


def _flat(cell: Cell) -> Iterator[Paragraph]:
    """The paragraphs of a cell, those of tables within it included."""
    for block in cell:
        if isinstance(block, Table):
            for row in block.rows:
                for inner in row:
                    yield from _flat(inner)
        else:
            yield block


def _in_one_line(cell: Cell) -> str:
    return " ".join(" ".join(paragraph.text for paragraph in _flat(cell)).split())


def _cell_place(cell: Cell, name: str) -> Place:
    first = next(_flat(cell), None)
    return attrs.evolve(first.place if first else Place(), cell=name)


def _laid_out(table: Table) -> list[Block] | None:
    """The blocks of a table that only lays out text, in the order of reading; `None` for a table proper."""
    rows = [row for row in table.rows if any(map(_in_one_line, row))]
    if not rows:
        return []
    width = max(map(len, rows))
    filled = [k for k in range(width) if any(k < len(row) and _in_one_line(row[k]) for row in rows)]
    columns = [[row[k] if k < len(row) else () for row in rows] for k in filled]
    if len(columns) == 1:
        return [block for cell in columns[0] for block in cell]
    running = [_is_running(column) for column in columns]
    if all(running):
        return [block for column in columns for cell in column for block in cell]
    labelled = len(columns) == 2 and all(_is_label(cell) for cell in columns[0])
    if labelled and (running[1] or all(_ENUMERATOR.fullmatch(_in_one_line(cell)) for cell in columns[0])):
        return [block for label, cell in zip(*columns, strict=True) for block in _labelled(label, cell)]
    return None


def _is_running(column: Sequence[Cell]) -> bool:
    lengths = [length for length in (len(_in_one_line(cell)) for cell in column) if length]
    return bool(lengths) and statistics.median(lengths) >= _RUNNING_CELL


def _is_label(cell: Cell) -> bool:
    text = _in_one_line(cell)
    return len(text) <= _LONGEST_LABEL


def _labelled(label: Cell, cell: Cell) -> Iterator[Block]:
    """The blocks of a cell with the number that stands beside them before the first."""
    printed = _in_one_line(label)
    for number, block in enumerate(cell):
        if number == 0 and printed and isinstance(block, Paragraph):
            shift = len(printed) + 1
            marks = tuple(Span(mark.start + shift, mark.end + shift) for mark in block.marks)
            yield attrs.evolve(block, text=f"{printed} {block.text.lstrip()}", marks=marks)
        else:
            yield block
