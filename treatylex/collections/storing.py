"""Storing: tidy tables as files that statistics programs and databases read.

Guarantees: rows are written as they come, so that memory does not grow with the collection; a target appears whole,
when all is written, or not at all, and what stood there before stays until then; numbers, truth and emptiness arrive as
such.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from treatylex.collections.tidy import TABLES, Column, Row, columns
from treatylex.errors import OutputError
from treatylex.extras import needed
from treatylex.locations import file_system, is_location
from treatylex.reporting.listings import csv_row, encodable

_BATCH = 10_000  # rows of a table that are kept before they are written to Parquet
_LONGEST_ROW = 2**28  # bytes
_SQL = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", float: "DOUBLE"}
_PART = 1_000  # treaties in a file of a partitioned table
FORMS = ("csv", "jsonl", "parquet", "partitions", "duckdb")
"""The forms in which tables are stored: one file a table in a folder, a folder of files a table, or a database."""


class Store(Protocol):
    """Where rows go."""

    def add(self, table: str, row: Row) -> None:
        """Take one row."""

    def close(self) -> None:
        """Finish what was begun."""

    def abandon(self) -> None:
        """Let go of what was begun, quietly: it will be removed."""


class Writer:
    """Writes rows to a folder or a file of one form; used with `with`, it is finished, or taken back on an error.

    Raises:
        OutputError: for a form that there is not, a library that is not installed, or a target that cannot be written.
    """

    def __init__(self, target: str | os.PathLike[str], form: str | None = None) -> None:
        self.location = os.fspath(target) if is_location(os.fspath(target)) else None
        self.target = Path(target)
        self.form = form or form_of(self.target)
        if self.form not in FORMS:
            raise OutputError(f"tables are not stored as {self.form!r}; choose one of {', '.join(FORMS)}")
        if self.location is not None:
            file_system(self.location)  # a wrong one is told before the work
            self._work = Path(tempfile.mkdtemp(prefix="treatylex."))
            self._store: Store = _STORES[self.form](self._work)
            return
        if self.target.is_dir() != (self.form != "duckdb") and self.target.exists():
            kind = "a file" if self.form == "duckdb" else "a folder"
            raise OutputError(f"{self.target}: {self.form} is stored in {kind}; name another target")
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._work = Path(tempfile.mkdtemp(dir=self.target.parent, prefix=f".{self.target.name}."))
        except OSError as fault:
            raise OutputError(f"{self.target}: {(fault.strerror or str(fault)).lower()}; name another target") from None
        self._store = _STORES[self.form](self._work)

    def add(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Take rows, each with the name of its table."""
        for table, row in rows:
            self._store.add(table, row)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._store.close()
                self._move()
        except OSError as trouble:
            fault = trouble
        finally:
            self._store.abandon()
            shutil.rmtree(self._work, ignore_errors=True)
        if isinstance(fault, OSError):
            name = self.location or self.target
            reason = os.strerror(fault.errno) if fault.errno else fault.strerror or str(fault)
            raise OutputError(f"{name}: {reason.lower()}; nothing was changed") from None

    def _move(self) -> None:
        """Put what was written in place: file by file into a folder, so that other files in it stay."""
        if self.location is not None:
            self._send(self.location)
            return
        if self.form == "duckdb":
            os.replace(self._work / "tables.duckdb", self.target)
            return
        self.target.mkdir(exist_ok=True)
        for made in sorted(self._work.iterdir()):
            if (self.target / made.name).is_dir():  # a table of an earlier run, which may have had more parts
                os.replace(self.target / made.name, self._work / f"{made.name}.old")
            os.replace(made, self.target / made.name)

    def _send(self, location: str) -> None:
        """Put what was written where the location is; parts of an earlier run go."""
        system, path = file_system(location)
        try:
            if self.form == "duckdb":
                system.put_file(str(self._work / "tables.duckdb"), path)
                return
            for file in sorted(self._work.rglob("*")):
                named = f"{path.rstrip('/')}/{file.relative_to(self._work).as_posix()}"
                if file.is_dir():
                    if system.exists(named):
                        system.rm(named, recursive=True)
                    system.makedirs(named, exist_ok=True)
                else:
                    system.makedirs(path, exist_ok=True)
                    system.put_file(str(file), named)
        except Exception as fault:  # of whatever library stands behind the location
            raise OutputError(f"{location}: not wholly written: {fault}; try again") from None


def form_of(target: Path) -> str:
    """The form that a target's name asks for: a database by its ending, else CSV.

    >>> form_of(Path("pacts.duckdb")), form_of(Path("tables"))
    ('duckdb', 'csv')
    """
    return {".duckdb": "duckdb", ".db": "duckdb"}.get(target.suffix.lower(), "csv")


class _Files:
    """One text file a table."""

    ending = ""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self.files: dict[str, IO[str]] = {
            table: self._stack.enter_context((folder / f"{table}{self.ending}").open("w", encoding="utf-8", newline=""))
            for table in TABLES
        }

    def close(self) -> None:
        self._stack.close()

    def abandon(self) -> None:
        with suppress(OSError):
            self._stack.close()


