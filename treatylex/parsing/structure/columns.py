"""Columns: the rows of a table whose columns are set by blanks, as typewriters and mails set them.

Guarantee: lines are rows only where the same columns of blanks part all of them, so that no sentence, list or index
becomes a table; the work is linear in the text.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.labels import label_at
from treatylex.parsing.structure.layout import Line, pattern

_FEWEST = 3
"""Rows without which nothing shows that blanks set columns."""
_WIDEST = 240
"""Characters of a line that may be a row."""
_CELLS = re.compile(r"\S+(?:[ \u00a0]\S+)*")

_Cells = tuple[tuple[int, int], ...]
"""Where the cells of a row begin and end, counted from the beginning of its line."""


def mark_columns(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> None:
    """Mark in `looks` the rows of tables that are set by blanks: three or more without a blank line between them."""
    for first, rows in _runs(text, lines, looks):
        start = 0
        while start < len(rows):
            end = _end_of_table(rows, start)
            table = rows[start:end]
            if (
                end - start >= _FEWEST
                and _is_set(table)
                and not _is_other(text, lines[first + start : first + end], table)
            ):
                looks[first + start : first + end] = [LeafKind.TABLE] * (end - start)
            start = end


def is_set_by_blanks(text: str, start: int, end: int) -> bool:
    r"""Whether blanks part the cells of a row, and not the tabs by which readers of files do.

    >>> is_set_by_blanks("Zinc    200", 0, 11), is_set_by_blanks("Zinc\t200", 0, 8)
    (True, False)
    """
    row = text[start:end].replace("\u00a0", " ")
    return "  " in row and "\t" not in row


def _runs(text: str, lines: Sequence[Line], looks: Sequence[LeafKind]) -> Iterator[tuple[int, list[_Cells]]]:
    """Lines below each other that are parted by two blanks or more: the number of the first, and the cells of each."""
    run: list[_Cells] = []
    for k, line in enumerate(lines):
        cells = _cells(text, line) if looks[k] is LeafKind.TEXT else ()
        if run and (line.gap or len(cells) < 2):
            yield k - len(run), run
            run = []
        if len(cells) > 1:
            run.append(cells)
    if run:
        yield len(lines) - len(run), run


def _cells(text: str, line: Line) -> _Cells:
    if line.end - line.start > _WIDEST or not is_set_by_blanks(text, line.start, line.end):
        return ()
    begins = max(text.rfind(sign, max(0, line.start - _WIDEST), line.start) for sign in "\n\r\f") + 1
    return tuple(
        (match.start() - begins, match.end() - begins) for match in _CELLS.finditer(text, line.start, line.end)
    )


def _end_of_table(rows: Sequence[_Cells], start: int) -> int:
    """Behind the last row that stands in the columns of the first one; a table has as many columns as its head."""
    columns = list(rows[start])
    end = start + 1
    while end < len(rows) and (joined := _joined(columns, rows[end])):
        columns = joined
        end += 1
    return end


def _joined(columns: Sequence[tuple[int, int]], row: _Cells) -> list[tuple[int, int]] | None:
    """The columns, as wide as this row needs them; `None` where it does not stand in them.

    Each cell stands in the column of its number, so that only the last ones may be empty, and two blanks or more stay
    between columns from the first row to the last.
    """
    if len(row) > len(columns):
        return None
    joined = [
        (min(column[0], cell[0]), max(column[1], cell[1])) for column, cell in zip(columns, row, strict=False)
    ] + list(columns[len(row) :])
    apart = all(left[1] + 1 < right[0] for left, right in itertools.pairwise(joined))
    return joined if apart else None


def _is_set(rows: Sequence[_Cells]) -> bool:
    """Whether blanks were counted so that a column begins, or ends, in one line: their number is not the same."""
    for number in range(1, max(map(len, rows))):
        pairs = [row[number - 1 : number + 1] for row in rows if number < len(row)]
        in_line = any(len({right[edge] for _, right in pairs}) == 1 for edge in (0, 1))
        if in_line and len({right[0] - left[1] for left, right in pairs}) > 1:
            return True
    return False


def _is_other(text: str, lines: Sequence[Line], rows: Sequence[_Cells]) -> bool:
    """Whether it is sentences, a list whose numbers stand apart, or names below a treaty, side by side."""
    if any(_says(text, line) or label_at(text, line.start, line.end) for line in lines):
        return True
    signed, signatory = pattern("SIGNATURE_MARK"), pattern("SIGNATORY")
    if any(signed.search(text, line.start, line.end) or signatory.match(text, line.start, line.end) for line in lines):
        return True
    marker = pattern("BRACKETED", "DECIMAL", "DOTTED", "CLOSED", "DOTTED_LETTER", "SECTION_SIGN", "ALONE", "DASH")
    return max(map(len, rows)) == 2 and all(
        marker.fullmatch(text, line.start, line.start + row[0][1] - row[0][0])
        for line, row in zip(lines, rows, strict=True)
    )


def _says(text: str, line: Line) -> bool:
    """Whether a line has a verb, as sentences and definitions have; "May" is a month here."""
    found = pattern("FINITE").finditer(text, line.start, line.end)
    return any(verb.group() != "May" for verb in found)
