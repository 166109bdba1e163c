"""Losses: which words came and went, wherever they stand and however they were read.

A clause that one text has and the other has not may be there all the same: as a part of another sentence, or where the
reader found no clause. What a change weighs depends on the words that are not where they were.

Guarantees: the same from either side; what is kept stands in one order in both texts.
"""

import difflib
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.classes import carries_nothing, is_closed
from treatylex.comparing.judging.denials import denial, deny_alike
from treatylex.comparing.judging.judgement import Judgement, in_order
from treatylex.comparing.judging.order import exchanged, regrouped, swapped, turned_by_order
from treatylex.comparing.judging.reach import possible_fields
from treatylex.comparing.judging.substance import judged
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.pairing import Pairing
from treatylex.comparing.matching.sides import Node
from treatylex.language.grammar import pattern
from treatylex.model.changes import EVERY_FIELD, Change, ChangeKind, Touch
from treatylex.model.clauses import Clause
from treatylex.source import Span, union

_GOING = frozenset({ChangeKind.REMOVED, ChangeKind.MERGED})
_COMING = frozenset({ChangeKind.ADDED, ChangeKind.SPLIT})
_PARTED = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT})
_GONE = 0.5
"""A clause of whose words more than this share is not where it was is gone."""
_REPLACED = 0.5
"""A clause may have been replaced where its article gained so many words for each of its own."""
_STEPS = 1_000_000
"""Stretches whose lengths in words multiply to more than this are not looked into."""


_Line = tuple[Sequence[str], Sequence[int]]
"""Some keys and their places."""
_Comparable = str | Sequence[str]


