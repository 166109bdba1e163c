"""Comparisons as JSON: every change with its words, its places and its weight.

Guarantees: the document carries the version of its format and follows the published schema (`comparison_schema()`);
every field is always present.
"""

import importlib.resources
import json
from typing import Any

import attrs

from treatylex.comparing.telling.digest import Group, Item, digest
from treatylex.comparing.telling.recurring import Brief
from treatylex.comparing.telling.redline import Edit
from treatylex.formats.plain_data import converter
from treatylex.model.changes import ChangeKind, Detail, DetailKind, Touch, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision, Treaty
from treatylex.source import Span

VERSION = 1
"""The version of the format. It grows when a reader of the old documents would stumble over the new ones."""


@attrs.frozen(kw_only=True)
class ComparedText:
    """One of the two texts: where it was read from, its title, and how much of it there is."""

    source: str
    title: str | None
    articles: int
    clauses: int
    unread_passages: int


@attrs.frozen(kw_only=True)
class ComparedNode:
    """A provision, clause or leaf that changed: its address, its place as lawyers cite it, and its words.

    `eid` is null for a leaf. `name` is the level of a provision, or the kind of a clause or leaf.
    """

    type: str
    eid: str | None
    place: str
    name: str
    text: str
    span: Span


@attrs.frozen(kw_only=True)
class ComparedField:
    """What stood in one field before and what stands there now; null where nothing did."""

    field: str
    kind: DetailKind
    before: str | None
    after: str | None
    before_span: Span | None
    after_span: Span | None
    inherited: bool


@attrs.frozen(kw_only=True)
class RedlineStretch:
    """Some words that were kept, deleted or inserted. They begin with the blank before them."""

    edit: Edit
    left: str
    right: str


@attrs.frozen(kw_only=True)
class ComparedChange:
    """One change. `section` holds the eIds of the article or other section in which it is told.

    `redline` has one list of stretches for each passage that the change touches. `brief` says why reports for readers
    need not tell the change in full, null where they must; `wording` that the same is said in other words;
    `possible` names fields that may have changed besides.
    """

    number: int
    kind: ChangeKind
    fields: tuple[str, ...]
    touches: tuple[Touch, ...]
    wording: bool
    possible: tuple[str, ...]
    weight: float
    heavy: bool
    section: tuple[str | None, ...]
    left: ComparedNode | None
    right: ComparedNode | None
    details: tuple[ComparedField, ...]
    redline: tuple[tuple[RedlineStretch, ...], ...]
    brief: Brief | None


@attrs.frozen(kw_only=True)
class Comparison:
    """All changes from the left text to the right one; `summary` counts them by kind."""

    left: ComparedText
    right: ComparedText
    summary: dict[str, int]
    left_out: int
    changes: tuple[ComparedChange, ...]


CLASSES = (RedlineStretch, ComparedField, ComparedNode, ComparedChange, ComparedText, Comparison)


def comparison_data(diff: TreatyDiff) -> dict[str, Any]:
    """A comparison as plain data: what `to_json` writes, as dictionaries and lists.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> data = comparison_data(diff_treaties(parse("Each Party may act."), parse("Each Party shall act.")))
    >>> data["format"], data["version"], data["comparison"]["changes"][0]["fields"]
    ('treatylex-comparison', 1, ['kind', 'modal'])
    """
    comparison = Comparison(
        left=_text(diff.left),
        right=_text(diff.right),
        summary=diff.summary,
        left_out=len(diff.left_out),
        changes=tuple(_change(group, item) for group in digest(diff) for item in group.items),
    )
    return {
        "format": "treatylex-comparison",
        "version": VERSION,
        "comparison": converter().unstructure(comparison),
    }


def _text(treaty: Treaty) -> ComparedText:
    return ComparedText(
        source=treaty.source.name,
        title=treaty.title,
        articles=len(treaty.articles),
        clauses=len(treaty.clauses),
        unread_passages=len(treaty.unread_leaves),
    )


def _change(group: Group, item: Item) -> ComparedChange:
    change = item.change
    return ComparedChange(
        number=item.number,
        kind=change.kind,
        fields=change.fields,
        touches=change.touches,
        wording=change.wording,
        possible=change.possible,
        weight=change.weight,
        heavy=change.heavy,
        section=tuple(side.eid if side else None for side in (group.left, group.right)),
        left=_node(change.left, item.left_place),
        right=_node(change.right, item.right_place),
        details=tuple(map(_detail, change.details)),
        redline=tuple(
            tuple(RedlineStretch(edit=stretch.edit, left=stretch.left, right=stretch.right) for stretch in words)
            for words in item.words
        ),
        brief=item.brief,
    )


def _node(node: Provision | Clause | Leaf | None, place: str | None) -> ComparedNode | None:
    if node is None or place is None:
        return None
    return ComparedNode(
        type=type(node).__name__.lower(),
        eid=None if isinstance(node, Leaf) else node.eid,
        place=place,
        name=node.level.value if isinstance(node, Provision) else node.kind.value,
        text=node.text,
        span=node.span,
    )


def _detail(detail: Detail) -> ComparedField:
    return ComparedField(
        field=detail.field,
        kind=detail.kind,
        before=detail.left,
        after=detail.right,
        before_span=detail.left_span,
        after_span=detail.right_span,
        inherited=detail.inherited,
    )


def comparison_schema() -> dict[str, Any]:
    """The JSON Schema of a comparison, as published in `comparison.schema.json`."""
    path = importlib.resources.files("treatylex.formats") / "comparison.schema.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
