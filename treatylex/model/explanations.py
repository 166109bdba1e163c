"""Explanations: why a clause was read as it was, field by field, as data."""

import enum

import attrs

from treatylex.model.clauses import Clause
from treatylex.source import Span


class Ground(enum.StrEnum):
    """On what a decision rests."""

    RULE = "rule"  # a rule of a grammar describes the words
    KIND_OF_PHRASE = "kind_of_phrase"  # what kind of noun phrase stands before the verb
    SUBJECT = "subject"  # the bearer is the subject
    AGENT = "agent"  # the bearer is named behind a passive, with "by"
    NO_BEARER = "no_bearer"  # nobody is named; the value says why
    CUES = "cues"  # the cues alone
    REMAINDER = "remainder"  # what is left of the predicate
    OPENER = "opener"  # the cue that opens a modifier
    OTHER_SIDE = "other_side"  # a cue for the other of two
    DEFINED = "defined"  # the treaty's own definition
    ANTECEDENT = "antecedent"  # the only noun phrase that a pronoun can stand for
    RELATION = "relation"  # the cue that introduces a reference
    DOUBT = "doubt"  # what speaks against the reading


@attrs.frozen(kw_only=True)
class DecisiveCue:
    """A cue on which a decision rests, and the terminal of the grammar that lists it."""

    text: str
    span: Span
    terminal: str


@attrs.frozen(kw_only=True)
class Decision:
    """One field of a clause: its value, on what ground, by which rule or terminal, on the evidence of which cues.

    `rule` names grammar and rule (`clause.lark prohibition`). `scope` says from where the value is taken over:
    `chapeau` (the words before a list) or `sentence` (an earlier clause of the sentence). `parts` are what follows
    from the decision, or is nested in it: the actor of a bearer, the period of a time, a condition in a condition.
    """

    field: str
    value: str | None
    span: Span | None = None
    ground: Ground
    rule: str | None = None
    evidence: tuple[DecisiveCue, ...] = ()
    scope: str | None = None
    parts: "tuple[Decision, ...]" = ()


@attrs.frozen(kw_only=True)
class Explanation:
    """Why one clause was read as it was. `rules` are those of `clause.lark` that took its parts, innermost first."""

    clause: Clause
    decisions: tuple[Decision, ...]
    rules: tuple[str, ...] = ()
