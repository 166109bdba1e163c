"""Reading mails and web archives: the one document that is attached, else the text of the mail or the page itself.

Guarantees: exactly one document is read, the text parts in their order, the one attachment that is a document, or the
one mail that is forwarded where the mail around it does not bind; of several documents none is guessed at; every other
part is told by its name, and so is damage; nothing is loaded.
"""

import email
import email.header
import email.policy
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from email.message import Message
from typing import Any

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats import text as plain
from treatylex.formats.documents import Choices, Document
from treatylex.formats.sniffing import sniff_bytes
from treatylex.formats.web.chrome import binds
from treatylex.source import Span, cut

_DAMAGED = "is a damaged mail; save its text, or what is attached, as a file"
_FAULTS = (ValueError, LookupError, AttributeError, TypeError, RecursionError, email.errors.MessageError)
"""What the standard library raises for mails that are none."""
_IN_WORDS: dict[type, str] = {
    email.errors.CloseBoundaryNotFoundDefect: "it breaks off, and what stood behind is missing",
    email.errors.MissingHeaderBodySeparatorDefect: "its head breaks off at a line that is none of a head",
}
"""Defects that users meet, said to them; the standard library describes the others."""
_HEAD = ("from", "to", "date", "subject")
_QUOTED = 120
_NAMES = 600
_LONGEST = 1_000
"""Of a line of the head, in code points: what is longer says nothing more and makes decoding slow."""
_DEEPEST = 20
"""Mails forwarded within each other that are read."""
_SAME = 0.9
"""Of the words of a page: a plain text that holds fewer of them only says that there is a page."""

_FRAME = re.compile(r"</?(?:html|body)\b[^<>]*>", re.IGNORECASE)
"""What begins and ends a page: between pages that are read as one it would end the first."""


@attrs.frozen
class _Part:
    """A leaf of a mail: a text, an attachment, a mail that is forwarded.

    `name` is what people know it by; `kind` its type, such as text/html.
    """

    name: str
    kind: str
    content: bytes
    named: bool
    attached: bool
    charset: str | None
    faults: tuple[str, ...]
    forwarded: Message | None = None

    @property
    def is_text(self) -> bool:
        return not self.named and not self.attached and self.kind in ("text/plain", "text/html")


