"""Tidy tables: keys, types, forms, and what a failure leaves behind."""

import csv
import json
import re
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

import treatylex
from treatylex.cli import main
from treatylex.collections import Member, tidy
from treatylex.collections.identity import Identities
from treatylex.collections.storing import FORMS, Writer
from treatylex.collections.tidy import TABLES, Row, columns
from treatylex.errors import InputError

ROOT = Path(__file__).parent.parent
LAKE = """Pact of the Lake

Article 1

“Lake” means the Lake of Norland.

Article 2

1. Each Party shall: (a) report within ten days of the request under Article 1; (b) keep a list, unless it objects.

2. The Council may meet every two years if a Party so requests.
"""
SEA = """Treaty between the Kingdom of Belgium and the French Republic

Article 1

The Depositary shall inform each State of the deposit. The Parties shall, unless
"""


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "pacts"
    (folder / "old").mkdir(parents=True)
    (folder / "lake.txt").write_text(LAKE, encoding="utf-8")
    (folder / "old" / "sea.txt").write_text(SEA, encoding="utf-8")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["table", *arguments])


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_found_by_its_keys(collection: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("id,file,signed\none,pacts/lake.txt,1907-06-03\ntwo,pacts/old/sea.txt,\n")
    assert run(str(manifest), "-o", str(tmp_path / "tables")).exit_code == 0
    keys: dict[str, set[tuple[str, ...]]] = {}
    for table in TABLES:
        described = columns(table)
        found = rows(tmp_path / "tables", table)
        own = [tuple(row[column.name] for column in described if column.is_key) for row in found]
        assert len(set(own)) == len(own) > 0, table
        keys[table] = set(own)
        for column in described:
            if column.refers in ("treaties", "provisions", "clauses"):
                named = {(row["treaty_id"], row[column.name])[-len(next(iter(keys[column.refers]))) :] for row in found}
                assert {each for each in named if each[-1]} <= keys[column.refers], (table, column.name)


def test_what_is_read_stands_in_the_tables(collection: Path, tmp_path: Path) -> None:
    run(str(collection), "-o", str(tmp_path / "tables"))
    treaties = {row["treaty_id"]: row for row in rows(tmp_path / "tables", "treaties")}
    assert set(treaties) == {"lake", "old/sea"}
    assert treaties["lake"]["title"] == "Pact of the Lake"
    clauses = [row for row in rows(tmp_path / "tables", "clauses") if row["treaty_id"] == "lake"]
    assert [row["kind"] for row in clauses] == ["definition", "obligation", "obligation", "permission"]
    assert (clauses[1]["actor"], clauses[1]["inherits"], clauses[0]["inherits"]) == ("each_party", "true", "false")
    assert [(row["id"], row["iso"]) for row in rows(tmp_path / "tables", "parties")] == [
        ("belgium", "BEL"),
        ("france", "FRA"),
    ]
    (within, every) = rows(tmp_path / "tables", "periods")
    assert (within["amount"], within["unit"], every["amount"], every["unit"]) == ("10", "day", "2", "year")
    assert {row["severity"] for row in rows(tmp_path / "tables", "diagnostics")} >= {"error"}


@pytest.mark.parametrize("form", ["jsonl", "parquet", "duckdb"])
def test_every_form_holds_the_same(form: str, collection: Path, tmp_path: Path) -> None:
    run(str(collection), "-o", str(tmp_path / "csv"))
    target = tmp_path / ("tables.duckdb" if form == "duckdb" else "tables")
    assert run(str(collection), "-o", str(target), "--format", form).exit_code == 0
    for table in TABLES:
        expected = [tuple(row.values()) for row in rows(tmp_path / "csv", table)]
        if form == "jsonl":
            lines = (target / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
            found = [tuple(json.loads(line).values()) for line in lines]
        elif form == "parquet":
            found = [tuple(row.values()) for row in pyarrow.parquet.read_table(target / f"{table}.parquet").to_pylist()]
        else:
            with duckdb.connect(str(target), read_only=True) as database:
                order = ", ".join(column.name for column in columns(table) if column.is_key)
                found = database.execute(f'SELECT * FROM "{table}"').fetchall()
                assert database.execute(
                    f'SELECT count(*) FROM (SELECT DISTINCT {order} FROM "{table}")'
                ).fetchone() == (len(found),)
        assert sorted(tuple(map(shown, row)) for row in found) == sorted(expected), table
    types = {type(value) for row in found for value in row}
    assert types <= {str, int, bool, float, type(None)}


def shown(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_an_id_does_not_change_with_the_working_directory(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(collection.parent)
    run("pacts", "-o", "one")
    monkeypatch.chdir(collection)
    run(".", "-o", "../two")
    ids = [[row["treaty_id"] for row in rows(collection.parent / name, "treaties")] for name in ("one", "two")]
    assert ids[0] == ids[1] == ["lake", "old/sea"]


def test_two_files_of_one_name_have_two_ids() -> None:
    given = list(Identities(["a", "b"]).of(["a/x.txt", "b/x.txt", "a/x.pdf", "x.txt"]))
    assert len(set(given)) == 4
    assert given[0] == "x"


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_stored(collection: Path, tmp_path: Path) -> None:
    (collection / "broken.json").write_text('{"format": "treatylex", "version": 1}')
    result = run(str(collection), "-o", str(tmp_path / "tables"))
    assert result.exit_code == 3
    assert "broken.json" in result.stderr
    assert len(rows(tmp_path / "tables", "treaties")) == 2


def rows_of_sea() -> list[tuple[str, Row]]:
    return tidy.rows(treatylex.parse(SEA), Member(treaty_id="sea", path="sea.txt"))


def broken_off(target: Path) -> None:
    with Writer(target, "csv") as writer:
        writer.add(rows_of_sea())
        raise RuntimeError


def test_a_target_appears_whole_or_stays_as_it_was(collection: Path, tmp_path: Path) -> None:
    target = tmp_path / "tables"
    run(str(collection), "-o", str(target))
    before = {file.name: file.read_bytes() for file in target.iterdir()}
    with pytest.raises(RuntimeError):
        broken_off(target)
    assert {file.name: file.read_bytes() for file in target.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_one_line_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("treatylex.collections.storing.os.replace", full)
    with (
        pytest.raises(InputError, match=r"tables: no space left on device; nothing was changed"),
        Writer(tmp_path / "tables") as writer,
    ):
        writer.add(rows_of_sea())
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.parametrize(
    ("target", "form", "message"),
    [("taken", "csv", "csv is stored in a folder"), ("folder", "duckdb", "duckdb is stored in a file")],
)
def test_a_target_of_the_wrong_kind_is_refused(target: str, form: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=message):
        Writer(tmp_path / target, form)


def test_the_page_describes_every_column() -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for table in TABLES:
        section = page[page.index(f"### {table}\n") :]
        section = section[: section.find("\n### ", 5)]
        named = re.findall(r"^\| `(\w+)` \| (\w+) \|", section, re.MULTILINE)
        kinds = {str: "text", int: "number", bool: "truth"}
        assert named == [(column.name, kinds[column.type]) for column in columns(table)], table
    assert all(f"`{form}`" in page for form in FORMS)
