"""Subdivisions: headings without a word for what they open.

Guarantees: a lettered heading within an article, an annex or a rule ("A. GENERAL PROVISIONS") opens a division only as
one of a series that begins with A and whose members hold text; a letter before a phrase is a point of a list otherwise.
A roman numeral on a line of its own opens a chapter only above an article, as one of a series that begins with I.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from treatylex.language.numerals import division_value
from treatylex.model.provisions import ATTACHED, UNITS, Level
from treatylex.parsing.structure.captions import LONGEST_NAME
from treatylex.parsing.structure.headings import Heading
from treatylex.parsing.structure.layout import Line, pattern

_HOLDERS = UNITS | ATTACHED
_CALLED = (Level.CHAPTER, Level.PART, Level.TITLE, Level.SECTION)


def subdivisions_of(
    text: str, lines: Sequence[Line], headings: Sequence[Heading], plain: Sequence[bool]
) -> list[Heading]:
    """The lettered headings in the divisions that the headings open; `plain` says which lines are text of its own."""
    found: list[Heading] = []
    ends = [*(heading.line for heading in headings[1:]), len(lines)]
    for heading, end in zip(headings, ends, strict=False):
        if heading.level in _HOLDERS:
            found += _series(text, _lettered(text, lines, range(heading.next_line, end), plain), end)
    return found


def _lettered(text: str, lines: Sequence[Line], places: range, plain: Sequence[bool]) -> Iterator[Heading]:
    """The lines that consist of a capital letter and a name, up to the closing formula."""
    lettered, finite, closing = pattern("LETTERED_NAME"), pattern("FINITE"), pattern("TESTIMONIUM")
    for i in places:
        line = lines[i]
        if not (line.gap and plain[i]):
            continue
        if text[line.start].isupper() and closing.match(text, line.start, line.end):
            return
        match = lettered.fullmatch(text, line.start, line.end)
        if match and (match["capitals"] or not finite.search(text, *match.span("name"))):
            number, name = match.span("letter"), match.span("name")
            yield Heading(Level.SUBDIVISION, line.start, name[0], number, name, line.end, i, i + 1)


def _series(text: str, candidates: Iterable[Heading], end: int) -> list[Heading]:
    """The candidates that count on from A, if there are several and each has text below it; `end` is a line."""
    series: list[Heading] = []
    for heading in candidates:
        if text[heading.start] == chr(ord("A") + len(series)):
            series.append(heading)
    ends = [*(heading.line for heading in series[1:]), end]
    hold_text = all(heading.next_line < stop for heading, stop in zip(series, ends, strict=False))
    return series if len(series) > 1 and hold_text else []


def numbered_chapters(
    text: str, lines: Sequence[Line], headings: Sequence[Heading], plain: Sequence[bool]
) -> list[Heading]:
    """The chapters that are called by roman numerals alone; their level is what the text calls them, "this Part"."""
    series: list[Heading] = []
    taken = {line for heading in headings for line in range(heading.line, heading.next_line)}
    level = _called(text)
    if any(heading.level is level for heading in headings):
        level = Level.SUBDIVISION
    for heading in headings:
        i = heading.line - 1
        if heading.level is not Level.ARTICLE or i < 1 or i in taken or not plain[i]:
            continue
        named = not _is_numeral(text, lines[i])
        i -= named
        if i in taken or not plain[i] or not _is_numeral(text, lines[i]):
            continue
        number = lines[i].start, lines[i].start + len(text[lines[i].start : lines[i].end].rstrip("."))
        if division_value(text[slice(*number)]) == (len(series) + 1,):
            name = (lines[i + 1].start, lines[i + 1].end) if named and _is_name(text, lines[i + 1]) else None
            if name or not named:
                end = name[1] if name else lines[i].end
                series.append(Heading(level, lines[i].start, lines[i].end, number, name, end, i, heading.line))
    return series if len(series) > 1 else []


def _is_numeral(text: str, line: Line) -> bool:
    return pattern("ROMAN_ALONE").fullmatch(text, line.start, line.end) is not None


def _is_name(text: str, line: Line) -> bool:
    sentence = text[line.end - 1] in ".;:," or pattern("FINITE").search(text, line.start, line.end)
    return line.end - line.start <= LONGEST_NAME and text[line.start].isupper() and not sentence


def _called(text: str) -> Level:
    """What a text calls its divisions most often, chapters where it does not speak of them."""
    called = Counter((match["this"] or match["numbered"]).lower() for match in pattern("CALLED").finditer(text))
    return max(_CALLED, key=lambda level: called[level.value])
