"""Open tables: cells of several lines in columns that only blanks part, and no rule.

Guarantees: every character lands in one row or stays what it was; columns of running text, two languages side by side,
numbers beside paragraphs and terms beside their meaning are none; what may be a table and cannot be told into cells is
told.

Wider distances part rows; where there are none, a cell does that begins beside others that go on, for the cells of a
row begin with its first line, or stand in its middle or at its foot.
"""

import itertools
import statistics
from collections.abc import Iterator, Sequence

import attrs

from treatylex.formats.block_items import Cell, Paragraph, Table
from treatylex.formats.layout_tables import laid_out
from treatylex.formats.pdf.lines import Line
from treatylex.formats.pdf.table_rows import numbers_paragraph
from treatylex.formats.pdf.valleys import Part, stretches_of
from treatylex.source import Place

_GAP = 1.2
"""Of the usual distance of two lines of a cell: a wider one parts rows."""
_TIGHTEST, _LOOSEST = 0.9, 1.35
"""Of the font's size: so far apart are the lines of a cell, and no farther, unless those of the page are."""
_MOST_BROKEN = 0.2
"""Of the places where a cell stands below another, so many may look as if the one went on in the other."""
_FEWEST_ROWS = 3
_RUNNING = 120
"""Characters that the cells of a column of text have on average; of a table only one column has such."""
_STRETCHED, _MOST_STRETCHED = 1.3, 0.25
"""So many times as wide as usual is a blank that fills a line, and so many lines of a table may hold one."""
_MOST_EVEN = 0.1
"""So many lines of a table may hold words that stand equally far apart."""
_SENTENCE, _MOST_SENTENCES = 5, 0.4
"""So many blanks stand in a sentence, and so many cells of a table's column may be one, with a stop at its end."""
_SPACE = 0.3
"""Of the font's size: the blank between two words."""
_LEVEL = 0.6
"""Of the distance of two lines: so far may a cell's middle be from its row's."""
_FEWEST_BLOCKS = 3
"""Rows that wide distances part are told by these where there are so many."""
_STOPS = (".", ":", ";")
_FIGURES = frozenset("0123456789.,%-–—+/()$€£ ")

_Rows = list[list[Part]]


@attrs.frozen(eq=False)
class Found:
    """Lines that make an open table, and its rows; none where they may be one, but cannot be told into cells."""

    lines: Sequence[Line]
    rows: Sequence[Line]

    def crosses(self, gutters: Sequence[float]) -> bool:
        """Whether words stand in a gutter between columns."""
        words = [word for line in self.lines for word in line.words()]
        return any(word.left < gutter < word.right for word in words for gutter in gutters)


def open_tables(lines: Sequence[Line], leading: float) -> Iterator[Found]:
    """The tables in lines that are given from top to bottom; doubtful ones without rows."""
    for parts in stretches_of(lines):
        columns = _Columns.of(parts, leading)
        for beside, run in itertools.groupby(columns.rows(parts), _stands_alone):
            rows = list(run)
            while rows and sum(map(bool, _cells(rows[-1]))) < 2:
                rows.pop()  # the text below the table
            broken = columns.broken(rows) > _MOST_BROKEN
            wrapped = any(len(row) > 1 for row in rows)
            if beside or len(rows) < 2 or not (broken or wrapped) or _is_text(rows):
                continue
            within = [part.line for row in rows for part in row]
            sure = not broken and len(rows) >= _FEWEST_ROWS and not _is_justified(parts) and not _holds_text(rows)
            yield Found(within, [Line.of_cells(_cells(row)) for row in rows] if sure else [])


def _stands_alone(row: Sequence[Part]) -> bool:
    """Whether a row is a sentence, or leads to what stands below it, and no cell of a table."""
    (first, *others) = _cells(row)
    return bool(first) and not any(others) and first[-1].text.endswith(_STOPS)


def _cells(row: Sequence[Part]) -> list[list[Line]]:
    """The lines of each cell of a row."""
    columns = zip(*(part.cells for part in row), strict=True)
    return [[line for line in column if line is not None] for column in columns]


def _is_text(rows: _Rows) -> bool:
    """Whether rows only lay out text: columns of it, numbers beside paragraphs, terms beside their meaning."""
    cells = [_cells(row) for row in rows]
    layout = laid_out(Table(rows=tuple(tuple(map(_cell, row)) for row in cells), number=1), None)
    if layout is not None and layout.blocks:
        return True
    columns = list(zip(*cells, strict=True))
    if sum(_is_running(column) for column in columns) > 1:
        return True
    numbers = [" ".join(line.text for line in row[0]) for row in cells if row[0] and any(row[1:])]
    if numbers and all(numbers_paragraph(each) for each in numbers):
        return True
    beside = [row[1][0].text for row in cells if len(row) == 2 and all(row)]
    return sum(text[:1].islower() for text in beside) > len(beside) / 2


def _holds_text(rows: _Rows) -> bool:
    """Whether the cells of a column are sentences, beside which notes may stand in the margin."""
    for column in zip(*map(_cells, rows), strict=True):
        texts = [text for cell in column if (text := " ".join(line.text for line in cell))]
        told = [text for text in texts if text.endswith(_STOPS) and text.count(" ") >= _SENTENCE]
        if len(told) > _MOST_SENTENCES * len(texts):
            return True
    return False


def _is_running(column: Sequence[Sequence[Line]]) -> bool:
    """Whether the cells of a column are paragraphs."""
    lengths = [sum(len(line.characters) for line in cell) for cell in column if cell]
    return statistics.fmean(lengths or [0]) >= _RUNNING


