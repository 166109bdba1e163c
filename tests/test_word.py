"""Word documents: tracked changes that lead to both texts, comments that say what changed in law."""

import datetime
import io
import itertools
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st
from lxml import etree

import treatylex
from fuzz.redrafts import redrafts
from treatylex.comparing.telling.digest import digest
from treatylex.comparing.telling.recurring import Brief
from treatylex.comparing.telling.revisions import accepted, rejected, revisions
from treatylex.model.paragraphs import paragraphs
from treatylex.specimens import Excerpt
from treatylex.testing.strategies import treaties

NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = f"{{{NAMES['w']}}}"
TAB = f"{W}tab"
WORDS = (f"{W}t", f"{W}delText", TAB)
WHEN = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
TEXTS = Path(__file__).parent / "texts"
OLD, NEW = ((TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in ("issel", "issel-revised"))


def compared(old: str, new: str) -> treatylex.TreatyDiff:
    return treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))


def part(document: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def texts(treaty: treatylex.Treaty) -> list[str]:
    """The paragraphs of a treaty, as XML can hold them."""
    return [re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", "\ufffd", each.text) for each in paragraphs(treaty)]


def settled(document: bytes, *, accept: bool) -> list[str]:
    """The paragraphs of a document when all its changes are accepted, or rejected, as Word goes about it."""
    goes = ("del", "moveFrom") if accept else ("ins", "moveTo")
    body = part(document, "document").find("w:body", NAMES)
    found: list[str] = []
    text = ""
    for paragraph in body.iterfind("w:p", NAMES):
        for run in paragraph.iterfind(".//w:r", NAMES):
            around = {each.tag.removeprefix(W) for each in run.iterancestors()}
            if around.isdisjoint(goes):
                text += "".join("\t" if each.tag == TAB else each.text or "" for each in run if each.tag in WORDS)
        if any(paragraph.find(f"w:pPr/w:rPr/w:{name}", NAMES) is not None for name in goes):
            continue  # the next paragraph runs on
        found.append(text)
        text = ""
    assert not text, "the last paragraph cannot lose its end"
    return [text for text in found if text]


def assert_leads_to_both(diff: treatylex.TreatyDiff) -> None:
    document = treatylex.to_docx(diff, date=WHEN)
    assert settled(document, accept=True) == texts(diff.right)
    assert settled(document, accept=False) == texts(diff.left)
    assert_well_made(document)


def assert_well_made(document: bytes) -> None:
    """Ids are unique, every move has both its places, every comment its place."""
    root = part(document, "document")
    revisions_ = [each for each in root.iter() if each.get(f"{W}author")]
    assert {each.get(f"{W}author") for each in revisions_} <= {"treatylex"}
    ids = [each.get(f"{W}id") for each in revisions_]
    assert len(set(ids)) == len(ids)
    for side in ("moveFrom", "moveTo"):
        starts = [each.get(f"{W}id") for each in root.iter(f"{W}{side}RangeStart")]
        assert starts == [each.get(f"{W}id") for each in root.iter(f"{W}{side}RangeEnd")]
    names = [sorted(each.get(f"{W}name") for each in root.iter(f"{W}{side}RangeStart")) for side in _SIDES]
    assert names[0] == names[1]
    placed = [[each.get(f"{W}id") for each in root.iter(f"{W}{name}")] for name in _COMMENT_MARKS]
    assert sorted(placed[0]) == sorted(placed[1]) == sorted(placed[2])
    made = part(document, "comments") if placed[0] else []
    assert sorted(each.get(f"{W}id") for each in made) == sorted(placed[0])


_SIDES = ("moveFrom", "moveTo")
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


# ---------------------------------------------------------------- the law


REDRAFTED = redrafts(treaties(max_articles=4).map(lambda treaty: treaty.text))


@hypothesis.given(REDRAFTED)
def test_redrafted_accepted_is_the_right_text_rejected_the_left_one(pair: tuple[str, str]) -> None:
    assert_leads_to_both(compared(*pair))


pieces = st.lists(
    st.sampled_from(
        [
            *("Article 1", "Article 2\nScope", "ANNEX", "1.", "(a)", "(b)", "Each Party shall", "The Council may"),
            *(
                "inform it.",
                "act,",
                "unless",
                "“",
                '"',
                "\n",
                "\n\n",
                "\u00ad",
                "- 3 -",
                "\x00",
                "\ue000",
                "Have agreed:",
            ),
            *("CHAPTER II", "co-\noperate", "[1]", "日本", ";", "shall not", "\t", "\u00a0"),
        ]
    ),
    max_size=25,
).map(" ".join)


@hypothesis.settings(max_examples=80)
@hypothesis.given(pieces, pieces)
def test_whatever_the_texts_accepted_is_the_right_one_rejected_the_left_one(old: str, new: str) -> None:
    assert_leads_to_both(compared(old, new))


@pytest.mark.parametrize(("left", "right"), list(itertools.pairwise(sorted(e.id for e in treatylex.excerpts())))[::3])
def test_unrelated_treaties_too(left: str, right: str) -> None:
    found = {each.id: each for each in treatylex.excerpts()}
    assert_leads_to_both(compared(found[left].text, found[right].text))


@hypothesis.given(REDRAFTED)
def test_paragraphs_hold_every_sign_but_page_furniture(pair: tuple[str, str]) -> None:
    for text in pair:
        treaty = treatylex.parse(text)
        shown = "".join("".join(each.text.split()) for each in paragraphs(treaty))
        held = [leaf.text for leaf in treaty.leaves if leaf.kind is not treatylex.LeafKind.FURNITURE]
        assert shown == "".join("".join(held).split())
        for each in paragraphs(treaty):
            assert all(
                sign.isspace() or sign == text[place] for sign, place in zip(each.text, each.places, strict=True)
            )


# ---------------------------------------------------------------- what a reader sees


def runs(old: str, new: str) -> list[list[tuple[str, str]]]:
    found = revisions(compared(old, new))
    return [[(run.fate.value, run.text) for run in [*each.runs, each.end]] for each in found]


def test_a_sentence_that_goes_leaves_the_end_of_its_paragraph() -> None:
    assert runs("Each Party shall act. The Council may meet.", "Each Party shall act.") == [
        [("kept", "Each Party shall act."), ("deleted", " The Council may meet."), ("kept", "")]
    ]


def test_a_sentence_that_came_stands_at_its_paragraph_before_what_was_struck_behind_it() -> None:
    old = "Article 1\n\nThe Board meets.\n\nArticle 2\n\nEach Party shall pay the fee of the lake.\n"
    new = "Article 1\n\nThe Board meets. It votes by hand.\n"
    revised = revisions(treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new)))
    (paragraph,) = (each for each in revised if any("votes" in run.text for run in each.runs))
    assert paragraph.runs[0].text == "The Board meets."
    assert accepted(revised)[-1] == "The Board meets. It votes by hand."


