"""Fronts: what stands before the verb of a norm: leading modifiers, the subject, and modifiers inserted behind it.

    In case of doubt, | the Council, | after consulting the Parties, | shall …
    leading modifier    subject        inserted modifier

Guarantee: the chunks are in the order of the text: modifiers, at most one subject, modifiers, HEREBY.
"""

from treatylex.language.words import NOUNS, Form
from treatylex.parsing.sentences.cues import (
    ADVERBS,
    BEFORE_NOUN,
    CLAUSE_ENDS,
    COMPLETE_TIMES,
    FINITE,
    FREE_OPENERS,
    JOINTS,
    LIST_JOINTS,
    LISTED,
    LOOSE_OPENERS,
    MODALS,
    NEGATIONS,
    NOUN_ENDS,
    NOUN_PHRASE,
    NOUN_START,
    NP_START,
    OPENERS,
    PARTICIPLES,
    POSSIBLE_NOUNS,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    SUBORDINATING,
    VERBS,
    WHOLE,
    WILFUL,
    WITH_VERB,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.frames import determines, has_own_verb, starts_verb_phrase, subject_follows
from treatylex.parsing.sentences.modifiers import Stretch, modifiers, stretches
from treatylex.parsing.sentences.parties import head_is_actor
from treatylex.parsing.sentences.subjects import behind_label, subject

# Behind these "no" belongs to what leads; others need nothing more: "after that date", "without such consent".
_BEFORE_NOBODY = PREPOSITIONS | {
    "IN_CASE_OF", "IN_THE_CASE_OF", "SUBJECT_TO", "UPON", "FOLLOWING", "EXCEPT", "ABOUT", "AFTER", "BEFORE", "BY", "TO",
}  # fmt: skip
_OPENING_LEAD = FREE_OPENERS | LOOSE_OPENERS
_SUBJECT = NOUN_PHRASE | {"VERB", "NOUN_OR_FINITE"}
_NORM_EDGES = JOINTS | CLAUSE_ENDS | {"COMMA", ""}
_BEFORE_FRONT = JOINTS | {"COMMA"}
# What stands whole between a person and the modal: "A State |at any time| may".
_WHOLE_BEHIND = frozenset({"NOW", "AS_REQUIRED"})
# What opens a modifier before the subject: there even "to", "should" and a participle do.
_LEAD_OPENERS = FREE_OPENERS | LOOSE_OPENERS | ADVERBS | {"SHOULD", "TO", "DOING"}
_NO_LIST_MEMBER = _LEAD_OPENERS | {"OF"}
# A stretch between commas that begins with one of these goes on with the noun before it: ", made by …,".
_LOOSE = PARTICIPLES | {"INCLUDING", "WHICH", "WHETHER", "DOING", "BEEN"}
_NAMING = frozenset({"AS", "LINK"})  # what tells who of a subject is meant, or as what it acts
_LONGEST_LIST_MEMBER = 8  # cues between two commas; more are no member of a list but a clause
# Where a subject surely begins: a bare noun may go on with what stands before it.
_SURE_SUBJECT_START = frozenset(
    {"DETERMINER", "OF_THEM", "PRONOUN", "NEITHER", "NOTHING", "THERE", "THIS_ALONE", "THE_TERM"}
)
# A front that begins so begins with its subject, whatever is set off behind it: "No danger, whether …, may".
_BARE_SUBJECT_START = _SURE_SUBJECT_START | {"ACTOR"}
# Where a subject begins behind a time that needs nothing more.
_BARE_NOUN_START = NP_START | {"WORDS", "DOING", "REFERENCE", "NOUN_OR_FINITE"}
_CLAUSE_OPENERS = WITH_VERB | {"WITHIN", "AFTER"}
_LEADING = FREE_OPENERS - WHOLE | LOOSE_OPENERS - {"AS"}
_NEVER_OBJECT = frozenset({"PRONOUN", "THERE", "THIS_ALONE"})  # right before a verb
_BEFORE_OBJECT = PREPOSITIONS | BEFORE_NOUN | (frozenset(OPENERS) - WITH_VERB) | {"BY"}
_BEFORE_QUOTED = BEFORE_NOUN | JOINTS | {"THE_TERM"}
# Behind one of these a noun phrase goes on with the modifier: "of |the| Parties", "which |the| Council".
_TYING = (
    (PREPOSITIONS - {"FORUM"}) | JOINTS | BEFORE_NOUN | {"WHICH", "THAT", "WHETHER", "BY", "TO", "DOING", "AS", "ASIDE"}
)
_DESCRIBING = frozenset({"DOING", "OTHER", "VERB"})  # "the |present| Agreement"
_IN_SUBJECT = PARTICIPLES | (PREPOSITIONS - {"OF"}) | {"BY", "TO", "WHICH", "THAT"}


def negation_before(sentence: Sentence, verb: int) -> int | None:
    """The negation that puts the subject behind its modal: "In no case shall the duties …", "nor may it …".

    Or that has none of its own: "…, and in no case shall exceed ten".
    """
    if sentence.type(verb) not in MODALS:
        return None
    k = sentence.back(ADVERBS | {"COMMA", "LINK"}, verb - 1)
    if sentence.type(k) not in NEGATIONS:
        return None
    opens_norm = sentence.type(k) == "NOR" or sentence.type(k - 1) in _NORM_EDGES
    joined = sentence.type(k) == "NOT" and sentence.type(k - 1) in ("AND", "BUT")  # no "whether it is safe or |not|"
    taken_over = joined and starts_verb_phrase(sentence, verb + 1)
    surely = sentence.type(verb + 1) in NOUN_START
    return k if surely or (opens_norm and (taken_over or subject_follows(sentence, verb))) else None


def only_before(sentence: Sentence, verb: int) -> int | None:
    """Where "only" and a condition put the subject behind its modal: "|Only| with their leave may a vessel enter"."""
    start = verb
    while start > 0 and sentence.types[start - 1] not in CLAUSE_ENDS:
        start -= 1
    only = sentence.type(start) in ADVERBS and sentence.type(start + 1) in FREE_OPENERS | LOOSE_OPENERS
    none = denies_lead(sentence, start)
    opens = start < verb and (only or none or sentence.type(start) in FREE_OPENERS)
    behind = sentence.type(verb + 1) in NP_START or ((only or none) and subject_follows(sentence, verb))
    each = starts_verb_phrase(sentence, verb + 2) and Form.NOUN not in sentence.first_word(verb + 2).forms
    if not (opens and sentence.type(verb) in MODALS and behind) or (each and sentence.type(verb + 1) == "DETERMINER"):
        return None  # no subject in "shall |each| become a Party"
    within = sentence.type(start) not in _CLAUSE_OPENERS and sentence.holds(FINITE, start, verb)
    return None if within or "COMMA" in sentence.types[start:verb] else start  # "Not until it |has| agreed may"


def denies_lead(sentence: Sentence, start: int) -> bool:
    """Whether what begins at `start` says in which cases a norm holds in none: "|In neither of the cases| may it"."""
    return sentence.type(start) == "PREPOSITION" and sentence.type(start + 1) == "NEITHER"


def front(sentence: Sentence, start: int, verb: int, *, open_condition: bool = False) -> list[Chunk]:
    """The chunks before the verb; with `open_condition` the words before the subject belong to a condition."""
    types = sentence.types
    negation = negation_before(sentence, verb)
    end = verb if negation is None else negation
    end -= sentence.type(verb) == "TO" and sentence.type(end - 1) == "NOT"  # "… and |never| to return"
    only = only_before(sentence, verb)
    if only is not None:
        whole = sentence.chunk("CONDITION", only, verb)._replace(opener=sentence.cues[only])
        return modifiers(sentence, only, verb) if types[only] in FREE_OPENERS else [whole]
    agreed = _agreed(sentence, start, end)
    before_agreed: list[Chunk] = []
    if agreed is not None:
        comma = sentence.last({"COMMA"}, start + 1, agreed) or start
        lead_end = comma if start < comma else _agreeing(sentence, start, agreed)
        leads = start < lead_end and types[start] in FREE_OPENERS
        before_agreed = modifiers(sentence, start, lead_end) if leads else []
        start = agreed + 1
    while start < end and (types[start] in _BEFORE_FRONT or (types[start] == "ASIDE" and start + 1 < end)):
        start += 1  # "[Languages] A State may"
    if sentence.type(behind := behind_label(sentence, start, end)) in FREE_OPENERS:
        start = behind  # "Note 1: |Where| it sinks, the ship may"
    nobody = _nobody_behind_lead(sentence, start, end)
    if nobody is not None:
        return before_agreed + modifiers(sentence, start, nobody) + subject(sentence, nobody, end)
    hereby = []
    if start < end and types[end - 1] == "HEREBY":
        end -= 1
        hereby = [sentence.chunk("HEREBY", end, end + 1)]
    then = _then(sentence, start, end)
    lead = [] if then is None else modifiers(sentence, start, then)
    segments = stretches(sentence, start if then is None else then + 1, end)
    return before_agreed + lead + (_front(sentence, segments, open_condition) if segments else []) + hereby


def _nobody_behind_lead(sentence: Sentence, start: int, end: int) -> int | None:
    """Where "no" opens the subject behind what leads without a comma: "and after that date |no Party| shall act"."""
    nobody = sentence.last({"NEITHER"}, start + 1, end) if start < end else None
    if nobody is None or sentence.types[start] not in _OPENING_LEAD or sentence.past(_SUBJECT, nobody + 1) < end:
        return None
    governed = sentence.types[nobody - 1] in _BEFORE_NOBODY  # "in case of |no agreement| the Board shall"
    return None if governed or sentence.holds(FINITE | {"COMMA"}, start, nobody) else nobody


def _agreed(sentence: Sentence, start: int, end: int) -> int | None:
    """Where "agree that" stands before the norm itself; not in "If the Parties agree that …, the Board shall"."""
    agreed = sentence.find({"AGREE_THAT"}, start, end)
    within = agreed is not None and sentence.types[start] in WITH_VERB and not sentence.holds({"COMMA"}, start, agreed)
    return None if within else agreed


def _agreeing(sentence: Sentence, start: int, agreed: int) -> int:
    """Where those who agree are named, or "it is agreed" begins: "Subject to Article 4 |the Parties| agree that"."""
    begins = agreed
    while begins > start and sentence.types[begins - 1] in NOUN_PHRASE - {"OF"}:
        begins -= 1
    return begins


def _then(sentence: Sentence, start: int, end: int) -> int | None:
    """Where "then", or a list before the subject, ends a condition that leads the norm: "If a Party asks, |then|"."""
    if start >= end or sentence.types[start] not in WITH_VERB | {"SHOULD"}:
        return None
    types = sentence.types
    then = next((k for k in range(start, end) if types[k - 1 : k + 1] == ["COMMA", "THEN"]), None)
    listed = next((k for k in range(end - 1, start, -1) if types[k] not in NOUN_PHRASE | {"THAT"}), start)
    if then is None and types[listed] == LISTED and listed < end - 1:  # "If: (a) …; (b) …|;| that Party may"
        return listed
    return then


def _front(sentence: Sentence, segments: list[Stretch], open_condition: bool) -> list[Chunk]:
    """The chunks of the stretches between commas, of which there is at least one."""
    types = sentence.types
    behind = _behind_absolute(sentence, segments)
    if len(segments) > 1 and types[segments[0].end - 1] == "SET_ASIDE":  # "Article 4 |notwithstanding|, a Party may"
        aside = sentence.chunk("EXCEPTION", *segments[0])._replace(opener=sentence.cues[segments[0].end - 1])
        return [aside, *_front(sentence, segments[1:], open_condition)]
    first, stop = segments[0]
    if types[first] in WHOLE and first + 1 < stop and types[first + 1] in _SURE_SUBJECT_START:
        # "In such case |the| man whom a fine, or loss, hits, may"
        behind_whole = [Stretch(first + 1, stop), *segments[1:]]
        return modifiers(sentence, first, first + 1) + _front(sentence, behind_whole, open_condition)
    if behind:
        absolute = sentence.chunk("CONDITION", segments[0].start, segments[behind - 1].end)
        return [
            absolute._replace(opener=sentence.cues[segments[0].start]),
            *_front(sentence, segments[behind:], open_condition),
        ]
    j, end, inserted = _behind_subject(sentence, segments)
    if not open_condition and types[segments[0].start] in _BARE_SUBJECT_START:
        j = 0
    else:
        j = _behind_lead(sentence, segments, _list_start(sentence, segments, j), end)
        j = _with_relative(sentence, segments, j, end)
    lead_start, start = segments[0].start, segments[j].start
    leads = modifiers(sentence, lead_start, segments[j - 1].end) if j else []
    if open_condition and j and types[lead_start] not in FREE_OPENERS:
        leads = [sentence.chunk("CONDITION", lead_start, segments[j - 1].end)]
    goes_on = j > 0 and types[lead_start] in WITH_VERB and _lead_goes_on(sentence, lead_start, start, end)
    if types[start] in _LEAD_OPENERS or goes_on:
        begins = subject_start(sentence, start, end)
        if begins is None and types[start] in WITH_VERB:
            begins = _behind_own_verb(sentence, start, end)
        if begins is None and types[start] in _LEADING:
            begins = _last_resort(sentence, start, end)
        contrasts = types[start - 1 : start + 1] == [
            "BUT",
            "PREPOSITION",
        ]  # "…, but |in the other State| shall be taxed"
        if begins is None and (types[start] in FREE_OPENERS or contrasts):
            return leads + modifiers(sentence, start, end) + inserted
        if begins is not None and types[start] in _LEAD_OPENERS:
            leads = leads + modifiers(sentence, start, begins)
        elif begins is not None:  # the condition that leads the sentence reaches beyond its comma
            leads = modifiers(sentence, lead_start, begins)
        start = start if begins is None else begins
    elif j == 1 and (begins := _listed_subject_start(sentence, lead_start, start, end)) is not None:
        leads, start = modifiers(sentence, lead_start, begins), begins
    set_off = sentence.type(start - 1) == sentence.type(end) == "COMMA" and types[start] in LOOSE_OPENERS | {"DOING"}
    if set_off and not inserted:
        # "and, |using all its means|, shall", "and, |with this in mind|,"
        return leads + modifiers(sentence, start, end)
    if end - 2 >= start and types[end - 1] in _WHOLE_BEHIND and types[end - 2] in WILFUL:  # "A State |at any time| may"
        end, inserted = end - 1, [*modifiers(sentence, end - 1, end), *inserted]
    purpose = sentence.past(NOUN_PHRASE - {"DOING"}, start)
    if start < purpose < end and types[purpose] == "IN_ORDER_TO" and not sentence.holds(FINITE, purpose, end):
        end, inserted = purpose, [*modifiers(sentence, purpose, end), *inserted]  # "The Parties |with a view to| peace"
    return leads + subject(sentence, start, end) + inserted


def _behind_absolute(sentence: Sentence, segments: list[Stretch]) -> int:
    """The stretch behind a clause of its own without a modal: "No reply having come, |the Board| may"; else 0."""
    absolute = max((j for j, each in enumerate(segments) if sentence.holds({"ABSOLUTE"}, *each)), default=len(segments))
    return next((j for j in range(absolute + 1, len(segments)) if not _is_modifier(sentence, segments[j])), 0)


def _listed_subject_start(sentence: Sentence, lead: int, start: int, end: int) -> int | None:
    """Where the subject begins behind a list that ends what leads: "in case of fire, flood or theft |each Party|"."""
    if sentence.types[lead] not in FREE_OPENERS or sentence.types[lead] in WITH_VERB:
        return None
    begins = subject_start(sentence, lead, end)
    if begins is None or not sentence.holds(LIST_JOINTS, start, begins):
        return None
    # Not "Notwithstanding Article 3, pensions paid by, or out of funds created by, |a Party|": the subject lists.
    comma = sentence.find({"COMMA"}, lead, begins)
    bare = sentence.types[lead] == "IN_ORDER_TO" or not sentence.holds(_IN_SUBJECT, comma or start, begins)
    return begins if bare else None


def _behind_subject(sentence: Sentence, segments: list[Stretch]) -> tuple[int, int, list[Chunk]]:
    """The stretch that the subject ends in or before, its end, and the modifiers inserted behind it."""
    inserted: list[Chunk] = []
    j = len(segments) - 1
    end = segments[j].end
    loose = False  # whether a clause about the subject has been passed: what stands before it is within it
    while j > 0:
        # "the use, |without charge|, of ships"
        within = sentence.types[segments[j].start] in LOOSE_OPENERS and sentence.type(segments[j].end + 1) == "OF"
        if (loose or within) and _is_modifier(sentence, segments[j]):
            j -= 1
            continue
        tied = sentence.types[segments[j - 1].end - 1] in PREPOSITIONS  # "at the beginning of|, or during,| a voyage"
        if _is_modifier(sentence, segments[j]) and not (tied or _must_hold_subject(sentence, segments, j)):
            inserted[:0] = modifiers(sentence, *segments[j])
            end = segments[j - 1].end
        elif (opened := _opened_list(sentence, segments, j)) is not None:
            inserted[:0] = modifiers(sentence, segments[opened].start, segments[j].end)
            j, end = opened, segments[opened - 1].end
        elif not _is_loose(sentence, segments[j].start) or _only_leads(sentence, segments[:j]):
            break
        else:
            # "a State |that|, in 1990, had"
            parted = any(sentence.types[stop - 1] == "THAT" for _, stop in segments[:j])
            loose = not inserted and (parted or sentence.holds({"WHICH"}, segments[0].start, segments[j].start))
        j -= 1
    return j, end, inserted


def _opened_list(sentence: Sentence, segments: list[Stretch], j: int) -> int | None:
    """The stretch with the modifier behind the subject that a list ends: ", under its laws, rules |and rulings|,"."""
    if sentence.types[segments[0].start] not in _BARE_SUBJECT_START or not sentence.holds(LIST_JOINTS, *segments[j]):
        return None
    k = j
    while k > 1 and not _is_modifier(sentence, segments[k]):
        if not _is_list_member(sentence, segments[k], any_length=False):
            return None
        k -= 1
    return k if k < j and sentence.types[segments[k].start] in OPENERS else None


def _begins_noun_phrase(sentence: Sentence, k: int) -> bool:
    """Whether a noun phrase, and no modifier, begins at `k`: "|National laws|", "|Policies| on", not "|Outside| it"."""
    kind = sentence.types[k]
    if kind == "DOING":  # "|Shipping companies| of", not "|Taking| measures the Board may"
        k = sentence.past(POSSIBLE_NOUNS, k + 1)
        return sentence.type(k - 1) != "DOING" and sentence.type(k) not in NP_START | {"COMMA", "BY"}
    if kind == "WORDS":
        known = sentence.last_word(k)
        describes = Form.ADJECTIVE in known.forms and sentence.type(k + 1) in POSSIBLE_NOUNS  # "|national| laws"
        return (describes or bool(known.usual & NOUNS)) and Form.ADVERB not in known.forms
    return kind in NP_START | {"NOUN_OR_FINITE", "REFERENCE"}


def _list_start(sentence: Sentence, segments: list[Stretch], j: int) -> int:
    """The stretch that the subject begins in, when it is a list: "Belgium, Luxembourg and the Netherlands"."""
    if sentence.holds({"NOR"}, *segments[j]):  # "For such loss, |neither| the pilot, any guest, nor the owner may"
        return next((k for k in range(j) if sentence.types[segments[k].start] == "NEITHER"), j)
    if not sentence.holds(LIST_JOINTS, *segments[j]):
        return j
    while j > 0:
        named = j > 1 and sentence.types[segments[j - 1].start] == "AS"
        if named and not _is_modifier(sentence, segments[j - 2]):
            j -= 2  # "Under Article 4, |sums| due, such as fees, and tolls"
            continue
        begins = sentence.types[segments[j - 1].start] in _SURE_SUBJECT_START  # "Subject to Article 4, |the| hire of"
        bare = (
            sentence.types[segments[j].start] not in _SURE_SUBJECT_START
            and LISTED not in sentence.types[: segments[j].end]
        )
        any_length = sentence.types[segments[j].start] in JOINTS or (begins and bare)
        if not _is_list_member(sentence, segments[j - 1], any_length=any_length):
            break
        j -= 1
    first, last = segments[0].start, segments[j].start
    whole = _begins_noun_phrase(sentence, first) and not sentence.holds(FINITE | WITH_VERB, first, last)
    return 0 if whole else j


def _behind_lead(sentence: Sentence, segments: list[Stretch], j: int, end: int) -> int:
    """The stretch behind a whole condition that opens a long subject: "Unless agreed, |all| fees, except …, and …"."""
    lead = segments[0].start
    goes_on = sentence.types[lead] in WITH_VERB and sentence.types[segments[j].start] in JOINTS
    for k in range(1, j if goes_on else 0):
        start = segments[k].start
        opens = sentence.types[start] in _SURE_SUBJECT_START and has_own_verb(sentence, lead, start)
        if opens and not sentence.holds(FINITE | WITH_VERB, start, end):
            return k
    return j


def _with_relative(sentence: Sentence, segments: list[Stretch], j: int, end: int) -> int:
    """The stretch with the noun whose relative clause has its verb in the stretch `j`: "|a man who|, then, was ill"."""
    start = segments[j].start
    # "a man who does not, within a year, |ask| for it, will"
    denied = sentence.types[start] == "VERB" and any(sentence.types[stop - 1] == "NOT" for _, stop in segments[:j])
    verb = start if denied else sentence.find(FINITE, start, end)
    if verb is None or sentence.holds(SUBORDINATING | {"AS"}, start, verb):
        return j
    opened = (k for k in range(j - 1, -1, -1) if sentence.holds({"WHICH"}, *segments[k]))
    return next(opened, j)


def _is_list_member(sentence: Sentence, stretch: Stretch, *, any_length: bool) -> bool:
    """Whether the stretch before a comma belongs to a list of noun phrases."""
    opening = stretch.start + (sentence.types[stretch.start] in JOINTS)  # "or |under| threat thereof, the Board may"
    if sentence.type(opening) == "DOING" and stretch.end == opening + 1:  # "|Importing|, transit and exporting Parties"
        return True
    if sentence.type(opening) in _NO_LIST_MEMBER:  # but "no copy of letters, |or of parcels|, shall"
        return opening > stretch.start and sentence.type(opening) == "OF"
    if stretch.end - stretch.start > _LONGEST_LIST_MEMBER and not any_length:
        return False
    relative = sentence.find(RELATIVE_OR_THAT, *stretch)  # "Disputes |that| may arise from the reading, use or breach"
    end = stretch.end if relative is None else relative
    return not sentence.holds(FINITE | WITH_VERB, stretch.start, end)


def _is_modifier(sentence: Sentence, stretch: Stretch) -> bool:
    """Whether the stretch between two commas is a modifier: ", after consulting the Parties,", ", however,"."""
    start, end = stretch
    kind = sentence.types[start]
    if kind in JOINTS and start + 1 < end:
        kind = sentence.types[start + 1]
        if kind == "LINK" and start + 2 < end and sentence.types[start + 2] in NP_START:
            return False  # ", and in general |all documents|": a member of a list
    if kind in FREE_OPENERS or kind in LOOSE_OPENERS or kind == "EVEN_IF":
        return not _names_subject(sentence, stretch)  # "the crew, |in particular its cooks|, shall"
    return sentence.types[start] in ADVERBS and sentence.types[end - 1] in ADVERBS  # ", separately and jointly,"


def _names_subject(sentence: Sentence, stretch: Stretch) -> bool:
    """Whether the stretch tells who of the subject or as what it acts: "a body, |such as the Bank|, may"."""
    named = sentence.types[stretch.start] in _NAMING and stretch.end - stretch.start > 1
    return named and head_is_actor(sentence, stretch.start + 1, stretch.end)


def _must_hold_subject(sentence: Sentence, segments: list[Stretch], j: int) -> bool:
    """Whether the subject can only stand in a stretch that opens with a condition: all before it are modifiers."""
    return subject_start(sentence, *segments[j]) is not None and all(
        sentence.types[start] in _LEAD_OPENERS and subject_start(sentence, start, end) is None
        for start, end in segments[:j]
    )


def _only_leads(sentence: Sentence, segments: list[Stretch]) -> bool:
    """Whether all stretches before a participle are modifiers: "In case of need, |participating| States shall"."""
    return all(
        sentence.types[start] in FREE_OPENERS | {"PREPOSITION"} | _NAMING
        and subject_start(sentence, start, end) is None
        for start, end in segments
    )


def _is_loose(sentence: Sentence, start: int) -> bool:
    """Whether a relative clause or participle is set off from its noun: it belongs to the subject."""
    start = sentence.past(ADVERBS, start)  # "|duly| designated by the Board,"
    kind, after = sentence.type(start), sentence.type(start + 1)
    if kind in _NAMING:
        return True
    if kind == "ASIDE":  # "The Board, |(hereinafter “the Board”)|, shall"
        return True
    if kind == "THAT":
        return after not in ("ACTOR", "THING", "NAME") and not determines(sentence, start)
    if kind in PREPOSITIONS and kind not in _LOOSE:
        return kind == "OF"  # "the origin, within the meaning of this Pact, |of| goods"
    if kind in JOINTS:  # "but |not yet| ratified by it,"
        start += 1
        start = sentence.past(ADVERBS | {"NOT"}, start)
        return sentence.type(start) in PARTICIPLES | MODALS | {"WHICH", "DOING", "HAS", "IS"}
    if kind in ("HAS", "IS"):  # "a State that, on that day, |had| a fleet"
        return True
    if kind == "TO":  # "a State which has acceded, or been asked to accede, |to| the Pact"
        return after in NOUN_START
    return kind in _LOOSE


def _lead_goes_on(sentence: Sentence, lead: int, start: int, end: int) -> bool:
    """Whether the rest of a leading condition, with its verb, stands before the subject without a comma."""
    types = sentence.types
    if not has_own_verb(sentence, lead, start) and sentence.holds(FINITE, start, end):
        return True
    return any(types[k] in MODALS and types[k - 1] not in ("WHICH", "THAT", "AS") for k in range(start + 1, end))


def subject_start(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the subject begins in a stretch that opens with a modifier and has no comma before the subject."""
    types = sentence.types
    whole = types[start] in WHOLE or types[start] in ADVERBS  # "Where necessary |the| Parties"
    if whole and start + 1 < end and types[start + 1] not in OPENERS:
        return start + 2 if types[start + 1] == "COMMA" else start + 1
    behind = _behind_complete_times(sentence, start, end)
    if start < behind < end and types[behind] in _BARE_NOUN_START:
        return behind
    wanted = NP_START if whole else _SURE_SUBJECT_START
    for k in range(end - 1, start, -1):
        if k == end - 1 and types[k] == "QUOTED" and types[k - 1] not in _BEFORE_QUOTED:
            return k  # "For the purposes of this Treaty |“ship”| means"
        if types[k] not in wanted and not (types[k] == "THAT" and k < end - 1 and determines(sentence, k)):
            continue
        if k - 1 == start and not whole:
            return None  # the noun phrase is what the opener governs: "Upon |the| request"
        if not _goes_on(sentence, start, k, whole=whole):
            return k
    return None


def _last_resort(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the subject must begin that nothing else can be: behind the noun phrase or verb of a lead without a comma.

    "With a view to easing trade |the| Parties shall", "For the purpose of this Article |coastal| States shall", "If the
    captain is unable to act |a| mate shall". Behind a joint a norm takes over its subject, unless a noun phrase surely
    begins: "and, in the absence of company rules, shall".
    """
    types = sentence.types
    if types[end - 1] in _NEVER_OBJECT and types[end - 2] not in VERBS:
        # "Upon application |he| shall", "In so doing |it| may", "On ships of that size |there| shall be"
        return end - 1
    alone = types[max(start - 1, 0) : start] in ([], ["SEMICOLON"], ["COLON"]) and sentence.type(end) in FINITE
    for k in range(end - 1, start + 1, -1):
        begins: int | None = k
        if types[k] not in _SURE_SUBJECT_START or types[k - 1] in _TYING or types[k - 1] in OPENERS:
            begins = _behind_object(sentence, k, end) if alone and types[k] in _BEFORE_OBJECT else None
        if begins is not None and _is_complete(sentence, start, begins, end):
            return begins
    if not alone:
        return None
    if types[start] in WITH_VERB:  # "When doubts exist |deposits| may be made"
        k = sentence.back(POSSIBLE_NOUNS | {"DOING"}, end - 1)
        return k + 1 if start < k < end - 1 and types[k] in VERBS else None
    sure = types[start + 1] in _SURE_SUBJECT_START
    # "To the fullest extent possible |the| guards"
    needs_nothing = sure and types[start] in FREE_OPENERS - {"IN_CASE_OF"}
    return _behind_object(sentence, start + sure, end) or (start + 1 if needs_nothing else None)


def _is_complete(sentence: Sentence, start: int, begins: int, end: int) -> bool:
    """Whether a lead before a subject at `begins` has its verb, if it needs one, and the subject holds none."""
    if sentence.types[start] not in WITH_VERB:
        return True
    own = has_own_verb(sentence, start, begins) and sentence.type(start + 1) not in PARTICIPLES
    return own and not sentence.holds(FINITE, begins, end)


def _behind_object(sentence: Sentence, governing: int, end: int) -> int | None:
    """Where a bare noun phrase begins behind the noun that the cue at `governing` stands before, if one does."""
    k = governing + 1
    while sentence.type(k) in _DESCRIBING or (sentence.type(k) == "WORDS" and _is_adjective(sentence, k)):
        k += 1
    noun = k if sentence.type(k) in POSSIBLE_NOUNS | {"REFERENCE"} else k - 1
    begins = noun + 1
    if noun <= governing or begins >= end:
        return None
    kind = sentence.types[begins]
    if kind in PARTICIPLES | {"DOING", "THAT"}:  # "|that| State", "|working| mothers", not "|listed| in the Annex"
        return begins if sentence.type(begins + 1) in POSSIBLE_NOUNS else None
    noun_too = kind == "VERB" and bool(sentence.first_word(begins).forms & (NOUNS | {Form.ADJECTIVE}))
    return begins if noun_too or kind in _BARE_NOUN_START else None


def _is_adjective(sentence: Sentence, k: int) -> bool:
    known = sentence.last_word(k)
    return Form.ADJECTIVE in known.forms and not known.usual & NOUNS


def _behind_own_verb(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the subject must begin that nothing else can be: behind the verb of a condition without a comma.

    "Where a doubt arises |the| opinion of the Court shall", "When taking such measures |Norland| shall".
    """
    for k in range(start + 2, end):
        noun = sentence.types[k] in NP_START or (sentence.types[k] == "THAT" and determines(sentence, k))
        attribute = sentence.types[k - 1] == "WORDS" and sentence.types[k - 2] in BEFORE_NOUN  # "a local |board|"
        tied = sentence.types[k - 1] in _TYING and not _is_gerund_noun(sentence, k - 1)
        begins = noun and not (attribute or tied or _is_object(sentence, k))
        participial = sentence.types[start + 1] == "DOING" and k > start + 2
        if begins and (participial or has_own_verb(sentence, start, k)) and not sentence.holds(FINITE, k, end):
            return k
    return None


def _is_object(sentence: Sentence, k: int) -> bool:
    """Whether an infinitive stands right before `k`: "have agreed to share |a| plan"."""
    return sentence.types[k - 2] in ("TO", "HAS_AGREED") and sentence.types[k - 1] in ("VERB", "TURN")


def _is_gerund_noun(sentence: Sentence, k: int) -> bool:
    """Whether what stands at `k` names a thing, words set aside behind it or not: "a project of |shipping|"."""
    k -= sentence.types[k] == "ASIDE"
    return sentence.types[k] == "DOING" and sentence.types[k - 1] == "OF"


def _behind_complete_times(sentence: Sentence, start: int, end: int) -> int:
    """Where the times end that open a front and need nothing more: "Every two years |each Party| shall"."""
    return min(sentence.past(COMPLETE_TIMES, start), end)


def _goes_on(sentence: Sentence, start: int, k: int, *, whole: bool) -> bool:
    """Whether the noun phrase at `k` is part of the modifier that opens at `start`, by the cue before it."""
    while sentence.types[k - 1] == "ASIDE" and start < k - 2 and sentence.types[k] == "DETERMINER":
        k -= 1  # "a fund (“the Fund”) |the| costs"
    opener, before = sentence.types[start], sentence.types[k - 1]
    if before in PARTICIPLES:  # "If so requested |the| Party", but "by notifying |the| Party"
        of_relative = sentence.types[k - 2] in RELATIVE_OR_THAT  # "the State which sold |the| ship"
        return of_relative or (opener in OPENERS and opener not in WITH_VERB)
    if before in _TYING or _is_object(sentence, k):
        return True
    if before in OPENERS and before not in WHOLE | COMPLETE_TIMES and not whole:
        return True
    if before in ("APPLIES", "TAKE_EFFECT"):  # "when the Treaty comes into force |this| Convention"
        return False
    if sentence.types[k - 2] in BEFORE_NOUN | {"OF"}:  # "In fulfilling this function |the| Committee": a noun
        return False
    listed = sentence.types[k - 2] in LIST_JOINTS and sentence.types[k - 3] in NOUN_ENDS
    if listed and opener in OPENERS and opener not in WITH_VERB | {"IN_ORDER_TO", "BY_MEANS_OF"}:
        return False  # "in case of theft or |abuse| the owner"
    return sentence.types[k] != "PRONOUN" and (before in FINITE or before == "VERB")
