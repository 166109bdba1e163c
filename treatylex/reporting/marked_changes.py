"""Markdown: what changed between two treaties, for pull requests, issues and wikis.

Guarantees: the same changes in the same order as the report for terminals; struck words as `~~struck~~`, words put in
as `**put in**`; nothing in a treaty's text becomes markup.
"""

import re
from collections.abc import Iterator

from treatylex.comparing.telling.collation import collate
from treatylex.comparing.telling.digest import Item, digest
from treatylex.comparing.telling.redline import Edit, Stretch
from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty, counted
from treatylex.reporting.bracketed import bracket_change_lines
from treatylex.reporting.phrasing import (
    MANY,
    Lead,
    detail_note,
    detail_words,
    gist,
    group_name,
    in_brief,
    lead,
    summary_line,
    telling,
    touched,
    unread_line,
)
from treatylex.source import one_line, visible_name

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$@])")
_ADDRESS = re.compile(r"(?i)\b(https?(?=:)|ftp(?=:)|mailto(?=:)|xmpp(?=:)|www(?=\.))")
_LIST_AT_START = re.compile(r"^(\s*\d*)([-+.)])(?=\s)")
_MARKS = {Edit.KEPT: "{}", Edit.DELETED: "~~{}~~", Edit.INSERTED: "**{}**"}


def to_markdown(subject: TreatyDiff | Treaty) -> str:
    r"""What differs between two treaties, or the text of one, as GitHub-flavoured Markdown.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> diff = diff_treaties(parse("Each Party may _act_."), parse("Each Party shall _act_."))
    >>> "> Each Party ~~may~~ **shall** \\_act\\_" in to_markdown(diff)
    True

    Raises:
        TypeError: for anything else.
    """
    if isinstance(subject, Treaty):
        from treatylex.reporting.treaty_markdown import treaty_markdown

        return treaty_markdown(subject)
    if not isinstance(subject, TreatyDiff):
        given = type(subject).__name__
        raise TypeError(f"to_markdown takes a Treaty or the TreatyDiff of diff_treaties(left, right), not a {given}")
    return "".join(f"{line}\n" for line in _lines(subject))


def _lines(diff: TreatyDiff) -> Iterator[str]:
    yield f"**{plain(summary_line(diff))}**"
    yield ""
    yield f"{_side(diff.left)} → {_side(diff.right)}"
    unread = unread_line(diff)
    if unread:
        yield from ("", f"> {unread}")
    settled = bracket_change_lines(diff)
    if settled:
        yield from ("", "## Brackets", "", *(f"- {plain(line)}" for line in settled))
    sections = collate(diff)
    groups = digest(diff, sections)
    if len(diff.changes) > MANY:
        yield from _above(lead(diff, sections, groups))
    for group in groups:
        yield from ("", f"### {plain(group_name(group.left, group.right))}", "")
        for item in group.items:
            if item.brief is None:
                yield from _item(item)
        yield from (f"- {said}{redlined(words)}" for said, words in in_brief(group))


def _above(head: Lead) -> Iterator[str]:
    """What a reader of many changes should know first."""
    if head.articles:
        yield ""
    yield from (f"- {label}: {plain(names)}" for label, names in head.articles)
    if head.often:
        yield from ("", "### Throughout", "")
    for words, each in head.often:
        yield f"- {redlined(words)} in {counted(len(each.numbers), 'change')}"
    if head.first:
        yield from ("", "### What weighs most", "")
    for item in head.first:
        heavy = "❗ " if item.change.heavy else ""
        yield f"- {heavy}**{item.change.kind.value}** {plain(item.place)}: {redlined(gist(item))}"


def _side(treaty: Treaty) -> str:
    return " ".join(filter(None, (code(treaty.source.name), plain(one_line(treaty.title)))))


def _item(item: Item) -> Iterator[str]:
    change = item.change
    heavy = "❗ heavy, " if change.heavy else ""
    fields = f": {touched(change)}" if change.fields else ""
    yield f"- {heavy}**{change.kind.value}** {plain(item.place)}{fields}"
    for words in item.words:
        yield from ("", f"  > {redlined(words)}", "")
    for detail in telling(item):
        note = detail_note(detail)
        yield f"  - {detail.field}{f' ({note})' if note else ''}: {redlined(detail_words(detail))}"


def redlined(words: tuple[Stretch, ...]) -> str:
    """A redline in Markdown."""
    pieces = []
    for at, stretch in enumerate(words):
        apart = stretch.blank or (" " if at and words[at - 1].edit is Edit.DELETED else "")
        pieces.append(apart + _MARKS[stretch.edit].format(plain(stretch.words)))
    return _LIST_AT_START.sub(r"\1\\\2", "".join(pieces))


def plain(text: str) -> str:
    r"""A text in which nothing is markup, nor an address that leads elsewhere.

    >>> print(plain("see http://x.example/ or www.x.example"))
    see http\://x.example/ or www\.x.example
    """
    return _ADDRESS.sub(r"\1\\", _SPECIAL.sub(r"\\\1", text))


def code(name: str) -> str:
    """A name as it is written, whatever stands in it, in one line.

    >>> print(code("a`b.txt"))
    `` a`b.txt ``
    """
    line = visible_name(name)
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}" if "`" in line else f"`{line}`"


def escaped(line: str) -> str:
    r"""A line in which nothing is markup, nor begins a list: "1." is the text's own number.

    >>> print(escaped("1. Each *Party*"))
    1\. Each \*Party\*
    """
    return _LIST_AT_START.sub(r"\1\\\2", plain(line))
