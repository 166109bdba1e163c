"""Main verbs: which of the verbs of a sentence make norms, and which belong to a subordinate clause.

A subordinate clause ("if …", "which …", "that …") opens a frame. The frame waits for its own verb; the next verb that
stands outside every frame, or that leaves them behind, is a main verb.

Guarantee: the main verbs are in the order of the sentence.
"""

from collections.abc import Sequence

from treatylex.language.words import Form
from treatylex.parsing.sentences.boundaries import before_subject, boundary
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    BEFORE_NO_VERB,
    BINDING,
    CLAUSE_ENDS,
    DEFINING,
    EFFECTIVE,
    FINITE,
    INDICATIVE,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    MODALS,
    NEGATIONS,
    NORMATIVE,
    NOUN_ENDS,
    NOUN_PHRASE,
    NP_START,
    OWNING,
    PARTICIPLES,
    POSSIBLE_NOUNS,
    PREPOSITIONS,
    RELATIVE,
    RELATIVE_OR_THAT,
    SUBJECTS,
    SUBORDINATING,
    TAKEN_UP,
    VERB_PHRASE_START,
    VERBS,
    WHOLE,
    WILFUL,
    WITH_VERB,
    Sentence,
)
from treatylex.parsing.sentences.enumerations import announces_restriction
from treatylex.parsing.sentences.frames import (
    Frame,
    as_opens_clause,
    begins_with_verb,
    is_frame_verb,
    is_infinitive,
    is_participial,
    opens_clause,
    should_opens_condition,
    starts_verb_phrase,
)
from treatylex.parsing.sentences.fronts import front
from treatylex.parsing.sentences.insertions import is_alternative, repeats_modal_behind

# With these a sentence may go on with the verb before: "nor", "not", "and |to| protect", "and |ensure|".
_TAKING_UP = TAKEN_UP | {"NOT", "NOR", "TO"}
# Behind these a verb is that of the norm: "shall not |sell| nor lend it", "no guild may |sell| nor lend it".
_DENYING = MODALS | {"NOT", "NEITHER"}
_TIME_CLAUSES = frozenset({"WITHIN", "AFTER", "ON_DAY"})
_OWN_VERBS = VERB_PHRASE_START - {"NOT"}
# Verb forms without a mark of finiteness, which only their place before a subject's end shows to be finite.
_PLAIN = frozenset({"VERB", "TURN", "TAKE_EFFECT", "NOUN_OR_FINITE"})
_SURE_PLAIN = frozenset({"TAKE_EFFECT"})  # no infinitive unless "to" stands right before it
_FRAME_VERBS = PARTICIPLES | {
    "VERB", "TURN", "TAKE_EFFECT", "BE_FREE", "NOUN_OR_FINITE", "PREJUDICE", "PREVENT", "ENJOY",
}  # fmt: skip
_CLAIMS = frozenset({"THING", "WORDS", "VERB", "NOUN_OR_FINITE", "TURN"})
_NAMED = NOUN_PHRASE | {"VERB", "NOUN_OR_FINITE", "TURN"}
_GOVERNING = frozenset({"SUBJECT_TO", "EXCEPT", "ABOUT"})
_ORDERING = frozenset({"IS", "IS_TO", "IS_NOT_TO"})
_PRESENT = frozenset({"FINITE", "GRANTS", "DECLARES"})
# What a clause about a noun can end with, and what that noun phrase consists of: "any |change in the form|".
_CLOSING = NOUN_ENDS | PARTICIPLES
_ASKING = MODALS | {"DECLARES"}
_COORDINATING = JOINTS | CLAUSE_ENDS | {"COMMA"}
# What opens a clause that a verb behind "and" may go on with.
_CLAUSES = OWNING | _TIME_CLAUSES
_COPULAS = frozenset({"IS", "IS_TO", "IS_NOT_TO", "DOES"})
_STATING = EFFECTIVE | {"IS", "FINITE"}
# Fewer cues than this between "which" and a verb: the verb is that of the relative clause.
_SHORTEST_RELATIVE = 3
_SHORTEST_NOUN = 2  # cues from "that" to the verb behind its noun: "exceeding |that limit| shall"


def main_verbs(sentence: Sentence) -> list[int]:
    """The places of the verbs that make norms: modals and binding verbs, or else the first statement."""
    first = sentence.find(FINITE, 0, len(sentence)) or 0
    ordered = sentence.type(first) in ("IS_TO", "IS_NOT_TO")  # "The sum |is to| be paid and the Board shall"
    # "rates to which cuts |are to| be applied shall", but "Except as agreed, words |are to| be read"
    ordered = ordered and not sentence.holds(OWNING, _behind_lead(sentence), first)
    found = _Search(sentence, NORMATIVE | EFFECTIVE | ({"IS_TO", "IS_NOT_TO"} if ordered else set())).verbs()
    if sentence.type(0) == "RESOLVES":  # "Recalls that all |must| pay, and |urges| them to do so"
        return [0, *(verb for verb in found if sentence.types[verb] == "URGES")]
    if "GREETS" in sentence.types:  # "presents its compliments and has the honour to propose that it |shall|"
        colon = sentence.find({"COLON"}, 0, len(sentence)) or len(sentence)
        return [*_statements(sentence)[:2], *(verb for verb in found if verb > colon)]
    if not found and "AGREE_THAT" in sentence.types:
        agreed = sentence.types.index("AGREE_THAT")
        found = [verb for verb in _Search(sentence, _ORDERING).verbs() if verb > agreed and _orders(sentence, verb)]
        found = found[:1] or [agreed]
    if found and _is_within_proviso(sentence, found[0]):  # behind its semicolon a norm of its own may follow
        semicolon = sentence.find({"SEMICOLON"}, found[0], len(sentence)) or len(sentence)
        return [verb for verb in found if verb > semicolon]
    found = found or _statements(sentence)
    if found and _is_coordinated(sentence, found[0]):  # "Each Party declares …, and undertakes to"
        marked = [] if _opens_with_time(sentence) else _Search(sentence, INDICATIVE).verbs_before(found[0])
        plain = [verb for verb in _plain_verbs(sentence) if verb < found[0]]  # "The Parties |share| this aim and shall"
        found = [*(marked or plain)[:1], *found]
    elif found and (declared := _declared_before(sentence, found[0])) is not None:
        found = [declared, *found]
    elif found and (stated := _statement_before(sentence, found[0])) is not None:
        found = [stated, *found]
    elif found and sentence.types[max(found[0] - 2, 0) : found[0]] == [LISTED, "PRONOUN"]:
        colon = sentence.find({"COLON"}, 0, found[0]) or 0  # "Guests |are|: (a) …; (b) …; they may"
        found = [*_Search(sentence, INDICATIVE).verbs_before(colon)[:1], *found]
    return _with_those_in_subjects(sentence, found) or _rescued(sentence)


