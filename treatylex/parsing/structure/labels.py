"""Labels: the word and the number by which a division is called, "Article 12 bis", "ANNEX II", "Chapter Four".

Guarantee: only the words themselves are read; whether a line that begins with a label opens a division or only speaks
of one, its surroundings decide (`treatylex.parsing.structure.headings`).
"""

from typing import NamedTuple

from treatylex.language.numerals import word_number
from treatylex.model.provisions import ATTACHED, Level
from treatylex.parsing.structure.layout import pattern

LEVELS = {
    "ARTICLE_WORD": Level.ARTICLE,
    "RULE_WORD": Level.RULE,
    "REGULATION_WORD": Level.REGULATION,
    "PART_WORD": Level.PART,
    "TITLE_WORD": Level.TITLE,
    "CHAPTER_WORD": Level.CHAPTER,
    "SUBSECTION_WORD": Level.SUBDIVISION,
    "SECTION_WORD": Level.SECTION,
    "ANNEX_WORD": Level.ANNEX,
    "PROTOCOL_WORD": Level.PROTOCOL,
    "APPENDIX_WORD": Level.APPENDIX,
    "SCHEDULE_WORD": Level.SCHEDULE,
}
"""The terminals that hold the words for divisions, and the level of each."""


class Label(NamedTuple):
    """A word for a division and the number after it: where they begin and end, and the place of the number alone."""

    level: Level
    start: int
    number: tuple[int, int] | None
    end: int

    def printed(self, text: str) -> str:
        """The number as printed, "" without one."""
        return text[slice(*self.number)] if self.number else ""


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that stands at `start`, looked for up to `end`.

    >>> text = "Articles 2 and 3 of the Convention"
    >>> label_at(text, 0, len(text)).printed(text)
    '2 and 3'
    """
    word = pattern(*LEVELS).match(text, start, end)
    if word is None:
        return None
    plural = pattern("PLURAL_UNIT").fullmatch(text, start, word.end()) is not None
    number = _numbers(text, word.end(), end, plural=plural)
    level = LEVELS[word.lastgroup or ""]
    if number and level in ATTACHED and (paragraph := pattern("ATTACHED_TO").match(text, number[1], end)):
        number = number[0], paragraph.end()
    return Label(level, start, number, number[1] if number else word.end())


def _numbers(text: str, at: int, end: int, *, plural: bool) -> tuple[int, int] | None:
    """The place of the number after a word, or of all numbers after a word in the plural."""
    before = pattern("BEFORE_NUMBER").match(text, at, end)
    start = before.end() if before else at
    last = number_end(text, start, end)
    if last is None:
        return None
    while plural and (joint := pattern("MORE_NUMBERS").match(text, last, end)):
        following = number_end(text, joint.end(), end)
        if following is None:
            break
        last = following
    return start, last


def number_end(text: str, start: int, end: int) -> int | None:
    """Where the number of a division that begins at `start` ends; `None` when none begins there."""
    words = word_number(text, start)
    if words is not None and words <= end:
        return words
    match = pattern("DIVISION_NUMBER").match(text, start, end)
    return match.end() if match else None
