"""States: the names of States and international organisations, as `corpus/states.toml` lists them.

Guarantee: names are found in one pass, the longest first, and only where they are written as names.
"""

import functools
from typing import NamedTuple

from treatylex.knowledge import tables
from treatylex.language.grammar import WORDS, Scanner


class StateName(NamedTuple):
    """The name of a State or organisation: its half-open place in a text, and the id of who bears it."""

    start: int
    end: int
    id: str


class _States:
    """The names, in a scanner and one by one; those written in capitals are found in capitals only."""

    def __init__(self) -> None:
        entries = tables("states")
        ids = {
            name.replace("’", "'"): entry["id"]
            for entry in (*entries["state"], *entries["organization"])
            for name in entry["names"]
        }
        self.scanner = Scanner.of_names({name.lower(): id_ for name, id_ in ids.items()}, kept=True)
        self.acronyms = frozenset(name.lower() for name in ids if name.isupper())


@functools.cache
def _states() -> _States:
    return _States()


def states_in(text: str) -> list[StateName]:
    """Every State and organisation that a text names.

    >>> states_in("the Government of the French Republic")
    [StateName(start=22, end=37, id='france')]
    """
    found = []
    for cue in _states().scanner.scan(text.replace("’", "'")):
        written = text[cue.start : cue.end]
        capitals = written.lower() not in _states().acronyms or written.isupper()
        if cue.type != WORDS and written[0].isupper() and capitals:
            found.append(StateName(cue.start, cue.end, cue.type))
    return found
