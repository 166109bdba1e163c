"""The outline, comparisons and tables on a terminal: the same content, coloured.

Guarantee: without colour a terminal shows the same words as with it.
"""

from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from treatylex.model.clauses import ClauseKind
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.differences import Line
from treatylex.reporting.outline import Entry, EntryRole, entries

_ROLE_STYLE = {
    EntryRole.TITLE: "bold underline",
    EntryRole.PROVISION: "bold",
    EntryRole.FIELD: "cyan",
    EntryRole.REFERENCE: "blue",
    EntryRole.LEAF: "dim",
    EntryRole.DIAGNOSTIC: "yellow",
}
# Duties in one colour, their opposites in another: the eye should find "must" and "must not" first.
_LABEL_STYLE = {
    ClauseKind.OBLIGATION: "bold green",
    ClauseKind.PROHIBITION: "bold red",
    ClauseKind.PERMISSION: "bold blue",
    ClauseKind.RIGHT: "bold blue",
    ClauseKind.EXEMPTION: "bold magenta",
    ClauseKind.RECOMMENDATION: "green",
    LeafKind.UNPARSED: "bold yellow",
    "error": "bold red",
}


def console(file: IO[str], *, color: bool, width: int | None = None) -> Console:
    """A console that writes to `file`, with or without colour."""
    return Console(
        file=file,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
    )


def outline_tree(treaty: Treaty, *, details: bool = False) -> Tree:
    """The outline of a treaty as a tree for rich's console."""
    lines = entries(treaty, details=details)
    hidden = not (lines and lines[0].role is EntryRole.TITLE)
    root = Tree("" if hidden else _styled(lines[0]), hide_root=hidden, guide_style="dim")
    for entry in lines if hidden else lines[1:]:
        _grow(root, entry)
    return root


_RUN_STYLE = {
    "deleted": "red strike",
    "inserted": "blue underline",
    "moved": "green",
    "heavy": "bold magenta",
    "heading": "bold",
    "label": "dim",
}
"""The profession's colours: struck in red, put in with a line under it in blue, moved in green."""


def differences_text(report: Iterable[Line]) -> Text:
    """The lines of a comparison, coloured."""
    text = Text()
    for line in report:
        for characters, role in line.runs:
            text.append(characters, _RUN_STYLE.get(role, ""))
        text.append("\n")
    return text


def _grow(tree: Tree, entry: Entry) -> None:
    branch = tree.add(_styled(entry))
    for child in entry.children:
        _grow(branch, child)


def _styled(entry: Entry) -> Text:
    line = Text(entry.line)
    style = _LABEL_STYLE.get(entry.label, _ROLE_STYLE.get(entry.role, "bold"))
    whole = entry.role in (EntryRole.TITLE, EntryRole.PROVISION, EntryRole.LEAF)
    line.stylize(style, 0, None if whole else len(entry.label))
    if "[" in entry.text and entry.role in (EntryRole.CLAUSE, EntryRole.FIELD):
        line.highlight_regex(r"\[[^\]]*\]", "dim")
    return line


_SHORT = 14
"""Columns whose cells are no longer than this are not wrapped."""


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table for rich's console; long columns wrap to the width that there is."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(header):
        longest = max((len(row[number]) for row in rows), default=0)
        table.add_column(name, overflow="fold", min_width=len(name), no_wrap=max(longest, len(name)) <= _SHORT)
    for row in rows:
        table.add_row(*map(Text, row))
    return table
