"""Formats: decoding, JSON there and back, and messages that name the file and the remedy."""

import codecs
import json
import pickle
from pathlib import Path

import hypothesis
import jsonschema
import pytest
from hypothesis import strategies as st

import treatylex
from treatylex.errors import InputError, UnreadTextError
from treatylex.formats.comparisons import comparison_schema
from treatylex.formats.consolidation_data import consolidation_json, consolidation_schema
from treatylex.formats.json import schema
from treatylex.formats.merge_data import merge_json, merge_schema
from treatylex.formats.registry import formats
from treatylex.formats.schemas import (
    made_comparison_schema,
    made_consolidation_schema,
    made_merge_schema,
    made_schema,
)
from treatylex.specimens import Excerpt
from treatylex.testing.expectations import expect

TEXT = "Article 1\n\nEach Party shall “consult” with Curaçao — in accordance with Article 51 of the U.N. Charter."


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_json_reads_back_equal_and_identical(excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text, source_name=excerpt.id)
    document = treatylex.to_json(treaty)
    again = treatylex.from_json(document)
    assert again == treaty
    assert treatylex.to_json(again) == document
    assert [clause.span for clause in again.clauses] == [clause.span for clause in treaty.clauses]
    assert [again.resolve(reference) for reference in again.references] == [
        treaty.resolve(reference) for reference in treaty.references
    ]


@hypothesis.given(st.text())
def test_json_reads_back_whatever_the_text(text: str) -> None:
    treaty = treatylex.parse(text)
    document = treatylex.to_json(treaty)
    assert treatylex.from_json(document) == treaty
    assert treatylex.to_json(treatylex.from_json(document)) == document


@pytest.mark.parametrize("excerpt", treatylex.excerpts()[:4], ids=lambda excerpt: excerpt.id)
def test_json_follows_the_published_schema(excerpt: Excerpt) -> None:
    jsonschema.validate(json.loads(treatylex.to_json(treatylex.parse(excerpt.text))), schema())


