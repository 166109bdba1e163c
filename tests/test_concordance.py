"""One provision across many treaties: where it was found, and how each qualifies it."""

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import treatylex
from treatylex.cli import main
from treatylex.comparing.telling.concordance import Answer, FoundBy, concordance
from treatylex.errors import AddressError, InputError

ISSEL = """Article 1
Definitions

"Observer" means a person appointed by the Council.

Article 2
Observers

Each Party may appoint one observer within 30 days.

Article 3
Withdrawal

Each Party may withdraw from this Treaty by written notice to the depositary, unless the Council objects within a year.
"""
VECHT = """Article 7
Right to withdraw from the Treaty

Each Party shall have the right to withdraw after six months' notice.

Article 8
Visits

Visits are free.
"""
LINGE = """Article 4
Denunciation

Each Party may by written notice to the depositary denounce this Treaty, unless the Council objects within a year.

Article 5
Seat

The seat of the Council is at Arkel.
"""
MARK = "Article 1\nFees\n\nThe Council shall fix the fees.\n"
TEXTS = {"issel.txt": ISSEL, "vecht.txt": VECHT, "linge.txt": LINGE, "mark.txt": MARK}


def answers(on: str, *texts: str) -> tuple[Answer, ...]:
    return concordance([treatylex.parse(text) for text in texts or TEXTS.values()], on)


def told(found: tuple[Answer, ...]) -> list[tuple[FoundBy | None, list[str]]]:
    return [(answer.found_by, [clause.eid for clause in answer.clauses]) for answer in found]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        Path(name).write_text(text)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *TEXTS, *arguments], catch_exceptions=False)


def test_a_topic_that_a_scheme_knows_is_found_by_what_the_treaty_says_whatever_its_headings() -> None:
    found = answers("withdrawal", ISSEL, VECHT, LINGE.replace("Denunciation", "Farewell"), MARK)
    assert told(found) == [
        (FoundBy.SCHEME, ["art_3__norm_1"]),
        (FoundBy.SCHEME, ["art_7__norm_1"]),
        (FoundBy.SCHEME, ["art_4__norm_1"]),
        (None, []),
    ]
    assert [answer.value for answer in found] == ["yes", "yes", "yes", ""]
    assert found[1].passages[0].of(VECHT) == "Each Party shall have the right to withdraw after six months' notice"


def test_words_of_a_known_topic_that_speak_of_something_else_are_no_answer() -> None:
    lease = "Article 1\n\nTermination of the lease shall be notified to the owner, and his reservations heard."
    assert told(answers("withdrawal", lease)) == told(answers("reservations", lease)) == [(None, [])]


def test_a_topic_that_no_heading_names_is_a_defined_term_or_stands_in_the_words() -> None:
    (term,) = told(answers("observer", ISSEL.replace("Observers\n", "Appointments\n")))
    assert term == (FoundBy.TERM, ["art_1__norm_1"])
    assert told(answers("written notice", ISSEL, MARK)) == [(FoundBy.WORDS, ["art_3__norm_1"]), (None, [])]


def test_a_topic_is_found_by_other_forms_of_its_words_but_not_in_the_name_of_an_instrument() -> None:
    dispute = (
        "Article 1\n\nAny dispute about the reading of this Treaty which cannot be settled shall go to the Council."
    )
    cited = "Article 2\n\nEach Party shall respect the Convention on the Settlement of Investment Disputes."
    letters = "Article 3\n\nEvery communication of the Council shall be public."
    assert told(answers("settlement of disputes", dispute, cited)) == [(FoundBy.SCHEME, ["art_1__norm_1"]), (None, [])]
    assert told(answers("community", letters)) == [(None, [])]


def test_the_nearest_article_of_a_treaty_on_another_matter_is_no_answer() -> None:
    visas = (
        "Article 1\nStay\n\nNationals of either Party may stay in the territory of the other Party without a visa.\n\n"
        "Article 2\nEntry into force\n\nThis Treaty shall enter into force on the date of the second notification."
    )
    assert told(answers("withdrawal", ISSEL, visas))[1] == (None, [])


def test_another_word_for_the_matter_answers_in_headings_and_in_clauses() -> None:
    secret = "Article 1\nConfidentiality\n\nThe Council shall keep the reports."
    plain = "Article 1\n\nThe Council shall respect the confidentiality of reports."
    assert told(answers("secrecy", secret, plain)) == [
        (FoundBy.SYNONYM, ["art_1__norm_1"]),
        (FoundBy.WORDS, ["art_1__norm_1"]),
    ]


