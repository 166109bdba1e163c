"""Reach: which fields a change may touch besides those that it names, so that a gate can be trusted.

Guarantee: what was not read, or read with doubt, and changed by more than wording may have changed in every field.
"""

from collections.abc import Collection, Iterable, Mapping

from treatylex.comparing.judging.judgement import Judgement
from treatylex.model.changes import EVERY_FIELD, Touch
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision

_BY_TOUCH: Mapping[Touch, tuple[str, ...]] = {
    Touch.DUTY: ("kind", "modal"),
    Touch.NEGATION: ("kind", "modal"),
    Touch.SIDES: ("bearer", "subject", "counterparty"),
    Touch.NAMES: ("bearer", "subject", "counterparty"),
    Touch.OPERATORS: ("conditions", "exceptions"),
    Touch.SCOPE: ("conditions", "exceptions", "times"),
    Touch.FIGURES: ("conditions", "times", "references"),
    Touch.CITATIONS: ("references",),
}
_BY_COMING_AND_GOING = ("conditions", "exceptions", "times")
"""Fields that words may belong to which only came or only went: a qualification that was read as something else."""
_BY_RESTRICTION = ("kind", "subject", "bearer")
"""Fields that an "only" bears on besides: "shall not only", "only vessels may"."""
_BY_WEAKENING = ("modal",)
"""What a "normally" bears on besides: who shall normally act need not always."""
_BY_KIND = ("modal",)
"""What says whether anybody must, where no modal does: "it is the duty of", "it is open to"."""
_BY_CITING = ("references",)
"""Fields to which words belong that cite without a number: "the Protocol mentioned above", "the next paragraph"."""


def possible_fields(
    nodes: Iterable[Provision | Clause | Leaf | None],
    fields: Collection[str],
    found: Judgement,
    touched: Iterable[Touch] = (),
    nested: Iterable[str] = (),
) -> tuple[str, ...]:
    """The fields that a change may touch besides `fields`.

    Args:
        nodes: what changed, on either side; anything but two clauses that were read without doubt may hide any field.
        fields: the fields that the change names.
        found: what its words turn.
        touched: what they touch besides.
        nested: fields whose sort of phrase differs within phrases of other fields.
    """
    if found.is_wording:
        return ()
    if not all(isinstance(node, Clause) and not node.doubts for node in nodes):
        may_touch = set(EVERY_FIELD)
    else:
        may_touch = {field for touch in (*found.touches, *touched) for field in _BY_TOUCH.get(touch, ())}
        may_touch.update(nested)
        if found.one_sided:
            may_touch.update(_BY_COMING_AND_GOING)
        if found.restricted:
            may_touch.update(_BY_RESTRICTION)
        if found.weakened:
            may_touch.update(_BY_WEAKENING)
        if found.citing:
            may_touch.update(_BY_CITING)
        if "kind" in fields:
            may_touch.update(_BY_KIND)
    return tuple(field for field in EVERY_FIELD if field in may_touch and field not in fields)
