"""Files as clients have them: one treaty as portals, gazettes, mails and word processors set it is read as its text."""

import base64
import html
import io
import re
import textwrap
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats.registry import read_bytes
from treatylex.source import one_line

pytest.importorskip("lxml")
docx = pytest.importorskip("docx")

TITLE = (
    "AGREEMENT BETWEEN THE GOVERNMENT OF NORLAND AND THE GOVERNMENT OF ISSEL",
    "ON THE MANAGEMENT OF SHARED FISH STOCKS",
)
PREAMBLE = (
    "The Government of Norland and the Government of Issel, hereinafter referred to as “the Parties”,",
    "Recalling the Convention on the Law of the Sea,",
    "Desiring to conserve the living resources of the Strait,",
    "Have agreed as follows:",
)
Point = tuple[str, tuple[str, ...]]
ARTICLES: tuple[tuple[str, tuple[tuple[str, tuple[Point, ...]], ...]], ...] = (
    (
        "Definitions",
        (
            (
                "For the purposes of this Agreement:",
                (
                    ("“vessel” means any craft used for fishing; and", ()),
                    ("“Commission” means the body established by Article 3.", ()),
                ),
            ),
        ),
    ),
    (
        "Conservation",
        (
            ("Each Party shall take the measures that are necessary to conserve the stocks that they share.", ()),
            (
                "Where a stock falls below the limit set in the Annex, each Party shall:",
                (
                    ("close the fishery without delay;", ()),
                    ("tell the other Party of:", ("the catches taken; and", "the vessels concerned; and")),
                    ("issue no new licence, unless the Commission decides otherwise.", ()),
                ),
            ),
            ("Nothing in paragraph 2 shall prevent a Party from carrying out scientific research.", ()),
        ),
    ),
    (
        "Commission",
        (
            (
                "A Commission is hereby established, which shall meet at least once a year.",
                (),
            ),
            ("The Commission may adopt recommendations under Article 2, paragraph 2 (b).", ()),
        ),
    ),
)
CLOSING = (
    "IN WITNESS WHEREOF the undersigned have signed this Agreement.",
    "Done at Halm on 4 June 2019, in duplicate, in the English language.",
)
LIMITS = ("The limit for cod shall be 20,000 tonnes.", "The limit for herring shall be 50,000 tonnes.")
ROMAN = ("i", "ii")

Set = Callable[[int, str, str], str]
"""How a line is set: its depth (0 a heading, 1 a paragraph, 2 a point, 3 one within it), its number, its words."""


def blocks(as_set: Set) -> list[str]:
    """The articles, a block a line."""
    found = []
    for number, (name, paragraphs) in enumerate(ARTICLES, 1):
        found.append(as_set(0, f"Article {number}", name))
        for k, (text, points) in enumerate(paragraphs, 1):
            found.append(as_set(1, f"{k}." if len(paragraphs) > 1 else "", text))
            for letter, (point, parts) in zip("abc", points, strict=False):
                found.append(as_set(2, f"({letter})", point))
                found += [as_set(3, f"({roman})", part) for roman, part in zip(ROMAN, parts, strict=False)]
    return found


def annex(as_set: Set) -> list[str]:
    return [as_set(0, "ANNEX", "Limits"), *(as_set(1, f"{k}.", text) for k, text in enumerate(LIMITS, 1))]


def in_text(depth: int, number: str, words: str) -> str:
    return f"{number}\n{words}" if depth == 0 else f"{number} {words}".strip()


TEXT = "\n\n".join(["\n".join(TITLE), *PREAMBLE, *blocks(in_text), *CLOSING, *annex(in_text)]) + "\n"
WRAPPED = "\n\n".join(each if "\n" in each else textwrap.fill(each, 70) for each in TEXT.split("\n\n"))


def page(as_set: Set, around: str = "{}", title: str = "<h1>{}</h1>") -> str:
    lines = [title.format("<br>".join(TITLE)), *(f"<p>{html.escape(each)}</p>" for each in PREAMBLE), *blocks(as_set)]
    lines += [*(f"<p>{each}</p>" for each in CLOSING), *annex(as_set)]
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{around.format(''.join(lines))}</body></html>"


def of_series(depth: int, number: str, words: str) -> str:
    if depth == 0:
        return f"<p align=center><b>{number.replace(' ', '&nbsp;')}</b><br><i>{words}</i></p>"
    return f"<p style='margin-left:{depth}em'>{number}&nbsp;&nbsp; {words}</p>" if number else f"<p>{words}</p>"


