"""Reading HTML: paragraphs, tables, lists and footnotes of a page.

Guarantees: text comes out once and in the order of the page; what was left out as the page's surroundings is told with
its size, what is struck through or hidden and binds with its words, tracked changes with their number; a page without
text is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import attrs

from treatylex.errors import InputError, Severity
from treatylex.formats.block_items import Block, Note, Paragraph, Why
from treatylex.formats.documents import Choices, Document, Revisions
from treatylex.formats.markup import Element, changes_in, local
from treatylex.formats.transcription import Transcript
from treatylex.formats.walking import Dialect, Line, Walker, said, steps
from treatylex.formats.web.chrome import Sizes, hides_most, is_hidden, main_content, remove_chrome, remove_unseen
from treatylex.formats.web.list_numbers import Lists
from treatylex.formats.web.page import decode, flatten, page_of
from treatylex.formats.web.sheets import Sheets
from treatylex.source import Place, Span, cut

_HTML = Dialect(
    blocks=frozenset(
        {
            *(
                "p",
                "div",
                "section",
                "article",
                "aside",
                "main",
                "header",
                "footer",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "li",
            ),
            *("dt", "dd", "dl", "ul", "ol", "menu", "blockquote", "pre", "address", "figure", "figcaption", "center"),
            *("fieldset", "details", "summary", "body", "html", "title", "caption", "tr", "td", "th", "tbody", "thead"),
            "hr",
        }
    ),
    skipped=frozenset({"head", "title", "script", "style", "noscript", "template"}),
)
_QUOTED = 120
"""Characters of what is left out that a message quotes."""
_ENUMERATOR = re.compile(r"\((?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6})\)|(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\d+(?:\.\d+)+\.?")
_LONGEST_NOTE = 5_000
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 200
"""Characters of a heading that runs into its text, those of its article's number among the most."""
_BOLD = frozenset({"b", "strong", "u"})
_LABEL = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]|[*†‡§]{1,3})\s*[\])]?")


def read(data: bytes, choices: Choices) -> Document:
    """The document in a page of HTML.

    Raises:
        InputError: when it holds no text, or lxml is not installed.
    """
    text, notes = decode(data)
    root = page_of(text)
    sheets = Sheets("\n".join("".join(style.itertext()) for style in root.iter("style")))
    paths = {part: step for element in root.iter() for part, step in steps(element)}  # as they are in the file
    remove_unseen(root)
    sizes = Sizes(root)
    content, beside = main_content(root, sizes)
    above = [content, *content.iterancestors()]
    path = "".join(paths.get(up, f"/{local(up)}") for up in reversed(above)).replace("/body[1]", "/body", 1)
    transcript = Transcript(column=choices.column)
    if hides_most(content, sizes, sheets):
        sheets.reveal()
        transcript.notice("hidden-text", "styles hide most of the page, which was read as a script may show it")
    removed = remove_chrome(content, sizes, sheets)
    bare = flatten(content, lambda element: is_hidden(element, sheets) or sheets.strikes(element))
    paths |= dict.fromkeys(bare, "")
    page = _Page(root, content, sheets, paths, original=choices.revisions is Revisions.ORIGINAL)
    transcript.blocks(page.read(path))
    if not transcript.parts:
        raise InputError("is a page without text; if a script makes it, save the page as a browser shows it")
    if left_out := removed.characters + beside.characters:
        message = f"{left_out:,} characters of navigation, notices and buttons were left out"
        if beside.beside:
            message += f', and beside the main part of the page: "{cut(beside.beside, _QUOTED)}"'
        transcript.notice("left-out", message, Severity.NOTE)
    for passage in (*beside.binding, *removed.binding):
        message = f'left out as navigation or a notice of the page, though it binds: "{cut(passage, _QUOTED)}"'
        transcript.notice("left-out", message)
    document = transcript.document(revised=page.revised)
    return attrs.evolve(document, diagnostics=notes + document.diagnostics, changed_by=("",) * changes_in(content))


