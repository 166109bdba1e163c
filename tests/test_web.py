"""Web pages: what surrounds the text goes, what style sheets print comes back, and nothing of the text is lost."""

import html
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats.registry import read_bytes
from treatylex.model.provisions import LeafKind
from treatylex.source import Span
from treatylex.specimens import Excerpt

pytest.importorskip("lxml")


T = TypeVar("T")


def read(tmp_path: Path, page: str | bytes, name: str = "page.html", revisions: str = "accepted") -> treatylex.Treaty:
    file = tmp_path / name
    file.write_bytes(page if isinstance(page, bytes) else page.encode())
    return treatylex.read(file, revisions=revisions)


def one(found: Iterable[T]) -> T:
    """The only one."""
    (only,) = found
    return only


def text_of(tmp_path: Path, page: str) -> str:
    return read(tmp_path, f"<!DOCTYPE html><meta charset=utf-8><body>{page}</body>").text


def page_of(text: str) -> str:
    """A text as a page: what blank lines part becomes a paragraph, a row of a table a row of a table."""
    blocks = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        lines = [html.escape(line) for line in block.split("\n")]
        if all(line.count("\t") > 1 for line in lines):
            rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(chr(9)))}</tr>" for line in lines)
            blocks.append(f"<table>{rows}</table>")
        elif "    " in block.strip():
            blocks.append(f"<pre>{html.escape(block)}</pre>")
        else:
            blocks.append(f"<p>{'<br>'.join(lines)}</p>")
    return "\n".join(blocks)


CHROME = """
<div id="cookie-banner"><p>You may accept all cookies.</p><button>Accept</button></div>
<header class="site-header"><a href="/">Treaty Office</a></header>
<nav><ul><li><a href="/a">Parties shall register</a></li><li><a href="/b">Search</a></li></ul></nav>
<div class="share"><a href="https://x.example">Share</a></div><a href="javascript:print()">Print this page</a>
"""
FOOT = '<footer>Users shall not copy this page.</footer><script>var x = "Each Party shall";</script>'


def shape(treaty: treatylex.Treaty) -> list[tuple[object, ...]]:
    provisions: list[tuple[object, ...]] = [(each.eid, each.level, each.number) for each in treaty.provisions]
    clauses = [
        (each.eid, each.kind, str(each.modal), each.action and each.action.normalized) for each in treaty.clauses
    ]
    return provisions + clauses + [each.targets for each in treaty.references]


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_a_specimen_on_a_portal_is_read_as_its_text(tmp_path: Path, excerpt: Excerpt) -> None:
    page = (
        f"<!DOCTYPE html><html><head><title>Treaties</title></head><body>{CHROME}{page_of(excerpt.text)}{FOOT}</body>"
    )
    assert shape(read(tmp_path, page)) == shape(treatylex.parse(excerpt.text))


def test_what_surrounds_a_text_is_left_out_and_told(tmp_path: Path) -> None:
    treaty = read(tmp_path, f"<html><body>{CHROME}<p>Article 1</p><p>Each Party shall report.</p>{FOOT}</body></html>")
    assert treaty.text == "Article 1\n\nEach Party shall report.\n"
    assert [each.code for each in treaty.diagnostics] == ["left-out"]
    assert treaty.source_format == "html"
    assert treaty.place_of(treaty.clauses[0].span).xpath == "/html/body/p[2]"


@pytest.mark.parametrize(
    ("beside", "binding", "told"),
    [
        ("<section><h2>Annex</h2><p>The Council shall audit the dues each year.</p></section>", 2, []),
        ("<div><div><h2>Article 2</h2><p>No Party may raise the dues.</p></div></div>", 2, []),
        ("<div><p>Third parties may set cookies. No user may copy this.</p></div>", 1, ["note"]),
        ("<div class='related-links'><p>How treaties shall be read: a guide.</p></div>", 1, ["note", "warning"]),
        ("<div><p>Published in two volumes.</p></div>", 1, ["note"]),
    ],
)
def test_what_binds_beside_the_declared_main_part_is_read_and_all_else_told(
    tmp_path: Path, beside: str, binding: int, told: list[str]
) -> None:
    main = (
        "<main><h1>Treaty on Lights</h1><h2>Article 1</h2><p>Each Party shall keep its lights lit by night.</p></main>"
    )
    treaty = read(tmp_path, f"<html><body>{main}{beside}</body></html>")
    assert len(treaty.clauses) == binding
    assert [(each.code, each.severity.value) for each in treaty.diagnostics] == [("left-out", each) for each in told]


