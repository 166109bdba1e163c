"""References: what a treaty points to, as written and as resolved."""

import enum

import attrs

from treatylex.source import Span, cut


@attrs.frozen(kw_only=True)
class Target:
    """One provision or instrument that a reference points to, as the text names it.

    `instrument` is `None` for the treaty at hand, else the instrument's name as written, without "the"; an
    anaphor ("that Declaration", "the said Protocol") stays as written. `path` joins eId parts with `__`, from the
    outermost to the innermost, and is empty for an instrument alone. `work` is the catalogue's id, if known.

    >>> str(Target(instrument="U.N. Charter", path="art_51", work="un-charter"))
    'un-charter#art_51'
    >>> str(Target(path="art_5__para_2"))
    '#art_5__para_2'
    """

    instrument: str | None = None
    path: str = ""
    work: str | None = None

    def __str__(self) -> str:
        return f"{self.work or self.instrument or ''}#{self.path}"


@attrs.frozen(kw_only=True)
class Reference:
    """One mention of a provision or of another instrument, with everything that it names.

    `text` is verbatim, `relation` the introducing cue in lower case ("in accordance with") or `None`, `targets`
    has one entry a provision; a range ("Articles 3 to 6") is one target whose path is `art_3-art_6`.
    """

    text: str
    span: Span = attrs.field(eq=False)
    relation: str | None = None
    targets: tuple[Target, ...] = ()

    def __repr__(self) -> str:
        return f'<Reference "{cut(self.text, 72)}" → {", ".join(map(str, self.targets)) or "nothing"}>'


@attrs.frozen(kw_only=True)
class Naming:
    """One place where a treaty names a work: in a reference, or by its bare name, as in a title or a preamble.

    `text` is verbatim, `eid` the innermost provision that it stands in, or `None`.
    """

    text: str
    span: Span = attrs.field(eq=False)
    eid: str | None = None
    is_reference: bool = False


class ResolutionStatus(enum.StrEnum):
    """Where a target leads: into this treaty, to a known instrument, to several, to nothing, or who knows."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    AMBIGUOUS = "ambiguous"
    DANGLING = "dangling"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Link:
    """The stored result of resolving one target: an eId of this treaty, a work of the catalogue, or candidates."""

    status: ResolutionStatus
    eid: str | None = None
    work: str | None = None
    candidates: tuple[str, ...] = ()
