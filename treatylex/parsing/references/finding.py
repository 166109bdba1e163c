"""References: from running text to what it points to.

Guarantees: any text is read; mentions are in order and disjoint; every span slices the source; the time is linear.

The scanner finds the cues, `names` joins those that name an instrument, `stretches` takes from an opener on all cues
that belong to one mention, the grammar `reference.lark` reads them, and `targets` builds what its rules mean.
"""

import bisect
from collections.abc import Sequence
from typing import NamedTuple

import attrs

from treatylex.language.grammar import WORDS, Cue, Grammar, UnexpectedCue, compiled, pattern
from treatylex.language.running_text import RunningText
from treatylex.model.references import Reference, Target
from treatylex.parsing.draft import Mention
from treatylex.parsing.references.names import Name, find_names
from treatylex.parsing.references.stretches import LAW, NAME, OPENERS, SIGNS, Stretch
from treatylex.parsing.references.targets import Found, Place, ReferenceBuilder, Word

_THAT = "that_"
_RELATIVE = ("this_", "that_", "preceding_", "following_")
_OUTERMOST = frozenset({"ART", "ANNEX", "CHAP", "PART", "SEC", "TITLE", "APP"})
_STOPS = frozenset(".;:")
_BEFORE_SENTENCE = frozenset({"", *_STOPS, ")"})
_BEFORE_TERM = 60  # characters before a term, which tell that it is being defined
_MOST_BETWEEN = 4  # cues of ", and in particular the"
_RELATIONS = ("RELATION", "ASPECT")


def reference_grammar() -> Grammar:
    """The grammar `reference.lark`, compiled on first use."""
    return compiled("reference", ReferenceBuilder, ("start", "aside"))


def find_references(passage: RunningText, known: Sequence[Name] = (), *, dotted: bool = False) -> list[Mention]:
    """Every mention in the passage, in order.

    Args:
        passage: the running text.
        known: where the passage has names of the catalogue or of the text's own definitions.
        dotted: whether the text has articles such as "II.4", which elsewhere is paragraph 4 of Article II.
    """
    grammar = reference_grammar()
    cues = grammar.scan(passage.text)
    woven = _woven(cues, find_names(passage.text, cues, known), passage.text)
    return _Finder(passage, woven, grammar, dotted=dotted).mentions()


def _woven(cues: list[Cue], names: Sequence[Name], text: str) -> list[Cue]:
    """The cues with the names, each with the article before it, in place of what they cover."""
    woven: list[Cue] = []
    i = 0
    for name in names:
        k = bisect.bisect_left(cues, name.start, lo=i, key=lambda cue: cue.end)
        k += k < len(cues) and cues[k].end == name.start
        woven.extend(cues[i:k])
        if k < len(cues) and cues[k].start < name.start:
            woven.append(cues[k]._replace(end=name.start))
        start = name.start
        if woven and woven[-1].type == "THE" and text[woven[-1].end : start].isspace():
            start = woven.pop().start
        woven.append(Cue(LAW if name.domestic else NAME, start, name.end))
        i = bisect.bisect_right(cues, name.end, lo=k, key=lambda cue: cue.end)
        if i < len(cues) and cues[i].start < name.end:
            woven.append(Cue(WORDS, name.end, cues[i].end))
            i += 1
    woven.extend(cues[i:])
    return woven


class _Kept(NamedTuple):
    """What was found, and its half-open place among the cues."""

    found: Found
    start: int
    end: int


