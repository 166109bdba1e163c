"""Reading many files: several processes, one order, and nothing parsed twice."""

import multiprocessing
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import treatylex
from treatylex import caching
from treatylex.caching import VARIABLE
from treatylex.collections import reading
from treatylex.collections.reading import Loaded, read_all
from treatylex.parsing.resolution.instruments import Instrument

NAMES = ("c.txt", "a.txt", "d.txt", "b.txt")


@pytest.fixture
def treaties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of short treaties, of which some cannot be read; even short ones are worth a process here."""
    monkeypatch.setattr(reading, "_WORTH_A_PROCESS", 1)
    treatylex.parse("Each Party shall, within ten days, inform the other Party.")
    if (kept := caching.folder()) is not None:  # grammars need no compiling, but no treaty was read before
        shutil.copytree(kept, tmp_path / "cache", ignore=shutil.ignore_patterns("treaty-*"))
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
    monkeypatch.setattr(reading, "read_kept", lambda *_: os._exit(9))
    (treaties / "ab.txt").unlink()  # what no reader takes is told by this process
    lost = list(read_all([treaties], jobs=2))
    assert len(lost) == len(NAMES)
    assert all("--jobs 1" in str(loaded.error) for loaded in lost)


def test_who_stops_early_ends_the_processes(treaties: Path) -> None:
    walk = read_all([treaties], jobs=2)
    next(walk)
    assert multiprocessing.active_children()
    walk.close()
    assert not multiprocessing.active_children()


def run(*arguments: str, stderr: int) -> tuple[str, int]:
    """What the installed command prints, and its exit status; few files are read without showing progress."""
    command = [str(Path(sys.executable).with_name("treatylex")), "check", *arguments]
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
