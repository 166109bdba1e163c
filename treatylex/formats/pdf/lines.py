"""Lines: from characters to lines, from lines to columns.

Guarantees: every character lands in one line; a line is in one column or, when it reaches over the gutter, in none;
blanks come from the file or from gaps, never twice.
"""

import bisect
import itertools
import statistics
from collections.abc import Iterable, Sequence

import attrs

from treatylex.formats.pdf.characters import Character

_SAME_LINE = 0.35
"""Of the font's height: so far may the feet of two characters of a line be apart."""
_BLANK = 0.12
"""Of the font's height: a wider gap is a blank."""
_APART = 1.1
"""Of the font's height: a wider gap parts the line, since a gutter may run through it."""
_FAR = 4.0
"""Of the font's height: a wider gap sets apart what stands side by side, as signatures do."""
_RAISED = 0.8
"""Of the font's height: a character that is smaller, and higher, is the mark of a footnote."""
_FEWEST_LINES = 5
_MOST_CROSSING = 0.15
_NARROWEST = 0.22
_FILLED = 0.5


@attrs.define(eq=False)
class Line:
    """A line, or the part of one that stands in a column; `raised` are the places in its text of raised figures."""

    characters: list[Character]
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @classmethod
    def of(cls, characters: Sequence[Character]) -> "Line":
        """A line of characters."""
        sizes = [each.size for each in characters if each.text != " "] or [characters[0].size]
        size = statistics.median(sizes)
        feet = [each.bottom for each in characters if each.size > _RAISED * size] or [characters[0].bottom]
        bottom = statistics.median(feet)
        left, right = min(each.left for each in characters), max(each.right for each in characters)
        return cls(list(characters), left, right, bottom, bottom + size, size)

    @property
    def text(self) -> str:
        """What the line says."""
        return self.read()[0]

    def read(self) -> tuple[str, list[tuple[int, int]]]:
        """What the line says, and where raised characters stand in it."""
        ordered = sorted(self.characters, key=lambda character: character.left)
        wide = sum(1 for pair in itertools.pairwise(ordered) if _gap(*pair) > _APART * self.size)
        parts: list[str] = []
        raised: list[tuple[int, int]] = []
        at = 0
        before: Character | None = None
        for each in ordered:
            gap = 0.0 if before is None else _gap(before, each)
            between = "\t" if gap > _APART * self.size and wide > 1 else "    " if gap > _FAR * self.size else " "
            if before is not None and parts[-1][-1] not in " \t" and (each.text == " " or gap > _BLANK * self.size):
                parts.append(between)
                at += len(between)
            if each.text != " ":
                if each.size < _RAISED * self.size and each.bottom > self.bottom + 0.15 * self.size:
                    start = raised.pop()[0] if raised and raised[-1][1] == at else at
                    raised.append((start, at + len(each.text)))
                parts.append(each.text)
                at += len(each.text)
            before = each if each.text != " " or before is None else before
        text = "".join(parts)
        cut = len(text) - len(text.lstrip())
        return text.strip(), [(start - cut, end - cut) for start, end in raised]


def _gap(before: Character, each: Character) -> float:
    return each.left - before.right


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """The lines of a page from top to bottom, parted where a gutter may be; each part is a line of its own."""
    inked = [each for each in characters if each.text.strip()]
    if not inked:
        return []
    usual = statistics.median(each.size for each in inked)
    rows: list[list[Character]] = []
    for each in sorted((each for each in inked if each.size > _RAISED * usual), key=_foot):
        if rows and abs(rows[-1][0].bottom - each.bottom) <= _SAME_LINE * max(rows[-1][0].size, each.size):
            rows[-1].append(each)
        else:
            rows.append([each])
    rows = _with_small(rows, sorted((each for each in inked if each.size <= _RAISED * usual), key=_foot))
    return [Line.of(part) for row in rows for part in _parts(row)]


def _foot(character: Character) -> float:
    return -character.bottom


def _with_small(rows: list[list[Character]], small: Iterable[Character]) -> list[list[Character]]:
    """The rows with the small characters: raised ones join the row in which they stand, others make rows."""
    feet = [-row[0].bottom for row in rows]
    added: list[list[Character]] = []
    for each in small:
        at = bisect.bisect_left(feet, -each.bottom)
        row = next((row for row in rows[at : at + 2] if _is_raised(each, row)), None)
        if row is not None:
            row.append(each)
        elif added and abs(added[-1][0].bottom - each.bottom) <= _SAME_LINE * max(added[-1][0].size, each.size):
            added[-1].append(each)
        else:
            added.append([each])
    return sorted(rows + added, key=lambda row: -row[0].bottom)


def _is_raised(character: Character, row: Sequence[Character]) -> bool:
    """Whether a small character stands at another one of a row, no lower than its foot and not far above its top."""
    first = row[0]
    level = first.bottom - 0.2 * first.size <= character.bottom <= first.top
    near = 0.5 * first.size
    return level and any(each.left - near <= character.left <= each.right + near for each in row)


def _parts(row: list[Character]) -> list[list[Character]]:
    """A row of characters, parted where a gap is wide."""
    row.sort(key=lambda each: each.left)
    parts = [[row[0]]]
    for before, each in itertools.pairwise(row):
        if each.left - before.right > _APART * max(before.size, each.size):
            parts.append([])
        parts[-1].append(each)
    return parts


def gutter_of(lines: Sequence[Line]) -> float | None:
    """The middle of the gutter between two columns of text; `None` where there are none.

    Columns are texts side by side, each of whose lines fills most of its column; a table's are not.
    """
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    best: tuple[float, float] | None = None
    for middle in _gaps(lines, left + 0.25 * width, right - 0.25 * width):
        crossing = sum(1 for line in lines if line.left < middle < line.right)
        if crossing <= _MOST_CROSSING * len(lines) and _are_columns(lines, middle, width):
            clear = min(middle - line.right for line in lines if line.right <= middle) + min(
                line.left - middle for line in lines if line.left >= middle
            )
            if best is None or clear > best[0]:
                best = clear, middle
    return None if best is None else best[1]


def _gaps(lines: Sequence[Line], start: float, end: float) -> list[float]:
    """Where a gutter may be: right before the beginnings of lines."""
    starts = sorted({round(line.left, 1) for line in lines if start < line.left < end})
    return [at - 0.5 for at in starts]


def _are_columns(lines: Sequence[Line], middle: float, width: float) -> bool:
    sides = [line for line in lines if line.right <= middle], [line for line in lines if line.left >= middle]
    for side in sides:
        if len(side) < _FEWEST_LINES:
            return False
        column = max(line.right for line in side) - min(line.left for line in side)
        filled = statistics.median(line.right - line.left for line in side)
        if column < _NARROWEST * width or filled < _FILLED * column:
            return False
    left, right = ((min(each.bottom for each in side), max(each.top for each in side)) for side in sides)
    overlap = min(left[1], right[1]) - max(left[0], right[0])
    return overlap > 0.5 * min(left[1] - left[0], right[1] - right[0])


def joined(lines: Sequence[Line]) -> list[Line]:
    """Lines whose parts stand beside each other in one column, put together again; from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: -each.bottom):
        last = rows[-1][0] if rows else None
        if last is not None and abs(last.bottom - line.bottom) <= _SAME_LINE * max(last.size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [Line.of([each for line in row for each in line.characters]) for row in rows]
