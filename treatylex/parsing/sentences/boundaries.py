"""Boundaries: where one norm of a sentence ends and the front of the next begins.

Guarantee: a boundary lies behind the first verb and not behind the second.
"""

from typing import NamedTuple

from treatylex.parsing.sentences.cues import (
    ADVERBS,
    CLAUSE_ENDS,
    JOINTS,
    LIST_MARKS,
    LISTED,
    NOUN_PHRASE,
    NP_START,
    OPENERS,
    PREPOSITIONS,
    Sentence,
)
from treatylex.parsing.sentences.fronts import negation_before, subject_start

# How strongly something parts two norms: a semicolon always does, then `, and`, then `and`, then a comma alone.
_COMMA, _JOINT, _COMMA_AND_JOINT = range(3)
_NOUNS = frozenset({"ACTOR", "THING", "OTHER"})
# What begins a second norm only behind a comma and a joint: ", and measures taken … shall".
_AFTER_COMMA_AND_JOINT = frozenset({"WORDS", "VERB", "DOING", "DONE"})
_LEADING = frozenset(OPENERS) | PREPOSITIONS | {"COMMA"}
_BARE_NOUN = NOUN_PHRASE | {"VERB", "NOUN_OR_FINITE", "DONE", "PREPOSITION", "REFERENCE"}


# What a subject can consist of that stands before its verb: "and |the other rules in Article 4|".
_SUBJECT = NOUN_PHRASE | PREPOSITIONS | ADVERBS | {
    "OR", "VERB", "NOUN_OR_FINITE", "PRONOUN", "REFERENCE", "THE_TERM", "QUOTED", "THIS_ALONE", "TO", "TO_THIS_END",
}  # fmt: skip
_BETWEEN = ADVERBS | {"COMMA", "LINK"}
_SUBJECT_START = NP_START | {"TO_THIS_END"}


class Boundary(NamedTuple):
    """Where a norm ends and where the next begins; between the two stands what joins them."""

    end: int
    next: int


def boundary(sentence: Sentence, previous: int, verb: int) -> Boundary:
    """Between two main verbs, the strongest boundary, and of equally strong ones that nearest to the second verb.

    With -1 as `previous` verb, the boundary before the first.
    """
    if sentence.types[verb] == "NOR":
        return Boundary(_without_comma(sentence, verb), verb)
    if sentence.types[verb] == "TO" and sentence.type(verb - 1) == "NOT":  # "… and |never| to return"
        verb -= 1
    negation = negation_before(sentence, verb)
    if negation is not None and sentence.types[negation] == "NOR":
        return Boundary(_without_comma(sentence, negation), negation)
    verb = verb if negation is None else negation  # "…, and |in no case| shall a member"
    if previous >= 0 and sentence.types[previous] == "GREETS":  # "its compliments to A and B |and| has, with regard to"
        joints = (k for k in range(previous, verb) if sentence.types[k] in JOINTS)
        k = next((k for k in joints if k == verb - 1 or sentence.types[k + 1] in _LEADING), verb)
        return Boundary(_without_comma(sentence, k), min(k + 1, verb))
    best: Boundary | None = None
    strongest = -1
    for k in range(verb - 1, previous, -1):
        if sentence.types[k : k + 2] == [LISTED, "PRONOUN"] and k + 1 < verb:  # "(b) the guards|; they| may"
            return Boundary(k, k + 1)
        if sentence.types[k] in CLAUSE_ENDS:
            return Boundary(k, min(sentence.past(JOINTS, k + 1), verb))
        if sentence.types[k] == "AGREE_THAT" and sentence.type(k - 1) in LIST_MARKS:
            return Boundary(_without_comma(sentence, k - 1), k)  # ", it being understood that", "and |that|"
        strength = _strength(sentence, k, verb)
        if strength > strongest:
            best, strongest = Boundary(_without_comma(sentence, k), k + 1), strength
        if strength >= _JOINT and (k == verb - 1 or (k == verb - 2 and sentence.types[k + 1] not in _NOUNS)):
            break  # "… and (then) shall": nothing further away counts
    return best or _before_bare_noun(sentence, previous, verb) or Boundary(verb, verb)


def before_subject(sentence: Sentence, i: int) -> int | None:
    """The joint or semicolon before the noun phrase that ends at `i`, if that begins as a subject of its own does."""
    start = sentence.back(_SUBJECT, i - 1)
    joint = sentence.back(_BETWEEN, start)  # "and, |accordingly,| a loss"
    parts = sentence.type(joint) in ("AND", "BUT", "SEMICOLON") and start < i - 1
    return joint if parts and sentence.types[start + 1] in _SUBJECT_START else None


def _before_bare_noun(sentence: Sentence, previous: int, verb: int) -> Boundary | None:
    """The boundary before a bare noun, where no other is: "is paid by the host and |lodging| shall be paid by".

    Or before a provision that is cited: "shall be deleted and |Article 5| shall apply".
    """
    k = verb - 1
    while k > previous and sentence.types[k] in _BARE_NOUN:
        k -= 1
    joined = previous < k < verb - 1 and sentence.types[k] in JOINTS
    # "and |in this sense| must": no subject of its own, but "and in their appointment |the Board| shall"
    bare = joined and sentence.types[k + 1] in PREPOSITIONS and subject_start(sentence, k + 1, verb) is None
    return Boundary(_without_comma(sentence, k), k + 1) if joined and not bare else None


def _strength(sentence: Sentence, k: int, verb: int) -> int:
    """How strongly the cue at `k` parts two norms, the second with its verb at `verb`; -1 if it does not."""
    kind, after = sentence.types[k], sentence.type(k + 1 + (sentence.type(k + 1) in ("THEN", "ASIDE")))
    begins_norm = k == verb - 1 or after in NP_START or _is_that_noun(sentence, k + 1)
    if kind == "OR" and after in _NOUNS and sentence.type(k - 1) in _NOUNS | {"WORDS"}:
        return -1  # "…, and the instruments of ratification, acceptance |or approval| shall"
    if kind == "COMMA":
        return _COMMA if begins_norm else -1
    if kind not in JOINTS:
        return -1
    strong = sentence.type(k - 1) == "COMMA" or kind in ("BUT", "NOR")
    contrasts = kind == "BUT" and after == "PREPOSITION"  # ", whereas |in| the other State its own rules shall"
    if begins_norm or _is_front(sentence, k + 1, verb) or (strong and after in _AFTER_COMMA_AND_JOINT) or contrasts:
        return _COMMA_AND_JOINT if strong else _JOINT
    return -1


def _is_that_noun(sentence: Sentence, k: int) -> bool:
    """Whether a noun phrase with "that" begins at `k`: "that tribunal", "that other Party"."""
    return sentence.type(k) == "THAT" and sentence.type(k + 1) in _NOUNS


def _is_front(sentence: Sentence, start: int, verb: int) -> bool:
    """Whether what begins at `start` can stand before a verb without a subject: a modifier or adverbs."""
    types = sentence.types
    if types[start] in OPENERS or types[start] in ("COMMA", "AFTER"):
        return True
    return all(kind in ADVERBS for kind in types[start:verb])


def _without_comma(sentence: Sentence, k: int) -> int:
    """Where a norm ends before the joint at `k`: before the comma, if one stands there."""
    return k - 1 if sentence.type(k - 1) == "COMMA" else k
