"""Changes: what differs between two treaties, clause by clause.

Guarantees: a treaty does not differ from itself; the changes from right to left are those from left to right turned
round; where no change is found, the texts differ at most in formatting (`verbatim` says in what); a reference that
only follows a renumbering is no change.
"""

import bisect
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import Literal

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.details import clause_details, heading_detail, passage_details
from treatylex.comparing.judging.fields import ComparedTreaty, differing_fields, field_spans
from treatylex.comparing.judging.loose import Texts, carried_spans, loose_change, loose_changes, text_weight, words
from treatylex.comparing.judging.touches import reworded, touches
from treatylex.comparing.judging.verbatim import Entry, Tokens, Verbatim, alike
from treatylex.comparing.matching.alignment import align_treaties
from treatylex.comparing.matching.chains import out_of_order
from treatylex.comparing.matching.correspondence import Correspondence, provision_pairs
from treatylex.comparing.matching.sides import Node, Side
from treatylex.comparing.matching.usage import bare
from treatylex.model.changes import Alignment, Change, ChangeKind, Detail, DetailKind, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision, Treaty
from treatylex.source import Span

_WEAK = 0.5
"""Articles that answer to each other less surely than this, and none of whose clauses do, are removed and added."""


def diff_treaties(left: Treaty, right: Treaty) -> TreatyDiff:
    """Find what changed from one treaty to another.

    Returns:
        The changes in the order of the texts, what was added at the place where it now stands.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Each Party shall inform the other Party within 30 days.")
    >>> new = parse("Each Party shall inform the other Party within 60 days.")
    >>> [(change.kind.value, change.fields) for change in diff_treaties(old, new).changes]
    [('modified', ('times',))]
    >>> diff_treaties(old, new).changes[0].details[0].right
    'within 60 days'
    """
    alignment = align_treaties(left, right)
    changes = _Comparison(left, right, alignment).changes()
    return TreatyDiff(left=left, right=right, alignment=alignment, changes=changes)


