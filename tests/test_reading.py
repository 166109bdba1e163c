"""Reading many files: several processes, one order, and nothing parsed twice."""

import multiprocessing
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import attrs
import pytest

import treatylex
from treatylex import caching
from treatylex.caching import VARIABLE
from treatylex.collections import Collection, Member, reading
from treatylex.collections.reading import Loaded, read_all
from treatylex.parsing.resolution.instruments import Instrument

NAMES = ("c.txt", "a.txt", "d.txt", "b.txt")


@pytest.fixture
def treaties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of short treaties, of which some cannot be read; even short ones are worth a process here."""
    monkeypatch.setattr(reading, "_WORTH_A_PROCESS", 1)
    treatylex.parse("Each Party shall, within ten days, inform the other Party.")
    if (kept := caching.folder()) is not None:  # grammars need no compiling, but no treaty was read before
        shutil.copytree(kept, tmp_path / "cache", ignore=shutil.ignore_patterns("treatylex-treaty-*"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    folder = tmp_path / "treaties"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_text(f"Article 1\n\nEach Party shall, within {number + 2} days, inform the depositary.\n")
    (folder / "ab.txt").write_bytes(b"%PDF-1.4")
    return folder


def told(loaded: Loaded) -> tuple[str, str]:
    return loaded.path, str(loaded.error) if loaded.treaty is None else treatylex.to_json(loaded.treaty)


def as_read_one_by_one(paths: list[Path]) -> list[tuple[str, str]]:
    def alone(path: Path) -> tuple[str, str]:
        try:
            return str(path), treatylex.to_json(treatylex.read(path))
        except treatylex.InputError as fault:
            return str(path), str(fault)

    return [alone(path) for path in paths]


@pytest.mark.parametrize("jobs", [1, 3])
def test_files_come_in_order_each_as_if_it_were_read_alone(treaties: Path, jobs: int) -> None:
    paths = [*sorted(treaties.iterdir()), treaties / "missing.txt", treaties / "c.txt"]
    expected = as_read_one_by_one(paths)
    given = [treaties, treaties / "missing.txt", treaties / "c.txt"]
    for _ in ("parsed", "from the cache"):
        assert [told(loaded) for loaded in read_all(given, jobs=jobs)] == expected


def test_nothing_is_parsed_twice_wherever_it_lies(treaties: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = read_all([treaties / "a.txt"])
    copy = treaties / "copy.txt"
    copy.write_bytes((treaties / "a.txt").read_bytes())
    monkeypatch.setattr(reading, "read_bytes", None)
    (again,) = read_all([copy])
    assert again.treaty == attrs.evolve(first.treaty, source_name=str(copy))


def test_other_instruments_and_other_texts_are_read_anew(treaties: Path) -> None:
    file = treaties / "a.txt"
    file.write_text("The Harbour Pact applies.")

    def works(*instruments: Instrument) -> list[str | None]:
        (loaded,) = read_all([file], instruments=instruments)
        treaty = loaded.treaty
        return [found.work for reference in treaty.references for found in treaty.resolve(reference)]

    pact = Instrument(id="harbour", title="Harbour Pact")
    assert works() == [None]
    assert works(pact) == ["harbour"]
    file.write_text("The Harbour Pact and the Harbour Pact apply.")
    assert works(pact) == ["harbour", "harbour"]


def test_without_a_cache_everything_is_read_all_the_same(treaties: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    paths = sorted(treaties.iterdir())
    assert [told(loaded) for loaded in read_all(paths)] == as_read_one_by_one(paths)


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="only forked processes know the planted fault")
def test_a_process_that_is_killed_is_told_with_the_remedy(treaties: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_kept", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    (treaties / "ab.txt").unlink()  # what no reader takes is told by this process
    lost = list(read_all([treaties], jobs=2))
    assert len(lost) == len(NAMES)
    assert all("--jobs 1" in str(loaded.error) for loaded in lost)


@pytest.mark.skipif(multiprocessing.get_start_method() != "fork", reason="only forked processes know the planted fault")
def test_a_process_that_is_killed_in_the_middle_is_replaced_and_every_treaty_comes_once(
    treaties: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (treaties / "ab.txt").unlink()
    expected = [path for path, _ in as_read_one_by_one(sorted(treaties.iterdir()))]
    read, begun = reading.read_kept, treaties.parent / "begun"

    def killed_once(path: str, *how: Any) -> treatylex.Treaty:
        with begun.open("a") as log:
            log.write(f"{path}\n")
        if path.endswith("b.txt") and begun.read_text().count("b.txt") == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(path, *how)

    monkeypatch.setattr(reading, "read_kept", killed_once)
    found = list(read_all([treaties], jobs=2))
    assert [loaded.path for loaded in found if loaded.treaty is not None] == expected
    assert sorted(begun.read_text().split()) == sorted([*expected, str(treaties / "b.txt")])


def test_there_are_never_more_processes_than_asked_for(treaties: Path) -> None:
    counts = {len(multiprocessing.active_children()) for _ in read_all([treaties] * 4, jobs=2)}
    assert max(counts) == 2


def test_what_a_function_makes_is_made_where_it_is_read(treaties: Path) -> None:
    made = list(Collection(treaties).map(process_of, jobs=2))
    assert [each.treaty_id for each in made] == ["a", "ab", "b", "c", "d"]
    assert [each.error is None for each in made] == [True, False, True, True, True]
    assert os.getpid() not in {each.value for each in made if each.error is None}


def process_of(treaty: treatylex.Treaty, member: Member) -> int:
    return os.getpid()


def raising(treaty: treatylex.Treaty, member: Member) -> int:
    raise ZeroDivisionError(member.path)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_function_raises_is_raised(treaties: Path, jobs: int) -> None:
    with pytest.raises(ZeroDivisionError, match=r"a\.txt"):
        list(Collection(treaties).map(raising, jobs=jobs))
    assert not multiprocessing.active_children()


def test_who_stops_early_ends_the_processes(treaties: Path) -> None:
    walk = read_all([treaties], jobs=2)
    next(walk)
    assert multiprocessing.active_children()
    walk.close()
    assert not multiprocessing.active_children()


COMMAND = str(Path(sys.executable).with_name("treatylex"))


def children(process: int) -> list[int]:
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as listed:
        return [int(each) for each in listed.read().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed there")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_who_ends_the_command_ends_its_processes_and_leaves_no_file(
    number: signal.Signals, status: int, treaties: Path
) -> None:
    sentence = "Each Party shall, within ten days, inform the other Party of its reasons.\n\n"
    for at in range(4):
        (treaties / f"long-{at}.txt").write_text(f"Article {at}\n\n" + sentence * 8000)
    target = treaties.parent / "tables"
    command = [COMMAND, "table", str(treaties), "-o", str(target), "--jobs", "2"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=hearing_interrupts
    ) as started:
        while started.poll() is None and len(children(started.pid)) < 2:
            time.sleep(0.02)
        workers = children(started.pid)
        os.kill(started.pid, number)
        try:
            _, complaints = started.communicate(timeout=60)
        finally:
            started.kill()
    assert started.returncode == status
    assert "Traceback" not in complaints
    assert len(workers) == 2
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    assert not [path for path in treaties.parent.iterdir() if "tables" in path.name]


def hearing_interrupts() -> None:
    """What a shell starts in the background ignores interrupts, and so does what that starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))


