"""Targets: from the cues of one mention to the provisions and instruments that it names.

Guarantees: one method a rule of `reference.lark`; no text is read here, only the cues that the stage handed over.

A list of numbers is read level by level: in "paragraphs 1 (b), (c) and 3" the "(c)" is a point of paragraph 1,
because it is of the kind of "(b)", and "3" is a paragraph.
"""

import itertools
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import attrs

from treatylex.language.grammar import pattern
from treatylex.language.numerals import number_keys, without_latin
from treatylex.model.references import Target


class Word(NamedTuple):
    """A cue with its text, as the grammar's builder needs it."""

    type: str
    start: int
    end: int
    text: str


# ---- Paths ----------------------------------------------------------------------------------------------------------


class _Number(NamedTuple):
    """One number or letter: "5", "(a)", "IV"; `kind` is `digit`, `letter`, `roman` or `either` (i, v, x …)."""

    value: str
    kind: str
    bracketed: bool


_ORNAMENT = re.compile(r"[()\s]|^[.:]|\.$")
_ROMAN = re.compile(r"[ivxlc]{2,}", re.IGNORECASE)
_ROMAN_OR_LETTER = frozenset("ivxIVX")
_HYPHENED = re.compile(r"(\d{1,4})-(\d{1,4})|([IVXL]+)-([IVXL]+)")
_NEVER_HYPHENED = frozenset({"PARA", "SUB"})  # "paragraph 1-4" is a range
_DEEPEST = 6  # numbers above the innermost; treaties hardly go below "1 (a) (i)"
# Which numbers of a list stand on one level: first those that are certainly of one kind, then those that may be
_ALIKE = (
    {"digit": ("digit",), "letter": ("letter",), "roman": ("roman", "either"), "either": ("roman", "either")},
    {"digit": (), "letter": ("either",), "roman": (), "either": ("letter",)},
)


def _number(word: Word) -> _Number:
    sign = pattern("instrument", "NUMBER_SIGN").match(word.text)
    value = _ORNAMENT.sub("", word.text[sign.end() if sign else 0 :])
    if value in _ROMAN_OR_LETTER:
        kind = "either"
    elif value[:1].isdigit():
        kind = "digit"
    else:
        kind = "roman" if _ROMAN.fullmatch(without_latin(value)) else "letter"
    return _Number(value, kind, word.type == "BRACKETED")


def _level(stack: list[_Number], number: _Number) -> int:
    """How many numbers of the stack stand above `number`: it takes the place of the deepest of its own kind."""
    if number.value.isupper() and stack and not number.bracketed and stack[-1].value.isupper():
        return len(stack) - 1  # Sections B and IV
    depths = [
        (stack[depth].bracketed == number.bracketed, -rank, depth)
        for rank, alike in enumerate(_ALIKE)
        for depth, earlier in enumerate(stack)
        if earlier.kind in alike[number.kind]
    ]
    if depths:
        return max(depths)[-1]  # brackets tell more than kinds: XX (g) and (i)
    return len(stack)


_Entry = tuple[tuple[_Number, ...], tuple[_Number, ...] | None]


def _as_range(entry: _Entry) -> _Entry:
    match = _HYPHENED.fullmatch(entry[0][0].value) if entry[1] is None else None
    if match is None or len(entry[0]) > 1:
        return entry
    kind = "digit" if match[1] else "roman"
    first, last = filter(None, match.groups())
    values = [number_keys(number)[-1] for number in (first, last)]
    if not all(map(str.isdigit, values)) or int(values[0]) >= int(values[1]):
        return entry  # "Article 7-3", "Section IIII-V"
    return ((_Number(first, kind, False),), (_Number(last, kind, False),))


@attrs.frozen
class _Numbers:
    """A list of numbers: each entry goes from the outermost to the innermost; a range has a second such entry."""

    entries: tuple[_Entry, ...]
    start: int
    end: int

    def as_range(self) -> "_Numbers":
        """The list with its hyphened numbers as ranges: "articles 1-4"."""
        return attrs.evolve(self, entries=tuple(map(_as_range, self.entries)))

    def paths(self, prefix: str) -> tuple[str, ...]:
        """The entries as paths, the outermost number under the unit `prefix`."""
        return tuple(self._path(prefix, entry, last) for entry, last in self.entries)

    def _path(self, prefix: str, entry: tuple[_Number, ...], last: tuple[_Number, ...] | None) -> str:
        path = _segments(prefix, entry)
        if last is None:
            return "__".join(path)
        other = _segments(prefix, last)
        shared = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(path, other, strict=False))))
        return "__".join([*path[:shared], f"{'__'.join(path[shared:])}-{'__'.join(other[shared:])}"])


def _segments(prefix: str, numbers: tuple[_Number, ...]) -> list[str]:
    if prefix == "sub" and len(numbers) > 1 and numbers[0].kind == "digit":
        prefix = "para"  # "subparagraph 2 (b)" is the point (b) of paragraph 2
    segments = []
    for number in numbers:
        segments.append(f"{prefix}_{number.value.lower() if prefix == 'sub' else number.value}")
        prefix = "para" if prefix == "art" and len(segments) == 1 and _next_is_digit(numbers) else "sub"
    return segments


