"""Changes: what differs between two treaties, clause by clause.

Guarantees: a treaty does not differ from itself; the changes from right to left are those from left to right turned
round; layout, punctuation and letter case are never reported, nor is a reference that only follows a renumbering.
"""

import bisect
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from treatylex.comparing.alignment import align_treaties
from treatylex.comparing.chains import out_of_order
from treatylex.comparing.correspondence import Correspondence, provision_pairs
from treatylex.comparing.fields import ComparedTreaty, bare, differing_fields
from treatylex.model.changes import Alignment, Change, ChangeKind, TreatyDiff
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Provision, Treaty

FIELD_WEIGHTS: Mapping[str, float] = {
    "kind": 1.0,
    "modal": 0.95,
    "bearer": 0.85,
    "counterparty": 0.8,
    "subject": 0.75,
    "action": 0.7,
    "conditions": 0.65,
    "exceptions": 0.65,
    "times": 0.5,
    "references": 0.4,
    "term": 0.35,
    "manners": 0.25,
    "purposes": 0.2,
    "text": 0.1,
}
"""How much a change of each field matters in law, 0 to 1: whether and for whom a duty holds before how it is put."""

KIND_WEIGHTS: Mapping[ClauseKind, float] = {
    ClauseKind.OBLIGATION: 1.0,
    ClauseKind.PROHIBITION: 1.0,
    ClauseKind.RIGHT: 0.9,
    ClauseKind.PERMISSION: 0.9,
    ClauseKind.EXEMPTION: 0.9,
    ClauseKind.SAVING: 0.7,
    ClauseKind.CONSTITUTIVE: 0.6,
    ClauseKind.DEFINITION: 0.6,
    ClauseKind.RECOMMENDATION: 0.5,
    ClauseKind.DECLARATION: 0.3,
    ClauseKind.RECITAL: 0.1,
}
"""How much it matters that a clause of each kind is added or removed."""

_MOVED_WEIGHT = 0.15
_RENUMBERED_WEIGHT = 0.05
_PARTED_WEIGHT = 0.3
_BARE_TEXT_WEIGHT = 0.3
"""The weight of text in which no clause was found: it may hold anything."""
_WEAK = 0.25
"""Articles less alike than this, none of whose clauses answer to each other, are removed and added, not changed."""
_NEAR = 3
_PART = 0.7
"""A clause is part of another when this share of its words stands there, beyond what its main part took over."""
_PART_WORDS = 3

Node = Provision | Clause


def diff_treaties(left: Treaty, right: Treaty) -> TreatyDiff:
    """Find what changed from one treaty to another.

    Returns:
        The changes in the order of the texts, what was added at the place where it now stands.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Each Party shall inform the other Party within 30 days.")
    >>> new = parse("Each Party shall inform the other Party within 60 days.")
    >>> [(change.kind.value, change.fields) for change in diff_treaties(old, new).changes]
    [('modified', ('times',))]
    """
    alignment = align_treaties(left, right)
    return TreatyDiff(alignment=alignment, changes=_Comparison(left, right, alignment).changes())


class _Side:
    """One of the two treaties by its units, and what a change of a larger node already speaks for.

    A unit is an article, or else a provision at the top of the treaty with what it holds outside articles.
    """

    def __init__(self, treaty: Treaty) -> None:
        self.treaty = treaty
        self.articles = {article.eid: article for article in treaty.articles}
        self.unit_of: dict[str, str] = {}
        for top in (*treaty.children, *treaty.articles):
            self.unit_of[top.eid] = top.eid
            self.unit_of.update((provision.eid, top.eid) for provision in top.provisions)
            self.unit_of.update((clause.eid, top.eid) for clause in top.clauses)
        self.told: set[str] = set()

    def unit(self, node: Node) -> str:
        """The eId of the unit that a node stands in; "" outside any."""
        return self.unit_of.get(node.eid, "")

    def tell(self, provision: Provision) -> None:
        """Note that a change of this provision speaks for the clauses in it."""
        self.told.update(clause.eid for clause in provision.clauses)

    def tops(self) -> list[Provision]:
        """The provisions at the top of the treaty that hold no article."""
        holding = {top.eid for top in self.treaty.children for node in top.provisions if node.eid in self.articles}
        return [top for top in self.treaty.children if top.eid not in self.articles and top.eid not in holding]

    def bare_words(self, unit: Provision) -> list[str]:
        """The words of a unit that stand in no clause."""
        return [word for passage in self.treaty.unread(unit) for word in bare(passage)]


