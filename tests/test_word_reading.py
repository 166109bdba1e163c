"""Word documents: generated numbers, footnotes, tables, tracked changes; files made by hand and by LibreOffice."""

import io
import zipfile
from pathlib import Path

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats.registry import revisions_of
from treatylex.model.provisions import LeafKind

pytest.importorskip("lxml")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{W}">{content}</w:{root}>'


def package(body: str, **parts: str) -> bytes:
    """The bytes of a .docx file with a body and further parts, each named by its root element's kind."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header": "hdr", "footer": "ftr"}
    relations = "".join(
        f'<Relationship Id="r{k}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>' for k, name in enumerate(parts)
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="r">{relations}</Relationships>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", part(roots[name], content))
    return kept.getvalue()


def p(text: str, properties: str = "", *, mark: str = "") -> str:
    """A paragraph: plain text becomes a run, markup stays as it is."""
    run = text if text.startswith("<") or not text else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    inside = properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return f"<w:p><w:pPr>{inside}</w:pPr>{run}</w:p>"


def t(text: str, wrap: str | None = None) -> str:
    kind = "delText" if wrap in ("del", "moveFrom") else "t"
    run = f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'
    return f'<w:{wrap} w:id="1" w:author="A">{run}</w:{wrap}>' if wrap else run


def numbered(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(number: int, form: str, text: str, extra: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{inside}</w:lvl>'


def read(tmp_path: Path, data: bytes, **choices: str) -> treatylex.Treaty:
    file = tmp_path / "draft.docx"
    file.write_bytes(data)
    return treatylex.read(file, **choices)  # type: ignore[arg-type]


LEVELS = (
    level(0, "decimal", "Article %1")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "(%3)")
    + level(3, "lowerRoman", "(%4)")
)
LISTS = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
)


def test_generated_numbers_make_articles_paragraphs_and_points(tmp_path: Path) -> None:
    body = (
        p("Scope", numbered(3))
        + p("Each Party shall:", numbered(3, 1))
        + p("keep a register;", numbered(3, 2))
        + p("report each year:", numbered(3, 2))
        + p("on catches; and", numbered(3, 3))
        + p("on vessels.", numbered(3, 3))
        + p("The Parties may consult.", numbered(3, 1))
        + p("Depositary", numbered(3))
        + p("The Government of Norland shall be the depositary.", numbered(3, 1))
    )
    treaty = read(tmp_path, package(body, numbering=LISTS))
    assert [provision.eid for provision in treaty.provisions] == [
        "art_1",
        "art_1__para_1",
        "art_1__para_1__sub_a",
        "art_1__para_1__sub_b",
        "art_1__para_1__sub_b__sub_i",
        "art_1__para_1__sub_b__sub_ii",
        "art_1__para_2",
        "art_2",
        "art_2__para_1",
    ]
    assert [article.heading for article in treaty.articles] == ["Scope", "Depositary"]
    assert treaty.source_format == "docx"
    assert treaty.place_of(treaty.provision("art_2").span).paragraph == 8


def test_a_list_that_starts_anew_and_one_that_shares_its_definition(tmp_path: Path) -> None:
    body = p("a", numbered(3, 1)) + p("b", numbered(3, 1)) + p("c", numbered(4, 1)) + p("d", numbered(3, 1))
    assert read(tmp_path, package(body, numbering=LISTS)).text == "1. a\n\n2. b\n\n5. c\n\n6. d\n"


def test_levels_restart_only_after_the_level_that_the_list_says(tmp_path: Path) -> None:
    never = level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/>')
    levels = f'<w:abstractNum w:abstractNumId="1">{level(0, "upperRoman", "%1.")}{never}</w:abstractNum>'
    lists = f'{levels}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    body = "".join(p("x", numbered(1, depth)) for depth in (0, 1, 1, 0, 1))
    text = read(tmp_path, package(body, numbering=lists)).text
    assert [line.split()[0] for line in text.splitlines() if line] == ["I.", "I.1", "I.2", "II.", "II.3"]


def test_legal_numbering_prints_figures_and_a_style_numbers_what_is_based_on_it(tmp_path: Path) -> None:
    levels = (
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="Chapter"/>')
        + level(1, "decimal", "%1.%2", '<w:isLgl/><w:pStyle w:val="Clause"/>')
    )  # fmt: skip
    lists = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Chapter"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="Clause"><w:basedOn w:val="Chapter"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Special"><w:basedOn w:val="Clause"/></w:style>'
    )
    body = "".join(
        p("x", f'<w:pStyle w:val="{style}"/>') for style in ("Chapter", "Chapter", "Clause", "Special", "Clause")
    )
    text = read(tmp_path, package(body, numbering=lists, styles=styles)).text
    assert [line.split()[0] for line in text.splitlines() if line] == ["I.", "II.", "2.1", "2.2", "2.3"]


def test_a_paragraph_that_is_in_no_list_has_no_number(tmp_path: Path) -> None:
    assert read(tmp_path, package(p("a", numbered(0)) + p("b", numbered(99)), numbering=LISTS)).text == "a\n\nb\n"


REVISED = (
    p("Article 1")
    + p(t("Each Party ") + t("shall", "del") + t("may", "ins") + t(" inform the other Party."))
    + p(t("The Council shall meet each year.", "moveFrom"), mark="<w:moveFrom/>")
    + p(t("The text ends here."), mark="<w:del/>")
    + p(t(" And goes on."))
    + p(t("A new paragraph.", "ins"), mark="<w:ins/>")
    + p(t("The Council shall meet each year.", "moveTo"), mark="<w:moveTo/>")
)


def test_tracked_changes_are_read_as_accepted_or_as_the_original(tmp_path: Path) -> None:
    accepted = read(tmp_path, package(REVISED))
    original = read(tmp_path, package(REVISED), revisions="original")
    assert accepted.text.split("\n\n") == [
        "Article 1",
        "Each Party may inform the other Party.",
        "The text ends here. And goes on.",
        "A new paragraph.",
        "The Council shall meet each year.\n",
    ]
    assert original.text.split("\n\n") == [
        "Article 1",
        "Each Party shall inform the other Party.",
        "The Council shall meet each year.",
        "The text ends here.",
        "And goes on.\n",
    ]
    assert (original.clauses[0].kind.value, accepted.clauses[0].kind.value) == ("obligation", "permission")


def test_a_row_that_was_deleted_is_there_only_in_the_original(tmp_path: Path) -> None:
    def row(text: str, tracked: str = "") -> str:
        cells = "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in (text, "1", "2"))
        return f"<w:tr><w:trPr>{tracked}</w:trPr>{cells}</w:tr>"

    body = f"<w:tbl>{row('Cod')}{row('Hake', '<w:del/>')}{row('Ling', '<w:ins/>')}</w:tbl>"
    accepted = read(tmp_path, package(body))
    assert accepted.text == "Cod\t1\t2\n\nLing\t1\t2\n"
    assert read(tmp_path, package(body), revisions="original").text == "Cod\t1\t2\n\nHake\t1\t2\n"
    assert {leaf.kind for leaf in accepted.leaves} == {LeafKind.TABLE}
    assert str(accepted.place_of(accepted.leaves[1].span)) == "table 1, row 2, column 1"


def test_footnotes_stand_behind_their_paragraph_and_are_footnotes(tmp_path: Path) -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{p("A vessel is any craft.")}</w:footnote>'
    )
    body = p("Article 1") + p(t("Each Party shall register its vessels") + reference + t(" within ten days."))
    treaty = read(tmp_path, package(body, footnotes=notes))
    assert (
        treaty.text
        == "Article 1\n\nEach Party shall register its vessels1 within ten days.\n\n1 A vessel is any craft.\n"
    )
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE] == ["1", "1 A vessel is any craft."]
    assert str(treaty.clauses[0].action.normalized if treaty.clauses[0].action else "") == "register its vessels"
    assert str(treaty.place_of(treaty.leaves[-1].span)) == "footnote 1"


def test_a_footnote_to_a_heading_is_no_part_of_its_number(tmp_path: Path) -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{p("As amended.")}</w:footnote>'
    body = p(t("Article 1") + reference) + p("Each Party shall keep a register.")
    treaty = read(tmp_path, package(body, footnotes=note))
    assert [each.eid for each in treaty.articles] == ["art_1"]


def test_fields_show_what_came_of_them_and_hidden_text_is_told(tmp_path: Path) -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    field = (
        char("begin")
        + "<w:r><w:instrText>REF _Ref9</w:instrText></w:r>"
        + char("separate")
        + t("Article 9")
        + char("end")
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    treaty = read(tmp_path, package(p(t("The Parties shall act under ") + field + hidden + t("."))))
    assert treaty.text == "The Parties shall act under Article 9.\n"
    assert [(each.code, each.severity.value) for each in treaty.diagnostics] == [("hidden-text", "warning")]
    assert '"secret"' in treaty.diagnostics[0].message


STRUCK = "<w:rPr><w:strike/></w:rPr>"


def struck(text: str, properties: str = STRUCK) -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def test_words_struck_through_are_deleted_by_hand_and_told_with_their_place(tmp_path: Path) -> None:
    body = p("Article 1") + p(t("Each Party ") + struck("shall") + t(" may inform the other Party."))
    treaty = read(tmp_path, package(body))
    (clause,) = treaty.clauses
    assert (clause.kind.value, str(clause.modal)) == ("permission", "may")
    (told,) = treaty.diagnostics
    assert (told.code, told.severity.value) == ("struck-through", "warning")
    assert told.message == 'struck through, and so read as deleted: "shall"'
    assert treaty.text[: told.span.start].endswith("Each Party ")
    assert treaty.place_of(told.span).paragraph == 2


@pytest.mark.parametrize(
    "properties",
    [
        "<w:rPr><w:dstrike/></w:rPr>",
        '<w:rPr><w:rStyle w:val="Cancelled"/></w:rPr>',
        '<w:rPr><w:rStyle w:val="Gone"/></w:rPr>',
    ],
)
def test_a_double_line_and_a_style_strike_through_too(tmp_path: Path, properties: str) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Cancelled"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Gone"><w:basedOn w:val="Cancelled"/></w:style>'
    )
    body = p(t("Each Party may act.") + struck(" It shall pay.", properties))
    assert read(tmp_path, package(body, styles=styles)).text == "Each Party may act.\n"


def test_a_run_can_switch_off_what_its_style_strikes_or_hides(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:strike/><w:vanish/></w:rPr></w:style>'
    off = '<w:rPr><w:strike w:val="0"/><w:vanish w:val="false"/></w:rPr>'
    body = p(struck("Each Party shall act.", off) + t(" It shall pay."), '<w:pStyle w:val="Old"/>')
    treaty = read(tmp_path, package(body, styles=styles))
    assert treaty.text == "Each Party shall act.\n"
    assert [each.code for each in treaty.diagnostics] == ["hidden-text"]


def test_an_article_struck_through_is_told_once_at_its_first_paragraph_and_keeps_its_number(tmp_path: Path) -> None:
    body = (
        p("Scope", numbered(3))
        + p("Each Party shall act.", numbered(3, 1))
        + p(struck("Review"), numbered(3))
        + p(struck("The Parties shall meet."), numbered(3, 1))
        + p("Depositary", numbered(3))
        + p("Norland shall be the depositary.", numbered(3, 1))
    )
    treaty = read(tmp_path, package(body, numbering=LISTS))
    assert [each.eid for each in treaty.articles] == ["art_1", "art_3"]
    told = next(each for each in treaty.diagnostics if each.code == "struck-through")
    assert told.message.endswith('"Review The Parties shall meet."')
    assert treaty.place_of(told.span).paragraph == 3
    before = read(tmp_path, package(body, numbering=LISTS), revisions="original")
    assert [each.eid for each in before.articles] == ["art_1", "art_2", "art_3"]
    assert [(each.code, each.severity.value) for each in before.diagnostics] == [("struck-through", "note")]


def test_a_document_with_words_struck_through_is_compared_with_itself(tmp_path: Path) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(package(p(t("Each Party ") + struck("shall ") + t("may act."))))
    original, accepted = revisions_of(str(file))
    assert (original.text, accepted.text) == ("Each Party shall may act.\n", "Each Party may act.\n")


def test_struck_cells_fields_and_footnotes_are_told_too(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:tr><w:tc>{p('Sea')}</w:tc><w:tc>{p(cell)}</w:tc><w:tc>{p('20')}</w:tc></w:tr>"
        for cell in (struck("no vessel shall fish"), t("ten vessels"))
    )
    note = f'<w:footnote w:id="2">{p(t("A craft") + struck(" that shall float"))}</w:footnote>'
    field = '<w:r><w:rPr><w:strike/></w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        f"<w:tbl>{rows}</w:tbl>"
        + p(t("Vessels") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + t(" register."))
        + p(field.format("begin") + struck("REF x") + field.format("end") + t("Each Party acts."))
    )
    treaty = read(tmp_path, package(body, footnotes=note))
    told = [each.message.partition(": ")[2] for each in treaty.diagnostics if each.code == "struck-through"]
    assert told == ['"no vessel shall fish"', '"that shall float"']
    assert "no vessel" not in treaty.text
    assert treaty.text.endswith("Each Party acts.\n")


def test_a_text_box_follows_its_paragraph_and_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('Signed at Port Alder.')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent xmlns:mc="urn:mc">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert (
        read(tmp_path, package(p(t("The Parties agree.") + drawing))).text
        == "The Parties agree.\n\nSigned at Port Alder.\n"
    )


def test_a_table_that_only_lays_out_text_is_read_as_text(tmp_path: Path) -> None:
    long = "Each Party shall keep a register of its vessels and send the other Party a copy of it every year."
    french = "Chaque Partie tient un registre de ses navires et en adresse chaque année une copie à l'autre."
    rows = "".join(f"<w:tr><w:tc>{p(f'{k}.')}</w:tc><w:tc>{p(long)}</w:tc></w:tr>" for k in (1, 2))
    numbers = read(tmp_path, package(p("Article 1") + f"<w:tbl>{rows}</w:tbl>"))
    assert [each.eid for each in numbers.provisions] == ["art_1", "art_1__para_1", "art_1__para_2"]
    columns = f"<w:tbl><w:tr><w:tc>{p(long)}</w:tc><w:tc>{p(french)}</w:tc></w:tr></w:tbl>"
    assert read(tmp_path, package(columns)).text == f"{long}\n\n{french}\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (package(p("x"))[:-40], r"draft.docx: is a damaged"),
        (package("<w:p>").replace(b"</w:p>", b""), r"draft.docx: is damaged XML"),
        (b"PK\x03\x04" + b"\0" * 50, r"draft.docx: is a damaged"),
    ],
)
def test_a_damaged_document_is_refused_in_one_line(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, data)
    assert "\n" not in str(caught.value)


def test_entities_and_bombs_are_refused(tmp_path: Path) -> None:
    def zipped(document: bytes) -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", document)
        return kept.getvalue()

    entity = (
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + part("document", "&x;").partition("?>")[2].encode()
    )
    with pytest.raises(InputError, match="declares entities"):
        read(tmp_path, zipped(entity))
    with pytest.raises(InputError, match="holds more than 256 MB"):
        read(tmp_path, zipped(b" " * (257 * 2**20)))


@pytest.mark.parametrize("mark", ["a", "1, 2", "3 ", "(b)", "*"])
def test_what_is_typed_above_the_line_changes_no_norm(tmp_path: Path, mark: str) -> None:
    raised = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t xml:space="preserve">{mark}</w:t></w:r>'
    behind = t("be levied." if mark.endswith(" ") else " be levied.")
    treaty = read(tmp_path, package(p("Article 1") + p(f"{t('The fees may not')}{raised}{behind}")))
    (clause,) = treaty.clauses
    assert (clause.kind.value, str(clause.modal)) == ("prohibition", "may not")


def test_figures_typed_above_the_line_stay_there(tmp_path: Path) -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    body = f"{t('Each Party shall build')}{raised.format(1)}{t(' on 10 m')}{raised.format(2)}{t(' by the 1')}"
    treaty = read(tmp_path, package(p("Article 1") + p(f"{body}{raised.format('st')}{t(' day.')}")))
    assert treaty.text == "Article 1\n\nEach Party shall build¹ on 10 m² by the 1st day.\n"


def test_a_header_or_footer_that_binds_is_told(tmp_path: Path) -> None:
    body = p("Article 1") + p("Each Party shall report.")
    parts = {"header": p("Draft of 3 May") + p("The Parties shall not copy this draft."), "footer": p("Page 1")}
    treaty = read(tmp_path, package(body, **parts))
    assert treaty.text == "Article 1\n\nEach Party shall report.\n"
    assert [(each.code, each.message) for each in treaty.diagnostics] == [
        ("left-out", 'left out as the header of pages, though it binds: "The Parties shall not copy this draft."')
    ]
    assert not read(tmp_path, package(body, header=p("Draft of 3 May"))).diagnostics


def field(words: str, shown: str) -> str:
    return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{words}</w:sdtContent></w:sdt>"


def test_the_prompt_of_a_field_that_nobody_filled_in_is_left_out_and_told(tmp_path: Path) -> None:
    body = (
        p(t("Done at ") + field(t("Enter the place."), "<w:showingPlcHdr/>") + t(" on 1 May 2026."))
        + field(p("Enter the names here.") + p("One each."), "<w:showingPlcHdr/>")
        + p(t("It binds ") + field(t("Norland"), '<w:showingPlcHdr w:val="0"/>') + t("."))
    )
    treaty = read(tmp_path, package(body))
    assert treaty.text == "Done at  on 1 May 2026.\n\nIt binds Norland.\n"
    told = [each for each in treaty.diagnostics if each.code == "left-out"]
    assert [(each.message.partition(": ")[2], str(treaty.place_of(each.span))) for each in told] == [
        ('"Enter the place."', "paragraph 1"),
        ('"Enter the names here. One each."', "paragraph 3"),
    ]


@pytest.mark.parametrize(
    ("body", "accepted", "original"),
    [
        (
            p("Each Party shall pay ", mark='<w:del w:id="1" w:author="A"/>') + p("all costs."),
            *("Each Party shall pay all costs.", "Each Party shall pay\nall costs."),
        ),
        (
            p("Each Party pays.", f'{numbered(3, 1)}<w:pPrChange w:id="1" w:author="A"><w:pPr/></w:pPrChange>'),
            *("1. Each Party pays.", "Each Party pays."),
        ),
    ],
)
def test_changes_of_where_a_paragraph_ends_or_of_its_number_are_told(
    tmp_path: Path, body: str, accepted: str, original: str
) -> None:
    for which, text in (("accepted", accepted), ("original", original)):
        treaty = read(tmp_path, package(body, numbering=LISTS), revisions=which)
        assert treaty.text.strip() == text
        (told,) = (each.message for each in treaty.diagnostics if each.code == "tracked-changes")
        assert told.startswith("1 tracked change by A (1)")
