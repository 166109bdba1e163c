"""Revisions: two treaties as one text in which every word is kept, struck, put in, or carried elsewhere.

Guarantees: without what was put in, the text is the left treaty, without what was struck the right one, paragraph for
paragraph and sign for sign (`model.paragraphs`); what stands side by side is what `collate` put side by side.
"""

import bisect
import difflib
import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.matching.chains import out_of_order
from treatylex.comparing.telling.collation import Section, collate
from treatylex.comparing.telling.paragraph_ends import Fate, Piece, settled
from treatylex.comparing.telling.passages import Passage
from treatylex.comparing.telling.redline import Edit, redline
from treatylex.model.changes import ChangeKind, TreatyDiff
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty

_PRIVATE = range(0xE000, 0xF900)
"""Characters that no text means anything by: two of them stand for the end of a paragraph and the end of a cell."""
_CARRIED = 0.5
"""A passage that keeps no more of its words than this was struck and put in anew, not carried elsewhere."""
_KNOWN = 4
"""So many words at the end of a passage tell it from others."""
_TOKEN = re.compile(r"\s|\w+|[^\w\s]")


@attrs.frozen(kw_only=True)
class Run:
    """Some words of one fate; `move` numbers what was carried elsewhere, the same at both places, from 1.

    `changes` are the places in `diff.changes` of the changes of the passage in which the words stand.
    """

    text: str
    fate: Fate
    move: int | None = None
    changes: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class RevisedParagraph:
    """A paragraph of the joint text; `end` tells the fate of its end: where that goes, the next paragraph runs on.

    `left` and `right` are the paragraphs of the two texts that end here.
    """

    runs: tuple[Run, ...]
    end: Run
    left: Paragraph | None
    right: Paragraph | None


def revisions(diff: TreatyDiff, sections: Sequence[Section] | None = None) -> tuple[RevisedParagraph, ...]:
    """The joint text of a comparison; `sections` are what `collate` gave, if it was asked already.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> (only,) = revisions(diff_treaties(parse("Each Party may act."), parse("Each Party shall act.")))
    >>> [(run.text, run.fate.value) for run in only.runs]
    [('Each Party', 'kept'), (' may', 'deleted'), (' shall', 'inserted'), (' act.', 'kept')]
    """
    pieces = settled(_Joining(diff, collate(diff) if sections is None else sections).pieces())
    return tuple(itertools.chain.from_iterable(map(_with_columns, _paragraphs(pieces))))


def accepted(revised: Iterable[RevisedParagraph]) -> tuple[str, ...]:
    """The paragraphs when every revision is accepted: those of the right text."""
    return _one_side(revised, [fate for fate in Fate if fate.on_right])


def rejected(revised: Iterable[RevisedParagraph]) -> tuple[str, ...]:
    """The paragraphs when every revision is rejected: those of the left text."""
    return _one_side(revised, [fate for fate in Fate if fate.on_left])


def _one_side(revised: Iterable[RevisedParagraph], fates: Sequence[Fate]) -> tuple[str, ...]:
    found: list[str] = []
    text = ""
    for paragraph in revised:
        text += "".join(run.text for run in paragraph.runs if run.fate in fates)
        if paragraph.end.fate in fates:
            found.append(text)
            text = ""
    return tuple(filter(None, found))


def _paragraphs(pieces: Iterable[Piece]) -> Iterator[RevisedParagraph]:
    runs: list[Run] = []
    for piece in pieces:
        run = Run(text=piece.text, fate=piece.fate, move=piece.move, changes=piece.changes)
        if not piece.is_end:
            runs.append(run)
            continue
        yield RevisedParagraph(runs=tuple(runs), end=run, left=piece.left, right=piece.right)
        runs = []


