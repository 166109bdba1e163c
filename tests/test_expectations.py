"""Expectations and assertions: they hold where they should, and a failure says what was found instead."""

import re
from typing import Any

import attrs
import pytest

import treatylex
from treatylex.errors import AddressError, Diagnostic, Severity
from treatylex.model.clauses import ClauseKind, Doubt
from treatylex.source import Span
from treatylex.testing.assertions import (
    assert_bearers,
    assert_defined_once,
    assert_has_clauses,
    assert_nothing_dangling,
    assert_read_whole,
)
from treatylex.testing.criteria import criteria, nearest, shortfalls
from treatylex.testing.expectations import expect
from treatylex.testing.laws import assert_lawful

PACT = treatylex.parse(
    """Article 1

“Lake” means the Lake of Norland.

Article 4

1. In the event of an armed attack, each Party shall consult the other Party within ten days in accordance with
Article 51 of the Charter of the United Nations, unless the Council decides otherwise.

2. The Council may issue rules under paragraph 1.

3. Neither Party shall dam the Lake. A Party has the right to withdraw.
""",
    source_name="pact.txt",
)


def test_an_expectation_reads_like_the_rule_that_it_checks() -> None:
    found = expect(PACT).obliges("each Party").to("consult").when("armed attack").referring_to("un-charter#art_51")
    assert [clause.eid for clause in found.clauses] == ["art_4__para_1__norm_1"]
    found.towards("other Party").unless("Council").within("ten days").under("art_4")
    expect(PACT).forbids("each_party").to("dam")
    expect(PACT).permits("council", to=re.compile("issue|repeal")).referring_to("art_4__para_1")
    expect(PACT).entitles("a party").to("withdraw")
    expect(PACT).defines("Lake")


def test_negations_hold_where_no_clause_fits() -> None:
    expect(PACT).does_not_oblige("the Council")
    expect(PACT).does_not_forbid(to="withdraw")
    expect(PACT).does_not_permit("each_party", to="repeal")
    expect(PACT).does_not_define("Party")
    expect(PACT).grants_nobody(to="repeal")
    expect(PACT).binds_nobody(to="withdraw")
    with pytest.raises(
        AssertionError, match=r"expected no clause that is a prohibition to “dam”; found\n  art_4__para_3"
    ):
        expect(PACT).does_not_forbid(to="dam")


def test_a_failure_shows_the_nearest_clauses_and_why_each_falls_short() -> None:
    with pytest.raises(AssertionError) as failure:
        expect(PACT).obliges("the Council").to("issue rules").when("war")
    lines = str(failure.value).splitlines()
    assert lines[0] == "expected a clause that is an obligation of “the Council”"
    with pytest.raises(AssertionError) as failure:
        expect(PACT).permits("the Council").to("issue rules").when("war")
    assert str(failure.value).splitlines()[:4] == [
        "expected a clause that is a permission of “the Council” to “issue rules” when “war”",
        "the nearest:",
        "  art_4__para_2__norm_1 (pact.txt:10:4): The Council may issue rules under paragraph 1",
        "    - has no condition; “war” is expected",
    ]


def test_what_was_found_instead_is_named() -> None:
    with pytest.raises(AssertionError, match="time is “within ten days”, not “thirty days”"):
        expect(PACT).obliges().within("thirty days")
    with pytest.raises(AssertionError, match="refers to un-charter#art_51, not to art_9"):
        expect(PACT).obliges().referring_to("art_9")
    with pytest.raises(AssertionError, match="is a permission, not an obligation"):
        expect(PACT).obliges("the Council")
    with pytest.raises(AssertionError, match="there is no clause in this treaty"):
        expect(treatylex.parse("")).obliges()


