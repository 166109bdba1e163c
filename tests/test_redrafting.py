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
    ("The host State hereby waives its immunity from suit.", "The host State waives its immunity from suit."),
    ("Claims shall be heard by the International Court of Justice.", "Claims shall be heard by the ICJ."),
    (
        "The plan shall follow the rules of the International Maritime Organization.",
        "The plan shall follow the rules of the International Maritime Organization (IMO).",
    ),
    ("Each Party shall keep and preserve the maps.", "Each Party shall preserve the maps."),
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
    (
        "Any quarrel arising from the lease shall be heard.",
        "Any quarrel which may arise from the lease shall be heard.",
    ),
    ("There shall be appointed a Registrar for the lake.", "A Registrar shall be appointed for the lake."),
    # one matter, one cost, one instrument that calls itself by another name, one actor
    ("Were the cargo to spoil, the owner may refuse it.", "If the cargo were to spoil, the owner may refuse it."),
    ("The office may act on behalf of the anglers.", "The office may act for the anglers."),
    ("The bureau shall gather statistics on trout.", "The bureau shall gather statistics concerning trout."),
    ("The costs of the ferry shall be defrayed by the town.", "The costs of the ferry shall be paid by the town."),
    ("The Parties to this Charter may end the lease.", "The Parties to this Covenant may end the lease."),
    ("The annexes to this Charter are part of the lease.", "The annexes to this Covenant are part of the lease."),
    ("The bus may stop at the weir.", "A bus may stop at the weir."),
]
# What says the same though a word of weight came or went, with what that word touches
SAID_OTHERWISE = [
    # what is done by saying it
    ("Each Party waives all fees for visas.", "Each Party shall waive all fees for visas.", "duty"),
    ("The lender hereby renounces any claim.", "The lender shall renounce any claim.", "duty"),
    # what somebody has
    ("The President has a second vote.", "The President shall have a second vote.", "duty"),
    (
        "The buyer shall inspect the crates before it opens them.",
        "The buyer shall inspect the crates before the buyer opens them.",
        "words",
    ),
]
# What looks like one of the redrafts and is none, with what it touches
CHANGED = [
    (
        "If the consignment had been lost, the carrier shall pay.",
        "If the consignment was late, the carrier shall pay.",
        "words",
    ),
    ("The levy shall end if a Party leaves.", "The levy shall end unless a Party leaves.", "operators"),
    (
        "The Chair shall not publish the notes unless the author consents.",
        "The Chair shall not publish the notes without informing the author.",
        "operators",
    ),
    ("Ships may sail unless the owner consents.", "Ships may sail with the owner's consent.", "operators"),
    (
        "If the owner so requests, the port shall store the cargo.",
        "At the request of the captain, the port shall store the cargo.",
        "words",
    ),
    ("Each Party shall waive all fees for visas.", "Each Party may waive all fees for visas.", "duty"),
    ("Each Party shall provide all visas.", "Each Party provided all visas.", "duty"),
    ("Claims shall be heard by the International Court of Justice.", "Claims shall be heard by the ICC.", "names"),
    ("Each Party shall sign and ratify the maps.", "Each Party shall ratify the maps.", "verbs"),
    (
        "The buyer shall inspect the crates before it opens them.",
        "The buyer shall inspect the crates before the broker opens them.",
        "words",
    ),
    (
        "In exercising its powers, the Board shall hear the crews.",
        "Before exercising its powers, the Board shall hear the crews.",
        "operators",
    ),
    (
        "Article 2\n\nThe office may refuse, suspend or withdraw a permit.",
        "Article 2\n\nThe office may:\n(a) refuse a permit;\n(b) transfer a permit; or\n(c) withdraw a permit.",
        "verbs",
    ),
    (
        "Each Party shall inform the lake board before dredging.",
        "Each Party shall consult the lake board before dredging.",
        "scope",
    ),
    ("The Council shall examine the accounts.", "The Council shall approve the accounts.", "duty"),
    ("Each Party shall ensure the safety of divers.", "Each Party shall facilitate the safety of divers.", "duty"),
    ("The Council may exempt small craft.", "The Council may prohibit small craft.", "duty"),
    ("The warden has to shut the weir.", "The warden may shut the weir.", "duty"),
    ("The President has a second vote.", "The President may have a second vote.", "duty"),
    ("The lock may be sold.", "The lock may be leased.", "sides"),
    ("The Parties may close the strait.", "A Party may close the strait.", "scope"),
    ("Crews shall keep all rights and privileges.", "Crews shall keep all rights.", "operators"),
    ("Claims shall be heard by the ICJ.", "Claims shall be heard by the IMO.", "names"),
    (
        "The plan shall follow the rules of the International Maritime Organization.",
        "The plan shall follow the rules of the International Maritime Organization (ILO).",
        "words",
    ),
    (
        "The lists contained in the annexes to this Protocol are closed.",
        "The lists contained in the schedules hereto are closed.",
        "citations",
    ),
    (
        "A Party may shut the lock, provided it warns the others.",
        "A Party may shut the lock, unless it warns the others.",
        "operators",
    ),
    (
        "The claim is due thirty days after the date of the award.",
        "The claim is due thirty days before the award.",
        "scope",
    ),
    (
        "Having heard the crews, the Board shall decide.",
        "Before it has heard the crews, the Board shall decide.",
        "scope",
    ),
    (
        "The Parties to this Protocol shall mark the wrecks.",
        "The signatories to this Protocol shall mark the wrecks.",
        "sides",
    ),
    (
        "Any quarrel arising from the lease shall be heard.",
        "Any quarrel which might have been avoided under the lease shall be heard.",
        "duty",
    ),
    ("There shall be appointed a Registrar for the lake.", "There may be appointed a Registrar for the lake.", "duty"),
    (
        "Each Party shall acknowledge receipt of the letter within six days.",
        "Each Party acknowledges receipt of the letter within six days.",
        "duty",
    ),
    ("The keeper shall confirm the reading of the gauge.", "The keeper confirms the reading of the gauge.", "duty"),
    (
        "The host State shall waive its immunity within a month.",
        "The host State waives its immunity within a month.",
        "duty",
    ),
    ("The parties to the lease may end it.", "A party to the lease may end it.", "scope"),
    ("The States concerned may close the pass.", "A State concerned may close the pass.", "scope"),
    ("The camp shall lie on the river.", "The camp shall lie concerning the river.", "words"),
    ("The delegate shall vote for the island.", "The delegate shall vote on behalf of the island.", "words"),
]
TWO_INSTRUMENTS = (
    "CHAPTER I\n\nArticle 1\n\nThis Charter rules the lake. The Parties to this Charter may end the lease.\n\n"
    "CHAPTER II\n\nArticle 2\n\nThis Statute rules the Board. The annexes to this Statute are part of the lease.\n"
)


