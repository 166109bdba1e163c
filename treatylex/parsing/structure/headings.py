"""Headings: which lines of a text open a division, and which only look as if they did.

Guarantees: a heading begins at the start of a line; lines inside quotations, ends of wrapped sentences
("in accordance with / Article 5") and references that begin a sentence ("Article 6bis of the Paris Convention
shall apply") are none; the bracket around a division is part of its heading; time is linear in the text.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from treatylex.language.numerals import division_value, follows
from treatylex.model.provisions import ATTACHED, UNITS, LeafKind, Level
from treatylex.parsing.structure.captions import LONGEST_NAME, Names
from treatylex.parsing.structure.labels import LEVELS, Label, label_at
from treatylex.parsing.structure.layout import Line, is_lower_case, lines_above, pattern
from treatylex.parsing.structure.quotations import quoted_lines

_ENDS_SENTENCE = ".;:!?)”\"’»]'"
_LISTED_WITHIN = 3  # lines, from one entry of a list to the next


class Heading(NamedTuple):
    """A heading: its level, where it and its parts stand, and the line after it.

    `label` ends where the word and number end; `body` is where the text of the division begins, which may be on the
    same line; `number` and `name` are half-open places or `None`.
    """

    level: Level
    start: int
    label: int
    number: tuple[int, int] | None
    name: tuple[int, int] | None
    body: int
    line: int
    next_line: int


class _Candidate(NamedTuple):
    """A line that begins with a label; `rest` is where it goes on behind the label and what separates the two."""

    i: int
    line: Line
    label: Label
    rest: int
    separated: bool

    @property
    def level(self) -> Level:
        """The level that the word of the label stands for."""
        return self.label.level


def _opens_bracket(text: str, line: Line) -> bool:
    """Whether a line begins with a square bracket that goes on behind it, as around an article not yet agreed."""
    return text[line.start] == "[" and text.find("]", line.start, line.end) < 0 and line.end > line.start + 1


class _Scan:
    """The search for headings in one text."""

    def __init__(
        self, text: str, lines: Sequence[Line], looks: Sequence[LeafKind], marks: Collection[tuple[int, int]]
    ) -> None:
        self.text = text
        self.marks = marks
        self.brackets = {i: line.start for i, line in enumerate(lines) if _opens_bracket(text, line)}
        self.lines = [line._replace(start=line.start + (i in self.brackets)) for i, line in enumerate(lines)]
        self.above = lines_above(looks)
        self.after = pattern("AFTER_NUMBER")
        self.dangling = pattern("DANGLING")
        self.finite = pattern("FINITE")
        self.amending = pattern("AMENDING")
        self.agreed = pattern("AGREED")
        self.listing_before = pattern("LISTING")
        self.lower_case = is_lower_case(text)
        self.quoted = quoted_lines(text, lines, pattern(*LEVELS, "BRACKETED", "DECIMAL", "DOTTED", "CLOSED"))
        self.in_marks = tuple(self.quoted)
        self.names = Names(text, lines, self.quoted, looks)
        self.found: list[Heading] = []
        self.last: dict[Level, tuple[int, ...]] = {}
        self.before_annexes: dict[Level, tuple[int, ...]] = {}
        self.quoting = -1
        self.listing = -1

    def run(self) -> list[Heading]:
        skip_until = 0
        for i, line in enumerate(self.lines):
            if i < skip_until or self.quoted[i]:
                continue
            if not (self.text[line.start].isupper() or self.lower_case):
                continue
            label = label_at(self.text, line.start, line.end)
            heading = self._heading(i, label) if label else None
            if heading is None:
                continue
            heading = heading._replace(start=self.brackets.get(i, heading.start))
            self._follow_quotation(i, heading)
            if self._is_listed(i, heading):
                self.listing = heading.next_line
            elif self.quoting < 0:
                self.found.append(heading)
                skip_until = heading.next_line
                self._remember(heading)
        return self.found

    def _remember(self, heading: Heading) -> None:
        if heading.level in ATTACHED:
            self.before_annexes |= self.last
            self.last = {level: value for level, value in self.last.items() if level in ATTACHED}
        if heading.number:
            self.last[heading.level] = division_value(self.text[slice(*heading.number)])

    def _succeeds(self, label: Label) -> bool:
        """Whether the number is the next of its level, or of those before the annexes in between."""
        if label.number is None:
            return False
        value, before = division_value(label.printed(self.text)), self.before_annexes.get(label.level)
        return follows(self.last.get(label.level), value) or (before is not None and follows(before, value))

    # ---- what stands before the line

    def _before(self, i: int) -> str:
        """The end of the running line before."""
        above = self.above[i]
        return self.text[self.lines[above].start : self.lines[above].end][-300:] if above >= 0 else ""

    def _follow_quotation(self, i: int, heading: Heading) -> None:
        """Note whether an article is the first of those quoted in an amendment, or the first after them."""
        if heading.level is not Level.ARTICLE:
            return
        before = self._before(i)
        announced = self.amending.search(before) and not self.agreed.search(before)
        if self.quoting < 0 and Level.ARTICLE in self.last and announced:
            self.quoting = i
        elif self.quoting >= 0 and self._continues_main(heading):
            self.quoted[self.quoting : i] = [True] * (i - self.quoting)
            self.quoting = -1

    def _continues_main(self, heading: Heading) -> bool:
        """Whether a heading after quoted provisions is again one of the text's own."""
        main = self.last.get(Level.ARTICLE)
        if heading.number is None or main is None:
            return True
        last = next((h for h in reversed(self.found) if h.level is Level.ARTICLE and h.number), None)
        printed = self.text[slice(*heading.number)]
        alike = last is None or last.number is None or printed[0].isdigit() == self.text[last.number[0]].isdigit()
        return alike and follows(main, division_value(printed)) and division_value(printed) != (1,)

    def _is_listed(self, i: int, heading: Heading) -> bool:
        """Whether the heading is an entry of a list in the provision before it."""
        if heading.level in UNITS or not self.found:
            return False
        before = self._before(i)
        if self.agreed.search(before):
            return False
        announced = self.listing_before.search(before)
        if announced is None or announced.group() != ":":
            return announced is not None or self.listing == i
        below = self.lines[heading.next_line : heading.next_line + _LISTED_WITHIN]
        labels = (label_at(self.text, line.start, line.end) for line in below)
        alike = any(label is not None and label.level is heading.level for label in labels)
        return alike or self.text[self.lines[i].end - 1] in ".;,"

    def _wraps_into(self, i: int, label: Label) -> bool:
        """Whether the line before goes on in this one."""
        above = self.above[i]
        if above < 0:
            return False
        before = self.lines[above]
        if self.found and self.found[-1].next_line > above and self.found[-1].body == before.end:
            return False
        tail = self.text[max(before.start, before.end - 40) : before.end]
        if self.dangling.search(tail):
            # A lost line end before a heading that stands by itself and bears the next number is only that.
            stands_alone = self.text[self.lines[i].end - 1] != "." or self.text[label.end : label.end + 1] == "."
            return not (self.lines[i].gap and self._succeeds(label) and stands_alone)
        return (
            not self.lines[i].gap
            and tail[-1:] not in _ENDS_SENTENCE
            and not self._succeeds(label)
            and self.finite.search(self.text, before.start, before.end) is not None
        )

    # ---- the line itself

    def _heading(self, i: int, label: Label) -> Heading | None:
        text, line = self.text, self.lines[i]
        if label.number is None and label.level not in ATTACHED:
            return None
        runs_on = label.number is not None and text[label.end : line.end][:1].isalpha()
        if runs_on and not self._is_glued(label):
            return None
        separator = self.after.match(text, label.end, line.end)
        rest = separator.end() if separator else label.end
        candidate = _Candidate(i, line, label, rest, separated=bool(separator and separator.group().strip()))
        if self._wraps_into(i, label):
            return None
        if label.level in ATTACHED and not self._stands_as_attachment(candidate):
            return None
        if rest >= line.end or (rest, line.end) in self.marks:
            return self._above_its_name(candidate)
        if label.number is None:
            below = self._below_title(i) or i + 1
            end = self.lines[below - 1].end
            return Heading(label.level, line.start, line.start, None, (line.start, end), end, i, below)
        return None if self._goes_on(candidate) else self._with_rest(candidate)

    def _is_glued(self, label: Label) -> bool:
        """Whether the text of the division lost its blank: "Article 4The Parties"."""
        in_figures = self.text[label.end - 1].isdigit() and (self.text[label.end].isupper() or self.lower_case)
        return in_figures and self._succeeds(label)

    def _above_its_name(self, candidate: _Candidate) -> Heading:
        """A heading that fills its line; its name may stand on the next."""
        i, line, label = candidate.i, candidate.line, candidate.label
        name, next_line = self.names.below(i + 1, stopped=label.level not in UNITS | ATTACHED)
        return Heading(
            label.level, line.start, line.end, label.number, name, name[1] if name else line.end, i, next_line
        )

    def _stands_as_attachment(self, candidate: _Candidate) -> bool:
        """Whether an annex, protocol, … is opened here: a whole short line, in a text that has begun."""
        text, line, rest = self.text, candidate.line, candidate.rest
        if line.end - line.start > LONGEST_NAME and candidate.label.number is None:
            return False
        if candidate.label.number is not None:
            begun = candidate.level is not Level.PROTOCOL or self._is_set_off(candidate)
            return begun and not (rest < line.end and (text[rest].islower() or text[rest] in ",;"))
        capitals = text[line.start : line.end].isupper()
        if text[line.end - 1] in (";," if capitals else ".;,"):
            return False
        if rest < line.end:
            return self._is_set_off(candidate) and (capitals or self._below_title(candidate.i) is not None)
        return candidate.level is not Level.PROTOCOL or self._is_set_off(candidate)

    def _is_set_off(self, candidate: _Candidate) -> bool:
        """Whether a blank line or capitals tell the line from the running text before it."""
        i, line = candidate.i, candidate.line
        if not self.found or line.gap:
            return bool(self.found)
        above = self.lines[i - 1]
        return self.text[line.start : line.end].isupper() and not self.text[above.start : above.end].isupper()

    def _below_title(self, i: int) -> int | None:
        """The line after a title that blank lines set off and that may be wrapped; `None` where a sentence stands."""
        lines = self.lines
        below = next((k for k in range(i + 1, len(lines)) if lines[k].gap), len(lines))
        start, end = lines[i].start, lines[below - 1].end
        named = end - start <= LONGEST_NAME and self.finite.search(self.text, start, end) is None
        last = ":;," if self.text[start:end].isupper() else ".:;,"
        return below if lines[i].gap and named and self.text[end - 1] not in last else None

    def _goes_on(self, candidate: _Candidate) -> bool:
        """Whether the words after the number make the label part of a sentence: "Article 5(2)", "Article 5, which"."""
        text, line, label, rest = self.text, candidate.line, candidate.label, candidate.rest
        first = text[rest]
        if rest == label.end and first in "(0123456789":
            return True
        if first.isdigit() and text[rest - 1] == ":" and not text[rest : line.end].isdigit():
            return True
        if first == "(":
            close = text.find(")", rest, line.end)
            after = text[close + 1 : line.end].lstrip(" .:–-")[:1]
            return close < 0 or ((after.islower() or after in (",", ";")) and not self.lower_case)
        if first in ",;" or text[label.end : rest].strip() == ",":
            return not self._is_misread_stop(candidate)
        return first.islower() and not ((candidate.separated or self.lower_case) and self._succeeds(label))

    def _is_misread_stop(self, candidate: _Candidate) -> bool:
        """Whether a comma stands for the full stop behind the next number: "Article 12, The Parties shall"."""
        counts_on = self._succeeds(candidate.label) or Level.ARTICLE not in self.last
        if candidate.level is not Level.ARTICLE or not (candidate.line.gap and counts_on):
            return False
        return pattern("COMMA_FOR_STOP").match(self.text, candidate.label.end, candidate.line.end) is not None

    def _with_rest(self, candidate: _Candidate) -> Heading | None:
        """A heading whose line goes on: with its name, or with the text of the division."""
        text, (i, line, label, rest, _) = self.text, candidate
        if text[rest] == "(" and (bracket := self._bracket(candidate)) is not None:
            return bracket
        finite = self.finite.search(text, rest, line.end) is not None
        marked = self.names.marker.match(text, rest, line.end) is not None
        short = line.end - rest <= LONGEST_NAME and pattern("STOP_WITHIN").search(text, rest, line.end) is None
        capitals = text[rest : line.end].isupper()
        sentence = text[line.end - 1] in ".;:," or (not capitals and self.names.runs_on(i, rest))
        if short and not finite and not marked and not sentence:
            end, next_line = self.names.end(i + 1, line.end, upper=capitals)
            return Heading(label.level, line.start, rest, label.number, (rest, end), end, i, next_line)
        if label.level in UNITS or self._opens_text(candidate):
            return self._above_text_on_its_line(candidate, marked=marked)
        if short and not finite and not marked:
            return Heading(label.level, line.start, rest, label.number, (rest, line.end), line.end, i, i + 1)
        return None

    def _bracket(self, candidate: _Candidate) -> Heading | None:
        """A heading whose line ends with its name in brackets, or with a remark too short for a name."""
        i, line, label, rest, _ = candidate
        close = self.text.find(")", rest, line.end)
        if self.text[close + 1 : line.end].strip(" .:–-"):
            return None
        if close - rest <= 3:
            return self._above_its_name(candidate)
        return Heading(label.level, line.start, rest, label.number, (rest + 1, close), line.end, i, i + 1)

    def _opens_text(self, candidate: _Candidate) -> bool:
        """Whether text of its own begins on the line of a section or an annex: "Section 2. The members of …"."""
        if not self.found:
            return self._begins_excerpt(candidate)
        if not (candidate.separated and self._succeeds(candidate.label)):
            return False
        above = candidate.line.gap or self._before(candidate.i)[-1:] in _ENDS_SENTENCE
        set_apart = above and self.text[candidate.rest].isupper()
        return candidate.level is Level.SECTION or (candidate.level in ATTACHED and set_apart)

    def _begins_excerpt(self, candidate: _Candidate) -> bool:
        """Whether an excerpt begins with a section whose text follows behind a full stop: "Section IX. The Council"."""
        text, label = self.text, candidate.label
        stopped = text[label.end : candidate.rest].strip() == "." and text[candidate.rest].isupper()
        return candidate.level is Level.SECTION and candidate.i == 0 and stopped

    def _above_text_on_its_line(self, candidate: _Candidate, *, marked: bool) -> Heading | None:
        """A heading with the text of the division on its line, perhaps behind a name."""
        i, line, label, rest, separated = candidate
        name, body = self.names.before_text(rest, line.end)
        told = separated or marked or name is not None or self._succeeds(label) or self._is_misread_stop(candidate)
        if not told:
            return None
        return Heading(label.level, line.start, rest, label.number, name, body, i, i + 1)


def headings_of(
    text: str, lines: Sequence[Line], looks: Sequence[LeafKind], marks: Collection[tuple[int, int]] = ()
) -> tuple[list[Heading], list[bool], Sequence[bool]]:
    """The headings of a text, in order, those of a table of contents included.

    Which lines are quoted as well, and which of them stand in quotation marks. `looks` holds what each line is by its
    look alone, `marks` where the marks of footnotes begin and end.
    """
    scan = _Scan(text, lines, looks, marks)
    headings = scan.run()
    if scan.quoting >= 0:
        end = next((h.line for h in headings if h.line > scan.quoting), len(lines))
        scan.quoted[scan.quoting : end] = [True] * (end - scan.quoting)
    return headings, scan.quoted, scan.in_marks
