"""What an editor redrafts is told from what a negotiator changes, by differently worded drafts of either."""

import pytest

import treatylex

REDRAFTED = [
    # who could fail, had failed, were to fail: "if" and the inversions
    (
        "If the consignment had been lost, the carrier shall pay.",
        "Had the consignment been lost, the carrier shall pay.",
    ),
    ("The levy shall end were a Party to leave.", "The levy shall end if a Party were to leave."),
    # whose leave it takes, and who calls for it
    (
        "The Chair shall not publish the notes unless the author consents.",
        "The Chair shall not publish the notes without the author's consent.",
    ),
    (
        "Unless the riparian State agrees, no dam may be built.",
        "Without the agreement of the riparian State, no dam may be built.",
    ),
    (
        "If the owner so requests, the port shall store the cargo.",
        "At the request of the owner, the port shall store the cargo.",
    ),
    # what is done by saying it
    ("Each Party waives all fees for visas.", "Each Party shall waive all fees for visas."),
    ("The host State hereby waives its immunity from suit.", "The host State waives its immunity from suit."),
]
CHANGED = [
    ("If the consignment had been lost, the carrier shall pay.", "If the consignment was late, the carrier shall pay."),
    ("The levy shall end if a Party leaves.", "The levy shall end unless a Party leaves."),
    (
        "The Chair shall not publish the notes unless the author consents.",
        "The Chair shall not publish the notes without informing the author.",
    ),
    ("Ships may sail unless the owner consents.", "Ships may sail with the owner's consent."),
    (
        "If the owner so requests, the port shall store the cargo.",
        "At the request of the captain, the port shall store the cargo.",
    ),
    ("Each Party shall waive all fees for visas.", "Each Party may waive all fees for visas."),
    ("Each Party shall provide all visas.", "Each Party provided all visas."),
]


def weight(old: str, new: str) -> float:
    found = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    assert found.changes, "a change of words is never silent"
    return max(change.weight for change in found.changes)


@pytest.mark.parametrize(("old", "new"), REDRAFTED)
def test_a_redraft_weighs_little_from_either_side(old: str, new: str) -> None:
    assert weight(old, new) == weight(new, old)
    assert weight(old, new) <= 0.35


@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_what_looks_like_a_redraft_but_changes_the_law_outweighs_it(old: str, new: str) -> None:
    assert weight(old, new) > 0.5
    assert weight(new, old) > 0.5
