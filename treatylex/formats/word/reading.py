"""Reading .docx: paragraphs with their generated numbers, footnotes, tables, text boxes, fields, tracked changes.

Guarantees: the text is what Word shows with all tracked changes accepted, or as it was before them; headers, footers
and comments are left out, and headers and footers that bind are told; hidden text, text that is struck through and
embedded documents are told and left out.
"""

from collections.abc import Callable, Iterator

import attrs

from treatylex.errors import InputError, Severity
from treatylex.formats.block_items import Block, Cell, Note, Omission, Paragraph, Table, Why, omit
from treatylex.formats.documents import Choices, Document, Revisions
from treatylex.formats.markup import Element, attribute, child, children, local, text_within
from treatylex.formats.symbols import symbol
from treatylex.formats.transcription import Transcript
from treatylex.formats.walking import NEAR, raised, sign_behind
from treatylex.formats.web.chrome import binds
from treatylex.formats.word.numbering import Label, Numbering, formatted
from treatylex.formats.word.package import Package
from treatylex.formats.word.styles import Styles, is_on, numbered
from treatylex.source import Place, Span, cut

_INSERTED, _DELETED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_TRANSPARENT = frozenset({"sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "bdo", "dir", "sdt", "rt"})
_SIGNS = {0xF02D: "–"}
"""Besides what `symbols` knows: a sign that a document names by its place in Symbol."""
_QUOTED = 120
"""Characters of what is left out that a message quotes."""


def read(data: bytes, choices: Choices) -> Document:
    """The document in a .docx file.

    Raises:
        InputError: when it is damaged, locked, too large or without paragraphs, or lxml is not installed.
    """
    return _Reading(Package(data), choices).document()


@attrs.define
class _Line:
    """A paragraph in the making: its text, and the footnotes and text boxes that hang on it."""

    parts: list[str] = attrs.field(factory=list)
    length: int = 0
    marks: list[Span] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)
    boxes: list[Block] = attrs.field(factory=list)
    omissions: list[Omission] = attrs.field(factory=list)
    properties: Element | None = None
    fields: int = 0
    instructions: list[bool] = attrs.field(factory=list)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def put_above(self, text: str) -> None:
        """Add what stands above the line; signs of footnotes that were typed are marks all the same."""
        above = raised(text, "".join(self.parts[-NEAR:]))
        self.put(above.text)
        if above.is_mark:
            self.marks.append(above.mark(self.length))

    @property
    def shown(self) -> bool:
        """Whether text stands outside the instructions of fields."""
        return not any(self.instructions)


class _Reading:
    def __init__(self, package: Package, choices: Choices) -> None:
        self.package = package
        self.body = child(package.part(package.main), "body")
        self.styles = Styles(package.related("styles"))
        self.numbering = Numbering(package.related("numbering"), self.styles)
        self.notes = {kind: _notes(package.related(f"{kind}s")) for kind in ("footnote", "endnote")}
        self.printed = dict.fromkeys(self.notes, 0)
        self.column = choices.column
        self.original = choices.revisions is Revisions.ORIGINAL
        if self.body is None or not any(local(each) in ("p", "altChunk") for each in self.body.iter()):
            raise InputError("is a Word document without paragraphs; open and save it again")
        everything = self.body.iter()
        self.paged = any(local(each) == "lastRenderedPageBreak" for each in everything)
        self.page, self.paragraphs, self.tables = 1, 0, 0
        self.embedded = self.struck = 0
        self.revised = False
        self.line = _Line()

    def document(self) -> Document:
        """The whole document."""
        transcript = Transcript(column=self.column)
        transcript.blocks(self._blocks(self.body))
        if self.original and self.struck:
            told = f"{self.struck} stretches that are struck through were read, as the text was before"
            transcript.notice("struck-through", told, Severity.NOTE)
        if self.embedded:
            transcript.notice("left-out", f"{self.embedded} embedded documents were left out; open and save it in Word")
        for kind, passage in self._binding():
            transcript.notice(
                "left-out", f'left out as the {kind} of pages, though it binds: "{cut(passage, _QUOTED)}"'
            )
        return attrs.evolve(transcript.document(revised=self.revised), changed_by=tuple(self._authors()))

    def _binding(self) -> Iterator[tuple[str, str]]:
        """What binds in the headers and footers, each passage once."""
        passages = {
            (kind, " ".join(text_within(each, "t").split())): None
            for kind in ("header", "footer")
            for part in self.package.every(kind)
            for each in part.iter("{*}p")
        }
        yield from ((kind, passage) for kind, passage in passages if binds(passage))

    def _authors(self) -> Iterator[str]:
        """The author of each tracked change of words, rows, numbers, or of where alone a paragraph ends.

        What stands apart only in runs is one, as Word has it.
        """
        for root in (self.body, *(note for notes in self.notes.values() for note in notes.values())):
            for element in () if root is None else root.iter(*(f"{{*}}{name}" for name in _INSERTED | _DELETED)):
                above, before = element.getparent(), element.getprevious()
                is_row = above is not None and local(above) == "trPr"
                has_words = bool(text_within(element, "t") or text_within(element, "delText"))
                goes_on = before is not None and _same_change(before, element)
                moved = local(element) == "moveFrom"
                if not moved and (((is_row or has_words) and not goes_on) or _is_lone_end(element, above)):
                    yield attribute(element, "author") or ""
            for element in () if root is None else root.iter("{*}pPrChange", "{*}cellIns", "{*}cellDel"):
                if local(element) != "pPrChange" or _is_renumbered(element):
                    yield attribute(element, "author") or ""

    def _left_out(self, element: Element) -> bool:
        """Whether a tracked change leaves an element out of the text that is read."""
        name = local(element)
        if name in _INSERTED or name in _DELETED:
            self.revised = True
        return name in (_INSERTED if self.original else _DELETED)

    # ------------------------------------------------------------ blocks

    def _blocks(self, container: Element) -> Iterator[Block]:
        for element in container:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "AlternateContent":
                yield from self._blocks(_chosen(element))
            elif name == "altChunk":
                self.embedded += 1
            elif _is_prompt(element):
                yield self._prompt(element)
            elif name in _TRANSPARENT | _INSERTED | _DELETED and not self._left_out(element):
                yield from self._blocks(element)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        """The paragraph, unless its mark is gone and it runs on into the next; then the text boxes in it."""
        self.paragraphs += 1
        number = self.paragraphs  # those of its text boxes count on
        properties = child(element, "pPr")
        line = self.line
        line.properties = properties
        for part in element:
            self._inline(part, line)
        mark = child(properties, "rPr")
        removed = [each for each in children(mark) if local(each) in _INSERTED | _DELETED]
        left_out = [self._left_out(each) for each in removed]
        if any(left_out):
            return
        self.line = _Line()
        properties = self._then(properties, "pPrChange", "pPr")
        style = child(properties, "pStyle")
        name = None if style is None else attribute(style, "val")
        gone = not line.parts and any(map(_says, (*element.iterfind(".//{*}ins"), *element.iterfind(".//{*}del"))))
        label = None if gone else self.numbering.label(properties, name, numbered(properties))
        yield from self._labelled(label, line, number)
        yield from line.boxes

    def _then(self, properties: Element | None, change: str, name: str) -> Element | None:
        """The properties as they were before a tracked change of them, if the original is read."""
        before = child(properties, change, name) if self.original else None
        return properties if before is None else before

    def _labelled(self, label: Label | None, line: _Line, number: int) -> Iterator[Paragraph]:
        text = "".join(line.parts)
        head = ""
        if label is not None and (text.strip() or (label.heads and not line.omissions)):
            head = label.text + ("\n" if label.heads and text.strip() else label.apart if text.strip() else "")
            text = text.lstrip()
        cut = sum(map(len, line.parts)) - len(text) if head else 0
        marks = tuple(Span(each.start + len(head) - cut, each.end + len(head) - cut) for each in line.marks)
        left_out = tuple(attrs.evolve(each, at=max(0, each.at + len(head) - cut)) for each in line.omissions)
        notes = tuple(line.notes)
        place = Place(page=self.page if self.paged else None, paragraph=number)
        yield Paragraph(text=head + text, place=place, marks=marks, notes=notes, omissions=left_out)

    def _prompt(self, element: Element) -> Paragraph:
        """A field for whole paragraphs that nobody filled in, as a paragraph that is left out."""
        held = list(element.iter("{*}p"))
        self.paragraphs += len(held)
        omission = Omission(text=" ".join(text_within(each, "t") for each in held), at=0, why=Why.PROMPT)
        return Paragraph(text="", place=Place(paragraph=self.paragraphs), omissions=(omission,))

    def _table(self, element: Element) -> Iterator[Table]:
        self.tables += 1
        number = self.tables
        rows = tuple(self._row(row) for row in _rows(element) if not self._is_gone(child(row, "trPr")))
        if rows:
            yield Table(rows=rows, number=number)

    def _is_gone(self, properties: Element | None) -> bool:
        """Whether a tracked change leaves out a row or a cell."""
        names = {"cellIns": "ins", "cellDel": "del"}
        found = [names.get(local(each), local(each)) for each in children(properties)]
        tracked = {name for name in found if name in ("ins", "del")}
        self.revised = self.revised or bool(tracked)
        return ("ins" if self.original else "del") in tracked

    def _row(self, row: Element) -> tuple[Cell, ...]:
        cells = []
        for cell in _unwrapped(row, "tc"):
            properties = child(cell, "tcPr")
            if self._is_gone(properties):
                continue
            content = list(self._blocks(cell))
            cells.append(() if _continues(properties) else content)
        return tuple(cells)

    # ------------------------------------------------------------ lines

    def _inline(self, element: Element, line: _Line) -> None:
        name = local(element)
        if name == "r":
            self._run(element, line)
        elif name == "AlternateContent":
            for part in _chosen(element):
                self._inline(part, line)
        elif _is_prompt(element):
            omit(line.omissions, Omission(text=text_within(element, "t"), at=line.length, why=Why.PROMPT))
        elif name in ("oMath", "oMathPara"):
            line.put(text_within(element, "t"))
        elif name == "ruby":
            for part in child(element, "rubyBase") or ():
                self._inline(part, line)
        elif name in _TRANSPARENT | _INSERTED | _DELETED and not self._left_out(element):
            for part in element:
                self._inline(part, line)

    def _run(self, run: Element, line: _Line) -> None:
        properties = self._then(child(run, "rPr"), "rPrChange", "rPr")
        if why := self._omitted(properties, line, words=bool(text_within(run, "t").strip())):
            self._omit(run, why, line)
            return
        custom = False
        position = child(properties, "vertAlign")
        is_raised = position is not None and attribute(position, "val") == "superscript"
        for part in run:
            name = local(part)
            if name in ("footnoteReference", "endnoteReference"):
                custom = attribute(part, "customMarkFollows") in ("1", "true", "on")
                self._note(part, name.removesuffix("Reference"), line, run if custom else None)
            elif name in ("t", "delText") and not custom and line.shown:
                line.put_above(part.text or "") if is_raised else line.put(part.text or "")
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._drawing(part, line)
            elif (sign := _RUN_PARTS.get(name)) is not None:
                sign(self, part, line)

    def _omitted(self, properties: Element | None, line: _Line, *, words: bool) -> Why | None:
        """Why a run is no part of the text; what is struck through stood in it before."""
        if self.styles.shows("vanish", properties, line.properties):
            return Why.HIDDEN
        if not any(self.styles.shows(name, properties, line.properties) for name in ("strike", "dstrike")):
            return None
        self.struck += words
        self.revised = self.revised or words
        return None if self.original else Why.STRUCK

    def _omit(self, run: Element, why: Why, line: _Line) -> None:
        """Leave a run out: fields that begin or end in it still do, and its notes keep their numbers."""
        for part in run:
            name = local(part)
            if name in ("fldChar", "lastRenderedPageBreak"):
                _RUN_PARTS[name](self, part, line)
            elif name in ("footnoteReference", "endnoteReference"):
                self.printed[name.removesuffix("Reference")] += 1
            elif line.shown:
                text = "\t" if name == "tab" else text_within(part, "t")
                omit(line.omissions, Omission(text=text, at=line.length, why=why))

    def _note(self, reference: Element, kind: str, line: _Line, custom: Element | None) -> None:
        note = self.notes[kind].get(attribute(reference, "id") or "")
        if note is None:
            return
        if custom is None:
            self.printed[kind] += 1
            label = formatted(self.printed[kind], "decimal" if kind == "footnote" else "lowerRoman")
        else:
            label = text_within(custom, "t").strip() or "*"
        start = line.length
        line.put(sign_behind(label, "".join(line.parts)))
        line.marks.append(Span(start, line.length))
        paragraphs = [each for each in note.iter() if local(each) == "p"]
        text = " ".join(filter(None, (self._text_of(each, line) for each in paragraphs)))
        line.notes.append(Note(label=label, text=text, place=Place(note=f"{kind} {label}", paragraph=self.paragraphs)))

    def _text_of(self, paragraph: Element, around: _Line) -> str:
        """The text of a paragraph of a note; what is left out of it counts for the one that refers to it."""
        line = _Line(properties=child(paragraph, "pPr"))
        for part in paragraph:
            self._inline(part, line)
        for omission in line.omissions:
            omit(around.omissions, attrs.evolve(omission, at=around.length))
        return " ".join("".join(line.parts).split())

    def _drawing(self, element: Element, line: _Line) -> None:
        """Collects the text boxes of a drawing; they stand behind the paragraph to which it is anchored."""
        chosen = _chosen(element) if local(element) == "AlternateContent" else element
        contents = [each for each in chosen.iter() if local(each) == "txbxContent"]
        outer = [each for each in contents if not any(local(up) == "txbxContent" for up in each.iterancestors())]
        for content in outer or contents[:1]:
            kept, self.line = self.line, _Line()
            line.boxes += self._blocks(content)
            self.line = kept

    def _break(self, element: Element, line: _Line) -> None:
        line.put("\n")

    def _page_break(self, element: Element, line: _Line) -> None:
        self.page += 1

    def _symbol(self, element: Element, line: _Line) -> None:
        try:
            code = int(attribute(element, "char") or "", 16)
        except ValueError:
            return
        sign = chr(min(code, 0xFFFF))
        line.put(symbol(sign) or _SIGNS.get(code) or ("•" if 0xF000 <= code <= 0xF0FF else sign))

    def _field(self, element: Element, line: _Line) -> None:
        """A field: what it says is to be done is no text, what came of it is."""
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            line.instructions.append(True)
        elif line.instructions and kind == "separate":
            line.instructions[-1] = False
        elif line.instructions and kind == "end":
            line.instructions.pop()


def _same_change(before: Element, element: Element) -> bool:
    """Whether two neighbours are one tracked change."""
    return local(before) == local(element) and attribute(before, "author") == attribute(element, "author")


def _says(change: Element) -> bool:
    """Whether a tracked change is one of words, and none of a paragraph's end or of a comment."""
    return bool(text_within(change, "t") or text_within(change, "delText"))


def _is_lone_end(element: Element, above: Element | None) -> bool:
    """Whether a change is that of a paragraph's end, while nothing in the paragraph came or went with it."""
    properties = None if above is None or local(above) != "rPr" else above.getparent()
    paragraph = None if properties is None or local(properties) != "pPr" else properties.getparent()
    return paragraph is not None and not any(
        local(part) == local(element) and text_within(part, "t") + text_within(part, "delText") for part in paragraph
    )


def _is_renumbered(change: Element) -> bool:
    """Whether a change of a paragraph's properties gives it another number, or takes it away."""
    before, now = child(change, "pPr"), change.getparent()
    styles = [None if (style := child(each, "pStyle")) is None else attribute(style, "val") for each in (before, now)]
    return numbered(before) != numbered(now) or styles[0] != styles[1]


def _is_prompt(element: Element) -> bool:
    """Whether an element is a field to fill in that still shows what to fill in."""
    return local(element) == "sdt" and is_on(child(element, "sdtPr", "showingPlcHdr"))


def _put(text: str) -> Callable[[_Reading, Element, _Line], None]:
    return lambda _, __, line: line.put(text)


_RUN_PARTS: dict[str, Callable[[_Reading, Element, _Line], None]] = {
    "tab": _put("\t"),
    "ptab": _put(" "),
    "noBreakHyphen": _put("-"),
    "br": _Reading._break,
    "cr": _Reading._break,
    "lastRenderedPageBreak": _Reading._page_break,
    "sym": _Reading._symbol,
    "fldChar": _Reading._field,
}


def _notes(part: Element | None) -> dict[str, Element]:
    """The notes of a part by their ids, without the lines that part them from the text."""
    kept = [each for each in children(part) if attribute(each, "type") in (None, "normal")]
    return {attribute(each, "id") or "": each for each in kept}


def _chosen(alternatives: Element) -> Element:
    """What to read of content that Word offers in several forms, of which it shows one."""
    for name in ("Choice", "Fallback"):
        found = child(alternatives, name)
        if found is not None and len(found):
            return found
    return alternatives


def _rows(table: Element) -> Iterator[Element]:
    yield from _unwrapped(table, "tr")


def _unwrapped(container: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, which may be wrapped into content controls."""
    for element in container:
        if local(element) == name:
            yield element
        elif local(element) in _TRANSPARENT:
            yield from _unwrapped(element, name)


def _continues(properties: Element | None) -> bool:
    """Whether a cell is but the lower part of a merged one."""
    merge = child(properties, "vMerge")
    return merge is not None and attribute(merge, "val") != "restart"
