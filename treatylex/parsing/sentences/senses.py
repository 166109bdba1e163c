"""Senses: cues that mean one thing or another, told apart by what stands around them.

Guarantee: no cue is lost, added or moved; only its type changes.
"""

from collections.abc import Callable, Set

from treatylex.language.grammar import WORDS
from treatylex.language.words import NOUNS, Form
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    AFTER_MODAL,
    AMOUNTS,
    BEFORE_NOUN,
    BINDING,
    COMPLETE_TIMES,
    EXCEPTIONS,
    FINITE,
    JOINTS,
    LIST_JOINTS,
    MODALS,
    NORMATIVE,
    NOUN_ENDS,
    NOUN_PHRASE,
    NOUNS_OR_VERBS,
    NP_START,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE,
    RELATIVE_OR_THAT,
    VERBS,
    WHOLE,
    WILFUL,
    WITH_VERB,
    Sentence,
    base_type,
)
from treatylex.parsing.sentences.frames import starts_verb_phrase
from treatylex.parsing.sentences.parties import head_is_actor
from treatylex.parsing.sentences.vocabulary import is_form_of

_BEFORE_VERB = MODALS | {"NOT"}
_OWNERS = RELATIVE_OR_THAT | {"AS"}  # a modal right behind one of these is its own: "such time |as| may be set"
_NORM_ENDS = JOINTS | {"COMMA", "SEMICOLON", "COLON", "STOP"}
_COMPARED = NOUN_PHRASE | {"THIS", "QUANTITY", "NUMBER", "REFERENCE"}
_HEADS = frozenset({"ACTOR", "THING", "REFERENCE"})
_AFTER_SET_PHRASE = JOINTS | {"COMMA", "SEMICOLON", "COLON", "STOP", "RIGHT_BRACKET", "ASIDE", ""}
# "means" behind one of these is the noun: "the means", "by means", "other means", "effective means".
_BEFORE_NOUN_MEANS = frozenset({
    "TO", "DETERMINER", "OTHER", "OF", "PREPOSITION", "BY", "VERB", "AND", "WORDS", "STATUS",
})  # fmt: skip
_MEANS = frozenset({"BARE_MEANS", "MEANS"})
_AUXILIARY_VERBS = MODALS | ADVERBS | {"IS", "APPLIES__IS_SET", "BE", "HEREBY"}
_BARE_TERM = NOUN_ENDS | {"NATIONAL", "DOING", "VERB"}
# Openers of modifiers, those included that are yet to be told apart.
_ANY_OPENER = frozenset(OPENERS) | {"WHEN", "WHERE"}
# What follows "be considered" when it is an act, which asks for no complement.
_AFTER_ACT = (_ANY_OPENER - {"OTHER_THAN"}) | PREPOSITIONS | _AFTER_SET_PHRASE | {"BY", "BEFORE", "AFTER"}
_AUXILIARIES = frozenset({"BE", "BEEN"})
_BEFORE_REFERRED = _AUXILIARIES | {"COMMA"}
_BEFORE_DONE = _AUXILIARIES | {"IS", "HAS", "UNLESS", "AS", "ADVERB"}
_AFTER_DONE = PREPOSITIONS | {"BY", "TO"}
_BEFORE_OWN_NOUN = frozenset({"WHICH__WHOSE", "WHICH__GOVERNED"})
_BEFORE_NOTE = frozenset({"ACTOR", "PRONOUN", "AND", "SHALL", "TO"})
_BEFORE_ATTRIBUTE = PREPOSITIONS | {"DETERMINER", "VERB", "DOING", "OTHER"}
_BEHIND_PENDING = PREPOSITIONS | _NORM_ENDS | {"FORUM", "WITHIN", "ON_DAY", "ON_DATE", "NOW", "BEFORE"}
_OBJECTS = NP_START | NOUNS_OR_VERBS | {"REFERENCE", "DOING"}
_ABSOLUTES = frozenset({"ABSOLUTE_HAVING", "ABSOLUTE_BEING"})
# What an infinitive follows: "do their utmost to |save|".
_BEFORE_INFINITIVE = frozenset({
    "TO", "MEASURES_TO", "MAY", "ENDEAVOUR", "UNDERTAKES", "IS_BOUND", "BE_BOUND", "BE_FREE", "BE_ENTITLED",
    "RESERVES",
})  # fmt: skip
_SUBJECT_START = BEFORE_NOUN | {"PRONOUN", "NOTHING", "THERE"}
_VERBAL = VERBS | AFTER_MODAL | MODALS | {"STRIVE", "AGREES", "PROMISE"}
_LONGEST_INSERTION = 40  # cues between "undertakes," and the next comma
_BEFORE_FRONT = frozenset({"", "SEMICOLON", "STOP", "COLON"})
_BEHIND_OWN_VERB = frozenset({"COMMA", "SEMICOLON", "COLON", "LISTED"})
_ON_THAT = frozenset({"IN_WHICH_CASE", "LINK__WHEREUPON", "WHEREBY", "AFTER_WHICH"})
# What "nor does it" denies as "nor shall it" would: "nor does it |apply|", "nor does it |have to| pay".
_DENIED_BY_NOR = BINDING | {"TURN", "PREJUDICE", "TAKE_EFFECT", "HAVE_TO", "BE_REQUIRED", "PROMISE", "AGREES"}
_RIGHTS = frozenset({"RESERVES", "BE_ENTITLED", "ENJOY"})
# What "enjoy" goes on with: "shall be inviolable and |enjoy| immunity".
_BEFORE_ENJOYED = MODALS | LIST_JOINTS | {"NOT", "NOR", "NEITHER", "TO", ""}
_BARE_VERBS = frozenset({"VERB", "HAS", "TURN", "TAKE_EFFECT"})
_LINKS = frozenset({"LINK", "LIKEWISE"})
_PARTICIPIAL = frozenset({"LIMITED", "INCORPORATED"})
_COMPLETE = COMPLETE_TIMES | WHOLE | {"BY_SUCH_MEANS"}
_TIME_OPENERS = AMOUNTS | {"WITHIN", "ON_DAY", "WITHIN__AFTER_DAY"}
_OWN_VERBS = FINITE | {"VERB"}
_CLAUSE_VERBS = _OWN_VERBS | {"REMAIN", "TAKE_EFFECT", "TURN"}
# Whose a place is: "the territory of |the other Party|".
_WHOSE = BEFORE_NOUN | {"ACTOR", "NAME", "WORDS", "ADVERB"}
# "on the day |when|"
_MOMENTS = frozenset({"ON_DAY", "WITHIN", "WITHIN__AFTER_DAY", "DURING", "FOR_TIME", "WITHIN__IN_NTH_YEAR"})


