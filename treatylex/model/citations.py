"""Citations: how a lawyer names a place in a treaty: "Article 4(1)(a)".

Guarantee: every node of a treaty has one; they are for reading, eIds are for addressing.
"""

from treatylex.model.clauses import Clause
from treatylex.model.provisions import ATTACHED, UNITS, Leaf, Level, Provision, Treaty

_NUMBERED = frozenset({Level.PARAGRAPH, Level.POINT})
OUTSIDE = "outside any provision"
"""What stands for the citation of a clause in no provision."""


def citation(treaty: Treaty, node: Provision | Clause | Leaf) -> str:
    """How the place of a node is cited; what stands in no provision by the kind of its text ("title").

    Unnumbered paragraphs are cited by their place, as "al. 2", where there are several. Parts and chapters are left
    out where an article stands in them, annexes and protocols are not.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 4\\n\\n1. Each Party shall:\\n(a) inform the Council;\\n(b) assist it.")
    >>> citation(treaty, treaty.clauses[1])
    'Article 4(1)(b)'
    """
    provision = node if isinstance(node, Provision) else treaty.parent(node)
    if provision is None:
        return node.kind.value if isinstance(node, Leaf) else OUTSIDE
    path = [provision]
    while (parent := treaty.parent(path[-1])) is not None:
        path.append(parent)
    named: list[str] = []
    for outer, inner in zip([None, *reversed(path)], reversed(path), strict=False):
        if inner.level in UNITS:
            named = [name for name, step in zip(named, reversed(path), strict=False) if step.level in ATTACHED]
        step = _step(outer, inner)
        if named and step.startswith(("(", " ")):
            named[-1] += step
        elif step:
            named.append(step.strip())
    return ", ".join(named) or path[-1].level.value.capitalize()


def _step(outer: Provision | None, inner: Provision) -> str:
    """What a provision adds to the citation of the one around it."""
    if inner.level is Level.PARAGRAPH and inner.number and ("." in inner.number or not _in_article(outer)):
        return f"para. {inner.number}"
    if inner.level in _NUMBERED and inner.number:
        return f"({inner.number})"
    if inner.level is Level.ALINEA:
        siblings = [child for child in outer.children if child.level is Level.ALINEA] if outer else []
        return f" al. {inner.eid.rpartition('al_')[2]}" if len(siblings) > 1 else ""
    number = inner.eid.rpartition("rec_")[2] if inner.level is Level.RECITAL else inner.number
    return f"{inner.level.value.capitalize()} {number or ''}".rstrip()


def _in_article(outer: Provision | None) -> bool:
    return outer is not None and outer.level in UNITS
