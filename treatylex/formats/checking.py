"""Checking: whether plain data is a treaty, before anything is made of it.

Guarantee: data that passes makes a treaty on which every function works: each field is there and of its type, no other
is; spans lie within the text and hold the words that they claim, in their provision; every word stands in one leaf;
eIds are there and unique; what a clause refers to is a reference of a provision; links lead to what there is. What does
not pass raises, with the path of the first fault.
"""

import enum
import re
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from treatylex.errors import InputError
from treatylex.formats.plain_data import converter
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Leaf, Provision, Treaty
from treatylex.model.references import Reference, ResolutionStatus
from treatylex.source import Span

DEEPEST = 64
"""How many levels of provisions, or of phrases within phrases, a document may nest."""

_MOST = 10**9
_DAY = re.compile(r"(?:\d{4}|-)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")

_Check = Callable[[Any, str, int], None]


def check_data(data: Any, cls: type, path: str) -> None:
    """Whether plain data has exactly the fields of a class, each of its type, and what stands in them.

    Raises:
        InputError: naming the path of the first fault: `treaty.children[2].eid`.
    """
    converter()  # resolves the forward references between the model's classes
    _check(cls)(data, path, 0)


def _check(annotation: Any) -> _Check:
    found = _CHECKS.get(annotation)
    if found is None:
        _CHECKS[annotation] = found = _made(annotation)
    return found


