"""Bodies: the running text of a division, line by line, and its paragraphs and points.

Guarantees: every line of the body lands in one block; text that the layout interrupts (page numbers, wraps) goes on in
the block where it began.
"""

import itertools
from collections.abc import Sequence

import attrs

from treatylex.errors import Diagnostic
from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.structure.blocks import Block, Piece
from treatylex.parsing.structure.captions import name_before_text
from treatylex.parsing.structure.layout import RUNNING_LOOKS, Line, pattern
from treatylex.parsing.structure.markers import UNMARKED, Marker, Place, Stretch, markers_in
from treatylex.parsing.structure.sequence import Item, Sequencer, Series

ENDS_SENTENCE = '.;:!?)”"'
_FULL = 0.8
"""Of the width to which a text is wrapped: a shorter line that ends a sentence ends a paragraph."""
_LONGEST_NAME = 80
_LAST_WORDS = 12  # characters of a paragraph's end


@attrs.frozen
class Row:
    """One line of a body.

    `gap`: a blank line stands before it; `opens`: a heading does; `fresh`: it begins a paragraph.
    """

    start: int
    end: int
    kind: LeafKind
    gap: bool
    opens: bool = False
    fresh: bool = True
    quoted: bool = False


def rows_of(
    text: str,
    lines: Sequence[Line],
    kinds: Sequence[LeafKind],
    quoted: Sequence[bool],
    width: int | None,
    *,
    opens: bool = False,
) -> list[Row]:
    """The lines of a body as rows; `kinds` holds what each line is by its look, `width` where the text is wrapped."""
    rows: list[Row] = []
    before: Line | None = None
    interrupted = in_quotation = False
    width = _broken_width(text, lines) if width is None else width
    for line, kind, is_quoted in zip(lines, kinds, quoted, strict=True):
        if kind not in RUNNING_LOOKS:
            rows.append(Row(line.start, line.end, kind, line.gap))
            interrupted = True
            continue
        # Quoted provisions are one paragraph of the provision that quotes them.
        fresh = before is None or not (is_quoted and in_quotation)
        if fresh and before is not None:
            fresh = _begins_paragraph(text, before, line, width, interrupted=interrupted)
            if len(rows) == 1 and not (fresh or opens) and _is_name_above(text, before, line):
                rows[0] = attrs.evolve(rows[0], kind=LeafKind.HEADING)
                fresh = True
        rows.append(Row(line.start, line.end, kind, line.gap and fresh, opens and before is None, fresh, is_quoted))
        before, interrupted, in_quotation = line, False, is_quoted
    return rows


def _is_name_above(text: str, before: Line, line: Line) -> bool:
    """Whether a line is the name of the text below it, in an excerpt without its number: "Free Ports"."""
    printed = text[before.start : before.end]
    if printed.isupper() and text[before.end - 1] not in ENDS_SENTENCE:
        return text[line.start].isupper() and not text[line.start : line.end].isupper()
    leads = pattern("LEADS").match(printed) is not None
    return not leads and name_before_text(text, before.start, line.end) == before.end


def _broken_width(text: str, lines: Sequence[Line]) -> int | None:
    """The longest line that is broken in mid-sentence; `None` where none is, so that lines are paragraphs."""
    broken = (
        before.end - before.start
        for before, line in itertools.pairwise(lines)
        if not line.gap and text[before.end - 1] not in ENDS_SENTENCE and text[line.start].islower()
    )
    return max(broken, default=None)


def _begins_paragraph(text: str, before: Line, line: Line, width: int | None, *, interrupted: bool) -> bool:
    last, first = text[before.end - 1], text[line.start]
    if first.islower() and (last not in ".;:" or pattern("JOINT_ALONE").fullmatch(text, line.start, line.end)):
        return False
    if interrupted:
        return last in ENDS_SENTENCE
    if last in ENDS_SENTENCE and pattern("REMARK").match(text, line.start, line.end):
        return True
    if line.gap:
        return last in ENDS_SENTENCE or not first.islower()
    return last in ENDS_SENTENCE and (width is None or before.end - before.start < _FULL * width)


def fill(text: str, block: Block, rows: Sequence[Row], room: int, diagnostics: list[Diagnostic]) -> None:
    """Divide running text into the paragraphs and points that its markers open, at most `room` levels deep."""
    candidates: list[Marker] = []
    floors: list[int] = []
    floor = 0
    unlettered = _unlettered(text, rows)
    for row in rows:
        if row.fresh:
            floor = row.start
        if row.start in unlettered:
            candidates.append(Marker(row.start, row.start, UNMARKED, None, Place.LINE, row.gap))
            floors.append(floor)
        if row.kind is LeafKind.TEXT and not row.quoted:
            found = list(markers_in(text, Stretch(row.start, row.end, row.gap, row.opens)))
            candidates += found
            floors += [floor] * len(found)
    items = Sequencer(text, room, diagnostics).run(candidates, floors) if candidates else []
    _Filling(text, block).run(rows, items)


