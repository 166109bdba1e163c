"""Expectations: what a treaty must say, worded as the rule that is checked.

Guarantees: an expectation finds what `treaty.find` finds; a failure shows the clauses that come nearest, where they
stand and why each falls short. Nothing here needs pytest: `nearest` and `shortfalls` are plain functions.

    expect(treaty).obliges("each Party").to("consult").when("armed attack").referring_to("un-charter#art_51")
    expect(treaty).does_not_permit("each Party", to="withdraw", within="ten years")

Words are looked for whatever their case, within what a clause says at that place. A bearer may also be named as an
actor, in words that are the same in every treaty: "each_party" is borne by "the Parties" and "neither Party" too.
"""

import re
from collections.abc import Sequence
from typing import Unpack

import attrs

from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Treaty, check_treaty_type
from treatylex.testing.absences import BINDS, GRANTS, refusal
from treatylex.testing.criteria import Criterion, Details, Wanted, criteria, criterion, line_of, matching
from treatylex.testing.criteria import nearest as nearest
from treatylex.testing.criteria import shortfalls as shortfalls


def expect(treaty: Treaty) -> "Expectation":
    """What is expected of a treaty; the methods raise `AssertionError` where it does not hold.

    Raises:
        TypeError: for a text or a path instead of a treaty.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Should an armed attack occur, each Party shall consult the Council without delay.")
    >>> expect(treaty).obliges("each Party").to("consult").when("armed attack").clauses[0].eid
    'norm_1'
    >>> expect(treaty).does_not_forbid("each_party", to="consult")
    """
    check_treaty_type(treaty, "treaty")
    return Expectation(treaty)


