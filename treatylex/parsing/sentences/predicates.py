"""Predicates: what follows the main verb: negation, inserted modifiers, the verb phrase, the action and what trails it.

    shall | not | , without consent, | be | transferred | to third parties | within ten days
    modal   NOT   modifier             BE   participle    action             time

Guarantee: the words of the action come before the modifiers that trail them; modifiers that stand within the action
are in both.
"""

from treatylex.language.words import NOUNS, Form
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    AFTER_MODAL,
    BEFORE_NO_VERB,
    BEFORE_NOUN,
    BINDING,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    LOOSE_OPENERS,
    MODALS,
    NEGATIONS,
    NOUN_PHRASE,
    NOUNS_OR_VERBS,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE,
    RELATIVE_OR_THAT,
    RESTRICTING_ROLES,
    SURE_NOUNS,
    VERB_PHRASE_START,
    VERBS,
    WHOLE,
    WILFUL,
    WITH_VERB,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import is_listed
from treatylex.parsing.sentences.frames import (
    infinitive,
    introduces_content,
    opens_clause,
    starts_verb_phrase,
    subject_follows,
)
from treatylex.parsing.sentences.fronts import denies_lead, negation_before, only_before
from treatylex.parsing.sentences.insertions import parted_object
from treatylex.parsing.sentences.modifiers import modifier_at, modifiers
from treatylex.parsing.sentences.parties import agent_acts, head_is_actor
from treatylex.parsing.sentences.subjects import as_subject

# Finite verbs of no other class: "maintains", "agree".
_STATEMENTS = frozenset({"FINITE", "VERB", "TURN", "NOUN_OR_FINITE"})
# What shows behind "be" that no passive follows: "shall be |in| conformity with".
_STATE_OPENERS = PREPOSITIONS | {
    "NOT", "BY_MEANS_OF", "BY_SUCH_MEANS", "BY_LEAVE_OF", "BY_ACT", "ON_NOTICE", "IN_CASE_OF", "AT_REQUEST", "EXCEPT",
    "WITHIN", "DURING", "FOR_TIME", "QUANTITY",
}  # fmt: skip
_PARTED = frozenset({"ENDEAVOUR", "BE_ENTITLED", "APART_FREE", "APART_BOUND"})
# Finite verbs that have another name in the grammar when a modal stands before them.
_RENAMED_AFTER_MODAL = {
    "RESERVES": "BE_ENTITLED", "IS_FREE": "BE_FREE", "IS_BOUND": "BE_BOUND", "NEED_NOT": "UNBOUND",
    "UNDERTAKES": "PLEDGED", "IS_ENCOURAGED": "ENDEAVOUR",
    "IS_PROHIBITED": "HAVE_RIGHT_NOT", "HAS": "TURN", "BE_SUCH": "CONFORMING",
}  # fmt: skip
_AWAITED = VERB_PHRASE_START | frozenset(_RENAMED_AFTER_MODAL)
_NAME_AFTER_MODAL = {kind: kind for kind in AFTER_MODAL} | _RENAMED_AFTER_MODAL
# An operator that something set off parts from its "to": "shall be free, in respect of grain, to".
_APART = frozenset({"APART_FREE", "APART_BOUND"})
_PROMISES = frozenset({"UNDERTAKES", "UNDERTAKES_NOT", "RESERVES"})
_IMPERSONAL = frozenset({"LAWFUL", "NECESSARY", "FORBIDDEN", "ADVISED"})
_PASSIVES = {kind: kind for kind in PARTICIPLES | {"BANNED"} | _APART | _IMPERSONAL}
_STATE_VERBS = PARTICIPLES | {"BANNED", "BARRED"} | _IMPERSONAL
# What tells the kind of the clause behind "is", its negation and adverbs: "is |in force|", "is |liable|".
_TELLING = _STATE_VERBS | _APART | {"STATUS", "LIABLE", "STANDING"}
# Behind "be" how something has to be, which is somebody's care: "shall be |in writing|".
_CONFORMING = frozenset({"BY_MEANS_OF", "BY_ACT", "BY", "NOT", "NEITHER", "OF"})
_INVERTED_VERBS = AFTER_MODAL | frozenset(_RENAMED_AFTER_MODAL) | {"VERB"}
_RELATIVE_CONTENT = VERBS | {"NOUN_OR_FINITE", "WORDS", "MEASURES_TO", "TURN", "TAKE_EFFECT"}
# Between a passive and its agent: "be terminated |at any time| by either Party".
_BEFORE_AGENT = frozenset({"BY", "NOW", "BY_ACT", "DURING", "FOR_TIME"})
# "Be" itself, and the cues that begin with it.
_BE = frozenset({
    "BE", "BE_DEEMED", "BE_CONSIDERED", "BE_ENTITLED", "BE_FREE", "BE_BOUND", "BE_EXEMPT", "BE_REQUIRED",
    "BE_LIABLE", "PREJUDICE", "SUBJECTED",
})  # fmt: skip
# What a condition can be joined to: "which shall meet once a year |and when| it so wishes".
_JOINED_FIRST = frozenset(kind for kind, role in OPENERS.items() if role in ("CONDITION", "TIME"))
_MAY_OPEN_RELATIVE = RELATIVE | {"THAT", "MEASURES_TO", "EVEN_IF"}
_FINITE_OR_JOINTS = FINITE | JOINTS
_ACTION_EDGES = JOINTS | {"COMMA", "SEMICOLON", "COLON", "STOP", LISTED}
_BEFORE_TRAILING = LIST_JOINTS | {"COMMA", "NOR", LISTED}
_CONTRASTING = frozenset({"COMMA", "BUT", "LINK"})
_NEVER_BEFORE_VERB = BEFORE_NO_VERB | MODALS | {"TO", "IN_ORDER_TO"}
_NAMED_COPULAS = frozenset({"IS_FOR", "IS_OFFICE"})
_COPULAS = _NAMED_COPULAS | {"IS", "HAS", "DOES"}
# Behind "is" a noun says what something is, not how: "The organs of the Union are |the| Council and …".
_WHAT_IT_IS = SURE_NOUNS | {"DETERMINER"}
# Cues that are main verbs under the name of another class: "agree that", and "form part of" without a modal.
_FINITE_NAMES = {
    "AGREE_THAT": "DECLARES", "RESOLVES": "DECLARES", "TAKE_EFFECT": "APPLIES", "IS_TO": "SHALL", "IS_NOT_TO": "CANNOT",
    "HAS_AGREED": "UNDERTAKES", "HAS_AGREED_NOT": "UNDERTAKES_NOT", "TO": "UNDERTAKES",
}  # fmt: skip


