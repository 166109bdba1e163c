"""Lists: how the sentence before a list breaks off, and what its items are.

Guarantee: an ending is told for every sentence; nothing here depends on how many items there are.
"""

import enum
from collections.abc import Sequence

from treatylex.language.words import NOUNS, Form
from treatylex.parsing.sentences.boundaries import Boundary, boundary
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    BEFORE_NOUN,
    DEFINING,
    DESCRIPTIVE,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    MODALS,
    MODIFIERS,
    NORMATIVE,
    NOUN_PHRASE,
    NOUNS_OR_VERBS,
    NP_START,
    OPENERS,
    PARTICIPLES,
    POSSIBLE_NOUNS,
    PREPOSITIONS,
    RELATIVE,
    RELATIVE_OR_THAT,
    RESTRICTING_ROLES,
    SUBORDINATING,
    WITH_VERB,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.frames import has_own_verb, opens_clause, starts_verb_phrase
from treatylex.parsing.sentences.fronts import front
from treatylex.parsing.sentences.modifiers import modifiers
from treatylex.parsing.sentences.verbs import main_verbs

_AT_THE_END = ADVERBS | {"COLON", "COMMA", "STOP", "LINK", "NOT"}
WAITING_FOR_VERB = NORMATIVE | {"ENDEAVOUR", "BE_ENTITLED", "BE_FREE", "BE_BOUND"}
_AFTER_NOUN = FINITE - DEFINING  # "appropriate |means| of identifying"
_STATING = DESCRIPTIVE | {"NOUN_OR_FINITE", "VERB"}
_OBJECTS = NP_START | POSSIBLE_NOUNS | {"OTHER", "EACH_OTHER"}
# What stands between "and" and "which" in the formula of the end: "and |certified copies of| which shall".
_COPIES = NOUN_PHRASE | PREPOSITIONS | PARTICIPLES | NOUNS_OR_VERBS
_SIGNED = FINITE - MODALS
_EVENTS = frozenset({"UPON", "FOLLOWING", "IN_CASE_OF", "PROVIDED"})


class Ending(enum.StrEnum):
    """How the sentence before a list breaks off."""

    OPEN = "open"  # after a modal: "Each Party shall:"
    TO = "to"  # "The Commission is established to:"
    THAT = "that"  # "The Parties shall ensure that:"
    AGREED = "agreed"  # "The Parties agree that:"
    CONDITION = "condition"  # "A State may withdraw if:"
    WORDS = "words"  # in words of any other kind: "The Commission consists of the following:"


def ending(sentence: Sentence) -> Ending:
    """How the sentence breaks off, adverbs, links and punctuation at its end left out."""
    k = _end_of_words(sentence)
    last = sentence.type(k - 1)
    if last in WAITING_FOR_VERB:
        return Ending.OPEN
    if last == "TO":
        return Ending.TO
    if content_from(sentence) is not None:
        return Ending.THAT
    if last == "AGREE_THAT":
        return Ending.AGREED
    if last in WITH_VERB or sentence.type(k - 2) in WITH_VERB:
        return Ending.CONDITION
    return Ending.WORDS


def content_from(sentence: Sentence) -> int | None:
    """Where what is to be ensured begins: behind "that", with nothing or only a restriction at the end of the sentence.

    "shall ensure that|:", "shall ensure that|, where it rains:"; but "shall ensure that, where it rains, the owner:".
    """
    end = _end_of_words(sentence)
    that = next((k for k in range(end - 1, -1, -1) if sentence.types[k] == "THAT"), end)
    if that + 1 >= end:
        return end if that < end else None
    start = that + 1 + (sentence.types[that + 1] == "COMMA")
    if OPENERS.get(sentence.type(start)) not in RESTRICTING_ROLES:
        return None
    alone = not sentence.holds({"COMMA"}, start, end) or MODIFIERS.issuperset(
        c.type for c in front(sentence, start, end)
    )
    return that + 1 if alone else None


def waits_for_noun(sentence: Sentence) -> bool:
    """As in "This rule shall apply |to|: (a) use at sea", but "The Board is set up |to|:"."""
    k = _end_of_words(sentence)
    return sentence.types[k - 1] == "TO" and sentence.type(k - 2) == "TURN"


def waits_for_right(sentence: Sentence) -> bool:
    """As in "shall be entitled to: (a) leave with pay", where a noun may say what one is entitled to."""
    return sentence.types[_end_of_words(sentence) - 1] in ("BE_ENTITLED", "RESERVES")


def last_type(sentence: Sentence) -> str:
    """The type of the last cue, adverbs, links and punctuation at the end left out."""
    return sentence.type(_end_of_words(sentence) - 1)


def _end_of_words(sentence: Sentence) -> int:
    """Where the sentence ends, adverbs, links and punctuation at its end left out."""
    return sentence.trimmed(_AT_THE_END, 0, len(sentence))


