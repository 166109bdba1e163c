"""Periods: from the words of a time to an amount, a day or an event.

Guarantee: a time that no rule of `grammars/period.lark` describes has no period; none is guessed.
"""

import datetime
import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

from treatylex.language.grammar import Cue, Grammar, Steps, UnexpectedCue, compiled
from treatylex.model.periods import Period, PeriodBound, PeriodRelation, PeriodUnit

_AT_LEAST = "_at_least"
_BOUNDS = {bound.name: bound for bound in PeriodBound}
_UNITS = {**{unit.name: unit for unit in PeriodUnit}, "FORTNIGHT": PeriodUnit.WEEK}
_USUAL = {
    "DAILY": (1, PeriodUnit.DAY),
    "WEEKLY": (1, PeriodUnit.WEEK),
    "FORTNIGHTLY": (2, PeriodUnit.WEEK),
    "MONTHLY": (1, PeriodUnit.MONTH),
    "QUARTERLY": (3, PeriodUnit.MONTH),
    "ANNUALLY": (1, PeriodUnit.YEAR),
    "BIENNIALLY": (2, PeriodUnit.YEAR),
}
_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
_NUMBER = "NUMBER_"
_SILENT = frozenset({"HYPHEN", "IN_FIGURES", "IN_LETTERS", "THE", "IN_ANY_EVENT", "DAY_OF"})
_QUANTITY = frozenset(
    {
        *_UNITS,
        *_BOUNDS,
        "PERIOD",
        "A_PERIOD_OF",
        "END_OF",
        "EVERY",
        "ELAPSED",
        "IN_ADVANCE",
        "LATER",
        "ONE",
        "HUNDRED",
        "AND",
        "DIGITS",
    }
)
_DAY = frozenset({*_MONTHS, "DIGITS", "COMMA", "OF_EACH_YEAR"})
_SINCE = frozenset({"FROM", "OF", "AFTER", "BEFORE"})  # what may stand between an amount and its anchor
_RECURRING = frozenset({"AT_LEAST", "ONCE", "EVERY", *_USUAL})
_OPENERS = _SINCE - {"OF"} | {
    "WITHIN", "LATEST", "EARLIEST", "BY", "ON", "SOON_AFTER", "UNTIL", "FOR", "NEXT_MONTH", "FIRST_DAY", "WHEN",
}  # fmt: skip
_JOINTS = frozenset({"OR", "AND", "COMMA"})
_LONGEST = 400  # characters; a longer time is a sentence


class _Word(NamedTuple):
    """A cue with its text, as the grammar's builder needs it."""

    type: str
    text: str


class _Amount(NamedTuple):
    number: int
    unit: PeriodUnit
    bound: PeriodBound | None


