"""Norms: from one sentence to clauses.

Guarantee: each norm is read by itself, so that one that cannot be read spoils no other.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import attrs

from treatylex.language.grammar import UnexpectedCue
from treatylex.language.running_text import RunningText
from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseJoin, PhraseRole
from treatylex.parsing.clause_grammar import clause_grammar, steps_of
from treatylex.parsing.clauses.asides import with_asides
from treatylex.parsing.clauses.assembling import EDGES, HEAVY_MODIFIERS, NEVER_BORNE, build
from treatylex.parsing.clauses.parts import Part, Scope
from treatylex.parsing.doubts import Ground, doubts_of
from treatylex.parsing.sentences.boundaries import Boundary, boundary
from treatylex.parsing.sentences.cues import (
    CLAUSE_ENDS,
    LIST_JOINTS,
    LIST_MARKS,
    MODALS,
    MODIFIERS,
    RELATIVE,
    SUBJECTS,
    TAKEN_UP,
    Chunk,
    Sentence,
)
from treatylex.parsing.sentences.fronts import front
from treatylex.parsing.sentences.parties import acts_too, agent
from treatylex.parsing.sentences.predicates import action, predicate, verb_phrase
from treatylex.parsing.sentences.recipients import is_told, other_side, recipient
from treatylex.parsing.sentences.verbs import main_verbs
from treatylex.parsing.tracing import Trace
from treatylex.source import Span

# Short ones, which are said of one thing to do: "…, upon request", "…, at the request of a Party".
_ON_REQUEST = frozenset({"AT_REQUEST", "AS_REQUIRED"})
_ENDS = CLAUSE_ENDS | {"COMMA", "STOP"}
_INITIALS = re.compile(r"\w\.\w\.")  # "the W.H.O.": the last full stop is the name's own
_TWO_INITIALS = 4  # characters
_ROLES = {
    "CONDITION": PhraseRole.CONDITION,
    "EXCEPTION": PhraseRole.EXCEPTION,
    "TIME": PhraseRole.TIME,
    "MANNER": PhraseRole.MANNER,
    "PURPOSE": PhraseRole.PURPOSE,
}


class _OwedTo(NamedTuple):
    """To whom a norm may be owed: who is told or given something, or the other of two if somebody bears it."""

    told: Phrase | None
    other: Phrase | None


@attrs.define
class _Norm:
    """A norm before the grammar reads it.

    `takes_over` says that its subject is that of the norm before it, `end` is the cue behind its last one.
    """

    parts: list[Part]
    agent: Phrase | None
    owed_to: _OwedTo
    takes_over: bool
    end: int


class NormReader:
    """Reads sentences of one passage into clauses."""

    def __init__(self, passage: RunningText, trace: Trace | None = None) -> None:
        self.passage = passage
        self.trace = trace
        self.unread: list[Span] = []  # norms that the grammar does not describe

    def read(
        self,
        sentence: Sentence,
        *,
        start: int = 0,
        given: Sequence[Part] = (),
        open_condition: bool = False,
        unfinished: bool = False,
    ) -> list[Clause]:
        """The clauses of a sentence from the cue at `start` on.

        `given` are parts that an unfinished chapeau hands down; with `open_condition` the words before the subject
        go on with the chapeau's condition ("If, at that time: (a) no objection has been made, the Depositary shall").
        Of an `unfinished` sentence the last norm is left to the items that complete it.
        """
        handed = [part.inherit(Scope.CHAPEAU) for part in given]
        shared: list[Part] = []
        lead: list[Part] = []
        norms: list[_Norm] = []
        found = list(_norms(sentence, start))
        for begins, verb, end in found[:-1] if unfinished else found:
            leading = front(sentence, begins, verb, open_condition=open_condition)
            taken_up = bool(norms) and sentence.types[verb] in TAKEN_UP  # "shall refrain from war and |ensure| peace"
            denied = bool(norms) and sentence.types[verb] == "NOT"  # "shall keep the secret and |not| tell it"
            read = action if taken_up else verb_phrase if denied else predicate
            trailing = read(sentence, verb, end)
            leading, trailing = with_asides(sentence, (begins, verb, end), leading, trailing, self.passage.text)
            before = self.parts(leading)
            if shared and not norms:  # behind compliments: "and |with reference to the talks| has the honour to"
                before = [part for part in before if part.type not in SUBJECTS or part.animate]
            after = [*(_modal(norms[-1].parts) if taken_up or denied else ()), *self.parts(trailing)]
            takes_over = not _has_subject(before) and not _has_subject(after)
            if _has_subject(before):
                shared = _shared(before)
                # "If it is lost, the owner shall pay |and| he may leave"
                if norms and sentence.type(begins - 1) in LIST_MARKS:
                    own = {part.type for part in (*before, *after) if _supposes(part)}
                    before = [part.inherit(Scope.SENTENCE) for part in lead if part.type not in own] + before
                else:
                    lead = [part for part in shared if _supposes(part)]
            elif takes_over:
                positive = sentence.type(begins - 1) == "BUT"  # "Neither Party shall attack, |but| shall respect"
                handed_on = [_affirmed(part) for part in shared] if positive else shared
                before = [part.inherit(Scope.SENTENCE) for part in handed_on] + before
            if sentence.types[verb] == "GREETS":
                continue  # "The Embassy |presents its compliments| and has the honour to": that says nothing yet
            if _has_subject(before):
                handed = [part for part in handed if part.type not in SUBJECTS]
            owed_to = self.owed_to(sentence, 0 if begins == start else begins, verb, end, subject=before)
            parts = handed + before + after
            done_by = self.agent(sentence, verb, end, parts)
            norms.append(_Norm(parts, done_by, owed_to, takes_over and bool(shared), end))
        _share_verb(norms)
        _share_backwards(norms)
        clauses: list[Clause] = []
        for norm in norms:
            clause = self.clause(sentence, norm.parts, norm.agent, norm.owed_to, norm.end)
            if clause is not None and _breaks_off(clause, sentence):
                self.unread.append(clause.span)
            elif clause is not None:
                clauses.append(clause)
        return clauses

    def owed_to(self, sentence: Sentence, start: int, verb: int, end: int, *, subject: Sequence[Part] = ()) -> _OwedTo:
        """Whom the norm with its verb at `verb` may be owed to; `subject` are the parts that hold its subject."""
        own = next((part for part in subject if part.type in SUBJECTS and not part.phrase.inherited), None)
        at = -1 if own is None else self.passage.at(own.phrase.span.start)
        begins = next((k for k in range(start, verb) if sentence.cues[k].start == at), verb)
        told = recipient(sentence, verb, end)
        other = other_side(sentence, start, begins, verb, end)
        if told is None and is_told(sentence, verb, end):
            who = next((part.phrase for part in subject if part.type in SUBJECTS and part.animate), None)
        else:
            who = None if told is None else self.phrase(told)
        return _OwedTo(who, None if other is None else self.phrase(other))

    def with_relative_clause(self, clause: Clause, sentence: Sentence, end: int) -> Clause:
        """The clause with the words about its last noun: "one year after receipt by the Board|, which shall meet|"."""
        last = self.passage.at(clause.span.end - 1)
        behind = next((k for k in range(end) if sentence.cues[k].start > last), end)
        if not sentence.holds(RELATIVE, behind, end):
            return clause
        stop = self.passage.span(sentence.cues[end - 1].start, sentence.cues[end - 1].end).end
        span = Span(clause.span.start, stop - (sentence.types[end - 1] in _ENDS))
        return attrs.evolve(clause, span=span, text=span.of(self.passage.source_text))

    def bare(self, sentence: Sentence) -> Part:
        """The sign of a verb phrase that has nothing in front of it."""
        at = sentence.cues[0].start
        return Part("BARE", self.phrase(Chunk("BARE", at, at + 1)))

    def subject_before(self, sentence: Sentence, verbs: Sequence[int]) -> list[Part]:
        """The subject that the last of several coordinated verbs takes over."""
        starts = [0, *(boundary(sentence, *pair).next for pair in itertools.pairwise(verbs))]
        chunks = (chunk for start, verb in zip(starts, verbs, strict=True) for chunk in front(sentence, start, verb))
        return self.parts([chunk for chunk in chunks if chunk.type in SUBJECTS][-1:])

    def parts(self, chunks: Sequence[Chunk]) -> list[Part]:
        """The chunks with their phrases; punctuation alone is none."""
        parts = (self.part(chunk) for chunk in chunks)
        return [part for part in parts if part.phrase.text]

    def part(self, chunk: Chunk) -> Part:
        """A chunk with its phrase."""
        opener = None if chunk.opener is None else chunk.opener.type
        return Part(chunk.type, self.phrase(chunk), chunk.animate, opener, chunk.before == "COMMA")

    def clause(
        self, sentence: Sentence, parts: list[Part], agent: Phrase | None, owed_to: _OwedTo, end: int
    ) -> Clause | None:
        """What the grammar makes of the parts of a norm that ends before the cue at `end`.

        `None` when it does not describe them, which `unread` remembers.
        """
        if all(part.phrase.inherited or part.type == "BARE" for part in parts):
            return None  # nothing of the norm's own is left, as behind a stray "and"
        given = parts
        try:
            kind, parts = clause_grammar().parse(given)
        except UnexpectedCue:
            spans = [part.phrase.span for part in parts if not part.phrase.inherited]
            self.unread.append(Span(min(s.start for s in spans), max(s.end for s in spans)))
            return None
        clause = build(kind, parts, agent, self.passage)
        other = owed_to.told or (owed_to.other if clause.bearer is not None else None)
        if other is not None and kind not in NEVER_BORNE and not _is_bearer(other, clause):
            clause = attrs.evolve(clause, counterparty=attrs.evolve(other, role=PhraseRole.COUNTERPARTY))
        clause = self.with_relative_clause(clause, sentence, end)
        clause = attrs.evolve(clause, doubts=doubts_of(clause, Ground(self.passage, sentence)))
        if self.trace is not None:
            self.trace.norm(clause, parts, steps_of(given), agent)
        return clause

    def agent(self, sentence: Sentence, verb: int, end: int, parts: Sequence[Part]) -> Phrase | None:
        """Who does what the norm leaves open: its agent, or its subject where that has to act besides."""
        if (named := agent(sentence, verb, end)) is not None:
            return self.phrase(named)
        subject = next((part for part in parts if part.type in SUBJECTS), None)
        acts = subject is not None and subject.animate and acts_too(sentence, verb, end)
        return subject.phrase if subject is not None and acts else None

    def phrase(self, chunk: Chunk) -> Phrase:
        """The phrase that a chunk of this passage is, without the punctuation at its edges."""
        text, start, end = self.passage.text, chunk.start, chunk.end
        while end > start and (text[end - 1] in EDGES or _is_stray_bracket(text, start, end, end - 1)):
            if _INITIALS.fullmatch(text, max(start, end - _TWO_INITIALS), end):
                break
            end -= 1
        while start < end and (text[start] in EDGES or _is_stray_bracket(text, start, end, start)):
            start += 1
        span = self.passage.span(start, end)
        opener = chunk.opener
        return Phrase(
            role=_ROLES.get(chunk.type, PhraseRole.ACTION),
            text=span.of(self.passage.source_text),
            span=span,
            normalized=text[start:end],
            opener=None if opener is None else text[opener.start : opener.end].lower(),
            parts=tuple(self.phrase(part) for part in chunk.parts),
            join=PhraseJoin[chunk.before] if chunk.before in LIST_JOINTS else None,
        )


def _is_stray_bracket(text: str, start: int, end: int, at: int) -> bool:
    """Whether the other half of a square bracket at the edge of a phrase stands outside of it."""
    sign = text[at]
    return sign in "[]" and ("]" if sign == "[" else "[") not in text[start:end]


def _breaks_off(clause: Clause, sentence: Sentence) -> bool:
    """Whether nothing is left of a norm: "Each Party undertakes:"; not "The Article is replaced by:"."""
    return clause.action is None and sentence.types[-1] == "COLON" and clause.kind is not ClauseKind.CONSTITUTIVE


def _is_bearer(phrase: Phrase, clause: Clause) -> bool:
    """Whether a phrase is who bears the clause or part of that, by its place or by its words."""
    passive = clause.bearer_reason is BearerReason.PASSIVE
    bearer = clause.bearer if clause.bearer is not None or passive else clause.subject
    if bearer is None:
        return False
    return bearer.span.covers(phrase.span) or bearer.normalized.casefold() == phrase.normalized.casefold()


def _norms(sentence: Sentence, start: int) -> Iterator[tuple[int, int, int]]:
    """Each norm of a sentence from the cue at `start` on: where it begins, its main verb, and where it ends."""
    verbs = [verb for verb in main_verbs(sentence) if verb >= start]
    for verb, following in itertools.zip_longest(verbs, verbs[1:]):
        end = Boundary(len(sentence), len(sentence)) if following is None else boundary(sentence, verb, following)
        yield start, verb, end.end
        start = end.next


def _share_verb(norms: Sequence[_Norm]) -> None:
    """Give a modal that waits for a verb that of the norm behind it: "The owner |must|, and the crew may, |leave|"."""
    for norm, following in reversed(list(itertools.pairwise(norms))):
        if norm.parts and norm.parts[-1].type in MODALS:
            modal = next((n for n, part in enumerate(following.parts) if part.type in MODALS), len(following.parts))
            rest = itertools.dropwhile(lambda part: part.type in MODIFIERS | {"NOT"}, following.parts[modal + 1 :])
            norm.parts += [part.inherit(Scope.SENTENCE) for part in rest]


def _share_backwards(norms: Sequence[_Norm]) -> None:
    """Give what restricts the last of several coordinated verb phrases, set off by a comma, to those before it."""
    for norm, following in reversed(list(itertools.pairwise(norms))):
        denied_too = any(part.opener == "NOR" for part in following.parts)  # ", |nor| shall others be raised, unless"
        if following.takes_over or denied_too:
            norm.parts += [part.inherit(Scope.SENTENCE) for part in _trailing(following.parts)]


def _trailing(parts: Sequence[Part]) -> list[Part]:
    """The provisos and exceptions behind all else, each set off by a comma; no request, which is for one of them."""
    behind = max((part.phrase.span.end for part in parts if part.type in ("ACT", "DENIED")), default=0)
    trailing = itertools.takewhile(_restricts_all, reversed(parts))
    return [part for part in trailing if part.phrase.span.start >= behind][::-1]


def _restricts_all(part: Part) -> bool:
    return part.type in ("CONDITION", "EXCEPTION") and part.set_off and part.opener not in _ON_REQUEST


def _supposes(part: Part) -> bool:
    """Whether a part says under what condition, or unless what, the whole sentence holds."""
    return part.opener in ("IF", "UNLESS", "EXCEPT") and part.type in ("CONDITION", "EXCEPTION")


def _modal(parts: Sequence[Part]) -> list[Part]:
    """The modal of a norm, as the verb takes it over that is coordinated with it."""
    return [part.inherit(Scope.SENTENCE) for part in parts if part.type in MODALS][:1]


def _affirmed(part: Part) -> Part:
    """The part that says nobody, as one that says who: "neither Party" is each of them."""
    return attrs.evolve(part, type="WHO") if part.type == "NOBODY" else part


def _has_subject(parts: Sequence[Part]) -> bool:
    return any(part.type in SUBJECTS for part in parts)


def _shared(front: Sequence[Part]) -> list[Part]:
    """What holds for a verb phrase coordinated with this norm's too: the subject, and what restricts the whole."""
    subjects = [part for part in front if part.type in SUBJECTS]
    return [part for part in front[: front.index(subjects[0])] if part.type in HEAVY_MODIFIERS] + subjects
