"""Roles: which cues open a modifier where they stand, and whether it is a condition, an exception, a time …

Guarantee: every role is one of `cues.MODIFIERS`.
"""

from treatylex.language.words import NOUNS
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    AFTER_MODAL,
    AMOUNTS,
    ATTRIBUTES,
    BEFORE_NOUN,
    FINITE,
    LIST_JOINTS,
    MODALS,
    NOUN_PHRASE,
    NOUN_START,
    NOUNS_OR_VERBS,
    NP_START,
    OPENERS,
    PARTICIPLES,
    POSSIBLE_NOUNS,
    PREPOSITIONS,
    RELATIVE,
    WITH_VERB,
    Sentence,
)
from treatylex.parsing.sentences.frames import should_opens_condition

# The role of a modifier that leads a sentence.
_LEADING = {
    **OPENERS,
    "AFTER": "CONDITION",
    "QUANTITY": "TIME",
    "BEFORE": "TIME",
    "SHOULD": "CONDITION",
    "PROVIDED": "CONDITION",
}
# Within a predicate these go on with the action: "duties with respect to imports", "give notice in advance of".
_NEVER_WITHIN = frozenset({"LINK", "ABOUT", "BEFORE"})
_WITHIN = {kind: role for kind, role in _LEADING.items() if kind not in _NEVER_WITHIN}
# What a quantity must be followed by to be a time: "six months |after|", but not "six months of service".
MEASURED_FROM = frozenset({"AFTER", "BEFORE", "ON_DAY", "ON_DATE", "WITHIN", "FOLLOWING", "SINCE"})
_DONE = PARTICIPLES | AFTER_MODAL  # "not payable |in the case of|", but "the Minister means |in the case of| Norland"
_BEFORE_ITEM = frozenset({"COLON", "SEMICOLON", "LISTED", "AND", "ASIDE"})
_AUXILIARIES = frozenset({"BE", "BEEN", "IS", "HAS", "BY", "BE_DEEMED", "APPLIES", "IS_PROHIBITED"})
_BEFORE_SUBJECT_TO = PARTICIPLES | {"COMMA", "AND", "OR", ""}
_BEHIND_SUBJECT_TO = AMOUNTS | {"DETERMINER"}
_BEGINNING = frozenset({"DOING", "STARTING"})
_THINGS = frozenset({"THING", "WORDS", "NOUN_OR_FINITE"})
_NO_EVENT = frozenset({"PRONOUN", "ACTOR", "BY", "COMMA", "AND", "OR", "PREPOSITION"})
_GOVERNING_UPON = frozenset({"DETERMINER", "WORDS", "VERB", "DONE", "DOING"})
_BEFORE_VERB = MODALS | {"TO", "NOT"}
_BEHIND_NOUN = ATTRIBUTES | {"STANDING"}
_BEFORE_AMOUNT = frozenset({"DETERMINER", "WORDS", "ADVERB", "THING", "OF"})
_PRESENT = frozenset({"VERB", "FINITE", "NOUN_OR_FINITE", "HAS"})
_AGENT = BEFORE_NOUN | PREPOSITIONS | {"BY", "ACTOR", "NAME", "THING", "WORDS", "CONCERNED", "BY_MEANS_OF"}
_DETERMINERS = BEFORE_NOUN | {"THIS"}
_ADVERBIAL = frozenset({"AS", "BY_MEANS_OF", "BY_LEAVE_OF"})
_MOMENTS = frozenset({"WITHIN", "AFTER", "ON_DATE"})
_GOVERNED = frozenset({"WORDS", "THING", "DOING", "AND", "OR"})
_BEHIND_ADVERB = PARTICIPLES | {"CONCERNED", "BEFORE"}  # "the day immediately |preceding|"
_SUBJECT = NOUN_PHRASE | {"PRONOUN"}
_JOINED_PARTICIPLES = PARTICIPLES | LIST_JOINTS | ADVERBS
_FOR_WHOM = BEFORE_NOUN | PREPOSITIONS | {"ACTOR", "NAME", "THING"}


def leading_role(sentence: Sentence, k: int) -> str:
    """The role of the modifier that opens at `k`, where nothing but modifiers stands."""
    return "TIME" if _is_measured(sentence, k) else _LEADING.get(sentence.types[k], "TOPIC")


def _is_measured(sentence: Sentence, k: int) -> bool:
    """Whether "after" at `k` stands with a quantity: "six months |after| that date", "|after| five years"."""
    if sentence.types[k] != "AFTER":
        return False
    end = sentence.past(_BEFORE_AMOUNT, k + 1)  # "after |the first period of| one year"
    return "QUANTITY" in (sentence.type(k - 1), sentence.type(end))


