"""Word: a comparison as a document with tracked changes and comments, a treaty as a document.

Guarantees: all changes accepted, the document is the right text, all rejected, the left one, paragraph for paragraph
(`telling.revisions`); every change of law has a comment; nothing is loaded from elsewhere and nothing runs.
"""

import datetime
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from treatylex.comparing.telling.paragraph_ends import Fate
from treatylex.extras import needed
from treatylex.formats.xml_writing import clean
from treatylex.model.changes import TreatyDiff
from treatylex.model.notes import NotesOfText, words_of
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.tracking import AUTHOR, Tracking
from treatylex.reporting.word_layout import Unfit, check, into_layout
from treatylex.reporting.word_notes import Footnotes

if TYPE_CHECKING:
    from docx.document import Document

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold: its files have no history."""
_LINE = 16
"""So many centimetres a line is long: a row of a table that is set by tabs divides it evenly."""
_INDENT = 0.75
"""By so many centimetres a level of points is indented."""


@attrs.frozen(kw_only=True)
class Redlined:
    """A Word document, and why the layout of LEFT is not in it, if it could not be kept."""

    data: bytes
    note: str | None = None


def to_docx(
    subject: Treaty | TreatyDiff, *, date: datetime.datetime | None = None, layout: bytes | None = None
) -> bytes:
    """A comparison as a Word document with tracked changes, or a treaty as a Word document.

    Where the left treaty was read from a Word document that can still be found, its styles, numbering and tables stay;
    a warning says so where they cannot.

    Args:
        subject: what `diff_treaties` returned, or `parse` or `read`.
        date: when the changes were made, as Word shows it; now if it is not given.
        layout: the bytes of the .docx file from which the left treaty was read, where it is not found by its name.

    Returns:
        The bytes of a .docx file.

    Raises:
        InputError: when python-docx is not installed.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> to_docx(diff_treaties(parse("Each Party may act."), parse("Each Party shall act.")))[:2]
    b'PK'
    """
    if isinstance(subject, TreatyDiff):
        redlined = redline_document(subject, date=date, layout=layout)
        if redlined.note:
            warnings.warn(redlined.note, stacklevel=2)
        return redlined.data
    document = _blank_document()
    notes, footnotes = NotesOfText.of(subject), Footnotes(document)
    for is_table, run in itertools.groupby(paragraphs(subject), lambda each: each.kind is LeafKind.TABLE):
        rows = list(run)
        if is_table:
            _add_table(document, rows, notes, footnotes)
            continue
        for paragraph in rows:
            if paragraph.places[0] not in notes.mark_of:
                _write_runs(_add_paragraph(document, paragraph), paragraph, notes, footnotes)
    footnotes.save()
    return _saved(document)


def _write_runs(
    element: Any, paragraph: Paragraph, notes: NotesOfText, footnotes: Footnotes, within: tuple[int, int] | None = None
) -> None:
    """Write the words of a paragraph, or those between two places of it, and a footnote at each mark of one."""
    done, limit = within or (0, len(paragraph.text))
    for at, place in enumerate(paragraph.places[:limit]):
        if place not in notes.notes or at < done:
            continue
        if at > done:
            element.add_r().text = clean(paragraph.text[done:at])
        done = at + notes.marks[place] - place
        run = element.add_r()
        run.get_or_add_rPr().superscript = True
        run.extend(footnotes.add(clean(paragraph.text[at:done]), clean(words_of(notes.notes[place]))))
    element.add_r().text = clean(paragraph.text[done:limit])


def redline_document(
    diff: TreatyDiff, *, date: datetime.datetime | None = None, layout: bytes | None = None
) -> Redlined:
    """A comparison as a Word document with tracked changes; arguments are those of `to_docx`."""
    when = date or datetime.datetime.now(datetime.UTC)
    original = layout or _original(diff.left)
    note = None
    if original is not None:
        try:
            data = _saved(into_layout(diff, original, when))
            check(diff, data)
        except Unfit as reason:
            lost = "numbers and notes are typed in this redline"
            note = f"{diff.left.source.name}: its layout is not kept: {reason}; {lost}"
        else:
            return Redlined(data=data)
    document = _blank_document()
    _write(document, Tracking(document, diff, when))
    return Redlined(data=_saved(document), note=note)


def _original(treaty: Treaty) -> bytes | None:
    """The Word document from which a treaty was read, if it is still there."""
    if treaty.source_format != "docx" or treaty.source_name is None:
        return None
    try:
        return Path(treaty.source_name).read_bytes()
    except OSError:
        return None


def _blank_document() -> "Document":
    """A document without text, set as treaties are: serif, on A4, articles centred."""
    docx = needed("docx", "docx")
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    document: Document = docx.Document()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):  # those of Word 2010, which contradict the others
            document.part.drop_rel(key)
    document.core_properties.author, document.core_properties.comments = AUTHOR, ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    sizes = {"Normal": 11, "Title": 15, "Heading 1": 13, "Heading 2": 11}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Times New Roman", Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[attribute]
        style.paragraph_format.space_after = Pt(6)
        if name != "Normal":
            style.font.bold = True
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before = Pt(12 if name != "Heading 2" else 6)
    for border in document.styles["Title"].element.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)
    return document


def _add_paragraph(document: "Document", paragraph: Paragraph | None) -> Any:
    """A paragraph at the end of the document; python-docx's own way looks for the end anew each time."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    style = _STYLES[paragraph.heading_level if paragraph else 0]
    added: Any = OxmlElement("w:p")
    if style != "Normal":
        added.style = style.replace(" ", "")
    elif paragraph is not None and (depth := _depth(paragraph)):
        added.get_or_add_pPr().ind_left = Cm(_INDENT * depth)
    if paragraph is not None and paragraph.kind is LeafKind.TABLE:
        cells = paragraph.text.count("\t") + 1
        for cell in range(1, cells):
            added.get_or_add_pPr().get_or_add_tabs().insert_tab_in_order(
                Cm(_LINE * cell / cells), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.SPACES
            )
    document.element.body.sectPr.addprevious(added)
    return added


