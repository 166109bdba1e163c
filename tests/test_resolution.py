"""Resolution: internal by scope, external by the catalogue, ambiguous, dangling, unknown; defined names first."""

import datetime
import doctest
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import treatylex
from treatylex.errors import InputError
from treatylex.model.provisions import Resolution, Treaty
from treatylex.parsing.reader import parse
from treatylex.parsing.references.targets import without_the
from treatylex.parsing.resolution.catalogue import catalogue_with
from treatylex.parsing.resolution.instruments import Instrument, built_in, read_instruments
from treatylex.parsing.resolution.linking import resolve
from treatylex.parsing.resolution.naming import Meant
from treatylex.source import CLOSING_MARK

TREATY = """\
Treaty between Norland and Sudland on Fisheries

The Parties,
Guided by the Charter of the United Nations (hereinafter referred to as “the Charter”),
Have agreed as follows:

Article 1

1. Each Party shall act in accordance with Article 51 of the Charter.

2. Paragraph 1 shall apply without prejudice to Article 3 and Articles 1 to 2:

(a) in the cases of subparagraph (b);

(b) as laid down in the preceding paragraph.

Article 2

1. Article 1, paragraph 2, shall apply. Under that paragraph each Party shall inform the other Party.

2. The Parties shall observe the Geneva Protocol and Article 9 of this Treaty.

3. Under Article 4 of the Norland Fisheries Protocol and Article 5 of the Treaty each Party shall act.

ANNEX

Article 1

Each Party shall apply Article 2.

Article 2

Each Party shall apply this Article.
"""


@pytest.fixture(scope="module")
def treaty() -> Treaty:
    return parse(TREATY)


def resolved(treaty: Treaty, text: str, at: int = 0) -> tuple[Resolution, ...]:
    references = [reference for reference in treaty.references if reference.text == text]
    return treaty.resolve(references[at])


def eids(treaty: Treaty, text: str, at: int = 0) -> list[str | None]:
    return [None if r.provision is None else r.provision.eid for r in resolved(treaty, text, at)]


@pytest.mark.parametrize(
    ("text", "eid"),
    [
        ("Paragraph 1", "art_1__para_1"),
        ("subparagraph (b)", "art_1__para_2__sub_b"),
        ("the preceding paragraph", "art_1__para_1"),
        ("Article 1, paragraph 2", "art_1__para_2"),
        ("Article 2", "annex__art_2"),
        ("this Article", "annex__art_2"),
    ],
)
def test_a_reference_leads_to_the_provision_that_its_place_makes_it_mean(treaty: Treaty, text: str, eid: str) -> None:
    assert eids(treaty, text) == [eid]


def test_a_range_leads_to_its_first_provision_and_keeps_both_ends(treaty: Treaty) -> None:
    (resolution,) = resolved(treaty, "Articles 1 to 2")
    assert resolution.provision is not None
    assert resolution.provision.eid == "art_1"
    assert resolution.candidates == ("art_1", "art_2")


def test_a_provision_that_is_not_there_dangles(treaty: Treaty) -> None:
    assert resolved(treaty, "Article 3")[0].status == "dangling"
    assert resolved(treaty, "Article 9 of this Treaty")[0].status == "dangling"


def test_a_short_name_stands_for_what_the_treaty_says(treaty: Treaty) -> None:
    (resolution,) = resolved(treaty, "Article 51 of the Charter")
    assert (resolution.status, resolution.work) == ("external", "un-charter")
    assert [(d.term, d.meaning) for d in treaty.definitions] == [("the Charter", "the Charter of the United Nations")]


def test_a_name_of_several_instruments_is_ambiguous(treaty: Treaty) -> None:
    (resolution,) = resolved(treaty, "the Geneva Protocol")
    assert resolution.status == "ambiguous"
    assert "geneva-protocol-1925" in resolution.candidates
    assert len(resolution.candidates) > 1


def test_an_instrument_that_nobody_knows_is_unknown(treaty: Treaty) -> None:
    assert resolved(treaty, "Article 4 of the Norland Fisheries Protocol")[0].status == "unknown"


