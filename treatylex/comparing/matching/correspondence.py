"""Correspondence: where a provision of the one treaty stands in the other.

Guarantee: going there and back leads to where one started.
"""

import functools
from collections import Counter
from collections.abc import Collection, Mapping

from treatylex.comparing.matching.articles import best_first
from treatylex.model.changes import Alignment
from treatylex.model.provisions import Provision, Treaty


class Correspondence:
    """Tells for each eId of `source` the eId in `goal` that answers to it.

    Articles answer to each other as aligned; their paragraphs and points as the clauses in them do. What holds no
    clause keeps its place within its parent, and a provision outside articles its eId.
    """

    def __init__(self, source: Treaty, known: Mapping[str, str]) -> None:
        self._articles = {article.eid for article in source.articles}
        self._known = known
        self._images = frozenset(known.values())
        self.of = functools.cache(self._of)

    def _of(self, eid: str) -> str | None:
        """The eId that answers to this one; `None` when nothing does."""
        if eid in self._known or eid in self._articles:
            return self._known.get(eid)
        parent, _, own = eid.rpartition("__")
        there = self.of(parent) if parent else ""
        if there is None:
            return None
        moved = f"{there}__{own}" if there else eid
        return None if moved in self._images else moved


def provision_pairs(left: Treaty, right: Treaty, alignment: Alignment) -> dict[str, str]:
    """By eIds, which provisions answer to each other: articles as aligned, what is in them as its clauses do."""
    articles = {m.left.eid: m.right.eid for m in alignment.articles if m.left is not None and m.right is not None}
    answered = set(articles.values())
    ends_left, ends_right = ({article.eid for article in treaty.articles} for treaty in (left, right))
    votes: Counter[tuple[str, str]] = Counter()
    for match in alignment.clauses:
        if match.left is not None and match.right is not None:
            ours = _steps(left, left.parent(match.left), ends_left)
            theirs = _steps(right, right.parent(match.right), ends_right)
            if len(ours) == len(theirs) and _answer(ours, theirs, articles, answered):
                votes.update((a.eid, b.eid) for a, b in zip(ours, theirs, strict=True) if a.level is b.level)
    place_left = {provision.eid: number for number, provision in enumerate(left.provisions)}
    place_right = {provision.eid: number for number, provision in enumerate(right.provisions)}
    scores = {
        (place_left[a], place_right[b]): float(count)
        for (a, b), count in votes.items()
        if a not in articles and b not in answered
    }
    pairs = {left.provisions[i].eid: right.provisions[j].eid for i, j in best_first(scores)}
    return articles | pairs


def _steps(treaty: Treaty, provision: Provision | None, articles: Collection[str]) -> list[Provision]:
    """A provision and what it stands in, up to its article or to the top."""
    steps = []
    while provision is not None:
        steps.append(provision)
        if provision.eid in articles:
            break
        provision = treaty.parent(provision)
    return steps


def _answer(
    ours: list[Provision], theirs: list[Provision], articles: Mapping[str, str], answered: Collection[str]
) -> bool:
    """Whether two paths start in articles that answer to each other, or both where no article is answered."""
    if not ours:
        return True
    a, b = ours[-1].eid, theirs[-1].eid
    return articles.get(a) == b or (a not in articles and b not in answered)
