"""Mail: what stands around a text that was pasted from one, its head, its greeting, and remarks between quoted lines.

Guarantee: only lines at the very head, lines without the sign of a quotation where most have it, or where a head is
known and only quoted lines are numbered, and of a mail that forwards or answers others all but the first that binds,
are taken for the mail's own; each stretch of them is told.
"""

import bisect
import itertools
from collections.abc import Iterator, Sequence

from treatylex.errors import Diagnostic
from treatylex.language import grammar
from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.layout import Line, pattern
from treatylex.parsing.structure.markers import Stretch, markers_in
from treatylex.parsing.structure.typed_markup import is_quoted
from treatylex.source import Span, cut

_FEWEST_HEADS = 2
_FEWEST_QUOTED = 3
_MOST_QUOTED = 0.5
_SHOWN = 80
"""Characters of what is left out that a message quotes."""


def leave_out_mail(text: str, lines: Sequence[Line], looks: list[LeafKind]) -> Iterator[Diagnostic]:
    """Mark the lines of a mail around the text as furniture, and tell each stretch of them."""
    head = pattern("MAIL_HEAD")
    heads = list(itertools.takewhile(lambda line: head.fullmatch(text, line.start, line.end), lines))
    own = set(range(len(heads))) if len(heads) >= _FEWEST_HEADS else set()
    stretches = list(_mails(text, lines))
    if stretches:
        own.update(_around(text, lines, stretches))
    elif ">" in text:
        quoted = [is_quoted(text, line.start) for line in lines]
        is_draft = bool(own) and _divides_only(text, lines, quoted)
        enough = 0 if is_draft else _MOST_QUOTED * len(lines)
        if sum(quoted) >= max(_FEWEST_QUOTED, enough):
            own.update(k for k, within in enumerate(quoted) if not within)
    parts = [part.start for part in stretches]  # each mail is told by itself
    for _, stretch in itertools.groupby(
        enumerate(sorted(own)), key=lambda pair: (pair[1] - pair[0], bisect.bisect(parts, pair[1]))
    ):
        numbers = [k for _, k in stretch]
        for k in numbers:
            looks[k] = LeafKind.FURNITURE
        span = Span(lines[numbers[0]].start, lines[numbers[-1]].end)
        message = f'left out as lines of a mail around the text: "{cut(span.of(text), _SHOWN)}"'
        yield Diagnostic(code="mail", message=message, span=span)


def _divides_only(text: str, lines: Sequence[Line], quoted: Sequence[bool]) -> bool:
    """Whether articles, paragraphs or points are numbered in lines that are quoted and in no others."""
    divides = {within for line, within in zip(lines, quoted, strict=True) if _opens_division(text, line)}
    return divides == {True}


def _opens_division(text: str, line: Line) -> bool:
    """Whether a line begins with the number of an article, a paragraph or a point."""
    if pattern("ARTICLE_WORD").match(text, line.start, line.end):
        return True
    first = next(markers_in(text, Stretch(line.start, line.end, line.gap, False)), None)
    return first is not None and first.start == line.start and first.number is not None


def _mails(text: str, lines: Sequence[Line]) -> Iterator[range]:
    """The lines of each mail in a text that forwards or answers some, with what parts it from the one above it."""
    parts = pattern("MAIL_FORWARDED")
    starts = [
        k
        for k, line in enumerate(lines)
        if parts.fullmatch(text, _unquoted(text, line), line.end) and _heads(text, lines, k + 1) >= _FEWEST_HEADS
    ]
    if starts:
        yield from map(range, [0, *starts], [*starts, len(lines)])


def _heads(text: str, lines: Sequence[Line], start: int) -> int:
    """How many lines from one on are of a mail's head."""
    end = start
    while end < len(lines) and pattern("MAIL_HEAD").fullmatch(text, _unquoted(text, lines[end]), lines[end].end):
        end += 1
    return end - start


def _unquoted(text: str, line: Line) -> int:
    """Where a line begins behind the signs of quotation."""
    at = line.start
    while at < line.end and text[at] in "> ":
        at += 1
    return at


def _around(text: str, lines: Sequence[Line], mails: Sequence[range]) -> Iterator[int]:
    """The lines of all mails but the first that binds, or else the last, and those of its head."""
    binding = grammar.pattern("modal", "OF_LAW")
    said = (" ".join(text[lines[k].start : lines[k].end] for k in mail) for mail in mails)
    binds = [binding.search(grammar.lower(each)) is not None for each in said]
    chosen = binds.index(True) if any(binds) else len(mails) - 1
    for number, mail in enumerate(mails):
        if number != chosen:
            yield from mail
        elif number:
            yield from mail[: 1 + _heads(text, lines, mail.start + 1)]
