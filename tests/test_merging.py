"""Three versions of one text: the laws of diff3, and the command."""

import json
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner
from hypothesis import strategies as st

import treatylex
from treatylex.cli import clause_diff, main
from treatylex.model.merges import Merge, MergeKind
from treatylex.model.provisions import Treaty
from treatylex.reporting.merged import merge_line, merge_lines, merge_page
from treatylex.testing.strategies import edits, treaties

BASE = """Article 1
Duties

1. Each Party shall inform the Council.

2. The Council may advise the Parties.

3. Each Party shall bear its own costs.

Article 2
Duration

This Pact shall remain in force for ten years.
"""
SIDES = {MergeKind.OURS: MergeKind.THEIRS, MergeKind.THEIRS: MergeKind.OURS}
IN_PLACE = ("modal", "condition", "exception", "deadline", "added", "removed")
few = hypothesis.settings(max_examples=25, deadline=None)


def merged(base: str, ours: str, theirs: str) -> Merge:
    return treatylex.merge_treaties(*(treatylex.parse(text) for text in (base, ours, theirs)))


def places(merge: Merge) -> list[tuple[str, str]]:
    return [(place.kind.value, place.place) for place in merge.places]


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Treaty, str, str]:
    base = draw(treaties(max_articles=3))
    return base, draw(edits(base, kinds=IN_PLACE)).text, draw(edits(base, kinds=IN_PLACE)).text


@few
@hypothesis.given(drafts())
def test_a_draft_that_equals_the_base_takes_the_other_one_as_it_is(texts: tuple[Treaty, str, str]) -> None:
    base, draft, _ = texts
    for ours, theirs, kind in ((base.text, draft, MergeKind.THEIRS), (draft, base.text, MergeKind.OURS)):
        merge = merged(base.text, ours, theirs)
        assert {place.kind for place in merge.places} == {kind}
        assert treatylex.parse(merge.text).text == draft


@few
@hypothesis.given(drafts())
def test_equal_drafts_agree_in_all(texts: tuple[Treaty, str, str]) -> None:
    base, draft, _ = texts
    merge = merged(base.text, draft, draft)
    assert {place.kind for place in merge.places} == {MergeKind.BOTH}
    assert merge.text == draft
    assert merged(base.text, base.text, base.text).places == ()


@few
@hypothesis.given(drafts())
def test_drafts_that_change_places_change_ours_and_theirs_and_nothing_else(texts: tuple[Treaty, str, str]) -> None:
    base, ours, theirs = texts
    merge, turned = merged(base.text, ours, theirs), merged(base.text, theirs, ours)
    assert [(SIDES.get(p.kind, p.kind), p.base, p.theirs, p.ours) for p in merge.places] == [
        (p.kind, p.base, p.ours, p.theirs) for p in turned.places
    ]
    assert "<<<<<<<" in merge.text if merge.conflicts else "<<<<<<<" not in merge.text


def test_changes_of_different_clauses_go_together_and_of_one_clause_conflict() -> None:
    ours = BASE.replace("may advise", "shall advise").replace("ten years", "five years")
    theirs = BASE.replace("own costs", "costs of travel").replace("ten years", "twenty years")
    merge = merged(BASE, ours, theirs)
    assert places(merge) == [("ours", "Article 1(2)"), ("theirs", "Article 1(3)"), ("conflict", "Article 2")]
    before, _, rest = merge.text.partition("<<<<<<< ours")
    assert (
        before.strip()
        == BASE.replace("may advise", "shall advise")
        .replace("own costs", "costs of travel")
        .partition("\n\nArticle 2")[0]
    )
    assert all(years in rest for years in ("five years", "||||||| base", "ten years", "twenty years", ">>>>>>> theirs"))


def test_a_clause_that_one_draft_drops_and_the_other_changes_conflicts() -> None:
    merge = merged(BASE, BASE.replace("3. Each Party shall bear its own costs.\n\n", ""), BASE.replace("own ", ""))
    assert places(merge) == [("conflict", "Article 1(3)")]
    assert merge.places[0].ours is None


def test_layout_is_no_change_and_does_not_hide_one() -> None:
    ours, theirs = BASE.replace("inform the Council", "inform\nthe Council"), BASE.replace("inform", "assist")
    merge = merged(BASE, ours, theirs)
    assert places(merge) == [("theirs", "Article 1(1)")]
    assert "assist the Council" in merge.text


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = (BASE, BASE.replace("may advise", "shall advise"), BASE.replace("may advise", "should advise"))
    paths = [tmp_path / name for name in ("base.txt", "ours.txt", "theirs.txt")]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_the_command_shows_both_redlines_and_fails_on_conflicts(files: list[str]) -> None:
    result = CliRunner().invoke(main, ["merge", *files])
    assert result.exit_code == 1
    assert result.output.splitlines()[3:] == [
        "  Article 1(2)",
        "    ours: The Council [-may-] {+shall+} advise the Parties.",
        "    theirs: The Council [-may-] {+should+} advise the Parties.",
    ]
    assert CliRunner().invoke(clause_diff, files).output == result.output
    assert CliRunner().invoke(clause_diff, [files[0], files[1], files[0]]).exit_code == 0
    assert CliRunner().invoke(main, ["merge", *files[:2], "none.txt"]).exit_code == 2
    assert CliRunner().invoke(clause_diff, [*files, "--min-weight", "0.5"]).exit_code == 2