def compared(old: str, new: str) -> tuple[float, set[str]]:
    """The weightiest of the changes, and all that they touch."""
    found = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    assert found.changes, "a change of words is never silent"
    return max(change.weight for change in found.changes), {
        touch.value for change in found.changes for touch in change.touches
    }


@pytest.mark.parametrize(("old", "new"), REDRAFTED)
def test_a_redraft_weighs_little_and_touches_nothing_from_either_side(old: str, new: str) -> None:
    assert compared(old, new) == compared(new, old)
    weight, touched = compared(old, new)
    assert weight <= 0.2
    assert touched == set()


@pytest.mark.parametrize(("old", "new", "touch"), SAID_OTHERWISE)
def test_what_is_said_otherwise_weighs_little_though_a_word_of_weight_came(old: str, new: str, touch: str) -> None:
    assert compared(old, new) == compared(new, old)
    weight, touched = compared(old, new)
    assert weight <= 0.35
    assert touched == {touch}


@pytest.mark.parametrize(("old", "new", "touch"), CHANGED)
def test_what_looks_like_a_redraft_but_changes_the_law_outweighs_it(old: str, new: str, touch: str) -> None:
    for weight, touched in (compared(old, new), compared(new, old)):
        assert weight > 0.5
        assert touch in touched


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Parties to this Charter", "Parties to this Statute"),
        ("annexes to this Statute", "annexes to this Charter"),
        ("annexes to this Statute", "annexes to the present Charter"),
    ],
)
def test_another_of_two_instruments_of_one_text_is_no_wording(old: str, new: str) -> None:
    exchanged = TWO_INSTRUMENTS.replace(old, new)
    for weight, touched in (compared(TWO_INSTRUMENTS, exchanged), compared(exchanged, TWO_INSTRUMENTS)):
        assert weight > 0.5
        assert "names" in touched


def test_one_of_two_instruments_that_has_another_name_throughout_is_the_same() -> None:
    _, touched = compared(TWO_INSTRUMENTS, TWO_INSTRUMENTS.replace("Charter", "Covenant"))
    assert "names" not in touched


@pytest.mark.parametrize(
    ("old", "new", "touch"),
    [
        ("Barges shall meet the requirements.", "Barges shall pay the requirements.", "verbs"),
        ("The first meeting shall be public.", "The first session shall be public.", "words"),
    ],
)
def test_words_that_are_near_beside_some_nouns_alone_are_told(old: str, new: str, touch: str) -> None:
    for _, touched in (compared(old, new), compared(new, old)):
        assert touched == {touch}
