"""Searching: what is found, in which order, and that the index follows the files."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from treatylex.cli import main
from treatylex.collections import Collection
from treatylex.collections.searching import Hit, Index, entries
from treatylex.errors import InputError

ASSIST = """Pact of Assistance

Article 5
Armed attack

Each Party shall assist the other in the event of an armed attack. The Council may discuss attacks by armed bands.
"""
LEAVE = "Article 9\n\nA Party may withdraw upon one year's notice. No Party shall withdraw its troops without notice.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "assist.txt").write_text(ASSIST, encoding="utf-8")
    (tmp_path / "leave.txt").write_text(LEAVE, encoding="utf-8")
    return [str(tmp_path / name) for name in ("assist.txt", "leave.txt")]


@pytest.fixture
def index(files: list[str], tmp_path: Path) -> Index:
    made = Index(tmp_path / "index")
    fill(made, files)
    return made


def fill(index: Index, files: list[str]) -> list[str]:
    stale = index.stale(files)
    for made in Collection(*stale).map(entries):
        index.add(made)
    return stale


def found(hits: tuple[Hit, ...]) -> list[tuple[str, str]]:
    return [(hit.treaty_id, hit.eid) for hit in hits]


def test_words_are_found_in_any_of_their_forms_the_best_first(index: Index) -> None:
    hits = index.search("armed attack")
    assert sorted(found(hits)) == [("assist", "art_5__norm_1"), ("assist", "art_5__norm_2")]
    assert hits[0].score >= hits[1].score
    (duty,) = (hit for hit in hits if hit.kind == "obligation")
    assert "[armed] [attack]" in duty.quotation
    assert (duty.title, duty.citation) == ("Pact of Assistance", "Article 5")


def test_marks_and_stars_narrow_and_widen(index: Index) -> None:
    assert len(index.search('"armed attack"')) == 2  # the second by the heading above it
    assert found(index.search('"withdraw its troops"')) == [("leave", "art_9__norm_2")]
    assert len(index.search("withdr*")) == 2
    assert index.search("withdrawal troops lake") == ()


def test_filters_are_those_of_the_clauses(index: Index) -> None:
    assert found(index.search("withdraw", kinds=["prohibition"])) == [("leave", "art_9__norm_2")]
    assert found(index.search("notice", actor="any_party")) == [("leave", "art_9__norm_1")]
    assert len(index.search("notice", limit=1)) == 1


@pytest.mark.parametrize("query", ['"', "NEAR(a", "text:withdraw", "a OR", "*", "withdraw) (", "a'b; DROP TABLE words"])
def test_nothing_in_a_query_commands_the_index(index: Index, query: str) -> None:
    try:
        index.search(query)
    except ValueError as fault:
        assert str(fault) == "the query holds no word to look for"  # noqa: PT017
    assert len(index.search("notice")) == 2


def test_the_index_follows_the_files(index: Index, files: list[str]) -> None:
    assert index.stale(files) == []
    Path(files[1]).write_text(LEAVE.replace("troops", "ships"), encoding="utf-8")
    assert fill(index, files) == [files[1]]
    assert index.search("troops") == ()
    assert len(index.search("ships")) == 1
    assert index.stale(files[:1]) == []
    assert index.search("ships") == ()


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be told from an empty file" * 50)
    with pytest.raises(InputError, match=r"notes.txt: no index can be kept there: .*; name another file"):
        Index(tmp_path / "notes.txt")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["search", *arguments])


def test_the_command_makes_the_index_and_quotes(files: list[str], tmp_path: Path) -> None:
    folder = str(Path(files[0]).parent)
    for _ in range(2):
        result = run(folder, "armed attack", "--kind", "obligation", "--index", str(tmp_path / "index"))
        assert result.exit_code == 0
        assert "[armed] [attack]" in result.stdout
    assert "no clause holds 'submarine'" in run(folder, "submarine", "--index", str(tmp_path / "index")).stderr
    assert run(folder, "...", "--index", str(tmp_path / "index")).exit_code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_file_is_found_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may be no text, hold a line end or what a terminal obeys; it is shown as an escape."""
    monkeypatch.setenv("COLUMNS", "200")  # a line each, however long the folder's own name is
    folder = tmp_path / "treaties"
    folder.mkdir()
    for name in (b"un\xffreadable.txt", b"two\nlines.txt", b"red\x1b[31m.txt", "Übereinkommen.txt".encode()):
        (folder / os.fsdecode(name)).write_text(ASSIST, encoding="utf-8")
    for _ in range(2):  # the index knows them again
        result = run(str(folder), "armed attack", "--kind", "obligation", "--index", str(tmp_path / "index"))
        assert (result.exit_code, result.stderr) == (0, "")
    shown = {line.split()[0] for line in result.stdout.splitlines()[1:]}
    assert shown == {r"un\udcffreadable", r"two\u000alines", r"red\u001b[31m", "Übereinkommen"}


@pytest.mark.parametrize("name", ["assist.txt", "empty.txt", "new.docx"])
def test_no_index_is_kept_where_a_treaty_is_or_would_be_looked_for(files: list[str], name: str) -> None:
    folder = Path(files[0]).parent
    (folder / "empty.txt").touch()
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    result = run(str(folder), "armed attack", "--index", str(folder / name))
    skipped, told = result.stderr.splitlines()
    assert (result.exit_code, "(empty)" in skipped, "name another" in told) == (2, True, True)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_words_that_are_not_quoted_are_told_from_files(files: list[str]) -> None:
    folder = str(Path(files[0]).parent)
    result = run(folder, "armed", "attack")
    assert result.exit_code == 2
    assert f"search {folder} 'armed attack'" in result.stderr
    assert run(folder, "gone.txt", "attack").exit_code == 3