@pytest.mark.parametrize(
    ("check", "text", "message"),
    [
        (
            assert_nothing_dangling,
            "Article 1\n\nEach Party shall apply Article 9.",
            r"pact\.txt:3:\d+: Article 9 → #art_9",
        ),
        (assert_has_clauses, "Bonjour.", "no clause was found"),
        (assert_bearers, "Shall report to the Council.", r"pact\.txt:1:1: obligation: Shall report"),
        (assert_defined_once, "“A” means one ship.\n\n“A” means two ships.", "“A” in "),
    ],
)
def test_assertions_name_the_place(check: object, text: str, message: str) -> None:
    assert callable(check)
    with pytest.raises(AssertionError, match=message):
        check(treatylex.parse(text, source_name="pact.txt"))


def test_a_treaty_that_was_read_well_passes_every_assertion() -> None:
    for check in (assert_read_whole, assert_has_clauses, assert_nothing_dangling, assert_bearers, assert_defined_once):
        check(PACT)


@pytest.mark.parametrize("text", ["", "Foo bar baz.", "Table of contents"])
def test_no_assertion_passes_where_nothing_was_read(text: str) -> None:
    for check in (assert_read_whole, assert_has_clauses, assert_nothing_dangling, assert_bearers, assert_defined_once):
        with pytest.raises(AssertionError, match="no clause was found"):
            check(treatylex.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Any Party may withdraw.",
        "Either Party may withdraw at any time.",
        "A Party may withdraw.",
        "Every Contracting State has the right to withdraw.",
        "Each Party is free to withdraw from this Treaty.",
        "Withdrawal shall be permitted.",
        "That Party may, upon notice, withdraw.",
        "Each Party may: (a) withdraw; (b) propose amendments.",
    ],
)
def test_a_negation_about_each_party_is_red_on_every_way_to_say_the_contrary(text: str) -> None:
    treaty = treatylex.parse(f"{text} The Council shall meet.")
    for who in ("each_party", "either Party", "any_party", None):
        with pytest.raises(AssertionError, match="expected no clause that is"):
            expect(treaty).does_not_permit(who, to="withdraw")
        with pytest.raises(AssertionError, match="expected no clause that is"):
            expect(treaty).does_not_entitle(who, to="withdraw")
    with pytest.raises(AssertionError, match="a permission, a right or an exemption to “withdraw”"):
        expect(treaty).grants_nobody(to="withdraw")


@pytest.mark.parametrize(
    "text",
    [
        "No Party may withdraw.",
        "The Depositary may withdraw the notice.",
        "Each Party may draw on the fund.",
        "Each Party shall withdraw its troops.",
    ],
)
def test_a_negation_holds_on_what_says_something_else(text: str) -> None:
    expect(treatylex.parse(text)).does_not_permit("each_party", to="withdraw")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no clause was found in this treaty"),
        ("Article 1\n\nFoo bar.", "no clause was found in this treaty"),
        (
            "Les Parties se consultent sans délai, à moins qu’elles n’en décident autrement, dans les dix jours.",
            "no clause",
        ),
    ],
)
def test_a_negation_fails_where_nothing_was_read(text: str, message: str) -> None:
    for denied in (expect(treatylex.parse(text)).does_not_permit, expect(treatylex.parse(text)).does_not_define):
        with pytest.raises(AssertionError, match=message):
            denied("each_party")
    with pytest.raises(AssertionError, match=message):
        expect(treatylex.parse(text)).binds_nobody(to="pay")


def test_a_negation_fails_on_unread_and_doubtful_passages_that_speak_of_the_matter() -> None:
    read = treatylex.parse("The Council shall meet.\n\nMembers of the withdrawal shall the.", source_name="pact.txt")
    span = Span(25, 61)
    fault = Diagnostic(code="unread-passage", message="not read", span=span, severity=Severity.ERROR)
    unread = attrs.evolve(read, own_clauses=read.clauses[:1], children=(), diagnostics=(fault,))
    with pytest.raises(
        AssertionError, match=r"could not be read for certain:\n  pact.txt:3:1: Members .*unread-passage"
    ):
        expect(unread).does_not_permit("each_party", to="withdraw")
    expect(unread).does_not_permit("each_party", to="amend")
    doubt = Doubt(field="bearer", why="it ends in “and”", instead="the Council")
    doubtful = attrs.evolve(unread, own_clauses=(attrs.evolve(read.clauses[0], doubts=(doubt,)),), diagnostics=())
    with pytest.raises(AssertionError, match="bearer: it ends in “and”; perhaps"):
        expect(doubtful).does_not_permit(to="meet")


