"""Tables of Markdown beyond those with bars: set in columns over dashes, or in a grid, as pandoc writes them.

Guarantees: tables are given as the tokens that markdown-it's own have; what does not show its columns by dashes is no
table, nor is prose between lines of dashes that only adorn it; time is linear in the lines.
"""

import bisect
import html.parser
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

_RULER = re.compile(r" {0,20}-{2,}(?: +-{2,})+ *$")
_BORDER = re.compile(r" {0,20}-{3,} *$")
_GRID = re.compile(r" {0,20}\+(?:[-=:]+\+)+ *$")
_GROUP = re.compile(r"-+")
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_WHOLE_TABLE = re.compile(r"\s*<table\b(?:.*)</table>\s*", re.IGNORECASE | re.DOTALL)
_BREAKS = frozenset({"br", "p", "li", "div", "ul", "ol"})
_LAYOUT = _BREAKS | {"table", "thead", "tbody", "tfoot", "colgroup", "col", "tr", "td", "th", "caption"}
_CELLS = frozenset({"td", "th"})
_SIGNS = re.compile(r"[\\*_`\[\]~^]")
_MOST_HEAD_LINES = 8
_RULE = re.compile(r"-[ >]*$")
_HEADING = re.compile(r" {0,3}#{1,6} \S")
_AROUND = " >\t"
_KEPT = "treatylex-rules"

Row = tuple[int, tuple[str, ...]]
"""The line of a row, and its cells."""


@attrs.frozen
class Found:
    """A table: its rows and the line behind it."""

    rows: tuple[Row, ...]
    end: int


def install(parser: Any) -> None:
    """Let a parser of markdown-it know these tables."""
    parser.block.ruler.before("table", "ruled_table", _rule, {"alt": ["paragraph"]})


def _rule(state: Any, start: int, end: int, silent: bool) -> bool:
    """The rule in the form that markdown-it asks for: whether a table begins at a line, whose tokens are then given."""
    found = found_in(_Lines(state, start, end))
    if found is None:
        return False
    if not silent:
        _give(state, start, found)
        state.line = start + found.end
    return True


class _Lines(Sequence[str]):
    """Lines as they stand within the quotation or the list around them, counted from one of them."""

    def __init__(self, state: Any, start: int, end: int) -> None:
        self._state = state
        self._start = start
        self._end = end

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[k] for k in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        state, line = self._state, self._start + at
        if state.isEmpty(line):
            return ""
        blanks = max(0, state.sCount[line] - state.blkIndent)
        return " " * blanks + str(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])

    def again(self, at: int) -> int | None:
        """The next line behind one that says the same; all are gathered once, since each may be asked for."""
        kept: dict[str, list[int]] = self._state.env.get(_KEPT)
        if kept is None:
            kept = self._state.env.setdefault(_KEPT, {})
            for number, line in enumerate(self._state.src.split("\n")):
                if _RULE.search(line):
                    kept.setdefault(line.strip(_AROUND), []).append(number)
        alike = kept.get(self[at].strip(_AROUND), [])
        found = bisect.bisect_right(alike, self._start + at)
        return alike[found] - self._start if found < len(alike) and alike[found] < self._end else None


def found_in(lines: _Lines) -> Found | None:
    """The table that begins at the first of some lines."""
    first = lines[0]
    if _GRID.match(first):
        return _grid(lines)
    if _BORDER.match(first):
        ruler = next((at for at in range(1, min(_MOST_HEAD_LINES, len(lines))) if _RULER.match(lines[at])), None)
        return None if ruler is None else _closed(lines, ruler, lines.again(0), head=range(1, ruler))
    if _RULER.match(first):
        return _closed(lines, 0, lines.again(0), head=range(0))
    return _simple(lines) if len(lines) > 1 and _RULER.match(lines[1]) else None


def _simple(lines: _Lines) -> Found | None:
    """A table of a line a row below a head, up to an empty line or the ruler again."""
    cuts = _cuts(lines[1])
    rows = [(0, _cells(lines[:1], cuts))]
    at = 2
    while at < len(lines) and lines[at].strip() and not _RULER.match(lines[at]):
        rows.append((at, _cells(lines[at : at + 1], cuts)))
        at += 1
    closed = at < len(lines) and bool(_RULER.match(lines[at]))
    if len(rows) == 1 or not _stands_in_columns(lines, lines[1], (number for number, _ in rows)):
        return None
    return Found(tuple(rows), at + closed)


def _closed(lines: _Lines, ruler: int, end: int | None, head: range) -> Found | None:
    """A table that a line of dashes ends: rows are parted by empty lines, or if there are none, are lines."""
    if end is None or not _stands_in_columns(lines, lines[ruler], (*head, *range(ruler + 1, end))):
        return None
    cuts = _cuts(lines[ruler])
    groups = list(_parted(lines, ruler + 1, end))
    if not groups:
        return None
    if len(groups) == 1:
        groups = [range(at, at + 1) for at in groups[0]]
    rows = [(group[0], _cells([lines[at] for at in group], cuts)) for group in [head, *groups] if group]
    return Found(tuple(rows), end + 1)


