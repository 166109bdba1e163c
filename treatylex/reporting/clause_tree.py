"""The tree of a treaty as a graph: provisions, their clauses, and references from one to the other.

Guarantees: every provision and clause is one node, in the order of the text; solid edges lead from a provision to what
stands in it, dashed ones from a provision to those that it refers to; a clause shows its conditions, exceptions and
times with its core; words cannot break out of their labels.
"""

import io
from collections.abc import Iterator
from pathlib import PurePath

from treatylex.model.clauses import Clause, ClauseKind, Phrase
from treatylex.model.provisions import Provision, Treaty
from treatylex.reporting.graphs import Edge, Node, write_dot
from treatylex.reporting.outline import clause_line, provision_name
from treatylex.source import cut, one_line

_WIDTH = 60
_FILLS = {
    ClauseKind.OBLIGATION: "#dbe7fb",
    ClauseKind.PROHIBITION: "#fbdcdc",
    ClauseKind.PERMISSION: "#dcf1df",
    ClauseKind.RIGHT: "#d7eff0",
    ClauseKind.EXEMPTION: "#f2eecb",
    ClauseKind.RECOMMENDATION: "#eadcf8",
    ClauseKind.DEFINITION: "#f6e3cb",
    ClauseKind.SAVING: "#f8dcec",
}
_OTHER = "#eceef1"


def to_dot(treaty: Treaty) -> str:
    """The tree of a treaty as DOT, the language of Graphviz.

    >>> from treatylex.parsing.reader import parse
    >>> print(to_dot(parse("Each Party shall act.")), end="")
    digraph {
      node [shape=box];
      "treaty" [label="Treaty"];
      "norm_1" [label="obligation: Each Party | shall | act", style="filled", fillcolor="#dbe7fb"];
      "treaty" -> "norm_1";
    }
    """
    nodes: list[Node] = []
    for eid, label, kind in _nodes(treaty):
        look = {"style": "filled", "fillcolor": _FILLS.get(kind, _OTHER)} if kind else {}
        nodes.append((eid, {"label": label, **look}))
    edges: list[Edge] = [(parent, child, {}) for parent, child in _inside(treaty)]
    edges += ((start, end, {"style": "dashed", "constraint": False}) for start, end in _citing(treaty))
    file = io.StringIO()
    write_dot(file, nodes, edges)
    return file.getvalue()


def to_mermaid(treaty: Treaty) -> str:
    """The tree of a treaty as a Mermaid flowchart, which GitHub and many wikis draw.

    >>> from treatylex.parsing.reader import parse
    >>> print(to_mermaid(parse("Each Party shall act.")).splitlines()[2])
      n1(["obligation: Each Party | shall | act"]):::obligation
    """
    names = {eid: f"n{number}" for number, (eid, _, _) in enumerate(_nodes(treaty))}
    lines = ["flowchart LR"]
    for eid, label, kind in _nodes(treaty):
        shape = f'(["{_quoted(label)}"]):::{kind.value}' if kind else f'["{_quoted(label)}"]'
        lines.append(f"  {names[eid]}{shape}")
    lines += (f"  {names[parent]} --> {names[child]}" for parent, child in _inside(treaty))
    lines += (f"  {names[start]} -.-> {names[end]}" for start, end in _citing(treaty))
    lines += (
        f"  classDef {kind.value} fill:{_FILLS.get(kind, _OTHER)},stroke:#808890,color:#1c2128" for kind in ClauseKind
    )
    return "\n".join(lines) + "\n"


_TREATY = "treaty"


def _nodes(treaty: Treaty) -> Iterator[tuple[str, str, ClauseKind | None]]:
    """Every node: its eId, its label, and of a clause its kind."""
    named = cut(one_line(treaty.title or ""), _WIDTH) or PurePath(treaty.source_name or "").name
    yield _TREATY, named or "Treaty", None
    placed: list[Provision | Clause] = [*treaty.provisions, *treaty.clauses]
    for node in sorted(placed, key=lambda each: (each.span.start, -each.span.end, isinstance(each, Clause))):
        if isinstance(node, Clause):
            yield node.eid, _clause_label(node), node.kind
        else:
            yield node.eid, cut(provision_name(node), _WIDTH) or node.eid.rpartition("__")[2].replace("_", " "), None


def _clause_label(clause: Clause) -> str:
    """The core of a clause in a line, each of what makes it conditional in one of its own."""
    qualified = (f"{each.role.value}: {cut(one_line(each.normalized), _WIDTH)}" for each in _qualifying(clause))
    return "\n".join((f"{clause.kind.value}: {cut(clause_line(clause), _WIDTH)}", *qualified))


def _qualifying(clause: Clause) -> tuple[Phrase, ...]:
    return (*clause.conditions, *clause.exceptions, *clause.times)


def _inside(treaty: Treaty) -> Iterator[tuple[str, str]]:
    for branch in (treaty, *treaty.provisions):
        parent = branch.eid if isinstance(branch, Provision) else _TREATY
        inner: list[Provision | Clause] = [*branch.children, *branch.own_clauses]
        yield from ((parent, node.eid) for node in sorted(inner, key=lambda each: each.span))


def _citing(treaty: Treaty) -> Iterator[tuple[str, str]]:
    """Which provision refers to which, each pair once."""
    pairs: dict[tuple[str, str], None] = {}
    for reference in treaty.references:
        within = treaty.parent(reference)
        for resolution in treaty.resolve(reference):
            if resolution.provision is not None:
                pairs[within.eid if within else _TREATY, resolution.provision.eid] = None
    yield from pairs


def _quoted(text: str) -> str:
    """Lines in which nothing is Mermaid's: quotation marks and brackets by their numbers."""
    lines = ("".join(f"#{ord(sign)};" if sign in '"#<>`\\;&' else sign for sign in line) for line in text.splitlines())
    return "<br/>".join(lines)
