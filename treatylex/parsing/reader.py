"""The reader: runs the stages in order and freezes what they found into a `Treaty`.

Guarantees: total (any `str` is read), lossless (leaves cover every non-blank character once, every span slices the
text), deterministic.
"""

import attrs

from treatylex.errors import Severity, UnreadTextError
from treatylex.language.grammar import pattern
from treatylex.model.provisions import UNITS, Provision, Treaty
from treatylex.model.references import Reference
from treatylex.parsing.clauses.runs import read_clauses
from treatylex.parsing.draft import Draft, Reading, runs_of
from treatylex.parsing.interpretation.actors import ActorReader
from treatylex.parsing.interpretation.interpreting import interpret
from treatylex.parsing.references.finding import find_references
from treatylex.parsing.resolution.catalogue import catalogue_with
from treatylex.parsing.resolution.definitions import defined_in_clauses, find_definitions
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.parsing.resolution.linking import resolve
from treatylex.parsing.resolution.naming import KnownNames, name_works, own_names
from treatylex.parsing.structure.building import read_structure
from treatylex.parsing.structure.layout import Kinds
from treatylex.source import Source


def parse(
    text: str,
    *,
    source_name: str | None = None,
    strict: bool = False,
    instruments: Instruments = None,
) -> Treaty:
    """Read a treaty, or an excerpt of one, into a tree of provisions and clauses.

    Args:
        text: the text as you have it; layout, page numbers and line wraps are dealt with.
        source_name: the name under which messages speak of the text, usually a file name.
        strict: raise at the first passage that could not be read, instead of reporting it in `diagnostics`.
        instruments: instruments to know besides those of the built-in catalogue: a TOML file, or a sequence.

    Returns:
        The treaty. Whatever could not be read is a leaf of kind `unparsed` with a diagnostic.

    Raises:
        TypeError: when `text` is no `str`.
        UnreadTextError: only with `strict=True`.
        InputError: when the file of instruments cannot be read.

    >>> treaty = parse("Article 4\\n\\nEach Party shall inform the other Party without delay.")
    >>> clause = treaty.clauses[0]
    >>> clause.kind.value, str(clause.bearer), str(clause.times[0])
    ('obligation', 'Each Party', 'without delay')
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    treaty = read_source(Source(text, source_name or "<text>"), source_name, instruments=instruments)
    if strict:
        refuse_unread(treaty)
    return treaty


def read_source(
    source: Source,
    source_name: str | None = None,
    *,
    kinds: Kinds = (),
    instruments: Instruments = None,
) -> Treaty:
    """The treaty in a source.

    Args:
        source: the text, and where its stretches stand in the file.
        source_name: the name that the treaty keeps.
        kinds: stretches, in order, of which the file itself says what they are: footnotes, tables, page furniture.
        instruments: as in `parse`.
    """
    treaty = read_reading(read_structure(source, kinds), source_name, instruments)
    return attrs.evolve(treaty, places=source.places)


def refuse_unread(treaty: Treaty) -> None:
    """Raise `UnreadTextError` for the first passage of a treaty that could not be read, if there is one."""
    for diagnostic in treaty.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            raise UnreadTextError(diagnostic, diagnostic.located(treaty.source))


def read_reading(reading: Reading, source_name: str | None, instruments: Instruments) -> Treaty:
    """The treaty that all stages after the first make of a reading."""
    for draft in reading.root.walk():
        draft.runs = runs_of(reading.text, draft, reading.quotations)
    catalogue = catalogue_with(instruments)
    definitions = find_definitions(reading, catalogue)
    names = KnownNames(catalogue, definitions)
    numbers = [draft.number or "" for draft in reading.root.walk() if draft.level in UNITS]
    dotted = any(map(pattern("instrument", "ROMAN_WITH_DOT").match, numbers))
    for draft in reading.root.walk():
        for run in draft.runs:
            run.mentions = find_references(run.passage, names.find(run.passage.text), dotted=dotted)
    meanings = name_works(reading, names, own_names(reading.text, reading.title))
    reading.names = frozenset(ActorReader(definitions).own)
    read_clauses(reading)
    definitions += defined_in_clauses(reading, definitions)
    interpret(reading, definitions)
    treaty = _freeze(reading, source_name)
    links = resolve(treaty.text, treaty.provisions, treaty.references, meanings)
    return attrs.evolve(treaty, definitions=definitions, links=links)


def _freeze(reading: Reading, source_name: str | None) -> Treaty:
    root = reading.root
    return Treaty(
        text=reading.text,
        source_name=source_name,
        title=reading.title,
        own_leaves=tuple(root.leaves),
        own_references=_references_of(root),
        own_clauses=tuple(root.clauses),
        children=tuple(_provision(child, reading.text) for child in root.children),
        diagnostics=tuple(sorted(reading.diagnostics, key=lambda d: d.span)),
    )


def _provision(draft: Draft, text: str) -> Provision:
    if draft.level is None:
        raise ValueError("only the root of a reading has no level")
    return Provision(
        level=draft.level,
        number=draft.number,
        heading=draft.heading,
        eid=draft.eid,
        text=draft.span.of(text),
        span=draft.span,
        own_leaves=tuple(draft.leaves),
        own_references=_references_of(draft),
        own_clauses=tuple(draft.clauses),
        children=tuple(_provision(child, text) for child in draft.children),
    )


def _references_of(draft: Draft) -> tuple[Reference, ...]:
    return tuple(mention.reference for run in draft.runs for mention in run.mentions)
