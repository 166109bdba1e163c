r"""Outputs: files that appear whole or not at all, and never in the place of what is read.

Guarantees: what stood under a name stays until everything is written, and stays when writing fails; a file that is
read is never written; links stay links, and a file keeps its permissions. What is no regular file, such as a pipe or
`/dev/stdout`, is written as it comes. Halves of characters, which UTF-8 does
not have, are written as escapes (`\ud800`).
"""

import contextlib
import io
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from treatylex.errors import OutputError

_Path = str | os.PathLike[str]
_Identity = tuple[int, int]


class Outputs:
    r"""Where a command may write: anywhere but over the files that it reads.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read = Path(folder) / "pact.txt"
    ...     _ = read.write_text("Each Party shall act.")
    ...     outputs = Outputs([read])
    ...     outputs.write(Path(folder) / "pact.json", "[]\n")
    ...     outputs.write(read, "[]\n")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    treatylex.errors.OutputError: ...pact.txt: is read, so it is not written; name another output
    """

    def __init__(self, inputs: Iterable[_Path] = ()) -> None:
        """Nothing is written over `inputs`, whatever name leads to them; `-` and what does not exist are no files."""
        self._inputs = frozenset(filter(None, map(_identity, inputs)))

    def check(self, path: _Path) -> None:
        """Make sure that a file may be written under this name.

        Raises:
            OutputError: when it is a folder, one of the inputs, or may not be written; the message names the remedy.
        """
        if os.path.isdir(path):
            raise OutputError(f"{path}: is a folder; name a file")
        if _identity(path) in self._inputs:
            raise OutputError(f"{path}: is read, so it is not written; name another output")
        if os.path.exists(path) and not os.access(path, os.W_OK):
            raise OutputError(f"{path}: permission denied; name another output")

    @contextlib.contextmanager
    def binary(self, path: _Path) -> Iterator[IO[bytes]]:
        """A file to write bytes to, which takes its name when the block ends, and is taken back when that fails.

        Raises:
            OutputError: as for `check`, or when it cannot be written.
        """
        self.check(path)
        try:
            if os.path.exists(path) and not os.path.isfile(path):
                with open(path, "wb") as special:
                    yield special
                return
            with _renamed(Path(os.path.realpath(path))) as file:
                yield file
        except OSError as fault:
            raise OutputError(f"{path}: {(fault.strerror or str(fault)).lower()}; name another output") from None

    @contextlib.contextmanager
    def text(self, path: _Path) -> Iterator[IO[str]]:
        """A file to write text to, as `binary`: UTF-8, lines as they are written."""
        with self.binary(path) as file:
            text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
            yield text
            text.flush()
            text.detach()

    def write(self, path: _Path, data: str | bytes) -> None:
        """Write a whole file, as `binary`."""
        with self.binary(path) as file:
            file.write(encoded(data) if isinstance(data, str) else data)


def encoded(text: str) -> bytes:
    r"""A text as UTF-8, halves of characters as escapes.

    >>> encoded("a\ud800")
    b'a\\ud800'
    """
    return text.encode("utf-8", "backslashreplace")


def _identity(path: _Path) -> _Identity | None:
    """What the system knows a regular file by, under whatever name; `None` when there is none."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino) if stat.S_ISREG(state.st_mode) else None


@contextlib.contextmanager
def _renamed(target: Path) -> Iterator[IO[bytes]]:
    """A file beside `target` that takes its name, and the permissions of what stood there, once it is whole."""
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with open(part, "xb") as file:
            yield file
        if target.exists():
            os.chmod(part, stat.S_IMODE(target.stat().st_mode))
        os.replace(part, target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
