"""The preamble: what stands between the title and the first division, its recitals and its enacting formula.

Guarantee: a text without recitals and without an enacting formula has no preamble; nothing is invented for it.
"""

import functools
import itertools
import re
from collections.abc import Sequence

from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.structure.blocks import Block, Piece
from treatylex.parsing.structure.body import Row
from treatylex.parsing.structure.layout import is_lower_case, pattern

_FIRST_ROWS = 60
_STOPS = ";,.:”)"
_NEAR = 20  # characters: the blanks, and what counts as such, between two lines
_SENTENCE_END = re.compile(r"(?<=[a-z]{3}\.)\s*(?=[A-Z])")


def preamble_of(text: str, rows: Sequence[Row]) -> tuple[Block | None, int]:
    """The preamble that the rows hold (`None`: none), and how many rows it takes."""
    formula, end = _formula(text, rows)
    starts = _recital_starts(text, [row for row in rows[:end] if row.kind is LeafKind.TEXT], formula)
    if not starts and formula is None:
        return None, 0
    starts = starts or _sentences(text, rows[:end], formula)
    block = Block(Level.PREAMBLE, rows[0].start)
    _Writing(text, block, starts, formula).run(rows[:end])
    return block, end


def has_formula(text: str, rows: Sequence[Row]) -> bool:
    """Whether an enacting formula stands among the first rows: what follows the heading of an annex needs one."""
    return _formula(text, rows[:_FIRST_ROWS])[0] is not None


def _formula(text: str, rows: Sequence[Row]) -> tuple[int | None, int]:
    """Where the enacting formula begins, and the row after it: it stands after a stop or at the start of a line."""
    enacting, enacted = pattern("ENACTING"), pattern("ENACTED")
    for k in range(len(rows) - 1, -1, -1):
        if rows[k].kind is not LeafKind.TEXT:
            continue
        for match in enacted.finditer(text, rows[k].start, rows[min(k + 1, len(rows) - 1)].end):
            before = text[max(0, match.start() - _NEAR) : match.start()].rstrip()[-1:]
            if match.start() >= rows[k].end or not (match.start() == rows[k].start or before in _STOPS):
                continue
            for last in range(k, min(k + 3, len(rows))):
                if enacting.match(text, match.start(), rows[last].end):
                    return _whole_formula(text, rows, k, match.start()), _row_behind(text, rows, last)
    return None, len(rows)


def _row_behind(text: str, rows: Sequence[Row], last: int) -> int:
    """The row behind a formula, whose end the next line may hold: "have agreed as / follows:"."""
    wrapped = text[rows[last].start : rows[last].end].rstrip()[-1:].isalnum()
    below = rows[last + 1] if last + 1 < len(rows) else None
    return last + 1 + (wrapped and below is not None and not below.fresh and text[below.start].islower())


def _whole_formula(text: str, rows: Sequence[Row], k: int, start: int) -> int:
    """Where the formula begins that was found at `start` in row `k`: its first words may end the row above."""
    if start > rows[k].start or k == 0 or text[rows[k - 1].end - 1] in _STOPS:
        return start
    for match in pattern("ENACTED").finditer(text, rows[k - 1].start, rows[k].end):
        apart = match.start() == rows[k - 1].start or text[: match.start()].rstrip()[-1:] in _STOPS
        if apart and match.start() < start < match.end():
            return match.start()
    return start


