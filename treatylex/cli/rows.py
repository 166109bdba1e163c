"""Printing rows: as a table, as CSV or as JSON."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

import attrs

from treatylex.cli.io import output, wants_color

TABLE_FORMATS = ("table", "csv", "safe-csv", "json")
"""How rows are printed; `safe-csv` is for spreadsheets, in which no word of a text becomes a formula."""


def print_rows(
    row_class: type, rows: Iterable[Any], table_format: str, color: str, columns: Sequence[str] | None = None
) -> None:
    """Print rows; a table has only the columns named, CSV and JSON have all."""
    header = tuple(field.name for field in attrs.fields(row_class))
    out = output(data=table_format != "table")
    if table_format == "table":
        header = tuple(columns or header)
    cells = (tuple(getattr(row, name) for name in header) for row in rows)
    write_rows(out, header, cells, table_format, color)


def write_rows(
    file: IO[str], header: Sequence[str], rows: Iterable[Sequence[Any]], table_format: str, color: str
) -> None:
    """Write rows to an open file or stream, in one of the `TABLE_FORMATS`."""
    from treatylex.reporting import listings

    if table_format.endswith("csv"):
        listings.write_csv(file, header, rows, safe=table_format == "safe-csv")
    elif table_format == "json":
        listings.write_json(file, header, rows)
    else:
        listings.write_table(file, header, rows, color=wants_color(color, file))
