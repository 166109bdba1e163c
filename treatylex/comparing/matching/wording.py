"""Wording: how alike stretches of text are, by the words and word pairs that they share.

Guarantees: deterministic and exactly symmetric; no two texts are compared that share no telling word, and words that
stand nearly everywhere tell nothing, so that the time grows with the length of the texts, not with its square.
"""

import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from treatylex.language.grammar import pattern

_WORD = re.compile(r"\w+")
_PAIR_WEIGHT = 0.6
# A term that stands in more texts than this is not looked up: it would lead to most of the pairs and decide none.
_COMMON = 40
_LEAST_STEM = 3
"""So many letters of a word stay, whatever its ending."""
_LONGEST = 16
_GLUED = 9
"""A word must have so many letters to be taken for several."""
_MEAN_LENGTH = 3
"""The parts of a divided word have at least so many letters on average: chance finds short ones everywhere."""

Terms = Mapping[str, int]


def words(text: str) -> list[str]:
    """The words of a text in lower case, numbers included.

    >>> words("Each Party shall, within 30 days,")
    ['each', 'party', 'shall', 'within', '30', 'days']
    """
    return _WORD.findall(text.casefold())


@functools.cache
def stem(word: str) -> str:
    """A word in lower case without its ending (`inflection.lark`), so that inflection does not part its forms.

    >>> stem("ratified") == stem("ratification"), stem("internal") == stem("international")
    (True, False)
    """
    found = pattern("inflection", "LEAVES_I", "ENDING").search(word, _LEAST_STEM)
    if found is None:
        return word
    return word[: found.start()] + ("i" if found.lastgroup == "LEAVES_I" else "")


def stems(found: Iterable[str]) -> list[str]:
    """The stems of some words.

    >>> stems(words("Each Party shall settle, the settlement of"))
    ['each', 'parti', 'shall', 'settl', 'the', 'settl', 'of']
    """
    return list(map(stem, found))


def shared_words(left: Sequence[str], right: Sequence[str]) -> float:
    """The share of the words of two texts that stand in both (Dice), 0 to 1.

    >>> shared_words(["each", "party"], ["either", "party"])
    0.5
    """
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right) or 1)


class Divider:
    """Divides words that lost the blanks between them ("shallenterintoforce"), as in texts taken from old print.

    A word is divided only when it is long and rare, and all its parts are words that stand elsewhere in the texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = Counter(word for text in texts for word in words(text))
        self._known = {w for w, n in self._counts.items() if n > 1 and 1 < len(w) <= _LONGEST and w.isalpha()}
        self.divide = functools.cache(self._divide)

    def words(self, text: str) -> list[str]:
        """The words of a text, those that were run together divided.

        >>> Divider(["each party shall act", "each party shall go"]).words("EachPartyshall go")
        ['each', 'party', 'shall', 'go']
        """
        return [part for word in words(text) for part in self.divide(word)]

    def _divide(self, word: str) -> tuple[str, ...]:
        if len(word) < _GLUED or self._counts[word] > 2 or not word.isalpha():
            return (word,)
        best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _LONGEST), end):
                before = best[start]
                if before is None or word[start:end] not in self._known:
                    continue
                found = best[end]
                if found is None or len(before) + 1 < len(found):
                    best[end] = (*before, word[start:end])
        parts = best[-1]
        return parts if parts and len(word) >= _MEAN_LENGTH * len(parts) else (word,)


def terms(found: Sequence[str]) -> Terms:
    """How often each of some words and each pair of neighbouring ones stands there, in the order of the alphabet.

    The order makes sums over terms the same whichever treaty stands left.
    """
    return dict(sorted(Counter([*found, *map(" ".join, itertools.pairwise(found))]).items()))


def rarities(left: Sequence[Terms], right: Sequence[Terms], *, common: float = math.inf) -> dict[str, float]:
    """How rare each term is in both collections together; terms in more than `common` texts are left out."""
    spread = Counter(itertools.chain(*left, *right))
    total = len(left) + len(right)
    rarity = {count: math.log(1 + total / count) for count in set(spread.values()) if count <= common}
    return {
        term: rarity[count] * _PAIR_WEIGHT if " " in term else rarity[count]
        for term, count in spread.items()
        if count <= common
    }


def similarities(left: Sequence[Terms], right: Sequence[Terms]) -> dict[tuple[int, int], float]:
    """The cosine between the texts of two collections, 0 to 1, for the pairs that share a telling term.

    Terms weigh by their rarity in both collections together (sublinear tf-idf).
    """
    rarity = rarities(left, right, common=_COMMON)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for j, text in enumerate(right):
        for term, weight in unit(text, rarity).items():
            postings[term].append((j, weight))
    found: dict[tuple[int, int], float] = {}
    for i, text in enumerate(left):
        row: dict[int, float] = defaultdict(float)
        for term, weight in unit(text, rarity).items():
            for j, other in postings.get(term, ()):
                row[j] += weight * other
        found |= {(i, j): round(min(value, 1.0), 9) for j, value in row.items()}
    return found


def unit(text: Terms, rarity: Mapping[str, float]) -> dict[str, float]:
    """The weights of a text's terms as a vector of length one, in their order."""
    weights = {
        term: rarity[term] if count == 1 else (1 + math.log(count)) * rarity[term]
        for term, count in text.items()
        if term in rarity
    }
    length = math.sqrt(math.fsum([weight * weight for weight in weights.values()]))
    return {term: weight / length for term, weight in weights.items()} if length else {}
