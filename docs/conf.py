"""How the documentation is built: `python -m sphinx -W docs docs/_build`."""

import sys
from importlib.metadata import version as _version
from pathlib import Path

import treatylex
from treatylex import collections

sys.path.insert(0, str(Path(__file__).parent))
from diagrams import rules_page

project = "treatylex"
author = "The treatylex authors"
release = _version("treatylex")
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "sphinx_copybutton"]
html_theme = "furo"
html_show_copyright = False
html_title = f"treatylex {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
exclude_patterns = ["_build", "examples", "playground/node_modules"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
suppress_warnings = ["myst.header"]

_GROUPS = {
    "Reading": ("parse", "read", "instruments", "excerpts"),
    "Asking": ("where", "explain", "code"),
    "Comparing": ("align_treaties", "diff_treaties"),
    "Writing": ("outline", "to_json", "from_json", "to_html", "to_markdown", "to_docx", "to_akn"),
}


def _api_page() -> str:
    """The reference of all public names, those of `treatylex.__all__`, grouped by what they are for."""
    functions = [name for names in _GROUPS.values() for name in names]
    lines = ["# Python", "", "All public names are attributes of `treatylex`, or of `treatylex.collections`.", ""]
    for group, names in _GROUPS.items():
        lines += [f"## {group}", ""]
        lines += [_directive("autofunction", name) for name in names if name in treatylex.__all__]
    lines += ["## Classes and errors", ""]
    others = [name for name in treatylex.__all__ if name not in functions and not name.startswith("_")]
    lines += [_whole(name, getattr(treatylex, name)) for name in others]
    lines += ["## Many treaties", "", "These are attributes of `treatylex.collections`.", ""]
    lines += [_whole(f"collections.{name}", getattr(collections, name)) for name in collections.__all__]
    return "\n".join(lines)


def _whole(name: str, value: object) -> str:
    """A class with its members, or a function."""
    if isinstance(value, type):
        return _directive("autoclass", name, ":members:", ":no-inherited-members:")
    return _directive("autofunction", name)


def _directive(kind: str, name: str, *options: str) -> str:
    listed = "".join(f"   {option}\n" for option in options)
    return f"```{{eval-rst}}\n.. {kind}:: treatylex.{name}\n{listed}```\n"


_REFERENCE = Path(__file__).parent / "reference"
(_REFERENCE / "api.md").write_text(_api_page(), encoding="utf-8")
(_REFERENCE / "rules.md").write_text(rules_page(), encoding="utf-8")
