"""How far a time reaches: over what it is measured from, and over "the date on which …" with its verb.

Guarantee: as of every reach, see `reaches`.
"""

from treatylex.parsing.sentences.cues import (
    AMOUNTS,
    AUXILIARIES,
    COMPLETE_TIMES,
    EXCEPTIONS,
    FINITE,
    JOINTS,
    LIST_JOINTS,
    MANNERS,
    NOUN_ENDS,
    NOUN_PHRASE,
    NP_START,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    RESTRICTIONS,
    WITH_VERB,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import is_listed
from treatylex.parsing.sentences.frames import opens_clause
from treatylex.parsing.sentences.insertions import behind_insertion, inserts, inserts_clause, parted_object
from treatylex.parsing.sentences.stops import (
    NEXT_RESTRICTION,
    TIMES,
    adds_to_noun,
    awaits_noun,
    coordinates_action,
    ends_here,
    opens_time,
    tells_purpose,
)

# What ends a time …
_ENDS_TIME = RESTRICTIONS | {"AS_REQUIRED", "WHETHER", "EVEN_IF", "ABOUT"}
_ENDS_TIME_AFTER_COMMA = MANNERS | NEXT_RESTRICTION | {"BY"}
# "By" and "to" behind a time that needs nothing more tell who acts and for whom.
_COMPLETE = COMPLETE_TIMES | {"DATE"}
_BEING = frozenset({"BE", "BE_DEEMED"})
_DATING = frozenset({"WITHIN", "AFTER", "BEFORE"})
_BEFORE_TERM = NOUN_ENDS | {"ON_DAY", "TAKE_EFFECT", "STANDING"}


def time_reach(sentence: Sentence, i: int, end: int) -> int:
    """How far a time reaches: over what it is measured from, and over "the date on which …" with its verb."""
    types = sentence.types
    with_clause = types[i] not in COMPLETE_TIMES and i + 1 < end and types[i + 1] in WITH_VERB
    has_verb = i + 1 < end and types[i + 1] in PARTICIPLES  # "until |terminated| as provided in …"
    resumes = inserted = i
    for k in range(i + 2 if with_clause else i + 1, end):
        after = types[k + 1] if k + 1 < end else ""
        if _breaks_time(sentence, k, i, end, with_clause=with_clause or has_verb):
            return k
        with_clause = with_clause or types[k] == "WHICH"  # "the date |on which|"
        resumes = max(resumes, behind_insertion(sentence, k, end))
        if k < resumes:
            has_verb = True
        elif k < inserted:
            continue
        elif types[k] == "COMMA":
            if k == i + 1 and types[i] in _COMPLETE and after != "COUNTED":
                return k  # "sixty days in advance|,| the timetable of its services, showing …"
            # "after it has told the other|, in writing,| that", "the note in which they tell it|, in writing,| that"
            if ((has_verb or with_clause) and _tells(sentence, k + 1, end)) or (not has_verb and after in FINITE):
                continue  # "after notices, given in writing|, have| been received"
            if not has_verb and inserts(sentence, k, end):  # "until the States|, by letter,| have informed each other"
                inserted = (sentence.find({"COMMA"}, k + 1, end) or k) + 1
                continue
            if with_clause and (parted := parted_object(sentence, k, end)) is not None:
                inserted = parted  # "on the date on which it receives|, by letter,| the last consent"
                continue
            if has_verb and "WHICH" in types[k + 1 : k + 2 + (after in PREPOSITIONS)]:
                with_clause = True  # "at a date to be fixed by an exchange of notes|, in which| the Parties shall"
                continue
            if has_verb and types[k - 1] == "OR" and after in WITH_VERB and inserts_clause(sentence, k, end):
                inserted = (sentence.find({"COMMA"}, k + 1, end) or k) + 1
                continue
            added = after != "INCLUDING" and adds_to_noun(sentence, k)
            # "impose, at any stage of a sale|,| conditions or terms"
            listed = [sentence.type(i - 2), sentence.type(i - 1)] != ["VERB", "COMMA"]
            listed = listed and is_listed(sentence, k, end)
            later = after == "OR" and sentence.type(k + 2) == "COUNTED"  # ", or |on such later date| as it sets"
            # "until ended by agreement|, or by| one of them", "after it has left|, or has| died"
            later = later or (has_verb and after in LIST_JOINTS and sentence.type(k + 2) in AUXILIARIES | {"BY"})
            # "to permit, during the time in which it is valid|,| the import of fish"
            closed = has_verb and sentence.type(i - 1) == "COMMA" and after in NP_START
            goes_on = (with_clause and not closed) or added or listed or later
            if awaits_noun(sentence, k, end):
                continue  # "upon entry into|, and until leaving,| a port"
            if not goes_on or after in _ENDS_TIME_AFTER_COMMA or opens_time(sentence, k + 1):
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
    if types[k] == "TO" and types[i] in _DATING and not with_clause and tells_purpose(sentence, k, end):
        return not sentence.holds({"THAT"}, i, k)  # "before the voyage |to prevent|", but "until it finds that one to"
    return (types[k] in EXCEPTIONS and k > i + 1) or ends_here(sentence, k, i)


def _awaits_verb(sentence: Sentence, i: int, k: int, end: int) -> bool:
    """Whether a clause that a time opens has its verb behind `k`: "until a list |in accordance with| it is made"."""
    comma = sentence.find({"COMMA"}, k, end)
    return sentence.types[i] in _DATING and sentence.holds(FINITE, k, end if comma is None else comma)


def _tells(sentence: Sentence, k: int, end: int) -> bool:
    """Whether what is told follows at once or behind another comma: "have notified each other, in writing, |that|"."""
    comma = sentence.find({"COMMA"}, k, end)
    return sentence.type(k) == "THAT" or (comma is not None and sentence.type(comma + 1) == "THAT")


def _ends_time(sentence: Sentence, k: int, i: int, end: int, *, has_verb: bool) -> bool:
    """Whether a time ends before the cue at `k`: another modifier opens, or a joint goes on with the action."""
    kind, after = sentence.types[k], sentence.types[k + 1] if k + 1 < end else ""
    if sentence.types[k - 1] == "NOT":
        return False
    if kind in JOINTS:
        if (kind == "BUT" and after in TIMES) or (kind == "NOR" and after == "QUANTITY"):
            return True  # "within a year |but| not later than two months after"
        other = after == "TO" or OPENERS.get(after, "TIME") != "TIME" or _tells_of_another(sentence, k, end)
        return other or (not has_verb and coordinates_action(sentence, k, i, end))
    if kind == "FOR_TIME" and sentence.types[i] in ("ON_DAY", "WITHIN") and not has_verb:
        return sentence.types[k - 1] in _BEFORE_TERM  # "from the day of its entry into force |for ten years|"
    if kind in MANNERS:  # not how something is done on which the time depends
        held = sentence.types[k - 1] in PARTICIPLES  # "until the first meeting held |pursuant to| Article 6"
        told = sentence.type(k + 2) == "WHICH"  # "receipt of the note |through diplomatic channels|, by which"
        return not (has_verb or held or told or _awaits_verb(sentence, i, k, end))
    if kind == "ABOUT" and has_verb:
        return False  # "until the duties have been met |in respect of| that State"
    return kind in _ENDS_TIME or (kind == "SUBJECT_TO" and after == "DETERMINER")


def _tells_of_another(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the joint at `k` joins what is to be done with another thing: "on signing and |the rest to be paid|"."""
    k = sentence.past(NOUN_PHRASE, k + 1)
    return sentence.types[k : k + 2] == ["TO", "BE"] and k + 1 < end