def test_the_last_paragraph_goes_with_the_end_of_the_one_before() -> None:
    assert runs("1. Each Party shall act.\n2. The Council may meet.", "1. Each Party shall act.") == [
        [("kept", "1. Each Party shall act."), ("deleted", "")],
        [("deleted", "2. The Council may meet."), ("kept", "")],
    ]


def test_a_paragraph_that_goes_takes_its_end_with_it() -> None:
    old = "Article 1\n\n1. Each Party shall act.\n\n2. The Council may meet.\n\n3. Visits are free."
    assert [("deleted", "2. The Council may meet."), ("deleted", "")] in runs(
        old, old.replace("2. The Council may meet.\n\n", "")
    )


def test_what_was_carried_elsewhere_is_one_move() -> None:
    document = treatylex.to_docx(compared(OLD, NEW), date=WHEN)
    root = part(document, "document")
    for side in _SIDES:
        words = ["".join(run.itertext()) for run in root.iter(f"{W}{side}")]
        assert "".join(words) == " The Council shall publish a list of its observers."


def test_an_article_that_becomes_part_of_another_is_moved() -> None:
    keeps = "Article 3\nArchives\n\nThe Council shall keep the archives of this Pact at its seat.\n\n"
    new = OLD.replace(keeps, "").replace("Article 4", "Article 3")
    new = new.replace("signature.\n", "signature. The Council shall keep the archives of this Pact at its seat.\n")
    assert_leads_to_both(compared(OLD, new))
    root = part(treatylex.to_docx(compared(OLD, new), date=WHEN), "document")
    for side in _SIDES:
        words = ["".join(each.text or "" for each in run.iter(f"{W}t")) for run in root.iter(f"{W}{side}")]
        assert "The Council shall keep the archives of this Pact at its seat." in "".join(words)


