"""Differences: what changed between two treaties, as text.

Guarantees: the first line sums up; where there are many changes, then come what became of the articles, the words that
were replaced throughout, and the weightiest changes by their gist; then every change once, under the article in which
it stands, in its words: `[-struck-]`, `{+put in+}`. What differs only in number, heading, form or as the text does
throughout is told by its place. `!` marks a heavy change. A last line says when a passage of either text could not be
read. Long stretches are cut in the middle with ` … `. No line is longer than the width, but for words that are.
"""

import textwrap
from collections.abc import Iterator, Sequence

import attrs

from treatylex.comparing.telling.collation import CARRIED, collate
from treatylex.comparing.telling.digest import Group, Item, digest
from treatylex.comparing.telling.redline import Edit, Stretch
from treatylex.model.changes import Change, TreatyDiff
from treatylex.model.citations import OUTSIDE
from treatylex.model.provisions import counted
from treatylex.reporting.bracketed import bracket_change_lines
from treatylex.reporting.phrasing import (
    MANY,
    Lead,
    detail_note,
    detail_words,
    gist,
    group_line,
    group_name,
    in_brief,
    lead,
    summary_line,
    telling,
    touched,
    unread_line,
)
from treatylex.source import one_line

WIDTH = 100
"""The width of a report that goes to a file."""
_KEPT = 24
_AROUND = 8
"""Of a stretch that was kept of more words than `_KEPT`, so many are shown on either side."""
_EDITED = 70
_BEGINNING, _END = 40, 15
"""Of a stretch that was struck or put in of more words than `_EDITED`, so many are shown."""
_PASSAGES = 6
"""Of an article that came or went, so many passages are shown."""
_MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}

Run = tuple[str, str]
"""Some characters and their role: "" or one of deleted, inserted, moved, heavy, heading, label."""


@attrs.frozen
class Line:
    """One line of the report, in runs of one role each."""

    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return "".join(text for text, _ in self.runs)


