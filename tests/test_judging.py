"""What a change does to the law: style apart from substance, and a gate that can be trusted."""

import re
from collections import Counter
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import treatylex
from treatylex.cli import clause_diff
from treatylex.comparing.judging import weights
from treatylex.comparing.judging.edited_words import Edits
from treatylex.comparing.judging.judgement import Judgement
from treatylex.comparing.judging.substance import DECIDERS, Phase, Sort, Take, judged
from treatylex.comparing.matching.usage import Usage, spelt_out, usage
from treatylex.comparing.telling.collation import collate
from treatylex.comparing.telling.digest import digest
from treatylex.comparing.telling.overview import overview
from treatylex.errors import InputError
from treatylex.knowledge import tables
from treatylex.model.changes import HEAVY, Change, Touch, TreatyDiff
from treatylex.model.clauses import Clause
from treatylex.reporting.differences import differences

TEXT = """Article 1

1. Each Contracting Party shall, in accordance with Article 2, inform the requesting State forthwith if a vessel or an
aircraft is lost within its territory, unless the owner objects.

2. The latter State may use the report in order to find the vessel. It shall pay thirty (30) crowns, directly or
indirectly, to the former, in the event that the vessel is found by authorised persons.

Article 2

The provisions of this Treaty apply to all vessels.
"""
STYLE = [
    ("Each Contracting Party", "Every Party"),
    ("in accordance with", "pursuant to"),
    ("in accordance with", "in conformity with the provisions of"),
    ("forthwith", "immediately"),
    ("if a vessel", "where a vessel"),
    ("use the report", "utilise the report"),
    ("in order to", "to"),
    ("in the event that", "if"),
    ("thirty (30)", "30"),
    ("authorised", "authorized"),
    ("The provisions of this Treaty", "The provisions of the present Treaty"),
    ("The provisions of this Treaty apply", "This Treaty applies"),
    ("It shall pay", "It shall also pay"),
    ("within its territory", "inside its territory"),
]
SUBSTANCE = [
    ("shall, in", "may, in", "kind"),
    ("shall, in", "should, in", "modal"),
    ("may use", "may not use", "modal"),
    ("requesting", "requested", "counterparty"),
    ("latter", "former", "bearer"),
    ("vessel or an", "vessel and an", "conditions"),
    (", unless the owner objects", "", "exceptions"),
    (" if a vessel or an\naircraft is lost within its territory", "", "conditions"),
    ("thirty (30)", "thirteen (13)", "times"),
    (", directly or\nindirectly,", "", "conditions"),
    ("Article 2, inform", "Article 1, inform", "references"),
    ("all vessels", "some vessels", "conditions"),
    ("forthwith", "within a year", "times"),
    (
        "Contracting Party shall, in accordance with Article 2, inform the requesting State",
        "requesting State shall, in accordance with Article 2, inform the Contracting Party",
        "bearer",
    ),
]


def compared(old: str, new: str) -> TreatyDiff:
    assert old in TEXT
    return treatylex.diff_treaties(treatylex.parse(TEXT), treatylex.parse(TEXT.replace(old, new)))


@pytest.mark.parametrize(
    ("left", "right", "is_style"),
    [
        ("The tariff in Annex IV shall apply.", "The tariff in Annex 4 shall apply.", True),
        ("Part C of Annex V applies.", "Part C of Annex 5 applies.", True),
        ("Article IX of the Reef Convention applies.", "Article 9 of the Reef Convention applies.", True),
        ("Article IX of the Reef Convention applies.", "Article 11 of the Reef Convention applies.", False),
        ("The tariff in Annex C shall apply.", "The tariff in Annex 100 shall apply.", False),
    ],
)
def test_a_roman_numeral_cites_what_its_figure_does(left: str, right: str, is_style: bool) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(left), treatylex.parse(right))
    assert is_style is (max(change.weight for change in diff.changes) <= weights.WORDING)


def test_deciders_are_asked_phase_by_phase_and_do_what_their_phase_says() -> None:
    assert [decider.phase for decider in DECIDERS] == sorted(decider.phase for decider in DECIDERS)
    assert {decider.name for decider in DECIDERS if isinstance(decider, Sort)} <= {*attrs.fields_dict(Judgement)}
    known = usage()
    for old, new in (*OTHER_STYLE, *(each[:2] for each in OPPOSITES)):
        left, right = known.words(old), known.words(new)
        edits = Edits.between(left, right, known, within=(left, right), beside=tuple)
        for decider in DECIDERS:
            if decider.phase is Phase.WORDS and not edits.mine.words:
                edits.part_phrases()
            before = [(+side.keys, +side.words) for side in edits.sides], {*edits.turned}
            if isinstance(decider, Sort):
                decider.decide(edits)
            else:
                decider.ask(edits)
            after = [(+side.keys, +side.words) for side in edits.sides], {*edits.turned}
            assert isinstance(decider, Take) or before[0] == after[0]
            assert decider.phase in (Phase.TURNS, Phase.OPPOSITES) or before[1] == after[1]


@pytest.mark.parametrize(("old", "new"), STYLE)
def test_equivalent_wordings_are_told_as_wording_and_weigh_little(old: str, new: str) -> None:
    diff = compared(old, new)
    assert diff
    assert max(change.weight for change in diff.changes) <= 0.3
    if "applies" not in new:  # another form of a verb is more than nothing
        assert all(change.wording and not change.touches for change in diff.changes)


@pytest.mark.parametrize(("old", "new", "field"), SUBSTANCE)
def test_substance_is_never_wording_outweighs_it_and_closes_the_gate(old: str, new: str, field: str) -> None:
    diff = compared(old, new)
    heaviest = diff.ranked[0]
    assert heaviest.weight > 0.3
    assert not heaviest.wording
    assert any(change.concerns([field]) for change in diff.changes), [c.fields + c.possible for c in diff.changes]


