"""Merges as JSON: every place that either of two drafts changed.

Guarantee: the document carries the version of its format and follows the published schema (`merge_schema()`); every
field is always present.
"""

import importlib.resources
import json
from typing import Any

import attrs

from treatylex.model.merges import Merge

VERSION = 1
"""The version of the format. It grows when a reader of the old documents would stumble over the new ones."""


def merge_json(merge: Merge) -> str:
    """What `merge_treaties` found, as JSON: the places, how many of each kind, and the merged text."""
    data = {
        "format": "treatylex-merge",
        "version": VERSION,
        "base": merge.base.source.name,
        "ours": merge.ours.source.name,
        "theirs": merge.theirs.source.name,
        "summary": merge.summary,
        "places": [attrs.asdict(place, value_serializer=lambda _, __, value: value) for place in merge.places],
        "misled": [attrs.asdict(each) for each in merge.misled],
        "text": merge.text,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def merge_schema() -> dict[str, Any]:
    """The JSON Schema of a merge, as published in `merge.schema.json`."""
    path = importlib.resources.files("treatylex.formats") / "merge.schema.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document
