"""The figures of comparing: how long a large comparison takes, and how many planted edits are named."""

import random
import time
from collections.abc import Iterator, Sequence

import treatylex
from treatylex.model.provisions import Treaty
from treatylex.testing.edits import EditKind, possible_edits

_EACH = 3
_COPIES = 12


def measure(treaties: Sequence[Treaty], *, each: int = _EACH, copies: int = _COPIES) -> Iterator[dict[str, object]]:
    """The figures for some treaties: `each` edits of every kind planted in each, one treaty of `copies` compared."""
    yield _speed(treaties, copies)
    for kind in EditKind:
        yield _planted(treaties, kind, each)


def _speed(treaties: Sequence[Treaty], copies: int) -> dict[str, object]:
    """The time to compare two large texts: the longest treaty many times over, between other Parties each time."""
    longest = max(treaties, key=lambda treaty: len(treaty.articles))
    pages = [longest.text.replace("Party", f"Party{number}") for number in range(copies)]
    left, right = (treatylex.parse("\n\n".join(side)) for side in (pages, [*pages[1:], pages[0]]))
    began = time.process_time()
    diff = treatylex.diff_treaties(left, right)
    return {
        "compared articles": f"{len(left.articles)} with {len(right.articles)}",
        "compared clauses": f"{len(left.clauses)} with {len(right.clauses)}",
        "diff_seconds": round(time.process_time() - began, 2),
        "changes": len(diff.changes),
    }


def _planted(treaties: Sequence[Treaty], kind: EditKind, each: int) -> dict[str, object]:
    """Of a kind of edit: how many were named, how many without a spare change, and how many spare changes came."""
    chance = random.Random(kind.value)
    named = exact = spare = total = 0
    for treaty in treaties:
        edits = list(possible_edits(treaty, kinds=[kind]))
        for edit in chance.sample(edits, min(each, len(edits))):
            diff = treatylex.diff_treaties(treaty, treatylex.parse(edit.text))
            beside = len(edit.spare(diff))
            total, spare = total + 1, spare + beside
            named += not edit.missed(diff)
            exact += not edit.missed(diff) and not beside
    return {f"planted {kind.value}": f"{named} of {total} named, {exact} exactly, {spare} spare"}
