"""Merges as JSON: every place that either of two drafts changed.

Guarantee: the document carries the version of its format; every field is always present.
"""

import json

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
        "text": merge.text,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)
