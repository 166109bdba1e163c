"""Doubts: which readings of a finished clause cannot be right, or are probably wrong.

Guarantee: nothing is changed here; what is doubted is told with the field, the reason and, where it can be told, what
would be read instead. Each doubt is a question to one field, by the cues of the sentence that the clause was read from.
"""

import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

import attrs

from treatylex.errors import Diagnostic
from treatylex.language.grammar import Cue, lower, pattern
from treatylex.language.running_text import RunningText
from treatylex.model.brackets import Bracket
from treatylex.model.clauses import Clause, ClauseKind, Doubt, Phrase
from treatylex.parsing.interpretation.periods import notice_of, period_of
from treatylex.parsing.sentences.cues import (
    BEFORE_NOUN,
    LIST_JOINTS,
    MODALS,
    OPENERS,
    OWNING,
    PARTICIPLES,
    PREPOSITIONS,
    RELATIVE,
    WITH_VERB,
    Sentence,
)
from treatylex.source import Span, cut

_TIED = (PREPOSITIONS | LIST_JOINTS | BEFORE_NOUN) - {"OF_THEM", "NEITHER", "OTHER"}
# Behind these what governs a noun elsewhere ends a subject: "the Board |or both|", "the Party |complained against|".
_BEFORE_LAST = LIST_JOINTS | PARTICIPLES
# What is seldom the action's own: an amount of time, what opens one, on whose request, in what case.
_SELDOM_WITHIN = frozenset(
    {"QUANTITY", "DURING", "FOR_TIME", "ON_DATE", "AFTER", "AT_REQUEST", "IN_CASE_OF", "UNLESS", "EXCEPT"}
)
_TIMES = frozenset({"QUANTITY", "AFTER"})
_NO_VERB = PARTICIPLES | {"THING"}
_DECLARING = MODALS | {"DECLARES", "RESOLVES", "AGREE_THAT", "IS_FOR", "IS_OFFICE"}
_PLAIN_VERBS = frozenset({"FINITE", "VERB", "NOUN_OR_FINITE"})  # none of them says that it binds
_OWNING = OWNING | {"ASIDE", "QUOTED"}  # what is quoted or in brackets may hold a modal of its own
_PASSIVE = frozenset({"BE", "BE_DEEMED"})
_HOLDERS = frozenset({"ACTOR", "NAME"})  # who can hold a duty
# What one of several holders may do the same under: "Norland and, |if it agrees|, Sudria".
_APART = WITH_VERB | {"AS_REQUIRED", "AT_REQUEST"}
_MISPRINTS = ("SHALL__MISPRINT", "SHALL__SHELL", "MAY__MISPRINT", "UNDERTAKES__MISPRINT")  # terminals
_LONGEST_ACTION = 80  # words
_SHOWN = 60  # characters of a phrase that a doubt quotes
_start = attrgetter("start")


@attrs.frozen
class Ground:
    """What a doubt is judged by: the cues of the sentence that a clause was read from."""

    passage: RunningText
    sentence: Sentence
    _found: dict[Span, list[Cue]] = attrs.field(factory=dict, init=False, repr=False)

    def cues(self, phrase: Phrase) -> list[Cue]:
        """The cues that a phrase of this sentence consists of; none of one that stands elsewhere."""
        if phrase.inherited:
            return []
        found = self._found.get(phrase.span)  # several questions look at the same phrase
        if found is None:
            start, end = self.passage.at(phrase.span.start), self.passage.at(phrase.span.end - 1)
            cues = self.sentence.cues  # in their order
            first = bisect.bisect_left(cues, start, key=_start)
            found = self._found[phrase.span] = list(cues[first : bisect.bisect_right(cues, end, key=_start)])
        return found

    def types(self, phrase: Phrase | None) -> list[str]:
        """The types of these cues."""
        return [] if phrase is None else [cue.type for cue in self.cues(phrase)]

    def holds(self, phrase: Phrase, cue: Cue) -> bool:
        """Whether a cue stands within a phrase."""
        at = self.passage.offset(cue.start)
        return phrase.span.start <= at < phrase.span.end

    def words(self, cue: Cue) -> str:
        """What a cue says."""
        return self.passage.text[cue.start : cue.end]


def doubts_of(clause: Clause, ground: Ground) -> tuple[Doubt, ...]:
    """The doubts about a clause, in the order of the questions."""
    return tuple(doubt for ask in _QUESTIONS for doubt in ask(clause, ground))


