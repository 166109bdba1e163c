"""Redlines over the Word document of LEFT: its styles, numbers and tables stay, and both texts come out."""

import copy
import datetime
import io
import itertools
import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

import docx
import hypothesis
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import strategies as st

import treatylex
from fuzz.redrafts import KINDS, redrafts
from treatylex.formats.documents import Choices
from treatylex.formats.registry import read_bytes
from treatylex.model.paragraphs import paragraphs
from treatylex.reporting.word import Redlined, redline_document
from treatylex.testing.strategies import treaties

WHEN = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
PACT = (
    ("Title", "PACT OF ISSEL"),
    ("Normal", "The States Parties,"),
    ("Normal", "Seeking peace,"),
    ("Normal", "Have agreed as follows:"),
    ("Heading 2", "Article 1 – Duties"),
    ("List Number", "Each Party shall inform the |other Party| of any accident within 30 days."),
    ("List Number", "The Council may advise the Parties on any matter of common concern."),
    ("List Number", "Each Party shall bear its own costs."),
    ("Heading 2", "Article 2 – Charges"),
    ("Normal", "The charges in this table shall apply:"),
    ("Table", "Port/Charge\nHale/10 marks\nBrede/12 marks"),
    ("Heading 2", "Article 3 – Entry into force"),
    ("Normal", "This Pact shall enter into force on signature. It shall remain in force for ten years."),
)


