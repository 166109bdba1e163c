"""Structure: what is read as a division, a paragraph or a point, and what stays text."""

import itertools
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import treatylex
from treatylex.errors import Severity
from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.draft import Draft, Reading
from treatylex.parsing.structure.building import read_structure
from treatylex.source import Source

FRAGMENTS = [
    "Article 1", "Article 2", "ARTICLE IV", "Art. 5 bis", "Article A-01", "\n", "\n\n", "\r\n", "\r", "(a) ", "(b)",
    "(i) ", "1. ", "2. ", "1.1 ", "1.1.1 ", "a) ", "- ", "A. ", "12", "- 3 -", "The Parties shall", " act", ";", ":",
    ".", ",", "“", "”", '"', "ANNEX", "ANNEX I", "Rule 1", "Regulation I/2", "\n\nA. GENERAL\n\n",
    "\n\nB. THE COUNCIL\n\n", "Protocol", "PART ONE", "Chapter 2", "SECTION 1", "Recalling", "Desiring ",
    "Have agreed as follows:", "IN WITNESS WHEREOF", "is replaced by:", "Excellency,", "I have the honour ", "No. 1",
    "the vessel1 ", "of lamps.2", "1 See the Annex.\n", "[3]", "paragraph 1 (a)", "Table of contents", "......... 4",
    "\t", "\ufeff", "\u00a0", "\u00ad", "\x00", "\x1c", "\x85", "\u2028", "\ud800", "İ", "ß", "Die Vertragsparteien ",
    "条約",
]  # fmt: skip
treaty_like = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)


def read(text: str) -> Reading:
    return read_structure(Source(text))


def outline(text: str) -> list[tuple[str, str | None, str | None]]:
    """Level, number and heading of every provision, in pre-order."""
    return [(draft.level.value, draft.number, draft.heading) for draft in read(text).root.walk() if draft.level]


def articles(text: str) -> list[str | None]:
    return [draft.number for draft in read(text).root.walk() if draft.level is Level.ARTICLE]


def items(text: str) -> list[str]:
    """The addresses of the paragraphs and points below the first article."""
    return [d.eid.removeprefix("art_1__") for d in read(text).root.walk() if d.level in (Level.PARAGRAPH, Level.POINT)]


def leaves(root: Draft) -> list[tuple[LeafKind, str]]:
    found = sorted((leaf for draft in root.walk() for leaf in draft.leaves), key=lambda leaf: leaf.span)
    return [(leaf.kind, leaf.text) for leaf in found]


def texts(text: str, kind: LeafKind) -> list[str]:
    return [printed for found, printed in leaves(read(text).root) if found is kind]


def check_lossless(text: str) -> None:
    root = read(text).root
    spans = sorted(leaf.span for draft in root.walk() for leaf in draft.leaves)
    at = 0
    for span in spans:
        assert span.start >= at
        assert not text[at : span.start].strip()
        at = span.end
    assert not text[at:].strip()
    for draft in root.walk():
        assert all(leaf.text == leaf.span.of(text) and leaf.text.strip() for leaf in draft.leaves)
        assert all(draft.span.covers(leaf.span) for leaf in draft.leaves)
        assert all(draft.span.covers(child.span) for child in draft.children)
        for child, following in itertools.pairwise(draft.children):
            assert child.span.start < following.span.start
            # An article runs on to the next one, over headings of containers, the closing formula and annexes.
            runs_on = any(inner.level is Level.ARTICLE for inner in child.walk())
            assert child.span.end <= following.span.start or (runs_on and following.level is not Level.ARTICLE)


def depth_of(draft: Draft) -> int:
    return 1 + max(map(depth_of, draft.children), default=0)


# ---------------------------------------------------------------- guarantees


@given(treaty_like)
@settings(max_examples=400, deadline=None)
def test_any_treaty_like_text_is_covered_once_and_spans_slice_it(text):
    check_lossless(text)


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all_is_covered_once(text):
    check_lossless(text)


@given(treaty_like)
@settings(max_examples=200, deadline=None)
def test_addresses_are_unique_and_never_empty(text):
    eids = [draft.eid for draft in read(text).root.walk()][1:]
    assert all(eids)
    assert len(set(eids)) == len(eids)


