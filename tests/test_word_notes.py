"""Redlines over a Word document with footnotes: notes come, go and change in the document, and both texts come out."""

import datetime
import io
import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

import treatylex
from treatylex.formats.documents import Choices
from treatylex.formats.registry import read_bytes
from treatylex.model.paragraphs import paragraphs
from treatylex.reporting.tracking import Tracking
from treatylex.reporting.word import Redlined, redline_document
from treatylex.reporting.word_layout import _Rewriting
from treatylex.reporting.word_notes import Notes

WHEN = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
TEXT = (
    "Article 1",
    "Each Party shall keep a register{0} of its vessels.",
    "The Council{1} may fix a fee, and shall publish it{2}.",
    "Article 2",
    "This Pact shall enter into force on signature.",
)
NOTES = ("In the form of the annex.", "As set up in 1999.", "On the first day of May.")


def document(text: Sequence[str] = TEXT, notes: Sequence[str | None] = NOTES) -> bytes:
    """A Word document; "{0}" refers to the first of the notes, if it is there; tabs part the cells of a row."""
    made = docx.Document()
    there: list[str] = []
    table = None
    for line in text:
        lines: list[tuple[Any, str]] = []
        if "\t" in line:
            table = table or made.add_table(rows=0, cols=line.count("\t") + 1)
            lines = [
                (cell.paragraphs[0], words) for cell, words in zip(table.add_row().cells, line.split("\t"), strict=True)
            ]
        else:
            table = None
            lines = [(made.add_paragraph(style="Heading 2" if line.startswith("Article") else "Normal"), line)]
        parts = ((paragraph, part) for paragraph, words in lines for part in enumerate(re.split("[{}]", words)))
        for paragraph, (number, words) in parts:
            note = notes[int(words)] if number % 2 else None
            if not number % 2:
                paragraph.add_run(words)
            elif note is not None:
                there.append(note)
                run = paragraph.add_run()
                run.font.superscript = True
                run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(there)}"/>'))
    sign = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteRef/></w:r>"
    kept = "".join(
        f'<w:footnote w:id="{k}"><w:p>{sign}<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
        for k, words in enumerate(there, 1)
    )
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{k}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for k, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    blob = f"<w:footnotes {nsdecls('w')}>{lines}{kept}</w:footnotes>".encode()
    made.part.relate_to(Part(PackURI("/word/footnotes.xml"), TYPE, blob, made.part.package), RELATION)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def read(data: bytes, revisions: str = "accepted") -> treatylex.Treaty:
    return read_bytes(data, "pact.docx", choices=Choices(revisions=revisions))


def squashed(text: str) -> str:
    return "".join(text.split())


def redlined(old: bytes, new: bytes) -> Redlined:
    """The redline of two documents, which keeps the layout of the first and leads to both texts."""
    diff = treatylex.diff_treaties(read(old), read(new))
    made = redline_document(diff, layout=old)
    assert made.note is None
    for revisions, treaty in (("accepted", diff.right), ("original", diff.left)):
        assert squashed(read(made.data, revisions).text) == squashed("".join(each.text for each in paragraphs(treaty)))
    return made


def roots(data: bytes) -> tuple[Any, Any]:
    shown = docx.Document(io.BytesIO(data))
    part = next(each.target_part for each in shown.part.rels.values() if each.reltype == RELATION)
    return shown.element, parse_xml(part.blob)


SUBSETS = [
    tuple(note if chosen else None for note, chosen in zip(NOTES, choice, strict=True))
    for choice in itertools.product((True, False), repeat=3)
]


@pytest.mark.parametrize("old", SUBSETS[:-1], ids=lambda notes: "".join("x" if note else "-" for note in notes))
def test_whichever_notes_come_and_go_they_are_notes_of_the_document(old: Sequence[str | None]) -> None:
    for new in SUBSETS:
        text, notes = roots(redlined(document(notes=old), document(notes=new)).data)
        ids = [each.get(qn("w:id")) for each in text.iter(qn("w:footnoteReference"))]
        assert ids == sorted(ids)  # LibreOffice takes notes by their order
        assert [each.get(qn("w:id")) for each in notes][2:] == ids
        kept = [note for note in old if note in new]
        tracked = sum(
            1 for each in text.iter(qn("w:footnoteReference")) if each.getparent().getparent().tag != qn("w:p")
        )
        assert tracked == sum(1 for note in (*old, *new) if note is not None and note not in kept)


