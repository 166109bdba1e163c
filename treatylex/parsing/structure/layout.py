"""Layout: the lines of a text, the width to which it is wrapped, and the patterns of the structure grammar.

Guarantee: every non-blank character lies in exactly one line.
"""

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from treatylex.language import grammar
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.parsing.structure.line_numbers import line_numbers
from treatylex.parsing.structure.typed_markup import without_markup
from treatylex.source import Span

# Everything that ends a line. Blank here means what `str.isspace` says, and marks of no width.
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_CAPITALISED = re.compile(r"[A-Z][a-z]")
_RARE = 2_000  # characters of a text in lower case, to each capitalised word that slipped in

RUNNING_LOOKS = frozenset({LeafKind.TEXT, LeafKind.UNPARSED})
"""The looks of lines that hold sentences."""

_QUOTED = "> \t"
"""What an empty line holds in the text that a mail quotes."""
_NO_WIDTH = " \t\u00a0\ufeff\u200b\u200c\u200d\u2060\u3000"


Kinds = Sequence[tuple[Span, LeafKind]]
"""Stretches of a text, in order and apart, of which something outside the text says what they are."""

GIVEN = frozenset({LeafKind.FOOTNOTE, LeafKind.TABLE, LeafKind.FURNITURE})
"""The kinds that a file may know of: its format marks footnotes, tables and running heads."""


def kinds_given(treaty: Treaty) -> Kinds:
    """What the file of a treaty said of stretches of its text; nothing where the text itself is the file."""
    return [(leaf.span, leaf.kind) for leaf in treaty.leaves if leaf.kind in GIVEN] if treaty.places else []


class Line(NamedTuple):
    """One line without the blanks around it; `gap` says whether a blank line (or nothing) stands before it."""

    start: int
    end: int
    gap: bool


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything but blanks, without what Markdown sets around them.

    >>> lines_of("Article 1\\n\\n  Scope ")
    [Line(start=0, end=9, gap=True), Line(start=13, end=18, gap=True)]
    """
    lines: list[Line] = []
    before = -2
    numbers = {span.end: span for span in line_numbers(text)}
    for match in _LINE.finditer(text):
        raw = match.group()
        if numbers and (number := numbers.get(match.start() + _length_of_number(raw))):
            raw = " " * (number.end - match.start()) + raw[number.end - match.start() :]
        content = raw.strip()
        if not content.strip(_QUOTED):
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        bare = without_markup(content)
        start, end = start + bare.start, start + bare.end
        while start < end and text[start] in _NO_WIDTH:
            start += 1
        if start == end:
            continue
        lines.append(Line(start, end, before < 0 or text.count("\n", before, start) > 1 or _gap(text, before, start)))
        before = end
    return lines


def _length_of_number(line: str) -> int:
    """How far the first word of a line reaches."""
    return len(line) - len(line.lstrip()) + len(line.split(None, 1)[0]) if line.strip() else 0


def _gap(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return "\n" not in between and between.count("\r") + between.count("\x0b") + between.count("\u2028") > 1


def pattern(*names: str) -> re.Pattern[str]:
    """The named patterns of the structure grammar as one."""
    return grammar.pattern("structure", *names)


@functools.lru_cache(maxsize=8)
def is_lower_case(text: str) -> bool:
    """Whether a text is written in lower case throughout, but perhaps for words in capitals.

    >>> is_lower_case("the parties shall meet. ARTICLE iithe parties shall act."), is_lower_case("The Parties")
    (True, False)
    """
    capitalised = sum(1 for _ in _CAPITALISED.finditer(text))
    return capitalised * _RARE <= len(text) and any(map(str.islower, text))


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width in characters to which a text is wrapped, `None` when each of its lines is a paragraph."""
    lengths = sorted(line.end - line.start for line in lines if line.end - line.start > 40)
    if len(lengths) < 5:
        return None
    widest = lengths[int(len(lengths) * 0.9)]
    return widest if widest <= 130 else None


def lines_above(looks: Sequence[LeafKind]) -> list[int]:
    """For each line the one whose sentence could go on in it: page furniture is passed over, a table ends a text."""
    above: list[int] = []
    nearest = -1
    for i, look in enumerate(looks):
        above.append(nearest)
        if look is LeafKind.TABLE:
            nearest = -1
        elif look in RUNNING_LOOKS:
            nearest = i
    return above
