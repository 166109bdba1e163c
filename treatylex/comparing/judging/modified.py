"""Modified: clauses that answer to each other and differ, or moved, or both."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Literal

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.details import clause_details
from treatylex.comparing.judging.fields import ACTOR_FIELDS, differing_fields, field_spans, phrases
from treatylex.comparing.judging.judgement import Judgement, in_order
from treatylex.comparing.judging.loose import words
from treatylex.comparing.judging.losses import Losses
from treatylex.comparing.judging.reach import possible_fields
from treatylex.comparing.judging.touches import name_another, touches
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.letters import Words
from treatylex.comparing.matching.pairing import Pairing, moved
from treatylex.comparing.matching.tokens import Tokens, alike, tokens
from treatylex.comparing.matching.usage import bases_of, forms_of, same_base
from treatylex.language.grammar import pattern
from treatylex.language.words import Form
from treatylex.language.words import word as word_of
from treatylex.model.changes import EVERY_FIELD, Change, ChangeKind, Detail, Touch
from treatylex.model.clauses import Clause, ClauseKind, Phrase, PhraseRole
from treatylex.model.provisions import Level, Provision
from treatylex.source import Span, uncovered, union

_ROLES = ("bearer", "counterparty")
_ABOUT_VERB = ("subject", "action")
STATING = frozenset({ClauseKind.CONSTITUTIVE, ClauseKind.DEFINITION})
_HELD = frozenset({ClauseKind.RIGHT, ClauseKind.EXEMPTION})
"""Kinds of what somebody has, or is free of, whether the text says that it shall be so or that it is so."""
TOLD = STATING | _HELD | {ClauseKind.DECLARATION}
"""Kinds of what is so, whether it is the text that makes it so or not."""
_BANS = frozenset({ClauseKind.PROHIBITION})
"""The kind of what is, or shall be, prohibited."""
_FIELDS_OF = {
    PhraseRole.CONDITION: "conditions",
    PhraseRole.EXCEPTION: "exceptions",
    PhraseRole.TIME: "times",
    PhraseRole.MANNER: "manners",
    PhraseRole.PURPOSE: "purposes",
}
_UNBOUND_AND_BARRED = frozenset({ClauseKind.EXEMPTION, ClauseKind.PROHIBITION})
"""Kinds of what need not be done, and of what must not: "not required to inform", "required not to inform"."""
FREE = frozenset({ClauseKind.PERMISSION, ClauseKind.RIGHT})
_TURNED = Judgement(touches=(Touch.SIDES,), light=True)
_REGROUPED = Judgement(touches=(Touch.SCOPE,), light=True)
_NEAR = 6
"""Within so many words "and" and "or" may bind the same things, so that a comma between them tells which."""
_TURNED_BY_ORDER = ACTOR_FIELDS | {"kind", "modal", "references"}
"""Fields that change when words change places in a way that turns the law: who must inform whom."""


def modified_clauses(pairing: Pairing, left: Verbatim, right: Verbatim, losses: Losses) -> Iterator[Change]:
    """The changes of clauses that answer to each other."""
    elsewhere, exchanged = _moved_clauses(pairing), _exchanged(pairing, left, right)
    for ours, theirs in pairing.clauses:
        fields = _fields(left, ours, right, theirs)
        has_moved = (ours.eid, theirs.eid) in elsewhere
        if fields or has_moved:
            is_elsewhere = pairing.home(ours, theirs) is None
            found = _modified(left, ours, right, theirs, fields, losses, elsewhere=is_elsewhere)
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
                [exact.compared.usage.words(getattr(clause, name).normalized) for name in _ABOUT_VERB]
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


def _modified(
    left: Verbatim,
    ours: Clause,
    right: Verbatim,
    theirs: Clause,
    fields: tuple[str, ...],
    losses: Losses,
    *,
    elsewhere: bool,
) -> Change:
    """The change from one clause to another, with what it does to the law; without fields where no word differs."""
    details = clause_details(left.compared, ours, right.compared, theirs, fields)
    spans = [*_own(left, ours, right, theirs), *_beyond(ours, details, "left")]
    others = [*_own(right, theirs, left, ours), *_beyond(theirs, details, "right")]
    found = losses.judged(spans, others, elsewhere=elsewhere, clauses=(ours, theirs))
    is_forced_alike = bool(found.touches) and "modal" in fields and _bind_alike(ours, theirs)
    is_stated = found.touches == (Touch.DUTY,) and not found.opposed and _state_alike(left, ours, right, theirs)
    if is_forced_alike:
        rest = losses.judged(_but_modal(spans, ours), _but_modal(others, theirs), elsewhere=elsewhere)
        found = rest if rest.touches else Judgement(light=True)
    if not found.touches and losses.is_regrouped(spans, others):
        found = _REGROUPED
    if set(found.touches) <= {Touch.SCOPE} and (ordered := losses.turned_by_order(spans, others)):
        found = attrs.evolve(found, touches=in_order({*found.touches, *ordered}), light=True)
    if found.is_wording and losses.is_reordered(spans, others):
        same = {"references"} if left.compared.cited(ours) == right.compared.cited(theirs) else set()
        turned = [f for f in fields if f not in same and not _is_reordered_within(left, ours, right, theirs, f)]
        found = _reordered(turned)
    if found.is_wording and _is_regrouped(left.at(ours.span), right.at(theirs.span)):
        found = _REGROUPED
    if not found.touches and _is_set_apart_otherwise(left.at(ours.span), right.at(theirs.span)):
        found = _REGROUPED
    if found.is_wording and _closes_otherwise(left, ours, right, theirs):
        found = _REGROUPED
    if losses.has_exchanged(spans, others) or _change_roles(left, ours, right, theirs):
        found = attrs.evolve(found, touches=in_order({*found.touches, Touch.SIDES}), light=True)
    if _singles_out(left, ours, right, theirs) or _name_one_or_many(ours, theirs):
        found = attrs.evolve(found, touches=in_order({*found.touches, Touch.SCOPE}), light=True)
    if {ours.kind, theirs.kind} == _UNBOUND_AND_BARRED:
        found = attrs.evolve(found, touches=in_order({*found.touches, Touch.DUTY}), light=True)
    names_another = found.light and not found.touches and name_another(ours.text, theirs.text, left.compared.usage)
    if names_another or losses.exchanges_instruments([ours.span], [theirs.span]):
        found = attrs.evolve(found, touches=in_order({*found.touches, Touch.NAMES}), light=True)
    if found.is_wording:  # whatever was read otherwise
        fields = ("text",) if fields and not alike(left.at(ours.span), right.at(theirs.span)) else ()
        details = clause_details(left.compared, ours, right.compared, theirs, fields)
    touched = found.touches
    if touched and not is_stated:
        named = touches(left.treaty, right.treaty, details)
        # A name that gives way to a related word was none: "the Obligations", "the duties"
        touched = (*touched, *(each for each in named if not (found.related and each is Touch.NAMES)))
    leads_elsewhere = left.compared.cited(ours) != right.compared.cited(theirs)
    if "references" in fields and leads_elsewhere and not losses.cites_alike(ours, theirs):
        touched = (*touched, Touch.CITATIONS)
    if is_stated and touched == (Touch.DUTY,):
        weight = weights.REWORDED
    elif found.is_replaced and set(touched) <= {Touch.WORDS, Touch.VERBS}:
        replaced = [field for field in fields if not _is_same_head(left, right, ours, theirs, field)]
        weight = weights.of_replaced(replaced, ours, theirs, weight=found.weight)
    elif touched:
        alike_said = ["modal"] if is_forced_alike else []
        if have_one_modal(ours, theirs) and {Touch.DUTY, Touch.NEGATION}.isdisjoint(touched):
            alike_said.append("kind")  # "shall be made in writing", "shall be in written form"
        turned = [field for field in fields if field not in alike_said]
        weight = weights.of_fields(turned, touched, ours, theirs)
    else:
        weight = round(found.weight * (weights.of_kinds(ours, theirs) if found.light else 1), 3)
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


def _state_alike(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
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


def _is_same_head(left: Verbatim, right: Verbatim, ours: Clause, theirs: Clause, field: str) -> bool:
    """Whether the same noun names whoever acts or is owed: "the competent authorities", "the proper authorities"."""
    if field not in _ROLES:
        return False
    heads = [
        exact.compared.usage.words(getattr(clause, field).normalized)[-1:] if getattr(clause, field) else ()
        for exact, clause in ((left, ours), (right, theirs))
    ]
    return heads[0] == heads[1]


def _bind_alike(ours: Clause, theirs: Clause) -> bool:
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


def _but_modal(spans: Iterable[Span], clause: Clause) -> list[Span]:
    """Some stretches without the modal of a clause, and without the "no" at the head of its subject."""
    apart = [clause.modal.span] if clause.modal is not None else []
    if clause.subject is not None and (denied := _denies_subject(clause)):
        apart.append(Span(clause.subject.span.start, clause.subject.span.start + len(denied.group())))
    return [piece for span in union(spans) for piece in uncovered(span, union(apart))]


def _reordered(fields: Collection[str]) -> Judgement:
    """What it comes to that the same words stand in another order: nothing, if each field still says the same."""
    if set(fields) <= {"text"}:
        return Judgement()
    return _TURNED if not _TURNED_BY_ORDER.isdisjoint(fields) else Judgement(light=True)


def _is_reordered_within(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause, field: str) -> bool:
    """Whether the words of a field only changed places beside each other: "legal and technical", not "A of B"."""
    if field not in ACTOR_FIELDS:
        return False
    said, said_there = (
        [word for _, words in exact.compared.told(clause, field) for word in words]
        for exact, clause in ((left, ours), (right, theirs))
    )
    at = next((at for at, (a, b) in enumerate(zip(said, said_there, strict=False)) if a != b), 0)
    end = next((n for n, (a, b) in enumerate(zip(said[::-1], said_there[::-1], strict=False)) if a != b), 0)
    between = said[at : len(said) - end]
    return Counter(said) == Counter(said_there) and not any(map(pattern("touches", "TYING").fullmatch, between))


def _is_regrouped(left: Tokens, right: Tokens) -> bool:
    """Whether the same words belong together otherwise, by their commas alone: "A or B, and C", "A, or B and C"."""
    said, said_there = words(left), words(right)
    return said == said_there and _parting_commas(left) != _parting_commas(right)


def _is_set_apart_otherwise(left: Tokens, right: Tokens) -> bool:
    """Whether a comma tells that all are meant where it was some: "those losses which", "losses, which"."""
    said, said_there = [*_set_apart(left)], [*_set_apart(right)]
    return said != said_there and [word for word, _ in said] == [word for word, _ in said_there]


def _set_apart(tokens: Tokens) -> Iterator[tuple[str, bool]]:
    """The words before which a comma tells all from some, each with whether one stands there."""
    for before, token in itertools.pairwise(tokens):
        if pattern("touches", "SET_APART").fullmatch(token):
            yield token.casefold(), before == ","


def _closes_otherwise(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether the last words of a list are set apart by a comma in one text alone, so that they close all its points.

    "(a) chairs; and (b) carts, for the use of officials": chairs, too.
    """
    if not (_ends_list(left, ours) and _ends_list(right, theirs)):
        return False
    said, said_there = left.at(ours.span), right.at(theirs.span)
    return words(said) == words(said_there) and _last_comma(said) != _last_comma(said_there)