def told_apart(sentence: Sentence) -> Sentence:
    """The sentence with one type for each cue that its grammar leaves open.

    Around a cue stands what the grammar found, but that "will" is a modal or a noun by then.
    """
    cues = list(sentence.cues)
    for k, kind in enumerate(sentence.types):
        if kind == "WILL":
            cues[k] = cues[k]._replace(type=_will(sentence, k))
    if "WILL" in sentence.types:
        sentence = Sentence(list(cues), sentence.asides)
    for k, kind in enumerate(sentence.types):
        tell = _SENSES.get(kind)
        sense = base_type(kind) if tell is None else tell(sentence, k)
        if sense != kind:
            cues[k] = cues[k]._replace(type=sense)
    return sentence if cues == sentence.cues else Sentence(cues, sentence.asides)


# ── Conditions and times ────────────────────────────────────────────────────────────────────────────────────────────


def _as_far_as(sentence: Sentence, k: int) -> str:
    """As in "As far as its means allow", but "the river as far as its mouth"."""
    comma = sentence.find({"COMMA"}, k, len(sentence))
    has_verb = sentence.holds(_OWN_VERBS, k + 1, len(sentence) if comma is None else comma)
    return "IF" if has_verb else "PREPOSITION"


def _as_long_as(sentence: Sentence, k: int) -> str:
    """As in "As long as the war lasts", "|as long as| it stays in force", but "as long as the sum of its parts"."""
    return "IF" if any(base_type(kind) in _CLAUSE_VERBS for kind in sentence.types[k + 1 :]) else "AS"


def _proviso(sentence: Sentence, k: int) -> str:
    return "LINK" if k == 0 and _is_whole_norm(sentence) else "IF"


def _where(sentence: Sentence, k: int) -> str:
    """As in "Areas |where| ships lie", "a port means any bay |where| ships lie", "decide |where| it lies".

    Else a condition, behind a time too: "for ten days |where| the owner agrees".
    """
    of_noun = sentence.type(k - 1) in NOUNS_OR_VERBS and sentence.holds(_MEANS, 0, k)
    whose = sentence.back(_WHOSE, k - 1)
    of_somebody = sentence.type(whose) == "OF" and _is_behind(sentence, whose, "PLACES")
    if of_noun or of_somebody or _is_behind(sentence, k, "PLACES"):  # "the territory |of the Party| where"
        return "WHICH"
    return "WHETHER" if _is_asked(sentence, k) else "IF"


def _when(sentence: Sentence, k: int) -> str:
    """As in "The date |when| it ends", "on the day |when| it ends", "determine |when| it ends"; else a condition.

    Of an exception what holds then instead: "within a year, except in urgent cases, |when| it shall be a month".
    """
    if _is_asked(sentence, k):
        return "WHETHER"
    stop = sentence.find(_BEHIND_OWN_VERB, k, len(sentence))
    excepted = "EXCEPT" in sentence.types[:k] and "SHALL" in sentence.types[k:stop]
    excepted = excepted and sentence.type(k - 1) not in JOINTS
    of_moment = _is_behind(sentence, k, "MOMENTS") or sentence.type(k - 1) in _MOMENTS
    return "WHICH" if of_moment or excepted else "IF"


def _is_asked(sentence: Sentence, k: int) -> bool:
    """Whether a clause at `k` is a question: "determine |when| it ends", "views as to |where| it lies"."""
    return sentence.type(k - 1) == "ABOUT" or _is_behind(sentence, k, "ASKING")


def _than(sentence: Sentence, k: int) -> str:
    """Before what something is compared with and the modal of the norm: "a ship longer |than| ten metres may enter".

    Before a clause elsewhere: "no longer |than| the Board may allow", "longer |than| the Board may allow shall".
    """
    modal = sentence.past(_COMPARED, k + 1)
    if sentence.type(modal) not in MODALS or sentence.holds(NORMATIVE, 0, k):
        return "AS"
    end = sentence.find(_NORM_ENDS, modal, len(sentence)) or len(sentence)
    others = (n for n in range(modal + 1, end) if sentence.types[n] in NORMATIVE)
    return "AS" if any(sentence.types[n - 1] not in _OWNERS for n in others) else "PREPOSITION"


def _at_most(sentence: Sentence, k: int) -> str:
    """As in "|Not more than| two members may", but "be |not more than| a litre", "keep |no more than| ten"."""
    if sentence.type(k - 1) in ("BE", "IS"):
        return "NOT"
    return "NEITHER" if sentence.type(k - 1) in _BEFORE_FRONT | {"COMMA"} else "DETERMINER"


def _begin(sentence: Sentence, k: int) -> str:
    """As in "consultations shall |begin|", which somebody sees to, but "the period for consultations shall |begin|"."""
    talks = (n for n in range(k) if is_form_of(sentence.last_word(n), "TALKS"))
    starts = (sentence.back(BEFORE_NOUN | {"THIS", "WORDS", "VERB"}, n - 1) for n in talks)
    edges = _BEFORE_FRONT | {"COMMA"}
    # "it may ask for talks |and| such talks shall begin"
    begins = (sentence.type(n) in edges | (JOINTS if sentence.type(n + 1) in BEFORE_NOUN else set()) for n in starts)
    return "VERB" if any(begins) else "TURN"


def _is_behind(sentence: Sentence, k: int, name: str) -> bool:
    """Whether a noun or verb of a class of `lexicon.lark` stands before `k`; not "the line is |placed| where"."""
    return sentence.type(k - 1) not in PARTICIPLES and is_form_of(sentence.last_word(k - 1), name)


def _dash(sentence: Sentence, k: int) -> str:
    """As in "shall |–| if so asked |–| take steps", but "tolls |–| dues and fees |–| shall", and a dash alone."""
    closes = sentence.types[:k].count("DASH") % 2
    first = sentence.last({"DASH"}, 0, k) if closes else k
    last = k if closes else sentence.find({"DASH"}, k + 1, len(sentence))
    if first is None or last is None or base_type(sentence.type(first + 1)) not in _ANY_OPENER:
        return WORDS
    return WORDS if sentence.holds(_BEFORE_FRONT, first, last) else "COMMA"


def _even_if(sentence: Sentence, k: int) -> str:
    """As in "Even if it is lost", but "no fee is due, |although| all shall be counted", which orders something."""
    stop = sentence.find(_BEHIND_OWN_VERB, k, len(sentence)) or len(sentence)
    own = sentence.find(FINITE, k + 1, stop)
    orders = own is not None and sentence.types[own] == "SHALL"
    return "EVEN_IF" if not orders else "LINK" if k == 0 else "BUT"


def _wherever(sentence: Sentence, k: int) -> str:
    """As in "Wherever ships lie", but "the funds, |wherever| held"."""
    done = Form.PARTICIPLE in sentence.first_word(k + 1).forms
    return "WHETHER" if sentence.type(k - 1) == "COMMA" and done else "IF"


