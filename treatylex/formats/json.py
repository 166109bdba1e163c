"""JSON: a whole treaty as one document, and back; parts of one, and what differs between two, as documents.

Guarantees: reading back gives an equal treaty whose JSON is identical, spans included; every field is always present;
the document carries the version of its format and follows the published schema (`schema()`); a document that is read
gives a treaty on which every function works, a damaged one raises and names the path.
"""

import importlib.resources
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from cattrs.errors import BaseValidationError

from treatylex.errors import InputError
from treatylex.formats.checking import check_data, check_treaty
from treatylex.formats.comparisons import comparison_data
from treatylex.formats.plain_data import converter
from treatylex.model.changes import Alignment, TreatyDiff
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Leaf, Provision, Resolution, Treaty
from treatylex.model.references import Reference

VERSION = 1
"""The version of the format. It grows when a reader of the old documents would stumble over the new ones."""


Part = Provision | Clause | Phrase | Reference | Leaf | Alignment | Resolution
"""What can be written by itself, beside treaties and comparisons."""

_PARTS = (Provision, Clause, Phrase, Reference, Leaf, Alignment, Resolution)


def to_json(subject: Treaty | TreatyDiff | Part | Sequence[Part], *, indent: int | None = 1) -> str:
    """A treaty, what differs between two, or parts of a treaty, as JSON.

    Args:
        subject: what `parse` or `read` returned, or `diff_treaties`; or a node, an alignment, a resolution, or a
            sequence of these, which are plain objects without version and are not read back.
        indent: blanks per level; `None` for one line.

    Raises:
        TypeError: for anything else.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 1")
    >>> from_json(to_json(treaty)) == treaty
    True
    """
    return json.dumps(to_data(subject), ensure_ascii=False, indent=indent)


def to_data(subject: Treaty | TreatyDiff | Part | Sequence[Part]) -> Any:
    """What `to_json` writes, as dictionaries and lists."""
    if isinstance(subject, TreatyDiff):
        return comparison_data(subject)
    if isinstance(subject, Treaty):
        return {"format": "treatylex", "version": VERSION, "treaty": converter().unstructure(subject)}
    several = subject if isinstance(subject, tuple | list) else (subject,)
    for part in several:
        if not isinstance(part, _PARTS):
            raise TypeError(f"a treaty, a comparison or parts of a treaty can be written, not {type(part).__name__}")
    converter()  # knows the model's classes from here on
    return converter().unstructure(subject)


def from_json(document: str) -> Treaty:
    """The treaty that `to_json` wrote.

    Raises:
        TypeError: when `document` is no `str`.
        InputError: when the document is no JSON, not treatylex's, of another version, or damaged; the message names the
            path of the fault, such as `treaty.children[2].eid`.
    """
    data = _data_of(document, once=True)
    for name in data.keys() - {"format", "version", "treaty"}:
        raise InputError(f"a damaged document: {name}: is no field of a document")
    if "treaty" not in data:
        raise InputError("a damaged document: treaty: is missing")
    try:
        check_data(data["treaty"], Treaty, "treaty")
        treaty = _structured(data)
        check_treaty(treaty)
    except InputError as fault:
        raise InputError(f"a damaged document: {fault}") from None
    except RecursionError:
        raise InputError("not a treaty: the JSON is nested too deeply") from None
    return treaty


def from_own_json(document: str) -> Treaty:
    """The treaty in a document that this very version wrote and nobody else could: nothing is checked but its form.

    Raises:
        InputError: as `from_json` does, for a document that is none.
    """
    return _structured(_data_of(document))


def _structured(data: dict[str, Any]) -> Treaty:
    try:
        return converter().structure(data["treaty"], Treaty)
    except (BaseValidationError, KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise InputError(_first_cause(fault)) from None


def _data_of(document: str, *, once: bool = False) -> dict[str, Any]:
    """What stands in a document of treatylex of this version, in which no field may stand more than `once`."""
    if not isinstance(document, str):
        raise TypeError(f"document must be a str, not {type(document).__name__}")
    try:
        data = json.loads(document, object_pairs_hook=_each_once if once else None)
    except ValueError as fault:
        raise InputError(f"not valid JSON ({fault})") from None
    except RecursionError:
        raise InputError("not a treaty: the JSON is nested too deeply") from None
    if not isinstance(data, dict) or data.get("format") != "treatylex":
        raise InputError(
            'not a treaty in JSON: the field "format" does not say "treatylex"; '
            "of data in another shape save the text of the articles, one after the other, as a text file"
        )
    version = data.get("version")
    if type(version) is not int or version != VERSION:
        raise InputError(
            f"the document has version {version!r}, this treatylex reads version {VERSION}; "
            "write it again with this one, or update treatylex"
        )
    return data


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the field {twice!r} stands twice in one object")
    return found


def _first_cause(fault: BaseException) -> str:
    """The innermost of cattrs' nested errors, in one line."""
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    notes = " ".join(getattr(fault, "__notes__", ()))
    return " ".join(f"{type(fault).__name__}: {fault} {notes}".split())


def schema() -> dict[str, Any]:
    """The JSON Schema of the documents that `to_json` writes, as published in `treaty.schema.json`."""
    path = importlib.resources.files("treatylex.formats") / "treaty.schema.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
