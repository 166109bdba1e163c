"""Points: the items of a list within one clause that came or went, each told as one.

Guarantee: what is told instead of a modified clause accounts for every word in which it differs.
"""

from collections.abc import Iterator

import attrs

from treatylex.comparing.judging.losses import Losses
from treatylex.model.changes import Change, ChangeKind
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision, Treaty


def points_apart(left: Treaty, right: Treaty, change: Change, losses: Losses) -> tuple[Change, ...]:
    """The points that a modified clause lost and gained, if it differs in nothing else; else the change itself."""
    ours, theirs = change.left, change.right
    if change.kind is not ChangeKind.MODIFIED or not isinstance(ours, Clause) or not isinstance(theirs, Clause):
        return (change,)
    gone = [point for point in _points(left, ours) if losses.is_lost(0, point.span)]
    come = [point for point in _points(right, theirs) if losses.is_lost(1, point.span)]
    kept, kept_there = losses.words(0, [ours.span]), losses.words(1, [theirs.span])
    for point in gone:
        kept.subtract(losses.words(0, [point.span], joining=False))
    for point in come:
        kept_there.subtract(losses.words(1, [point.span], joining=False))
    if not (gone or come) or kept != kept_there:
        return (change,)
    plain = attrs.evolve(change, fields=(), details=(), possible=())
    return (
        *(attrs.evolve(plain, kind=ChangeKind.REMOVED, left=point, right=None) for point in gone),
        *(attrs.evolve(plain, kind=ChangeKind.ADDED, left=None, right=point) for point in come),
    )


def _points(treaty: Treaty, clause: Clause) -> Iterator[Provision]:
    """The points of the list within a clause, the innermost ones."""
    home = treaty.parent(clause)
    for provision in home.walk() if home is not None else ():
        if clause.span.start < provision.span.start < clause.span.end and not provision.children:
            yield provision