def test_every_format_tells_the_same_conflict(files: list[str], tmp_path: Path) -> None:
    document = json.loads(CliRunner().invoke(main, ["merge", *files, "--format", "json"]).output)
    assert document["summary"] == {"conflict": 1}
    assert document["places"][0]["theirs"] == "The Council should advise the Parties."
    assert "~~may~~ **should**" in CliRunner().invoke(main, ["merge", *files, "--format", "markdown"]).output
    page = tmp_path / "page.html"
    assert CliRunner().invoke(clause_diff, [*files, "--output", str(page)]).exit_code == 1
    assert "<del>may</del> <ins>should</ins>" in page.read_text(encoding="utf-8")


def test_the_page_escapes_and_the_report_fits() -> None:
    merge = merged(BASE, BASE.replace("advise", "<b>advise</b>"), BASE)
    assert "<b>advise" not in merge_page(merge)
    assert all(len(str(line)) <= 60 for line in merge_lines(merge, width=60))


def test_a_provision_that_a_draft_puts_in_is_not_taken_for_the_one_of_its_number() -> None:
    base = "Article 1\n\nEach Party may act.\n\nArticle 2\n\nIt shall report within ten days.\n"
    ours = base.replace("Article 2", "Article 2\n\nIt shall inform the Board before any visit.\n\nArticle 3")
    merge = treatylex.merge_treaties(*map(treatylex.parse, (base, ours.replace("ten", "six"), base)))
    told = [str(line).strip() for line in merge_lines(merge)]
    assert "Article 2 (new)" in told
    assert "Article 2" in told


def test_a_draft_that_renumbers_is_not_said_to_change_nothing() -> None:
    base = "Article 1\n\nEach Party shall report.\n\nArticle 2\n\nThe Council shall meet.\n"
    same, renumbered = treatylex.parse(base), treatylex.parse(base.replace("Article 2", "Article 3"))
    line = merge_line(treatylex.merge_treaties(same, renumbered, same))
    assert line.startswith("neither draft changes what a provision says; numbers and headings changed: 1 in ours")
    assert merge_line(treatylex.merge_treaties(same, same, same)) == "neither draft changes anything"


def test_only_and_fail_on_choose_places_and_conflicts(tmp_path: Path) -> None:
    base = "Article 1\n\n1. Each Party may act.\n\n2. The fee is due within ten days.\n"
    drafts = (base.replace("may", "shall").replace("ten", "six"), base.replace("may", "should"))
    paths = [tmp_path / f"{name}.txt" for name in ("base", "ours", "theirs")]
    for path, text in zip(paths, (base, *drafts), strict=True):
        path.write_text(text, encoding="utf-8")

    def run(*options: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["merge", *map(str, paths), *options])
        return result.exit_code, result.output

    status, told = run("--only", "times")
    assert status == 1
    assert "ten" in told
    assert "should" not in told
    assert run("--fail-on", "modal")[0] == 1
    assert run("--fail-on", "times")[0] == 0
    assert run("--only", "times", "--format", "merged")[0] == 2
    for name, status in (("x.pdf", 2), ("x.json", 1)):
        assert run("--output", str(tmp_path / name))[0] == status
    assert not (tmp_path / "x.pdf").exists()


def test_a_reference_that_leads_elsewhere_once_merged_is_told(tmp_path: Path) -> None:
    put_in = BASE.replace("2. The Council may", "2. Visits are free.\n\n3. The Council may").replace(
        "3. Each", "4. Each"
    )
    cites = BASE.replace("ten years.", "ten years. Advice under Article 1, paragraph 2, remains valid.")
    (misled,) = merged(BASE, put_in, cites).misled
    assert (misled.draft, misled.text, misled.cited, misled.now) == (
        *("theirs", "Article 1, paragraph 2", "Article 1(2)", "Article 1(2)"),
    )
    files = [tmp_path / name for name in ("base.txt", "ours.txt", "theirs.txt")]
    for file, text in zip(files, (BASE, put_in, cites), strict=True):
        file.write_text(text, encoding="utf-8")
    said = "“Article 1, paragraph 2” leads elsewhere: in theirs to Article 1(2)"
    for form in ("text", "markdown", "html", "json", "merged"):
        told = CliRunner().invoke(main, ["merge", *map(str, files), "--format", form])
        assert told.exit_code == 1
        is_report = form in ("text", "markdown", "html")
        shown = " ".join((told.stdout if is_report else told.stderr).split())
        assert said in shown
        assert not is_report or "1 reference leads elsewhere once merged" in shown
        assert not (is_report and told.stderr)
    # What the other draft does not move, or the same draft moved with its reference, leads where it led.
    assert not merged(BASE, put_in, cites.replace("paragraph 2,", "paragraph 1,")).misled
    assert not merged(BASE, put_in, cites.replace("Article 1, paragraph 2,", "this Article")).misled
    both = put_in.replace("ten years.", "ten years. Advice under Article 1, paragraph 3, remains valid.")
    assert not merged(BASE, both, BASE.replace("its own", "the")).misled
