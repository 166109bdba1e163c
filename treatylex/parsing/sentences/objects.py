"""Objects: where the object of a verb begins that a modifier stands before: "submit within ten days |a report|".

Guarantee: an object begins behind the modifier, or none is found.
"""

from treatylex.parsing.sentences.cues import (
    BEFORE_NOUN,
    FINITE,
    JOINTS,
    MODALS,
    NOUN_PHRASE,
    PREPOSITIONS,
    SUBORDINATING,
    WILFUL,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import LISTED_WORDS
from treatylex.parsing.sentences.frames import opens_clause
from treatylex.parsing.sentences.stops import TIMES

# What stands between a verb and its object: "submit |within ten days| a report"; the second need a noun of their own.
_GOVERNING_OPENERS = frozenset(
    {"BY_MEANS_OF", "BY_LEAVE_OF", "WITHIN", "AFTER", "UPON", "FOLLOWING", "AT_REQUEST", "IN_CASE_OF", "SUBJECT_TO"}
)
INTERRUPTING = _GOVERNING_OPENERS | {"QUANTITY", "DURING", "FOR_TIME", "ON_DATE", "ON_DAY", "BY_SUCH_MEANS"}
_GOVERNING = (
    PREPOSITIONS
    | JOINTS
    | BEFORE_NOUN
    | {"BY", "TO", "DOING", "DONE", "VERB", "AS", "COMMA", "PREVENT", "OTHER_THAN", "ABOUT"}
)
_SUBJECTS = frozenset({"THERE", "THIS_ALONE", "NEITHER", "PRONOUN", "NOTHING"})
_PRONOUNS = frozenset({"PRONOUN", "EACH_OTHER"})
_BEFORE_NOUN = BEFORE_NOUN | PREPOSITIONS | {"WORDS", "DONE", "DOING", "THING"}
_RECIPIENTS = BEFORE_NOUN | _PRONOUNS | {"NAME"}
_OBJECT_CLAUSES = SUBORDINATING | {"AS"}  # "such plans |as| they have"


def awaits_object(sentence: Sentence, k: int) -> bool:
    """Whether a verb or "that" before `k` has nothing behind it but to whom: "submit to the Board |within|"."""
    if sentence.types[k - 1] == "THAT":
        return True
    while True:
        noun = sentence.back(_PRONOUNS | NOUN_PHRASE - {"OF"}, k - 1)
        told = sentence.type(noun + 1) in _RECIPIENTS or (noun == k - 2 and sentence.types[k - 1] == "WORDS")
        if not told or sentence.type(noun) not in ("TO", "PREPOSITION", "OF"):
            before = sentence.type(sentence.before(k - 1))
            if sentence.types[k - 1] in ("HAS", "ENJOY"):  # "shall have |during that time| such powers as"
                return before in MODALS
            verb = sentence.types[k - 1] == "VERB" or (sentence.types[k - 1] == "TURN" and sentence.types[k] in TIMES)
            # "retain |during that time| the right", "apply |in case of| war"
            return verb and before not in _BEFORE_NOUN
        k = noun


def object_start(sentence: Sentence, i: int, stop: int) -> int:
    """Where the object begins before which the modifier at `i` stands: "submit within ten days |a report|"."""
    types = sentence.types
    for k in range(i + 1, stop - 1):
        if types[k] in SUBORDINATING and not (types[k] == "THAT" and not opens_clause(sentence, k)):
            return stop
        noun = types[k - 1] == "VERB" and types[k - 2] in BEFORE_NOUN and i < k - 2  # "pending its |award| the steps"
        governed = types[k - 1] in _GOVERNING | _GOVERNING_OPENERS | FINITE and not noun
        asked = types[i] == "AT_REQUEST" and types[k - 1] == "ACTOR" and types[k] in LISTED_WORDS | {"NOUN_OR_FINITE"}
        said = types[k] in WILFUL and types[k + 1] in FINITE  # "agree that from that day |Norland| may"
        clause_begins = types[i - 1] == "THAT" and (
            said or types[k] in _SUBJECTS
        )  # "ensure that from that day |there| is"
        if clause_begins and not governed:
            return k
        if asked or (types[k] == "DETERMINER" and not governed):
            clause = sentence.find(_OBJECT_CLAUSES | FINITE, k, stop)  # "the rules |each Party has| laid down"
            within = clause is not None and types[clause] in FINITE and types[i - 1] != "THAT"
            return stop if within else k
    return stop
