"""Folding: what stands in brackets or in quotation marks counts as one cue, an amount of time with another as well.

Guarantee: the folded cues cover the same stretch of text in the same order; time is linear in the number of cues.
"""

import bisect
from collections.abc import Iterator, Sequence
from operator import attrgetter

from treatylex.language.grammar import WORDS, Cue
from treatylex.language.running_text import RunningText
from treatylex.parsing.clause_grammar import clause_grammar
from treatylex.parsing.sentences.cues import Sentence
from treatylex.parsing.sentences.insertions import set_aside
from treatylex.parsing.sentences.roles import MEASURED_FROM
from treatylex.parsing.sentences.senses import told_apart
from treatylex.parsing.sentences.splitting import LONGEST_QUOTATION, is_near
from treatylex.source import Span

# What closes what, and what both with all between them become.
_PAIRS = {
    "LEFT_BRACKET": (frozenset({"RIGHT_BRACKET"}), "ASIDE"),
    "LEFT_QUOTE": (frozenset({"RIGHT_QUOTE", "QUOTE"}), "QUOTED"),
    "QUOTE": (frozenset({"QUOTE"}), "QUOTED"),
}
_CLOSERS = frozenset().union(*(closers for closers, _ in _PAIRS.values()))
_ANOTHER = ("QUANTITY", "COMMA", "OR", "DETERMINER")
_LONGEST_ASIDE = 60  # cues; a bracket that is not closed by then was opened by mistake
_LONGEST = {"LEFT_QUOTE": LONGEST_QUOTATION, "QUOTE": LONGEST_QUOTATION}


def folded(cues: Sequence[Cue], text: str) -> Sentence:
    """The sentence with all in brackets as one ASIDE, all in quotation marks as one QUOTED, and senses told apart.

    What commas set off by itself is none of its cues but one of its asides. `text` is that of the passage.
    """
    kept: list[Cue] = []
    closing = [k for k, cue in enumerate(cues) if cue.type in _CLOSERS]
    i = 0
    while i < len(cues):
        cue = cues[i]
        i += 1
        if cue.type not in _PAIRS:
            if cue.type == _ANOTHER[0] and (behind := _behind_another_amount(cues, i - 1)) is not None:
                cue = cue._replace(end=cues[behind].end)
                i = behind + 1
            kept.append(cue)
            continue
        closers, name = _PAIRS[cue.type]
        is_closed = is_near(closing, i - 1, _LONGEST.get(cue.type, _LONGEST_ASIDE) + 1)
        end = _closing(cues, i, cue.type, closers) if is_closed else None
        if end is None:
            kept.append(Cue(WORDS, cue.start, cue.end))  # a mark without its partner is a word like others
        else:
            kept.append(Cue(name, cue.start, cues[end].end))
            i = end + 1
    sentence = told_apart(Sentence(kept))
    asides = set_aside(sentence)
    if not asides:
        return sentence
    apart = {k for place, _ in asides for k in place}
    rest = [cue for k, cue in enumerate(kept) if k not in apart]
    cuts = [(kept[place[0]].start, kept[place[-1]].end) for place, _ in asides]
    return told_apart(Sentence(_joined(rest, cuts, text), tuple(aside for _, aside in asides)))


def _joined(cues: Sequence[Cue], cuts: Sequence[tuple[int, int]], text: str) -> list[Cue]:
    """The cues, each of the type that it has where the cuts are not there, and one where they part two of a phrase.

    "Each guild |grants|, where needed, the right to land", "The guild |is, where needed, entitled to| land"; not where
    they part "to" from what it belongs to: "|undertakes|, if need be, |to| land".
    """
    start, end = cues[0].start, max(cues[-1].end, cuts[-1][1])
    as_it_is = set(_scanned(text, start, end, ()))
    joined = list(cues)
    for found in _scanned(text, start, end, cuts):
        if found in as_it_is or found.type == WORDS:
            continue
        first = bisect.bisect_left(joined, found.start, key=attrgetter("start"))
        last = bisect.bisect_left(joined, found.end, key=attrgetter("end"))
        same = joined[first : last + 1]
        whole = bool(same) and (same[0].start, same[-1].end) == (found.start, found.end)
        apart = any(cue.type == "TO" and text[cue.start - 2] == "," for cue in same)
        if whole and not apart:
            joined[first : last + 1] = [same[0]._replace(type=found.type, end=found.end)]
    return joined


def _scanned(text: str, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> Iterator[Cue]:
    """The cues of a text from `start` to `end` without the cuts, each behind a word, at their places in it."""
    starts, ends = [start, *(after + 1 for _, after in cuts)], [*(before for before, _ in cuts), end]
    left = RunningText(text, [Span(*piece) for piece in zip(starts, ends, strict=True) if piece[0] < piece[1]])
    for cue in clause_grammar().scan(left.text):
        yield cue._replace(start=left.offset(cue.start), end=left.offset(cue.end - 1) + 1)


def _behind_another_amount(cues: Sequence[Cue], i: int) -> int | None:
    """The comma behind another amount that may take the place of the one at `i`: "a year|, or such longer time …,|"."""
    if tuple(cue.type for cue in cues[i : i + len(_ANOTHER)]) != _ANOTHER:
        return None
    commas = (k for k in range(i + len(_ANOTHER), min(len(cues), i + _LONGEST_ASIDE)) if cues[k].type == "COMMA")
    comma = next(commas, None)
    measured = comma is not None and comma + 1 < len(cues) and cues[comma + 1].type in MEASURED_FROM
    return comma if measured else None


def _closing(cues: Sequence[Cue], start: int, opener: str, closers: frozenset[str]) -> int | None:
    """Where the mark is that closes an opener before `start`, with pairs between them passed over."""
    depth = 0
    for i in range(start, min(len(cues), start + _LONGEST.get(opener, _LONGEST_ASIDE))):
        if cues[i].type in closers:
            if depth == 0:
                return i
            depth -= 1
        elif cues[i].type == opener:
            depth += 1
    return None
