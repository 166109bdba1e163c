"""Corpora: which treaties a test is run with, and reading each once.

Guarantees: names are looked up before anything is read; what cannot be read fails the test that asks for it, with the
file's name and the remedy, and no other.
"""

import difflib
import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from treatylex.collections.folder import treaty_files
from treatylex.collections.reading import read_kept
from treatylex.errors import InputError
from treatylex.model.provisions import Treaty
from treatylex.parsing.reader import parse
from treatylex.parsing.resolution.instruments import added
from treatylex.specimens import excerpts

_KEPT = 8
"""How many treaties stay in memory: pytest runs all tests of one treaty before those of the next."""


@attrs.frozen
class Named:
    """A treaty to be read: `id` is what the test's name shows; `path` is `None` for an excerpt."""

    id: str
    path: Path | None = None


def find(names: Sequence[str], folders: Sequence[Path]) -> tuple[Named, ...]:
    """The treaties that a mark names.

    Args:
        names: excerpt ids, or files, folders and globs relative to one of `folders`.
        folders: where to look, in this order.

    Raises:
        InputError: when a name is nothing of these.
    """
    if not names:
        raise InputError('the mark names no treaty; write @pytest.mark.treaty("path or excerpt id")')
    return tuple(found for name in names for found in _find(name, folders))


def _find(name: str, folders: Sequence[Path]) -> tuple[Named, ...]:
    if name in _texts():
        return (Named(name),)
    for folder in folders:
        place = folder / name
        found = [place] if place.exists() else sorted(folder.glob(name) if not Path(name).is_absolute() else ())
        if found:
            return tuple(named for each in found for named in _files(each, folder))
    searched = list(dict.fromkeys(map(str, folders)))
    nowhere = f"neither {' nor '.join(searched)} holds such a" if len(searched) > 1 else f"{searched[0]} holds no such"
    near = difflib.get_close_matches(name, _texts(), n=2)
    hint = f"; excerpts of a similar name: {', '.join(near)}" if near else "; `treatylex excerpts` lists the excerpts"
    raise InputError(f"{name!r} is no excerpt, and {nowhere} file{hint}")


def corpus(places: Iterable[Path]) -> tuple[Named, ...]:
    """The treaties in files and folders.

    Raises:
        InputError: when one of the places does not exist or holds no treaty.
    """
    return tuple(named for place in places for named in _files(place, place if place.is_dir() else place.parent))


def _files(place: Path, folder: Path) -> tuple[Named, ...]:
    files = [Path(file) for file in treaty_files([place])]
    if not place.exists() or not files:
        raise InputError(
            f"{place}: {'no treaty in this folder' if place.exists() else 'does not exist'}; check the name"
        )
    return tuple(Named(_id(file, folder), file) for file in files)


def _id(file: Path, folder: Path) -> str:
    return (file.relative_to(folder) if file.is_relative_to(folder) else file).as_posix()


def excerpt(name: str) -> Named:
    """The excerpt with this id.

    Raises:
        InputError: when there is none; the message names the nearest.
    """
    if name not in _texts():
        near = difflib.get_close_matches(name, _texts(), n=2) or sorted(_texts())
        raise InputError(f"there is no excerpt {name!r}; there is {', '.join(near)}")
    return Named(name)


@functools.cache
def _texts() -> dict[str, str]:
    return {excerpt.id: excerpt.text for excerpt in excerpts()}


@functools.lru_cache(_KEPT)
def load(named: Named, instruments: str | None = None) -> Treaty:
    """The treaty itself.

    Raises:
        InputError: when it cannot be read.
    """
    if named.path is None:
        return parse(_texts()[named.id], source_name=named.id, instruments=instruments)
    return read_kept(str(named.path), added(instruments))


def clause_eids(named: Named, instruments: str | None = None) -> tuple[str | None, ...]:
    """The eIds of its clauses; one `None` for what has none or cannot be read, so that a test can say so."""
    try:
        return tuple(clause.eid for clause in load(named, instruments).clauses) or (None,)
    except InputError:
        return (None,)
