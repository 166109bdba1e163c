"""Insertions: what commas set in between two parts of one phrase or clause, and where that goes on behind it.

Guarantee: what is set in lies between two commas of the sentence.
"""

from treatylex.parsing.sentences.cues import (
    AUXILIARIES,
    FINITE,
    FREE_OPENERS,
    LIST_JOINTS,
    MODALS,
    NP_START,
    OPENERS,
    WHOLE,
    Sentence,
)
from treatylex.parsing.sentences.frames import starts_verb_phrase

_BEFORE_INSERTION = MODALS | {"THAT", "HAS", "IS", "DOES", "WHICH"}
_SAID = FINITE | {"DOING"}
_LONGEST_ALTERNATIVE = 6  # cues between the commas


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


def inserts(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the comma at `k` and the next one set something off between a noun and what is said of it."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    return comma is not None and comma + 1 < end and sentence.types[comma + 1] in _SAID


def inserts_clause(sentence: Sentence, k: int, end: int) -> bool:
    """Whether another event follows behind what the comma at `k` sets off: "until it is sold or, |if …,| is lost"."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    return comma is not None and sentence.type(comma + 1) in NP_START and sentence.holds(FINITE, comma, end)
