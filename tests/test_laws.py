"""The laws that reading obeys on every text, sensible or hostile."""

from collections.abc import Callable, Iterator
from functools import partial

import hypothesis
import pytest
from hypothesis import strategies as st

import treatylex
from treatylex.errors import Severity, UnreadTextError
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import LeafKind, Provision, Treaty
from treatylex.specimens import Excerpt
from treatylex.testing.strategies import clause_texts, treaties

# Pieces that mean something to the reader, so that random texts reach its corners.
PIECES = (
    "Article 1", "Article 2 bis", "ARTICLE IV\nScope", "CHAPTER II", "ANNEX", "Protocol 1", "1.", "2.", "(a)", "(b)",
    "(i)", "(ii)", "-", "a)", "Each Party", "Neither Party", "the Depositary", "Nothing in this Treaty", "it", "shall",
    "shall not", "may", "undertakes to", "shall endeavour to", "means", "enter into force", "inform", "the other Party",
    "be construed as", "if", "unless", "provided that", "within 30 days", "without delay", "in accordance with",
    "Article 51 of the Charter of the United Nations", "paragraph 2 (a) and (b)", "this Article", "Articles 3 to 6",
    "Recalling", "Desiring to", "Have agreed as follows:", "DONE at Lindmark", "“", "”", '"', "(", ")", ",", ";", ":",
    ".", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u00ad", "- 3 -", "and", "or", "İ", "\x00", "日本", "(sd.)", "1/",
)  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ", "", "\n"]).map(lambda between: between.join(pieces))
)
texts = st.one_of(
    *(hostile, st.text(), st.text(alphabet="aA1(). ;:\n\r\t-ivx“”'")),
    *(clause_texts(), treaties(max_articles=3).map(lambda treaty: treaty.text)),
)


def phrases(clause: Clause) -> Iterator[Phrase]:
    """Every phrase of a clause, nested ones included."""
    single = (clause.subject, clause.bearer, clause.counterparty, clause.modal, clause.action, clause.term)
    several = (clause.conditions, clause.exceptions, clause.times, clause.manners, clause.purposes)
    waiting = [phrase for phrase in single if phrase is not None]
    waiting += (phrase for group in several for phrase in group)
    while waiting:
        phrase = waiting.pop()
        yield phrase
        waiting += phrase.parts


def assert_lawful(text: str, treaty: Treaty) -> None:
    assert treaty.text == text
    assert_leaves_tile(treaty)
    assert_spans_slice(treaty)
    assert_addresses(treaty)
    assert len(treaty.links) == len(treaty.references)
    assert all(len(treaty.resolve(reference)) == len(reference.targets) for reference in treaty.references)
    assert treatylex.outline(treaty) == treatylex.outline(treatylex.parse(text))


def assert_leaves_tile(treaty: Treaty) -> None:
    """Every non-blank character lies in exactly one leaf."""
    at = 0
    for leaf in treaty.leaves:
        assert at <= leaf.span.start < leaf.span.end
        assert not treaty.text[at : leaf.span.start].strip()
        at = leaf.span.end
    assert not treaty.text[at:].strip()


def assert_spans_slice(treaty: Treaty) -> None:
    nodes = [*treaty.provisions, *treaty.leaves, *treaty.clauses, *treaty.references]
    nodes += [phrase for clause in treaty.clauses for phrase in phrases(clause)]
    nodes += [reference for clause in treaty.clauses for reference in clause.references]
    for node in nodes:
        assert 0 <= node.span.start < node.span.end <= len(treaty.text)
        assert node.text == treaty.text[node.span.start : node.span.end]
    for diagnostic in treaty.diagnostics:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(treaty.text)
        assert diagnostic.located(treaty.source)


def assert_addresses(treaty: Treaty) -> None:
    """Every eId is unique, finds its node, and every child lies within its parent, after its elder."""
    nodes: list[Provision | Clause] = [*treaty.provisions, *treaty.clauses]
    assert len({node.eid for node in nodes}) == len(nodes)
    assert all(treaty[node.eid] is node for node in nodes)
    for provision in treaty.provisions:
        parent = treaty.parent(provision)
        assert parent is None or parent.span.covers(provision.span)
    for branch in (treaty, *treaty.provisions):
        starts = [child.span.start for child in branch.children]
        assert starts == sorted(starts)
        # An article's span runs on over the heading of the next chapter; its own words do not.
        ends = [max((leaf.span.end for leaf in child.leaves), default=0) for child in branch.children]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


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
    "modals": "shall not may ",
    "blank lines": "\n \n",
    "one long word": "x",
}


@pytest.mark.parametrize("name", PATTERNS)
def test_time_is_linear_in_the_text(name: str, assert_linear: Callable[..., None]) -> None:
    size = 10_000
    text = PATTERNS[name] * (4 * size // len(PATTERNS[name]) + 1)
    assert_linear(lambda length: partial(treatylex.parse, text[:length]), size)
