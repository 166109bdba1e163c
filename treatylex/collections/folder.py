"""Folders: which files in them are treaties, which are not and why, and which of two folders belong together.

Guarantees: files come in a fixed order; every file of a folder is either given or told as skipped, but for hidden ones
and those that programs leave behind.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import attrs

from treatylex.errors import InputError
from treatylex.formats.registry import formats, reason_to_skip
from treatylex.source import visible_name

_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_MOST_NAMES = 20
_MOST_ENDINGS = 10
_LOCK = "~$"
"""How Word names the file that says that a document is open."""


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
    """The files among `paths`, and in folders every file that may hold a treaty, in order of name."""
    for given in paths:
        path = os.fspath(given)
        if os.path.isdir(path):
            yield from Folder(path).files
        else:
            yield path


@attrs.frozen(slots=False)  # what is found is kept
class Folder:
    """What is in a folder, and in the folders in it."""

    path: str

    @cached_property
    def _sorted(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        files: list[str] = []
        skipped: list[tuple[str, str]] = []
        for file in sorted(Path(self.path).rglob("*")):
            if file.is_dir() or _is_left_over(file.relative_to(self.path)):
                continue
            reason = _reason(file)
            if reason is None:
                files.append(str(file))
            else:
                skipped.append((str(file), reason))
        return tuple(files), tuple(skipped)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that may hold a treaty."""
        return self._sorted[0]

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """The other files, each with what it is."""
        return self._sorted[1]

    @property
    def is_mostly_skipped(self) -> bool:
        """Whether more files were skipped than not: probably the folder is not what its reader thinks."""
        return len(self.skipped) > len(self.files)

    @property
    def told(self) -> str | None:
        """One line about what was skipped; `None` when nothing was.

        Files that are named as treaties are come first, by their names; others are counted by their endings.

        >>> Folder("no-such-folder").told
        """
        if not self.skipped:
            return None
        expected: dict[str, list[str]] = {}
        others: dict[str, list[str]] = {}
        for file, reason in self.skipped:
            kinds = expected if _is_named_so(file) else others
            kinds.setdefault(reason, []).append(visible_name(os.path.relpath(file, self.path)))
        told = [f"{_named(files)} ({reason})" for reason, files in expected.items()]
        told += [f"{_counted(files)} ({reason})" for reason, files in others.items()]
        line = f"{self.path}: skipped {len(self.skipped):,}: {', '.join(told)}"
        if self.is_mostly_skipped:
            return f"{line}; that is most of the folder: name the files to read"
        return line


def _is_named_so(file: str) -> bool:
    """Whether a file is named as treaties are."""
    return any(Path(file).suffix.lower() in known.extensions for known in formats())


def _named(files: Sequence[str]) -> str:
    more = f" and {len(files) - _MOST_NAMES:,} more" if len(files) > _MOST_NAMES else ""
    return ", ".join(files[:_MOST_NAMES]) + more


def _counted(files: Sequence[str]) -> str:
    """How many files have which ending; one by its name, and those of rare endings as one."""
    endings = Counter(Path(file).suffix.lower() for file in files).most_common()
    shown = endings[:_MOST_ENDINGS]
    rest = len(files) - sum(count for _, count in shown)
    names = (
        next(file for file in files if Path(file).suffix.lower() == ending)
        if count == 1
        else f"{count:,} {ending or 'without an ending'}"
        for ending, count in shown
    )
    return ", ".join(names) + (f" and {rest:,} with other endings" if rest else "")


def _is_left_over(file: Path) -> bool:
    """Whether a file is hidden or what a program left behind."""
    return any(part.startswith((".", _LOCK)) or part.lower() in _LEFTOVERS for part in file.parts)


def _what_it_is(file: Path) -> str | None:
    """What is no regular file; `None` for one that is gone by now, of which reading says so."""
    if file.exists():
        return "no regular file"
    return "a link that leads nowhere" if file.is_symlink() else None


def _reason(file: Path) -> str | None:
    """What a file is, if it cannot hold a treaty; `None` if it may."""
    if not file.is_file():
        return _what_it_is(file)
    extension = file.suffix.lower()
    try:
        with open(file, "rb") as opened:
            return reason_to_skip(opened.read, extension, named=_is_named_so(str(file)))
    except OSError:
        return None  # reading it will say why
    except InputError as fault:
        return str(fault)
