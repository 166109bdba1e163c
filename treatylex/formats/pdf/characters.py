"""Characters: what stands where on the pages of a PDF, as pdfium tells.

Guarantees: characters come in the order of the file, with boxes in points from the lower left corner of the page as it
is shown; blanks that pdfium makes up are left out, those of the file stay; nothing in a file is run or loaded.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from treatylex.errors import InputError
from treatylex.extras import needed
from treatylex.formats.pdf.streams import damaged_pages
from treatylex.formats.symbols import symbol

MOST_PAGES = 10_000
_GREY = 40
"""Of 255: between what is darkest and lightest in a grey is no more."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = "\x02\ufffe\xad"
"""What pdfium makes of the hyphen of a divided word."""


Box = tuple[float, float, float, float]
"""The edges of something on a page, in points: left, bottom, right, top."""


class Character(NamedTuple):
    """A character, or several of a ligature, with its box in points.

    The box reaches to the next character, stands on the line and is as high as the font's size. `struck`: a line runs
    through it. `coloured`: it is neither black nor grey; `underlined`: it is so, above a line, and no link.
    `gone`: it is no part of the text that is read of a document with printed changes.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    struck: bool = False
    coloured: bool = False
    underlined: bool = False
    gone: bool = False

    @property
    def size(self) -> float:
        """The size of the font."""
        return self.top - self.bottom


class PageText(NamedTuple):
    """The characters and drawn lines of a page, its size, whether it shows pictures, and whether it is damaged."""

    characters: list[Character]
    width: float
    height: float
    pictured: bool
    unknown: int
    damaged: bool = False
    paths: Sequence[Box] = ()


def pages_of(data: bytes) -> Iterator[PageText]:
    """The pages of a PDF.

    Raises:
        InputError: when it is locked, damaged or too long, or pypdfium2 is not installed.
    """
    pdfium: Any = needed("pypdfium2", "pdf")
    raw: Any = needed("pypdfium2.raw", "pdf")
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        if "password" in str(fault).lower():
            remedy = "save it without one, for example with qpdf --decrypt"
            raise InputError(f"is locked with a password; {remedy}") from None
        raise InputError("is a damaged PDF; open and print it to PDF again, or download it again") from None
    try:
        if len(pdf) > MOST_PAGES:
            raise InputError(f"has more than {MOST_PAGES:,} pages; split the file")
        damaged = damaged_pages(data, len(pdf))
        for number in range(len(pdf)):
            try:
                page = pdf[number]
            except pdfium.PdfiumError:
                yield PageText([], 0, 0, pictured=False, unknown=0, damaged=True)
                continue
            yield _page(page, raw)._replace(damaged=not damaged.isdisjoint((0, number + 1)))
            page.close()
    finally:
        pdf.close()


def _page(page: Any, raw: Any) -> PageText:
    from treatylex.formats.pdf.strokes import strokes_of, with_dots, with_strokes

    width, height = page.get_size()
    turned = page.get_rotation()
    text = page.get_textpage()
    found = list(_characters(text.raw, raw, turned, width, height))
    text.close()
    strokes = [_upright(stroke, turned, width, height) for stroke in strokes_of(page, raw)]
    known = with_dots(with_strokes([each for each in found if each.text], strokes), strokes)
    if any(each.underlined for each in known) and any(each.struck and each.coloured for each in known):
        known = [each._replace(underlined=each.underlined and not _is_link(page, raw, each)) for each in known]
    pictured = any(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in page.get_objects(max_depth=3))
    return PageText(known, width, height, pictured=pictured, unknown=len(found) - len(known), paths=strokes)


def _is_link(page: Any, raw: Any, character: Character) -> bool:
    across, level = (character.left + character.right) / 2, (character.bottom + character.top) / 2
    return bool(raw.FPDFLink_GetLinkAtPoint(page.raw, across, level))


def _characters(text: Any, raw: Any, turned: int, width: float, height: float) -> Iterator[Character]:
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    across, foot = ctypes.c_double(), ctypes.c_double()
    tints = [ctypes.c_uint() for _ in range(4)]
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (10, 13) or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, across, foot)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = abs(raw.FPDFText_GetFontSize(text, index) or 1.0) * (math.hypot(matrix.c, matrix.d) or 1.0)
        sign = chr(code) if code <= 0x10FFFF else ""
        if turned in (90, 270):
            upright = _upright((box.left, box.bottom, box.right, box.top), turned, width, height)
        else:
            upright = _upright((box.left, foot.value, box.right, foot.value + size), turned, width, height)
        raw.FPDFText_GetFillColor(text, index, *tints)
        red, green, blue = (tint.value for tint in tints[:3])
        coloured = max(red, green, blue) - min(red, green, blue) > _GREY
        yield Character(_known(sign), *upright, coloured=coloured)


def _known(sign: str) -> str:
    """A character as texts have it; "" for what its font does not tell."""
    if sign in _HYPHENS:
        return "-"
    if sign in _LIGATURES:
        return _LIGATURES[sign]
    if sign in ("\t", "\xa0", " "):
        return " "
    if (known := symbol(sign)) is not None:
        return known
    return "" if sign < " " or "\ue000" <= sign <= "\uf8ff" or sign == "\ufffd" else sign


def _upright(box: Box, turned: int, width: float, height: float) -> Box:
    """A box as it stands on the page that is shown turned clockwise by so many degrees."""
    left, bottom, right, top = box
    if turned == 90:
        return bottom, height - right, top, height - left
    if turned == 180:
        return width - right, height - top, width - left, height - bottom
    if turned == 270:
        return width - top, left, width - bottom, right
    return box