def _unlettered(text: str, rows: Sequence[Row]) -> set[int]:
    """Where the items of lists begin whose letters a page's style made, so that the text has none.

    They stand below a colon, in paragraphs of their own, each but the last with a semicolon or a comma at its end.
    """
    paragraphs: list[tuple[int, int]] = []  # where each begins and ends; whatever is no plain text parts two lists
    for row in rows:
        if row.kind is not LeafKind.TEXT or row.quoted:
            paragraphs.append((row.start, row.start))
        elif row.fresh or not paragraphs:
            paragraphs.append((row.start, row.end))
        else:
            paragraphs[-1] = paragraphs[-1][0], row.end
    found: set[int] = set()
    items: list[int] | None = None
    for start, end in paragraphs:
        if items is not None and _is_bare(text, start, end):
            items.append(start)
            if pattern("UNLETTERED_END").search(text, max(start, end - _LAST_WORDS), end) is None:
                found |= set(items) if len(items) > 1 and text[end - 1] == "." else set()
                items = None
        else:
            items = None
        if pattern("CHAPEAU_END").search(text, max(start, end - _LAST_WORDS), end):
            items = []
    return found


def _is_bare(text: str, start: int, end: int) -> bool:
    """Whether a paragraph begins with a capital and no marker."""
    marker = next(markers_in(text, Stretch(start, end, gap=True, opens=False)), None)
    return text[start].isupper() and (marker is None or marker.start > start)


class _Filling:
    """Puts text and items into the block of a division, each where it belongs."""

    def __init__(self, text: str, division: Block) -> None:
        self.text = text
        self.division = division
        self.open: list[tuple[Series, Block]] = []
        self.current = division

    def run(self, rows: Sequence[Row], items: Sequence[Item]) -> None:
        """Go through the text once, from item to item."""
        k = 0
        for number, row in enumerate(rows):
            at, fresh = row.start, row.fresh
            while k < len(items) and items[k].marker.start < row.end:
                marker = items[k].marker
                self._text(row.kind, at, marker.start, fresh=fresh)
                self._item(items[k])
                at, fresh = marker.end, False
                k += 1
            below = rows[number + 1] if number + 1 < len(rows) else None
            if self._is_name(row, at, below, items[k] if k < len(items) else None):
                self._name(at, row.end)
            else:
                self._text(row.kind, at, row.end, fresh=fresh)

    def _is_name(self, row: Row, at: int, below: Row | None, item: Item | None) -> bool:
        """Whether what is left of a row names the numbered paragraph that it begins: "4. Entry into force"."""
        block = self.current
        if block.level is not Level.PARAGRAPH or block.name or _has_text(block):
            return False
        if below is None or not below.fresh or row.quoted or {row.kind, below.kind} != {LeafKind.TEXT}:
            return False
        if not _reads_as_name(self.text[at : row.end].strip()):
            return False
        divided = item is not None and item.marker.start == below.start
        return not divided or (item is not None and item.series.depth > self.open[-1][0].depth)

    def _name(self, start: int, end: int) -> None:
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        self.current.name = start, end
        self.current.content.append(Piece(LeafKind.HEADING, start, end))

    def _item(self, item: Item) -> None:
        series, marker = item.series, item.marker
        while self.open and self.open[-1][0].depth >= series.depth:
            self.open.pop()
        parent = self.open[-1][1] if self.open else self.division
        level = Level.PARAGRAPH if item.paragraph else Level.POINT
        block = Block(level, marker.start, marker.number)
        block.content.append(Piece(LeafKind.MARKER, marker.start, marker.end))
        parent.content.append(block)
        self.open.append((series, block))
        self.current = block

    def _text(self, kind: LeafKind, start: int, end: int, *, fresh: bool) -> None:
        printed = self.text[start:end]
        left = len(printed) - len(printed.lstrip())
        if left == len(printed):
            return
        start, end = start + left, start + len(printed.rstrip())
        if kind is LeafKind.HEADING:
            self.open.clear()
            self.current = self.division
        if kind not in RUNNING_LOOKS:
            self.current.content.append(Piece(kind, start, end))
            return
        if fresh:
            self._settle(start)
        content = self.current.content
        last = content[-1] if content else None
        if isinstance(last, Piece) and last.kind is kind and not fresh:
            last.end = end
        elif isinstance(last, Block) and last.level is Level.POINT and self.text[start].islower():
            content.append(Piece(kind, start, end, fresh=False))
        else:
            content.append(Piece(kind, start, end, fresh=fresh or not _has_text(self.current)))

    def _settle(self, start: int) -> None:
        """Close the items that a new paragraph of text ends."""
        closing = self.division.level is Level.NOTE and _has_text(self.current)
        if closing and pattern("NOTE_CLOSING").match(self.text, start):
            self.open.clear()
        first = self.text[start]
        before = self.text[max(0, start - 60) : start].rstrip()
        while self.open:
            series, block = self.open[-1]
            if series.last_start > start or (block.level is Level.PARAGRAPH and not first.islower()):
                break
            if first.islower() and before and not pattern("ITEM_JOINT").search(before):
                break
            self.open.pop()
            if first.islower():
                break
        self.current = self.open[-1][1] if self.open else self.division


def _reads_as_name(printed: str) -> bool:
    """Whether words name something, rather than begin or make a sentence."""
    if not printed[:1].isupper() or len(printed) > _LONGEST_NAME or printed[-1] in ".;:,—–-":
        return False
    sentence = pattern("FINITE").search(printed) or pattern("RUN_IN").match(f" {printed} ")
    return not (sentence or pattern("DANGLING").search(printed))


def _has_text(block: Block) -> bool:
    return any(isinstance(part, Piece) and part.kind in RUNNING_LOOKS for part in block.content)
