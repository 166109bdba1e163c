"""The build backend: setuptools, which packs what is made of the grammars besides them.

To compile the grammars takes seconds; who installs treatylex should not wait for it, nor need a folder to keep it in.
An editable install makes the tables once, of the grammars as they are then; those that change later are compiled and
kept in the cache. Where none can be made (no build isolation and no Lark, a folder that cannot be written), what is
installed compiles them at its first run: slower, but no install fails for want of speed.
"""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (  # noqa: F401 - the hooks that need nothing more
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

ROOT = Path(__file__).resolve().parent.parent
COMPILED = ROOT / "treatylex" / "compiled"


def _with_tables(build: Callable[..., str]) -> Callable[..., str]:
    def built(*arguments: Any, **options: Any) -> str:
        made = subprocess.run([sys.executable, __file__], check=False)  # in a process of its own: no module lingers
        if made.returncode:
            print("treatylex: no tables were made of the grammars; the first run compiles them", file=sys.stderr)
        return build(*arguments, **options)

    return built


build_wheel = _with_tables(build_meta.build_wheel)
build_sdist = _with_tables(build_meta.build_sdist)
build_editable = _with_tables(build_meta.build_editable)


def write_tables() -> None:
    """Compile all that reading and comparing treaties needs, and lay it beside the modules."""
    _find_sources()
    from treatylex.caching import collected

    entries = collected(use_everything)
    shutil.rmtree(COMPILED, ignore_errors=True)
    COMPILED.mkdir()
    for name, content in entries.items():
        (COMPILED / name).write_bytes(content)


def use_everything() -> None:
    """Read every specimen, compare two, and ask for what is read on demand."""
    import treatylex

    treaties = [treatylex.parse(excerpt.text) for excerpt in treatylex.excerpts()]
    for treaty in treaties:
        for clause in treaty.clauses[:1]:  # each reads its treaty anew
            treatylex.explain(treaty, clause.eid)
        _ = treaty.parties, treaty.brackets
    treatylex.diff_treaties(treaties[0], treaties[1])
    treatylex.consolidate_treaties(treaties[0], treaties[1:2])


def _find_sources() -> None:
    """Let the data be found where it lies in a checkout: beside the package, not in it."""
    sys.path.insert(0, str(ROOT))
    import treatylex

    assert treatylex.__file__.startswith(str(ROOT)), "another treatylex is in the way"
    for name in ("grammars", "corpus"):
        folder = ROOT / name
        spec = importlib.util.spec_from_file_location(
            f"treatylex.{name}", folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)


if __name__ == "__main__":
    write_tables()
