"""Merged: what two drafts of one text changed, as text, Markdown and a page; conflicts first.

Guarantees: every place that either draft changed appears once, a conflict with the redline of each draft; behind them
stand the references that lead elsewhere once merged; the page loads nothing and lets no script run.
"""

from collections.abc import Iterator

from treatylex.comparing.telling.redline import Stretch, redline
from treatylex.model.changes import ChangeKind
from treatylex.model.merges import Merge, MergedPlace, MergeKind
from treatylex.model.provisions import counted
from treatylex.reporting.differences import WIDTH, Line, runs, wrapped
from treatylex.reporting.marked_changes import plain, redlined
from treatylex.reporting.pages import rendered

_ORDER = (MergeKind.CONFLICT, MergeKind.BOTH, MergeKind.OURS, MergeKind.THEIRS)
_MISLED = "References that lead elsewhere once merged"
Group = tuple[str, tuple[MergedPlace, ...]]


def merge_line(merge: Merge) -> str:
    """How many places either draft changed, and how, in one line."""
    beside = _numbers_and_headings(merge)
    if merge.misled:
        verb = "leads" if len(merge.misled) == 1 else "lead"
        beside += f"; {counted(len(merge.misled), 'reference')} {verb} elsewhere once merged"
    if not merge.places:
        return f"neither draft changes what a provision says{beside}" if beside else "neither draft changes anything"
    names = {"conflict": "in conflict", "both": "changed alike in both", "ours": "in ours", "theirs": "in theirs"}
    counts = [f"{merge.summary[kind.value]} {names[kind.value]}" for kind in _ORDER if kind.value in merge.summary]
    return f"{counted(len(merge.places), 'place')} changed: {', '.join(counts)}{beside}"


def _numbers_and_headings(merge: Merge) -> str:
    """How many changes of numbers and headings each draft makes, which stand at no place of the merger."""
    told = []
    for name, diff in (("ours", merge.ours_diff), ("theirs", merge.theirs_diff)):
        count = sum(c.kind is ChangeKind.RENUMBERED or c.fields == ("heading",) for c in diff.changes)
        told += [f"{count:,} in {name}"] if count else []
    return (
        f"; numbers and headings changed: {', '.join(told)} (clause-diff BASE and that draft shows them)"
        if told
        else ""
    )


def _groups(merge: Merge) -> Iterator[Group]:
    names = {
        MergeKind.CONFLICT: "Conflicts",
        MergeKind.BOTH: "Changed alike in both",
        MergeKind.OURS: f"Only in ours ({merge.ours.source.name})",
        MergeKind.THEIRS: f"Only in theirs ({merge.theirs.source.name})",
    }
    for kind in _ORDER:
        places = tuple(place for place in merge.places if place.kind is kind)
        if places:
            yield names[kind], places


def _redlines(place: MergedPlace) -> list[tuple[str, tuple[Stretch, ...]]]:
    """The redline of each draft that changed a place, with the name of the draft where both did otherwise."""
    found = {
        "ours": redline(place.base or "", place.ours or ""),
        "theirs": redline(place.base or "", place.theirs or ""),
    }
    if place.kind is MergeKind.CONFLICT:
        return list(found.items())
    return [("", found["theirs" if place.kind is MergeKind.THEIRS else "ours"])]


def _name(place: MergedPlace) -> str:
    """Where a place stands; the number of what a draft put in may be another's in the base."""
    return place.place if place.base is not None else f"{place.place} (new)"


def merge_lines(merge: Merge, *, width: int = WIDTH) -> Iterator[Line]:
    """The report for terminals, in lines that fit the width.

    >>> from treatylex.comparing.merging import merge_treaties
    >>> from treatylex.parsing.reader import parse
    >>> texts = [f"Article 1\\n\\nEach Party {modal} act." for modal in ("may", "shall", "should")]
    >>> print("\\n".join(map(str, merge_lines(merge_treaties(*map(parse, texts))))))
    1 place changed: 1 in conflict
    <BLANKLINE>
    Conflicts
      Article 1
        ours: Each Party [-may-] {+shall+} act.
        theirs: Each Party [-may-] {+should+} act.
    """
    yield from wrapped([(merge_line(merge), "heading")], "", width)
    for name, places in _groups(merge):
        yield Line()
        yield from wrapped([(name, "heading")], "", width)
        for place in places:
            yield from wrapped([("  ", ""), (_name(place), "label")], "    ", width)
            for draft, words in _redlines(place):
                label = [(f"{draft}: ", "label")] if draft else []
                yield from wrapped([*label, *runs(words)], "      ", width, first="    ")
    if merge.misled:
        yield Line()
        yield from wrapped([(_MISLED, "heading")], "", width)
        for misled in merge.misled:
            yield from wrapped([("  ", ""), (misled.place, "label"), (f": {misled.told}", "")], "    ", width)


def merge_markdown(merge: Merge) -> str:
    """The report as Markdown."""
    lines = [f"**{plain(merge_line(merge))}**"]
    for name, places in _groups(merge):
        lines += ["", f"## {plain(name)}", ""]
        for place in places:
            lines.append(f"- {plain(_name(place))}")
            for draft, words in _redlines(place):
                lines += ["", f"  > {f'{draft}: ' if draft else ''}{redlined(words)}", ""]
    if merge.misled:
        lines += ["", f"## {_MISLED}", "", *(f"- {plain(str(misled))}" for misled in merge.misled)]
    return "".join(f"{line}\n" for line in lines)


def merge_page(merge: Merge) -> str:
    """The report as one HTML document that needs nothing but itself: a row a place, a column a draft."""
    groups = [
        {
            "name": name,
            "rows": [
                {
                    "place": _name(place),
                    "base": place.base,
                    "ours": redline(place.base or "", place.ours or "") if place.ours != place.base else None,
                    "theirs": redline(place.base or "", place.theirs or "") if place.theirs != place.base else None,
                }
                for place in places
            ],
        }
        for name, places in _groups(merge)
    ]
    return rendered(
        "merge.html",
        styles=("index.css", "merge.css"),
        title=merge_line(merge),
        names=[treaty.source.name for treaty in (merge.base, merge.ours, merge.theirs)],
        groups=groups,
        misled=_MISLED,
        references=merge.misled,
    )
