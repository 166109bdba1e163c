"""Lines: from characters to lines, from lines to columns.

Guarantees: every character lands in one line; a line is in one column or, when it reaches over the gutter, in none;
blanks come from the file or from gaps, never twice.
"""

import bisect
import itertools
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import attrs

from treatylex.formats.pdf.characters import Character
from treatylex.language.languages import language_of

_SAME_LINE = 0.35
"""Of the font's height: so far may the feet of two characters of a line be apart."""
_BLANK = 0.12
"""Of the font's height: a wider gap is a blank."""
_APART = 1.1
"""Of the font's height: a wider gap parts the line, since a gutter may run through it."""
_NARROW = 0.6
"""The same where no gutter was found so: gazettes set their columns so near that blanks in full lines come close."""
_EVEN = 1.05
"""So many times as wide as the narrowest are the widest blanks between words that fill a line."""
_FEWEST_WORDS = 3
"""Of a line whose blanks tell that they fill it."""
_FAR = 4.0
"""Of the font's height: a wider gap sets apart what stands side by side, as signatures do."""
_RAISED = 0.85
"""Of the font's height: a character that is smaller, and higher, is the mark of a footnote."""
SAME_EDGE = 2.0
"""Points that the edges of cells of a column may be apart."""
_FEWEST_LINES = 5
_MANY_LINES = 20
_MOST_CROSSING = 0.15
_NARROWEST = 0.2
"""Of a page's width: a narrower stretch is no column."""
_FILLED = 0.5
"""Of a column's width: half of the lines of a text are as wide as that, also where it has many headings."""
_FULL, _RUNNING = 0.85, 0.2
"""Else so many of its lines are as wide as that, and go on in the next one."""
_STOPS = ".;:"
_WIDER = 1.2
"""Of the usual distance of two lines: a wider one is a gap."""
_IN_ROWS = 0.5
"""Of the gaps in a column so many run across all of them where there are rows."""


class Reading(NamedTuple):
    """The text of a line, where raised characters stand in it, and where which words stood that are struck through."""

    text: str
    raised: list[tuple[int, int]]
    struck: list[tuple[int, str]]


@attrs.define(eq=False)
class Line:
    """A line, or the part of one that stands in a column.

    `is_row`: it is the row of a table that is known by its rows; `starts`: where cells of it begin, however near;
    `ruled`: the lines of each cell of a row between rules.
    """

    characters: list[Character]
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_row: bool = False
    starts: tuple[float, ...] = ()
    ruled: "tuple[tuple[Line, ...], ...]" = ()

    @classmethod
    def of(cls, characters: Sequence[Character]) -> "Line":
        """A line of characters."""
        sizes = [each.size for each in characters if each.text != " "] or [characters[0].size]
        size = statistics.median(sizes)
        feet = [each.bottom for each in characters if each.size > _RAISED * size] or [characters[0].bottom]
        bottom = statistics.median(feet)
        left, right = min(each.left for each in characters), max(each.right for each in characters)
        return cls(list(characters), left, right, bottom, bottom + size, size)

    @classmethod
    def of_cells(cls, cells: "Sequence[Sequence[Line]]") -> "Line":
        """A row of cells, each of one line or more."""
        line = cls.of([each for lines in cells for inner in lines for each in inner.characters])
        line.is_row, line.ruled = True, tuple(tuple(lines) for lines in cells)
        return line

    @property
    def text(self) -> str:
        """What the line says."""
        return self.read().text

    @property
    def is_even(self) -> bool:
        """Whether its words stand as far apart as those of a line that fills its column."""
        return _is_even(sorted(self.characters, key=lambda character: character.left))

    def cells(self) -> "list[Line]":
        """Its parts between wide blanks."""
        return [Line.of(part) for part in _parts(list(self.characters), _APART)]

    def words(self) -> "list[Line]":
        """Its parts between blanks."""
        return [Line.of(part) for part in _parts(list(self.characters), _BLANK)]

    def read(self) -> Reading:
        """What the line says."""
        if self.ruled:
            return _read_cells(self.ruled)
        ordered = sorted(self.characters, key=lambda character: character.left)
        tabbed = self.is_row or self._is_tabbed(ordered)
        parts: list[str] = []
        raised: list[tuple[int, int]] = []
        struck: list[tuple[int, list[Character]]] = []
        at = 0
        before: Character | None = None
        for each in ordered:
            gap = 0.0 if before is None else _gap(before, each)
            begins = any(abs(each.left - start) <= SAME_EDGE for start in self.starts)
            parted = begins if self.starts else tabbed and gap > _APART * self.size
            between = "\t" if parted else "    " if gap > _FAR * self.size else " "
            if parts and parts[-1][-1] not in " \t" and (each.text == " " or gap > _BLANK * self.size):
                parts.append(between)
                at += len(between)
            if each.struck:
                if not struck or struck[-1][0] != at:
                    struck.append((at, []))
                struck[-1][1].append(each)
            elif each.text != " " and not each.gone:
                if each.size < _RAISED * self.size and each.bottom > self.bottom + 0.15 * self.size:
                    start = raised.pop()[0] if raised and raised[-1][1] == at else at
                    raised.append((start, at + len(each.text)))
                parts.append(each.text)
                at += len(each.text)
            before = each if each.text != " " or before is None else before
        text = "".join(parts)
        cut = len(text) - len(text.lstrip())
        return Reading(
            text.strip(),
            [(start - cut, end - cut) for start, end in raised],
            [(start - cut, _words_of(found)) for start, found in struck],
        )

    def _is_tabbed(self, ordered: Sequence[Character]) -> bool:
        """Whether wide blanks part several cells of a line, and not the words of one that is set to fill its column."""
        if sum(_gap(*pair) > _APART * self.size for pair in itertools.pairwise(ordered)) < 2 or _is_even(ordered):
            return False
        gaps = [_gap(*pair) for pair in itertools.pairwise(each for each in ordered if each.text != " ")]
        words = [gap for gap in gaps if gap > _BLANK * self.size][1:]  # the first may stand behind a number
        return len(words) < 2 or max(words) > min(_EVEN * min(words), _FAR * self.size)


