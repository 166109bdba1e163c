"""Doubts: which readings of a finished clause cannot be right, or are probably wrong.

Guarantee: nothing is changed here; what is doubted is told with the field, the reason and, where it can be told, what
would be read instead.
"""

from collections.abc import Iterator

import attrs

from treatylex.errors import Diagnostic
from treatylex.language.passage import Passage
from treatylex.model.clauses import Clause, Doubt, Phrase
from treatylex.parsing.sentences.cues import (
    BEFORE_NOUN,
    LIST_JOINTS,
    MODALS,
    PREPOSITIONS,
    RELATIVE_OR_THAT,
    WITH_VERB,
    Sentence,
)

_TIED = PREPOSITIONS | LIST_JOINTS | BEFORE_NOUN - {"OF_THEM", "NEITHER", "OTHER"}


@attrs.frozen
class Ground:
    """What a doubt is judged by: the cues of the sentence that a clause was read from."""

    passage: Passage
    sentence: Sentence

    def types(self, phrase: Phrase) -> list[str]:
        """The types of the cues that a phrase of this sentence consists of; none of one that stands elsewhere."""
        if phrase.inherited:
            return []
        start, end = self.passage.at(phrase.span.start), self.passage.at(phrase.span.end - 1)
        return [cue.type for cue in self.sentence.cues if start <= cue.start <= end]


def doubts_of(clause: Clause, ground: Ground) -> tuple[Doubt, ...]:
    """The doubts about a clause, in the order of its fields."""
    return tuple(_about_subject(clause, ground))


def doubtful(clause: Clause) -> Iterator[Diagnostic]:
    """The warnings about the doubts of a clause."""
    for doubt in clause.doubts:
        yield Diagnostic(code="doubtful-reading", message=f"this reading is doubtful: {doubt}", span=clause.span)


def _about_subject(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    subject = clause.subject
    types = [] if subject is None else ground.types(subject)
    if not types:
        return
    if types[0] in WITH_VERB:
        yield Doubt(field="subject", why=f'"{subject}" begins with a condition or exception')
    elif types[-1] in _TIED and len(types) > 1:
        yield Doubt(field="subject", why=f'"{subject}" breaks off before its noun')
    elif MODALS & set(types) and not RELATIVE_OR_THAT & set(types):
        yield Doubt(field="subject", why=f'"{subject}" holds a verb that binds by itself')