class _Footnote(NamedTuple):
    """A footnote: the link that marks it, which is kept so that its identity lasts, and the block that it leads to."""

    link: Element
    block: Element
    label: str


class _Block(NamedTuple):
    """What a block says, and where its links lead."""

    text: str
    links: set[str]


class _Page(Walker):
    def __init__(
        self, root: Element, content: Element, sheets: Sheets, paths: Mapping[Element, str], *, original: bool
    ) -> None:
        super().__init__(_HTML)
        self.content = content
        self.paths = paths
        self.sheets = sheets
        self.lists = Lists(sheets)
        self.original = original
        self.revised = False
        self.footnotes = dict(_footnotes(root, content))
        self.taken = {id(note.block) for note in self.footnotes.values()}

    def read(self, path: str) -> list[Block]:
        """The blocks of the content, which stands at a path."""
        return list(_labelled(self.blocks(self.content, path)))

    def steps(self, element: Element) -> Iterable[tuple[Element, str]]:
        """The elements right within one, each with its step as it was before any of them was taken out."""
        return ((part, self.paths.get(part, "")) for part in element)

    def element(self, part: Element, name: str, path: str, line: Line) -> Line:
        """Read an element; footnotes stand where their marks are."""
        if id(part) in self.taken:
            return line
        if why := self._omitted(part, name):
            return self._omit(part, name, path, line, why)
        if id(part) in self.footnotes:
            line.mark(*self._note(part, path, line))
            return line
        if name not in _HTML.blocks:
            _part_glued(part, line)
        return super().element(part, name, path, line)

    def _omitted(self, part: Element, name: str) -> Why | None:
        """Why an element is no part of the text; what is struck through stood in it before, what is put in did not."""
        if is_hidden(part, self.sheets):
            return Why.HIDDEN
        if name in ("ins", "del"):
            self.revised = True
            return Why.CHANGED if name == ("ins" if self.original else "del") else None
        struck = self.sheets.strikes(part)
        self.revised = self.revised or struck
        return Why.STRUCK if struck and not self.original else None

    def apart(self, element: Element, path: str) -> list[Block]:
        """The blocks of a cell, unless it or its row is struck through or hidden."""
        kept, self.found = self.found, []
        around = [each for each in (element, element.getparent()) if each is not None]
        if why := next(filter(None, (self._omitted(each, local(each)) for each in around)), None):
            self._omit(element, local(element), path, Line(path), why)
        else:
            self.found = super().apart(element, path)
        found, self.found = self.found, kept
        return found

    def _omit(self, part: Element, name: str, path: str, line: Line, why: Why) -> Line:
        if name in _HTML.blocks or any(local(each) in _HTML.blocks for each in part.iter()):
            self.end(line)
            line = Line(path)
            line.omit(part, why)
            self.end(line)
            return Line(path.rpartition("/")[0])
        line.omit(part, why)
        return line

    def is_raised(self, part: Element, name: str) -> bool:
        """Whether an element sets what it holds above the line, and holds no mark of a footnote that is known."""
        return super().is_raised(part, name) and not any(id(link) in self.footnotes for link in part.iter("a"))

    def block(self, part: Element, name: str, path: str) -> None:
        """Read a block; the item of a list gets its label."""
        line = Line(path)
        if name == "li" and (label := self.lists.label(part)):
            line.put(f"{label} ")
            line.label = label
        self.end(self.within(part, path, line))

    def before_tail(self, part: Element, tail: str, line: Line) -> None:
        """Part a heading from the text that it runs into: "Scope" from "Each Party shall …"."""
        if not (line.last.isalnum() and tail[0].isupper()):
            return
        above, _, head = "".join(line.parts if line.length < _LONGEST_HEADING else ()).rpartition("\n")
        opens = len(head) >= _SHORTEST_HEADING and head.strip() == "".join(part.itertext()).strip()
        if opens and head[0].isupper() and head[-1].islower():
            line.put("\n" if above else "\n\n")
        elif local(part) in _BOLD:
            line.put("\n")

    def _note(self, link: Element, path: str, line: Line) -> tuple[str, Note]:
        def left_out(part: Element) -> bool:
            why = self._omitted(part, local(part))
            if why:
                line.omit(part, why)
            return why is not None

        note = self.footnotes[id(link)]
        text = said(note.block, left_out).removeprefix(note.label).lstrip(" .)]")
        place = Place(xpath=path, note=f"footnote {note.label.strip('[]() ')}")
        return note.label, Note(label=note.label, text=text, place=place)


