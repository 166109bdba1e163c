"""Flat texts: texts whose lines were lost, so that headings stand in the middle of a line.

Guarantee: a line is cut only before headings whose numbers form a sequence, so that references are never taken for
headings; a text with lines of its own stays as it is.
"""

import functools
import re
from collections.abc import Sequence

from treatylex.parsing.structure.layout import Line, pattern
from treatylex.parsing.structure.numerals import division_value, follows, word_number

_LONG = 400
_FEWEST = 2


def unfold(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, the long ones cut before the headings of articles and containers that stand within them."""
    unfolded: list[Line] = []
    for line in lines:
        cuts = _cuts(text, line) if line.end - line.start > _LONG else []
        at, gap = line.start, line.gap
        for cut in cuts:
            end = at + len(text[at:cut].rstrip())
            if end > at:
                unfolded.append(Line(at, end, gap))
            at, gap = cut, True
        unfolded.append(Line(at, line.end, gap))
    return unfolded


def _cuts(text: str, line: Line) -> list[int]:
    """Where headings begin in a long line: articles whose numbers run on, and the containers right before them."""
    articles: list[int] = []
    containers: list[int] = []
    last: tuple[int, ...] | None = None
    number, dangling, tail = pattern("DIVISION_NUMBER"), pattern("DANGLING"), pattern("REFERENCE_TAIL")
    for match in _words().finditer(text, line.start, line.end):
        start = (
            match.end() + len(text[match.end() : match.end() + 3]) - len(text[match.end() : match.end() + 3].lstrip())
        )
        end = word_number(text, start) or ((found := number.match(text, start, line.end)) and found.end())
        before = text[max(line.start, match.start() - 40) : match.start()].rstrip()
        if not end or dangling.search(before) or tail.match(text, end) or text[end : end + 1] in (",", "("):
            continue
        value = division_value(text[start:end])
        if match.lastgroup == "ARTICLE_WORD":
            if follows(last, value) and (value != (1,) or last is None or before[-1:] in ".:;"):
                last = value
                articles.append(match.start())
        elif before[-1:] in ".:;”)" and text[match.start()].isupper():
            containers.append(match.start())
    if len(articles) < _FEWEST:
        return []
    return sorted({*articles, *_near(containers, articles)})


def _near(containers: Sequence[int], articles: Sequence[int]) -> list[int]:
    """The containers with an article within the next two hundred characters."""
    near = []
    k = 0
    for at in containers:
        while k < len(articles) and articles[k] < at:
            k += 1
        if k < len(articles) and articles[k] - at < 200:
            near.append(at)
    return near


@functools.cache
def _words() -> re.Pattern[str]:
    words = pattern("ARTICLE_WORD", "PART_WORD", "TITLE_WORD", "CHAPTER_WORD", "SECTION_WORD", "ANNEX_WORD").pattern
    return re.compile(rf"(?<![^\s.:;,”)])(?:{words})")
