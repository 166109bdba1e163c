"""Queries: filters over the clauses of a treaty that can be joined with `&`, `|` and `~`.

Guarantees: a filter reads only what the clauses hold, so that every way of asking (Python, the command line, tests)
finds the same; words fit whole words only; a name that cannot be meant is an error that names the nearest one that can,
never an empty answer.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, TypedDict, Unpack

import attrs

from treatylex.knowledge import tables
from treatylex.model.actors import is_actor_name, usual_actors
from treatylex.model.clauses import JOINED, MODIFIER_FIELDS, SINGLE_FIELDS, Clause, ClauseKind, Phrase
from treatylex.model.references import Reference
from treatylex.source import one_line

if TYPE_CHECKING:
    from treatylex.model.provisions import Treaty

Test = Callable[[Clause], bool]
Words = str | re.Pattern[str] | Callable[[Phrase], bool] | bool | None
"""What a phrase is asked for: whole words that it holds whatever the case, a pattern, a function, or whether there is
one."""


class PhraseFilters(TypedDict, total=False):
    """What may be asked of the phrases of a clause."""

    subject: Words
    bearer: Words
    counterparty: Words
    modal: Words
    action: Words
    term: Words
    condition: Words
    exception: Words
    time: Words
    manner: Words
    purpose: Words


class ClauseFilters(PhraseFilters, total=False):
    """What may be asked of a clause: the arguments of `where` and of `treaty.find`."""

    kind: str | ClauseKind | Iterable[str | ClauseKind] | None
    actor: str | Iterable[str] | None
    referring_to: str | None
    match: str | re.Pattern[str] | None
    within: str | None


@attrs.frozen
class Filter:
    """A condition on clauses. `&` asks for both, `|` for one of them, `~` for the contrary.

    `bound_to` gives the test for the clauses of one treaty; `where` makes filters.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Each Party shall report. The Council may meet. No Party shall withdraw.")
    >>> duties = where(kind="obligation") | where(kind="prohibition")
    >>> [str(clause.subject) for clause in treaty.find(duties & ~where(subject="each"))]
    ['No Party']
    """

    bound_to: "Callable[[Treaty], Test]"

    def __and__(self, other: "Filter") -> "Filter":
        return Filter(lambda treaty: _all(treaty, (self, other)))

    def __or__(self, other: "Filter") -> "Filter":
        def bound(treaty: "Treaty") -> Test:
            left, right = self.bound_to(treaty), other.bound_to(treaty)
            return lambda clause: left(clause) or right(clause)

        return Filter(bound)

    def __invert__(self) -> "Filter":
        def bound(treaty: "Treaty") -> Test:
            test = self.bound_to(treaty)
            return lambda clause: not test(clause)

        return Filter(bound)

    def __bool__(self) -> bool:
        raise TypeError("a filter has no truth value: join filters with & and |, and turn one round with ~")


def _all(treaty: "Treaty", filters: Iterable[Filter]) -> Test:
    tests = [each.bound_to(treaty) for each in filters]
    return lambda clause: all(test(clause) for test in tests)


_FEW = 20
_LIKE = 0.8
_OF_ACTORS = frozenset({"subject", "bearer", "counterparty"})
_OTHERS = ("kind", "actor", "referring_to", "match", "within")
# An eId of a provision, there or not: "art_9__para_2".
_PLACE = re.compile(r"(?:[a-z]+_\w+?__)*[a-z]+_\w*\d\w*|preamble|conclusions|annex")
_FIELDS = {
    **{field: field for field in SINGLE_FIELDS},
    **{field.removesuffix("s"): field for field in MODIFIER_FIELDS},
}


def where(
    *,
    kind: str | ClauseKind | Iterable[str | ClauseKind] | None = None,
    actor: str | Iterable[str] | None = None,
    referring_to: str | None = None,
    match: str | re.Pattern[str] | None = None,
    within: str | None = None,
    **phrases: Unpack[PhraseFilters],
) -> Filter:
    """A filter for the clauses that fit all of what is given.

    Args:
        kind: one kind of clause, or several of which one must fit.
        actor: who bears it, in words that are the same in every treaty (`each_party`); of several, one must fit.
        referring_to: a work of the catalogue (`un-charter`), one of its provisions (`un-charter#art_51`) or one of
            this treaty (`art_5`), to which a reference of the clause leads; what lies within it fits too.
        match: a regular expression found in the clause's own words, whatever the case.
        within: the eId of the provision that the clause stands in, however deep.
        **phrases: what the `subject`, `bearer`, `counterparty`, `modal`, `action`, `term`, or a `condition`,
            `exception`, `time`, `manner` or `purpose` says: by whole words that it holds one after the other (whatever
            the case), by a compiled pattern, or by a function of the phrase; those nested in others count. `True` asks
            for any, `False` for none.

    Raises:
        TypeError: for a filter that there is not, or a value of another type.
        ValueError: for a kind that is none, or a faulty regular expression; when the filter is used on a treaty, for an
            actor or a work that none can be; the message names the nearest.
        AddressError: when the filter is used on a treaty without the provision `within`.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Each Party shall report within ten days. Each Party shall report within a year.")
    >>> soon = where(time=lambda phrase: phrase.period is not None and phrase.period.unit == "day")
    >>> [clause.eid for clause in treaty.find(soon)]
    ['norm_1']
    """
    unknown = sorted(phrases.keys() - _FIELDS.keys())
    if unknown:
        raise TypeError(f"there is no filter {unknown[0]!r}{_nearest(unknown[0], [*_OTHERS, *_FIELDS])}")
    tests = [_phrase_test(_FIELDS[name], _words(name, words)) for name, words in phrases.items() if words is not None]
    if kind is not None:
        tests.append(_kind_test(frozenset(map(_kind, _several("kind", kind)))))
    if match is not None:
        tests.append(_match_test(_pattern(match)))
    filters = [Filter(lambda _: lambda clause: all(test(clause) for test in tests))]
    if actor is not None:
        actors = frozenset(_several("actor", actor))
        filters.append(Filter(lambda treaty: _actor_test(treaty, actors)))
    if referring_to is not None:
        _check_str("referring_to", referring_to)
        filters.append(Filter(lambda treaty: _reference_test(treaty, referring_to)))
    if within is not None:
        _check_str("within", within)
        filters.append(Filter(lambda treaty: _within_test(treaty, within)))
    return Filter(lambda treaty: _all(treaty, filters))


def _several(name: str, value: str | Iterable[str]) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else value
    if not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a str or several of them, not {type(value).__name__}")
    values = tuple(values)
    for each in values:
        _check_str(name, each)
    return values


def _check_str(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")


def _words(name: str, words: object) -> Words:
    if isinstance(words, str) and not words.strip():
        raise ValueError(f"{name} asks for no words; True asks for any, False for none")
    if name in _OF_ACTORS and isinstance(words, str) and "_" in words and is_actor_name(words):
        raise ValueError(f"{name}={words!r} names an actor, which no text has for words; ask for actor={words!r}")
    if isinstance(words, str | re.Pattern | bool) or callable(words):
        return words
    kinds = "words, a compiled pattern, a function of the phrase, True or False"
    raise TypeError(f"{name} must be {kinds}, not {type(words).__name__}")


def _nearest(name: str, known: Collection[str]) -> str:
    """What to say of a name that is none: the nearest that is one, or else all of a few."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; there are {', '.join(sorted(known))}" if len(known) <= _FEW else ""


