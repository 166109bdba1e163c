"""Markers: where list markers stand in running text, and which of them are only references.

Guarantees: a candidate is never decided by its own look alone; whether it opens or continues a list, and at which
depth, the sequence decides (`treatylex.parsing.structure.sequence`).
"""

import enum
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from treatylex.language.numerals import readings
from treatylex.parsing.structure.layout import is_lower_case, pattern

_SHAPES = ("BRACKETED", "DECIMAL", "DOTTED", "CLOSED", "DOTTED_LETTER", "SECTION_SIGN")
_AT_LINE_ONLY = ("LED_BY_DOT", "BARE", "ALONE", "DASH")
UNMARKED = "UNMARKED"
"""The shape of an item's marker that the text does not print."""
_WITH_LETTERS = frozenset({"BRACKETED", "CLOSED", "DOTTED_LETTER"})
_CONTEXT = 30
_NO_ITEM_BEGINS = (",", ";", ".", ")")


class Place(enum.Enum):
    """Where a marker stands: at the start of a line, right after another marker or a heading, or in a sentence."""

    LINE = enum.auto()
    AFTER = enum.auto()
    INLINE = enum.auto()


class Marker(NamedTuple):
    """A candidate: its place in the text, its shape, and its number as printed (`None` for a dash)."""

    start: int
    end: int
    shape: str
    number: tuple[int, int] | None
    place: Place
    gap: bool


class Stretch(NamedTuple):
    """A stretch of one line of running text; `gap`: a blank line stands before it; `opens`: a heading does."""

    start: int
    end: int
    gap: bool
    opens: bool


@functools.cache
def _at_line() -> re.Pattern[str]:
    return pattern(*_SHAPES, *_AT_LINE_ONLY)


@functools.cache
def _within_bracket() -> re.Pattern[str]:
    """A marker behind the bracket that opens a paragraph not yet agreed: "[6. Each Party shall …]"."""
    return re.compile(rf"\[\s?(?:{pattern(*_SHAPES).pattern})")


@functools.cache
def _inline() -> re.Pattern[str]:
    # A figure or capital right behind a figure's point is its decimal: "Article 14.3.", "Annex 4.A."
    return re.compile(rf"(?<![^\s.;:,)”\"“—–-])(?!(?<=[\dIVXL]\.)\d|(?<=\d\.)[A-Z]\.)(?:{pattern(*_SHAPES).pattern})")


def markers_in(text: str, stretch: Stretch) -> Iterator[Marker]:
    """The candidates in one line of running text, in order."""
    at_line = _at_line()
    at, place, gap = stretch.start, Place.AFTER if stretch.opens else Place.LINE, stretch.gap
    match = at_line.match(text, at, stretch.end) or _within_bracket().match(text, at, stretch.end)
    while match is not None and (place is not Place.AFTER or stretch.opens or match.lastgroup not in _AT_LINE_ONLY):
        yield _marker(match, place, gap=gap)
        at, place, gap = _skip_blanks(text, match.end(), stretch.end), Place.AFTER, False
        match = at_line.match(text, at, stretch.end) if at < stretch.end else None
        if match is not None and match.lastgroup in _AT_LINE_ONLY:
            break
    end = -1
    for match in _inline().finditer(text, at, stretch.end):
        blank = match.lastgroup in ("BRACKETED", "CLOSED") and end >= 0 and not text[end : match.start()].strip()
        yield _marker(match, Place.AFTER if blank else Place.INLINE, gap=False)
        end = match.end()


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _marker(match: re.Match[str], place: Place, *, gap: bool) -> Marker:
    shape = match.lastgroup or ""
    number = None if shape == "DASH" else match.span(shape.lower())
    return Marker(match.start(), match.end(), shape, number, place, gap)


class CitedMarkers:
    """Tells which markers are part of a reference, going through a text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower_case = is_lower_case(text)
        self.last_end = -1
        self.unit = pattern("UNIT_BEFORE")
        self.joint = pattern("REFERENCE_JOINT")
        self.tail = pattern("REFERENCE_TAIL")
        self.before = pattern("ITEM_BEFORE")
        self.dangling = pattern("DANGLING")
        self.connects = pattern("CONNECTS")

    def refers(self, marker: Marker, floor: int) -> bool:
        """Whether the candidate is part of a reference; `floor` is where its paragraph begins."""
        found = self._refers(marker, floor)
        if found:
            self.last_end = marker.end
        return found

    def _refers(self, marker: Marker, floor: int) -> bool:
        text = self.text
        if marker.place is Place.AFTER:
            return self.last_end >= 0 and not text[self.last_end : marker.start].strip()
        if marker.number is None:
            return False
        tail = text[max(floor, marker.start - _CONTEXT) : marker.start]
        if self.last_end >= floor and marker.start - self.last_end < 12:
            between = text[self.last_end : marker.start]
            joined = not between or self.joint.fullmatch(between) is not None
            if joined and (marker.shape in ("BRACKETED", "CLOSED") or between.strip().isalpha()):
                return True
        if marker.place is Place.LINE:
            tail = tail.rstrip()
            if not tail or marker.gap:
                return False
            if marker.shape in _WITH_LETTERS and tail[-1].isalnum() and self._goes_on(marker, tail):
                return True
            if marker.shape == "DECIMAL" and self.dangling.search(tail):
                return True  # "headings 04.01 through / |04.10|"
            if self.unit.search(tail) is None or tail[-1] == ")":
                return False
            if tail[-1] == "." and pattern("UNIT_SHORTENED").search(tail) is None:
                return False  # a sentence ends: "… referred to in that paragraph. / 3. The Parties"
            return not tail[-1].isdigit() or text[marker.end : marker.end + 1] in _NO_ITEM_BEGINS
        if self.unit.search(tail) is not None:
            return True
        return marker.shape == "BRACKETED" and self.tail.match(text, marker.end) is not None

    def _goes_on(self, marker: Marker, tail: str) -> bool:
        """Whether a wrapped sentence goes on: "under Article 2 / (1) or Article 3", "twelve / (12) months"."""
        if tail[-1].isdigit():
            return self.connects.match(self.text, marker.end) is not None
        number = readings(self.text[slice(*marker.number or ())])
        first = any(numeral.value == (1,) for numeral in number)
        figure = marker.shape == "BRACKETED" and self.text[marker.start + 1].isdigit()
        return figure and not first and self.before.search(tail) is None

    def fits_inline(self, marker: Marker, floor: int) -> bool:
        """Whether an item may begin at this place of a running sentence."""
        tail = self.text[max(floor, marker.start - _CONTEXT) : marker.start].rstrip()
        if marker.shape == "BRACKETED":
            return not tail or self.before.search(tail) is not None
        if marker.shape == "DECIMAL" and self._extends(marker, floor):
            return True
        if not tail or tail[-1] not in '.;:)”"':
            return marker.shape == "CLOSED" and bool(tail) and self.before.search(tail) is not None
        after = self.text[marker.end : marker.end + 2].lstrip()
        return marker.shape not in ("DOTTED", "DECIMAL", "SECTION_SIGN") or self.lower_case or not after[:1].islower()

    def _extends(self, marker: Marker, floor: int) -> bool:
        """Whether a decimal number is the first below the one that its paragraph begins with: "2.1 Scope 2.1.1 The"."""
        outer, _, inner = self.text[slice(*marker.number or ())].rpartition(".")
        return inner == "1" and self.text.startswith((f"{outer} ", f"{outer}. "), floor)
