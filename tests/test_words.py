"""What a word can be: forms, classes, and what a noun names."""

import importlib.resources
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import treatylex
from treatylex.language import words
from treatylex.language.words import Form, Names, guessed, word
from treatylex.parsing.sentences.vocabulary import _parts, known_words, open_type
from treatylex.testing.cases import read_cases

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
        ("shown", {Form.PARTICIPLE}),
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
        ("boatmen", Names.PERSON),
        ("transferees", Names.PERSON),
        ("remeasurer", Names.PERSON),
        ("policies", Names.THING),
        ("slower", Names.UNKNOWN),
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
        assert {form.value for form in word(text).forms} >= {each for each in letters.lower() if each in "nvar"}


# ── What reading owes to the list ───────────────────────────────────────────────────────────────────────────────────

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
FIELDS = ("kind", "subject", "bearer", "modal", "action", "conditions", "exceptions", "times", "manners", "purposes")


def read_afresh() -> None:
    """Forget what was looked up before."""
    for remembered in (word, known_words, open_type, _parts):
        remembered.cache_clear()


def said_by(texts: list[str]) -> Counter[tuple[str, int, str]]:
    """What every clause of the texts says, field by field."""
    return Counter(
        (field, n, str(getattr(clause, field)))
        for n, text in enumerate(texts)
        for clause in treatylex.parse(text).clauses
        for field in FIELDS
    )


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [case.text for path in CASES if path.stem != "differences" for case in read_cases(path)]


@pytest.fixture(scope="module")
def whole(texts: list[str]) -> Counter[tuple[str, int, str]]:
    read_afresh()
    return said_by(texts)


@pytest.mark.parametrize("seed", range(3))
def test_a_tenth_of_the_list_less_costs_no_field_half_a_point(
    seed: int, texts: list[str], whole: Counter[tuple[str, int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    kept = [line for line in words._listed() if chance.random() >= 0.1]
    monkeypatch.setattr(words, "_listed", lambda: kept)
    read_afresh()
    try:
        less = said_by(texts)
    finally:
        monkeypatch.undo()
        read_afresh()
    for field in FIELDS:
        all_of_it = sum(count for (name, _, _), count in whole.items() if name == field)
        lost = sum(count for (name, _, _), count in (whole - less).items() if name == field)
        assert lost <= 0.005 * all_of_it, f"{field}: {lost} of {all_of_it}"


@pytest.mark.parametrize("part", ["re", "er"])
def test_a_word_of_nothing_but_prefixes_or_endings_is_unknown_and_no_crash(part: str) -> None:
    assert not word(part * 5_000).is_known
    assert treatylex.parse(f"Each Party shall act on {part * 5_000}.").clauses
