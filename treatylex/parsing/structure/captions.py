"""Names of divisions: which line below a number is the name of what it opens, and where a wrapped name ends.

Guarantee: a name holds no finite verb unless it stands in capitals; no line that opens a division of its own or bears
a list marker belongs to one.
"""

from collections.abc import Sequence

from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.structure.labels import LEVELS, label_at
from treatylex.parsing.structure.layout import Line, is_lower_case, pattern

LONGEST_NAME = 200
_SHORTEST_FULL_LINE = 25  # of a name that goes on below
_FULL_LINE = 55  # of a wrapped name, in characters
_LONG_LINE = 60
_MOST_LINES_OF_A_NAME = 4
_LONGEST_SMALL_WORD = 4  # "with", "from", "upon"
_LINES_OF_A_BLOCK = 6  # which tell the width of a wrapped text
_WORDS_OF_A_SENTENCE = 4  # in small letters, on one line
_FURTHEST_TEXT = 120  # characters behind the number, where a text on its line begins
_LINE_MARKERS = ("BRACKETED", "DECIMAL", "DOTTED", "CLOSED", "DOTTED_LETTER", "SECTION_SIGN", "BARE", "DASH")


def name_before_text(text: str, start: int, end: int) -> int | None:
    """Where a name ends that runs into its text on one line, "General scope The Treaty …"; `None` where none does.

    >>> text = "Transit The vessels of either Party may pass."
    >>> text[:name_before_text(text, 0, len(text))]
    'Transit'
    """
    if pattern(*_LINE_MARKERS).match(text, start, end):
        return None
    if capitals := pattern("NAME_IN_CAPITALS").match(text, start, end):
        return start + len(capitals.group().rstrip())
    for match in pattern("RUN_IN").finditer(text, start + 1, min(end, start + _FURTHEST_TEXT)):
        if text[match.end()].isupper() or text[match.end()] in "(123456789":
            name_end = match.start()
            unlike = pattern("FINITE").search(text, start, name_end) or pattern("DANGLING").search(text[start:name_end])
            return None if unlike or text[name_end - 1] in ",;:." else name_end
    return None


def _small(printed: str) -> int:
    """How many words begin in small letters."""
    return sum(word[0].islower() for word in printed.split())


def _is_titled(printed: str) -> bool:
    """Whether all but the small words are capitalised, as in a name: "Measures Having Equivalent Effect"."""
    long = [word for word in printed.split() if len(word) > _LONGEST_SMALL_WORD]
    return bool(long) and all(word[0].isupper() or not word[0].isalpha() for word in long)