def _add_table(document: "Document", rows: Sequence[Paragraph], notes: NotesOfText, footnotes: Footnotes) -> None:
    texts = [row.text.split("\t") for row in rows]
    table = document.add_table(rows=0, cols=max(map(len, texts)), style="Table Grid")
    for row, words in zip(rows, texts, strict=True):
        ends = list(itertools.accumulate(len(each) + 1 for each in words))
        for cell, text, end in zip(table.add_row().cells, words, ends, strict=False):
            _write_runs(cell.paragraphs[0]._p, row, notes, footnotes, (end - 1 - len(text), end - 1))


_STYLES = ("Normal", "Title", "Heading 1", "Heading 2")
"""The styles of paragraphs, by the level of heading that they are."""


_LEVEL = re.compile(r"(?:^|__)sub_")


def _depth(paragraph: Paragraph) -> int:
    """How many points lie around a paragraph, its own included."""
    return len(_LEVEL.findall(paragraph.provision.eid)) if paragraph.provision else 0


def _saved(document: "Document") -> bytes:
    """The document's bytes, the same each time: the archive holds no time of its making."""
    made = io.BytesIO()
    document.save(made)
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, _LONG_AGO), source.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _write(document: "Document", tracking: Tracking) -> None:
    """Write the joint text of a comparison, each paragraph as it is set where nothing says otherwise."""
    for at, paragraph in enumerate(tracking.revised):
        element = _add_paragraph(document, paragraph.right or paragraph.left)
        if paragraph.end.fate is not Fate.KEPT:
            tracking.end(element.get_or_add_pPr(), paragraph.end.fate)
        for number, run in enumerate(paragraph.runs):
            marks = tracking.marks(at, number)
            element.extend([*marks.begin, tracking.run(run), *marks.end])