def test_what_does_not_bind_beside_an_annex_is_left_out_and_told(tmp_path: Path) -> None:
    main = (
        "<main><h1>Treaty on Lights</h1><h2>Article 1</h2><p>Each Party shall keep its lights lit by night.</p></main>"
    )
    annex = "<section><h2>Annex</h2><p>The Council shall audit the dues.</p></section>"
    notice = "<div><p>Related pages</p></div>"
    treaty = read(tmp_path, f"<html><body>{notice}{main}{annex}</body></html>")
    assert [str(clause.bearer) for clause in treaty.clauses] == ["Each Party", "The Council"]
    assert "Related" not in treaty.text
    told = one(treaty.diagnostics)
    assert (told.code, told.message.endswith('beside the main part of the page: "Related pages"')) == ("left-out", True)


def test_loose_words_that_bind_beside_the_main_part_are_read_and_a_class_that_binds_is_told(tmp_path: Path) -> None:
    article = "<p>Each Party shall keep its lights lit by night and by day, and report on each lamp.</p>"
    main = f"<main><h2>Article 1</h2>{article}</main>"
    annex = "<h2>Annex</h2>The Council shall audit the dues.<p>Hale: ten marks.</p>"
    treaty = read(tmp_path, f"<html><body><h1>The portal</h1><p>News</p>{main}{annex}<h2>More</h2></body></html>")
    assert treaty.text.partition("Annex")[2].split("\n\n") == [
        "",
        "The Council shall audit the dues.",
        "Hale: ten marks.\n",
    ]
    told = [each.message for each in treaty.diagnostics if each.code == "left-out"]
    assert one(told).endswith('main part of the page: "The portal News More"')
    page = f"<html><body>{main}<p class='print'>Norland shall pay.</p></body></html>"
    warned = [each.message for each in read(tmp_path, page).diagnostics if each.severity.value == "warning"]
    assert warned == ['left out as navigation or a notice of the page, though it binds: "Norland shall pay."']


@pytest.mark.parametrize(
    "note",
    ['<aside id="n1"><p>1. Dues shall include tolls.</p></aside>', '<p id="n1">1. Dues shall include tolls.</p>'],
)
def test_a_note_without_a_link_back_is_the_note_of_a_raised_mark(tmp_path: Path, note: str) -> None:
    text = '<p>Each Party shall pay dues<sup><a href="#n1">1</a></sup> in May.</p>'
    treaty = read(tmp_path, f"<html><body><main><h2>Article 1</h2>{text}{note}</main></body></html>")
    assert [str(clause.action) for clause in treaty.clauses] == ["pay dues in May"]
    assert [each.code for each in treaty.diagnostics] == ["lost-modal"]


def test_a_page_within_one_form_is_no_form(tmp_path: Path) -> None:
    page = '<form id="aspnetForm"><div class="menu"><a href="/">Home</a></div><p>Each Party shall report.</p></form>'
    assert text_of(tmp_path, page) == "Each Party shall report.\n"


@pytest.mark.parametrize(
    ("markup", "labels"),
    [
        ("<ol><li>x<li>y</ol>", ["1.", "2."]),
        ("<ol type=a><li>x<li>y</ol>", ["a.", "b."]),
        ("<ol type=I start=4><li>x<li value=9>y</ol>", ["IV.", "IX."]),
        ('<ol style="list-style-type: lower-roman"><li>x<li>y</ol>', ["i.", "ii."]),
        ("<style>.points > li {list-style-type: lower-alpha}</style><ol class=points><li>x<li>y</ol>", ["a.", "b."]),
        (
            '<style>li.p::before {content: "(" counter(p, lower-alpha) ") "}</style>'
            "<ol style='list-style:none'><li class=p>x<li class=p>y</ol>",
            ["(a)", "(b)"],
        ),
        ("<ol><li>(a) x<li>(b) y</ol>", ["(a)", "(b)"]),
        ("<ul style='list-style: none'><li>x<li>y</ul>", ["x", "y"]),
        ("<ul><li>x<li>y</ul>", ["•", "•"]),
    ],
)
def test_lists_get_the_labels_that_a_browser_prints(tmp_path: Path, markup: str, labels: list[str]) -> None:
    assert [line.split()[0] for line in text_of(tmp_path, markup).splitlines() if line] == labels


