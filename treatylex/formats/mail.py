"""Reading mails and web archives: the one document that is attached, else the text of the mail or the page itself.

Guarantees: of several documents none is guessed at; what is left out of a mail is told; nothing is loaded.
"""

import email
import email.policy
from email.message import EmailMessage, Message

import attrs

from treatylex.errors import Diagnostic, InputError
from treatylex.formats.documents import Choices, Document
from treatylex.source import Span, cut

_DAMAGED = "is a damaged mail; save its text, or what is attached, as a file"
_FAULTS = (ValueError, LookupError, AttributeError, TypeError, RecursionError, email.errors.MessageError)
"""What the standard library raises for mails that are none."""
_HEAD = ("from", "to", "date", "subject")
_QUOTED = 120
_SHORT = 0.05
"""Of the page of a mail, its markup counted: a plain text that is shorter only says that there is a page."""


def read(data: bytes, choices: Choices) -> Document:
    """The document in a mail or a web archive.

    Raises:
        InputError: when it is damaged, or holds none or several.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        attachments = [(name, _bytes(part)) for part in parts if (name := _document_name(part))]
        body = _body(parts)
        head = "; ".join(f"{name.capitalize()}: {message[name]}" for name in _HEAD if message[name])
    except _FAULTS:
        raise InputError(_DAMAGED) from None
    if len(attachments) > 1:
        names = ", ".join(name for name, _ in attachments)
        raise InputError(f"holds {len(attachments)} documents ({names}); save the one to be read")
    if not attachments and not body.strip():
        raise InputError("is a mail that holds no text and no document that is read; save what is attached as a file")
    if not attachments:
        return _told(_read(body, "", choices), f'left out as the head of the mail: "{cut(head, _QUOTED)}"')
    ((name, content),) = attachments
    said = cut(" ".join(body.decode("utf-8-sig", "replace").split()), _QUOTED)
    return _told(_read(content, name, choices), f'{name} was read; left out as the mail around it: "{head}; {said}"')


def _document_name(part: Message) -> str | None:
    """The name of an attached file, if it is one of a format that is read."""
    from treatylex.formats.registry import formats

    name = part.get_filename() or ""
    endings = tuple(ending for known in formats() if known.name != "mail" for ending in known.extensions)
    return name if name.lower().endswith(endings) else None


def _body(parts: list[EmailMessage]) -> bytes:
    """What the mail itself says in UTF-8: its plain text, else its page."""
    own = [part for part in parts if not part.get_filename()]
    plain, page = (
        next((_bytes(part) for part in own if part.get_content_type() == kind), b"")
        for kind in ("text/plain", "text/html")
    )
    return plain if len(plain) > _SHORT * len(page) else page


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    charset = part.get_content_charset()
    return content if charset is None else content.decode(charset, "replace").encode("utf-8-sig")


def _read(content: bytes, name: str, choices: Choices) -> Document:
    from treatylex.formats.registry import format_of

    known = format_of(content, name)
    if known.read is None or known.name == "mail":
        raise InputError(f"holds {known.label}; save that as a file")
    return known.read(content, choices)


def _told(document: Document, message: str) -> Document:
    told = Diagnostic(code="mail", message=message, span=Span(0, 0))
    return attrs.evolve(document, diagnostics=(told, *document.diagnostics))
