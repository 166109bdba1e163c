"""Resolution: where each reference leads.

Guarantees: one link a target, in document order; the time is linear in provisions and references.

The works of the catalogue are written into the targets before the treaty is frozen (`name_works`); the links into
the treaty itself are a table beside it (`resolve`). Short names that the treaty defines come before the catalogue.

A bare number is looked for from the inside outwards: "paragraph 2" is this article's, an annex's "Article 3" the
annex's own. It is looked for as printed, then by its value: "Article 2" leads to "ARTICLE II" and "Articles 2 and 3".
A range leads to its first provision and keeps the first and the last as candidates.
"""

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.model.provisions import UNITS, Definition, Level, Provision
from treatylex.model.references import Link, Reference, ResolutionStatus, Target
from treatylex.parsing.draft import Mention, Reading
from treatylex.parsing.grammar import pattern
from treatylex.parsing.references.finding import reference_grammar
from treatylex.parsing.references.names import Name
from treatylex.parsing.references.targets import without_the
from treatylex.parsing.resolution.catalogue import Catalogue, normal
from treatylex.parsing.resolution.instruments import Instrument
from treatylex.parsing.structure.numerals import number_keys, plain

# ---- Instruments ----------------------------------------------------------------------------------------------------


class KnownNames:
    """The names that a text may use: its own short names first, then those of the catalogue."""

    def __init__(self, catalogue: Catalogue, definitions: Iterable[Definition]) -> None:
        self.catalogue = catalogue
        self._works: dict[str, tuple[str, ...]] = {}
        own: list[Instrument] = []
        for definition in definitions:
            works = self._meant(definition.meaning)
            if len(works) > 1:  # the General Agreement on Tariffs and Trade (hereinafter "the GATT 1994")
                works = tuple(work for work in self.catalogue.works(definition.term) if work in works) or works
            if works and self._works.setdefault(normal(definition.term), works) is works and _telling(definition.term):
                own.append(Instrument(id=works[0], title=definition.term))
        self._own = Catalogue(own)

    def _meant(self, meaning: str) -> tuple[str, ...]:
        """The works of the instrument that the meaning names at its start or end; none when it names none."""
        text = " ".join(meaning.split())
        for name in self.catalogue.find(text):
            if not without_the(text[: name.start]) or name.end == len(text):
                return self.catalogue.works(text[name.start : name.end])
        return ()

    def defines(self, name: str) -> bool:
        """Whether the text says for which instrument the name stands."""
        return normal(name) in self._works

    def works(self, name: str) -> tuple[str, ...]:
        """The ids of the instruments that the name may stand for."""
        return self._works.get(normal(name)) or self.catalogue.works(name)

    def find(self, text: str) -> list[Name]:
        """Where the text has known names."""
        return [*self.catalogue.find(text), *self._own.find(text)]


def _telling(term: str) -> bool:
    """Whether a short name can be told from a common noun: not "the Convention"."""
    return " " in normal(term) or term.isupper()


def name_works(reading: Reading, names: KnownNames) -> None:
    """Write the catalogue's ids into the references' targets.

    "That Convention" is the convention that was named last, "thereof" speaks of the instrument named just before.
    """
    works = _Works(names)
    for draft in reading.root.walk():
        for run in draft.runs:
            works.before = None
            run.mentions = [works.named(mention) for mention in run.mentions]


_ANAPHORS = frozenset({"THAT", "PRECEDING"})
_SPEAKS_OF_ANOTHER = _ANAPHORS | {"THERE", "IBID", "THIS", "OWN"}


def is_anaphor(name: str) -> bool:
    """Whether what stands for an instrument's name speaks of one named before.

    >>> is_anaphor("the said Protocol"), is_anaphor("North Atlantic Treaty")
    (True, False)
    """
    return _pointer(name) in _SPEAKS_OF_ANOTHER


def _pointer(name: str) -> str:
    return next((cue.type for cue in reference_grammar().scan(name)), "")


