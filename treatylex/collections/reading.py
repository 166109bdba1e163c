"""Reading many treaties, in several processes, and none twice.

Guarantees: treaties come in the order of their collection, whatever was read first; only a few are held at a time; an
unreadable file becomes a `Loaded` with its error; a treaty comes from the cache only when its text, the instruments,
the grammars and all of treatylex are what they were, and is then the one that parsing would give.
"""

import hashlib
import importlib.metadata
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

import attrs

from treatylex.caching import find, fingerprint, folder, is_kept, keep
from treatylex.collections.cluster import Cluster, on_cluster
from treatylex.collections.members import Member, Place, members_of
from treatylex.collections.workers import in_order
from treatylex.errors import InputError
from treatylex.formats.documents import Choices
from treatylex.formats.registry import Format, format_of, read_bytes
from treatylex.locations import is_location
from treatylex.model.provisions import Treaty
from treatylex.opening import bytes_of
from treatylex.parsing.resolution.instruments import Instrument, Instruments, added

_WORTH_A_PROCESS = 100_000
"""Bytes: to read so much takes about as long as to start a process and load the grammars in it."""
_MOST_PROCESSES = 60
"""As many as one process can wait for on every system."""
_UNKNOWN_SIZE = _WORTH_A_PROCESS  # of what lies elsewhere: to fetch it takes time, too
_PROBED = 3
"""If so many treaties lie in the cache, probably all do."""
_KIND = "treaty"
_SENTENCE = "Each Party shall, within ten days, inform the other Party in accordance with Article 1."
_Value = TypeVar("_Value")


@attrs.frozen(kw_only=True)
class Loaded:
    """A member of a collection that was tried: its treaty, or the error that says why there is none.

    `metadata` is what a manifest says of it.
    """

    path: str
    treaty_id: str = ""
    metadata: Mapping[str, str] = attrs.field(factory=dict)
    treaty: Treaty | None = None
    error: InputError | None = None


@attrs.frozen(kw_only=True)
class Made(Generic[_Value]):
    """What a function made of a member of a collection, or the error that says why there is nothing."""

    path: str
    treaty_id: str
    value: _Value | None = None
    error: InputError | None = None


@attrs.frozen(slots=False, init=False)  # what is found is kept
class Collection:
    """Many treaties: files, folders, patterns, manifests, locations elsewhere, or treaties that were read already.

    Args:
        places: each a file; a folder, with the folders in it; a pattern such as `pacts/**/*.txt`; a manifest, which is
            a file that ends in `.toml` or `.csv`; a location such as `s3://bucket/pacts` (with the extra `remote`); or
            a `Treaty`; or a `Member` of another collection.
        instruments: instruments to know besides those of the built-in catalogue, as in `treatylex.parse`.
        choices: what to read of files that hold more than one text.

    Raises:
        InputError: when the file of instruments cannot be read.

    >>> from treatylex.parsing.reader import parse
    >>> pact = parse("Each Party shall report.", source_name="pact.txt")
    >>> collection = Collection(pact, "no-such-file.txt")
    >>> [member.treaty_id for member in collection]
    ['pact', 'no-such-file']
    >>> [loaded.error is None for loaded in collection.read()]
    [True, False]
    """

    places: tuple[Place, ...]
    instruments: tuple[Instrument, ...]
    choices: Choices

    def __init__(self, *places: Place, instruments: Instruments = None, choices: Choices | None = None) -> None:
        self.__attrs_init__(places, added(instruments), choices or Choices())

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The treaties of the collection before they are read, in order; places without any are members with errors."""
        return tuple(members_of(self.places))

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def read(self, *, jobs: int = 1, cluster: Cluster | None = None) -> Iterator[Loaded]:
        """Read the treaties, in order.

        Args:
            jobs: the most processes to use; small collections take fewer. A script that asks for several must be
                importable, with its work below `if __name__ == "__main__":`, as for all processes that Python starts.
            cluster: read on a Dask cluster (with the extra `cluster`) instead: the address of its scheduler, or a
                `distributed.Client`. Its workers must find the files under the same names, and have treatylex.
        """
        return self._each(partial(_loaded, self.instruments, self.choices), _lost, jobs, cluster)

    def map(
        self, function: Callable[[Treaty, Member], _Value], *, jobs: int = 1, cluster: Cluster | None = None
    ) -> Iterator[Made[_Value]]:
        """What a function makes of each treaty, in order, made where the treaty is read.

        Where only rows or figures are wanted this is quicker than `read`, since treaties need not travel.

        Args:
            function: takes a treaty, and the member of the collection that it was read from. Other processes must be
                able to import it, and what it returns must pickle.
            jobs: as in `read`.
            cluster: as in `read`.

        Raises:
            Exception: whatever `function` raises, but for an `InputError`, which is the error of that treaty.

        >>> from treatylex.parsing.reader import parse
        >>> collection = Collection(parse("Each Party shall report.", source_name="pact.txt"))
        >>> [(made.treaty_id, made.value) for made in collection.map(lambda treaty, member: len(treaty.clauses))]
        [('pact', 1)]
        """
        work = partial(_made, function, self.instruments, self.choices)
        return self._each(work, _nothing_made, jobs, cluster)

    def _each(
        self,
        work: Callable[[Member], _Value],
        lost: Callable[[Member], _Value],
        jobs: int,
        cluster: Cluster | None,
    ) -> Iterator[_Value]:
        if cluster is not None:
            yield from on_cluster(work, self.members, cluster=cluster, lost=lost, here=_is_here)
            return
        workers = _processes(jobs, self.members)
        if workers == 1:
            yield from map(work, self.members)
            return
        if multiprocessing.get_start_method() == "fork" and not all(map(self._is_at_hand, self.members[:_PROBED])):
            from treatylex.parsing.reader import parse

            parse(_SENTENCE)  # the processes inherit the grammars, which compile on first use
        yield from in_order(work, self.members, workers=workers, lost=lost, here=_is_here)

    def _is_at_hand(self, member: Member) -> bool:
        """Whether a treaty need not be parsed: it is there, kept as JSON, in the cache, or cannot be read at all."""
        if _is_here(member) or is_location(member.path):
            return _is_here(member)
        try:
            data = bytes_of(member.path, self.choices.most_bytes)
            known = format_of(data, member.path)
        except InputError:
            return True
        return known.read is None or is_kept(_KIND, _key(data, member.path, known, self.instruments, self.choices))


def cores() -> int:
    """How many processes can run at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    paths: Iterable[str | os.PathLike[str]],
    *,
    instruments: Instruments = None,
    jobs: int = 1,
    choices: Choices | None = None,
) -> Iterator[Loaded]:
    """Read the treaties in files and folders, in order, as `Collection.read` does.

    >>> [loaded.error is None for loaded in read_all(["no-such-file.txt"])]
    [False]
    """
    return Collection(*paths, instruments=instruments, choices=choices).read(jobs=jobs)