def _on_application(sentence: Sentence, k: int) -> str:
    noun = sentence.find(_HEADS, k + 1, len(sentence))
    return "IN_CASE_OF" if noun is not None and sentence.types[noun] == "ACTOR" else "PREPOSITION"


def _likewise(sentence: Sentence, k: int) -> str:
    """As in "Shall |likewise| pay", but "shall, |likewise|, pay", "may |therefore|, pay"."""
    bare = sentence.type(k - 1) in _BEFORE_VERB and sentence.type(k + 1) not in ("COMMA", "COLON")
    return "ADVERB" if bare else "LINK"


def _pending(sentence: Sentence, k: int) -> str:
    """As in "For |pending| cases", "cases |pending| in court", but "sits, and hears no others, |pending| its end"."""
    attribute = sentence.type(k - 1) in _BEFORE_ATTRIBUTE and sentence.type(k + 1) != "DETERMINER"
    waits = sentence.type(k - 1) in NOUNS_OR_VERBS and sentence.type(k + 1) in _BEHIND_PENDING
    return "WORDS" if attribute or waits else "IN_CASE_OF"


def _subject_to(sentence: Sentence, k: int) -> str:
    """As in "shall not |subject| goods |to|", but "shall, |subject to| Article 4, pay"."""
    done = sentence.type(k - 1) == "NOT" and sentence.type(k - 2) in MODALS
    return "VERB" if done else "SUBJECT_TO"


def _upon_event(sentence: Sentence, k: int) -> str:
    """As in "Paid upon receipt of it", "|Upon receipt| the Board shall", but "conditional upon its acceptance"."""
    if k == 0 and sentence.type(k + 1) in BEFORE_NOUN | {"PRONOUN", "THIS"}:
        return "AS_REQUIRED"
    before = sentence.last_word(k - 1)
    governed = sentence.type(k - 1) == "WORDS" and before.forms == {Form.ADJECTIVE}
    return "PREPOSITION" if governed else "IN_CASE_OF"


def _except(sentence: Sentence, k: int) -> str:
    """As in "All crews |save| one", but "measures to |save| lives", "A State may |except| crews of one family"."""
    before = sentence.type(k - 1)
    awaited = before in _BEFORE_VERB and sentence.type(k + 1) in NP_START  # "shall |save| the crew"
    return "VERB" if awaited or before in _BEFORE_INFINITIVE else "EXCEPT"


def _notwithstanding(sentence: Sentence, k: int) -> str:
    """As in "|Notwithstanding| Article 4, a Party may", but "Article 4 |notwithstanding|, a Party may"."""
    before = sentence.type(k - 1)
    behind = before not in _BEFORE_FRONT | {"COMMA"} and sentence.type(k + 1) in ("COMMA", "SEMICOLON", "STOP")
    return "SET_ASIDE" if behind else "EXCEPT"


def _provided(sentence: Sentence, k: int) -> str:
    """As in "Except as otherwise provided", "the help provided or paid by", but ", provided the Board agrees"."""
    participle = sentence.type(k - 1) in _BEFORE_DONE | RELATIVE_OR_THAT or sentence.type(k + 1) in _AFTER_DONE
    joined = sentence.type(k + 1) in JOINTS and sentence.type(k + 2) in PARTICIPLES
    return "DONE" if participle or joined else "PROVIDED"


def _forum(sentence: Sentence, k: int) -> str:
    """As in "Bring it before the court", but "before the court decides", "two weeks before the conference"."""
    after = sentence.type(k + 1)
    of_time = k == 0 or sentence.type(k - 1) == "QUANTITY"  # "|Before| the conference the Board shall meet"
    return "WITHIN" if of_time or after in _OWN_VERBS or after == "POSSESSIVE" else "FORUM"


def _counted(sentence: Sentence, k: int) -> str:
    """As in "Within thirty days, |counted| from", but "interest, |calculated| from that day"."""
    return "COUNTED" if sentence.type(k - 2) in AMOUNTS else "DONE"


def _at_latest(sentence: Sentence, k: int) -> str:
    """As in "By 1 May 1990 |at the latest|", "|at the latest| two years after", and alone a time of its own."""
    apart = sentence.type(k - 1) == "COMMA"  # "by 1 May|,| at the latest"
    if sentence.type(k - 1 - apart) in AMOUNTS | {"DATE", "NOW"} and sentence.type(k + 1) not in AMOUNTS:
        return "AT_LATEST"
    return "WITHIN" if sentence.type(k + 1) in AMOUNTS | {"DATE"} | NP_START | {"WORDS"} else "NOW"


def _other_time(sentence: Sentence, k: int) -> str:
    """As in "On that day or |on such later date|": it goes on with that day."""
    behind = sentence.type(k - 1) == "OR" and sentence.holds(_TIME_OPENERS, 0, k)
    return "COUNTED" if behind else "WITHIN"


def _since(sentence: Sentence, k: int) -> str:
    """As in "Ninety days |from| receipt", but "a period of three months |from| receipt"."""
    return "SINCE" if sentence.type(k - 1) == "QUANTITY" and sentence.type(k - 2) != "OF" else "PREPOSITION"


# ── Verbs that bind ─────────────────────────────────────────────────────────────────────────────────────────────────


def _will(sentence: Sentence, k: int) -> str:
    """As in "The |will| of the people", "made a |will|", but "each |will| bear its costs"."""
    noun = sentence.type(k - 1) in _BEFORE_ATTRIBUTE and not starts_verb_phrase(sentence, k + 1)
    described = sentence.last_word(k - 1).usual == {Form.ADJECTIVE} and sentence.type(k + 1) in LIST_JOINTS
    noun = noun or described  # "political |will| and trust"
    return "WORDS" if noun or sentence.type(k + 1) in ("OF", "STOP", "POSSESSIVE") else "SHALL"


def _promise(sentence: Sentence, k: int) -> str:
    """As in "Undertakes: (a) to lend …", but "undertakes a study"."""
    return "VERB" if sentence.type(k + 1) in _OBJECTS or _awaits_verb(sentence, k) else "UNDERTAKES"


def _agrees(sentence: Sentence, k: int) -> str:
    """As in "Agree, if need be, to meet", "The Parties agree: (a) to meet", but "agree on a day"."""
    after = sentence.type(k + 1)
    unfinished = after == "TO" or (after in ("COMMA", "COLON") and k + 2 == len(sentence))
    return "UNDERTAKES" if unfinished or (after == "COMMA" and _to_follows(sentence, k + 2)) else "VERB"


def _strive(sentence: Sentence, k: int) -> str:
    return "WORDS" if sentence.type(k - 1) == "DETERMINER" else "ENDEAVOUR"  # "the aim of"


