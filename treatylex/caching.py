"""The cache: what one process worked out, kept on the disk for the next, and what came with treatylex.

Guarantees: an entry answers only to the key under which it was kept, and is written whole or not at all; reading one
runs no code, since it is plain data but for the classes that its reader names; what is damaged, too large, no regular
file, or what somebody else may write, is no entry; where nothing can be kept, everything is worked out anew. No fault
of the cache ever reaches a caller; a folder that was named and cannot be used is told once, as a warning.
"""

import contextlib
import functools
import hashlib
import importlib.resources
import io
import os
import pickle
import re
import stat
import sys
import tempfile
import time
import warnings
import zlib
from collections.abc import Callable, Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

SHIPPED = Path(__file__).parent / "compiled"
"""Entries that were made when treatylex was built; they are trusted as its code is, but read as plain data, too."""
VARIABLE = "TREATYLEX_CACHE"
"""The environment variable that names the folder to keep things in, or says "off"."""

LIMIT = "TREATYLEX_CACHE_LIMIT"
"""The environment variable that says how much to keep at most: bytes, or "500 MB", "20 GB"."""

_NONE = ("", "0", "off", "no")
_DAY = 24 * 60 * 60
_UNUSED = 30 * _DAY
_MOST = 10**9  # bytes, where nobody says otherwise
_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*")
_LARGEST = 2**28  # bytes of one entry, unpacked
_ENTRY = re.compile(r"treatylex-[a-z]+-[0-9a-f]{64}(\.|$)")
_DIGEST_SIZE = hashlib.sha256().digest_size
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH

_T = TypeVar("_T")


def folder() -> Path | None:
    """The folder of the cache: what `TREATYLEX_CACHE` names, else the user's; `None` when there is none."""
    chosen = os.environ.get(VARIABLE)
    try:
        if chosen is None:
            from platformdirs import user_cache_path

            return user_cache_path("treatylex", appauthor=False)
        return None if chosen.strip().lower() in _NONE else Path(chosen).expanduser()
    except Exception:  # no home folder, no entry for the user: whatever it is, there is no cache
        return None


def check() -> None:
    """Warn of what the environment says of the cache and cannot be followed: no amount, or a folder that is none."""
    limit()
    chosen = os.environ.get(VARIABLE, "off").strip()
    where = folder()
    if where is None and chosen.lower() not in _NONE:
        _tell_ignored(Path(chosen), "there is no such user or folder")
    elif where is not None and os.path.exists(where) and not os.path.isdir(where):
        _tell_ignored(where, "is no folder")


def recall(kind: str, key: Iterable[str], make: Callable[[], _T], classes: tuple[type, ...] = ()) -> _T:
    """What was kept under a key, else what `make` makes, which is kept for the next time.

    Args:
        kind: what it is, in one word: the file's name begins with it.
        key: everything that the result depends on; in the user's folder the version of Python is part of every key.
        make: makes it anew: plain data, or instances of `classes` in plain data, but not `None`.
        classes: the classes whose instances may be read.
    """
    key = tuple(key)
    if _COLLECTED is not None:
        made = make()
        _COLLECTED[_name(kind, key)] = _packed(made, level=9)
        return made
    found: _T | None = find(kind, key, classes)
    if found is None:
        found = make()
        keep(kind, key, found)
    return found


_COLLECTED: dict[str, bytes] | None = None


def collected(run: Callable[[], object]) -> dict[str, bytes]:
    """The entries, by their names, that `recall` makes while something runs: what a build lays into `SHIPPED`.

    Nothing is taken from the cache meanwhile; what this process has made before is not made again.
    """
    global _COLLECTED
    _COLLECTED = {}
    try:
        run()
        return _COLLECTED
    finally:
        _COLLECTED = None


def find(kind: str, key: Iterable[str], classes: tuple[type, ...] = ()) -> Any:
    """What was kept under a key, as in `recall`; `None` when there is nothing that can be trusted."""
    key = tuple(key)
    file = _file(kind, key)
    shipped = _read(SHIPPED / _name(kind, key), classes, _content)
    return shipped if shipped is not None or file is None else _read(file, classes, _trusted)


def keep(kind: str, key: Iterable[str], data: object) -> None:
    """Keep plain data under a key, as in `recall`, where it can be written."""
    file = _file(kind, key)
    if file is not None:
        _write(file, data)


def is_kept(kind: str, key: Iterable[str]) -> bool:
    """Whether something was kept under a key; `find` alone can tell whether it can be trusted."""
    file = _file(kind, key)
    return file is not None and os.path.exists(file)


def _file(kind: str, key: Iterable[str]) -> Path | None:
    where = folder()
    return None if where is None else where / _name(kind, (sys.version, *key))


def _name(kind: str, key: Iterable[str]) -> str:
    return f"treatylex-{kind}-{hashlib.sha256(_joined(key)).hexdigest()}"


def _joined(key: Iterable[str]) -> bytes:
    return "\0".join(key).encode("utf-8", "surrogatepass")


