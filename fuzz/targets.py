"""What is fuzzed: functions of bytes that return when all is well, and raise what is a fault.

A text is made of bytes in one of two ways, as the first byte says: read as UTF-8, or one piece that means something to
the reader for each byte, since a pattern of many thousand characters is rarely hit by chance.
"""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import treatylex
from fuzz.files import READERS
from fuzz.laws import assert_lawful
from fuzz.pieces import PIECES
from treatylex.coding.loading import read_scheme
from treatylex.comparing.matching.usage import usage
from treatylex.errors import InputError
from treatylex.formats.documents import Choices, Document
from treatylex.formats.registry import format_of, read_bytes
from treatylex.model.changes import TreatyDiff
from treatylex.parsing.resolution.instruments import read_instruments
from treatylex.testing.cases import read_cases

_T = TypeVar("_T")
_R = TypeVar("_R")
_BETWEEN = ("", " ", "\n", "\n\n")
_LONGEST = 20_000  # characters: what takes longer is no fault of a short text
_PARTED = b"\xff\xfe"
_EXPLAINED = 5


def text_of(data: bytes) -> str:
    """A text made of bytes, halves of characters included."""
    if not data:
        return ""
    way, rest = data[0], data[1:]
    if way % 8 == 0:
        return rest.decode("utf-8", "surrogateescape")[:_LONGEST]
    between = _BETWEEN[way % len(_BETWEEN)]
    return between.join(PIECES[byte % len(PIECES)] for byte in rest)[:_LONGEST]


def parse(data: bytes) -> None:
    """A text is read whole, by all the laws."""
    text = text_of(data)
    assert_lawful(text, treatylex.parse(text))


def explain(data: bytes) -> None:
    """Every clause can be explained."""
    treaty = treatylex.parse(text_of(data))
    for clause in treaty.clauses[:_EXPLAINED]:
        if not treatylex.explain(treaty, clause.eid):
            raise AssertionError(f"nothing explains {clause.eid}")


def diff(data: bytes) -> None:
    """Two texts are compared and told in every format; a text does not differ from itself."""
    ours, _, theirs = data.partition(_PARTED)
    way = data[:1]
    left, right = (treatylex.parse(text_of(each)) for each in (ours, way + theirs))
    for told in map(_render, (treatylex.diff_treaties(left, right), treatylex.diff_treaties(right, left))):
        told.encode("utf-8", "backslashreplace")
    if treatylex.diff_treaties(left, left).changes:
        raise AssertionError("a text differs from itself")


def _render(found: TreatyDiff) -> str:
    from treatylex.reporting.change_rows import change_rows
    from treatylex.reporting.differences import differences
    from treatylex.reporting.html import to_html
    from treatylex.reporting.marked_changes import to_markdown
    from treatylex.reporting.word import redline_document

    redline_document(found)
    rows = "".join(map(str, change_rows(found)))
    return "".join((differences(found), treatylex.to_json(found), to_html(found), to_markdown(found), rows))


def merge(data: bytes) -> None:
    """Two drafts of a text are merged; where one of them is the text itself, nothing conflicts."""
    way = data[:1]
    base, ours, theirs = (treatylex.parse(text_of(way + part)) for part in _three(data[1:]))
    treatylex.merge_treaties(base, ours, theirs)
    for alone in (treatylex.merge_treaties(base, ours, base), treatylex.merge_treaties(base, ours, ours)):
        if alone.conflicts:
            raise AssertionError("a conflict where one side alone changed something, or both the same")


def consolidate(data: bytes) -> None:
    """Two protocols are applied to a text, and what cannot be applied is told in a line."""
    way = data[:1]
    base, *protocols = (treatylex.parse(text_of(way + part)) for part in _three(data[1:]))
    found = treatylex.consolidate_treaties(base, protocols)
    if found.text != found.treaty.text:
        raise AssertionError("the text of a consolidation is not the one that was read")
    if any("\n" in str(each) for each in found.unapplied):
        raise AssertionError("a complaint of several lines")


def _three(data: bytes) -> list[bytes]:
    parts = data.split(_PARTED, 2)
    return [*parts, b"", b""][:3]


def json(data: bytes) -> None:
    """A document is refused in one line, or is a treaty that can be written again."""
    treaty = _refused_or(treatylex.from_json, data.decode("utf-8", "surrogateescape"))
    if treaty is not None:
        treatylex.outline(treaty)
        if treatylex.from_json(treatylex.to_json(treaty)) != treaty:
            raise AssertionError("what is written is not what was read")


def cases(data: bytes) -> None:
    """A case file is refused in one line, or its cases can be tried."""
    for case in _refused_or(lambda file: read_cases(file), _file(data)) or ():
        case.failure()


def toml(data: bytes) -> None:
    """Catalogues, schemes and tables of equivalents are refused in one line each, or read."""
    text = data.decode("utf-8", "replace")
    _refused_or(read_instruments, text)
    _refused_or(lambda file: usage(file), _file(data))
    scheme, faults = read_scheme(text)
    if (scheme is None) != bool(faults) or any("\n" in fault.message for fault in faults):
        raise AssertionError("a scheme is either sound or has faults, each told in a line")


def _file(data: bytes) -> str:
    file = Path(tempfile.gettempdir()) / "treatylex-fuzz"
    file.write_bytes(data)
    return str(file)


def _reader(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        for choices in (Choices(), Choices(revisions="original")):
            document = _refused_or(lambda given, how=choices: _document(given, f"fuzz.{name}", how), data)
            if document is not None:
                _check(document)
        _refused_or(lambda given: read_bytes(given, f"fuzz.{name}"), data[:_LONGEST])

    read.__doc__ = f"A file is refused in one line, or read as {name}."
    return read


def _document(data: bytes, name: str, choices: Choices) -> Document | None:
    """The document in a file; none in JSON, which holds a treaty as it was read."""
    read = format_of(data, name).read
    return None if read is None else read(data, choices)


def _check(document: Document) -> None:
    """The laws that a document keeps: places and kinds lie in the text, in order and apart."""
    end = 0
    for place in document.places:
        if not end <= place.span.start <= place.span.end <= len(document.text):
            raise AssertionError(f"the place {place} is out of order")
        end = place.span.end
    end = 0
    for span, kind in document.kinds:
        if not end <= span.start < span.end <= len(document.text):
            raise AssertionError(f"the {kind} at {span} is out of order")
        end = span.end


def _refused_or(read: Callable[[_T], _R], given: _T) -> _R | None:
    """What a reader makes of something, or `None` where it refuses it as it should: with one line."""
    try:
        return read(given)
    except InputError as fault:
        if "\n" in str(fault):
            raise AssertionError(f"a complaint of several lines: {fault}") from None
        return None


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    **{target.__name__: target for target in (parse, explain, diff, merge, consolidate, json, cases, toml)},
    **{f"read-{name}": _reader(name) for name in READERS if name != "json"},
}
"""What can be fuzzed, by name."""