class _Finder:
    """Walks over the cues of a passage, from opener to opener."""

    def __init__(self, passage: RunningText, cues: Sequence[Cue], grammar: Grammar, *, dotted: bool) -> None:
        self.passage, self.cues, self.grammar, self.dotted = passage, cues, grammar, dotted
        self.found: list[_Kept] = []

    def mentions(self) -> list[Mention]:
        """Every mention, in order."""
        cues, text = self.cues, self.passage.text
        i = 0
        for opener in [k for k, cue in enumerate(cues) if cue.type in OPENERS]:
            if opener < i:
                continue
            if taken := Stretch(text, cues, opener).take():
                i = self._read(opener, taken)
        mentions: list[Mention] = []
        relation, end = None, 0
        own = {match["named"] for match in pattern("instrument", "SELF_NAMED").finditer(text)}
        homes: dict[str, str | None] = {}  # of which instrument the last article, annex … was
        for kept, is_subject in zip(self.found, self._subjects(), strict=True):
            kept = kept._replace(found=kept.found._replace(place=_with_antecedent(kept.found.place, homes)))
            carries = self._carries(end, kept.start, is_subject=is_subject)
            relation = kept.found.relation or (relation if carries else None)
            alias, end = self._is_alias(end, kept), kept.end
            alias = alias or (kept.found.place.inner == ("",) and kept.found.place.instrument in own)
            if not (alias or kept.found.place.domestic or self._heads(kept) or self._is_defined(kept.found.place)):
                mentions.append(self._mention(kept.found.place, relation))
        return mentions

    def _read(self, start: int, taken: list[tuple[Word, int]]) -> int:
        """Read the longest good beginning of the stretch; return the cue after it."""
        opening = self._opening(start)
        while taken:
            try:
                found: Found = self.grammar.parse([*opening, *(word for word, _ in taken)])
            except UnexpectedCue as fault:
                taken = taken[: min(fault.index - len(opening), len(taken) - 1)]
            else:
                end = taken[-1][1] + 1
                self._note(found, start, end)
                return end
        return start + 1

    def _opening(self, i: int) -> list[Word]:
        """The introducing cue before the mention: "in accordance with [the provisions of the]"."""
        fillers: list[Word] = []
        i -= 1
        while i >= 0 and self.cues[i].type in ("THE", "FILLER"):
            if self.cues[i].type == "FILLER":
                fillers.append(self._word(i))
            i -= 1
        return [self._word(i), *reversed(fillers)] if i >= 0 and self.cues[i].type in _RELATIONS else []

    def _word(self, i: int) -> Word:
        cue = self.cues[i]
        return Word(*cue[:3], self.passage.text[cue.start : cue.end])

    def _note(self, found: Found, start: int, end: int) -> None:
        """Keep what was found, together with those before it that an "and" joins to its parent."""
        while self.found and found.relation is None:
            last = self.found[-1]
            stressed = _names_home(found.place) and self._stressed(last.end, start)
            joined = stressed or any(cue.type == "JOIN" for cue in self.cues[last.end : start])
            if not (stressed or self._only_joined(last.end, start)):
                break
            if not _share_home(last.found.place, found.place, joined=joined):
                break
            inner = last.found.place.inner + found.place.inner
            place = attrs.evolve(found.place, inner=inner, start=last.found.place.start)
            found, start = Found(last.found.relation, place), last.start
            self.found.pop()
        self.found.append(_Kept(found, start, end))

    def _heads(self, kept: _Kept) -> bool:
        """Whether it is no mention but the heading of a division that the layout has lost: "Section 7. The Bank …"."""
        place, text = kept.found.place, self.passage.text
        begins = kept.start == 0 or text[: place.start].rstrip()[-1:] in _STOPS
        lone = len(place.inner) == 1 and not (place.outer or place.homed) and kept.end - kept.start == 2
        if lone and self._numbers_its_paragraph(kept.start):
            return True
        if not (lone and text[place.start].isupper()):
            return False
        if kept.start and self.cues[kept.start - 1].type == WORDS and self._in_capitals(kept.start):
            return True
        if not begins:
            return False
        match = pattern("instrument", "HEADS").match(text, place.end)
        return match is not None and (match.group()[0] == "." or text[place.start + 1].isupper())

    def _is_defined(self, place: Place) -> bool:
        """Whether it is a term that is being defined: "(hereinafter “the Coal Agreement”)", "“Grey Treaty” means …".

        Without marks, it begins its sentence and is named alone: "(a) Grey Treaty means …".
        """
        text = self.passage.text
        article = pattern("instrument", "DEFINITE_ARTICLE").match(text, place.start)
        start = article.end() if article else place.start
        before = max(0, place.start - _BEFORE_TERM)
        if pattern("instrument", "HEREINAFTER_BEFORE").search(text, before, start):
            return True
        begins = text[:start].rstrip()[-1:] in _BEFORE_SENTENCE
        if begins and place.inner == ("",) and pattern("instrument", "MEANING_AFTER").match(text, place.end):
            return True
        quoted = pattern("instrument", "QUOTED_BEFORE").search(text, before, start) is not None
        return quoted and pattern("instrument", "DEFINED_AFTER").match(text, place.end) is not None

    def _is_alias(self, end: int, kept: _Kept) -> bool:
        """Whether it is the short name in brackets of the one before: "the Convention on Salt (Norburg Convention)"."""
        if not end or kept.found.place.inner != ("",):
            return False
        text, place = self.passage.text, kept.found.place
        return text[self.cues[end - 1].end : place.start] == " (" and text[place.end : place.end + 1] == ")"

    def _numbers_its_paragraph(self, at: int) -> bool:
        """Whether a sign with its number stands before the paragraph that bears it: "52.146 § 67 When calling …"."""
        return self._word(at).text in SIGNS and (at == 0 or self.cues[at - 1].type == "NUMBER")

    def _in_capitals(self, at: int) -> bool:
        """Whether the unit stands in capitals among words that do not: "… as amended ARTICLE 38. resolution …"."""
        unit, before = self._word(at).text, self._word(at - 1).text
        return unit.isupper() and not before.isupper()

    def _only_joined(self, end: int, start: int) -> bool:
        return all(cue.type in ("JOIN", "COMMA", "THE") for cue in self.cues[end:start])

    def _subjects(self) -> list[bool]:
        """For each mention whether a verb follows it, or the list that it begins: "… this Article shall apply"."""
        found = [False] * len(self.found)
        for number in range(len(self.found) - 1, -1, -1):
            end = self.found[number].end
            if number + 1 < len(found) and self._only_joined(end, self.found[number + 1].start):
                joint = self._is_joint(end, self.found[number + 1].start)
                ends_list = number > 0 and self._is_joint(self.found[number - 1].end, self.found[number].start)
                found[number] = found[number + 1] and (joint or not ends_list)
            else:
                at = self.cues[end - 1].end
                found[number] = pattern("structure", "FINITE").match(self.passage.text, at + 1) is not None
        return found

    def _carries(self, end: int, start: int, *, is_subject: bool) -> bool:
        """Whether what introduces a mention introduces the next: not over a comma to the subject of the norm."""
        return self._only_joined(end, start) and (not is_subject or self._is_joint(end, start))

    def _is_joint(self, end: int, start: int) -> bool:
        return self._only_joined(end, start) and any(cue.type == "JOIN" for cue in self.cues[end:start])

    def _stressed(self, end: int, start: int) -> bool:
        """Whether the words between only stress what follows: "Chapter 6, in particular Article 199, of …"."""
        if start - end > _MOST_BETWEEN or self.cues[start - 1].type == "RELATION":
            return False
        between = self.passage.text[self.cues[end - 1].end : self.cues[start].start]
        return pattern("instrument", "OF_BOTH").fullmatch(between) is not None

    def _mention(self, place: Place, relation: str | None) -> Mention:
        span = self.passage.span(place.start, place.end)
        text = span.of(self.passage.source_text)
        targets = place.targets() if self.dotted else tuple(map(_with_paragraph, place.targets()))
        reference = Reference(text=text, span=span, relation=relation, targets=targets)
        return Mention(place.start, place.end, reference)