@pytest.mark.parametrize(
    ("text", "within", "holds"),
    [
        ("within sixty (60) days", "60 days", True),
        ("within sixty days of receipt", "60 days", True),
        ("not later than 60 days after receipt", "sixty days", True),
        ("within 60 days", "within 60 days", True),
        ("on 1 January 2030", "1 January 2030", True),
        ("without delay", "without delay", True),
        ("within two months", "60 days", False),
        ("within 160 days", "60 days", False),
        ("within 15 years", "5 years", False),
        ("within five years", "5 years", True),
        ("within five years", "fifteen years", False),
    ],
)
def test_times_are_compared_as_times(text: str, within: str, *, holds: bool) -> None:
    treaty = treatylex.parse(f"Each Party shall report {text}.")
    if holds:
        expect(treaty).obliges("each_party").within(within)
    else:
        with pytest.raises(AssertionError, match=f"not “{within}”"):
            expect(treaty).obliges("each_party").within(within)


@pytest.mark.parametrize(
    ("details", "fault", "message"),
    [
        ({"to": 42}, TypeError, "to must be words or a compiled pattern, not int: 42"),
        ({"until": "noon"}, TypeError, "there is no detail 'until'; there are to, towards"),
        ({"who": 7}, TypeError, "who must be words, an actor or a compiled pattern, not int: 7"),
        ({"who": "each_partie"}, ValueError, "did you mean 'each_party'"),
        ({"referring_to": "un-chartre"}, ValueError, "did you mean 'un-charter'"),
    ],
)
def test_what_cannot_be_meant_raises(details: dict[str, Any], fault: type[Exception], message: str) -> None:
    for ask in (expect(PACT).obliges, expect(PACT).does_not_oblige):
        with pytest.raises(fault, match=message):
            ask(**details)


def test_a_failure_names_the_actor_of_what_was_found() -> None:
    with pytest.raises(AssertionError, match=r"bearer is “The Council” \(council\), not “each_party”"):
        expect(PACT).permits("each_party").to("issue rules")


LAKES = treatylex.parse(
    """Article 1

Each Party shall report to the Council in good faith in order to protect the lakes.

Article 2

All ships shall report. Requests shall be answered promptly. Each Party shall dam no LAKE.
""",
    source_name="lakes.txt",
)


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"under": "art_2"}, "does not stand in art_2"),
        ({"referring_to": "un-charter"}, "refers to nothing, not to un-charter"),
        ({"by": "letter"}, "manner is “in good faith”, not “letter”"),
        ({"in_order_to": "dam"}, "purpose is “in order to protect the lakes”, not “dam”"),
        ({"when": "war"}, "has no condition; “war” is expected"),
        ({"towards": "Depositary"}, "counterparty is “the Council”"),
    ],
)
def test_each_detail_that_is_missed_is_told(details: dict[str, Any], reason: str) -> None:
    with pytest.raises(AssertionError, match=reason):
        expect(LAKES).obliges("each Party", to="report to the", **details)


def test_why_a_clause_has_no_bearer_is_told_where_one_is_expected() -> None:
    wanted = criteria(ClauseKind.OBLIGATION, "each_party", to="answer", when="war")
    clause = LAKES.clauses[2]
    assert shortfalls(LAKES, clause, wanted) == (
        "has no bearer (passive); “each_party” is expected",
        "action is “be answered”, not “answer”",
        "has no condition; “war” is expected",
    )
    assert shortfalls(LAKES, LAKES.clauses[0], criteria(ClauseKind.OBLIGATION)) == ()


