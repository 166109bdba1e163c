"""Numbers that have a line for themselves: the numbers of paragraphs, told from those of pages.

Guarantee: a number is a paragraph's only as one of a run that counts on from 1, between sentences that end and
sentences that begin; page numbers stand in the middle of a sentence sooner or later, and a page apart.
"""

import itertools
from collections.abc import Iterator, Sequence

import attrs

from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.labels import label_at
from treatylex.parsing.structure.layout import Line, lines_above, pattern

_ENDS = '.;:)”"’'
_SHORT = 80
_PAGE = 1_000  # characters between two page numbers, at the least
_ODD_ONES = 0.1
_SETTLED = 3  # divisions whose paragraphs are counted so


@attrs.define
class _Run:
    """Numbers that count on: the lines on which one can be a paragraph's, how many cannot, and the latest number."""

    lines: list[int] = attrs.field(factory=list)
    misfits: int = 0
    latest: int = 0

    def add(self, i: int, *, fits: bool) -> None:
        """Count on with the number on line `i`."""
        self.latest += 1
        self.misfits += not fits
        if fits:
            self.lines.append(i)

    def counts_paragraphs(self, lines: Sequence[Line]) -> bool:
        """Whether these are paragraphs rather than pages."""
        starts = [lines[i].start for i in self.lines]
        near = any(after - before < _PAGE for before, after in itertools.pairwise(starts))
        return near and self.misfits <= _ODD_ONES * len(starts)


def mark_numbers(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> None:
    """Mark the numbers that count paragraphs as running text in `looks`, where they look like page numbers."""
    runs = list(_Counting(text, lines, looks).runs())
    counting = [run for run in runs if run.counts_paragraphs(lines)]
    if len(counting) >= _SETTLED:  # then a division may have a first paragraph only
        counting += [run for run in runs if run.latest == 1 and run.lines]
    for run in counting:
        for i in run.lines:
            looks[i] = LeafKind.TEXT


class _Counting:
    """The search for numbers that count on; `closed_up`: the text has no blank lines at all."""

    def __init__(self, text: str, lines: Sequence[Line], looks: Sequence[LeafKind]) -> None:
        self.text = text
        self.lines = lines
        self.looks = looks
        self.above = lines_above(looks)
        self.closed_up = not any(line.gap for line in lines[1:])

    def runs(self) -> Iterator[_Run]:
        """The runs of numbers that count on from 1 within one division."""
        alone = pattern("ALONE")
        run = _Run()
        for i, line in enumerate(self.lines):
            number = self.text[line.start : line.end]
            is_number = self.looks[i] is LeafKind.FURNITURE and alone.fullmatch(number) is not None
            if (is_number and number == "1" and self._fits(i)) or (line.gap and self._is_label(line)):
                yield run
                run = _Run()
            if is_number and number == str(run.latest + 1):
                run.add(i, fits=self._fits(i))
        yield run

    def _is_label(self, line: Line) -> bool:
        """Whether a line holds nothing but the word and the number of a division."""
        label = label_at(self.text, line.start, line.end)
        return label is not None and not self.text[label.end : line.end].strip(" .:–-")

    def _fits(self, i: int) -> bool:
        """Whether the number on line `i` stands between a sentence that ends and one that begins."""
        text, lines = self.text, self.lines
        if i + 1 == len(lines) or self.looks[i + 1] is not LeafKind.TEXT or not (lines[i].gap or self.closed_up):
            return False
        first = text[lines[i + 1].start]
        if not (first.isupper() or first in "“\"(‘'„"):
            return False
        if self.above[i] < 0:
            return True
        before = lines[self.above[i]]
        if text[before.end - 1] in _ENDS:
            return True
        short = before.end - before.start < _SHORT
        return short and not pattern("FINITE").search(text, before.start, before.end)