@functools.cache
def fingerprint(package: str, *endings: str) -> str:
    """A digest of the files of a package and its subpackages whose names have one of these endings."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(importlib.resources.files(package), ""), key=lambda found: found[0]):
        if name.endswith(endings):
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(inside: Traversable, path: str) -> Iterable[tuple[str, Traversable]]:
    for child in inside.iterdir():
        if child.is_dir():
            yield from _files(child, f"{path}{child.name}/")
        else:
            yield f"{path}{child.name}", child


class _PlainData(pickle.Unpickler):
    """Reads plain data, which no code comes with, and instances of some classes."""

    def __init__(self, data: bytes, classes: tuple[type, ...]) -> None:
        super().__init__(io.BytesIO(data))
        self.classes = {(each.__module__, each.__qualname__): each for each in classes}

    def find_class(self, module: str, name: str) -> Any:
        """The class of this name, when it is one of those that may be read."""
        try:
            return self.classes[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no plain data") from None


def _read(file: Path, classes: tuple[type, ...], bytes_of: Callable[[Path], bytes | None]) -> Any:
    """The entry in a file; `None` when there is none to trust."""
    try:
        packed = bytes_of(file)
        if packed is None:
            return None
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, _LARGEST)
        return _PlainData(data, classes).load() if unpacking.eof else None
    except Exception:  # damaged in whatever way: there is no such entry
        return None


def _trusted(file: Path) -> bytes | None:
    """The bytes of a regular file that this user alone may write, and that is whole; `None` for any other."""
    if not _is_ours(os.stat(file.parent)) or not stat.S_ISREG(os.stat(file).st_mode):
        return None
    with open(file, "rb") as opened:
        state = os.fstat(opened.fileno())
        if not _is_ours(state) or not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            return None
        packed = _whole(opened.read())
    if time.time() - state.st_mtime > _DAY:
        with contextlib.suppress(OSError):  # a folder may be there to be read only
            os.utime(file)  # so that what is in use does not grow old
    return packed


def _content(file: Path) -> bytes | None:
    """The bytes of a file of treatylex itself, if it is whole."""
    return _whole(file.read_bytes())


def _whole(content: bytes) -> bytes | None:
    """What follows its own digest; `None` where it is not what was written."""
    digest, packed = content[:_DIGEST_SIZE], content[_DIGEST_SIZE:]
    return packed if hashlib.sha256(packed).digest() == digest else None


def _packed(entry: object, level: int) -> bytes:
    packed = zlib.compress(pickle.dumps(entry, protocol=pickle.HIGHEST_PROTOCOL), level)
    return hashlib.sha256(packed).digest() + packed


def _is_ours(state: os.stat_result) -> bool:
    """Whether this user alone may write there; Windows keeps its folders of users apart by itself."""
    return not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_MAY_WRITE)


def _write(file: Path, entry: object) -> None:
    """Keep an entry: whole under its name, or not at all."""
    try:
        content = _packed(entry, level=1)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(os.stat(file.parent)):
            _tell_ignored(file.parent, "others may write there")
            return
        _make_room(file.parent, len(content))
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
        try:
            with open(handle, "wb") as opened:
                opened.write(content)
            os.replace(part, file)
        except BaseException:
            os.unlink(part)
            raise
    except Exception as fault:  # a full disk, a folder that cannot be made: nothing is kept
        _tell_ignored(file.parent, getattr(fault, "strerror", None) or str(fault))


_told: set[Path] = set()
"""The folders of which was said that they cannot be used."""


def _tell_ignored(where: Path, reason: str) -> None:
    """Say once that a folder that somebody named cannot be used; of the usual one nobody need hear."""
    if os.environ.get(VARIABLE) is not None and where not in _told:
        _told.add(where)
        remedy = f"name another in {VARIABLE}, or set it to off"
        warnings.warn(f"nothing is kept in {where}: {reason}; {remedy}", RuntimeWarning, stacklevel=2)


@functools.cache
def limit() -> int:
    """How many bytes are kept at most: what `TREATYLEX_CACHE_LIMIT` says, else a gigabyte."""
    said = os.environ.get(LIMIT)
    if said is None:
        return _MOST
    amount = _AMOUNT.fullmatch(said.lower())
    if amount is None or amount[2] not in _UNITS:
        warnings.warn(f"{LIMIT} is no amount: {said!r}; say bytes, or such as 500 MB", RuntimeWarning, stacklevel=2)
        return _MOST
    return int(float(amount[1]) * _UNITS[amount[2]])


_written: dict[Path, int] = {}
"""How many bytes this process kept in a folder since it last made room there."""


def _make_room(where: Path, size: int) -> None:
    """Tidy up before the first entry that a process keeps, and after each tenth of what may be kept."""
    if where not in _written or _written[where] > limit() / 10:
        _tidy(where)
        _written[where] = 0
    _written[where] += size


def _tidy(where: Path) -> None:
    """Remove the entries that nobody has read for a month, and the oldest beyond the limit."""
    states: list[tuple[float, int, Path]] = []
    for found in where.iterdir():
        with contextlib.suppress(OSError):  # another process may have removed it
            if _ENTRY.match(found.name):
                state = found.stat()
                states.append((state.st_mtime, state.st_size, found))
    size = 0
    for read_last, own_size, found in sorted(states, reverse=True):
        size += own_size
        if size > limit() or time.time() - read_last > _UNUSED:
            with contextlib.suppress(OSError):
                found.unlink()
