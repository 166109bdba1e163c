"""Notes: the footnotes of a treaty, and where its text refers to them.

Guarantee: a mark leads to the next note that begins with it, and no note has two marks.
"""

import attrs

from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import LeafKind, Treaty


@attrs.frozen
class NotesOfText:
    """The notes of a treaty: for each mark in its text, by where that begins, its end and the note's paragraph.

    >>> from treatylex.parsing.reader import parse
    >>> NotesOfText.of(parse("Each Party shall act.")).notes
    {}

    `mark_of` leads from where a note begins to where its mark does.
    """

    marks: dict[int, int]
    notes: dict[int, Paragraph]
    mark_of: dict[int, int]

    @classmethod
    def of(cls, treaty: Treaty) -> "NotesOfText":
        """The notes of a treaty; a mark belongs to the next note that begins with it."""
        marks: dict[int, int] = {}
        notes: dict[int, Paragraph] = {}
        waiting: list[tuple[str, int]] = []
        leaves = iter([leaf for leaf in treaty.leaves if leaf.kind is LeafKind.FOOTNOTE])
        leaf = next(leaves, None)
        for paragraph in paragraphs(treaty):
            if paragraph.kind is LeafKind.FOOTNOTE:
                k = next((k for k, (label, _) in enumerate(waiting) if _begins(paragraph.text, label)), None)
                if k is not None:
                    notes[waiting.pop(k)[1]] = paragraph
            while leaf is not None and leaf.span.start < paragraph.span.end:
                if paragraph.kind is not LeafKind.FOOTNOTE:
                    marks[leaf.span.start] = leaf.span.end
                    waiting.append((leaf.text, leaf.span.start))
                leaf = next(leaves, None)
        return cls(marks, notes, {note.places[0]: mark for mark, note in notes.items()})


def _begins(text: str, label: str) -> bool:
    return text == label or text.startswith(f"{label} ")


def label_length(paragraph: Paragraph) -> int:
    """How many characters of a note are its label and the blank behind it."""
    return paragraph.text.find(" ") + 1 or len(paragraph.text)


def words_of(paragraph: Paragraph) -> str:
    """What a note says, without its label."""
    return paragraph.text[label_length(paragraph) :]
