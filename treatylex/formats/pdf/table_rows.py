"""Rows: lines one below the other whose cells are aligned, which make a table where no rule tells so.

Guarantee: numbers beside paragraphs, and two cells that stand side by side once or twice, make none; where cells come
as near as words, only what begins at three places or more in each of three lines makes one.
"""

import itertools
from collections.abc import Iterator, Sequence

import attrs

from treatylex.formats.layout_tables import is_enumerator
from treatylex.formats.pdf.lines import SAME_EDGE, Line

_FEWEST = 3
_LONGEST_NUMBER = 6
_FEWEST_COLUMNS = 3
_MOST_WORDS = 24
"""Of a row: with more a line is one of a paragraph."""


def mark_rows(lines: Sequence[Line]) -> None:
    """Mark the lines, given from top to bottom, that are rows of a table of two columns, or of more near each other."""
    _mark_near(lines)
    for run in _runs(lines):
        if len(run) >= _FEWEST and not _is_numbered([line.cells()[0].text for line in run]):
            for line in run:
                line.is_row = True


def _mark_near(lines: Sequence[Line]) -> None:
    """Mark rows of three columns or more some of whose cells stand as near as words do."""
    table = _Near([], [], set())
    for line in lines:
        if not table.add(line):
            table.mark()
            words = _places(line)
            table = _Near([line], words, _apart(line, words)) if words else _Near([], [], set())
    table.mark()


@attrs.define
class _Near:
    """Rows, the places at which words begin in each of them, and those of these before which a wide blank stands."""

    rows: list[Line]
    starts: list[float]
    wide: set[float]

    def add(self, line: Line) -> bool:
        """Take a line for a row, if its words begin at three of the places or more and its cells at these only."""
        words = _places(line)
        starts = [at for at in self.starts if _is_among(at, words)]
        wide = self.wide | _apart(line, starts)
        if len(starts) < _FEWEST_COLUMNS or not wide.issubset(starts):
            return False
        self.rows.append(line)
        self.starts, self.wide = starts, wide
        return True

    def mark(self) -> None:
        """Mark the rows, if they make a table: of three rows or more, with a wide blank before each column in some."""
        if len(self.rows) >= _FEWEST and len(self.wide) == len(self.starts):
            for row in self.rows:
                row.is_row, row.starts = True, tuple(self.starts)


def _places(line: Line) -> list[float]:
    """Where the words of a line begin, if it may be a row."""
    words = [word.left for word in line.words()]
    return words if _FEWEST_COLUMNS <= len(words) <= _MOST_WORDS else []


def _apart(line: Line, starts: Sequence[float]) -> set[float]:
    """Where cells of a line begin behind wide blanks, and where it does: as the place among `starts`, if it is one."""
    lefts = [cell.left for cell in line.cells()]
    return {next((at for at in starts if abs(at - left) <= SAME_EDGE), left) for left in lefts}


def _is_among(place: float, places: Sequence[float]) -> bool:
    return any(abs(place - other) <= SAME_EDGE for other in places)


def _is_numbered(firsts: Sequence[str]) -> bool:
    """Whether the first cells only number the second ones, or the lines of a draft."""
    if all(each.isdecimal() and len(each) <= _LONGEST_NUMBER for each in firsts):
        return all(int(below) - int(above) == 1 for above, below in itertools.pairwise(firsts))
    return all(map(numbers_paragraph, firsts))


def numbers_paragraph(text: str) -> bool:
    """Whether a text only numbers the paragraph beside it.

    >>> numbers_paragraph("(a)"), numbers_paragraph("§ 12"), numbers_paragraph("12")
    (True, True, False)
    """
    return is_enumerator(f"{text[1:].lstrip()}." if text.startswith("§") else text)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The stretches of lines of two cells whose cells are aligned."""
    run: list[Line] = []
    for line in lines:
        if len(line.cells()) != 2:
            yield run
            run = []
        elif run and not _is_aligned(run[-1], line):
            yield run
            run = [line]
        else:
            run.append(line)
    yield run


def _is_aligned(above: Line, below: Line) -> bool:
    pairs = list(zip(above.cells(), below.cells(), strict=True))
    starts = [abs(one.left - other.left) <= SAME_EDGE for one, other in pairs]
    ends = [abs(one.right - other.right) <= SAME_EDGE for one, other in pairs]
    return starts[0] and (starts[1] or ends[1])
