"""PDF: files made by Chromium and LibreOffice: columns, running heads, footnotes, divided words, scans, locks."""

import functools
import io
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.furniture import Page, mark_furniture
from treatylex.formats.pdf.hyphens import Hyphens
from treatylex.formats.pdf.lines import columned, lines_of
from treatylex.formats.pdf.margin_numbers import without_line_numbers
from treatylex.formats.registry import read_bytes, revisions_of
from treatylex.model.provisions import LeafKind
from treatylex.source import one_line
from treatylex.specimens import Excerpt

if TYPE_CHECKING:
    from docx.document import Document

pytest.importorskip("pypdfium2")
docx = pytest.importorskip("docx")
WD_STYLE_TYPE = pytest.importorskip("docx.enum.style").WD_STYLE_TYPE
Printed = Callable[..., Path]
Exported = Callable[["Document"], Path]

ENGLISH = [
    f"{k}. Each Party shall keep a register of the vessels that fish in zone {k}, and shall send the other Party a "
    "copy of it at the request of the Commission, in accordance with the rules that the Commission has adopted."
    for k in range(1, 15)
]
FRENCH = [
    f"{k}. Chaque Partie tient un registre des navires qui pêchent dans la zone {k}, et en adresse une copie à l'autre "
    "Partie à la demande de la Commission, conformément aux règles que la Commission a adoptées."
    for k in range(1, 15)
]


@functools.cache
def parsed(excerpt: Excerpt) -> treatylex.Treaty:
    """What a specimen says, read once for all its prints."""
    return treatylex.parse(excerpt.text)


def outline(treaty: treatylex.Treaty) -> list[tuple[str, str | None]]:
    return [(each.eid, each.number) for each in treaty.provisions]


def clauses(treaty: treatylex.Treaty) -> list[tuple[str, str, str]]:
    return [(each.eid, each.kind.value, str(each.modal)) for each in treaty.clauses]


PRINTS = [
    ("", 11, None),
    ("Liberation Serif", 11, None),
    ("DejaVu Sans", 11, None),
    ("Liberation Serif", 9, (148, 210)),
    ("Liberation Serif", 14, (216, 279)),
]
"""The fonts in which specimens are printed ("": as they are), their sizes in points, and the pages in millimetres."""
_EMU = 36_000  # a millimetre, in the file's units


def in_print(word: bytes, font: str, size: int, page: tuple[int, int] | None) -> "Document":
    """A Word document to be printed in a font of a size on a page."""
    document = docx.Document(io.BytesIO(word))
    for style in document.styles if font else ():
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            style.font.name = font
            style.font.size = style.font.size and int(style.font.size * size / 11)
    if page is not None:
        (section,), (width, height) = document.sections, page
        section.page_width, section.page_height = width * _EMU, height * _EMU
        section.left_margin = section.right_margin = 20 * _EMU
        for columns in (table.columns for table in document.tables):
            for column in columns:
                column.width = (width - 40) * _EMU // len(columns)
                for cell in column.cells:
                    cell.width = column.width
    return document


def in_blocks(text: str) -> "Document":
    """A Word document with a paragraph for each block of lines of a text.

    It is set small enough for the lines of the text to stay lines, whichever fonts there are.
    """
    document = docx.Document()
    document.styles["Normal"].font.size = 95250  # 7.5 points, in the file's units
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        document.add_paragraph(block.strip("\n"))
    return document


