"""Redrafts: a text and a later draft of it, as negotiators leave it.

Guarantee: what was drawn first is handed back as it was; only blocks between blank lines move, part, join or change.
"""

from hypothesis import strategies as st

KINDS = ("drop", "move", "join", "divide", "reword", "repeat")


@st.composite
def redrafts(draw: st.DrawFn, texts: st.SearchStrategy[str], kinds: tuple[str, ...] = KINDS) -> tuple[str, str]:
    """A text and a redraft of it: paragraphs dropped, moved, joined, divided, reworded, repeated."""
    old = draw(texts)
    blocks = old.split("\n\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(blocks) - 1))
        match draw(st.sampled_from(kinds)):
            case "drop" if len(blocks) > 1:
                del blocks[at]
            case "move":
                blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(at))
            case "join":
                blocks[at : at + 2] = [" ".join(blocks[at : at + 2])]
            case "divide":
                blocks[at] = blocks[at].replace(", ", ",\n\n", 1)
            case "reword":
                blocks[at] = blocks[at].replace("shall", "may").replace("the ", "that ", 1)
            case _:
                blocks.insert(at, blocks[at])
    return old, "\n\n".join(blocks)
