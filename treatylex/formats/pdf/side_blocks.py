"""Asides: blocks beside the text, as floating boxes, notes in the margin and a reader's remarks in balloons are.

Guarantees: only what stands clear of the lines beside it, is narrower than these and is off their levels, or stands in
smaller type beyond the edges of the text, is taken for one; cells of a table are none, for they follow each other.
"""

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.crossings import Look, Piece, pieces_of
from treatylex.source import Span, cut

_AROUND = 2.0
"""Of the font's size: so far above and below it stand the lines that go by it."""
_CLEAR = 0.5
"""Of the font's size: so far from it are the words beside it."""
_NARROWER = 1.3
"""So many times as wide is the widest line that goes by it."""
_OFF = 0.12
"""Of the font's size: lines whose feet are further apart are not on one level."""
_MOSTLY = 0.5
"""Of the lines beside an aside so many are off its levels."""
_SMALLER = 0.93
"""Of the size of the text: beyond its edges an aside is set smaller, or is off its levels."""
_FEWEST_LINES = 3
"""Of an aside within the edges of the text."""
_FEWEST_LETTERS = 8
_MOST_LETTERS, _MOST_OF_ALL = 0.25, 0.4
"""Of the letters of a page so many are in one aside at most, and in all."""
_MOST_WITHIN = 2
"""So many stand within the edges of the text; where there are more they are cells of a table."""
_NEXT, _LAST = 0.8, 2.2
"""Of the font's size: between these is the distance of two lines of a block."""
_QUOTED = 120
"""Characters of an aside that a message quotes."""
_MOST_PIECES = 1_000
"""A page with more is a drawing."""


@attrs.frozen(eq=False)
class _Block:
    """Pieces that follow each other in the file and down the page; `left`, `right`, `low` and `high` are its edges."""

    pieces: Sequence[Piece]
    left: float
    right: float
    low: float
    high: float
    letters: int

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "_Block":
        """A block of pieces."""
        return cls(
            pieces,
            left=min(piece.left for piece in pieces),
            right=max(piece.right for piece in pieces),
            low=min(piece.low for piece in pieces),
            high=max(piece.high for piece in pieces),
            letters=sum(piece.letters for piece in pieces),
        )


def without_asides(characters: Sequence[Character]) -> tuple[Sequence[Character], list[list[Character]]]:
    """The characters of a page without the asides, and those of each aside; in the order of the file."""
    pieces = pieces_of(characters, range(len(characters)))
    if not 2 < len(pieces) <= _MOST_PIECES:
        return characters, []
    found = list(_asides(pieces))
    if not found or sum(block.letters for block, _ in found) > _MOST_OF_ALL * sum(piece.letters for piece in pieces):
        return characters, []
    if sum(1 for _, within in found if within) > _MOST_WITHIN:
        found = [each for each in found if not each[1]]
    groups = [[place for piece in block.pieces for place in piece.places] for block, _ in found]
    taken = {place for group in groups for place in group}
    rest = [each for place, each in enumerate(characters) if place not in taken]
    return rest, [[characters[place] for place in group] for group in groups]


def _asides(pieces: Sequence[Piece]) -> Iterator[tuple[_Block, bool]]:
    """The blocks that are asides, each with whether it stands within the edges of the text."""
    letters: Counter[Look] = Counter()
    for piece in pieces:
        letters[piece.look] += piece.letters
    usual = max(letters, key=lambda look: letters[look])
    levels = sorted(pieces, key=lambda piece: piece.low)
    lows = [piece.low for piece in levels]
    text = [piece for piece in pieces if piece.look == usual]
    lefts, rights = sorted(piece.left for piece in text), sorted(piece.right for piece in text)
    tallest = max(piece.high - piece.low for piece in pieces)
    for block in _blocks(pieces):
        if not _FEWEST_LETTERS <= block.letters <= _MOST_LETTERS * letters.total():
            continue
        around = _AROUND * block.pieces[0].size + tallest
        first, last = bisect.bisect_left(lows, block.low - around), bisect.bisect_right(lows, block.high + around)
        own = {piece.number for piece in block.pieces}
        near = [piece for piece in levels[first:last] if piece.number not in own]
        beside = [piece for piece in near if piece.high > block.low and piece.low < block.high]
        in_row = any(piece.look == block.pieces[0].look != usual for piece in beside)
        if not beside or in_row or not all(_is_clear(block, piece) for piece in beside):
            continue
        widest = max(piece.right - piece.left for piece in near if _is_clear(block, piece))
        if widest < _NARROWER * (block.right - block.left):
            continue
        others = len(text) - sum(piece.look == usual for piece in block.pieces)
        before, behind = bisect.bisect_right(rights, block.left), len(text) - bisect.bisect_left(lefts, block.right)
        beyond = others in (before, behind)
        off = sum(_is_off(piece, block) for piece in beside) >= _MOSTLY * len(beside)
        small = block.pieces[0].size < _SMALLER * usual[0]
        lines = len(block.pieces)
        if (off and (beyond or lines >= _FEWEST_LINES)) or (beyond and small and lines > 1):
            yield block, not beyond


def _blocks(pieces: Sequence[Piece]) -> Iterator[_Block]:
    run: list[Piece] = []
    for piece in pieces:
        if run and not _follows(run[-1], piece):
            yield _Block.of(run)
            run = []
        run.append(piece)
    if run:
        yield _Block.of(run)


def _follows(above: Piece, piece: Piece) -> bool:
    down = (above.low - piece.low) / above.size if above.size else 0.0
    overlap = min(above.right, piece.right) - max(above.left, piece.left)
    return above.look[0] == piece.look[0] and _NEXT <= down <= _LAST and overlap > 0


def _is_clear(block: _Block, piece: Piece) -> bool:
    """Whether a piece stands to the left or to the right of a block, clear of it."""
    clear = _CLEAR * block.pieces[0].size
    return piece.right + clear <= block.left or block.right + clear <= piece.left


def _is_off(piece: Piece, block: _Block) -> bool:
    """Whether a piece stands on the level of no line of a block."""
    foot = piece.characters[0].bottom
    return all(abs(foot - line.characters[0].bottom) > _OFF * line.size for line in block.pieces)


def told_aside(words: str, span: Span) -> Diagnostic:
    """What is told of an aside and its place in the text."""
    return Diagnostic(
        code="aside", message=f'stands beside the text and is no part of it: "{cut(words, _QUOTED)}"', span=span
    )
