"""Doubts: each question fires on a reading that is probably wrong, and keeps silent on one that looks alike."""

import pytest

import treatylex

_ROPES = "the rope of the southern coast and the salt of the northern coast and "


@pytest.mark.parametrize(
    ("doubted", "sound", "field"),
    [
        ("The will of the people is sacred.", "The Parties recognise that the will of the people is sacred.", "kind"),
        ("The Board shall weigh salt three weeks.", "The Board shall weigh salt three weeks after its fall.", "action"),
        (f"The Board shall weigh {_ROPES * 6}go.", f"The Board shall weigh {_ROPES} go.", "action"),
        (
            "The Board shall meet before the end of May and the ships.",
            "The Board shall meet before the end of May, and the ships shall sail.",
            "times",
        ),
        (
            "The Board shall lend the sum the Fund shall name.",
            "The Board shall lend the sum which the Fund shall name.",
            "action",
        ),
        ("The Board shall not be free not to pay.", "The Board shall not be free to pay.", "kind"),
        ("The Board shall (not) sell the salt.", "The Board shall (in part) sell the salt.", "kind"),
        ("The Board shall [1] not sell the salt.", "The Board shall decide not to sell the salt.", "kind"),
        ("[No] ship may sail.", "No ship may sail.", "kind"),
        ("Norland and, at its request, Sudria shall pay.", "Norland and Sudria shall, at its request, pay.", "subject"),
        (
            "Where it snows, the Board, and where it rains, the Fund, shall pay.",
            "Where it snows or where it rains, the Fund shall pay.",
            "subject",
        ),
        (
            "Sudria undertakes to supply, and Norland to buy, the water.",
            "Sudria shall allow ships to land, and Norland to rest.",
            "action",
        ),
        (
            "Aid is not to be impeded, nor is relief taxed.",
            "Aid is not to be impeded, nor taxed.",
            "action",
        ),
        (
            "A State has the right to search, and the duty to report, any ship.",
            "A State has the right to search a ship and to report it.",
            "action",
        ),
        (
            "The Board is empowered to make rules and required to print them.",
            "The Board is empowered to make rules and to name a clerk who is bound to print them.",
            "action",
        ),
        ("During war neutral ships shall keep clear.", "During war all ships shall keep clear.", "subject"),
    ],
)
def test_a_doubt_fires_and_does_not_on_what_looks_alike(doubted: str, sound: str, field: str) -> None:
    (clause,) = treatylex.parse(doubted).clauses
    assert [doubt.field for doubt in clause.doubts] == [field]
    assert all(clause.doubts == () for clause in treatylex.parse(sound).clauses)


def test_every_doubt_is_a_warning_at_its_clause() -> None:
    treaty = treatylex.parse("Article 1\n\nThe will of the people is sacred.")
    (clause,) = treaty.clauses
    (warning,) = (each for each in treaty.diagnostics if each.code == "doubtful-reading")
    assert warning.severity.value == "warning"
    assert warning.span == clause.span
    assert str(clause.doubts[0]) in warning.message
    assert f"doubt         {clause.doubts[0]}" in treatylex.outline(treaty)
    assert treatylex.from_json(treatylex.to_json(treaty)).clauses[0].doubts == clause.doubts
