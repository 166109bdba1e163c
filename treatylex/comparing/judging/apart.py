"""Apart: what differs in headings and outside clauses, once the changes of clauses are known."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.details import heading_detail, passage_details
from treatylex.comparing.judging.judgement import Judgement, in_order
from treatylex.comparing.judging.lone import Told
from treatylex.comparing.judging.loose import Texts, carried_spans, joining_words, loose_change, loose_changes, words
from treatylex.comparing.judging.losses import Losses
from treatylex.comparing.judging.reach import possible_fields
from treatylex.comparing.judging.touches import touches
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.letters import bare
from treatylex.comparing.matching.pairing import Pairing
from treatylex.comparing.matching.sides import Node, Side
from treatylex.comparing.matching.tokens import alike
from treatylex.language.grammar import pattern
from treatylex.model.changes import Change, ChangeKind, Detail, DetailKind, Touch
from treatylex.model.clauses import Clause
from treatylex.model.provisions import TITLES, Leaf, LeafKind, Provision, Treaty
from treatylex.source import Span

_IN_PLACE = frozenset({ChangeKind.MODIFIED, ChangeKind.RENUMBERED})


def text_changes(
    pairing: Pairing, left: Verbatim, right: Verbatim, found: Sequence[Change], told: tuple[Told, Told], losses: Losses
) -> Iterator[Change]:
    """Provisions whose heading or words outside clauses differ, and what differs outside provisions.

    Args:
        pairing: what answers to what.
        left: the words of the left treaty.
        right: the words of the right treaty.
        found: the changes of clauses and of places.
        told: what changes of whole provisions speak for, on either side.
        losses: which words each article lost and gained.
    """
    pairs = {ours.eid: theirs.eid for ours, theirs in pairing.provisions}
    touched, touched_there = _touched(pairing.left, found, "left"), _touched(pairing.right, found, "right")
    shown, shown_there = _shown(pairing.left, found, "left"), _shown(pairing.right, found, "right")
    for joined, joined_there in (*_joined_alike(pairing), *_divided(pairing)):
        shown += joined
        shown_there += joined_there
    ours = Texts(pairing.left, left, pairs.keys(), shown, told[0].provisions)
    theirs = Texts(pairing.right, right, set(pairs.values()), shown_there, told[1].provisions)
    for node, answer in pairing.provisions:
        if ours.is_told(node.eid) or theirs.is_told(answer.eid):
            continue
        is_beside = pairing.left.unit(node) in touched or pairing.right.unit(answer) in touched_there
        details = _text_details(ours, node, theirs, answer, beside=is_beside)
        if details:
            found_there = _unless_reordered(losses, *_spans(details))
            if not found_there.is_wording and losses.is_reworded(pairing.left.unit(node)):
                found_there = Judgement()
            yield _weighed(
                Change(
                    kind=ChangeKind.MODIFIED,
                    fields=tuple(dict.fromkeys(detail.field for detail in details)),
                    left=node,
                    right=answer,
                    details=details,
                    weight=weights.FIELD_WEIGHTS["heading"],
                ),
                found_there,
                touches(left.treaty, right.treaty, details),
            )
    for change in loose_changes(ours.loose(), theirs.loose()):
        spans = [[node.span] if isinstance(node, Leaf) else [] for node in (change.left, change.right)]
        turned = _unless_reordered(losses, *spans)
        yield _weighed(change, turned, touches(left.treaty, right.treaty, change.details))


def _joined_alike(pairing: Pairing) -> Iterator[tuple[list[Span], list[Span]]]:
    """The words that join the points of lists whose number changed, where the lists are joined alike: all by "and"."""
    for ours, theirs in pairing.provisions:
        if len(ours.clauses) != len(theirs.clauses):
            left, right = joining_words(pairing.left.treaty, ours), joining_words(pairing.right.treaty, theirs)
            if {word for word, _ in left if word} == {word for word, _ in right if word}:
                yield [span for _, span in left], [span for _, span in right]


def _divided(pairing: Pairing) -> Iterator[tuple[list[Span], list[Span]]]:
    """The words between two clauses that were joined by "and" and are sentences of their own now, or the reverse."""
    gaps, gaps_there = (_gaps(side.treaty) for side in (pairing.left, pairing.right))
    for (before, after), span in gaps.items():
        there = gaps_there.get((pairing.partner.get(before, ""), pairing.partner.get(after, "")))
        if there is not None:
            said, said_there = bare(span.of(pairing.left.treaty.text)), bare(there.of(pairing.right.treaty.text))
            is_sentence = bool(said) != bool(said_there)
            if is_sentence and all(map(pattern("touches", "ADDING").fullmatch, (*said, *said_there))):
                yield [span], [there]


def _gaps(treaty: Treaty) -> dict[tuple[str, str], Span]:
    """What stands between each two clauses that follow each other, by their eIds."""
    return {
        (before.eid, after.eid): Span(before.span.end, after.span.start)
        for before, after in itertools.pairwise(treaty.clauses)
        if before.span.end < after.span.start
    }


def _weighed(change: Change, found: Judgement, touched: Sequence[Touch]) -> Change:
    """A change outside clauses with what it does to the law."""
    turned = (*found.touches, *touched) if found.touches else ()
    if change.fields == ("heading",) or _is_heading(change):  # there for orientation, unless it is none
        weight = weights.LEAST if _IN_SENTENCES.intersection(turned) else weights.HEADING if turned else change.weight
    elif turned:
        weight = weights.outside_clauses(found.weight, found.touches)
    else:
        weight = found.weight
    if _only_names(change):
        possible = possible_fields((), change.fields, Judgement(light=True), _OF_NAMES.intersection(turned))
    else:
        possible = possible_fields((change.left, change.right), change.fields, found, turned)
    return attrs.evolve(
        change,
        touches=in_order(turned),
        wording=found.is_wording,
        possible=possible,
        weight=round(weight, 3),
    )


_IN_SENTENCES = frozenset({Touch.DUTY, Touch.NEGATION})
"""What headings hardly ever say: one that does is a sentence that was taken for a heading."""


_OF_NAMES = frozenset({Touch.NAMES, Touch.SIDES, Touch.CITATIONS})
"""What a title or heading can say of a duty: whom or what it is about."""


def _only_names(change: Change) -> bool:
    """Whether a change is of headings or titles alone, and none of them is a sentence that was taken for one."""
    nodes = [node for node in (change.left, change.right) if node is not None]
    if change.fields == ("heading",):
        said = [text for detail in change.details for text in (detail.left, detail.right) if text]
    elif all(isinstance(node, Leaf) and node.kind in TITLES for node in nodes):
        said = [node.text for node in nodes]
    else:
        return False
    return not any(pattern("touches", "MODAL", "NEGATIVE").fullmatch(word) for text in said for word in bare(text))


def _is_heading(change: Change) -> bool:
    return any(isinstance(node, Leaf) and node.kind is LeafKind.HEADING for node in (change.left, change.right))


def _spans(details: Iterable[Detail]) -> tuple[list[Span], list[Span]]:
    """Where the words stand that differ, on either side; headings only where nothing else does."""
    shown = [detail for detail in details if detail.field != "heading"] or list(details)
    return [d.left_span for d in shown if d.left_span], [d.right_span for d in shown if d.right_span]


def _unless_reordered(losses: Losses, ours: Sequence[Span], theirs: Sequence[Span]) -> Judgement:
    """What words turn that no clause holds; in another order they may say anything."""
    found = losses.judged(ours, theirs)
    if losses.exchanges_instruments(ours, theirs):
        return attrs.evolve(found, touches=in_order({*found.touches, Touch.NAMES}), light=True)
    return Judgement(light=True) if found.is_wording and losses.is_reordered(ours, theirs) else found


def _text_details(ours: Texts, left: Provision, theirs: Texts, right: Provision, *, beside: bool) -> tuple[Detail, ...]:
    """What differs in the headings and the other text of two provisions.

    `beside`: another change touches them; a clause that comes or goes takes its full stop with it.
    """
    details: tuple[Detail, ...] = ()
    if not alike(ours.heading(left.eid), theirs.heading(right.eid)):
        details = (heading_detail(left, right),)
    if left.eid in ours.rest and right.eid in theirs.rest:
        (said, spans), (said_there, spans_there) = ours.pop(left.eid), theirs.pop(right.eid)
        if words(said) != words(said_there) or not (beside or alike(said, said_there)):
            details += passage_details((left, ours.text, spans), (right, theirs.text, spans_there))
    return details


def _touched(side: Side, found: Iterable[Change], name: Literal["left", "right"]) -> set[str]:
    """The units of one treaty in which something changed."""
    nodes = (getattr(change, name) for change in found)
    return {side.unit(node) for node in nodes if isinstance(node, Node)}


def _shown(side: Side, found: Iterable[Change], name: Literal["left", "right"]) -> list[Span]:
    """The words of one treaty that changes show: what details quote, and what goes with a clause that left or came."""
    spans = [
        getattr(detail, f"{name}_span")
        for change in found
        for detail in change.details
        # Words that stand on both sides may be a bearer on one side only
        if detail.kind is DetailKind.CHANGED or detail.field not in ("bearer", "counterparty")
    ]
    carried = [getattr(change, name) for change in found if change.kind not in _IN_PLACE]
    return [
        *(span for span in spans if span is not None),
        *carried_spans(side.treaty, {node.eid for node in carried if isinstance(node, Clause)}),
    ]


def first_difference(left: Verbatim, right: Verbatim) -> list[Change]:
    """The first place at which the treaties differ: the last resort, so that nothing changes unnoticed."""
    (starts, said), (starts_there, said_there) = left.raw, right.raw
    pairs = enumerate(zip(said, said_there, strict=False))
    at = next((at for at, (a, b) in pairs if not alike((a,), (b,))), min(len(said), len(said_there)))
    ours = left.leaf_at(starts[at]) if at < len(starts) else None
    theirs = right.leaf_at(starts_there[at]) if at < len(starts_there) else None
    return [loose_change(ours, theirs, weights.FIELD_WEIGHTS["text"])]
