"""Insertions: what commas set in between two parts of one phrase or clause, and where that goes on behind it.

Guarantee: what is set in lies between two commas of the sentence.
"""

import bisect
import math
from collections.abc import Sequence
from operator import attrgetter

from treatylex.parsing.sentences.cues import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_ENDS,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    LOOSE_OPENERS,
    MODALS,
    NOUN_START,
    NP_START,
    OPENERS,
    OPENS_CLAUSE,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    VERBS,
    WHOLE,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.frames import starts_verb_phrase

_BEFORE_INSERTION = MODALS | {"THAT", "HAS", "IS", "DOES", "WHICH"}
_ALONE = WHOLE | {"BY_SUCH_MEANS", "BY_MEANS_OF", "DURING"}  # what may be all that stands between two commas
_OPENS_PHRASE = frozenset(OPENERS) - OPENS_CLAUSE - {"PROVIDED"}
_LEADS = FREE_OPENERS | LOOSE_OPENERS | {"SHOULD", "PROVIDED"}
_SAID = FINITE | {"DOING"}
_GOVERNING = frozenset({"VERB", "FINITE", "NOUN_OR_FINITE"})
_SET_IN = frozenset(OPENERS) | LOOSE_OPENERS
_LONGEST_ALTERNATIVE = 6  # cues between the commas


def set_aside(sentence: Sentence) -> list[tuple[range, Chunk]]:
    """What two commas set off that needs nothing more, with both: "shall|, where needed,| report".

    Not where a joint stands beside it ("and, where needed, a map"), where the commas may end what leads the sentence
    ("If it is lost, where needed, the owner shall") or something set in itself ("shall, after talks, where needed,
    report"), where a condition would go into what stands before it ("sent by the rules, on request, to the Board"), nor
    in a relative clause, whose condition is none of the norm's.
    """
    found: list[tuple[range, Chunk]] = []
    types = sentence.types
    leads, last = False, 0
    for k, kind in enumerate(types):
        if k == 0 or types[k - 1] in CLAUSE_ENDS:
            leads, last = kind in _LEADS, k
        elif kind in MODALS:
            leads = False
        if kind == "COMMA":
            aside = sentence.past(ADVERBS, k + 1)
            end = sentence.past(ADVERBS, aside + 1)
            set_in = last > 0 and types[last] in _LEADS - OPENS_CLAUSE
            ends_lead = (leads or set_in) and types[k - 1] not in _BEFORE_INSERTION
            alone = last < k and not ends_lead and _is_aside(sentence, aside, k, end)
            if alone and not _is_of_noun(sentence, last, k) and not _enters_modifier(sentence, aside, last, k):
                chunk = sentence.chunk(OPENERS[types[aside]], k + 1, end)
                found.append((range(k, end + 1), chunk._replace(opener=sentence.cues[aside], before="COMMA")))
            last = k + 1
    return found


def _is_aside(sentence: Sentence, k: int, first: int, second: int) -> bool:
    """Whether the cue at `k` needs nothing more and the words before the comma at `first` go on behind `second`."""
    alone = sentence.type(k) in _ALONE and sentence.type(second) == "COMMA"
    beside = {sentence.types[first - 1], sentence.type(second + 1)}
    return alone and beside.isdisjoint(JOINTS | {"COMMA"})


def _enters_modifier(sentence: Sentence, aside: int, start: int, end: int) -> bool:
    """Whether what is no manner would go into a modifier before it: "sent by the rules|, on request,| to the Board"."""
    return OPENERS[sentence.types[aside]] != "MANNER" and sentence.holds(_OPENS_PHRASE, start, end)


