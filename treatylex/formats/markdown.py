"""Reading Markdown: headings, numbered lists, emphasis, links, tables and footnotes, as CommonMark has them.

Guarantees: the signs of Markdown go and the words stay; numbers of lists are printed as they were written, or counted
where they were all written alike; every block knows its line in the file.
"""

import html
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from treatylex.errors import Diagnostic, InputError, Severity
from treatylex.formats import markdown_tables
from treatylex.formats import text as plain
from treatylex.formats.block_items import Block, Note, Omission, Paragraph, Table, Why, omit
from treatylex.formats.documents import Choices, Document, Revisions
from treatylex.formats.transcription import Transcript
from treatylex.formats.walking import NEAR, raised
from treatylex.language.grammar import pattern
from treatylex.source import Place, Span

_FRONT = re.compile(r"\A---[ \t]*\n(?:[\w-]+:.*\n|[ \t#-].*\n|\n)+?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([\w-]+)\]:[ \t]*(.*(?:\n(?:[ \t]*\n)*(?: {2,}|\t).*)*)", re.MULTILINE)
_MARK = re.compile(r"\[\^([\w-]+)\]")
_TAG = re.compile(r"<[^<>]{1,500}>")
_STRUCK = re.compile(r"<(/?)(?:s|del|strike)>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ATTRIBUTES = re.compile(
    r"[ \t]*\{[ \t]*(?:[#.][\w:.-]+|[\w-]+=\S*|-)(?:[ \t]+(?:[#.][\w:.-]+|[\w-]+=\S*))*[ \t]*\}[ \t]*$"
)
"""What is said behind a heading for links and styles: "{#scope .unnumbered}"."""
_ABOVE = re.compile(r"<(/?)sup>", re.IGNORECASE)
_ABOVE_IN_BLOCK = re.compile(r"<sup>(.{0,40}?)</sup>", re.IGNORECASE | re.DOTALL)
_BELOW_IN_BLOCK = re.compile(r"</?sub>", re.IGNORECASE)
_SIGNED = re.compile(r"(?<=[^\s^])\^([^\s^\[\]]{1,4})\^|(?<=[A-Za-z])~(\d{1,2})~")
"""What stands above and below the line as pandoc writes it: "km^2^", "CO~2~"."""
_OWN = re.compile(
    r"\\?\((?:\d{1,3}|[a-z]{1,2}|[ivxlcdm]{1,6})\\?\)\s|(?:\d{1,3}|[a-z]|[ivx]{1,5})\\?[.)]\s", re.IGNORECASE
)
"""The number that an item of a list brings."""
_LONGEST_HEAD = 100
"""Characters of bold words at the start of a paragraph that may be its heading."""
_DEEPEST = 100
"""Levels of nesting that are read; a quotation is one level, a list and its item are two."""
_HOLDERS = frozenset({"blockquote_open", "list_item_open"})


def read(data: bytes, choices: Choices) -> Document:
    """The document in a file of Markdown.

    Raises:
        InputError: when quotations and lists are nested so deeply that what stands in them would not be read.
    """
    text, notes = plain.decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    if front is not None:
        text = _blanked(front) + text[front.end() :]
    reading = _Reading(text, original=choices.revisions is Revisions.ORIGINAL)
    transcript = Transcript(column=choices.column)
    transcript.blocks(reading.blocks())
    if front is not None:
        transcript.notice("left-out", "the data at the head of the file were left out", Severity.NOTE)
    document = transcript.document(revised=reading.revised)
    return attrs.evolve(document, diagnostics=_without_places(notes) + document.diagnostics)


