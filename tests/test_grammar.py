"""The grammar engine: terminals that compose phrases spell exactly what their pattern matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatylex.errors import GrammarError
from treatylex.language.grammar import _spelled


def _pieces(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
    sequence = st.lists(inner, min_size=1, max_size=3).map("".join)
    return sequence | group | group.map(lambda text: f"{text}?")


_PATTERNS = st.recursive(st.sampled_from(["a", "b", " ", r"\.", r"\?", "c?"]), _pieces, max_leaves=8)


@given(_PATTERNS)
def test_a_composed_terminal_spells_what_its_pattern_matches_and_nothing_else(pattern: str) -> None:
    spelled = _spelled(pattern)
    assert spelled
    assert all(re.fullmatch(pattern, phrase) for phrase in spelled)
    longer = {phrase + "a" for phrase in spelled} - set(spelled)
    assert not any(re.fullmatch(pattern, phrase) for phrase in longer)


@pytest.mark.parametrize("pattern", ["a+", "a*", "[ab]", "a.b", "(?<!a)b", r"\d", "a{2}", "(a)"])
def test_a_pattern_with_any_other_sign_spells_no_list(pattern: str) -> None:
    assert _spelled(pattern) is None


def test_a_terminal_that_composes_too_much_is_told_with_its_pattern() -> None:
    with pytest.raises(GrammarError, match="spells more than"):
        _spelled("(?:a|b|c|d)" * 8)