def _is_of_noun(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` tell of a noun: "one |which shall|", not "shall ensure |that it is|"."""
    relative = sentence.last(RELATIVE_OR_THAT, start, end)
    return relative is not None and not (sentence.types[relative] == "THAT" and sentence.type(relative - 1) in VERBS)


def with_set_aside(sentence: Sentence, start: int, end: int, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks of the cues from `start` to `end`, and in their places what was set aside there and is in no modifier.

    What stands between the last of the cues and the next belongs to them, and so does what the cue before them holds.
    """
    joined = list(chunks)
    first = sentence.cues[start - 1].start if 0 < start <= len(sentence) else 0
    last = sentence.cues[end].start if end < len(sentence) else math.inf
    places = (bisect.bisect_left(sentence.asides, place, key=attrgetter("start")) for place in (first, last))
    for aside in sentence.asides[slice(*places)]:
        if not any(chunk.opener is not None and chunk.start <= aside.start < chunk.end for chunk in chunks):
            at = next((n for n, chunk in enumerate(joined) if chunk.start >= aside.start), len(joined))
            joined.insert(at, aside)
    return joined


def is_alternative(sentence: Sentence, k: int) -> bool:
    """Whether the comma at `k` and the next one set off a second verb: "which affects|, or may affect,| trade"."""
    verbs = AUXILIARIES | MODALS | {"FINITE", "APPLIES"}
    if sentence.type(k) != "COMMA" or sentence.type(k + 1) != "OR" or sentence.type(k + 2) not in verbs:
        return False
    closing = sentence.find({"COMMA"}, k + 4, min(k + 4 + _LONGEST_ALTERNATIVE, len(sentence)))
    return closing is not None and not sentence.holds(NP_START | {"COMMA"}, k + 3, closing)


def repeats_modal_behind(sentence: Sentence, comma: int) -> bool:
    """Whether the modal before a joint stands again behind what is set off: "will not be sold or|, if sold,| will"."""
    closing = sentence.find({"COMMA"}, comma + 1, len(sentence)) if sentence.type(comma) == "COMMA" else None
    last = sentence.last(MODALS, 0, comma - 1)
    return closing is not None and last is not None and sentence.type(closing + 1) == sentence.types[last]


def behind_insertion(sentence: Sentence, k: int, end: int) -> int:
    """Where a clause goes on behind what commas set off from its auxiliary or "that" at `k`: "may, on request, |be"."""
    if is_alternative(sentence, k):
        return (sentence.find({"COMMA"}, k + 1, end) or k) + 1
    offered = sentence.type(k + 1) == "COMMA" and sentence.type(k + 2) in WHOLE
    if sentence.types[k] == "OR" and (repeats_modal_behind(sentence, k + 1) or offered):  # "or, if need be, |by| lot"
        return (sentence.find({"COMMA"}, k + 2, end) or k) + 1
    closing = sentence.find({"COMMA"}, k + 2, end) if sentence.type(k + 1) == "COMMA" else None
    if closing is None:
        return k
    auxiliary = k - (sentence.types[k] == "NOT")  # "have not, when it ends, |paid|"
    goes_on = sentence.types[auxiliary] in _BEFORE_INSERTION or _goes_on_behind(sentence, k, closing)
    return closing + 1 if goes_on else k


def _goes_on_behind(sentence: Sentence, k: int, closing: int) -> bool:
    """Whether what follows the second comma goes on with what stands at `k`, before the first.

    "unless it tells the Board, by letter, |of| its wish", "if it is written and, where sent, |is| signed", "made by the
    owner or, on his behalf, |by| his agent".
    """
    kind, set_off, after = sentence.types[k], sentence.type(k + 2), sentence.type(closing + 1)
    of_verb = set_off in OPENERS and after == "OF"
    joined = kind in LIST_JOINTS and after in AUXILIARIES
    again = kind == "OR" and set_off == "PREPOSITION" and after == "BY" and "BY" in sentence.types[:k]
    return of_verb or joined or again


def behind_link(sentence: Sentence, k: int, end: int) -> int:
    """Where a condition goes on behind a link that commas set off at `k`: "if it serves harm, |inter alia,| fraud"."""
    linked = sentence.types[k : k + 3] == ["COMMA", "LINK", "COMMA"] and k + 3 < end
    return k + 3 if linked else k


def resumes_action(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the action goes on behind what two commas set off: "… if it can and|, where needed,| propose".

    Not "if it asks for a list and|, where needed,| a map": the condition goes on.
    """
    if k + 3 >= end or sentence.types[k] != "COMMA" or sentence.types[k + 1] not in WHOLE:
        return False
    return sentence.types[k + 2] == "COMMA" and (
        starts_verb_phrase(sentence, k + 3) or sentence.types[k + 3] in FREE_OPENERS
    )


def parted_object(sentence: Sentence, k: int, end: int) -> int | None:
    """Where the object begins that a modifier set off at `k` parts from its verb: "to build|, by May,| a port".

    Or what takes its place: "which tells|, where needed,| between the two".
    """
    closing = sentence.find({"COMMA"}, k + 2, end) if sentence.types[k] == "COMMA" else None
    if closing is None or sentence.type(k + 1) not in _SET_IN:
        return None
    begins = sentence.type(closing + 1) in PREPOSITIONS | {"TO"}  # "after talks are held|, if asked for,| with him"
    begins = begins or (sentence.type(k - 1) in _GOVERNING and sentence.type(closing + 1) in NOUN_START | {"THAT"})
    return closing + 1 if begins and sentence.type(k - 1) in _GOVERNING | PARTICIPLES else None


def inserts(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the comma at `k` and the next one set something off between a noun and what is said of it."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    return comma is not None and comma + 1 < end and sentence.types[comma + 1] in _SAID


def inserts_clause(sentence: Sentence, k: int, end: int) -> bool:
    """Whether another event follows behind what the comma at `k` sets off: "until it is sold or, |if …,| is lost"."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    return comma is not None and sentence.type(comma + 1) in NP_START and sentence.holds(FINITE, comma, end)