def differences(diff: TreatyDiff, *, width: int = WIDTH, brief: bool = False, in_full: bool = False) -> str:
    """The changes from one treaty to the other, grouped by article.

    Args:
        diff: what `diff_treaties` returned.
        width: characters a line.
        brief: tell of each article only how many changes of each kind it has.
        in_full: tell at the end all the words of each change that the report shortens.

    >>> from treatylex.comparing.diffing import diff_treaties
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
    return "".join(f"{line}\n" for line in lines(diff, width=width, brief=brief, in_full=in_full))


def lines(diff: TreatyDiff, *, width: int = WIDTH, brief: bool = False, in_full: bool = False) -> Iterator[Line]:
    """The lines of the report, for renderers that colour them."""
    yield from wrapped([(summary_line(diff), "heading")], "", width)
    sections = collate(diff)
    groups = digest(diff, sections)
    if len(diff.changes) > MANY:
        heavy = sum(change.heavy for change in diff.changes)
        yield from _above(lead(diff, sections, groups), heavy, width)
    settled = bracket_change_lines(diff)
    if settled:
        yield Line()
        yield Line((("Brackets", "heading"),))
    for line in settled:
        yield from wrapped([("  ", ""), (line, "")], "    ", width)
    if brief and groups:
        yield Line()
    for group in groups:
        yield from _brief_group(group, width) if brief else _group(group, width)
    if in_full:
        yield from _in_full([item for group in groups for item in group.items if _is_shortened(item)], width)
    unread = unread_line(diff)
    if unread:
        yield Line()
        yield from wrapped([(unread, "heavy")], "", width)


def _above(head: Lead, heavy: int, width: int) -> Iterator[Line]:
    """What a reader of many changes should know first; `heavy` is how many changes are."""
    for label, names in head.articles:
        yield from wrapped([(f"{label}: ", "label"), (names, "")], "    ", width)
    if head.often:
        yield Line()
        yield Line((("Throughout", "heading"),))
    for words, each in head.often:
        yield from wrapped([("  ", ""), *runs(words), (f" in {len(each.numbers)} changes", "label")], "    ", width)
    if head.first:
        yield Line()
        yield Line((("What weighs most", "heading"),))
    for item in head.first:
        yield from wrapped([*_head(item.change, item.place), (": ", ""), *runs(gist(item))], "    ", width)
    more = heavy - sum(item.change.heavy for item in head.first)
    if more:
        yield Line(((f"  and {counted(more, 'more heavy change')} below", ""),))


def _group(group: Group, width: int) -> Iterator[Line]:
    """The changes of one section."""
    yield Line()
    yield from wrapped([(group_name(group.left, group.right), "heading")], "", width)
    for item in group.items:
        if item.brief is None:
            yield from _item(item, width)
    for said, words in in_brief(group):
        yield from wrapped([("  ", ""), (said, "label"), *runs(words)], "    ", width)


def _is_shortened(item: Item) -> bool:
    """Whether the report may leave out words of a change."""
    if item.brief is not None:  # told by all that differs
        return False
    stretches = (stretch for words in item.words for stretch in words)
    return len(item.words) > _PASSAGES or any(s.text.count(" ") >= _KEPT for s in stretches)


def _in_full(items: Sequence[Item], width: int) -> Iterator[Line]:
    """All the words of some changes, before and after."""
    if items:
        yield Line()
        yield Line((("In full", "heading"),))
    for item in items:
        yield from wrapped(_head(item.change, item.place), "    ", width)
        for node, (opening, closing) in zip((item.change.left, item.change.right), _MARKS.values(), strict=True):
            if node is not None:
                yield from wrapped([(f"{opening}{one_line(node.text)}{closing}", "")], "    ", width, first="    ")


def _brief_group(group: Group, width: int) -> Iterator[Line]:
    """One section by its name and the kinds of its changes."""
    mark = ("! ", "heavy") if any(item.change.heavy for item in group.items) else ("  ", "")
    name = (group_name(group.left, group.right), "heading")
    yield from wrapped([mark, name, (f": {group_line(group)}", "label")], "    ", width)


def _item(item: Item, width: int) -> Iterator[Line]:
    """One change: what it is and where, its words, and the fields that the words do not show."""
    change = item.change
    fields = f" · {touched(change)}" if change.fields else ""
    yield from wrapped([*_head(change, item.place), (fields, "label")], "    ", width)
    kept = "moved" if change.kind in CARRIED else ""
    is_whole = change.left is None or change.right is None
    for words in item.words[: _PASSAGES if is_whole else None]:
        yield from wrapped(list(runs(words, kept)), "    ", width, first="    ")
    more = len(item.words) - _PASSAGES
    if is_whole and more > 0:
        yield Line((("    ", ""), (f"… and {counted(more, 'more passage')}", "label")))
    for detail in telling(item):
        note = detail_note(detail)
        label = (f"{detail.field}{f' ({note})' if note else ''}: ", "label")
        yield from wrapped([label, *runs(detail_words(detail))], "      ", width, first="    ")


def _head(change: Change, place: str) -> list[Run]:
    mark = ("! ", "heavy") if change.heavy else ("  ", "")
    role = "moved" if change.kind in CARRIED else {"removed": "deleted", "added": "inserted"}.get(change.kind.value, "")
    return [mark, (change.kind.value, role or "label"), (f" {place}" if place != OUTSIDE else "", "")]


def runs(words: tuple[Stretch, ...], kept: str = "") -> Iterator[Run]:
    """A redline in runs, its marks included, what was kept long cut in the middle."""
    for at, stretch in enumerate(words):
        if stretch.edit is Edit.KEPT:
            yield _cut(stretch.text, first=at == 0, last=at == len(words) - 1) if len(words) > 1 else stretch.text, kept
        else:
            opening, closing = _MARKS[stretch.edit.value]
            blank = stretch.blank or (" " if at and words[at - 1].edit is Edit.DELETED else "")
            yield blank, ""
            yield f"{opening}{_shortened(stretch.words)}{closing}", stretch.edit.value


def _shortened(text: str) -> str:
    """Words that were struck or put in, long ones by how they begin and end."""
    found = text.split(" ")
    left_out = len(found) - _BEGINNING - _END
    if len(found) <= _EDITED:
        return text
    return f"{' '.join(found[:_BEGINNING])} … ({left_out} words) … {' '.join(found[-_END:])}"


def _cut(text: str, *, first: bool, last: bool) -> str:
    """A kept stretch with the words near the edits on either side of it."""
    found = text.split(" ")
    if len(found) <= _KEPT:
        return text
    head = [] if first else found[:_AROUND]
    tail = [] if last else found[-_AROUND:]
    return f"{' '.join(head)} … {' '.join(tail)}".strip(" " if first else "")


def wrapped(runs: list[Run], indent: str, width: int, *, first: str = "") -> Iterator[Line]:
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