def test_the_treaty_under_its_own_kind_is_the_treaty_itself(treaty: Treaty) -> None:
    assert resolved(treaty, "Article 5 of the Treaty")[0].status == "dangling"


def test_that_paragraph_is_the_one_named_before(treaty: Treaty) -> None:
    assert eids(treaty, "that paragraph") == ["art_1__para_2"]


def test_in_an_excerpt_nothing_dangles() -> None:
    excerpt = parse("Each Party shall act in accordance with Article 5 and this Article.")
    assert [excerpt.resolve(reference)[0].status for reference in excerpt.references] == ["unknown", "unknown"]


def test_that_convention_is_the_one_named_last() -> None:
    excerpt = parse(
        "The Vienna Convention on Diplomatic Relations applies. Article 3 of that Convention applies to missions."
    )
    assert [excerpt.resolve(reference)[0].work for reference in excerpt.references] == ["vcdr", "vcdr"]


def test_thereof_speaks_of_the_instrument_named_just_before() -> None:
    excerpt = parse("The Vienna Convention on Diplomatic Relations, in particular Article 3 thereof, applies.")
    assert [excerpt.resolve(reference)[0].work for reference in excerpt.references] == ["vcdr", "vcdr"]


# ---- Numbers written in two ways


def led_to(heading: str, reference: str, annex: str = "") -> tuple[str, str | None]:
    """The status of the reference in a text with this one article, and the eId to which it leads."""
    treaty = parse(f"{heading}\n\nEach Party shall act under {reference}.\n{annex}")
    (resolution,) = treaty.resolve(treaty.references[0])
    return resolution.status.value, None if resolution.provision is None else resolution.provision.eid


@pytest.mark.parametrize(
    ("heading", "reference", "eid"),
    [
        ("ARTICLE II", "Article 2", "art_ii"),
        ("Article 2", "Article II", "art_2"),
        ("Article One", "Article 1", "art_one"),
        ("Article 1", "Article One", "art_1"),
        ("Article Twenty-one", "Article 21", "art_twenty-one"),
        ("ARTICLE XIV bis", "Article 14 bis", "art_xivbis"),
        ("Articles 2 and 3", "Article 2", "art_2-3"),
        ("Articles 2 and 3", "Article 3", "art_2-3"),
        ("Articles 5 to 8", "Article 6", "art_5-8"),
        ("Articles II and III", "Article 3", "art_ii-iii"),
    ],
)
def test_a_number_leads_to_its_article_however_the_heading_writes_it(heading: str, reference: str, eid: str) -> None:
    assert led_to(heading, reference) == ("internal", eid)


@pytest.mark.parametrize(
    ("heading", "reference"),
    [
        ("ARTICLE II", "Article 3"),
        ("Article 14A", "Article 14.1"),
        ("Articles 2 and 4", "Article 3"),
        ("Articles 1 to 999999999999", "Article 7"),
    ],
)
def test_a_number_of_another_value_dangles(heading: str, reference: str) -> None:
    assert led_to(heading, reference) == ("dangling", None)


def test_an_annex_is_found_by_the_value_of_its_number() -> None:
    annex = "\nANNEX I\n\nEach Party shall act.\n"
    assert led_to("Article 1", "Annex 1", annex) == ("internal", "annex_i")
    assert led_to("Article 1", "Annex C", annex) == ("dangling", None)


def test_a_number_as_printed_comes_before_its_value() -> None:
    treaty = parse("ARTICLE II\n\nText one.\n\nANNEX\n\nArticle 2\n\nEach Party shall act under Article 2.")
    assert eids(treaty, "Article 2") == ["annex__art_2"]


# ---- The catalogue


def test_ids_of_the_catalogue_are_unique() -> None:
    ids = [instrument.id for instrument in built_in()]
    assert len(set(ids)) == len(ids)


def test_every_instrument_is_found_in_a_text_under_each_of_its_names() -> None:
    catalogue = catalogue_with()
    missed = []
    for instrument in built_in():
        for name in map(without_the, instrument.names):
            text = f"Each Party shall act under the {name}, as far as it can."
            found = [text[place.start : place.end] for place in catalogue.find(text)]
            if len(name) > SHORTEST and (found != [name] or instrument.id not in catalogue.works(found[0])):
                missed.append((instrument.id, name, found))
    assert missed == []


