"""Expressions: one regular expression for all cues of a grammar, made so that few of its parts are tried at each place.

Guarantee: what is found is what the terminals would find if each were tried by itself, in their order. Phrases go into
a prefix tree; patterns are sorted by the letters that they can begin with, since most cannot begin at most places.
"""

import array
import functools
import importlib
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import _constants as codes
from re import _parser
from typing import Any, NamedTuple

from treatylex.caching import recall

_sre: Any = importlib.import_module("_sre")
_compiler: Any = importlib.import_module("re._compiler")
_LONG = 2000  # characters of a pattern: to compile a shorter one takes no longer than to look for it
NOT_INSIDE_A_WORD = r"(?<![a-z](?=[a-z]))"
"""A cue starts where no letter of the same word stands before it: `\\b` would miss "1.Each" and "2015shall". One look
ahead of all patterns saves trying each of them at every letter: this halves the time of a scan."""
_LETTERS = "taosiwcpbfhmdrenlugvyjkqxz"  # those with which most English words begin first
_BLANK = " "  # stands for all white space, "" for whatever is neither that nor one of these letters
_ANY = frozenset(_LETTERS) | {_BLANK, ""}
_GUARDS = {**{letter: f"(?={letter})" for letter in _LETTERS}, "": r"(?![a-z\s])", _BLANK: r"(?=\s)"}
_END = "end"
_SAID_ALREADY = "(?<![a-z])"  # of a pattern that begins with a letter, by NOT_INSIDE_A_WORD


class Member(NamedTuple):
    """A pattern that is looked for under a name; those that come late are tried after all phrases."""

    name: str
    regexp: str
    late: bool = False


class Expression(NamedTuple):
    """A pattern for many members; `names` gives the name for the number of the last group, and the first for none."""

    pattern: str
    names: tuple[str, ...]


def expression(members: Sequence[Member], phrases: Iterable[str], name: str) -> Expression:
    """A pattern that finds the members, tried in their order, and between them the longest of the phrases, as `name`.

    >>> members = [Member("DAY", r"day \\d+"), Member("DONE", "[a-z]+ed", late=True)]
    >>> made = expression(members, ["agreed to", "and"], "PHRASE")
    >>> [made.names[found.lastindex or 0] for found in re.finditer(made.pattern, "agreed and signed day 3")]
    ['DONE', 'PHRASE', 'DONE', 'DAY']
    """
    phrases = list(phrases)
    if not members:  # the tree alone looks at the first letter by itself
        guard = "".join(sorted({re.escape(phrase[0]) for phrase in phrases}))
        return Expression(f"{NOT_INSIDE_A_WORD}(?=[{guard}]){tree_pattern(phrases)}", (name,))
    listed: dict[str, list[str]] = {}
    for phrase in phrases:
        listed.setdefault(_sort_of(phrase[0]), []).append(phrase)
    single = [
        (first_letters(regexp), Member(member.name, regexp, member.late))
        for member in members
        for regexp in alternatives(member.regexp)
    ]
    names = [name]
    parts: list[str] = []
    for letter, guard in _GUARDS.items():
        able = [member for firsts, member in single if letter in firsts]
        tried = [_marked(member, letter, names) for member in able if not member.late]
        tried += [tree_pattern(listed[letter])] if letter in listed else []
        tried += [_marked(member, letter, names) for member in able if member.late]
        if tried:
            parts.append(f"{guard}(?:{'|'.join(tried)})")
    apart = "" if parts[-1].startswith(_GUARDS[_BLANK]) else r"(?!\s)"  # a sixth of all places
    return Expression(f"{apart}{NOT_INSIDE_A_WORD}(?:{'|'.join(parts)})", tuple(names))


def assembled(pattern: str, *, kept: bool) -> re.Pattern[str]:
    """What `re.compile` makes of a pattern, from the code that it made before where that was kept.

    To compile many thousand phrases takes longer than to read a treaty. The code is that of one build of `re` only, as
    its number tells; where anything is other than expected, the pattern is compiled. `re` checks code that it is given.
    """
    if not kept or len(pattern) < _LONG:
        return re.compile(pattern)
    try:
        build = (str(_sre.MAGIC), str(_sre.CODESIZE), sys.byteorder, sys.implementation.name)
        code, flags, groups, index = recall("code", (*build, pattern), functools.partial(_code_of, pattern))
        listed = array.array(_CODE, code).tolist()
        names: list[str | None] = [None] * (groups + 1)
        for name, number in index.items():
            names[number] = name
        found: re.Pattern[str] = _sre.compile(pattern, flags, listed, groups, index, tuple(names))
        return found
    except Exception:  # another implementation of `re`
        return re.compile(pattern)


_CODE = next(kind for kind in "IL" if array.array(kind).itemsize == 4)


