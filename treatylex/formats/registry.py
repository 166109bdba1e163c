"""The registry of formats that are read: which reader reads a file.

Guarantees: one table of what is read; a format is one entry here and one module beside this one, imported when it is
used (what is written is the table of `collections/conversions`). Content decides before names (`sniffing`). Every
complaint about a file is one line, begins with its name and ends in a remedy.
"""

import functools
import importlib
import os
from collections import Counter
from collections.abc import Callable

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats import text as plain
from treatylex.formats.documents import Choices, Document, Reader, Revisions
from treatylex.formats.sniffing import is_own_json, sniff_bytes, sniff_text
from treatylex.model.provisions import Treaty
from treatylex.opening import MOST_BYTES, bytes_of, too_large
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.source import Source, Span, visible_name


@attrs.frozen(kw_only=True)
class Format:
    """A format that treaties are read from.

    `label` is what people call it; `extensions` are lower-case and begin with a dot. `read` makes a document of a
    file's bytes, whose text is then parsed; `load` takes a treaty as it was written. Each format has one of them.
    """

    name: str
    label: str
    extensions: tuple[str, ...] = ()
    read: Reader | None = None
    load: Callable[[bytes], Treaty] | None = None


def _reader(module: str) -> Reader:
    """The function `read` of a module of this room, which is imported on the first call."""

    def read(data: bytes, choices: Choices) -> Document:
        document: Document = importlib.import_module(f"treatylex.formats.{module}").read(data, choices)
        return document

    return read


def _load_json(data: bytes) -> Treaty:
    from treatylex.formats.json import from_json

    return from_json(plain.decode(data)[0])


@functools.cache
def formats() -> tuple[Format, ...]:
    """Every format that is read, the most usual first.

    >>> [known.name for known in formats()][:2]
    ['text', 'markdown']
    """
    return (
        Format(name="text", label="plain text", extensions=(".txt", ".text"), read=plain.read),
        Format(name="markdown", label="Markdown", extensions=(".md", ".markdown"), read=_reader("markdown")),
        Format(name="json", label="JSON", extensions=(".json",), load=_load_json),
        Format(name="docx", label="Word", extensions=(".docx", ".docm", ".dotx"), read=_reader("word.reading")),
        Format(name="odt", label="OpenDocument", extensions=(".odt", ".ott", ".fodt"), read=_reader("office")),
        Format(name="rtf", label="RTF", extensions=(".rtf",), read=_reader("office")),
        Format(name="doc", label="old Word", extensions=(".doc", ".dot"), read=_reader("office")),
        Format(name="pdf", label="PDF", extensions=(".pdf",), read=_reader("pdf.reading")),
        Format(name="html", label="HTML", extensions=(".html", ".htm", ".xhtml"), read=_reader("web.reading")),
        Format(name="akn", label="Akoma Ntoso", extensions=(".akn", ".xml"), read=_reader("akn_reading")),
        Format(name="tota", label="ToTA", read=_reader("tota")),
        Format(name="mail", label="mail", extensions=(".eml", ".mht", ".mhtml"), read=_reader("mail")),
        Format(name="formex", label="Formex 4", extensions=(".fmx", ".fmx4"), read=_reader("formex")),
    )


def format_named(name: str) -> Format:
    """The format of this name.

    Raises:
        InputError: when there is none.
    """
    for known in formats():
        if known.name == name:
            return known
    raise InputError(f"unknown format {name!r}; choose one of {', '.join(known.name for known in formats())}")


def format_of(data: bytes, path: str) -> Format:
    """The format of a file, by its content first and by its name second.

    Raises:
        InputError: for markup, data or a binary that is not read; the message names the file and the remedy.
    """
    with _named(path):
        extension = os.path.splitext(path)[1].lower()
        if not data and any(extension in known.extensions and known.name in _BINARIES for known in formats()):
            raise InputError("is empty; save or download it again")
        return format_named(sniff_bytes(data) or sniff_text(_text_of(data, extension), extension))


def _text_of(data: bytes, extension: str) -> str:
    """The characters of a file that is no binary that is known.

    Raises:
        InputError: when it is no text either, which says of a file named as a binary that it is damaged.
    """
    try:
        return plain.decode(data)[0]
    except InputError:
        for known in formats():
            if extension in known.extensions and known.name in _BINARIES:
                raise InputError(f"is no {known.label} file, or a damaged one; save or download it again") from None
        raise


def reason_to_skip(read: Callable[[int], bytes], extension: str, *, named: bool) -> str | None:
    """What a file in a folder is, if it cannot hold a treaty; `None` if it may.

    Args:
        read: reads so many bytes of the file.
        extension: the ending of its name in lower case, with its dot.
        named: whether a format that is read has this ending; other files are taken only for what they evidently are.
    """
    head = read(_HEAD)
    if not head.strip():
        return "empty"
    try:
        binary = sniff_bytes(head + read(MOST_BYTES) if head.startswith(b"PK") else head)
        if binary is not None:
            return None
        if not named:
            return "no format that is read"
        if extension in (".json", ".xml"):
            text = _text_of(head + read(MOST_BYTES), extension)
            if sniff_text(text, extension) == "json" and not is_own_json(text):
                return "JSON without a treaty"
    except InputError as fault:
        return str(fault).partition(";")[0].removeprefix("is ")
    return None


