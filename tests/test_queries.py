"""Finding clauses: the same filters in Python, on the command line and in tests."""

import re
from typing import Any

import pytest
from click.testing import CliRunner

import treatylex
from treatylex import where
from treatylex.cli import main
from treatylex.errors import AddressError
from treatylex.language.grammar import productions
from treatylex.model.actors import MEMBER, ORGANS, PARTIES, PERSONS

TEXT = """Article 1

1. Each Party shall report annually to the Commission, in accordance with Article 51 of the U.N. Charter.

2. The Commission may, if a Party so requests, meet within ten days of the request.

Article 2

Neither Party shall rely on Article 1, paragraph 2, against the other Party, unless that Party agrees.

Article 3

This Treaty shall enter into force on 1 January 2030.
"""
TREATY = treatylex.parse(TEXT)
FIRST, SECOND, THIRD, LAST = (clause.eid for clause in TREATY.clauses)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [FIRST, SECOND, THIRD, LAST]),
        ({"kind": "permission"}, [SECOND]),
        ({"kind": ("permission", "prohibition")}, [SECOND, THIRD]),
        ({"actor": "each_party"}, [FIRST, THIRD]),
        ({"actor": ["commission", "other_party"]}, [SECOND]),
        ({"bearer": "COMMISSION"}, [SECOND]),
        ({"bearer": False}, [LAST]),
        ({"subject": "this treaty"}, [LAST]),
        ({"counterparty": True}, [FIRST, THIRD]),
        ({"modal": "shall", "kind": "obligation"}, [FIRST]),
        ({"action": re.compile("^r")}, [FIRST, THIRD]),
        ({"condition": "requests"}, [SECOND]),
        ({"exception": True}, [THIRD]),
        ({"time": lambda phrase: phrase.period is not None and phrase.period.date is not None}, [LAST]),
        ({"time": False}, [THIRD]),
        ({"manner": "accordance"}, [FIRST]),
        ({"referring_to": "un-charter"}, [FIRST]),
        ({"referring_to": "un-charter#art_51"}, [FIRST]),
        ({"referring_to": "un-charter#art_5"}, []),
        ({"referring_to": "art_1"}, [THIRD]),
        ({"referring_to": "art_1__para_2"}, [THIRD]),
        ({"referring_to": "art_1__para_1"}, []),
        ({"match": r"\bmeet within\b"}, [SECOND]),
        ({"within": "art_1"}, [FIRST, SECOND]),
        ({"within": "art_1", "kind": "obligation"}, [FIRST]),
    ],
)
def test_a_filter_finds_the_clauses_that_fit_all_of_it(filters: dict[str, object], expected: list[str]) -> None:
    assert [clause.eid for clause in TREATY.find(**filters)] == expected


def test_filters_join() -> None:
    duties, organs = where(actor="each_party"), where(bearer="commission")
    assert TREATY.find(duties | organs) == TREATY.clauses[:3]
    assert TREATY.find(~duties & ~organs) == TREATY.clauses[3:]
    assert TREATY.find(duties | organs, kind="obligation") == TREATY.clauses[:1]


def test_what_cannot_be_meant_is_an_error() -> None:
    with pytest.raises(ValueError, match="no kind 'duty'; the kinds are obligation"):
        where(kind="duty")
    with pytest.raises(TypeError, match="no filter 'bearers'; did you mean 'bearer'"):
        TREATY.find(bearers="Party")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no filter 'zzz'; there are action, actor"):
        where(zzz="Party")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="not a regular expression"):
        where(match="(")
    with pytest.raises(AddressError, match="art_9"):
        TREATY.find(within="art_9")


def test_the_command_finds_what_find_finds() -> None:
    def eids(*options: str) -> list[str]:
        rows = CliRunner().invoke(main, ["clauses", "-", "--format", "csv", *options], input=TEXT).stdout.splitlines()
        column = rows[0].split(",").index("eid")
        return [row.split(",")[column] for row in rows[1:]]

    assert eids("--actor", "each_party") == [FIRST, THIRD]
    assert eids("--to", "un-charter") == [FIRST]
    assert eids("--match", "MEET") == [SECOND]
    assert CliRunner().invoke(main, ["clauses", "-", "--match", "("], input=TEXT).exit_code == 2


