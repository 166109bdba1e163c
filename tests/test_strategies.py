"""What the strategies draw, and the laws of reading and comparing on it: models first, then their text."""

import re
from collections import Counter
from collections.abc import Callable

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import treatylex
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Provision, Treaty
from treatylex.testing.edits import EditKind, possible_edits
from treatylex.testing.failures import explained
from treatylex.testing.strategies import clause_texts, clauses, edits, provisions, treaties
from treatylex.testing.strategies.drafts import Style, TreatyDraft
from treatylex.testing.strategies.treaties import KINDS, styles, treaty_drafts
from treatylex.testing.strategies.typesetting import typeset


def assert_same(drawn: object, read: object) -> None:
    assert drawn == read, "\n".join(explained(drawn, read) or ())


@hypothesis.given(clauses())
def test_a_clause_is_read_as_it_was_drawn(clause: Clause) -> None:
    assert_same((clause,), treatylex.parse(f"{clause.text}.").clauses)


@hypothesis.given(provisions())
def test_a_provision_is_read_as_it_was_drawn(provision: Provision) -> None:
    assert_same((provision,), treatylex.parse(provision.text).children)


@hypothesis.settings(max_examples=60)
@hypothesis.given(treaties(max_articles=4))
def test_a_treaty_is_read_as_it_was_drawn(treaty: Treaty) -> None:
    assert_same(treaty, treatylex.parse(treaty.text))


@hypothesis.settings(max_examples=20)
@hypothesis.given(treaty_drafts(max_articles=3), styles())
def test_no_style_changes_what_is_read(draft: TreatyDraft, style: Style) -> None:
    plain, styled = (treatylex.parse(typeset(draft, each).text) for each in (Style(), style))
    assert [p.eid for p in plain.provisions] == [p.eid for p in styled.provisions]
    assert [(c.eid, c.kind) for c in plain.clauses] == [(c.eid, c.kind) for c in styled.clauses]


@pytest.mark.parametrize("kind", KINDS)
@hypothesis.settings(max_examples=5)
@hypothesis.given(data=st.data())
def test_only_the_kinds_that_are_asked_for_are_drawn(kind: ClauseKind, data: st.DataObject) -> None:
    treaty = data.draw(treaties(max_articles=1, kinds=[kind.value]))
    assert {clause.kind for clause in treaty.clauses} == {kind}


@hypothesis.given(treaties(max_articles=3))
def test_json_brings_a_treaty_back(treaty: Treaty) -> None:
    again = treatylex.from_json(treatylex.to_json(treaty))
    assert_same(treaty, again)
    assert treatylex.to_json(again) == treatylex.to_json(treaty)


@hypothesis.settings(max_examples=25)
@hypothesis.given(treaties(max_articles=3), treaties(max_articles=3))
def test_comparing_backwards_mirrors_comparing_forwards(left: Treaty, right: Treaty) -> None:
    mirrored = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
    forwards, backwards = treatylex.diff_treaties(left, right), treatylex.diff_treaties(right, left)
    assert {mirrored.get(kind, kind): n for kind, n in forwards.summary.items()} == backwards.summary
    assert not treatylex.diff_treaties(left, left)


@hypothesis.settings(max_examples=25)
@hypothesis.given(st.data())
def test_a_planted_edit_is_reported(data: st.DataObject) -> None:
    treaty = data.draw(treaties(max_articles=3))
    kinds = [EditKind.MODAL, EditKind.EXCEPTION, EditKind.DEADLINE, EditKind.ADDED]
    edit = data.draw(edits(treaty, kinds=kinds))
    assert edit in set(possible_edits(treaty, kinds=kinds))
    diff = treatylex.diff_treaties(treaty, treatylex.parse(edit.text))
    assert not edit.missed(diff)


@pytest.mark.parametrize("kind", [kind for kind in ClauseKind if kind is not ClauseKind.RECITAL])
def test_the_rules_of_a_kind_make_clauses_of_that_kind(kind: ClauseKind) -> None:
    """Most of them: the words that the rules are walked with are drawn blindly, and some make another clause."""
    read = Counter[ClauseKind]()

    @hypothesis.settings(derandomize=True, max_examples=100, phases=[hypothesis.Phase.generate])
    @hypothesis.given(clause_texts(kinds=[kind]))
    def draw(text: str) -> None:
        read.update(clause.kind for clause in treatylex.parse(text).clauses)

    draw()
    assert read[kind] > read.total() / 2


@hypothesis.settings(derandomize=True, phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink], database=None)
@hypothesis.given(treaties(max_articles=2))
def shrinks(treaty: Treaty) -> None:
    assert not any(clause.exceptions for clause in treaty.clauses), treaty.text


def test_shrinking_leaves_a_short_and_readable_treaty() -> None:
    with pytest.raises(AssertionError) as failure:
        shrinks()
    text, _, _ = str(failure.value).partition("\nassert")
    assert text.startswith("Article 1\n")
    assert len(text) < 140


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="clauses of kind recital are not drawn; choose among obligation"):
        clauses(kinds=["recital"])
    with pytest.raises(InvalidArgument, match="max_articles must lie in 1 to 12, not be 0"):
        treaties(max_articles=0)
    with pytest.raises(InvalidArgument, match=r"clause\.lark has no rule for recitals"):
        clause_texts(kinds=["recital"])


@hypothesis.settings(derandomize=True, phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink], database=None)
@hypothesis.given(treaties())
def forbids_and_permits(treaty: Treaty) -> None:
    assert not {"permission", "prohibition"} <= {clause.kind.value for clause in treaty.clauses}


def test_a_counterexample_is_short_and_printed_as_a_text_to_paste() -> None:
    with pytest.raises(AssertionError) as failure:
        forbids_and_permits()
    printed = "\n".join(failure.value.__notes__)
    (code,) = re.findall(r"treaty=(treatylex\.parse\(.*\)),", printed)
    pasted = eval(code, {"treatylex": treatylex})
    assert {"permission", "prohibition"} <= {clause.kind.value for clause in pasted.clauses}
    assert len(pasted.text) < 200


@pytest.mark.parametrize("strategy", [clauses, provisions, treaties])
def test_kinds_that_cannot_be_meant_are_refused_in_plain_words(strategy: Callable[..., object]) -> None:
    with pytest.raises(InvalidArgument, match=r"kinds must be several kinds, such as \['prohibition'\], not one str"):
        strategy(kinds="prohibition")
    with pytest.raises(InvalidArgument, match="there is no kind 'prohibitions'; did you mean 'prohibition'"):
        strategy(kinds=["prohibitions"])


def test_edits_that_cannot_be_planted_are_refused_in_plain_words() -> None:
    treaty = treatylex.parse("The lake is deep.")
    with pytest.raises(
        InvalidArgument, match=r"no edit of kind deadline can be planted in <Treaty, .*>; possible kinds"
    ):
        edits(treaty, kinds=["deadline"])
    with pytest.raises(InvalidArgument, match="not one str"):
        edits(treaty, kinds="deadline")
    with pytest.raises(InvalidArgument, match="the kinds are modal, condition"):
        edits(treaty, kinds=["deadlines"])