def _code_of(pattern: str) -> tuple[bytes, int, int, dict[str, int]]:
    parsed = _parser.parse(pattern)
    state = parsed.state
    code = array.array(_CODE, _compiler._code(parsed, 0)).tobytes()
    return code, state.flags, state.groups - 1, dict(state.groupdict)


def _marked(member: Member, letter: str, names: list[str]) -> str:
    """A member with an empty group behind it, whose number tells its name."""
    names += [member.name] * (1 + re.compile(member.regexp).groups)
    regexp = member.regexp.removeprefix(_SAID_ALREADY) if letter.isalpha() else member.regexp
    return f"{regexp}()"


def tree_pattern(phrases: Iterable[str]) -> str:
    """One regular expression for many phrases, as a prefix tree: the longest phrase that ends a word wins."""
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for char in phrase:
            node = node.setdefault(char, {})
        node[_END] = {}

    def write(node: Mapping[str, Any]) -> str:
        branches = [re.escape(char) + write(child) for char, child in sorted(node.items()) if char != _END]
        if not branches or (len(branches) == 1 and _END not in node):
            return "".join(branches)
        return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"

    return write(tree) + NOT_INSIDE_A_WORD


def alternatives(regexp: str) -> list[str]:
    """The alternatives of a pattern, in order; what is one group around alternatives is opened.

    >>> alternatives("(?:a|b(?:c|d))"), alternatives("[|]|x"), alternatives("(?:a)b")
    (['a', 'b(?:c|d)'], ['[|]', 'x'], ['(?:a)b'])
    """
    bars = [at for at, depth, sign in _structure(regexp) if sign == "|" and not depth]
    if bars:
        edges = [-1, *bars, len(regexp)]
        parts = [regexp[start + 1 : end] for start, end in itertools.pairwise(edges)]
        return [each for part in parts for each in alternatives(part)]
    closed = next((at for at, depth, sign in _structure(regexp) if sign == ")" and not depth), None)
    if regexp.startswith("(?:") and closed == len(regexp) - 1:
        return alternatives(regexp[3:-1])
    return [regexp]


def _structure(regexp: str) -> Iterator[tuple[int, int, str]]:
    """Each bracket and bar of a pattern outside classes: its place, how many groups are around it, and the sign."""
    depth, at = 0, 0
    while at < len(regexp):
        sign = regexp[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at += 2 if regexp[at + 1] == "^" else 1
            at += 1  # a bracket that comes first in a class is one of its characters
            while regexp[at] != "]":
                at += 2 if regexp[at] == "\\" else 1
        elif sign in "(|)":
            depth -= sign == ")"
            yield at, depth, sign
            depth += sign == "("
        at += 1


def first_letters(regexp: str) -> frozenset[str]:
    """The letters from a to z with which a match can begin, " " for white space, and "" for something else.

    >>> sorted(first_letters(r"(?<!x)(?:no )?(?:day|\\d+)")), len(first_letters("x*"))
    (['', 'd', 'n'], 28)
    """
    letters, may_be_empty = _firsts(_parser.parse(regexp))
    return _ANY if may_be_empty else letters


def _firsts(items: Iterable[tuple[Any, Any]]) -> tuple[frozenset[str], bool]:
    """The first letters of a sequence, and whether it can be empty."""
    found: frozenset[str] = frozenset()
    for code, value in items:
        letters, may_be_empty = _firsts_of(code, value)
        found |= letters
        if not may_be_empty:
            return found, False
    return found, True


def _firsts_of(code: Any, value: Any) -> tuple[frozenset[str], bool]:
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
        return frozenset(), True
    if code is codes.LITERAL:
        return frozenset({_sort_of(chr(value))}), False
    if code is codes.IN and all(kind in (codes.LITERAL, codes.RANGE) for kind, _ in value):
        return frozenset().union(*(_of_class(kind, each) for kind, each in value)), False
    if code is codes.IN and value == [(codes.CATEGORY, codes.CATEGORY_DIGIT)]:
        return frozenset({""}), False
    if code is codes.SUBPATTERN and not value[1]:  # one without flags of its own
        return _firsts(value[3])
    if code is codes.BRANCH:
        branches = [_firsts(branch) for branch in value[1]]
        return frozenset().union(*(letters for letters, _ in branches)), any(empty for _, empty in branches)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        letters, may_be_empty = _firsts(value[2])
        return letters, may_be_empty or not value[0]
    return _ANY, False


def _of_class(kind: Any, value: Any) -> frozenset[str]:
    if kind is codes.LITERAL:
        return frozenset({_sort_of(chr(value))})
    first, last = value
    inside = frozenset(letter for letter in _LETTERS if first <= ord(letter) <= last)
    return inside if len(inside) == last - first + 1 else inside | {_BLANK, ""}


def _sort_of(char: str) -> str:
    """What stands for a character: a letter for itself."""
    return char if char in _LETTERS else _BLANK if char.isspace() else ""
