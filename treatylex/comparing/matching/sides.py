"""Sides: the units of a treaty in which comparison looks for what answers to what."""

import functools
from collections import defaultdict

from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision, Treaty

Node = Provision | Clause


class Side:
    """One of two treaties by its units: an article, or else a provision at the top with what it holds elsewhere."""

    def __init__(self, treaty: Treaty) -> None:
        self.treaty = treaty
        self.articles = {article.eid: article for article in treaty.articles}
        self.unit_of: dict[str, str] = {}
        for top in (*treaty.children, *treaty.articles):
            self.unit_of[top.eid] = top.eid
            self.unit_of.update((provision.eid, top.eid) for provision in top.provisions)
            self.unit_of.update((clause.eid, top.eid) for clause in top.clauses)

    def unit(self, node: Node) -> str:
        """The eId of the unit that a node stands in; "" outside any."""
        return self.unit_of.get(node.eid, "")

    @functools.cached_property
    def _holding(self) -> frozenset[str]:
        """The provisions at the top of the treaty in which articles stand."""
        tops = (top for top in self.treaty.children if top.eid not in self.articles)
        return frozenset(top.eid for top in tops if any(node.eid in self.articles for node in top.provisions))

    def tops(self) -> list[Provision]:
        """The provisions at the top of the treaty that hold no article."""
        return [top for top in self.treaty.children if top.eid not in self.articles and top.eid not in self._holding]

    def holders(self) -> dict[str, list[Provision]]:
        """The provisions whose text is compared as one, by the eId of the outermost.

        These are the units; where a unit holds articles, each division in it by itself.
        """
        found: dict[str, list[Provision]] = defaultdict(list)
        for provision in self.treaty.provisions:
            unit = self.unit_of[provision.eid]
            found[provision.eid if unit in self._holding else unit].append(provision)
        return found