def of_journal(depth: int, number: str, words: str) -> str:
    """Points are tables of two cells."""
    if depth == 0:
        return f"<p class=oj-ti-art>{number}</p><div class=eli-title><p class=oj-sti-art>{words}</p></div>"
    if depth == 1:
        return f"<div id='001.00'><p class=oj-normal>{number}&nbsp;&nbsp;&nbsp;{words}</p></div>"
    cells = f"<td><p class=oj-normal>{number}</p></td><td><p class=oj-normal>{words}</p></td>"
    return f"<table width='100%'><col width='4%'><col width='96%'><tbody><tr>{cells}</tr></tbody></table>"


def of_consolidation(depth: int, number: str, words: str) -> str:
    """Points are a grid of two columns."""
    if depth == 0:
        return f"<p class=title-article-norm>{number}</p><div><p class=stitle-article-norm>{words}</p></div>"
    if depth == 1:
        return f"<div class=norm><span class=no-parag>{number} </span><div class=inline-element>{words}</div></div>"
    left = f"<div class='list grid-list-column-1'><span>{number}</span></div>"
    return f"<div class=grid-list>{left}<div class=grid-list-column-2><p class=norm>{words}</p></div></div>"


def of_wiki(depth: int, number: str, words: str) -> str:
    if depth == 0:
        edit = "<span class=mw-editsection>[<a href='/e'>edit</a>]</span>"
        return f"<div class=mw-heading><h2>{number}</h2>{edit}</div><h3>{words}</h3>"
    return f"<{'dl><dd' if depth > 1 else 'p'}>{number} {words}</{'dd></dl' if depth > 1 else 'p'}>"


def of_word(depth: int, number: str, words: str) -> str:
    """A page that a word processor saved: numbers without signs, dashes before names."""
    if depth == 0:
        between = " – " if "Art" in number else "</h2><h2>"
        return f"<h2>{number}{between}{words}</h2>"
    space = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
    return f"<p class=MsoNormal>{number.strip('().')}{space if number else ''}<span lang=EN-GB>{words}</span></p>"


def run_in(depth: int, number: str, words: str) -> str:
    if depth == 0:
        between = "." if "Art" in number else "<br>"
        return f"<p><strong>{number}{between}</strong> <em>{words}</em></p>"
    return f"<p>{'&nbsp;' * 4 * depth}{number} {words}</p>"


NAVIGATION = (
    "<table><tr><td><a href='/'>Home</a></td><td><a href='/d'>Depositary</a></td></tr></table>"
    "{}<p><a href='#top'>Top</a></p><div class=catlinks>Categories: <a href='/c'>Fish</a></div>"
)
PAGES = {
    "series": page(of_series, NAVIGATION),
    "journal": page(of_journal),
    "consolidation": page(of_consolidation, "<div id=document1>{}</div>"),
    "wiki": page(of_wiki, "<div class=mw-parser-output>{}</div>"),
    "word": page(of_word, "<div class=WordSection1>{}</div>"),
    "run-in": page(run_in, "<main>{}</main>", "<header><h1>{}</h1></header>"),
    "breaks": f"<html><body><font face=Arial>{html.escape(TEXT).replace(chr(10), '<br>')}</font></body></html>",
    "typed": f"<html><body><pre>{html.escape(TEXT)}</pre></body></html>",
}
NUMBERED = "\n".join(f"{k:>3}  {line}".rstrip() for k, line in enumerate(WRAPPED.split("\n"), 1))
QUOTED = "\n".join(f"> {line}".rstrip() for line in WRAPPED.split("\n"))
TEXTS = {
    "wrapped": WRAPPED.encode(),
    "Windows-1252": TEXT.encode("cp1252"),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without its mark": TEXT.encode("utf-16-be"),
    "carriage returns": WRAPPED.replace("\n", "\r").encode(),
    "form feeds": re.sub(r"\n\n(Article [23])", "\n\n- 3 -\n\f\n\\1", WRAPPED).encode(),
    "no blank lines": TEXT.replace("\n\n", "\n").encode(),
    "indented": textwrap.indent(WRAPPED, " " * 8).encode(),
    "numbered lines": NUMBERED.encode(),
    "quoted": QUOTED.encode(),
    "mail": f"From: Anna Berg\nSubject: draft\n\nDear colleague,\n\n{QUOTED}\n\n-- \nAnna Berg\n".encode(),
}
TOLD = {"mail": {"mail"}, "numbered lines": {"line-numbers"}}
TOLD |= {name: {"guessed-encoding"} for name in ("Windows-1252", "UTF-16 without its mark")}


