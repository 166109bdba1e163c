"""What commands write: whole or not at all, over nothing that they read, with a status that says what came of it."""

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from treatylex.cli import clause_diff, main
from treatylex.errors import InputError
from treatylex.outputs import Outputs
from treatylex.reporting.listings import write_csv

OLD = "Article 1\n\nEach Party shall inform the other Party.\n"
NEW = OLD.replace("inform", "consult")
PROTOCOL = "Article 1\n\nIn Article 1 of the Pact, \u201cinform\u201d is replaced by \u201cconsult\u201d.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("old", OLD), ("new", NEW), ("protocol", PROTOCOL)):
        Path(f"{name}.txt").write_text(text)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_what_stood_there_stays_until_all_is_written_and_when_writing_fails() -> None:
    Path("kept.txt").write_text("before")

    def fail(file: IO[str]) -> None:
        file.write("half")
        file.flush()
        assert Path("kept.txt").read_text() == "before"
        raise RuntimeError

    with pytest.raises(RuntimeError), Outputs().text("kept.txt") as file:
        fail(file)
    assert Path("kept.txt").read_text() == "before"
    assert sorted(path.name for path in Path().iterdir()) == ["kept.txt", "new.txt", "old.txt", "protocol.txt"]


def test_links_and_permissions_stay_as_they_are() -> None:
    Path("real.txt").write_text("before")
    Path("real.txt").chmod(0o640)
    Path("link.txt").symlink_to("real.txt")
    Outputs().write("link.txt", "after\ud800")
    assert Path("link.txt").is_symlink()
    assert Path("real.txt").read_text() == "after\\ud800"
    assert stat.S_IMODE(Path("real.txt").stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_any_other_has() -> None:
    Outputs().write("ours.txt", "x")
    Path("theirs.txt").write_text("x")
    assert Path("ours.txt").stat().st_mode == Path("theirs.txt").stat().st_mode


@pytest.mark.parametrize("name", ["old.txt", "./old.txt", "link.txt", "hard.txt"])
def test_nothing_is_written_over_what_is_read_whatever_its_name(name: str) -> None:
    Path("link.txt").symlink_to("old.txt")
    os.link("old.txt", "hard.txt")
    with pytest.raises(InputError, match="is read, so it is not written"):
        Outputs(["old.txt"]).write(name, "x")


WRITING = [
    ("convert", "old.txt", "--to", "json", "--output", "{}"),
    ("diff", "old.txt", "new.txt", "--output", "{}"),
    ("diff", "old.txt", "new.txt", "--format", "docx", "--output", "{}"),
    ("merge", "old.txt", "new.txt", "protocol.txt", "--output", "{}"),
    ("consolidate", "old.txt", "protocol.txt", "--output", "{}"),
    ("code", "old.txt", "--scheme", "alliance", "--output", "{}"),
    ("code", "old.txt", "--scheme", "alliance", "--evidence", "{}"),
    ("lineage", "old.txt", "new.txt", "--output", "{}"),
    ("outline", "old.txt", "-o", "{}"),
    ("check", "old.txt", "-o", "{}"),
    ("clauses", "old.txt", "-o", "{}"),
    ("refs", "old.txt", "-o", "{}"),
    ("explain", "old.txt", "art_1", "-o", "{}"),
    ("compare", "old.txt", "new.txt", "--on", "art_1", "-o", "{}"),
    ("search", "old.txt", "party", "-o", "{}"),
]
"""Every command that writes a file, in a call in which `{}` names it."""


def test_every_command_that_prints_or_writes_takes_the_same_option() -> None:
    without = {"excerpts", "init-tests", "scheme"}  # they read no treaty; `excerpts` has it all the same
    named = {call[0] for call in WRITING} | {"table"}
    assert set(main.commands) - without == named
    for name in named:
        (option,) = [each for each in main.commands[name].params if "--output" in each.opts]
        assert option.opts == ["-o", "--output"], name


@pytest.mark.parametrize(
    "command",
    [
        *([part.format("old.txt") for part in call] for call in WRITING),
        ("convert", "md/old.md", "new.txt", "--to", "markdown", "--output", "md"),
        ("convert", "md", "--to", "markdown", "--output", "./md"),
        ("table", "old.txt", "--format", "duckdb", "--output", "old.txt"),
    ],
    ids=" ".join,
)
def test_no_command_writes_over_its_inputs_and_each_ends_with_2(command: tuple[str, ...]) -> None:
    Path("md").mkdir()
    Path("md/old.md").write_text(OLD)
    result = run(*command)
    assert result.exit_code == 2, result.output
    assert Path("md/old.md").read_text() == OLD
    assert "is read, so it is not written; name another output" in result.stderr
    assert [Path(f"{name}.txt").read_text() for name in ("old", "new", "protocol")] == [OLD, NEW, PROTOCOL]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
@pytest.mark.parametrize("call", WRITING, ids=" ".join)
def test_a_full_disk_ends_every_command_that_writes_with_2(call: tuple[str, ...]) -> None:
    result = run(*(part.format("/dev/full") for part in call))
    assert result.exit_code == 2, result.output
    assert "/dev/full: no space left on device; name another output" in result.stderr


def test_what_is_printed_goes_to_the_file_that_is_named_in_the_form_that_its_ending_asks_for() -> None:
    for form in ("json", "csv"):
        assert run("clauses", "old.txt", "-o", f"clauses.{form}").output == ""
        assert Path(f"clauses.{form}").read_text() == run("clauses", "old.txt", "--format", form).output
    assert run("outline", "old.txt", "-o", "tree.json").exit_code == 0
    assert Path("tree.json").read_text() == run("outline", "--json", "old.txt").output
    assert run("clauses", "old.txt", "--format", "csv", "-o", "rows.txt").exit_code == 0
    assert Path("rows.txt").read_text() == Path("clauses.csv").read_text()
    assert run("clauses", "old.txt", "-o", "-").output == run("clauses", "old.txt").output
    refused = run("refs", "old.txt", "-o", "refs.pdf")
    assert (refused.exit_code, Path("refs.pdf").exists()) == (2, False)
    assert "nothing is written as pdf" in refused.stderr


def test_several_treaties_are_not_written_to_a_file() -> None:
    result = run("convert", "old.txt", "new.txt", "--to", "json", "--output", "protocol.txt")
    assert result.exit_code == 2
    assert "several treaties need a folder, and protocol.txt is a file; name another output" in result.stderr
    assert Path("protocol.txt").read_text() == PROTOCOL


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("TREATYLEX_CACHE", "old.txt", "nothing is kept in old.txt: is no folder; name another in TREATYLEX_CACHE"),
        ("TREATYLEX_CACHE_LIMIT", "abc", "TREATYLEX_CACHE_LIMIT is no amount: 'abc'; say bytes, or such as 500 MB"),
    ],
)
def test_a_cache_that_cannot_be_as_is_said_is_told_in_one_line(variable: str, value: str, told: str) -> None:
    given = {**os.environ, "TREATYLEX_CACHE": "cache", variable: value}
    ended = subprocess.run(command("outline", "old.txt"), env=given, capture_output=True, text=True, check=True)
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"treatylex: {told}")
    assert ended.stdout


