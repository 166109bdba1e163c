"""The JSON Schemas of treaties and comparisons, made from classes, so that the published ones cannot fall behind."""

import enum
import types
import typing
from collections.abc import Sequence
from typing import Any

import attrs

from treatylex.formats import comparisons
from treatylex.formats.conversion import CLASSES, converter
from treatylex.formats.json import VERSION
from treatylex.source import Span


def made_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes of a treaty."""
    converter()  # resolves the forward references between the model's classes
    return _document("A treaty as read by treatylex", "treatylex", VERSION, "treaty", CLASSES)


def made_comparison_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes of a comparison."""
    title = "What changed between two treaties, as compared by treatylex"
    return _document(title, "treatylex-comparison", comparisons.VERSION, "comparison", comparisons.CLASSES)


def _document(title: str, name: str, version: int, content: str, classes: Sequence[type]) -> dict[str, Any]:
    """The schema of a document whose one content is of the last of the classes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:treatylex:{name}:{version}",
        "title": title,
        "type": "object",
        "properties": {
            "format": {"const": name},
            "version": {"const": version},
            content: _reference(classes[-1]),
        },
        "required": ["format", "version", content],
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
