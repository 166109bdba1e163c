"""Modifiers: which phrases of a norm are modifiers, of which role, and what is nested in them.

Guarantee: a modifier is one contiguous stretch; its parts lie within it, in order, and do not overlap.
"""

from collections.abc import Set
from typing import NamedTuple

from treatylex.parsing.sentences.cues import (
    ADVERBS,
    EXCEPTIONS,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    LOOSE_OPENERS,
    OPENERS,
    PREPOSITIONS,
    RESTRICTING_ROLES,
    WHOLE,
    WITH_VERB,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.frames import has_own_verb, is_participial
from treatylex.parsing.sentences.insertions import with_set_aside
from treatylex.parsing.sentences.objects import INTERRUPTING, awaits_object, object_start
from treatylex.parsing.sentences.reaches import reach
from treatylex.parsing.sentences.roles import leading_role, role_at

_DEEPEST = 3  # levels of modifiers within modifiers; nobody reads more
_CLAUSE_LEADS = WITH_VERB | {"SHOULD"}
# A clause or event that leads the sentence and does not end at a comma before "by", "in" or "as".
_HELD_OPEN = _CLAUSE_LEADS | {"PROVIDED", "IN_CASE_OF", "AT_REQUEST"}
# What opens a second modifier after the comma of a leading clause.
_AFTER_CLAUSE = WITH_VERB | {"IN_CASE_OF", "AT_REQUEST", "EXCEPT", "IN_ORDER_TO", "BY_ACT"}
_RESTRICTING = frozenset(kind for kind, role in OPENERS.items() if role in RESTRICTING_ROLES)
_EDGES = frozenset({"COMMA", "AND", "OR", "BUT"})


class Stretch(NamedTuple):
    """Cues between two commas, as a half-open range."""

    start: int
    end: int


def stretches(sentence: Sentence, start: int, end: int, *, joined: Set[str] = frozenset()) -> list[Stretch]:
    """The stretches between commas, and before a joint with one of the `joined` openers: "when …" and "and if …"."""
    types = sentence.types
    found = []
    for k in range(start, end + 1):
        joins = sentence.type(k) in JOINTS and sentence.type(k + 1) in joined
        goes_on = types[start : start + 1] == ["UNLESS"] and sentence.type(k + 1) == "IF"  # "Except where … or where"
        if k == end or types[k] == "COMMA" or (joins and not goes_on):
            if start < k:
                found.append(Stretch(start, k))
            start = k + 1
    return found


def modifiers(sentence: Sentence, start: int, end: int) -> list[Chunk]:
    """The modifiers in a stretch that holds nothing else, such as what leads a sentence."""
    types = sentence.types
    starts: list[int] = []
    opener = sentence.type(start)
    # "As a rule |and except| in urgent cases", "Notwithstanding Article 3 |and subject to| Article 4"
    joined = {"IF", "UNLESS"} if opener in WITH_VERB else EXCEPTIONS | {"SUBJECT_TO"}
    if OPENERS.get(opener) == "CONDITION":
        joined |= {opener}  # "In case of fire |or in case of| flood"
    if leading_role(sentence, start) not in RESTRICTING_ROLES:
        joined = _RESTRICTING  # "without charge |and within| a month"
    for segment in stretches(sentence, start, end, joined=joined):
        k = segment.start
        while k < segment.end and types[k] in JOINTS:
            k += 1
        if k < segment.end and (not starts or _opens_another(sentence, starts[-1], k, segment.start)):
            starts.append(k)
    chunks = []
    for s, e in zip(starts, [*starts[1:], end], strict=True):
        if types[s] == "LINK" and sentence.type(s + 1) in _HELD_OPEN:  # "In particular |if| a State leaves"
            s += 1
        e = s + 1 if types[s] in WHOLE and types[s + 1 : s + 2] == ["COMMA"] else _trimmed(sentence, s, e)
        if s < e:
            chunks.append(_nesting(sentence, leading_role(sentence, s), s, e))
    return chunks


def _trimmed(sentence: Sentence, start: int, end: int) -> int:
    """The end of a modifier without joints, commas, and adverbs set off by a comma: "Should …|, then,|"."""
    types = sentence.types
    while end > start and (types[end - 1] in _EDGES or (types[end - 1] in ADVERBS and types[end - 2] == "COMMA")):
        end -= 1
    return end


def _opens_another(sentence: Sentence, current: int, k: int, segment: int) -> bool:
    """Whether the cue at `k`, in the stretch at `segment`, opens another modifier or goes on with the current one."""
    opener, kind = sentence.types[current], sentence.types[k]
    if sentence.types[segment - 2] in PREPOSITIONS | {"THAT", "NOT", "HAS", "WHICH"}:
        return False  # "the laws of each Party including|, in the case of Norland, its own", "has not|, if asked, paid"
    if kind in LOOSE_OPENERS:
        return opener not in _HELD_OPEN
    if kind not in FREE_OPENERS or (kind == "LINK" and sentence.type(k + 1) == "REFERENCE"):
        return False  # "…, and in particular |Article 7|"
    if opener in _CLAUSE_LEADS:
        complete = has_own_verb(sentence, current, segment) or is_participial(sentence, current)
        return complete and kind in _AFTER_CLAUSE | {"NOW", "UPON"}
    return True


def modifier_at(sentence: Sentence, k: int, start: int, end: int, depth: int = 0) -> tuple[Chunk, int] | None:
    """The modifier that opens at `k` within a predicate from `start` to `end`, if one does, and where it ends."""
    role = role_at(sentence, k, start, end)
    if role is None:
        return None
    stop = reach(sentence, k, end, role)
    stop = sentence.trimmed(LIST_JOINTS, k + 1, stop)  # "on request |or|, if need be, at once"
    if sentence.types[k] in INTERRUPTING and awaits_object(sentence, k):
        stop = object_start(sentence, k, stop)
    return _nesting(sentence, role, k, stop, depth), stop


def _nesting(sentence: Sentence, role: str, start: int, end: int, depth: int = 0) -> Chunk:
    """A modifier with the modifiers that stand within it."""
    parts: list[Chunk] = []
    k = start + 1
    while k < end and depth < _DEEPEST:
        found = modifier_at(sentence, k, start, end, depth + 1)
        if found is None:
            k += 1
        else:
            part, k = found
            parts.append(part)
    inner = with_set_aside(sentence, start + 1, end - 1, parts) if depth < _DEEPEST else parts
    parts = [part for part in inner if part.type != "LINKER"]
    return sentence.chunk(role, start, end)._replace(
        opener=sentence.cues[start], parts=tuple(parts), before=sentence.type(start - 1)
    )
