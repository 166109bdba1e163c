"""Wording: how alike stretches of text are, by the words and word pairs that they share.

Guarantees: deterministic and exactly symmetric; no two texts are compared that share no telling word, and words that
stand nearly everywhere tell nothing, so that the time grows with the length of the texts, not with its square.
"""

import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

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

    A word is divided only when it is long and rare, and all its parts are words that stand elsewhere in the texts,
    which are given by their words.
    """

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._counts = Counter(itertools.chain.from_iterable(texts))
        self._known = {w for w, n in self._counts.items() if n > 1 and 1 < len(w) <= _LONGEST and w.isalpha()}
        self.divide = functools.cache(self._divide)

    def words(self, found: Sequence[str]) -> list[str]:
        """Some words, those that were run together divided.

        >>> Divider([words("each party shall act"), words("each party shall go")]).words(["eachpartyshall", "go"])
        ['each', 'party', 'shall', 'go']
        """
        return [*itertools.chain.from_iterable(map(self.divide, found))]

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
    """How often each of some words and each pair of neighbouring ones stands there."""
    return Counter([*found, *map(" ".join, itertools.pairwise(found))])


class Wordings:
    """Two collections of texts by their terms, which weigh by their rarity in both together (sublinear tf-idf).

    What is asked of pairs is told of two texts by their places, one of either collection.
    """

    def __init__(self, left: Sequence[Terms], right: Sequence[Terms]) -> None:
        self._sides = left, right
        self._spread = Counter(itertools.chain(*left, *right))
        total = len(left) + len(right)
        rarity = {count: math.log(1 + total / count) for count in set(self._spread.values())}
        in_pair = {count: value * _PAIR_WEIGHT for count, value in rarity.items()}
        self._rarity = {t: in_pair[n] if " " in t else rarity[n] for t, n in self._spread.items()}
        self._weights = [[*map(self._weighed, side)] for side in self._sides]

    def _weighed(self, text: Terms) -> dict[str, float]:
        rarities = map(self._rarity.__getitem__, text)
        each = zip(text.items(), rarities, strict=True)
        return {term: rarity if n == 1 else (1 + math.log(n)) * rarity for (term, n), rarity in each}

    def similarities(self, least: float = 0.0) -> dict[tuple[int, int], float]:
        """The cosine, 0 to 1, for the pairs that share a telling term and are at least so much alike.

        What stands nearly everywhere tells nothing.
        """
        common = {term for term, count in self._spread.items() if count > _COMMON}
        telling = {term for term, count in self._spread.items() if 1 < count <= _COMMON}
        ours, theirs = (_postings(side, telling, common) for side in self._weights)
        rows: list[dict[int, float]] = [defaultdict(float) for _ in self._weights[0]]
        for term in sorted(ours.keys() & theirs.keys()):  # so that sums are the same whichever treaty stands left
            there = theirs[term]
            for i, weight in ours[term]:
                row = rows[i]
                for j, other in there:
                    row[j] += weight * other
        alike = ((i, j, round(value, 9)) for i, row in enumerate(rows) for j, value in row.items())
        return {(i, j): value if value < 1 else 1.0 for i, j, value in alike if value >= least}

    @functools.cached_property
    def _units(self) -> Sequence[Sequence[Mapping[str, float]]]:
        """The weights of the terms of each text that stand in another one too, in a vector of length one."""
        several = {term for term, count in self._spread.items() if count > 1}
        return [[_unit(weights, several) for weights in side] for side in self._weights]

    def cosine(self, i: int, j: int) -> float:
        """The cosine of two texts, 0 to 1."""
        ours, theirs = self._units[0][i], self._units[1][j]
        return round(min(1.0, math.fsum([ours[term] * theirs[term] for term in ours.keys() & theirs.keys()])), 9)

    @functools.cached_property
    def _rarities(self) -> Sequence[Sequence[float]]:
        """How rare all terms of each text are together."""
        return [[math.fsum(map(self._rarity.__getitem__, text)) for text in side] for side in self._sides]

    def share(self, i: int, j: int) -> float:
        """The share of the terms of the poorer of two texts, by their rarity, that stand in the other one."""
        least = min(self._rarities[0][i], self._rarities[1][j])
        shared = self._units[0][i].keys() & self._units[1][j].keys()
        return round(math.fsum(map(self._rarity.__getitem__, shared)) / least, 9) if least else 0.0


def _postings(
    texts: Iterable[Mapping[str, float]], terms: Set[str], common: Set[str]
) -> dict[str, list[tuple[int, float]]]:
    """For each of some terms the texts that hold it and what it weighs there, without `common` terms of length one."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, weights in enumerate(texts):
        length = _length(weights, common)
        for term in terms & weights.keys():
            found[term].append((i, weights[term] / length))
    return found


def _unit(weights: Mapping[str, float], terms: Set[str]) -> dict[str, float]:
    """Some terms of a vector as they are in the vector of length one."""
    length = _length(weights)
    return {term: weights[term] / length for term in terms & weights.keys()}


def _length(weights: Mapping[str, float], but: Set[str] = frozenset()) -> float:
    """The length of a vector, some of its terms left out."""
    squares = [weight * weight for weight in weights.values()]
    squares += [-weights[term] * weights[term] for term in but & weights.keys()]  # the sum is exact
    return math.sqrt(math.fsum(squares))
