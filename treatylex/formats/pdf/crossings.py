"""Crossings: which words of a page lie over others, letter over letter.

Guarantee: the time grows as the characters do; of a page on which so much lies over each other that it is a drawing,
nothing is said.
"""

import bisect
import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from treatylex.formats.pdf.characters import Character

_SAME_SIZE = 0.05
"""Points by which the sizes of two letters of a line differ at most."""
_SAME_LEVEL = 0.35
"""Of the font's size: so far apart may the feet of two letters of a line be."""
_FAR = 4.0
"""The same: a wider gap parts a line."""
_BACK = 0.5
"""Of a letter's width, or its size: by no more the next one reaches back over it."""
_LOWEST, _HIGHEST = 0.05, 0.6
"""Of the font's size, above its foot: between these there is ink in every letter."""
_OVER = 0.3
"""Of the narrower and of the lower of two letters: with so much one lies over the other."""
_MOST_LEVELS = 200
_MOST_PAIRS = 30
"""For each piece of a page: so many meet at most in a text with stamps; more do in a drawing."""

Look = tuple[float, int]
"""The size of letters and their colour."""


@attrs.frozen(eq=False)
class Piece:
    """Letters of one look that follow each other in the file and on a line, by their places among the characters.

    `number` counts those of a page from 0. `characters` are those in boxes of their own: of a ligature, which comes as
    several in one box, the first. `low` and `high`: between these is their ink.
    """

    number: int
    places: Sequence[int]
    characters: Sequence[Character]
    look: Look
    left: float
    right: float
    low: float
    high: float
    letters: int

    @classmethod
    def of(cls, number: int, places: Sequence[int], characters: Sequence[Character]) -> "Piece":
        """A piece of the characters at some places."""
        held = [next(same) for _, same in itertools.groupby((characters[place] for place in places), _box)]
        size, bottom = held[0].size, held[0].bottom
        return cls(
            number=number,
            places=places,
            characters=held,
            look=(round(size, 1), held[0].tint),
            left=held[0].left,
            right=max(each.right for each in held),
            low=bottom + _LOWEST * size,
            high=bottom + _HIGHEST * size,
            letters=sum(each.text.isalnum() for each in held),
        )

    @property
    def size(self) -> float:
        """The size of the font."""
        return self.characters[0].size

    def is_near(self, other: "Piece", most: float) -> bool:
        """Whether no more than so many points are between it and another, to the side and in height."""
        beside = max(self.left, other.left) - min(self.right, other.right)
        below = max(self.low, other.low) - min(self.high, other.high)
        return max(beside, below) <= most


def _box(character: Character) -> tuple[float, float]:
    return character.left, character.right


def pieces_of(characters: Sequence[Character], places: Sequence[int]) -> list[Piece]:
    """The pieces that the characters at some places make, blanks left aside."""
    runs: list[list[int]] = []
    last: Character | None = None
    for place in places:
        each = characters[place]
        if each.text == " ":
            continue
        if last is not None and _goes_on(last, each):
            runs[-1].append(place)
        else:
            runs.append([place])
        last = each
    return [Piece.of(number, run, characters) for number, run in enumerate(runs)]


def _goes_on(last: Character, each: Character) -> bool:
    size, gap = last.size, each.left - last.right
    if (
        last.tint != each.tint
        or abs(size - each.size) > _SAME_SIZE
        or abs(last.bottom - each.bottom) > _SAME_LEVEL * size
    ):
        return False
    if last.left < each.left:
        return -_BACK * min(size, last.right - last.left) <= gap <= _FAR * size
    return _box(last) == _box(each)


@attrs.define(eq=False)
class Crossings:
    """The pieces that lie over others, and of each by the others which of its letters do.

    A letter over the same letter is no such one, but printed twice, as in a shadow; `twice` counts these.
    """

    pieces: dict[int, Piece]
    letters: dict[int, dict[int, set[int]]]
    twice: int

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "Crossings":
        """Those of the pieces of a page."""
        letters: dict[int, dict[int, set[int]]] = defaultdict(dict)
        twice = 0
        for one, other in _meeting(pieces):
            over = list(_crossing(one, other))
            found = [(k, n) for k, n in over if one.characters[k].text != other.characters[n].text]
            twice += len(over) - len(found)
            if found:
                letters[one.number][other.number] = {first for first, _ in found}
                letters[other.number][one.number] = {second for _, second in found}
        return cls({number: pieces[number] for number in letters}, letters, twice)

    def others(self, piece: Piece) -> int:
        """How many pieces a piece lies over, or under."""
        return len(self.letters[piece.number])

    def crossed(self, piece: Piece) -> int:
        """How many letters of a piece lie over others, or under them."""
        return len(set().union(*self.letters[piece.number].values()))

    def take(self, piece: Piece) -> None:
        """Take a piece away, so that the others lie over it no more."""
        for other in self.letters.pop(piece.number):
            del self.letters[other][piece.number]
        self.letters[piece.number] = {}


def _meeting(pieces: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """The pairs of pieces that may have letters over each other."""
    found: dict[tuple[int, int], tuple[Piece, Piece]] = {}
    left = _MOST_PAIRS * len(pieces)
    for level in _levels(pieces):
        level.sort(key=lambda piece: piece.left)
        for k, one in enumerate(level):
            for other in itertools.islice(level, k + 1, None):
                if other.left >= one.right:
                    break
                left -= 1
                if not left:
                    return []
                if min(one.high, other.high) > max(one.low, other.low):
                    found[one.number, other.number] = one, other
    return list(found.values())


def _levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces that reach into each of the levels of a page."""
    if len(pieces) < 2:
        return []
    whole = max(piece.high for piece in pieces) - min(piece.low for piece in pieces)
    step = max(statistics.median([piece.high - piece.low for piece in pieces]), whole / _MOST_LEVELS)
    levels: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces if step else ():
        for level in range(int(piece.low // step), int(piece.high // step) + 1):
            levels[level].append(piece)
    return list(levels.values())


def _crossing(one: Piece, other: Piece) -> Iterator[tuple[int, int]]:
    """The letters of two pieces that lie over each other, by their numbers in the pieces."""
    height = min(one.high, other.high) - max(one.low, other.low)
    if height < _OVER * min(one.high - one.low, other.high - other.low):
        return
    if len(one.characters) > len(other.characters):
        yield from ((second, first) for first, second in _crossing(other, one))
        return
    rights = [each.right for each in other.characters]
    for first, each in enumerate(one.characters):
        for second in range(bisect.bisect_right(rights, each.left), len(rights)):
            under = other.characters[second]
            if under.left >= each.right:
                break
            over = min(each.right, under.right) - max(each.left, under.left)
            is_over = over >= _OVER * min(each.right - each.left, under.right - under.left)
            if is_over and each.text.isalnum() and under.text.isalnum():
                yield first, second
