"""Blocks: provisions in the making, and how they become the cues that the grammar reads.

Guarantee: the cues of a tree of blocks cover every non-blank character of the text once; what no piece covers becomes
furniture.
"""

from collections.abc import Iterator

import attrs

from treatylex.model.provisions import LeafKind, Level
from treatylex.parsing.grammar import Cue


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


def cues_of(text: str, root: Block) -> Iterator[Cue]:
    """The blocks as cues for the grammar; characters that no piece covers become furniture."""
    cursor = 0

    def skip_to(start: int) -> Iterator[Cue]:
        nonlocal cursor
        between = text[cursor:start]
        if between.strip():
            left = cursor + len(between) - len(between.lstrip())
            yield Cue(LeafKind.FURNITURE.name, left, cursor + len(between.rstrip()))
        cursor = max(cursor, start)

    def write(block: Block) -> Iterator[Cue]:
        nonlocal cursor
        for part in block.content:
            if isinstance(part, Piece):
                yield from skip_to(part.start)
                yield Cue(part.kind.name, part.start, part.end)
                cursor = part.end
            elif part.level is not None:
                yield from skip_to(part.start)
                yield Cue(f"OPEN_{part.level.name}", part.start, part.start)
                if part.number:
                    yield Cue("NUMBER", *part.number)
                if part.name:
                    yield Cue("NAME", *part.name)
                yield from write(with_alineas(part))
                yield Cue("CLOSE", cursor, cursor)

    yield from write(with_alineas(root))
    yield from skip_to(len(text))


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
