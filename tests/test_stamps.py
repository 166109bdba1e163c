"""Stamps in PDF: watermarks and stamps of receipt are told and stay out of the lines; turned and hidden text stays."""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import treatylex
from treatylex.errors import Severity
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.stamps import without_repeated, without_stamps
from treatylex.formats.registry import read_bytes

if TYPE_CHECKING:
    from docx.document import Document

pytest.importorskip("pypdfium2")
docx = pytest.importorskip("docx")

LINES = [
    "Agreement on the Port",
    "Article 1",
    "1. Neither Party shall close the port to the ships of the other Party, and each",
    "Party shall tell the other of the works that it carries out there.",
    "2. Each Party shall keep a list of the ships that call at the port, and shall",
    "send a copy of it to the other Party once a year.",
    "Article 2",
    "The fees are set by the Council. They shall not be higher than the costs of the",
    "services for which they are charged.",
]
RED, PALE = "1 0 0 rg", ".9 g"


def at(words: str, x: float, y: float, *, size: float = 11, angle: float = 0, form: str = "") -> str:
    """Words that a page draws."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return f"q {form} BT /F {size} Tf {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x} {y} Tm ({words}) Tj ET Q\n"


def letters(words: str, x: float, y: float, step: float, rise: float, *, size: float, angle: float = 0) -> str:
    """The same, letter by letter."""
    return "".join(
        at(each, x + step * k, y + rise * k, size=size, angle=angle, form=PALE) for k, each in enumerate(words)
    )


def seal(words: str, x: float, y: float, radius: float) -> str:
    """Words around a circle."""
    angles = [180 - 360 * k / len(words) for k in range(len(words))]
    places = [(x + radius * math.cos(math.radians(a)), y + radius * math.sin(math.radians(a))) for a in angles]
    return "".join(
        at(each, *place, size=9, angle=angle - 90, form=RED)
        for each, place, angle in zip(words, places, angles, strict=True)
    )


def text(lines: Sequence[str] = LINES, *, form: str = "") -> str:
    """The lines of a page, a larger title first."""
    sizes = [18, *(11 for _ in lines[1:])]
    return "".join(at(line, 60, 780 - 16 * k, size=sizes[k], form=form) for k, line in enumerate(lines))


TEXT = text()


def pdf(*pages: str, turned: int = 0, form: str = "", scanned: bool = False) -> bytes:
    """A PDF that draws pages, each turned by so many degrees; `form` is what a page draws with "/Fm Do"."""
    objects = {1: "<</Type/Catalog/Pages 2 0 R>>", 3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    resources = "/Font<</F 3 0 R>>/ExtGState<</Half<</ca .3>>>>/XObject<</Fm 5 0 R/Im 6 0 R>>"
    head = f"<</Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Length {len(form)}>>"
    objects[5] = f"{head}stream\n{form}\nendstream"
    picture = "<</Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    objects[6] = f"{picture}stream\n~\nendstream"
    for number, page in enumerate(pages):
        drawn = ("q 595 0 0 842 0 0 cm /Im Do Q\n" if scanned else "") + page
        objects[10 + 2 * number] = f"<</Type/Page/Parent 2 0 R/Rotate {turned}/Contents {11 + 2 * number} 0 R>>"
        objects[11 + 2 * number] = f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream"
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/Resources<<{resources}>>/MediaBox[0 0 595 842]>>"
    body = "".join(f"{number} 0 obj{each} endobj\n" for number, each in objects.items())
    return f"%PDF-1.6\n{body}trailer<</Root 1 0 R/Size 99>>\n%%EOF".encode("latin1")


def told(treaty: treatylex.Treaty) -> list[str]:
    return [each.message for each in treaty.diagnostics if each.code == "stamp"]


STAMPS = {
    "DRAFT": at("DRAFT", 150, 600, size=90, angle=45, form=PALE),
    "CONFIDENTIAL": at("CONFIDENTIAL", 90, 700, size=60, form="/Half gs"),
    "NOT": at("NOT", 170, 748, form=RED),
    "VOID": letters("VOID", 100, 690, 60, 25, size=50),
    "SECRET": letters("SECRET", 100, 690, 35, 35, size=30, angle=45),
    "RECEIVED 3 MAY 2024 REGISTRY": "".join(
        at(line, 300, 755 - 12 * k, size=10, form=RED) for k, line in enumerate(("RECEIVED", "3 MAY 2024", "REGISTRY"))
    ),
    "RECEIVED 4 MAY": at("RECEIVED", 300, 750, angle=8, form=RED) + at("4 MAY", 302, 738, angle=8, form=RED),
    "RECEIVED": at("RECEIVED", 62, 783, size=10, form=RED),
    "NORLAND": seal("NORLAND", 350, 730, 30),
    "jdoe on PROD2 with PACTS": at("jdoe on PROD2 with PACTS", 45, 600, size=8, angle=90),
}


@pytest.mark.parametrize("words", STAMPS)
@pytest.mark.parametrize("is_behind", [False, True])
def test_a_stamp_stays_out_of_the_lines_and_is_told_with_its_words(words: str, is_behind: bool) -> None:
    plain = read_bytes(pdf(TEXT, TEXT), "a.pdf")
    stamped = STAMPS[words] + TEXT if is_behind else TEXT + STAMPS[words]
    treaty = read_bytes(pdf(TEXT, stamped), "a.pdf")
    assert treaty.text == plain.text
    assert told(treaty) == [f'left out as a stamp on page 2, turned against the text or over it: "{words}"']
    (stamp,) = (each for each in treaty.diagnostics if each.code == "stamp")
    assert (stamp.severity, treaty.place_of(stamp.span).page) == (Severity.WARNING, 2)


def test_a_watermark_is_told_once_and_found_where_it_lies_over_no_line() -> None:
    mark = at("DRAFT", 100, 640, size=90, form=PALE)
    treaty = read_bytes(pdf(TEXT + mark, TEXT, text(LINES[:2]) + mark), "a.pdf")
    assert "DRAFT" not in treaty.text
    assert told(treaty) == ['left out as a stamp on pages 1, 3, turned against the text or over it: "DRAFT"']


def test_a_watermark_that_a_program_sets_as_a_form_is_a_stamp() -> None:
    drawn = "/Artifact <</Subtype/Watermark/Type/Pagination>>BDC q .7 .7 -.7 .7 200 400 cm /Fm Do Q EMC"
    treaty = read_bytes(pdf(TEXT + drawn, form="BT /F 60 Tf 9 9 Td (DRAFT) Tj ET"), "a.pdf")
    assert treaty.text == read_bytes(pdf(TEXT), "a.pdf").text
    assert told(treaty) == ['left out as a stamp on page 1, turned against the text or over it: "DRAFT"']


SIDEWAYS = "".join(at(line, 60 + 16 * k, 40, angle=90) for k, line in enumerate(LINES))
UPSIDE_DOWN = "".join(at(line, 535, 60 + 16 * k, angle=180) for k, line in enumerate(LINES))


@pytest.mark.parametrize(
    ("page", "turned"), [(SIDEWAYS, 0), (SIDEWAYS, 90), (TEXT, 90), (TEXT, 180), (UPSIDE_DOWN, 0), (UPSIDE_DOWN, 180)]
)
def test_a_page_is_read_whichever_way_it_is_turned(page: str, turned: int) -> None:
    treaty = read_bytes(pdf(page, turned=turned), "a.pdf")
    assert treaty.text.split() == " ".join(LINES).split()
    assert not told(treaty)


def test_a_stamp_on_a_page_that_is_turned_is_one() -> None:
    treaty = read_bytes(pdf(SIDEWAYS + at("DRAFT", 300, 200, size=80, angle=135, form=PALE), turned=90), "a.pdf")
    assert treaty.text.split() == " ".join(LINES).split()
    assert told(treaty) == ['left out as a stamp on page 1, turned against the text or over it: "DRAFT"']


ASKEW = "".join(at(line, 60, 780 - 20 * k, angle=5 + k % 2, form="3 Tr") for k, line in enumerate(LINES))
LARGE = at("AGREEMENT", 60, 800, size=60) + text(LINES[1:])


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(text(form="3 Tr"), id="hidden"),
        pytest.param(text(form="1 g"), id="white"),
        pytest.param(LARGE, id="title"),
        pytest.param(TEXT + at("2", 294, 753, size=7), id="raised"),
        pytest.param(at(LINES[0], 61.5, 778.5, size=18, form=PALE) + TEXT, id="shadow"),
        pytest.param(TEXT + at("Done at ______ on ______", 60, 500) + at("Issel", 105, 501), id="blanks"),
        pytest.param(TEXT + text(["Another text in the place of the first one", *LINES[1:]]), id="recognised twice"),
    ],
)
def test_what_looks_like_a_stamp_but_is_text_stays(page: str) -> None:
    assert not told(read_bytes(pdf(page), "a.pdf"))


def test_what_was_recognised_in_a_picture_may_be_askew() -> None:
    treaty = read_bytes(pdf(ASKEW, scanned=True), "a.pdf")
    assert sorted("".join(treaty.text.split())) == sorted("".join("".join(LINES).split()))
    assert not told(treaty)


def test_a_scan_with_a_watermark_is_a_scan() -> None:
    mark = at("CONFIDENTIAL, FOR THE COUNCIL ONLY", 100, 100, size=30, angle=45)
    with pytest.raises(treatylex.InputError, match="is a scan"):
        read_bytes(pdf(mark, scanned=True), "a.pdf")


def test_what_a_reader_typed_on_a_page_is_told_and_no_text() -> None:
    typed = "<</Type/Annot/Subtype/FreeText/Rect[100 500 300 550]/Contents(It shall not pay.)/DA(/Helv 12 Tf)>>"
    remark = "<</Type/Annot/Subtype/Text/Rect[100 500 300 550]/Contents(Why?)>>"
    data = pdf(TEXT, TEXT).replace(b"/Contents 13 0 R", f"/Contents 13 0 R/Annots[{typed}{remark}]".encode())
    treaty = read_bytes(data, "a.pdf")
    assert treaty.text == read_bytes(pdf(TEXT, TEXT), "a.pdf").text
    (told,) = (each for each in treaty.diagnostics if each.code == "left-out")
    assert told.message == 'left out as what a reader wrote on page 2: "It shall not pay."'
    assert treaty.place_of(told.span).page == 2


RULES = "".join(f"60 {y} m 360 {y} l S\n" for y in (500, 600, 620, 640))
RULES += "".join(f"{x} 500 m {x} 640 l S\n" for x in (60, 160, 200, 240, 360))
CELLS = "".join(at(word, x, y) for word, x, y in [("Port", 65, 608), ("Remarks", 245, 608), ("Issel", 65, 626)])
CELLS += at("12", 165, 626) + at("400", 205, 626) + at("from May", 245, 626)


@pytest.mark.parametrize(("angle", "foot"), [(90, 512), (-90, 590)])
def test_words_on_end_in_a_cell_are_its_text_but_not_what_runs_over_several_rows(angle: int, foot: int) -> None:
    first, second = (178, 192) if angle == 90 else (182, 168)
    heads = at("Ships of", first, foot, angle=angle) + at("the Party", second, foot, angle=angle)
    heads += at("Fee in euros", 222, foot, angle=angle)
    down = at("RECEIVED 3 MAY 2024", 320, 505, angle=90, form=RED)
    treaty = read_bytes(pdf(text(LINES[:4]) + CELLS + heads + RULES + down), "a.pdf")
    assert "Ships of the Party\tFee in euros" in treaty.text
    assert "Issel\t12\t400\tfrom May" in treaty.text
    assert told(treaty) == ['left out as a stamp on page 1, turned against the text or over it: "RECEIVED 3 MAY 2024"']


PRINTS = {
    "top:30%;left:0;transform:rotate(-45deg);font-size:40pt;color:red;opacity:.3": "FOR THE COUNCIL ONLY",
    "top:10%;left:10%;font-size:80pt;color:#ddd;z-index:-1": "DRAFT",
    "top:40%;left:-.8cm;transform:rotate(90deg);font-size:8pt": "jdoe on PROD2",
}


def test_what_a_browser_prints_across_each_page_is_a_stamp(printed: Callable[..., Path]) -> None:
    body = "".join(
        f"<p>{k}. Neither Party shall close zone {k} to the ships of the other Party, and each Party shall keep a list "
        "of the ships that call there, of which it shall send a copy to the other Party once a year.</p>"
        for k in range(1, 40)
    )
    marks = "".join(f"<div style='position:fixed;{style}'>{words}</div>" for style, words in PRINTS.items())
    plain, treaty = treatylex.read(printed(body)), treatylex.read(printed(body + marks))
    assert treaty.text == plain.text
    pages = ", ".join(str(page) for page in sorted({place.page for place in treaty.source.places if place.page}))
    assert sorted(told(treaty)) == [
        f'left out as a stamp on pages {pages}, turned against the text or over it: "{words}"'
        for words in sorted(PRINTS.values())
    ]


BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:s="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="1" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:posOffset>900000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="4000000" cy="900000"/><wp:wrapNone/><wp:docPr id="7" name="Text Box 7"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><s:wsp>
<s:cNvSpPr txBox="1"/><s:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4000000" cy="900000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></s:spPr><s:txbx><w:txbxContent><w:p><w:r><w:rPr>
<w:color w:val="C00000"/><w:sz w:val="80"/></w:rPr><w:t>NOT</w:t></w:r></w:p></w:txbxContent></s:txbx><s:bodyPr/>
</s:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""


def test_a_text_box_over_the_lines_turns_no_duty_round(exported: "Callable[[Document], Path]") -> None:
    from docx.oxml import parse_xml

    document = docx.Document()
    for line in (
        "1. Each Party shall keep the port open to the ships of the other Party, and shall light the mole at night, "
        "and it shall tell the other Party of the works that it carries out there.",
        "2. Each Party shall send the other Party a list of the ships that call at the port.",
    ):
        document.add_paragraph(line)
    document.paragraphs[0]._p.append(parse_xml(BOX))
    treaty = treatylex.read(exported(document))
    assert told(treaty) == ['left out as a stamp on page 1, turned against the text or over it: "NOT"']
    assert {str(each.modal) for each in treaty.clauses} == {"shall"}


def rows(many: int) -> Iterator[Character]:
    """Lines of a page, and words over all of them."""
    for k in range(many):
        yield from (Character(each, 50 + 5 * n, 12 * k, 55 + 5 * n, 12 * k + 10) for n, each in enumerate("agreement"))
    for k in range(many // 4):
        yield from (
            Character(each, 52 + 5 * n, 48 * k, 57 + 5 * n, 48 * k + 10, tint=1) for n, each in enumerate("NOT")
        )


def heap(many: int) -> Iterator[Character]:
    """Letters that lie over each other, as those of a drawing may."""
    yield from (Character("ab"[k % 2], 50 + k / many, 50, 60 + k / many, 60, tint=k) for k in range(many))


@pytest.mark.parametrize("page", [rows, heap])
def test_stamps_are_found_in_one_pass(
    page: Callable[[int], Iterator[Character]], growth_of: Callable[..., float]
) -> None:
    def prepare(many: int) -> Callable[[], object]:
        characters = list(page(many))
        return lambda: without_repeated([characters] * 2, without_stamps(1, characters)[1])

    assert growth_of(prepare, 200) < 2.3
