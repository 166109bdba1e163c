"""Explaining: why clauses were read as they were, told from a trace of the reading itself.

Guarantee: the text is read again by the same code that read it first, with a trace that listens; what the explanation
tells is what that reading decided, and the clause that it explains is the clause that was asked for.
"""

from collections.abc import Iterator

import attrs

from treatylex.errors import AddressError, InputError
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.explanations import Decision, DecisiveCue, Explanation, Ground
from treatylex.model.provisions import Provision, Treaty
from treatylex.model.references import Reference
from treatylex.parsing.citing import path_cited
from treatylex.parsing.clauses.parts import Part
from treatylex.parsing.interpretation.actors import ActorReader
from treatylex.parsing.interpretation.periods import rule_of
from treatylex.parsing.reader import read_reading
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.parsing.structure.building import read_structure
from treatylex.parsing.structure.layout import kinds_given
from treatylex.parsing.tracing import Norm, Trace
from treatylex.source import Span


def explain(treaty: Treaty, eid: str, *, instruments: Instruments = None) -> tuple[Explanation, ...]:
    """Why the clause with this eId was read as it was; for a provision, why each of its clauses was.

    Args:
        treaty: what `parse` or `read` returned.
        eid: the eId of a clause or of a provision, or how a lawyer cites one: "Article 4(1)".
        instruments: the instruments that the treaty was read with, if any were given.

    Raises:
        AddressError: when neither a clause nor a provision has the eId.
        InputError: when the text is read otherwise now, by another version or with other instruments.

    >>> from treatylex.parsing.reader import parse
    >>> (explanation,) = explain(parse("Neither Party shall withdraw."), "norm_1")
    >>> [(decision.field, decision.rule) for decision in explanation.decisions][:2]
    [('kind', 'clause.lark prohibition'), ('subject', 'clause.lark NOBODY')]
    """
    node = _addressed(treaty, eid)
    clauses = (node,) if isinstance(node, Clause) else node.clauses
    trace = Trace()
    reading = read_structure(treaty.source, kinds_given(treaty))
    reading.trace = trace
    again = read_reading(reading, treaty.source_name, instruments)
    explainer = _Explainer(again, trace)
    for clause in clauses:
        if clause.eid not in again or again[clause.eid] != clause:
            raise InputError(
                f"{clause.eid} is read otherwise now: the treaty was read by another version or with other "
                "instruments; read its text again, then ask"
            )
    return tuple(map(explainer.explanation, clauses))


def _addressed(treaty: Treaty, address: str) -> Provision | Clause:
    """The node with an eId, or the one provision that words cite and nothing else: "Article 4, paragraph 1 (a)"."""
    if isinstance(address, str) and address not in treaty:
        cited = path_cited(address)
        if cited is not None:
            try:
                return treaty[cited]
            except AddressError as fault:
                raise AddressError(f"{address}: {fault}") from None
    return treaty[address]


