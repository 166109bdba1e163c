"""Clause pairs: what two clauses that answer to each other turn by more than the words that came and went.

`DECIDERS` lists who is asked, in the order of asking: by what stands in another order, by commas, by who acts, by what
is named. Guarantee: the same from either side.
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import NamedTuple

import attrs

from treatylex.comparing.judging.acting import change_roles, name_one_or_many, other_owner, singles_out
from treatylex.comparing.judging.binding import UNBOUND_AND_BARRED, have_one_modal
from treatylex.comparing.judging.commas import closes_otherwise, commas_regroup, commas_set_apart
from treatylex.comparing.judging.fields import ACTOR_FIELDS
from treatylex.comparing.judging.judgement import Judgement, in_order
from treatylex.comparing.judging.losses import Losses
from treatylex.comparing.judging.touches import name_another
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.language.grammar import pattern
from treatylex.model.changes import Touch
from treatylex.model.clauses import Clause
from treatylex.source import Span

_TURNED_BY_ORDER = ACTOR_FIELDS | {"kind", "modal", "references"}
"""Fields that change when words change places in a way that turns the law: who must inform whom."""


@attrs.frozen(kw_only=True, eq=False)
class ClausePair:
    """Two clauses that answer to each other, each in its treaty, with the `fields` in which they differ.

    `spans` and `others` are the places of their own words on either side; `elsewhere` says that they stand in articles
    that do not answer to each other, so that every word counts as come or gone.
    """

    left: Verbatim
    ours: Clause
    right: Verbatim
    theirs: Clause
    fields: tuple[str, ...]
    losses: Losses
    elsewhere: bool
    spans: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()

    @property
    def sides(self) -> tuple[tuple[Verbatim, Clause], tuple[Verbatim, Clause]]:
        """Both clauses, each with its treaty."""
        return (self.left, self.ours), (self.right, self.theirs)

    def cite_alike(self) -> bool:
        """Whether both clauses cite the same provisions, whatever introduces them."""
        return self.left.compared.cited(self.ours) == self.right.compared.cited(self.theirs)


# ---------------------------------------------------------------- by order


def regrouped(pair: ClausePair) -> bool:
    """Whether the same words belong together otherwise: "goods and services of A", "goods of A and services"."""
    return pair.losses.is_regrouped(pair.spans, pair.others)


def turned_by_order(pair: ClausePair) -> Collection[Touch]:
    """What the same words turn that stand in another order: "meet and, if asked, vote"."""
    return pair.losses.turned_by_order(pair.spans, pair.others)


def reordered_sides(pair: ClausePair) -> bool:
    """Whether words stand elsewhere, and who acts, or whether anybody must, is another for it."""
    return not _TURNED_BY_ORDER.isdisjoint(_reordered_fields(pair))


def reordered(pair: ClausePair) -> bool:
    """Whether words stand elsewhere, and any field says another thing for it."""
    return not {*_reordered_fields(pair)} <= {"text"}


def _reordered_fields(pair: ClausePair) -> list[str]:
    """The fields that differ by more than the places of their words beside each other."""
    if not pair.losses.is_reordered(pair.spans, pair.others):
        return []
    same = {"references"} if pair.cite_alike() else set()
    if have_one_modal(pair.ours, pair.theirs) and ACTOR_FIELDS.isdisjoint(pair.fields):
        same.add("kind")  # by its verbs alone: "shall be just and reasonable", "shall be reasonable and just"
    return [field for field in pair.fields if field not in same and not _is_reordered_within(pair, field)]


def _is_reordered_within(pair: ClausePair, field: str) -> bool:
    """Whether the words of a field only changed places beside each other: "legal and technical", not "A of B"."""
    if field not in ACTOR_FIELDS:
        return False
    said, said_there = (
        [word for _, words in exact.compared.told(clause, field) for word in words] for exact, clause in pair.sides
    )
    at = next((at for at, (a, b) in enumerate(zip(said, said_there, strict=False)) if a != b), 0)
    end = next((n for n, (a, b) in enumerate(zip(said[::-1], said_there[::-1], strict=False)) if a != b), 0)
    between = said[at : len(said) - end]
    return Counter(said) == Counter(said_there) and not any(map(pattern("touches", "TYING").fullmatch, between))


def exchanged(pair: ClausePair) -> bool:
    """Whether two words stand in each other's place: "from A to B", "from B to A"."""
    return pair.losses.has_exchanged(pair.spans, pair.others)


# ---------------------------------------------------------------- by commas


def parted_by_commas(pair: ClausePair) -> bool:
    """Whether commas part otherwise what "and" and "or" join: "A or B, and C", "A, or B and C"."""
    return commas_regroup(*_tokens(pair))


