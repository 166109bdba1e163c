"""`python docs/playground/build.py SITE` adds to a built site what its playground runs on.

That is Python for browsers (Pyodide, from its npm package), treatylex with the libraries it needs, and the grammars
compiled for that Python. Everything lies in the site itself, which loads nothing from elsewhere. Needs npm.
"""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PYODIDE = HERE / "node_modules" / "pyodide"
_RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_LIBRARIES = ("attrs", "cattrs", "jinja2", "lark", "markupsafe", "platformdirs", "typing_extensions")
_DATA = {"treatylex": "treatylex", "grammars": "treatylex/grammars", "corpus": "treatylex/corpus"}


def install() -> None:
    """Install Pyodide's npm package beside this script, in the version that `package.json` names."""
    _run("npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")


def build(site: Path) -> None:
    """Add runtime, library and compiled grammars to the site."""
    folder = site / "_static" / "playground"
    (folder / "pyodide").mkdir(exist_ok=True)
    for name in _RUNTIME:
        shutil.copy(PYODIDE / name, folder / "pyodide")
    with zipfile.ZipFile(folder / "library.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in _files():
            archive.write(path, name)
    _run("node", str(HERE / "keep.mjs"), str(PYODIDE), str(folder))


def _run(*command: str) -> None:
    """Run a program beside this script; of a failure only the end is told, since node quotes whole lines of code."""
    done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr[-1500:]}")


def _files() -> Iterator[tuple[Path, str]]:
    """What a browser needs: modules and data, nothing compiled for this machine."""
    for name in (*_LIBRARIES, "treatylex"):
        installed = distribution(name)
        for file in installed.files or ():
            path = Path(str(installed.locate_file(file)))
            if ".." not in file.parts and path.suffix not in (".so", ".pyd", ".pyc", ".pth"):
                yield path, file.as_posix()
    for top, package in _DATA.items():
        for path in sorted((ROOT / top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path, f"{package}/{path.relative_to(ROOT / top).as_posix()}"


if __name__ == "__main__":
    if not PYODIDE.exists():
        install()
    build(Path(sys.argv[1]))
