"""Akoma Ntoso, ToTA and Formex: what their elements say becomes text, what they only describe does not."""

import re
from pathlib import Path

import attrs
import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats.registry import read_bytes
from treatylex.model.provisions import LeafKind
from treatylex.specimens import Excerpt

pytest.importorskip("lxml")


def read(tmp_path: Path, document: str, name: str = "treaty.xml", **choices: str) -> treatylex.Treaty:
    (tmp_path / name).write_text(document, encoding="utf-8")
    return treatylex.read(tmp_path / name, **choices)  # type: ignore[arg-type]


def shape(treaty: treatylex.Treaty) -> list[tuple[object, ...]]:
    provisions: list[tuple[object, ...]] = [
        (each.eid, each.level, each.number, " ".join((each.heading or "").split())) for each in treaty.provisions
    ]
    clauses = [(each.eid, each.kind, str(each.modal), str(each.action)) for each in treaty.clauses]
    return provisions + clauses + [each.targets for each in treaty.references]


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_what_was_written_as_akoma_ntoso_is_read_as_the_text_and_written_the_same(
    tmp_path: Path, excerpt: Excerpt
) -> None:
    treaty = treatylex.parse(excerpt.text)
    written = treatylex.to_akn(treaty)
    again = read(tmp_path, written)
    assert shape(again) == shape(treaty)
    assert treatylex.to_akn(attrs.evolve(again, source_name=None)) == written


AKN = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="treaty">
<meta><identification source="#x"><FRBRWork><FRBRalias value="Parties see"/></FRBRWork></identification></meta>
<preface><longTitle><p><docTitle>Pact of Issel</docTitle></p></longTitle></preface>
<body><chapter eId="chp_I"><num>I</num><heading>General</heading>
<article eId="art_1"><num>1</num><heading>Register</heading>
<paragraph eId="art_1__para_1"><num>1</num><list><intro><p>Each Party shall:</p></intro>
<point><num>a</num><content>
<p>keep a <b>register</b><authorialNote marker="1"><p>A list.</p></authorialNote>; and</p></content></point>
<point><num>(b)</num><content>
<p>send a copy under <ref href="#art_2">Article 2</ref>.</p></content></point></list></paragraph>
<paragraph eId="art_1__para_2"><num>2</num><content>
<p>The Parties <del>shall</del><ins>may</ins> consult.</p></content></paragraph></article>
<article eId="art_2"><num>Article 2</num><content><p>The Council shall meet.</p></content></article></chapter></body>
</act></akomaNtoso>"""


def test_akoma_ntoso_of_others_gets_the_words_that_its_elements_stand_for(tmp_path: Path) -> None:
    treaty = read(tmp_path, AKN)
    assert treaty.title == "Pact of Issel"
    assert [each.eid for each in treaty.provisions] == [
        "chap_i",
        "art_1",
        "art_1__para_1",
        "art_1__para_1__sub_a",
        "art_1__para_1__sub_b",
        "art_1__para_2",
        "art_2",
    ]
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE] == ["1", "1 A list."]
    assert "Parties see" not in treaty.text
    assert treaty.source_format == "akn"
    place = treaty.place_of(treaty.provision("art_2").span).xpath or ""
    assert place.startswith("/akomaNtoso/act[1]/body[1]/chapter[1]/article[2]")


def test_inserted_and_deleted_words_are_tracked_changes(tmp_path: Path) -> None:
    kinds = [
        read(tmp_path, AKN, revisions=which)["art_1__para_2__norm_1"].kind.value for which in ("accepted", "original")
    ]
    assert kinds == ["permission", "obligation"]
    told = [each.message for each in read(tmp_path, AKN).diagnostics if each.code == "tracked-changes"]
    assert [message.partition(";")[0] for message in told] == ["2 tracked changes"]


@pytest.mark.parametrize("mark", ["a", "1, 2", "(b)", "*", "<del>1</del><ins>2</ins>"])
def test_what_stands_above_the_line_changes_no_norm(tmp_path: Path, mark: str) -> None:
    changed = AKN.replace("<ins>may</ins> consult", f"<ins>may</ins> not<sup>{mark}</sup> consult")
    clause = read(tmp_path, changed)["art_1__para_2__norm_1"]
    assert (clause.kind.value, str(clause.modal), str(clause.action)) == ("prohibition", "may not", "consult")
    assert "12" not in read(tmp_path, changed).text


@pytest.mark.parametrize(("which", "number", "note"), [("accepted", "2", "A list."), ("original", "1", "A book.")])
def test_tracked_changes_count_in_numbers_and_notes_too(tmp_path: Path, which: str, number: str, note: str) -> None:
    changed = AKN.replace("<num>1</num><heading>R", "<num><del>1</del><ins>2</ins></num><heading>R")
    changed = changed.replace("<p>A list.", "<p>A <ins>list</ins><del>book</del>.")
    treaty = read(tmp_path, changed, revisions=which)
    assert treaty.provisions[1].number == number
    assert f"1 {note}" in [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE]


TOTA = """<?xml version="1.0" encoding="utf-8"?><treaty><meta><name>Norland - Sutland</name><type>Free Trade</type>
<language>en</language></meta><body>
<chapter name="Preamble" chapter_identifier="1"><article article_identifier="1">Norland and Sutland, resolved to
trade freely, have agreed as follows:</article></chapter>
<chapter name="General Provisions" number="Chapter 1"><article number="Article 1" name="Objectives">
1. The Parties shall remove
duties.

2. The Parties may consult.</article><article number="2" name="Scope">Article 2 Scope

