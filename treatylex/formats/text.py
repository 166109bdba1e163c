"""Plain text: bytes to characters.

Guarantees: any bytes that are text decode; line ends stay as they are, so that spans fit the file; a byte-order mark
is not part of the text; an encoding that had to be guessed is reported.
"""

import codecs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats.documents import Choices, Document
from treatylex.source import Span

# The longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 8_192
_SHORTEST = 16
_MOSTLY = 0.8
_TEXTUAL = bytes({*range(32, 256), *b"\t\n\v\f\r\x1a\x1b"})
_MOST_CONTROLS = 0.02  # of a text: stray control characters, as old files have


def read(data: bytes, choices: Choices) -> Document:
    """The document that a plain text is."""
    text, notes = decode(data)
    return Document(text=text, diagnostics=notes)


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The characters of `data`, and a diagnostic where the encoding was guessed.

    A byte-order mark decides; without one the text is UTF-8; what is not valid UTF-8 is read as Windows-1252, the
    usual encoding of older Western files; a zero byte at every second place makes it UTF-16.

    Args:
        data: the bytes of a file.

    Raises:
        InputError: when the bytes are no text.

    >>> decode(b"Done at Z\\xfcrich")[0]
    'Done at Zürich'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, len(mark)), ()
    if guessed := _unmarked(data[:_HEAD]):
        message = f"there is no byte-order mark; the file was read as {guessed.upper()}"
        return _decoded(data, guessed, 0), (_guess(0, message),)
    if len(data[:_HEAD].translate(None, _TEXTUAL)) > _MOST_CONTROLS * len(data[:_HEAD]) or b"\0" in data[:_HEAD]:
        raise InputError("is not plain text; export it as UTF-8 text first")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as fault:
        at = len(data[: fault.start].decode("utf-8"))
    message = "not valid UTF-8 from here on; the file was read as Windows-1252"
    return data.decode("cp1252", errors="replace"), (_guess(at, message),)


def _decoded(data: bytes, encoding: str, offset: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise InputError(
            f"starts as {encoding} but breaks off at byte {offset + fault.start}; save the file as UTF-8 again"
        ) from None


def _unmarked(head: bytes) -> str | None:
    """UTF-16 without its mark: a Western text in it has a zero byte at nearly every second place."""
    half = len(head) // 2
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if half > _SHORTEST and zeros.count(0) > _MOSTLY * half and head.count(0) < 1.1 * half:
            return encoding
    return None


def _guess(at: int, message: str) -> Diagnostic:
    return Diagnostic(code="guessed-encoding", message=message, span=Span(at, at + 1), severity=Severity.WARNING)
