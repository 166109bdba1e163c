"""Amending protocols applied to their base: each wording, what must not be applied, and what stays as it is."""

import json
import re
import zipfile
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner
from hypothesis import strategies as st

import treatylex
from treatylex.amending.addressing import extent
from treatylex.cli import main
from treatylex.model.consolidations import Consolidation
from treatylex.model.provisions import Treaty
from treatylex.reporting.consolidated import consolidation_lines
from treatylex.testing.strategies import treaties

BASE = """CONVENTION ON RIVER BARGES

Article 1
Terms

In this Convention a vessel is a ship.

Article 2
Duties

1. Each Party shall inspect its barges.

2. Each Party shall:
(a) report to the Council; and
(b) pay the fee.

Article 3

The fee is due in May. The fee is low.

Article 4

The Council shall meet twice a year.
"""


def consolidated(*protocols: str) -> Consolidation:
    base = treatylex.parse(BASE, source_name="base.txt")
    return treatylex.consolidate_treaties(base, [treatylex.parse(each, source_name="p.txt") for each in protocols])


# The instruction, what it does, where, and what of the base became what.
APPLIED = [
    (
        "Article 3 of the Convention shall be replaced by the following:\n\n“Article 3\n\nThe fee is due in June.”",
        ("replaced", "Article 3"),
        ("The fee is due in May. The fee is low.", "The fee is due in June."),
    ),
    (
        "Article 4 shall read as follows:\n\n“The Council shall meet once.”",
        ("replaced", "Article 4"),
        ("The Council shall meet twice a year.", "The Council shall meet once."),
    ),
    (
        "Paragraph 1 of Article 2 is amended to read: “1. Each Party shall count its barges.”",
        ("replaced", "Article 2(1)"),
        ("inspect", "count"),
    ),
    (
        "Article 2, paragraph 2, subparagraph (b), is hereby deleted and replaced by the following text:\n\n"
        "“(b) settle the fee.”",
        ("replaced", "Article 2(2)(b)"),
        ("pay the fee", "settle the fee"),
    ),
    (
        "Article 3 is deleted.",
        ("deleted", "Article 3"),
        ("\n\nArticle 3\n\nThe fee is due in May. The fee is low.", ""),
    ),
    (
        "The following Article 3 bis shall be inserted after Article 3:\n\n“Article 3 bis\n\nFees are public.”",
        ("inserted", "Article 3"),
        ("is low.", "is low.\n\nArticle 3 bis\n\nFees are public."),
    ),
    (
        "After Article 3, a new Article 3 bis is added: “Fees are public.”",
        ("inserted", "Article 3"),
        ("is low.", "is low.\n\nArticle 3 bis\nFees are public."),
    ),
    (
        "In Article 2, the following paragraph 3 shall be added: “3. The Council may assist.”",
        ("inserted", "Article 2"),
        ("pay the fee.", "pay the fee.\n\n3. The Council may assist."),
    ),
    (
        "The words “twice a year” in Article 4 shall be replaced by the words “once a year”.",
        ("reworded", "Article 4"),
        ("twice a year", "once a year"),
    ),
    (
        "In Article 4, for the words “twice a year” there shall be substituted the words “once a year”.",
        ("reworded", "Article 4"),
        ("twice a year", "once a year"),
    ),
    (
        "Article 4 is amended by replacing “twice” with “once”.",
        ("reworded", "Article 4"),
        ("meet twice", "meet once"),
    ),
    ("In Article 4, the words “twice a year” are deleted.", ("reworded", "Article 4"), (" twice a year", "")),
    (
        "In Article 1, after the word “vessel” the words “or barge” shall be inserted.",
        ("reworded", "Article 1"),
        ("a vessel", "a vessel or barge"),
    ),
    (
        "The following sentence shall be added to Article 4: “It may vote.”",
        ("inserted", "Article 4"),
        ("a year.", "a year. It may vote."),
    ),
    (
        "For Article 4 the following text shall be substituted: “The Council votes.”",
        ("replaced", "Article 4"),
        ("The Council shall meet twice a year.", "The Council votes."),
    ),
    (
        "Article 4 is amended by the deletion of the words “twice a year”.",
        ("reworded", "Article 4"),
        (" twice a year", ""),
    ),
    (
        "Article 2 is amended as follows:\n\n(a) a new paragraph 3 is added, which reads as follows:\n\n"
        "“3. Fees rise.”",
        ("inserted", "Article 2"),
        ("pay the fee.", "pay the fee.\n\n3. Fees rise."),
    ),
    (
        "In Article 2, the following paragraph 1 bis shall be inserted after paragraph 1: “1 bis. Fees rise.”",
        ("inserted", "Article 2(1)"),
        ("its barges.", "its barges.\n\n1 bis. Fees rise."),
    ),
    (
        "The following paragraph 1 bis shall be inserted in Article 2 after paragraph 1: “1 bis. Fees rise.”",
        ("inserted", "Article 2(1)"),
        ("its barges.", "its barges.\n\n1 bis. Fees rise."),
    ),
    ("In Article 3, for “May” substitute “June”.", ("reworded", "Article 3"), ("in May", "in June")),
    ("Throughout the Convention, for “May” read “June”.", ("reworded", "Article 3"), ("in May", "in June")),
    (
        "The word “May” shall be replaced by the word “June” wherever it appears in the Convention.",
        ("reworded", "Article 3"),
        ("in May", "in June"),
    ),
    ("The words “twice a year” are deleted throughout the text.", ("reworded", "Article 4"), (" twice a year", "")),
    (
        "In Article 4, the words “twice a year” are deleted and the words “once a year” substituted therefor.",
        ("reworded", "Article 4"),
        ("twice a year", "once a year"),
    ),
    (
        "Article 4 is deleted and the following is substituted therefor:\n\n“The Council votes.”",
        ("replaced", "Article 4"),
        ("The Council shall meet twice a year.", "The Council votes."),
    ),
    ("Article 4 becomes Article 5.", ("renumbered", "Article 4"), ("Article 4", "Article 5")),
    (
        "The Convention is amended as follows:\n\n(a) Article 4 shall be renumbered as Article 12.",
        ("renumbered", "Article 4"),
        ("Article 4", "Article 12"),
    ),
    (
        "Article 2 is amended as follows:\n\n(a) in paragraph 1, the word “inspect” shall be replaced by “count”.",
        ("reworded", "Article 2(1)"),
        ("inspect", "count"),
    ),
    # In the imperative.
    ("Delete Article 3.", ("deleted", "Article 3"), ("\n\nArticle 3\n\nThe fee is due in May. The fee is low.", "")),
    ("In Article 4, delete “twice a year”.", ("reworded", "Article 4"), (" twice a year", "")),
    ("In Article 4 delete “twice” and insert “once”.", ("reworded", "Article 4"), ("twice", "once")),
    ("In Article 4, for “twice” substitute “once”.", ("reworded", "Article 4"), ("twice", "once")),
    ("In Article 4, substitute “once” for “twice”.", ("reworded", "Article 4"), ("twice", "once")),
    ("Replace the word “twice” in Article 4 by the word “once”.", ("reworded", "Article 4"), ("twice", "once")),
    (
        "In Article 1, after the word “vessel” insert “or barge”.",
        ("reworded", "Article 1"),
        ("a vessel", "a vessel or barge"),
    ),
    ("In Article 4, before “twice” add “at least”.", ("reworded", "Article 4"), ("twice", "at least twice")),
    (
        "Article 4 is amended as follows:\n\n(a) omit “twice a year”.",
        ("reworded", "Article 4"),
        (" twice a year", ""),
    ),
    (
        "Replace Article 4 by the following: “Article 4\n\nThe Council votes.”",
        ("replaced", "Article 4"),
        ("The Council shall meet twice a year.", "The Council votes."),
    ),
    (
        "After Article 3 insert: “Article 3 bis\n\nFees are public.”",
        ("inserted", "Article 3"),
        ("is low.", "is low.\n\nArticle 3 bis\n\nFees are public."),
    ),
    (
        "Insert the following Article 3 bis after Article 3: “Fees are public.”",
        ("inserted", "Article 3"),
        ("is low.", "is low.\n\nArticle 3 bis\nFees are public."),
    ),
    (
        "In Article 2, add the following paragraph 3: “3. Fees rise.”",
        ("inserted", "Article 2"),
        ("pay the fee.", "pay the fee.\n\n3. Fees rise."),
    ),
    (
        "At the end of Article 4 add the following sentence: “It may vote.”",
        ("inserted", "Article 4"),
        ("a year.", "a year. It may vote."),
    ),
    ("Renumber Article 4 as Article 12.", ("renumbered", "Article 4"), ("Article 4", "Article 12")),
    (
        "In Article 2, the following paragraph shall be added at the end: “3. Fees rise.”",
        ("inserted", "Article 2"),
        ("pay the fee.", "pay the fee.\n\n3. Fees rise."),
    ),
    (
        "In Article 2, paragraph 1 is replaced by the following: “1. Each Party shall count its barges.”",
        ("replaced", "Article 2(1)"),
        ("inspect", "count"),
    ),
    # A sentence of a paragraph.
    ("The last sentence of Article 3 shall be deleted.", ("reworded", "Article 3"), (" The fee is low.", "")),
    (
        "In Article 3, first sentence, “fee” is replaced by “due”.",
        ("reworded", "Article 3"),
        ("fee is due", "due is due"),
    ),
    (
        "In Article 3, the first sentence shall be replaced by the following: “The fee is due in June.”",
        ("reworded", "Article 3"),
        ("in May", "in June"),
    ),
    (
        "In Article 3, the following sentence shall be inserted after the first sentence: “It is paid in cash.”",
        ("inserted", "Article 3"),
        ("in May.", "in May. It is paid in cash."),
    ),
    (
        "In Article 3, the word “fee”, where it first occurs, is deleted.",
        ("reworded", "Article 3"),
        ("The fee is due", "The is due"),
    ),
    ("The word “and” at the end of Article 2(2)(a) is deleted.", ("reworded", "Article 2(2)(a)"), ("; and", ";")),
    (
        "In Article 2(2)(b), the full stop is replaced by a semicolon.",
        ("reworded", "Article 2(2)(b)"),
        ("pay the fee.", "pay the fee;"),
    ),
    # Where it belongs is said by its number, or by "throughout" between verb and agent.
    (
        "In Article 2, the following paragraph 1 bis is inserted: “1 bis. Fees rise.”",
        ("inserted", "Article 2(1)"),
        ("its barges.", "its barges.\n\n1 bis. Fees rise."),
    ),
    (
        "The following shall be added to Article 2 as paragraph 3: “Fees rise.”",
        ("inserted", "Article 2"),
        ("pay the fee.", "pay the fee.\n\n3. Fees rise."),
    ),
    (
        "Article 2 shall be supplemented by the following paragraph 3: “3. Fees rise.”",
        ("inserted", "Article 2"),
        ("pay the fee.", "pay the fee.\n\n3. Fees rise."),
    ),
    (
        "The following Article 5 shall be added to the Convention: “Article 5\n\nFees rise.”",
        ("inserted", "Article 4"),
        ("a year.", "a year.\n\nArticle 5\n\nFees rise."),
    ),
    (
        "The term “May” shall be replaced throughout the Convention by “June”.",
        ("reworded", "Article 3"),
        ("in May", "in June"),
    ),
    (
        "In Article 1, after the word “vessel” the following is inserted: “or barge”.",
        ("reworded", "Article 1"),
        ("a vessel", "a vessel or barge"),
    ),
    ("The title of Article 2 shall be replaced by “Work”.", ("reworded", "Article 2"), ("Duties", "Work")),
    (
        "In Article 2, paragraph 1 is deleted.",
        ("deleted", "Article 2(1)"),
        ("\n\n1. Each Party shall inspect its barges.", ""),
    ),
]


