"""Bracketing: from the cues of one sentence to the phrases that the clause grammar reads.

What one token of look-ahead cannot decide is decided here, as `lark.indenter.Indenter` does for blocks: which verb is
the main one, where the subject begins, which comma ends the leading condition, how far a modifier reaches. The stage
looks at the *types* of cues only; which words are of a type is said in `grammars/`.

Guarantee: the phrases of a norm are in the order in which the grammar expects them; none is invented.
"""

from collections.abc import Sequence
from typing import NamedTuple

from treatylex.parsing.grammar import Cue

# Roles of the phrases of a norm, by the cue that opens them.
OPENERS = {
    "IF": "CONDITION",
    "IN_CASE_OF": "CONDITION",
    "AS_REQUIRED": "CONDITION",
    "UNLESS": "EXCEPTION",
    "EXCEPT": "EXCEPTION",
    "IN_THE_CASE_OF": "CONDITION",
    "SUBJECT_TO": "CONDITION",
    "UPON": "CONDITION",
    "FOLLOWING": "CONDITION",
    "OTHER_THAN": "EXCEPTION",
    "WITHIN": "TIME",
    "DURING": "TIME",
    "FOR_TIME": "TIME",
    "NOW": "TIME",
    "ON_DATE": "TIME",
    "ON_DAY": "TIME",
    "BY_MEANS_OF": "MANNER",
    "BY_ACT": "MANNER",
    "IN_ORDER_TO": "PURPOSE",
    "SO_THAT": "PURPOSE",
    "TO_THIS_END": "PURPOSE",
    "LINK": "LINKER",
    "ABOUT": "TOPIC",
}
MODIFIERS = frozenset({"CONDITION", "EXCEPTION", "TIME", "MANNER", "PURPOSE", "TOPIC", "LINKER"})
LISTED = "LISTED"  # where an item of a list ends within one sentence
SUBJECTS = frozenset({"WHO", "WHAT", "NOBODY", "NOTHING_IN", "DEFINED"})
_WITH_VERB = frozenset({"IF", "UNLESS", "SO_THAT"})  # openers of a clause that has a verb of its own
_WHOLE = frozenset({"AS_REQUIRED", "NOW", "ON_DATE", "LINK", "TO_THIS_END"})  # openers that are the whole modifier

_MODALS = frozenset({"SHALL", "MAY", "SHOULD", "CANNOT"})
_BINDING = frozenset(
    {"UNDERTAKES", "UNDERTAKES_NOT", "RESERVES", "IS_FREE", "NEED_NOT", "IS_PROHIBITED", "IS_ENCOURAGED"}
)
_INDICATIVE = frozenset(
    {"MEANS", "INCLUDES", "EXCLUDES", "DECLARES", "APPLIES", "PREJUDICES", "IS", "HAS", "DOES", "FINITE"}
)
_FINITE = _MODALS | _BINDING | _INDICATIVE
_VERBS = _FINITE | {"VERB", "BE", "DONE", "PARTICIPLE"}
_AFTER_MODAL = frozenset(
    {
        "ENDEAVOUR", "SEEK", "BE_ENTITLED", "ENJOY", "BE_FREE", "BE_BOUND", "BE_EXEMPT", "HAVE_RIGHT_NOT", "REFRAIN",
        "TAKE_EFFECT", "TURN", "BE_DEEMED", "BE_REQUIRED", "HAVE_MEANING", "BE_LIABLE", "PREJUDICE", "PREVENT",
        "UNDERTAKES_NOT",
    }
)  # fmt: skip
_STATE_OPENERS = frozenset(
    {"NOT", "BY_MEANS_OF", "BY_ACT", "IN_CASE_OF", "PREPOSITION", "OF", "EXCEPT", "WITHIN", "DURING", "FOR_TIME"}
)
# Phrases that are finite verbs by themselves and go on from a modal with another name.
_SAME_AFTER_MODAL = {"RESERVES": "BE_ENTITLED", "IS_FREE": "BE_FREE"}
_ADVERBS = frozenset({"ADVERB", "LIGHTLY"})  # HEREBY is none: it makes what it stands with take effect
_JOINTS = frozenset({"AND", "OR", "NOR", "BUT"})
_NP_START = frozenset(
    {
        "DETERMINER",
        "OF_THEM",
        "OTHER",
        "PRONOUN",
        "ACTOR",
        "THING",
        "NAME",
        "NEITHER",
        "NOTHING",
        "THERE",
        "THE_TERM",
        "QUOTED",
    }
)
_PREPOSITIONS = frozenset({"OF", "PREPOSITION"})
_POSTMODIFIER = frozenset(
    {"OF", "PREPOSITION", "WHICH", "THAT", "BY", "TO", "DONE", "PARTICIPLE", "DOING", "AS", "ASIDE"}
)
_AGENT_ENDS = frozenset({"COMMA", "SEMICOLON", "COLON", "LISTED", "STOP", "AFTER", "PREPOSITION", "AS", "QUANTITY"})
_UNFINISHED = _PREPOSITIONS | {"IS", "HAS", "TO", "BY", "AND", "OR", "DETERMINER", "IF", "SHALL", "MAY", "THAT", "BE"}
_RELATIVE = frozenset({"WHICH", "WHETHER"})


# What may stand before the verb of a predicate; anything else is that verb.
PREDICATE_START = MODIFIERS | SUBJECTS | _MODALS | _BINDING | {"NOT", "ADVERB", "BARE", "NOR"}


class Chunk(NamedTuple):
    """A phrase of a norm, or one of its verb cues: a type of the grammar and a half-open place in the sentence."""

    type: str
    start: int
    end: int
    opener: Cue | None = None
    inherited: bool = False
    animate: bool = True
    parts: "tuple[Chunk, ...]" = ()


class Norm(NamedTuple):
    """The chunks of one norm, in the order of the grammar, and the agent of a passive ("by the Depositary")."""

    chunks: tuple[Chunk, ...]
    agent: Chunk | None = None