class _Csv(_Files):
    """CSV after RFC 4180: truth is `true` and `false`, what there is not is an empty field without quotes."""

    ending = ".csv"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._line = csv_row()
        for table, file in self.files.items():
            file.write(self._line(column.name for column in columns(table)))

    def add(self, table: str, row: Row) -> None:
        self.files[table].write(self._line(_cell(value) for value in row))


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else encodable(value)


class _JsonLines(_Files):
    """One JSON object a line."""

    ending = ".jsonl"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._names = {table: tuple(column.name for column in columns(table)) for table in TABLES}

    def add(self, table: str, row: Row) -> None:
        named = dict(zip(self._names[table], map(encodable, row), strict=True))
        self.files[table].write(f"{json.dumps(named, ensure_ascii=False)}\n")


class _Parquet:
    """One Parquet file a table, written in batches."""

    def __init__(self, folder: Path, name: Callable[[str], str] = "{}.parquet".format) -> None:
        self.arrow, parquet = needed("pyarrow", "tables"), needed("pyarrow.parquet", "tables")
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._schemas = {table: self._schema(columns(table)) for table in TABLES}
        self._writers = {
            table: parquet.ParquetWriter(folder / name(table), schema) for table, schema in self._schemas.items()
        }

    def _schema(self, described: tuple[Column, ...]) -> Any:
        kinds = {
            str: self.arrow.string(),
            int: self.arrow.int64(),
            bool: self.arrow.bool_(),
            float: self.arrow.float64(),
        }
        fields = [self.arrow.field(each.name, kinds[each.type], nullable=each.may_be_empty) for each in described]
        return self.arrow.schema(fields)

    def add(self, table: str, row: Row) -> None:
        self._waiting[table].append(tuple(map(encodable, row)))
        if len(self._waiting[table]) >= _BATCH:
            self._write(table)

    def _write(self, table: str) -> None:
        schema, rows = self._schemas[table], self._waiting[table]
        cells = zip(*rows, strict=True) if rows else ((),) * len(schema)
        arrays = [self.arrow.array(list(column), type=field.type) for column, field in zip(cells, schema, strict=True)]
        self._writers[table].write_table(self.arrow.table(arrays, schema=schema))
        self._waiting[table] = []

    def close(self) -> None:
        for table, writer in self._writers.items():
            self._write(table)
            writer.close()

    def abandon(self) -> None:
        for writer in self._writers.values():
            with suppress(OSError):
                writer.close()
            writer.is_open = False  # else it tries again when it is deleted


class _Partitions:
    """A folder of Parquet files a table, each with the rows of so many treaties."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._parts, self._treaties = folder, 0, 0
        for table in TABLES:
            (folder / table).mkdir()
        self._part = _Parquet(folder, self._name)

    def _name(self, table: str) -> str:
        return f"{table}/part-{self._parts:05}.parquet"

    def add(self, table: str, row: Row) -> None:
        if table == "treaties":
            if self._treaties == _PART:
                self._part.close()
                self._parts, self._treaties = self._parts + 1, 0
                self._part = _Parquet(self._folder, self._name)
            self._treaties += 1
        self._part.add(table, row)

    def close(self) -> None:
        self._part.close()

    def abandon(self) -> None:
        self._part.abandon()


class _DuckDb:
    """One DuckDB database with the keys of the tables, filled when all rows are there."""

    def __init__(self, folder: Path) -> None:
        self._duckdb = needed("duckdb", "tables")
        self._folder = folder
        rows = folder / "rows"
        rows.mkdir()
        self._rows = _JsonLines(rows)
        self.add = self._rows.add
        self.abandon = self._rows.abandon

    def close(self) -> None:
        self._rows.close()
        try:
            self._fill()
        except self._duckdb.Error as fault:
            raise OSError(0, str(fault).partition("\n")[0]) from None

    def _fill(self) -> None:
        with self._duckdb.connect(str(self._folder / "tables.duckdb")) as database:
            for table in TABLES:
                described = columns(table)
                database.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(_definitions(described))})")
                kinds = ", ".join(f"{_quoted(each.name)}: '{_SQL[each.type]}'" for each in described)
                source = str(self._folder / "rows" / f"{table}.jsonl").replace("'", "''")
                options = f"format='newline_delimited', columns={{{kinds}}}, maximum_object_size={_LONGEST_ROW}"
                database.execute(f"INSERT INTO {_quoted(table)} SELECT * FROM read_json('{source}', {options})")
        shutil.rmtree(self._folder / "rows")


def _definitions(described: tuple[Column, ...]) -> Iterator[str]:
    """The columns of a table in SQL, with its primary key and its foreign keys."""
    for column in described:
        yield f"{_quoted(column.name)} {_SQL[column.type]}{'' if column.may_be_empty else ' NOT NULL'}"
    keys = [column.name for column in described if column.is_key]
    yield f"PRIMARY KEY ({_listed(keys)})"
    for column in described:
        if column.refers is not None:
            theirs = [each.name for each in columns(column.refers) if each.is_key]
            ours = [*keys[: len(theirs) - 1], column.name]
            yield f"FOREIGN KEY ({_listed(ours)}) REFERENCES {_quoted(column.refers)} ({_listed(theirs)})"


def _listed(names: list[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'


_STORES: dict[str, Any] = {
    "csv": _Csv,
    "jsonl": _JsonLines,
    "parquet": _Parquet,
    "partitions": _Partitions,
    "duckdb": _DuckDb,
}
