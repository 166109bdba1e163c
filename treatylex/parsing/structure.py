"""Structure: from the text to its provisions (placeholder of the first commit: one paragraph)."""

from treatylex.model.provisions import Leaf, LeafKind
from treatylex.parsing.draft import Draft, Reading
from treatylex.source import Source, Span


def read_structure(source: Source) -> Reading:
    """The text as one running paragraph."""
    text = source.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    root = Draft(level=None, span=Span(0, len(text)))
    if start < end:
        root.leaves.append(Leaf(kind=LeafKind.TEXT, text=text[start:end], span=Span(start, end)))
    return Reading(text=text, root=root)
