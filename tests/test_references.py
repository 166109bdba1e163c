"""References: found whole, read as trees, and told from what only looks like one."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatylex.language.grammar import Grammar
from treatylex.language.running_text import RunningText
from treatylex.model.references import Reference
from treatylex.parsing.draft import Mention
from treatylex.parsing.reader import parse
from treatylex.parsing.references.finding import find_references
from treatylex.parsing.references.targets import ReferenceBuilder
from treatylex.parsing.resolution.catalogue import catalogue_with
from treatylex.source import Span
from treatylex.testing.strategies import references


def read(text: str) -> list[Mention]:
    passage = RunningText(text, [Span(0, len(text))])
    return find_references(passage, catalogue_with().find(passage.text))


def found(text: str) -> list[tuple[str, list[str]]]:
    """Each mention's text with its targets, written `instrument#path`."""
    return [(m.reference.text, [f"{t.instrument or ''}#{t.path}" for t in m.reference.targets]) for m in read(text)]


def targets(text: str) -> list[str]:
    return [target for _, each in found(text) for target in each]


def test_the_grammar_has_no_conflicts() -> None:
    Grammar("reference", start=("start", "aside"), strict=True)


def test_every_rule_of_the_grammar_is_built() -> None:
    grammar = Grammar("reference", start=("start",))
    rules = {rule.alias or rule.origin.name for rule in grammar._lark.rules if not rule.options.expand1 or rule.alias}
    helpers = {name for name in rules if name.startswith("__")}
    assert {str(name) for name in rules - helpers} - set(dir(ReferenceBuilder)) == set()


# ---- Provisions of the treaty at hand

PROVISIONS = {
    "Article 5": ["#art_5"],
    "article V": ["#art_V"],
    "Art. 5": ["#art_5"],
    "Article Ten": ["#art_Ten"],
    "Article 12 bis": ["#art_12bis"],
    "Article 14A": ["#art_14A"],
    "Article 1.2": ["#art_1.2"],
    "Article 1-1": ["#art_1-1"],
    "Article A-01": ["#art_A-01"],
    "Article II.3": ["#art_II__para_3"],
    "Article II.4.B": ["#art_II__para_4__sub_b"],
    "Annex 3-A": ["#annex_3-A"],
    "paragraph3": ["#para_3"],
    "paragraph 1 , 2": ["#para_1", "#para_2"],
    "paragraph 2": ["#para_2"],
    "paragraph (1)": ["#para_1"],
    "paragraph 1 a)": ["#para_1__sub_a"],
    "paragraph 2.a)": ["#para_2__sub_a"],
    "paragraph 1.a and e": ["#para_1__sub_a", "#para_1__sub_e"],
    "Article III:2": ["#art_III__para_2"],
    "articles 4 and 34, paragraph 2": ["#art_4", "#art_34__para_2"],
    "sub-paragraphs a to f": ["#sub_a-sub_f"],
    "paragraph 2.b.ii": ["#para_2__sub_b__sub_ii"],
    "paragraph i) of Article 1": ["#art_1__para_i"],
    "subparagraph (a)": ["#sub_a"],
    "sub-paragraph b": ["#sub_b"],
    "subparagraph 2(b)": ["#para_2__sub_b"],
    "Sub-Article (1)": ["#para_1"],
    "point (a)": ["#sub_a"],
    "Article 5(2)(a)": ["#art_5__para_2__sub_a"],
    "Article 4.2(a)": ["#art_4.2__sub_a"],
    "Article 5, paragraph 2 (a)": ["#art_5__para_2__sub_a"],
    "Article 5 paragraph 2": ["#art_5__para_2"],
    "paragraph 2 of Article 5": ["#art_5__para_2"],
    "paragraph 2, subparagraph (b), of Article 4": ["#art_4__para_2__sub_b"],
    "(d) of paragraph 1": ["#para_1__sub_d"],
    "first paragraph of Article 17": ["#art_17__para_1"],
    "second sentence of paragraph 2": ["#para_2__sent_2"],
    "first and third paragraphs": ["#para_1", "#para_3"],
    "Articles 3, 5 and 7 to 9": ["#art_3", "#art_5", "#art_7-art_9"],
    "Articles 3–6": ["#art_3-art_6"],
    "Article 1 and 2": ["#art_1", "#art_2"],
    "paragraphs 2 to 4 of Article 5": ["#art_5__para_2-para_4"],
    "paragraphs 1(b), (c) and 3 of Article 5": ["#art_5__para_1__sub_b", "#art_5__para_1__sub_c", "#art_5__para_3"],
    "paragraph 3 (a) (i) and (ii)": ["#para_3__sub_a__sub_i", "#para_3__sub_a__sub_ii"],
    "paragraph 3 (a) (i) and (b)": ["#para_3__sub_a__sub_i", "#para_3__sub_b"],
    "points (h) and (i)": ["#sub_h", "#sub_i"],
    "points (a) to (i)": ["#sub_a-sub_i"],
    "paragraph 7 or paragraph 8 of Article 14": ["#art_14__para_7", "#art_14__para_8"],
    "Articles 301 (National Treatment) and 309 (Import Restrictions)": ["#art_301", "#art_309"],
    "Chapter XII": ["#chap_XII"],
    "Section 3 of Part II of Annex I": ["#annex_I__part_II__sec_3"],
    "Appendix 2": ["#app_2"],
    "Schedule B": ["#sched_B"],
    "Protocol No. 2": ["#prot_2"],
    "footnote 3": ["#fn_3"],
    "rule 5": ["#rule_5"],
    "regulation II–2/3": ["#reg_II–2/3"],
    "this Article": ["#this_art"],
    "the present Article": ["#this_art"],
    "paragraph 1 of this Article": ["#this_art__para_1"],
    "paragraph 1-4 of this Article": ["#this_art__para_1-para_4"],
    "Article 63, third paragraph": ["#art_63__para_3"],
    "Article 2, first sentence, of Annex II": ["#annex_II__art_2__sent_1"],
    "Articles 8, 30, fifth paragraph, 58-67 and 92": ["#art_8", "#art_30__para_5", "#art_58-art_67", "#art_92"],
    "Article 1, paragraph 2, 22, paragraph 4, and 25": ["#art_1__para_2", "#art_22__para_4", "#art_25"],
    "Articles 2, 6, paragraph 1.b, 7 and 27, paragraph 9.e": [
        "#art_2",
        "#art_6__para_1__sub_b",
        "#art_7",
        "#art_27__para_9__sub_e",
    ],
    "sub-paragraph a. of paragraph 1": ["#para_1__sub_a"],
    "footnote 3 to paragraph 2": ["#para_2__fn_3"],
    "third recital of the preamble": ["#preamble__rec_3"],
    "Annex, paragraph 1, to this Agreement": ["#annex__para_1"],
    "Protocols Nos 1 and 2": ["#prot_1", "#prot_2"],
    "Sections B and IV": ["#sec_B", "#sec_IV"],
    "the preceding paragraph": ["#preceding_para"],
    "the foregoing Articles": ["#preceding_art"],
    "the following paragraphs": ["#following_para"],
    "that paragraph": ["#that_para"],
    "the said Article": ["#that_art"],
    "this Chapter": ["#this_chap"],
    "its Annex": ["#annex"],
    "Annex to this Agreement": ["#annex"],
    "Annex II to this Agreement": ["#annex_II"],
    "Annex hereto": ["#annex"],
    "Article 3 of this Treaty": ["#art_3"],
    "Article 94 (a) thereof": ["thereof#art_94__sub_a"],
}


