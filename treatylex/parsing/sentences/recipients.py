"""Recipients: to whom a norm is owed.

The other side of a norm is who is told, asked, helped or given something ("inform |the Council|", "submit it |to the
Board|"), or who is named as the other of two ("|the other Party|", "|the requesting State|").

Guarantee: what is returned is a noun phrase of the sentence whose head is a person, a State or an organ, and that
stands neither in a subordinate clause nor behind "by".
"""

import functools
from collections.abc import Iterator

from treatylex.language.grammar import listed
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    BEFORE_NOUN,
    LIST_JOINTS,
    MODALS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    WITH_VERB,
    Chunk,
    Sentence,
)

_ACTOR = frozenset({"ACTOR"})
_OTHERS = frozenset({"OTHER", "EACH_OTHER"})
_BEFORE_ACTOR = frozenset({"DETERMINER", "OF_THEM", "WORDS", "NAME", "ACTOR"})
_OTHER_REACH = 2  # cues; "the other |Contracting| |Party|"
_SUBORDINATE = WITH_VERB | RELATIVE_OR_THAT
_VERBS = frozenset({"VERB", "FINITE", "NOUN_OR_FINITE", "TURN", "GRANTS"})
_BEFORE_NOUN = BEFORE_NOUN | PREPOSITIONS
_ATTRIBUTES = PARTICIPLES | {"DOING"}
# What may stand between the beginning of a noun phrase and its head: "the |competent national| authority".
_BEFORE_HEAD = BEFORE_NOUN | _ATTRIBUTES | ADVERBS | {"WORDS", "NATIONAL", "NOUN_OR_FINITE", "VERB", "THING"}
_HEADS = frozenset({"ACTOR", "NAME"})
_OF_HEAD = _HEADS | {"CONCERNED", "ASIDE"}


def recipient(sentence: Sentence, verb: int, end: int) -> Chunk | None:
    """Who is told or given something by the predicate whose verb stands at `verb`, or by one that it governs."""
    stop = _main_end(sentence, verb, end)
    for k in _verbs_of(sentence, verb, stop):
        passive = sentence.types[k] in PARTICIPLES
        if not passive and is_form_of(sentence, k, "TELLS"):
            found = _noun_phrase(sentence, _behind_adverbs(sentence, k + 1), stop)
            if found is not None:
                return found
        if is_form_of(sentence, k, "GIVES") and (found := _behind_to(sentence, k, stop)) is not None:
            return found
    return None


def other_side(sentence: Sentence, start: int, subject: int, verb: int, end: int) -> Chunk | None:
    """The other of two, where someone bears the norm: of "the other Party" as subject, who is named before it."""
    if _is_other_party(sentence, subject) or _is_other_party(sentence, subject + 1):
        return _first_named(sentence, start, subject)
    for k in range(verb, _main_end(sentence, verb, end)):
        found, kind = None, sentence.types[k]
        if kind in _OTHERS and _is_other_party(sentence, k):
            found = _party_phrase(sentence, k)
        elif kind == "DETERMINER" and _is_role(sentence, k):
            found = sentence.chunk("WHO", k, k + 3)
        if found is not None and not _is_behind_by(sentence, k):
            return found
    return None