def _enjoys(sentence: Sentence, k: int) -> str:
    """As in "Officials |enjoy| immunity", but "shall |enjoy| immunity", "the right to |enjoy| privileges"."""
    return "ENJOY" if sentence.type(sentence.before(k)) in _BEFORE_ENJOYED else "RESERVES"


def _comma(sentence: Sentence, k: int) -> str:
    """As in "may object|,| in which case the Board shall meet": the end of a norm; none in "the note|,| by which"."""
    if sentence.type(k + 1) == "WHICH__BY_WHICH":
        return "WORDS"
    parts = sentence.type(k + 1) in _ON_THAT and sentence.holds(FINITE, k + 2, len(sentence))
    parts = parts or _limits_right(sentence, k + 1)
    return "SEMICOLON" if parts and not _leads(sentence, k) and sentence.holds(FINITE | _MEANS, 0, k) else "COMMA"


def _leads(sentence: Sentence, k: int) -> bool:
    """Whether what stands before `k` is only a modifier that leads: "Unless it is lost|, in which case …, the Bank"."""
    opened = sentence.type(0) in WITH_VERB | EXCEPTIONS
    return opened and not sentence.holds(MODALS, 0, k)


def _which(sentence: Sentence, k: int) -> str:
    """As in "the right of passage, |which| shall not be impeded": a norm of its own."""
    return "THIS_ALONE" if sentence.type(k - 1) == "COMMA" and _limits_right(sentence, k) else sentence.types[k]


def _limits_right(sentence: Sentence, k: int) -> bool:
    """Whether "which" at `k` says what may not be done to a right: "the right of passage, |which| shall not"."""
    denied = sentence.type(k) == "WHICH" and sentence.type(k + 1) in MODALS and sentence.type(k + 2) == "NOT"
    return denied and sentence.holds(_RIGHTS, 0, k)


def _in_which_case(sentence: Sentence, k: int) -> str:
    """As in "may object, |in which case| the Board shall meet", but "decide |in which case| a fee is due"."""
    apart = sentence.type(k - 1) in ("COMMA", "SEMICOLON") and not _leads(sentence, k)
    return "AS_REQUIRED" if apart else "WHICH"


def _on_that(sentence: Sentence, k: int) -> str:
    """As in "…, |after which| it may withdraw", but "the day after which it may withdraw"."""
    apart = sentence.type(k - 1) in ("COMMA", "SEMICOLON") and not _leads(sentence, k)
    return ("LINK" if sentence.types[k] == "WHEREBY" else "NOW") if apart else "WHICH"


def _cease(sentence: Sentence, k: int) -> str:
    """As in "The right shall |cease|", but "shall |cease| fishing", "the Parties shall |cease| to levy tolls".

    What is set off behind it parts it from its object: "the Parties shall |cease|, within ten days, all firing".
    """
    by_whom = sentence.type(sentence.before(sentence.before(k))) in WILFUL
    levying = sentence.type(k + 1) == "TO" and sentence.type(k + 2) == "VERB"
    if by_whom and (levying or sentence.type(k + 1) == "COMMA"):
        return "VERB"
    return "VERB" if sentence.type(k + 1) in NP_START | {"DOING", "WORDS", "NOUN_OR_FINITE"} else "TAKE_EFFECT"


def _is(sentence: Sentence, k: int) -> str:
    if _orders_inverted(sentence, k):
        return "SHALL"
    if _tells_aim(sentence, k):
        return "IS_FOR"
    return "IS_OFFICE" if _tells_office(sentence, k) else _inverted(sentence, k)


def _orders_inverted(sentence: Sentence, k: int) -> bool:
    """As in "Under no circumstances |is| a vessel to fish", which "shall" would say as well."""
    denied = sentence.type(k - 1) == "NOT"
    if not denied and sentence.type(k - 1) != "NOR":
        return False
    to = sentence.find({"TO"}, k, len(sentence))
    if to is None or sentence.type(k + 1) not in NP_START:
        return False
    return starts_verb_phrase(sentence, to + 1) or Form.BASE in sentence.first_word(to + 1).forms


def _be(sentence: Sentence, k: int) -> str:
    return "BE_FOR" if _tells_aim(sentence, k) else "BE_OFFICE" if _tells_office(sentence, k) else "BE"


def _tells_aim(sentence: Sentence, k: int) -> bool:
    """As in "The aim of the Fund |is| to lend", but "the observance of this aim |is| a condition"."""
    follows = sentence.type(k + 1) in ("TO", "COLON", "DETERMINER", "PRONOUN")
    head = next((n for n in range(k) if sentence.types[n] in ("OF", "COMMA")), k)
    return follows and sentence.holds({"THING__AIM", "STRIVE"}, 0, head) and "COMMA" not in sentence.types[:k]


def _greets(sentence: Sentence, k: int) -> str:
    """As in "|presents its compliments| and has the honour to", but alone all that is said."""
    said = (n for n in range(k, len(sentence)) if sentence.types[n] == "DECLARES")
    says = any(sentence.type(n - 1) not in RELATIVE for n in said)
    return "GREETS" if says else "DECLARES"


def _only(sentence: Sentence, k: int) -> str:
    """As in "|Only| the Board may": part of who may; but "only upon request", "shall only act"."""
    begins = k == 0 or sentence.types[k - 1] in JOINTS | _BEFORE_FRONT | {"COMMA"}
    return "DETERMINER" if begins and sentence.type(k + 1) in _OBJECTS else "ADVERB"


def _alone(sentence: Sentence, k: int) -> str:
    """As in "The Board |alone| may", but "may act alone"."""
    return "CONCERNED" if sentence.type(k + 1) in FINITE else "ADVERB"


def _having(sentence: Sentence, k: int) -> str:
    after = sentence.past(ADVERBS | {"NOT"}, k + 1)
    done = sentence.type(after) in PARTICIPLES | {"BEEN"}
    return "ABSOLUTE" if done and _leads_as_clause(sentence, k) else "DOING"


def _being(sentence: Sentence, k: int) -> str:
    return "ABSOLUTE" if _leads_as_clause(sentence, k) else "BEEN"


def _while(sentence: Sentence, k: int) -> str:
    """As in "|While| it holds office a Party may"; a contrast: ", |while| the Fund may", "lend |while| keeping"."""
    comma = sentence.find({"COMMA"}, k, len(sentence))
    if sentence.holds(MODALS, 0, k) and sentence.holds(MODALS, k, len(sentence) if comma is None else comma):
        return "BUT"
    leads = sentence.type(k - 1) in _BEFORE_FRONT
    # "|while| keeping", "|while| recognising", "|while| not binding"
    if sentence.type(k + 1) in ("DOING", "ABOUT", "NOT"):
        set_off = leads or (
            sentence.type(k - 1) == "COMMA" and comma is not None and sentence.holds(MODALS, comma, len(sentence))
        )
        return "BY_MEANS_OF" if set_off else "BUT"
    if comma is not None and sentence.type(k - 1) == "COMMA" and sentence.type(comma + 1) in MODALS:
        return "WHILE"  # "A ship, |while| it is in port, shall"
    last = sentence.holds(MODALS, 0, k) and not sentence.holds(MODALS, k, len(sentence))
    # "the owner may hear the case, |while| it is open", but "the owner pays, |while| the ship is free"
    return "WHILE" if leads or last or sentence.type(k - 1) != "COMMA" else "BUT"


