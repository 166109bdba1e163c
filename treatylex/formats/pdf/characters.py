"""Characters: what stands where on the pages of a PDF, as pdfium tells.

Guarantees: characters come in the order of the file, with boxes in points from the lower left corner of the page, which
is turned so that most of its text is upright; blanks that pdfium makes up are left out, those of the file stay; nothing
in a file is run or loaded.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from treatylex.errors import InputError
from treatylex.extras import needed
from treatylex.formats.pdf.annotations import written_on
from treatylex.formats.pdf.streams import damaged_pages
from treatylex.formats.symbols import symbol

MOST_PAGES = 10_000
_GREY = 40
"""Of 255: between what is darkest and lightest in a grey is no more."""
_TILT, _SKEW = 3.0, 15.0
"""Degrees: what is turned further against the text of a printed page, or a scanned one, was meant to be so."""
_SCANNED = 0.5
"""Of a page: pictures that cover more are a scan, and the text is that which was recognised in it."""
_HEIGHT = 1.15
"""Of the font's size: so high is the box that pdfium makes for a character, in most fonts."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = "\x02\ufffe\xad"
"""What pdfium makes of the hyphen of a divided word."""


Box = tuple[float, float, float, float]
"""The edges of something on a page, in points: left, bottom, right, top."""


class Character(NamedTuple):
    """A character, or several of a ligature, with its box in points.

    The box reaches to the next character, stands on the line and is as high as the font's size. `struck`: a line runs
    through it. `coloured`: it is neither black nor grey; `underlined`: it is so, above a line, and no link.
    `gone`: it is no part of the text that is read of a document with printed changes. `tint`: the number of its colour
    on the page. `tilt`: by so many degrees it is turned against the text of the page; its box is then where it stands
    when the page is turned so.
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
    tint: int = 0
    tilt: float = 0.0

    @property
    def size(self) -> float:
        """The size of the font."""
        return self.top - self.bottom


class _Glyph(NamedTuple):
    """A character as it is drawn on the page before that is turned, where its foot begins, and its angle in degrees."""

    text: str
    box: Box
    foot: tuple[float, float]
    size: float
    angle: float
    colour: tuple[int, int, int, int]


class PageText(NamedTuple):
    """The characters and drawn lines of a page, whether it shows pictures or is one, and whether it is damaged.

    `written`: what a reader of it wrote on it, which is none of its text.
    """

    characters: list[Character]
    pictured: bool
    unknown: int
    scanned: bool = False
    written: Sequence[str] = ()
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
                yield PageText([], pictured=False, unknown=0, damaged=True)
                continue
            yield _page(page, raw)._replace(damaged=not damaged.isdisjoint((0, number + 1)))
            page.close()
    finally:
        pdf.close()


def _page(page: Any, raw: Any) -> PageText:
    from treatylex.formats.pdf.strokes import strokes_of, with_dots, with_strokes

    width, height = page.get_size()
    shown = page.get_rotation()
    if shown in (90, 270):
        width, height = height, width
    text = page.get_textpage()
    glyphs = list(_glyphs(text.raw, raw))
    text.close()
    turned, usual = _direction(glyphs, shown)
    pictures = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    scanned = sum(_area(each, raw) for each in pictures) > _SCANNED * width * height
    found = list(_characters(glyphs, turned, usual, _SKEW if scanned else _TILT, width, height))
    strokes = [_upright(stroke, turned, width, height) for stroke in strokes_of(page, raw)]
    known = with_dots(with_strokes([each for each in found if each.text], strokes), strokes)
    if any(each.underlined for each in known) and any(each.struck and each.coloured for each in known):
        known = [each._replace(underlined=each.underlined and not _is_link(page, raw, each)) for each in known]
    unknown = len(found) - len(known)
    written = tuple(written_on(page, raw))
    return PageText(known, bool(pictures), unknown, scanned=scanned, written=written, paths=strokes)


def _area(picture: Any, raw: Any) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(picture.raw, *edges):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return (right - left) * (top - bottom)


def _is_link(page: Any, raw: Any, character: Character) -> bool:
    across, level = (character.left + character.right) / 2, (character.bottom + character.top) / 2
    return bool(raw.FPDFLink_GetLinkAtPoint(page.raw, across, level))


def _glyphs(text: Any, raw: Any) -> Iterator[_Glyph]:
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
        drawn = raw.FPDFText_GetFontSize(text, index) or 1.0
        size = abs(drawn) * (math.hypot(matrix.c, matrix.d) or 1.0)
        angle = math.degrees(math.atan2(math.copysign(1, drawn) * matrix.b, math.copysign(1, drawn) * matrix.a))
        raw.FPDFText_GetFillColor(text, index, *tints)
        red, green, blue, opacity = (tint.value for tint in tints)
        sign = chr(code) if code <= 0x10FFFF else ""
        edges = box.left, box.bottom, box.right, box.top
        yield _Glyph(_known(sign), edges, (across.value, foot.value), size, angle, (red, green, blue, opacity))


def _direction(glyphs: Sequence[_Glyph], shown: int) -> tuple[int, int]:
    """By how many degrees a page is turned clockwise so that most of its text is upright, and the angle of that text.

    The second differs from the first where a scan is askew. `shown`: by how many degrees the page is shown turned.
    """
    angles = Counter(round(each.angle) % 360 for each in glyphs if each.text != " ")
    quarters: Counter[int] = Counter()
    for angle, count in angles.items():
        if abs(angle - 90 * round(angle / 90)) <= _SKEW:
            quarters[90 * round(angle / 90) % 360] += count
    turned = max(quarters, key=lambda quarter: (quarters[quarter], quarter == shown), default=shown)
    near = [angle for angle in angles if abs(_tilt(angle, turned)) <= _SKEW]
    return turned, max(near, key=lambda angle: angles[angle], default=turned)


def _tilt(angle: float, usual: int) -> float:
    """How far an angle is from the usual one, in degrees of half a turn to either side."""
    return (angle - usual + 180) % 360 - 180


def _characters(
    glyphs: Sequence[_Glyph], turned: int, usual: int, most: float, width: float, height: float
) -> Iterator[Character]:
    """The characters of a page of a size that is turned by so many degrees, and what is turned further than `most`."""
    known: dict[tuple[int, int, int, int], int] = {}
    for each in glyphs:
        coloured = max(each.colour[:3]) - min(each.colour[:3]) > _GREY
        tint = known.setdefault(each.colour, len(known))
        tilt = 0.0 if each.angle == usual else _tilt(each.angle, usual)
        if abs(tilt) > most:
            along = _along(each, tilt, turned, width, height)
            yield Character(each.text, *along, coloured=coloured, tint=tint, tilt=tilt)
        else:
            upright = _upright(_standing(each, turned), turned, width, height)
            yield Character(each.text, *upright, coloured=coloured, tint=tint)


def _along(glyph: _Glyph, tilt: float, turned: int, width: float, height: float) -> Box:
    """The box of a character where its page is turned further so that it is upright, as wide as its box tells."""
    left, bottom, right, top = _upright(glyph.box, turned, width, height)
    across, foot, _, _ = _upright((*glyph.foot, *glyph.foot), turned, width, height)
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    around, share, other = (right - left, cos, sin) if abs(cos) > abs(sin) else (top - bottom, sin, cos)
    wide = (around - _HEIGHT * glyph.size * abs(other)) / abs(share)
    start, level = across * cos + foot * sin, foot * cos - across * sin
    return start, level, start + wide, level + glyph.size


def _standing(glyph: _Glyph, turned: int) -> Box:
    """The box of a character from its foot to its head, on a page that is turned so that it is upright."""
    left, bottom, right, top = glyph.box
    across, foot = glyph.foot
    if turned in (90, 270):
        head = across - glyph.size if turned == 90 else across + glyph.size
        return min(across, head), bottom, max(across, head), top
    head = foot + glyph.size if turned == 0 else foot - glyph.size
    return left, min(foot, head), right, max(foot, head)


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
    """A box on a page of a size, as it stands where that is turned clockwise by so many degrees."""
    left, bottom, right, top = box
    if turned == 90:
        return bottom, width - right, top, width - left
    if turned == 180:
        return width - right, height - top, width - left, height - bottom
    if turned == 270:
        return height - top, left, height - bottom, right
    return box
