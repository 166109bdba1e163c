"""Transcription: the text of a document, made of the blocks that a reader found in the file.

Guarantees: every block comes out once, in its order; a footnote stands behind the paragraph that ends the sentence
with its mark, so that it parts no list, but before the next article; a table that only lays out text is read as text,
any other row by row.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats.block_items import (
    Block,
    Cell,
    Note,
    Omission,
    Paragraph,
    Table,
    Why,
    in_one_line,
    marks_in_line,
    paragraphs_of,
)
from treatylex.formats.documents import Document
from treatylex.formats.layout_tables import laid_out
from treatylex.language.grammar import pattern
from treatylex.model.provisions import LeafKind
from treatylex.source import Place, Span, cut

MOST_CHARACTERS = 20_000_000
"""The longest text that a reader makes of a file, in code points."""
SENTENCE_ENDS = (".", "?", "!", ".”", '."', ".)")
"""With what a sentence ends behind which a footnote can stand."""
_BROKEN_SHARE = 0.1
"""Of neighbouring paragraphs so many that one goes on in the other show that lines were made paragraphs."""
_FEWEST_BROKEN = 4
_QUOTED = 120
"""Characters of what is left out that a message quotes."""
_TOLD = {
    Why.STRUCK: ("struck-through", "struck through, and so read as deleted"),
    Why.HIDDEN: ("hidden-text", "hidden in the file, and so left out"),
    Why.PROMPT: ("left-out", "the prompt of a field that nobody filled in"),
}
_EMPTY_SHARE = 0.4
"""Of all paragraphs so many that are empty show that these part the others."""


@attrs.define(kw_only=True)
class Transcript:
    """A document in the making: paragraphs in the order of the text, a blank line between them.

    `column` is that of texts side by side which alone is to be read.
    """

    column: int | None = None
    parts: list[str] = attrs.field(factory=list)
    length: int = 0
    places: list[Place] = attrs.field(factory=list)
    kinds: list[tuple[Span, LeafKind]] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    _columned: bool = False
    _waiting: list[Note] = attrs.field(factory=list)

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Append blocks and the footnotes to which they refer.

        Where lines were made paragraphs of their own, and empty ones part what belongs together, these alone do.
        """
        blocks = list(_omitted_together(blocks))
        typed = _is_typed(blocks)
        above, between = "", "\n\n"
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
                between = "\n\n"
            elif block.is_omitted:
                self._omitted(block)
            elif content := block.text.strip():
                self._paragraph(block, "\n" if block.below or _goes_on(above, content) else between)
                above, between = content, "\n" if typed else "\n\n"
            else:
                between = "\n\n"

    def _paragraph(self, block: Paragraph, between: str) -> None:
        if self._waiting and pattern("structure", "ARTICLE_WORD").match(block.text.lstrip()):
            self._settle()
        span = self.add(block.text, block.place, block.kind, marks=block.marks, between=between)
        if span is not None:
            lead = len(block.text) - len(block.text.lstrip())
            for omission in block.omissions:
                self._tell(omission, min(max(span.start, span.start + omission.at - lead), span.end))
        self._waiting += block.notes
        if block.text.rstrip().endswith(SENTENCE_ENDS):
            self._settle()

    def _omitted(self, block: Paragraph) -> None:
        """Tell of a paragraph that is left out as a whole: its place lies behind what stands before it."""
        at = Span(self.length, self.length)
        self.places.append(attrs.evolve(block.place, span=at))
        for omission in block.omissions:
            self._tell(omission, at.start)

    def _tell(self, omission: Omission, at: int) -> None:
        if omission.why in _TOLD:
            self.diagnostics.append(_told(omission.why, omission.text, at))

    def _settle(self) -> None:
        """Write the footnotes that wait for the end of a sentence."""
        for note in self._waiting:
            self.add(f"{note.label} {note.text.strip()}", note.place, LeafKind.FOOTNOTE)
        self._waiting.clear()

    def _table(self, table: Table) -> None:
        if layout := laid_out(table, self.column):
            self._columned |= layout.columned
            if layout.message:
                self.notice("columns", layout.message, Severity.NOTE)
            if layout.blocks:
                self.blocks(layout.blocks)
                told = {id(each) for found in paragraphs_of(layout.blocks) for each in found.omissions}
                self._tell_cells(table, told)
                return
        for number, row in enumerate(table.rows, 1):
            cells = [(in_one_line(cell), list(paragraphs_of(cell)), list(marks_in_line(cell))) for cell in row]
            names = [f"table {table.number}, row {number}, column {column}" for column in range(1, len(cells) + 1)]
            if any(text for text, _, _ in cells):
                self._row(
                    [
                        (text, _cell_place(inside, name), marks)
                        for (text, inside, marks), name in zip(cells, names, strict=True)
                    ]
                )
            self._waiting += [note for _, inside, _ in cells for paragraph in inside for note in paragraph.notes]
        self._tell_cells(table, set())
        self._settle()

    def _tell_cells(self, table: Table, told: set[int]) -> None:
        """Tell of what is left out of the cells of a table, but for what was told of the text that it lays out."""
        for paragraph in paragraphs_of([table]):
            if any(id(omission) not in told for omission in paragraph.omissions):
                self._omitted(paragraph)

    def _row(self, cells: Sequence[tuple[str, Place, Sequence[Span]]]) -> None:
        """Append a row; marks of notes part it, but not one that begins it, which would make it a note."""
        if self.parts:
            self._put("\n\n")
        start = self.length
        for number, (text, place, marks) in enumerate(cells):
            if number:
                self._put("\t")
            if text:
                at = self.length
                self._put(text)
                self.places.append(attrs.evolve(place, span=Span(at, self.length)))
                for mark in marks:
                    self.kinds.append((Span(start, at + mark.start), LeafKind.TABLE))
                    self.kinds.append((Span(at + mark.start, at + mark.end), LeafKind.FOOTNOTE))
                    start = at + mark.end
        if start < self.length:
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
        """The document with all that was added.

        Raises:
            InputError: when one of several texts side by side was to be read, and none stand so.
        """
        if self.column is not None and not self._columned:
            raise InputError(f"has no column {self.column}; no texts stand side by side in it")
        self._settle()
        return Document(
            text="".join(self.parts) + ("\n" if self.parts else ""),
            places=tuple(self.places),
            kinds=tuple(self.kinds),
            diagnostics=tuple(self.diagnostics),
            revised=revised,
        )


