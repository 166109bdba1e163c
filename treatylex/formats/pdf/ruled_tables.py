"""Ruled tables: cells between lines that are drawn on a page, however many lines of text stand in each.

Guarantees: every character lands in one row or stays what it was; a table that only lays out text is none, as in Word.
"""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from treatylex.formats.block_items import Cell, Paragraph, Table
from treatylex.formats.layout_tables import laid_out
from treatylex.formats.pdf.characters import Box, Character
from treatylex.formats.pdf.lines import Line, lines_of
from treatylex.source import Place

_THICKEST = 3.0
_SHORTEST = 6.0
_NEAR = 3.0
"""Points between rules that meet, or are one."""
_FEWEST_RULES = 3
"""Across and down: so many enclose two rows and two columns."""
_MOST_RULES = 400
"""Across, and as many down: a page with more is a drawing."""
_FOOT = 0.3
"""Of the font's size: so high above its foot is the middle of a character."""
_NEVER = 1e9
_NUMBER_AND_TEXT = 2
"""Cells that hold anything, in a row whose first only numbers the second."""


@attrs.frozen
class _Rule:
    """A line that is drawn at a place across or down, from a start to an end."""

    at: float
    start: float
    end: float

    def holds(self, place: float) -> bool:
        """Whether it runs past a place."""
        return self.start - _NEAR <= place <= self.end + _NEAR


@attrs.frozen
class Grid:
    """The rules of one table: those across from top to bottom, those down from left to right."""

    across: list[_Rule]
    down: list[_Rule]

    def rows(self) -> Iterator[tuple[float, float]]:
        """The top and the bottom of each row."""
        return itertools.pairwise(sorted({rule.at for rule in self.across}, reverse=True))

    def cell_around(self, across: float, low: float, high: float) -> Box | None:
        """The edges of the cell that holds a line on end; of one over several rows those of the row of its middle."""
        level = (low + high) / 2
        walls = [rule.at for rule in self.down if rule.start < level < rule.end]
        cell = bisect.bisect_right(walls, across)
        row = next(((top, foot) for top, foot in self.rows() if foot < level < top), None)
        crossed = any(low + _NEAR < rule.at < high - _NEAR and rule.holds(across) for rule in self.across)
        if row is None or crossed or not 0 < cell < len(walls):
            return None
        return walls[cell - 1], row[1], walls[cell], row[0]


def without_ruled_tables(characters: Sequence[Character], paths: Sequence[Box]) -> tuple[list[Character], list[Line]]:
    """The characters of a page that stand in no ruled table, and the rows of such tables, or lines of numbered text."""
    rest, rows = list(characters), list[Line]()
    for grid in grids_of(paths):
        found, outside = _parted(rest, grid)
        if len(found) < 2:
            continue  # a frame
        layout = laid_out(_as_table(found), None)
        if layout is None or not layout.blocks:
            rest = outside
            rows += map(Line.of_cells, found)
        elif not layout.message and max(sum(map(bool, cells)) for cells in found) == _NUMBER_AND_TEXT:
            rest = outside
            rows += itertools.chain.from_iterable(map(_side_by_side, found))
    return rest, rows