def _with_columns(paragraph: RevisedParagraph) -> Iterator[RevisedParagraph]:
    """A paragraph; the row of a table that has more or fewer cells than before goes whole, and comes whole."""
    left, right = paragraph.left, paragraph.right
    rows = [each for each in (left, right) if each is not None and each.kind is LeafKind.TABLE]
    if len(rows) < len((left, right)) or len({row.text.count("\t") for row in rows}) == 1:
        yield paragraph
        return
    for fate, carried in ((Fate.DELETED, Fate.MOVED_FROM), (Fate.INSERTED, Fate.MOVED_TO)):
        gone = fate is Fate.DELETED
        runs = [run for run in paragraph.runs if (run.fate.on_left if gone else run.fate.on_right)]
        yield RevisedParagraph(
            runs=tuple(run if run.fate is carried else attrs.evolve(run, fate=fate) for run in runs),
            end=attrs.evolve(paragraph.end, fate=fate),
            left=left if gone else None,
            right=None if gone else right,
        )


# ---------------------------------------------------------------- one side, cut into segments


@attrs.define
class _Segment:
    """What of one text stands in one row: its words, with a sign at each end of a paragraph, and those paragraphs."""

    text: str = ""
    ends: list[Paragraph] = attrs.field(factory=list)


_Key = tuple[str, str | int]
"""What a segment belongs to: the head of a section by its eId, or a passage by where it begins."""
_FRONT: _Key = ("head", "")


def _segments(treaty: Treaty, starts: dict[int, _Key], end: str, tab: str) -> dict[_Key, _Segment]:
    """One text, cut at `starts`, in order; what stands before them all is the front. Tabs become a sign, too."""
    places = sorted(starts)
    found: dict[_Key, _Segment] = {_FRONT: _Segment(), **{starts[place]: _Segment() for place in places}}
    keys = [_FRONT, *(starts[place] for place in places)]
    for paragraph in paragraphs(treaty):
        done = 0
        at = bisect.bisect_right(places, paragraph.places[0])
        while done < len(paragraph.text):
            until = bisect.bisect_left(paragraph.places, places[at]) if at < len(places) else len(paragraph.text)
            if 0 < until < len(paragraph.text) and paragraph.text[until - 1] == " ":
                until -= 1  # words carry the blank before them
            found[keys[at]].text += paragraph.text[done:until].replace("\t", tab)
            done = until
            at += done < len(paragraph.text)
        found[keys[at]].text += end
        found[keys[at]].ends.append(paragraph)
    return found


class _Starts:
    """Where the segments of one text begin."""

    def __init__(self, treaty: Treaty) -> None:
        self._leaves = [leaf for leaf in treaty.leaves if leaf.kind is not LeafKind.FURNITURE]
        self._places = [leaf.span.start for leaf in self._leaves]
        self.found: dict[int, _Key] = {}

    def head(self, place: int, eid: str) -> _Key:
        """Enter the head of a section."""
        key: _Key = ("head", eid)
        self.found.setdefault(place, key)
        return key

    def passage(self, passage: Passage) -> _Key:
        """Enter a passage, which begins with the number before it."""
        key: _Key = ("passage", passage.span.start)
        at = bisect.bisect_left(self._places, passage.span.start)
        while at and self._leaves[at - 1].kind is LeafKind.MARKER:
            at -= 1
        beginning = self._places[at] if at < len(self._places) else passage.span.start
        self.found[min(beginning, passage.span.start)] = key
        return key


# ---------------------------------------------------------------- both sides


@attrs.define(eq=False)
class _Row:
    """What of both texts stands side by side; `origin` is what was carried here, numbered by `move`."""

    left: _Segment | None
    right: _Segment | None
    changes: tuple[int, ...]
    origin: _Segment | None = None
    move: int | None = None


