"""Headings: which lines of a text open a division, and which only look as if they did.

Guarantees: a heading begins at the start of a line; lines inside quotations, ends of wrapped sentences
("in accordance with / Article 5") and references that begin a sentence ("Article 6bis of the Paris Convention
shall apply") are none; time is linear in the text.
"""

from collections.abc import Sequence
from typing import NamedTuple

from treatylex.errors import Diagnostic
from treatylex.model.provisions import ATTACHED, UNITS, Level
from treatylex.parsing.structure.layout import Line, pattern
from treatylex.parsing.structure.numerals import division_value, word_number
from treatylex.parsing.structure.quotations import quoted_lines
from treatylex.source import Span

_LEVELS = {
    "ARTICLE_WORD": Level.ARTICLE,
    "RULE_WORD": Level.RULE,
    "REGULATION_WORD": Level.REGULATION,
    "PART_WORD": Level.PART,
    "TITLE_WORD": Level.TITLE,
    "CHAPTER_WORD": Level.CHAPTER,
    "SUBSECTION_WORD": Level.SUBDIVISION,
    "SECTION_WORD": Level.SECTION,
    "ANNEX_WORD": Level.ANNEX,
    "PROTOCOL_WORD": Level.PROTOCOL,
    "APPENDIX_WORD": Level.APPENDIX,
    "SCHEDULE_WORD": Level.SCHEDULE,
}
_NAME_LENGTH = 200
_FULL_LINE = 55  # of a wrapped name, in characters
_LARGEST_GAP = 20
_ENDS_SENTENCE = ".;:!?)”\"’»]'"


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


