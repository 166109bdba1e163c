"""How far a condition or exception with a verb of its own reaches: "if the Parties agree", "unless it objects".

Guarantee: as of every reach, see `reaches`.
"""

from treatylex.language.words import Form
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    BEFORE_NOUN,
    COMPLETE_TIMES,
    EXCEPTIONS,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    LIST_MARKS,
    LISTED,
    MODALS,
    NOUN_START,
    NP_START,
    OPENERS,
    OPENS_CLAUSE,
    PARTICIPLES,
    PREPOSITIONS,
    VERBS,
    WHOLE,
    WITH_VERB,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import announces_list, is_listed
from treatylex.parsing.sentences.frames import (
    Frame,
    begins_with_verb,
    infinitive,
    is_infinitive,
    is_participial,
    is_verb_of,
)
from treatylex.parsing.sentences.insertions import behind_insertion, behind_link, resumes_action
from treatylex.parsing.sentences.phrase_reaches import phrase_reach
from treatylex.parsing.sentences.stops import (
    ends_here,
    opens_restriction,
    opens_time,
    parts_cases,
    tells_purpose,
)

_LONGEST_ELLIPSIS = 4  # cues between commas that need no verb: ", when due,"
_LONGEST_INSERTION = 8  # cues between commas; a longer condition goes on behind the second
_BARE_VERBS = frozenset({"VERB", "BE", "TURN"})  # "should the need |arise|"


def clause_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a condition or exception with a verb of its own reaches: past commas until it has met its verb."""
    types = sentence.types
    set_off = sentence.type(sentence.before(i)) in LIST_MARKS  # "and, |especially when| it is lost, the"
    frame = Frame("IF", i)
    waiting = 1  # for its own verb, and those of conditions within: "unless the Board, |if| it sits, decides"
    short = set_off and sentence.type(i + 1) not in NOUN_START | FREE_OPENERS  # ", when due,"
    if sentence.type(i + 1) in ADVERBS and sentence.type(i + 2) == "PREPOSITION":
        return phrase_reach(sentence, i, end)  # "if already |in| its territory"
    through_list = False
    resumes = i + 1
    participial = is_participial(sentence, i)
    for k in range(i + 1, end):
        if participial and types[k] == "TO" and tells_purpose(sentence, k, end):
            return k  # "when asking for records |to prove| their worth"
        # its verb stands in the list: "provided that the goods:"
        opens_list = types[k] == "COLON" and ((waiting and not participial) or announces_list(sentence, i, k))
        opens_list = opens_list or (types[k : k + 2] == ["COLON", "THAT"] and not set_off)  # "if it finds: (a) that"
        if not opens_list and ends_here(sentence, k, i, through_list=through_list):
            return k
        through_list = through_list or types[k] == "COLON"
        if waiting and types[k] in WITH_VERB:
            waiting += 1
        elif waiting and (is_verb_of(sentence, k, frame) or (types[i] == "SHOULD" and types[k] in _BARE_VERBS)):
            waiting -= 1
        resumes = max(resumes, behind_insertion(sentence, k, end), behind_link(sentence, k, end))
        elliptic = short and types[k] == "COMMA" and 1 < k - i <= _LONGEST_ELLIPSIS
        if not waiting and sentence.type(i - 1) == "THAT" and _begins_main_clause(sentence, k):
            return k
        if not (waiting or set_off or through_list) and _excepts_norm(sentence, i, k):
            return k
        complete = k >= resumes and (not waiting or elliptic) and not through_list
        if complete and k + 1 < end and _ends_clause(sentence, k, i, end, set_off=set_off):
            return k
    return end


def _excepts_norm(sentence: Sentence, i: int, k: int) -> bool:
    """Whether "unless" at `k` goes with the norm, not the condition at `i`: "pay if the ship is lost |unless| it is".

    Not in a proviso, which is a norm itself: "provided that it shall not sail |unless| it is safe".
    """
    return sentence.types[k] == "UNLESS" and sentence.types[k - 1] != "COMMA" and not sentence.holds(MODALS, i, k)


def _ends_clause(sentence: Sentence, k: int, i: int, end: int, *, set_off: bool) -> bool:
    """Whether a condition that opens at `i` and has its verb ends at the comma or joint at `k`."""
    if parts_cases(sentence, k, i, end) or _goes_on_with_norm(sentence, k, i, end):
        return True
    if sentence.types[k] in JOINTS:
        return _joins_another(sentence, k, i, end)
    return sentence.types[k] == "COMMA" and _comma_ends_clause(sentence, k, i, end, set_off=set_off)


def _joins_another(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether the joint at `k` joins another condition, or goes on with the action: "if … and unless …", "… and to"."""
    after = sentence.types[k + 1]
    opener = sentence.type(k + 2) if after in ADVERBS and k + 2 < end else after  # "when … and again |when| …"
    goes_on = sentence.types[i] == "UNLESS" and opener == "IF"  # "except where … |or in so far as| …"
    # "when … and |to| defend", "where … and on request |to| sell", not "between or |to| or from whose ports"
    to = is_infinitive(sentence, k + 1 + (after in WHOLE and k + 2 < end))
    acts = to and infinitive(sentence, i, k) is None
    if after == "LINK" and k + 2 < end and OPENERS.get(sentence.types[k + 2]) == "TIME":
        return True  # "when need be |and in any case| every two years"
    return acts or (opener in OPENS_CLAUSE and not goes_on) or resumes_action(sentence, k + 1, end)


