"""Codings as tables and as a page that shows every quotation in its context.

Guarantees: the wide table has a row a treaty and a column a variable; the long one a row for each quotation, or for
each value without any; the page escapes every word, loads nothing and lets no script run.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.coding.agreement import Agreement
from treatylex.model.citations import citation
from treatylex.model.codings import Coding, Evidence, Value
from treatylex.model.provisions import Treaty
from treatylex.reporting.pages import rendered
from treatylex.source import Span, one_line

_CONTEXT = 220
"""How much is shown before and after a quotation, as far as its paragraph reaches."""
_PARAGRAPH_END = re.compile(r"\n\s*\n")


@attrs.frozen(kw_only=True)
class CodedQuote:
    """A quotation with what stands before and after it, its place, and the rule that found it."""

    before: str
    text: str
    after: str
    place: str
    rule: str


@attrs.frozen(kw_only=True)
class CodedRow:
    """One quotation for one value of one treaty; without any, the value alone. Positions count code points from 0."""

    source: str
    title: str
    scheme: str
    version: str
    variable: str
    value: str
    rule: str
    place: str
    eid: str
    start: str
    end: str
    text: str


@attrs.frozen(kw_only=True)
class CodedTreaty:
    """What the page tells of one treaty: its name, and each variable with its value and quotations."""

    name: str
    title: str
    variables: tuple[tuple[str, str, tuple[CodedQuote, ...]], ...]


def told(value: Value) -> str:
    """A value in one cell: the items of a list are parted by "; "."""
    return value if isinstance(value, str) else "; ".join(value)


def wide_row(treaty: Treaty, coding: Coding) -> tuple[str, ...]:
    """A treaty's name and title, and its values in the order of the scheme."""
    return treaty.source.name, one_line(treaty.title), *map(told, coding.values.values())


def long_rows(treaty: Treaty, coding: Coding) -> Iterator[CodedRow]:
    """The quotations for every value, and the values without any."""
    for variable, value in coding.values.items():
        for quote in coding.evidence.get(variable) or (None,):
            yield _row(treaty, coding, variable, told(value), quote)


def _row(treaty: Treaty, coding: Coding, variable: str, value: str, quote: Evidence | None) -> CodedRow:
    return CodedRow(
        source=treaty.source.name,
        title=one_line(treaty.title),
        scheme=coding.scheme,
        version=coding.version,
        variable=variable,
        value=value,
        rule="" if quote is None else quote.rule,
        place="" if quote is None else _place(treaty, quote),
        eid="" if quote is None else quote.eid,
        start="" if quote is None else str(quote.span.start),
        end="" if quote is None else str(quote.span.end),
        text="" if quote is None else one_line(quote.text),
    )


def _place(treaty: Treaty, quote: Evidence) -> str:
    return citation(treaty, treaty.provision(quote.eid)) if quote.eid else ""


def coded_treaty(treaty: Treaty, coding: Coding) -> CodedTreaty:
    """What the page needs of one treaty, so that the treaty itself need not be held."""
    return CodedTreaty(
        name=treaty.source.name,
        title=one_line(treaty.title),
        variables=tuple(
            (name, told(value), tuple(_quote(treaty, each) for each in coding.evidence.get(name, ())))
            for name, value in coding.values.items()
        ),
    )


def _quote(treaty: Treaty, quote: Evidence) -> CodedQuote:
    text, span = treaty.text, quote.span
    before = _PARAGRAPH_END.split(text[max(0, span.start - _CONTEXT) : span.start])
    after = _PARAGRAPH_END.split(text[span.end : span.end + _CONTEXT])
    cut_before = len(before) == 1 and span.start > _CONTEXT
    cut_after = len(after) == 1 and span.end + _CONTEXT < len(text)
    return CodedQuote(
        before=f"… {before[-1].partition(' ')[2]}" if cut_before else before[-1],
        text=Span(span.start, span.end).of(text),
        after=f"{after[0].rpartition(' ')[0]} …" if cut_after else after[0],
        place=_place(treaty, quote),
        rule=quote.rule,
    )


def codings_page(treaties: Sequence[CodedTreaty], scheme: str, version: str) -> str:
    """The review page: treaty by treaty each variable, its value, and the quotations in their context."""
    styles = ("index.css", "codings.css")
    return rendered("codings.html", styles=styles, treaties=treaties, scheme=scheme, version=version)


AGREEMENT_COLUMNS = ("variable", "treaties", "agreed", "share", "kappa", "confusions")


def agreement_rows(found: Iterable[Agreement]) -> Iterator[tuple[str, ...]]:
    """Each variable with how often it agrees, Cohen's kappa, and what was read as what; all variables last."""
    total = agreed = 0
    for each in found:
        total, agreed = total + each.total, agreed + each.agreed
        kappa = "" if each.kappa is None else f"{each.kappa:.2f}"
        confusions = "; ".join(f"{gold} as {coded} ({count})" for gold, coded, count in each.confusions)
        share = f"{each.agreed / each.total:.3f}"
        yield each.variable, str(each.total), str(each.agreed), share, kappa, confusions
    if total:
        yield "all", str(total), str(agreed), f"{agreed / total:.3f}", "", ""