def states_nothing(sentence: Sentence) -> bool:
    """Whether the sentence is a formula: of the end, of courtesy, or one that introduces all that follows it."""
    return sentence.type(0) in ("TESTIMONIUM", "COURTESY") or "ENACTING" in sentence.types


def norms_of_formula(sentence: Sentence) -> list[Sentence]:
    """What a formula of the end orders about its copies, each from its verb or subject on.

    "Done at Rome, in one copy, which |shall be kept in Rome| and of which |the Senate shall send copies to all|."
    """
    if sentence.type(0) != "TESTIMONIUM":
        return []
    parts: list[Sentence] = []
    end = len(sentence)
    for k in range(len(sentence) - 1, 0, -1):
        joint = sentence.back(_COPIES, k - 1)  # "|and| certified copies of which"
        joined = sentence.type(joint) in JOINTS
        first = joined or not sentence.holds(RELATIVE, 0, k)  # not "the Bank |which| shall"
        # not "the undersigned, |who| may be replaced, have signed"
        first = first and not any(
            sentence.types[n] == "COMMA" and sentence.types[n + 1] in _SIGNED for n in range(k, end - 1)
        )
        if sentence.types[k] == "SEMICOLON" or (sentence.types[k] in RELATIVE and first):
            parts.append(Sentence(sentence.cues[k + 1 : end], sentence.asides))
            end = sentence.trimmed({"COMMA"}, 0, joint) if joined and sentence.types[k] in RELATIVE else k
    return [part for part in reversed(parts) if part.holds(MODALS, 0, len(part))]


def starts_with_verb(sentence: Sentence) -> bool:
    """Whether the sentence begins with a verb phrase, as the items of "Each Party shall: (a) …" do."""
    return starts_verb_phrase(sentence, 0)


def is_verb_phrase(sentence: Sentence) -> bool:
    """Whether the sentence is a verb phrase and nothing else: not "To implement …, the Parties shall", "Release is"."""
    if sentence.type(0) != "TO" and (sentence.type(1) in _AFTER_NOUN or _is_noun_of(sentence)):
        return False
    if sentence.type(0) == "PREVENT" and sentence.type(1) == "PREPOSITION":
        return False  # "|exempt| from all taxes": a state, where the verb had its object
    first = next((verb for verb in main_verbs(sentence) if sentence.types[verb] in NORMATIVE), None)
    # "keep a list|; in urgent cases|, the list shall be closed": what follows is a norm of its own
    alone = first is None or sentence.holds({"SEMICOLON"}, 0, first) or _takes_over(sentence, first)
    return starts_with_verb(sentence) and alone


def is_noun_phrase(sentence: Sentence) -> bool:
    """Whether what may be a verb at the beginning is none: "|name| of the ship", "|direct| or covert attacks"."""
    first, second = sentence.first_word(0), sentence.first_word(2)
    described = Form.ADJECTIVE in first.forms and Form.ADJECTIVE in second.forms and Form.BASE not in second.forms
    return _is_noun_of(sentence) or (sentence.type(1) in LIST_JOINTS and described)


def _is_noun_of(sentence: Sentence) -> bool:
    """As in "|transport| of goods", but "dispose of goods"."""
    return sentence.type(1) == "OF" and not NOUNS.isdisjoint(sentence.last_word(0).forms)


def is_norm(sentence: Sentence) -> bool:
    """Whether the sentence has a main verb that binds, permits, defines or takes effect."""
    return any(sentence.types[verb] not in _STATING for verb in main_verbs(sentence))


def explains_term(sentence: Sentence) -> bool:
    """Whether the sentence says what a term is: "a “courier” is a member of the staff"."""
    verbs = main_verbs(sentence)
    return bool(verbs) and any(chunk.type == "DEFINED" for chunk in front(sentence, 0, verbs[0]))


def opens_modifier(sentence: Sentence) -> bool:
    """Whether the sentence begins with a modifier, as words behind a list do: "unless …"."""
    return sentence.type(0) in FREE_OPENERS


def is_open(sentence: Sentence) -> bool:
    """Whether the sentence opens a condition or exception that it does not complete."""
    return sentence.type(0) in WITH_VERB


def open_condition(sentence: Sentence) -> Chunk:
    """The whole sentence as the condition or exception that it opens."""
    whole = sentence.chunk(OPENERS[sentence.types[0]], 0, len(sentence))
    return whole._replace(opener=sentence.cues[0])


def completes_condition(sentence: Sentence, first: Sentence) -> bool:
    """Whether an item goes on with the condition of its chapeau, and leaves the norm itself to the last item.

    "Where: (a) a ship sinks; or (b) its cargo is lost, the owner shall …" and "If this leads to: (a) loss; or (b) …".
    """
    if ending(sentence) is Ending.THAT:  # "Where a Party finds that: (a) …; or (b) …, it may"
        return True
    if has_own_verb(sentence, 0, len(sentence)):
        return not main_verbs(first)
    return not any(first.types[verb] in NORMATIVE for verb in main_verbs(first))


