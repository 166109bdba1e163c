"""Reading PDF: lines in the order of reading, column by column, with running heads and footnotes told apart.

Guarantees: every character of a page's text comes out once, a stamp across it is told instead; columns in two languages
are two texts, one after the other; pages that are scans, or damaged, are told, and a file that holds nothing else is
refused.
"""

import itertools
import statistics
import unicodedata
from collections.abc import Iterator, Sequence

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats.documents import Choices, Document, Revisions
from treatylex.formats.pdf.annotations import told_annotations
from treatylex.formats.pdf.characters import Box, Character, pages_of
from treatylex.formats.pdf.furniture import (
    Page,
    body_size,
    is_power,
    label_of,
    mark_furniture,
    mark_notes,
    mark_plain_notes,
    raised_of,
)
from treatylex.formats.pdf.hyphens import Hyphens
from treatylex.formats.pdf.lines import Line
from treatylex.formats.pdf.margin_numbers import without_line_numbers
from treatylex.formats.pdf.page_lines import LOOSEST, Sheet, down, sheet_of
from treatylex.formats.pdf.printed_changes import without_printed_changes
from treatylex.formats.pdf.side_blocks import told_aside
from treatylex.formats.pdf.stamps import Stamp, told_stamps, without_repeated, without_stamps
from treatylex.formats.pdf.turned_cells import with_flat_cells
from treatylex.formats.transcription import MOST_CHARACTERS, SENTENCE_ENDS, told_struck
from treatylex.formats.walking import raised, sign_behind
from treatylex.language.languages import language_of
from treatylex.model.provisions import LeafKind
from treatylex.source import CLOSING_MARK, Place, Span

_FEWEST_CHARACTERS = 20
"""A page with a picture and fewer characters is a scan."""
_MOST_UNKNOWN = 0.3
_GAP = 1.3
"""Of the usual distance of lines: more sets a paragraph apart."""
_TIGHTEST = 0.9
"""Of the font's size: no narrower is the distance of two lines of a paragraph."""
_EARLY, _VERY_EARLY = 0.08, 0.25
"""Of a column's width: a line that ends so far from its edge ends a paragraph, with and without a full stop."""
_SPACE = 0.4
"""Of the font's size: no blank between two words needs more."""
_FEWEST_PAIRS = 3
_LARGER = 1.15
"""So many times as large as the text below it, or above it, is the type of a title."""
_INDENT = 0.8
_APART = frozenset({LeafKind.FOOTNOTE, LeafKind.TABLE})
"""What a blank line sets apart from the text around it."""
_SENTENCE_ENDS = '.;:!?”"'


def read(data: bytes, choices: Choices) -> Document:
    """The document in a PDF.

    Raises:
        InputError: when it is locked, damaged, a scan, has no such column, or pypdfium2 is not installed.
    """
    pages: list[Sequence[Character]] = []
    paths: list[Sequence[Box]] = []
    printed: list[bool] = []
    scans: list[int] = []
    damaged: list[int] = []
    written: list[Sequence[str]] = []
    stamps: list[Stamp] = []
    unknown = known = characters = struck = 0
    for number, page in enumerate(pages_of(data), 1):
        kept, found = without_stamps(number, with_flat_cells(page.characters, page.paths))
        inked = sum(1 for each in kept if each.text != " ")
        characters += inked
        if characters > MOST_CHARACTERS:
            raise InputError(f"holds more than {MOST_CHARACTERS:,} characters; split the file")
        if page.pictured and inked < _FEWEST_CHARACTERS:
            scans.append(number)
        if page.damaged:
            damaged.append(number)
        unknown, known = unknown + page.unknown, known + inked
        pages.append(kept)
        written.append(page.written)
        stamps += found
        paths.append(page.paths)
        printed.append(not page.scanned)
    if scans and known < _FEWEST_CHARACTERS * len(pages):
        raise InputError("is a scan, pictures without text; recognise its text first, for example with ocrmypdf")
    if unknown > _MOST_UNKNOWN * (known + unknown):
        raise InputError("does not say which characters its fonts show; recognise its text, for example with ocrmypdf")
    if not known:
        raise InputError(f"is a {'damaged ' if damaged else ''}PDF without text")
    pages, found = without_repeated(pages, stamps)
    original = choices.revisions is Revisions.ORIGINAL
    pages, changes = without_printed_changes(pages, original=original)
    if original:
        struck = sum(1 for page in pages for each in page if each.struck)
        pages = [[each._replace(struck=False) for each in page] for page in pages]
    pages, numbers = without_line_numbers(pages)
    sheets = [
        sheet_of(number, characters, drawn, printed=is_printed)
        for number, (characters, drawn, is_printed) in enumerate(zip(pages, paths, printed, strict=True), 1)
    ]
    reading = _Reading(sheets, choices.column)
    if numbers:
        reading.notice("line-numbers", f"the numbers of {numbers:,} lines were left out", Severity.NOTE)
    document = reading.document(scans, damaged, struck)
    told = [*told_stamps([*stamps, *found], document.places), *told_annotations(written, document.places)]
    return attrs.evolve(
        document,
        diagnostics=(*document.diagnostics, *told),
        revised=document.revised or changes > 0,
        changed_by=("",) * changes,
    )


