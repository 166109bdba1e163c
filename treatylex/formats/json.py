"""JSON: a whole treaty as one document, and back.

Guarantees: reading back gives an equal treaty whose JSON is identical, spans included; every field is always present;
the document carries the version of its format and follows the published schema (`schema()`).
"""

import importlib.resources
import json
from typing import Any

from cattrs.errors import BaseValidationError

from treatylex.errors import InputError
from treatylex.formats.comparisons import comparison_data
from treatylex.formats.conversion import converter
from treatylex.model.changes import TreatyDiff
from treatylex.model.provisions import Treaty

VERSION = 1
"""The version of the format. It grows when a reader of the old documents would stumble over the new ones."""


def to_json(subject: Treaty | TreatyDiff, *, indent: int | None = 1) -> str:
    """A treaty, or what differs between two, as JSON.

    Args:
        subject: what `parse` or `read` returned, or `diff_treaties`.
        indent: blanks per level; `None` for one line.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 1")
    >>> from_json(to_json(treaty)) == treaty
    True
    """
    return json.dumps(to_data(subject), ensure_ascii=False, indent=indent)


def to_data(subject: Treaty | TreatyDiff) -> dict[str, Any]:
    """A treaty or a comparison as plain data: what `to_json` writes, as dictionaries and lists."""
    if isinstance(subject, TreatyDiff):
        return comparison_data(subject)
    return {"format": "treatylex", "version": VERSION, "treaty": converter().unstructure(subject)}


def from_json(document: str) -> Treaty:
    """The treaty that `to_json` wrote.

    Raises:
        TypeError: when `document` is no `str`.
        InputError: when the document is no JSON, not treatylex's, of a later version, or damaged.
    """
    if not isinstance(document, str):
        raise TypeError(f"document must be a str, not {type(document).__name__}")
    try:
        data = json.loads(document)
    except ValueError as fault:
        raise InputError(f"not valid JSON ({fault})") from None
    except RecursionError:
        raise InputError("not a treaty: the JSON is nested too deeply") from None
    if not isinstance(data, dict) or data.get("format") != "treatylex":
        raise InputError('not a treaty in JSON: the field "format" does not say "treatylex"')
    if data.get("version") != VERSION:
        raise InputError(
            f"the document has version {data.get('version')!r}, this treatylex reads version {VERSION}; "
            "write it again with this one, or update treatylex"
        )
    try:
        return converter().structure(data["treaty"], Treaty)
    except (BaseValidationError, KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise InputError(f"a damaged document: {_first_cause(fault)}") from None


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
