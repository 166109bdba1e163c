"""The model: addressing, names for the eye, and what the package exports."""

import copy
import pickle
import pydoc

import pytest

import treatylex
from treatylex.specimens import Excerpt

TEXT = "Article 4\nConsultation\n\n1. The Parties shall consult without delay under Article 51 of the U.N. Charter."
treaty = treatylex.parse(TEXT, source_name="pact.txt")


@pytest.mark.parametrize(("value", "name"), [(None, "NoneType"), (b"Article 1", "bytes")])
def test_only_text_is_parsed(value: object, name: str) -> None:
    with pytest.raises(TypeError, match=f"text must be a str, not {name}"):
        treatylex.parse(value)  # type: ignore[arg-type]


def test_only_an_eid_is_an_address() -> None:
    with pytest.raises(TypeError, match="eid must be a str, not int"):
        treaty[4]  # type: ignore[index]


def test_nodes_show_themselves_in_one_line() -> None:
    assert repr(treaty) == '<Treaty "pact.txt", 1 article, 1 clause>'
    assert repr(treaty.articles[0]) == '<Provision art_4 article "Consultation", 1 clause>'
    assert repr(treaty.clauses[0]).startswith('<Clause art_4__para_1__norm_1 obligation "The Parties" shall consult')
    assert repr(treaty.references[0]) == '<Reference "Article 51 of the U.N. Charter" → un-charter#art_51>'


@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_what_nodes_show_is_short(excerpt: Excerpt) -> None:
    read = treatylex.parse(excerpt.text)
    for node in (read, *read.provisions, *read.clauses):
        assert len(repr(node)) < 200
        assert "\n" not in repr(node)


def test_nodes_are_equal_and_keep_when_copied_and_pickled() -> None:
    assert pickle.loads(pickle.dumps(treaty)) == treaty == copy.deepcopy(treaty)
    assert pickle.loads(pickle.dumps(treaty.clauses[0])) == treaty.clauses[0]


def test_help_shows_functions_by_their_names() -> None:
    shown = pydoc.plain(pydoc.render_doc(treatylex))
    functions = shown[shown.index("FUNCTIONS") :]
    for name in ("align_treaties", "diff_treaties", "excerpts", "from_json", "outline", "parse", "read", "to_json"):
        assert f"\n    {name}(" in functions


def test_the_classes_of_the_model_are_public() -> None:
    assert isinstance(treaty, treatylex.Treaty)
    assert isinstance(treaty.clauses[0], treatylex.Clause)
    assert isinstance(treaty.clauses[0].bearer, treatylex.Phrase)
    assert treaty.clauses[0].kind is treatylex.ClauseKind.OBLIGATION
