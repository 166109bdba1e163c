"""Assembling: from the parts that the grammar recognised to a clause.

Guarantees: every phrase is a contiguous stretch of the text; a bearer that is not there is `None` with the reason.
`interpretation` may still take a bearer away that turns out to be a thing.
"""

import re

import attrs

from treatylex.language.grammar import lower, pattern
from treatylex.language.running_text import RunningText
from treatylex.language.words import word
from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseRole
from treatylex.parsing.clauses.parts import Part
from treatylex.parsing.sentences.cues import MODALS, MODIFIERS, PARTICIPLES, SUBJECTS
from treatylex.parsing.sentences.folding import folded
from treatylex.parsing.sentences.parties import NAMING_HOLDER, head_is_actor
from treatylex.parsing.sentences.splitting import cues_of
from treatylex.source import QUOTATION_MARKS, Span

_MODAL_CUES = MODALS | {"IS", "IS_OFFICE", "NOR", "NOT"}
# Who is bound, free or entitled by these acts, whatever word no list knows names them: "glorfs are entitled to".
_SAID_OF_PERSONS = frozenset({
    "ENDEAVOUR", "BE_ENTITLED", "BE_FREE", "BE_BOUND", "UNDERTAKES", "UNDERTAKES_NOT", "RESERVES", "IS_FREE",
    "NEED_NOT", "IS_ENCOURAGED", "HAVE_RIGHT_NOT", "PLEDGED", "UNBOUND", "IS_BOUND",
})  # fmt: skip
# Verbs that belong to the modal phrase ("undertakes to", "shall be entitled to"), not to the action.
_OPERATORS = _SAID_OF_PERSONS | {
    "IS_PROHIBITED", "MEANS", "INCLUDES", "EXCLUDES", "DECLARES", "GRANTS", "APPLIES", "PREJUDICES", "IS_TASK",
    "IS_FOR", "GRANTS_RIGHT", "URGES", "APART_FREE", "APART_BOUND", "FAIL", "STATE", "HEREBY",
}  # fmt: skip
_NO_ACTION = MODIFIERS | SUBJECTS | _MODAL_CUES | {"BARE"}
HEAVY_MODIFIERS = MODIFIERS - {"LINKER"}  # what parts a modal from its operator
_OF_ACTION = frozenset({"MANNER", "PURPOSE", "TOPIC"})
NEVER_BORNE = {
    ClauseKind.CONSTITUTIVE: BearerReason.CONSTITUTIVE,
    ClauseKind.DEFINITION: BearerReason.DEFINITION,
    ClauseKind.SAVING: BearerReason.SAVING,
}
_DONE_TO = PARTICIPLES | {"DENIED"}  # "shall be neither |sold| nor let"
_MARKS = re.compile(f"[{''.join(sorted(QUOTATION_MARKS))}]+")  # "``" is one mark
EDGES = " ,;:.-–—*#~·•"  # what a phrase neither begins nor ends with


def build(kind: ClauseKind, parts: list[Part], agent: Phrase | None, passage: RunningText) -> Clause:
    """A clause from the parts that the grammar recognised."""
    subject = next((part for part in parts if part.type in SUBJECTS), None)
    bearer, reason = _bearer(kind, parts, subject, agent, passage)
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
    return len(source_text[first.span.end : second.span.start].strip(EDGES).split()) == 1


def _joined(passage: RunningText, parts: list[Part], role: PhraseRole) -> Phrase | None:
    """One phrase from the first of the parts to the last."""
    if not parts:
        return None
    first = parts[0].phrase
    if len(parts) == 1:
        return attrs.evolve(first, role=role, opener=None, parts=())
    spans = [part.phrase.span for part in parts]
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    home = RunningText(passage.source_text, [span]) if first.inherited else passage
    return Phrase(
        role=role,
        text=span.of(passage.source_text),
        span=span,
        normalized=home.text[home.at(span.start) : home.at(span.end - 1) + 1],
        inherited=first.inherited,
    )


def _modal(parts: list[Part], passage: RunningText) -> Phrase | None:
    """The modal with its negation and operator; a joint that denies is none of it: "|nor| shall a Party"."""
    modal = [parts[n] for n in _of_modal(parts) if parts[n].opener not in ("NOR", "NEITHER")]
    return _joined(passage, modal, PhraseRole.MODAL)


def _of_modal(parts: list[Part]) -> list[int]:
    """The places of the modal, its negation and its operator, as far as nothing of weight stands between them."""
    found: list[int] = []
    apart = parted = False
    subject = next((part.phrase.span.start for part in parts if part.type in SUBJECTS), -1)
    for n, part in enumerate(parts):
        if found and parts[found[0]].phrase.span.start < subject < part.phrase.span.start:
            break  # "Under no circumstances shall a Party |fail to|"
        if part.type == "NOT" and parted:
            break  # "|shall|, in case of doubt, not": one stretch
        if part.type in _MODAL_CUES or (part.type in _OPERATORS and not parted):
            found.append(n)
        elif found and part.type in MODIFIERS:
            apart = apart or part.type in HEAVY_MODIFIERS
            parted = parted or apart or part.set_off  # "shall|, moreover,| endeavour to"
        elif found and part.type != "ADVERB":
            break
    if found and parts[found[0]].phrase.inherited:  # "may: (a) |reserve the right to| object" is the item's own act
        return [n for n in found if parts[n].phrase.inherited]  # and "(a) |not| leave"
    return found


