"""Mentioning: where a treaty names a work, in a reference or by its bare name.

Guarantees: every reference that leads to the work is a mention, and so is every name of it that stands in none;
mentions come in the order of the text and never overlap.
"""

import difflib
import re
from collections.abc import Iterator

from treatylex.language.running_text import RunningText
from treatylex.model.provisions import Treaty
from treatylex.model.references import Naming
from treatylex.parsing.references.finding import reference_grammar
from treatylex.parsing.references.names import find_names
from treatylex.parsing.references.targets import without_the
from treatylex.parsing.resolution.catalogue import catalogue_with
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.parsing.resolution.naming import KnownNames
from treatylex.source import Span


def mentions_of(treaty: Treaty, work: str, instruments: Instruments = None) -> tuple[Naming, ...]:
    """Where a treaty names a work.

    Raises:
        ValueError: when the catalogue has no such work; the message names the nearest.
    """
    catalogue = catalogue_with(instruments)
    known = {instrument.id for instrument in catalogue.instruments}
    if work not in known:
        near = ", ".join(difflib.get_close_matches(work, known, n=3, cutoff=0))
        raise ValueError(f"no work {work!r} in the catalogue; the nearest are {near}")
    cited = tuple(_cited(treaty, work))
    taken = {at for mention in cited for at in range(mention.span.start, mention.span.end)}
    bare = _bare(treaty, work, KnownNames(catalogue, treaty.definitions))
    free = (mention for mention in bare if taken.isdisjoint(range(mention.span.start, mention.span.end)))
    return tuple(sorted((*cited, *free), key=lambda mention: mention.span))


def _cited(treaty: Treaty, work: str) -> Iterator[Naming]:
    for reference in treaty.references:
        if any(resolution.work == work for resolution in treaty.resolve(reference)):
            yield _naming(treaty, reference.span, is_reference=True)


def _bare(treaty: Treaty, work: str, names: KnownNames) -> Iterator[Naming]:
    own = _short_names(treaty, work, names)
    for leaf in treaty.leaves:
        passage = RunningText(treaty.text, [leaf.span])
        found = {(name.start, name.end) for name in names.find(passage.text)}
        found = {place for place in found if names.works(passage.text[slice(*place)]) == (work,)}
        if own is not None:
            longer = find_names(passage.text, reference_grammar().scan(passage.text), names.find(passage.text))
            found |= {
                short.span()
                for short in own.finditer(passage.text)
                if not any(name.start < short.end() < name.end for name in longer)
            }
        end = 0
        for start, stop in sorted(found, key=lambda place: (place[0], -place[1])):
            if start >= end:
                yield _naming(treaty, passage.span(start, stop), is_reference=False)
                end = stop


def _short_names(treaty: Treaty, work: str, names: KnownNames) -> re.Pattern[str] | None:
    """The names that the treaty itself gives to the work, written as it defines them: "the Convention"."""
    terms = {d.term for d in treaty.definitions if names.defines(d.term) and names.works(d.term) == (work,)}
    if not terms:
        return None
    listed = "|".join(sorted(map(re.escape, map(without_the, terms)), key=len, reverse=True))
    return re.compile(rf"(?<!\w)[Tt]he (?:{listed})(?!\w)")


def _naming(treaty: Treaty, span: Span, *, is_reference: bool) -> Naming:
    provision = treaty.provision_at(span.start)
    eid = None if provision is None else provision.eid
    return Naming(text=span.of(treaty.text), span=span, eid=eid, is_reference=is_reference)
