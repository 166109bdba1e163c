"""Layout tables: which tables only lay out text, and what text that is.

Guarantees: a table proper is none of them. Numbers beside paragraphs are set before these; texts side by side (two
languages, a draft beside another) are read one after the other, or only the one that was chosen.
"""

import re
import statistics
from collections.abc import Iterator, Sequence

import attrs

from treatylex.errors import InputError
from treatylex.formats.block_items import Block, Cell, Paragraph, Table, in_one_line, paragraphs_of
from treatylex.language.languages import language_of
from treatylex.source import Span

_LONGEST_LABEL = 14
"""Characters of what numbers the paragraph beside it: "(viii)", "Article 12 bis"."""
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,6})[.)\]]{1,2}|[-–—•·]|\d+(?:\.\d+)+\.?|")
_RUNNING_CELL = 80
"""Characters that half of a column's cells have when the column holds running text."""
_FEWEST_PARAGRAPHS = 3
"""Of a cell that holds a text of its own."""
_SENTENCE = 5
"""Words that half of a column's cells have, and more, when the column holds sentences."""

_Column = Sequence[Cell]


@attrs.frozen(kw_only=True)
class Layout:
    """The text that a table lays out, in the order of reading; `message` tells what was made of texts side by side.

    Without blocks the table is to be read row by row. `columned`: texts stand side by side in it.
    """

    blocks: tuple[Block, ...] = ()
    message: str = ""
    columned: bool = False


def laid_out(table: Table, chosen: int | None) -> Layout | None:
    """What a table lays out.

    Args:
        table: the table.
        chosen: which of the texts side by side is to be read, counted from 1 from the left, those of numbers left
            aside; `None` for all of them.

    Returns:
        The text; `None` for a table proper.

    Raises:
        InputError: when texts stand side by side, but not as many.
    """
    columns = _filled_columns(table)
    if len(columns) <= 1:
        return Layout(blocks=_down(columns))
    labels, texts = (columns[0], columns[1:]) if _is_labels(columns[0]) else (None, columns)
    enumerated = all(is_enumerator(in_one_line(cell)) for cell in columns[0])
    found = _side_by_side(labels, texts, chosen) if len(texts) > 1 else None
    if chosen is None and not enumerated and _frames(columns) and (found is None or not found.blocks):
        return Layout(blocks=_down(columns))
    if len(texts) > 1:
        return found
    if labels is not None and (enumerated or _is_running(texts[0])):
        return Layout(blocks=_beside(labels, texts[0]))
    return None


def _frames(columns: Sequence[_Column]) -> bool:
    """Whether a table sets a text beside what surrounds it on a page: in one row, paragraph below paragraph."""
    several = (len(list(paragraphs_of(cell))) >= _FEWEST_PARAGRAPHS for column in columns for cell in column)
    return len(columns[0]) == 1 and any(several)


def _filled_columns(table: Table) -> list[_Column]:
    rows = [row for row in table.rows if any(map(in_one_line, row))]
    width = max(map(len, rows), default=0)
    columns = [[row[k] if k < len(row) else () for row in rows] for k in range(width)]
    return [column for column in columns if any(map(in_one_line, column))]


def _side_by_side(labels: _Column | None, texts: Sequence[_Column], chosen: int | None) -> Layout | None:
    """Texts side by side: those in two languages and running ones are read; drafts in short cells, when chosen."""
    languages = [_language(column) for column in texts]
    parallel = None not in languages and len(set(languages)) > 1
    running = all(map(_is_running, texts))
    if not parallel and not running and not all(map(_holds_sentences, texts)):
        return None
    if chosen is not None:
        if chosen > len(texts):
            raise InputError(f"has no column {chosen}; {len(texts)} texts stand side by side in a table")
        return Layout(blocks=_beside(labels, texts[chosen - 1]), columned=True)
    if parallel or running:
        told = f"texts in {' and '.join(filter(None, languages))}" if parallel else f"{len(texts)} texts"
        message = f"{told} side by side in a table are read one after the other; a column can be chosen"
        return Layout(blocks=tuple(block for text in texts for block in _beside(labels, text)), message=message)
    return Layout(message=f"{len(texts)} texts side by side are read as a table, row by row; a column can be chosen")


def _language(column: _Column) -> str | None:
    return language_of("\n".join(map(in_one_line, column)))


def _is_running(column: _Column) -> bool:
    lengths = (len(in_one_line(cell)) for cell in column)
    return statistics.median(filter(None, lengths)) >= _RUNNING_CELL


def _holds_sentences(column: _Column) -> bool:
    words = [len(in_one_line(cell).split()) for cell in column]
    return statistics.median(filter(None, words)) >= _SENTENCE


def is_enumerator(text: str) -> bool:
    """Whether a text only numbers what stands beside it; none does too.

    >>> is_enumerator("(iv)"), is_enumerator("Cod")
    (True, False)
    """
    return _ENUMERATOR.fullmatch(text) is not None


def _is_labels(column: _Column) -> bool:
    return all(len(in_one_line(cell)) <= _LONGEST_LABEL for cell in column)


def _down(columns: Sequence[_Column]) -> tuple[Block, ...]:
    return tuple(block for column in columns for cell in column for block in cell)


def _beside(labels: _Column | None, text: _Column) -> tuple[Block, ...]:
    """The blocks of a column, each row's label before its first, unless the labels only count the rows."""
    if labels is None or _count_rows(labels, text):
        return _down([text])
    return tuple(block for label, cell in zip(labels, text, strict=True) for block in _labelled(label, cell))


def _count_rows(labels: _Column, text: _Column) -> bool:
    """Whether labels count rows from 1 on, headings that number what stands below them among these."""
    counted = [in_one_line(label) for label in labels] == [str(number) for number in range(1, len(labels) + 1)]
    return counted and any(0 < len(in_one_line(cell)) <= _LONGEST_LABEL for cell in text)


def _labelled(label: Cell, cell: Cell) -> Iterator[Block]:
    """The blocks of a cell with the number that stands beside them before the first."""
    printed = in_one_line(label)
    for number, block in enumerate(cell):
        if number == 0 and printed and isinstance(block, Paragraph):
            shift = len(printed) + 1
            marks = tuple(Span(mark.start + shift, mark.end + shift) for mark in block.marks)
            yield attrs.evolve(block, text=f"{printed} {block.text.lstrip()}", marks=marks)
        else:
            yield block
