"""The case files themselves: reading and writing them back changes nothing, and errors say where."""

from pathlib import Path

import pytest

from treatylex.errors import InputError
from treatylex.testing.cases import read_cases, with_expected

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
RULER = "=" * 10
TEXT = "Each Party shall cooperate.\n---\n\nA second paragraph."
FILE = f"{RULER}\nA title\n{{marks}}{RULER}\n\n{TEXT}\n\n---\n\n{{outline}}"


def written(tmp_path: Path, *, marks: str = "", outline: str = "") -> Path:
    path = tmp_path / "own.txt"
    path.write_text(FILE.format(marks=marks, outline=outline))
    return path


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_file_read_and_written_back_is_the_same(path: Path) -> None:
    text, cases = path.read_text(encoding="utf-8"), read_cases(path)
    assert with_expected(text, cases) == text


def test_the_last_line_of_dashes_divides(tmp_path: Path) -> None:
    (case,) = read_cases(written(tmp_path, marks=":source own\n:start al_1\n", outline="al_1\n"))
    assert case.text == TEXT
    assert (case.expected, case.source, case.start, case.skip, case.error) == ("al_1\n", "own", "al_1", None, False)


def test_a_failure_names_file_and_line_and_shows_a_unified_diff(tmp_path: Path) -> None:
    path = written(tmp_path, outline="something else\n")
    failure = read_cases(path)[0].failure()
    assert failure is not None
    assert failure.startswith(f"{path}:2: A title\n--- expected\n+++ actual\n")
    assert "-something else" in failure


def test_an_updated_case_passes_and_a_skipped_one_stays(tmp_path: Path) -> None:
    assert read_cases(written(tmp_path))[0].updated().failure() is None
    skipped = read_cases(written(tmp_path, marks=":skip not read yet\n", outline="x\n"))[0]
    assert skipped.updated() == skipped


def test_a_case_that_expects_an_error_fails_when_all_is_read(tmp_path: Path) -> None:
    failure = read_cases(written(tmp_path, marks=":error\n"))[0].failure()
    assert failure is not None
    assert "every passage was read" in failure


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no ruler", r":1: a case file begins"),
        (f"{RULER}\nTitle\n", r":1: this title has no second line"),
        (f"{RULER}\nTitle\n{RULER}\ntext\n", r":2: a line of dashes must divide"),
        (f"{RULER}\nTitle\nanother\n{RULER}\ntext\n---\n", r":2: a case has one line of title"),
        (f"{RULER}\nTitle\n:color red\n{RULER}\ntext\n---\n", r":3: unknown mark :color"),
        (f"{RULER}\nTitle\n:diff\n{RULER}\ntext\n---\n", r":2: two lines of dashes must divide"),
        (f"{RULER}\nTitle\n:diff\n:error\n{RULER}\nold\n---\nnew\n---\n", r":2: :error is for a case with"),
        (f"{RULER}\nTitle\n{RULER}\ntext\n---\n" * 2, r":7: Title: the title is that of line 2"),
    ],
)
def test_a_misshapen_file_says_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.txt"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_cases(path)


def test_a_case_that_expects_an_error_and_no_outline_passes_on_an_unread_passage(tmp_path: Path) -> None:
    path = written(tmp_path, marks=":error\n")
    path.write_text(path.read_text().replace(TEXT, "The shall."))
    (case,) = read_cases(path)
    assert case.expected == ""
    assert case.failure() is None
    assert case.updated() == case


def test_a_case_that_compares_has_two_excerpts(tmp_path: Path) -> None:
    path = written(tmp_path, marks=":diff\n")
    path.write_text(path.read_text().replace("\n---\n\nA second paragraph.", "\n\n---\n\nEach Party may cooperate."))
    (case,) = read_cases(path)
    assert (case.text, case.revised) == ("Each Party shall cooperate.", "Each Party may cooperate.")
    assert "modal: [-shall-] {+may+}" in case.actual()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_is_rewritten_leaves_the_rest_of_the_file_as_it_was(tmp_path: Path, ending: str) -> None:
    first = f"{RULER}\nFirst\n{RULER}\nThe Council shall meet.\n---\n"
    second = f"{RULER}\nSecond\n{RULER}\n\nThe Council may meet.\n\n---"
    path = tmp_path / "own.txt"
    path.write_bytes(f"{first}\nold\n\n{second}".replace("\n", ending).encode())
    text = path.read_bytes().decode()
    new = with_expected(text, [case.updated() for case in read_cases(path)])
    assert new == (
        f"{first}\nobligation      The Council | shall | meet\n\n{second}\n\npermission      The Council | may | meet\n"
    ).replace("\n", ending)
