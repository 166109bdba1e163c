"""Fields: in which of their parts two clauses differ.

Guarantees: layout, punctuation and letter case never count; a reference counts by where it leads, so that one which
only follows a renumbering is the same; a difference is reported once, in the narrowest field that shows it.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set

from treatylex.comparing.matching.letters import Words, letters
from treatylex.comparing.matching.usage import Usage
from treatylex.language.numerals import roman
from treatylex.model.clauses import MODIFIER_FIELDS, SINGLE_FIELDS, Clause, Phrase, field_phrases
from treatylex.model.provisions import Resolution, Treaty
from treatylex.model.references import Reference, ResolutionStatus
from treatylex.source import Span, one_line

_PARTING = re.compile(r"[,;:()]")
_REFERENCE = " §reference "
_RANGE = re.compile(r"(?P<before>.*?)(?P<unit>[a-z]+_)(?P<first>\d+)-(?P=before)(?P=unit)(?P<last>\d+)")
_INSERTED = re.compile(r"_\d+[a-z]+$")
_ROMAN = re.compile(r"(?<=_)(?:[IVXLC]{2,}|[IVX])(?![^_-])")
"""Of single letters those alone that hardly anything is lettered by."""
_LONGEST_RANGE = 100
"""Longer ranges are compared by their ends alone."""
ACTOR_FIELDS = frozenset({"subject", "bearer", "counterparty"})
"""Fields that name who acts or is owed something."""


def each_of(where: str, inserted: Set[str] = frozenset()) -> tuple[str, ...]:
    """The provisions of a range, each by itself, so that "Articles 3 to 5" is "Articles 3, 4 and 5".

    A roman numeral counts by its figure: "Annex IV" is "Annex 4". A range that holds one of the `inserted`
    provisions, as an Article 4 bis, is more than its numbers and stays.

    >>> each_of("art_III-art_V"), each_of("art_2__para_1"), each_of("art_3-art_5", {"art_4bis"})
    (('art_3', 'art_4', 'art_5'), ('art_2__para_1',), ('art_3-art_5',))
    """
    where = _ROMAN.sub(lambda found: str(roman(found.group().lower()) or found.group()), where)
    found = _RANGE.fullmatch(where)
    if found is None or not 0 < int(found["last"]) - int(found["first"]) < _LONGEST_RANGE:
        return (where,)
    numbers = range(int(found["first"]), int(found["last"]) + 1)
    each = tuple(f"{found['before']}{found['unit']}{number}" for number in numbers)
    holds_more = any(
        eid.startswith(number) and eid[len(number) :].isalpha() for eid in inserted for number in each[:-1]
    )
    return (where,) if holds_more else each


def phrases(clause: Clause) -> Iterator[Phrase]:
    """The phrases of a clause, modifiers last, those nested in others left out."""
    for name in SINGLE_FIELDS:
        phrase: Phrase | None = getattr(clause, name)
        if phrase is not None:
            yield phrase
    yield from clause.modifiers


class ComparedTreaty:
    """A treaty as comparison sees it.

    `answering` gives for an eId of this treaty the one that answers to it in the other, so that references of both
    can be told in the same words; the treaty in whose words they are told has no need of it. `known` says which
    wordings are alike.
    """

    def __init__(self, treaty: Treaty, known: Usage, answering: Callable[[str], str | None] | None = None) -> None:
        self.treaty = treaty
        self.usage = known
        self._answering = answering
        self._told: dict[tuple[str, str], list[tuple[Phrase, Words]]] = {}
        self._references: dict[str, list[tuple[Reference, Words]]] = {}

    @functools.cached_property
    def inserted(self) -> frozenset[str]:
        """The provisions whose number goes on behind its figures, as of an Article 4 bis."""
        return frozenset(node.eid for node in self.treaty.walk() if node.eid and _INSERTED.search(node.eid))

    def wording(self, text: str, span: Span, left_out: Iterable[Phrase] = ()) -> Words:
        """The words at `span`, each reference in them one word, without the phrases that are compared by themselves."""
        inner = [phrase for phrase in left_out if span.covers(phrase.span) and phrase.span != span]
        text = one_line(text)
        for phrase in inner:
            text = text.replace(one_line(phrase.normalized), " ", 1)
        pieces, at = [], 0
        for reference in self.treaty.references_in(span):
            if not any(phrase.span.covers(reference.span) for phrase in inner):
                found = re.search(rf"(?<!\w){re.escape(one_line(reference.text))}(?!\w)", text[at:])
                if found:
                    pieces += [text[at : at + found.start()], _REFERENCE]
                    at += found.end()
        return self.usage.words("".join([*pieces, text[at:]]))

    def told(self, clause: Clause, name: str) -> list[tuple[Phrase, Words]]:
        """The phrases of a field and their wording, in which modifiers within the action do not count."""
        asked = clause.eid, name
        if asked not in self._told:  # by many questions about a pair of clauses
            left_out = clause.modifiers if name == "action" else ()
            self._told[asked] = [
                (phrase, self._as_period(phrase) or self.wording(phrase.normalized, phrase.span, left_out))
                for phrase in field_phrases(clause, name)
            ]
        return self._told[asked]

    def _as_period(self, phrase: Phrase) -> Words:
        """A time as data: "twenty-five years" is "25 years". Empty where it is none, or counted from a reference."""
        period = phrase.period
        if period is None or self.treaty.references_in(phrase.span):
            return ()
        return self.usage.words(str(period))

    def references(self, clause: Clause) -> list[tuple[Reference, Words]]:
        """The references of a clause, in order, and of each where it leads and what introduces it."""
        if clause.eid not in self._references:  # asked for each question about a pair of clauses
            spans = (clause.span, *(phrase.span for phrase in phrases(clause)))
            found = {reference.span: reference for span in spans for reference in self.treaty.references_in(span)}
            found.update({reference.span: reference for reference in clause.references})
            told = [(found[span], tuple(self._targets(found[span]))) for span in sorted(found)]
            self._references[clause.eid] = told
        return self._references[clause.eid]

    def targets(self, clause: Clause) -> Counter[str]:
        """Where a clause's references lead, and what introduces them."""
        return Counter(target for _, targets in self.references(clause) for target in targets)

    def cited(self, clause: Clause) -> Counter[str]:
        """Where a clause's references lead, whatever introduces them."""
        return Counter(where for reference, _ in self.references(clause) for where in self._led(reference))

    def _targets(self, reference: Reference) -> Iterator[str]:
        return (f"{reference.relation or ''} {where}" for where in self._led(reference))

    def _led(self, reference: Reference) -> Iterator[str]:
        for resolution in self.treaty.resolve(reference):
            target = resolution.target
            where = self._inside(resolution)
            if where is None:
                instrument = target.work or " ".join(self.usage.words(target.instrument or ""))
                paths = each_of(target.path) if instrument else each_of(self._renumbered(target.path), self.inserted)
                yield from (f"{instrument}#{path}" for path in paths)
            else:
                yield from each_of(where, self.inserted)

    def _renumbered(self, path: str) -> str:
        """A path that leads to nothing, its article in the words of the other treaty if there is such an article."""
        article, dash, rest = path.partition("__")
        return f"{self._shared(article)}{dash}{rest}" if rest and article in self.treaty else f"?{path}"

    def internal(self, reference: Reference) -> tuple[tuple[str, str], ...]:
        """The targets in this treaty: the path as written, and the eIds that it leads to in the shared words."""
        found = ((resolution.target.path, self._inside(resolution)) for resolution in self.treaty.resolve(reference))
        return tuple((path, where) for path, where in found if where is not None)

    def _inside(self, resolution: Resolution) -> str | None:
        """Where a target in this treaty leads, in the shared words; of a range, its first and its last provision."""
        if resolution.status is not ResolutionStatus.INTERNAL or resolution.provision is None:
            return None
        ends = resolution.candidates or (resolution.provision.eid,)
        _, dash, last = resolution.target.path.partition("-")
        unresolved = [f"?{last}"] if dash and len(ends) == 1 else []
        return "-".join([*map(self._shared, ends), *unresolved])

    def _shared(self, eid: str) -> str:
        """An eId of this treaty in the words of the other."""
        return eid if self._answering is None else self._answering(eid) or f"gone:{eid}"


