"""Pairing: two treaties and all that answers to each other in them, as comparison asks for it.

Guarantee: nothing here changes once it is made; what one pairing says, the one of the treaties turned round mirrors.
"""

import functools
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from treatylex.comparing.matching.chains import out_of_order
from treatylex.comparing.matching.correspondence import Correspondence, provision_pairs
from treatylex.comparing.matching.sides import Node, Side
from treatylex.model.changes import Alignment
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision, Treaty

_WEAK = 0.5
"""Articles that answer to each other less surely than this, and none of whose clauses do, are removed and added."""


class Pairing:
    """Two treaties, aligned: which articles, clauses, other provisions and units answer to each other."""

    def __init__(self, left: Treaty, right: Treaty, alignment: Alignment) -> None:
        self.alignment = alignment
        self.left, self.right = Side(left), Side(right)
        self.clauses = [(m.left, m.right) for m in alignment.clauses if m.left is not None and m.right is not None]
        self.partner = {ours.eid: theirs.eid for ours, theirs in self.clauses}
        self.meetings = Counter((self.left.unit(a), self.right.unit(b)) for a, b in self.clauses)
        self.articles = [
            (m.left, m.right)
            for m in alignment.articles
            if m.left is not None and m.right is not None
            if m.score >= _WEAK or (m.left.eid, m.right.eid) in self.meetings
        ]
        known = provision_pairs(left, right, alignment)
        self.there = Correspondence(left, known)
        self.back = Correspondence(right, {theirs: ours for ours, theirs in known.items()})

    @functools.cached_property
    def wholes(self) -> Mapping[str, Node]:
        """For the eId of each part of the left treaty that was merged, the whole of which it is part now."""
        return {m.left.eid: m.right for m in self.alignment.merges if m.left is not None and m.right is not None}

    @functools.cached_property
    def origins(self) -> Mapping[str, Node]:
        """For the eId of each part of the right treaty that was split off, the whole of which it was part."""
        return {m.right.eid: m.left for m in self.alignment.splits if m.left is not None and m.right is not None}

    @functools.cached_property
    def provisions(self) -> Sequence[tuple[Provision, Provision]]:
        """The provisions that answer to each other, articles included."""
        answers = ((ours, self.there.of(ours.eid)) for ours in self.left.treaty.provisions)
        return [
            (ours, self.right.treaty.provision(answer))
            for ours, answer in answers
            if answer is not None and answer in self.right.unit_of
        ]

    @functools.cached_property
    def _units(self) -> frozenset[tuple[str, str]]:
        """The articles that answer to each other or of which one is part of the other."""
        paired, answered = {a.eid for a, _ in self.articles}, {b.eid for _, b in self.articles}
        merged = {(eid, whole.eid) for eid, whole in self.wholes.items() if _is_article(whole) and eid not in paired}
        split = {(whole.eid, eid) for eid, whole in self.origins.items() if _is_article(whole) and eid not in answered}
        return frozenset({(a.eid, b.eid) for a, b in self.articles} | merged | split)

    def home(self, ours: Clause, theirs: Clause) -> tuple[str, str] | None:
        """The units in which two clauses stand; `None` when these do not answer to each other."""
        units = self.left.unit(ours), self.right.unit(theirs)
        if units in self._units:
            return units
        return None if units[0] in self.left.articles or units[1] in self.right.articles else ("", "")


def _is_article(node: Node) -> bool:
    return isinstance(node, Provision)


def moved(pairs: Sequence[tuple[Node, Node]]) -> set[tuple[str, str]]:
    """The pairs, by their eIds, whose order changed: the least text that must be carried elsewhere."""
    places = [(ours.span.start, theirs.span.start) for ours, theirs in pairs]
    wrong = out_of_order(places, list(_ballasts(pairs)))
    return {(a.eid, b.eid) for (a, b), place in zip(pairs, places, strict=True) if place in wrong}


def _ballasts(pairs: Sequence[tuple[Node, Node]]) -> Iterator[int]:
    """What each pair weighs against being moved: its length; the checksum makes sums differ whatever the sides."""
    for ours, theirs in pairs:
        checksum = zlib.crc32("\0".join(sorted((ours.text, theirs.text))).encode("utf-8", "surrogatepass"))
        yield (len(ours.text) + len(theirs.text) + 1 << 32) + checksum
