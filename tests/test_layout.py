"""Texts side by side in tables: two languages, numbers, drafts; read from Word, a page and Markdown alike."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.model.provisions import LeafKind

pytest.importorskip("lxml")
docx = pytest.importorskip("docx")

Rows = Sequence[Sequence[str]]

BILINGUAL = (
    ("Article 1", "Article 1"),
    ("Each Party shall register its boats.", "Chaque Partie immatricule ses bateaux."),
    ("Article 2", "Article 2"),
    ("1. The Parties shall consult within ten days.", "1. Les Parties se consultent dans les dix jours."),
    ("2. Neither Party may levy tolls.", "2. Aucune Partie ne peut lever de péages."),
)
COUNTED = tuple((str(number), *row) for number, row in enumerate(BILINGUAL, 1))
DRAFTS = (
    ("1", "Each Party shall register its boats.", "Each Party should register its boats."),
    ("2", "The Parties shall consult within ten days.", "The Parties may consult when they see fit."),
    ("3", "Neither Party may levy any tolls.", "Neither Party shall levy tolls or charges."),
)
FEES = (("Boat", "Fee in crowns", "Permit"), ("Ferry", "12", "yearly"), ("Barge", "30", "monthly"))


def word(rows: Rows, path: Path) -> Path:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(rows, table.rows, strict=True):
        for text, cell in zip(row, cells.cells, strict=True):
            cell.text = text
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


def page(rows: Rows, path: Path) -> Path:
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    path.with_suffix(".html").write_text(f"<meta charset='utf-8'><table>{table}</table>", encoding="utf-8")
    return path.with_suffix(".html")


def markdown(rows: Rows, path: Path) -> Path:
    lines = ["|" * (len(rows[0]) + 1), "|---" * len(rows[0]) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
    path.with_suffix(".md").write_text("# Pact\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path.with_suffix(".md")


EVERY_FORMAT = pytest.mark.parametrize("made", [word, page, markdown])
Made = Callable[[Rows, Path], Path]


def norms(treaty: treatylex.Treaty) -> list[str]:
    return [f"{clause.bearer} {clause.modal} {clause.action}" for clause in treaty.clauses]


@EVERY_FORMAT
@pytest.mark.parametrize("rows", [BILINGUAL, COUNTED], ids=["two columns", "rows counted"])
def test_two_languages_side_by_side_are_two_texts(made: Made, rows: Rows, tmp_path: Path) -> None:
    treaty = treatylex.read(made(rows, tmp_path / "pact"))
    assert norms(treaty) == [
        "Each Party shall register its boats",
        "The Parties shall consult",
        "Neither Party may levy tolls",
    ]
    assert LeafKind.FOREIGN in {leaf.kind for leaf in treaty.leaves}
    assert "columns" in {note.code for note in treaty.diagnostics}


@EVERY_FORMAT
def test_of_drafts_side_by_side_one_can_be_chosen(made: Made, tmp_path: Path) -> None:
    path = made(DRAFTS, tmp_path / "drafts")
    assert [clause.kind.value for clause in treatylex.read(path, column=2).clauses] == [
        "recommendation",
        "permission",
        "prohibition",
    ]
    whole = treatylex.read(path)
    assert not whole.clauses
    assert {"columns", "lost-modal"} <= {note.code for note in whole.diagnostics}


@EVERY_FORMAT
def test_a_table_of_figures_stays_a_table(made: Made, tmp_path: Path) -> None:
    treaty = treatylex.read(made(FEES, tmp_path / "fees"))
    assert {leaf.kind for leaf in treaty.leaves if "Ferry" in treaty.text[leaf.span.start : leaf.span.end]} == {
        LeafKind.TABLE
    }
    assert "columns" not in {note.code for note in treaty.diagnostics}


@EVERY_FORMAT
@pytest.mark.parametrize(
    ("rows", "message"),
    [(BILINGUAL, "no column 3; 2 texts stand side by side"), (FEES, "no column 3; no texts stand side by side")],
    ids=["two texts", "a table proper"],
)
def test_a_column_that_is_not_there_is_refused(made: Made, rows: Rows, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        treatylex.read(made(rows, tmp_path / "pact"), column=3)


@pytest.mark.parametrize(
    "remark",
    [
        "[Chair's note: the Secretariat shall check this against Article 9.]",
        "(Note by the Secretariat: the deadline [of 5 days] must be confirmed.)",
        "Drafting note: the Council may prefer “convene”, and\nshall say so.",
        "> **Co-Chairs’ comments:**\n> Delegations may wish to speak.\n>\n> The Secretariat shall circulate a text.",
    ],
)
def test_what_a_chair_or_a_drafter_says_of_a_text_is_told_and_gives_no_clause(remark: str) -> None:
    around = [f"The parties shall meet in {place}, and shall report." for place in ("Issel", "Lenna", "Orrin", "Tarn")]
    text = "\n\n".join(["Article 1", *around[:2], remark, *around[2:]])
    treaty = treatylex.parse(text)
    assert treaty.clauses == treatylex.parse("\n\n".join(["Article 1", *around])).clauses
    (told,) = treaty.diagnostics
    assert told.code == "left-out"
    assert told.span.of(text) == remark.removeprefix("> **").removesuffix("]") + "]" * remark.endswith("]")


def test_a_remark_within_a_paragraph_is_left_out_of_its_sentence() -> None:
    treaty = treatylex.parse("Article 1\n\nThe Board shall meet [Editor's note: or sit?] once a year. It may adjourn.")
    assert [clause.action and clause.action.normalized for clause in treaty.clauses] == ["meet", "adjourn"]
    assert not treaty.brackets


@pytest.mark.parametrize(
    "paragraph",
    [
        "The Secretariat's note shall be circulated by the Chair: a copy goes to each Party.",
        "Note: the Board shall meet in Lenna.",
        "Notes by the Secretariat shall state: the date; and the place.",
    ],
)
def test_a_rule_about_notes_is_no_remark(paragraph: str) -> None:
    treaty = treatylex.parse(f"Article 1\n\n{paragraph}")
    assert treaty.clauses
    assert "left-out" not in {each.code for each in treaty.diagnostics}
