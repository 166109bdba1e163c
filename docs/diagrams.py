"""The rules of the grammars as railroad diagrams, read from the `.lark` files when the documentation is built."""

import html
import io
import re
from functools import cache
from pathlib import Path

import attrs
import lark
import railroad

from treatylex.language.grammar import listed

_INTRODUCTIONS = {
    "clause": "Clauses: who must, may or must not do what",
    "amendment": "Amendments: what a protocol does to its base",
    "reference": "References: what a treaty points to",
    "period": "Times: how long, and from when",
    "actor": "Actors: who is meant",
}
GRAMMARS = tuple(_INTRODUCTIONS)
_FOLDER = Path(__file__).parent.parent / "grammars"
_COMMENT = re.compile(r"// ?(.*)$")
_SHOWN = 12
"""How many phrases of a cue are shown."""
_BETWEEN = {"_pause", "_mods"}
"""What may stand between any two parts of a clause: drawn once, left out elsewhere."""
_HEAD = """# The rules, drawn

Every rule of the grammars as a diagram: follow a line from left to right, and what you pass is a clause (a reference, a
time …) that the rule reads. Boxes with square corners are other rules, those with round corners cues or what an earlier
stage found; each leads to what it stands for. The diagrams are made from `grammars/*.lark` at each build;
[Read the grammar](../grammar.md) is the tour.

Between any two parts of a clause modifiers and adverbs may stand (the rules `pause` and `mods`): they are left out.
"""


@attrs.frozen(kw_only=True)
class Rule:
    """A rule of a grammar: its name, the comment above it, and its alternatives as Lark reads them."""

    name: str
    comment: str
    body: lark.Tree[lark.Token]


def rules(grammar: str) -> list[Rule]:
    """The rules in the order of the file, without the list of cues that only a stage of the parser reads."""
    text = (_FOLDER / f"{grammar}.lark").read_text(encoding="utf-8")
    found = sorted(_syntax().parse(f"{text}\n").find_data("rule"), key=lambda rule: rule.children[0].line)
    return [
        Rule(name=name, comment=_comment(text.splitlines(), rule.children[0].line - 2), body=rule.children[-1])
        for rule in found
        if (name := rule.children[0].lstrip("?!")) != "cue"
    ]


@cache
def _syntax() -> lark.Lark:
    """Lark's own grammar of grammars."""
    folder = Path(lark.__file__).parent / "grammars"
    text = (folder / "lark.lark").read_text(encoding="utf-8")
    return lark.Lark(text, parser="lalr", import_paths=[str(folder)])


def _comment(lines: list[str], at: int) -> str:
    """The comment that ends at a line."""
    said: list[str] = []
    while at >= 0 and (found := _COMMENT.match(lines[at])) and not found[1].startswith(("──", "--")):
        said.insert(0, found[1])
        at -= 1
    return " ".join(said).strip()


class _Drawing(lark.visitors.Interpreter[lark.Token, railroad.DiagramItem]):
    """Draws the body of a rule of `grammar`."""

    def __init__(self, grammar: str, rule: str) -> None:
        self.grammar, self.rule = grammar, rule

    def expansions(self, tree: lark.Tree[lark.Token]) -> railroad.DiagramItem:
        drawn = self.visit_children(tree)
        full = [each for each in drawn if not isinstance(each, railroad.Skip)]
        if len(full) == len(drawn):
            return railroad.Choice(0, *drawn)
        return railroad.Optional(full[0] if len(full) == 1 else railroad.Choice(0, *full))

    def alias(self, tree: lark.Tree[lark.Token]) -> railroad.DiagramItem:
        body, _name = tree.children
        return self.visit(body)

    def expansion(self, tree: lark.Tree[lark.Token]) -> railroad.DiagramItem:
        drawn = [each for each in self.visit_children(tree) if not isinstance(each, railroad.Skip)]
        return railroad.Sequence(*drawn) if drawn else railroad.Skip()

    def expr(self, tree: lark.Tree[lark.Token]) -> railroad.DiagramItem:
        body = self.visit(tree.children[0])
        around = {"?": railroad.Optional, "*": railroad.ZeroOrMore, "+": railroad.OneOrMore}
        operator = tree.children[1]
        return body if operator is None or isinstance(body, railroad.Skip) else around[operator](body)

    def name(self, tree: lark.Tree[lark.Token]) -> railroad.DiagramItem:
        (name,) = tree.children
        if name in _BETWEEN and self.rule not in _BETWEEN:
            return railroad.Skip()
        box = railroad.NonTerminal if name.type == "RULE" else railroad.Terminal
        return box(_spoken(name), href=f"#{_anchor(self.grammar, name)}", title=_title(self.grammar, name))


def _spoken(name: str) -> str:
    return name.strip("_").replace("_", " ").lower()


def _anchor(grammar: str, name: str) -> str:
    kind = "cue" if name.isupper() else "part" if name.startswith("_") else "rule"
    return f"{grammar}-{kind}-{_spoken(name).replace(' ', '-')}"


def _title(grammar: str, name: str) -> str:
    return ", ".join(_shortest(listed(grammar).get(name, ())))


def _shortest(phrases: tuple[str, ...]) -> list[str]:
    """The first phrases to show: those that other forms are longer than."""
    return sorted(phrases, key=len)[:_SHOWN]


def _drawn(grammar: str, rule: Rule) -> str:
    """The diagram as SVG, for the page's own style sheet."""
    file = io.StringIO()
    railroad.Diagram(_Drawing(grammar, rule.name).visit(rule.body)).writeSvg(file.write)
    return re.sub(r"\n\s*", "", file.getvalue()).replace("xlink:href", "href")


def _section(grammar: str) -> str:
    found = rules(grammar)
    lines = [f"## {_INTRODUCTIONS[grammar]}", f"From `grammars/{grammar}.lark`."]
    for rule in found:
        lines += [f"({_anchor(grammar, rule.name)})=\n### {_spoken(rule.name)}", html.escape(rule.comment, quote=False)]
        label = f"Diagram of the rule {_spoken(rule.name)}"
        drawing = _drawn(grammar, rule).replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
        lines.append(f'```{{raw}} html\n<div class="railroad">{drawing}</div>\n```')
    return "\n\n".join([*lines, _cues(grammar, found)])


def _cues(grammar: str, found: list[Rule]) -> str:
    """What the cues of the rules are: their phrases, the first ones of long lists."""
    used = {name for rule in found for name in rule.body.scan_values(lambda leaf: getattr(leaf, "type", "") == "TOKEN")}
    lists = listed(grammar)
    rows = "".join(
        f'<dt id="{_anchor(grammar, name)}">{html.escape(_spoken(name))}</dt><dd>{_phrases(lists.get(name, ()))}</dd>'
        for name in sorted(used, key=_spoken)
    )
    return f'```{{raw}} html\n<details class="cues" open><summary>Cues</summary><dl>{rows}</dl></details>\n```'


def _phrases(phrases: tuple[str, ...]) -> str:
    if not phrases:
        return "a pattern, or what an earlier stage found"
    more = f" … and {len(phrases) - _SHOWN} more" if len(phrases) > _SHOWN else ""
    return html.escape(", ".join(f"“{phrase}”" for phrase in _shortest(phrases)) + more)


def rules_page() -> str:
    """The page of all rules, in MyST's Markdown."""
    return "\n\n".join([_HEAD, *map(_section, GRAMMARS)]) + "\n"
