"""Asides: what restricts a norm from between commas or brackets: "shall, if any are due, pay the fees (if any)".

Guarantee: what stands within another modifier stays a part of that one.
"""

from collections.abc import Iterator, Mapping, Sequence

from treatylex.parsing.sentences.cues import OPENERS, SUBJECTS, Chunk, Sentence
from treatylex.parsing.sentences.folding import folded
from treatylex.parsing.sentences.insertions import with_set_aside
from treatylex.parsing.sentences.roles import leading_role
from treatylex.parsing.sentences.splitting import cues_of

_CORE = SUBJECTS | {"ACT"}
_RESTRICTING = frozenset({"CONDITION", "EXCEPTION"})
_OPENING = frozenset(OPENERS) - {"OTHER_THAN"}  # "vessels (other than warships)" says which vessels


def with_asides(
    sentence: Sentence, norm: tuple[int, int, int], before: Sequence[Chunk], after: Sequence[Chunk], text: str
) -> tuple[list[Chunk], list[Chunk]]:
    """The chunks before and behind the verb of a norm, with what was set aside, the latter with what is in brackets.

    `norm` is its first cue, its verb and its end. What is in brackets at the end of a subject or action is none of it.
    """
    start, verb, end = norm
    before = with_set_aside(sentence, start, verb, before)
    after = with_set_aside(sentence, verb + 1, end, after)
    modifiers = [chunk for chunk in (*before, *after) if chunk.opener is not None]
    found = [
        chunk
        for chunk in _in_brackets(sentence, start, end, text)
        if not any(modifier.start <= chunk.start < modifier.end for modifier in modifiers)
    ]
    brackets = {chunk.end + 1: chunk.start - 1 for chunk in found}
    return _shortened(before, brackets), [*_shortened(after, brackets), *found]


def _shortened(chunks: Sequence[Chunk], brackets: Mapping[int, int]) -> list[Chunk]:
    """The chunks, subjects and actions without the bracket at their ends."""
    ends = [brackets.get(chunk.end, chunk.end) if chunk.type in _CORE else chunk.end for chunk in chunks]
    return [chunk._replace(end=end) for chunk, end in zip(chunks, ends, strict=True) if chunk.start < end]


def _in_brackets(sentence: Sentence, start: int, end: int, text: str) -> Iterator[Chunk]:
    """The conditions and exceptions that are all that stands in a bracket from `start` to `end`."""
    for aside in sentence.cues[start:end]:
        if aside.type != "ASIDE" or not aside.start + 1 < aside.end - 1:
            continue
        words = text[aside.start + 1 : aside.end - 1]
        inner = folded(cues_of(words, ()), words)
        if len(inner) and inner.types[0] in _OPENING and (role := leading_role(inner, 0)) in _RESTRICTING:
            opener = inner.cues[0]
            moved = opener._replace(start=opener.start + aside.start + 1, end=opener.end + aside.start + 1)
            yield Chunk(role, aside.start + 1, aside.end - 1, opener=moved)
