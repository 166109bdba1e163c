"""Merges: what became of one text in two drafts of it, place by place."""

import enum
from collections.abc import Collection

import attrs

from treatylex.model.changes import CONCERNS, TreatyDiff
from treatylex.model.provisions import Treaty


class MergeKind(enum.StrEnum):
    """Who changed a place."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    """Both, alike."""
    CONFLICT = "conflict"
    """Both, each otherwise."""


@attrs.frozen(kw_only=True)
class MergedPlace:
    """A clause, or words in none, that either draft changed.

    `base`, `ours` and `theirs` are its words in one line, `None` where it does not stand; `place` is where it stands in
    the base, or where a draft put it. `weight` is that of the weightiest change of either draft, 0 to 1; `concerns` are
    the fields, touches and kinds (`CONCERNS`) for which a change of either draft closes a gate.
    """

    kind: MergeKind
    place: str
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None
    weight: float = 0.0
    concerns: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Misled:
    """A reference of one draft that leads elsewhere in the merged text, where the other draft's numbers stand.

    `place` is where it stands and `cited` what it leads to in that draft; `now` is what it leads to in the merged text,
    empty for nothing. `text` is its words, `draft` "ours" or "theirs".
    """

    draft: str
    place: str
    text: str
    cited: str
    now: str

    @property
    def told(self) -> str:
        """What is told of it at its place."""
        led = f"other words, at {self.now}" if self.now else "nothing"
        return f"“{self.text}” leads elsewhere: in {self.draft} to {self.cited}, merged to {led}"

    def __str__(self) -> str:
        return f"{self.place}: {self.told}"


@attrs.frozen(kw_only=True)
class Merge:
    """Two drafts of one text: what differs in each from the base, and every place that either changed, in order.

    `text` is the base with the changes of both; where they conflict, all three wordings stand between the marks of
    diff3(1). `misled` are the references in it that lead elsewhere than in the draft that they come from.
    """

    base: Treaty
    ours: Treaty
    theirs: Treaty
    ours_diff: TreatyDiff
    theirs_diff: TreatyDiff
    places: tuple[MergedPlace, ...] = ()
    text: str = ""
    misled: tuple[Misled, ...] = ()

    @property
    def conflicts(self) -> tuple[MergedPlace, ...]:
        """The places that both drafts changed, each otherwise."""
        return tuple(place for place in self.places if place.kind is MergeKind.CONFLICT)

    def only(self, names: Collection[str]) -> "Merge":
        """The same merge with those of its places that concern one of some fields, touches or kinds; without, with all.

        Raises:
            ValueError: for a name that no change can have.
        """
        for name in names:
            if name not in CONCERNS:
                raise ValueError(f"no change is of {name!r}; changes are of {', '.join(CONCERNS)}")
        kept = tuple(place for place in self.places if not names or not set(names).isdisjoint(place.concerns))
        return attrs.evolve(self, places=kept)

    @property
    def summary(self) -> dict[str, int]:
        """How many places of each kind there are; kinds without any are left out."""
        counts = {kind.value: sum(place.kind is kind for place in self.places) for kind in MergeKind}
        return {kind: count for kind, count in counts.items() if count}
