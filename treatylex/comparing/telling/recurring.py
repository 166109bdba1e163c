"""Recurring: what need be told but once: the same words replaced throughout, a chapeau that changes a whole list.

Guarantee: whatever may bear on who must do what, when or unless is told in full each time.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.matching.letters import letters
from treatylex.comparing.telling.redline import Edit, Stretch
from treatylex.model.changes import Change, ChangeKind, Detail, Touch
from treatylex.model.provisions import Leaf, LeafKind
from treatylex.source import Span

_OFTEN = 3
"""Words that are replaced by the same words in so many changes are replaced throughout."""
_LIGHT = frozenset({"subject", "action", "manners", "purposes", "text", "heading"})
"""Fields that are told in short where they differ as they do throughout, unless they touch more than a name."""

Words = tuple[Stretch, ...]


class Brief(enum.StrEnum):
    """Why a change need not be told in full."""

    NUMBER = "renumbered"
    """Its place before and after says it all."""
    NAME = "heading"
    """The name of the section shows it."""
    AGAIN = "again"
    """It differs only as the text does throughout, or in words of a chapeau that were told above."""
    FORM = "form"
    """Signs, capitals, blanks and spelling."""
    WORDING = "wording"
    """The same in other words that treaty practice treats alike, or in another order."""
    REWORDED = "reworded"
    """Nearly the same: other forms of its words, articles and prepositions, near synonyms."""


@attrs.frozen(kw_only=True)
class Replacement:
    """Words that were replaced by the same words in several changes: `numbers`, places in `diff.changes` from 1."""

    left: str
    right: str
    numbers: tuple[int, ...]


def replaced(words: Iterable[Words]) -> Iterator[tuple[str, str]]:
    """The words struck and those put in for them, "" for none, edit by edit.

    >>> from treatylex.comparing.telling.redline import redline
    >>> list(replaced([redline("The Board may advise.", "The Council may advise.")]))
    [('Board', 'Council')]
    """
    for stretches in words:
        struck = ""
        for stretch in stretches:
            if stretch.edit is Edit.DELETED:
                struck = stretch.words
                continue
            if stretch.edit is Edit.INSERTED:
                yield struck, stretch.words
            elif struck:
                yield struck, ""
            struck = ""
        if struck:
            yield struck, ""


def replacements(items: Iterable[tuple[int, Change, Sequence[Words]]]) -> tuple[Replacement, ...]:
    """What is replaced throughout, the most frequent first; each change is given with its number and its words.

    Figures are left out: they may be a deadline or a rate. So are words that only came or only went, which may say
    anything, except where the form alone of a passage changed.
    """
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, change, words in items:
        if change.kind is ChangeKind.MODIFIED:
            for pair in set(replaced(words)):
                if _is_wording(*pair) and (all(pair) or is_form(change)):
                    found[pair].append(number)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[1], item[0]))
    return tuple(Replacement(left=a, right=b, numbers=tuple(at)) for (a, b), at in ranked if len(at) >= _OFTEN)


def _is_wording(left: str, right: str) -> bool:
    """Whether words were replaced, not figures or signs, and by more than capitals."""
    has_words = all(any(map(str.isalpha, text)) for text in (left, right) if text)
    return has_words and not any(map(str.isdigit, left + right)) and left.casefold() != right.casefold()


def is_form(change: Change) -> bool:
    """Whether a change is one of signs, capitals, blanks or spelling."""
    return change.fields == ("text",) and all(
        letters(detail.left) == letters(detail.right) for detail in change.details
    )


def fresh_details(change: Change, told: set[tuple[str, Span | None, Span | None]]) -> tuple[Detail, ...]:
    """The details of a change without those of a chapeau that were told already; `told` then holds them too."""
    fresh = []
    for detail in change.details:
        key = (detail.field, detail.left_span, detail.right_span)
        if not (detail.inherited and key in told):
            fresh.append(detail)
            told.add(key)
    return tuple(fresh)


def brief(
    change: Change, words: Sequence[Words], details: Sequence[Detail], often: set[tuple[str, str]]
) -> Brief | None:
    """Why a change need not be told in full, if so.

    Args:
        change: the change.
        words: its redlines.
        details: its details that were not told already.
        often: what is replaced throughout.
    """
    if change.kind is ChangeKind.RENUMBERED:
        return Brief.NUMBER
    if change.fields == ("heading",) or _is_heading(change):
        return Brief.NAME
    if change.wording:
        return Brief.FORM if is_form(change) else Brief.WORDING
    if change.kind is not ChangeKind.MODIFIED or change.heavy:
        return None
    if not change.touches and not change.possible and _LIGHT.issuperset(change.fields):
        return Brief.REWORDED
    edits = {pair for pair in replaced(words) if pair[0].casefold() != pair[1].casefold()}
    is_light = _LIGHT.issuperset(detail.field for detail in details) and set(change.touches) <= {
        Touch.NAMES,
        Touch.WORDS,
    }
    return Brief.AGAIN if is_light and edits <= often and (edits or not details) else None


def _is_heading(change: Change) -> bool:
    """Whether a heading came or went with its chapter."""
    node = change.left or change.right
    return isinstance(node, Leaf) and node.kind is LeafKind.HEADING and change.kind is not ChangeKind.MODIFIED
