"""Expressions: many phrases as one pattern, one pattern as its alternatives, and what `re` makes of them, kept."""

import array
import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from re import _parser
from typing import Any

from treatylex.caching import recall

_sre: Any = importlib.import_module("_sre")
_compiler: Any = importlib.import_module("re._compiler")
_LONG = 2000  # characters of patterns: to compile fewer takes no longer than to look for what was kept of them
NOT_INSIDE_A_WORD = r"(?<![a-z](?=[a-z]))"
"""A cue starts where no letter of the same word stands before it: `\\b` would miss "1.Each" and "2015shall"."""
_END = "end"


def assembled(patterns: Sequence[str], *, kept: bool) -> list[re.Pattern[str]]:
    """What `re.compile` makes of some patterns, from the code that it made before where that was kept.

    To compile many thousand phrases takes longer than to read a treaty. The code is that of one build of `re` only, as
    its number tells; where anything is other than expected, all is compiled. `re` checks code that it is given.
    """
    if not kept or sum(map(len, patterns)) < _LONG:
        return [re.compile(pattern) for pattern in patterns]
    try:
        build = (str(_sre.MAGIC), str(_sre.CODESIZE), sys.byteorder, sys.implementation.name)
        codes_of = recall("code", (*build, *patterns), lambda: [*map(_code_of, patterns)])
        return [_from_code(pattern, *code) for pattern, code in zip(patterns, codes_of, strict=True)]
    except Exception:  # another implementation of `re`
        return [re.compile(pattern) for pattern in patterns]


_CODE = next(kind for kind in "IL" if array.array(kind).itemsize == 4)


def _code_of(pattern: str) -> tuple[bytes, int, int, dict[str, int]]:
    parsed = _parser.parse(pattern)
    state = parsed.state
    code = array.array(_CODE, _compiler._code(parsed, 0)).tobytes()
    return code, state.flags, state.groups - 1, dict(state.groupdict)


def _from_code(pattern: str, code: bytes, flags: int, groups: int, index: dict[str, int]) -> re.Pattern[str]:
    names: list[str | None] = [None] * (groups + 1)
    for name, number in index.items():
        names[number] = name
    listed = array.array(_CODE, code).tolist()
    made: re.Pattern[str] = _sre.compile(pattern, flags, listed, groups, index, tuple(names))
    return made


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
        parts = [regexp[start + 1 : end] for start, end in pairwise(edges)]
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
