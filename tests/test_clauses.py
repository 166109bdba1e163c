"""Clauses: what the clause grammar describes, the sentence that everything started from, and the known traps."""

import itertools
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

import treatylex
from treatylex.model.clauses import Phrase
from treatylex.parsing.clause_grammar import clause_grammar
from treatylex.parsing.sentences.cues import AFTER_MODAL, BINDING, EFFECTIVE, SUBJECTS, Chunk

MODALS = (("SHALL",), ("MAY",), ("SHOULD",), ("CANNOT",), ("SHALL", "NOT"), ("MAY", "NOT"), ("SHOULD", "NOT"))
VERBS = [("ACT",), ("BE",), ("BE", "ACT"), ("BE", "DONE"), ("BE", "PARTICIPLE", "ACT")] + [
    (v,) for v in sorted(AFTER_MODAL)
]
SEQUENCES = [
    *((who, *modal, *verb) for who in ("WHO", "WHAT") for modal, verb in itertools.product(MODALS, VERBS)),
    *((who, modal, *verb) for who in ("NOBODY",) for modal in ("SHALL", "MAY", "SHOULD") for verb in VERBS),
    *((who, verb, "ACT") for who in ("WHO", "WHAT", "NOBODY") for verb in sorted(BINDING | EFFECTIVE)),
    *((who, "STATE") for who in sorted(SUBJECTS)),
]


@pytest.mark.parametrize("types", SEQUENCES, ids=" ".join)
def test_every_modal_and_verb_is_described(types: tuple[str, ...]) -> None:
    kind, parts = clause_grammar().parse([Chunk(kind, 0, 1) for kind in types])
    assert kind
    assert [part.type for part in parts] == list(types)


WAR = (
    "In the event that either party is in a state of war as a result of armed aggression by individual or multiple "
    "states, the other side shall provide military and other assistance without delay by all means at its disposal "
    "in accordance with Article 51 of the U.N. Charter."
)


def test_the_sentence_that_everything_started_from() -> None:
    treaty = treatylex.parse(WAR)
    (clause,) = treaty.clauses
    assert clause.kind == "obligation"
    assert str(clause.bearer) == "the other side"
    assert str(clause.counterparty) == "either party"
    assert str(clause.modal) == "shall"
    assert str(clause.action) == "provide military and other assistance"
    assert [str(condition) for condition in clause.conditions] == [WAR[: WAR.index(", the other")]]
    assert [str(time) for time in clause.times] == ["without delay"]
    assert "by all means at its disposal" in map(str, clause.manners)
    (reference,) = treaty.references
    assert reference.relation == "in accordance with"
    assert [(target.work, target.path) for target in reference.targets] == [("un-charter", "art_51")]
    assert [resolution.status for resolution in treaty.resolve(reference)] == ["external"]


CUES = st.sampled_from(
    [
        "the Party",
        "each Contracting State",
        "it",
        "this Treaty",
        "shall",
        "may",
        "should",
        "cannot",
        "not",
        "neither",
        "nor",
        "be",
        "been",
        "notified",
        "apply",
        "undertakes to",
        "agree that",
        "means",
        "if",
        "unless",
        "where",
        "which",
        "that",
        "within 30 days",
        "after",
        "until 1 May 1990",
        "in accordance with",
        "in order to",
        "by",
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "“",
        "”",
        "and",
        "or",
        "but",
        "of",
        "the vessel",
        "refrain from",
        "enter into force",
        "(a)",
        "\n",
        "Article 2\n",
    ]
)
TEXTS = st.lists(CUES, max_size=40).map(" ".join)
NEVER_BORNE = {"constitutive", "definition", "saving"}


