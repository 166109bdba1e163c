"""Mail: what stands around a text that was pasted from one, its head, its greeting, and remarks between quoted lines.

Guarantee: only lines at the very head, and lines without the sign of a quotation where most have it, are taken for the
mail's own; each stretch of them is told.
"""

import itertools
from collections.abc import Iterator, Sequence

from treatylex.errors import Diagnostic
from treatylex.model.provisions import LeafKind
from treatylex.parsing.structure.layout import Line, pattern
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
    if ">" in text:
        quoted = [is_quoted(text, line.start) for line in lines]
        if sum(quoted) >= max(_FEWEST_QUOTED, _MOST_QUOTED * len(lines)):
            own.update(k for k, within in enumerate(quoted) if not within)
    for _, stretch in itertools.groupby(enumerate(sorted(own)), key=lambda pair: pair[1] - pair[0]):
        numbers = [k for _, k in stretch]
        for k in numbers:
            looks[k] = LeafKind.FURNITURE
        span = Span(lines[numbers[0]].start, lines[numbers[-1]].end)
        message = f'left out as lines of a mail around the text: "{cut(span.of(text), _SHOWN)}"'
        yield Diagnostic(code="mail", message=message, span=span)
