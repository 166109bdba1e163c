"""Line numbers: those that a draft sets in the margin, before each of its lines or every few of them.

Guarantee: only numbers to the left of all text are taken for them, where they count the lines of a page; numbers of
rows and of paragraphs, which pass over lines, do not.
"""

import bisect
import itertools
from collections import Counter
from collections.abc import Sequence

from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.lines import Line, lines_of

_LONGEST = 5
_FEWEST_LINES = 8
"""So many lines are counted on a page with line numbers."""
_LEVEL = 2.0
"""Points between the feet of a number and of the line beside it, and more."""
_COUNTED = 0.8
"""Of the steps from one number to the next so many pass over as many lines."""


def without_line_numbers(pages: Sequence[Sequence[Character]]) -> tuple[list[Sequence[Character]], int]:
    """The characters of pages without the numbers of their lines, and how many of these there are.

    Where they count the lines of one page, those beside the few lines of another one do, too, and beside its head.
    """
    found = [_numbers(characters) for characters in pages]
    if not any(_count_lines(*each) for each in found):
        return list(pages), 0
    gone = {id(each) for numbers, _ in found for part in numbers for each in part.characters}
    kept = [[each for each in characters if id(each) not in gone] for characters in pages]
    return list(kept), sum(len(numbers) for numbers, _ in found)


def _numbers(characters: Sequence[Character]) -> tuple[list[Line], list[Line]]:
    """The numbers to the left of all text of a page, and its other lines."""
    parts = [(part, part.text) for part in lines_of(characters)]
    edge = min((part.left for part, text in parts if not _is_number(text)), default=0.0)
    return [part for part, text in parts if _is_number(text) and part.right < edge], [
        part for part, _ in parts if part.left >= edge
    ]


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST


def _count_lines(numbers: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether numbers, given from the top down, count the lines beside which they stand."""
    if len(numbers) < 2:
        return False
    feet = sorted({round(line.bottom / 2) * 2 for line in lines})
    steps = [int(below.text) - int(above.text) for above, below in itertools.pairwise(numbers)]
    step, _ = Counter(steps).most_common(1)[0]
    below = [bisect.bisect_left(feet, number.bottom - _LEVEL) for number in numbers]
    passed = [upper - lower for upper, lower in itertools.pairwise(below)]
    kept = sum(one == step == many for one, many in zip(steps, passed, strict=True))
    return step > 0 and step * len(numbers) >= _FEWEST_LINES and kept >= _COUNTED * len(steps)
