"""Changes in words: where one stands and what it comes to, said alike by every renderer."""

from treatylex.comparing.redline import Stretch
from treatylex.model.changes import Change, ChangeKind, Detail, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision
from treatylex.reporting.outline import provision_name
from treatylex.source import cut, one_line

LOOSE = "Title and other text outside articles"
_GIST = 100


def summary_line(diff: TreatyDiff) -> str:
    """How many changes there are, of which kinds, and how many are heavy, in one line."""
    if not diff.changes:
        return f"nothing differs{_left_out(diff)}"
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(diff.summary.items()))
    heavy = sum(change.heavy for change in diff.changes)
    marked = f"; {heavy} heavy (!)" if heavy else ""
    return f"{counted(len(diff.changes), 'change')}: {counts}{marked}{_left_out(diff)}"


def _left_out(diff: TreatyDiff) -> str:
    return f"; {counted(len(diff.left_out), 'other change')} left out" if diff.left_out else ""


def counted(number: int, name: str) -> str:
    """A number with its noun: "1 change", "2,000 changes"."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def unread_line(diff: TreatyDiff) -> str:
    """What a reader must know before relying on a report; "" when everything was read."""
    sides = [(name, len(treaty.unread_leaves)) for name, treaty in (("left", diff.left), ("right", diff.right))]
    counts = ", ".join(f"{count} in the {name} text" for name, count in sides if count)
    return f"passages that could not be read, compared as mere text: {counts}" if counts else ""


def group_name(left: Provision | None, right: Provision | None) -> str:
    """What the section of a comparison is called, in both treaties where they differ."""
    names = [section_name(side) for side in (left, right) if side is not None]
    if len(names) == 2 and names[0].casefold() == names[1].casefold():
        names.pop()
    return " → ".join(names) or LOOSE


def section_name(provision: Provision | None) -> str:
    """What an article, annex or chapter is called, with its heading; `None` stands for text in none."""
    return (provision_name(provision) or provision.level.value.capitalize()) if provision else LOOSE


def gist(change: Change) -> tuple[Stretch, ...]:
    """What a change comes to, in a line: the modal before and after, the words that came or went, a new heading."""
    detail = next((detail for detail in change.details if detail.field == "modal"), None)
    detail = detail or next(iter(change.details), None)
    if detail is not None:
        before, after = detail.left, detail.right
    elif change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        before, after = (None if node is None else node_words(node) for node in (change.left, change.right))
    else:
        return ()
    found = [Stretch(cut(before, _GIST), "")] if before else []
    if after:
        found.append(Stretch("", f"{' ' if found else ''}{cut(after, _GIST)}"))
    return tuple(found)


def node_words(node: Provision | Clause | Leaf) -> str:
    """A provision by its heading, or else a node by its words, in one line."""
    return one_line((node.heading if isinstance(node, Provision) else None) or node.text)


def telling(change: Change, *, beside_words: bool) -> tuple[Detail, ...]:
    """The details that say more than the redline beside them; all of them where there is none."""
    return tuple(detail for detail in change.details if not beside_words or _is_telling(detail))


def _is_telling(detail: Detail) -> bool:
    if detail.inherited or detail.left == detail.right:
        return True
    return detail.field not in _SHOWN_ANYHOW and len(detail.left or "") + len(detail.right or "") <= _SHORT


_SHORT = 160
"""Details longer than this are left to the redline."""
_SHOWN_ANYHOW = frozenset({"text", "heading", "subject", "action", "references"})
"""Fields that the redline shows as well as their names do."""


def detail_words(detail: Detail) -> tuple[Stretch, ...]:
    """The redline of one field; a reference that reads the same leads elsewhere now."""
    if detail.left == detail.right:
        return (Stretch(detail.left or "", detail.right or ""),)
    found = [Stretch(detail.left, "")] if detail.left else []
    return (*found, *([Stretch("", f" {detail.right}")] if detail.right else []))


def detail_note(detail: Detail) -> str:
    """What a reader must know to see why a detail is one."""
    if detail.left == detail.right:
        return "leads elsewhere"
    return "from the words before" if detail.inherited else ""
