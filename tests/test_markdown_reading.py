"""Markdown: its signs go, its words, numbers and footnotes stay."""

from collections.abc import Callable
from pathlib import Path

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats import markdown
from treatylex.formats.documents import Choices
from treatylex.formats.registry import read_bytes
from treatylex.model.provisions import LeafKind
from treatylex.specimens import Excerpt

DRAFT = """---
title: Pact of Issel
parties: [Norland, Sutland]
---
# Pact of Issel

## Article 1 – Register

1. Each Party shall:
   - keep a **register** of its vessels[^1]; and
   - send a copy to the [depositary](https://treaties.example/depositary "the office").
2. The Parties *may* consult
   under Article 2.

**Article 2** The depositary shall inform the Parties.

### Article 3
The Council [shall] [may] meet\\* once a year.

| Vessel | Tons | Port |
|--------|------|------|
| Auk    | 900  | Alder |

[^1]: A vessel is any craft
    that floats.
"""


def read(tmp_path: Path, text: str, name: str = "pact.md") -> treatylex.Treaty:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return treatylex.read(tmp_path / name)


def test_a_draft_is_read_without_its_signs(tmp_path: Path) -> None:
    treaty = read(tmp_path, DRAFT)
    assert treaty.source_format == "markdown"
    assert [(each.number, each.heading) for each in treaty.articles] == [("1", "Register"), ("2", None), ("3", None)]
    assert [each.eid for each in treaty.provision("art_1").children] == ["art_1__para_1", "art_1__para_2"]
    assert not set("*#|") & set(treaty.text.replace("meet*", ""))
    assert "treaties.example" not in treaty.text
    assert "Norland" not in treaty.text
    notes = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]
    assert notes == ["1", "1 A vessel is any craft that floats."]
    assert LeafKind.TABLE in {leaf.kind for leaf in treaty.leaves}
    assert str(treaty.place_of(treaty.provision("art_2").span)) == "line 15"
    kinds = [each.kind.value for each in treaty.clauses]
    assert kinds[:4] == ["obligation", "obligation", "permission", "obligation"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. a\n1. b\n1. c\n", ["1.", "2.", "3."]),
        ("3) a\n4) b\n", ["3)", "4)"]),
        ("1. a\n2. b\n9. c\n", ["1.", "2.", "9."]),
        ("- a\n- b\n", ["-", "-"]),
    ],
)
def test_numbers_of_lists_are_those_written_or_counted(tmp_path: Path, text: str, numbers: list[str]) -> None:
    lines = read(tmp_path, text.replace("\\\n", "\n")).text.split("\n")
    assert [line.split()[0] for line in lines if line] == numbers


def test_markdown_is_known_by_its_content_too(tmp_path: Path) -> None:
    assert read(tmp_path, DRAFT.partition("---\n#")[2] or DRAFT, "pact.txt").source_format == "markdown"


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_what_is_written_as_markdown_paragraphs_is_read_as_the_text(tmp_path: Path, excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text)
    again = read(tmp_path, excerpt.text.replace("  ", " ").replace("*", "\\*"))
    assert {each.eid for each in treaty.articles} == {each.eid for each in again.articles}
    assert abs(len(again.clauses) - len(treaty.clauses)) <= 1


@pytest.mark.parametrize("deleted", ["~~shall~~", "<del>shall</del>", "<s>shall</s>"])
def test_words_struck_through_are_deleted_and_told(tmp_path: Path, deleted: str) -> None:
    text = f"# Pact\n\n1. Each Party {deleted} may act.[^1]\n2. ~~It shall pay.~~\n\n[^1]: A note.\n"
    treaty = read(tmp_path, text)
    assert treaty.text == "Pact\n\n1. Each Party  may act.1\n\n1 A note.\n"
    told = [each for each in treaty.diagnostics if each.code == "struck-through"]
    assert [each.message.partition(": ")[2] for each in told] == ['"shall"', '"It shall pay."']
    assert treaty.text[: told[0].span.start].endswith("1. Each Party ")
    assert [treaty.place_of(each.span).line for each in told] == [3, 4]
    assert "It shall pay." in treatylex.read(tmp_path / "pact.md", revisions="original").text


