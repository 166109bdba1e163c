"""Streams: which pages of a PDF are drawn by damaged data, of which pdfium reads what it can and tells nothing.

Guarantees: only what draws text is looked at, the contents of pages with their fonts and forms; a page whose data end
early or do not agree with their checksum is found, and so is one whose data are missing; of locked files, whose data
are not looked into, nothing is said.
"""

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
_DELIMITERS = re.compile(rb"<<|>>|\[|\]|\((?:[^()\\]|\\.)*\)", re.DOTALL)
_LONGEST_HEAD = 1_000_000
_MOST_UNPACKED = 1 << 28
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
    sound: dict[int, bool] = {}
    pages = list(_pages(objects))
    if len(pages) == count:
        return {number for number, page in enumerate(pages, 1) if not _is_sound(page, objects, sound)}
    return set() if all(_is_whole(each) for each in objects.values()) else {0}


def _objects(data: bytes) -> dict[int, _Object]:
    """The objects of a file by their numbers; of several with one number the last, which replaced the others."""
    found: dict[int, _Object] = {}
    at = 0
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
            if _PACKED.search(made.head):
                found.update(_packed(made))
        at = max(end, start)
    return found


def _packed(packed: _Object) -> Iterator[tuple[int, _Object]]:
    """The objects that are packed into the data of one."""
    said, first = _unpacked(packed)[0], _WHOLE.match(_value(packed.head, b"First"))
    begin = int(first[1]) if first else 0
    numbers = [int(each[:10]) for each in said[:begin].split() if each.isdigit()]
    starts = [begin + offset for offset in numbers[1::2]]
    for number, start, end in zip(numbers[::2], starts, [*starts[1:], len(said)], strict=False):
        yield number, _Object(said[start:end])


def _unpacked(given: _Object) -> tuple[bytes, bool]:
    """The data of an object, and whether they are whole; those packed in other ways than the usual one pass."""
    if given.data is None or not _FLATE.search(given.head):
        return given.data or b"", True
    unpacker = zlib.decompressobj()
    try:
        said = unpacker.decompress(given.data, _MOST_UNPACKED)
    except zlib.error:
        return b"", False
    return said, unpacker.eof or len(said) == _MOST_UNPACKED


def _is_whole(given: _Object) -> bool:
    return bool(_PICTURE.search(given.head)) or _unpacked(given)[1]


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


def _pages(objects: Mapping[int, _Object]) -> Iterator[list[int]]:
    """The objects that draw each page, in the order of the pages."""
    catalogs = [each.head for each in objects.values() if re.search(rb"/Type\s*/Catalog\b", each.head)]
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
            waiting += [(kid, own, depth + 1) for kid in reversed(_references(_listed(kids, objects)))]
        else:
            yield _references(_listed(_value(node.head, b"Contents"), objects)) + own


def _listed(value: bytes, objects: Mapping[int, _Object]) -> bytes:
    """A value, or the list that it names."""
    named = _references(value)
    if len(named) == 1 and value[:1] != b"[":
        found = objects.get(named[0])
        if found is not None and found.data is None and found.head.lstrip()[:1] == b"[":
            return found.head.lstrip()
    return value


def _is_sound(drawing: list[int], objects: Mapping[int, _Object], sound: dict[int, bool]) -> bool:
    """Whether all data are there and whole that draw a page, those that they name included."""
    waiting, seen = list(drawing), set[int]()
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        found = objects.get(number)
        if found is None:
            if number in drawing:
                return False
            continue
        if number not in sound:
            sound[number] = _is_whole(found)
        if not sound[number]:
            return False
        if not re.search(rb"/Type\s*/Pages?\b", found.head):
            waiting += _references(b"<" + found.head)
    return True