def _acting(sentence: Sentence, k: int) -> str:
    """As in "|Acting| as one body, the States shall", but "|acting| Ministers may", "a Party |acting| in its name".

    Behind a noun it tells who acts: "the Bank, |acting| through its agents, shall"; not "the Board, |acting| by vote,".
    """
    if k == 0:
        return "BY_MEANS_OF"
    through = sentence.type(sentence.past(ADVERBS, k + 1)) in ("AS", "PREPOSITION", "BY_MEANS_OF")
    return "DOING" if through and sentence.type(k - 1) in NOUN_ENDS | {"COMMA"} else "PREPOSITION"


def _modal(sentence: Sentence, k: int) -> str:
    """As in "Whoever |shall| sail there shall pay": the verb of the subject."""
    whoever = sentence.type(sentence.before(k)) == "PRONOUN__WHOEVER"
    return "DOES" if whoever and sentence.holds(MODALS, k + 1, len(sentence)) else sentence.types[k]


def _misprint(sentence: Sentence, k: int) -> str:
    """As in "The Parties |shal| meet", but "the Chief of |Shal| shall meet", "the |Shal| valley"."""
    named = sentence.type(k - 1) in _BEFORE_ATTRIBUTE | {"OF", "NAME", "NOT"} or sentence.type(k + 1) in MODALS
    return "WORDS" if named else base_type(sentence.types[k])


def _shell(sentence: Sentence, k: int) -> str:
    """As in "The Party |shell| reply", but "the |shell| of a nut"."""
    verb = sentence.type(k + 1) in {"NOT", "BE"} | _BARE_VERBS
    return "SHALL" if verb and sentence.type(sentence.before(k)) in WILFUL else "WORDS"


def _could(sentence: Sentence, k: int) -> str:
    """As in "Any other body |could| be admitted", but "as |could| not have been foreseen"."""
    return "DOES" if sentence.type(sentence.past(ADVERBS | {"NOT"}, k + 1)) == "HAS" else "MAY"


def _does(sentence: Sentence, k: int) -> str:
    """As in "Shall |do| it", "nor |does| it apply to mail", which "shall" would say as well; else a statement."""
    if sentence.type(k - 1) in MODALS:
        return "VERB"
    behind = sentence.past(NOUN_PHRASE | {"PRONOUN", "REFERENCE", "THE_TERM"}, k + 1)
    denies = sentence.type(k - 1) == "NOR" and k + 1 < behind and base_type(sentence.type(behind)) in _DENIED_BY_NOR
    return "SHALL" if denies else "DOES"


def _fail(sentence: Sentence, k: int) -> str:
    """As in "Shall not |fail to| report", "no Party shall |fail to| report", but "a Party that shall fail to"."""
    modal = sentence.last(MODALS, 1, k) or 0
    other = sentence.last(MODALS, 0, modal)
    of_noun = other is None or sentence.type(other - 1) in RELATIVE
    start = 0 if other is None or of_noun else other  # "No State shall object, and it shall |fail to| reply"
    denied = sentence.type(k - 1) == "NOT" or sentence.holds({"NEITHER"}, start, k)
    inverted = modal > 0 and sentence.types[modal - 1] == "NOT"
    return "FAIL" if denied or inverted else "VERB"  # "in no case shall a Party |fail to|"


def _have_to(sentence: Sentence, k: int) -> str:
    if sentence.type(sentence.before(k)) in _BEFORE_VERB:
        return "BE_BOUND"
    modal = sentence.find(MODALS, k, len(sentence))
    apart = modal is None or sentence.holds(JOINTS | {"COMMA", "SEMICOLON"}, k, modal)
    return "IS_BOUND" if apart else "FINITE"  # "the lists that Parties |have to| keep may be sold"


def _has(sentence: Sentence, k: int) -> str:
    """As in "Due regard shall be |had| to", "|Had| it left, it shall", "the Fund |has| a seat"."""
    return "PARTICIPLE" if sentence.type(sentence.before(k)) in _AUXILIARIES else _inverted(sentence, k)


def _remain(sentence: Sentence, k: int) -> str:
    """As in "Shall |remain| clearly legible", but "shall |remain| taxable", "shall |remain| in office"."""
    how = sentence.past(ADVERBS, k + 1)
    usual = sentence.first_word(how).usual
    required = Form.ADJECTIVE in usual and sentence.type(how) != "STATUS"
    return "VERB" if required else "TURN"


def _continue_to(sentence: Sentence, k: int) -> str:
    """As in "Shall then |continue to| be", "nor shall a State |continue to| be", but "States |continue to| pay"."""
    before = sentence.back(ADVERBS | {"NOW", "LINK"}, k - 1)
    if sentence.type(before) in _BEFORE_VERB:
        return "ADVERB"
    return "VERB" if sentence.type(sentence.back(BEFORE_NOUN | NOUN_ENDS, before)) in _BEFORE_VERB else "TURN"


def _matter_for(sentence: Sentence, k: int) -> str:
    """As in "Shall |be a matter for| the Board", but "be a matter for the law of each State", which is nobody's."""
    return "BE_TASK" if head_is_actor(sentence, k + 1, len(sentence)) else "BE_DEEMED"


def _required(sentence: Sentence, k: int) -> str:
    """As in "A ship |need| only carry one", "No ship |need| stop", but "shall |need| a pilot", "the need for help"."""
    verb = sentence.past(ADVERBS | {"ONLY", "NOT"}, k + 1)
    sure = verb > k + 1 or Form.NOUN not in sentence.first_word(verb).forms or sentence.type(verb + 1) in NP_START
    bare = sentence.type(verb) == "BE" or (sentence.type(verb) in _BARE_VERBS and sure)
    return "NEED_NOT" if bare and sentence.type(sentence.before(k)) in NOUNS_OR_VERBS | {"PRONOUN"} else "BE_REQUIRED"


def _periodically(sentence: Sentence, k: int) -> str:
    """As in "Shall report |monthly|", "shall |daily| report", but "a regular |weekly| rest"."""
    both = sentence.type(k + 2) == "PERIODICALLY"  # "daily and weekly"
    last = k + 2 if both else k
    noun = sentence.type(last + 1) in NOUNS_OR_VERBS
    return "WORDS" if noun and sentence.type(k - 1) not in MODALS | {"TO"} else "NOW"


