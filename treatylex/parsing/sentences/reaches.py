"""Reaches: how far a modifier goes, from its opener to the comma, joint or other modifier that ends it.

Guarantee: a reach lies behind the opener and not behind the end of the stretch.
"""

from treatylex.language.words import NOUNS
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    AMOUNTS,
    BEFORE_NOUN,
    CLAUSE_ENDS,
    COMPLETE_TIMES,
    EXCEPTIONS,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    MODALS,
    NOUN_ENDS,
    NOUN_PHRASE,
    NP_START,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    RESTRICTIONS,
    SUBORDINATING,
    VERBS,
    WHOLE,
    WITH_VERB,
    Sentence,
)
from treatylex.parsing.sentences.frames import (
    Frame,
    begins_with_verb,
    is_alternative,
    is_participial,
    is_verb_of,
    opens_clause,
    repeats_modal_behind,
    starts_verb_phrase,
)
from treatylex.parsing.sentences.roles import role_at

_CLAUSES = WITH_VERB | {"SHOULD", "PROVIDED"}
# A chapeau that breaks off at one of these before its colon goes on with the list: "in cases |of|:".
_UNFINISHED = (
    PREPOSITIONS
    | LIST_JOINTS
    | (frozenset(OPENERS) - WHOLE)
    | {"IS", "HAS", "TO", "BY", "DETERMINER", "IF", "SHALL", "MAY", "THAT", "BE"}
)
_SHORTEST_BEFORE_COLON = 2  # cues; "if:" and "where the:" wait for their list
_LONGEST_ELLIPSIS = 4  # cues between commas that need no verb: ", when due,"
_LONGEST_INSERTION = 8  # cues between commas; a longer condition goes on behind the second
_LONGEST_LISTED_WORD = 4  # cues from one comma of a list of words to the next
_LISTED_WORDS = frozenset({"WORDS", "THING", "DONE", "DOING", "ADVERB", "DETERMINER", "OTHER", "NAME", "STATUS"})
_NOUN_OR_VERB = frozenset({"VERB", "NOUN_OR_FINITE", "ACTOR"})
_NEW_CLAUSE = EXCEPTIONS | {"SEMICOLON", LISTED}
_LIST_MARKS = LIST_JOINTS | {"COMMA"}
_NEXT_RESTRICTION = RESTRICTIONS | {"SUBJECT_TO"}
_MANNERS = frozenset({"BY_MEANS_OF", "BY_SUCH_MEANS", "BY_LEAVE_OF", "BY_ACT", "ON_NOTICE", "IN_ORDER_TO"})
# What ends a time …
_ENDS_TIME = RESTRICTIONS | {"AS_REQUIRED", "WHETHER", "EVEN_IF", "ABOUT"}
_ENDS_TIME_AFTER_COMMA = _MANNERS | _NEXT_RESTRICTION | {"BY"}
# … and a manner or purpose.
_ENDS_MANNER = RESTRICTIONS | {"AS_REQUIRED", "NOW"}
_TIMES = frozenset({"WITHIN", "DURING", "FOR_TIME", "QUANTITY", "ON_DATE", "ON_DAY"})
# "By" and "to" behind a time that needs nothing more tell who acts and for whom.
_COMPLETE = COMPLETE_TIMES | {"DATE"}
# What stands between a verb and its object: "submit |within ten days| a report"; the second need a noun of their own.
_GOVERNING_OPENERS = frozenset(
    {"BY_MEANS_OF", "BY_LEAVE_OF", "WITHIN", "AFTER", "UPON", "FOLLOWING", "AT_REQUEST", "IN_CASE_OF", "SUBJECT_TO"}
)
INTERRUPTING = _GOVERNING_OPENERS | {"DURING", "FOR_TIME", "ON_DATE", "ON_DAY", "BY_SUCH_MEANS"}
_GOVERNING = (
    PREPOSITIONS | JOINTS | BEFORE_NOUN | {"BY", "TO", "DOING", "DONE", "VERB", "AS", "COMMA", "PREVENT", "OTHER_THAN"}
)
_TIMES_OF_ACT = frozenset({"DURING", "WITHIN", "NOW", "ON_DATE"})
_GOVERNS_NOUN = PREPOSITIONS | {"BY", "IN_ORDER_TO"}
_NOUN_START = NP_START | {"REFERENCE"}
_OBJECT = (NOUN_PHRASE - {"DOING"}) | {"REFERENCE", "QUANTITY"}
_BEING = frozenset({"BE", "BE_DEEMED"})
_DATING = frozenset({"WITHIN", "AFTER", "BEFORE"})
_BEHIND_PARTICIPLE = PREPOSITIONS | {"BY", "BY_MEANS_OF", "REFERENCE", "UPON"}
_OF_THEIR_OWN = frozenset({"NOW", "WITHIN", "DURING", "FOR_TIME", "ON_DATE", "BY_MEANS_OF", "BY_ACT"})
_NAMING = ADVERBS | {"LINK"}
_BEFORE_INSERTION = MODALS | {"THAT", "HAS", "IS", "DOES", "WHICH"}
_AUXILIARIES = frozenset({"IS", "HAS", "DOES"})
_BARE_VERBS = frozenset({"VERB", "BE", "TURN"})  # "should the need |arise|"
_SAID = FINITE | {"DOING"}
_BEFORE_TERM = NOUN_ENDS | {"ON_DAY", "TAKE_EFFECT", "STANDING"}
_SUBJECTS = frozenset({"THERE", "THIS_ALONE", "NEITHER", "PRONOUN", "NOTHING"})
_PRONOUNS = frozenset({"PRONOUN", "EACH_OTHER"})
_BEFORE_NOUN = BEFORE_NOUN | PREPOSITIONS | {"WORDS", "DONE", "DOING", "THING"}
_RECIPIENTS = BEFORE_NOUN | _PRONOUNS | {"NAME"}
_OBJECT_CLAUSES = SUBORDINATING | {"AS"}  # "such plans |as| they have"
_PURPOSES = frozenset({"IN_ORDER_TO", "TO_THIS_END"})
_PHRASE_OPENERS = PREPOSITIONS | _MANNERS | {"IN_CASE_OF", "AT_REQUEST", "BY", "DURING", "WITHIN"}
_BEHIND_PURPOSE = RELATIVE_OR_THAT | CLAUSE_ENDS | {"COMMA"}