OTHER_STYLE = [
    ("A Party may land.", "A party may land."),
    ("It keeps nets, boats and ropes.", "It keeps nets, boats, and ropes."),
    ("Each Party shall keep a long-term plan.", "Each Party shall keep a long term plan."),
    ("It opens on 31 December 2030.", "It opens on the 31st day of December, 2030."),
    ("It opens on 31 December 2030.", "It opens on December 31, 2030."),
    ("The Government of the French Republic shall pay.", "The Government of France shall pay."),
    ("Each Party shall ensure that ships are safe.", "Each Party shall see to it that ships are safe."),
    ("A ship shall not be required to stop.", "A ship need not stop."),
    ("Any person who is unable to attend may write.", "Anyone who cannot attend may write."),
    ("The aims hereof are peaceful.", "The aims of this Treaty are peaceful."),
    ("Nothing in this Treaty shall affect fishing.", "No provision of this Treaty shall affect fishing."),
    ("The Board shall provide for settling claims.", "The Board shall provide for the settlement of claims."),
    ("Legal and technical papers shall be kept.", "Technical and legal papers shall be kept."),
    ("A ship shall not be obliged to stop.", "A ship shall be under no obligation to stop."),
]
OPPOSITES = [
    ("It shall report unlawful acts.", "It shall report unfriendly acts.", "words"),
    ("Ships may fish in Zone A.", "Ships may fish in Zone B.", "names"),
    (
        "The rules of Annex A prevail over those of Annex B.",
        "The rules of Annex B prevail over those of Annex A.",
        "names",
    ),
    ("Grade X oil may be sold.", "Grade Y oil may be sold.", "names"),
    ("It asks the mother, or the father and the uncle.", "It asks the mother or the father, and the uncle.", "scope"),
    ("States, which are members, shall vote.", "States which are members shall vote.", "scope"),
    ("The Bank shall not pay because it is late.", "The Bank shall not pay, because it is late.", "scope"),
    ("Decisions shall be taken by consensus.", "Decisions shall be taken by majority.", "scope"),
    ("Exports are hereby prohibited.", "Exports are hereby permitted.", "kind"),
    ("The ban ends after five years.", "The ban ends after five months.", "figures"),
    ("Each Party shall protect its nationals.", "Each Party shall protect its residents.", "sides"),
    ("The importing Party shall pay.", "The exporting Party shall pay.", "bearer"),
    ("They act jointly.", "They act separately.", "scope"),
    ("It shall have a member from each Party.", "It shall have a member for each Party.", "scope"),
    ("It shall report immediately.", "It shall report as soon as possible.", "times"),
    ("A ship may be sold.", "A ship may only be sold.", "kind"),
    ("It shall give written notification of the sale.", "It shall give notification of the sale.", "conditions"),
    ("It opens on 31 December 2030.", "It opens on 30 December 2030.", "figures"),
    (
        "Each Party shall permit transit from Peru to Chile.",
        "Each Party shall permit transit from Chile to Peru.",
        "sides",
    ),
    ("An award has binding force.", "An award has advisory force.", "duty"),
    ("It may, with the consent of the owner, sell it.", "It may sell it.", "operators"),
    ("The Board shall inform the Council at once.", "The Council shall inform the Board at last.", "sides"),
]


@pytest.mark.parametrize(("old", "new"), OTHER_STYLE)
def test_dates_names_of_states_and_joined_words_are_alike_however_they_are_written(old: str, new: str) -> None:
    (change,) = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new)).changes
    assert change.wording, change


@pytest.mark.parametrize(("old", "new", "name"), OPPOSITES)
def test_opposites_units_and_restrictions_are_substance(old: str, new: str, name: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    assert diff.ranked[0].weight >= 0.4
    assert any(change.closes([name]) for change in diff.changes), [c.fields + c.touches for c in diff.changes]


LIST = "1. The register shall contain:\n\n(a) the name of the ship;\n\n(b) its port; and\n\n(c) its owner.\n"
DUTIES = "1. Each Party shall:\n\n(a) report spills;\n\n(b) keep a register; and\n\n(c) pay the fee.\n"


@pytest.mark.parametrize("text", [LIST, DUTIES])
def test_a_point_that_goes_is_told_as_removed_and_once(text: str) -> None:
    new = re.sub(r";\s+\(b\)[^;]*; and\s+\(c\)", "; and\n\n(b)", text)
    diff = treatylex.diff_treaties(*(treatylex.parse(f"Article 1\n\n{each}") for each in (text, new)))
    told = [change for change in diff.changes if change.kind.value != "renumbered"]
    assert [change.kind.value for change in told] == ["removed"]
    assert told[0].weight >= 0.4
    assert not any(word in differences(diff) for word in ("{+", "owner", "fee"))


SET_OTHERWISE = [
    ("1. Each Party shall report spills, keep a register and pay the fee.", DUTIES),
    (
        "1. Each Party shall report spills. The Board shall keep a register. It may be used by all.",
        "1. Each Party shall report spills.\n\n2. The Board shall keep a register.\n\n3. It may be used by all.",
    ),
    ("1. Each Party shall report spills and shall pay.", "1. Each Party shall report spills. Each Party shall pay."),
    ("1. The Board shaIl keep a rcgister ofships.", "1. The Board shall keep a register of ships."),
]


@pytest.mark.parametrize(("old", "new"), SET_OTHERWISE)
def test_what_is_only_set_out_otherwise_or_repaired_weighs_little_and_nothing_is_struck(old: str, new: str) -> None:
    diff = treatylex.diff_treaties(*(treatylex.parse(f"Article 1\n\n{each}") for each in (old, new)))
    assert all(change.weight <= 0.2 for change in diff.changes), diff.changes
    assert "[-" not in differences(diff) or "shaIl" in old


def test_a_modal_is_no_change_of_weight_where_nobody_is_bound_but_closes_its_gate() -> None:
    old, new = "This Chapter shall apply to ships.", "This Chapter applies to ships."
    (change,) = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new)).changes
    assert change.weight <= 0.2
    assert change.closes(["modal"])


def _heaviest(old: str, new: str) -> float:
    return max(
        (change.weight for change in treatylex.diff_treaties(*map(treatylex.parse, (old, new))).changes), default=0
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("This Treaty shall enter into force on signature.", "This Treaty shall not enter into force on signature."),
        ("The decisions of the Board are binding.", "The decisions of the Board are not binding."),
        ("This Treaty shall not apply to ships with cargo.", "This Treaty shall apply to ships with no cargo."),
        ("Ships with cargo shall not enter.", "Ships with no cargo shall enter."),
        ("Nobody may enter.", "Nothing may enter."),
        ("Either Party may end this Treaty.", "Both Parties may end this Treaty."),
        ("The consent of either Party is a condition.", "The consent of both Parties is a condition."),
    ],
)
def test_a_negation_or_a_side_is_heavy_where_nobody_is_bound(old: str, new: str) -> None:
    assert _heaviest(old, new) >= HEAVY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Each Party must report.", "Each Party shall report."),
        ("No Party may dump waste.", "No Party shall dump waste."),
        ("A Party may not dump waste.", "A Party shall not dump waste."),
        ("Each Party shall be entitled to send staff.", "Each Party is entitled to send staff."),
        ("Each Party shall pay 20,000 crowns.", "Each Party shall pay 20 000 crowns."),
        ("A majority of two-thirds of the Parties may decide.", "A majority of two thirds of the Parties may decide."),
        (
            "Each Party shall act under Article 2(1) of the Pact.",
            "Each Party shall act under paragraph 1 of Article 2 of the Pact.",
        ),
    ],
)
def test_modals_figures_and_citations_of_the_same_force_weigh_little(old: str, new: str) -> None:
    assert 0 < _heaviest(old, new) <= 0.2


