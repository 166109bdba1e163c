"""Differences: what changed between two treaties, as text and as plain data.

Guarantees: the first line sums up; then every change appears once, under the article in which it stands; lines that
begin with `-` quote the left treaty, lines that begin with `+` the right one.
"""

from collections.abc import Iterator
from typing import Any

from treatylex.model.changes import Change, ChangeKind, TreatyDiff
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Provision, Treaty
from treatylex.reporting.outline import clause_line, one_line, provision_name

_WIDTH = 12


def differences(left: Treaty, right: Treaty, diff: TreatyDiff) -> str:
    """The changes from `left` to `right`, grouped by article.

    Args:
        left: the treaty that was compared.
        right: the treaty that it was compared with.
        diff: what `diff_treaties(left, right)` returned.

    >>> from treatylex.comparing.changes import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> old, new = parse("Each Party shall inform the Council."), parse("Each Party may inform the Council.")
    >>> print(differences(old, new, diff_treaties(old, new)), end="")
    1 change: 1 modified
    <BLANKLINE>
    outside any provision
      modified    norm_1: kind, modal
        kind        - obligation
                    + permission
        modal       - shall
                    + may
    """
    places = _Places(left, right, diff)
    lines = [summary_line(diff)]
    group = None
    for change in diff.changes:
        if places.group(change) != group:
            group = places.group(change)
            lines += ["", group]
        lines += (f"  {line}" for line in _change_lines(left, right, change))
    return "".join(f"{line}\n" for line in lines)


def summary_line(diff: TreatyDiff) -> str:
    """How many changes there are, and of which kinds, in one line."""
    if not diff.changes:
        return "no clause differs"
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(diff.summary.items()))
    return f"{len(diff.changes)} change{'s' if len(diff.changes) > 1 else ''}: {counts}"


def differences_data(diff: TreatyDiff) -> dict[str, Any]:
    """The changes as dictionaries and lists; nodes by their eId and text."""
    changes = [
        {
            "kind": change.kind.value,
            "fields": list(change.fields),
            "weight": change.weight,
            "left": _node_data(change.left),
            "right": _node_data(change.right),
        }
        for change in diff.changes
    ]
    return {"summary": diff.summary, "changes": changes}


def _node_data(node: Provision | Clause | None) -> dict[str, Any] | None:
    return None if node is None else {"eid": node.eid, "text": node.text, "span": [node.span.start, node.span.end]}


class _Places:
    """Tells under which headline a change stands."""

    def __init__(self, left: Treaty, right: Treaty, diff: TreatyDiff) -> None:
        self._left, self._right = _homes(left), _homes(right)
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
        home = homes.get(node.eid) if node is not None else None
        if home is None:
            return "outside any provision"
        return self._names.get((side, home.eid)) or provision_name(home) or home.eid


def _homes(treaty: Treaty) -> dict[str, Provision]:
    """For the eId of every node its article, or the provision at the top in which it stands."""
    homes: dict[str, Provision] = {}
    for top in (*treaty.children, *treaty.articles):
        homes[top.eid] = top
        homes.update((provision.eid, top) for provision in top.provisions)
        homes.update((clause.eid, top) for clause in top.clauses)
    return homes


def _change_lines(treaty: Treaty, other: Treaty, change: Change) -> Iterator[str]:
    left, right = change.left, change.right
    eids = dict.fromkeys(node.eid for node in (left, right) if node is not None)
    fields = f": {', '.join(change.fields)}" if change.fields else ""
    yield f"{change.kind.value:<{_WIDTH}}{' → '.join(eids)}{fields}"
    if change.fields and isinstance(left, Clause) and isinstance(right, Clause):
        for name in change.fields:
            yield from _field_lines(name, _value(treaty, left, name), _value(other, right, name))
    elif change.fields and isinstance(left, Provision) and isinstance(right, Provision):
        if left.heading != right.heading:
            yield from _field_lines("heading", [one_line(left.heading)], [one_line(right.heading)])
        yield from _field_lines("text", _unread(treaty, left), _unread(other, right))
    elif change.kind not in (ChangeKind.RENUMBERED, ChangeKind.MOVED):
        yield from (f"  - {line}" for line in _node_lines(left))
        yield from (f"  + {line}" for line in _node_lines(right))


def _node_lines(node: Provision | Clause | None) -> Iterator[str]:
    """A clause in one line; a provision by its name and its clauses."""
    if isinstance(node, Clause):
        yield f"{node.kind.value}: {clause_line(node)}"
    elif node is not None:
        yield provision_name(node) or one_line(node.text)
        for clause in node.clauses:
            yield from (f"  {line}" for line in _node_lines(clause))


def _field_lines(name: str, left: list[str], right: list[str]) -> Iterator[str]:
    """What stands in a field on either side, without what stands on both."""
    label = f"{name:<{_WIDTH}}"
    only_left, only_right = [text for text in left if text not in right], [text for text in right if text not in left]
    if not only_left and not only_right:
        return
    for sign, texts in (("-", only_left), ("+", only_right)):
        for text in texts or ["none"]:
            yield f"  {label}{sign} {text}"
            label = " " * _WIDTH


def _value(treaty: Treaty, clause: Clause, name: str) -> list[str]:
    """What stands in a field of a clause, one text an entry."""
    if name == "references":
        found = {reference.span: reference for reference in treaty.references_in(clause.span)}
        found.update({reference.span: reference for reference in clause.references})
        return [" ".join(filter(None, (found[at].relation, one_line(found[at].text)))) for at in sorted(found)]
    value: Phrase | tuple[Phrase, ...] | str | None = getattr(clause, name)
    if value is None:
        return []
    if isinstance(value, tuple):
        return [phrase.normalized for phrase in value]
    return [value.normalized if isinstance(value, Phrase) else one_line(value)]


def _unread(treaty: Treaty, provision: Provision) -> list[str]:
    return [one_line(passage) for passage in treaty.unread(provision)]