def role_at(sentence: Sentence, k: int, start: int, end: int) -> str | None:
    """The role of the modifier that opens at `k` within a predicate from `start` to `end`, if one does."""
    kind = sentence.types[k]
    if kind == "AFTER" and sentence.type(k - 1) == "QUANTITY":
        return None  # it goes on with the quantity before it
    if kind == "WITHIN" and sentence.type(k - 1) == "ON_DAY" and role_at(sentence, k - 1, start, end) is None:
        return None  # "a ship named on the day |before| its sailing": it goes on with what tells of the noun
    role = "TIME" if _is_measured(sentence, k) else _WITHIN.get(kind)
    return role if role is not None and _may_open(sentence, k, start, end, role) else None


def _may_open(sentence: Sentence, k: int, start: int, end: int, role: str) -> bool:
    """Whether the opener at `k` opens a modifier, and does not go on with a noun or verb before it."""
    before, after = sentence.type(k - 1), sentence.types[k + 1] if k + 1 < end else ""
    match sentence.types[k]:
        case "IN_THE_CASE_OF":  # not the heading of an item: "the taxes are: (a) |in the case of| Norland: …"
            return before in _DONE if k == start else before not in _BEFORE_ITEM
        case "OTHER_THAN":  # ", other than X,", but "a State other than X" and "areas, other than X, in which"
            apart = before == "COMMA" and not _is_before_relative(sentence, k, end)
            adverbial = after in _ADVERBIAL or (before in PARTICIPLES and after == "PREPOSITION")
            # "shall be held on board |other than|: (a) …", but "in a port |other than|: (a) …"
            adverbial = adverbial or (before in PARTICIPLES | {"ADVERB"} and after == "COLON")
            adverbial = adverbial or (
                after == "TO" and sentence.type(k + 2) in NOUN_START
            )  # "other than |to| Article 4"
            return apart or adverbial  # "used other than |for| taxation"
        case "PROVIDED":  # ", provided the Parties agree", but "the assistance provided by"
            return before == "COMMA" or (after in NP_START and sentence.holds(FINITE, k + 2, end))
        case "STARTING":  # ", beginning on that date", but "periods beginning on that date"
            return before == "COMMA"
        case "BY_MEANS_OF":  # "taxation not in accordance with this Treaty"
            return before != "NOT" or sentence.type(k - 2) in _AUXILIARIES
        case "SHOULD":
            return should_opens_condition(sentence, k)
        case "SUBJECT_TO":  # "granted subject to the …", "end it subject to a year's notice", but "is subject to the …"
            return before in _BEFORE_SUBJECT_TO or (after in _BEHIND_SUBJECT_TO and before not in ("NOT", "BE", "IS"))
        case "FOLLOWING" if before == "QUANTITY" and _is_counted(sentence, k - 1):
            return False  # "the two years |following| the war"
        case "FOLLOWING":  # "begin following the entry", but "the following:"
            return before not in ("DETERMINER", "AND", "OR", "")
        case "UPON":  # "surrender it upon the expiry", but "agreed upon by the Parties"
            if before == "COMMA":
                return after not in _NO_EVENT
            if before in _THINGS and after == "THING":  # "any operation |upon| cargo data"
                return False
            of_someone = sentence.type(k + 2) == "ACTOR"  # "binding upon those States"
            return after in ("DETERMINER", "THING", "DOING") and before not in _GOVERNING_UPON and not of_someone
        case "NOW":  # not "on a |daily| basis" nor "a |regularly| employed person"
            attribute = k > start and after in _BEHIND_ADVERB and before not in ("BE", "BEEN", "IS")
            # "the results obtained |each year|"
            of_noun = sentence.type(k - 2) in _THINGS and k > start and _modifies_noun(sentence, k - 1)
            # "as amended |at times|"
            of_noun = of_noun or sentence.type(sentence.back(_JOINED_PARTICIPLES, k - 1)) == "AS"
            of_noun = of_noun or _is_compared(sentence, k)
            governed = before == "OF" or (before in PREPOSITIONS and after in _GOVERNED)  # "in |quarterly| parts"
            return before != "DETERMINER" and not (attribute or of_noun or governed)
        case "QUANTITY" if _is_counted(sentence, k):
            return False  # "the |two years after| the war"
        case "AT_REQUEST":  # "powers used by them |at the request of| a judge"
            agent = sentence.back(_AGENT - {"BY"}, k - 1)
            return sentence.type(agent) != "BY" or not _tells_of_noun(sentence, k, start)
        case "QUANTITY" if before == "BE":
            return False  # "the term shall be |ten years from| the entry into force": what it is
        case "QUANTITY" if before == "WITHIN" and sentence.type(k - 2) in _BEGINNING:
            return False  # "cuts starting at the latest |a year after| it": what the noun is
        case "QUANTITY" if after not in MEASURED_FROM:  # "six months |or as early as possible before|"
            return after == "OR" and sentence.type(k + 2) == "WITHIN" and k + 2 < end
        case kind if kind in WITH_VERB:  # not "the question of |when|"
            of_that = sentence.type(k - 2) == "OTHER_THAN"  # "a place other than that |where|"
            of_those = before == "DETERMINER" and sentence.type(k - 2) != "VERB"  # not "change both"
            # "as to |where| it lies", "sue before the Court |if|"
            governed = before in PREPOSITIONS - {"FORUM"} | {"TO"}
            return not (governed or of_that or of_those)
        case kind if role == "TIME" or kind == "AFTER":
            of_noun = _modifies_noun(sentence, k - 1) or (kind in _MOMENTS and _tells_of_noun(sentence, k, start))
            return k == start or not of_noun
    return True


