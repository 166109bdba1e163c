"""The text as given: half-open spans of code points, lines and columns, carets, and the way back into the file.

Guarantee: a `Span` is valid for the exact string that was handed in. Nothing is normalised here, except for the eye by
`one_line` and `cut`.
"""

import bisect
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

_LINE_END = re.compile(r"\r\n|[\n\r]")
_SMALL = "[a-zß-öø-ÿ]"
DIVISION = rf"(?<={_SMALL})-[ \t]*\r?\n[ \t]*(?={_SMALL})|(?<=[A-Z]{{2}})-[ \t]*\r?\n[ \t]*(?=[A-Z]{{2}})|\s*\u00ad\s*"
"""What divides a word: a hyphen at a line end (one case on both sides: not "Anglo-\\nFrench"), or a soft hyphen."""
_DIVISION = re.compile(DIVISION)

_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_PLAIN = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "}

CLOSING_MARK = {"“": "”", "„": "”", "‘": "’", "«": "»", "‹": "›", '"': '"'}
"""For each mark that opens a quotation the one that closes it."""
QUOTATION_MARKS = frozenset({*CLOSING_MARK, *CLOSING_MARK.values(), *"‟‚‛'`´"})
"""Every character that treaties set as a quotation mark."""


@functools.total_ordering
@attrs.frozen
class Span:
    """A half-open stretch `[start, end)` of the text, in 0-based code points.

    >>> span = Span(4, 9)
    >>> len(span), "The Party shall"[span.start : span.end]
    (5, 'Party')
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __lt__(self, other: object) -> bool:  # attrs would make tuples of both by way of their fields
        if not isinstance(other, Span):
            return NotImplemented
        return self.start < other.start or (self.start == other.start and self.end < other.end)

    def of(self, text: str) -> str:
        """The characters that the span covers in `text`."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


def in_plain_width(text: str) -> str:
    """The text, as long as it was, with the letters, figures and signs of East Asian width as everybody else sets them.

    >>> in_plain_width("Article\u3000\uff17\uff0e")
    'Article 7.'
    """
    return text.translate(_PLAIN) if _WIDE.search(text) else text


def one_line(text: str | None) -> str:
    """A text in one line, without doubled blanks, words that a line end divided joined again; "" for `None`.

    >>> one_line("an  inter-\\nnational\\nbody")
    'an international body'
    """
    text = text or ""
    if "-" in text or "\u00ad" in text:  # nothing else divides a word
        text = _DIVISION.sub("", text)
    return " ".join(text.split())


def cut(text: str, width: int) -> str:
    """A text in one line, without doubled blanks, cut to `width` characters.

    >>> cut("Each  Party shall inform", 12)
    'Each Party…'
    """
    line = one_line(text)
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"