def predicate(sentence: Sentence, verb: int, end: int) -> list[Chunk]:
    """The chunks from the main verb to the end of its norm."""
    kind = sentence.types[verb]
    negation, lead = negation_before(sentence, verb), only_before(sentence, verb)
    if lead is not None and denies_lead(sentence, lead):
        negation = lead + 1
    if negation is not None or lead is not None:
        return _inverted(sentence, negation, verb, end)
    if kind == "TURN" and sentence.type(sentence.before(verb)) not in WILFUL:
        return [sentence.chunk("APPLIES", verb, verb + 1), *action(sentence, verb + 1, end)]
    if kind in _STATEMENTS:
        return [sentence.chunk("STATE", verb, verb + 1), *action(sentence, verb + 1, end)]
    if kind in _COPULAS:
        return _copula(sentence, verb, end)
    main = sentence.chunk(_FINITE_NAMES.get(kind, kind), verb, verb + 1)
    if kind == "IS_TASK" and (to := infinitive(sentence, verb + 1, end)) is not None:
        return [main, *action(sentence, to + 1, end)]  # "It is the duty of each owner to |pay|"
    if kind == "TO" and (sentence.types[verb - 1] == "NOT" or sentence.types[verb + 1] == "REFRAIN"):
        begins = verb - (sentence.types[verb - 1] == "NOT")  # "… and |never to| return", "… and |to| refrain from"
        main = sentence.chunk("UNDERTAKES_NOT", begins, verb + 1)
    if kind in BINDING:
        if kind in ("UNDERTAKES", "IS_BOUND") and _denies(sentence, verb, end):
            main = main._replace(type="UNDERTAKES_NOT")
        return [main, *_bound_to(sentence, verb + 1, end)]
    if kind in MODALS or kind in ("NOR", "IS_TO", "IS_NOT_TO"):
        return [main, *verb_phrase(sentence, verb + 1, end)]
    return [main, *action(sentence, verb + 1, end)]


def _inverted(sentence: Sentence, negation: int | None, verb: int, end: int) -> list[Chunk]:
    """Subject, modal and negation in the grammar's order: "In no case |shall| |the duties| be lower"."""
    stop = _inverted_end(sentence, verb + 1, end)
    behind = stop + (sentence.type(stop) == "TO")
    stop -= sentence.types[stop - 1] == "TO"  # "In no event is the fund |to| lend"
    chunks = [sentence.chunk(sentence.types[verb], verb, verb + 1)]
    if stop > verb + 1:
        chunks.insert(0, as_subject(sentence, verb + 1, stop))
    if negation is not None:
        chunks.append(sentence.chunk("NOT", negation, negation + 1)._replace(opener=sentence.cues[negation]))
    return chunks + verb_phrase(sentence, behind, end)


