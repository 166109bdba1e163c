"""Clauses: from running text to norms, list items completed by their chapeau.

Guarantees: each sentence is read by itself, so that one that cannot be read spoils no other; every phrase is a
contiguous stretch of the text; a bearer that is not there is `None` with the reason.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from treatylex.errors import Diagnostic, Severity
from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseRole
from treatylex.model.provisions import Level
from treatylex.parsing.bracketing import MODIFIERS, Chunk, Norm, Sentence, fold
from treatylex.parsing.draft import Draft, Mention, Reading, Run
from treatylex.parsing.grammar import WORDS, Cue, Grammar, UnexpectedCue, compiled
from treatylex.parsing.passage import Passage
from treatylex.source import Span

_OPERATORS = frozenset(
    {
        "ENDEAVOUR", "BE_ENTITLED", "BE_FREE", "BE_BOUND", "UNDERTAKES", "UNDERTAKES_NOT", "RESERVES", "IS_FREE",
        "NEED_NOT", "IS_ENCOURAGED", "IS_PROHIBITED", "MEANS", "INCLUDES", "DECLARES", "APPLIES", "PREJUDICES",
        "HAVE_RIGHT_NOT",
    }
)  # fmt: skip
_MODALS = frozenset({"SHALL", "MAY", "SHOULD", "CANNOT"})
_SUBJECTS = frozenset({"WHO", "WHAT", "NOBODY", "NOTHING_IN", "DEFINED"})
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
_UNREADABLE = frozenset({Level.PREAMBLE, Level.CONCLUSIONS})


def read_clauses(reading: Reading) -> None:
    """Write the clauses of every provision into its draft."""
    for draft in reading.root.walk():
        for run in draft.runs:
            if draft.level in _UNREADABLE:
                continue
            for cues in sentences(run):
                ClauseReader(run.passage).read(cues, draft)
    for draft in reading.root.walk():
        draft.clauses = [
            attrs.evolve(clause, eid=f"{draft.eid}__norm_{n}" if draft.eid else f"norm_{n}")
            for n, clause in enumerate(draft.clauses, 1)
        ]


@attrs.frozen
class Part:
    """A chunk of a norm together with its phrase, which knows its place in the text."""

    type: str
    phrase: Phrase
    animate: bool = True


class _Builder:
    """What the clause grammar builds: the kind, by the rule that matched, and the parts in order."""

    def __init__(self) -> None:
        for kind in ClauseKind:
            setattr(self, kind.value, functools.partial(_recognised, kind))

    def start(self, children: list[Any]) -> Any:
        """One norm."""
        return children[0]


def _recognised(kind: ClauseKind, tokens: list[Any]) -> tuple[ClauseKind, list[Part]]:
    return kind, [token.value for token in tokens]


def _grammar() -> Grammar:
    return compiled("clause", _Builder, ("start", "cue"))


def sentences(run: Run) -> Iterator[list[Cue]]:
    """The cues of each sentence of a run, references as one cue each, the full stops left out."""
    text = run.passage.text
    sentence: list[Cue] = []
    for cue in _with_references(_grammar().scan(text), run.mentions):
        if cue.type == "STOP" and not _goes_on(text, cue.end):
            if sentence:
                yield sentence
            sentence = []
        elif cue.type == WORDS:
            sentence.append(_named(cue, text))
        else:
            sentence.append(cue)
    if sentence:
        yield sentence


def _goes_on(text: str, at: int) -> bool:
    """Whether the sentence goes on after a full stop: the next letter is a small one."""
    following = text[at : at + 3].lstrip(' (“"')
    return bool(following) and following[0].islower() and text[at : at + 1] == " "


def _named(cue: Cue, text: str) -> Cue:
    """A run of words that ends with a capitalised one is a NAME."""
    last = text.rfind(" ", cue.start, cue.end) + 1
    first = max(cue.start, last)
    return Cue("NAME", cue.start, cue.end) if text[first : first + 1].isupper() else cue


def _with_references(cues: list[Cue], mentions: Sequence[Mention]) -> Iterator[Cue]:
    """The cues, with one REFERENCE in place of those that a mention covers."""
    waiting = iter(mentions)
    mention = next(waiting, None)
    for cue in cues:
        while mention is not None and cue.start >= mention.end:
            mention = next(waiting, None)
        if mention is None or cue.end <= mention.start:
            yield cue
            continue
        if cue.start < mention.start:
            yield Cue(cue.type if cue.type == WORDS else WORDS, cue.start, mention.start)
        if cue.start <= mention.start < cue.end:
            yield Cue("REFERENCE", mention.start, mention.end)
        if cue.end > mention.end:
            yield Cue(WORDS, mention.end, cue.end)


class ClauseReader:
    """Reads the sentences of one passage into clauses."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    def read(self, cues: list[Cue], draft: Draft) -> None:
        """Add the clauses of one sentence to the draft."""
        for norm in norms(Sentence(fold(cues))):
            clause = self.clause(norm)
            if clause is not None:
                draft.clauses.append(clause)

    def clause(self, norm: Norm) -> Clause | None:
        parts = [self.part(chunk) for chunk in norm.chunks]
        agent = None if norm.agent is None else self.part(norm.agent)
        try:
            kind, parts = _grammar().parse(parts)
        except UnexpectedCue:
            return None
        return build(kind, parts, agent, self.passage)

    def part(self, chunk: Chunk) -> Part:
        return Part(chunk.type, self.phrase(chunk), chunk.animate)

    def phrase(self, chunk: Chunk) -> Phrase:
        return phrase_of(self.passage, chunk.start, chunk.end, _ROLES.get(chunk.type, PhraseRole.ACTION), chunk.opener)