def reach(sentence: Sentence, i: int, end: int, role: str) -> int:
    """How far the modifier that opens at `i` reaches."""
    kind = sentence.types[i]
    after = sentence.types[i + 1] if i + 1 < end else ""
    whichever = sentence.find({"WHICHEVER_FIRST"}, i, end) if role == "TIME" else None
    if whichever is not None and not any(_begins_anew(sentence, k, end) for k in range(i, whichever)):
        return whichever + 1  # "on 1 May 2010 or on its ratification, |whichever is later|"
    if kind == "BY_SUCH_MEANS" and after in ("BY", "TO"):
        return i + 1  # "be chosen |by lot| by the Chairman", "act |in good faith| to end it"
    if after == "AT_LATEST":
        return i + 2  # "by 1 May 1990 |at the latest|"
    if kind in WHOLE:
        joined = after in LIST_JOINTS and i + 2 < end and role_at(sentence, i + 2, i, end) == role == "TIME"
        return reach(sentence, i + 2, end, role) if joined else i + 1  # "as soon as possible |and| within a month"
    if kind in _CLAUSES:
        return _clause_reach(sentence, i, end)
    if role == "TIME":
        return _time_reach(sentence, i, end)
    return (_phrase_reach if role in ("CONDITION", "EXCEPTION") else _manner_reach)(sentence, i, end)


def _begins_anew(sentence: Sentence, k: int, end: int) -> bool:
    """Whether something else begins at `k` than the other of two times: not "on 1 May|; or| on its denunciation"."""
    if sentence.types[k : k + 2] == ["SEMICOLON", "OR"] and k + 2 < end:
        return sentence.types[k + 2] != "PREPOSITION" and role_at(sentence, k + 2, k, end) is None
    return sentence.types[k] in _NEW_CLAUSE


def _stops(sentence: Sentence, k: int, i: int, *, through_list: bool = False) -> bool:
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
    opened = next((n for n in range(end - 1, start, -1) if sentence.types[n] == "THAT"), end)
    return opened < end - 1 and not sentence.holds(VERBS, opened, end)


def announces_list(sentence: Sentence, start: int, end: int) -> bool:
    """Whether "the following" stands from `start` to `end`: "in the following cases", "if the following hold"."""
    types = sentence.types
    return any(types[n] == "FOLLOWING" and types[n - 1] == "DETERMINER" for n in range(start + 1, end))