def test_what_looks_like_equal_force_is_none() -> None:
    assert _heaviest("Each Party must report.", "Each Party may report.") >= HEAVY
    assert _heaviest("A Party may report.", "A Party shall report.") >= HEAVY
    assert _heaviest("Each Party must report.", "Each Party must not report.") >= HEAVY
    assert _heaviest("Each Party must report at once.", "Each Party shall report within two days.") > 0.5
    assert _heaviest("Each Party shall act under Article 2(1).", "Each Party shall act under Article 1(2).") > 0.5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a majority of two-thirds", "a majority of three-fourths"),
        ("on the thirtieth day", "on the fifteenth day"),
        ("on 3 May 2030", "on 4 June 2030"),
        ("in May", "in June"),
        ("by half of its quota", "by a quarter of its quota"),
    ],
)
def test_fractions_ordinals_and_months_are_figures_and_may_is_no_modal(old: str, new: str) -> None:
    pair = (treatylex.parse(f"The Board shall decide {words}.") for words in (old, new))
    (change,) = treatylex.diff_treaties(*pair).changes
    assert Touch.FIGURES in change.touches
    assert Touch.DUTY not in change.touches


def test_raised_figures_are_no_numbers_to_count_with() -> None:
    assert 0 < _heaviest("The fee is 20 ¹ 5 crowns.", "The fee is 20 ² 5 crowns.") <= 1


def test_how_a_title_is_set_in_lines_is_form_only() -> None:
    rest = "\n\nArticle 1\n\nEach Party shall pay."
    one, two = "TREATY BETWEEN NORLAND AND SUDRIA ON THE SEA", "Treaty between Norland and Sudria\non the Sea"
    assert _heaviest(one + rest, two + rest) <= 0.1
    assert _heaviest(one + rest, two.replace("Sudria", "Estmark") + rest) > 0.2


def test_related_words_weigh_less_than_unrelated_ones() -> None:
    text = "Each Party shall pay the staff of the Board."
    assert _heaviest(text, text.replace("staff", "personnel")) < _heaviest(text, text.replace("staff", "widows"))
    assert _heaviest(text, text.replace("staff", "personnel")) > 0.2
    bearer = "The competent authorities shall pay."
    same = _heaviest(bearer, bearer.replace("competent", "central"))
    assert same < _heaviest(bearer, bearer.replace("competent authorities", "local farmers"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Each Party shall modify its list.", "Each Party shall make a modification of its list."),
        ("This Article shall apply to lakes.", "This Article shall have application to lakes."),
        ("The Parties shall cooperate in research.", "The Parties shall engage in cooperation in research."),
        ("The texts are equally authentic.", "The texts are of equal authenticity."),
        ("Each Party shall be responsible for the dam.", "Each Party shall bear responsibility for the dam."),
        ("The Parties shall exchange data.", "The Parties shall engage in the exchange of data."),
        ("The meeting shall be held in May.", "The meeting shall take place in May."),
        ("Each Party shall report on all dams.", "Each Party shall report on every dam."),
        ("The Parties shall take measures to save fish.", "The Parties shall take measures designed to save fish."),
        ("This Pact shall not affect their rights.", "This Pact shall be without prejudice to their rights."),
        ("The dam shall close in two years.", "The dam shall close in a period of two years."),
        ("The Parties shall pay.", "It is agreed that the Parties shall pay."),
        ("The Board shall be duly informed.", "The Board shall be informed."),
        (
            "Unless otherwise agreed by the Parties, it shall meet.",
            "Unless agreed otherwise by the Parties, it shall meet.",
        ),
        ("Each Party shall respond fully.", "Each Party shall make a full response."),
    ],
)
def test_acts_and_qualities_said_by_their_nouns_are_reworded(old: str, new: str) -> None:
    assert 0 < _heaviest(old, new) <= 0.2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Each Party shall pay the owners.", "Each Party shall pay the insurers."),
        ("Each Party shall register vehicles.", "Each Party shall register vessels."),
        ("Each Party shall withdraw its armed forces.", "Each Party shall withdraw its police forces."),
        ("The Board has the right to inspect the dam.", "The Board has the duty to inspect the dam."),
    ],
)
def test_another_thing_or_quality_weighs_more_than_another_phrase(old: str, new: str) -> None:
    said = "Each Party shall inform the Board of the flood."
    phrased = _heaviest(said, said.replace("inform", "bring to the knowledge of"))
    assert 0.2 < phrased <= 0.5 < _heaviest(old, new)


def test_what_is_being_done_and_what_was_done_are_two_sides_of_any_verb() -> None:
    assert _heaviest("Each Party shall help developing States.", "Each Party shall help developed States.") > 0.8


def test_notice_by_giving_it_is_no_passive_and_a_sentence_cut_in_two_cites_the_same() -> None:
    old = "Either Party may terminate this Pact by giving six months' written notice to the other Party."
    new = "This Pact may be terminated by either Party upon written notice of six months to the other Party."
    assert _heaviest(old, new) < HEAVY
    whole = (
        "Article 1\n\nThe Board shall meet in Rome. It shall, for this purpose, have the powers set out in Article 2."
    )
    joined = whole.replace("Rome. It shall", "Rome, which shall")
    assert (
        _heaviest(f"{whole}\n\nArticle 2\n\nThe Board may vote.", f"{joined}\n\nArticle 2\n\nThe Board may vote.")
        <= 0.5
    )


def test_who_must_and_whom_it_is_owed_to_change_places_whatever_quantifier_stands_there() -> None:
    old = "Each Contracting Party shall inform the requesting State."
    assert _heaviest(old, "Each requesting State shall inform the Contracting Party.") > 0.8


def test_a_duty_that_goes_closes_the_gate_of_each_field_that_it_had() -> None:
    kept = "Article 1\n\n1. The Board meets in May.\n"
    old = treatylex.parse(f"{kept}\n2. Each Party shall report within ten days, unless the Board agrees.\n")
    diff = treatylex.diff_treaties(old, treatylex.parse(kept))
    for name in ("kind", "modal", "bearer", "exceptions", "times", "removed"):
        assert any(change.closes([name]) for change in diff.changes), name
    assert not any(change.closes(["conditions"]) for change in diff.changes)


def test_the_report_says_which_fields_a_change_may_touch_besides() -> None:
    assert "perhaps conditions, exceptions, times" in differences(compared("all vessels", "some vessels"))
    unread = "Article 1\n\nMutual assistance: all means at disposal, oil or gas included."
    diff = treatylex.diff_treaties(treatylex.parse(unread), treatylex.parse(unread.replace("or", "and")))
    assert "not surely read, perhaps every field" in differences(diff)