def told_struck(words: str, at: int) -> Diagnostic:
    """What is told of words that are struck through, which would stand at a place in the text."""
    return _told(Why.STRUCK, words, at)


def _told(why: Why, words: str, at: int) -> Diagnostic:
    code, told = _TOLD[why]
    return Diagnostic(code=code, message=f'{told}: "{cut(words, _QUOTED)}"', span=Span(at, at))


def _omitted_together(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks, those in a row that are left out as a whole for one reason as one, told in one message."""
    held: Paragraph | None = None
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.is_omitted:
            if held is not None:
                yield held
            held = None
            yield block
        elif held is not None and held.omissions[-1].why is block.omissions[0].why:
            last, first = held.omissions[-1], block.omissions[0]
            joined = attrs.evolve(last, text=f"{last.text} {first.text}")
            held = attrs.evolve(held, omissions=(*held.omissions[:-1], joined, *block.omissions[1:]))
        else:
            if held is not None:
                yield held
            held = block
    if held is not None:
        yield held


def _is_typed(blocks: Sequence[Block]) -> bool:
    """Whether paragraphs are but lines, as in a text: many go on in the one right below, or empty ones part them."""
    there = [block for block in blocks if not (isinstance(block, Paragraph) and block.is_omitted)]
    texts = [block.text.strip() if isinstance(block, Paragraph) else "" for block in there]
    pairs = [(above, below) for above, below in itertools.pairwise(texts) if above and below]
    broken = sum(1 for pair in pairs if _goes_on(*pair))
    return broken > max(_FEWEST_BROKEN, _BROKEN_SHARE * len(pairs)) or texts.count("") > _EMPTY_SHARE * len(texts)


def _goes_on(above: str, below: str) -> bool:
    """Whether one paragraph is the next line of another."""
    return (above[-1:].isalnum() or above[-1:] == "-") and below[0].islower() and below[1:2].isalpha()


def _cell_place(cell: Cell, name: str) -> Place:
    first = next(paragraphs_of(cell), None)
    return attrs.evolve(first.place if first else Place(), cell=name)
