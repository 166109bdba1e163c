"""Hyphens at line ends: those that divide a word go, those that belong to it stay.

Guarantee: the words of the file decide first; only what they leave open is decided by how often its lines are divided.
"""

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_FIRST = re.compile(r"[^\W\d_]+")
_DIVIDING = 0.02
"""Of all lines so many that end in a hyphen show that the file divides words."""


class Hyphens:
    """Knows the words of a file."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words = set(_words(lines))
        ends = sum(1 for line in lines if _LAST.search(line))
        self._divides = ends > _DIVIDING * len(lines)

    def joins(self, above: str, below: str) -> bool | None:
        """Whether the word that two lines share loses its hyphen; `None` when they share none.

        >>> hyphens = Hyphens(["an international pact", "the inter-", "national body", "a well-known case"])
        >>> hyphens.joins("the inter-", "national body"), hyphens.joins("a well-", "known case")
        (True, False)
        """
        last, first = _LAST.search(above), _FIRST.match(below)
        if last is None or first is None:
            return None
        head, tail = last[1].lower(), first[0].lower()
        if f"{head}{tail}" in self._words:
            return True
        if f"{head}-{tail}" in self._words or not first[0][0].islower():
            return False
        return self._divides or not (head in self._words or tail in self._words or "-" in head)


def _words(lines: Iterable[str]) -> Iterable[str]:
    """The words of lines, without those that a line's end may divide."""
    divided = False
    for line in lines:
        found = [match.group().lower() for match in _WORD.finditer(line)]
        yield from found[divided : len(found) - line.endswith("-")]
        divided = line.endswith("-")
