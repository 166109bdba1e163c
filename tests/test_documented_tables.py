"""What the tables of the documentation list, and the figures in them, is what the program has."""

import enum
import re
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

import treatylex
from treatylex.cli import clause_diff, main
from treatylex.coding import loading
from treatylex.coding.captures import _CAPTURES
from treatylex.coding.loading import scheme_names
from treatylex.comparing.judging import weights
from treatylex.comparing.matching import alignment, articles
from treatylex.comparing.telling.concordance import FoundBy
from treatylex.formats import schemas
from treatylex.formats.registry import formats
from treatylex.model.changes import HEAVY, Alignment, Change, ChangeKind, Detail, Touch
from treatylex.model.clauses import BearerReason, Clause, ClauseKind
from treatylex.model.periods import PeriodRelation, PeriodUnit
from treatylex.model.queries import ClauseFilters
from treatylex.model.references import ResolutionStatus
from treatylex.testing.laws import Law

ROOT = Path(__file__).parent.parent


def page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def rows(name: str, first: str) -> list[list[str]]:
    """The rows of the first table whose head begins with the cell `first`."""
    lines = page(name).splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[head + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def named(name: str, first: str) -> list[str]:
    """What stands as code in the first column of a table."""
    return [word for row in rows(name, first) for word in re.findall(r"`([^`]+)`", row[0])]


def values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


LISTS: list[tuple[str, str, Iterable[str]]] = [
    ("clauses", "kind", values(ClauseKind)),
    ("clauses", "`bearer_reason`", values(BearerReason)),
    ("clauses", "relation", values(PeriodRelation)),
    ("comparing", "found_by", values(FoundBy)),
    ("comparing", "kind", values(ChangeKind)),
    ("comparing", "touch", values(Touch)),
    ("references", "status", values(ResolutionStatus)),
    ("coding", "scheme", scheme_names()),
    ("coding", "extracted", [f"<{name}>" for name in _CAPTURES]),
    ("testing", "law", values(Law)),
]


@pytest.mark.parametrize(("name", "first", "members"), LISTS, ids=[f"{name} {first}" for name, first, _ in LISTS])
def test_a_list_is_whole(name: str, first: str, members: Iterable[str]) -> None:
    assert sorted(set(named(name, first))) == sorted(members)


def test_every_field_of_a_clause_and_every_filter_is_described() -> None:
    public = {field.name for field in attrs.fields(Clause) if not field.name.startswith("_")}
    described = set(named("clauses", "field"))
    assert described <= public
    assert public - described <= set(re.findall(r"`(\w+)`", page("clauses"))) | {"eid", "span", "text"}
    asked = page("clauses")
    asked = asked[asked.index("Filters:") :]
    assert set(re.findall(r"`(\w+)`", asked[: asked.index(";")])) == set(typing.get_type_hints(ClauseFilters))


def test_units_are_all_named() -> None:
    (line,) = re.findall(r"^Units are (.*?)\. ", page("clauses"), re.MULTILINE)
    assert re.findall(r"`(\w+)`", line) == values(PeriodUnit)


@pytest.mark.parametrize("kind", [Alignment, Change, Detail])
def test_what_a_comparison_holds_is_described(kind: type) -> None:
    (told,) = (row[1] for row in rows("comparing", "of") if row[0] == f"`{kind.__name__}`")
    assert {field.name for field in attrs.fields(kind)} <= set(re.findall(r"`(\w+)`", told)) | {
        *("perhaps", "touches", "possible", "wording", "replaced", "verbatim")
    }


def test_the_weights_are_those_of_the_program() -> None:
    fields: dict[str, float] = {}
    others: dict[str, float] = {}
    for field, weight, _, kind, factor in rows("comparing", "field"):
        fields |= {name: float(weight) for name in re.findall(r"`(\w+)`", field)}
        others |= {name: float(factor.split()[0]) for name in kind.strip("*").split(", ") if factor}
    assert fields == dict(weights.FIELD_WEIGHTS)
    assert {kind.value: weight for kind, weight in weights.KIND_WEIGHTS.items()}.items() <= others.items()
    assert others["split"] == others["merged"] == weights.PARTED
    assert others["words outside any clause"] == weights.OUTSIDE_CLAUSES
    assert others["a heading that names another matter"] == weights.HEADING
    assert others["a provision without clauses"] == weights.UNREAD
    assert (others["moved"], others["wording"], others["renumbered"]) == (
        weights.MOVED,
        weights.WORDING,
        weights.RENUMBERED,
    )
    touches = {
        name: float(weight) for touch, _, weight in rows("comparing", "touch") for name in re.findall(r"`(\w+)`", touch)
    }
    assert touches == {touch.value: weight for touch, weight in weights.TOUCH_WEIGHTS.items()}


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("and at least {}. A “not” weighs", weights.LEAST),
        ("`weight` at least {}", HEAVY),
        ("the weight is {}", weights.WORDING),
        ("are *reworded*: {}", weights.REWORDED),
        ("a term; {} for another act", weights.REPLACED),
        ("another act, {} for more or fewer words", weights.REPHRASED),
        ("another phrase (inform, bring to the knowledge of), {} for related words", weights.RELATED),
        ("(owner, insurer), {} where that is who must", weights.REPLACED_IN["bearer"]),
        ("What would score less than {}", articles._LEAST),
        ("must be more alike ({})", alignment._OTHER_KIND_FLOOR),
        ("than others ({})", alignment._CLAUSE_FLOOR),
    ],
)
def test_a_figure_in_words_is_that_of_the_program(words: str, figure: float) -> None:
    assert words.format(figure) in " ".join(page("comparing").split())


