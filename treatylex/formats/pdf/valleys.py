"""Valleys: blanks that stay open through lines that follow each other, as those between the columns of a table do.

Guarantee: the first line of a stretch stands in two columns or more, and what stands in a column begins, ends or has
its middle at one place in most lines, which words that stand below each other by chance do not.
"""

import itertools
import math
import statistics
from collections.abc import Iterator, Sequence

import attrs

from treatylex.formats.pdf.lines import SAME_EDGE, Line

_NARROWEST = 0.33
"""Of the font's size: no narrower blank is a valley."""
_WIDE = 1.1
"""The same: beside some line a valley is as wide, and no wider one is between two words."""
_SPACES = 1.3
"""So many times as wide as the usual blank between words is a valley."""
_FEWEST_LINES = 3
_MOST_LINES = 1_000
"""A page with more is a drawing."""
_MOST_TRIES = 6
_BAR = 0.85
"""Of the width of all lines: a line without a valley that is as wide stands in no cell."""
_FARTHEST = 4.0
"""Of the font's size: so far apart are lines of a table."""
_ALIGNED = 0.7
"""Of the lines of a column so many begin, end or have their middles at one place."""

_Gap = tuple[float, float]


@attrs.frozen(eq=False)
class Row:
    """A line, its words, and the blanks beside and between them that may be valleys."""

    line: Line
    words: Sequence[Line]
    gaps: Sequence[_Gap]

    @classmethod
    def of(cls, line: Line, words: Sequence[Line], narrowest: float) -> "Row":
        """A line of words, whose blanks are valleys from a width on."""
        edges = [(-math.inf, words[0].left), *((a.right, b.left) for a, b in itertools.pairwise(words))]
        return cls(line, words, [gap for gap in (*edges, (words[-1].right, math.inf)) if gap[1] - gap[0] >= narrowest])

    @property
    def wide(self) -> int:
        """How many blanks in it are wide."""
        return sum(right - left > _WIDE * self.line.size for left, right in self.gaps[1:-1])

    def cells(self, walls: Sequence[float]) -> list[Line | None]:
        """What stands of it between walls."""
        held: list[list[Line]] = [[] for _ in range(len(walls) + 1)]
        for word in self.words:
            held[sum(wall < word.left for wall in walls)].append(word)
        return [Line.of([each for word in cell for each in word.characters]) if cell else None for cell in held]


@attrs.frozen(eq=False)
class Part:
    """A line that valleys run through, and what stands of it in each column."""

    line: Line
    cells: Sequence[Line | None]

    @property
    def filled(self) -> int:
        """In how many columns something stands."""
        return sum(cell is not None for cell in self.cells)


def stretches_of(lines: Sequence[Line]) -> Iterator[list[Part]]:
    """The stretches of lines that valleys run through, of lines that are given from top to bottom."""
    if not _FEWEST_LINES <= len(lines) <= _MOST_LINES:
        return
    words = [line.words() for line in lines]
    narrowest = _NARROWEST * statistics.median(line.size for line in lines)
    gaps = [(b.left - a.right, a.size) for each in words for a, b in itertools.pairwise(each)]
    narrowest = max(narrowest, _SPACES * statistics.median([gap for gap, size in gaps if gap <= _WIDE * size] or [0.0]))
    rows = [Row.of(*each, narrowest) for each in zip(lines, words, strict=True)]
    if not any(row.wide for row in rows):
        return
    width = max(line.right for line in lines) - min(line.left for line in lines)
    run: list[Row] = []
    for row in rows:
        if _is_bar(row, width) or (run and run[-1].line.bottom - row.line.bottom > _FARTHEST * row.line.size):
            yield from _within(run, narrowest)
            run = []
        if not _is_bar(row, width):
            run.append(row)
    yield from _within(run, narrowest)


def _is_bar(row: Row, width: float) -> bool:
    return len(row.gaps) <= 2 and row.line.right - row.line.left > _BAR * width


def _within(rows: Sequence[Row], narrowest: float) -> Iterator[list[Part]]:
    """The stretches in rows without bars: the one around the row with the most wide blanks first."""
    waiting = [rows]
    while waiting:
        rows = waiting.pop()
        if len(rows) < _FEWEST_LINES:
            continue
        for many in sorted({row.wide for row in rows} - {0}, reverse=True)[:_MOST_TRIES]:
            seed = next(k for k, row in enumerate(rows) if row.wide == many)
            start, end, valleys = _grown(rows, seed, narrowest)
            walls = [(left + right) / 2 for left, right in valleys[1:-1]]
            found = [Part(row.line, row.cells(walls)) for row in rows[start:end]]
            found = _without_empty(list(itertools.dropwhile(lambda part: part.filled < 2, found)))
            if len(found) >= _FEWEST_LINES and all(map(_is_aligned, _columns(found)[1:])):
                yield found
                waiting += [rows[: end - len(found)], rows[end:]]
                break


def _without_empty(parts: Sequence[Part]) -> list[Part]:
    """Lines without the columns in which only lines stood that were left aside, or words that overlap others."""
    filled = [any(column) for column in _columns(parts)]
    return [Part(part.line, list(itertools.compress(part.cells, filled))) for part in parts]


def _columns(parts: Sequence[Part]) -> list[tuple[Line | None, ...]]:
    return list(zip(*(part.cells for part in parts), strict=True))


def _grown(rows: Sequence[Row], seed: int, narrowest: float) -> tuple[int, int, list[_Gap]]:
    """Where the stretch around a row begins and ends, and its valleys, the margins first and last."""
    size = rows[seed].line.size
    inner = [gap for gap in rows[seed].gaps[1:-1] if gap[1] - gap[0] > _WIDE * size]
    valleys = [rows[seed].gaps[0], *inner, rows[seed].gaps[-1]]
    start, end = seed, seed + 1
    while start and len(met := _met(valleys, rows[start - 1].gaps, narrowest)) >= len(valleys):
        start, valleys = start - 1, met
    while end < len(rows) and len(met := _met(valleys, rows[end].gaps, narrowest)) >= len(valleys):
        end, valleys = end + 1, met
    return start, end, valleys


def _met(valleys: Sequence[_Gap], gaps: Sequence[_Gap], narrowest: float) -> list[_Gap]:
    """What stays open of valleys beside a row with gaps."""
    found: list[_Gap] = []
    at = 0
    for left, right in valleys:
        while at < len(gaps) and gaps[at][1] < right:
            found.append((max(left, gaps[at][0]), min(right, gaps[at][1])))
            at += 1
        if at < len(gaps):
            found.append((max(left, gaps[at][0]), min(right, gaps[at][1])))
    return [gap for gap in found if gap[1] - gap[0] >= narrowest]


def _is_aligned(column: Sequence[Line | None]) -> bool:
    held = [line for line in column if line is not None]
    places = ([each.left for each in held], [each.right for each in held], [(e.left + e.right) / 2 for e in held])
    return any(_at_one_place(each) >= _ALIGNED * len(held) for each in places)


def _at_one_place(places: Sequence[float]) -> int:
    """How many places are near one of them: that in the middle of the most."""
    ordered = sorted(places)
    most = low = 0
    for high, place in enumerate(ordered):
        while place - ordered[low] > SAME_EDGE:
            low += 1
        most = max(most, high - low + 1)
    return most
