"""Planted edits: what is planted in a treaty comes back as exactly those changes."""

import functools
from collections import Counter

import pytest

import treatylex
from treatylex.model.changes import ChangeKind
from treatylex.testing.edits import Edit, EditKind, possible_edits

parse = functools.lru_cache(maxsize=64)(treatylex.parse)
EACH = 1
"""So many edits of each kind are planted in each specimen, spread over its text."""


def spread(edits: list[Edit]) -> list[Edit]:
    return [edits[(2 * k + 1) * len(edits) // (2 * EACH)] for k in range(min(EACH, len(edits)))]


def planted(kind: EditKind) -> list[tuple[str, Edit]]:
    return [
        (excerpt.id, edit)
        for excerpt in treatylex.excerpts()
        for edit in spread(list(possible_edits(parse(excerpt.text), kinds=[kind])))
    ]


@pytest.mark.parametrize("kind", EditKind)
def test_planted_edits_are_named_with_hardly_a_spare_change(kind: EditKind) -> None:
    """At most one edit in twenty of a kind is not named, and there is one spare change in two edits at most."""
    unnamed, spare = [], Counter[str]()
    edits = planted(kind)
    assert edits
    for name, edit in edits:
        diff = treatylex.diff_treaties(parse(edit.before), treatylex.parse(edit.text))
        if edit.missed(diff):
            unnamed.append((name, edit.replacements))
        spare[name] += len(edit.spare(diff))
    assert len(unnamed) <= max(1, len(edits) // 20), unnamed
    assert spare.total() <= max(1, len(edits) // 2), spare


TEXT = """Article 1

1. Each Party shall inform the other Party of any accident within 30 days.

2. The Commission shall meet in accordance with Article 2.

Article 2

1. The Commission shall consist of two members appointed by each Party.

2. The members of the Commission may visit any place that was touched by an accident, unless it is a dwelling.

Article 3

This Agreement shall enter into force on the date of the last notification.
"""


@pytest.mark.parametrize(
    ("kind", "new"),
    [
        (EditKind.MODAL, "Each Party may inform"),
        (EditKind.CONDITION, "members appointed by each Party, "),
        (EditKind.EXCEPTION, "touched by an accident."),
        (EditKind.DEADLINE, "within 37 days"),
        (EditKind.REFERENCE, "in accordance with Article 1"),
        (EditKind.ADDED, "Article 3 bis"),
        (EditKind.REMOVED, "last notification"),
        (EditKind.MOVED, "notification.\n\nThe members of the Commission"),
        (EditKind.RENUMBERED, "with Article 3"),
    ],
)
def test_an_edit_of_each_kind_is_offered_and_named(kind: EditKind, new: str) -> None:
    edits = list(possible_edits(parse(TEXT), kinds=[kind]))
    assert any((new in edit.text) is not (kind is EditKind.REMOVED) for edit in edits)
    for edit in edits:
        diff = treatylex.diff_treaties(parse(TEXT), treatylex.parse(edit.text))
        assert edit.text != TEXT
        assert (edit.missed(diff), edit.spare(diff)) == ((), ()), edit.text


def test_an_edit_that_was_not_made_is_missed_and_another_is_spare() -> None:
    modal, deadline = possible_edits(parse(TEXT.partition("2. The")[0]), kinds=[EditKind.MODAL, EditKind.DEADLINE])
    diff = treatylex.diff_treaties(parse(modal.before), parse(deadline.text))
    assert [expected.field for expected in modal.missed(diff)] == ["modal"]
    assert [change.kind for change in modal.spare(diff)] == [ChangeKind.MODIFIED]


def test_no_provision_is_removed_that_the_text_refers_to() -> None:
    removed = list(possible_edits(parse(TEXT), kinds=[EditKind.REMOVED]))
    assert removed
    assert all("Article 2\n" in edit.text for edit in removed)
