"""Tracing: what the reading of clauses decided, noted where it is decided.

Guarantee: a trace only listens; with or without one the same clauses are read, and without one nothing is noted.
"""

import bisect
import functools
from collections.abc import Sequence
from typing import NamedTuple

import attrs

from treatylex.language.grammar import WORDS, Reduction
from treatylex.language.running_text import RunningText
from treatylex.model.clauses import Clause, Phrase
from treatylex.parsing.clauses.parts import Part
from treatylex.parsing.sentences.cues import Sentence
from treatylex.source import Span

_NO_CUES = frozenset({WORDS, "NAME"})  # what stands between the cues


class FoundCue(NamedTuple):
    """A cue of `clause.lark` with its place in the text."""

    span: Span
    terminal: str


@attrs.frozen
class Norm:
    """How one clause was read: its parts in the order of the grammar, the rules that took them, and the parties."""

    clause: Clause
    parts: tuple[Part, ...]
    steps: tuple[Reduction, ...]
    agent: Phrase | None


@attrs.define
class Trace:
    """Everything noted while a text is read."""

    cues: list[FoundCue] = attrs.field(factory=list)
    norms: dict[str, Norm] = attrs.field(factory=dict)  # by the eId of the clause
    _unnumbered: dict[int, Norm] = attrs.field(
        factory=dict
    )  # by the identity of the clause, which the norm keeps alive

    def sentence(self, passage: RunningText, sentence: Sentence) -> None:
        """Note the cues of a sentence that is about to be read."""
        cues = (cue for cue in sentence.cues if cue.type not in _NO_CUES)
        self.cues += (FoundCue(passage.span(cue.start, cue.end), cue.type) for cue in cues)

    def norm(self, clause: Clause, parts: Sequence[Part], steps: tuple[Reduction, ...], agent: Phrase | None) -> None:
        """Note how a clause was read."""
        self._unnumbered[id(clause)] = Norm(clause, tuple(parts), steps, agent)

    def numbered(self, clause: Clause, eid: str) -> None:
        """Note the eId of a clause."""
        norm = self._unnumbered.pop(id(clause), None)
        if norm is not None:
            self.norms[eid] = norm

    def cues_in(self, span: Span) -> tuple[FoundCue, ...]:
        """The cues that stand wholly in a stretch of the text, in order and each once; asked for when all is read."""
        first, last = (
            bisect.bisect_left(self._ordered, at, key=lambda cue: cue.span.start) for at in (span.start, span.end)
        )
        return tuple(cue for cue in self._ordered[first:last] if span.covers(cue.span))

    @functools.cached_property
    def _ordered(self) -> tuple[FoundCue, ...]:
        return tuple(sorted(set(self.cues)))
