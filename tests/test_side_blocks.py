"""Asides in PDF: boxes, margin notes and balloons come in no line of the text; columns, tables and signatures do."""

from collections.abc import Callable
from pathlib import Path

import pytest

import treatylex
from treatylex.formats.pdf.characters import Character
from treatylex.formats.pdf.side_blocks import without_asides
from treatylex.model.provisions import LeafKind

pytest.importorskip("pypdfium2")
Printed = Callable[..., Path]

PARAGRAPHS = [
    "1. Neither Party shall close the port to the ships of the other Party, and each Party shall tell the other of the "
    "works that it carries out there, as soon as it knows of them and in any case before they begin.",
    "2. Each Party shall keep a list of the ships that call at the port, and shall send a copy of it to the other "
    "Party once a year, in the form that the Council has adopted.",
    "The fees are set by the Council. They shall not be higher than the costs of the services for which they are "
    "charged, and they shall be published by the Secretary each year.",
]
NOTE = "Norland [N7]: We cannot accept this, for no fee shall be paid by us."
STYLE = "body {font: 12pt serif; position: relative} aside {font: 8pt sans-serif; width: 4cm} p {margin: 1em MARGIN} "


def page(*noted: int) -> str:
    articles = [
        f"<h3>Article {k}</h3>" + "".join(f"<p>NOTE{k}{n} {each}</p>" for n, each in enumerate(PARAGRAPHS))
        for k in (1, 2, 3)
    ]
    body = "".join(articles)
    for k in (1, 2, 3):
        for n in range(len(PARAGRAPHS)):
            body = body.replace(f"<p>NOTE{k}{n} ", f"<aside>{NOTE}</aside><p>" if 10 * k + n in noted else "<p>")
    return body


@pytest.mark.parametrize(
    ("style", "margin", "noted"),
    [
        pytest.param("aside {position: absolute; right: 0}", "5cm 1em 0", (21,), id="balloon"),
        pytest.param("aside {position: absolute; left: 0}", "0 1em 5cm", (10, 11, 20, 22, 31), id="balloons"),
        pytest.param("aside {float: right; border: 1px solid; margin: 4px}", "0", (21,), id="box"),
    ],
)
def test_what_stands_beside_the_text_is_no_part_of_it_and_told(
    printed: Printed, style: str, margin: str, noted: tuple[int, ...]
) -> None:
    plain = treatylex.read(printed(page(), STYLE))
    treaty = treatylex.read(printed(page(*noted), STYLE.replace("MARGIN", margin) + style))
    told = [each for each in treaty.diagnostics if each.code == "aside"]
    assert [each.message for each in told] == [f'stands beside the text and is no part of it: "{NOTE}"'] * len(noted)
    assert {treaty.text[each.span.start : each.span.end] for each in told} == {NOTE}
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FURNITURE] == [NOTE] * len(noted)
    assert [str(each.action) for each in treaty.clauses] == [str(each.action) for each in plain.clauses]
    assert [each.eid for each in treaty.provisions] == [each.eid for each in plain.provisions]


SIGNED = (
    "<div style='display: flex; gap: 3cm; align-items: center'><div>FOR THE GOVERNMENT OF NORLAND:<br>Ada Ny<br>"
    "Minister<br>of Trade</div><div>FOR THE GOVERNMENT OF SUTLAND:<br>Bo Ek<br>Ambassador</div></div>"
)
TABLE = "".join(
    f"<tr><td>Each Party shall notify the other of what it does in the matter of case {k}, and of all that it knows of "
    f"its causes.</td><td>within {k} months<br>of the first<br>day of it</td></tr>"
    for k in range(1, 5)
)
NUMBERED = "".join(f"<p><b>{k}</b> <i>{each}</i></p>" for k, each in enumerate(PARAGRAPHS * 2, 11))


@pytest.mark.parametrize(
    ("body", "style"),
    [
        pytest.param(SIGNED, "", id="signatures"),
        pytest.param(f"<table>{TABLE}</table>", "td {vertical-align: middle; padding: 2px 12px}", id="cells"),
        pytest.param(NUMBERED, "p {margin-left: 2cm} b {position: absolute; left: 0; font-size: 8pt}", id="numbers"),
        pytest.param(f"<div>{page()}</div>", "div {columns: 2}", id="columns"),
    ],
)
def test_what_stands_side_by_side_otherwise_is_text(printed: Printed, body: str, style: str) -> None:
    treaty = treatylex.read(printed(page() + body, STYLE.replace("MARGIN", "0") + style))
    assert "aside" not in {each.code for each in treaty.diagnostics}


def test_asides_are_found_in_one_pass(growth_of: Callable[..., float]) -> None:
    def prepare(many: int) -> Callable[[], object]:
        text = [Character("a", 50 + 5 * n, 14 * k, 55 + 5 * n, 14 * k + 11) for k in range(many) for n in range(40)]
        notes = [
            Character("b", 300 + 4 * n, 13 * k, 304 + 4 * n, 13 * k + 8) for k in range(0, many, 4) for n in range(9)
        ]
        return lambda: without_asides([*text, *notes])

    assert growth_of(prepare, 100) < 2.3
