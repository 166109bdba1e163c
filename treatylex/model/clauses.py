"""Clauses: who must, may or must not do what, when, unless what."""

import enum
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from treatylex.model.periods import Period
from treatylex.source import Span, cut, one_line, pretty

if TYPE_CHECKING:
    from treatylex.model.references import Reference


class ClauseKind(enum.StrEnum):
    """What a clause does in law, after LegalRuleML's prescriptive and constitutive statements."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    RIGHT = "right"
    EXEMPTION = "exemption"
    RECOMMENDATION = "recommendation"
    CONSTITUTIVE = "constitutive"
    DEFINITION = "definition"
    DECLARATION = "declaration"
    SAVING = "saving"
    RECITAL = "recital"


class PhraseRole(enum.StrEnum):
    """The part that a phrase plays in its clause."""

    SUBJECT = "subject"
    BEARER = "bearer"
    COUNTERPARTY = "counterparty"
    MODAL = "modal"
    ACTION = "action"
    CONDITION = "condition"
    EXCEPTION = "exception"
    TIME = "time"
    MANNER = "manner"
    PURPOSE = "purpose"
    TERM = "term"
    ANTECEDENT = "antecedent"


class PhraseJoin(enum.StrEnum):
    """How a modifier is joined to the one before it: both must hold, or one of them."""

    AND = "and"
    OR = "or"


class BearerReason(enum.StrEnum):
    """Why a clause names no bearer."""

    PASSIVE = "passive"
    INANIMATE = "inanimate"
    UNKNOWN = "unknown"
    CONSTITUTIVE = "constitutive"
    DEFINITION = "definition"
    SAVING = "saving"
    IMPERSONAL = "impersonal"
    UNSTATED = "unstated"


JOINED = "+"
"""What stands between the names of several actors."""


@attrs.frozen(kw_only=True)
class Phrase:
    """A contiguous stretch of the text that plays one part in a clause.

    `text` is verbatim (`treaty.text[span.start:span.end]`); `normalized` is the same without line wraps, page
    furniture, soft hyphens and doubled blanks, and with blanks that are missing ("ofthe"): what comparison and search
    use. `opener` is the cue that opens a modifier ("unless"), in lower case. `inherited` says that the phrase stands
    elsewhere: in the chapeau, behind the list, or in another clause of the sentence. `parts` holds the modifiers nested
    in this one.

    `actor` names who a subject, bearer or counterparty is, in words that are the same in every treaty: `each_party`,
    `requesting_state`, `joint_committee`, `france` (docs/clauses.md lists them); several are joined by "+". A pronoun
    has an `antecedent`, the noun phrase that it stands for, where that is certain. A time has a `period` where it can
    be computed. `join` says how a modifier is joined to the one of its role before it: `or` makes them alternatives.
    """

    role: PhraseRole
    text: str
    span: Span = attrs.field(eq=False)
    normalized: str
    opener: str | None = None
    inherited: bool = False
    parts: tuple["Phrase", ...] = ()
    join: PhraseJoin | None = None
    actor: str | None = None
    antecedent: "Phrase | None" = None
    period: Period | None = None

    def walk(self) -> "Iterator[Phrase]":
        """This phrase and those nested in it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def __str__(self) -> str:
        return self.normalized


@attrs.frozen(kw_only=True)
class Doubt:
    """A reading that is probably wrong: which field of the clause, and why.

    `field` is the name of the field, `why` says in a lawyer's words what speaks against what was read, and `instead`
    is what the field would be otherwise, in the words of the text, where that can be told.
    """

    field: str
    instead: str | None = None
    why: str

    def __str__(self) -> str:
        return f"{self.field}: {self.why}" + (f'; perhaps "{self.instead}"' if self.instead else "")


SINGLE_FIELDS = ("modal", "subject", "bearer", "counterparty", "action", "term")
"""The fields of a clause that hold one phrase or none."""
MODIFIER_FIELDS = ("conditions", "exceptions", "times", "manners", "purposes")
"""The fields of a clause that hold its modifiers, any number each."""


@attrs.frozen(kw_only=True)
class Clause:
    """One finite provision, read into its parts.

    `subject` is the grammatical subject; `bearer` only who holds the duty, right or permission, else `None` and
    `bearer_reason`. `span` covers the clause's own words (an item of a list: the item, not its chapeau). `doubts` are
    the fields whose reading is probably wrong.
    """

    kind: ClauseKind
    eid: str
    text: str
    span: Span = attrs.field(eq=False)
    subject: Phrase | None = None
    bearer: Phrase | None = None
    bearer_reason: BearerReason | None = None
    counterparty: Phrase | None = None
    modal: Phrase | None = None
    action: Phrase | None = None
    conditions: tuple[Phrase, ...] = ()
    exceptions: tuple[Phrase, ...] = ()
    times: tuple[Phrase, ...] = ()
    manners: tuple[Phrase, ...] = ()
    purposes: tuple[Phrase, ...] = ()
    term: Phrase | None = None
    references: tuple["Reference", ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def modifiers(self) -> tuple[Phrase, ...]:
        """Conditions, exceptions, times, manners and purposes, outermost ones only."""
        return (*self.conditions, *self.exceptions, *self.times, *self.manners, *self.purposes)

    def phrases(self, name: str) -> tuple[Phrase, ...]:
        """The phrases of one field, those nested in them included: none, one or several."""
        return tuple(nested for phrase in field_phrases(self, name) for nested in phrase.walk())

    def __str__(self) -> str:
        """The clause in one line, as it reads: what it takes over from a chapeau or another clause, then its own words.

        >>> from treatylex.parsing.reader import parse
        >>> str(parse("Each Party shall: (a) report; (b) keep its records.").clauses[1])
        'Each Party shall keep its records'
        """
        taken = [phrase.normalized for phrase in (self.subject, self.modal) if phrase is not None and phrase.inherited]
        return " ".join([*taken, one_line(self.text)])

    def __repr__(self) -> str:
        core = (f'"{self.subject}"' if self.subject else "", self.modal, self.action)
        words = " ".join(str(part) for part in core if part) or self.text
        return f"<Clause {self.eid} {self.kind.value} {cut(words, 72)}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        pretty(printer, f"treatylex.parse({f'{self.text}.'!r}).clauses[0]", repr(self))

    def _repr_html_(self) -> str:
        """The words and their parts as notebooks show them."""
        from treatylex.reporting.html import fragment

        return fragment(self)


def field_phrases(clause: Clause, name: str) -> tuple[Phrase, ...]:
    """The phrases that a field of a clause holds, outermost ones only."""
    value: Phrase | tuple[Phrase, ...] | None = getattr(clause, name)
    if value is None:
        return ()
    return (value,) if isinstance(value, Phrase) else value