class _Works:
    """Names the works of mentions in the order of the text, and remembers which were named."""

    def __init__(self, names: KnownNames) -> None:
        self.names = names
        self.last: dict[str, str] = {}  # by the words of its name: "convention"
        self.before: str | None = None  # the work of the mention before, in the same run
        self.latest: str | None = None  # the work of the last mention of another instrument

    def named(self, mention: Mention) -> Mention:
        """The mention with the works of its targets."""
        reference = mention.reference
        targets = tuple(attrs.evolve(t, work=self._work(t)) if t.instrument else t for t in reference.targets)
        self.before = targets[-1].work if targets else None
        if targets and targets[-1].instrument:
            self.latest = self.before
        if targets == reference.targets:
            return mention
        return attrs.evolve(mention, reference=attrs.evolve(reference, targets=targets))

    def _work(self, target: Target) -> str | None:
        name = target.instrument or ""
        pointer = _pointer(name)
        if pointer == "THERE":
            return self.before
        if pointer == "IBID":
            return self.latest
        words = normal(name).split()
        if pointer in _ANAPHORS:
            return self.last.get(words[-1]) if words else None
        works = self.names.works(name)
        if len(works) != 1:
            return None
        self.last.update((word, works[0]) for word in words)
        return works[0]


# ---- Links ----------------------------------------------------------------------------------------------------------

_LEVELS = {
    "art": (Level.ARTICLE,),
    "rule": (Level.RULE,),
    "reg": (Level.REGULATION,),
    "para": (Level.PARAGRAPH, Level.POINT, Level.ALINEA),
    "sub": (Level.POINT, Level.PARAGRAPH, Level.ALINEA),
    "chap": (Level.CHAPTER,),
    "sec": (Level.SECTION, Level.SUBDIVISION),
    "part": (Level.PART,),
    "title": (Level.TITLE,),
    "annex": (Level.ANNEX,),
    "app": (Level.APPENDIX, Level.ANNEX),
    "sched": (Level.SCHEDULE, Level.ANNEX),
    "prot": (Level.PROTOCOL,),
    "rec": (Level.RECITAL,),
    "fn": (Level.NOTE,),
    "preamble": (Level.PREAMBLE,),
}
# What "this paragraph" is, by preference: the last of them where the text has no paragraphs
_AROUND = {
    "para": ((Level.PARAGRAPH, Level.ALINEA), (Level.ARTICLE,)),
    "sub": ((Level.POINT,), (Level.PARAGRAPH, Level.ALINEA)),
}
_NUMBERED_WITHIN = {"art": "para", "rule": "para", "reg": "para", "para": "sub", "sub": "sub"}
_FIGURES_AND_LETTER = re.compile(r"(\d+)([a-z])")
_RELATIVE_PREFIX = re.compile(r"^(?:this|preceding|following|that)_")
_FROM_THE_END = ("last", "penultimate")
_COUNTED = frozenset({Level.ALINEA, Level.POINT})  # "the second indent"
_OFTEN_ELSEWHERE = frozenset({"rule", "reg"})  # missing only in a text that has rules of its own
_NEAR = ("this_", "preceding_", "following_")  # they dangle where there is none; "that Section" may be another's
_RELATIVE = ("this", "preceding", "following", "that")
_WITHIN_ARTICLE = frozenset({"para", "sub"})
_BESIDE_ARTICLES = frozenset({"annex", "app", "sched", "prot"})
# Their numbers are the same however they are written; among points "(ii)" and "2" are two
_DIVISIONS = frozenset(
    [
        *UNITS,
        Level.PARAGRAPH,
        Level.CHAPTER,
        Level.SECTION,
        Level.PART,
        Level.TITLE,
        Level.ANNEX,
        Level.APPENDIX,
        Level.SCHEDULE,
        Level.PROTOCOL,
    ]
)


