"""Captures: what patterns extract from a text: periods, numbers, ordinals, languages, names.

Guarantee: number words, units and names of languages come from `grammars/` and `corpus/`; what cannot be computed is
no value.
"""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Mapping

from treatylex.errors import InputError
from treatylex.knowledge import tables
from treatylex.language.grammar import listed, pattern

_UNITS = {"DAY": "D", "WORKING_DAY": "D", "WEEK": "W", "MONTH": "M", "YEAR": "Y"}
_NUMBER = "NUMBER_"
_MONTH = "MONTH_"
_NAME_WORDS = 24


@functools.cache
def _figures() -> tuple[dict[str, int], dict[str, int]]:
    """The words for numbers and those for ordinals, with their values."""
    cardinals: dict[str, int] = {"hundred": 100}
    ordinals: dict[str, int] = {}
    ending = pattern("coding", "ORDINAL_ENDING")
    for terminal, words in listed("period").items():
        if terminal.startswith(_NUMBER):
            for word in words:
                kind = ordinals if ending.search(word) else cardinals
                kind[word] = int(terminal.removeprefix(_NUMBER))
    return cardinals, ordinals


@functools.cache
def _unit_letters() -> dict[str, str]:
    return {phrase: _UNITS[name] for name, phrases in listed("period").items() if name in _UNITS for phrase in phrases}


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@functools.cache
def _number() -> str:
    words = _any(_figures()[0])
    in_words = rf"(?:a(?=\shundred)\s)?(?:{words})(?:(?:[\s-]|\sand\s){{1,3}}(?:{words}))*"
    return rf"(?:\d{{1,4}}(?:\W{{0,3}}\((?:{in_words})\))?|{in_words}(?:\W{{0,3}}\d{{1,4}}\b)?)"


@functools.cache
def _ordinal() -> str:
    return rf"(?:\d{{1,3}}(?:st|nd|rd|th)|(?:(?:{_any(_figures()[0])})[\s-]?)?(?:{_any(_figures()[1])}))"


@functools.cache
def _period() -> str:
    units = _any(phrase.replace("’", "'") for phrase in _unit_letters())
    return rf"(?:{_number()}|an?)\W{{1,3}}(?:\w+ly\s)?(?:{units})(?:\speriods?)?"


@functools.cache
def languages() -> dict[str, str]:
    """The names under which treaties speak of languages, in lower case, and the usual English name of each.

    >>> languages()["netherlands"]
    'dutch'
    """
    return {name.lower(): entry["name"].lower() for entry in tables("languages")["language"] for name in entry["names"]}


@functools.cache
def _languages() -> str:
    one = rf"(?:{_any(languages())})"
    return rf"{one}(?:\W{{1,6}}(?:(?:and|or|in|the|both|languages?|texts?|versions?)\W{{1,6}}){{0,4}}{one})*"


@functools.cache
def states() -> tuple[str, ...]:
    """The names of States and organisations, in lower case."""
    listed_ = tables("states")
    return tuple(name.lower() for kind in ("state", "organization") for each in listed_[kind] for name in each["names"])


@functools.cache
def _months() -> dict[str, int]:
    names = listed("coding")
    return {names[f"{_MONTH}{number}"][0]: number for number in range(1, 13)}


@functools.cache
def _date() -> str:
    months = _any(_months())
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    before = rf"(?:{day}|{_ordinal()})\W{{1,3}}(?:day\W)?(?:of\W)?(?:{months})"
    year = rf"(?:\d{{4}}|(?:{_any((*_figures()[0], *listed('coding')['THOUSAND']))})(?:\W{{1,3}}\w+){{1,6}})"
    return rf"(?:{before}|(?:{months})\W{{1,3}}{day})(?:\W{{1,3}}(?:in\sthe\syear\s)?(?:of\sour\slord\s)?{year})?"


_CAPTURES: Mapping[str, Callable[[], str]] = {
    "date": lambda: _date(),
    "period": lambda: _period(),
    "number": lambda: _number(),
    "ordinal": lambda: _ordinal(),
    "language": lambda: rf"(?:{_any(languages())})",
    "languages": lambda: _languages(),
    "state": lambda: rf"(?:{_any(states())})",
    "subject": lambda: rf"\w+(?:\W{{1,4}}\w+){{0,{_NAME_WORDS}}}?",
    "place": lambda: r"\w+(?:\W{1,3}\w+){0,4}",
    "name": lambda: rf"\w+(?:\W{{1,4}}\w+){{0,{_NAME_WORDS}}}",
}