def _participle(sentence: Sentence, k: int) -> str:
    """As in "Shall |cut| the trees", "has to |let| them in"; else what has been done."""
    awaited = sentence.type(k - 1) in MODALS | {"TO"}
    return "VERB" if awaited else "PARTICIPLE"


def _barred(sentence: Sentence, k: int) -> str:
    return "BARRED" if _is_behind_copula(sentence, k) else "DONE"


def _tells_office(sentence: Sentence, k: int) -> bool:
    """As in "The functions of the Board shall |be| to lend", but "the functions of the Board |are| those of a bank"."""
    before = sentence.types[:k]
    return sentence.type(k + 1) in ("TO", "COLON") and "THING__OFFICE" in before and "COMMA" not in before


# ── Verbs that define and state ─────────────────────────────────────────────────────────────────────────────────────


def _means(sentence: Sentence, k: int) -> str:
    after = sentence.type(k + 1)
    noun = after == "OF" or after in MODALS  # "Means shall be provided"
    return "MEANS" if not noun and _defines(sentence, k) else "THING"


def _nowise(sentence: Sentence, k: int) -> str:
    """As in "This |in no way affects| their rights", "This shall likewise |in no way affect| them"."""
    return "SAVE" if _is_behind_modal(sentence, k) else "PREJUDICES"


def _status(sentence: Sentence, k: int) -> str:
    """Behind "is" what tells the kind of a clause, as is a state in law behind "be", elsewhere a word like others."""
    kind = "STATUS" if sentence.types[k] == "VALID" else sentence.types[k]
    if _is_behind_copula(sentence, k) or (kind == "STATUS" and sentence.type(sentence.before(k)) == "BE"):
        return "STATUS" if kind in _PARTICIPIAL else kind
    return "DONE" if kind in _PARTICIPIAL else "WORDS"


def _valid(sentence: Sentence, k: int) -> str:
    """As in "The permit is |valid|", "a permit |valid| for a year", but "a |valid| permit"."""
    status = _status(sentence, k)
    return "STANDING" if status == "WORDS" and sentence.type(k + 1) in _TIME_OPENERS else status


def _inverted(sentence: Sentence, k: int) -> str:
    """As in "Were a Party to withdraw, it shall", "Had it left, it shall": what opens a condition, like "should"."""
    opens = k == 0 and sentence.type(1) in NP_START and sentence.holds(MODALS, 1, len(sentence))
    return "SHOULD" if opens else sentence.types[k]


def _have_force(sentence: Sentence, k: int) -> str:
    """As in "Both texts |have| equal force", but "shall thereupon |have| full effect"."""
    return "TAKE_EFFECT" if _is_behind_modal(sentence, k) else "APPLIES"


def _considered(sentence: Sentence, k: int) -> str:
    return "BE_DEEMED" if _has_complement(sentence, k) else "BE_CONSIDERED"


# ── Words of several classes ────────────────────────────────────────────────────────────────────────────────────────


def _set_up(sentence: Sentence, k: int) -> str:
    before, after = sentence.type(k - 1), sentence.type(k + 1)
    if before in _HEADS and after in ("DETERMINER", "THING"):  # "Article 4 |sets out| the rules"
        return "FINITE"
    behind_noun = before in NOUNS_OR_VERBS | {"REFERENCE"} and (
        after in _AFTER_DONE or after in _ANY_OPENER or after == "WORDS"
    )
    behind_noun = behind_noun or (before == "COMMA" and after == "BY")  # "has been, or may be, |set up| by"
    return "DONE" if behind_noun or sentence.type(sentence.before(k)) in _AUXILIARIES else "VERB"


def _further(sentence: Sentence, k: int) -> str:
    """As in "Shall |further| report", "to |further| trade", "(a) |further| the aims", but "(a) |further| steps"."""
    after, before = sentence.type(k + 1), sentence.type(k - 1)
    if after in _VERBAL or after == "COMMA":
        return "ADVERB"
    return "WORDS" if before not in _BEFORE_VERB | {"TO"} and after in NOUNS_OR_VERBS else "VERB"


def _that(sentence: Sentence, k: int) -> str:
    """As in "|That| shall not prevent a sale", "It is agreed that …; |that| he may", but "rules |that| apply"."""
    again = sentence.type(k - 1) in LIST_JOINTS | {"SEMICOLON"} and sentence.type(k + 1) in NP_START
    if again and (_agrees_again(sentence, k) or _informs_again(sentence, k)):
        return "AGREE_THAT"
    alone = sentence.type(k + 1) in MODALS and sentence.type(k - 1) in _BEFORE_FRONT
    return "THIS_ALONE" if alone else "THAT"


def _agree_that(sentence: Sentence, k: int) -> str:
    """As in "The Parties |confirm that|", but "to |confirm that|", "has the honour to |confirm that| it is safe"."""
    again = sentence.find({"THAT"}, k + 1, len(sentence)) or len(sentence)
    said = sentence.type(k - 1) == "DECLARES" and not sentence.holds(MODALS, k, again)
    return "THAT" if said or sentence.type(k - 1) == "TO" else "AGREE_THAT"


def _informs_again(sentence: Sentence, k: int) -> bool:
    """As in "has the honour to inform it that the note is accepted, |and that| both notes shall be an agreement"."""
    says = sentence.find({"DECLARES"}, 0, k)
    informs = says is not None and sentence.type(says + 1) == "VERB" and sentence.holds({"THAT"}, says, k - 1)
    return informs and not sentence.holds(MODALS, 0, k) and sentence.holds(MODALS, k, len(sentence))


def _agrees_again(sentence: Sentence, k: int) -> bool:
    """Whether "and that" at `k` goes on with what is agreed, and not with what a verb within it is about."""
    objects = (n for n in range(k - 1, 0, -1) if sentence.types[n] == "THAT" and sentence.types[n - 1] in VERBS)
    agreed = next((n for n in range(k - 1, -1, -1) if base_type(sentence.types[n]) == "AGREE_THAT"), None)
    if agreed is None or next(objects, -1) > agreed:
        return False  # "It is agreed that he shall ensure that it is sold and |that| it is paid for"
    return sentence.holds(MODALS, agreed, k) and sentence.holds(MODALS, k, len(sentence))


def _finite(sentence: Sentence, k: int) -> str:
    """As in "Limits for |discharges|", "following such |talks|", "the |proceeds| of crime"."""
    before = sentence.type(k - 1)
    governs = before in BEFORE_NOUN or sentence.type(k + 1) == "OF"
    noun = before in PREPOSITIONS or (governs and bool(NOUNS & sentence.last_word(k).forms))
    return "WORDS" if noun else "FINITE"