def _inverted_end(sentence: Sentence, start: int, end: int) -> int:
    """Where the subject after an inverted modal ends: at "be", or else at the first verb; a pronoun is all of it."""
    if sentence.types[start] == "PRONOUN":
        return start + 1
    if starts_verb_phrase(sentence, start) and not subject_follows(sentence, start - 1):
        return start  # "…, and in no case shall |exceed| ten"
    for wanted in (_BE, _INVERTED_VERBS):
        found = (k for k in range(start + 1, end) if sentence.types[k] in wanted)
        verb = next((k for k in found if sentence.types[k - 1] not in BEFORE_NOUN), None)
        if verb is not None:  # not "nor shall the |ferry| sail"
            return verb
    # a verb that is a noun elsewhere: "nor shall the Board |fish| there", "nor is the Board to |fish|"
    nouns = (k for k in range(start + 1, end) if sentence.types[k - 1] in WILFUL | {"TO"})
    return next((k for k in nouns if Form.BASE in sentence.last_word(k).forms), end)


def _copula(sentence: Sentence, verb: int, end: int) -> list[Chunk]:
    """The copula with its negation and adverbs, and the participle or the words of the state: "is not payable"."""
    types = sentence.types
    kind = types[verb]
    if types[verb + 1 : verb + 2] == ["HEREBY"] and sentence.type(verb + 2) in _STATE_VERBS and verb + 2 < end:
        return [sentence.chunk("APPLIES", verb, verb + 3), *action(sentence, verb + 3, end)]  # "is hereby incorporated"
    goes_on = sentence.type(verb + 2) not in ("TO", "")
    states_what = kind == "IS" and (sentence.type(verb + 1) in _WHAT_IT_IS or _is_bare_noun(sentence, verb + 1))
    lists = states_what or (types[verb + 1 : verb + 2] == ["COLON"] and goes_on)  # "The taxes covered are: (a) …"
    lists = lists and kind != "IS_OFFICE"
    if lists or types[verb - 1] == "TURN":  # "The taxes to which the Convention shall |apply| are"
        name = "MEANS" if states_what and _is_definition(sentence) else "APPLIES"
        return [sentence.chunk(name, verb, verb + 1), *action(sentence, verb + 1, end)]
    to = verb + 1 + (sentence.type(verb + 1) == "NOT")
    if kind in ("IS", "HAS") and sentence.type(to) == "TO" and _can_be_verb(sentence, to + 1):
        name = "SHALL" if to == verb + 1 else "CANNOT"  # "The Parties |are to|", "|are not to|"
        return [sentence.chunk(name, verb, to + 1), *verb_phrase(sentence, to + 1, end)]
    chunks = [sentence.chunk(kind if kind in _NAMED_COPULAS else "IS", verb, verb + 1)]
    i = verb + 1
    while i < end and (types[i] == "NOT" or types[i] in ADVERBS or types[i] in WHOLE):
        whole = types[i] in WHOLE  # "is |at all times| forbidden"
        chunks += modifiers(sentence, i, i + 1) if whole else [_negation_or_adverb(sentence, i)]
        i += 1
    if i < end and (types[i] in _TELLING or _is_predicative(sentence, i)):
        chunks.append(sentence.chunk(types[i] if types[i] in _TELLING - {"STANDING"} else "STATUS", i, i + 1))
        i += 1
        if types[i - 1] in _APART:
            return chunks + _bound_to(sentence, i, end)
    return chunks + action(sentence, i, end)


def _is_bare_noun(sentence: Sentence, k: int) -> bool:
    """Whether a noun that is nothing else stands at `k`: "The levies covered are |taxes| on income"."""
    word = sentence.first_word(k)
    return Form.NOUNS in word.forms and Form.ADJECTIVE not in word.forms and len(sentence.cues[k].words) == 1


def _is_definition(sentence: Sentence) -> bool:
    """Whether a sentence says first what for it holds: "|For the purposes of this Treaty|, a warship is any ship"."""
    return sentence.types[0] == "IN_ORDER_TO" and not starts_verb_phrase(sentence, 1)


def _can_be_verb(sentence: Sentence, k: int) -> bool:
    return starts_verb_phrase(sentence, k) or Form.BASE in sentence.first_word(k).forms


def _negation_or_adverb(sentence: Sentence, i: int) -> Chunk:
    return sentence.chunk("NOT" if sentence.types[i] == "NOT" else "ADVERB", i, i + 1)


