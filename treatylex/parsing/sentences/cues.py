"""The classes of cues that the sentence stage tells apart, and what it reads and makes: `Sentence` and `Chunk`.

Guarantee: no string of a text occurs here, only names of terminals of `grammars/clause.lark`.
"""

import functools
from collections.abc import Set
from typing import NamedTuple

from treatylex.language.grammar import Cue
from treatylex.language.words import NOUNS, UNKNOWN, Word

# ── What opens a modifier ───────────────────────────────────────────────────────────────────────────────────────────

# The role of a modifier, by the cue that opens it.
OPENERS = {
    "IF": "CONDITION",
    "WHILE": "TIME",
    "IN_CASE_OF": "CONDITION",
    "AT_REQUEST": "CONDITION",
    "AS_REQUIRED": "CONDITION",
    "IN_THE_CASE_OF": "CONDITION",
    "SUBJECT_TO": "CONDITION",
    "UPON": "CONDITION",
    "FOLLOWING": "CONDITION",
    "UNLESS": "EXCEPTION",
    "EXCEPT": "EXCEPTION",
    "OTHER_THAN": "EXCEPTION",
    "WITHIN": "TIME",
    "DURING": "TIME",
    "STARTING": "TIME",
    "FOR_TIME": "TIME",
    "NOW": "TIME",
    "ON_DATE": "TIME",
    "ON_DAY": "TIME",
    "BY_MEANS_OF": "MANNER",
    "BY_SUCH_MEANS": "MANNER",
    "BY_LEAVE_OF": "MANNER",
    "BY_ACT": "MANNER",
    "ON_NOTICE": "MANNER",
    "IN_ORDER_TO": "PURPOSE",
    "SO_THAT": "PURPOSE",
    "TO_THIS_END": "PURPOSE",
    "LINK": "LINKER",
    "ABOUT": "TOPIC",
}
# These open one as well, but their role depends on what stands around them: "six months after", "after consultations".
FREE_OPENERS = frozenset(OPENERS) | {"AFTER", "BEFORE", "QUANTITY"}
# These open one only where a comma or the beginning of the sentence sets it off: ", by its nature, …".
LOOSE_OPENERS = frozenset({"PREPOSITION", "BY", "AS", "HAVING"})
# The modifier has a verb of its own: "if the Parties agree".
WITH_VERB = frozenset({"IF", "UNLESS", "SO_THAT", "WHILE"})
OPENS_CLAUSE = WITH_VERB | {"SHOULD", "PROVIDED"}
# What an exception opens with, and what restricts a norm, set off or not. "Other than" restricts only what it follows.
EXCEPTIONS = frozenset({"UNLESS", "EXCEPT"})
RESTRICTIONS = EXCEPTIONS | {"IF", "IN_CASE_OF", "AT_REQUEST"}
# The opener is the whole modifier: "where appropriate", "without delay", "however".
WHOLE = frozenset({"AS_REQUIRED", "NOW", "ON_DATE", "LINK", "TO_THIS_END"})
# Times that need nothing more: "within ten days", "every two years", "on 1 May 1990".
COMPLETE_TIMES = frozenset({"DURING", "FOR_TIME", "ON_DATE"})
# … and an amount of time, which needs what it is measured from.
AMOUNTS = COMPLETE_TIMES | {"QUANTITY"}
# How and what for something is done.
MANNERS = frozenset({"BY_MEANS_OF", "BY_SUCH_MEANS", "BY_LEAVE_OF", "BY_ACT", "ON_NOTICE", "IN_ORDER_TO"})
# What a modifier can be, in the names of the grammar.
MODIFIERS = frozenset({"CONDITION", "EXCEPTION", "TIME", "MANNER", "PURPOSE", "TOPIC", "LINKER"})
# These restrict a norm, and are no part of the action when they trail it, as a manner or purpose is.
RESTRICTING_ROLES = frozenset({"CONDITION", "EXCEPTION", "TIME"})

# ── Verbs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