def _kind(name: str) -> ClauseKind:
    try:
        return ClauseKind(name)
    except ValueError:
        raise ValueError(f"there is no kind {name!r}; the kinds are {', '.join(ClauseKind)}") from None


def _pattern(match: str | re.Pattern[str]) -> re.Pattern[str]:
    try:
        return re.compile(match, re.IGNORECASE) if isinstance(match, str) else match
    except re.error as fault:
        raise ValueError(f"not a regular expression: {fault}") from None


def _phrase_test(name: str, words: Words) -> Test:
    fits = _fits(words)
    wanted = words is not False
    return lambda clause: any(fits(phrase) for phrase in clause.phrases(name)) is wanted


def _kind_test(kinds: frozenset[ClauseKind]) -> Test:
    return lambda clause: clause.kind in kinds


def _fits(words: Words) -> Callable[[Phrase], bool]:
    """Whether one phrase says what is asked for."""
    if isinstance(words, str):
        asked = whole_words(words)
        return lambda phrase: asked.search(phrase.normalized) is not None
    if isinstance(words, re.Pattern):
        return lambda phrase: words.search(phrase.normalized) is not None
    return words if callable(words) else lambda phrase: True


def whole_words(words: str) -> re.Pattern[str]:
    """A pattern for words as whole words, one after the other, whatever the case and the blanks between them.

    >>> bool(whole_words("5 years").search("within 15 years")), bool(whole_words("the sea").search("The Sea Treaty"))
    (False, True)
    """
    asked = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){asked}(?!\w)", re.IGNORECASE)