def test_a_bearer_that_changes_places_with_another_is_substance() -> None:
    old, new = "The Board shall inform the Council.", "The Council shall inform the Board."
    (change,) = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new)).changes
    assert change.weight > 0.5
    assert "bearer" in change.fields


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("exempt goods and services made in its territory", "exempt goods made in its territory and services"),
        ("pay the costs and damages of the owner", "pay the costs of the owner and damages"),
        ("only inspect vessels at sea", "inspect only vessels at sea"),
    ],
)
def test_the_same_words_that_belong_together_otherwise_are_substance(old: str, new: str) -> None:
    change = _change(f"The Council may {old}.", f"The Council may {new}.")
    assert (change.touches, change.weight > 0.7) == ((Touch.SCOPE,), True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("shall submit to the Board a report and a plan", "shall submit a report and a plan to the Board"),
        ("shall only be used at sea", "shall be used only at sea"),
        ("shall inform the Board of the result", "shall give notice to the Board of the result"),
        ("shall consult the Board", "shall hold consultations with the Board"),
        ("shall report to the Board", "shall submit a report to the Board"),
        ("shall keep a register", "shall be responsible for keeping a register"),
        ("shall decide on the claim", "shall take a decision on the claim"),
        ("notes the report", "takes note of the report"),
        ("shall supervise the work", "shall exercise supervision over the work"),
        ("shall not levy any tax", "shall levy no tax"),
        ("shall not be granted any privilege", "shall be granted no privilege"),
        ("shall never levy taxes", "shall not levy taxes"),
        ("shall in no case levy taxes", "shall not in any case levy taxes"),
        ("shall pay if no Party objects", "shall pay if neither Party objects"),
        ("shall act if the owner does not pay", "shall act if the owner fails to pay"),
        ("shall pay the owner", "shall be bound to pay the owner"),
        ("undertakes to pay the owner", "shall pay the owner"),
        ("shall make every effort to pay", "shall use its best endeavours to pay"),
        ("shall be provided in accordance with law", "shall be provided pursuant to law"),
    ],
)
def test_an_act_a_duty_and_a_denial_in_other_words_weigh_little(old: str, new: str) -> None:
    assert _change(f"The Council {old}.", f"The Council {new}.").weight <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new", "touch"),
    [
        ("shall apply the list", "shall consider the list", Touch.DUTY),
        ("shall prevent spills", "shall discourage spills", Touch.DUTY),
        ("shall inspect vessels, including tankers", "shall inspect vessels, namely tankers", Touch.SCOPE),
        ("shall act after consultation with the owner", "shall act after informing the owner", Touch.SCOPE),
        ("shall inform the Parties", "shall inform the signatories", Touch.SIDES),
        ("shall be responsible for keeping a register", "shall be responsible for a register", Touch.WORDS),
        ("shall not levy all taxes", "shall levy no tax", Touch.SCOPE),
        ("shall not be obliged to accept claims", "shall be obliged to accept no claims", Touch.NEGATION),
        ("shall not levy taxes on ships with cargo", "shall levy taxes on ships with no cargo", Touch.NEGATION),
        ("shall not admit vessels carrying weapons", "shall admit vessels carrying no weapons", Touch.NEGATION),
        ("shall not admit vessels carrying weapons", "shall admit vessels not carrying weapons", Touch.NEGATION),
        ("shall not levy taxes and fees", "shall levy taxes and no fees", Touch.NEGATION),
        ("shall take delivery of the goods", "shall deliver the goods", Touch.SIDES),
        ("may take a lease of the land", "may lease the land", Touch.VERBS),
        ("shall take supplies from it", "shall supply it", Touch.VERBS),
        ("may take a loan", "may loan", Touch.VERBS),
        ("has never ratified it", "has not ratified it", Touch.NEGATION),
    ],
)
def test_a_weaker_act_a_closed_list_and_another_status_are_substance(old: str, new: str, touch: Touch) -> None:
    change = _change(f"The Council {old}.", f"The Council {new}.")
    assert touch in change.touches
    assert change.weight > weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new", "gate"),
    [
        ("It shall be the duty of each Party to report.", "It shall be open to each Party to report.", "modal"),
        ("A Party shall not send funds.", "A Party shall not normally send funds.", "modal"),
        ("A Party shall generally send funds.", "A Party shall send funds.", "modal"),
        ("A Party shall send funds.", "A Party shall, in principle, send funds.", "modal"),
        ("A Party shall send funds.", "As a rule, a Party shall send funds.", "modal"),
        ("The Convention mentioned above applies.", "The Protocol mentioned above applies.", "references"),
        ("The next paragraph applies to it.", "The preceding paragraph applies to it.", "references"),
        ("It may act by two-thirds majority.", "It may act by simple majority.", "conditions"),
    ],
)
def test_a_gate_closes_for_duties_citations_and_thresholds_in_words(old: str, new: str, gate: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(f"Article 1\n\n{old}\n"), treatylex.parse(f"Article 1\n\n{new}\n"))
    assert any(change.closes([gate]) for change in diff.changes)


OVER_A_JOINT = [
    ("shall consult and, if a Party so requests, arbitrate", "shall, if a Party so requests, consult and arbitrate"),
    (
        "may amend rules and, unless a Party objects, print them",
        "may, unless a Party objects, amend rules and print them",
    ),
    ("shall reply and, within thirty days, pay the sum", "shall, within thirty days, reply and pay the sum"),
    ("shall provide premises and, where possible, staff", "shall, where possible, provide premises and staff"),
    ("shall, at the request of either Party, meet and vote", "shall meet and, at the request of either Party, vote"),
    (
        "shall inform the Court and, where necessary, the Board",
        "shall inform the Court, where necessary, and the Board",
    ),
    ("shall meet and, if necessary, vote", "shall meet and vote if necessary"),
    ("may fine warships and vessels other than tankers", "may fine warships other than tankers and vessels"),
    (
        "may lease land and, with the consent of the Court, dig",
        "may, with the consent of the Court, lease land and dig",
    ),
]


@pytest.mark.parametrize(("old", "new"), OVER_A_JOINT)
def test_a_phrase_that_goes_out_of_what_is_joined_or_into_it_is_substance(old: str, new: str) -> None:
    for ours, theirs in ((old, new), (new, old)):
        change = _change(f"The Council {ours}.", f"The Council {theirs}.")
        assert change.weight >= 0.6
        assert all(change.closes([name]) for name in ("scope", "conditions", "exceptions", "times"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("If a Party asks, the Council shall meet and vote.", "The Council shall meet and vote if a Party asks."),
        ("The Council shall, within ten days, meet.", "The Council shall meet within ten days."),
        (
            "The Council shall, if so asked, print the list and the map.",
            "The Council shall print the list and the map if so asked.",
        ),
        ("Within a year, the Council and the Court shall meet.", "The Council and the Court shall meet within a year."),
        ("The Council may fine warships and tankers.", "The Council may fine tankers and warships."),
    ],
)
def test_a_phrase_that_goes_over_the_whole_of_what_is_joined_is_wording(old: str, new: str) -> None:
    assert _change(old, new).weight <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new", "touch"),
    [
        ("pay the fee and then receive the goods", "receive the goods and then pay the fee", Touch.SCOPE),
        ("pay before it receives the goods", "receive the goods before it pays", Touch.SCOPE),
        (
            "act three months before the end of the year",
            "act before the end of three months of the year",
            Touch.FIGURES,
        ),
        (
            "pay Peru and Chile 3 and 2 crowns respectively",
            "pay Peru and Chile 2 and 3 crowns respectively",
            Touch.FIGURES,
        ),
        (
            "pay Peru and Chile 3 and 2 crowns respectively",
            "pay Chile and Peru 3 and 2 crowns respectively",
            Touch.SIDES,
        ),
    ],
)
def test_what_comes_first_and_what_is_dealt_to_whom_is_substance(old: str, new: str, touch: Touch) -> None:
    change = _change(f"The buyer shall {old}.", f"The buyer shall {new}.")
    assert (touch in change.touches, change.weight >= 0.6) == (True, True)


