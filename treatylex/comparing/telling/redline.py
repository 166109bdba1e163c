"""Redline: what was struck from a text and what was put in, word by word.

Guarantees: the stretches tile both texts; formatting that comparison never reports (the style of quotation marks,
hyphens within words, words in capitals) is no difference; the redline from right to left is the one from left to
right turned round; a redline stays readable: where few words are left between two edits, or few in all, they are
struck and put in again with them.
"""

import difflib
import enum
import itertools
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.matching.tokens import alike, tokens
from treatylex.source import one_line


class Edit(enum.StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@attrs.frozen
class Stretch:
    """Some words as they stand on the left and on the right; "" where they do not. They begin with their blank."""

    left: str
    right: str

    @property
    def edit(self) -> Edit:
        """Whether the words were kept, deleted or inserted."""
        if not self.right:
            return Edit.DELETED
        return Edit.KEPT if self.left else Edit.INSERTED

    @property
    def text(self) -> str:
        """The words; those that were kept as they stand on the right."""
        return self.right or self.left

    @property
    def blank(self) -> str:
        """The blank before the words, if any: it is not to be struck or underlined."""
        return " " if self.text.startswith(" ") else ""

    @property
    def words(self) -> str:
        """The words without that blank."""
        return self.text.removeprefix(" ")


_STEPS = 1_000_000
"""Texts whose lengths in words multiply to more than this are compared sentence by sentence first."""
_ISLAND = 2
"""So many words left between two longer edits are no help to the reader."""
_TOLD_ANEW = 0.2
"""Texts that share no more than this of their words are shown one after the other."""

_SENTENCE_ENDS = frozenset(".;:")

_Words = Sequence[tuple[str, str]]
_Block = tuple[int, int, int]
"""Where words begin in the left text and in the right one, and how many are the same from there on."""


def redline(left: str, right: str, *, cased: bool = True) -> tuple[Stretch, ...]:
    """What changed from one text to another, word by word; unless `cased`, capitals are no difference.

    >>> for stretch in redline("Each Party may inform the Council.", "Each Party shall inform the Council."):
    ...     print(stretch.edit.value, repr(stretch.text))
    kept 'Each Party'
    deleted ' may'
    inserted ' shall'
    kept ' inform the Council.'
    """
    ours, theirs = _words(left), _words(right)
    keys, others = [key for _, key in ours], [key for _, key in theirs]
    # What a matcher finds may depend on the side: it sees the texts in a fixed order
    blocks = _same(keys, others) if keys <= others else [(b, a, size) for a, b, size in _same(others, keys)]
    kept = [part for block in blocks for part in _alike(ours, theirs, block)] if cased else blocks
    return tuple(_stretches(ours, theirs, _slid(keys, others, _readable(ours, theirs, kept))))


def _words(text: str) -> _Words:
    """The words and signs of a text, each with the blank before it, and as it is compared."""
    line = one_line(text)
    found = list(_whole(tokens(line), line))
    starts = [at - (at > 0 and line[at - 1] == " ") for at, _ in found]
    ends = [*starts[1:], len(line)]
    return [(line[start:end], token) for start, end, (_, token) in zip([0, *starts[1:]], ends, found, strict=False)]


_WHOLE = re.compile(r"\d+(?:[.,]\d+)+|[^\W\d_]+['’][^\W\d_]+")
"""What a reader takes for one word: a number with its points or commas, a word with its apostrophe."""


def _whole(found: Iterable[tuple[int, str]], line: str) -> Iterator[tuple[int, str]]:
    """Tokens, those of what a reader takes for one word joined."""
    wholes = {match.start(): match for match in _WHOLE.finditer(line)}
    end = 0
    for at, token in found:
        if at in wholes:
            end = wholes[at].end()
            yield at, wholes[at].group().replace("’", "'")
        elif at >= end:
            yield at, token


def _same(left: Sequence[str], right: Sequence[str]) -> list[_Block]:
    """Where the same words stand in both texts, whatever their case."""
    left, right = [word.casefold() for word in left], [word.casefold() for word in right]
    if (by_words := _same_words(left, right)) is not None:
        return by_words
    if len(left) * len(right) <= _STEPS:
        return [(a, b, size) for a, b, size in _matcher(left, right).get_matching_blocks() if size]
    ours, theirs = _sentences(left), _sentences(right)
    starts, others = ([0, *itertools.accumulate(map(len, side))] for side in (ours, theirs))
    found: list[_Block] = []
    for tag, a, b, c, d in _matcher(ours, theirs).get_opcodes():
        if tag == "equal":
            found.append((starts[a], others[c], starts[b] - starts[a]))
        elif tag == "replace" and (starts[b] - starts[a]) * (others[d] - others[c]) <= _STEPS:
            inner = _same(left[starts[a] : starts[b]], right[others[c] : others[d]])
            found += ((starts[a] + x, others[c] + y, size) for x, y, size in inner)
    return found


def _same_words(left: Sequence[str], right: Sequence[str]) -> list[_Block] | None:
    """The blocks of texts that have the same words in the same order, so that signs alone come and go, else `None`."""
    ours, theirs = ([at for at, word in enumerate(side) if word[0].isalnum()] for side in (left, right))
    if [left[at] for at in ours] != [right[at] for at in theirs]:
        return None
    blocks: list[_Block] = []
    ends = (len(left), len(right))
    for (a, b), (after, other_after) in itertools.pairwise([(-1, -1), *zip(ours, theirs, strict=True), ends]):
        size = 1 if a >= 0 else 0
        signs, other_signs = left[a + 1 : after], right[b + 1 : other_after]
        pairs = zip(signs, other_signs, strict=False)
        size += sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        start, other_start = max(a, 0), max(b, 0)
        if blocks and blocks[-1][0] + blocks[-1][2] == start and blocks[-1][1] + blocks[-1][2] == other_start:
            start, other_start, before = blocks.pop()
            size += before
        if size:
            blocks.append((start, other_start, size))
    return blocks


def _matcher(left: Sequence[Hashable], right: Sequence[Hashable]) -> "difflib.SequenceMatcher[Hashable]":
    return difflib.SequenceMatcher(None, left, right, autojunk=False)


def _sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    start = 0
    for at, word in enumerate(words, start=1):
        if word in _SENTENCE_ENDS or at == len(words):
            found.append(tuple(words[start:at]))
            start = at
    return found


def _alike(ours: _Words, theirs: _Words, block: _Block) -> Iterator[_Block]:
    """The parts of a block that are the same in their case too."""
    a, b, size = block
    same = [alike((ours[a + at][1],), (theirs[b + at][1],)) for at in range(size)]
    at = 0
    for is_same, run in itertools.groupby(same):
        length = len(list(run))
        if is_same:
            yield a + at, b + at, length
        at += length


def _readable(ours: _Words, theirs: _Words, kept: Sequence[_Block]) -> list[_Block]:
    """The blocks without islands; none of them where the texts have little in common."""
    chosen: list[_Block] = []
    for number, (a, b, size) in enumerate(kept):
        end, other_end = (chosen[-1][0] + chosen[-1][2], chosen[-1][1] + chosen[-1][2]) if chosen else (0, 0)
        following = kept[number + 1][:2] if number + 1 < len(kept) else (len(ours), len(theirs))
        before, after = max(a - end, b - other_end), max(following[0] - a - size, following[1] - b - size)
        if size > _ISLAND or before <= size or after <= size:
            chosen.append((a, b, size))
    shared = sum(size for _, _, size in chosen)
    return chosen if shared > _TOLD_ANEW * max(len(ours), len(theirs)) else []


def _slid(left: Sequence[str], right: Sequence[str], kept: Sequence[_Block]) -> list[_Block]:
    """The blocks, what came or went between two of them set to begin behind a sign where it may begin there as well.

    Of "(b) the port; (c) the tonnage" goes "the port; (c)", not "port; (c) the".
    """
    found = list(kept[:1])
    for a, b, size in kept[1:]:
        first, other_first, before = found[-1]
        end, other_end = first + before, other_first + before
        steps = 0
        if (a == end) != (b == other_end):
            words, last, start = (left, end, a) if a > end else (right, other_end, b)
            steps = _steps_to_sign(words, last, start, before)
        found[-1] = (first, other_first, before - steps)
        found.append((a - steps, b - steps, size + steps))
    return found


def _steps_to_sign(words: Sequence[str], end: int, start: int, most: int) -> int:
    """So many words before `end` stand before `start` as well and are preceded by a sign; 0 where there are none."""
    for steps in range(most):
        if not words[end - 1 - steps].isalnum():
            return steps
        if words[end - 1 - steps] != words[start - 1 - steps]:
            return 0
    return 0


def _stretches(ours: _Words, theirs: _Words, kept: Sequence[_Block]) -> Iterator[Stretch]:
    at = other = 0
    for a, b, size in (*kept, (len(ours), len(theirs), 0)):
        if a > at:
            yield Stretch(_joined(ours[at:a]), "")
        if b > other:
            yield Stretch("", _joined(theirs[other:b]))
        if size:
            yield Stretch(_joined(ours[a : a + size]), _joined(theirs[b : b + size]))
        at, other = a + size, b + size


def _joined(words: _Words) -> str:
    return "".join(piece for piece, _ in words)
