"""Two treaties side by side: nothing is lost, every change has its place, and redlines tile both texts."""

import re

import hypothesis
import hypothesis.strategies as st
import pytest

import treatylex
from treatylex.comparing.telling.collation import Row, Section, collate
from treatylex.comparing.telling.passages import passages
from treatylex.comparing.telling.redline import Edit, redline
from treatylex.formats.registry import read_bytes
from treatylex.model.citations import citation

OLD = """PACT OF ISSEL

The States Parties,

Seeking peace,

Have agreed as follows:

Article 1
Duties

1. Each Party shall:
(a) inform the other Party of any accident within 30 days;
(b) assist the Council in every way that it can.

2. The Council may advise the Parties on any matter of common concern.

Article 2
Visits

Visits by observers of the other Party are free of every charge. The Council shall publish a list of its observers.

Article 3
Entry into force

This Pact shall enter into force on signature.
"""
EDITS = (
    ("within 30 days", "within 60 days"),
    ("The Council may advise", "The Council shall advise"),
    ("PACT OF ISSEL", "TREATY OF ISSEL"),
    ("Seeking peace,", "Seeking lasting peace,"),
    ("\nVisits\n", "\nVisits and charges\n"),
    (
        "Article 2\nVisits\n\nVisits by observers of the other Party are free of every charge. ",
        "Article 2\nVisits\n\n",
    ),
    ("Article 3\nEntry", "Article 4\nEntry"),
    ("Article 3\nEntry into force\n\nThis Pact shall enter into force on signature.\n", ""),
    ("Each Party shall:", "Each of the Parties shall:"),
    ("2. The Council", "2. Neither Party shall rely on this Pact against third States.\n\n3. The Council"),
)
treaties = st.lists(st.sampled_from(EDITS), max_size=3, unique=True).map(
    lambda edits: treatylex.parse(_edited(OLD, edits))
)
words = st.lists(st.sampled_from(["each", "Party", "shall", "may", "not", ",", "(30)", "days", "PARTY"]), max_size=12)


def _edited(text: str, edits: list[tuple[str, str]]) -> str:
    for old, new in edits:
        text = text.replace(old, new)
    return text


def collated(old: str, new: str) -> tuple[Section, ...]:
    return collate(treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new)))


def rows(sections: tuple[Section, ...]) -> list[Row]:
    return [row for section in sections for row in section.rows]


@hypothesis.given(treaties, treaties)
def test_every_passage_stands_in_one_row_and_every_change_somewhere(
    old: treatylex.Treaty, new: treatylex.Treaty
) -> None:
    diff = treatylex.diff_treaties(old, new)
    sections = collate(diff)
    for side, treaty in (("left", old), ("right", new)):
        shown = [passage for row in rows(sections) if (passage := getattr(row, side)) is not None]
        held = [passage for passages_ in passages(treaty).values() for passage in passages_]
        assert sorted(passage.span for passage in shown) == sorted(passage.span for passage in held)
    placed = {number for section in sections for number in section.changes}
    placed |= {number for row in rows(sections) for number in row.changes}
    assert placed == set(range(len(diff.changes)))


@hypothesis.given(treaties)
def test_passages_labels_and_headings_hold_every_word(treaty: treatylex.Treaty) -> None:
    shown = [f"{p.label} {p.text} {p.tail}" for held in passages(treaty).values() for p in held]
    shown += [leaf.text for leaf in treaty.leaves if leaf.kind is treatylex.LeafKind.HEADING]
    assert sorted(re.findall(r"\S+", " ".join(shown))) == sorted(re.findall(r"\S+", _spaced(treaty)))


def _spaced(treaty: treatylex.Treaty) -> str:
    """The text with a blank wherever a passage may begin or end."""
    cuts = {at for leaf in treaty.leaves for at in (leaf.span.start, leaf.span.end)}
    cuts |= {at for clause in treaty.clauses for at in (clause.span.start, clause.span.end)}
    return "".join(f" {sign}" if at in cuts else sign for at, sign in enumerate(treaty.text))