SCHEMAS = {
    "treaty": schemas.made_schema(),
    "comparison": schemas.made_comparison_schema(),
    "merge": schemas.made_merge_schema(),
    "consolidation": schemas.made_consolidation_schema(),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_json_is_documented_field_by_field(name: str) -> None:
    _, *parts = re.split(rf"^## A {name}$(.*?)(?=^## |\Z)", page("reference/json"), flags=re.MULTILINE | re.DOTALL)
    sections = re.split(r"^### (\w+)$", parts[0], flags=re.MULTILINE)
    told = {
        title: re.findall(r"^\| `(\w+)` \| (.*?) \| .+ \|$", text, flags=re.MULTILINE)
        for title, text in zip(sections[1::2], sections[2::2], strict=True)
    }
    classes = {title: made for title, made in SCHEMAS[name]["$defs"].items() if title != "Span"}
    assert told == {
        title: [(field, in_words(kind)) for field, kind in made["properties"].items()]
        for title, made in classes.items()
    }
    top = sections[0] + "".join(f"`{title}`" for title in told)
    assert all(f"`{field}`" in top or f'"{field}"' in top for field in SCHEMAS[name]["properties"])


def in_words(kind: dict[str, Any]) -> str:
    """A type of a JSON schema as the page writes it."""
    if "$ref" in kind:
        title = kind["$ref"].rpartition("/")[2]
        return "span" if title == "Span" else f"[{title}](#{title.lower()})"
    if "anyOf" in kind:
        return " or ".join(map(in_words, kind["anyOf"]))
    if "enum" in kind:
        listed = ", ".join(f"`{value}`" for value in kind["enum"] if value is not None)
        return f"{listed} or null" if None in kind["enum"] else listed
    if kind["type"] == "array":
        return f"list of {in_words(kind['items'])}".replace("list of list of", "list of lists of")
    if kind["type"] == "object":
        return f"object of {in_words(kind['additionalProperties'])}"
    return " or ".join(kind["type"]) if isinstance(kind["type"], list) else str(kind["type"])


def test_every_format_is_listed_with_its_endings() -> None:
    told = {ending for row in rows("formats", "format") for ending in re.findall(r"`(\.\w+)`", row[1])}
    known = {ending for each in formats() for ending in each.extensions}
    assert told <= known
    assert known - told <= {".ott", ".fodt", ".dot", ".fmx4"}  # "…" in the row of what LibreOffice opens; and Formex


def test_every_key_of_a_rule_is_explained() -> None:
    keys = {word for row in rows("coding", "key") for word in re.findall(r"^`(\w+)`(?:, `(\w+)`)?", row[0])[0] if word}
    assert keys | {"value", "name"} >= loading._RULE_KEYS


STATUSES = [
    ("check pact.txt --strict", 1),
    ("check none.txt", 3),
    ("check --no-such-option", 2),
    ("check pact.txt", 0),
    ("diff pact.txt pact.txt", 0),
    ("diff pact.txt other.txt", 1),
    ("diff pact.txt none.txt", 2),
    ("diff pact.txt other.txt --fail-on negation", 0),
]


@pytest.mark.parametrize(("command", "status"), STATUSES)
def test_the_exit_statuses_are_those_that_are_listed(
    command: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pact.txt").write_text("Each Party shall report.\n\nThe shall.\n")
    Path("other.txt").write_text("Each Party may report.\n\nThe shall.\n")
    assert {row[0] for row in rows("reference/cli", "status")} >= {str(status)}
    assert CliRunner().invoke(main, command.split()).exit_code == status
    if command.startswith("diff"):
        assert CliRunner().invoke(clause_diff, command.split()[1:]).exit_code == status


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"`treatylex {name}" not in readme] == ["diff"]
    assert "`clause-diff" in readme
    assert treatylex.__version__ in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("limit", "text", "kinds"),
    [
        (
            "Duties in relative clauses",
            "The Secretary-General, who shall inform the Parties, may delegate this task.",
            ["permission"],
        ),
        (
            "Fronted “regardless of …” and “since …” are not read",
            "Since the lakes are one, the Parties shall report.",
            0,
        ),
        ("Fronted “regardless of …” and “since …” are not read", "Regardless of its size, a Party shall report.", 0),
        ("Only English", "Les Parties se consultent sans délai, à moins qu’elles n’en décident autrement.", []),
        (
            "other letters that were misread are not repaired",
            "Each Party sbalI report to the Council of the lakes.",
            [],
        ),
        (
            "like “shaIl”, are read with a doubt",
            "Each Party shaIl report to the Council of the lakes.",
            ["obligation"],
        ),
        (
            "in a plain text is read as text",
            "| Party | must |\n|---|---|\n| Norland | Each Party shall pay. |",
            ["obligation"],
        ),
    ],
)
def test_what_is_said_not_to_be_read_is_not_read(limit: str, text: str, kinds: list[str] | int) -> None:
    assert limit.replace("“", '"').replace("”", '"') in page("accuracy")
    clauses = treatylex.parse(text).clauses
    if isinstance(kinds, int):
        assert [len(clause.conditions) for clause in clauses] == [kinds]
    else:
        assert [clause.kind.value for clause in clauses] == kinds
