"""Quotations: the lines of provisions that an amendment quotes, which are its content and open no divisions.

Guarantee: a quotation that does not close within a few pages is none; time is linear in the text.
"""

import re
from collections.abc import Sequence

from treatylex.parsing.structure.layout import Line, pattern
from treatylex.source import CLOSING_MARK

_CLOSERS = frozenset(CLOSING_MARK.values())
_LONGEST_QUOTATION = 150
_ANNOUNCEMENT = 200
"""Characters before a quotation that may announce it."""


def quoted_lines(text: str, lines: Sequence[Line], opening: re.Pattern[str]) -> list[bool]:
    """Which lines stand inside a quotation of provisions.

    Such a quotation is announced ("is replaced by:"), or has several lines and begins with a heading or a marker, which
    `opening` matches.
    """
    quoted = [False] * len(lines)
    closing = _next_closing(text, lines)
    announced = pattern("AMENDING")
    i = 0
    while i < len(lines):
        line, end = lines[i], closing[i + 1] if i + 1 < len(lines) else -1
        if text[line.start] in CLOSING_MARK:
            is_announced = i > 0 and announced.search(_paragraph_to(text, lines, i - 1)) is not None
            if _closes(text, line):
                quoted[i] = is_announced and closing[i] == i
            elif 0 <= end <= i + _LONGEST_QUOTATION and (is_announced or opening.match(text, line.start + 1, line.end)):
                quoted[i : end + 1] = [True] * (end + 1 - i)
                i = end
        i += 1
    return quoted


def _paragraph_to(text: str, lines: Sequence[Line], last: int) -> str:
    """The last words of a paragraph of several lines up to one of them: "is amended by |the addition of:|"."""
    first = last
    while first > 0 and not lines[first].gap and lines[last].end - lines[first].start < _ANNOUNCEMENT:
        first -= 1
    return text[max(lines[first].start, lines[last].end - _ANNOUNCEMENT) : lines[last].end]


def _closes(text: str, line: Line) -> bool:
    """Whether the quotation that the line begins with ends in it: as many marks close as open."""
    opener = text[line.start]
    closer = CLOSING_MARK[opener]
    if opener == closer:
        return text.count(opener, line.start, line.end) % 2 == 0
    return text.count(closer, line.start, line.end) >= text.count(opener, line.start, line.end)


def _next_closing(text: str, lines: Sequence[Line]) -> list[int]:
    """For each line the next one, itself included, that ends with a closing quotation mark."""
    following = [-1] * len(lines)
    nearest = -1
    for i in range(len(lines) - 1, -1, -1):
        if any(mark in _CLOSERS for mark in text[max(lines[i].start, lines[i].end - 3) : lines[i].end]):
            nearest = i
        following[i] = nearest
    return following
