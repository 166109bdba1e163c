"""Negotiating brackets: found, read in each reading, shown, and told in a comparison."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import treatylex
from treatylex.cli import clause_diff, main
from treatylex.comparing.telling.settling import bracket_changes
from treatylex.formats.registry import read_bytes
from treatylex.parsing.alternatives import brackets_in, readings
from treatylex.reporting.bracketed import bracket_change_lines, bracket_outline

DRAFT = """Article 4
Reports

1. Each Party [shall] [should] report to the Board [, after consulting the other Parties,] within [30] [60] days.

2. [Option 1: The Board may fix fees.]
[Option 2: No fees may be charged.]

3. [Norland, Sudria: Each Party may withdraw [at any time] on six months' notice.]
"""


def kinds(left: str, right: str) -> list[tuple[str, str | None]]:
    found = bracket_changes(treatylex.parse(left), treatylex.parse(right))
    return [(change.kind.value, change.chosen) for change in found]


def test_brackets_are_alternatives_optional_text_and_proposals() -> None:
    modal, consulting, days, fees, withdrawal = treatylex.parse(DRAFT).brackets
    assert [each.text for each in modal.alternatives] == ["shall", "should"]
    assert (consulting.is_optional, days.is_optional) == (True, False)
    assert [(each.label, each.text) for each in fees.alternatives] == [
        ("Option 1", "The Board may fix fees."),
        ("Option 2", "No fees may be charged."),
    ]
    assert withdrawal.alternatives[0].proposed_by == ("Norland", "Sudria")
    assert [each.alternatives[0].text for each in withdrawal.inner] == ["at any time"]
    assert DRAFT[modal.span.start : modal.span.end] == "[shall] [should]"
    assert [DRAFT[each.span.start : each.span.end] for each in modal.alternatives] == ["shall", "should"]


@pytest.mark.parametrize(
    "text",
    [
        "The Parties[1] agree.",
        "[2] See the annex.",
        "Done at Lindmark. [L.S.]",
        "the harbor [sic] is free",
        "The rules […] apply.",
        "1. [More Favourable Terms]\nEach Party shall act.",
        "For Norland:\n[ANNA BERG]",
        "the value [(TV - VNM) / TV]",
        "1. [Fees of Offices] The fees are due in May.",
        "Unit:\t[Norland]\tSudria",
        "the acid N-[2-methyl-ethyl] and its salts",
        "Goods [1] and services [2] are free of duty.",
        "hereafter referred [to] as the Board [Adopted without a vote.]",
        "I certify that [name of the ship] left on [date and place of issue].",
        "A fund of [sterling] 40,000 is set up. Done at Norland on 3 May 2030.",
        "An opening [ without an end",
        "An end ] without an opening",
    ],
)
def test_marks_of_footnotes_seals_and_editors_are_no_brackets(text: str) -> None:
    assert brackets_in(text) == ()


def test_a_stroke_parts_short_alternatives_only() -> None:
    assert [each.text for each in brackets_in("It [shall/should] act.")[0].alternatives] == ["shall", "should"]
    assert brackets_in("It acts [by the Board and/or such other body].")[0].is_optional


def test_every_reading_has_its_clauses_at_their_places() -> None:
    treaty = treatylex.parse(DRAFT)
    found = {reading.name: reading.treaty for reading in readings(treaty)}
    assert list(found) == ["1", "2", "without"]
    first = {name: each.clauses[0] for name, each in found.items()}
    assert {name: clause.kind.value for name, clause in first.items()} == {
        "1": "obligation",
        "2": "recommendation",
        "without": "obligation",
    }
    assert [str(time) for time in first["2"].times] == ["within 60 days"]
    modal = first["2"].modal
    assert modal is not None
    assert DRAFT[modal.span.start : modal.span.end] == "should"
    assert all(len(each.text) == len(DRAFT) for each in found.values())


def test_a_comparison_tells_brackets_opened_closed_and_resolved() -> None:
    agreed = DRAFT.replace("[shall] [should]", "shall").replace("[30] [60]", "60")
    assert kinds(DRAFT, agreed) == [("resolved", "shall"), ("resolved", "60")]
    assert kinds(agreed, DRAFT) == [("opened", None), ("opened", None)]
    assert kinds(DRAFT, DRAFT.replace(" [, after consulting the other Parties,]", "")) == [("closed", None)]
    assert kinds(DRAFT, DRAFT.replace("[should]", "[may]")) == [("changed", None)]
    assert kinds(DRAFT, DRAFT) == []


NOTED = """Article 1

Each Party [shall]¹ [should]2/ report [, after consulting the Parties,]* to the Board within [30]3/ days of the spill.

¹ Proposed by Norland and Sudria.
2/ Proposal of the delegation of Estmark. Westmark entered a scrutiny reservation.
* Norland cannot accept this text.
3/ Text suggested by the Eastern Union.
"""


def test_footnotes_say_who_proposed_and_who_reserves() -> None:
    modal, consulting, days = treatylex.parse(NOTED).brackets
    assert [each.proposed_by for each in modal.alternatives] == [("Norland", "Sudria"), ("Estmark",)]
    assert [each.reserved_by for each in modal.alternatives] == [(), ("Westmark",)]
    assert (consulting.alternatives[0].proposed_by, consulting.alternatives[0].reserved_by) == ((), ("Norland",))
    assert days.alternatives[0].proposed_by == ("Eastern Union",)
    assert "[Estmark: should] (reserved by Westmark)" in bracket_outline(treatylex.parse(NOTED))
    fewer = NOTED.replace("Norland and Sudria", "Norland")
    (line,) = bracket_change_lines(treatylex.diff_treaties(treatylex.parse(NOTED), treatylex.parse(fewer)))
    assert line.startswith("changed Article 1")
    assert "[Norland, Sudria: shall]" in line.partition("→")[0]
    assert "[Norland: shall]" in line.partition("→")[2]


@pytest.mark.parametrize("note", ["¹ See the annex.", "1. Proposed works shall be told.", "² Proposed by Norland."])
def test_other_footnotes_and_paragraphs_name_nobody(note: str) -> None:
    (bracket,) = treatylex.parse(f"Article 1\n\nEach Party [shall]¹ report.\n\n{note}\n").brackets
    assert bracket.alternatives[0].proposed_by == bracket.alternatives[0].reserved_by == ()


def test_a_comparison_of_some_fields_tells_that_brackets_were_settled(tmp_path: Path) -> None:
    left, right = tmp_path / "left.txt", tmp_path / "right.txt"
    left.write_text("Article 1\n\nThe Board meets [in Lindmark].\n", encoding="utf-8")
    right.write_text("Article 1\n\nThe Board meets in Lindmark.\n", encoding="utf-8")
    shown = CliRunner().invoke(clause_diff, [str(left), str(right), "--only", "heading"])
    assert shown.output.startswith("no change of these; 1 bracket opened, closed or changed; ")
    assert shown.exit_code == 1


def test_outline_and_report_show_them(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text(DRAFT, encoding="utf-8")
    new.write_text(DRAFT.replace("[shall] [should]", "should"), encoding="utf-8")
    shown = CliRunner().invoke(main, ["outline", str(old)]).output
    assert "  Article 4(3): [Norland, Sudria: Each Party may withdraw [at any time] on six months' notice.]" in shown
    assert "reading: alternative 2 of each bracket" in shown
    told = CliRunner().invoke(clause_diff, [str(old), str(new)]).output
    assert "Brackets\n  resolved Article 4(1): [shall] [should] → should\n" in told


def test_a_signed_text_keeps_alternatives_but_no_lone_brackets() -> None:
    signed = "Each Party [shall] [should] report. Done at Norland on the 3rd of May 2030."
    assert len(brackets_in(signed)) == 1
    assert brackets_in(signed.replace("[should] ", "")) == ()
    assert len(brackets_in(signed.replace("[should] ", "").replace("2030", "[…]"))) == 1


def test_brackets_without_end_are_read() -> None:
    """A text may nest brackets far deeper than any draft does; the innermost ones are kept."""
    text = f"Each Party {'[' * 3000}shall{']' * 3000} act. Each Party [may] [should] report."
    deep, alternatives = treatylex.parse(text).brackets
    levels = 1
    while deep.inner:
        (deep,) = deep.inner
        levels += 1
    assert (levels, deep.alternatives[0].text) == (32, "shall")
    assert [each.text for each in alternatives.alternatives] == ["may", "should"]


def test_numbered_paragraphs_are_no_alternatives() -> None:
    """Each stands or falls by itself, where "[shall] [should]" are wordings of one place."""
    found = treatylex.parse("[6. Each Party shall act.]\n\n[7. Each Party shall report.]").brackets
    assert [len(bracket.alternatives) for bracket in found] == [1, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Norland] [Sudria] [shall] [should] report.", [["Norland", "Sudria"], ["shall", "should"]]),
        ("A Party [shall not] [may] [fish] [trade] there.", [["shall not", "may"], ["fish", "trade"]]),
        ("A Party [Norland: shall] [30] days later.", [["shall"], ["30"]]),
        ("A Party [shall] [should] [Norland: may] report.", [["shall", "should", "may"]]),
        ("A Party [Norland: shall] [Sudria: may, if need be,] report.", [["shall", "may, if need be,"]]),
        (
            "A Party [shall] [may, upon request, see the files] there.",
            [["shall"], ["may, upon request, see the files"]],
        ),
    ],
)
def test_verbs_that_bind_are_no_alternatives_of_other_words(text: str, expected: list[list[str]]) -> None:
    found = treatylex.parse(text).brackets
    assert [[each.text for each in bracket.alternatives] for bracket in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[3. They shall establish a fund.]\n\n[Article 8 Review\n\n1. It shall meet.\n\n2. It may report.]\n", [1, 1]),
        ("[Article 7\nFund\n\nThey shall pay.]\n\n[Article 8\nReview\n\nThey shall meet.]\n", [1, 1]),
        ("[Article 7\n\nThey shall pay.]\n\n[Article 7\n\nThey may pay.]\n", [2]),
        ("Article 6 and [Article 7]\n[Article 8] shall cease.", [2]),
    ],
)
def test_a_whole_article_in_brackets_is_no_alternative_of_another_provision(text: str, expected: list[int]) -> None:
    assert [len(bracket.alternatives) for bracket in treatylex.parse(text).brackets] == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Each Party [shall report to the Board.", [11]),
        ("The Board may act [within [30] days.", [18]),
        ("[Norland: Each Party shall report. [Sudria: It may not.", [0, 35]),
        ("Each Party [shall] report [within [30] days].", []),
    ],
)
def test_brackets_that_never_close_are_told_with_their_places(text: str, at: list[int]) -> None:
    told = treatylex.parse(text).diagnostics
    assert [each.span.start for each in told if each.code == "unclosed-bracket"] == at


@pytest.mark.parametrize("close", ["", "]"])
@pytest.mark.parametrize(
    "head", ["[Article 8 Review", "[Article 8\nReview", "[ARTICLE 8: Review", "[Article 8. Review"]
)
def test_the_bracket_before_a_division_is_part_of_its_heading(head: str, close: str) -> None:
    """Whether or not anything closes it; what only speaks of a division, or is closed in its line, opens none."""
    after = f"\n\nThe Council shall review it.{close}\n\nArticle 9\n\nIt shall end.\n"
    treaty = treatylex.parse(f"Article 7\n\nEach Party shall act.\n\n{head}{after}")
    assert [each.eid for each in treaty.provisions] == ["art_7", "art_8", "art_9"]
    assert treaty.provision("art_8").heading == "Review"
    assert treaty.provision("art_8").text.startswith("[")
    for line in ("[Article 8] shall cease.", "[Article 8 of the Charter shall cease.", "[Article 8 shall cease"):
        spoken_of = treatylex.parse(f"Article 7\n\nEach Party shall act.\n\n{line}{after}")
        assert "art_8" not in {each.eid for each in spoken_of.provisions}


BUOYS = """# Pact on Buoys

## Article 1

1. Each Party [shall] [should] light its buoys [^1] at night.

2. The Council may help.

[3. The Council shall meet in spring.]

## Article 2

Either Party may withdraw.

[^1]: A buoy shall be red.
"""


def test_a_footnote_gives_no_clause_in_a_reading_either() -> None:
    treaty = read_bytes(BUOYS.encode(), "pact.md")
    for reading in readings(treaty):
        assert not any("red" in clause.text for clause in reading.treaty.clauses)
        assert str(reading.treaty.place_of(reading.treaty.clauses[0].span)) == "line 5"
    one, two, without = (len(reading.treaty.clauses) for reading in readings(treaty))
    assert (one, two, without) == (4, 4, 3)


def test_a_reading_is_shown_where_brackets_stand(tmp_path: Path) -> None:
    path = tmp_path / "pact.md"
    path.write_text(BUOYS, encoding="utf-8")
    shown = CliRunner().invoke(main, ["outline", str(path)]).output
    one, two, without = shown.split("\nreading: ")[1:]
    for reading, kind in ((one, "obligation"), (two, "recommendation"), (without, "obligation")):
        lines = reading.splitlines()
        assert lines[1] == "  art_1__para_1"
        assert lines[2].split()[:3] == [kind, "Each", "Party"]
        assert "Council | may | help" not in reading
        assert "withdraw" not in reading
    assert ["in spring" in each for each in (one, two, without)] == [True, True, False]