def test_words_are_replaced_once_in_each_of_several_paragraphs() -> None:
    order = "In paragraphs 1 and 2 of Article 2, the words “{}” shall be replaced by “A barge”."
    found = consolidated(f"PROTOCOL\n\nArticle 1\n\n{order.format('Each Party')}\n")
    assert found.unapplied == ()
    assert found.text == BASE.replace("Each Party", "A barge")
    assert [each.place for each in found.amendments] == ["Article 2(1)", "Article 2(2)"]
    (refused,) = consolidated(f"PROTOCOL\n\nArticle 1\n\n{order.format('the fee')}\n").unapplied
    assert "do not stand in Article 2(1)" in refused.reason


def test_a_protocol_that_amends_nothing_is_told_by_its_name(tmp_path: Path) -> None:
    texts = {"base": BASE, "speaking": "Article 1\n\nArticle 3 is deleted.\n", "silent": "Article 1\n\nFish swim.\n"}
    files = {name: tmp_path / f"{name}.txt" for name in texts}
    for name, file in files.items():
        file.write_text(texts[name], encoding="utf-8")
    done = CliRunner().invoke(main, ["consolidate", *map(str, files.values())])
    assert done.exit_code == 1
    assert "silent.txt: no sentence there amends anything" in done.stderr
    assert "speaking.txt" not in done.stderr