class Losses:
    """Of two treaties the words that are not where they were, by their keys."""

    def __init__(self, pairing: Pairing, left: Verbatim, right: Verbatim) -> None:
        self._pairing = pairing
        self._left, self._right = left, right
        units = [(a, b) for a, b in pairing.provisions if _is_unit(pairing, a, b)]
        self._answers = {a.eid: b.eid for a, b in units}
        self._origins = {b.eid: a.eid for a, b in units}
        self._reworded: dict[str, bool] = {}
        self._lost_of_unit = functools.cache(self._words_lost)  # asked for each clause of a unit
        self._cited = functools.cache(self._citations)
        self._kept: tuple[set[int], set[int]] = set(), set()
        for ours, theirs in self._answers.items():
            for a, b in _same(self._lines(left, ours), self._lines(right, theirs)):
                self._kept[0].update(a)
                self._kept[1].update(b)

    @staticmethod
    def _lines(verbatim: Verbatim, unit: str) -> list[_Line]:
        """The keys of a unit with their places, leaf by leaf."""
        leaves = sorted(verbatim.treaty.provision(unit).leaves, key=lambda leaf: (leaf.span.start, leaf.span.end))
        return [(tuple(verbatim.keys_at([leaf.span])), verbatim.key_places([leaf.span])) for leaf in leaves]

    def judged(
        self,
        ours: Iterable[Span],
        theirs: Iterable[Span],
        *,
        elsewhere: bool = False,
        clauses: tuple[Clause, Clause] | None = None,
    ) -> Judgement:
        """What the words at some places of both treaties turn that are not where they were; all, if `elsewhere`.

        A denial that stands for another says the same at most where both are known to stand in two `clauses`.
        """
        ours, theirs = list(ours), list(theirs)
        places = self._places(self._left, 0, ours, elsewhere), self._places(self._right, 1, theirs, elsewhere)
        gone, come = [*map(self._left.key, places[0])], [*map(self._right.key, places[1])]
        whole = [[clause.span] for clause in clauses or ()] or [[], []]
        around = self._said([*ours, *whole[0]], [*theirs, *whole[1]])
        known = self._left.compared.usage
        if clauses is None:
            return judged(gone, come, known, within=around)
        near = functools.partial(self._beside, *clauses)
        denied = denial(self._left, places[0]), denial(self._right, places[1])
        if denied[0] is None or denied[1] is None:
            return judged(gone, come, known, within=around, beside=near)
        left, right = (self._left, clauses[0], denied[0]), (self._right, clauses[1], denied[1])
        is_alike = deny_alike(left, right)
        words = self._left.key(denied[0]), self._right.key(denied[1])
        if is_alike and words[0] == words[1]:
            return judged(gone, come, known, within=around, beside=near)
        if is_alike:
            for said, word, other in ((gone, *words), (come, *words[::-1])):
                said.remove(word)
                beside = next(filter(pattern("touches", "ANY_OF").fullmatch, said), None)
                if beside is not None and pattern("touches", "NO_OF").fullmatch(other):
                    said.remove(beside)
        found = judged(gone, come, known, within=around, beside=near)
        touched = found.touches if is_alike else in_order({*found.touches, Touch.NEGATION})
        return attrs.evolve(found, touches=touched, light=True)

    def _beside(self, ours: Clause, theirs: Clause) -> Iterator[str]:
        """The words that the provisions of two clauses share, as often as both have them."""
        said = []
        for exact, clause in ((self._left, ours), (self._right, theirs)):
            home = exact.treaty.parent(clause)
            said.append(Counter(exact.keys_at([clause.span if home is None else home.span])))
        return (said[0] & said[1]).elements()

    def is_reordered(self, ours: Iterable[Span], theirs: Iterable[Span]) -> bool:
        """Whether any of the words stand elsewhere now."""
        ours, theirs = union(ours), union(theirs)
        if not (self._lost(self._left, 0, ours) or self._lost(self._right, 1, theirs)):
            return False
        said, said_there = self._said(ours, theirs)
        return said != said_there

    def has_exchanged(self, ours: Iterable[Span], theirs: Iterable[Span]) -> bool:
        """Whether two words stand in each other's place: "from A to B", "from B to A"."""
        said = self._said(ours, theirs)
        return exchanged(*said) or swapped(*said)

    def is_regrouped(self, ours: Iterable[Span], theirs: Iterable[Span]) -> bool:
        """Whether the same words belong together otherwise: "goods and services of A", "goods of A and services"."""
        return regrouped(*self._said(ours, theirs))

    def exchanges_instruments(self, ours: Iterable[Span], theirs: Iterable[Span]) -> bool:
        """Whether one instrument stands for another: "this Treaty", "this Statute" in a text that holds both.

        A name that the other text does not have at all is but a new name for what had the old one.
        """
        said, said_there = self._left.own_names_in(ours), self._right.own_names_in(theirs)
        went, came = said - said_there, said_there - said
        is_held = bool(went & self._right.own_names or came & self._left.own_names)
        return bool(said and said_there) and is_held

    def turned_by_order(self, ours: Iterable[Span], theirs: Iterable[Span]) -> set[Touch]:
        """What turns because the same words stand in another order: "meet and, if asked, vote"."""
        return turned_by_order(*self._said(ours, theirs))

    def _said(self, ours: Iterable[Span], theirs: Iterable[Span]) -> tuple[list[str], list[str]]:
        """The words at some places of both treaties, as they are compared."""
        return self._left.keys_at(ours), self._right.keys_at(theirs)

    def cites_alike(self, ours: Clause, theirs: Clause) -> bool:
        """Whether the unit of one clause cites what that of the other does: its sentence was only divided otherwise."""
        unit = self._pairing.left.unit(ours)
        if self._answers.get(unit) != self._pairing.right.unit(theirs):
            return False
        return self._cited(self._left, unit) == self._cited(self._right, self._answers[unit])

    @staticmethod
    def _citations(verbatim: Verbatim, unit: str) -> Counter[str]:
        spans = [leaf.span for leaf in verbatim.treaty.provision(unit).leaves]
        return Counter(key for key in verbatim.keys_at(spans) if key.startswith("→"))

    def is_reworded(self, unit: str) -> bool:
        """Whether a unit of the left treaty says the same in other words on the right, however they were read."""
        answer = self._answers.get(unit)
        if answer is None:
            return False
        if unit not in self._reworded:
            gone, come = self._lost_of_unit(0, unit), self._lost_of_unit(1, answer)
            self._reworded[unit] = judged(gone, come, self._left.compared.usage).is_wording
        return self._reworded[unit]

    def words(self, side: int, spans: Iterable[Span], *, joining: bool = True) -> Counter[str]:
        """The words at some places of the left treaty, 0, or the right one, 1.

        Unless `joining`, without the last one if it joins what follows: "(b) its port; and".
        """
        verbatim = (self._left, self._right)[side]
        places = verbatim.key_places(spans) if joining else _unjoined(verbatim, spans)
        return Counter(map(verbatim.key, places))

    def is_lost(self, side: int, span: Span) -> bool:
        """Whether no word of substance at a place of the left treaty, 0, or the right one, 1, is where it was."""
        verbatim = (self._left, self._right)[side]
        places = _unjoined(verbatim, [span])
        return bool(places) and carries_nothing(verbatim.key(at) for at in places if at in self._kept[side])

    def _lost(self, verbatim: Verbatim, side: int, spans: Iterable[Span], elsewhere: bool = False) -> list[str]:
        return [*map(verbatim.key, self._places(verbatim, side, spans, elsewhere))]

    def _words_lost(self, side: int, unit: str) -> Sequence[str]:
        """The words of a unit of the left treaty, 0, or the right one, 1, that are not where they were."""
        verbatim = (self._left, self._right)[side]
        return self._lost(verbatim, side, [leaf.span for leaf in verbatim.treaty.provision(unit).leaves])

    def _places(self, verbatim: Verbatim, side: int, spans: Iterable[Span], elsewhere: bool) -> list[int]:
        places, kept = verbatim.key_places(spans), self._kept[side]
        return places if elsewhere else [at for at in places if at not in kept]

    def weighed(self, change: Change) -> Change:
        """A change, one of a lone clause with the weight of what its article lost or gained with it."""
        is_going = change.kind in _GOING
        clause = change.left if is_going else change.right
        if change.kind not in _GOING | _COMING or not isinstance(clause, Clause):
            return change
        mine = self._left if is_going else self._right
        answer = self._answer(clause, is_going=is_going)
        missing = self._lost(mine, 0 if is_going else 1, [clause.span])
        if answer is None or not (words := mine.key_places([clause.span])):
            return change
        instead = self._lost_of_unit(1 if is_going else 0, answer) if missing else []
        other = self._right if is_going else self._left
        there = [leaf.span for leaf in other.treaty.provision(answer).leaves] if missing else []
        is_item = clause.modal is not None and clause.modal.inherited
        if is_item and words[0] in self._kept[0 if is_going else 1] and _are_repeated(missing, other, there):
            return attrs.evolve(change, possible=EVERY_FIELD, weight=min(change.weight, weights.REWORDED))
        if len(missing) > _GONE * len(words):
            # What came in its place may be the same norm, changed
            return attrs.evolve(change, possible=EVERY_FIELD if len(instead) > _REPLACED * len(words) else ())
        found = judged(missing, instead, self._left.compared.usage)
        unit = self._pairing.left.unit(clause) if is_going else answer
        if not found.is_wording and self.is_reworded(unit):
            found = Judgement()
        weight = round(found.weight * weights.KIND_WEIGHTS[clause.kind], 3)
        if found.touches:
            weight = max(weight, weights.LEAST)
        if not (found.touches and change.kind in _PARTED):
            weight = min(weight, change.weight)
        return attrs.evolve(
            change,
            touches=found.touches,
            wording=found.is_wording,
            possible=possible_fields((change.left, change.right), (), found),
            weight=weight,
        )

    def _answer(self, clause: Clause, *, is_going: bool) -> str | None:
        """The unit of the other treaty that answers to the one of a clause."""
        side = self._pairing.left if is_going else self._pairing.right
        return (self._answers if is_going else self._origins).get(side.unit(clause))


