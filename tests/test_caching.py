"""The cache: what is kept for later processes, and what is never trusted."""

import hashlib
import os
import pickle
import re
import subprocess
import sys
import time
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from lark import Lark

import treatylex
from treatylex import caching
from treatylex.caching import VARIABLE, fingerprint, folder, recall
from treatylex.language.expressions import assembled
from treatylex.language.grammar import Grammar, Patterns, Scanner

TEXT = "Each Party shall, within ten days, inform the other Party of its reasons under Article 51 of the U.N. Charter."

WITHOUT_WHAT_CAME_ALONG = """
import pathlib
from treatylex import caching, cli
caching.SHIPPED = pathlib.Path("nothing")
cli.main()
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(caching, "SHIPPED", tmp_path / "nothing")
    return tmp_path / "cache"


class Made:
    """Makes a thing and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return ["made"]


def entry_of(cache: Path) -> Path:
    (entry,) = cache.iterdir()
    return entry


def test_what_is_kept_is_made_once_for_each_key(cache: Path) -> None:
    make = Made()
    assert [recall("thing", key, make) for key in ("a", "a", "b", "a")] == [["made"]] * 4
    assert make.times == 2
    assert len(list(cache.iterdir())) == 2


def test_a_process_reads_what_another_one_kept_and_reads_the_treaty_alike(cache: Path) -> None:
    def outline() -> str:
        command = [sys.executable, "-c", WITHOUT_WHAT_CAME_ALONG, "outline", "--json", "-"]
        return subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True).stdout

    first, kept = outline(), {entry.name: entry.stat().st_mtime_ns for entry in cache.iterdir()}
    assert kept
    assert outline() == first
    assert {entry.name: entry.stat().st_mtime_ns for entry in cache.iterdir()} == kept


def test_grammars_patterns_and_names_are_not_made_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[object]:
        grammar = Grammar("definition")
        names = Scanner.of_names({"norland": "a", "new norland": "b"}, kept=True)
        return [grammar.scan("hereinafter “Norland”"), Patterns("instrument").names, names.scan("In New Norland")]

    first = found()
    for loader in ("open_from_package", "open"):
        monkeypatch.delattr(Lark, loader)
    monkeypatch.setattr("treatylex.language.grammar.sought", None)
    assert found() == first


def test_the_names_that_a_treaty_defines_are_kept_nowhere(cache: Path) -> None:
    text = "The Parties to the Charter of the United Nations (hereinafter “the Norland {} Charter”) shall consult."
    treatylex.parse(text.format("Public"))
    before = set(cache.glob("*"))  # none in a process that has its grammars
    treatylex.parse(text.format("Secret"))
    assert set(cache.glob("*")) == before


def _damaged(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-3])


def _empty(entry: Path) -> None:
    entry.write_bytes(b"")


def _open_to_others(entry: Path) -> None:
    entry.chmod(0o666)


def _in_an_open_folder(entry: Path) -> None:
    entry.parent.chmod(0o777)


@pytest.mark.parametrize("spoil", [_damaged, _empty, _open_to_others, _in_an_open_folder])
def test_what_is_damaged_or_open_to_others_is_made_anew(cache: Path, spoil: Callable[[Path], None]) -> None:
    make = Made()
    recall("thing", "a", make)
    spoil(entry_of(cache))
    assert recall("thing", "a", make) == ["made"]
    assert make.times == 2


class _Harm:
    """An object that comes to life by running code, as a hostile pickle would."""

    def __reduce__(self) -> tuple[object, ...]:
        return exec, ("import pathlib; pathlib.Path('harm').touch()",)