def actors_of(clause: Clause) -> frozenset[str]:
    """The names that `where(actor=…)` knows the bearer of a clause by: its actor, and of several each.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("The depositary and the Secretary-General shall inform each Party.")
    >>> sorted(actors_of(treaty.clauses[0]))
    ['depositary', 'depositary+secretary_general', 'secretary_general']
    """
    named = None if clause.bearer is None else clause.bearer.actor
    return frozenset() if named is None else frozenset((named, *named.split(JOINED)))


def _actor_test(treaty: "Treaty", actors: frozenset[str]) -> Test:
    for actor in actors:
        _check_actor(treaty, actor)
    return lambda clause: not actors.isdisjoint(actors_of(clause))


def _check_actor(treaty: "Treaty", actor: str) -> None:
    """Refuse what looks like a slip of the pen; a State that no list knows may bear any other name."""
    if is_actor_name(actor):
        return
    found = {name for clause in treaty.clauses for name in actors_of(clause)}
    near = difflib.get_close_matches(actor, [*usual_actors(), *found], n=1, cutoff=_LIKE)
    if actor not in found and near:
        raise ValueError(f"no actor is named {actor!r}; did you mean {near[0]!r}?")


def _match_test(pattern: re.Pattern[str]) -> Test:
    return lambda clause: pattern.search(one_line(clause.text)) is not None


def _within_test(treaty: "Treaty", eid: str) -> Test:
    eids = frozenset(clause.eid for clause in treaty.provision(eid).clauses)
    return lambda clause: clause.eid in eids


def _reference_test(treaty: "Treaty", wanted: str) -> Test:
    work, _, path = wanted.rpartition("#") if "#" in wanted else _work_or_path(treaty, wanted)
    _check_work(treaty, work)

    def leads_there(reference: Reference) -> bool:
        return any(place[0] == work and lies_in(place[1], path) for place in _places(treaty, reference))

    return lambda clause: any(map(leads_there, clause.references))


def _work_or_path(treaty: "Treaty", wanted: str) -> tuple[str, str, str]:
    """A word alone is a provision of the treaty that has it, else a work."""
    return ("", "", wanted) if wanted in treaty or is_place(wanted) else (wanted, "", "")


def is_place(words: str) -> bool:
    """Whether words have the form of an eId, such as `art_5__para_2`."""
    return _PLACE.fullmatch(words) is not None


def _check_work(treaty: "Treaty", work: str) -> None:
    """Refuse a work that no catalogue lists and no reference of the treaty leads to."""
    if not work:
        return
    known = {entry["id"] for entry in tables("instruments")["instrument"]}
    if work not in known:
        cited = {place[0] for reference in treaty.references for place in _places(treaty, reference)}
        if work not in cited:
            near = _nearest(work, [*known, *filter(None, cited)])
            raise ValueError(f"no instrument known has the id {work!r}, and this treaty cites none of that name{near}")


def _places(treaty: "Treaty", reference: Reference) -> Iterator[tuple[str, str]]:
    """The work and the path within it of each place that a reference leads to; the treaty's own work is empty."""
    for resolution in treaty.resolve(reference):
        if resolution.provision is not None:
            yield "", resolution.provision.eid
        elif resolution.target.instrument is None:
            yield "", resolution.target.path
        else:
            yield resolution.work or resolution.target.instrument, resolution.target.path


def lies_in(path: str, wanted: str) -> bool:
    """Whether a provision, named by its path, is the one that is wanted or lies in it."""
    return not wanted or path == wanted or path.startswith(f"{wanted}__")
