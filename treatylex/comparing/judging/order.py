"""Order: what the same words turn where they stand in another order among each other.

Guarantee: the same from either side.
"""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from treatylex.comparing.judging.classes import carries_nothing, is_closed, is_empty, is_participle, touched
from treatylex.comparing.matching.usage import base_of, forms_of, is_noun, same_base
from treatylex.language.grammar import pattern
from treatylex.language.words import Form, Names
from treatylex.language.words import word as word_of
from treatylex.model.changes import Touch

_PAIR = 2
_SOMEBODY = frozenset({Names.PERSON, Names.BODY})


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
    >>> of("shall vote on it", "shall vote for it"), of("meet in Rome", "meet at Rome")
    (['scope'], [])
    """
    if _is_tied_otherwise(left, right):
        return {Touch.SCOPE}
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


# ---------------------------------------------------------------- of closed classes


def closed_words_turned(left: Sequence[str], right: Sequence[str], around: Collection[str]) -> set[Touch]:
    """What the words of closed classes and figures turn that stand in another order among each other.

    Only what left its place counts: a condition that goes from the end to the front keeps its words in order. No place
    is told by such a word itself, which stands in many. Nothing is turned where two words changed places about an "and"
    that is the only sort of joining word around.
    """
    first, second = sorted((list(left), list(right)))
    gone: list[str] = []
    come: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(is_closed, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += first[a:b]
            come += second[c:d]
    joining = {word for word in around if pattern("touches", "PAIRING").fullmatch(word)}
    if len(joining) == 1 and _is_pair_turned(gone, come):
        return set()
    ours, theirs = ([word for key in side for word in key.split() if is_closed(word)] for side in (gone, come))
    return {touch for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1] for touch in touched(pair[0])}


def _is_pair_turned(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether words went round an "and" or "or" that stayed between them and their neighbour: "legal and technical"."""
    return any(
        pattern("touches", "PAIRING").fullmatch(key) and [*gone[at + 1 :], key, *gone[:at]] == list(come)
        for at, key in enumerate(gone)
    )


# ---------------------------------------------------------------- in each other's place