def _declared_before(sentence: Sentence, verb: int) -> int | None:
    """The verb of what is declared before what is agreed: "They |consider| that it is late and agree that it shall"."""
    agreed = sentence.last({"AGREE_THAT"}, 0, verb) or 0
    declares = sentence.find({"DECLARES"}, 0, agreed)
    if declares is None or sentence.type(agreed - 1) != "AND" or sentence.type(declares + 1) == "TO":
        return None  # "The Embassy |presents its compliments| to the Ministry and proposes that"
    if sentence.holds(WITH_VERB, 0, declares):
        return None  # "If a Party |declares| its aim and agrees that it is bound, it shall"
    return declares if sentence.type(sentence.before(declares)) in WILFUL else None


def _statement_before(sentence: Sentence, verb: int) -> int | None:
    """The verb of a statement that "and" and another subject part from a norm: "It |is| final and no State may".

    Not where a clause opens before them: "Rolls that |are| sealed and their keys shall be kept".
    """
    k = before_subject(sentence, verb)
    if k is None or sentence.holds(_CLAUSES, 0, k):
        return None
    plain = (i for i in _plain_verbs(sentence) if sentence.types[i] in _SURE_PLAIN)  # "The Annexes |form part of| it"
    stated = sorted({*_Search(sentence, _STATING).verbs_before(k), *plain})
    return next((i for i in stated if 0 < i < k), None)


def _with_those_in_subjects(sentence: Sentence, found: list[int]) -> list[int]:
    """The main verbs, those read a second time from the first modal on that a subject holds and no clause in it owns.

    "If the ship is the property of a State the master |shall| report to it, provided that … he need not".
    """
    start = 0
    for n, verb in enumerate(found):
        start = boundary(sentence, found[n - 1], verb).next if n else start
        if sentence.holds(MODALS, start + 1, verb) and (modal := _modal_in_subject(sentence, start, verb)) is not None:
            return _Search(sentence, NORMATIVE | EFFECTIVE).verbs([*found[:n], modal])
    return found


def _modal_in_subject(sentence: Sentence, start: int, verb: int) -> int | None:
    """The first modal that the subject of a norm holds although no clause in it owns one.

    Or one behind the condition that leads: "As far as tolls are concerned |they| will meet, and they shall".
    """
    for chunk in front(sentence, start, verb):
        first, end = (next((k for k in range(start, verb) if sentence.cues[k].start >= at), verb) for at in chunk[1:3])
        modal = sentence.find(MODALS, first + 1, end)
        if modal is not None and sentence.types[modal - 2 : modal] == ["CONCERNED", "PRONOUN"]:
            return modal
        if chunk.type in SUBJECTS:
            return None if modal is None or sentence.holds(OWNING, first, modal) else modal
    return None


def _orders(sentence: Sentence, verb: int) -> bool:
    """Whether "is" at `verb` binds: "the Parties agree that the vessels |are to| leave"."""
    if sentence.types[verb] != "IS":
        return True
    to = verb + 1 + (sentence.type(verb + 1) == "NOT")
    return is_infinitive(sentence, to)


def _opens_with_time(sentence: Sentence) -> bool:
    """Whether a clause of time and a subject open the sentence: "Until rules are made, any State, and its …, may"."""
    comma = sentence.find({"COMMA"}, 0, len(sentence))
    return sentence.type(0) in _TIME_CLAUSES and comma is not None and sentence.type(comma + 1) in NP_START