def capture_pattern(name: str) -> str:
    """The regular expression, for text in lower case, of something that patterns extract.

    Raises:
        InputError: when there is no such thing.
    """
    if name not in _CAPTURES:
        raise InputError(f"nothing to extract is called <{name}>; there are {', '.join(f'<{c}>' for c in _CAPTURES)}")
    return _CAPTURES[name]()


def number_of(text: str) -> int | None:
    """The value of a number or an ordinal.

    >>> number_of("one hundred and twenty"), number_of("30 (thirty)"), number_of("twenty-second")
    (120, 30, 22)
    >>> number_of("one thousand nine hundred and seventy"), number_of("nineteen hundred and sixty-eight")
    (1970, 1968)
    """
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group())
    total, thousands = 0, 0
    for word in re.findall(r"\w+", text.lower()):
        if word in listed("coding")["THOUSAND"]:
            total, thousands = 0, 1000 * (total or 1)
            continue
        value = _value(word)
        total = (total or 1) * value if value == 100 else total + value
    return thousands + total or None


def _value(word: str) -> int:
    """The value of one word for a number, of two words that lost what stood between them ("twentysecond") their sum."""
    cardinals, ordinals = _figures()
    known = cardinals | ordinals
    if word in known:
        return known[word]
    tens = next((ten for ten in cardinals if word.startswith(ten) and word[len(ten) :] in known), None)
    return 0 if tens is None else known[tens] + known[word[len(tens) :]]


def date_of(text: str) -> str | None:
    """A day with its year, after ISO 8601.

    >>> date_of("17th day of May 1977"), date_of("May 17, 1993"), date_of("fourth of June, nineteen hundred and one")
    ('1977-05-17', '1993-05-17', '1901-06-04')
    """
    lowered = text.lower()
    month = re.search(rf"(?<![a-z])(?:{_any(_months())})", lowered)
    if month is None:
        return None
    before, after = lowered[: month.start()], lowered[month.end() :]
    day = number_of(before) if before.strip(" ,") else number_of(after)
    year = re.search(r"\d{4}", after)
    value = int(year.group()) if year else number_of(after)
    try:
        return datetime.date(value or 0, _months()[month.group()], day or 0).isoformat()
    except ValueError:
        return None


def place_of(text: str) -> str | None:
    """The name of a place at the beginning of a text: "The Hague", "Geneva"."""
    found = pattern("coding", "PROPER_NAME").match(text)
    place = "" if found is None else found.group().partition(",")[0].strip().removeprefix("the ")
    return None if not place or pattern("coding", "NO_NAME").match(place) else place


def duration_of(text: str, more: int = 0) -> str | None:
    """A period after ISO 8601, in the unit of the text; `more` is added to its amount.

    >>> duration_of("six (6) months"), duration_of("a year"), duration_of("three months", 1)
    ('P6M', 'P1Y', 'P4M')
    """
    lowered = text.lower()
    unit = re.search(rf"(?<![a-z])(?:{_any(_unit_letters())})", lowered)
    amount = number_of(lowered) or 1
    return None if unit is None else f"P{amount + more}{_unit_letters()[unit.group()]}"


def languages_in(text: str) -> tuple[str, ...]:
    """The languages that a text names, each by its usual name, in the order of the text.

    >>> languages_in("in the Arabic, Netherlands and English languages")
    ('arabic', 'dutch', 'english')
    """
    found = re.findall(rf"(?<!\w)(?:{_any(languages())})(?!\w)", text.lower())
    return tuple(dict.fromkeys(languages()[name] for name in found))


def name_of(text: str) -> str | None:
    """The name at the beginning of a text, without "the": capitals, and the small words between them.

    >>> name_of("the Secretary General of the Council of Europe for registration")
    'Secretary General of the Council of Europe'
    >>> name_of("the pan american union, which shall notify all governments")
    'pan american union'
    """
    kind = "PROPER_NAME" if any(letter.isupper() for letter in text) else "LOWER_NAME"
    found = pattern("coding", kind).match(text)
    return None if found is None else _bare(found.group())


def last_name_of(text: str) -> str | None:
    """The name that ends a text, without "the" and without the short name that brackets give it.

    >>> last_name_of("The Kingdom of Norland")
    'Kingdom of Norland'
    >>> last_name_of("The Government of Norland (“the Norland Government”)")
    'Government of Norland'
    """
    text = text.partition("(")[0].rstrip() or text
    names = [found for found in pattern("coding", "PROPER_NAME").finditer(text) if found.end() == len(text)]
    return _bare(names[0].group()) if names else None


def _bare(name: str) -> str | None:
    bare = name.removeprefix("the ").removeprefix("The ").rstrip(" ,")
    return None if pattern("coding", "NO_NAME").match(bare) else bare