def _read_cells(cells: Sequence[Sequence[Line]]) -> Reading:
    """What a row says: its cells between tabs, the lines of each with a blank between them."""
    whole = Reading("", [], [])
    for number, lines in enumerate(cells):
        whole = whole._replace(text=whole.text + "\t" * (number > 0))
        for k, line in enumerate(lines):
            said = line.read()
            between = " " if k and said.text else ""
            at = len(whole.text) + len(between)
            raised = [(start + at, end + at) for start, end in said.raised]
            struck = [(start + at, words) for start, words in said.struck]
            whole = Reading(whole.text + between + said.text, whole.raised + raised, whole.struck + struck)
    return whole


def _words_of(struck: Sequence[Character]) -> str:
    return Line.of([each._replace(struck=False) for each in struck]).text


_Whole = Callable[[Sequence[Line]], list[Line]]


def _gap(before: Character, each: Character) -> float:
    return each.left - before.right


def _is_even(ordered: Sequence[Character]) -> bool:
    """Whether words of a text, not the cells of a row, stand equally far apart, and wider than words do, in a line."""
    inked = [each for each in ordered if each.text.strip()]
    size = max((each.size for each in inked), default=0.0)
    if max((_gap(*pair) for pair in itertools.pairwise(inked)), default=0.0) <= _APART * size:
        return False
    words = ["".join(each.text for each in word) for word in _parts(inked, _BLANK)]
    gaps = [gap for pair in itertools.pairwise(inked) if (gap := _gap(*pair)) > _BLANK * size]
    if not gaps or max(gaps) > min(_EVEN * min(gaps), _FAR * size) or len(set(words)) < _FEWEST_WORDS:
        return False  # nor in characters without height, between which no gap is wide
    return any(word[:1].islower() for word in words)


def columned(characters: Sequence[Character]) -> tuple[list[Line], tuple[float, ...]]:
    """The lines of a page and the gutters between its columns; narrow ones are looked for where no wide one is."""
    lines = lines_of(characters)
    gutters = gutters_of(lines) or gutters_of(lines_of(characters, _NARROW), near=True)
    return [part for line in lines for part in _parted(line, gutters)], gutters


def _parted(line: Line, gutters: Sequence[float]) -> Iterator[Line]:
    """A line, parted at each gutter that runs through a blank in it."""
    parts: list[list[Character]] = [[]]
    before: Character | None = None
    for each in sorted(line.characters, key=lambda character: character.left):
        if before is not None and _gap(before, each) > _NARROW * line.size:
            left, right = before.right, each.left
            if any(left <= gutter <= right for gutter in gutters):
                parts.append([])
        parts[-1].append(each)
        before = each
    yield from map(Line.of, parts)


