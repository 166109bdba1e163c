"""Lineage: which clauses came from which earlier treaty, and the picture of it."""

import csv
import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from treatylex.cli import main
from treatylex.collections import Collection, lineage, lineage_picture
from treatylex.collections.descent import Descent

REPORT = (
    "Each Party shall inform the Council of {state} within {days} days of each catch of cod in the lake and its rivers."
)
MEET = "The Council shall meet at least once a year in the capital of the Party that holds its chair at that time."
TOLL = "No Party shall levy a toll on a ship of the other Party that carries mail, salt or fish across the lake."
OTHER = "Neither Party shall build a dam, a lock or a bridge on the river without the consent of the other in writing."
TEXTS = {
    "first": (REPORT.format(state="Norway", days="ten"), MEET, "1950-03-01"),
    "second": (REPORT.format(state="Sweden", days="nine"), TOLL, "1960-03-01"),
    "third": (REPORT.format(state="Sweden", days="nine"), TOLL, "1970-03-01"),
    "stranger": (OTHER, "Each Party shall report.", "1955-03-01"),
}


@pytest.fixture
def manifest(tmp_path: Path) -> str:
    rows = ["file,id,signed"]
    for name, (one, two, day) in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(f"Article 1\n\n{one}\n\nArticle 2\n\n{two}\n", encoding="utf-8")
        rows.append(f"{name}.txt,{name},{day}")
    (tmp_path / "pacts.csv").write_text("\n".join(rows), encoding="utf-8")
    return str(tmp_path / "pacts.csv")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lineage", *arguments])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_clause_descends_from_the_likest_earlier_one(manifest: str, jobs: int) -> None:
    found = lineage(Collection(manifest), jobs=jobs)
    assert [(d.treaty_id, d.eid, d.earlier_id, d.likeness >= 0.6) for d in found.descents] == [
        ("second", "art_1__norm_1", "first", True),
        ("third", "art_1__norm_1", "second", True),
        ("third", "art_2__norm_1", "second", True),
    ]
    assert [d.likeness for d in found.descents][1:] == [1.0, 1.0]
    assert [treaty.treaty_id for treaty in found.treaties] == ["first", "stranger", "second", "third"]


def test_time_decides_who_is_the_forebear_and_those_without_a_day_come_last(tmp_path: Path) -> None:
    for name, closing in (("a", ""), ("b", "\n\nDone at Oslo, 3 May 1968."), ("c", "\n\nDone at Oslo, 3 May 1958.")):
        (tmp_path / f"{name}.txt").write_text(f"{TOLL}{closing}", encoding="utf-8")
    found = lineage(Collection(tmp_path))
    assert [(d.treaty_id, d.earlier_id) for d in found.descents] == [("b", "c"), ("a", "c")]
    assert found.undated == ("a",)
    assert "no day of signature is known of a: they count as the latest" in run(str(tmp_path)).stderr


def test_the_rows_are_written_in_every_form(manifest: str, tmp_path: Path) -> None:
    for name in ("d.csv", "d.json", "d.parquet"):
        assert run(manifest, "-o", str(tmp_path / name)).exit_code == 0
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["earlier_id"] for row in rows] == ["first", "second", "second"]
    listed = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert listed == pyarrow.parquet.read_table(tmp_path / "d.parquet").to_pylist()
    assert isinstance(listed[0]["likeness"], float)
    assert set(rows[0]) == set(Descent.__annotations__)


def test_the_picture_is_the_same_each_time_and_says_in_words_what_it_shows(manifest: str, tmp_path: Path) -> None:
    assert run(manifest, "--picture", str(tmp_path / "one.svg"), "--jobs", "2").exit_code == 0
    picture = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert picture == lineage_picture(lineage(Collection(manifest)))
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    told = [title.text for title in root.iter(f"{space}title")][1:]
    assert told == [
        "second 1960: 1 of 2 clauses (50%) are most like clauses of first 1950",
        "third 1970: 2 of 2 clauses (100%) are most like clauses of second 1960",
    ]
    labels = [text.text for text in root.iter(f"{space}text") if text.get("text-anchor") == "end"]
    assert labels == ["first 1950", "second 1960", "third 1970", "stranger 1955"]
    assert "100% of third came from second" in picture


def test_no_name_becomes_markup(tmp_path: Path) -> None:
    (tmp_path / "<script>x&.txt").write_text(TOLL, encoding="utf-8")
    picture = lineage_picture(lineage(Collection(tmp_path)))
    ElementTree.fromstring(picture)
    assert "<script" not in picture


def test_a_day_that_is_none_is_told_and_the_others_are_compared(manifest: str) -> None:
    path = Path(manifest)
    path.write_text(path.read_text(encoding="utf-8").replace("1955-03-01", "spring"), encoding="utf-8")
    done = run(manifest, "--format", "csv")
    assert done.exit_code == 3
    assert "'spring' is no day of signature; write it as 1968-05-03, 1968-05 or 1968" in done.stderr
    assert len(done.stdout.splitlines()) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="there no name holds a line end")
def test_a_name_with_a_line_end_is_told_in_one_line(tmp_path: Path) -> None:
    duty = "Article 1\n\nEach Party shall notify the Council within ten days of an armed attack on the island.\n"
    for name in ("old", "two\nlines"):
        (tmp_path / f"{name}.txt").write_text(duty)
    result = run(str(tmp_path))
    assert result.stderr.count("\n") == 1
    assert "old, two\\u000alines: they count as the latest" in result.stderr
