"""The pictures of the documentation can be made anew, and are those that its pages show."""

import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHOWN = {
    name
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
    for name in re.findall(r"images/([\w-]+\.png)", page.read_text(encoding="utf-8"))
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images")
    done = subprocess.run([sys.executable, "docs/gallery.py", folder], cwd=ROOT, capture_output=True, text=True)
    if done.stderr.startswith("not on this machine"):
        pytest.skip(f"pictures need programs that .ci/run installs; {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    return folder


def test_every_picture_of_the_pages_is_made_and_no_other(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == SHOWN
    assert {path.name for path in (ROOT / "docs" / "images").iterdir()} == SHOWN


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_picture_is_of_modest_size_and_as_large_as_the_one_that_is_shown(name: str, made: Path) -> None:
    """Fonts differ from machine to machine, and with them heights of lines: by a fifth at the most."""
    assert (ROOT / "docs" / "images" / name).stat().st_size < 250_000
    for new, old in zip(size(made / name), size(ROOT / "docs" / "images" / name), strict=True):
        assert 0.8 * old < new < 1.25 * old


def size(path: Path) -> tuple[int, int]:
    """Width and height, as the head of a PNG file tells them."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height
