"""Senses: cues that mean one thing or another, told apart by what stands around them.

Guarantee: no cue is lost, added or moved; only its type changes.
"""

from treatylex.parsing.bracketing.cues import (
    ADVERBS,
    AFTER_MODAL,
    FINITE,
    JOINTS,
    MODALS,
    NP_START,
    OPENERS,
    PREPOSITIONS,
    VERBS,
    Sentence,
)
from treatylex.parsing.grammar import Cue

# These tell the kind of a clause behind "is", and are words like others elsewhere.
_BEHIND_COPULA = frozenset({"STATUS", "LIABLE", "LIMITED"})
_WILFUL = frozenset({"ACTOR", "PRONOUN", "NAME", "HEREBY"})
_HEADS = frozenset({"ACTOR", "THING", "REFERENCE"})
_AFTER_SET_PHRASE = JOINTS | {"COMMA", "SEMICOLON", "COLON", "STOP", "RIGHT_BRACKET", "ASIDE", ""}
# "means" behind one of these is the noun: "the means", "by means", "other means".
_BEFORE_NOUN_MEANS = frozenset({"TO", "DETERMINER", "OTHER", "OF", "PREPOSITION", "BY", "VERB", "AND", "WORDS"})
_MEANS = frozenset({"BARE_MEANS", "MEANS"})
_TERM_MARKS = frozenset({"THE_TERM", "QUOTED"})
_TERM_OR_PRONOUN = frozenset({"QUOTED", "PRONOUN"})
_BARE_TERM = frozenset({"NATIONAL", "WORDS", "NAME", "ACTOR", "THING", "DOING", "VERB"})
# What follows "be considered" when it is an act, which asks for no complement.
_AFTER_ACT = (frozenset(OPENERS) - {"OTHER_THAN"}) | PREPOSITIONS | _AFTER_SET_PHRASE | {"BY", "BEFORE", "AFTER"}
_AUXILIARIES = frozenset({"BE", "BEEN"})
_BEFORE_REFERRED = _AUXILIARIES | {"COMMA"}
_BEFORE_DONE = _AUXILIARIES | {"IS", "HAS", "UNLESS", "AS", "ADVERB"}
_AFTER_DONE = PREPOSITIONS | {"BY", "TO"}
_BEFORE_NOTE = frozenset({"ACTOR", "PRONOUN", "AND", "SHALL", "TO"})
_BEFORE_ATTRIBUTE = PREPOSITIONS | {"DETERMINER", "VERB", "DOING", "OTHER"}
_NOUNS = frozenset({"WORDS", "THING", "ACTOR", "VERB", "NOUN_OR_FINITE", "NAME"})
_OBJECTS = NP_START | _NOUNS | {"REFERENCE", "DOING"}
_COMMA = frozenset({"COMMA"})
_VERBAL = VERBS | AFTER_MODAL | MODALS | {"STRIVE", "AGREES", "PROMISE"}
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
    if kind == "PROMISE":  # "undertakes: (a) to lend …", but "undertakes a study"
        return "VERB" if after in _OBJECTS or _awaits_verb(sentence, k) else "UNDERTAKES"
    if kind == "EXCLUDE":
        return "EXCLUDES" if sentence.type(k - 1) in _TERM_OR_PRONOUN else "FINITE"
    if kind == "AS_FAR_AS":
        comma = sentence.find(_COMMA, k, len(sentence))
        has_verb = sentence.holds(_OWN_VERBS, k + 1, len(sentence) if comma is None else comma)
        return "IF" if has_verb else "PREPOSITION"
    if kind == "PROVISO":
        return "LINK" if k == 0 and _is_whole_norm(sentence) else "IF"
    if kind == "FREQUENCY":
        return "NOW"
    if kind == "PREPARED":
        return "UNDERTAKES" if sentence.type(k - 1) in _WILFUL else "FINITE"
    if kind == "AGREES":  # "agree, if need be, to meet", but "agree on a day"
        unfinished = after in ("COMMA", "COLON") and k + 2 == len(sentence)  # "The Parties agree: (a) to meet"
        return "UNDERTAKES" if unfinished or (after == "COMMA" and _to_follows(sentence, k + 2)) else "VERB"
    if kind == "BARE_MEANS":
        return "MEANS" if after != "OF" and _defines(sentence, k) else "THING"
    if kind == "PROVIDED":  # "except as otherwise provided", "the help provided by", but ", provided the Board agrees"
        return "DONE" if sentence.type(k - 1) in _BEFORE_DONE or after in _AFTER_DONE else "PROVIDED"
    if kind == "REFERRED_TO":
        return "DONE" if sentence.type(sentence.before(k)) in _BEFORE_REFERRED else "PREPOSITION"
    if kind == "NOTE":
        return "DECLARES" if sentence.type(sentence.before(k)) in _BEFORE_NOTE else "WORDS"
    if kind in _BEHIND_COPULA:
        if _is_behind_copula(sentence, k):
            return "STATUS" if kind == "LIMITED" else kind
        return "DONE" if kind == "LIMITED" else "WORDS"
    if kind == "DOES" and sentence.type(sentence.before(k)) in MODALS:  # "where it can |do| so"
        return "VERB"
    if kind == "SET_UP":
        behind_noun = sentence.type(k - 1) in _NOUNS and (after in _AFTER_DONE or after in OPENERS or after == "WORDS")
        if sentence.type(k - 1) in _HEADS and after in ("DETERMINER", "THING"):  # "Article 4 |sets out| the rules"
            return "FINITE"
        return "DONE" if behind_noun or sentence.type(sentence.before(k)) in _AUXILIARIES else "VERB"
    if kind == "BE_CONSIDERED":
        return "BE_DEEMED" if _has_complement(sentence, k) else kind
    if kind == "PENDING":
        attribute = sentence.type(k - 1) in _BEFORE_ATTRIBUTE and after != "DETERMINER"
        return "WORDS" if attribute else "IN_CASE_OF"
    if kind == "FURTHER":
        return "ADVERB" if after in _VERBAL or after == "COMMA" else "VERB"
    if kind == "THIS":
        return "THERE" if after in FINITE else "DETERMINER"
    if kind == "STRIVE":
        if sentence.type(k - 1) == "DETERMINER":  # "the aim of"
            return "WORDS"
        return "SEEK" if after in _OBJECTS else "ENDEAVOUR"
    if kind == "ON_APPLICATION":
        noun = sentence.find(_HEADS, k + 1, len(sentence))
        return "IN_CASE_OF" if noun is not None and sentence.types[noun] == "ACTOR" else "PREPOSITION"
    if kind == "IN_THE_CASE":
        return "IF" if k == 0 else "PREPOSITION"
    if kind == "WHERE":
        return "WHICH" if sentence.type(k - 1) in _NOUNS and sentence.holds(_MEANS, 0, k) else "IF"
    if kind == "GRANTS" and sentence.type(sentence.before(k)) not in _WILFUL:
        return "NOUN_OR_FINITE"
    if kind == "FINITE" and sentence.type(k - 1) in PREPOSITIONS:  # "limits for |discharges|"
        return "WORDS"
    if kind == "NATIONAL":
        return "WORDS" if after in _NOUNS else "ACTOR"
    return kind


