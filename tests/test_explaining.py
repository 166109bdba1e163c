"""Explanations: true to the reading, complete, and sensible on the command line."""

import json
import re
from collections.abc import Iterator

import attrs
import pytest
from click.testing import CliRunner

import treatylex
from treatylex.cli import main
from treatylex.errors import AddressError, InputError
from treatylex.model.explanations import Decision, Ground
from treatylex.parsing.reader import read_reading
from treatylex.parsing.structure.building import read_structure
from treatylex.parsing.tracing import Trace
from treatylex.reporting.explanation import explanation_text
from treatylex.source import Source
from treatylex.specimens import Excerpt

TEXT = """Article 4

1. If a Party so requests, the other Party shall, without delay:

(a) provide the information within thirty (30) days after the date of receipt, unless its law forbids it;

(b) consult with the requesting Party, in accordance with Article 51 of the U.N. Charter.

2. The Commission may adopt rules. It shall not amend them before 1 January 2030.
"""


@pytest.fixture(scope="module")
def treaty() -> treatylex.Treaty:
    return treatylex.parse(TEXT, source_name="pact.txt")


def every(decisions: tuple[Decision, ...]) -> Iterator[Decision]:
    for decision in decisions:
        yield decision
        yield from every(decision.parts)


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_a_trace_changes_nothing_and_covers_every_clause(excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text)
    reading = read_structure(Source(excerpt.text))
    reading.trace = Trace()
    assert read_reading(reading, None, None) == treaty
    norms = {clause.eid for clause in treaty.clauses if clause.kind != "recital"}
    assert set(reading.trace.norms) == norms


@pytest.mark.parametrize("excerpt", treatylex.excerpts()[:3], ids=lambda excerpt: excerpt.id)
def test_every_field_is_explained_with_words_of_the_text(excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text)
    for provision in treaty.children[:6]:
        for explanation in treatylex.explain(treaty, provision.eid):
            told = {decision.field for decision in explanation.decisions}
            clause = explanation.clause
            assert {"kind"} <= told
            untold = {"action"} if clause.kind == "recital" else set()  # nothing decides where a recital ends
            filled = {name for name in FILLED if getattr(clause, name) is not None}
            assert told & FILLED == filled - untold
            evidence = [cue for decision in every(explanation.decisions) for cue in decision.evidence]
            assert evidence or clause.kind == "recital"
            for cue in evidence:
                assert cue.text
                assert_stands_in(cue.text, cue.span.of(treaty.text))


FILLED = {"subject", "counterparty", "modal", "action", "term"}


def assert_stands_in(words: str, printed: str) -> None:
    """The words stand in what is printed in this order, but for markers of lists and hyphens at line ends."""
    left = iter(re.findall(r"\w+", printed.replace("-\n", "")))
    assert all(word in left for word in re.findall(r"\w+", words)), (words, printed)


def test_kind_is_told_by_the_rule_and_the_parts_that_it_took(treaty: treatylex.Treaty) -> None:
    kind = treatylex.explain(treaty, "art_4__para_2__norm_2")[0].decisions[0]
    assert (kind.value, kind.ground, kind.rule) == ("prohibition", Ground.RULE, "clause.lark prohibition")
    assert [cue.terminal for cue in kind.evidence] == ["WHAT", "SHALL", "NOT", "ACT", "TIME"]


def test_what_an_item_takes_over_from_its_chapeau_says_so(treaty: treatylex.Treaty) -> None:
    (explanation,) = treatylex.explain(treaty, "art_4__para_1__sub_a")
    scopes = {decision.field: decision.scope for decision in explanation.decisions if decision.scope}
    assert scopes == {"subject": "chapeau", "modal": "chapeau", "condition": "chapeau", "time": "chapeau"}


def test_a_pronoun_is_explained_by_its_antecedent(treaty: treatylex.Treaty) -> None:
    (explanation,) = treatylex.explain(treaty, "art_4__para_2__norm_2")
    bearer = next(decision for decision in explanation.decisions if decision.field == "bearer")
    assert [(part.field, part.value, part.ground) for part in bearer.parts] == [
        ("antecedent", "The Commission", Ground.ANTECEDENT),
        ("actor", "commission", Ground.RULE),
    ]


