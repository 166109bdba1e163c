"""Touches: whether changed words name another body or place, or do something else.

Guarantees: the same from either side; what a reference cites is no figure and no name here, since references are
compared by themselves; words that always say the same (`usage.lark`), inflection, and listed synonyms touch nothing.
"""

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from treatylex.comparing.matching.letters import usual
from treatylex.comparing.matching.synonyms import usual_stem
from treatylex.comparing.matching.usage import Usage, are_synonyms, same_base
from treatylex.comparing.matching.wording import stem, words
from treatylex.language.grammar import pattern
from treatylex.model.changes import Detail, Touch
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.source import Span, one_line, uncovered, union

_WORD = re.compile(r"[A-Za-z]+")
_OF_THEMSELVES = frozenset({"kind", "modal", "heading"})
"""Fields whose names say what is touched."""
_APART = frozenset({LeafKind.MARKER, LeafKind.FURNITURE, LeafKind.FOOTNOTE})


def touches(left: Treaty, right: Treaty, details: Sequence[Detail]) -> tuple[Touch, ...]:
    """Whether the words that differ in some details touch a name or a verb.

    >>> from treatylex.parsing.reader import parse
    >>> old, new = parse("The measures shall cease to be effective."), parse("The measures shall remain effective.")
    >>> pair = Detail(field="action", left_span=old.clauses[0].action.span, right_span=new.clauses[0].action.span)
    >>> [touch.value for touch in touches(old, new, [pair])]
    ['verbs']
    """
    details = [detail for detail in details if detail.field not in _OF_THEMSELVES]
    pairs = [(d.field, d.left_span, d.right_span) for d in details if d.left_span and d.right_span]
    ours, theirs = _said(left, (d.left_span for d in details)), _said(right, (d.right_span for d in details))
    changed, into = _said(left, (span for _, span, _ in pairs)), _said(right, (span for _, _, span in pairs))
    acts = [(_said(left, [a]), _said(right, [b])) for field, a, b in pairs if field == "action"]
    found = {
        Touch.NAMES: not (_names(changed) <= _stems(theirs) and _names(into) <= _stems(ours)),
        Touch.VERBS: any(_verbs(a) != _verbs(b) for a, b in acts),
    }
    return tuple(touch for touch, is_touched in found.items() if is_touched)


def name_another(left: str, right: str, known: Usage) -> bool:
    """Whether a name has given way to one of like sense: a committee may be a commission, the Committee never is.

    >>> from treatylex.comparing.matching.usage import usage
    >>> name_another("ask the Committee", "ask the Commission", usage()), name_another("a Board", "a board", usage())
    (True, False)
    """
    names = [
        {match.group().casefold() for match in pattern("touches", "NAME").finditer(one_line(text))}
        for text in (left, right)
    ]
    there = [{*words(text)} for text in (left, right)]
    return any(
        are_synonyms(ours, theirs)
        and not same_base(ours, theirs)
        and known.words(ours) != known.words(theirs)
        and not known.is_listed_near(ours, theirs)
        for ours, theirs in itertools.product(names[0] - there[1], names[1] - there[0])
    )


def _said(treaty: Treaty, spans: Iterable[Span | None]) -> str:
    """The words at some spans, in one line, a sign for each reference and nothing for markers and page furniture."""
    pieces = []
    for span in union(span for span in spans if span is not None):
        cited = [reference.span for reference in treaty.references_in(span)]
        apart = union([*cited, *_apart(treaty, span)])
        pieces.append(usual(one_line(" § ".join(piece.of(treaty.text) for piece in uncovered(span, apart)))))
    return " | ".join(pieces)


def _apart(treaty: Treaty, span: Span) -> Iterator[Span]:
    """The markers, page furniture and footnotes within a stretch."""
    first = bisect.bisect_right(treaty.leaves, span.start, key=lambda leaf: leaf.span.end)
    for leaf in itertools.takewhile(lambda leaf: leaf.span.start < span.end, treaty.leaves[first:]):
        if leaf.kind in _APART:
            yield leaf.span


def _names(text: str) -> frozenset[str]:
    """The stems of words with capitals within sentences."""
    return frozenset(stem(match.group().casefold()) for match in pattern("touches", "NAME").finditer(text))


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))


def _verbs(act: str) -> frozenset[str]:
    """The verbs that say what is done: the first, and those that follow a "to"."""
    head = 0
    while before := pattern("touches", "BEFORE_VERB").match(act, head):
        head = before.end()
    starts = [head, *(match.end() for match in pattern("touches", "TO_VERB").finditer(act))]
    found = (_WORD.match(act, start) for start in starts)
    return frozenset(usual_stem(verb.group().casefold()) for verb in found if verb)
