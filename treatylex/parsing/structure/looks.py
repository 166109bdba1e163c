"""Looks: what a line is by its look alone, page furniture, a row of a table, or running text.

Guarantee: nothing is decided here that depends on other lines than the neighbours, except which numbers count
pages and which lines run over the heads of pages.
"""

from collections import Counter
from collections.abc import Sequence

from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.columns import mark_columns
from treatylex.parsing.structure.counting import mark_numbers
from treatylex.parsing.structure.layout import Line, pattern


def looks_of(text: str, lines: Sequence[Line]) -> list[LeafKind]:
    """What each line is by its look and its neighbours': page furniture, a row of a table; else text."""
    page = pattern("PAGE")
    looks = []
    for line in lines:
        if line.end - line.start <= 100 and page.match(text, line.start, line.end):
            looks.append(LeafKind.FURNITURE)
        elif text.count("\t", line.start, line.end) > 1:
            looks.append(LeafKind.TABLE)
        else:
            looks.append(LeafKind.TEXT)
    mark_columns(text, lines, looks)
    mark_numbers(text, lines, looks)
    _mark_running_headers(text, lines, looks)
    return looks


def _mark_running_headers(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> None:
    """Mark the short lines beside page numbers that come back on three pages or more."""
    beside = [
        k
        for k, look in enumerate(looks)
        if look is LeafKind.TEXT
        and lines[k].end - lines[k].start <= 100
        and (looks[k - 1 : k] == [LeafKind.FURNITURE] or looks[k + 1 : k + 2] == [LeafKind.FURNITURE])
    ]
    printed = Counter(text[lines[k].start : lines[k].end] for k in beside)
    for k in beside:
        if printed[text[lines[k].start : lines[k].end]] > 2:
            looks[k] = LeafKind.FURNITURE
