"""Conversion: every format by command and from Python, and what each cannot carry."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import hypothesis
import pydot
import pytest
from click.testing import CliRunner
from lxml import etree

import treatylex
from treatylex.cli import main
from treatylex.collections.conversions import conversions
from treatylex.errors import InputError
from treatylex.formats.legalruleml import LRML, RULEML, left_out, to_legalruleml
from treatylex.reporting.clause_tree import to_dot, to_mermaid
from treatylex.specimens import Excerpt
from treatylex.testing.strategies import treaties

TEXT = """PACT OF ISSEL

The States Parties,

Seeking peace,

Have agreed as follows:

Article 1
Duties

1. If a Party is attacked, or if it is threatened, the other Party shall assist it without delay, unless the Council
decides otherwise.

- 2 -

2. Neither Party shall rely on Article 7.

Article 2
Council

The Council may advise the Parties. The Parties should meet. “Spill” means a discharge of oil.
"""
NAMES = {"l": LRML, "r": RULEML}
SPECIMENS = pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)


@pytest.fixture
def pact(tmp_path: Path) -> Path:
    path = tmp_path / "pact.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "treatylex", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.parametrize("name", conversions())
def test_every_format_is_written_by_the_command_as_from_python(name: str, pact: Path, tmp_path: Path) -> None:
    target = tmp_path / "made"
    ended = run("convert", pact, "--to", name, "--output", target)
    assert ended.returncode == 0, ended.stderr
    made = treatylex.convert(treatylex.read(pact), name)
    written = target.read_bytes()
    assert written == (made.encode() if isinstance(made, str) else made)
    assert run("convert", pact, "--to", name, "--quiet").stdout == written


def test_what_a_format_cannot_carry_is_told(pact: Path) -> None:
    told = {
        name: CliRunner().invoke(main, ["convert", str(pact), "--to", name]).stderr.replace(str(pact), "pact.txt")
        for name in ("akn", "legalruleml", "markdown", "csv", "json")
    }
    assert told == {
        "akn": "treatylex: pact.txt: akn does not carry page numbers and running heads (1)\n"
        "treatylex: pact.txt: akn does not carry clauses (6); legalruleml writes the norms among them\n"
        "treatylex: pact.txt: akn does not carry links of references of which it is not certain where they lead "
        "(1 dangling)\n",
        "legalruleml": "treatylex: pact.txt: legalruleml does not carry the text around the norms; akn writes it\n"
        "treatylex: pact.txt: legalruleml does not carry clauses that are no norms (1 recital, 1 recommendation)\n",
        "markdown": "treatylex: pact.txt: markdown does not carry page numbers and running heads (1)\n"
        "treatylex: pact.txt: markdown does not carry what was read in the words: clauses (6), where references lead\n",
        "csv": "treatylex: pact.txt: csv does not carry the tree of provisions, and phrases nested in phrases\n"
        "treatylex: pact.txt: csv does not carry words that stand in no clause\n",
        "json": "",
    }


def test_several_treaties_make_a_file_each(pact: Path, tmp_path: Path) -> None:
    other = tmp_path / "more" / "pact.txt"
    other.parent.mkdir()
    other.write_text("Each Party shall act.", encoding="utf-8")
    target = tmp_path / "made"
    ended = run("convert", pact, other, "--to", "akn", "--output", target)
    assert ended.returncode == 0
    assert sorted(path.name for path in target.iterdir()) == ["pact-2.xml", "pact.xml"]
    assert run("convert", pact, other, "--to", "akn").returncode == 2
    refused = run("convert", pact, other, "--to", "akn", "--output", tmp_path / "both.xml")
    assert (refused.returncode, (tmp_path / "both.xml").exists()) == (2, False)
    assert b"several treaties need a folder" in refused.stderr


def test_wrong_calls_are_told_with_the_remedy(pact: Path, tmp_path: Path) -> None:
    ended = run("convert", pact, "--to", "akn", "--output", tmp_path / "nowhere" / "made.xml")
    assert ended.returncode == 2
    assert b"no such file or directory" in ended.stderr
    assert run("convert", tmp_path / "nothing.txt", "--to", "akn").returncode == 3
    with pytest.raises(InputError, match="writes no format 'odt'; choose one of akn, legalruleml, html"):
        treatylex.convert(treatylex.parse(TEXT), "odt")


# ---------------------------------------------------------------- tables


def test_csv_and_parquet_hold_the_same_clauses() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    treaty = treatylex.parse(TEXT)
    made = treatylex.convert(treaty, "csv")
    assert isinstance(made, str)
    rows = list(csv.DictReader(io.StringIO(made)))
    assert [row["eid"] for row in rows] == [clause.eid for clause in treaty.clauses]
    packed = treatylex.convert(treaty, "parquet")
    assert isinstance(packed, bytes)
    table = parquet.read_table(io.BytesIO(packed))
    assert [{key: str(value) for key, value in row.items()} for row in table.to_pylist()] == rows
    empty = treatylex.convert(treatylex.parse(""), "parquet")
    assert isinstance(empty, bytes)
    assert parquet.read_table(io.BytesIO(empty)).schema == table.schema


def test_half_a_character_becomes_a_question_mark_in_parquet() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    packed = treatylex.convert(treatylex.parse("Each Party shall keep the \ud800 register."), "parquet")
    (text,) = parquet.read_table(io.BytesIO(packed)).column("text").to_pylist()
    assert text == "Each Party shall keep the ? register"


def test_json_and_word_are_what_their_functions_make() -> None:
    treaty = treatylex.parse(TEXT)
    document = treatylex.convert(treaty, "json")
    assert isinstance(document, str)
    assert json.loads(document) == json.loads(treatylex.to_json(treaty))
    packed = treatylex.convert(treaty, "docx")
    assert isinstance(packed, bytes)
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(packed)).namelist()


# ---------------------------------------------------------------- LegalRuleML


def rules(text: str) -> etree._Element:
    return etree.fromstring(to_legalruleml(treatylex.parse(text)).encode())


@SPECIMENS
def test_every_norm_is_a_statement_with_its_source(excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text)
    root = rules(excerpt.text)
    keys = [each.get("key") for each in root.iter() if each.get("key")]
    assert len(set(keys)) == len(keys)
    assert {each.get("keyref") for each in root.iter() if each.get("keyref")} <= {f"#{key}" for key in keys}
    assert {each.get("iri") for each in root.iter("{*}Ind") if each.get("iri")} <= {f"#{key}" for key in keys}
    left = left_out(treaty)
    norms = [clause.eid for clause in treaty.clauses if clause.kind.value not in left]
    assert [key for key in keys if key in treaty] == norms
    assert len(norms) + sum(left.values()) == len(treaty.clauses)
    assert [each.get("keyref", "")[1:] for each in root.iter("{*}toTarget")] == norms
    for association in root.iter("{*}Association"):
        source = association.find("l:appliesSource", NAMES).get("keyref", "").removeprefix("#source_")
        for target in association.iterfind("l:toTarget", NAMES):
            within = treaty.parent(treaty[target.get("keyref")[1:]])
            assert source == (within.eid if within else "#source")


FORMULA = "Atom|And|Or|Neg|Obligation|Permission|Prohibition|Right"
CONTENT = {
    "LegalRuleML": "(LegalSources |Agents )*(Associations )*(Statements )*",
    "LegalSources": "(LegalSource )*",
    "Agents": "(Agent )*",
    "Associations": "(Association )*",
    "Association": "(appliesSource )*(toTarget )*",
    "Statements": "(PrescriptiveStatement |ConstitutiveStatement |OverrideStatement )*",
    "PrescriptiveStatement": "(Rule )?",
    "ConstitutiveStatement": "(Rule )?",
    "OverrideStatement": "(Override )?",
    "Rule": "(Paraphrase )?(hasStrength )?(if )?(then )?",
    "hasStrength": "(DefeasibleStrength )?",
    "if": f"(?:{FORMULA}) ",
    "then": f"(?:{FORMULA}) ",
    "And": f"(?:(?:{FORMULA}) )*",
    "Or": f"(?:(?:{FORMULA}) )*",
    "Neg": f"(?:{FORMULA}) ",
    **dict.fromkeys(("Obligation", "Permission", "Prohibition", "Right"), f"(Paraphrase )?(slot )*((?:{FORMULA}) )?"),
    "Atom": "Rel (Ind |Data )*(slot )*",
    "slot": "(Bearer |AuxiliaryParty |Ind )(Ind |Data )",
}
"""What the compact form of OASIS's schema lets stand in elements that are written; others are empty or hold text."""
OF_ATTRIBUTES = {
    "key": r"[^\W\d][\w.·-]*",
    "keyref": r"#[^\W\d][\w.·-]*",
    "over": r"#[^\W\d][\w.·-]*",
    "under": r"#[^\W\d][\w.·-]*",
    "sameAs": r"\S+",
    "iri": r"\S+",
    "closure": "universal",
}
TEXTS = frozenset({"Paraphrase", "Rel", "Ind", "Data"})


