"""Parted: what a clause turned into a part of another sentence, or a sentence of its own, says otherwise there.

Who must and by which modal is said once for all parts of a sentence: where it is the same, nothing was lost with the
words; where it is not, the change names the fields and tells what stood there.
"""

from collections import Counter
from collections.abc import Iterable

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.details import clause_details
from treatylex.comparing.judging.fields import differing_fields
from treatylex.comparing.judging.judgement import Judgement
from treatylex.comparing.judging.reach import possible_fields
from treatylex.comparing.judging.substance import judged
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.pairing import Pairing
from treatylex.language.grammar import pattern
from treatylex.model.changes import Change, ChangeKind
from treatylex.model.clauses import Clause, Phrase
from treatylex.source import uncovered, union

_PARTED = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT})
_HEAD = ("kind", "modal", "bearer", "subject")
"""Fields that one sentence says once for all of its parts."""


def parted(pairing: Pairing, left: Verbatim, right: Verbatim, change: Change) -> Change:
    """The merger or split of a clause with what it does to the law; other changes as they are."""
    ours, theirs = change.left, change.right
    if change.kind not in _PARTED or not isinstance(ours, Clause) or not isinstance(theirs, Clause):
        return change
    is_merged = change.kind is ChangeKind.MERGED
    part, whole, mine, other = (ours, theirs, left, right) if is_merged else (theirs, ours, right, left)
    main = next((pair[not is_merged] for pair in pairing.clauses if pair[is_merged].eid == whole.eid), None)
    if main is None:
        return change
    beside = Counter(_words(other, whole)) - Counter(_words(mine, main))
    fields = _fields(left, ours, right, theirs)
    has_head = any(pattern("touches", "MODAL").fullmatch(word) for key in beside for word in key.split())
    if fields and not has_head:
        details = clause_details(left.compared, ours, right.compared, theirs, fields)
        weight = max(change.weight, weights.of_fields(fields, change.touches, ours, theirs))
        return attrs.evolve(change, fields=fields, details=details, wording=False, weight=weight)
    if change.wording or (has_head and not _is_named(mine, part, other, whole)):
        return change
    apart = (part.subject,) if has_head else (part.subject, part.modal)
    said = _words(mine, part, apart)
    found = _judged(said, beside, mine) if is_merged else _judged(beside, said, mine)
    weight = min(max(weights.PARTED, found.weight if found.touches else 0.0), max(change.weight, weights.PARTED))
    return attrs.evolve(
        change,
        touches=found.touches,
        wording=False,
        possible=possible_fields((ours, theirs), (), found),
        weight=weight,
    )


def _judged(left: Iterable[str], right: Iterable[str], exact: Verbatim) -> Judgement:
    return judged([*Counter(left).elements()], [*Counter(right).elements()], exact.compared.usage)


def _fields(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> tuple[str, ...]:
    found = differing_fields(left.compared, ours, right.compared, theirs)
    return tuple(name for name in found if name in _HEAD)


def _is_named(mine: Verbatim, part: Clause, other: Verbatim, whole: Clause) -> bool:
    """Whether a sentence names whoever one of its parts is about: "the Board, which shall meet"."""
    subject = part.subject and (part.subject.antecedent or part.subject)
    return subject is not None and set(mine.compared.usage.words(subject.normalized)) <= set(_words(other, whole))


def _words(exact: Verbatim, clause: Clause, apart: Iterable[Phrase | None] = ()) -> list[str]:
    """The words of a clause, without some phrases."""
    left_out = union(phrase.span for phrase in apart if phrase is not None)
    return exact.keys_at(uncovered(clause.span, left_out))
