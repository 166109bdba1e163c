"""Comparing: pairs, changes, and the laws that both obey."""

import functools
import re
from collections.abc import Callable

import attrs
import hypothesis
import pytest
from hypothesis import strategies as st

import treatylex
from treatylex.comparing.matching.chains import out_of_order
from treatylex.comparing.matching.wording import Wordings, terms
from treatylex.comparing.telling.collation import collate
from treatylex.model.changes import Change, ChangeKind, TreatyDiff
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.change_rows import change_rows
from treatylex.reporting.differences import differences
from treatylex.specimens import Excerpt

# Sentences to build small treaties of; some alike, some not, some twice in one treaty.
SENTENCES = (
    "Each Party shall inform the other Party of any accident within 30 days.",
    "Each Party shall inform the other Party of any accident within 60 days.",
    "Each Party may inform the other Party of any accident.",
    "Neither Party shall station missiles within the border zone, unless the Commission so permits.",
    "The Commission shall meet twice a year in accordance with Article 2.",
    "The Commission shall consist of two members appointed by each Party.",
    "Nothing in Article 1 shall affect the rights of third States.",
    "“Border zone” means the area within ten kilometres of the common frontier.",
    "This Agreement shall enter into force on the date of the last notification.",
    "Deleted.",
)

parse = functools.lru_cache(maxsize=512)(treatylex.parse)
articles = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), max_size=5)


def render(content: list[list[str]]) -> str:
    """A treaty of articles with numbered paragraphs."""
    return "\n\n".join(
        "\n\n".join([f"Article {number}", *(f"{place}. {text}" for place, text in enumerate(paragraphs, 1))])
        for number, paragraphs in enumerate(content, 1)
    )


texts = articles.map(render)
TURNED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.SPLIT: ChangeKind.MERGED,
    ChangeKind.MERGED: ChangeKind.SPLIT,
}


def shown(change: Change) -> tuple[str, tuple[str, ...], str | None, str | None, float]:
    left, right = (getattr(node, "eid", node and node.text) for node in (change.left, change.right))
    return change.kind.value, change.fields, left, right, change.weight


def turned(diff: TreatyDiff) -> list[tuple[str, tuple[str, ...], str | None, str | None, float]]:
    changes = (
        attrs.evolve(change, kind=TURNED.get(change.kind, change.kind), left=change.right, right=change.left)
        for change in diff.changes
    )
    return sorted(map(shown, changes), key=repr)


@hypothesis.given(texts)
def test_a_treaty_does_not_differ_from_itself(text: str) -> None:
    assert_same(parse(text))


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_a_specimen_does_not_differ_from_itself(excerpt: Excerpt) -> None:
    assert_same(parse(excerpt.text))


def assert_same(treaty: Treaty) -> None:
    diff = treatylex.diff_treaties(treaty, treaty)
    assert not diff
    assert diff.summary == {}
    assert all(match.left == match.right for match in (*diff.alignment.articles, *diff.alignment.clauses))


@hypothesis.example(
    "Article 1\n\n1. Each Party may act.\n\n2. Each Party may act.",
    "Article 1\n\n1. The Commission shall meet twice.\n\n2. Each Party may act.\n\n3. Each Party may act.",
)
@hypothesis.given(texts, texts)
def test_turning_a_comparison_round_inverts_it(old: str, new: str) -> None:
    left, right = parse(old), parse(new)
    there, back = treatylex.diff_treaties(left, right), treatylex.diff_treaties(right, left)
    assert turned(there) == sorted(map(shown, back.changes), key=repr)


@hypothesis.given(texts, texts)
def test_an_alignment_is_one_to_one_and_mirrors_itself(old: str, new: str) -> None:
    left, right = parse(old), parse(new)
    there, back = treatylex.align_treaties(left, right), treatylex.align_treaties(right, left)
    for ours, theirs, matches, mirrored in (
        (left.articles, right.articles, there.articles, back.articles),
        (left.clauses, right.clauses, there.clauses, back.clauses),
    ):
        assert [match.left for match in matches if match.left] == list(ours)
        assert sorted(m.right.eid for m in matches if m.right) == sorted(node.eid for node in theirs)
        pairs = {(m.left.eid, m.right.eid, m.score) for m in matches if m.left and m.right}
        assert pairs == {(m.right.eid, m.left.eid, m.score) for m in mirrored if m.left and m.right}
        assert all(0 <= match.score <= 1 for match in matches)