def _action(parts: list[Part], passage: RunningText) -> Phrase | None:
    """From the first word of the predicate that is no modal, negation or modifier to the end of its core."""
    modal = _of_modal(parts)  # "may, on signature, |reserve the right| not to": what is apart from it is action
    left_out = set(modal)
    left_out.update(n for n, part in enumerate(parts) if part.type == "ADVERB" and n < max(modal, default=-1))
    apart = {n for n in range(max(modal, default=0) + 1, len(parts)) if parts[n].type == "NOT"} - left_out
    every = [n for n, part in enumerate(parts) if (part.type not in _NO_ACTION or n in apart) and n not in left_out]
    own = [n for n in every if not parts[n].phrase.inherited]
    if own:
        own = [*_manners_before(parts, own[0]), *own]
    return _joined(passage, [parts[n] for n in own or every], PhraseRole.ACTION)


def _manners_before(parts: list[Part], verb: int) -> list[int]:
    """How and what for, between a modal and its verb: part of the action, as they are behind the verb."""
    modal = next((n for n in range(verb - 1, -1, -1) if parts[n].type in _MODAL_CUES | _OPERATORS), verb)
    return [n for n in range(modal + 1, verb) if parts[n].type in _OF_ACTION and not parts[n].phrase.inherited]


def _bearer(
    kind: ClauseKind, parts: list[Part], subject: Part | None, agent: Phrase | None, passage: RunningText
) -> tuple[Phrase | None, BearerReason | None]:
    """Who holds the duty, the right or the permission; without one, the reason."""
    if kind in NEVER_BORNE:
        return None, NEVER_BORNE[kind]
    types = {part.type for part in parts}
    if types & NAMING_HOLDER:
        return (None, BearerReason.UNSTATED) if agent is None else (attrs.evolve(agent, role=PhraseRole.BEARER), None)
    if types & {"BE_OFFICE", "IS_OFFICE"} and subject is not None:
        holder = _office_holder(subject.phrase, passage)
        return holder, None if holder else BearerReason.UNSTATED
    if {"MAY", "BE_BOUND"} <= types and kind is not ClauseKind.EXEMPTION:  # "A driver may be required to stop"
        return None, BearerReason.PASSIVE
    if "BE_TARGET" in types:  # "shall not be the object of attack"
        return None, BearerReason.PASSIVE
    if "BE_CONSIDERED" in types or (types & {"BE", "IS"} and types & _DONE_TO):
        return (None, BearerReason.PASSIVE) if agent is None else (attrs.evolve(agent, role=PhraseRole.BEARER), None)
    if subject is None:
        return None, BearerReason.UNSTATED
    animate = _is_said_of_persons(parts) if subject.animate is None else subject.animate
    if not animate:
        return None, BearerReason.UNKNOWN if subject.animate is None else BearerReason.INANIMATE
    if "BE_DEEMED" in types:  # "It may be limited": done to it, not by it
        return None, BearerReason.PASSIVE
    if subject.type == "WHAT" and types & {"IS_PROHIBITED", "BANNED"}:  # a lone pronoun: "It is prohibited to"
        return None, BearerReason.IMPERSONAL
    return attrs.evolve(subject.phrase, role=PhraseRole.BEARER), None


def _is_said_of_persons(parts: list[Part]) -> bool:
    """Whether people rather than things are meant: "glorfs |are entitled to|", or an act, as in "shall |inform|"."""
    acts = (word(lower(part.phrase.normalized).split()[0].strip(EDGES)) for part in parts if part.type == "ACT")
    said = {part.type for part in parts}
    return not said.isdisjoint(_SAID_OF_PERSONS) or any(act.is_known and not act.is_stative for act in acts)


def _office_holder(subject: Phrase, passage: RunningText) -> Phrase | None:
    """Whose the functions are that a subject names: "The functions of |the Board|", "|Its| tasks"."""
    home = RunningText(passage.source_text, [subject.span])
    found = pattern("recipient", "OFFICE_HOLDER").search(lower(home.text))
    if found is None:
        return None
    span = home.span(*found.span())
    words = home.text[found.start() : found.end()]
    cues = folded(cues_of(words, ()), words)
    if not head_is_actor(cues, 0, len(cues)):  # "the function of the gauge is to"
        return None
    return Phrase(
        role=PhraseRole.BEARER, text=span.of(home.source_text), span=span, normalized=words, inherited=subject.inherited
    )


def _term(passage: RunningText, subject: Phrase) -> Phrase | None:
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