def test_two_lists_of_which_each_is_dealt_to_the_other_in_another_order_say_the_same() -> None:
    old = "The Board and the Bank shall inform the Council and the Court respectively."
    new = "The Bank and the Board shall inform the Court and the Council respectively."
    assert _heaviest(old, new) <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("consistent with this Treaty", "inconsistent with this Treaty"),
        ("lawful", "unlawful"),
        ("governmental", "non-governmental"),
        ("admissible", "inadmissible"),
        ("regular", "irregular"),
    ],
)
def test_a_prefix_that_denies_is_a_negation(old: str, new: str) -> None:
    change = _change(f"The measures shall be {old}.", f"The measures shall be {new}.")
    assert change.closes(["negation"])
    assert change.weight >= HEAVY


def test_what_begins_like_a_denial_is_none() -> None:
    assert Touch.NEGATION not in _change("It shall form the Council.", "It shall inform the Council.").touches


def test_what_stands_before_a_verb_and_behind_it_may_not_change_places_but_with_the_passive() -> None:
    change = _change("English shall prevail over the French text.", "The French text shall prevail over the English.")
    assert (Touch.SIDES in change.touches, change.weight > 0.8) == (True, True)
    assert _change("The fee shall be paid by the owner.", "The owner shall pay the fee.").weight <= weights.REWORDED


def test_the_other_side_of_the_globe_is_another_side() -> None:
    change = _change("Ships north of 45° 30' N. may fish.", "Ships north of 45° 30' S. may fish.")
    assert (Touch.SIDES in change.touches, change.weight > 0.8) == (True, True)


@pytest.mark.parametrize(
    ("old", "new"), [("agree to consult", "shall consult"), ("agree not to dump waste", "shall not dump waste")]
)
def test_a_promise_made_together_binds_as_shall_does(old: str, new: str) -> None:
    change = _change(f"The Parties {old}.", f"The Parties {new}.")
    assert change.weight <= weights.REWORDED
    assert change.closes(["modal"])


def _change(old: str, new: str) -> Change:
    """The one change between two articles of one sentence."""
    diff = treatylex.diff_treaties(treatylex.parse(f"Article 1\n\n{old}\n"), treatylex.parse(f"Article 1\n\n{new}\n"))
    (change,) = diff.changes
    return change


def test_a_condition_in_front_instead_of_behind_is_wording() -> None:
    old, new = "Each Party shall act if the Board asks it.", "If the Board asks it, each Party shall act."
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    assert all(change.weight <= 0.3 for change in diff.changes)


def test_an_unread_passage_that_changed_counts_in_every_field() -> None:
    old = "Article 1\n\nMutual assistance: all means at disposal, without delay, oil or gas included."
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(old.replace("oil or gas", "oil and gas")))
    for field in ("kind", "modal", "bearer", "conditions", "exceptions", "times", "references"):
        assert any(change.concerns([field]) for change in diff.changes)


def test_every_group_of_the_table_has_a_reason_and_no_phrase_stands_in_two() -> None:
    known = tables("equivalents")
    assert all(group["why"] for groups in known.values() for group in groups)
    phrases = Counter(
        phrase
        for name in ("names", "phrases", "words")
        for group in known[name]
        for each in group["alike"]
        for phrase in spelt_out(each)
    )
    assert [phrase for phrase, count in phrases.items() if count > 1] == []


def test_a_phrase_of_a_table_may_hold_alternatives() -> None:
    known = Usage({"words": [{"alike": ["use", "(make|find) (good|) use of"]}]})
    assert {known.words(phrase) for phrase in ("use", "make use of", "find good use of")} == {("use",)}


def test_a_table_of_ones_own_adds_equivalents_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    own, old, new = tmp_path / "own.toml", tmp_path / "old.txt", tmp_path / "new.txt"
    own.write_text('[[words]]\nalike = ["crown", "florin"]\nwhy = "one coin"\n', encoding="utf-8")
    old.write_text(TEXT, encoding="utf-8")
    new.write_text(TEXT.replace("crowns", "florins"), encoding="utf-8")
    left, right = treatylex.read(old), treatylex.read(new)
    assert not treatylex.diff_treaties(left, right).ranked[0].wording
    assert treatylex.diff_treaties(left, right, equivalents=str(own)).ranked[0].wording
    own.write_text('[[words]]\nalike = ["crown"]\n', encoding="utf-8")
    with pytest.raises(InputError, match="group 1 of 'words'"):
        treatylex.diff_treaties(left, right, equivalents=str(own))
    assert CliRunner().invoke(clause_diff, [str(old), str(new), "--equivalents", str(own)]).exit_code == 2


def test_a_fault_of_ours_is_trouble_and_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of ink")

    monkeypatch.setattr("treatylex.comparing.diffing.diff_treaties", fail)
    path = tmp_path / "old.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(clause_diff, [str(path), str(path)])
    assert result.exit_code == 2
    assert "out of ink" in result.output
    for fault, status in ((KeyboardInterrupt, 130), (OSError("no space left"), 2)):
        monkeypatch.setattr("treatylex.comparing.diffing.diff_treaties", lambda *_, fault=fault, **__: _raise(fault))
        assert CliRunner().invoke(clause_diff, [str(path), str(path)]).exit_code == status


def _raise(fault: type[BaseException] | BaseException) -> None:
    raise fault


@pytest.mark.parametrize(("ours", "theirs"), [("wholly", "all"), ("reserved", "appropriate"), ("ever", "always")])
def test_no_synonym_stands_for_a_word_that_turns_the_law_from_either_side(ours: str, theirs: str) -> None:
    found = judged([ours], [theirs], usage())
    assert Touch.SCOPE in found.touches
    assert found == judged([theirs], [ours], usage())


def test_figures_of_full_width_are_figures_and_raised_ones_stop_nothing() -> None:
    assert usage().words("within ３０ days") == usage().words("within 30 days")
    old, new = (treatylex.parse(f"Article 1\n\nEach Party shall clear {area}.") for area in ("① acre", "3² acres"))
    assert treatylex.diff_treaties(old, new).changes


def test_unchanged_articles_are_named_with_both_of_their_numbers() -> None:
    articles = [f"Article {n}\n\nThe Board shall keep register {n}0 of the harbours.\n\n" for n in range(1, 7)]
    renumbered = [text.replace(f"Article {n}", f"Article {n + 1}") for n, text in enumerate(articles, 1)]
    new = ["Article 1\n\nVisits are free.\n\n", *renumbered]
    changed = [text.replace("keep", "may keep") if "30" in text else text for text in new]
    diff = treatylex.diff_treaties(treatylex.parse("".join(articles)), treatylex.parse("".join(changed)))
    found = overview(diff, collate(diff), digest(diff))
    pairs = [(was.number, now.number) for was, now in zip(found.before, found.unchanged, strict=True)]
    assert ("1", "2") in pairs
    assert ("6", "7") in pairs


WEIGHED = treatylex.parse(
    """Recognising that the lakes are one;

Article 1

1. Each Party shall report to the Council. “Lake” means the Lake of Norland.

2. The Parties should meet.

3. Lake of Norland."""
)
RECITAL, DUTY, DEFINITION, ADVICE = WEIGHED.clauses


