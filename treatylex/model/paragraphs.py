"""Paragraphs: a treaty's text as it is set, one paragraph after the other, each in one line.

Guarantees: the paragraphs hold every word and sign of the treaty except page furniture, in order; every character
knows its place in the text as given; a paragraph begins where the text begins a new line that is no mere wrap.
"""

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from treatylex.model.provisions import UNITS, Leaf, LeafKind, Provision, Treaty
from treatylex.source import DIVISION, Span

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r")
_NEW_LINE = re.compile(r"[\n\r]+")
_LINE_BY_LINE = frozenset({LeafKind.TABLE, LeafKind.SIGNATURE, LeafKind.CONTENTS})
"""Kinds of text in which a new line is more than a wrap."""
_WRAPPED = re.compile(rf"(?P<gone>{DIVISION})|(?P<blank>\s+)")


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph in one line; `places` holds for each character of `text` where it stands in the treaty's text.

    The cells of a row of a table are parted by tabs.

    `kind` is that of its first leaf, or text where an article's text follows its number in the same line; `provision`
    is the innermost one in which it begins.
    """

    text: str
    places: tuple[int, ...] = attrs.field(eq=False, repr=False)
    kind: LeafKind
    provision: Provision | None = attrs.field(repr=False)

    @property
    def span(self) -> Span:
        """The stretch of the treaty's text from its first character to its last."""
        return Span(self.places[0], self.places[-1] + 1)

    @property
    def heading_level(self) -> int:
        """1 for the title, 2 for what a part or chapter is called, 3 for an article, 0 for what is no heading."""
        if self.kind is LeafKind.TITLE:
            return 1
        if self.kind is not LeafKind.HEADING or self.provision is None:
            return 0
        return 3 if self.provision.level in UNITS else 2


def paragraphs(treaty: Treaty, leaves: Sequence[Leaf] | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of a treaty, in the order of the text.

    Args:
        treaty: the treaty.
        leaves: only these of its leaves, in order.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 1\\nDuties\\n\\n1. Each Party shall inform\\nthe Council.\\n2. It may act.")
    >>> [paragraph.text for paragraph in paragraphs(treaty)]
    ['Article 1', 'Duties', '1. Each Party shall inform the Council.', '2. It may act.']
    """
    wanted = [leaf for leaf in (treaty.leaves if leaves is None else leaves) if leaf.kind is not LeafKind.FURNITURE]
    found: list[list[tuple[Leaf, Span]]] = []
    for before, leaf in zip([None, *wanted], wanted, strict=False):
        for number, line in enumerate(_lines(leaf, treaty.text)):
            if found and number == 0 and before is not None and not _ends_between(treaty, before, leaf):
                found[-1].append((leaf, line))
            else:
                found.append([(leaf, line)])
    made = (_paragraph(treaty, pieces) for pieces in found)
    return tuple(paragraph for paragraph in made if paragraph.text)


def _lines(leaf: Leaf, text: str) -> Iterator[Span]:
    """The parts of a leaf that are paragraphs of their own."""
    ends = (_NEW_LINE if leaf.kind in _LINE_BY_LINE else _BLANK_LINE).finditer(leaf.span.of(text))
    at = leaf.span.start
    for match in ends:
        yield Span(at, leaf.span.start + match.start())
        at = leaf.span.start + match.end()
    yield Span(at, leaf.span.end)


def _ends_between(treaty: Treaty, before: Leaf, after: Leaf) -> bool:
    """Whether a paragraph ends between two leaves: at a new line, unless running text of one provision runs on."""
    gap = Span(before.span.end, after.span.start)
    if not _NEW_LINE.search(treaty.text, gap.start, gap.end):
        return False
    if before.kind is after.kind is LeafKind.TITLE:
        return _has_blank_line(treaty.text, gap)
    if before.kind is not LeafKind.TEXT or after.kind is not LeafKind.TEXT:
        return True
    if treaty.parent(before) != treaty.parent(after):
        return True
    return _has_blank_line(treaty.text, gap) and not _turns_page(treaty, gap)


def _has_blank_line(text: str, gap: Span) -> bool:
    return _BLANK_LINE.search(text, gap.start, gap.end) is not None


def _turns_page(treaty: Treaty, gap: Span) -> bool:
    """Whether page furniture stands between two leaves."""
    first, last = (bisect.bisect_left(treaty.leaves, at, key=_start) for at in (gap.start, gap.end))
    return any(leaf.kind is LeafKind.FURNITURE for leaf in treaty.leaves[first:last])


def _start(leaf: Leaf) -> int:
    return leaf.span.start


def _paragraph(treaty: Treaty, pieces: Sequence[tuple[Leaf, Span]]) -> Paragraph:
    raw: list[str] = []
    places: list[int] = []
    for (_, span), (_, after) in itertools.pairwise((*pieces, pieces[-1])):
        apart = "" if after is span or after.start == span.end else _apart(treaty.text, span.end, after.start)
        raw += (span.of(treaty.text), apart)
        places += (*range(span.start, span.end), *([span.end] * len(apart)))
    first = pieces[0][0]
    text, at = _in_line("".join(raw), cells=first.kind is LeafKind.TABLE)
    return Paragraph(
        text=text,
        places=tuple(places[index] for index in at),
        kind=LeafKind.TEXT if first.kind is LeafKind.HEADING and _runs_on(pieces) else first.kind,
        provision=treaty.parent(first),
    )


def _runs_on(pieces: Sequence[tuple[Leaf, Span]]) -> bool:
    """Whether the article's text follows its number in the same line: that is no heading."""
    return any(leaf.kind is LeafKind.TEXT for leaf, _ in pieces)


def _apart(text: str, end: int, start: int) -> str:
    """What stands between two leaves of one paragraph: a line end, which may divide a word, a tab, a blank, nothing."""
    gap = text[end:start]
    if _NEW_LINE.search(gap):
        return "\n"
    return "\t" if "\t" in gap else " " if any(map(str.isspace, gap)) else ""


def _in_line(raw: str, *, cells: bool) -> tuple[str, list[int]]:
    """A text in one line, and where in `raw` each of its characters stands; what parts cells is a tab."""
    characters: list[str] = []
    at: list[int] = []
    done = 0
    for match in _WRAPPED.finditer(raw):
        characters += raw[done : match.start()]
        at += range(done, match.start())
        done = match.end()
        blank = match["blank"]
        if blank is not None and characters and done < len(raw) and not characters[-1].isspace():
            characters.append("\t" if cells and (len(blank) > 1 or blank == "\t") else " ")
            at.append(match.start())
    characters += raw[done:]
    at += range(done, len(raw))
    if characters and characters[-1].isspace():
        characters.pop()
        at.pop()
    return "".join(characters), at
