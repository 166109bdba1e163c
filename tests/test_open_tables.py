"""Tables in PDF without rules, whose cells of several lines only blanks part; and what looks like them."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import pytest

import treatylex
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.lines import lines_of
from treatylex.formats.pdf.open_tables import open_tables
from treatylex.formats.registry import read_bytes
from treatylex.model.provisions import LeafKind

if TYPE_CHECKING:
    from docx.document import Document

pytest.importorskip("pypdfium2")
docx = pytest.importorskip("docx")
Printed = Callable[..., Path]
Rows = Sequence[Sequence[str]]

DUTIES = [
    ("Measure", "Time limit", "Remarks"),
    (
        "Each Party shall notify the other of all laws that it has adopted on the matter",
        "12 months from the day on which this Agreement enters into force",
        "Extended once",
    ),
    (
        "Each Party shall close the mines that lie within ten kilometres of the border",
        "36 months",
        "The Commission may grant more time where a mine supplies a town with heat",
    ),
    ("Reports to the Commission on the use of the funds", "6 months after the end of each year", "None"),
    (
        "The Depositary shall register the lists of experts that were sent to it",
        "Without delay",
        "Copies are sent to both Parties",
    ),
]
ROUTES = [
    ("Points of departure", "Intermediate points", "Points beyond"),
    (
        "Any points in Norland, save for the harbour of Hale in the months of winter",
        "Two points in the islands, to be named by each Party in the course of the first year",
        "Points in Sutland and beyond it, without rights to carry mail",
    ),
    ("Issel", "Brede, Halm and the inner islands of the northern lake", "None"),
    (
        "Norport and every other airport that is open to traffic from abroad",
        "Any points",
        "Any points that the other Party may agree to in writing",
    ),
]
CUTS = [
    ("Tariff item", "Description of goods", "Base rate", "Year 1", "Year 2"),
    (
        "0302.11",
        "Trout, fresh or chilled, of the kinds that are bred in ponds and sold without the head",
        "12%",
        "8%",
        "4%",
    ),
    ("0303.20", "Salmon, frozen", "7.5%", "5%", "2.5%"),
    (
        "0402.10",
        "Milk powder whose content of fat, by weight, does not exceed one and a half per cent",
        "110%",
        "95.5%",
        "80%",
    ),
    ("0409.00", "Natural honey", "25%", "20%", "10%"),
    ("0703.10", "Onions other than those for sowing, which each Party shall admit free", "9%", "9%", "9%"),
]
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
TABLES = {"duties": DUTIES, "routes": ROUTES, "cuts": CUTS, "fees": FEES}
ABOVE = (
    "AGREEMENT ON ROUTES AND DUTIES",
    "Article 1",
    "1. Each Party shall grant the other Party, from the day of signature on, what is set out in the table below:",
)
BELOW = (
    "2. The Parties shall review the table every two years.",
    "Article 2",
    "The Council shall meet once a year in the capital of the Party that presides over it.",
)
FONTS = [("Liberation Serif", 9), ("Liberation Serif", 11), ("DejaVu Sans", 9)]


def between_paragraphs(font: str, size: int, put: "Callable[[Document], object]") -> "Document":
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, docx.shared.Pt(size)
    for text in ABOVE:
        document.add_paragraph(text)
    put(document)
    for text in BELOW:
        document.add_paragraph(text)
    return document


def put_table(document: "Document", rows: Rows, widths: Sequence[float], style: str | None = None) -> None:
    """A table, in a style that draws no rules unless another is named, columns of figures set to the right."""
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.autofit = False
    if style is not None:
        table.style = style
    for row in rows:
        for k, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text, cell.width = text, docx.shared.Cm(widths[k])
            cell.paragraphs[0].paragraph_format.space_after = 0
            if rows[1][k].endswith("%"):
                cell.paragraphs[0].alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT


def put_tabs(document: "Document", rows: Rows, stops: Sequence[float], widths: Sequence[int]) -> None:
    """A table that was set by hand, with tabs and so many characters in a cell's line."""
    for row in rows:
        cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            line = "\t".join(cell[number] if number < len(cell) else "" for cell in cells)
            paragraph = document.add_paragraph(line.rstrip())
            paragraph.paragraph_format.space_after = 0
            for stop in stops:
                paragraph.paragraph_format.tab_stops.add_tab_stop(docx.shared.Cm(stop))
    document.add_paragraph()


