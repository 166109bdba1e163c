"""Footnotes: the marks that stand against a word of the running text, and the lines that hold the notes.

Guarantee: a number is a mark only on evidence beyond itself: the line of its footnote, or the marks before and after
it, whose numbers run on. "within30 days", whose blank was lost, stays text.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.layout import Line, pattern
from treatylex.source import Span

_NEIGHBOURS = 3
_STEP = 2  # a mark between two others may stand where it is not recognised
_CONTEXT = 30
_LIKE_UNITS = frozenset({"glued", "bracketed_mark"})  # printed as the number of a unit may be: "paragraph (1)"
_SAME = dict.fromkeys(("glued", "stopped", "trailing"), "number") | {"on_number": "raised"}
"""Of a plain number the ways in which it stands against a word; what is raised on a figure may be its power, too."""


class _Key(NamedTuple):
    """What a mark and the line of its footnote have in common: how they are printed, and the number or sign."""

    style: str
    sign: str


class _Mark(NamedTuple):
    """What may be the mark of a footnote; `sure`: it is one also where no line answers it."""

    span: Span
    key: _Key
    sure: bool = False


def take_footnotes(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> list[Span]:
    """The footnote marks in the running lines, in order; the lines that hold footnotes are marked in `looks`."""
    marks = list(_candidates(text, lines, looks))
    evident = _answered(text, lines, looks, marks) | _counted([mark for mark in marks if mark.key.style == "number"])
    return [mark.span for mark in marks if mark in evident or mark.sure]


def _candidates(text: str, lines: Sequence[Line], looks: Sequence[LeafKind]) -> Iterator[_Mark]:
    mark, unit = pattern("FOOTNOTE_MARK"), pattern("UNIT_BEFORE")
    for line, look in zip(lines, looks, strict=True):
        if look is not LeafKind.TEXT:
            continue
        for match in mark.finditer(text, line.start + 1, line.end):
            style, sign = _printed(match)
            key = _Key(_SAME.get(style, style), sign)
            before = text[max(line.start, match.start() - _CONTEXT) : match.start()]
            named = unit.search(before) if style in _LIKE_UNITS else None
            is_unit = named is not None and (style == "glued" or named.group().rstrip(" .")[-1:].isalpha())
            is_emphasis = key.style == "starred" and text.startswith(sign, line.start)
            if not is_unit and not is_emphasis:
                span = Span(match.end() - len(match.group().lstrip()), match.end())
                yield _Mark(span, key, sure=style == "raised")


def _answered(text: str, lines: Sequence[Line], looks: list[LeafKind], marks: Sequence[_Mark]) -> set[_Mark]:
    """The marks whose footnotes are there; each line that holds one is marked, with the lines it is wrapped over."""
    openings = list(_openings(text, lines, looks))
    waiting: dict[_Key, _Mark] = {}
    pairs: dict[int, _Mark] = {}
    k = 0
    for i, key in openings:
        while k < len(marks) and marks[k].span.start < lines[i].start:
            waiting[marks[k].key] = marks[k]
            k += 1
        if key in waiting:
            pairs[i] = waiting.pop(key)
    answered = set()
    for (i, key), (j, following) in itertools.pairwise([*openings, (-1, _Key("", ""))]):
        if i in pairs and (j in pairs or not _goes_on_counting(key, following)):
            answered.add(pairs[i])
            _mark_note(text, lines, looks, i)
    return answered


def _openings(text: str, lines: Sequence[Line], looks: Sequence[LeafKind]) -> Iterator[tuple[int, _Key]]:
    """The lines that begin as the line of a footnote does, and the key of the mark that it would answer."""
    opening = pattern("FOOTNOTE_LINE")
    for i, line in enumerate(lines):
        if looks[i] is LeafKind.TEXT and (match := opening.match(text, line.start, line.end)):
            style, sign = _printed(match)
            yield i, _Key(style.removeprefix("line_"), sign.strip("()"))


def _goes_on_counting(key: _Key, following: _Key) -> bool:
    """Whether one numbered line follows another as the paragraphs of a list do."""
    return key.style == "number" and following == _Key("number", str(int(key.sign) + 1))


def _mark_note(text: str, lines: Sequence[Line], looks: list[LeafKind], i: int) -> None:
    """Mark the lines of one footnote; it goes on in a line that begins in lower case."""
    looks[i] = LeafKind.FOOTNOTE
    while i + 1 < len(lines) and not lines[i + 1].gap and text[lines[i + 1].start].islower():
        i += 1
        looks[i] = LeafKind.FOOTNOTE


def _counted(marks: Sequence[_Mark]) -> set[_Mark]:
    """The numbers that run on from or to a neighbour's; in a text with such marks, each number one as well."""
    numbers = [int(mark.key.sign) for mark in marks]
    counted = set()
    for k, number in enumerate(numbers):
        before, after = numbers[max(0, k - _NEIGHBOURS) : k], numbers[k + 1 : k + 1 + _NEIGHBOURS]
        if any(0 < number - other <= _STEP for other in before) or any(0 < other - number <= _STEP for other in after):
            counted.add(marks[k])
    return counted | {mark for mark in marks if counted and mark.key.sign == "1"}


def _printed(match: re.Match[str]) -> tuple[str, str]:
    """How a mark is printed, and its number or sign: the group within the terminal that matched."""
    return next((name, found) for name, found in match.groupdict().items() if found is not None and name.islower())