def test_the_words_of_a_note_are_tracked_in_it_and_what_is_said_of_them_stands_at_its_mark() -> None:
    old = document(notes=("Each Party may keep it in any form.", *NOTES[1:]))
    new = document(notes=("Each Party shall keep it in any form.", *NOTES[1:]))
    made = redlined(old, new)
    text, notes = roots(made.data)
    assert [each.text for change in notes.iter(qn("w:del")) for each in change.iter(qn("w:delText"))] == [" may"]
    assert [each.text for change in notes.iter(qn("w:ins")) for each in change.iter(qn("w:t"))] == [" shall"]
    assert not list(text.iter(qn("w:ins"), qn("w:del")))
    assert not [each for each in notes.iter() if "omment" in each.tag]
    referred = {each.get(qn("w:id")) for each in text.iter(qn("w:commentReference"))}
    assert referred == {str(each.comment_id) for each in docx.Document(io.BytesIO(made.data)).comments}


def test_the_sign_of_a_note_that_goes_stays_with_it() -> None:
    _, notes = roots(redlined(document(), document(notes=(None, *NOTES[1:]))).data)
    gone = notes.find(f"{qn('w:footnote')}[@{qn('w:id')}='1']")
    (sign,) = gone.iter(qn("w:footnoteRef"))
    assert sign.getparent().getparent().tag == qn("w:p")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Council{1} may fix", "The Board{1} may fix"),
        ("a register{0} of its vessels", "a list{0} of all its vessels"),
        ("shall publish it{2}.", "shall publish it{2} in time."),
    ],
)
def test_a_mark_stays_where_the_words_around_it_change_and_its_number_too(old: str, new: str) -> None:
    changed = tuple(line.replace(old, new) for line in TEXT)
    assert changed != TEXT
    for notes in (NOTES, (None, *NOTES[1:]) if "{0}" not in old else (*NOTES[:2], None)):
        text, _ = roots(redlined(document(), document(changed, notes)).data)
        mark = int(old[old.index("{") + 1])
        found = list(text.iter(qn("w:footnoteReference")))[mark]
        assert found.getparent().getparent().tag == qn("w:p")


def test_a_paragraph_that_moves_or_comes_takes_its_note_along() -> None:
    came = (*TEXT[:2], "Each Party may inspect{1} the vessels of the others.", *TEXT[3:])
    redlined(document((*TEXT[:2], *TEXT[3:])), document(came))
    redlined(document(came), document((*TEXT[:2], *TEXT[3:])))
    redlined(document(), document((TEXT[0], TEXT[2], TEXT[1], *TEXT[3:])))


def unnoted() -> bytes:
    """A document without a part for notes."""
    made = docx.Document(io.BytesIO(document(notes=(None, None, None))))
    key = next(key for key, each in made.part.rels.items() if each.reltype == RELATION)
    made.part.drop_rel(key)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize("old", [unnoted, lambda: document(notes=(None, None, None))], ids=["no part", "no notes"])
def test_the_first_notes_of_a_document_are_notes_of_it(old: Callable[[], bytes]) -> None:
    text, notes = roots(redlined(old(), document()).data)
    assert [each.getparent().getparent().tag for each in text.iter(qn("w:footnoteReference"))] == 3 * [qn("w:ins")]
    shown = [note for note in notes if note.get(qn("w:type")) is None]
    assert ["".join(each.text for each in note.iter(qn("w:t"))).strip() for note in shown] == list(NOTES)
    assert all(len(list(note.iter(qn("w:footnoteRef")))) == 1 for note in shown)


ROWS = ("Port\tFee\tDue", "Hale\t10 marks\tin May", "Brede\t12 marks\tin June", "Orlen\t15 marks\tin July")