@pytest.mark.parametrize(
    "unit",
    [
        "(a) ",
        "Article 1\n",
        "“",
        "“1. a\n",
        "(",
        "1. The Parties shall act.\n",
        "- 1 -\n",
        "a\tb\tc\n",
        "ANNEX\n",
        "vessel1\n1 See A.\n",
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit, assert_linear):
    assert_linear(lambda size: partial(read, unit * (size // len(unit))), 25_000)


def test_nesting_is_limited_and_what_is_deeper_becomes_a_sibling_with_a_diagnostic():
    numbers = [".".join(["1"] * k) for k in range(1, 7)]
    styles = [
        "1.",
        "(1)",
        "1)",
        "(a)",
        "a)",
        "a.",
        "(i)",
        "i)",
        "(A)",
        "A)",
        "A.",
        "(I)",
        "I)",
        "(aa)",
        "aa)",
        "§ 1",
        "-",
    ]
    text = "Article 1\n\n" + "\n\n".join(f"{marker} The Parties shall:" for marker in [*styles, *numbers])
    reading = read(text)
    assert depth_of(reading.root) <= 33
    assert "too-deep" in {diagnostic.code for diagnostic in reading.diagnostics}


# ---------------------------------------------------------------- headings


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Article 1", "1"),
        ("ARTICLE II", "II"),
        ("Article 1.2", "1.2"),
        ("Article 1-1: Establishment", "1-1"),
        ("Article A-01 - Establishment", "A-01"),
        ("Article I.1 - Establishment", "I.1"),
        ("Article 16 bis", "16 bis"),
        ("Article 14A", "14A"),
        ("Article Twenty-one", "Twenty-one"),
        ("Article - 1", "1"),
        ("Art. 5", "5"),
        ("ARTICTE 8 - Consultations", "8"),
        ("Articles 2 and 3", "2 and 3"),
        ("Article 3: Scope", "3"),
        ("Article 4 (Scope)", "4"),
        ("Article 6.", "6"),
    ],
)
def test_an_article_is_read_from_its_heading_in_every_form_that_occurs(line, number):
    assert articles(f"{line}\n\nThe Parties shall meet once a year.") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "Article 1\n\nA good is originating if it complies with\nArticle 5\nand with the Annex.",
        "Article 1\n\nArticle 6bis of the Paris Convention shall apply.",
        "Article 1\n\nArticles 301 (National Treatment) and 309 (Restrictions) shall apply.",
        "Article 1\n\nArticle 24, paragraph 2, shall apply.",
        "Article 1\n\nArticle 25(1) shall apply.",
        "Article 1\n\nArticle 3 is replaced by:\n\n“Article 3\n\nScope\n\n1. The Parties shall meet.”",
        "Article I\n\nThe Convention is amended as follows:\n\nArticle 3\n\nIt begins.\n\nArticle 4\n\nIt ends.",
    ],
)
def test_what_only_looks_like_a_heading_stays_text(text):
    assert len(articles(text)) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Article 1 – Scope\n\nThe Parties shall meet.", "Scope"),
        ("Article 1\nScope\n\nThe Parties shall meet.", "Scope"),
        ("Article 1\n\nScope\n\nThe Parties shall meet.", "Scope"),
        ("Article 1\nAnnexes\n\nThe Annexes form an integral part.", "Annexes"),
        ("Article 1 (Scope)\n\nThe Parties shall meet.", "Scope"),
        ("Article 2 General objective The objective of this Agreement is peace.", "General objective"),
        ("Article 1\n\nThe Parties shall meet.", None),
        ("Article 1. The Parties shall meet.", None),
        (
            "Article 1. The Bank reserves the right to sell its claims to a\npublic body. It shall tell the Borrower.",
            None,
        ),
        ("Article 1. Any doubt that arises about the reading of these\nrules shall be settled by the Council.", None),
        (
            "Article 1: Access to and Use of the Harbours and the Roads of Both Shores\n1. The Parties shall meet.",
            "Access to and Use of the Harbours and the Roads of Both Shores",
        ),
        ("Article 1\nRoads\nl. The Parties shall meet.", "Roads"),
    ],
)
def test_the_name_of_an_article_is_told_from_its_text(text, name):
    assert outline(text)[0][2] == name