class _Explainer:
    """Tells the decisions of one treaty from the trace of its reading."""

    def __init__(self, treaty: Treaty, trace: Trace) -> None:
        self.treaty, self.trace = treaty, trace
        self.actors = ActorReader(treaty.definitions)

    def explanation(self, clause: Clause) -> Explanation:
        """Why one clause was read as it was."""
        norm = self.trace.norms.get(clause.eid)
        if norm is None:  # a recital, which is read whole
            recital = Decision(field="kind", value=clause.kind.value, span=clause.span, ground=Ground.REMAINDER)
            return Explanation(clause=clause, decisions=(recital,))
        return Explanation(
            clause=clause,
            decisions=tuple(self.decisions(clause, norm)),
            rules=tuple(dict.fromkeys(f"{step.rule}: {' '.join(step.types)}" for step in norm.steps)),
        )

    def decisions(self, clause: Clause, norm: Norm) -> Iterator[Decision]:
        """What was decided, in the order of the fields."""
        yield self.kind(clause, norm)
        if clause.subject is not None:
            yield self.subject(clause.subject, norm, named=clause.bearer is None)
        yield self.bearer(clause, norm)
        if clause.counterparty is not None:
            yield self.party("counterparty", clause.counterparty, Ground.OTHER_SIDE)
        if clause.modal is not None:
            yield self.phrase("modal", clause.modal, Ground.CUES, norm)
        if clause.action is not None:
            yield self.phrase("action", clause.action, Ground.REMAINDER, norm)
        if clause.term is not None:
            yield self.phrase("term", clause.term, Ground.KIND_OF_PHRASE, norm)
        for phrase in clause.modifiers:
            yield self.modifier(phrase, norm)
        for reference in clause.references:
            yield self.reference(reference)
        for doubt in clause.doubts:
            yield Decision(field="doubt", value=str(doubt), ground=Ground.DOUBT)

    def kind(self, clause: Clause, norm: Norm) -> Decision:
        """The rule that took the parts of the clause, and what each of them is to the grammar."""
        step = next(step for step in reversed(norm.steps) if step.rule == clause.kind)
        return Decision(
            field="kind",
            value=clause.kind.value,
            span=clause.span,
            ground=Ground.RULE,
            rule=f"clause.lark {step.rule}",
            evidence=tuple(
                DecisiveCue(text=part.phrase.normalized, span=part.phrase.span, terminal=part.type)
                for part in norm.parts
            ),
        )

    def subject(self, subject: Phrase, norm: Norm, *, named: bool) -> Decision:
        """What kind of noun phrase the grammar was told that the subject is; who it is, the bearer tells."""
        part = _part_of(subject, norm)
        told = self.party("subject", subject, Ground.KIND_OF_PHRASE)
        told = told if named else attrs.evolve(told, parts=())
        return told if part is None else attrs.evolve(told, rule=f"clause.lark {part.type}", scope=part.scope)

    def bearer(self, clause: Clause, norm: Norm) -> Decision:
        """Whose duty, right or permission it is, or why nobody's."""
        if clause.bearer is None:
            reason = clause.bearer_reason.value if clause.bearer_reason else None
            return Decision(field="bearer", value=reason, ground=Ground.NO_BEARER)
        if norm.agent is not None and norm.agent.span == clause.bearer.span:
            return self.party("bearer", clause.bearer, Ground.AGENT)
        return attrs.evolve(self.party("bearer", clause.bearer, Ground.SUBJECT), evidence=())

    def party(self, field: str, phrase: Phrase, ground: Ground) -> Decision:
        """A noun phrase with who it is."""
        parts: list[Decision] = []
        if phrase.antecedent is not None:
            meant = phrase.antecedent
            parts.append(
                Decision(field="antecedent", value=meant.normalized, span=meant.span, ground=Ground.ANTECEDENT)
            )
        if phrase.actor is not None:
            named = self.actors.named((phrase.antecedent or phrase).normalized)
            rule = " ".join(("actor.lark", *named.rules)) if named.rules else None
            ground_of_actor = Ground.RULE if named.rules else Ground.DEFINED
            parts.append(Decision(field="actor", value=phrase.actor, ground=ground_of_actor, rule=rule))
        return Decision(
            field=field,
            value=phrase.normalized,
            span=phrase.span,
            ground=ground,
            evidence=self.evidence(phrase.span),
            parts=tuple(parts),
        )

    def phrase(self, field: str, phrase: Phrase, ground: Ground, norm: Norm) -> Decision:
        """A phrase that consists of parts of the norm."""
        parts = [part for part in norm.parts if phrase.span.covers(part.phrase.span)]
        return Decision(
            field=field,
            value=phrase.normalized,
            span=phrase.span,
            ground=ground,
            evidence=() if field == "action" else self.evidence(phrase.span),
            scope=next((part.scope for part in parts if part.scope), None),
        )

    def modifier(self, phrase: Phrase, norm: Norm) -> Decision:
        """A condition, exception, time, manner or purpose, with its period and what is nested in it."""
        part = _part_of(phrase, norm)
        opening = [cue for cue in self.evidence(phrase.span) if cue.span.start == phrase.span.start]
        parts = [self.modifier(nested, norm) for nested in phrase.parts]
        if phrase.period is not None:
            described = rule_of(phrase.normalized)
            rule = described and f"period.lark {described}"
            parts.insert(0, Decision(field="period", value=str(phrase.period), ground=Ground.RULE, rule=rule))
        terminal = part.opener if part and part.opener else opening[0].terminal if opening else None
        return Decision(
            field=phrase.role.value,
            value=phrase.normalized,
            span=phrase.span,
            ground=Ground.OPENER,
            rule=terminal and f"clause.lark {terminal}",
            evidence=tuple(opening),
            scope=None if part is None else part.scope,
            parts=tuple(parts),
        )

    def reference(self, reference: Reference) -> Decision:
        """A reference with the cue that introduces it and where it leads."""
        leads = (f"{found.target} ({found.status.value})" for found in self.treaty.resolve(reference))
        return Decision(
            field="reference",
            value="; ".join(leads),
            span=reference.span,
            ground=Ground.RELATION,
            rule=reference.relation,
            evidence=(DecisiveCue(text=reference.text, span=reference.span, terminal="REFERENCE"),),
        )

    def evidence(self, span: Span) -> tuple[DecisiveCue, ...]:
        """The cues within a stretch of the text."""
        text = self.treaty.text
        return tuple(
            DecisiveCue(text=" ".join(cue.span.of(text).split()), span=cue.span, terminal=cue.terminal)
            for cue in self.trace.cues_in(span)
        )


def _part_of(phrase: Phrase, norm: Norm) -> Part | None:
    """The part of the norm that a phrase is; a nested one is none."""
    return next((part for part in norm.parts if part.phrase.span == phrase.span), None)