@attrs.define
class _Stretch:
    """Lines that are read one after the other, those of one column of a page."""

    sheet: Sheet
    lines: list[Line]


@attrs.frozen
class _Edge:
    """Where most lines of a column begin, and how far they reach."""

    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Edge":
        """The edges of lines."""
        if not lines:
            return cls(0, 0)
        return cls(statistics.median_low([line.left for line in lines]), max(line.right for line in lines))


class _Reading:
    def __init__(self, sheets: Sequence[Sheet], column: int | None) -> None:
        self.sheets = sheets
        self.chosen = column
        pages = [sheet.page for sheet in sheets]
        mark_furniture(pages)
        mark_notes(pages, body_size(pages))
        mark_plain_notes(pages)
        self.labels = {label for page in pages for label in page.labels}
        self.marked = {id(page): set(raised_of(page)) for page in pages if page.labels}
        self.leading = _leading(pages)
        self.hyphens = Hyphens([line.text for page in pages for line in page.lines])
        self.last: tuple[Line, _Edge] | None = None
        self.running = ""
        self.sentence = ""  # the same without a mark at its end
        self.parts: list[str] = []
        self.length = 0
        self.places: list[Place] = []
        self.kinds: list[tuple[Span, LeafKind]] = []
        self.diagnostics: list[Diagnostic] = []
        self.struck: list[tuple[int, str]] = []

    def document(self, scans: Sequence[int], damaged: Sequence[int], read_struck: int) -> Document:
        """The whole document; `read_struck` of its characters are struck through and were read all the same."""
        for stretch in self._stretches():
            self._write(stretch)
        self._tell_pages(
            "scanned-pages", scans, "hold pictures without text; recognise their text, for example with ocrmypdf"
        )
        told = "damaged in the file, so that words may be missing or wrong; download it again, or print it anew"
        self._tell_pages("damaged-pages", damaged, f"{'is' if len(damaged) == 1 else 'are'} {told}")
        tables = [sheet.page.number for sheet in self.sheets if sheet.is_doubtful]
        told = f"may hold {'a table' if len(tables) == 1 else 'tables'} without rules whose cells run together; compare"
        self._tell_pages("doubtful-table", tables, f"{told} what was read", Severity.WARNING)
        self.diagnostics += [told_struck(words, at) for at, words in self.struck]
        if read_struck:
            told = f"{read_struck} characters that are struck through were read, as the text was before"
            self.notice("struck-through", told, Severity.NOTE)
        return Document(
            text="".join(self.parts) + "\n",
            places=tuple(self.places),
            kinds=tuple(self.kinds),
            diagnostics=tuple(self.diagnostics),
            revised=bool(self.struck or read_struck),
        )

    # ------------------------------------------------------------ order

    def _stretches(self) -> Iterator[_Stretch]:
        """The lines in the order of reading."""
        most = max(len(sheet.gutters) for sheet in self.sheets) + 1
        if self.chosen is not None:
            yield from self._column(self.chosen, most)
        elif len(languages := self._languages(most)) > 1:
            message = f"columns in {' and '.join(languages)} are read one after the other; a column can be chosen"
            self.notice("columns", message, Severity.NOTE)
            yield from self._column(1, most)
            for number in range(2, most + 1):
                for sheet in self.sheets:
                    if len(sheet.gutters) >= number - 1:
                        yield _Stretch(sheet, sheet.columns()[number])
        else:
            for sheet in self.sheets:
                yield from _zones(sheet)

    def _column(self, number: int, most: int) -> Iterator[_Stretch]:
        """The lines of one column, and those that stand in none."""
        if most == 1 or number > most:
            raise InputError(f"has no column {number}; {f'it has {most}' if most > 1 else 'it is printed in one'}")
        for sheet in self.sheets:
            across, *columns = sheet.columns()
            chosen = columns[0] if len(columns) == 1 else columns[number - 1] if number <= len(columns) else []
            yield _Stretch(sheet, down([*across, *chosen]))

    def _languages(self, most: int) -> list[str]:
        """The languages of the columns, when each is in one of its own."""
        told: list[str] = []
        for number in range(1, most + 1):
            columned = (sheet.columns()[number] for sheet in self.sheets if len(sheet.gutters) >= max(1, number - 1))
            language = language_of("\n".join(line.text for lines in columned for line in lines))
            if language is None or language in told:
                return []
            told.append(language)
        return told

    # ------------------------------------------------------------ text

    def _write(self, stretch: _Stretch) -> None:
        page = stretch.sheet.page
        start = self.length + bool(self.parts)
        edge = _Edge.of([line for line in stretch.lines if self._kind(page, line) is None])
        above: Line | None = None
        notes = self._notes_at_marks(stretch)
        held = {id(line) for lines in notes.values() for line in lines}
        due: list[Line] = []
        for line in stretch.lines:
            kind = self._kind(page, line)
            if kind is LeafKind.FOOTNOTE or (due and self._ends_paragraph(page, above, line, edge)):
                above = self._write_notes(due, page) or above
                due = []
            if id(line) in held:
                continue
            if id(line) in page.asides:
                self._line(line, kind, "\n" if self.parts else "", page)
                continue
            if above is None:
                between = self._after_break(line, kind)
            elif self._kind(page, above) is kind:
                between = self._between(above, line, edge)
            else:
                between = "\n\n" if _APART & {kind, self._kind(page, above)} else "\n"
            self._line(line, kind, between if self.parts else "", page)
            above = line
            due += notes.get(id(line), ())
            if kind is None:
                self.last = line, edge
        self._write_notes(due, page)
        if self.length > start:
            self.places.append(Place(span=Span(start, self.length), page=page.number))

    def _notes_at_marks(self, stretch: _Stretch) -> dict[int, list[Line]]:
        """The lines of the footnotes of a stretch by the line in which their marks stand, where that is above them."""
        page = stretch.sheet.page
        own: dict[str, list[Line]] = {}
        label: str | None = None
        for line in stretch.lines:
            if self._kind(page, line) is LeafKind.FOOTNOTE:
                label = label_of(line, page) or label
                if label is not None:
                    own.setdefault(label, []).append(line)
        found: dict[int, list[Line]] = {}
        for line in stretch.lines if own else ():
            if self._kind(page, line) is None:
                text, stretches, _ = line.read()
                text, marks = self._with_figures(text, stretches, page)
                for start, end in marks:
                    label = unicodedata.normalize("NFKC", text[start:end]).strip("()[]")
                    found.setdefault(id(line), []).extend(own.pop(label, ()))
        return found

    def _write_notes(self, lines: Sequence[Line], page: Page) -> Line | None:
        """Write the footnotes whose marks stand in the paragraph above; the last line of them."""
        for line in lines:
            begins = label_of(line, page) is not None
            self._line(line, LeafKind.FOOTNOTE, "\n\n" if begins else "\n", page)
        return lines[-1] if lines else None

    def _ends_paragraph(self, page: Page, above: Line | None, line: Line, edge: "_Edge") -> bool:
        """Whether a sentence and its paragraph end above a line."""
        if above is None or not self.sentence.endswith(SENTENCE_ENDS):
            return False
        kind = self._kind(page, line)
        return kind in _APART or (kind is None and "\n\n" in self._between(above, line, edge))

    def _after_break(self, line: Line, kind: LeafKind | None) -> str:
        """What stands between the last line of a page or column and the next: blank when that one ended early.

        A sentence ended early, too, where the next line's first word had room behind it.
        """
        if self.last is None or kind is not None:
            return "\n"
        last, edge = self.last
        if last.text[-1:] == ";" and (line.text[:1].isupper() or line.text[:1] in CLOSING_MARK):
            return "\n\n"  # definitions, each a paragraph of its own
        if last.text[-1:] not in _SENTENCE_ENDS:
            early = _VERY_EARLY * (edge.right - edge.left)
        else:
            word = line.words()[0]
            early = min(_EARLY * (edge.right - edge.left), word.right - word.left + _SPACE * line.size)
        return "\n\n" if last.right < edge.right - early else "\n"

    def _kind(self, page: Page, line: Line) -> LeafKind | None:
        if id(line) in page.furniture or id(line) in page.asides:
            return LeafKind.FURNITURE
        if id(line) in page.notes:
            return LeafKind.FOOTNOTE
        return LeafKind.TABLE if line.is_row else None

    def _between(self, above: Line, line: Line, edge: "_Edge") -> str:
        """What stands between two lines: a blank one where a gap or an indent sets the lower apart."""
        gap = above.bottom - line.bottom
        if gap > _GAP * max(self.leading, line.size) or _sets_apart(above.size, line.size):
            return "\n\n"
        indented = line.left - edge.left > _INDENT * line.size and above.left - edge.left < 0.3 * line.size
        return "\n\n" if indented and above.text[-1:] in _SENTENCE_ENDS else "\n"

    def _line(self, line: Line, kind: LeafKind | None, between: str, page: Page) -> None:
        text, marks, struck = line.read()
        if not text:
            self._strike(self.length, struck)
            return
        joins = self.hyphens.joins(self.running, text) if kind is None else None
        if joins is not None:
            text, marks = self._rejoined(text, marks, joins=joins)
        if kind is LeafKind.FOOTNOTE and marks and marks[0][0] == 0:
            text = f"{text[: marks[0][1]]} {text[marks[0][1] :].lstrip()}"
        if kind is None:
            text, marks = self._with_figures(text, marks, page)
        self._put(between if joins is None else "\n")
        start = self.length
        self._put(text)
        self._strike(start, struck)
        if kind is not None:
            span = Span(start, self.length)
            self.kinds.append((span, kind))
            if id(line) in page.asides:
                self.diagnostics.append(told_aside(text, span))
            return
        self.running = text
        self.sentence = text[: marks[-1][0]] if marks and marks[-1][1] == len(text) else text
        self.kinds += [(Span(start + each, start + end), LeafKind.FOOTNOTE) for each, end in marks]

    def _with_figures(
        self, text: str, stretches: Sequence[tuple[int, int]], page: Page
    ) -> tuple[str, list[tuple[int, int]]]:
        """A line with what is raised in it and marks no footnote as figures: "10⁶ euros" is not 106; and the marks."""
        marks: list[tuple[int, int]] = []
        parts: list[str] = []
        at = length = 0
        for start, end in stretches:
            label, before = text[start:end], text[:start]
            is_mark = start > 0 and self._is_mark(label.strip("()[]"), before, page)
            shown = sign_behind(label, before) if is_mark else raised(label, before).text.rstrip()
            if not start and text[end : end + 1].isalnum():
                shown += " "  # the number of a note in the size of the text
            parts += [text[at:start], shown]
            length += start - at + len(shown)
            if is_mark:
                marks.append((length - len(shown), length))
            at = end
        return "".join(parts) + text[at:], marks

    def _is_mark(self, label: str, before: str, page: Page) -> bool:
        """Whether what is raised marks a footnote; what may be a power does only where nothing else marks the note."""
        if is_power(label, before):
            return label in page.labels and label not in self.marked[id(page)]
        return label in self.labels

    def _strike(self, start: int, struck: Sequence[tuple[int, str]]) -> None:
        """Note words that are struck through, in a line that starts at a place; those of lines in a row together."""
        for at, words in struck:
            place = min(max(start, start + at), self.length)
            if self.struck and self.struck[-1][0] == place:
                self.struck[-1] = place, f"{self.struck[-1][1]} {words}"
            else:
                self.struck.append((place, words))

    def _rejoined(self, text: str, raised: list[tuple[int, int]], *, joins: bool) -> tuple[str, list[tuple[int, int]]]:
        """Move the rest of a divided word to the line above, and take away the hyphen if it is none of the word's."""
        if self.parts[-1] != self.running:
            return text, raised  # furniture or a footnote stands in between
        rest, blank, text = text.partition(" ")
        if joins:
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        self._put(rest)
        cut = len(rest) + len(blank)
        return text, [(start - cut, end - cut) for start, end in raised if start >= cut]

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    # ------------------------------------------------------------ what is noticed

    def _tell_pages(self, code: str, numbers: Sequence[int], what: str, severity: Severity = Severity.ERROR) -> None:
        """Tell of pages that were not read as they are printed."""
        if numbers:
            named = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
            self.notice(code, f"{'page' if len(numbers) == 1 else 'pages'} {named} {what}", severity)

    def notice(self, code: str, message: str, severity: Severity) -> None:
        """Tell something of the whole file."""
        self.diagnostics.append(Diagnostic(code=code, message=message, span=Span(0, 0), severity=severity))


