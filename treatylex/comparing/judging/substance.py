"""Substance: what words that came and went do to the law, and what that weighs.

Deciders are asked one after the other, as `DECIDERS` lists them. Those of the first phases take out of both texts what
says the same; what is left then turns the law, and later phases only tell what, and of what sort the edits are.

Guarantees: the same from either side; words with the same keys (`matching/usage`) turn nothing; a negation, a modal, a
figure, an operator or a side that came or went is never style, whatever stands around it.
"""

import enum
import itertools
from collections.abc import Callable, Iterable, Sequence

import attrs

from treatylex.comparing.judging import same_law, turns
from treatylex.comparing.judging.edited_words import Edits
from treatylex.comparing.judging.judgement import Judgement, in_order
from treatylex.comparing.matching.usage import Usage
from treatylex.model.changes import Touch


class Phase(enum.IntEnum):
    """What deciders look at, and what they may do, in the order in which they are asked."""

    PRINT = enum.auto()  # keys; take out what a printer or a scan made of one word, so that nothing differs
    PHRASES = enum.auto()  # keys; take out what says the same, so that only the wording differs
    WORDS = enum.auto()  # the words of the keys that are left; take out what says the same
    TURNS = enum.auto()  # what is left; tell what it turns
    OPPOSITES = enum.auto()  # what is left; tell what it turns because words stand for their opposites
    SORTS = enum.auto()  # all of that; tell of what sort the edits are, on which weight and reach depend


@attrs.frozen
class Take:
    """A decider that takes out of both texts what says the same; asked from either text, unless it looks at both."""

    phase: Phase
    decide: Callable[[Edits], None]
    once: bool = False

    def ask(self, edits: Edits) -> None:
        """Let it take out what it finds."""
        self.decide(edits)
        if not self.once:
            self.decide(edits.from_there())


@attrs.frozen
class Turn:
    """A decider that says whether the edits turn something; asked from either text, unless it looks at both."""

    phase: Phase
    decide: Callable[[Edits], bool]
    touch: Touch
    once: bool = False

    def ask(self, edits: Edits) -> None:
        """Note what the edits turn, if it says so."""
        if self.decide(edits) or (not self.once and self.decide(edits.from_there())):
            _note(edits, self.phase, (self.touch,))


@attrs.frozen
class Turns:
    """A decider that says what the edits turn; the same from either text."""

    phase: Phase
    decide: Callable[[Edits], Iterable[Touch]]

    def ask(self, edits: Edits) -> None:
        """Note what the edits turn."""
        _note(edits, self.phase, self.decide(edits))


@attrs.frozen
class Sort:
    """A decider that says of what sort the edits are: the field of `Judgement` that is called as it is."""

    phase: Phase
    name: str
    decide: Callable[[Edits], bool]


def _note(edits: Edits, phase: Phase, touches: Iterable[Touch]) -> None:
    found = [*touches]
    edits.turned.update(found)
    if phase is Phase.OPPOSITES:
        edits.opposed.update(found)