def _quoted(sentence: Sentence, k: int) -> str:
    """As in "“Vessel” means", but "the word “may” in Article 2 shall be replaced": words as words."""
    types = sentence.types
    verb = next((n for n in range(k + 1, len(sentence)) if types[n] in _AUXILIARY_VERBS | RELATIVE_OR_THAT), k)
    done = next((n for n in range(verb, len(sentence)) if types[n] not in _AUXILIARY_VERBS), k)
    return "WORDS" if done > verb > k and types[done] in ("DONE__AMENDED", "BE_DEEMED__BE_AMENDED") else "QUOTED"


def _the_term(sentence: Sentence, k: int) -> str:
    """As in "The word “vessel” means", but "The word “may” shall be replaced"."""
    return "THING" if sentence.type(k + 1) == "QUOTED" and _quoted(sentence, k + 1) == "WORDS" else "THE_TERM"


def _verb(sentence: Sentence, k: int) -> str:
    """As in "Shall be |found|", which is no base form there: "shall |found| a league"; "whose |trade| it limits"."""
    if sentence.type(k - 1) in _BEFORE_OWN_NOUN:
        return "THING"
    done = sentence.type(sentence.before(k)) in _AUXILIARIES and Form.PARTICIPLE in sentence.last_word(k).forms
    return "DONE" if done else "VERB"


def _noun_or_finite(sentence: Sentence, k: int) -> str:
    """As in "persons whose |works| are lent", a noun, and "Annex 2 |lists| the goods", "who |works| shall", verbs."""
    if sentence.type(k - 1) == "REFERENCE" and sentence.type(k + 1) in BEFORE_NOUN:
        return "FINITE"
    senses = {"WHICH__WHOSE": "THING", "WHICH__GOVERNED": "THING", "WHICH__WHO_ACTS": "FINITE"}
    return senses.get(sentence.type(k - 1), "NOUN_OR_FINITE")


def _noun(sentence: Sentence, k: int) -> str:
    """As in "may |fish| there", "shall |board| the ship", "may at any time |board| it", "those who |fish| may"."""
    before = sentence.before(k)
    if sentence.type(before) in _COMPLETE and sentence.type(k + 1) in NP_START:
        before = sentence.before(before)
    verb = sentence.type(before) in _BEFORE_VERB | {"WHICH__WHO_ACTS"} and Form.BASE in sentence.last_word(k).forms
    return "VERB" if verb else sentence.types[k]


# ── Cues that one neighbour tells apart ───────────────────────────────────────────────────────────────────────────────


def _by_next(types: Set[str], sense: str, otherwise: str) -> Callable[[Sentence, int], str]:
    """One sense before cues of some types, another elsewhere."""
    return lambda sentence, k: sense if sentence.type(k + 1) in types else otherwise


def _by_previous(types: Set[str], sense: str, otherwise: str) -> Callable[[Sentence, int], str]:
    """One sense right behind cues of some types, another elsewhere."""
    return lambda sentence, k: sense if sentence.type(k - 1) in types else otherwise


def _by_word_before(types: Set[str], sense: str, otherwise: str) -> Callable[[Sentence, int], str]:
    """One sense behind cues of some types, adverbs passed over, another elsewhere."""
    return lambda sentence, k: sense if sentence.type(sentence.before(k)) in types else otherwise


# Cues that one neighbour tells apart, adverbs between the two passed over or not.
_BY_NEIGHBOUR: dict[str, Callable[[Sentence, int], str]] = {
    # "The damage, |if any|, …", but "|if any| Party so requests"
    "IF_ANY": _by_next(_AFTER_SET_PHRASE, "AS_REQUIRED", "IF"),
    "IN_THE_CASE": _by_previous({""}, "IF", "PREPOSITION"),
    # "The States |pledge to| return them", but "a |pledge to| return the goods"
    "UNDERTAKES": _by_previous(_BEFORE_ATTRIBUTE, "WORDS", "UNDERTAKES"),
    "PREPARED": _by_previous(WILFUL, "UNDERTAKES", "FINITE"),
    # "The Parties |express| their thanks", but "the release of |express| goods", "an |express| consent"
    "DECLARES": _by_previous(PREPOSITIONS | {"DETERMINER"}, "WORDS", "DECLARES"),
    "EXCLUDE": _by_previous({"QUOTED", "PRONOUN"}, "EXCLUDES", "FINITE"),
    "SUBSEQUENTLY": _by_previous(MODALS | _BEFORE_FRONT, "NOW", "ADVERB"),
    "ON_DOING": _by_previous(_BEFORE_FRONT | {"COMMA"} | MODALS, "UPON", "PREPOSITION"),
    "ON_EVENT": _by_previous(_BEFORE_FRONT | {"COMMA"} | MODALS, "IN_CASE_OF", "PREPOSITION"),
    # "|Not more than| two members may", but "shall be |not less than| one litre"
    "HOW_MANY": _by_previous({"BE", "IS"}, "NOT", "DETERMINER"),
    "TESTIMONIUM": _by_previous({"BE"}, "PARTICIPLE", "TESTIMONIUM"),
    # "|More than| two Members may", but "where it is |less than| a tenth"
    "MORE_THAN": _by_previous({"", "COMMA"}, "DETERMINER", "WORDS"),
    "AS_SET": _by_previous({"BE"}, "AS", "BY_MEANS_OF"),
    "NATIONAL": _by_next(NOUNS_OR_VERBS, "WORDS", "ACTOR"),
    "THIS": _by_next(FINITE | {"COMMA"}, "THIS_ALONE", "DETERMINER"),
    "NOTE": _by_word_before(_BEFORE_NOTE, "DECLARES", "WORDS"),
    # "Persons whose |release| is asked for": a noun
    **{kind: _by_previous({"WHICH__WHOSE"}, "THING", kind) for kind in ("PREVENT", "TURN", "WORDS")},
    # "Where it can |do| it"
    "GRANTS": _by_word_before(WILFUL, "GRANTS", "NOUN_OR_FINITE"),
    # "The Parties |strive to| agree", "|remain free to| agree", but "the Parties shall |strive to| agree"
    "ENDEAVOUR": _by_word_before(WILFUL, "IS_ENCOURAGED", "ENDEAVOUR"),
    "BE_FREE": _by_word_before(WILFUL, "IS_FREE", "BE_FREE"),
    # "It shall |be| each owner's task to", but "it |is| the Board's duty to"
    "THEIR_TASK": _by_word_before(_BEFORE_VERB, "BE_TASK", "IS_TASK"),
    # "A guest shall |be permitted| by the host to sit", but behind "may" an act
    "BE_PERMITTED": _by_word_before({"MAY"}, "BE_CONSIDERED", "BE_FREE"),
    "REFERRED_TO": _by_word_before(_BEFORE_REFERRED, "DONE", "OF"),
}