def read(data: bytes, choices: Choices) -> Document:
    """The document in a mail or a web archive.

    Raises:
        InputError: when it is damaged, or holds none or several.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
    except _FAULTS:
        raise InputError(_DAMAGED) from None
    return _document(message, choices, 0)


def _document(message: Message, choices: Choices, depth: int) -> Document:
    """The document in a mail that is forwarded within so many others."""
    try:
        alternatives: list[_Part] = []
        parts = list(_parts(message, alternatives, choices))
        head = "; ".join(f"{name.capitalize()}: {said}" for name in _HEAD if (said := _header(message[name])))
    except InputError:
        raise
    except _FAULTS:
        raise InputError(_DAMAGED) from None
    attachments = [part for part in parts if not part.is_text and _is_document(part)]
    if len(attachments) > 1:
        names = ", ".join(part.name for part in attachments)
        raise InputError(f"holds {len(attachments)} documents ({names}); save the one to be read")
    texts, others = _body([part for part in parts if part.is_text and part.content.strip()])
    left = [part for part in parts if not part.is_text and part not in attachments] + others + alternatives
    read = texts + attachments
    faults = [f"the mail: {fault}; save it again, whole" for each in _holders(message) for fault in _faults(each)]
    faults += [f"{part.name}: {fault}; check what was read of it" for part in read for fault in part.faults]
    body, notes = _joined(texts)
    forwarded = [part for part in left if part.forwarded is not None]
    if not attachments and len(forwarded) == 1 and depth < _DEEPEST and not _binds(body, choices):
        (part,) = forwarded
        inner = _forwarded(part, choices, depth)
        if inner is not None:
            others = [each for each in left if each is not part]
            told = [f"left out as other parts of the mail: {_names(others)}"] if others else []
            said = cut(" ".join(body.decode("utf-8-sig", "replace").split()), _QUOTED)
            told.insert(0, f'{part.name} was read; left out as the mail around it: "{head}; {said}"')
            return _told(inner, told, faults + notes)
    if not attachments and not body.strip():
        if any(part.faults for part in left):
            raise InputError(_DAMAGED)
        names = f" ({_names(left)})" if left else ""
        said = f"is a mail that holds no text and no document that is read{names}"
        raise InputError(f"{said}; save what is attached as a file")
    told = [f"left out as other parts of the mail: {_names(left)}"] if left else []
    if not attachments:
        told.insert(0, f'left out as the head of the mail: "{cut(head, _QUOTED)}"')
        return _told(_read(body, "", choices), told, faults + notes)
    (attached,) = attachments
    content, notes = _content(attached)
    said = cut(" ".join(body.decode("utf-8-sig", "replace").split()), _QUOTED)
    told.insert(0, f'{attached.name} was read; left out as the mail around it: "{head}; {said}"')
    name = attached.name if attached.named else ""
    return _told(_read(content, name, choices), told, faults + notes)


def _parts(message: Any, alternatives: list[_Part], choices: Choices) -> Iterator[_Part]:
    """The leaves of a mail in their order; what is said in another way too goes to `alternatives`."""
    if message.get_content_maintype() == "message":
        inner = message.get_payload()
        subject = _header(inner[0]["subject"]) if isinstance(inner, list) and inner else ""
        within = inner[0] if isinstance(inner, list) and inner and message.get_content_subtype() == "rfc822" else None
        yield _Part(f'the forwarded mail "{subject}"', message.get_content_type(), b"", True, True, None, (), within)
    elif not message.is_multipart():
        yield _part(message)
    elif message.get_content_type() == "multipart/alternative":
        versions = [part for inner in message.get_payload() for part in _parts(inner, alternatives, choices)]
        plains = [part for part in versions if part.is_text and part.kind == "text/plain" and part.content.strip()]
        pages = [part for part in versions if part.is_text and part.kind == "text/html" and part.content.strip()]
        unread = pages if plains and (not pages or _says(plains, pages, choices)) else plains
        alternatives.extend(unread)
        yield from (part for part in versions if part not in unread)
    else:
        for inner in message.get_payload():
            yield from _parts(inner, alternatives, choices)


def _forwarded(part: _Part, choices: Choices, depth: int) -> Document | None:
    """The document in a mail that is forwarded; `None` where there is none that is read, or it does not bind."""
    if part.forwarded is None:
        return None
    try:
        document = _document(part.forwarded, choices, depth + 1)
    except InputError:
        return None
    return document if binds(document.text) else None


def _binds(body: bytes, choices: Choices) -> bool:
    """Whether the text or page of a mail binds, so that it is what is to be read."""
    try:
        return bool(body.strip()) and binds(_read(body, "", choices).text)
    except InputError:
        return True  # it is read again, and refused


def _holders(message: Any) -> Iterator[Message]:
    """The mail and the parts of it that hold others; mails that are forwarded are not read, nor are theirs."""
    if message.is_multipart() and message.get_content_maintype() != "message":
        yield message
        for inner in message.get_payload():
            yield from _holders(inner)


def _faults(message: Message) -> tuple[str, ...]:
    """What is damaged in a mail or a part of one, in words."""
    said = (_IN_WORDS.get(type(each)) or type(each).__doc__ or "it is damaged" for each in message.defects)
    return tuple(dict.fromkeys(" ".join(each.split()).rstrip(".").lower() for each in said))


def _part(message: Message) -> _Part:
    content = message.get_payload(decode=True)
    filename = _header(message.get_filename())
    kind = message.get_content_type()
    return _Part(
        name=filename or f"a part in {kind}",
        kind=kind,
        content=content if isinstance(content, bytes) else b"",
        named=bool(filename),
        attached=message.get_content_disposition() == "attachment",
        charset=message.get_content_charset(),
        faults=_faults(message),
    )


def _header(value: object) -> str:
    """A line of the head as people read it."""
    line = " ".join(str(value or "")[:_LONGEST].split())
    try:
        return str(email.header.make_header(email.header.decode_header(line)))
    except _FAULTS:
        return line


def _says(plains: list[_Part], pages: list[_Part], choices: Choices) -> bool:
    """Whether the plain texts hold what the pages say."""
    page = _words(_read(_joined(pages)[0], "page.html", choices).text)
    return (page & _words(_joined(plains)[0].decode("utf-8", "replace"))).total() >= _SAME * page.total()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def _is_document(part: _Part) -> bool:
    """Whether a part is of a format that is read: by its name, its content, or because it is an unnamed text."""
    from treatylex.formats.registry import formats

    endings = tuple(ending for known in formats() if known.name != "mail" for ending in known.extensions)
    if part.named and part.name.lower().endswith(endings):
        return True
    if part.kind in ("text/plain", "text/html") and not part.named:
        return bool(part.content.strip())
    try:
        return sniff_bytes(part.content) is not None
    except InputError:
        return False


def _body(texts: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    """The texts of one type that say most, and the others."""
    length = Counter[str]()
    for part in texts:
        length[part.kind] += len(part.content)
    ((kind, _),) = length.most_common(1) or [("", 0)]
    return [part for part in texts if part.kind == kind], [part for part in texts if part.kind != kind]


def _joined(texts: list[_Part]) -> tuple[bytes, list[str]]:
    """What texts say, one behind the other, and what is to be told of their characters."""
    if len(texts) == 1:
        return _content(texts[0])
    read = [_content(part) for part in texts]
    said = "\n\n".join(_FRAME.sub("", plain.decode(content)[0]).strip("\r\n") for content, _ in read)
    return said.encode("utf-8-sig" if said else "utf-8"), [note for _, notes in read for note in notes]


def _content(part: _Part) -> tuple[bytes, list[str]]:
    """A text in UTF-8 where its encoding is said, any other part as it is."""
    if not part.kind.startswith("text/") or part.charset is None or (not part.is_text and _is_binary(part)):
        return part.content, []
    try:
        return part.content.decode(part.charset).encode("utf-8-sig"), []
    except (LookupError, UnicodeError):
        said, guesses = plain.decode(part.content)
        encoding = "Windows-1252" if guesses else "UTF-8"
        note = f"{part.name} is not in {part.charset[:40]}, as the mail says; it was read as {encoding}"
        return said.encode("utf-8-sig"), [note]


def _is_binary(part: _Part) -> bool:
    try:
        return sniff_bytes(part.content) is not None
    except InputError:
        return True


def _names(parts: Iterable[_Part]) -> str:
    return cut(", ".join(part.name for part in parts), _NAMES)


def _read(content: bytes, name: str, choices: Choices) -> Document:
    from treatylex.formats.registry import format_of, formats

    known = format_of(content, name)
    if known.read is None or known.name == "mail":
        raise InputError(f"holds {known.label}; save that as a file")
    ending = os.path.splitext(name)[1].lower()
    for meant in formats():
        if ending in meant.extensions and meant.name in ("docx", "odt", "rtf", "doc", "pdf") and known.name == "text":
            raise InputError(f"{name}: is no {meant.label} file, or a damaged one; save or download it again")
    return known.read(content, choices)


def _told(document: Document, messages: list[str], warnings: list[str]) -> Document:
    span = Span(0, 0)
    told = [Diagnostic(code="mail", message=message, span=span) for message in messages]
    told += [
        Diagnostic(code="damaged-mail", message=message, span=span, severity=Severity.WARNING) for message in warnings
    ]
    return attrs.evolve(document, diagnostics=(*told, *document.diagnostics))
