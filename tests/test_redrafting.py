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
    ("Claims shall be heard by the International Court of Justice.", "Claims shall be heard by the ICJ."),
    (
        "The plan shall follow the rules of the International Maritime Organization.",
        "The plan shall follow the rules of the International Maritime Organization (IMO).",
    ),
    ("Each Party shall keep and preserve the maps.", "Each Party shall preserve the maps."),
    (
        "The buyer shall inspect the crates before it opens them.",
        "The buyer shall inspect the crates before the buyer opens them.",
    ),
    (
        "The lists contained in the annexes to this Protocol are closed.",
        "The lists contained in the annexes hereto are closed.",
    ),
    (
        "A Party may shut the lock, provided it warns the others.",
        "A Party may shut the lock, provided that it warns the others.",
    ),
    (
        "In exercising its powers, the Board shall hear the crews.",
        "When exercising its powers, the Board shall hear the crews.",
    ),
    ("Having heard the crews, the Board shall decide.", "After it has heard the crews, the Board shall decide."),
    ("The Parties to this Protocol shall mark the wrecks.", "The Parties shall mark the wrecks."),
    ("The claim is due thirty days after the date of the award.", "The claim is due thirty days after the award."),
    (
        "Article 2\n\nThe office may refuse, suspend or withdraw a permit.",
        "Article 2\n\nThe office may:\n(a) refuse a permit;\n(b) suspend a permit; or\n(c) withdraw a permit.",
    ),
    ("The Parties shall keep the strait open.", "A Party shall keep the strait open."),
    ("The Party may close the lock.", "A Party may close the lock."),
    ("The warden shall have the power to shut the weir.", "The warden may shut the weir."),
    ("The warden is free to shut the weir.", "The warden may shut the weir."),
    ("The President has a second vote.", "The President shall have a second vote."),
    (
        "Any quarrel arising from the lease shall be heard.",
        "Any quarrel which may arise from the lease shall be heard.",
    ),
    ("There shall be appointed a Registrar for the lake.", "A Registrar shall be appointed for the lake."),
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
    ("Claims shall be heard by the International Court of Justice.", "Claims shall be heard by the ICC."),
    ("Each Party shall sign and ratify the maps.", "Each Party shall ratify the maps."),
    (
        "The buyer shall inspect the crates before it opens them.",
        "The buyer shall inspect the crates before the broker opens them.",
    ),
    (
        "In exercising its powers, the Board shall hear the crews.",
        "Before exercising its powers, the Board shall hear the crews.",
    ),
    (
        "Article 2\n\nThe office may refuse, suspend or withdraw a permit.",
        "Article 2\n\nThe office may:\n(a) refuse a permit;\n(b) transfer a permit; or\n(c) withdraw a permit.",
    ),
    (
        "Each Party shall inform the lake board before dredging.",
        "Each Party shall consult the lake board before dredging.",
    ),
    ("The Council shall examine the accounts.", "The Council shall approve the accounts."),
    ("Each Party shall ensure the safety of divers.", "Each Party shall facilitate the safety of divers."),
    ("The Council may exempt small craft.", "The Council may prohibit small craft."),
    ("The warden has to shut the weir.", "The warden may shut the weir."),
    ("The President has a second vote.", "The President may have a second vote."),
    ("The lock may be sold.", "The lock may be leased."),
    ("The Parties may close the strait.", "A Party may close the strait."),
    ("Crews shall keep all rights and privileges.", "Crews shall keep all rights."),
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