MODALS = frozenset({"SHALL", "MAY", "SHOULD", "CANNOT"})
# Finite verbs that bind or permit without a modal: "undertakes to", "reserves the right to".
BINDING = frozenset(
    {"UNDERTAKES", "IS_BOUND", "UNDERTAKES_NOT", "RESERVES", "IS_FREE", "NEED_NOT", "IS_PROHIBITED", "IS_ENCOURAGED"}
)
NORMATIVE = MODALS | BINDING | {"URGES"}  # what a resolution asks binds nobody: "urges States to"
# Verbs of definitions: a second one may follow a first ("means …, and excludes …").
DEFINING = frozenset({"MEANS", "EXCLUDES"})
# Statements that take effect by themselves: "applies", "does not affect".
EFFECTIVE = DEFINING | {"APPLIES", "PREJUDICES"}
# Statements of fact or view, which make a norm only where nothing else does.
DESCRIPTIVE = frozenset({
    "IS", "HAS", "DOES", "FINITE", "DECLARES", "INCLUDES", "GRANTS", "IS_FOR", "IS_OFFICE", "IS_TASK",
    "GRANTS_RIGHT", "GREETS", "IS_TO", "IS_NOT_TO", "HAS_AGREED", "HAS_AGREED_NOT",
    "RESOLVES",
})  # fmt: skip
INDICATIVE = EFFECTIVE | DESCRIPTIVE
FINITE = NORMATIVE | INDICATIVE
AUXILIARIES = frozenset({"IS", "HAS", "DOES"})
# Past participles: "made", "notified".
PARTICIPLES = frozenset({"DONE", "PARTICIPLE"})
VERBS = FINITE | PARTICIPLES | {"VERB", "BE"}
# Verb forms that are attributes before a noun or behind it: "the |requesting| Party", "the rights |granted|".
ATTRIBUTES = PARTICIPLES | {"DOING"}
# What follows "shall" and tells the kind of the clause: "be entitled to", "enter into force", "refrain from".
AFTER_MODAL = frozenset({
    "ENDEAVOUR", "SEEK", "BE_ENTITLED", "ENJOY", "BE_FREE", "BE_BOUND", "BE_EXEMPT", "HAVE_RIGHT_NOT", "REFRAIN",
    "TAKE_EFFECT", "TURN", "ENTAIL", "BE_DEEMED", "BE_REQUIRED", "HAVE_MEANING", "BE_LIABLE", "PREJUDICE",
    "PREVENT", "SAVE", "UNDERTAKES_NOT", "HAVE_NO", "BE_CONSIDERED", "PLEDGED", "UNBOUND", "BE_TARGET", "BE_TASK",
    "FAVOURED", "BE_FOR", "BE_OFFICE", "FAIL", "SUBJECTED", "HAVE_POWER", "BE_LAWFUL",
    "BE_NECESSARY",
})  # fmt: skip
# What the verb of a norm can be that takes over a modal: "refrain from raids and |release| all prisoners".
TAKEN_UP = frozenset({"VERB", "WORDS", "THING", "PREVENT"})
# Where the verb phrase begins that a modal has been waiting for.
VERB_PHRASE_START = AFTER_MODAL | {"VERB", "BE", "HAS", "NOT", "DECLARES"}

# ── Small words and noun phrases ────────────────────────────────────────────────────────────────────────────────────

ADVERBS = frozenset({"ADVERB", "LIGHTLY", "THEN"})  # HEREBY is none: it makes what it stands with take effect
JOINTS = frozenset({"AND", "OR", "NOR", "BUT"})
LIST_JOINTS = frozenset({"AND", "OR"})
LIST_MARKS = LIST_JOINTS | {"COMMA"}
NEGATIONS = frozenset({"NOT", "NOR", "NEITHER"})
PREPOSITIONS = frozenset({"OF", "PREPOSITION", "INCLUDING", "SINCE", "FORUM"})
RELATIVE = frozenset({"WHICH", "WHETHER"})
RELATIVE_OR_THAT = RELATIVE | {"THAT"}
# What a subordinate clause opens with.
SUBORDINATING = RELATIVE_OR_THAT | WITH_VERB
# What owns a modal behind it: "the duties |which| the Board may fix".
OWNING = SUBORDINATING | {"AGREE_THAT", "AS", "EVEN_IF", "SHOULD", "PROVIDED"}
CLAUSE_ENDS = frozenset({"SEMICOLON", "COLON"})
# What stands before a noun: "the", "each of", "neither", "other".
BEFORE_NOUN = frozenset({"DETERMINER", "OF_THEM", "NEITHER", "OTHER"})
# Behind these a word that may be a verb is a noun: "the |transfer|", "for |transfer|".
BEFORE_NO_VERB = BEFORE_NOUN | PREPOSITIONS
# Where a noun phrase can begin.
NP_START = BEFORE_NOUN | {"PRONOUN", "ACTOR", "THING", "NAME", "NOTHING", "THERE", "THIS_ALONE", "THE_TERM", "QUOTED"}
NOUN_START = NP_START | {"REFERENCE"}
# The end of a noun phrase that its verb follows at once: "if a Party |requests|".
BEFORE_OWN_VERB = frozenset({"ACTOR", "PRONOUN", "NAME", "THING", "THERE", "THIS_ALONE", "CONCERNED"})
# Who can do something: what stands before a plain verb that is finite ("The Parties |hold|").
WILFUL = frozenset({"ACTOR", "PRONOUN", "NAME", "HEREBY"})
ACTORS = frozenset({"ACTOR", "NAME"})
# Nouns that are listed or named, what else can end a noun phrase, and that with the words that are verbs as well.
SURE_NOUNS = frozenset({"ACTOR", "THING", "NAME"})
NOUN_ENDS = SURE_NOUNS | {"WORDS"}
POSSIBLE_NOUNS = NOUN_ENDS | {"NOUN_OR_FINITE"}
NOUNS_OR_VERBS = POSSIBLE_NOUNS | {"VERB"}
# What a noun phrase consists of.
NOUN_PHRASE = BEFORE_NOUN | NOUN_ENDS | {"OF", "DOING", "CONCERNED"}

