"""The outline, comparisons and tables on a terminal: the same content, coloured.

Guarantees: without colour a terminal shows the same words as with it; nothing in a text can colour, move or hide words:
what a terminal would obey is written as an escape.
"""

import textwrap
from collections.abc import Iterable, Sequence
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from treatylex.model.clauses import ClauseKind
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.differences import Line
from treatylex.reporting.outline import Entry, EntryRole, entries
from treatylex.source import visible, visible_name

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
    """A console that writes to `file`, with or without colour: colours past what makes other writing visible."""
    return Console(
        file=getattr(file, "inner", file) if color else file,
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
            text.append(visible(characters), _RUN_STYLE.get(role, ""))
        text.append("\n")
    return text


def _grow(tree: Tree, entry: Entry) -> None:
    branch = tree.add(_styled(entry))
    for child in entry.children:
        _grow(branch, child)


def _styled(entry: Entry) -> Text:
    line = Text(visible(entry.line))
    style = _LABEL_STYLE.get(entry.label, _ROLE_STYLE.get(entry.role, "bold"))
    whole = entry.role in (EntryRole.TITLE, EntryRole.PROVISION, EntryRole.LEAF)
    line.stylize(style, 0, None if whole else len(entry.label))
    if "[" in entry.text and entry.role in (EntryRole.CLAUSE, EntryRole.FIELD):
        line.highlight_regex(r"\[[^\]]*\]", "dim")
    return line


_READABLE = 14
"""Columns of longer texts are not made narrower than this, in cells of the terminal."""
_ALIGNED = 40
"""Longer texts push what follows them on a long line aside."""
_GAP = 2


def grid(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Table | None:
    """A table for rich's console, wrapped between words; `None` where the width does not even hold the words."""
    columns = [(name, *(row[at] for row in rows)) for at, name in enumerate(header)]
    widths = _widths(columns, width - _GAP * (len(header) - 1))
    if widths is None:
        return None
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for name, room in zip(header, widths, strict=True):
        table.add_column(name, width=room, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible_name(cell)) for cell in row))
    return table


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """How wide each column is: as its texts ask for, the longest cut to one measure until all fit."""
    longest = [max(map(cell_len, column)) for column in columns]
    words = [max((cell_len(word) for text in column for word in text.split()), default=0) for column in columns]
    least = [max(word, min(full, _READABLE)) for word, full in zip(words, longest, strict=True)]
    for measure in range(room, -1, -1):
        widths = [max(low, min(full, measure)) for low, full in zip(least, longest, strict=True)]
        if sum(widths) <= room:
            return widths
    return None


def records(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Text:
    """Each row as a block of lines, a field a line, without fields in which nothing stands."""
    text = Text("" if rows else f"{'  '.join(header)}\n")
    label = max(map(len, header), default=0) + _GAP
    for number, row in enumerate(rows):
        text.append("\n" if number else "")
        for name, cell in zip(header, row, strict=True):
            lines = textwrap.wrap(
                visible_name(cell), max(width - label, 1), break_long_words=False, break_on_hyphens=False
            )
            for at, line in enumerate(lines):
                text.append("" if at else name, "bold")
                text.append(f"{' ' * (label if at else label - len(name))}{line}\n")
    return text


def long_lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Text:
    """A header and the rows, each on one line however long, short columns aligned."""
    rows = [tuple(map(visible_name, row)) for row in rows]
    columns = [(name, *(row[at] for row in rows)) for at, name in enumerate(header)]
    widths = [min(max(map(cell_len, column)), _ALIGNED) for column in columns]
    text = Text()
    for number, row in enumerate((header, *rows)):
        padded = (cell + " " * (room - cell_len(cell)) for cell, room in zip(row, widths, strict=True))
        text.append(f"{visible((' ' * _GAP).join(padded)).rstrip()}\n", "" if number else "bold")
    return text
