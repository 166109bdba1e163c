"""Parties: who can act, and who does what a passive leaves open.

Guarantee: what is returned is a noun phrase of the sentence whose head is a person, a State or an organ.
"""

from treatylex.language.words import NOUNS, Form, Names
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    ATTRIBUTES,
    AUXILIARIES,
    BEFORE_NOUN,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    MODALS,
    NOUN_ENDS,
    NP_START,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE,
    RELATIVE_OR_THAT,
    WITH_VERB,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import is_listed
from treatylex.parsing.sentences.frames import infinitive, is_infinitive, opens_clause, starts_verb_phrase
from treatylex.parsing.sentences.vocabulary import ACTING, is_form_of

_IMPERSONAL = frozenset({"LAWFUL", "BE_LAWFUL", "NECESSARY", "BE_NECESSARY", "FORBIDDEN", "ADVISED"})
# What names the holder of a right or duty in the predicate.
NAMING_HOLDER = frozenset({"GRANTS_RIGHT", "BE_TASK", "IS_TASK", "URGES"}) | _IMPERSONAL
_FOR_WHOM = PREPOSITIONS | {"TO", "UPON", "BY"}
_BEHIND_HOLDER = frozenset({"OF", "DETERMINER", "OTHER", "WORDS", "ACTOR", "NAME", "THING", "CONCERNED", "ASIDE"})
_HEADS = frozenset({"ACTOR", "PRONOUN", "THING", "NAME", "REFERENCE"})
_ANIMATE_HEADS = frozenset({"ACTOR", "PRONOUN", "NAME"})
# What ends the part of a noun phrase that its head stands in: "the Minister |of| …", "the measures |which| …".
_AFTER_HEAD = frozenset(OPENERS) | PREPOSITIONS | {
    "WHICH", "THAT", "BY", "TO", "COMMA", "AND", "OR", "AS", "STANDING", "OF_THEM",
}  # fmt: skip
_PRESENT = AUXILIARIES | {"FINITE"}  # "whoever |finds| the wreck"
_IN_ATTRIBUTES = ATTRIBUTES | LIST_JOINTS | {"COMMA", "WORDS", "VERB", "NATIONAL"}
# A noun or verb that is no head that could act takes that from the words before it: "customs |duties|".
_NO_HEADS = frozenset({"POSSESSIVE", "VERB", "NOUN_OR_FINITE"})
_AGENT_START = NP_START | {"WORDS", "THAT", "NOUN_OR_FINITE"}
# Where who acts ends, but not in "by any person |other than| its owner".
_AGENT_ENDS = frozenset(OPENERS) - {"OTHER_THAN"} | {
    "COMMA", "SEMICOLON", "COLON", LISTED, "STOP", "AFTER", "AS", "QUANTITY", "EVEN_IF",
}  # fmt: skip
_NEW_AFTER_JOINT = ADVERBS | PREPOSITIONS | PARTICIPLES | {"BY", "BE", "NOT"}
_HARD_ENDS = frozenset(OPENERS) | {"COMMA", "SEMICOLON", "COLON", LISTED, "STOP", "EVEN_IF"}
# Events that something depends on have agents of their own.
_EVENTS = frozenset({"UPON", "FOLLOWING", "AFTER", "IN_CASE_OF", "AT_REQUEST"})
_GIFTS = frozenset({"THING", "WORDS", "DETERMINER"})
_PASSIVE_VERBS = PARTICIPLES | {"BE_DEEMED", "BE_CONSIDERED"}
# What is set off behind whom a resolution addresses: "Invites the Parties|, in| close touch with the Board, to".
_SET_OFF = frozenset(OPENERS) | PREPOSITIONS | RELATIVE | {"BY", "AS", "DOING"}
# Behind these a verb is not joined to the participle alone: "be heard |if| they come and ask", "be heard |or| speak".
_BEFORE_ACT = WITH_VERB | RELATIVE_OR_THAT | {"OR", "SEMICOLON", "COLON", "STOP"}
_STRAY = ADVERBS | JOINTS | {"DETERMINER", "DOING"}


def head_is_actor(sentence: Sentence, start: int, end: int, *, agent: bool = False) -> bool:
    """Whether the head of the noun phrase is a person, a State or an organ; that of an `agent` surely so."""
    return can_head_act(sentence, start, end, agent=agent) is True


