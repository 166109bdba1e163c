"""Rows: the changes between two treaties as a table, one change a row.

Guarantee: the columns are the fields of `ChangeRow`, in their order; texts are without line wraps.
"""

from collections.abc import Iterator

import attrs

from treatylex.comparing.telling.digest import Item, digest
from treatylex.comparing.telling.redline import Edit, Stretch
from treatylex.model.changes import TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision
from treatylex.reporting.phrasing import group_name
from treatylex.source import one_line

_MARKS = {Edit.KEPT: "{}", Edit.DELETED: "[-{}-]", Edit.INSERTED: "{{+{}+}}"}


@attrs.frozen(kw_only=True)
class ChangeRow:
    """One change as a row.

    `before` and `after` tell what stood in each field of `fields`, as "field: words", joined by " / ". `redline` has
    `[-struck-]` and `{+put in+}` words.
    """

    left: str
    right: str
    number: int
    kind: str
    weight: float
    heavy: str
    fields: str
    touches: str
    section: str
    left_place: str
    right_place: str
    left_eid: str
    right_eid: str
    before: str
    after: str
    redline: str
    left_text: str
    right_text: str


def change_rows(diff: TreatyDiff) -> Iterator[ChangeRow]:
    """The changes of a comparison as rows."""
    for group in digest(diff):
        name = group_name(group.left, group.right)
        for item in group.items:
            yield _row(diff, item, name)


def _row(diff: TreatyDiff, item: Item, section: str) -> ChangeRow:
    change = item.change
    return ChangeRow(
        left=diff.left.source.name,
        right=diff.right.source.name,
        number=item.number,
        kind=change.kind.value,
        weight=change.weight,
        heavy="!" if change.heavy else "",
        fields=" / ".join(change.fields),
        touches=" / ".join(change.touches),
        section=section,
        left_place=item.left_place or "",
        right_place=item.right_place or "",
        left_eid=_eid(change.left),
        right_eid=_eid(change.right),
        before=" / ".join(f"{detail.field}: {detail.left}" for detail in change.details if detail.left is not None),
        after=" / ".join(f"{detail.field}: {detail.right}" for detail in change.details if detail.right is not None),
        redline=" / ".join(map(_marked, item.words)),
        left_text=one_line(change.left.text) if change.left else "",
        right_text=one_line(change.right.text) if change.right else "",
    )


def _eid(node: Provision | Clause | Leaf | None) -> str:
    return "" if node is None or isinstance(node, Leaf) else node.eid


def _marked(words: tuple[Stretch, ...]) -> str:
    return "".join(stretch.blank + _MARKS[stretch.edit].format(stretch.words) for stretch in words)
