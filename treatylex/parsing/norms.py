"""Norms: from the cues of one passage to clauses.

Guarantees: each norm is read by itself, so that one that cannot be read spoils no other; every phrase is a contiguous
stretch of the text; a bearer that is not there is `None` with the reason.
"""

import enum
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from treatylex.language.grammar import WORDS, Cue, Grammar, Reduction, Steps, UnexpectedCue, compiled, lower, pattern
from treatylex.language.passage import Passage
from treatylex.language.states import is_state
from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseJoin, PhraseRole
from treatylex.parsing.draft import Mention
from treatylex.parsing.sentences.boundaries import Boundary, boundary
from treatylex.parsing.sentences.cues import LIST_JOINTS, MODALS, MODIFIERS, PARTICIPLES, SUBJECTS, Chunk, Sentence
from treatylex.parsing.sentences.fronts import front
from treatylex.parsing.sentences.lists import WAITING_FOR_VERB
from treatylex.parsing.sentences.parties import agent, counterparty
from treatylex.parsing.sentences.predicates import predicate
from treatylex.parsing.sentences.verbs import main_verbs
from treatylex.parsing.tracing import Trace
from treatylex.source import QUOTATION_MARKS, Span

_MODAL_CUES = MODALS | {"IS", "NOR", "NOT"}
# Verbs that belong to the modal phrase ("undertakes to", "shall be entitled to"), not to the action.
_OPERATORS = frozenset(
    {
        "ENDEAVOUR", "BE_ENTITLED", "BE_FREE", "BE_BOUND", "UNDERTAKES", "UNDERTAKES_NOT", "RESERVES", "IS_FREE",
        "NEED_NOT", "IS_ENCOURAGED", "IS_PROHIBITED", "MEANS", "INCLUDES", "EXCLUDES", "DECLARES", "GRANTS", "APPLIES",
        "PREJUDICES", "HAVE_RIGHT_NOT",
    }
)  # fmt: skip
_NO_ACTION = MODIFIERS | SUBJECTS | _MODAL_CUES | {"BARE"}
_HEAVY_MODIFIERS = MODIFIERS - {"TOPIC", "LINKER"}  # what parts a modal from its operator
_OF_ACTION = frozenset({"MANNER", "PURPOSE", "TOPIC"})
_RESTRICTIONS = frozenset({"CONDITION", "EXCEPTION"})
_ROLES = {
    "CONDITION": PhraseRole.CONDITION,
    "EXCEPTION": PhraseRole.EXCEPTION,
    "TIME": PhraseRole.TIME,
    "MANNER": PhraseRole.MANNER,
    "PURPOSE": PhraseRole.PURPOSE,
}
_NEVER_BORNE = {
    ClauseKind.CONSTITUTIVE: BearerReason.CONSTITUTIVE,
    ClauseKind.DEFINITION: BearerReason.DEFINITION,
    ClauseKind.SAVING: BearerReason.SAVING,
}
_IMPERSONAL = frozenset({"IS_PROHIBITED", "BANNED"})
_PASSIVE_AUXILIARIES = frozenset({"BE", "IS"})
_BEFORE_CAPITAL = frozenset({"STOP", "RIGHT_BRACKET"})
_MARKS = re.compile(f"[{''.join(sorted(QUOTATION_MARKS))}]+")  # "``" is one mark
_EDGES = " ,;:.-–—"  # what a phrase neither begins nor ends with


class Scope(enum.StrEnum):
    """From where a norm takes over a part."""

    CHAPEAU = "chapeau"  # the words around the list that it is an item of
    SENTENCE = "sentence"  # another norm of its sentence


@attrs.frozen
class Part:
    """A chunk of a norm together with its phrase, which knows its place in the text.

    `opener` is the terminal of the cue that opens a modifier; `set_off` says that a comma stands before it.
    """

    type: str
    phrase: Phrase
    animate: bool = True
    opener: str | None = None
    set_off: bool = False
    scope: Scope | None = None

    def inherit(self, scope: Scope) -> "Part":
        """The same part as a later norm takes it over."""
        return attrs.evolve(self, phrase=attrs.evolve(self.phrase, inherited=True), scope=scope)


