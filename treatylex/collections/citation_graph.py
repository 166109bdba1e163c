"""Citation graph: which instruments a collection of treaties refers to, and how often.

Guarantees: one node an instrument, one citation a pair of nodes; every target that leads out of its treaty is counted
once; the order is that of first mention.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from treatylex.model.provisions import Resolution, Treaty
from treatylex.model.references import ResolutionStatus
from treatylex.parsing.resolution.catalogue import Catalogue, catalogue_with, normal
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.parsing.resolution.naming import is_anaphor
from treatylex.reporting.graphs import Edge, Node

_OUTSIDE = frozenset({ResolutionStatus.EXTERNAL, ResolutionStatus.AMBIGUOUS, ResolutionStatus.UNKNOWN})


@attrs.frozen(kw_only=True)
class CitedInstrument:
    """A node of the graph: a treaty that was read, a work of the catalogue, or an instrument known by name alone.

    `id` is the catalogue's id where there is one, else the file's name or the name that is cited. `source` is the
    file in which the treaty was read, `None` for what is only cited.
    """

    id: str
    label: str
    source: str | None = None
    in_catalogue: bool = False
    iri: str | None = None
    date: str | None = None
    unts_registration: str | None = None


@attrs.frozen(kw_only=True)
class Citation:
    """An edge of the graph: one instrument refers to another `count` times, and names these `provisions` of it."""

    source: str
    target: str
    status: ResolutionStatus
    count: int
    provisions: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class CitationGraph:
    """Who cites whom: nodes in the order of first mention, citations in the order of the treaties that make them."""

    nodes: tuple[CitedInstrument, ...] = ()
    citations: tuple[Citation, ...] = ()

    def most_cited(self, count: int = 10) -> tuple[tuple[CitedInstrument, int], ...]:
        """The instruments cited by most treaties, each with the number of treaties that cite it.

        >>> from treatylex.parsing.reader import parse
        >>> graph = citation_graph([parse("Each Party shall respect the Charter of the United Nations.")])
        >>> [(node.id, treaties) for node, treaties in graph.most_cited()]
        [('un-charter', 1)]
        """
        by_id = {node.id: node for node in self.nodes}
        treaties = Counter(citation.target for citation in self.citations)
        return tuple((by_id[target], citing) for target, citing in treaties.most_common(count))


def citation_graph(
    treaties: Iterable[Treaty],
    *,
    instruments: Instruments = None,
    statuses: frozenset[ResolutionStatus] = frozenset(),
    work: str | None = None,
) -> CitationGraph:
    """The graph of citations between treaties and the instruments to which they refer.

    A treaty that was read and one that is cited are one node when the catalogue knows the title, or when it is cited
    by its whole title. "The Convention", "that Agreement" and the like name no instrument and are left out, unless
    the treaty or the catalogue says which they mean; so is what leads within the treaty itself.

    Args:
        treaties: the treaties, read one after the other; none is kept.
        instruments: the instruments with which they were read, besides the built-in ones.
        statuses: count targets with one of these; none means external, ambiguous and unknown ones.
        work: count only what leads to this work of the catalogue, or may.

    >>> from treatylex.parsing.reader import parse
    >>> text = "Article 5 of the U.N. Charter and Article 3 of the Norland Fisheries Treaty apply."
    >>> [(citation.target, citation.provisions) for citation in citation_graph([parse(text)]).citations]
    [('un-charter', ('art_5',)), ('Norland Fisheries Treaty', ('art_3',))]
    """
    builder = _Builder(catalogue_with(instruments))
    for treaty in treaties:
        builder.read(treaty, statuses or _OUTSIDE, work)
    return builder.graph()


def graph_elements(graph: CitationGraph) -> tuple[list[Node], list[Edge]]:
    """The nodes and edges of a graph with their attributes, as graph formats and networkx take them.

    A node has `label`, `kind` (`treaty`: it was read; `work`: the catalogue knows it; `name`), `source`, `iri`, `date`
    and `unts_registration`; an edge has `weight` (how often), `status` and `provisions`, separated by blanks.
    """
    nodes: list[Node] = [
        (
            node.id,
            {
                "label": node.label,
                "kind": "treaty" if node.source else "work" if node.in_catalogue else "name",
                "source": node.source,
                "iri": node.iri,
                "date": node.date,
                "unts_registration": node.unts_registration,
            },
        )
        for node in graph.nodes
    ]
    edges: list[Edge] = [
        (each.source, each.target, {"weight": each.count, "status": each.status.value, "provisions": _paths(each)})
        for each in graph.citations
    ]
    return nodes, edges


def _paths(citation: Citation) -> str | None:
    return " ".join(citation.provisions) or None


class _Builder:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.known = {instrument.id: instrument for instrument in catalogue.instruments}
        self.nodes: dict[str, CitedInstrument] = {}
        self.names: dict[str, str] = {}  # the id of the treaty with a title, of the instrument with a name
        self.counts: Counter[tuple[str, str, ResolutionStatus]] = Counter()
        self.provisions: dict[tuple[str, str, ResolutionStatus], dict[str, None]] = {}

    def read(self, treaty: Treaty, statuses: frozenset[ResolutionStatus], work: str | None) -> None:
        """Count the citations of one treaty."""
        source = self._treaty(treaty)
        for resolution in _resolutions(treaty):
            if resolution.status not in statuses or resolution.status not in _OUTSIDE:
                continue
            if work is not None and work not in (resolution.work, *resolution.candidates):
                continue
            target = self._cited(resolution)
            if target is None or target == source:
                continue
            key = (source, target, resolution.status)
            self.counts[key] += 1
            if resolution.target.path:
                self.provisions.setdefault(key, {})[resolution.target.path] = None

    def graph(self) -> CitationGraph:
        """The graph of everything read so far; a name that turned out to be a treaty's title is that treaty."""
        merged: dict[tuple[str, str, ResolutionStatus], int] = {}
        paths: dict[tuple[str, str, ResolutionStatus], dict[str, None]] = {}
        for (source, target, status), count in self.counts.items():
            home = self.names.get(normal(target), target) if target not in self.known else target
            key = (source, home, status)
            merged[key] = merged.get(key, 0) + count
            paths.setdefault(key, {}).update(self.provisions.get((source, target, status), {}))
        citations = tuple(
            Citation(source=source, target=target, status=status, count=count, provisions=tuple(paths[key]))
            for key, count in merged.items()
            for source, target, status in [key]
            if source != target
        )
        used = {end for citation in citations for end in (citation.source, citation.target)}
        nodes = tuple(node for node in self.nodes.values() if node.source is not None or node.id in used)
        return CitationGraph(nodes=nodes, citations=citations)

    def _treaty(self, treaty: Treaty) -> str:
        """The node of a treaty that was read: the catalogue's work, or its file."""
        works = self.catalogue.works(treaty.title) if treaty.title else ()
        name = treaty.source.name
        taken = self.nodes.get(works[0]) if len(works) == 1 else None
        if len(works) == 1 and (taken is None or taken.source is None):
            self.nodes[works[0]] = attrs.evolve(self._work(works[0]), source=name)
            return works[0]
        self.nodes[name] = CitedInstrument(id=name, label=treaty.title or name, source=name)
        if treaty.title and " " in normal(treaty.title):
            known = self.nodes.get(self.names.get(normal(treaty.title), ""))
            if known is None or known.source is None:
                self.names[normal(treaty.title)] = name
        return name

    def _cited(self, resolution: Resolution) -> str | None:
        """The node of what is cited; `None` when no certain instrument is named."""
        if resolution.work is not None:
            self.nodes.setdefault(resolution.work, self._work(resolution.work))
            return resolution.work
        name = " ".join((resolution.target.instrument or "").split())
        if " " not in name or is_anaphor(name):
            return None
        id_ = self.names.setdefault(normal(name), name)
        self.nodes.setdefault(id_, CitedInstrument(id=id_, label=name))
        return id_

    def _work(self, work: str) -> CitedInstrument:
        instrument = self.known.get(work)
        if instrument is None:
            return CitedInstrument(id=work, label=work, in_catalogue=True)
        day = instrument.date or instrument.year
        return CitedInstrument(
            id=work,
            label=instrument.title,
            in_catalogue=True,
            iri=instrument.iri,
            date=None if day is None else str(day),
            unts_registration=instrument.unts_registration,
        )


def _resolutions(treaty: Treaty) -> Iterator[Resolution]:
    for reference in treaty.references:
        yield from treaty.resolve(reference)
