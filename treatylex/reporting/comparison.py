"""The page of a comparison: two treaties side by side, their redline, and what differs, in one file.

Guarantees: it opens offline and loads nothing; every word of the treaties is escaped, and the page's policy lets no
script run but its own; it is readable without that script, without colour and on paper.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, TypeVar

import attrs

from treatylex.comparing.telling.collation import CARRIED, Row, Section, collate
from treatylex.comparing.telling.digest import Item, digest
from treatylex.comparing.telling.passages import Passage
from treatylex.comparing.telling.redline import Stretch, redline
from treatylex.model.changes import HEAVY, Change, ChangeKind, Detail, TreatyDiff
from treatylex.model.provisions import Provision, Treaty, counted
from treatylex.reporting.pages import environment, rendered, resource
from treatylex.reporting.phrasing import (
    MANY,
    Lead,
    briefly,
    gist,
    group_name,
    lead,
    perhaps,
    section_name,
    summary_line,
    telling,
    unread_line,
)
from treatylex.source import one_line

_IN_NOTEBOOKS = 100
_WEIGHTS = ((0, "any weight"), (0.25, "weight 0.25 or more"), (0.5, "weight 0.5 or more"), (HEAVY, "heavy only"))
_Shown = TypeVar("_Shown")


@attrs.frozen(kw_only=True)
class _Note:
    """A change at one of the places where the page shows it."""

    number: int
    kind: str
    fields: tuple[str, ...]
    perhaps: str
    weight: float
    heavy: bool
    brief: str
    briefly: str
    place: str
    anchor: str | None
    link: str | None
    link_text: str
    details: tuple[Detail, ...]


@attrs.frozen(kw_only=True)
class _RowShown:
    """A row as the page shows it; `form` says on which sides it stands, or that both say the same."""

    form: str
    left: Passage | None
    right: Passage | None
    redline: tuple[Stretch, ...]
    notes: tuple[_Note, ...]
    carried: bool


@attrs.frozen(kw_only=True)
class _Run:
    """Items in a row, folded away under a label where they are unchanged."""

    folded: bool
    label: str
    items: tuple[Any, ...]


@attrs.frozen(kw_only=True)
class _SectionShown:
    anchor: str
    name: tuple[Stretch, ...]
    short: str
    notes: tuple[_Note, ...]
    runs: tuple[_Run, ...]
    count: int
    heavy: bool
    lone: bool


def comparison_page(diff: TreatyDiff) -> str:
    """The page of a comparison as one HTML document.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> page = comparison_page(diff_treaties(parse("Each Party may <act>."), parse("Each Party shall <act>.")))
    >>> "<del>may</del> <ins>shall</ins> &lt;act&gt;" in page
    True
    """
    collated = collate(diff)
    groups = digest(diff, collated)
    items = {item.number: item for group in groups for item in group.items}
    head = lead(diff, collated, groups)
    sections = _Sections(diff, collated, items).shown()
    return rendered(
        "comparison.html",
        styles=("comparison.css",),
        scripts=("common.js", "comparison.js"),
        left=_side(diff.left, "left text"),
        right=_side(diff.right, "right text"),
        summary=summary_line(diff),
        shown=counted(len(diff.changes), "change"),
        unread=unread_line(diff),
        lead=head,
        heaviest=_heaviest(head, list(items.values())),
        heavy_left=_heavy_left(diff),
        briefs=sum(item.brief is not None for item in items.values()),
        statistics=_statistics(diff),
        kinds=[(kind.value, diff.summary[kind.value]) for kind in ChangeKind if kind.value in diff.summary],
        fields=_touched(diff),
        weights=_WEIGHTS,
        sections=sections,
        runs=_runs(sections, lambda section: section.count == 0, _sections_label),
    )


def comparison_fragment(diff: TreatyDiff) -> str:
    """The changes without the page around them, as a notebook shows them: the first hundred.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> "nothing differs" in comparison_fragment(diff_treaties(parse("Visits are free."), parse("Visits are free.")))
    True
    """
    groups = digest(diff)
    left = _IN_NOTEBOOKS
    shown = []
    for group in groups:
        items = group.items[:left]
        left -= len(items)
        if items:
            shown.append((group_name(group.left, group.right), [_for_notebook(item) for item in items]))
    more = len(diff.changes) - _IN_NOTEBOOKS
    fragment: str = (
        environment()
        .get_template("fragment.html")
        .render(
            style=environment().filters["safe"](resource("fragment.css")),
            summary=summary_line(diff),
            unread=unread_line(diff),
            groups=shown,
            more=f"and {counted(more, 'more change')}" if more > 0 else "",
        )
    )
    return fragment


def _for_notebook(item: Item) -> dict[str, Any]:
    return {
        "heavy": item.change.heavy,
        "kind": item.change.kind.value,
        "fields": (*item.change.fields, *item.change.touches),
        "place": item.place,
        "redline": [stretch for words in item.words for stretch in words],
    }


def index_page(pages: Sequence[tuple[str, TreatyDiff]]) -> str:
    """A page that leads to the pages of several comparisons, each by its file name, with what each comes to."""
    entries = [
        {
            "file": file,
            "left": _side(diff.left, "left text"),
            "right": _side(diff.right, "right text"),
            "summary": summary_line(diff),
            "heavy": sum(change.heavy for change in diff.changes),
        }
        for file, diff in pages
    ]
    return rendered("index.html", styles=("index.css",), entries=entries, title=counted(len(pages), "comparison"))


def _side(treaty: Treaty, unnamed: str) -> dict[str, str]:
    path = treaty.source_name or unnamed
    return {"path": path, "name": PurePath(path).name, "title": one_line(treaty.title)}


# ---------------------------------------------------------------- sections and rows


class _Sections:
    """Makes the sections of a page; a change that stands at several places gets an anchor at each."""

    def __init__(self, diff: TreatyDiff, collated: Sequence[Section], items: Mapping[int, Item]) -> None:
        self._diff = diff
        self._collated = collated
        self._items = items
        self._total = Counter(number for section in self._collated for number in section.numbers)
        self._met: Counter[int] = Counter()

    def shown(self) -> tuple[_SectionShown, ...]:
        """The sections in order."""
        return tuple(self._section(number, section) for number, section in enumerate(self._collated, start=1))

    def _section(self, number: int, section: Section) -> _SectionShown:
        notes = self._notes(section.changes, section.left is None)
        rows = [self._row(row) for row in section.rows]
        changes = [self._diff.changes[at] for at in dict.fromkeys(section.numbers)]
        lone = (section.left is None) != (section.right is None)
        fold = _never if lone or not changes else _is_unchanged
        return _SectionShown(
            anchor=f"section-{number}",
            name=_name(section.left, section.right),
            short=section_name(section.right or section.left),
            notes=notes,
            runs=_runs(rows, fold, _rows_label),
            count=len(changes),
            heavy=any(change.heavy for change in changes),
            lone=lone,
        )

    def _row(self, row: Row) -> _RowShown:
        form = "new" if row.left is None else "gone" if row.right is None else "both"
        if row.left and row.right and not row.changes and not row.redline and row.left.label == row.right.label:
            form = "same"
        return _RowShown(
            form=form,
            left=row.left,
            right=row.right,
            redline=row.redline,
            notes=self._notes(row.changes, row.left is None),
            carried=any(self._is_carried(self._diff.changes[number], form) for number in row.changes),
        )

    @staticmethod
    def _is_carried(change: Change, form: str) -> bool:
        """Whether the words of a row stand elsewhere, too: what only is set out otherwise stands on both sides."""
        is_on_both = change.wording and change.left is not None and change.right is not None
        return change.kind in CARRIED or (is_on_both and form in ("new", "gone"))

    def _notes(self, numbers: Sequence[int], is_right: bool) -> tuple[_Note, ...]:
        return tuple(self._note(number, is_right) for number in numbers)

    def _note(self, number: int, is_right: bool) -> _Note:
        change = self._diff.changes[number]
        self._met[number] += 1
        meeting = self._met[number]
        linked = change.kind in CARRIED and self._total[number] > 1
        item = self._items[number + 1]
        return _Note(
            number=number + 1,
            kind=change.kind.value,
            fields=(*change.fields, *change.touches),
            perhaps=perhaps(change) if change.fields else "",
            weight=change.weight,
            heavy=change.heavy,
            brief=item.brief.value if item.brief else "",
            briefly=briefly(item.brief),
            place=item.place,
            anchor=_anchor(number, meeting),
            link=_anchor(number, 2 if meeting == 1 else 1) if linked else None,
            link_text=f"see {item.left_place if is_right else item.right_place}",
            details=telling(item),
        )


def _anchor(number: int, meeting: int) -> str:
    return f"change-{number + 1}" + (f"-{meeting}" if meeting > 1 else "")


def _name(left: Provision | None, right: Provision | None) -> tuple[Stretch, ...]:
    before, after = (section_name(side) for side in (left, right))
    if left is None or right is None or before.casefold() == after.casefold():
        name = before if right is None else after
        return (Stretch(name, name),)
    return redline(before, after)


def _touched(diff: TreatyDiff) -> list[tuple[str, int]]:
    """How many changes touch each field, figures, names, verbs and so on; the most frequent first."""
    return Counter(str(name) for change in diff.changes for name in (*change.fields, *change.touches)).most_common()


def _never(_: object) -> bool:
    return False


def _is_unchanged(row: _RowShown) -> bool:
    return not row.notes


def _runs(
    items: Iterable[_Shown], folded: Callable[[_Shown], bool], label: Callable[[Sequence[_Shown]], str]
) -> tuple[_Run, ...]:
    grouped = ((fold, tuple(run)) for fold, run in itertools.groupby(items, folded))
    return tuple(_Run(folded=fold, label=label(run) if fold else "", items=run) for fold, run in grouped)


def _rows_label(rows: Sequence[_RowShown]) -> str:
    left_out = any(row.left is None or row.right is None for row in rows)
    return f"{counted(len(rows), 'passage')} {'left out or ' if left_out else ''}unchanged"


def _sections_label(sections: Sequence[_SectionShown]) -> str:
    names = dict.fromkeys((sections[0].short, sections[-1].short))
    return (
        f"{'Left out or unchanged' if any(section.lone for section in sections) else 'Unchanged'}: {' to '.join(names)}"
        + (f" ({len(sections)} sections)" if len(sections) > 1 else "")
    )


# ---------------------------------------------------------------- what stands above the texts


def _heaviest(head: Lead, items: Sequence[Item]) -> list[dict[str, Any]]:
    """The weightiest changes; where there are few changes, the heavy ones."""
    heavy = sorted((item for item in items if item.change.heavy), key=lambda item: (-item.change.weight, item.number))
    return [
        {
            "number": item.number,
            "place": item.place,
            "kind": item.change.kind.value,
            "heavy": item.change.heavy,
            "gist": gist(item),
        }
        for item in head.first or heavy
    ]


def _heavy_left(diff: TreatyDiff) -> str:
    more = sum(change.heavy for change in diff.changes) - MANY
    return f"and {counted(more, 'more heavy change')}: the filter by weight shows them all" if more > 0 else ""


def _statistics(diff: TreatyDiff) -> list[dict[str, Any]]:
    sides = (diff.left, diff.right)
    heavy = Counter(change.kind.value for change in diff.changes if change.heavy)
    both = sum(match.left is not None and match.right is not None for match in diff.alignment.clauses)
    texts = [
        ("articles", [len(treaty.articles) for treaty in sides]),
        ("clauses", [len(treaty.clauses) for treaty in sides]),
        ("clauses with a partner", [both, both]),
        ("references", [len(treaty.references) for treaty in sides]),
        ("passages not read", [len(treaty.unread_leaves) for treaty in sides]),
    ]
    return [
        {"caption": "The texts", "columns": ["left", "right"], "rows": texts},
        {
            "caption": "Changes by kind",
            "columns": ["all", "heavy"],
            "rows": [(kind, [count, heavy[kind]]) for kind, count in sorted(diff.summary.items())],
        },
        {
            "caption": "What modifications touch",
            "columns": ["changes"],
            "rows": [(name, [count]) for name, count in _touched(diff)],
        },
    ]