def test_a_modifier_governs_its_clause_and_those_that_take_it_over() -> None:
    treaty = treatylex.parse("If a Party so requests, the Council shall: (a) meet; (b) report within a month.")
    condition = treaty.clauses[0].conditions[0]
    assert treaty.governed_by(condition) == treaty.clauses
    assert treaty.governed_by(treaty.clauses[1].times[0]) == treaty.clauses[1:]


def test_a_word_that_a_line_end_divided_is_found_whole() -> None:
    treaty = treatylex.parse("Each Party shall estab-\nlish a register.")
    assert len(treaty.find(where(match=re.compile("establish a")))) == 1


@pytest.mark.parametrize(
    ("filters", "fault", "message"),
    [
        ({"action": 42}, TypeError, "action must be words, a compiled pattern, .* not int"),
        ({"kind": 42}, TypeError, "kind must be a str or several of them, not int"),
        ({"actor": ["each_party", 3]}, TypeError, "actor must be a str, not int"),
        ({"within": 4}, TypeError, "within must be a str, not int"),
        ({"referring_to": 51}, TypeError, "referring_to must be a str, not int"),
        ({"action": "  "}, ValueError, "asks for no words"),
        ({"actor": "each_partie"}, ValueError, "no actor is named 'each_partie'; did you mean 'each_party'"),
        ({"actor": "depositry"}, ValueError, "did you mean 'depositary'"),
        ({"referring_to": "un-chartre"}, ValueError, "has the id 'un-chartre', .*; did you mean 'un-charter'"),
        ({"referring_to": "un-chartre#art_51"}, ValueError, "did you mean 'un-charter'"),
    ],
)
def test_a_wrong_type_or_name_raises_and_names_the_nearest(
    filters: dict[str, Any], fault: type[Exception], message: str
) -> None:
    with pytest.raises(fault, match=message):
        TREATY.find(**filters)


def test_a_name_like_no_other_is_answered_with_all_of_a_few_and_with_none_of_many() -> None:
    with pytest.raises(TypeError, match=r"there are action, actor, bearer, .*, time, within$"):
        TREATY.find(zzzz="x")
    with pytest.raises(ValueError, match="has the id 'zzzzzzzz'") as raised:
        TREATY.find(referring_to="zzzzzzzz")
    assert "there are" not in str(raised.value)


def test_a_work_is_found_where_it_is_cited_and_not_where_another_is() -> None:
    treaty = treatylex.parse(
        "Article 1\n\nEach Party shall act under Article 31 of the Vienna Convention on the Law of Treaties.\n\n"
        "Article 2\n\nEach Party shall act under Article 51 of the Charter of the United Nations."
    )
    assert [clause.eid for clause in treaty.find(referring_to="un-charter")] == ["art_2__norm_1"]


@pytest.mark.parametrize("actor", ["france", "scientific_council", "requesting_state", "state_of_origin", "depositary"])
def test_an_actor_that_this_treaty_does_not_name_is_found_nowhere(actor: str) -> None:
    assert TREATY.find(actor=actor) == ()


def test_words_fit_whole_words_only() -> None:
    treaty = treatylex.parse(
        "The United States shall reuse the nets within 15 years. The State shall use the net within 5 years."
    )
    second = treaty.clauses[1:]
    assert treaty.find(action="use") == treaty.find(time="5 years") == treaty.find(bearer="State") == second
    assert treaty.find(action="use  the\n net") == second


def test_a_filter_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="join filters with & and"):
        bool(where(kind="right"))


def test_the_vocabulary_of_actors_is_that_of_the_grammar() -> None:
    rules = productions("actor")
    assert set(PARTIES) | {MEMBER} <= rules.keys()
    assert {name.lower() for (name,) in rules["_body"]} == set(ORGANS)
    assert {name.lower() for (name,) in rules["_person"]} == set(PERSONS)
