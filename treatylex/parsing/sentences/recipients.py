"""Recipients: to whom a norm is owed.

The other side of a norm is who is told, asked, helped or given something ("inform |the Council|", "submit it |to the
Board|"), or who is named as the other of two ("|the other Party|", "|the requesting State|").

Guarantee: what is returned is a noun phrase of the sentence whose head is a person, a State or an organ, and that
stands neither in a subordinate clause nor behind "by".
"""

from collections.abc import Iterator

from treatylex.language.words import Form
from treatylex.parsing.sentences.cues import (
    ACTORS,
    ADVERBS,
    ATTRIBUTES,
    BEFORE_NO_VERB,
    BEFORE_NOUN,
    FINITE,
    LIST_JOINTS,
    MODALS,
    NOUN_ENDS,
    PARTICIPLES,
    RELATIVE_OR_THAT,
    WITH_VERB,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.frames import opens_clause
from treatylex.parsing.sentences.vocabulary import is_form_of

_BEFORE_ACTOR = frozenset({"DETERMINER", "OF_THEM", "WORDS", "NAME", "ACTOR"})
_OTHER_REACH = 2  # cues; "the other |Contracting| |Party|"
_VERBS = frozenset({"VERB", "FINITE", "NOUN_OR_FINITE", "TURN", "GRANTS"})
# What may stand between the beginning of a noun phrase and its head: "the |competent national| authority".
_BEFORE_HEAD = BEFORE_NOUN | ATTRIBUTES | ADVERBS | {"WORDS", "NATIONAL", "NOUN_OR_FINITE", "VERB", "THING"}
_AFTER_BARE_OTHER = frozenset({"OF", "COMMA", "STOP", "IN_ORDER_TO", ""})
_OF_HEAD = ACTORS | {"CONCERNED", "ASIDE"}


def recipient(sentence: Sentence, verb: int, end: int) -> Chunk | None:
    """Who is told or given something by the predicate whose verb stands at `verb`, or by one that it governs."""
    stop = _main_end(sentence, verb, end)
    for k in _verbs_of(sentence, verb, stop):
        passive = sentence.types[k] in PARTICIPLES
        if not passive and is_form_of(sentence.last_word(k), "TELLS"):
            whom = sentence.past(ADVERBS | {"NOW", "BY_ACT"}, k + 1)  # "notify |in writing|", "|at once|"
            found = _noun_phrase(sentence, whom, stop)
            if found is not None:
                given = is_form_of(sentence.last_word(k), "GIVES") and _is_given(sentence, whom, stop)
                return (_behind_to(sentence, k, stop) if given else None) or found
        if is_form_of(sentence.last_word(k), "GIVES") and (found := _behind_to(sentence, k, stop)) is not None:
            return found
    return None


def other_side(sentence: Sentence, start: int, subject: int, verb: int, end: int) -> Chunk | None:
    """The other of two, where someone bears the norm: of "the other Party" as subject, who is named before it."""
    if _is_other_party(sentence, subject) or _is_other_party(sentence, subject + 1):
        return _first_named(sentence, start, subject)
    for k in range(verb, _main_end(sentence, verb, end)):
        found, kind = None, sentence.types[k]
        if kind in ("OTHER", "EACH_OTHER") and _is_other_party(sentence, k):
            found = _party_phrase(sentence, k)
        elif kind == "DETERMINER" and _is_role(sentence, k):
            found = sentence.chunk("WHO", k, k + 3)
        if found is not None and not _tells_by_whom_or_where(sentence, k):
            return found
    return None


def is_told(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether the subject is who is told or asked: "The owner shall be |informed|"."""
    return any(
        sentence.types[k] in PARTICIPLES and _is_passive(sentence, k) and is_form_of(sentence.last_word(k), "TELLS")
        for k in range(verb + 1, _main_end(sentence, verb, end))
    )


def _main_end(sentence: Sentence, verb: int, end: int) -> int:
    """Where the first subordinate clause behind the verb begins."""
    return next((k for k in range(verb, end) if _is_subordinate(sentence, k, end)), end)


def _is_subordinate(sentence: Sentence, k: int, end: int) -> bool:
    """Whether a clause opens at `k`: "inform him |that| the Party has left", but "inform |that| Party"."""
    kind = sentence.types[k]
    if kind not in RELATIVE_OR_THAT:
        return kind in WITH_VERB
    names_one = _names_that(sentence, k) and not sentence.holds(FINITE, k + 1, end)
    return not names_one and opens_clause(sentence, k)


def _names_that(sentence: Sentence, k: int) -> bool:
    """Whether "that" at `k` may be about one noun: "|that| airline", but "|that| airlines", "|that| a meeting"."""
    one = sentence.type(k + 1) in ACTORS and Form.NOUNS not in sentence.last_word(k + 1).forms
    return sentence.type(k) == "THAT" and (one or sentence.type(k + 1) == "OTHER")


# ── Who is told or given something ──────────────────────────────────────────────────────────────────────────────────


def _verbs_of(sentence: Sentence, verb: int, stop: int) -> Iterator[int]:
    """The verbs of the predicate, coordinated ones and infinitives included, those of attributes left out."""
    for k in range(verb, stop):
        kind = sentence.types[k]
        if kind in MODALS and k > verb:  # "as may assist"
            return
        verbal = kind in _VERBS and sentence.type(k - 1) not in BEFORE_NO_VERB  # not "the |transfer| of"
        if verbal or (kind in PARTICIPLES and _is_passive(sentence, k)):
            yield k


def _is_passive(sentence: Sentence, k: int) -> bool:
    at = sentence.before(k)
    while sentence.type(at) in LIST_JOINTS or sentence.type(at) in PARTICIPLES:  # "be signed and |sent|"
        at = sentence.before(at)
    return sentence.type(at) in ("BE", "IS", "BEEN")


def _behind_to(sentence: Sentence, verb: int, stop: int) -> Chunk | None:
    """The first noun phrase behind "to" that names one who can act; what stands before may be given: "it", "a list".

    Not in words about what is given, "a list made by the Board and sent to the States", nor in a purpose, "authorise
    him to return to his country", "with the aim of paying back to the States".
    """
    by = False
    for k in range(verb + 1, stop):
        kind = sentence.types[k]
        if (by and kind in PARTICIPLES) or (kind == "DOING" and sentence.types[k - 1] in ("OF", "IN_ORDER_TO")):
            return None
        by = by or kind == "BY"
        if kind in ("TO", "MEASURES_TO"):
            if sentence.type(k + 1) == "VERB":
                return None
            if (found := _noun_phrase(sentence, k + 1, stop)) is not None:
                return found
    return None


def _is_given(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether the noun phrase at `start` is what another is given: "provide |experts| to the other Party"."""
    end = _head_end(sentence, start, stop)
    return end is not None and sentence.type(end) == "TO"


def _noun_phrase(sentence: Sentence, start: int, stop: int) -> Chunk | None:
    """The noun phrase that begins at `start` and whose head can act: "the Council and the other Parties"."""
    end = _head_end(sentence, start, stop)
    if end is None:
        return None
    while end + 1 < stop and sentence.types[end] in LIST_JOINTS | {"OF"} and sentence.types[start] != "EACH_OTHER":
        further = _head_end(sentence, end + 1, stop) or _charge_end(sentence, end, stop)
        if further is None:
            break
        end = further
    return sentence.chunk("WHO", start, end)


def _head_end(sentence: Sentence, start: int, stop: int) -> int | None:
    """Where the head of a noun phrase ends that can act; `None` when the one at `start` cannot: "the owner's ship"."""
    if sentence.type(start) == "EACH_OTHER":
        return start + 1
    start += _names_that(sentence, start)
    head = next((k for k in range(start, stop) if sentence.types[k] not in _BEFORE_HEAD), stop)
    if start < head and sentence.types[head - 1] == "OTHER" and sentence.type(head) in _AFTER_BARE_OTHER:
        return head  # "notify |the other| of its choice"
    if head >= stop or sentence.types[head] not in ACTORS:
        return None
    end = min(sentence.past(_OF_HEAD, head + 1), stop)
    return None if sentence.type(end) == "POSSESSIVE" else end


def _charge_end(sentence: Sentence, of: int, stop: int) -> int | None:
    """Where the words end that say what an organ is for: "the Ministry of |Foreign Affairs|", but "the Board of it"."""
    if sentence.types[of] != "OF" or not is_form_of(sentence.last_word(of - 1), "OFFICES"):
        return None
    end = next((k for k in range(of + 1, stop) if sentence.types[k] not in NOUN_ENDS - {"ACTOR"}), stop)
    return end if end > of + 1 else None


# ── The other of two ────────────────────────────────────────────────────────────────────────────────────────────────


def _tells_by_whom_or_where(sentence: Sentence, k: int) -> bool:
    """Whether the noun phrase at `k` only says by whom or where: "given |by| the other Party", "in its |territory|"."""
    while k > 0 and (sentence.types[k - 1] in _BEFORE_ACTOR or sentence.types[k - 1] == "OF"):
        k -= 1
        if sentence.types[k] == "OF" and is_form_of(sentence.last_word(k - 1), "PLACES", "SWAY"):
            return True
    return sentence.type(k - 1) == "BY"


def _is_role(sentence: Sentence, k: int) -> bool:
    """Whether the determiner at `k` is that of a party named by its part: "the requesting State"."""
    return (
        sentence.type(k + 1) in ATTRIBUTES
        and sentence.type(k + 2) == "ACTOR"
        and is_form_of(sentence.last_word(k + 1), "ROLES")
        and is_form_of(sentence.last_word(k + 2), "HOLDERS")
    )


def _is_other_party(sentence: Sentence, k: int) -> bool:
    """Whether "other" or "each other" speaks of a party at `k`, not of any person: "another expert"."""
    if sentence.type(k) == "EACH_OTHER":
        return sentence.type(k + 1) != "POSSESSIVE"
    if sentence.type(k) != "OTHER":
        return False
    noun = sentence.find({"ACTOR"}, k + 1, min(k + 1 + _OTHER_REACH, len(sentence)))
    whole = noun is not None and sentence.type(noun + 1) not in ("WORDS", "THING")  # not "any other State |agency|"
    return noun is not None and whole and is_form_of(sentence.last_word(noun), "HOLDERS")


def _party_phrase(sentence: Sentence, other: int) -> Chunk:
    """The noun phrase around "other": its determiner and its noun."""
    start = other - 1 if sentence.type(other - 1) in ("DETERMINER", "THAT") else other
    end = other + 1
    while sentence.types[other] == "OTHER" and sentence.types[end - 1] != "ACTOR":
        end += 1
    return sentence.chunk("WHO", start, end)


def _first_named(sentence: Sentence, start: int, end: int) -> Chunk | None:
    """The first noun phrase that names a person, State or organ, and does not only say by whom or where."""
    nouns = (k for k in range(start, end) if sentence.types[k] == "ACTOR")
    noun = next((k for k in nouns if not _tells_by_whom_or_where(sentence, k)), None)
    if noun is None:
        return None
    first = sentence.trimmed(_BEFORE_ACTOR, start, noun)
    return sentence.chunk("WHO", first, noun + 1)