def own_names(text: str, title: str | None) -> frozenset[str]:
    """By which word a treaty speaks of itself: the one that it puts after "this" most often, else its title's first.

    An amending treaty may speak of "this Protocol" and quote "this Convention" as often: then of neither.

    >>> own_names("The Parties to this Protocol and to the Convention …", None)
    frozenset({'protocol'})
    >>> own_names("The Parties agree.", "Agreement amending the Convention")
    frozenset({'agreement'})
    """
    kind = pattern("instrument", "KIND")
    spoken = (kind.match(text, match.end()) for match in pattern("instrument", "SELF").finditer(text))
    counts = Counter(match.group().lower() for match in spoken if match)
    if not counts:
        return frozenset(match.group().lower() for match in [kind.search(title or "")] if match)
    (word, most), *others = counts.most_common(2)
    return frozenset(() if any(count == most for _, count in others) else (word,))


def resolve(
    provisions: tuple[Provision, ...],
    references: tuple[Reference, ...],
    names: KnownNames,
    own: frozenset[str] = frozenset(),
) -> tuple[tuple[Link, ...], ...]:
    """One tuple of links a reference, in document order, one link a target.

    Args:
        provisions: every provision of the treaty, in pre-order.
        references: every reference, in document order.
        names: the names that the treaty may use.
        own: the words by which the treaty speaks of itself: "the Agreement" is this one when it is called one.
    """
    resolver = _Resolver(provisions, names, own)
    return tuple(tuple(resolver.link(reference, target) for target in reference.targets) for reference in references)


