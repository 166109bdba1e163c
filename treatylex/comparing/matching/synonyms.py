"""Synonyms: words that name one matter, or one act (`corpus/synonyms.toml`)."""

import functools
from collections.abc import Mapping

from treatylex.comparing.matching.wording import stem
from treatylex.knowledge import tables


@functools.cache
def synonyms(table: str) -> Mapping[str, frozenset[str]]:
    """For the stem of each word that a table lists, those of the words that say the same, itself included.

    >>> sorted(synonyms("matters")[stem("withdrawal")])
    ['denounc', 'denunci', 'termin', 'withdraw']
    """
    groups = [frozenset(map(stem, group)) for group in tables("synonyms")[table]]
    return {each: group for group in groups for each in group}


def usual_stem(word: str) -> str:
    """The stem of a word, that of the first in the alphabet for verbs that say the same.

    >>> usual_stem("notifies") == usual_stem("informed"), usual_stem("continue") == usual_stem("cease")
    (True, False)
    """
    found = stem(word)
    return min(synonyms("verbs").get(found, (found,)))
