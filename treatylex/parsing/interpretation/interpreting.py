"""Interpreting: the clauses of a whole reading, with what their phrases stand for.

Guarantee: only `actor`, `antecedent` and `period` of phrases are written, and the bearer is taken from a pronoun that
stands for a thing and from a person who may let nobody act; words, places and kinds stay.
"""

from collections.abc import Iterable

import attrs

from treatylex.language.grammar import lower, pattern
from treatylex.model.clauses import MODIFIER_FIELDS, BearerReason, Clause, ClauseKind, Phrase, PhraseRole
from treatylex.model.provisions import Definition
from treatylex.parsing.draft import Reading
from treatylex.parsing.interpretation.actors import ActorReader
from treatylex.parsing.interpretation.antecedents import antecedent, can_act
from treatylex.parsing.interpretation.periods import notice_of, period_of

_ANYONE = frozenset({"any_party", "any_state"})
_PARTIES = ("subject", "bearer", "counterparty")


def interpret(reading: Reading, definitions: Iterable[Definition]) -> None:
    """Write actors, antecedents and periods into the clauses of every provision; take bearers away that are things."""
    interpreter = _Interpreter(reading.text, ActorReader(definitions))
    for draft in reading.root.walk():
        before: Clause | None = None
        for i, clause in enumerate(draft.clauses):
            before = draft.clauses[i] = interpreter.clause(clause, before)


class _Interpreter:
    """Interprets the clauses of one treaty."""

    def __init__(self, text: str, actors: ActorReader) -> None:
        self.text, self.actors = text, actors

    def clause(self, clause: Clause, before: Clause | None) -> Clause:
        """The clause with what its phrases stand for; `before` is the interpreted clause before it."""
        changed: dict[str, Phrase | tuple[Phrase, ...]] = {}
        meant = antecedent(clause, before, self.text)
        if meant is not None and _is_borne_by_subject(clause) and not can_act(meant.normalized):
            clause = attrs.evolve(clause, bearer=None, bearer_reason=BearerReason.INANIMATE)
        if _is_anyone(clause, self.actors):
            clause = attrs.evolve(clause, bearer=None, bearer_reason=BearerReason.PASSIVE)
        for name in _PARTIES:
            phrase: Phrase | None = getattr(clause, name)
            if phrase is not None:
                same = clause.subject is not None and phrase.span == clause.subject.span
                changed[name] = self.party(phrase, meant if same else None)
        for name in MODIFIER_FIELDS:
            phrases: tuple[Phrase, ...] = getattr(clause, name)
            if phrases:
                changed[name] = tuple(map(timed, phrases))
        return attrs.evolve(clause, **changed) if changed else clause  # type: ignore[arg-type]

    def party(self, phrase: Phrase, meant: Phrase | None) -> Phrase:
        """A subject, bearer or counterparty with its actor: a pronoun has that of its antecedent."""
        if meant is not None:
            meant = attrs.evolve(meant, actor=self.actors.named(meant.normalized).actor)
            return attrs.evolve(phrase, actor=meant.actor, antecedent=meant)
        actor = self.actors.named(phrase.normalized).actor
        return phrase if actor is None else attrs.evolve(phrase, actor=actor)


def _is_anyone(clause: Clause, actors: ActorReader) -> bool:
    """Whether a person may not let anyone do something: "The judge shall not be employed |by any party|"."""
    agent, subject = clause.bearer, clause.subject
    if clause.kind is not ClauseKind.PROHIBITION or agent is None or subject is None or _is_borne_by_subject(clause):
        return False
    # "not lawful |for a Party| to"
    impersonal = pattern("clause", "LAWFUL", "BE_LAWFUL", "NECESSARY", "BE_NECESSARY").search(lower(clause.text))
    return not impersonal and actors.named(agent.normalized).actor in _ANYONE and can_act(subject.normalized)


def _is_borne_by_subject(clause: Clause) -> bool:
    """Whether the clause's bearer is its subject, and not the agent of a passive."""
    return clause.bearer is not None and clause.subject is not None and clause.bearer.span == clause.subject.span


def timed(phrase: Phrase) -> Phrase:
    """A modifier with its period, and those of the modifiers in it."""
    parts = tuple(map(timed, phrase.parts))
    period = period_of(phrase.normalized) if phrase.role is PhraseRole.TIME else None
    if phrase.role is PhraseRole.MANNER:
        period = notice_of(phrase.normalized)
    return phrase if period is None and parts == phrase.parts else attrs.evolve(phrase, parts=parts, period=period)
