"""Collation: two treaties side by side, passage by passage, with the changes at their places.

Guarantees: every passage of either treaty stands in one row; rows keep the order of both texts, and what was carried
elsewhere stands at both places; every change stands at a section or in a row.
"""

import bisect
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.matching.correspondence import Correspondence, provision_pairs
from treatylex.comparing.matching.letters import bare
from treatylex.comparing.matching.wording import shared_words
from treatylex.comparing.telling.passages import Passage, passages
from treatylex.comparing.telling.redline import Edit, Stretch, redline
from treatylex.model.changes import ChangeKind, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, LeafKind, Provision, Treaty

CARRIED = frozenset({ChangeKind.MOVED, ChangeKind.SPLIT, ChangeKind.MERGED})
"""What became of words that stand elsewhere now."""
_CAPITALS_DO_NOT_COUNT = frozenset({LeafKind.TITLE.value, LeafKind.HEADING.value})
_SAME_PASSAGE = 0.4
"""Words between clauses stand in one row where they share this much of their words."""


@attrs.frozen(kw_only=True)
class Row:
    """Passages that stand side by side; a side is `None` where nothing answers.

    `changes` are places in `diff.changes`. `redline` is empty where the words are the same, or one side is missing.
    """

    left: Passage | None = None
    right: Passage | None = None
    changes: tuple[int, ...] = ()
    redline: tuple[Stretch, ...] = ()


