"""Details: what stood in each differing field before, and what stands there now.

Guarantee: the details from right to left are those from left to right turned round.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.judging.fields import ComparedTreaty
from treatylex.comparing.judging.loose import passages
from treatylex.comparing.matching.articles import best_first
from treatylex.comparing.matching.letters import Words, bare
from treatylex.comparing.matching.wording import shared_words
from treatylex.model.changes import Detail
from treatylex.model.clauses import Clause
from treatylex.model.provisions import LeafKind, Provision
from treatylex.source import Span, one_line

_ALIKE = 0.3
"""Phrases of one field that share fewer of their words were dropped and added, not changed."""


@attrs.frozen
class _Part:
    """One phrase or reference of a field, and the words by which it is compared."""

    text: str
    span: Span
    words: Words
    inherited: bool = False


def clause_details(
    left: ComparedTreaty, ours: Clause, right: ComparedTreaty, theirs: Clause, fields: Iterable[str]
) -> tuple[Detail, ...]:
    """What differs between two clauses, field by field."""
    return tuple(detail for field in fields for detail in _field_details(left, ours, right, theirs, field))


def _field_details(
    left: ComparedTreaty, ours: Clause, right: ComparedTreaty, theirs: Clause, field: str
) -> Iterator[Detail]:
    if field == "kind":
        yield Detail(field=field, left=ours.kind.value, right=theirs.kind.value)
    elif field == "text":
        yield _detail(field, _whole(ours), _whole(theirs))
    elif field == "references":
        yield from _paired(field, _references(left, ours), _references(right, theirs))
    else:
        yield from _paired(field, _phrases(left, ours, field), _phrases(right, theirs, field))


def _whole(clause: Clause) -> _Part:
    return _Part(one_line(clause.text), clause.span, ())


def _phrases(treaty: ComparedTreaty, clause: Clause, field: str) -> list[_Part]:
    return [
        _Part(phrase.normalized, phrase.span, words, phrase.inherited) for phrase, words in treaty.told(clause, field)
    ]


def _references(treaty: ComparedTreaty, clause: Clause) -> list[_Part]:
    found = []
    for reference, targets in treaty.references(clause):
        text = " ".join(filter(None, (reference.relation, one_line(reference.text))))
        found.append(_Part(text, reference.span, targets, inherited=not clause.span.covers(reference.span)))
    return found


def _paired(field: str, left: Sequence[_Part], right: Sequence[_Part]) -> Iterator[Detail]:
    """What stands on one side only, the parts that are most alike as one change."""
    ours, theirs = _without(left, right), _without(right, left)
    scores = {(i, j): _likeness(a, b) for i, a in enumerate(ours) for j, b in enumerate(theirs)}
    alone = len(ours) == len(theirs) == 1
    partner = dict(best_first({pair: value for pair, value in scores.items() if value >= _ALIKE or alone}))
    for i, part in enumerate(ours):
        yield _detail(field, part, theirs[partner[i]] if i in partner else None)
    for j, part in enumerate(theirs):
        if j not in partner.values():
            yield _detail(field, None, part)


def _without(parts: Sequence[_Part], others: Sequence[_Part]) -> list[_Part]:
    """The parts for which the other side has no equal."""
    there = Counter(part.words for part in others)
    left_over = []
    for part in parts:
        if there[part.words] > 0:
            there[part.words] -= 1
        else:
            left_over.append(part)
    return left_over


def _likeness(left: _Part, right: _Part) -> float:
    """The share of words that two parts have in common."""
    return shared_words(bare(left.text), bare(right.text))


def _detail(field: str, left: _Part | None, right: _Part | None) -> Detail:
    return Detail(
        field=field,
        left=None if left is None else left.text,
        right=None if right is None else right.text,
        left_span=None if left is None else left.span,
        right_span=None if right is None else right.span,
        inherited=any(part is not None and part.inherited for part in (left, right)),
    )


def heading_detail(left: Provision, right: Provision) -> Detail:
    """What two headings said; what stands in the place of headings where neither provision has one."""
    named = left.heading is not None or right.heading is not None
    return _detail("heading", _heading(left, named=named), _heading(right, named=named))


def _heading(provision: Provision, *, named: bool) -> _Part | None:
    leaves = [leaf for leaf in provision.own_leaves if leaf.kind is LeafKind.HEADING]
    if not leaves or (named and provision.heading is None):
        return None
    return _Part(one_line(provision.heading or leaves[0].text), leaves[-1].span, ())


def passage_details(
    left: tuple[Provision, str, Sequence[Span]], right: tuple[Provision, str, Sequence[Span]]
) -> tuple[Detail, ...]:
    """What differs in the words of two provisions outside clauses; each is given with its treaty's text and spans."""
    ours, theirs = (
        [_Part(line, span, bare(line)) for line, span in passages(text, spans)] for _, text, spans in (left, right)
    )
    found = tuple(_paired("text", ours, theirs))
    whole = [_Part(one_line(node.text), node.span, ()) for node, _, _ in (left, right)]
    return found or (_detail("text", *whole),)
