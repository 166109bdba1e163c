"""Antecedents: for whom a pronoun stands.

Guarantee: an antecedent is given only where one noun phrase alone can be meant: the only one of its number that names
an actor, in the clauses before the pronoun of the same sentence or else in the clause before, whose bearer counts by
whatever name; or where that clause names no such actor, the thing that it speaks of. Elsewhere there is none.
"""

import itertools
from collections.abc import Iterable, Iterator

import attrs

from treatylex.language.running_text import RunningText
from treatylex.model.clauses import Clause, ClauseKind, Phrase, PhraseRole
from treatylex.parsing.interpretation.actors import Mentioned, is_plural, mentioned_in, pronoun_of
from treatylex.parsing.sentences.folding import folded
from treatylex.parsing.sentences.parties import head_is_actor
from treatylex.parsing.sentences.splitting import cues_of


def antecedent(clause: Clause, before: Clause | None, text: str) -> Phrase | None:
    """The noun phrase that the clause's subject, a lone pronoun, stands for, if it is certain.

    Args:
        clause: the clause with the pronoun.
        before: the clause before it in the same provision, its own pronoun already read.
        text: the whole text.
    """
    pronoun = None if clause.subject is None else pronoun_of(clause.subject.normalized)
    if clause.subject is None or pronoun is None:
        return None
    if clause.subject.inherited and before is not None and _is_shared(clause.subject, before):
        return None if before.subject is None else before.subject.antecedent
    if clause.bearer is None:
        return _thing(clause, before) if pronoun == "IT" else None
    leading = [phrase for phrase in clause.modifiers if phrase.span.end <= clause.subject.span.start]
    found = list(_agreeing(pronoun, leading, text))
    if not found and before is not None:
        found = [*_unnamed(pronoun, before), *_agreeing(pronoun, _phrases(before), text)]
        if not found and before.bearer is None:
            return _spoken_of(before)
    alike = len({_words(phrase) for phrase in found}) == 1
    return found[-1] if alike else None


def _is_shared(subject: Phrase, before: Clause) -> bool:
    """Whether a subject is that of the clause before, too; a chapeau hands the first of its points one of its own."""
    return before.subject is not None and before.subject.span == subject.span


def _words(phrase: Phrase) -> str:
    """What a noun phrase says, its determiner left out: "the Council", "a Council"."""
    return phrase.actor or phrase.normalized.casefold()


def _thing(clause: Clause, before: Clause | None) -> Phrase | None:
    """The thing whose fate one sentence after the other tells: "This Treaty shall enter into force …. It shall …"."""
    if before is None or before.subject is None:
        return None
    if clause.kind is not ClauseKind.CONSTITUTIVE or before.kind is not ClauseKind.CONSTITUTIVE:
        return None
    return None if mentioned_in(before.subject.normalized) else _spoken_of(before)


def _spoken_of(clause: Clause) -> Phrase | None:
    """The thing that a clause speaks of, its subject; none when that can act or is a pronoun itself."""
    subject = clause.subject
    if subject is None or subject.antecedent is not None:
        return None if subject is None else subject.antecedent
    if pronoun_of(subject.normalized) is not None or can_act(subject.normalized):
        return None
    return attrs.evolve(subject, role=PhraseRole.ANTECEDENT, inherited=False)


def can_act(noun_phrase: str) -> bool:
    """Whether the head of a noun phrase is a person, a State or an organ.

    >>> can_act("the Council"), can_act("the decision of the Council")
    (True, False)
    """
    sentence = folded(cues_of(noun_phrase, ()), noun_phrase)
    return head_is_actor(sentence, 0, len(sentence))


def _unnamed(pronoun: str, clause: Clause) -> Iterator[Phrase]:
    """The bearer of a clause, where it is no actor's name and the pronoun can stand for it: "The Lender"."""
    bearer = clause.bearer
    if bearer is None or clause.subject is None or bearer.span != clause.subject.span:
        return
    named = pronoun_of(bearer.normalized) or any(found.start == 0 for found in mentioned_in(bearer.normalized))
    if not named and is_plural(bearer.normalized) == (pronoun == "THEY"):
        yield attrs.evolve(bearer, role=PhraseRole.ANTECEDENT, inherited=False)


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
        home = RunningText(text, [phrase.span])
        for mentioned in mentioned_in(home.text):
            if _agrees(pronoun, mentioned):
                yield _mention(home, mentioned)


def _agrees(pronoun: str, mentioned: Mentioned) -> bool:
    person = mentioned.actor.rule == "person"
    return mentioned.plural if pronoun == "THEY" else not mentioned.plural and person == (pronoun == "HE")


def _mention(home: RunningText, mentioned: Mentioned) -> Phrase:
    span = home.span(mentioned.start, mentioned.end)
    return Phrase(
        role=PhraseRole.ANTECEDENT,
        text=span.of(home.source_text),
        span=span,
        normalized=home.text[mentioned.start : mentioned.end],
        actor=mentioned.actor.name,
    )