def document(lines: tuple[tuple[str, str], ...]) -> bytes:
    """A Word document with generated numbers, bold words, a table, a header."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "DRAFT"
    for style, text in lines:
        if style == "Table":
            rows = [line.split("/") for line in text.splitlines()]
            table = made.add_table(rows=len(rows), cols=len(rows[0]))
            table.style = "Table Grid"
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
            continue
        paragraph = made.add_paragraph(style=style)
        for number, words in enumerate(text.split("|")):
            paragraph.add_run(words).bold = True if number % 2 else None
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def squashed(text: str) -> str:
    return "".join(text.split())


def written(paragraph: Any) -> str:
    return "".join(each.text for each in paragraph.iter(qn("w:t")))


def read(data: bytes, revisions: str = "accepted") -> treatylex.Treaty:
    return read_bytes(data, "pact.docx", choices=Choices(revisions=revisions))


def redlined(data: bytes, new: str) -> Redlined:
    """The redline of a Word document against a text, after checking that it leads to both."""
    diff = treatylex.diff_treaties(read(data), treatylex.parse(new))
    made = redline_document(diff, date=WHEN, layout=data)
    assert squashed(read(made.data).text) == squashed("".join(each.text for each in paragraphs(diff.right)))
    assert squashed(read(made.data, "original").text) == squashed(diff.left.text)
    return made


def edited(*edits: tuple[str, str]) -> str:
    text = read(document(PACT)).text
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_styles_numbers_tables_and_header_stay() -> None:
    data = document(PACT)
    made = redlined(
        data,
        edited(
            ("within 30 days", "within 60 days"),
            ("Council may", "Council shall"),
            ("12 marks", "15 marks"),
            ("3. Each", "3. Each Party shall publish a yearly report.\n\n4. Each"),
            (" It shall remain in force for ten years.", ""),
        ),
    )
    assert made.note is None
    before, after = parts(data), parts(made.data)
    for name in ("word/styles.xml", "word/numbering.xml", "word/header1.xml", "word/settings.xml"):
        assert after[name] == before[name]
    shown = docx.Document(io.BytesIO(made.data))
    assert len(shown.tables) == 1
    assert shown.tables[0].style.name == "Table Grid"
    styles = {paragraph.text: paragraph.style.name for paragraph in shown.paragraphs}
    assert styles["Article 1 – Duties"] == "Heading 2"
    (bold,) = (run for paragraph in shown.paragraphs for run in paragraph.runs if run.text == "other Party")
    assert bold.bold
    (added,) = (p for p in shown.element.body.iter(qn("w:p")) if "yearly report" in written(p))
    assert written(added) == "Each Party shall publish a yearly report."  # Word writes the number
    assert added.pPr.pStyle.val == "ListNumber"
    assert added.pPr.find(f"{qn('w:rPr')}/{qn('w:ins')}") is not None
    assert ["modal: may → shall" in comment.text for comment in shown.comments].count(True) == 1


def test_a_row_that_goes_is_a_row_struck() -> None:
    made = redlined(document(PACT), edited(("Hale\t10 marks\n\n", "")))
    assert made.note is None
    root = docx.Document(io.BytesIO(made.data)).element
    assert len(root.findall(f".//{qn('w:trPr')}/{qn('w:del')}")) == 1


@pytest.mark.parametrize(
    "edit",
    [
        ("Brede\t12 marks", "Brede\t12 marks\n\nLindmark\t9 marks\n\nOstwald\t8 marks"),
        ("Brede\t12 marks", "Lindmark\t9 marks\n\nBrede\t12 marks"),
        ("Port\tCharge", "Cove\t1 mark\n\nPort\tCharge"),
    ],
)
def test_rows_that_come_are_rows_of_their_table(edit: tuple[str, str]) -> None:
    made = redlined(document(PACT), edited(edit))
    assert made.note is None
    (table,) = docx.Document(io.BytesIO(made.data)).tables
    words = ["\t".join(written(cell._tc) for cell in row.cells) for row in table.rows]
    assert words == "Port\tCharge\n\nHale\t10 marks\n\nBrede\t12 marks".replace(*edit).split("\n\n")
    tracked = [row._tr.find(f"{qn('w:trPr')}/{qn('w:ins')}") is not None for row in table.rows]
    assert tracked == [line not in "Port\tCharge\n\nHale\t10 marks\n\nBrede\t12 marks" for line in words]


def test_rows_come_and_go_in_a_table_with_merged_and_empty_cells() -> None:
    made = docx.Document()
    made.add_paragraph("The charges in this table shall apply:")
    table = made.add_table(rows=3, cols=3)
    for row, words in zip(table.rows, ("Port,Ship,Charge", "Hale,,10 marks", ",boat,8 marks"), strict=True):
        for cell, text in zip(row.cells, words.split(","), strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    made.add_paragraph("They shall be paid on arrival.")
    data = io.BytesIO()
    made.save(data)
    text = read(data.getvalue()).text
    assert "\tboat\t8 marks" in text
    kept = redlined(data.getvalue(), text.replace("\tboat\t8 marks", "\tboat\t8 marks\n\nOstwald\t\t9 marks"))
    assert kept.note is None
    (shown,) = docx.Document(io.BytesIO(kept.data)).tables
    assert [written(cell) for cell in shown.rows[-1]._tr.findall(qn("w:tc"))] == ["Ostwald", "", "9 marks"]
    assert len(shown.rows[-1]._tr.findall(f".//{qn('w:vMerge')}")) == 0


def test_the_comment_on_a_row_that_came_stands_at_its_words() -> None:
    made = redlined(document(PACT), edited(("Brede\t12 marks", "Brede\t12 marks\n\nEach Party shall\tpay 9 marks")))
    assert made.note is None
    shown = docx.Document(io.BytesIO(made.data))
    referred = {each.get(qn("w:id")) for each in shown.element.iter(qn("w:commentReference"))}
    assert referred == {str(each.comment_id) for each in shown.comments}


def test_rows_with_more_cells_than_those_around_them_are_written() -> None:
    rows = "Brede\t12 marks\tpaid yearly\n\nLindmark\t9 marks\tpaid monthly"
    made = redlined(document(PACT), edited(("Brede\t12 marks", rows)))
    assert made.note is None
    assert rows in read(made.data).text


def test_what_cannot_be_written_into_the_layout_is_told() -> None:
    made = redlined(document(PACT), edited(("3. Each Party", "5. Each Party")))
    assert made.note is not None
    assert made.note.startswith("pact.docx: its layout is not kept: ")


def test_tracked_changes_of_its_own_are_told() -> None:
    data = document(PACT)
    first = redlined(data, edited(("30 days", "60 days"))).data
    made = redlined(first, edited(("30 days", "90 days")))
    assert made.note == (
        "pact.docx: its layout is not kept: it holds tracked changes of its own; accept or reject them first"
        "; numbers and notes are typed in this redline"
    )


def test_words_of_it_that_are_struck_through_are_told() -> None:
    made = docx.Document(io.BytesIO(document(PACT)))
    next(each for each in made.paragraphs if "own costs" in each.text).runs[0].font.strike = True
    data = io.BytesIO()
    made.save(data)
    left = read(data.getvalue())
    assert "own costs" not in left.text
    diff = treatylex.diff_treaties(left, treatylex.parse(edited(("30 days", "60 days"))))
    made_of_it = redline_document(diff, date=WHEN, layout=data.getvalue())
    assert made_of_it.note == (
        "pact.docx: its layout is not kept: words of it are struck through or hidden; delete or show them first"
        "; numbers and notes are typed in this redline"
    )
    assert squashed(read(made_of_it.data, "original").text) == squashed(left.text)


def test_the_file_is_found_by_its_name_and_a_lost_layout_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "pact.docx"
    path.write_bytes(document(PACT))
    left = treatylex.read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = treatylex.to_docx(treatylex.diff_treaties(left, treatylex.parse(edited(("may", "shall")))))
    assert b"DRAFT" in parts(data)["word/header1.xml"]
    with pytest.warns(UserWarning, match="its layout is not kept"):
        treatylex.to_docx(treatylex.diff_treaties(left, treatylex.parse(edited(("3. Each", "7. Each")))))


# ---------------------------------------------------------------- the law


def numbered(text: str) -> bytes:
    """A text as a Word document in which Word numbers the paragraphs of each article."""
    made = docx.Document()
    numbering = made.part.numbering_part.element
    abstract = next(iter(numbering.findall(qn("w:abstractNum"))))
    own = copy.deepcopy(abstract)
    own.set(qn("w:abstractNumId"), "900")
    for nsid in own.findall(qn("w:nsid")):
        own.remove(nsid)
    for link in (*own.findall(qn("w:styleLink")), *own.findall(qn("w:numStyleLink"))):
        own.remove(link)
    level = own.find(qn("w:lvl"))
    for name, value in (("w:numFmt", "decimal"), ("w:lvlText", "%1."), ("w:start", "1")):
        level.find(qn(name)).set(qn("w:val"), value)
    for style in level.findall(qn("w:pStyle")):
        level.remove(style)
    abstract.addprevious(own)
    lists = itertools.count(901)
    current = None
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n")):
        match = re.match(r"(\d+)\. ", block)
        paragraph = made.add_paragraph(" ".join(block.split())[match.end() if match else 0 :])
        if match is None:
            continue
        if match[1] == "1" or current is None:
            current = next(lists)
            num = OxmlElement("w:num")
            num.set(qn("w:numId"), str(current))
            link = OxmlElement("w:abstractNumId")
            link.set(qn("w:val"), "900")
            override = OxmlElement("w:lvlOverride")
            override.set(qn("w:ilvl"), "0")
            start = OxmlElement("w:startOverride")
            start.set(qn("w:val"), match[1])
            override.append(start)
            num.extend([link, override])
            numbering.append(num)
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = current
        paragraph._p.pPr.numPr.get_or_add_ilvl().val = 0
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def point_by_point(treaty: treatylex.Treaty) -> str:
    """The text, a point of a list on a line of its own parted like a block: it is a paragraph of the document."""
    return re.sub(r"(?<!\n)\n[ \t]*(?=[^\w\s]|(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,4})[.)])", "\n\n", treaty.text)


# A join would put two paragraphs of the document into one.
REDRAFTS = redrafts(treaties(max_articles=3).map(point_by_point), tuple(kind for kind in KINDS if kind != "join"))


@hypothesis.settings(max_examples=20)
@hypothesis.given(REDRAFTS, st.booleans())
def test_whatever_the_redraft_both_texts_come_out(pair: tuple[str, str], generated: bool) -> None:
    old, new = pair
    data = numbered(old) if generated else treatylex.to_docx(treatylex.parse(old))
    made = redlined(data, new)
    hypothesis.event(f"generated: {generated}, layout kept: {made.note is None}")
    if made.note is None:
        assert parts(made.data)["word/styles.xml"] == parts(data)["word/styles.xml"]
    else:
        assert generated, made.note


@hypothesis.settings(max_examples=10)
@hypothesis.given(REDRAFTS)
def test_rewording_alone_always_keeps_the_layout(pair: tuple[str, str]) -> None:
    old, _ = pair
    new = old.replace("shall", "may").replace(" the ", " that ")
    assert redlined(numbered(old), new).note is None


USES = (
    ("Title", "PACT OF ISSEL"),
    ("Heading 2", "Article 1 – Notice"),
    ("Normal", "Each Party shall notify the Council of:"),
    ("List Number", "the volume withdrawn; and"),
    ("List Number", "the users concerned."),
)
NEW_USES = (
    *USES[:3],
    ("List Number", "the daily volume withdrawn;"),
    ("List Number", "the duration of the withdrawal; and"),
    *USES[4:],
)


def typed(lines: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The same with numbers that are typed, a tab behind each."""
    count = itertools.count(1)
    return tuple(
        ("Normal", f"({'abc'[next(count) - 1]})\t{text}") if style == "List Number" else (style, text)
        for style, text in lines
    )


