"""Numerals: what the numbers that treaties print stand for ("12", "IV", "b", "aa", "1.2", "16 bis", "Twenty-one").

Guarantee: only values, no decisions. An ambiguous numeral ("i": the ninth letter, or one) gives every reading; which
one holds, the sequence decides.
"""

import functools
import re
from typing import NamedTuple

from treatylex.language.grammar import pattern, patterns

_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_STEPS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_LETTERED = re.compile(r"[A-Z](?=-\d\d)")  # "Article C-05": chapters counted by letters
_ROMAN_SUFFIXED = re.compile(r"(?P<roman>[IVX]+)(?P<suffix>[A-Ha-h]|[a-z]{3,})")
_MISREAD_FIGURES = re.compile(r"(?=.*\d)[\dlO]*[lO][\dlO]*|[IJ]O")
_FIGURES = str.maketrans("lIJO", "1110")
_MISREAD_ROMAN = re.compile(r"l{2,3}|(?=.*[IVX])[IVXl]*l[IVXl]*")


class Numeral(NamedTuple):
    """One reading of a printed number: the system it belongs to and its value in it.

    `value` counts from 1; a decimal number has one entry for each part, a suffix ("bis", "A") adds one after it.
    """

    system: str
    value: tuple[int, ...]


def roman(printed: str) -> int | None:
    """The value of a roman numeral in lower case, `None` when it is none.

    >>> roman("xiv"), roman("iiii")
    (14, None)
    """
    if not printed or not _ROMAN.fullmatch(printed):
        return None
    values = [_ROMAN_DIGITS[letter] for letter in printed]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def roman_numeral(value: int) -> str:
    """The roman numeral of a positive value, in lower case.

    >>> roman_numeral(14)
    'xiv'
    """
    written = ""
    for step, letters in _ROMAN_STEPS:
        count, value = divmod(value, step)
        written += letters * count
    return written


@functools.lru_cache(maxsize=4096)
def readings(printed: str) -> tuple[Numeral, ...]:
    """Everything that a list marker's number can mean, the letter before the roman numeral.

    >>> readings("i")
    (Numeral(system='letter', value=(9,)), Numeral(system='roman', value=(1,)))
    """
    number = printed.strip()
    if "." in number:
        return (Numeral("decimal", tuple(int(part) for part in number.split(".") if part)),)
    digits = re.match(r"\d+", number)
    if digits:
        return (Numeral("arabic", (int(digits.group()), *_suffix(number[digits.end() :]))),)
    stem, _, latin = number.partition(" ")
    if not latin and len(stem) > 3 and without_latin(stem) != stem:
        stem, latin = stem[0], stem[1:]
    case = "upper " if stem.isupper() else ""
    lowered = stem.lower()
    found = []
    if len(lowered) == 1 and lowered.isascii():
        found.append(Numeral(case + "letter", (ord(lowered) - 96, *_suffix(latin))))
    elif len(lowered) == 2 and lowered[0] == lowered[1]:
        found.append(Numeral(case + "double letter", (ord(lowered[0]) - 96,)))
    value = roman(lowered)
    if value is not None:
        found.append(Numeral(case + "roman", (value, *_suffix(latin))))
    return tuple(found)


def _suffix(printed: str) -> tuple[int, ...]:
    word = printed.strip().lower()
    if not word:
        return ()
    latin = _latin(word)
    return (ord(word[0]) - 96,) if latin is None else (latin,)


def _latin(printed: str) -> int | None:
    """The value of "bis", "ter" …, `None` of any other word."""
    match = _valued("LATIN_").fullmatch(printed)
    return _value(match) if match else None


def without_latin(printed: str) -> str:
    """A number without the "bis", "ter" … at its end.

    >>> without_latin("IVbis"), without_latin("IV")
    ('IV', 'IV')
    """
    ends = (match for match in _valued("LATIN_").finditer(printed) if match.end() == len(printed))
    return next((printed[: match.start()] for match in ends), printed)


@functools.cache
def _valued(prefix: str) -> re.Pattern[str]:
    """The terminals whose names end in a value, the greatest first: "twenty" and "seventy" hold no "seven"."""
    names = [name for name in patterns("structure").names if name.startswith(prefix)]
    return pattern("structure", *sorted(names, key=lambda name: -int(name[len(prefix) :])))


def _value(match: re.Match[str]) -> int:
    return int((match.lastgroup or "").rpartition("_")[2])


def next_of(value: tuple[int, ...]) -> tuple[int, ...]:
    """The value that follows in a list: the last part one higher; after "2 bis" comes 3.

    >>> next_of((2,)), next_of((1, 4))
    ((3,), (1, 5))
    """
    return (*value[:-1], value[-1] + 1)


def word_number(text: str, start: int) -> int | None:
    """Where the number in words that begins at `start` ends; `None` when none begins there.

    >>> word_number("Article Twenty-one", 8)
    18
    """
    words = _valued("NUMBER_")
    end = None
    at = start
    for _count in range(3):
        match = words.match(text, at)
        if match is None or text[match.end() : match.end() + 1].isalpha():
            break
        end = match.end()
        at = end + 1 if text[end : end + 1] in "- " else end
    return end


