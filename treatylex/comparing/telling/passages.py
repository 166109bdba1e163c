"""Passages: a treaty cut into what one reads as a unit: a clause, or the words between clauses.

Guarantee: the passages of a treaty hold every word and sign of it except page furniture and what is said by names:
the headings of sections and the numbers of provisions, which are labels.
"""

from collections.abc import Iterator
from functools import partial

import attrs

from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, LeafKind, Level, Provision, Treaty
from treatylex.source import Span, one_line, uncovered, union


@attrs.frozen(kw_only=True)
class Passage:
    """A clause with its words, or words in no clause, in one line; `tail` is the punctuation that follows.

    `label` is the number printed before it ("2. (a)"), `name` the kind of the clause or of the leaf.
    """

    label: str
    text: str
    tail: str = ""
    name: str
    clause: Clause | None = None
    span: Span = attrs.field(eq=False)


def passages(treaty: Treaty) -> dict[str, tuple[Passage, ...]]:
    """The passages of a treaty by the eId of the section they stand in, "" outside any, in the order of the text.

    A section is an article, a provision at the top that holds none (an annex, the preamble), or what a part or
    chapter that holds articles says itself.

    >>> from treatylex.parsing.reader import parse
    >>> found = passages(parse("Article 1\\n\\n1. Each Party shall:\\n(a) act; and\\n(b) report."))
    >>> [(passage.label, passage.text, passage.tail) for passage in found["art_1"]]
    [('1.', 'Each Party shall:', ''), ('(a)', 'act', '; and'), ('(b)', 'report', '.')]
    """
    return {eid: tuple(_Cutting(treaty, members).passages()) for eid, members in _sections(treaty)}


def _sections(treaty: Treaty) -> Iterator[tuple[str, list[Treaty | Provision]]]:
    """Each section's eId and the branches whose own text it holds."""
    yield "", [treaty]
    stack = list(reversed(treaty.children))
    while stack:
        top = stack.pop()
        if top.level is not Level.ARTICLE and any(inner.level is Level.ARTICLE for inner in top.provisions):
            yield top.eid, [top]
            stack += reversed(top.children)
        else:
            yield top.eid, [top, *top.provisions]


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHORT = 3
"""The letters of an "and" between two items."""


class _Cutting:
    """Cuts one section into passages."""

    def __init__(self, treaty: Treaty, members: list[Treaty | Provision]) -> None:
        self._text = treaty.text
        head = members[0]
        self._leaves = sorted(
            (
                leaf
                for member in members
                for leaf in member.own_leaves
                if leaf.kind is not LeafKind.FURNITURE
                and not (member is head and isinstance(head, Provision) and leaf.kind is LeafKind.HEADING)
            ),
            key=lambda leaf: leaf.span,
        )
        self._clauses = sorted((c for member in members for c in member.own_clauses), key=lambda clause: clause.span)
        self._read = union(clause.span for clause in self._clauses)

    def passages(self) -> Iterator[Passage]:
        """The passages in order: labels are kept for what follows them, bare signs for what they follow."""
        held: Passage | None = None
        label: list[str] = []
        for span, node in self._pieces():
            text = self._words(span) if isinstance(node, Clause) else one_line(self._said(span, node))
            if isinstance(node, Leaf) and node.kind is LeafKind.MARKER:
                label.append(text)
            elif isinstance(node, Leaf) and held is not None and not label and _is_tail(text):
                held = attrs.evolve(held, tail=f"{held.tail} {text}" if held.tail else text)
            else:
                if held is not None:
                    yield held
                clause = node if isinstance(node, Clause) else None
                held = Passage(label=" ".join(label), text=text, name=node.kind.value, clause=clause, span=span)
                label = []
        if held is not None:
            yield held
        if label:
            end = self._leaves[-1].span
            yield Passage(label=" ".join(label), text="", name=LeafKind.MARKER.value, span=end)

    def _pieces(self) -> list[tuple[Span, Clause | Leaf]]:
        """Clauses, and what of each leaf stands in none, in order."""
        found: list[tuple[Span, Clause | Leaf]] = [(clause.span, clause) for clause in self._clauses]
        for leaf in self._leaves:
            pieces = uncovered(leaf.span, self._read)
            found += ((piece, leaf) for piece in pieces if not piece.of(self._text).isspace())
        return sorted(found, key=lambda item: item[0])

    def _words(self, span: Span) -> str:
        """The words at a clause, without the page furniture in between."""
        inner = (leaf for leaf in self._leaves if leaf.span.overlaps(span))
        return one_line("\n".join(map(partial(self._said, span), inner)))

    def _said(self, span: Span, leaf: Leaf) -> str:
        """What of a leaf stands in a stretch; the mark of a note raised, so that nobody takes it for a figure."""
        said = Span(max(span.start, leaf.span.start), min(span.end, leaf.span.end)).of(self._text)
        return said.translate(_RAISED) if leaf.kind is LeafKind.FOOTNOTE and said.isdecimal() else said


def _is_tail(text: str) -> bool:
    """Whether a piece is the end of a sentence or item before it: signs, with at most a short word ("; and")."""
    return not text[:1].isalnum() and sum(map(str.isalpha, text)) <= _SHORT
