"""Files to break: a small good one of each format, and the ways to break it."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

from treatylex.formats.akn import to_akn
from treatylex.parsing.reader import parse

READERS = ("text", "markdown", "json", "docx", "pdf", "html", "akn", "tota", "formex", "mail")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT = "PACT\n\nArticle 1\nScope\n\n1. Each Party shall: (a) act; (b) report.1\n\n1 A note.\n\nDone at Issel.\n"
_LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
_BODY = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Each Party</w:t></w:r>'
    "<w:del><w:r><w:delText>shall</w:delText></w:r></w:del><w:ins><w:r><w:t>may</w:t></w:r></w:ins></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF</w:instrText><w:fldChar w:fldCharType="end"/>'
    '<w:sym w:char="F0B7"/><w:br/><w:tab/><w:footnoteReference w:id="2"/></w:r></w:p>'
)
_HTML = (
    "<!DOCTYPE html><meta charset=utf-8><style>ol li::before{content:'(' counter(a, lower-alpha) ')'}</style>"
    "<nav>x</nav>"
    "<main><h1>Pact</h1><ol type=i start=3><li value=9>Each Party<li>x</ol><table><tr><td>(a)<td>y<tr><td colspan=2>z"
    "</table><p>n<a href='#f' id=b><sup>1</sup></a></p><p id=f><a href='#b'>1</a> note<br><br>x</p><pre> a\n b</pre>"
)
_TOTA = (
    "<?xml version='1.0'?><treaty><meta><name>A - B</name></meta><body><chapter name='Preamble'>"
    "<article>A and B,</article></chapter><chapter number='1' name='x'><article number='1'>Each Party\n\nmay.</article>"
    "</chapter></body></treaty>"
)
_FORMEX = (
    "<?xml version='1.0'?><ACT><TITLE><TI><P>x</P></TI></TITLE><ARTICLE><TI.ART>Article 1</TI.ART><STI.ART>s</STI.ART>"
    "<PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>Each <QUOT.START CODE='2018'/>P<NOTE><P>n</P></NOTE></ALINEA></PARAG>"
    "<LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>x</TXT></NP></ITEM></LIST></ARTICLE></ACT>"
)
_PROTOCOL = """Article 1

In Article 1, the word “shall” shall be replaced by the words “shall, in turn,”.

Article 2

After Article 1, the following Article shall be inserted:

“Article 1 bis

The Council may meet in Norport.”

Article 3

Paragraph 1 of Article 2 is deleted. Article 3 is renumbered as Article 4.
"""
_MARKDOWN = "---\na: b\n---\n# P\n\n1. a[^1]\n1. **b** C\n   - d\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: n\n\n> q\n\n[l](http://x)\n"
_CASES = """===
A duty
:source own wording
===

Each Party shall act.

---

obligation Each Party | shall | act

===
A change
:diff
===

Each Party shall act.

---

Each Party may act.

---

modified
"""
_TOML = """name = "own"
version = "1"
title = "Own"

[[instrument]]
id = "issel-accord"
title = "Issel Accord"
short = ["Accord"]

[[equivalent]]
phrases = ["act", "do"]

[[variable]]
name = "duty"
question = "Is there a duty?"
kind = "boolean"

[[variable.rule]]
value = true
pattern = "shall ... act"
"""


_MAIL = f"""From: A =?utf-8?q?B=C3=A9?= <a@x>
Subject: draft
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>See below=2E</p>
--b
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename*0="pa"; filename*1="ct.txt"

