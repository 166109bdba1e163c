"""Edited words: those that came and went between two texts, and what they stand in, as the deciders see them."""

import functools
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

import attrs

from treatylex.comparing.judging.classes import is_direction, touched
from treatylex.comparing.matching.usage import Usage, is_denial
from treatylex.model.changes import Touch


@attrs.define(kw_only=True, eq=False)
class Side:
    """One of two texts, by what the other has not.

    `said` are its keys in their order, `around` those of the passage in which they stand. `keys` are those that the
    other has not, without what deciders took out; `differing` are they before the first was taken out. `words` are the
    words of the `keys` that the other has not, without what deciders took out, `worded` all words of the `keys`.
    """

    said: Sequence[str]
    around: Sequence[str]
    keys: Counter[str]
    differing: Collection[str] = ()
    worded: Counter[str] = attrs.field(factory=Counter)
    words: Counter[str] = attrs.field(factory=Counter)


@attrs.define(kw_only=True, eq=False)
class Edits:
    """What differs between two texts, seen from one of them.

    `pairs` are words of this text and of the other that say the same in another form, `pairs_of_keys` those of them
    that stand for whole phrases, and not as it happens within two; `turned` is what the edits turn as far as deciders
    have said so, `opposed` what of it words turn by standing for their opposites. `beside` gives the words that the
    provisions share, where a pronoun may have its noun.
    """

    mine: Side
    other: Side
    known: Usage
    beside: Callable[[], Iterable[str]]
    pairs: list[tuple[str, str]] = attrs.field(factory=list)
    pairs_of_keys: Collection[tuple[str, str]] = ()
    turned: set[Touch] = attrs.field(factory=set)
    opposed: set[Touch] = attrs.field(factory=set)

    @classmethod
    def between(
        cls,
        left: Sequence[str],
        right: Sequence[str],
        known: Usage,
        *,
        within: tuple[Sequence[str], Sequence[str]],
        beside: Callable[[], Iterable[str]],
    ) -> "Edits":
        """The edits from one text to another, given by their keys."""
        counted = Counter(left), Counter(right)
        return cls(
            mine=Side(said=left, around=within[0], keys=counted[0] - counted[1]),
            other=Side(said=right, around=within[1], keys=counted[1] - counted[0]),
            known=known,
            beside=beside,
        )

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both texts, this one first."""
        return self.mine, self.other

    def from_there(self) -> "Edits":
        """The same, seen from the other text."""
        pairs, of_keys = ([pair[::-1] for pair in each] for each in (self.pairs, self.pairs_of_keys))
        return attrs.evolve(self, mine=self.other, other=self.mine, pairs=pairs, pairs_of_keys=of_keys)

    def mark(self) -> bool:
        """Note which keys differ, now that none is left that differs by a printer's or a scan's doing; if any does."""
        for side in self.sides:
            side.keys = +side.keys
            side.differing = frozenset(side.keys)
        return bool(self.mine.keys or self.other.keys)

    def part_phrases(self) -> None:
        """Look at the words of the keys that are left, from now on."""
        self.pairs_of_keys = tuple(self.pairs)
        for side, other in ((self.mine, self.other), (self.other, self.mine)):
            side.worded = _worded(side.keys, other.keys, self.known)
        self.mine.words = self.mine.worded - self.other.worded
        self.other.words = self.other.worded - self.mine.worded


def _worded(keys: Counter[str], others: Counter[str], known: Usage) -> Counter[str]:
    """The words of some keys; of a phrase, those of the like one that leaves least beside what the other text has."""

    @functools.cache
    def around() -> frozenset[Hashable]:
        return frozenset().union(*(known.signs_of_sense(word) for key in +others for word in key.split()))

    def left_over(phrase: Sequence[str]) -> tuple[int, int]:
        strange = [word for word in phrase if around().isdisjoint(known.signs_of_sense(word))]
        left = sum(bool(touched(word)) or is_direction(word) for word in strange)
        return left, 0 if left else len(strange) - len(phrase)

    def is_told(phrase: Sequence[str]) -> bool:
        """Whether the other text has any of a phrase: "and" is no "as also" because that says little."""
        return any(not around().isdisjoint(known.signs_of_sense(word)) for word in phrase)

    found: Counter[str] = Counter()
    for key, count in keys.items():
        if count > 0:
            wordings = known.wordings(key)
            # Not what denies, which does so by its place: "not bound to", "bound not to"
            others_told = [each for each in wordings[1:] if not any(map(is_denial, each)) and is_told(each)]
            chosen = min([wordings[0], *others_told], key=left_over) if others_told else wordings[0]
            for word in chosen:
                found[word] += count
    return found
