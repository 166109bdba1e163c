"""The registry of formats: which file name belongs to which reader.

Guarantee: one table; a format is one entry here and one module beside this one.
"""

import functools
import os
from collections.abc import Callable
from pathlib import Path

import attrs

from treatylex.errors import InputError, Severity, UnreadTextError
from treatylex.formats import text as plain
from treatylex.model.provisions import Treaty
from treatylex.parsing.resolution.instruments import Instruments


@attrs.frozen(kw_only=True)
class Format:
    """A format that treaties are kept in.

    `extensions` are lower-case and begin with a dot; `read` makes a treaty of a file's bytes and its name, `write`
    makes text of a treaty; either may be missing. A reader also takes the instruments to add. `parsed` says that
    reading takes the parser, so that what it found is worth keeping.
    """

    name: str
    extensions: tuple[str, ...]
    read: Callable[[bytes, str, Instruments], Treaty] | None = None
    write: Callable[[Treaty], str] | None = None
    parsed: bool = False


def _read_text(data: bytes, name: str, instruments: Instruments) -> Treaty:
    from treatylex.parsing.reader import parse

    text, notes = plain.decode(data, name)
    treaty = parse(text, source_name=name, instruments=instruments)
    return attrs.evolve(treaty, diagnostics=notes + treaty.diagnostics) if notes else treaty


def _read_json(data: bytes, name: str, _: Instruments) -> Treaty:
    from treatylex.formats.json import from_json

    try:
        return from_json(plain.decode(data, name)[0])
    except InputError as fault:
        raise InputError(f"{name}: {fault}") from None


def _write_json(treaty: Treaty) -> str:
    from treatylex.formats.json import to_json

    return to_json(treaty)


_REMEDIES = {FileNotFoundError: "check the name", IsADirectoryError: "name a file in it"}


@functools.cache
def formats() -> tuple[Format, ...]:
    """Every format, the most usual first.

    >>> [known.name for known in formats()]
    ['text', 'json']
    """
    return (
        Format(name="text", extensions=(".txt", ".text", ".md"), read=_read_text, parsed=True),
        Format(name="json", extensions=(".json",), read=_read_json, write=_write_json),
    )


def _format_named(name: str) -> Format:
    for known in formats():
        if known.name == name:
            return known
    raise InputError(f"unknown format {name!r}; choose one of {', '.join(known.name for known in formats())}")


def format_of(path: str) -> Format:
    """The format that a file's name speaks of; plain text when it says nothing."""
    extension = os.path.splitext(path)[1].lower()
    return next((known for known in formats() if extension in known.extensions), formats()[0])


def read_bytes(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002 - the field's word
    strict: bool = False,
    instruments: Instruments = None,
) -> Treaty:
    """Read a treaty from bytes, for example those of standard input.

    Args:
        data: the bytes.
        name: what messages call the input; its extension decides the format when `format` does not.
        format: the name of a format.
        strict: raise at the first passage that could not be read.
        instruments: instruments to know besides those of the built-in catalogue, as in `parse`.

    Raises:
        InputError: when the bytes do not hold what the format says.
        UnreadTextError: only with `strict=True`.
    """
    treaty = _reader(name, format)(data, name, instruments)
    if strict:
        _refuse_unread(treaty)
    return treaty


def _refuse_unread(treaty: Treaty) -> None:
    for diagnostic in treaty.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            raise UnreadTextError(diagnostic, diagnostic.located(treaty.source))


def _reader(name: str, format: str | None) -> Callable[[bytes, str, Instruments], Treaty]:  # noqa: A002 - the field's word
    chosen = format_of(name) if format is None else _format_named(format)
    if chosen.read is None:
        raise InputError(f"{name}: treatylex writes {chosen.name} but does not read it")
    return chosen.read


def read(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - the field's word
    strict: bool = False,
    instruments: Instruments = None,
) -> Treaty:
    """Read a treaty from a file.

    Args:
        path: the file. Its extension decides the format; an unknown one is taken for plain text.
        format: the name of a format ("text", "json"), to overrule the extension.
        strict: raise at the first passage that could not be read.
        instruments: instruments to know besides those of the built-in catalogue: a TOML file, or a sequence. A
            treaty kept as JSON stays as it was resolved when it was read.

    Returns:
        The treaty; its `source_name` is the path as given.

    Raises:
        InputError: when the file cannot be opened or does not hold what its format says; the message names the
            file and the remedy.
        UnreadTextError: only with `strict=True`.
    """
    name = os.fspath(path)
    _reader(name, format)
    return read_bytes(bytes_of(name), name, format=format, strict=strict, instruments=instruments)


def bytes_of(path: str) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: when it cannot be opened; the message names the file and the remedy.
    """
    try:
        return Path(path).read_bytes()
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        remedy = _REMEDIES.get(type(fault), "check the permissions")
        raise InputError(f"{path}: {reason}; {remedy}") from None
