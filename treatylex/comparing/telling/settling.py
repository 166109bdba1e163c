"""Settling: what became of the brackets of a negotiating text: opened, closed, resolved to an alternative.

Guarantee: every bracket of either text that the other one does not have as it is is told once.
"""

import enum
import re
from collections.abc import Sequence

import attrs

from treatylex.comparing.matching.wording import words
from treatylex.model.brackets import Bracket
from treatylex.model.citations import citation
from treatylex.model.provisions import Treaty

_SIGNS = re.compile(r"[\[\]]")
_BESIDE = 2
"""So many words on either side tell a place."""


class BracketChangeKind(enum.StrEnum):
    """What became of a bracket."""

    OPENED = "opened"
    """Words that were agreed, or new ones, stand in brackets now."""
    CLOSED = "closed"
    """The brackets are gone, and what stands there is none of their alternatives: it was dropped or written anew."""
    RESOLVED = "resolved"
    """One of the alternatives stands there, without brackets."""
    CHANGED = "changed"
    """The brackets stand, with other alternatives, or others proposed them or reserve their positions."""


@attrs.frozen(kw_only=True)
class BracketChange:
    """What became of one bracket; `chosen` is the alternative that it was resolved to."""

    kind: BracketChangeKind
    place: str
    left: Bracket | None = None
    right: Bracket | None = None
    chosen: str | None = None


def bracket_changes(left: Treaty, right: Treaty) -> tuple[BracketChange, ...]:
    """What became of the brackets of two texts, in the order of the left one, then what the right one opened.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Each Party [shall] [should] report to the Board [without delay] in writing.")
    >>> new = parse("Each Party shall report to the Board in [good] writing.")
    >>> for change in bracket_changes(old, new):
    ...     print(change.kind.value, change.chosen)
    resolved shall
    closed None
    opened None
    """
    ours, theirs = ([each for found in treaty.brackets for each in found.walk()] for treaty in (left, right))
    if not ours and not theirs:
        return ()
    partners = _partners(left, ours, right, theirs)
    said = " ".join(words(_SIGNS.sub(" ", right.text)))
    found = []
    for number, bracket in enumerate(ours):
        if number in partners:
            other = theirs[partners[number]]
            if _said(bracket) != _said(other):
                place = _place(left, bracket)
                found.append(BracketChange(kind=BracketChangeKind.CHANGED, place=place, left=bracket, right=other))
        else:
            found.append(_settled(left, bracket, said))
    taken = set(partners.values())
    for number, bracket in enumerate(theirs):
        if number not in taken:
            found.append(BracketChange(kind=BracketChangeKind.OPENED, place=_place(right, bracket), right=bracket))
    return tuple(found)


def _texts(bracket: Bracket) -> list[str]:
    return [" ".join(words(each.text)) for each in bracket.alternatives]


def _said(bracket: Bracket) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """The alternatives, each with who proposed it and who reserves its position."""
    sides = zip(_texts(bracket), bracket.alternatives, strict=True)
    return [(text, frozenset(each.proposed_by), frozenset(each.reserved_by)) for text, each in sides]


def _partners(left: Treaty, ours: Sequence[Bracket], right: Treaty, theirs: Sequence[Bracket]) -> dict[int, int]:
    """The brackets that answer to each other, in order: an alternative in common, or the same words around them."""
    partners: dict[int, int] = {}
    start = 0
    for number, bracket in enumerate(ours):
        beside = _beside(left, bracket)
        for other in range(start, len(theirs)):
            shared = set(_texts(bracket)) & set(_texts(theirs[other]))
            before, after = _beside(right, theirs[other])
            is_near = before == beside[0] or after == beside[1]
            if (shared and is_near) or (before, after) == beside:
                partners[number] = other
                start = other + 1
                break
    return partners


def _beside(treaty: Treaty, bracket: Bracket) -> tuple[str, str]:
    """The words before and behind a bracket."""
    reach = 80
    before = words(treaty.text[max(0, bracket.span.start - reach) : bracket.span.start])
    after = words(treaty.text[bracket.span.end : bracket.span.end + reach])
    return " ".join(before[-_BESIDE:]), " ".join(after[:_BESIDE])


def _settled(left: Treaty, bracket: Bracket, said: str) -> BracketChange:
    """What stands in the place of a bracket that is gone."""
    before, after = _beside(left, bracket)
    place = _place(left, bracket)
    padded = f" {said} "
    for text in sorted(_texts(bracket), key=len, reverse=True):
        if text and (f" {before} {text} " in padded or f" {text} {after} " in padded):
            chosen = next(each.text for each in bracket.alternatives if " ".join(words(each.text)) == text)
            return BracketChange(kind=BracketChangeKind.RESOLVED, place=place, left=bracket, chosen=chosen)
    return BracketChange(kind=BracketChangeKind.CLOSED, place=place, left=bracket)


def _place(treaty: Treaty, bracket: Bracket) -> str:
    provision = treaty.provision_at(bracket.span.start)
    return citation(treaty, provision) if provision is not None else "outside any provision"
