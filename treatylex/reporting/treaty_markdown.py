"""A treaty as Markdown: title, divisions and articles as headings, every paragraph as one.

Guarantees: every word stands in it in its order but page furniture; nothing in the text becomes markup.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from treatylex.model.notes import NotesOfText
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.reporting.marked_changes import escaped

_LABEL = re.compile(r"\w+")


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
    notes = _notes(treaty)
    for is_table, run in itertools.groupby(paragraphs(treaty), lambda each: each.kind is LeafKind.TABLE):
        rows = list(run)
        yield from [_table(rows, notes)] if is_table else _text(rows, notes)


def _notes(treaty: Treaty) -> NotesOfText:
    """The notes that Markdown can name: by a figure or a word, and no two alike."""
    found = NotesOfText.of(treaty)
    labels = Counter(note.text.partition(" ")[0] for note in found.notes.values())
    named = {
        mark: note
        for mark, note in found.notes.items()
        if _LABEL.fullmatch(label := note.text.partition(" ")[0]) and labels[label] == 1
    }
    return NotesOfText(found.marks, named, {note.places[0]: mark for mark, note in named.items()})


def _table(rows: list[Paragraph], notes: NotesOfText) -> str:
    """Rows whose cells are parted by tabs, the first as the head, as Markdown wants it."""
    cells = [_marked(row, notes).split("\t") for row in rows]
    width = max(map(len, cells))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _text(run: Iterable[Paragraph], notes: NotesOfText) -> Iterator[str]:
    """The paragraphs; what a provision is called stands one level below its number."""
    before = None
    for paragraph in run:
        mark = f"{'#' * paragraph.heading_level} " if paragraph.heading_level else ""
        below = mark and before is not None and before == paragraph.provision
        before = paragraph.provision if mark else None
        if paragraph.places[0] in notes.mark_of:
            label, _, words = paragraph.text.partition(" ")
            yield f"[^{label}]: {escaped(words)}"
        else:
            yield f"{'#' if below else ''}{mark}{_marked(paragraph, notes)}"


def _marked(paragraph: Paragraph, notes: NotesOfText) -> str:
    """A paragraph with the marks of its notes."""
    parts: list[str] = []
    done = 0
    for at, place in enumerate(paragraph.places):
        if place in notes.notes and at >= done:
            end = at + notes.marks[place] - place
            parts += [escaped(paragraph.text[done:at]), f"[^{paragraph.text[at:end]}]"]
            done = end
    return "".join(parts) + escaped(paragraph.text[done:])