def test_articles_that_change_places_move_with_their_headings() -> None:
    blocks = OLD.split("Article ")
    head, *articles = blocks
    swapped = "Article ".join([head, *articles[:1], articles[2], articles[1], articles[3]])
    swapped = swapped.replace("Article 3\nArch", "Article 2\nArch").replace("Article 2\nVis", "Article 3\nVis")
    assert_leads_to_both(compared(OLD, swapped))
    found = revisions(compared(OLD, swapped))
    moved = Counter(run.text for each in found for run in each.runs if run.fate.is_move)
    assert moved["Archives"] == 2
    assert moved["The Council shall keep the archives of this Pact at its seat."] == 2
    assert {run.move for each in found for run in each.runs if run.fate.is_move} == {1}


def comments(document: bytes) -> list[list[str]]:
    return [
        ["".join(line.itertext()) for line in comment.iterfind("w:p", NAMES)] for comment in part(document, "comments")
    ]


def test_every_change_of_law_has_its_comment() -> None:
    found = comments(treatylex.to_docx(compared(OLD, NEW), date=WHEN))
    assert ["heavy change", "kind: permission → obligation", "modal: may → shall"] in found
    assert ["time: within 30 days → within 60 days"] in found
    assert ["heavy change", "obligation removed"] in found
    assert ["obligation moved from Article 2 to Article 4"] in found
    assert len(found) == 4  # that of the preamble is none of law


def test_a_comment_on_a_long_phrase_says_which_of_its_words_changed() -> None:
    old = "Article 1\n\nEach Party shall bear the costs of the experts and of the witnesses within ten days.\n"
    new = old.replace("the experts", "the experts of its choice").replace("ten", "twenty")
    found = comments(treatylex.to_docx(compared(old, new), date=WHEN))
    assert found == [["action: “of its choice” put in", "time: within ten days → within twenty days"]]


def test_a_comment_stands_at_the_words_that_changed() -> None:
    root = part(treatylex.to_docx(compared(OLD, NEW), date=WHEN), "document")
    (paragraph,) = (each for each in root.iter(f"{W}p") if "advise" in "".join(each.itertext()))
    tags = [each.tag.removeprefix(W) for each in paragraph]
    start, end = tags.index("commentRangeStart"), tags.index("commentRangeEnd")
    assert ["".join(each.itertext()) for each in paragraph[start:end]] == ["", " may", " shall"]


def test_numbers_and_spelling_are_shown_without_a_comment() -> None:
    diff = compared(OLD, OLD.replace("Article 4", "Article 5").replace("Archives", "Archive"))
    briefs = {item.brief for group in digest(diff) for item in group.items}
    assert briefs == {Brief.NUMBER, Brief.NAME}
    root = part(treatylex.to_docx(diff), "document")
    assert root.find(".//w:ins", NAMES) is not None
    assert root.find(".//w:commentReference", NAMES) is None


