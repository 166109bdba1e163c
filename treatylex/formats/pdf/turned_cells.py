"""Turned cells: words that stand on end in the cells of a ruled table, as above narrow columns, laid flat in them.

Guarantee: words are laid flat only between the walls of one cell, and stay in it.
"""

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence

from treatylex.formats.pdf.characters import Box, Character
from treatylex.formats.pdf.lines import Line, lines_of
from treatylex.formats.pdf.ruled_tables import grids_of

_EXACT = 0.5
"""Degrees by which words on end differ from a quarter turn at most."""
_INSIDE = 0.9
"""Of the width of a cell: so much the lines that are laid flat in it fill at most."""

_LEADING = 1.2
"""Of the font's size: the distance of two such lines."""


def with_flat_cells(characters: Sequence[Character], paths: Sequence[Box]) -> list[Character]:
    """The characters of a page, those on end in a cell laid flat in it, as small as it is narrow.

    Args:
        characters: in the order of the file.
        paths: the boxes of what is drawn on the page.
    """
    grids = list(grids_of(paths)) if any(map(_is_on_end, characters)) else []
    flat: dict[int, Character] = {}
    for tilt, run in itertools.groupby(filter(_is_on_end, characters) if grids else (), lambda each: each.tilt):
        cells: dict[Box, list[Line]] = defaultdict(list)
        for line in lines_of(run):
            place = _place(line, tilt)
            cell = next(filter(None, (grid.cell_around(*place) for grid in grids)), None)
            if cell is not None:
                cells[cell].append(line)
        for cell, lines in cells.items():
            level = statistics.mean(sum(_place(line, tilt)[1:]) / 2 for line in lines)
            flat |= {id(each): laid for each, laid in _laid_flat(lines, cell, level)}
    return [flat.get(id(each), each) for each in characters]


def _is_on_end(character: Character) -> bool:
    return abs(abs(character.tilt) - 90) <= _EXACT and character.text != " "


def _place(line: Line, tilt: float) -> tuple[float, float, float]:
    """Where the middle of a line on end is across the page, and where its ends are, the lower first."""
    level = (line.bottom + line.top) / 2
    return (-level, line.left, line.right) if tilt > 0 else (level, -line.right, -line.left)


def _laid_flat(lines: Sequence[Line], cell: Box, level: float) -> Iterator[tuple[Character, Character]]:
    """The characters of lines on end, and as they are laid flat in a cell around a level."""
    left, _, right, _ = cell
    scale = min(1.0, _INSIDE * (right - left) / max(line.right - line.left for line in lines))
    for number, line in enumerate(lines):
        size = line.size * scale
        start = left + (1 - _INSIDE) / 2 * (right - left) - line.left * scale
        foot = level + ((len(lines) - 1) / 2 - number) * _LEADING * size
        for each in line.characters:
            box = start + each.left * scale, foot, start + each.right * scale, foot + each.size * scale
            yield each, Character(each.text, *box, coloured=each.coloured, tint=each.tint)
