"""Markdown: what changed between two treaties, for pull requests, issues and wikis.

Guarantees: the same changes in the same order as the report for terminals; struck words as `~~struck~~`, words put in
as `**put in**`; nothing in a treaty's text becomes markup.
"""

import re
from collections.abc import Iterator, Sequence

from treatylex.comparing.collation import Section, collate
from treatylex.comparing.digest import Group, Item, digest, throughout
from treatylex.comparing.overview import overview
from treatylex.comparing.redline import Edit, Stretch
from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty
from treatylex.reporting.changes import (
    MANY,
    counted,
    detail_note,
    detail_words,
    gist,
    group_name,
    in_brief,
    overview_lines,
    summary_line,
    telling,
    unread_line,
    weightiest,
)
from treatylex.source import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$@])")
_LIST_AT_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
_MARKS = {Edit.KEPT: "{}", Edit.DELETED: "~~{}~~", Edit.INSERTED: "**{}**"}


def to_markdown(diff: TreatyDiff) -> str:
    r"""What differs between two treaties, as GitHub-flavoured Markdown.

    >>> from treatylex.comparing.changes import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> diff = diff_treaties(parse("Each Party may *act*."), parse("Each Party shall *act*."))
    >>> "> Each Party ~~may~~ **shall** \\*act\\*" in to_markdown(diff)
    True

    Raises:
        TypeError: for anything but what `diff_treaties` gives.
    """
    if not isinstance(diff, TreatyDiff):
        raise TypeError(f"to_markdown takes the TreatyDiff of diff_treaties(left, right), not a {type(diff).__name__}")
    return "".join(f"{line}\n" for line in _lines(diff))


def _lines(diff: TreatyDiff) -> Iterator[str]:
    yield f"**{_plain(summary_line(diff))}**"
    yield ""
    yield f"{_side(diff.left)} → {_side(diff.right)}"
    unread = unread_line(diff)
    if unread:
        yield from ("", f"> {unread}")
    sections = collate(diff)
    groups = digest(diff, sections)
    if len(diff.changes) > MANY:
        yield from _above(diff, sections, groups)
    for group in groups:
        yield from ("", f"### {_plain(group_name(group.left, group.right))}", "")
        for item in group.items:
            if item.brief is None:
                yield from _item(item)
        yield from (f"- {said}{_redline(words)}" for said, words in in_brief(group))


def _above(diff: TreatyDiff, sections: Sequence[Section], groups: Sequence[Group]) -> Iterator[str]:
    """What a reader of many changes should know first."""
    lines = [] if diff.left_out else list(overview_lines(overview(diff, sections, groups)))
    if lines:
        yield ""
        yield from (f"- {label}: {_plain(names)}" for label, names in lines)
    often = throughout(groups)[:MANY]
    if often:
        yield from ("", "### Throughout", "")
    for each in often:
        words = tuple(Stretch(*pair) for pair in ((each.left, ""), ("", each.right)) if any(pair))
        yield f"- {_redline(words)} in {counted(len(each.numbers), 'change')}"
    first = weightiest(diff, [item for group in groups for item in group.items])
    if first:
        yield from ("", "### What weighs most", "")
    for item in first:
        heavy = "❗ " if item.change.heavy else ""
        yield f"- {heavy}**{item.change.kind.value}** {_plain(item.place)}: {_redline(gist(item))}"


def _side(treaty: Treaty) -> str:
    return " ".join(filter(None, (f"`{treaty.source.name}`", _plain(one_line(treaty.title)))))


def _item(item: Item) -> Iterator[str]:
    change = item.change
    heavy = "❗ heavy, " if change.heavy else ""
    fields = f": {', '.join(change.fields)}" if change.fields else ""
    yield f"- {heavy}**{change.kind.value}** {_plain(item.place)}{fields}"
    for words in item.words:
        yield from ("", f"  > {_redline(words)}", "")
    for detail in telling(item):
        note = detail_note(detail)
        yield f"  - {detail.field}{f' ({note})' if note else ''}: {_redline(detail_words(detail))}"


def _redline(words: tuple[Stretch, ...]) -> str:
    pieces = []
    for at, stretch in enumerate(words):
        apart = stretch.blank or (" " if at and words[at - 1].edit is Edit.DELETED else "")
        pieces.append(apart + _MARKS[stretch.edit].format(_plain(stretch.words)))
    return _LIST_AT_START.sub(r"\1\\\2", "".join(pieces))


def _plain(text: str) -> str:
    """A text in which nothing is markup."""
    return _SPECIAL.sub(r"\\\1", text)
