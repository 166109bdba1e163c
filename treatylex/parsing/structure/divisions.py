"""The outline: the divisions of a text, from the title to the signatures, each with its body.

Guarantees: every line lands in one block; containers close where a division of their rank or a higher one opens;
annexes and protocols stand beside the articles, unless the numbers of the articles run on after them.
"""

import itertools
from collections.abc import Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic, Severity
from treatylex.language.languages import ENGLISH, foreign_stretches, language_of
from treatylex.model.provisions import ATTACHED, UNITS, LeafKind, Level
from treatylex.parsing.draft import not_english
from treatylex.parsing.structure.blocks import Block, Mark, Piece
from treatylex.parsing.structure.body import ENDS_SENTENCE, Row, fill, rows_of
from treatylex.parsing.structure.captions import LONGEST_NAME
from treatylex.parsing.structure.columns import is_set_by_blanks
from treatylex.parsing.structure.division_numbers import inner_attachments, numbering_faults, without_lists
from treatylex.parsing.structure.editors_remarks import leave_out_remarks
from treatylex.parsing.structure.exchanged_notes import notes_of, split_note
from treatylex.parsing.structure.flat import unfold
from treatylex.parsing.structure.footnotes import take_footnotes
from treatylex.parsing.structure.headings import Heading, headings_of
from treatylex.parsing.structure.layout import (
    RUNNING_LOOKS,
    Kinds,
    Line,
    is_lower_case,
    lines_of,
    pattern,
    wrap_width,
)
from treatylex.parsing.structure.line_numbers import line_numbers
from treatylex.parsing.structure.looks import looks_of
from treatylex.parsing.structure.mail_lines import leave_out_mail
from treatylex.parsing.structure.preamble import has_formula, preamble_of
from treatylex.parsing.structure.sequence import MAX_DEPTH
from treatylex.parsing.structure.subdivisions import numbered_chapters, subdivisions_of
from treatylex.parsing.structure.typed_markup import signs_in, struck_in, words_of
from treatylex.source import Span, cut

_RANK = {Level.PART: 1, Level.TITLE: 2, Level.CHAPTER: 3, Level.SECTION: 4, Level.SUBDIVISION: 5}
_RANK |= dict.fromkeys(UNITS, 6)
_MOST_TITLE_LINES = 6
_SHOWN = 120  # characters of what is struck through
_MOST_LINES = 6  # of a passage whose language is asked for
_LANGUAGE_SAMPLE = 8_000
_FEWEST_WORDS = 9
_ENGLISH_SHARE = 0.06
_FEWEST_ENTRIES = 4  # of a table of contents
_MOST_ENTRIES = 0.7  # of its entries come again as headings
_SHORTEST_SENTENCE = 60


@attrs.frozen
class Outline:
    """The blocks of a text under one root, the marks in them, what was noticed, and what stands in quotation marks."""

    root: Block
    marks: tuple[Mark, ...]
    diagnostics: tuple[Diagnostic, ...]
    quotations: tuple[Span, ...]


def outline_of(text: str, kinds: Kinds = ()) -> Outline:
    """The outline of a text; `kinds` are stretches of it of which its file says what they are."""
    reading = _Reading(text, kinds)
    reading.run()
    quotations = tuple(_quotations(reading.lines, reading.in_marks))
    noticed = (*reading.diagnostics, *map(_quotation, quotations))
    return Outline(reading.root, tuple(reading.marks), noticed, quotations)


def _left_out(numbers: Sequence[Span]) -> Iterator[Diagnostic]:
    """What is told of the numbers of lines, if a text has them."""
    if numbers:
        message = f"the numbers of {len(numbers):,} lines were left out"
        yield Diagnostic(code="line-numbers", message=message, span=numbers[0], severity=Severity.NOTE)


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Marks in order; of those that overlap the one that begins first, or else reaches further."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _struck(text: str, span: Span) -> Diagnostic:
    message = f'struck through, and so read as deleted: "{cut(words_of(span.of(text)), _SHOWN)}"'
    return Diagnostic(code="struck-through", message=message, span=span)