def announces_restriction(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the last condition or exception from `start` to `end` announces a list: "in the following cases:"."""
    restricting = (k for k in range(end - 1, start, -1) if OPENERS.get(sentence.types[k]) in ("CONDITION", "EXCEPTION"))
    opener = next(restricting, None)
    last = opener is not None and (opener == end - 2 or announces_list(sentence, opener, end))
    excepting = (k for k in range(start + 1, end) if sentence.types[k] in EXCEPTIONS)
    return last or any(announces_list(sentence, k, end) for k in excepting)  # "in these cases|, when|"


def _clause_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a condition or exception with a verb of its own reaches: past commas until it has met its verb."""
    types = sentence.types
    set_off = sentence.type(i - 1) in _LIST_MARKS
    frame = Frame("IF", i)
    waiting = 1  # for its own verb, and those of conditions within: "unless the Board, |if| it sits, decides"
    short = set_off and sentence.type(i + 1) not in NP_START | FREE_OPENERS | {"REFERENCE"}  # ", when due,"
    if sentence.type(i + 1) in ADVERBS and sentence.type(i + 2) == "PREPOSITION":
        return _phrase_reach(sentence, i, end)  # "if already |in| its territory"
    through_list = False
    resumes = i + 1
    participial = is_participial(sentence, i)
    for k in range(i + 1, end):
        if participial and types[k] == "TO" and _tells_purpose(sentence, k, end):
            return k  # "when asking for records |to prove| their worth"
        # its verb stands in the list: "provided that the goods:"
        opens_list = types[k] == "COLON" and ((waiting and not participial) or announces_list(sentence, i, k))
        opens_list = opens_list or (types[k : k + 2] == ["COLON", "THAT"] and not set_off)  # "if it finds: (a) that"
        if not opens_list and _stops(sentence, k, i, through_list=through_list):
            return k
        through_list = through_list or types[k] == "COLON"
        if waiting and types[k] in WITH_VERB:
            waiting += 1
        elif waiting and (is_verb_of(sentence, k, frame) or (types[i] == "SHOULD" and types[k] in _BARE_VERBS)):
            waiting -= 1
        resumes = max(resumes, _behind_insertion(sentence, k, end), _behind_link(sentence, k, end))
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
    if _parts_cases(sentence, k, i, end):
        return True
    if sentence.types[k] in JOINTS:
        return _joins_another(sentence, k, i, end)
    return sentence.types[k] == "COMMA" and _comma_ends_clause(sentence, k, i, end, set_off=set_off)


def _parts_cases(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether the joint at `k` joins another object with a case of its own: "a day in the case of A |and| two in …".

    Both cases are conditions; the action goes on over the first, which stands in its middle, and ends before the last.
    """
    k += sentence.types[k] == "COMMA"
    stop = sentence.past(_OBJECT, k + 1)
    joins = sentence.type(k) == "AND" and sentence.type(k + 1) in BEFORE_NOUN | {"QUANTITY"}
    return joins and stop < end and sentence.types[stop] == sentence.types[i]


def _joins_another(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether the joint at `k` joins another condition, or goes on with the action: "if … and unless …", "… and to"."""
    after = sentence.types[k + 1]
    opener = sentence.type(k + 2) if after in ADVERBS and k + 2 < end else after  # "when … and again |when| …"
    goes_on = sentence.types[i] == "UNLESS" and opener == "IF"  # "except where … |or in so far as| …"
    # "when … and |to| defend", "where … and on request |to| sell", not "between or |to| or from whose ports"
    to = _is_infinitive(sentence, k + 1 + (after in WHOLE and k + 2 < end))
    infinitive = to and not _has_infinitive(sentence, i, k)
    return infinitive or (opener in _CLAUSES and not goes_on) or _resumes(sentence, k + 1, end)


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
    plain = set_off and not sentence.holds({"COMMA"}, i, k) and not _has_infinitive(sentence, i, k)
    if plain and _is_infinitive(sentence, k + 1):
        return True  # "from selling, if that conforms to Article 4|, to prevent| losses"
    before = [sentence.type(i - 2), sentence.type(i - 1)]
    if after == "THAT" and before[1] == "COMMA" and before[0] in VERBS:
        return True  # "may decide, if it finds the State in breach|, |that aid be stopped"
    # "or, if …|,| by the head", ", and where …|,| to tell"
    behind_joint = (before[1] == "COMMA" and before[0] in JOINTS) or (
        before[0] == "COMMA" and before[1] in JOINTS and after == "TO"
    )
    # "provide that, if …|, |he shall", "ensure that when goods arrive|, |they are inspected"
    behind_that = "THAT" in (before[1], before[0] if before[1] == "COMMA" else "")
    set_off = set_off or (behind_that and after in NP_START)
    short = behind_joint or behind_that or k - i <= _LONGEST_INSERTION
    if set_off and short and after not in LIST_JOINTS and not is_listed(sentence, k, end):
        return True
    # "unless a Party states|, within that time period,| that it objects"
    inserted = sentence.type(sentence.past(NOUN_PHRASE, k + 2)) == "COMMA"
    if set_off and sentence.types[i] == "UNLESS" and after in COMPLETE_TIMES and not inserted:
        return True  # "shall last, except in so far as the Parties may change it|, for| ten years"
    if after == "BY_MEANS_OF" and not set_off:
        return True  # "from paying them as soon as they work|, in accordance with| the rates of Article 4"
    # in an item of a list what restricts its condition is its own: "(b) if it is sold|, except| in need, to others;"
    parted = after == "ABOUT" or _opens_restriction(sentence, k + 1) or _opens_time(sentence, k + 1)
    return parted and sentence.type(i - 1) != LISTED


def _begins_main_clause(sentence: Sentence, k: int) -> bool:
    """Whether a noun phrase at `k` follows a passive: "ensure that when the valves are shut |the hydrants| work"."""
    return sentence.types[k] == "DETERMINER" and sentence.types[k - 1] in PARTICIPLES and sentence.type(k - 2) == "IS"


def _behind_insertion(sentence: Sentence, k: int, end: int) -> int:
    """Where a clause goes on behind what commas set off from its auxiliary or "that" at `k`: "may, on request, |be"."""
    if is_alternative(sentence, k):
        return (sentence.find({"COMMA"}, k + 1, end) or k) + 1
    offered = sentence.type(k + 1) == "COMMA" and sentence.type(k + 2) in WHOLE
    if sentence.types[k] == "OR" and (repeats_modal_behind(sentence, k + 1) or offered):  # "or, if need be, |by| lot"
        return (sentence.find({"COMMA"}, k + 2, end) or k) + 1
    closing = sentence.find({"COMMA"}, k + 2, end) if sentence.type(k + 1) == "COMMA" else None
    if closing is None:
        return k
    auxiliary = k - (sentence.types[k] == "NOT")  # "have not, when it ends, |paid|"
    goes_on = sentence.types[auxiliary] in _BEFORE_INSERTION or _goes_on_behind(sentence, k, closing)
    return closing + 1 if goes_on else k


def _goes_on_behind(sentence: Sentence, k: int, closing: int) -> bool:
    """Whether what follows the second comma goes on with what stands at `k`, before the first.

    "unless it tells the Board, by letter, |of| its wish", "if it is written and, where sent, |is| signed", "made by the
    owner or, on his behalf, |by| his agent".
    """
    kind, set_off, after = sentence.types[k], sentence.type(k + 2), sentence.type(closing + 1)
    of_verb = set_off in OPENERS and after == "OF"
    joined = kind in LIST_JOINTS and after in _AUXILIARIES
    again = kind == "OR" and set_off == "PREPOSITION" and after == "BY" and "BY" in sentence.types[:k]
    return of_verb or joined or again


def _behind_link(sentence: Sentence, k: int, end: int) -> int:
    """Where a condition goes on behind a link that commas set off at `k`: "if it serves harm, |inter alia,| fraud"."""
    linked = sentence.types[k : k + 3] == ["COMMA", "LINK", "COMMA"] and k + 3 < end
    goes_on = linked and sentence.types[k - 1] not in JOINTS and not starts_verb_phrase(sentence, k + 3)
    return k + 3 if goes_on else k


def _resumes(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the action goes on behind what two commas set off: "… if it can and|, where needed,| propose".

    Not "if it asks for a list and|, where needed,| a map": the condition goes on.
    """
    if k + 3 >= end or sentence.types[k] != "COMMA" or sentence.types[k + 1] not in WHOLE:
        return False
    return sentence.types[k + 2] == "COMMA" and (
        starts_verb_phrase(sentence, k + 3) or sentence.types[k + 3] in FREE_OPENERS
    )


def _phrase_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a condition or exception without a verb reaches: to a comma, unless that stands in a list."""
    through_list = offered = False
    resumes = i + 1
    for k in range(i + 1, end):
        if _stops(sentence, k, i, through_list=through_list):
            return k
        if sentence.type(k + 3) in _NEXT_RESTRICTION:
            resumes = max(resumes, _behind_link(sentence, k, end))  # "if asked by him|, in particular,| when"
        if sentence.types[k] == "OR":
            # "at the request of a Party or, |if need be,| of the Board"
            resumes = max(resumes, _behind_insertion(sentence, k, end))
        if k < resumes:
            continue
        through_list = through_list or sentence.types[k] == "COLON"
        # "by a majority of the Parties|, including| those named", but "persons, other than nationals|,| paid by"
        included = sentence.types[i] != "OTHER_THAN" and _adds_to_noun(sentence, k)
        goes_on = (
            included or is_listed(sentence, k, end, i) or _ends_list(sentence, k, end) or _in_relative(sentence, i, k)
        )
        # not ", |except| under Article 4, which", but ", |except| in urgent cases, when it shall be a month."
        closed = sentence.type(i - 1) == "COMMA" and (
            sentence.types[i] != "EXCEPT" or "COMMA" in sentence.types[k + 1 : end]
        )
        goes_on = goes_on or (sentence.type(k + 1) == "WHICH" and not closed)
        offers = sentence.types[i] in ("EXCEPT", "OTHER_THAN") and sentence.types[k] == "COMMA"
        offers = offers and _offers_another(sentence, k, end)
        offered, goes_on = offered or offers, goes_on or offers
        goes_on = goes_on or _awaits_noun(sentence, k, end)
        # "except in the following cases|, when| it may: (a) …"
        goes_on = goes_on or (announces_list(sentence, i, k) and sentence.holds({"COLON"}, k, end))
        if sentence.types[k] == "COMMA" and not (through_list or goes_on):
            return k
        stops = sentence.types[k] in EXCEPTIONS | {"BY_LEAVE_OF"}
        stops = stops and not (offered and sentence.types[k - 1] in LIST_JOINTS)  # "in war |and| by leave of"
        if stops or (not through_list and _coordinates_action(sentence, k, i, end)):
            return k
        if _parts_cases(sentence, k, i, end):
            return k
        own = sentence.type(k + 1) in _OF_THEIR_OWN and sentence.types[i] != "EXCEPT"
        if own and sentence.types[k] in LIST_JOINTS and not through_list:
            return k  # "after erection |and| before handing over", "subject to this Pact |and| in accordance with"
        if sentence.types[i] == "AT_REQUEST" and sentence.types[k - 1] in NOUN_ENDS and _acts_on_request(sentence, k):
            return k
    return end


def _acts_on_request(sentence: Sentence, k: int) -> bool:
    """Whether what is done on a request follows whose it is: "at the request of one |to hear| it"."""
    infinitive = sentence.types[k] == "TO" and sentence.type(k + 1) not in BEFORE_NOUN | {"REFERENCE"}
    again = sentence.types[k] == "TO" and "TO" in sentence.types[k - 3 : k]  # "of a Party to the dispute |to| a judge"
    return sentence.types[k] in _TIMES_OF_ACT | {"BY_MEANS_OF"} or infinitive or again


def _awaits_noun(sentence: Sentence, k: int, end: int) -> bool:
    """Whether a comma parts a noun from what governs it: "with a view to|, or in relation to,| the"."""
    if sentence.types[k] != "COMMA":
        return False
    opened = max((n for n in range(k) if sentence.types[n] == "COMMA"), default=-1)
    closes = sentence.type(opened + 1) in LIST_JOINTS and sentence.types[opened - 1] in _GOVERNS_NOUN
    closes = closes and sentence.type(k + 1) not in _NEXT_RESTRICTION  # "belonging to, or driven by, him|, if|"
    return closes or (sentence.types[k - 1] in _GOVERNS_NOUN and k + 1 < end)


def _coordinates_action(sentence: Sentence, k: int, i: int, end: int) -> bool:
    """Whether the joint at `k` goes on with the action: "during construction |and| also arrange a test".

    What stands before the joint has no infinitive that the second verb could be joined to.
    """
    if sentence.types[k] not in JOINTS or _is_passive(sentence, i):
        return False
    verb = sentence.past(ADVERBS, k + 1)
    if verb + 1 >= end or sentence.types[verb] not in ("VERB", "TAKE_EFFECT"):
        return False
    return not _has_infinitive(sentence, i, k) and begins_with_verb(sentence, verb)


def _has_infinitive(sentence: Sentence, start: int, end: int) -> bool:
    """Whether an infinitive stands from `start` to `end`: "if it wishes |to sell|", not "if it is open to all"."""
    return any(_is_infinitive(sentence, n) for n in range(start, end - 1))


def _is_infinitive(sentence: Sentence, k: int) -> bool:
    return sentence.types[k] == "TO" and starts_verb_phrase(sentence, k)


def _is_passive(sentence: Sentence, i: int) -> bool:
    """Whether the last modal before `i` has a passive, so that no plain verb is joined to it: "shall |be| sold"."""
    modal = next((n for n in range(i - 1, -1, -1) if sentence.types[n] in MODALS), i)
    return sentence.holds({"BE"}, modal, i)


def _in_relative(sentence: Sentence, i: int, k: int) -> bool:
    """Whether a relative clause before the comma at `k` still waits for its verb: "those which|, on that day, have"."""
    relative = (n for n in range(i + 1, k) if sentence.types[n] in RELATIVE_OR_THAT and opens_clause(sentence, n))
    return any(_is_unfinished(sentence, n, k) for n in relative)


def _is_unfinished(sentence: Sentence, opened: int, k: int) -> bool:
    """Whether the relative clause at `opened` has not met its verb before the comma at `k`."""
    if sentence.types[opened + 1] == "COMMA":  # "those which|, when it enters into force,| object"
        return (sentence.find({"COMMA"}, opened + 2, k + 1) or k) == k
    return not sentence.holds(VERBS, opened + 1, k)


def _adds_to_noun(sentence: Sentence, k: int) -> bool:
    """Whether what follows the comma at `k` belongs to the noun before it: ", including …", ", referred to in …"."""
    participial = sentence.type(k + 1) in PARTICIPLES and sentence.type(k + 2) in _BEHIND_PARTICIPLE
    named = sentence.type(k + 1) in _NAMING and sentence.type(k + 2) in PREPOSITIONS  # ", in particular |under|"
    cited = sentence.type(k + 1) in LIST_JOINTS and sentence.type(k + 2) == "REFERENCE"  # ", and Articles 9 and 13"
    return sentence.type(k + 1) in ("INCLUDING", "STANDING") or participial or named or cited


def _offers_another(sentence: Sentence, k: int, end: int) -> bool:
    """Whether another phrase like the one before the comma at `k` follows: "except under Article 5|, or at| …"."""
    if sentence.type(k + 1) in _PHRASE_OPENERS - {"OF"}:  # "except for peace|, for| order, or for health"
        stop = sentence.find(FINITE | SUBORDINATING | EXCEPTIONS | {"SEMICOLON"}, k + 1, end) or end
        return any(
            sentence.types[n] in LIST_JOINTS and sentence.types[n + 1] in _PHRASE_OPENERS | {"BY_LEAVE_OF"}
            for n in range(k + 2, stop - 1)
        )
    return sentence.type(k + 1) == "OR" and sentence.type(k + 2) in _PHRASE_OPENERS


def _time_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a time reaches: over what it is measured from, and over "the date on which …" with its verb."""
    types = sentence.types
    with_clause = types[i] not in COMPLETE_TIMES and i + 1 < end and types[i + 1] in WITH_VERB
    has_verb = i + 1 < end and types[i + 1] in PARTICIPLES  # "until |terminated| as provided in …"
    resumes = inserted = i
    for k in range(i + 2 if with_clause else i + 1, end):
        after = types[k + 1] if k + 1 < end else ""
        if _breaks_time(sentence, k, i, end, with_clause=with_clause or has_verb):
            return k
        with_clause = with_clause or _adds_clause(sentence, k, after)
        resumes = max(resumes, _behind_insertion(sentence, k, end))
        if k < resumes:
            has_verb = True
        elif k < inserted:
            continue
        elif types[k] == "COMMA":
            if k == i + 1 and types[i] in _COMPLETE and after != "COUNTED":
                return k  # "sixty days in advance|,| the timetable of its services, showing …"
            if (has_verb and _tells(sentence, k + 1, end)) or (not has_verb and after in FINITE):
                continue  # "after notices, given in writing|, have| been received"
            if not has_verb and _inserts(sentence, k, end):  # "until the States|, by letter,| have informed each other"
                inserted = (sentence.find({"COMMA"}, k + 1, end) or k) + 1
                continue
            if has_verb and "WHICH" in types[k + 1 : k + 2 + (after in PREPOSITIONS)]:
                with_clause = True  # "at a date to be fixed by an exchange of notes|, in which| the Parties shall"
                continue
            if has_verb and types[k - 1] == "OR" and after in WITH_VERB and _inserts_clause(sentence, k, end):
                inserted = (sentence.find({"COMMA"}, k + 1, end) or k) + 1
                continue
            added = after != "INCLUDING" and _adds_to_noun(sentence, k)
            # "impose, at any stage of a sale|,| conditions or terms"
            listed = [sentence.type(i - 2), sentence.type(i - 1)] != ["VERB", "COMMA"]
            listed = listed and (is_listed(sentence, k, end) or _ends_list(sentence, k, end))
            later = after == "OR" and sentence.type(k + 2) == "COUNTED"  # ", or |on such later date| as it sets"
            # "until ended by agreement|, or by| one of them", "after it has left|, or has| died"
            later = later or (has_verb and after in LIST_JOINTS and sentence.type(k + 2) in _AUXILIARIES | {"BY"})
            # "to permit, during the time in which it is valid|,| the import of fish"
            closed = has_verb and sentence.type(i - 1) == "COMMA" and after in NP_START
            goes_on = (with_clause and not closed) or after == "COUNTED" or added or listed or later
            goes_on = goes_on or _awaits_noun(sentence, k, end)  # "upon entry into|, and until leaving,| a port"
            if not goes_on or after in _ENDS_TIME_AFTER_COMMA or _opens_time(sentence, k + 1):
                return k
            if after in PARTICIPLES:
                inserted = sentence.find({"COMMA"}, k + 1, end) or end
        elif types[k] in FINITE or (types[k] in _BEING and types[k - 1] == "TO"):
            has_verb = True  # "after a Party |has| notified the other Party through …", "at a date to |be| fixed by …"
        elif with_clause:
            continue
        elif _ends_time(sentence, k, i, end, has_verb=has_verb):
            return k
    return end


def _breaks_time(sentence: Sentence, k: int, i: int, end: int, *, with_clause: bool) -> bool:
    """Whether a time that opens at `i` ends at `k`, whatever it has met before."""
    types = sentence.types
    to_date = types[k] == "TO" and k + 1 < end and types[k + 1] in ("DATE", "QUANTITY")  # "from 1 May |to| 31 May"
    if types[k] in ("BY", "TO") and types[k - 1] in _COMPLETE and not to_date:
        return True
    if types[k] == "DETERMINER" and types[k - 1] in AMOUNTS:
        return True  # "submit to the Board within ten days |a| list"
    if types[k] == "THAT" and sentence.type(i - 1) == "VERB" and opens_clause(sentence, k):
        return not sentence.holds(FINITE, i, k)  # "decide at the end of the year |that|", but "until it agrees that"
    if types[k] == "TO" and types[i] in _DATING and not with_clause and _tells_purpose(sentence, k, end):
        return not sentence.holds({"THAT"}, i, k)  # "before the voyage |to prevent|", but "until it finds that one to"
    return (types[k] in EXCEPTIONS and k > i + 1 and not _rests_on(sentence, k)) or _stops(sentence, k, i)


def _rests_on(sentence: Sentence, k: int) -> bool:
    """Whether an exception at `k` has its noun or verb before it in the time: "until it |is| except"."""
    return sentence.types[k - 1] in FINITE | PREPOSITIONS | {"NOT"}


def _tells_purpose(sentence: Sentence, k: int, end: int) -> bool:
    """Whether "to" at `k` tells what for: "before the voyage |to prevent|", not "before the wish |to sail| is"."""
    behind_noun = sentence.type(k + 1) in ("VERB", "PREVENT") and sentence.type(k - 1) in NOUN_ENDS | {"REFERENCE"}
    verb = sentence.find(FINITE | _BEHIND_PURPOSE, k, end)  # not "at its end |to take| steps that |are| needed"
    return behind_noun and (verb is None or sentence.types[verb] in _BEHIND_PURPOSE)


def _awaits_verb(sentence: Sentence, i: int, k: int, end: int) -> bool:
    """Whether a clause that a time opens has its verb behind `k`: "until a list |in accordance with| it is made"."""
    comma = sentence.find({"COMMA"}, k, end)
    return sentence.types[i] in _DATING and sentence.holds(FINITE, k, end if comma is None else comma)


def _inserts(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the comma at `k` and the next one set something off between a noun and what is said of it."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    return comma is not None and comma + 1 < end and sentence.types[comma + 1] in _SAID


def _inserts_clause(sentence: Sentence, k: int, end: int) -> bool:
    """Whether another event follows behind what the comma at `k` sets off: "until it is sold or, |if …,| is lost"."""
    comma = sentence.find({"COMMA"}, k + 1, end)
    return comma is not None and sentence.type(comma + 1) in NP_START and sentence.holds(FINITE, comma, end)


def _adds_clause(sentence: Sentence, k: int, after: str) -> bool:
    """Whether a clause that belongs to the time before it begins at `k`: "the date |on which|", "the date |when|"."""
    kind = sentence.types[k]
    return kind == "WHICH" or (kind == "OR" and after in WITH_VERB)


def _tells(sentence: Sentence, k: int, end: int) -> bool:
    """Whether what is told follows at once or behind another comma: "have notified each other, in writing, |that|"."""
    comma = sentence.find({"COMMA"}, k, end)
    return sentence.type(k) == "THAT" or (comma is not None and sentence.type(comma + 1) == "THAT")


def _opens_time(sentence: Sentence, k: int) -> bool:
    """Whether a joint at `k` joins another time: "at the moment when …, |or| on expiry of"."""
    return sentence.type(k) in JOINTS and sentence.type(k + 1) in _TIMES


def _ends_time(sentence: Sentence, k: int, i: int, end: int, *, has_verb: bool) -> bool:
    """Whether a time ends before the cue at `k`: another modifier opens, or a joint goes on with the action."""
    kind, after = sentence.types[k], sentence.types[k + 1] if k + 1 < end else ""
    if sentence.types[k - 1] == "NOT":
        return False
    if kind in JOINTS:
        if (kind == "BUT" and after in _TIMES) or (kind == "NOR" and after == "QUANTITY"):
            return True  # "within a year |but| not later than two months after"
        other = after == "TO" or OPENERS.get(after, "TIME") != "TIME" or _tells_of_another(sentence, k, end)
        return other or (not has_verb and _coordinates_action(sentence, k, i, end))
    if kind == "FOR_TIME" and sentence.types[i] in ("ON_DAY", "WITHIN") and not has_verb:
        return sentence.types[k - 1] in _BEFORE_TERM  # "from the day of its entry into force |for ten years|"
    if kind in _MANNERS:  # not how something is done on which the time depends
        held = sentence.types[k - 1] in PARTICIPLES  # "until the first meeting held |pursuant to| Article 6"
        told = sentence.type(k + 2) == "WHICH"  # "receipt of the note |through diplomatic channels|, by which"
        return not (has_verb or held or told or _awaits_verb(sentence, i, k, end))
    return kind in _ENDS_TIME or (kind == "SUBJECT_TO" and after == "DETERMINER")


def _tells_of_another(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the joint at `k` joins what is to be done with another thing: "on signing and |the rest to be paid|"."""
    k = sentence.past(NOUN_PHRASE, k + 1)
    return sentence.types[k : k + 2] == ["TO", "BE"] and k + 1 < end


def _manner_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a manner or purpose reaches: to a comma or to the next condition, exception or time."""
    types = sentence.types
    acts = types[i] in _PURPOSES and sentence.type(i + 1) not in _NOUN_START  # "in order to |hear| him within a day"
    ends = _ENDS_MANNER if types[i] in _PURPOSES else _ENDS_MANNER | _MANNERS
    for k in range(i + 1, end):
        kind = types[k]
        listed = is_listed(sentence, k, end, i) or _ends_list(sentence, k, end)
        included = kind == "COMMA" and (sentence.type(k + 1) == "INCLUDING" or listed)
        if (kind == "COMMA" and not included) or kind in ends or _stops(sentence, k, i):
            return k
        if _coordinates_action(sentence, k, i, end):
            return k
        if kind == "WHICH":  # what follows up to the comma belongs to the relative clause
            return next((n for n in range(k, end) if types[n] == "COMMA" or _parts_clause(sentence, n, k, i)), end)
        if kind in _TIMES and not acts and role_at(sentence, k, i, end) == "TIME":
            return k
    return end


def _parts_clause(sentence: Sentence, n: int, k: int, i: int) -> bool:
    """Whether a relative clause at `k`, in a manner, ends at `n`: "by leave of those who own it |and if| it is"."""
    joins = sentence.types[n] in JOINTS and sentence.type(n + 1) in WITH_VERB and not sentence.holds(WITH_VERB, k, n)
    joins = joins or sentence.types[n] == "UNLESS"
    return joins or _stops(sentence, n, i)


def _opens_restriction(sentence: Sentence, k: int) -> bool:
    """Whether another condition or exception opens at `k`, a joint passed over."""
    if sentence.types[k] in JOINTS and k + 1 < len(sentence):
        k += 1
    return sentence.types[k] in _NEXT_RESTRICTION


def awaits_object(sentence: Sentence, k: int) -> bool:
    """Whether a verb or "that" before `k` has nothing behind it but to whom: "submit to the Board |within|"."""
    if sentence.types[k - 1] == "THAT":
        return True
    while True:
        noun = sentence.back(_PRONOUNS | NOUN_PHRASE - {"OF"}, k - 1)
        told = sentence.type(noun + 1) in _RECIPIENTS or (noun == k - 2 and sentence.types[k - 1] == "WORDS")
        if not told or sentence.type(noun) not in ("TO", "PREPOSITION"):
            before = sentence.type(sentence.before(k - 1))
            if sentence.types[k - 1] in ("HAS", "ENJOY"):  # "shall have |during that time| such powers as"
                return before in MODALS
            verb = sentence.types[k - 1] == "VERB" or (sentence.types[k - 1] == "TURN" and sentence.types[k] in _TIMES)
            return (
                verb and before not in _BEFORE_NOUN
            )  # "retain |during that time| the right", "apply |in case of| war"
        k = noun


def object_start(sentence: Sentence, i: int, stop: int) -> int:
    """Where the object begins before which the modifier at `i` stands: "submit within ten days |a report|"."""
    types = sentence.types
    for k in range(i + 1, stop - 1):
        if types[k] in SUBORDINATING and not (types[k] == "THAT" and not opens_clause(sentence, k)):
            return stop
        governed = types[k - 1] in _GOVERNING | _GOVERNING_OPENERS | FINITE
        asked = types[i] == "AT_REQUEST" and types[k - 1] == "ACTOR" and types[k] in _LISTED_WORDS | {"NOUN_OR_FINITE"}
        clause_begins = types[i - 1] == "THAT" and types[k] in _SUBJECTS  # "ensure that from that day |there| is"
        if clause_begins and not governed:
            return k
        if asked or (types[k] == "DETERMINER" and not governed):
            clause = sentence.find(_OBJECT_CLAUSES | FINITE, k, stop)  # "the rules |each Party has| laid down"
            return stop if clause is not None and types[clause] in FINITE else k
    return stop


def is_listed(sentence: Sentence, k: int, end: int, opener: int | None = None) -> bool:
    """Whether the comma at `k` stands in a list of single words: "signature, ratification or accession".

    Behind an `opener` that no comma sets off, what can be a verb is a noun too: "with its laws, |plans| and rules".
    """
    apart = opener is None or sentence.type(opener - 1) in _LIST_MARKS
    trails = sentence.type(opener or 0) == "EXCEPT" and sentence.type((opener or 0) - 2) not in MODALS
    within = not apart or trails
    if not _is_listed_word(sentence, k - 1, within=within):
        return False
    for i in range(k + 1, min(end, k + 1 + _LONGEST_LISTED_WORD)):
        if sentence.types[i] in _LIST_MARKS:
            return i > k + 1
        if sentence.types[i] in PREPOSITIONS and sentence.type(i + 1) in LIST_JOINTS:
            return True  # "acceptance|,| approval of or accession to"
        if not _is_listed_word(sentence, i, within=within):
            return False
    return False


def _ends_list(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the comma at `k` stands before the joint of a list: "public safety, health|, or| morals"."""
    if sentence.type(k + 1) not in LIST_JOINTS:
        return False
    before = k - 1
    while k - before <= _LONGEST_LISTED_WORD and _is_listed_word(sentence, before, within=False):
        before -= 1
    behind = k + 2
    while sentence.type(behind) != "DETERMINER" and behind < end and _is_listed_word(sentence, behind, within=False):
        behind += 1
    ends = behind >= end or sentence.type(behind) in ("COMMA", "STOP")
    ends = ends or (sentence.type(behind) == "PREPOSITION" and sentence.type(behind - 1) not in ADVERBS)
    return sentence.type(before) == "COMMA" and behind > k + 2 and ends


def _is_listed_word(sentence: Sentence, i: int, *, within: bool) -> bool:
    noun = within and sentence.type(i) in _NOUN_OR_VERB and bool(sentence.last_word(i).forms & NOUNS)
    return noun or sentence.type(i) in _LISTED_WORDS