WIDTHS = {"duties": (7, 4.5, 4), "routes": (5.3, 5.3, 5), "cuts": (2.2, 6.4, 2.3, 2, 2), "fees": (6, 4, 5.5)}


@pytest.fixture(scope="module")
def prints(convert: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each table in each font, and those that are set by tabs, printed in one go."""
    folder = tmp_path_factory.mktemp("prints")
    for number, (font, size) in enumerate(FONTS):
        for name, rows in TABLES.items():
            widths = WIDTHS[name]
            document = between_paragraphs(font, size, lambda made, r=rows, w=widths: put_table(made, r, w))
            document.save(str(folder / f"{name}.{number}.docx"))
    for name, widths in (("duties", (30, 18, 20)), ("routes", (24, 22, 24))):
        rows = TABLES[name]
        document = between_paragraphs(
            "Liberation Serif", 10, lambda made, r=rows, w=widths: put_tabs(made, r, (6.5, 11), w)
        )
        document.save(str(folder / f"{name}.tabs.docx"))
    ruled = between_paragraphs(
        "Liberation Serif", 11, lambda made: put_table(made, ROUTES, WIDTHS["routes"], "Table Grid")
    )
    ruled.save(str(folder / "routes.ruled.docx"))
    convert(*folder.glob("*.docx"))
    return folder


def rows_of(treaty: treatylex.Treaty) -> list[tuple[str, ...]]:
    return [tuple(leaf.text.split("\t")) for leaf in treaty.leaves if leaf.kind is LeafKind.TABLE]


def said(rows: Rows) -> list[tuple[str, ...]]:
    """The rows as leaves hold them, which end with their last character."""
    return [tuple("\t".join(row).rstrip().split("\t")) for row in rows]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("number", range(len(FONTS)), ids=lambda number: " ".join(map(str, FONTS[number])))
def test_cells_of_several_lines_without_rules_are_read_as_in_word(prints: Path, name: str, number: int) -> None:
    word, pdf = (treatylex.read(prints / f"{name}.{number}.{form}") for form in ("docx", "pdf"))
    assert rows_of(pdf) == said(TABLES[name])
    assert [clause.eid for clause in pdf.clauses] == [clause.eid for clause in word.clauses]
    assert [(each.action and each.action.normalized) for each in pdf.clauses] == [
        each.action and each.action.normalized for each in word.clauses
    ]


def test_texts_side_by_side_between_rules_that_are_read_row_by_row_are_a_table(prints: Path) -> None:
    assert rows_of(treatylex.read(prints / "routes.ruled.pdf")) == said(ROUTES)


@pytest.mark.parametrize("name", ["duties", "routes"])
def test_cells_that_tabs_set_line_by_line_are_cells(prints: Path, name: str) -> None:
    treaty = treatylex.read(prints / f"{name}.tabs.pdf")
    assert rows_of(treaty) == said(TABLES[name])
    assert len(treaty.clauses) == 3


def page_of(rows: Rows, style: str = "") -> tuple[str, str]:
    above, below = ("".join(f"<p>{text}</p>" for text in texts) for texts in (ABOVE, BELOW))
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"{above}<table>{table}</table>{below}", f"body {{font: 11pt serif}} {style}"


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "style",
    [
        "td {vertical-align: top; padding: 2pt 8pt 2pt 0}",
        "td {vertical-align: middle; padding: 3pt 8pt 3pt 0}",
        "td {vertical-align: top; padding: 0 4pt 0 0} table {border-spacing: 0}",
        "td {padding: 2pt 8pt 2pt 0} td + td {text-align: right}",
    ],
)
def test_cells_that_a_browser_sets_in_their_rows_are_cells(printed: Printed, name: str, style: str) -> None:
    treaty = treatylex.read(printed(*page_of(TABLES[name], style)))
    assert rows_of(treaty) == said(TABLES[name])
    assert len(treaty.clauses) == 3


def test_a_table_of_blanks_in_a_typescript_is_a_table(printed: Printed) -> None:
    lines = []
    for row in DUTIES:
        cells = [wrap(text, width) for text, width in zip(row, (30, 20, 18), strict=True)]
        for number in range(max(map(len, cells))):
            parts = (cell[number] if number < len(cell) else "" for cell in cells)
            lines.append("   ".join(part.ljust(width) for part, width in zip(parts, (30, 20, 18), strict=True)))
    body, style = page_of([])
    typescript = body.replace("<table></table>", "<pre>{}</pre>".format("\n".join(lines)))
    treaty = treatylex.read(printed(typescript, f"{style} pre {{font: 9pt monospace}}"))
    assert rows_of(treaty) == said(DUTIES)


TERMS = [
    ("carrier", "means any person who carries goods or passengers for hire between the ports of the Parties"),
    ("harbour office", "means, for Norland, the Ministry of Ports and, for Sutland, the Board of Harbours"),
    ("vessel", "means any craft that floats or is meant to float"),
    ("Council", "means the Council that is set up by Article 9 and that the Parties convene each year"),
]
ENGLISH = [
    "1. Each Party shall keep a register of its vessels and shall send the other Party a copy of it every year.",
    "2. The Board may ask either Party for further copies, which shall be sent to it within thirty days.",
    "3. Nothing in this Article shall affect the rights of masters under the laws of the Party of their flag.",
]
FRENCH = [
    "1. Chaque Partie tient un registre de ses navires et en adresse chaque année une copie à l'autre Partie.",
    "2. Le Conseil peut demander à l'une des Parties d'autres copies, qui lui sont adressées dans les trente jours.",
    "3. Le présent article ne porte pas atteinte aux droits des capitaines selon les lois de leur pavillon.",
]
NARROW = "body {font: 10pt 'Liberation Serif'} td {vertical-align: top; padding: 2pt 8pt 2pt 0; width: 50%}"


def test_two_languages_side_by_side_are_no_table(printed: Printed) -> None:
    treaty = treatylex.read(printed(*page_of(list(zip(ENGLISH, FRENCH, strict=True)), NARROW)))
    assert not rows_of(treaty)
    assert "not-english" in {each.code for each in treaty.diagnostics}
    assert sum("register" in clause.text or "copies" in clause.text for clause in treaty.clauses) == 2


def test_terms_beside_their_meaning_are_defined(printed: Printed) -> None:
    style = "td {vertical-align: top; padding: 2pt 8pt 2pt 0} td + td {width: 22em} td {white-space: nowrap} "
    treaty = treatylex.read(printed(*page_of(TERMS, f"{style} td + td {{white-space: normal}}")))
    assert not rows_of(treaty)
    assert "definition" in {clause.kind.value for clause in treaty.clauses}


@pytest.mark.parametrize(
    "style",
    [
        "ol {width: 22em; text-align: justify}",
        "ol {width: 22em; padding-left: 5em}",
        "body {columns: 2; text-align: justify}",
        "body {columns: 2; column-gap: 1em}",
    ],
)
def test_numbered_and_justified_text_is_no_table(printed: Printed, style: str) -> None:
    items = "".join(f"<li>{each[3:]}</li>" for each in ENGLISH * 3)
    treaty = treatylex.read(printed(f"<p>Article 1</p><ol>{items}</ol>", f"body {{font: 10pt serif}} {style}"))
    assert not rows_of(treaty)
    assert [each.number for each in treaty.provisions] == ["1", *map(str, range(1, 10))]
    assert "doubtful-table" not in {each.code for each in treaty.diagnostics}


def test_a_table_of_contents_is_no_table_of_cells(printed: Printed) -> None:
    names = ["Scope and purpose of this Agreement and of its annexes", "Duties of the Parties", "Council", "Disputes"]
    lines = (f"<div>Article {k} {name} {'.' * (70 - len(name))} {3 * k}</div>" for k, name in enumerate(names, 1))
    body, style = page_of([])
    treaty = treatylex.read(printed("".join(lines) + body, f"{style} div {{font: 9pt monospace}}"))
    assert "doubtful-table" not in {each.code for each in treaty.diagnostics}
    assert len(treaty.clauses) == 3


def test_who_signs_beside_the_other_signs(printed: Printed) -> None:
    names = ["Anna Berg, Minister for Foreign Affairs", "Olaf Hald, Ambassador Extraordinary"]
    rows = [("For the Republic of Norland:", "For the Kingdom of Sutland:"), names]
    body, style = page_of(rows, "table {width: 100%; margin-top: 1em}")
    above, table, below = body.partition("<table>")
    table, end, below = f"{table}{below}".partition("</table>")
    treaty = treatylex.read(printed(f"{above}{below}<p>Done at Issel on 4 May 2021.</p>{table}{end}", style))
    assert not rows_of(treaty)
    assert {leaf.kind for leaf in treaty.leaves if "Berg" in leaf.text} == {LeafKind.SIGNATURE}


def set_at(left: float, bottom: float, words: str) -> list[Character]:
    """Words as characters five points wide in a font of ten points."""
    boxes = ((left + 5 * k, sign) for k, sign in enumerate(words))
    return [Character(sign, at, bottom, at + 5, bottom + 10) for at, sign in boxes]


def test_a_small_table_alone_on_its_page_is_a_table() -> None:
    rows = [("Item", "Rate", "Limit"), ("Trout of all", "12%", "1 May"), ("kinds", "", ""), ("Honey", "9%", "2 May")]
    page = [
        each
        for k, row in enumerate(rows)
        for number, words in enumerate(row)
        for each in set_at(60 + 120 * number, 700 - 12 * k, words)
    ]
    (found,) = open_tables(lines_of(page, 1e9), 12)
    assert [row.text for row in found.rows] == [
        "Item\tRate\tLimit",
        "Trout of all kinds\t12%\t1 May",
        "Honey\t9%\t2 May",
    ]


def test_lines_that_may_be_cells_and_go_on_from_row_to_row_are_told() -> None:
    """Cells that begin beside others that go on, with words that seem to go on from above."""
    cells = [
        ("Each Party shall tell the", "within 12 months of the", ""),
        ("other of all laws that it", "", "once the Council has set"),
        ("has adopted on the matters", "day on which it began to", ""),
        ("that the Council names in", "", "the terms that it finds"),
    ]
    page = [
        each
        for k, row in enumerate(cells * 2)
        for number, words in enumerate(row)
        for each in set_at(60 + 150 * number, 700 - 12 * k, words)
    ]
    (found,) = open_tables(lines_of(page, 1e9), 12)
    assert found.rows == []
    assert len(found.lines) >= 7


def test_many_lines_with_valleys_take_time_as_they_are_many(growth_of: Callable[..., float]) -> None:
    def prepare(many: int) -> Callable[[], object]:
        rows = [("0302.11", "Trout of all kinds", "12%"), ("", "that are bred", ""), ("0303.20", "Salmon", "7%")]
        page = [
            each
            for k, row in enumerate(rows * many)
            for number, words in enumerate(row)
            for each in set_at(60 + 150 * number, 9000 - 12 * k, words)
        ]
        lines = lines_of(page, 1e9)
        return lambda: list(open_tables(lines, 12))

    assert growth_of(prepare, 20) < 2.4


def test_words_of_word_and_print_are_the_same_bytes() -> None:
    """What Word says of a table without rules is what is expected of its print."""
    data = io.BytesIO()
    between_paragraphs("Liberation Serif", 11, lambda made: put_table(made, DUTIES, WIDTHS["duties"])).save(data)
    assert rows_of(read_bytes(data.getvalue(), "pact.docx")) == said(DUTIES)


DUTY = (
    "Each Party shall inform the other Party without delay of any accident that may affect the quality of the water. "
    "Neither Party shall divert the river."
)
RIVER = [
    "The Parties shall cooperate in good faith in the protection of the river and of the waters that flow into it.",
    DUTY,
    "The Commission shall meet twice a year and may, at the request of either Party, hold further meetings.",
    "Either Party may terminate this Agreement by written notification to the other Party.",
]
BRIEF = ["Each Party shall keep a register of its vessels.", "Neither Party shall divert the river."] * 2
NOTES = ["Protection", "Notification of accidents", "Meetings of the Commission", "Termination"]


def assert_is_text(treaty: treatylex.Treaty, *paragraphs: str) -> None:
    """That nothing of a treaty is a table, and that each paragraph is in it whole."""
    assert not rows_of(treaty)
    read = " ".join(" ".join(leaf.text.split()) for leaf in treaty.leaves)
    assert [text for text in paragraphs if text not in read] == []


@pytest.mark.parametrize("heading", ["", "<p>Article 1</p>"])
@pytest.mark.parametrize("width", ["3.2cm", "3.6cm", "4cm", "4.5cm", "5cm"])
def test_a_narrow_justified_column_is_text(printed: Printed, heading: str, width: str) -> None:
    text = "".join(f"<p>{each}</p>" for each in RIVER)
    style = f"body {{font: 11pt 'Liberation Serif'}} div {{width: {width}; text-align: justify}}"
    treaty = treatylex.read(printed(f"{heading}<div>{text}</div>", style))
    assert_is_text(treaty, *RIVER)
    assert len(treaty.clauses) == 6


def test_narrow_justified_columns_of_a_word_processor_are_text(exported: "Callable[[Document], Path]") -> None:
    document = docx.Document()
    document.add_paragraph("Article 1")
    columns = document.add_section(docx.enum.section.WD_SECTION.CONTINUOUS)._sectPr.find(docx.oxml.ns.qn("w:cols"))
    columns.set(docx.oxml.ns.qn("w:num"), "3")
    columns.set(docx.oxml.ns.qn("w:space"), "400")
    for text in RIVER * 3:
        document.add_paragraph(text).alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
    treaty = treatylex.read(exported(document))
    assert_is_text(treaty, *RIVER)
    assert len(treaty.clauses) == 18


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("spacing", ["8pt", "12pt", "16pt"])
def test_words_that_stand_far_apart_are_read_in_order(printed: Printed, side: str, spacing: str) -> None:
    style = f"body {{font: 11pt 'Liberation Serif'}} div {{width: 10cm; text-align: {side}; word-spacing: {spacing}}}"
    text = "".join(f"<p>{each}</p>" for each in RIVER)
    treaty = treatylex.read(printed(f"<p>Article 1</p><div>{text}</div>", style))
    assert_is_text(treaty, *RIVER)
    assert len(treaty.clauses) == 6


@pytest.mark.parametrize("texts", [RIVER, BRIEF], ids=["long", "brief"])
@pytest.mark.parametrize("label", ["{}.", "({})", "–", "§ {}"])
def test_paragraphs_that_hang_far_behind_their_numbers_are_text(
    exported: "Callable[[Document], Path]", texts: Sequence[str], label: str
) -> None:
    document = docx.Document()
    for article in (1, 2):
        document.add_paragraph(f"Article {article}")
        for number, text in enumerate(texts, 1):
            laid = document.add_paragraph(f"{label.format(number)}\t{text}").paragraph_format
            laid.left_indent, laid.first_line_indent = docx.shared.Cm(2.5), docx.shared.Cm(-2.5)
    treaty = treatylex.read(exported(document))
    assert_is_text(treaty)
    assert len(treaty.clauses) == sum(text.count(".") + text.count("and may") for text in texts) * 2


@pytest.mark.parametrize("side", ["left", "right"])
def test_notes_in_the_margin_make_no_table_of_the_paragraphs_beside_them(printed: Printed, side: str) -> None:
    style = (
        f"body {{font: 11pt 'Liberation Serif'}} p {{margin-{side}: 4.5cm; position: relative}} "
        f"i {{position: absolute; {side}: -4.5cm; width: 4cm; font-style: normal}}"
    )
    text = "".join(f"<p><i>{note}</i>{each}</p>" for note, each in zip(NOTES, RIVER, strict=True))
    treaty = treatylex.read(printed(f"<h3>Article 1</h3>{text}", style))
    assert not rows_of(treaty)
    assert len(treaty.clauses) == 6