def test_containers_nest_by_rank_and_cover_their_articles():
    first = "PART ONE\n\nCHAPTER I\nGoods\n\nArticle 1\n\nText.\n\nCHAPTER II\n\nArticle 2\n\nText."
    text = f"{first}\n\nPART TWO\n\nArticle 3\n\nText."
    root = read(text).root
    assert [draft.eid for draft in root.children] == ["part_one", "part_two"]
    assert [draft.eid for draft in root.children[0].children] == ["chap_i", "chap_ii"]


def test_a_section_with_text_of_its_own_divides_the_article_it_stands_in():
    text = "Article I\n\nSection 1\n\nMembers shall pay.\n\nSection 2\n\nMembers shall vote.\n\nArticle II\n\nText."
    root = read(text).root
    assert [child.eid for child in root.children] == ["art_i", "art_ii"]
    assert [child.level for child in root.children[0].children] == [Level.SECTION, Level.SECTION]


def test_a_table_of_contents_is_no_series_of_articles():
    body = "\n\n".join(f"Article {k} – Name\n\nThe Parties shall meet." for k in range(1, 6))
    contents = "\n".join(f"Article {k} – Name" for k in range(1, 6))
    text = f"CONTENTS\n{contents}\n\n{body}"
    assert articles(text) == ["1", "2", "3", "4", "5"]
    assert texts(text, LeafKind.CONTENTS)[0] == "CONTENTS"


def test_annexes_that_are_only_listed_open_no_division():
    listed = "The following Annexes form an integral part:\n\nAnnex I Goods\n\nAnnex II Services"
    assert Level.ANNEX not in {
        draft.level for draft in read(f"Article 1\n\n{listed}\n\nArticle 2\n\nText.").root.walk()
    }


def test_headings_in_a_text_without_lines_are_found_by_their_sequence():
    filler = "The Parties shall meet once a year and shall consult as provided in Article 3 of the Charter. " * 8
    text = " ".join(f"Article {k} {filler}" for k in range(1, 4))
    assert articles(text) == ["1", "2", "3"]


# ---------------------------------------------------------------- paragraphs and points


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. One.\n\n2. Two.", ["para_1", "para_2"]),
        ("1.Each acts.\n2.Each reports.", ["para_1", "para_2"]),
        ("(1) One.\n\n(2) Two.", ["para_1", "para_2"]),
        ("1). One.\n\n2). Two.", ["para_1", "para_2"]),
        ("1. One:\n\n1.1 Sub.\n\n1.2 Sub.", ["para_1", "para_1__para_1.1", "para_1__para_1.2"]),
        ("2.\n(a)One.\n\n(b)Two.", ["para_2", "para_2__sub_a", "para_2__sub_b"]),
        (
            "All of:\n\n(h) eight:\n\n(i) one;\n\n(ii) two;\n\n(i) nine.",
            ["sub_h", "sub_h__sub_i", "sub_h__sub_ii", "sub_i"],
        ),
        ("(g) seven;\n\n(h) eight;\n\n(i) nine;\n\n(j) ten.", ["sub_g", "sub_h", "sub_i", "sub_j"]),
        ("(a) one:\n\n(i) first;\n\n(ii) second.", ["sub_a", "sub_a__sub_i", "sub_a__sub_ii"]),
        ("(a) one:\n\n(1) first;\n\n(2) second.", ["sub_a", "sub_a__sub_1", "sub_a__sub_2"]),
        ("No Party shall provide: (a) material, or (b) equipment.", ["sub_a", "sub_b"]),
        ("1. Paragraph 1 (a) and (b) of Article 5 (2) shall apply.", ["para_1"]),
        ("The fee is due under subparagraphs (a) and (b) above.", []),
        ("1. One.\n\n3. Three.", ["para_1", "para_3"]),
        ("1. A ship:\n\n.1 new; or\n\n.2 old.", ["para_1", "para_1__sub_1", "para_1__sub_2"]),
        ("b.at once; or\n(c) later.", ["sub_b", "sub_c"]),
        ("1. Rules are set out in Annex I. 2. Others follow. 3. The end.", ["para_1", "para_2", "para_3"]),
    ],
)
def test_depth_follows_from_the_sequence_of_the_markers(body, expected):
    assert items(f"Article 1\n\n{body}") == expected


