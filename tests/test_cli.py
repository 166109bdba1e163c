"""The commands: what they print, where, and with which exit status."""

import codecs
import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import treatylex
from treatylex.cli import clause_diff, main
from treatylex.model.provisions import LeafKind

TEXT = """Article 1

1. Each Party shall inform the other Party without delay, in accordance with Article 51 of the U.N. Charter.

2. The depositary may refuse a notification under Article 9.
"""
UNREAD = "Article 1\n\nEach Party shall cooperate.\n\nThe Parties shall, unless\n"


@pytest.fixture
def pact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pact.txt").write_text(TEXT)
    return "pact.txt"


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=text, catch_exceptions=False)


def test_outline_of_a_file_and_of_standard_input_are_the_same(pact: str) -> None:
    from_file, from_input = run("outline", pact), run("outline", "-", text=TEXT)
    assert from_file.output == from_input.output == treatylex.outline(treatylex.parse(TEXT))
    assert from_file.exit_code == 0


def test_outline_as_json_reads_back(pact: str) -> None:
    assert treatylex.from_json(run("outline", "--json", pact).output) == treatylex.read(pact)


def test_a_json_file_is_read_like_a_text(pact: str) -> None:
    Path("pact.json").write_text(run("outline", "--json", pact).output)
    assert run("outline", "pact.json").output == run("outline", pact).output


@pytest.mark.parametrize(("choice", "colored"), [("always", True), ("never", False), ("auto", False)])
def test_color_is_as_chosen_and_never_where_output_is_piped(pact: str, choice: str, colored: bool) -> None:
    for command in (["outline", pact], ["clauses", pact], ["diff", pact, pact]):
        assert ("\x1b[" in run(*command, "--color", choice).output) is colored


