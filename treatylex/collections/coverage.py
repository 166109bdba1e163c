"""Coverage: how much of a treaty was read.

Guarantee: characters are counted without blanks, so that layout neither raises nor lowers a figure.
"""

from collections.abc import Iterator

import attrs

from treatylex.model.provisions import LeafKind, Provision, Treaty
from treatylex.source import Span

NUMBERING = frozenset({"number-gap", "number-repeat"})
"""The codes of the diagnostics on numbers."""


@attrs.frozen(kw_only=True)
class Coverage:
    """How much of a treaty was read, in non-blank characters and in provisions.

    `texts` counts the provisions that hold running text of their own, `texts_with_clauses` those of them in which
    (or in whose points) a clause was found. `numbering_faults` counts the numbers of divisions, paragraphs and points
    that skip, repeat or go back. `modals` counts the verbs that bind or forbid ("shall", "must", "will", "may not",
    "cannot"): read as the verb of a clause, within the words of a clause, and lost, which no clause accounts for;
    `doubts` counts the readings that are probably wrong.
    """

    characters: int
    unread_characters: int
    unread_passages: int
    numbering_faults: int
    articles: int
    provisions: int
    texts: int
    texts_with_clauses: int
    clauses: int
    modals_read: int
    modals_within: int
    modals_lost: int
    doubts: int
    references: int

    @property
    def share(self) -> float:
        """The share of characters that were read, 0 to 1; 1 for an empty text."""
        return 1 - self.unread_characters / self.characters if self.characters else 1.0

    @property
    def complete(self) -> bool:
        """Whether clauses were found, all of the text was read, and its numbers run on without gap or repeat."""
        return bool(self.clauses) and not (self.unread_passages or self.modals_lost or self.numbering_faults)


def coverage(treaty: Treaty) -> Coverage:
    """Measure how much of a treaty was read.

    >>> from treatylex.parsing.reader import parse
    >>> coverage(parse("Each Party shall cooperate.")).share
    1.0
    """
    branches: tuple[Treaty | Provision, ...] = (treaty, *treaty.provisions)
    verbs = {span.start for clause in treaty.clauses if clause.modal for span in _binding(treaty, clause.modal.span)}
    within = {span.start for clause in treaty.clauses for span in _binding(treaty, clause.span)}
    texts = [branch for branch in branches if any(leaf.kind is LeafKind.TEXT for leaf in branch.own_leaves)]
    return Coverage(
        characters=_characters(treaty.text),
        unread_characters=sum(_characters(leaf.text) for leaf in treaty.unread_leaves),
        unread_passages=len(treaty.unread_leaves),
        numbering_faults=sum(diagnostic.code in NUMBERING for diagnostic in treaty.diagnostics),
        articles=len(treaty.articles),
        provisions=len(treaty.provisions),
        texts=len(texts),
        texts_with_clauses=sum(bool(branch.clauses) for branch in texts),
        clauses=len(treaty.clauses),
        modals_read=len(verbs),
        modals_within=len(within - verbs),
        modals_lost=sum(diagnostic.code == "lost-modal" for diagnostic in treaty.diagnostics),
        doubts=sum(len(clause.doubts) for clause in treaty.clauses),
        references=len(treaty.references),
    )


def _characters(text: str) -> int:
    return sum(map(len, text.split()))


def _binding(treaty: Treaty, span: Span) -> Iterator[Span]:
    """The verbs in a stretch of the text that bind or forbid."""
    from treatylex.language.grammar import lower, pattern  # loads the grammar engine

    for match in pattern("modal", "BINDING").finditer(lower(treaty.text[span.start : span.end])):
        yield Span(span.start + match.start(), span.start + match.end())
