"""Denials: whether a "not" that came for a "no" denies the same.

Guarantees: the same from either side; a denial is told as the same only where it stands in the same place, or denies in
both clauses what they themselves say.
"""

import functools
import re
from collections.abc import Iterable, Sequence

from treatylex.comparing.judging.classes import carries_nothing
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.usage import base_of, forms_of, same_base
from treatylex.language.grammar import pattern
from treatylex.language.words import Form
from treatylex.model.clauses import MODIFIER_FIELDS, SINGLE_FIELDS, Clause, ClauseKind

_COMMANDS = frozenset({ClauseKind.OBLIGATION, ClauseKind.PROHIBITION})
"""Kinds between which a denial may go from the verb to its object: "shall not levy any tax", "shall levy no tax"."""
_OF_THINGS = frozenset({Form.PAST, Form.PARTICIPLE, Form.GERUND})
"""Forms of verbs that tell of a thing beside them: "vessels carrying no weapons"."""

Denied = tuple[Verbatim, Clause, int]
"""A treaty, a clause of it, and the place of a denial in it."""


def denial(exact: Verbatim, places: Iterable[int]) -> int | None:
    """The one place of some at which a plain denial stands; `None` for none or several."""
    found = [at for at in places if _plain(exact, at)]
    return found[0] if len(found) == 1 else None


def _plain(exact: Verbatim, at: int) -> re.Match[str] | None:
    return _plain_behind(exact.key(at - 1) if at else "", exact.key(at))


@functools.lru_cache(maxsize=65536)
def _plain_behind(before: str, word: str) -> re.Match[str] | None:
    plain = pattern("touches", "PLAIN_NEGATIVE").fullmatch
    return plain(base_of(word)) or plain(f"{base_of(before)} {base_of(word)}")


def deny_alike(ours: Denied, theirs: Denied) -> bool:
    """Whether two denials say the same: "shall not levy any tax", "shall levy no tax"; not "on ships with no cargo"."""
    beside = [*zip(_neighbours(ours), _neighbours(theirs), strict=True)]
    if all(a == b or same_base(a, b) for a, b in beside):
        return True
    kinds = {ours[1].kind, theirs[1].kind}
    return (len(kinds) == 1 or kinds <= _COMMANDS) and _denies_clause(*ours) and _denies_clause(*theirs)


def _neighbours(denied: Denied) -> tuple[str, ...]:
    """The words of substance about a denial: in "a ship which does not carry oil" the second and the last but one."""
    exact, clause, at = denied
    fields = (*SINGLE_FIELDS, *MODIFIER_FIELDS)
    said = [phrase.span for name in fields for phrase in clause.phrases(name)]  # those of a chapeau, too
    places = exact.key_places([clause.span, *said])
    before, behind = [near for near in places if near < at], [near for near in places if near > at]
    sides = (map(exact.key, side) for side in (before[::-1], behind))
    return tuple(next((key for key in side if not carries_nothing([key])), "") for side in sides)


def _denies_clause(exact: Verbatim, clause: Clause, at: int) -> bool:
    """Whether a denial stands beside the verb of a clause, before its subject or before the verb's own object."""
    for name in ("modal", "subject", "action"):
        phrase = getattr(clause, name)
        places = exact.key_places([phrase.span]) if phrase is not None else []
        if at in places:
            before = [exact.key(near) for near in places[: places.index(at)]]
            if name == "modal" or not before:
                return True
            found = _plain(exact, at)
            return name == "action" and found is not None and bool(found["of_thing"]) and _is_of_verb(before)
    return False


def _is_of_verb(before: Sequence[str]) -> bool:
    """Whether what stands before a word leaves it to the verb that begins it: "levy", "be granted"; not "levy on"."""
    words = [word for key in before for word in key.split()]
    if any(pattern("touches", "LEADING_AWAY").fullmatch(base_of(word)) for word in words):
        return False
    of_things = [n for n, word in enumerate(words) if n and not forms_of(word).isdisjoint(_OF_THINGS)]
    return all(n == 1 and pattern("touches", "COPULA").fullmatch(base_of(words[0])) for n in of_things)
