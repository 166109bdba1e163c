"""The package as users install it: sdist → wheel → an environment that has never seen the checkout."""

import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import treatylex

ROOT = Path(__file__).parent.parent
COMPILED = "treatylex/compiled/"
FIRST_PARSE = """
import treatylex
for excerpt in treatylex.excerpts():
    treatylex.parse(excerpt.text)
"""
PROBE = """
import importlib.resources, pathlib, treatylex
assert {root!r} not in treatylex.__file__, treatylex.__file__
assert len(treatylex.excerpts()) > 1
print(treatylex.outline(treatylex.parse(treatylex.excerpts()[0].text)))
"""


def test_the_wheel_holds_every_module_and_all_data(wheel: Path) -> None:
    expected = {path.relative_to(ROOT).as_posix() for path in (ROOT / "treatylex").rglob("*") if _is_shipped(path)}
    for folder in ("grammars", "corpus"):
        data = (path for path in (ROOT / folder).rglob("*") if _is_shipped(path))
        expected |= {f"treatylex/{path.relative_to(ROOT).as_posix()}" for path in data}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name for name in packed if not name.startswith(COMPILED)} == expected
    assert any(name.startswith(COMPILED) for name in packed)


def test_the_source_distribution_holds_what_the_readme_leads_to(wheel: Path) -> None:
    (sdist,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("[a-z]*.md")}
    led_to = set(re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert pages | led_to <= packed
    assert any(name.startswith(COMPILED) for name in packed)
    assert {"CHANGELOG.md", "SECURITY.md", "CITATION.cff", "docs/conf.py", "docs/examples/signed.txt"} <= packed


def test_the_tutorial_can_be_followed_to_the_letter(environment: Path, wheel: Path, tmp_path: Path) -> None:
    """In a folder with nothing but the two Word files, where the package is installed as it says."""
    subprocess.run([environment / "bin" / "pip", "install", "-q", f"{wheel}[docx]"], check=True)
    for name in ("draft.docx", "signed.docx"):
        shutil.copy(ROOT / "docs" / "examples" / name, tmp_path)
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\$ (.*)\n((?:(?!\$ |```).*\n)*)", text, re.MULTILINE)
    assert len(steps) > 4
    surroundings = os.environ | {"PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "COLUMNS": "100"}
    for command, shown in steps:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=surroundings, capture_output=True, encoding="utf-8"
        )
        assert (done.stdout, done.stderr) == (shown, ""), command
    assert "may" in treatylex.read(tmp_path / "redline.docx", revisions="original").text
    assert treatylex.read(tmp_path / "redline.docx").text == treatylex.read(tmp_path / "signed.docx").text


def _is_shipped(path: Path) -> bool:
    """Whether a file is part of the package: neither hidden, nor compiled, nor a tool that makes a word list."""
    kept_out = {"__pycache__", "tools", "compiled"} & set(path.parts)
    return path.is_file() and not kept_out and not path.name.startswith(".")


def test_the_wheel_works_outside_the_checkout(environment: Path, tmp_path: Path) -> None:
    run = {"cwd": tmp_path, "check": True, "capture_output": True, "text": True}
    probe = subprocess.run([environment / "bin" / "python", "-c", PROBE.format(root=str(ROOT))], **run)
    (tmp_path / "pact.txt").write_text("Article 1\n\nNeither Party shall resort to the use of force.\n")
    command = subprocess.run([environment / "bin" / "treatylex", "outline", "pact.txt"], **run)
    assert "obligation" in probe.stdout
    assert "prohibition" in command.stdout


def test_the_wheel_brings_the_tables_of_its_grammars(environment: Path, tmp_path: Path) -> None:
    """They answer to the texts of the grammars: were they those of others, they would be made anew, and kept."""
    kept = tmp_path / "cache"
    command = [str(environment / "bin" / "python"), "-c", FIRST_PARSE]
    subprocess.run(command, check=True, cwd=tmp_path, env={"TREATYLEX_CACHE": str(kept)})
    assert not kept.exists()