class _Joining:
    """Puts two texts into one."""

    def __init__(self, diff: TreatyDiff, sections: Sequence[Section]) -> None:
        taken = {*diff.left.text, *diff.right.text}
        self._end, self._tab = itertools.islice((sign for sign in map(chr, _PRIVATE) if sign not in taken), 2)
        starts = (_Starts(diff.left), _Starts(diff.right))
        keyed = list(_keyed_rows(sections, *starts))
        ours, theirs = (
            _segments(treaty, start.found, self._end, self._tab)
            for treaty, start in zip((diff.left, diff.right), starts, strict=True)
        )
        rows = [_Row(ours.get(a) if a else None, theirs.get(b) if b else None, changes) for a, b, changes in keyed]
        moved = {number for number, change in enumerate(diff.changes) if change.kind is ChangeKind.MOVED}
        self._rows = _in_order(rows, list(ours.values()), list(theirs.values()), moved)

    def pieces(self) -> Iterator[Piece]:
        """The joint text in pieces, the ends of paragraphs as they come."""
        for row in self._rows:
            ours, theirs = (iter(side.ends if side else ()) for side in (row.left, row.right))
            for fate, text in _fates(row):
                for line, is_end in self._lines(text):
                    yield Piece(
                        text=line,
                        fate=fate,
                        is_end=is_end,
                        move=row.move if fate.is_move else None,
                        changes=row.changes,
                        left=next(ours) if is_end and fate.on_left else None,
                        right=next(theirs) if is_end and fate.on_right else None,
                    )

    def _lines(self, text: str) -> Iterator[tuple[str, bool]]:
        for number, line in enumerate(text.split(self._end)):
            if number:
                yield "", True
            if line:
                yield line.replace(self._tab, "\t"), False


def _keyed_rows(
    sections: Iterable[Section], left: _Starts, right: _Starts
) -> Iterator[tuple[_Key | None, _Key | None, tuple[int, ...]]]:
    """The rows of a collation by the segments that stand in them; the head of a section is a row of its own."""
    yield _FRONT, _FRONT, ()
    for section in sections:
        yield (
            left.head(section.left.span.start, section.left.eid) if section.left else None,
            right.head(section.right.span.start, section.right.eid) if section.right else None,
            section.changes,
        )
        for row in section.rows:
            yield (
                left.passage(row.left) if row.left else None,
                right.passage(row.right) if row.right else None,
                row.changes,
            )


def _in_order(
    rows: Sequence[_Row], ours: Sequence[_Segment], theirs: Sequence[_Segment], moved: set[int]
) -> list[_Row]:
    """The rows in an order that is that of both texts: what cannot keep it is struck here and put in there."""
    left, right = ({id(segment): at for at, segment in enumerate(side)} for side in (ours, theirs))
    both = {(left[id(row.left)], right[id(row.right)]): row for row in rows if row.left and row.right}
    crossing = out_of_order(list(both), [1 + len(row.left.text) for row in both.values() if row.left])
    apart = [row for pair, row in both.items() if pair in crossing]
    anchors = {pair: row for pair, row in both.items() if pair not in crossing}
    lone = _Lone([row for row in rows if not (row.left and row.right)], apart, moved)
    found: list[_Row] = []
    done = (0, 0)
    for a, b in (*sorted(anchors), (len(ours), len(theirs))):
        found += (lone.left(ours[at]) for at in range(done[0], a))
        found += (lone.right(theirs[at]) for at in range(done[1], b))
        if (a, b) in anchors:
            found.append(anchors[a, b])
        done = a + 1, b + 1
    return _numbered(found)


class _Lone:
    """The rows of segments that stand alone, and those that were carried from one place to another."""

    def __init__(self, lone: Sequence[_Row], apart: Sequence[_Row], moved: set[int]) -> None:
        self._changes = {id(side): row.changes for row in (*lone, *apart) for side in (row.left, row.right) if side}
        self._origin: dict[int, _Segment] = {}
        gone: dict[int, list[_Segment]] = defaultdict(list)
        for row in lone:
            for number in moved.intersection(row.changes):
                if row.left:
                    gone[number].append(row.left)
        for row in lone:
            for number in moved.intersection(row.changes):
                if row.right and gone[number]:
                    self._carry(gone[number].pop(0), row.right)
        for row in apart:
            self._carry(row.left, row.right)
        self._carry_the_same(lone)

    def _carry_the_same(self, lone: Sequence[_Row]) -> None:
        """Words that were struck here and put in there are carried, too, as when an article becomes part of another."""
        carried = set(map(id, self._origin.values()))
        gone: dict[tuple[str, ...], list[_Segment]] = defaultdict(list)
        for row in lone:
            if row.left and id(row.left) not in carried:
                gone[_last_words(row.left.text)].append(row.left)
        for row in lone:
            if row.right and id(row.right) not in self._origin and (same := gone.get(_last_words(row.right.text))):
                self._carry(same.pop(0), row.right)

    def _carry(self, origin: _Segment | None, there: _Segment | None) -> None:
        if origin and there and _share(origin.text, there.text) > _CARRIED:
            self._origin[id(there)] = origin

    @functools.cached_property
    def _moves(self) -> dict[int, int]:
        """A number for each segment that was carried elsewhere."""
        return {id(origin): number for number, origin in enumerate(self._origin.values())}

    def left(self, segment: _Segment) -> _Row:
        """The row of a segment of the left text that nothing stands beside."""
        return _Row(segment, None, self._changes.get(id(segment), ()), move=self._moves.get(id(segment)))

    def right(self, segment: _Segment) -> _Row:
        """The row of a segment of the right text that nothing stands beside."""
        origin = self._origin.get(id(segment))
        move = self._moves.get(id(origin))
        return _Row(None, segment, self._changes.get(id(segment), ()), origin, move)


