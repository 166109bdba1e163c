"""Binding: whether two clauses bind, forbid, free or state alike, whichever words they do it with.

Guarantee: the same from either side.
"""

import re
from collections import Counter
from collections.abc import Iterable

from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.usage import bases_of
from treatylex.language.grammar import pattern
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.source import Span, uncovered, union

STATING = frozenset({ClauseKind.CONSTITUTIVE, ClauseKind.DEFINITION})


_HELD = frozenset({ClauseKind.RIGHT, ClauseKind.EXEMPTION})
"""Kinds of what somebody has, or is free of, whether the text says that it shall be so or that it is so."""


TOLD = STATING | _HELD | {ClauseKind.DECLARATION}
"""Kinds of what is so, whether it is the text that makes it so or not."""


_BANS = frozenset({ClauseKind.PROHIBITION})
"""The kind of what is, or shall be, prohibited."""


BINDING = frozenset({ClauseKind.OBLIGATION, ClauseKind.PROHIBITION, ClauseKind.RECOMMENDATION})
"""Kinds of what somebody must do, must not, or should."""
FREE = frozenset({ClauseKind.PERMISSION, ClauseKind.RIGHT})


UNBOUND_AND_BARRED = frozenset({ClauseKind.EXEMPTION, ClauseKind.PROHIBITION})
"""Kinds of what need not be done, and of what must not: "not required to inform", "required not to inform"."""


def bind_alike(ours: Clause, theirs: Clause) -> bool:
    """Whether two modals bind, forbid, free or say a right alike: "shall", "must"; "may", "shall have the right to"."""
    if ours.modal is None or theirs.modal is None:
        return False
    modals = [modal.normalized.casefold() for modal in (ours.modal, theirs.modal)]
    if {ours.kind, theirs.kind} == FREE:
        return all(pattern("modal", "FREEING", "CLAIMING").fullmatch(modal) for modal in modals)
    if ours.kind is not theirs.kind:
        return False
    if ours.kind is ClauseKind.PROHIBITION:
        found = [pattern("modal", "FORBIDDING").fullmatch(modal) for modal in modals]
        denied = [
            bool(each and each["denied"]) or _denies_subject(clause) is not None
            for each, clause in zip(found, (ours, theirs), strict=True)
        ]
        return all(found) and denied[0] == denied[1]
    if ours.kind in _HELD:
        held = [pattern("modal", "HOLDING").fullmatch(modal) for modal in modals]
        return len({each["held"] if each else None for each in held}) == 1 and all(held)
    binding = "FREEING" if ours.kind is ClauseKind.PERMISSION else "COMMANDING"
    return all(pattern("modal", binding).fullmatch(modal) for modal in modals)


def have_one_modal(ours: Clause, theirs: Clause) -> bool:
    """Whether two clauses bind or free by the same words, so that by their verbs alone they are of two kinds."""
    if ours.modal is None or theirs.modal is None:
        return False
    return ours.modal.normalized.casefold() == theirs.modal.normalized.casefold()


def _denies_subject(clause: Clause) -> re.Match[str] | None:
    """What says that nobody may, at the head of a subject: "no" Party, "neither" of them."""
    said = clause.subject.normalized.casefold() if clause.subject is not None else ""
    return pattern("touches", "PLAIN_NEGATIVE").match(said)


def but_modal(spans: Iterable[Span], clause: Clause) -> list[Span]:
    """Some stretches without the modal of a clause, and without the "no" at the head of its subject."""
    apart = [clause.modal.span] if clause.modal is not None else []
    if clause.subject is not None and (denied := _denies_subject(clause)):
        apart.append(Span(clause.subject.span.start, clause.subject.span.start + len(denied.group())))
    return [piece for span in union(spans) for piece in uncovered(span, union(apart))]


def state_alike(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether both clauses state what is so and bind nobody: "this Article shall apply", "this Article applies".

    Or say what is done by saying it: "shall waive all claims", "waives all claims".
    """
    is_stated = ours.kind is theirs.kind and ours.kind in STATING and not ours.bearer and not theirs.bearer
    performed = [_performed(exact, clause) for exact, clause in ((left, ours), (right, theirs))]
    is_performed = bool(performed[0]) and performed[0] == performed[1]
    is_told = any({ours.kind, theirs.kind} <= kinds for kinds in (TOLD, _BANS))
    is_stated = is_stated or (is_told and _are_states(left, ours, right, theirs))
    return (is_stated or is_performed) and _open_modals(left, ours) == _open_modals(right, theirs)


def _are_states(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether both clauses tell what somebody has or is: "has a casting vote", "shall have a casting vote"."""
    verbs = [_first_verbs(exact, clause) for exact, clause in ((left, ours), (right, theirs))]
    if all(any(map(pattern("touches", "COPULA").fullmatch, each)) for each in verbs):
        return True
    return any(map(pattern("touches", "STATE").fullmatch, verbs[0] & verbs[1]))


def _performed(exact: Verbatim, clause: Clause) -> str:
    """The act that a clause does by saying that it is done, in its base form; else nothing.

    What has a time to be done in is not done by saying it: "shall waive the fee within ten days".
    """
    if clause.times:
        return ""
    return next(filter(pattern("touches", "PERFORMED").fullmatch, sorted(_first_verbs(exact, clause))), "")


def _first_verbs(exact: Verbatim, clause: Clause) -> frozenset[str]:
    """The base forms of the verb that a clause's modal and act begin with, a "shall" left out."""
    said = " ".join(phrase.normalized for phrase in (clause.modal, clause.action) if phrase is not None)
    verbs = (word for word in exact.compared.usage.words(said) if not pattern("touches", "MODAL").fullmatch(word))
    return bases_of(next(verbs, ""))


def _open_modals(exact: Verbatim, clause: Clause) -> Counter[str]:
    """The modals of a clause that leave open whether a thing is so: "which may consist of"."""
    said = (word for key in exact.keys_at([clause.span]) for word in key.split())
    return Counter(
        word
        for word in said
        if pattern("touches", "MODAL").fullmatch(word) and not pattern("modal", "COMMANDING").fullmatch(word)
    )