@pytest.mark.parametrize(
    "command",
    [
        ("table", "-o", "tables", "--format", "csv"),
        ("table", "-o", "tables", "--format", "jsonl"),
        ("table", "-o", "tables", "--format", "parquet"),
        ("table", "-o", "tables.duckdb"),
        ("code", "--scheme", "final-clauses", "-o", "codes.csv", "--long"),
        ("convert", "--to", "json", "--output", "one.json"),
    ],
)
def test_where_the_disk_is_full_one_line_says_so_and_what_was_there_stays(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "pact.txt").write_text("Article 1\n\n" + "Each Party shall inform the depositary.\n\n" * 100)
    target = tmp_path / next(word for word in command if "." in word or word == "tables")
    old = target / "clauses.csv" if target.suffix == "" else target
    old.parent.mkdir(exist_ok=True)
    old.write_text("old")
    names = sorted(path.name for path in tmp_path.iterdir())
    list(read_all([tmp_path / "pact.txt"]))  # the cache, which the limit strikes too, need not be written
    done = subprocess.run(
        [COMMAND, *command, "pact.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=small_files,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},  # that the cache cannot be written is another matter
    )
    assert done.returncode == 2, done.stderr
    assert re.fullmatch(r"treatylex: .*file too large.*\n", done.stderr, re.IGNORECASE), done.stderr
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_progress_is_told_in_plain_lines(treaties: Path) -> None:
    done = subprocess.run(
        [COMMAND, "clauses", str(treaties), "--progress"], capture_output=True, text=True, check=False
    )
    assert re.search(
        r"^treatylex: 5 of 5 read \(100 %\), [\d.,]+ a second, took 0:\d\d:\d\d$", done.stderr, re.MULTILINE
    )


def run(*arguments: str, stderr: int) -> tuple[str, int]:
    """What the installed command prints, and its exit status; few files are read without showing progress."""
    command = [COMMAND, "check", *arguments]
    environment = {**os.environ, "TERM": "xterm"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False, env=environment)
    return done.stdout, done.returncode


def test_the_installed_command_prints_the_same_in_parallel_from_the_cache_and_with_progress(treaties: Path) -> None:
    for name in NAMES:
        (treaties / name).write_text((treaties / name).read_text() * 400)  # enough to be worth processes
    with (treaties.parent / "complaints").open("w+") as complaints:
        parsed, status = run(str(treaties), str(treaties), "--jobs", "3", stderr=complaints.fileno())
        complaints.seek(0)
        told = complaints.read()
    assert told.count("is a damaged PDF") == 2
    assert "Reading" not in told
    assert parsed.count("passages unread") == 2 * len(NAMES)
    leader, follower = pty.openpty()
    assert run(str(treaties), str(treaties), "--jobs", "1", stderr=follower) == (parsed, status) == (parsed, 3)
    os.close(follower)
    assert b"Reading" in os.read(leader, 1 << 16)
    os.close(leader)