def fold(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with everything in brackets folded into one ASIDE and everything in quotation marks into one QUOTED."""
    folded: list[Cue] = []
    i = 0
    while i < len(cues):
        kind = cues[i].type
        closer = {"LEFT_BRACKET": "RIGHT_BRACKET", "LEFT_QUOTE": "RIGHT_QUOTE", "QUOTE": "QUOTE"}.get(kind)
        end = _closing(cues, i, kind, closer) if closer else None
        if end is not None:
            folded.append(Cue("ASIDE" if kind == "LEFT_BRACKET" else "QUOTED", cues[i].start, cues[end].end))
            i = end + 1
        else:
            folded.append(cues[i] if closer is None else Cue("WORDS", cues[i].start, cues[i].end))
            i += 1
    return folded


_DEEPEST = 3  # levels of modifiers within modifiers
_LONGEST_ASIDE = 60  # cues; a bracket that is not closed by then was opened by mistake


def _closing(cues: Sequence[Cue], start: int, opener: str, closer: str) -> int | None:
    depth = 0
    for i in range(start + 1, min(len(cues), start + _LONGEST_ASIDE)):
        if cues[i].type == closer:
            if depth == 0:
                return i
            depth -= 1
        elif cues[i].type == opener:
            depth += 1
    return None


class _Frame:
    """A subordinate clause that is open: what opened it, and whether its verb has been met."""

    __slots__ = ("has_verb", "kind", "leading", "start")

    def __init__(self, kind: str, start: int, *, leading: bool = False, has_verb: bool = False) -> None:
        self.kind = kind
        self.start = start
        self.leading = leading
        self.has_verb = has_verb


class Sentence:
    """The folded cues of one sentence, and the decisions about them."""

    def __init__(self, cues: list[Cue]) -> None:
        self.cues = cues
        self.types = [cue.type for cue in cues]

    # ── which verbs are main verbs ──────────────────────────────────────────────────────────────────────────────

    def main_verbs(self) -> list[int]:
        """The indices of the verbs that make norms: modals and binding verbs, or else the first indicative."""
        last_modal = max((i for i, kind in enumerate(self.types) if kind in _MODALS or kind in _BINDING), default=-1)
        found = self._outside_frames(_MODALS | _BINDING | {"MEANS", "EXCLUDES", "APPLIES", "PREJUDICES"}, last_modal)
        if not found and "AGREE_THAT" in self.types:
            return [self.types.index("AGREE_THAT")]
        return found or self._outside_frames(_INDICATIVE, last_modal)[:1] or self._plain_verbs()[:1]

    def _plain_verbs(self) -> list[int]:
        """Verbs in a form that is a noun or an infinitive elsewhere, right behind one who can act: "The Parties hold"."""
        frames = _WITH_VERB | _RELATIVE | {"THAT", "TO"}
        return [
            i
            for i, kind in enumerate(self.types)
            if kind in ("VERB", "TURN", "NOUN_OR_FINITE")
            and i
            and self._before(i) in ("ACTOR", "PRONOUN", "NAME", "HEREBY")
            and not any(other in frames for other in self.types[:i])
        ]

    def _outside_frames(self, wanted: frozenset[str], last_modal: int) -> list[int]:
        types = self.types
        frames: list[_Frame] = []
        verbs: list[int] = []
        comma = -1
        for i, kind in enumerate(types):
            if kind == "COMMA":
                comma = i
                while frames and frames[-1].kind in _RELATIVE and frames[-1].has_verb:
                    frames.pop()
            elif kind in ("SEMICOLON", "COLON"):
                frames.clear()
            elif kind == "SHOULD" and self._inverted(i):
                # "Should a Party …": an inverted condition
                frames.append(_Frame("IF", i, leading=self._leads(i, bool(verbs)), has_verb=True))
            elif kind in _WITH_VERB or ((kind in _RELATIVE or kind == "THAT") and self._opens_clause(i)):
                frames.append(_Frame(kind, i, leading=kind in _WITH_VERB and self._leads(i, bool(verbs))))
            elif kind == "AS" and self._opens_clause(i):
                frames.append(_Frame("WHICH", i))
            elif kind == "NOR" and verbs and not frames and self._starts_verb(i + 1):
                verbs.append(i)
            elif kind in _FINITE:
                if not frames:
                    if kind in wanted and self._can_be_main(i, verbs):
                        verbs.append(i)
                    continue
                frame = frames[-1]
                if not frame.has_verb:
                    if self._escapes(i, frame, comma, last_modal, bool(verbs)) and kind in wanted:
                        frames.clear()
                        verbs.append(i)
                    else:
                        frame.has_verb = True
                elif kind in wanted and self._leaves(i, frames, comma, last_modal, verbs):
                    frames.clear()
                    verbs.append(i)
            elif frames and not frames[-1].has_verb and kind in ("VERB", "DONE", "PARTICIPLE", "TURN", "BE_FREE"):
                frames[-1].has_verb = self._is_frame_verb(i, frames[-1])
        return verbs

    def _leads(self, i: int, have_main: bool) -> bool:
        """Whether the clause that opens at `i` stands before the main verb of its norm."""
        before = self.types[i - 1] if i else ""
        if before == "COMMA" and i > 1:
            before = self.types[i - 2]
        return not have_main or before in _JOINTS or before in ("SEMICOLON", "COLON")

    def _inverted(self, i: int) -> bool:
        """Whether "should" at `i` opens a condition: "Should a Party …", "…, should this become necessary"."""
        return i == 0 or (i + 1 < len(self.types) and self.types[i + 1] in _NP_START)

    def _opens_clause(self, i: int) -> bool:
        """Whether "that" or "as" opens a clause: a verb or a noun phrase with its verb follows."""
        if self.types[i] == "AS":
            return any(
                kind in _MODALS or kind == "PRONOUN" or kind in ("IS", "HAS") for kind in self.types[i + 1 : i + 3]
            )
        nxt = self.types[i + 1] if i + 1 < len(self.types) else ""
        if self.types[i] in _RELATIVE:
            return nxt != "TO"  # not in "whether to issue"
        if i and self.types[i - 1] == "AS":  # "than that prescribed"
            return False
        return nxt not in ("ACTOR", "THING", "REFERENCE", "COMMA", "NAME") or (i > 0 and self.types[i - 1] in _VERBS)

    def _is_frame_verb(self, i: int, frame: _Frame) -> bool:
        before = self.types[i - 1] if i else ""
        if before == "DETERMINER":
            return False
        if frame.kind in _RELATIVE or frame.kind == "THAT":
            return i - frame.start <= 2 or before in ("ACTOR", "PRONOUN", "NAME", "THING")
        elliptic = i == frame.start + 1 and self.types[i] in ("DONE", "PARTICIPLE")  # "if requested"
        return elliptic or before in ("ACTOR", "PRONOUN", "NAME", "THING", "ADVERB", "LIGHTLY")

    def _escapes(self, i: int, frame: _Frame, comma: int, last_modal: int, have_main: bool) -> bool:
        """Whether a verb is a main one although the open clause has shown no verb that we know."""
        if frame.kind in _RELATIVE or frame.kind == "THAT":
            return i == last_modal and i - frame.start > 3 and not have_main and self._adjacent_subject(i, frame.start)
        if (have_main and not frame.leading) or comma <= frame.start + 1:
            return False
        return i == last_modal and self.types[comma + 1] in _NP_START

    def _adjacent_subject(self, i: int, start: int) -> bool:
        return any(kind in _VERBS or kind == "WORDS" for kind in self.types[start + 1 : i])

    def _leaves(self, i: int, frames: list[_Frame], comma: int, last_modal: int, verbs: list[int]) -> bool:
        """Whether a verb after subordinate clauses, which have their own verbs, is a main one."""
        before, have_main = self._before(i), bool(verbs)
        lead = next((frame for frame in frames if frame.leading), None)
        if lead is not None:
            return comma > lead.start or before not in _JOINTS or i == last_modal
        frame = frames[-1]
        if have_main:
            return self._joined(i, comma, frame.start) or (
                before in ("AND", "BUT") and self.types[i] == self.types[verbs[-1]]
            )
        return before not in _JOINTS or i == last_modal

    def _before(self, i: int) -> str:
        """The type of the cue before `i`, adverbs left out."""
        k = i - 1
        while k >= 0 and self.types[k] in _ADVERBS:
            k -= 1
        return self.types[k] if k >= 0 else ""

    def _joined(self, i: int, comma: int, start: int) -> bool:
        """Whether `, and` or `, but` stands between a subordinate clause and the verb at `i`."""
        return (
            any(self.types[k] == "COMMA" and self.types[k + 1] in _JOINTS for k in range(max(start, 0), i - 1))
            and comma > start
        )

    def _can_be_main(self, i: int, verbs: list[int]) -> bool:
        """A second main verb needs something that coordinates it with the first."""
        types = self.types
        if (
            types[i] == "MEANS"
            and i
            and types[i - 1] in ("DETERMINER", "OF", "PREPOSITION", "BY", "VERB", "AND", "WORDS")
            and not self._defines(i, verbs[-1] if verbs else -1)
        ):
            return False
        if not verbs:
            return True
        if types[i] in _INDICATIVE and types[verbs[-1]] not in ("MEANS", "EXCLUDES"):
            return False
        if types[i] in _INDICATIVE and types[i] not in ("MEANS", "EXCLUDES"):
            return False
        return any(kind in _JOINTS or kind in ("SEMICOLON", "COLON", "COMMA") for kind in self.types[verbs[-1] + 1 : i])

    def _defines(self, i: int, previous: int) -> bool:
        """Whether "means" at `i` is a verb: the term that it explains stands before it."""
        before = self.types[previous + 1 : i]
        return any(kind in ("THE_TERM", "QUOTED") for kind in before) or (
            previous < 0 and all(kind in ("WORDS", "NAME", "ACTOR", "THING", "DOING", "VERB") for kind in before)
        )

    # ── where norms begin and end ───────────────────────────────────────────────────────────────────────────────

    def boundary(self, previous: int, verb: int) -> tuple[int, int]:
        """Between two main verbs: where the first norm ends, and where the front of the second begins."""
        types = self.types
        if types[verb] == "NOR":
            return (verb - 1 if types[verb - 1] == "COMMA" else verb), verb
        best: tuple[int, int, int] | None = None
        for k in range(verb - 1, previous, -1):
            kind = types[k]
            if kind == "SEMICOLON" or kind == "COLON":
                after = k + 1
                while after < verb and types[after] in _JOINTS:
                    after += 1
                return k, after
            if kind in _JOINTS:
                strength = 2 if types[k - 1] == "COMMA" or kind in ("BUT", "NOR") else 1
                if (
                    k == verb - 1
                    or types[k + 1] in _NP_START
                    or self._is_front(k + 1, verb)
                    or (strength == 2 and types[k + 1] in ("WORDS", "VERB", "DOING", "DONE"))
                ):
                    if best is None or strength > best[0]:
                        best = (strength, k - 1 if types[k - 1] == "COMMA" else k, k + 1)
                    if k >= verb - 2:
                        break
            elif kind == "COMMA" and best is None and (types[k + 1] in _NP_START or k == verb - 1):
                best = (0, k, k + 1)
        if best is None:
            return verb, verb
        return best[1], best[2]

    def _is_front(self, start: int, verb: int) -> bool:
        return (
            self.types[start] in OPENERS
            or self.types[start] == "COMMA"
            or all(kind in _ADVERBS or kind in OPENERS for kind in self.types[start:verb])
        )

    # ── the front: leading modifiers, subject, inserted modifiers ───────────────────────────────────────────────

    def front(self, start: int, verb: int, *, open_condition: bool = False) -> list[Chunk]:
        """The chunks before the verb; with `open_condition` the words before the subject belong to a condition."""
        types = self.types
        if self.subject_follows(verb):
            while verb > start and types[verb - 1] not in ("NOT", "NOR", "NEITHER"):
                verb -= 1
            verb -= 1
        for k in range(start, verb):
            if types[k] == "AGREE_THAT":
                start = k + 1
                break
        while start < verb and types[start] in ("COMMA", "AND", "BUT", "OR", "NOR"):
            start += 1
        if self.types[verb - 1 : verb] == ["HEREBY"] and verb > start:
            return [*self.front(start, verb - 1), self._chunk("HEREBY", verb - 1, verb)]
        segments = self._segments(start, verb)
        if not segments:
            return []
        inserted: list[Chunk] = []
        j = len(segments) - 1
        subject_end = segments[j][1]
        while j > 0:
            s, e = segments[j]
            if self._is_modifier_segment(s, e) and not self._must_hold_subject(segments, j):
                inserted[:0] = self.modifiers(s, e)
                subject_end = segments[j - 1][1]
            elif not self._is_loose_segment(s):
                break
            j -= 1
        s, e = segments[j]
        listed = any(kind in ("AND", "OR") for kind in types[s:e])
        while listed and j > 0 and self._is_list_member(*segments[j - 1], any_length=types[segments[j][0]] in _JOINTS):
            j -= 1
        s = segments[j][0]
        leads = self.modifiers(segments[0][0], segments[j - 1][1]) if j > 0 else []
        if open_condition and j > 0 and not leads:
            leads = [self._chunk("CONDITION", segments[0][0], segments[j - 1][1])]
        if self._opens_modifier(s) or (
            j > 0 and self._holds_modal(s, subject_end) and types[segments[0][0]] in _WITH_VERB
        ):
            split = self._subject_start(s, min(subject_end, verb))
            if split is None and types[s] not in OPENERS:
                return leads + self.subject(s, subject_end) + inserted
            if split is None:
                return leads + self.modifiers(s, subject_end) + inserted
            leads = (
                leads + self.modifiers(s, split) if self._opens_modifier(s) else self.modifiers(segments[0][0], split)
            )
            s = split
        subject = self.subject(s, subject_end)
        return leads + subject + inserted

    def _segments(self, start: int, end: int, *, joints: bool = False) -> list[tuple[int, int]]:
        """The stretches between commas; with `joints` also those between "when …" and "and if …"."""
        types = self.types
        segments = []
        s = start
        for k in range(start, end + 1):
            if k == end or types[k] == "COMMA" or (joints and types[k] in _JOINTS and types[k + 1 : k + 2] == ["IF"]):
                if s < k:
                    segments.append((s, k))
                s = k + 1
        return segments

    def _opens_modifier(self, s: int) -> bool:
        kind = self.types[s]
        if kind in OPENERS or kind in (
            "AFTER",
            "BEFORE",
            "PREPOSITION",
            "QUANTITY",
            "BY",
            "SHOULD",
            "TO",
            "AS",
            "DOING",
        ):
            return True
        return kind in _ADVERBS

    def _is_modifier_segment(self, s: int, e: int) -> bool:
        kind = self.types[s]
        if kind in _JOINTS and s + 1 < e:
            kind = self.types[s + 1]
        if kind in OPENERS or kind in ("AFTER", "BEFORE", "PREPOSITION", "QUANTITY", "BY", "AS"):
            return True
        return all(k in _ADVERBS for k in self.types[s:e])

    def _must_hold_subject(self, segments: list[tuple[int, int]], j: int) -> bool:
        """Whether the subject can only stand in a stretch that opens with a condition: all before it are modifiers."""
        s, e = segments[j]
        if self._subject_start(s, e) is None:
            return False
        return all(
            self._opens_modifier(start) and self._subject_start(start, end) is None for start, end in segments[:j]
        )

    def _is_loose_segment(self, s: int) -> bool:
        """A relative clause or participle that is set off from its noun: it belongs to the subject."""
        kind, after = self.types[s], self.types[s + 1] if s + 1 < len(self.types) else ""
        if kind == "THAT":
            return after not in ("ACTOR", "THING", "NAME")
        if kind in _PREPOSITIONS or kind in _JOINTS:
            return after == "WHICH" or (kind in _JOINTS and after in ("DOING", "DONE"))
        return kind in ("WHICH", "DONE", "PARTICIPLE", "DOING", "WHETHER")

    def _is_list_member(self, s: int, e: int, *, any_length: bool) -> bool:
        """Whether the stretch before a comma belongs to a list: "Belgium, Luxembourg and the Netherlands"."""
        if self._opens_modifier(s) or (e - s > 8 and not any_length):
            return False
        return not any(kind in _FINITE or kind in _WITH_VERB for kind in self.types[s:e])

    def _holds_modal(self, s: int, e: int) -> bool:
        """Whether the rest of a leading condition, with its modal, stands before the subject without a comma."""
        return any(
            self.types[k] in _MODALS and self.types[k - 1] not in ("WHICH", "THAT", "AS") for k in range(s + 1, e)
        )

    def _subject_start(self, s: int, e: int) -> int | None:
        """Where the subject begins in a stretch that opens with a modifier and has no comma before the subject."""
        types = self.types
        whole = types[s] in _WHOLE or types[s] in _ADVERBS
        participle_may_stand_before = types[s] in _WITH_VERB or types[s] not in OPENERS
        if whole and s + 1 < e and types[s + 1] not in OPENERS:
            return s + 1
        for k in range(e - 1, s, -1):
            before = types[k - 1]
            if types[k] == "NAME" and k == e - 1 and before in ("THING", "VERB", "DONE"):
                return k  # "For the purpose of its objectives EUROCONTROL shall"
            if types[k] not in ("DETERMINER", "OF_THEM", "PRONOUN", "NEITHER", "THERE") and not (
                whole and types[k] in _NP_START
            ):
                continue
            if k - 1 == s and not whole:
                return None
            if before in ("DONE", "PARTICIPLE"):
                if participle_may_stand_before:
                    return k
                continue
            if before in _POSTMODIFIER or before in _JOINTS or before in ("DETERMINER", "OF_THEM", "NEITHER", "OTHER"):
                continue
            if before in OPENERS and not whole and before not in _WHOLE:
                continue
            if types[k] != "PRONOUN" and (before in _FINITE or before == "VERB"):
                continue
            return k
        return None

    def subject(self, s: int, e: int) -> list[Chunk]:
        """The subject phrase, by what its head is."""
        types = self.types
        while s < e and types[s] in _JOINTS | _ADVERBS | {"COMMA"}:
            s += 1
        while e > s and (types[e - 1] in ("COMMA",) or types[e - 1] in _ADVERBS):
            e -= 1
        if s >= e or (types[s] == "THERE" and e - s == 1):
            return [] if s >= e else [self._chunk("WHAT", s, e)._replace(animate=False)]
        kind = types[s]
        if kind == "NOTHING":
            return [self._chunk("NOTHING_IN", s, e)]
        if (
            (kind == "THE_TERM" and e - s > 1 and types[s + 1] not in _PREPOSITIONS)
            or kind == "QUOTED"
            or (kind == "DETERMINER" and e - s > 1 and types[s + 1] == "QUOTED")
        ):
            return [self._chunk("DEFINED", s, e)]
        animate = self.head_is_actor(s, e)
        name = "NOBODY" if kind == "NEITHER" else "WHO" if animate and not self._is_it(s, e) else "WHAT"
        return [self._chunk(name, s, e)._replace(animate=animate)]

    def _is_it(self, s: int, e: int) -> bool:
        """Whether the subject is a lone pronoun, which may stand for a thing."""
        return e - s == 1 and self.types[s] == "PRONOUN"

    def agent(self, verb: int, end: int) -> Chunk | None:
        """Who does what a passive leaves without a subject: the noun phrase after "by", when its head can act."""
        types = self.types
        participle = next((k for k in range(verb + 1, end) if types[k] in ("DONE", "PARTICIPLE", "BE_DEEMED")), end)
        for k in range(verb + 1, end - 1):
            if types[k] in _RELATIVE or types[k] in _WITH_VERB:
                return None
            if types[k] != "BY" or types[k + 1] not in _NP_START | {"WORDS", "THAT"}:
                continue
            if k - 1 != participle and types[k - 1] in ("DONE", "PARTICIPLE") and types[k - 2] not in _JOINTS:
                return None  # "advantages accorded by that Party": the agent of a noun's participle
            stop = next((n for n in range(k + 1, end) if self._ends_agent(n)), end)
            if self.head_is_actor(k + 1, stop):
                return self._chunk("WHO", k + 1, stop)
        return None

    def head_is_actor(self, s: int, e: int) -> bool:
        """Whether the head of the noun phrase is a person, a State or an organ."""
        types = self.types
        k = s
        while k < e and types[k] in ("DETERMINER", "OF_THEM", "NEITHER", "OTHER"):
            k += 1
        if k >= e:
            return True
        head = None
        for i in range(k, e):
            kind = types[i]
            if kind in ("ACTOR", "PRONOUN") or kind in ("THING", "NAME", "REFERENCE"):
                head = kind
            elif kind == "POSSESSIVE":
                head = None
            elif kind in OPENERS or kind in (
                "OF",
                "PREPOSITION",
                "WHICH",
                "THAT",
                "BY",
                "TO",
                "COMMA",
                "AND",
                "OR",
                "AS",
                "WITHIN",
            ):
                if i > k:
                    break
            elif kind in ("DONE", "PARTICIPLE", "DOING", "VERB"):
                if head is not None and kind != "VERB":
                    break
                if kind == "VERB":
                    head = None
            elif kind == "WORDS" and head != "ACTOR":
                head = None
        return head in ("ACTOR", "PRONOUN", "NAME")

    def counterparty(self, start: int, verb: int, end: int) -> Chunk | None:
        """Whom a norm is owed to: "the other Party" of its predicate; of "the other Party", the first-named one."""
        own = self._other_party(start, verb)
        if own is not None:
            return self._first_named(start, own)
        stop = next((k for k in range(verb, end) if self.types[k] in _WITH_VERB), end)
        other = self._other_party(verb, stop)
        return None if other is None else self._party_phrase(other)

    def _other_party(self, s: int, e: int) -> int | None:
        """Where "other" or "each other" speaks of a person, State or organ between `s` and `e`."""
        for k in range(s, e):
            if self.types[k] == "EACH_OTHER" or (self.types[k] == "OTHER" and "ACTOR" in self.types[k + 1 : k + 3]):
                return k
        return None

    def _party_phrase(self, k: int) -> Chunk:
        """The noun phrase around "other" at `k`: its determiner and its noun."""
        s = k - 1 if k and self.types[k - 1] == "DETERMINER" else k
        e = k + 1
        while self.types[k] == "OTHER" and self.types[e - 1] != "ACTOR":
            e += 1
        return self._chunk("WHO", s, e)

    def _first_named(self, s: int, e: int) -> Chunk | None:
        """The first noun phrase before `e` that names a person, State or organ."""
        k = next((k for k in range(s, e) if self.types[k] == "ACTOR"), None)
        if k is None:
            return None
        start = k
        while start > s and self.types[start - 1] in ("DETERMINER", "OF_THEM", "WORDS", "NAME", "ACTOR"):
            start -= 1
        return self._chunk("WHO", start, k + 1)

    def _agent_acts(self, verb: int, end: int) -> bool:
        """Whether the agent's own noun is one for people or organs: not "governed by the Harmonized System"."""
        agent = self.agent(verb, end)
        return agent is not None and any(
            cue.type == "ACTOR" and cue.start >= agent.start and cue.end <= agent.end for cue in self.cues
        )

    def _ends_agent(self, k: int) -> bool:
        kind, after = self.types[k], self.types[k + 1] if k + 1 < len(self.types) else ""
        if kind in ("AND", "OR"):
            return after in _ADVERBS | _PREPOSITIONS | {"BY", "PARTICIPLE", "DONE"}
        if kind == "TO":  # "the Parties to this Treaty", but "invited by the Committee to be associated"
            noun = self.types[k + 2] if after == "DETERMINER" and k + 2 < len(self.types) else after
            return noun not in ("THING", "REFERENCE", "NAME")
        return kind in OPENERS or kind in _AGENT_ENDS

    # ── modifiers ───────────────────────────────────────────────────────────────────────────────────────────────

    def modifiers(self, start: int, end: int) -> list[Chunk]:
        """The modifiers in a stretch that holds nothing else, such as what leads a sentence."""
        types = self.types
        chunks: list[Chunk] = []
        openers: list[int] = []
        for s, e in self._segments(start, end, joints=start < end and types[start] in _WITH_VERB):
            k = s
            while k < e and types[k] in _JOINTS:
                k += 1
            if k >= e:
                continue
            if openers and not self._new_lead(openers[-1], k, s):
                continue
            openers.append(k)
        for n, s in enumerate(openers):
            e = openers[n + 1] if n + 1 < len(openers) else end
            while e > s and types[e - 1] in ("COMMA", "AND", "OR", "BUT"):
                e -= 1
            if s < e:
                chunks.append(self._modifier(s, e))
        return chunks

    def _new_lead(self, current: int, s: int, comma: int) -> bool:
        """Whether the stretch at `s` opens a modifier of its own or goes on with the current one."""
        if self.types[s] in ("BY", "PREPOSITION", "AS"):
            return self.types[current] not in _WITH_VERB and self.types[current] not in (
                "SHOULD",
                "PROVIDED",
                "IN_CASE_OF",
            )
        if self.types[s] not in OPENERS and self.types[s] not in ("AFTER", "BEFORE", "QUANTITY"):
            return False
        if self.types[current] in _WITH_VERB or self.types[current] == "SHOULD":
            return self._has_verb(current, comma) and self.types[s] in _WITH_VERB | {
                "IN_CASE_OF",
                "EXCEPT",
                "IN_ORDER_TO",
            }
        return True

    def _modifier(self, s: int, e: int) -> Chunk:
        kind = self.types[s]
        role = OPENERS.get(kind)
        if role is None:
            if kind == "AFTER":
                role = "CONDITION" if s == 0 or self.types[s - 1] not in ("QUANTITY",) else "TIME"
            elif kind in ("QUANTITY", "BEFORE"):
                role = "TIME"
            elif kind in ("SHOULD", "PROVIDED"):
                role = "CONDITION"
            else:
                role = "TOPIC"
        return self._nesting(role, s, e)

    def _nesting(self, role: str, s: int, e: int, depth: int = 0) -> Chunk:
        """A modifier with the modifiers that stand within it, down to the depth that anybody reads."""
        parts: list[Chunk] = []
        k = s + 1
        while k < e and depth < _DEEPEST:
            inner = self._role(k, s, e)
            if inner is None or inner in ("TOPIC", "LINKER"):
                k += 1
                continue
            stop = max(k + 1, min(e, self._reach(k, e, inner)))
            parts.append(self._nesting(inner, k, stop, depth + 1))
            k = stop
        return self._chunk(role, s, e, self.cues[s])._replace(parts=tuple(parts))

    def _chunk(self, kind: str, s: int, e: int, opener: Cue | None = None) -> Chunk:
        return Chunk(kind, self.cues[s].start, self.cues[e - 1].end, opener)

    # ── items of lists ──────────────────────────────────────────────────────────────────────────────────────────

    def starts_with_verb(self) -> bool:
        """Whether the sentence is a verb phrase, as the items of "Each Party shall: (a) …" are."""
        return self._starts_verb(0)

    def is_verb_phrase(self) -> bool:
        """Whether the sentence is a verb phrase and nothing else: "To implement …, the Parties shall" is more."""
        return self.starts_with_verb() and not (self.types[0] == "TO" and self.main_verbs())

    def is_norm(self) -> bool:
        """Whether the sentence has a main verb that binds, permits, defines or takes effect."""
        return any(
            self.types[verb] not in ("IS", "HAS", "DOES", "FINITE", "DECLARES", "INCLUDES")
            for verb in self.main_verbs()
        )

    def is_open(self) -> bool:
        """Whether the sentence opens a condition or exception that it does not complete."""
        return bool(self.types) and self.types[0] in _WITH_VERB

    def condition(self) -> Chunk:
        """The whole sentence as one condition."""
        role = OPENERS[self.types[0]]
        return self._chunk(role, 0, len(self.cues), self.cues[0])

    def tail(self) -> str:
        """How the sentence before a list breaks off: "open" after a modal, "to", "that", in a "condition", or in "words"."""
        k = len(self.types)
        while k and (self.types[k - 1] in ("COLON", "COMMA", "STOP", "LINK", "NOT") or self.types[k - 1] in _ADVERBS):
            k -= 1
        last = self.types[k - 1] if k else ""
        if last == "WORDS" and k > 1:
            last = self.types[k - 1]
        if last in _MODALS or last in ("ENDEAVOUR", "BE_ENTITLED", "BE_FREE", "BE_BOUND") or last in _BINDING:
            return "open"
        if last in ("TO", "THAT"):
            return last.lower()
        if last == "AGREE_THAT":
            return "agreed"
        if last in _WITH_VERB or (k > 1 and self.types[k - 2] in _WITH_VERB):
            return "condition"
        return "words"

    def predicate_end(self) -> tuple[int, int]:
        """Where the verb phrase of an item ends, and where a sentence after its semicolon begins."""
        verbs = self.main_verbs()
        if verbs and any(kind in ("SEMICOLON", "STOP") for kind in self.types[: verbs[0]]):
            return self.boundary(-1, verbs[0])
        return len(self.types), len(self.types)

    # ── the predicate ───────────────────────────────────────────────────────────────────────────────────────────

    def predicate(self, verb: int, end: int) -> list[Chunk]:
        """The chunks from the verb to the end of its norm."""
        types = self.types
        kind = types[verb]
        if self.subject_follows(verb):
            stop = self._inverted_end(verb + 1, end)
            chunks = [self._chunk("WHAT", verb + 1, stop)._replace(animate=self.head_is_actor(verb + 1, stop))]
            return [*chunks, self._chunk(kind, verb, verb + 1), self._negation(verb), *self.verb_phrase(stop, end)]
        if kind == "IS":
            return self._copula(verb, end)
        if kind in ("HAS", "DOES", "FINITE", "VERB", "TURN", "NOUN_OR_FINITE"):
            return self._statement(verb, end)
        if kind == "AGREE_THAT":
            return [self._chunk("DECLARES", verb, verb + 1), *self.action(verb + 1, end)]
        if kind in _BINDING:
            return [self._chunk(kind, verb, verb + 1), *self._bound_to(verb + 1, end)]
        chunks = [self._chunk(kind, verb, verb + 1)]
        i = verb + 1
        if kind not in _MODALS and kind != "NOR":
            return chunks + self.action(i, end)
        return chunks + self.verb_phrase(i, end)

    def subject_follows(self, verb: int) -> bool:
        """Whether the subject stands after its modal: "In no case shall the duties be lower", "nor may it …"."""
        types = self.types
        if verb + 1 >= len(types) or types[verb] not in _MODALS or types[verb + 1] not in _NP_START:
            return False
        k = verb - 1
        while k >= 0 and (types[k] in ("COMMA", "LINK") or types[k] in _ADVERBS):
            k -= 1
        return k >= 0 and types[k] in ("NOT", "NOR", "NEITHER")

    def _inverted_end(self, i: int, end: int) -> int:
        """Where the subject after an inverted modal ends: at "be", or else at the first verb."""
        for wanted in (frozenset({"BE"}), _AFTER_MODAL | {"VERB", "HAS"}):
            found = next((k for k in range(i + 1, end) if self.types[k] in wanted), None)
            if found is not None:
                return found
        return end

    def _negation(self, verb: int) -> Chunk:
        """The negation before an inverted modal."""
        k = next(k for k in range(verb - 1, -1, -1) if self.types[k] in ("NOT", "NOR", "NEITHER"))
        return self._chunk("NOT", k, k + 1)

    def verb_phrase(self, i: int, end: int) -> list[Chunk]:
        """The chunks of what follows a modal."""
        types = self.types
        chunks: list[Chunk] = []
        passive = False
        while i < end:
            kind = types[i]
            if kind == "COMMA":
                i += 1
            elif kind == "NEITHER" and not passive:  # "shall neither maintain nor introduce"
                chunks.append(self._chunk("NOT", i, i + 1))
                i += 1
            elif passive and types[i - 1] == "BE" and kind in _STATE_OPENERS:
                break  # "shall be in conformity with"
            elif kind == "NOT" or kind in _ADVERBS:
                chunks.append(self._chunk("NOT" if kind == "NOT" else "ADVERB", i, i + 1))
                i += 1
            elif self._inserted(i, end):
                stop = self._inserted_end(i, end)
                chunks += self.modifiers(i, stop)
                i = stop
            elif kind == "BE":
                chunks.append(self._chunk("BE", i, i + 1))
                passive = True
                i += 1
            elif passive and kind in ("DONE", "PARTICIPLE", "PROVIDED", "BANNED"):
                chunks.append(self._chunk("DONE" if kind == "PROVIDED" else kind, i, i + 1))
                return chunks + self.action(i + 1, end)
            elif kind in _SAME_AFTER_MODAL and not passive:
                return [*chunks, self._chunk(_SAME_AFTER_MODAL[kind], i, i + 1), *self.action(i + 1, end)]
            elif kind == "DETERMINER" and i + 1 < end and self._starts_verb(i + 1):
                chunks.append(self._chunk("ADVERB", i, i + 1))  # "shall each become a Party"
                i += 1
            elif kind == "HAS" and not passive:
                return [*chunks, self._chunk("TURN", i, i + 1), *self.action(i + 1, end)]
            elif kind == "BE_DEEMED" and types[i + 1 : i + 2] == ["BY"] and self._agent_acts(i, end):
                # "shall be considered by the Committee": an act, not a deeming
                chunks += [self._chunk("BE", i, i + 1), self._chunk("DONE", i, i + 1)]
                return chunks + self.action(i + 1, end)
            elif kind in _AFTER_MODAL and not passive:
                chunks.append(self._chunk(kind, i, i + 1))
                return chunks + self.action(i + 1, end)
            else:
                break
        return chunks + self.action(i, end)

    def _inserted(self, i: int, end: int) -> bool:
        """Whether a modifier stands between the modal and its verb."""
        kind = self.types[i]
        if kind in OPENERS or kind in ("AFTER", "BEFORE", "QUANTITY"):
            return True
        return kind in ("PREPOSITION", "BY", "AS") and i > 0 and self.types[i - 1] == "COMMA"

    def _inserted_end(self, i: int, end: int) -> int:
        types = self.types
        set_off = types[i - 1] == "COMMA"
        if types[i] in _WHOLE and (not set_off or self._starts_verb(i + 1)):
            return i + 1
        if set_off:
            commas = [k for k in range(i + 1, end) if types[k] == "COMMA"]
            return next((k for k in commas if k + 1 < end and self._starts_verb(k + 1)), commas[0] if commas else end)
        for k in range(i + 1, end):
            if types[k] == "COMMA":
                return k
            if not set_off and (types[k] in ("VERB", "BE", "NOT", "HAS") or types[k] in _AFTER_MODAL):
                return k
        return end

    def _starts_verb(self, k: int) -> bool:
        """Whether a verb phrase that a modal has been waiting for begins at `k`, adverbs and modifiers passed over."""
        types = self.types
        while k < len(types) and (types[k] in _ADVERBS or types[k] in _WHOLE or types[k] == "TO"):
            k += 1
        return k < len(types) and (types[k] in ("VERB", "BE", "HAS", "NOT") or types[k] in _AFTER_MODAL)

    def _bound_to(self, i: int, end: int) -> list[Chunk]:
        """What follows "undertakes": modifiers set off by commas, "to", and the action."""
        chunks: list[Chunk] = []
        while i < end and (
            self.types[i] in ("COMMA", "TO", "NOT") or (self.types[i - 1] == "COMMA" and self._inserted(i, end))
        ):
            if self.types[i] in ("COMMA", "TO", "NOT"):
                i += 1
                continue
            stop = next((k for k in range(i, end) if self.types[k] == "COMMA"), end)
            chunks += self.modifiers(i, stop)
            i = stop
        return chunks + self.action(i, end)

    def _copula(self, verb: int, end: int) -> list[Chunk]:
        chunks = [self._chunk("IS", verb, verb + 1)]
        i = verb + 1
        while i < end and (self.types[i] == "NOT" or self.types[i] in _ADVERBS):
            chunks.append(self._chunk("NOT" if self.types[i] == "NOT" else "ADVERB", i, i + 1))
            i += 1
        if i < end and self.types[i] in ("DONE", "PARTICIPLE", "BANNED"):
            return [*chunks, self._chunk(self.types[i], i, i + 1), *self.action(i + 1, end)]
        return chunks + self.action(i, end)

    def complement(self, end: int) -> list[Chunk]:
        """What an item adds to a chapeau that has its verb already: leading modifiers and the action."""
        comma = next((k for k in range(end) if self.types[k] == "COMMA"), None)
        if comma is not None and self.types[0] in OPENERS:
            return self.modifiers(0, comma) + self.action(comma + 1, end)
        return self.action(0, end)

    def _statement(self, verb: int, end: int) -> list[Chunk]:
        chunks = self.action(verb, end)
        return [chunk._replace(type="STATE") if chunk.type == "ACT" else chunk for chunk in chunks]

    def action(self, start: int, end: int) -> list[Chunk]:
        """The words of the action without what trails it, then its modifiers in order."""
        types = self.types
        while start < end and types[start] == "COMMA":
            start += 1
        while end > start and types[end - 1] in ("COMMA", "AND", "OR", "SEMICOLON", "COLON", "STOP", "BUT"):
            end -= 1
        found: list[tuple[int, int, Chunk]] = []
        blocked = False
        i = start
        while i < end:
            kind = types[i]
            if kind == "COMMA" or kind == "SEMICOLON":
                blocked = False
            elif kind in _RELATIVE or (kind == "THAT" and types[i - 1] not in _VERBS and self._opens_clause(i)):
                blocked = True
            role = None if blocked and kind != "UNLESS" else self._role(i, start, end)
            if role is None:
                i += 1
                continue
            stop = self._reach(i, end, role)
            found.append((i, stop, self._nesting(role, i, stop)))
            i = stop
        # The core ends where the first condition, exception or time of the trailing run of modifiers begins.
        last = reached = end
        for s, e, chunk in reversed(found):
            if e < reached or types[s] == "BY_ACT":
                break
            reached = self._before_joint(s, start)
            if chunk.type in ("CONDITION", "EXCEPTION", "TIME"):
                last = reached
        chunks = [chunk for _, _, chunk in found]
        if start < last:
            chunks.insert(0, self._chunk("ACT", start, last))
        return chunks

    def _before_joint(self, k: int, start: int) -> int:
        """Where the words before `k` end, the comma or joint between left out."""
        while k > start and self.types[k - 1] in ("COMMA", "AND", "OR"):
            k -= 1
        return k

    def _role(self, i: int, start: int, end: int) -> str | None:
        """The role of the modifier that opens at `i` within a predicate, if one does."""
        types = self.types
        kind = types[i]
        after = types[i + 1] if i + 1 < end else ""
        before = types[i - 1] if i else ""
        if kind in ("LINK", "ABOUT", "IN_THE_CASE_OF"):
            return None
        if kind == "OTHER_THAN":
            return "EXCEPTION" if before == "COMMA" else None
        if kind == "PROVIDED":
            return "CONDITION" if before == "COMMA" and after not in ("PREPOSITION", "BY", "TO") else None
        if kind == "SHOULD":
            return "CONDITION" if self._inverted(i) else None
        if kind == "SUBJECT_TO":
            set_off = before in ("COMMA", "DONE", "PARTICIPLE", "AND", "OR", "")
            return "CONDITION" if set_off or (after == "DETERMINER" and before not in ("NOT", "BE", "IS")) else None
        if kind == "FOLLOWING":
            return (
                "CONDITION"
                if before not in ("DETERMINER", "AND", "OR", "") and after not in ("COMMA", "COLON")
                else None
            )
        if kind == "UPON":
            if before in ("DETERMINER", "WORDS", "VERB") or after in (
                "PRONOUN",
                "ACTOR",
                "BY",
                "COMMA",
                "AND",
                "OR",
                "PREPOSITION",
            ):
                return None
            return (
                "CONDITION"
                if before == "COMMA" or (after in ("DETERMINER", "THING", "DOING") and before != "DONE")
                else None
            )
        role = OPENERS.get(kind)
        if kind == "NOW" and before == "DETERMINER":
            return None  # "on a daily basis"
        if kind == "QUANTITY":
            role = "TIME" if after in ("AFTER", "BEFORE", "ON_DAY", "ON_DATE", "WITHIN", "FOLLOWING") else None
        elif kind == "AFTER":
            role = "CONDITION"
        if kind == "NOW" and i > start and after in ("DONE", "PARTICIPLE") and before not in ("BE", "BEEN"):
            return None  # "a regularly employed person"
        if role == "TIME" or kind == "AFTER":
            # "taxes imposed before that date": what follows a participle within a noun phrase belongs to the noun
            return None if i > start and kind != "NOW" and self._modifies_noun(i - 1) else role
        if kind in _WITH_VERB and before in ("OF", "PREPOSITION", "DETERMINER"):
            return None
        return role

    def _modifies_noun(self, k: int) -> bool:
        """Whether the cue at `k` is a participle that follows its noun, not one of a passive or an infinitive."""
        if self.types[k] == "NAME" and k > 1 and self.types[k - 1] == "PREPOSITION":
            k -= 2  # "signed at Warsaw on …"
        if self.types[k] not in ("DONE", "PARTICIPLE", "DOING"):
            return False
        while k and self.types[k - 1] in _ADVERBS:
            k -= 1
        return k == 0 or self.types[k - 1] not in ("BE", "BEEN", "IS", "HAS", "BY")

    def _reach(self, i: int, end: int, role: str) -> int:
        """How far the modifier that opens at `i` reaches."""
        kind = self.types[i]
        after = self.types[i + 1] if i + 1 < end else ""
        if kind == "AS_REQUIRED" and (after == "BY" or after in _PREPOSITIONS):
            return self._phrase_reach(i, end)  # "where required by the requested Party"
        if kind in _WHOLE and kind != "ON_DATE" and not (kind == "NOW" and after in ("AFTER", "BEFORE")):
            return i + 1
        if kind in _WITH_VERB or kind in ("SHOULD", "PROVIDED"):
            return self._clause_reach(i, end)
        if role in ("CONDITION", "EXCEPTION"):
            return self._phrase_reach(i, end)
        return self._time_reach(i, end) if role == "TIME" else self._manner_reach(i, end)

    def _stops(self, k: int, i: int, through_list: bool) -> bool:
        """Whether a modifier that opens at `i` ends at `k` because a sentence, an item or a chapeau does."""
        kind = self.types[k]
        if kind == "COLON":  # a modifier that the list after the colon completes goes on
            return k - i > 2 and self.types[k - 1] not in _UNFINISHED
        return kind == "SEMICOLON" or (kind == LISTED and not through_list)

    def _clause_reach(self, i: int, end: int) -> int:
        """How far a condition or exception with a verb of its own reaches: past commas until it has met its verb."""
        types = self.types
        set_off = i > 0 and types[i - 1] in ("COMMA", "AND", "OR")
        frame = _Frame("IF", i)
        through_list = False
        for k in range(i + 1, end):
            kind = types[k]
            if self._stops(k, i, through_list):
                return k
            through_list = through_list or kind == "COLON"
            frame.has_verb = frame.has_verb or self._is_verb_of(k, frame)
            elliptic = set_off and kind == "COMMA" and 1 < k - i <= 4  # ", when due,"
            if (not frame.has_verb and not elliptic) or through_list:
                continue
            if kind in _JOINTS and k + 1 < end and types[k + 1] in _WITH_VERB:
                return k
            if kind == "COMMA" and k + 1 < end:
                inserted = set_off and k - i <= 8 and types[k + 1] not in ("AND", "OR") and not self._listed(k, end)
                if inserted or self._opens_next(k + 1):
                    return k
        return end

    def _phrase_reach(self, i: int, end: int) -> int:
        """How far a condition or exception without a verb reaches: to a comma, unless that stands in a list."""
        through_list = False
        for k in range(i + 1, end):
            if self._stops(k, i, through_list):
                return k
            through_list = through_list or self.types[k] == "COLON"
            if self.types[k] == "COMMA" and not through_list and not self._listed(k, end):
                return k
        return end

    def _time_reach(self, i: int, end: int) -> int:
        """How far a time reaches: over what it is measured from, and over "the date on which …" with its verb."""
        types = self.types
        finite = i + 1 < end and types[i + 1] in _WITH_VERB
        for k in range(i + 2 if finite else i + 1, end):
            kind = types[k]
            after = types[k + 1] if k + 1 < end else ""
            if self._stops(k, i, through_list=False):
                return k
            if kind == "WHICH" or (kind in _JOINTS and after in _WITH_VERB) or self._measures(k):
                finite = True
            if kind == "COMMA":
                if after in ("BY", "BY_MEANS_OF", "BY_ACT", "IN_ORDER_TO", "UNLESS", "IF") or not (
                    finite or self._listed(k, end)
                ):
                    return k
            elif not finite and (
                kind
                in (
                    "UNLESS",
                    "EXCEPT",
                    "IF",
                    "IN_CASE_OF",
                    "AS_REQUIRED",
                    "BY_MEANS_OF",
                    "BY_ACT",
                    "IN_ORDER_TO",
                    "WHETHER",
                )
                or (kind == "SUBJECT_TO" and after == "DETERMINER")
                or (kind in _JOINTS and (after == "TO" or OPENERS.get(after, "TIME") != "TIME"))
            ):
                return k
        return end

    def _measures(self, k: int) -> bool:
        """Whether "when" at `k` belongs to the time before it: "six months after the date when"."""
        return self.types[k] == "IF" and self.types[k - 1] in ("WITHIN", "ON_DAY", "AFTER", "DURING")

    def _manner_reach(self, i: int, end: int) -> int:
        """How far a manner or purpose reaches: to a comma or to the next condition, exception or time."""
        types = self.types
        purpose = types[i] in ("IN_ORDER_TO", "TO_THIS_END")
        for k in range(i + 1, end):
            kind = types[k]
            if kind == "COMMA" or self._stops(k, i, through_list=False):
                return k
            if kind == "WHICH":  # what follows up to the comma belongs to the relative clause
                return next(
                    (n for n in range(k, end) if types[n] == "COMMA" or self._stops(n, i, through_list=False)), end
                )
            if kind in ("UNLESS", "EXCEPT", "IF", "IN_CASE_OF", "AS_REQUIRED", "NOW"):
                return k
            if kind in ("BY_MEANS_OF", "BY_ACT", "IN_ORDER_TO") and not purpose:
                return k
            if (
                kind in ("WITHIN", "DURING", "QUANTITY", "ON_DATE", "ON_DAY")
                and not purpose
                and self._role(k, i, end) == "TIME"
            ):
                return k
        return end

    def _has_verb(self, i: int, k: int) -> bool:
        """Whether the clause that opens at `i` has met its verb before `k`."""
        frame = _Frame("IF", i)
        return any(self._is_verb_of(n, frame) for n in range(i + 1, k))

    def _is_verb_of(self, k: int, frame: _Frame) -> bool:
        kind = self.types[k]
        return kind in _FINITE or (kind in ("VERB", "DONE", "TURN", "TAKE_EFFECT") and self._is_frame_verb(k, frame))

    def _opens_next(self, k: int) -> bool:
        """Whether another condition or exception opens at `k`, a joint passed over."""
        if self.types[k] in _JOINTS and k + 1 < len(self.types):
            k += 1
        return self.types[k] in ("UNLESS", "EXCEPT", "IF", "IN_CASE_OF", "SUBJECT_TO")

    def _listed(self, k: int, end: int) -> bool:
        """Whether the comma at `k` stands in a list of single words: "signature, ratification or accession"."""
        words = ("WORDS", "THING", "DONE", "DOING", "ADVERB", "DETERMINER", "OTHER", "NAME")
        for i in range(k + 1, min(end, k + 5)):
            if self.types[i] in ("COMMA", "OR", "AND"):
                return i > k + 1
            if self.types[i] not in words:
                return False
        return False
