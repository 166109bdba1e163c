"""Modified: clauses that answer to each other and differ, or moved, or both."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Literal

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.acting import ABOUT_VERB, is_same_head
from treatylex.comparing.judging.binding import bind_alike, but_modal, have_one_modal, state_alike
from treatylex.comparing.judging.clause_pairs import ClausePair, decided
from treatylex.comparing.judging.details import clause_details
from treatylex.comparing.judging.fields import differing_fields, field_spans, phrases
from treatylex.comparing.judging.judgement import Judgement, in_order
from treatylex.comparing.judging.loose import words
from treatylex.comparing.judging.losses import Losses
from treatylex.comparing.judging.reach import possible_fields
from treatylex.comparing.judging.touches import touches
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.letters import Words
from treatylex.comparing.matching.pairing import Pairing, moved
from treatylex.comparing.matching.tokens import Tokens, alike
from treatylex.language.grammar import pattern
from treatylex.model.changes import EVERY_FIELD, Change, ChangeKind, Detail, Touch
from treatylex.model.clauses import Clause, PhraseRole
from treatylex.source import Span, uncovered, union

_FIELDS_OF = {
    PhraseRole.CONDITION: "conditions",
    PhraseRole.EXCEPTION: "exceptions",
    PhraseRole.TIME: "times",
    PhraseRole.MANNER: "manners",
    PhraseRole.PURPOSE: "purposes",
}
_TURNED = Judgement(touches=(Touch.SIDES,), light=True)


def modified_clauses(pairing: Pairing, left: Verbatim, right: Verbatim, losses: Losses) -> Iterator[Change]:
    """The changes of clauses that answer to each other."""
    elsewhere, exchanged = _moved_clauses(pairing), _exchanged(pairing, left, right)
    for ours, theirs in pairing.clauses:
        fields = _fields(left, ours, right, theirs)
        has_moved = (ours.eid, theirs.eid) in elsewhere
        if fields or has_moved:
            pair = ClausePair(
                left=left,
                ours=ours,
                right=right,
                theirs=theirs,
                fields=fields,
                losses=losses,
                elsewhere=pairing.home(ours, theirs) is None,
            )
            found = _modified(pair)
            if (ours.eid, theirs.eid) in exchanged:
                found = _with_sides(found, left, ours, right, theirs, fields)
            if has_moved:
                yield _moved(found)
            elif found.fields:
                yield found


def _exchanged(pairing: Pairing, left: Verbatim, right: Verbatim) -> set[tuple[str, str]]:
    """The pairs of clauses, by their eIds, of which two did each other's act: "A pays, B builds", "A builds, B pays".

    No word is lost there, and each clause has kept who acts.
    """
    found: dict[tuple[Words, Words], list[tuple[Words, tuple[str, str]]]] = defaultdict(list)
    for ours, theirs in pairing.clauses:
        if ours.subject and theirs.subject and ours.action and theirs.action:
            (actor, act), (actor_there, act_there) = (
                [exact.compared.usage.words(getattr(clause, name).normalized) for name in ABOUT_VERB]
                for exact, clause in ((left, ours), (right, theirs))
            )
            if actor == actor_there and act != act_there:
                found[act, act_there].append((actor, (ours.eid, theirs.eid)))
    return {
        pair
        for (act, act_there), pairs in found.items()
        for actor, pair in pairs
        if any(other != actor for other, _ in found.get((act_there, act), ()))
    }


def _with_sides(
    found: Change, left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause, fields: tuple[str, ...]
) -> Change:
    """A change of a clause that does the act of another one now."""
    touched = in_order({*found.touches, Touch.SIDES})
    possible = {*found.possible, *possible_fields((ours, theirs), fields, _TURNED, touched)}
    return attrs.evolve(
        found,
        fields=fields,
        details=clause_details(left.compared, ours, right.compared, theirs, fields),
        touches=touched,
        wording=False,
        possible=tuple(field for field in EVERY_FIELD if field in possible),
        weight=max(found.weight, weights.of_fields(fields, touched, ours, theirs)),
    )


def _own(mine: Verbatim, clause: Clause, other: Verbatim, answer: Clause) -> list[Span]:
    """The words of a clause without those by which the other names who acts, too, or says whether they must.

    They are not lost where they seem to be, as the words of another sentence: "Each Party shall meet. Each Party shall
    pay", "Each Party shall meet and shall pay".
    """
    said = []
    for name in ("subject", "modal"):
        ours, theirs = getattr(clause, name), getattr(answer, name)
        is_said = ours is not None and theirs is not None and not ours.inherited
        if is_said and _names_alike(mine, clause, other, answer, name):
            said.append(ours.span)
    return list(uncovered(clause.span, union(said)))


def _names_alike(mine: Verbatim, clause: Clause, other: Verbatim, answer: Clause, name: str) -> bool:
    """Whether a field of two clauses says the same, or a pronoun in one stands for what the other names."""
    meant = [[getattr(clause, name), getattr(getattr(clause, name), "antecedent", None)] for clause in (clause, answer)]
    said = [
        {exact.compared.usage.words(phrase.normalized) for phrase in phrases if phrase is not None}
        for exact, phrases in zip((mine, other), meant, strict=True)
    ]
    return not said[0].isdisjoint(said[1])


def _moved(found: Change) -> Change:
    return attrs.evolve(found, kind=ChangeKind.MOVED, wording=False, weight=max(found.weight, weights.MOVED))


def _modified(pair: ClausePair) -> Change:
    """The change from one clause to another, with what it does to the law; without fields where no word differs."""
    left, ours, right, theirs, fields = pair.left, pair.ours, pair.right, pair.theirs, pair.fields
    details = clause_details(left.compared, ours, right.compared, theirs, fields)
    pair = attrs.evolve(
        pair,
        spans=(*_own(left, ours, right, theirs), *_beyond(ours, details, "left")),
        others=(*_own(right, theirs, left, ours), *_beyond(theirs, details, "right")),
    )
    found = pair.losses.judged(pair.spans, pair.others, elsewhere=pair.elsewhere, clauses=(ours, theirs))
    is_forced_alike = bool(found.touches) and "modal" in fields and bind_alike(ours, theirs)
    is_stated = found.touches == (Touch.DUTY,) and not found.opposed and state_alike(left, ours, right, theirs)
    if is_forced_alike:
        found = _but_modals(pair)
    found = decided(pair, found)
    if found.is_wording:  # whatever was read otherwise
        fields = ("text",) if fields and not alike(left.at(ours.span), right.at(theirs.span)) else ()
        details = clause_details(left.compared, ours, right.compared, theirs, fields)
    touched = [*found.touches]
    if touched and not is_stated:
        named = touches(left.treaty, right.treaty, details)
        # A name that gives way to a related word was none: "the Obligations", "the duties"
        touched += (each for each in named if not (found.related and each is Touch.NAMES))
    if "references" in fields and not pair.cite_alike() and not pair.losses.cites_alike(ours, theirs):
        touched.append(Touch.CITATIONS)
    if is_stated and touched == [Touch.DUTY]:
        weight = weights.REWORDED
    else:
        weight = _weight(attrs.evolve(pair, fields=fields), found, touched, forced_alike=is_forced_alike)
    return Change(
        kind=ChangeKind.MODIFIED,
        fields=fields,
        left=ours,
        right=theirs,
        details=details,
        touches=in_order(touched),
        wording=bool(fields) and found.is_wording,
        possible=possible_fields((ours, theirs), fields, found, touched, _nested_fields(left, ours, right, theirs)),
        weight=weight,
    )


def _but_modals(pair: ClausePair) -> Judgement:
    """What the words turn of two clauses that bind alike, their modals left out."""
    spans, others = but_modal(pair.spans, pair.ours), but_modal(pair.others, pair.theirs)
    found = pair.losses.judged(spans, others, elsewhere=pair.elsewhere)
    return found if found.touches else Judgement(light=True)


def _weight(pair: ClausePair, found: Judgement, touched: Collection[Touch], *, forced_alike: bool) -> float:
    """What a change weighs; with modals that say the same, if `forced_alike`, these weigh nothing."""
    ours, theirs = pair.ours, pair.theirs
    if found.is_replaced and set(touched) <= {Touch.WORDS, Touch.VERBS}:
        replaced = [field for field in pair.fields if not is_same_head(pair.left, pair.right, ours, theirs, field)]
        return weights.of_replaced(replaced, ours, theirs, weight=found.weight)
    if not touched:
        return round(found.weight * (weights.of_kinds(ours, theirs) if found.light else 1), 3)
    alike_said = ["modal"] if forced_alike else []
    if have_one_modal(ours, theirs) and {Touch.DUTY, Touch.NEGATION}.isdisjoint(touched):
        alike_said.append("kind")  # "shall be made in writing", "shall be in written form"
    return weights.of_fields([field for field in pair.fields if field not in alike_said], touched, ours, theirs)


def _nested_fields(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> frozenset[str]:
    """The fields whose sort of phrase differs within phrases of other fields: a time within a condition."""
    said = [Counter(_nested(exact, clause)) for exact, clause in ((left, ours), (right, theirs))]
    return frozenset(name for name, _ in ((said[0] - said[1]) + (said[1] - said[0])))


def _nested(exact: Verbatim, clause: Clause) -> Iterator[tuple[str, Words]]:
    """The phrases within others, each with the field for its sort; a "when" tells a time, too."""
    known = exact.compared.usage
    for phrase in phrases(clause):
        for part in phrase.walk():
            if part is not phrase and part.role in _FIELDS_OF:
                yield _FIELDS_OF[part.role], known.words(part.normalized)
            if part.role is PhraseRole.CONDITION and pattern("touches", "TEMPORAL").fullmatch(part.opener or ""):
                yield "times", known.words(part.normalized)


def _beyond(clause: Clause, details: Iterable[Detail], side: Literal["left", "right"]) -> list[Span]:
    """Where the words of some details stand that are not a clause's own: those of a chapeau."""
    found = (getattr(detail, f"{side}_span") for detail in details if detail.field != "text")
    return [span for span in found if span is not None and not clause.span.covers(span)]


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
