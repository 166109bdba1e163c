"""Garbling: what a word processor or a wrong encoding has put in the place of a text's words, and places left open.

Guarantee: each is told where it stands, or where it first stands with how often, since it is read as if it were words.
"""

from collections.abc import Iterator

from treatylex.errors import Diagnostic
from treatylex.parsing.structure.layout import pattern
from treatylex.source import Span, one_line


def garbled_stretches(text: str) -> Iterator[Diagnostic]:
    """The cross-references of a text that lead nowhere, what an encoding made of its signs, and what is left open.

    >>> [told.message for told in garbled_stretches("under Article Error! Bookmark not defined. and 5")]
    ['"Error! Bookmark not defined." stands where a cross-reference leads nowhere; update the fields of the document']
    >>> [told.code for told in garbled_stretches("the â€œPartyâ€\x9d")]
    ['garbled-text']
    >>> [told.message for told in garbled_stretches("shall meet every [X] years in [...]")]
    ['"[X]" is left open or left out, the first of 2 such places']
    """
    left_open = list(pattern("LEFT_OPEN").finditer(text))
    if left_open:
        among = f", the first of {len(left_open):,} such places" if len(left_open) > 1 else ""
        message = f'"{one_line(left_open[0].group())}" is left open or left out{among}'
        yield Diagnostic(code="open-blank", message=message, span=Span(*left_open[0].span()))
    for found in pattern("BROKEN_FIELD").finditer(text):
        message = f'"{found.group()}" stands where a cross-reference leads nowhere; update the fields of the document'
        yield Diagnostic(code="broken-reference", message=message, span=Span(*found.span()))
    if text.isascii():
        return
    garbled = list(pattern("GARBLED").finditer(text))
    if garbled:
        times = "once" if len(garbled) == 1 else f"{len(garbled):,} times"
        message = f"signs in UTF-8 were read in another encoding, {times}; take the text from its source again"
        yield Diagnostic(code="garbled-text", message=message, span=Span(*garbled[0].span()))
