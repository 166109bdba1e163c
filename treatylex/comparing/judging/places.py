"""Places: what stands elsewhere or bears another number."""

from collections.abc import Iterator, Set

from treatylex.comparing.judging import weights
from treatylex.comparing.matching.letters import bare
from treatylex.comparing.matching.pairing import Pairing, moved
from treatylex.model.changes import Change, ChangeKind
from treatylex.model.provisions import Provision


def article_places(pairing: Pairing) -> Iterator[Change]:
    """Articles that moved, and articles that only changed their number."""
    elsewhere = moved(pairing.articles)
    for ours, theirs in pairing.articles:
        if (ours.eid, theirs.eid) in elsewhere:
            yield Change(kind=ChangeKind.MOVED, left=ours, right=theirs, weight=weights.MOVED)
        elif bare(ours.number) != bare(theirs.number):
            yield _renumbered(ours, theirs)


def point_numbers(pairing: Pairing, carried: Set[str]) -> Iterator[Change]:
    """Paragraphs and points that changed their number; where all of their clauses moved, that is told already.

    `carried` are the eIds of the clauses of the left treaty that moved.
    """
    for ours, theirs in pairing.provisions:
        if ours.eid in pairing.left.articles or bare(ours.number) == bare(theirs.number):
            continue
        there = {clause.eid for clause in theirs.clauses}
        shared = {clause.eid for clause in ours.clauses if pairing.partner.get(clause.eid) in there}
        if not shared or not shared <= carried:
            yield _renumbered(ours, theirs)


def _renumbered(ours: Provision, theirs: Provision) -> Change:
    return Change(kind=ChangeKind.RENUMBERED, left=ours, right=theirs, weight=weights.RENUMBERED)