# Cues that take more than a neighbour.
_SENSES: dict[str, Callable[[Sentence, int], str]] = _BY_NEIGHBOUR | {
    "SHALL__SHELL": _shell, "SHALL__MISPRINT": _misprint, "MAY__MISPRINT": _misprint, "UNDERTAKES__MISPRINT": _misprint,
    "QUOTED": _quoted, "THE_TERM": _the_term, "AS_FAR_AS": _as_far_as, "AS_LONG_AS": _as_long_as, "PROVISO": _proviso,
    "CONTINUE_TO": _continue_to, "WHERE": _where, "WHEN": _when, "WHEREVER": _wherever,
    "EVEN_IF": _even_if, "DASH": _dash, "UPON_EVENT": _upon_event,
    "ON_APPLICATION": _on_application, "PENDING": _pending, "PROVIDED": _provided, "SAVE_OR_EXCEPT": _except,
    "LIKEWISE": _likewise,
    "NOTWITHSTANDING": _notwithstanding, "FORUM": _forum, "PREJUDICES_NOWISE": _nowise, "AT_LATEST": _at_latest,
    "OTHER_TIME": _other_time, "SINCE": _since, "ABSOLUTE_HAVING": _having, "ABSOLUTE_BEING": _being, "WHILE": _while,
    "ACTING": _acting, "SHALL": _modal, "MAY": _modal, "FAIL": _fail, "DOES": _does, "ONLY": _only, "ENJOYS": _enjoys,
    "HAVE_TO": _have_to, "GREETS": _greets, "PARTICIPLE": _participle, "BE_REQUIRED": _required, "REMAIN": _remain,
    "MATTER_FOR": _matter_for,
    "PERIODICALLY": _periodically, "ALONE": _alone, "COMMA": _comma, "WHICH": _which,
    "COULD": _could, "IN_WHICH_CASE": _in_which_case, "AGREE_THAT": _agree_that,
    "WHEREBY": _on_that, "AFTER_WHICH": _on_that, "CEASE": _cease, "THAT": _that, "BE": _be, "PROMISE": _promise,
    "AGREES": _agrees, "STRIVE": _strive, "BARE_MEANS": _means, "STATUS": _status, "LIABLE": _status,
    "LIMITED": _status, "INCORPORATED": _status, "BE_CONSIDERED": _considered, "HAVE_FORCE": _have_force,
    "SET_UP": _set_up, "FURTHER": _further,
    "FINITE": _finite, "VERB": _verb, "THING": _noun, "ACTOR": _noun, "NOUN_OR_FINITE": _noun_or_finite,
    "IS": _is, "HAS": _has,
    "THAN": _than, "BEGIN": _begin, "AT_MOST": _at_most,
    "COUNTED": _counted, "BARRED": _barred, "SUBJECT_TO": _subject_to, "VALID": _valid,
}  # fmt: skip


# ── What stands around a cue ────────────────────────────────────────────────────────────────────────────────────────


def _leads_as_clause(sentence: Sentence, k: int) -> bool:
    """Whether what stands around "having" at `k` is a clause without a modal that leads a norm with its own subject.

    "No reply |having| come, the Board may", but "persons |having| been fined, minors and aliens shall".
    """
    modal = sentence.find(MODALS, k, len(sentence))
    last = sentence.last(_ABSOLUTES, k, modal or k) or k
    comma = sentence.find({"COMMA"}, last, len(sentence))
    start = max((n for n in range(k) if sentence.types[n] in _BEFORE_FRONT), default=-1) + 1
    noun = max((n for n in range(start, k) if sentence.types[n] == "COMMA"), default=start - 1) + 1
    noun += sentence.type(noun) in JOINTS
    if comma is None or modal is None or not comma < modal - 1 or sentence.holds(FINITE, start, modal):
        return False
    bare_list = sentence.type(comma + 1) not in _SUBJECT_START and sentence.holds(LIST_JOINTS, comma, modal)
    listed = sentence.type(comma + 1) in JOINTS or bare_list
    return sentence.type(noun) in _OBJECTS | _SUBJECT_START and not listed


def _is_behind_modal(sentence: Sentence, k: int) -> bool:
    """Whether no more than adverbs and one word stand between `k` and a modal: "shall |similarly| enjoy"."""
    before = sentence.before(k)
    set_in = sentence.type(before) in _LINKS | {"WORDS"}
    return sentence.type(sentence.before(before) if set_in else before) in MODALS


def _is_whole_norm(sentence: Sentence) -> bool:
    """Whether a modal that no relative word owns stands before any comma: what "provided that" opens is the norm."""
    comma = sentence.find({"COMMA"}, 0, len(sentence)) or len(sentence)
    owners = (sentence.type(sentence.before(k)) for k in range(comma) if sentence.types[k] in MODALS)
    return any(owner not in RELATIVE_OR_THAT for owner in owners)


def _awaits_verb(sentence: Sentence, k: int) -> bool:
    """Whether a modal before `k` still waits for its verb: "shall, under this Treaty, |undertake|"."""
    waiting = sentence.last(_VERBAL, 0, k)
    return waiting is not None and sentence.types[waiting] in MODALS


def _has_complement(sentence: Sentence, k: int) -> bool:
    """Whether "be considered" at `k` says as what: "be considered void", but "be considered |at| the next meeting".

    Who considers it may stand between: "shall be regarded |by other States| as their own".
    """
    k = sentence.past(ADVERBS, k + 1)
    k = sentence.past(NOUN_PHRASE, k + 1) if sentence.type(k) == "BY" else k
    following = sentence.type(k)
    return base_type(following) not in _AFTER_ACT


def _defines(sentence: Sentence, k: int) -> bool:
    """Whether "means" at `k` is a verb: no noun phrase is open before it, or the term that it explains stands there."""
    if sentence.type(k - 1) not in _BEFORE_NOUN_MEANS:
        return True
    earlier = next((n for n in range(k - 1, -1, -1) if sentence.types[n] in _MEANS), -1)
    if sentence.holds({"THE_TERM", "QUOTED"}, earlier + 1, k):
        return True
    term = next((n + 1 for n in range(k - 1, 0, -1) if sentence.types[n] == "COMMA"), 0)  # "Here, |vessel| means"
    return earlier < 0 and all(kind in _BARE_TERM for kind in sentence.types[term:k])


def _is_behind_copula(sentence: Sentence, k: int) -> bool:
    """Whether nothing but "not" and adverbs stands between "is" and the cue at `k`."""
    at = sentence.before(k)
    return sentence.type(sentence.before(at) if sentence.type(at) == "NOT" else at) == "IS"


def _to_follows(sentence: Sentence, start: int) -> bool:
    """Whether "to" stands behind the next comma: "undertakes, as far as it can, |to|"."""
    comma = sentence.find({"COMMA"}, start, min(start + _LONGEST_INSERTION, len(sentence)))
    return comma is not None and sentence.type(comma + 1) == "TO"
