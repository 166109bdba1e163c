"""Changes: what differs between two treaties, clause by clause.

Guarantees: a treaty does not differ from itself; the changes from right to left are those from left to right turned
round; where no change is found, the texts differ at most in formatting (`verbatim` says in what); a reference that
only follows a renumbering is no change.
"""

import bisect
import difflib
import functools
import itertools
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from treatylex.comparing.alignment import align_treaties
from treatylex.comparing.chains import out_of_order
from treatylex.comparing.correspondence import Correspondence, provision_pairs
from treatylex.comparing.fields import ComparedTreaty, bare, differing_fields, field_spans
from treatylex.comparing.verbatim import Entry, Tokens, Verbatim, alike
from treatylex.model.changes import Alignment, Change, ChangeKind, TreatyDiff
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Leaf, LeafKind, Provision, Treaty

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
    changes = _Comparison(left, right, alignment).changes()
    return TreatyDiff(left=left, right=right, alignment=alignment, changes=changes)


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
        self.told_units: set[str] = set()

    def unit(self, node: Node) -> str:
        """The eId of the unit that a node stands in; "" outside any."""
        return self.unit_of.get(node.eid, "")

    def tell(self, provision: Provision) -> None:
        """Note that a change of this provision speaks for the clauses and the text in it."""
        self.told_units.add(provision.eid)
        self.told.update(clause.eid for clause in provision.clauses)

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
        self.compared = ComparedTreaty(left, self.there.of), ComparedTreaty(right)
        self.verbatim = Verbatim(self.compared[0]), Verbatim(self.compared[1])

    def changes(self) -> tuple[Change, ...]:
        """All changes, in order. Larger nodes come first: what they speak for is not told again."""
        ours, theirs = ([entry.token for entry in verbatim.raw] for verbatim in self.verbatim)
        if alike(ours, theirs):
            return ()
        found = [
            *self._lone_articles(),
            *self._lone_tops(),
            *self._places(),
            *self._numbers(),
            *self._paired_clauses(),
            *self._lone_clauses(),
        ]
        found += self._texts(found)
        return tuple(sorted(found or self._first_difference(), key=self._order()))

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

    def _numbers(self) -> Iterator[Change]:
        """Paragraphs and points that changed their number."""
        for ours, theirs in self._provisions():
            if ours.eid not in self.left.articles and bare(ours.number) != bare(theirs.number):
                yield Change(kind=ChangeKind.RENUMBERED, left=ours, right=theirs, weight=_RENUMBERED_WEIGHT)

    def _provisions(self) -> Iterator[tuple[Provision, Provision]]:
        for ours in self.left.treaty.provisions:
            answer = self.there.of(ours.eid)
            if answer is not None and answer in self.right.unit_of:
                yield ours, self.right.treaty.provision(answer)

    # ---------------------------------------------------------------- text outside clauses

    def _texts(self, told: Sequence[Change]) -> Iterator[Change]:
        """Provisions whose heading or words outside clauses differ, and what differs outside them."""
        pairs = {ours.eid: theirs.eid for ours, theirs in self._provisions()}
        touched = {self.left.unit(change.left) for change in told if isinstance(change.left, Provision | Clause)}
        touched_there = {self.right.unit(c.right) for c in told if isinstance(c.right, Provision | Clause)}
        ours = _Texts(self.left, self.verbatim[0], pairs.keys())
        theirs = _Texts(self.right, self.verbatim[1], set(pairs.values()))
        for eid, answer in pairs.items():
            if self.left.unit_of[eid] in self.left.told_units or self.right.unit_of[answer] in self.right.told_units:
                continue
            left, right = ours.heading(eid), theirs.heading(answer)
            weight = 0.0 if alike(left, right) else FIELD_WEIGHTS["text"]
            if eid in ours.rest and answer in theirs.rest:
                left, right = ours.pop(eid), theirs.pop(answer)
                changed = self.left.unit_of[eid] in touched or self.right.unit_of[answer] in touched_there
                # A clause that comes or goes takes its full stop with it
                if _words(left) != _words(right) or not (changed or alike(left, right)):
                    weight = max(weight, _text_weight(left, right))
            if weight:
                left_node, right_node = self.left.treaty.provision(eid), self.right.treaty.provision(answer)
                yield _modified(left_node, right_node, ("text",), weight)
        yield from _loose(ours.loose(), theirs.loose())

    def _first_difference(self) -> list[Change]:
        """The first place at which the treaties differ: the last resort, so that nothing changes unnoticed."""
        left, right = self.verbatim
        at = next(
            (at for at, pair in enumerate(zip(left.raw, right.raw, strict=False)) if not alike(*_token_pair(*pair))),
            min(len(left.raw), len(right.raw)),
        )
        ours = left.leaf_at(left.raw[at].start) if at < len(left.raw) else None
        theirs = right.leaf_at(right.raw[at].start) if at < len(right.raw) else None
        return [_loose_change(ours, theirs, FIELD_WEIGHTS["text"])]

    # ---------------------------------------------------------------- clauses

    def _paired_clauses(self) -> Iterator[Change]:
        """Clauses that were modified or moved, or both."""
        homes: dict[tuple[str, str] | None, list[tuple[Clause, Clause]]] = defaultdict(list)
        for ours, theirs in self.clauses:
            homes[self._home(ours, theirs)].append((ours, theirs))
        carried = {(ours.eid, theirs.eid) for ours, theirs in homes.pop(None, ())}
        moved = carried.union(*map(_moved, homes.values()))
        for ours, theirs in self.clauses:
            fields = self._fields(ours, theirs)
            weight = max(map(FIELD_WEIGHTS.__getitem__, fields), default=0.0)
            if (ours.eid, theirs.eid) in moved:
                weight = max(weight, _MOVED_WEIGHT)
                yield Change(kind=ChangeKind.MOVED, fields=fields, left=ours, right=theirs, weight=weight)
            elif fields:
                yield _modified(ours, theirs, fields, weight)

    def _fields(self, ours: Clause, theirs: Clause) -> tuple[str, ...]:
        """In which fields two clauses differ; `text` for what no other field shows."""
        (left, right), (exact_left, exact_right) = self.compared, self.verbatim
        fields = differing_fields(left, ours, right, theirs)
        if not fields:
            return () if alike(exact_left.at(ours.span), exact_right.at(theirs.span)) else ("text",)
        if "text" in fields:
            return fields
        rest_left = exact_left.at(ours.span, left_out=field_spans(self.left.treaty, ours, fields))
        rest_right = exact_right.at(theirs.span, left_out=field_spans(self.right.treaty, theirs, fields))
        # Commas come and go with the phrases between them, and phrases change places
        return fields if Counter(_words(rest_left)) == Counter(_words(rest_right)) else (*fields, "text")

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


