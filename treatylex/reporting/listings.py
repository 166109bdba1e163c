"""Tables as CSV, as JSON and for the eye.

Guarantee: CSV and JSON write each row as it comes, so that a long collection needs no memory.
"""

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

import attrs

from treatylex.extras import needed

_COMPUTED = frozenset("=+-@\t\r\n|")  # what a spreadsheet takes for the beginning of a formula


def write_csv(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]], *, safe: bool = False) -> None:
    """Write rows as CSV with a header, after RFC 4180 but with line feeds at the ends of rows.

    Args:
        file: where to.
        header: the names of the columns.
        rows: the cells of each row.
        safe: put an apostrophe before words that a spreadsheet would compute. Without it the words are those of the
            text: programs that count or compare them need them so, and only spreadsheets compute.
    """
    row_of = csv_row()
    file.write(row_of(header))
    for row in rows:
        file.write(row_of([_inert(cell) for cell in row] if safe else row))


def csv_row() -> Callable[[Iterable[Any]], str]:
    r"""A function that gives a row as a line of CSV; fields that hold any kind of line end are quoted.

    >>> csv_row()(["a\rb", "c"])
    '"a\rb",c\n'
    """
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")  # what ends a row decides what is quoted

    def line(cells: Iterable[Any]) -> str:
        kept.seek(0)
        kept.truncate()
        writer.writerow(cells)
        return f"{kept.getvalue()[:-2]}\n"

    return line


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ")[:1] in _COMPUTED else cell


def write_json(file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as a JSON list of objects, one a line; the list is whole even when the rows end in an error."""
    between = "[\n"
    try:
        for row in rows:
            file.write(between + json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False))
            between = ",\n"
    finally:
        file.write("[]\n" if between == "[\n" else "\n]\n")


def encodable(value: Any) -> Any:
    r"""A value whose text can be written as UTF-8: halves of characters become question marks.

    >>> encodable("half \ud800")
    'half ?'
    """
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def parquet_of(row_class: type, rows: Iterable[Any]) -> bytes:
    """Rows of a class as a Parquet file: whole numbers and fractions as such, everything else as text.

    Raises:
        InputError: when pyarrow is not installed.
    """
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    fields = attrs.fields(attrs.resolve_types(row_class))
    kinds = {int: arrow.int64(), float: arrow.float64()}
    listed = list(rows)
    columns = {field.name: [encodable(getattr(row, field.name)) for row in listed] for field in fields}
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
