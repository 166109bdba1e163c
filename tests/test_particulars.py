"""What a treaty says about itself: parties, date and place of signature, languages, depositary."""

import pytest

import treatylex

PACT = """Agreement on Ferries between the Kingdom of Norway, in respect of Svalbard, and the Kingdom of Prussia

The Government of the Kingdom of Norway and the Government of the Kingdom of Prussia,

Desiring to carry passengers,

Have agreed as follows:

Article 1

The instruments of ratification shall be deposited with the Government of the Kingdom of Denmark.

DONE at Bergen, on 3 May 1868, in the Norwegian and German languages, both texts being equally authentic.
"""


def test_the_title_names_the_parties_and_the_closing_words_the_rest() -> None:
    treaty = treatylex.parse(PACT)
    assert [(party.id, party.code) for party in treaty.parties] == [("norway", "NOR"), ("prussia", None)]
    assert (treaty.date, treaty.place) == ("1868-05-03", "Bergen")
    assert treaty.languages == ("norwegian", "german")
    assert treaty.depositary == "Government of the Kingdom of Denmark"


def test_without_a_telling_title_the_preamble_names_the_parties_with_codes_of_states_that_are_no_more() -> None:
    text = (
        "PACT ON RIVERS\n\nThe Governments of the Union of Soviet Socialist Republics, Czechoslovakia and Transjordan,"
        "\n\nConsidering that Norway has rivers,\n\nHave agreed as follows:\n\nArticle 1\n\nRivers are free."
    )
    assert [party.code for party in treatylex.parse(text).parties] == ["SUN", "CSK", "JOR"]


@pytest.mark.parametrize(
    ("title", "parties"),
    [
        ("UNITED NATIONS CONVENTION ON RIVERS", []),
        ("Charter of the United Nations", []),
        ("Agreement between Norway and the United Nations", ["norway", "united_nations"]),
        ("Norway – Sweden Free Trade Agreement", ["norway", "sweden"]),
    ],
)
def test_a_convention_of_a_body_is_not_one_with_it(title: str, parties: list[str]) -> None:
    treaty = treatylex.parse(f"{title}\n\nArticle 1\n\nRivers are free.")
    assert [party.id for party in treaty.parties] == parties


def test_a_text_that_says_nothing_of_itself_has_no_particulars() -> None:
    treaty = treatylex.parse("Each Party shall inform Norway of the Pact done at Paris on 3 May 1968.")
    assert (treaty.parties, treaty.date, treaty.place, treaty.languages, treaty.depositary) == (
        (),
        None,
        None,
        (),
        None,
    )


@pytest.mark.parametrize(
    ("closing", "date", "place"),
    [
        ("DONE in duplicate at The Hague this 17th day of May 1977.", "1977-05-17", "The Hague"),
        ("Signed in the city of Arkel on July 4, 2001, in two originals.", "2001-07-04", "Arkel"),
        ("Done at Oslo the eleventh day of June, nineteen hundred and sixty-eight.", "1968-06-11", "Oslo"),
        ("DONE at Bergen this second day of March, one thousand nine hundred and seventy.", "1970-03-02", "Bergen"),
        ("DONE at Bergen on 31 February 1970.", None, None),
    ],
)
def test_days_are_read_in_figures_and_in_words(closing: str, date: str | None, place: str | None) -> None:
    treaty = treatylex.parse(
        f"Article 1\n\nFerries are free.\n\nIN WITNESS WHEREOF the undersigned have signed.\n{closing}"
    )
    assert (treaty.date, treaty.place) == (date, place)


def test_what_a_draft_leaves_in_brackets_is_no_particular() -> None:
    draft = "Article 9\n\nInstruments of ratification shall be deposited with the [Registrar] [Council] of Norland."
    settled = treatylex.parse(draft.replace("[Registrar] [Council]", "Registrar"))
    assert treatylex.parse(draft).depositary is None
    assert settled.depositary is not None
