"""Layout: the lines of a text, and what a line is by its look alone (page furniture, notes, dotted contents).

Guarantees: every non-blank character lies in exactly one line; nothing is decided here that depends on other lines
than the neighbours.
"""

import functools
import re
from typing import NamedTuple

from treatylex.parsing.grammar import patterns

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


@functools.cache
def pattern(*names: str) -> re.Pattern[str]:
    """The named patterns of the structure grammar as one."""
    return patterns("structure").any_of(*names)
