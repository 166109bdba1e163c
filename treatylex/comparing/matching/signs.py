"""Signs: what speaks for two articles answering to each other, each as a figure.

Guarantees: every sign is the same whichever treaty stands left; only articles that share a telling term, are among
each other's nearest, or bear the same eId are looked at, so that the time grows with the text.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from treatylex.comparing.matching.matters import subjects
from treatylex.comparing.matching.wording import Divider, Terms, Wordings, stems, terms, words
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
    said, said_there = ([words(_running_text(node)) for node in side] for side in (left, right))
    divider = Divider([*said, *said_there])
    ours = [_article(node, divider.words(own)) for node, own in zip(left, said, strict=True)]
    theirs = [_article(node, divider.words(own)) for node, own in zip(right, said_there, strict=True)]
    wordings = Wordings([a.terms for a in ours], [b.terms for b in theirs])
    openings = Wordings([a.opening for a in ours], [b.opening for b in theirs])
    norms = Wordings([a.norms for a in ours], [b.norms for b in theirs])
    headings = Wordings([a.heading for a in ours], [b.heading for b in theirs]).similarities()
    place = {node.eid: j for j, node in enumerate(right)}
    same_eids = {(i, place[node.eid]) for i, node in enumerate(left) if node.eid in place}
    pairs = sorted({*_nearest(wordings.similarities()), *_nearest(headings), *same_eids})
    found = {}
    for i, j in pairs:
        # Articles that consist of common terms only ("Deleted.") share no telling one with themselves
        same = (i, j) in same_eids and ours[i].words == theirs[j].words
        found[i, j] = Signs(
            wording=1.0 if same else wordings.cosine(i, j),
            shared=1.0 if same else wordings.share(i, j),
            opening=1.0 if same else openings.cosine(i, j),
            norms=1.0 if same else norms.cosine(i, j),
            place=1 - abs((i + 0.5) / len(ours) - (j + 0.5) / len(theirs)),
            heading=headings.get((i, j), 0.0) if left[i].heading and right[j].heading else None,
            same_eid=(i, j) in same_eids,
        )
    return found


def _article(node: Provision, own: Sequence[str]) -> _Article:
    """An article whose text consists of some words."""
    said = (*own, *(word for subject in subjects(node.references) for word in words(subject)))
    return _Article(
        words=tuple(own),
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