@pytest.mark.parametrize(("form", "suffix"), [("html", "html"), ("docx", "docx")])
def test_a_folder_run_writes_the_other_files_when_one_fails(form: str, suffix: str) -> None:
    for folder, text in (("left", OLD), ("right", NEW)):
        Path(folder).mkdir()
        for name in ("a", "b", "c"):
            Path(folder, f"{name}.txt").write_text(text)
    Path("out", f"002-b.{suffix}").mkdir(parents=True)
    result = run("diff", "left", "right", "--format", form, "--output", "out")
    assert result.exit_code == 2
    assert f"002-b.{suffix}: is a folder; name a file" in result.stderr
    written = {path.name for path in Path("out").iterdir() if path.is_file()}
    assert written == {f"001-a.{suffix}", f"003-c.{suffix}"} | ({"index.html"} if form == "html" else set())


def test_what_could_be_coded_is_written_when_one_input_cannot_be_read() -> None:
    Path("broken.txt").write_bytes(b"%PDF-1.4")
    result = run("code", "broken.txt", "old.txt", "--scheme", "alliance", "-o", "codes.csv", "--evidence", "page.html")
    assert result.exit_code == 3
    assert "old.txt" in Path("codes.csv").read_text()
    assert "old.txt" in Path("page.html").read_text()


