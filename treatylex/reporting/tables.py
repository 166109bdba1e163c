"""Tables as CSV, as JSON and for the eye.

Guarantee: CSV and JSON write each row as it comes, so that a long collection needs no memory.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from typing import IO, Any


def write_csv(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as CSV with a header, after RFC 4180 but with the line ends of the file."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def write_json(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as a JSON list of objects, one a line."""
    between = "[\n"
    for row in rows:
        file.write(between + json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False))
        between = ",\n"
    file.write("[]\n" if between == "[\n" else "\n]\n")


def write_table(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]], *, color: bool) -> None:
    """Write rows in columns: fitted to a terminal, unfolded where the output goes elsewhere."""
    from treatylex.reporting.terminal import console, grid

    cells = [tuple(map(str, row)) for row in rows]
    width = None if file.isatty() else 2 * len(header) + sum(_widths(header, cells))
    console(file, color=color, width=width).print(grid(header, cells))


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(header, *rows, strict=True)]