@hypothesis.given(words, words)
def test_a_redline_tiles_both_texts_and_mirrors_itself(left: list[str], right: list[str]) -> None:
    old, new = " ".join(left), " ".join(right)
    found = redline(old, new)
    assert "".join(stretch.left for stretch in found).strip() == old
    assert "".join(stretch.right for stretch in found).strip() == new
    back = redline(new, old)
    assert sorted((s.right, s.left) for s in back) == sorted((s.left, s.right) for s in found)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("The Parties shall act.", "The Parties may act.", "The Parties[- shall-]{+ may+} act."),
        ("within ten days, unless", "within ten days unless", "within ten days[-,-] unless"),
        ("“Commission” means", "'Commission' means", "'Commission' means"),
        ("EACH PARTY shall", "Each Party shall", "Each Party shall"),
        ("each party shall", "Each party shall", "[-each-]{+Each+} party shall"),
        ("", "Each Party", "{+Each Party+}"),
        ("Fisheries in the Issel are free", "The Council meets once a year", None),
    ],
)
def test_a_redline_shows_words_and_no_formatting(old: str, new: str, marked: str | None) -> None:
    marks = {Edit.KEPT: "{}", Edit.DELETED: "[-{}-]", Edit.INSERTED: "{{+{}+}}"}
    shown = "".join(marks[stretch.edit].format(stretch.text) for stretch in redline(old, new))
    assert shown == (marked if marked is not None else f"[-{old}-]{{+{new}+}}")


def test_a_long_text_is_redlined_in_little_time() -> None:
    sentence = "The {} shall, in accordance with Article {}, act as provided for in the Annex. "
    old = "".join(sentence.format("Council", n) for n in range(3000))
    new = old.replace("Article 77,", "Article 78,")
    edits = [(s.edit, s.text) for s in redline(old, new) if s.edit is not Edit.KEPT]
    assert edits == [(Edit.DELETED, " 77"), (Edit.INSERTED, " 78")]


def test_what_moved_stands_at_both_places_with_one_change() -> None:
    moved = "The Council shall publish a list of its observers."
    new = OLD.replace(f" {moved}", "").replace("on signature.\n", f"on signature. {moved}\n")
    holding = [row for row in rows(collated(OLD, new)) if row.changes]
    assert [(row.left is None, row.right is None) for row in holding] == [(False, True), (True, False)]
    assert holding[0].changes == holding[1].changes


def test_a_text_beside_itself_has_no_change_and_no_redline() -> None:
    sections = collated(OLD, OLD)
    assert not any(section.is_changed for section in sections)
    assert not any(row.redline for row in rows(sections))
    assert [section.left.eid for section in sections if section.left] == ["preamble", "art_1", "art_2", "art_3"]


@pytest.mark.parametrize(
    ("eid", "cited"),
    [
        ("art_1__para_1__sub_b__norm_1", "Article 1(1)(b)"),
        ("art_2__norm_2", "Article 2"),
        ("annex_i__art_3__para_2", "Annex I, Article 3(2)"),
        ("annex_i__art_4__al_2", "Annex I, Article 4 al. 2"),
        ("preamble", "Preamble"),
        ("rec_1", "Preamble, Recital 1"),
    ],
)
def test_places_are_cited_as_lawyers_do(eid: str, cited: str) -> None:
    annex = "ANNEX I\n\nArticle 3\n\n1. Ships are free.\n\n2. Crews are free.\n\nArticle 4\n\nShips are free.\n\n"
    annex += "Crews are free.\n"
    treaty = treatylex.parse(f"{OLD}\n{annex}")
    assert citation(treaty, treaty[eid]) == cited


def test_a_clause_stands_beside_the_words_of_the_other_text_that_were_not_read() -> None:
    """A bracket that was resolved is no paragraph struck and put in again, from neither side."""
    old = treatylex.parse("Article 1\n\n1. Each Party [shall] [should] keep its port open.\n\n2. It shall pay.\n")
    new = treatylex.parse("Article 1\n\n1. Each Party shall keep its port open.\n\n2. It shall pay.\n")
    for left, right, edit in ((old, new, Edit.DELETED), (new, old, Edit.INSERTED)):
        rows = [row for section in collate(treatylex.diff_treaties(left, right)) for row in section.rows if row.redline]
        said = [[stretch.words for stretch in row.redline if stretch.edit is not Edit.KEPT] for row in rows]
        assert any("".join(words).replace(" ", "").startswith("[][should]") for words in said), said
        assert all(stretch.edit in (edit, Edit.KEPT) for row in rows for stretch in row.redline)


def test_the_mark_of_a_note_is_told_as_one_and_not_as_a_figure() -> None:
    left, right = (
        read_bytes(f"# Pact\n\n## Article 1\n\nThe tender[^1] {modal} be open.\n\n[^1]: In both.".encode(), "pact.md")
        for modal in ("shall", "may")
    )
    assert "tender ¹ shall be" in passages(left)["art_1"][0].text
    diff = treatylex.diff_treaties(left, right)
    (row,) = (row for part in collate(diff) for row in part.rows if row.redline)
    assert [stretch.text for stretch in row.redline] == ["The tender ¹", " shall", " may", " be open"]
