"""Commas: whether the same words belong together otherwise, by their commas alone.

Guarantees: the same from either side; a comma before the last "and" or "or" of a list tells nothing.
"""

import itertools
from collections.abc import Iterator

from treatylex.comparing.judging.classes import is_participle
from treatylex.comparing.judging.loose import words
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.tokens import Tokens
from treatylex.comparing.matching.usage import forms_of, is_noun
from treatylex.language.grammar import pattern
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Level, Provision

_NEAR = 6
"""Within so many words "and" and "or" may bind the same things, so that a comma between them tells which."""
_LONGEST_THING = 4
"""Within so many words before its noun stands what tells that a thing is known: "the fixed annual fee"."""


def commas_regroup(left: Tokens, right: Tokens) -> bool:
    """Whether the same words belong together otherwise, by their commas alone: "A or B, and C", "A, or B and C"."""
    said, said_there = words(left), words(right)
    return said == said_there and _parting_commas(left) != _parting_commas(right)


def _parting_commas(tokens: Tokens) -> list[int]:
    """Before which words, counted from the first, stand commas on which the sense hangs.

    One before "and" or "or" says little, as in a list, unless the other of them stands near it, in what no semicolon or
    colon sets apart.
    """
    found, start = [], 0
    for is_apart, several in itertools.groupby(tokens, {";", ":"}.__contains__):
        stretch = () if is_apart else tuple(several)
        found += [start + at for at in _parting_within(stretch)]
        start += len(words(stretch))
    return found


def _parting_within(tokens: Tokens) -> Iterator[int]:
    said, at = words(tokens), 0
    for before, token in itertools.pairwise(tokens):
        at += before[0].isalnum()
        if before != ",":
            continue
        near = {word for word in said[max(1, at - _NEAR) : at + _NEAR] if pattern("touches", "PAIRING").fullmatch(word)}
        is_pairing = pattern("touches", "PAIRING").fullmatch(token) is not None
        if pattern("touches", "SET_APART").fullmatch(token) or (is_pairing and len(near) > 1):
            yield at


def commas_set_apart(left: Tokens, right: Tokens) -> bool:
    """Whether a comma tells that all are meant where it was some: "losses which", "ships, registered in a Party".

    Behind "ships and aircraft", a comma lets it bind both.
    """
    said, said_there = [*_set_apart(left)], [*_set_apart(right)]
    return said != said_there and [word for word, _ in said] == [word for word, _ in said_there]


def _set_apart(tokens: Tokens) -> Iterator[tuple[str, bool]]:
    """The words before which a comma tells all from some, each with whether one stands there."""
    for at, token in enumerate(tokens[1:], 1):
        is_apart = tokens[at - 1] == ","
        before = tokens[: at - 1] if is_apart else tokens[:at]
        if pattern("touches", "SET_APART").fullmatch(token) or _describes(before, token, tokens[at + 1 : at + 2]):
            yield token.casefold(), is_apart


def _describes(before: Tokens, word: str, after: Tokens) -> bool:
    """Whether a participle tells which of the things before it are meant: "ships |registered| in a Party".

    Not of a name, nor of what is known: "the Treaty, signed in May", "the fees, fixed by the Board"; but of several
    that are joined, of which it may bind the last alone: "the rafts and harps |made| in a Party".
    """
    thing = before[-1] if before else ""
    is_name = not thing.islower() and len(before) > 1
    if is_name or not (is_participle(word) and any(map(pattern("touches", "DESCRIBING").fullmatch, after))):
        return False
    if is_participle(thing) or (forms_of(thing.casefold()) and not is_noun(thing.casefold())):
        return False
    known, joining = (pattern("touches", *names).fullmatch for names in (("DEFINITE", "POSSESSIVE"), ("PAIRING",)))
    near = before[-_LONGEST_THING:]
    return any(map(joining, near)) or not any(map(known, near))


def closes_otherwise(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether the last words of a list are set apart by a comma in one text alone, so that they close all its points.

    "(a) chairs; and (b) carts, for the use of officials": chairs, too.
    """
    if not (_ends_list(left, ours) and _ends_list(right, theirs)):
        return False
    said, said_there = left.at(ours.span), right.at(theirs.span)
    return words(said) == words(said_there) and _last_comma(said) != _last_comma(said_there)


def _ends_list(exact: Verbatim, clause: Clause) -> bool:
    """Whether a clause ends in the last of several points: it stands there, or holds them all."""
    home = exact.treaty.parent(clause)
    if not isinstance(home, Provision):
        return False
    holder = exact.treaty.parent(home) if home.level is Level.POINT and not home.children else home
    points = holder.children if isinstance(holder, Provision) else ()
    last = points[-1] if len(points) > 1 else None
    return last is not None and last.level is Level.POINT and last.span.start < clause.span.end <= last.span.end


def _last_comma(tokens: Tokens) -> int | None:
    """How many words of its last point stand behind the last comma that does not only part what "and" joins."""
    behind = 0
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at] == ";":
            return None
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if tokens[at] == "," and after and not pattern("touches", "PAIRING").fullmatch(after):
            return behind
        behind += tokens[at][0].isalnum()
    return None