@pytest.mark.parametrize("name", ["bw.txt", "water.txt", "agreement.txt", "signed.txt", None])
@pytest.mark.parametrize("meant", ["between Aldavia and Brenmark on Water, done", "done"])
def test_the_base_is_known_by_its_title_or_where_it_was_signed_whatever_its_file_is_called(
    name: str | None, meant: str
) -> None:
    text = "AGREEMENT BETWEEN ALDAVIA AND BRENMARK ON WATER\n\nArticle 1\n\nA Party shall reply within ninety days.\n\n"
    base = treatylex.parse(f"{text}Done at Port Lissen on 4 May 2025.", source_name=name)
    protocol = treatylex.parse(
        f"PROTOCOL\n\nConsidering the Agreement {meant} at Port Lissen on 4 May 2025 (hereinafter “the Agreement”),\n\n"
        "Article I\n\nIn Article 1 of the Agreement, “ninety” shall be replaced by “sixty”."
    )
    done = treatylex.consolidate_treaties(base, [protocol])
    assert "within sixty days" in done.text
    other = treatylex.parse(f"{text.replace('WATER', 'FISH')}Done at Norport on 5 June 2020.", source_name="other.txt")
    assert "within ninety days" in treatylex.consolidate_treaties(other, [protocol]).text


@pytest.mark.parametrize(("instruction", "told", "words"), APPLIED, ids=[case[0][:50] for case in APPLIED])
def test_an_instruction_changes_what_it_names_and_nothing_else(
    instruction: str, told: tuple[str, str], words: tuple[str, str]
) -> None:
    found = consolidated(f"PROTOCOL\n\nArticle 1\n\n{instruction}\n\nArticle 2\n\nThis Protocol shall be ratified.\n")
    assert found.unapplied == ()
    assert found.text == BASE.replace(*words)
    (amendment,) = found.amendments
    assert (amendment.kind.value, amendment.place) == told
    assert amendment.source.startswith("Article 1")
    assert amendment.span.of(found.text) == amendment.after