def _next_is_digit(numbers: tuple[_Number, ...]) -> bool:
    return len(numbers) > 1 and numbers[1].kind == "digit"


def _joined(outer: Iterable[str], inner: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{o}__{i}" for o in outer for i in inner)


# ---- Building -------------------------------------------------------------------------------------------------------


@attrs.frozen
class Place:
    """Provisions as the grammar read them: `paths` from the outermost to the innermost, and where they stand.

    `unit` is the innermost unit and `inner` its paths alone; `outer` the paths of what it is "of", if anything.
    """

    unit: str
    inner: tuple[str, ...]
    start: int
    end: int
    outer: tuple[str, ...] = ()
    instrument: str | None = None
    homed: bool = False
    domestic: bool = False

    def targets(self) -> tuple[Target, ...]:
        """One target a provision, the instrument alone when there is none."""
        paths = _joined(self.outer, self.inner) if self.outer else self.inner
        return tuple(Target(instrument=name, path=path) for name in _each(self.instrument) for path in paths)


def _each(name: str | None) -> list[str | None]:
    """Each name of a list by numbers: "resolutions 1 (1999) and 2 (1999)" are "resolution 1 (1999)" and another."""
    if name and len(days := _days(name)) > 1:
        return days
    several = pattern("instrument", "SEVERAL").search(name) if name else None
    if name is None or several is None:
        return [name]
    numbers = pattern("instrument", "BETWEEN_NUMBERS").sub("\0", name[several.end() :]).lstrip().split("\0")
    return [f"{name[: several.start()]}{several.group()[1:]}{number}" for number in numbers]


def _days(name: str) -> list[str | None]:
    """The names that differ in their days: "Protocols of 3 May 1921 and 4 June 1922" are two."""
    head = pattern("instrument", "SEVERAL_OF_DAYS").search(name)
    dates = pattern("instrument", "DATES").fullmatch(name, head.end() + len(" of ")) if head else None
    if head is None or dates is None:
        return []
    days = pattern("instrument", "BETWEEN_DAYS").sub("\0", dates.group()).split("\0")
    return [f"{name[: head.start() - 1]} of {day}" for day in days]


class _Home(NamedTuple):
    instrument: str | None
    end: int
    domestic: bool = False


class Found(NamedTuple):
    """A mention as read: its relation and its place."""

    relation: str | None
    place: Place


def _prefix(unit: Word) -> str:
    return unit.type.partition("_")[0].lower()


def without_the(name: str) -> str:
    """An instrument's name without the article before it.

    >>> without_the("the Charter")
    'Charter'
    """
    article = pattern("instrument", "DEFINITE_ARTICLE").match(name)
    return name[article.end() :] if article else name


class ReferenceBuilder:
    """One method a rule of `reference.lark`: builds the paths while the parser reads."""

    def start(self, parts: list[Any]) -> Found:
        """A whole mention: its relation, if introduced by one, and its place."""
        relation = parts[0].value.text.lower() if len(parts) > 1 else None
        return Found(relation, parts[-1])

    def work(self, parts: list[Any]) -> Place:
        """An instrument alone."""
        name: Word = parts[0].value
        return Place("", ("",), name.start, name.end, instrument=without_the(name.text), homed=True)

    def said_work(self, parts: list[Any]) -> Place:
        """An instrument alone that is pointed at."""
        return attrs.evolve(self.work(parts[1:]), start=parts[0].value.start)

    def work_first(self, parts: list[Any]) -> Place:
        """An instrument before its provision."""
        name: Word = parts[0].value
        place: Place = parts[1]
        return attrs.evolve(place, start=name.start, instrument=without_the(name.text), homed=True)

    def place(self, parts: list[Any]) -> Place:
        """Provisions, what they are of, and the instrument."""
        inner: Place = parts[0]
        outer: tuple[str, ...] = ()
        end, home = inner.end, None
        for part in parts[1:]:
            if isinstance(part, Place):
                outer = _joined(part.inner, outer) if outer else part.inner
                end = part.end
            elif isinstance(part, _Home):
                home, end = part, part.end
        return attrs.evolve(
            inner,
            end=end,
            outer=outer,
            instrument=home.instrument if home else None,
            homed=home is not None,
            domestic=home is not None and home.domestic,
        )

    def lettered(self, parts: list[Any]) -> Place:
        """Points before their paragraph."""
        numbers: _Numbers = parts[0]
        unit = "para" if numbers.entries[0][0][0].kind == "digit" else "sub"
        return Place(unit, numbers.paths(unit), numbers.start, numbers.end)

    def chain(self, parts: list[Any]) -> Place:
        """Divisions from the outermost to the innermost: "articles 4 and 34, paragraph 2" is of article 34 alone."""
        first: Place = parts[0]
        last: Place = parts[-1]
        paths = first.inner
        for division in parts[1:]:
            paths = (*paths[:-1], *_joined(paths[-1:], division.inner))
        return Place(last.unit, paths, first.start, last.end)

    def relink(self, parts: list[Any]) -> tuple[_Numbers, list[Place]]:
        """Further numbers of the first unit, and what stands below the last of them."""
        return parts[0], parts[1:]

    def relisted(self, parts: list[Any]) -> Place:
        """A list that goes on with its first unit after a smaller one: "Article 1, paragraph 2, 22 and 25"."""
        first: Place = parts[0]
        paths, last, end = first.inner, first.unit, first.end
        unit = paths[0].partition("_")[0]
        for numbers, divisions in (part for part in parts[1:] if isinstance(part, tuple)):
            added = numbers.as_range().paths(unit)
            last, end = unit.upper(), numbers.end
            for division in divisions:
                added = (*added[:-1], *_joined(added[-1:], division.inner))
                last, end = division.unit, division.end
            paths = (*paths, *added)
        return Place(last, paths, first.start, end)

    def numbered(self, parts: list[Any]) -> Place:
        """A unit with its numbers."""
        unit: Word = parts[0].value
        numbers: _Numbers = parts[1]
        if unit.type in _NEVER_HYPHENED or pattern("structure", "PLURAL_UNIT").fullmatch(unit.text):
            numbers = numbers.as_range()
        return Place(unit.type, numbers.paths(_prefix(unit)), unit.start, numbers.end)

    def pointed(self, parts: list[Any]) -> Place:
        """A unit pointed at."""
        pointer, unit = (part.value for part in parts)
        return Place(unit.type, (f"{pointer.type.lower()}_{_prefix(unit)}",), pointer.start, unit.end)

    def pointed_numbered(self, parts: list[Any]) -> Place:
        """A unit pointed at and numbered: the numbers say which."""
        return attrs.evolve(self.numbered(parts[1:]), start=parts[0].value.start)

    def counted(self, parts: list[Any]) -> Place:
        """A unit counted by ordinals."""
        ordinals, unit = parts[0], parts[1].value
        paths = tuple(f"{_prefix(unit)}_{word.type.partition('_')[2].lower()}" for word in ordinals)
        return Place(unit.type, paths, ordinals[0].start, unit.end)

    def unnumbered(self, parts: list[Any]) -> Place:
        """A unit without a number."""
        unit: Word = parts[-1].value
        return Place(unit.type, (_prefix(unit),), parts[0].value.start, unit.end)

    def several(self, parts: list[Any]) -> Place:
        """Units without a number that are of one instrument."""
        named: list[Word] = [part.value for part in parts if part.type != "JOIN"]
        return Place(named[-1].type, tuple(map(_prefix, named)), named[0].start, named[-1].end)

    def numbers(self, parts: list[Any]) -> _Numbers:
        """A list of numbers, each in the place that its kind gives it."""
        entries: list[_Entry] = []
        stack: list[_Number] = []
        joiner = "JOIN"
        for part in parts:
            if not isinstance(part, list):
                joiner = part.type
                continue
            first, *deeper = (_number(word) for word in part if word.type != "TITLED")
            stack = [*stack[: min(_level(stack, first), _DEEPEST)], first, *deeper]
            if joiner == "RANGE":
                entries[-1] = (entries[-1][0], tuple(stack))
            else:
                entries.append((tuple(stack), None))
        return _Numbers(tuple(entries), parts[0][0].start, parts[-1][-1].end)

    def number(self, parts: list[Any]) -> list[Word]:
        """One number with the points beside it."""
        return [part.value for part in parts]

    def ordinals(self, parts: list[Any]) -> list[Word]:
        """The ordinals of a list."""
        return [part.value for part in parts if part.type != "JOIN"]

    def named(self, parts: list[Any]) -> _Home:
        """An instrument by its name."""
        name: Word = parts[-1].value
        return _Home(without_the(name.text), name.end)

    def that_one(self, parts: list[Any]) -> _Home:
        """An instrument pointed at; "this Agreement" is the treaty at hand."""
        pointer, name = parts[1].value, parts[2].value
        if pointer.type == "THIS":
            return _Home(None, parts[-1].value.end)
        return _Home(f"{pointer.text} {name.text}", name.end)

    def latter(self, parts: list[Any]) -> _Home:
        """The one named last of two, as any that is pointed at: "of the latter"."""
        return _Home("that", parts[-1].value.end)

    def domestic(self, parts: list[Any]) -> _Home:
        """An act of domestic law, which makes the mention none."""
        return _Home(None, parts[-1].value.end, domestic=True)

    def hereof(self, parts: list[Any]) -> _Home:
        """The treaty at hand, in one word."""
        return _Home(None, parts[0].value.end)

    def thereof(self, parts: list[Any]) -> _Home:
        """The instrument spoken of, in one word."""
        return _Home(parts[0].value.text, parts[0].value.end)
