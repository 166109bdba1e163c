"""The grammar engine: terminals that compose phrases spell exactly what their pattern matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import treatylex
from treatylex.errors import GrammarError
from treatylex.language.beginnings import Beginners, Member, beginnings, sought
from treatylex.language.expressions import NOT_INSIDE_A_WORD, alternatives, tree_pattern
from treatylex.language.grammar import WORDS, Scanner, Terminal, _cues_of, _spelled, compiled, lower, patterns


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


SCANNED = ("clause", "reference", "actor", "period", "definition", "amendment")
EDGES = "é ſhall ﬁve ısland 1.Each 2015shall (a) § “x” ªb Kelvin -ed x-ed ed, İt is lawful"


@pytest.mark.parametrize("name", SCANNED)
def test_trying_only_what_a_word_can_begin_changes_nothing_that_is_found(name: str) -> None:
    """The terminals one after the other, as their priorities say, find the same cues in every specimen."""
    terminals = [terminal for terminal in patterns(name).terminals if _is_a_cue(terminal)]
    scanner = Scanner(_cues_of(terminals))
    one_by_one = re.compile(_in_order(terminals))
    by_priority = sorted(terminals, key=lambda terminal: -terminal.priority)
    words = {phrase: each.name for each in reversed(by_priority) for phrase in each.phrases or ()}
    for text in (EDGES, *(excerpt.text for excerpt in treatylex.excerpts())):
        expected = [
            (words[found.group()] if found.lastgroup == "PHRASE" else found.lastgroup, *found.span())
            for found in one_by_one.finditer(lower(text))
        ]
        assert [(cue.type, cue.start, cue.end) for cue in scanner.scan(text) if cue.type != WORDS] == expected


@pytest.mark.parametrize("name", ["clause", "period"])
def test_the_scanner_looks_for_every_terminal_of_a_grammar_that_reads_whole_sentences(name: str) -> None:
    """A terminal that stands in no rule is dropped silently when the grammar is compiled: name it in the row `cue:`."""
    scanner = compiled(name, None, ("start", "cue")).scan.__self__
    assert scanner.types == {each for each in patterns(name).names if not each.startswith("_")}


@pytest.mark.parametrize("name", ["clause", "period"])
def test_no_phrase_is_listed_by_two_terminals_of_a_grammar_that_reads_whole_sentences(name: str) -> None:
    """The terminal with the higher priority takes it, so that the word in the other list would teach nothing."""
    listed_by: dict[str, list[str]] = {}
    for terminal in patterns(name).terminals:
        for phrase in () if terminal.name.startswith("_") else terminal.phrases or ():
            listed_by.setdefault(phrase, []).append(terminal.name)
    assert {phrase: names for phrase, names in listed_by.items() if len(names) > 1} == {}


def _is_a_cue(terminal: Terminal) -> bool:
    return terminal.phrases is not None or not (terminal.name.startswith("_") or re.compile(terminal.regexp).match(""))


def _in_order(terminals: list[Terminal]) -> str:
    ordered = sorted((t for t in terminals if t.phrases is None), key=lambda t: -t.priority)
    early, late = ([f"(?P<{t.name}>{t.regexp})" for t in ordered if (t.priority < 0) is low] for low in (False, True))
    phrases = tree_pattern(phrase for t in terminals for phrase in t.phrases or ())
    return f"{NOT_INSIDE_A_WORD}(?:{'|'.join([*early, f'(?P<PHRASE>{phrases})', *late])})"


_SINGLE = st.sampled_from(
    ["a", "b", "[bc]", "[^a]", r"\d", ".", "[0-9a]", "é", "(?<=a)b", "(?=b)", "(?i:a)", r"\[", "[]|]"]
)
_ANY_PATTERN = st.recursive(
    _SINGLE, lambda inner: _pieces(inner) | inner.map(lambda part: f"(?:{part})*"), max_leaves=6
)


@given(_ANY_PATTERN, st.text(alphabet="abcdé1[]|A ", min_size=1, max_size=6))
def test_a_pattern_begins_only_as_it_is_said_to_begin(pattern: str, text: str) -> None:
    found = re.search(pattern, text)
    if found and found.group():
        signs = [sign if sign.isascii() else "\x80" for sign in text[found.start() :]]
        assert any(
            all(sign in allowed for sign, allowed in zip(signs, each, strict=False)) for each in beginnings(pattern)
        )


@given(st.lists(_ANY_PATTERN, min_size=1, max_size=4), st.text(alphabet="abcdé1[]|A ", max_size=12))
def test_what_is_tried_at_a_word_holds_every_pattern_that_matches_there(regexps: list[str], text: str) -> None:
    listed = sought([Member(str(number), regexp) for number, regexp in enumerate(regexps)], [], "")
    begun_by = Beginners(listed)
    words = {word.start(): word.end() for word in begun_by.words(text)}
    for at in (at for at in range(len(text)) if re.compile(NOT_INSIDE_A_WORD).match(text, at)):
        able = {name for name, regexp in zip(listed.names, listed.patterns, strict=True) if _is_cue(regexp, text, at)}
        for behind in (1, 2) if able else ():
            assert able <= {name for name, _ in begun_by[text[at : words[at] + behind]]}


def _is_cue(regexp: str, text: str, at: int) -> bool:
    return (found := re.compile(regexp).match(text, at)) is not None and found.end() > at


@given(_ANY_PATTERN, st.text(alphabet="abcdé1[]|A ", max_size=6))
def test_the_alternatives_of_a_pattern_are_the_pattern(pattern: str, text: str) -> None:
    joined = "|".join(alternatives(pattern))
    assert [each.span() for each in re.finditer(joined, text)] == [each.span() for each in re.finditer(pattern, text)]
