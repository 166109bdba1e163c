"""Walking: from the elements of a marked-up document to its blocks, in the order of the text.

Guarantees: text comes out once; blanks and line ends of the markup count as one blank; every block knows the path of
its element.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import attrs

from treatylex.errors import InputError
from treatylex.formats.block_items import Block, Cell, Note, Omission, Paragraph, Table, Why, omit
from treatylex.formats.markup import Element, local
from treatylex.language.grammar import pattern
from treatylex.source import Place, Span

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_RAISED = str.maketrans("0123456789+-−abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_FIGURES = re.compile(r"[+\-−]?[0-9]+[+\-−]?")
_SIGN = r"[(\[]?(?:[0-9]{1,3}(?:[-–][0-9]{1,3})?|[a-z]{1,2}|[ivx]{1,5}|[*†‡§]{1,4})[)\]/]?"
_SIGNS = re.compile(rf"[\s,;]*(?:{_SIGN}(?:[\s,;]+|$))*")
NEAR = 12
"""Characters before what is raised that hold the end of a word."""
_LONGEST_NUMBER = 3  # words: "Article 5", "Annex II 3"
_BREAKS = re.compile(r"\n[ \t]*\n\s*")


@attrs.define
class Line:
    """A paragraph in the making: its text, the footnotes whose marks stand in it, and what is left out of it.

    `label` is the number that a list gives it, with which its text begins.
    """

    path: str
    parts: list[str] = attrs.field(factory=list)
    length: int = 0
    marks: list[Span] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)
    omissions: list[Omission] = attrs.field(factory=list)
    label: str = ""

    def put(self, text: str) -> None:
        """Add text; blanks at its start are left out behind blanks."""
        if self.parts and self.parts[-1][-1:].isspace():
            text = text.lstrip(" ")
        elif not self.parts:
            text = text.lstrip()
        if text:
            self.parts.append(text)
            self.length += len(text)

    def mark(self, label: str, note: Note) -> None:
        """Add the mark of a footnote."""
        start = self.length
        self.put(label)
        self.marks.append(Span(start, self.length))
        self.notes.append(note)

    def put_above(self, above: "Line") -> None:
        """Add what stands above the line; signs of footnotes that nothing links are marks all the same."""
        text = "".join(above.parts)
        shown = Raised(text, is_mark=False) if above.notes else raised(text, "".join(self.parts[-NEAR:]))
        self.omissions += [attrs.evolve(each, at=each.at + self.length) for each in above.omissions]
        start = self.length
        self.put(shown.text)
        self.marks += [Span(each.start + start, each.end + start) for each in above.marks]
        self.notes += above.notes
        if shown.is_mark:
            self.marks.append(shown.mark(self.length))

    def omit(self, element: Element, why: Why) -> None:
        """Leave the text of an element out."""
        omit(self.omissions, Omission(text=f"{said(element)} ", at=self.length, why=why))

    @property
    def last(self) -> str:
        """The last character."""
        return self.parts[-1][-1] if self.parts else ""


@attrs.frozen(kw_only=True)
class Dialect:
    """What the elements of a format are, by their names without namespace.

    `blocks` hold paragraphs, what is in neither set runs on in its paragraph. `verbatim` keep their blanks.
    """

    blocks: frozenset[str]
    skipped: frozenset[str]
    breaks: frozenset[str] = frozenset({"br"})
    tables: frozenset[str] = frozenset({"table"})
    rows: frozenset[str] = frozenset({"tr"})
    row_groups: frozenset[str] = frozenset({"tbody", "thead", "tfoot"})
    cells: frozenset[str] = frozenset({"td", "th"})
    verbatim: frozenset[str] = frozenset({"pre"})
    raised: frozenset[str] = frozenset({"sup"})


class Walker:
    """Collects the blocks of an element."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.found: list[Block] = []
        self.tables = 0

    def blocks(self, element: Element, path: str) -> list[Block]:
        """The blocks of an element that stands at a path.

        Raises:
            InputError: when elements are nested more deeply than any document's.
        """
        try:
            self.end(self.within(element, path, Line(path)))
        except RecursionError:
            raise InputError("has elements that are nested too deeply; save its text") from None
        return self.found

    def within(self, element: Element, path: str, line: Line) -> Line:
        """Read what stands in an element; the paragraph that is open at its end."""
        verbatim = local(element) in self.dialect.verbatim
        self._text(element.text, line, verbatim=verbatim)
        for part, step in self.steps(element):
            name = local(part)
            if name and name not in self.dialect.skipped:
                line = self.element(part, name, f"{path}{step}", line)
            if part.tail:
                self.before_tail(part, part.tail, line)
                self._text(part.tail, line, verbatim=verbatim)
        return line

    def steps(self, element: Element) -> Iterable[tuple[Element, str]]:
        """The elements right within one, each with the step that leads to it."""
        return steps(element)

    def element(self, part: Element, name: str, path: str, line: Line) -> Line:
        """Read one element that is not skipped; the paragraph that is open behind it."""
        if name in self.dialect.breaks:
            line.put("\n")
        elif name in self.dialect.tables:
            self.end(line)
            self._table(part, path)
            return Line(path.rpartition("/")[0])
        elif name in self.dialect.blocks:
            self.end(line)
            self.block(part, name, path)
            return Line(path.rpartition("/")[0])
        elif self.is_raised(part, name) and not any(self._parts_text(local(each)) for each in part.iter()):
            above = self.within(part, path, Line(path))
            line.put_above(above)
        else:
            return self.within(part, path, line)
        return line

    def _parts_text(self, name: str) -> bool:
        return name in self.dialect.blocks or name in self.dialect.tables

    def is_raised(self, part: Element, name: str) -> bool:
        """Whether an element sets what it holds above the line."""
        return name in self.dialect.raised

    def block(self, part: Element, name: str, path: str) -> None:
        """Read an element that holds paragraphs."""
        self.end(self.within(part, path, Line(path)))

    def before_tail(self, part: Element, tail: str, line: Line) -> None:
        """Called before the text behind an element is read."""

    def _text(self, text: str | None, line: Line, *, verbatim: bool) -> None:
        if text:
            line.put(text.strip("\n") if verbatim else _BLANKS.sub(" ", text))

    def end(self, line: Line) -> None:
        """Close a paragraph; doubled line breaks part it into several."""
        text = "".join(line.parts)
        if line.omissions and text.strip() == line.label.strip():
            text = ""
        at = 0
        notes, omissions = tuple(line.notes), list(line.omissions)
        place = Place(xpath=line.path)
        for match in [*_BREAKS.finditer(text), None]:
            end, following = match.span() if match else (len(text), len(text))
            if text[at:end].strip():
                marks = tuple(Span(each.start - at, each.end - at) for each in line.marks if at <= each.start < end)
                here = [each for each in omissions if each.at <= end or match is None]
                omissions = omissions[len(here) :]
                left_out = tuple(attrs.evolve(each, at=max(0, each.at - at)) for each in here)
                self.found.append(
                    Paragraph(text=text[at:end], place=place, marks=marks, notes=notes, omissions=left_out)
                )
                notes = ()
            at = following
        if omissions:
            self.found.append(Paragraph(text="", place=place, omissions=tuple(omissions)))

    def apart(self, element: Element, path: str) -> list[Block]:
        """The blocks of an element, kept apart from those around it."""
        kept, self.found = self.found, []
        self.end(self.within(element, path, Line(path)))
        found, self.found = self.found, kept
        return found

    def _table(self, table: Element, path: str) -> None:
        """Read a table; what stands in it outside of its cells comes before it, as browsers show it."""
        self.tables += 1
        number = self.tables
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            tuple(self.apart(cell, where) for cell, where in row) for row in self._rows(table, path)
        )
        if rows:
            self.found.append(Table(rows=rows, number=number))

    def _rows(self, part: Element, path: str) -> Iterator[list[tuple[Element, str]]]:
        """The cells of each row with their paths; cells outside of rows that follow each other are a row."""
        bare: list[tuple[Element, str]] = []
        self._misplaced(part.text, path)
        for each, step in self.steps(part):
            name, where = local(each), f"{path}{step}"
            if name in self.dialect.cells:
                bare.append((each, where))
            elif name in self.dialect.rows | self.dialect.row_groups or self._wraps_cells(each, name):
                if bare:
                    yield bare
                    bare = []
                if name in self.dialect.rows:
                    yield list(self._cells(each, where))
                else:
                    yield from self._rows(each, where)
            else:
                self._misplaced_element(each, name, where)
            self._misplaced(each.tail, path)
        if bare:
            yield bare

    def _cells(self, part: Element, path: str) -> Iterator[tuple[Element, str]]:
        self._misplaced(part.text, path)
        for each, step in self.steps(part):
            name, where = local(each), f"{path}{step}"
            if name in self.dialect.cells:
                yield each, where
            elif self._wraps_cells(each, name):
                yield from self._cells(each, where)
            else:
                self._misplaced_element(each, name, where)
            self._misplaced(each.tail, path)

    def _wraps_cells(self, part: Element, name: str) -> bool:
        """Whether an element that is no part of a table stands around some, as forms do."""
        if name in self.dialect.tables or not name:
            return False
        wrapped = self.dialect.cells | self.dialect.rows
        return any(local(each) in wrapped for each in part.iterdescendants())

    def _misplaced(self, text: str | None, path: str) -> None:
        line = Line(path)
        self._text(text, line, verbatim=False)
        self.end(line)

    def _misplaced_element(self, part: Element, name: str, path: str) -> None:
        if name and name not in self.dialect.skipped:
            self.end(self.element(part, name, path, Line(path)))


