"""Collections: which treaties a place gives, under which names, and what manifests say of them."""

from pathlib import Path

import fsspec
import pytest
from click.testing import CliRunner

import treatylex
from treatylex.cli import main
from treatylex.collections import Collection, Member

PACT = "Each Party shall inform the depositary."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("old/sea.txt", "lake.txt", "note.md"):
        (tmp_path / "pacts" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pacts" / name).write_text(PACT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "pacts"


@pytest.mark.parametrize(
    ("places", "ids"),
    [
        (["pacts"], ["lake", "note", "old/sea"]),
        (["pacts/lake.txt", "pacts/old"], ["lake", "sea"]),
        (["pacts/*.txt"], ["lake"]),
        (["pacts/**/*.txt"], ["lake", "old/sea"]),
        (["*/lake.*"], ["pacts/lake"]),
        (["pacts", "pacts/lake.txt"], ["lake", "note", "old/sea", "lake~c1b57f"]),
    ],
)
def test_a_place_gives_its_treaties_in_order_with_ids_of_their_own(
    places: list[str], ids: list[str], folder: Path
) -> None:
    assert [member.treaty_id for member in Collection(*places)] == ids
    assert all(loaded.error is None for loaded in Collection(*places).read())


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nowhere", "nowhere: no such file or directory; check the name"),
        ("pacts/*.pdf", "pacts/*.pdf: no file matches; check the pattern"),
        ("empty", "empty: no treaty in this folder; check the name"),
        ("bad.toml", "bad.toml: no manifest: "),
        ("bad.csv", "bad.csv: line 3 names no file; give its name as 'file'"),
        ("twice.csv", "twice.csv: line 3 has the id 'a' of another treaty; give each its own"),
        ("wide.csv", "wide.csv: no manifest: line 2 has more fields than the header; mend it"),
        ("none.toml", "none.toml: lists no treaty; a manifest has tables [[treaty]], or rows with a column 'file'"),
        ("memory://nowhere.txt", "memory://nowhere.txt: no such file; check the location"),
        ("sftq://x/y.txt", "sftq://x/y.txt: Protocol not known: sftq; check the location"),
    ],
)
def test_a_place_without_a_treaty_says_so_and_does_not_end_the_walk(place: str, message: str, folder: Path) -> None:
    Path("empty").mkdir()
    Path("bad.toml").write_text("[[treaty]\n")
    Path("bad.csv").write_text("file,id\npacts/lake.txt,a\n,b\n")
    Path("twice.csv").write_text("file,id\npacts/lake.txt,a\npacts/note.md,a\n")
    Path("wide.csv").write_text("file,id\npacts/lake.txt,a,b\n")
    Path("none.toml").write_text("title = 'pacts'\n")
    first, second = Collection(place, "pacts/lake.txt").read()
    assert str(first.error).startswith(message)
    assert second.treaty is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "pacts.toml",
            '[[treaty]]\nid = "one"\nfile = "pacts/lake.txt"\nsigned = 1907-06-03\nregions = ["north", "east"]\n'
            'in_force = true\n[[treaty]]\nfile = "pacts/old/sea.txt"\n',
        ),
        (
            "pacts.csv",
            "\ufeffid,file,signed,regions,in_force\none,pacts/lake.txt,1907-06-03,north; east,true\n"
            ",pacts/old/sea.txt,,,\n",
        ),
    ],
)
def test_a_manifest_names_treaties_and_says_what_else_is_known(name: str, text: str, folder: Path) -> None:
    (folder.parent / name).write_text(text, encoding="utf-8")
    first, second = Collection(folder.parent / name).read()
    assert (first.treaty_id, second.treaty_id) == ("one", "sea")
    assert first.metadata == {"signed": "1907-06-03", "regions": "north; east", "in_force": "true"}
    assert first.treaty is not None
    assert not any(second.metadata.values())


def test_treaties_and_members_are_places_too(folder: Path) -> None:
    pact = treatylex.parse(PACT, source_name="mine")
    members = [*Collection(pact), Member(treaty_id="theirs", path="pacts/lake.txt")]
    assert [(loaded.treaty_id, str(loaded.treaty)) for loaded in Collection(*members).read()] == [
        ("mine", str(pact)),
        ("theirs", str(treatylex.read("pacts/lake.txt"))),
    ]


def test_what_lies_elsewhere_is_read_like_a_file(folder: Path) -> None:
    store = fsspec.filesystem("memory")
    for name in ("a.txt", "deep/b.txt", "c.png"):
        store.pipe(f"/bucket/{name}", PACT.encode())
    try:
        for place, ids in (
            ("memory://bucket", ["a", "deep/b"]),
            ("memory://bucket/*.txt", ["a"]),
            ("memory://bucket/deep/b.txt", ["b"]),
        ):
            found = list(Collection(place).read())
            assert [loaded.treaty_id for loaded in found] == ids
            assert all(loaded.treaty is not None for loaded in found)
        done = CliRunner().invoke(main, ["clauses", "memory://bucket/a.txt", "--format", "csv"])
        assert done.output.splitlines()[1].startswith("memory://bucket/a.txt,1,1,")
        index = ["search", "memory://bucket", "inform", "--index", str(folder.parent / "index"), "--format", "csv"]
        assert len(CliRunner().invoke(main, index).output.splitlines()) == 3
        store.pipe("/bucket/a.txt", b"Each Party shall inform nobody. The Depositary shall inform the Council.")
        assert len(CliRunner().invoke(main, index).output.splitlines()) == 4
    finally:
        store.rm("/bucket", recursive=True)