def _is_whole_norm(sentence: Sentence) -> bool:
    """Whether the first modal stands before any comma, so that what "provided that" opens is the norm itself."""
    modal, comma = (sentence.find(wanted, 0, len(sentence)) for wanted in (MODALS, _COMMA))
    return modal is not None and (comma is None or modal < comma)


def _awaits_verb(sentence: Sentence, k: int) -> bool:
    """Whether a modal before `k` still waits for its verb: "shall, under this Treaty, |undertake|"."""
    waiting = (n for n in range(k - 1, -1, -1) if sentence.types[n] in _VERBAL)
    return sentence.type(next(waiting, -1)) in MODALS


def _has_complement(sentence: Sentence, k: int) -> bool:
    """Whether "be considered" at `k` says as what: "be considered void", but "be considered |at| the next meeting"."""
    k += 1
    while sentence.type(k) in ADVERBS:
        k += 1
    return sentence.type(k) not in _AFTER_ACT


def _defines(sentence: Sentence, k: int) -> bool:
    """Whether "means" at `k` is a verb: no noun phrase is open before it, or the term that it explains stands there."""
    if sentence.type(k - 1) not in _BEFORE_NOUN_MEANS:
        return True
    earlier = next((n for n in range(k - 1, -1, -1) if sentence.types[n] in _MEANS), -1)
    if sentence.holds(_TERM_MARKS, earlier + 1, k):
        return True
    return earlier < 0 and all(kind in _BARE_TERM for kind in sentence.types[:k])


def _is_behind_copula(sentence: Sentence, k: int) -> bool:
    """Whether nothing but "not" and adverbs stands between "is" and the cue at `k`."""
    at = sentence.before(k)
    return sentence.type(sentence.before(at) if sentence.type(at) == "NOT" else at) == "IS"


def _to_follows(sentence: Sentence, start: int) -> bool:
    """Whether "to" stands behind the next comma: "undertakes, as far as it can, |to|"."""
    comma = sentence.find(_COMMA, start, min(start + _LONGEST_INSERTION, len(sentence)))
    return comma is not None and sentence.type(comma + 1) == "TO"