@attrs.frozen(kw_only=True)
class Section:
    """An article, annex, preamble or the words of a chapter; `None` on both sides: what stands in no provision.

    `changes` are those of the section as a whole: it was added, moved, renumbered, its heading differs.
    """

    left: Provision | None = None
    right: Provision | None = None
    changes: tuple[int, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether any change stands at the section or in it."""
        return bool(self.numbers)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The changes of the section and in it, at each place where they stand."""
        return (*self.changes, *(number for row in self.rows for number in row.changes))


def collate(diff: TreatyDiff) -> tuple[Section, ...]:
    """Two treaties side by side, in the order of the left one; what only the right one has follows its neighbour there.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Article 1\\n\\nEach Party shall act.\\n\\nArticle 2\\n\\nThe Council may advise the Parties.")
    >>> new = parse("Article 1\\n\\nEach Party shall act.\\n\\nArticle 2\\n\\nThe Council shall advise the Parties.")
    >>> [(section.left.eid, section.is_changed) for section in collate(diff_treaties(old, new)) if section.left]
    [('art_1', False), ('art_2', True)]
    """
    return _Collation(diff).sections()


class _Side:
    """One treaty: its passages by section, and the changes that stand in each."""

    def __init__(self, treaty: Treaty, nodes: Sequence[Provision | Clause | Leaf | None]) -> None:
        self.treaty = treaty
        self.sections = passages(treaty)
        self._section_of = {
            passage.clause.eid: eid for eid, held in self.sections.items() for passage in held if passage.clause
        }
        self.at_clause: dict[str, list[int]] = defaultdict(list)
        self.at_passage: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.of_section: dict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(nodes):
            if isinstance(node, Clause):
                self.at_clause[node.eid].append(number)
            elif node is not None:
                self._place(number, node)

    def _place(self, number: int, node: Provision | Leaf) -> None:
        """A change of a section stands there; one of something in it where that begins."""
        section = self.section(node)
        held = self.sections[section]
        at = bisect.bisect_left(held, node.span.start, key=lambda passage: passage.span.end - 1)
        if (isinstance(node, Provision) and node.eid == section) or at == len(held):
            self.of_section[section].append(number)
        else:
            self.at_passage[section, at].append(number)

    def section(self, node: Provision | Leaf) -> str:
        """The eId of the section in which a node stands."""
        provision = node if isinstance(node, Provision) else self.treaty.parent(node)
        while provision is not None and provision.eid not in self.sections:
            provision = self.treaty.parent(provision)
        return provision.eid if provision else ""

    def provision(self, eid: str | None) -> Provision | None:
        """The provision that a section is; `None` for what stands in none."""
        return self.treaty.provision(eid) if eid else None

    def changes(self, section: str, at: int) -> list[int]:
        """The changes that stand at a passage."""
        passage = self.sections[section][at]
        of_clause = self.at_clause[passage.clause.eid] if passage.clause else []
        return [*self.at_passage[section, at], *of_clause]


class _Collation:
    """Puts two treaties side by side."""

    def __init__(self, diff: TreatyDiff) -> None:
        self._changes = diff.changes
        self._left = _Side(diff.left, [change.left for change in diff.changes])
        self._right = _Side(diff.right, [change.right for change in diff.changes])
        every = (*diff.changes, *diff.left_out)
        carried = {_eid(change.left) for change in every if change.kind in CARRIED and change.right is not None}
        matches = [(m.left, m.right) for m in diff.alignment.clauses if m.left is not None and m.right is not None]
        self._partner = {ours.eid: theirs.eid for ours, theirs in matches if ours.eid not in carried}
        self._words = {ours.eid: ours for ours, _ in matches}
        self._origin = {theirs.eid: ours for ours, theirs in matches if ours.eid in carried}
        self._answer = self._answers(diff)

    def _answers(self, diff: TreatyDiff) -> dict[str, str]:
        """Which section of the right treaty stands beside each section of the left one."""
        every = (*diff.changes, *diff.left_out)
        lone = {("left", _eid(c.left)) for c in every if c.kind in (ChangeKind.REMOVED, ChangeKind.MERGED)}
        lone |= {("right", _eid(c.right)) for c in every if c.kind in (ChangeKind.ADDED, ChangeKind.SPLIT)}
        there = Correspondence(diff.left, provision_pairs(diff.left, diff.right, diff.alignment))
        answers = {"": ""}
        for eid in self._left.sections:
            answer = there.of(eid) if eid and ("left", eid) not in lone else None
            if answer in self._right.sections and ("right", answer) not in lone:
                answers[eid] = answer
        return answers

    def sections(self) -> tuple[Section, ...]:
        """All sections in order."""
        answered = {theirs: ours for ours, theirs in self._answer.items()}
        following: dict[str | None, list[str]] = defaultdict(list)
        before = None
        for eid in self._right.sections:
            before = eid if eid in answered else before
            if eid not in answered:
                following[before].append(eid)
        found = [self._section(None, eid) for eid in following[None]]
        for eid in self._left.sections:
            answer = self._answer.get(eid)
            found.append(self._section(eid, answer))
            if answer is not None:
                found += (self._section(None, added) for added in following[answer])
        return tuple(section for section in found if section.rows or section.left or section.right)

    def _section(self, ours: str | None, theirs: str | None) -> Section:
        rows = [self._row(ours, theirs, a, b) for a, b in self._places(ours, theirs)]
        whole = sorted(
            {
                *(self._left.of_section[ours] if ours is not None else ()),
                *(self._right.of_section[theirs] if theirs is not None else ()),
            }
        )
        if ours is not None and theirs is not None:
            rows, whole = self._text_changes(rows, whole)
        return Section(
            left=self._left.provision(ours), right=self._right.provision(theirs), changes=tuple(whole), rows=tuple(rows)
        )

    def _text_changes(self, rows: list[Row], whole: list[int]) -> tuple[list[Row], list[int]]:
        """A change of the text of a section stands in the rows outside clauses that differ, if there are any."""
        texts = [number for number in whole if "text" in self._changes[number].fields]
        differing = [at for at, row in enumerate(rows) if _is_text(row) and _differs(row)]
        if not texts or not differing:
            return rows, whole
        for at in differing:
            rows[at] = attrs.evolve(rows[at], changes=tuple(sorted({*rows[at].changes, *texts})))
        return rows, [number for number in whole if number not in texts]

    def _places(self, ours: str | None, theirs: str | None) -> Iterator[tuple[int | None, int | None]]:
        """The rows of a section by the places of their passages, in the order of both texts."""
        left = self._left.sections[ours] if ours is not None else ()
        right = self._right.sections[theirs] if theirs is not None else ()
        done = (0, 0)
        for a, b in (*self._pairs(left, right), (len(left), len(right))):
            yield from ((at, None) for at in range(done[0], a))
            yield from ((None, at) for at in range(done[1], b))
            if a < len(left):
                yield a, b
            done = a + 1, b + 1

    def _pairs(self, left: Sequence[Passage], right: Sequence[Passage]) -> list[tuple[int, int]]:
        """The places of passages that stand side by side, rising on both sides."""
        place = {passage.clause.eid: at for at, passage in enumerate(right) if passage.clause}
        clauses = [
            (at, place.get(self._partner.get(passage.clause.eid, ""), -1))
            for at, passage in enumerate(left)
            if passage.clause
        ]
        pairs: list[tuple[int, int]] = []
        done = (0, 0)
        for a, b in (*_rising(clauses), (len(left), len(right))):
            texts = _paired_texts(left, right, self._lone(left, done[0], a), self._lone(right, done[1], b))
            pairs += _rising(texts)
            pairs.append((a, b))
            done = a + 1, b + 1
        return pairs[:-1]

    def _lone(self, held: Sequence[Passage], start: int, end: int) -> list[int]:
        """The places of passages to which no clause answers: words between clauses, and what only one side reads."""
        answered = {*self._partner, *self._partner.values(), *self._words, *self._origin}
        return [at for at in range(start, end) if (clause := held[at].clause) is None or clause.eid not in answered]

    def _row(self, ours: str | None, theirs: str | None, a: int | None, b: int | None) -> Row:
        left = self._left.sections[ours][a] if ours is not None and a is not None else None
        right = self._right.sections[theirs][b] if theirs is not None and b is not None else None
        changes = {
            *(self._left.changes(ours, a) if ours is not None and a is not None else ()),
            *(self._right.changes(theirs, b) if theirs is not None and b is not None else ()),
        }
        before = left.text if left else None
        if left is None and right is not None and right.clause is not None:
            origin = self._origin.get(right.clause.eid)
            before = origin.text if origin else None
        words = _redline(before, right)
        if left is None and all(self._changes[number].wording for number in changes):
            words = _trimmed(words)
        return Row(left=left, right=right, changes=tuple(sorted(changes)), redline=words)


def _eid(node: Provision | Clause | Leaf | None) -> str | None:
    return None if node is None or isinstance(node, Leaf) else node.eid


def _is_text(row: Row) -> bool:
    """Whether words stand in a row in which no clause was found; one may have been found in those beside them."""
    return any(passage and not passage.clause for passage in (row.left, row.right))


def _differs(row: Row) -> bool:
    return bool(row.redline) or row.left is None or row.right is None


def _trimmed(words: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The redline of one part of a sentence without what goes before and after it there: other parts hold that."""
    kept = [at for at, stretch in enumerate(words) if stretch.edit is Edit.KEPT]
    first, last = (kept[0], kept[-1]) if kept else (0, len(words))
    inner = tuple(s for at, s in enumerate(words) if first < at < last or s.edit is not Edit.DELETED)
    return inner if any(stretch.edit is not Edit.KEPT for stretch in inner) else ()


def _redline(before: str | None, after: Passage | None) -> tuple[Stretch, ...]:
    if before is None or after is None or before == after.text:
        return ()
    found = redline(before, after.text, cased=after.name not in _CAPITALS_DO_NOT_COUNT)
    return found if any(stretch.edit is not Edit.KEPT for stretch in found) else ()


def _rising(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs that stand in order; alignment keeps it but for what it tells to have moved."""
    last = -1
    for a, b in pairs:
        if b > last:
            yield a, b
            last = b


def _paired_texts(
    left: Sequence[Passage], right: Sequence[Passage], a_places: Sequence[int], b_places: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Words between clauses that stand side by side: the same ones first, then those alike that stand between them.

    A clause stands beside words that were not read, never beside another clause, which answers to none.
    """
    if not a_places or not b_places:
        return
    keys, others = [bare(left[at].text) for at in a_places], [bare(right[at].text) for at in b_places]
    for tag, a, b, c, d in difflib.SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            for x, y in zip(range(a, b), range(c, d), strict=False):
                if left[a_places[x]].clause and right[b_places[y]].clause:
                    continue
                if tag == "equal" or shared_words(keys[x], others[y]) >= _SAME_PASSAGE:
                    yield a_places[x], b_places[y]