class _Resolver:
    def __init__(self, provisions: Sequence[Provision], names: KnownNames, own: frozenset[str]) -> None:
        self.provisions, self.names, self.own = provisions, names, own
        self.starts = [provision.span.start for provision in provisions]
        self.units = {_unit(provision.eid.rpartition("__")[2]) for provision in provisions}
        self.place = {provision.eid: i for i, provision in enumerate(provisions)}
        self.parents: dict[str, str] = {c.eid: p.eid for p in provisions for c in p.children}
        # An excerpt has no articles: what it refers to is elsewhere, not missing
        self.whole = any(provision.level is Level.ARTICLE for provision in provisions)
        self.below: dict[str, dict[tuple[Level, str], str]] = {"": {}}
        self.by_value: dict[str, dict[tuple[Level, str], str]] = {"": {}}  # by number, however it is written
        self.last: dict[str, str] = {}
        self.neighbours: dict[str, dict[str, str]] = {"preceding": {}, "following": {}}
        for provision in provisions:
            self._enter(provision)
            self._line_up(provision.children)
        self._line_up([provision for provision in provisions if provision.eid not in self.parents])

    def _enter(self, provision: Provision) -> None:
        """Note the provision under each provision that it stands in."""
        level, number = provision.level, provision.number or ""
        printed = provision.eid.rpartition("_")[2] if level in _COUNTED and not number else plain(number)
        values = number_keys(number) if level in _DIVISIONS else ()
        self.below[provision.eid], self.by_value[provision.eid] = {}, {}
        for holder in (*self._above(provision.eid), ""):
            self.below[holder].setdefault((level, printed), provision.eid)
            for value in values:
                self.by_value[holder].setdefault((level, value), provision.eid)

    def _line_up(self, siblings: Sequence[Provision]) -> None:
        """Note which provision of the same level stands before and after each."""
        last: dict[Level, str] = {}
        for sibling in siblings:
            if (before := last.get(sibling.level)) is not None:
                self.neighbours["preceding"][sibling.eid] = before
                self.neighbours["following"][before] = sibling.eid
            last[sibling.level] = sibling.eid

    def _above(self, eid: str) -> Iterable[str]:
        while (eid := self.parents.get(eid, "")) != "":
            yield eid

    def _at(self, offset: int) -> str:
        """The innermost provision at a place of the text: the last to begin there that has not ended."""
        i = bisect.bisect_right(self.starts, offset) - 1
        eid = self.provisions[i].eid if i >= 0 else ""
        while eid and self.provisions[self.place[eid]].span.end <= offset:
            eid = self.parents.get(eid, "")
        return eid

    def link(self, reference: Reference, target: Target) -> Link:
        """Where one target leads."""
        if target.work is not None:
            return Link(status=ResolutionStatus.EXTERNAL, work=target.work)
        if target.instrument is not None and not self._itself(target.instrument):
            works = self.names.works(target.instrument)
            if len(works) > 1:
                return Link(status=ResolutionStatus.AMBIGUOUS, candidates=works)
            return Link(status=ResolutionStatus.UNKNOWN)
        scope = self._at(reference.span.start)
        if target.path in _BESIDE_ARTICLES and not any(self._firsts(scope, target.path)):
            return self._unnumbered(scope, target.path, reference.text)
        return self._internal(scope, target.path)

    def _itself(self, instrument: str) -> bool:
        """Whether "the Agreement" is the treaty at hand: it calls itself so, and defines no other."""
        return normal(instrument) in self.own and not self.names.defines(instrument)

    def _unnumbered(self, scope: str, unit: str, text: str) -> Link:
        """Where "the Annex" leads when each has a number: to the one around it, or all of them when it says so."""
        levels = _LEVELS[unit]
        eids = tuple(eid for eid in (self._enclosing(scope, unit),) if eid) or tuple(
            provision.eid for provision in self.provisions if provision.level in levels and not self._annexed(provision)
        )
        plural = pattern("structure", "PLURAL_UNIT")
        if not eids:
            return Link(status=ResolutionStatus.DANGLING if self.whole else ResolutionStatus.UNKNOWN)
        if len(eids) > 1 and not any(map(plural.fullmatch, text.split())):
            return Link(status=ResolutionStatus.AMBIGUOUS, candidates=eids)
        return Link(status=ResolutionStatus.INTERNAL, eid=eids[0], candidates=eids if len(eids) > 1 else ())

    def _annexed(self, provision: Provision) -> bool:
        return any(self._level(above) is provision.level for above in self._above(provision.eid))

    def _internal(self, scope: str, path: str) -> Link:
        first, _, last = path.rpartition("__")
        head, dash, end = last.partition("-")
        if dash and _unit(end) and end != _unit(end):
            prefix = f"{first}__" if first else ""
            links = [self._internal(scope, prefix + head), self._internal(scope, prefix + end)]
            eids = tuple(link.eid for link in links if link.eid is not None)
            return attrs.evolve(links[0], candidates=eids) if len(eids) > 1 else links[0]
        segments = path.split("__")
        first_found = False
        for first in self._firsts(scope, segments[0]):
            first_found = True
            if (eid := self._below(scope, first, segments[1:])) is not None:
                self.last[_unit(_RELATIVE_PREFIX.sub("", segments[-1]))] = eid
                return Link(status=ResolutionStatus.INTERNAL, eid=eid)
        unit = _unit(segments[0].partition("_")[2] if segments[0].startswith(_NEAR) else segments[0])
        sought = first_found or (unit in _LEVELS and (unit not in _OFTEN_ELSEWHERE or unit in self.units))
        missing = self.whole and sought
        return Link(status=ResolutionStatus.DANGLING if missing else ResolutionStatus.UNKNOWN)

    def _beside(self, segment: str) -> str | None:
        """An annex that the text puts under an article, as in "Annex I to Article 7"."""
        return self._inside("", segment) if _unit(segment) in _BESIDE_ARTICLES else None

    def _pointed(self, scope: str, segment: str) -> str | None:
        pointer, _, unit = segment.partition("_")
        return self._relative(scope, pointer, unit) if pointer in _RELATIVE else None

    def _below(self, scope: str, eid: str | None, segments: Iterable[str]) -> str | None:
        """The provision to which the rest of a path leads from its first provision."""
        for segment in segments:
            if eid is None:
                return None
            eid = self._pointed(scope, segment) or self._inside(eid, segment) or self._beside(segment)
        return eid

    def _firsts(self, scope: str, segment: str) -> Iterator[str]:
        """The provisions with which a path may begin: as printed before as counted, each from the inside outwards."""
        if segment.startswith(_RELATIVE):
            yield from filter(None, [self._pointed(scope, segment)])
            return
        holders = list(self._holders(scope, _unit(segment)))
        for look in (self._printed, self._inside):
            yield from filter(None, (look(holder, segment) for holder in holders))

    def _holders(self, scope: str, unit: str) -> Iterator[str]:
        """The provisions around a place, from the inside outwards, in which a unit is looked for."""
        for holder in (scope, *self._above(scope)):
            yield holder
            if holder == "" or (unit in _WITHIN_ARTICLE and self._level(holder) in UNITS):
                return
        if scope:
            yield ""

    def _level(self, eid: str) -> Level:
        return self.provisions[self.place[eid]].level

    def _relative(self, scope: str, pointer: str, unit: str) -> str | None:
        if pointer == "that":
            return self.last.get(unit)
        here = self._enclosing(scope, unit)
        if here is None or pointer == "this":
            return here
        return self.neighbours[pointer].get(here)

    def _enclosing(self, scope: str, unit: str) -> str | None:
        around = [eid for eid in (scope, *self._above(scope)) if eid]
        for wanted in _AROUND.get(unit, (_LEVELS.get(unit, ()),)):
            for eid in around:
                if self._level(eid) in wanted:
                    return eid
        return None

    def _printed(self, holder: str, segment: str) -> str | None:
        """The numbered provision in the holder that bears this number as printed."""
        unit = _unit(segment)
        key = plain(segment[len(unit) + 1 :])
        levels = (level for level in _LEVELS.get(unit, ()) if level is not Level.ALINEA)
        return next(filter(None, (self.below[holder].get((level, key)) for level in levels)), None)

    def _inside(self, holder: str, segment: str) -> str | None:
        unit = _unit(segment)
        number = segment[len(unit) + 1 :]
        if unit == "sent":
            return holder or None
        levels = _LEVELS.get(unit, ())
        for table, key in ((self.below[holder], plain(number)), (self.by_value[holder], number_keys(number)[-1])):
            for level in levels:
                if (found := table.get((level, key))) is not None:
                    return found
        return (
            self._within_number(holder, unit, number)
            or self._from_the_end(holder, unit, number)
            or self._only_paragraph(holder, unit, number)
        )

    def _from_the_end(self, holder: str, unit: str, number: str) -> str | None:
        """The last paragraph, the penultimate one."""
        if not holder or number not in _FROM_THE_END:
            return None
        levels = _LEVELS.get(unit, ())
        inside = [c.eid for c in self.provisions[self.place[holder]].children if c.level in levels]
        back = _FROM_THE_END.index(number) + 1
        return inside[-back] if len(inside) >= back else None

    def _within_number(self, holder: str, unit: str, number: str) -> str | None:
        """Article 10.7.1 as paragraph 1 of 10.7, paragraph 2b as its point (b), regulation II/5 in chapter II.

        Where the paragraphs of Article 5 are numbered 5.1, 5.2 …, "paragraph 2" is 5.2.
        """
        if unit == "para" and holder and self._level(holder) in UNITS:
            whole = f"{plain(self.provisions[self.place[holder]].number or '')}.{number}"
            if (found := self.below[holder].get((Level.PARAGRAPH, whole))) is not None:
                return found
        outer, inner, within = *number.rpartition(".")[::2], _NUMBERED_WITHIN.get(unit)
        if match := _FIGURES_AND_LETTER.fullmatch(number):
            outer, inner, within = match[1], match[2], "sub"
        elif "/" in number:
            chapter, _, rest = number.partition("/")
            found = self._inside("", f"chap_{chapter}")
            return None if found is None else self._inside(found, f"{unit}_{rest}")
        if not (outer and inner and within):
            return None
        found = self._inside(holder, f"{unit}_{outer}")
        return None if found is None else self._inside(found, f"{within}_{inner}")

    def _only_paragraph(self, holder: str, unit: str, number: str) -> str | None:
        """An article that has no paragraphs is its own first one."""
        if unit != "para" or number != "1" or not holder or self._level(holder) not in UNITS:
            return None
        paragraphs = (Level.PARAGRAPH, Level.ALINEA)
        return None if any(level in paragraphs for level, _ in self.below[holder]) else holder


_UNIT = re.compile(r"[a-z]+")


def _unit(segment: str) -> str:
    match = _UNIT.match(segment)
    return match.group() if match else ""