def _with_paragraph(target: Target) -> Target:
    """The target with the paragraph and the point that stand in its number: Article II.4.B is art_II__para_4__sub_b."""
    if "." not in target.path or "-" in target.path:
        return target
    article, *below = target.path.split("__")
    parts = list(pattern("instrument", "PARAGRAPH_IN_NUMBER").finditer(article))
    if not parts or parts[0].start() or "".join(part.group() for part in parts) != article:
        return target
    inner = (f"para_{p['paragraph']}" if p["paragraph"] else f"sub_{p['point'].lower()}" for p in parts[1:])
    return attrs.evolve(target, path="__".join([parts[0].group(), *inner, *below]))


def _with_antecedent(place: Place, homes: dict[str, str | None]) -> Place:
    """The place with the instrument of what "that Article" points back to; notes for the next what it is of itself."""
    outermost = (place.outer or place.inner)[0].split("__")[0]
    if place.instrument is None and not place.homed and outermost.startswith(_THAT):
        place = attrs.evolve(place, instrument=homes.get(outermost.removeprefix(_THAT)))
    elif not place.domestic:
        units = {segment.partition("_")[0] for path in (*place.outer, *place.inner) for segment in path.split("__")}
        homes.update(dict.fromkeys(units, place.instrument))
    return place


def _names_home(place: Place) -> bool:
    """Whether a provision says by name of which instrument it is: not "Article 2 thereof"."""
    there = pattern("reference", "THERE")
    return place.instrument is not None and place.inner != ("",) and there.fullmatch(place.instrument.lower()) is None


def _share_home(earlier: Place, later: Place, *, joined: bool) -> bool:
    """Whether "paragraph 7" in "paragraph 7 or paragraph 8 of Article 14" is of Article 14 too.

    Articles share an instrument with an annex that an "and" joins: "Article 2 and Annex 3 of the Grey Sea Agreement",
    but not "for the purposes of Chapter 7, Article 2 of the Grey Sea Agreement is incorporated".
    """
    outermost, other = (place.inner[0].partition("_")[0] for place in (earlier, later))
    nested = outermost not in (earlier.unit.partition("_")[0].lower(), "para")  # "Article 2, second sentence"
    nested = nested and not (joined and outermost == other)  # "Article 2, paragraph 1 and Article 5, paragraph 2 of …"
    if earlier.outer or earlier.homed or nested or earlier.inner[-1].startswith(_RELATIVE):
        return False
    named = joined and later.instrument is not None and not later.outer
    alike = earlier.unit == later.unit != "" or (named and {earlier.unit, later.unit} <= _OUTERMOST)
    return alike and (bool(later.outer) or later.homed)
