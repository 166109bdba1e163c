"""Changes: which node of one treaty answers to which of another, and what differs."""

import enum
from collections.abc import Collection
from typing import Generic, TypeVar

import attrs

from treatylex.model.clauses import Clause
from treatylex.model.provisions import TITLES, Leaf, Provision, Treaty
from treatylex.source import Span

HEAVY = 0.85
"""From this weight on a change is heavy: who must, or whether anybody must, is another."""

_NodeT = TypeVar("_NodeT", Provision, Clause)


@attrs.frozen(kw_only=True)
class Match(Generic[_NodeT]):
    """Two nodes that answer to each other; one side is `None` where nothing does.

    `score` lies in 0 to 1. For articles it is the share of matches of that score that proved right where the names of
    the articles told; for clauses it is the likeness of their words, which no such count stands behind.
    """

    left: _NodeT | None
    right: _NodeT | None
    score: float


@attrs.frozen(kw_only=True)
class Alignment:
    """Which articles and which clauses of two treaties answer to each other, in the order of the left text.

    `articles` and `clauses` are one to one and name every node of both treaties. Beside them, `splits` and `merges`
    tell of nodes without a partner that became, or were, part of another: in a split `left` is the whole and `right`
    the part, in a merger `left` is the part and `right` the whole. `score` is then the share of the part in the whole.
    """

    articles: tuple[Match[Provision], ...] = ()
    clauses: tuple[Match[Clause], ...] = ()
    splits: tuple[Match[Provision] | Match[Clause], ...] = ()
    merges: tuple[Match[Provision] | Match[Clause], ...] = ()


class ChangeKind(enum.StrEnum):
    """What happened to a provision or clause between the two texts."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    MERGED = "merged"
    MODIFIED = "modified"


class DetailKind(enum.StrEnum):
    """What became of one part of a clause."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"


@attrs.frozen(kw_only=True)
class Detail:
    """What stood in one field before, and what stands there now: a phrase, a reference, a heading, some wording.

    Fields that hold several phrases (`conditions`, `references` …) have a detail for each that differs; those on both
    sides are left out. `left` and `right` are free of layout, `None` where nothing stands. The spans are those of the
    words in the treaty of that side, `None` for what is no stretch of the text (the `kind`). `inherited` says that
    the words stand in the chapeau, or in an earlier clause, so that other clauses may show the same detail.
    """

    field: str
    left: str | None = None
    right: str | None = None
    left_span: Span | None = attrs.field(default=None, eq=False)
    right_span: Span | None = attrs.field(default=None, eq=False)
    inherited: bool = False

    @property
    def kind(self) -> DetailKind:
        """Whether the part was added, dropped or changed.

        >>> Detail(field="exceptions", right="unless the Council decides otherwise").kind.value
        'added'
        """
        if self.left is None:
            return DetailKind.ADDED
        return DetailKind.DROPPED if self.right is None else DetailKind.CHANGED


class Touch(enum.StrEnum):
    """What a change of words can turn, whatever the field that it stands in."""

    FIGURES = "figures"  # a number, in figures or in words
    NAMES = "names"  # a name: who, or which body, place or instrument
    VERBS = "verbs"  # what is done, unless it is said by a form of the same verb or by a listed synonym
    NEGATION = "negation"  # a "not", "no", "without" came or went
    DUTY = "duty"  # shall, may, should: whether anybody must
    SIDES = "sides"  # requesting or requested, former or latter, one's own or the other's
    OPERATORS = "operators"  # and, or, if, unless, except, subject to
    SCOPE = "scope"  # all or some, only, at least, directly or indirectly, before or after
    CITATIONS = "citations"  # which provision is cited
    WORDS = "words"  # a word of substance came, went or was replaced by one that says something else


EVERY_FIELD = (
    "kind", "modal", "subject", "bearer", "counterparty", "action", "conditions", "exceptions", "times", "manners",
    "purposes", "term", "references",
)  # fmt: skip
"""The fields of clauses: all that a passage may hold that was not read."""

FIELDS = (*EVERY_FIELD, "text", "heading")
"""What a modification can touch: a field of a clause, words that no field shows, a heading."""

CONCERNS = (*FIELDS, *(touch.value for touch in Touch), *(kind.value for kind in ChangeKind))
"""Everything that a change can be of: a field, a touch or a kind; what `only` and a gate can be asked for."""