# Acronyms of three letters or fewer ("NPT", "CAT") are too often something else to be looked for.
SHORTEST = 3


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("the  Charter of the\nUnited Nations", "un-charter"),
        ("U.N. Charter", "un-charter"),
        ("UN CHARTER", "un-charter"),
        ("1951 Convention relating to the Status of Refugees", "refugee"),
        ("Vienna Convention on the Law of Treaties of 23 May 1969", "vclt"),
    ],
)
def test_a_name_is_known_however_it_is_written(name: str, work: str) -> None:
    assert catalogue_with().works(name) == (work,)


NORLAND = Instrument(
    id="norland-fisheries",
    title="Fisheries Instrument of Norland",
    aliases=("FISHINOR",),
    date=datetime.date(1999, 5, 1),
)


def test_instruments_can_be_added() -> None:
    treaty = parse("Under Article 3 of FISHINOR each Party shall act.", instruments=[NORLAND])
    assert treaty.references[0].targets[0].work == "norland-fisheries"
    assert parse("Under Article 3 of FISHINOR each Party shall act.").references[0].targets[0].work is None


def test_instruments_can_be_added_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('[[instrument]]\nid = "ours"\ntitle = "Fisheries Instrument of Norland"\n', encoding="utf-8")
    treaty = parse("Each Party shall respect the Fisheries Instrument of Norland.", instruments=file)
    assert treaty.references[0].targets[0].work == "ours"


GOOD = 'id = "x"\ntitle = "Y"\n'


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("[[instrument]", "mend the TOML: .*line 1"),
        ("instrument = 3", r"begin each instrument with a line \[\[instrument\]\]"),
        (f"[instrument]\n{GOOD}", r"begin each instrument with a line \[\[instrument\]\]"),
        (f"[[instruments]]\n{GOOD}", r"no section 'instruments'; begin each instrument with a line \[\[instrument\]\]"),
        (f"[[instrument]]\n{GOOD}[un-chartr]\ntitle = 'y'", "no section 'un-chartr'; begin each instrument with"),
        (GOOD, "no section 'id'; begin each instrument with"),
        ("[[instrument]]\nid = 'x'", r"instrument 1 \(x\): add title"),
        (f"[[instrument]]\n{GOOD}[[instrument]]\ntitle = 'y'", r"instrument 2 \(without id\): add id"),
        (f"[[instrument]]\n{GOOD}z = 1", r"instrument 1 \(x\): z is no key of an instrument; the keys are id, title"),
        ("[[instrument]]\nid = 1\ntitle = 'y'", r"instrument 1 \(1\): id must be text in quotation marks.*, not 1$"),
        ("[[instrument]]\nid = 'x'\ntitle = ''", "title must be text"),
        (f"[[instrument]]\n{GOOD}aliases = 'Foo'", r"aliases must be a list of names, .*, not 'Foo'$"),
        (f"[[instrument]]\n{GOOD}aliases = ['Foo', 3]", "aliases must be a list of names"),
        (f"[[instrument]]\n{GOOD}date = '1945-06-26'", "date must be a day, such as date = 1945-06-26"),
        (f"[[instrument]]\n{GOOD}date = 1945-06-26T00:00:00", "date must be a day"),
        (f"[[instrument]]\n{GOOD}year = '1945'", "year must be a number"),
        (f"[[instrument]]\n{GOOD}unts = 5", "unts must be text"),
    ],
)
def test_a_faulty_file_of_instruments_is_refused_with_its_place_and_the_remedy(text: str, remedy: str) -> None:
    with pytest.raises(InputError, match=rf"^ours\.toml: not a catalogue of instruments: .*{remedy}"):
        read_instruments(text, "ours.toml")


def test_a_file_of_instruments_that_is_not_in_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_bytes('[[instrument]]\nid = "é"'.encode("latin-1"))
    with pytest.raises(InputError, match=r"ours\.toml: not in UTF-8 \(byte 22 is none\); save it as UTF-8"):
        parse("Article 1", instruments=file)


