"""References: from running text to what it points to.

Guarantees: any text is read; mentions are in order and disjoint; every span slices the source; the time is linear.

The scanner finds the cues, `names` joins those that name an instrument, `_Stretch` takes from an opener on all cues
that belong to one mention, the grammar `reference.lark` reads them, and its rules build the targets at once.
"""

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import attrs

from treatylex.model.references import Reference, Target
from treatylex.parsing.draft import Mention
from treatylex.parsing.grammar import WORDS, Cue, Grammar, UnexpectedCue, compiled, patterns
from treatylex.parsing.names import Name, find_names
from treatylex.parsing.passage import Passage

_NAME = "NAME"


class Word(NamedTuple):
    """A cue with its text, as the grammar's builder needs it."""

    type: str
    start: int
    end: int
    text: str


# ---- Paths ----------------------------------------------------------------------------------------------------------


class _Number(NamedTuple):
    """One number or letter: "5", "(a)", "IV"; `kind` is `digit`, `letter`, `roman` or `either` (i, v, x …)."""

    value: str
    kind: str
    bracketed: bool


_ORNAMENT = re.compile(r"^nos?\.? ?(?=\d)|^n° ?|[()\s]|^\.|\.$", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlc]{2,}(?:bis|ter|quater)?", re.IGNORECASE)
_ROMAN_OR_LETTER = frozenset("ivxIVX")
_DEEPEST = 6  # numbers above the innermost; treaties hardly go below "1 (a) (i)"
# Which numbers of a list stand on one level: first those that are certainly of one kind, then those that may be
_ALIKE = (
    {"digit": ("digit",), "letter": ("letter",), "roman": ("roman", "either"), "either": ("roman", "either")},
    {"digit": (), "letter": ("either",), "roman": (), "either": ("letter",)},
)


def _number(word: Word) -> _Number:
    value = _ORNAMENT.sub("", word.text)
    if value in _ROMAN_OR_LETTER:
        kind = "either"
    elif value[:1].isdigit():
        kind = "digit"
    else:
        kind = "roman" if _ROMAN.fullmatch(value) else "letter"
    return _Number(value, kind, word.type == "BRACKETED")


def _level(stack: list[_Number], number: _Number) -> int:
    """How many numbers of the stack stand above `number`: it takes the place of the deepest of its own kind."""
    for alike in _ALIKE:
        depths = [depth for depth, earlier in enumerate(stack) if earlier.kind in alike[number.kind]]
        if depths:
            return max(depths, key=lambda depth: (stack[depth].bracketed == number.bracketed, depth))
    return len(stack)


@attrs.frozen
class _Numbers:
    """A list of numbers: each entry goes from the outermost to the innermost; a range has a second such entry."""

    entries: tuple[tuple[tuple[_Number, ...], tuple[_Number, ...] | None], ...]
    start: int
    end: int

    def paths(self, prefix: str) -> tuple[str, ...]:
        """The entries as paths, the outermost number under the unit `prefix`."""
        return tuple(self._path(prefix, entry, last) for entry, last in self.entries)

    def _path(self, prefix: str, entry: tuple[_Number, ...], last: tuple[_Number, ...] | None) -> str:
        path = _segments(prefix, entry)
        if last is None:
            return "__".join(path)
        other = _segments(prefix, last)
        shared = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(path, other, strict=False))))
        return "__".join([*path[:shared], f"{'__'.join(path[shared:])}-{'__'.join(other[shared:])}"])


def _segments(prefix: str, numbers: tuple[_Number, ...]) -> list[str]:
    if prefix == "sub" and len(numbers) > 1 and numbers[0].kind == "digit":
        prefix = "para"  # "subparagraph 2 (b)" is the point (b) of paragraph 2
    segments = []
    for number in numbers:
        segments.append(f"{prefix}_{number.value.lower() if prefix == 'sub' else number.value}")
        prefix = "para" if prefix == "art" and len(segments) == 1 and _next_is_digit(numbers) else "sub"
    return segments


