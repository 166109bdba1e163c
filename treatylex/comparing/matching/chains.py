"""Chains: which of several pairs kept their order.

Guarantee: the answer does not depend on which side of the pairs stands left.
"""

import bisect
from collections.abc import Sequence


def out_of_order(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> set[tuple[int, int]]:
    """The pairs to take out so that the rest rises on both sides, with the least weight taken out.

    Args:
        pairs: one-to-one pairs of places.
        weights: what each pair weighs, above 0. Weights that never add up to the same sum make the answer unique.

    >>> sorted(out_of_order([(0, 2), (1, 0), (2, 1)], [1, 1, 1]))
    [(0, 2)]
    """
    ranks = sorted(j for _, j in pairs)
    best = _PrefixMaximum(len(ranks))
    before: list[int | None] = [None] * len(pairs)
    heaviest: tuple[int, int | None] = (0, None)
    for number in sorted(range(len(pairs)), key=lambda k: pairs[k]):
        rank = bisect.bisect_left(ranks, pairs[number][1])
        weight, before[number] = best.up_to(rank)
        reached = (weight + weights[number], number)
        best.raise_at(rank, reached)
        heaviest = max(heaviest, reached, key=lambda entry: entry[0])
    kept = set()
    at = heaviest[1]
    while at is not None:
        kept.add(pairs[at])
        at = before[at]
    return set(pairs) - kept


class _PrefixMaximum:
    """A Fenwick tree: the heaviest entry at a rank below a given one."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[int, int | None]] = [(0, None)] * (size + 1)

    def up_to(self, rank: int) -> tuple[int, int | None]:
        """The heaviest entry at any rank below `rank`."""
        heaviest: tuple[int, int | None] = (0, None)
        while rank:
            heaviest = max(heaviest, self._tree[rank], key=lambda entry: entry[0])
            rank &= rank - 1
        return heaviest

    def raise_at(self, rank: int, entry: tuple[int, int | None]) -> None:
        """Enter `entry` at `rank`."""
        rank += 1
        while rank < len(self._tree):
            self._tree[rank] = max(self._tree[rank], entry, key=lambda kept: kept[0])
            rank += rank & -rank
