"""Folders and lists of files: finding treaties and reading them lazily.

Guarantees: files come in a fixed order; no more than one treaty is held at a time; an unreadable file becomes a
`Loaded` with its error.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from treatylex.errors import InputError
from treatylex.formats.registry import formats, read
from treatylex.model.provisions import Treaty
from treatylex.parsing.resolution.catalogue import Instruments


@attrs.frozen(kw_only=True)
class Loaded:
    """A file that was tried: its treaty, or the error that says why there is none."""

    path: str
    treaty: Treaty | None = None
    error: InputError | None = None


@attrs.frozen(kw_only=True)
class FolderPairs:
    """The names of treaties, relative to two folders, that are in both or in one of them; in order."""

    both: tuple[str, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]


def folder_pairs(left: str | os.PathLike[str], right: str | os.PathLike[str]) -> FolderPairs:
    """Which treaties of two folders have the same name, so that they can be compared."""
    ours, theirs = ({os.path.relpath(path, folder) for path in treaty_files([folder])} for folder in (left, right))
    return FolderPairs(
        both=tuple(sorted(ours & theirs)),
        only_left=tuple(sorted(ours - theirs)),
        only_right=tuple(sorted(theirs - ours)),
    )


def treaty_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    """The files among `paths`, and in folders every file whose extension some format reads, in order of name."""
    known = {extension for kept in formats() if kept.read for extension in kept.extensions}
    for given in paths:
        path = os.fspath(given)
        if os.path.isdir(path):
            found = sorted(file for file in Path(path).rglob("*") if file.suffix.lower() in known and file.is_file())
            yield from map(str, found)
        else:
            yield path


def read_all(paths: Iterable[str | os.PathLike[str]], *, instruments: Instruments = None) -> Iterator[Loaded]:
    """Read the treaties in files and folders, one after the other; a folder without any is an error.

    >>> [loaded.error is None for loaded in read_all(["no-such-file.txt"])]
    [False]
    """
    for given in paths:
        path = None
        for path in treaty_files([given]):
            yield _loaded(path, instruments)
        if path is None:
            folder = os.fspath(given)
            yield Loaded(path=folder, error=InputError(f"{folder}: no treaty in this folder; check the name"))


def _loaded(path: str, instruments: Instruments) -> Loaded:
    try:
        return Loaded(path=path, treaty=read(path, instruments=instruments))
    except InputError as fault:
        return Loaded(path=path, error=fault)
