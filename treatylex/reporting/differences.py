"""Differences: what changed between two treaties, as text and as plain data.

Guarantees: the first line sums up; then every change appears once, under the article in which it stands; lines that
begin with `-` quote the left treaty, lines that begin with `+` the right one. `!` marks a heavy change. A last
line says when a passage of either text could not be read.
"""

from collections.abc import Iterator
from typing import Any

from treatylex.model.changes import Change, ChangeKind, Detail, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, LeafKind, Provision, Treaty
from treatylex.reporting.outline import clause_line, one_line, provision_name
from treatylex.source import Span

_WIDTH = 12

Node = Provision | Clause | Leaf


def differences(diff: TreatyDiff) -> str:
    """The changes from one treaty to the other, grouped by article.

    Args:
        diff: what `diff_treaties` returned.

    >>> from treatylex.comparing.changes import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> old, new = parse("Each Party shall inform the Council."), parse("Each Party may inform the Council.")
    >>> print(differences(diff_treaties(old, new)), end="")
    1 change: 1 modified; 1 heavy (!)
    <BLANKLINE>
    outside any provision
    ! modified    norm_1: kind, modal
        kind        - obligation
                    + permission
        modal       - shall
                    + may
    """
    left, right = diff.left, diff.right
    places = _Places(diff)
    lines = [summary_line(diff)]
    group = None
    for change in diff.changes:
        if places.group(change) != group:
            group = places.group(change)
            lines += ["", group]
        head, *rest = _change_lines(change)
        lines.append(f"{'!' if change.heavy else ' '} {head}")
        lines += (f"  {line}" for line in rest)
    unread = _unread_line(left, right)
    lines += ["", unread] if unread else []
    return "".join(f"{line}\n" for line in lines)


def summary_line(diff: TreatyDiff) -> str:
    """How many changes there are, of which kinds, and how many are heavy, in one line."""
    if not diff.changes:
        return "nothing differs"
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(diff.summary.items()))
    heavy = sum(change.heavy for change in diff.changes)
    marked = f"; {heavy} heavy (!)" if heavy else ""
    return f"{len(diff.changes)} change{'s' if len(diff.changes) > 1 else ''}: {counts}{marked}"


def _unread_line(left: Treaty, right: Treaty) -> str:
    """What a reader must know before relying on the report; "" when everything was read."""
    sides = [(name, _unread_passages(treaty)) for name, treaty in (("left", left), ("right", right))]
    counts = ", ".join(f"{count} in the {name} text" for name, count in sides if count)
    return f"passages that could not be read, compared as mere text: {counts}" if counts else ""


def _unread_passages(treaty: Treaty) -> int:
    return sum(leaf.kind is LeafKind.UNPARSED for leaf in treaty.leaves)


def differences_data(diff: TreatyDiff) -> dict[str, Any]:
    """The changes as dictionaries and lists; nodes by their eId and text.

    `values` has an entry for what differs in each field: `field` is its name, `before` and `after` are lists of what
    stands there.
    """
    left, right = diff.left, diff.right
    changes = [
        {
            "kind": change.kind.value,
            "fields": list(change.fields),
            "weight": change.weight,
            "values": [{"field": field, "before": before, "after": after} for field, before, after in _values(change)],
            "left": _node_data(change.left),
            "right": _node_data(change.right),
        }
        for change in diff.changes
    ]
    unread = {"left": _unread_passages(left), "right": _unread_passages(right)}
    return {"summary": diff.summary, "unread_passages": unread, "changes": changes}


def _node_data(node: Node | None) -> dict[str, Any] | None:
    if node is None:
        return None
    eid = None if isinstance(node, Leaf) else node.eid
    return {"eid": eid, "text": node.text, "span": [node.span.start, node.span.end]}


class _Places:
    """Tells under which headline a change stands."""

    def __init__(self, diff: TreatyDiff) -> None:
        self._left, self._right = _homes(diff.left), _homes(diff.right)
        self._names = {}
        for match in diff.alignment.articles:
            if match.left is not None and match.right is not None:
                ours, theirs = provision_name(match.left), provision_name(match.right)
                name = ours if ours == theirs else f"{ours} → {theirs}"
                self._names["left", match.left.eid] = self._names["right", match.right.eid] = name

    def group(self, change: Change) -> str:
        """The name of the article, in both treaties if they differ, or of what else the change stands in."""
        side, homes, node = (
            ("left", self._left, change.left) if change.left is not None else ("right", self._right, change.right)
        )
        home = None if node is None else homes.get(node.span if isinstance(node, Leaf) else node.eid)
        if home is None:
            return "outside any provision"
        return self._names.get((side, home.eid)) or provision_name(home) or home.eid


def _homes(treaty: Treaty) -> dict[str | Span, Provision]:
    """For the eId of every node, and the span of every leaf, its article or the provision at the top it stands in."""
    homes: dict[str | Span, Provision] = {}
    for top in (*treaty.children, *treaty.articles):
        homes[top.eid] = top
        homes.update((provision.eid, top) for provision in top.provisions)
        homes.update((clause.eid, top) for clause in top.clauses)
        homes.update((leaf.span, top) for leaf in top.leaves)
    return homes


def _values(change: Change) -> Iterator[tuple[str, list[str], list[str]]]:
    """The name of each field that differs, and what stands there on either side only."""
    by_field: dict[str, list[Detail]] = {}
    for detail in change.details:
        by_field.setdefault(detail.field, []).append(detail)
    for field, details in by_field.items():
        before = [detail.left for detail in details if detail.left is not None]
        yield field, before, [detail.right for detail in details if detail.right is not None]


def _change_lines(change: Change) -> Iterator[str]:
    left, right = change.left, change.right
    names = dict.fromkeys(
        node.kind.value if isinstance(node, Leaf) else node.eid for node in (left, right) if node is not None
    )
    yield f"{change.kind.value:<{_WIDTH}}{' → '.join(names)}{': ' if change.fields else ''}{', '.join(change.fields)}"
    for value in _values(change):
        yield from _value_lines(*value)
    if not change.details and change.kind not in (ChangeKind.RENUMBERED, ChangeKind.MOVED):
        yield from (f"  - {line}" for line in _node_lines(left))
        yield from (f"  + {line}" for line in _node_lines(right))


def _node_lines(node: Node | None) -> Iterator[str]:
    """A clause in one line; a provision by its name and its clauses; a leaf by its text."""
    if isinstance(node, Clause):
        yield f"{node.kind.value}: {clause_line(node)}"
    elif isinstance(node, Provision):
        yield provision_name(node) or one_line(node.text)
        for clause in node.clauses:
            yield from (f"  {line}" for line in _node_lines(clause))
    elif node is not None:
        yield one_line(node.text)


def _value_lines(field: str, before: list[str], after: list[str]) -> Iterator[str]:
    label = f"{field:<{_WIDTH}}"
    for sign, texts in (("-", before), ("+", after)):
        for text in texts or ["none"]:
            yield f"  {label}{sign} {text}"
            label = " " * _WIDTH
