"""Digest: the changes one by one as a reader meets them, under the article in which they stand, in their words.

Guarantee: every change appears once, in the order of the collation.
"""

from collections.abc import Sequence

import attrs

from treatylex.comparing.telling.collation import CARRIED, Row, Section, collate
from treatylex.comparing.telling.recurring import Brief, Replacement, Words, brief, fresh_details, replacements
from treatylex.comparing.telling.redline import Stretch
from treatylex.model.changes import Change, ChangeKind, Detail, TreatyDiff
from treatylex.model.citations import citation
from treatylex.model.provisions import Leaf, LeafKind, Provision
from treatylex.source import Span, one_line


@attrs.frozen(kw_only=True)
class Item:
    """One change: its number (its place in `diff.changes`, counted from 1), where it stands, and its words.

    `left_place` and `right_place` are cited as lawyers do; `None` where the change has no such side. `words` has the
    redline of each passage that the change touches: struck or put in as a whole where it was removed or added, kept
    where it was carried elsewhere as it was, nothing where only a number changed. `details` are those of the change
    without what an item before it in the group told already; `brief` says why the item need not be told in full.
    """

    number: int
    change: Change
    left_place: str | None
    right_place: str | None
    words: tuple[Words, ...]
    details: tuple[Detail, ...] = ()
    brief: Brief | None = None

    @property
    def place(self) -> str:
        """Where the change stands; both places where they differ."""
        return " → ".join(dict.fromkeys(filter(None, (self.left_place, self.right_place))))


@attrs.frozen(kw_only=True)
class Group:
    """The changes of one section; `left` and `right` are its provisions, both `None` for text outside any."""

    left: Provision | None
    right: Provision | None
    items: tuple[Item, ...]


def digest(diff: TreatyDiff, sections: Sequence[Section] | None = None) -> tuple[Group, ...]:
    """The changes of a comparison, grouped by section; `sections` are what `collate` gave, if it was asked already.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Article 4\\n\\n1. Each Party may act.\\n\\n2. The Council shall meet.")
    >>> new = parse("Article 4\\n\\n1. Each Party shall act.\\n\\n2. The Council shall meet.")
    >>> [(item.place, item.change.fields) for group in digest(diff_treaties(old, new)) for item in group.items]
    [('Article 4(1)', ('kind', 'modal'))]
    """
    sections = collate(diff) if sections is None else sections
    held: dict[int, list[Row]] = {}
    for section in sections:
        for row in section.rows:
            for number in row.changes:
                held.setdefault(number, []).append(row)
    told: set[int] = set()
    groups: list[Group] = []
    for section in sections:
        fresh = [number for number in dict.fromkeys(section.numbers) if number not in told]
        told.update(fresh)
        items = tuple(_item(diff, number, section, held.get(number, [])) for number in fresh)
        if items:
            groups.append(Group(left=section.left, right=section.right, items=items))
    often = {(each.left, each.right) for each in throughout(groups)}
    return tuple(_in_brief(group, often) for group in groups)


def throughout(groups: Sequence[Group]) -> tuple[Replacement, ...]:
    """The words that were replaced by the same words in several changes, the most frequent first."""
    return replacements((item.number, item.change, item.words) for group in groups for item in group.items)


def _in_brief(group: Group, often: set[tuple[str, str]]) -> Group:
    """A group whose items say what of them need not be told again."""
    told: set[tuple[str, Span | None, Span | None]] = set()
    items = []
    for item in group.items:
        details = fresh_details(item.change, told)
        items.append(attrs.evolve(item, details=details, brief=brief(item.change, item.words, details, often)))
    return attrs.evolve(group, items=tuple(items))


def _item(diff: TreatyDiff, number: int, section: Section, rows: list[Row]) -> Item:
    change = diff.changes[number]
    whole = not rows and (section.left is None or section.right is None)
    words = tuple(filter(None, (_words(change, row) for row in (section.rows if whole else rows))))
    return Item(
        number=number + 1,
        change=change,
        left_place=None if change.left is None else citation(diff.left, change.left),
        right_place=None if change.right is None else citation(diff.right, change.right),
        words=words or _heading(change),
    )


def _heading(change: Change) -> tuple[Words, ...]:
    """The words of a heading that only one text has, and that no row shows."""
    if not isinstance(change.left or change.right, Leaf) or None not in (change.left, change.right):
        return ()
    before, after = (one_line(side.text) if side else "" for side in (change.left, change.right))
    return ((Stretch(before, after),),)


def _point(change: Change) -> Words:
    """The words of a point that came or went within a sentence."""
    point = change.left or change.right
    if not isinstance(point, Provision) or None not in (change.left, change.right):
        return ()
    said = " ".join(one_line(leaf.text) for leaf in point.leaves if leaf.kind is not LeafKind.MARKER).rstrip(" ,;.")
    return (Stretch(said if change.left else "", said if change.right else ""),)


def _words(change: Change, row: Row) -> Words:
    """The redline of a row as one of its changes tells it."""
    if change.kind is ChangeKind.RENUMBERED:
        return ()
    if change.kind in CARRIED:
        part, beside = (row.left, row.right) if change.kind is ChangeKind.MERGED else (row.right, row.left)
        return () if part is None or beside is not None else row.redline or (Stretch(part.text, part.text),)
    if change.wording and None in (change.left, change.right) and None not in (row.left, row.right):
        return ()  # a clause that only one text was read to have: the change of the words beside it tells them
    if row.left is not None and row.right is not None:
        return _point(change) or row.redline
    if change.wording and change.left is not None and change.right is not None:  # carried: both places say the same
        return row.redline or (() if row.right is None else (Stretch(row.right.text, row.right.text),))
    before, after = (passage.text if passage else "" for passage in (row.left, row.right))
    return (Stretch(before, after),)
