"""Strokes: the lines through words, drawn on a page or marked by a reader of it, that delete them by hand; bullets.

Guarantee: a stroke counts only where it runs through the small letters of a character, so that underlining, rules and
the borders of tables delete nothing; a dot counts as a bullet only before the first word of a line.
"""

import bisect
import ctypes
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from treatylex.formats.pdf.characters import Box, Character

_THICKEST = 0.2
"""Of the font's size."""
_LOWEST, _HIGHEST = 0.15, 0.5
"""Between these, above the foot of a character and in sizes of its font, a stroke runs through it."""
_BELOW, _FOOT = -0.3, 0.0
"""The same of a line below it."""
_SMALLEST_DOT, _LARGEST_DOT = 1.0, 12.0
"""In points: so high is a dot that may be a bullet."""
_ROUND = 0.25
"""Of its height: by no more its width differs."""
_DOT, _HIGHEST_DOT = 0.55, 0.6
"""Of the font's size: no bullet is higher, and none has its middle higher above the foot of the line."""
_NEAR, _ALONE = 2.5, 4.0
"""The same: so near stands the first word, and so far the next one to the left of the dot, in another column."""
_MOST_STROKES = 20_000


def with_strokes(characters: Sequence[Character], strokes: Sequence[Box]) -> list[Character]:
    """The characters, those through which a stroke runs marked as struck."""
    levels: dict[int, list[Box]] = defaultdict(list)
    for stroke in strokes:
        levels[math.floor((stroke[1] + stroke[3]) / 2)].append(stroke)
    if not levels:
        return list(characters)
    return [
        each._replace(
            struck=_is_crossed(each, levels, _LOWEST, _HIGHEST),
            underlined=each.coloured and _is_crossed(each, levels, _BELOW, _FOOT),
        )
        for each in characters
    ]


def _is_crossed(character: Character, levels: dict[int, list[Box]], lowest: float, highest: float) -> bool:
    low, high = (character.bottom + share * character.size for share in (lowest, highest))
    middle = (character.left + character.right) / 2
    return not character.tilt and any(
        left <= middle <= right and low <= (bottom + top) / 2 <= high and top - bottom <= _THICKEST * character.size
        for level in range(math.floor(low), math.floor(high) + 1)
        for left, bottom, right, top in levels.get(level, ())
    )


def with_dots(characters: Sequence[Character], paths: Sequence[Box]) -> list[Character]:
    """The characters, and a bullet for each dot that is drawn, and no character, before the first word of a line."""
    dots = [path for path in paths if _is_dot(path)]
    if not dots or not characters:
        return list(characters)
    levels: dict[int, list[Character]] = defaultdict(list)
    for each in characters:
        if each.text != " " and not each.tilt:
            levels[int(each.bottom)].append(each)
    for level in levels.values():
        level.sort(key=_left)
    found = filter(None, (_bullet(dot, levels) for dot in dict.fromkeys(dots)))
    return [*characters, *found]


def _is_dot(path: Box) -> bool:
    width, height = path[2] - path[0], path[3] - path[1]
    return _SMALLEST_DOT <= height <= _LARGEST_DOT and abs(width - height) <= _ROUND * height


def _bullet(dot: Box, levels: dict[int, list[Character]]) -> Character | None:
    """The bullet that a dot is, if it stands before the first word of a line, at the height of its small letters."""
    left, bottom, right, top = dot
    for level in range(int(bottom - _LARGEST_DOT), int(bottom) + 1):
        line = levels.get(level, [])
        at = bisect.bisect_left(line, right, key=_left)
        if at == len(line):
            continue
        word = line[at]
        inside = word.bottom <= bottom and (bottom + top) / 2 <= word.bottom + _HIGHEST_DOT * word.size
        small = top - bottom <= _DOT * word.size
        before = at and line[at - 1].right > left - _ALONE * word.size
        if inside and small and not before and word.left - right <= _NEAR * word.size:
            return Character("•", left, word.bottom, right, word.top)
    return None


def _left(character: Character) -> float:
    return character.left


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