class Names:
    """The search for the names of the divisions of one text.

    `quoted` says which lines are quotations, `looks` what each line is by its look alone.
    """

    def __init__(self, text: str, lines: Sequence[Line], quoted: Sequence[bool], looks: Sequence[LeafKind]) -> None:
        self.text = text
        self.lines = lines
        self.quoted = quoted
        self.looks = looks
        self.lower_case = is_lower_case(text)
        self.words = pattern(*LEVELS)
        self.dangling = pattern("DANGLING")
        self.finite = pattern("FINITE")
        self.marker = pattern(*_LINE_MARKERS)

    def below(self, i: int, *, stopped: bool) -> tuple[tuple[int, int] | None, int]:
        """The name of a division whose line stands alone, if line `i`, the next, is one; and the line after it.

        `stopped`: a full stop may end it, as in old prints; below an article such a line would be its text.
        """
        if i >= len(self.lines) or not self._is_name(i, stopped=stopped):
            return None, i
        start, end = self.lines[i].start, self.lines[i].end
        if block := self._wrapped_block(i):
            return (start, self.lines[block - 1].end), block
        end, next_line = self.end(i + 1, end, upper=self.text[start:end].isupper())
        return (start, end), next_line

    def before_text(self, rest: int, end: int) -> tuple[tuple[int, int] | None, int]:
        """A name that runs into its text on one line, and where the text begins."""
        name_end = name_before_text(self.text, rest, end)
        return (None, rest) if name_end is None else ((rest, name_end), name_end)

    def end(self, i: int, end: int, *, upper: bool) -> tuple[int, int]:
        """Where a name ends that ends at `end` or is wrapped over line `i` and further ones; and the line after it."""
        while i < len(self.lines) and not self.lines[i].gap:
            line, above = self.lines[i], self.lines[i - 1]
            hangs = self.dangling.search(self.text, above.start, above.end)
            goes_on = hangs or (self.text[line.start].islower() and not self.lower_case)
            if end - above.start <= _SHORTEST_FULL_LINE and not goes_on:
                break
            wrapped = self._is_wrapped(i) or (upper and self._is_in_capitals(line))
            opens = self.words.match(self.text, line.start, line.end) or self.marker.match(
                self.text, line.start, line.end
            )
            if opens or not wrapped:
                break
            end = line.end
            i += 1
        return end, i

    def _is_in_capitals(self, line: Line) -> bool:
        capitals = self.text[line.start : line.end].isupper() and self.text[line.start].isalpha()
        return capitals and line.end - line.start < 120

    def _is_wrapped(self, i: int) -> bool:
        """Whether line `i` ends the name that the line before it began."""
        line = self.lines[i]
        first = self.text[line.start]
        alone = i + 1 >= len(self.lines) or self.lines[i + 1].gap
        last = alone or not self.text[self.lines[i + 1].start].islower()
        listed = not alone and self.marker.match(self.text, self.lines[i + 1].start, self.lines[i + 1].end) is not None
        full = self.lines[i - 1].end - self.lines[i - 1].start > _FULL_LINE and (alone or listed)
        above = self.text[self.lines[i - 1].start : self.lines[i - 1].end]
        titled = len(above) > _FULL_LINE and _is_titled(above) and _is_titled(self.text[line.start : line.end])
        goes_on = (first.islower() and last) or (first.isupper() and (full or titled))
        short = line.end - line.start < 80 and self.text[line.end - 1] not in ".;:,"
        return goes_on and short and not self.finite.search(self.text, line.start, line.end)

    def _is_name(self, i: int, *, stopped: bool) -> bool:
        text, line = self.text, self.lines[i]
        first = text[line.start]
        if line.end - line.start > LONGEST_NAME or self.quoted[i] or self.looks[i] is LeafKind.TABLE:
            return False
        if self._wrapped_block(i):
            return True
        capitals = text[line.start : line.end].isupper() and first.isalpha()
        if text[line.end - 1] in (";:," if capitals else ";:,—–-"):
            return False
        if text[line.end - 1] == "." and not (capitals or (stopped and self._stands_apart(i))):
            return False
        if not (first.isupper() or first in "“\"(‘'" or (first.islower() and self.lower_case)):
            return False
        if self.marker.match(text, line.start, line.end):
            return False
        label = label_at(text, line.start, line.end)
        if label and (label.level is Level.ARTICLE or label.number):
            return False
        if not capitals and self.finite.search(text, line.start, line.end):
            return False
        if pattern("AMENDS").match(text, line.start, line.end):
            return False
        return capitals or not self.runs_on(i, line.start)

    def _wrapped_block(self, i: int) -> int | None:
        """The line after a name that fills several lines between blank ones; `None` where none begins at line `i`."""
        lines, text = self.lines, self.text
        below = next((k for k in range(i + 1, len(lines)) if lines[k].gap), len(lines))
        if not (i + 1 < below < len(lines) and below - i <= _MOST_LINES_OF_A_NAME and text[lines[i].start].isupper()):
            return None
        start, end = lines[i].start, lines[below - 1].end
        full = all(line.end - line.start > _FULL_LINE for line in lines[i : below - 1])
        if not full or end - start > LONGEST_NAME or self.finite.search(text, start, end):
            return None
        if text[end - 1] in ".:;,—–-" or self.dangling.search(text, start, end) or self._begins_sentence(lines[i]):
            return None
        return None if any(map(self._opens, lines[i:below])) else below

    def _opens(self, line: Line) -> bool:
        """Whether a line bears a list marker or the label of a division."""
        label = label_at(self.text, line.start, line.end)
        labelled = label is not None and (label.level is Level.ARTICLE or label.number is not None)
        return labelled or self.marker.match(self.text, line.start, line.end) is not None

    def _stands_apart(self, i: int) -> bool:
        """Whether blank lines divide a short line from what is above and below it."""
        line = self.lines[i]
        followed = i + 1 < len(self.lines) and self.lines[i + 1].gap
        return line.gap and followed and line.end - line.start < _LONG_LINE

    def runs_on(self, i: int, start: int) -> bool:
        """Whether a line from `start` begins a sentence that goes on in the next, rather than a name above a text."""
        if i + 1 >= len(self.lines) or self.lines[i + 1].gap:
            return False
        line, below = self.lines[i]._replace(start=start), self.lines[i + 1]
        last_word = self.text[line.start : line.end].rpartition(" ")[2]
        hangs = last_word.islower() and self.dangling.search(self.text, line.start, line.end)  # "Annexes" is a name
        alone = start == self.lines[i].start  # no label stands before it
        marked = self.marker.match(self.text, below.start, below.end) is not None
        if self._awaits_number(line) and self.text[below.start].isdigit() and (alone or not marked):
            return True
        if marked:
            return False
        if self._begins_sentence(line) or self._is_full(i, start):
            return True
        if not (hangs or self.text[below.start].islower()):
            return False
        long = alone and line.end - line.start >= _LONG_LINE and not hangs
        return long or self.end(i + 1, line.end, upper=False)[1] == i + 1

    def _is_full(self, i: int, start: int) -> bool:
        """Whether a line of words in small letters ends where the next word had no room: a wrapped text goes on below.

        Not above the first words of a sentence: a long name may fill its line, too.
        """
        line, below = self.lines[i], self.lines[i + 1]
        printed, goes_on = self.text[start : line.end], self.text[below.start : below.end]
        if _small(printed) < _WORDS_OF_A_SENTENCE or pattern("RUN_IN").match(f" {goes_on}"):
            return False
        length = line.end - line.start
        width, end = length, below.end
        for k in range(i + 1, min(len(self.lines), i + 1 + _LINES_OF_A_BLOCK)):
            if self.lines[k].gap or (k > i + 1 and self._opens(self.lines[k])):
                break
            width, end = max(width, self.lines[k].end - self.lines[k].start), self.lines[k].end
        if self.finite.search(self.text, below.start, end) is None and self.text[end - 1] not in ".:;":
            return False  # a wrapped name
        return length + 1 + len(goes_on.split(maxsplit=1)[0]) > width

    def _begins_sentence(self, line: Line) -> bool:
        """Whether a line of several words begins as a sentence does and is not capitalised as a name is."""
        printed = self.text[line.start : line.end]
        return _small(printed) >= _WORDS_OF_A_SENTENCE and pattern("SENTENCE_OPENER").match(printed) is not None

    def _awaits_number(self, line: Line) -> bool:
        """Whether a full line ends in a word that a number follows: "… shall act in accordance with Article"."""
        full = line.end - line.start > _FULL_LINE and self.text[line.end - 1].isalpha()
        return full and pattern("UNIT_BEFORE").search(self.text[line.start : line.end] + " ") is not None
