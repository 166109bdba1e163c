"""Flat texts: texts whose lines were lost, so that headings stand in the middle of a line.

Guarantee: a line is cut only before headings whose numbers form a sequence, so that references are never taken for
headings; a text with lines of its own stays as it is.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from treatylex.language.numerals import division_value, follows, next_of, roman_numeral
from treatylex.model.provisions import Level
from treatylex.parsing.structure.captions import name_before_text
from treatylex.parsing.structure.labels import label_at, number_end
from treatylex.parsing.structure.layout import Line, is_lower_case, pattern

_LONG = 400
_FEWEST = 2
_SHORT = 120  # from the number of an annex to its text
_ENDS = ".:;”)"


class _Cut(NamedTuple):
    """A place within a line where another begins; `heading`: a heading does, else the text behind its number."""

    at: int
    heading: bool


def unfold(text: str, lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before the headings that stand within them.

    Long lines are cut before articles, containers and annexes, each line before the sections of an article that count
    on from the last one.
    """
    unfolded: list[Line] = []
    lower_case = is_lower_case(text)
    section: tuple[int, ...] | None = None
    for line in lines:
        sections, section = _sections(text, line, section)
        cuts = _cuts(text, line, lower_case=lower_case) if line.end - line.start > _LONG else []
        at, gap = line.start, line.gap
        for cut in sorted({*cuts, *sections}):
            end = at + len(text[at : cut.at].rstrip())
            if end > at:
                unfolded.append(Line(at, end, gap))
            at, gap = _after_blanks(text, cut.at), cut.heading
        unfolded.append(Line(at, line.end, gap))
    return unfolded


def _sections(text: str, line: Line, last: tuple[int, ...] | None) -> tuple[list[_Cut], tuple[int, ...] | None]:
    """Where sections begin in a line, each of which bears the number after the last one; and the last one in it."""
    cuts: list[_Cut] = []
    opening = label_at(text, line.start, line.end)
    if opening is not None and opening.number is not None:
        last = division_value(opening.printed(text)) if opening.level is Level.SECTION else None
    for match in pattern("SECTION_IN_LINE").finditer(text, line.start + 1, line.end) if last else ():
        value = division_value(match["numbered"])
        if value == next_of(last or ()):
            cuts.append(_Cut(match.start(), heading=True))
            last = value
    return cuts, last


def _cuts(text: str, line: Line, *, lower_case: bool) -> list[_Cut]:
    """Where headings begin in a long line, and the texts of articles that run into what stands before them."""
    headings = _attachments(text, line)
    texts: list[int] = []
    articles, containers, glued = _articles(text, line, lower_case=lower_case)
    if len(articles) >= _FEWEST:
        starts = list(articles)
        headings += [*starts, *_near(containers, starts), *_testimonium(text, line, starts[-1])]
        texts = [*glued, *_after_capitals(text, line)]
        if lower_case:
            texts += _first_paragraphs(text, line, articles)
    return sorted({*(_Cut(at, heading=True) for at in headings), *(_Cut(at, heading=False) for at in texts)})


def _articles(text: str, line: Line, *, lower_case: bool) -> tuple[dict[int, int], list[int], list[int]]:
    """Where articles begin and their numbers end; where containers begin; where numbers end without a blank.

    In a text that is all in lower case but for the word ARTICLE, its number may run into the text: "ARTICLE iithe".
    """
    articles: dict[int, int] = {}
    containers: list[int] = []
    glued: list[int] = []
    last: tuple[int, ...] | None = None
    dangling, tail = pattern("DANGLING"), pattern("REFERENCE_TAIL")
    for match in _words().finditer(text, line.start, line.end):
        start = _after_blanks(text, match.end())
        in_capitals = lower_case and match.lastgroup == "ARTICLE_WORD" and match.group().isupper()
        if in_capitals and (end := _next_number_end(text, start, last)) is not None:
            last = (1 + (last[0] if last else 0),)
            articles[match.start()] = end
            glued.append(end)
            continue
        end = number_end(text, start, line.end)
        before = text[max(line.start, match.start() - 40) : match.start()].rstrip()
        if not end or dangling.search(before) or tail.match(text, end) or text[end : end + 1] in (",", "("):
            continue
        value = division_value(text[start:end])
        if match.lastgroup == "ARTICLE_WORD":
            if follows(last, value) and (value != (1,) or last is None or before[-1:] in ".:;"):
                last = value
                articles[match.start()] = end
        elif before.rstrip("–—-")[-1:] in _ENDS and text[match.start()].isupper():
            containers.append(match.start())
    return articles, containers, glued


def _first_paragraphs(text: str, line: Line, articles: Mapping[int, int]) -> Iterator[int]:
    """Where first paragraphs begin whose number runs into the name: "ARTICLE 3obligations1. each"."""
    first = pattern("FIRST_WITHOUT_BLANK")
    for end in articles.values():
        if found := first.search(text, end, min(end + _SHORT, line.end)):
            yield found.start()


def _attachments(text: str, line: Line) -> list[int]:
    """Where annexes begin: behind a sentence or behind the heading of another annex, with a number and a name."""
    found: list[int] = []
    name_end = -1
    for match in pattern("ATTACHED_IN_LINE").finditer(text, line.start, line.end):
        before = text[max(line.start, match.start() - 20) : match.start()].rstrip()
        if before and before[-1] not in _ENDS and match.start() - name_end > _SHORT:
            continue
        found.append(match.start())
        name_end = name_before_text(text, match.end(), line.end) or match.end()
        found.append(name_end)
    return found


def _after_capitals(text: str, line: Line) -> list[int]:
    """Where the words in capitals end with which a line begins that names an annex without a number."""
    match = pattern("ANNEX_IN_CAPITALS").match(text, line.start, line.end)
    return [match.end()] if match else []


def _next_number_end(text: str, start: int, last: tuple[int, ...] | None) -> int | None:
    """Where the number after `last` ends if it stands at `start`, whatever follows it without a blank."""
    number = 1 + (last[0] if last else 0)
    printed = next((form for form in (str(number), roman_numeral(number)) if text.startswith(form, start)), None)
    return None if printed is None else start + len(printed)


def _after_blanks(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _testimonium(text: str, line: Line, start: int) -> list[int]:
    """Where the closing formula begins behind the heading of the last article."""
    found = [match.start() for match in pattern("WITNESSED").finditer(text, start, line.end)]
    return [at for at in found if text[start:at].rstrip()[-1:] in _ENDS][-1:]


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