def phrase_of(passage: Passage, start: int, end: int, role: PhraseRole, opener: Cue | None = None) -> Phrase:
    """The phrase that a stretch of a passage is."""
    text = passage.text
    while end > start and text[end - 1] in " ,;:.-–—":
        end -= 1
    while start < end and text[start] in " ,;:.-–—":
        start += 1
    span = passage.span(start, end)
    return Phrase(
        role=role,
        text=span.of(passage.source_text),
        span=span,
        normalized=text[start:end],
        opener=None if opener is None else text[opener.start : opener.end].lower(),
    )


def build(kind: ClauseKind, parts: list[Part], agent: Part | None, passage: Passage) -> Clause:
    """A clause from the parts that the grammar recognised."""
    source = passage.source_text
    subject = next((part for part in parts if part.type in _SUBJECTS), None)
    modal = _modal(parts, source)
    action = _action(parts, source)
    bearer, reason = _bearer(kind, parts, subject, agent)
    own = [part.phrase.span for part in parts if not part.phrase.inherited]
    span = Span(min(s.start for s in own), max(s.end for s in own))
    return Clause(
        kind=kind,
        eid="",
        text=span.of(source),
        span=span,
        subject=None if subject is None else attrs.evolve(subject.phrase, role=PhraseRole.SUBJECT),
        bearer=bearer,
        bearer_reason=reason,
        modal=modal,
        action=action,
        conditions=_of(parts, "CONDITION"),
        exceptions=_of(parts, "EXCEPTION"),
        times=_of(parts, "TIME"),
        manners=_of(parts, "MANNER"),
        purposes=_of(parts, "PURPOSE"),
        term=None if subject is None or subject.type != "DEFINED" else _term(subject.phrase),
    )


def _of(parts: list[Part], kind: str) -> tuple[Phrase, ...]:
    return tuple(part.phrase for part in parts if part.type == kind)


