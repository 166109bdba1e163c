"""Subjects: what kind of subject a noun phrase is.

Guarantee: a subject is one chunk, without joints, adverbs and commas at its edges, or none.
"""

from treatylex.parsing.sentences.cues import (
    ADVERBS,
    DEFINING,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    NOUN_ENDS,
    NP_START,
    POSSIBLE_NOUNS,
    RELATIVE_OR_THAT,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.parties import can_head_act

_EDGES = JOINTS | ADVERBS | {"COMMA", "LINK"}
_BARE_TERM = NOUN_ENDS | {"DOING", "VERB"}  # a term without marks has no determiner
_INCLUDING = DEFINING | {"INCLUDES"}
_SAID = FINITE | {"PREVENT"}  # what shows that a subject holds words that are none: "exempt from tax; guests shall"
_CLOSE = 6  # cues from a term alone to the verb that explains it
_EXPLAINING = _INCLUDING | {"APPLIES"}  # verbs before which an unquoted "the term vessel" is one

# What a number that is a label, or a date above a letter, consists of beside figures; what no figure stands before.
_LABEL = frozenset({"NUMBER", "DATE", "ABBREVIATION", "ASIDE", "STOP", "COLON", "RIGHT_BRACKET"})
_NAMING = frozenset({"DATE", "ABBREVIATION"})  # these may be a subject by themselves: "F.o.b. means free on board"
_BEHIND_LABEL = NP_START - {"OTHER", "ACTOR", "THING", "NAME", "QUOTED"} | FREE_OPENERS | {"REFERENCE", "AGREE_THAT"}


def subject(sentence: Sentence, start: int, end: int) -> list[Chunk]:
    """The subject from `start` to `end`: who can hold a duty, what cannot, nobody, nothing, or a term."""
    start = min(sentence.past(_EDGES, start), end)
    end = sentence.trimmed(_EDGES, start, end)
    semicolon = sentence.last({"SEMICOLON"}, start, end - 1)
    if semicolon is not None and _ends_statement(sentence, start, semicolon):
        start = semicolon + 1
    nothing = sentence.find({"NOTHING"}, start, end)
    # "Security |nothing| in this Treaty": a heading
    if nothing is not None and sentence.type(nothing - 1) in POSSIBLE_NOUNS:
        start = nothing
    start = behind_label(sentence, start, end)
    if _label_end(sentence, start, end) == end and not sentence.holds(_NAMING, start, end):
        return []  # nothing but a number: "Annex |401.2| shall be deleted" that a line end has torn apart
    return [as_subject(sentence, start, end)]


def _ends_statement(sentence: Sentence, start: int, semicolon: int) -> bool:
    """Whether what stands before a semicolon is no part of a subject: "it came into force in May|;| its rules shall".

    But "No tax; duty; charge shall", "No one who has fled; or who is sought; shall", "All who are ill; the old; shall".
    """
    if sentence.types[start] == "NEITHER" or sentence.types[semicolon + 1] not in NP_START | NOUN_ENDS:
        return False
    begins = (sentence.last({"SEMICOLON"}, start, semicolon) or start - 1) + 1
    said = sentence.find(_SAID, begins, semicolon)
    return said is not None and not sentence.holds(RELATIVE_OR_THAT, begins, said)


def behind_label(sentence: Sentence, start: int, end: int) -> int:
    """Where the words begin behind a number that no noun follows: "|7 (b).| each State", "|1 May 1996| The Embassy"."""
    k = _label_end(sentence, start, end)
    return k if k < end and sentence.types[k] in _BEHIND_LABEL else start


def _label_end(sentence: Sentence, start: int, end: int) -> int:
    """Where the figures and signs end that stand at `start`."""
    wordless = (k for k in range(start, end) if sentence.types[k] not in _LABEL)
    return next((k for k in wordless if sentence.types[k] != "WORDS" or sentence.cues[k].words), end)


def as_subject(sentence: Sentence, start: int, end: int) -> Chunk:
    """The cues from `start` to `end` as a subject of the sort that they are."""
    opening = sentence.types[start]
    if opening == "NOTHING":  # "Nothing in this Treaty"
        return sentence.chunk("NOTHING_IN", start, end)
    if _is_term(sentence, start, end):
        return sentence.chunk("DEFINED", start, end)
    alone = end - start == 1
    if opening in ("THERE", "THIS_ALONE"):  # "There shall be", "This shall apply"
        return sentence.chunk("WHAT", start, end)._replace(animate=False)
    animate = can_head_act(sentence, start, end)
    may_be_thing = opening == "PRONOUN" and alone  # "it" may enter into force
    kind = "WHO" if animate and not may_be_thing else "WHAT"
    if opening == "NEITHER":  # "Neither Party", "No State"
        kind = "NOBODY"
    return sentence.chunk(kind, start, end)._replace(animate=animate)


def _is_term(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the subject is a term to be defined: "the term “vessel”", "“vessel”", "a “vessel”"."""
    opening = sentence.types[start]
    if opening == "QUOTED":
        return True
    if opening in _BARE_TERM and sentence.type(end) == "MEANS":  # "vessel means any ship"
        return True
    if end - start == 1:  # "The term shall in any case include"
        return opening == "THE_TERM" and sentence.holds(_INCLUDING, end, min(end + _CLOSE, len(sentence)))
    second = sentence.types[start + 1]
    if opening == "DETERMINER" and second == "THE_TERM":  # "all |references to the “Pact”| shall include"
        return _is_term(sentence, start + 1, end)
    if opening == "THE_TERM":  # not "the terms of this Treaty"
        quoted = sentence.type(start + 1 + (second == "DETERMINER")) == "QUOTED"
        return quoted or sentence.type(end) in _EXPLAINING
    return opening == "DETERMINER" and second == "QUOTED"
