"""Lone: the provisions and clauses that only one treaty has, and what was split off or merged."""

from collections.abc import Iterable, Iterator

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.matching.pairing import Pairing
from treatylex.comparing.matching.sides import Node
from treatylex.model.changes import Change, ChangeKind
from treatylex.model.provisions import Provision


@attrs.frozen
class Told:
    """What changes of whole provisions of one treaty speak for: these provisions and the clauses in them, by eIds."""

    provisions: frozenset[str]
    clauses: frozenset[str]


def told(nodes: Iterable[object]) -> Told:
    """What the changes of some provisions speak for."""
    whole = [node for node in nodes if isinstance(node, Provision)]
    return Told(
        frozenset(node.eid for node in whole), frozenset(clause.eid for node in whole for clause in node.clauses)
    )


def lone_articles(pairing: Pairing) -> tuple[list[Change], list[Change]]:
    """Articles that only one treaty has, the left one's first: removed or merged, added or split off."""
    paired, answered = {a.eid for a, _ in pairing.articles}, {b.eid for _, b in pairing.articles}
    gone = [_gone(node, pairing) for node in pairing.left.treaty.articles if node.eid not in paired]
    come = [_come(node, pairing) for node in pairing.right.treaty.articles if node.eid not in answered]
    return gone, come


def lone_tops(pairing: Pairing) -> tuple[list[Change], list[Change]]:
    """Annexes, recitals and the like that only one treaty has, the left one's first."""
    meeting = [{units[side] for units in pairing.meetings} for side in (0, 1)]
    gone = [
        _removed(top)
        for top in pairing.left.tops()
        if pairing.there.of(top.eid) not in pairing.right.unit_of and top.eid not in meeting[0]
    ]
    come = [
        _added(top)
        for top in pairing.right.tops()
        if pairing.back.of(top.eid) not in pairing.left.unit_of and top.eid not in meeting[1]
    ]
    return gone, come


def lone_clauses(pairing: Pairing, told_left: Told, told_right: Told) -> Iterator[Change]:
    """Clauses that only one treaty has, those of provisions left out that are told as a whole."""
    for match in pairing.alignment.clauses:
        clause, answer = match.left, match.right
        if answer is None and clause is not None and clause.eid not in told_left.clauses:
            yield _gone(clause, pairing)
        elif clause is None and answer is not None and answer.eid not in told_right.clauses:
            yield _come(answer, pairing)


def _gone(node: Node, pairing: Pairing) -> Change:
    whole = pairing.wholes.get(node.eid)
    if whole is None:
        return _removed(node)
    return Change(kind=ChangeKind.MERGED, left=node, right=whole, weight=weights.PARTED)


def _come(node: Node, pairing: Pairing) -> Change:
    whole = pairing.origins.get(node.eid)
    if whole is None:
        return _added(node)
    return Change(kind=ChangeKind.SPLIT, left=whole, right=node, weight=weights.PARTED)


def _removed(node: Node) -> Change:
    return Change(kind=ChangeKind.REMOVED, left=node, weight=weights.of_node(node))


def _added(node: Node) -> Change:
    return Change(kind=ChangeKind.ADDED, right=node, weight=weights.of_node(node))
