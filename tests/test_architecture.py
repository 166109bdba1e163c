"""The rooms of the house: who may import whom, and what loads when."""

import ast
import re
import subprocess
import sys
import threading
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import treatylex
from treatylex.language import grammar
from treatylex.language.grammar import Grammar, patterns

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "treatylex"
GRAMMARS = sorted((ROOT / "grammars").glob("**/*.lark"))

# From the top of the house to its foot, as docs/architecture.md lists them: a room imports from itself and from
# rooms before it.
ROOMS = (
    "source",
    "errors",
    "extras",
    "locations",
    "opening",
    "outputs",
    "caching",
    "knowledge",
    "model",
    "language",
    "parsing",
    "amending",
    "coding",
    "comparing",
    "formats",
    "reporting",
    "collections",
    "specimens",
    "testing",
    "cli",
)
# Within comparing: a floor imports from itself and from floors before it; `diffing` from the first two.
FLOORS = ("matching", "judging", "telling")
# What a treaty says about itself is found when it is first asked for, and notebooks ask a treaty, provision, clause or
# comparison itself for its HTML: delegates, which import when called (docs/architecture.md, "Choices").
DELEGATES = {
    ("model/clauses.py", "treatylex.reporting.html.fragment"),
    ("model/provisions.py", "treatylex.reporting.html.fragment"),
    ("model/provisions.py", "treatylex.coding.particulars.particulars"),
    ("model/provisions.py", "treatylex.parsing.alternatives.brackets_in"),
    ("model/provisions.py", "treatylex.parsing.resolution.mentioning.mentions_of"),
    ("model/changes.py", "treatylex.reporting.comparison.comparison_fragment"),
}
MAY_IMPORT_LARK = {"language/grammar.py"}


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem not in _ENTRANCES)


_ENTRANCES = {"__init__", "__main__"}


