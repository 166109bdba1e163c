"""Frames: subordinate clauses, what opens them, and which verb is their own.

Guarantee: what is told of a cue depends on its sentence alone, not on the search that asks.
"""

import attrs

from treatylex.language.words import Form
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    BEFORE_NOUN,
    BEFORE_OWN_VERB,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    MODALS,
    NORMATIVE,
    NOUN_ENDS,
    NOUN_PHRASE,
    NOUNS_OR_VERBS,
    NP_START,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE,
    RELATIVE_OR_THAT,
    SURE_NOUNS,
    VERB_PHRASE_START,
    VERBS,
    WHOLE,
    WILFUL,
    Sentence,
)

# "that" before one of these is a pronoun or a determiner: "that Party", "that, if", unless a verb stands before it.
_AFTER_DETERMINER_THAT = frozenset({"ACTOR", "THING", "NAME", "REFERENCE", "COMMA", "OTHER"})
_BEHIND_ATTRIBUTE = PREPOSITIONS | {"BY"}
_BEFORE_PRONOUN_THAT = PREPOSITIONS | {"AS", "BY", "EXCEPT", "OTHER_THAN"}
_CONDITION_VERBS = frozenset(
    {"VERB", "DONE", "PARTICIPLE", "TURN", "TAKE_EFFECT", "PREVENT", "PREJUDICE", "NOUN_OR_FINITE"}
)
_LEADS = FREE_OPENERS | {"PREPOSITION", "SHOULD", "AS"}
_AUXILIARIES = MODALS | {"HAS", "IS"}
_BEHIND_AS = _AUXILIARIES | {"PRONOUN", "IS_BOUND", "IS_FREE"}  # "such steps as |are required to| end it"
_NOUNS_BEFORE_VERB = NOUN_ENDS | {"THE_TERM"}
_SURE_OBJECT_START = BEFORE_NOUN | {"PRONOUN"}  # "if the river |floods| the fields"
# What a subject behind its modal begins with.
_NOUN_OR_VERB = frozenset({"VERB", "NOUN_OR_FINITE"})
_SUBJECT_START = NP_START | {"WORDS", "DOING", "THAT"}
_ATTRIBUTED = NOUN_PHRASE | PARTICIPLES | PREPOSITIONS | {"REFERENCE", "BY_MEANS_OF"}
_OBJECT_START = BEFORE_NOUN | {"PRONOUN", "ACTOR", "THAT", "NAME", "REFERENCE", "WHETHER", "THE_TERM", "TO"}
_AFTER_NOUN = JOINTS | {"OF", "COMMA", "STOP", "SEMICOLON", "POSSESSIVE"}
# What shows that "-ing" before it is a participle and no adjective: "taking |such| measures", "acting |in| good faith".
_AFTER_PARTICIPLE = BEFORE_NOUN | PREPOSITIONS | {"PRONOUN", "REFERENCE", "COMMA", "TO"}


@attrs.define
class Frame:
    """A subordinate clause that is open: what opened it, where, and whether its verb has been met.

    `leading` says that it stands before the main verb of its norm, as in "If …, the Parties shall".
    """

    kind: str
    start: int
    leading: bool = False
    has_verb: bool = False


def subject_follows(sentence: Sentence, modal: int) -> bool:
    """Whether a subject stands behind a modal: "shall |force| be used", "should |duly sworn| guards be needed"."""
    after, following = sentence.type(modal + 1), sentence.type(modal + 2)
    described = after in ADVERBS and following in PARTICIPLES and sentence.type(modal + 3) in NOUNS_OR_VERBS
    # "in no case shall |force| be used", "in no case shall |use| of it be denied"
    noun = after in _NOUN_OR_VERB and following in ("BE", "OF")
    return after in _SUBJECT_START or described or noun


def should_opens_condition(sentence: Sentence, i: int) -> bool:
    """Whether "should" at `i` opens a condition: "Should a Party …", "…, should this become necessary"."""
    return i == 0 or subject_follows(sentence, i)


def is_participial(sentence: Sentence, i: int) -> bool:
    """Whether a participle is all the verb that the clause at `i` has: "when |taking| such measures"."""
    k = sentence.past(ADVERBS, i + 1)
    if sentence.type(k) != "DOING":
        return False
    if sentence.type(k + 1) in _AFTER_PARTICIPLE or sentence.type(k + 2) in BEFORE_NOUN:
        return True  # "whilst holding office |a| judge"
    # "when considering applications|,|", not "where existing rules are"
    comma = sentence.find({"COMMA"}, k, len(sentence))
    return comma is not None and not sentence.holds(FINITE | PARTICIPLES, k, comma)