OFFICIAL_JOURNAL = """
<table><tr><td><p class="oj-hd-date">3.4.2031</p></td><td><p class="oj-hd-lg">EN</p></td>
<td><p class="oj-hd-ti">Journal of the League</p></td><td><p class="oj-hd-oj">L 12/1</p></td></tr></table>
<p class="oj-doc-ti">AGREEMENT</p><p class="oj-doc-ti">between Norland and Sutland on fisheries</p>
<div class="eli-subdivision" id="art_1"><p class="oj-ti-art">Article 1</p><p class="oj-sti-art">Scope</p>
<div><p class="oj-normal">1.&nbsp;&nbsp;&nbsp;This Agreement applies to vessels <a id="ntc1" href="#ntr1">(<span
class="oj-super">1</span>)</a> of the Parties.</p></div>
<div><p class="oj-normal">2.&nbsp;&nbsp;&nbsp;Each Party shall:</p>
<table><col width="4%"/><col width="96%"/><tbody><tr><td><p class="oj-normal">(a)</p></td>
<td><p class="oj-normal">license its vessels;</p></td></tr></tbody></table>
<table><tbody><tr><td><p class="oj-normal">(b)</p></td><td><p class="oj-normal">inform the other Party.</p></td></tr>
</tbody></table></div></div>
<hr class="oj-note"/><p class="oj-note"><a id="ntr1" href="#ntc1">(<span class="oj-super">1</span>)</a>&nbsp;JL L 3,
4.5.2030, p. 6.</p>
"""


def test_an_official_journal_keeps_its_points_titles_and_footnotes(tmp_path: Path) -> None:
    treaty = read(tmp_path, f"<!DOCTYPE html><html><body>{OFFICIAL_JOURNAL}</body></html>")
    assert [each.eid for each in treaty.provisions] == [
        "art_1",
        "art_1__para_1",
        "art_1__para_2",
        "art_1__para_2__sub_a",
        "art_1__para_2__sub_b",
    ]
    assert treaty.articles[0].heading == "Scope"
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    assert notes == ["(1)", "(1) JL L 3, 4.5.2030, p. 6."]
    assert treaty.text.count("4.5.2030") == 1
    assert "Journal of the League" not in treaty.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><b>Scope</b>Each Party shall act.</p>", "Scope\n\nEach Party shall act."),
        ("<div><span>Right of entry</span>Ships may enter.</div>", "Right of entry\n\nShips may enter."),
        ("<p><b>Article 1</b><i>Scope</i>Each Party shall act.</p>", "Article 1\nScope\nEach Party shall act."),
        ("<p>Each <i>Party</i> State shall act.</p>", "Each Party State shall act."),
        (
            "<p><span>E</span>ach Party shall act, as <i>Mac</i>Rae has said.</p>",
            "Each Party shall act, as MacRae has said.",
        ),
        ("<p><i>Mac</i>Rae shall act.</p>", "MacRae shall act."),
    ],
)
def test_a_heading_that_runs_into_its_text_stands_apart(tmp_path: Path, markup: str, text: str) -> None:
    assert read(tmp_path, f"<html><body>{markup}</body></html>").text == f"{text}\n"


def test_words_that_tags_glue_together_come_apart_and_parts_of_a_word_do_not(tmp_path: Path) -> None:
    page = (
        "<p><b>Article 1</b>The <i>Part</i>ies shall <b>c</b>onsult.</p><p><span>Article 2</span><span>Scope</span></p>"
    )
    assert text_of(tmp_path, page) == "Article 1\nThe Parties shall consult.\n\nArticle 2\nScope\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ('<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2"), "Łódź"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Мир</p>'.encode("cp1251"),
            "Мир",
        ),
        ("<p>“Curaçao”</p><p></p>".encode("cp1252"), "“Curaçao”"),
        ("\ufeff<p>Ærø</p>".encode(), "Ærø"),
    ],
)
def test_the_declared_encoding_is_respected(tmp_path: Path, data: bytes, name: str) -> None:
    assert read(tmp_path, b"<!DOCTYPE html>" + data if data[:1] == b"<" else data).text == f"{name}\n"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<!DOCTYPE html><div id=app></div><script>render()</script>", "page without text"),
        ("<html><frameset><frame src='a.htm'></frameset></html>", "frame around other pages"),
        ("<!DOCTYPE html>", "page without"),
    ],
)
def test_a_page_without_text_is_refused(tmp_path: Path, page: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, page)


