"""Block items: the paragraphs, tables and footnotes that readers of word processors' and web pages' formats find."""

import enum
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


class Why(enum.Enum):
    """Why words of a file are not part of its text."""

    STRUCK = "struck through"
    HIDDEN = "hidden"
    PROMPT = "the prompt of a field that nobody filled in"
    CHANGED = "left out by a tracked change, which is told with all others"


@attrs.frozen(kw_only=True)
class Omission:
    """Words of a file that are not part of its text, and where in the paragraph they would stand."""

    text: str
    at: int
    why: Why


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph; `marks` are those of footnotes, counted in its text; `kind` is what it is, if the file says so.

    `below`: it stands right below the paragraph before it, as the lines of a title do. A paragraph that is left out
    as a whole has no text, only `omissions`.
    """

    text: str
    place: Place
    marks: tuple[Span, ...] = ()
    notes: tuple[Note, ...] = ()
    kind: LeafKind | None = None
    below: bool = False
    omissions: tuple[Omission, ...] = ()

    @property
    def is_omitted(self) -> bool:
        """Whether all its words are left out, so that it parts nothing as an empty paragraph does."""
        return bool(self.omissions) and not self.text.strip()


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


def omit(omissions: list[Omission], omission: Omission) -> None:
    """Add words that are left out; what goes on where the last ones stand is one with them."""
    last = omissions[-1] if omissions else None
    if last is not None and (last.at, last.why) == (omission.at, omission.why):
        omissions[-1] = attrs.evolve(last, text=last.text + omission.text)
    elif omission.text.strip():
        omissions.append(omission)


def marks_in_line(cell: Cell) -> Iterator[Span]:
    """The marks of footnotes in the text of a cell, counted as `in_one_line` gives it; none at its start.

    >>> from treatylex.source import Place
    >>> cell = [Paragraph(text="Hale", place=Place()), Paragraph(text=" at  sea1", place=Place(), marks=(Span(8, 9),))]
    >>> in_one_line(cell), *marks_in_line(cell)
    ('Hale at sea1', Span(start=11, end=12))
    """
    before = ""
    for paragraph in paragraphs_of(cell):
        for mark in paragraph.marks:
            start, end = (len(" ".join(f"{before}{paragraph.text[:at]}".split())) for at in (mark.start + 1, mark.end))
            if start > 1:
                yield Span(start - 1, end)
        before += f"{paragraph.text} "


def in_one_line(cell: Cell) -> str:
    """The text of a cell, its white space folded."""
    return " ".join(" ".join(paragraph.text for paragraph in paragraphs_of(cell)).split())