class Raised(NamedTuple):
    """What stands above the line, as it is read, and whether it is a footnote's mark."""

    text: str
    is_mark: bool

    def mark(self, end: int) -> Span:
        """Where the mark stands in a text that ends with this one, without the blanks around it."""
        end -= len(self.text) - len(self.text.rstrip())
        return Span(end - len(self.text.strip()), end)


def raised(text: str, before: str) -> Raised:
    """What stands above the line behind a text, so that it does not run into its last word.

    >>> raised("2", "10 m").text, raised("th", "the 4").text, raised("see it", "shall").text
    ('²', 'th', ' see it')
    >>> raised("a", "may not"), raised("1, 2", "shall")
    (Raised(text='ᵃ', is_mark=True), Raised(text='¹, ²', is_mark=True))
    """
    said = text.strip()
    if _FIGURES.fullmatch(said):
        return Raised(text.translate(_RAISED), is_mark=False)
    near = before[-NEAR:]
    if not said or pattern("spelling", "RAISED_END").search(f"{near}^{said}"):
        return Raised(text, is_mark=False)
    if _SIGNS.fullmatch(said):
        shown = text if said[0] in "([" else text.translate(_RAISED)
        begins = not before.strip()  # it is the note itself that follows
        return Raised(f"{shown} " if begins else shown, is_mark=not begins)
    words = text[0].isalpha() or text[0].isdecimal()
    return Raised(f" {text}" if near[-1:].isalnum() and words else text, is_mark=False)