def test_the_schema_refuses_what_is_no_treaty() -> None:
    document = json.loads(treatylex.to_json(treatylex.parse(TEXT)))
    del document["treaty"]["text"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_the_published_schema_is_that_of_the_model() -> None:
    """After a change of the model: raise the version if old documents no longer fit, and write the schema again."""
    assert schema() == made_schema()
    assert comparison_schema() == made_comparison_schema()
    assert merge_schema() == made_merge_schema()
    assert consolidation_schema() == made_consolidation_schema()


def test_merges_and_consolidations_follow_their_published_schemas() -> None:
    base, ours = "Article 1\n\nEach Party may act.\n", "Article 1\n\nEach Party shall act.\n"
    treaties = [treatylex.parse(text) for text in (base, ours, ours.replace("shall", "should"))]
    merge = json.loads(merge_json(treatylex.merge_treaties(*treaties)))
    jsonschema.validate(merge, merge_schema())
    assert merge["places"][0]["kind"] == "conflict"
    assert "modal" in merge["places"][0]["concerns"]
    text = f"{base}\nArticle 2\n\nArticle 1 applies to Article 3.\n\nArticle 3\n\nIt is free.\n"
    protocol = treatylex.parse("Article 1\n\nArticle 3 is deleted.\n\nArticle 2\n\nArticle 9 is deleted.\n")
    document = json.loads(consolidation_json(treatylex.consolidate_treaties(treatylex.parse(text), [protocol])))
    jsonschema.validate(document, consolidation_schema())
    assert [len(document[name]) for name in ("amendments", "unapplied", "stale")] == [1, 1, 1]


@pytest.mark.parametrize("excerpt", treatylex.excerpts()[:4], ids=lambda excerpt: excerpt.id)
def test_a_comparison_follows_its_published_schema(excerpt: Excerpt) -> None:
    other = excerpt.text.replace("shall", "may", 2).replace("the", "any", 3)
    diff = treatylex.diff_treaties(treatylex.parse(excerpt.text), treatylex.parse(other))
    document = json.loads(treatylex.to_json(diff))
    jsonschema.validate(document, comparison_schema())
    changes = document["comparison"]["changes"]
    assert sorted(change["number"] for change in changes) == list(range(1, len(diff.changes) + 1))
    del document["comparison"]["changes"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, comparison_schema())


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not a treaty|not valid JSON"),
        ("[]", "not a treaty"),
        ('{"format": "other"}', "not a treaty"),
        ('{"format": "treatylex", "version": 99}', "version 99.*update treatylex"),
        ('{"format": "treatylex", "version": 1}', "damaged"),
        (
            '{"format": "treatylex", "version": 1, "treaty": {"text": "x", "children": [{"level": "galaxy"}]}}',
            "damaged",
        ),
    ],
)
def test_a_document_that_is_no_treaty_is_refused(document: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        treatylex.from_json(document)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
)
def test_a_byte_order_mark_or_none_decides_the_encoding(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "pact.txt"
    file.write_bytes(data)
    treaty = treatylex.read(file)
    assert treaty.text == TEXT
    assert treaty.source_name == str(file)
    assert "guessed-encoding" not in {diagnostic.code for diagnostic in treaty.diagnostics}


def test_a_guessed_encoding_is_reported_where_it_begins(tmp_path: Path) -> None:
    file = tmp_path / "pact.txt"
    file.write_bytes(TEXT.encode("cp1252"))
    treaty = treatylex.read(file)
    (guess,) = [diagnostic for diagnostic in treaty.diagnostics if diagnostic.code == "guessed-encoding"]
    assert treaty.text == TEXT
    assert treaty.text[guess.span.start] == "“"


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "pact.txt"
    file.write_bytes(b"Article 1\r\n\r\nEach Party shall cooperate.\r\n")
    assert treatylex.read(file).text == "Article 1\r\n\r\nEach Party shall cooperate.\r\n"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("treaty.pdf", b"%PDF-1.7 ...", r"treaty.pdf: is a damaged PDF"),
        ("treaty.txt", b"a\0b", r"treaty.txt: is not plain text"),
        ("treaty.txt", codecs.BOM_UTF16_LE + b"a", r"treaty.txt: starts as utf-16-le but breaks off"),
        ("treaty.json", b"{}", r"treaty.json: not a treaty"),
    ],
)
def test_what_cannot_be_read_says_which_file_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        treatylex.read(tmp_path / name)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_missing_file_and_an_unknown_format_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.txt: no such file.*check the name"):
        treatylex.read(tmp_path / "gone.txt")
    with pytest.raises(InputError, match=r"unknown format 'scroll'; choose one of text, markdown, json"):
        treatylex.read(tmp_path / "gone.txt", format="scroll")


def test_no_two_formats_claim_one_extension() -> None:
    extensions = [extension for known in formats() for extension in known.extensions]
    assert len(extensions) == len(set(extensions))


def test_a_document_that_is_no_string_is_a_wrong_call() -> None:
    with pytest.raises(TypeError, match="document must be a str, not NoneType"):
        treatylex.from_json(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["odd.txt", "odd.json"])
def test_strict_reading_refuses_an_unread_passage_in_every_format(tmp_path: Path, name: str) -> None:
    text = "Article 1\n\nEach Party shall cooperate.\n\nThe Parties shall, unless\n"
    file = tmp_path / name
    file.write_text(text if name == "odd.txt" else treatylex.to_json(treatylex.parse(text)))
    assert treatylex.read(file).clauses
    with pytest.raises(UnreadTextError):
        treatylex.read(file, strict=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "no file was named; give its name"), ("a\0b", r"'a\\x00b': the name of a file holds no null")],
)
def test_a_name_that_no_file_has_is_told_in_words(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        treatylex.read(name)


def test_a_treaty_is_the_same_wherever_it_was_read_from() -> None:
    assert treatylex.parse(TEXT, source_name="a.txt") == treatylex.parse(TEXT, source_name="b.txt")


def test_a_text_where_a_treaty_is_asked_for_is_refused_with_the_remedy() -> None:
    message = "must be a Treaty, not str: treatylex.parse.text. makes one"
    for wrong in (treatylex.diff_treaties, treatylex.align_treaties):
        with pytest.raises(TypeError, match=f"left {message}"):
            wrong("a", "b")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=f"right {message}"):
            wrong(treatylex.parse("a"), "b")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=f"treaty {message}"):
        expect("text")  # type: ignore[arg-type]
