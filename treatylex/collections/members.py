"""Members: from files, folders, patterns, manifests, locations and treaties to the members of a collection.

Guarantees: members come in the order of the places, those of a folder or pattern in the order of their names; every
place gives at least one member, and one that holds no treaty gives one that says so; no two members share an id.
"""

import csv
import glob
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from treatylex.collections.folder import Folder
from treatylex.collections.identity import Identities
from treatylex.errors import InputError
from treatylex.formats.registry import formats
from treatylex.locations import files_at, is_location
from treatylex.model.provisions import Treaty
from treatylex.opening import table_of, text_of

_MANIFESTS = (".toml", ".csv")


@attrs.frozen(kw_only=True)
class Member:
    """One treaty of a collection, before it is read.

    `treaty_id` is its stable name; `path` its file or location; `metadata` what a manifest says of it; `treaty` stands
    for one that was read already, `error` for a place where there is none.
    """

    treaty_id: str
    path: str
    metadata: Mapping[str, str] = attrs.field(factory=dict)
    treaty: Treaty | None = attrs.field(default=None, repr=False)
    error: InputError | None = None


Place = str | os.PathLike[str] | Treaty | Member


def members_of(places: Iterable[Place]) -> Iterator[Member]:
    """The members of a collection."""
    named = tuple(places)
    identities = Identities(_root(os.fspath(place)) for place in named if not isinstance(place, Treaty | Member))
    for place in named:
        for member in _members(place):
            yield attrs.evolve(member, treaty_id=identities.next(member.path, member.treaty_id or None))


def _members(place: Place) -> Iterator[Member]:
    """The members at a place; their ids are empty where no manifest gives one."""
    if isinstance(place, Member):
        yield place
        return
    if isinstance(place, Treaty):
        yield Member(treaty_id="", path=place.source.name, treaty=place)
        return
    path = os.fspath(place)
    try:
        if is_location(path):
            yield from map(_member, files_at(path, _may_be_treaty))
        elif os.path.isdir(path):
            yield from _in_folder(path)
        elif path.lower().endswith(_MANIFESTS) and os.path.isfile(path):
            yield from _listed(path)
        elif glob.has_magic(path) and not os.path.exists(path):
            yield from _matching(path)
        else:
            yield _member(path)
    except InputError as fault:
        yield Member(treaty_id="", path=path, error=fault)


def _member(path: str) -> Member:
    return Member(treaty_id="", path=path)


def _in_folder(path: str) -> Iterator[Member]:
    """The treaties of a folder, and an error when it has none, or is mostly something else."""
    found = Folder(path)
    yield from map(_member, found.files)
    if found.is_mostly_skipped:
        raise InputError(str(found.told))
    if not found.files:
        raise InputError(f"{path}: no treaty in this folder; check the name")


def _matching(pattern: str) -> Iterator[Member]:
    files = sorted(file for file in glob.iglob(pattern, recursive=True) if os.path.isfile(file))
    if not files:
        raise InputError(f"{pattern}: no file matches; check the pattern")
    yield from map(_member, files)


def _may_be_treaty(path: str) -> bool:
    """Whether a file elsewhere has a name as treaties have; to look into it would fetch it."""
    ending = os.path.splitext(path)[1].lower()
    return any(ending in known.extensions for known in formats())


def _root(path: str) -> str:
    """The folder within which ids are given: of a pattern the folder before its first sign."""
    if not glob.has_magic(path):
        return path
    parts = Path(path).parts
    fixed = next((at for at, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    return os.path.join(*parts[:fixed]) if fixed else os.curdir


# ---------------------------------------------------------------- manifests


def _listed(path: str) -> Iterator[Member]:
    """The treaties that a manifest lists: tables `[[treaty]]` in TOML, rows with a header in CSV.

    Each has a `file`, relative to the manifest, or a location, and may have an `id`; what else it has is metadata.
    """
    text = text_of(path)
    try:
        entries = tuple(_toml_entries(text) if path.lower().endswith(".toml") else _csv_entries(text))
    except (InputError, csv.Error) as fault:
        raise InputError(f"{path}: no manifest: {fault}; mend it") from None
    known: set[str] = set()
    members: list[Member] = []
    for at, entry in entries:
        file, given = entry.pop("file", ""), entry.pop("id", "")
        if not file:
            raise InputError(f"{path}: {at} names no file; give its name as 'file'")
        if given in known:
            raise InputError(f"{path}: {at} has the id {given!r} of another treaty; give each its own")
        known.update({given} - {""})
        where = file if is_location(file) else os.path.join(os.path.dirname(path), file)
        members.append(Member(treaty_id=given, path=where, metadata=entry))
    if not members:
        raise InputError(f"{path}: lists no treaty; a manifest has tables [[treaty]], or rows with a column 'file'")
    yield from members


def _toml_entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    listed = table_of(text).get("treaty", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise InputError("treaties are listed as tables [[treaty]]")
    for number, entry in enumerate(listed, 1):
        yield f"treaty {number}", {name: _written(value) for name, value in entry.items()}


def _written(value: object) -> str:
    """A value of a manifest as text: the items of a list parted by semicolons."""
    if isinstance(value, list):
        return "; ".join(map(_written, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _csv_entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True, restval="")
    for entry in rows:
        if None in entry:
            raise csv.Error(f"line {rows.line_num} has more fields than the header")
        yield f"line {rows.line_num}", {name.strip(): value.strip() for name, value in entry.items()}
