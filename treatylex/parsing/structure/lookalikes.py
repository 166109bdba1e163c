"""Lookalikes: words that mix letters of two alphabets, as "Pаrty" with a Cyrillic "а" does.

Guarantee: such a word is told, since it looks like one that the grammars know and is not read as it.
"""

import unicodedata
from collections.abc import Iterator

from treatylex.errors import Diagnostic
from treatylex.parsing.structure.layout import pattern
from treatylex.source import Span


def mixed_words(text: str) -> Iterator[Diagnostic]:
    """The words in which a letter of another alphabet stands beside a Latin one that it looks like.

    >>> [told.message for told in mixed_words("Each P\\u0430rty shall report.")]
    ['"Pаrty" holds a Cyrillic letter that looks like a Latin one, "а"; it is not read as the word that it looks like']
    """
    if text.isascii():
        return
    end = 0
    for found in pattern("LOOKALIKE").finditer(text):
        if found.start() < end:
            continue
        word = Span(_edge(text, found.start(), -1), _edge(text, found.start(), 1) + 1)
        end = word.end
        letter = found.group()
        alphabet = unicodedata.name(letter).partition(" ")[0].capitalize()
        message = (
            f'"{word.of(text)}" holds a {alphabet} letter that looks like a Latin one, "{letter}"; '
            "it is not read as the word that it looks like"
        )
        yield Diagnostic(code="mixed-alphabets", message=message, span=word)


def _edge(text: str, at: int, step: int) -> int:
    """The last letter of a word in one direction, at most 100 letters away."""
    for _ in range(100):
        if not (0 <= at + step < len(text) and text[at + step].isalpha()):
            break
        at += step
    return at
