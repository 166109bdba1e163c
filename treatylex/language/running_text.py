"""Running text: a paragraph freed of its layout, with the way back to the text as given.

Guarantees: every stretch of `RunningText.text` leads back to a span of the source; a line wrap, a run of blanks or page
furniture between two words becomes one blank, and a blank that is missing between them ("ofthe") is put in, with a full
stop behind a heading ("claimsThe Government"); soft hyphens, characters without a width and the hyphens of line ends
vanish.
"""

import bisect
import functools
import re
from collections.abc import Sequence

from treatylex.language.grammar import pattern, patterns
from treatylex.language.words import word
from treatylex.source import DIVISION, Span, in_plain_width

# Characters without a width: a word breaks there, or must not, or is joined
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
# Everything that is not a single plain blank between words: what divides a word, what nobody sees, runs of white space
_LAYOUT = rf"{DIVISION}|\s*[{_UNSEEN}][{_UNSEEN}\s]*|(?! (?!\s))\s+"
_LETTERS_LAST, _LETTERS_FIRST = re.compile(r"[A-Za-z]+\Z"), re.compile(r"[A-Za-z]+")
_LONGEST_WORD = 40
# What no blank stands before when a footnote mark is taken out: "the Parties1; and".
_CLOSING = frozenset(",.;:)”’")


@functools.cache
def _layout() -> re.Pattern[str]:
    """What has to be mended in running text: layout, or as a named group the first of two joined words."""
    joined = pattern("joined", *patterns("joined").names).pattern
    not_plain = rf"(?=[\s\u00ad{_UNSEEN}-])(?! [A-Za-z0-9])"
    return re.compile(rf"{not_plain}(?:{_LAYOUT})|(?<![A-Za-z](?=[A-Za-z]))(?=[A-Za-z12])(?:{joined})")


def _parts_words(text: str, layout: re.Match[str]) -> bool:
    """Whether a blank takes the place of the layout: always that of white space; else as "shall|not" is two words."""
    mark = layout.group()
    if mark.startswith("-"):
        return False
    unseen = mark.strip()
    if not unseen:
        return True
    before = _LETTERS_LAST.search(text[max(0, layout.start() - _LONGEST_WORD) : layout.start()])
    after = _LETTERS_FIRST.match(text, layout.end())
    if before is None or after is None:
        return unseen != "\u00ad" and mark != unseen
    joined = before.group() + after.group()
    first = pattern("joined", *patterns("joined").names).match(joined)
    if first is not None and first.end() == len(before.group()):
        return True
    return "\u00ad" not in unseen and (mark != unseen or not word(joined.lower()).is_known)


class RunningText:
    """The running text of one paragraph, put together from its pieces of the source.

    >>> passage = RunningText("The  Par-\\nties\\nshall\\n[page 2]\\nmeet", [Span(0, 20), Span(30, 34)])
    >>> passage.text
    'The Parties shall meet'
    >>> passage.span(18, 22)
    Span(start=30, end=34)
    """

    __slots__ = ("_offsets", "_starts", "pieces", "source_text", "text")

    def __init__(self, source_text: str, pieces: Sequence[Span]) -> None:
        self.source_text = source_text
        self.pieces = tuple(pieces)
        self._starts: list[int] = []
        self._offsets: list[int] = []
        kept: list[str] = []
        length = 0
        for number, piece in enumerate(pieces):
            at = piece.start
            if number and source_text[piece.start] not in _CLOSING:
                self._mark(length, at - 1)
                kept.append(" ")
                length += 1
            for match in _layout().finditer(source_text, piece.start, piece.end):
                if match.lastgroup:  # "of|the": the words stay, and a blank goes between them
                    length = self._keep(at, match.end(), kept, length)
                    at = match.end()
                    for sign in ". " if match.lastgroup == "HEADING" else " ":  # a heading is a sentence of its own
                        self._mark(length, at - 1)
                        kept.append(sign)
                        length += 1
                    continue
                length = self._keep(at, match.start(), kept, length)
                at = match.end()
                if _parts_words(source_text, match):
                    self._mark(length, match.start())
                    kept.append(" ")
                    length += 1
            length = self._keep(at, piece.end, kept, length)
        self.text = in_plain_width("".join(kept))

    def _keep(self, start: int, end: int, kept: list[str], length: int) -> int:
        if start < end:
            self._mark(length, start)
            kept.append(self.source_text[start:end])
        return length + end - start

    def _mark(self, length: int, offset: int) -> None:
        self._starts.append(length)
        self._offsets.append(offset)

    def offset(self, at: int) -> int:
        """The place in the source of the character at `at` in `text`."""
        k = bisect.bisect_right(self._starts, at) - 1
        return self._offsets[k] + at - self._starts[k]

    def at(self, offset: int) -> int:
        """The place in `text` of the character at `offset` in the source."""
        k = max(0, bisect.bisect_right(self._offsets, offset) - 1)
        return min(self._starts[k] + offset - self._offsets[k], len(self.text))

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source from the character at `start` to the one before `end`."""
        return Span(self.offset(start), self.offset(end - 1) + 1) if start < end else Span(*[self.offset(start)] * 2)
