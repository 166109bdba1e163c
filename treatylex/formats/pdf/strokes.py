"""Strokes: the lines through words, drawn on a page or marked by a reader of it, that delete them by hand.

Guarantee: a stroke counts only where it runs through the small letters of a character, so that underlining, rules and
the borders of tables delete nothing.
"""

import ctypes
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from treatylex.formats.pdf.characters import Box, Character

_THICKEST = 0.2
"""Of the font's size."""
_LOWEST, _HIGHEST = 0.15, 0.5
"""Between these, above the foot of a character and in sizes of its font, a stroke runs through it."""
_MOST_STROKES = 20_000


def with_strokes(characters: Sequence[Character], strokes: Sequence[Box]) -> list[Character]:
    """The characters, those through which a stroke runs marked as struck."""
    levels: dict[int, list[Box]] = defaultdict(list)
    for stroke in strokes:
        levels[int((stroke[1] + stroke[3]) / 2)].append(stroke)
    if not levels:
        return list(characters)
    return [each._replace(struck=_is_struck(each, levels)) for each in characters]


def _is_struck(character: Character, levels: dict[int, list[Box]]) -> bool:
    low, high = (character.bottom + share * character.size for share in (_LOWEST, _HIGHEST))
    middle = (character.left + character.right) / 2
    return any(
        left <= middle <= right and low <= (bottom + top) / 2 <= high and top - bottom <= _THICKEST * character.size
        for level in range(int(low), int(high) + 1)
        for left, bottom, right, top in levels.get(level, ())
    )


def strokes_of(page: Any, raw: Any) -> Iterator[Box]:
    """The boxes of what may be a stroke, in the page's own coordinates: flat paths, and marks that strike out."""
    edges = [ctypes.c_float() for _ in range(4)]
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    for found in itertools.islice(paths, _MOST_STROKES):
        if raw.FPDFPageObj_GetBounds(found.raw, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            yield left, bottom, right, top
    yield from _marks(page, raw)


def _marks(page: Any, raw: Any) -> Iterator[Box]:
    """A flat box through the middle of each stretch that a reader's mark strikes out."""
    points = raw.FS_QUADPOINTSF()
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_STROKES)):
        mark = raw.FPDFPage_GetAnnot(page.raw, index)
        if not mark:
            continue
        if raw.FPDFAnnot_GetSubtype(mark) == raw.FPDF_ANNOT_STRIKEOUT:
            for number in range(raw.FPDFAnnot_CountAttachmentPoints(mark)):
                if raw.FPDFAnnot_GetAttachmentPoints(mark, number, points):
                    across = (points.x1, points.x2, points.x3, points.x4)
                    down = (points.y1, points.y2, points.y3, points.y4)
                    level = min(down) + 0.45 * (max(down) - min(down))
                    yield min(across), level, max(across), level
        raw.FPDFPage_CloseAnnot(mark)
