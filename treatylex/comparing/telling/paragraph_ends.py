"""Ends of paragraphs: which of them are kept where words around them were struck and put in.

Guarantees: both texts stay as they are; a sentence that came or went at the end of a paragraph leaves the end of the
paragraph alone; the end of the whole text is always kept, as a word processor must.
"""

import enum
from collections.abc import Iterable, Sequence

import attrs

from treatylex.model.paragraphs import Paragraph


class Fate(enum.StrEnum):
    """What became of some words, or of the end of a paragraph."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"

    @property
    def on_left(self) -> bool:
        """Whether the left text has it."""
        return self in (Fate.KEPT, Fate.DELETED, Fate.MOVED_FROM)

    @property
    def on_right(self) -> bool:
        """Whether the right text has it."""
        return self in (Fate.KEPT, Fate.INSERTED, Fate.MOVED_TO)

    @property
    def is_move(self) -> bool:
        """Whether it was carried from one place to another."""
        return self in (Fate.MOVED_FROM, Fate.MOVED_TO)


@attrs.frozen(kw_only=True)
class Piece:
    """Some words of one fate, or the end of a paragraph, with the paragraphs of both texts that end there."""

    text: str = ""
    fate: Fate
    is_end: bool = False
    move: int | None = None
    changes: tuple[int, ...] = ()
    left: Paragraph | None = attrs.field(default=None, eq=False)
    right: Paragraph | None = attrs.field(default=None, eq=False)


def settled(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with the ends of paragraphs kept wherever both texts have them at the same place.

    >>> def piece(text, fate):
    ...     return Piece(text=text, fate=Fate(fate), is_end=not text)
    >>> found = settled([piece("A.", "kept"), piece("", "inserted"), piece(" B.", "deleted"), piece("", "deleted")])
    >>> [(each.text, each.fate.value) for each in found]
    [('A.', 'kept'), (' B.', 'deleted'), ('', 'kept')]
    """
    found: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.fate is not Fate.KEPT:
            run.append(piece)
            continue
        found += _settled_run(run, found)
        run = []
        found.append(piece)
    return _with_a_kept_end([*found, *_settled_run(run, found)])


def _settled_run(run: list[Piece], before: Sequence[Piece]) -> list[Piece]:
    """Edits side by side; where they begin within a paragraph, its end is kept if both texts have it."""
    if not run or not before or before[-1].is_end:
        return run
    for at, piece in enumerate(run):
        if not piece.is_end:
            continue
        partner = next((n for n in range(at + 1, len(run)) if run[n].is_end and _opposed(run[n], piece)), None)
        if partner is None:
            continue
        between = run[at + 1 : partner]
        first = [each for each in between if _opposed(each, piece)]  # they stand before the end that is kept
        behind = [each for each in between if not _opposed(each, piece)]
        return [*run[:at], *first, _kept(piece, run[partner]), *behind, *run[partner + 1 :]]
    return run


def _opposed(piece: Piece, other: Piece) -> bool:
    return piece.fate.on_left != other.fate.on_left


def _kept(piece: Piece, other: Piece) -> Piece:
    return Piece(
        fate=Fate.KEPT,
        is_end=True,
        changes=tuple(sorted({*piece.changes, *other.changes})),
        left=piece.left or other.left,
        right=piece.right or other.right,
    )


def _with_a_kept_end(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the last end of all kept."""
    if not pieces or pieces[-1].fate is Fate.KEPT:
        return pieces
    start = next((at + 1 for at in reversed(range(len(pieces))) if pieces[at].fate is Fate.KEPT), 0)
    run = pieces[start:]
    ours, theirs = ([piece for piece in run if piece.fate.on_left is side] for side in (True, False))
    if ours and theirs:
        return [*pieces[:start], *ours[:-1], *theirs[:-1], _kept(ours[-1], theirs[-1])]
    last = run[-1]
    if not start:  # one of the texts is empty
        return [*run[:-1], attrs.evolve(last, fate=Fate.KEPT, move=None)]
    before = pieces[start - 1]
    goes = attrs.evolve(last, left=before.left if ours else None, right=before.right if theirs else None)
    stays = attrs.evolve(before, left=last.left or before.left, right=last.right or before.right)
    return [*pieces[: start - 1], goes, *run[:-1], stays]