def test_forms_of_a_word_meet_and_words_that_only_begin_alike_do_not() -> None:
    ratified = "Article 1\n\nThis Treaty shall be ratified by each Party."
    abroad = "Article 2\nInternational flights\n\nEach Party shall allow flights by the aircraft of the other Party."
    assert told(answers("ratification", ratified)) == [(FoundBy.WORDS, ["art_1__norm_1"])]
    assert told(answers("internal flights", abroad)) == [(None, [])]


def test_an_address_leads_by_alignment_to_the_other_treaties() -> None:
    found = told(answers("art_3", ISSEL, LINGE, MARK))
    assert found == [(FoundBy.ADDRESS, ["art_3__norm_1"]), (FoundBy.LIKENESS, ["art_4__norm_1"]), (None, [])]
    assert told(answers("art_3__norm_1", ISSEL, LINGE))[1] == (FoundBy.LIKENESS, ["art_4__norm_1"])


def test_an_expression_is_sought_in_the_words_of_every_clause() -> None:
    assert told(answers("/COUNCIL\\s+(objects|shall)/")) == [
        (FoundBy.PATTERN, ["art_3__norm_1"]),
        (None, []),
        (FoundBy.PATTERN, ["art_4__norm_1"]),
        (FoundBy.PATTERN, ["art_1__norm_1"]),
    ]


def test_what_is_no_topic_address_or_expression_is_refused() -> None:
    with pytest.raises(InputError, match="not a regular expression"):
        answers("/(/")
    with pytest.raises(InputError, match="no topic"):
        answers(" – ")
    with pytest.raises(AddressError, match="the nearest are"):
        answers("art_33")


def test_the_table_says_in_which_treaties_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = run("--on", "withdrawal").output.splitlines()
    assert lines[0] == "found in 3 of 4 treaties"
    assert lines[2].split()[:4] == ["source", "found_by", "kind", "place"]
    assert any(line.startswith("mark.txt") and "not found" in line for line in lines)


def test_a_treaty_has_one_row_and_a_row_a_clause_when_asked() -> None:
    Path("issel.txt").write_text(ISSEL.replace("within a year.", "within a year. Each Party may denounce it at once."))
    short = list(csv.DictReader(io.StringIO(run("--on", "withdrawal", "--format", "csv").output)))
    long = list(csv.DictReader(io.StringIO(run("--on", "withdrawal", "--format", "csv", "--long").output)))
    assert [row["source"] for row in short] == list(TEXTS)
    assert short[0]["text"].count("Each Party may") == 2
    assert [row["source"] for row in long] == ["issel.txt", *TEXTS]


def test_csv_and_json_have_every_field_and_every_treaty() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--on", "withdrawal", "--format", "csv").output)))
    assert [row["source"] for row in rows] == list(TEXTS)
    assert [row["kind"] for row in rows] == ["permission", "right", "permission", "not found"]
    assert rows[0]["exceptions"] == "unless the Council objects within a year"
    assert rows[0]["place"] == "Article 3"
    assert json.loads(run("--on", "withdrawal", "--format", "json").output) == rows


def test_the_page_shows_every_treaty_and_escapes_its_words() -> None:
    Path("mark.txt").write_text(
        MARK.replace("Fees", "Withdrawal <script>").replace("the fees", "<script>alert(1)</script>")
    )
    page = run("--on", "withdrawal", "--format", "html").output
    assert page.startswith("<!DOCTYPE html>")
    assert "<script>" not in page
    HTMLParser().feed(page)
    for name in TEXTS:
        assert name in page


def test_wrong_calls_and_unreadable_files_end_with_their_status() -> None:
    assert run("--on", "/(/").exit_code == 2
    assert run("--on", "art_99").exit_code == 2
    Path("scan.pdf").write_bytes(b"%PDF-1.4")
    result = CliRunner().invoke(main, ["compare", "issel.txt", "scan.pdf", "--on", "withdrawal"])
    assert result.exit_code == 3
    assert "Article 3" in result.stdout


def test_what_is_spoken_of_is_shown_where_nobody_bears() -> None:
    Path("banned.txt").write_text("Article 5\n\nNo reservations may be made to this Convention.")
    table = CliRunner().invoke(main, ["compare", "banned.txt", "--on", "reservations"])
    assert "No reservations" in table.stdout
    page = CliRunner().invoke(main, ["compare", "banned.txt", "--on", "reservations", "--format", "html"])
    assert "<td>No reservations</td>" in page.stdout


def test_a_topic_that_nothing_answers_to_is_a_wrong_call_that_names_those_known() -> None:
    result = run("--on", "nonsense-topic")
    assert result.exit_code == 2
    assert "nonsense-topic" in result.stderr
    assert "withdrawal" in result.stderr
    assert run("--on", "sunset").exit_code == 0  # known, and answered by none
    assert run("--on", "/no such words/").exit_code == 0
