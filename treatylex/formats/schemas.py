"""The JSON Schemas of treaties and comparisons, made from classes, so that the published ones cannot fall behind."""

import enum
import types
import typing
from collections.abc import Sequence
from typing import Any

import attrs

from treatylex.formats import comparisons, consolidation_data, merge_data
from treatylex.formats.json import VERSION
from treatylex.formats.plain_data import CLASSES, converter
from treatylex.model.consolidations import Amendment, Collision, StaleReference, Unapplied
from treatylex.model.merges import MergedPlace, Misled
from treatylex.source import Span


def made_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes of a treaty."""
    converter()  # resolves the forward references between the model's classes
    return _document("A treaty as read by treatylex", "treatylex", VERSION, "treaty", CLASSES)


def made_comparison_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes of a comparison."""
    title = "What changed between two treaties, as compared by treatylex"
    return _document(title, "treatylex-comparison", comparisons.VERSION, "comparison", comparisons.CLASSES)


def made_merge_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `merge_json` writes."""
    summary = {"type": "object", "additionalProperties": {"type": "integer"}}
    texts = dict.fromkeys(("base", "ours", "theirs"), _PLAIN[str])
    contents = {
        **texts,
        "summary": summary,
        "places": _type(tuple[MergedPlace, ...]),
        "misled": _type(tuple[Misled, ...]),
        "text": _PLAIN[str],
    }
    title = "What two drafts changed in one text, as merged by treatylex"
    return _contents(title, "treatylex-merge", merge_data.VERSION, contents, (MergedPlace, Misled))


def made_consolidation_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `consolidation_json` writes."""
    classes = (Amendment, Unapplied, StaleReference, Collision)
    contents = {
        "base": _PLAIN[str],
        "protocols": _type(tuple[str, ...]),
        "amendments": _type(tuple[Amendment, ...]),
        "unapplied": _type(tuple[Unapplied, ...]),
        "stale": _type(tuple[StaleReference, ...]),
        "collisions": _type(tuple[Collision, ...]),
        "text": _PLAIN[str],
    }
    title = "What protocols changed in a treaty, as consolidated by treatylex"
    return _contents(title, "treatylex-consolidation", consolidation_data.VERSION, contents, classes)


def _document(title: str, name: str, version: int, content: str, classes: Sequence[type]) -> dict[str, Any]:
    """The schema of a document whose one content is of the last of the classes."""
    return _contents(title, name, version, {content: _reference(classes[-1])}, classes)


def _contents(title: str, name: str, version: int, contents: dict[str, Any], classes: Sequence[type]) -> dict[str, Any]:
    """The schema of a document by its contents."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:treatylex:{name}:{version}",
        "title": title,
        "type": "object",
        "properties": {"format": {"const": name}, "version": {"const": version}, **contents},
        "required": ["format", "version", *contents],
        "additionalProperties": False,
        "$defs": {
            "Span": {
                "description": "A half-open stretch of the text: start and end, counted from 0 in code points.",
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "minItems": 2,
                "maxItems": 2,
            },
            **{cls.__name__: _object(cls) for cls in classes},
        },
    }


def _object(cls: Any) -> dict[str, Any]:
    fields = attrs.fields(cls)
    return {
        "description": (cls.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {field.name: _type(field.type) for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }


def _reference(cls: type) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _type(annotation: Any) -> dict[str, Any]:
    """The schema of one annotated type of a field."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1])}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_type(argument) for argument in arguments]}
    if annotation is types.NoneType:
        return {"type": "null"}
    if annotation is Span or attrs.has(annotation):
        return _reference(annotation)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return {"enum": [member.value for member in annotation]}
    return _PLAIN[annotation]


_PLAIN = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
}