def _bound_to(sentence: Sentence, i: int, end: int) -> list[Chunk]:
    """What follows "undertakes": modifiers set off by commas, "to", and the action."""
    chunks: list[Chunk] = []
    start = i
    while i < end:
        if sentence.types[i] in ("COMMA", "TO", "NOT"):
            i += 1
        elif sentence.types[i] in WHOLE:
            chunks += modifiers(sentence, i, i + 1)
            i += 1
        elif sentence.types[i - 1] == "COMMA" and _is_inserted(sentence, i):
            comma = sentence.find({"COMMA"}, i, end)
            stop = end if comma is None else comma
            chunks += modifiers(sentence, i, stop)
            i = stop
        elif i == start and (verb := _promised_verb(sentence, i, end)) is not None:
            chunks += modifiers(sentence, i, verb)
            i = verb
        else:
            break
    return chunks + action(sentence, i, end)


def _denies(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether what is undertaken is not to do something: "undertakes, if it can, |not| to sail", "to |refrain|"."""
    if sentence.type(verb + 1) != "TO" and starts_verb_phrase(sentence, verb + 1):
        return False  # "undertakes to |cut| tariffs but not to end them"
    to = infinitive(sentence, verb + 1, end)
    return to is not None and (sentence.types[to - 1] == "NOT" or sentence.types[to + 1] == "REFRAIN")


def _promised_verb(sentence: Sentence, i: int, end: int) -> int | None:
    """Where the verb follows that something parts from "undertake" without commas: "undertake, if able |to| meet"."""
    to = infinitive(sentence, i + 1, end) if sentence.types[i] in FREE_OPENERS else None
    return to if to is None or sentence.types[to - 1] != "NOT" else to - 1


def complement(sentence: Sentence, end: int) -> list[Chunk]:
    """What an item adds to a chapeau that has its verb already: leading modifiers and the action."""
    comma = sentence.find({"COMMA"}, 0, end)
    if comma is not None and sentence.types[0] in OPENERS:
        return modifiers(sentence, 0, comma) + action(sentence, comma + 1, end)
    return action(sentence, 0, end)


# ── the verb phrase ─────────────────────────────────────────────────────────────────────────────────────────────────


def verb_phrase(sentence: Sentence, i: int, end: int) -> list[Chunk]:
    """The chunks of what follows a modal: "not, without consent, be transferred …"."""
    chunks: list[Chunk] = []
    passive = False
    while i < end:
        if passive and sentence.types[i - 1] == "BE" and sentence.types[i] in _STATE_OPENERS:
            break
        if sentence.types[i] == "BE":
            chunks.append(sentence.chunk(_name_of_be(sentence, i, end), i, i + 1))
            passive = True
            i += 1
            continue
        pause, stop = _pause(sentence, i, end, passive=passive)
        if stop == i:
            break
        chunks += pause
        i = stop
    verb = _verb(sentence, i, end, passive=passive) if i < end else []
    if verb and verb[0].type in _APART and chunks and chunks[-1].type == "BE":
        verb = [verb[0]._replace(start=chunks.pop().start)]
    set_apart = sentence.type(i + 1) == "COMMA" or sentence.type(i + 1) in WHOLE
    if verb and verb[0].type in _PARTED and set_apart:  # "endeavour, if …, to settle"
        return chunks + verb + _bound_to(sentence, i + 1, end)
    acts = action(sentence, i + 1 if verb else i, end)
    denied = sentence.type(i) == "VERB" and sentence.type(i + 1) == "NEITHER"  # "shall levy |no| tolls"
    denied = denied and not any(chunk.type in ("NOT", "BE") for chunk in chunks)
    if acts and acts[0].type == "ACT" and (denied or _denies_both(sentence, i)):
        acts[0] = acts[0]._replace(type="DENIED")
    return chunks + verb + acts


def _denies_both(sentence: Sentence, i: int) -> bool:
    """As in "shall be |neither| published nor sold", but "shall be no higher than", "there shall be no"."""
    exists = sentence.type(0) == "THERE" or sentence.type(sentence.before(i - 1) - 1) == "THERE"
    return not exists and sentence.types[i - 1 : i + 1] == ["BE", "NEITHER"] and "NOR" in sentence.types[i:]


def _name_of_be(sentence: Sentence, i: int, end: int) -> str:
    """What "be" at `i` is to the grammar: "there shall |be| talks" and "shall |be| adequate" are somebody's care."""
    modal = sentence.before(i)
    if sentence.type(modal) == "TO":  # "There is to be"
        modal = sentence.before(modal)
    exists = sentence.type(modal) in MODALS | {"IS"} and sentence.type(sentence.before(modal)) == "THERE"
    if exists and sentence.type(i + 1) == "NEITHER":  # "There shall be no delay"
        return "HAVE_NO"
    if _denies_both(sentence, i + 1) and sentence.type(i + 2) in PARTICIPLES:
        return "BE"
    stated = exists and i + 1 < end and sentence.types[i + 1] not in _STATE_VERBS
    if stated and sentence.types[i + 1] == "DETERMINER" and head_is_actor(sentence, i + 1, end):
        return "BE"  # "There shall be a Council" makes one
    return "CONFORMING" if stated or _is_required(sentence, i, end) else "BE"


def _is_required(sentence: Sentence, i: int, end: int) -> bool:
    """Whether "be" at `i` says how something has to be, not what or where it is: "be adequate", "be not less than"."""
    k = i + 1
    of_amount = sentence.type(k) == "OF" and sentence.type(k + 1) in ("QUANTITY", "FOR_TIME", "DURING")
    if k < end and sentence.types[k] in _CONFORMING and not of_amount:
        return True  # "in writing", "not less than", "of good quality", but "of two years"
    if sentence.types[k : k + 3 : 2] == ["AS", "AS"] and Form.ADJECTIVE in sentence.first_word(k + 1).forms:
        return True  # "as short as possible", but "as follows"
    k = sentence.past(ADVERBS, k)
    return k < end and sentence.types[k] not in _STATE_VERBS | {"STATUS", "LIABLE"} and _is_predicative(sentence, k)


def _is_predicative(sentence: Sentence, k: int) -> bool:
    """Whether an adjective at `k` stands without a noun: "be |fair| and just", but "be |local| authorities"."""
    forms = sentence.first_word(k).usual
    attribute = sentence.last_word(k).usual & NOUNS or sentence.type(k + 1) in SURE_NOUNS
    # "The languages of the Board shall be |English| and French": what they are
    return Form.ADJECTIVE in forms and not (forms & NOUNS or attribute or sentence.type(k) == "NAME")


def _pause(sentence: Sentence, i: int, end: int, *, passive: bool) -> tuple[list[Chunk], int]:
    """What stands at `i` between the modal and its verb, and where it ends: at `i` when nothing does."""
    kind = sentence.types[i]
    if kind == "COMMA" or (kind in LIST_JOINTS and _is_inserted(sentence, i + 1)):
        return [], i + 1
    if kind in LIST_JOINTS and sentence.types[i - 1] in ADVERBS | WHOLE:
        return [], i + 1  # "be promptly |and| favourably considered"
    if kind == "NEITHER" and not passive:  # "shall neither maintain nor introduce"
        return [sentence.chunk("NOT", i, i + 1)], i + 1
    if kind == "NOT" or kind in ADVERBS:
        return [_negation_or_adverb(sentence, i)], i + 1
    if _is_inserted(sentence, i):
        stop = _inserted_end(sentence, i, end)
        return modifiers(sentence, i, stop), stop
    if kind == "DETERMINER" and not passive and _starts_operator(sentence, i + 1):  # "shall each become a Party"
        return [sentence.chunk("ADVERB", i, i + 1)], i + 1
    return [], i


def _is_said_of_term(sentence: Sentence, modal: int) -> bool:
    """As in "The term “vessel” |shall| include a raft", but "the owner of the ship “Argo” |shall| include a list"."""
    term = sentence.before(modal)
    quoted = sentence.type(term) == "QUOTED" and sentence.type(term - 1) in ("THE_TERM", "DETERMINER", "")
    return sentence.type(modal) == "SHALL" and (quoted or sentence.type(term) == "THE_TERM")


def _starts_operator(sentence: Sentence, k: int) -> bool:
    return starts_verb_phrase(sentence, k) or sentence.type(k) in _RENAMED_AFTER_MODAL


def _verb(sentence: Sentence, i: int, end: int, *, passive: bool) -> list[Chunk]:
    """The verb at `i` that the modal has been waiting for, if it tells the kind of the clause."""
    kind = sentence.types[i]
    if (
        not passive
        and kind == "BE_DEEMED"
        and sentence.type(i + 1) in _BEFORE_AGENT
        and sentence.type(sentence.past(NOUN_PHRASE, i + 2)) != "AS"
        and agent_acts(sentence, i - 1, end)
    ):
        # "shall be limited by the Committee": an act, not a deeming as "be regarded by other States as their own"
        return [sentence.chunk("BE", i, i + 1), sentence.chunk("DONE", i, i + 1)]
    modal = sentence.before(i)
    if sentence.type(modal) == "NOT":
        modal = sentence.before(modal)
    who = sentence.before(modal)
    of_pronoun = sentence.type(who) == "PRONOUN" and sentence.type(who - 1) not in PREPOSITIONS | {"TO"}
    if kind == "INCLUDES" and _is_said_of_term(sentence, sentence.back(ADVERBS | {"LINK"}, i - 1)):
        return [sentence.chunk("INCLUDES", i, i + 1)]
    if kind in _PROMISES and sentence.type(modal) == "MAY":
        return []  # "The Board may (also) |agree to| end its sitting": an act, not a promise
    if kind == "TURN" and of_pronoun and sentence.type(i + 1) in ("DETERMINER", "REFERENCE", "NAME"):
        return []  # "They shall end those measures": somebody's act
    if kind == "FAVOURED" and of_pronoun:  # "They shall be eligible"
        kind = "ENJOY"
    name = (_PASSIVES if passive else _NAME_AFTER_MODAL).get(kind)
    return [] if name is None else [sentence.chunk(name, i, i + 1)]


def _is_inserted(sentence: Sentence, i: int) -> bool:
    """Whether a modifier stands at `i` between the modal and its verb."""
    kind, before = sentence.type(i), sentence.type(i - 1)
    if kind == "PREPOSITION" and before in MODALS:  # "shall |in the territory of that State| be exempt"
        return True
    return kind in FREE_OPENERS or (kind in LOOSE_OPENERS and before == "COMMA")


def _inserted_end(sentence: Sentence, i: int, end: int) -> int:
    """Where a modifier ends that is inserted at `i`: at the comma before the verb, or without commas at the verb."""
    types = sentence.types
    set_off = sentence.type(i - 1) == "COMMA" or (i == 0 and "COMMA" in types[:end])
    if types[i] in WHOLE and (not set_off or starts_verb_phrase(sentence, i + 1)):
        joined = not set_off and types[i + 1 : i + 2] == ["AND"] and sentence.type(i + 2) == types[i] == "NOW"
        return i + 3 if joined else i + 1  # "shall |regularly and promptly| report"
    commas = [k for k in range(i + 1, end) if types[k] == "COMMA"]
    before_verb = (k for k in commas if k + 1 < end and starts_verb_phrase(sentence, k + 1))
    # "shall in port|,| or at sea, report": behind a comma before a joint the verb follows
    parting = (k for k in commas if sentence.type(k + 1) in LIST_JOINTS or not is_listed(sentence, k, end))
    if not set_off:
        comma = next(parting, end)
        verb = _unmarked_verb(sentence, i + 1, comma)
        return verb if verb < comma else next(before_verb, comma)  # "may in case of fire, a flood or theft, |sell|"
    verb_in_list = sentence.type(end - 1) == "COLON"  # "may, to the extent needed to avert harm, or its risk|:| (a)"
    stop = next(before_verb, end - 1 if verb_in_list else next(parting, None))
    return _unmarked_verb(sentence, i + 1, end) if stop is None else stop


def _unmarked_verb(sentence: Sentence, start: int, end: int) -> int:
    """Where the verb begins before which a comma is missing: ", for the purpose of the Treaty |be| treated"."""
    found = (k for k in range(start, end) if sentence.types[k] in _AWAITED and not _tells_of_noun(sentence, start, k))
    verb = next((k for k in found if not _belongs_to_insertion(sentence, k)), end)
    while sentence.type(verb + 1) in _AWAITED and sentence.last_word(verb).forms & NOUNS:
        verb += 1  # "shall in mutual |trade| refrain from"
    return verb


def _belongs_to_insertion(sentence: Sentence, k: int) -> bool:
    """Whether the verb at `k` is no modal's: "shall for |use|", "may to the extent needed to |avert| or |cure| it"."""
    joined = sentence.types[k - 1] in LIST_JOINTS
    return sentence.types[k - 1 - 2 * joined] in _NEVER_BEFORE_VERB


def _tells_of_noun(sentence: Sentence, start: int, k: int) -> bool:
    """Whether the verb at `k` is the first behind a relative pronoun: "a man whom he |intends to| give up".

    Or behind the auxiliary of that clause: "goods that are |not| sold", "goods that would not |reach| the port".
    """
    denied = "NOT" in sentence.types[k - 1 : k + 1]
    auxiliary = k - 1 - (sentence.types[k - 1] == "NOT")
    if denied and sentence.types[auxiliary] in FINITE and sentence.holds(RELATIVE_OR_THAT, start, k):
        return True
    which = sentence.last(RELATIVE, start, k)
    return which is not None and not sentence.holds(FINITE | {"COMMA"}, which, k)


# ── the action ──────────────────────────────────────────────────────────────────────────────────────────────────────


def action(sentence: Sentence, start: int, end: int) -> list[Chunk]:
    """The words of the action without what trails it, then its modifiers in order."""
    start = sentence.past({"COMMA"}, start)
    end = sentence.trimmed(_ACTION_EDGES, start, end)
    found = _modifiers_within(sentence, start, end)
    core = _core_end(sentence, start, end, found)
    core = sentence.trimmed(_ACTION_EDGES, start, core)  # "extend to the islands|, but| not before that date"
    chunks = [chunk for _, _, chunk in found]
    return [sentence.chunk("ACT", start, core), *chunks] if start < core else chunks


def _modifiers_within(sentence: Sentence, start: int, end: int) -> list[tuple[int, int, Chunk]]:
    """Each modifier of the action with its place; in a clause about a noun only exceptions are its own."""
    types = sentence.types
    found: list[tuple[int, int, Chunk]] = []
    in_relative = in_purpose = False
    opened = start
    i = start
    while i < end:
        kind = types[i]
        if in_relative and kind in WITH_VERB and types[opened + 1 : opened + 3] == ["IS", "DETERMINER"]:
            in_relative = False  # "deny it to a person that |is a| national of the other Party |where| it finds"
        if kind in ("COMMA", "SEMICOLON", "COLON"):  # not in "whereby its Chairman|, when he sees fit, may"
            if in_relative and (resumed := _resumed_relative(sentence, opened, i, end)) is not None:
                i = resumed
                continue
            in_relative = in_relative and not sentence.holds(_RELATIVE_CONTENT, opened, i)
        elif kind in _MAY_OPEN_RELATIVE and _opens_relative(sentence, i):
            in_relative = True
            opened = i
        elif kind in FINITE and _leaves_relative(sentence, opened, i):
            in_relative = False
        in_purpose = in_purpose or kind == "AS_MAY_BE"
        over_list = kind == "IF" and types[i + 1 : i + 2] == ["COLON"]  # "one who is a resident |if|: (a) …"
        over_list = over_list or (kind in WITH_VERB and types[i - 1] == LISTED)
        # "not be sold in the State which let it in |except|"
        told = in_relative and kind == "EXCEPT" and sentence.holds(NEGATIONS, 0, opened)
        told = told or (in_relative and _is_behind_relative(sentence, start, opened, i))
        is_open = not (in_relative or in_purpose) or kind == "UNLESS" or over_list or told
        modifier = modifier_at(sentence, i, start, end) if is_open else None
        if modifier is None:
            i += 1
        else:
            chunk, stop = modifier
            found.append((i, stop, chunk))
            i = stop
    return found


def _resumed_relative(sentence: Sentence, opened: int, i: int, end: int) -> int | None:
    """Where a relative clause goes on behind what commas set off at `i`: "by which it may, if need be, |sell"."""
    comma = sentence.find({"COMMA"}, i + 1, end)
    if comma is None or sentence.types[opened] != "WHICH":
        return None
    verb = i - 1 - (sentence.types[i - 1] == "VERB")  # "by which it may find, within a year, |if"
    own = sentence.types[verb] in MODALS and sentence.types[verb - 1] not in JOINTS
    # "in a form which shows, if need be, |the| costs"
    own = own or (sentence.before(i - 1) == opened and parted_object(sentence, i, end) is not None)
    # "in whose ports a ship, subject to Article 4, |is"
    awaits = sentence.type(comma + 1) in FINITE and not sentence.holds(VERBS, opened + 1, i)
    return comma + 1 if own or awaits else None


def _is_behind_relative(sentence: Sentence, start: int, opened: int, i: int) -> bool:
    """Whether a clause about a noun or a comparison has its verb before `i`, and what opens there is the norm's own."""
    if not sentence.holds(_RELATIVE_CONTENT, opened + 1, i):
        return False
    # "on the steps and the trades to which they apply |before| they are taken", not "the rules that apply |before|"
    applied = sentence.types[opened + 1 : i - 1] == ["PRONOUN"] and sentence.types[i - 1] in ("TURN", "APPLIES")
    said = sentence.types[i] == "WITHIN" and applied
    # "by the office which has issued it |for ten years|"
    said = said or (sentence.types[i] == "FOR_TIME" and sentence.types[i - 1] == "PRONOUN")
    return (
        said
        or _is_forbidden_until(sentence, opened, i)
        or _joins_first(sentence, opened, i)
        or _takes_effect_after(sentence, start, i)
    )


def _is_forbidden_until(sentence: Sentence, opened: int, i: int) -> bool:
    """Whether a clause of time follows a denial: "shall not be sold to those who are not heirs |until it is| paid"."""
    if sentence.types[i] != "WITHIN" or not sentence.holds(NEGATIONS, 0, opened) or sentence.holds({"AS"}, 0, opened):
        return False  # nor "be heavier than the one that was in force |at the time|"
    stop = sentence.find({"COMMA", "SEMICOLON", *RELATIVE}, i, len(sentence)) or len(sentence)
    return sentence.holds(FINITE, i, stop)


def _joins_first(sentence: Sentence, opened: int, i: int) -> bool:
    """Whether a condition at `i` is joined to none within the clause: "by leave of those who own it |and if|"."""
    joined = sentence.types[opened] == "WHICH" and sentence.types[i] in WITH_VERB and sentence.types[i - 1] in JOINTS
    return joined and not sentence.holds(_JOINED_FIRST, opened, i)


def _takes_effect_after(sentence: Sentence, start: int, i: int) -> bool:
    """Whether a time or condition behind a relative clause says when something takes effect.

    "enter into force for each State which ratifies later |on the sixtieth day after| the deposit", "|once| ten have".
    """
    effect = start > 0 and sentence.types[start - 1] == "TAKE_EFFECT"
    dated = sentence.types[i] in ("ON_DAY", "QUANTITY") and sentence.type(i + 1) in ("AFTER", "FOLLOWING", "WITHIN")
    # not "whatever they are and |wherever| they lie"
    return effect and (dated or (sentence.types[i] in WITH_VERB and sentence.types[i - 1] not in JOINTS))


def _leaves_relative(sentence: Sentence, opened: int, i: int) -> bool:
    """Whether the verb at `i` is behind a relative clause with its own: "visas which one may need |are| given"."""
    if sentence.types[i - 1] in _FINITE_OR_JOINTS:
        return False
    return sentence.holds(FINITE, opened + 1, i) and not sentence.holds(WITH_VERB, opened, i)


def _opens_relative(sentence: Sentence, i: int) -> bool:
    """Whether a relative clause opens at `i`: not "ensure |that|", whose clause is the action itself."""
    if sentence.types[i] != "THAT":
        return True
    if sentence.type(i - 1) in VERBS | {"PREVENT", "PRONOUN"} or introduces_content(sentence, i):  # "see to it |that|"
        return False
    if sentence.type(i + 1) == "COMMA" and sentence.type(i - 1) in NOUNS_OR_VERBS:
        return True  # "rules |that|, if any, apply"
    return opens_clause(sentence, i)


def _core_end(sentence: Sentence, start: int, end: int, found: list[tuple[int, int, Chunk]]) -> int:
    """Where the words of the action end: before the modifiers that trail; how and what for is part of it."""
    core = reached = end
    behind_manner: int | None = None
    for s, e, chunk in reversed(found):
        apart = chunk.type in RESTRICTING_ROLES
        # "have a duration of |five years from …|", but "be handed over |within a month|"
        governed = sentence.types[s - 1] in PREPOSITIONS - {"FORUM"} and sentence.types[s - 2] not in PARTICIPLES
        about_noun = sentence.types[s] not in WHOLE and _is_about_noun(sentence, e, reached)
        contrasted = "BUT" in sentence.types[e:reached] and sentence.past(_CONTRASTING, e) >= reached
        goes_on = about_noun or (apart and contrasted)  # "at once|, but in any case| within"
        to_the_core = chunk.type == "PURPOSE" or sentence.types[s] == "BY_ACT"
        if (e < reached and not goes_on) or to_the_core or governed:
            break
        if behind_manner is None and chunk.type == "MANNER":
            behind_manner = core
        # "leave it |within a year| under Article 5", but "give aid |without delay| by all means at its disposal"
        if behind_manner is not None and apart and sentence.types[s] not in WHOLE:
            return behind_manner
        reached = _before_joint(sentence, start, s)
        if apart:
            core = reached
    return core


def _is_about_noun(sentence: Sentence, k: int, end: int) -> bool:
    """Whether a clause about the last noun of a modifier follows it: "… with the Bank|, which| shall notify"."""
    follows = sentence.type(k) == "COMMA" and sentence.type(k + 1) in RELATIVE
    return follows and not sentence.holds({"SEMICOLON", LISTED}, k, end)


def _before_joint(sentence: Sentence, start: int, k: int) -> int:
    """Where the words before the modifier at `k` end: before a comma, "and" or "and again" that stands between."""
    before = sentence.before(k)
    if before < k - 1 and sentence.type(before) in LIST_JOINTS:
        k = before
    link = sentence.back({"COMMA"}, k - 1)
    if sentence.type(link) == "LINK" and sentence.type(sentence.back({"COMMA"}, link - 1)) in LIST_JOINTS:
        k = link  # "… and in any event within ten days", "… and, in any event, within ten days"
    return sentence.trimmed(_BEFORE_TRAILING, start, k)
