"""What can go wrong, in the reader's words: diagnostics for texts, exceptions for callers.

Guarantee: one root, `TreatylexError`; every error pickles; every message names the place and the remedy.
"""

import enum

import attrs

from treatylex.source import Source, Span


class Severity(enum.StrEnum):
    """How much a diagnostic matters: an `error` is text that was not read, a `note` is only worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Diagnostic:
    """One thing noticed while reading a text.

    `code` is a stable kebab-case name ("unread-passage", "number-gap"), `message` a sentence in a lawyer's words
    and `span` the place in the text as given.

    >>> Diagnostic(code="number-gap", message="paragraph 3 follows paragraph 1", span=Span(0, 1)).severity
    <Severity.WARNING: 'warning'>
    """

    code: str
    message: str
    span: Span = attrs.field(eq=False)
    severity: Severity = Severity.WARNING

    def located(self, source: Source) -> str:
        """`file:line:column: severity: message`, then the line with a caret under the passage."""
        head = f"{source.place(self.span.start)}: {self.severity.value}: {self.message} [{self.code}]"
        return f"{head}\n{source.caret(self.span)}"


class TreatylexError(Exception):
    """The root of every error that treatylex raises on purpose."""


class UnreadTextError(TreatylexError):
    """Raised by `parse(..., strict=True)` for the first passage that could not be read."""

    def __init__(self, diagnostic: Diagnostic, message: str) -> None:
        super().__init__(diagnostic, message)
        self.diagnostic = diagnostic
        self.message = message

    def __str__(self) -> str:
        return self.message


class InputError(TreatylexError):
    """An input that cannot be opened or decoded, or whose format is unknown; the message says what to do."""


class OutputError(InputError):
    """An output that cannot be written; the message says what to do."""


class AddressError(TreatylexError, KeyError):
    """No node has the eId that was asked for; the message names the nearest ones."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class GrammarError(TreatylexError):
    """A grammar file that does not compile: a fault of the installation, not of the text."""
