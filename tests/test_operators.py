"""Operators: every row of `clause.lark` that says what binds, frees, entitles or forbids is composed and is used."""

from pathlib import Path

import pytest

from treatylex.language.grammar import listed
from treatylex.parsing.clause_grammar import clause_grammar

CASES = Path(__file__).parent / "cases"
ROWS = (
    *("NOT", "UNDERTAKES", "IS_BOUND", "UNDERTAKES_NOT", "RESERVES", "IS_FREE", "NEED_NOT", "IS_ENCOURAGED", "BANNED"),
    *("IS_PROHIBITED", "ENDEAVOUR", "BE_ENTITLED", "BE_FREE", "BE_BOUND", "UNBOUND", "BE_EXEMPT", "REFRAIN"),
    *("BE_TASK", "IS_TASK", "FAVOURED", "BE_TARGET", "ENJOY", "MEANS", "PREJUDICES", "AGREE_THAT"),
)


@pytest.fixture(scope="module")
def used() -> set[str]:
    """The rows that the sentences of the cases use."""
    scan = clause_grammar().scan
    return {
        cue.type
        for path in sorted(CASES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for cue in scan(line)
    }


@pytest.mark.parametrize("row", ROWS)
def test_every_row_spells_its_forms_and_is_used_by_a_case(row: str, used: set[str]) -> None:
    forms = listed("clause")[row]
    print(f"{row}: {len(forms)} forms, such as {forms[0]!r} and {forms[-1]!r}")
    assert len(forms) > 1
    assert row in used, f"no sentence in tests/cases uses {row}; the row goes, or a case for it comes"