def _ends_list(exact: Verbatim, clause: Clause) -> bool:
    """Whether a clause ends in the last of several points: it stands there, or holds them all."""
    home = exact.treaty.parent(clause)
    if not isinstance(home, Provision):
        return False
    holder = exact.treaty.parent(home) if home.level is Level.POINT and not home.children else home
    points = holder.children if isinstance(holder, Provision) else ()
    last = points[-1] if len(points) > 1 else None
    return last is not None and last.level is Level.POINT and last.span.start < clause.span.end <= last.span.end


def _last_comma(tokens: Tokens) -> int | None:
    """How many words of its last point stand behind the last comma that does not only part what "and" joins."""
    behind = 0
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at] == ";":
            return None
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        if tokens[at] == "," and after and not pattern("touches", "PAIRING").fullmatch(after):
            return behind
        behind += tokens[at][0].isalnum()
    return None


def _parting_commas(tokens: Tokens) -> list[int]:
    """Before which words, counted from the first, stand commas on which the sense hangs.

    One before "and" or "or" says little, as in a list, unless the other of them stands near it, in what no semicolon or
    colon sets apart.
    """
    found, start = [], 0
    for is_apart, several in itertools.groupby(tokens, {";", ":"}.__contains__):
        stretch = () if is_apart else tuple(several)
        found += [start + at for at in _parting_within(stretch)]
        start += len(words(stretch))
    return found


