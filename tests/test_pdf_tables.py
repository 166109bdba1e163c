"""Tables in PDF whose cells hold several lines: as in Word between rules, unless they only lay out text."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import treatylex
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.ruled_tables import without_ruled_tables
from treatylex.formats.registry import read_bytes
from treatylex.model.provisions import LeafKind

if TYPE_CHECKING:
    from docx.document import Document

pytest.importorskip("pypdfium2")
docx = pytest.importorskip("docx")
Exported = Callable[["Document"], Path]

FEES = [
    ("Kind of vessel", "Fee", "Remarks"),
    (
        "Vessels of less than five hundred tons that carry grain, timber or other goods in bulk between the ports",
        "40 dollars a day",
        "The master shall pay on arrival, unless the harbour office has agreed in writing to a later date",
    ),
    ("Tankers", "90 dollars a day, and 10 dollars for each further hour that is begun", ""),
    ("Ferries", "Free", "None"),
]
NUMBERED = [
    ("1.", "Each Party shall keep a register of its vessels and shall send the other Party a copy of it every year."),
    ("2.", "The Board may ask either Party for further copies, which shall be sent to it within thirty days."),
    ("3.", "Nothing in this Article shall affect the rights of masters under the laws of the Party of their flag."),
]
FRENCH = [
    "Chaque Partie tient un registre de ses navires et en adresse chaque année une copie à l'autre Partie.",
    "Le Conseil peut demander à l'une des Parties d'autres copies, qui lui sont adressées dans les trente jours.",
    "Le présent article ne porte pas atteinte aux droits des capitaines selon les lois de la Partie de leur pavillon.",
]


def with_table(rows: list[tuple[str, ...]], *, style: str = "Table Grid", merged: bool = False) -> "Document":
    """A Word document with a table between two paragraphs."""
    document = docx.Document()
    for text in ("AGREEMENT ON PORT FEES", "Article 1", "1. Each Party shall charge the fees in the table:"):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = style
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if merged:
        table.cell(1, 2).merge(table.cell(2, 2))
    document.add_paragraph("2. The Parties shall review the table every two years.")
    return document


def read_word(document: "Document") -> treatylex.Treaty:
    """What a Word document says, to be held against its print."""
    data = io.BytesIO()
    document.save(data)
    return read_bytes(data.getvalue(), "pact.docx")


@pytest.mark.parametrize("merged", [False, True])
def test_cells_of_several_lines_between_rules_are_read_as_in_word(exported: Exported, merged: bool) -> None:
    document = with_table(FEES, merged=merged)
    word, pdf = read_word(document), treatylex.read(exported(document))
    assert pdf.text == word.text
    assert pdf.clauses == word.clauses
    assert sum(leaf.kind is LeafKind.TABLE for leaf in pdf.leaves) == len(FEES)


def test_numbers_beside_paragraphs_between_rules_are_no_table(exported: Exported) -> None:
    document = with_table(NUMBERED)
    word, pdf = read_word(document), treatylex.read(exported(document))
    assert LeafKind.TABLE not in {leaf.kind for leaf in pdf.leaves}
    assert [each.eid for each in pdf.provisions] == [each.eid for each in word.provisions]
    assert [(each.eid, each.kind) for each in pdf.clauses] == [(each.eid, each.kind) for each in word.clauses]


def test_two_languages_side_by_side_between_rules_are_two_texts(exported: Exported) -> None:
    rows = [(english, french) for (_, english), french in zip(NUMBERED * 3, FRENCH * 3, strict=True)]
    pdf = treatylex.read(exported(with_table(rows)))
    assert LeafKind.TABLE not in {leaf.kind for leaf in pdf.leaves}
    assert "not-english" in {each.code for each in pdf.diagnostics}


def test_rules_without_cells_make_no_table_and_lose_no_character() -> None:
    words = [Character(sign, 60.0 + 6 * k, 500.0, 66.0 + 6 * k, 510.0) for k, sign in enumerate("Each Party shall act")]
    frame = [(50.0, 490.0, 400.0, 520.0)]
    underlined = [(60.0, 498.0, 200.0, 498.5), (60.0, 480.0, 200.0, 480.5), (60.0, 460.0, 200.0, 460.5)]
    for paths in ([], frame, underlined, [*frame, *underlined], frame * 1_000):
        assert without_ruled_tables(words, paths) == (words, [])


def rule_across(level: float, left: float, right: float) -> tuple[float, float, float, float]:
    return (left, level - 0.3, right, level + 0.3)


def rule_down(at: float, bottom: float, top: float) -> tuple[float, float, float, float]:
    return (at - 0.3, bottom, at + 0.3, top)


def written(text: str, left: float, bottom: float) -> list[Character]:
    return [Character(sign, left + 5 * k, bottom, left + 5 * k + 5, bottom + 10) for k, sign in enumerate(text)]


def test_what_stands_below_the_shorter_of_two_tables_that_share_rules_is_kept() -> None:
    paths = [rule_across(level, 100, 500) for level in (700, 680, 660)]
    paths += [rule_across(level, 300, 500) for level in (640, 620)]
    paths += [rule_down(at, 660, 700) for at in (100, 200)] + [rule_down(at, 620, 700) for at in (300, 400, 500)]
    cells = [(left, 685) for left in (110, 210, 310, 410)] + [(left, 665) for left in (110, 210, 310, 410)]
    cells += [(left, bottom) for bottom in (645, 625) for left in (310, 410)]
    below = written("the pier is shut", 150, 640)
    rest, rows = without_ruled_tables([*(each for cell in cells for each in written("ten tons", *cell)), *below], paths)
    assert rest == below
    assert [row.text.count("ten tons") for row in rows] == [4, 4, 2, 2]


PLACES = st.integers(0, 5).map(lambda step: 40.0 * step)
RULES = st.tuples(PLACES, PLACES, PLACES)
WORDS = st.builds(written, st.sampled_from(["toll", "a b", " ", "Each Party shall act"]), *[st.floats(-20, 220)] * 2)


@given(st.lists(RULES, max_size=12), st.lists(RULES, max_size=12), st.lists(WORDS, max_size=12))
def test_every_character_stands_in_a_row_or_in_the_rest(
    across: list[tuple[float, float, float]],
    down: list[tuple[float, float, float]],
    words: list[list[Character]],
) -> None:
    frame = [rule_across(level, 0, 200) for level in (0, 80, 200)] + [rule_down(at, 80, 200) for at in (0, 80, 160)]
    paths = frame + [rule_across(at, *sorted(ends)) for at, *ends in across]
    paths += [rule_down(at, *sorted(ends)) for at, *ends in down]
    characters = [each for word in words for each in word]
    rest, rows = without_ruled_tables(characters, paths)
    kept = [*rest, *(each for row in rows for each in row.characters)]
    assert sorted(each for each in kept if each.text.strip()) == sorted(
        each for each in characters if each.text.strip()
    )