# Several orders of one sentence, with what each did.
JOINED = [
    (
        "Paragraph 2 (a) of Article 2 is deleted and point (b) becomes point (a).",
        ["deleted Article 2(2)(a)", "renumbered Article 2(2)(b)"],
        ("\n(a) report to the Council; and\n(b)", "\n(a)"),
    ),
    (
        "Paragraph 2 of Article 2 shall be renumbered paragraph 3 and the following new paragraph 2 shall be inserted: "
        "“2. Fees rise.”",
        ["renumbered Article 2(2)", "inserted Article 2(1)"],
        ("2. Each", "2. Fees rise.\n\n3. Each"),
    ),
    (
        "In Article 2, paragraphs 1 and 2 become paragraphs 2 and 3, and a new paragraph 1 is added: “1. Fees rise.”",
        ["renumbered Article 2(1)", "renumbered Article 2(2)", "inserted Article 2(1)"],
        (
            "1. Each Party shall inspect its barges.\n\n2.",
            "1. Fees rise.\n\n2. Each Party shall inspect its barges.\n\n3.",
        ),
    ),
    (
        "In Article 2, paragraph 2, point (b) is deleted and the following point (b) is inserted: “(b) pay twice.”",
        ["deleted Article 2(2)(b)", "inserted Article 2(2)(b)"],
        ("pay the fee", "pay twice"),
    ),
    (
        "In Article 3, “due” is replaced by “paid”, “May” by “June” and “low” by “high”.",
        ["reworded Article 3"] * 3,
        ("due in May. The fee is low", "paid in June. The fee is high"),
    ),
    (
        "In Article 3, “May” and “low” are replaced by “June” and “high” respectively.",
        ["reworded Article 3"] * 2,
        ("May. The fee is low", "June. The fee is high"),
    ),
    (
        "In Article 3, the word “due” is deleted, and after “low” the words “and fair” are inserted.",
        ["reworded Article 3"] * 2,
        ("due in May. The fee is low", "in May. The fee is low and fair"),
    ),
    (
        "In Article 3, first sentence, “May” is replaced by “June” and the last sentence is deleted.",
        ["reworded Article 3"] * 2,
        ("in May. The fee is low.", "in June."),
    ),
    (
        "In Article 3 the word “low” is replaced by “high” and the word “Council” is replaced by “Board” throughout "
        "the Convention.",
        ["reworded Article 3", "reworded Article 2(2)(a)", "reworded Article 4"],
        ("", ""),
    ),
]


@pytest.mark.parametrize(("instruction", "told", "words"), JOINED, ids=[case[0][:50] for case in JOINED])
def test_the_orders_of_one_sentence_are_each_applied_and_told(
    instruction: str, told: list[str], words: tuple[str, str]
) -> None:
    found = consolidated(f"PROTOCOL\n\nArticle 1\n\n{instruction}\n\nArticle 2\n\nThis Protocol shall be ratified.\n")
    assert found.unapplied == ()
    assert [f"{each.kind.value} {each.place}" for each in found.amendments] == told
    both = BASE.replace("low", "high").replace("Council", "Board")
    assert found.text == (BASE.replace(*words) if words[0] else both)
    assert [each.span.of(found.text) for each in found.amendments] == [each.after for each in found.amendments]


REFUSED = [
    ("In Article 2, the following paragraph is added after paragraph 1 at the end: “3. Fees rise.”", "two places"),
    ("Article 9 of the Convention is deleted.", "no provision Article 9"),
    ("Paragraph 5 of Article 2 is deleted.", "no provision Article 2, paragraph 5"),
    ("The word “fee” in Article 3 shall be replaced by the word “due”.", "stand 2 times in Article 3"),
    ("In Article 4, the word “thrice” shall be deleted.", "do not stand in Article 4"),
    ("Paragraph 1 is deleted.", "does not say in which article"),
    ("The last sentence shall be deleted.", "does not say in which provision the sentence stands; name it"),
    ("The fifth sentence of Article 3 is deleted.", "has 2 sentences and none that is named here"),
    ("The first sentence of Article 2 is deleted.", "is not one paragraph of sentences; say in which"),
    ("The first sentence of Article 2(1) is deleted.", "nothing would be left"),
    ("Article 4 and the first sentence of Article 3 are deleted.", "a provision and a part of one"),
    ("The first sentence of Article 3 is replaced by: “1. It is so.\n\n2. It is new.”", "takes the place of no sent"),
    ("In Article 3, the following is inserted after the first sentence: “It is so.”", "does not say that a sentence"),
    ("Paragraph 2 of Article 2 becomes Article 6.", "a place elsewhere"),
    ("In Article 2, a new paragraph 2 is inserted: “2. It is new.”", "has Article 2(2) already"),
    ("In Article 3, a new paragraph 2 is added: “It is new.”", "how its number is printed is not plain"),
    ("In Article 4, “twice” is replaced by “once” and “twice a” by “in the”.", "the same words twice"),
    ("In Article 4, “twice” is replaced by “once” throughout the Convention.", "a provision and the whole treaty"),
    ("In paragraphs 1 and 2 of Article 2, “its” is replaced by “all” and “fee” deleted.", "none that is understood"),
    ("The words “its” at the end of Article 2(1) are deleted.", "do not stand at the end of Article 2(1)"),
    ("The title of Article 4 shall read “Council”.", "has no title that stands by itself"),
    ("The words “or more” shall be added at the end of Article 4.", "before or behind the last sign"),
    ("Article 4 shall be replaced by the text set out in the Appendix to this Protocol.", "stands elsewhere; put it"),
    ("References in the Convention to the Council shall be replaced by references to the Board.", "none that is und"),
    ("Article 4 is deleted and Article 3 shall be read with care.", "none that is understood"),
    ("The word “fee” shall be deleted.", "does not say in which provision"),
    ("Article 3 shall be replaced by a text that the Council adopts.", "none that is understood"),
    ("The Parties take note of this:\n\n“Article 7\n\nIt is new.”", "none that is understood"),
    ("In the first line of Article 4, the word “twice” is deleted.", ": “first line” is not understood; make this"),
    ("Paragraph 1 of Article 2 is deleted. The subsequent paragraphs shall be renumbered.", "none that is understood"),
    ("Article 1 is deleted and the subsequent articles shall be renumbered.", "is not plain: say it of each"),
    (
        "In Article 2, the following entry shall be added after entry 7: “3. It is new.”",
        "no provision Article 2, paragr",
    ),
    ("The following Article 2 is inserted after Article 1: “Article 2\n\nNew.”", "has Article 2 already"),
    ("Article 3 of the Agreement on Ocean Mining is deleted.", "amends “Agreement on Ocean Mining”"),
    ("Article 4 is deleted. The following sentence is added to Article 4: “It votes.”", "amends the same words"),
    (
        "The Ocean Mining Agreement is amended as follows:\n\n(a) Article 3 is deleted.",
        "amends “Ocean Mining Agreement”",
    ),
    ("Article 3 ceases to have effect.", "none that is understood"),
    ("Insert a new preamble.", "“preamble” is not understood"),
    ("The Parties hereby delete Article 3.", "none that is understood"),
    ("The Parties suspend Article 3.", "none that is understood"),
    ("After Article 3 insert “or so”.", "does not say what is put in"),
    ("Paragraph 1 of Article 2 shall be suspended until 1 January 2030.", "changes no words of it"),
    ("Article 4 shall not apply to Arcadia.", "changes no words of it"),
    ("The application of Article 4 is suspended.", "changes no words of it"),
    ("Article 3 of the Convention shall apply as if “May” were “June”.", "changes no words of it"),
    ("References to “May” shall be construed as references to “June”.", "none that is understood"),
    ("The reference to “May” in Article 3 shall be understood as a reference to “June”.", "none that is understood"),
    ("Article 3 is deleted. The word “May” in Article 3 shall be replaced by “June”.", "amends the same words"),
]