def can_head_act(sentence: Sentence, start: int, end: int, *, agent: bool = False) -> bool | None:
    """Whether the head of the noun phrase is a person, a State or an organ; `None` where no list knows it."""
    types = sentence.types
    start = sentence.past(BEFORE_NOUN, start)
    if start >= end:
        return not agent  # "each", "neither", "both": of the Parties
    head = None
    verdict: bool | None = False
    for i in range(start, end):
        kind = types[i]
        joined = kind == "NAME" and i + 1 < end and types[i + 1] in LIST_JOINTS
        if joined and sentence.last_word(i).forms == {Form.ADJECTIVE}:
            continue  # "the |Dutch| and Australian rules"
        if kind in _HEADS:
            head, verdict = kind, kind in _ANIMATE_HEADS
        elif kind == "THE_TERM":
            return False  # "|references to| the Board"
        elif kind == "ABBREVIATION":  # "the |W.H.O.|", or "the |F.o.b.| price"
            head, verdict = None, None
        elif kind == "OF" and is_form_of(sentence.last_word(i - 1), "SHARES"):  # "all categories |of| workers"
            if agent and is_form_of(sentence.last_word(i - 1), "VOTES"):
                return False
            head, verdict = None, False
        elif kind in _AFTER_HEAD:
            adjectives = head is None and not agent and _lists_attributes(sentence, i, end)
            if i > start and not adjectives:
                break
        # Behind the head a verb form ends it; before the head it is an attribute: "the requested Party"
        elif kind in ATTRIBUTES or kind in ADVERBS or kind in _PRESENT:  # "everyone |lawfully| within the territory"
            if head is not None:
                break
        elif kind in _NO_HEADS or kind == "WORDS":
            names = sentence.last_noun(i).names
            if kind == "WORDS" and head in ("ACTOR", "PRONOUN") and names is not Names.THING:
                continue  # "the Party |first named|"
            acting = names in ACTING
            head = "ACTOR" if acting else None
            known_verb = kind in ("POSSESSIVE", "VERB")
            unknown = not known_verb and names is Names.UNKNOWN and sentence.cues[i].words  # not "the free |will|"
            verdict = acting or (None if unknown else False)
    return verdict


def _lists_attributes(sentence: Sentence, k: int, end: int) -> bool:
    """Whether the joint or comma at `k` is one of a list of attributes: "natural |and| legal persons"."""
    if sentence.types[k] in LIST_JOINTS:
        return True
    noun = next((n for n in range(k, end) if sentence.types[n] not in _IN_ATTRIBUTES), end)
    return sentence.holds(LIST_JOINTS, k, noun) and sentence.type(noun) == "ACTOR"


def agent(sentence: Sentence, verb: int, end: int) -> Chunk | None:
    """Who does what a passive leaves without a subject: "by the Depositary", when its head can act."""
    types = sentence.types
    named = sentence.find(NAMING_HOLDER, verb, end)
    if named is not None:
        return _holder(sentence, named + 1, end)
    participles = [k for k in range(verb + 1, end) if types[k] in _PASSIVE_VERBS]
    # "|are| kept for such time as may |be| set by the Board": by whom they are kept is not told
    passive = {"BE", "IS"} if types[verb] == "IS" else {"BE"}
    behind_be = (k for k in participles if types[k] == "BE_DEEMED" or sentence.type(sentence.before(k)) in passive)
    participle = next(behind_be, next(iter(participles), None))
    k = verb if participle is None else participle  # not "shall, after approval |by| the Board, be submitted"
    while (k := k + 1) < end - 1:
        if types[k] in RELATIVE or types[k] in WITH_VERB or types[k] in MODALS:
            return None  # also "be held at such times as |may| be deemed necessary by the Board"
        stranded = types[k] == "UPON" and types[k + 1] in ("BY", "COMMA")  # "be agreed |upon| by the Parties"
        # "upon verification |by| an authority", but "be named, on request, |by| the Registrar"
        if types[k] in _EVENTS and not stranded:
            closing = sentence.find({"COMMA"}, k, end) if types[k - 1] == "COMMA" else None
            if closing is None:
                return None
            k = closing
        if types[k] == "BY" and types[k + 1] == "OR":  # "be submitted |by or| on behalf of a person"
            return None
        if types[k] != "BY" or types[k + 1] not in _AGENT_START:
            continue
        apart = k - 1 != participle
        if apart and (_belongs_to_noun(sentence, participle, k) or types[k + 1] == "PRONOUN"):
            return None  # "for determination |by it|"
        stop = _agent_end(sentence, k + 1, end)
        # "by the Parties |either| with that organ or with its members"; not "by those whose flag it was |flying|"
        trimmed = sentence.trimmed(_STRAY, k + 2, stop)
        stop = stop if sentence.types[trimmed - 1] == "IS" else trimmed
        if participle is not None and is_form_of(sentence.last_word(participle), "GIVES"):
            stop = _before_gift(sentence, k + 1, stop)
        if head_is_actor(sentence, k + 1, stop, agent=True):
            return sentence.chunk("WHO", k + 1, stop)
        if not apart:
            return None  # who did it is told, but nobody who can act: "nominated by groups set up by the Parties"
    return None