class _Builder:
    """What `period.lark` builds: a rule that bears the name of a relation gives a period of that relation."""

    def __init__(self) -> None:
        for relation in PeriodRelation:
            setattr(self, relation.value, functools.partial(_period, relation, None))
            setattr(self, relation.value + _AT_LEAST, functools.partial(_period, relation, PeriodBound.AT_LEAST))

    def start(self, children: list[Any]) -> Period:
        """One time."""
        period: Period = children[0]
        return period

    def amount(self, children: list[Any]) -> _Amount:
        """A number with its unit: "at least thirty days"."""
        types = {getattr(child, "type", "") for child in children}
        number = next(child for child in children if isinstance(child, int))
        bound = next((_BOUNDS[kind] for kind in types if kind in _BOUNDS), None)
        number *= 2 if "FORTNIGHT" in types else 1
        return _Amount(number, next(_UNITS[kind] for kind in types if kind in _UNITS), bound)

    def month_ahead(self, children: list[Any]) -> _Amount:
        """The first day of the second month after another day is at least one month after it."""
        return _Amount(children[0] - 1, PeriodUnit.MONTH, PeriodBound.AT_LEAST)

    def usual(self, children: list[Any]) -> _Amount:
        """A word that holds number and unit: "annually"."""
        return _Amount(*_USUAL[children[0].type], None)

    def number(self, children: list[Any]) -> int:
        """The value of a number: a lone "a" is one, before another number it is an article."""
        if isinstance(children[0], int) or children[0].type != "ONE":
            return _sum(children)
        return _sum(children[1:]) if len(children) > 1 else 1

    def hundreds(self, children: list[Any]) -> int:
        """A number of hundreds, and what goes beyond."""
        at = next(i for i, child in enumerate(children) if child.type == "HUNDRED")
        return 100 * (_sum(children[:at]) or 1) + _sum(children[at + 1 :])

    def day(self, children: list[Any]) -> tuple[str, int]:
        """The day of a month."""
        return "day", _digits(children[0])

    def month(self, children: list[Any]) -> tuple[str, int]:
        """A month by its name."""
        return "month", 1 + _MONTHS.index(children[0].type)

    def year(self, children: list[Any]) -> tuple[str, int]:
        """A year in figures."""
        return "year", _digits(children[0])

    def date(self, children: list[Any]) -> str:
        """A day of the calendar after ISO 8601; without a year, that day of any year."""
        parts: dict[str, int] = dict(child for child in children if isinstance(child, tuple))
        year = f"{parts['year']:04d}" if "year" in parts else "-"
        return f"{year}-{parts['month']:02d}-{parts['day']:02d}"


def _digits(token: Any) -> int:
    return int("".join(filter(str.isdecimal, token.value.text)))


def _sum(children: list[Any]) -> int:
    """The value of what stands side by side: "twenty", "one", or a number already read."""
    return sum(child if isinstance(child, int) else _value(child) for child in children)


def _value(token: Any) -> int:
    if token.type == "DIGITS":
        return _digits(token)
    return int(token.type.removeprefix(_NUMBER)) if token.type.startswith(_NUMBER) else 0


def _period(relation: PeriodRelation, bound: PeriodBound | None, children: list[Any]) -> Period:
    """A period of a relation; what is done at least every two years has pauses of at most two years."""
    amount = next((child for child in children if isinstance(child, _Amount)), None)
    kinds = {getattr(child, "type", ""): child for child in children}
    return Period(
        relation=relation,
        amount=None if amount is None else amount.number,
        unit=None if amount is None else amount.unit,
        bound=bound or (amount.bound if amount else None) or (PeriodBound.AT_MOST if "AT_LEAST" in kinds else None),
        anchor=kinds["ANCHOR"].value.text if "ANCHOR" in kinds else None,
        date=next((child for child in children if type(child) is str), None),
    )


def period_grammar() -> Grammar:
    """The grammar of times, compiled on first use."""
    return compiled("period", _Builder, ("start", "cue"))