@pytest.fixture(scope="module")
def prints(convert: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every specimen, by its blocks and as treatylex writes it in Word in each of `PRINTS`, set in one go."""
    folder = tmp_path_factory.mktemp("prints")
    for excerpt in treatylex.excerpts():
        in_blocks(excerpt.text).save(str(folder / f"{excerpt.id}.docx"))
        word = treatylex.to_docx(parsed(excerpt))
        for number, form in enumerate(PRINTS):
            in_print(word, *form).save(str(folder / f"{excerpt.id}.{number}.docx"))
    convert(*folder.glob("*.docx"))
    return folder


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_a_specimen_exported_by_an_office_is_read_as_its_text(prints: Path, excerpt: Excerpt) -> None:
    treaty, again = parsed(excerpt), treatylex.read(prints / f"{excerpt.id}.pdf")
    assert outline(again) == outline(treaty)
    assert clauses(again) == clauses(treaty)
    assert again.source_format == "pdf"


@pytest.mark.parametrize(
    "number", range(len(PRINTS)), ids=lambda k: f"{PRINTS[k][0] or 'default font'}, {PRINTS[k][1]} pt"
)
@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_a_specimen_written_in_word_and_printed_is_read_as_its_text(
    prints: Path, excerpt: Excerpt, number: int
) -> None:
    font, *_ = PRINTS[number]
    if font and not subprocess.run(["fc-list", font], check=True, capture_output=True).stdout:
        pytest.skip(f"the font {font} is not installed")
    treaty, again = parsed(excerpt), treatylex.read(prints / f"{excerpt.id}.{number}.pdf")
    assert one_line(again.title) == one_line(treaty.title)
    assert outline(again) == outline(treaty)
    assert clauses(again) == clauses(treaty)
    assert [each.targets for each in again.references] == [each.targets for each in treaty.references]


@pytest.mark.parametrize(
    ("last", "first", "apart"),
    [
        ("the lake and the sea; and what floats;", "Ferry means a vessel that runs by day.", True),
        ("the lake; a Board tells the guilds.", "It shall meet.", True),
        ("the lake; the Board warns the guilds.", "Consequently it shall meet.", False),
        ("the lake and the sea; and what floats;", "it shall meet.", False),
    ],
)
def test_a_paragraph_ends_with_its_page_where_the_next_word_had_room(
    printed: Printed, last: str, first: str, *, apart: bool
) -> None:
    style = "p {width: 40ch; font: 12pt monospace; margin: 0 0 1em} .next {break-before: page}"
    body = f"<p>Article 1</p><p>Harbour means any place on the shore of<br>{last}</p><p class=next>{first}</p>"
    text = treatylex.read(printed(body, style)).text
    assert (f"{last}\n\n{first}" in text, f"{last}\n{first}" in text) == (apart, not apart)


def test_two_languages_side_by_side_are_two_texts(printed: Printed) -> None:
    rows = "".join(f"<p class=l>{left}</p><p class=r>{right}</p>" for left, right in zip(ENGLISH, FRENCH, strict=True))
    style = ".g {display: grid; grid-template-columns: 1fr 1fr; column-gap: 2em} p {margin: 0 0 .5em}"
    pdf = printed(f"<div class=g>{rows}</div>", style)
    treaty = treatylex.read(pdf, column=1)
    assert outline(treaty) == [(f"para_{k}", str(k)) for k in range(1, 15)]
    assert len(treaty.clauses) == 28
    assert "registre" not in treaty.text
    both = treatylex.read(pdf)
    assert both.text.index("zone 14, and") < both.text.index("registre")
    assert "columns" in {each.code for each in both.diagnostics}
    assert "Chaque Partie" in treatylex.read(pdf, column=2).text
    with pytest.raises(InputError, match="has no column 3; it has 2"):
        treatylex.read(pdf, column=3)


GERMAN = [
    f"{k}. Jede Vertragspartei führt ein Verzeichnis der Schiffe, die in der Zone {k} fischen, und übermittelt der "
    "anderen auf Verlangen der Kommission eine Abschrift nach den Regeln, die von der Kommission erlassen worden sind."
    for k in range(1, 15)
]


def test_three_languages_side_by_side_are_three_texts(printed: Printed) -> None:
    rows = zip(ENGLISH, FRENCH, GERMAN, strict=True)
    cells = "".join(f"<p>{text}</p>" for row in rows for text in row)
    style = ".g {display: grid; grid-template-columns: 1fr 1fr 1fr; column-gap: 2em} p {margin: 0 0 .5em}"
    pdf = printed(f"<div class=g>{cells}</div>", style)
    assert outline(treatylex.read(pdf, column=1)) == [(f"para_{k}", str(k)) for k in range(1, 15)]
    assert "Vertragspartei" in treatylex.read(pdf, column=3).text
    (told,) = (each.message for each in treatylex.read(pdf).diagnostics if each.code == "columns")
    assert "columns in English and French and German are read one after the other" in told


def test_a_table_of_three_columns_is_read_row_by_row(printed: Printed) -> None:
    rows = [f"<tr><td>Vessel {k}: {'a long name, ' * k}</td>" + 2 * f"<td>{ENGLISH[k]}</td>" for k in range(1, 9)]
    pdf = printed(f"<table>{''.join(rows)}</table>", "td {width: 33%; vertical-align: top; padding: 4pt}")
    text = treatylex.read(pdf).text
    assert [text.index(f"Vessel {k}") for k in range(1, 9)] == sorted(text.index(f"Vessel {k}") for k in range(1, 9))
    assert text.index("in zone 2") < text.index("Vessel 2")


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_of_one_language_are_one_text(printed: Printed, columns: int) -> None:
    style = f"div {{columns: {columns}; column-gap: 2em; column-fill: auto; height: 40vh}} p {{margin: 0 0 .5em}}"
    pdf = printed(f"<div>{''.join(f'<p>{each}</p>' for each in ENGLISH)}</div>", style)
    assert outline(treatylex.read(pdf)) == [(f"para_{k}", str(k)) for k in range(1, 15)]


def test_columns_set_near_each_other_are_columns_also_with_many_headings(printed: Printed) -> None:
    articles = "".join(f"<p><b>Article {k}</b><br>Zone {k}</p><p>{each[3:]}</p>" for k, each in enumerate(ENGLISH, 1))
    style = "body {columns: 2; column-gap: 1em} p {margin: 0 0 .5em; text-align: justify; font: 11pt serif}"
    treaty = treatylex.read(printed(f"<h3>PACT ON THE ZONES</h3>{articles}", style))
    assert [(each.number, each.heading) for each in treaty.articles] == [(str(k), f"Zone {k}") for k in range(1, 15)]
    assert len(treaty.clauses) == 28


def test_a_table_of_two_columns_is_read_row_by_row(printed: Printed) -> None:
    rows = [
        ("Cod", "20,000 tonnes"),
        ("Herring of the northern stock", "50 tonnes"),
        ("Redfish, all species", "12 tonnes"),
    ]
    table = "".join(f"<tr><td>{fish}<td>{limit}" for fish, limit in rows)
    points = "".join(f"<tr><td>({letter})<td>the limit for zone {letter};" for letter in "abc")
    body = f"<p>Article 1</p><p>These limits shall apply:</p><table>{table}</table><p>Each Party may fix:</p>"
    treaty = treatylex.read(printed(f"{body}<table>{points}</table>", "td {padding-right: 3em} p {margin: 1em 0}"))
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.TABLE] == ["\t".join(row) for row in rows]
    assert [each.number for each in treaty.provisions if each.level is treatylex.Level.POINT] == ["a", "b", "c"]


NEAR = [
    ("Stock", "Norland", "Sutland", "Hale"),
    ("Cod", "12", "40", "8"),
    ("Saithe", "7", "55", "100"),
    ("Redfish", "1.5", "–", "22"),
]


def tabbed(rows: Sequence[Sequence[str]], *, stop: float) -> "Document":
    """A table set by tabs that stand so many centimetres apart, between two paragraphs."""
    document = docx.Document()
    document.add_paragraph("Article 1")
    document.add_paragraph("Each Party may catch these tonnes of the stocks named, in each of the years to come:")
    for row in rows:
        paragraph = document.add_paragraph("\t".join(row))
        paragraph.paragraph_format.space_after = 0
        for number in range(1, len(row)):
            paragraph.paragraph_format.tab_stops.add_tab_stop(int(number * stop * 360_000))
    document.add_paragraph("The Council shall fix them anew every third year, and shall hear the Parties first.")
    return document


def test_columns_as_near_as_words_are_the_columns_of_a_table(exported: Exported) -> None:
    treaty = treatylex.read(exported(tabbed(NEAR, stop=1.75)))
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.TABLE] == ["\t".join(row) for row in NEAR]
    assert [str(clause.modal) for clause in treaty.clauses] == ["may", "shall", "shall"]


def test_lines_whose_words_begin_at_the_same_places_by_chance_are_no_table(printed: Printed) -> None:
    lines = ("Each Party shall inform", "Each Party shall report", "Each State shall answer", "Each Party shall listen")
    body = "".join(f"{line} where it is asked to do so.<br>" for line in lines)
    treaty = treatylex.read(printed(f"<p>Article 1</p><p>{body}</p>", "p {font: 12pt monospace}"))
    assert not [leaf for leaf in treaty.leaves if leaf.kind is LeafKind.TABLE]
    assert len(treaty.clauses) == 4


@pytest.mark.parametrize("form", ["({})", "{}"])
def test_a_number_alone_at_the_head_of_a_page_is_a_paragraph_where_others_stand_so(printed: Printed, form: str) -> None:
    paragraphs = [f"<p>{form.format(k)}<br>{text[3:]}</p>" for k, text in enumerate(ENGLISH[:8], 1)]
    paragraphs[3] = paragraphs[3].replace("<p>", '<p style="break-before: page">')
    treaty = treatylex.read(printed(f"<h3>Article 1</h3>{''.join(paragraphs)}", "p {font: 11pt serif}"))
    assert [each.number for each in treaty.provisions] == ["1", *map(str, range(1, 9))]
    assert not [leaf for leaf in treaty.leaves if leaf.kind is LeafKind.FURNITURE]


STROKES = (
    "<p>Article 1</p><p>Each Party <s>shall</s> may report. <u>The Parties shall meet.</u></p>"
    "<p><s>The Council shall decide on all that<br>the Parties ask it to decide.</s></p><hr><p>It shall act.</p>"
)


def test_words_struck_through_are_deleted_and_told_with_their_page(printed: Printed) -> None:
    pdf = printed(STROKES)
    treaty = treatylex.read(pdf)
    assert [str(each.modal) for each in treaty.clauses] == ["may", "shall", "shall"]
    told = [each for each in treaty.diagnostics if each.code == "struck-through"]
    assert [each.message.partition(": ")[2] for each in told] == [
        '"shall"',
        '"The Council shall decide on all that the Parties ask it to decide."',
    ]
    assert treaty.text[: told[0].span.start].endswith("Each Party ")
    assert [treaty.place_of(each.span).page for each in told] == [1, 1]
    before = treatylex.read(pdf, revisions="original")
    assert "Each Party shall may report." in before.text
    assert [each.severity.value for each in before.diagnostics if each.code == "struck-through"] == ["note"]


def test_a_stroke_that_an_office_draws_deletes_too(exported: Exported) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Each Party ")
    paragraph.add_run("shall").font.strike = True
    paragraph.add_run(" may report. ").font.underline = True
    paragraph.add_run("It shall pay.").font.double_strike = True
    assert " ".join(treatylex.read(exported(document)).text.split()) == "Each Party may report."


def test_what_a_readers_mark_strikes_out_is_deleted(printed: Printed, tmp_path: Path) -> None:
    import pypdfium2
    import pypdfium2.raw as raw

    pdf = printed("<p>Each Party shall act. It shall pay.</p>")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    found = page.get_textpage()
    left, bottom, _, top = found.get_charbox(found.get_text_range().index("It"), loose=True)
    end = found.get_charbox(found.get_text_range().index("pay") + 3, loose=True)[2]
    mark = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_STRIKEOUT)
    raw.FPDFAnnot_AppendAttachmentPoints(mark, raw.FS_QUADPOINTSF(left, top, end, top, left, bottom, end, bottom))
    raw.FPDFPage_CloseAnnot(mark)
    document.save(str(tmp_path / "marked.pdf"))
    treaty = treatylex.read(tmp_path / "marked.pdf")
    assert treaty.text == "Each Party shall act.\n"
    assert '"It shall pay."' in treaty.diagnostics[0].message


def test_running_heads_and_page_numbers_are_furniture_and_places_are_pages(printed: Printed) -> None:
    style = (
        "@page {size: 120mm 90mm; margin: 20mm 10mm; @top-center {content: 'Norland Treaty Series'}"
        "@bottom-center {content: counter(page)}} p {margin: 0 0 .5em}"
    )
    pdf = printed("<p>Article 1</p>" + "".join(f"<p>{each}</p>" for each in ENGLISH), style)
    treaty = treatylex.read(pdf)
    assert outline(treaty)[1:] == [(f"art_1__para_{k}", str(k)) for k in range(1, 15)]
    assert len(treaty.clauses) == 28
    furniture = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FURNITURE]
    heads = [text for text in furniture if text == "Norland Treaty Series"]
    assert len(heads) > 3
    last = treaty.place_of(treaty.clauses[-1].span)
    assert last.page == len(heads)
    assert treaty.source.place(treaty.clauses[-1].span.start) == f"{pdf}: page {len(heads)}"


def test_footnotes_at_the_foot_of_a_page_are_footnotes(printed: Printed) -> None:
    body = (
        "<p>Article 1</p><p>Each Party shall register its vessels<sup>1</sup> within ten days of the request.</p>"
        "<p>Article 2</p><p>The Parties shall meet in the capital of the Party that convenes the meeting.</p>"
        "<div class=n>1 A vessel is any craft that floats, or is meant to float, and is used for fishing.</div>"
    )
    style = ".n {font-size: 70%; position: fixed; bottom: 0} sup {font-size: 60%}"
    treaty = treatylex.read(printed(body, style))
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    assert notes[0] == "1"
    assert notes[1].startswith("1 A vessel is any craft")
    assert str(treaty.clauses[0].action) == "register its vessels"
    assert len(treaty.clauses) == 2


def test_the_mark_of_a_note_to_a_heading_is_no_part_of_its_number(printed: Printed) -> None:
    body = "".join(f"<h3>Article {k}<sup>{k}</sup></h3><p>{ENGLISH[k]}</p>" for k in (1, 2))
    notes = "".join(f"<p class=note><sup>{k}</sup> As amended on {k} May 2020.</p>" for k in (1, 2))
    treaty = treatylex.read(printed(body + notes, "h3 {font-size: 1em} .note {font-size: .8em}"))
    assert [each.number for each in treaty.articles] == ["1", "2"]
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    assert notes == ["¹", "1 As amended on 1 May 2020.", "²", "2 As amended on 2 May 2020."]


def test_a_scan_says_so_and_what_helps(printed: Printed) -> None:
    script = "document.getElementById('c').getContext('2d').fillRect(0, 0, 300, 300)"
    drawn = f"<canvas id=c width=400 height=400></canvas><script>{script}</script>"
    with pytest.raises(InputError, match=r"page.pdf: is a scan.*ocrmypdf"):
        treatylex.read(printed(drawn))
    mixed = f"<p>{ENGLISH[0]}</p><div style='break-before: page'>{drawn}</div>"
    treaty = treatylex.read(printed(mixed))
    (scanned,) = [each for each in treaty.diagnostics if each.code == "scanned-pages"]
    assert "page 2 hold" in scanned.message
    assert treaty.clauses


def test_a_locked_file_is_refused_with_a_remedy(convert: Callable[..., None], tmp_path: Path) -> None:
    options = {
        "EncryptFile": {"type": "boolean", "value": "true"},
        "DocumentOpenPassword": {"type": "string", "value": "secret"},
    }
    in_blocks(ENGLISH[0]).save(str(tmp_path / "text.docx"))
    convert(tmp_path / "text.docx", to=f"pdf:writer_pdf_Export:{json.dumps(options)}")
    with pytest.raises(InputError, match=r"text.pdf: is locked with a password; .*qpdf") as caught:
        treatylex.read(tmp_path / "text.pdf")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", b"%PDF-1.4\n" + b"\0" * 400, b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"]
)
def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "treaty.pdf").write_bytes(data)
    with pytest.raises(InputError, match=r"treaty.pdf: is a (damaged PDF|PDF without)") as caught:
        treatylex.read(tmp_path / "treaty.pdf")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("above", "below", "joins"),
    [
        ("the inter-", "national body", True),  # the word stands elsewhere
        ("a well-", "known case", False),  # with its hyphen elsewhere
        ("the Anglo-", "Norlandic pact", False),
        ("all twenty-", "one days", False),  # both parts are words, and lines are hardly divided
        ("the Com-", "mission shall", True),  # only one of them is
        ("no word – ", "here", None),
    ],
)
def test_the_words_of_a_file_decide_about_its_hyphens(above: str, below: str, joins: bool | None) -> None:
    lines = ["the international well-known twenty one days"] + ["a line"] * 200 + [above, below]
    assert Hyphens(lines).joins(above, below) is joins


def set_at(left: float, bottom: float, words: str) -> list[Character]:
    """Words as characters five points wide in a font of ten points."""
    boxes = ((left + 5 * k, sign) for k, sign in enumerate(words))
    return [Character(sign, at, bottom, at + 5, bottom + 10) for at, sign in boxes]


def test_columns_with_many_headings_are_found_whatever_reaches_out_above_and_below_them() -> None:
    article = ["Article 1", "Scope of the pact", "Each Party shall act within two days,", "and report to the others."]
    page = [*set_at(5, 800, "30/11/26, 7:17 PM"), *set_at(5, 20, "file:///home/someone/pact.html")]
    for k, words in enumerate(article * 7):
        page += [*set_at(60, 700 - 20 * k, words), *set_at(270, 700 - 20 * k, words)]
    lines, gutters = columned(page)
    assert len(gutters) == 1
    assert [line.text for line in lines if line.left > gutters[0]] == article * 7


@pytest.mark.parametrize("mark", ["[1]", "[12]", "*)"])
def test_a_raised_mark_of_several_signs_stands_in_its_line(mark: str) -> None:
    above, below = set_at(70, 500, "each port shall be open at all times to the"), set_at(70, 485, "other side.")
    last = below[-1].right
    small = [Character(sign, last + 4 * k, 489.0, last + 4 * k + 4, 495.0) for k, sign in enumerate(mark)]
    assert [line.text for line in lines_of([*above, *below, *small])] == [
        "each port shall be open at all times to the",
        f"other side.{mark}",
    ]


def test_one_page_that_begins_and_ends_with_one_number_is_not_counted_by_it() -> None:
    pages = []
    for number, (first, last) in enumerate((("(4)", "(7)"), ("(2)", "(2)"), ("(5)", "(1)")), 1):
        texts = [first, f"{'The Board shall meet. ' * number}", "(1)", f"{'It shall act. ' * number}", last]
        lines = [set_at(70, 700 - 20 * number * k, text) for k, text in enumerate(texts)]
        pages.append(Page(number, lines_of([each for line in lines for each in line])))
    mark_furniture(pages)
    assert not any(page.furniture for page in pages)


def test_figures_of_headings_and_years_before_a_stop_number_no_page() -> None:
    pages = []
    for number, texts in enumerate(
        (["NOTES", "I", "The Board shall meet on 1 May", "1994."], ["II", "It shall act.", "2"], ["It ends.", "3"]), 1
    ):
        lines = [set_at(70, 700 - 20 * k, text) for k, text in enumerate(texts)]
        pages.append(Page(number, lines_of([each for line in lines for each in line])))
    mark_furniture(pages)
    assert [line.text for page in pages for line in page.lines if id(line) in page.furniture] == ["2", "3"]


def test_raised_figures_stay_figures_above_the_line(exported: Exported) -> None:
    document = docx.Document()
    for words in ("Each Party shall pay 10", "It shall keep 25 km", "The depot shall measure 12 m"):
        paragraph = document.add_paragraph(words)
        paragraph.add_run("6" if "10" in words else "2").font.superscript = True
        paragraph.add_run(" euros, and shall report on what it has paid in the course of the year.")
    paragraph = document.add_paragraph("The plea is filed by the 10")
    paragraph.add_run("th").font.superscript = True
    paragraph.add_run(" day of May 2020.")
    text = " ".join(treatylex.read(exported(document)).text.split())
    assert "pay 10⁶ euros" in text
    assert "25 km² euros" in text
    assert "the 10th day of May 2020" in text


PAGES = ("Each Party shall keep a register.", "The Council shall meet once a year.", "The Fund shall pay in May.")


def with_pages(
    *, packed: bool, spoilt: int | None = None, broken: str = "", font_size: int = 12, matrix: str = "1 0 0 1"
) -> bytes:
    """A PDF with three pages, the data of one of which are spoilt; `packed`: its other objects are data themselves."""
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(3))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    tree = b"<</Type/Pages/Kids[%s]/Count 3/Resources<</Font<</F 3 0 R>>>>/MediaBox[0 0 600 800]>>" % kids
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: tree, 3: font, 4: b"[22 0 R]"}
    streams = {}
    for number, words in enumerate(PAGES):
        contents = b"4 0 R" if number == 2 else b"%d 0 R" % (20 + number)
        objects[10 + number] = b"<</Type/Page/Parent 2 0 R/Contents %s>>" % contents
        drawn = zlib.compress(f"BT /F {font_size} Tf {matrix} 50 700 Tm ({words}) Tj ET".encode())
        if number == spoilt:
            cut = drawn[: len(drawn) // 2]
            drawn = {"off": cut, "changed": cut + b"\x55\xaa" + drawn[len(cut) + 2 :], "gone": b""}[broken]
        streams[20 + number] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(drawn), drawn)
    if broken == "gone":
        del streams[20 + (spoilt or 0)]
    if packed:
        said = b" ".join(objects.values())
        starts = [sum(len(each) + 1 for each in list(objects.values())[:k]) for k in range(len(objects))]
        head = b" ".join(b"%d %d" % pair for pair in zip(objects, starts, strict=True)) + b" "
        data = zlib.compress(head + said)
        made = b"<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
        objects = {}
        streams[30] = made % (len(starts), len(head), len(data), data)
    body = b"%PDF-1.5\n"
    places = {}
    for number, each in (objects | streams).items():
        places[number] = len(body)
        body += b"%d 0 obj%s endobj\n" % (number, each)
    if not packed:
        return body + b"trailer<</Root 1 0 R/Size 40>>\n%%EOF"
    rows = [bytes(4)] * 32
    for number, at in places.items():
        rows[number] = bytes((1, at >> 8, at & 255, 0))
    for k, number in enumerate((1, 2, 3, 4, 10, 11, 12)):
        rows[number] = bytes((2, 0, 30, k))
    table = b"".join(rows)
    rest = b"31 0 obj<</Type/XRef/Root 1 0 R/Size 32/W[1 2 1]/Length %d>>stream\n%s\nendstream endobj\n"
    return body + rest % (len(table), table) + b"startxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("broken", ["off", "changed", "gone"])
@pytest.mark.parametrize("spoilt", [1, 2])
def test_a_page_whose_data_are_damaged_is_told(packed: bool, broken: str, spoilt: int) -> None:
    sound = read_bytes(with_pages(packed=packed), "a.pdf")
    assert one_line(sound.text) == " ".join(PAGES)
    assert not sound.diagnostics
    treaty = read_bytes(with_pages(packed=packed, spoilt=spoilt, broken=broken), "a.pdf")
    assert PAGES[0] in treaty.text
    assert PAGES[spoilt] not in treaty.text
    (told,) = (each for each in treaty.diagnostics if each.code == "damaged-pages")
    assert told.message.startswith(f"page {spoilt + 1} is damaged in the file")


def test_a_font_whose_size_is_negative_is_as_high_as_another() -> None:
    """Where the matrix turns it again, the page looks as any other."""
    treaty = read_bytes(with_pages(packed=False, font_size=-12, matrix="-1 0 0 -1"), "a.pdf")
    assert one_line(treaty.text) == " ".join(PAGES)


@pytest.mark.parametrize("height", [0.0, -1.0])
def test_characters_without_height_make_lines(height: float) -> None:
    words = [Character(each, 50 + 10 * k, 700, 60 + 10 * k, 700 + height) for k, each in enumerate("agree")]
    assert "".join(line.text for line in lines_of(words)).replace(" ", "") == "agree"


def test_pages_whose_font_is_damaged_are_told(printed: Printed) -> None:
    data = printed(f"<p>{ENGLISH[0]}</p><p style='break-before: page'>{ENGLISH[1]}</p>").read_bytes()
    at = data.index(b"/ToUnicode ") + len(b"/ToUnicode ")
    start = data.index(b"\n%s 0 obj" % data[at:].split()[0])
    start = data.index(b"stream", start) + 30
    treaty = read_bytes(data[:start] + b"\0" * 20 + data[start + 20 :], "a.pdf")
    (told,) = (each for each in treaty.diagnostics if each.code == "damaged-pages")
    assert told.message.startswith("pages 1, 2 are damaged in the file")


CHECKED = """
import resource, sys, zlib
from treatylex.formats.pdf.streams import damaged_pages

resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def made(number, head, data=None):
    stream = b"" if data is None else b"stream\\n%s\\nendstream" % data
    return b"%d 0 obj%s%s\\nendobj\\n" % (number, head, stream)


def named(numbers):
    return b"[" + b"".join(b"%d 0 R " % number for number in numbers) + b"]"


MANY = 10_000
ROOT, NODES = made(1, b"<</Type/Catalog/Pages 2 0 R>>"), range(10, 10 + MANY)
KIDS, LIST = made(2, b"<</Kids%s>>" % named(NODES)), made(3, named([4] * MANY)) + made(4, b"<<>>")
STARTS = b"".join(b"%d %d " % (number, number % 2 * 10**6) for number in NODES)
PACKED = b"<</Type/ObjStm/Filter/FlateDecode/First %d>>" % len(STARTS)
BLANK = zlib.compress(STARTS + bytes(10**6))
FILES = {
    "overlaps": made(9, PACKED, BLANK),
    "packs": b"".join(made(number, PACKED, BLANK) for number in range(10**6, 10**6 + 1000)),
    "escapes": ROOT + made(2, b"<</Kids<<(" + rb"\\(" * 10**6),
    "kids": ROOT + made(2, b"<</Kids 3 0 R>>") + made(3, named(NODES))
    + b"".join(made(number, b"<</Kids 3 0 R>>") for number in NODES),
    "contents": ROOT + KIDS + LIST + b"".join(made(number, b"<</Contents 3 0 R>>") for number in NODES),
    "links": ROOT + KIDS + b"".join(made(number, b"<</Type/Page/Resources<</A %d 0 R>>>>" % (10 + MANY))
    + made(number + MANY, b"<</Next %d 0 R>>" % (number + MANY + 1)) for number in NODES),
}  # fmt: skip
resource.setrlimit(resource.RLIMIT_CPU, (9, 9))
assert damaged_pages(FILES[sys.argv[1]], MANY) == set()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX can limit the time and the memory of a process")
@pytest.mark.parametrize("name", ["overlaps", "packs", "escapes", "kids", "contents", "links"])
def test_a_file_that_leads_around_is_checked_in_little_time_and_memory(name: str) -> None:
    """Objects that are packed over each other, lists that everything shares, strings that nothing closes."""
    ended = subprocess.run([sys.executable, "-c", CHECKED, name], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-500:] or "the check was stopped"


SIGNED = (
    "<p>Article 1</p><p>Each Party shall register its vessels<sup>1</sup> within ten days.</p>"
    "<p>It shall close 25 km<sup>2</sup> of the zone, and shall pay 10<sup>6</sup> euros for it.</p>"
    "<p>It shall report under Article 5<sup>2</sup>. It shall apply the Convention of 1992<sup>3</sup>.</p>"
    "<div class=n><div><sup>1</sup> A vessel is any craft that floats.</div><div><sup>2</sup> As it was in 2001.</div>"
    "<div><sup>3</sup> Signed at Halm.</div></div>"
)


def test_a_raised_figure_with_the_number_of_a_note_is_a_power_or_its_mark(printed: Printed) -> None:
    style = ".n {font-size: 70%; position: fixed; bottom: 0} sup {font-size: 60%}"
    treaty = treatylex.read(printed(SIGNED, style))
    assert [each.action.normalized for each in treaty.clauses if each.action] == [
        *("register its vessels", "close 25 km² of the zone", "pay 10⁶ euros for it", "report under Article 5"),
        "apply the Convention of 1992",
    ]
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    assert [note[:4] for note in notes] == ["1", "1 A ", "2", "3", "2 As", "3 Si"]


@pytest.mark.parametrize("labels", [("1", "2"), ("i", "ii"), ("a", "b")])
def test_notes_in_the_size_of_the_text_are_notes_where_their_signs_are_raised(
    printed: Printed, labels: tuple[str, str]
) -> None:
    one, two = labels
    body = (
        f"<p>Article 1</p><p>Each Party shall register its vessels<sup>{one}</sup>.</p><p>2. It shall:</p>"
        f"<p>(a) act at once<sup>{two}</sup>; and</p><p>(b) report.</p>"
        f"<div class=n><div>{one} A vessel is any craft<br>that floats.</div><div>{two} Within days.</div></div>"
    )
    treaty = treatylex.read(printed(body, ".n {position: fixed; bottom: 0} sup {font-size: 60%}"))
    assert [each.number for each in treaty.provisions if each.level is treatylex.Level.POINT] == ["a", "b"]
    assert treaty.clauses[0].action is not None
    assert treaty.clauses[0].action.normalized == "register its vessels"
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    read = " ".join(" ".join(notes).split())
    assert read == f"{one} {one} A vessel is any craft that floats. {two} {two} Within days."
    # Numbers at the foot of a page that nothing raised stands for are those of paragraphs.
    plain = treatylex.read(printed(re.sub("<sup>.*?</sup>", "", body), ".n {position: fixed; bottom: 0}"))
    assert not [leaf for leaf in plain.leaves if leaf.kind is LeafKind.FOOTNOTE]


HARBOURS = """\
AGREEMENT ON THE HARBOURS OF HALE AND BREDE AND ON THE DUES THAT ARE PAID IN THEM

Article 1

1. Each Party shall keep its harbour[^1] open.

2. It shall:

(a) mark the fairway[^2]; and

(b) light the mole.

3. It may charge for this.

Article 2

The Council shall audit the dues each year.

Article 3

This Agreement enters into force on signature.

[^1]: The harbour of Brede is open from April.

[^2]: With buoys.
"""


def test_a_pdf_says_what_the_text_says_that_was_printed(printed: Printed, tmp_path: Path) -> None:
    """The title in several lines below a running head, and notes at the foot of a page, are no differences."""
    title, *blocks = HARBOURS.split("[^1]:")[0].strip().split("\n\n")
    notes = "<div><sup>1</sup> The harbour of Brede is open from April.</div><div><sup>2</sup> With buoys.</div>"
    body = "".join(f"<p{' class=p' * block.startswith('Article')}>{block}</p>" for block in blocks)
    body = re.sub(r"\[\^(\d)\]", r"<sup>\1</sup>", body).replace("<p class=p>Article 2", f"{notes}<p class=p>Article 2")
    style = (
        ".h {position: fixed; top: 0} h1 {width: 60%; font-size: 110%; margin-top: 3em} sup {font-size: 60%} "
        "div {font-size: 70%} .p ~ .p {break-before: page; margin-top: 3em}"
    )
    path = printed(f"<span class=h>Draft of May</span><h1>{title}</h1>{body}", style)
    right = treatylex.read(path)
    assert sum(leaf.kind is LeafKind.FURNITURE for leaf in right.leaves) == 3
    assert sum(leaf.kind is LeafKind.TITLE for leaf in right.leaves) > 1
    assert sum(leaf.kind is LeafKind.FOOTNOTE for leaf in right.leaves) == 4
    source = tmp_path / "harbours.md"
    source.write_text(HARBOURS, encoding="utf-8")
    assert treatylex.diff_treaties(treatylex.read(source), right).changes == ()


DRAFT = [
    "Article 1",
    "Each Party shall keep a register of all",
    "that fish within its zones, and shall:",
    "(a) act;",
] * 3


@pytest.mark.parametrize("step", [1, 5])
def test_the_numbers_of_the_lines_of_a_draft_are_left_out(step: int) -> None:
    def page(first: int, lines: list[str]) -> list[Character]:
        drawn = []
        for k, words in enumerate(lines, first):
            drawn += set_at(100, 700 - 20 * (k - first), words)
            drawn += set_at(70, 700 - 20 * (k - first), str(k)) if k % step == 0 else []
        return drawn

    pages, count = without_line_numbers([page(1, DRAFT), page(13, DRAFT[:3])])
    assert ["".join(each.text for each in line.characters) for line in lines_of(pages[0])] == [
        "".join(each.split()) for each in DRAFT
    ]
    assert count == 15 // step
    # Numbers of the rows of a table pass over lines, and those of paragraphs stop.
    rows = [each for k in range(12) for each in set_at(100, 700 - 20 * k, "a long line of words")]
    rows += [each for k in range(6) for each in set_at(70, 700 - 40 * k, str(k + 1))]
    assert without_line_numbers([rows]) == ([rows], 0)


def test_a_heading_that_reaches_into_the_gutter_belongs_to_its_column() -> None:
    article = ["Article 1", "Each Party shall act within two days,", "and report to the others on it, and", "pay."]
    page = []
    for k, words in enumerate(article * 4):
        page += [*set_at(60, 700 - 20 * k, words), *set_at(270, 700 - 20 * k, words)]
    page += set_at(255, 380, "CHAPTER III INSTITUTIONS AND FINAL")
    lines, gutters = columned(page)
    (gutter,) = gutters
    assert [line.text for line in lines if line.left > gutter][-1] == "CHAPTER III INSTITUTIONS AND FINAL"


def test_a_line_that_is_set_wide_to_fill_its_column_is_no_row_of_a_table() -> None:
    words = [*set_at(40, 100, "2."), *set_at(60, 100, "The"), *set_at(95, 100, "Commission"), *set_at(165, 100, "may")]
    words += set_at(200, 100, "adopt")
    assert lines_of(words, 9)[0].text == "2. The Commission may adopt"
    cells = [*set_at(40, 100, "Cod"), *set_at(95, 100, "900 t"), *set_at(180, 100, "Halm")]
    assert lines_of(cells, 9)[0].text == "Cod\t900 t\tHalm"


class Level(float):
    """A number that tells each use."""

    def __sub__(self, other: float) -> float:
        return float(self) - other


def test_the_numbers_of_many_lines_are_counted_in_one_pass(growth_of: Callable[..., float]) -> None:
    def prepare(many: int) -> Callable[[], object]:
        page = [Character("17", 10, Level(20 * k), 14, 20 * k + 9) for k in range(many)]
        page += [Character("agreed", 50, 20 * k, 90, 20 * k + 9) for k in range(many)]
        return lambda: without_line_numbers([page])

    assert growth_of(prepare, 100) < 2.2  # sorting takes a little more


REDLINED = (
    "<p>Article 1</p><p>Each Party <i>may</i> <b>shall</b> report to the Council within <i>30</i><b>60</b> days. See "
    "<a href='https://pact.example/'>the page</a>.</p><p><i>The Council shall publish it.</i></p><p>Article 2</p>"
    "<p>The <u>Council</u> shall meet.</p>"
)
COLOURS = (
    "i, b {font: inherit} i {color: DEL; text-decoration: line-through} b {color: INS; text-decoration: underline}"
)


@pytest.mark.parametrize(("deleted", "inserted"), [("#c00", "#00c"), ("#c90", "#c90")])
def test_a_print_of_tracked_changes_is_read_as_accepted_or_as_the_original(
    printed: Printed, deleted: str, inserted: str
) -> None:
    pdf = printed(REDLINED, COLOURS.replace("DEL", deleted).replace("INS", inserted))
    treaty = treatylex.read(pdf)
    assert treaty.text.splitlines()[2::2] == [
        *("Each Party shall report to the Council within 60 days. See the page.", "Article 2"),
        "The Council shall meet.",
    ]
    (told,) = (each for each in treaty.diagnostics if each.code in ("tracked-changes", "struck-through"))
    assert "5 tracked changes; the text was read as if all were accepted" in told.message
    original = treatylex.read(pdf, revisions="original")
    assert original.text.splitlines()[2::2] == [
        *("Each Party may report to the Council within 30 days. See the page.", "The Council shall publish it."),
        *("Article 2", "The Council shall meet."),
    ]
    old, new = revisions_of(str(pdf))
    assert (old.text, new.text) == (original.text, treaty.text)


def test_coloured_links_beside_struck_words_are_no_changes(printed: Printed) -> None:
    body = "<p>Each Party <s>may</s> shall report under <a href='https://pact.example/'>Article 2</a>.</p><p>x</p>"
    treaty = treatylex.read(printed(body, "s {color: #c00}"), revisions="original")
    assert treaty.text.startswith("Each Party may shall report under Article 2.")
    assert "tracked-changes" not in {each.code for each in treaty.diagnostics}


@pytest.mark.parametrize("form", ["disc", "square", "circle"])
def test_dots_that_a_browser_draws_before_items_are_bullets(printed: Printed, form: str) -> None:
    body = (
        "<p>The Council consists of:</p><ul><li>three members of Norland; and<li>three members of Sutland.</ul>"
        "<p>It shall meet once a year<sup>1</sup>, at Issel.</p><p>1 On a day that it shall fix.</p>"
    )
    treaty = treatylex.read(printed(body, f"ul {{list-style: {form}}}"))
    assert "• three members of Norland; and" in treaty.text
    assert "once a year1, at Issel." in treaty.text
    assert [each.eid for each in treaty.provisions] == ["al_1", "dash_1", "dash_2", "al_2"]


def test_the_bullets_of_a_symbol_font_are_bullets(exported: Exported) -> None:
    document = docx.Document()
    document.add_paragraph("The Council consists of:")
    for words in ("three members of Norland; and", "three members of Sutland."):
        document.add_paragraph(words, style="List Bullet")
    assert treatylex.read(exported(document)).text.count("• three members") == 2


def test_raised_figures_in_one_long_line_take_time_as_they_are_many(growth_of: Callable[..., float]) -> None:
    def prepare(many: int) -> Callable[[], object]:
        line = [Character("a", 10.0 * k, Level(20), 10.0 * k + 5, 30) for k in range(many)]
        line += [Character("1", 10.0 * k + 5, Level(24), 10.0 * k + 8, 30) for k in range(many)]
        return lambda: lines_of(line)

    assert growth_of(prepare, 100) < 2.4


NOTED = """\
AGREEMENT ON HARBOURS

Article 1

1. Each Party shall keep its harbour[3] open.

2. It shall light the mole.**

[3] The harbour of Brede is open from April.

** With buoys.
"""


def test_the_marks_of_notes_that_word_would_not_make_are_printed_once(
    convert: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "pact.docx").write_bytes(treatylex.to_docx(treatylex.parse(NOTED)))
    convert(tmp_path / "pact.docx")
    treaty = treatylex.read(tmp_path / "pact.pdf")
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    assert notes == ["[3]", "**", "[3] The harbour of Brede is open from April.", "** With buoys."]
