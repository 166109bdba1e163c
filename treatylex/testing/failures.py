"""Explaining: why two nodes, treaties or comparisons are not equal, in a lawyer's terms.

Guarantees: whatever differs is told, once, at the narrowest node that shows it; what follows from it (the text of the
article around a changed clause) is not repeated.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attrs

from treatylex.model.changes import Change, TreatyDiff
from treatylex.model.clauses import MODIFIER_FIELDS, SINGLE_FIELDS, Clause, Phrase
from treatylex.model.provisions import Leaf, Provision, Treaty
from treatylex.model.references import Reference
from treatylex.reporting.outline import provision_name
from treatylex.source import cut, one_line

_WIDTH = 60
_SHORT = 24
_CLAUSE_FIELDS = ("kind", *SINGLE_FIELDS)
_CLAUSE_LISTS = (*MODIFIER_FIELDS, "references")


def explained(left: object, right: object, *, lines: int | None = None) -> list[str] | None:
    """Why two values of the model are not equal, one difference a line; `None` when they are.

    Args:
        left: a node, a treaty, a comparison, or a sequence of nodes.
        right: what it was compared with.
        lines: how many lines to give at most; `None` for all.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Each Party shall inform the Council, unless it is known.")
    >>> new = parse("Each Party may inform the Council.")
    >>> print(*explained(old.clauses, new.clauses), sep="\\n")
    the clauses differ:
    norm_1: kind obligation → permission; modal shall → may; exception dropped: “unless it is known”
    """
    if left == right:
        return None
    told = list(_differences(left, right)) or [f"{_show(left)} → {_show(right)}"]
    if lines is not None and len(told) > lines:
        told = [*told[:lines], f"… and {len(told) - lines} more differences; -vv shows all"]
    return [f"the {_called(left, right)} differ:", *told]


def _called(left: object, right: object) -> str:
    names = []
    for value in (left, right):
        first = value[0] if isinstance(value, Sequence) and value else value
        names.append({"TreatyDiff": "comparison", "Treaty": "treatie"}.get(type(first).__name__, type(first).__name__))
    return f"{names[0].lower()}s" if names[0] == names[1] else f"{names[0].lower()} and the {names[1].lower()}"


def _differences(left: Any, right: Any) -> Iterator[str]:
    """The differences between two values of the model, one a line."""
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        yield from _of_sequences(left, right)
    elif type(left) is not type(right):
        return
    elif isinstance(left, Treaty):
        yield from _of_treaties(left, right)
    elif isinstance(left, Provision):
        yield from _of_provisions(left, right)
    elif isinstance(left, TreatyDiff):
        yield from _of_comparisons(left, right)
    elif isinstance(left, Clause):
        yield f"{_pair(left.eid, right.eid)}: {'; '.join(clause_differences(left, right))}"
    elif isinstance(left, Change):
        yield f"{change_line(left)} → {change_line(right)}"
    else:
        yield "; ".join(_of_fields(left, right))


def _of_treaties(left: Treaty, right: Treaty) -> Iterator[str]:
    told = [*_plain(left, right, ("title",)), *_of_branches(left, right)]
    told = told or list(_of_lists("leaves", left.own_leaves, right.own_leaves))
    for name in ("definitions", "diagnostics"):
        told += _of_lists(name, getattr(left, name), getattr(right, name))
    told += _of_links(left, right)
    yield from told or [f"the texts differ in layout alone: {_first_difference(left.text, right.text)}"]


def _of_links(left: Treaty, right: Treaty) -> Iterator[str]:
    """Where references lead; told only where both treaties have the same references."""
    if left.references != right.references:
        return
    for reference, ours, theirs in zip(left.references, left.links, right.links, strict=False):
        if ours != theirs:
            yield f"reference {_quoted(reference.text)}: {'; '.join(map(str, ours))} → {'; '.join(map(str, theirs))}"


def _of_provisions(left: Provision, right: Provision) -> Iterator[str]:
    told = "; ".join(_plain(left, right, ("level", "number", "heading")))
    lines = [f"{_pair(left.eid, right.eid)}: {told}"] if told or left.eid != right.eid else []
    lines += _of_branches(left, right)
    lines = lines or [f"{left.eid}: {line}" for line in _of_lists("leaves", left.own_leaves, right.own_leaves)]
    yield from lines or [f"{left.eid}: the words {_first_difference(left.text, right.text)}"]


def _of_branches(left: Treaty | Provision, right: Treaty | Provision) -> Iterator[str]:
    """What stands in two provisions, or at the top of two treaties."""
    yield from _of_sequences(left.own_clauses, right.own_clauses)
    yield from _of_sequences(left.children, right.children)
    place = f"{left.eid}: " if isinstance(left, Provision) else ""
    if left.own_clauses == right.own_clauses:  # else their references are told with them
        yield from (f"{place}{line}" for line in _of_lists("references", left.own_references, right.own_references))


def _of_sequences(left: Sequence[Any], right: Sequence[Any]) -> Iterator[str]:
    """Nodes with an eId answer to each other by it, others by their place in the order."""
    if not all(isinstance(node, Provision | Clause) for node in (*left, *right)):
        yield from _of_lists("nodes", tuple(left), tuple(right))
        return
    ours, theirs = ({node.eid: node for node in nodes} for nodes in (left, right))
    for eid, node in ours.items():
        if eid not in theirs:
            yield f"{eid} dropped: {_show(node)}"
        elif node != theirs[eid]:
            yield from _differences(node, theirs[eid])
    yield from (f"{eid} added: {_show(node)}" for eid, node in theirs.items() if eid not in ours)
    common = [[eid for eid in nodes if eid in ours and eid in theirs] for nodes in (ours, theirs)]
    if common[0] != common[1]:
        yield f"the order differs: {', '.join(common[0])} → {', '.join(common[1])}"


def _of_comparisons(left: TreatyDiff, right: TreatyDiff) -> Iterator[str]:
    told = [f"only in the left comparison: {change_line(c)}" for c in left.changes if c not in right.changes]
    told += [f"only in the right comparison: {change_line(c)}" for c in right.changes if c not in left.changes]
    if not told and left.changes != right.changes:
        told.append("the order of the changes differs")
    for side, ours, theirs in (("left", left.left, right.left), ("right", left.right, right.right)):
        if not told and ours != theirs:
            told += [f"the changes are the same, but the {side} treaties differ:", *_of_treaties(ours, theirs)]
    yield from told or ["the changes are the same; what answers to what differs"]


def clause_differences(left: Clause, right: Clause, fields: Sequence[str] | None = None) -> Iterator[str]:
    """In which parts two clauses differ, one text a part: "modal shall → may".

    Args:
        left: a clause.
        right: the clause that answers to it.
        fields: the parts to look at; `None` for all.
    """
    told = False
    for name in (*_CLAUSE_FIELDS, *_CLAUSE_LISTS):
        if fields is not None and name not in fields:
            continue
        ours, theirs = _part(left, name), _part(right, name)
        differing = _of_lists(name, ours, theirs) if name in _CLAUSE_LISTS else _of_parts(name, ours, theirs)
        for line in differing:
            told = True
            yield line
    if left.text != right.text and (not told or (fields is not None and "text" in fields)):
        yield f"the words {_first_difference(left.text, right.text)}"
    elif not told:
        yield from _of_fields(left, right)


def _part(clause: Clause, name: str) -> Any:
    """A part of a clause; for a bearer that is not there, the reason."""
    value = getattr(clause, name)
    if name == "bearer" and value is None and clause.bearer_reason is not None:
        return f"none ({clause.bearer_reason.value})"
    return value


def _of_parts(name: str, left: Any, right: Any) -> Iterator[str]:
    if left == right:
        return
    if left is None:
        yield f"{name} added: {_quoted(str(right))}"
    elif right is None:
        yield f"{name} dropped: {_quoted(str(left))}"
    elif isinstance(left, Phrase) and isinstance(right, Phrase) and str(left) == str(right):
        yield f"{name} {_show(left)}: {', '.join(_of_fields(left, right))}"
    else:
        yield f"{name} {_show(left)} → {_show(right)}"


def _of_lists(name: str, left: tuple[Any, ...], right: tuple[Any, ...]) -> Iterator[str]:
    if left == right:
        return
    one = {"leaves": "passage"}.get(name, name.removesuffix("s"))
    dropped = [node for node in left if node not in right]
    added = [node for node in right if node not in left]
    if len(dropped) == len(added) == 1:
        yield from _of_parts(one, dropped[0], added[0])
        return
    yield from (f"{one} dropped: {_show(node)}" for node in dropped)
    yield from (f"{one} added: {_show(node)}" for node in added)
    if not dropped and not added:
        yield f"the {name} stand in another order, or another number of times"


def _plain(left: object, right: object, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from _of_parts(name.replace("_", " "), getattr(left, name), getattr(right, name))


def _of_fields(left: Any, right: Any) -> Iterator[str]:
    """The fields in which two nodes of one class differ; places do not count."""
    for field in attrs.fields(type(left)):
        ours, theirs = getattr(left, field.name), getattr(right, field.name)
        if field.eq and ours != theirs:
            yield f"{field.name} {_show(ours)} → {_show(theirs)}"


def change_line(change: Change) -> str:
    """A change in one line, with what differs in a clause: "art_4__para_1__norm_1: modal shall → may".

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> old, new = parse("Each Party shall inform the Council."), parse("Each Party shall inform the Board.")
    >>> change_line(diff_treaties(old, new).changes[0])
    'norm_1: counterparty “the Council” → the Board; action “inform the Council” → “inform the Board”'
    """
    left, right = change.left, change.right
    place = _pair(*(_address(node) for node in (left, right) if node is not None))
    if isinstance(left, Clause) and isinstance(right, Clause) and change.fields:
        return f"{place}: {'; '.join(clause_differences(left, right, change.fields))}"
    if change.fields:
        return f"{place}: {', '.join(change.fields)} {change.kind.value}"
    return f"{place} {change.kind.value}"


def _address(node: Provision | Clause | Leaf) -> str:
    return f"{node.kind.value} {_quoted(node.text)}" if isinstance(node, Leaf) else node.eid


def _pair(*names: str) -> str:
    return " → ".join(dict.fromkeys(names))


_SHOWN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (Phrase, lambda phrase: one_line(str(phrase)) if len(str(phrase)) <= len("shall not") else _quoted(str(phrase))),
    (Clause, lambda clause: f"{clause.kind.value} {_quoted(clause.text)}"),
    (Provision, lambda provision: provision_name(provision) or _quoted(provision.text)),
    (
        Reference,
        lambda reference: f"{_quoted(reference.text)} to {', '.join(map(str, reference.targets)) or 'nothing'}",
    ),
    (Leaf, lambda leaf: f"{leaf.kind.value} {_quoted(leaf.text)}"),
    (Change, change_line),
)


def _show(value: object) -> str:
    for shown, show in _SHOWN:
        if isinstance(value, shown):
            return show(value)
    kind = type(value)
    if attrs.has(kind):
        told = ((field.name, getattr(value, field.name)) for field in attrs.fields(kind) if field.eq)
        return ", ".join(f"{name} {_show(part)}" for name, part in told if part not in (None, "", ()))
    if isinstance(value, tuple):
        return "; ".join(map(_show, value)) or "nothing"
    text = str(value)
    return text if len(text) <= _SHORT else _quoted(text)


def _quoted(text: str) -> str:
    return f"“{cut(text, _WIDTH)}”"


def _first_difference(left: str, right: str) -> str:
    """The words where two texts part, with a little of what stands before; line ends and blanks visible."""
    pairs = enumerate(zip(left, right, strict=False))
    at = next((place for place, (ours, theirs) in pairs if ours != theirs), min(len(left), len(right)))
    start = max(0, at - _SHORT)
    return f"from character {at}: {left[start : at + _SHORT]!r} → {right[start : at + _SHORT]!r}"
