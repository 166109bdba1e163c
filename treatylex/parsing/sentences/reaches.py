"""Reaches: how far a modifier goes, from its opener to the comma, joint or other modifier that ends it.

Guarantee: a reach lies behind the opener and not behind the end of the stretch.
"""

from treatylex.parsing.sentences.clause_reaches import clause_reach
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    EXCEPTIONS,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    MANNERS,
    NOUN_START,
    NOUNS_OR_VERBS,
    OPENERS,
    OPENS_CLAUSE,
    RESTRICTIONS,
    WHOLE,
    WITH_VERB,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import is_listed
from treatylex.parsing.sentences.insertions import parted_object
from treatylex.parsing.sentences.phrase_reaches import phrase_reach
from treatylex.parsing.sentences.roles import role_at
from treatylex.parsing.sentences.stops import TIMES, coordinates_action, ends_here
from treatylex.parsing.sentences.time_reaches import time_reach

_NEW_CLAUSE = EXCEPTIONS | {"SEMICOLON", LISTED}
# … and a manner or purpose.
_ENDS_MANNER = RESTRICTIONS | {"AS_REQUIRED", "NOW"}
_PURPOSES = frozenset({"IN_ORDER_TO", "TO_THIS_END"})


def reach(sentence: Sentence, i: int, end: int, role: str) -> int:
    """How far the modifier that opens at `i` reaches."""
    kind = sentence.types[i]
    after = sentence.types[i + 1] if i + 1 < end else ""
    whichever = sentence.find({"WHICHEVER_FIRST"}, i, end) if role in ("TIME", "CONDITION") else None
    other_time = role == "CONDITION" and (kind in OPENS_CLAUSE or sentence.holds(TIMES, i, whichever or end))
    if other_time:
        whichever = None  # "after its entry into force, |on 1 May 2010| or on signature, whichever is later"
    if whichever is not None and not any(_begins_anew(sentence, k, end) for k in range(i, whichever)):
        return whichever + 1  # "on 1 May 2010 or on its ratification, |whichever is later|"
    if kind == "BY_SUCH_MEANS" and after in ("BY", "TO"):
        return i + 1  # "be chosen |by lot| by the Chairman", "act |in good faith| to end it"
    latest = i + 1 + (after == "COMMA")
    if latest < end and sentence.types[latest] == "AT_LATEST":
        return latest + 1  # "by 1 May 1990 |at the latest|", "by 1 May|, at the latest|"
    if kind in WHOLE:
        linked = sentence.past({"COMMA"}, i + 1)  # "as soon as possible|, and in any case| within a month"
        behind = linked + 2 if sentence.type(linked + 1) == "LINK" else i + 2
        joint = sentence.type(linked if behind > i + 2 else i + 1)
        joined = joint in LIST_JOINTS and behind < end and role_at(sentence, behind, i, end) == role == "TIME"
        return reach(sentence, behind, end, role) if joined else i + 1  # "as soon as possible |and| within a month"
    if kind in OPENS_CLAUSE:
        return clause_reach(sentence, i, end)
    if role == "TIME":
        return time_reach(sentence, i, end)
    return (phrase_reach if role in ("CONDITION", "EXCEPTION") else _manner_reach)(sentence, i, end)


def _begins_anew(sentence: Sentence, k: int, end: int) -> bool:
    """Whether something else begins at `k` than the other of two times: not "on 1 May|; or| on its denunciation"."""
    if sentence.types[k : k + 2] == ["SEMICOLON", "OR"] and k + 2 < end:
        return sentence.types[k + 2] != "PREPOSITION" and role_at(sentence, k + 2, k, end) is None
    return sentence.types[k] in _NEW_CLAUSE


def _manner_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a manner or purpose reaches: to a comma or to the next condition, exception or time."""
    types = sentence.types
    acts = types[i] in _PURPOSES and sentence.type(i + 1) not in NOUN_START  # "in order to |hear| him within a day"
    ends = _ENDS_MANNER if types[i] in _PURPOSES else _ENDS_MANNER | MANNERS
    resumes = _behind_own_restriction(sentence, i, end)
    for k in range(resumes, end):
        kind = types[k]
        parted = parted_object(sentence, k, end) if acts else None
        resumes = resumes if parted is None else parted  # "in order to build|, by May,| a port"
        if k < resumes:
            continue
        listed = is_listed(sentence, k, end, i)
        included = kind == "COMMA" and (sentence.type(k + 1) == "INCLUDING" or listed)
        if (kind == "COMMA" and not included) or kind in ends or ends_here(sentence, k, i):
            return k
        if coordinates_action(sentence, k, i, end):
            return k
        if kind == "WHICH":  # what follows up to the comma belongs to the relative clause
            return _relative_end(sentence, k, i, end)
        if kind in TIMES and not acts and role_at(sentence, k, i, end) == "TIME":
            return k
    return end


def _relative_end(sentence: Sentence, which: int, i: int, end: int) -> int:
    """Where a clause about a noun of a manner ends: at a comma that does not part its verb from its object."""
    verb = sentence.past(ADVERBS, which + 1)  # "in a form which |shows|, where needed, the costs"
    behind = parted_object(sentence, verb + 1, end) if verb + 1 < end else None
    ends = (
        k for k in range(behind or which, end) if sentence.types[k] == "COMMA" or _parts_clause(sentence, k, which, i)
    )
    return next(ends, end)


def _behind_own_restriction(sentence: Sentence, i: int, end: int) -> int:
    """Where a purpose goes on behind what restricts its own act: "with a view to their end |as soon as trade permits|".

    And another act with its own: "with a view to their relaxation as soon as possible|, or abolition when …|".
    """
    k = i + 1
    while sentence.types[i] in _PURPOSES and k < end and sentence.types[k] in RESTRICTIONS | TIMES | {"NOW"}:
        stop = reach(sentence, k, end, OPENERS[sentence.types[k]])
        joint = stop + (sentence.type(stop) == "COMMA")
        k = sentence.past(NOUNS_OR_VERBS | {"TURN"}, joint + 1)
        if joint >= end or sentence.types[joint] not in LIST_JOINTS or k == joint + 1 or k >= end:
            return stop
    return k


def _parts_clause(sentence: Sentence, n: int, k: int, i: int) -> bool:
    """Whether a relative clause at `k`, in a manner, ends at `n`: "by leave of those who own it |and if| it is"."""
    joins = sentence.types[n] in JOINTS and sentence.type(n + 1) in WITH_VERB
    joins = joins or sentence.types[n] == "UNLESS"
    return joins or ends_here(sentence, n, i)
