"""A cluster: the same treaties, in the same order, each once, whatever dies."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import distributed
import fsspec
import pyarrow.dataset
import pyarrow.parquet
import pytest
from click.testing import CliRunner

import treatylex
from treatylex.cli import main
from treatylex.collections import Collection
from treatylex.collections.tidy import TABLES, columns, rows

SENTENCE = "Each Party shall, within {} days, inform the other Party of its reasons.\n\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """Two processes on the loopback interface."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as made:
        yield made


@pytest.fixture
def treaties(tmp_path: Path) -> Path:
    folder = tmp_path / "treaties"
    folder.mkdir()
    for number in range(16):
        (folder / f"{number:02}.txt").write_text("Article 1\n\n" + SENTENCE.format(number + 2) * 20, encoding="utf-8")
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.4")
    return folder


def test_when_a_worker_is_killed_every_treaty_comes_once_and_in_order(
    cluster: distributed.LocalCluster, treaties: Path
) -> None:
    expected = list(Collection(treaties).map(rows))
    found = []
    with distributed.Client(cluster, set_as_default=False) as client:
        workers = client.run(os.getpid)
        for each in Collection(treaties).map(rows, cluster=client):
            found.append(each)
            if len(found) == 3:
                os.kill(next(iter(workers.values())), signal.SIGKILL)
        client.wait_for_workers(2, timeout=120)
        assert set(client.run(os.getpid).values()) != set(workers.values())
    assert [(each.treaty_id, each.value, str(each.error)) for each in found] == [
        (each.treaty_id, each.value, str(each.error)) for each in expected
    ]


def test_commands_give_the_same_on_a_cluster(cluster: distributed.LocalCluster, treaties: Path, tmp_path: Path) -> None:
    for name, more in (("here", ()), ("there", ("--cluster", cluster.scheduler_address))):
        done = CliRunner().invoke(main, ["table", str(treaties), "-o", str(tmp_path / name), *more])
        assert done.exit_code == 3, done.output
        assert "damaged.pdf" in done.stderr
    for table in TABLES:
        here, there = ((tmp_path / name / f"{table}.csv").read_bytes() for name in ("here", "there"))
        assert here == there, table


def test_treaties_in_memory_need_no_worker_and_faults_are_raised(cluster: distributed.LocalCluster) -> None:
    with distributed.Client(cluster, set_as_default=False) as client:
        (loaded,) = Collection(treatylex.parse("Each Party shall act.", source_name="a")).read(cluster=client)
        assert loaded.treaty is not None


def test_an_address_where_no_cluster_is_says_so(treaties: Path) -> None:
    for address in ("nowhere", "tcp://127.0.0.1:9"):
        command = [sys.executable, "-m", "treatylex", "clauses", str(treaties), "--cluster", address, "--jobs", "1"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        told = f"treatylex: {address}: no cluster answers there; check the address of its scheduler"
        assert (done.returncode, done.stderr.splitlines()) == (2, [told])


def test_partitions_hold_what_one_file_holds_and_those_of_an_earlier_run_go(
    treaties: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tables"
    for part in (4, 10):
        monkeypatch.setattr("treatylex.collections.storing._PART", part)
        done = CliRunner().invoke(main, ["table", str(treaties), "-o", str(target), "--format", "partitions"])
        assert done.exit_code == 3, done.output
        assert len(list((target / "clauses").iterdir())) == -(-16 // part)
    assert CliRunner().invoke(main, ["table", str(treaties), "-o", str(tmp_path / "p"), "--format", "parquet"])
    for table in TABLES:
        parts = pyarrow.dataset.dataset(target / table).to_table()
        assert parts.equals(pyarrow.parquet.read_table(tmp_path / "p" / f"{table}.parquet")), table
        assert parts.column_names == [column.name for column in columns(table)]
    assert sorted(path.name for path in target.iterdir()) == sorted(TABLES)


def test_tables_go_to_a_location(treaties: Path) -> None:
    store = fsspec.filesystem("memory")
    for form, name in (("partitions", "clauses/part-00000.parquet"), ("csv", "clauses.csv"), ("duckdb", "")):
        target = f"memory://tables-{form}" + (".duckdb" if form == "duckdb" else "")
        done = CliRunner().invoke(main, ["table", str(treaties / "00.txt"), "-o", target, "--format", form])
        assert done.exit_code == 0, done.output
        assert store.size(f"{target}/{name}".rstrip("/")) > 100
        store.rm(target, recursive=True)
