"""Articles: which article of one treaty answers to which of another.

Guarantees: one to one; the mirror image when the treaties change places; no two articles answer to each other that
share neither wording nor heading.

The weights were fitted (conditional logit) on trade agreements whose articles bear names and from whose texts the
names were taken out: two articles of the same name answer to each other.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from treatylex.comparing.matching.signs import Pair, Signs, signs
from treatylex.model.provisions import Provision

Scores = dict[Pair, float]

_FIRST = {"wording": 9.9, "shared": 6.6, "opening": 7.8, "norms": 1.7, "place": 2.6}
"""What each sign weighs when articles are looked at pair by pair."""
_SECOND = {"wording": 4.0, "shared": 1.9, "opening": 3.1, "norms": 1.4, "place": 0.7}
"""What each sign weighs once rivals and neighbours are known as well."""
_RIVALS = 2.75
"""What it weighs that neither article has a better partner, for either side."""
_NEIGHBOURS = 2.4
"""What a sure pair next to this one weighs, for either side: treaties keep whole sequences together."""
_REACH = 2
_NOTHING = 6.0
"""What speaks for an article answering to nothing, on the scale of the first look."""
_CROSSED = 2.0
"""So much less two pairs near each other may have for them than if they crossed: treaties keep their order."""
_BESIDE = 3
"""So many articles apart such pairs may stand, on either side."""
_HEADING = 6.0
_UNLIKE_HEADING = 0.15
"""Headings less alike than this speak against. This and the weight of headings are a judgement."""
_SAME_EID = 0.05
"""What an equal eId adds: it decides between articles of equal wording, and hardly between others."""
_SLOPE, _SHIFT = 0.471, -1.89
"""From the sum of the signs to the share of pairs with that sum that the names of the articles confirmed."""
_LEAST = 0.25
"""Pairs that are less sure than one in four are none."""
_ALIKE = 0.05
"""Articles less alike than this in wording and heading do not answer to each other."""


def pair_articles(left: Sequence[Provision], right: Sequence[Provision]) -> Scores:
    """The pairs of articles that answer to each other, by their places, and how sure each pair is, 0 to 1."""
    found = signs(left, right)
    first = {pair: _sum(_FIRST, _HEADING, found[pair]) for pair in found}
    shares = [_shares(first, side) for side in (0, 1)]
    sure = {pair: math.sqrt(shares[0][pair] * shares[1][pair]) for pair in first}
    second = {
        pair: _sum(_SECOND, _HEADING / 2, found[pair])
        + _RIVALS * (shares[0][pair] + shares[1][pair])
        + _NEIGHBOURS * (_beside(sure, pair, 1) + _beside(sure, pair, -1))
        for pair in found
    }
    alike = {pair: second[pair] for pair in found if max(found[pair].wording, found[pair].heading or 0.0) >= _ALIKE}
    chosen = _uncrossed(best_first(alike), alike)
    scores = {pair: round(1 / (1 + math.exp(-(_SLOPE * alike[pair] + _SHIFT))), 9) for pair in chosen}
    return {pair: score for pair, score in scores.items() if score >= _LEAST}


def _sum(weights: Mapping[str, float], heading: float, found: Signs) -> float:
    """What speaks for a pair, added up."""
    total = math.fsum(weight * getattr(found, name) for name, weight in weights.items())
    if found.heading is not None:
        total += heading * (found.heading - _UNLIKE_HEADING)
    return total + _SAME_EID * found.same_eid


def _shares(scores: Scores, side: int) -> Scores:
    """How likely each pair is among all of one article, answering to nothing included."""
    groups: dict[int, list[float]] = defaultdict(list)
    for pair, value in scores.items():
        groups[pair[side]].append(math.exp(value))
    totals = {at: math.fsum([*values, math.exp(_NOTHING)]) for at, values in groups.items()}
    return {pair: math.exp(value) / totals[pair[side]] for pair, value in scores.items()}


def _beside(sure: Scores, pair: Pair, way: int) -> float:
    """How sure the surest pair near this one is, before or after it; pairs farther away count for less."""
    i, j = pair
    steps = ((x, y) for x in range(1, _REACH + 1) for y in range(1, _REACH + 1))
    return max(sure.get((i + way * x, j + way * y), 0.0) * 0.5 ** (x + y - 2) for x, y in steps)


def _uncrossed(pairs: Sequence[Pair], scores: Scores) -> list[Pair]:
    """The pairs, near ones that cross turned round where little speaks against it; the best turns first."""
    partner = dict(pairs)
    while turns := sorted(_turns(partner, scores)):
        _, _, i, other = turns[0]
        partner[i], partner[other] = partner[other], partner[i]
    return sorted(partner.items())


def _turns(partner: Mapping[int, int], scores: Scores) -> Iterator[tuple[float, int, int, int]]:
    """What each turn costs, the places that it touches, and the left ones of these; fewer pairs cross after each."""
    for i, j in partner.items():
        for other in range(i + 1, i + _BESIDE + 1):
            there = partner.get(other, j)
            if j - _BESIDE <= there < j and (i, there) in scores and (other, j) in scores:
                cost = scores[i, j] + scores[other, there] - scores[i, there] - scores[other, j]
                if cost <= _CROSSED:
                    yield round(cost, 9), i + j + other + there, i, other


def best_first(scores: Mapping[Pair, float]) -> list[Pair]:
    """One-to-one pairs, the best first.

    Pairs that contend for a node differ in the sum of their places, so that the order of equal scores does not
    depend on which treaty stands left.
    """
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for _, _, i, j in sorted((-round(value, 9), i + j, i, j) for (i, j), value in scores.items()):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            chosen.append((i, j))
    return chosen