def _made(annotation: Any) -> _Check:
    """The check for one annotated type of a field."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is tuple:
        return _sequence(arguments[0])
    if origin is dict:
        return _mapping(arguments[1])
    if origin in (types.UnionType, typing.Union):
        return _optional(next(each for each in arguments if each is not types.NoneType))
    if annotation is Span:
        return _span
    if attrs.has(annotation):
        return _object(annotation)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return _member(annotation)
    return _plain(annotation)


def _plain(kind: type) -> _Check:
    def check(value: Any, path: str, depth: int) -> None:
        wanted = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if not wanted:
            raise InputError(f"{path}: must be {_NAMES[kind]}, not {_shown(value)}")

    return check


def _member(kind: type[enum.Enum]) -> _Check:
    values = {member.value for member in kind}

    def check(value: Any, path: str, depth: int) -> None:
        if not isinstance(value, str) or value not in values:
            raise InputError(f"{path}: must be one of {', '.join(sorted(values))}, not {_shown(value)}")

    return check


def _optional(annotation: Any) -> _Check:
    def check(value: Any, path: str, depth: int) -> None:
        if value is not None:
            _check(annotation)(value, path, depth)

    return check


def _sequence(annotation: Any) -> _Check:
    def check(value: Any, path: str, depth: int) -> None:
        if not isinstance(value, list):
            raise InputError(f"{path}: must be a list, not {_shown(value)}")
        of_item = _check(annotation)
        for n, item in enumerate(value):
            of_item(item, f"{path}[{n}]", depth)

    return check


def _mapping(annotation: Any) -> _Check:
    def check(value: Any, path: str, depth: int) -> None:
        if not isinstance(value, dict):
            raise InputError(f"{path}: must be an object, not {_shown(value)}")
        for key, item in value.items():
            _check(annotation)(item, f"{path}.{key}", depth)

    return check


def _object(cls: Any) -> _Check:
    fields = {field.name: field.type for field in attrs.fields(cls)}
    nests = cls in (Provision, Phrase)

    def check(value: Any, path: str, depth: int) -> None:
        if not isinstance(value, dict):
            raise InputError(f"{path}: must be an object, not {_shown(value)}")
        depth += nests
        if depth > DEEPEST:
            raise InputError(f"{path}: is nested deeper than {DEEPEST} levels")
        for name in fields.keys() - value.keys():
            raise InputError(f"{path}.{name}: is missing")
        for name in value.keys() - fields.keys():
            raise InputError(f"{path}.{name}: is no field of a {cls.__name__.lower()}")
        for name, annotation in fields.items():
            _check(annotation)(value[name], f"{path}.{name}", depth)

    return check


def _span(value: Any, path: str, depth: int) -> None:
    if not isinstance(value, list) or len(value) != 2 or not all(type(at) is int for at in value):
        raise InputError(f"{path}: must be two whole numbers, not {_shown(value)}")
    if not 0 <= value[0] <= value[1]:
        raise InputError(f"{path}: must run forward from 0 on, not from {value[0]} to {value[1]}")


_NAMES: Mapping[type, str] = {str: "a string", bool: "true or false", int: "a whole number"}
_CHECKS: dict[Any, _Check] = {}


def _shown(value: Any) -> str:
    text = "null" if value is None else repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


# ── What holds in a treaty as a whole ───────────────────────────────────────────────────────────────────────────────


def check_treaty(treaty: Treaty) -> None:
    """Whether the nodes of a treaty fit each other and its text.

    Raises:
        InputError: naming the path of the first fault.
    """
    _check_spans(treaty)
    _check_eids(treaty)
    _check_order(treaty.own_leaves, treaty.children, "treaty")
    for path, provision in _provisions(treaty):
        _check_order(provision.own_leaves, provision.children, path)
        _check_within(provision, path)
    _check_leaves(treaty)
    _check_clauses(treaty)
    _check_references(treaty)
    _check_links(treaty)


def _provisions(branch: Treaty | Provision, path: str = "treaty") -> Iterator[tuple[str, Provision]]:
    for n, child in enumerate(branch.children):
        at = f"{path}.children[{n}]"
        yield at, child
        yield from _provisions(child, at)


def _nodes(treaty: Treaty) -> Iterator[tuple[str, Provision | Leaf | Clause | Reference | Phrase]]:
    """Every node whose words are those of its span."""
    for path, branch in (("treaty", treaty), *_provisions(treaty)):
        if isinstance(branch, Provision):
            yield path, branch
        yield from ((f"{path}.own_leaves[{n}]", leaf) for n, leaf in enumerate(branch.own_leaves))
        yield from ((f"{path}.own_references[{n}]", found) for n, found in enumerate(branch.own_references))
        for n, clause in enumerate(branch.own_clauses):
            at = f"{path}.own_clauses[{n}]"
            yield at, clause
            yield from ((f"{at}.references[{k}]", found) for k, found in enumerate(clause.references))
            for field in attrs.fields(Clause):
                value = getattr(clause, field.name)
                phrases = value if isinstance(value, tuple) else (value,)
                for phrase in phrases:
                    if isinstance(phrase, Phrase):
                        yield from ((f"{at}.{field.name}", nested) for nested in _all_of(phrase))


def _all_of(phrase: Phrase) -> Iterator[Phrase]:
    for nested in phrase.walk():
        yield nested
        if nested.antecedent is not None:
            yield from _all_of(nested.antecedent)


def _check_spans(treaty: Treaty) -> None:
    for path, node in _nodes(treaty):
        if node.span.end > len(treaty.text):
            raise InputError(f"{path}.span: ends at {node.span.end}, but the text has {len(treaty.text)} characters")
        if node.text != node.span.of(treaty.text):
            raise InputError(f"{path}.text: is not what stands at its span in the text")
    told = [(f"treaty.diagnostics[{n}]", each.span) for n, each in enumerate(treaty.diagnostics)]
    told += [(f"treaty.places[{n}]", each.span) for n, each in enumerate(treaty.places)]
    for path, span in told:
        if span.end > len(treaty.text):
            raise InputError(f"{path}.span: ends behind the text")


def _check_eids(treaty: Treaty) -> None:
    seen: set[str] = set()
    named: list[tuple[str, str]] = [(path, provision.eid) for path, provision in _provisions(treaty)]
    named += [(path, node.eid) for path, node in _nodes(treaty) if isinstance(node, Clause)]
    for path, eid in named:
        if not eid:
            raise InputError(f"{path}.eid: is empty")
        if eid in seen:
            raise InputError(f"{path}.eid: {eid!r} stands twice")
        seen.add(eid)


def _check_order(leaves: tuple[Leaf, ...], children: tuple[Provision, ...], path: str) -> None:
    """Leaves and provisions stand in the order of the text, so that a place finds its provision."""
    for name, nodes in (("own_leaves", leaves), ("children", children)):
        for n in range(1, len(nodes)):
            if nodes[n].span.start < nodes[n - 1].span.start:
                raise InputError(f"{path}.{name}[{n}].span: begins before that of the one before it")


def _check_within(provision: Provision, path: str) -> None:
    """What stands in a provision stands in its span."""
    held: dict[str, Sequence[Leaf | Reference | Clause | Provision]] = {
        "own_leaves": provision.own_leaves,
        "own_references": provision.own_references,
        "own_clauses": provision.own_clauses,
        "children": provision.children,
    }
    for name, nodes in held.items():
        for n, node in enumerate(nodes):
            if not provision.span.covers(node.span):
                raise InputError(f"{path}.{name}[{n}].span: reaches out of the provision")


def _check_leaves(treaty: Treaty) -> None:
    """Every character but blanks stands in exactly one leaf."""
    at = 0
    for leaf in treaty.leaves:
        if leaf.span.start < at:
            raise InputError(f"treaty: two leaves hold the character at {leaf.span.start}")
        if treaty.text[at : leaf.span.start].strip():
            raise InputError(f"treaty: no leaf holds the words from character {at} on")
        at = leaf.span.end
    if treaty.text[at:].strip():
        raise InputError(f"treaty: no leaf holds the words from character {at} on")


def _check_clauses(treaty: Treaty) -> None:
    """A clause is called after its provision, has a bearer or a reason for none, and phrases of its own words."""
    for path, branch in (("treaty", treaty), *_provisions(treaty)):
        home = f"{branch.eid}__" if isinstance(branch, Provision) else ""
        for n, clause in enumerate(branch.own_clauses):
            at = f"{path}.own_clauses[{n}]"
            if not clause.eid.startswith(f"{home}norm_"):
                raise InputError(f"{at}.eid: {clause.eid!r} is no clause of its provision")
            if clause.bearer is not None and clause.bearer_reason is not None:
                raise InputError(f"{at}.bearer_reason: there is a bearer")
    for path, node in _nodes(treaty):
        if isinstance(node, Phrase):
            _check_phrase(node, path)


def _check_phrase(phrase: Phrase, path: str) -> None:
    letters = iter(phrase.text)
    if phrase.normalized != phrase.text and not all(letter in letters for letter in "".join(phrase.normalized.split())):
        raise InputError(f"{path}.normalized: does not say what stands in the text")
    period = phrase.period
    if period is not None and period.amount is not None and not 0 <= period.amount <= _MOST:
        raise InputError(f"{path}.period.amount: {_shown(period.amount)} is no amount of time")
    if period is not None and period.date is not None and not _DAY.fullmatch(period.date):
        raise InputError(f"{path}.period.date: {period.date!r} is no day")


def _check_references(treaty: Treaty) -> None:
    """Each reference stands at a place of its own, and what a clause refers to is a reference of a provision."""
    known: dict[Span, Reference] = {}
    named = [(path, node) for path, node in _nodes(treaty) if isinstance(node, Reference)]
    for path, node in named:
        if ".own_references" in path and known.setdefault(node.span, node) is not node:
            raise InputError(f"{path}.span: another reference stands there")
    for path, node in named:
        if known.get(node.span) != node:
            raise InputError(f"{path}: is no reference of a provision")


def _check_links(treaty: Treaty) -> None:
    if len(treaty.links) != len(treaty.references):
        raise InputError(f"treaty.links: has {len(treaty.links)} entries for {len(treaty.references)} references")
    eids = Counter(provision.eid for provision in treaty.provisions)
    for n, (reference, links) in enumerate(zip(treaty.references, treaty.links, strict=True)):
        if len(links) != len(reference.targets):
            raise InputError(f"treaty.links[{n}]: has {len(links)} entries for {len(reference.targets)} targets")
        for k, link in enumerate(links):
            if (link.eid is not None) != (link.status is ResolutionStatus.INTERNAL):
                raise InputError(f"treaty.links[{n}][{k}].eid: a link has an eId exactly where it is internal")
            if link.eid is not None and link.eid not in eids:
                raise InputError(f"treaty.links[{n}][{k}].eid: no provision has the eId {link.eid!r}")
