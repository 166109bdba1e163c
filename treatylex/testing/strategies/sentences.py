"""Sentences as treaties write them, drawn part by part: who must, may or must not do what, when, unless what.

The words are spelled here and not taken from the grammar, so that a word that the grammar loses is missed.
"""

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st

from treatylex.model.clauses import BearerReason, ClauseKind, PhraseRole
from treatylex.model.periods import Period, PeriodRelation, PeriodUnit
from treatylex.model.references import Link, ResolutionStatus, Target


@attrs.frozen(kw_only=True)
class Pointer:
    """A reference as a sentence words it, and where it must lead."""

    text: str
    target: Target
    link: Link


@attrs.frozen(kw_only=True)
class Modifier:
    """A condition, exception, time, manner or purpose; `pointer` is the reference that ends it, if one does."""

    role: PhraseRole
    opener: str
    rest: str = ""
    pointer: Pointer | None = None
    period: Period | None = None

    @property
    def text(self) -> str:
        """The words, without a capital."""
        return " ".join(filter(None, (self.opener, self.rest, self.pointer.text if self.pointer else "")))


@attrs.frozen(kw_only=True)
class Deed:
    """What is done: the words of an action, the party that they name, and how or what for it is done."""

    text: str
    counterparty: str | None = None
    modifiers: tuple[Modifier, ...] = ()
    time: Modifier | None = None
    exception: Modifier | None = None


@attrs.frozen(kw_only=True)
class Front:
    """What stands before the deed: who or what, and under which modal."""

    kind: ClauseKind
    subject: str
    modal: str
    reason: BearerReason | None = None
    term: str | None = None
    condition: Modifier | None = None


@attrs.frozen(kw_only=True)
class Sentence:
    """A whole sentence."""

    front: Front
    deed: Deed


# ---- Words ----------------------------------------------------------------------------------------------------------

_ONE = ("each Party", "the Council", "the Depositary", "the receiving State")
_SEVERAL = ("the Parties", "the Contracting States", "the two Governments")
ACTORS = {
    "each Party": "each_party",
    "neither Party": "each_party",
    "the other Party": "other_party",
    "the Parties": "each_party",
    "the Contracting States": "each_party",
    "the two Governments": "each_party",
    "the Council": "council",
    "the Depositary": "depositary",
    "the Secretariat": "secretariat",
    "the receiving State": "receiving_state",
}
"""Who those are that sentences name, in words that are the same in every treaty."""
_DEEDS = (
    Deed(text="cooperate"),
    Deed(text="pay"),
    Deed(text="inform the Secretariat", counterparty="the Secretariat"),
    Deed(text="keep records of catches"),
    Deed(text="publish the list of ports"),
    Deed(text="consult the other Party", counterparty="the other Party"),
    Deed(text="transmit copies to the other Party", counterparty="the other Party"),
    Deed(text="request assistance"),
)
_MODALS = {
    ClauseKind.OBLIGATION: (("shall", "shall"), ("must", "must"), ("undertakes to", "undertake to")),
    ClauseKind.PROHIBITION: (("shall not", "shall not"), ("must not", "must not")),
    ClauseKind.PERMISSION: (("may", "may"), ("is free to", "are free to")),
    ClauseKind.RIGHT: (("has the right to", "have the right to"), ("is entitled to", "are entitled to")),
    ClauseKind.EXEMPTION: (("is not required to", "are not required to"), ("need not", "need not")),
    ClauseKind.RECOMMENDATION: (("should", "should"),),
}
_PASSIVES = (("the list", "be published"), ("all claims", "be settled"), ("requests", "be made in French"))
_EFFECTS = (("this Treaty", "enter into force"), ("this Treaty", "remain in force"), ("this Treaty", "apply"))
_STATEMENTS = (("recognise", "the importance of the lake"), ("reaffirm", "their friendship"))
_SAVED = ("affect the rights of third States", "prejudice the status of the islands")
_TERMS = (("“Vessel”", "any craft used for fishing"), ("the term “catch”", "the fish landed in a port"))
_CONDITIONS = (
    Modifier(role=PhraseRole.CONDITION, opener="if", rest="a dispute arises"),
    Modifier(role=PhraseRole.CONDITION, opener="in the event of", rest="an armed attack"),
    Modifier(role=PhraseRole.CONDITION, opener="where", rest="the Council so decides"),
    Modifier(role=PhraseRole.CONDITION, opener="whenever", rest="the safety of the lake is in question"),
)
_EXCEPTIONS = (
    Modifier(role=PhraseRole.EXCEPTION, opener="unless", rest="the Council decides otherwise"),
    Modifier(role=PhraseRole.EXCEPTION, opener="except where", rest="the Parties agree otherwise"),
)
_TIMES = (
    Modifier(role=PhraseRole.TIME, opener="without delay"),
    Modifier(
        role=PhraseRole.TIME,
        opener="within thirty days",
        period=Period(relation=PeriodRelation.WITHIN, amount=30, unit=PeriodUnit.DAY),
    ),
    Modifier(role=PhraseRole.TIME, opener="at any time"),
    Modifier(
        role=PhraseRole.TIME,
        opener="every two years",
        period=Period(relation=PeriodRelation.EVERY, amount=2, unit=PeriodUnit.YEAR),
    ),
)
_MANNERS = (
    Modifier(role=PhraseRole.MANNER, opener="in good faith"),
    Modifier(role=PhraseRole.MANNER, opener="by peaceful means"),
    Modifier(role=PhraseRole.PURPOSE, opener="with a view to", rest="a settlement"),
)
_CHARTER = Target(instrument="Charter of the United Nations", path="art_51", work="un-charter")
CHARTER = Pointer(
    text="Article 51 of the Charter of the United Nations",
    target=_CHARTER,
    link=Link(status=ResolutionStatus.EXTERNAL, work="un-charter"),
)


