"""Damaged JSON: what loads is a treaty on which every function works; anything else raises and names the path."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import treatylex
from treatylex.errors import InputError
from treatylex.formats.checking import DEEPEST, check_data
from treatylex.formats.json import VERSION, from_own_json

TEXT = """Article 1

“Lake” means the Lake of Norland.

Article 2

1. If a Party so requests, the Council shall meet within ten days under Article 1, unless the Depositary objects.

2. Each Party shall: (a) report to the Council; (b) keep its records.
"""
TREATY = treatylex.parse(TEXT, source_name="pact.txt")
DOCUMENT: dict[str, Any] = json.loads(treatylex.to_json(TREATY))

Damage = Callable[[dict[str, Any]], object]


def article(document: dict[str, Any], n: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = document["treaty"]["children"][n]
    return found


def clause(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = article(document)["children"][0]["own_clauses"][0]
    return found


def nested(document: dict[str, Any]) -> None:
    inner = article(document)
    for _ in range(DEEPEST + 1):
        inner["children"] = [copy.copy(inner)]
        inner = inner["children"][0]


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a missing field": (lambda d: d["treaty"].pop("links"), r"treaty\.links: is missing"),
    "a field too many": (lambda d: article(d).update(colour="red"), r"treaty\.children\[1\]\.colour: is no field"),
    "a document's field": (lambda d: d.update(signed=True), "signed: is no field of a document"),
    "no treaty": (lambda d: d.pop("treaty"), "treaty: is missing"),
    "a number for words": (lambda d: article(d).update(eid=2), r"children\[1\]\.eid: must be a string, not 2"),
    "words for a list": (lambda d: article(d).update(children="none"), r"children: must be a list, not 'none'"),
    "true for a number": (lambda d: clause(d).update(span=[True, 5]), "span: must be two whole numbers"),
    "null for a list": (lambda d: clause(d).update(times=None), "times: must be a list, not null"),
    "an unknown kind": (lambda d: clause(d).update(kind="wish"), "kind: must be one of .*obligation.*, not 'wish'"),
    "a reversed span": (lambda d: clause(d).update(span=[9, 3]), "span: must run forward from 0 on, not from 9 to 3"),
    "a negative span": (lambda d: clause(d).update(span=[-1, 3]), "span: must run forward"),
    "a span behind the text": (lambda d: clause(d).update(span=[5, 9999]), "span: ends at 9999, but the text has"),
    "other words": (lambda d: clause(d).update(text="The Council may meet"), "text: is not what stands at its span"),
    "another text": (lambda d: d["treaty"].update(text="x" * len(TEXT)), "text: is not what stands at its span"),
    "an empty eId": (lambda d: article(d).update(eid=""), r"children\[1\]\.eid: is empty"),
    "an eId twice": (lambda d: article(d).update(eid="art_1"), "'art_1' stands twice"),
    "a clause's eId twice": (lambda d: clause(d).update(eid="art_1"), "'art_1' stands twice"),
    "too few links": (lambda d: d["treaty"].update(links=[]), r"treaty\.links: has 0 entries for 1 references"),
    "a link to nothing": (
        lambda d: d["treaty"]["links"][0][0].update(eid="art_9"),
        r"links\[0\]\[0\]\.eid: no provision has the eId 'art_9'",
    ),
    "a reference of nobody": (
        lambda d: clause(d)["references"][0]["targets"][0].update(instrument=""),
        r"own_clauses\[0\]\.references\[0\]: is no reference of a provision",
    ),
    "a reference twice": (
        lambda d: article(d)["children"][0].update(own_references=article(d)["children"][0]["own_references"] * 2),
        r"own_references\[1\]\.span: another reference stands there",
    ),
    "a period without a day": (
        lambda d: clause(d)["times"][0]["period"].update(date="2030-13-45"),
        r"times\.period\.date: '2030-13-45' is no day",
    ),
    "less than nothing": (
        lambda d: clause(d)["times"][0]["period"].update(amount=-5),
        "amount: -5 is no amount of time",
    ),
    "words that are not there": (
        lambda d: clause(d)["times"][0].update(normalized="within fifteen days"),
        r"times\.normalized: does not say what stands in the text",
    ),
    "a clause of another provision": (lambda d: clause(d).update(eid="art_7__norm_1"), "is no clause of its provision"),
    "a bearer and why there is none": (lambda d: clause(d).update(bearer_reason="passive"), "there is a bearer"),
    "words that no leaf holds": (lambda d: article(d)["own_leaves"].clear(), "no leaf holds the words from character"),
    "words at the end that no leaf holds": (
        lambda d: article(d)["children"][1]["children"][1]["own_leaves"].pop(),
        "no leaf holds the words from character",
    ),
    "words in two leaves": (
        lambda d: article(d)["own_leaves"].append(article(d)["own_leaves"][-1]),
        "two leaves hold the character at",
    ),
    "a child elsewhere": (
        lambda d: article(d, 0)["children"].append(
            {**article(d)["children"][1], "eid": "x", "own_leaves": [], "children": []}
        ),
        r"children\[0\]\.children\[\d\]\.span: reaches out of the provision",
    ),
    "a place behind the text": (
        lambda d: d["treaty"]["places"].append(
            {**dict.fromkeys(("page", "paragraph", "line", "cell", "note", "xpath")), "span": [9, 9999]}
        ),
        r"treaty\.places\[0\]\.span: ends behind the text",
    ),
    "a link inwards without end": (
        lambda d: d["treaty"]["links"][0][0].update(eid=None),
        r"links\[0\]\[0\]\.eid: a link has an eId exactly where it is internal",
    ),
    "another order": (lambda d: d["treaty"]["children"].reverse(), "begins before that of the one before it"),
    "nested too deep": (nested, f"nested deeper than {DEEPEST} levels"),
    "a later version": (lambda d: d.update(version=VERSION + 1), "this treatylex reads version"),
    "an earlier version": (lambda d: d.update(version=VERSION - 1), "this treatylex reads version"),
    "a version in words": (lambda d: d.update(version=str(VERSION)), f"version '{VERSION}'"),
    "a version that is true": (lambda d: d.update(version=True), "version True"),
    "a format of its own": (lambda d: d.update(format="treatylex2"), "not a treaty in JSON"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_with_its_path(damage: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    harm, message = DAMAGES[damage]
    harm(document)
    with pytest.raises(InputError, match=message) as caught:
        treatylex.from_json(json.dumps(document))
    assert len(str(caught.value).splitlines()) == 1


def test_a_field_that_stands_twice_is_refused() -> None:
    document = json.dumps(DOCUMENT).replace('"title": null', '"title": null, "title": "x"', 1)
    with pytest.raises(InputError, match="the field 'title' stands twice in one object"):
        treatylex.from_json(document)


def test_a_field_that_stands_twice_is_found_in_time_that_grows_with_the_object() -> None:
    fields = ", ".join(f'"{n}": 0' for n in range(60_000))
    with pytest.raises(InputError, match="the field '59999' stands twice"):
        treatylex.from_json(f'{{{fields}, "59999": 1}}')


def test_what_is_nested_as_deep_as_may_be_is_checked_to_the_end() -> None:
    document = copy.deepcopy(DOCUMENT)
    inner = document["treaty"]["children"][0]
    for _ in range(DEEPEST - 1):
        inner["children"] = [{**inner, "own_clauses": [], "children": []}]
        inner = inner["children"][0]
    check_data(document["treaty"], treatylex.Treaty, "treaty")
    inner["children"] = [copy.copy(inner)]
    with pytest.raises(InputError, match=f"nested deeper than {DEEPEST} levels"):
        check_data(document["treaty"], treatylex.Treaty, "treaty")


def test_a_document_of_ones_own_that_is_damaged_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match=r"^KeyError: 'text' Structuring class"):
        from_own_json(json.dumps({**DOCUMENT, "treaty": {}}))


def test_the_undamaged_document_loads() -> None:
    assert treatylex.from_json(json.dumps(DOCUMENT)) == from_own_json(json.dumps(DOCUMENT)) == TREATY


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of everything in a document."""
    found = [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        found += places(part, (*path, key))
    return found


PLACES = places(DOCUMENT["treaty"])[1:]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 400), st.floats(), st.text(max_size=5), st.just([]), st.just({}),
    st.sampled_from(["art_1", "art_2__para_1", "obligation", "point", "internal", [0, 5], [200, 300]]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES, st.booleans()), min_size=1, max_size=3))
