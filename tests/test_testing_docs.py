"""What docs/testing.md shows runs, also for those who install treatylex into an environment of their own."""

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatylex.cli import main
from treatylex.testing.suites import FILE_NAME

ROOT = Path(__file__).parent.parent
DOWNSTREAM = Path(__file__).parent / "downstream"
BLOCKS = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "testing.md").read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    """A project of a user's: a treaty, and the blocks of the guide as its tests."""
    shutil.copy(DOWNSTREAM / "pact.txt", pytester.path)
    for number, block in enumerate(BLOCKS):
        (pytester.path / f"test_block_{number}.py").write_text(block, encoding="utf-8")
    return pytester.path


def test_the_examples_of_the_guide_run(project: Path, pytester: pytest.Pytester) -> None:
    assert len(BLOCKS) == 6
    names = {point.name for point in importlib.metadata.entry_points(group="pytest11")}
    load = [] if "treatylex" in names else ["-p", "treatylex.testing.plugin"]
    load += [] if "syrupy" in names else ["--ignore=test_block_3.py"]
    first = pytester.runpytest_subprocess("-q", "--snapshot-update", *load)
    assert first.ret == 0
    again = pytester.runpytest_subprocess("-q", *load)
    assert again.ret == 0
    first.stdout.no_fnmatch_line("*warning*")
    (kept,) = project.glob("__snapshots__/*/*.txt")
    assert "obligation      each Party | shall | consult the other Party" in kept.read_text(encoding="utf-8")


def test_init_tests_writes_a_suite_that_passes_and_never_overwrites(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("treaties")
    shutil.copy(DOWNSTREAM / "pact.txt", folder)
    written = CliRunner().invoke(main, ["init-tests", str(folder)])
    assert written.exit_code == 0, written.output
    suite = (folder / FILE_NAME).read_text(encoding="utf-8")
    assert "expect(treaty).obliges('each Party').to('consult the other Party').under('art_4__para_1')" in suite
    pytester.runpytest("treaties").assert_outcomes(passed=6)
    (folder / FILE_NAME).write_text("mine", encoding="utf-8")
    refused = CliRunner().invoke(main, ["init-tests", str(folder)])
    assert refused.exit_code == 2
    assert "exists already; keep it, or give --overwrite" in refused.output
    assert (folder / FILE_NAME).read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(main, ["init-tests", str(folder), "--overwrite"]).exit_code == 0
    (folder / "draft.txt").write_text("Article 1\n\nEach Party shall apply Article 9.\n", encoding="utf-8")
    result = pytester.runpytest("treaties")
    result.assert_outcomes(passed=10, failed=1)
    result.stdout.fnmatch_lines(["*draft.txt:3:24: Article 9*"])


def test_init_tests_names_what_the_treaties_do_not_fulfil_and_notices_when_it_is_mended(
    pytester: pytest.Pytester,
) -> None:
    folder = pytester.mkdir("treaties")
    draft = folder / "old" / "draft.txt"
    draft.parent.mkdir()
    importlib.import_module("treatylex.testing.corpora")  # pytester forgets what a run imports, and what it remembers
    draft.write_text("Article 1\n\nEach Party shall apply Annex B to its ships.\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["init-tests", str(folder)]).exit_code == 0
    assert "'old/draft.txt'): ['Annex B → #annex_B']," in (folder / FILE_NAME).read_text(encoding="utf-8")
    pytester.runpytest("treaties").assert_outcomes(passed=5, xfailed=1)
    before = draft.read_text(encoding="utf-8")
    draft.write_text(f"Article 3\n\nIt shall apply Article 8.\n\n{before}", encoding="utf-8")
    os.utime(draft, ns=(1, 1))  # two writes within one tick of the clock bear one time
    again = pytester.runpytest("treaties")
    again.assert_outcomes(passed=5, failed=1)
    again.stdout.fnmatch_lines(["1 references lead to no provision*not known:", "*draft.txt:3:16: Article 8 → #art_8"])
    again.stdout.no_fnmatch_line("*Annex B*")
    draft.write_text(before, encoding="utf-8")
    draft.write_text(f"{draft.read_text(encoding='utf-8')}\nAnnex B\n\nShips bear lights.\n", encoding="utf-8")
    os.utime(draft, ns=(0, 0))
    mended = pytester.runpytest("treaties")
    mended.assert_outcomes(passed=5, failed=1)
    mended.stdout.fnmatch_lines(["known faults are gone; take them out of what is known:", "Annex B → #annex_B"])


def test_init_tests_writes_names_as_data_and_through_no_link(pytester: pytest.Pytester) -> None:
    hostile = pytester.path / '"""; raise SystemExit(7); """'
    hostile.mkdir()
    (hostile / "a'b.txt").write_text("Each Party shall consult the Council.\n")
    assert CliRunner().invoke(main, ["init-tests", str(hostile)]).exit_code == 0
    suite = hostile / FILE_NAME
    assert not any(isinstance(node, ast.Raise) for node in ast.walk(ast.parse(suite.read_text(encoding="utf-8"))))
    pytester.runpytest_subprocess("-q", str(hostile)).assert_outcomes(passed=6)
    suite.unlink()
    suite.symlink_to(pytester.path / "elsewhere.py")
    refused = CliRunner().invoke(main, ["init-tests", str(hostile), "--overwrite"])
    assert (refused.exit_code, (pytester.path / "elsewhere.py").exists()) == (2, False)
    assert "is a link to elsewhere; remove it first" in refused.stderr


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_init_tests_says_when_there_is_nothing_to_test(name: str, pytester: pytest.Pytester) -> None:
    pytester.mkdir("empty")
    result = CliRunner().invoke(main, ["init-tests", str(pytester.path / name)])
    assert result.exit_code == 3
    assert "check the name" in result.output
    assert not list(pytester.path.rglob("*.py"))


def test_a_project_that_installs_treatylex_runs_its_tests(project: Path, testing_environment: Path) -> None:
    """In a fresh environment, by the real commands: `pip install`, `treatylex init-tests`, `pytest`."""
    (project / "treaties").mkdir()
    shutil.copy(DOWNSTREAM / "pact.txt", project / "treaties")
    for command in (["treatylex", "init-tests", "treaties"], ["pytest", "-q", "treaties", "test_block_0.py"]):
        run = subprocess.run(
            [testing_environment / "bin" / command[0], *command[1:]],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
    assert "7 passed" in run.stdout
    assert sys.prefix not in run.stdout