@attrs.define
class _Norm:
    """A norm before the grammar reads it; `takes_over` says that its subject is that of the norm before it."""

    parts: list[Part]
    agent: Chunk | None
    owed_to: Chunk | None
    takes_over: bool


class _Builder:
    """What the clause grammar builds: the kind, by the name of the rule that matched, and the parts in order."""

    def __init__(self) -> None:
        for kind in ClauseKind:
            setattr(self, kind.value, functools.partial(_recognised, kind))

    def start(self, children: list[Any]) -> Any:
        """One norm."""
        return children[0]


def _recognised(kind: ClauseKind, tokens: list[Any]) -> tuple[ClauseKind, list[Part]]:
    return kind, [token.value for token in tokens]


def clause_grammar() -> Grammar:
    """The grammar of clauses; what it parses is a kind and the parts that it was given."""
    return compiled("clause", _Builder, ("start", "cue"))


def steps_of(parts: Sequence[Part]) -> tuple[Reduction, ...]:
    """By which rules the grammar reads the parts, the innermost first."""
    steps: tuple[Reduction, ...] = compiled("clause", Steps, ("start", "cue")).parse(parts)
    return steps


def cues_of(text: str, mentions: Sequence[Mention], names: frozenset[str] = frozenset()) -> list[Cue]:
    """The cues of a passage, with one REFERENCE in place of those that a mention covers.

    `names` are those that the treaty gives its parties, in lower case.
    """
    cues = clause_grammar().scan(text)
    named: list[Cue] = []
    for cue in _with_references(cues, mentions):
        begins = not named or named[-1].type in _BEFORE_CAPITAL
        named.append(_named(cue, text, names, begins=begins) if cue.type == WORDS else cue)
    return named


def _named(cue: Cue, text: str, names: frozenset[str], *, begins: bool) -> Cue:
    """A run of words that ends with a capitalised one is a NAME, unless it is one word that begins a sentence.

    Such a word is one when a State or a party bears it.
    """
    first = max(cue.start, text.rfind(" ", cue.start, cue.end) + 1)
    if not text[first : first + 1].isupper():
        return cue
    alone = begins and first == cue.start and text[first + 1 : cue.end].islower()
    word = text[first : cue.end].lower()
    return cue if alone and word not in names and not is_state(word) else Cue("NAME", cue.start, cue.end)


def _with_references(cues: list[Cue], mentions: Sequence[Mention]) -> Iterator[Cue]:
    waiting = iter(mentions)
    mention = next(waiting, None)
    for cue in cues:
        while mention is not None and cue.start >= mention.end:
            mention = next(waiting, None)
        if mention is None or cue.end <= mention.start:
            yield cue
            continue
        if cue.start < mention.start:
            yield Cue(WORDS, cue.start, mention.start)
        if cue.start <= mention.start:
            yield Cue("REFERENCE", mention.start, mention.end)
        if cue.end > mention.end:
            yield Cue(WORDS, mention.end, cue.end)


def completed_by_to(text: str, cues: Sequence[Cue]) -> list[Cue]:
    """The cues of a chapeau whose items begin with "to", which ends its operator: "shall be allowed: (a) to …"."""
    last = len(cues) - (cues[-1].type == "COLON")
    for first in range(max(0, last - _LONGEST_OPERATOR), last):
        start, end = cues[first].start, cues[last - 1].end
        found = clause_grammar().scan(f"{text[start:end]} to")
        if len(found) == 1 and found[0].type in WAITING_FOR_VERB:
            return [*cues[:first], Cue(found[0].type, start, end), *cues[last:]]
    return list(cues)


_LONGEST_OPERATOR = 5  # cues: "be under an obligation"
LONGEST_SENTENCE = 1500  # cues; the longest sentence of 1,189 treaties has fewer, so a longer one is none