def is_told(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether the subject is who is told or asked: "The owner shall be |informed|"."""
    return any(
        sentence.types[k] in PARTICIPLES and _is_passive(sentence, k) and is_form_of(sentence, k, "TELLS")
        for k in range(verb + 1, _main_end(sentence, verb, end))
    )


def _main_end(sentence: Sentence, verb: int, end: int) -> int:
    """Where the first subordinate clause behind the verb begins; "that of the other State" is none."""
    opening = (k for k in range(verb, end) if sentence.types[k] in _SUBORDINATE and sentence.type(k + 1) != "OF")
    return next(opening, end)


# ── Who is told or given something ──────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset(listed("recipient")[name])


def is_form_of(sentence: Sentence, k: int, name: str) -> bool:
    """Whether the word at `k` is a form of one that a terminal of `recipient.lark` lists."""
    return not _verbs(name).isdisjoint(sentence.last_word(k).bases)


def _verbs_of(sentence: Sentence, verb: int, stop: int) -> Iterator[int]:
    """The verbs of the predicate, coordinated ones and infinitives included, those of attributes left out."""
    for k in range(verb, stop):
        kind = sentence.types[k]
        if kind in MODALS and k > verb:  # "as may assist"
            return
        verbal = kind in _VERBS and sentence.type(k - 1) not in _BEFORE_NOUN  # not "the |transfer| of"
        if verbal or (kind in PARTICIPLES and _is_passive(sentence, k)):
            yield k


def _is_passive(sentence: Sentence, k: int) -> bool:
    at = sentence.before(k)
    while sentence.type(at) in LIST_JOINTS or sentence.type(at) in PARTICIPLES:  # "be signed and |sent|"
        at = sentence.before(at)
    return sentence.type(at) in ("BE", "IS", "BEEN")


def _behind_adverbs(sentence: Sentence, k: int) -> int:
    while sentence.type(k) in ADVERBS or sentence.type(k) == "NOW":
        k += 1
    return k


def _behind_to(sentence: Sentence, verb: int, stop: int) -> Chunk | None:
    """The first noun phrase behind "to" that names one who can act; what stands before may be given: "it", "a list"."""
    for k in range(verb + 1, stop):
        if sentence.types[k] == "BY":
            return None
        if sentence.types[k] == "TO":
            if sentence.type(k + 1) == "VERB":  # "authorise him |to return| to his country"
                return None
            if (found := _noun_phrase(sentence, k + 1, stop)) is not None:
                return found
    return None


def _noun_phrase(sentence: Sentence, start: int, stop: int) -> Chunk | None:
    """The noun phrase that begins at `start` and whose head can act: "the Council and the other Parties"."""
    end = _head_end(sentence, start, stop)
    if end is None:
        return None
    while end + 1 < stop and sentence.types[end] in LIST_JOINTS | {"OF"}:
        further = _head_end(sentence, end + 1, stop)
        if further is None:
            break
        end = further
    return sentence.chunk("WHO", start, end)


def _head_end(sentence: Sentence, start: int, stop: int) -> int | None:
    """Where the head of a noun phrase ends that can act; `None` when the one at `start` cannot: "the owner's ship"."""
    if sentence.type(start) == "EACH_OTHER":
        return start + 1
    head = next((k for k in range(start, stop) if sentence.types[k] not in _BEFORE_HEAD), stop)
    if head >= stop or sentence.types[head] not in _HEADS:
        return None
    end = head + 1
    while end < stop and sentence.types[end] in _OF_HEAD:
        end += 1
    return None if sentence.type(end) == "POSSESSIVE" else end


# ── The other of two ────────────────────────────────────────────────────────────────────────────────────────────────


def _is_behind_by(sentence: Sentence, k: int) -> bool:
    """Whether the noun phrase at `k` stands behind "by": "be given |by| the other Party"."""
    while k > 0 and sentence.types[k - 1] in _BEFORE_ACTOR:
        k -= 1
    return sentence.type(k - 1) == "BY"


def _is_role(sentence: Sentence, k: int) -> bool:
    """Whether the determiner at `k` is that of a party named by its part: "the requesting State"."""
    return (
        sentence.type(k + 1) in _ATTRIBUTES
        and sentence.type(k + 2) == "ACTOR"
        and is_form_of(sentence, k + 1, "ROLES")
        and is_form_of(sentence, k + 2, "HOLDERS")
    )


def _is_other_party(sentence: Sentence, k: int) -> bool:
    """Whether "other" or "each other" speaks of a party at `k`, not of any person: "another expert"."""
    if sentence.type(k) == "EACH_OTHER":
        return True
    if sentence.type(k) != "OTHER":
        return False
    noun = sentence.find(_ACTOR, k + 1, min(k + 1 + _OTHER_REACH, len(sentence)))
    whole = noun is not None and sentence.type(noun + 1) not in ("WORDS", "THING")  # not "any other State |agency|"
    return noun is not None and whole and is_form_of(sentence, noun, "HOLDERS")


def _party_phrase(sentence: Sentence, other: int) -> Chunk:
    """The noun phrase around "other": its determiner and its noun."""
    start = other - 1 if sentence.type(other - 1) == "DETERMINER" else other
    end = other + 1
    while sentence.types[other] == "OTHER" and sentence.types[end - 1] != "ACTOR":
        end += 1
    return sentence.chunk("WHO", start, end)


def _first_named(sentence: Sentence, start: int, end: int) -> Chunk | None:
    """The first noun phrase that names a person, State or organ."""
    noun = sentence.find(_ACTOR, start, end)
    if noun is None:
        return None
    first = noun
    while first > start and sentence.types[first - 1] in _BEFORE_ACTOR:
        first -= 1
    return sentence.chunk("WHO", first, noun + 1)