def _without_places(notes: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was noticed about the encoding, whose places are those of the file and not of the text without its signs."""
    return tuple(attrs.evolve(note, span=Span(0, 0)) for note in notes)


def _blanked(match: re.Match[str]) -> str:
    """As many empty lines as a match has, so that what follows keeps its line."""
    return "\n" * match.group().count("\n")


def _refuse_unread(tokens: Sequence[Any]) -> None:
    """Raise where nesting ends the reading: the parser passes over all that stands deeper, and tells nothing."""
    for token in tokens:
        if token.type in _HOLDERS and token.level + 1 >= _DEEPEST:
            raise InputError(
                f"line {token.map[0] + 1}: quotations and lists are nested deeper than {_DEEPEST} levels; "
                "take out signs of quotation or indentation there"
            )


class _Reading:
    def __init__(self, text: str, *, original: bool) -> None:
        from markdown_it import MarkdownIt

        self.notes = {match[1]: " ".join(match[2].split()) for match in _DEFINITION.finditer(text)}
        rules = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
        self.parser = rules.disable(["code", "image"])
        markdown_tables.install(self.parser)
        self.tokens: list[Any] = self.parser.parse(_DEFINITION.sub(_blanked, text))
        _refuse_unread(self.tokens)
        self.original = original
        self.revised = False
        self.tables = 0
        self.labels: list[str] = []
        self.lists: list[_List] = []
        self.line = 1

    def blocks(self) -> Iterator[Block]:
        """The blocks of the file."""
        return self._blocks(0, len(self.tokens))

    def _blocks(self, at: int, end_at: int) -> Iterator[Block]:
        while at < end_at:
            token = self.tokens[at]
            if token.map:
                self.line = token.map[0] + 1
            if token.type == "table_open":
                end = next(k for k in range(at, len(self.tokens)) if self.tokens[k].type == "table_close")
                yield self._table(self.tokens[at:end])
                at = end
            elif token.type == "blockquote_open":
                closing = ("blockquote_close", token.level)
                end = next(k for k in range(at, end_at) if (self.tokens[k].type, self.tokens[k].level) == closing)
                yield from _remark_in_one(list(self._blocks(at + 1, end)))
                at = end
            elif token.type == "inline":
                paragraph = self._paragraph(token.children or [])
                is_heading = self.tokens[at - 1].type == "heading_open"
                yield attrs.evolve(paragraph, text=_ATTRIBUTES.sub("", paragraph.text)) if is_heading else paragraph
            elif token.type == "html_block" and (table := markdown_tables.in_html(token.content)):
                if table.outside:  # which a page shows before the table, wherever it stands in it
                    yield self._marked(table.outside)
                self.tables += 1
                cells = (tuple([self._marked(cell)] for cell in row) for row in table.rows)
                yield Table(rows=tuple(cells), number=self.tables)
            elif token.type == "html_block" and _STRUCK.search(token.content):
                yield self._marked(" ".join(token.content.split()))
            elif token.type in ("fence", "html_block"):
                yield self._plain(token.content if token.type == "fence" else _without_tags(token.content))
            else:
                self._list(token, at)
            at += 1

    def _list(self, token: Any, at: int) -> None:
        """Follow the lists that open and close, and the labels of their items."""
        if token.type in ("ordered_list_open", "bullet_list_open"):
            self.lists.append(_list_of(self.tokens, at))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self.labels += filter(None, [self.lists[-1].label(token)])
        elif token.type == "list_item_close":
            self.labels.clear()

    def _place(self) -> Place:
        return Place(line=self.line)

    def _paragraph(self, children: Sequence[Any]) -> Paragraph:
        children, omissions = self._kept(children)
        text = "".join(_inline(children))
        label = "".join(f"{each} " for each in self.labels) if text.strip() or not omissions else ""
        self.labels.clear()
        text = label + text
        marks: list[Span] = []
        notes: list[Note] = []
        parts: list[str] = []
        at = length = 0
        for match in _MARK.finditer(text):
            if match[1] not in self.notes:
                continue
            parts += [text[at : match.start()], match[1]]
            length += match.start() - at
            marks.append(Span(length, length + len(match[1])))
            length += len(match[1])
            place = Place(line=self.line, note=f"footnote {match[1]}")
            said = "".join(_inline(self.parser.parseInline(self.notes[match[1]])[0].children or []))
            notes.append(Note(label=match[1], text=said, place=place))
            at = match.end()
        return Paragraph(
            text="".join(parts) + text[at:],
            place=self._place(),
            marks=tuple(marks),
            notes=tuple(notes),
            omissions=tuple(attrs.evolve(each, at=each.at + len(label)) for each in omissions),
        )

    def _marked(self, markup: str) -> Paragraph:
        """A line of Markdown and of tags as a paragraph."""
        return self._paragraph(self.parser.parseInline(markup)[0].children or [])

    def _kept(self, children: Sequence[Any]) -> tuple[Sequence[Any], list[Omission]]:
        """The parts of a paragraph without those that are struck through, and these."""
        struck = 0
        kept: list[Any] = []
        gone: list[tuple[int, str]] = []
        for token in children:
            if (step := _strikes(token)) is not None:
                struck, self.revised = max(0, struck + step), True
            elif not struck or self.original:
                kept.append(token)
            else:
                gone.append((len(kept), token.content or " "))
        ends = [0, *itertools.accumulate(len(part) for part in _inline(kept))] if gone else []
        omissions: list[Omission] = []
        for behind, text in gone:
            omit(omissions, Omission(text=text, at=ends[behind], why=Why.STRUCK))
        return kept, omissions

    def _plain(self, text: str) -> Paragraph:
        return Paragraph(text=text, place=self._place())

    def _table(self, tokens: Sequence[Any]) -> Table:
        self.tables += 1
        rows: list[list[list[Block]]] = []
        for token in tokens:
            if token.map:
                self.line = token.map[0] + 1
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append([self._paragraph(token.children or [])])
        return Table(rows=tuple(tuple(row) for row in rows), number=self.tables)


@attrs.define
class _List:
    """A list: whether its items are numbered, and whether their numbers, all written alike, are to be counted.

    `own`: its items bring their own numbers, "- (a) act", so that its dots say nothing.
    """

    ordered: bool
    counted: bool
    start: int
    own: bool
    given: int = 0

    def label(self, item: Any) -> str:
        """What stands before the next item."""
        self.given += 1
        if self.own:
            return ""
        if not self.ordered:
            return "-" if item.markup in "-+" else "•"
        number = str(self.start + self.given - 1) if self.counted else item.info
        return f"{number}{item.markup}"


def _remark_in_one(quoted: list[Block]) -> list[Block]:
    """What is quoted; the paragraphs of a remark on the text ("Chair's note: …") as one, for it ends with them."""
    paragraphs = [each for each in quoted if isinstance(each, Paragraph)]
    head = pattern("structure", "NOTE_ON_TEXT").match(paragraphs[0].text) if paragraphs else None
    if head is None or len(paragraphs) < len(quoted) or not pattern("structure", "ONE_NOTE").search(head.group()):
        return quoted
    text = ""
    marks: list[Span] = []
    omissions: list[Omission] = []
    for each in paragraphs:
        text += " " if text else ""
        marks += [Span(mark.start + len(text), mark.end + len(text)) for mark in each.marks]
        omissions += [attrs.evolve(omission, at=omission.at + len(text)) for omission in each.omissions]
        text += each.text.replace("\n", " ")
    notes = tuple(note for each in paragraphs for note in each.notes)
    place = paragraphs[0].place
    return [Paragraph(text=text, place=place, marks=tuple(marks), notes=notes, omissions=tuple(omissions))]


def _list_of(tokens: Sequence[Any], at: int) -> _List:
    level = tokens[at].level
    numbers = []
    texts = []
    for k, token in enumerate(tokens[at + 1 :], at + 1):
        if token.level == level and token.type.endswith("_list_close"):
            break
        if token.type == "list_item_open" and token.level == level + 1:
            numbers.append(token.info)
            texts.append(next((each.content for each in tokens[k : k + 3] if each.type == "inline"), ""))
    ordered = tokens[at].type == "ordered_list_open"
    start = int(numbers[0]) if ordered and numbers and numbers[0].isdecimal() else 1
    own = not ordered and all(map(_OWN.match, texts))
    return _List(ordered=ordered, counted=len(numbers) > 1 and len(set(numbers)) == 1, start=start, own=own)


def _strikes(token: Any) -> int | None:
    """1 where words begin that are struck through, -1 where they end; `None` for anything else."""
    if token.type in ("s_open", "s_close"):
        return int(token.nesting)
    tag = _STRUCK.fullmatch(token.content) if token.type == "html_inline" else None
    return None if tag is None else -1 if tag[1] else 1


def _inline(children: Sequence[Any]) -> Iterator[str]:
    """The words of each part of a paragraph; bold words at its start that are a heading get a line of their own."""
    near = ""
    length = 0
    above = only_bold = False
    for k, token in enumerate(children):
        content = ""
        if token.type in ("text", "code_inline", "text_special"):
            content = _shown(token.content, near, above=above)
            if k and children[k - 1].type == "strong_close" and only_bold and 0 < length <= _LONGEST_HEAD:
                content = _below(content)
        elif token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and _BREAK.fullmatch(token.content)
        ):
            content = "\n"
        elif token.type == "html_inline" and (tag := _ABOVE.fullmatch(token.content)):
            above = not tag[1]
        elif token.type == "strong_open":
            only_bold = not length
        near = f"{near}{content[-NEAR:]}"[-NEAR:]
        length += len(content.strip())
        yield content


def _shown(content: str, before: str, *, above: bool) -> str:
    """Words as they are set: what stands above the line does not run into the word before it."""
    if above:
        return raised(content, before).text

    def figures(match: re.Match[str]) -> str:
        around = f"{before}{content[max(0, match.start() - NEAR) : match.start()]}"[-NEAR:]
        return raised(match[1], around).text if match[1] else match[2]

    return _SIGNED.sub(figures, content)


def _below(content: str) -> str:
    """The text behind bold words, on a line of its own where it begins a sentence."""
    rest = content.lstrip(" :.–—-")
    return f"{content[: len(content) - len(rest)].rstrip()}\n{rest}" if rest[:1].isupper() else content


def _without_tags(markup: str) -> str:
    def shown(match: re.Match[str]) -> str:
        return _shown(match[1], markup[max(0, match.start() - NEAR) : match.start()], above=True)

    above = _ABOVE_IN_BLOCK.sub(shown, markup)
    return html.unescape(_TAG.sub(" ", _BREAK.sub("\n", _BELOW_IN_BLOCK.sub("", above))))