def test_deep_nesting_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nested too deeply; save its text"):
        read(tmp_path, "<!DOCTYPE html>" + "<div>" * 20_000 + "Each Party shall report.")


@pytest.mark.parametrize("opened", ["<table>", "<div>", "<table><tr><td>", "<p>Each Party shall pay.</p><div>"])
def test_a_page_of_which_nesting_hides_a_part_is_refused(tmp_path: Path, opened: str) -> None:
    with pytest.raises(InputError, match="nested too deeply; save its text"):
        read(tmp_path, "<!DOCTYPE html>" + opened * 500 + "<td>Each Party shall report.")


def test_tags_that_nobody_closes_are_no_nesting(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><p>Article 1</p>"
        + "<font><b>" * 300
        + "Each Party <s>may</s> shall act. <div>It may report.</div>"
    )
    treaty = read(tmp_path, page)
    assert treaty.text == "Article 1\n\nEach Party shall act.\n\nIt may report.\n"
    assert [each.code for each in treaty.diagnostics if each.severity.value == "warning"] == ["struck-through"]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<caption>Rates</caption><tr><td>cod<td>9<td>t</tr>", "Rates\n\ncod\t9\tt"),
        ("<td>cod<td>9<td>t", "cod\t9\tt"),
        ("<form><tr><td>cod<td>9<td>t</tr></form>", "cod\t9\tt"),
        ("<tr><form><td>cod<td>9<td>t</form></tr>", "cod\t9\tt"),
        ("<tr>Each Party shall pay.<td>cod<td>9<td>t</tr>", "Each Party shall pay.\n\ncod\t9\tt"),
        ("<tbody><table><tr><td>Each Party shall pay.</table>", "Each Party shall pay."),
    ],
)
def test_nothing_in_a_table_is_lost_that_stands_outside_of_its_cells(tmp_path: Path, table: str, text: str) -> None:
    assert text_of(tmp_path, f"<table>{table}</table>") == f"{text}\n"


def test_a_page_that_is_nested_as_pages_are_is_read(tmp_path: Path) -> None:
    page = "<!DOCTYPE html>" + "<table><tr><td>" * 20 + "Each Party shall report."
    assert read(tmp_path, page).text.strip() == "Each Party shall report."


@pytest.mark.parametrize(
    "deleted",
    [
        "<s>two</s>",
        "<strike>two</strike>",
        '<span style="text-decoration: line-through">two</span>',
        '<b class="old">two</b>',
    ],
)
def test_what_is_struck_through_is_no_text_and_told_with_its_place(tmp_path: Path, deleted: str) -> None:
    style = "<style>@media screen { .old { color: red; text-decoration-line: line-through } }</style>"
    page = (
        f"<html>{style}<body><h2>Article 1</h2><p>Each Party shall report within {deleted}<ins>three</ins> years.</p>"
    )
    treaty = read(tmp_path, page)
    (clause,) = treaty.clauses
    assert str(clause.times[0]) == "within three years"
    told = one(each for each in treaty.diagnostics if each.code == "struck-through")
    assert told.severity.value == "warning"
    assert told.message.endswith(': "two"')
    assert treaty.text[: told.span.start].endswith("within ")
    assert treaty.place_of(told.span).xpath == "/html/body/p[1]"
    original = treatylex.read(tmp_path / "page.html", revisions="original")
    assert str(original.clauses[0].times[0]) == "within two years"