class _Comparison:
    """Two treaties, aligned, and the changes between them."""

    def __init__(self, left: Treaty, right: Treaty, alignment: Alignment) -> None:
        self.alignment = alignment
        self.left, self.right = Side(left), Side(right)
        known = provision_pairs(left, right, alignment)
        self.there = Correspondence(left, known)
        self.back = Correspondence(right, {theirs: ours for ours, theirs in known.items()})
        self.clauses = [(m.left, m.right) for m in alignment.clauses if m.left is not None and m.right is not None]
        self.partner = {ours.eid: theirs.eid for ours, theirs in self.clauses}
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
        lone = [*self._lone_articles(), *self._lone_tops()]
        clauses = list(self._paired_clauses())
        moved = {c.left.eid for c in clauses if c.kind is ChangeKind.MOVED and isinstance(c.left, Clause)}
        found = [
            *lone,
            *self._places(),
            *self._numbers(moved),
            *clauses,
            *self._lone_clauses(),
        ]
        found += self._texts(found)
        return tuple(sorted(found or self._first_difference(), key=self._order()))

    # ---------------------------------------------------------------- provisions

    def _lone_articles(self) -> Iterator[Change]:
        """Articles that only one treaty has: removed or added, merged into another or split off from one."""
        paired, answered = {a.eid for a, _ in self.articles}, {b.eid for _, b in self.articles}
        merged = _wholes((m.left, m.right) for m in self.alignment.merges)
        split = _wholes((m.right, m.left) for m in self.alignment.splits)
        for article in self.left.treaty.articles:
            if article.eid not in paired:
                self.left.tell(article)
                whole = merged.get(article.eid)
                if isinstance(whole, Provision):
                    self.units.add((article.eid, whole.eid))
                yield _lone(ChangeKind.REMOVED, article) if whole is None else _merged(article, whole)
        for article in self.right.treaty.articles:
            if article.eid not in answered:
                self.right.tell(article)
                whole = split.get(article.eid)
                if isinstance(whole, Provision):
                    self.units.add((whole.eid, article.eid))
                yield _lone(ChangeKind.ADDED, article) if whole is None else _split(whole, article)

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
                yield Change(kind=ChangeKind.MOVED, left=ours, right=theirs, weight=weights.MOVED)
            elif bare(ours.number) != bare(theirs.number):
                yield Change(kind=ChangeKind.RENUMBERED, left=ours, right=theirs, weight=weights.RENUMBERED)

    def _numbers(self, moved: Set[str]) -> Iterator[Change]:
        """Paragraphs and points that changed their number; where all of their clauses moved, that is told already."""
        for ours, theirs in self._provisions():
            if ours.eid in self.left.articles or bare(ours.number) == bare(theirs.number):
                continue
            there = {clause.eid for clause in theirs.clauses}
            shared = {clause.eid for clause in ours.clauses if self.partner.get(clause.eid) in there}
            if not shared or not shared <= moved:
                yield Change(kind=ChangeKind.RENUMBERED, left=ours, right=theirs, weight=weights.RENUMBERED)

    def _provisions(self) -> Iterator[tuple[Provision, Provision]]:
        for ours in self.left.treaty.provisions:
            answer = self.there.of(ours.eid)
            if answer is not None and answer in self.right.unit_of:
                yield ours, self.right.treaty.provision(answer)

    # ---------------------------------------------------------------- text outside clauses

    def _texts(self, told: Sequence[Change]) -> Iterator[Change]:
        """Provisions whose heading or words outside clauses differ, and what differs outside them."""
        pairs = {ours.eid: theirs.eid for ours, theirs in self._provisions()}
        touched = {self.left.unit(change.left) for change in told if isinstance(change.left, Node)}
        touched_there = {self.right.unit(change.right) for change in told if isinstance(change.right, Node)}
        ours = Texts(self.left, self.verbatim[0], pairs.keys(), _told_spans(self.left, told, "left"))
        theirs = Texts(self.right, self.verbatim[1], set(pairs.values()), _told_spans(self.right, told, "right"))
        for eid, answer in pairs.items():
            if self.left.unit_of[eid] in self.left.told_units or self.right.unit_of[answer] in self.right.told_units:
                continue
            changed = self.left.unit_of[eid] in touched or self.right.unit_of[answer] in touched_there
            details, weight = self._text_details(ours, eid, theirs, answer, beside=changed)
            if details:
                turned = touches(self.left.treaty, self.right.treaty, details)
                yield Change(
                    kind=ChangeKind.MODIFIED,
                    fields=tuple(dict.fromkeys(detail.field for detail in details)),
                    left=self.left.treaty.provision(eid),
                    right=self.right.treaty.provision(answer),
                    details=details,
                    touches=turned,
                    weight=max(weight, weights.UNREAD_TOUCHED) if turned else weight,
                )
        for change in loose_changes(ours.loose(), theirs.loose()):
            yield attrs.evolve(change, touches=touches(self.left.treaty, self.right.treaty, change.details))

    def _text_details(
        self, ours: Texts, eid: str, theirs: Texts, answer: str, *, beside: bool
    ) -> tuple[tuple[Detail, ...], float]:
        """What differs in the headings and the other text of two provisions, and what it weighs.

        `beside`: another change touches them; a clause that comes or goes takes its full stop with it.
        """
        left, right = self.left.treaty.provision(eid), self.right.treaty.provision(answer)
        details: tuple[Detail, ...] = ()
        weight = 0.0
        if not alike(ours.heading(eid), theirs.heading(answer)):
            details, weight = (heading_detail(left, right),), weights.FIELD_WEIGHTS["heading"]
        if eid in ours.rest and answer in theirs.rest:
            (said, spans), (said_there, spans_there) = ours.pop(eid), theirs.pop(answer)
            if words(said) != words(said_there) or not (beside or alike(said, said_there)):
                details += passage_details(
                    (left, self.left.treaty.text, spans), (right, self.right.treaty.text, spans_there)
                )
                weight = max(weight, text_weight(said, said_there))
        return details, weight

    def _first_difference(self) -> list[Change]:
        """The first place at which the treaties differ: the last resort, so that nothing changes unnoticed."""
        left, right = self.verbatim
        at = next(
            (at for at, pair in enumerate(zip(left.raw, right.raw, strict=False)) if not alike(*_token_pair(*pair))),
            min(len(left.raw), len(right.raw)),
        )
        ours = left.leaf_at(left.raw[at].start) if at < len(left.raw) else None
        theirs = right.leaf_at(right.raw[at].start) if at < len(right.raw) else None
        return [loose_change(ours, theirs, weights.FIELD_WEIGHTS["text"])]

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
            has_moved = (ours.eid, theirs.eid) in moved
            if fields or has_moved:
                details = clause_details(self.compared[0], ours, self.compared[1], theirs, fields)
                left, right = self.left.treaty, self.right.treaty
                touched = touches(left, right, details)
                weight = weights.of_fields(
                    fields, touched, ours, theirs, reworded=not touched and reworded(left, right, details)
                )
                yield Change(
                    kind=ChangeKind.MOVED if has_moved else ChangeKind.MODIFIED,
                    fields=fields,
                    left=ours,
                    right=theirs,
                    details=details,
                    touches=touched,
                    weight=max(weight, weights.MOVED) if has_moved else weight,
                )

    def _fields(self, ours: Clause, theirs: Clause) -> tuple[str, ...]:
        """In which fields two clauses differ; `text` for what no other field shows."""
        (left, right), (exact_left, exact_right) = self.compared, self.verbatim
        fields = differing_fields(left, ours, right, theirs)
        if not fields:
            return () if alike(exact_left.at(ours.span), exact_right.at(theirs.span)) else ("text",)
        if "text" in fields:
            return fields
        (shown_left, whole_left), (shown_right, whole_right) = (
            (_counted(exact.shown(field_spans(treaty, clause, fields))), _counted(exact.at(clause.span)))
            for exact, treaty, clause in ((exact_left, left.treaty, ours), (exact_right, right.treaty, theirs))
        )
        # Commas come and go with the phrases between them, and phrases change places
        is_told = whole_left - whole_right <= shown_left and whole_right - whole_left <= shown_right
        return fields if is_told else (*fields, "text")

    def _home(self, ours: Clause, theirs: Clause) -> tuple[str, str] | None:
        """The units in which two clauses stand; `None` when these do not answer to each other."""
        units = self.left.unit(ours), self.right.unit(theirs)
        if units in self.units:
            return units
        return None if units[0] in self.left.articles or units[1] in self.right.articles else ("", "")

    def _lone_clauses(self) -> Iterator[Change]:
        """Clauses that only one treaty has: removed or added, merged into a neighbour or split off from one."""
        merged = _wholes((m.left, m.right) for m in self.alignment.merges)
        split = _wholes((m.right, m.left) for m in self.alignment.splits)
        for match in self.alignment.clauses:
            clause, answer = match.left, match.right
            if answer is None and clause is not None and clause.eid not in self.left.told:
                whole = merged.get(clause.eid)
                yield _lone(ChangeKind.REMOVED, clause) if whole is None else _merged(clause, whole)
            elif clause is None and answer is not None and answer.eid not in self.right.told:
                whole = split.get(answer.eid)
                yield _lone(ChangeKind.ADDED, answer) if whole is None else _split(whole, answer)

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


