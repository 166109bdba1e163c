"""Markdown: what changed between two treaties, for pull requests, issues and wikis.

Guarantees: the same changes in the same order as the report for terminals; struck words as `~~struck~~`, words put in
as `**put in**`; nothing in a treaty's text becomes markup.
"""

import re
from collections.abc import Iterator

from treatylex.comparing.digest import Item, digest
from treatylex.comparing.redline import Edit, Stretch
from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty
from treatylex.reporting.changes import detail_note, detail_words, group_name, summary_line, telling, unread_line
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
    for group in digest(diff):
        yield from ("", f"### {_plain(group_name(group.left, group.right))}", "")
        for item in group.items:
            yield from _item(item)


def _side(treaty: Treaty) -> str:
    return " ".join(filter(None, (f"`{treaty.source.name}`", _plain(one_line(treaty.title)))))


def _item(item: Item) -> Iterator[str]:
    change = item.change
    heavy = "❗ heavy, " if change.heavy else ""
    fields = f": {', '.join(change.fields)}" if change.fields else ""
    yield f"- {heavy}**{change.kind.value}** {_plain(item.place)}{fields}"
    for words in item.words:
        yield from ("", f"  > {_redline(words)}", "")
    for detail in telling(change, beside_words=bool(item.words)):
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