def test_how_many_words_were_put_in_and_taken_out_is_told(tmp_path: Path) -> None:
    """What stands apart only in elements is one change, and what is merely struck through none."""
    page = (
        "<!DOCTYPE html><nav><ins>new</ins></nav><p>Each <s>State</s> <ins>Party</ins> shall <del>send</del> "
        "<del>its</del><ins>give</ins> notice<ins> </ins>.<a href=#f><sup>1</sup></a></p>"
        "<p id=f>1 In <del>French</del><ins>Latin</ins>.</p>"
    )
    for which, note in (("accepted", "1 In Latin."), ("original", "1 In French.")):
        treaty = read(tmp_path, page, revisions=which)
        told = one(each for each in treaty.diagnostics if each.code == "tracked-changes")
        assert told.message.startswith("5 tracked changes; the text was read as ")
        assert one(leaf.text for leaf in treaty.leaves if leaf.text.startswith("1 ")) == note
    struck = one(each for each in read(tmp_path, page).diagnostics if each.code == "struck-through")
    assert struck.message.endswith(': "State"')


@pytest.mark.parametrize(("which", "text"), [("accepted", "1. act;\n\n3. report."), ("original", "1. act;\n\n2. pay;")])
def test_an_item_that_a_tracked_change_leaves_out_takes_its_number_with_it(
    tmp_path: Path, which: str, text: str
) -> None:
    """It is told with the other changes, and not once more as struck through."""
    items = "<li>act;</li><li><del>pay;</del></li><li><ins>report.</ins></li>"
    page = f"<html><style>del {{ text-decoration: line-through }}</style><body><p>Each Party shall:</p><ol>{items}</ol>"
    treaty = read(tmp_path, page, revisions=which)
    assert treaty.text == f"Each Party shall:\n\n{text}\n"
    assert [each.code for each in treaty.diagnostics if each.code in ("tracked-changes", "struck-through")] == [
        "tracked-changes"
    ]


def test_paragraphs_items_and_cells_are_struck_through_as_a_whole(tmp_path: Path) -> None:
    page = (
        "<html><body><p>Each Party shall:</p><ol><li>act;</li><li><s>pay;</s></li><li>report.</li></ol>"
        "<p><del>The Parties shall meet.</del></p><del><p>They shall agree.</p></del>"
        "<table><tr><td>Sea<td>ten<td>x</tr><tr style='text-decoration:line-through'><td>Lake<td>two<td>y</tr></table>"
    )
    treaty = read(tmp_path, page)
    assert treaty.text == "Each Party shall:\n\n1. act;\n\n3. report.\n\nSea\tten\tx\n"
    told = [each.message.partition(": ")[2] for each in treaty.diagnostics if each.code == "struck-through"]
    assert told == ['"pay;"', '"Lake"', '"two"', '"y"']


def test_a_hidden_duty_is_told_as_a_warning(tmp_path: Path) -> None:
    page = (
        "<html><body><p>Each Party may act.</p><p style='display: none'>Norland shall pay.</p>"
        "<p hidden>Loading</p><p>It may<span aria-hidden=true> and shall</span> report.</p>"
        "<p class='print'>Norland shall pay twice.</p></body></html>"
    )
    treaty = read(tmp_path, page)
    assert treaty.text == "Each Party may act.\n\nIt may report.\n"
    told = {(each.code, each.severity.value): each.message for each in treaty.diagnostics}
    assert [each.message.partition(": ")[2] for each in treaty.diagnostics if each.code == "hidden-text"] == [
        '"Norland shall pay."',
        '"and shall"',
    ]
    assert '"Norland shall pay twice."' in told["left-out", "warning"]
    assert ("left-out", "note") in told


SHEET = """
@import url(fonts.css); .gone { display: none } .gone.open { display: block }
@media print { .screen { display: none } } @media (max-width: 600px) { p { display: none } }
span.Draft { mso-style-name: Draft; mso-hide: all } /* .note { display: none }
*/
"""


def test_what_a_sheet_hides_is_left_out_and_what_it_hides_elsewhere_is_not(tmp_path: Path) -> None:
    page = (
        f"<html><style>{SHEET}</style><body><p>Each Party may act.</p><p class=gone>Norland shall pay.</p>"
        "<p class='gone open'>Issel may pay.</p><p class='gone' style='display:block'>Both may pay.</p>"
        "<p class=screen>All may pay.</p><p class=note>It may<span class=Draft> and shall</span> report.</p>"
    )
    treaty = read(tmp_path, page)
    assert [clause.subject and str(clause.subject) for clause in treaty.clauses] == [
        *("Each Party", "Issel", "Both", "All", "It")
    ]
    told = [each.message.partition(": ")[2] for each in treaty.diagnostics if each.code == "hidden-text"]
    assert told == ['"Norland shall pay."', '"and shall"']