@pytest.mark.parametrize("form", [tuple, typed])
def test_a_point_between_two_that_are_reworded_keeps_the_layout(form: Any) -> None:
    made = redlined(document(form(USES)), read(document(form(NEW_USES))).text)
    assert made.note is None
    for revisions, lines in (("accepted", NEW_USES), ("original", USES)):
        found = [" ".join(each.split()) for each in read(made.data, revisions).text.splitlines() if each.strip()]
        assert [each.partition(" ")[2] for each in found[3:]] == [text for _, text in lines[3:]]


def test_a_new_paragraph_sets_its_number_as_the_others_do() -> None:
    numbered = (("Normal", "1.\tEach Party shall act."), ("Normal", "2.\tIt may stop."))
    left = (*PACT[:4], ("Heading 2", "Article 1"), *numbered)
    added = (*left, ("Normal", "3.\tThe Council shall meet in the spring."))
    made = redlined(document(left), read(document(added)).text)
    assert made.note is None
    assert "3.\tThe Council" in read(made.data).text


@pytest.mark.parametrize("number", ["2", "7 bis"])
def test_a_break_between_a_number_and_a_name_stays_when_the_number_changes(number: str) -> None:
    def pact(number: str) -> bytes:
        made = docx.Document()
        for article, name in (("1", "Scope"), (number, "Costs")):
            paragraph = made.add_paragraph()
            paragraph.add_run(f"Article {article}").add_break()
            paragraph.add_run(name).italic = True
            made.add_paragraph(f"Each Party shall bear its own {name.lower()}.")
        data = io.BytesIO()
        made.save(data)
        return data.getvalue()

    made = redlined(pact("3"), read(pact(number)).text)
    assert made.note is None
    for revisions, shown in (("accepted", number), ("original", "3")):
        assert f"Article {shown}\nCosts\n" in read(made.data, revisions).text


