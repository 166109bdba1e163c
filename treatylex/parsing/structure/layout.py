"""Layout: the lines of a text, and what a line is by its look alone (page furniture, tables).

Guarantees: every non-blank character lies in exactly one line; nothing is decided here that depends on other lines
than the neighbours.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from treatylex.model.provisions import LeafKind
from treatylex.parsing import grammar

# Everything that ends a line. Blank here means what `str.isspace` says, and marks of no width.
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_NO_WIDTH = " \t\u00a0\ufeff\u200b\u200c\u200d\u2060\u3000"


class Line(NamedTuple):
    """One line without the blanks around it; `gap` says whether a blank line (or nothing) stands before it."""

    start: int
    end: int
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything but blanks.

    >>> lines_of("Article 1\\n\\n  Scope ")
    [Line(start=0, end=9, gap=True), Line(start=13, end=18, gap=True)]
    """
    lines: list[Line] = []
    before = -2
    for match in _LINE.finditer(text):
        raw = match.group()
        content = raw.strip()
        if not content:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        end = start + len(content)
        while start < end and text[start] in _NO_WIDTH:
            start += 1
        if start == end:
            continue
        lines.append(Line(start, end, before < 0 or text.count("\n", before, start) > 1 or _gap(text, before, start)))
        before = end
    return lines


def _gap(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return "\n" not in between and between.count("\r") + between.count("\x0b") + between.count("\u2028") > 1


def pattern(*names: str) -> re.Pattern[str]:
    """The named patterns of the structure grammar as one."""
    return grammar.pattern("structure", *names)


def looks_of(text: str, lines: Sequence[Line]) -> list[LeafKind]:
    """What each line is by its look: page furniture, a row of a table; else text."""
    page = pattern("PAGE")
    looks = []
    for line in lines:
        if line.end - line.start <= 100 and page.match(text, line.start, line.end):
            looks.append(LeafKind.FURNITURE)
        elif text.count("\t", line.start, line.end) > 1:
            looks.append(LeafKind.TABLE)
        else:
            looks.append(LeafKind.TEXT)
    _mark_running_headers(text, lines, looks)
    return looks


def _mark_running_headers(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> None:
    """Mark the short lines beside page numbers that come back on three pages or more."""
    beside = [
        k
        for k, look in enumerate(looks)
        if look is LeafKind.TEXT
        and lines[k].end - lines[k].start <= 100
        and (looks[k - 1 : k] == [LeafKind.FURNITURE] or looks[k + 1 : k + 2] == [LeafKind.FURNITURE])
    ]
    printed = Counter(text[lines[k].start : lines[k].end] for k in beside)
    for k in beside:
        if printed[text[lines[k].start : lines[k].end]] > 2:
            looks[k] = LeafKind.FURNITURE


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width in characters to which a text is wrapped, `None` when each of its lines is a paragraph."""
    lengths = sorted(line.end - line.start for line in lines if line.end - line.start > 40)
    if len(lengths) < 5:
        return None
    widest = lengths[int(len(lengths) * 0.9)]
    return widest if widest <= 130 else None
