"""Counterparts: which words of one text stand for which of another: a form, a synonym, the noun for an act."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable

from treatylex.comparing.judging.classes import is_closed
from treatylex.comparing.matching.usage import Usage, bases_of, opposed, same_base
from treatylex.language.grammar import pattern

Relation = Callable[[str, str], bool]
Signs = Callable[[str], Iterable[Hashable]]
"""What a word is known by: between words that share none of it, a relation does not hold."""


def take_pairs(lost: Counter[str], come: Counter[str], known: Usage) -> list[tuple[str, str]]:
    """Words that came in another form, as a near synonym or as the noun for the act; they are taken out of both."""
    return [
        *take(lost, come, _unless_closed(bases_of), same_base),
        *take(lost, come, _as_quality, are_one_quality),
        *take(lost, come, _as_universal, _are_universal),
        *take(lost, come, _unless_closed(known.signs_of_near), known.is_near),
        *take(lost, come, known.listed_near, known.is_listed_near),
        *take(lost, come, _unless_closed(known.signs_of_act), known.names_one_act),
    ]


def _as_universal(key: str) -> tuple[str, ...]:
    return ("universal",) if pattern("touches", "UNIVERSAL").fullmatch(key) else ()


def _are_universal(ours: str, theirs: str) -> bool:
    """Whether both words say everything of a kind: "in all cases", "in every case"."""
    return bool(_as_universal(ours) and _as_universal(theirs))


def _as_quality(key: str) -> tuple[str]:
    """An adjective, and the adverb made of it, as the adjective: "equally" as "equal"."""
    return (opposed(key),)


def are_one_quality(ours: str, theirs: str) -> bool:
    """Whether two words are one adjective, or it and its adverb."""
    return opposed(ours) == opposed(theirs)


def _unless_closed(signs: Signs) -> Signs:
    """The signs of words of no closed class; those have none."""
    return lambda key: () if is_closed(key) else signs(key)


def take(lost: Counter[str], come: Counter[str], signs: Signs, relation: Relation) -> list[tuple[str, str]]:
    """The words between which a relation holds; they are taken out of what is lost and come."""
    pairs: list[tuple[str, str]] = []
    for ours, theirs in sharing(counted(lost), counted(come), signs):
        if lost[ours] and come[theirs] and relation(ours, theirs):
            size = min(lost[ours], come[theirs])
            lost[ours] -= size
            come[theirs] -= size
            pairs.append((ours, theirs))
    return pairs


def counted(words: Counter[str]) -> list[str]:
    """The words of which any are left."""
    return [word for word, count in words.items() if count > 0]


def sharing(left: Collection[str], right: Collection[str], signs: Signs) -> list[tuple[str, str]]:
    """The pairs of words that share a sign, in the order of the alphabet, so that few of all pairs are looked at."""
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    known = set[Hashable]().union(*map(signs, fewer))
    if not known:
        return []
    near = [word for word in more if not known.isdisjoint(signs(word))]
    if not near:
        return []  # nearly always
    having: dict[Hashable, list[str]] = defaultdict(list)
    for word in near:
        for sign in signs(word):
            having[sign].append(word)
    pairs = {(word, other) for word in fewer for sign in signs(word) if sign in having for other in having[sign]}
    return sorted(pairs if fewer is left else {(ours, theirs) for theirs, ours in pairs})
