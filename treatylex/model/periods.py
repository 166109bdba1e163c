"""Periods: the times of clauses as data that can be computed with."""

import enum

import attrs


class PeriodRelation(enum.StrEnum):
    """How a time stands to the amount, the day or the event that it names."""

    WITHIN = "within"  # at any moment until the amount has run from the anchor
    WITHIN_BEFORE = "within_before"  # at any moment of the stretch that ends at the anchor
    AFTER = "after"
    BEFORE = "before"
    FOR = "for"  # lasts as long
    EVERY = "every"  # comes back each time the amount has run
    FROM = "from"
    UNTIL = "until"
    ON = "on"
    BY = "by"  # on that day at the latest
    NOTICE = "notice"  # an act is announced so long before it takes effect


class PeriodUnit(enum.StrEnum):
    """What the amount counts. A day is any day of the calendar, a working day is what the treaty calls one."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class PeriodBound(enum.StrEnum):
    """Whether the amount is the least or the most."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@attrs.frozen(kw_only=True)
class Period:
    """A time as data: an amount with its unit, a day of the calendar, or an event, and how the time stands to it.

    `anchor` is what the amount is counted from, or the event itself, in the words of the text; `date` is a day after
    ISO 8601: `2030-01-01`, or `--06-30` for 30 June of each year.

    >>> print(Period(relation=PeriodRelation.WITHIN, amount=30, unit=PeriodUnit.DAY, anchor="the date of receipt"))
    within 30 day from "the date of receipt"
    >>> print(Period(relation=PeriodRelation.BEFORE, amount=6, unit=PeriodUnit.MONTH, bound=PeriodBound.AT_LEAST))
    before at_least 6 month
    """

    relation: PeriodRelation
    amount: int | None = None
    unit: PeriodUnit | None = None
    bound: PeriodBound | None = None
    anchor: str | None = None
    date: str | None = None

    def __str__(self) -> str:
        words = [self.relation, self.bound, self.amount, self.unit, self.date]
        if self.anchor is not None:
            words += ["from" if self.amount is not None else None, f'"{self.anchor}"']
        return " ".join(str(word) for word in words if word is not None)
