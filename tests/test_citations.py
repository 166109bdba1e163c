"""Citations: who cites whom, as data, as GraphML that networkx reads, as DOT."""

import io
from pathlib import Path

import networkx
import pydot
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from treatylex.cli import main
from treatylex.collections.citation_graph import CitationGraph, citation_graph, graph_elements
from treatylex.model.references import ResolutionStatus
from treatylex.parsing.reader import parse
from treatylex.parsing.resolution.instruments import Instrument
from treatylex.reporting.graphs import write_dot, write_graphml

# pydot calls pyparsing by names that newer versions of that deprecate.
PYDOT_WARNS = pytest.mark.filterwarnings(r"ignore:.*deprecated - use:DeprecationWarning:pydot")

FISHERIES = """\
Convention on Fisheries in the Grey Sea

Article 1

Each Party shall act in accordance with Articles 2 and 51 of the U.N. Charter and Article 1 of this Convention.
"""

PROTOCOL = """\
Protocol to the Convention on Fisheries in the Grey Sea

Article 1

1. Article 4 of the Convention on Fisheries in the Grey Sea and Article 9 of that Convention shall apply.

2. The Parties shall respect the Charter of the United Nations & the Geneva Protocol.
"""


def graph(**options: object) -> CitationGraph:
    treaties = [parse(PROTOCOL, source_name="protocol.txt"), parse(FISHERIES, source_name="fisheries.txt")]
    return citation_graph(treaties, **options)


def edges(found: CitationGraph) -> dict[tuple[str, str], int]:
    return {(citation.source, citation.target): citation.count for citation in found.citations}


def test_each_target_outside_the_treaty_counts_once() -> None:
    assert edges(graph()) == {
        ("protocol.txt", "fisheries.txt"): 1,
        ("protocol.txt", "un-charter"): 1,
        ("protocol.txt", "Geneva Protocol"): 1,
        ("fisheries.txt", "un-charter"): 2,
    }


def test_a_citation_tells_the_provisions_and_the_status() -> None:
    citation = next(c for c in graph().citations if c.source == "fisheries.txt")
    assert (citation.status, citation.provisions) == (ResolutionStatus.EXTERNAL, ("art_2", "art_51"))


def test_a_treaty_of_the_catalogue_is_one_node_whether_read_or_cited() -> None:
    charter = parse(
        "Charter of the United Nations\n\nArticle 1\n\nThe Organization shall act.", source_name="charter.txt"
    )
    found = citation_graph([parse(FISHERIES, source_name="fisheries.txt"), charter])
    assert edges(found) == {("fisheries.txt", "un-charter"): 2}
    assert [node.source for node in found.nodes if node.id == "un-charter"] == ["charter.txt"]


def test_the_graph_can_be_narrowed_to_a_status_or_a_work() -> None:
    assert set(edges(graph(statuses=frozenset({ResolutionStatus.AMBIGUOUS})))) == {("protocol.txt", "Geneva Protocol")}
    assert {target for _, target in edges(graph(work="un-charter"))} == {"un-charter"}


def test_the_most_cited_instrument_is_cited_by_most_treaties() -> None:
    (first, treaties), *_ = graph().most_cited()
    assert (first.id, treaties) == ("un-charter", 2)


def test_instruments_of_ones_own_are_nodes() -> None:
    ours = [Instrument(id="grey-sea", title="Convention on Fisheries in the Grey Sea", year=1999)]
    protocol = parse(PROTOCOL, source_name="protocol.txt", instruments=ours)
    found = citation_graph([protocol], instruments=ours)
    assert edges(found)["protocol.txt", "grey-sea"] == 2  # with "that Convention"
    assert next(node.iri for node in found.nodes if node.id == "grey-sea") == "/akn/un/act/treaty/1999/grey-sea"


# ---- Formats


def as_graphml(found: CitationGraph) -> networkx.DiGraph:
    file = io.StringIO()
    write_graphml(file, *graph_elements(found))
    return networkx.parse_graphml(file.getvalue())


def test_networkx_reads_the_graphml() -> None:
    read = as_graphml(graph())
    assert read.is_directed()
    assert {(a, b): data["weight"] for a, b, data in read.edges(data=True)} == edges(graph())
    charter = read.nodes["un-charter"]
    assert (charter["label"], charter["kind"]) == ("Charter of the United Nations", "work")
    assert charter["iri"] == "/akn/un/act/treaty/1945-06-26/un-charter"
    assert read.edges["fisheries.txt", "un-charter"]["provisions"] == "art_2 art_51"


@PYDOT_WARNS
def test_pydot_reads_the_dot() -> None:
    file = io.StringIO()
    write_dot(file, *graph_elements(graph()))
    (read,) = pydot.graph_from_dot_data(file.getvalue())
    assert {(edge.get_source().strip('"'), edge.get_destination().strip('"')) for edge in read.get_edges()} == set(
        edges(graph())
    )


@PYDOT_WARNS
def test_long_titles_stand_in_several_lines_in_dot() -> None:
    file = io.StringIO()
    write_dot(file, [("a", {"label": 'Protocol to the "Convention" on Fisheries in the Grey Sea'})], [])
    (read,) = pydot.graph_from_dot_data(file.getvalue())
    label = read.get_node('"a"')[0].get("label")
    assert label == r'''"Protocol to the \"Convention\" on\nFisheries in the Grey Sea"'''


ANY = st.text(min_size=1, max_size=12)


@given(st.lists(st.tuples(ANY, ANY, st.integers(1, 9)), max_size=5, unique_by=lambda each: each[:2]))
def test_graphml_of_any_names_is_read_back(triples: list[tuple[str, str, int]]) -> None:
    file = io.StringIO()
    ids = dict.fromkeys(end for a, b, _ in triples for end in (a, b))
    write_graphml(file, [(id_, {"label": id_}) for id_ in ids], [(a, b, {"weight": n}) for a, b, n in triples])
    read = networkx.parse_graphml(file.getvalue())
    assert sorted(data["weight"] for *_, data in read.edges(data=True)) == sorted(n for *_, n in triples)


# ---- The command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "protocol.txt").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "fisheries.txt").write_text(FISHERIES, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["refs", *arguments])
    return result.exit_code, result.stdout


@PYDOT_WARNS
def test_the_command_prints_graphml_and_dot(folder: Path) -> None:
    status, text = run(str(folder), "--format", "graphml")
    assert status == 0
    assert networkx.parse_graphml(text).number_of_edges() == 4
    status, text = run(str(folder), "--format", "dot", "--to", "un-charter")
    assert status == 0
    assert len(pydot.graph_from_dot_data(text)[0].get_edges()) == 2


def test_a_file_that_cannot_be_read_does_not_lose_the_graph_of_the_others(folder: Path) -> None:
    status, text = run(str(folder), str(folder / "none.txt"), "--format", "graphml")
    assert status == 3
    assert networkx.parse_graphml(text).number_of_edges() == 4


def test_rows_tell_the_place_and_the_iri(folder: Path) -> None:
    status, text = run(str(folder / "fisheries.txt"), "--format", "csv", "--to", "un-charter")
    header, first, _ = (line.split(",") for line in text.splitlines())
    row = dict(zip(header, first, strict=True))
    assert status == 0
    assert FISHERIES[int(row["start"]) : int(row["end"])] == row["reference"] == "Articles 2 and 51 of the U.N. Charter"
    assert (row["line"], row["column"], row["within"]) == ("5", "41", "art_1")
    assert row["iri"] == "/akn/un/act/treaty/1945-06-26/un-charter/!main~art_2"