@pytest.mark.parametrize("mention", PROVISIONS)
def test_a_provision_is_read(mention: str) -> None:
    assert found(f"The rights under {mention} shall not be affected.") == [(mention, PROVISIONS[mention])]


# ---- Other instruments

INSTRUMENTS = {
    "Article 51 of the Charter of the United Nations": ["Charter of the United Nations#art_51"],
    "Article 51 of the U.N. Charter": ["U.N. Charter#art_51"],
    "the U.N. Charter Article 51": ["U.N. Charter#art_51"],
    "UN Charter, Art. 2(4)": ["UN Charter#art_2__para_4"],
    "article 305, paragraph 1 (a), (c) to (f), of the Convention": [
        "Convention#art_305__para_1__sub_a",
        "Convention#art_305__para_1__sub_c-sub_f",
    ],
    "paragraph 5 of that Declaration": ["that Declaration#para_5"],
    "Article 2 of the said Protocol": ["the said Protocol#art_2"],
    "Article VI of the NPT": ["NPT#art_VI"],
    "Article 102 TFEU": ["TFEU#art_102"],
    "Article 10bis of the Paris Convention": ["Paris Convention#art_10bis"],
    "Articles XX and XXI of the GATT 1994": ["GATT 1994#art_XX", "GATT 1994#art_XXI"],
    "Article VIII of the Articles of Agreement of the International Monetary Fund": [
        "Articles of Agreement of the International Monetary Fund#art_VIII"
    ],
    "Protocol No. 11 to the Convention": ["Convention#prot_11"],
    "the North Atlantic Treaty": ["North Atlantic Treaty#"],
    "the Fisheries Convention": ["Fisheries Convention#"],
    "the 1992 Fund Convention": ["1992 Fund Convention#"],
    "the European Convention on Mutual Assistance in Criminal Matters": [
        "European Convention on Mutual Assistance in Criminal Matters#"
    ],
    "the Convention for the Protection of Human Rights and Fundamental Freedoms": [
        "Convention for the Protection of Human Rights and Fundamental Freedoms#"
    ],
    "the Agreement between the Kingdom of Norland and the Republic of Sudland": [
        "Agreement between the Kingdom of Norland and the Republic of Sudland#"
    ],
    "the Agreement between Norland, in respect of the Outer Isles, and Sudland": [
        "Agreement between Norland, in respect of the Outer Isles, and Sudland#"
    ],
    "Recommendation 880 (1979)": ["Recommendation 880 (1979)#"],
    "Security Council resolutions 1540 (2004) and 1373 (2001)": [
        "Security Council resolution 1540 (2004)#",
        "Security Council resolution 1373 (2001)#",
    ],
    "General Assembly resolution 217 A (III)": ["General Assembly resolution 217 A (III)#"],
    "Directives 95/46/EC, 2002/58/EC and 2000/31/EC": [
        "Directive 95/46/EC#",
        "Directive 2002/58/EC#",
        "Directive 2000/31/EC#",
    ],
    "ibid., Article 5": ["ibid.#art_5"],
    "Title III, Chapters 2 and 3 of the Regulation": ["Regulation#title_III__chap_2", "Regulation#title_III__chap_3"],
    "Articles 2, 5 and Annex 3 of the Grey Sea Agreement": [
        "Grey Sea Agreement#art_2",
        "Grey Sea Agreement#art_5",
        "Grey Sea Agreement#annex_3",
    ],
    "Article XXIV (Frontier Traffic – Customs Unions) of the GATT 1994": ["GATT 1994#art_XXIV"],
    "Article III: 2 of GATT 1994": ["GATT 1994#art_III__para_2"],
    "the Mine Safety and Health (Deep Work) Convention, 1979": ["Mine Safety and Health (Deep Work) Convention, 1979#"],
    "Article I of the Agreement on technical co-operation between the Kingdom of Norland and Sudland": [
        "Agreement on technical co-operation between the Kingdom of Norland and Sudland#art_I"
    ],
    "the Protocol relating to arms of 5 May 1960": ["Protocol relating to arms of 5 May 1960#"],
    "the Norland Treaty done at Norburg on 3 May 1961": ["Norland Treaty done at Norburg on 3 May 1961#"],
    "the Convention on the Prevention, Control and Reduction of Noise": [
        "Convention on the Prevention, Control and Reduction of Noise#"
    ],
    "the Trade in Goods Agreement": ["Trade in Goods Agreement#"],
    "the Minimum Age (Shipping) Convention, 1958": ["Minimum Age (Shipping) Convention, 1958#"],
    "the Protocol of 1923 on Arbitration Clauses": ["Protocol of 1923 on Arbitration Clauses#"],
    "the Convention of 5 May 1960": ["Convention of 5 May 1960#"],
    "the Protocol amending the Convention": ["Protocol amending the Convention#"],
    "the Rules of Procedure": ["Rules of Procedure#"],
    "Security Council resolution 1540 (2004)": ["Security Council resolution 1540 (2004)#"],
    "Council Regulation (EEC) No 2658/87": ["Council Regulation (EEC) No 2658/87#"],
    "Article 7 of Directive 95/46/EC": ["Directive 95/46/EC#art_7"],
    "1155 U.N.T.S. 331": ["1155 U.N.T.S. 331#"],
    "United Nations, Treaty Series, vol. 1155, p. 331": ["United Nations, Treaty Series, vol. 1155, p. 331#"],
}


