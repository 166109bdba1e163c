"""The specimen treaties and quoted clauses that come with treatylex.

Guarantee: the texts are data of the package; reading them parses nothing.
"""

import functools
import importlib.resources
from typing import Any

import attrs

from treatylex.knowledge import CORPUS, tables


@attrs.frozen(kw_only=True)
class Excerpt:
    """A treaty, or a passage of one, to try things on.

    `kind` is "specimen" (drafted for treatylex, between invented States) or "quotation"; `field` the field of
    treaty-making; `source` says where the text comes from; `shows` what in drafting or layout it is an example of.
    """

    id: str
    title: str
    field: str
    kind: str
    source: str
    shows: tuple[str, ...]
    text: str = attrs.field(repr=False)


def excerpts() -> tuple[Excerpt, ...]:
    """Every specimen, in the order of the catalogue `specimens.toml`.

    >>> excerpts()[0].text[:41]
    'In the event that either party is in a st'
    """
    # A plain function around the cache: help() does not show a cached function as one.
    return _catalogue()


@functools.cache
def _catalogue() -> tuple[Excerpt, ...]:
    return tuple(map(_excerpt, tables("specimens")["excerpt"]))


def _excerpt(entry: dict[str, Any]) -> Excerpt:
    entry = dict(entry)
    file = entry.pop("file", None)
    if file is not None:
        entry["text"] = (importlib.resources.files(CORPUS) / file).read_text(encoding="utf-8")
    return Excerpt(**{**entry, "shows": tuple(entry["shows"])})
