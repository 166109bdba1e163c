"""Changes in words: where one stands and what it comes to, said alike by every renderer."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from treatylex.comparing.telling.collation import Section
from treatylex.comparing.telling.digest import Group, Item, throughout
from treatylex.comparing.telling.overview import NAMED, Overview, overview
from treatylex.comparing.telling.recurring import Brief, Replacement, replaced
from treatylex.comparing.telling.redline import Edit, Stretch, redline
from treatylex.comparing.telling.settling import bracket_changes
from treatylex.model.changes import EVERY_FIELD, Change, ChangeKind, Detail, Touch, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, Provision, counted
from treatylex.reporting.outline import provision_name
from treatylex.source import cut, one_line

LOOSE = "Title and other text outside articles"
MANY = 10
"""From so many changes on, what weighs most is told first, and so many of the changes."""
_GIST = 100
_EDIT = 60
"""So many characters of one edit are shown in a gist."""
_LEAST = 15
"""A stretch for which less room is left is left out."""
_OF_MODALS = frozenset({Touch.DUTY, Touch.NEGATION})
_TELLING = ("conditions", "exceptions", "times")
"""Fields that tell more than the first edits of a clause."""
_BEFORE = 4
"""So many words are shown before the first edit of a gist."""
_WEIGHTY = 0.5
"""What weighs less is not told first, however little else there is."""
_NAMED = 12
"""So many articles are named in a row."""


def summary_line(diff: TreatyDiff) -> str:
    """How many changes there are, of which kinds, and how many are heavy, in one line."""
    brackets = len(bracket_changes(diff.left, diff.right))
    told = f"; {counted(brackets, 'bracket')} opened, closed or changed" if brackets else ""
    if not diff.changes:
        return f"{'no change of these' if brackets else 'nothing differs'}{told}{_left_out(diff)}"
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(diff.summary.items()))
    heavy = sum(change.heavy for change in diff.changes)
    marked = f"; {heavy} heavy (!)" if heavy else ""
    return f"{counted(len(diff.changes), 'change')}: {counts}{marked}{told}{_left_out(diff)}"


def _left_out(diff: TreatyDiff) -> str:
    return f"; {counted(len(diff.left_out), 'other change')} left out" if diff.left_out else ""


def unread_line(diff: TreatyDiff) -> str:
    """What a reader must know before relying on a report; "" when everything was read."""
    sides = [(name, len(treaty.unread_leaves)) for name, treaty in (("left", diff.left), ("right", diff.right))]
    counts = ", ".join(f"{count} in the {name} text" for name, count in sides if count)
    return f"passages that could not be read, compared as mere text: {counts}" if counts else ""


def group_name(left: Provision | None, right: Provision | None) -> str:
    """What the section of a comparison is called, in both treaties where they differ."""
    names = [section_name(side) for side in (left, right) if side is not None]
    if len(names) == 2 and names[0].casefold() == names[1].casefold():
        names.pop()
    return " → ".join(names) or LOOSE


def section_name(provision: Provision | None) -> str:
    """What an article, annex or chapter is called, with its heading; `None` stands for text in none."""
    return (provision_name(provision) or provision.level.value.capitalize()) if provision else LOOSE


@attrs.frozen(kw_only=True)
class Lead:
    """What a reader of many changes should know first.

    `articles` say what became of the articles, each line with its label; `often` is what is replaced throughout, as
    words and in how many changes; `first` are the items that weigh most.
    """

    articles: tuple[tuple[str, str], ...]
    often: tuple[tuple[tuple[Stretch, ...], Replacement], ...]
    first: tuple[Item, ...]


def lead(diff: TreatyDiff, sections: Sequence[Section], groups: Sequence[Group]) -> Lead:
    """What stands above the changes, given what `collate` and `digest` gave."""
    often = throughout(groups)[:MANY]
    return Lead(
        articles=() if diff.left_out else tuple(_overview_lines(overview(diff, sections, groups))),
        often=tuple((_change_of(each.left, each.right), each) for each in often),
        first=tuple(_weightiest(diff, [item for group in groups for item in group.items])),
    )


def _change_of(before: str | None, after: str | None) -> tuple[Stretch, ...]:
    """Words struck, then those put in for them, either of which there need not be."""
    struck = (Stretch(before, ""),) if before else ()
    return (*struck, Stretch("", f"{' ' if struck else ''}{after}")) if after else struck


def _overview_lines(found: Overview) -> Iterator[tuple[str, str]]:
    if found.unchanged:
        yield "unchanged but for numbers and headings", _named(found.unchanged, found.before)
    if found.removed:
        yield "only in the left text", _named(found.removed)
    if found.added:
        yield "only in the right text", _named(found.added)


def _named(provisions: Sequence[Provision], before: Sequence[Provision] = ()) -> str:
    pairs = itertools.zip_longest(provisions[:_NAMED], before[:_NAMED])
    names = [_renumbered(provision, was) for provision, was in pairs]
    more = len(provisions) - _NAMED
    return "; ".join(names) + (f"; and {more} more" if more > 0 else "")


def _renumbered(provision: Provision, was: Provision | None) -> str:
    """What a section is called, with the number that it had: "Article 9 → 10"."""
    name = section_name(provision)
    if was is None or not was.number or not provision.number or was.number == provision.number:
        return name
    return name.replace(f" {provision.number}", f" {was.number} → {provision.number}", 1)


def _weightiest(diff: TreatyDiff, items: Sequence[Item]) -> list[Item]:
    """The items to be told first where there are many: the weightiest, as far as they weigh anything.

    Whole articles are left out where the overview names them.
    """
    if len(diff.changes) <= MANY:
        return []
    weighty = [
        item
        for item in items
        if item.change.weight >= _WEIGHTY and not item.brief and (diff.left_out or not _is_whole(item))
    ]
    return sorted(weighty, key=lambda item: (-item.change.weight, item.number))[:MANY]


def _is_whole(item: Item) -> bool:
    return any(isinstance(node, Provision) and node.level in NAMED for node in (item.change.left, item.change.right))


def gist(item: Item) -> tuple[Stretch, ...]:
    """What a change comes to, in a line: the modal before and after, the words that came or went, the first edits."""
    change = item.change
    modal = next((detail for detail in change.details if detail.field == "modal"), None)
    is_turned = "kind" in change.fields or not change.touches or not _OF_MODALS.isdisjoint(change.touches)
    if modal is not None and modal.left and modal.right and is_turned:
        action = getattr(change.right, "action", None)
        after = f" {cut(action.text, _GIST // 2)}" if action is not None else ""
        return (*_change_of(modal.left, modal.right), _kept(after))
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        before, after = ("" if node is None else cut(node_words(node), _GIST) for node in (change.left, change.right))
        return (Stretch(before, after),)
    telling = next((detail for detail in change.details if detail.field in _TELLING), None)
    if telling is not None and "kind" not in change.fields:
        return tuple(_first_edits(detail_redline(telling)))
    words = item.words[0] if item.words else ()
    return tuple(_first_edits(words)) or (detail_words(change.details[0]) if change.details else ())


def _first_edits(words: Sequence[Stretch]) -> Iterator[Stretch]:
    """A redline from shortly before its first edit, as far as a line holds."""
    room = _GIST
    edited = itertools.dropwhile(lambda stretch: stretch.edit is Edit.KEPT, words)
    if words and words[0].edit is Edit.KEPT:
        before = words[0].text.split(" ")
        yield _kept(f"{'… ' if len(before) > _BEFORE else ''}{' '.join(before[-_BEFORE:])}")
    for stretch in edited:
        if room < _LEAST:
            yield _kept(" …")
            return
        text = stretch.blank + cut(stretch.words, min(room, _EDIT))
        room -= len(text)
        yield Stretch(text if stretch.left else "", text if stretch.right else "")


def in_brief(group: Group) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
    """What is told of the items of a group in short: what happened to them, and the words or places."""
    for brief, told in _BRIEFLY.items():
        items = [item for item in group.items if item.brief is brief]
        if brief is Brief.NAME:
            yield from ((told, _heading(item)) for item in items)
        elif briefly(brief):
            edits = tuple(stretch for at, item in enumerate(items) for stretch in _edits(item, first=at == 0))
            yield from ((told, edits) for _ in items[:1])
        elif items:
            places = dict.fromkeys(item.place for item in items if not _is_of(item, group))
            yield told, (_kept(f" {', '.join(places)}"),) if places else ()


def group_line(group: Group) -> str:
    """What became of a section, in few words: how many changes of each kind, or what is told of them in short."""
    items = [item for item in group.items if item.brief is None]
    if not items:
        return ", ".join(dict.fromkeys(_BRIEFLY[item.brief].rstrip(":") for item in group.items if item.brief))
    whole = next((item.change.kind.value for item in items if _is_of(item, group)), None)
    kinds = Counter(item.change.kind.value for item in items if not _is_of(item, group))
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return "; ".join(filter(None, (whole, counts)))


_BRIEFLY = {
    Brief.NUMBER: "renumbered",
    Brief.NAME: "heading:",
    Brief.AGAIN: "changed only as told above",
    Brief.FORM: "in form only:",
    Brief.WORDING: "in wording only:",
    Brief.REWORDED: "reworded, nearly alike:",
}


def briefly(brief: Brief | None) -> str:
    """What a change comes to that says the same, or nearly, in other words or signs; nothing for any other."""
    return _BRIEFLY[brief].rstrip(":") if brief in (Brief.FORM, Brief.WORDING, Brief.REWORDED) else ""


def _edits(item: Item, *, first: bool) -> Iterator[Stretch]:
    """The place of an item and the words and signs that differ there, each once."""
    yield _kept(f"{'' if first else ';'} {item.place}")
    redlines = list(item.words or map(detail_redline, item.details))
    for left, right in dict.fromkeys(replaced(redlines)):
        if _has_word(left + right):
            yield from _change_of(f" {left}" if left else "", right if left else f" {right}")
    for words in redlines:
        yield from _signs_in_place(words)


def _signs_in_place(words: Sequence[Stretch]) -> Iterator[Stretch]:
    """The signs that came or went, each with the word on either side, by which a reader finds it."""
    for at, stretch in enumerate(words):
        if stretch.edit is Edit.KEPT or _has_word(stretch.words):
            continue
        beside = [words[near] if 0 <= near < len(words) else _kept("") for near in (at - 1, at + 1)]
        before, after = ([] if near.edit is not Edit.KEPT else near.text.split() for near in beside)
        if before and (at < 2 or len(before) > 1 or _has_word(words[at - 2].words)):  # else it was just told
            yield _kept(f" … {before[-1]}")
        yield stretch
        if after:
            yield _kept(f"{' ' if beside[1].blank else ''}{after[0]}")


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _kept(text: str) -> Stretch:
    return Stretch(text, text)


def _heading(item: Item) -> tuple[Stretch, ...]:
    words = detail_words(item.details[0]) if item.details else item.words[0]
    return tuple(
        Stretch(f" {each.left.strip()}" if each.left else "", f" {each.right.strip()}" if each.right else "")
        for each in words
    )


def _is_of(item: Item, group: Group) -> bool:
    """Whether an item is a change of the section itself, whose name shows both of its numbers."""
    sides = ((item.change.left, group.left), (item.change.right, group.right))
    return any(node is not None and node is section for node, section in sides)


def touched(change: Change) -> str:
    """Which fields a change touches, what it does to their words, "action (figures)", and which else it may touch."""
    shown = [
        touch for touch in change.touches if touch is not Touch.WORDS and _SHOWN_BY.get(touch) not in change.fields
    ]
    inside = f" ({', '.join(shown)})" if shown else ""
    return "; ".join(filter(None, (f"{', '.join(change.fields)}{inside}", perhaps(change))))


def perhaps(change: Change) -> str:
    """Which fields a change may touch besides, where a reader cannot see it from those that it names; else ""."""
    if set(EVERY_FIELD) <= {*change.fields, *change.possible}:
        return "not surely read, perhaps every field"
    is_shown = not _OPEN.issuperset(change.fields) or change.touches == (Touch.FIGURES,)
    return "" if is_shown or not change.possible else f"perhaps {', '.join(change.possible)}"


_OPEN = frozenset({"action", "subject", "manners", "purposes", "text"})
"""Fields that hold what no other field does."""
_SHOWN_BY = {Touch.DUTY: "modal", Touch.NEGATION: "modal", Touch.CITATIONS: "references"}
"""Fields whose names say what the words touch."""


def node_words(node: Provision | Clause | Leaf) -> str:
    """A provision by its heading, or else a node by its words, in one line."""
    return one_line((node.heading if isinstance(node, Provision) else None) or node.text)


def telling(item: Item) -> tuple[Detail, ...]:
    """The details that say more than the redline beside them; all of them where there is none."""
    return tuple(detail for detail in item.details if not item.words or _is_telling(detail))


def _is_telling(detail: Detail) -> bool:
    if detail.inherited or detail.left == detail.right:
        return True
    return detail.field not in _SHOWN_ANYHOW and len(detail.left or "") + len(detail.right or "") <= _SHORT


_SHORT = 160
"""Details longer than this are left to the redline."""
_SHOWN_ANYHOW = frozenset({"text", "heading", "subject", "action", "references"})
"""Fields that the redline shows as well as their names do."""


def detail_words(detail: Detail) -> tuple[Stretch, ...]:
    """The redline of one field; a reference that reads the same leads elsewhere now."""
    if detail.left == detail.right:
        return (Stretch(detail.left or "", detail.right or ""),)
    return _change_of(detail.left, detail.right)


def detail_redline(detail: Detail) -> tuple[Stretch, ...]:
    """The redline of one field, word by word."""
    return redline(detail.left or "", detail.right or "")


def detail_note(detail: Detail) -> str:
    """What a reader must know to see why a detail is one."""
    if detail.left == detail.right:
        return "leads elsewhere"
    return "from the words before" if detail.inherited else ""
