"""Stops: what ends a modifier of any kind, and what a comma or joint within it goes on with.

Guarantee: what is told of a place depends on its sentence alone, not on the kind of the modifier.
"""

from treatylex.parsing.sentences.cues import (
    ADVERBS,
    AFTER_MODAL,
    BEFORE_NOUN,
    CLAUSE_ENDS,
    FINITE,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    MODALS,
    NOUN_ENDS,
    NOUN_PHRASE,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    RESTRICTIONS,
    VERBS,
    WHOLE,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import announces_list
from treatylex.parsing.sentences.frames import begins_with_verb, infinitive

# A chapeau that breaks off at one of these before its colon goes on with the list: "in cases |of|:".
_UNFINISHED = (
    PREPOSITIONS
    | LIST_JOINTS
    | (frozenset(OPENERS) - WHOLE)
    | {"IS", "HAS", "TO", "BY", "DETERMINER", "IF", "SHALL", "MAY", "THAT", "BE"}
)
_SHORTEST_BEFORE_COLON = 2  # cues; "if:" and "where the:" wait for their list
NEXT_RESTRICTION = RESTRICTIONS | {"SUBJECT_TO"}
TIMES = frozenset({"WITHIN", "DURING", "FOR_TIME", "QUANTITY", "ON_DATE", "ON_DAY"})
_GOVERNS_NOUN = PREPOSITIONS | {"BY", "TO", "IN_ORDER_TO"}
_OBJECT = (NOUN_PHRASE - {"DOING"}) | {"REFERENCE", "QUANTITY"}
_BEHIND_PARTICIPLE = PREPOSITIONS | {"BY", "BY_MEANS_OF", "REFERENCE", "UPON"}
_SURE_VERBS = AFTER_MODAL - {"TURN", "TAKE_EFFECT", "SAVE", "PREVENT"} | {"BE"}  # these are no nouns as well
_NAMING = ADVERBS | {"LINK"}
_BEHIND_PURPOSE = RELATIVE_OR_THAT | CLAUSE_ENDS | {"COMMA"}


def ends_here(sentence: Sentence, k: int, i: int, *, through_list: bool = False) -> bool:
    """Whether a modifier that opens at `i` ends at `k` because a sentence, an item or a chapeau does."""
    kind = sentence.types[k]
    if kind == "COLON":  # a modifier that the list after the colon completes goes on
        if announces_list(sentence, i, k):
            return False
        if _awaits_own_verb(sentence, i, k):
            return False
        dated = sentence.types[k - 1] == "DATE"
        return dated or (k - i > _SHORTEST_BEFORE_COLON and sentence.types[k - 1] not in _UNFINISHED)
    return kind == "SEMICOLON" or (kind == LISTED and not through_list)


def _awaits_own_verb(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a clause before `end` has no verb yet: "other than to require that such goods|:| (a) be imported"."""
    opened = sentence.last({"THAT"}, start + 1, end - 1)
    return opened is not None and sentence.types[end - 1] != "THAT" and not sentence.holds(VERBS, opened, end)


def coordinates_action(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether the joint at `k` goes on with the action: "during construction |and| also arrange a test".

    What stands before the joint has no infinitive that the second verb could be joined to.
    """
    if sentence.types[k] not in JOINTS:
        return False
    verb = sentence.past(ADVERBS, k + 1)
    if sentence.type(verb) in _SURE_VERBS:  # "take effect from that date and |be| binding"
        return not sentence.holds({"TO", "BE"} | FINITE, i, k)
    if _is_passive(sentence, i):
        return False
    if verb + 1 >= end or sentence.types[verb] not in ("VERB", "TAKE_EFFECT"):
        return False
    return infinitive(sentence, i, k) is None and begins_with_verb(sentence, verb)


def _is_passive(sentence: Sentence, i: int) -> bool:
    """Whether the last modal before `i` has a passive, so that no plain verb is joined to it: "shall |be| sold"."""
    modal = sentence.last(MODALS, 0, i)
    return modal is not None and sentence.holds({"BE"}, modal, i)


def parts_cases(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether the joint at `k` joins another object with a case of its own: "a day in the case of A |and| two in …".

    Both cases are conditions; the action goes on over the first, which stands in its middle, and ends before the last.
    """
    k += sentence.types[k] == "COMMA"
    stop = sentence.past(_OBJECT, k + 1)
    joins = sentence.type(k) == "AND" and sentence.type(k + 1) in BEFORE_NOUN | {"QUANTITY"}
    return joins and stop < end and sentence.types[stop] == sentence.types[i]


def adds_to_noun(sentence: Sentence, k: int) -> bool:
    """Whether what follows the comma at `k` belongs to the noun before it: ", including …", ", referred to in …"."""
    participial = sentence.type(k + 1) in PARTICIPLES and sentence.type(k + 2) in _BEHIND_PARTICIPLE
    named = sentence.type(k + 1) in _NAMING and sentence.type(k + 2) in PREPOSITIONS  # ", in particular |under|"
    cited = sentence.type(k + 1) in LIST_JOINTS and sentence.type(k + 2) == "REFERENCE"  # ", and Articles 9 and 13"
    return sentence.type(k + 1) in ("INCLUDING", "STANDING") or participial or named or cited


def awaits_noun(sentence: Sentence, k: int, end: int) -> bool:
    """Whether a comma parts a noun from what governs it: "with a view to|, or in relation to,| the"."""
    if sentence.types[k] != "COMMA":
        return False
    opened = max((n for n in range(k) if sentence.types[n] == "COMMA"), default=-1)
    closes = sentence.type(opened + 1) in LIST_JOINTS and sentence.type(opened - 1) in _GOVERNS_NOUN | {"WITHIN"}
    closes = closes and sentence.type(k + 1) not in NEXT_RESTRICTION  # "belonging to, or driven by, him|, if|"
    another = sentence.type(k + 1) in LIST_JOINTS and sentence.type(k + 2) in TIMES | PREPOSITIONS | {"NOW"}
    dating = sentence.type(k - 1) == "WITHIN" and another  # "prior to|, or within|"
    return closes or dating or (sentence.type(k - 1) in _GOVERNS_NOUN and k + 1 < end)


def tells_purpose(sentence: Sentence, k: int, end: int) -> bool:
    """Whether "to" at `k` tells what for: "before the voyage |to prevent|", not "before the wish |to sail| is"."""
    behind_noun = sentence.type(k + 1) in ("VERB", "PREVENT") and sentence.type(k - 1) in NOUN_ENDS | {"REFERENCE"}
    verb = sentence.find(FINITE | _BEHIND_PURPOSE, k, end)  # not "at its end |to take| steps that |are| needed"
    return behind_noun and (verb is None or sentence.types[verb] in _BEHIND_PURPOSE)


def opens_time(sentence: Sentence, k: int) -> bool:
    """Whether a joint at `k` joins another time: "at the moment when …, |or| on expiry of"."""
    return sentence.type(k) in JOINTS and sentence.type(k + 1) in TIMES | {"AFTER"}


def opens_restriction(sentence: Sentence, k: int) -> bool:
    """Whether another condition or exception opens at `k`, a joint passed over."""
    if sentence.types[k] in JOINTS and k + 1 < len(sentence):
        k += 1
    return sentence.types[k] in NEXT_RESTRICTION