def test_of_clauses_that_miss_as_much_those_come_first_that_share_words() -> None:
    wanted = criteria(ClauseKind.PERMISSION, to="lake of mud")
    assert [near.clause.eid for near in nearest(LAKES, wanted, count=1)] == [LAKES.clauses[3].eid]
    assert len(nearest(LAKES, wanted)) == 3


def test_a_bearer_in_words_may_be_one_word_in_small_letters() -> None:
    assert expect(LAKES).obliges("ships").clauses == LAKES.clauses[1:2]
    assert expect(treatylex.parse("All vessels shall report.")).obliges("vessels").clauses


def test_times_may_be_patterns_days_or_words_beside_an_amount() -> None:
    treaty = treatylex.parse(
        "Each Party shall report within ten days. It shall pay on January 1, 2030. The Council shall meet promptly."
    )
    expect(treaty).obliges().within(re.compile("ten|twelve"))
    expect(treaty).obliges(to="pay").within("1 January 2030")
    expect(treaty).obliges("the Council").within("promptly")
    noticed = treatylex.parse("Each Party shall report not later than ten days after the notice.")
    expect(noticed).obliges().within("after the notice")
    with pytest.raises(AssertionError, match="time is “within ten days”, not “promptly”"):
        expect(treaty).obliges(to="report").within("promptly")


@pytest.mark.parametrize(
    ("denied", "text"),
    [
        ("denounce", "Denunciation of this Treaty shall be permitted."),
        ("denounce", "Either Party may give notice of denunciation."),
        ("acquire", "Each Party has the right of acquisition of arms."),
        ("withdraw", "Any Party that withdrew its reservation may do so anew."),
        ("expel", "Expulsion of nationals is permitted."),
        ("sell", "The sale of arms shall be allowed."),
        ("vote", "Each Party may take part in a second voting."),
    ],
)
def test_a_negation_knows_a_word_in_whatever_form(denied: str, text: str) -> None:
    with pytest.raises(AssertionError, match="expected no clause that is"):
        expect(treatylex.parse(text)).grants_nobody(to=denied)


def test_a_negation_takes_patterns() -> None:
    treaty = treatylex.parse("Any Party may withdraw.")
    expect(treaty).grants_nobody(to=re.compile("denounc|repeal"))
    with pytest.raises(AssertionError, match="to /withd/; found"):
        expect(treaty).grants_nobody(to=re.compile("withd"))


def test_a_negation_names_all_passages_in_another_language() -> None:
    french = "Les Parties se consultent sans délai, à moins qu’elles n’en décident autrement, dans les dix jours."
    english = "Each Party shall report to the Council whenever the waters of the lake have risen above the mark."
    treaty = treatylex.parse(f"{english}\n\n{french}\n\n{english} {english}\n\n{french}\n", source_name="pact.txt")
    with pytest.raises(AssertionError, match=r"not in English and were not read: pact\.txt:3:1, pact\.txt:7:1$"):
        expect(treaty).grants_nobody(to="withdraw")


def test_what_is_no_treaty_is_told_where_a_treaty_is_expected() -> None:
    wrong: Any = "Each Party shall report."
    with pytest.raises(TypeError, match="treaty must be a Treaty"):
        expect(wrong)


@pytest.mark.parametrize(
    ("verb", "to", "text"),
    [
        ("does_not_permit", "withdraw", "Nothing in this Treaty shall prevent a Party from withdrawing."),
        ("does_not_permit", "withdraw", "No Party may withdraw unless it has given notice."),
        ("does_not_exempt", "pay", "Each Party shall pay its share, unless the Council decides otherwise."),
        ("does_not_permit", "withdraw", "The Council shall keep a list of Parties, which may withdraw at any time."),
        ("does_not_oblige", "submit", "The Council may publish the reports that each Party shall submit."),
        ("does_not_permit", "withdraw", "Each Party [may] [shall] withdraw."),
        ("does_not_permit", "withdraw", "Article 5 is replaced by: “Any Party may withdraw.”"),
    ],
)
def test_a_negation_is_red_on_what_is_said_in_passing_by_exception_or_in_quotation_marks(
    verb: str, to: str, text: str
) -> None:
    with pytest.raises(AssertionError, match="expected no clause that is"):
        getattr(expect(treatylex.parse(f"{text}\n\nThe Council shall meet.")), verb)("each_party", to=to)


