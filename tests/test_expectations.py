"""Expectations and assertions: they hold where they should, and a failure says what was found instead."""

import re

import pytest

import treatylex
from treatylex.testing.assertions import (
    assert_bearers,
    assert_defined_once,
    assert_has_clauses,
    assert_nothing_dangling,
    assert_read_whole,
)
from treatylex.testing.expectations import expect

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
    expect(PACT).does_not_permit("each_party", to="withdraw")
    expect(PACT).does_not_define("Party")
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
