"""Order: what the same words turn where they stand in another order among each other.

Guarantee: the same from either side.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from treatylex.comparing.judging.substance import carries_nothing
from treatylex.comparing.matching.usage import base_of
from treatylex.language.grammar import pattern
from treatylex.model.changes import Touch


def turned_by_order(left: Sequence[str], right: Sequence[str]) -> set[Touch]:
    """What turns between two texts because words that both have stand in another order.

    >>> def of(left, right):
    ...     return [touch.value for touch in turned_by_order(left.split(), right.split())]
    >>> of("meet and if a Party asks vote", "if a Party asks meet and vote"), of("vote if so", "if so vote")
    (['scope'], [])
    >>> of("pay after it leaves", "leaves after it pay"), of("3 months before its end", "before its end of 3 months")
    (['scope'], ['figures'])
    >>> of("A and B have 1 and 2 votes respectively", "A and B have 2 and 1 votes respectively")
    ['figures']
    """
    ours, theirs = _shared([*map(base_of, left)], [*map(base_of, right)])
    if ours == theirs:
        return set()
    found = _dealt_otherwise(ours, theirs)
    if _goes_over_joint(ours, theirs) or _follows_otherwise(ours, theirs):
        found.add(Touch.SCOPE)
    if _measured(ours) != _measured(theirs):
        found.add(Touch.FIGURES)
    return found


def _shared(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that both texts have, as often as both have them."""
    both = Counter(left) & Counter(right)
    return [*_of_those(left, both)], [*_of_those(right, both)]


def _of_those(words: Iterable[str], both: Counter[str]) -> Iterator[str]:
    rest = both.copy()
    for word in words:
        if rest[word] > 0:
            rest[word] -= 1
            yield word


# ---------------------------------------------------------------- over an "and"


def _goes_over_joint(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether a phrase went out of what "and" joins, or into it, so that it bears on one thing or on both.

    A phrase that goes over the whole of it, from the front to the end, bears on the same.
    """
    start = next(at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b)
    end = len(left) - next(at for at, (a, b) in enumerate(zip(left[::-1], right[::-1], strict=True)) if a != b)
    ours, theirs = list(left[start:end]), list(right[start:end])
    before, after = left[start - 1 : start], left[end : end + 1]
    for at in range(1, len(ours)):
        first, second = ours[:at], ours[at:]
        if [*second, *first] != theirs:
            continue
        if any(_is_joint(edge) for piece in (first, second) for edge in (piece[:1], piece[-1:])):
            return True
        joints = [_is_joint(before), _is_joint(after)]
        return any(joints) and not all(joints) and any(_qualifies(piece[0]) for piece in (first, second))
    return False


def _is_joint(edge: Sequence[str]) -> bool:
    return any(map(pattern("touches", "PAIRING").fullmatch, edge))


def _qualifies(word: str) -> bool:
    """Whether a phrase that begins with a word tells when, how, or under which condition."""
    head, *rest = word.split()
    openers = ("OPERATOR", "TYING", "DIRECTION", "ORDER", "MANNER", *(("FUNCTION_WORD",) if rest else ()))
    return pattern("touches", *openers).fullmatch(head) is not None


# ---------------------------------------------------------------- before and after


def _follows_otherwise(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether of two acts the other comes first: "pay and then leave", "leave and then pay"."""
    return any(
        first[-1] in then_there and then[0] in first_there and first_there[-1] in then and then_there[0] in first
        for first, then in _sequences(left)
        for first_there, then_there in _sequences(right)
    )


def _sequences(words: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The words of substance before and behind each word that tells what comes first, where there are both."""
    for at, word in enumerate(words):
        if pattern("touches", "SEQUENCE").fullmatch(word):
            before, behind = map(_telling, (words[:at], words[at + 1 :]))
            if before and behind:
                yield before, behind


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if not (_is_joint([word]) or carries_nothing([word]))]


def _measured(words: Sequence[str]) -> Counter[tuple[str, str]]:
    """The figures that tell how long before or after something: "three months before", not "before three months"."""
    return Counter(
        (figure, follower)
        for figure, follower in zip(words, words[2:], strict=False)
        if _is_figure(figure) and pattern("touches", "SEQUENCE").fullmatch(follower)
    )


def _is_figure(word: str) -> bool:
    return any(map(str.isdigit, word))


# ---------------------------------------------------------------- one to each


def _dealt_otherwise(left: Sequence[str], right: Sequence[str]) -> set[Touch]:
    """What turns where one list is dealt to another, "respectively", and only one of them is in another order."""
    if not any(map(pattern("touches", "DEALING").fullmatch, left)):
        return set()
    joints = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a == b and _is_joint([a])]
    if not joints:
        return set()
    moves: dict[int, set[tuple[int, int]]] = {}  # by the nearest "and": which place in its list goes to which
    for at, (a, b) in enumerate(zip(left, right, strict=True)):
        if a != b:
            joint = _nearest(joints, at)
            origin = _nearest((n for n, word in enumerate(left) if word == b), joint)
            moves.setdefault(joint, set()).add((at - joint, origin - joint))
    first, *others = moves.values()
    if others and all(each == first for each in others):
        return set()
    moved = [a for a, b in zip(left, right, strict=True) if a != b]
    return {Touch.FIGURES if any(map(_is_figure, moved)) else Touch.SIDES}


def _nearest(places: Iterable[int], place: int) -> int:
    return min(places, key=lambda each: abs(each - place))