def test_a_time_is_explained_by_opener_and_rule(treaty: treatylex.Treaty) -> None:
    (explanation,) = treatylex.explain(treaty, "art_4__para_1__sub_a")
    time = [decision for decision in explanation.decisions if decision.field == "time"][-1]
    assert time.rule == "clause.lark DURING"
    assert (time.parts[0].value, time.parts[0].rule) == (
        'within 30 day from "the date of receipt"',
        "period.lark within",
    )


def test_a_provision_gives_an_explanation_a_clause(treaty: treatylex.Treaty) -> None:
    eids = [explanation.clause.eid for explanation in treatylex.explain(treaty, "art_4")]
    assert eids == [clause.eid for clause in treaty["art_4"].clauses]


def test_an_unknown_eid_and_a_treaty_read_otherwise_are_refused(treaty: treatylex.Treaty) -> None:
    with pytest.raises(AddressError, match="art_9"):
        treatylex.explain(treaty, "art_9")
    changed = attrs.evolve(treaty, text=TEXT.replace("shall not", "shall always"))
    with pytest.raises(InputError, match="read otherwise now"):
        treatylex.explain(changed, "art_4__para_2__norm_2")


def test_the_command_explains_in_sentences_and_as_json() -> None:
    told = CliRunner().invoke(main, ["explain", "-", "art_4__para_2__norm_2"], input=TEXT)
    assert told.exit_code == 0
    assert "prohibition" in told.stdout
    assert "because no other noun phrase before the pronoun can be meant" in told.stdout
    as_data = CliRunner().invoke(main, ["explain", "--json", "-", "art_4"], input=TEXT)
    assert json.loads(as_data.stdout)[0]["eid"] == "art_4__para_1__sub_a__norm_1"
    wrong = CliRunner().invoke(main, ["explain", "-", "art_5"], input=TEXT)
    assert wrong.exit_code == 2
    assert "art_5" in wrong.output


@pytest.mark.parametrize(
    ("cited", "eid"),
    [
        ("Article 4(1)", "art_4__para_1__sub_a__norm_1"),
        ("Article 4 (1) (b)", "art_4__para_1__sub_b__norm_1"),
        ("Art. 4, paragraph 1 (b)", "art_4__para_1__sub_b__norm_1"),
        ("paragraph 2 of Article 4", "art_4__para_2__norm_1"),
    ],
)
def test_a_provision_is_addressed_as_a_lawyer_cites_it(cited: str, eid: str) -> None:
    treaty = treatylex.parse(
        "Article 4\n\n1. Each Party shall:\n(a) report;\n(b) keep a list.\n\n2. The Council may meet."
    )
    assert treatylex.explain(treaty, cited)[0].clause.eid == eid
    with pytest.raises(AddressError, match="Article 9"):
        treatylex.explain(treaty, "Article 9")


def test_a_notice_and_a_doubt_are_explained_in_plain_words() -> None:
    treaty = treatylex.parse("A Party may end this Treaty on three months notice. The will of the people is holy.")
    ending, people = (treatylex.explain(treaty, clause.eid)[0] for clause in treaty.clauses)
    told = explanation_text(treaty, ending)
    assert "on three months notice" in told
    assert ".lark" not in told
    assert [decision.value for decision in people.decisions if decision.field == "doubt"] == [
        str(doubt) for doubt in treaty.clauses[1].doubts
    ]
    assert "readings like this one are often wrong" in explanation_text(treaty, people)


@pytest.mark.parametrize(
    "address", ["Article 1 and 2", "Article 1 and Article 2", "Article 1, norm 2", "Article 1 of the Charter"]
)
def test_words_that_cite_more_or_less_than_one_provision_are_refused(address: str) -> None:
    treaty = treatylex.parse("Article 1\n\nEach Party shall report.\n\nArticle 2\n\nThe Council may meet.")
    with pytest.raises(AddressError, match=f"no provision or clause has the eId '{address}'"):
        treatylex.explain(treaty, address)
    assert treatylex.explain(treaty, " Article  1 ")[0].clause == treaty.clauses[0]
