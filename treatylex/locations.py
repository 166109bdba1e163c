"""Locations: files that lie elsewhere than on this machine, as `s3://…`, `https://…` and the like, through fsspec.

Guarantee: fsspec is imported only for names that hold "://"; every complaint is one line that names the location.
"""

from collections.abc import Callable, Iterator
from typing import Any

from treatylex.errors import InputError
from treatylex.extras import needed

_SIGN = "://"


def is_location(path: str) -> bool:
    """Whether a name is that of a location, not of a file on this machine.

    >>> is_location("s3://treaties/lake.txt"), is_location("treaties/lake.txt")
    (True, False)
    """
    return _SIGN in path


def file_system(location: str) -> tuple[Any, str]:
    """The file system of a location (fsspec's), and the path in it.

    Raises:
        InputError: when fsspec, or what it needs for such locations, is not installed, or the location is wrong.
    """
    core = needed("fsspec.core", "remote")
    try:
        system, path = core.url_to_fs(location)
    except ImportError as fault:
        remedy = "install it, or download the file and name that"
        raise InputError(f"{location}: {_reason(fault)}; {remedy}") from None
    except Exception as fault:  # of whatever library stands behind the location
        raise InputError(f"{location}: {_reason(fault)}; check the location") from None
    return system, path


def bytes_at(location: str, most: int) -> bytes:
    """The first `most` bytes of a file at a location.

    Raises:
        InputError: when it cannot be read.
    """
    system, path = file_system(location)
    try:
        with system.open(path, "rb") as file:
            data: bytes = file.read(most)
    except Exception as fault:
        raise InputError(f"{location}: {_reason(fault)}; check the location") from None
    return data


def state_of(location: str) -> str:
    """What tells whether a file at a location was changed, as far as its file system knows; empty where it does not."""
    try:
        system, path = file_system(location)
        return str(system.ukey(path))
    except Exception:  # reading it will say why
        return ""


def files_at(location: str, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The files that a location with `*` matches, or that lie in the folder there, else the location itself.

    Args:
        location: where they are.
        wanted: which files of a folder are meant, by their names.

    Raises:
        InputError: when the location cannot be listed.
    """
    system, path = file_system(location)
    try:
        if "*" in path:
            found = sorted(each for each in system.glob(path) if system.isfile(each))
        elif system.isdir(path):
            found = sorted(each for each in system.find(path) if wanted(each))
        else:
            found = [path]
    except Exception as fault:
        raise InputError(f"{location}: {_reason(fault)}; check the location") from None
    before = location.rpartition(path.strip("/"))[0]  # the protocol, as the caller wrote it
    for each in found:
        yield each if is_location(each) else before + each.lstrip("/")


def _reason(fault: Exception) -> str:
    """What went wrong, in one line."""
    if isinstance(fault, FileNotFoundError):
        return "no such file"
    return " ".join(str(fault).split()) or type(fault).__name__
