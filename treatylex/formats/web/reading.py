"""Reading HTML: paragraphs, tables, lists and footnotes of a page.

Guarantees: text comes out once and in the order of the page; what was left out as the page's surroundings is told with
its size; a page without text is refused.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from treatylex.errors import InputError, Severity
from treatylex.formats.blocks import Block, Cell, Note, Paragraph, Table, Transcript
from treatylex.formats.documents import Choices, Document
from treatylex.formats.markup import Element, local
from treatylex.formats.web.chrome import main_content, remove_chrome
from treatylex.formats.web.lists import Lists
from treatylex.formats.web.page import decode, page_of
from treatylex.source import Place, Span

_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt"),
        *("dd", "dl", "ul", "ol", "menu", "blockquote", "pre", "address", "figure", "figcaption", "center", "hr"),
        *("fieldset", "details", "summary", "body", "html", "title", "caption", "tr", "td", "th", "tbody", "thead"),
    }
)
_SKIPPED = frozenset({"head", "title", "script", "style", "noscript", "template"})
_BOLD = frozenset({"b", "strong", "u"})
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LABEL = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]|[*†‡§]{1,3})\s*[\])]?")
_BREAKS = re.compile(r"\n[ \t]*\n\s*")


def read(data: bytes, choices: Choices) -> Document:
    """The document in a page of HTML.

    Raises:
        InputError: when it holds no text, or lxml is not installed.
    """
    text, notes = decode(data)
    root = page_of(text)
    sheets = "\n".join("".join(style.itertext()) for style in root.iter("style"))
    content = main_content(root)
    seen = remove_chrome(content)
    transcript = Transcript()
    try:
        transcript.blocks(_Reading(root, content, Lists(sheets)).blocks())
    except RecursionError:
        raise InputError("is a page whose elements are nested too deeply; save its text") from None
    if not transcript.parts:
        raise InputError("is a page without text; if a script makes it, save the page as a browser shows it")
    if seen:
        message = f"{seen:,} characters of navigation, notices and buttons were left out"
        transcript.notice("left-out", message, Severity.NOTE)
    document = transcript.document()
    return attrs.evolve(document, diagnostics=notes + document.diagnostics)


class _Footnote(NamedTuple):
    """A footnote: the link that marks it, which is kept so that its identity lasts, and the block that it leads to."""

    link: Element
    block: Element
    label: str


@attrs.define
class _Line:
    """A paragraph in the making."""

    path: str
    parts: list[str] = attrs.field(factory=list)
    length: int = 0
    marks: list[Span] = attrs.field(factory=list)
    notes: list[Note] = attrs.field(factory=list)

    def put(self, text: str) -> None:
        """Add text; blanks at its start are left out behind blanks."""
        if self.parts and self.parts[-1][-1:].isspace():
            text = text.lstrip(" ")
        elif not self.parts:
            text = text.lstrip()
        if text:
            self.parts.append(text)
            self.length += len(text)

    @property
    def last(self) -> str:
        """The last character."""
        return self.parts[-1][-1] if self.parts else ""


class _Reading:
    def __init__(self, root: Element, content: Element, lists: Lists) -> None:
        self.content = content
        self.lists = lists
        self.found: list[Block] = []
        self.tables = 0
        self.footnotes = dict(_footnotes(root, content))
        self.taken = {id(note.block) for note in self.footnotes.values()}

    def blocks(self) -> list[Block]:
        """The blocks of the content."""
        tree = self.content.getroottree()
        path = tree.getpath(self.content)
        line = self._within(self.content, path, _Line(path))
        self._end(line)
        return self.found

    # ------------------------------------------------------------ walking

    def _within(self, element: Element, path: str, line: _Line) -> _Line:
        """Read what stands in an element; the paragraph that is open at its end."""
        self._text(element.text, line, element)
        counts: dict[str, int] = {}
        for part in element:
            name = local(part)
            counts[name] = counts.get(name, 0) + 1
            line = self._element(part, name, f"{path}/{name}[{counts[name]}]", line)
            self._tail(part, name, line, element)
        return line

    def _element(self, part: Element, name: str, path: str, line: _Line) -> _Line:
        if not name or name in _SKIPPED or id(part) in self.taken:
            return line
        if name == "br":
            line.put("\n")
        elif name == "table":
            self._end(line)
            self._table(part, path)
            return _Line(path.rpartition("/")[0])
        elif name in _BLOCKS:
            self._end(line)
            inner = _Line(path)
            if name == "li" and (label := self.lists.label(part)):
                inner.put(f"{label} ")
            self._end(self._within(part, path, inner))
            return _Line(path.rpartition("/")[0])
        elif id(part) in self.footnotes:
            self._mark(part, path, line)
        else:
            _part_glued(part, line)
            return self._within(part, path, line)
        return line

    def _text(self, text: str | None, line: _Line, within: Element) -> None:
        if text:
            line.put(text.strip("\n") if local(within) == "pre" else _BLANKS.sub(" ", text))

    def _tail(self, part: Element, name: str, line: _Line, within: Element) -> None:
        tail = part.tail
        if not tail:
            return
        if name in _BOLD and line.last.isalnum() and tail[0].isupper():
            line.put("\n")  # a heading that runs into the text
        self._text(tail, line, within)

    def _end(self, line: _Line) -> None:
        """Close a paragraph; doubled line breaks part it into several."""
        text = "".join(line.parts)
        if not text.strip():
            return
        place = Place(xpath=line.path)
        at = 0
        notes = tuple(line.notes)
        for match in [*_BREAKS.finditer(text), None]:
            end = match.start() if match else len(text)
            if text[at:end].strip():
                marks = tuple(Span(each.start - at, each.end - at) for each in line.marks if at <= each.start < end)
                self.found.append(Paragraph(text=text[at:end], place=place, marks=marks, notes=notes))
                notes = ()
            at = match.end() if match else end

    # ------------------------------------------------------------ footnotes and tables

    def _mark(self, link: Element, path: str, line: _Line) -> None:
        note = self.footnotes[id(link)]
        start = line.length
        line.put(note.label)
        line.marks.append(Span(start, line.length))
        text = " ".join("".join(note.block.itertext()).split())
        text = text.removeprefix(note.label).lstrip(" .)]")
        label = note.label.strip("[]() ")
        line.notes.append(Note(label=note.label, text=text, place=Place(xpath=path, note=f"footnote {label}")))

    def _table(self, table: Element, path: str) -> None:
        self.tables += 1
        number = self.tables
        rows: list[tuple[Cell, ...]] = []
        for row, row_path in _rows(table, path):
            cells: list[Cell] = []
            for k, cell in enumerate((each for each in row if local(each) in ("td", "th")), 1):
                kept, self.found = self.found, []
                cell_path = f"{row_path}/{local(cell)}[{k}]"
                self._end(self._within(cell, cell_path, _Line(cell_path)))
                cells.append(tuple(self.found))
                self.found = kept
            rows.append(tuple(cells))
        if rows:
            self.found.append(Table(rows=tuple(rows), number=number))


def _part_glued(part: Element, line: _Line) -> None:
    """Set a blank where one element's text would run into the next one's: "Article 1" and "Scope"."""
    before = line.last
    first = "".join(part.itertext())[:1] if before and before.isalnum() else ""
    if first.isupper() and (before.isdigit() or before.islower()) and part.getprevious() is not None:
        line.put("\n" if before.isdigit() else " ")


def _rows(table: Element, path: str) -> Iterator[tuple[Element, str]]:
    """The rows of a table with their paths, those of tables within it left out."""
    counts: dict[str, int] = {}
    for part in table:
        name = local(part)
        counts[name] = counts.get(name, 0) + 1
        inner = f"{path}/{name}[{counts[name]}]"
        if name == "tr":
            yield part, inner
        elif name in ("tbody", "thead", "tfoot"):
            yield from _rows(part, inner)


def _footnotes(root: Element, content: Element) -> Iterator[tuple[int, _Footnote]]:
    """The links that are marks of footnotes, by identity, each with the block that it leads to."""
    targets = {name: each for each in root.iter() for name in _anchors(each)}
    for link in content.iter("a"):
        href = link.get("href") or ""
        target = targets.get(href[1:]) if href.startswith("#") and len(href) > 1 else None
        label = "".join(link.itertext()).strip()
        if target is None or target is link or not _LABEL.fullmatch(label):
            continue
        block = _block_of(target)
        if _is_note(block, label, link) and not _opens(link):
            yield id(link), _Footnote(link, block, label)


def _anchors(element: Element) -> Iterable[str]:
    return filter(None, (element.get("id"), element.get("name"))) if local(element) else ()


def _block_of(element: Element) -> Element:
    while local(element) not in _BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def _opens(link: Element) -> bool:
    """Whether a link is the first that its block says: it leads back from a footnote, not to one."""
    block = _block_of(link)
    before = link
    while before is not block:
        earlier = before.getprevious()
        said = before.getparent().text if earlier is None else f"{''.join(earlier.itertext())}{earlier.tail or ''}"
        if (said or "").strip():
            return False
        before = before.getparent() if earlier is None else earlier
    return True


def _is_note(block: Element, label: str, link: Element) -> bool:
    """Whether a block that a link leads to is its footnote: it begins with the same mark, or leads back."""
    if block is _block_of(link) or any(up is block for up in link.iterancestors()):
        return False
    text = " ".join("".join(block.itertext()).split())
    bare = label.strip("[]() ")
    begins = text.lstrip("[( ").startswith(bare) and text.lstrip("[( ")[len(bare) :][:1] not in (".", "")
    back = {f"#{name}" for up in (link, *link.iterancestors()) for name in _anchors(up)}
    leads_back = any(each.get("href") in back for each in block.iter("a"))
    return 0 < len(text) < 5_000 and (leads_back or (begins and local(block) in ("p", "li", "div", "dd", "td")))
