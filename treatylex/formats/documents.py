"""Documents: what a reader makes of a file, the text and the way back into the file.

Guarantees: places and kinds are in the order of the text, do not overlap and slice it; a document's text holds nothing
that the file does not say, except for line ends.
"""

import enum
from typing import Protocol

import attrs

from treatylex.errors import Diagnostic
from treatylex.model.provisions import LeafKind
from treatylex.opening import MOST_BYTES
from treatylex.source import Place, Span

MOST_CHARACTERS = 20_000_000
"""The longest text that a reader makes of a file, in code points."""


class Revisions(enum.StrEnum):
    """Which text of a document with tracked changes is read."""

    ACCEPTED = "accepted"
    ORIGINAL = "original"


def _revisions(name: str) -> Revisions:
    try:
        return Revisions(name)
    except ValueError:
        raise ValueError(f"revisions must be 'accepted' or 'original', not {name!r}") from None


@attrs.frozen(kw_only=True)
class Choices:
    """What a caller chooses about reading.

    Where a file holds more than one text, `revisions`: with all tracked changes accepted, or as it was before them.
    `column`: which of the texts that a PDF prints or a table sets side by side, counted from 1; `None` for all.
    `most_bytes`: the largest file that is read.

    Raises:
        ValueError: for what cannot be chosen.
    """

    revisions: Revisions = attrs.field(default=Revisions.ACCEPTED, converter=_revisions)
    column: int | None = attrs.field(default=None)
    most_bytes: int = attrs.field(default=MOST_BYTES, repr=False)  # what is read does not depend on it

    @column.validator
    def _check_column(self, _: "attrs.Attribute[int | None]", column: int | None) -> None:
        if column is not None and column < 1:
            raise ValueError(f"column must be 1 or more, not {column}")

    @most_bytes.validator
    def _check_most_bytes(self, _: "attrs.Attribute[int]", most_bytes: int) -> None:
        if most_bytes < 1:
            raise ValueError(f"most_bytes must be 1 or more, not {most_bytes}")


@attrs.frozen(kw_only=True)
class Document:
    """What a reader made of a file.

    `kinds` are stretches of which the file itself says what they are: footnotes, tables, running heads. `revised`
    says that the file holds tracked changes, or words that are struck through; `changed_by` names the author of each
    tracked change; "" where the file names none.
    """

    text: str
    places: tuple[Place, ...] = ()
    kinds: tuple[tuple[Span, LeafKind], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    revised: bool = False
    changed_by: tuple[str, ...] = ()


class Reader(Protocol):
    """Makes a document of the bytes of a file; raises `InputError`, without the file's name, when it cannot."""

    def __call__(self, data: bytes, choices: Choices) -> Document:
        """The document."""
