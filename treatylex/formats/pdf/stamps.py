"""Stamps: words set across the text of a page, which are none of it: watermarks, stamps of receipt, seals.

Guarantees: only what is turned against the text of its page, or lies over letters of other words, is taken for one,
with what belongs to it, and what stands so on other pages; each comes with its words; where whole lines lie over
others, as a recognised text does over a printed one, nothing is taken.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.crossings import Crossings, Look, Piece, pieces_of
from treatylex.formats.pdf.lines import lines_of
from treatylex.source import Place, Span, cut

_FEWEST, _COVERED = 2, 0.5
"""Letters of a stamp, and of all of its letters, that lie over others: one alone only comes near the next word."""
_LARGE = 2.0
"""So many times as large as the text is what may lie over it with one of its letters alone."""
_MOST_DOUBLED = 0.5
"""Of the letters of a page no more are in words that may be stamps; else one text lies over another."""
_NEAR = 2.0
"""Of the font's size: so near each other stand the lines of a stamp."""
_MOST_LETTERS = 100
"""Of a large word that rises."""
_FEW = 3
"""So many letters of a text around a seal are upright among those that are turned."""
_NUMBER = re.compile(r"\d+")
_NAMED = 10
"""So many pages are named."""
_QUOTED = 120
"""Characters of a stamp that a message quotes."""
_MOST_PATTERNS = 100
"""So many different stamps are looked for on other pages."""


@attrs.frozen(eq=False)
class Stamp:
    """What was set across the text of a page, in the order of the file; `page` counts from 1."""

    page: int
    characters: Sequence[Character]

    @property
    def words(self) -> str:
        """What it says; where its letters stand by themselves, in the order of the file."""
        words: list[str] = []
        if len({each.tilt for each in self.characters}) == 1:
            words = " ".join(line.text for line in lines_of(self.characters)).split()
        if all(len(word) == 1 for word in words):
            words = "".join(each.text for each in self.characters).split()
        return " ".join(words)


def without_stamps(page: int, characters: Sequence[Character]) -> tuple[list[Character], list[Stamp]]:
    """The characters of a page without the stamps on it, and these; characters come in the order of the file."""
    turned = _turned(characters) if any(each.tilt for each in characters) else set()
    across = list(_across(characters, [place for place in range(len(characters)) if place not in turned]))
    taken = turned.union(*across)
    if not taken:
        return list(characters), []
    kept = [each for place, each in enumerate(characters) if place not in taken]
    found = [*_together(characters, sorted(turned)), *([characters[k] for k in sorted(each)] for each in across)]
    return kept, [Stamp(page, each) for each in found]


def _turned(characters: Sequence[Character]) -> set[int]:
    """The places of the characters that are turned against the text, and of the upright ones within a round seal."""
    inked = (place for place, each in enumerate(characters) if each.text != " ")
    runs = [(is_turned, list(run)) for is_turned, run in itertools.groupby(inked, lambda k: characters[k].tilt != 0)]
    taken = {place for is_turned, run in runs if is_turned for place in run}
    for (_, before), (is_turned, run), (_, after) in zip(runs, runs[1:], runs[2:], strict=False):
        if not is_turned and len(run) <= _FEW:
            around = [before[-1], *run, after[0]]
            if len({characters[place].tint for place in around}) == 1:
                taken.update(run)
    return taken


def _across(characters: Sequence[Character], level: Sequence[int]) -> Iterator[set[int]]:
    """The places of characters of words that lie over others, those of each look: of those given, which are upright."""
    pieces = pieces_of(characters, level)
    crossings = Crossings.of(pieces)
    if not crossings.pieces:
        return
    usual = _usual_look(pieces)
    large = _LARGE * usual[0]
    small = [each for each in crossings.pieces.values() if each.size < large and _lies_over(each, crossings)]
    doubled = max(2 * crossings.twice, sum(each.letters for each in small))
    is_doubled = doubled > _MOST_DOUBLED * sum(each.letters for each in pieces)
    found: set[int] = set()
    for piece in sorted(crossings.pieces.values(), key=lambda piece: _unlikely(piece, crossings, usual)):
        if crossings.crossed(piece) if piece.size >= large else not is_doubled and _lies_over(piece, crossings):
            crossings.take(piece)
            found.add(piece.number)
    _add_neighbours(found, pieces, usual)
    for look in dict.fromkeys(pieces[number].look for number in sorted(found)):
        yield {place for number in found if pieces[number].look == look for place in pieces[number].places}


def _lies_over(piece: Piece, crossings: Crossings) -> bool:
    return crossings.crossed(piece) >= max(_FEWEST, _COVERED * piece.letters)