def sign_behind(label: str, before: str) -> str:
    """The sign of a note as it is written behind a text: above the line behind a number that is all of a heading.

    >>> sign_behind("1", "Article 1"), sign_behind("1", "Each Party shall keep list 1")
    ('¹', '1')
    """
    words = before.split()
    heads = before[-1:].isdecimal() and 1 < len(words) <= _LONGEST_NUMBER and words[0].isalpha()
    return label.translate(_RAISED) if heads else label


def steps(element: Element) -> Iterator[tuple[Element, str]]:
    """The elements right within one, each with the step of the path that leads to it.

    >>> from lxml import etree
    >>> [step for _, step in steps(etree.fromstring("<a><p/><q/><p/></a>"))]
    ['/p[1]', '/q[1]', '/p[2]']
    """
    counts: dict[str, int] = {}
    for part in element:
        name = local(part)
        counts[name] = counts.get(name, 0) + 1
        yield part, f"/{name}[{counts[name]}]"


def said(element: Element, left_out: Callable[[Element], bool] | None = None) -> str:
    """All text in an element, in one line, but for that of elements within it which are left out."""
    texts = element.itertext() if left_out is None else _texts(element, left_out)
    return " ".join("".join(texts).split())


def _texts(element: Element, left_out: Callable[[Element], bool]) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if local(part) and not left_out(part):
            yield from _texts(part, left_out)
        yield part.tail or ""