def _recital_starts(text: str, rows: Sequence[Row], formula: int | None) -> list[int]:
    """Where each recital begins, its marker included: at the start of a paragraph, or after a stop."""
    opener, inline = pattern("RECITAL_OPENER"), _after_stop()
    marker = pattern("BRACKETED", "DOTTED", "CLOSED", "DASH")
    alone, announced = pattern("WHEREAS_ALONE"), False
    lower_case = is_lower_case(text)
    end = rows[-1].end if formula is None and rows else formula or 0
    starts = []
    for row, below in itertools.zip_longest(rows, rows[1:]):
        at = row.start
        if at >= end:
            break
        marked = marker.match(text, at, row.end)
        if below is not None and alone.match(text, at, row.end) and marker.match(text, below.start, below.end):
            announced = True  # "Whereas:" above recitals with numbers
            continue
        if announced and marked and row.fresh:
            starts.append(at)
            continue
        first = opener.match(text, _after_blanks(text, marked.end()) if marked else at, row.end)
        apart = row.fresh or text[max(0, at - _NEAR) : at].rstrip()[-1:] in _STOPS
        if first and (marked or apart) and (text[first.start()].isupper() or lower_case):
            starts.append(at)
        starts.extend(
            match.start("mark" if match["mark"] else "opener")
            for match in inline.finditer(text, first.end() if first else at, min(row.end, end))
            if text[match.start("opener")].isupper() or lower_case
        )
    return starts


def _sentences(text: str, rows: Sequence[Row], formula: int | None) -> list[int]:
    """Where the sentences begin of a preamble that says its motives in sentences: "The Parties reaffirm …"."""
    end = len(text) if formula is None else formula
    fresh = [row for row in rows if row.kind is LeafKind.TEXT and row.fresh and row.start < end]
    if not fresh:
        return []
    starts: list[int] = []
    for row, stop in zip(fresh, [*(row.start for row in fresh[1:]), end], strict=True):
        if text[row.start : stop].rstrip().endswith("."):
            starts += [row.start, *(match.end() for match in _SENTENCE_END.finditer(text, row.start, stop - 1))]
    return starts


@functools.cache
def _after_stop() -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[{_STOPS}])\s*(?P<mark>\([a-z]{{1,2}}\)\s*)?(?P<opener>{pattern('RECITAL_OPENER').pattern})"
    )


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


class _Writing:
    """Writes the rows of a preamble into its block."""

    def __init__(self, text: str, block: Block, starts: Sequence[int], formula: int | None) -> None:
        self.text = text
        self.block = block
        self.current = block
        self.cuts = [(start, LeafKind.TEXT) for start in starts]
        if formula is not None:
            self.cuts.append((formula, LeafKind.FORMULA))
        self.kind = LeafKind.TEXT

    def run(self, rows: Sequence[Row]) -> None:
        """Go through the rows once, from cut to cut."""
        k = 0
        heading = pattern("PREAMBLE_WORD")
        for row in rows:
            at = row.start
            if row.kind is not LeafKind.TEXT:
                self.current.content.append(Piece(row.kind, row.start, row.end))
                continue
            word = heading.match(self.text, at, row.end)
            if word and row is rows[0]:
                self._piece(LeafKind.HEADING, at, word.end())
                at = word.end()
            while k < len(self.cuts) and self.cuts[k][0] < row.end:
                start, kind = self.cuts[k]
                self._piece(self.kind, at, start)
                self._open(start, kind)
                at = max(at, start)
                if kind is LeafKind.TEXT:
                    at = self._marker(start, row.end)
                k += 1
            self._piece(self.kind, at, row.end)

    def _open(self, start: int, kind: LeafKind) -> None:
        self.kind = kind
        self.current = self.block
        if kind is LeafKind.TEXT:
            self.current = Block(Level.RECITAL, start)
            self.block.content.append(self.current)

    def _marker(self, start: int, end: int) -> int:
        match = pattern("BRACKETED", "DOTTED", "CLOSED", "DASH").match(self.text, start, end)
        if match is None:
            return start
        if match.lastgroup != "DASH":
            self.current.number = match.span((match.lastgroup or "").lower())
        self.current.content.append(Piece(LeafKind.MARKER, match.start(), match.end()))
        return match.end()

    def _piece(self, kind: LeafKind, start: int, end: int) -> None:
        printed = self.text[start:end]
        if not printed.strip():
            return
        start, end = start + len(printed) - len(printed.lstrip()), start + len(printed.rstrip())
        content = self.current.content
        last = content[-1] if content else None
        if isinstance(last, Piece) and last.kind is kind:
            last.end = end
        else:
            content.append(Piece(kind, start, end, fresh=False))
