"""Diffing: what differs between two treaties, clause by clause.

Guarantees: a treaty does not differ from itself; the changes from right to left are those from left to right turned
round; where no change is found, the texts differ at most in formatting (`verbatim` says in what); a reference that
only follows a renumbering is no change.
"""

import bisect
import contextlib
import gc
from collections.abc import Callable, Iterator

from treatylex.comparing.judging.apart import first_difference, text_changes
from treatylex.comparing.judging.fields import ComparedTreaty
from treatylex.comparing.judging.lone import lone_articles, lone_clauses, lone_tops, told
from treatylex.comparing.judging.losses import Losses
from treatylex.comparing.judging.modified import modified_clauses
from treatylex.comparing.judging.parted import parted
from treatylex.comparing.judging.places import article_places, point_numbers
from treatylex.comparing.judging.points import points_apart
from treatylex.comparing.judging.restated import restated
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.alignment import align_treaties
from treatylex.comparing.matching.pairing import Pairing
from treatylex.comparing.matching.sides import Node
from treatylex.comparing.matching.tokens import alike
from treatylex.comparing.matching.usage import Usage, usage
from treatylex.model.changes import Change, ChangeKind, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Treaty


def diff_treaties(left: Treaty, right: Treaty, *, equivalents: str | None = None) -> TreatyDiff:
    """Find what changed from one treaty to another.

    Args:
        left: the treaty before.
        right: the treaty after.
        equivalents: a file of wordings that are alike besides those of `corpus/equivalents.toml`, in the same form.

    Returns:
        The changes in the order of the texts, what was added at the place where it now stands.

    Raises:
        TypeError: for a text or a path instead of a treaty.
        InputError: when the file of equivalents cannot be used.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Each Party shall inform the other Party within 30 days.")
    >>> new = parse("Each Party shall inform the other Party within 60 days.")
    >>> [(change.kind.value, change.fields) for change in diff_treaties(old, new).changes]
    [('modified', ('times',))]
    >>> diff_treaties(old, new).changes[0].details[0].right
    'within 60 days'
    """
    with _uncollected():
        alignment = align_treaties(left, right)
        return TreatyDiff(
            left=left,
            right=right,
            alignment=alignment,
            changes=_changes(Pairing(left, right, alignment), usage(equivalents)),
        )


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Lets the collector of cycles rest: comparing makes none, and a third of its time went into looking for some.

    What was made meanwhile counts as old afterwards, so that it is not looked through at once.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            if not gc.get_freeze_count():  # else whoever froze it must thaw it
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _changes(pairing: Pairing, known: Usage) -> tuple[Change, ...]:
    """All changes, in order. Larger nodes come first: what they speak for is not told again."""
    left = Verbatim(ComparedTreaty(pairing.left.treaty, known, pairing.there.of))
    right = Verbatim(ComparedTreaty(pairing.right.treaty, known))
    if alike(left.raw.tokens, right.raw.tokens):
        return ()
    (gone, come), (tops_gone, tops_come) = lone_articles(pairing), lone_tops(pairing)
    spoken_for = (
        told(change.left for change in (*gone, *tops_gone)),
        told(change.right for change in (*come, *tops_come)),
    )
    losses = Losses(pairing, left, right)
    modified = modified_clauses(pairing, left, right, losses)
    clauses = [part for each in modified for part in points_apart(left.treaty, right.treaty, each, losses)]
    moved = {c.left.eid for c in clauses if c.kind is ChangeKind.MOVED and isinstance(c.left, Clause)}
    found = [
        *(*gone, *come, *tops_gone, *tops_come),
        *article_places(pairing),
        *point_numbers(pairing, moved),
        *clauses,
        *lone_clauses(pairing, *spoken_for),
    ]
    found = [parted(pairing, left, right, losses.weighed(change)) for change in found]
    found += text_changes(pairing, left, right, found, spoken_for, losses)
    found = [*restated(pairing, left, right, losses, found)]
    return tuple(sorted(found or first_difference(left, right), key=_order(pairing)))


def _order(pairing: Pairing) -> Callable[[Change], tuple[int, int, int, int]]:
    """The order of the left text; what only the right one has follows what stands before it there."""
    nodes: list[tuple[Node, Node]] = [*pairing.articles, *pairing.clauses]
    pairs = sorted((theirs.span.start, ours.span.start) for ours, theirs in nodes)

    def key(change: Change) -> tuple[int, int, int, int]:
        if change.left is not None:
            after = change.right.span.start if change.right is not None else 0
            return change.left.span.start, 0, -change.left.span.end, after
        if change.right is None:
            return 0, 0, 0, 0
        before = bisect.bisect_left(pairs, (change.right.span.start, -1)) - 1
        return pairs[before][1] if before >= 0 else -1, 1, change.right.span.start, -change.right.span.end

    return key