def test_a_file_of_instruments_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(f"[[instrument]]\n{GOOD}", encoding="utf-8-sig")
    assert parse("Article 1", instruments=file).articles


def test_an_instrument_takes_a_list_of_aliases_as_a_tuple_and_refuses_a_single_text() -> None:
    assert Instrument(id="x", title="Y", aliases=["Z"]).names == ("Y", "Z")
    with pytest.raises(TypeError, match="aliases must be a list of names"):
        Instrument(id="x", title="Y", aliases="Z")


def test_a_missing_file_of_instruments_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        parse("Article 1", instruments=tmp_path / "none.toml")


# ---- Definitions


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        ("Norland and Sudland (hereinafter referred to as “the Parties”) agree.", "the Parties", "Norland and Sudland"),
        ('the Fishing Board (the "Board") shall meet.', "Board", "the Fishing Board"),
        ("the Fishing Board, hereinafter called the Board, shall meet.", "the Board", "the Fishing Board"),
        ("For the purposes of this Treaty, the term “vessel” means any ship; it", "vessel", "any ship"),
        ("“vessel” and “ship” shall mean any craft.", "vessel", "any craft"),
        ("‘vessel’: any ship.", "vessel", "any ship"),
        ("the Fishing Board (hereinafter referred to as «the Board») shall meet.", "the Board", "the Fishing Board"),
        ("The term « vessel » means any ship.", "vessel", "any ship"),
    ],
)
def test_a_defined_term_has_its_meaning(text: str, term: str, meaning: str) -> None:
    assert (term, meaning) in [(d.term, d.meaning) for d in parse(text).definitions]


@pytest.mark.parametrize(("opening", "closing"), CLOSING_MARK.items())
def test_a_term_is_defined_between_any_quotation_marks(opening: str, closing: str) -> None:
    treaty = parse(f"The Board (the {opening}Board{closing}) shall meet. {opening}Vessel{closing} means a ship.")
    assert [definition.term for definition in treaty.definitions] == ["Board", "Vessel"]
    assert str(treaty.clauses[1].term) == "Vessel"


# ---- Any text


PIECES = (
    "Article 1\n\n|Article 2\n\n|1. |(a) |ANNEX\n\n|under Article 2 |paragraph 1 |this Article |that Article |\n\n"
    "|the preceding paragraph; |of the Charter |Articles 1 to 2 |“X” means Y. "
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map("".join))
def test_every_target_of_any_text_has_one_resolution(text: str) -> None:
    treaty = parse(text)
    assert len(treaty.links) == len(treaty.references)
    for reference in treaty.references:
        resolutions = treaty.resolve(reference)
        assert [resolution.target for resolution in resolutions] == list(reference.targets)
        assert all((r.status == "internal") == (r.provision is not None) for r in resolutions)


def test_resolution_takes_linear_time(assert_linear: Callable[..., None]) -> None:
    def resolving(paragraphs: int) -> Callable[[], object]:
        text = "Article 1\n\n" + "".join(
            f"{n}. The preceding paragraph and Article 1, paragraph {n} apply.\n\n" for n in range(1, paragraphs)
        )
        treaty = parse(text)
        here = {reference.span.start: (Meant(own=True),) for reference in treaty.references}
        return partial(resolve, text, treaty.provisions, treaty.references, here)

    assert_linear(resolving, 1000)


def test_a_section_1_1_is_the_paragraph_of_that_number() -> None:
    treaty = parse("CHARTER\n\nSection 1\n\n1.1 Each Party shall report.\n\n1.2 Under Section 1.1 reports are public.")
    assert [str(treaty.resolve(each)[0].provision.number) for each in treaty.references] == ["1.1"]
    missing = parse("CHARTER\n\nSection 1\n\n1.1 Each Party shall report.\n\n1.2 Under Section 1.7 reports are public.")
    assert [each.provision for reference in missing.references for each in missing.resolve(reference)] == [None]


def test_thereof_takes_linear_time(assert_linear: Callable[..., None]) -> None:
    assert_linear(lambda size: partial(parse, "the Convention and Article 5 thereof and " * size), 100)


