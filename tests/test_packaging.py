"""The package as users install it: sdist → wheel → an environment that has never seen the checkout."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROBE = """
import importlib.resources, pathlib, treatylex
assert {root!r} not in treatylex.__file__, treatylex.__file__
assert len(treatylex.excerpts()) > 1
print(treatylex.outline(treatylex.parse(treatylex.excerpts()[0].text)))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, as `python -m build` does; a copy keeps the checkout clean."""
    folder = tmp_path_factory.mktemp("dist")
    sources = folder / "sources"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            target = sources / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(sources)],
        check=True,
        capture_output=True,
        text=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_module_and_all_data(wheel: Path) -> None:
    expected = {path.relative_to(ROOT).as_posix() for path in (ROOT / "treatylex").rglob("*") if _is_shipped(path)}
    for folder in ("grammars", "corpus"):
        data = (path for path in (ROOT / folder).rglob("*") if _is_shipped(path))
        expected |= {f"treatylex/{path.relative_to(ROOT).as_posix()}" for path in data}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == expected


def _is_shipped(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")


def test_the_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run = {"cwd": tmp_path, "check": True, "capture_output": True, "text": True}
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], **run)
    probe = subprocess.run([python, "-c", PROBE.format(root=str(ROOT))], **run)
    (tmp_path / "pact.txt").write_text("Article 1\n\nNeither Party shall resort to the use of force.\n")
    command = subprocess.run([tmp_path / "env" / "bin" / "treatylex", "outline", "pact.txt"], **run)
    assert "obligation" in probe.stdout
    assert "prohibition" in command.stdout