def _sets_apart(size: float, other: float) -> bool:
    """Whether lines of two sizes of type are no lines of one paragraph."""
    return max(size, other) > _LARGER * min(size, other)


def _zones(sheet: Sheet) -> Iterator[_Stretch]:
    """The lines of a page: between those that reach over a gutter the columns from left to right."""
    across, *columns = sheet.columns()
    for line in [*across, None]:
        for column in columns:
            foot = -1e9 if line is None else line.bottom
            zone = [each for each in column if each.bottom > foot]
            del column[: len(zone)]
            yield _Stretch(sheet, zone)
        if line is not None:
            yield _Stretch(sheet, [line])


def _leading(pages: Sequence[Page]) -> float:
    """The distance of two lines of a paragraph, in points: of lines of which one goes on in the other, as far as known.

    Of other lines the usual distance may be that of paragraphs, where most have but one line.
    """
    pairs = [
        (above, below)
        for page in pages
        for above, below in itertools.pairwise(page.lines)
        if _TIGHTEST * below.size < above.bottom - below.bottom < LOOSEST * below.size
    ]
    within = [pair for pair in pairs if _goes_on(*pair)]
    gaps = [round(above.bottom - below.bottom, 1) for above, below in within if len(within) >= _FEWEST_PAIRS] or [
        round(above.bottom - below.bottom, 1) for above, below in pairs
    ]
    return min(statistics.multimode(gaps)) if gaps else 0.0


def _goes_on(above: Line, below: Line) -> bool:
    """Whether a sentence runs on from one line to the next, as a small letter at its start tells."""
    text = below.text
    return text[:1].islower() and text[1:2].isalpha() and above.text[-1:] not in _SENTENCE_ENDS