def _last_words(text: str) -> tuple[str, ...]:
    """By what words are known again; the number before them may be another."""
    words = tuple(re.findall(r"\w+", text))
    return words[-_KNOWN:] if len(words) >= _KNOWN else (text,)


def _numbered(rows: list[_Row]) -> list[_Row]:
    """The rows with one number, from 1, for what was carried elsewhere in one piece."""
    place = {id(row): at for at, row in enumerate(rows)}
    there = {row.move: at for at, row in enumerate(rows) if row.right}
    sources = [row for row in rows if row.move is not None and row.left]
    numbers: dict[int | None, int] = {None: 0}
    for before, row in zip([None, *sources], sources, strict=False):
        follows = (
            before is not None and place[id(row)] == place[id(before)] + 1 and there[row.move] == there[before.move] + 1
        )
        numbers[row.move] = max(numbers.values()) + (not follows)
    for row in rows:
        row.move = numbers[row.move] or None
    return rows


def _fates(row: _Row) -> Iterator[tuple[Fate, str]]:
    """The words of a row with what became of them."""
    left, right = (side.text if side else "" for side in (row.left, row.right))
    if row.move is None:
        yield from edits(left, right)
    elif row.origin is None:
        yield Fate.MOVED_FROM, left
    else:
        for fate, text in edits(row.origin.text, right):
            if fate is not Fate.DELETED:
                yield (Fate.MOVED_TO if fate is Fate.KEPT else fate), text


def _share(left: str, right: str) -> float:
    """How much of the longer text was kept, 0 to 1."""
    kept = sum(len(text) for fate, text in edits(left, right) if fate is Fate.KEPT)
    return kept / max(len(left), len(right), 1)


_FATES = {Edit.KEPT: Fate.KEPT, Edit.DELETED: Fate.DELETED, Edit.INSERTED: Fate.INSERTED}


def edits(left: str, right: str) -> Iterator[tuple[Fate, str]]:
    """What became of each word, sign and blank: unlike in a redline, what is kept is the same to the letter.

    >>> [(fate.value, text) for fate, text in edits("Each Party may act.", "Each Party shall act.")]
    [('kept', 'Each Party'), ('deleted', ' may'), ('inserted', ' shall'), ('kept', ' act.')]
    """
    before, after = left[:1].isspace() * " ", right[:1].isspace() * " "
    if left == right:
        yield Fate.KEPT, left
        return
    for stretch in redline(left.removeprefix(" "), right.removeprefix(" ")):
        ours, theirs = stretch.left and before + stretch.left, stretch.right and after + stretch.right
        before, after = before * (not stretch.left), after * (not stretch.right)
        if stretch.edit is Edit.KEPT and ours != theirs:
            yield from _to_the_letter(ours, theirs)
        else:
            yield _FATES[stretch.edit], ours if stretch.edit is Edit.DELETED else theirs


def _to_the_letter(left: str, right: str) -> Iterator[tuple[Fate, str]]:
    ours, theirs = _TOKEN.findall(left), _TOKEN.findall(right)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Fate.KEPT, "".join(ours[a:b])
            continue
        if a < b:
            yield Fate.DELETED, "".join(ours[a:b])
        if c < d:
            yield Fate.INSERTED, "".join(theirs[c:d])
