"""Lines of a page, made of its characters: with gutters, the rows of tables and what stands beside the text.

Guarantee: every character of the page lands in one line.
"""

import itertools
import statistics
from collections.abc import Iterable, Sequence

import attrs

from treatylex.formats.pdf.characters import Box, Character
from treatylex.formats.pdf.furniture import Page
from treatylex.formats.pdf.lines import Line, column_of, columned, joined, lines_of
from treatylex.formats.pdf.open_tables import Found, open_tables
from treatylex.formats.pdf.ruled_tables import without_ruled_tables
from treatylex.formats.pdf.side_blocks import without_asides
from treatylex.formats.pdf.table_rows import mark_rows

LOOSEST = 1.9
"""Of the font's size: no wider is the distance of two lines of a paragraph."""


@attrs.define(eq=False)
class Sheet:
    """A page and the gutters between its columns, if it has any.

    `is_doubtful`: lines on it may be rows of a table that could not be told into cells.
    """

    page: Page
    gutters: tuple[float, ...]
    is_doubtful: bool = False

    def columns(self) -> list[list[Line]]:
        """The lines of each column, from top to bottom; before these those that reach over a gutter."""
        found: list[list[Line]] = [[] for _ in range(len(self.gutters) + 2)]
        for line in self.page.lines:
            found[column_of(line, self.gutters) if self.gutters else 1].append(line)
        return [down(lines) for lines in found]


def sheet_of(number: int, characters: Sequence[Character], paths: Sequence[Box], *, printed: bool) -> Sheet:
    """The lines of a page, its tables found and what stands beside its text set apart.

    Args:
        number: that of the page.
        characters: those of its text, in the order of the file.
        paths: the boxes of what is drawn on it.
        printed: whether it is none of a scan, where lines are off their levels.
    """
    inside, rows = without_ruled_tables(characters, paths)
    characters, asides = without_asides(inside) if printed else (inside, [])
    whole = joined(lines_of(characters))
    leading = _usual_distance(whole)
    found = list(open_tables(whole, leading))
    lines, gutters = columned(_without(characters, found))
    if gutters:
        # Lines of two columns that stand side by side are no rows.
        found = [each for each in found if each.rows and each.crosses(gutters)]
        lines, gutters = columned(_without(characters, found))
    sheet = Sheet(Page(number, lines), gutters)
    across, *columns = sheet.columns()
    stretches = [joined(lines) for lines in (*columns, across)]
    if gutters:
        within = [list(open_tables(stretch, leading)) for stretch in stretches]
        stretches = [_left(*each) for each in zip(stretches, within, strict=True)]
        found += itertools.chain.from_iterable(within)
    for stretch in stretches:
        mark_rows(stretch)
    rows += [row for each in found for row in each.rows]
    sheet.is_doubtful = not all(each.rows for each in found)
    beside = list(map(_aside, asides))
    sheet.page.lines = list(itertools.chain(*stretches))
    if rows or beside:
        sheet.page.lines = down([*sheet.page.lines, *rows, *beside])
    sheet.page.asides = set(map(id, beside))
    return sheet


def _aside(characters: Sequence[Character]) -> Line:
    """The lines of an aside as one, at the height of the first."""
    lines = lines_of(characters)
    whole = Line.of_cells([lines])
    whole.bottom = lines[0].bottom
    return whole


def _without(characters: Sequence[Character], tables: Sequence[Found]) -> Sequence[Character]:
    """The characters of a page that stand in none of some tables."""
    taken = {id(each) for table in tables if table.rows for line in table.lines for each in line.characters}
    return [each for each in characters if id(each) not in taken] if taken else characters


def _left(lines: Sequence[Line], tables: Sequence[Found]) -> list[Line]:
    """The lines that are in none of some tables."""
    taken = {id(line) for table in tables if table.rows for line in table.lines}
    return [line for line in lines if id(line) not in taken]


def _usual_distance(lines: Sequence[Line]) -> float:
    """The usual distance of two lines of a page, in points."""
    found = [above.bottom - below.bottom for above, below in itertools.pairwise(lines)]
    near = [round(gap, 1) for gap, line in zip(found, lines, strict=False) if gap < LOOSEST * line.size]
    return statistics.mode(near) if near else 0.0


def down(lines: Iterable[Line]) -> list[Line]:
    """Lines from top to bottom."""
    return sorted(lines, key=lambda line: -line.bottom)