def _counted(tokens: Tokens) -> Counter[str]:
    return Counter(words(tokens))


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


_IN_PLACE = frozenset({ChangeKind.MODIFIED, ChangeKind.RENUMBERED})


def _told_spans(side: Side, changes: Iterable[Change], name: Literal["left", "right"]) -> list[Span]:
    """The words of one treaty that changes show: what details quote, and what goes with a clause that left or came."""
    spans = [
        getattr(detail, f"{name}_span")
        for change in changes
        for detail in change.details
        # Words that stand on both sides may be a bearer on one side only
        if detail.kind is DetailKind.CHANGED or detail.field not in ("bearer", "counterparty")
    ]
    carried = [getattr(change, name) for change in changes if change.kind not in _IN_PLACE]
    return [
        *(span for span in spans if span is not None),
        *carried_spans(side.treaty, {node.eid for node in carried if isinstance(node, Clause)}),
    ]


def _wholes(parts: Iterator[tuple[Node | None, Node | None]]) -> dict[str, Node]:
    """For the eId of each part, the whole that it belongs to."""
    return {part.eid: whole for part, whole in parts if part is not None and whole is not None}


def _lone(kind: ChangeKind, node: Node | Leaf) -> Change:
    weight = weights.UNREAD if isinstance(node, Leaf) else weights.of_node(node)
    if kind is ChangeKind.REMOVED:
        return Change(kind=kind, left=node, weight=weight)
    return Change(kind=kind, right=node, weight=weight)


def _merged(part: Node, whole: Node) -> Change:
    return Change(kind=ChangeKind.MERGED, left=part, right=whole, weight=weights.PARTED)


def _split(whole: Node, part: Node) -> Change:
    return Change(kind=ChangeKind.SPLIT, left=whole, right=part, weight=weights.PARTED)