def _side_by_side(cells: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """The lines of a number and of the paragraph beside it, of which the first are one."""
    for lines in itertools.zip_longest(*filter(None, cells)):
        yield Line.of([each for line in lines if line is not None for each in line.characters])


def _middle(character: Character) -> tuple[float, float]:
    return (character.left + character.right) / 2, character.bottom + _FOOT * character.size


def _parted(characters: Sequence[Character], grid: Grid) -> tuple[list[list[list[Line]]], list[Character]]:
    """The rows of a grid that hold anything, the cells of each, and their lines; the characters that stand in no cell.

    A cell over several rows is of the first. Where tables of unlike height share a rule, a row of the higher one has no
    cells below the other.
    """
    spans = list(grid.rows())
    bottoms = [-bottom for _, bottom in spans]
    walls = [[rule.at for rule in grid.down if rule.start < (top + foot) / 2 < rule.end] for top, foot in spans]
    held: dict[tuple[int, int], list[Character]] = defaultdict(list)
    outside: list[Character] = []
    for each in characters:
        across, level = _middle(each)
        row = bisect.bisect_left(bottoms, -level)
        cell = bisect.bisect_right(walls[row], across) if row < len(spans) and level < spans[0][0] else 0
        if not cell or cell == len(walls[row]):
            outside.append(each)
            continue
        while row and _goes_on(grid, spans[row][0], walls[row - 1 : row + 1], cell):
            row -= 1
        held[row, cell].append(each)
    rows = (
        [lines_of(held.get((row, cell), ()), _NEVER) for cell in range(1, len(walls[row]))] for row in range(len(spans))
    )
    return list(filter(any, rows)), outside


def _goes_on(grid: Grid, level: float, walls: Sequence[list[float]], cell: int) -> bool:
    """Whether no rule parts a cell from the one above it, at a level, between the same walls."""
    above, own = (each[cell - 1 : cell + 1] for each in walls)
    if len(own) < 2 or above != own:
        return False
    middle = sum(own) / 2
    return not any(rule.at == level and rule.holds(middle) for rule in grid.across)


def _as_table(rows: Sequence[Sequence[Sequence[Line]]]) -> Table:
    return Table(rows=tuple(tuple(_cell(lines) for lines in cells) for cells in rows), number=1)


def _cell(lines: Sequence[Line]) -> Cell:
    return [Paragraph(text=" ".join(line.text for line in lines), place=Place())]


# ──────────────────────────────────────────────────────────────────────────────────────────────────────────── rules


def grids_of(paths: Sequence[Box]) -> Iterator[Grid]:
    """The grids of two rows and two columns or more that are drawn by paths."""
    across, down = _joined(_across(paths)), _joined(_down(paths))
    if not _FEWEST_RULES <= len(across) <= _MOST_RULES or not _FEWEST_RULES <= len(down) <= _MOST_RULES:
        return
    left = set(range(len(down)))
    while left:
        grid = _connected(across, down, left)
        if min(len({rule.at for rule in rules}) for rules in (grid.across, grid.down)) >= _FEWEST_RULES:
            yield grid


def _connected(across: Sequence[_Rule], down: Sequence[_Rule], left: set[int]) -> Grid:
    """The rules that meet one of those `left`, and each other, which are taken from these."""
    reached, due, held = set[int](), [left.pop()], list[_Rule]()
    while due:
        wall = down[due.pop()]
        held.append(wall)
        for number, rule in enumerate(across):
            if number not in reached and rule.holds(wall.at) and wall.holds(rule.at):
                reached.add(number)
                meeting = [k for k in left if rule.holds(down[k].at) and down[k].holds(rule.at)]
                left.difference_update(meeting)
                due += meeting
    rules = sorted((across[number] for number in reached), key=lambda rule: -rule.at)
    return Grid(rules, sorted(held, key=lambda rule: rule.at))


def _across(paths: Sequence[Box]) -> Iterator[_Rule]:
    """The rules across: flat paths, and the upper and lower edges of boxes."""
    for left, bottom, right, top in paths:
        if right - left >= _SHORTEST:
            for level in {(bottom + top) / 2} if top - bottom <= _THICKEST else {bottom, top}:
                yield _Rule(level, left, right)


def _down(paths: Sequence[Box]) -> Iterator[_Rule]:
    for left, bottom, right, top in paths:
        if top - bottom >= _SHORTEST:
            for level in {(left + right) / 2} if right - left <= _THICKEST else {left, right}:
                yield _Rule(level, bottom, top)


def _joined(rules: Iterator[_Rule]) -> list[_Rule]:
    """Rules of which those that lie on each other, or go on in each other, are one."""
    levels: list[list[_Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if levels and rule.at - levels[-1][0].at <= _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    found: list[_Rule] = []
    for level in levels:
        at = level[0].at
        level.sort(key=lambda rule: rule.start)
        start, end = level[0].start, level[0].end
        for rule in level[1:]:
            if rule.start > end + _NEAR:
                found.append(_Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        found.append(_Rule(at, start, end))
    return found
