"""Wording: how alike stretches of text are, by the words and word pairs that they share.

Guarantees: deterministic and exactly symmetric; no two texts are compared that share no telling word, and words that
stand nearly everywhere tell nothing, so that the time grows with the length of the texts, not with its square.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"\w+")
_PAIR_WEIGHT = 0.6
# A term that stands in more texts than this is not looked up: it would lead to most of the pairs and decide none.
_COMMON = 100

Terms = Mapping[str, int]


def words(text: str) -> list[str]:
    """The words of a text in lower case, numbers included.

    >>> words("Each Party shall, within 30 days,")
    ['each', 'party', 'shall', 'within', '30', 'days']
    """
    return _WORD.findall(text.casefold())


def terms(text: str) -> Terms:
    """How often each word and each pair of neighbouring words stands in a text."""
    found = words(text)
    counts = Counter(found)
    counts.update(f"{first} {second}" for first, second in itertools.pairwise(found))
    return counts


def similarities(left: Sequence[Terms], right: Sequence[Terms]) -> dict[tuple[int, int], float]:
    """The cosine between the texts of two collections, 0 to 1, for the pairs that share a telling term.

    Terms weigh by their rarity in both collections together (sublinear tf-idf).
    """
    spread = Counter(term for text in (*left, *right) for term in text)
    total = len(left) + len(right)
    rarity = {
        term: math.log(1 + total / count) * (_PAIR_WEIGHT if " " in term else 1)
        for term, count in spread.items()
        if count <= _COMMON
    }
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for j, text in enumerate(right):
        for term, weight in _unit(text, rarity):
            postings[term].append((j, weight))
    found: dict[tuple[int, int], float] = {}
    for i, text in enumerate(left):
        row: dict[int, float] = defaultdict(float)
        for term, weight in _unit(text, rarity):
            for j, other in postings.get(term, ()):
                row[j] += weight * other
        found.update(((i, j), round(min(value, 1.0), 9)) for j, value in row.items())
    return found


def _unit(text: Terms, rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    """The weights of a text's terms as a vector of length one, in the order of the alphabet.

    The order makes sums the same whichever treaty stands left.
    """
    weights = [(term, (1 + math.log(count)) * rarity[term]) for term, count in sorted(text.items()) if term in rarity]
    length = math.sqrt(math.fsum(weight * weight for _, weight in weights))
    return [(term, weight / length) for term, weight in weights] if length else []
