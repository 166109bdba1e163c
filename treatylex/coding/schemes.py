"""Schemes: the variables, rules and scopes of a coding, as classes.

Guarantee: an instance is sound: every name that it uses is defined, every pattern can be read.
"""

import enum
import re
from collections.abc import Mapping

import attrs

from treatylex.coding.patterns import Pattern
from treatylex.model.queries import Filter


class VariableKind(enum.StrEnum):
    """What the values of a variable are."""

    CHOICE = "choice"  # one of those listed
    DURATION = "duration"  # an ISO 8601 duration, or one of those listed
    NUMBER = "number"  # a whole number, or one of those listed
    NAME = "name"  # words of the text, or one of those listed
    LIST = "list"  # any number of those listed


class Nearness(enum.StrEnum):
    """How near to the evidence for another variable a rule looks."""

    SENTENCE = "sentence"
    ARTICLE = "article"


NONE, INCONCLUSIVE, NOT_APPLICABLE = "none", "inconclusive", "not_applicable"
ALWAYS = frozenset({NONE, INCONCLUSIVE, NOT_APPLICABLE})
"""The values that every variable may take."""

EXTRACTED = re.compile(r"<(?P<capture>[a-z]+)(?P<more>[+-]\d+)?>")
"""What a rule's value takes from the text: `<period>`, `<period+1>`, `<ordinal>`."""

OTHERS_VALUE = re.compile(r"\{(?P<name>\w+)\}")
"""The value of another variable: `{duration}`."""


@attrs.frozen(kw_only=True)
class Scope:
    """Articles, or paragraphs where there are no articles, in which rules look.

    A unit is in scope when one of the `heading` patterns matches a heading of it or of a division around it, or one
    of the `says` patterns one of its statements; and none of the `never` patterns matches either, and none of
    `never_heading` a heading.
    """

    name: str
    never_heading: tuple[Pattern, ...] = ()
    heading: tuple[Pattern, ...] = ()
    says: tuple[Pattern, ...] = ()
    never: tuple[Pattern, ...] = ()


@attrs.frozen(kw_only=True)
class Rule:
    """What gives a variable a value.

    A statement decides when a `pattern` matches in it and none of `unless` begins before the end of that; its article
    must match all that `with_` lists (each entry one pattern) and nothing of `without`; the statement before it in the
    same article must match one of `after`. `clause` filters the clauses that the match must touch; without patterns
    such a clause decides. `when` names values that other variables must have, or, with "not ", must not have; `near`
    lets a rule look only where the evidence for another variable stands. A rule with neither patterns nor a clause
    decides by `when` alone.
    """

    name: str
    value: str
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    with_: tuple[Pattern, ...] = ()
    without: tuple[Pattern, ...] = ()
    after: tuple[Pattern, ...] = ()
    scopes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    clause: Filter | None = None
    when: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    near: Mapping[str, Nearness] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Variable:
    """One question that a scheme asks of a treaty.

    Of its rules the first that finds something decides; of a list all add to it, in the order of `values`, or of the
    text when `in_text_order`. `topics` are the names under which a lawyer would look the matter up.
    """

    name: str
    kind: VariableKind
    question: str
    values: tuple[str, ...]
    default: str | None
    rules: tuple[Rule, ...]
    in_text_order: bool = False
    topics: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Scheme:
    """A coding scheme. Treaties that no pattern of `gate` fits are `not_applicable` in every variable."""

    name: str
    version: str
    title: str
    parts: tuple[str, ...]
    scopes: Mapping[str, Scope]
    variables: tuple[Variable, ...]
    gate: tuple[Pattern, ...] = ()

    def variable(self, name: str) -> Variable:
        """The variable of that name, which there must be."""
        return next(variable for variable in self.variables if variable.name == name)