class _Scan:
    """The search for headings in one text."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.lines = lines
        self.words = pattern(*_LEVELS)
        self.number = pattern("DIVISION_NUMBER")
        self.before = pattern("BEFORE_NUMBER")
        self.after = pattern("AFTER_NUMBER")
        self.more = pattern("MORE_NUMBERS")
        self.dangling = pattern("DANGLING")
        self.finite = pattern("FINITE")
        self.run_in = pattern("RUN_IN")
        self.marker = pattern(
            "BRACKETED", "DECIMAL", "DOTTED", "CLOSED", "DOTTED_LETTER", "SECTION_SIGN", "BARE", "DASH"
        )
        self.amending = pattern("AMENDING")
        self.agreed = pattern("AGREED")
        self.listing_before = pattern("LISTING")
        self.plural = pattern("PLURAL_UNIT")
        self.lower_case = text.islower()
        self.quoted = quoted_lines(text, lines, pattern(*_LEVELS, "BRACKETED", "DECIMAL", "DOTTED", "CLOSED"))
        self.found: list[Heading] = []
        self.last: dict[Level, tuple[int, ...]] = {}
        self.quoting = -1
        self.listing = -1

    def run(self) -> list[Heading]:
        text, words = self.text, self.words
        skip_until = 0
        for i, line in enumerate(self.lines):
            if i < skip_until or self.quoted[i]:
                continue
            match = words.match(text, line.start, line.end)
            if match is None or not (text[line.start].isupper() or self.lower_case):
                continue
            heading = self._heading(i, line, _LEVELS[match.lastgroup or ""], match.end())
            if heading is None:
                continue
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
            self.last.clear()
        elif heading.number:
            self.last[heading.level] = division_value(self.text[slice(*heading.number)])

    def _follow_quotation(self, i: int, heading: Heading) -> None:
        """Note whether an article is the first of those quoted in an amendment, or the first after them."""
        if heading.level is not Level.ARTICLE:
            return
        before = self._before(i)
        if (
            self.quoting < 0
            and Level.ARTICLE in self.last
            and self.amending.search(before)
            and not self.agreed.search(before)
        ):
            self.quoting = i
        elif self.quoting >= 0 and self._continues_main(heading):
            self.quoted[self.quoting : i] = [True] * (i - self.quoting)
            self.quoting = -1

    def _is_listed(self, i: int, heading: Heading) -> bool:
        """Whether the heading is an entry of a list in the provision before it."""
        if heading.level in UNITS or not self.found:
            return False
        before = self._before(i)
        listed = self.listing == i or self.listing_before.search(before) is not None
        return listed and not self.agreed.search(before)

    def _before(self, i: int) -> str:
        """The end of the line before."""
        line = self.lines[i - 1] if i else None
        return self.text[line.start : line.end][-300:] if line else ""

    def _continues_main(self, heading: Heading) -> bool:
        """Whether a heading after quoted provisions is again one of the text's own."""
        main = self.last.get(Level.ARTICLE)
        if heading.number is None or main is None:
            return True
        last = next((h for h in reversed(self.found) if h.level is Level.ARTICLE and h.number), None)
        printed = self.text[slice(*heading.number)]
        alike = last is None or last.number is None or printed[0].isdigit() == self.text[last.number[0]].isdigit()
        return alike and follows(main, division_value(printed)) and division_value(printed) != (1,)

    def _heading(self, i: int, line: Line, level: Level, word_end: int) -> Heading | None:
        text = self.text
        number = self._number(word_end, line.end, plural=bool(self.plural.fullmatch(text, line.start, word_end)))
        if number is None and level not in ATTACHED:
            return None
        label = number[1] if number else word_end
        if number is not None and text[label : label + 1].isalpha():
            return None
        separator = self.after.match(text, label, line.end)
        rest = separator.end() if separator else label
        if self._wraps_into(i, level, number):
            return None
        if level in ATTACHED and not self._stands_as_attachment(i, line, level, number, rest):
            return None
        if rest >= line.end:
            name, next_line = self._name_below(i + 1)
            body = line.end if name is None else name[1]
            return Heading(level, line.start, line.end, number, name, body, i, next_line)
        return self._with_rest(
            i, line, level, number, label, rest, separated=bool(separator and separator.group().strip())
        )

    def _number(self, at: int, end: int, *, plural: bool) -> tuple[int, int] | None:
        before = self.before.match(self.text, at, end)
        start = before.end() if before else at
        first = self._one_number(start, end)
        if first is None:
            return None
        last = first
        while plural and (joint := self.more.match(self.text, last, end)):
            following = self._one_number(joint.end(), end)
            if following is None:
                break
            last = following
        return start, last

    def _one_number(self, start: int, end: int) -> int | None:
        words = word_number(self.text, start)
        if words is not None and words <= end:
            return words
        match = self.number.match(self.text, start, end)
        return match.end() if match else None

    def _wraps_into(self, i: int, level: Level, number: tuple[int, int] | None) -> bool:
        """Whether the line before goes on in this one."""
        if i == 0:
            return False
        before = self.lines[i - 1]
        if self.found and self.found[-1].next_line >= i and self.found[-1].body == before.end:
            return False
        tail = self.text[max(before.start, before.end - 40) : before.end]
        if self.dangling.search(tail):
            # A lost line end before a heading that stands by itself and bears the next number is only that.
            return not (self.lines[i].gap and self._succeeds(level, number) and self.text[self.lines[i].end - 1] != ".")
        return (
            not self.lines[i].gap
            and tail[-1:] not in _ENDS_SENTENCE
            and not self._succeeds(level, number)
            and self.finite.search(self.text, before.start, before.end) is not None
        )

    def _succeeds(self, level: Level, number: tuple[int, int] | None) -> bool:
        """Whether the number is the next of its level."""
        return number is not None and follows(self.last.get(level), division_value(self.text[slice(*number)]))

    def _stands_as_attachment(
        self, i: int, line: Line, level: Level, number: tuple[int, int] | None, rest: int
    ) -> bool:
        """Whether an annex, protocol, … is opened here: a whole short line, in a text that has begun."""
        text = self.text
        if line.end - line.start > _NAME_LENGTH or (text[line.end - 1] in ".;," and number is None):
            return False
        printed = text[line.start : line.end]
        if level is Level.PROTOCOL and not (self.found and (line.gap or printed.isupper())):
            return False
        if number is None and rest < line.end:
            return bool(self.found) and line.gap and (printed.isupper() or self._stands_alone(i))
        return not (rest < line.end and (text[rest].islower() or text[rest] in ",;"))

    def _stands_alone(self, i: int) -> bool:
        line = self.lines[i]
        below = i + 1 >= len(self.lines) or self.lines[i + 1].gap
        return below and self.finite.search(self.text, line.start, line.end) is None and self.text[line.end - 1] != ":"

    def _with_rest(
        self,
        i: int,
        line: Line,
        level: Level,
        number: tuple[int, int] | None,
        label: int,
        rest: int,
        *,
        separated: bool,
    ) -> Heading | None:
        """A heading whose line goes on: with its name, or with the body of the division."""
        text = self.text
        first = text[rest]
        if number is None:
            return Heading(level, line.start, line.start, None, (line.start, line.end), line.end, i, i + 1)
        if rest == label and first in "(0123456789":
            return None
        if first.isdigit() and text[rest - 1] == ":" and not text[rest : line.end].isdigit():
            return None
        if first == "(":
            close = text.find(")", rest, line.end)
            after = text[close + 1 : line.end].lstrip(" .:–-") if close > 0 else ""
            if close > 0 and not after and close - rest > 3:
                return Heading(level, line.start, rest, number, (rest + 1, close), line.end, i, i + 1)
            if close > 0 and not after:
                name, next_line = self._name_below(i + 1)
                return Heading(level, line.start, line.end, number, name, name[1] if name else line.end, i, next_line)
            if close > 0 and (after[:1].islower() or after[:1] in ",;") and not self.lower_case:
                return None
            if close < 0:
                return None
        elif (
            first in ",;"
            or text[label:rest].strip() == ","
            or (first.islower() and not self._lower_start(level, number, separated))
        ):
            return None
        finite = self.finite.search(text, rest, line.end)
        complete = finite is None and text[line.end - 1] not in ".;:," and line.end - rest <= _NAME_LENGTH
        marked = self.marker.match(text, rest, line.end)
        if complete and not marked:
            end = self._name_end(i + 1, line.end, upper=text[rest : line.end].isupper())
            return Heading(level, line.start, rest, number, (rest, end[0]), end[0], i, end[1])
        if level not in UNITS:
            if level is Level.SECTION and separated and self.found and self._succeeds(level, number):
                return Heading(level, line.start, rest, number, None, rest, i, i + 1)
            if finite is None and line.end - rest <= _NAME_LENGTH and not marked:
                return Heading(level, line.start, rest, number, (rest, line.end), line.end, i, i + 1)
            return None
        name, body = self._name_run_in(rest, line.end)
        if not separated and not marked and name is None and not self._succeeds(level, number):
            return None
        return Heading(level, line.start, rest, number, name, body, i, i + 1)

    def _name_run_in(self, rest: int, end: int) -> tuple[tuple[int, int] | None, int]:
        """A name that runs into its text on one line: "General objective The objective of …"."""
        match = self.run_in.search(self.text, rest + 1, min(end, rest + 120))
        if match is None or self.marker.match(self.text, rest, end):
            return None, rest
        name_end = match.start()
        unlike = self.finite.search(self.text, rest, name_end) or self.dangling.search(self.text[rest:name_end])
        after = self.text[match.end()]
        if unlike or not (after.isupper() or after in "(123456789") or self.text[name_end - 1] in ",;:.":
            return None, rest
        return (rest, name_end), name_end

    def _lower_start(self, level: Level, number: tuple[int, int] | None, separated: bool) -> bool:
        return (separated or self.lower_case) and self._succeeds(level, number)

    def _name_below(self, i: int) -> tuple[tuple[int, int] | None, int]:
        """The name of a division on the line after its number, if that line is a name."""
        if i >= len(self.lines) or not self._is_name(i):
            return None, i
        start, end = self.lines[i].start, self.lines[i].end
        end, next_line = self._name_end(i + 1, end, upper=self.text[start:end].isupper())
        return (start, end), next_line

    def _is_name(self, i: int) -> bool:
        text, line = self.text, self.lines[i]
        first = text[line.start]
        if line.end - line.start > _NAME_LENGTH or self.quoted[i]:
            return False
        capitals = text[line.start : line.end].isupper() and first.isalpha()
        if text[line.end - 1] in (";:," if capitals else ".;:,—–-"):
            return False
        if not (first.isupper() or first in "“\"(‘'" or (first.islower() and self.lower_case)):
            return False
        if self.marker.match(text, line.start, line.end):
            return False
        division = self.words.match(text, line.start, line.end)
        if division and (division.lastgroup == "ARTICLE_WORD" or self._number(division.end(), line.end, plural=False)):
            return False
        if not capitals and self.finite.search(text, line.start, line.end):
            return False
        if i + 1 >= len(self.lines):
            return True
        return capitals or not self._runs_on(i)

    def _runs_on(self, i: int) -> bool:
        """Whether a line is the beginning of a sentence that goes on in the next, rather than a name above a text."""
        line, below = self.lines[i], self.lines[i + 1]
        if below.gap:
            return False
        last_word = self.text[line.start : line.end].rpartition(" ")[2]
        hangs = last_word.islower() and self.dangling.search(self.text, line.start, line.end)  # "Annexes" is a name
        if not (hangs or self.text[below.start].islower()):
            return False
        long = line.end - line.start >= 60 and not hangs
        return long or self._name_end(i + 1, line.end, upper=False)[1] == i + 1

    def _name_end(self, i: int, end: int, *, upper: bool) -> tuple[int, int]:
        """Where a name ends that may be wrapped over further lines, and the line after it."""
        while i < len(self.lines) and not self.lines[i].gap and end - self.lines[i - 1].start > 25:
            line = self.lines[i]
            first = self.text[line.start]
            short = line.end - line.start < 80 and self.text[line.end - 1] not in ".;:,"
            alone = i + 1 >= len(self.lines) or self.lines[i + 1].gap
            last = alone or not self.text[self.lines[i + 1].start].islower()
            full = self.lines[i - 1].end - self.lines[i - 1].start > _FULL_LINE and alone
            goes_on = (first.islower() and last) or (first.isupper() and full)
            wrapped = goes_on and short and not self.finite.search(self.text, line.start, line.end)
            capitals = (
                upper and self.text[line.start : line.end].isupper() and line.end - line.start < 120 and first.isalpha()
            )
            if not (wrapped or capitals) or self.words.match(self.text, line.start, line.end):
                break
            if self.marker.match(self.text, line.start, line.end):
                break
            end = line.end
            i += 1
        return end, i


