"""Word: a comparison as a document with tracked changes and comments, a treaty as a document.

Guarantees: all changes accepted, the document is the right text, all rejected, the left one, paragraph for paragraph
(`telling.revisions`); every change of law has a comment; nothing is loaded from elsewhere and nothing runs.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from treatylex.comparing.telling.collation import collate
from treatylex.comparing.telling.digest import Item, digest
from treatylex.comparing.telling.paragraph_ends import Fate
from treatylex.comparing.telling.revisions import RevisedParagraph, Run, revisions
from treatylex.formats.extras import needed
from treatylex.model.changes import ChangeKind, TreatyDiff
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import UNITS, LeafKind, Treaty
from treatylex.reporting.remarks import remark

if TYPE_CHECKING:
    from docx.document import Document

AUTHOR = "treatylex"
_INITIALS = "tx"
_ELEMENTS = {
    Fate.DELETED: "w:del",
    Fate.INSERTED: "w:ins",
    Fate.MOVED_FROM: "w:moveFrom",
    Fate.MOVED_TO: "w:moveTo",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold: its files have no history."""
_INDENT = 0.75
"""By so many centimetres a level of points is indented."""


def to_docx(subject: Treaty | TreatyDiff, *, date: datetime.datetime | None = None) -> bytes:
    """A comparison as a Word document with tracked changes, or a treaty as a Word document.

    Args:
        subject: what `diff_treaties` returned, or `parse` or `read`.
        date: when the changes were made, as Word shows it; now if it is not given.

    Returns:
        The bytes of a .docx file.

    Raises:
        InputError: when python-docx is not installed.

    >>> from treatylex.comparing.diffing import diff_treaties
    >>> from treatylex.parsing.reader import parse
    >>> to_docx(diff_treaties(parse("Each Party may act."), parse("Each Party shall act.")))[:2]
    b'PK'
    """
    document = _blank_document()
    if isinstance(subject, TreatyDiff):
        _Redline(document, subject, date or datetime.datetime.now(datetime.UTC)).write()
    else:
        for paragraph in paragraphs(subject):
            _add_paragraph(document, paragraph).add_run(_clean(paragraph.text))
    return _saved(document)


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
    from docx.shared import Cm

    style = _style(paragraph)
    added = document.add_paragraph(style=style)
    if paragraph is not None and style == "Normal" and (depth := _depth(paragraph)):
        added.paragraph_format.left_indent = Cm(_INDENT * depth)
    return added


def _style(paragraph: Paragraph | None) -> str:
    if paragraph is None or paragraph.kind not in (LeafKind.TITLE, LeafKind.HEADING):
        return "Normal"
    if paragraph.kind is LeafKind.TITLE or paragraph.provision is None:
        return "Title"
    return "Heading 2" if paragraph.provision.level in UNITS else "Heading 1"


_LEVEL = re.compile(r"(?:^|__)sub_")


def _depth(paragraph: Paragraph) -> int:
    """How many points lie around a paragraph, its own included."""
    return len(_LEVEL.findall(paragraph.provision.eid)) if paragraph.provision else 0


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _saved(document: "Document") -> bytes:
    """The document's bytes, the same each time: the archive holds no time of its making."""
    made = io.BytesIO()
    document.save(made)
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, _LONG_AGO), source.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


# ---------------------------------------------------------------- tracked changes


_Place = tuple[int, int]
"""A run by its paragraph and its place in it."""
_Placed = tuple[_Place, Run]


@attrs.define
class _Marks:
    """What begins before a run and what ends after it: comments and moves."""

    begin: list[Any] = attrs.field(factory=list)
    end: list[Any] = attrs.field(factory=list)


