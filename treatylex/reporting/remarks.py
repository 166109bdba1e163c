"""Remarks: what a comment in the margin says of a change of law.

Guarantee: a change that says anything of who must, may or must not do what, when or unless has a remark; a change of
numbers, headings, spelling, recitals or words outside clauses alone has none, since the redline shows it.
"""

from collections.abc import Iterator

from treatylex.comparing.telling.digest import Item
from treatylex.comparing.telling.recurring import Brief, replaced
from treatylex.comparing.telling.redline import redline
from treatylex.model.changes import ChangeKind, Detail, DetailKind
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Leaf, Provision
from treatylex.source import cut

_SHOWN_ANYHOW = frozenset({"text", "heading"})
_UNTOLD = frozenset({Brief.NUMBER, Brief.NAME, Brief.FORM})
_AT_A_GLANCE = 60
"""In so many letters before and after the eye finds what differs."""
_SHORT = 160
"""Longer words are left to the redline."""


def remark(item: Item) -> tuple[str, ...]:
    """What a change comes to, a line each; nothing where it is no change of law.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.comparing.telling.digest import digest
    >>> from treatylex.parsing.reader import parse
    >>> diff = diff_treaties(parse("Each Party shall act."), parse("Each Party may act, unless it objects."))
    >>> remark(digest(diff)[0].items[0])
    ('heavy change', 'kind: obligation → permission', 'modal: shall → may', 'exception added: unless it objects')
    """
    change = item.change
    is_untold = item.brief in _UNTOLD or all(node is None or _is_recital(node) for node in (change.left, change.right))
    told = () if is_untold else tuple(_happened(item)) + tuple(_details(item))
    return (("heavy change",) if told and change.heavy else ()) + told


def _is_recital(node: Provision | Clause | Leaf) -> bool:
    return isinstance(node, Clause) and node.kind is ClauseKind.RECITAL


def _happened(item: Item) -> Iterator[str]:
    change = item.change
    if change.kind is ChangeKind.MODIFIED or change.kind is ChangeKind.RENUMBERED:
        return
    node = change.left if change.kind is ChangeKind.MERGED else change.right or change.left
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


def _edits(detail: Detail) -> Iterator[str]:
    """What was put in, struck or replaced in a field: in a long one the eye would have to look for it."""
    for before, after in replaced([redline(detail.left or "", detail.right or "")]):
        yield f"{before} → {after}" if before and after else f"“{after}” put in" if after else f"“{before}” struck"


def _detail(detail: Detail) -> str:
    """One field before and after: "modal: shall → may", "exception added: unless …".

    >>> said = "keep a register of ships, a register of boats, and a register of rafts"
    >>> _detail(Detail(field="action", left=said, right=said.replace(",", "")))
    'action: “,” struck'
    >>> _detail(Detail(field="action", left=said, right=said.replace("of", " of")))
    'action changed'
    """
    note = " (from the words before)" if detail.inherited else ""
    name = detail.field.removesuffix("s")
    if detail.left == detail.right:
        return f"{name}: {detail.right} (leads elsewhere)"
    if detail.kind is DetailKind.CHANGED:
        is_short = len(detail.left or "") + len(detail.right or "") <= _AT_A_GLANCE
        said = f"{detail.left} → {detail.right}" if is_short else "; ".join(dict.fromkeys(_edits(detail)))
        return f"{name}{f': {said}' if 0 < len(said) <= _SHORT else ' changed'}{note}"
    words = detail.left or detail.right or ""
    return f"{name} {detail.kind.value}{f': {words}' if len(words) <= _SHORT else ''}{note}"