class _Texts:
    """The text of one treaty that stands in no clause, by the provisions in which it is compared."""

    def __init__(self, side: _Side, verbatim: Verbatim, paired: Collection[str]) -> None:
        self._side = side
        self._verbatim = verbatim
        self.rest = {holder: self._leaves(members, paired) for holder, members in side.holders().items()}

    def _leaves(self, members: Sequence[Provision], paired: Collection[str]) -> list[Leaf]:
        """The leaves of provisions; headings only where they are not compared by themselves."""
        return [
            leaf
            for provision in members
            for leaf in provision.own_leaves
            if leaf.kind is not LeafKind.HEADING or provision.eid not in paired
        ]

    def heading(self, eid: str) -> Tokens:
        """The words and signs of a provision's heading."""
        leaves = self._side.treaty.provision(eid).own_leaves
        return self._joined([leaf for leaf in leaves if leaf.kind is LeafKind.HEADING])

    def is_told(self, holder: str) -> bool:
        """Whether a change of the whole provision speaks for its text."""
        return holder in self._side.told_units

    def pop(self, holder: str) -> Tokens:
        """The words and signs of a provision outside clauses; they count as compared."""
        return self._joined(self.rest.pop(holder))

    def loose(self) -> list[tuple[Leaf, Tokens]]:
        """The leaves of what was compared with nothing, and of what stands in no provision, in order."""
        leaves = [leaf for holder, rest in self.rest.items() if not self.is_told(holder) for leaf in rest]
        leaves += self._side.treaty.own_leaves
        found = ((leaf, self._verbatim.outside_clauses(leaf)) for leaf in sorted(leaves, key=lambda leaf: leaf.span))
        return [(leaf, tokens) for leaf, tokens in found if tokens]

    def _joined(self, leaves: Sequence[Leaf]) -> Tokens:
        ordered = sorted(leaves, key=lambda leaf: leaf.span)
        return tuple(token for leaf in ordered for token in self._verbatim.outside_clauses(leaf))


def _loose(left: Sequence[tuple[Leaf, Tokens]], right: Sequence[tuple[Leaf, Tokens]]) -> Iterator[Change]:
    """Leaves that differ, in order: changed, added or removed."""
    ours, theirs = [[tuple(map(str.casefold, tokens)) for _, tokens in side] for side in (left, right)]
    # Which of equal leaves stay must not depend on the side: the matcher sees the treaties in a fixed order.
    turned = ours > theirs
    matcher = difflib.SequenceMatcher(None, *((theirs, ours) if turned else (ours, theirs)), autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        start, end, other_start, other_end = (c, d, a, b) if turned else (a, b, c, d)
        for pair in itertools.zip_longest(left[start:end], right[other_start:other_end], fillvalue=(None, ())):
            (leaf, tokens), (other, other_tokens) = pair
            if not alike(tokens, other_tokens):
                yield _loose_change(leaf, other, _text_weight(tokens, other_tokens))


def _loose_change(left: Leaf | None, right: Leaf | None, weight: float) -> Change:
    if left is not None and right is not None:
        return Change(kind=ChangeKind.MODIFIED, fields=("text",), left=left, right=right, weight=weight)
    return Change(kind=ChangeKind.REMOVED if right is None else ChangeKind.ADDED, left=left, right=right, weight=weight)


def _words(tokens: Tokens) -> list[str]:
    """The words among words and signs, in lower case."""
    return [token.casefold() for token in tokens if token[0].isalnum()]


def _text_weight(left: Tokens, right: Tokens) -> float:
    """What a change outside clauses weighs: words may say anything, signs and capitals hardly."""
    return FIELD_WEIGHTS["text"] if _words(left) == _words(right) else _BARE_TEXT_WEIGHT


def _token_pair(left: Entry, right: Entry) -> tuple[Tokens, Tokens]:
    return (left.token,), (right.token,)


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
