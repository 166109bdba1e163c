"""Touches: which changes of words may turn the sense of a passage: a figure, a name, a verb, a "not".

Guarantees: the same from either side; what a reference cites is no figure and no name here, since references are
compared by themselves; words that always say the same (`usage.lark`), inflection, and listed synonyms touch nothing.
"""

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from treatylex.comparing.matching.synonyms import usual_stem
from treatylex.comparing.matching.usage import usual
from treatylex.comparing.matching.wording import stem, words
from treatylex.language.grammar import pattern
from treatylex.language.numerals import division_value, word_number
from treatylex.model.changes import Detail, Touch
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.source import Span, one_line, uncovered, union

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_GROUP = re.compile(r"[.,](?=\d{3}(?!\d))")
_WORD = re.compile(r"[A-Za-z]+")
_OF_THEMSELVES = frozenset({"kind", "modal", "heading"})
"""Fields whose names say what is touched."""
_APART = frozenset({LeafKind.MARKER, LeafKind.FURNITURE, LeafKind.FOOTNOTE})


def touches(left: Treaty, right: Treaty, details: Sequence[Detail]) -> tuple[Touch, ...]:
    """What the words touch that differ in some details, in the order of `Touch`.

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
        Touch.FIGURES: _figures(ours) != _figures(theirs),
        Touch.NAMES: not (_names(changed) <= _stems(theirs) and _names(into) <= _stems(ours)),
        Touch.VERBS: any(_verbs(a) != _verbs(b) for a, b in acts),
        Touch.NEGATION: _negations(changed) != _negations(into),
    }
    return tuple(touch for touch in Touch if found[touch])


def reworded(left: Treaty, right: Treaty, details: Iterable[Detail]) -> bool:
    """Whether the actions among some details have the same telling words, in whatever form, in the same order."""
    return all(
        d.field != "action" or _telling(_said(left, [d.left_span])) == _telling(_said(right, [d.right_span]))
        for d in details
    )


def _telling(text: str) -> list[str]:
    return [usual_stem(word) for word in words(pattern("touches", "FUNCTION_WORD").sub("", text))]


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


def _figures(text: str) -> Counter[str]:
    """The numbers of a text, in figures or in words; "thirty (30)" is one. The word "one" is often none, and left out.

    >>> _figures("30 or 1,000") == _figures("thirty (30) or 1000")
    True
    """
    found = []
    at = 0
    for word in re.finditer(r"\w+", text):
        if word.start() < at:
            continue
        digits = _DIGITS.match(text, word.start())
        end = digits.end() if digits else word_number(text, word.start())
        if end is not None:
            at = end
            value = _GROUP.sub("", digits.group()) if digits else str(division_value(text[word.start() : end])[0])
            found += [value] if digits or value != "1" else []
    return Counter(value for value, _ in itertools.groupby(found))


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


def _negations(text: str) -> Counter[str]:
    return Counter(match.group().casefold() for match in pattern("touches", "NEGATION").finditer(text))
