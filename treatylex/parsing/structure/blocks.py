"""Blocks: provisions in the making, and how they become the cues that the grammar reads.

Guarantee: the cues of a tree of blocks cover every non-blank character of the text once; what no piece covers becomes
furniture.
"""

import bisect
from collections.abc import Sequence
from typing import NamedTuple

import attrs

from treatylex.language.grammar import Cue
from treatylex.model.provisions import LeafKind, Level


@attrs.define(eq=False)
class Piece:
    """A stretch of the text of one kind; `fresh`: it begins a paragraph of its own."""

    kind: LeafKind
    start: int
    end: int
    fresh: bool = True


@attrs.define(eq=False)
class Block:
    """A provision in the making: what it is called, and its pieces and inner provisions in the order of the text."""

    level: Level | None
    start: int
    number: tuple[int, int] | None = None
    name: tuple[int, int] | None = None
    inner: bool = False
    content: "list[Piece | Block]" = attrs.field(factory=list)


class Mark(NamedTuple):
    """A sign within running text that is no part of it: the mark of a footnote, the signs around bold type."""

    start: int
    end: int
    kind: LeafKind


def cues_of(text: str, root: Block, marks: Sequence[Mark] = ()) -> list[Cue]:
    """The blocks as cues for the grammar; characters that no piece covers become furniture, `marks` what they are."""
    writing = _Writing(text, marks)
    writing.block(with_alineas(root))
    writing.skip_to(len(text))
    return writing.cues


class _Writing:
    """Writes blocks as cues, from left to right; `at` is the place up to which the text is covered."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.starts = [mark.start for mark in marks]
        self.cues: list[Cue] = []
        self.at = 0

    def skip_to(self, start: int) -> None:
        """Cover what no piece covers."""
        if self.at < start:
            self._between_marks(LeafKind.FURNITURE.name, self.at, start)
            self.at = start

    def block(self, block: Block) -> None:
        """Write the content of a block."""
        append = self.cues.append
        for part in block.content:
            self.skip_to(part.start)
            if isinstance(part, Piece):
                self._between_marks(part.kind.name, part.start, part.end)
                self.at = part.end
            elif part.level is not None:
                append(Cue(f"OPEN_{part.level.name}", part.start, part.start))
                if part.number:
                    append(Cue("NUMBER", *part.number))
                if part.name:
                    self._between_marks("NAME", *part.name, keep=False)
                self.block(with_alineas(part))
                append(Cue("CLOSE", self.at, self.at))

    def _between_marks(self, kind: str, start: int, end: int, *, keep: bool = True) -> None:
        """Write the stretches of a piece between the marks in it, and these too if they are to be kept."""
        k = bisect.bisect_left(self.starts, start)
        while k < len(self.marks) and self.marks[k].end <= end:
            self._write(kind, start, self.marks[k].start)
            start = self.marks[k].end
            if keep:
                self.cues.append(Cue(self.marks[k].kind.name, self.marks[k].start, self.marks[k].end))
            k += 1
        self._write(kind, start, end)

    def _write(self, kind: str, start: int, end: int) -> None:
        """Write a stretch without the blanks at its edges, if anything is left."""
        printed = self.text[start:end]
        if printed.strip():
            left = start + len(printed) - len(printed.lstrip())
            self.cues.append(Cue(kind, left, start + len(printed.rstrip())))


def with_alineas(block: Block) -> Block:
    """The block with each of its unnumbered paragraphs in an alinea of its own, if it has more than one."""
    if block.level is Level.ALINEA:
        return block
    starts = [k for k, part in enumerate(block.content) if _begins_alinea(part)]
    if len(starts) < 2:
        return block
    content = block.content[: starts[0]]
    for start, end in zip(starts, [*starts[1:], len(block.content)], strict=True):
        first = block.content[start]
        alinea = Block(Level.ALINEA, first.start)
        k = start
        while k < end and not (isinstance(part := block.content[k], Block) and part.level is not Level.POINT):
            alinea.content.append(part)
            k += 1
        content.append(alinea)
        content.extend(block.content[k:end])
    return attrs.evolve(block, content=content)


def _begins_alinea(part: "Piece | Block") -> bool:
    return isinstance(part, Piece) and part.kind is LeafKind.TEXT and part.fresh