def test_a_change_weighs_by_its_weightiest_field_and_by_the_weightier_clause() -> None:
    assert weights.of_fields(["times", "kind", "purposes"], [], DUTY, DUTY) == weights.FIELD_WEIGHTS["kind"]
    assert weights.of_fields(["purposes"], [Touch.FIGURES, Touch.WORDS], DUTY, DUTY) == 0.8
    assert weights.of_fields(["times"], [], RECITAL, DUTY) == weights.of_fields(["times"], [], DUTY, RECITAL) == 0.7
    assert weights.of_fields(["conditions"], [], ADVICE, ADVICE) == weights.LEAST
    assert weights.of_fields(["kind"], [], RECITAL, RECITAL) == weights.LEAST


def test_words_put_for_others_weigh_less_where_nobody_is_obliged_or_advised() -> None:
    def of_replaced(left: Clause, right: Clause, *fields: str, weight: float = weights.RENAMED) -> float:
        return weights.of_replaced(fields, left, right, weight=weight)

    assert of_replaced(ADVICE, ADVICE, "action") == of_replaced(DUTY, RECITAL) == weights.RENAMED
    assert (
        of_replaced(DUTY, DUTY, "action", "bearer") > weights.RENAMED > of_replaced(DUTY, DUTY, weight=weights.REPLACED)
    )
    assert of_replaced(DUTY, DUTY, "bearer", weight=weights.REPHRASED) == weights.REPHRASED
    assert of_replaced(RECITAL, RECITAL) == weights.LEAST


def test_a_node_weighs_as_much_as_its_weightiest_clause() -> None:
    assert weights.of_node(WEIGHED["art_1__para_1"]) == weights.of_node(DUTY) == 1.0
    assert weights.of_node(DEFINITION) == 0.8
    assert weights.of_node(WEIGHED["art_1__para_3"]) == weights.UNREAD


def _changes(old: str, new: str) -> tuple[Change, ...]:
    pair = (treatylex.parse(f"Article 1\n\n1. {each}\n") for each in (old, new))
    return treatylex.diff_treaties(*pair).changes


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        (
            "Each Party shall report. Each Party may keep a list.",
            "Each Party shall report and keep a list.",
            "modal",
            "may",
        ),
        (
            "Each Party shall report. The Board shall keep a list.",
            "Each Party shall report and keep a list.",
            "bearer",
            "The Board",
        ),
        (
            "Each Party shall, in Rome, report all spills. It may keep a list of dams.",
            "Each Party shall, in Rome, report all spills and keep a list of dams.",
            "kind",
            "permission",
        ),
    ],
)
def test_a_merger_that_changes_who_must_or_whether_is_told_by_its_fields(
    old: str, new: str, field: str, words: str
) -> None:
    for ours, theirs, side in ((old, new, "left"), (new, old, "right")):
        heaviest = max(_changes(ours, theirs), key=lambda change: change.weight)
        assert heaviest.weight >= 0.9
        assert words in [getattr(detail, side) for detail in heaviest.details if detail.field == field]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Each Party shall report. Each Party shall keep a list.", "Each Party shall report and keep a list."),
        (
            "The Board shall name a clerk. The clerk shall keep a list.",
            "The Board shall name a clerk who shall keep a list.",
        ),
    ],
)
def test_a_merger_that_says_once_who_must_weighs_little(old: str, new: str) -> None:
    for ours, theirs in ((old, new), (new, old)):
        assert max(change.weight for change in _changes(ours, theirs)) <= weights.PARTED


def test_an_effort_that_goes_out_of_what_is_joined_is_a_duty() -> None:
    old, new = "The Parties shall meet and endeavour to agree.", "The Parties shall meet and agree."
    assert Touch.DUTY in _change(old, new).touches
    assert Touch.DUTY not in _change("It shall punish attempted murder.", "It shall punish attempted arson.").touches
    assert (
        _heaviest("There shall be a Board, which shall have a seat.", "There shall be a Board, which may have a seat.")
        > 0.5
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Should a Party fail to pay, it shall act.", "If a Party should fail to pay, it shall act."),
        ("If a dispute arises, it shall meet.", "Should a dispute arise, it shall meet."),
        ("The Board may act if a ship is lost.", "The Board may act should a ship be lost."),
        ("It shall, if it is necessary, meet.", "It shall, where this proves necessary, meet."),
        ("Each Party shall act in accordance with its law.", "Each Party shall act as prescribed by its law."),
        ("It keeps nets, including ropes.", "It keeps nets, among them ropes."),
        ("It keeps nets, including ropes.", "It keeps nets, such as ropes."),
        ("It shall act without distinction.", "It shall act without any distinction."),
        ("The law shall cease to apply to ships.", "The law shall no longer apply to ships."),
        ("The Parties shall help on a reciprocal basis.", "The Parties shall help on the basis of reciprocity."),
        ("The costs shall be borne by the owner.", "The costs shall be met by the owner."),
        ("The owner shall comply with the rules.", "The owner shall act in compliance with the rules."),
        ("A request shall be made to the Board.", "A request shall be submitted to the Board."),
        ("Norland (hereinafter referred to as “the Seller”) shall pay.", "Norland (“the Seller”) shall pay."),
        ("Nothing in this Pact shall affect their rights.", "This Pact shall not affect their rights."),
        ("Nothing in this Pact shall affect them.", "This Pact shall be without prejudice to them."),
        ("Nothing in this Act shall be construed as limiting it.", "This Act shall not be construed as limiting it."),
    ],
)
def test_conditions_examples_and_savings_in_other_words_weigh_little(old: str, new: str) -> None:
    assert 0 < _heaviest(old, new) <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Should a Party fail to pay, it shall act.", "Should a Party fail to pay, it should act."),
        ("If a ship is lost, the Board shall act.", "If a ship is lost, the Board should act."),
        ("It shall, if it is necessary, meet.", "It shall, if it is necessary, not meet."),
        ("Each Party shall act as prescribed by its law.", "Each Party shall act as prescribed by the Board."),
        ("It keeps nets, among them ropes.", "It keeps nets, but no ropes."),
        ("It keeps nets, such as ropes.", "It keeps only ropes."),
        ("The owner shall comply with the rules.", "The owner shall act before the rules."),
        ("The claim shall be made to the Board.", "The claim shall be withdrawn by the Board."),
        ("The Parties shall pay.", "One Party shall pay."),
        ("It shall act without any distinction.", "It shall act with any distinction."),
        ("The law shall no longer apply to ships.", "The law shall apply to ships."),
        ("The law shall cease to apply to ships.", "The law shall always apply to ships."),
        ("The Parties shall help on a reciprocal basis.", "The Parties shall help on a commercial basis."),
        ("The Board shall sign the text.", "The Board shall initial the text."),
        ("The Government of Norland shall pay.", "The courts of Norland shall pay."),
        ("The owner shall bear the costs of the flood.", "The owner shall bear the damages of the flood."),
        ("Norland (hereinafter referred to as “the Seller”) shall pay.", "Norland (“the Buyer”) shall pay."),
        ("Nothing in this Pact shall affect their rights.", "This Pact shall affect their rights."),
        ("Nothing in this Act shall be construed as limiting it.", "This Act shall be construed as limiting it."),
    ],
)
def test_what_looks_like_other_words_for_a_condition_or_a_saving_is_substance(old: str, new: str) -> None:
    assert _heaviest(old, new) > 0.5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Articles 13, 14 and 15 apply to rafts.", "Articles 13 to 15 apply to rafts."),
        ("Articles 13 and 14 apply to rafts.", "Article 13 and Article 14 apply to rafts."),
        ("The toll rules notwithstanding, rafts may land.", "Notwithstanding the toll rules, rafts may land."),
        ("A raft which does not carry a lamp shall stop.", "A raft not carrying a lamp shall stop."),
        ("If this is not possible, the raft shall stop.", "If this is impossible, the raft shall stop."),
        ("Diving shall be prohibited in the lock.", "Diving is prohibited in the lock."),
        ("Each Party may keep a raft there.", "Each Party shall have the right to keep a raft there."),
        ("Neither Party shall levy tolls on rafts.", "No tolls shall be levied on rafts by either Party."),
        ("No Party shall sell data on rafts.", "No Party shall sell any data on rafts."),
        ("Every pilot of the lock shall be immune.", "Any pilot of the lock shall be immune."),
        ("The Board shall meet if a pilot objects.", "The Board shall meet if any pilot objects."),
        ("The pilots whom the Board has named may land.", "The pilots named by the Board may land."),
    ],
)
def test_denials_ranges_rights_and_universals_in_other_words_weigh_little(old: str, new: str) -> None:
    assert 0 < _heaviest(old, new) <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Articles 13 and 15 apply to rafts.", "Articles 13 to 15 apply to rafts."),
        ("Articles 13 and 14 apply to rafts.", "Article 13 or Article 14 applies to rafts."),
        ("A raft which does not carry a lamp shall stop.", "A raft carrying a lamp shall stop."),
        ("If this is not possible, the raft shall stop.", "If this is possible, the raft shall stop."),
        ("If this is not possible, the raft shall stop.", "If this is not impossible, the raft shall stop."),
        ("Diving shall be prohibited in the lock.", "Diving is permitted in the lock."),
        ("Each Party may keep a raft there.", "Each Party shall have the duty to keep a raft there."),
        ("The Board shall meet if any pilot objects.", "The Board shall hear the complaint of a pilot."),
        ("A Party may admit any pilot of the lock.", "A Party may admit every pilot of the lock."),
        ("No pilot of the lock shall be immune.", "Not every pilot of the lock shall be immune."),
    ],
)
def test_what_looks_like_the_same_denial_range_right_or_universal_is_substance(old: str, new: str) -> None:
    assert _heaviest(old, new) > 0.5


