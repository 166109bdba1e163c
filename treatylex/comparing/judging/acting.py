"""Acting: whether who acts and whom it is owed to changed places, or became one of many.

Guarantee: the same from either side.
"""

import itertools
from collections import Counter
from collections.abc import Iterable

from treatylex.comparing.judging.binding import BINDING, FREE
from treatylex.comparing.judging.classes import cites
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.tokens import tokens
from treatylex.comparing.matching.usage import forms_of, is_noun, same_base
from treatylex.language.grammar import pattern
from treatylex.language.words import Form, Names
from treatylex.language.words import word as word_of
from treatylex.model.clauses import Clause, Phrase

ROLES = ("bearer", "counterparty")


ABOUT_VERB = ("subject", "action")


def change_roles(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether who acts and whom it is owed to have changed places: who must inform whom."""
    (actor, other), (actor_there, other_there) = (
        [_telling(word for _, words in exact.compared.told(clause, field) for word in words) for field in ROLES]
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
        [_telling(word for _, words in exact.compared.told(clause, field) for word in words) for field in ABOUT_VERB]
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


def singles_out(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether one of those acts who acted together: "one Party shall pay", "the Parties shall pay"; not "a Party".

    What they may do together no one of them need be free to do: "the Parties may end it", "a Party may end it".
    """
    said = [
        [*exact.compared.usage.words(clause.bearer.normalized)][:1] if clause.bearer is not None else []
        for exact, clause in ((left, ours), (right, theirs))
    ]
    if _binds_one_of_parties(left, ours, right, theirs):
        return True
    alone = ("SINGLED", "INDEFINITE") if {ours.kind, theirs.kind} <= FREE else ("SINGLED",)
    firsts = {word for words in said for word in words}
    singled = {word for word in firsts if pattern("touches", *alone).fullmatch(word)}
    rest = {word for word in firsts - singled if pattern("touches", "DEFINITE", "PLAIN_NEGATIVE").fullmatch(word)}
    return len(singled) == 1 and bool(rest) and (not _is_indefinite(singled) or _is_one_of_many(ours, theirs))


def _binds_one_of_parties(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether one Party is bound, and nobody says which, where "a Party" was whichever comes into the case.

    "A Party shall pay" binds each of them, "one of the Parties shall pay" one. What a Party may do, one of them may;
    and of members one may be meant either way: "a member shall preside".
    """
    if not {ours.kind, theirs.kind} <= BINDING or not all(map(_is_a_party, (ours, theirs))):
        return False
    said = [
        [*exact.compared.usage.words(clause.bearer.normalized)]
        for exact, clause in ((left, ours), (right, theirs))
        if clause.bearer
    ]
    firsts = [words[:2] for words in said]
    is_one_of = pattern("touches", "SINGLED").fullmatch
    is_any = pattern("touches", "INDEFINITE").fullmatch
    return any(
        is_any(one[0]) and is_one_of(other[0]) and "of" in other[1:]
        for one, other in (firsts, firsts[::-1])
        if one and other
    )


def _is_a_party(clause: Clause) -> bool:
    return clause.bearer is not None and clause.bearer.actor == "any_party"


def other_owner(left: Verbatim, ours: Clause, right: Verbatim, theirs: Clause) -> bool:
    """Whether nothing differs but whose a thing is, and several are named: "inform the other of |its|", "|their| laws".

    Where one alone is named, another pronoun says but the same: "the Council shall publish its rules", "their rules".
    """
    sides = ((left, ours), (right, theirs))
    said = [Counter(exact.keys_at([clause.span])) for exact, clause in sides]
    apart = [set(said[0] - said[1]), set(said[1] - said[0])]
    things = pattern("touches", "ITS").fullmatch
    if not all(apart) or not all(map(pattern("touches", "POSSESSIVE").fullmatch, apart[0] | apart[1])):
        return False
    is_of_thing = [any(map(things, words)) for words in apart]
    if is_of_thing[0] == is_of_thing[1]:
        return False
    kept = any(map(things, said[0] & said[1]))  # "its opinion on its request", "on their request"
    return kept or all(len(_owners(exact, clause)) > 1 for exact, clause in sides)


def _owners(exact: Verbatim, clause: Clause) -> list[str]:
    """Who is named in a clause before the first word that says whose a thing is, each by the last word of its name."""
    found: list[str] = []
    said = exact.at(clause.span)
    for token, after in itertools.pairwise((*said, "")):
        if pattern("touches", "POSSESSIVE").fullmatch(token):
            break
        word, behind = token.casefold(), after.casefold()
        if pattern("touches", "THE_OTHER").fullmatch(word):
            is_named = not is_noun(behind)
        elif pattern("touches", "PRONOUN").fullmatch(word):
            is_named = True
        else:
            is_whole = not (after[:1].isupper() and is_noun(behind))
            is_somebody = token[0].isupper() or word_of(word).names is Names.PERSON
            is_named = is_noun(word) and is_whole and is_somebody and not cites(word)
        if is_named:
            found.append(word)
    return found


def name_one_or_many(ours: Clause, theirs: Clause) -> bool:
    """Whether a body that acts or is owed something became several: "report to the Councils", "to the Council"."""
    for field in ROLES:
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


def is_same_head(left: Verbatim, right: Verbatim, ours: Clause, theirs: Clause, field: str) -> bool:
    """Whether the same noun names whoever acts or is owed: "the competent authorities", "the proper authorities"."""
    if field not in ROLES:
        return False
    heads = [
        exact.compared.usage.words(getattr(clause, field).normalized)[-1:] if getattr(clause, field) else ()
        for exact, clause in ((left, ours), (right, theirs))
    ]
    return heads[0] == heads[1]


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