def _imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, those inside functions and for type checkers included.

    A name of the package itself, imported or used as `treatylex.parse`, counts as imported from its home.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute in this project"
            module = node.module or ""
            yield from (_at_home(f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "treatylex":
            yield _at_home(f"treatylex.{node.attr}")


def _at_home(module: str) -> str:
    """The module's full name where it is a name that `treatylex` loads on first use: `treatylex.parse`."""
    package, _, name = module.partition(".")
    return f"{treatylex._HOMES[name]}.{name}" if package == "treatylex" and name in treatylex._HOMES else module


def _room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "treatylex" and len(parts) > 1 else None


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_rooms_above_it(path: Path) -> None:
    below = _from_below(path, path.relative_to(PACKAGE).with_suffix("").parts[0])
    below -= {module for file, module in DELEGATES if file == path.relative_to(PACKAGE).as_posix()}
    assert not below, f"{path.relative_to(ROOT)} imports from rooms below its own: {sorted(below)}"


def _from_below(path: Path, room: str) -> set[str]:
    """What the file imports from rooms below `room`."""
    below = ROOMS[ROOMS.index(room) + 1 :]
    return {module for module in _imports(path) if _room(module) in below}


@pytest.mark.parametrize("floor", FLOORS)
def test_comparing_matches_before_it_judges_and_judges_before_it_tells(floor: str) -> None:
    above = {f"treatylex.comparing.{name}" for name in FLOORS[FLOORS.index(floor) + 1 :]}
    for path in sorted((PACKAGE / "comparing" / floor).glob("*.py")):
        wrong = {module for module in _imports(path) if any(module.startswith(f"{name}.") for name in above)}
        assert not wrong, f"{path.relative_to(ROOT)} imports from floors after its own: {sorted(wrong)}"


def test_no_module_that_compares_reports_or_commands_is_called_like_another() -> None:
    """A stranger who looks for the concordance should find one file."""
    counts = Counter(path.stem for path in PACKAGE.rglob("*.py"))
    names = {path.stem for room in ("comparing", "reporting", "cli") for path in (PACKAGE / room).rglob("*.py")}
    assert {name for name in names - {"__init__"} if counts[name] > 1} == set()


@pytest.mark.parametrize(
    "text",
    [
        "from treatylex.parsing.reader import parse",
        "from treatylex import parsing",
        "from treatylex import parse",
        "import treatylex\n\ndef f():\n    return treatylex.parse('')",
        "import treatylex.parsing.reader",
    ],
)
def test_an_import_from_below_is_seen_however_it_is_written(text: str, tmp_path: Path) -> None:
    file = tmp_path / "model.py"
    file.write_text(text, encoding="utf-8")
    assert _from_below(file, "model")
    assert not _from_below(file, "formats")


def test_no_modules_load_each_other_in_a_circle() -> None:
    """Imports within functions wait until they are called; those for type checkers load nothing."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in _modules()}
    loads = {name: _loaded(path) & names.keys() for name, path in names.items()}
    assert list(TopologicalSorter(loads).static_order())  # raises CycleError, which names the circle


def _loaded(path: Path) -> set[str]:
    """The modules that a file imports while it loads."""
    statements = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    return {
        name for node in statements for name in (node.module or "", *(f"{node.module}.{a.name}" for a in node.names))
    }


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_grammar_engine_knows_lark(path: Path) -> None:
    knows = any(module.split(".")[0] == "lark" for module in _imports(path))
    assert not knows or path.relative_to(PACKAGE).as_posix() in MAY_IMPORT_LARK


def test_the_list_of_rooms_is_the_one_on_the_disk() -> None:
    on_disk = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert on_disk - _ENTRANCES == set(ROOMS)


_PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
_ROWS = [line for line in _PAGE[: _PAGE.index("## Choices")].splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row[2:40].strip())
def test_every_module_and_name_that_the_architecture_page_names_exists(row: str) -> None:
    """A name is a file, a module of the room of its row, or defined in a module of its row."""
    files: list[Path] = []
    for name in re.findall(r"`([\w./]+)`", row):
        homes = [home for home in _homes(name, files) if home.exists()]
        assert homes or any(name in _defined(file) for file in files), name
        files += homes


def _homes(name: str, before: list[Path]) -> Iterator[Path]:
    """Where a file or module of this name can lie in a row that names these files `before` it."""
    for room in (ROOT, PACKAGE, PACKAGE / "parsing", ROOT / "grammars", *(each for each in before if each.is_dir())):
        yield from (room / name, room / f"{name}.py")


def _defined(file: Path) -> set[str]:
    """The functions, classes and constants of a module, the terminals and rules of a grammar."""
    if file.suffix == ".lark":
        return set(re.findall(r"(?m)^([A-Za-z_]+)(?:\.-?\d+)?:", file.read_text(encoding="utf-8")))
    if file.suffix != ".py":
        return set()
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return assigned | {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


_DOORS = [door for door in sorted(PACKAGE.rglob("__init__.py")) if "| module |" in door.read_text(encoding="utf-8")]


@pytest.mark.parametrize("door", _DOORS, ids=lambda door: door.parent.name)
def test_a_door_with_a_table_of_modules_lists_every_one(door: Path) -> None:
    named = set(re.findall(r"^\| `(\w+)`", door.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {path.stem for path in door.parent.glob("*.py")} - _ENTRANCES


def test_the_guide_to_the_grammars_lists_every_file() -> None:
    named = set(re.findall(r"`(\w+\.(?:lark|txt))`", (ROOT / "grammars" / "README.md").read_text(encoding="utf-8")))
    assert named == {path.name for path in (ROOT / "grammars").iterdir() if path.suffix in (".lark", ".txt")}


def test_the_architecture_page_lists_every_room() -> None:
    rooms = "".join(_PAGE[_PAGE.index("## The rooms") : _PAGE.index("## Where is it decided?")])
    named = {Path(name).stem for name in re.findall(r"`treatylex/(\w+)(?:/|\.py)`", rooms)}
    assert named == set(ROOMS)


def test_every_import_against_the_current_that_is_excused_is_still_there() -> None:
    met = {(path.relative_to(PACKAGE).as_posix(), module) for path in _modules() for module in _imports(path)}
    assert met >= DELEGATES


# Rooms that deal with one matter, each in its way: what the model has, what finds it, tests or tells it.
SAME_MATTER = {"actors", "edits", "particulars", "periods", "reading", "references"}


def test_no_two_modules_of_different_matters_share_a_name() -> None:
    homes = Counter(path.stem for path in _modules() if path.stem not in _ENTRANCES)
    assert {name for name, count in homes.items() if count > 1} == SAME_MATTER


def test_no_two_classes_of_the_model_share_a_name() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (PACKAGE / "model").glob("*.py")]
    names = [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    assert len(names) == len(set(names))


def test_no_module_shadows_a_data_package() -> None:
    """In an editable install a module named like a data package would hide it."""
    assert not {"grammars", "corpus"} & {path.stem for path in PACKAGE.rglob("*.py")}


def test_the_list_of_packages_is_the_one_on_the_disk() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    code = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")}
    data = {"treatylex.grammars", "treatylex.corpus"}
    assert set(setup["packages"]) == code | data
    for package in data:
        assert (ROOT / setup["package-dir"][package] / "__init__.py").exists()


@pytest.mark.parametrize(
    ("module", "heavy"), [("treatylex", "lark cattrs rich click platformdirs"), ("treatylex.cli", "lark cattrs rich")]
)
def test_neither_import_nor_help_waits_for_a_heavy_library(module: str, heavy: str) -> None:
    probe = f"import sys, {module}; print(*sorted(set({heavy.split()!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.split() == []


def test_every_public_name_loads() -> None:
    assert all(getattr(treatylex, name) is not None for name in treatylex.__all__)
    assert set(treatylex.__all__) <= set(dir(treatylex))
    with pytest.raises(AttributeError, match="has no attribute 'no_such_name'"):
        treatylex.no_such_name  # noqa: B018


def test_a_grammar_compiles_once_even_when_threads_ask_together(monkeypatch: pytest.MonkeyPatch) -> None:
    class Builder:
        """Known to this test alone, so that nothing is compiled before."""

    class Counted(Grammar):
        made = 0

        def __init__(self, name: str, *, builder: object, start: tuple[str, ...]) -> None:
            Counted.made += 1
            assert all_wait.wait(timeout=60), "not every thread came to wait for the one that builds"
            super().__init__(name, builder=builder, start=start)

    class Lock:
        """The lock of the room, which tells when every thread has come to it."""

        def __init__(self) -> None:
            self.inner = threading.RLock()
            self.came: set[int] = set()

        def __enter__(self) -> None:
            self.came.add(threading.get_ident())
            if len(self.came) == 8:
                all_wait.set()
            self.inner.acquire()

        def __exit__(self, *_: object) -> None:
            self.inner.release()

    all_wait = threading.Event()
    monkeypatch.setattr(grammar, "Grammar", Counted)
    monkeypatch.setattr(grammar, "_BUILDING", Lock())

    def ask(_: int) -> Grammar:
        return grammar.compiled("definition", Builder)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert Counted.made == 1
    assert all(each is found[0] for each in found)


@pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.stem)
def test_no_two_terminals_of_one_priority_list_the_same_phrase(path: Path) -> None:
    """Else the order of the file decides silently which of them a phrase is."""
    listed: dict[tuple[str, int], list[str]] = defaultdict(list)
    for terminal in patterns(path.stem).terminals:
        if not terminal.name.startswith("_"):  # a part of other terminals
            for phrase in terminal.phrases or ():
                listed[phrase, terminal.priority].append(terminal.name)
    assert {key: names for key, names in listed.items() if len(names) > 1} == {}


@pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.stem)
def test_every_grammar_compiles_without_conflicts(path: Path) -> None:
    """Strict: Lark reports a shift/reduce conflict instead of settling it.

    A grammar without a `start` is a list of words and patterns.
    """
    if re.search(r"^\??start\b.*:", path.read_text(encoding="utf-8"), re.MULTILINE):
        Grammar(path.stem, strict=True)
    else:
        assert patterns(path.stem).names