def as_meant(printed: str) -> str:
    """The number of a division without what optical reading mistakes in it: "l0" for "10", "Ill" for "III".

    >>> as_meant("l0"), as_meant("Ill"), as_meant("JO"), as_meant("XIV bis")
    ('10', 'III', '10', 'XIV bis')
    """
    if _MISREAD_FIGURES.fullmatch(printed):
        return printed.translate(_FIGURES)
    return printed.replace("l", "I") if _MISREAD_ROMAN.fullmatch(printed) else printed


def division_value(printed: str) -> tuple[int, ...]:
    """The number of a division as integers that can be compared: "1.2" → (1, 2), "XIV bis" → (14, 2), "Ten" → (10,).

    Of several numbers under one heading ("2 and 3") it is the last that counts.

    >>> division_value("16 bis"), division_value("C-05"), division_value("Twenty-one"), division_value("IVA")
    ((16, 2), (3, 5), (21,), (4, 1))
    """
    for joint in pattern("structure", "MORE_NUMBERS").finditer(printed):
        return division_value(printed[joint.end() :])
    found = [match for match in _valued("NUMBER_").finditer(printed) if match.end() - match.start() > 2]
    if found and not any(char.isdigit() for char in printed):
        return (sum(map(_value, found)),)
    parts = [ord(printed[0].lower()) % 32] if _LETTERED.match(printed) else []
    for part in _PARTS.findall(as_meant(printed[len(parts) :])):
        if part.isdigit():
            parts.append(int(part[:9]))
        elif (latin := _latin(part)) is not None:
            parts.append(latin)
        elif not parts and (suffixed := _ROMAN_SUFFIXED.fullmatch(part)):
            parts += [roman(suffixed["roman"].lower()) or 0, *_suffix(suffixed["suffix"])]
        else:
            value = roman(part.lower()) if len(part) > 1 or not parts else None
            parts.append(value if value is not None else ord(part[0].lower()) % 32)
    return tuple(parts)


def follows(last: tuple[int, ...] | None, value: tuple[int, ...]) -> bool:
    """Whether an article numbered `value` can come after the one numbered `last`.

    >>> follows((1, 9), (2, 1)), follows((14, 1), (15,)), follows((4,), (17,))
    (True, True, False)
    """
    if not value:
        return False
    if value[-1] == 1 and len(value) == 1:
        return True
    if last is None:
        return value[-1] in (1, 101)
    if value[:-1] == last[:-1]:
        return value[-1] == last[-1] + 1
    if len(value) > len(last):
        return value[: len(last)] == last
    if len(value) == 1:
        return value[0] == last[0] + 1 or (last[0] > 100 and value[0] == (last[0] // 100 + 1) * 100 + 1)
    return value[0] == last[0] + 1 and value[-1] in (0, 1)  # "C-00" may open a chapter


# ---- Numbers as keys ------------------------------------------------------------------------------------------------

_NOT_PLAIN = re.compile(r"[^\w.\-]")
_ROMAN_FIRST = re.compile(r"[ivxlcdm]+")
_WHOLE = re.compile(r"[0-9]{1,6}")
_LONGEST_RANGE = 100  # articles under one heading


@functools.lru_cache(maxsize=4096)
def plain(printed: str) -> str:
    """A printed number without case, blanks and brackets; several numbers under one heading are joined by hyphens.

    >>> plain("12 bis"), plain("(a)"), plain("2 and 3")
    ('12bis', 'a', '2-3')
    """
    joined = pattern("structure", "MORE_NUMBERS").sub("-", printed).lower().replace("–", "-").replace("/", "-")
    return _NOT_PLAIN.sub("", joined).replace("__", "_").strip("_.-")


def number_keys(printed: str) -> tuple[str, ...]:
    """What a division can be looked up by, however its number is written: in figures, in words, as a roman numeral.

    Several numbers under one heading give one key each, those within a range included.

    >>> number_keys("II"), number_keys("Twenty-one"), number_keys("XIV bis")
    (('2',), ('21',), ('14bis',))
    >>> number_keys("2 and 3"), number_keys("5 to 7")
    (('2', '3'), ('5', '6', '7'))
    """
    first, *others = pattern("structure", "MORE_NUMBERS").split(printed)  # the joints stand between the numbers
    keys = [_key(first)]
    for joint, number in zip(others[::2], others[1::2], strict=True):
        key = _key(number)
        if pattern("structure", "RANGE_JOINT").fullmatch(joint):
            keys.extend(_between(keys[-1], key))
        keys.append(key)
    return tuple(keys)


def _key(number: str) -> str:
    """One number with its first part in figures."""
    if number and word_number(number, 0) == len(number):
        return str(division_value(number)[0])
    written = plain(as_meant(number))
    first = _ROMAN_FIRST.match(written)
    value = roman(first.group()) if first else None
    if first is None or value is None or not _ends_first_part(written[first.end() :]):
        return written
    return f"{value}{written[first.end() :]}"


def _ends_first_part(rest: str) -> bool:
    return not rest[:1].isalpha() or _latin(rest) is not None


def _between(first: str, last: str) -> list[str]:
    """The numbers between the ends of a range, none when they are no whole numbers."""
    if not (_WHOLE.fullmatch(first) and _WHOLE.fullmatch(last)) or int(last) - int(first) > _LONGEST_RANGE:
        return []
    return [str(number) for number in range(int(first) + 1, int(last))]