def test_what_loads_is_a_treaty_on_which_every_function_works(
    edits: list[tuple[tuple[str | int, ...], Any, bool]],
) -> None:
    document = copy.deepcopy(DOCUMENT)
    for path, value, drop in edits:
        holder: Any = document["treaty"]
        try:
            for key in path[:-1]:
                holder = holder[key]
            if drop:
                del holder[path[-1]]
            else:
                holder[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier edit took the place away
    try:
        treaty = treatylex.from_json(json.dumps(document))
    except InputError:
        return
    assert treatylex.from_json(treatylex.to_json(treaty)) == treaty
    treatylex.outline(treaty, details=True)
    treatylex.to_html(treaty)
    treatylex.to_html(treatylex.diff_treaties(TREATY, treaty))
    treatylex.to_markdown(treatylex.diff_treaties(treaty, TREATY))
    for reference in treaty.references:
        treaty.resolve(reference)
    for node in (*treaty.provisions, *treaty.clauses):
        treaty.parent(node)
        treaty[node.eid]
    treaty.find(kind="obligation", actor="council", referring_to="art_1")


@pytest.mark.parametrize(
    "part",
    [
        TREATY.clauses[1],
        TREATY["art_1"],
        TREATY.clauses,
        TREATY.clauses[1].times[0],
        TREATY.references,
        treatylex.align_treaties(TREATY, TREATY),
        TREATY.resolve(TREATY.references[0]),
    ],
    ids=lambda part: type(part).__name__,
)
def test_parts_of_a_treaty_are_written_in_full(part: Any) -> None:
    written = treatylex.to_json(part)
    assert json.loads(written)
    assert any(word in written for word in ("Council", "Article 1", "art_1"))


@pytest.mark.parametrize("other", ["text", 7, None, object(), ["text"], {"a": 1}])
def test_what_is_no_part_of_a_treaty_is_refused(other: Any) -> None:
    with pytest.raises(TypeError, match="can be written, not"):
        treatylex.to_json(other)