@hypothesis.given(texts, texts)
def test_every_clause_is_accounted_for(old: str, new: str) -> None:
    """A clause that has no partner is told of, by itself or by the provision that it stands in."""
    left, right = parse(old), parse(new)
    diff = treatylex.diff_treaties(left, right)
    told = {side: set() for side in ("left", "right")}
    for change in diff.changes:
        for side, nodes in told.items():
            node = getattr(change, side)
            if node is not None:
                nodes.update([node.eid, *(clause.eid for clause in getattr(node, "clauses", ()))])
    assert {m.left.eid for m in diff.alignment.clauses if m.left and not m.right} <= told["left"]
    assert {m.right.eid for m in diff.alignment.clauses if m.right and not m.left} <= told["right"]


OLD = """Article 1
Notification

1. Each Party shall inform the other Party of any accident within 30 days.

2. The Commission shall meet in accordance with Article 2.

Article 2
The Commission

The Commission shall consist of two members appointed by each Party.

Article 3
Third States

Nothing in Article 2 shall affect the rights of third States.
"""


def changes(new: str, old: str = OLD) -> list[tuple[str, tuple[str, ...], str | None, str | None]]:
    return [shown(change)[:4] for change in treatylex.diff_treaties(parse(old), parse(new)).changes]


def test_layout_quotes_and_case_are_no_change() -> None:
    new = (
        OLD.replace("Article", "ARTICLE")
        .replace("any accident within", "any\n  accident  within")
        .replace("The Commission\n", "THE COMMISSION\n")
    )
    assert changes(new) == []


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("within 30 days", "within 60 days", {"times"}),
        ("1. Each Party shall", "1. Each Party may", {"kind", "modal"}),
        ("1. Each Party", "1. The Secretariat", {"bearer"}),
        ("two members", "three members", {"action"}),
        ("affect the rights", "affect the duties", {"action"}),
        ("with Article 2", "with Article 3", {"references"}),
        ("with Article 2", "with Articles 2 and 3", {"references"}),
        ("within 30 days", "within 30 days, unless it was minor", {"exceptions"}),
    ],
)
def test_a_modification_names_the_fields_that_it_touches(old: str, new: str, fields: set[str]) -> None:
    assert OLD.count(old) == 1
    ((kind, touched, _, _),) = changes(OLD.replace(old, new))
    assert kind == "modified"
    assert set(touched) == fields


@pytest.mark.parametrize(
    ("old", "new", "touched"),
    [
        ("on six months' notice", "on one month's notice", {"figures"}),
        ("12 (twelve) vessels", "3 (three) vessels", {"figures"}),
        ("1,000 tonnes", "1000 tonnes", set()),
        ("continue to be effective", "cease to be effective", {"sides", "verbs"}),
        ("inform the Board", "notify the Board", set()),
        ("inform the Board", "inform the Grey Council", {"names"}),
        ("with consent", "without consent", {"negation"}),
    ],
)
def test_a_change_of_words_tells_whether_it_touches_a_figure_a_name_a_verb_or_a_negation(
    old: str, new: str, touched: set[str]
) -> None:
    text = (
        "Article 1\n\nA Party may withdraw on six months' notice. Each Party shall send 12 (twelve) vessels of "
        "1,000 tonnes. The award shall continue to be effective. Each Party shall inform the Board. Each Party shall "
        "act with consent.\n"
    )
    assert text.count(old) == 1
    diff = treatylex.diff_treaties(treatylex.parse(text), treatylex.parse(text.replace(old, new)))
    assert {touch.value for change in diff.changes for touch in change.touches} == touched
    assert not touched or diff.only(touched, min_weight=0.5).changes == diff.changes


RANGE = OLD.replace("with Article 2", "with Articles 1 to 2")


@pytest.mark.parametrize("new", ["Articles 1 to 3", "Articles 2 to 3", "Articles 1 to 9", "Article 1"])
def test_a_changed_range_is_a_change_of_references(new: str) -> None:
    ((_, fields, _, _),) = changes(RANGE.replace("Articles 1 to 2", new), RANGE)
    assert fields == ("references",)


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("within 30 days", "within 60 days", ("times", "changed", "within 30 days", "within 60 days")),
        (" within 30 days", "", ("times", "dropped", "within 30 days", None)),
        (
            "rights of third States",
            "rights of third States, unless they so agree",
            ("exceptions", "added", None, "unless they so agree"),
        ),
        (
            "with Article 2",
            "with Article 3",
            ("references", "changed", "in accordance with Article 2", "in accordance with Article 3"),
        ),
        ("1. Each Party", "1. The Secretariat", ("bearer", "changed", "Each Party", "The Secretariat")),
        ("Third States", "Other States", ("heading", "changed", "Third States", "Other States")),
    ],
)
def test_a_detail_tells_what_stood_in_a_field_and_what_stands_there_now(
    old: str, new: str, detail: tuple[str, str, str | None, str | None]
) -> None:
    left, right = parse(OLD), parse(OLD.replace(old, new))
    ((found,),) = (change.details for change in treatylex.diff_treaties(left, right).changes)
    assert (found.field, found.kind.value, found.left, found.right) == detail
    for treaty, span, text in ((left, found.left_span, found.left), (right, found.right_span, found.right)):
        assert (span and span.of(treaty.text)) == (text if found.field != "references" else text.rpartition("with ")[2])
    (back,) = treatylex.diff_treaties(right, left).changes
    assert back.details == (attrs.evolve(found, left=found.right, right=found.left),)


