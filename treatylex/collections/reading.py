"""Reading many files, in several processes, and none twice.

Guarantees: treaties come in the order of the files, whatever was read first; only a few are held at a time; an
unreadable file becomes a `Loaded` with its error; a treaty comes from the cache only when its text, the instruments,
the grammars and all of treatylex are what they were, and is then the one that parsing would give.
"""

import hashlib
import importlib.metadata
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

import attrs

from treatylex.caching import find, fingerprint, folder, is_kept, keep
from treatylex.collections.folder import Folder
from treatylex.errors import InputError
from treatylex.formats.documents import Choices
from treatylex.formats.registry import Format, format_of, read_bytes
from treatylex.model.provisions import Treaty
from treatylex.opening import bytes_of
from treatylex.parsing.resolution.instruments import Instrument, Instruments, added

_AHEAD = 2
"""How many files each process has before it, so that none waits for the reader of the results."""
_WORTH_A_PROCESS = 100_000
"""Bytes: to read so much takes about as long as to start a process and load the grammars in it."""
_MOST_PROCESSES = 61
"""As many as `ProcessPoolExecutor` takes on every system."""
_KIND = "treaty"
_SENTENCE = "Each Party shall, within ten days, inform the other Party in accordance with Article 1."


@attrs.frozen(kw_only=True)
class Loaded:
    """A file that was tried: its treaty, or the error that says why there is none."""

    path: str
    treaty: Treaty | None = None
    error: InputError | None = None


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
    """Read the treaties in files and folders, in order; a folder without any is an error.

    Args:
        paths: files, and folders whose treaties are read.
        instruments: instruments to know besides those of the built-in catalogue.
        jobs: the most processes to use; small collections take fewer. A script that asks for several must be
            importable, with its work below `if __name__ == "__main__":`, as for all processes that Python starts.
        choices: what to read of files that hold more than one text.

    Raises:
        InputError: when the file of instruments cannot be read.

    >>> [loaded.error is None for loaded in read_all(["no-such-file.txt"])]
    [False]
    """
    files = [file for given in paths for file in _files(os.fspath(given))]
    size = sum(os.path.getsize(file) for file in files if isinstance(file, str) and os.path.isfile(file))
    readers = _Readers(added(instruments), choices or Choices(), _processes(jobs, len(files), size))
    waiting: deque[Callable[[], Loaded]] = deque()
    try:
        for file in files:
            waiting.append(readers.ask(file) if isinstance(file, str) else partial(_same, file))
            if len(waiting) > readers.ahead:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()
    finally:
        readers.close()


def _files(path: str) -> Iterator[str | Loaded]:
    """The files in a folder, or the file itself; an error when a folder has none, or is mostly something else."""
    if not os.path.isdir(path):
        yield path
        return
    found = Folder(path)
    yield from found.files
    if found.is_mostly_skipped:
        yield Loaded(path=path, error=InputError(str(found.told)))
    elif not found.files:
        yield Loaded(path=path, error=InputError(f"{path}: no treaty in this folder; check the name"))


def _same(loaded: Loaded) -> Loaded:
    return loaded


def _processes(jobs: int, files: int, size: int) -> int:
    """How many processes are worth their start for so many files and bytes."""
    return max(1, min(jobs, files, 1 + size // _WORTH_A_PROCESS, _MOST_PROCESSES))


class _Readers:
    """The processes that read: this one, and as many others as were asked for once there is something to parse."""

    def __init__(self, instruments: tuple[Instrument, ...], choices: Choices, jobs: int) -> None:
        self.instruments, self.choices, self.jobs = instruments, choices, jobs
        self.ahead = _AHEAD * jobs if jobs > 1 else 0
        self._pool: ProcessPoolExecutor | None = None

    def ask(self, path: str) -> Callable[[], Loaded]:
        """Begin to read a file; what comes of it is there when it is called for."""
        if self.jobs == 1 or _is_at_hand(path, self.instruments, self.choices):
            return partial(_loaded, path, self.instruments, self.choices)
        self._pool = self._pool or _pool(self.jobs)
        try:
            return partial(self._answer, path, self._pool.submit(_loaded, path, self.instruments, self.choices))
        except BrokenProcessPool:
            self._pool = None  # the files after it get a new one
            return self.ask(path)

    def _answer(self, path: str, future: "Future[Loaded]") -> Loaded:
        try:
            return future.result()
        except BrokenProcessPool:
            self._pool = None
            return _lost(path)

    def close(self) -> None:
        """End the other processes; what they have not begun is not read."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    if multiprocessing.get_start_method() == "fork":
        from treatylex.parsing.reader import parse

        parse(_SENTENCE)  # the processes inherit the grammars, which compile on first use
    return ProcessPoolExecutor(jobs, initializer=_leave_interrupts_to_the_caller)


def _leave_interrupts_to_the_caller() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _lost(path: str) -> Loaded:
    return Loaded(path=path, error=InputError(f"{path}: a process that reads was killed; try fewer, with --jobs 1"))


def _loaded(path: str, instruments: tuple[Instrument, ...], choices: Choices) -> Loaded:
    try:
        return Loaded(path=path, treaty=read_kept(path, instruments, choices))
    except InputError as fault:
        return Loaded(path=path, error=fault)


def read_kept(path: str, instruments: tuple[Instrument, ...] = (), choices: Choices | None = None) -> Treaty:
    """The treaty in a file: from the cache, else parsed and kept there.

    Raises:
        InputError: as `treatylex.read` does.
    """
    data = bytes_of(path)
    known = format_of(data, path)
    if known.read is None or folder() is None:
        return read_bytes(data, path, instruments=instruments, choices=choices)
    from treatylex.formats.json import from_own_json, to_json

    key = _key(data, path, known, instruments, choices or Choices())
    kept = find(_KIND, key)
    if kept is not None:
        return attrs.evolve(from_own_json(kept), source_name=path)
    treaty = read_bytes(data, path, instruments=instruments, choices=choices)
    keep(_KIND, key, to_json(treaty, indent=None))
    return treaty


def _is_at_hand(path: str, instruments: tuple[Instrument, ...], choices: Choices) -> bool:
    """Whether a file is read without parsing: it is kept as JSON, lies in the cache, or cannot be read at all."""
    if not os.path.isfile(path):
        return True  # a pipe can be read once only
    try:
        data = bytes_of(path)
        known = format_of(data, path)
    except InputError:
        return True
    return known.read is None or is_kept(_KIND, _key(data, path, known, instruments, choices))


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
