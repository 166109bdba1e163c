"""Modified: clauses that answer to each other and differ, or moved, or both."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.details import clause_details
from treatylex.comparing.judging.fields import differing_fields, field_spans
from treatylex.comparing.judging.loose import words
from treatylex.comparing.judging.touches import reworded, touches
from treatylex.comparing.judging.verbatim import Tokens, Verbatim, alike
from treatylex.comparing.matching.pairing import Pairing, moved
from treatylex.model.changes import Change, ChangeKind
from treatylex.model.clauses import Clause


def modified_clauses(pairing: Pairing, left: Verbatim, right: Verbatim) -> Iterator[Change]:
    """The changes of clauses that answer to each other."""
    elsewhere = _moved_clauses(pairing)
    for ours, theirs in pairing.clauses:
        fields = _fields(left, ours, right, theirs)
        has_moved = (ours.eid, theirs.eid) in elsewhere
        if fields or has_moved:
            details = clause_details(left.compared, ours, right.compared, theirs, fields)
            touched = touches(left.treaty, right.treaty, details)
            is_reworded = not touched and reworded(left.treaty, right.treaty, details)
            weight = weights.of_fields(fields, touched, ours, theirs, reworded=is_reworded)
            yield Change(
                kind=ChangeKind.MOVED if has_moved else ChangeKind.MODIFIED,
                fields=fields,
                left=ours,
                right=theirs,
                details=details,
                touches=touched,
                weight=max(weight, weights.MOVED) if has_moved else weight,
            )


def _moved_clauses(pairing: Pairing) -> set[tuple[str, str]]:
    """The pairs of clauses, by their eIds, that stand in another article or out of order."""
    homes: dict[tuple[str, str] | None, list[tuple[Clause, Clause]]] = defaultdict(list)
    for ours, theirs in pairing.clauses:
        homes[pairing.home(ours, theirs)].append((ours, theirs))
    carried = {(ours.eid, theirs.eid) for ours, theirs in homes.pop(None, ())}
    return carried.union(*map(moved, homes.values()))


def _fields(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> tuple[str, ...]:
    """In which fields two clauses differ; `text` for what no other field shows."""
    fields = differing_fields(left.compared, ours, right.compared, theirs)
    if not fields:
        return () if alike(left.at(ours.span), right.at(theirs.span)) else ("text",)
    if "text" in fields:
        return fields
    (shown_left, whole_left), (shown_right, whole_right) = (
        (_counted(exact.shown(field_spans(exact.treaty, clause, fields))), _counted(exact.at(clause.span)))
        for exact, clause in ((left, ours), (right, theirs))
    )
    # Commas come and go with the phrases between them, and phrases change places
    is_told = whole_left - whole_right <= shown_left and whole_right - whole_left <= shown_right
    return fields if is_told else (*fields, "text")


def _counted(tokens: Tokens) -> Counter[str]:
    return Counter(words(tokens))
