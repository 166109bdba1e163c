"""Antecedents: for whom a pronoun stands.

Guarantee: an antecedent is given only where one noun phrase alone can be meant: the only one of its number that names
an actor, in the clauses before the pronoun of the same sentence or else in the clause before. Elsewhere there is none.
"""

import itertools
from collections.abc import Iterable, Iterator

import attrs

from treatylex.model.clauses import Clause, ClauseKind, Phrase, PhraseRole
from treatylex.parsing.interpretation.actors import Mentioned, mentioned_in, pronoun_of
from treatylex.parsing.passage import Passage


def antecedent(clause: Clause, before: Clause | None, text: str) -> Phrase | None:
    """The noun phrase that the clause's subject, a lone pronoun, stands for, if it is certain.

    Args:
        clause: the clause with the pronoun.
        before: the clause before it in the same provision, its own pronoun already read.
        text: the whole text.
    """
    pronoun = None if clause.subject is None else pronoun_of(clause.subject.normalized)
    if clause.subject is None or pronoun is None or clause.subject.inherited:
        return None
    if clause.bearer is None:
        return _thing(clause, before) if pronoun == "IT" else None
    leading = [phrase for phrase in clause.modifiers if phrase.span.end <= clause.subject.span.start]
    found = list(_agreeing(pronoun, leading, text))
    if not found and before is not None:
        found = list(_agreeing(pronoun, _phrases(before), text))
    alike = len({_words(phrase) for phrase in found}) == 1
    return found[-1] if alike else None


def _words(phrase: Phrase) -> str:
    """What a noun phrase says, its determiner left out: "the Council", "a Council"."""
    return phrase.actor or phrase.normalized.casefold()


def _thing(clause: Clause, before: Clause | None) -> Phrase | None:
    """The thing whose fate one sentence after the other tells: "This Treaty shall enter into force …. It shall …"."""
    if before is None or before.subject is None:
        return None
    if clause.kind is not ClauseKind.CONSTITUTIVE or before.kind is not ClauseKind.CONSTITUTIVE:
        return None
    if before.subject.antecedent is not None:
        return before.subject.antecedent
    if pronoun_of(before.subject.normalized) is not None or mentioned_in(before.subject.normalized):
        return None
    return attrs.evolve(before.subject, role=PhraseRole.ANTECEDENT, inherited=False)


def _phrases(clause: Clause) -> Iterator[Phrase]:
    """What a clause says, its subject first; a counterparty stands within one of these."""
    return itertools.chain(filter(None, (clause.subject, clause.action)), clause.modifiers)


def _agreeing(pronoun: str, phrases: Iterable[Phrase], text: str) -> Iterator[Phrase]:
    """The noun phrases that the pronoun can stand for by its number, and by whether it speaks of a person."""
    for phrase in phrases:
        if phrase.antecedent is not None:
            if pronoun_of(phrase.normalized) == pronoun:
                yield phrase.antecedent
            continue
        home = Passage(text, [phrase.span])
        for mentioned in mentioned_in(home.text):
            if _agrees(pronoun, mentioned):
                yield _mention(home, mentioned)


def _agrees(pronoun: str, mentioned: Mentioned) -> bool:
    person = mentioned.actor.rule == "person"
    return mentioned.plural if pronoun == "THEY" else not mentioned.plural and person == (pronoun == "HE")


def _mention(home: Passage, mentioned: Mentioned) -> Phrase:
    span = home.span(mentioned.start, mentioned.end)
    return Phrase(
        role=PhraseRole.ANTECEDENT,
        text=span.of(home.source_text),
        span=span,
        normalized=home.text[mentioned.start : mentioned.end],
        actor=mentioned.actor.name,
    )
