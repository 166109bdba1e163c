"""Notes: the letters of which an exchange of notes consists.

Guarantee: only a text that speaks the language of diplomatic notes ("I have the honour …") has notes.
"""

from collections.abc import Sequence

import attrs

from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.structure.blocks import Block, Piece
from treatylex.parsing.structure.body import Row
from treatylex.parsing.structure.headings import Heading
from treatylex.parsing.structure.layout import Line, pattern

_SHORT = 100
_OPENING = 12  # lines, from the heading of a note to its first words


def notes_of(text: str, lines: Sequence[Line]) -> list[Heading]:
    """The headings of the notes ("I", "No. 2", "A. Letter from …"); a note without one begins at its salutation.

    The first note may do without either, where only a letterhead stands before it.
    """
    honour, heading, salutation = pattern("HONOUR"), pattern("NOTE_HEADING"), pattern("SALUTATION")
    found: list[Heading] = []
    start: int | None = None
    for i, line in enumerate(lines):
        if start is not None and i - start > _OPENING:
            start = None
        is_heading = line.gap and heading.match(text, line.start, line.end)
        if is_heading or (start is None and salutation.match(text, line.start, line.end)):
            start = i
        if honour.search(text, line.start, line.end):
            if start is None and not found:
                start = i
            if start is not None:
                found.append(_note(text, lines[start], start))
                start = None
    return found


def _note(text: str, line: Line, i: int) -> Heading:
    """A note that begins on line `i`, which may be its heading."""
    headed = line.gap and pattern("NOTE_HEADING").match(text, line.start, line.end)
    if not headed:
        return Heading(Level.NOTE, line.start, line.start, None, None, line.start, i, i)
    number = pattern("NOTE_NUMBER").search(text, line.start, line.end)
    return Heading(Level.NOTE, line.start, line.end, number.span() if number else None, None, line.end, i, i + 1)


def split_note(text: str, block: Block, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The body of a note and its signature; what stands before the salutation is written into the block."""
    salutation, signed = pattern("SALUTATION"), pattern("SIGNATURE_MARK")
    begin = next((k + 1 for k, row in enumerate(rows[:_OPENING]) if salutation.match(text, row.start, row.end)), 0)
    if begin and not text[rows[begin - 1].start : rows[begin - 1].end].rstrip().endswith((",", ":")):
        begin -= 1
    for row in rows[:begin]:
        block.content.append(Piece(LeafKind.FORMULA, row.start, row.end))
    for k in range(begin, len(rows)):
        mark = signed.search(text, rows[k].start, rows[k].end)
        if mark is not None:
            return _cut(text, rows[begin:], k - begin, mark.start())
    return list(rows[begin:]), []


def _cut(text: str, rows: Sequence[Row], k: int, at: int) -> tuple[list[Row], list[Row]]:
    """The rows up to the place `at` in row `k`, and those from there on; a short row is not cut."""
    row = rows[k]
    if at - row.start < _SHORT:
        return list(rows[:k]), list(rows[k:])
    before = attrs.evolve(row, end=row.start + len(text[row.start : at].rstrip()))
    return [*rows[:k], before], [attrs.evolve(row, start=at), *rows[k + 1 :]]