@pytest.mark.parametrize("mention", INSTRUMENTS)
def test_another_instrument_is_read(mention: str) -> None:
    assert found(f"Having in mind {mention}; the Parties agree.") == [(mention, INSTRUMENTS[mention])]


@pytest.mark.parametrize(
    "text",
    [
        "This Agreement and the present Convention shall enter into force.",
        "The Contracting Parties to the Convention shall inform that Party.",
        "Each Party may conclude a Free Trade Agreement with a third State.",
        "Part of the territory, and articles of clothing, on the one part.",
        "Such articles shall be exempt in so far as that part is concerned.",
        "In accordance with section 5 of the Customs Act each Party may act.",
        "The North Atlantic Treaty Organization and the North Atlantic Treaty area.",
        "The Council may conclude Cooperation Agreements with Non-Member States.",
        "The Parties may conclude Association Agreements and implementing arrangements.",
        "Nothing in the section a Party maintains shall apply.",
        "The line runs from point A to point B and the point 54° 3' N.",
        "The measures are those of 46 U.S.C. § 883 and of tariff item 1901.90.",
        "In accordance with section 22 of the United States Agricultural Adjustment Act of 1933 each Party may act.",
        "Section 7.10. The Bank shall act.",
        "PART 3. Protection of species.",
        "The foregoing provisions shall not prejudice the power of the tribunal.",
    ],
)
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Article 5 and 30 days later", ["Article 5"]),
        ("in paragraph 1, one of them", ["paragraph 1"]),
        ("under Article 23; (b) the term", ["Article 23"]),
        ("ARTICLE 11 1. Governments shall", ["ARTICLE 11"]),
        ("Article 3, paragraph 2 of Article 5", ["Article 3", "paragraph 2 of Article 5"]),
        ("provided that Article 3 of that Agreement applies", ["Article 3 of that Agreement"]),
        ("(articles 20 and 21) and (Annex B)", ["articles 20 and 21", "Annex B"]),
        ("Article 3 and Annex II", ["Article 3", "Annex II"]),
        ("to review this Article three years after", ["this Article"]),
        ("of this paragraph, paragraph 4 of Article 14", ["this paragraph", "paragraph 4 of Article 14"]),
        ("the Grey Sea Convention and its Kyoto Protocol", ["the Grey Sea Convention", "Kyoto Protocol"]),
        ("Chapters 5 and 11, Article 8 and Annex I", ["Chapters 5 and 11", "Article 8", "Annex I"]),
    ],
)
def test_a_mention_ends_where_it_ends(text: str, mentions: list[str]) -> None:
    assert [mention for mention, _ in found(text)] == mentions


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("in accordance with Article 51", ["in accordance with"]),
        ("Pursuant to the provisions of Article 51", ["pursuant to"]),
        ("as provided for in the Charter of the United Nations", ["as provided for in"]),
        ("under Article 3 and Annex II", ["under", "under"]),
        ("under Article 3, and pursuant to Article 5", ["under", "pursuant to"]),
        ("Article 3 applies", [None]),
        ("Subject to Article 2, this Article shall apply", ["subject to", None]),
        ("Without prejudice to this Article, Article 2 shall apply", ["without prejudice to", None]),
        ("Except as provided in paragraphs 2 and 3, this Chapter applies", ["except as provided in", None]),
        ("Subject to Article 2, Article 4 and Annex I, each Party shall pay", ["subject to"] * 3),
        ("Subject to Article 2, and Article 4, this Annex shall apply", ["subject to", "subject to", None]),
    ],
)
def test_the_introducing_words_are_the_relation(text: str, relations: list[str | None]) -> None:
    assert [mention.reference.relation for mention in read(text)] == relations