def lines_of(characters: Iterable[Character], apart: float = _APART) -> list[Line]:
    """The lines of a page from top to bottom, parted where a gutter may be; each part is a line of its own."""
    inked = [each for each in characters if each.text.strip()]
    return [Line.of(part) for row in _rows(inked) for part in _parts(row, apart)]


def _rows(inked: Sequence[Character]) -> list[list[Character]]:
    """The characters of a page as rows; small ones are raised signs of a row, or rows with raised signs in them."""
    if not inked:
        return []
    usual = statistics.median(each.size for each in inked)
    rows: list[list[Character]] = []
    for each in sorted((each for each in inked if not _is_small(each, usual)), key=_foot):
        if rows and abs(rows[-1][0].bottom - each.bottom) <= _SAME_LINE * max(rows[-1][0].size, each.size):
            rows[-1].append(each)
        else:
            rows.append([each])
    return _with_small(rows, [each for each in inked if _is_small(each, usual)])


def _is_small(character: Character, usual: float) -> bool:
    """Whether a character is smaller than others; of those without height, which damaged files have, none is."""
    return character.size <= _RAISED * usual and character.size < usual


def _foot(character: Character) -> float:
    return -character.bottom


def _with_small(rows: list[list[Character]], small: Sequence[Character]) -> list[list[Character]]:
    """The rows with the small characters: raised ones join the row in which they stand, others make rows."""
    feet = [-row[0].bottom for row in rows]
    reaches = [_Reach(row) for row in rows] if small else []
    others: list[Character] = []
    for run in _runs(small):
        at = bisect.bisect_left(feet, -run[0].bottom)
        near = next((k for k in range(at, min(at + 2, len(rows))) if reaches[k].is_raised(run[0])), None)
        (others if near is None else rows[near]).extend(run)
    return sorted(rows + _rows(others), key=lambda row: -row[0].bottom)


def _runs(small: Sequence[Character]) -> Iterator[list[Character]]:
    """Small characters that follow each other at one height, as those of the mark "[12]" do."""
    run: list[Character] = []
    for each in sorted(small, key=lambda character: (-character.bottom, character.left)):
        if run and (run[-1].bottom != each.bottom or abs(_gap(run[-1], each)) > _BLANK * each.size):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


class _Reach:
    """Where the characters of a row stand that are not small."""

    def __init__(self, row: Sequence[Character]) -> None:
        self.first = row[0]
        across = sorted(row, key=lambda character: character.left)
        self.lefts = [each.left for each in across]
        self.rights = list(itertools.accumulate((each.right for each in across), max))

    def is_raised(self, character: Character) -> bool:
        """Whether a small character stands at one of the row, no lower than its foot and not far above its top."""
        size = self.first.size
        if not self.first.bottom - 0.2 * size <= character.bottom <= self.first.top:
            return False
        at = bisect.bisect_right(self.lefts, character.right + 0.5 * size)
        return at > 0 and self.rights[at - 1] + 0.5 * size >= character.left


def _parts(row: list[Character], apart: float) -> list[list[Character]]:
    """A row of characters, parted where a gap is wide, unless it is as wide as all gaps between words of a text."""
    row.sort(key=lambda each: each.left)
    if apart > _BLANK and _is_even(row):
        return [row]
    parts = [[row[0]]]
    for before, each in itertools.pairwise(row):
        if each.left - before.right > apart * max(before.size, each.size):
            parts.append([])
        parts[-1].append(each)
    return parts


def gutters_of(lines: Sequence[Line], *, near: bool = False) -> tuple[float, ...]:
    """The middles of the gutters between columns of text, from left to right; none where there are no columns.

    Columns are texts side by side, each of whose lines fills most of its column. Three and more whose paragraphs begin
    at the same heights are a table's, unless each is in a language of its own. `near`: lines are parted at blanks that
    may stand between two words, so that a side is measured with its lines put together again.
    """
    lines = _without_outermost(lines)
    if len(lines) < 2 * _FEWEST_LINES:
        return ()
    width = max(line.right for line in lines) - min(line.left for line in lines)
    found = _gutters(lines, width, joined if near else list)
    columns = list(_columns(lines, found))
    return () if len(found) > 1 and _in_rows(columns) and not _in_languages(columns) else found


