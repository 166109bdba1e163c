"""Tables as CSV, as JSON and for the eye.

Guarantee: CSV and JSON write each row as it comes, so that a long collection needs no memory.
"""

import csv
import io
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from typing import IO, Any

import attrs

from treatylex.extras import needed


def write_csv(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as CSV with a header, after RFC 4180 but with the line ends of the file."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def write_json(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as a JSON list of objects, one a line; the list is whole even when the rows end in an error."""
    between = "[\n"
    try:
        for row in rows:
            file.write(between + json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False))
            between = ",\n"
    finally:
        file.write("[]\n" if between == "[\n" else "\n]\n")


def parquet_of(row_class: type, rows: Iterable[Any]) -> bytes:
    """Rows of a class as a Parquet file: whole numbers and fractions as such, everything else as text.

    Raises:
        InputError: when pyarrow is not installed.
    """
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    fields = attrs.fields(attrs.resolve_types(row_class))
    kinds = {int: arrow.int64(), float: arrow.float64()}
    listed = list(rows)
    columns = {field.name: [getattr(row, field.name) for row in listed] for field in fields}
    schema = arrow.schema([(field.name, kinds.get(field.type, arrow.string())) for field in fields])
    made = io.BytesIO()
    parquet.write_table(arrow.table(columns, schema=schema), made)
    return made.getvalue()


def write_table(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]], *, color: bool) -> None:
    """Write rows for the eye, without columns in which nothing stands; no word is ever broken.

    On a terminal, or where `COLUMNS` says how wide, in columns if they fit, and else each row as a record of its
    own, a field a line. Where the output goes elsewhere, a row is one line, so that it can be searched.
    """
    from treatylex.reporting.terminal import console, grid, long_lines, records

    cells = [tuple(map(str, row)) for row in rows]
    filled = [at for at in range(len(header)) if not cells or any(row[at] for row in cells)]
    names, shown = [header[at] for at in filled], [[row[at] for at in filled] for row in cells]
    out = console(file, color=color)
    if not file.isatty() and not os.environ.get("COLUMNS"):
        out.print(long_lines(names, shown), soft_wrap=True, end="")
        return
    width = shutil.get_terminal_size().columns
    table = grid(names, shown, width)
    if table is None:
        out.print(records(names, shown, width), soft_wrap=True, end="")
    else:
        console(file, color=color, width=width).print(table)
