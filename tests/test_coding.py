"""Coding schemes: what they make of treaties, and what they say of faults in themselves."""

import csv
import json
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import treatylex
from treatylex.cli import main
from treatylex.coding.agreement import agreement
from treatylex.coding.loading import load_scheme, read_scheme, scheme_names, scheme_text
from treatylex.coding.patterns import pattern_of
from treatylex.errors import InputError
from treatylex.reporting.coded import coded_treaty

CASES = [
    (file.stem, case)
    for file in sorted((Path(__file__).parent / "codings").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
PACT = """Article 1

Either Party may denounce this Pact at one year's notice.

Article 2

This Pact shall enter into force on signature.
"""
OWN = """
name = "ferries"
version = "2"

[phrases]
PARTY = ["(each | either) party"]

[[variable]]
name = "toll"
values = ["free", "due", "none"]

  [[variable.rule]]
  name = "no toll"
  value = "free"
  pattern = ["no toll", "free of toll"]
  unless = ["(unless | except)"]

  [[variable.rule]]
  name = "a toll"
  value = "due"
  clause = { kind = "obligation", action = "pay ...4 toll" }

[[variable]]
name = "notice"
kind = "duration"

  [[variable.rule]]
  name = "notice of a toll"
  value = "<period>"
  when = { toll = "not none" }
  near = { toll = "article" }
  pattern = ["<period> notice"]
"""


@pytest.mark.parametrize(("scheme", "case"), CASES, ids=[case["title"] for _, case in CASES])
def test_a_treaty_is_coded_as_a_reader_would(scheme: str, case: dict[str, Any]) -> None:
    coding = treatylex.code(treatylex.parse(case["text"]), scheme)
    wanted = {name: tuple(value) if isinstance(value, list) else value for name, value in case["values"].items()}
    assert {name: coding.values[name] for name in wanted} == wanted


@pytest.mark.parametrize(("scheme", "case"), CASES, ids=[case["title"] for _, case in CASES])
def test_every_quotation_stands_in_the_text_and_in_its_provision(scheme: str, case: dict[str, Any]) -> None:
    treaty = treatylex.parse(case["text"])
    for quotes in treatylex.code(treaty, scheme).evidence.values():
        for quote in quotes:
            assert quote.span.of(treaty.text) == quote.text
            assert not quote.eid or treaty.provision(quote.eid).span.covers(quote.span)
            assert quote.rule


def test_what_frees_of_a_duty_is_no_evidence_for_it() -> None:
    treaty = treatylex.parse(
        "Article 2\n\n1. If an attack occurs against either Party, the other Party shall give it assistance. The other"
        " Party shall not refuse, except where:\n\n(a) assistance is denied to the Party attacked by all others; or\n\n"
        "(b) its own territory is the object of an attack, and it shall offer other assistance then.\n"
    )
    quotes = treatylex.code(treaty, "alliance").evidence["defense"]
    assert [quote.text for quote in quotes] == [
        "attack occurs against either Party, the other Party shall give it assistance"
    ]


@pytest.mark.parametrize("name", scheme_names())
def test_the_schemes_that_come_along_are_sound_and_name_their_rules(name: str) -> None:
    scheme, faults = read_scheme(scheme_text(name))
    assert not faults
    assert scheme is not None
    assert scheme.name == name
    for variable in scheme.variables:
        assert variable.question
        names = [rule.name for rule in variable.rules]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", scheme_names())
def test_a_text_that_says_nothing_has_no_evidence(name: str) -> None:
    for text in ("", "\x00\x01", "Visits are free.", "shall " * 3000):
        coding = treatylex.code(treatylex.parse(text), name)
        assert not coding.evidence
        assert list(coding.values) == [variable.name for variable in load_scheme(name).variables]


def coded(text: str) -> treatylex.Coding:
    scheme, faults = read_scheme(OWN)
    assert not faults
    assert scheme is not None
    return treatylex.code(treatylex.parse(text), scheme)


def test_an_own_scheme_asks_words_clauses_other_variables_and_places() -> None:
    free = "Article 1\n\nNo toll is levied. Either Party may end this at two months' notice."
    assert coded(free).values == {"toll": "free", "notice": "P2M"}
    due = "Article 1\n\nEach Party shall pay the usual toll.\n\nArticle 2\n\nEither may leave at two months' notice."
    assert coded(due).values == {"toll": "due", "notice": "none"}
    assert coded(due).evidence["toll"][0].eid == "art_1"
    but = "Article 1\n\nUnless it is a Sunday, no toll is levied."
    assert coded(but).values == {"toll": "none", "notice": "none"}
    after = "Article 1\n\nNo toll is levied unless the Council decides so."
    assert coded(after).values["toll"] == "free"


@pytest.mark.parametrize(
    ("wrong", "right", "line", "message"),
    [
        ('value = "due"', 'value = "dear"', 20, "'dear' is no value of the variable; there are free, due, none"),
        ('no toll", "free', 'no (toll", "free', 15, "a '(' without its end in the pattern 'no (toll'"),
        ('["<period> notice"]', '["a notice"]', 29, "the value needs <period>, which is not in the pattern"),
        ("unless = ", "unles = ", 16, "'unles' means nothing here"),
        ('{ toll = "not none" }', '{ tax = "none" }', 30, "no variable is called 'tax'"),
        ('kind = "obligation"', 'kind = "duty"', 21, "there is no kind 'duty'"),
        ("[phrases]", "[phrases", 5, "no TOML"),
        ("<period> notice", "<time> notice", 32, "nothing to extract is called <time>"),
        ("either) party", "either) {STATE}", 6, "no list of phrases is called STATE"),
        ('"article" }', '"page" }', 31, "in the same sentence or article"),
    ],
)
def test_a_faulty_scheme_is_told_by_line(wrong: str, right: str, line: int, message: str, tmp_path: Path) -> None:
    assert wrong in OWN
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(wrong, right))
    result = CliRunner().invoke(main, ["scheme", "check", str(file)])
    assert result.exit_code == 1
    assert any(told.startswith(f"{file}:{line}: ") and message in told for told in result.output.splitlines())
    with pytest.raises(InputError, match=r"own\.toml:"):
        load_scheme(file)


def test_a_variable_that_waits_for_itself_is_a_fault() -> None:
    text = OWN.replace("clause = { kind", 'when = { notice = "none" }\n  clause = { kind')
    assert any("waits for it" in fault.message for fault in read_scheme(text)[1])


def test_patterns_match_whole_words_across_signs_and_lines_and_no_further_than_their_gaps() -> None:
    pattern = pattern_of("may ...2 withdraw* [also] (from | out of) {PACT}", {"PACT": ("this pact",)})
    search = pattern.compiled.search
    assert search("may, in peace, withdraw from this pact")
    assert search("may withdraw\nout of this pact")
    assert not search("may at any time it likes withdraw from this pact")
    assert not search("dismay withdraw from this pact")
    assert not search("may withdraw from this pactum")


# ---------------------------------------------------------------- the commands


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pact.txt").write_text(PACT)
    Path("script.txt").write_text(PACT.replace("Pact", "Treaty <script>alert(1)</script>"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_codes_are_written_wide_and_long_and_with_a_page_of_evidence() -> None:
    assert run("code", "pact.txt", "script.txt", "--scheme", "final-clauses", "-o", "codes.csv").exit_code == 0
    rows = list(csv.DictReader(Path("codes.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["source"] for row in rows] == ["pact.txt", "script.txt"]
    assert rows[0]["withdrawal_notice"] == "P1Y"
    long = json.loads(run("code", "pact.txt", "--scheme", "final-clauses", "--long", "--format", "json").output)
    quote = next(row for row in long if row["variable"] == "withdrawal")
    assert PACT[int(quote["start"]) : int(quote["end"])] == quote["text"]
    assert quote["place"] == "Article 1"
    run("code", "pact.txt", "script.txt", "--scheme", "final-clauses", "--evidence", "evidence.html")
    page = Path("evidence.html").read_text(encoding="utf-8")
    assert "<mark>Either Party may denounce this Pact</mark>" in page
    assert "<script>" not in page
    HTMLParser().feed(page)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (PACT, "", " at one year's notice."),
        (PACT.replace("Either", f"{'Long ago, ' * 40}either"), "… ", " at one year's notice."),
        (PACT.replace("notice", f"notice{' and so on' * 40}"), "", " …"),
    ],
)
def test_a_quotation_stands_in_its_own_paragraph(text: str, before: str, after: str) -> None:
    treaty = treatylex.parse(text)
    told = coded_treaty(treaty, treatylex.code(treaty, load_scheme("final-clauses")))
    (quote,) = next(quotes for name, _, quotes in told.variables if name == "withdrawal")
    assert quote.text.lower() == "either party may denounce this pact"
    assert quote.before.startswith(before)
    assert quote.after.endswith(after)
    assert "Article" not in quote.before + quote.after


def test_agreement_with_a_reader_is_told_variable_by_variable() -> None:
    gold = [{"id": "x/pact", "values": {"withdrawal_notice": "P12M", "entry_into_force": "notifications"}}]
    Path("gold.json").write_text(json.dumps(gold))
    result = run("code", "pact.txt", "--scheme", "final-clauses", "--gold", "gold.json", "--format", "json")
    told = {row["variable"]: row for row in json.loads(result.stdout)}
    assert told["withdrawal_notice"]["share"] == "1.000"
    assert told["entry_into_force"]["confusions"] == "notifications as signature (1)"
    assert told["all"]["agreed"] == "1"
    Path("gold.csv").write_text("id,withdrawal_notice\npact,P1Y\n")
    assert "1.000" in run("code", "pact.txt", "--scheme", "final-clauses", "--gold", "gold.csv").output
    told = run("code", "pact.txt", "--scheme", "final-clauses", "--gold", "gold.csv", "-o", "agreement.csv")
    assert (told.exit_code, told.output) == (0, "")
    assert Path("agreement.csv").read_text().startswith("variable,treaties,agreed,share,kappa,confusions")
    over = run("code", "pact.txt", "--scheme", "final-clauses", "--gold", "gold.csv", "-o", "gold.csv")
    assert (over.exit_code, Path("gold.csv").read_text()[:3]) == (2, "id,")
    assert run("code", "pact.txt", "--scheme", "final-clauses", "--gold", "gold.csv", "--long").exit_code == 2


def test_agreement_beyond_chance_is_one_where_all_agree_and_none_where_it_is_as_by_chance() -> None:
    scheme = load_scheme("final-clauses")
    same = [({"withdrawal": value}, {"withdrawal": value}) for value in ("yes", "none")]
    crossed = [({"withdrawal": a}, {"withdrawal": b}) for a in ("yes", "none") for b in ("yes", "none")]
    assert agreement(scheme, same)[0].kappa == 1
    assert agreement(scheme, crossed)[0].kappa == 0


def test_wrong_calls_are_one_line_and_name_what_there_is() -> None:
    result = run("code", "pact.txt", "--scheme", "no-such")
    assert result.exit_code == 2
    assert "the schemes are" in result.output
    Path("bad.json").write_text("[{]")
    assert run("code", "pact.txt", "--scheme", "alliance", "--gold", "bad.json").exit_code == 2
    assert run("code", "pact.txt", "--scheme", "alliance", "-o", "no/such/codes.csv").exit_code == 2
    assert run("scheme", "check", "no-such.toml").exit_code == 3
    assert run("scheme", "show", "no-such").exit_code == 2


def test_the_schemes_are_listed_and_shown() -> None:
    assert [line.split()[0] for line in run("scheme", "list").output.splitlines()] == list(scheme_names())
    assert run("scheme", "show", "alliance").output == scheme_text("alliance")


def test_rival_wordings_of_a_draft_leave_the_value_open_and_are_all_quoted() -> None:
    text = "Article 10\n\nAny Party may denounce this Convention by giving [three] [six] months' notice."
    coding = treatylex.code(treatylex.parse(text), "final-clauses")
    assert coding.values["withdrawal_notice"] == "inconclusive"
    quotes = coding.evidence["withdrawal_notice"]
    assert [quote.value for quote in quotes] == ["P3M", "P6M"]
    assert all(quote.text in text and quote.eid == "art_10" for quote in quotes)
    assert [quote.value for quote in coding.evidence["withdrawal"]] == ["yes"]


def test_what_no_value_speaks_of_is_told(tmp_path: Path) -> None:
    texts = {
        "traite.txt": "Article premier\n\nChaque Partie s'engage à respecter les phares de l'autre Partie. "
        "Le Conseil se réunit chaque année dans la ville de Lindmark.\n",
        "list.txt": "Bread, butter, two lemons\n",
        "pact.txt": "Article 1\n\nEither Party may denounce this Treaty at one year's notice.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run("code", *(str(tmp_path / name) for name in texts), "--scheme", "final-clauses", "--format", "csv")
    french, without = result.stderr.splitlines()
    assert "traite.txt: the text is in French, not in English" in french
    assert french.endswith("and so no value says anything of it")
    assert without.endswith("list.txt: no clause was found in it, and so no value says anything of it")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 4)
