"""Subdivisions: lettered headings within an article, an annex or a rule ("A. GENERAL PROVISIONS").

Guarantee: such a heading opens a division only as one of a series that begins with A and whose members hold text; a
letter before a phrase is a point of a list otherwise.
"""

from collections.abc import Iterable, Iterator, Sequence

from treatylex.model.provisions import ATTACHED, UNITS, Level
from treatylex.parsing.structure.headings import Heading
from treatylex.parsing.structure.layout import Line, pattern

_HOLDERS = UNITS | ATTACHED


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
