"""Weights: how much each change matters in law, 0 to 1.

The figures are a judgement, made to be overruled; `docs/comparing.md` lists and defends them.
"""

from collections.abc import Iterable, Mapping

from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Provision

FIELD_WEIGHTS: Mapping[str, float] = {
    "kind": 1.0,
    "modal": 0.95,
    "bearer": 0.9,
    "counterparty": 0.8,
    "conditions": 0.75,
    "exceptions": 0.75,
    "times": 0.7,
    "references": 0.65,
    "term": 0.6,
    "subject": 0.55,
    "action": 0.5,
    "manners": 0.3,
    "purposes": 0.25,
    "text": 0.1,
    "heading": 0.05,
}
"""How much a change of each field matters: whether and for whom a duty holds before when, and that before wording."""

KIND_WEIGHTS: Mapping[ClauseKind, float] = {
    ClauseKind.OBLIGATION: 1.0,
    ClauseKind.PROHIBITION: 1.0,
    ClauseKind.RIGHT: 0.95,
    ClauseKind.PERMISSION: 0.95,
    ClauseKind.EXEMPTION: 0.95,
    ClauseKind.SAVING: 0.8,
    ClauseKind.CONSTITUTIVE: 0.8,
    ClauseKind.DEFINITION: 0.8,
    ClauseKind.RECOMMENDATION: 0.6,
    ClauseKind.DECLARATION: 0.4,
    ClauseKind.RECITAL: 0.2,
}
"""How much a clause of each kind matters: when it is added or removed, and as a factor of what changes in it."""

MOVED = 0.15
RENUMBERED = 0.05
PARTED = 0.3
"""The weight of a split or a merger: the words are still there, but in sentences of their own."""
UNREAD = 0.3
"""The weight of text in which no clause was found: it may hold anything."""


def of_fields(fields: Iterable[str], left: Clause, right: Clause) -> float:
    """What a modification weighs: its weightiest field, times the weight of the weightier of the two kinds."""
    kind = max(KIND_WEIGHTS[left.kind], KIND_WEIGHTS[right.kind])
    return round(max(map(FIELD_WEIGHTS.__getitem__, fields), default=0.0) * kind, 3)


def of_node(node: Provision | Clause) -> float:
    """How much it matters that a node is added or removed: as much as its weightiest clause."""
    clauses = (node,) if isinstance(node, Clause) else node.clauses
    return max((KIND_WEIGHTS[clause.kind] for clause in clauses), default=UNREAD)
