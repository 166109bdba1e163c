"""Absences: whether a treaty really does not say something.

A negation that holds because nothing was read, or because the words differ a little, is worth nothing.

Guarantees: a negation holds only where the treaty was read and no clause that speaks of the matter could be what must
not be there. The matter is looked for in all that a clause says and in all forms of its words ("withdraw" is
"withdrawal" too); a statement about each Party covers every, either, any and a Party; a clause that names nobody may
mean anybody; what is forbidden with an exception is permitted by it; what nothing shall prevent is permitted; what a
clause says in passing ("…, which may withdraw") counts. Passages that were not read, or read with doubt, and texts in
quotation marks count when they speak of the matter.
"""

import re
from collections.abc import Callable, Iterator

from treatylex.amending.quotes import quotations
from treatylex.comparing.matching.usage import are_derived
from treatylex.comparing.matching.wording import stem, words
from treatylex.errors import AddressError, Severity
from treatylex.language.grammar import pattern
from treatylex.model.actors import COVERED_BY
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Treaty
from treatylex.model.queries import actors_of, is_place, lies_in, where
from treatylex.parsing.interpretation.actors import actors_in
from treatylex.parsing.reader import parse
from treatylex.source import Span, cut, one_line
from treatylex.testing.criteria import Details, Wanted, a_kind, borne_by, criterion, details_of, line_of, said

GRANTS = (ClauseKind.PERMISSION, ClauseKind.RIGHT, ClauseKind.EXEMPTION)
"""The kinds of clauses that give somebody something."""
BINDS = (ClauseKind.OBLIGATION, ClauseKind.PROHIBITION, ClauseKind.RECOMMENDATION)
"""The kinds of clauses that ask something of somebody."""

_BY_EXCEPTION = {
    ClauseKind.PERMISSION: ClauseKind.PROHIBITION,
    ClauseKind.RIGHT: ClauseKind.PROHIBITION,
    ClauseKind.EXEMPTION: ClauseKind.OBLIGATION,
}
"""What a clause of another kind says where its exception holds."""

_FAMILY = 4  # letters of a stem from which on words that begin with it are of its family
_WIDTH = 100

Speaks = Callable[[str], bool]


def refusal(treaty: Treaty, kinds: tuple[ClauseKind, ...], who: Wanted, details: Details) -> str | None:
    """Why it cannot be said that no clause of these kinds, borne by somebody, says that; `None` when it can.

    Args:
        treaty: the treaty that must not say it.
        kinds: the kinds of clauses that it must not have.
        who: the words of the bearer, or an actor; of definitions, the term; `None` for anybody.
        details: what else the clause must say to count.

    Raises:
        TypeError: for what is neither words nor a pattern.
        ValueError: for an actor that none can be.
        AddressError: for a provision of this treaty that it neither has nor refers to.

    >>> treaty = parse("Either Party may denounce this Treaty.")
    >>> refusal(treaty, GRANTS, "each_party", {"to": "denounce"}).splitlines()[0]
    'expected no clause that is a permission, a right or an exemption of “each_party” to “denounce”; found'
    """
    asked = _Asked(treaty, kinds, who, details)
    if not treaty.clauses:
        return f"{asked.words}, but no clause was found in this treaty: nothing can be said of what it leaves out"
    foreign = [fault for fault in treaty.diagnostics if fault.code == "not-english"]
    if foreign:
        places = [treaty.source.place(fault.span.start) for fault in foreign]
        return f"{asked.words}, but passages are not in English and were not read: {', '.join(places)}"
    found = [f"  {line_of(treaty, clause)}" for clause in treaty.clauses if asked.is_said_by(clause)]
    if found:
        return "\n".join([f"{asked.words}; found", *found])
    unread = list(asked.unread())
    if unread:
        return "\n".join([f"{asked.words}, but passages that speak of it could not be read for certain:", *unread])
    return None


