"""Identity: the name of each treaty in a collection, the same wherever the collection lies.

Guarantee: an id depends on the name of the file within the collection, and on nothing outside it; no two files of one
collection share one.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


class Identities:
    """Gives ids to the files of a collection, in their order.

    The id of a file is its path within the folder that was named, without its ending, or its name alone when the file
    itself was named. A second file of the same id bears a digest of its path within the collection as well.

    >>> list(Identities(["pacts"]).of(["pacts/1907/lake.txt", "pacts/1907/lake.pdf", "pacts/sea.txt"]))
    ['1907/lake', '1907/lake~3bb6b9', 'sea']
    """

    def __init__(self, named: Iterable[str | os.PathLike[str]]) -> None:
        self._folders = sorted((Path(each) for each in named), key=lambda path: -len(path.parts))
        self._given: set[str] = set()

    def of(self, files: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
        """The id of each file."""
        return map(self.next, files)

    def next(self, file: str | os.PathLike[str], wanted: str | None = None) -> str:
        """The id of the next file: the one that is `wanted` for it, unless another has it."""
        path = Path(file)
        within = next(
            (path.relative_to(each) for each in self._folders if path != each and path.is_relative_to(each)), None
        )
        name = Path(path.name) if within is None else within
        found = wanted or name.with_suffix("").as_posix().strip("<>") or "treaty"
        if found in self._given:
            found = f"{found}~{hashlib.sha256(name.as_posix().encode('utf-8', 'surrogateescape')).hexdigest()[:6]}"
        count, unique = 1, found
        while unique in self._given:
            count += 1
            unique = f"{found}~{count}"
        self._given.add(unique)
        return unique
