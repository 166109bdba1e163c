"""Parting: which node without a partner is a part of what another one became.

Guarantee: what is split off in one direction is merged in the other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from treatylex.comparing.matching.letters import bare
from treatylex.comparing.matching.sides import Side
from treatylex.model.changes import Match
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision

Parts = tuple[Match[Provision] | Match[Clause], ...]
ClausePairs = Sequence[tuple[Clause, Clause]]

_NEAR = 3
"""So many clauses away the whole of a part may stand."""
_PART = 0.7
"""A clause is part of another when this share of its words stands there, beyond what its main part took over."""
_PART_WORDS = 3
_HALF = 0.5
"""An article is part of another when at least this share of its clauses answers to clauses there."""


def parts(left: Side, right: Side, articles: Mapping[str, str], clauses: ClausePairs) -> tuple[Parts, Parts]:
    """The splits and the mergers from `left` to `right`, articles first.

    Args:
        left: the treaty of which nodes were split.
        right: the treaty of which nodes are merged.
        articles: the articles that answer to each other, by their eIds.
        clauses: the clauses that answer to each other.
    """
    mirrored = [(theirs, ours) for ours, theirs in clauses]
    merged = list(_article_parts(left, right, set(articles), set(articles.values()), clauses))
    split = list(_article_parts(right, left, set(articles.values()), set(articles), mirrored))
    mergers: list[Match[Provision] | Match[Clause]] = [Match(left=a, right=b, score=share) for a, b, share in merged]
    splits: list[Match[Provision] | Match[Clause]] = [Match(left=b, right=a, score=share) for a, b, share in split]
    mergers += (Match(left=a, right=b, score=share) for a, b, share in _clause_parts(left, clauses))
    splits += (Match(left=b, right=a, score=share) for a, b, share in _clause_parts(right, mirrored))
    return tuple(splits), tuple(mergers)


def _article_parts(
    side: Side, other: Side, paired: set[str], answered: set[str], clauses: ClausePairs
) -> Iterator[tuple[Provision, Provision, float]]:
    """Each article without a partner that is part of an article with one, that article, and the share."""
    meetings: dict[str, Counter[str]] = {}
    for ours, theirs in clauses:
        meetings.setdefault(side.unit(ours), Counter())[other.unit(theirs)] += 1
    for article in side.treaty.articles:
        if article.eid in paired or article.eid not in meetings:
            continue
        unit, count = max(meetings[article.eid].items(), key=lambda item: (item[1], item[0]))
        share = count / len(article.clauses)
        if share >= _HALF and unit in answered:
            yield article, other.articles[unit], share


def _clause_parts(side: Side, clauses: ClausePairs) -> Iterator[tuple[Clause, Clause, float]]:
    """Each clause without a partner that is part of what a near clause became, that whole, and the share."""
    partner = {ours.eid: theirs for ours, theirs in clauses}
    all_clauses = side.treaty.clauses
    for place, clause in enumerate(all_clauses):
        if clause.eid in partner:
            continue
        near = all_clauses[max(0, place - _NEAR) : place + _NEAR + 1]
        found = [
            (_share(clause, partner[other.eid], other), partner[other.eid])
            for other in near
            if other.eid in partner and side.unit(other) == side.unit(clause)
        ]
        if found:
            share, whole = max(found, key=lambda part: (part[0], -part[1].span.start))
            if share >= _PART:
                yield clause, whole, share


def _share(part: Clause, whole: Clause, main: Clause) -> float:
    """The share of a clause's action that stands in `whole` beyond what its `main` part took over.

    The action only: who acts, and by which modal, is said anew in each part.
    """
    wanted = Counter(bare(part.text if part.action is None else part.action.normalized))
    if wanted.total() < _PART_WORDS:
        return 0.0
    left_over = Counter(bare(whole.text)) - Counter(bare(main.text))
    return (wanted & left_over).total() / wanted.total()
