"""The site of the documentation: it builds without a warning, and holds what its pages promise."""

import json
import re
from pathlib import Path

import treatylex
from treatylex.cli import main
from treatylex.language.grammar import productions

ROOT = Path(__file__).parent.parent


def read(site: Path, name: str) -> str:
    return (site / f"{name}.html").read_text(encoding="utf-8")


def test_every_public_name_and_every_command_has_its_reference(site: Path) -> None:
    api = read(site, "reference/api")
    assert [name for name in treatylex.__all__ if name != "__version__" and f'id="treatylex.{name}"' not in api] == []
    headings = re.findall(r"<h[1-6]>([\w-]+)<", read(site, "reference/cli"))
    own = {name: command.name for name, command in main.commands.items()}
    assert [name for name in own if not {name, own[name]} & set(headings)] == []


def test_every_rule_of_the_grammars_is_drawn_and_every_box_leads_to_what_it_stands_for(site: Path) -> None:
    page = read(site, "reference/rules")
    ids = set(re.findall(r'id="([^"]+)"', page))
    for grammar in ("clause", "amendment", "period", "reference", "actor"):
        assert set(re.findall(rf'<a href="#({grammar}-[^"]+)"', page)) <= ids
        names = {name for name in productions(grammar) if not name.startswith("__") and name != "cue"}
        parts = {("part" if name.startswith("_") else "rule", name.strip("_").replace("_", "-")) for name in names}
        assert {f"{grammar}-{kind}-{name}" for kind, name in parts} <= ids


def test_the_notebook_is_kept_without_outputs_and_shows_them_on_the_site(site: Path) -> None:
    """The build runs it and fails where a cell does."""
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []
    page = read(site, "notebook")
    assert page.count("cell_output") >= len([cell for cell in cells if cell["cell_type"] == "code"])
    assert "<del" in page  # a comparison shows itself as redline