@pytest.mark.parametrize(
    ("verb", "to", "text"),
    [
        ("does_not_permit", "withdraw", "No Party may withdraw."),
        ("does_not_permit", "withdraw", "A Party that withdraws shall pay, unless the Council decides otherwise."),
        ("does_not_exempt", "pay", "No Party may pay unless it is asked."),
        ("does_not_permit", "withdraw", "The Council may meet, and each Party shall withdraw its troops."),
        ("does_not_oblige", "withdraw", "Nothing in this Treaty shall prevent a Party from withdrawing."),
        ("does_not_permit", "withdraw", "“Withdrawal” means an act of a Party that may denounce this Treaty."),
        (
            "does_not_permit",
            "withdraw",
            "Article 5 is replaced by: “Any Party may consult.” Each Party shall withdraw.",
        ),
    ],
)
def test_a_negation_stays_green_on_what_looks_alike(verb: str, to: str, text: str) -> None:
    getattr(expect(treatylex.parse(f"{text}\n\nThe Council shall meet.")), verb)("each_party", to=to)


def test_a_time_in_which_nothing_is_due_is_not_within_it() -> None:
    later = treatylex.parse("Each Party shall report after ten days. The Council shall meet for ten days.")
    for asked in ("ten days", "within ten days"):
        with pytest.raises(AssertionError, match="time is “after ten days”"):
            expect(later).obliges("each_party").within(asked)
    expect(later).obliges("each_party").within("after ten days")
    expect(later).obliges("the Council").within("ten days")
    with pytest.raises(AssertionError, match="time is “for ten days”"):
        expect(later).obliges("the Council").within("within ten days")


def test_a_provision_that_is_not_there_is_no_proof_that_nothing_refers_to_it() -> None:
    treaty = treatylex.parse("Article 1\n\nEach Party shall act under Article 3.\n\nArticle 2\n\nThe Council may meet.")
    with pytest.raises(AddressError, match="has no provision 'art_7' and refers to none"):
        expect(treaty).does_not_oblige(referring_to="art_7")
    expect(treaty).does_not_oblige(referring_to="art_2")
    with pytest.raises(AssertionError, match="found"):
        expect(treaty).does_not_oblige(referring_to="art_3")


def test_an_expectation_that_asks_nothing_is_no_test() -> None:
    with pytest.raises(TypeError, match="has no truth value"):
        assert expect(LAKES)


def test_what_tries_nothing_is_red() -> None:
    with pytest.raises(AssertionError, match="no clause was found"):
        assert_lawful(treatylex.parse(""))
    with pytest.raises(AssertionError, match="none of the laws finds a place in this text: renumber"):
        assert_lawful(treatylex.parse("Each Party shall report."), laws=["renumber"])
    with pytest.raises(AssertionError, match="none was named"):
        assert_lawful(LAKES, laws=[])
    with pytest.raises(ValueError, match="names an actor, which no text has for words; ask for actor='each_party'"):
        LAKES.find(bearer="each_party")


def test_a_provision_may_be_named_as_lawyers_cite_it() -> None:
    treaty = treatylex.parse("Article 6\n\n1. Each Party may ask.\n\n2. The Council shall report to:\n\n(a) the Board.")
    expect(treaty).obliges("the Council").under("Article 6(2)")
    expect(treaty).does_not_oblige("the Council", under="Article 6, paragraph 1")
    with pytest.raises(AddressError, match="the nearest are art_6__para_2"):
        expect(treaty).obliges("the Council").under("Article 6(9)")
    with pytest.raises(AddressError, match="'the second Article'"):
        expect(treaty).obliges("the Council").under("the second Article")