def _usual_look(pieces: Sequence[Piece]) -> Look:
    letters: Counter[Look] = Counter()
    for piece in pieces:
        letters[piece.look] += piece.letters
    return max(letters, key=lambda look: letters[look])


def _unlikely(piece: Piece, crossings: Crossings, usual: Look) -> tuple[bool, int, float, float, int]:
    """How unlikely a piece is the stamp of those that lie over each other.

    It looks unlike most of the text, lies over several lines or with more of its letters, is larger, or comes last.
    """
    crossed = crossings.crossed(piece) / piece.letters
    return piece.look == usual, -crossings.others(piece), -crossed, -piece.size, -piece.number


def _add_neighbours(found: set[int], pieces: Sequence[Piece], usual: Look) -> None:
    """Add the other lines of a stamp: near it, of its look, unless the text has that, and next to it in the file.

    The letters of a large word that rises come in the file with the lines in whose height they stand.
    """
    large: dict[Look, list[Piece]] = {}
    for piece in pieces:
        if piece.size >= _LARGE * usual[0]:
            large.setdefault(piece.look, []).append(piece)
    waiting = sorted(found)
    while waiting:
        piece = pieces[waiting.pop()]
        for other in (*pieces[max(0, piece.number - 1) : piece.number + 2], *large.get(piece.look, ())[:_MOST_LETTERS]):
            alike = piece.look == other.look != usual
            if alike and other.number not in found and piece.is_near(other, _NEAR * piece.size):
                found.add(other.number)
                waiting.append(other.number)


def _together(characters: Sequence[Character], places: Iterable[int]) -> Iterator[list[Character]]:
    """The characters at some places, those of each stamp by themselves: of one colour, in the file without a gap."""
    run: list[Character] = []
    last = -1
    for place in places:
        each = characters[place]
        between = characters[last + 1 : place] if run else []
        if run and (each.tint != run[-1].tint or any(other.text != " " for other in between)):
            yield run
            run, between = [], []
        run += [*between, each]
        last = place
    if run:
        yield run


def without_repeated(
    pages: Sequence[Sequence[Character]], stamps: Sequence[Stamp]
) -> tuple[list[Sequence[Character]], list[Stamp]]:
    """The characters of pages without what is a stamp at the same place of another page, and these stamps.

    A large word may lie over no line of a page with a few of them.
    """
    upright = Counter(tuple(map(_mark, stamp.characters)) for stamp in stamps if not stamp.characters[0].tilt)
    patterns = [pattern for pattern, _ in upright.most_common(_MOST_PATTERNS)]
    if not patterns:
        return list(pages), []
    marks = {mark for pattern in patterns for mark in pattern}
    kept: list[Sequence[Character]] = []
    found: list[Stamp] = []
    for number, characters in enumerate(pages, 1):
        places = {mark: place for place, each in enumerate(characters) if (mark := _mark(each)) in marks}
        here = [pattern for pattern in patterns if places and all(mark in places for mark in pattern)]
        taken = {places[mark] for pattern in here for mark in pattern}
        found += [Stamp(number, [characters[places[mark]] for mark in pattern]) for pattern in here]
        kept.append([each for place, each in enumerate(characters) if place not in taken] if taken else characters)
    return kept, found


def _mark(character: Character) -> tuple[str, int, int, float]:
    """A sign with its place in points, and its size."""
    return character.text, round(character.left), round(character.bottom), round(character.size, 1)


def told_stamps(stamps: Iterable[Stamp], places: Sequence[Place]) -> Iterator[Diagnostic]:
    """What is told of stamps, of those that are alike but for numbers once, where the first page with one begins.

    Args:
        stamps: those of a file.
        places: the pages of its text.
    """
    alike: dict[str, list[Stamp]] = {}
    for stamp in stamps:
        alike.setdefault(_NUMBER.sub("#", stamp.words), []).append(stamp)
    for found in alike.values():
        first = min(found, key=lambda stamp: stamp.page)
        at = next((place.span.start for place in places if (place.page or 0) >= first.page), 0)
        numbers = sorted({stamp.page for stamp in found})
        named = ", ".join(map(str, numbers[:_NAMED])) + (" …" if len(numbers) > _NAMED else "")
        told = f"left out as a stamp on {'page' if len(numbers) == 1 else 'pages'} {named}"
        words = f'turned against the text or over it: "{cut(first.words, _QUOTED)}"'
        yield Diagnostic(code="stamp", message=f"{told}, {words}", span=Span(at, at))
