"""Collections: many treaties at once.

A `Collection` is made of files, folders, patterns, manifests, locations elsewhere, or treaties that were read already:

>>> import treatylex
>>> from treatylex.collections import Collection
>>> pact = treatylex.parse("Each Party shall report.", source_name="pact.txt")
>>> [loaded.treaty_id for loaded in Collection(pact).read()]
['pact']

Guarantee: a file that cannot be read does not end the walk.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treatylex.collections.descent import Descent as Descent
    from treatylex.collections.descent import Lineage as Lineage
    from treatylex.collections.descent import lineage as lineage
    from treatylex.collections.families import lineage_picture as lineage_picture
    from treatylex.collections.members import Member as Member
    from treatylex.collections.reading import Collection as Collection
    from treatylex.collections.reading import Loaded as Loaded
    from treatylex.collections.reading import Made as Made

# As in `treatylex` itself, names load on first use: who needs one module of this room need not load all.
_HOMES = {
    "Collection": "reading",
    "Descent": "descent",
    "Lineage": "descent",
    "Loaded": "reading",
    "Made": "reading",
    "Member": "members",
    "lineage": "descent",
    "lineage_picture": "families",
}

__all__ = ["Collection", "Descent", "Lineage", "Loaded", "Made", "Member", "lineage", "lineage_picture"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'treatylex.collections' has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"treatylex.collections.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