class _named:  # noqa: N801 - reads as a verb: with _named(path)
    """Puts the name of a file before every complaint about it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        """Name the file."""
        if isinstance(fault, InputError):
            raise InputError(f"{visible_name(self.name)}: {fault}") from None


def read_bytes(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002 - the field's word
    strict: bool = False,
    instruments: Instruments = None,
    choices: Choices | None = None,
) -> Treaty:
    """Read a treaty from bytes, for example those of standard input.

    Args:
        data: the bytes.
        name: what messages call the input; its extension counts where the content leaves the format open.
        format: the name of a format, to overrule both.
        strict: raise at the first passage that could not be read.
        instruments: instruments to know besides those of the built-in catalogue, as in `parse`.
        choices: what to read of a file that holds more than one text.

    Raises:
        InputError: when the bytes do not hold what the format says, or are in none that is read.
        UnreadTextError: only with `strict=True`.
    """
    from treatylex.parsing.reader import refuse_unread

    known = format_of(data, name) if format is None else format_named(format)
    with _named(name):
        if known.load is not None:
            treaty = known.load(data)
        else:
            document = _document(data, known, choices)
            treaty = _parsed(document, known, name, instruments)
            noticed = _tracked_changes(document, choices or Choices())
            treaty = attrs.evolve(treaty, diagnostics=noticed + treaty.diagnostics)
    if strict:
        refuse_unread(treaty)
    return treaty


def revisions_of(path: str, instruments: Instruments = None, choices: Choices | None = None) -> tuple[Treaty, Treaty]:
    """A document with tracked changes as it was before them, and with all of them accepted, else as is chosen.

    Raises:
        InputError: as `read` does, and when the document holds no tracked changes.
    """
    choices = choices or Choices()
    data = bytes_of(path, choices.most_bytes)
    known = format_of(data, path)
    found = []
    for which in (Revisions.ORIGINAL, Revisions.ACCEPTED):
        with _named(path):
            document = _document(data, known, attrs.evolve(choices, revisions=which))
            if not document.revised:
                raise InputError("holds no tracked changes; name a second file to compare it with")
            found.append(_parsed(document, known, f"{path} ({which.value})", instruments))
    return found[0], found[1]


def _document(data: bytes, known: Format, choices: Choices | None) -> Document:
    if known.read is None:
        raise InputError("holds a treaty as it was read, no tracked changes; name a second file to compare it with")
    choices = choices or Choices()
    if len(data) > choices.most_bytes:
        raise InputError(too_large(choices.most_bytes))
    return known.read(data, choices)


def _parsed(document: Document, known: Format, name: str, instruments: Instruments) -> Treaty:
    from treatylex.parsing.reader import read_source

    source = Source(document.text, name, document.places)
    treaty = read_source(source, name, kinds=document.kinds, instruments=instruments)
    noticed = document.diagnostics + _other_name(known, name, document)
    return attrs.evolve(treaty, source_format=known.name, diagnostics=noticed + treaty.diagnostics)


def _tracked_changes(document: Document, choices: Choices) -> tuple[Diagnostic, ...]:
    """A note that a file holds tracked changes: how many, whose, and which text was read."""
    if not document.changed_by:
        return ()
    count = len(document.changed_by)
    authors = ", ".join(
        f"{author or 'an unnamed author'} ({number:,})" for author, number in Counter(document.changed_by).most_common()
    )
    by = f" by {authors}" if any(document.changed_by) else ""
    (other,) = (each for each in Revisions if each is not choices.revisions)
    how = {Revisions.ACCEPTED: "as if all were accepted", Revisions.ORIGINAL: "as it was before them"}
    message = (
        f"{count:,} tracked change{'' if count == 1 else 's'}{by}; the text was read "
        f"{how[choices.revisions]}: `--revisions {other.value}` reads the other, `clause-diff FILE` alone compares both"
    )
    span = Span(0, min(1, len(document.text)))
    return (Diagnostic(code="tracked-changes", message=message, span=span, severity=Severity.NOTE),)


def _other_name(known: Format, name: str, document: Document) -> tuple[Diagnostic, ...]:
    """A note where a file's name speaks of another format than the one that it is in."""
    extension = os.path.splitext(name)[1].lower()
    if extension in known.extensions or extension == ".xml":
        return ()
    if not any(extension in other.extensions for other in formats()):
        return ()
    message = f"the name ends in {extension}, the content is {known.label} and was read as that"
    span = Span(0, min(1, len(document.text)))
    return (Diagnostic(code="other-format", message=message, span=span, severity=Severity.NOTE),)


def read(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - the field's word
    strict: bool = False,
    instruments: Instruments = None,
    revisions: str = Revisions.ACCEPTED,
    column: int | None = None,
    most_bytes: int = MOST_BYTES,
) -> Treaty:
    """Read a treaty from a file.

    Args:
        path: the file, or a location such as `s3://…` (with the extra `remote`). Its content decides the format, then
            its extension; an unknown one is taken for plain text.
        format: the name of a format ("text", "docx", "pdf"…), to overrule both.
        strict: raise at the first passage that could not be read.
        instruments: instruments to know besides those of the built-in catalogue: a TOML file, or a sequence. A
            treaty kept as JSON stays as it was resolved when it was read.
        revisions: "accepted" or "original": which text of a document with tracked changes to read.
        column: which of several texts that a PDF or a table sets side by side, counted from 1; `None` for all.
        most_bytes: the largest file that is read; 64 MB unless you say otherwise.

    Returns:
        The treaty; its `source_name` is the path as given, its `source_format` the format's name.

    Raises:
        InputError: when the file cannot be opened, is in no format that is read, or does not hold what its format
            says; the message names the file and the remedy.
        UnreadTextError: only with `strict=True`.
        ValueError: for `revisions`, a `column` or a size that there cannot be.
    """
    name = os.fspath(path)
    choices = Choices(revisions=revisions, column=column, most_bytes=most_bytes)
    if format is not None:
        format_named(format)
    data = bytes_of(name, most_bytes)
    return read_bytes(data, name, format=format, strict=strict, instruments=instruments, choices=choices)


_HEAD = 65_536
_BINARIES = frozenset({"docx", "pdf", "odt", "doc", "rtf"})