def ends_in_clause(sentence: Sentence, verb: int, end: Ending, first: Sentence | None) -> bool:
    """Whether the list goes on with a clause behind the main verb, which the items complete as one sentence with it.

    "may close the port, provided that he: (a) …", "rules, which shall: (a) …", "ensure that its ships: (a) …",
    "work that is: (a) not harmful", "adopt rules that: (a) …"; but the items of
    "shall ensure that: (a) …" are sentences. `first` is the first sentence of the first item.
    """
    opened = [k for k in range(verb + 1, len(sentence)) if _opens(sentence, k)]
    if not opened or end is Ending.CONDITION:
        return False
    last = opened[-1]
    if end is Ending.THAT:
        that = (content_from(sentence) or 0) - 1
        behind_verb = sentence.past(ADVERBS | {"NOT"}, verb + 1) + 1
        further = sentence.type(behind_verb) == "TO" and sentence.type(behind_verb + 1) != "PRONOUN"  # "see to it that"
        of_object = further or sentence.type(behind_verb) in _OBJECTS
        # "provide that its bodies look into each case to ensure |that|:"
        of_object = of_object or "THAT" in sentence.types[verb:that] or (first is not None and _lacks_subject(first))
        return of_object or sentence.holds(WITH_VERB | _EVENTS, verb + 1, that)
    if end is Ending.OPEN:
        return sentence.holds(NORMATIVE, last, len(sentence))  # "ensure that its ships |are free to|: (a) …"
    words = _end_of_words(sentence)
    if end is Ending.WORDS and _awaits_verb(sentence, opened, words):
        return True
    unfinished = words - (sentence.type(words - 1) in ("IS", "HAS"))
    return not sentence.holds(FINITE | PARTICIPLES | {"VERB"}, last + 1, unfinished)


def _awaits_verb(sentence: Sentence, opened: Sequence[int], end: int) -> bool:
    """Whether a clause about its subject stands in one that waits for its verb: "require that one who sells fish:"."""
    that = next((n for n, k in enumerate(opened) if sentence.types[k] == "THAT"), len(opened))
    inner = opened[that + 1 :]
    verbs = sum(kind in FINITE for kind in sentence.types[opened[that] + 1 : end]) if inner else 0
    own = sum(sentence.type(k + 1) == "NOUN_OR_FINITE" for k in inner)  # "who |sells|", which may be a noun as well
    return bool(inner) and verbs + own <= len(inner)


def _lacks_subject(sentence: Sentence) -> bool:
    """Whether an item begins with its verb: "procedures that: (a) |provide| for release", "(a) |is| open to all"."""
    return sentence.type(0) in FINITE - MODALS or (is_verb_phrase(sentence) and not is_noun_phrase(sentence))


def _opens(sentence: Sentence, k: int) -> bool:
    return sentence.types[k] in WITH_VERB or (sentence.types[k] in RELATIVE_OR_THAT and opens_clause(sentence, k))


def ends_in_relative(sentence: Sentence) -> bool:
    """Whether words without a main verb end in a clause about a noun: "a line |which|:", "a person |who by law|:"."""
    last = sentence.last({"WHICH"}, 0, len(sentence))
    if last is None or sentence.holds(FINITE | PARTICIPLES, last + 1, len(sentence)):
        return False
    verbs = (k for k in range(last + 1, len(sentence)) if sentence.types[k] == "VERB")
    return all(sentence.type(k - 1) in BEFORE_NOUN for k in verbs)  # "under the law of the |place|"


def topic(sentence: Sentence) -> list[Chunk]:
    """What a chapeau without a main verb says: an inverted condition ("Should …:"), or what may stand before a verb."""
    if sentence.type(0) == "SHOULD":
        return modifiers(sentence, 0, len(sentence))
    return front(sentence, 0, len(sentence))


def item_boundary(sentence: Sentence) -> Boundary:
    """Where the verb phrase of an item ends, and where what it is joined with begins.

    That is a sentence after its semicolon, or a modal that takes the subject over: "keep a list, |and shall report|".
    """
    verb = next((verb for verb in main_verbs(sentence) if verb), None)  # not "|confirm| receipt, and shall report"
    if verb is not None and (sentence.holds({"SEMICOLON", "STOP"}, 0, verb) or _takes_over(sentence, verb)):
        return boundary(sentence, -1, verb)
    return Boundary(len(sentence), len(sentence))


def _takes_over(sentence: Sentence, verb: int) -> bool:
    """Whether a modal has the subject of the verb phrase before it, and not that of a clause within that."""
    if sentence.types[verb] not in MODALS or sentence.type(verb - 1) not in JOINTS:
        return False
    set_off = sentence.type(verb - 2) == "COMMA" and sentence.types[verb] != "MAY"
    return set_off or not sentence.holds(SUBORDINATING, 0, verb)  # "areas which touch, or may touch, trade"