@pytest.mark.parametrize(
    ("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_color_unless_it_says_no(pact: str, environment: dict[str, str], colored: bool) -> None:
    leader, follower = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(
        [sys.executable, "-m", "treatylex", "outline", pact],
        stdout=follower,
        check=True,
        env={**clean, "TERM": "xterm", **environment},
    )
    os.close(follower)
    assert (b"\x1b[" in os.read(leader, 1 << 16)) is colored
    os.close(leader)


def test_colored_and_plain_outline_say_the_same() -> None:
    words = [run("outline", "-", "--color", choice, text=TEXT).output for choice in ("always", "never")]
    bare = [re.findall(r"\w+", re.sub(r"\x1b\[[0-9;]*m", "", text)) for text in words]
    assert bare[0] == bare[1]


@pytest.mark.parametrize("command", ["outline", "check", "clauses", "refs"])
def test_an_unreadable_input_ends_with_status_3_and_a_remedy(pact: str, command: str) -> None:
    Path("scan.pdf").write_bytes(b"%PDF-1.4")
    result = run(command, "scan.pdf")
    assert result.exit_code == 3
    assert (
        result.stderr == "treatylex: scan.pdf: is a damaged PDF; open and print it to PDF again, or download it again\n"
    )
    assert run(command, "-", text=b"\0").exit_code == 3


def test_one_unreadable_file_does_not_hide_the_others(pact: str) -> None:
    result = run("clauses", "gone.txt", pact, "--format", "csv")
    assert result.exit_code == 3
    assert "gone.txt: no such file" in result.stderr
    assert len(result.stdout.splitlines()) == 3


def test_check_reports_what_was_not_read_and_strict_counts_it(pact: str) -> None:
    fine = run("check", "--strict", pact)
    assert fine.exit_code == 0
    assert fine.output.splitlines()[-1].startswith(
        "pact.txt: all of the text was read; clauses in 2 of 2 provisions with text of their own; "
    )
    treaty = treatylex.parse(UNREAD)
    assert LeafKind.UNPARSED in {leaf.kind for leaf in treaty.leaves}
    Path("odd.txt").write_text(UNREAD)
    assert run("check", "odd.txt").exit_code == 0
    strict = run("check", "--strict", "odd.txt")
    assert strict.exit_code == 1
    assert "odd.txt:5:1: error: " in strict.output
    assert "1 passages unread" in strict.output


def test_check_tells_missing_numbers_with_their_places_and_strict_counts_them(pact: str) -> None:
    Path("gap.txt").write_text("Article 1\n\nThe Parties shall meet.\n\nArticle 3\n\nThe Parties shall consult.\n")
    plain = run("check", "gap.txt")
    assert plain.exit_code == 0
    assert "gap.txt:5:9: warning: before Article 3 a number is missing [number-gap]" in plain.output
    assert "1 numbers missing or repeated" in plain.output
    assert run("check", "--strict", "gap.txt").exit_code == 1
    (report,) = json.loads(run("check", "--json", "gap.txt").output)
    assert (report["numbering_faults"], report["diagnostics"][0]["line"]) == (1, 5)


def test_check_sums_notes_up_unless_they_are_asked_for(pact: str) -> None:
    Path("lists.txt").write_text(
        "Article 1\n\nThe Parties shall meet.\n\nBoats without sails.\n\nSails without boats.\n"
    )
    brief, full = run("check", "lists.txt").output, run("check", "lists.txt", "--notes").output
    assert brief.splitlines()[0] == "lists.txt: notes: 2 no-main-verb; --notes shows them"
    assert "lists.txt:5:1: note: " not in brief
    assert "lists.txt:5:1: note: " in full
    assert full.splitlines()[-1] == brief.splitlines()[1]
    (report,) = json.loads(run("check", "--json", "lists.txt").output)
    assert [each["severity"] for each in report["diagnostics"]] == ["note", "note"]


def test_check_counts_the_verbs_that_bind_and_says_which_are_lost(pact: str) -> None:
    Path("lost.txt").write_text(
        "Article 1\n\nThe Board, which shall be small, shall meet; a ship may not sail.\n\nTolls which it must levy.\n"
    )
    (report,) = json.loads(run("check", "--json", "lost.txt").output)
    assert [report[f"modals_{where}"] for where in ("read", "within", "lost")] == [2, 1, 1]
    assert run("check", "--strict", "lost.txt").exit_code == 1
    told = run("check", "lost.txt").output
    assert 'lost.txt:5:16: error: "must" stands in no clause' in told
    assert "of 4 verbs that bind or forbid 2 read as a clause's verb, 1 within a clause, 1 lost" in told


def test_check_as_json_gives_figures_and_places(pact: str) -> None:
    (report,) = json.loads(run("check", "--json", pact).output)
    assert report["file"] == pact
    assert report["share"] == 1
    assert report["clauses"] == 2
    assert isinstance(report["diagnostics"], list)


@pytest.mark.parametrize(
    ("name", "data", "key", "value"),
    [
        (
            "pact.html",
            "<!DOCTYPE html><p>Article 1</p><p>Each Party shall <s>not</s> act.</p>",
            "xpath",
            "/html/body/p[2]",
        ),
        ("pact.md", "# Pact\n\n## Article 1\n\nEach Party shall ~~not~~ act.\n", "line", 5),
        ("pact.txt", "Article 1\n\nEach P\u0430rty shall act.\n", "line", 3),
    ],
)
def test_check_as_json_gives_the_place_in_the_file(
    tmp_path: Path, name: str, data: str, key: str, value: str | int
) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    (report,) = json.loads(run("check", "--json", str(tmp_path / name)).output)
    told = next(each for each in report["diagnostics"] if each["severity"] == "warning")
    assert {name: found for name, found in told["place"].items() if found is not None} == {key: value}


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_outline_of_an_empty_file_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.txt").write_text(text)
    result = run("outline", str(tmp_path / "empty.txt"))
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == f"treatylex: {tmp_path / 'empty.txt'}: empty: there is no text in it\n"


def test_clauses_filters_by_kind_bearer_and_words(pact: str) -> None:
    def eids(*filters: str) -> list[str]:
        return [row["eid"] for row in json.loads(run("clauses", pact, "--format", "json", *filters).output)]

    assert eids() == ["art_1__para_1__norm_1", "art_1__para_2__norm_1"]
    assert eids("--kind", "permission") == ["art_1__para_2__norm_1"]
    assert eids("--bearer", "each party") == ["art_1__para_1__norm_1"]
    assert eids("--match", r"refuse\s+a") == ["art_1__para_2__norm_1"]
    assert eids("--match", "no such words") == []


def test_refs_filters_by_status_and_work(pact: str) -> None:
    def targets(*filters: str) -> list[str]:
        output = run("refs", pact, "--format", "csv", *filters).output
        return [row["target"] for row in csv.DictReader(io.StringIO(output))]

    assert targets() == ["un-charter#art_51", "#art_9"]
    assert targets("--status", "dangling") == ["#art_9"]
    assert targets("--to", "un-charter") == ["un-charter#art_51"]


def test_tables_show_cells_of_the_csv(pact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    table = run("refs", pact).output
    columns = run("refs", pact, "--format", "csv").output.splitlines()[0].split(",")
    assert set(table.splitlines()[0].split()) < set(columns)
    assert "un-charter#art_51" in table


@pytest.mark.parametrize("width", [60, 80, 120, 160, 250])
@pytest.mark.parametrize("command", ["clauses", "refs"])
def test_a_table_fits_its_width_and_breaks_no_word(
    pact: str, monkeypatch: pytest.MonkeyPatch, width: int, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    table = run(command, pact).output
    assert max(map(len, table.splitlines())) <= width
    assert not {"exceptions", "iri"} & set(table.split())
    for row in json.loads(run(command, pact, "--format", "json").output):
        shown = [row.get(name, "") for name in ("eid", "kind", "action", "within", "reference", "status", "leads_to")]
        assert set(" ".join(shown).split()) <= set(table.split())


def test_a_narrow_terminal_gets_each_row_as_a_record(pact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    first, second = run("clauses", pact).output.split("\n\n")
    assert first.splitlines()[:4] == [
        "source        pact.txt",
        "line          3",
        "eid           art_1__para_1__norm_1",
        "kind          obligation",
    ]
    assert "counterparty" not in second
    assert "\x1b[1msource\x1b[0m" in run("clauses", pact, "--color", "always").output


@pytest.mark.parametrize("command", ["clauses", "refs"])
def test_piped_a_row_is_one_line(pact: str, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    Path("long.txt").write_text(f"Each Party shall inform {'each and ' * 60}every other Party of Article 9.")
    rows = json.loads(run(command, pact, "long.txt", "--format", "json").output)
    lines = run(command, pact, "long.txt").output.splitlines()[1:]
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert all(row.get(name, "") in line for name in ("source", "eid", "kind", "action", "reference", "target"))


def test_an_actor_that_bears_nothing_is_said_with_those_that_do(pact: str) -> None:
    near = run("clauses", pact, "--actor", "depository")
    assert near.exit_code == 2
    assert "no actor is named 'depository'; did you mean 'depositary'?" in near.stderr
    assert "has the id 'un-chartre'" in run("clauses", pact, "--to", "un-chartre").stderr
    assert "there are each_party, depositary\n" in run("clauses", pact, "--actor", "foo").stderr
    assert run("clauses", pact, "--actor", "depositary", "--kind", "obligation").stderr == ""
    assert "no clause here has a known bearer" in run("clauses", "-", "--actor", "foo", text="It rains.").stderr


def test_clauses_as_csv_and_json_have_every_field(pact: str) -> None:
    text = (
        "Article 1\n\nEach Party shall:\n\n(a) inform the other Party;\n\n(b) act with care in order to prevent harm."
    )
    Path("list.txt").write_text(text)
    rows = json.loads(run("clauses", "list.txt", "--format", "json").output)
    (header,) = csv.reader([run("clauses", "list.txt", "--format", "csv").output.splitlines()[0]])
    assert list(rows[0]) == header
    assert rows[0]["line"] == 5
    assert text[rows[0]["start"] : rows[0]["end"]].startswith("inform")
    assert rows[0]["subject"] == "Each Party"
    assert rows[0]["inherited"] == "subject / bearer / modal"
    assert rows[1]["purposes"] == "in order to prevent harm"


def test_a_folder_stands_for_the_treaties_in_it(pact: str) -> None:
    Path("more").mkdir()
    Path("more/b.txt").write_text(TEXT)
    Path("more/a.text").write_text(TEXT)
    Path("more/notes.docx").write_bytes(b"\0")
    rows = json.loads(run("clauses", "more", "--format", "json").stdout)
    assert list(dict.fromkeys(row["source"] for row in rows)) == [
        os.path.join("more", name) for name in ("a.text", "b.txt")
    ]


def test_excerpts_lists_and_prints_the_specimens() -> None:
    listed = run("excerpts").output.splitlines()
    assert [line.split()[0] for line in listed] == [excerpt.id for excerpt in treatylex.excerpts()]
    first = treatylex.excerpts()[1]
    assert run("excerpts", first.id).output == first.text
    assert run("excerpts", "no-such").exit_code == 2


@pytest.mark.parametrize("command", list(main.commands))
def test_help_shows_examples(command: str) -> None:
    shown = run(command, "--help").output
    assert "Examples:" in shown
    assert "Exit status: 0" in shown


def test_empty_input_is_said_to_be_empty_and_is_not_strictly_right(pact: str) -> None:
    Path("empty.txt").write_text(" \n")
    assert run("check", "empty.txt").output == "empty.txt: empty: there is no text in it\n"
    assert run("check", "empty.txt").exit_code == 0
    assert run("check", "--strict", "empty.txt", pact).exit_code == 1
    Path("bare").mkdir()
    result = run("check", "bare")
    assert result.exit_code == 3
    assert result.stderr == "treatylex: bare: no treaty in this folder; check the name\n"


def test_an_unknown_work_is_a_wrong_call_that_names_the_nearest(pact: str) -> None:
    result = run("refs", pact, "--to", "un_charter")
    assert result.exit_code == 2
    assert "no work 'un_charter' in the catalogue; the nearest are un-charter" in " ".join(result.output.split())


def test_instruments_of_a_file_are_known(pact: str) -> None:
    Path("pact.txt").write_text("Each Party shall act in accordance with Article 3 of the Issel Water Accord.")
    Path("own.toml").write_text('[[instrument]]\nid = "issel-accord"\ntitle = "Issel Water Accord"\n')
    assert "issel-accord#art_3 (external)" in run("outline", pact, "--instruments", "own.toml").output
    found = run("refs", pact, "--instruments", "own.toml", "--to", "issel-accord", "--format", "csv").output
    assert "issel-accord#art_3" in found
    for command in ("check", "clauses"):
        assert run(command, pact, "--instruments", "own.toml").exit_code == 0
    Path("marked.toml").write_bytes(codecs.BOM_UTF8 + Path("own.toml").read_bytes())
    assert "issel-accord#art_3 (external)" in run("outline", pact, "--instruments", "marked.toml").output
    assert run("check", pact, "--instruments", "gone.toml").exit_code == 3
    assert treatylex.read(pact, instruments="own.toml").references[0].targets[0].work == "issel-accord"


def test_version_and_module_agree() -> None:
    as_module = subprocess.run(
        [sys.executable, "-m", "treatylex", "--version"], capture_output=True, text=True, check=True
    )
    assert as_module.stdout == run("--version").output
    assert "0.1.0" in as_module.stdout


def test_a_wrong_expression_is_a_wrong_call(pact: str) -> None:
    result = run("clauses", pact, "--match", "(")
    assert result.exit_code == 2
    assert "not a regular expression" in result.output


def test_a_closed_pipe_is_quiet(pact: str) -> None:
    Path("long.txt").write_text("\n".join(f"Article {n}\n\nEach Party shall cooperate.\n" for n in range(1, 3000)))
    command = f"{sys.executable} -m treatylex outline long.txt | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert result.stdout == "art_1  Article 1\n"
    assert result.stderr == ""


HOSTILE = """Article 1

Each Party shall \x1b[8minform\x1b]0;evil\x07 the \x9bCouncil \u202etxet.

The Parties shall, \x1b[2J
"""


@pytest.mark.parametrize(
    "command",
    [
        ("outline",), ("outline", "--color", "always"), ("check", "--notes"), ("clauses",),
        ("clauses", "--color", "always"), ("refs",), ("explain",), ("compare", "--on", "withdrawal"),
    ],
)  # fmt: skip
def test_nothing_in_a_text_or_a_name_commands_the_terminal(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "a\nb.txt: error \x1b]0;evil\x07.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    address = ["art_1"] if command[0] == "explain" else []
    result = run(*command, str(file), *address)
    shown = re.sub("\x1b\\[[0-9;]*m", "", result.output) if "always" in command else result.output
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", shown + result.stderr)
    assert "\x1b[8m" not in result.output
    assert not [line for line in shown.splitlines() if line.startswith("b.txt")]


def test_a_difference_commands_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(HOSTILE, encoding="utf-8")
    (tmp_path / "new.txt").write_text(HOSTILE.replace("Council", "Board\x1b[8m"), encoding="utf-8")
    for color in ("never", "always"):
        result = CliRunner().invoke(
            clause_diff, ["--color", color, str(tmp_path / "old.txt"), str(tmp_path / "new.txt")]
        )
        assert result.exit_code == 1
        assert "\x1b[8m" not in result.output
        assert "\\u001b]0;evil\\u0007" in result.output


TABLE = "Article 1\n\nThe table applies.\n\nA\t\tEach Party shall act\t\tSoon\nB\t\tEach Party shall pay\t\tLate\n"


@pytest.mark.parametrize(
    ("text", "lost"),
    [("The Parties sholl cooperate. Neither Party shalt attack.", "0 lost"), (TABLE, "2 lost")],
    ids=["misspelt", "in a table"],
)
def test_a_text_that_gives_no_clause_is_not_strictly_right(text: str, lost: str) -> None:
    result = run("check", "--strict", "-", text=text)
    assert result.exit_code == 1
    assert lost in result.stdout


def test_a_dash_as_output_is_standard_output_and_no_file(pact: str, tmp_path: Path) -> None:
    written = run("code", pact, "--scheme", "final-clauses", "-o", "-")
    assert written.exit_code == 0
    assert written.output.startswith("source,title,")
    assert not (tmp_path / "-").exists()


INTERRUPTED_AT = """
import os, signal, sys
from treatylex import __main__ as begin

imported = sys.argv.pop(1)

class Interrupt:
    def find_spec(self, name, *more):
        if name == imported:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
begin.main()
"""


@pytest.mark.parametrize("imported", ["treatylex.cli", "click", "treatylex.cli.testing", "treatylex.parsing.reader"])
def test_an_interrupt_ends_a_command_in_one_line_from_its_first_import_on(pact: str, imported: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED_AT, imported, "outline", pact]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "treatylex: interrupted\n")


@pytest.mark.parametrize("form", ["akn", "docx"])
def test_a_closed_standard_output_is_told_in_one_line(pact: str, form: str) -> None:
    command = f"exec {sys.executable} -m treatylex convert {pact} --to {form} --quiet >&-"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "treatylex: cannot write: standard output is closed\n")


@pytest.mark.parametrize(
    ("output", "told"),
    [("", "no file was named; give its name"), ("x.pdf", "names may end in .txt, .json, or say --json")],
)
def test_an_output_that_cannot_be_is_told_with_what_helps(pact: str, output: str, told: str) -> None:
    result = run("outline", pact, "-o", output)
    assert result.exit_code == 2
    assert told in result.output
