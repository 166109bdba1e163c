"""Consolidations as JSON: the text, each change with its source, and what could not be applied.

Guarantee: the document carries the version of its format and follows the published schema (`consolidation_schema()`);
every field is always present.
"""

import importlib.resources
import json
from typing import Any

import attrs

from treatylex.model.consolidations import Amendment, Consolidation

VERSION = 1
"""The version of the format. It grows when a reader of the old documents would stumble over the new ones."""


def consolidation_json(consolidation: Consolidation) -> str:
    """What `consolidate_treaties` made, as JSON. Spans are half-open, in code points of `text`."""
    data = {
        "format": "treatylex-consolidation",
        "version": VERSION,
        "base": consolidation.base.source.name,
        "protocols": [protocol.source.name for protocol in consolidation.protocols],
        "amendments": list(map(_amendment, consolidation.amendments)),
        "unapplied": [attrs.asdict(each) for each in consolidation.unapplied],
        "stale": [{**attrs.asdict(each), "became": each.became.value} for each in consolidation.stale],
        "collisions": [attrs.asdict(each) for each in consolidation.collisions],
        "text": consolidation.text,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _amendment(amendment: Amendment) -> dict[str, Any]:
    span = amendment.span
    return {**attrs.asdict(amendment, recurse=False), "kind": amendment.kind.value, "span": [span.start, span.end]}


def consolidation_schema() -> dict[str, Any]:
    """The JSON Schema of a consolidation, as published in `consolidation.schema.json`."""
    path = importlib.resources.files("treatylex.formats") / "consolidation.schema.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
