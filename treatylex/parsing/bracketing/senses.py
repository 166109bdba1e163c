"""Senses: cues that mean one thing or another, told apart by what stands around them.

Guarantee: no cue is lost, added or moved; only its type changes.
"""

from treatylex.parsing.bracketing.cues import FINITE, JOINTS, Sentence
from treatylex.parsing.grammar import Cue

_AFTER_SET_PHRASE = JOINTS | {"COMMA", "SEMICOLON", "COLON", "STOP", "RIGHT_BRACKET", "ASIDE", ""}
_COMMA = frozenset({"COMMA"})
_LONGEST_INSERTION = 40  # cues between "undertakes," and the next comma
_OWN_VERBS = FINITE | {"VERB"}


def told_apart(sentence: Sentence) -> Sentence:
    """The sentence with one type for each cue that its grammar leaves open."""
    senses = [_sense(sentence, k) for k in range(len(sentence))]
    if senses == sentence.types:
        return sentence
    return Sentence([Cue(sense, cue.start, cue.end) for sense, cue in zip(senses, sentence.cues, strict=True)])


def _sense(sentence: Sentence, k: int) -> str:
    kind, after = sentence.types[k], sentence.type(k + 1)
    if kind == "IF_ANY":  # "the damage, if any, …", but "if any Party so requests"
        return "AS_REQUIRED" if after in _AFTER_SET_PHRASE else "IF"
    if kind == "FORUM":  # "bring it before the court", but "before the court decides"
        return "WITHIN" if k == 0 or after in _OWN_VERBS else "PREPOSITION"
    if kind == "PROMISE":
        return "UNDERTAKES" if after == "COMMA" and _to_follows(sentence, k + 2) else "VERB"
    return kind


def _to_follows(sentence: Sentence, start: int) -> bool:
    """Whether "to" stands behind the next comma: "undertakes, as far as it can, |to|"."""
    comma = sentence.find(_COMMA, start, min(start + _LONGEST_INSERTION, len(sentence)))
    return comma is not None and sentence.type(comma + 1) == "TO"
