"""Edits: a planted change, and what a comparison must say of it."""

from collections.abc import Iterable

from hypothesis import currently_in_test_context
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from treatylex.model.provisions import Treaty
from treatylex.testing.edits import Edit, EditKind, possible_edits


def edits(treaty: Treaty, *, kinds: Iterable[EditKind | str] = tuple(EditKind)) -> st.SearchStrategy[Edit]:
    """Edits that can be planted in a treaty: `edit.text` is the text after it, `edit.expected` what must be reported.

    For `edit.text` compared with the treaty, `edit.missed(diff)` must be empty. A treaty in which nothing of these
    kinds can be planted has no edits: within a test, drawing one gives up the example.

    Args:
        treaty: what to edit.
        kinds: the kinds of edits; all by default.

    Raises:
        InvalidArgument: for kinds that are none; outside a test also when nothing of these kinds can be planted.
    """
    wanted = _kinds(kinds)
    possible = tuple(possible_edits(treaty, kinds=wanted))
    if possible or currently_in_test_context():
        return st.sampled_from(possible) if possible else st.nothing()
    others = [kind.value for kind in EditKind if next(possible_edits(treaty, kinds=[kind]), None) is not None]
    asked = ", ".join(kind.value for kind in wanted)
    there = ", ".join(others) or "none"
    raise InvalidArgument(f"no edit of kind {asked} can be planted in {treaty!r}; possible kinds: {there}")


def _kinds(kinds: Iterable[EditKind | str]) -> tuple[EditKind, ...]:
    if isinstance(kinds, str):
        raise InvalidArgument(f"kinds must be several kinds, such as [{str(kinds)!r}], not one str")
    try:
        return tuple(map(EditKind, kinds))
    except ValueError as fault:
        raise InvalidArgument(f"{fault}; the kinds are {', '.join(EditKind)}") from None
