"""Definitions: the terms that a treaty defines, and what they stand for.

Guarantees: every definition quotes the text; the time is linear.
"""

import re
from collections.abc import Iterator

from treatylex.model.provisions import Definition
from treatylex.parsing.draft import Reading
from treatylex.parsing.grammar import Cue, compiled
from treatylex.parsing.passage import Passage

_QUOTES = "“”„\"‘’`'"
_LONGEST = 300  # characters of a meaning before its short name
_FARTHEST = 2000  # characters of a meaning after its term
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_BOUNDARY = re.compile(r"[,;:.(](?=\s)|^")
_CAPITALISED = re.compile(r"(?:the )?[A-Z][\w.]*(?: (?:of the |of |and )?[A-Z][\w.]*)*")


def find_definitions(reading: Reading) -> tuple[Definition, ...]:
    """Every term that the text defines, in order: short names in brackets and terms of a list of definitions."""
    return tuple(
        definition
        for draft in reading.root.walk()
        for run in draft.runs
        for definition in _definitions(run.passage, draft.eid)
    )


def _definitions(passage: Passage, eid: str) -> Iterator[Definition]:
    text = passage.text
    if not any(mark in text for mark in '“"„‘`') and "here" not in text:
        return
    cues = compiled("definition").scan(text)
    for i, cue in enumerate(cues):
        if cue.type == "QUOTED":
            yield from _quoted(passage, cues, i, eid)
        elif cue.type == "HEREINAFTER":
            yield from _unquoted(passage, cues, i, eid)


def _quoted(passage: Passage, cues: list[Cue], i: int, eid: str) -> Iterator[Definition]:
    term = passage.text[cues[i].start : cues[i].end].strip(_QUOTES + " ,")
    before = i - 1 - (i > 0 and cues[i - 1].type == "THE")
    if not term:
        return
    if before >= 0 and cues[before].type in ("HEREINAFTER", "BRACKET"):
        if meaning := _before(passage, cues[before].start):
            yield Definition(term=term, meaning=meaning, eid=eid)
        return
    after = i + 1
    while after + 1 < len(cues) and cues[after].type == "JOIN" and cues[after + 1].type == "QUOTED":
        after += 2
    if after < len(cues) and cues[after].type == "MEANS" and (meaning := _after(passage, cues[after].end)):
        yield Definition(term=term, meaning=meaning, eid=eid)


def _unquoted(passage: Passage, cues: list[Cue], i: int, eid: str) -> Iterator[Definition]:
    """A short name without quotation marks: "hereinafter referred to as the Authority"."""
    cue = cues[i]
    if any(c.type == "QUOTED" for c in cues[i + 1 : i + 3]) or not passage.text[cue.start : cue.end].endswith(
        ("s", "d")
    ):
        return
    match = _CAPITALISED.match(passage.text, cue.end + 1)
    if match and (meaning := _before(passage, cue.start)):
        yield Definition(term=match.group(), meaning=meaning, eid=eid)


def _before(passage: Passage, end: int) -> str:
    """What a short name stands for: the words before it, back to the last stop."""
    text = passage.text
    while end and text[end - 1] in " ,(":
        end -= 1
    start = max(0, end - _LONGEST)
    for match in _BOUNDARY.finditer(text, start, end):
        start = match.end()
    return _verbatim(passage, start, end)


def _after(passage: Passage, start: int) -> str:
    """What a term means: the rest of its sentence."""
    end = min(len(passage.text), start + _FARTHEST)
    match = _SENTENCE_END.search(passage.text, start, end)
    return _verbatim(passage, start, match.start() if match else end)


def _verbatim(passage: Passage, start: int, end: int) -> str:
    cut = passage.text[start:end]
    start += len(cut) - len(cut.lstrip(" :,"))
    end -= len(cut) - len(cut.rstrip(" :,"))
    return passage.span(start, end).of(passage.source_text) if start < end else ""
