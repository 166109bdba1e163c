"""Signs: what speaks for two articles answering to each other, each as a figure.

Guarantees: every sign is the same whichever treaty stands left; only articles that share a telling term, are among
each other's nearest, or bear the same eId are looked at, so that the time grows with the text.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from treatylex.comparing.matching.matters import subjects
from treatylex.comparing.matching.wording import Divider, Terms, rarities, similarities, stems, terms, unit, words
from treatylex.model.clauses import Clause
from treatylex.model.provisions import RUNNING, Provision

Pair = tuple[int, int]

_NEAREST = 6
"""So many of the articles that are most alike in wording or heading are looked at closely, from either side."""
_OPENING = 30
"""So many words open an article: what it is about is said first."""


@attrs.frozen(kw_only=True)
class Signs:
    """What speaks for two articles, each from 0 to 1."""

    wording: float
    """The cosine of their words and word pairs."""
    shared: float
    """The share of the shorter one's telling terms that stand in the longer one."""
    opening: float
    """The cosine of their first words."""
    norms: float
    """The cosine of what their clauses do: kinds, bearers, verbs, terms defined, instruments referred to."""
    place: float
    """How near they stand to the same place of their treaties."""
    heading: float | None
    """The cosine of their headings; `None` unless both have one."""
    same_eid: bool


@attrs.frozen
class _Article:
    """An article by its terms."""

    words: tuple[str, ...]
    terms: Terms
    opening: Terms
    heading: Terms
    norms: Terms


def signs(left: Sequence[Provision], right: Sequence[Provision]) -> dict[Pair, Signs]:
    """The signs of each pair of articles that may answer to each other, by their places."""
    divider = Divider([*map(_running_text, left), *map(_running_text, right)])
    ours, theirs = ([_article(node, divider) for node in side] for side in (left, right))
    near = similarities([a.terms for a in ours], [b.terms for b in theirs])
    headings = similarities([a.heading for a in ours], [b.heading for b in theirs])
    place = {node.eid: j for j, node in enumerate(right)}
    same_eids = {(i, place[node.eid]) for i, node in enumerate(left) if node.eid in place}
    pairs = sorted({*_nearest(near), *_nearest(headings), *same_eids})
    wordings = _Cosines([a.terms for a in ours], [b.terms for b in theirs])
    openings = _Cosines([a.opening for a in ours], [b.opening for b in theirs])
    norms = _Cosines([a.norms for a in ours], [b.norms for b in theirs])
    shares = _Shares([a.terms for a in ours], [b.terms for b in theirs], wordings.rarity)
    found = {}
    for i, j in pairs:
        # Articles that consist of common terms only ("Deleted.") share no telling one with themselves
        same = (i, j) in same_eids and ours[i].words == theirs[j].words
        found[i, j] = Signs(
            wording=1.0 if same else wordings.of(i, j),
            shared=1.0 if same else shares.of(i, j),
            opening=1.0 if same else openings.of(i, j),
            norms=1.0 if same else norms.of(i, j),
            place=1 - abs((i + 0.5) / len(ours) - (j + 0.5) / len(theirs)),
            heading=headings.get((i, j), 0.0) if left[i].heading and right[j].heading else None,
            same_eid=(i, j) in same_eids,
        )
    return found


def _article(node: Provision, divider: Divider) -> _Article:
    own = tuple(divider.words(_running_text(node)))
    said = (*own, *(word for subject in subjects(node.references) for word in words(subject)))
    return _Article(
        words=own,
        terms=terms(stems(said)),
        opening=terms(stems(own[:_OPENING])),
        heading=terms(stems(words(node.heading or ""))),
        norms=Counter(trait for clause in node.clauses for trait in _traits(clause)),
    )


def _running_text(article: Provision) -> str:
    """The words of an article without its heading, its markers and what is no part of its text."""
    return " ".join(leaf.text for leaf in article.leaves if leaf.kind in RUNNING)


def _traits(clause: Clause) -> Iterator[str]:
    """What a clause does, apart from how it is worded."""
    yield f"kind {clause.kind}"
    holder = clause.bearer or clause.subject
    if holder is not None:
        yield f"{'bearer' if clause.bearer else 'subject'} {' '.join(words(holder.normalized)[-2:])}"
    if clause.action is not None:
        verb = words(clause.action.normalized)[:2]
        yield f"verb {''.join(verb[:1])}"
        yield f"act {' '.join(verb)}"
    if clause.term is not None:
        yield f"term {clause.term.normalized.casefold()}"
    for reference in clause.references:
        for target in reference.targets:
            if target.instrument is not None:
                yield f"work {target.work or target.instrument}"
                yield f"target {target}"


def _nearest(scores: Mapping[Pair, float]) -> set[Pair]:
    """The pairs in which either is among the nearest of the other; of equal ones all or none."""
    found: set[Pair] = set()
    for side in (0, 1):
        groups: dict[int, list[float]] = defaultdict(list)
        for pair, value in scores.items():
            groups[pair[side]].append(value)
        floors = {at: heapq.nlargest(_NEAREST, values)[-1] for at, values in groups.items()}
        found.update(pair for pair, value in scores.items() if value >= floors[pair[side]])
    return found


class _Cosines:
    """The cosines of texts by their terms, each pair when it is asked for."""

    def __init__(self, left: Sequence[Terms], right: Sequence[Terms]) -> None:
        self.rarity = rarities(left, right)
        self._left, self._right = ([unit(text, self.rarity) for text in side] for side in (left, right))

    def of(self, i: int, j: int) -> float:
        """The cosine of the texts at two places."""
        ours, theirs = self._left[i], self._right[j]
        return round(min(1.0, math.fsum([ours[term] * theirs[term] for term in ours.keys() & theirs.keys()])), 9)


class _Shares:
    """Which share of the rarer terms of the poorer of two texts stands in the other one."""

    def __init__(self, left: Sequence[Terms], right: Sequence[Terms], rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._left, self._right = ([text.keys() for text in side] for side in (left, right))
        self._weights = [[self._weight(text) for text in side] for side in (self._left, self._right)]

    def _weight(self, found: Iterable[str]) -> float:
        return math.fsum(map(self._rarity.__getitem__, found))

    def of(self, i: int, j: int) -> float:
        """The share for the texts at two places."""
        least = min(self._weights[0][i], self._weights[1][j])
        return round(self._weight(self._left[i] & self._right[j]) / least, 9) if least else 0.0