DECIDERS: tuple[Take | Turn | Turns | Sort, ...] = (
    Take(Phase.PRINT, same_law.divided_words),
    Take(Phase.PRINT, same_law.misread_words, once=True),
    Take(Phase.PHRASES, same_law.joining_words),
    Take(Phase.PHRASES, same_law.acronyms),
    Take(Phase.PHRASES, same_law.doublets),
    Take(Phase.PHRASES, same_law.denied_verbs),
    Take(Phase.PHRASES, same_law.denied_qualities),
    Take(Phase.PHRASES, same_law.answering_phrases, once=True),
    Take(Phase.WORDS, same_law.answering_words, once=True),
    Take(Phase.WORDS, same_law.asked_acts),
    Take(Phase.WORDS, same_law.light_words, once=True),
    Take(Phase.WORDS, same_law.manner_nouns, once=True),
    Take(Phase.WORDS, same_law.idle_any),
    Take(Phase.WORDS, same_law.idle_each),
    Turns(Phase.TURNS, turns.own),
    Turns(Phase.TURNS, turns.closed_words_in_order),
    Turn(Phase.TURNS, turns.was_so, Touch.SCOPE),
    Turn(Phase.TURNS, turns.goes_on, Touch.SCOPE),
    Turn(Phase.TURNS, turns.one_of_all, Touch.SCOPE),
    Turn(Phase.TURNS, turns.directions_differ, Touch.SCOPE, once=True),
    Turn(Phase.TURNS, turns.limit_more, Touch.SCOPE),
    Turn(Phase.TURNS, turns.goes_to_owner, Touch.SIDES),
    Turn(Phase.TURNS, turns.acting_sides, Touch.SIDES, once=True),
    Turn(Phase.TURNS, turns.weak_act, Touch.DUTY, once=True),
    Turn(Phase.TURNS, turns.mere_effort, Touch.DUTY, once=True),
    Turn(Phase.TURNS, turns.leave_or_votes, Touch.OPERATORS, once=True),
    Turn(Phase.OPPOSITES, turns.any_of_those, Touch.SCOPE),
    Turn(Phase.OPPOSITES, turns.done_with, Touch.SIDES),
    Turns(Phase.OPPOSITES, turns.opposites),
    Turn(Phase.OPPOSITES, turns.opposites_by_prefix, Touch.NEGATION, once=True),
    Turn(Phase.OPPOSITES, turns.sides_of_globe, Touch.SIDES, once=True),
    Turn(Phase.OPPOSITES, turns.ends, Touch.NEGATION, once=True),
    Sort(Phase.SORTS, "one_sided", turns.one_sided),
    Sort(Phase.SORTS, "related", turns.related),
    Sort(Phase.SORTS, "renamed", turns.renamed),
    Sort(Phase.SORTS, "rephrased", turns.rephrased),
    Sort(Phase.SORTS, "restricted", turns.restricted),
    Sort(Phase.SORTS, "singled", turns.singled),
    Sort(Phase.SORTS, "citing", turns.citing),
    Sort(Phase.SORTS, "weakened", turns.weakened),
)
"""Who decides what words that came and went do, in the order of asking."""


def judged(
    left: Sequence[str],
    right: Sequence[str],
    known: Usage,
    *,
    within: tuple[Sequence[str], Sequence[str]] = ((), ()),
    beside: Callable[[], Iterable[str]] = tuple,
) -> Judgement:
    """What differs between two texts by their keys, wherever in them it stands.

    `within` are the words around it in either text, `beside` gives those that the provisions share, where a pronoun may
    have its noun.

    Where the same words stand in another order it is wording, unless words that turn something changed their order:
    "A and B or C", "A or B and C".

    >>> from treatylex.comparing.matching.usage import usage
    >>> def of(left, right):
    ...     found = judged(usage().words(left), usage().words(right), usage())
    ...     return [touch.value for touch in found.touches] or found.weight
    >>> of("pursuant to Article 4", "in accordance with Article 4"), of("oil or gas", "oil and gas")
    (0.1, ['operators'])
    >>> of("the requesting Party", "the requested Party"), of("the goods", "some services")
    (['sides'], ['sides', 'scope'])
    >>> of("oil and gas or coal", "oil or gas and coal"), of("if so, act", "act if so")
    (['operators'], 0.1)
    >>> of("a report", "reports"), of("build the dam", "construct the dam")
    (0.2, 0.2)
    """
    edits = Edits.between(left, right, known, within=within, beside=beside)
    differs = False
    sorts: dict[str, bool] = {}
    for phase, deciders in itertools.groupby(DECIDERS, lambda decider: decider.phase):
        if phase is Phase.PHRASES:
            differs = edits.mark()
        elif phase is Phase.WORDS:
            edits.part_phrases()
        for decider in deciders:
            if isinstance(decider, Sort):
                sorts[decider.name] = decider.decide(edits)
            else:
                decider.ask(edits)
    return Judgement(
        touches=in_order(edits.turned),
        light=differs or bool(edits.turned),
        opposed=bool(edits.opposed),
        **sorts,
    )