def _are_repeated(missing: Sequence[str], other: Verbatim, spans: Iterable[Span]) -> bool:
    """Whether words that came or went say nothing that is not said elsewhere, as an object is said once for two verbs.

    "Refuse a licence; suspend a licence", "refuse or suspend a licence": the second "licence" is no loss. `missing`
    are the keys that came or went, `spans` the passage of the `other` text that answers to theirs.
    """
    heavy = [key for key in missing if not carries_nothing([key])]
    there = {*other.keys_at(spans)} if heavy else set()
    return bool(heavy) and not any(map(is_closed, heavy)) and there.issuperset(heavy)


def _unjoined(verbatim: Verbatim, spans: Iterable[Span]) -> list[int]:
    """The places of words, without the last one if it joins what follows."""
    places = verbatim.key_places(spans)
    is_joined = bool(places) and pattern("touches", "OPERATOR").fullmatch(verbatim.key(places[-1])) is not None
    return places[:-1] if is_joined else places


def _is_unit(pairing: Pairing, ours: Node, theirs: Node) -> bool:
    return pairing.left.unit(ours) == ours.eid and pairing.right.unit(theirs) == theirs.eid


# ---------------------------------------------------------------- what is where it was


def _same(left: Sequence[_Line], right: Sequence[_Line]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """The places of the keys that two units share, leaf by leaf, then within the leaves that differ."""
    for tag, a, b, c, d in _opcodes([keys for keys, _ in left], [keys for keys, _ in right]):
        if tag == "equal":
            for (_, places), (_, places_there) in zip(left[a:b], right[c:d], strict=True):
                yield places, places_there
        elif tag == "replace":
            yield from _same_words(_joined(left[a:b]), _joined(right[c:d]))


def _joined(lines: Iterable[_Line]) -> tuple[list[str], list[int]]:
    """The keys of some leaves and their places."""
    keys: list[str] = []
    places: list[int] = []
    for more, where in lines:
        keys += more
        places += where
    return keys, places


def _same_words(left: _Line, right: _Line) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    (ours, places), (theirs, places_there) = left, right
    if len(ours) * len(theirs) > _STEPS:
        return
    for tag, a, b, c, d in _opcodes(ours, theirs):
        if tag == "equal":
            yield places[a:b], places_there[c:d]


def _opcodes(left: Sequence[_Comparable], right: Sequence[_Comparable]) -> list[tuple[str, int, int, int, int]]:
    """How one sequence becomes the other, whatever the side: the matcher sees them in a fixed order."""
    differing = next(((a, b) for a, b in zip(left, right, strict=False) if a != b), None)
    turned = len(left) < len(right) if differing is None else repr(differing[0]) > repr(differing[1])
    matcher = difflib.SequenceMatcher(None, *((right, left) if turned else (left, right)), autojunk=False)
    found = matcher.get_opcodes()
    return [(tag, c, d, a, b) for tag, a, b, c, d in found] if turned else list(found)
