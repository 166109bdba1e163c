"""Graphs as GraphML, which Gephi, yEd and networkx read, and as DOT, which Graphviz reads.

Guarantees: the files are well-formed whatever the texts hold; nodes and edges stay in order; an attribute that is
`None` is left out. A node's `label` and an edge's `weight` are the attributes that Gephi shows and counts.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from treatylex.formats.xml_writing import clean

Attributes = Mapping[str, str | int | float | bool | None]
Node = tuple[str, Attributes]
Edge = tuple[str, str, Attributes]

_LABEL_WIDTH = 36
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


def write_graphml(file: IO[str], nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
    """Write a directed graph as GraphML: nodes are pairs of id and attributes, edges add the attributes to two ids."""
    keys = {**_keys("node", (attributes for _, attributes in nodes))}
    keys |= _keys("edge", (attributes for *_, attributes in edges))
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for (domain, name), (key, kind) in keys.items():
        file.write(f'  <key id="{key}" for="{domain}" attr.name={_quoted(name)} attr.type="{kind}"/>\n')
    file.write('  <graph edgedefault="directed">\n')
    for id_, attributes in nodes:
        file.write(f"    <node id={_quoted(id_)}>{_data(keys, 'node', attributes)}</node>\n")
    for number, (source, target, attributes) in enumerate(edges):
        ends = f"source={_quoted(source)} target={_quoted(target)}"
        file.write(f'    <edge id="e{number}" {ends}>{_data(keys, "edge", attributes)}</edge>\n')
    file.write("  </graph>\n</graphml>\n")


_Keys = dict[tuple[str, str], tuple[str, str]]


def _keys(domain: str, each: Iterable[Attributes]) -> _Keys:
    """Of every attribute its key in the file and its type, which is that of its first value."""
    keys: _Keys = {}
    for attributes in each:
        for name, value in attributes.items():
            if value is not None and (domain, name) not in keys:
                keys[domain, name] = (f"{domain[0]}{len(keys)}", _TYPES[type(value)])
    return keys


def _data(keys: _Keys, domain: str, attributes: Attributes) -> str:
    return "".join(
        f'<data key="{keys[domain, name][0]}">{escape(clean(_written(value)))}</data>'
        for name, value in attributes.items()
        if value is not None
    )


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return quoteattr(clean(text))


def write_dot(file: IO[str], nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
    """Write a directed graph as DOT, in the language of Graphviz; the lines of labels are set in short ones."""
    file.write("digraph {\n  node [shape=box];\n")
    for id_, attributes in nodes:
        file.write(f"  {_dot(id_)}{_dot_attributes(attributes)};\n")
    for source, target, attributes in edges:
        file.write(f"  {_dot(source)} -> {_dot(target)}{_dot_attributes(attributes)};\n")
    file.write("}\n")


def _dot_attributes(attributes: Attributes) -> str:
    pairs = [
        f"{name}={_dot_label(str(value)) if name == 'label' else _dot(_written(value))}"
        for name, value in attributes.items()
        if value is not None
    ]
    return f" [{', '.join(pairs)}]" if pairs else ""


def _dot_label(text: str) -> str:
    """A label in lines of a readable length: Graphviz makes a box as wide as the title of a treaty is long."""
    lines = (short for line in text.splitlines() for short in textwrap.wrap(line, _LABEL_WIDTH))
    return '"' + r"\n".join(_dot(line)[1:-1] for line in lines) + '"'


def _dot(text: str) -> str:
    """A quoted string of DOT: only quotation marks need a backslash, a backslash begins an escape and is doubled."""
    doubled = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(doubled.split()) + '"'
