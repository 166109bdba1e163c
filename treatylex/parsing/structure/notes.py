"""Notes: the letters of which an exchange of notes consists.

Guarantee: only a text without articles that speaks the language of diplomatic notes ("I have the honour …") has notes.
"""

from collections.abc import Sequence

from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.structure.blocks import Block, Piece
from treatylex.parsing.structure.body import Row
from treatylex.parsing.structure.headings import Heading
from treatylex.parsing.structure.layout import Line, pattern


def notes_of(text: str, lines: Sequence[Line]) -> list[Heading]:
    """The headings of the notes ("I", "No. 2", "A. Letter from …"); a note without one begins at its salutation."""
    honour, heading = pattern("HONOUR"), pattern("NOTE_HEADING")
    salutation, number = pattern("SALUTATION"), pattern("NOTE_NUMBER")
    found: list[Heading] = []
    start: tuple[int, bool] | None = None
    for i, line in enumerate(lines):
        if line.gap and heading.match(text, line.start, line.end):
            start = (i, True)
        elif start is None and salutation.match(text, line.start, line.end):
            start = (i, False)
        if start is not None and honour.search(text, line.start, line.end):
            at, headed = start
            first = lines[at]
            printed = number.search(text, first.start, first.end) if headed else None
            label = first.end if headed else first.start
            place = printed.span() if printed else None
            found.append(Heading(Level.NOTE, first.start, label, place, None, label, at, at + headed))
            start = None
    return found if len(found) > 1 or (found and found[0].number) else []


def split_note(text: str, block: Block, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The body of a note and its signature; what stands before the salutation is written into the block."""
    salutation, signed = pattern("SALUTATION"), pattern("SIGNATURE_MARK")
    begin = next((k + 1 for k, row in enumerate(rows[:12]) if salutation.match(text, row.start, row.end)), 0)
    if begin and not text[rows[begin - 1].start : rows[begin - 1].end].rstrip().endswith((",", ":")):
        begin -= 1
    for row in rows[:begin]:
        block.content.append(Piece(LeafKind.FORMULA, row.start, row.end))
    end = next((k for k in range(begin, len(rows)) if signed.search(text, rows[k].start, rows[k].end)), len(rows))
    return list(rows[begin:end]), list(rows[end:])
