"""Plain data: from the model and back, as every JSON document of treatylex holds it."""

import functools

import attrs
from cattrs import Converter

from treatylex.errors import Diagnostic
from treatylex.model.clauses import Clause, Doubt, Phrase
from treatylex.model.periods import Period
from treatylex.model.provisions import Definition, Leaf, Provision, Treaty
from treatylex.model.references import Link, Reference, Target
from treatylex.source import Place, Span

CLASSES = (
    Target,
    Reference,
    Period,
    Phrase,
    Doubt,
    Clause,
    Leaf,
    Definition,
    Link,
    Diagnostic,
    Place,
    Provision,
    Treaty,
)


@functools.cache
def converter() -> Converter:
    """The converter between the model and plain data: spans become `[start, end]`, enumerations their values."""
    names = {cls.__name__: cls for cls in CLASSES}
    made = Converter(unstruct_collection_overrides={tuple: list})
    made.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    made.register_structure_hook(Span, lambda pair, _: Span(int(pair[0]), int(pair[1])))
    for cls in CLASSES:
        attrs.resolve_types(cls, localns=names)
    return made