def exchanged(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two words stand in each other's place, each tied to what is before it in the other's way.

    >>> exchanged("sent from Rome to Bern".split(), "sent from Bern to Rome".split())
    True
    >>> exchanged("sent from Rome to Bern".split(), "sent to Bern from Rome".split())
    False
    """
    ours, theirs = Counter(_ties(left)), Counter(_ties(right))
    gone, come = set(ours - theirs), set(theirs - ours)
    return any((other, word) in come and (tie, there) in come for tie, word in gone for other, there in gone)


def _ties(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word that ties, with the first word of substance behind it."""
    tie = ""
    for word in words:
        if pattern("touches", "TYING").fullmatch(word):
            tie = word
        elif tie and Touch.WORDS in touched(word):
            yield tie, word
            tie = ""


def swapped(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two words stand in each other's place and all others where they were, or a participle took another side.

    Two that are joined, or of which each stands behind the same word, may do so: "tin, lead and zinc", "in Peru and in
    Chile".

    >>> def of(left, right):
    ...     return swapped(left.split(), right.split())
    >>> of("open an account in the name of a fund", "open a fund in the name of an account")
    True
    >>> of("sell the goods bought by him", "buy the goods sold by him"), of("made in the zone", "made for the zone")
    (True, True)
    >>> of("mine tin lead and zinc", "mine zinc lead and tin"), of("in Peru or in Chile", "in Chile or in Peru")
    (False, False)
    """
    ours, theirs = ([*_in_words(side)] for side in (left, right))
    if len(ours) != len(theirs):
        return False
    apart = [at for at, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b and not same_base(a, b)]
    if len(apart) == 1:
        return _takes_another_side(ours, theirs, apart[0])
    if len(apart) != _PAIR:
        return False
    at, to = apart
    is_exchange = all(map(_stand_for, (ours[at], ours[to]), (theirs[to], theirs[at])))
    between = ours[at + 1 : to]
    if not is_exchange or not between or carries_nothing([ours[at]]) or carries_nothing([ours[to]]):
        return False
    if any(map(pattern("touches", "PAIRING").fullmatch, between)):
        is_tied = any(map(pattern("touches", "TYING").fullmatch, between))
        return is_tied and ours[at - 1 : at] != ours[to - 1 : to]
    return True


def _in_words(keys: Iterable[str]) -> Iterator[str]:
    """The words of some keys without articles, those of phrases one by one: "report on"."""
    for key in keys:
        yield from (word for word in (base_of(key).split() if " " in key else (key,)) if not _is_article(word))


def _stand_for(ours: str, theirs: str) -> bool:
    return ours == theirs or same_base(ours, theirs)


def _is_article(word: str) -> bool:
    return pattern("touches", "INDEFINITE", "DEFINITE").fullmatch(word) is not None


def _takes_another_side(left: Sequence[str], right: Sequence[str], at: int) -> bool:
    """Whether what stands behind a participle or noun is on another side of it: "made in it", "made for it".

    Of nouns "debts of the Bank", "debts to the Bank" do so, and "a report of the Council", "on the Council".
    """
    if not at:
        return False
    if {Form.PAST, Form.PARTICIPLE}.isdisjoint(forms_of(left[at - 1])):
        owed, about = (pattern("touches", name).fullmatch for name in ("OWED", "ABOUT"))
        pair = left[at], right[at]
        is_about = all(map(about, pair)) and any(word_of(word).names in _SOMEBODY for word in left[at + 1 : at + 2])
        return is_noun(left[at - 1]) and (all(map(owed, pair)) or is_about)
    ties = all(pattern("touches", "TYING").fullmatch(side[at]) for side in (left, right))
    return ties and any(pattern("touches", "TAKING_SIDE").fullmatch(side[at]) for side in (left, right))


# ---------------------------------------------------------------- with others


def regrouped(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the same words belong together otherwise.

    An "only" restricts another word, or a phrase hangs on one of two things that are joined where it hung on both.

    >>> def of(left, right):
    ...     return regrouped(left.split(), right.split())
    >>> of("goods and services of the Party", "goods of the Party and services")
    True
    >>> of("submit to the Council a report and a plan", "submit a report and a plan to the Council")
    False
    >>> of("only Parties may inspect", "Parties may only inspect"), of("only be used there", "be used only there")
    (True, False)
    """
    ours, theirs = set(_restricted(left)), set(_restricted(right))
    is_moved = any(word in right for word in ours - theirs) and any(word in left for word in theirs - ours)
    return is_moved or _hang_otherwise(left, right)


def _restricted(words: Sequence[str]) -> Iterator[str]:
    """The word of substance behind each word that shuts out others; a passive verb is none that it tells."""
    for at, word in enumerate(words):
        if pattern("touches", "RESTRICTIVE").fullmatch(word):
            rest = (words[n] for n in range(at + 1, len(words)) if not is_empty(words[n]) and not _is_passive(words, n))
            yield next(rest, "")


def _is_passive(words: Sequence[str], at: int) -> bool:
    """Whether a word is the participle of a passive: "be used", "be only used"."""
    is_after_be = any(pattern("touches", "COPULA").fullmatch(base_of(word)) for word in words[max(0, at - 2) : at])
    return is_after_be and is_participle(words[at])


def _hang_otherwise(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether what stands before an "and" has lost or gained a phrase at its end that the other text has elsewhere."""
    ours, theirs = _joined(left), _joined(right)
    if len(ours) != len(theirs):
        return False
    for said, said_there in zip(ours[:-1], theirs[:-1], strict=True):
        shorter, longer = sorted((said, said_there), key=len)
        more = longer[len(shorter) :]
        if more and shorter and longer[: len(shorter)] == shorter and _hangs(more[0]):
            return True
    return False


def _joined(words: Sequence[str]) -> list[list[str]]:
    """The stretches between the words that join."""
    found: list[list[str]] = [[]]
    for word in words:
        if pattern("touches", "PAIRING").fullmatch(word):
            found.append([])
        elif not is_empty(word) or _hangs(word):
            found[-1].append(word)
    return found


def _hangs(word: str) -> bool:
    """Whether a phrase that begins with a word hangs on what stands before it: "of the Party", "made in Peru"."""
    return pattern("touches", "TYING").fullmatch(word) is not None or is_participle(word)


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


def _is_tied_otherwise(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether nothing differs but one preposition, where another says another thing.

    Behind a verb: "shall answer for it", "to it"; before an amount or a day: "due on 1 May", "by 1 May"; and that of
    whence or whither: "attacks on ships", "from ships". Not "in Rome", "at Rome", nor "income of ships", "from ships".
    """
    if len(left) != len(right):
        return False
    apart = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(apart) != 1 or not apart[0]:
        return False
    at = apart[0]
    pair = left[at], right[at]
    if not all(map(pattern("touches", "TIE").fullmatch, pair)) or all(
        map(pattern("touches", "PLACED").fullmatch, pair)
    ):
        return False
    before = left[at - 2] if at > 1 else ""
    is_first = not before and Form.BASE in forms_of(left[at - 1])  # as where an act begins
    is_behind_verb = is_first or pattern("touches", "MODAL", "COPULA").fullmatch(before) is not None
    is_before_amount = any(map(_is_figure, left[at + 1 : at + 2]))
    leads = pattern("touches", "LEADING").fullmatch
    is_led = any(map(leads, pair)) and not any(map(pattern("touches", "UNLED").fullmatch, pair))
    return is_behind_verb or is_before_amount or is_led


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