def _next_is_digit(numbers: tuple[_Number, ...]) -> bool:
    return len(numbers) > 1 and numbers[1].kind == "digit"


def _joined(outer: Iterable[str], inner: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{o}__{i}" for o in outer for i in inner)


# ---- Building -------------------------------------------------------------------------------------------------------


@attrs.frozen
class _Place:
    """Provisions as the grammar read them: `paths` from the outermost to the innermost, and where they stand.

    `unit` is the innermost unit and `inner` its paths alone; `outer` the paths of what it is "of", if anything.
    """

    unit: str
    inner: tuple[str, ...]
    start: int
    end: int
    outer: tuple[str, ...] = ()
    instrument: str | None = None
    homed: bool = False
    domestic: bool = False

    def targets(self) -> tuple[Target, ...]:
        """One target a provision, the instrument alone when there is none."""
        paths = _joined(self.outer, self.inner) if self.outer else self.inner
        return tuple(Target(instrument=self.instrument, path=path) for path in paths)


class _Home(NamedTuple):
    instrument: str | None
    end: int
    domestic: bool = False


class _Found(NamedTuple):
    relation: str | None
    place: _Place


def _prefix(unit: Word) -> str:
    return unit.type.partition("_")[0].lower()


_ARTICLE_WORD = re.compile(r"^the\s+", re.IGNORECASE)


def without_the(name: str) -> str:
    """An instrument's name without the article before it.

    >>> without_the("the Charter")
    'Charter'
    """
    return _ARTICLE_WORD.sub("", name)


class ReferenceBuilder:
    """One method a rule of `reference.lark`: builds the paths while the parser reads."""

    def start(self, parts: list[Any]) -> _Found:
        relation = parts[0].value.text.lower() if len(parts) > 1 else None
        return _Found(relation, parts[-1])

    def work(self, parts: list[Any]) -> _Place:
        name: Word = parts[0].value
        return _Place("", ("",), name.start, name.end, instrument=without_the(name.text), homed=True)

    def work_first(self, parts: list[Any]) -> _Place:
        name: Word = parts[0].value
        return attrs.evolve(parts[1], start=name.start, instrument=without_the(name.text), homed=True)

    def place(self, parts: list[Any]) -> _Place:
        inner: _Place = parts[0]
        outer: tuple[str, ...] = ()
        end, home = inner.end, None
        for part in parts[1:]:
            if isinstance(part, _Place):
                outer = _joined(part.inner, outer) if outer else part.inner
                end = part.end
            elif isinstance(part, _Home):
                home, end = part, part.end
        return attrs.evolve(
            inner,
            end=end,
            outer=outer,
            instrument=home.instrument if home else None,
            homed=home is not None,
            domestic=home is not None and home.domestic,
        )

    def lettered(self, parts: list[Any]) -> _Place:
        numbers: _Numbers = parts[0]
        return _Place("sub", numbers.paths("sub"), numbers.start, numbers.end)

    def chain(self, parts: list[Any]) -> _Place:
        if len(parts) == 1:
            return parts[0]  # type: ignore[no-any-return]
        paths = parts[0].inner
        for division in parts[1:]:
            paths = _joined(paths, division.inner)
        return _Place(parts[-1].unit, paths, parts[0].start, parts[-1].end)

    def numbered(self, parts: list[Any]) -> _Place:
        unit: Word = parts[0].value
        numbers: _Numbers = parts[1]
        return _Place(unit.type, numbers.paths(_prefix(unit)), unit.start, numbers.end)

    def pointed(self, parts: list[Any]) -> _Place:
        pointer, unit = (part.value for part in parts)
        return _Place(unit.type, (f"{pointer.type.lower()}_{_prefix(unit)}",), pointer.start, unit.end)

    def pointed_numbered(self, parts: list[Any]) -> _Place:
        return attrs.evolve(self.numbered(parts[1:]), start=parts[0].value.start)

    def counted(self, parts: list[Any]) -> _Place:
        ordinals, unit = parts[0], parts[1].value
        paths = tuple(f"{_prefix(unit)}_{word.type.partition('_')[2].lower()}" for word in ordinals)
        return _Place(unit.type, paths, ordinals[0].start, unit.end)

    def unnumbered(self, parts: list[Any]) -> _Place:
        unit: Word = parts[-1].value
        return _Place(unit.type, (_prefix(unit),), parts[0].value.start, unit.end)

    def numbers(self, parts: list[Any]) -> _Numbers:
        entries: list[tuple[tuple[_Number, ...], tuple[_Number, ...] | None]] = []
        stack: list[_Number] = []
        joiner = "JOIN"
        for part in parts:
            if not isinstance(part, list):
                joiner = part.type
                continue
            first, *deeper = (_number(word) for word in part if word.type != "TITLED")
            stack = [*stack[: min(_level(stack, first), _DEEPEST)], first, *deeper]
            if joiner == "RANGE":
                entries[-1] = (entries[-1][0], tuple(stack))
            else:
                entries.append((tuple(stack), None))
        return _Numbers(tuple(entries), parts[0][0].start, parts[-1][-1].end)

    def number(self, parts: list[Any]) -> list[Word]:
        return [part.value for part in parts]

    def ordinals(self, parts: list[Any]) -> list[Word]:
        return [part.value for part in parts if part.type != "JOIN"]

    def named(self, parts: list[Any]) -> _Home:
        name: Word = parts[-1].value
        return _Home(without_the(name.text), name.end)

    def that_one(self, parts: list[Any]) -> _Home:
        pointer, name = parts[1].value, parts[2].value
        if pointer.type == "THIS":
            return _Home(None, name.end)
        return _Home(f"{pointer.text} {name.text}", name.end)

    def domestic(self, parts: list[Any]) -> _Home:
        return _Home(None, parts[-1].value.end, domestic=True)

    def hereof(self, parts: list[Any]) -> _Home:
        return _Home(None, parts[0].value.end)

    def thereof(self, parts: list[Any]) -> _Home:
        return _Home(parts[0].value.text, parts[0].value.end)


# ---- Finding --------------------------------------------------------------------------------------------------------

_UNITS = frozenset(
    "ART PARA SUB SUB_POINT CHAP SEC PART TITLE ANNEX APP SCHED PROT REG RULE SENT FN REC PREAMBLE".split()
)
_POINTERS = frozenset({"THIS", "THAT", "PRECEDING", "FOLLOWING"})
_NUMBERS = frozenset({"NUMBER", "BRACKETED", "NUMERAL"})
_CAPITAL = frozenset({"PART", "TITLE", "SCHED"})  # as common nouns they are frequent
_POINTED = frozenset("ART PARA SUB CHAP SEC PART TITLE ANNEX APP SCHED RULE SENT REC".split())
_COUNTED = frozenset({"PARA", "SUB", "SENT", "REC"})
_ALONE = frozenset({"ANNEX", "APP", "SCHED", "PREAMBLE"})
_OWNED = frozenset({"ANNEX", "APP", "SCHED", "PROT"})
_PARENTHOOD = frozenset({"OF", "IN", "TO", "LINKED"})
_AFTER_NAME = ("ART", "ANNEX", "CHAP", "RULE", "REG")  # "MARPOL Annex I"
_PASSED_OVER = _POINTERS | {"THE"}
_JOINING = frozenset({"JOIN", "COMMA", "RANGE", "TO"})
_WHOLE = frozenset({"HEAD", "PLURAL", "PROT", _NAME})
_AFTER_LETTER = frozenset({"", "COMMA", "JOIN", "OF", "AFTERWARDS", "PRECEDING", "THERE", "HERE"})
_MOST_PARENTS = 8
_MOST_NUMBERS = 300  # of one mention, and its targets
_MOST_POINTS = 20  # before their paragraph, as in "(a) and (b) of paragraph 1"
_ORDINALS = frozenset({*(f"NTH_{n}" for n in range(1, 11)), "NTH_LAST", "NTH_PENULTIMATE"})
_OPENERS = _UNITS | _POINTERS | _ORDINALS | {_NAME, "BRACKETED", "OWN"}
# From the outermost to the innermost: what a comma or a blank may nest
_RANK = {
    unit: rank
    for rank, units in enumerate(
        (
            "PROT ANNEX SCHED",
            "APP PART",
            "TITLE",
            "CHAP",
            "SEC",
            "ART RULE REG PREAMBLE",
            "SEC",
            "PARA REC",
            "SUB SUB_POINT",
            "SENT FN",
        )
    )
    for unit in units.split()
}


def find_references(passage: Passage, known: Sequence[Name] = ()) -> list[Mention]:
    """Every mention in the passage, in order.

    Args:
        passage: the running text.
        known: where the passage has names of the catalogue or of the text's own definitions.
    """
    grammar = compiled("reference", ReferenceBuilder, ("start", "aside"))
    cues = grammar.scan(passage.text)
    return _Finder(passage, _woven(cues, find_names(passage.text, cues, known), passage.text), grammar).mentions()


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
        woven.append(Cue(_NAME, start, name.end))
        i = bisect.bisect_right(cues, name.end, lo=k, key=lambda cue: cue.end)
        if i < len(cues) and cues[i].start < name.end:
            woven.append(Cue(WORDS, name.end, cues[i].end))
            i += 1
    woven.extend(cues[i:])
    return woven


class _Kept(NamedTuple):
    """What was found, and its half-open place among the cues."""

    found: _Found
    start: int
    end: int


class _Finder:
    """Walks over the cues of a passage, from opener to opener."""

    def __init__(self, passage: Passage, cues: Sequence[Cue], grammar: Grammar) -> None:
        self.passage, self.cues, self.grammar = passage, cues, grammar
        self.found: list[_Kept] = []

    def mentions(self) -> list[Mention]:
        """Every mention, in order."""
        cues, text = self.cues, self.passage.text
        i = 0
        for opener in [k for k, cue in enumerate(cues) if cue.type in _OPENERS]:
            if opener < i:
                continue
            if taken := _Stretch(text, cues, opener).take():
                i = self._read(opener, taken)
        mentions: list[Mention] = []
        relation, end = None, 0
        for kept in self.found:
            relation = kept.found.relation or (relation if self._only_joined(end, kept.start) else None)
            end = kept.end
            if not kept.found.place.domestic:
                mentions.append(self._mention(kept.found.place, relation))
        return mentions

    def _read(self, start: int, taken: list[tuple[Word, int]]) -> int:
        """Read the longest good beginning of the stretch; return the cue after it."""
        opening = self._opening(start)
        while taken:
            try:
                found: _Found = self.grammar.parse([*opening, *(word for word, _ in taken)])
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
        return [self._word(i), *reversed(fillers)] if i >= 0 and self.cues[i].type == "RELATION" else []

    def _word(self, i: int) -> Word:
        cue = self.cues[i]
        return Word(*cue, self.passage.text[cue.start : cue.end])

    def _note(self, found: _Found, start: int, end: int) -> None:
        """Keep what was found, together with those before it that an "and" joins to its parent."""
        while self.found and found.relation is None and self._only_joined(self.found[-1].end, start):
            last = self.found[-1]
            if not _share_home(last.found.place, found.place):
                break
            inner = last.found.place.inner + found.place.inner
            place = attrs.evolve(found.place, inner=inner, start=last.found.place.start)
            found, start = _Found(last.found.relation, place), last.start
            self.found.pop()
        self.found.append(_Kept(found, start, end))

    def _only_joined(self, end: int, start: int) -> bool:
        return all(cue.type in ("JOIN", "COMMA", "THE") for cue in self.cues[end:start])

    def _mention(self, place: _Place, relation: str | None) -> Mention:
        span = self.passage.span(place.start, place.end)
        text = span.of(self.passage.source_text)
        reference = Reference(text=text, span=span, relation=relation, targets=place.targets())
        return Mention(place.start, place.end, reference)


def _share_home(earlier: _Place, later: _Place) -> bool:
    """Whether "paragraph 7" in "paragraph 7 or paragraph 8 of Article 14" is of Article 14 too."""
    alone = not earlier.outer and not earlier.homed
    return earlier.unit == later.unit != "" and alone and (bool(later.outer) or later.homed)


class _Stretch:
    """From an opener on, the cues that belong to one mention; what joins two of them is decided by what follows."""

    def __init__(self, text: str, cues: Sequence[Cue], start: int) -> None:
        self.text, self.cues, self.at = text, cues, start
        self.taken: list[tuple[Word, int]] = []
        self.unit = ""  # the innermost unit so far, and the outermost since the last "of"
        self.outermost = ""
        self.kinds: set[str] = set()
        self.parents = 0
        self.numbers = 0
        self.targets = 1
        self.homed = False

    def take(self) -> list[tuple[Word, int]]:
        """The words for the grammar, each with its place among the cues; none when nothing opens here."""
        if self._open():
            while not self.homed and self._go_on():
                pass
        return self.taken

    def _type(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.cues[at].type if 0 <= at < len(self.cues) else ""

    def _text(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.text[self.cues[at].start : self.cues[at].end] if 0 <= at < len(self.cues) else ""

    def _capital(self, ahead: int = 0) -> bool:
        return self._text(ahead)[:1].isupper()

    def _take(self, type_: str | None = None) -> None:
        cue = self.cues[self.at]
        self.taken.append((Word(type_ or cue.type, cue.start, cue.end, self.text[cue.start : cue.end]), self.at))
        self.at += 1

    def _back(self, mark: tuple[int, int]) -> bool:
        self.at = mark[0]
        del self.taken[mark[1] :]
        return False

    def _mark(self) -> tuple[int, int]:
        return self.at, len(self.taken)

    # ---- What opens a mention

    def _open(self) -> bool:
        kind = self._type()
        if kind == _NAME:
            return self._open_name()
        if kind == "BRACKETED":
            return self._letters()
        return self._division_of_any_kind()

    def _division_of_any_kind(self) -> bool:
        kind = self._type()
        if kind in _POINTERS:
            return self._pointed()
        if kind == "OWN":
            return self._owned()
        if kind in _ORDINALS:
            return self._counted()
        return self._division(alone=True)

    def _open_name(self) -> bool:
        if self._type(-1) in ("THIS", "THAT", "OWN"):
            return False
        self._take()
        mark = self._mark()
        comma = self._type() == "COMMA"
        self.at += comma
        if self._type() not in (("ART",) if comma else _AFTER_NAME) or not self._division(alone=False):
            self._back(mark)
            self.homed = True
        return True

    def _letters(self) -> bool:
        """Points before their paragraph: "(d) of paragraph 1"."""
        while len(self.taken) < _MOST_POINTS and (
            self._type() == "BRACKETED" or (self._type() in ("JOIN", "COMMA") and self._type(1) == "BRACKETED")
        ):
            self._take("JOIN" if self._type() == "COMMA" else None)
        return (self._type() == "OF" and self._after_the(1) in _UNITS) or self._back((self.at, 0))

    def _pointed(self) -> bool:
        pointer, unit = self._type(), self._type(1)
        if unit not in _POINTED or (pointer == "THAT" and unit in ("ANNEX", "APP", "SENT")):
            return False  # "such Annexes" speaks of any
        if not self._capital(1) and not _speaks_of_a_provision(pointer, unit, self._text(1)):
            return False
        if self._text().lower() == "that" and self._numbered(2):
            self.at += 1  # a conjunction: "provided that Article 3 …"
        else:
            self._take()
        self._take_unit()
        self._numbers()
        return True

    def _owned(self) -> bool:
        unit = self._type(1)
        if unit not in _OWNED or not (self._capital(1) or unit == "ANNEX"):
            return False
        if self._numbered(2):
            self.at += 1
            return self._division(alone=False)
        self._take()
        self._take_unit()
        return True

    def _counted(self) -> bool:
        ahead = 0
        while ahead < _MOST_POINTS and (self._type(ahead) in _ORDINALS or self._type(ahead) in ("JOIN", "COMMA")):
            ahead += 1
        if self._type(ahead) not in _COUNTED or self._type(ahead - 1) not in _ORDINALS:
            return False
        for _ in range(ahead):
            self._take("JOIN" if self._type() == "COMMA" else None)
        self._take_unit()
        return True

    def _take_unit(self) -> None:
        self.unit = self._type()
        self.outermost = self.outermost or self.unit
        self.kinds = set()
        self._take()

    def _division(self, *, alone: bool) -> bool:
        """A unit and its numbers; an annex also without one."""
        unit = self._type()
        if unit not in _UNITS or (unit in _CAPITAL and not self._capital()):
            return False
        if self._numbered(1):
            self._take_unit()
            self._numbers()
            return True
        if unit in _ALONE and alone and self._stands_alone():
            self._take_unit()
            return True
        return False

    def _stands_alone(self) -> bool:
        return self._type(-1) in ("THE", "RELATION", "FILLER") or self._type(1) == "HERE" or self._home_follows(1)

    def _home_follows(self, ahead: int) -> bool:
        if self._type(ahead) not in _PARENTHOOD:
            return False
        after = self._after_the(ahead + 1)
        return after in _WHOLE or (after in _POINTERS and self._type(ahead + 2) in _WHOLE)

    def _after_the(self, ahead: int) -> str:
        return self._type(ahead + 1) if self._type(ahead) == "THE" else self._type(ahead)

    # ---- Numbers

    def _numbered(self, ahead: int) -> bool:
        """Whether a number of the cue before stands here."""
        kind = self._type(ahead)
        if kind not in _NUMBERS:
            return False
        cue, before = self.cues[self.at + ahead], self.cues[self.at + ahead - 1]
        if cue.start - before.end > 1:
            return False
        if kind == "NUMERAL":
            return self._capital(ahead) or before.type in ("ART", "PARA", "CHAP")
        return self._text(ahead) != "a" or self._is_letter_a(ahead)

    def _is_letter_a(self, ahead: int) -> bool:
        """Whether a lone "a" is a letter and no article: something else than a noun follows."""
        after = self._type(ahead + 1)
        return after in _AFTER_LETTER or (after == WORDS and not self._text(ahead + 1)[0].isalpha())

    def _numbers(self) -> None:
        first = self.numbers
        while self.numbers < _MOST_NUMBERS:
            if self._numbered(0) and (not self.kinds or self._goes_deeper()):
                self._take_number()
            elif self.kinds and self._type() in _JOINING and (ahead := self._list_goes_on()):
                range_ = self._type() in ("RANGE", "TO")
                self.at += ahead - 1
                self._take("RANGE" if range_ else "JOIN")
                self._take_number()
            else:
                break
        self.targets *= max(1, self.numbers - first)

    def _goes_deeper(self) -> bool:
        """Whether the number beside the last one is a point of it: "1 (a)", "2 b", but not "Article 11 1."."""
        return self._type() == "BRACKETED" or (
            self._kind(0) == "letter" and len(text := self._text()) == 1 and text.islower()
        )

    def _list_goes_on(self) -> int:
        """How many joining words stand before the next number of the list; 0 when the list ends here."""
        ahead = 2 if self._type(1) in ("JOIN", "COMMA") else 1
        if self._type(ahead) not in _NUMBERS or self._text(ahead) == "a" or self._type(ahead + 1) == "MEASURE":
            return 0
        return ahead if self._fits(ahead) else 0

    def _fits(self, ahead: int) -> bool:
        """Whether the number is of a kind that the list already has: letters do not go on a list of figures."""
        return self._type(ahead) == "BRACKETED" or self._kind(ahead) in self.kinds

    def _kind(self, ahead: int) -> str:
        figures = self._type(ahead) == "NUMERAL" or any(map(str.isdigit, self._text(ahead)[:2]))
        return "digit" if figures else "letter"

    def _take_number(self) -> None:
        self.kinds.add(self._kind(0))
        self.numbers += 1
        self._take("NUMBER" if self._type() == "NUMERAL" else None)
        word, at = self.taken[-1]
        if word.text[-1] == ")" and word.text[0].isupper():  # "(Annex B)": the bracket is not the number's
            self.taken[-1] = (word._replace(end=word.end - 1, text=word.text[:-1]), at)
        if self.text[word.end : word.end + 2].lstrip()[:1] == "(" and (title := _titled().match(self.text, word.end)):
            while self.at < len(self.cues) and self.cues[self.at].end <= title.end():
                self.at += 1
            self.taken.append((Word("TITLED", word.end, title.end(), title.group()), self.at - 1))

    # ---- What follows a division

    def _go_on(self) -> bool:
        if self._type() in ("HERE", "THERE"):
            self._take()
            self.homed = True
            return False
        ahead = 0
        while ahead < 2 and self._type(ahead) in ("AFTERWARDS", "COMMA", "PRECEDING"):
            ahead += 1
        if self._type(ahead) in _PARENTHOOD:
            return self._parent(ahead)
        if self._nests(ahead):
            mark = self._mark()
            self.at += ahead
            return self._division(alone=False) and (not self._begins_anew() or self._back(mark))
        return False

    def _begins_anew(self) -> bool:
        """Whether the division is of another one: "Article 3, paragraph 2 of Article 5" are two mentions."""
        ahead = 1 if self._type() == "COMMA" else 0
        if self._type(ahead) != "OF":
            return False
        parent = self._type(ahead + 2) if self._type(ahead + 1) in _PASSED_OVER else self._type(ahead + 1)
        return parent in _UNITS and _RANK[parent] >= _RANK[self.outermost]

    def _nests(self, ahead: int) -> bool:
        """Whether a smaller unit follows, after a comma or a blank: "Article 5, paragraph 2"."""
        unit = self._type(ahead)
        if unit not in _UNITS or self.unit not in _UNITS or (ahead and self._type(ahead - 1) != "COMMA"):
            return False
        return _RANK[unit] > _RANK[self.unit] and self._numbered(ahead + 1)

    def _parent(self, ahead: int) -> bool:
        mark = self._mark()
        self.at += ahead
        self.parents += 1
        if self.parents > _MOST_PARENTS:
            return False
        if self._type() == "TO" and self.unit not in _OWNED:
            return self._back(mark)
        self._take("OF")
        self.at += self._type() == "THE"
        self.outermost = ""
        found = self._home() or self._division_of_any_kind()
        return (found and self.targets <= _MOST_NUMBERS) or self._back(mark)

    def _home(self) -> bool:
        pointed = self._type() in _POINTERS or self._type() == "OWN"
        head = 1 if pointed else 0
        if self._type() == WORDS and self._type(1) == "LAW" and self._capital():
            self.at += 1  # of the Customs Act
        if self._type(head) not in _WHOLE and self._type(head) != "LAW":
            return False
        if self._type(head) != _NAME and self._numbered(head + 1):
            return False
        if pointed:
            self._take()
        self._take("HEAD" if self._type() in ("PROT", "PLURAL") else None)
        self.homed = True
        return True


def _speaks_of_a_provision(pointer: str, unit: str, text: str) -> bool:
    """Whether a pointer with a unit in small letters means a provision: not "that part", nor "such articles"."""
    if unit in _CAPITAL:
        return False
    if pointer == "THIS":
        return unit not in ("RULE", "REG")
    if unit == "ART":
        return pointer == "PRECEDING" or not text.endswith("s")
    return unit in ("PARA", "SUB", "SENT")


@functools.cache
def _titled() -> re.Pattern[str]:
    return patterns("instrument").any_of("TITLED")