def tabled(rows: Sequence[str]) -> tuple[str, ...]:
    return (TEXT[0], "The fees in this table shall apply:", *rows, *TEXT[3:])


@pytest.mark.parametrize("noted", range(len(ROWS)))
def test_rows_come_and_go_wherever_a_note_stands_in_their_table(noted: int) -> None:
    cells = ROWS[noted].split("\t")
    cells[noted % 3] += "{0}"
    rows = [*ROWS[:noted], "\t".join(cells), *ROWS[noted + 1 :]]
    for at in range(1, len(rows) + 1):
        more = [*rows[:at], "Tarn\t17 marks\tin March", *rows[at:]]
        for old, new in ((rows, more), (more, rows)):
            redlined(document(tabled(old)), document(tabled(new)))


@pytest.mark.parametrize("cell", range(3))
def test_a_row_goes_and_comes_with_its_note(cell: int) -> None:
    cells = ["Tarn", "17 marks", "in March"]
    cells[cell] += "{0}"
    noted, plain = document(tabled([*ROWS, "\t".join(cells)])), document(tabled(ROWS))
    text, notes = roots(redlined(noted, plain).data)
    assert len(list(text.iter(qn("w:del")))) > len(list(text.iter(qn("w:ins")))) == 0
    assert "".join(each.text for each in notes.iter(qn("w:delText"))).strip() == NOTES[0]
    text, notes = roots(redlined(plain, noted).data)
    assert len(list(text.iter(qn("w:ins")))) > len(list(text.iter(qn("w:del")))) == 0
    assert "".join(each.text for each in notes.iter(qn("w:t"))).strip() == NOTES[0]


@pytest.mark.parametrize("line", [line for line in TEXT if not line.startswith("Article")])
def test_the_sign_of_an_object_is_a_sign_like_any_other(line: str) -> None:
    old = tuple(each.replace(line, f"\ufffc{{1}}{line}") for each in TEXT)
    assert any("\ufffc" in each.text for each in roots(document(old))[0].iter(qn("w:t")))
    redlined(document(old), document(tuple(each.replace("shall", "may") for each in old)))


def noted(many: int) -> tuple[bytes, bytes]:
    """Paragraphs with a note each, and the same with another note in each."""
    lines = [f"Each Party shall keep register {k}{{{2 * k}}} of its vessels{{{2 * k + 1}}}." for k in range(many)]
    lines += TEXT[3:]
    notes = [f"In form {k}." for k in range(2 * many)]
    return document(lines, [note if k % 2 else None for k, note in enumerate(notes)]), document(lines, notes)


def struck(many: int) -> tuple[bytes, bytes]:
    """A table with a note, and the same without every other row."""
    rows = ["Port{0}\tFee", *(f"Port {k}\t{k} marks" for k in range(2 * many))]
    return document([*rows, *TEXT[3:]]), document([*rows[:1], *rows[1::2], *TEXT[3:]])


@pytest.mark.parametrize("made", [noted, struck])
def test_a_redline_takes_work_as_its_notes_and_rows_are_many(
    growth_of: Callable[..., float], made: Callable[[int], tuple[bytes, bytes]]
) -> None:
    def prepare(many: int) -> Callable[[], object]:
        old, new = made(many)
        diff = treatylex.diff_treaties(read(old), read(new))
        changes, shown = diff, docx.Document(io.BytesIO(old))
        return lambda: _Rewriting(shown, changes, Tracking(shown, changes, WHEN), Notes(shown)).write()

    assert growth_of(prepare, 10) < 2.3


def test_a_validator_of_office_documents_finds_nothing_new_where_notes_come_and_go(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    old = document(notes=(*NOTES[:2], None))
    faults = []
    for data in (old, redlined(old, document(notes=(None, *NOTES[1:]))).data):
        path = tmp_path / "pact.docx"
        path.write_bytes(data)
        faults.append([str(fault) for fault in audit.OpenXmlValidator().validate(path).errors])
    assert faults[0] == faults[1]  # those of python-docx's template
