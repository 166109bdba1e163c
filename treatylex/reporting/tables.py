"""Tables as CSV, as JSON and for the eye.

Guarantee: CSV and JSON write each row as it comes, so that a long collection needs no memory.
"""

import csv
import json
import shutil
from collections.abc import Iterable, Sequence
from typing import IO, Any

_WIDTH = 120


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
    """Write rows in columns that fit the terminal, without columns in which nothing stands.

    Where the output goes elsewhere, `COLUMNS` says how wide, or else it is 120 characters.
    """
    from treatylex.reporting.terminal import console, grid

    cells = [tuple(map(str, row)) for row in rows]
    filled = [at for at in range(len(header)) if not cells or any(row[at] for row in cells)]
    width = None if file.isatty() else shutil.get_terminal_size((_WIDTH, 24)).columns
    table = grid([header[at] for at in filled], [[row[at] for at in filled] for row in cells])
    console(file, color=color, width=width).print(table)
