"""Documents: what a reader makes of a file, the text and the way back into the file.

Guarantees: places and kinds are in the order of the text, do not overlap and slice it; a document's text holds nothing
that the file does not say, except for line ends.
"""

import enum
from typing import Protocol

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.model.provisions import LeafKind
from treatylex.source import Place, Span

MOST_BYTES = 64 * 2**20
"""The largest file that is read, in bytes: some forty times the longest treaty with all its schedules."""
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
    """What a caller chooses about reading, where a file holds more than one text.

    `revisions`: with all tracked changes accepted, or as it was before them. `column`: which of the columns of a PDF
    that prints two languages side by side, counted from 1; `None` for all.

    Raises:
        ValueError: for what cannot be chosen.
    """

    revisions: Revisions = attrs.field(default=Revisions.ACCEPTED, converter=_revisions)
    column: int | None = attrs.field(default=None)

    @column.validator
    def _check_column(self, _: "attrs.Attribute[int | None]", column: int | None) -> None:
        if column is not None and column < 1:
            raise ValueError(f"column must be 1 or more, not {column}")


@attrs.frozen(kw_only=True)
class Document:
    """What a reader made of a file.

    `kinds` are stretches of which the file itself says what they are: footnotes, tables, running heads. `revised`
    says that the file holds tracked changes.
    """

    text: str
    places: tuple[Place, ...] = ()
    kinds: tuple[tuple[Span, LeafKind], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    revised: bool = False


class Reader(Protocol):
    """Makes a document of the bytes of a file; raises `InputError`, without the file's name, when it cannot."""

    def __call__(self, data: bytes, choices: Choices) -> Document:
        """The document."""


@attrs.define(kw_only=True)
class Transcript:
    """A document in the making: paragraphs in the order of the text, a blank line between them."""

    parts: list[str] = attrs.field(factory=list)
    length: int = 0
    places: list[Place] = attrs.field(factory=list)
    kinds: list[tuple[Span, LeafKind]] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def add(
        self,
        text: str,
        place: Place,
        kind: LeafKind | None = None,
        *,
        marks: "tuple[Span, ...]" = (),
        between: str = "\n\n",
    ) -> Span | None:
        """Append a paragraph.

        Args:
            text: the paragraph, whose blanks at the edges are left out.
            place: where it stands in the file.
            kind: what it is, if the file says so.
            marks: the footnote marks in it, counted from the start of `text`.
            between: what is set between it and what stands before it.

        Returns:
            Where the paragraph stands in the document's text; `None` when it is blank.

        Raises:
            InputError: when the text becomes too long to be a treaty's.
        """
        content = text.strip()
        if not content:
            return None
        if self.parts:
            self._put(between)
        start = self.length
        self._put(content)
        span = Span(start, self.length)
        self.places.append(attrs.evolve(place, span=span))
        if kind is not None:
            self.kinds.append((span, kind))
        else:
            shift = start - (len(text) - len(text.lstrip()))
            self.kinds += [(Span(mark.start + shift, mark.end + shift), LeafKind.FOOTNOTE) for mark in marks]
        return span

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if self.length > MOST_CHARACTERS:
            raise InputError(f"holds more than {MOST_CHARACTERS:,} characters; split the file")

    def notice(self, code: str, message: str, span: Span, severity: Severity = Severity.WARNING) -> None:
        """Report something at a place of the text."""
        self.diagnostics.append(Diagnostic(code=code, message=message, span=span, severity=severity))

    def document(self, *, revised: bool = False) -> Document:
        """The document with all that was added."""
        return Document(
            text="".join(self.parts) + ("\n" if self.parts else ""),
            places=tuple(self.places),
            kinds=tuple(self.kinds),
            diagnostics=tuple(self.diagnostics),
            revised=revised,
        )