def joined(source: str, parts: list[Part], role: PhraseRole) -> Phrase | None:
    """One phrase from the first of the parts to the last."""
    if not parts:
        return None
    first, last = parts[0].phrase, parts[-1].phrase
    span = Span(first.span.start, max(part.phrase.span.end for part in parts))
    text = span.of(source)
    normalized = first.normalized if len(parts) == 1 else Passage(source, [span]).text
    return Phrase(role=role, text=text, span=span, normalized=normalized, inherited=last.inherited)


def _modal(parts: list[Part], source: str) -> Phrase | None:
    """The modal with its negation and operator, as far as they stand together."""
    found: list[Part] = []
    pending = False
    for part in parts:
        if part.type in _MODALS or part.type in _OPERATORS or part.type == "NOT":
            if pending and part.type in _OPERATORS:
                break
            found.append(part)
            pending = False
        elif found and (part.type in MODIFIERS or part.type == "ADVERB"):
            pending = pending or part.type in MODIFIERS and part.type != "TOPIC"
        elif found:
            break
    return joined(source, found, PhraseRole.MODAL)


def _action(parts: list[Part], source: str) -> Phrase | None:
    """From the first word of the predicate that is no modal, negation or modifier to the end of its core."""
    verb = next((i for i, p in enumerate(parts) if p.type in _MODALS or p.type in _OPERATORS or p.type == "STATE"), -1)
    content = [
        part
        for part in parts[max(verb, 0) :]
        if part.type not in MODIFIERS
        and part.type not in _OPERATORS
        and part.type not in _MODALS
        and part.type != "NOT"
        and part.type not in _SUBJECTS
        and part.type != "BARE"
    ]
    return joined(source, content, PhraseRole.ACTION)


def _bearer(
    kind: ClauseKind, parts: list[Part], subject: Part | None, agent: Part | None
) -> tuple[Phrase | None, BearerReason | None]:
    if kind in _NEVER_BORNE:
        return None, _NEVER_BORNE[kind]
    types = [part.type for part in parts]
    if "BE" in types and ("DONE" in types or "PARTICIPLE" in types):
        if agent is not None:
            return attrs.evolve(agent.phrase, role=PhraseRole.BEARER), None
        return None, BearerReason.PASSIVE
    if subject is None:
        return None, BearerReason.UNSTATED
    if not subject.animate:
        return None, BearerReason.INANIMATE
    return attrs.evolve(subject.phrase, role=PhraseRole.BEARER), None


_QUOTED = re.compile(r"[“„«‘\"]+([^”“„»\"]+)")


def _term(subject: Phrase) -> Phrase:
    """The term that is defined: what stands in quotation marks, else the whole subject."""
    match = _QUOTED.search(subject.text)
    if match is None:
        return attrs.evolve(subject, role=PhraseRole.TERM)
    span = Span(subject.span.start + match.start(1), subject.span.start + match.end(1))
    inner = match.group(1)
    return Phrase(role=PhraseRole.TERM, text=inner, span=span, normalized=" ".join(inner.split()))


def norms(sentence: Sentence) -> list[Norm]:
    """The norms of a sentence; a coordinated verb phrase takes over the subject before it."""
    verbs = sentence.main_verbs()
    found: list[Norm] = []
    start = 0
    for n, verb in enumerate(verbs):
        end = following = len(sentence.cues)
        if n + 1 < len(verbs):
            end, following = sentence.boundary(verb, verbs[n + 1])
        front = sentence.front(start, verb)
        if found and not any(chunk.type in _SUBJECTS for chunk in front):
            front = [c._replace(inherited=True) for c in found[-1].chunks if c.type in _SUBJECTS] + front
        chunks = (*front, *sentence.predicate(verb, end))
        found.append(Norm(chunks, sentence.agent(verb, end)))
        start = following
    return found


def unread(span: Span) -> Diagnostic:
    """What is reported of a sentence that is no clause."""
    return Diagnostic(
        code="unread-passage",
        message="this passage could not be read as a clause; check its wording, or report it",
        span=span,
        severity=Severity.ERROR,
    )