def acts_too(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether an act is joined to what is done to the subject: "be consulted and |take| part in the vote"."""
    passive = sentence.find({"BE"}, verb + 1, end)
    if passive is None or sentence.type(sentence.past(ADVERBS, passive + 1)) not in PARTICIPLES:
        return False
    for k in range(passive + 1, end - 1):
        if sentence.types[k] in _BEFORE_ACT or is_infinitive(sentence, k):
            return False
        if sentence.types[k] in LIST_JOINTS and sentence.type(sentence.past(ADVERBS, k + 1)) == "VERB":
            return Form.NOUN not in sentence.first_word(sentence.past(ADVERBS, k + 1)).usual
    return False


def _before_gift(sentence: Sentence, start: int, stop: int) -> int:
    """Where who gives ends before what is given: "be accorded by the host State |treatment| no less favourable"."""
    # "be made by the State |that| chairs the Norland Board"
    told = sentence.find(RELATIVE_OR_THAT, start, stop) or stop
    return next(
        (
            k
            for k in range(start + 1, told)
            if sentence.types[k] in _GIFTS
            and sentence.types[k - 1] in _ANIMATE_HEADS
            and sentence.type(k + 1) not in _ANIMATE_HEADS  # "be paid by His Majesty |the King|"
        ),
        stop,
    )


def _belongs_to_noun(sentence: Sentence, passive: int | None, by: int) -> bool:
    """Whether "by" at `by` goes with a noun's participle: "advantages |accorded| by it", "goods |sent| to me by it"."""
    for k in range(by - 1, by if passive is None else passive, -1):
        kind, before = sentence.types[k], sentence.type(k - 1)
        if kind in ("COMMA", *JOINTS):
            return False
        if kind in PARTICIPLES:
            noun = before in NOUN_ENDS or not NOUNS.isdisjoint(sentence.last_word(k - 1).forms)
            attribute = k == by - 2 and before in BEFORE_NOUN  # "be sent to their |designated| agents by the Bureau"
            return noun or (k >= by - 2 and before not in JOINTS and not attribute)
    return False


def _holder(sentence: Sentence, start: int, end: int) -> Chunk | None:
    """Whom a predicate names as the holder: "grants |the other Party| the right", "be the duty of |the owner|"."""
    naming = sentence.types[start - 1]
    if naming == "GRANTS_RIGHT" and sentence.type(start) not in NP_START | {"WORDS"}:
        to = sentence.find({"TO"}, start, end)
        start = end if to is None else to + 1
    if naming in _IMPERSONAL:  # "It shall be lawful |for a Party| to", or to arrest a man
        start += sentence.type(start) in ADVERBS  # "be open |only| to the owner to"
        if sentence.type(start) not in _FOR_WHOM or starts_verb_phrase(sentence, start + 1):
            return None
        start += 1
        end = infinitive(sentence, start, end) or end
    start += naming == "URGES" and sentence.type(start) == "THAT"  # "recommends that |the Board| meet"
    if naming == "URGES" and sentence.types[start - 1] != "THAT":
        return _whom_it_urges(sentence, start, infinitive(sentence, start, end) or end)
    noun = sentence.find(_ANIMATE_HEADS, start, end)
    if noun is None:
        return None
    stop = noun + 1
    if naming in ("BE_TASK", "IS_TASK") and sentence.type(stop) == "DOING":  # "of the State |receiving| aid to tell"
        return sentence.chunk("WHO", start, infinitive(sentence, stop, end) or stop)
    if naming in ("BE_TASK", "IS_TASK") and _is_possessor(sentence, noun):
        return sentence.chunk("WHO", start, stop)
    while stop < end and (sentence.types[stop] in _BEHIND_HOLDER or _joins_holder(sentence, stop, end)):
        if sentence.types[stop] == "DETERMINER" and sentence.types[stop - 1] not in LIST_JOINTS | {"OF"}:
            break  # "the other Party |the| right"
        if sentence.types[stop] == "THING" and naming == "GRANTS_RIGHT":
            break  # "the other Party |rights| of transit"
        stop += 1
    while stop > noun + 1 and sentence.types[stop - 1] not in _ANIMATE_HEADS | {"WORDS", "THING"}:
        stop -= 1
    return sentence.chunk("WHO", start, stop)


def _whom_it_urges(sentence: Sentence, start: int, end: int) -> Chunk | None:
    """Of whom something is asked, up to what is set off behind it: "Urges |States, donors and banks|, if able, to"."""
    apart = (k for k in range(start, end - 1) if sentence.types[k] == "COMMA" and sentence.types[k + 1] in _SET_OFF)
    stop = sentence.trimmed({"COMMA", "NOT"}, start + 1, next(apart, end))  # "calls upon States |not| to fish"
    return sentence.chunk("WHO", start, stop) if sentence.holds(_ANIMATE_HEADS, start, stop) else None


def _joins_holder(sentence: Sentence, k: int, end: int) -> bool:
    """Whether another holder is joined at `k`: "shall rest with the host |and| the guest"."""
    return sentence.types[k] in LIST_JOINTS and head_is_actor(sentence, k + 1, end, agent=True)


def _is_possessor(sentence: Sentence, noun: int) -> bool:
    """Whether the noun is followed by what is its own, and that by "to": "It is |the Board|'s duty to"."""
    own = noun + 1 + (sentence.type(noun + 1) in ("WORDS", "POSSESSIVE"))  # "the Parties|'| duty"
    return sentence.last_noun(own).names is Names.THING and sentence.type(own + 1) == "TO"


def agent_acts(sentence: Sentence, verb: int, end: int) -> bool:
    """Whether the agent's own noun is one for people or organs: not "governed by the Harmonized System"."""
    found = agent(sentence, verb, end)
    return found is not None and any(
        cue.type == "ACTOR" and cue.start >= found.start and cue.end <= found.end for cue in sentence.cues
    )


def _agent_end(sentence: Sentence, start: int, end: int) -> int:
    """Where the noun phrase of an agent ends; a clause about its noun belongs to it up to a comma."""
    for k in range(start, end):
        if sentence.types[k] in RELATIVE or (sentence.types[k] == "THAT" and opens_clause(sentence, k)):
            hard = (n for n in range(k, end) if sentence.types[n] in _HARD_ENDS and not is_listed(sentence, n, end))
            return next(hard, end)  # "by States which have signed|,| ratified or accepted it"
        if sentence.types[k] == "COMMA" and sentence.type(k + 1) == "INCLUDING":
            return sentence.find(_HARD_ENDS, k + 1, end) or end
        if _ends_agent(sentence, k):
            return k
    return end


def _takes_complement(sentence: Sentence, k: int) -> bool:
    """Whether a prepositional phrase goes on with what describes a noun at `k`: "acting |for|", "responsible |for|"."""
    described = sentence.type(k - 1) in ADVERBS and sentence.types[k] in NOUN_ENDS  # "habitually |resident| in"
    no_noun = sentence.types[k] == "WORDS" and not sentence.last_word(k).usual & NOUNS
    return described or no_noun or sentence.types[k] in ATTRIBUTES | {"OF"}  # "referred to |in| paragraph 2"


def _ends_agent(sentence: Sentence, k: int) -> bool:
    """Whether the noun phrase of an agent ends before the cue at `k`."""
    kind, after = sentence.types[k], sentence.type(k + 1)
    if kind in LIST_JOINTS and after == "BY":  # "borne by the host and |by| the guest"
        return not head_is_actor(sentence, k + 2, len(sentence), agent=True)
    if kind == "BY" and sentence.types[k - 1] in LIST_JOINTS:
        return False
    if kind in LIST_JOINTS:  # "by the Council and |in| accordance with", but "by the Council and the Committee"
        attribute = after in PARTICIPLES and sentence.type(k + 2) == "ACTOR"  # "by firms and |related| organisations"
        return after in _NEW_AFTER_JOINT and not attribute
    if kind == "INCLUDING":  # "by the depositary |together with| a copy"
        return not head_is_actor(sentence, k + 1, len(sentence), agent=True)
    if kind == "TO":  # "the Parties to this Treaty", but "invited by the Committee |to| be associated"
        noun = sentence.type(k + 2) if after == "DETERMINER" else after
        told = sentence.types[k - 1] in ATTRIBUTES  # "a member belonging |to| the host State"
        # "the Parties to this Treaty", but "by the Embassy |to| the Protocol Department"
        belongs = is_form_of(sentence.last_word(k - 1), "HOLDERS") and noun in ("THING", "REFERENCE", "NAME")
        return not (told or belongs)
    if kind in ("PREPOSITION", "BY"):  # "the Government responsible |for| it", but "by the Council |in| open session"
        return not (_takes_complement(sentence, k - 1) or after in RELATIVE)
    if kind == "COMMA" and after in LIST_JOINTS:  # "by a member of the Board|,| and a member of the Court"
        return not head_is_actor(sentence, k + 2, len(sentence), agent=True)
    return kind in _AGENT_ENDS
