"""Rows: lines of two cells, one below the other, which make a table where no rule tells so.

Guarantee: numbers beside paragraphs, and two cells that stand side by side once or twice, make none.
"""

import itertools
from collections.abc import Iterator, Sequence

from treatylex.formats.layout_tables import is_enumerator
from treatylex.formats.pdf.lines import Line

_FEWEST = 3
_LONGEST_NUMBER = 6
_SAME_EDGE = 2.0
"""Points that the edges of cells of a column may be apart."""


def mark_rows(lines: Sequence[Line]) -> None:
    """Mark the lines, given from top to bottom, that are rows of a table of two columns."""
    for run in _runs(lines):
        if len(run) >= _FEWEST and not _is_numbered([line.cells()[0].text for line in run]):
            for line in run:
                line.is_row = True


def _is_numbered(firsts: Sequence[str]) -> bool:
    """Whether the first cells only number the second ones, or the lines of a draft."""
    if all(each.isdecimal() and len(each) <= _LONGEST_NUMBER for each in firsts):
        return all(int(below) - int(above) == 1 for above, below in itertools.pairwise(firsts))
    return all(map(is_enumerator, firsts))


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
    starts = [abs(one.left - other.left) <= _SAME_EDGE for one, other in pairs]
    ends = [abs(one.right - other.right) <= _SAME_EDGE for one, other in pairs]
    return starts[0] and (starts[1] or ends[1])
