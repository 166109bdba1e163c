"""Edits: a planted change, and what a comparison must say of it."""

from collections.abc import Iterable

from hypothesis import strategies as st

from treatylex.model.provisions import Treaty
from treatylex.testing.edits import Edit, EditKind, possible_edits


def edits(treaty: Treaty, *, kinds: Iterable[EditKind | str] = tuple(EditKind)) -> st.SearchStrategy[Edit]:
    """Edits that can be planted in a treaty: `edit.text` is the text after it, `edit.expected` what must be reported.

    For `edit.text` compared with the treaty, `edit.missed(diff)` must be empty. A treaty in which nothing of these
    kinds can be planted has no edits: drawing one gives up the example.

    Args:
        treaty: what to edit.
        kinds: the kinds of edits; all by default.
    """
    possible = tuple(possible_edits(treaty, kinds=tuple(map(EditKind, kinds))))
    return st.sampled_from(possible) if possible else st.nothing()