def split_sentences(text: str, cues: Sequence[Cue]) -> list[list[Cue]]:
    """The cues of each sentence, with the full stop that ends it."""
    sentences: list[list[Cue]] = [[]]
    for cue in cues:
        sentences[-1].append(cue)
        ends = cue.type == "STOP" and not _goes_on(text, cue.end)
        if ends or len(sentences[-1]) == LONGEST_SENTENCE:
            sentences.append([])
    return [sentence for sentence in sentences if any(cue.type != "STOP" for cue in sentence)]


def _goes_on(text: str, at: int) -> bool:
    """Whether the sentence goes on after a full stop: a small letter follows."""
    following = text[at : at + 3].lstrip(' (“"')
    return text[at : at + 1] == " " and following[:1].islower()


class NormReader:
    """Reads sentences of one passage into clauses."""

    def __init__(self, passage: Passage, trace: Trace | None = None) -> None:
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
        norms: list[_Norm] = []
        found = list(_norms(sentence, start))
        for begins, verb, end in found[:-1] if unfinished else found:
            before = self.parts(front(sentence, begins, verb, open_condition=open_condition))
            after = self.parts(predicate(sentence, verb, end))
            takes_over = not _has_subject(before) and not _has_subject(after)
            if _has_subject(before):
                shared = _shared(before)
            elif takes_over:
                before = [part.inherit(Scope.SENTENCE) for part in shared] + before
            if _has_subject(before):
                handed = [part for part in handed if part.type not in SUBJECTS]
            owed_to = counterparty(sentence, 0 if begins == start else begins, verb, end)
            parts = handed + before + after
            norms.append(_Norm(parts, agent(sentence, verb, end), owed_to, takes_over and bool(shared)))
        _share_backwards(norms)
        clauses: list[Clause] = []
        for norm in norms:
            clause = self.clause(norm.parts, norm.agent, norm.owed_to)
            if clause is not None and _breaks_off(clause, sentence):
                self.unread.append(clause.span)
            elif clause is not None:
                clauses.append(clause)
        return clauses

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

    def clause(self, parts: list[Part], agent: Chunk | None, owed_to: Chunk | None) -> Clause | None:
        """What the grammar makes of the parts; `None` when it does not describe them, which `unread` remembers."""
        if all(part.phrase.inherited or part.type == "BARE" for part in parts):
            return None  # nothing of the norm's own is left, as behind a stray "and"
        given = parts
        try:
            kind, parts = clause_grammar().parse(given)
        except UnexpectedCue:
            spans = [part.phrase.span for part in parts if not part.phrase.inherited]
            self.unread.append(Span(min(s.start for s in spans), max(s.end for s in spans)))
            return None
        agent_phrase = None if agent is None else self.phrase(agent)
        clause = build(kind, parts, agent_phrase, self.passage)
        if owed_to is not None and kind not in _NEVER_BORNE and not _is_subject(self.phrase(owed_to), clause):
            clause = attrs.evolve(clause, counterparty=attrs.evolve(self.phrase(owed_to), role=PhraseRole.COUNTERPARTY))
        if self.trace is not None:
            self.trace.norm(clause, parts, steps_of(given), agent_phrase)
        return clause

    def phrase(self, chunk: Chunk) -> Phrase:
        """The phrase that a chunk of this passage is, without the punctuation at its edges."""
        text, start, end = self.passage.text, chunk.start, chunk.end
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        while start < end and text[start] in _EDGES:
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


def _breaks_off(clause: Clause, sentence: Sentence) -> bool:
    """Whether nothing is left of a norm: "Each Party undertakes:"; not "The Article is replaced by:"."""
    return clause.action is None and sentence.types[-1] == "COLON" and clause.kind is not ClauseKind.CONSTITUTIVE


def _is_subject(phrase: Phrase, clause: Clause) -> bool:
    """Whether a phrase is the clause's own subject, or part of it."""
    return clause.subject is not None and clause.subject.span.covers(phrase.span)


