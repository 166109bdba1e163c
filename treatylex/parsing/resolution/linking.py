"""Linking: where each reference leads.

Guarantees: one link a target, in document order; the time is linear in provisions and references.

Of which instrument a target is has been told before (`naming`); here those of the treaty at hand are looked for in it.

A bare number is looked for from the inside outwards: "paragraph 2" is this article's, an annex's "Article 3" the
annex's own. It is looked for as printed, then by its value: "Article 2" leads to "ARTICLE II" and "Articles 2 and 3".
A range leads to its first provision and keeps the first and the last as candidates.
"""

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.language.grammar import pattern
from treatylex.language.numerals import number_keys, plain
from treatylex.model.provisions import UNITS, Level, Provision
from treatylex.model.references import Link, Reference, ResolutionStatus, Target
from treatylex.parsing.resolution.naming import Meanings, Meant, amends

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
    "app": (Level.APPENDIX,),
    "sched": (Level.SCHEDULE,),
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
_NESTED = frozenset({Level.PARAGRAPH, Level.POINT})
_OFTEN_ELSEWHERE = frozenset({"rule", "reg"})  # missing only in a text that has rules of its own
_NEAR = ("this_", "preceding_", "following_")  # they dangle where there is none; "that Section" may be another's
_RELATIVE = ("this", "preceding", "following", "that")
_BESIDE_HERE = ("preceding", "following")
_WITHIN_ARTICLE = frozenset({"para", "sub"})
_BESIDE_ARTICLES = frozenset({"annex", "app", "sched", "prot"})
_BESIDE = frozenset({Level.ANNEX, Level.APPENDIX, Level.SCHEDULE, Level.PROTOCOL})
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


def resolve(
    text: str, provisions: tuple[Provision, ...], references: tuple[Reference, ...], meanings: Meanings
) -> tuple[tuple[Link, ...], ...]:
    """One tuple of links a reference, in document order, one link a target.

    Args:
        text: the text of the treaty.
        provisions: every provision of the treaty, in pre-order.
        references: every reference, in document order.
        meanings: of which instrument each target is.
    """
    resolver = _Resolver(text, provisions)
    return tuple(
        tuple(map(resolver.link, itertools.repeat(reference), reference.targets, meanings[reference.span.start]))
        for reference in references
    )