# ---- Strategies -----------------------------------------------------------------------------------------------------


def _maybe(strategy: st.SearchStrategy[Modifier]) -> st.SearchStrategy[Modifier | None]:
    return st.one_of(st.none(), strategy)


@st.composite
def deeds(draw: st.DrawFn, pointers: Sequence[Pointer] = (CHARTER,)) -> Deed:
    """What somebody must, may or must not do."""
    manners = st.sampled_from(_MANNERS)
    if pointers:
        according = (
            Modifier(role=PhraseRole.MANNER, opener="in accordance with", pointer=pointer) for pointer in pointers
        )
        manners = st.one_of(manners, st.sampled_from(tuple(according)))
    modifiers = tuple(draw(st.lists(manners, max_size=1)))
    # "with a view to a settlement within thirty days": nothing tells whether the deed or the settlement is in time.
    timed = not any(modifier.role is PhraseRole.PURPOSE for modifier in modifiers)
    return attrs.evolve(
        draw(st.sampled_from(_DEEDS)),
        modifiers=modifiers,
        time=draw(_maybe(st.sampled_from(_TIMES))) if timed else None,
        exception=draw(_maybe(st.sampled_from(_EXCEPTIONS))),
    )


@st.composite
def fronts(draw: st.DrawFn, kinds: Sequence[ClauseKind], pointers: Sequence[Pointer] = ()) -> Front:
    """Who must, may or must not; only of kinds that have a bearer."""
    kind = draw(st.sampled_from(kinds))
    condition = draw(_maybe(_conditions(pointers)))
    if kind is ClauseKind.PROHIBITION and draw(st.booleans()):
        return Front(kind=kind, subject="neither Party", modal="shall", condition=condition)
    one, several = draw(st.sampled_from(_MODALS[kind]))
    subject = draw(st.sampled_from((*_ONE, *_SEVERAL)))
    return Front(kind=kind, subject=subject, modal=one if subject in _ONE else several, condition=condition)


def _conditions(pointers: Sequence[Pointer]) -> st.SearchStrategy[Modifier]:
    subject_to = (Modifier(role=PhraseRole.CONDITION, opener="subject to", pointer=pointer) for pointer in pointers)
    return st.sampled_from((*_CONDITIONS, *subject_to))


BORNE = tuple(_MODALS)
"""The kinds of clauses that somebody bears: a list of points can share such a front."""
KINDS = (*BORNE, ClauseKind.CONSTITUTIVE, ClauseKind.DEFINITION, ClauseKind.DECLARATION, ClauseKind.SAVING)
"""The kinds of clauses that are drawn."""


@st.composite
def sentences(
    draw: st.DrawFn, kinds: Sequence[ClauseKind] = KINDS, pointers: Sequence[Pointer] = (CHARTER,)
) -> Sentence:
    """Sentences of these kinds, which refer to nothing but `pointers`."""
    kind = draw(st.sampled_from(kinds))
    if kind is ClauseKind.OBLIGATION and draw(st.integers(0, 3)) == 3:
        subject, words = draw(st.sampled_from(_PASSIVES))
        front = Front(kind=kind, subject=subject, modal="shall", reason=BearerReason.PASSIVE)
        return Sentence(front=front, deed=Deed(text=words, time=draw(_maybe(st.sampled_from(_TIMES)))))
    if kind in BORNE:
        return Sentence(front=draw(fronts((kind,), pointers)), deed=draw(deeds(pointers)))
    return draw(_unborne(kind))


@st.composite
def _unborne(draw: st.DrawFn, kind: ClauseKind) -> Sentence:
    """A sentence that binds nobody in particular."""
    if kind is ClauseKind.DEFINITION:
        words, meaning = draw(st.sampled_from(_TERMS))
        term = words[words.index("“") + 1 : -1]
        front = Front(kind=kind, subject=words, modal="means", reason=BearerReason.DEFINITION, term=term)
        return Sentence(front=front, deed=Deed(text=meaning))
    if kind is ClauseKind.DECLARATION:
        modal, words = draw(st.sampled_from(_STATEMENTS))
        return Sentence(front=Front(kind=kind, subject="the Parties", modal=modal), deed=Deed(text=words))
    if kind is ClauseKind.SAVING:
        front = Front(kind=kind, subject="nothing in this Treaty", modal="shall", reason=BearerReason.SAVING)
        return Sentence(front=front, deed=Deed(text=draw(st.sampled_from(_SAVED))))
    subject, words = draw(st.sampled_from(_EFFECTS))
    front = Front(kind=kind, subject=subject, modal="shall", reason=BearerReason.CONSTITUTIVE)
    return Sentence(front=front, deed=Deed(text=words))