def _norms(sentence: Sentence, start: int) -> Iterator[tuple[int, int, int]]:
    """Each norm of a sentence from the cue at `start` on: where it begins, its main verb, and where it ends."""
    verbs = [verb for verb in main_verbs(sentence) if verb >= start]
    for verb, following in itertools.zip_longest(verbs, verbs[1:]):
        end = Boundary(len(sentence), len(sentence)) if following is None else boundary(sentence, verb, following)
        yield start, verb, end.end
        start = end.next


def _share_backwards(norms: Sequence[_Norm]) -> None:
    """Give what restricts the last of several coordinated verb phrases, set off by a comma, to those before it."""
    for norm, following in reversed(list(itertools.pairwise(norms))):
        if following.takes_over:
            norm.parts += [part.inherit(Scope.SENTENCE) for part in _trailing(following.parts)]


def _trailing(parts: Sequence[Part]) -> list[Part]:
    """The conditions and exceptions, each set off by a comma, that stand behind all else."""
    trailing = list(itertools.takewhile(lambda part: part.type in _RESTRICTIONS and part.set_off, reversed(parts)))
    return trailing[::-1]


def _has_subject(parts: Sequence[Part]) -> bool:
    return any(part.type in SUBJECTS for part in parts)


def _shared(front: Sequence[Part]) -> list[Part]:
    """What holds for a verb phrase coordinated with this norm's too: the subject, and what restricts the whole."""
    subjects = [part for part in front if part.type in SUBJECTS]
    return [part for part in front[: front.index(subjects[0])] if part.type in _HEAVY_MODIFIERS] + subjects


def build(kind: ClauseKind, parts: list[Part], agent: Phrase | None, passage: Passage) -> Clause:
    """A clause from the parts that the grammar recognised."""
    subject = next((part for part in parts if part.type in SUBJECTS), None)
    bearer, reason = _bearer(kind, parts, subject, agent)
    own = [part.phrase.span for part in parts if not part.phrase.inherited and part.type != "BARE"]
    span = Span(min(s.start for s in own), max(s.end for s in own))
    return Clause(
        kind=kind,
        eid="",
        text=span.of(passage.source_text),
        span=span,
        subject=None if subject is None else attrs.evolve(subject.phrase, role=PhraseRole.SUBJECT),
        bearer=bearer,
        bearer_reason=reason,
        modal=_modal(parts, passage),
        action=_action(parts, passage),
        conditions=_of(parts, "CONDITION", passage.source_text),
        exceptions=_of(parts, "EXCEPTION", passage.source_text),
        times=_of(parts, "TIME", passage.source_text),
        manners=_of(parts, "MANNER", passage.source_text),
        purposes=_of(parts, "PURPOSE", passage.source_text),
        term=None if subject is None or subject.type != "DEFINED" else _term(passage, subject.phrase),
    )


def _of(parts: list[Part], kind: str, source_text: str) -> tuple[Phrase, ...]:
    """The modifiers of one role; a joint joins one to the one of its role that ends right before it, if one does."""
    found: list[Phrase] = []
    for part in parts:
        if part.type == kind:
            phrase = part.phrase
            if phrase.join and not (found and _adjoin(found[-1], phrase, source_text)):
                phrase = attrs.evolve(phrase, join=None)
            found.append(phrase)
    return tuple(found)


def _adjoin(first: Phrase, second: Phrase, source_text: str) -> bool:
    """Whether nothing but a joint stands between two phrases."""
    return len(source_text[first.span.end : second.span.start].strip(_EDGES).split()) == 1


def _joined(passage: Passage, parts: list[Part], role: PhraseRole) -> Phrase | None:
    """One phrase from the first of the parts to the last."""
    if not parts:
        return None
    first = parts[0].phrase
    if len(parts) == 1:
        return attrs.evolve(first, role=role, opener=None, parts=())
    spans = [part.phrase.span for part in parts]
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    home = Passage(passage.source_text, [span]) if first.inherited else passage
    return Phrase(
        role=role,
        text=span.of(passage.source_text),
        span=span,
        normalized=home.text[home.at(span.start) : home.at(span.end - 1) + 1],
        inherited=first.inherited,
    )


