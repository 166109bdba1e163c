"""Walking: from the elements of a marked-up document to its blocks, in the order of the text.

Guarantees: text comes out once; blanks and line ends of the markup count as one blank; every block knows the path of
its element.
"""

import re
from collections.abc import Iterator

import attrs

from treatylex.errors import InputError
from treatylex.formats.block_items import Block, Cell, Note, Omission, Paragraph, Table, Why, omit
from treatylex.formats.markup import Element, local
from treatylex.source import Place, Span

_BLANKS = re.compile(r"[ \t\r\n\f]+")
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
        counts: dict[str, int] = {}
        for part in element:
            name = local(part)
            counts[name] = counts.get(name, 0) + 1
            if name and name not in self.dialect.skipped:
                line = self.element(part, name, f"{path}/{name}[{counts[name]}]", line)
            if part.tail:
                self.before_tail(name, part.tail, line)
                self._text(part.tail, line, verbatim=verbatim)
        return line

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
        else:
            return self.within(part, path, line)
        return line

    def block(self, part: Element, name: str, path: str) -> None:
        """Read an element that holds paragraphs."""
        self.end(self.within(part, path, Line(path)))

    def before_tail(self, name: str, tail: str, line: Line) -> None:
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
        self.tables += 1
        number = self.tables
        rows: list[tuple[Cell, ...]] = []
        for row, row_path in self._rows(table, path):
            cells = [each for each in row if local(each) in self.dialect.cells]
            rows.append(tuple(self.apart(cell, f"{row_path}/{local(cell)}[{k}]") for k, cell in enumerate(cells, 1)))
        if rows:
            self.found.append(Table(rows=tuple(rows), number=number))

    def _rows(self, table: Element, path: str) -> Iterator[tuple[Element, str]]:
        """The rows of a table with their paths, those of tables within it left out."""
        counts: dict[str, int] = {}
        for part in table:
            name = local(part)
            counts[name] = counts.get(name, 0) + 1
            inner = f"{path}/{name}[{counts[name]}]"
            if name in self.dialect.rows:
                yield part, inner
            elif name in self.dialect.row_groups:
                yield from self._rows(part, inner)


def said(element: Element) -> str:
    """All text in an element, in one line."""
    return " ".join("".join(element.itertext()).split())
