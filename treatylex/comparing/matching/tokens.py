"""Tokens: the words and signs of a text, free of formatting: hyphens within words, the style of quotation marks."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from treatylex.source import QUOTATION_MARKS

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_HYPHEN = r"[-\u00ad\u2010\u2011](?:[ \t]*[\r\n]\s*)?"
_WORD = rf"(?:[^\W_][\u0300-\u036f]*)+(?:(?<=[^\W\d_])(?:{_HYPHEN})(?:{_LETTER})+)*"
_TOKEN = re.compile(rf"{_WORD}|_+|[{''.join(sorted(QUOTATION_MARKS))}]+|[^\w\s]")
_INNER_HYPHENS = re.compile(_HYPHEN)

Tokens = tuple[str, ...]


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """The words and signs of a text with their places.

    >>> [token for _, token in tokens("“Co-operate” with,\\n the Par-\\nties.")]
    ['"', 'Cooperate', '"', 'with', ',', 'the', 'Parties', '.']
    """
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token.isascii() and token.isalnum():  # as nearly all are
            yield match.start(), token
        elif token[0] in QUOTATION_MARKS:
            yield match.start(), '"'
        elif token[0] == "_":
            yield match.start(), "_"
        elif len(token) > 1:
            yield match.start(), unicodedata.normalize("NFC", _INNER_HYPHENS.sub("", token))
        elif unicodedata.category(token) not in ("Cc", "Cf"):
            yield match.start(), token


def alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words and signs are the same; a word wholly in capitals is the same in any case.

    >>> alike(["The", "PARTIES"], ["The", "Parties"]), alike(["Party"], ["party"])
    (True, False)
    """
    return len(left) == len(right) and all(map(_same, left, right))


def _same(left: str, right: str) -> bool:
    return left == right or (left.casefold() == right.casefold() and (_shouted(left) or _shouted(right)))


def _shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper()
