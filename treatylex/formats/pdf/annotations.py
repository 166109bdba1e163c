"""Annotations: what a reader of a PDF wrote on its pages; none of it is text of the file.

Guarantee: only what shows words on the page is told, text that was typed on it and stamps; remarks that open on a click
are no more than Word's comments.
"""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from treatylex.errors import Diagnostic
from treatylex.source import Place, Span, cut, one_line

_MOST = 1_000
"""So many annotations of a page are looked at."""
_LONGEST = 10_000
_QUOTED = 120
"""Characters of an annotation that a message quotes."""


def written_on(page: Any, raw: Any) -> Iterator[str]:
    """The words that are typed and stamped on a page."""
    shown = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WATERMARK)
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        mark = raw.FPDFPage_GetAnnot(page.raw, index)
        if not mark:
            continue
        if raw.FPDFAnnot_GetSubtype(mark) in shown and (words := one_line(_contents(mark, raw))):
            yield words
        raw.FPDFPage_CloseAnnot(mark)


def _contents(mark: Any, raw: Any) -> str:
    held = (ctypes.c_ushort * _LONGEST)()
    size = raw.FPDFAnnot_GetStringValue(mark, b"Contents", held, ctypes.sizeof(held))
    return bytes(held)[: min(size, ctypes.sizeof(held))].decode("utf-16-le", "ignore").rstrip("\0")


def told_annotations(written: Sequence[Sequence[str]], places: Sequence[Place]) -> Iterator[Diagnostic]:
    """What is told of the words that are written on each page, where it begins in the text."""
    starts = {place.page: place.span.start for place in reversed(places)}
    for number, words in enumerate(written, 1):
        at = starts.get(number, 0)
        for each in words:
            told = f'left out as what a reader wrote on page {number}: "{cut(each, _QUOTED)}"'
            yield Diagnostic(code="left-out", message=told, span=Span(at, at))