def set_apart(pair: ClausePair) -> bool:
    """Whether a comma tells that all are meant where it was some: "those losses which", "losses, which"."""
    return commas_set_apart(*_tokens(pair))


def closes_all_points(pair: ClausePair) -> bool:
    """Whether a comma lets the last words of a list close all its points."""
    return closes_otherwise(pair.left, pair.ours, pair.right, pair.theirs)


def _tokens(pair: ClausePair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return pair.left.at(pair.ours.span), pair.right.at(pair.theirs.span)


# ---------------------------------------------------------------- by who acts


def other_roles(pair: ClausePair) -> bool:
    """Whether who acts and whom it is owed to have changed places: who must inform whom."""
    return change_roles(pair.left, pair.ours, pair.right, pair.theirs)


def one_for_all(pair: ClausePair) -> bool:
    """Whether one of those acts who acted together: "one Party shall pay", "the Parties shall pay"."""
    return singles_out(pair.left, pair.ours, pair.right, pair.theirs)


def one_body_or_many(pair: ClausePair) -> bool:
    """Whether a body that acts or is owed something became several: "report to the Councils", "to the Council"."""
    return name_one_or_many(pair.ours, pair.theirs)


def whose(pair: ClausePair) -> bool:
    """Whether nothing differs but whose a thing is: "inform the other of its laws", "of their laws"."""
    return other_owner(pair.left, pair.ours, pair.right, pair.theirs)


def free_or_barred(pair: ClausePair) -> bool:
    """Whether what need not be done must not be done: "not required to inform", "required not to inform"."""
    return {pair.ours.kind, pair.theirs.kind} == UNBOUND_AND_BARRED


# ---------------------------------------------------------------- by names


def other_name(pair: ClausePair) -> bool:
    """Whether a name stands for another that says nearly the same as a word: "the Council", "the Board"."""
    return name_another(pair.ours.text, pair.theirs.text, pair.left.compared.usage)


def other_instrument(pair: ClausePair) -> bool:
    """Whether one instrument stands for another: "this Treaty", "this Statute" in a text that holds both."""
    return pair.losses.exchanges_instruments([pair.ours.span], [pair.theirs.span])


# ---------------------------------------------------------------- the table


def always(_: Judgement) -> bool:
    """Asked whatever was found."""
    return True


def if_nothing_turns(found: Judgement) -> bool:
    """Asked where nothing turns so far, though words may differ."""
    return not found.touches


def if_scope_at_most(found: Judgement) -> bool:
    """Asked where nothing turns so far but the scope."""
    return {*found.touches} <= {Touch.SCOPE}


def if_only_wording(found: Judgement) -> bool:
    """Asked where no word differs, or only in what treaty practice treats alike."""
    return found.is_wording


def if_light(found: Judgement) -> bool:
    """Asked where words differ that turn nothing by themselves."""
    return found.light and not found.touches


class Decider(NamedTuple):
    """When a decider is asked, by what was found before; what it asks; and what turns if so: nothing leaves it light.

    One that says by itself what turns answers with that.
    """

    asked: Callable[[Judgement], bool]
    decide: Callable[[ClausePair], bool | Collection[Touch]]
    turns: tuple[Touch, ...] = ()


DECIDERS: tuple[Decider, ...] = (
    Decider(if_nothing_turns, regrouped, (Touch.SCOPE,)),
    Decider(if_scope_at_most, turned_by_order),
    Decider(if_only_wording, reordered_sides, (Touch.SIDES,)),
    Decider(if_only_wording, reordered),
    Decider(if_only_wording, parted_by_commas, (Touch.SCOPE,)),
    Decider(if_nothing_turns, set_apart, (Touch.SCOPE,)),
    Decider(if_only_wording, closes_all_points, (Touch.SCOPE,)),
    Decider(always, exchanged, (Touch.SIDES,)),
    Decider(always, other_roles, (Touch.SIDES,)),
    Decider(always, one_for_all, (Touch.SCOPE,)),
    Decider(always, one_body_or_many, (Touch.SCOPE,)),
    Decider(if_nothing_turns, whose, (Touch.SIDES,)),
    Decider(always, free_or_barred, (Touch.DUTY,)),
    Decider(if_light, other_name, (Touch.NAMES,)),
    Decider(always, other_instrument, (Touch.NAMES,)),
)
"""Who decides what a pair of clauses turns besides its words, in the order of asking."""


def decided(pair: ClausePair, found: Judgement) -> Judgement:
    """What a pair of clauses turns: what was `found` in its words, and what the deciders say."""
    for decider in DECIDERS:
        said = decider.asked(found) and decider.decide(pair)
        if said:
            more = said if not isinstance(said, bool) else ()
            touched = in_order({*found.touches, *decider.turns, *more})
            found = attrs.evolve(found, touches=touched, light=True)
    return found
