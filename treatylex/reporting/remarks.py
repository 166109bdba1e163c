"""Remarks: what a comment in the margin says of a change of law.

Guarantee: a change that says anything of who must, may or must not do what, when or unless has a remark; what only
numbers, headings, spelling or words outside clauses show has none, since the redline shows it.
"""

from collections.abc import Iterator

from treatylex.comparing.digest import Item
from treatylex.comparing.recurring import Brief
from treatylex.model.changes import ChangeKind, Detail, DetailKind
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision
from treatylex.source import cut

_SHOWN_ANYHOW = frozenset({"text", "heading"})
_UNTOLD = frozenset({Brief.NUMBER, Brief.NAME, Brief.FORM})
_SHORT = 160
"""Longer words are left to the redline."""
_ALONE = {"modal", "subject", "bearer", "counterparty", "action", "term", "kind"}


def remark(item: Item) -> tuple[str, ...]:
    """What a change comes to, a line each; nothing where it is no change of law.

    >>> from treatylex.comparing.changes import diff_treaties
    >>> from treatylex.comparing.digest import digest
    >>> from treatylex.parsing.reader import parse
    >>> diff = diff_treaties(parse("Each Party shall act."), parse("Each Party may act, unless it objects."))
    >>> remark(digest(diff)[0].items[0])
    ('heavy change', 'kind: obligation → permission', 'modal: shall → may', 'exception added: unless it objects')
    """
    change = item.change
    told = () if item.brief in _UNTOLD else tuple(_happened(item)) + tuple(_details(item))
    return (("heavy change",) if told and change.heavy else ()) + told


def _happened(item: Item) -> Iterator[str]:
    change = item.change
    if change.kind is ChangeKind.MODIFIED or change.kind is ChangeKind.RENUMBERED:
        return
    node = change.right or change.left
    if isinstance(node, Leaf):
        return
    name = _name(node)
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        yield f"{name} {change.kind.value}"
    elif change.kind is ChangeKind.MOVED:
        yield f"{name} moved from {item.left_place} to {item.right_place}"
    elif change.kind is ChangeKind.SPLIT:
        yield f"{name} split off from {item.left_place}"
    else:
        yield f"{name} merged into {item.right_place}"


def _name(node: Provision | Clause | None) -> str:
    if isinstance(node, Provision):
        return " ".join(filter(None, (node.level.value, node.number, cut(node.heading or "", 60))))
    return node.kind.value if node else ""


def _details(item: Item) -> Iterator[str]:
    for detail in item.details:
        if detail.field not in _SHOWN_ANYHOW:
            yield _detail(detail)


def _detail(detail: Detail) -> str:
    """One field before and after: "modal: shall → may", "exception added: unless …"."""
    note = " (from the words before)" if detail.inherited else ""
    if detail.left == detail.right:
        return f"{detail.field}: {detail.right} (leads elsewhere)"
    if detail.kind is DetailKind.CHANGED:
        is_long = len(detail.left or "") + len(detail.right or "") > _SHORT
        told = " changed" if is_long else f": {detail.left} → {detail.right}"
        return f"{detail.field}{told}{note}"
    name = detail.field if detail.field in _ALONE else detail.field.removesuffix("s")
    words = detail.left or detail.right or ""
    return f"{name} {detail.kind.value}{f': {words}' if len(words) <= _SHORT else ''}{note}"
