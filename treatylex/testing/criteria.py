"""Criteria: what is asked of a clause, in words and as a filter, and why a clause falls short of it.

Guarantees: a criterion finds what `treaty.find` finds; what cannot be meant raises, with the nearest that can.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict, Unpack

import attrs

from treatylex.model.actors import is_actor_name
from treatylex.model.clauses import Clause, ClauseKind, Phrase
from treatylex.model.periods import Period, PeriodRelation
from treatylex.model.provisions import Treaty
from treatylex.model.queries import Filter, Words, where, whole_words
from treatylex.parsing.citing import path_cited
from treatylex.parsing.interpretation.periods import period_of
from treatylex.source import cut, one_line

_SHOWN = 3
_WIDTH = 100
_WORD = re.compile(r"\w+")
_LATER = frozenset({PeriodRelation.AFTER, PeriodRelation.FROM})
"""How times stand to their amount that begin when it has run: none of them is within it."""
_ACTOR = re.compile(r"[a-z\d]+(?:[_+][a-z\d]+)*")

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
            return f"is {a_kind(clause.kind.value)}, not {a_kind(self.wanted)}"
        if self.part == "place":
            return f"does not stand in {self.wanted}"
        if self.part == "references":
            targets = [str(target) for reference in clause.references for target in reference.targets]
            return f"refers to {', '.join(targets) or 'nothing'}, not to {self.wanted}"
        found = [_shown(phrase) for phrase in clause.phrases(self.part)]
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
    """The criterion for one of the `Details`, such as `criterion("to", "consult")`.

    Raises:
        TypeError: for a detail that there is not, or what is neither words nor a compiled pattern.
        ValueError: for words that are blank.
    """
    if name not in _DETAILS:
        raise TypeError(f"there is no detail {name!r}; there are {', '.join(_DETAILS)}")
    if not isinstance(wanted, str | re.Pattern):
        raise TypeError(f"{name} must be words or a compiled pattern, not {type(wanted).__name__}: {wanted!r}")
    words, part, chosen = _DETAILS[name]
    quoted = str(wanted) if part in ("references", "place") else said(wanted)
    test = _time(wanted) if part == "times" and isinstance(wanted, str) else wanted
    if part == "place" and isinstance(wanted, str) and " " in wanted.strip():
        test = path_cited(wanted) or wanted  # an eId holds no blank
    filters: dict[str, Words] = {chosen: test}
    return Criterion(f"{words} {quoted}", part, where(**filters), quoted)  # type: ignore[arg-type]


def _time(wanted: str) -> Words:
    """What a time must be: the amount or the day that the words name, or else the words themselves."""
    asked = period_of(wanted) or period_of(f"within {wanted}") or period_of(f"on {wanted}")
    words = whole_words(wanted)
    named = _names_relation(wanted)
    if asked is None or (asked.amount is None and asked.date is None):
        return wanted

    def fits(phrase: Phrase) -> bool:
        if phrase.period is None or (phrase.period.amount is None and phrase.period.date is None):
            return words.search(phrase.normalized) is not None
        if _measure(phrase.period) != _measure(asked):
            return False
        return phrase.period.relation is asked.relation if named else phrase.period.relation not in _LATER

    return fits


def _names_relation(wanted: str) -> bool:
    """Whether words say how a time stands to its amount or day, as "for ten days" does and "ten days" does not."""
    bare = period_of(f"after {wanted}")
    return bare is None or (bare.amount is None and bare.date is None)


def _measure(period: Period) -> tuple[object, ...]:
    """What is compared of two times: amount and unit, or the day. Days are not months, whatever they add up to."""
    return period.amount, period.unit, period.date


def criteria(kind: ClauseKind, who: Wanted = None, **details: Unpack[Details]) -> tuple[Criterion, ...]:
    """The criteria for a clause of a kind, borne by somebody, with these details."""
    found = [Criterion(a_kind(kind.value), "kind", where(kind=kind), kind.value)]
    if who is not None:
        about = "term" if kind is ClauseKind.DEFINITION else "bearer"
        chosen = where(term=who) if about == "term" else borne_by(who)
        found.append(Criterion(f"of {said(who)}", about, chosen, said(who)))
    found += details_of(details)
    return tuple(found)


def details_of(details: Details) -> Iterator[Criterion]:
    """The criteria for all details that are given."""
    return (criterion(name, wanted) for name, wanted in details.items() if wanted is not None)  # type: ignore[arg-type]


def borne_by(who: str | re.Pattern[str]) -> Filter:
    """Clauses whose bearer has these words, or is this actor.

    Raises:
        TypeError: for what is neither words nor a compiled pattern.
        ValueError: when the filter is used, for the name of an actor that none can bear.
    """
    if not isinstance(who, str | re.Pattern):
        raise TypeError(f"who must be words, an actor or a compiled pattern, not {type(who).__name__}: {who!r}")
    if isinstance(who, str) and "_" in who and _ACTOR.fullmatch(who):
        return where(actor=who)
    if isinstance(who, str) and is_actor_name(who):
        return where(bearer=who) | where(actor=who)
    return where(bearer=who)


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


def a_kind(kind: str) -> str:
    """A kind with its article."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def said(wanted: str | re.Pattern[str]) -> str:
    """What is looked for, as messages show it."""
    return f"/{wanted.pattern}/" if isinstance(wanted, re.Pattern) else quoted(wanted)


def quoted(text: str) -> str:
    """Words of a text or of a criterion, cut where they are long."""
    return f"“{cut(text, 60)}”"


def _shown(phrase: Phrase) -> str:
    """A phrase as failures show it: with who it is, where that is known."""
    actor = f" ({phrase.actor})" if phrase.actor else ""
    return f"{quoted(phrase.normalized)}{actor}"


def line_of(treaty: Treaty, clause: Clause) -> str:
    """A clause in one line, with its eId and its place."""
    return f"{clause.eid} ({treaty.source.place(clause.span.start)}): {cut(_whole(clause), _WIDTH)}"


def _whole(clause: Clause) -> str:
    """The clause's words, with what it takes over from a chapeau in square brackets."""
    shared: Callable[[Phrase | None], bool] = lambda phrase: phrase is not None and phrase.inherited  # noqa: E731
    taken = [f"[{phrase}]" for phrase in (clause.subject, clause.modal) if shared(phrase)]
    return " ".join([*taken, one_line(clause.text)])
