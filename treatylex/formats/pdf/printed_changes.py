"""Printed changes: a document that was printed while its tracked changes were shown, in colours, underlined and struck.

Guarantee: underlined words are taken for words put in only where others, coloured too, are struck through; else nothing
tells them from emphasis, and they are read like any others.
"""

import itertools
from collections.abc import Sequence

from treatylex.formats.pdf.characters import Character


def without_printed_changes(
    pages: Sequence[Sequence[Character]], *, original: bool
) -> tuple[list[Sequence[Character]], int]:
    """The characters of each page, marked as gone those that are none with all changes accepted; and their count.

    Args:
        pages: the characters of each page, in the order of the file.
        original: as they were before the changes, instead.
    """
    changed = [[_change(each) for each in page] for page in pages]
    if {True, False} - {each for page in changed for each in page}:
        return list(pages), 0
    count = sum(1 for page in changed for kind, _ in itertools.groupby(page) if kind is not None)
    kept: list[Sequence[Character]] = [
        [
            each if kind is None else each._replace(struck=False, gone=kind is original)
            for each, kind in zip(page, kinds, strict=True)
        ]
        for page, kinds in zip(pages, changed, strict=True)
    ]
    return kept, count


def _change(character: Character) -> bool | None:
    """Whether a character was put in, `False` for one that was struck, `None` for one that stays as it is."""
    if not character.coloured:
        return None
    return False if character.struck else True if character.underlined else None