def assert_in_order(root: etree._Element) -> None:
    for element in root.iter():
        name = etree.QName(element).localname
        inside = "".join(f"{etree.QName(each).localname} " for each in element)
        assert re.fullmatch(CONTENT.get(name, ""), inside), f"{name}: {inside}"
        assert name in TEXTS or not (element.text or "").strip()
        for key, value in element.attrib.items():
            assert re.fullmatch(OF_ATTRIBUTES[key], value), f"{key}={value}"
    deontic = {f"{{{LRML}}}{kind}" for kind in ("Obligation", "Permission", "Prohibition", "Right")}
    for rule in root.iterfind(".//l:ConstitutiveStatement/r:Rule/r:then", NAMES):
        assert not deontic & {each.tag for each in rule.iter()}


@SPECIMENS
def test_elements_stand_in_the_order_of_the_standard(excerpt: Excerpt) -> None:
    assert_in_order(rules(excerpt.text))


@hypothesis.given(treaties(max_articles=3))
def test_whatever_the_treaty_elements_stand_in_order(treaty: treatylex.Treaty) -> None:
    assert_in_order(etree.fromstring(to_legalruleml(treaty).encode()))


def test_a_statement_says_its_clause_within_its_rule() -> None:
    rule = rules(TEXT).find(".//l:PrescriptiveStatement[@key='art_1__para_1__norm_1']/r:Rule", NAMES)
    assert [etree.QName(each).localname for each in rule] == ["Paraphrase", "hasStrength", "if", "then"]
    assert rule[0].text.startswith("If a Party is attacked, or if it is threatened, the other Party shall assist it")