@pytest.mark.parametrize(("instruction", "reason"), REFUSED, ids=[case[0][:50] for case in REFUSED])
def test_what_cannot_be_applied_is_told_with_its_place_and_reason(instruction: str, reason: str) -> None:
    found = consolidated(f"PROTOCOL\n\nArticle 1\n\n{instruction}\n\nArticle 2\n\nThis Protocol shall be ratified.\n")
    (refused,) = found.unapplied
    assert reason in refused.reason
    assert refused.protocol == "p.txt"
    assert refused.line == (7 if "\n(a)" in instruction else 5)
    assert refused.source.startswith("Article 1")
    assert found.amendments or found.text == BASE


def test_words_are_changed_wherever_they_occur_where_the_protocol_says_so() -> None:
    found = consolidated("In Article 3, the word “fee” shall be replaced by the word “due” wherever it occurs.")
    assert found.text == BASE.replace("The fee is due in May. The fee is", "The due is due in May. The due is")


def test_two_quotations_of_a_definition_are_no_instruction() -> None:
    found = consolidated("Article 1\n\nFor this Protocol, “May” and “June” mean months of the year.")
    assert not found.amendments
    assert not found.unapplied


def test_a_later_protocol_amends_what_an_earlier_one_left() -> None:
    found = consolidated(
        "Article 1\n\nThe following Article 3 bis shall be inserted after Article 3:\n\n“Article 3 bis\n\nFees rise.”",
        "Article 1\n\nIn Article 3 bis, the word “rise” is replaced by “fall”.\n\nArticle 2\n\nArticle 1 is deleted.",
    )
    assert "Article 3 bis\n\nFees fall." in found.text
    assert "vessel" not in found.text
    inserted, reworded, _ = found.amendments
    assert inserted.span.of(found.text).strip() == "Article 3 bis\n\nFees fall."
    assert reworded.span.of(found.text) == "fall"


UNQUOTED = [
    ("Article 3 of the Convention shall be replaced by the following:\n\nThe fee is due in June.", "Article 3"),
    (
        "Article 3 shall read as follows:\n\nArticle 3\nFees\n\n1. The fee is due in June.\n\n2. It is high.",
        "Article 3",
    ),
    ("Paragraph 1 of Article 2 shall be replaced by the following:\n\n1. The fee is due in June.", "Article 2(1)"),
    (
        "The following Article 4 bis shall be inserted after Article 4:\n\nArticle 4 bis\n\nThe fee is due in June.",
        "Article 4",
    ),
]


@pytest.mark.parametrize(("instruction", "place"), UNQUOTED, ids=[case[1] for case in UNQUOTED])
def test_a_new_text_without_quotation_marks_ends_with_its_provision(instruction: str, place: str) -> None:
    found = consolidated(f"Article 1\n\n{instruction}\n\nArticle 2\n\nThis Protocol is valid.\n\nDone at Sudria.\n")
    assert [amendment.place for amendment in found.amendments] == [place]
    assert found.unapplied == ()
    assert found.amendments[0].after == instruction.partition(":\n\n")[2]
    assert "Protocol" not in found.text