def _labelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks, a number that stands in one of its own set before the paragraph that follows, as the page shows it."""
    label: Paragraph | None = None
    for block in blocks:
        alone = isinstance(block, Paragraph) and bool(block.text.strip()) and _ENUMERATOR.fullmatch(block.text.strip())
        if label is not None and isinstance(block, Paragraph) and not alone and block.text.strip():
            head = f"{label.text.strip()} "
            cut = len(block.text) - len(block.text.lstrip())
            marks = tuple(Span(each.start - cut + len(head), each.end - cut + len(head)) for each in block.marks)
            left_out = tuple(attrs.evolve(each, at=each.at - cut + len(head)) for each in block.omissions)
            block = attrs.evolve(block, text=head + block.text[cut:], marks=marks, omissions=left_out)
        elif label is not None:
            yield label
        label = block if isinstance(block, Paragraph) and alone else None
        if label is None:
            yield block
    if label is not None:
        yield label


def _part_glued(part: Element, line: Line) -> None:
    """Set a blank where one element's text would run into the next one's: "Article 1" and "Scope"."""
    before = line.last
    first = "".join(part.itertext())[:1] if before and before.isalnum() else ""
    if first.isupper() and (before.isdigit() or before.islower()) and part.getprevious() is not None:
        line.put("\n" if before.isdigit() else " ")


def _footnotes(root: Element, content: Element) -> Iterator[tuple[int, _Footnote]]:
    """The links that are marks of footnotes, by identity, each with the block that it leads to."""
    targets = {name: each for each in root.iter() for name in _anchors(each)}
    blocks: dict[Element, _Block] = {}  # many links may lead to one
    for link in content.iter("a"):
        href = link.get("href") or ""
        target = targets.get(href[1:]) if href.startswith("#") and len(href) > 1 else None
        label = "".join(link.itertext()).strip()
        if target is None or target is link or not _LABEL.fullmatch(label):
            continue
        element = _block_of(target)
        if element not in blocks:
            blocks[element] = _Block(said(element), {each.get("href") for each in element.iter("a")})
        if _is_note(element, blocks[element], label, link) and not _opens(link):
            yield id(link), _Footnote(link, element, label)


def _anchors(element: Element) -> Iterable[str]:
    return filter(None, (element.get("id"), element.get("name"))) if local(element) else ()


def _block_of(element: Element) -> Element:
    while local(element) not in _HTML.blocks and element.getparent() is not None:
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


def _is_note(element: Element, block: _Block, label: str, link: Element) -> bool:
    """Whether a block that a link leads to is its footnote: it begins with the same mark, or leads back."""
    if not 0 < len(block.text) < _LONGEST_NOTE or any(up is element for up in (link, *link.iterancestors())):
        return False
    text, bare = block.text.lstrip("[( "), label.strip("[]() ")
    raised = any(local(up) == "sup" for up in (*link.iterancestors("sup"), *link.iter("sup")))
    begins = text.startswith(bare) and text[len(bare) :][:1] not in (("",) if raised else (".", ""))
    back = {f"#{name}" for up in (link, *link.iterancestors()) for name in _anchors(up)}
    return bool(back & block.links) or (begins and local(element) in ("p", "li", "div", "dd", "td", "aside"))
