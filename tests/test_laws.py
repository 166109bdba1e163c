"""The laws that reading obeys on every text, sensible or hostile."""

from collections.abc import Callable
from functools import partial

import hypothesis
import pytest
from hypothesis import strategies as st

import treatylex
from fuzz.laws import assert_lawful
from fuzz.pieces import PIECES
from treatylex.errors import Severity, UnreadTextError
from treatylex.model.provisions import LeafKind
from treatylex.specimens import Excerpt
from treatylex.testing.strategies import clause_texts, treaties

hostile = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ", "", "\n"]).map(lambda between: between.join(pieces))
)
texts = st.one_of(
    *(hostile, st.text(), st.text(alphabet="aA1(). ;:\n\r\t-ivx“”'")),
    *(clause_texts(), treaties(max_articles=3).map(lambda treaty: treaty.text)),
)


@hypothesis.settings(max_examples=300)
@hypothesis.given(texts)
def test_every_text_is_read_whole(text: str) -> None:
    assert_lawful(text, treatylex.parse(text))


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_every_specimen_is_read_whole(excerpt: Excerpt) -> None:
    assert_lawful(excerpt.text, treatylex.parse(excerpt.text))


@hypothesis.given(texts)
def test_strict_reading_raises_exactly_when_a_passage_is_unread(text: str) -> None:
    treaty = treatylex.parse(text)
    unread = [diagnostic for diagnostic in treaty.diagnostics if diagnostic.severity is Severity.ERROR]
    assert bool(unread) == any(leaf.kind is LeafKind.UNPARSED for leaf in treaty.leaves)
    if unread:
        with pytest.raises(UnreadTextError) as caught:
            treatylex.parse(text, strict=True)
        assert caught.value.diagnostic == unread[0]
    else:
        assert treatylex.parse(text, strict=True) == treaty


PATTERNS = {
    "specimen": treatylex.excerpts()[1].text + "\n\n",
    "one sentence without end": "each Party and ",
    "conditions": "if the Parties agree, ",
    "opening brackets": "((((",
    "quotation marks": "“",
    "enumerators": "(a) (i) ",
    "references": "Article 1, paragraph 2 (a) and ",
    "headings": "Article 1\n",
    "references that lead nowhere": "Article 1\n\nThe Annex.\n\n",
    "modals": "shall not may ",
    "blank lines": "\n \n",
    "one long word": "x",
}


@pytest.mark.parametrize("name", PATTERNS)
def test_time_is_linear_in_the_text(name: str, assert_linear: Callable[..., None]) -> None:
    size = 10_000
    text = PATTERNS[name] * (4 * size // len(PATTERNS[name]) + 1)
    assert_linear(lambda length: partial(treatylex.parse, text[:length]), size)


BROKEN_OFF = (
    "Each Party shall require that a ship which by its law is free to sail and does not carry arms, or that has been",
    "The Parties shall ensure that where goods are found by persons who own them, they are returned without delay to",
    "No Party may, before the Board, to which it has reported, has decided in accordance with Article 4 that it may",
    "Nothing in this Pact shall be construed so as to impose, or as having imposed, on a Party which, and",
)


@pytest.mark.parametrize("whole", BROKEN_OFF)
def test_a_list_is_read_wherever_the_words_before_it_break_off(whole: str) -> None:
    words = whole.split()
    for k in range(1, len(words) + 1):
        text = f"{' '.join(words[:k])}\n\n(a) to pay;\n\n(b) own ships."
        assert_lawful(text, treatylex.parse(text))
