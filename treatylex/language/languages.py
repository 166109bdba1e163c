"""Languages: in which language a passage is, as far as its small words and its script tell.

Guarantees: a passage of a few words is in no language; a passage is foreign only on evidence for another language,
never for want of evidence for English.
"""

import functools
import importlib.resources
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]{2,}")  # a letter alone numbers a point
_FEWEST_WORDS = 5
_SHARE = 0.14
"""Of a passage's words: so many small words of a language speak for it."""
_CLEARER = 3
"""So many times as many small words as English has in the passage."""
_OTHER_SCRIPT = 0.5
_GARBLED = 0.4
"""Of all letters so many with accents are no language: a text in another encoding."""
_SCRIPTS = {
    "CYRILLIC": "a language in Cyrillic script",
    "GREEK": "Greek",
    "ARABIC": "a language in Arabic script",
    "HEBREW": "Hebrew",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "a language in Devanagari script",
    "THAI": "Thai",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "ETHIOPIC": "a language in Ethiopic script",
}
ENGLISH = "English"
GARBLED = "an encoding that was not recognised"


@functools.cache
def small_words() -> dict[str, frozenset[str]]:
    """The small words of each language, by its name in English."""
    text = (importlib.resources.files("treatylex.grammars") / "languages.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: frozenset(words.split()) for name, _, words in (line.partition(":") for line in lines)}


@functools.cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """The languages of which a word is a small one."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in small_words().items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


def language_of(text: str) -> str | None:
    """The language of a passage by its name in English; `None` when it does not tell.

    >>> language_of("Chaque Partie notifie à l'autre les lois qui sont en vigueur dans son territoire.")
    'French'
    >>> language_of("The Parties shall meet once a year in the capital of either."), language_of("Article 12")
    ('English', None)
    """
    if not text.isascii():
        letters = [sign for sign in text if sign.isalpha()]
        if len(letters) > 3 and (other := _other_script(letters)):
            return other
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _FEWEST_WORDS:
        return None
    return _by_words(words)


def foreign_language(sentence: str) -> str | None:
    """The language of a sentence that is not in English; `None` also for names alone, however foreign.

    >>> foreign_language("Le Conseil publie les rapports qui lui sont soumis dans un délai d'un an.")
    'French'
    >>> foreign_language("Señora María de la Cruz; Señor Juan de los Ríos; Señor Pedro de la Mora")
    """
    language = language_of(sentence)
    if language is None or language == ENGLISH:
        return None
    small = small_words().get(language, frozenset())
    own = [word for word in _WORD.findall(sentence) if word.islower() and word not in small]
    return language if len(own) > 1 or not small else None


def _by_words(words: Sequence[str]) -> str | None:
    counts = dict.fromkeys(small_words(), 0)
    known = _languages_of_words()
    for word in words:
        for name in known.get(word, ()):
            counts[name] += 1
    english = counts.pop(ENGLISH)
    best = max(counts, key=lambda name: counts[name])
    if counts[best] > max(2, _SHARE * len(words)) and counts[best] > _CLEARER * english:
        return best
    return ENGLISH if english > 0.08 * len(words) and english >= counts[best] else None


def _other_script(letters: Sequence[str]) -> str | None:
    """The language that a script other than the Latin one tells of, or that accents gone wild do not."""
    foreign = [sign for sign in letters if sign > "\u024f"]
    if len(foreign) > _OTHER_SCRIPT * len(letters):
        script = unicodedata.name(foreign[len(foreign) // 2], "").partition(" ")[0]
        return _SCRIPTS.get(script, "another script")
    accented = sum(1 for sign in letters if "\x80" <= sign <= "\u024f")
    return GARBLED if accented > _GARBLED * len(letters) and len(letters) > 20 else None


class Stretch(NamedTuple):
    """Passages that follow each other, `first` to `last`, both counted, in one foreign language."""

    first: int
    last: int
    language: str


def foreign_stretches(passages: Sequence[str]) -> list[Stretch]:
    """The stretches of passages that are not in English.

    What tells no language goes with what is around it: within a stretch, and right before one if it is short and has
    no English word, as a heading of the French version does.

    >>> french = "Chaque Partie notifie à l'autre les lois qui sont en vigueur dans son territoire et les publie."
    >>> foreign_stretches(["The Parties shall meet.", "Article premier", french, "Article 2", french])
    [Stretch(first=1, last=4, language='French')]
    """
    told = [language_of(passage) for passage in passages]
    found: list[Stretch] = []
    for k, language in enumerate(told):
        if language is None or language == ENGLISH:
            continue
        first = _reach_back(passages, told, k, found[-1].last if found else -1)
        if found and found[-1].language == language and first <= found[-1].last + 1:
            found[-1] = Stretch(found[-1].first, k, language)
        else:
            found.append(Stretch(first, k, language))
    return [each for each in found if _is_long(passages[each.first : each.last + 1])]


_FURTHEST = 6
_SHORT = 90
_FEWEST_IN_ALL = 12


def _reach_back(passages: Sequence[str], told: Sequence[str | None], at: int, floor: int) -> int:
    """The first of the passages right before one that go with it."""
    first = at
    joins = floor >= 0 and all(language is None for language in told[floor + 1 : at])
    furthest = floor + 1 if joins else max(floor + 1, at - _FURTHEST)
    while first > furthest and told[first - 1] is None and (joins or _goes_along(passages[first - 1])):
        first -= 1
    return first


def _goes_along(passage: str) -> bool:
    words = {word.lower() for word in _WORD.findall(passage)}
    return len(passage) <= _SHORT and not words & (small_words()[ENGLISH] - _also_elsewhere())


@functools.cache
def _also_elsewhere() -> frozenset[str]:
    """English small words that are small words of another language, too."""
    return frozenset(word for name, words in small_words().items() if name != ENGLISH for word in words)


def _is_long(passages: Sequence[str]) -> bool:
    text = " ".join(passages)
    return len(_WORD.findall(text)) >= _FEWEST_IN_ALL or sum(1 for sign in text if sign > "\u024f") >= _FEWEST_IN_ALL