def headings_of(text: str, lines: Sequence[Line]) -> tuple[list[Heading], list[bool]]:
    """The headings of a text, in order, those of a table of contents included, and which lines are quoted."""
    scan = _Scan(text, lines)
    headings = scan.run()
    if scan.quoting >= 0:
        end = next((h.line for h in headings if h.line > scan.quoting), len(lines))
        scan.quoted[scan.quoting : end] = [True] * (end - scan.quoting)
    return without_lists(text, headings), scan.quoted


def without_lists(text: str, headings: Sequence[Heading]) -> list[Heading]:
    """The headings without those of annexes that are only listed within the run of the articles."""
    kept: list[Heading] = []
    inner = inner_attachments(text, headings)
    for k, heading in enumerate(headings):
        end = headings[k + 1].start if k + 1 < len(headings) else len(text)
        if not (inner[k] and not text[heading.body : end].strip(" \t\r\n;.,()abcdefghij")):
            kept.append(heading)
    return kept


def inner_attachments(text: str, headings: Sequence[Heading]) -> list[bool]:
    """For each heading whether it is of an annex after which the numbers of the articles run on."""
    inner = [False] * len(headings)
    last: tuple[int, ...] | None = None
    waiting: list[int] = []
    for k, heading in enumerate(headings):
        if heading.level in ATTACHED:
            waiting.append(k)
        elif heading.level is Level.ARTICLE and heading.number:
            value = division_value(text[slice(*heading.number)])
            if waiting and last is not None and value != (1,) and follows(last, value):
                for at in waiting:
                    inner[at] = True
            waiting = []
            last = value
    return inner


