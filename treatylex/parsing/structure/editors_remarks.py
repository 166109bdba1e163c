"""Remarks: what a chair, a drafter or an editor says of the text, in brackets within it or in a paragraph beside it.

Guarantees: only what opens by saying whose remark it is ("Chair's note: …") is one, up to the end of its bracket or its
paragraph; outside brackets and quotations of mails only one note is ("Comments by the Secretariat:" heads a text), and
what stands below its head only where it neither binds nor is set apart; each is told.
"""

import re
from collections.abc import Sequence

from treatylex.errors import Diagnostic
from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.layout import Line, pattern, wrap_width
from treatylex.parsing.structure.typed_markup import is_quoted
from treatylex.source import Span, cut

_BRACKET = re.compile(r"[\[\]()]")
_LONGEST = 3_000
"""Characters of a remark in brackets."""
_SHOWN = 80


def leave_out_remarks(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> tuple[list[Span], list[Diagnostic]]:
    """Mark the lines of remarks as furniture; the remarks that stand within a line, and what is told of them all."""
    at = {line.start: k for k, line in enumerate(lines)}
    within: list[Span] = []
    told: list[Diagnostic] = []
    done = 0
    for match in pattern("NOTE_ON_TEXT").finditer(text):
        if match.start() < done:
            continue
        first = at.get(match.start())
        if match["bracket"]:
            span = _bracketed(text, match.start())
        else:
            span = None if first is None else _paragraph(text, lines, first, match)
        if span is None:
            continue
        done = span.end
        if first is None:
            within.append(span)
        for k in range(first, len(lines)) if first is not None else ():
            if lines[k].start >= span.end:
                break
            if lines[k].end <= span.end:
                looks[k] = LeafKind.FURNITURE
            else:
                within.append(Span(lines[k].start, span.end))
        message = f'left out as a remark on the text: "{cut(span.of(text), _SHOWN)}"'
        told.append(Diagnostic(code="left-out", message=message, span=span))
    return within, told


def _bracketed(text: str, start: int) -> Span | None:
    """From an opening bracket to the one that closes it; `None` where none does."""
    depth = 0
    for sign in _BRACKET.finditer(text, start, start + _LONGEST):
        depth += 1 if sign.group() in "[(" else -1
        if depth == 0:
            return Span(start, sign.end())
    return None


def _paragraph(text: str, lines: Sequence[Line], first: int, head: re.Match[str]) -> Span | None:
    """A remark from its first line to the end of its paragraph, or of the lines below its head where it has no more."""
    quoted = is_quoted(text, lines[first].start)
    if not quoted and not pattern("ONE_NOTE").search(head.group()):
        return None
    wrapped = wrap_width(lines) is not None
    alone = head.end() >= lines[first].end and first + 1 < len(lines)
    last = first + alone
    while last + 1 < len(lines) and (
        is_quoted(text, lines[last + 1].start) if quoted else wrapped and not lines[last + 1].gap
    ):
        last += 1
    span = Span(lines[first].start, lines[last].end)
    if alone and not quoted and (lines[first + 1].gap or pattern("BINDS").search(span.of(text))):
        return None
    return span