def determines(sentence: Sentence, i: int) -> bool:
    """Whether "that" at `i` opens the subject, behind a lead or not: "If a body acts, |that| same body shall".

    Behind a semicolon too, with a phrase set off before it: "…; in general, |that| scale shall".
    """
    noun = i + 2 if sentence.type(i + 1) == "WORDS" else i + 1
    modal = noun + (sentence.type(noun) in SURE_NOUNS)
    alone = sentence.type(modal) in MODALS and not sentence.holds(MODALS, modal + 1, len(sentence))
    alone = alone and sentence.type(i - 1) != "DOING"  # not "…, noting |that| due care should be taken"
    start = max((k + 1 for k in range(i) if sentence.types[k] == "SEMICOLON"), default=0)
    if i == start and sentence.holds({"THAT", "AGREE_THAT"}, 0, start):
        return False  # "state that it shall leave; |that| coal may be sold"
    behind_lead = sentence.find({"COMMA"}, start, i) == i - 1 or (alone and has_own_verb(sentence, start, i))
    return (
        (i == start or (sentence.types[start] in _LEADS and behind_lead))
        and (sentence.type(noun) in SURE_NOUNS or noun == i + 2)
        and sentence.type(modal) in MODALS
    )


def opens_clause(sentence: Sentence, i: int) -> bool:
    """Whether "which", "whether" or "that" at `i` opens a clause with a verb of its own."""
    after, before = sentence.type(i + 1), sentence.type(i - 1)
    if sentence.types[i] in RELATIVE:
        return after != "TO" and before != "BY"  # not in "whether to issue" and "by whatever means"
    if before in _BEFORE_PRONOUN_THAT or after == "OF":  # "than that prescribed", "similar to that of the owner"
        return False
    stop = sentence.find(FREE_OPENERS | {"COMMA"}, i + 1, len(sentence))
    if before == "TO" and not sentence.holds(VERBS, i + 1, len(sentence) if stop is None else stop):
        return False  # "told to |that| competent body if it is", but "to confirm |that| it is"
    if determines(sentence, i):
        return False
    plural = Form.NOUNS in sentence.last_word(i + 1).forms  # "papers that |suppliers| submit"
    tells = before in NOUN_ENDS | {"DOING"} and introduces_content(sentence, i)
    return after not in _AFTER_DETERMINER_THAT or before in VERBS | {"PREVENT"} or plural or tells


def introduces_content(sentence: Sentence, i: int) -> bool:
    """Whether a subject follows what commas set off behind "that" at `i`: "tell it |that|, from then on, he will".

    Not "the rules |that|, if any, apply".
    """
    closing = sentence.find({"COMMA"}, i + 2, len(sentence)) if sentence.type(i + 1) == "COMMA" else None
    that = closing is not None and sentence.type(closing + 1) == "THAT"  # ", |that State| shall"
    return closing is not None and sentence.type(closing + 1 + that) in NP_START


def as_opens_clause(sentence: Sentence, i: int) -> bool:
    """Whether "as" at `i` opens a clause: a verb or a pronoun follows ("as is customary", "as they may agree")."""
    # "as the competent authority of the Party may decide", "such time |as| the rules made under Article 4 may set",
    # but "any body present at a meeting |as an observer| may be heard"
    of_thing = sentence.type(i - 1) in ("THING", "WORDS")
    if sentence.type(i + 1) == "DETERMINER" or (of_thing and sentence.type(i + 1) == "REFERENCE"):
        phrase = _ATTRIBUTED if of_thing else NOUN_PHRASE
        if sentence.type(i - 1) == "WITHIN":
            phrase |= JOINTS  # "at such time |as| the State and the Board shall agree"
        behind = next((k for k in range(i + 2, len(sentence)) if sentence.types[k] not in phrase), i)
        if sentence.types[behind] in MODALS:  # not of "any person appointed |as| a member shall"
            compared = sentence.type(i - 1) in NOUNS_OR_VERBS and sentence.type(behind + 1) != "BE"
            return compared or _has_other_modal(sentence, behind)
    if sentence.type(i - 1) in ("ACTOR", "NAME") and sentence.type(i + 1) == "ACTOR":
        return False  # "the Director |as depositary| shall"
    if sentence.type(i + 1) == "QUOTED":
        return False  # "the Bank hereinafter referred to |as “the Fund”| is"
    if sentence.type(i - 1) == "VERB" and i + 2 < len(sentence) and not _has_other_modal(sentence, i + 2):
        return False  # "persons who die |as prisoners| shall be"
    # "as are required to", "as |apply|", "such exceptions as |are deemed| necessary"
    return sentence.type(i + 1) in FINITE or sentence.holds(_BEHIND_AS, i + 1, min(i + 3, len(sentence)))


