"""Differences: what changed between two treaties, as text.

Guarantees: the first line sums up; then the heaviest changes by their gist, where there are many; then every change
once, under the article in which it stands, in its words: `[-struck-]`, `{+put in+}`. `!` marks a heavy change. A last
line says when a passage of either text could not be read. Long stretches that were kept are cut in the middle with
` … `. No line is longer than the width, but for words that are.
"""

import textwrap
from collections.abc import Iterator

import attrs

from treatylex.comparing.collation import CARRIED
from treatylex.comparing.digest import Item, digest
from treatylex.comparing.redline import Edit, Stretch
from treatylex.model.changes import Change, TreatyDiff
from treatylex.model.citations import OUTSIDE
from treatylex.reporting.changes import (
    counted,
    detail_note,
    detail_words,
    gist,
    group_name,
    summary_line,
    telling,
    unread_line,
)

WIDTH = 100
"""The width of a report that goes to a file."""
_MANY = 10
"""From so many changes on, the heaviest are told first, and so many of them."""
_KEPT = 24
_AROUND = 8
"""Of a stretch of more words than `_KEPT`, so many are shown on either side."""
_MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}

Run = tuple[str, str]
"""Some characters and their role: "" or one of deleted, inserted, moved, heavy, heading, label."""


@attrs.frozen
class Line:
    """One line of the report, in runs of one role each."""

    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return "".join(text for text, _ in self.runs)


def differences(diff: TreatyDiff, *, width: int = WIDTH) -> str:
    """The changes from one treaty to the other, grouped by article.

    Args:
        diff: what `diff_treaties` returned.
        width: characters a line.

    >>> from treatylex.comparing.changes import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> old, new = parse("Each Party shall inform the Council."), parse("Each Party may inform the Council.")
    >>> print(differences(diff_treaties(old, new)), end="")
    1 change: 1 modified; 1 heavy (!)
    <BLANKLINE>
    Title and other text outside articles
    ! modified · kind, modal
        Each Party [-shall-] {+may+} inform the Council
        kind: [-obligation-] {+permission+}
        modal: [-shall-] {+may+}
    """
    return "".join(f"{line}\n" for line in lines(diff, width=width))


def lines(diff: TreatyDiff, *, width: int = WIDTH) -> Iterator[Line]:
    """The lines of the report, for renderers that colour them."""
    yield from _wrapped([(summary_line(diff), "heading")], "", width)
    groups = digest(diff)
    heavy = sum(change.heavy for change in diff.changes)
    if len(diff.changes) > _MANY and heavy:
        yield from _heaviest(diff, {item.number: item for group in groups for item in group.items}, width)
    for group in groups:
        yield Line()
        yield from _wrapped([(group_name(group.left, group.right), "heading")], "", width)
        for item in group.items:
            yield from _item(item, width)
    unread = unread_line(diff)
    if unread:
        yield Line()
        yield from _wrapped([(unread, "heavy")], "", width)


def _heaviest(diff: TreatyDiff, items: dict[int, Item], width: int) -> Iterator[Line]:
    number = {id(change): at for at, change in enumerate(diff.changes, start=1)}
    ranked = [change for change in diff.ranked if change.heavy]
    yield Line()
    yield Line((("The heaviest", "heading"),))
    for change in ranked[:_MANY]:
        head = _head(change, items[number[id(change)]].place)
        yield from _wrapped([*head, (": ", ""), *_runs(gist(change))], "    ", width)
    if len(ranked) > _MANY:
        yield Line(((f"  and {counted(len(ranked) - _MANY, 'more heavy change')} below", ""),))


def _item(item: Item, width: int) -> Iterator[Line]:
    """One change: what it is and where, its words, and the fields that the words do not show."""
    change = item.change
    fields = f" · {', '.join(change.fields)}" if change.fields else ""
    yield from _wrapped([*_head(change, item.place), (fields, "label")], "    ", width)
    kept = "moved" if change.kind in CARRIED else ""
    for words in item.words:
        yield from _wrapped(list(_runs(words, kept)), "    ", width, first="    ")
    for detail in telling(change, beside_words=bool(item.words)):
        note = detail_note(detail)
        label = (f"{detail.field}{f' ({note})' if note else ''}: ", "label")
        yield from _wrapped([label, *_runs(detail_words(detail))], "      ", width, first="    ")


def _head(change: Change, place: str) -> list[Run]:
    mark = ("! ", "heavy") if change.heavy else ("  ", "")
    role = "moved" if change.kind in CARRIED else {"removed": "deleted", "added": "inserted"}.get(change.kind.value, "")
    return [mark, (change.kind.value, role or "label"), (f" {place}" if place != OUTSIDE else "", "")]


def _runs(words: tuple[Stretch, ...], kept: str = "") -> Iterator[Run]:
    """A redline in runs, its marks included, what was kept long cut in the middle."""
    for at, stretch in enumerate(words):
        if stretch.edit is Edit.KEPT:
            yield _cut(stretch.text, first=at == 0, last=at == len(words) - 1) if len(words) > 1 else stretch.text, kept
        else:
            opening, closing = _MARKS[stretch.edit.value]
            blank = stretch.blank or (" " if at and words[at - 1].edit is Edit.DELETED else "")
            yield blank, ""
            yield f"{opening}{stretch.words}{closing}", stretch.edit.value


def _cut(text: str, *, first: bool, last: bool) -> str:
    """A kept stretch with the words near the edits on either side of it."""
    found = text.split(" ")
    if len(found) <= _KEPT:
        return text
    head = [] if first else found[:_AROUND]
    tail = [] if last else found[-_AROUND:]
    return f"{' '.join(head)} … {' '.join(tail)}".strip(" " if first else "")


def _wrapped(runs: list[Run], indent: str, width: int, *, first: str = "") -> Iterator[Line]:
    """Runs as lines that fit the width; a run keeps its role across lines."""
    text = first + "".join(text for text, _ in runs)
    roles = [""] * len(first) + [role for text, role in runs for _ in text]
    wrapper = textwrap.TextWrapper(
        width=max(width, len(indent) + 10),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    at = 0
    for number, line in enumerate(wrapper.wrap(text)):
        indented = len(indent) if number else 0
        body = line[indented:]
        at = text.index(body, at)
        yield Line((*([(indent, "")] if indented else []), *_grouped(body, roles[at : at + len(body)])))
        at += len(body)


def _grouped(text: str, roles: list[str]) -> Iterator[Run]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or roles[at] != roles[start]:
            yield text[start:at], roles[start]
            start = at
