"""What a word can be: forms, classes, and what a noun names."""

import importlib.resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatylex.language.words import Form, Names, guessed, word

LISTED = [
    line.split(" ")
    for line in (importlib.resources.files("treatylex.grammars") / "words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("notify", {Form.BASE}),
        ("notifies", {Form.THIRD}),
        ("referred", {Form.PAST, Form.PARTICIPLE}),
        ("proceed", {Form.BASE}),
        ("undertaken", {Form.PARTICIPLE}),
        ("undertook", {Form.PAST}),
        ("relights", {Form.THIRD, Form.NOUNS}),
        ("co-operates", {Form.THIRD}),
        ("requests", {Form.THIRD, Form.NOUNS}),
        ("criteria", {Form.NOUNS}),
        ("environmental", {Form.ADJECTIVE}),
        ("swiftly", {Form.ADVERB}),
        ("containerisation", {Form.NOUN}),
        ("glorf", set()),
        ("", set()),
    ],
)
def test_a_word_has_the_forms_that_its_spelling_and_the_lists_allow(text: str, forms: set[Form]) -> None:
    assert word(text).forms == forms


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("keeper", Names.PERSON),
        ("stewards", Names.PERSON),
        ("scribe", Names.PERSON),
        ("fishermen", Names.PERSON),
        ("secretariat", Names.BODY),
        ("tribunals", Names.BODY),
        ("policies", Names.THING),
        ("containerisation", Names.THING),
        ("glorf", Names.UNKNOWN),
        ("notify", Names.UNKNOWN),
    ],
)
def test_a_noun_names_a_person_a_body_or_a_thing_and_is_unknown_otherwise(text: str, names: Names) -> None:
    assert word(text).names is names


def test_a_form_of_a_word_with_irregular_ones_is_none_of_its_regular_ones() -> None:
    assert Form.PAST not in word("seed").forms  # of "see"
    assert Form.PAST not in word("need").forms
    assert word("bed").forms <= {Form.NOUN, Form.BASE}


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    assert word(text).usual <= word(text).forms


def test_the_list_is_in_the_order_that_looking_up_needs_and_holds_nothing_that_is_guessed() -> None:
    keys = [f"{text} " for text, _ in LISTED]
    assert keys == sorted(set(keys))
    assert not [text for text, letters in LISTED if guessed(text) == letters]


def test_every_listed_word_is_found() -> None:
    for text, letters in LISTED:
        assert {form.value for form in word(text).forms} >= set(
            letters[: -1 if "n" in letters.lower() else None].lower()
        )