def _is_justified(parts: Sequence[Part]) -> bool:
    """Whether blanks are as wide as the lines need that fill a column, which leaves open what is a valley."""
    blanks = [blank for part in parts for cell in part.cells if cell is not None and (blank := _blanks(cell))]
    if sum(part.line.is_even for part in parts) > _MOST_EVEN * len(parts):
        return True
    usual = statistics.median([blank for line in blanks for blank in line] or [0.0])
    return sum(max(line) > _STRETCHED * usual for line in blanks) > _MOST_STRETCHED * len(blanks)


def _blanks(line: Line) -> list[float]:
    """How wide the blanks of a cell's line are, if it has several."""
    found = [below.left - above.right for above, below in itertools.pairwise(line.words())]
    return found if len(found) > 1 else []


def _cell(lines: Sequence[Line]) -> Cell:
    return [Paragraph(text=" ".join(line.text for line in lines), place=Place())]


# ──────────────────────────────────────────────────────────────────────────────────────────────────────────── rows


@attrs.frozen(eq=False)
class _Columns:
    """How wide the columns of a table are, and how far apart the lines of its cells."""

    widths: Sequence[float]
    leading: float

    @classmethod
    def of(cls, parts: Sequence[Part], leading: float) -> "_Columns":
        """Those of some lines: the nearest that stand below each other are of a cell, unless each is a row."""
        columns = [
            [line for line in column if line is not None]
            for column in zip(*(part.cells for part in parts), strict=True)
        ]
        widths = [max(line.right for line in column) - min(line.left for line in column) for column in columns]
        size = statistics.median(part.line.size for part in parts)
        found = (one.bottom - below.bottom for column in columns for one, below in itertools.pairwise(column))
        near = [gap for gap in found if gap > _TIGHTEST * size]
        return cls(widths, min([*near, max(_LOOSEST * size, leading)]))

    def rows(self, parts: Sequence[Part]) -> _Rows:
        """The rows of a table, of one line or more."""
        blocks = [[parts[0]]]
        for above, below in itertools.pairwise(parts):
            if above.line.bottom - below.line.bottom > _GAP * self.leading:
                blocks.append([])
            blocks[-1].append(below)
        parted = len(blocks) >= _FEWEST_BLOCKS
        found = ([block] if parted and self._is_whole(block) else self._parted(block) for block in blocks)
        return list(itertools.chain.from_iterable(found))

    def _is_whole(self, block: Sequence[Part]) -> bool:
        """Whether cells of lines without gaps stand at the top, in the middle or at the foot of a row."""
        top, foot = block[0].line.bottom, block[-1].line.bottom
        near = _LEVEL * self.leading
        for cell in filter(None, _cells(block)):
            first, last = cell[0].bottom, cell[-1].bottom
            if any(one.bottom - other.bottom > _GAP * self.leading for one, other in itertools.pairwise(cell)):
                return False
            if not (top - first <= near or last - foot <= near or abs(first + last - top - foot) <= 2 * near):
                return False
        return True

    def _parted(self, block: Sequence[Part]) -> _Rows:
        rows = [[block[0]]]
        for below in block[1:]:
            if self._begins(rows[-1], below):
                rows.append([])
            rows[-1].append(below)
        return rows

    def _begins(self, row: Sequence[Part], below: Part) -> bool:
        """Whether a line begins the next row, whose cells all begin with it."""
        above = row[-1]
        if any(upper is None and lower is not None for upper, lower in zip(above.cells, below.cells, strict=True)):
            return True
        pairs = _pairs(above, below)
        if any(_FIGURES.issuperset(upper.text + lower.text) for upper, lower in pairs):
            return True
        if any(self._goes_on(number, above, below) for number in range(len(self.widths))):
            return False
        if below.filled == row[0].filled:
            return True
        return any(self._has_room(k, above, below) and not _is_small(below.cells[k]) for k in range(len(self.widths)))

    def _goes_on(self, number: int, above: Part, below: Part) -> bool:
        """Whether a cell seems to go on: a small letter begins its next line, whose first word had no room above."""
        upper, lower = above.cells[number], below.cells[number]
        if upper is None or lower is None:
            return False
        return upper.text.endswith("-") or (_is_small(lower) and not self._has_room(number, above, below))

    def _has_room(self, number: int, above: Part, below: Part) -> bool:
        """Whether the first word of a cell's line had room in the line above."""
        upper, lower = above.cells[number], below.cells[number]
        if upper is None or lower is None:
            return False
        word = lower.words()[0]
        return upper.right - upper.left + _SPACE * upper.size + word.right - word.left <= self.widths[number]

    def broken(self, rows: _Rows) -> float:
        """The share of the cells below others that seem to go on with these."""
        found = count = 0
        for number in range(len(self.widths)):
            held = [[part for part in row if part.cells[number] is not None] for row in rows]
            for above, below in itertools.pairwise(filter(None, held)):
                count += 1
                found += self._goes_on(number, above[-1], below[0])
        return found / max(1, count)


def _pairs(above: Part, below: Part) -> Iterator[tuple[Line, Line]]:
    """What stands below each other in two lines."""
    for upper, lower in zip(above.cells, below.cells, strict=True):
        if upper is not None and lower is not None:
            yield upper, lower


def _is_small(line: Line | None) -> bool:
    """Whether a small letter begins a line."""
    return line is not None and line.text[:1].islower()