LISTED = "LISTED"  # where an item of a list ends within one sentence

# ── What the sentence stage makes ────────────────────────────────────────────────────────────────────────────────────

SUBJECTS = frozenset({"WHO", "WHAT", "NOBODY", "NOTHING_IN", "DEFINED"})
# What may stand before the verb of a predicate; anything else is that verb.
PREDICATE_START = MODIFIERS | SUBJECTS | NORMATIVE | {"NOT", "ADVERB", "BARE", "NOR"}


@functools.cache
def base_type(kind: str) -> str:
    """The type that does the same: `NEED_NOT__IS_FREED` is told apart for its words, and read as `NEED_NOT`."""
    return kind.partition("__")[0]


class Chunk(NamedTuple):
    """A phrase of a norm, or one of its verb cues: a type of the grammar and a half-open place in the passage.

    `opener` is the cue that opens a modifier, `before` the type of the cue right before it: a comma, a joint.
    `animate` says whether a subject can hold a duty (`None`: its head is a word that no list knows), and `parts` are
    the modifiers nested in a modifier.
    """

    type: str
    start: int
    end: int
    opener: Cue | None = None
    animate: bool | None = True
    parts: "tuple[Chunk, ...]" = ()
    before: str = ""


class Sentence:
    """The cues of one sentence, what is in brackets or quotation marks folded, and their types.

    `asides` are the modifiers set off by commas that its cues leave out: "shall|, where needed,| report".
    """

    __slots__ = ("asides", "cues", "types")

    def __init__(self, cues: list[Cue], asides: tuple[Chunk, ...] = ()) -> None:
        self.cues = cues
        self.types = [cue.type for cue in cues]
        self.asides = asides

    def __len__(self) -> int:
        return len(self.cues)

    def type(self, i: int) -> str:
        """The type of the cue at `i`; empty outside the sentence."""
        return self.types[i] if 0 <= i < len(self.types) else ""

    def last_word(self, i: int) -> Word:
        """What the last word of the cue at `i` can be; unknown outside the sentence and of cues of closed classes."""
        words = self.cues[i].words if 0 <= i < len(self.cues) else ()
        return words[-1] if words else UNKNOWN

    def last_noun(self, i: int) -> Word:
        """What the last word of the cue at `i` can be that is a noun, or that no list knows: "risk |whatsoever|"."""
        words = self.cues[i].words if 0 <= i < len(self.cues) else ()
        return next((known for known in reversed(words) if known.forms & NOUNS or not known.is_known), UNKNOWN)

    def first_word(self, i: int) -> Word:
        """What the first word of the cue at `i` can be, likewise."""
        words = self.cues[i].words if 0 <= i < len(self.cues) else ()
        return words[0] if words else UNKNOWN

    def before(self, i: int) -> int:
        """The place of the nearest cue before `i` that is no adverb; -1 if there is none."""
        i -= 1
        while i >= 0 and self.types[i] in ADVERBS:
            i -= 1
        return i

    def past(self, types: Set[str], k: int) -> int:
        """The first place from `k` on whose cue is of none of some types."""
        while self.type(k) in types:
            k += 1
        return k

    def back(self, types: Set[str], k: int) -> int:
        """The last place up to `k` whose cue is of none of some types; -1 if there is none."""
        while self.type(k) in types:
            k -= 1
        return k

    def trimmed(self, types: Set[str], start: int, end: int) -> int:
        """The end of a stretch without the cues of some types at its end."""
        while end > start and self.types[end - 1] in types:
            end -= 1
        return end

    def find(self, wanted: Set[str], start: int, end: int) -> int | None:
        """The first cue from `start` to `end` of one of the wanted types."""
        types = self.types
        for k in range(start, end):
            if types[k] in wanted:
                return k
        return None

    def last(self, wanted: Set[str], start: int, end: int) -> int | None:
        """The last cue from `start` to `end` of one of the wanted types."""
        return next((k for k in range(end - 1, start - 1, -1) if self.types[k] in wanted), None)

    def holds(self, wanted: Set[str], start: int, end: int) -> bool:
        """Whether a cue of one of the wanted types stands from `start` to `end`."""
        return self.find(wanted, start, end) is not None

    def chunk(self, kind: str, start: int, end: int) -> Chunk:
        """The cues from `start` to `end`, of which there is at least one, as one chunk."""
        return Chunk(kind, self.cues[start].start, self.cues[end - 1].end)
