"""Usage: texts as they are compared, without case, layout and the choice between words that always say the same.

Guarantee: figures stay apart, whatever blanks and points a text loses.
"""

import functools
import re

from treatylex.language.grammar import pattern, patterns
from treatylex.source import one_line

_WORD_OR_SIGN = re.compile(r"\w+|[%°$€£<>=§]")
_FIGURE_WORD_OR_SIGN = re.compile(r"(?:(?<!\w)[-−])?\d+(?:[.,/–-]\d+)*|[^\W\d]+|[%°$€£<>=§]")

Words = tuple[str, ...]


def bare(text: str | None) -> Words:
    """The words and signs of a text without case, punctuation and layout.

    >>> bare("“Each  Party”, 30%") == bare("each Party 30 %")
    True
    """
    return tuple(_WORD_OR_SIGN.findall((text or "").casefold()))


@functools.lru_cache(maxsize=4096)
def usual(text: str) -> str:
    """A text in which words that say the same in every treaty (`usage.lark`) are the same.

    >>> usual("the present Treaty binds each Contracting Party") == usual("this Treaty binds each Party")
    True
    """
    return _usage().sub(lambda found: f"§{found.lastgroup}", text)


@functools.cache
def _usage() -> re.Pattern[str]:
    return pattern("usage", *patterns("usage").names)


def letters(text: str | None) -> str:
    """A text as it is compared, without the blanks between words, which old print and scans lose; figures stay apart.

    >>> letters("any body of the Contracting Parties") == letters("anybody of the parties")
    True
    >>> letters("within 1.5 months") == letters("within 15 months")
    False
    """
    found = _FIGURE_WORD_OR_SIGN.findall(usual(one_line(text)).casefold())
    return "".join(f" {each} " if each[-1].isdigit() else each for each in found)
