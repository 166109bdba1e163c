"""Reading Akoma Ntoso: the text of a document of the OASIS LegalDocML standard, whatever its kind.

Guarantees: metadata, tables of contents and editors' remarks are left out, everything else is read in its order; text
that is marked as inserted or deleted is read as in a document with tracked changes.
"""

import re

import attrs

from treatylex.errors import InputError, Severity
from treatylex.formats.akn import MARK, NAMESPACE, NOTE
from treatylex.formats.block_items import Note, Paragraph
from treatylex.formats.documents import Choices, Document, Revisions
from treatylex.formats.markup import Element, attribute, changes_in, local, tree_of
from treatylex.formats.numbered import NumberedWalker, Numbering
from treatylex.formats.transcription import Transcript
from treatylex.formats.walking import Dialect, Line, said
from treatylex.model.provisions import LeafKind
from treatylex.source import Place, Span

_DIVISIONS = frozenset(
    {
        *("article", "section", "part", "chapter", "title", "book", "tome", "division", "subdivision", "subpart"),
        *("subchapter", "subtitle", "subsection", "rule", "subrule", "attachment", "doc", "hcontainer", "annex"),
    }
)
_BLOCKS = _DIVISIONS | frozenset(
    {
        *("act", "bill", "statement", "debateReport", "judgment", "documentCollection", "portion", "officialGazette"),
        *("akomaNtoso", "coverPage", "preface", "preamble", "body", "mainBody", "conclusions", "attachments"),
        *("content", "intro", "wrapUp", "wrap", "p", "block", "blockContainer", "blockList", "item", "listWrapUp"),
        *("listIntroduction", "recitals", "recital", "citations", "citation", "formula", "container", "longTitle"),
        *("alinea", "paragraph", "subparagraph", "point", "indent", "list", "clause", "subclause", "sublist", "level"),
        *("proviso", "transitional", "crossHeading", "quotedStructure", "embeddedStructure", "ul", "ol", "li", "td"),
        *("tblock", "foreign", "collectionBody", "component", "components", "componentRef", "caption", "th", "tr"),
        *("interstitial", "signature"),
    }
)
_DIALECT = Dialect(
    blocks=_BLOCKS,
    skipped=frozenset({"meta", "toc", "remark", "popup", "img"}),
    breaks=frozenset({"br", "eol"}),
)
_NUMBERING = Numbering(numbers=frozenset({"num"}), names=frozenset({"heading", "subheading"}), divisions=_DIVISIONS)
_CALLED = frozenset({"article", "section", "part", "chapter", "title", "book", "rule"})
"""The divisions whose number is printed behind the word for them."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_ROMAN = frozenset("ivxlcdm")


_QUOTED = frozenset({"quotedStructure", "quotedText", "embeddedStructure", "embeddedText"})
_OPENING = '“"‘«„'
_CLOSING = re.compile(r"\s*[”\"’»“]")
_STOP = re.compile(r"\s*[.;,](?=\s*$)")


def _taken(part: Element, signs: re.Pattern[str]) -> str:
    """Signs that follow an element, or the one that it ends, taken out of the text there."""
    while not (part.tail or "").strip() and part.getnext() is None and local(part.getparent()) == "mod":
        part = part.getparent()
    match = signs.match(part.tail or "")
    if match is None:
        return ""
    part.tail = part.tail[match.end() :]
    return match.group().strip()


def read(data: bytes, choices: Choices) -> Document:
    """The document in a file of Akoma Ntoso.

    Raises:
        InputError: when it is damaged or holds no text, or lxml is not installed.
    """
    root = tree_of(data, "html")
    walker = _Act(original=choices.revisions is Revisions.ORIGINAL)
    transcript = Transcript()
    transcript.blocks(walker.blocks(root, f"/{local(root)}"))
    if not transcript.parts:
        raise InputError("is Akoma Ntoso without a text; name the file that holds the body")
    namespace = root.tag.partition("}")[0].lstrip("{")
    if namespace != NAMESPACE:
        message = (
            f"the namespace is {namespace or 'missing'}, not that of Akoma Ntoso 3.0; it was read as far as it agrees"
        )
        transcript.notice("other-version", message, Severity.NOTE)
    changes = changes_in(root)
    return attrs.evolve(transcript.document(revised=changes > 0), changed_by=("",) * changes)


class _Act(NumberedWalker):
    def __init__(self, *, original: bool) -> None:
        super().__init__(_DIALECT, _NUMBERING)
        self.original = original
        self.notes = 0

    def element(self, part: Element, name: str, path: str, line: Line) -> Line:
        """Read an element."""
        if name in ("ins", "del"):
            return line if self.left_out(part) else self.within(part, path, line)
        if name == "authorialNote":
            self.notes += 1
            label = attribute(part, "marker") or str(self.notes)
            place = Place(xpath=path, note=f"footnote {label.strip('()[] ')}")
            line.mark(label, Note(label=label, text=said(part, self.left_out), place=place))
            return line
        if name == "ref" and attribute(part, "class") == MARK:
            start = line.length
            line = self.within(part, path, line)
            line.marks.append(Span(start, line.length))
            return line
        if name in _QUOTED:
            return self._quoted(part, name, path, line)
        return super().element(part, name, path, line)

    def _quoted(self, part: Element, name: str, path: str, line: Line) -> Line:
        """Read what is quoted, between the signs that the file names or sets around it, else between those of English.

        Signs that stand in the text around a quoted provision go to its first and its last paragraph.
        """
        set_before = line.last if line.last and line.last in _OPENING else ""
        is_block = name in _BLOCKS
        start = attribute(part, "startQuote") or ("" if set_before and not is_block else set_before or "“")
        end = attribute(part, "endQuote") or ("" if set_before else "”")
        if not is_block:
            line.put(start)
            line = self.within(part, path, line)
            line.put(end)
            return line
        if set_before:
            line.parts[-1] = line.parts[-1][:-1]
            line.length -= 1
            end = _taken(part, _CLOSING)
        end += _taken(part, _STOP)
        self.end(line)
        first = len(self.found)
        line = super().element(part, name, path, Line(path))
        if len(self.found) > first:
            self._set_around(first, start, len(self.found) - 1, end)
        return line

    def _set_around(self, first: int, start: str, last: int, end: str) -> None:
        """Signs before one paragraph and behind another."""
        opening, closing = self.found[first], self.found[last]
        if isinstance(opening, Paragraph):
            marks = tuple(Span(each.start + len(start), each.end + len(start)) for each in opening.marks)
            self.found[first] = attrs.evolve(opening, text=f"{start}{opening.text.lstrip()}", marks=marks)
            closing = self.found[last]
        if isinstance(closing, Paragraph):
            self.found[last] = attrs.evolve(closing, text=f"{closing.text.rstrip()}{end}")

    def left_out(self, element: Element) -> bool:
        """Whether a tracked change leaves an element out of the text that is read."""
        return local(element) == ("ins" if self.original else "del")

    def block(self, part: Element, name: str, path: str) -> None:
        """Read an element that holds paragraphs; the lines of a title stand below each other."""
        first = len(self.found)
        super().block(part, name, path)
        if name == "p" and attribute(part, "class") == NOTE:
            self.found[first:] = [
                attrs.evolve(each, kind=LeafKind.FOOTNOTE) if isinstance(each, Paragraph) else each
                for each in self.found[first:]
            ]
        before = part.getprevious()
        if name == "longTitle" and before is not None and local(before) == name:
            self.found[first:] = [
                attrs.evolve(each, below=True) if isinstance(each, Paragraph) else each for each in self.found[first:]
            ]

    def title(self, division: Element, number: str) -> str:
        """A bare number gets the word that its element stands for: "Article 4"."""
        name = local(division)
        named = any(not set(word.lower()) <= _ROMAN for word in _WORD.findall(number))
        return number if named or name not in _CALLED else f"{name.capitalize()} {number}"

    def printed(self, provision: Element | None, number: str) -> str:
        """A bare number of a paragraph or point gets the signs with which it is printed."""
        if not number.isalnum():
            return number
        return f"{number}." if number.isdecimal() else f"({number})"
