"""Expectations: what a treaty must say, worded as the rule that is checked.

Guarantees: an expectation finds what `treaty.find` finds; a failure shows the clauses that come nearest, where they
stand and why each falls short. Nothing here needs pytest: `nearest` and `shortfalls` are plain functions.

    expect(treaty).obliges("each Party").to("consult").when("armed attack").referring_to("un-charter#art_51")
    expect(treaty).does_not_permit("each Party", to="withdraw", within="ten years")

Words are looked for whatever their case, within what a clause says at that place. A bearer may also be named as an
actor, in words that are the same in every treaty: "each_party" is borne by "the Parties" and "neither Party" too.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypedDict, Unpack

import attrs

from treatylex.model.clauses import Clause, ClauseKind, Phrase
from treatylex.model.provisions import Treaty
from treatylex.model.queries import Filter, where
from treatylex.source import cut, one_line

_SHOWN = 3
_WIDTH = 100
_WORD = re.compile(r"\w+")

Wanted = str | re.Pattern[str] | None
"""What is looked for: words, or a compiled pattern; `None` for anything."""


class Details(TypedDict, total=False):
    """What an expectation may say besides who bears a clause; each is also a method of `Found`."""

    to: Wanted
    towards: Wanted
    when: Wanted
    unless: Wanted
    within: Wanted
    by: Wanted
    in_order_to: Wanted
    referring_to: str
    under: str


@attrs.frozen
class Criterion:
    """One thing that a clause must fulfil: in words, as a filter, and which part of the clause it is about."""

    words: str
    part: str
    filter: Filter
    wanted: str = ""

    def shortfall(self, clause: Clause) -> str:
        """Why a clause that does not fulfil it falls short."""
        if self.part == "kind":
            return f"is {_a(clause.kind.value)}, not {_a(self.wanted)}"
        if self.part == "place":
            return f"does not stand in {self.wanted}"
        if self.part == "references":
            targets = [str(target) for reference in clause.references for target in reference.targets]
            return f"refers to {', '.join(targets) or 'nothing'}, not to {self.wanted}"
        found = [_quoted(phrase.normalized) for phrase in clause.phrases(self.part)]
        name = self.part.removesuffix("s")
        if found:
            return f"{name} is {', '.join(found)}, not {self.wanted}"
        reason = f" ({clause.bearer_reason.value})" if self.part == "bearer" and clause.bearer_reason else ""
        return f"has no {name}{reason}; {self.wanted} is expected"


# How each detail is worded, which part of a clause it is about, and by what it is found.
_DETAILS: dict[str, tuple[str, str, str]] = {
    "to": ("to", "action", "action"),
    "towards": ("towards", "counterparty", "counterparty"),
    "when": ("when", "conditions", "condition"),
    "unless": ("unless", "exceptions", "exception"),
    "within": ("within the time", "times", "time"),
    "by": ("in the manner", "manners", "manner"),
    "in_order_to": ("in order to", "purposes", "purpose"),
    "referring_to": ("referring to", "references", "referring_to"),
    "under": ("in", "place", "within"),
}


def criterion(name: str, wanted: str | re.Pattern[str]) -> Criterion:
    """The criterion for one of the `Details`, such as `criterion("to", "consult")`."""
    words, part, chosen = _DETAILS[name]
    quoted = str(wanted) if part in ("references", "place") else _said(wanted)
    filters: dict[str, str | re.Pattern[str]] = {chosen: wanted}
    return Criterion(f"{words} {quoted}", part, where(**filters), quoted)  # type: ignore[arg-type]


def criteria(kind: ClauseKind, who: Wanted = None, **details: Unpack[Details]) -> tuple[Criterion, ...]:
    """The criteria for a clause of a kind, borne by somebody, with these details."""
    found = [Criterion(_a(kind.value), "kind", where(kind=kind), kind.value)]
    if who is not None:
        about = "term" if kind is ClauseKind.DEFINITION else "bearer"
        chosen = where(term=who) if about == "term" else where(bearer=who)
        if about == "bearer" and isinstance(who, str):
            chosen = chosen | where(actor=who)
        found.append(Criterion(f"of {_said(who)}", about, chosen, _said(who)))
    found += (criterion(name, wanted) for name, wanted in details.items() if isinstance(wanted, str | re.Pattern))
    return tuple(found)


def matching(treaty: Treaty, wanted: Sequence[Criterion]) -> tuple[Clause, ...]:
    """The clauses that fulfil every criterion, in the order of the text."""
    return treaty.find(_joined(wanted))


def _joined(wanted: Sequence[Criterion]) -> Filter:
    joined = where()
    for each in wanted:
        joined = joined & each.filter
    return joined


def shortfalls(treaty: Treaty, clause: Clause, wanted: Sequence[Criterion]) -> tuple[str, ...]:
    """Why a clause does not fulfil the criteria, one reason for each that it misses."""
    return tuple(each.shortfall(clause) for each in wanted if not each.filter.bound_to(treaty)(clause))


@attrs.frozen
class Near:
    """A clause that comes near, and why it falls short."""

    clause: Clause
    shortfalls: tuple[str, ...]


def nearest(treaty: Treaty, wanted: Sequence[Criterion], *, count: int = _SHOWN) -> tuple[Near, ...]:
    """The clauses that miss the fewest criteria; of those, the ones that share the most words with them come first.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Each Party may consult the Council. The Depositary shall keep the list.")
    >>> nearest(treaty, criteria(ClauseKind.OBLIGATION, "each Party", to="consult"))[0].shortfalls
    ('is a permission, not an obligation',)
    """
    tests = [(each, each.filter.bound_to(treaty)) for each in wanted]
    asked = {word for each in wanted for word in _WORD.findall(each.wanted.casefold())}

    def distance(clause: Clause) -> tuple[int, int]:
        missed = sum(not test(clause) for _, test in tests)
        return missed, -len(asked & set(_WORD.findall(clause.text.casefold())))

    ranked = sorted(treaty.clauses, key=distance)[:count]
    return tuple(
        Near(clause, tuple(each.shortfall(clause) for each, test in tests if not test(clause))) for clause in ranked
    )


def expect(treaty: Treaty) -> "Expectation":
    """What is expected of a treaty; the methods raise `AssertionError` where it does not hold.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Should an armed attack occur, each Party shall consult the Council without delay.")
    >>> expect(treaty).obliges("each Party").to("consult").when("armed attack").clauses[0].eid
    'norm_1'
    >>> expect(treaty).does_not_forbid("each_party", to="consult")
    """
    return Expectation(treaty)


@attrs.frozen
class Expectation:
    """A treaty of which something is expected. `who` are words of the bearer, or the name of an actor."""

    treaty: Treaty

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
        """Nobody of the kind must do that."""
        self._none(ClauseKind.OBLIGATION, who, details)

    def does_not_forbid(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """Nobody of the kind must refrain from that."""
        self._none(ClauseKind.PROHIBITION, who, details)

    def does_not_permit(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody may do that."""
        self._none(ClauseKind.PERMISSION, who, details)

    def does_not_entitle(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause gives somebody a right to that."""
        self._none(ClauseKind.RIGHT, who, details)

    def does_not_exempt(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody need not do that."""
        self._none(ClauseKind.EXEMPTION, who, details)

    def does_not_recommend(self, who: Wanted = None, **details: Unpack[Details]) -> None:
        """No clause says that somebody should do that."""
        self._none(ClauseKind.RECOMMENDATION, who, details)

    def does_not_define(self, term: Wanted = None, **details: Unpack[Details]) -> None:
        """The term is not defined."""
        self._none(ClauseKind.DEFINITION, term, details)

    def _some(self, kind: ClauseKind, who: Wanted, details: Details) -> "Found":
        __tracebackhide__ = True
        return _found(self.treaty, criteria(kind, who, **details))

    def _none(self, kind: ClauseKind, who: Wanted, details: Details) -> None:
        __tracebackhide__ = True
        wanted = criteria(kind, who, **details)
        clauses = matching(self.treaty, wanted)
        if clauses:
            listed = [f"  {_line(self.treaty, clause)}" for clause in clauses]
            raise AssertionError("\n".join([f"expected no clause that is {_asked(wanted)}; found", *listed]))


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
        """In which provision of this treaty the clause stands."""
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
        lines.append(f"  {_line(treaty, each.clause)}")
        lines += (f"    - {reason}" for reason in each.shortfalls)
    return "\n".join(lines)


def _asked(wanted: Sequence[Criterion]) -> str:
    return " ".join(each.words for each in wanted)


def _line(treaty: Treaty, clause: Clause) -> str:
    return f"{clause.eid} ({treaty.source.place(clause.span.start)}): {cut(_whole(clause), _WIDTH)}"


def _whole(clause: Clause) -> str:
    """The clause's words, with what it takes over from a chapeau in square brackets."""
    shared: Callable[[Phrase | None], bool] = lambda phrase: phrase is not None and phrase.inherited  # noqa: E731
    taken = [f"[{phrase}]" for phrase in (clause.subject, clause.modal) if shared(phrase)]
    return " ".join([*taken, one_line(clause.text)])


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _said(wanted: str | re.Pattern[str]) -> str:
    return _quoted(wanted) if isinstance(wanted, str) else f"/{wanted.pattern}/"


def _quoted(text: str) -> str:
    return f"“{cut(text, 60)}”"