class _Resolver:
    def __init__(self, text: str, provisions: Sequence[Provision]) -> None:
        self.text, self.provisions = text, provisions
        self.starts = [provision.span.start for provision in provisions]
        self.units = {_unit(provision.eid.rpartition("__")[2]) for provision in provisions}
        self.place = {provision.eid: i for i, provision in enumerate(provisions)}
        self.parents: dict[str, str] = {c.eid: p.eid for p in provisions for c in p.children}
        # An excerpt has no articles: what it refers to is elsewhere, not missing
        articles = sum(provision.level is Level.ARTICLE for provision in provisions)
        self.whole = articles > 0
        self.amends = amends(text, articles)
        self.below: dict[str, dict[tuple[Level, str], str]] = {"": {}}
        self.by_value: dict[str, dict[tuple[Level, str], str]] = {"": {}}  # by number, however it is written
        self.last: dict[str, str] = {}
        self.lines: dict[str, tuple[list[str], int]] = {}  # the provisions in one line with each, and its place there
        self.outermost: dict[str, tuple[str, ...]] = {}  # by unit, what no unit of its kind is around
        for provision in provisions:
            self._enter(provision)
        self._line_up()

    def _enter(self, provision: Provision) -> None:
        """Note the provision under each provision that it stands in."""
        level, number = provision.level, provision.number or ""
        printed = provision.eid.rpartition("_")[2] if level in _COUNTED and not number else plain(number)
        values = number_keys(number) if level in _DIVISIONS else ()
        self.below[provision.eid], self.by_value[provision.eid] = {}, {}
        for holder in (*self._above(provision.eid), ""):
            for table, number in ((self.below, printed), *((self.by_value, value) for value in values)):
                known = table[holder].setdefault((level, number), provision.eid)
                if level in _NESTED and self.parents.get(known) != holder == self.parents.get(provision.eid):
                    table[holder][level, number] = provision.eid  # its own (b) comes before the (b) of its (a)

    def _line_up(self) -> None:
        """Note which provisions stand in one line: those of a level in a provision, articles across chapters too."""
        lines: dict[tuple[str, Level], list[str]] = {}
        for provision in self.provisions:
            holder = self.parents.get(provision.eid, "")
            if provision.level in UNITS:
                holder = next((eid for eid in self._above(provision.eid) if self._level(eid) in _BESIDE), "")
            line = lines.setdefault((holder, provision.level), [])
            self.lines[provision.eid] = line, len(line)
            line.append(provision.eid)

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

    def link(self, reference: Reference, target: Target, meant: Meant) -> Link:
        """Where one target leads."""
        if meant.works:
            return _elsewhere(meant.works)
        if not meant.own or (target.instrument is None and self._is_elsewhere(reference)):
            return Link(status=ResolutionStatus.UNKNOWN)
        scope = self._at(reference.span.start)
        if meant.within:
            found = self._internal(scope, _inside_of(meant.within, target.path))
            if found.status is ResolutionStatus.INTERNAL:
                return found
        if target.path in _BESIDE_ARTICLES and not any(self._firsts(scope, target.path)):
            return self._unnumbered(scope, target.path, reference.text)
        link = self._several(self._internal(scope, target.path), target.path, reference.text)
        if link.status is not ResolutionStatus.INTERNAL and meant.cited and target.instrument is None:
            return _elsewhere(meant.cited)
        if link.status is ResolutionStatus.DANGLING and self.amends and not _says_whose(reference):
            return Link(status=ResolutionStatus.UNKNOWN)
        return link

    def _several(self, link: Link, path: str, text: str) -> Link:
        """All that "the preceding paragraphs" are, as a range: from the first in line to the one before."""
        pointer = path.rpartition("__")[2].partition("_")[0]
        plural = pattern("structure", "PLURAL_UNIT")
        if link.eid is None or pointer not in _BESIDE_HERE or not any(map(plural.fullmatch, text.split())):
            return link
        line, at = self.lines[link.eid]
        far = (
            line[-1]
            if pointer == "following"
            else line[max(0, at - 1) if pattern("instrument", "TWO").search(text) else 0]
        )
        ends = (link.eid, far) if pointer == "following" else (far, link.eid)
        return attrs.evolve(link, eid=ends[0], candidates=tuple(dict.fromkeys(ends)) if far != link.eid else ())

    def _is_elsewhere(self, reference: Reference) -> bool:
        """Whether the name of an act that nobody described follows: "Article 50 of the Constitución Política"."""
        follows = pattern("instrument", "ELSEWHERE").match(self.text, reference.span.end)
        return follows is not None and not _says_whose(reference)

    def _unnumbered(self, scope: str, unit: str, text: str) -> Link:
        """Where "the Annex" leads when each has a number: to the one around it, or all of them when it says so."""
        around = self._enclosing(scope, unit)
        eids = (around,) if around else self._outermost(unit)
        plural = pattern("structure", "PLURAL_UNIT")
        if not eids:
            return Link(status=ResolutionStatus.DANGLING if self.whole else ResolutionStatus.UNKNOWN)
        if len(eids) > 1 and not any(map(plural.fullmatch, text.split())):
            return Link(status=ResolutionStatus.AMBIGUOUS, candidates=eids)
        return Link(status=ResolutionStatus.INTERNAL, eid=eids[0], candidates=eids if len(eids) > 1 else ())

    def _outermost(self, unit: str) -> tuple[str, ...]:
        """All that a unit may mean where none is around: annexes, but not those of annexes."""
        if unit not in self.outermost:
            levels = _LEVELS[unit]
            units = (each for each in self.provisions if each.level in levels and not self._annexed(each))
            self.outermost[unit] = tuple(each.eid for each in units)
        return self.outermost[unit]

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

    def _levels(self, unit: str, holder: str) -> tuple[Level, ...]:
        """What a unit may be called in a holder: "Section (a) of Article 22" is its paragraph (a)."""
        levels: tuple[Level, ...] = _LEVELS.get(unit, ())
        within = unit == "sec" and holder != "" and self._level(holder) in UNITS
        return (*levels, Level.PARAGRAPH, Level.POINT) if within else levels

    def _relative(self, scope: str, pointer: str, unit: str) -> str | None:
        if pointer == "that":
            return self.last.get(unit)
        if unit == "sent":
            return scope or None  # sentences are no provisions of their own
        here = self._enclosing(scope, unit)
        if pointer == "this":
            return here or self.last.get(unit) or self._only(unit)  # "Annex III … this Annex" outside of it
        if here is not None and unit in _WITHIN_ARTICLE and self._level(here) in UNITS:
            return here  # an article that is printed without its paragraphs
        if here is None:
            return None
        line, at = self.lines[here]
        at += -1 if pointer == "preceding" else 1
        return line[at] if 0 <= at < len(line) else None

    def _only(self, unit: str) -> str | None:
        """The one annex, appendix … that the text has."""
        eids = [p.eid for p in self.provisions if unit in _BESIDE_ARTICLES and p.level in _LEVELS[unit]]
        return eids[0] if len(eids) == 1 else None

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
        levels = (level for level in self._levels(unit, holder) if level is not Level.ALINEA)
        return next(filter(None, (self.below[holder].get((level, key)) for level in levels)), None)

    def _inside(self, holder: str, segment: str) -> str | None:
        unit = _unit(segment)
        number = segment[len(unit) + 1 :]
        if unit == "sent":
            return holder or None
        levels = self._levels(unit, holder)
        for table, key in (
            (self.below[holder], plain(number)),
            (self.by_value[holder], number_keys(number)[-1]),
            (self.below[holder], plain(number.replace("l", "1"))),  # a scan's "paragraph l"
            (self.by_value[holder], number_keys(number.replace("l", "I"))[-1]),  # a scan's "Chapter Vll"
        ):
            for level in levels:
                if (found := table.get((level, key))) is not None:
                    return found
        return (
            self._within_number(holder, unit, number)
            or self._from_the_end(holder, unit, number)
            or self._only_paragraph(holder, unit, number)
            or (self._inside(holder, f"para_{number}") if unit == "sec" and _DECIMAL.fullmatch(number) else None)
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
_DECIMAL = re.compile(r"\d+(?:\.\d+)+")
"""The number of a paragraph 1.1 of Section 1, which texts call Section 1.1."""


def _elsewhere(works: tuple[str, ...]) -> Link:
    """Where a provision of another instrument leads: to that work, or to those that it may be."""
    if len(works) > 1:
        return Link(status=ResolutionStatus.AMBIGUOUS, candidates=works)
    return Link(status=ResolutionStatus.EXTERNAL, work=works[0])


def _inside_of(within: str, path: str) -> str:
    """A path below another one: "Article 1 (2) and paragraph 3 thereof" is paragraph 3 of Article 1."""
    segments = within.split("__")
    units = list(map(_unit, segments))
    first = _unit(path)
    return "__".join([*(segments[: units.index(first)] if first in units else segments), path])


def _says_whose(reference: Reference) -> bool:
    """Whether a reference says itself that it is of this treaty: "Article 5 of this Agreement"."""
    return pattern("instrument", "KIND").search(reference.text) is not None


def _unit(segment: str) -> str:
    match = _UNIT.match(segment)
    return match.group() if match else ""
