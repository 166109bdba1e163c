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
from treatylex.reporting.pages import rendered
from treatylex.source import one_line

NOT_FOUND = "not found"
"""Stands in the place of a kind of clause where no clause of a treaty answered; it may have one by another name."""


@attrs.frozen(kw_only=True)
class ConcordanceRow:
    """What one treaty says, or that nothing was found; or one clause of it. Several phrases are joined by " / ".

    `found_by` says how: by a coding scheme, whose `value` stands beside, by the address, a heading, a defined term, a
    synonym in a heading, the words of the clause, a pattern, or the likeness of its article to that of another treaty,
    with the `score` of that. `subject` is what is spoken of where nobody bears: "No reservations" may be made.
    """

    source: str
    title: str
    kind: str
    value: str
    place: str
    eid: str
    bearer: str
    subject: str
    modal: str
    action: str
    conditions: str
    exceptions: str
    times: str
    references: str
    found_by: str
    score: str
    text: str


COLUMNS = (
    "source",
    "found_by",
    "kind",
    "place",
    "bearer",
    "subject",
    "modal",
    "action",
    "conditions",
    "exceptions",
    "times",
)
"""The columns that a table for the eye has room for."""


def concordance_rows(answers: Iterable[Answer], *, long: bool = False) -> Iterator[ConcordanceRow]:
    """One row a treaty, in the order given; when `long`, one row a clause that answers."""
    for answer in answers:
        if long and answer.clauses:
            for clause in answer.clauses:
                yield _row(answer, (clause,))
        else:
            yield _row(answer, answer.clauses)


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
    groups = [(answer, list(concordance_rows([answer], long=True)) if answer else []) for answer in answers]
    return rendered(
        "concordance.html",
        styles=("index.css",),
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
    )


def _name(treaty: Treaty) -> str:
    return treaty.source.name


def _found(answer: Answer) -> str:
    if answer.found_by is None:
        return ""
    return f"by {answer.found_by.value}" + ("" if answer.score is None else f" ({answer.score:.2f})")


def _row(answer: Answer, clauses: Sequence[Clause]) -> ConcordanceRow:
    treaty = answer.treaty
    phrases = {name: _joined(_phrase(getattr(clause, name)) for clause in clauses) for name in _PHRASES}
    return ConcordanceRow(
        source=_name(treaty),
        title=one_line(treaty.title),
        kind=_joined(clause.kind.value for clause in clauses) if answer else NOT_FOUND,
        value=answer.value,
        subject=_joined(_phrase(clause.subject) for clause in clauses if clause.bearer is None),
        place=_joined(_places(answer, clauses)),
        eid=_joined(clause.eid for clause in clauses),
        references=_joined(one_line(r.text) for clause in clauses for r in clause.references),
        found_by=answer.found_by.value if answer.found_by else "",
        score="" if answer.score is None else f"{answer.score:.2f}",
        text=_joined(_texts(answer, clauses)),
        **phrases,
    )


def _places(answer: Answer, clauses: Sequence[Clause]) -> Iterator[str]:
    """Where it stands: the clauses, or the provisions of passages that hold none."""
    yield from (citation(answer.treaty, clause) for clause in clauses)
    if not clauses:
        provisions = (answer.treaty.provision_at(passage.start) for passage in answer.passages)
        yield from (citation(answer.treaty, provision) for provision in provisions if provision is not None)


def _texts(answer: Answer, clauses: Sequence[Clause]) -> Iterator[str]:
    """What it says: of one row a treaty the passages as they stand, else the clauses."""
    if answer.passages and len(clauses) == len(answer.clauses):
        yield from (one_line(passage.of(answer.treaty.text)) for passage in answer.passages)
    else:
        yield from (one_line(clause.text) for clause in clauses)


def _joined(parts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(filter(None, parts)))


_PHRASES = ("bearer", "modal", "action", "conditions", "exceptions", "times")


def _phrase(value: Phrase | tuple[Phrase, ...] | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, Phrase) else " / ".join(map(str, value))
