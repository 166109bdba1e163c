"""Loading: from the TOML in which a scheme is written to a `Scheme`, or to what is wrong with it, line by line.

Guarantee: all faults are told at once, each with the line of what it is about.
"""

import functools
import importlib.resources
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from treatylex.coding.patterns import Pattern, pattern_of
from treatylex.coding.schemes import (
    ALWAYS,
    EXTRACTED,
    OTHERS_VALUE,
    Nearness,
    Rule,
    Scheme,
    Scope,
    Variable,
    VariableKind,
)
from treatylex.coding.statements import PARTS, lowered
from treatylex.errors import InputError
from treatylex.model.clauses import Phrase
from treatylex.model.queries import Filter, where
from treatylex.opening import table_of, text_of

_FOLDER = "schemes"
_TABLE = re.compile(r"\s*\[\[?\s*(?P<path>[\w.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*(?P<key>[\w-]+)\s*=")
_SCHEME_KEYS = frozenset({"name", "version", "title", "parts", "gate", "phrases", "scope", "variable"})
_VARIABLE_KEYS = frozenset({"name", "kind", "question", "values", "default", "order", "topics", "rule"})
_RULE_KEYS = frozenset(
    {"name", "value", "pattern", "unless", "with", "without", "after", "in", "parts", "clause", "when", "near"}
)
_SCOPE_KEYS = ("heading", "says", "never", "never_heading")
_PHRASES_OF_CLAUSES = frozenset(
    {
        "subject",
        "bearer",
        "counterparty",
        "modal",
        "action",
        "term",
        "condition",
        "exception",
        "time",
        "manner",
        "purpose",
    }
)


@attrs.frozen(kw_only=True)
class Fault:
    """What is wrong with a scheme, and in which line, counted from 1."""

    line: int
    message: str


def scheme_names() -> tuple[str, ...]:
    """The names of the schemes that come with treatylex, in alphabetical order."""
    files = (importlib.resources.files("treatylex.corpus") / _FOLDER).iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def load_scheme(scheme: str | os.PathLike[str]) -> Scheme:
    """A scheme by its name, or from a TOML file.

    Raises:
        InputError: when there is none, or the file is faulty: the message names its first fault by line.

    >>> load_scheme("final-clauses").variables[0].name
    'entry_into_force'
    """
    name = os.fspath(scheme)
    if name in scheme_names():
        return _shipped(name)
    path = Path(name)
    if not path.is_file():
        raise InputError(f"no scheme and no file is called {name!r}; the schemes are {', '.join(scheme_names())}")
    return _sound(text_of(path), name)


@functools.cache
def _shipped(name: str) -> Scheme:
    return _sound(scheme_text(name), f"{name}.toml")


def scheme_text(name: str) -> str:
    """The TOML of a scheme that comes with treatylex.

    Raises:
        InputError: when none has that name.
    """
    if name not in scheme_names():
        raise InputError(f"no scheme is called {name!r}; the schemes are {', '.join(scheme_names())}")
    resource = importlib.resources.files("treatylex.corpus") / _FOLDER / f"{name}.toml"
    return resource.read_text(encoding="utf-8")


@functools.cache
def coded_topics() -> tuple[tuple[str, Scheme, Variable], ...]:
    """The topics that the schemes which come with treatylex know, each with the variable that answers to it."""
    return tuple(
        (topic, scheme, variable)
        for scheme in map(load_scheme, scheme_names())
        for variable in scheme.variables
        for topic in variable.topics
    )


def _sound(text: str, name: str) -> Scheme:
    scheme, faults = read_scheme(text)
    if scheme is None:
        more = f" (and {len(faults) - 1} more; `treatylex scheme check` shows all)" if len(faults) > 1 else ""
        raise InputError(f"{name}:{faults[0].line}: {faults[0].message}{more}")
    return scheme