def _without_outermost(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a page but for the highest and the lowest of many: what heads a page knows no columns."""
    feet = sorted({round(line.bottom) for line in lines})
    inner = feet[1:-1] if len(feet) > _MANY_LINES else feet
    return [line for line in lines if inner[0] <= round(line.bottom) <= inner[-1]] if inner else lines


def _gutters(lines: Sequence[Line], width: float, whole: _Whole) -> tuple[float, ...]:
    """The gutters in some lines of a page of a width: the clearest to the right of a column, and those behind it."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[float, tuple[float, ...]] = 0.0, ()
    for middle in _gaps(lines, left + _NARROWEST * width, right - _NARROWEST * width):
        here = [line for line in lines if line.right <= middle]
        there = [line for line in lines if line.left >= middle]
        crossing = len(lines) - len(here) - len(there)
        if crossing > _MOST_CROSSING * len(lines) or not _is_column(whole(here), width) or not _overlap(here, there):
            continue
        clear = min(line.left for line in there) - max(line.right for line in here)
        if clear > best[0]:
            behind = _gutters(there, width, whole)
            if behind or _is_column(whole(there), width):
                best = clear, (_left_of_headings(lines, here, middle), *behind)
    return best[1]


def _left_of_headings(lines: Sequence[Line], here: Sequence[Line], middle: float) -> float:
    """A gutter moved to the left of lines that reach into it from the right, as centred headings do."""
    edge = max(line.right for line in here)
    return min((line.left - 0.5 for line in lines if edge < line.left - 0.5 < middle < line.right), default=middle)


def _gaps(lines: Sequence[Line], start: float, end: float) -> list[float]:
    """Where a gutter may be: right before the beginnings of lines."""
    starts = sorted({round(line.left, 1) for line in lines if start < line.left < end})
    return [at - 0.5 for at in starts]


def _is_column(lines: Sequence[Line], width: float) -> bool:
    """Whether lines are those of one column of a page of a width."""
    if len(lines) < _FEWEST_LINES:
        return False
    column = max(line.right for line in lines) - min(line.left for line in lines)
    filled = statistics.median(line.right - line.left for line in lines) >= _FILLED * column
    running = sum(
        1 for line in lines if line.right - line.left >= _FULL * column and line.characters[-1].text not in _STOPS
    )
    return column >= _NARROWEST * width and (filled or running >= _RUNNING * len(lines))


def _overlap(here: Sequence[Line], there: Sequence[Line]) -> bool:
    """Whether lines stand side by side with others."""
    if not there:
        return False
    left, right = ((min(each.bottom for each in side), max(each.top for each in side)) for side in (here, there))
    overlap = min(left[1], right[1]) - max(left[0], right[0])
    return overlap > 0.5 * min(left[1] - left[0], right[1] - right[0])


def _columns(lines: Sequence[Line], gutters: Sequence[float]) -> Iterator[list[Line]]:
    for number in range(1, len(gutters) + 2):
        yield [line for line in lines if column_of(line, gutters) == number]


def column_of(line: Line, gutters: Sequence[float]) -> int:
    """The column in which a line stands, counted from 1; 0 when it reaches over a gutter."""
    column = bisect.bisect_left(gutters, line.right)
    return 0 if column != bisect.bisect_right(gutters, line.left) else column + 1


def _in_rows(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether blanks run across all columns where paragraphs end in each of them, as between the rows of a table."""
    usual = statistics.median_low([statistics.median_low(_distances(column)) for column in columns])
    across = sum(1 for gap in _distances(list(itertools.chain(*columns))) if gap > _WIDER * usual)
    within = statistics.median(sum(1 for gap in _distances(column) if gap > _WIDER * usual) for column in columns)
    return across > _IN_ROWS * within


def _distances(lines: Sequence[Line]) -> list[float]:
    """How far apart the feet of lines are, from the foot of the page to its top."""
    feet = sorted({round(line.bottom) for line in lines})
    return [above - below for below, above in itertools.pairwise(feet)]


def _in_languages(columns: Sequence[Sequence[Line]]) -> bool:
    told = {language_of("\n".join(line.text for line in column)) for column in columns}
    return None not in told and len(told) == len(columns)


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