def test_no_entry_runs_code(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    recall("thing", "a", Made())
    hostile = pickle.dumps([_Harm()])
    entry_of(cache).write_bytes(hashlib.sha256(hostile).digest() + hostile)
    assert recall("thing", "a", Made()) == ["made"]
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("where", ["off", "", "/dev/null/no-folder"])
def test_without_a_folder_everything_is_made_anew_in_silence(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, where)
    make = Made()
    assert [recall("thing", "a", make), recall("thing", "a", make)] == [["made"]] * 2
    assert make.times == 2


def test_the_folder_is_the_users_own_unless_the_environment_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    assert folder() is not None
    assert folder().name == "treatylex"


def test_what_nobody_read_for_a_month_goes_and_files_of_others_stay(cache: Path) -> None:
    recall("thing", "a", Made())
    old, foreign = entry_of(cache), cache / "thesis.txt"
    foreign.write_text("mine")
    month = time.time() - 31 * 24 * 60 * 60
    for file in (old, foreign):
        os.utime(file, (month, month))
    probe = "from treatylex.caching import recall; recall('thing', 'b', list)"
    subprocess.run([sys.executable, "-c", probe], check=True)  # a process tidies up once
    assert not old.exists()
    assert foreign.exists()


@pytest.mark.parametrize(("limit", "kept"), [("1 kB", 1), ("1", 0), ("1 GB", 6), ("plenty", 6)])
def test_the_limit_is_a_setting_and_the_newest_stay(limit: str, kept: int, cache: Path) -> None:
    probe = (
        "import random, warnings\n"
        "from treatylex import caching\n"
        "warnings.simplefilter('ignore')\n"
        "random.seed(1)\n"
        "for number in range(6):\n"
        "    caching.keep('thing', [str(number)], random.randbytes(600))\n"
        "caching._tidy(caching.folder())"
    )
    environment = {**os.environ, caching.LIMIT: limit}
    subprocess.run([sys.executable, "-c", probe], check=True, env=environment)
    assert len(list(cache.iterdir())) == kept


def test_a_fingerprint_changes_with_every_file_it_covers_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "printed" / "inner"
    inner.mkdir(parents=True)
    for package in (inner, inner.parent):
        (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)

    def taken(name: str, text: str) -> str:
        (inner / name).write_text(text)
        fingerprint.cache_clear()
        return fingerprint("printed", ".lark")

    prints = [taken("a.lark", "x"), taken("a.lark", "y"), taken("b.lark", "y"), taken("c.txt", "y")]
    assert len(set(prints)) == 3
    assert prints[2] == prints[3]
    fingerprint.cache_clear()


@pytest.mark.parametrize("homeless", ["RuntimeError", "KeyError"])
def test_without_a_home_folder_everything_is_worked_out_anew(homeless: str) -> None:
    probe = (
        "import os, pathlib, platformdirs, treatylex\n"
        f"def none(*_, **__): raise {homeless}('no home')\n"
        "platformdirs.user_cache_path = none\n"
        "print(len(treatylex.parse('Each Party shall act.').clauses))"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", caching.VARIABLE)}
    told = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, env=environment)
    assert (told.stdout, told.stderr) == ("1\n", "")


def test_a_tilde_names_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(caching.VARIABLE, "~/kept")
    assert caching.folder() == tmp_path / "kept"


def test_a_named_folder_that_cannot_be_used_is_told_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(caching.VARIABLE, str(tmp_path / "file"))
    with pytest.warns(RuntimeWarning, match=r"nothing is kept in .*file: .*; name another in TREATYLEX_CACHE"):
        caching.keep("test", ["key"], 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        caching.keep("test", ["key"], 1)


def test_no_entry_but_a_small_regular_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(caching.VARIABLE, str(tmp_path))
    caching.keep("test", ["key"], "x" * 1000)
    (file,) = tmp_path.iterdir()
    assert caching.find("test", ["key"]) == "x" * 1000
    with monkeypatch.context() as patch:
        patch.setattr(caching, "_LARGEST", 500)
        assert caching.find("test", ["key"]) is None  # a bomb
    file.unlink()
    os.mkfifo(file)
    assert caching.find("test", ["key"]) is None  # a pipe, which would wait for ever
    file.unlink()
    file.mkdir()
    assert caching.find("test", ["key"]) is None


def test_what_runs_code_or_cannot_be_read_is_no_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("touch harmed",)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(caching.VARIABLE, str(tmp_path / "kept"))
    built = b"\x80\x04}}\x8c\x01aK\x01sb."  # a dict on which BUILD is asked for
    for data in (pickle.dumps(Hostile()), built, b"(" * 100_000, b"junk"):
        caching.keep("test", ["key"], 1)
        (file,) = (tmp_path / "kept").iterdir()
        packed = zlib.compress(data)
        file.write_bytes(hashlib.sha256(packed).digest() + packed)
        assert caching.find("test", ["key"]) is None
    assert not (tmp_path / "harmed").exists()


def test_what_came_along_is_read_before_anything_is_made_or_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = caching.collected(lambda: recall("thing", ("a",), Made()))
    monkeypatch.setattr(caching, "SHIPPED", cache.parent / "along")
    caching.SHIPPED.mkdir()
    for name, content in entries.items():
        (caching.SHIPPED / name).write_bytes(content)
    caching.SHIPPED.chmod(0o777)  # whose it is, and who may write, is as for the code beside it
    make = Made()
    assert recall("thing", ("a",), make) == ["made"]
    assert (make.times, cache.exists()) == (0, False)
    for entry in caching.SHIPPED.iterdir():
        _damaged(entry)
    assert recall("thing", ("a",), make) == ["made"]
    assert make.times == 1


class _Code:
    def __reduce__(self) -> tuple[object, ...]:
        return print, ("run",)


def test_what_came_along_runs_no_code(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = caching.collected(lambda: recall("thing", ("a",), _Code))
    monkeypatch.setattr(caching, "SHIPPED", cache.parent)
    for name, content in entries.items():
        (cache.parent / name).write_bytes(content)
    assert caching.find("thing", ("a",)) is None
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "pattern", [r"(?P<a>x)|(y)()", "|".join(f"word{n}" for n in range(2000)), "(?i:É)[^a-z]" * 300]
)
def test_a_pattern_from_kept_code_is_the_pattern(cache: Path, pattern: str) -> None:
    text = "x y word7 word1999 éA éÉ1" + "É1" * 300
    plain = re.compile(pattern)
    for _ in range(2):  # made, then read
        (found,) = assembled([pattern], kept=True)
        assert (found.pattern, found.flags, found.groups, found.groupindex) == (
            plain.pattern, plain.flags, plain.groups, plain.groupindex
        )  # fmt: skip
        assert [(each.span(), each.lastgroup, each.groups()) for each in found.finditer(text)] == [
            (each.span(), each.lastgroup, each.groups()) for each in plain.finditer(text)
        ]


def test_code_of_another_build_of_re_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = "|".join(f"word{n}" for n in range(2000))
    assembled([pattern], kept=True)
    for entry in cache.iterdir():
        ((code, *rest),) = caching._read(entry, (), caching._trusted)
        entry.write_bytes(caching._packed([(b"\xff" * len(code), *rest)], 1))
    (found,) = assembled([pattern], kept=True)
    assert found.fullmatch("word7")