_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys or hides instead of showing it: controls, marks of direction, halves of characters."""


def visible(text: str) -> str:
    r"""A text for terminals and logs: what they would obey instead of showing it is written as an escape.

    Line feeds and tabs stay. In JSON the escapes mean the characters themselves.

    >>> print(visible("a\x1b[2J\u202eb"))
    a\u001b[2J\u202eb
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def visible_name(name: str) -> str:
    r"""A name in one line, as `visible` shows it: one with a line feed in it cannot pass for two messages.

    >>> print(visible_name("a\nb"))
    a\u000ab
    """
    return visible(name).replace("\n", "\\u000a").replace("\t", "\\u0009")


def pretty(printer: Any, code: str, short: str) -> None:
    """Print a value: as code that makes it anew where hypothesis prints a counterexample, else as its short form."""
    printer.text(code if type(printer).__module__.startswith("hypothesis.") else short)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches that the spans cover together, in order and apart.

    >>> union([Span(4, 9), Span(0, 5), Span(11, 12)])
    (Span(start=0, end=9), Span(start=11, end=12))
    """
    merged: list[Span] = []
    ordered = list(spans)
    if len(ordered) > 1:
        ordered.sort(key=lambda span: (span.start, span.end))  # several times as fast as comparing spans
    end = -1
    for span in ordered:
        if span.start > end:
            merged.append(span)
            end = span.end
        elif span.end > end:
            end = span.end
            merged[-1] = Span(merged[-1].start, end)
    return tuple(merged)


def uncovered(span: Span, covered: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span without the stretches of `covered`, which lie in order and apart, as `union` gives them.

    >>> list(uncovered(Span(0, 9), [Span(2, 3), Span(5, 12)]))
    [Span(start=0, end=2), Span(start=3, end=5)]
    """
    at = span.start
    for number in range(bisect.bisect_right(covered, at, key=lambda stretch: stretch.end), len(covered)):
        stretch = covered[number]
        if stretch.start >= span.end:
            break
        if at < stretch.start:
            yield Span(at, stretch.start)
        at = stretch.end
    if at < span.end:
        yield Span(at, span.end)


@attrs.frozen(kw_only=True)
class Place:
    """Where a stretch of the text stands in the file from which it was read; what the file does not tell is `None`.

    `page`, `paragraph` and `line` count from 1 in the order of the file; `cell` and `note` name a cell of a table and
    a footnote; `xpath` leads to the element of an XML or HTML document.

    >>> str(Place(page=7, paragraph=3)), str(Place(cell="table 2, row 3, column 1", paragraph=9)), str(Place(line=4))
    ('page 7, paragraph 3', 'table 2, row 3, column 1', 'line 4')
    """

    span: Span = attrs.field(default=Span(0, 0), eq=False)
    page: int | None = None
    paragraph: int | None = None
    line: int | None = None
    cell: str | None = None
    note: str | None = None
    xpath: str | None = None

    def __str__(self) -> str:
        page = [] if self.page is None else [f"page {self.page}"]
        inside = next((name for name in (self.note, self.cell, self.xpath) if name), None)
        if inside is None and self.paragraph is not None:
            inside = f"paragraph {self.paragraph}"
        if inside is None and self.line is not None:
            inside = f"line {self.line}"
        return ", ".join([*page, *([inside] if inside else [])]) or "unknown place"


@attrs.frozen
class Source:
    """A text, the name under which messages speak of it, and where its stretches stand in the file it came from.

    `places` are in the order of the text and do not overlap; a text that is its own file has none.

    >>> Source("Article 1\\nEach Party shall", "pact.txt").place(10)
    'pact.txt:2:1'
    >>> Source("Article 1", "pact.pdf", (Place(span=Span(0, 9), page=7),)).place(0)
    'pact.pdf: page 7'
    """

    text: str
    name: str = "<text>"
    places: tuple[Place, ...] = ()

    @functools.cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins; lines end at LF, CR or CR LF."""
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`, both counted from 1 as editors do."""
        line = bisect.bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def place(self, offset: int) -> str:
        """`name:line:column`, the form that editors and terminals make clickable; `name: page 7` for other files."""
        name = visible_name(self.name)
        if self.places:
            return f"{name}: {self.place_of(Span(offset, offset))}"
        line, column = self.position(offset)
        return f"{name}:{line}:{column}"

    def place_of(self, span: Span) -> Place:
        """Where the first character of `span` stands in the file; its line, when the text is its own file."""
        if not self.places:
            return Place(span=span, line=self.position(span.start)[0])
        at = bisect.bisect_right(self.places, span.start, key=lambda place: place.span.start)
        return self.places[max(0, at - 1)]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def caret(self, span: Span, *, width: int = 100) -> str:
        """The first line of `span` with carets under it, cut to `width` columns around its start.

        >>> print(Source("Each Party shall").caret(Span(5, 10)))
        Each Party shall
             ^^^^^
        """
        number, column = self.position(span.start)
        line = self.line(number).replace("\t", " ")
        left = max(0, column - 1 - width // 2)
        shown = line[left : left + width]
        at = column - 1 - left
        end = at + max(1, min(len(span), len(shown) - at))
        before, under = len(visible(shown[:at])), len(visible(shown[at:end])) or 1
        return f"{visible(shown)}\n{' ' * before}{'^' * under}"
