"""Concordances: one provision across many treaties, as rows and as a page.

Guarantees: every treaty appears, in the order given, those in which it was not found with these words; rows have
the fields of `ConcordanceRow`, in their order; the page loads nothing and lets no script run.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.comparing.telling.concordance import Answer
from treatylex.model.citations import citation
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.provisions import Treaty
from treatylex.reporting.pages import digest_of, environment, resource
from treatylex.source import one_line

NOT_FOUND = "not found"
"""Stands in the place of a kind of clause where no clause of a treaty answered; it may have one by another name."""


@attrs.frozen(kw_only=True)
class ConcordanceRow:
    """One clause that answers, or that none was found; phrases of one field are joined by " / ".

    `found_by` says how: by the address, a heading, a defined term, a synonym in a heading, the words of the clause,
    a pattern, or the likeness of its article to that of another treaty, with the `score` of that.
    """

    source: str
    title: str
    kind: str
    place: str
    eid: str
    bearer: str
    modal: str
    action: str
    conditions: str
    exceptions: str
    times: str
    references: str
    found_by: str
    score: str
    text: str


COLUMNS = ("source", "kind", "place", "bearer", "modal", "action", "conditions", "exceptions", "times")
"""The columns that a table for the eye has room for."""


def concordance_rows(answers: Iterable[Answer]) -> Iterator[ConcordanceRow]:
    """The clauses that answer, treaty by treaty."""
    for answer in answers:
        for clause in answer.clauses or (None,):
            yield _row(answer, clause)


def concordance_summary(answers: Sequence[Answer]) -> str:
    """How many treaties have the provision, in one line.

    >>> from treatylex.comparing.telling.concordance import concordance
    >>> from treatylex.parsing.reader import parse
    >>> concordance_summary(concordance([parse("Visits are free."), parse("The Council shall meet.")], "visits"))
    'found in 1 of 2 treaties'
    """
    having = sum(map(bool, answers))
    return f"found in {having:,} of {len(answers):,} {'treaty' if len(answers) == 1 else 'treaties'}"


def concordance_page(answers: Sequence[Answer], on: str) -> str:
    """The treaties side by side as one HTML document, a row a clause."""
    style = resource("index.css")
    groups = [(answer, [_row(answer, clause) for clause in answer.clauses]) for answer in answers]
    safe = environment().filters["safe"]
    page: str = (
        environment()
        .get_template("concordance.html")
        .render(
            on=on,
            summary=concordance_summary(answers),
            groups=[
                {
                    "name": _name(answer.treaty),
                    "title": one_line(answer.treaty.title),
                    "found_by": _found(answer),
                    "rows": rows,
                }
                for answer, rows in groups
            ],
            style=safe(style),
            style_hash=digest_of(style),
        )
    )
    return page


def _name(treaty: Treaty) -> str:
    return treaty.source.name


def _found(answer: Answer) -> str:
    if answer.found_by is None:
        return ""
    return f"by {answer.found_by.value}" + ("" if answer.score is None else f" ({answer.score:.2f})")


def _row(answer: Answer, clause: Clause | None) -> ConcordanceRow:
    treaty = answer.treaty
    phrases = {name: "" if clause is None else _phrase(getattr(clause, name)) for name in _PHRASES}
    return ConcordanceRow(
        source=_name(treaty),
        title=one_line(treaty.title),
        kind=NOT_FOUND if clause is None else clause.kind.value,
        place="" if clause is None else citation(treaty, clause),
        eid="" if clause is None else clause.eid,
        references="" if clause is None else " / ".join(one_line(r.text) for r in clause.references),
        found_by=answer.found_by.value if answer.found_by else "",
        score="" if answer.score is None else f"{answer.score:.2f}",
        text="" if clause is None else one_line(clause.text),
        **phrases,
    )


_PHRASES = ("bearer", "modal", "action", "conditions", "exceptions", "times")


def _phrase(value: Phrase | tuple[Phrase, ...] | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, Phrase) else " / ".join(map(str, value))
