"""What the README shows is what happens."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatylex.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_examples_run() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    report: list[str] = []
    results = doctest.DocTestRunner().run(example, out=report.append)
    assert results.attempted > 5
    assert not results.failed, "".join(report)


def test_the_console_session_is_the_real_one() -> None:
    (session,) = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    steps = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE)
    assert len(steps) == 2
    for command, shown in steps:
        output = None
        for part in command.split(" | "):
            result = CliRunner().invoke(main, shlex.split(part)[1:], input=output, catch_exceptions=False)
            output = result.output
        assert output == shown


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_one_line_sets_up_and_shows_and_one_sets_up_and_tests() -> None:
    """`.ci/run` takes the second from here and runs it."""
    lines = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert [line.rpartition("/")[2].split()[0] for line in lines[1:]] == ["pytest"]
    assert len(lines) == 2