{_TEXT}
--b--
"""


def seeds(target: str) -> list[bytes]:
    """Good inputs of a target."""
    made: dict[str, Callable[[], bytes]] = {
        "text": lambda: _TEXT.encode(),
        "markdown": lambda: _MARKDOWN.encode(),
        "json": _json,
        "docx": _docx,
        "pdf": _pdf,
        "html": lambda: _HTML.encode(),
        "akn": lambda: to_akn(parse(_TEXT)).encode(),
        "tota": lambda: _TOTA.encode(),
        "formex": lambda: _FORMEX.encode(),
        "mail": lambda: _MAIL.encode(),
        "cases": lambda: _CASES.encode(),
        "toml": lambda: _TOML.encode(),
        "diff": lambda: b"\0" + _TEXT.encode() + b"\xff\xfe" + _TEXT.replace("shall", "may").encode(),
        "merge": lambda: b"\0" + b"\xff\xfe".join(_three(_TEXT, shall="may", each="every")),
        "consolidate": lambda: b"\0" + b"\xff\xfe".join((_TEXT.encode(), _PROTOCOL.encode(), _PROTOCOL.encode())),
        "parse": lambda: b"\0" + _TEXT.encode(),
        "explain": lambda: b"\0" + _TEXT.encode(),
    }
    return [made[target.removeprefix("read-")](), *([_tables()] if target == "read-pdf" else [])]


def _three(text: str, **words: str) -> list[bytes]:
    """A text and drafts of it, each with a word put for another."""
    return [text.encode(), *(text.replace(old, new).encode() for old, new in words.items())]


def _json() -> bytes:
    from treatylex.formats.json import to_json

    return to_json(parse(_TEXT)).encode()


def _part(root: str, content: str) -> str:
    return f'<w:{root} xmlns:w="{_W}">{content}</w:{root}>'


def _parts() -> dict[str, str]:
    kinds = ("numbering", "footnotes", "styles")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(f'<Relationship Type="{base}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    return {
        "word/document.xml": _part("document", f"<w:body>{_BODY}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="r">{links}</Relationships>',
        "word/numbering.xml": _part("numbering", _LISTS),
        "word/footnotes.xml": _part(
            "footnotes", '<w:footnote w:id="2"><w:p><w:r><w:t>n</w:t></w:r></w:p></w:footnote>'
        ),
        "word/styles.xml": _part("styles", '<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>'),
    }


def _docx(parts: dict[str, bytes] | None = None) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in (parts or {name: text.encode() for name, text in _parts().items()}).items():
            archive.writestr(name, content)
    return kept.getvalue()


def _pdf() -> bytes:
    drawn = zlib.compress(
        b"BT /F 12 Tf 50 700 Td (Article 1) Tj 0 -20 Td (Each Party shall re-) Tj 0 -14 Td (port.) Tj ET"
    )
    return _pdf_of(drawn, b"/Filter/FlateDecode")


def _tables() -> bytes:
    """A page with a table without rules and one between them, its data not packed, so that they can be changed."""
    cells = (("Item", "Rate", "Limit"), ("Trout of all", "12%", "1 May"), ("kinds", "", ""), ("Honey", "9%", "2 May"))
    words = [
        b"1 0 0 1 %d %d Tm (%s) Tj" % (50 + 120 * k, foot - 14 * number, cell.encode())
        for foot in (700, 500)
        for number, row in enumerate(cells)
        for k, cell in enumerate(row)
    ]
    across = (b"45 %d 360 1 re f" % level for level in (512, 496, 468, 452))
    down = (b"%d 452 1 60 re f" % (45 + 120 * k) for k in range(4))
    return _pdf_of(b"\n".join((b"BT /F 12 Tf", *words, b"ET", *across, *down)), b"")


def _pdf_of(drawn: bytes, packed: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(drawn), packed, drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def broken(chance: random.Random, given: Sequence[bytes]) -> bytes:
    """A good file, broken in some places; of a .docx, mostly within one of its parts."""
    data = chance.choice(given)
    if data.startswith(b"PK") and chance.random() < 0.8:
        parts = {name: text.encode() for name, text in _parts().items()}
        name = chance.choice(sorted(parts))
        parts[name] = _broken(chance, parts[name])
        return _docx(parts)
    return _broken(chance, data)


def _broken(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 2, 8, 40, 400)))
        piece = data[start:end]
        way = chance.randrange(6)
        if way == 0:
            piece = b""
        elif way == 1:
            piece = bytes(chance.randrange(256) for _ in piece)
        elif way == 2:
            piece = piece * chance.choice((2, 3, 300))
        elif way == 3:
            piece = data[chance.randrange(len(data) or 1) :][: len(piece)] + piece
        elif way == 4:
            piece = chance.choice((b"<", b">", b"&", b'"', b"\0", b"-1", b"99999999999", b"\xff\xfe", b"w:p>", b"&#0;"))
        else:
            data, piece, end = data[:start], b"", start
        data = data[:start] + piece + data[end:]
        if not data:
            return b""
    return data
