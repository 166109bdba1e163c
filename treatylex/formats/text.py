"""Plain text: bytes to characters.

Guarantees: any bytes that are text decode; line ends stay as they are, so that spans fit the file; a byte-order mark
is not part of the text; an encoding that had to be guessed is reported.
"""

import codecs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.source import Span

# The longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The characters of `data`, and a diagnostic where the encoding was guessed.

    A byte-order mark decides; without one the text is UTF-8; what is not valid UTF-8 is read as Windows-1252, the
    usual encoding of older Western files.

    Args:
        data: the bytes of a file.
        name: what messages call the file.

    Raises:
        InputError: when the bytes are no text (a PDF, a word processor's file).

    >>> decode(b"Done at Z\\xfcrich", "pact.txt")[0]
    'Done at Zürich'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as fault:
                raise InputError(
                    f"{name}: starts as {encoding} but breaks off at byte {len(mark) + fault.start}; "
                    "save the file as UTF-8 again"
                ) from None
    if data.startswith(b"%PDF-"):
        raise InputError(f"{name}: this is a PDF; extract its text first, for example with pdftotext -layout")
    if b"\0" in data[:8192]:
        raise InputError(f"{name}: this is not plain text; export it as UTF-8 text first")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as fault:
        at = len(data[: fault.start].decode("utf-8"))
        text = data.decode("cp1252", errors="replace")
    return text, (
        Diagnostic(
            code="guessed-encoding",
            message="not valid UTF-8 from here on; the file was read as Windows-1252",
            span=Span(at, at + 1),
            severity=Severity.WARNING,
        ),
    )