@pytest.mark.parametrize(
    ("old", "new", "gate"),
    [
        ("The time begins when the harm occurs.", "The time begins when the harm is discovered.", "times"),
        (
            "The fees of paragraphs 1 and 2 of this Article end.",
            "The fees of paragraphs 1 and 2 of this Treaty end.",
            "references",
        ),
        (
            "If it fails within a year from the end of the case, it ends.",
            "If it fails within a year from the start of the case, it ends.",
            "times",
        ),
    ],
)
def test_a_gate_closes_for_what_a_phrase_within_another_says(old: str, new: str, gate: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(f"Article 1\n\n{old}\n"), treatylex.parse(f"Article 1\n\n{new}\n"))
    assert any(change.closes([gate]) for change in diff.changes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Parties shall refrain from closing the lock.", "The Parties shall not close the lock."),
        ("Failing agreement, the Board shall act.", "If no agreement is reached, the Board shall act."),
        ("The Board shall meet once every two years.", "The Board shall meet every two years."),
        ("The Board shall meet at least twice a year.", "The Board shall meet no fewer than two times per year."),
        ("The Board shall keep its own rules.", "The Board shall keep its rules."),
        ("The Parties shall cooperate with each other.", "The Parties shall cooperate."),
        ("It shall be heard in an impartial manner.", "It shall be heard impartially."),
        ("Any and all rights of pilots stay.", "All rights of pilots stay."),
        ("The lock shall be under the supervision of pilots.", "The lock shall be supervised by pilots."),
        ("Rafts shall be exempt from tolls.", "Rafts shall be free of tolls."),
        ("The Board shall revoke the licence.", "The Board shall rescind the licence."),
        ("The Bank shall have legal personality.", "The Bank shall possess juridical personality."),
        ("The owner shall compensate the pilots.", "The owner shall pay compensation to the pilots."),
        ("The Parties shall consult each other.", "The Parties shall hold consultations with each other."),
        ("The lease is subject to the approval of the Board.", "The lease is subject to approval by the Board."),
        ("The lock shall be opened without undue delay.", "The lock shall be opened with no unreasonable delay."),
        (
            "The Board shall keep: (a) nets; and (b) oars, sails or lamps.",
            "The Board shall keep: (a) nets; and (b) oars, sails, or lamps.",
        ),
        ("Article 2\nEntry\n\nA Party may land.", "Article 2\nEntry\n\nAny Party may land."),
        ("Any dispute about tolls shall be settled.", "Disputes about tolls shall be settled."),
        ("Each child shall be taught to swim.", "A child shall be taught to swim."),
        ("A pilot with a lamp may land.", "A pilot having a lamp may land."),
        ("The Board shall meet in Rome.", "The Board shall meet at Rome."),
        ("The Board shall act after consultation with pilots.", "The Board shall act after consulting pilots."),
        ("Income of rafts is taxed.", "Income from rafts is taxed."),
        ("This Treaty shall be applied in May.", "This Treaty shall apply in May."),
        ("Tolls lower than ten crowns are waived.", "Tolls below ten crowns are waived."),
        (
            "The undersigned, being duly authorised thereto, sign.",
            "The undersigned, duly empowered for that purpose, sign.",
        ),
        (
            "Tolls shall be paid on oars intended for use in the bay.",
            "Tolls shall be paid on oars intended to be used in the bay.",
        ),
        ("The nationals of a Party shall be exempt.", "A national of a Party shall be exempt."),
        ("A Party shall not close the bay.", "The Parties shall not close the bay."),
        ("If one of the guilds objects, the Board shall vote.", "If a guild objects, the Board shall vote."),
        ("The annex to this Treaty shall list the tolls.", "The annex of this Treaty shall list the tolls."),
        ("The Board shall exercise supervision over pilots.", "The Board shall supervise pilots."),
        ("The Parties shall hold consultations with the owner.", "The Parties shall consult the owner."),
    ],
)
def test_words_that_drafting_manuals_put_for_each_other_weigh_little(old: str, new: str) -> None:
    assert 0 < _heaviest(old, new) <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Parties shall refrain from closing the lock.", "The Parties shall close the lock."),
        ("Failing agreement, the Board shall act.", "If agreement is reached, the Board shall act."),
        ("The Board shall keep its own rules.", "The Board shall keep the rules of the other Board."),
        ("The Board shall meet twice a year.", "The Board shall meet three times a year."),
        (
            "The lock shall be under the supervision of pilots.",
            "The pilots shall be under the supervision of the lock.",
        ),
        ("Rafts shall be exempt from tolls.", "Rafts shall be subject to tolls."),
        ("The Board shall revoke the licence.", "The Board shall suspend the licence."),
        ("The owner shall compensate the pilots.", "The owner shall consult the pilots."),
        ("Pilots may refrain from using lamps.", "Pilots may not use lamps."),
        ("A member that abstains from voting is counted.", "A member that does not vote is counted."),
        ("The raft with the most votes wins.", "The raft with the majority of votes wins."),
        ("From now on tolls are paid in gold.", "From then on tolls are paid in gold."),
        ("Pilots shall be exempt from national taxes.", "Pilots shall be exempt from municipal taxes."),
        (
            "If a Party withdraws from this Treaty, the Board shall meet.",
            "If a Party terminates this Treaty, the Board shall meet.",
        ),
        ("The Board may annul the licence.", "The Board may withdraw the licence."),
        ("Pilots shall not be under an obligation to pay.", "Pilots shall be under an obligation not to pay."),
        ("Pilots are not obliged to name the owner.", "Pilots are obliged not to name the owner."),
        ("Pilots are not required to name the owner.", "Pilots are required not to name the owner."),
        ("The owner does not undertake to pay.", "The owner undertakes not to pay."),
        (
            "If the Board has not decided to pay, pilots may leave.",
            "If the Board has decided not to pay, pilots may leave.",
        ),
        ("The Board shall answer within 10 days after the vote.", "The Board shall answer 10 days after the vote."),
        ("Claims shall be made within two months from the flood.", "Claims shall be made two months after the flood."),
        ("Claims shall be made not later than a week after it.", "Claims shall be made a week after it."),
        ("The lease is subject to the approval of the Board.", "The lease is subject to the approval of the owner."),
        ("The lock shall be opened without undue delay.", "The lock shall be opened with delay."),
        ("Goods of Zone A may land.", "Goods of any zone may land."),
        ("Pilots who have been examined may land.", "Pilots who are being examined may land."),
        ("Any dispute about tolls shall be settled.", "The disputes about tolls shall be settled."),
        ("The Board shall invite any guild.", "The Board shall invite guilds."),
        ("The Board shall teach each child to swim.", "The Board shall teach a child to swim."),
        ("No child shall be taught to swim.", "A child shall be taught to swim."),
        ("Tolls lower than ten crowns are waived.", "Tolls above ten crowns are waived."),
        (
            "Unless the guilds agree, the bay shall stay open.",
            "Unless one of the guilds agrees, the bay shall stay open.",
        ),
        (
            "Unless the Parties agree otherwise, the bay shall be open.",
            "Unless a Party decides otherwise, the bay shall be open.",
        ),
        ("The report shall be sent to the guilds.", "The report shall be sent to one of the guilds."),
        ("The report shall be sent to the guilds.", "The report shall be sent to a guild."),
        (
            "If no reeve is named, either guild may ask the Board.",
            "If no reeve is named, the guilds may ask the Board.",
        ),
        ("If any guild so requests, the Board shall sit.", "If the guilds so request, the Board shall sit."),
        ("The debts of the Bank shall be paid.", "The debts to the Bank shall be paid."),
        ("The commission shall fix the toll.", "The committee shall fix the toll."),
        ("The Board shall inspect the raft.", "The Board shall inspect with the raft."),
        ("The guild shall answer for its agents.", "The guild shall answer to its agents."),
        ("The Board shall vote on the toll.", "The Board shall vote for the toll."),
        ("The raft shall report its place to the port.", "The raft shall report its place at the port."),
        ("Attacks on ferries are prohibited.", "Attacks from ferries are prohibited."),
        ("The fee is due on 1 May.", "The fee is due by 1 May."),
        ("The toll may be levied for two years.", "The toll may be levied within two years."),
        ("The owner shall be heard by the Board.", "The owner shall hear the Board."),
        ("The owner shall be given a day's notice.", "The owner shall give a day's notice."),
        ("The Board shall exercise supervision over pilots.", "The Board shall supervise with the pilots."),
    ],
)
def test_what_looks_like_words_of_a_manual_is_substance(old: str, new: str) -> None:
    assert _heaviest(old, new) >= 0.5