def test_a_page_whose_parts_a_script_shows_is_read_and_that_is_told(tmp_path: Path) -> None:
    page = (
        "<html><style>.tab { display: none }</style><body><p>Articles</p>"
        "<div class=tab><p>Article 1</p><p>Each Party shall act.</p></div><div class=tab><p>Article 2</p></div>"
    )
    treaty = read(tmp_path, page)
    assert treaty.text == "Articles\n\nArticle 1\n\nEach Party shall act.\n\nArticle 2\n"
    assert [each.code for each in treaty.diagnostics if each.severity.value == "warning"] == ["hidden-text"]


def test_a_place_is_where_it_is_in_the_file_whatever_was_left_out_before_it(tmp_path: Path) -> None:
    page = (
        "<html><body><div class=menu><a href='/'>Home</a></div><div><svg></svg><p class=print>Print</p>"
        "<p>Each Party shall act.</p><table><tr><th>Sea<td>ten<td>It shall pay.</table></div></body></html>"
    )
    treaty = read(tmp_path, page)
    assert treaty.place_of(treaty.clauses[0].span).xpath == "/html/body/div[2]/p[2]"
    at = treaty.text.index("It shall")
    assert treaty.place_of(Span(at, at + 1)).xpath == "/html/body/div[2]/table[1]/tr[1]/td[2]"


def test_a_sheet_is_read_in_the_time_of_its_length(tmp_path: Path) -> None:
    for sheet in ("a " * 200_000, "/* " * 200_000, "@media{" * 50_000, "a{" * 50_000, "a{}" * 50_000):
        assert text_of(tmp_path, f"<style>{sheet}</style><p>Each Party shall act.") == "Each Party shall act.\n"


def test_the_head_that_writers_of_documents_set_holds_the_title(tmp_path: Path) -> None:
    page = "<header id='title-block-header'><h1 class=title>PACT</h1></header><p>Each Party shall act.</p>"
    assert text_of(tmp_path, page) == "PACT\n\nEach Party shall act.\n"


def test_links_to_edit_categories_and_tables_of_links_are_no_text(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td><a href='/a'>Home</a></td><td><a href='/b'>Depositary</a></td></tr></table>"
        "<h2>Article 1</h2><span class='mw-editsection'>[<a href='/e'>edit</a>]</span><h3>Scope</h3>"
        "<p>Each Party shall report.</p>"
        "<div class='catlinks'>Categories: <ul><li><a href='/c'>Pacts</a></li></ul></div>"
        "<table><tr><td>Fee</td><td><a href='/f'>rules</a></td><td>ten marks a day</td></tr></table></body></html>"
    )
    assert (
        read(tmp_path, page).text == "Article 1\n\nScope\n\nEach Party shall report.\n\nFee\trules\tten marks a day\n"
    )


@pytest.mark.parametrize(
    ("label", "text"),
    [("<dt>{}</dt>", "<dd>{}</dd>"), ("<div class=l><span>{}</span></div>", "<div class=r><p>{}</p></div>")],
)
def test_a_number_beside_a_paragraph_numbers_it(tmp_path: Path, label: str, text: str) -> None:
    items = {"(a)": "“vessel” means any craft; and", "(b)": "“Council” means the body <s>set</s> under Article 4."}
    body = "".join(f"<div>{label.format(number)}{text.format(words)}</div>" for number, words in items.items())
    treaty = read(tmp_path, f"<html><body><p>Article 1</p><p>In this Pact:</p>{body}<p>3.</p></body></html>")
    assert "(a) “vessel” means any craft; and\n\n(b) “Council” means the body under" in treaty.text
    assert [each.eid for each in treaty.clauses] == ["art_1__sub_a__norm_1", "art_1__sub_b__norm_1"]
    (told,) = (each for each in treaty.diagnostics if each.code == "struck-through")
    assert treaty.text[: told.span.start].endswith("means the body ")
    assert treaty.text.endswith("3.\n")


