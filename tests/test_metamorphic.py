"""Laws: a text rewritten without a change in law is read the same, and a law that is broken says where."""

import functools

import pytest

import treatylex
from treatylex.model.provisions import Treaty
from treatylex.specimens import Excerpt
from treatylex.testing.laws import Law, applies, assert_lawful, breaches

TEXT = """Article 1

1. Each Party shall report to the Council within ten days, unless the Council decides otherwise.

2. The Council may, after consulting the Parties, publish the reports.

Article 2

The Parties shall settle their disputes under Article 1 by negotiation. Neither Party shall use force.
"""
TREATY = treatylex.parse(TEXT)


@functools.cache
def read(specimen: Excerpt) -> Treaty:
    return treatylex.parse(specimen.text)


@pytest.mark.parametrize("law", Law)
def test_every_law_finds_a_place_and_holds(law: Law) -> None:
    assert applies(TREATY, law)
    assert_lawful(TREATY, laws=[law])


@pytest.mark.parametrize("choice", range(4))
def test_laws_hold_for_each_of_their_wordings(choice: int) -> None:
    assert breaches(TREATY, choice=choice) == ()


OF_SPECIMENS = [Law.RENUMBER, Law.CASE]  # each of them has a preamble of its own


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_no_number_or_case_in_a_specimen_changes_what_is_read(excerpt: Excerpt) -> None:
    assert breaches(read(excerpt), laws=OF_SPECIMENS) == ()


@pytest.mark.parametrize("law", OF_SPECIMENS)
def test_a_law_of_the_specimens_finds_a_place_in_some_of_them(law: Law) -> None:
    assert sum(applies(read(excerpt), law) for excerpt in treatylex.excerpts()) > 3


def test_a_broken_law_names_the_clause_the_field_and_both_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("treatylex.testing.laws.parse", lambda text: treatylex.parse(text.replace("shall", "may", 1)))
    with pytest.raises(AssertionError, match=r"2 clauses are read otherwise:\ncase: art_1__para_1__norm_1: kind “obl"):
        assert_lawful(TREATY, laws=[Law.CASE])
    monkeypatch.setattr("treatylex.testing.laws.parse", lambda text: treatylex.parse(text[:80]))
    (breach,) = breaches(TREATY, laws=["case"])
    assert (breach.field, breach.before) == ("clauses", "4")


def test_a_law_without_a_place_says_so() -> None:
    bare = treatylex.parse("Rain in the hills.")
    assert not any(applies(bare, law) for law in Law if law is not Law.REWRAP)
    assert breaches(bare) == ()
    with pytest.raises(ValueError, match="'gravity' is not a valid Law"):
        breaches(bare, laws=["gravity"])