def test_the_same_comparison_makes_the_same_bytes() -> None:
    diff = compared(OLD, NEW)
    assert treatylex.to_docx(diff, date=WHEN) == treatylex.to_docx(diff, date=WHEN)
    assert b"2026-01-02T03:04:05Z" in etree.tostring(part(treatylex.to_docx(diff, date=WHEN), "document"))


def test_a_treaty_alone_is_a_document_without_changes() -> None:
    treaty = treatylex.parse(OLD)
    document = treatylex.to_docx(treaty)
    assert settled(document, accept=True) == settled(document, accept=False) == texts(treaty)
    styles = {
        "".join(each.itertext()): each.find("w:pPr/w:pStyle", NAMES)
        for each in part(document, "document").iter(f"{W}p")
    }
    assert styles["Archives"].get(f"{W}val") == "Heading2"
    assert styles["PACT OF ISSEL"].get(f"{W}val") == "Title"


# ---------------------------------------------------------------- real clients


@pytest.mark.parametrize("excerpt", treatylex.excerpts()[::4], ids=lambda excerpt: excerpt.id)
def test_a_validator_of_office_documents_finds_nothing(excerpt: Excerpt, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    old = excerpt.text
    new = old.replace("shall", "may", 3).replace("\n\n2. ", "\n\n9. ", 1)
    path = tmp_path / "redline.docx"
    path.write_bytes(treatylex.to_docx(compared(old, new)))
    assert [str(fault) for fault in audit.OpenXmlValidator().validate(path).errors] == []


ACCEPT = """
import os, sys, time, uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

def named(**values):
    return tuple(PropertyValue(Name=key, Value=value) for key, value in values.items())

local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % sys.argv[1])
        break
    except NoConnectException:
        time.sleep(0.1)
manager = context.ServiceManager
desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
for path, command in zip(sys.argv[2::2], sys.argv[3::2]):
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, named(Hidden=True))
    dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" + command, "", 0, ())
    target = uno.systemPathToFileUrl(path + "." + command + ".txt")
    document.storeToURL(target, named(FilterName="Text (encoded)", FilterOptions="UTF8,LF"))
    document.close(True)
os._exit(0)  # the bridge to the office may crash while Python ends in order; the server is ended by who began it
"""


@pytest.fixture(scope="module")
def office() -> Sequence[str]:
    """The commands of LibreOffice and of a Python that can talk to it."""
    soffice, python = shutil.which("soffice"), "/usr/bin/python3"
    if soffice is None or subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        pytest.skip("no LibreOffice with python3-uno on this machine: .ci/run installs both")
    return soffice, python


def test_libreoffice_accepts_and_rejects_to_the_same_texts(office: Sequence[str], tmp_path: Path) -> None:
    soffice, python = office
    pairs = {"pact": (OLD, NEW), "back": (NEW, OLD)}
    for name, (old, new) in pairs.items():
        (tmp_path / f"{name}.docx").write_bytes(treatylex.to_docx(compared(old, new)))
    pipe = f"treatylex{tmp_path.name}"
    commands = ("AcceptAllTrackedChanges", "RejectAllTrackedChanges")
    jobs = [word for name in pairs for command in commands for word in (str(tmp_path / f"{name}.docx"), command)]
    with subprocess.Popen(
        [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", f"--accept=pipe,name={pipe};urp"]
    ) as server:
        try:
            subprocess.run([python, "-c", ACCEPT, pipe, *jobs], check=True, timeout=300)
        finally:
            server.terminate()
    for name, pair in pairs.items():
        for command, text in zip(commands, reversed(pair), strict=True):
            made = (tmp_path / f"{name}.docx.{command}.txt").read_text(encoding="utf-8-sig")
            assert [line for line in made.split("\n") if line] == texts(treatylex.parse(text)), (name, command)


def test_accepted_and_rejected_tell_of_both_sides() -> None:
    found = revisions(compared(OLD, NEW))
    assert list(accepted(found)) == texts(treatylex.parse(NEW))
    assert list(rejected(found)) == texts(treatylex.parse(OLD))