@attrs.frozen(kw_only=True)
class Change:
    """One difference. `fields` names what a modification touches; `weight` (0 to 1) says how much it matters in law.

    `touches` tells of the words that differ in them what in law they turn: a figure, a side, an "or". `wording` says
    that they turn nothing: the same is said in other words, by spelling, by equivalences of treaty practice, or in
    another order. `possible` names the fields that may have changed besides `fields`: all of them where a passage was
    not read, or read with doubt; those that its words may belong to elsewhere.

    `left` and `right` are a provision or a clause, or `None` where a text has none. Text that stands in no provision
    that answers to one of the other treaty (a title, words before the first article, the heading of a chapter that
    was dropped) is named by the leaf that holds it. `details` tells what stood in each of the `fields` before and
    what stands there now, in the order of `fields`.
    """

    kind: ChangeKind
    fields: tuple[str, ...] = ()
    left: Provision | Clause | Leaf | None = None
    right: Provision | Clause | Leaf | None = None
    details: tuple[Detail, ...] = ()
    touches: tuple[Touch, ...] = ()
    wording: bool = False
    possible: tuple[str, ...] = ()
    weight: float

    @property
    def heavy(self) -> bool:
        """Whether the change weighs at least `HEAVY`."""
        return self.weight >= HEAVY

    def concerns(self, names: Collection[str]) -> bool:
        """Whether a change is, or may be, of one of these kinds, fields or touches; without names, always.

        >>> Change(kind=ChangeKind.MODIFIED, fields=("modal",), weight=0.95).concerns(["modal", "bearer"])
        True
        """
        return not names or not {self.kind.value, *self.fields, *self.touches, *self.possible}.isdisjoint(names)

    def closes(self, names: Collection[str]) -> bool:
        """Whether a gate on some kinds, fields or touches must close.

        Besides what the change concerns, a provision or clause that came or went brought or took all that it held, and
        one that was not read may have held anything.

        >>> from treatylex.parsing.reader import parse
        >>> (clause,) = parse("Each Party may inspect the spill, if the Council agrees.").clauses
        >>> gone = Change(kind=ChangeKind.REMOVED, left=clause, weight=0.95)
        >>> gone.concerns(["conditions"]), gone.closes(["conditions"]), gone.closes(["exceptions"])
        (False, True, False)
        """
        is_lone = not self.wording and self.kind in (ChangeKind.ADDED, ChangeKind.REMOVED)
        return self.concerns(names) or (is_lone and not _held(self.left or self.right).isdisjoint(names))


def _held(node: Provision | Clause | Leaf | None) -> set[str]:
    """The fields that have anything in a node; all where no clause was read, or one with doubt; none in a title."""
    if isinstance(node, Leaf) and node.kind in TITLES:
        return set()
    clauses = (node,) if isinstance(node, Clause) else node.clauses if isinstance(node, Provision) else ()
    if not clauses or any(clause.doubts for clause in clauses):
        return {*EVERY_FIELD}
    return {name for name in EVERY_FIELD for clause in clauses if getattr(clause, name)}


@attrs.frozen(kw_only=True)
class TreatyDiff:
    """All changes from one treaty, `left`, to another, `right`, in the order of the texts.

    `left_out` holds the changes that `only` set aside; nothing else is ever in it.
    """

    left: Treaty
    right: Treaty
    alignment: Alignment
    changes: tuple[Change, ...] = ()
    left_out: tuple[Change, ...] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many changes there are of each kind; kinds without a change are left out."""
        counts: dict[str, int] = {}
        for change in self.changes:
            counts[change.kind.value] = counts.get(change.kind.value, 0) + 1
        return counts

    @property
    def ranked(self) -> tuple[Change, ...]:
        """The changes by what they weigh in law, the heaviest first; equal ones in the order of the texts."""
        return tuple(sorted(self.changes, key=lambda change: -change.weight))

    def only(self, names: Collection[str] = (), *, min_weight: float = 0.0) -> "TreatyDiff":
        """The same comparison with some of its changes.

        Args:
            names: keep changes that touch one of these fields or of `Touch`, or are of one of these kinds (`added`,
                `moved` …); none means all.
            min_weight: keep changes that weigh at least this, 0 to 1.

        Raises:
            TypeError: for one name instead of several.
            ValueError: for a name that no change can have, or a weight outside 0 to 1.
        """
        if isinstance(names, str):
            raise TypeError(f"names must be several names, such as [{names!r}], not one str")
        for name in names:
            if name not in CONCERNS:
                raise ValueError(f"no change is of {name!r}; changes are of {', '.join(CONCERNS)}")
        if not 0 <= min_weight <= 1:
            raise ValueError(f"min_weight must lie in 0 to 1, not {min_weight}")
        kept = [change for change in self.changes if change.weight >= min_weight and change.concerns(names)]
        left_out = [change for change in self.changes if change.weight < min_weight or not change.concerns(names)]
        return attrs.evolve(self, changes=tuple(kept), left_out=(*self.left_out, *left_out))

    def __bool__(self) -> bool:
        return bool(self.changes)

    def _repr_html_(self) -> str:
        """The changes as notebooks show them."""
        from treatylex.reporting.comparison import comparison_fragment

        return comparison_fragment(self)
