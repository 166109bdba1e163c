"""Snapshots: whatever changes in a value changes what is kept of it, with the extension and with plain syrupy."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import treatylex
from treatylex.testing.snapshots import OutlineSnapshot
from treatylex.testing.strategies import treaties
from treatylex.testing.transcripts import is_kept, transcript

TEXT = """Article 1

Each Party shall, under Article 1, report to the Council within {} years.

Article 2

The Council shall meet. This long footnote about the Council, its seat, its members and its rules is kept to its end.
"""
SHORT, LONG = (treatylex.parse(TEXT.format(years)) for years in ("five", "fifteen"))
OTHER = treatylex.parse("The Depositary shall keep the list.")
VALUES: dict[str, Callable[[treatylex.Treaty], Any]] = {
    "treaty": lambda treaty: treaty,
    "provision": lambda treaty: treaty["art_1"],
    "clause": lambda treaty: treaty.clauses[0],
    "clauses": lambda treaty: treaty.clauses,
    "list": lambda treaty: list(treaty.clauses),
    "phrase": lambda treaty: treaty.clauses[0].times[0],
    "alignment": lambda treaty: treatylex.align_treaties(OTHER, treaty),
    "resolution": lambda treaty: treaty.resolve(treaty.references[0]),
    "comparison": lambda treaty: treatylex.diff_treaties(OTHER, treaty),
}


@pytest.mark.parametrize("value", VALUES)
def test_a_changed_deadline_changes_what_the_extension_keeps(value: str) -> None:
    kept = [OutlineSnapshot().serialize(VALUES[value](treaty)) for treaty in (SHORT, LONG)]
    assert kept[0] != kept[1]
    assert "fifteen years" in kept[1]


@pytest.mark.parametrize("value", VALUES)
def test_a_changed_deadline_fails_a_plain_snapshot(value: str, pytester: pytest.Pytester) -> None:
    test = f"""
        from test_snapshots_values import VALUES, SHORT, LONG
        import os

        def test_it(snapshot):
            assert VALUES[{value!r}](LONG if os.environ.get("LATER") else SHORT) == snapshot
    """
    pytester.makepyfile(test_snapshots_values=_source(), test_it=test)
    assert pytester.runpytest_inprocess("-q", "--snapshot-update", "test_it.py").ret == 0
    assert pytester.runpytest_inprocess("-q", "test_it.py").ret == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LATER", "1")
        assert pytester.runpytest_inprocess("-q", "test_it.py").ret == 1


def _source() -> str:
    """This file, as the tests within a test import it."""
    with open(__file__, encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize("value", [object(), {"a": object()}, (treatylex.parse, 1), b"bytes"])
def test_what_might_leave_out_a_change_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="could leave out what changes; keep a treaty"):
        OutlineSnapshot().serialize(value)


def test_plain_data_and_text_are_kept() -> None:
    diff = treatylex.diff_treaties(SHORT, LONG)
    assert OutlineSnapshot().serialize(diff.summary) == 'mapping\n  "modified": 1\n'
    assert OutlineSnapshot().serialize("some text") == "some text"


def test_nothing_is_cut_in_the_outline_that_is_kept() -> None:
    notes = treatylex.parse("Article 1\n\nThe Council shall meet.\n\n" + "Done at Port, in one copy, " * 9)
    assert " ".join(("Done at Port, in one copy, " * 9).split()) in OutlineSnapshot().serialize(notes)


LONG_LIST = "Each Party shall report on {}within {} years, on {}and on all other matters."
MATTERS = "the rivers, the ponds, the marshes, the canals, the shores, " * 8


@pytest.mark.parametrize(
    ("left", "right"), [("", LONG_LIST), (LONG_LIST, ""), (LONG_LIST, LONG_LIST.replace("all", "no"))]
)
def test_a_deadline_within_a_long_clause_is_kept_though_the_report_shortens_it(left: str, right: str) -> None:
    kept = []
    for years in ("five", "fifteen"):
        told = (text.format(MATTERS, years, MATTERS) for text in (left, right))
        sides = (treatylex.parse(f"Article 1\n\nThe Council shall meet.\n\n{text}\n") for text in told)
        kept.append(OutlineSnapshot().serialize(treatylex.diff_treaties(*sides)))
    assert kept[0] != kept[1]
    assert "fifteen" in kept[1]


@settings(max_examples=20, deadline=None)
@given(treaties(max_articles=2), st.data())
def test_two_clauses_have_one_transcript_exactly_when_they_are_equal(
    treaty: treatylex.Treaty, data: st.DataObject
) -> None:
    clauses = st.sampled_from(treaty.clauses)
    left, right = data.draw(clauses), data.draw(clauses)
    assert (transcript(left) == transcript(right)) == (left == right)
    moved = attrs.evolve(left, span=treatylex.Span(left.span.start + 7, left.span.end + 7))
    assert transcript(moved) == transcript(left)


def test_a_snapshot_that_no_test_claims_any_more_is_told(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)  # syrupy leaves it to the one that started the workers
    test = """
        import pytest, treatylex
        from treatylex.testing.snapshots import OutlineSnapshot

        @pytest.fixture
        def snapshot(snapshot):
            return snapshot.use_extension(OutlineSnapshot)

        @pytest.mark.parametrize("name", NAMES)
        def test_it(name, snapshot):
            assert treatylex.parse(f"{name} shall act.") == snapshot

        def test_alone(snapshot):
            assert treatylex.parse("Each Party shall act.") == snapshot
    """
    pytester.makepyfile(test_it=test.replace("NAMES", "['pacts/a:b', 'pacts/a']"))
    assert pytester.runpytest_inprocess("-q", "--snapshot-update").ret == 0
    names = sorted(path.name for path in (pytester.path / "__snapshots__" / "test_it").iterdir())
    assert names == ["test_alone.txt", "test_it[pacts_a].txt", "test_it[pacts_a_b].txt"]
    assert pytester.runpytest_inprocess("-q").ret == 0
    pytester.makepyfile(test_it=test.replace("NAMES", "['pacts/a:b']"))
    unused = pytester.runpytest_inprocess("-q")
    assert unused.ret == 1
    unused.stdout.fnmatch_lines(["*1 snapshot unused.*"])


def test_a_transcript_names_every_field_that_says_something() -> None:
    treaty = treatylex.parse("Each Party shall act in accordance with Article 9.")
    assert transcript(treaty.references).splitlines() == [
        "- Reference",
        '    text: "Article 9"',
        '    relation: "in accordance with"',
        "    targets:",
        "    - Target",
        '        path: "art_9"',
    ]
    assert 'kind: "obligation"' in transcript(treaty.clauses[0])
    assert transcript({"empty": ()}) == 'mapping\n  "empty":\n  nothing\n'


def test_plain_snapshots_keep_sequences_of_the_model_and_leave_others_to_syrupy() -> None:
    assert all(map(is_kept, (SHORT, SHORT.clauses, list(SHORT.clauses), SHORT.clauses[0].times[0])))
    assert not any(map(is_kept, ((), [], "text", (SHORT, "text"), {"a": 1})))