def numbering_faults(text: str, headings: Sequence[Heading]) -> list[Diagnostic]:
    """What is odd in the numbers of the divisions of each level: one that is missing, one that comes twice."""
    faults: list[Diagnostic] = []
    last: dict[Level, str] = {}
    for heading in headings:
        level = heading.level
        if level in ATTACHED:
            last = {known: printed for known, printed in last.items() if known in ATTACHED}
        if level not in UNITS | ATTACHED:
            last = {known: printed for known, printed in last.items() if not _may_restart(known, printed, level)}
        if heading.number is not None:
            printed = text[slice(*heading.number)]
            if level in last and (fault := _numbering_fault(level, last[level], printed)):
                code, said = fault
                message = said.format(f"{level.value.capitalize()} {printed}")
                faults.append(Diagnostic(code=code, message=message, span=Span(*heading.number)))
            last[level] = printed
    return faults


def _may_restart(known: Level, printed: str, container: Level) -> bool:
    """Whether a number one may come again after a container's heading, as in chapters of one article each."""
    return known is not container and division_value(printed)[-1] == 1


def _numbering_fault(level: Level, before: str, printed: str) -> tuple[str, str] | None:
    """What is odd in a number after the one before it: the code, and what to say of the division."""
    value, last = division_value(printed), division_value(before)
    step = value[-1] - last[-1] if len(value) == len(last) and value[:-1] == last[:-1] else None
    if step is None or (len(printed) == len(before) == 1 and ord(printed) == ord(before) + 1):
        return None
    if step == 0:
        return "number-repeat", "{} stands twice in a row"
    if 1 < step <= _LARGEST_GAP:
        return "number-gap", "before {} a number is missing"
    if step < 0 and value[-1] != 1 and level is Level.ARTICLE:
        return "number-repeat", "{} goes back in the numbers of the articles"
    return None


def follows(last: tuple[int, ...] | None, value: tuple[int, ...]) -> bool:
    """Whether an article numbered `value` can come after the one numbered `last`.

    >>> follows((1, 9), (2, 1)), follows((4,), (5,)), follows((4,), (17,))
    (True, True, False)
    """
    if not value:
        return False
    if value[-1] == 1 and len(value) == 1:
        return True
    if last is None:
        return value[-1] in (1, 101)
    if value[:-1] == last[:-1]:
        return value[-1] == last[-1] + 1
    if len(value) > len(last):
        return value[: len(last)] == last
    if len(value) == 1:
        return last[0] > 100 and value[0] == (last[0] // 100 + 1) * 100 + 1
    return value[0] == last[0] + 1 and value[-1] == 1
