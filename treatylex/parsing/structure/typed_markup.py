"""Typed markup: what Markdown and wikis add to a text, "## Article 5", "**Article 5**", "= Part I =", "> quoted".

Guarantee: what the signs enclose stays as it is; a sign that could be a footnote mark or the bullet of a list is none.
"""

import heapq
import re
from collections.abc import Iterator

from treatylex.source import Span

# At the start of a line: the marks of a quotation, then those of a heading.
_PREFIX = re.compile(r"(?:>(?:[ \t]+|(?=>)))*(?:#{1,6}[ \t]+)?")
_STRUCK = re.compile(
    r"(?<!~)~~(?=[^\s~])[^~\n]{1,300}(?<=[^\s~])~~(?!~)|\S[\u0335\u0336]+(?:[ \t]*[^\s\u0335\u0336][\u0335\u0336]+)*"
)
_STROKE = re.compile(r"~~|[\u0335\u0336]")
_QUOTE = re.compile(r"^[ \t]*(?P<signs>>(?:[ \t]*>)*)(?=[ \t]|$)", re.MULTILINE)
_LONGEST_SIGN = 40
_WIKI_HEADING = re.compile(r"(?P<sign>={1,6})[ \t]*(?=[^\s=])[^=\n]+(?<=[^\s=])[ \t]*(?P=sign)")
_EMPHASIS = re.compile(r"(?<![*\w])(?P<sign>\*{1,3})(?=[^\s*)])[^*\n]{1,300}(?<=[^\s*(])(?P=sign)(?![*\w])")
_ALL_EMPHASIS = re.compile(r"(?P<sign>\*{1,3})(?=[^\s*])[^*\n]+(?<=[^\s*])(?P=sign)")


def without_markup(line: str) -> Span:
    """Where a line stands within its markup.

    >>> without_markup("## Article 5"), without_markup("**Article 5**"), without_markup("* a point")
    (Span(start=3, end=12), Span(start=2, end=11), Span(start=0, end=9))
    >>> without_markup("== Part I ==")
    Span(start=3, end=9)
    """
    if _WIKI_HEADING.fullmatch(line):
        inside = line.strip("= \t")
        return Span(line.index(inside), line.index(inside) + len(inside))
    prefix = _PREFIX.match(line)
    start = prefix.end() if prefix else 0
    end = len(line.rstrip("# \t")) if "#" in line[:start] else len(line)
    if enclosed := _ALL_EMPHASIS.fullmatch(line, start, end):
        width = len(enclosed["sign"])
        start, end = start + width, end - width
    elif emphasis := _EMPHASIS.match(line, start, end):
        start += len(emphasis["sign"])
    return Span(start, end) if start < end else Span(0, len(line))


def signs_in(text: str) -> Iterator[Span]:
    """The places of the signs that quote a line or set words in bold or italic type, in order."""
    return heapq.merge(_quotes_in(text), _emphasis_in(text))


def struck_in(text: str) -> Iterator[Span]:
    """The places of words that are struck through, between signs of Markdown or by marks that Unicode sets over them.

    >>> [span.of("Each Party ~~shall~~ may") for span in struck_in("Each Party ~~shall~~ may")]
    ['~~shall~~']
    """
    if "~~" in text or "\u0335" in text or "\u0336" in text:
        yield from (Span(*match.span()) for match in _STRUCK.finditer(text))


def words_of(struck: str) -> str:
    """Words that are struck through, without the signs that strike them."""
    return _STROKE.sub("", struck)


def is_quoted(text: str, start: int) -> bool:
    """Whether the sign of a quotation stands before the words of a line, which begin at `start`."""
    return text[max(0, start - _LONGEST_SIGN) : start].rstrip(" \t*_").endswith(">")


def _quotes_in(text: str) -> Iterator[Span]:
    for match in _QUOTE.finditer(text) if ">" in text else ():
        yield Span(match.start("signs"), match.end("signs"))


def _emphasis_in(text: str) -> Iterator[Span]:
    for match in _EMPHASIS.finditer(text) if "*" in text else ():
        width = len(match["sign"])
        yield Span(match.start(), match.start() + width)
        yield Span(match.end() - width, match.end())