@attrs.frozen
class Expectation:
    """A treaty of which something is expected. `who` are words of the bearer, or the name of an actor."""

    treaty: Treaty

    def __bool__(self) -> bool:
        raise TypeError("an expectation has no truth value: ask it, as in expect(treaty).obliges(…)")

    def obliges(self, who: Wanted = None, **details: Unpack[Details]) -> "Found":
        """Somebody must do something."""
        return self._some(ClauseKind.OBLIGATION, who, details)

    def forbids(self, who: Wanted = None, **details: Unpack[Details]) -> "Found":
        """Somebody must not do something."""
        return self._some(ClauseKind.PROHIBITION, who, details)

    def permits(self, who: Wanted = None, **details: Unpack[Details]) -> "Found":
        """Somebody may do something."""
        return self._some(ClauseKind.PERMISSION, who, details)

    def entitles(self, who: Wanted = None, **details: Unpack[Details]) -> "Found":
        """Somebody has a right to something."""
        return self._some(ClauseKind.RIGHT, who, details)

    def exempts(self, who: Wanted = None, **details: Unpack[Details]) -> "Found":
        """Somebody need not do something."""
        return self._some(ClauseKind.EXEMPTION, who, details)

    def recommends(self, who: Wanted = None, **details: Unpack[Details]) -> "Found":
        """Somebody should do something."""
        return self._some(ClauseKind.RECOMMENDATION, who, details)

    def defines(self, term: Wanted = None, **details: Unpack[Details]) -> "Found":
        """A term is defined."""
        return self._some(ClauseKind.DEFINITION, term, details)

    def does_not_oblige(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody must do that."""
        self._none((ClauseKind.OBLIGATION,), who, details)

    def does_not_forbid(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody must not do that."""
        self._none((ClauseKind.PROHIBITION,), who, details)

    def does_not_permit(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody may do that, or has a right to."""
        self._none((ClauseKind.PERMISSION, ClauseKind.RIGHT), who, details)

    def does_not_entitle(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause gives somebody a right to that, or says that it may be done."""
        self._none((ClauseKind.RIGHT, ClauseKind.PERMISSION), who, details)

    def does_not_exempt(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody need not do that."""
        self._none((ClauseKind.EXEMPTION,), who, details)

    def does_not_recommend(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody should do that."""
        self._none((ClauseKind.RECOMMENDATION,), who, details)

    def does_not_define(self, term: Wanted = None, **details: Unpack[Details]) -> None:
        """The term is not defined."""
        self._none((ClauseKind.DEFINITION,), term, details)

    def grants_nobody(self, **details: Unpack[Details]) -> None:
        """Nobody may do that, has a right to it, or need not do it: no clause of these kinds, whoever bears it."""
        self._none(GRANTS, None, details)

    def binds_nobody(self, **details: Unpack[Details]) -> None:
        """Nobody must, must not or should do that: no clause of these kinds, whoever bears it."""
        self._none(BINDS, None, details)

    def _some(self, kind: ClauseKind, who: Wanted, details: Details) -> "Found":
        __tracebackhide__ = True
        return _found(self.treaty, criteria(kind, who, **details))

    def _none(self, kinds: tuple[ClauseKind, ...], who: Wanted, details: Details) -> None:
        __tracebackhide__ = True
        refused = refusal(self.treaty, kinds, who, details)
        if refused is not None:
            raise AssertionError(refused)


@attrs.frozen
class Found:
    """The clauses that fulfil an expectation so far; each method asks one thing more of them."""

    treaty: Treaty
    criteria: tuple[Criterion, ...]
    clauses: tuple[Clause, ...]

    def to(self, action: str | re.Pattern[str]) -> "Found":
        """What must, may or must not be done."""
        return self._narrowed("to", action)

    def towards(self, counterparty: str | re.Pattern[str]) -> "Found":
        """To whom it is owed."""
        return self._narrowed("towards", counterparty)

    def when(self, condition: str | re.Pattern[str]) -> "Found":
        """Under which condition."""
        return self._narrowed("when", condition)

    def unless(self, exception: str | re.Pattern[str]) -> "Found":
        """With which exception."""
        return self._narrowed("unless", exception)

    def within(self, time: str | re.Pattern[str]) -> "Found":
        """By when, how often or how long."""
        return self._narrowed("within", time)

    def by(self, manner: str | re.Pattern[str]) -> "Found":
        """In which manner."""
        return self._narrowed("by", manner)

    def in_order_to(self, purpose: str | re.Pattern[str]) -> "Found":
        """For which purpose."""
        return self._narrowed("in_order_to", purpose)

    def referring_to(self, target: str) -> "Found":
        """To which work, provision of a work (`un-charter#art_51`) or provision of this treaty (`art_5`) it refers."""
        return self._narrowed("referring_to", target)

    def under(self, eid: str) -> "Found":
        """In which provision of this treaty the clause stands: its eId, or its citation, such as "Article 6(2)".

        Raises:
            AddressError: when the treaty has no such provision; the message names the nearest.
        """
        return self._narrowed("under", eid)

    def _narrowed(self, name: str, wanted: str | re.Pattern[str]) -> "Found":
        __tracebackhide__ = True
        return _found(self.treaty, (*self.criteria, criterion(name, wanted)))


def _found(treaty: Treaty, wanted: tuple[Criterion, ...]) -> Found:
    __tracebackhide__ = True
    clauses = matching(treaty, wanted)
    if not clauses:
        raise AssertionError(_complaint(treaty, wanted))
    return Found(treaty, wanted, clauses)


def _complaint(treaty: Treaty, wanted: Sequence[Criterion]) -> str:
    lines = [f"expected a clause that is {_asked(wanted)}"]
    near = nearest(treaty, wanted)
    lines.append("the nearest:" if near else "there is no clause in this treaty")
    for each in near:
        lines.append(f"  {line_of(treaty, each.clause)}")
        lines += (f"    - {reason}" for reason in each.shortfalls)
    return "\n".join(lines)


def _asked(wanted: Sequence[Criterion]) -> str:
    return " ".join(each.words for each in wanted)