This Agreement applies to goods &amp; services.</article></chapter></body></treaty>"""


def test_tota_gives_its_articles(tmp_path: Path) -> None:
    treaty = read(tmp_path, TOTA)
    assert [(each.number, each.heading) for each in treaty.articles] == [("1", "Objectives"), ("2", "Scope")]
    assert [each.kind.value for each in treaty.clauses if each.kind.value != "recital"] == [
        "obligation",
        "permission",
        "constitutive",
    ]
    assert treaty.source_format == "tota"


FORMEX = """<?xml version="1.0" encoding="UTF-8"?><AGR xmlns:xsi="x" NNC="YES"
xsi:noNamespaceSchemaLocation="http://formex.publications.europa.eu/schema/formex-05.56.xd">
<BIB.INSTANCE><DOCUMENT.REF FILE="L_2031"><COLL>L</COLL></DOCUMENT.REF></BIB.INSTANCE>
<TITLE><TI><P><HT TYPE="UC">Agreement</HT></P><P>between Norland and Sutland on fisheries</P></TI></TITLE>
<ENACTING.TERMS><ARTICLE IDENTIFIER="001"><TI.ART>Article 1</TI.ART><STI.ART><P>Definitions</P></STI.ART>
<PARAG IDENTIFIER="001.001"><NO.PARAG>1.</NO.PARAG><ALINEA><QUOT.START CODE="2018" ID="Q1"/>vessel<QUOT.END
CODE="2019" ID="Q2"/> means any craft<NOTE NOTE.ID="E0001" TYPE="FOOTNOTE"><P>OJ L 3, p. 6.</P></NOTE> used for
fishing.</ALINEA></PARAG>
<PARAG IDENTIFIER="001.002"><NO.PARAG>2.</NO.PARAG><ALINEA><P>Each Party shall:</P><LIST TYPE="alpha"><ITEM><NP>
<NO.P>(a)</NO.P><TXT>license its vessels;</TXT></NP></ITEM><ITEM><NP><NO.P>(b)</NO.P><TXT>inform the other
Party.</TXT></NP></ITEM></LIST></ALINEA></PARAG></ARTICLE></ENACTING.TERMS></AGR>"""


def test_formex_gives_articles_points_footnotes_and_quotation_marks(tmp_path: Path) -> None:
    treaty = read(tmp_path, FORMEX)
    assert [each.eid for each in treaty.provisions] == [
        "art_1",
        "art_1__para_1",
        "art_1__para_2",
        "art_1__para_2__sub_a",
        "art_1__para_2__sub_b",
    ]
    assert treaty.articles[0].heading == "Definitions"
    assert [each.kind.value for each in treaty.clauses] == ["definition", "obligation", "obligation"]
    assert "‘vessel’ means any craft" in treaty.text
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE] == ["(1)", "(1) OJ L 3, p. 6."]
    assert treaty.source_format == "formex"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("<?xml version='1.0'?><TEI><p>Each Party shall act.</p></TEI>", "root element <TEI>"),
        ("<?xml version='1.0'?><akomaNtoso><act></akomaNtoso>", "damaged XML"),
        ("<?xml version='1.0'?><akomaNtoso/>", "without a text"),
        ("<?xml version='1.0'?><treaty/>", "without the <body> of ToTA"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><akomaNtoso>&x;</akomaNtoso>', "declares entities"),
    ],
)
def test_xml_that_is_not_read_is_refused_with_a_reason(tmp_path: Path, document: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, document)


def test_a_row_of_a_table_is_no_name_of_what_stands_above_it(tmp_path: Path) -> None:
    table = "<table><tr><td><p>Fish</p></td><td><p>Cod</p></td></tr></table>"
    schedule = f'<hcontainer name="schedule"><heading>Schedule 1</heading><content>{table}</content></hcontainer>'
    attached = (
        f'<attachments><attachment><doc name="x"><mainBody>{schedule}</mainBody></doc></attachment></attachments>'
    )
    treaty = read(tmp_path, AKN.replace("</act>", f"{attached}</act>"))
    assert treaty.provision("sched_1").heading is None
    assert treaty.leaves[-1].kind is LeafKind.TABLE


MODS = {
    "signs that it names": '<mod><quotedStructure startQuote="“" endQuote="”">{}</quotedStructure></mod>',
    "no signs": "<mod><quotedStructure>{}</quotedStructure></mod>",
    "signs in the text": "<mod>“<quotedStructure>{}</quotedStructure>”.</mod>",
    "signs around": "“<mod><quotedStructure>{}</quotedStructure></mod>”.",
}


@pytest.mark.parametrize("mod", MODS)
def test_provisions_that_akoma_ntoso_quotes_stand_between_their_signs(mod: str) -> None:
    article = "<article><num>Article 5</num><heading>Review</heading><paragraph><num>1.</num><content>"
    article += "<p>The Parties shall review it.</p></content></paragraph></article>"
    words = '“<quotedText>two years</quotedText>”</mod> is replaced by <mod><quotedText startQuote="‘" endQuote="’">one'
    body = (
        "<article><num>Article 1</num><paragraph><num>1.</num><content><p>The following article shall be inserted: "
        f"{MODS[mod].format(article)}</p></content></paragraph><paragraph><num>2.</num><content><p>In Article 2, <mod>"
        f"{words} year</quotedText></mod>.</p></content></paragraph></article>"
    )
    name = 'xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"'
    data = f'<akomaNtoso {name}><act name="protocol"><meta/><body>{body}</body></act></akomaNtoso>'
    treaty = read_bytes(data.encode(), "a.xml")
    text = " ".join(treaty.text.split())
    assert re.search("inserted: “Article 5 Review 1. The Parties shall review it.”[.]? 2[.] In", text)
    assert "2. In Article 2, “two years” is replaced by ‘one year’." in text
    assert [each.number for each in treaty.articles] == ["1"]
    assert "review" not in " ".join(str(each.action) for each in treaty.clauses)