def _modal(parts: list[Part], passage: Passage) -> Phrase | None:
    """The modal with its negation and operator."""
    return _joined(passage, [parts[n] for n in _of_modal(parts)], PhraseRole.MODAL)


def _of_modal(parts: list[Part]) -> list[int]:
    """The places of the modal, its negation and its operator, as far as nothing of weight stands between them."""
    found: list[int] = []
    apart = False
    for n, part in enumerate(parts):
        if part.type in _MODAL_CUES or (part.type in _OPERATORS and not apart):
            found.append(n)
        elif found and part.type in MODIFIERS:
            apart = apart or part.type in _HEAVY_MODIFIERS
        elif found and part.type != "ADVERB":
            break
    return found


def _action(parts: list[Part], passage: Passage) -> Phrase | None:
    """From the first word of the predicate that is no modal, negation or modifier to the end of its core."""
    binds = any(part.type in _OPERATORS for part in parts)  # "hereby undertake to", but "hereby establish"
    modal = _of_modal(parts)  # "may, on signature, |reserve the right| not to": what is apart from it is action
    left_out = {*modal, *(n for n, part in enumerate(parts) if binds and part.type == "HEREBY")}
    left_out.update(n for n, part in enumerate(parts) if part.type == "ADVERB" and n < max(modal, default=-1))
    every = [n for n, part in enumerate(parts) if part.type not in _NO_ACTION and n not in left_out]
    own = [n for n in every if not parts[n].phrase.inherited]
    if own:
        own = [*_manners_before(parts, own[0]), *own]
    return _joined(passage, [parts[n] for n in own or every], PhraseRole.ACTION)


def _manners_before(parts: list[Part], verb: int) -> list[int]:
    """How and what for, between a modal and its verb: part of the action, as they are behind the verb."""
    modal = next((n for n in range(verb - 1, -1, -1) if parts[n].type in _MODAL_CUES | _OPERATORS), verb)
    return [n for n in range(modal + 1, verb) if parts[n].type in _OF_ACTION and not parts[n].phrase.inherited]


def _bearer(
    kind: ClauseKind, parts: list[Part], subject: Part | None, agent: Phrase | None
) -> tuple[Phrase | None, BearerReason | None]:
    """Who holds the duty, the right or the permission; without one, the reason."""
    if kind in _NEVER_BORNE:
        return None, _NEVER_BORNE[kind]
    types = {part.type for part in parts}
    if "BE_CONSIDERED" in types or (types & _PASSIVE_AUXILIARIES and types & PARTICIPLES):
        return (None, BearerReason.PASSIVE) if agent is None else (attrs.evolve(agent, role=PhraseRole.BEARER), None)
    if subject is None:
        return None, BearerReason.UNSTATED
    if not subject.animate:
        return None, BearerReason.INANIMATE
    if "BE_DEEMED" in types:  # "It may be limited": done to it, not by it
        return None, BearerReason.PASSIVE
    if subject.type == "WHAT" and types & _IMPERSONAL:  # a lone pronoun: "It is prohibited to"
        return None, BearerReason.IMPERSONAL
    return attrs.evolve(subject.phrase, role=PhraseRole.BEARER), None


def _term(passage: Passage, subject: Phrase) -> Phrase | None:
    """The term that is defined: what stands in quotation marks; several terms, or one without marks, as they stand."""
    if subject.inherited:
        return attrs.evolve(subject, role=PhraseRole.TERM)
    at = passage.at(subject.span.start)
    words = subject.normalized
    marks = [match.span() for match in _MARKS.finditer(words)]
    start, end = (marks[0][1], marks[1][0]) if len(marks) == 2 else (0, len(words))
    if not marks and (naming := pattern("clause", "THE_TERM").match(lower(words))):  # "the term vessel"
        start = naming.end()
    start += len(words[start:end]) - len(words[start:end].lstrip())
    end = start + len(words[start:end].rstrip())
    if start == end:
        return None
    span = passage.span(at + start, at + end)
    return Phrase(role=PhraseRole.TERM, text=span.of(passage.source_text), span=span, normalized=words[start:end])
