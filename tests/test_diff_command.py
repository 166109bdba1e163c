"""`clause-diff`, which is `treatylex diff`: what it prints in each format, what it leaves out, how it ends."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import treatylex
from treatylex.cli import clause_diff, main
from treatylex.formats.comparisons import comparison_schema
from treatylex.reporting.differences import differences

OLD = """Article 1

1. Each Party shall inform the other Party without delay.

2. The depositary may refuse a notification.

3. Each Party shall bear its own costs.

Article 2

This Pact shall remain in force for ten years.
"""
NEW = (
    OLD.replace("may refuse", "shall not refuse")
    .replace("3. Each Party shall bear its own costs.\n\n", "")
    .replace("ten years", "twenty years")
)


@pytest.fixture(autouse=True)
def _pacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("old", "new"):
        Path(folder).mkdir()
    for path, text in (("old.txt", OLD), ("new.txt", NEW), ("old/a.txt", OLD), ("new/a.txt", NEW), ("old/b.txt", OLD)):
        Path(path).write_text(text)
    Path("new/b.txt").write_text(OLD.replace("\n\n", "\n\n\n"))


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(clause_diff, arguments, input=text, catch_exceptions=False)


def numbers(*arguments: str) -> list[str]:
    """The kinds of the changes that a call tells of."""
    document = json.loads(run("old.txt", "new.txt", "--format", "json", *arguments).output)
    return [change["kind"] for change in document["comparison"]["changes"]]


def test_the_report_sums_up_first_and_redlines_by_article() -> None:
    result = run("old.txt", "new.txt")
    assert result.exit_code == 1
    assert result.output.splitlines()[:4] == [
        "3 changes: 2 modified, 1 removed; 2 heavy (!)",
        "",
        "Article 1",
        "! modified Article 1(2) · kind, modal",
    ]
    assert "    The depositary [-may-] {+shall not+} refuse a notification\n" in result.output
    assert "! removed Article 1(3)\n    [-Each Party shall bear its own costs-]" in result.output
    assert "    times: [-for ten years-] {+for twenty years+}\n" in result.output


def test_brief_tells_of_each_article_only_how_many_changes_it_has() -> None:
    Path("more.txt").write_text(f"{NEW}\nArticle 3\nFees\n\nThe Council may fix fees.\n")
    assert run("old.txt", "more.txt", "--brief").output.splitlines() == [
        "4 changes: 1 added, 2 modified, 1 removed; 3 heavy (!)",
        "",
        "! Article 1: 1 modified, 1 removed",
        "  Article 2: 1 modified",
        "! Article 3 · Fees: added",
    ]
    refused = run("old.txt", "new.txt", "--brief", "--format", "csv")
    assert refused.exit_code == 2
    assert "--brief goes with text, not with csv" in refused.output


def test_both_names_of_the_command_do_the_same() -> None:
    other = CliRunner().invoke(main, ["diff", "old.txt", "new.txt"])
    assert (other.output, other.exit_code) == (run("old.txt", "new.txt").output, 1)


def test_exit_statuses_are_those_of_diff() -> None:
    same = run("old.txt", "old.txt")
    assert (same.exit_code, same.output) == (0, "nothing differs\n")
    assert run("-", "old.txt", text=OLD).exit_code == 0
    assert run("old.txt", "-", text=NEW).exit_code == 1
    assert run("-", "-", text=OLD).exit_code == 2
    assert run("gone.txt", "old.txt").exit_code == 2
    assert run("old", "old.txt").exit_code == 2
    assert run("old.txt", "new.txt", "--output", "gone/report.txt").exit_code == 2


def test_only_and_min_weight_choose_and_say_what_they_leave_out() -> None:
    assert numbers("--only", "times") == ["modified"]
    assert numbers("--only", "removed,times") == ["removed", "modified"]
    assert numbers("--min-weight", "0.8") == ["modified", "removed"]
    result = run("old.txt", "new.txt", "--only", "modal")
    assert result.output.startswith("1 change: 1 modified; 1 heavy (!); 2 other changes left out\n")
    assert "costs" not in result.output
    none = run("old.txt", "new.txt", "--only", "purposes")
    assert (none.exit_code, none.output) == (0, "nothing differs; 3 other changes left out\n")


def test_fail_on_decides_the_status_and_not_what_is_shown() -> None:
    assert run("old.txt", "new.txt", "--fail-on", "modal").exit_code == 1
    result = run("old.txt", "new.txt", "--fail-on", "exceptions,added")
    assert result.exit_code == 0
    assert result.output == run("old.txt", "new.txt").output
    assert run("old.txt", "new.txt", "--only", "times", "--fail-on", "removed").exit_code == 1


@pytest.mark.parametrize("resolved", ["Each Party shall not dump waste.", "Each Party shall dump waste."])
def test_a_bracket_that_is_resolved_closes_the_gate_of_any_field(resolved: str) -> None:
    with open("open.txt", "w", encoding="utf-8") as file:
        file.write("Article 1\n\nEach Party shall [not] dump waste.\n")
    with open("agreed.txt", "w", encoding="utf-8") as file:
        file.write(f"Article 1\n\n{resolved}\n")
    assert run("open.txt", "agreed.txt", "--fail-on", "modal").exit_code == 1
    assert run("open.txt", "open.txt", "--fail-on", "modal").exit_code == 0


def test_an_unknown_field_is_a_wrong_call_that_names_the_nearest() -> None:
    result = run("old.txt", "new.txt", "--only", "modals")
    assert result.exit_code == 2
    assert "no field or kind of change 'modals'; did you mean modal?" in result.output
    assert run("old.txt", "new.txt", "--min-weight", "2").exit_code == 2


def test_json_follows_the_published_schema_and_names_everything() -> None:
    document = json.loads(run("old.txt", "new.txt", "--format", "json").output)
    jsonschema.validate(document, comparison_schema())
    comparison = document["comparison"]
    assert comparison["left"]["source"] == "old.txt"
    assert comparison["summary"] == {"modified": 2, "removed": 1}
    change = comparison["changes"][0]
    assert (change["left"]["eid"], change["left"]["place"]) == ("art_1__para_2__norm_1", "Article 1(2)")
    assert [(d["field"], d["before"], d["after"]) for d in change["details"]] == [
        ("kind", "permission", "prohibition"),
        ("modal", "may", "shall not"),
    ]
    assert [(s["edit"], s["left"] or s["right"]) for s in change["redline"][0]][1:3] == [
        ("deleted", " may"),
        ("inserted", " shall not"),
    ]


def test_csv_has_a_row_a_change() -> None:
    rows = list(csv.DictReader(io.StringIO(run("old.txt", "new.txt", "--format", "csv").output)))
    assert (rows[0]["left"], rows[0]["right"], rows[0]["kind"]) == ("old.txt", "new.txt", "modified")
    assert rows[0]["redline"] == "The depositary [-may-] {+shall not+} refuse a notification"
    assert rows[0]["before"] == "kind: permission / modal: may"
    assert rows[1]["right_place"] == ""


def test_markdown_marks_the_words_and_lets_no_text_be_markup() -> None:
    Path("odd.txt").write_text(OLD.replace("ten years", "ten _years_ <b>#1</b> ~~@x"))
    shown = run("odd.txt", "new.txt", "--format", "markdown").output
    assert "### Article 1\n" in shown
    assert "  > The depositary ~~may~~ **shall not** refuse a notification\n" in shown
    assert r"\_years\_ \<b\>\#1\</b\> \~\~\@x" in shown


def test_the_ending_of_the_output_file_chooses_the_format() -> None:
    for name, start in (
        ("r.html", "<!DOCTYPE html>"),
        ("r.json", "{\n"),
        ("r.md", "**3 changes"),
        ("r.csv", "left,right,"),
        ("r.txt", "3 changes: "),
    ):
        result = run("old.txt", "new.txt", "--output", name)
        assert (result.exit_code, result.output) == (1, "")
        assert Path(name).read_text(encoding="utf-8").startswith(start)
    run("old.txt", "new.txt", "--output", "r.txt", "--format", "csv")
    assert Path("r.txt").read_text().startswith("left,right,")


def test_folders_are_compared_by_name_and_lone_files_said() -> None:
    Path("old/gone.txt").write_text(OLD)
    Path("new/fresh.txt").write_text(OLD)
    result = run("old", "new")
    assert result.exit_code == 1
    assert result.stderr == "treatylex: gone.txt: only in old\ntreatylex: fresh.txt: only in new\n"
    heads = re.findall(r"^== (.*)\n(.*)$", result.stdout, re.MULTILINE)
    assert heads == [
        ("old/a.txt → new/a.txt", "3 changes: 2 modified, 1 removed; 2 heavy (!)"),
        ("old/b.txt → new/b.txt", "nothing differs"),
    ]
    documents = json.loads(run("old", "new", "--format", "json").stdout)
    for document in documents:
        jsonschema.validate(document, comparison_schema())
    assert [len(document["comparison"]["changes"]) for document in documents] == [3, 0]
    rows = list(csv.DictReader(io.StringIO(run("old", "new", "--format", "csv").stdout)))
    assert {row["left"] for row in rows} == {"old/a.txt"}


def test_an_unreadable_file_of_a_folder_does_not_hide_the_others() -> None:
    for folder in ("old", "new"):
        Path(folder, "aa.txt").write_bytes(b"%PDF-1.4")
    result = run("old", "new")
    assert result.exit_code == 2
    assert "old/aa.txt: is a damaged PDF" in result.stderr
    assert result.stdout.count("== ") == 2


def test_folders_without_a_common_name_are_trouble() -> None:
    Path("empty").mkdir()
    result = run("old", "empty")
    assert result.exit_code == 2
    assert "no treaty has the same name in both folders" in result.stderr


def test_pages_of_folders_are_led_to_by_an_index() -> None:
    assert run("old", "new", "--format", "html").exit_code == 2
    assert run("old", "new", "--format", "html", "--output", "pages").exit_code == 1
    index = Path("pages/index.html").read_text()
    pages = re.findall(r'<a href="([^"]+)">', index)
    assert pages == ["001-a.html", "002-b.html"]
    assert all(Path("pages", page).read_text().startswith("<!DOCTYPE html>") for page in pages)


@pytest.mark.parametrize("width", [40, 72, 140])
def test_lines_fit_the_width_and_lose_no_word(width: int) -> None:
    long = OLD.replace("inform the other Party", "inform the other Party, " + "and the Council of the Pact " * 12)
    diff = treatylex.diff_treaties(treatylex.parse(OLD), treatylex.parse(long))
    report = differences(diff, width=width)
    assert max(map(len, report.splitlines())) <= width
    assert report.split() == differences(diff, width=1000).split()


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = (run("old.txt", "new.txt", "--color", choice).output for choice in ("never", "always"))
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert re.search(r"\x1b\[9;31m\[-may-\]", coloured)  # struck, red
    assert re.search(r"\x1b\[4;34m\{\+shall not\+\}", coloured)  # underlined, blue


def test_a_long_stretch_that_was_kept_is_cut_in_the_middle() -> None:
    items = ", ".join(f"item {n}" for n in range(80))
    text = f"Each Party shall inform the Council of {items} within ten days."
    report = differences(treatylex.diff_treaties(treatylex.parse(text), treatylex.parse(text.replace("ten", "six"))))
    assert "… " in report
    assert "item 79 within [-ten-] {+six+} days" in " ".join(report.split())
    assert "item 40" not in report


def _report(old: str, new: str) -> str:
    return differences(treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new)))


def test_what_is_replaced_throughout_is_told_once_but_never_a_modal() -> None:
    old = "\n\n".join(f"Article {n}\n\n1. Aid from Antonia is free.\n\n2. The Council may act." for n in range(1, 7))
    report = _report(old, old.replace("Antonia", "Borduria").replace("may", "shall"))
    head, _, rest = report.partition("\n\nArticle 1\n")
    assert "\nThroughout\n  [-Antonia-] {+Borduria+} in 6 changes\n  [-may-] {+shall+} in 6 changes\n" in head
    assert rest.count("changed only as told above") == 6
    assert "Borduria" not in rest
    assert rest.count("[-may-] {+shall+} act") == 6


def test_a_figure_that_changes_throughout_is_told_each_time() -> None:
    old = "\n\n".join(f"Article {n}\n\nThe rate for goods of class {n} is 5 per cent." for n in range(1, 5))
    report = _report(old, old.replace("5 per cent", "7 per cent"))
    assert report.count("[-5-] {+7+} per cent") == 4
    assert "told above" not in report


def test_a_chapeau_that_changes_a_whole_list_is_told_once() -> None:
    old = "Article 1\n\nUnless the Council objects, each Party may:\n(a) enter;\n(b) leave;\n(c) stay in the area."
    report = _report(old, old.replace("Unless the Council objects", "Unless the Board objects"))
    assert report.count("{+Unless the Board objects+}") == 1
    assert "changed only as told above Article 1(b), Article 1(c)" in report


def test_many_changes_are_led_by_what_became_of_the_articles() -> None:
    old = "\n\n".join(f"Article {n}\nPort {n}\n\nThe Council may visit port {n} with its staff." for n in range(1, 16))
    new = old.replace("Article 15\nPort 15\n\nThe Council may visit port 15 with its staff.", "").replace(
        "may", "shall"
    )
    new += "Article 15\nFees\n\nVisits are free of charge."
    report = _report(old, new.replace("shall visit port 3 ", "may visit port 3 "))
    assert report.splitlines()[1:4] == [
        "unchanged but for numbers and headings: Article 3 · Port 3",
        "only in the left text: Article 15 · Port 15",
        "only in the right text: Article 15 · Fees",
    ]


def test_long_additions_are_cut_in_the_report_and_whole_in_the_other_formats() -> None:
    words = " ".join(f"goods-{first}{second}" for first in "bcdfghjklm" for second in "aeiouwxyzvst")
    new = f"{OLD}\nArticle 3\n\nThe Parties shall exempt {words}."
    diff = treatylex.diff_treaties(treatylex.parse(OLD), treatylex.parse(new))
    assert "(69 words) …" in " ".join(differences(diff).split())
    assert "goods-ga" not in differences(diff)
    assert words in treatylex.to_html(diff)
    assert words in treatylex.to_json(diff)


def test_a_new_article_is_shown_by_its_first_passages_and_the_rest_counted() -> None:
    added = "\n\n".join(f"{n}. The Council may visit port {n}." for n in range(1, 10))
    report = _report(OLD, f"{OLD}\nArticle 3\n\n{added}\n")
    assert report.endswith("    {+The Council may visit port 6+}\n    … and 3 more passages\n")


def test_many_changes_are_led_by_the_heaviest() -> None:
    old = "\n\n".join(f"Article {n}\n\nThe Council may visit port {n}." for n in range(1, 16))
    report = differences(treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(old.replace("may", "shall"))))
    head, _, rest = report.partition("\n\nArticle 1\n")
    assert head.splitlines()[2:4] == ["Throughout", "  [-may-] {+shall+} in 15 changes"]
    assert head.splitlines()[5:7] == ["What weighs most", "! modified Article 1: [-may-] {+shall+} visit port 1"]
    assert "and 5 more heavy changes below" in head
    assert rest.count("! modified") == 15


def test_instruments_of_a_file_are_known_to_both_sides() -> None:
    Path("own.toml").write_text('[[instrument]]\nid = "issel-accord"\ntitle = "Issel Water Accord"\n')
    assert run("old.txt", "new.txt", "--instruments", "own.toml").exit_code == 1
    assert run("old.txt", "new.txt", "--instruments", "gone.toml").exit_code == 2


def test_a_notebook_shows_the_changes_and_escapes_the_text() -> None:
    old = "Each Party may inform <script>alert(1)</script> the Council."
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(old.replace("may", "shall")))
    fragment = diff._repr_html_()
    assert "<del>may</del> <ins>shall</ins>" in fragment
    assert "<script>" not in fragment


def test_the_installed_command_compares() -> None:
    command = [str(Path(sys.executable).with_name("clause-diff")), "old.txt", "new.txt"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stdout.startswith("3 changes: ")


def test_markdown_of_anything_else_is_refused_with_the_remedy() -> None:
    with pytest.raises(TypeError, match=r"a Treaty or the TreatyDiff of diff_treaties\(left, right\), not a str"):
        treatylex.to_markdown("Each Party shall report.")  # type: ignore[arg-type]
