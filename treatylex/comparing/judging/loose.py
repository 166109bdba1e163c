"""Loose text: what differs in headings and in the words that stand in no clause."""

import difflib
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.letters import bare
from treatylex.comparing.matching.sides import Side
from treatylex.comparing.matching.tokens import Tokens, alike
from treatylex.model.changes import Change, ChangeKind, Detail
from treatylex.model.provisions import RUNNING, Leaf, LeafKind, Provision, Treaty
from treatylex.source import Span, one_line, uncovered, union

_JOINING_WORDS = 2
"""So many words between two clauses join them: they come and go with either."""
_TITLES = frozenset({LeafKind.TITLE, LeafKind.TEXT})
_NAMES = frozenset({LeafKind.HEADING, LeafKind.MARKER, LeafKind.FURNITURE})


class Texts:
    """The text of one treaty that stands in no clause, by the provisions in which it is compared.

    `paired` are the provisions whose headings are compared by themselves, `shown` what changes of clauses show,
    `told` the provisions that a change of the whole speaks for.
    """

    def __init__(
        self,
        side: Side,
        verbatim: Verbatim,
        paired: Collection[str],
        shown: Iterable[Span],
        told: Collection[str],
    ) -> None:
        self._side = side
        self._verbatim = verbatim
        self._shown = union(shown)
        self._told = told
        self._read = union(clause.span for clause in side.treaty.clauses)
        self.rest = {holder: self._leaves(members, paired) for holder, members in side.holders().items()}

    def _leaves(self, members: Sequence[Provision], paired: Collection[str]) -> list[Leaf]:
        """The leaves of provisions; headings only where they are not compared by themselves."""
        return [
            leaf
            for provision in members
            for leaf in provision.own_leaves
            if leaf.kind is not LeafKind.HEADING or provision.eid not in paired
        ]

    @property
    def text(self) -> str:
        """The text of the treaty."""
        return self._side.treaty.text

    def heading(self, eid: str) -> Tokens:
        """The words and signs of a provision's heading."""
        leaves = self._side.treaty.provision(eid).own_leaves
        return self._joined([leaf for leaf in leaves if leaf.kind is LeafKind.HEADING])

    def is_told(self, eid: str) -> bool:
        """Whether a change of the whole unit speaks for the text of a provision."""
        return self._side.unit_of[eid] in self._told

    def pop(self, holder: str) -> tuple[Tokens, list[Span]]:
        """The words and signs of a provision outside clauses, and where they stand; they count as compared."""
        leaves = self.rest.pop(holder)
        return self._joined(leaves), [
            piece
            for leaf in sorted(leaves, key=lambda leaf: leaf.span.start)
            if leaf.kind not in _NAMES
            for piece in uncovered(leaf.span, self._read)
        ]

    def loose(self) -> list[tuple[Leaf, Tokens]]:
        """The leaves of what was compared with nothing, and of what stands in no provision, in order."""
        leaves = [leaf for holder, rest in self.rest.items() if holder not in self._told for leaf in rest]
        leaves += (leaf for leaf in self._side.treaty.own_leaves if leaf.kind is not LeafKind.FURNITURE)
        ordered = self._with_one_title(sorted(leaves, key=lambda leaf: leaf.span.start))
        found = ((leaf, self._verbatim.outside_clauses(leaf, self._shown)) for leaf in ordered)
        return [(leaf, tokens) for leaf, tokens in found if tokens]

    def _with_one_title(self, leaves: Sequence[Leaf]) -> list[Leaf]:
        """The leaves, those at the head of the treaty that name it as one: how a title is set in lines says nothing."""
        first = min((provision.span.start for provision in self._side.treaty.provisions), default=len(self.text))
        named = [*itertools.takewhile(lambda leaf: leaf.kind in _TITLES and leaf.span.end <= first, leaves)]
        if len(named) < 2 or named[0].kind is not LeafKind.TITLE:
            return list(leaves)
        whole = Span(named[0].span.start, named[-1].span.end)
        return [attrs.evolve(named[0], text=whole.of(self.text), span=whole), *leaves[len(named) :]]

    def _joined(self, leaves: Sequence[Leaf]) -> Tokens:
        ordered = sorted(leaves, key=lambda leaf: leaf.span.start)
        return tuple(token for leaf in ordered for token in self._verbatim.outside_clauses(leaf, self._shown))


def carried_spans(treaty: Treaty, eids: Collection[str]) -> Iterator[Span]:
    """The words outside clauses that come and go with the clauses of these eIds.

    These are what joins a clause to its neighbour ("; and"), and the rest of a provision all of whose clauses go.
    """
    homes = {clause.eid: treaty.parent(clause) for clause in treaty.clauses if eids}
    for before, after in itertools.pairwise(treaty.clauses):
        if (before.eid in eids or after.eid in eids) and homes[before.eid] is homes[after.eid]:
            between = Span(before.span.end, after.span.start)
            if len(bare(between.of(treaty.text))) <= _JOINING_WORDS:
                yield between
    for home in {home.eid: home for eid, home in homes.items() if eid in eids and home is not None}.values():
        if all(clause.eid in eids for clause in home.clauses):
            yield from (leaf.span for leaf in home.leaves if leaf.kind in RUNNING)


def joining_words(treaty: Treaty, provision: Provision) -> list[tuple[str, Span]]:
    """What joins the clauses of a provision to each other: "and", "or" behind the semicolon of a point."""
    found = []
    for before, after in itertools.pairwise(provision.clauses):
        between = Span(before.span.end, after.span.start) if before.span.end < after.span.start else None
        said = bare(between.of(treaty.text)) if between else ()
        if between is not None and len(said) <= _JOINING_WORDS:
            found.append((" ".join(word for word in said if word.isalpha() and len(word) > 1), between))
    return found


def passages(text: str, spans: Sequence[Span]) -> list[tuple[str, Span]]:
    """The stretches that hold words, in one line each, and where they stand."""
    found = ((one_line(span.of(text)), span) for span in spans)
    return [(line, span) for line, span in found if any(map(str.isalnum, line))]


def loose_changes(left: Sequence[tuple[Leaf, Tokens]], right: Sequence[tuple[Leaf, Tokens]]) -> Iterator[Change]:
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
                yield loose_change(leaf, other, text_weight(tokens, other_tokens))


def loose_change(left: Leaf | None, right: Leaf | None, weight: float) -> Change:
    """The change from one leaf to another, or to or from nothing."""
    if left is not None and right is not None:
        detail = Detail(
            field="text",
            left=one_line(left.text),
            right=one_line(right.text),
            left_span=left.span,
            right_span=right.span,
        )
        return Change(
            kind=ChangeKind.MODIFIED, fields=("text",), left=left, right=right, details=(detail,), weight=weight
        )
    return Change(kind=ChangeKind.REMOVED if right is None else ChangeKind.ADDED, left=left, right=right, weight=weight)


def words(tokens: Tokens) -> list[str]:
    """The words among words and signs, in lower case."""
    return [token.casefold() for token in tokens if token[0].isalnum()]


def text_weight(left: Tokens, right: Tokens) -> float:
    """What a change outside clauses weighs: words may say anything, signs and capitals hardly."""
    return weights.FIELD_WEIGHTS["text"] if words(left) == words(right) else weights.UNREAD
