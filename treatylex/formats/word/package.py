"""The package of a .docx file: an archive of XML parts that name each other.

Guarantees: parts are read in memory and nothing is written to the disk, so that no name in the archive can lead out of
it; no part and no sum of parts grows beyond a limit, whatever its size is said to be; links to the network are ignored.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property

from treatylex.errors import InputError
from treatylex.formats.markup import Element, attribute, children, tree_of

_MOST_BYTES = 256 * 2**20
"""The most that the parts of a document may hold together, unpacked."""
_FAULTS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, KeyError)


class Package:
    """The parts of a .docx file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _FAULTS:
            raise InputError("is a damaged Word document; open and save it again, or download it again") from None
        self._names = set(self._archive.namelist())
        self._left = _MOST_BYTES

    def part(self, name: str) -> Element | None:
        """The root element of a part; `None` when there is no such part."""
        return tree_of(self._read(name), "docx") if name in self._names else None

    def _read(self, name: str) -> bytes:
        import zlib

        try:
            with self._archive.open(name) as part:
                data = part.read(self._left + 1)
        except RuntimeError:
            raise InputError("is locked with a password; open it in Word and save it without one") from None
        except (*_FAULTS, zlib.error):
            raise InputError("is a damaged Word document; open and save it again, or download it again") from None
        self._left -= len(data)
        if self._left < 0:
            raise InputError(f"holds more than {_MOST_BYTES // 2**20} MB when it is unpacked; split the document")
        return data

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text.

        Raises:
            InputError: when there is none.
        """
        found = self._related("").get("officeDocument", "word/document.xml")
        if found not in self._names:
            raise InputError("is a Word document without a text; open and save it again")
        return found

    def related(self, kind: str) -> Element | None:
        """The part of a kind ("styles", "numbering", "footnotes") that belongs to the text."""
        name = self._relations.get(kind)
        return None if name is None else self.part(name)

    def every(self, kind: str) -> Iterator[Element]:
        """The parts of a kind of which a text may have several: "header", "footer"."""
        for name in sorted({name for each, name in self._links(self.main) if each == kind}):
            if (part := self.part(name)) is not None:
                yield part

    @cached_property
    def _relations(self) -> dict[str, str]:
        return self._related(self.main)

    def _related(self, name: str) -> dict[str, str]:
        """For each kind of relation the part that another part, or for "" the whole package, names."""
        found: dict[str, str] = {}
        for kind, path in self._links(name):
            found.setdefault(kind, path)
        return found

    def _links(self, name: str) -> Iterator[tuple[str, str]]:
        """The kind of each relation of a part, and the part that it names."""
        folder, base = posixpath.split(name)
        relations = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in children(relations):
            kind, target = attribute(relation, "Type"), attribute(relation, "Target")
            if kind and target and attribute(relation, "TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                yield kind.rpartition("/")[2], path