def test_a_text_box_does_not_cost_the_layout() -> None:
    made = docx.Document(io.BytesIO(document(PACT)))
    box = OxmlElement("w:txbxContent")
    inner = OxmlElement("w:p")
    box.append(inner)
    made.paragraphs[0].add_run()._r.append(OxmlElement("w:pict"))
    made.paragraphs[0].runs[-1]._r[-1].append(box)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "Agreed ad referendum"
    run.append(words)
    inner.append(run)
    data = io.BytesIO()
    made.save(data)
    treaty = read(data.getvalue())
    assert [treaty.place_of(each.span).paragraph for each in treaty.clauses[:1]] == [4]
    assert treaty.source.places[0].paragraph == 1
    new = treaty.text.replace("of common concern.", "of common concern. It shall not charge for this.")
    result = redlined(data.getvalue(), new)
    assert result.note is None
    assert b"txbxContent" in parts(result.data)["word/document.xml"]


AID = (
    "PACT OF ISSEL",
    "Article 1",
    "1. Each Party may ask for aid. It may refuse.",
    "2. The Council shall meet in spring. Its President shall invite the Parties.",
    "3. Each Party shall bear its own costs.",
)


@pytest.mark.parametrize("form", ["by style", "direct"])
@pytest.mark.parametrize(
    "new",
    [
        (*AID[:2], "1. Each Party may ask for aid.", "It may refuse.", *AID[3:]),
        (*AID[:3], "2. The Council shall meet in autumn.", "Its President shall invite the Parties.", *AID[4:]),
        (*AID[:3], "No fee is due.", *AID[3:]),
        (*AID[:2], AID[2][3:], f"1. {AID[3][3:]}", f"2. {AID[4][3:]}"),
        # What gets a number of its own stays in the list.
        (*AID[:2], "1. Each Party may ask for aid.", "2. It may refuse.", f"3. {AID[3][3:]}", f"4. {AID[4][3:]}"),
    ],
)
def test_a_paragraph_that_the_right_text_has_without_number_leaves_the_list(form: str, new: tuple[str, ...]) -> None:
    lines = tuple(("Normal" if line in AID[:2] else "List Number", re.sub(r"^\d\. ", "", line)) for line in AID)
    data = document(lines) if form == "by style" else numbered("\n\n".join(AID))
    made = redlined(data, "\n\n".join(new))
    assert made.note is None
    assert read(made.data).text.rstrip().split("\n\n") == list(new)
    assert read(made.data, "original").text.rstrip().split("\n\n") == list(AID)
    shown = docx.Document(io.BytesIO(made.data)).element.body.iter(qn("w:p"))
    assert not any(written(each)[:1].isdigit() for each in shown)  # all numbers are Word's