def test_two_who_do_each_others_act_have_changed_sides_though_no_word_is_lost() -> None:
    old = "The Seller shall bear the costs and the Buyer shall bear the risk."
    changes = _changes(old, "The Buyer shall bear the costs and the Seller shall bear the risk.")
    assert min(change.weight for change in changes) >= weights.FIELD_WEIGHTS["bearer"]
    assert all(Touch.SIDES in change.touches and not change.wording for change in changes)
    assert _heaviest(old, "The Buyer shall bear the risk and the Seller shall bear the costs.") <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new", "touch"),
    [
        ("The permit shall be granted by the Board.", "The permit shall be refused by the Board.", Touch.NEGATION),
        ("It needs the consent of the owner.", "It needs the refusal of the owner.", Touch.NEGATION),
        ("The pilots shall be trained by the Board.", "The pilots shall be trained for the Board.", Touch.SIDES),
    ],
)
def test_a_refusal_for_a_consent_and_another_doer_are_heavy(old: str, new: str, touch: Touch) -> None:
    assert touch in _change(old, new).touches
    assert _change(old, new).heavy


def test_a_denial_goes_from_the_modal_to_the_subject_and_forbids_alike() -> None:
    assert _heaviest("Pilots may not break the seal.", "No pilot shall break the seal.") <= weights.REWORDED
    assert _heaviest("Pilots may not break the seal.", "No owner shall break the seal.") > weights.RELATED


def test_a_denial_before_the_points_of_a_list_is_looked_for_there() -> None:
    points = "\n\n(a) levy a tax on ships; or\n\n(b) hold vessels of others."
    asking = "A guild shall, where no clerk objects:", "A guild shall, where a clerk does not object:"
    assert _heaviest(f"No guild shall:{points}", f"A guild shall not:{points}") <= weights.REWORDED
    assert _heaviest(*(f"{chapeau}{points}" for chapeau in asking)) > weights.REWORDED


def test_a_title_or_heading_closes_no_gate_for_modals_unless_it_is_a_sentence() -> None:
    text = "Treaty on Locks\n\nArticle 1\nStaff\n\nThe Board shall visit the locks.\n"

    def closes(new: str, gate: str, old: str = text) -> bool:
        diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
        assert diff
        return any(change.closes([gate]) for change in diff.changes)

    assert not closes(text.replace("Staff", "Personnel of the Locks"), "modal")
    assert not closes(text.replace("Treaty on Locks", "Agreement on Locks"), "conditions")
    assert not closes(text.replace("Treaty on Locks\n\n", ""), "times")
    assert closes(text.replace("Staff", "Personnel of the Locks"), "heading")
    sentence = text.replace("Staff", "The staff shall come within ten days")
    assert closes(sentence.replace("ten", "two"), "times", sentence)