@functools.lru_cache(maxsize=4096)
def period_of(text: str) -> Period | None:
    """A time as data; `None` when it cannot be computed.

    >>> print(period_of("within thirty (30) days after the date of receipt"))
    within 30 day from "the date of receipt"
    >>> print(period_of("not later than 1 January 2030"))
    by 2030-01-01
    >>> period_of("without delay") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    cues = [cue for cue in period_grammar().scan(text) if cue.type not in _SILENT]
    words = _gathered(text, cues)
    if not words:
        return None
    try:
        period: Period = period_grammar().parse(words)
    except UnexpectedCue:
        return None
    return period if _is_day(period.date) else None


@functools.lru_cache(maxsize=1024)
def notice_of(text: str) -> Period | None:
    """The notice that a manner speaks of; `None` where it speaks of none, or tells no length.

    >>> print(notice_of("upon six months' written notice"))
    notice 6 month
    """
    try:
        period: Period = period_grammar().parse(_notice_words(text))
    except UnexpectedCue:
        return None
    return period


def _notice_words(text: str) -> list[_Word]:
    """The cues of the length of notice that a manner speaks of."""
    cues = [cue for cue in period_grammar().scan(text) if cue.type not in _SILENT]
    at = next((i for i, cue in enumerate(cues) if cue.type == "NOTICE"), -1)
    start, end = at, at + 1
    while start > 0 and (cues[start - 1].type in _QUANTITY or _is_figure(cues[start - 1])):
        start -= 1
    if start == at and cues[end : end + 1] and cues[end].type == "OF":  # "giving notice of one year"
        end = _quantity_end(cues, end + 1)
    return [_Word(cue.type, text[cue.start : cue.end]) for cue in cues[start:end]]


def rule_of(text: str) -> str | None:
    """The rule of `period.lark` that describes a time or a notice; `None` when none does."""
    cues = [cue for cue in period_grammar().scan(text) if cue.type not in _SILENT]
    for words in (_gathered(text, cues), _notice_words(text)):
        try:
            steps = compiled("period", Steps, ("start", "cue")).parse(words)
        except UnexpectedCue:
            continue
        return str(steps[-2].rule)  # the last is `start`
    return None


def _is_day(date: str | None) -> bool:
    """Whether the calendar has the day; 29 February counts where no year is named."""
    if date is None:
        return True
    try:
        datetime.date.fromisoformat(date.replace("--", "2000-"))
    except ValueError:
        return False
    return True


def _gathered(text: str, cues: Sequence[Cue]) -> list[_Word]:
    """The opener with its amount or day, and what that is measured from, or the event itself, as one ANCHOR.

    Nothing when a second amount or day is joined to the first: which of them holds, the words alone do not say.
    """
    opener = _opener_end(cues)
    core = _quantity_end(cues, opener)
    words = [_Word(cue.type, text[cue.start : cue.end]) for cue in cues[:core]]
    rest = cues[core:]
    if len(rest) > 1 and (rest[0].type, rest[1].type) == ("COMMA", "FROM"):  # "thirty days, counted from receipt"
        rest = rest[1:]
    if not rest:
        return words
    if _has_alternative(rest, among_many=core == opener or rest[0].type in _SINCE):
        return []
    if core == opener and rest[0].type == "DIGITS":  # "from 6 to 17 March": two days
        return []
    if core == opener:
        return [*words, _anchor(text, cues[core - 1].end if core else 0)]
    if rest[0].type in _SINCE and len(rest) > 1:
        return [*words, _Word(rest[0].type, ""), _anchor(text, rest[0].end)]
    return words


def _has_alternative(rest: Sequence[Cue], *, among_many: bool) -> bool:
    """Whether a second amount or day stands in the rest; `among_many` words of an anchor, only behind an "or"."""
    if rest[0].type == "OR":
        return True
    start = next((i for i, cue in enumerate(rest) if cue.type == "OR"), len(rest)) if among_many else 0
    return any(map(_measures, rest[start:]))


def _anchor(text: str, start: int) -> _Word:
    return _Word("ANCHOR", text[start:].strip(" ,;"))


def _opener_end(cues: Sequence[Cue]) -> int:
    """How many cues open the time: "within", "at least once every"."""
    end = 0
    while end < len(cues) and (cues[end].type in _RECURRING or (not end and cues[end].type in _OPENERS)):
        end += 1
    repeated = end and cues[0].type == "AT_LEAST"
    return 0 if repeated and end == 1 else end


def _quantity_end(cues: Sequence[Cue], start: int) -> int:
    """Where the amount or day ends that begins at `start`; there, when none does."""
    end = start
    measured = False
    while end < len(cues) and (cues[end].type in _QUANTITY or cues[end].type in _DAY or _is_figure(cues[end])):
        measured = measured or _measures(cues[end])
        end += 1
    while end > start and cues[end - 1].type in _JOINTS:
        end -= 1
    return end if measured else start


def _is_figure(cue: Cue) -> bool:
    return cue.type.startswith(_NUMBER)


def _measures(cue: Cue) -> bool:
    return cue.type in _UNITS or cue.type in _MONTHS