def tree(treaty: treatylex.Treaty) -> dict[str, object]:
    return {
        "title": one_line(treaty.title),
        "provisions": [(each.eid, each.level, each.number, one_line(each.heading)) for each in treaty.provisions],
        "clauses": [
            (each.eid, each.kind, str(each.modal), each.action and each.action.normalized) for each in treaty.clauses
        ],
        "references": [each.targets for each in treaty.references],
    }


EXPECTED = tree(treatylex.parse(TEXT))


def test_the_text_itself_is_read_whole() -> None:
    treaty = treatylex.parse(TEXT)
    assert [each.number for each in treaty.articles] == ["1", "2", "3"]
    assert "art_2__para_2__sub_b__sub_ii" in {each.eid for each in treaty.provisions}
    assert {each.severity.value for each in treaty.diagnostics} <= {"note"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_as_its_text(name: str) -> None:
    assert tree(read_bytes(PAGES[name].encode(), "page.html")) == EXPECTED


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_however_it_was_kept_and_what_is_left_out_is_told(name: str) -> None:
    treaty = read_bytes(TEXTS[name], "pact.txt")
    assert tree(treaty) == EXPECTED
    assert {each.code for each in treaty.diagnostics} - {"no-main-verb"} == TOLD.get(name, set())


# ---------------------------------------------------------------- mails as programs keep them


def mail(text: str = "Dear colleague,\nsee below.\n", page: str = "", **attached: bytes) -> bytes:
    """A mail with what is attached to it, an underscore for the dot of its name."""
    made = EmailMessage()
    made["From"], made["Subject"] = "Anna Berg <a@norland.example>", "Draft – Entwurf"
    made.set_content(text, cte="quoted-printable")
    if page:
        made.add_alternative(page, subtype="html")
    for name, content in attached.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return bytes(made)


MAILS = {
    "in the mail": mail(TEXT),
    "quoted": mail(QUOTED),
    "as a page": mail("A page.", PAGES["word"]),
    "attached": mail(draft_txt=TEXT.encode("utf-16"), logo_png=b"\x89PNG"),
    "attached as a page": mail(draft_html=PAGES["journal"].encode()),
    "web archive": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: "
    b"text/html; charset=utf-8\r\n\r\n"
    + PAGES["wiki"].encode()
    + b"\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--",
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_read_as_the_document_in_it(name: str) -> None:
    treaty = read_bytes(MAILS[name], "draft.eml")
    assert treaty.source_format == "mail"
    assert tree(treaty) == EXPECTED
    codes = {each.code for each in treaty.diagnostics}
    assert "mail" in codes
    assert "damaged-mail" not in codes


def test_of_several_documents_in_a_mail_none_is_guessed_at() -> None:
    with pytest.raises(InputError, match=r"holds 2 documents \(a\.txt, b\.txt\); save the one to be read"):
        read_bytes(mail(a_txt=TEXT.encode(), b_txt=TEXT.encode()), "draft.eml")


WORD_TYPE = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def parts(*made: Message, subtype: str = "mixed") -> bytes:
    whole = MIMEMultipart(subtype)
    whole["Subject"] = "draft"
    for part in made:
        whole.attach(part)
    return bytes(whole)


def attachment(content: bytes, subtype: str = "octet-stream", name: str = "", charset: str = "") -> Message:
    part = MIMEApplication(content, subtype)
    if charset:
        part.set_param("charset", charset)
    if name:
        part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def forwarded() -> Message:
    inner = EmailMessage()
    inner["Subject"] = "older draft"
    inner.set_content("Article 9")
    return MIMEMessage(inner)


def forwarding(text: str, *within: bytes) -> bytes:
    """A mail with a text that forwards others."""
    return parts(MIMEText(text), *(MIMEMessage(message_from_bytes(each)) for each in within))


FORWARDED = {
    "with nothing around it": forwarding("", mail(TEXT)),
    "with a remark": forwarding("Dear Karl,\n\nsee the draft below.\n", mail(TEXT)),
    "with what is attached to it": forwarding("See below.", mail("Draft.", draft_html=PAGES["journal"].encode())),
    "twice": forwarding("See below.", forwarding("And below.", mail("A page.", PAGES["series"]))),
}


@pytest.mark.parametrize("name", FORWARDED)
def test_the_treaty_in_a_mail_that_is_forwarded_is_read(name: str) -> None:
    treaty = read_bytes(FORWARDED[name], "draft.eml")
    assert tree(treaty) == EXPECTED
    told = [each.message for each in treaty.diagnostics if each.code == "mail"]
    assert told[0].startswith(
        'the forwarded mail "Draft – Entwurf" was read; left out as the mail around it: '
        if name != "twice"
        else 'the forwarded mail "draft" was read'
    )


def test_of_several_mails_that_are_forwarded_none_is_guessed_at() -> None:
    with pytest.raises(InputError, match="holds no text and no document"):
        read_bytes(forwarding("", mail(TEXT), mail(TEXT)), "draft.eml")
    remark = read_bytes(forwarding("See the drafts below.", mail(TEXT), mail(TEXT)), "draft.eml")
    assert "the forwarded mail" in " ".join(each.message for each in remark.diagnostics)


HEADS = "From: Anna Berg <a@norland.example>\nDate: Mon, 3 Jun 2019 at 10:00\nSubject: Draft text\nTo: K\n\n"
ABOVE = {
    "---------- Forwarded message ---------": "FYI.\n\n",
    "-----Original Message-----": "Dear all,\n\nplease find the draft below.\n\nKarl\n\n",
    "Begin forwarded message:\n": "",
    "________________________________": "See below.\n",
    "-------- Weitergeleitete Nachricht --------": "",
}


@pytest.mark.parametrize("line", ABOVE)
@pytest.mark.parametrize("kept", ["mail", "text", "quoted"])
def test_a_text_that_is_forwarded_is_read_and_what_stands_around_it_is_told(line: str, kept: str) -> None:
    below = f"{HEADS}{WRAPPED}"
    if kept == "quoted":
        below = "\n".join(f"> {each}".rstrip() for each in below.split("\n"))
    text = f"{ABOVE[line]}{line}\n{below}"
    treaty = read_bytes(mail(text) if kept == "mail" else text.encode(), "draft.eml" if kept == "mail" else "draft.txt")
    assert tree(treaty) == EXPECTED
    told = " ".join(each.message for each in treaty.diagnostics if each.code == "mail")
    assert f'the text: "{line.strip()}' in told
    assert " ".join(ABOVE[line].split())[:20] in told


def test_the_mail_that_a_treaty_answers_is_left_out_and_told() -> None:
    old = "Karl,\n\nhere are the articles. Please send me your draft.\n\nAnna\n"
    treaty = read_bytes(f"{TEXT}\n-----Original Message-----\n{HEADS}{old}".encode(), "draft.txt")
    assert tree(treaty) == EXPECTED
    (told,) = (each.message for each in treaty.diagnostics if each.code == "mail")
    assert "-----Original Message----- From: Anna Berg" in told
    # A rule above lines that are none of a head parts nothing.
    apart = treatylex.parse(f"Article 1\n\nEach Party shall act.\n\n{'_' * 12}\nSubject: fish\n\nIt shall report.\n")
    assert not [each for each in apart.diagnostics if each.code == "mail"]
    assert len(apart.clauses) == 2


def broken_off(mail: bytes) -> bytes:
    """A mail without the first line that ends the last of several parts."""
    return re.sub(rb"\n--\S+--(?=\n)", b"", mail, count=1)


START, REST = TEXT[: TEXT.index("Article 2")], TEXT[TEXT.index("Article 2") :]
SEVERAL_PARTS = {
    "texts": (lambda: parts(MIMEText(START), MIMEText(REST)), []),
    "pages": (lambda: parts(MIMEText(page_of(START), "html"), MIMEText(page_of(REST), "html")), []),
    "forwarded": (lambda: parts(MIMEText(TEXT), forwarded()), ["older draft"]),
    "attachments that are not read": (
        lambda: parts(MIMEText(TEXT), attachment(b"\xffWPC", name="pact.wpd"), attachment(b"PK\3\4", name="pact.zip")),
        ["pact.wpd", "pact.zip"],
    ),
    "a page and a text that says less": (
        lambda: parts(
            MIMEText("This mail holds a treaty; open it in a program that shows pages. " * 3),
            MIMEText(page_of(TEXT), "html"),
            subtype="alternative",
        ),
        ["text/plain"],
    ),
    "broken off": (
        lambda: broken_off(parts(MIMEText(TEXT), attachment(b"\xffWPC", name="pact.wpd"))),
        ["it breaks off", "pact.wpd"],
    ),
    "broken off in a part": (
        lambda: broken_off(
            parts(
                message_from_bytes(parts(MIMEText(TEXT), attachment(b"\xffWPC", name="pact.wpd"))),
                attachment(b"\x89PNG", name="logo.png"),
            )
        ),
        ["it breaks off", "logo.png"],
    ),
    "another charset": (lambda: b"Content-Type: text/plain; charset=x-none\n\n" + TEXT.encode(), ["not in x-none"]),
    "damaged base64": (
        lambda: (
            b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%%" + base64.b64encode(TEXT.encode())
        ),
        ["not in base64 alphabet"],
    ),
}


def page_of(text: str) -> str:
    return "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip()) + "</body></html>"


@pytest.mark.parametrize("name", SEVERAL_PARTS)
def test_what_is_not_read_of_a_mail_is_told_by_its_name(name: str) -> None:
    made, told = SEVERAL_PARTS[name]
    treaty = read_bytes(made(), "draft.eml")
    assert tree(treaty) == EXPECTED
    messages = " ".join(each.message for each in treaty.diagnostics)
    assert [word for word in told if word not in messages] == []


@pytest.mark.parametrize("naming", [{"name": "draft.docx", "charset": "utf-8"}, {}])
def test_an_attached_document_is_known_by_its_content_and_kept_as_it_is(naming: dict[str, str]) -> None:
    read = read_bytes(written(), "draft.docx")
    treaty = read_bytes(parts(MIMEText("See."), attachment(written(), WORD_TYPE, **naming)), "draft.eml")
    assert tree(treaty) == tree(read)


def test_an_attachment_that_is_not_what_its_name_says_is_damaged() -> None:
    with pytest.raises(InputError, match=r"draft\.docx: is no Word file, or a damaged one"):
        read_bytes(parts(attachment(b"Article 1", name="draft.docx")), "draft.eml")


@pytest.mark.parametrize("said", ["", '; boundary="b"'])
def test_a_mail_that_does_not_say_where_its_parts_begin_is_refused_as_damaged(said: str) -> None:
    with pytest.raises(InputError, match=r"draft\.eml: is a damaged mail; save its text"):
        read_bytes(
            f"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed{said}\n\n{TEXT}".encode(), "draft.eml"
        )


def test_lines_of_the_head_that_never_end_are_cut(work_of: Callable[[Callable[[], object]], int]) -> None:
    short, long = (f"To: {'a,(<' * n}\nMIME-Version: 1.0\n\n{TEXT}".encode() for n in (1_000, 40_000))
    read_bytes(short, "draft.eml")
    assert work_of(lambda: read_bytes(long, "draft.eml")) < 3 * work_of(lambda: read_bytes(short, "draft.eml"))


# ---------------------------------------------------------------- Word, with numbers that it generates

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LEVELS = (("decimal", "Article %1"), ("decimal", "%2."), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))


def written() -> bytes:
    """The treaty with generated numbers, a header that orders something, a footer and line numbers."""
    from docx.oxml import parse_xml

    made = docx.Document()
    numbering = made.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for k, (form, text) in enumerate(LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    for name, above in ((91, ""), (92, '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>')):
        numbering.append(parse_xml(f'<w:num {W} w:numId="{name}"><w:abstractNumId w:val="90"/>{above}</w:num>'))

    def put(depth: int, words: str, style: str | None = None, *, name: int = 91) -> None:
        paragraph = made.add_paragraph(words, style=style)
        properties = f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{name}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(properties))

    made.sections[0].header.paragraphs[0].text = "DRAFT: each Party shall destroy its copy"
    for line in TITLE:
        made.add_paragraph(line, style="Title")
    for line in PREAMBLE:
        made.add_paragraph(line)

    def into(depth: int, number: str, words: str) -> str:
        if number == "":
            made.add_paragraph(words)
        else:
            put(depth, words, "Heading 1" if depth == 0 else None)
        return ""

    blocks(into)
    for line in CLOSING:
        made.add_paragraph(line)
    made.add_paragraph("ANNEX", style="Heading 1")
    made.add_paragraph("Limits", style="Heading 2")
    for line in LIMITS:
        put(1, line, name=92)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_a_document_with_generated_numbers_is_read_as_its_text() -> None:
    assert tree(read_bytes(written(), "pact.docx")) == EXPECTED


@pytest.mark.parametrize("ending", ["pdf", "odt"])
def test_what_an_office_makes_of_it_is_read_as_its_text(
    convert: Callable[..., None], tmp_path: Path, ending: str
) -> None:
    (tmp_path / "pact.docx").write_bytes(written())
    convert(tmp_path / "pact.docx", to=ending)
    assert tree(treatylex.read(tmp_path / f"pact.{ending}")) == EXPECTED
