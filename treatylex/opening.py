"""Opening: files that a user names, as bytes, as text and as tables.

Guarantee: whatever a file holds, what comes of it is data or one `InputError` in one line, with its name and a remedy.
"""

import errno
import os
import re
import tomllib
from typing import Any

from treatylex.errors import InputError
from treatylex.locations import bytes_at, is_location
from treatylex.source import visible, visible_name

MOST_BYTES = 64 * 2**20
"""The largest file that is read, in bytes: some forty times the longest treaty with all its schedules."""
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
_DEEP_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{_KEY}\.[ \t]*){{32}}", re.MULTILINE)
_OTHERWISE = "check the permissions"
_REMEDIES: dict[type[Exception], str] = {FileNotFoundError: "check the name", IsADirectoryError: "name a file in it"}


def bytes_of(path: str | os.PathLike[str], most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, at most so many, or of what lies at a location such as `s3://…`.

    Raises:
        InputError: when it cannot be opened or is too large; the message names the file and the remedy.
    """
    name = os.fspath(path)
    if not name:
        raise InputError("no file was named; give its name, or - for standard input")
    if "\0" in name:
        raise InputError(f"{name!r}: the name of a file holds no null character; check the name")
    try:
        data = bytes_at(name, most + 1) if is_location(name) else _start_of(name, most + 1)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        remedy = "name the file itself" if fault.errno == errno.ELOOP else _REMEDIES.get(type(fault), _OTHERWISE)
        raise InputError(f"{visible_name(name)}: {reason}; {remedy}") from None
    if len(data) > most:
        raise InputError(f"{visible_name(name)}: {too_large(most)}")
    return data


def _start_of(name: str, size: int) -> bytes:
    with open(name, "rb") as file:
        return file.read(size)


def too_large(most: int) -> str:
    """What is said of a file that has more bytes.

    >>> too_large(MOST_BYTES)
    'is larger than 64 MB; split the file'
    """
    return f"is larger than {most / 2**20:g} MB; split the file"


def text_of(path: str | os.PathLike[str]) -> str:
    """The text of a file in UTF-8; a byte-order mark does no harm.

    Raises:
        InputError: as for `bytes_of`, or when it is not in UTF-8.
    """
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        name = visible_name(os.fspath(path))
        raise InputError(f"{name}: not in UTF-8 (byte {fault.start + 1:,} is none); save it as UTF-8") from None


def table_of(text: str) -> dict[str, Any]:
    r"""What a TOML text says.

    Raises:
        InputError: when it is no TOML, or nested too deeply; the message says where.

    >>> table_of('name = "Pact"')
    {'name': 'Pact'}
    >>> table_of("name = \n")
    Traceback (most recent call last):
    treatylex.errors.InputError: no TOML: Invalid value (at line 1, column 8)
    """
    if _DEEP_KEY.search(text):  # for which tomllib takes time by the square of its length
        raise InputError("no TOML: nested too deeply")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError("no TOML: nested too deeply") from None
    except ValueError as fault:  # of TOML, and of whole numbers too long to read
        raise InputError(f"no TOML: {visible(str(fault))}") from None