def _is_compared(sentence: Sentence, k: int) -> bool:
    """Whether a time stands in a clause about a noun: "such acts as the Board may |at times| order", "such as is"."""
    if sentence.type(k - 1) not in MODALS | {"IS"}:
        return False
    opener = sentence.back(_SUBJECT, k - 2)
    return sentence.type(opener) == "AS" and sentence.type(opener - 1) in NOUNS_OR_VERBS | {"DETERMINER", "BE"}


def _is_counted(sentence: Sentence, k: int) -> bool:
    """Whether the amount at `k` is a noun with its article: "the |two years|", "the first |two years|"."""
    plain = sentence.type(k - 1) == "WORDS" and not sentence.last_word(k - 1).usual & NOUNS
    return "DETERMINER" in (sentence.type(k - 1), sentence.type(k - 2) if plain else "")


def _is_before_relative(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the next comma opens a relative clause: what stands between is part of the noun before it."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    if comma is None:
        return False
    return sentence.holds(RELATIVE, comma + 1, comma + 2 + (sentence.type(comma + 1) in PREPOSITIONS))


def _modifies_noun(sentence: Sentence, k: int) -> bool:
    """Whether a participle at `k` follows its noun, so that what comes next belongs to it.

    "taxes |imposed| before that date" holds one, "shall be |imposed| before that date" does not.
    """
    if sentence.type(k - 1) == "TESTIMONIUM":
        return True  # "done at Warsaw on …"
    if sentence.types[k] == "NAME" and sentence.type(k - 1) == "DETERMINER":
        k -= 1  # "signed at The Hague on …"
    if sentence.types[k] in ("NAME", "DETERMINER") and sentence.type(k - 1) == "PREPOSITION":
        k -= 2  # "signed at Warsaw on …"
        if sentence.type(k - 1) == "PREPOSITION":
            k -= 2  # "opened for signature at Warsaw on …"
        k -= sentence.type(k) == "WORDS" and sentence.type(k - 1) in PARTICIPLES  # "drawn up at Warsaw on …"
    if sentence.type(k) not in _BEHIND_NOUN:
        k = _standing(sentence, k)
    before = sentence.before(k)
    if sentence.type(before) == "VERB" and sentence.type(sentence.before(before)) in _BEFORE_VERB:
        return False  # "shall stay |in force| for a year"
    if sentence.type(before) == "AS" and sentence.type(before - 1) == "BE_DEEMED":
        return False  # "shall be regarded as |extended| for a year"
    joined = sentence.type(before) in LIST_JOINTS and sentence.type(before - 1) in PARTICIPLES
    if joined and sentence.type(k) in PARTICIPLES:
        return _modifies_noun(sentence, before - 1)  # "shall be reduced and |abolished| within a year"
    if sentence.type(k) == "DOING" and sentence.type(before) in _DETERMINERS:
        return False  # "continue this |monitoring| after the Treaty ends"
    return sentence.type(k) in _BEHIND_NOUN and sentence.type(before) not in _AUXILIARIES


def _tells_of_noun(sentence: Sentence, k: int, start: int) -> bool:
    """Whether a participle behind a noun, and by whom or where, stands before `k`: "acts |done by them| before"."""
    k -= 1
    while k > start + 1 and sentence.types[k] in _AGENT:
        k -= 1
    if k > start and sentence.types[k - 1] == "PRONOUN" and sentence.types[k] in _PRESENT:
        return sentence.type(k - 2) == "AS"  # "the plan |as it stands| at the time of"
    return k > start and sentence.types[k] in PARTICIPLES and sentence.type(sentence.before(k)) in POSSIBLE_NOUNS


def _standing(sentence: Sentence, k: int) -> int:
    """Where "in force" stands before the words up to `k` that say for whom: "in force |between the Parties| at …"."""
    k = sentence.back(_FOR_WHOM, k)
    return k if sentence.type(k) == "STANDING" else -1