@pytest.mark.parametrize(
    ("above", "shown"),
    [
        ("not<sup>a</sup>", "notᵃ"),
        ("not <sup>a</sup>", "not ᵃ"),
        ("not<sup>1, 2</sup>", "not¹, ²"),
        ("not<sup>1,</sup><sup>2</sup>", "not¹,²"),
        ("not<sup>3 </sup>", "not³"),
        ("not<sup>(b)</sup>", "not(b)"),
        ("not<sup>*</sup>", "not*"),
        ("not<sup><s>4</s>5</sup>", "not⁵"),
    ],
)
def test_what_stands_above_the_line_changes_no_norm(tmp_path: Path, above: str, shown: str) -> None:
    treaty = read(tmp_path, f"<!DOCTYPE html><body><p>Article 1</p><p>The fees may {above} be levied.</p></body>")
    (clause,) = treaty.clauses
    assert (clause.kind.value, str(clause.modal)) == ("prohibition", "may not")
    assert f"may {shown} be" in treaty.text


def test_letters_above_the_line_stay_with_what_they_count(tmp_path: Path) -> None:
    """Words that stand there are parted from the one before."""
    page = "<p>By the 1<sup>st</sup> of N<sup>o</sup> 5<sup>bis</sup>, 10<sup>-3</sup> m<sup>2</sup>"
    page += " pay<sup>see it</sup></p>"
    text = read(tmp_path, f"<!DOCTYPE html><body>{page}<p><sup>a</sup>See it.</p></body>").text
    assert text == "By the 1st of No 5bis, 10⁻³ m² pay see it\n\nᵃ See it.\n"


def test_figures_above_the_line_do_not_run_into_the_word_before(tmp_path: Path) -> None:
    """Whether they mark a footnote, which nothing links, or belong to a unit."""
    page = "<h2>Article 1</h2><p>Each Party shall build<sup>1</sup> on 10 m<sup>2</sup> by the 1<sup>st</sup> day.</p>"
    treaty = read(tmp_path, f"<!DOCTYPE html><body>{page}<p><sup>1</sup> See it.</p></body>")
    assert treaty.text == "Article 1\n\nEach Party shall build¹ on 10 m² by the 1st day.\n\n¹ See it.\n"
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE] == ["¹", "¹ See it."]


def test_a_table_of_one_row_that_frames_a_text_is_read_as_the_text() -> None:
    text = "<h1>PACT</h1><p>Article 1</p><p>Each Party shall:</p><p>(a) act<a href=#f id=b><sup>1</sup></a>;</p>"
    text += "<p>(b) report.</p><table border=1><tr><td>Cod<td>5 t<tr><td>Ling<td>9 t</table>"
    text += "<p id=f><a href=#b>1</a> At once.</p>"
    menu = (
        "<ul class=menu><li>Treaties</ul><div class=related-documents><h4>Related documents</h4><p>Decision 4/2</div>"
    )
    frame = f"<table width=100%><tr><td width=20%>{menu}<p>Office of Law</p></td><td>{text}</td></tr></table>"
    framed, bare = (read_bytes(page.encode(), "a.html") for page in (frame, text))
    assert [each.eid for each in framed.provisions] == [each.eid for each in bare.provisions]
    assert framed.clauses == bare.clauses
    assert [leaf.text for leaf in framed.leaves if leaf.kind is LeafKind.TABLE] == ["Cod\t5 t", "Ling\t9 t"]
    assert "Decision" not in framed.text
    row = read_bytes(b"<p>Article 1</p><p>It shall pay:</p><table><tr><td>Cod<td>5 t</table>", "a.html")
    assert [leaf.text for leaf in row.leaves if leaf.kind is LeafKind.TABLE] == ["Cod\t5 t"]


@pytest.mark.parametrize("around", ["main", "article"])
def test_a_foot_within_the_content_goes_where_it_speaks_of_cookies_only(around: str) -> None:
    def page(foot: str) -> treatylex.Treaty:
        body = "<h1>Pact on Ferries</h1><h2>Article 1</h2><p>No Party shall levy tolls on the ferries of the sound.</p>"
        html = f"<html><body><{around}>{body}<footer><p>{foot}</p></footer></{around}></body></html>"
        return read_bytes(html.encode(), "pact.html")

    treaty = page("This site uses cookies. Accept them all.")
    assert ("cookies" in treaty.text, len(treaty.clauses)) == (False, 1)
    assert [each.code for each in treaty.diagnostics] == ["left-out"]
    assert "34 characters" in treaty.diagnostics[0].message
    assert "Done at Hale" in page("Done at Hale on 3 May 2031, in two originals.").text
