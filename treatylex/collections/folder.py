"""Folders: which files in them are treaties, and which of two folders belong together.

Guarantee: files come in a fixed order.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from treatylex.formats.registry import formats


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
