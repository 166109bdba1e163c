"""Streams: which pages of a PDF are drawn by damaged data, of which pdfium reads what it can and tells nothing.

Guarantees: only what draws text is looked at, the contents of pages with their fonts and forms; a page whose data end
early or do not agree with their checksum is found, and so is one whose data are missing; of locked files, whose data
are not looked into, nothing is said.
"""

import itertools
import re
import zlib
from collections.abc import Iterator, Mapping

import attrs

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[ \t\r\n\f\0]+\d{1,5}[ \t\r\n\f\0]+obj\b")
_STREAM = re.compile(rb"stream\r?\n?")
_REFERENCE = re.compile(rb"(?<![0-9])(\d{1,10})\s+\d{1,5}\s+R\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_FLATE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_WHOLE = re.compile(rb"\s*(\d{1,9})")
_LOCKED = re.compile(rb"/Encrypt\s*(?:\d|<<)")
_DELIMITERS = re.compile(rb"<<|>>|\[|\]|\((?:[^()\\]|\\.)*+\)?", re.DOTALL)
_LONGEST_HEAD = 1_000_000
_MOST_PACKED = 1 << 26
"""Bytes of packed objects in all: those that do not fit in are not known."""
_MOST_UNPACKED = 1 << 30
"""Bytes of data in all that are unpacked to see whether they are whole; of what is behind nothing is said."""
_STEP = 1 << 16
"""Packed bytes that are unpacked at a time: a thousand times as many need memory."""
_DEEPEST = 60


@attrs.frozen
class _Object:
    """An object of the file: what it says, and the data that follow it, if any do."""

    head: bytes
    data: bytes | None = None


def damaged_pages(data: bytes, count: int) -> set[int]:
    """The numbers of the pages of a PDF that are drawn by damaged data; 0 where it is not known which are.

    Args:
        data: the file.
        count: how many pages it has.
    """
    if _LOCKED.search(data):
        return set()
    objects = _objects(data)
    unpacking = _Unpacking()
    pages = list(_pages(objects))
    if len(pages) != count:
        return set() if all(unpacking.is_whole(each) for each in objects.values()) else {0}
    lists = {id(each): each for page in pages for each in page}  # pages may share them
    spoilt = _spoilt({number for each in lists.values() for number in each}, objects, unpacking)
    broken = {key for key, each in lists.items() if any(number in spoilt or number not in objects for number in each)}
    return {number for number, page in enumerate(pages, 1) if any(id(each) in broken for each in page)}


def _objects(data: bytes) -> dict[int, _Object]:
    """The objects of a file by their numbers; of several with one number the last, which replaced the others."""
    found: dict[int, _Object] = {}
    at, left = 0, _MOST_PACKED
    while match := _OBJECT.search(data, at):
        start = match.end()
        end = data.find(b"endobj", start)
        end = len(data) if end < 0 else end
        stream = _STREAM.search(data, start, min(end, start + _LONGEST_HEAD))
        if stream is None:
            found[int(match[1])] = _Object(data[start:end])
        else:
            end = data.find(b"endstream", stream.end())
            end = len(data) if end < 0 else end
            made = _Object(data[start : stream.start()], data[stream.end() : end])
            found[int(match[1])] = made
            if left > 0 and _PACKED.search(made.head):
                said = _unpacked(made, left)
                left -= len(said)
                found.update(_packed(made.head, said))
        at = max(end, start)
    return found


def _packed(head: bytes, said: bytes) -> Iterator[tuple[int, _Object]]:
    """The objects that are packed into one; each reaches to the next, in whatever order they are listed."""
    first = _WHOLE.match(_value(head, b"First"))
    begin = int(first[1]) if first else 0
    numbers = [int(each[:10]) for each in said[:begin].split() if each.isdigit()]
    starts = [begin + offset for offset in numbers[1::2]]
    made = {
        start: _Object(said[start:end]) for start, end in itertools.pairwise(sorted({*starts, max(begin, len(said))}))
    }
    for number, start in zip(numbers[::2], starts, strict=False):
        if start in made:
            yield number, made[start]


def _unpacked(given: _Object, most: int) -> bytes:
    """So many bytes of the data of an object at most, as far as they can be unpacked."""
    if given.data is None or not _FLATE.search(given.head):
        return (given.data or b"")[:most]
    try:
        return zlib.decompressobj().decompress(given.data, most)
    except zlib.error:
        return b""


@attrs.define
class _Unpacking:
    """Unpacks data to see whether they are whole, but no more than so many bytes in all."""

    left: int = _MOST_UNPACKED

    def is_whole(self, given: _Object) -> bool:
        """Whether the data of an object are whole; pictures and those packed in other ways than the usual one pass."""
        if given.data is None or self.left <= 0 or _PICTURE.search(given.head) or not _FLATE.search(given.head):
            return True
        unpacker = zlib.decompressobj()
        try:
            for start in range(0, len(given.data), _STEP):
                self.left -= len(unpacker.decompress(given.data[start : start + _STEP]))
                if unpacker.eof or self.left <= 0:
                    return True
        except zlib.error:
            return False
        return False


def _value(head: bytes, key: bytes) -> bytes:
    """What stands behind a key of a dictionary, up to the end of its value or further."""
    match = re.search(rb"/" + key + rb"(?![A-Za-z0-9])\s*", head)
    if match is None:
        return b""
    start, depth = match.end(), 0
    if head[start : start + 1] not in (b"<", b"["):
        return head[start : start + 40]
    for delimiter in _DELIMITERS.finditer(head, start):
        depth += {b"<<": 1, b"[": 1, b">>": -1, b"]": -1}.get(delimiter.group(), 0)
        if depth <= 0:
            return head[start : delimiter.end()]
    return head[start:]


def _references(value: bytes) -> list[int]:
    """The objects that a value names; one only where it is no list."""
    found = [int(each) for each in _REFERENCE.findall(value)]
    return found if value[:1] in (b"<", b"[") else found[: _REFERENCE.match(value) is not None]


def _pages(objects: Mapping[int, _Object]) -> Iterator[tuple[list[int], list[int]]]:
    """The objects that draw each page, its contents and its resources, in the order of the pages.

    A list that is an object of its own is read once, however many pages or nodes name it.
    """
    catalogs = [each.head for each in objects.values() if re.search(rb"/Type\s*/Catalog\b", each.head)]
    contents: dict[int, list[int]] = {}
    waiting: list[tuple[int, list[int], int]] = (
        [(number, [], 0) for number in _references(_value(catalogs[-1], b"Pages"))] if catalogs else []
    )
    seen: set[int] = set()
    while waiting:
        number, resources, depth = waiting.pop()
        node = objects.get(number)
        if node is None or number in seen or depth > _DEEPEST:
            continue
        seen.add(number)
        own = _references(_value(node.head, b"Resources")) or resources
        kids = _value(node.head, b"Kids")
        if kids:
            named = _list_named(kids, objects)
            if named not in seen:
                waiting += [(kid, own, depth + 1) for kid in reversed(_listed(kids, named, objects))]
            if named is not None:
                seen.add(named)
        else:
            drawing = _value(node.head, b"Contents")
            named = _list_named(drawing, objects)
            if named is None:
                yield _references(drawing), own
            else:
                if named not in contents:
                    contents[named] = _listed(drawing, named, objects)
                yield contents[named], own


def _list_named(value: bytes, objects: Mapping[int, _Object]) -> int | None:
    """The object that a value names where it is a list."""
    named = [] if value[:1] == b"[" else _references(value)
    found = objects.get(named[0]) if len(named) == 1 else None
    return named[0] if found is not None and found.data is None and found.head.lstrip()[:1] == b"[" else None


def _listed(value: bytes, named: int | None, objects: Mapping[int, _Object]) -> list[int]:
    """The objects that a value names, or the list that it names."""
    return _references(value if named is None else objects[named].head.lstrip())


def _spoilt(drawing: set[int], objects: Mapping[int, _Object], unpacking: _Unpacking) -> set[int]:
    """Of what draws pages, with all that it names, the objects that are damaged or lead to such."""
    named_by: dict[int, list[int]] = {}
    waiting, seen, damaged = sorted(drawing), set(drawing), list[int]()
    while waiting:
        number = waiting.pop()
        found = objects.get(number)
        if found is None:
            continue
        if not unpacking.is_whole(found):
            damaged.append(number)
        if re.search(rb"/Type\s*/Pages?\b", found.head):
            continue
        for each in _references(b"<" + found.head):
            named_by.setdefault(each, []).append(number)
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    spoilt = set(damaged)
    while damaged:
        for each in named_by.get(damaged.pop(), ()):
            if each not in spoilt:
                spoilt.add(each)
                damaged.append(each)
    return spoilt