def test_a_pipe_is_written_as_it_comes() -> None:
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        assert run("convert", "old.txt", "--to", "json", "--output", "pipe").exit_code == 0
        assert json.loads(reader.communicate()[0])
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "treatylex", *arguments]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
@pytest.mark.parametrize("call", [("diff", "old.txt", "new.txt"), ("clauses", "old.txt"), ("outline", "old.txt")])
def test_a_full_disk_ends_every_command_with_status_2(call: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run(command(*call), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "no space left" in ended.stderr


@pytest.mark.parametrize("call", ["diff old.txt new.txt", "clauses old.txt", "--help", "outline --help", "--version"])
def test_a_closed_output_ends_every_command_with_status_2(call: str) -> None:
    line = " ".join(command(call))
    ended = subprocess.run(f"{line} >&-", shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "standard output is closed" in ended.stderr


@pytest.mark.parametrize("call", [("diff", "old.txt", "new.txt"), ("outline", "old.txt"), ("clauses", "old.txt")])
def test_an_interrupt_ends_every_command_with_status_130(
    call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("treatylex.cli.inputs.Collection", interrupt)
    monkeypatch.setattr("treatylex.cli.io.read_bytes", interrupt)
    result = run(*call)
    assert (result.exit_code, result.stderr) == (130, "treatylex: interrupted\n")


@pytest.mark.parametrize("weight", ["nan", "inf", "-1", "x"])
def test_a_weight_that_is_none_is_a_wrong_call(weight: str) -> None:
    assert CliRunner().invoke(clause_diff, ["old.txt", "new.txt", f"--min-weight={weight}"]).exit_code == 2


@pytest.mark.parametrize("call", [("diff", "old.txt", "new.txt"), ("outline", "old.txt")])
def test_a_fault_of_ours_is_told_in_a_line_and_ends_with_status_2(
    call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("treatylex.comparing.diffing.diff_treaties", fail)
    monkeypatch.setattr("treatylex.reporting.outline.outline", fail)
    result = run(*call)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "a fault in treatylex, please report it: RecursionError: too deep" in result.stderr


CELLS = ["=1+1", "+1", "-1", "@x", "\t=1", "a\rb", 'say "x"', "a,b", "", -1, "plain"]


def test_a_table_keeps_the_words_and_quotes_every_kind_of_line_end() -> None:
    file = io.StringIO(newline="")
    write_csv(file, ["cell"], [[cell] for cell in CELLS])
    assert [row for (row,) in list(csv.reader(io.StringIO(file.getvalue(), newline="")))[1:]] == list(map(str, CELLS))
    assert '"a\rb"' in file.getvalue()


def test_a_safe_table_holds_nothing_that_a_spreadsheet_computes() -> None:
    file = io.StringIO(newline="")
    write_csv(file, ["cell"], [[cell] for cell in CELLS], safe=True)
    cells = [row for (row,) in list(csv.reader(io.StringIO(file.getvalue(), newline="")))[1:]]
    assert [cell[:1] == "'" for cell in cells] == [True] * 5 + [False] * 6


@pytest.mark.parametrize(
    "call", [("clauses", "sum.txt"), ("diff", "old.txt", "sum.txt"), ("code", "sum.txt", "--scheme", "alliance")]
)
def test_every_table_can_be_made_safe_for_spreadsheets(call: tuple[str, ...]) -> None:
    Path("sum.txt").write_text("Article 1\n\n=HYPERLINK(1) shall inform the Council.\n")
    result = run(*call, "--format", "safe-csv")
    assert result.exit_code == (call[0] == "diff"), result.output
    cells = [cell for row in csv.reader(io.StringIO(result.stdout)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+@")]


def test_nothing_in_a_text_or_a_name_is_markup_or_a_link_in_markdown() -> None:
    name = "a`b](http:)<i>.txt"
    Path(name).write_text(OLD.replace("inform", "see http://evil.example, www.evil.example or a@evil.example, inform"))
    told = run("diff", name, "new.txt", "--format", "markdown").stdout
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(told)
    parts = [child for token in tokens for child in (token, *(token.children or ()))]
    assert not {token.type for token in parts} & {"link_open", "html_inline", "html_block", "image"}
    assert [token.content for token in parts if token.type == "code_inline"] == [name, "new.txt"]
    assert not re.search(r"https?:|www\.|\w@\w", told.replace("http:)", ""))  # what a reader would make a link of


def test_a_second_output_is_refused_and_none_written() -> None:
    result = CliRunner().invoke(main, ["diff", "old.txt", "new.txt", "-o", "a.html", "-o", "b.docx"])
    assert result.exit_code == 2
    assert "once for each of a.html, b.docx" in result.stderr
    assert not Path("a.html").exists()
    assert not Path("b.docx").exists()


def shell(line: str) -> "subprocess.CompletedProcess[str]":
    """A call of treatylex as a shell makes it, with its redirections."""
    return subprocess.run(f"{sys.executable} -m treatylex {line}", shell=True, capture_output=True, text=True)


@pytest.mark.parametrize("command", ["outline", "clauses"])
def test_a_closed_standard_input_is_an_input_that_cannot_be_read(command: str) -> None:
    done = shell(f"{command} - <&-")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "treatylex: standard input is closed; name a file\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
@pytest.mark.parametrize("call", ["--help", "--version", "outline --help"])
def test_help_that_cannot_be_written_ends_in_one_line(call: str) -> None:
    done = shell(f"{call} > /dev/full")
    assert (done.returncode, done.stderr) == (2, "treatylex: cannot write: no space left on device\n")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("lineage", "old.txt", "new.txt", "--likeness", "nan"), "nan is not between 0 and 1"),
        (("diff", "old.txt", "new.txt", "--only", ","), "no field is named"),
        (("diff", "old.txt", "new.txt", "--fail-on", ""), "no field is named"),
        (("merge", "old.txt", "new.txt", "protocol.txt", "--only", ""), "no field is named"),
    ],
)
def test_a_choice_that_chooses_nothing_is_a_wrong_call(call: tuple[str, ...], told: str) -> None:
    result = run(*call)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("code old.txt --scheme alliance -o k.parquet", "written as parquet; names may end in .csv, .json, or say"),
        ("code old.txt --scheme alliance -o k.csv --evidence k.pdf", "written as pdf; names may end in .html, .htm"),
        ("lineage old.txt new.txt -o k.xlsx", "written as xlsx; names may end in .csv, .json, .parquet, or say"),
        ("lineage old.txt new.txt -o k.csv --picture k.png", "written as png; names may end in .svg"),
        ("excerpts -o k.pdf", "written as pdf; names may end in .txt"),
        ("code old.txt --scheme alliance -o same --evidence ./same", "is named for two outputs"),
        ("lineage old.txt new.txt -o same --picture same", "is named for two outputs"),
        ("lineage old.txt new.txt --picture new.svg", "is read, so it is not written"),
    ],
)
def test_outputs_that_cannot_be_told_apart_or_written_are_refused_before_anything_is_written(
    call: str, told: str
) -> None:
    Path("new.svg").symlink_to("new.txt")
    before = {path.name: path.read_text() for path in Path().iterdir()}
    result = run(*call.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.split())
    assert {path.name: path.read_text() for path in Path().iterdir()} == before


@pytest.mark.parametrize("command", [("code", "--scheme", "alliance"), ("lineage",)], ids=lambda each: each[0])
def test_a_format_that_is_asked_for_counts_more_than_the_ending(command: tuple[str, ...]) -> None:
    assert run(*command, "old.txt", "new.txt", "--format", "json", "-o", "rows.txt").exit_code == 0
    assert Path("rows.txt").read_text() == run(*command, "old.txt", "new.txt", "--format", "json").stdout
    assert run(*command, "old.txt", "new.txt", "-o", "rows.json").exit_code == 0
    assert Path("rows.json").read_text() == Path("rows.txt").read_text()


@pytest.mark.parametrize(
    "command",
    [
        "outline old.txt -o more.toml",
        "refs old.txt -o more.toml",
        "convert old.txt --to json -o more.toml",
        "diff old.txt new.txt --format json -o more.toml",
        "merge old.txt old.txt new.txt --format json -o more.toml",
    ],
)
def test_the_file_of_instruments_is_never_written_over(command: str) -> None:
    catalogue = '[[instrument]]\nid = "foo-pact"\ntitle = "Foo Pact"\n'
    Path("more.toml").write_text(catalogue)
    result = run(*command.split(), "--instruments", "more.toml")
    assert result.exit_code == 2, result.output
    assert Path("more.toml").read_text() == catalogue


def test_a_merge_of_more_or_fewer_than_three_versions_says_so() -> None:
    Path("three").mkdir()
    for name in "abc":
        Path("three", f"{name}.txt").write_text(OLD)
    result = run("merge", "three", "old.txt", "new.txt")
    assert (result.exit_code, "these hold 5" in result.stderr) == (2, True)