def _is_within_proviso(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is that of a condition behind a bare item: "(b) list all, provided that, if asked, it |will|"."""
    behind = starts_verb_phrase(sentence, 0) and sentence.holds(WITH_VERB, 1, verb)
    return behind and not _is_coordinated(sentence, verb)


def _rescued(sentence: Sentence) -> list[int]:
    """The modal that no clause can own, where every one stood within a clause whose verb was not known as one.

    "The bank acting as the depositary of the fund |shall| publish": what opens a clause right before it owns none.
    """
    last = sentence.last(MODALS, 0, len(sentence)) or 0
    own = sentence.back({"PRONOUN"}, last - 1)  # "such steps |as may| be needed", "such sums |as they may| wish"
    if sentence.type(own) == "AS" or sentence.holds(WITH_VERB, 0, last):
        return []
    if any(_names_what(sentence, k) for k in range(last)):
        return []
    relative = sentence.holds(RELATIVE_OR_THAT - {"WHETHER"}, 0, last)
    return [last] if last and (not relative or has_free_modal(sentence)) else []


def _names_what(sentence: Sentence, k: int) -> bool:
    """Whether "as" at `k` is about a thing: "such other fees |as| the Board", not "acting |as|", "a Party |as|"."""
    return sentence.types[k] == "AS" and sentence.type(k - 1) in ("WORDS", "THING", "NOUN_OR_FINITE")


def _statements(sentence: Sentence) -> list[int]:
    """The verbs that state a fact; a plain one before that of a clause behind it: "The Parties |ensure| that …"."""
    marked, plain = _Search(sentence, INDICATIVE).verbs(), _plain_verbs(sentence)
    if marked and plain and sentence.holds({"THAT", "EVEN_IF"}, plain[0], marked[0]):
        return plain
    if not marked:
        return plain[:1]
    return [marked[0], *(i for i in marked[1:] if _states_more(sentence, marked[0], i))]


def _states_more(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether a verb without a modal at `i` makes a statement of its own behind the one at `verb`."""
    return (
        (sentence.types[verb] == "GREETS" and sentence.types[i] == "DECLARES")
        or _takes_copula(sentence, verb, i)
        or _begins_statement(sentence, verb, i)
        or _begins_behind_semicolon(sentence, verb, i)
        or _tells_what_then(sentence, verb, i)
    )


def _tells_what_then(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether a statement at `i` tells what holds otherwise: "shall pay, failing which the right |lapses|".

    Not of a subject that commas part from it: "shall sail, if need be, the boats which |are| at hand".
    """
    k = sentence.back(NOUN_PHRASE | PREPOSITIONS | {"PRONOUN", "REFERENCE"}, i - 1)
    then = sentence.type(k) == "AS_REQUIRED" and sentence.type(k - 1) in CLAUSE_ENDS | {"COMMA"}
    return then and verb < k < i - 1 and sentence.types[i] in _STATING and sentence.types[verb] in NORMATIVE


def _begins_behind_semicolon(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether a semicolon and a subject stand before a statement at `i`: "indicates health; it |includes| care"."""
    k = before_subject(sentence, i)
    parted = k is not None and verb < k and sentence.type(k) == "SEMICOLON"
    stop = sentence.find(CLAUSE_ENDS | SUBORDINATING | {"COMMA"}, i, len(sentence)) or len(sentence)
    parted = parted and not sentence.holds(MODALS, i, stop)  # "; hatch |covers| shall"
    return parted and sentence.types[i] in _STATING | {"INCLUDES", "HAS"}


def _takes_copula(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether the subject of a verb has a second one at `i` without a modal: "shall be kept |and is| open to all".

    Not in a clause that has opened since: "in forms that are short |and are| easy to read"; nor where nothing stands
    between: "areas that are, and |are| likely to remain, free of pests".
    """
    copula = sentence.types[i] in _COPULAS or (sentence.types[i] == "HAS" and sentence.type(i + 1) == "TO")
    joint = sentence.before(i)
    if not copula or sentence.type(joint) not in ("AND", "BUT") or sentence.holds(_CLAUSES, verb, joint):
        return False
    return sentence.back({"COMMA"}, joint - 1) > verb


def _begins_statement(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether `, and` or `, but` and a subject of its own stand before a statement at `i`: ", but the heir |is| free".

    Not in a clause that has opened since: "a port that he knows, and the mole |is| long".
    """
    if sentence.types[i] not in _STATING - DEFINING - {"FINITE"}:
        return False
    k = before_subject(sentence, i)
    if k is None or k < verb or sentence.types[k - 1] != "COMMA":
        return False
    return not sentence.holds(_CLAUSES, verb, k)


def has_free_modal(sentence: Sentence) -> bool:
    """Whether a modal belongs to no relative clause: not in the entry "the privileges which a Party may grant"."""
    owned = waiting = False
    for i, kind in enumerate(sentence.types):
        if (kind in RELATIVE_OR_THAT and opens_clause(sentence, i)) or (kind == "AS" and as_opens_clause(sentence, i)):
            waiting = True
        elif kind in FINITE:
            # "which a Party has granted or |will| grant"
            joined = owned and sentence.type(sentence.before(i)) in JOINTS
            if kind in MODALS and not (waiting or joined):
                return True
            owned, waiting = waiting or joined, False
        elif kind == "COMMA" or kind in CLAUSE_ENDS:
            waiting = waiting and sentence.type(i + 1) not in MODALS
    return False


def _is_coordinated(sentence: Sentence, verb: int) -> bool:
    """Whether a semicolon, `, and` or a joint right before the verb parts it from what stands before."""
    if sentence.type(sentence.before(verb)) in JOINTS:
        return True
    types = sentence.types
    if types[verb - 1] == "COMMA" and (_is_set_off_behind_joint(sentence, verb - 1) or _is_listed(sentence, verb)):
        return True
    start = types.index("THEN") if "THEN" in types[:verb] else 1
    return any(
        types[k] == "SEMICOLON"
        or (
            types[k] == "COMMA"
            and types[k + 1] in JOINTS
            and not (types[k + 1] == "OR" and types[verb - 1] == "COMMA")  # "a fee, |or| such sum as it sets, shall"
            and _begins_norm(sentence, k + 2, verb)
        )
        for k in range(start, verb - 1)
    )


def _is_listed(sentence: Sentence, verb: int) -> bool:
    """Whether the verb behind a comma is one of several of a subject: "Parties condemn war, |agree to| talk and will".

    Not where a clause about that subject goes before: "Parties which condemn war, |agree to| talk".
    """
    stated = sentence.find({"DECLARES"}, 0, verb)
    return sentence.types[verb] in BINDING and stated is not None and sentence.type(sentence.before(stated)) in WILFUL


def _is_set_off_behind_joint(sentence: Sentence, comma: int) -> bool:
    """Whether a joint stands before what the comma and the one before it set off: "talk and, |to this end,| will"."""
    opening = sentence.last({"COMMA"}, 1, comma) or 0
    return sentence.type(opening - 1) in JOINTS


def _begins_norm(sentence: Sentence, start: int, verb: int) -> bool:
    """Whether a noun phrase begins at `start`, or nothing but modifiers stands before the verb: "and |to that end|".

    Not where a list ends that a subject follows: "ratification, approval, or |accession|, the Pact shall".
    """
    between = sentence.types[start:verb]
    comma = sentence.last({"COMMA"}, start, verb - 1)
    if comma is not None and sentence.types[comma + 1] in NP_START:
        return False
    return sentence.type(start) in NP_START or all(kind in WHOLE or kind in ADVERBS for kind in between)


def _plain_verbs(sentence: Sentence) -> list[int]:
    """Verbs in a form that is a noun or an infinitive elsewhere, right behind one who can act: "The Parties hold"."""
    types = sentence.types
    start = _behind_lead(sentence)
    clauses = (i for i in range(start, len(types)) if types[i] in SUBORDINATING or types[i] == "SHOULD")
    own = (i for i in clauses if types[i] != "THAT" or opens_clause(sentence, i))  # not "by virtue of |that| right"
    end = next(own, len(types))
    to = (i for i in range(start, end) if types[i] == "TO" and not _belongs_to_actor(sentence, i))
    infinitive = next(to, end)
    return [
        i
        for i in range(max(start, 1), end)
        if types[i] in (_PLAIN if i < infinitive else _SURE_PLAIN) and _is_plain_verb(sentence, i)
    ]


def _behind_lead(sentence: Sentence) -> int:
    """Where the sentence goes on behind the clause that opens it: "Save where …, |the rules| apply"."""
    comma = sentence.find({"COMMA"}, 0, len(sentence)) if sentence.type(0) in WITH_VERB else None
    return 0 if comma is None else comma + 1


def _belongs_to_actor(sentence: Sentence, to: int) -> bool:
    """Whether "to" says whereto one belongs who can act: "the Parties |to| this Treaty"."""
    return sentence.types[to - 1] == "ACTOR" and sentence.type(to + 1) in NP_START


def _is_plain_verb(sentence: Sentence, i: int) -> bool:
    at = sentence.before(i)
    before = sentence.type(at - 1 if sentence.type(at) == "NOW" else at)  # "The Parties |immediately| inform"
    if before == "COMMA":
        before = sentence.type(_before_aside(sentence, at))
    if sentence.types[i] == "TAKE_EFFECT":  # "The Annexes |form part|", but "the |lapse| of time"
        return before not in ("DETERMINER", "TO") and before not in PREPOSITIONS
    if sentence.types[i] == "TURN" and before in ("THING", "REFERENCE", "QUOTED"):
        return sentence.type(i + 1) not in ("COLON", "STOP", "")  # "Paragraphs 1 to 3 apply to", not "… rules apply:"
    if at == 0 and sentence.types[i] == "NOUN_OR_FINITE" and Form.NOUN in sentence.last_word(0).forms:
        return False  # "(a) office |supplies| for the staff": before a verb it had its article
    return before in WILFUL


def _before_aside(sentence: Sentence, closing: int) -> int:
    """Where the subject ends before what the comma at `closing` sets off: "The Parties, |in this spirit|, ban"."""
    opening = sentence.last({"COMMA"}, 1, closing) or 0
    phrase = sentence.type(opening + 1) in PREPOSITIONS and not sentence.holds(FINITE, opening, closing)
    return opening - 1 if phrase and not sentence.holds({"COMMA"}, 0, opening) else closing


def _last_binding(sentence: Sentence) -> frozenset[int]:
    """The last binding verb of the sentence, and of what stands before each semicolon or `, and` of it."""
    found = []
    waiting = True
    for i in range(len(sentence) - 1, -1, -1):
        kind = sentence.types[i]
        owned = kind in MODALS and sentence.type(i - 1) in RELATIVE
        if kind in NORMATIVE and waiting and not owned:  # not "notify the Party which |will| take such steps"
            found.append(i)
            waiting = False
        waiting = waiting or kind == "SEMICOLON" or (kind == "COMMA" and sentence.type(i + 1) in JOINTS)
    return frozenset(found)


class _Search:
    """One walk through a sentence for the main verbs of the wanted types."""

    def __init__(self, sentence: Sentence, wanted: frozenset[str]) -> None:
        self.sentence = sentence
        self.types = sentence.types
        self.wanted = wanted
        self.last_binding = _last_binding(sentence)
        self.frames: list[Frame] = []
        self.comma = -1  # the last one passed
        self.lead = -1  # where the last clause opened that leads a norm
        self.listed = False  # whether a list completes an open clause
        self.relative = -1  # where the last relative clause opened that a comma has closed
        self.found: list[int] = []

    def verbs_before(self, end: int) -> list[int]:
        """The main verbs before the cue at `end`."""
        return [verb for verb in self.verbs() if verb < end]

    def verbs(self, known: Sequence[int] = ()) -> list[int]:
        """The main verbs; with the first ones `known`, and those behind them."""
        self.found += known
        for i in range(known[-1] + 1 if known else 0, len(self.types)):
            kind = self.types[i]
            if kind == "COMMA":
                self.comma = i
                self._close_relatives()
            elif kind == "COLON" and self.found and announces_restriction(self.sentence, self.found[-1], i + 1):
                break  # "except in the following cases|:| (a) …": the list is all in the exception
            elif kind in CLAUSE_ENDS:
                self._end_clauses(i)
            elif kind == "THEN" and self.comma == i - 1 and self.lead >= 0:  # "If …, |then|": all before it leads
                self.found = [verb for verb in self.found if verb < self.lead]
                self.frames.clear()
            elif kind == "SHOULD" and should_opens_condition(self.sentence, i):
                self._open("IF", i, has_verb=True)
            elif kind in WITH_VERB:
                self._open(kind, i, has_verb=is_participial(self.sentence, i))
            elif kind in RELATIVE_OR_THAT and opens_clause(self.sentence, i):
                self.frames.append(Frame(kind, i, has_verb=kind == "WHETHER" and is_participial(self.sentence, i)))
            elif kind == "AS" and as_opens_clause(self.sentence, i):
                self.frames.append(Frame("WHICH", i))
            elif kind == "EVEN_IF":
                self.frames.append(Frame("WHETHER", i, has_verb=is_participial(self.sentence, i)))
            elif kind in _TAKING_UP and self._takes_up_verb(i):
                self.frames.clear()
                self.found.append(i)
            elif kind in FINITE and self.sentence.type(i - 1) != "TO":  # not "to consider"
                self._meet(i)
            elif kind == "BE" and self.frames and self.frames[-1].kind == "THAT" and self.types[i - 1] in NOUN_ENDS:
                self.frames[-1].has_verb = True  # "the request that the dispute |be| resolved"
            elif kind in _FRAME_VERBS and self.frames and not self.frames[-1].has_verb:
                self.frames[-1].has_verb = is_frame_verb(self.sentence, i, self.frames[-1])
        return self.found

    def _end_clauses(self, i: int) -> None:
        """A colon or semicolon ends every clause, but not "that …" whose list says what it is about.

        "ensure that its bodies|:| (a) have the power to inspect|;| (b) are obliged to …".
        """
        self.listed = self.listed or (self.types[i] == "COLON" and self._awaits_list(i))
        if not self.listed:
            self.frames.clear()

    def _awaits_list(self, i: int) -> bool:
        """Whether "that" stands before the colon at `i`, with its subject or without, and its verb behind it.

        Or "which" where no norm has begun, or behind a noun: "a line which|:| (a) begins at the mole".
        """
        if not self.frames or self.frames[-1].has_verb:
            return False
        frame = self.frames[-1]
        if not self.found:
            return frame.kind == "WHICH"
        return frame.kind == "THAT"

    def _begins_item(self, i: int) -> bool:
        """Whether a verb begins a further item of such a list: "rules that: (a) protect it; and (b) |may| limit it"."""
        within = self.listed and bool(self.frames)
        return within and self.sentence.type(self.sentence.back(JOINTS, i - 1)) == LISTED

    def _takes_up_verb(self, i: int) -> bool:
        """Whether "nor", "to" or a verb at `i` goes on with the verb before it: "not to attack and |to| protect"."""
        if not self.found:
            return False
        if self.types[i] == "NOT":
            return not self.frames and self._denies_another(i)
        if self.types[i] in TAKEN_UP:
            return not self.frames and self._turns_round(i)
        if not starts_verb_phrase(self.sentence, i + 1):  # "nor |surrender|", "and to |surrender|"
            return False
        if self.types[self.sentence.before(i)] == "NEITHER" and self.types[i - 1] in ADVERBS:
            return False  # "shall neither directly |nor| indirectly sell it"
        if self.types[i] == "NOR" and self.types[i - 2] in _DENYING and starts_verb_phrase(self.sentence, i - 1):
            return False  # "shall neither seek |nor| accept advice": of one thing
        if self.frames and (self.types[i] != "NOR" or self.sentence.holds(NEGATIONS, self.frames[0].start, i)):
            return False  # "shall not require |that it be short|, nor deny", but "that it is |not| sold nor lent"
        return self.types[i] == "NOR" or (self.types[i] == "TO" and self._lists_promise(i))

    def _lists_promise(self, i: int) -> bool:
        """Whether "to" at `i` is one of several in a list that began with a denial: "not to sell, |to| keep and to".

        Or itself denies what is promised beside something else: "undertakes to cut it, but not |to| end it".
        """
        denies = self.types[i - 1] == "NOT" and self.types[i - 2] in ("AND", "BUT")
        if denies and self.types[self.found[-1]] in ("UNDERTAKES", "IS_BOUND", "IS_ENCOURAGED"):
            return True
        if not any(self.types[verb] == "UNDERTAKES_NOT" for verb in self.found):
            return False
        joint = i - 1 - (self.types[i - 1] == "NOT")  # "and never |to| return"
        listed = self.types[joint] == "COMMA" and any(
            self.types[k] in JOINTS and "TO" in self.types[k + 1 : k + 3] for k in range(i, len(self.types))
        )
        return listed or self.types[joint] in ("AND", "BUT")

    def _denies_another(self, i: int) -> bool:
        """Whether "not" at `i` denies a second act under the same modal: "shall keep it and |not| show it".

        Not "shall include, but |not| be limited to": that says of the first how it is meant.
        """
        modal = self.found[-1]
        if self.types[modal] not in MODALS or self.types[i - 1] not in ("AND", "BUT") or self.types[modal + 1] == "NOT":
            return False
        return self.sentence.type(i + 1) in VERB_PHRASE_START - {"BE_DEEMED", "DECLARES", "NOT"}

    def _turns_round(self, i: int) -> bool:
        """Whether a verb at `i` is no longer denied: "shall refrain from war and |ensure| peace", "but |respect|"."""
        modal = self.found[-1]
        joint = self.sentence.before(i)
        if self.types[modal] not in MODALS or not begins_with_verb(self.sentence, i):
            return False
        words = self.sentence.cues[i].words
        if self.types[i] in ("WORDS", "THING") and not (len(words) == 1 and Form.BASE in words[0].forms):
            return False
        if self.types[joint] == "BUT":
            return self.types[modal + 1] == "NOT"
        return self.types[joint] == "AND" and self.types[modal + 1] == "REFRAIN"

    def _open(self, kind: str, i: int, *, has_verb: bool) -> None:
        """Open the frame of a condition or exception."""
        leading = self._leads(i)
        self.lead = i if leading else self.lead
        self.frames.append(Frame(kind, i, leading=leading, has_verb=has_verb))

    def _close_relatives(self) -> None:
        """A comma ends relative clauses that have had their verbs or need none: ", whether public or not,"."""
        while self.frames and self.frames[-1].kind in RELATIVE:
            frame = self.frames[-1]
            alone = frame.kind == "WHETHER" and self.types[frame.start - 1] == "COMMA" and self._at_modal()
            if not (frame.has_verb or alone):
                break
            self.relative = self.frames.pop().start

    def _at_modal(self) -> bool:
        return self.sentence.type(self.comma + 1) in MODALS

    def _meet(self, i: int) -> None:
        """Give the finite verb at `i` to the innermost frame, or take it as a main verb."""
        if (self.types[i] in self.wanted and self._is_main(i)) or self._goes_on_by_copula(i):
            self.frames.clear()
            self.found.append(i)
        elif self.frames:
            waiting = next((frame for frame in reversed(self.frames) if not frame.has_verb), self.frames[-1])
            waiting.has_verb = True

    def _goes_on_by_copula(self, i: int) -> bool:
        verb = self.found[-1] if self.found else -1
        if verb >= 0 and _begins_behind_semicolon(self.sentence, verb, i):
            return True
        states = verb >= 0 and self.types[verb] in NORMATIVE | EFFECTIVE | _COPULAS | {"GREETS"}
        return states and _states_more(self.sentence, verb, i)

    def _is_main(self, i: int) -> bool:
        previous = self.found[-1] if self.found else -1
        if self.types[i] in EFFECTIVE and (self._tells_of_noun(i) or self._is_in_time(i, previous)):
            return False
        if self.types[i] in BINDING and self.types[self.sentence.before(i)] in MODALS and self.frames:
            return False  # "except that they shall |have no right to| claim": the verb of a modal within the clause
        if self.listed and not self.found:  # "A State which: (a) is small; or (b) has no port |may| withdraw"
            last = LISTED not in self.types[i:-1] and self.types[i - 1] not in JOINTS
            effective = self.types[i] in EFFECTIVE and self.types[i - 1] != LISTED
            return last and (self.types[i] in NORMATIVE or effective)
        if self._begins_item(i):
            return False
        if not self.frames:
            return self._can_be_main(i)
        if self._resumes_clause(i) or self._is_declared(i):
            return False
        if self._is_behind_insertion(i):
            return True
        if self._completes_item(self.frames[0]) and self.sentence.type(self.sentence.before(i)) not in JOINTS:
            return False
        if is_alternative(self.sentence, i - 2):
            return False
        return self._leaves(i) if self.frames[-1].has_verb else self._escapes(i)

    def _is_declared(self, i: int) -> bool:
        """Whether a verb is within what somebody says: "declare that it is their aim that coal |will| be sold"."""
        start = self.frames[-1].start
        said = self.lead < 0 and not self.found and all(frame.kind == "THAT" for frame in self.frames)
        said = said and self.sentence.holds({"DECLARES"}, 0, self.frames[0].start)
        return said and not self.sentence.holds(JOINTS, start, i)

    def _resumes_clause(self, i: int) -> bool:
        """Whether an open clause goes on behind what is set off: "that it will not be sold or, if sold, |will| not"."""
        opening = self.sentence.last({"COMMA"}, 1, i - 1) or 0
        if self.types[i] not in MODALS or not repeats_modal_behind(self.sentence, opening):
            return False
        start = next((frame.start for frame in reversed(self.frames) if frame.start < opening), opening)
        return self.types[opening - 1] in LIST_JOINTS and self.types[i] in self.types[start:opening]

    def _is_behind_insertion(self, i: int) -> bool:
        """Whether a subject of its own, and a condition set off, stand before `i`: "but he, if asked, |must|"."""
        frame = self.frames[-1]
        if not self.found or len(self.frames) > 1 or frame.kind not in WITH_VERB:
            return False
        set_off = self.types[frame.start - 1] == self.types[i - 1] == "COMMA"
        return set_off and before_subject(self.sentence, frame.start - 1) is not None

    def _leads(self, i: int) -> bool:
        """Whether the clause that opens at `i` stands before the main verb of its norm."""
        at = self.sentence.before(i)  # ", and |especially when| the port is shut, no toll shall"
        before = self.sentence.type(at)
        if before == "COMMA":
            before = self.sentence.type(at - 1)
        return not self.found or before in JOINTS | CLAUSE_ENDS | {"AGREE_THAT"}

    def _escapes(self, i: int) -> bool:
        """Whether a verb is a main one although the open clause has shown no verb that we know."""
        frame = self.frames[-1]
        # "aid which |hampers| trade", but "a man on whose |behalf| the flight was made"
        unknown_verb = self.sentence.type(frame.start + 1) == "WORDS"
        unknown_verb = unknown_verb and self.sentence.first_word(frame.start + 1).forms != {Form.NOUN}
        if frame.leading and (self._follows_lead(i, frame.start) or self._stands_beside(frame, i)):
            return True
        if i not in self.last_binding and not (frame.kind in RELATIVE and unknown_verb):
            return False
        if frame.kind == "WHETHER" and self.types[frame.start - 1] in VERBS:
            return False  # "be told |whether| its signature |shall| be final"
        before = self.sentence.type(frame.start - 1)
        declares = before in ("DECLARES", "FINITE")  # "recognise |that|", "proposes |that|"
        if frame.kind == "THAT" and declares and not (self.frames[0].leading and self.comma > frame.start):
            return False  # "recognise |that| the project will require"
        if frame.kind in RELATIVE and (self._is_set_off(frame) or self._is_before_verb(i)):
            return False  # "the principle, by virtue of which a thing |shall|"
        if frame.kind in RELATIVE_OR_THAT:
            return (self._must_be_main(i) and self._is_behind(frame, i)) or (
                i - frame.start > _SHORTEST_RELATIVE
                and (not self.found or self._joined(i, frame.start))  # "the aid that it needs, and |may|"
                and self._shows_verb(frame, i)
            )
        if self.found and not frame.leading:  # "when in port and |shall|"
            return self.types[i - 1] == "AND" and self.types[i] == self.types[self.found[-1]]
        begins = self._begins_subject(self.comma + 1) or self._must_be_main(i)
        joined = bool(self.found) and self.comma == i - 2 and self.types[i - 1] in JOINTS  # "or, if able, …, and |may|"
        behind = frame.start + 1
        if self.types[behind] == "COMMA":  # "on condition that|, on its roads, |ships may sail"
            behind = self.sentence.find({"COMMA"}, behind + 1, i) or behind
        return self.comma > behind and (begins or joined)

    def _begins_subject(self, k: int) -> bool:
        """Whether a subject begins at `k` behind a lead: "If …, |that| State shall", not ", |issued| by it, should"."""
        if self.types[k] == "THAT":
            return not opens_clause(self.sentence, k)
        return self.types[k] in NP_START | {"WORDS", "DOING", "REFERENCE"}

    def _is_before_verb(self, i: int) -> bool:
        """Whether a verb follows a comma that closes a relative clause: "the acts which it |shall not| do, …, are"."""
        leads = self.frames[0].leading
        closing = self.sentence.find({"COMMA"}, i, len(self.types)) if leads else None
        # "names which |cannot| bind anybody, the duties of all others are valid"
        behind = closing is not None and self.types[closing + 1] in NP_START
        return any(
            kind in EFFECTIVE | {"IS"} and (self.types[k - 1] == "COMMA" or (behind and k > (closing or k)))
            for k, kind in enumerate(self.types[i + 1 :], i + 1)
        )

    def _completes_item(self, frame: Frame) -> bool:
        """Whether a clause is what an item asks for: "(b) to provide |that| the age of admission to work shall be"."""
        verb = frame.start - 1
        return frame.kind == "THAT" and self.types[:verb] in ([], ["TO"]) and starts_verb_phrase(self.sentence, verb)

    def _shows_verb(self, frame: Frame, i: int) -> bool:
        """Whether a word before `i` may be the verb of an open clause: of "which …" one behind a noun."""
        words = [k for k in range(frame.start + 1, i) if self.types[k] in VERBS | {"WORDS"}]
        if frame.kind in RELATIVE:  # "aid which |hampers| trade", not "under which aid for |the sick| shall"
            words = [k for k in words if self.types[k - 1] not in BEFORE_NO_VERB]
        return bool(words)

    def _is_set_off(self, frame: Frame) -> bool:
        """Whether a comma stands before a relative clause and none behind it."""
        return self.types[frame.start - 1] == "COMMA" and self.comma < frame.start

    def _follows_lead(self, i: int, start: int) -> bool:
        """Whether nothing but a subject stands between the comma behind a leading condition and the verb at `i`."""
        if self.types[start + 1] == "COMMA":  # "If, in its view, a Party |may|", "If, in its view, it rains, it |may|"
            start = self.sentence.find({"COMMA"}, start + 2, i) or i
        subject = self.comma + 1 + (self.types[self.comma + 1] == "THAT")  # "…, |that Party| may"
        return start + 1 < self.comma < i - 1 and all(self.types[k] in NOUN_PHRASE for k in range(subject, i))

    def _stands_beside(self, frame: Frame, i: int) -> bool:
        """Whether a subject begins right behind a noun of a lead that has no comma: "If talks fail |such| ships may".

        The lead's own verb is a noun as well: "If consultation |results| in a plan".
        """
        start = self.sentence.back(NOUN_PHRASE | PREPOSITIONS | {"VERB"}, i - 1) + 1
        begins = next((k for k in range(i - 1, start, -1) if self.types[k] == "DETERMINER"), start)
        beside = self.comma < frame.start < begins - 1 and self.types[begins - 1] in NOUN_ENDS | {"REFERENCE"}
        own = (self.types[k - 1 : k + 1] for k in range(frame.start + 2, begins))
        return beside and any(before in NOUN_ENDS and verb == "NOUN_OR_FINITE" for before, verb in own)

    def _must_be_main(self, i: int) -> bool:
        """Whether no other verb than the one at `i` can be that of a norm which opens with a condition."""
        lead = self.frames[0]
        return not self.found and lead.leading and self.comma > lead.start and i == max(self.last_binding, default=-1)

    def _is_behind(self, frame: Frame, i: int) -> bool:
        """Whether an open "which" or "that" can have ended before the verb at `i`: "those who |so wish| may"."""
        if self.comma > frame.start:
            return True
        return i - frame.start > 1 if frame.kind in RELATIVE else i - frame.start == _SHORTEST_NOUN

    def _leaves(self, i: int) -> bool:
        """Whether a verb after subordinate clauses, which have their own verbs, is a main one."""
        if self.types[i] not in NORMATIVE and any(not (frame.has_verb or frame.leading) for frame in self.frames):
            return False  # "in connection with which the debt on which the interest is paid |was| incurred"
        lead = next((frame for frame in self.frames if frame.leading), None)
        if lead is not None:
            return self._leaves_lead(i, lead)
        if any(frame.kind in RELATIVE and not frame.has_verb and self.comma < frame.start for frame in self.frames):
            return False  # "any promise which the Party which takes the steps |may| have given"
        if self._supposes_more(i):
            return False
        if self.found and not self.sentence.holds({"SEMICOLON"}, self.found[-1], self.frames[0].start):
            return self._begins_norm_of_its_own(i) or self._describes_second_subject(i) or self._repeats_verb(i)
        if self.frames[-1].kind in RELATIVE and self.comma < self.frames[-1].start and self.types[i - 1] in JOINTS:
            return False  # "which a Party has granted or |will| grant"
        return self.sentence.type(self.sentence.before(i)) not in JOINTS or i in self.last_binding

    def _supposes_more(self, i: int) -> bool:
        """Whether a clause goes on with what else is possible: "if it would harm us, and it |can| be waived"."""
        frame = self.frames[-1]
        joint = i - 1 - (self.types[i - 1] == "PRONOUN")  # "and |it| can be waived", "and can be waived"
        joined = self.types[joint] == "AND" and self.types[i : i + 2] == ["MAY", "BE"]
        return joined and frame.kind in WITH_VERB and self.sentence.holds({"DOES"}, frame.start, i)

    def _leaves_lead(self, i: int, lead: Frame) -> bool:
        """Whether a verb is that of the norm which a clause leads."""
        before = self.sentence.type(self.sentence.before(i))
        if self.comma <= lead.start and (not lead.has_verb or self._is_before_another(i)):
            return False  # "If the State in which he lives |cannot| be determined, …"
        goes_on = self._goes_on(lead) or before in LIST_JOINTS
        # "If a Party finds that, in fact, aid is |or may| be lost, the other shall"
        goes_on_in_clause = before in LIST_JOINTS and self.comma < self.frames[-1].start
        if goes_on and (self.types[i] not in MODALS or goes_on_in_clause) and self._is_before_another(i):
            return False  # "If a loss is insured, and the insurer |agrees to| pay it, the other Party shall"
        return self.comma > lead.start or before not in JOINTS

    def _repeats_verb(self, i: int) -> bool:
        """Whether the same modal or `, and` shows a second norm: "shall report what it did |and shall| pay"."""
        frame = self.frames[-1]
        own = self.sentence.find(FINITE, frame.start, i)  # ", which |shall| be short and may not"
        modal = own is not None and self.types[own] in MODALS
        supposed = modal and frame.kind != "WHICH" and any(each.kind in WITH_VERB for each in self.frames)
        if supposed and self.types[own or 0] == self.types[i] and self.types[i - 1] in JOINTS:
            return False  # "on condition that they shall be kept |and shall| be shown to nobody"
        set_off = frame.kind in RELATIVE and self._is_set_off(frame)
        joined = self.sentence.type(self.sentence.before(i)) in ("AND", "BUT")
        joined = joined or (self.types[i - 1] == "COMMA" and _is_set_off_behind_joint(self.sentence, i - 1))
        # "agrees to take such steps as are needed and |shall| report"
        alike = self.types[i] == self.types[self.found[-1]] or (self.types[self.found[-1]] in BINDING and not modal)
        if modal and self.types[own or 0] == self.types[i] and not alike and self.types[i - 1] in JOINTS:
            return False  # "may provide that a bank, or an agent, shall be liable and |shall| pay"
        if not (modal or alike or set_off) and self.types[i] in MODALS and self.types[self.found[-1]] in MODALS:
            # "may refuse it where pests |are| found and |shall| say why": what goes on with "are" has no modal either
            alike = self._is_condition() or self._is_about_noun()
        return (joined and alike and not (modal and set_off)) or self._joined(i, frame.start)

    def _begins_norm_of_its_own(self, i: int) -> bool:
        """Whether a joint and a noun phrase stand between a condition and a modal: "when it ends |and the fee| may"."""
        own = self.sentence.holds(MODALS, self.frames[-1].start, i)
        if self.types[i] not in MODALS or own:
            return False
        begins = before_subject(self.sentence, i) is not None
        return (begins and self._is_condition()) or self._repeats_modal(i)

    def _describes_second_subject(self, i: int) -> bool:
        """Whether the open clause, with its own verb, tells who does what follows: "and the Party |that asked| may".

        Not "and the steps that it took or |may|", "and the steps that it thinks |may|".
        """
        frame = self.frames[-1]
        alone = len(self.frames) == 1 and frame.kind in RELATIVE_OR_THAT and self.types[i] in MODALS
        own = self.types[frame.start + 1] in MODALS and self.types[i - 1] == "PRONOUN"  # "the Party |that may| need it"
        closed = self.types[i - 1] in _CLOSING or own
        if not alone or not closed or self.sentence.holds(_ASKING, frame.start + 2, i):
            return False  # "which it |considers| the owner should see"
        return before_subject(self.sentence, frame.start) is not None

    def _repeats_modal(self, i: int) -> bool:
        """Whether a second subject stands before the same modal: "shall say what it owns |and the fee shall| be"."""
        start = self.frames[-1].start
        k = before_subject(self.sentence, i)
        if k is None or not self.sentence.holds(FINITE | _FRAME_VERBS, start, k):
            return False
        return self.types[i] == self.types[self.found[-1]] or self._is_about_noun()

    def _is_about_noun(self) -> bool:
        """Whether the open clause tells of a noun: "keep the goods |that it has seized| and the owner shall"."""
        frame = self.frames[-1]
        return len(self.frames) == 1 and (
            frame.kind == "WHICH" or (frame.kind == "THAT" and self.types[frame.start - 1] in POSSIBLE_NOUNS)
        )

    def _is_condition(self) -> bool:
        return all(frame.kind in WITH_VERB for frame in self.frames)

    def _goes_on(self, lead: Frame) -> bool:
        """Whether "and" or "or" stands behind the last comma, so that the condition before it goes on."""
        return self.comma > lead.start and self.types[self.comma + 1] in LIST_JOINTS

    def _is_before_another(self, i: int) -> bool:
        """Whether a comma stands between the verb at `i` and a binding one behind it with a subject of its own."""
        others = (verb for verb in self.last_binding if verb > i)  # "he shall, if asked, register it |and shall| pay"
        following = min((verb for verb in others if self.types[verb - 1] not in ("AND", "BUT")), default=i)
        return "COMMA" in self.types[i:following]

    def _joined(self, i: int, start: int) -> bool:
        """Whether `, and` or `, but` stands between a subordinate clause that opens at `start` and the verb at `i`."""
        return self.comma > start and any(
            self.types[k] == "COMMA" and self.types[k + 1] in JOINTS and self.types[k + 2] not in RELATIVE
            for k in range(start, i - 1)
        )

    def _can_be_main(self, i: int) -> bool:
        """Whether a verb outside all frames is a main one: after a first one, something must coordinate it."""
        kind = self.types[i]
        previous = self.found[-1] if self.found else -1
        if kind in DEFINING and self._defines_another(i, previous):
            return True
        if self._is_done_by_then(i):
            return False
        if self._is_in_contact_clause(i, previous):
            return False
        if previous < 0:  # not "a Member who shall sign, or |shall| ratify it, shall"
            joined_to_relative = self.sentence.type(i - 1) in JOINTS and self.relative >= 0
            return not joined_to_relative or i == max(self.last_binding, default=i)
        set_off = self.types[previous + 1] == self.types[i - 1] == "COMMA"  # "may|, at its next meeting,| reserve"
        own_verb = self.sentence.holds(_OWN_VERBS, previous + 1, i) and not set_off
        waits = self.types[previous] in MODALS and self.types[previous + 1] == "COMMA" and not own_verb
        if waits and self.types[i - 1] == "PRONOUN" and self.types[i - 2] not in _COORDINATING:
            return False  # "shall, through bodies it |may| set up, develop"
        if kind in BINDING and self.types[previous] in MODALS and not own_verb:
            return False  # "may, at the time of signature, reserve the right to": the verb of the modal
        # "shall be signed and |enters into force|", "shall apply to it, but |shall not include|"
        joined = kind in ("APPLIES", "EXCLUDES") and self.types[i - 1] in JOINTS
        if self.types[i - 1] == "OR" and self.relative > previous and not self._resumes(i, previous):
            return False  # "the date on which it has, after notice, signed the Treaty, or |shall| ratify it"
        if self.types[i - 1] == "AND" and self._repeats_relative(i, previous):
            return False
        if kind in INDICATIVE and not joined and not (kind in DEFINING and self.types[previous] in DEFINING):
            return False
        return self.sentence.holds(_COORDINATING, previous + 1, i)

    def _resumes(self, i: int, previous: int) -> bool:
        """Whether a modal is the norm's and not a relative clause's: "shall bar what may harm it, or |shall|"."""
        own = self.sentence.find(FINITE, self.relative, i)
        unlike = own is not None and self.types[own] in MODALS and self.types[own] != self.types[i]
        return unlike and self.types[i] == self.types[previous]

    def _repeats_relative(self, i: int, previous: int) -> bool:
        """Whether a modal is that of a clause about a noun: "may last for a time which |shall| be short, and |shall|".

        The norm's own is another: "may set up bodies which shall meet, and |may| pay them".
        """
        own = self.sentence.find(MODALS, self.relative, i) if self.relative > previous else None
        unlike = self.types[previous] in MODALS and self.types[previous] != self.types[i]
        set_off = self.sentence.type(self.relative - 1) == "COMMA"
        return own is not None and self.types[own] == self.types[i] and unlike and not set_off

    def _defines_another(self, i: int, previous: int) -> bool:
        """Whether "and" and a subject of its own stand before what defines: "shall pay and “tax” |means| dues".

        A modal in the definition's verb tells as little as none: "… and that term |shall not include| fees".
        """
        k = before_subject(self.sentence, i)
        return k is not None and previous < k and self.sentence.holds(_OWN_VERBS, previous + 1, k)

    def _is_in_contact_clause(self, i: int, previous: int) -> bool:
        """Whether the modal at `i` is about a noun that a verb governs: "Each Party waives any claim it |may| have"."""
        # "concessions |they grant or will| grant"
        who = i - 3 if self.types[i - 2 : i] == ["VERB", "OR"] else i - 1
        if who < 1 or self.types[who] != "PRONOUN" or self.types[who - 1] not in _CLAIMS:
            return False
        if previous < 0 and self.types[0] in _GOVERNING:  # "Notwithstanding any right it |may| have, a Party shall"
            comma = self.sentence.find({"COMMA"}, 0, len(self.sentence)) or 0
            return i < comma and self._is_before_another(i) and self.types[comma + 1] not in JOINTS
        if previous < 0:
            return self.types[0] in NP_START and self.comma < 0 and self.sentence.holds(_PRESENT, 1, who - 1)
        joint = self.sentence.last(_COORDINATING, previous + 1, who - 1) or previous
        # "the need for it and |of| the share they can have", "any terms |and dues| it may fix", "and in case it may"
        governed = self.types[joint] == "COMMA" and self.types[joint + 1] in _GOVERNING
        governed = governed or self.types[joint + 1] in ("OF", "INCLUDING")
        return governed or _NAMED.issuperset(self.types[joint + 1 : who])

    def _tells_of_noun(self, i: int) -> bool:
        """Whether a modal behind the verb at `i` has the subject: "who is ill on the day it |ceases| shall"."""
        about = self.types[i - 1] == "PRONOUN" and self.types[i - 2] in _CLAIMS | {"ON_DAY"}
        modal = self.sentence.find(MODALS, i, len(self.sentence))
        return not self.found and about and modal is not None and not self.sentence.holds(_COORDINATING, i, modal)

    def _is_done_by_then(self, i: int) -> bool:
        """Whether a modal tells of what a time is counted from: "a year after a Party |shall| have given notice"."""
        if self.types[i] not in MODALS or self.sentence.type(i + 1) != "HAS" or not self.found:
            return False
        k = self.sentence.back(NOUN_PHRASE, i - 1)
        return k < i - 1 and self.types[k] in _TIME_CLAUSES

    def _is_in_time(self, i: int, previous: int) -> bool:
        """Whether the verb at `i` belongs to a time that opens the norm: "Until this Treaty |enters into force|, …"."""
        opening = self.sentence.find(_TIME_CLAUSES, previous + 1, i)
        return opening is not None and self.comma < opening and max(self.last_binding, default=-1) > i
