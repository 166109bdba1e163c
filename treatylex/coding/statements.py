"""Statements: the sentences of a treaty with their places, indexed by the words in them.

Guarantees: every sentence of running text is one statement, a list together with what stands before it; a statement
knows its way back to the text as given; a statement is never longer than `_LONGEST` characters.
"""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import attrs

from treatylex.coding.patterns import Needs
from treatylex.language.grammar import pattern
from treatylex.language.running_text import RunningText
from treatylex.model.provisions import ATTACHED, UNITS, LeafKind, Level, Provision, Treaty
from treatylex.source import Span, one_line

_SAID = frozenset({LeafKind.TEXT, LeafKind.UNPARSED, LeafKind.FORMULA, LeafKind.SIGNATURE})
_ITEMS = frozenset({Level.POINT})
_LONGEST = 2500
_STOP = re.compile(r"[.?!][\"”’)]*(?:\s+|(?=[A-Z][A-Za-z]))")
_PAUSE = re.compile(r"[;:,]\s+")
_SIGNS = str.maketrans("“”„«»‘’´`–—‑\u00a0", '"""""\'\'\'\'---\u0020')
_PARTS = {Level.PREAMBLE: "preamble", Level.RECITAL: "preamble", Level.CONCLUSIONS: "conclusions"} | {
    level: level.value for level in ATTACHED
}
PARTS = ("preamble", "body", "conclusions", *sorted(level.value for level in ATTACHED))
"""The parts of a treaty that a scheme may name, "body" for all that is none of the others."""


@attrs.frozen(kw_only=True, eq=False)
class Statement:
    """A sentence: `text` without its layout, `low` in lower case with plain signs, for patterns.

    `number` counts the statements of a treaty. `unit` is the eId of its article, or of the paragraph where there are
    no articles; `part` one of `PARTS`; `headings` those of its article and of the divisions around it.
    """

    number: int
    text: str
    low: str
    unit: str
    part: str
    headings: tuple[str, ...]
    passage: RunningText
    start: int

    def span(self, start: int, end: int) -> Span:
        """The place in the text as given of a stretch of this statement, without signs and blanks at its edges."""
        while end > start and not (self.text[end - 1].isalnum() or self.text[end - 1] in "\"”'’)"):
            end -= 1
        return self.passage.span(self.start + start, self.start + end)


@attrs.frozen(kw_only=True)
class _Place:
    """Where a block of text stands."""

    unit: str = ""
    part: str = "body"
    headings: tuple[str, ...] = ()


class Statements:
    """The statements of one treaty, and which of them hold which words."""

    def __init__(self, treaty: Treaty) -> None:
        self.all = tuple(_statements(treaty))
        self.everywhere = (1 << len(self.all)) - 1
        self._masks: dict[str, int] = {}
        for statement in self.all:
            bit = 1 << statement.number
            for word in set(re.findall(r"\w+", statement.low)):
                self._masks[word] = self._masks.get(word, 0) | bit
        self._vocabulary = sorted(self._masks)
        self._beginnings: dict[str, int] = {}

    def holding(self, needs: Needs) -> int:
        """The statements, as bits, that hold what a pattern needs."""
        found = self.everywhere
        for words in needs:
            found &= self._any(words)
            if not found:
                break
        return found

    def _any(self, words: Iterable[str]) -> int:
        mask = 0
        for word in words:
            mask |= self._beginning(word[:-1]) if word.endswith("*") else self._masks.get(word, 0)
        return mask

    def _beginning(self, stem: str) -> int:
        mask = self._beginnings.get(stem)
        if mask is None:
            mask = 0
            for word in self._vocabulary[bisect_left(self._vocabulary, stem) :]:
                if not word.startswith(stem):
                    break
                mask |= self._masks[word]
            self._beginnings[stem] = mask
        return mask

    def chosen(self, mask: int) -> Iterator[Statement]:
        """The statements whose bits are set, in the order of the text."""
        while mask:
            lowest = mask & -mask
            yield self.all[lowest.bit_length() - 1]
            mask ^= lowest

    @functools.cached_property
    def units(self) -> dict[str, int]:
        """For each article, or paragraph without one, the bits of its statements."""
        found: dict[str, int] = {}
        for statement in self.all:
            found[statement.unit] = found.get(statement.unit, 0) | 1 << statement.number
        return found

    @functools.cached_property
    def parts(self) -> dict[str, int]:
        """For each part of the treaty the bits of its statements."""
        found = dict.fromkeys(PARTS, 0)
        for statement in self.all:
            found[statement.part] |= 1 << statement.number
        return found


def _statements(treaty: Treaty) -> Iterator[Statement]:
    number = 0
    for place, passage in _passages(treaty):
        for start, end in _sentences(passage.text):
            text = passage.text[start:end]
            yield Statement(
                number=number,
                text=text,
                low=lowered(text),
                unit=place.unit,
                part=place.part,
                headings=place.headings,
                passage=passage,
                start=start,
            )
            number += 1


def lowered(text: str) -> str:
    """The text in lower case, with plain signs, character by character."""
    lowered = text.translate(_SIGNS)
    quick = lowered.lower()
    return quick if len(quick) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in lowered)


def _passages(treaty: Treaty) -> Iterator[tuple[_Place, RunningText]]:
    """The blocks of running text, in the order of the text: a paragraph with the items of its lists."""
    yield from _blocks(treaty.text, treaty, _Place())


def _blocks(text: str, branch: Treaty | Provision, place: _Place) -> Iterator[tuple[_Place, RunningText]]:
    pieces = [leaf.span for leaf in branch.own_leaves if leaf.kind in _SAID]
    apart = []
    for child in branch.children:
        if child.level in _ITEMS and not any(below.level in UNITS for below in child.children):
            pieces += [leaf.span for leaf in child.leaves if leaf.kind in _SAID]
        else:
            apart.append(child)
    if pieces:
        yield place, RunningText(text, sorted(pieces))
    for child in apart:
        yield from _blocks(text, child, _place(child, place))


def _place(provision: Provision, outer: _Place) -> _Place:
    part = _PARTS.get(provision.level, outer.part)
    inside = outer.unit and outer.part == part and provision.level not in UNITS
    headings = (*outer.headings, lowered(one_line(provision.heading))) if provision.heading else outer.headings
    return _Place(unit=outer.unit if inside and _is_unit(outer) else provision.eid, part=part, headings=headings)


def _is_unit(place: _Place) -> bool:
    return place.unit.rpartition("__")[2].startswith(_UNIT_PREFIXES)


_UNIT_PREFIXES = ("art_", "rule_", "reg_")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The half-open places of the sentences in running text."""
    start = 0
    for end in (*_stops(text), len(text)):
        for at in (*_pauses(text, start, end), end):
            if text[start:at].strip():
                yield start, at
            start = at


def _stops(text: str) -> Iterator[int]:
    small = text.islower()
    abbreviation = pattern("coding", "ABBREVIATION")
    for stop in _STOP.finditer(text):
        following = text[stop.end() : stop.end() + 2].lstrip("(\"“‘'")[:1]
        if not small and following and not (following.isupper() or following.isdigit()):
            continue
        if text[stop.start()] == "." and abbreviation.search(text, max(0, stop.start() - 8), stop.start()):
            continue
        yield stop.end()


def _pauses(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence that is too long is parted: at the last pause before the limit."""
    while end - start > _LONGEST:
        pauses = [pause.end() for pause in _PAUSE.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
        start = pauses[-1] if pauses else start + _LONGEST
        yield start