def read_scheme(text: str) -> tuple[Scheme | None, tuple[Fault, ...]]:
    """The scheme that a TOML text describes, or `None` and its faults in the order of the lines."""
    try:
        data = table_of(text)
    except InputError as fault:
        line = re.search(r"at line (\d+)", str(fault))
        return None, (Fault(line=int(line.group(1)) if line else text.count("\n") + 1, message=str(fault)),)
    loader = _Loader(data, dict(_lines(text)))
    scheme = loader.scheme()
    faults = tuple(sorted(set(loader.faults), key=lambda fault: fault.line))
    return (None, faults) if faults else (scheme, ())


Place = tuple[str | int, ...]


def _lines(text: str) -> Iterator[tuple[Place, int]]:
    """The line of every table and key: `("variable", 0, "rule", 2, "pattern")`."""
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _TABLE.fullmatch(line)
        if header:
            table = _table(header.group("path").split("."), line.lstrip().startswith("[["), counts)
            yield table, number
        elif (key := _KEY.match(line)) is not None:
            yield (*table, key.group("key")), number


def _table(names: list[str], repeated: bool, counts: dict[Place, int]) -> Place:
    place: Place = ()
    for i, name in enumerate(names):
        place = (*place, name)
        if repeated and i == len(names) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


class _Loader:
    """Makes a scheme of what TOML gives, and notes what is wrong with it."""

    def __init__(self, data: Mapping[str, Any], lines: Mapping[Place, int]) -> None:
        self.data, self.lines = data, lines
        self.faults: list[Fault] = []
        self.phrases: dict[str, tuple[str, ...]] = {}

    def scheme(self) -> Scheme:
        """The scheme, as far as it could be read."""
        self.known(self.data, _SCHEME_KEYS, ())
        for name, listed in self.table("phrases", self.data, ()).items():
            self.phrases[name] = self.strings(listed, ("phrases", name))
        for name in self.phrases:
            self.pattern(f"{{{name}}}", ("phrases", name))
        scopes = {name: self.scope(name, each) for name, each in self.tables_by_name("scope").items()}
        variables = tuple(self.variable(i, each) for i, each in enumerate(self.tables("variable", self.data, ())))
        names = [variable.name for variable in variables]
        for i, name in enumerate(names):
            if name in names[:i]:
                self.fault(f"a second variable is called {name!r}", ("variable", i, "name"))
        self.uses(variables, scopes)
        if not variables:
            self.fault("a scheme needs at least one [[variable]]", ())
        return Scheme(
            name=self.text("name", self.data, ()),
            version=self.text("version", self.data, ()),
            title=str(self.data.get("title", "")),
            parts=self.parts(self.data, ()) or ("body",),
            gate=self.patterns(self.data.get("gate", ()), ("gate",)),
            scopes=scopes,
            variables=variables,
        )

    def scope(self, name: str, given: Mapping[str, Any]) -> Scope:
        """One `[scope.NAME]`."""
        place: Place = ("scope", name)
        self.known(given, frozenset(_SCOPE_KEYS), place)
        kept = {key: self.patterns(given.get(key, ()), (*place, key)) for key in _SCOPE_KEYS}
        if not kept["heading"] and not kept["says"]:
            self.fault("a scope needs patterns for its heading, or for what it says", place)
        return Scope(name=name, **kept)

    def variable(self, number: int, given: Mapping[str, Any]) -> Variable:
        """One `[[variable]]` with its rules."""
        place: Place = ("variable", number)
        self.known(given, _VARIABLE_KEYS, place)
        kind = self.kind(given, place)
        values = self.strings(given.get("values", ()), (*place, "values"))
        if not values and kind is VariableKind.CHOICE:
            self.fault("the variable lists no values", place)
        order = given.get("order", "values")
        if order not in ("values", "text"):
            self.fault('an order is "values" or "text"', (*place, "order"))
        default = None if kind is VariableKind.LIST else str(given.get("default", "none"))
        rules = tuple(
            self.rule(each, (*place, "rule", i), kind, values)
            for i, each in enumerate(self.tables("rule", given, place))
        )
        return Variable(
            name=self.text("name", given, place),
            kind=kind,
            question=str(given.get("question", "")),
            values=values,
            default=default,
            rules=rules,
            in_text_order=order == "text",
            topics=self.strings(given.get("topics", ()), (*place, "topics")),
        )

    def kind(self, given: Mapping[str, Any], place: Place) -> VariableKind:
        """What values a variable takes."""
        try:
            return VariableKind(given.get("kind", "choice"))
        except ValueError:
            self.fault(f"no kind of variable; there are {', '.join(VariableKind)}", (*place, "kind"))
            return VariableKind.CHOICE

    def rule(self, given: Mapping[str, Any], place: Place, kind: VariableKind, values: tuple[str, ...]) -> Rule:
        """One `[[variable.rule]]`."""
        self.known(given, _RULE_KEYS, place)
        value = self.text("value", given, place)
        found = {key: self.patterns(given.get(key, ()), (*place, key)) for key in _PATTERN_KEYS}
        when = {
            name: self.strings(wanted, (*place, "when")) for name, wanted in self.table("when", given, place).items()
        }
        clause = self.clause(given["clause"], (*place, "clause")) if "clause" in given else None
        if not found["pattern"] and "clause" not in given and not when:
            self.fault("a rule needs a pattern, a clause, or a value of another variable (when)", place)
        near = {
            str(other): self.nearness(how, (*place, "near")) for other, how in self.table("near", given, place).items()
        }
        self.extracts(value, found["pattern"], kind, values, (*place, "value"))
        return Rule(
            name=str(given.get("name", "")) or f"rule {place[-1]}",
            value=value,
            patterns=found["pattern"],
            unless=found["unless"],
            with_=found["with"],
            without=found["without"],
            after=found["after"],
            scopes=self.strings(given.get("in", ()), (*place, "in")),
            parts=self.parts(given, place),
            clause=clause,
            when=when,
            near=near,
        )

    def nearness(self, given: Any, place: Place) -> Nearness:
        """How near to other evidence a rule looks."""
        try:
            return Nearness(given)
        except ValueError:
            self.fault(f"a rule looks near other evidence in the same {' or '.join(Nearness)}", place)
            return Nearness.ARTICLE

    def extracts(
        self, value: str, patterns: tuple[Pattern, ...], kind: VariableKind, values: tuple[str, ...], place: Place
    ) -> None:
        """Whether a rule's value is one that its variable may take, and its patterns find what the value needs."""
        needed = [match.group("capture") for match in EXTRACTED.finditer(value)]
        for name in needed:
            for pattern in patterns:
                if f"<{name}>" not in pattern.text:
                    self.fault(f"the value needs <{name}>, which is not in the pattern {pattern.text!r}", place)
        listed = value in values or value in ALWAYS or OTHERS_VALUE.fullmatch(value)
        if not needed and not listed and (kind in (VariableKind.CHOICE, VariableKind.LIST) or values):
            allowed = ", ".join(dict.fromkeys((*values, *sorted(ALWAYS))))
            if kind is not VariableKind.DURATION or not re.fullmatch(r"P\d+[DWMY](-1)?", value):
                self.fault(f"{value!r} is no value of the variable; there are {allowed}", place)

    def uses(self, variables: tuple[Variable, ...], scopes: Mapping[str, Scope]) -> None:
        """Whether the scopes and variables that rules name exist, and no variable waits for itself."""
        named = {variable.name: variable for variable in variables}
        for i, variable in enumerate(variables):
            for j, rule in enumerate(variable.rules):
                place: Place = ("variable", i, "rule", j)
                for scope in rule.scopes:
                    if scope not in scopes:
                        self.fault(f"no scope is called {scope!r}", (*place, "in"))
                for other in waits_for(rule):
                    if other not in named:
                        self.fault(f"no variable is called {other!r}", (*place, "when"))
                    elif _waits(named, other, variable.name, frozenset()):
                        self.fault(f"{variable.name} waits for {other}, which waits for it", (*place, "when"))

    def clause(self, given: Any, place: Place) -> Filter | None:
        """The filter for the clauses that a rule asks for, with patterns for their phrases."""
        if not isinstance(given, Mapping):
            self.fault('clause is a table, such as { kind = "permission", action = "terminate" }', place)
            return None
        filters = {k: self.phrase(str(v), place) if k in _PHRASES_OF_CLAUSES else v for k, v in given.items()}
        try:
            return where(**filters)
        except (TypeError, ValueError) as fault:
            self.fault(str(fault), place)
            return None

    def phrase(self, text: str, place: Place) -> Any:
        """A test of a phrase by a pattern."""
        pattern = self.pattern(text, place)

        def fits(phrase: Phrase) -> bool:
            return pattern is not None and pattern.compiled.search(lowered(phrase.normalized)) is not None

        return fits

    def patterns(self, given: Any, place: Place) -> tuple[Pattern, ...]:
        """One pattern, or a list of them."""
        read = (self.pattern(text, place) for text in self.strings(given, place))
        return tuple(pattern for pattern in read if pattern is not None)

    def pattern(self, text: str, place: Place) -> Pattern | None:
        """One pattern."""
        try:
            return pattern_of(text, self.phrases)
        except InputError as fault:
            self.fault(str(fault), place)
            return None

    def parts(self, given: Mapping[str, Any], place: Place) -> tuple[str, ...]:
        """The parts of a treaty that something is about."""
        parts = self.strings(given.get("parts", ()), (*place, "parts"))
        for part in parts:
            if part not in PARTS:
                self.fault(f"a treaty has no part {part!r}; there are {', '.join(PARTS)}", (*place, "parts"))
        return parts

    def table(self, key: str, given: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
        """A table that may be missing."""
        found = given.get(key, {})
        if isinstance(found, Mapping):
            return found
        self.fault(f"{key} is a table", (*place, key))
        return {}

    def tables_by_name(self, key: str) -> Mapping[str, Mapping[str, Any]]:
        """The tables of a table of the scheme."""
        found = self.table(key, self.data, ())
        return {name: self.table(name, found, (key,)) for name in found}

    def tables(self, key: str, given: Mapping[str, Any], place: Place) -> Sequence[Mapping[str, Any]]:
        """A list of tables that may be missing."""
        found = given.get(key, ())
        if isinstance(found, list | tuple) and all(isinstance(each, Mapping) for each in found):
            return found
        self.fault(f"{key} is written as [[{key}]]", (*place, key))
        return ()

    def strings(self, given: Any, place: Place) -> tuple[str, ...]:
        """A string, or a list of them."""
        listed = [given] if isinstance(given, str) else given
        if isinstance(listed, list | tuple) and all(isinstance(each, str) for each in listed):
            return tuple(listed)
        self.fault(f"{place[-1]} is a string or a list of strings", place)
        return ()

    def text(self, key: str, given: Mapping[str, Any], place: Place) -> str:
        """A string that must be there."""
        found = given.get(key)
        if isinstance(found, str) and found:
            return found
        self.fault(f"{key} is missing, or no string", (*place, key) if key in given else place)
        return ""

    def known(self, given: Any, keys: frozenset[str], place: Place) -> None:
        """Whether a table has only keys that mean something."""
        for key in given:
            if key not in keys:
                self.fault(f"{key!r} means nothing here; there are {', '.join(sorted(keys))}", (*place, key))

    def fault(self, message: str, place: Place) -> None:
        """Note what is wrong at a place: the line of the key, or of the table that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        self.faults.append(Fault(line=self.lines.get(place, 1), message=message))


_PATTERN_KEYS = ("pattern", "unless", "with", "without", "after")


def waits_for(rule: Rule) -> tuple[str, ...]:
    """The variables whose values a rule needs."""
    taken = OTHERS_VALUE.fullmatch(rule.value)
    return (*rule.when, *rule.near, *((taken.group("name"),) if taken else ()))


def _waits(named: Mapping[str, Variable], name: str, for_: str, seen: frozenset[str]) -> bool:
    """Whether the value of one variable depends on that of another."""
    if name == for_:
        return True
    if name in seen or name not in named:
        return False
    below = {other for rule in named[name].rules for other in waits_for(rule)}
    return any(_waits(named, other, for_, seen | {name}) for other in below)
