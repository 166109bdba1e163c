"""Block items: the paragraphs, tables and footnotes that readers of word processors' and web pages' formats find."""

from collections.abc import Iterator, Sequence

import attrs

from treatylex.model.provisions import LeafKind
from treatylex.source import Place, Span


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


def paragraphs_of(cell: Cell) -> Iterator[Paragraph]:
    """The paragraphs of a cell, those of tables within it included."""
    for block in cell:
        if isinstance(block, Table):
            for row in block.rows:
                for inner in row:
                    yield from paragraphs_of(inner)
        else:
            yield block


def in_one_line(cell: Cell) -> str:
    """The text of a cell, its white space folded."""
    return " ".join(" ".join(paragraph.text for paragraph in paragraphs_of(cell)).split())