@pytest.mark.parametrize(
    "more",
    ["\n\nThis change applies from 2031.", "\n\nArticle 4 is deleted."],
    ids=["a paragraph without a number", "another instruction"],
)
def test_a_new_text_whose_end_is_not_plain_is_refused(more: str) -> None:
    found = consolidated("Article 1\n\nArticle 3 shall read as follows:\n\n1. It is due.\n\n2. It is low." + more)
    assert "not plain" in found.unapplied[0].reason
    assert all(amendment.place != "Article 3" for amendment in found.amendments)


def test_references_to_what_was_deleted_or_renumbered_are_told_unless_they_are_changed_too() -> None:
    base = treatylex.parse(BASE.replace("The fee is low.", "Article 4 applies. So does Article 1."))
    protocol = "Article 1\n\nArticle 4 becomes Article 5.\n\nArticle 2\n\nArticle 1 is deleted."
    found = treatylex.consolidate_treaties(base, [treatylex.parse(protocol, source_name="p.txt")])
    assert [(each.place, each.text, each.became.value) for each in found.stale] == [
        ("Article 3", "Article 4", "renumbered"),
        ("Article 3", "Article 1", "deleted"),
    ]
    changed = protocol + "\n\nArticle 3\n\nIn Article 3, “Article 4” is replaced by “Article 5”."
    found = treatylex.consolidate_treaties(base, [treatylex.parse(changed)])
    assert [each.text for each in found.stale] == ["Article 1"]


@pytest.mark.parametrize(
    ("order", "left"),
    [
        ("Paragraph 2 of Article 5 is deleted and the subsequent paragraph shall be renumbered accordingly.", "1 3 4"),
        ("Paragraphs 1 and 3 of Article 5 are deleted, and the remaining paragraphs renumbered accordingly.", "2 4"),
        ("Paragraph 4 of Article 5 shall be deleted and the following paragraphs are renumbered.", "1 2 3"),
    ],
)
def test_the_paragraphs_behind_a_deleted_one_close_up_where_the_protocol_says_so(order: str, left: str) -> None:
    head = "CONVENTION\n\nArticle 5\n\n"
    base = treatylex.parse(head + "\n\n".join(f"{n}. Party {n} shall report." for n in range(1, 5)))
    found = treatylex.consolidate_treaties(base, [treatylex.parse(f"Article 1\n\n{order}")])
    assert found.unapplied == ()
    paragraphs = (f"{n}. Party {old} shall report." for n, old in enumerate(left.split(), 1))
    assert "".join(found.text.split()) == "".join((head + "".join(paragraphs)).split())


def test_an_entry_is_put_behind_the_one_that_is_named() -> None:
    base = treatylex.parse("\n\n".join(FRAMED.values()))
    order = "In Annex I, the following entry shall be added after entry 2: “3. The lost lock.”"
    found = treatylex.consolidate_treaties(base, [treatylex.parse(f"Article 1\n\n{order}")])
    assert found.unapplied == ()
    assert found.text == base.text.replace("new lock.", "new lock.\n\n3. The lost lock.")


def test_a_number_that_two_provisions_bear_after_a_protocol_is_told() -> None:
    found = consolidated("Article 1\n\nArticle 3 becomes Article 4.")
    assert [(each.place, each.source) for each in found.collisions] == [("Article 4", "Article 1")]
    both = consolidated("Article 1\n\nArticle 3 becomes Article 4.\n\nArticle 2\n\nArticle 4 becomes Article 5.")
    assert both.collisions == ()
    twice = BASE.replace("Article 3\n", "Article 4\n")
    known = treatylex.consolidate_treaties(treatylex.parse(twice), [treatylex.parse("Article 1 is deleted.")])
    assert known.collisions == ()


def test_the_account_shows_the_words_that_differ_however_long_what_stands_before_them() -> None:
    new = f"Article 4\n\nThe Council shall, {'at the seat of the Fund, ' * 6}meet every year."
    base = BASE.replace("The Council shall meet twice a year.", new.replace("every", "twice a").partition("\n\n")[2])
    protocol = treatylex.parse(f"Article 1\n\nArticle 4 shall be replaced by the following:\n\n“{new}”")
    (_, line) = consolidation_lines(treatylex.consolidate_treaties(treatylex.parse(base), [protocol]))
    assert "[-twice a-] {+every+} year" in line
    (_, put) = consolidation_lines(
        consolidated("In Article 4, after the word “meet” the words “at noon” shall be inserted.")
    )
    assert "words put in: “at noon”" in put
    (_, struck) = consolidation_lines(consolidated("The words “twice a year” in Article 4 are deleted."))
    assert "words struck: “twice a year”" in struck


def test_a_quotation_whose_paragraphs_each_open_with_a_mark_is_one_text() -> None:
    found = consolidated("Article 1\n\nArticle 4 is replaced by:\n\n“Article 4\n\n“1. It meets.\n\n“2. It votes.”")
    assert found.text == BASE[: BASE.index("Article 4")] + "Article 4\n\n1. It meets.\n\n2. It votes.\n"


