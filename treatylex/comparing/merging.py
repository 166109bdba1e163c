"""Merging: three versions of one text: what each draft changed, what both changed alike, and where they conflict.

Guarantees, as diff3 gives them: a draft that equals the base takes the other one as it is; two equal drafts have no
conflict; drafts that change places change `ours` and `theirs` and nothing else. A clause is one place: two drafts that
change it differently conflict, even where they change different words of it.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import attrs

from treatylex.comparing.diffing import diff_treaties
from treatylex.comparing.matching.tokens import alike, tokens
from treatylex.comparing.telling.collation import Row, collate
from treatylex.comparing.telling.passages import Passage, passages
from treatylex.model.changes import CONCERNS, Change, TreatyDiff
from treatylex.model.citations import citation
from treatylex.model.merges import Merge, MergedPlace, MergeKind, Misled
from treatylex.model.provisions import Leaf, Provision, Treaty
from treatylex.model.references import Reference, ResolutionStatus
from treatylex.parsing.reader import parse
from treatylex.source import Span, one_line


def merge_treaties(base: Treaty, ours: Treaty, theirs: Treaty, *, equivalents: str | None = None) -> Merge:
    """Find what two drafts of one text changed, and where they conflict.

    Args:
        base: the text that both started from.
        ours: one draft.
        theirs: the other draft.
        equivalents: a file of wordings that are alike, as for `diff_treaties`.

    Raises:
        TypeError: for a text or a path instead of a treaty.
        InputError: when the file of equivalents cannot be used.

    >>> from treatylex.parsing.reader import parse
    >>> base = "Article 1\\n\\n1. Each Party may act.\\n\\n2. The Council shall meet.\\n\\n3. Visits are free.\\n"
    >>> ours, theirs = base.replace("may", "shall"), base.replace("may", "should").replace("free", "paid")
    >>> merge = merge_treaties(parse(base), parse(ours), parse(theirs))
    >>> [(place.kind.value, place.place) for place in merge.places]
    [('conflict', 'Article 1(1)'), ('theirs', 'Article 1(3)')]
    """
    diffs = [diff_treaties(base, draft, equivalents=equivalents) for draft in (ours, theirs)]
    sides = [_Draft(diff) for diff in diffs]
    tiles = _tiles(base)
    steps = list(_steps(tiles, sides[0], sides[1]))
    return Merge(
        base=base,
        ours=ours,
        theirs=theirs,
        ours_diff=diffs[0],
        theirs_diff=diffs[1],
        places=tuple(filter(None, (_place(base, step, sides[0], sides[1]) for step in steps))),
        text="".join(_merged(step) for step in steps) + _picked(_rest(base), sides[0].rest, sides[1].rest),
        misled=tuple(_misled(steps, ours, theirs)) if base.text not in (ours.text, theirs.text) else (),
    )


@attrs.frozen(eq=False)
class _Tile:
    """A passage with the text before it that belongs to it: its heading, its number, the blank lines."""

    passage: Passage
    before: str
    body: str


@attrs.frozen
class _Step:
    """One place in the three texts."""

    base: _Tile | None
    ours: _Tile | None
    theirs: _Tile | None


class _Draft:
    """One draft: what answers to each passage of the base, and what it put behind each."""

    def __init__(self, diff: TreatyDiff) -> None:
        self.diff = diff
        own = _tiles(diff.right)
        self.answers: dict[int, _Tile | None] = {}
        self.added: dict[int, list[_Tile]] = defaultdict(list)
        self._changes: dict[int, list[Change]] = {}
        last = -1
        for row in (row for section in collate(diff) for row in section.rows):
            right = own[row.right.span.start] if row.right is not None else None
            if row.left is not None:
                last = row.left.span.start
                self.answers[last] = right
            elif right is not None:
                self.added[last].append(right)
            self._note(row)
        self.rest = _rest(diff.right)

    def _note(self, row: Row) -> None:
        for passage in (row.left, row.right):
            if passage is not None:
                self._changes[id(passage.span)] = [self.diff.changes[number] for number in row.changes]

    def changes(self, *tiles: _Tile | None) -> list[Change]:
        """The changes at some passages."""
        return [change for tile in tiles if tile for change in self._changes.get(id(tile.passage.span), ())]


def _tiles(treaty: Treaty) -> Mapping[int, _Tile]:
    """The passages of a treaty with what stands before each, by where they begin, in the order of the text."""
    found = sorted((each for held in passages(treaty).values() for each in held), key=lambda each: each.span)
    tiles, end = {}, 0
    for passage in found:
        start = max(end, passage.span.start)
        until = max(start, _end(treaty.text, passage))
        tiles[passage.span.start] = _Tile(passage, treaty.text[end:start], treaty.text[start:until])
        end = until
    return tiles


def _end(text: str, passage: Passage) -> int:
    """Where a passage ends with the signs that follow it."""
    end = passage.span.end
    for sign in "".join(passage.tail.split()):
        at = end
        while at < len(text) and text[at].isspace():
            at += 1
        if text[at : at + 1] != sign:
            break
        end = at + 1
    return end


def _rest(treaty: Treaty) -> str:
    """What stands behind the last passage."""
    ends = [_end(treaty.text, each) for held in passages(treaty).values() for each in held]
    return treaty.text[max(ends, default=0) :]


def _steps(tiles: Mapping[int, _Tile], ours: _Draft, theirs: _Draft) -> Iterator[_Step]:
    """All places in the order of the base; what drafts put in stands behind what it follows."""
    yield from _added(ours.added.get(-1, []), theirs.added.get(-1, []))
    for start, tile in tiles.items():
        yield _Step(tile, ours.answers.get(start), theirs.answers.get(start))
        yield from _added(ours.added.get(start, []), theirs.added.get(start, []))


def _added(ours: Sequence[_Tile], theirs: Sequence[_Tile]) -> Iterator[_Step]:
    """What the drafts put in at one place, side by side."""
    for left, right in itertools.zip_longest(ours, theirs):
        yield _Step(None, left, right)


def _same(left: str, right: str) -> bool:
    ours, theirs = ([token for _, token in tokens(text)] for text in (left, right))
    return alike(ours, theirs)


def _kind(step: _Step) -> MergeKind | None:
    """Who changed a place; `None` for nobody."""
    base, ours, theirs = (tile.body if tile else "" for tile in (step.base, step.ours, step.theirs))
    if _same(ours, theirs):
        return None if _same(base, ours) else MergeKind.BOTH
    if _same(base, ours):
        return MergeKind.THEIRS
    return MergeKind.OURS if _same(base, theirs) else MergeKind.CONFLICT


def _place(base: Treaty, step: _Step, ours: _Draft, theirs: _Draft) -> MergedPlace | None:
    kind = _kind(step)
    if kind is None:
        return None
    treaty, tile = next(
        (treaty, tile)
        for treaty, tile in ((base, step.base), (ours.diff.right, step.ours), (theirs.diff.right, step.theirs))
        if tile is not None
    )
    words = [one_line(each.body) if each else None for each in (step.base, step.ours, step.theirs)]
    changes = [*ours.changes(step.base, step.ours), *theirs.changes(step.base, step.theirs)]
    return MergedPlace(
        kind=kind,
        place=citation(treaty, tile.passage.clause or _leaf(treaty, tile)),
        base=words[0],
        ours=words[1],
        theirs=words[2],
        weight=max((change.weight for change in changes), default=0.0),
        concerns=tuple(name for name in CONCERNS if any(change.closes([name]) for change in changes)),
    )


def _leaf(treaty: Treaty, tile: _Tile) -> Leaf | Provision:
    return next(leaf for leaf in treaty.leaves if leaf.span.end > tile.passage.span.start)


def _picked(base: str, ours: str, theirs: str) -> str:
    """What a place says when at most one draft changed more than its layout; ours where both did."""
    if ours == base:
        return theirs
    return theirs if theirs != base and _same(base, ours) and not _same(base, theirs) else ours


def _merged(step: _Step) -> str:
    """The text of a place, with marks where both drafts changed it differently."""
    if _kind(step) is MergeKind.CONFLICT:
        return (
            "".join(
                f"\n{mark}\n{(tile.before + tile.body).strip() if tile else ''}".rstrip()
                for mark, tile in (("<<<<<<< ours", step.ours), ("||||||| base", step.base), ("=======", step.theirs))
            )
            + "\n>>>>>>> theirs\n"
        )
    if step.base is None:
        tile = step.ours or step.theirs
        return tile.before + tile.body if tile else ""
    if step.ours is None or step.theirs is None:  # one draft dropped what the other left as it was, or both did
        return ""
    return _picked(step.base.before, step.ours.before, step.theirs.before) + _body(step)


# ---------------------------------------------------------------- references


class _Layout:
    """Where the places of a merger stand in one of its texts, and which of them a reference there leads to."""

    def __init__(self, treaty: Treaty, bodies: Mapping[int, Span]) -> None:
        self.treaty, self.bodies = treaty, bodies

    def led(self, reference: Reference) -> tuple[frozenset[int], str]:
        """The places that hold the words of what a reference cites, and how that is cited; none for nothing here."""
        links = [each for each in self.treaty.resolve(reference) if each.status is ResolutionStatus.INTERNAL]
        found = [link.provision for link in links if link.provision is not None]
        spans = [leaf.span for provision in found for leaf in provision.leaves]
        places = {place for place, body in self.bodies.items() if any(body.overlaps(span) for span in spans)}
        return frozenset(places), " and ".join(citation(self.treaty, provision) for provision in found)


def _misled(steps: Sequence[_Step], ours: Treaty, theirs: Treaty) -> Iterator[Misled]:
    """The references that lead elsewhere in the merged text than in each draft that has their words.

    Where the drafts conflict, the text of ours stands for both.
    """
    text, bodies = "", dict[int, Span]()
    for number, step in enumerate(steps):
        conflict = _kind(step) is MergeKind.CONFLICT
        tile = step.ours or step.theirs
        piece = (tile.before + tile.body if tile else "") if conflict else _merged(step)
        body = tile.body if conflict and tile else _body(step)
        text += piece
        bodies[number] = Span(len(text) - len(body), len(text)) if piece else Span(len(text), len(text))
    merged = _Layout(parse(text), bodies)
    drafts = {
        name: _Layout(treaty, {number: _where(tile) for number, tile in enumerate(tiles) if tile is not None})
        for name, treaty, tiles in (
            ("ours", ours, [step.ours for step in steps]),
            ("theirs", theirs, [step.theirs for step in steps]),
        )
    }
    for number, stretch in bodies.items():
        if not stretch or _kind(steps[number]) is MergeKind.CONFLICT:
            continue
        for reference in merged.treaty.references_in(stretch):
            told = list(_astray(reference, number, merged, drafts))
            if told and all(told):
                yield from (each for each in told[:1] if each)


def _astray(
    reference: Reference, number: int, merged: _Layout, drafts: Mapping[str, _Layout]
) -> Iterator[Misled | None]:
    """For each draft with these words at this place: that they lead elsewhere in the merged text, or `None`."""
    at = reference.span.start - merged.bodies[number].start
    now, place = merged.led(reference)
    for name, draft in drafts.items():
        body = draft.bodies.get(number)
        if body is None or body.of(draft.treaty.text) != merged.bodies[number].of(merged.treaty.text):
            continue
        same = next((each for each in draft.treaty.references_in(body) if each.span.start == body.start + at), None)
        led, cited = draft.led(same) if same is not None else (frozenset[int](), "")
        if not led or led & now:
            yield None
            continue
        home = draft.treaty.provision_at(body.start + at)
        yield Misled(
            draft=name,
            place="" if home is None else citation(draft.treaty, home),
            text=one_line(reference.text),
            cited=cited,
            now=place,
        )


def _where(tile: _Tile) -> Span:
    start = tile.passage.span.start
    return Span(start, start + len(tile.body))


def _body(step: _Step) -> str:
    """The words of a place in the merged text."""
    if step.base is None:
        tile = step.ours or step.theirs
        return tile.body if tile else ""
    if step.ours is None or step.theirs is None:
        return ""
    return _picked(step.base.body, step.ours.body, step.theirs.body)
