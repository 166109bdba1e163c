"""How far a condition or exception without a verb of its own reaches: "in case of war", "except in an emergency".

Guarantee: as of every reach, see `reaches`.
"""

from treatylex.parsing.sentences.cues import (
    BEFORE_NOUN,
    EXCEPTIONS,
    FINITE,
    LIST_JOINTS,
    LISTED,
    MANNERS,
    NOUN_ENDS,
    NOUN_PHRASE,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    SUBORDINATING,
    VERBS,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import announces_list, is_listed
from treatylex.parsing.sentences.frames import opens_clause
from treatylex.parsing.sentences.insertions import behind_insertion, behind_link, parted_object
from treatylex.parsing.sentences.stops import (
    NEXT_RESTRICTION,
    adds_to_noun,
    awaits_noun,
    coordinates_action,
    ends_here,
    parts_cases,
)

_TIMES_OF_ACT = frozenset({"DURING", "WITHIN", "NOW", "ON_DATE"})
_OF_THEIR_OWN = frozenset({"NOW", "WITHIN", "DURING", "FOR_TIME", "ON_DATE", "BY_MEANS_OF", "BY_ACT"})
_PHRASE_OPENERS = PREPOSITIONS | MANNERS | {"IN_CASE_OF", "AT_REQUEST", "BY", "DURING", "WITHIN"}


def phrase_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a condition or exception without a verb reaches: to a comma, unless that stands in a list."""
    through_list = offered = False
    resumes = i + 1
    marked = sentence.type(i + 1) == "ASIDE"  # "except |(a)| in war, (b) in need"
    for k in range(i + 1, end):
        itemised = marked and _opens_item(sentence, k)
        if not itemised and ends_here(sentence, k, i, through_list=through_list):
            return k
        if sentence.type(k + 3) in NEXT_RESTRICTION:
            resumes = max(resumes, behind_link(sentence, k, end))  # "if asked by him|, in particular,| when"
        if sentence.holds(FINITE, i, k) and (parted := parted_object(sentence, k, end)) is not None:
            resumes = max(resumes, parted)  # "after talks are held|, if asked for,| with him"
        if sentence.types[k] == "OR":
            # "at the request of a Party or, |if need be,| of the Board"
            resumes = max(resumes, behind_insertion(sentence, k, end))
        if k < resumes:
            continue
        through_list = through_list or sentence.types[k] == "COLON"
        # "by a majority of the Parties|, including| those named", but "persons, other than nationals|,| paid by"
        included = sentence.types[i] != "OTHER_THAN" and adds_to_noun(sentence, k)
        # "shall provide, to the extent of its means|,| local offices and staff"
        parts_object = [sentence.type(i - 2), sentence.type(i - 1)] == ["VERB", "COMMA"]
        goes_on = included or (is_listed(sentence, k, end, i) and not parts_object) or _in_relative(sentence, i, k)
        # not ", |except| under Article 4, which", but ", |except| in urgent cases, when it shall be a month."
        closed = sentence.type(i - 1) == "COMMA" and (
            sentence.types[i] != "EXCEPT" or "COMMA" in sentence.types[k + 1 : end]
        )
        goes_on = goes_on or (sentence.type(k + 1) == "WHICH" and not closed)
        offers = sentence.types[i] in ("EXCEPT", "OTHER_THAN") and sentence.types[k] == "COMMA"
        offers = offers and _offers_another(sentence, k, end)
        offered, goes_on = offered or offers, goes_on or offers
        goes_on = goes_on or awaits_noun(sentence, k, end) or (_adds_noun(sentence, k, end) and not closed)
        goes_on = goes_on or (sentence.types[i] == "AT_REQUEST" and _counts_askers(sentence, i, k, end))
        goes_on = goes_on or itemised
        # "except in the following cases|, when| it may: (a) …"
        goes_on = goes_on or (announces_list(sentence, i, k) and sentence.holds({"COLON"}, k, end))
        if sentence.types[k] == "COMMA" and not (through_list or goes_on):
            return k
        stops = sentence.types[k] in EXCEPTIONS | {"BY_LEAVE_OF"}
        stops = stops and not (offered and sentence.types[k - 1] in LIST_JOINTS)  # "in war |and| by leave of"
        # in an item its own: "in these cases: (a) if it fails; (b) if it is sold|, unless| the Bank has agreed"
        stops = stops and not (through_list and sentence.types[k - 1] == "COMMA" and sentence.holds({LISTED}, i, end))
        if stops or (not through_list and coordinates_action(sentence, k, i, end)):
            return k
        if parts_cases(sentence, k, i, end):
            return k
        # "after erection |and| before handing over", "in case of fire |and| in case of flood"
        own = sentence.type(k + 1) in _OF_THEIR_OWN | {sentence.types[i]} and sentence.types[i] != "EXCEPT"
        joint = sentence.types[k] in LIST_JOINTS or sentence.types[k : k + 2] == ["BUT", "NOW"]
        if own and joint and not through_list:
            return k  # "subject to this Pact |and| in accordance with"
        behind_asker = sentence.types[k - 1] in NOUN_ENDS | {"PRONOUN"}
        if sentence.types[i] == "AT_REQUEST" and behind_asker and _acts_on_request(sentence, k):
            return k
    return end


def _adds_noun(sentence: Sentence, k: int, end: int) -> bool:
    """Whether a noun and nothing more follows the comma at `k`: "in case of fire or theft|, or the loss of a ship,"."""
    if sentence.type(k + 1) not in LIST_JOINTS or sentence.type(k + 2) not in BEFORE_NOUN:
        return False
    behind = sentence.past(NOUN_PHRASE, k + 3)
    return behind >= end or sentence.types[behind] in ("COMMA", "STOP")


def _counts_askers(sentence: Sentence, i: int, k: int, end: int) -> bool:
    """Whether how many have to ask goes on: "at the request of six States|, or| half of them|, whichever| is more"."""
    which = sentence.type(k + 1) == "WHETHER" and sentence.type(k + 2) == "IS" and sentence.holds({"OR"}, i, k)
    return which or _adds_noun(sentence, k, end)


def _opens_item(sentence: Sentence, k: int) -> bool:
    """Whether a marker follows the comma or semicolon at `k`: "except (a) in war|,| (b) in need", "|, and| (c)"."""
    return "ASIDE" in (sentence.type(k + 1), sentence.type(k + 2) if sentence.type(k + 1) in LIST_JOINTS else "")


def _acts_on_request(sentence: Sentence, k: int) -> bool:
    """Whether what is done on a request follows whose it is: "at the request of one |to hear| it"."""
    infinitive = sentence.types[k] == "TO" and sentence.type(k + 1) not in BEFORE_NOUN | {"REFERENCE"}
    # "of a Party to the dispute |to| a judge", "of either of them |to| a judge"
    again = sentence.types[k] == "TO" and not {"TO", "PRONOUN"}.isdisjoint(sentence.types[k - 3 : k])
    return sentence.types[k] in _TIMES_OF_ACT | {"BY_MEANS_OF"} or infinitive or again


def _in_relative(sentence: Sentence, i: int, k: int) -> bool:
    """Whether a relative clause before the comma at `k` still waits for its verb: "those which|, on that day, have"."""
    relative = (n for n in range(i + 1, k) if sentence.types[n] in RELATIVE_OR_THAT and opens_clause(sentence, n))
    return any(_is_unfinished(sentence, n, k) for n in relative)


def _is_unfinished(sentence: Sentence, opened: int, k: int) -> bool:
    """Whether the relative clause at `opened` has not met its verb before the comma at `k`."""
    if sentence.types[opened + 1] == "COMMA":  # "those which|, when it enters into force,| object"
        return (sentence.find({"COMMA"}, opened + 2, k + 1) or k) == k
    return not sentence.holds(VERBS, opened + 1, k)


def _offers_another(sentence: Sentence, k: int, end: int) -> bool:
    """Whether another phrase like the one before the comma at `k` follows: "except under Article 5|, or at| …"."""
    if sentence.type(k + 1) in _PHRASE_OPENERS - {"OF"}:  # "except for peace|, for| order, or for health"
        stop = sentence.find(FINITE | SUBORDINATING | EXCEPTIONS | {"SEMICOLON"}, k + 1, end) or end
        return any(
            sentence.types[n] in LIST_JOINTS and sentence.types[n + 1] in _PHRASE_OPENERS | {"BY_LEAVE_OF"}
            for n in range(k + 2, stop - 1)
        )
    return sentence.type(k + 1) == "OR" and sentence.type(k + 2) in _PHRASE_OPENERS