def test_bearers_parties_conditions_and_exceptions_have_their_elements() -> None:
    root = rules(TEXT)
    duty = root.find(".//l:PrescriptiveStatement[@key='art_1__para_1__norm_1']", NAMES)
    effect = duty.find("r:Rule/r:then/l:Obligation", NAMES)
    slots = {slot[0].tag.rpartition("}")[2]: slot[1].text for slot in effect.iterfind("r:slot", NAMES)}
    assert slots == {"Bearer": "the other Party", "AuxiliaryParty": "a Party"}
    assert effect.findtext("r:Atom/r:Rel", namespaces=NAMES) == "assist it"
    either = duty.findall("r:Rule/r:if/r:And/r:Or/r:Atom/r:Rel", NAMES)
    assert [each.text for each in either] == ["a Party is attacked", "it is threatened"]
    (override,) = root.iter("{*}Override")
    assert override.get("under") == "#art_1__para_1__norm_1"
    over = root.find(f".//l:PrescriptiveStatement[@key='{override.get('over')[1:]}']", NAMES)
    assert over.findtext("r:Rule/r:if/r:And/r:Atom/r:Rel", namespaces=NAMES) == "the Council decides otherwise"
    assert over.find("r:Rule/r:then/r:Neg/l:Obligation", NAMES) is not None
    assert root.find(".//l:Prohibition", NAMES) is not None
    assert root.find(".//l:Permission", NAMES) is not None
    meaning = root.find(".//l:ConstitutiveStatement/r:Rule/r:then/r:Atom", NAMES)
    assert meaning.findtext("r:Ind", namespaces=NAMES) == "Spill"


# ---------------------------------------------------------------- graphs, Markdown


@hypothesis.given(treaties(max_articles=3))
def test_graphs_hold_every_provision_and_clause_once(treaty: treatylex.Treaty) -> None:
    (graph,) = pydot.graph_from_dot_data(to_dot(treaty))
    names = {node.get_name().strip('"') for node in graph.get_nodes()} - {"node"}
    assert names == {"treaty", *(each.eid for each in treaty.provisions), *(each.eid for each in treaty.clauses)}
    solid = [edge for edge in graph.get_edges() if not edge.get("style")]
    assert len(solid) == len(names) - 1  # a tree
    lines = to_mermaid(treaty).splitlines()
    assert lines[0] == "flowchart LR"
    assert sum("-->" in line for line in lines) == len(names) - 1


def test_no_word_breaks_out_of_a_graph() -> None:
    hostile = treatylex.parse('Each Party shall "act]) --> x; click n1 href "javascript:1"` <b>#')
    assert all(line.count('"') in (0, 2) for line in to_mermaid(hostile).splitlines())
    (graph,) = pydot.graph_from_dot_data(to_dot(hostile))
    assert len(graph.get_nodes()) == 3


def test_a_clause_shows_in_a_graph_what_makes_it_conditional() -> None:
    treaty = treatylex.parse("If asked, each Party shall report within ten days, unless the Council objects.")
    (graph,) = pydot.graph_from_dot_data(to_dot(treaty))
    (clause,) = graph.get_node('"norm_1"')
    assert clause.get("label").strip('"').split(r"\n") == [
        "obligation: each Party | shall |",
        "report",
        "condition: If asked",
        "exception: unless the Council",
        "objects",
        "time: within ten days",
    ]
    assert "<br/>exception: unless the Council objects<br/>" in to_mermaid(treaty)


@pytest.mark.skipif(shutil.which("dot") is None, reason="no Graphviz on this machine")
def test_graphviz_draws_it() -> None:
    drawn = subprocess.run(["dot", "-Tsvg"], input=to_dot(treatylex.parse(TEXT)), capture_output=True, text=True)
    assert "<svg" in drawn.stdout


def test_markdown_has_headings_and_the_treatys_own_numbers() -> None:
    made = treatylex.to_markdown(treatylex.parse(TEXT))
    assert made.startswith("# PACT OF ISSEL\n\nThe States Parties,\n\nSeeking peace,\n\n")
    assert "\n\n### Article 1\n\n#### Duties\n\n1\\. If a Party is attacked, or if" in made
    assert "- 2 -" not in made