def test_an_inherited_modal_is_marked_as_such() -> None:
    old = "Article 1\n\nEach Party shall:\n\n(a) report accidents;\n\n(b) publish the findings.\n"
    diff = treatylex.diff_treaties(parse(old), parse(old.replace("shall", "may")))
    modals = [detail for change in diff.changes for detail in change.details if detail.field == "modal"]
    assert [(modal.right, modal.inherited) for modal in modals] == [("may", True), ("may", True)]
    assert len({modal.right_span for modal in modals}) == 1


def test_the_heaviest_change_ranks_first() -> None:
    new = (
        OLD.replace("30 days", "60 days")
        .replace("two members", "three members")
        .replace("2. The Commission shall", "2. The Commission may")
    )
    diff = treatylex.diff_treaties(parse(OLD), parse(new))
    assert [change.fields[-1] for change in diff.ranked] == ["modal", "times", "action"]
    assert [change.heavy for change in diff.ranked] == [True, False, False]


def test_a_reference_that_follows_a_renumbering_is_no_change() -> None:
    inserted = "Article 1\nScope\n\nThis Agreement applies to nuclear accidents of every description.\n\n"
    new = inserted + re.sub(r"Article (\d)", lambda number: f"Article {int(number[1]) + 1}", OLD)
    found = changes(new)
    assert found[0] == ("added", (), None, "art_1")
    assert [change for change in found[1:] if change[0] != "renumbered"] == []
    assert [change[2:] for change in found[1:]] == [("art_1", "art_2"), ("art_2", "art_3"), ("art_3", "art_4")]


def test_a_clause_carried_to_another_article_has_moved() -> None:
    sentence = "2. The Commission shall meet in accordance with Article 2."
    new = OLD.replace(f"{sentence}\n\n", "") + f"\n2. {sentence[3:]}\n"
    assert ("moved", (), "art_1__para_2__norm_1", "art_3__para_2__norm_1") in changes(new)


def test_a_clause_divided_in_two_was_split_and_the_reverse_merged() -> None:
    old = "Article 1\n\nEach Party shall report all accidents and publish the findings of its inspectors."
    new = (
        "Article 1\n\n1. Each Party shall report all accidents.\n\n"
        "2. Each Party shall publish the findings of its inspectors."
    )
    assert "split" in {change[0] for change in changes(new, old)}
    assert "merged" in {change[0] for change in changes(old, new)}


def test_what_was_not_read_does_not_change_unnoticed() -> None:
    old = "Article 1\n\nEach Party shall cooperate.\n\nXyzzy plugh frobnicate."
    assert changes(old.replace("plugh", "quux"), old) != []


