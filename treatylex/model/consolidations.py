"""Consolidations: what amending protocols did to a base treaty, provision by provision."""

import enum

import attrs

from treatylex.model.provisions import Treaty
from treatylex.source import Span


class AmendmentKind(enum.StrEnum):
    """What an amendment does to a provision."""

    REPLACED = "replaced"
    INSERTED = "inserted"
    DELETED = "deleted"
    REWORDED = "reworded"
    """Words in it were replaced, put in or struck."""
    RENUMBERED = "renumbered"


@attrs.frozen(kw_only=True)
class Amendment:
    """One change that a protocol made.

    `eid` is the provision of the text before this protocol that was changed, or beside which one was put in; `place`
    how it is cited. `source` is the amending provision as cited ("Article 2(1)"), `source_eid` its eId, `protocol`
    what messages call the protocol, `instruction` the amending words in one line. `before` and `after` are the words
    concerned, empty where there are none. `span` is where `after` stands in the consolidated text, in code points.
    """

    kind: AmendmentKind
    eid: str
    place: str
    protocol: str
    source: str
    source_eid: str
    instruction: str
    before: str = ""
    after: str = ""
    span: Span = attrs.field(eq=False)


@attrs.frozen(kw_only=True)
class Unapplied:
    """An instruction that was not applied, and why. `line` is where it begins in the protocol, from 1."""

    protocol: str
    source: str
    line: int
    instruction: str
    reason: str

    def __str__(self) -> str:
        return f"{self.protocol}:{self.line}: {self.source}: not applied: {self.reason}"


@attrs.frozen(kw_only=True)
class StaleReference:
    """A reference that no protocol changed to a provision that one deleted or renumbered.

    `place` is where it stands and `cited` what it led to, both as cited before the protocol; `text` is its words,
    `source` the amending provision.
    """

    place: str
    text: str
    cited: str
    became: AmendmentKind
    protocol: str
    source: str

    def __str__(self) -> str:
        by = f"{self.source} of {self.protocol}"
        return f"{self.place}: “{self.text}” led to {self.cited}, {self.became.value} by {by}"


@attrs.frozen(kw_only=True)
class Collision:
    """A number that a protocol gave to a provision beside another one that bears it.

    `place` is how both are cited in the text after the protocol, `source` the amending provision.
    """

    place: str
    protocol: str
    source: str

    def __str__(self) -> str:
        return f"{self.place}: more than one provision bears that number since {self.source} of {self.protocol}"


@attrs.frozen(kw_only=True)
class Consolidation:
    """A base treaty with the amendments of protocols: the text, each change, and what could not be applied.

    `treaty` is the consolidated text, read; `stale` are the references in it that lead elsewhere now, or nowhere,
    `collisions` the numbers that two of its provisions bear.
    """

    base: Treaty
    protocols: tuple[Treaty, ...]
    treaty: Treaty
    amendments: tuple[Amendment, ...] = ()
    unapplied: tuple[Unapplied, ...] = ()
    stale: tuple[StaleReference, ...] = ()
    collisions: tuple[Collision, ...] = ()

    @property
    def text(self) -> str:
        """The consolidated text."""
        return self.treaty.text
