"""Addresses: what eIds look like, and that they are unique."""

import pytest

from treatylex.parsing.structure.building import read_structure
from treatylex.source import Source


def eids(text: str) -> list[str]:
    return [draft.eid for draft in read_structure(Source(text)).root.walk()][1:]


def test_numbers_are_kept_as_printed_in_lower_case_without_blanks():
    text = "Article 12 bis\n\n2. The Parties shall:\n\n(b) act by:\n\n(ii) reporting."
    assert eids(text)[-1] == "art_12bis__para_2__sub_b__sub_ii"


def test_an_unnumbered_paragraph_adds_no_part_to_the_address_of_its_points():
    text = "Article 1\n\nThe Parties shall meet.\n\nEach Party shall:\n\n(a) act;\n\n(b) report."
    assert eids(text) == ["art_1", "art_1__al_1", "art_1__al_2", "art_1__sub_a", "art_1__sub_b"]


def test_articles_carry_no_prefix_of_their_container_while_numbers_run_on():
    text = "PART I\n\nArticle 1\n\nText one.\n\nPART II\n\nArticle 2\n\nText two."
    assert eids(text) == ["part_i", "art_1", "part_ii", "art_2"]


def test_articles_carry_the_prefix_of_their_container_where_numbers_restart():
    text = "PART I\n\nArticle 1\n\nText one.\n\nPART II\n\nArticle 1\n\nText two."
    assert eids(text) == ["part_i", "part_i__art_1", "part_ii", "part_ii__art_1"]


@pytest.mark.parametrize(
    ("heading", "prefix"),
    [("ANNEX I", "annex_i"), ("ANNEX", "annex"), ("PROTOCOL No. 2", "prot_2"), ("APPENDIX A", "app_a")],
)
def test_what_is_attached_always_prefixes(heading, prefix):
    text = f"Article 1\n\nText one.\n\n{heading}\n\nArticle 7\n\nText two."
    assert eids(text) == ["art_1", prefix, f"{prefix}__art_7"]


def test_a_repeated_number_gets_a_suffix():
    text = "Article 1\n\n(a) one;\n\n(b) two.\n\n(b) three."
    assert eids(text) == ["art_1", "art_1__sub_a", "art_1__sub_b", "art_1__sub_b_2"]


def test_dashes_are_counted_by_position_and_never_collide_with_printed_numbers():
    text = "Article 1\n\nThe list names:\n\n- ships;\n\n- aircraft."
    assert eids(text) == ["art_1", "art_1__dash_1", "art_1__dash_2"]


def test_recitals_are_counted():
    text = "The Parties,\n\nDesiring peace,\n\nRecalling the past,\n\nHave agreed as follows:\n\nArticle 1\n\nText."
    assert eids(text) == ["preamble", "rec_1", "rec_2", "art_1"]


def test_several_articles_under_one_heading_are_joined():
    assert eids("Articles 2 and 3\n\nThe Parties shall meet.") == ["art_2-3"]
    assert eids("Articles 5 – 8\n\nThe Parties shall meet.") == ["art_5-8"]
