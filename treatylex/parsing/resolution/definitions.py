"""Definitions: the terms that a treaty defines, and what they stand for.

Guarantees: every definition quotes the text; the time is linear.
"""

import re
from collections.abc import Iterator, Sequence

from treatylex.language.grammar import Cue, compiled, pattern
from treatylex.language.running_text import RunningText
from treatylex.model.clauses import ClauseKind
from treatylex.model.provisions import Definition, LeafKind
from treatylex.parsing.draft import Reading
from treatylex.parsing.references.finding import reference_grammar
from treatylex.parsing.references.names import find_names
from treatylex.parsing.references.targets import without_the
from treatylex.parsing.resolution.catalogue import Catalogue, normal
from treatylex.source import QUOTATION_MARKS

_EDGES = "".join(QUOTATION_MARKS) + " \u00a0,"
_LONGEST = 300  # characters of a meaning before its short name
_FARTHEST = 2000  # characters of a meaning after its term
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_BOUNDARY = re.compile(r"[,;:.(](?=\s)|^")


def find_definitions(reading: Reading, catalogue: Catalogue) -> tuple[Definition, ...]:
    """Every term that the text defines, in order: short names in brackets and terms of a list of definitions.

    The catalogue helps to see where the instrument's name begins that a short name stands for.
    """
    titles = [leaf.span for leaf in reading.root.leaves if leaf.kind is LeafKind.TITLE]
    passages = [("", RunningText(reading.text, titles))] if titles else []
    passages += [(draft.eid, run.passage) for draft in reading.root.walk() for run in draft.runs]
    return tuple(
        definition for eid, passage in passages for definition in _Reader(passage, eid, catalogue).definitions()
    )


def is_initials(term: str, meaning: str) -> bool:
    """Whether a term is the first letters of an instrument's name.

    >>> is_initials("MAL", "the Maritime Agreement on Lights"), is_initials("ECE", "the Economic Commission for Europe")
    (True, False)
    """
    initials = "".join(match.group() for match in pattern("definition", "INITIAL").finditer(without_the(meaning)))
    return initials == term and any(
        name.end == len(meaning) for name in find_names(meaning, reference_grammar().scan(meaning), ())
    )


def defined_in_clauses(reading: Reading, found: Sequence[Definition]) -> tuple[Definition, ...]:
    """What the clauses define besides, in order: terms without quotation marks, which only their verb shows."""
    known = {normal(definition.term) for definition in found}
    return tuple(
        Definition(term=clause.term.normalized, meaning=clause.action.text, eid=draft.eid)
        for draft in reading.root.walk()
        for clause in draft.clauses
        if clause.kind is ClauseKind.DEFINITION
        and clause.term is not None
        and clause.action is not None
        and normal(clause.term.normalized) not in known
        and not QUOTATION_MARKS & set(clause.term.normalized)
    )


class _Reader:
    """Reads the definitions of one passage."""

    def __init__(self, passage: RunningText, eid: str, catalogue: Catalogue) -> None:
        self.passage, self.text, self.eid, self.catalogue = passage, passage.text, eid, catalogue

    def definitions(self) -> Iterator[Definition]:
        """Every definition of the passage, in order."""
        if not pattern("definition", "HINT").search(self.text):
            return
        cues = compiled("definition").scan(self.text)
        bracketed = list(pattern("definition", "BRACKETED").finditer(self.text))
        for i, cue in enumerate(cues):
            while bracketed and bracketed[0].start() < cue.start:
                yield from self._bracketed(bracketed.pop(0))
            if cue.type == "QUOTED":
                yield from self._quoted(cues, i)
            elif cue.type == "HEREINAFTER":
                yield from self._unquoted(cues, i)
        for match in bracketed:
            yield from self._bracketed(match)

    def _bracketed(self, match: re.Match[str]) -> Iterator[Definition]:
        """A short name in brackets without quotation marks: "(the Depositary)", or the initials of an instrument."""
        term = match["bracketed"]
        meaning = self._before(match.start(), term)
        if not term.isupper() or is_initials(term, meaning):
            yield from self._definition(term, meaning)

    def _definition(self, term: str, meaning: str) -> Iterator[Definition]:
        if term and meaning:
            yield Definition(term=term, meaning=meaning, eid=self.eid)

    def _quoted(self, cues: list[Cue], i: int) -> Iterator[Definition]:
        term = self.text[cues[i].start : cues[i].end].strip(_EDGES)
        before = i - 1 - (i > 0 and cues[i - 1].type == "THE")
        if before >= 0 and cues[before].type in ("HEREINAFTER", "BRACKET"):
            yield from self._definition(term, self._before(cues[before].start, term))
            return
        after = i + 1
        while after + 1 < len(cues) and cues[after].type == "JOIN" and cues[after + 1].type == "QUOTED":
            after += 2
        if after < len(cues) and cues[after].type == "MEANS":
            yield from self._definition(term, self._after(cues[after].end))

    def _unquoted(self, cues: list[Cue], i: int) -> Iterator[Definition]:
        """A short name without quotation marks: "hereinafter referred to as the Authority"."""
        cue = cues[i]
        words = self.text[cue.start : cue.end].split()
        if len(words) > 1 and not any(c.type == "QUOTED" for c in cues[i + 1 : i + 3]):
            match = pattern("definition", "SHORT_NAME").match(self.text, cue.end + 1)
            term = match.group() if match else ""
            yield from self._definition(term, self._before(cue.start, term))

    def _before(self, end: int, term: str) -> str:
        """What a short name stands for: the instrument named before it, or the words back to the last stop.

        Where these hold the short name itself, they begin at the party that bears it: "between A and |B (“B”)".
        """
        while end and self.text[end - 1] in " ,(":
            end -= 1
        start = max(0, end - _LONGEST)
        return self._verbatim(self._party_start(self._name_start(start, end), end, term), end)

    def _name_start(self, start: int, end: int) -> int:
        """Where the instrument begins that is named right before `end`, its article included, or else the last stop."""
        near = self.text[start:end]
        for name in find_names(near, reference_grammar().scan(near), self.catalogue.find(near)):
            signed = pattern("definition", "SIGNED_AFTER").fullmatch(near, name.end)
            if name.end == len(near) or signed is not None:
                article = pattern("definition", "ARTICLE_BEFORE").search(near, 0, name.start)
                return start + (article.start() if article else name.start)
        for match in _BOUNDARY.finditer(self.text, start, end):
            start = match.end()
        return start

    def _party_start(self, start: int, end: int, term: str) -> int:
        """Behind the last joint before the short name itself, where the words hold it."""
        named = self.text.rfind(term, start, end) if term else -1
        for match in pattern("definition", "PARTY_JOINT").finditer(self.text, start, max(start, named)):
            start = match.end()
        return start

    def _after(self, start: int) -> str:
        """What a term means: the rest of its sentence."""
        end = min(len(self.text), start + _FARTHEST)
        match = _SENTENCE_END.search(self.text, start, end)
        return self._verbatim(start, match.start() if match else end)

    def _verbatim(self, start: int, end: int) -> str:
        cut = self.text[start:end]
        start += len(cut) - len(cut.lstrip(" :,"))
        end -= len(cut) - len(cut.rstrip(" :,"))
        return self.passage.span(start, end).of(self.passage.source_text) if start < end else ""