def test_a_mention_across_line_ends_quotes_the_source() -> None:
    text = "in accordance with Article\n 5 of the Con-\nvention"
    (mention,) = read(text)
    assert mention.reference.text == "Article\n 5 of the Con-\nvention"
    assert str(mention.reference.targets[0]) == "Convention#art_5"


# ---- Trees written in several styles


@given(
    reference=references(),
    around=st.sampled_from(
        ["Each Party shall act {}.", "1. Each Party, {}, shall act.", "This is so {}; the Parties agree."]
    ),
)
def test_a_reference_is_read_back_from_every_style(reference: Reference, around: str) -> None:
    introduced = f"{reference.relation or 'by reason of'} {reference.text}"
    assert parse(around.format(introduced)).references == (reference,)


# ---- Any text

PIECES = st.sampled_from(
    [
        "Article",
        "paragraph",
        "(a)",
        "(",
        ")",
        "1",
        "2.",
        "ii",
        "IV",
        "and",
        "or",
        "to",
        "of",
        "the",
        "this",
        "that",
        "said",
        "Convention",
        "Protocol",
        "Treaty on",
        "Aa",
        "first",
        "second",
        "its Annex",
        "thereof",
        "in accordance with",
        "the provisions of",
        "a",
        "Section 3",
        "resolution 5",
        "GATT",
        "\n",
        "\xad",
        "İ",
        "§",
        "–",
    ]
) | st.just(",")


@given(
    text=st.one_of(st.text(), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join))
)
def test_mentions_of_any_text_are_ordered_disjoint_and_verbatim(text: str) -> None:
    end = 0
    for mention in read(text):
        span = mention.reference.span
        assert span.start >= end
        assert span.of(text) == mention.reference.text != ""
        assert mention.reference.targets
        end = span.end


@pytest.mark.parametrize(
    "unit",
    [
        ", 1",
        "paragraph (((((",
        "(a), ",
        "first, ",
        "Article 1 of ",
        "Articles 1, 2 of Articles 3, 4, ",
        "paragraph 1 (a)(b), (c)(d), ",
        "Convention on Agreement on ",
        "Article 1 and Article 1 and ",
    ],
)
def test_hostile_text_takes_linear_time(unit: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(lambda length: partial(read, "Article 1" + unit * (length // len(unit))), 10_000)