def test_a_new_article_stands_where_one_of_its_number_went_and_in_no_other_chapter() -> None:
    base = treatylex.parse("\n\n".join(FRAMED.values()))
    new = "“Article 3\n\nIt is new.”"
    protocol = f"Article 1\n\nArticle 3 is deleted and the following new Article 3 is inserted: {new}"
    found = treatylex.consolidate_treaties(base, [treatylex.parse(protocol)])
    assert found.unapplied == ()
    assert found.text == base.text.replace("Each Party shall inspect its weirs.", "It is new.")
    unclear = f"Article 1\n\nArticle 3 becomes Article 3 bis and the following new Article 3 is inserted: {new}"
    (refused,) = treatylex.consolidate_treaties(base, [treatylex.parse(unclear)]).unapplied
    assert "whether the chapter before or the one behind" in refused.reason


def test_a_sentence_is_added_to_a_paragraph_while_the_next_paragraph_goes() -> None:
    found = consolidated(
        "Article 1\n\nIn Article 2, paragraph 2 is deleted and the following sentence is added at the end of "
        "paragraph 1: “It may rest.”"
    )
    assert found.unapplied == ()
    kept, _, rest = BASE.partition("\n\n2. Each Party")
    assert found.text == f"{kept} It may rest.\n\nArticle 3{rest.partition('Article 3')[2]}"


def itself(treaty: Treaty) -> str:
    order = "Article {}\n\nArticle {} shall be replaced by the following:\n\n“{}”"
    return "\n\n".join(
        order.format(i, article.number, extent(article).of(treaty.text)) for i, article in enumerate(treaty.articles, 1)
    )


@hypothesis.settings(max_examples=20, deadline=None)
@hypothesis.given(treaties(max_articles=4))
def test_replacing_every_article_by_itself_changes_nothing(base: Treaty) -> None:
    found = treatylex.consolidate_treaties(base, [treatylex.parse(itself(base))])
    assert found.unapplied == ()
    assert len(found.amendments) == len(base.articles)
    assert found.text == base.text


FRAMED = {
    "Preamble": "CONVENTION ON RIVER LOCKS\n\nThe Parties have agreed as follows:",
    "Part I": "PART I\nLOCKS",
    "Article 1": "Article 1\n\nEach Party shall keep its locks.",
    "Article 2": "Article 2\nFees\n\n1. The fee is low.\n\n2. Each Party shall:\n(a) report; and\n(b) pay.",
    "Part II": "PART II\nWEIRS\n\nSection 1",
    "Article 3": "Article 3\n\nEach Party shall inspect its weirs.",
    "Section": "Section 2\nGates",
    "Article 4": "Article 4\n\n1. The gates shall be open.\n\n2. The Council may close them.",
    "Testimonium": "IN WITNESS WHEREOF the undersigned have signed this Convention.\n\nDone at Sudria on 1 May 2000.",
    "Annex I": "ANNEX I\nLIST OF LOCKS\n\n1. The old lock.\n\n2. The new lock.",
    "Annex II": "ANNEX II\nFORMS\n\nA form shall be filled in.",
}
AMENDABLE = [name for name in FRAMED if name[-1] in "I1234" and not name.startswith("Part")]
CHANGES = {
    "delete": ("{name} of the Convention is deleted.", ()),
    "replace": ("{name} shall be replaced by the following:\n\n“{label}\n\nIt is new.”", ("{label}\n\nIt is new.",)),
    "insert": (
        "The following {name} bis shall be inserted after {name}:\n\n“{label} bis\n\nIt is new.”",
        ("{old}", "{label} bis\n\nIt is new."),
    ),
}


@hypothesis.settings(max_examples=60, deadline=None)
@hypothesis.given(st.dictionaries(st.sampled_from(AMENDABLE), st.sampled_from(sorted(CHANGES)), min_size=1))
def test_what_stands_around_an_amended_provision_stays_sign_by_sign(changes: dict[str, str]) -> None:
    orders, expected = ["PROTOCOL"], list[str]()
    for name, old in FRAMED.items():
        order, outcome = CHANGES[changes[name]] if name in changes else ("", ("{old}",))
        words = {"name": name, "label": name.replace("Annex", "ANNEX"), "old": old}
        orders += [f"Article {len(orders)}\n\n{order.format(**words)}"] if order else []
        expected += [each.format(**words) for each in outcome]
    base = treatylex.parse("\n\n".join(FRAMED.values()) + "\n")
    found = treatylex.consolidate_treaties(base, [treatylex.parse("\n\n".join(orders))])
    assert found.unapplied == ()
    assert found.text == "\n\n".join(expected) + "\n"


def test_words_of_a_heading_or_annex_behind_an_article_are_not_the_articles() -> None:
    base = treatylex.parse("\n\n".join(FRAMED.values()))
    protocol = treatylex.parse("Article 1\n\nIn Article 4, the word “form” shall be replaced by “sheet”.")
    (refused,) = treatylex.consolidate_treaties(base, [protocol]).unapplied
    assert refused.reason == "the words “form” do not stand in Article 4"


def test_a_text_that_replaces_articles_of_two_parts_is_refused() -> None:
    base = treatylex.parse("\n\n".join(FRAMED.values()))
    protocol = treatylex.parse("Articles 2 and 3 shall be replaced by the following:\n\n“Article 2\n\nIt is new.”")
    found = treatylex.consolidate_treaties(base, [protocol])
    assert (found.text, len(found.unapplied)) == (base.text, 1)
    assert "do not stand side by side" in found.unapplied[0].reason