class _Comparison:
    """Two treaties, aligned, and the changes between them."""

    def __init__(self, left: Treaty, right: Treaty, alignment: Alignment) -> None:
        self.alignment = alignment
        self.left, self.right = _Side(left), _Side(right)
        known = provision_pairs(left, right, alignment)
        self.there = Correspondence(left, known)
        self.back = Correspondence(right, {theirs: ours for ours, theirs in known.items()})
        self.clauses = [(m.left, m.right) for m in alignment.clauses if m.left is not None and m.right is not None]
        self.meetings = Counter((self.left.unit(a), self.right.unit(b)) for a, b in self.clauses)
        self.articles = [
            (m.left, m.right)
            for m in alignment.articles
            if m.left is not None and m.right is not None
            if m.score >= _WEAK or (m.left.eid, m.right.eid) in self.meetings
        ]
        self.units = {(a.eid, b.eid) for a, b in self.articles}

    def changes(self) -> tuple[Change, ...]:
        """All changes, in order. Larger nodes come first: what they speak for is not told again."""
        found = [
            *self._lone_articles(),
            *self._lone_tops(),
            *self._places(),
            *self._numbers_and_headings(),
            *self._paired_clauses(),
            *self._lone_clauses(),
            *self._bare_texts(),
        ]
        return tuple(sorted(found, key=self._order()))

    # ---------------------------------------------------------------- provisions

    def _lone_articles(self) -> Iterator[Change]:
        """Articles that only one treaty has: removed or added, merged into another or split off from one."""
        ours_paired, theirs_paired = {a.eid for a, _ in self.articles}, {b.eid for _, b in self.articles}
        for article in self.left.treaty.articles:
            if article.eid not in ours_paired:
                whole = self._whole(article, {b: n for (a, b), n in self.meetings.items() if a == article.eid})
                self.left.tell(article)
                if whole in theirs_paired:
                    self.units.add((article.eid, whole))
                    yield _parted(ChangeKind.MERGED, article, self.right.articles[whole])
                else:
                    yield _lone(ChangeKind.REMOVED, article)
        for article in self.right.treaty.articles:
            if article.eid not in theirs_paired:
                whole = self._whole(article, {a: n for (a, b), n in self.meetings.items() if b == article.eid})
                self.right.tell(article)
                if whole in ours_paired:
                    self.units.add((whole, article.eid))
                    yield _parted(ChangeKind.SPLIT, self.left.articles[whole], article)
                else:
                    yield _lone(ChangeKind.ADDED, article)

    @staticmethod
    def _whole(part: Provision, meetings: Mapping[str, int]) -> str:
        """The unit of the other treaty in which at least half of an article's clauses stand; "" when there is none."""
        unit, count = max(meetings.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        return unit if 2 * count >= len(part.clauses) else ""

    def _lone_tops(self) -> Iterator[Change]:
        """Annexes, recitals and the like that only one treaty has."""
        for top in self.left.tops():
            if self.there.of(top.eid) not in self.right.unit_of and not self._meets(top, 0):
                self.left.tell(top)
                yield _lone(ChangeKind.REMOVED, top)
        for top in self.right.tops():
            if self.back.of(top.eid) not in self.left.unit_of and not self._meets(top, 1):
                self.right.tell(top)
                yield _lone(ChangeKind.ADDED, top)

    def _meets(self, top: Provision, side: int) -> bool:
        return any(units[side] == top.eid for units in self.meetings)

    def _places(self) -> Iterator[Change]:
        """Articles that moved, and articles that only changed their number."""
        moved = _moved(self.articles)
        for ours, theirs in self.articles:
            if (ours.eid, theirs.eid) in moved:
                yield Change(kind=ChangeKind.MOVED, left=ours, right=theirs, weight=_MOVED_WEIGHT)
            elif bare(ours.number) != bare(theirs.number):
                yield Change(kind=ChangeKind.RENUMBERED, left=ours, right=theirs, weight=_RENUMBERED_WEIGHT)

    def _numbers_and_headings(self) -> Iterator[Change]:
        """Paragraphs and points that changed their number, and provisions that changed their heading."""
        for ours, theirs in self._provisions():
            if ours.eid not in self.left.articles and bare(ours.number) != bare(theirs.number):
                yield Change(kind=ChangeKind.RENUMBERED, left=ours, right=theirs, weight=_RENUMBERED_WEIGHT)
            if bare(ours.heading) != bare(theirs.heading):
                yield _modified(ours, theirs, ("text",), FIELD_WEIGHTS["text"])

    def _provisions(self) -> Iterator[tuple[Provision, Provision]]:
        for ours in self.left.treaty.provisions:
            answer = self.there.of(ours.eid)
            if answer is not None and answer in self.right.unit_of:
                yield ours, self.right.treaty.provision(answer)

    def _bare_texts(self) -> Iterator[Change]:
        """Units whose words outside clauses differ: what was not read must not change unnoticed."""
        units = self.left.articles.keys() | {top.eid for top in self.left.tops()}
        for ours, theirs in self._provisions():
            if ours.eid in units and self.left.bare_words(ours) != self.right.bare_words(theirs):
                yield _modified(ours, theirs, ("text",), _BARE_TEXT_WEIGHT)

    # ---------------------------------------------------------------- clauses

    def _paired_clauses(self) -> Iterator[Change]:
        """Clauses that were modified or moved, or both."""
        homes: dict[tuple[str, str] | None, list[tuple[Clause, Clause]]] = defaultdict(list)
        for ours, theirs in self.clauses:
            homes[self._home(ours, theirs)].append((ours, theirs))
        carried = {(ours.eid, theirs.eid) for ours, theirs in homes.pop(None, ())}
        moved = carried.union(*map(_moved, homes.values()))
        left, right = ComparedTreaty(self.left.treaty, self.there.of), ComparedTreaty(self.right.treaty)
        for ours, theirs in self.clauses:
            fields = differing_fields(left, ours, right, theirs)
            weight = max(map(FIELD_WEIGHTS.__getitem__, fields), default=0.0)
            if (ours.eid, theirs.eid) in moved:
                weight = max(weight, _MOVED_WEIGHT)
                yield Change(kind=ChangeKind.MOVED, fields=fields, left=ours, right=theirs, weight=weight)
            elif fields:
                yield _modified(ours, theirs, fields, weight)

    def _home(self, ours: Clause, theirs: Clause) -> tuple[str, str] | None:
        """The units in which two clauses stand; `None` when these do not answer to each other."""
        units = self.left.unit(ours), self.right.unit(theirs)
        if units in self.units:
            return units
        return None if units[0] in self.left.articles or units[1] in self.right.articles else ("", "")

    def _lone_clauses(self) -> Iterator[Change]:
        """Clauses that only one treaty has: removed or added, merged into a neighbour or split off from one."""
        there = {ours.eid: theirs for ours, theirs in self.clauses}
        back = {theirs.eid: ours for ours, theirs in self.clauses}
        for clause, whole in _lone_with_whole(self.left, there):
            yield _lone(ChangeKind.REMOVED, clause) if whole is None else _parted(ChangeKind.MERGED, clause, whole)
        for clause, whole in _lone_with_whole(self.right, back):
            yield _lone(ChangeKind.ADDED, clause) if whole is None else _parted(ChangeKind.SPLIT, whole, clause)

    # ---------------------------------------------------------------- order

    def _order(self) -> Callable[[Change], tuple[int, int, int, int]]:
        """The order of the left text; what only the right one has follows what stands before it there."""
        nodes: list[tuple[Node, Node]] = [*self.articles, *self.clauses]
        pairs = sorted((theirs.span.start, ours.span.start) for ours, theirs in nodes)

        def key(change: Change) -> tuple[int, int, int, int]:
            if change.left is not None:
                after = change.right.span.start if change.right is not None else 0
                return change.left.span.start, 0, -change.left.span.end, after
            if change.right is None:
                return 0, 0, 0, 0
            before = bisect.bisect_left(pairs, (change.right.span.start, -1)) - 1
            return pairs[before][1] if before >= 0 else -1, 1, change.right.span.start, -change.right.span.end

        return key


def _moved(pairs: Sequence[tuple[Node, Node]]) -> set[tuple[str, str]]:
    """The pairs, by their eIds, whose order changed: the least text that must be carried elsewhere."""
    places = [(ours.span.start, theirs.span.start) for ours, theirs in pairs]
    wrong = out_of_order(places, [_ballast(ours, theirs) for ours, theirs in pairs])
    return {(a.eid, b.eid) for (a, b), place in zip(pairs, places, strict=True) if place in wrong}


def _ballast(ours: Node, theirs: Node) -> int:
    """What a pair weighs against being moved: its length; the checksum makes sums differ whatever the sides."""
    checksum = zlib.crc32("\0".join(sorted((ours.text, theirs.text))).encode("utf-8", "surrogatepass"))
    return (len(ours.text) + len(theirs.text) + 1 << 32) + checksum


def _lone_with_whole(side: _Side, partner: Mapping[str, Clause]) -> Iterator[tuple[Clause, Clause | None]]:
    """Each untold clause without a partner, and the clause of the other treaty that it is part of, if any."""
    clauses = side.treaty.clauses
    for place, clause in enumerate(clauses):
        if clause.eid in partner or clause.eid in side.told:
            continue
        near = clauses[max(0, place - _NEAR) : place + _NEAR + 1]
        parts = [
            (_share(clause, partner[other.eid], other), partner[other.eid])
            for other in near
            if other.eid in partner and side.unit(other) == side.unit(clause)
        ]
        share, whole = max(parts, key=lambda part: (part[0], -part[1].span.start), default=(0.0, None))
        yield clause, whole if share >= _PART else None


def _share(part: Clause, whole: Clause, main: Clause) -> float:
    """The share of a clause's action that stands in `whole` beyond what its `main` part took over.

    The action only: who acts, and by which modal, is said anew in each part.
    """
    wanted = Counter(bare(part.text if part.action is None else part.action.normalized))
    if wanted.total() < _PART_WORDS:
        return 0.0
    left_over = Counter(bare(whole.text)) - Counter(bare(main.text))
    return (wanted & left_over).total() / wanted.total()


def _lone(kind: ChangeKind, node: Node) -> Change:
    weight = _weight(node)
    if kind is ChangeKind.REMOVED:
        return Change(kind=kind, left=node, weight=weight)
    return Change(kind=kind, right=node, weight=weight)


def _weight(node: Node) -> float:
    """How much it matters that a node is added or removed: as much as its weightiest clause."""
    if isinstance(node, Clause):
        return KIND_WEIGHTS[node.kind]
    return max((KIND_WEIGHTS[clause.kind] for clause in node.clauses), default=_BARE_TEXT_WEIGHT)


def _parted(kind: ChangeKind, left: Node, right: Node) -> Change:
    return Change(kind=kind, left=left, right=right, weight=_PARTED_WEIGHT)


def _modified(left: Node, right: Node, fields: tuple[str, ...], weight: float) -> Change:
    return Change(kind=ChangeKind.MODIFIED, fields=fields, left=left, right=right, weight=weight)