def test_an_unknown_resolution_is_asked_where_the_reference_stands(treaty: Treaty) -> None:
    other = treatylex.parse("Article 77 of the Convention applies.")
    with pytest.raises(ValueError, match="does not stand in this treaty"):
        treaty.resolve(other.references[0])


def test_what_the_page_on_references_shows_is_what_happens() -> None:
    results = doctest.testfile(str(Path(__file__).parent.parent / "docs" / "references.md"), module_relative=False)
    assert results.attempted > 4
    assert not results.failed


MENTIONS = """PROTOCOL TO THE VIENNA CONVENTION ON DIPLOMATIC RELATIONS

The Parties to the Vienna Convention on Diplomatic Relations (hereinafter “the Convention”),

Have agreed as follows:

Article 1

Each Party shall respect the
Convention and Article 3 of the Convention. This Protocol and the Protocol of the Convention on Lakes stand alone.
"""


def test_a_work_is_mentioned_in_references_and_by_bare_names() -> None:
    treaty = treatylex.parse(MENTIONS)
    found = [(" ".join(named.text.split()), named.is_reference, named.eid) for named in treaty.mentions("vcdr")]
    assert found == [
        ("VIENNA CONVENTION ON DIPLOMATIC RELATIONS", False, None),
        ("the Vienna Convention on Diplomatic Relations", True, "preamble"),
        ("the Convention", False, "preamble"),
        ("the Convention", False, "art_1"),
        ("Article 3 of the Convention", True, "art_1"),
    ]
    assert all(treaty.text[named.span.start : named.span.end] == named.text for named in treaty.mentions("vcdr"))
    assert treaty.mentions("un-charter") == ()


def test_an_unknown_work_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="no work 'un-chart' in the catalogue; the nearest are un-charter"):
        treatylex.parse("").mentions("un-chart")


def test_a_provision_that_says_it_is_of_this_treaty_is_not_of_the_charter_named_behind_it() -> None:
    treaty = treatylex.parse(
        "Article 1\n\nThe Parties shall apply Article 2 hereof and Article 7 of the Charter of the United Nations.\n\n"
        "Article 2\n\nThey shall apply Article 1 of this Treaty, Article 7 of the Charter of the United Nations.\n"
    )
    assert [str(reference.targets[0]) for reference in treaty.references] == [
        *("#art_2", "un-charter#art_7", "#art_1", "un-charter#art_7")
    ]


def test_the_following_paragraphs_are_all_that_follow() -> None:
    treaty = treatylex.parse(
        "Article 1\n\n1. The Council shall act under the following paragraphs.\n\n2. It may meet.\n\n3. It may vote.\n"
    )
    ((link,),) = treaty.links
    assert (link.eid, link.candidates) == ("art_1__para_2", ("art_1__para_2", "art_1__para_3"))


def test_this_annex_said_outside_is_the_only_one_that_there_is() -> None:
    text = "Article 1\n\nThis Annex binds the Parties.\n\nANNEX I\n\n1. The Council shall meet.\n\n2. It may vote.\n"
    assert treatylex.parse(text).links[0][0].eid == "annex_i"
    assert treatylex.parse(f"{text}\nANNEX II\n\n1. The Board shall meet.\n").links[0][0].eid is None


def test_the_last_paragraph_is_that_of_its_article_and_nothing_where_there_is_none() -> None:
    treaty = treatylex.parse(
        "Article 1\n\n1. The Council may act under the last paragraph of Article 2.\n\nArticle 2\n\n1. It may meet.\n\n"
        "2. It may vote.\n"
    )
    assert [link.eid for (link,) in treaty.links] == ["art_2__para_2"]
    (alone,) = treatylex.parse("The Council may act under the last paragraph and the last article.").links[:1]
    assert alone[0].eid is None


def test_ibid_is_the_instrument_spoken_of_last() -> None:
    treaty = treatylex.parse(
        "The Parties shall apply Article 7 of the Charter of the United Nations (ibid., Article 9)."
    )
    assert [str(target) for reference in treaty.references for target in reference.targets] == [
        *("un-charter#art_7", "un-charter#art_9")
    ]