def test_a_missing_number_is_kept_as_printed_and_reported():
    reading = read("Article 1\n\n1. One.\n\n3. Three.")
    assert [diagnostic.code for diagnostic in reading.diagnostics] == ["number-gap"]
    assert reading.diagnostics[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        ("1 2 3", []),
        ("1 3", ["number-gap"]),
        ("1 2 2", ["number-repeat"]),
        ("1.1 1.2 2.1", []),
        ("I III", ["number-gap"]),
        ("1 2 3 2 3", ["number-repeat"]),
        ("1.1 1.3 2.1", ["number-gap"]),
    ],
)
def test_articles_out_of_order_are_reported(numbers, codes):
    text = "\n\n".join(f"Article {number}\n\nThe Parties shall meet." for number in numbers.split())
    assert [diagnostic.code for diagnostic in read(text).diagnostics] == codes


@pytest.mark.parametrize(
    ("chapters", "messages"),
    [
        ("I II III", []),
        ("I III", ["before Chapter III a number is missing"]),
        ("H I J", []),
        ("2 2", ["Chapter 2 stands twice in a row"]),
        ("1 1", ["Chapter 1 stands twice in a row"]),
    ],
)
def test_chapters_out_of_order_are_reported(chapters, messages):
    text = "\n\n".join(
        f"CHAPTER {number}\n\nArticle {k}\n\nThe Parties shall meet." for k, number in enumerate(chapters.split(), 1)
    )
    assert [diagnostic.message for diagnostic in read(text).diagnostics] == messages


def test_a_provision_with_one_paragraph_has_its_text_directly():
    root = read("Article 1\n\nThe Parties shall meet.").root
    assert [child.level for child in root.children] == [Level.ARTICLE]
    assert [leaf.kind for leaf in root.children[0].leaves] == [LeafKind.HEADING, LeafKind.TEXT]


def test_words_that_close_a_list_belong_to_the_provision_that_holds_it():
    article = read(
        "Article 1\n\nEach Party shall:\n\n(a) act; and\n\n(b) report;\n\nas soon as possible."
    ).root.children[0]
    assert [leaf.text for leaf in article.leaves][-1] == "as soon as possible."
    assert [child.number for child in article.children] == ["a", "b"]


def test_a_paragraph_goes_on_across_a_page_number():
    text = "Article 1\n\nThe Parties shall inform the other\n\n- 12 -\n\nParty without delay."
    article = read(text).root.children[0]
    assert [(leaf.kind, leaf.text) for leaf in article.leaves if leaf.kind is not LeafKind.HEADING] == [
        (LeafKind.TEXT, "The Parties shall inform the other"),
        (LeafKind.FURNITURE, "- 12 -"),
        (LeafKind.TEXT, "Party without delay."),
    ]
    assert not article.children


@pytest.mark.parametrize("text", ["3. Any State may withdraw.", "(c) any State that is a Party."])
def test_a_pasted_paragraph_stands_at_the_top(text):
    (draft,) = read(text).root.children
    assert draft.number in ("3", "c")


def test_pasted_sentences_are_text_of_the_whole():
    root = read("The Parties shall meet. They shall consult.").root
    assert [leaf.kind for leaf in root.leaves] == [LeafKind.TEXT]
    assert not root.children


# ---------------------------------------------------------------- front and end


def test_a_preamble_has_recitals_and_a_formula():
    preamble = "The Parties, Desiring peace; Recalling the war; Have agreed as follows:"
    text = f"Treaty of Peace\n\n{preamble}\n\nArticle 1\n\nText."
    reading = read(text)
    recitals = reading.root.children[0].children
    assert reading.title == "Treaty of Peace"
    assert [child.span.of(text) for child in recitals] == ["Desiring peace;", "Recalling the war;"]
    assert texts(text, LeafKind.FORMULA) == ["Have agreed as follows:"]