def _stands_in_columns(lines: Sequence[str], ruler: str, numbers: Iterable[int]) -> bool:
    """Whether lines are set below dashes: none has a word across two columns, runs far on or is a heading."""
    cuts, most = _cuts(ruler)[1:], 2 * len(ruler)
    for line in map(lines.__getitem__, numbers):
        if len(line.rstrip()) > most or _RULER.match(line) or _HEADING.match(line):
            return False
        if any(not line[cut - 1].isspace() and not line[cut].isspace() for cut in cuts if cut < len(line)):
            return False
    return True


def _parted(lines: Sequence[str], start: int, end: int) -> Iterator[range]:
    """The rows between empty lines."""
    first = start
    for at in range(start, end + 1):
        if at == end or not lines[at].strip():
            if at > first:
                yield range(first, at)
            first = at + 1


def _grid(lines: Sequence[str]) -> Found | None:
    """A table in a frame: a row between two rules, a cell between two bars; cells that span columns have fewer bars."""
    edges = [at for at, sign in enumerate(lines[0]) if sign == "+"]
    rows: list[Row] = []
    above = at = 0
    for at in range(1, len(lines)):
        line = lines[at]
        if _GRID.match(line):
            rows.append((above + 1, _framed(lines[above + 1 : at], edges)))
            above = at
        elif not line.strip().startswith(("|", "+")):
            break
    return Found(tuple(rows), above + 1) if rows else None


def _framed(lines: Sequence[str], edges: Sequence[int]) -> tuple[str, ...]:
    bars = [edge for edge in edges if all(line[edge : edge + 1] in ("|", "+") for line in lines)]
    bars = sorted({edges[0], *bars, edges[-1]})
    return tuple(_joined(line[left + 1 : right] for line in lines) for left, right in itertools.pairwise(bars))


def _cuts(ruler: str) -> list[int]:
    """Where columns begin."""
    return [match.start() for match in _GROUP.finditer(ruler)]


def _cells(lines: Sequence[str], cuts: Sequence[int]) -> tuple[str, ...]:
    ends = [*cuts[1:], None]
    starts = [0, *cuts[1:]]
    return tuple(_joined(line[start:end] for line in lines) for start, end in zip(starts, ends, strict=True))


def _joined(parts: Iterable[str]) -> str:
    return " ".join(" ".join(part.split()) for part in parts if part.strip())


@attrs.frozen
class OfPage:
    """A table in a block of HTML, as Markdown: its rows, and what it says outside of cells, such as its caption."""

    rows: tuple[tuple[str, ...], ...]
    outside: str


def in_html(markup: str) -> OfPage | None:
    """The table in a block of HTML; none where the block is not one table alone, or that has no cells.

    >>> in_html("<table><tr><th>Year<th>Sum</tr><tr><td>2027</td><td>10 <s>marks</s> * 2</td></tr></table>").rows
    (('Year', 'Sum'), ('2027', '10 <s>marks</s> \\\\* 2'))
    >>> in_html("<table><caption>The fees</caption><tr><td>Hale<td>10</table>")
    OfPage(rows=(('Hale', '10'),), outside='The fees')
    """
    if not _WHOLE_TABLE.fullmatch(markup) or len(_TABLE.findall(markup)) > 1:
        return None
    reader = _HtmlTable()
    reader.feed(markup)
    reader.close()
    rows = tuple(tuple(map(_of_cell, row)) for row in reader.rows if row)
    return OfPage(rows, _of_cell(reader.outside)) if rows else None


class _HtmlTable(html.parser.HTMLParser):
    """Gathers what stands in the cells of a table, and outside of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rows: list[list[list[str]]] = []
        self.outside: list[str] = []
        self._here = self.outside

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _CELLS and self.rows:
            self._here = []
            self.rows[-1].append(self._here)
        elif tag in _BREAKS:
            self._put(" ")
        elif tag in _LAYOUT:
            self._leave()
            if tag == "tr":
                self.rows.append([])
        else:
            self._put(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _LAYOUT:
            self._put(f"</{tag}>")
        elif tag not in _BREAKS:
            self._leave()

    def _leave(self) -> None:
        """What follows stands outside of cells, until the next one begins."""
        self._here = self.outside
        self._put(" ")

    def handle_data(self, data: str) -> None:
        self._put(_SIGNS.sub(r"\\\g<0>", data))

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def _put(self, markup: str) -> None:
        self._here.append(markup)


def _of_cell(parts: Sequence[str]) -> str:
    return " ".join("".join(parts).split())


def _give(state: Any, start: int, found: Found) -> None:
    """The tokens of a table, as markdown-it's own rule gives them."""
    opened = state.push("table_open", "table", 1)
    opened.map = [start, start + found.end]
    for line, cells in found.rows:
        row = state.push("tr_open", "tr", 1)
        row.map = [start + line, start + line + 1]
        for cell in cells:
            state.push("td_open", "td", 1)
            inline = state.push("inline", "", 0)
            inline.content, inline.map, inline.children = cell, [start + line, start + line + 1], []
            state.push("td_close", "td", -1)
        state.push("tr_close", "tr", -1)
    state.push("table_close", "table", -1)
