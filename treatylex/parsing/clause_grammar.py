"""The grammar of clauses, compiled: the sentence stage scans with it, the clause stage parses with it."""

import functools
from collections.abc import Sequence
from typing import Any

from treatylex.language.grammar import Grammar, Reduction, Steps, compiled
from treatylex.model.clauses import ClauseKind


class _Builder:
    """What the clause grammar builds: the kind, by the name of the rule that matched, and the parts in order."""

    def __init__(self) -> None:
        for kind in ClauseKind:
            setattr(self, kind.value, functools.partial(_recognised, kind))

    def start(self, children: list[Any]) -> Any:
        """One norm."""
        return children[0]


def _recognised(kind: ClauseKind, tokens: list[Any]) -> tuple[ClauseKind, list[Any]]:
    return kind, [token.value for token in tokens]


def clause_grammar() -> Grammar:
    """The grammar of clauses; what it parses is a kind and the parts that it was given."""
    return compiled("clause", _Builder, ("start", "cue"))


def steps_of(parts: Sequence[Any]) -> tuple[Reduction, ...]:
    """By which rules the grammar reads the parts, the innermost first."""
    steps: tuple[Reduction, ...] = compiled("clause", Steps, ("start", "cue")).parse(parts)
    return steps