class _Redline:
    """Writes the joint text of a comparison with tracked changes."""

    def __init__(self, document: "Document", diff: TreatyDiff, date: datetime.datetime) -> None:
        from docx.oxml import OxmlElement

        self._make = OxmlElement
        self._document = document
        self._date = date.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._ids = iter(range(1, 1 << 31))
        sections = collate(diff)
        self._revised = revisions(diff, sections)
        self._runs: list[_Placed] = [
            ((at, number), run)
            for at, paragraph in enumerate(self._revised)
            for number, run in enumerate(paragraph.runs)
        ]
        self._marks: dict[_Place, _Marks] = {}
        self._mark_moves()
        self._mark_comments(item for group in digest(diff, sections) for item in group.items)

    def write(self) -> None:
        """Write every paragraph."""
        for at, paragraph in enumerate(self._revised):
            self._write(at, paragraph)

    def _write(self, at: int, paragraph: RevisedParagraph) -> None:
        element = _add_paragraph(self._document, paragraph.right or paragraph.left)._p
        if paragraph.end.fate is not Fate.KEPT:
            properties = element.get_or_add_pPr()
            mark = self._make("w:rPr")
            mark.append(self._revision(paragraph.end.fate))
            properties.insert_element_before(mark, "w:sectPr", "w:pPrChange")
        for number, run in enumerate(paragraph.runs):
            marks = self._marks.get((at, number), _Marks())
            element.extend([*marks.begin, self._run(run), *marks.end])

    def _run(self, run: Run) -> Any:
        made = self._make("w:r")
        text = self._make("w:delText" if run.fate is Fate.DELETED else "w:t")
        text.text = _clean(run.text)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(text)
        return self._wrapped(made, run.fate)

    def _wrapped(self, made: Any, fate: Fate) -> Any:
        if fate is Fate.KEPT:
            return made
        revision = self._revision(fate)
        revision.append(made)
        return revision

    def _revision(self, fate: Fate) -> Any:
        return self._element(_ELEMENTS[fate], author=AUTHOR, date=self._date)

    def _element(self, tag: str, **attributes: str) -> Any:
        made = self._make(tag)
        for key, value in {"id": str(next(self._ids)), **attributes}.items():
            made.set(_qualified(key), value)
        return made

    def _at(self, place: _Place) -> _Marks:
        return self._marks.setdefault(place, _Marks())

    def _mark_moves(self) -> None:
        """Where what was carried elsewhere begins and ends at both places, under one name."""
        for fate, name in ((Fate.MOVED_FROM, "w:moveFromRange"), (Fate.MOVED_TO, "w:moveToRange")):
            held: dict[int, list[_Place]] = {}
            for place, run in self._runs:
                if run.fate is fate and run.move is not None:
                    held.setdefault(run.move, []).append(place)
            for number, places in held.items():
                start = self._element(f"{name}Start", name=f"move{number}", author=AUTHOR, date=self._date)
                end = self._element(f"{name}End", id=start.get(_qualified("id")))
                self._at(places[0]).begin.append(start)
                self._at(places[-1]).end.append(end)

    def _mark_comments(self, items: Iterable[Item]) -> None:
        touched = _touched(self._runs)
        for item in items:
            lines = remark(item)
            anchor = _anchor(item, touched.get(item.number - 1, [])) or self._runs[:1]
            if lines and anchor:
                self._comment(lines, anchor)

    def _comment(self, lines: Sequence[str], anchor: Sequence[_Placed]) -> None:
        comment = self._document.comments.add_comment(text="\n".join(map(_clean, lines)), author=AUTHOR)
        comment.initials = _INITIALS
        comment._comment_elm.set(_qualified("date"), self._date)
        number = str(comment.comment_id)
        reference = self._make("w:r")
        mark = self._make("w:commentReference")
        mark.set(_qualified("id"), number)
        reference.append(mark)
        fates = {run.fate for _, run in anchor}
        goes = fates <= {Fate.DELETED} or fates <= {Fate.INSERTED}  # with its words
        self._at(anchor[0][0]).begin.append(self._element("w:commentRangeStart", id=number))
        self._at(anchor[-1][0]).end += [
            self._element("w:commentRangeEnd", id=number),
            self._wrapped(reference, fates.pop() if goes else Fate.KEPT),
        ]


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _touched(runs: Iterable[_Placed]) -> dict[int, list[list[_Placed]]]:
    """For each change the runs that it touches, those in a row together."""
    found: dict[int, list[list[_Placed]]] = {}
    before: tuple[int, ...] = ()
    for place, run in runs:
        for number in run.changes:
            stretches = found.setdefault(number, [])
            if number not in before:
                stretches.append([])
            stretches[-1].append((place, run))
        before = run.changes
    return found


def _anchor(item: Item, stretches: Sequence[list[_Placed]]) -> list[_Placed]:
    """The runs at which a change is commented: what it edited in the first passage where it stands.

    What was carried elsewhere is commented where it stands now.
    """
    if item.change.kind is ChangeKind.MOVED:
        stretches = sorted(stretches, key=lambda stretch: not any(run.fate is Fate.MOVED_TO for _, run in stretch))
    edited = ([placed for placed in stretch if placed[1].fate is not Fate.KEPT] for stretch in stretches)
    return next(filter(None, edited), stretches[0] if stretches else [])