class _Asked:
    """What a treaty must not say."""

    def __init__(self, treaty: Treaty, kinds: tuple[ClauseKind, ...], who: Wanted, details: Details) -> None:
        self.treaty, self.kinds, self.who = treaty, kinds, who
        self.is_definition = kinds == (ClauseKind.DEFINITION,)
        self.action = action = details.get("to")
        if action is not None:
            criterion("to", action)  # raises where it cannot be meant
        self.speaks = _speaks_of(action)
        narrowing: Details = {**details, "to": None}
        self.narrowing = tuple(details_of(narrowing))
        _check_place(treaty, details.get("referring_to"))
        self.tests = [each.filter.bound_to(treaty) for each in self.narrowing]
        self.bearer = None if who is None else self._of_bearer(who)
        self.matters = [speaks for speaks in (self.speaks, self._mentions_who()) if speaks is not None]
        of = [f"of {said(who)}"] if who is not None else []
        to = [f"to {said(action)}"] if action is not None else []
        self.words = " ".join(
            ["expected no clause that is", _listed(kinds), *of, *to, *(each.words for each in self.narrowing)]
        )

    def _of_bearer(self, who: str | re.Pattern[str]) -> Callable[[Clause], bool]:
        if self.is_definition:
            return where(term=who).bound_to(self.treaty)
        named = borne_by(who).bound_to(self.treaty)
        covered = _covered(who)
        return lambda clause: clause.bearer is None or named(clause) or not covered.isdisjoint(actors_of(clause))

    def _mentions_who(self) -> Speaks | None:
        """Whether words speak of the bearer; asked only where nothing is said of what he may do."""
        if self.speaks is not None or self.who is None or _covered(self.who):
            return None
        return _speaks_of(self.who)

    def is_said_by(self, clause: Clause) -> bool:
        """Whether a clause says what must not be said, or may say it."""
        if self.speaks is not None and not self.speaks(_all_words(clause)):
            return False
        if not all(test(clause) for test in self.tests):
            return False
        if self._is_of_kind(clause) and (self.bearer is None or self.bearer(clause)):
            return True
        return self.speaks is not None and self._is_said_in_passing(clause, self.speaks)

    def _is_of_kind(self, clause: Clause) -> bool:
        """Whether a clause is of one of the kinds, also by its exception, or by its verb: "shall be permitted"."""
        if clause.kind in self.kinds:
            return True
        if clause.exceptions and any(_BY_EXCEPTION.get(kind) is clause.kind for kind in self.kinds):
            return True
        if clause.bearer is not None or self.speaks is None:
            return False
        if clause.kind is ClauseKind.SAVING:
            return not set(GRANTS).isdisjoint(self.kinds)
        predicate = " ".join(phrase.normalized for phrase in (clause.modal, clause.action) if phrase is not None)
        return any(probe.kind in self.kinds for probe in parse(f"Each Party {predicate} to act.").clauses)

    def _is_said_in_passing(self, clause: Clause, speaks: Speaks) -> bool:
        """Whether another verb of the clause than its own says it of somebody: "the Parties, which may withdraw"."""
        own = None if clause.modal is None else clause.modal.span
        for verb in pattern("modal", "ANY").finditer(clause.text.lower()):
            if own is None or not own.start <= clause.span.start + verb.start() < own.end:
                said_of = parse(f"Each Party {one_line(clause.text[verb.start() :])}.").clauses
                if any(probe.kind in self.kinds and speaks(_all_words(probe)) for probe in said_of):
                    return True
        return False

    def unread(self) -> Iterator[str]:
        """Passages that speak of the matter and were not read, or are probably read wrongly."""
        for fault in self.treaty.diagnostics:
            if fault.severity is Severity.ERROR and self._concerns(_passage_at(self.treaty, fault.span)):
                passage = cut(fault.span.of(self.treaty.text), _WIDTH)
                yield f"  {self.treaty.source.place(fault.span.start)}: {passage} [{fault.code}]"
        for clause in self.treaty.clauses:
            if clause.doubts and self._concerns(_all_words(clause)):
                yield f"  {line_of(self.treaty, clause)}"
                yield from (f"    - {doubt}" for doubt in clause.doubts)
        for quotation in () if self.is_definition else quotations(self.treaty.text):
            if self._concerns(quotation.content) and self._is_said_in(quotation.content):
                place = self.treaty.source.place(quotation.span.start)
                yield f"  {place}: {cut(one_line(quotation.content), _WIDTH)} [in quotation marks]"

    def _is_said_in(self, text: str) -> bool:
        """Whether a text says it that the treaty quotes, wherever in it."""
        asked = _Asked(parse(text), self.kinds, self.who, {"to": self.action})
        return any(map(asked.is_said_by, asked.treaty.clauses))

    def _concerns(self, text: str) -> bool:
        return all(speaks(one_line(text)) for speaks in self.matters)


def _passage_at(treaty: Treaty, span: Span) -> str:
    """The text around a place, as far as it is of one kind: a verb alone does not tell what it is about."""
    return next((leaf.text for leaf in treaty.leaves if leaf.span.overlaps(span)), span.of(treaty.text))


def _check_place(treaty: Treaty, wanted: str | None) -> None:
    """Refuse a provision of the treaty that it neither has nor refers to: that nothing refers to it says nothing."""
    path = "" if wanted is None or "#" in wanted.lstrip("#") else wanted.removeprefix("#")
    if is_place(path) and path not in treaty:
        named = {target.path for reference in treaty.references for target in reference.targets}
        if not any(lies_in(each, path) for each in named):
            raise AddressError(f"this treaty has no provision {path!r} and refers to none")


def _covered(who: str | re.Pattern[str]) -> frozenset[str]:
    """The actors of whom a statement about this one speaks; none for what names no Party or State."""
    if not isinstance(who, str):
        return frozenset()
    named = [who] if who in COVERED_BY else [actor.name for actor in actors_in(who)]
    return frozenset().union(*(COVERED_BY.get(name, ()) for name in named))


def _all_words(clause: Clause) -> str:
    """All that a clause says, what it takes over included."""
    phrases = (clause.subject, clause.modal, clause.action, *clause.modifiers)
    taken = [phrase.normalized for phrase in phrases if phrase is not None and phrase.inherited]
    return " ".join([*taken, one_line(clause.text)])


def _speaks_of(matter: Wanted) -> Speaks | None:
    """Whether words speak of a matter: they hold a word of the family of each of its words, or fit the pattern."""
    if matter is None:
        return None
    if isinstance(matter, re.Pattern):
        return lambda text: matter.search(text) is not None
    wanted = words(matter)

    def speaks(text: str) -> bool:
        found = set(words(text))
        return all(any(_is_of_family(word, asked) for word in found) for asked in wanted)

    return speaks


def _is_of_family(word: str, asked: str) -> bool:
    """Whether a word is a form of the one that is asked for, or made of it."""
    own = stem(asked)
    return stem(word) == own or (len(own) >= _FAMILY and word.startswith(own)) or are_derived(word, asked)


def _listed(kinds: tuple[ClauseKind, ...]) -> str:
    """Kinds in words: "a permission, a right or an exemption"."""
    named = [a_kind(kind.value) for kind in kinds]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
