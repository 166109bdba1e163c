"""Unequal nodes are explained in a lawyer's terms: everything that differs, once."""

import attrs
import pytest

import treatylex
from treatylex.testing.failures import change_line, explained

OLD = """Article 4
Consultation

1. Each Party shall consult the other Party, unless agreed otherwise.

2. The Council may act under Article 4.

Article 5

Each Party shall pay."""


def told(old: object, new: object) -> list[str]:
    lines = explained(old, new)
    assert lines is not None
    return lines[1:]


def revised(*replacements: tuple[str, str]) -> treatylex.Treaty:
    text = OLD
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    return treatylex.parse(text)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("shall consult", "may consult", "art_4__para_1__norm_1: kind obligation → permission; modal shall → may"),
        (", unless agreed otherwise", "", "art_4__para_1__norm_1: exception dropped: “unless agreed otherwise”"),
        ("Party shall pay", "Party shall pay within ten days", "art_5__norm_1: time added: “within ten days”"),
        ("\nConsultation", "\nConsulting", "art_4: heading Consultation → Consulting"),
        ("Article 5\n", "Article 5 bis\n", "art_5 dropped: Article 5"),
        ("\n\n2.", "\n\n \n2.", "art_4: the words from character"),
    ],
)
def test_what_differs_is_told_where_it_stands(before: str, after: str, line: str) -> None:
    lines = told(treatylex.parse(OLD), revised((before, after)))
    assert any(each.startswith(line) for each in lines), lines


def test_a_change_within_a_clause_is_told_once() -> None:
    assert len(told(treatylex.parse(OLD), revised(("shall pay", "may pay")))) == 1


def test_equal_values_need_no_explanation() -> None:
    assert explained(treatylex.parse(OLD), treatylex.parse(OLD)) is None


def test_every_field_of_every_node_is_told() -> None:
    """Whatever makes two nodes unequal has a line of its own that is not empty."""
    treaty = treatylex.parse(OLD)
    clause = treaty.clauses[0]
    values = {"kind": treatylex.ClauseKind.RIGHT, "text": "x", "bearer_reason": "passive"}
    for field in attrs.fields(type(clause)):
        if field.eq and field.name != "eid":
            usual = () if isinstance(getattr(clause, field.name), tuple) else None
            other = attrs.evolve(clause, **{field.name: values.get(field.name, usual)})
            line = explained(clause, other)
            assert line is None or {"text": "words"}.get(field.name, field.name.removesuffix("s")) in line[1]


def test_many_differences_are_cut_unless_all_are_asked_for() -> None:
    old = treatylex.parse("\n\n".join(f"Article {n}\n\nEach Party shall pay." for n in range(1, 40)))
    new = treatylex.parse(old.text.replace("shall", "may"))
    cut = explained(old, new, lines=20)
    assert cut is not None
    assert cut[-1] == "… and 19 more differences; -vv shows all"
    assert len(told(old, new)) == 39


def test_comparisons_are_told_by_their_changes() -> None:
    treaty = treatylex.parse(OLD)
    one = treatylex.diff_treaties(treaty, revised(("shall pay", "may pay")))
    other = treatylex.diff_treaties(treaty, treaty)
    assert told(one, other) == [f"only in the left comparison: {change_line(one.changes[0])}"]
    assert change_line(one.changes[0]) == "art_5__norm_1: kind obligation → permission; modal shall → may"


def test_references_phrases_and_nodes_of_two_kinds_are_told() -> None:
    treaty, other = treatylex.parse(OLD), revised(("under Article 4", "under Article 9"))
    assert told(treaty.references[0], other.references[0]) == [
        "text Article 4 → Article 9; targets path art_4 → path art_9"
    ]
    assert told(treaty.links, other.links)
    first = explained(treaty.clauses[0], treaty.articles[0])
    assert first is not None
    assert first[0] == "the clause and the provision differ:"


def test_parts_that_went_are_named_by_what_they_are() -> None:
    treaty = treatylex.parse(OLD)
    paragraph, article, clause = treaty["art_4__para_2"], treaty["art_5"], treaty.clauses[0]
    assert isinstance(paragraph, treatylex.Provision)
    assert isinstance(article, treatylex.Provision)
    assert told(paragraph, attrs.evolve(paragraph, own_references=())) == [
        "art_4__para_2: reference dropped: “Article 4” to #art_4"
    ]
    assert told(article, attrs.evolve(article, own_leaves=article.own_leaves[:1])) == [
        "art_5: passage dropped: text “Each Party shall pay.”"
    ]
    assert told(clause, attrs.evolve(clause, counterparty=None)) == [
        "art_4__para_1__norm_1: counterparty dropped: “the other Party”"
    ]


def test_where_layout_alone_differs_the_words_around_are_shown() -> None:
    (line,) = told(treatylex.parse(OLD), revised(("\n\nArticle 5", "\n\n\nArticle 5")))
    at = OLD.index("\n\nArticle 5") + 2
    assert line.startswith(f"the texts differ in layout alone: from character {at}: ")
    assert repr(OLD[at - 5 : at])[1:-1] in line.partition(" → ")[0]


def test_comparisons_of_other_treaties_with_the_same_changes_tell_how_the_treaties_differ() -> None:
    treaty, other = treatylex.parse(OLD), treatylex.parse(OLD, source_name="other")
    one = treatylex.diff_treaties(treaty, treaty)
    assert explained(one, treatylex.diff_treaties(other, other)) is None
    third = revised(("shall pay", "may pay"))
    assert told(one, treatylex.diff_treaties(third, third)) == [
        "the changes are the same, but the left treaties differ:",
        "art_5__norm_1: kind obligation → permission; modal shall → may",
    ]


def test_changes_of_other_nodes_than_clauses_are_told_in_a_line() -> None:
    old = treatylex.parse(OLD)
    removed = treatylex.diff_treaties(old, revised(("Article 5\n\nEach Party shall pay.", "")))
    assert [change_line(change) for change in removed.changes] == ["art_5 removed"]
    renamed = treatylex.diff_treaties(old, revised(("\nConsultation", "\nPayment")))
    assert [change_line(change) for change in renamed.changes] == ["art_4: heading modified"]


def test_nodes_in_another_order_are_told() -> None:
    clauses = treatylex.parse(OLD).clauses
    assert told(clauses, clauses[::-1]) == [
        f"the order differs: {', '.join(c.eid for c in clauses)} → {', '.join(c.eid for c in clauses[::-1])}"
    ]


def test_references_outside_clauses_are_told_and_those_of_clauses_with_them() -> None:
    treaty = treatylex.parse("Article 1\n\nThe lakes under Article 1.\n\nThe Council may act under Article 1.")
    first, second = treaty.articles[0].children
    assert told(first, attrs.evolve(first, own_references=())) == [
        f"{first.eid}: reference dropped: “Article 1” to #art_1"
    ]
    less = attrs.evolve(second, own_clauses=(), own_references=())
    assert told(second, less) == [
        f"{second.own_clauses[0].eid} dropped: permission “The Council may act under Article 1”"
    ]


def test_leaves_outside_provisions_are_told() -> None:
    treaty = treatylex.parse("The lakes.")
    assert told(treaty, attrs.evolve(treaty, own_leaves=())) == ["passage dropped: text “The lakes.”"]


def test_a_text_that_goes_on_differs_from_where_the_other_ends() -> None:
    (line,) = told(treatylex.parse(OLD), treatylex.parse(f"{OLD}\n\n"))
    assert line.startswith(f"the texts differ in layout alone: from character {len(OLD)}: ")