SECTIONS = (
    ("Scope", "This Pact applies to the ferries of the sound.", "It does not apply to warships."),
    ("Costs", "Each Party shall bear its own costs.", "The Council shall audit them."),
    ("Exit", "Either Party may withdraw from this Pact.", "It shall give notice of six months."),
)


def outlined(sections: tuple[tuple[str, ...], ...], word: str) -> bytes:
    """A Word document that numbers articles in lines of their own, above their names, and paragraphs within them."""
    made = docx.Document()
    numbering = made.part.numbering_part.element
    own = OxmlElement("w:abstractNum")
    own.set(qn("w:abstractNumId"), "900")
    for at, text in enumerate((f"{word} %1", "%2.")):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(at))
        for name, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:lvlText", text)):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            level.append(part)
        own.append(level)
    next(iter(numbering.findall(qn("w:num")))).addprevious(own)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "901")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "900")
    num.append(link)
    numbering.append(num)
    for name, *texts in sections:
        for level, text in ((0, ""), (None, name), *((1, text) for text in texts)):
            paragraph = made.add_paragraph(text)
            if level is not None:
                numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                numbered.get_or_add_numId().val, numbered.get_or_add_ilvl().val = 901, level
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize("word", ["Article", "Section"])
@pytest.mark.parametrize("at", range(len(SECTIONS)))
@pytest.mark.parametrize("comes", [True, False])
def test_an_article_whose_line_word_writes_whole_comes_and_goes(word: str, at: int, *, comes: bool) -> None:
    fewer = SECTIONS[:at] + SECTIONS[at + 1 :]
    old, new = (fewer, SECTIONS) if comes else (SECTIONS, fewer)
    data = outlined(old, word)
    made = redlined(data, read(outlined(new, word)).text)
    assert made.note is None
    typed = [written(each) for each in docx.Document(io.BytesIO(made.data)).element.iter(qn("w:p"))]
    assert not any(text.startswith((word, "1.", "2.")) for text in typed)  # Word numbers them all
    change = "w:ins" if comes else "w:del"
    lines = [each for each in docx.Document(io.BytesIO(made.data)).element.iter(qn("w:p")) if not written(each)]
    gone = [each for each in lines if each.pPr.find(f"{qn('w:rPr')}/{qn(change)}") is not None]
    assert [each.pPr.numPr.ilvl.val for each in gone if each.pPr.numPr is not None].count(0) == 1


def test_what_would_not_come_out_is_told_with_its_place() -> None:
    made = redlined(document(PACT), edited(("3. Each Party", "5. Each Party")))
    assert made.note is not None
    assert 'from "5. Each Party shall bear its own costs." on' in made.note
    assert made.note.endswith("; numbers and notes are typed in this redline")


@pytest.mark.parametrize("wider", ["left", "right"])
def test_a_column_that_comes_or_goes_takes_the_rows_with_it(tmp_path: Path, wider: str) -> None:
    rows = [("Vessel", "Fee", "Since"), ("Ferries", "10 dollars", "1999"), ("Tankers", "20 dollars", "2001")]
    for side in ("left", "right"):
        document = docx.Document()
        document.add_paragraph("Article 1")
        document.add_paragraph("Each Party shall charge these fees:")
        columns = 3 if side == wider else 2
        table = document.add_table(rows=0, cols=columns)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                cell.text = text
        document.add_paragraph("Each Party shall publish them.")
        document.save(str(tmp_path / f"{side}.docx"))
    left, right = (treatylex.read(tmp_path / f"{side}.docx") for side in ("left", "right"))
    made = redline_document(treatylex.diff_treaties(left, right), layout=(tmp_path / "left.docx").read_bytes())
    assert made.note is None
    (tmp_path / "redline.docx").write_bytes(made.data)
    accepted, original = (
        treatylex.read(tmp_path / "redline.docx", revisions=each).text for each in ("accepted", "original")
    )
    assert original == left.text
    assert [line.rstrip() for line in accepted.splitlines()] == right.text.splitlines()
