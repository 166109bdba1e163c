"""References: from running text to what it points to.

Guarantees: any text is read; mentions are in order and disjoint; every span slices the source; the time is linear.

The scanner finds the cues, `names` joins those that name an instrument, `_Stretch` takes from an opener on all cues
that belong to one mention, the grammar `reference.lark` reads them, and its rules build the targets at once.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import attrs

from treatylex.model.references import Reference, Target
from treatylex.parsing.draft import Mention
from treatylex.parsing.grammar import WORDS, Cue, UnexpectedCue, compiled
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
_ROMAN = re.compile(r"[ivxlcdm]+(?:bis|ter|quater)?", re.IGNORECASE)


def _number(word: Word) -> _Number:
    value = _ORNAMENT.sub("", word.text)
    if value[:1].isdigit():
        kind = "digit"
    elif not _ROMAN.fullmatch(value):
        kind = "letter"
    else:
        kind = "either" if len(value) == 1 else "roman"
    return _Number(value, kind, word.type == "BRACKETED")


def _follows(number: _Number, earlier: _Number) -> bool:
    return len(number.value) == len(earlier.value) == 1 and ord(number.value) - ord(earlier.value) in (1, 2)


def _same_level(number: _Number, earlier: _Number) -> bool:
    if number.kind == "either":
        if earlier.kind == "letter":
            return _follows(number, earlier)
        return earlier.kind in ("roman", "either")
    if earlier.kind == "either":
        return number.kind == "roman" or number.kind == "letter" and _follows(number, earlier)
    return number.kind == earlier.kind


def _level(stack: list[_Number], number: _Number) -> int:
    """How many numbers of the stack stand above `number`: it takes the place of the deepest of its own kind."""
    for depth in range(len(stack) - 1, -1, -1):
        if _same_level(number, stack[depth]) and number.bracketed == stack[depth].bracketed:
            return depth
    for depth in range(len(stack) - 1, -1, -1):
        if _same_level(number, stack[depth]):
            return depth
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

    def pointed_numbers(self, parts: list[Any]) -> _Place:
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
            stack = [*stack[: _level(stack, first)], first, *deeper]
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
    return _Finder(passage, known).mentions()


class _Finder:
    def __init__(self, passage: Passage, known: Sequence[Name]) -> None:
        self.passage, self.text = passage, passage.text
        self.grammar = compiled("reference", ReferenceBuilder)
        cues = self.grammar.scan(self.text)
        self.words = _woven(self.text, cues, find_names(self.text, cues, known))

    def mentions(self) -> list[Mention]:
        mentions: list[Mention] = []
        last: tuple[_Found, int] | None = None
        i = 0
        while i < len(self.words):
            taken = _Stretch(self.words, i).take() if self.words[i].type in _OPENERS else []
            found, used = self._parse(taken, i) if taken else (None, 0)
            if found is None:
                i += 1
                continue
            joined = last is not None and self._share_home(last, i, found)
            if joined and last is not None:
                found = self._merged(last[0], found)
                mentions.pop()
            elif last is not None and self._only_joined(last[1], i) and found.relation is None:
                found = _Found(last[0].relation, found.place)
            i = used
            last = (found, i)
            if not found.place.domestic:
                mentions.append(self._mention(found))
        return mentions

    def _parse(self, taken: list[tuple[Word, int]], i: int) -> tuple[_Found | None, int]:
        """The longest good beginning of the stretch, and the word after it."""
        opening = self._opening(i)
        while taken:
            try:
                found = self.grammar.parse([*opening, *(word for word, _ in taken)])
            except UnexpectedCue as fault:
                taken = taken[: min(fault.index - len(opening), len(taken) - 1)]
            else:
                return found, taken[-1][1] + 1
        return None, 0

    def _opening(self, i: int) -> list[Word]:
        """The introducing cue before the mention: "in accordance with [the provisions of the]"."""
        fillers: list[Word] = []
        i -= 1
        while i >= 0 and self.words[i].type in ("THE", "FILLER"):
            if self.words[i].type == "FILLER":
                fillers.append(self.words[i])
            i -= 1
        return [self.words[i], *reversed(fillers)] if i >= 0 and self.words[i].type == "RELATION" else []

    def _only_joined(self, end: int, start: int) -> bool:
        return all(word.type in ("JOIN", "COMMA", "THE") for word in self.words[end:start])

    def _share_home(self, last: tuple[_Found, int], i: int, found: _Found) -> bool:
        """Whether "paragraph 7" in "paragraph 7 or paragraph 8 of Article 14" is of Article 14 too."""
        earlier, later = last[0].place, found.place
        return (
            earlier.unit == later.unit != ""
            and not earlier.outer
            and not earlier.homed
            and (bool(later.outer) or later.homed)
            and found.relation is None
            and self._only_joined(last[1], i)
        )

    @staticmethod
    def _merged(first: _Found, second: _Found) -> _Found:
        place = attrs.evolve(second.place, inner=first.place.inner + second.place.inner, start=first.place.start)
        return _Found(first.relation, place)

    def _mention(self, found: _Found) -> Mention:
        place = found.place
        span = self.passage.span(place.start, place.end)
        reference = Reference(
            text=span.of(self.passage.source_text), span=span, relation=found.relation, targets=place.targets()
        )
        return Mention(place.start, place.end, reference)


def _woven(text: str, cues: Sequence[Cue], names: Sequence[Name]) -> list[Word]:
    """The cues with the names in place of what they cover."""
    words: list[Word] = []
    i = 0
    for name in names:
        while i < len(cues) and cues[i].end <= name.start:
            words.append(Word(*cues[i], text[cues[i].start : cues[i].end]))
            i += 1
        if i < len(cues) and cues[i].start < name.start:
            words.append(Word(WORDS, cues[i].start, name.start, text[cues[i].start : name.start]))
        start = name.start
        if words and words[-1].type == "THE":
            start = words.pop().start
        words.append(Word(_NAME, start, name.end, text[start : name.end]))
        while i < len(cues) and cues[i].end <= name.end:
            i += 1
        if i < len(cues) and cues[i].start < name.end:
            cue = cues[i]
            words.append(Word(WORDS, name.end, cue.end, text[name.end : cue.end]))
            i += 1
    words.extend(Word(*cue, text[cue.start : cue.end]) for cue in cues[i:])
    return words


_ORDINALS = frozenset({*(f"NTH_{n}" for n in range(1, 11)), "NTH_LAST"})
_OPENERS = _UNITS | _POINTERS | _ORDINALS | {_NAME, "BRACKETED", "OWN"}


class _Stretch:
    """From an opener on, the words that belong to one mention; what joins two of them is decided by what follows."""

    def __init__(self, words: Sequence[Word], start: int) -> None:
        self.words, self.at = words, start
        self.taken: list[tuple[Word, int]] = []
        self.unit: Word | None = None
        self.kinds: set[str] = set()
        self.homed = False

    def take(self) -> list[tuple[Word, int]]:
        """The words for the grammar, each with its place among all words; none when nothing opens here."""
        if self._open():
            while not self.homed and self._go_on():
                pass
        return self.taken

    def _word(self, ahead: int = 0) -> Word | None:
        at = self.at + ahead
        return self.words[at] if at < len(self.words) else None

    def _type(self, ahead: int = 0) -> str:
        word = self._word(ahead)
        return "" if word is None else word.type

    def _take(self, type_: str | None = None) -> None:
        word = self.words[self.at]
        self.taken.append((word if type_ is None else word._replace(type=type_), self.at))
        self.at += 1

    # Openings

    def _open(self) -> bool:
        kind = self._type()
        if kind == _NAME:
            return self._open_name()
        if kind in _POINTERS:
            return self._pointer()
        if kind == "OWN":
            return self._owned()
        if kind in _ORDINALS:
            return self._ordinals()
        if kind == "BRACKETED":
            return self._letters()
        return self._division(alone=True)

    def _open_name(self) -> bool:
        if self.at and self.words[self.at - 1].type in ("THIS", "THAT", "OWN"):
            return False
        self._take()
        comma = self._type() == "COMMA" and self._type(1) == "ART"
        mark, taken = self.at, len(self.taken)
        self.at += comma
        if self._type() != "ART" or not self._division(alone=False):
            self.at = mark
            del self.taken[taken:]
            self.homed = True
        return True

    def _letters(self) -> bool:
        """Points before their paragraph: "(d) of paragraph 1"."""
        while self._type() == "BRACKETED" or self._type() in ("JOIN", "COMMA") and self._type(1) == "BRACKETED":
            self._take("JOIN" if self._type() == "COMMA" else None)
        of = self._type() == "OF" and self._after_the(1) in _UNITS
        return of or bool(self.taken.clear())

    def _pointer(self) -> bool:
        unit = self._word(1)
        if unit is None or unit.type not in _POINTED:
            return False
        pointer = self._type()
        capital = unit.text[0].isupper()
        if pointer == "THAT" and unit.type in ("ANNEX", "APP", "SENT"):
            return False  # "such Annexes" speaks of any
        if not capital and (
            unit.type in _CAPITAL or (pointer != "THIS" and unit.type not in ("PARA", "SUB", "SENT", "ART"))
        ):
            return False
        if not capital and unit.type == "ART" and pointer in ("THAT", "FOLLOWING") and unit.text[-1] == "s":
            return False  # "such articles" are goods
        self._take()
        self._take_unit()
        self._numbers()
        return True

    def _owned(self) -> bool:
        unit = self._word(1)
        if unit is None or unit.type not in _OWNED or unit.text.islower() and unit.type != "ANNEX":
            return False
        if self._numbered(2):
            self.at += 1
            return self._division(alone=False)
        self._take()
        self._take_unit()
        return True

    def _ordinals(self) -> bool:
        ahead = 0
        while self._type(ahead) in _ORDINALS or self._type(ahead) in ("JOIN", "COMMA"):
            ahead += 1
        if self._type(ahead) not in _COUNTED or self._type(ahead - 1) not in _ORDINALS:
            return False
        for _ in range(ahead):
            self._take("JOIN" if self._type() == "COMMA" else None)
        self._take_unit()
        return True

    def _take_unit(self) -> None:
        self.unit = self._word()
        self.kinds = set()
        self._take()

    def _division(self, *, alone: bool) -> bool:
        """A unit and its numbers, or an annex without one."""
        unit = self._word()
        if unit is None or unit.type not in _UNITS:
            return False
        if self._numbered(1) and (unit.type not in _CAPITAL or unit.text[0].isupper()):
            self._take_unit()
            self._numbers()
            return True
        if unit.type in _ALONE and self._stands_alone(unit, alone):
            self._take_unit()
            return True
        return False

    def _stands_alone(self, unit: Word, alone: bool) -> bool:
        if unit.type in _CAPITAL and unit.text.islower():
            return False
        before = self.words[self.at - 1].type if self.at else ""
        return before in ("THE", "RELATION", "FILLER") or self._type(1) == "HERE" or self._home_follows(1)

    def _home_follows(self, ahead: int) -> bool:
        if self._type(ahead) not in _PARENTHOOD:
            return False
        after = self._after_the(ahead + 1)
        return (
            after in ("HEAD", "PROT", _NAME) or after in _POINTERS and self._type(ahead + 2) in ("HEAD", "PROT", _NAME)
        )

    def _after_the(self, ahead: int) -> str:
        return self._type(ahead + 1) if self._type(ahead) == "THE" else self._type(ahead)

    # Numbers

    def _numbered(self, ahead: int) -> bool:
        word = self._word(ahead)
        if word is None or word.type not in _NUMBERS:
            return False
        before = self.words[self.at + ahead - 1]
        if word.start - before.end > 1:
            return False
        if word.text == "a":
            return self._is_letter_a(ahead)
        if word.type == "NUMBER" and word.text in ("i", "s") and before.text[-1:] == "'":
            return False
        return word.type != "NUMERAL" or word.text[0].isupper() or before.type in ("ART", "PARA", "CHAP")

    def _is_letter_a(self, ahead: int) -> bool:
        """Whether a lone "a" is a letter and no article: something else than a noun follows."""
        after = self._word(ahead + 1)
        return (
            after is None
            or after.type in ("COMMA", "JOIN", "OF", "AFTERWARDS", "PRECEDING", "THERE", "HERE")
            or after.type == WORDS
            and not after.text[0].isalpha()
        )

    def _numbers(self) -> None:
        while True:
            if self._numbered(0) and self._fits(0):
                self._take_number()
            elif self._type() in ("JOIN", "COMMA", "RANGE", "TO") and self.kinds and (skip := self._list_goes_on()):
                for _ in range(skip - 1):
                    self.at += 1
                self._take("RANGE" if self._type() in ("RANGE", "TO") else "JOIN")
                self._take_number()
            else:
                return

    def _list_goes_on(self) -> int:
        """How many joining words stand before the next number of the list; 0 when the list ends here."""
        ahead = 1
        while self._type(ahead) in ("JOIN", "COMMA") and ahead < 2:
            ahead += 1
        word = self._word(ahead)
        if word is None or word.type not in _NUMBERS or word.text == "a":
            return 0
        if self._type(ahead + 1) == "MEASURE" or not self._fits(ahead):
            return 0
        return ahead

    def _fits(self, ahead: int) -> bool:
        """Whether the number is of a kind that the list already has: letters do not go on a list of figures."""
        word = self._word(ahead)
        if word is None:
            return False
        return not self.kinds or word.type == "BRACKETED" or _kind(word) in self.kinds

    def _take_number(self) -> None:
        word = self.words[self.at]
        self.kinds.add(_kind(word))
        self._take("NUMBER" if word.type == "NUMERAL" else None)
        title = self._word()
        if title is not None and title.type == "TITLED" and title.text[1].isupper():
            self._take()

    # What follows a division

    def _go_on(self) -> bool:
        kind = self._type()
        if kind in ("HERE", "THERE"):
            self._take()
            self.homed = True
            return False
        ahead = 0
        while self._type(ahead) in ("AFTERWARDS", "COMMA", "PRECEDING") and ahead < 2:
            ahead += 1
        if self._type(ahead) in _PARENTHOOD:
            return self._parent(ahead)
        if self._nests(ahead):
            self.at += ahead
            return self._division(alone=False)
        return False

    def _nests(self, ahead: int) -> bool:
        unit = self._word(ahead)
        if unit is None or self.unit is None or unit.type not in _UNITS or ahead and self._type(ahead - 1) != "COMMA":
            return False
        return _RANK[unit.type] > _RANK[self.unit.type]

    def _parent(self, ahead: int) -> bool:
        mark, taken = self.at, len(self.taken)
        self.at += ahead
        if self._type() == "TO" and (self.unit is None or self.unit.type not in _OWNED):
            self.at = mark
            return False
        self._take("OF")
        if self._type() == "THE":
            self.at += 1
        if self._home() or self._outer():
            return True
        self.at = mark
        del self.taken[taken:]
        return False

    def _outer(self) -> bool:
        kind = self._type()
        if kind in _POINTERS:
            return self._pointer()
        if kind in _ORDINALS:
            return self._ordinals()
        if kind == "OWN":
            return self._owned()
        return self._division(alone=True)

    def _home(self) -> bool:
        pointed = self._type() in _POINTERS or self._type() == "OWN"
        head = self._word(1 if pointed else 0)
        if head is None or head.type not in ("HEAD", "PROT", _NAME, "LAW") or self._numbered(2 if pointed else 1):
            return False
        if pointed:
            self._take()
        self._take("HEAD" if head.type == "PROT" else None)
        self.homed = True
        return True


def _kind(word: Word) -> str:
    return "digit" if word.type == "NUMERAL" or any(map(str.isdigit, word.text[:2])) else "letter"