def _has_other_modal(sentence: Sentence, k: int) -> bool:
    """Whether another verb than the modal at `k` binds in the sentence."""
    others = sentence.holds(NORMATIVE, 0, k) or sentence.holds(NORMATIVE, k + 1, len(sentence))
    return sentence.types[k] not in MODALS or others


def is_verb_of(sentence: Sentence, i: int, frame: Frame) -> bool:
    """Whether the cue at `i` is the verb that a condition or exception has been waiting for."""
    kind = sentence.types[i]
    return kind in FINITE or (kind in _CONDITION_VERBS and is_frame_verb(sentence, i, frame))


def is_frame_verb(sentence: Sentence, i: int, frame: Frame) -> bool:
    """Whether the word at `i`, which may be a verb, is the verb of a subordinate clause."""
    before = sentence.type(i - 1)
    if before == "DETERMINER" or (sentence.types[i] == "NOUN_OR_FINITE" and sentence.type(i + 1) in MODALS):
        return False  # "provided that in such ships |baths| shall be kept"
    if sentence.types[i] == "NOUN_OR_FINITE":  # "if a Party |so requests|", "a pact that |conflicts| with this one"
        behind_that = frame.kind in RELATIVE_OR_THAT and i == frame.start + 1 and sentence.type(i + 1) not in FINITE
        with_more = sentence.type(i + 1) in _SURE_OBJECT_START or Form.ADVERB in sentence.first_word(i + 1).usual
        return behind_that or (before in _NOUNS_BEFORE_VERB and with_more) or before in WILFUL or before in ADVERBS
    if frame.kind in RELATIVE_OR_THAT:  # "to which the measures |taken| apply" waits for "apply"
        participle = sentence.types[i] in PARTICIPLES
        near = i - frame.start <= 2 and before not in PREPOSITIONS  # "goods which |at present| are taxed"
        return near or (before in BEFORE_OWN_VERB and not participle)
    participle = sentence.types[i] in PARTICIPLES
    negated = sentence.types[frame.start + 1] == "NOT"  # "if |not| settled"
    elliptic = sentence.before(i) == frame.start + negated and participle  # "if requested", "where duly requested"
    if participle and not elliptic and sentence.type(i + 1) in _BEHIND_ATTRIBUTE:
        return False  # "if a treaty on matters |governed| by this Agreement enters into force"
    # "if doubts |arise|", "if serious difficulties |arise|"
    plural = before == "NOUN_OR_FINITE" or (before == "WORDS" and Form.NOUNS in sentence.last_word(i - 1).usual)
    sure = plural and sentence.types[i] in ("TURN", "TAKE_EFFECT")
    return elliptic or sure or before in BEFORE_OWN_VERB or before in ADVERBS


def has_own_verb(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the condition or exception that opens at `start` has met its verb before `end`."""
    frame = Frame("IF", start)
    return any(is_verb_of(sentence, k, frame) for k in range(start + 1, end))


def begins_with_verb(sentence: Sentence, k: int) -> bool:
    """Whether the verb at `k`, behind a joint, is one: "and |also| test", "and |inform| it", not "|transfer| of"."""
    follows = sentence.type(k + 1)
    word = sentence.last_word(k)
    forms = word.usual if follows in NOUN_ENDS else word.forms  # "and |make| rules", "or |measure| limiting trade"
    sure = sentence.types[k - 1] in ADVERBS or Form.NOUN not in forms
    return follows in _OBJECT_START or (sure and follows not in _AFTER_NOUN)


def is_infinitive(sentence: Sentence, k: int) -> bool:
    """Whether "to" at `k` opens an infinitive: "to sell", not "to all"."""
    return sentence.type(k) == "TO" and starts_verb_phrase(sentence, k)


def infinitive(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the first infinitive opens from `start` to `end`: "if it wishes |to| sell", not "if it is open to all"."""
    return next((k for k in range(start, end - 1) if is_infinitive(sentence, k)), None)


def starts_verb_phrase(sentence: Sentence, k: int) -> bool:
    """Whether a verb phrase that a modal has been waiting for begins at `k`, adverbs and modifiers passed over."""
    while (kind := sentence.type(k)) in ADVERBS or kind in WHOLE or kind == "TO":
        k += 1
    return kind in VERB_PHRASE_START