NESTED = {
    "quotations": "> " * 60 + "Each Party shall report.\n",
    "quotations after text": "Each Party shall pay.\n\n" + "> " * 97 + "Each Party shall report.\n",
    "bullets": "".join(f"{'  ' * level}- Level\n" for level in range(40)) + "  " * 40 + "- Each Party shall report.\n",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_what_is_nested_deeply_is_read(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).text.endswith("Each Party shall report.\n")


@pytest.mark.parametrize("nested", ["> " * 100, "> " * 3000, "- " * 50, "- " * 80])
def test_what_is_nested_too_deeply_is_refused_with_its_line(tmp_path: Path, nested: str) -> None:
    with pytest.raises(InputError, match="line 3: quotations and lists are nested deeper than 100 levels; take out"):
        read(tmp_path, f"# Pact\n\n{nested}Each Party shall report.\n")


@pytest.mark.parametrize(
    ("set_so", "read_as"),
    [
        ("close 25 km<sup>2</sup> of it", "close 25 km² of it"),
        ("pay 10^6^ euros", "pay 10⁶ euros"),
        ("cut its CO<sub>2</sub> and CO~2~ by half", "cut its CO2 and CO2 by half"),
        ("keep the 4<SUP>th</SUP> copy", "keep the 4th copy"),
        ("register its vessels<sup>1</sup>", "register its vessels"),
        ("register its vessels<sup>[^a]</sup>", "register its vessels"),
        ("apply the act of 1992<sup>1</sup>", "apply the act of 1992"),
        ("send 2^10 or ~5 notes", "send 2^10 or ~5 notes"),
    ],
)
def test_what_stands_above_and_below_the_line_does_not_run_into_words(
    tmp_path: Path, set_so: str, read_as: str
) -> None:
    notes = "\n\n<sup>1</sup> A vessel is any craft.\n\n[^a]: It floats.\n"
    (clause, *_) = read(tmp_path, f"Article 1\n\nEach Party shall {set_so}.{notes}").clauses
    assert clause.action is not None
    assert clause.action.normalized == read_as
    block = read(tmp_path, f"Article 1\n\n<div>\n<p>Each Party shall {set_so}.</p>\n</div>{notes}").clauses[0]
    assert not {"^", "~"}.isdisjoint(set_so) or (block.action is not None and block.action.normalized == read_as)


def test_items_that_bring_their_own_numbers_need_no_dots(tmp_path: Path) -> None:
    text = "# Pact {#pact}\n\n## Article 1 – Scope {#scope .unnumbered}\n\n1. Each Party shall:\n"
    own = "   - (a) act;\n   - (b) report:\n     - (i) at once; and\n     - (ii) in full.\n"
    treaty = read(tmp_path, text + own)
    assert treaty.title == "Pact"
    assert [(each.eid, each.heading) for each in treaty.provisions] == [
        ("art_1", "Scope"),
        ("art_1__para_1", None),
        ("art_1__para_1__sub_a", None),
        ("art_1__para_1__sub_b", None),
        ("art_1__para_1__sub_b__sub_i", None),
        ("art_1__para_1__sub_b__sub_ii", None),
    ]
    # Dots stay where one item brings no number, and braces where they are no attributes.
    dotted = read(tmp_path, "## Article 1 {draft text}\n\nIt shall:\n\n- (a) act;\n- report.\n")
    assert "- (a) act;" in dotted.text
    assert "{draft text}" in dotted.text


RULED = {
    "simple": "  Year   Sum\n  ------ ------\n  2027   10\n  2028   20 \\* 2\n\n",
    "simple without a head": "------ ------\nYear   Sum\n2027   10\n2028   20 \\* 2\n------ ------\n\n",
    "of several lines": "-------------\nYear   Sum\n------ ------\n"
    "2027   10\n\n2028   20\n       \\* 2\n-------------\n\n",
    "of several lines without a head": "----- ------\nYear  Sum\n\n2027  10\n\n2028  20\n      \\* 2\n----- ------\n\n",
    "a grid": "+------+---------+\n| Year | Sum     |\n+======+=========+\n| 2027 | 10      |\n"
    "+------+---------+\n| 2028 | 20      |\n|      | \\* 2    |\n+------+---------+\n\n",
    "a page's": "<table><thead><tr><th>Year</th><th>Sum</th></tr></thead>\n"
    "<tr><td><p>2027</p></td><td><b>10</b></td></tr>\n"
    "<tr><td>2028</td><td>20<br>* 2</td></tr></table>\n\n",
}


@pytest.mark.parametrize("ruled", RULED)
def test_a_table_is_one_however_its_columns_are_ruled(tmp_path: Path, ruled: str) -> None:
    table = RULED[ruled]
    treaty = read(tmp_path, f"The sums are:\n\n{table}Each Party shall pay.\n")
    rows = [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.TABLE]
    assert rows == ["Year\tSum", "2027\t10", "2028\t20 * 2"]
    quoted = "".join(f"> {line}\n" for line in table.splitlines())
    again = read(tmp_path, f"The sums are:\n\n{quoted}\nEach Party shall pay.\n")
    assert [leaf.text for leaf in again.leaves if leaf.kind is LeafKind.TABLE] == rows


@pytest.mark.parametrize(
    "text",
    [
        "Each Party shall act.\n\n------ ------\n\nIt may report.",
        "-----\n\nEach Party shall act.\n\n-----\n\nIt may report.",
        "Each Party shall act.\n---\nIt may report.",
        "+--+\n\nEach Party shall act.",
        "<div>Each Party shall act.</div>\n\n<table><tr><td>1</table> <table><tr><td>2</table>",
        "-- -- --\n\n## Article 1\n\nEach Party shall act.\n\n-- -- --\n\nIt may report.",
        "------ ------\nThe fees must be paid by each Party.\n------ ------\n\nIt may report.",
        "---- ----\nEach Party shall act.\nEach Council may report.\n---- ----\n\nIt may report.",
        "--- ---\n\n--- ---\n\nEach Party shall act.",
        "The Parties agree:\n--- ---\nEach Party shall act.",
        "------ ------\n# Title\n\nEach   Party shall act.\n------ ------",
        "----- -----\n\n--- ---\n\nEach  Party shall act.\n\n----- -----",
    ],
)
def test_dashes_alone_make_no_table(tmp_path: Path, text: str) -> None:
    treaty = read(tmp_path, text)
    assert LeafKind.TABLE not in {leaf.kind for leaf in treaty.leaves}
    assert treaty.clauses


def test_what_tags_strike_through_in_a_block_or_a_cell_is_deleted_and_told(tmp_path: Path) -> None:
    table = "<table><tr><td>Fee</td><td>10 <s>gold</s> marks</td><td>a</td></tr></table>"
    treaty = read(tmp_path, f"<div><s>Each Party may leave.</s> Each Party shall stay.</div>\n\n{table}\n")
    assert treaty.text == "Each Party shall stay.\n\nFee\t10 marks\ta\n"
    told = [each.message for each in treaty.diagnostics if each.code == "struck-through"]
    assert [each.partition(": ")[2] for each in told] == ['"Each Party may leave."', '"gold"']


def test_what_a_table_of_a_page_says_outside_its_cells_stands_before_it(tmp_path: Path) -> None:
    row = "<tr><td>Hale</td><td>10 marks</td></tr>"
    for caption, table in (
        ("Each Party shall pay <b>these</b> fees.", "<table><caption>{}</caption><colgroup><col></colgroup>" + row),
        ("Fees &amp; duties", "<table><thead><caption>{}</caption></thead>" + row),
        ("It may pay more.", "<table>" + row + "{}"),
    ):
        treaty = read(tmp_path, f"The Parties agree:\n\n{table.format(caption)}</table>\n\nEach Party shall act.\n")
        said = caption.replace("<b>", "").replace("</b>", "").replace("&amp;", "&")
        assert treaty.text == f"The Parties agree:\n\n{said}\n\nHale\t10 marks\n\nEach Party shall act.\n"


LINES = ["------ ----\n", "-----\n\n", "a\n--- ---\n\n", "-----\na\n--- ---\n\n"]
GRIDS = ["+--+--+\n| a | b |\n+--+--+\n\n", "- +--+--+\n", "+--+--+\n", "-- --\nEach Party\n\n"]


@pytest.mark.parametrize("lines", LINES + GRIDS)
def test_looking_for_ruled_tables_takes_time_as_the_lines_are_many(growth_of: Callable[..., float], lines: str) -> None:
    def prepare(many: int) -> Callable[[], object]:
        data = (lines * many).encode()
        return lambda: markdown.read(data, Choices())

    assert growth_of(prepare, 100) < 2.4


@pytest.mark.parametrize("lead", ["The annual fees are:", "The colours of the buoys are:"])
def test_what_a_table_completes_is_no_passage_that_could_not_be_read(lead: str) -> None:
    table = "| Port | Entry |\n|---|---|\n| Hale | ten |\n| Brede | two |\n"
    treaty = read_bytes(f"# Pact\n\n## Article 1\n\n{lead}\n\n{table}".encode(), "pact.md")
    assert [(each.code, each.severity.value) for each in treaty.diagnostics] == [("no-main-verb", "note")]
    assert "stands in the table below" in treaty.diagnostics[0].message
    # Without a table nothing completes it.
    alone = read_bytes(f"# Pact\n\n## Article 1\n\n{lead}\n\n## Article 2\n\nIt ends.\n".encode(), "pact.md")
    assert "unread-passage" in {each.code for each in alone.diagnostics}


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("> Chair's note: the Board looks at this.\n>\n> Each delegation shall send ~~all~~ its views[^1].", 0),
        ("> Drafting note:\n>\n> - Each Party shall be named here.\n> - The Council shall not.", 0),
        ("> Each Party shall publish a note.\n>\n> The Council shall answer.", 2),  # a quotation, as of an article
        ("> The Secretariat's notes: a copy shall be sent.\n>\n> Each Party shall keep it.", 2),
    ],
)
def test_a_remark_of_several_paragraphs_ends_with_its_quotation(tmp_path: Path, note: str, left: int) -> None:
    treaty = read(
        tmp_path, f"# Pact\n\n## Article 1\n\nEach Party shall act.\n\n{note}\n\nIt shall report.\n\n[^1]: By May.\n"
    )
    assert len(treaty.clauses) == 2 + left
    assert sum(each.message.startswith("left out as a remark") for each in treaty.diagnostics) == (left == 0)
