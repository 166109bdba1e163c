"""The laws that what is read of a text obeys, whatever the text."""

from collections.abc import Iterator

import treatylex
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Provision, Treaty


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
    """Everything that holds of what is read of any text."""
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
    """Every node lies in the text, and its words are those of its place."""
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