def _processes(jobs: int, members: tuple[Member, ...]) -> int:
    """How many processes are worth their start for so many files and bytes."""
    if jobs == 1:
        return 1
    size = sum(_size(member) for member in members)
    return max(1, min(jobs, len(members), 1 + size // _WORTH_A_PROCESS, _MOST_PROCESSES))


def _size(member: Member) -> int:
    if _is_here(member):
        return 0
    return _UNKNOWN_SIZE if is_location(member.path) else os.path.getsize(member.path)


def _is_here(member: Member) -> bool:
    """Whether only this process can tell what a member is: it was read, or cannot be, or is a pipe."""
    return member.treaty is not None or member.error is not None or not _lies_still(member.path)


def _lies_still(path: str) -> bool:
    return is_location(path) or os.path.isfile(path)


def _loaded(instruments: tuple[Instrument, ...], choices: Choices, member: Member) -> Loaded:
    try:
        if member.error is not None:
            raise member.error
        treaty = member.treaty or read_kept(member.path, instruments, choices)
    except InputError as fault:
        return Loaded(path=member.path, treaty_id=member.treaty_id, metadata=member.metadata, error=fault)
    return Loaded(path=member.path, treaty_id=member.treaty_id, metadata=member.metadata, treaty=treaty)


def _made(
    function: Callable[[Treaty, Member], _Value],
    instruments: tuple[Instrument, ...],
    choices: Choices,
    member: Member,
) -> Made[_Value]:
    loaded = _loaded(instruments, choices, member)
    if loaded.treaty is None:
        return Made(path=member.path, treaty_id=member.treaty_id, error=loaded.error)
    try:
        return Made(path=member.path, treaty_id=member.treaty_id, value=function(loaded.treaty, member))
    except InputError as fault:
        return Made(path=member.path, treaty_id=member.treaty_id, error=fault)


def _lost(member: Member) -> Loaded:
    return Loaded(path=member.path, treaty_id=member.treaty_id, metadata=member.metadata, error=_killed(member))


def _nothing_made(member: Member) -> Made[Any]:
    return Made(path=member.path, treaty_id=member.treaty_id, error=_killed(member))


def _killed(member: Member) -> InputError:
    return InputError(f"{member.path}: each process that read it was killed; try fewer, with --jobs 1")


def read_kept(path: str, instruments: tuple[Instrument, ...] = (), choices: Choices | None = None) -> Treaty:
    """The treaty in a file: from the cache, else parsed and kept there.

    Raises:
        InputError: as `treatylex.read` does.
    """
    choices = choices or Choices()
    data = bytes_of(path, choices.most_bytes)
    known = format_of(data, path)
    if known.read is None or folder() is None:
        return read_bytes(data, path, instruments=instruments, choices=choices)
    from treatylex.formats.json import from_own_json, to_json

    key = _key(data, path, known, instruments, choices)
    kept = find(_KIND, key)
    if kept is not None:
        return attrs.evolve(from_own_json(kept), source_name=path)
    treaty = read_bytes(data, path, instruments=instruments, choices=choices)
    keep(_KIND, key, to_json(treaty, indent=None))
    return treaty


def _key(
    data: bytes, path: str, known: Format, instruments: tuple[Instrument, ...], choices: Choices
) -> tuple[str, ...]:
    """Everything on which the treaty in a file depends; of the file's name only its ending."""
    code = fingerprint("treatylex", ".py")
    libraries = map(importlib.metadata.version, ("lark", "attrs"))
    content = hashlib.sha256(data).hexdigest(), known.name, os.path.splitext(path)[1].lower()
    data_files = map(_data_of, ("grammars", "corpus"))
    return code, *libraries, *data_files, *content, repr(choices), repr(instruments)


def _data_of(package: str) -> str:
    return fingerprint(f"treatylex.{package}", ".lark", ".toml", ".txt")
