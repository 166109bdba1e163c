"""Numbering: the numbers that Word generates, which stand in no paragraph's text.

Guarantees: as ECMA-376 part 1, 17.9, has it: levels count on, restart after the levels above them, start where their
list says, take over from lists that share their definition; what numbering.xml does not define has no number.
"""

from collections.abc import Callable

import attrs

from treatylex.formats.markup import Element, attribute, child, children, local
from treatylex.formats.word.styles import Numbered, Styles, is_on

_LEVELS = 9
_MOST_LETTERS = 26 * 30
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_IRREGULAR |= {"twelve": "twelfth"}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_BULLETS = "–—-―"


@attrs.frozen(kw_only=True)
class Label:
    """What Word prints before a paragraph; `heads`: it is the name of a division, as "Article 4" is."""

    text: str
    heads: bool
    apart: str


@attrs.frozen(kw_only=True)
class _Level:
    start: int
    format: str
    text: str
    restart: int | None
    arabic: bool
    style: str | None


class Numbering:
    """The numbers of a document's paragraphs, asked for in their order."""

    def __init__(self, part: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        for element in children(part):
            if local(element) == "abstractNum":
                self._definitions[attribute(element, "abstractNumId") or ""] = element
            elif local(element) == "num":
                self._lists[attribute(element, "numId") or ""] = element
        self._levels: dict[str, list[_Level | None]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None, style: str | None, direct: Numbered | None) -> Label | None:
        """What stands before the next paragraph, given its properties, style and own numbering; `None` for nothing."""
        name, level = self._place(style, direct)
        if name is None or name == "0" or name not in self._lists:
            return None
        levels = self._levels_of(name)
        if not 0 <= level < _LEVELS or (defined := levels[level]) is None:
            return None
        counts = self._count(name, level, levels)
        return _printed(defined, levels, counts)

    def _place(self, style: str | None, direct: Numbered | None) -> tuple[str | None, int]:
        if direct is not None and direct.list is not None:
            return direct.list, direct.level or 0
        found = self._styles.numbered(style)
        if found is None:
            return None, 0
        if direct is not None and direct.level is not None:
            return found.list, direct.level
        return found.list, self._level_of_style(found, style or self._styles.default)

    def _level_of_style(self, numbered: Numbered, style: str | None) -> int:
        """The level that is linked to a style or the nearest that it is based on; else the one that the style names."""
        if numbered.list in self._lists:
            linked = [level and level.style for level in self._levels_of(numbered.list or "")]
            for name, _ in self._styles.chain(style):
                if name in linked:
                    return linked.index(name)
        return numbered.level or 0

    def _definition(self, name: str) -> tuple[str, Element | None]:
        """The definition of a list, through the style that it may leave it to."""
        for _ in range(4):
            found = child(self._lists.get(name), "abstractNumId")
            key = "" if found is None else attribute(found, "val") or ""
            definition = self._definitions.get(key)
            link = child(definition, "numStyleLink")
            if link is None:
                return key, definition
            linked = self._styles.numbered(attribute(link, "val"))
            if linked is None or linked.list is None or linked.list == name:
                return key, definition
            name = linked.list
        return key, definition

    def _levels_of(self, name: str) -> list[_Level | None]:
        if name not in self._levels:
            levels: list[_Level | None] = [None] * _LEVELS
            _, definition = self._definition(name)
            overrides = [each for each in self._lists[name] if local(each) == "lvlOverride"]
            defined = [] if definition is None else [each for each in definition if local(each) == "lvl"]
            for element in [*defined, *(level for each in overrides if (level := child(each, "lvl")) is not None)]:
                number = _whole(attribute(element, "ilvl"), -1)
                if 0 <= number < _LEVELS:
                    levels[number] = _level(element)
            self._levels[name] = levels
        return self._levels[name]

    def _start_override(self, name: str, level: int) -> int | None:
        for each in self._lists[name]:
            if local(each) == "lvlOverride" and _whole(attribute(each, "ilvl"), -1) == level:
                start = child(each, "startOverride")
                return None if start is None else _whole(attribute(start, "val"), 1)
        return None

    def _count(self, name: str, level: int, levels: list[_Level | None]) -> list[int | None]:
        """Count one on at a level; the counts of all levels."""
        key, _ = self._definition(name)
        counts = self._counts.setdefault(key, [None] * _LEVELS)
        override = self._start_override(name, level) if (name, level) not in self._begun else None
        self._begun.add((name, level))
        for above in range(level):
            if counts[above] is None:
                counts[above] = _start(levels[above])
        if override is not None:
            counts[level] = override
        else:
            before = counts[level]
            counts[level] = _start(levels[level]) if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            restart = None if (defined := levels[below]) is None else defined.restart
            if restart is None or level < restart:
                counts[below] = None
        return counts


def _start(level: _Level | None) -> int:
    return 1 if level is None else level.start


def _level(element: Element) -> _Level:
    def value(name: str) -> str | None:
        found = child(element, name)
        return None if found is None else attribute(found, "val")

    restart = value("lvlRestart")
    return _Level(
        start=_whole(value("start"), 1 if value("start") is None else 0),
        format=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        restart=None if restart is None else _whole(restart, 0),
        arabic=is_on(child(element, "isLgl")),
        style=value("pStyle"),
    )


def _printed(level: _Level, levels: list[_Level | None], counts: list[int | None]) -> Label | None:
    if level.format == "bullet":
        sign = level.text if level.text in _BULLETS and level.text else "•"
        return Label(text=sign, heads=False, apart=" ")
    text = level.text
    for k in range(_LEVELS):
        count = counts[k]
        if f"%{k + 1}" in text and count is not None:
            defined = levels[k]
            style = "decimal" if level.arabic or defined is None else defined.format
            text = text.replace(f"%{k + 1}", formatted(count, style))
    text = " ".join(text.split())
    words = "".join(part for part in level.text.split("%"))
    heads = sum(map(str.isalpha, words)) > 2
    if not text:
        return None
    return Label(text=text, heads=heads, apart="\t" if text[-1].isalnum() else " ")


def _whole(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text or ""), 32_767))
    except ValueError:
        return default


def formatted(number: int, style: str) -> str:
    """A number as Word prints it in a format of ECMA-376; what treaties do not use is printed in figures.

    >>> formatted(4, "lowerRoman"), formatted(28, "lowerLetter"), formatted(3, "ordinalText"), formatted(2, "ordinal")
    ('iv', 'bb', 'Third', '2nd')
    """
    return _FORMATS.get(style, str)(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _letter(number: int) -> str:
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _ordinal(number: int) -> str:
    teens = 10 < number % 100 < 14
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _cardinal_text(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return _UNITS[number].capitalize()
    tens, units = divmod(number, 10)
    return (_TENS[tens - 2] + (f"-{_UNITS[units]}" if units else "")).capitalize()


def _ordinal_text(number: int) -> str:
    head, hyphen, last = _cardinal_text(number).lower().rpartition("-")
    if last.isdecimal():
        return _ordinal(number)
    ordinal = _IRREGULAR.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return (head + hyphen + ordinal).capitalize()


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "none": lambda _: "",
}