def _parting_within(tokens: Tokens) -> Iterator[int]:
    said, at = words(tokens), 0
    for before, token in itertools.pairwise(tokens):
        at += before[0].isalnum()
        if before != ",":
            continue
        near = {word for word in said[max(1, at - _NEAR) : at + _NEAR] if pattern("touches", "PAIRING").fullmatch(word)}
        is_pairing = pattern("touches", "PAIRING").fullmatch(token) is not None
        if pattern("touches", "SET_APART").fullmatch(token) or (is_pairing and len(near) > 1):
            yield at


def _change_roles(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether who acts and whom it is owed to have changed places: who must inform whom."""
    (actor, other), (actor_there, other_there) = (
        [_telling(word for _, words in exact.compared.told(clause, field) for word in words) for field in _ROLES]
        for exact, clause in ((left, ours), (right, theirs))
    )
    is_turned = bool(actor and other) and actor != other and (actor, other) == (other_there, actor_there)
    return is_turned or _turns_voice(left, ours, right, theirs) or _change_places_about_verb(left, ours, right, theirs)


def _turns_voice(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether to whom an act is done does it in the other text: "the owner shall be heard", "the owner shall hear"."""
    if ours.subject is None or theirs.subject is None:
        return False
    if _head(ours.subject).casefold() != _head(theirs.subject).casefold():
        return False
    acts = [
        [*exact.compared.usage.words(clause.action.normalized)] if clause.action is not None else []
        for exact, clause in ((left, ours), (right, theirs))
    ]
    for (passive, active), clause in ((acts, theirs), (acts[::-1], ours)):
        is_passive = len(passive) > 1 and pattern("touches", "COPULA").fullmatch(passive[0]) is not None
        if is_passive and active and clause.bearer is not None and same_base(passive[1], active[0]):
            return True
    return False


def _change_places_about_verb(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether what stood before a verb stands behind it now, and the reverse: "English prevails over French".

    Not where one of the verbs is passive: "the owner pays the fee", "the fee is paid by the owner".
    """
    (subject, act), (subject_there, act_there) = (
        [_telling(word for _, words in exact.compared.told(clause, field) for word in words) for field in _ABOUT_VERB]
        for exact, clause in ((left, ours), (right, theirs))
    )
    is_turned = subject and subject_there and subject.isdisjoint(subject_there)
    passives = {_is_passive(exact, clause) for exact, clause in ((left, ours), (right, theirs))}
    return bool(is_turned and subject & act_there and subject_there & act) and len(passives) == 1


def _is_passive(exact: Verbatim, clause: Clause) -> bool:
    """Whether a "by" names who acts, not how it is done: "by either Party", "by giving notice"."""
    said = [word for phrase in (clause.action,) if phrase for word in exact.compared.usage.words(phrase.normalized)]
    behind = itertools.pairwise([*said, ""])
    return any(pattern("touches", "AGENT").fullmatch(word) and Form.GERUND not in forms_of(far) for word, far in behind)


def _singles_out(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether one of those acts who acted together: "one Party shall pay", "the Parties shall pay"; not "a Party".

    What they may do together no one of them need be free to do: "the Parties may end it", "a Party may end it".
    """
    said = [
        [*exact.compared.usage.words(clause.bearer.normalized)][:1] if clause.bearer is not None else []
        for exact, clause in ((left, ours), (right, theirs))
    ]
    alone = ("SINGLED", "INDEFINITE") if {ours.kind, theirs.kind} <= FREE else ("SINGLED",)
    firsts = {word for words in said for word in words}
    singled = {word for word in firsts if pattern("touches", *alone).fullmatch(word)}
    rest = {word for word in firsts - singled if pattern("touches", "DEFINITE", "PLAIN_NEGATIVE").fullmatch(word)}
    return len(singled) == 1 and bool(rest) and (not _is_indefinite(singled) or _is_one_of_many(ours, theirs))


def _name_one_or_many(ours: Clause, theirs: Clause) -> bool:
    """Whether a body that acts or is owed something became several: "report to the Councils", "to the Council"."""
    for field in _ROLES:
        phrases = [getattr(clause, field) for clause in (ours, theirs)]
        heads = [_head(phrase) for phrase in phrases]
        is_named = all(
            head[:1].isupper() and phrase.normalized[:4].casefold() == "the "
            for head, phrase in zip(heads, phrases, strict=True)
        )
        if is_named and heads[0] != heads[1] and same_base(*map(str.casefold, heads)):
            return True
    return False


def _is_indefinite(words: Iterable[str]) -> bool:
    return any(map(pattern("touches", "INDEFINITE").fullmatch, words))


def _is_one_of_many(ours: Clause, theirs: Clause) -> bool:
    """Whether one of two bearers is named in the plural, the other is not."""
    return len({Form.NOUNS in word_of(_head(clause.bearer).casefold()).forms for clause in (ours, theirs)}) > 1


def _head(phrase: Phrase | None) -> str:
    """The noun that all other words of a noun phrase hang on: of "the Parties concerned, to this Treaty" the second."""
    said = "" if phrase is None else phrase.normalized
    ends = pattern("touches", "LEADING_AWAY").fullmatch
    around = itertools.takewhile(lambda word: word[0].isalnum() and not ends(word), (word for _, word in tokens(said)))
    nouns = [word for word in around if not word_of(word.casefold()).forms.isdisjoint((Form.NOUN, Form.NOUNS))]
    return nouns[-1] if nouns else ""


def _telling(words: Iterable[str]) -> frozenset[str]:
    """Some words, those of phrases too, but for those that carry little and those that say how many: "any Party"."""
    parts = (word for key in words for word in key.split())
    return frozenset(word for word in parts if not pattern("touches", "FUNCTION_WORD", "SCOPE_WORD").fullmatch(word))


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
