"""The JSON Schema of treaties, made from the model, so that the published one cannot fall behind it."""

import enum
import types
import typing
from typing import Any

import attrs

from treatylex.formats.json import CLASSES, VERSION, converter
from treatylex.model.provisions import Treaty
from treatylex.source import Span


def made_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes."""
    converter()  # resolves the forward references between the model's classes
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A treaty as read by treatylex",
        "type": "object",
        "properties": {
            "format": {"const": "treatylex"},
            "version": {"const": VERSION},
            "treaty": _reference(Treaty),
        },
        "required": ["format", "version", "treaty"],
        "additionalProperties": False,
        "$defs": {
            "Span": {
                "description": "A half-open stretch of the text: start and end, counted from 0 in code points.",
                "type": "array",
                "items": {"type": "integer", "minimum": 0},
                "minItems": 2,
                "maxItems": 2,
            },
            **{cls.__name__: _object(cls) for cls in CLASSES},
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
    """The schema of one annotated type of the model."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_type(argument) for argument in arguments]}
    if annotation is types.NoneType:
        return {"type": "null"}
    if annotation is Span or annotation in CLASSES:
        return _reference(annotation)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return {"enum": [member.value for member in annotation]}
    return _PLAIN[annotation]


_PLAIN = {str: {"type": "string"}, bool: {"type": "boolean"}, int: {"type": "integer"}}
