"""Changes: which node of one treaty answers to which of another, and what differs."""

import enum
from typing import Generic, TypeVar

import attrs

from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision, Treaty

_NodeT = TypeVar("_NodeT", Provision, Clause)


@attrs.frozen(kw_only=True)
class Match(Generic[_NodeT]):
    """Two nodes that answer to each other; one side is `None` where nothing does. `score` lies in 0 to 1."""

    left: _NodeT | None
    right: _NodeT | None
    score: float


@attrs.frozen(kw_only=True)
class Alignment:
    """Which articles and which clauses of two treaties answer to each other, in the order of the left text."""

    articles: tuple[Match[Provision], ...] = ()
    clauses: tuple[Match[Clause], ...] = ()


class ChangeKind(enum.StrEnum):
    """What happened to a provision or clause between the two texts."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    MERGED = "merged"
    MODIFIED = "modified"


@attrs.frozen(kw_only=True)
class Change:
    """One difference. `fields` names what a modification touches; `weight` (0 to 1) says how much it matters in law.

    `left` and `right` are a provision or a clause, or `None` where a text has none. Text that stands in no provision
    that answers to one of the other treaty (a title, words before the first article, the heading of a chapter that
    was dropped) is named by the leaf that holds it.
    """

    kind: ChangeKind
    fields: tuple[str, ...] = ()
    left: Provision | Clause | Leaf | None = None
    right: Provision | Clause | Leaf | None = None
    weight: float


@attrs.frozen(kw_only=True)
class TreatyDiff:
    """All changes from one treaty, `left`, to another, `right`, in the order of the texts."""

    left: Treaty
    right: Treaty
    alignment: Alignment
    changes: tuple[Change, ...] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many changes there are of each kind; kinds without a change are left out."""
        counts: dict[str, int] = {}
        for change in self.changes:
            counts[change.kind.value] = counts.get(change.kind.value, 0) + 1
        return counts

    def __bool__(self) -> bool:
        return bool(self.changes)