def differing_fields(left: ComparedTreaty, ours: Clause, right: ComparedTreaty, theirs: Clause) -> tuple[str, ...]:
    """The names of the fields in which two clauses differ, kind and modal first."""
    differing = ["kind"] if ours.kind is not theirs.kind else []
    differing += [
        name
        for name in (*SINGLE_FIELDS, *MODIFIER_FIELDS)
        if field_phrases(ours, name) != field_phrases(theirs, name)
        and _wordings(left, ours, name) != _wordings(right, theirs, name)
        and not (name in ACTOR_FIELDS and _referents(left, ours, name) == _referents(right, theirs, name))
    ]
    # Commas may part phrases otherwise, which is told; blanks that a scan loses may too, which is not
    if differing and _signs(ours) == _signs(theirs) and letters(ours.text) == letters(theirs.text):
        differing = [name for name in differing if any(_is_inherited(clause, name) for clause in (ours, theirs))]
    if left.targets(ours) != right.targets(theirs):
        differing.append("references")
    if {"bearer", "subject"} <= set(differing) and _is_bearer(ours) and _is_bearer(theirs):
        differing.remove("subject")
    if not differing and left.wording(ours.text, ours.span) != right.wording(theirs.text, theirs.span):
        differing.append("text")
    return tuple(differing)


def _signs(clause: Clause) -> list[str]:
    """The signs that part the phrases of a clause, those at its end left out."""
    return _PARTING.findall(clause.text.rstrip(" .;:,"))


def field_spans(treaty: Treaty, clause: Clause, names: Iterable[str]) -> tuple[Span, ...]:
    """Where the words stand that the named fields of a clause show."""
    shown = {*names, *(["subject"] if "bearer" in names else [])}  # where one side names no bearer, its subject stands
    spans = [
        phrase.span
        for name in shown
        if name in (*SINGLE_FIELDS, *MODIFIER_FIELDS)
        for phrase in field_phrases(clause, name)
    ]
    if "references" in names:
        spans += (reference.span for reference in treaty.references_in(clause.span))
    return tuple(spans)


def _wordings(treaty: ComparedTreaty, clause: Clause, name: str) -> list[Words]:
    """The wordings of a field; where a phrase stands among others of its kind does not count."""
    return sorted(words for _, words in treaty.told(clause, name))


def _referents(treaty: ComparedTreaty, clause: Clause, name: str) -> list[Words]:
    """The wordings of an actor, a pronoun by what it stands for: "it" is the Board."""
    meant = [phrase.antecedent or phrase for phrase in field_phrases(clause, name)]
    return sorted(treaty.wording(phrase.normalized, phrase.span) for phrase in meant)


def _is_inherited(clause: Clause, name: str) -> bool:
    """Whether a field holds words from before the clause, so that its own words do not show what differs."""
    return any(phrase.inherited for phrase in field_phrases(clause, "modal" if name == "kind" else name))


def _is_bearer(clause: Clause) -> bool:
    """Whether the subject is the bearer, so that one of them tells it all."""
    return clause.subject is not None and clause.bearer is not None and clause.subject.span == clause.bearer.span