def with_open_brackets(clause: Clause, brackets: Sequence[Bracket]) -> Clause:
    """The clause, in doubt where a bracket of a text that is still negotiated stands in it or right beside it.

    The brackets are outermost ones, in the order of the text.
    """
    start, end = clause.span.start, clause.span.end
    start -= clause.text[:1].islower()  # "[No] vessel", but "[Languages] A State"
    at = bisect.bisect_left(brackets, start, key=attrgetter("span.end"))
    if at == len(brackets) or brackets[at].span.start > end:
        return clause
    shown = " / ".join(each.text for each in brackets[at].alternatives)
    why = f'"{cut(shown, _SHOWN)}" in brackets is not agreed, and decides what is said'
    return attrs.evolve(clause, doubts=(*clause.doubts, Doubt(field="kind", why=why)))


def doubtful(clause: Clause) -> Iterator[Diagnostic]:
    """The warnings about the doubts of a clause."""
    for doubt in clause.doubts:
        yield Diagnostic(code="doubtful-reading", message=f"this reading is doubtful: {doubt}", span=clause.span)


def _subject_is_whole(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """A subject begins with its noun phrase, ends with a noun, and holds no other verb that binds."""
    types = ground.types(clause.subject)
    if clause.subject is None or not types:
        return
    shown = f'"{cut(clause.subject.normalized, _SHOWN)}"'
    if types[0] == "NOT":
        yield Doubt(field="kind", why=f"{shown} begins with a negation, which may deny the whole")
    elif types[0] in WITH_VERB:
        yield Doubt(field="subject", why=f"{shown} begins with a condition", instead=_behind_comma(clause.subject))
    elif types[-1] in _TIED and len(types) > 1 and types[-2] not in _BEFORE_LAST:
        yield Doubt(field="subject", why=f"{shown} breaks off before its noun")
    elif MODALS & set(types) and not _OWNING & set(types):
        yield Doubt(
            field="subject", why=f"{shown} holds a verb that binds by itself", instead=_behind_comma(clause.subject)
        )


def _behind_comma(phrase: Phrase) -> str | None:
    """What stands behind the last comma of a phrase."""
    return phrase.normalized.rpartition(", ")[2] if ", " in phrase.normalized else None


def _norm_binds(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """A norm has a verb that binds, permits or declares; what only leaves things as they are needs none."""
    if clause.kind in (ClauseKind.RECITAL, ClauseKind.SAVING):
        return  # "Nothing in this Chapter prevents" tells by its subject what it leaves as it is
    modal = ground.types(clause.modal)
    if clause.kind is ClauseKind.DECLARATION and not _DECLARING & set(modal):
        yield Doubt(field="kind", why="a statement without a verb that binds; whether it sets a rule is open")
    elif clause.subject is not None and (clause.modal is None or (modal and _PLAIN_VERBS.issuperset(modal))):
        yield Doubt(field="kind", why="no verb that binds or permits was found", instead=ClauseKind.DECLARATION.value)


def _modal_is_spelled(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """A verb that binds is one, and not the misprint of one: "shail"."""
    for cue in [] if clause.modal is None else ground.cues(clause.modal):
        words = ground.words(cue)
        if any(pattern("clause", name).fullmatch(lower(words)) for name in _MISPRINTS):
            yield Doubt(field="modal", why=f'"{words}" is taken for a misprint')


def _action_holds_no_modifier(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """What opens a time, condition or exception stands in the action only as part of a modifier that was found."""
    if clause.action is None:
        return
    for before, cue in pairwise(ground.cues(clause.action)):
        told_of_noun = before.type in ("STANDING", "BE")  # "a pass valid |for a year|", "the term shall be |a year|"
        if (
            cue.type in _SELDOM_WITHIN
            and not told_of_noun
            and not any(ground.holds(phrase, cue) for phrase in clause.modifiers)
        ):
            role = "time" if cue.type in _TIMES else OPENERS[cue.type].lower()
            article = "an" if role == "exception" else "a"
            yield Doubt(
                field="action", why=f'"{ground.words(cue)}" was read as part of it and may open {article} {role}'
            )
            return


def _action_is_one_verb_phrase(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """An action begins with its verb and ends with its sentence."""
    types = ground.types(clause.action)
    if clause.action is None or not types:
        return
    modal = ground.types(clause.modal)
    if pattern("modal", "HIDDEN_DENIAL").match(lower(clause.action.text)):
        yield Doubt(field="kind", why=f'"{cut(clause.action.normalized, _SHOWN)}" begins with a denial behind signs')
    elif modal and modal[-1] in MODALS and types[0] in _NO_VERB:
        yield Doubt(field="action", why=f'"{cut(clause.action.normalized, _SHOWN)}" begins with no verb')
    elif "SEMICOLON" in types:
        yield Doubt(field="action", why="it runs on behind a semicolon")
    elif len(clause.action.normalized.split()) > _LONGEST_ACTION:
        yield Doubt(field="action", why="it is very long, and may hold more than one thing to do")


def _holds_no_other_norm(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """A verb that binds stands in the action or a time only within a clause about a noun or a condition."""
    told = clause.modal is not None and pattern("modal", "BEFORE_CONTENT").search(lower(clause.modal.normalized))
    for phrase in (None if told else clause.action, *clause.times):
        cues = [] if phrase is None else ground.cues(phrase)
        for n, cue in enumerate(cues):
            if not n or cue.type not in MODALS:
                continue
            field = "action" if phrase is clause.action else "times"
            before = cues[n - 1].type  # "until he |can|", "in |May|"
            of_clause = cue.type != "SHALL" and (field == "times" or before in PREPOSITIONS | {"PRONOUN"})
            of_clause = of_clause or (field == "times" and [each.type for each in cues[n + 1 : n + 2]] == ["HAS"])
            if not (of_clause or _OWNING & {each.type for each in cues[:n]}):
                yield Doubt(field=field, why=f'"{ground.words(cue)}" stands in it, which may bind by itself')
                return
    for field, phrase in (("kind", clause.modal), ("action", clause.action)):
        second = None if phrase is None else pattern("modal", "SECOND_DUTY").search(lower(phrase.normalized))
        is_duty = field == "kind" and clause.kind is ClauseKind.OBLIGATION
        if second is not None and not is_duty and not _OWNING & set(ground.types(phrase)):
            yield Doubt(field=field, why=f'"{second.group()}" stands in it, which may bind by itself')


def _somebody_acts(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """What somebody has to do has a subject: "With a view to easing trade the Parties |shall|" has lost its own.

    So has what is to be done, where no comma parts its modal from its lead: "Before sailing special steps |shall|".
    """
    if clause.subject is not None or clause.modal is None or not MODALS & set(ground.types(clause.modal)):
        return
    active = clause.action is not None and not _PASSIVE & set(ground.types(clause.action)[:1])
    before = " ".join(clause.text[: clause.modal.span.start - clause.span.start].split())
    parted = before.endswith(",")
    before = before.rstrip(" ,")
    if before and (active or not parted):
        yield Doubt(field="subject", why=f'none was found; perhaps in "{cut(before, _SHOWN)}"')


def _holders_are_all_read(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """No holder of a duty stands before the condition of the next: "|Norland and|, at its request, Sudria shall"."""
    if clause.subject is None or clause.subject.inherited:
        return
    start, end = ground.passage.at(clause.span.start), ground.passage.at(clause.subject.span.start)
    before = [cue for cue in ground.sentence.cues if start <= cue.start < end]
    types = [cue.type for cue in before]
    for n, kind in enumerate(types):
        first = n - (n > 0 and types[n - 1] in BEFORE_NOUN)
        begins = first == 0 or types[first - 1] == "COMMA"
        behind = [each for each in types[n + 1 : n + 4] if each != "COMMA"]
        if kind in _HOLDERS and begins and behind[:1] == ["AND"] and _APART & {*behind[1:2]}:
            shown = ground.passage.text[before[first].start : before[n].end]
            yield Doubt(field="subject", why=f'"{cut(shown, _SHOWN)}" before it may hold the same')
            return


def _subject_is_that_of_the_norm(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """What is done behind another's clause may be said of that one: "help those who are ill |and shall| be fed"."""
    if clause.subject is None or not clause.subject.inherited or clause.modal is None:
        return
    cues = ground.sentence.cues
    modal = bisect.bisect_left(cues, ground.passage.at(clause.modal.span.start), key=_start)
    before = next((n for n in range(modal - 1, -1, -1) if cues[n].type in MODALS), modal)
    types = [cue.type for cue in cues[before:modal]]
    own = next((n for n, kind in enumerate(types) if kind in WITH_VERB | RELATIVE), len(types))
    passive = _PASSIVE & set(ground.types(clause.action)[:1]) and not _PASSIVE & set(types[:own])
    # "where it |is| found to be bankrupt and shall |be|"
    if passive and "IS" in types[own:] and types[-1] in LIST_JOINTS and types[-2] != "COMMA":
        shown = ground.passage.text[cues[before + own].start : cues[modal - 2].end]
        yield Doubt(field="subject", why=f'what goes on may be said of who "{cut(shown, _SHOWN)}" tells of')


def _action_has_one_subject(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """No subject with a verb of its own stands in the action: "supply, |and Norland to buy|", "|nor is aid|"."""
    if clause.action is None:
        return
    cues = ground.cues(clause.action)
    types = [cue.type for cue in cues]
    for n in range(1, len(types)):
        noun = n + 1 + (types[n + 1 : n + 2] != [] and types[n + 1] in BEFORE_NOUN)
        after = types[noun + 1 : noun + 3]
        acts = types[n - 1 : n + 1] == ["COMMA", "AND"] and {*types[noun : noun + 1]} <= _HOLDERS
        acts = acts and after == ["TO", "VERB"] and "TO" not in types[1:n]  # "allow ships to land, and crews |to| rest"
        denied = types[n] == "NOR" and (types[n + 1 : n + 2] == ["IS"] or (noun > n + 1 and "BE" in after))
        if acts or denied:
            shown = ground.passage.text[cues[n].start : cues[-1].end]
            yield Doubt(field="action", why=f'"{cut(shown, _SHOWN)}" in it may have a subject of its own')
            return


def _time_is_one(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """A time is one: "within ten days of the request and the fifth" runs too far."""
    for phrase in clause.times:
        types = ground.types(phrase)
        behind = [kind for kind in types[types.index("AND") + 1 :] if kind != "LINK"] if "AND" in types else []
        # "at once and in any event |within| a month", "regularly and promptly"
        limited = behind and OPENERS.get(behind[0]) == "TIME" and behind[0] != types[0]
        if behind and not (limited or set(types) <= {"AND", "NOW"}):
            yield Doubt(
                field="times",
                why=f'"{cut(phrase.normalized, _SHOWN)}" goes on behind "and"',
                instead=phrase.normalized.partition(" and ")[0],
            )


def _conditions_hold_for_all(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """A condition set off behind "and", "or" may hold for what follows alone: "its dues |and, if asked,| interest"."""
    cues = [] if clause.action is None else ground.cues(clause.action)
    for joint, comma, cue in zip(cues, cues[1:], cues[2:], strict=False):
        apart = cue.type in WITH_VERB | {"AT_REQUEST"}  # not "and, if need be,"
        if joint.type in LIST_JOINTS and comma.type == "COMMA" and apart:
            for phrase in (phrase for phrase in clause.conditions if ground.holds(phrase, cue)):
                shown = f'"{cut(phrase.normalized, _SHOWN)}" behind "{ground.words(joint)}"'
                yield Doubt(field="conditions", why=f"{shown} may hold for what follows it alone")
                return


def _denies_once(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """What is forbidden is not to leave something undone: "shall not be free not to pay" may oblige."""
    types = ground.types(clause.action)
    first = int(clause.modal is not None and clause.modal.inherited)  # "agree: (a) |not to| raise rents" is one denial
    if clause.kind is ClauseKind.PROHIBITION and ["NOT", "TO"] in (types[k : k + 2] for k in range(first, 3)):
        yield Doubt(field="kind", why="it denies twice", instead=ClauseKind.OBLIGATION.value)


def _figures_agree(clause: Clause, ground: Ground) -> Iterator[Doubt]:
    """An amount in words and its figure in brackets say the same: not "ninety (60) days"."""
    for field, phrases in (("times", clause.times), ("manners", clause.manners)):
        for phrase in phrases:
            told = list(pattern("period", "IN_FIGURES").finditer(lower(phrase.normalized)))
            period = period_of(phrase.normalized) if field == "times" else notice_of(phrase.normalized)
            if len(told) == 1 and period is not None and period.amount not in (None, int(told[0].group()[1:-1])):
                shown = cut(phrase.normalized, _SHOWN)
                yield Doubt(field=field, why=f'"{shown}" gives two different amounts, in words and in figures')


_QUESTIONS: Sequence[Callable[[Clause, Ground], Iterator[Doubt]]] = (
    _norm_binds,
    _modal_is_spelled,
    _subject_is_whole,
    _action_is_one_verb_phrase,
    _action_holds_no_modifier,
    _holds_no_other_norm,
    _somebody_acts,
    _holders_are_all_read,
    _subject_is_that_of_the_norm,
    _action_has_one_subject,
    _time_is_one,
    _conditions_hold_for_all,
    _denies_once,
    _figures_agree,
)