WHOLE = """TREATY ON BORDER WATERS

Loose words before anything else.

The Parties,

Wishing to share the waters of the Issel fairly,

Have agreed as follows:

PART I
General

Article 1
Use

1. Each Party shall use the waters equitably, within its share.

2. The measures are: see table.

3. Each Party shall co-operate with the “Commission”.

PART II
Final

Article 2

This Treaty shall enter into force on signature.

Done at Issel on 3 March 2021, in the English and Torvalian languages, the English text prevailing.

For Ardenia: (Signed) A. Berg

Reservation: Ardenia does not accept Article 1.
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3 March 2021", "3 March 2031"),
        ("the English text prevailing", "the Torvalian text prevailing"),
        ("does not accept", "accepts"),
        ("A. Berg", "B. Berg"),
        ("Loose words", "Other words"),
        ("TREATY ON BORDER", "TREATY ON COMMON"),
        ("Issel fairly", "Issel wholly"),
        ("Have agreed", "Agreed"),
        ("General", "Particular"),
        ("Use\n", "Abuse\n"),
        ("equitably, within", "equitably within"),
        ("equitably", "inequitably"),
        ("see table", "see tables"),
        ("PART II\nFinal\n\n", ""),
        ("Each Party shall co", "each Party shall co"),
        ("on signature.", "on signature"),
        ("Loose words before anything else.\n\n", ""),
        ("3. Each", "(3) Each"),
    ],
)
def test_whatever_differs_but_formatting_is_reported(old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    other = WHOLE.replace(old, new)
    assert changes(other, WHOLE)
    there, back = (treatylex.diff_treaties(parse(a), parse(b)) for a, b in ((WHOLE, other), (other, WHOLE)))
    assert turned(there) == sorted(map(shown, back.changes), key=repr)
    report = differences(there)
    assert "[-" in report or "{+" in report


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“Commission”", "'Commission'"),
        ("co-operate", "cooper-\nate"),
        ("with the", "with\n\n- 3 -\n\nthe"),
        ("Use\n", "USE\n"),
        ("in the English and", "in  the\nEnglish and"),
        ("fairly", "fair\u00adly"),
    ],
)
def test_formatting_is_no_change(old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    assert changes(WHOLE.replace(old, new), WHOLE) == []


@hypothesis.settings(max_examples=25)
@hypothesis.given(st.sampled_from(treatylex.excerpts()), st.data())
def test_no_word_of_a_specimen_changes_unnoticed(excerpt: Excerpt, data: st.DataObject) -> None:
    """One word of a treaty is replaced, wherever it stands, page numbers excepted."""
    treaty = parse(excerpt.text)
    leaves = [leaf for leaf in treaty.leaves if leaf.kind not in (LeafKind.FURNITURE, LeafKind.CONTENTS)]
    found = [(leaf, word) for leaf in leaves for word in re.finditer(r"\w+", leaf.text)]
    leaf, word = data.draw(st.sampled_from(found))
    start, end = leaf.span.start + word.start(), leaf.span.start + word.end()
    other = parse(f"{excerpt.text[:start]}xyzzy{excerpt.text[end:]}")
    there, back = treatylex.diff_treaties(treaty, other), treatylex.diff_treaties(other, treaty)
    assert there
    assert turned(there) == sorted(map(shown, back.changes), key=repr)
    assert differences(there)


def test_a_word_in_the_title_is_reported_by_its_leaf() -> None:
    (change,) = treatylex.diff_treaties(parse(WHOLE), parse(WHOLE.replace("BORDER", "COMMON"))).changes
    assert change.fields == ("text",)
    assert isinstance(change.left, treatylex.Leaf)
    assert change.left.kind is LeafKind.TITLE


def test_the_report_says_what_could_not_be_read() -> None:
    odd = parse("Article 1\n\nEach Party shall cooperate.\n\nThe Parties shall, unless\n")
    assert any(leaf.kind is LeafKind.UNPARSED for leaf in odd.leaves)
    last = differences(treatylex.diff_treaties(odd, parse(OLD))).splitlines()[-1]
    assert last == "passages that could not be read, compared as mere text: 1 in the left text"


def test_a_changed_heading_is_named_as_one() -> None:
    old, new = parse(OLD), parse(OLD.replace("Third States", "Other States"))
    diff = treatylex.diff_treaties(old, new)
    assert [change.fields for change in diff.changes] == [("heading",)]
    assert "  heading: [-Third States-] {+Other States+}\n" in differences(diff)


def test_a_paragraph_put_before_two_of_the_same_words_moves_neither() -> None:
    twice, first = [SENTENCES[2]] * 2, SENTENCES[6]
    diff = treatylex.diff_treaties(parse(render([twice])), parse(render([[first, *twice]])))
    assert diff.summary == {"added": 1, "renumbered": 2}


def test_a_word_divided_at_a_line_end_is_the_same_word_wherever_a_comparison_shows_it() -> None:
    whole = "Article 1\n\nEach Party shall notify the international Commission, and the Council may\nmeet."
    divided = whole.replace("international", "inter-\nnational").replace("shall", "may").replace("ou", "o\u00adu")
    diff = treatylex.diff_treaties(parse(whole), parse(divided))
    assert [set(change.fields) for change in diff.changes] == [{"kind", "modal"}]
    (row,) = change_rows(diff)
    assert row.redline == "Each Party [-shall-] {+may+} notify the international Commission"
    assert row.right_text == "Each Party may notify the international Commission"
    rows = [row for section in collate(diff) for row in section.rows]
    assert "the international Commission" in " ".join(row.right.text for row in rows if row.right)
    turned_round = treatylex.diff_treaties(parse(divided), parse(whole))
    assert "inter-" not in treatylex.to_html(diff) + differences(turned_round)


def test_weights_rank_duties_before_wording() -> None:
    def weight(old: str, new: str) -> float:
        return max(c.weight for c in treatylex.diff_treaties(parse(OLD), parse(OLD.replace(old, new))).changes)

    modal = weight("1. Each Party shall", "1. Each Party may")
    bearer = weight("1. Each Party", "1. The Secretariat")
    when = weight("within 30 days", "within 60 days")
    reference = weight("with Article 2", "with Article 3")
    assert 1 >= modal > bearer > when > reference > 0


def test_changes_stand_in_the_order_of_the_texts() -> None:
    new = OLD.replace("30 days", "40 days").replace(
        "Article 2\nThe", "Article 2\nA new\n\nVisits are free.\n\nArticle 3\nThe", 1
    )
    diff = treatylex.diff_treaties(parse(OLD), parse(new))
    starts = [change.left.span.start for change in diff.changes if change.left]
    assert starts == sorted(starts)


def test_to_compare_large_treaties_is_less_work_than_to_read_them(work_of: Callable[..., int]) -> None:
    old = render(
        [
            [SENTENCES[(i + k) % 9].replace("accident", f"accident of class {i} {k}") for k in range(5)]
            for i in range(200)
        ]
    )
    new = old.replace("class 7 ", "kind 7 ")
    left, right = treatylex.parse(old), treatylex.parse(new)
    reading = work_of(lambda: (treatylex.parse(old), treatylex.parse(new)))
    assert work_of(lambda: treatylex.diff_treaties(left, right)) < reading
    assert treatylex.diff_treaties(left, right).changes


def test_similarity_is_symmetric_and_one_for_equal_texts() -> None:
    left, right = [terms("each party shall act"), terms("visits")], [terms("visits"), terms("each party may act")]
    forth, back = Wordings(left, right).similarities(), Wordings(right, left).similarities()
    assert forth == {(i, j): value for (j, i), value in back.items()}
    assert forth[1, 0] == pytest.approx(1)
    assert 0 < forth[0, 1] < 1


@hypothesis.given(st.permutations(range(7)), st.lists(st.integers(1, 1000), min_size=7, max_size=7))
def test_what_is_left_rises_and_no_heavier_chain_exists(order: list[int], weights: list[int]) -> None:
    pairs = list(enumerate(order))
    wrong = out_of_order(pairs, weights)
    kept = [j for i, j in pairs if (i, j) not in wrong]
    assert kept == sorted(kept)
    chains = ([k for k in range(7) if chosen >> k & 1] for chosen in range(1 << 7))
    rising = [chain for chain in chains if [order[k] for k in chain] == sorted(order[k] for k in chain)]
    heaviest = max(sum(weights[k] for k in chain) for chain in rising)
    assert heaviest == sum(weights[i] for i, j in pairs if (i, j) not in wrong)


def test_words_that_lost_their_blanks_find_their_article() -> None:
    old = OLD.replace("shall consist of two members appointed by", "shallconsistoftwomembersappointedby")
    pairs = treatylex.align_treaties(parse(OLD), parse(old)).articles
    assert [(match.left.eid, match.right.eid) for match in pairs] == [(f"art_{n}", f"art_{n}") for n in (1, 2, 3)]


def test_an_article_that_incorporates_another_answers_to_one_that_spells_it_out() -> None:
    spelt_out = (
        "This Agreement shall not preclude prohibitions justified on grounds of public morality, or for the protection "
        "of the life of humans, animals or plants."
    )
    incorporated = "Article XX of the GATT 1994 applies to this Agreement."
    visits, dues = "Visits to the lighthouse are free of charge.", "The Parties shall share the harbour dues equally."
    left, right = parse(render([[visits], [dues], [spelt_out]])), parse(render([[incorporated], [dues], [visits]]))
    pairs = {(m.left.eid, m.right.eid) for m in treatylex.align_treaties(left, right).articles if m.left and m.right}
    assert ("art_3", "art_1") in pairs


def test_an_unlike_article_answers_to_nothing() -> None:
    left, right = parse(render([["Visits are free."]])), parse(render([["The Council shall elect a president."]]))
    matches = treatylex.align_treaties(left, right).articles
    assert [(match.left is None, match.right is None, match.score) for match in matches] == [
        (False, True, 0),
        (True, False, 0),
    ]
