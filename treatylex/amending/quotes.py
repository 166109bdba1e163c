"""Quotations: the texts in quotation marks that a protocol holds, the outermost only, with the places of their words.

Guarantees: quotations do not overlap; a mark that nothing closes opens none and is told.
"""

import re
from collections.abc import Iterator

import attrs

from treatylex.source import Span

_PAIRS = {"“": "”", "„": "”“", "«": "»", '"': '"'}
_LINE_START = re.compile(r"(?:^|\n)[ \t]*$")


@attrs.frozen
class Quotation:
    """A quotation: `span` with its marks; `content` without them and without those that begin new paragraphs."""

    span: Span
    content: str


def quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in order.

    Each new paragraph of a quotation may open with a mark again, which nothing closes.

    >>> [found.content for found in quotations("For “a «b» “c”” read: “1. One.\\n“2. Two.”")]
    ['a «b» “c”', '1. One.\\n2. Two.']
    """
    return tuple(_found(text))


def _found(text: str) -> Iterator[Quotation]:
    at = 0
    while at < len(text):
        end = None
        if text[at] in _PAIRS:
            again: list[int] = []
            end = _closing(text, at)
            if end is None:
                end = _closing(text, at, again)
            if end is not None:
                content = "".join(text[i] for i in range(at + 1, end) if i not in again)
                yield Quotation(Span(at, end + 1), content)
        at = at + 1 if end is None else end + 1


def _closing(text: str, start: int, again: list[int] | None = None) -> int | None:
    """Where the quotation that opens at `start` closes; `again` collects the marks that begin its new paragraphs."""
    opener = text[start]
    closers = _PAIRS[opener]
    depth = 1
    for at in range(start + 1, len(text)):
        sign = text[at]
        if again is not None and sign == opener and _LINE_START.search(text, max(0, at - 80), at):
            again.append(at)
        elif sign in closers:
            depth -= 1
            if depth == 0:
                return at
        elif sign == opener:
            depth += 1
    return None
