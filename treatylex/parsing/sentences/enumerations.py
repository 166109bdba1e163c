"""Enumerations: words and phrases that commas and a joint list, and the words that announce a list of items.

Guarantee: whether a comma lists depends on the words next to it, not on how long the sentence is.
"""

from treatylex.language.words import NOUNS
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    EXCEPTIONS,
    LIST_JOINTS,
    LIST_MARKS,
    MODALS,
    OPENERS,
    PREPOSITIONS,
    Sentence,
)

_LONGEST_LISTED_WORD = 4  # cues from one comma of a list of words to the next
LISTED_WORDS = frozenset({"WORDS", "THING", "DONE", "DOING", "ADVERB", "DETERMINER", "OTHER", "NAME", "STATUS"})
_NOUN_OR_VERB = frozenset({"VERB", "NOUN_OR_FINITE", "ACTOR"})


def announces_list(sentence: Sentence, start: int, end: int) -> bool:
    """Whether "the following" stands from `start` to `end`: "in the following cases", "if the following hold"."""
    types = sentence.types
    return any(types[n] == "FOLLOWING" and types[n - 1] == "DETERMINER" for n in range(start + 1, end))


def announces_restriction(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the last condition or exception from `start` to `end` announces a list: "in the following cases:"."""
    latest = end - 3 if announces_list(sentence, end - 3, end - 1) else end - 1  # "propose |the following|:"
    restricting = (k for k in range(latest, start, -1) if OPENERS.get(sentence.types[k]) in ("CONDITION", "EXCEPTION"))
    opener = next(restricting, None)
    last = opener is not None and (opener == end - 2 or announces_list(sentence, opener, end))
    excepting = (k for k in range(start + 1, end) if sentence.types[k] in EXCEPTIONS)
    return last or any(announces_list(sentence, k, end) for k in excepting)  # "in these cases|, when|"


def is_listed(sentence: Sentence, k: int, end: int, opener: int | None = None) -> bool:
    """Whether the comma at `k` stands in a list of words, or before its joint: "accession|,| approval|,| or entry".

    Behind an `opener` that no comma sets off, what can be a verb is a noun too: "with its laws, |plans| and rules".
    """
    return _is_within_list(sentence, k, end, opener) or _ends_list(sentence, k, end)


def _is_within_list(sentence: Sentence, k: int, end: int, opener: int | None) -> bool:
    """Whether single words stand on both sides of the comma at `k`: "signature|,| ratification or accession"."""
    apart = opener is None or sentence.type(opener - 1) in LIST_MARKS
    trails = opener is not None and sentence.type(opener) == "EXCEPT" and sentence.type(opener - 2) not in MODALS
    within = not apart or trails
    if not _is_listed_word(sentence, k - 1, within=within):
        return False
    for i in range(k + 1, min(end, k + 1 + _LONGEST_LISTED_WORD)):
        if sentence.types[i] in LIST_MARKS:
            return i > k + 1
        if sentence.types[i] in PREPOSITIONS and sentence.type(i + 1) in LIST_JOINTS:
            return True  # "acceptance|,| approval of or accession to"
        if not _is_listed_word(sentence, i, within=within):
            return False
    return False


def _ends_list(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the comma at `k` stands before the joint of a list: "public safety, health|, or| morals"."""
    if sentence.type(k + 1) not in LIST_JOINTS:
        return False
    before = k - 1
    while k - before <= _LONGEST_LISTED_WORD and _is_listed_word(sentence, before, within=False):
        before -= 1
    behind = k + 2
    while sentence.type(behind) != "DETERMINER" and behind < end and _is_listed_word(sentence, behind, within=False):
        behind += 1
    # "of ships, aircraft|, or| equipment and stores of high value"
    ends = behind >= end or sentence.type(behind) in ("COMMA", "STOP")
    ends = ends or (sentence.type(behind) in LIST_JOINTS and sentence.type(behind + 1) in LISTED_WORDS)
    ends = ends or (sentence.type(behind) == "PREPOSITION" and sentence.type(behind - 1) not in ADVERBS)
    return sentence.type(before) == "COMMA" and behind > k + 2 and ends


def _is_listed_word(sentence: Sentence, i: int, *, within: bool) -> bool:
    word = sentence.last_word(i)
    noun = within and sentence.type(i) in _NOUN_OR_VERB and (bool(word.forms & NOUNS) or not word.is_known)
    return noun or sentence.type(i) in LISTED_WORDS