def test_marked_recitals_keep_their_letters():
    text = (
        "The Parties,\n\n(a) Recalling the war,\n\n(b) Desiring peace,\n\nHave agreed as follows:\n\nArticle 1\n\nText."
    )
    assert [number for level, number, _ in outline(text) if level == "recital"] == ["a", "b"]


def test_the_testimonium_ends_the_last_article():
    text = "Article 1\n\nText.\n\nIN WITNESS WHEREOF we have signed.\n\nDONE at Lindmark.\n\nFor Karsland:\n\nA. B."
    assert outline(text) == [("article", "1", None), ("conclusions", None, None)]
    assert texts(text, LeafKind.SIGNATURE) == ["For Karsland:", "A. B."]


def test_numbers_restart_in_a_protocol_after_the_signatures():
    text = (
        "Article 1\n\nText.\n\nIN WITNESS WHEREOF we have signed.\n\n"
        "Optional Protocol to the Treaty of Peace\n\nArticle 1\n\nText."
    )
    assert [draft.eid for draft in read(text).root.walk()][1:] == ["art_1", "conclusions", "prot", "prot__art_1"]


def test_each_letter_of_an_exchange_is_a_note():
    text = (
        "I\n\nExcellency,\n\nI have the honour to propose:\n\n1. Fees are abolished.\n\n(Signed) A. B.\n\n"
        "II\n\nExcellency,\n\nI have the honour to confirm the foregoing.\n\n(Signed) C. D."
    )
    assert [draft.eid for draft in read(text).root.walk()][1:] == ["note_i", "note_i__para_1", "note_ii"]


def test_a_text_in_another_language_gives_one_diagnostic_and_no_running_text():
    text = "Article 1\n\n" + "Les Parties contractantes respectent les dispositions du présent accord. " * 10
    reading = read(text)
    assert [diagnostic.code for diagnostic in reading.diagnostics] == ["not-english"]
    assert not texts(text, LeafKind.TEXT)
    assert texts(text, LeafKind.UNPARSED)


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ("Seller      shall pay the fee.\nBuyer       shall take the goods.\nCarrier     shall carry the goods.", 3),
        ("Ship        means any vessel;\nPort        means any harbour;\nPilot       means a master.", 3),
        ("Zinc      200     May\nCopper    1,200   June\nLead      80      July", 0),
    ],
)
def test_sentences_that_blanks_set_in_columns_are_no_table(rows, kinds):
    treaty = treatylex.parse(f"Article 1\n\nThe following applies.\n\n{rows}\n")
    assert len(treaty.clauses) == 1 + kinds
    assert any(leaf.kind is LeafKind.TABLE for leaf in treaty.leaves) is not bool(kinds)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("TREATY BETWEEN THE REPUBLIC OF NORLAND,\nTHE KINGDOM OF SUDLAND AND\nTHE DUCHY OF TARN", "THE DUCHY OF TARN"),
        ("Treaty between the Republic of Norland,\nthe Kingdom of Sudland and Tarn", "the Kingdom of Sudland and Tarn"),
        ("The Government of Norland,\nthe Government of Sudland", None),
        ("The Government of Norland,\nthe Government of Sudland,", None),
    ],
)
def test_a_title_may_be_wrapped_at_a_comma(head: str, title: str | None) -> None:
    text = f"{head}\n\nThe Parties to this Treaty,\n\nHave agreed as follows:\n\nARTICLE I\n\nEach Party shall act."
    found = treatylex.parse(text).title
    assert found == title if title is None else (found is not None and found.endswith(title))


@pytest.mark.parametrize("wrap", [" ", "\n"])
def test_what_is_quoted_behind_a_wrapped_announcement_is_content(wrap: str) -> None:
    announced = f"The Annex is amended by the addition, at its end,{wrap}of a point VII:"
    quoted = "“VII. With reference to Article 25:\n\nThe Board shall tell the other Party before it refuses.”"
    treaty = treatylex.parse(f"Article 1\n\n{announced}\n\n{quoted}\n\nArticle 2\n\nThe Board shall meet.")
    assert [each.eid for each in treaty.provisions] == ["art_1", "art_1__al_1", "art_1__al_2", "art_2"]