def _quotations(lines: Sequence[Line], in_marks: Sequence[bool]) -> Iterator[Span]:
    """The stretches of lines that stand in quotation marks, each as one."""
    for quoted, stretch in itertools.groupby(zip(lines, in_marks, strict=True), key=lambda pair: pair[1]):
        if quoted:
            first, *more = (line for line, _ in stretch)
            yield Span(first.start, more[-1].end if more else first.end)


def _quotation(span: Span) -> Diagnostic:
    message = "this is quoted: what it says is of the text that it belongs to, and gives no clauses here"
    return Diagnostic(code="quotation", message=message, span=span, severity=Severity.NOTE)


class _Reading:
    def __init__(self, text: str, kinds: Kinds) -> None:
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self.lines = unfold(text, lines_of(text))
        self.looks = looks_of(text, self.lines)
        self.diagnostics.extend(leave_out_mail(text, self.lines, self.looks))
        remarks, told = leave_out_remarks(text, self.lines, self.looks)
        self.diagnostics.extend(told)
        self.width = wrap_width(self.lines)
        numbers = line_numbers(text)
        struck = tuple(struck_in(text))
        self.diagnostics.extend(_left_out(numbers))
        self.diagnostics.extend(_struck(text, span) for span in struck)
        given = list(take_kinds(kinds, self.lines, self.looks))
        given += self._leave_out_foreign()
        known = {mark.start for mark in given}
        footnotes = take_footnotes(text, self.lines, self.looks)
        signs = (*signs_in(text), *numbers, *struck, *remarks)
        self.marks = _apart(
            [
                *given,
                *(Mark(mark.start, mark.end, LeafKind.FOOTNOTE) for mark in footnotes if mark.start not in known),
                *(Mark(sign.start, sign.end, LeafKind.FURNITURE) for sign in signs),
            ]
        )
        self.quoted: list[bool] = []
        self.in_marks: Sequence[bool] = ()
        self.root = Block(None, 0)
        self.stack = [self.root]
        self.running = LeafKind.TEXT

    def _leave_out_foreign(self) -> list[Mark]:
        """Take out the lines that are not in English, and tell of each stretch of them; the marks that hold them.

        A text without any English stays whole: its divisions are read, its sentences are not.
        """
        groups = passages_in(self.lines, self.looks, self.width)
        texts = [self.text[self.lines[group[0]].start : self.lines[group[-1]].end] for group in groups]
        stretches = foreign_stretches(texts)
        if not stretches or not any(language_of(text) == ENGLISH for text in texts):
            if stretches or not is_english(self.text):
                self._report_language(stretches[0].language if stretches else None)
            return []
        marks = []
        dropped: set[int] = set()
        for stretch in stretches:
            first, last = groups[stretch.first][0], groups[stretch.last][-1]
            dropped.update(range(first, last + 1))
            marks.append(Mark(self.lines[first].start, self.lines[last].end, LeafKind.FOREIGN))
            self.diagnostics.append(not_english(Span(marks[-1].start, marks[-1].end), stretch.language))
        kept = [k for k in range(len(self.lines)) if k not in dropped]
        self.lines = [self.lines[k]._replace(gap=self.lines[k].gap or k - 1 in dropped) for k in kept]
        self.looks = [self.looks[k] for k in kept]
        return marks

    def run(self) -> None:
        """Read the text from top to bottom."""
        noted = {(mark.start, mark.end) for mark in self.marks if mark.kind is LeafKind.FOOTNOTE}
        found, self.quoted, self.in_marks = headings_of(self.text, self.lines, self.looks, noted)
        found = without_lists(self.text, found)
        found = sorted(found + self._notes(found), key=lambda heading: heading.start)
        headings = self._without_contents(found)
        plain = [look in RUNNING_LOOKS and not quoted for look, quoted in zip(self.looks, self.quoted, strict=True)]
        chapters = numbered_chapters(self.text, self.lines, headings, plain)
        headings = sorted(headings + chapters, key=lambda heading: heading.start)
        within = subdivisions_of(self.text, self.lines, headings, plain)
        headings = sorted(headings + within, key=lambda heading: heading.start)
        self.diagnostics.extend(numbering_faults(self.text, headings))
        inner = inner_attachments(self.text, headings)
        self._front(headings[0].line if headings else len(self.lines), has_divisions=bool(headings))
        for k, heading in enumerate(headings):
            following = headings[k + 1] if k + 1 < len(headings) else None
            self._open_division(heading, following, inner=inner[k])
            self._body(heading, following)

    def _notes(self, headings: Sequence[Heading]) -> list[Heading]:
        """The notes of a text without articles of its own; a text that is a single note is divided no further."""
        if any(h.level is Level.ARTICLE for h in itertools.takewhile(lambda h: h.level not in ATTACHED, headings)):
            return []
        taken = {line for heading in headings for line in range(heading.line, heading.next_line)}
        notes = [note for note in notes_of(self.text, self.lines) if note.line not in taken]
        return notes if len(notes) > 1 or (notes and (headings or notes[0].number)) else []

    def _report_language(self, language: str | None) -> None:
        self.running = LeafKind.UNPARSED
        self.looks = [LeafKind.UNPARSED if look is LeafKind.TEXT else look for look in self.looks]
        self.diagnostics.append(
            Diagnostic(
                code="not-english",
                message=f"the text is {f'in {language}, ' if language else ''}not in English; its clauses are not read",
                span=Span(self.lines[0].start, self.lines[-1].end),
                severity=Severity.ERROR,
            )
        )

    def _without_contents(self, headings: Sequence[Heading]) -> list[Heading]:
        """The headings without those of a table of contents, whose lines are marked.

        A table of contents is a run of headings without text between them most of whose numbers come again.
        """
        kept: list[Heading] = []
        keys = [(h.level, self.text[slice(*h.number)].lower() if h.number else "") for h in headings]
        last_seen = {key: k for k, key in enumerate(keys)}
        k = 0
        while k < len(headings):
            end = self._end_of_run(headings, keys, k)
            again = [i for i in range(k, end) if last_seen[keys[i]] >= end]
            if end - k >= _FEWEST_ENTRIES and len(again) >= _MOST_ENTRIES * (end - k):
                kept += [*headings[k : again[0]], *headings[again[-1] + 1 : end]]
                self._mark_contents(headings[again[0]].line, headings[again[-1]].next_line)
            else:
                kept += headings[k:end]
            k = end
        return kept

    def _end_of_run(self, headings: Sequence[Heading], keys: Sequence[tuple[Level, str]], start: int) -> int:
        """The place after a run of different headings without text between them."""
        seen = {keys[start]}
        end = start + 1
        while end < len(headings) and keys[end] not in seen:
            if self._has_text(headings[end - 1].body, headings[end].start):
                break
            seen.add(keys[end])
            end += 1
        return end

    def _has_text(self, start: int, end: int) -> bool:
        """Whether more stands between two headings than names and page numbers."""
        between = self.text[start:end].strip()
        sentence = between.endswith(".") and len(between) > _SHORTEST_SENTENCE
        return sentence or len(between) > LONGEST_NAME or bool(pattern("FINITE").search(between))

    def _mark_contents(self, start: int, end: int) -> None:
        if start and pattern("CONTENTS_WORD").match(self.text, self.lines[start - 1].start, self.lines[start - 1].end):
            start -= 1
        self.looks[start:end] = [LeafKind.CONTENTS] * (end - start)

    def _rows(self, at: int, end: int, *, opens: bool = False) -> list[Row]:
        lines, looks, quoted = self.lines[at:end], self.looks[at:end], self.quoted[at:end]
        return rows_of(self.text, lines, looks, quoted, self.width, opens=opens)

    def _fill(self, block: Block, rows: Sequence[Row]) -> None:
        fill(self.text, block, rows, (MAX_DEPTH - len(self.stack)) // 2, self.diagnostics)

    def _front(self, end: int, *, has_divisions: bool) -> None:
        """What stands before the first division: title, contents, preamble; or the whole of a pasted excerpt."""
        at = 0
        while at < end and self.looks[at] is LeafKind.FURNITURE:
            self._whole_line(LeafKind.FURNITURE, at)
            at += 1
        top = at
        while at < end and self._is_title(at, top, has_divisions=has_divisions):
            self._whole_line(LeafKind.TITLE, at)
            at += 1
        rows = self._rows(at, end)
        first = next((k for k, row in enumerate(rows) if row.kind in RUNNING_LOOKS), len(rows))
        self.root.content.extend(Piece(row.kind, row.start, row.end) for row in rows[:first])
        rows = rows[first:]
        self._fill(self.root, self._take_preamble(self.root, rows) if has_divisions else rows)

    def _whole_line(self, kind: LeafKind, i: int) -> None:
        self.root.content.append(Piece(kind, self.lines[i].start, self.lines[i].end))

    def _is_title(self, i: int, top: int, *, has_divisions: bool) -> bool:
        """Whether a line belongs to the title of a text whose first line, but for furniture, is `top`."""
        line = self.lines[i]
        printed = self.text[line.start : line.end]
        if (
            i + 1 >= len(self.lines)
            or len(printed) > 400
            or printed[-1] in ".;:"
            or (printed[-1] == "," and not self._goes_on_as_title(i))
            or self.looks[i] is not LeafKind.TEXT
        ):
            return False
        if pattern("PREAMBLE_WORD").match(printed) or pattern("ENACTING").match(printed):
            return False
        if printed.isupper() and has_divisions:
            return True
        if i > top and printed[0].islower() and line.gap and self.lines[i + 1].gap and has_divisions:
            return not is_lower_case(self.text) and pattern("FINITE").search(printed) is None
        if i > top and not line.gap:
            above = self.text[self.lines[i - 1].start : self.lines[i - 1].end]
            return bool(pattern("DANGLING").search(above)) or self._is_wrapped_title(i, top, above)
        if i > top or pattern("FINITE").search(printed) or not printed[0].isupper():
            return False
        return self.lines[i + 1].gap or has_divisions

    def _goes_on_as_title(self, i: int) -> bool:
        """Whether the lines right below one, few as those of a title are, end as a title does, and state nothing."""
        following = itertools.takewhile(lambda each: not each.gap, self.lines[i + 1 : i + 1 + _MOST_TITLE_LINES])
        said = [self.text[line.start : line.end] for line in following]
        finite = pattern("FINITE")
        if not 0 < len(said) < _MOST_TITLE_LINES or said[-1][-1] in ".;:," or any(map(finite.search, said)):
            return False
        return pattern("SENTENCE_OPENER").match(self.text, self.lines[i].start) is None

    def _is_wrapped_title(self, i: int, top: int, above: str) -> bool:
        """Whether a line goes on with the title above: in small letters, or because it did not fit into that line."""
        line = self.text[self.lines[i].start : self.lines[i].end]
        if pattern("FINITE").search(line):
            return False
        if line[0].islower():
            return True
        if above.isupper() or i - top >= _MOST_TITLE_LINES:
            return False
        below = itertools.takewhile(lambda each: not each.gap, self.lines[i + 1 :])
        longest = max((len(above), len(line), *(each.end - each.start for each in below)))
        return len(above) + 1 + len(line.partition(" ")[0]) > longest

    def _open_division(self, heading: Heading, following: Heading | None, *, inner: bool) -> None:
        block = Block(heading.level, heading.start, heading.number, heading.name, inner=inner)
        label_end = heading.start + len(self.text[heading.start : heading.label].rstrip())
        if label_end > heading.start:
            block.content.append(Piece(LeafKind.HEADING, heading.start, label_end))
        if heading.name:
            block.content.append(Piece(LeafKind.HEADING, *heading.name))
        self._close_for(heading, following, inner=inner)
        self.stack[-1].content.append(block)
        self.stack.append(block)

    def _close_for(self, heading: Heading, following: Heading | None, *, inner: bool) -> None:
        """Close the divisions in which the new one cannot stand."""
        stack, level = self.stack, heading.level
        attached = next((k for k, block in enumerate(stack) if block.level in ATTACHED and block.inner), None)
        if attached is not None and (inner or level not in (Level.SECTION, Level.SUBDIVISION, Level.PART)):
            del stack[attached:]
        if inner:
            while stack[-1].level in UNITS or stack[-1].level is Level.CONCLUSIONS:
                stack.pop()
        elif level in ATTACHED:
            self._close_for_attachment(level)
        elif stack[-1].level is Level.CONCLUSIONS or level is Level.NOTE:
            del stack[1:]
        elif self._divides_unit(heading, following):
            self._close_within_unit(level)
        else:
            self._close_for_container(level)

    def _close_for_attachment(self, level: Level) -> None:
        keep = 1
        if level in (Level.APPENDIX, Level.SCHEDULE) and len(self.stack) > 1:
            keep += self.stack[1].level in (Level.ANNEX, Level.PROTOCOL)
        del self.stack[keep:]

    def _open_unit(self) -> int | None:
        """The place of the open article, rule or regulation in the stack."""
        return next((k for k, block in enumerate(self.stack) if block.level in UNITS), None)

    def _divides_unit(self, heading: Heading, following: Heading | None) -> bool:
        """Whether a section with text of its own divides the open article; one that holds articles ends it."""
        unit = self._open_unit()
        if heading.level in UNITS or unit is None or any(block.level is heading.level for block in self.stack[:unit]):
            return False
        end = self.lines[following.line].start if following else len(self.text)
        return bool(self.text[heading.body : end].strip())

    def _close_within_unit(self, level: Level) -> None:
        """Close the section of this level that is open in the article, and what stands in it."""
        levels = [block.level for block in self.stack]
        if level in levels[self._open_unit() :]:
            del self.stack[levels.index(level, self._open_unit() or 0) :]

    def _close_for_container(self, level: Level) -> None:
        stack = self.stack
        if (unit := self._open_unit()) is not None:
            del stack[unit:]
        if level in UNITS:
            return
        levels = [block.level for block in stack]
        if level in levels:
            del stack[levels.index(level) :]
            return
        while stack[-1].level in _RANK and _RANK[stack[-1].level] >= _RANK[level] and _has_divisions(stack[-1]):
            stack.pop()

    def _body(self, heading: Heading, following: Heading | None) -> None:
        end = following.line if following else len(self.lines)
        if heading.next_line == heading.line + 1 and heading.body < self.lines[heading.line].end:
            rows = self._rows(heading.line, end, opens=True)
            rows[0] = attrs.evolve(rows[0], start=self._after_blanks(heading.body), kind=self.running, gap=False)
        else:
            rows = self._rows(heading.next_line, end, opens=True)
        block = self.stack[-1]
        if heading.level is Level.NOTE:
            rows, signature = split_note(self.text, block, rows)
            self._fill(block, rows)
            block.content.extend(Piece(LeafKind.SIGNATURE, row.start, row.end) for row in signature)
            return
        if heading.level in ATTACHED and following is not None and has_formula(self.text, rows):
            rows = self._take_preamble(block, rows)
        if heading.level in UNITS and following is not None and following.level in UNITS:
            rows = self._with_cross_heading(rows)
        conclusion = self._testimonium(rows, last=following is None or following.level in ATTACHED)
        self._fill(block, rows[:conclusion])
        if conclusion < len(rows):
            self._conclude(rows[conclusion:])

    def _with_cross_heading(self, rows: list[Row]) -> list[Row]:
        """The rows, of which the last is a heading where it stands apart in capitals before the next article."""
        if len(rows) < 2 or rows[-1].kind is not LeafKind.TEXT or not (rows[-1].gap and rows[-1].fresh):
            return rows
        if pattern("CROSS_HEADING").match(self.text, rows[-1].start, rows[-1].end) is None:
            return rows
        return [*rows[:-1], attrs.evolve(rows[-1], kind=LeafKind.HEADING)]

    def _after_blanks(self, at: int) -> int:
        while self.text[at].isspace():
            at += 1
        return at

    def _take_preamble(self, block: Block, rows: list[Row]) -> list[Row]:
        """Write the preamble into the block, if the rows begin with one; the rows after it."""
        preamble, taken = preamble_of(self.text, rows) if rows else (None, 0)
        if preamble is not None:
            block.content.append(preamble)
        return rows[taken:]

    def _testimonium(self, rows: Sequence[Row], *, last: bool) -> int:
        """The row with which the closing formula begins, or in the `last` division the signatures that have none."""
        opener, signatory = pattern("TESTIMONIUM"), pattern("SIGNATORY")
        lower_case = is_lower_case(self.text)
        for k, row in enumerate(rows):
            if not (self.text[row.start].isupper() or lower_case):
                continue
            if opener.match(self.text, row.start, row.end):
                before = self.text[max(0, row.start - 20) : row.start].rstrip()[-1:]
                if before in ENDS_SENTENCE or row.gap or row.opens:
                    return k
            elif last and row.fresh and signatory.match(self.text, row.start, row.end) and self._are_names(rows[k:]):
                return k
        return len(rows)

    def _are_names(self, rows: Sequence[Row]) -> bool:
        """Whether short lines without a sentence are all that follows."""
        finite = pattern("FINITE")
        short = all(row.end - row.start <= LONGEST_NAME for row in rows)
        return short and not any(finite.search(self.text, row.start, row.end) for row in rows)

    def _conclude(self, rows: Sequence[Row]) -> None:
        """The final formulas and the signatures: outside of all divisions; what a party declares after them."""
        del self.stack[1:]
        block = Block(Level.CONCLUSIONS, rows[0].start)
        self.root.content.append(block)
        self.stack.append(block)
        formula, declared = pattern("TESTIMONIUM", "AUTHENTIC"), pattern("DECLARED")
        kind = LeafKind.FORMULA
        home = block
        for row in rows:
            if row.fresh and declared.fullmatch(self.text, row.start, row.end):
                home, kind = Block(Level.ALINEA, row.start), self.running
                block.content.append(home)
                home.content.append(Piece(LeafKind.HEADING, row.start, row.end))
            elif row.kind not in RUNNING_LOOKS and not is_set_by_blanks(self.text, row.start, row.end):
                home.content.append(Piece(row.kind, row.start, row.end))
            else:
                if row.fresh and home is block:
                    kind = LeafKind.FORMULA if formula.search(self.text, row.start, row.end) else LeafKind.SIGNATURE
                _append(home, Piece(kind, row.start, row.end), fresh=row.fresh)


def passages_in(lines: Sequence[Line], looks: Sequence[LeafKind], width: int | None) -> list[list[int]]:
    """The lines of running text, grouped into passages that are long enough to tell their language."""
    groups: list[list[int]] = []
    for k, (line, look) in enumerate(zip(lines, looks, strict=True)):
        if look not in RUNNING_LOOKS:
            continue
        goes_on = width is not None and groups and groups[-1][-1] == k - 1 and not line.gap
        if goes_on and len(groups[-1]) < _MOST_LINES:
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def take_kinds(kinds: Kinds, lines: Sequence[Line], looks: list[LeafKind]) -> Iterator[Mark]:
    """Mark the lines whose kind is given in `looks`; the marks for what is but a part of a line."""
    k = 0
    for span, kind in kinds:
        while k < len(lines) and lines[k].end <= span.start:
            k += 1
        while k < len(lines) and lines[k].end <= span.end and span.start <= lines[k].start:
            looks[k] = kind
            k += 1
        if kind is LeafKind.TABLE and k < len(lines) and lines[k].start < span.end:
            looks[k] = kind  # a part of a row, which marks of notes part
        elif k < len(lines) and lines[k].start <= span.start and span.end <= lines[k].end:
            yield Mark(span.start, span.end, kind)


def _append(block: Block, piece: Piece, *, fresh: bool) -> None:
    """Put a piece at the end of a block; one that is not fresh goes on in the piece before it."""
    last = block.content[-1] if block.content else None
    if isinstance(last, Piece) and last.kind is piece.kind and not fresh:
        last.end = piece.end
    else:
        block.content.append(piece)


def _has_divisions(block: Block) -> bool:
    return any(isinstance(part, Block) and part.level in _RANK for part in block.content)


def is_english(text: str) -> bool:
    """Whether a text is in English, by the share of its commonest small words; a few words always are.

    >>> is_english("Les Hautes Parties contractantes " * 20)
    False
    """
    sample = text[:_LANGUAGE_SAMPLE]
    words = sum(1 for word in sample.split() if word[:1].isalpha())
    return words < _FEWEST_WORDS or len(pattern("ENGLISH").findall(sample)) > _ENGLISH_SHARE * words
