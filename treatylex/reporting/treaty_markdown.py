"""A treaty as Markdown: title, divisions and articles as headings, every paragraph as one.

Guarantees: every word stands in it in its order but page furniture; nothing in the text becomes markup.
"""

import itertools
from collections.abc import Iterable, Iterator

from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.marked_changes import escaped


def treaty_markdown(treaty: Treaty) -> str:
    r"""The text of a treaty as GitHub-flavoured Markdown.

    >>> from treatylex.parsing.reader import parse
    >>> print(treaty_markdown(parse("Article 1\n\nDuties\n\n1. Each [Party] shall act.")), end="")
    ### Article 1
    <BLANKLINE>
    #### Duties
    <BLANKLINE>
    1\. Each \[Party\] shall act.
    """
    return "\n\n".join(_blocks(treaty)) + "\n"


def _blocks(treaty: Treaty) -> Iterator[str]:
    for is_table, run in itertools.groupby(paragraphs(treaty), lambda each: each.kind is LeafKind.TABLE):
        rows = list(run)
        yield from [_table(rows)] if is_table else _text(rows)


def _table(rows: list[Paragraph]) -> str:
    """Rows whose cells are parted by tabs, the first as the head, as Markdown wants it."""
    cells = [[escaped(words) for words in row.text.split("\t")] for row in rows]
    width = max(map(len, cells))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _text(run: Iterable[Paragraph]) -> Iterator[str]:
    """The paragraphs; what a provision is called stands one level below its number."""
    before = None
    for paragraph in run:
        mark = f"{'#' * paragraph.heading_level} " if paragraph.heading_level else ""
        below = mark and before is not None and before == paragraph.provision
        before = paragraph.provision if mark else None
        yield f"{'#' if below else ''}{mark}{escaped(paragraph.text)}"