def _goes_on_with_norm(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether a bare verb behind the joint or comma at `k` is the norm's: "tell him when it ends |and| send help".

    The clause has a verb in the third person, which no bare one goes on with.
    """
    joint = k + (sentence.types[k] == "COMMA")
    verb = sentence.past(ADVERBS, joint + 1)
    if sentence.type(joint) != "AND" or verb >= end or sentence.types[verb] not in ("VERB", "PREVENT"):
        return False
    own = sentence.last(FINITE, i, k)
    third = own is not None and sentence.types[own] == "FINITE" and Form.THIRD in sentence.last_word(own).forms
    return third and sentence.holds(MODALS, 0, i) and begins_with_verb(sentence, verb)


def _comma_ends_clause(sentence: Sentence, k: int, i: int, end: int, *, set_off: bool) -> bool:
    """Whether the comma at `k` closes what one before the opener at `i` opened, or another modifier follows."""
    after = sentence.types[k + 1]
    if after in EXCEPTIONS and set_off and sentence.holds(MODALS, i, k):
        return False  # "provided that no tax shall be levied|, except| under Article 5": the proviso's own
    if after == "WHICH" and sentence.types[i] == "UNLESS":
        return False  # ", unless it objects|,| in which case it shall say so"
    if set_off and after == "WHETHER" and not sentence.holds({"COMMA"}, k + 1, end):
        return True  # "shall sail, so far as it is able|, whether| or not it is paid"
    if set_off and after in MODALS:  # "these facts, in so far as they are proved|,| may be weighed"
        return True
    plain = set_off and not sentence.holds({"COMMA"}, i, k) and infinitive(sentence, i, k) is None
    if plain and is_infinitive(sentence, k + 1):
        return True  # "from selling, if that conforms to Article 4|, to prevent| losses"
    before = [sentence.type(i - 2), sentence.type(i - 1)]
    if after == "THAT" and before[1] == "COMMA" and before[0] in VERBS:
        return True  # "may decide, if it finds the State in breach|, |that aid be stopped"
    # "or, if …|,| by the head"
    behind_joint = before[1] == "COMMA" and before[0] in JOINTS
    # "provide that, if …|, |he shall", "ensure that when goods arrive|, |they are inspected"
    behind_that = "THAT" in (before[1], before[0] if before[1] == "COMMA" else "")
    if behind_that and after in BEFORE_NOUN and not sentence.holds({"COMMA"}, i, k):
        return True  # "ensure that, so far as is possible|, the| docks, boats and nets are safe"
    set_off = set_off or (behind_that and after in NP_START)
    short = behind_joint or behind_that or k - i <= _LONGEST_INSERTION
    if (
        set_off
        and short
        and after not in LIST_JOINTS
        and not (is_listed(sentence, k, end) or _lists_verbs(sentence, k, end))
    ):
        return True
    if set_off and sentence.types[i] == "UNLESS" and after in COMPLETE_TIMES:
        return True  # "shall last, except in so far as the Parties may change it|, for| ten years"
    if after in ("BY_MEANS_OF", "BY_ACT") and not set_off:
        return True  # "from paying them as soon as they work|, in accordance with| the rates of Article 4"
    if before[0] in PARTICIPLES and before[1] == "COMMA" and after in PREPOSITIONS | {"TO"}:
        return True  # "shall be based, when there are no rates for goods|, on| those of the month before"
    # in an item of a list what restricts its condition is its own: "(b) if it is sold|, except| in need, to others;"
    parted = after == "ABOUT" or opens_restriction(sentence, k + 1) or opens_time(sentence, k + 1)
    return parted and sentence.type(i - 1) != LISTED


def _lists_verbs(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the comma at `k` lists what is said: "provided that they are new|, involve| a step and are of use"."""
    last = next((n for n in range(k + 2, end) if sentence.types[n] == "COMMA"), end)
    joined = (n for n in range(k + 2, last - 1) if sentence.types[n] in LIST_JOINTS)
    said = sentence.types[k + 1] in _BARE_VERBS | {"ENTAIL", "PREVENT"} | FINITE - MODALS
    return said and any(sentence.types[n + 1] in FINITE - MODALS for n in joined)


def _begins_main_clause(sentence: Sentence, k: int) -> bool:
    """Whether a noun phrase at `k` follows a passive: "ensure that when the valves are shut |the hydrants| work"."""
    return sentence.types[k] == "DETERMINER" and sentence.types[k - 1] in PARTICIPLES and sentence.type(k - 2) == "IS"
