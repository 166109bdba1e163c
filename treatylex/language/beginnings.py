"""Beginnings: which of the patterns that a scanner looks for a word can begin, so that only those are tried there.

Guarantee: what is found is what the patterns would find if each were tried at each place, in their order.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from re import _constants as codes
from re import _parser
from typing import Any, NamedTuple

from treatylex.language.expressions import NOT_INSIDE_A_WORD, alternatives, assembled, tree_pattern

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_OTHER = "\x80"  # stands for every sign beyond ASCII
_EVERY = "".join(map(chr, range(0x81)))
_BLANKS = "".join(filter(str.isspace, _EVERY))
_DIGITS = f"0123456789{_OTHER}"
_MOST_WAYS = 40_000  # of one to begin before another; no pattern of the grammars has more
_LOOKED_AT = 14  # signs of a word, to tell what it can begin
_MOST_KNOWN = 2**15  # words of which is remembered what they can begin; a treaty of 200 articles has some 5,000

Beginning = tuple[str, ...]
"""How a match can begin: for each place the signs that can stand there, up to two signs behind the first word."""
_ANYTHING: Beginning = (_EVERY,) * _LOOKED_AT


class Member(NamedTuple):
    """A pattern that is looked for under a name; those that come late are tried after all phrases."""

    name: str
    regexp: str
    late: bool = False


class Sought(NamedTuple):
    """Patterns in the order in which they are tried at a place, and what they can begin with.

    `words` finds the words and signs at which something can begin; where only phrases are sought, these themselves.
    `owners` gives the pattern of each beginning. `fitting` tells of each place in a word and each sign which beginnings
    allow it there, a bit for each, and under "" which of them do whatever the sign.
    """

    names: tuple[str, ...]
    patterns: tuple[str, ...]
    words: str
    owners: tuple[int, ...]
    fitting: tuple[dict[str, int], ...]


def sought(members: Iterable[Member], phrases: Iterable[str], name: str) -> Sought:
    """What to try at a place: each alternative of each member, and before what is late all phrases, as `name`."""
    apart = [each._replace(regexp=one) for each in members for one in alternatives(each.regexp)]
    listed = list(phrases)
    tree = [Member(name, tree_pattern(listed))] if listed else []
    ordered = [*(each for each in apart if not each.late), *tree, *(each for each in apart if each.late)]
    begun = [
        (number, beginning)
        for number, each in enumerate(ordered)
        for beginning in (_first_words(listed) if each in tree else beginnings(each.regexp))
    ]
    first_signs = {sign for _, beginning in begun for sign in beginning[0]}
    words = r"[a-z]+|[^a-z\s]" if first_signs.isdisjoint(_BLANKS) else r"[a-z]+|[^a-z]"
    if tree and not apart:
        words = f"{NOT_INSIDE_A_WORD}(?=[{''.join(sorted({re.escape(each[0]) for each in listed}))}]){tree[0].regexp}"
    return Sought(
        names=tuple(each.name for each in ordered),
        patterns=tuple(each.regexp for each in ordered),
        words=words,
        owners=tuple(number for number, _ in begun),
        fitting=tuple(_fitting(place, [beginning for _, beginning in begun]) for place in range(_LOOKED_AT)),
    )


def _fitting(place: int, several: Sequence[Beginning]) -> dict[str, int]:
    """Which beginnings allow a sign at a place, for each sign that not all allow."""
    by_class: dict[str, int] = {}
    for number, beginning in enumerate(several):
        signs = beginning[place] if place < len(beginning) else ""
        by_class[signs] = by_class.get(signs, 0) | 1 << number
    whatever = by_class.pop("", 0)
    fitting = {"": whatever}
    for signs, bits in by_class.items():
        for sign in signs:
            fitting[sign] = fitting.get(sign, whatever) | bits
    return fitting


Match = Callable[[str, int], re.Match[str] | None]


class Beginners(dict[str, tuple[tuple[str, Match], ...]]):
    """What to try at a word or sign, by the word with one or two signs behind it: names, and what matches at a place.

    What a word can begin is worked out once, and remembered.

    >>> members = [Member("DAY", r"day \\d+"), Member("DONE", "[a-z]+ed", late=True)]
    >>> made = Beginners(sought(members, ["agreed to", "and"], "PHRASE"))
    >>> [[name for name, _ in made[word]] for word in ("day ", "day 1", "days ", "agreed ", "ended ", "and,")]
    [['DAY'], ['DAY'], [], ['PHRASE', 'DONE'], ['DONE'], ['PHRASE']]
    """

    def __init__(self, sought: Sought, *, kept: bool = False) -> None:
        super().__init__()
        *patterns, words = assembled([*sought.patterns, sought.words], kept=kept)
        self._matches = [(name, found.match) for name, found in zip(sought.names, patterns, strict=True)]
        self._owners, self._fitting = sought.owners, sought.fitting
        self.words = words.finditer

    def __missing__(self, word: str) -> tuple[tuple[str, Match], ...]:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self[word] = tuple(self._matches[number] for number in sorted(self._begun_by(word)))
        return found

    def _begun_by(self, word: str) -> set[int]:
        fitting = -1
        for sign, at_place in zip(word, self._fitting, strict=False):
            fitting &= at_place.get(min(sign, _OTHER), at_place[""])
        begun = set()
        while fitting:
            last = fitting.bit_length() - 1
            begun.add(self._owners[last])
            fitting ^= 1 << last
        return begun


def _first_words(phrases: Iterable[str]) -> tuple[Beginning, ...]:
    """How phrases can begin: with the first word of each."""
    words = {found[0] for phrase in phrases if (found := _WORD.match(phrase))}
    return tuple(tuple(min(sign, _OTHER) for sign in word[:_LOOKED_AT]) for word in sorted(words))


_WORD = re.compile(r"[a-z]+[^a-z]?|[^a-z]")


def beginnings(regexp: str) -> tuple[Beginning, ...]:
    """How a match of a pattern, unless it is empty, can begin wherever it stands.

    >>> beginnings("(?<=x )(?:no )?day of")
    (('d', 'a', 'y', ' ', 'o'), ('n', 'o', ' ', 'd'))
    >>> beginnings("no|on?")
    (('n', 'o'), ('o',), ('o', 'n'))
    """
    items = list(_parser.parse(regexp))
    begun = _begun(items) - {()}
    return tuple(sorted(_followed(begun, _begun_behind(*items[-1])) if items else begun))


def _begun_behind(code: Any, value: Any) -> set[Beginning]:
    """How that can begin which follows a match, after the last item of its pattern."""
    if code is codes.ASSERT and value[0] > 0:
        return _begun(value[1])
    if code is codes.ASSERT_NOT and value[0] > 0:
        several = value[1][0][1][1] if len(value[1]) == 1 and value[1][0][0] is codes.BRANCH else [value[1]]
        barred = "".join(_signs_of(*each[0]) for each in several if len(each) == 1)
        return {("".join(sign for sign in _EVERY if sign not in barred or sign == _OTHER),)}
    return {()}


def _begun(items: Iterable[tuple[Any, Any]]) -> set[Beginning]:
    """How a sequence can begin; not at all, where it can be empty."""
    begun: set[Beginning] = {()}
    first = _EVERY  # the signs that what looks ahead allows at the beginning
    for code, value in items:
        if code is codes.ASSERT and begun == {()}:
            first = _both(first, _first_signs(*value))
        if not any(map(_goes_on, begun)):
            break
        begun = _followed(begun, _begun_by_one(code, value))
    return {(_both(first, each[0]), *each[1:]) if each else () for each in begun if not each or _both(first, each[0])}


def _both(some: str, others: str) -> str:
    return others if some == _EVERY else "".join(sign for sign in others if sign in some)


def _first_signs(direction: int, items: Iterable[tuple[Any, Any]]) -> str:
    """The signs with which something begins that is looked for ahead; of what is looked for behind, every sign."""
    ahead = _begun(items) if direction > 0 else {()}
    return _EVERY if () in ahead else "".join({sign for beginning in ahead for sign in beginning[0]})


def _followed(begun: set[Beginning], by: set[Beginning]) -> set[Beginning]:
    """How one can begin that another follows; where in too many ways, in any: more is tried at a word, not less."""
    if len(begun) * len(by) > _MOST_WAYS:
        begun = {_ANYTHING} | (begun & {()})
    return {_cut(before + after) for before in begun for after in (by if _goes_on(before) else [()])}


def _cut(beginning: Beginning) -> Beginning:
    """As much as is looked at: up to the second sign behind the first word."""
    behind = next((place for place, signs in enumerate(beginning) if _LETTERS.isdisjoint(signs)), _LOOKED_AT)
    return beginning[: min(behind + 2, _LOOKED_AT)]


def _goes_on(beginning: Beginning) -> bool:
    """Whether what follows is looked at, too."""
    return len(beginning) < _LOOKED_AT and not any(map(_LETTERS.isdisjoint, beginning[:-1]))


def _begun_by_one(code: Any, value: Any) -> set[Beginning]:
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
        return {()}
    if code in (codes.LITERAL, codes.IN):
        return {(_signs_of(code, value),)}
    if code is codes.SUBPATTERN and not (value[1] or value[2]):  # one without flags of its own
        return _begun(value[3])
    if code is codes.BRANCH:
        return set().union(*map(_begun, value[1]))
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        return _begun_by_repeated(*value)
    return {_ANYTHING}


def _begun_by_repeated(least: int, most: int, items: Iterable[tuple[Any, Any]]) -> set[Beginning]:
    once = _begun(items)
    begun: set[Beginning] = set()
    so_often: set[Beginning] = {()}
    for times in range(_LOOKED_AT):
        if times >= least:
            begun |= so_often
        if times == most:
            return begun
        so_often = _followed(so_often, once)
    return begun | so_often


def _signs_of(code: Any, value: Any) -> str:
    """The signs of a literal or a class, `_OTHER` for those beyond ASCII; none, where it is something else."""
    return _signs(value) if code is codes.IN else _signs([(code, value)]) if code is codes.LITERAL else ""


def _signs(items: Sequence[tuple[Any, Any]]) -> str:
    found: set[str] = set()
    for kind, value in items:
        if kind is codes.LITERAL:
            found.add(min(chr(value), _OTHER))
        elif kind is codes.RANGE:
            found.update(min(chr(sign), _OTHER) for sign in range(value[0], min(value[1], max(value[0], 0x80)) + 1))
        elif kind is codes.CATEGORY and value in (codes.CATEGORY_DIGIT, codes.CATEGORY_SPACE):
            found.update(_DIGITS if value is codes.CATEGORY_DIGIT else _BLANKS + _OTHER)
        elif kind is not codes.NEGATE:
            return _EVERY
    if items[0][0] is codes.NEGATE:
        return "".join(sign for sign in _EVERY if sign not in found or sign == _OTHER)
    return "".join(sorted(found))