def test_no_protocol_and_a_protocol_without_amendments_change_nothing() -> None:
    base = treatylex.parse(BASE)
    assert treatylex.consolidate_treaties(base, []).treaty is base
    found = consolidated(
        "Article 1\n\nThis Protocol shall be ratified. It may be amended.\n\n“Barge” means\na flat ship.\n\n"
        "Article 2\n\nArticle 1 of this Protocol shall not apply to Arcadia. Paragraph 2 of this Article is suspended. "
        "A Party bound by Article 3 shall not apply the fee. A Party may propose to amend Article 2. "
        "A Party may, by notice under Article 3, add a canal. Paragraph 1 shall not apply to canals. "
        "Without prejudice to Article 3, this Protocol shall not apply to canals."
    )
    assert (found.text, found.amendments, found.unapplied) == (BASE, (), ())


def test_the_command_writes_text_or_json_and_its_status_says_whether_all_was_applied(tmp_path: Path) -> None:
    base, protocol, bad, out = (str(tmp_path / name) for name in ("base.txt", "p.txt", "bad.txt", "out.txt"))
    Path(base).write_text(BASE, encoding="utf-8")
    Path(protocol).write_text("Article 1\n\nArticle 3 is deleted.\n", encoding="utf-8")
    Path(bad).write_text("Article 1\n\nArticle 33 is deleted.\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["consolidate", base, protocol, "-o", out])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "1 change applied, 0 instructions not applied")
    assert "Article 3\n" not in Path(out).read_text(encoding="utf-8")
    word = CliRunner().invoke(main, ["consolidate", base, protocol, "-o", out.replace(".txt", ".docx")])
    assert (word.exit_code, word.stdout.splitlines()[0]) == (0, "1 change applied, 0 instructions not applied")
    tracked = zipfile.ZipFile(out.replace(".txt", ".docx")).read("word/document.xml").decode()
    assert re.findall("<w:delText[^>]*>([^<]*)", tracked)[:1] == ["Article 3"]
    part = CliRunner().invoke(main, ["consolidate", base, protocol, bad, "--json"])
    data = json.loads(part.stdout)
    assert part.exit_code == 1
    assert [each["place"] for each in data["amendments"]] == ["Article 3"]
    assert [(each["line"], each["source"]) for each in data["unapplied"]] == [(3, "Article 1")]
    assert f"{bad}:3: Article 1: not applied: the base treaty has no provision Article 33" in part.stderr
    assert CliRunner().invoke(main, ["consolidate", base]).exit_code == 2


NOUNS = ("locks", "weirs", "canals", "ferries", "harbours", "bridges")
ORDERS = {
    "word": ("In {place}, the word “{noun}” shall be replaced by the word “mills”.", "{a} mills. {b}"),
    "sentence gone": ("The second sentence of {place} is deleted.", "{a} {noun}."),
    "sentence new": (
        "In {place}, the first sentence shall be replaced by: “Each Party shall paint its mills.”",
        "Each Party shall paint its mills. {b}",
    ),
    "sentence put": (
        "The following sentence shall be added at the end of {place}: “It is free.”",
        "{a} {noun}. {b} It is free.",
    ),
    "two": (
        "In {place}, “inspect” is replaced by “count” and “{noun}” by “mills”.",
        "Each Party shall count its mills. {b}",
    ),
}


@hypothesis.settings(max_examples=40, deadline=None)
@hypothesis.given(st.dictionaries(st.integers(0, len(NOUNS) - 1), st.sampled_from(sorted(ORDERS)), min_size=1))
def test_what_is_applied_is_what_a_comparison_tells_and_the_rest_stays(chosen: dict[int, str]) -> None:
    """Paragraphs that no order names stay sign by sign, and the comparison with the base names exactly the others."""
    a, first, second = "Each Party shall inspect its", list[str](), list[str]()
    for number, noun in enumerate(NOUNS):
        b = f"The Council shall close old {noun[:-1]} roads."
        head = f"Article {number // 2 + 1}\n\n" if number % 2 == 0 else ""
        paragraph = ORDERS[chosen[number]][1] if number in chosen else "{a} {noun}. {b}"
        first.append(f"{head}{number % 2 + 1}. {a} {noun}. {b}")
        second.append(f"{head}{number % 2 + 1}. " + paragraph.format(a=a, b=b, noun=noun))
    places = {number: f"paragraph {number % 2 + 1} of Article {number // 2 + 1}" for number in chosen}
    orders = (ORDERS[order][0].format(place=places[number], noun=NOUNS[number]) for number, order in chosen.items())
    protocol = "\n\n".join(f"Article {i}\n\n{order}" for i, order in enumerate(orders, 1))
    base = treatylex.parse("\n\n".join(first))
    found = treatylex.consolidate_treaties(base, [treatylex.parse(protocol)])
    assert found.unapplied == ()
    assert found.text == "\n\n".join(second)
    named = {f"art_{number // 2 + 1}__para_{number % 2 + 1}" for number in chosen}
    changes = treatylex.diff_treaties(base, found.treaty).changes
    assert {
        "__".join(side.eid.split("__")[:2]) for each in changes for side in (each.left, each.right) if side
    } == named
