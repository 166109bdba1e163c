"""Weights: how much each change matters in law, 0 to 1.

The figures are a judgement, made to be overruled; `docs/comparing.md` lists and defends them.
"""

from collections.abc import Iterable, Mapping

from treatylex.model.changes import Touch
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
    "term": 0.65,
    "subject": 0.65,
    "action": 0.65,
    "manners": 0.3,
    "purposes": 0.25,
    "text": 0.1,
    "heading": 0.05,
}
"""How much a change of each field matters: whether and for whom a duty holds before when, and that before wording."""

TOUCH_WEIGHTS: Mapping[Touch, float] = {
    Touch.DUTY: 0.95,
    Touch.NEGATION: 0.95,
    Touch.SIDES: 0.9,
    Touch.FIGURES: 0.8,
    Touch.OPERATORS: 0.8,
    Touch.VERBS: 0.8,
    Touch.NAMES: 0.8,
    Touch.CITATIONS: 0.75,
    Touch.SCOPE: 0.75,
    Touch.WORDS: 0.65,
}
"""How much it matters that words change one of these, in whatever field."""

RENAMED = 0.65
"""The weight of a noun or a quality put for another of which no list says that it is related: another thing."""
REPLACED = 0.5
"""The weight of an act, or of how it is done, put for another of which no list says that it is related."""
REPHRASED = 0.4
"""The weight of words put for others that are not of their class and number: perhaps the same in another phrase."""
RELATED = 0.35
"""That weight where each word stands for one that says the like in some sense, or the broader thing."""
REPLACED_IN: Mapping[str, float] = {"bearer": 0.75, "counterparty": 0.7, "times": 0.7, "term": 0.7}
"""The weight of words put for unrelated ones where hardly anybody puts one for another of the same sense."""
LEAST_FACTORS: Mapping[Touch, float] = {Touch.NEGATION: 1.0, Touch.SIDES: 0.95, Touch.FIGURES: 0.9}
"""What these turn is turned in a clause that only states something, too: by so much at least they count there."""
DOUBTFUL = 0.8
"""The factor at least of what changes in a clause that was read with doubt: it may be of another kind."""
WORDING = 0.1
"""The weight of a change that says the same in other words."""
HEADING = 0.2
"""The weight of a heading that names another matter: it obliges nobody, but interpretation may look at it."""
LEAST = 0.45
"""No change of substance weighs less, even in a recital: what is only reworded weighs less everywhere."""

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

REWORDED = 0.2
"""The weight of an action that says the same in other forms of its words, or with other articles and prepositions."""
RECAST = 0.3
"""The weight of a construction that no rule knows, with the same words of substance: likely style."""
MOVED = 0.15
RENUMBERED = 0.05
PARTED = 0.3
"""The weight of a split or a merger: the words are still there, but in sentences of their own."""
UNREAD = 0.3
"""The weight of text in which no clause was found: it may hold anything."""
OUTSIDE_CLAUSES = 0.8
"""The factor for what changes in words that stand in no clause."""


def of_fields(fields: Iterable[str], touches: Iterable[Touch], left: Clause, right: Clause) -> float:
    """What a modification of substance weighs: its weightiest field or touch, times the weightier of the kinds."""
    factor = of_kinds(left, right)
    is_said_only = factor <= KIND_WEIGHTS[ClauseKind.RECITAL]
    least: Mapping[Touch, float] = {} if is_said_only else LEAST_FACTORS
    found = [
        *(FIELD_WEIGHTS[field] * factor for field in fields),
        *(TOUCH_WEIGHTS[touch] * max(factor, least.get(touch, 0.0)) for touch in touches),
    ]
    return round(max(LEAST, max(found, default=0.0)), 3)


def of_replaced(fields: Iterable[str], left: Clause, right: Clause, *, weight: float) -> float:
    """What words weigh that were put for others, of which no more is known; less where a clause obliges nobody.

    `weight` is theirs in a clause that obliges: that of another thing, of another phrase, or of related words.
    """
    if weight <= REPHRASED:
        return weight
    if of_kinds(left, right) < KIND_WEIGHTS[ClauseKind.RECOMMENDATION]:
        return min(weight, LEAST)
    return max([weight, *(REPLACED_IN[field] for field in fields if field in REPLACED_IN)])


def outside_clauses(weight: float, touches: Iterable[Touch]) -> float:
    """What words of substance weigh that stand in no clause; `weight` is theirs in one of full weight."""
    turned = (TOUCH_WEIGHTS[touch] * LEAST_FACTORS.get(touch, OUTSIDE_CLAUSES) for touch in touches)
    return max([min(weight, LEAST), OUTSIDE_CLAUSES * weight, *(each for each in turned if each <= weight)])


def of_kinds(left: Clause, right: Clause) -> float:
    """The weight of the weightier of the kinds of two clauses."""
    return max(map(_of_kind, (left, right)))


def _of_kind(clause: Clause) -> float:
    weight = KIND_WEIGHTS[clause.kind]
    return max(weight, DOUBTFUL) if clause.doubts and clause.kind is not ClauseKind.RECITAL else weight


def of_node(node: Provision | Clause) -> float:
    """How much it matters that a node is added or removed: as much as its weightiest clause."""
    clauses = (node,) if isinstance(node, Clause) else node.clauses
    return max((KIND_WEIGHTS[clause.kind] for clause in clauses), default=UNREAD)