@given(TEXTS)
def test_phrases_are_slices_and_bearers_are_there_or_explained(text: str) -> None:
    treaty = treatylex.parse(text)
    for clause in treaty.clauses:
        assert (clause.bearer is None) == (clause.bearer_reason is not None)
        assert clause.bearer is None or clause.kind not in NEVER_BORNE
        single = (clause.subject, clause.bearer, clause.counterparty, clause.modal, clause.action, clause.term)
        modifiers = (clause.conditions, clause.exceptions, clause.times, clause.manners, clause.purposes)
        for phrase in (*single, *itertools.chain(*modifiers)):
            if phrase is not None:
                _check(phrase, text)


def test_the_texts_that_are_drawn_hold_clauses_with_bearers() -> None:
    """Else the laws above would hold of nothing."""
    assert find(TEXTS, lambda text: any(clause.bearer for clause in treatylex.parse(text).clauses))


def _check(phrase: Phrase, text: str) -> None:
    assert 0 <= phrase.span.start < phrase.span.end <= len(text)
    assert text[phrase.span.start : phrase.span.end] == phrase.text
    for part in phrase.parts:
        assert phrase.span.start <= part.span.start <= part.span.end <= phrase.span.end
        _check(part, text)


@pytest.mark.parametrize("hostile", ["Party shall and ", "which shall shall ", "within 5 days, unless if, "])
def test_time_is_linear_on_hostile_text(hostile: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(lambda times: partial(treatylex.parse, hostile * times), 1000)


SENTENCES = """
obligation | Each Party | Each Party shall inform the other Party of its decision.
prohibition | Neither Party | Neither Party shall station troops on the islands.
prohibition | No State | No State shall levy a toll on the river.
prohibition | None of the Parties | None of the Parties shall export the goods.
prohibition | The Parties | The Parties shall not resort to force.
prohibition | The Parties | The Parties shall never resort to force.
prohibition | A Party | A Party may not close the strait.
prohibition | A Party | A Party cannot close the strait.
prohibition | Each Party | Each Party shall refrain from testing.
prohibition | The Parties | The Parties undertake not to build fortresses.
prohibition | The Parties | The Parties agree not to build fortresses.
permission | A Party | A Party may only search a vessel with the consent of its master.
permission | The Council | The Council may establish committees.
permission | The Council | The Council shall be free to choose its seat.
exemption | A Party | A Party shall not be required to disclose secrets.
exemption | A Party | A Party shall not be obliged to disclose secrets.
exemption | A Party | A Party is not required to disclose secrets.
exemption | A Party | A Party need not disclose secrets.
obligation | A Party | A Party shall be required to disclose its stocks.
obligation | The Parties | The Parties agree to share the costs.
obligation | The Parties | The Parties undertake to share the costs.
obligation | Both Governments | Both Governments will share the costs.
obligation | Each Party | Each Party must share the costs.
recommendation | The Parties | The Parties shall endeavour to settle the dispute.
recommendation | The Parties | The Parties should settle the dispute.
recommendation | The Parties | The Parties are encouraged to settle the dispute.
recommendation | Each Party | Each Party shall seek to lower its duties.
obligation | the Secretariat | Should a Party object, the Secretariat shall inform the Council.
constitutive | - | A ship shall be deemed to be a foreign vessel.
constitutive | - | The notice shall be considered void.
obligation | - | The report shall be published.
obligation | the Depositary | The report shall be published by the Depositary.
permission | - | The period may be extended.
constitutive | - | This Treaty shall enter into force on the date of its signature.
constitutive | - | This Treaty applies to ships.
constitutive | - | This Treaty shall apply to ships.
constitutive | - | This Annex forms part of this Treaty.
constitutive | - | A Commission is hereby established.
constitutive | - | This Treaty shall remain in force for ten years.
constitutive | - | This Treaty shall expire after ten years.
definition | - | “Vessel” means any craft.
definition | - | The term “vessel” means any craft.
definition | - | For the purposes of this Treaty, “vessel” shall mean any craft.
definition | - | The expression “goods” includes livestock.
saving | - | Nothing in this Treaty shall affect the rights of third States.
saving | - | Nothing in this Treaty shall prevent a Party from acting.
saving | - | This Treaty shall not affect the rights of third States.
saving | - | This Treaty does not affect the rights of third States.
right | Each Party | Each Party reserves the right to close its ports.
right | Each Party | Each Party shall have the right to close its ports.
right | The members | The members shall be entitled to a pension.
permission | Any Party | Any Party may withdraw from this Treaty by giving notice.
permission | Any Party | Any Party may denounce this Treaty at any time.
obligation | The Depositary | The Depositary shall notify all signatories.
obligation | - | The instruments shall be deposited with the Government of Chile.
prohibition | the Parties | In no case shall the Parties reduce the rates.
prohibition | a Party | Under no circumstances may a Party close the strait.
obligation | The Council | The Council shall elect a President; it shall adopt its rules.
declaration | The Parties | The Parties recognise the value of trade.
constitutive | - | The official language is French.
constitutive | - | The colour of the flag is blue.
obligation | the Parties | If a dispute arises, the Parties shall consult each other.
obligation | the Parties | Unless the Council decides otherwise, the Parties shall meet each year.
obligation | The Party that receives the request | The Party that receives the request shall answer it within ten days.
permission | The Parties | The Parties may, where necessary, consult experts.
"""


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_kind_and_bearer_of_a_sentence(line: str) -> None:
    kind, bearer, sentence = line.split(" | ")
    clause = treatylex.parse(sentence).clauses[0]
    assert clause.kind == kind
    assert str(clause.bearer or "-") == bearer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Party shall notify the Council and may ask for advice.",
            [("obligation", "The Party"), ("permission", "The Party")],
        ),
        (
            "A Party shall not build forts, nor shall it keep troops.",
            [("prohibition", "A Party"), ("prohibition", "it")],
        ),
        ("Each Party shall:\n(a) publish its laws;\n(b) inform the Council.", [("obligation", "Each Party")] * 2),
        (
            "The Parties agree that:\n(a) the Council shall meet;\n(b) members may vote.",
            [("obligation", "the Council"), ("permission", "members")],
        ),
        (
            "The Council shall ensure that:\n(a) the rules are kept;\n(b) the fees are paid.",
            [("obligation", "The Council")] * 2,
        ),
        ("The Council shall consist of:\n(a) a President;\n(b) two members.", [("constitutive", None)]),
        (
            "Unless the Council decides otherwise:\n(a) the fees shall be paid;\n(b) members may vote.",
            [("obligation", None), ("permission", "members")],
        ),
    ],
    ids=["coordinated modals", "nor", "predicates", "agree that", "that-clauses", "noun phrases", "open condition"],
)
def test_clauses_of_a_longer_text(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = treatylex.parse(text).clauses
    assert [(clause.kind, clause.bearer and str(clause.bearer)) for clause in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Each master shall notify in writing the owner.",
        "Each master shall inform without delay the owner.",
        "Each master shall in writing notify the owner of it.",
    ],
)
def test_how_and_when_somebody_is_told_may_stand_before_who(text: str) -> None:
    (clause,) = treatylex.parse(text).clauses
    assert str(clause.counterparty) == "the owner"


def test_the_duties_in_the_final_formulas_are_read() -> None:
    treaty = treatylex.parse(
        "Article 1\nEach Party shall keep the bridge open.\n\n"
        "IN WITNESS WHEREOF the undersigned have signed this Treaty.\n\n"
        "DONE at Turin in a single copy, which shall remain deposited in the archives of the Kingdom of Italy. "
        "The Government of Italy shall send certified copies to all signatories.\n\n"
        "For the Kingdom of Italy:\nA. Rossi\n"
    )
    assert [(clause.eid, clause.bearer and str(clause.bearer)) for clause in treaty.clauses] == [
        ("art_1__norm_1", "Each Party"),
        ("conclusions__norm_1", None),
        ("conclusions__norm_2", "The Government of Italy"),
    ]
    assert [leaf.kind for leaf in treaty.leaves if leaf.span.start > treaty.text.index("IN WIT")].count("formula") == 1
    assert not treaty.diagnostics
