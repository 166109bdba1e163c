"""Names: where a text calls an instrument by its name.

Guarantees: names are in order and disjoint; the time is linear in the cues.

A name is one that the catalogue or the text itself knows, or one that can be told by its form: capitalised words
around a head ("Treaty", "Convention"), and a subject after "on", "for", "between" … The head alone ("the
Convention") is no name: it speaks of an instrument that the text has named before.
"""

import re
from collections.abc import Callable, Sequence

import attrs

from treatylex.parsing.grammar import WORDS, Cue

_CAPITAL_WORD = r"[A-Z\d](?:[\w'’&/\-]*\w|(?:\.\s?[A-Z])*\.)?"
_CAPITALS_FIRST = re.compile(rf"{_CAPITAL_WORD}(?:\s{_CAPITAL_WORD})*")
_CAPITALS_LAST = re.compile(rf"(?:(?<=\s)|^)(?:{_CAPITAL_WORD}\s)*{_CAPITAL_WORD}$")
_LOOK_BACK = 100
_YEAR = re.compile(r"\d{4}$")
_HEADS = frozenset({"HEAD", "PROT"})
_COMPLETE = frozenset({"NUMBERED_ACT", "RESOLUTION", "CITATION"})
_SUBJECT = frozenset({"ABOUT", "OF", "TO"})
_INSIDE = frozenset({"OF", "JOIN", "COMMA", "IN", "TO", "THE", "LINK", "ABOUT", "OWN"})
_INDEFINITE = frozenset({"DETERMINER", "THIS", "THAT", "OWN"})


@attrs.frozen
class Name:
    """An instrument's name: the half-open place in the passage."""

    start: int
    end: int


def find_names(text: str, cues: Sequence[Cue], known: Sequence[Name]) -> list[Name]:
    """Every name in the text, in order; `known` are the places of names from the catalogue."""
    found = [_Walk(text, cues, i).name() for i, cue in enumerate(cues) if cue.type in _HEADS or cue.type in _COMPLETE]
    names: list[Name] = []
    for name in sorted([*known, *filter(None, found)], key=lambda n: (n.start, -n.end)):
        if not names or name.start >= names[-1].end:
            names.append(name)
        elif name.end > names[-1].end:
            names[-1] = Name(names[-1].start, name.end)
    return names


class _Walk:
    """Walks from a head to the left and to the right, as far as the name goes."""

    def __init__(self, text: str, cues: Sequence[Cue], head: int) -> None:
        self.text, self.cues, self.head = text, cues, head
        self.end = cues[head].end
        self.at = head + 1

    def name(self) -> Name | None:
        head = self.cues[self.head]
        if head.type in _COMPLETE:
            return Name(self._left(self.head), head.end)
        if not self._capital(head.start) or self._runs_on():
            return None
        start = self._left(self.head)
        self._right()
        full = start < head.start or self.end > head.end
        return Name(start, self.end) if full and not self._indefinite(start) else None

    def _capital(self, at: int) -> bool:
        return self.text[at : at + 1].isupper()

    def _runs_on(self) -> bool:
        """Whether the head only describes the noun that follows: "Treaty Organization"."""
        after = self._cue(self.head + 1)
        return after is not None and after.type == WORDS and self._beside(after) and self._capital(after.start)

    def _cue(self, i: int) -> Cue | None:
        return self.cues[i] if 0 <= i < len(self.cues) else None

    def _beside(self, cue: Cue) -> bool:
        return self.text[self.end : cue.start].isspace()

    def _indefinite(self, start: int) -> bool:
        """Whether a determiner keeps it from being one certain instrument: "a Free Trade Agreement"."""
        before = self.text[max(0, start - 3) : start].lower().split()
        return before[-1:] in (["a"], ["an"]) or any(
            cue.type in _INDEFINITE and self.text[cue.end : start].isspace()
            for cue in self.cues[max(0, self.head - 6) : self.head]
        )

    def _left(self, i: int) -> int:
        start = self.cues[i].start
        while (before := self._cue(i - 1)) is not None and self.text[before.end : start] == " ":
            if before.type == WORDS:
                match = _CAPITALS_LAST.search(self.text, max(before.start, before.end - _LOOK_BACK), before.end)
                if match is None:
                    break
                start, i = match.start(), i - 1
                if start > before.start:
                    break
            elif before.type == "JOIN" and (first := self._coordinated(i - 2)) is not None:
                start, i = first, i - 2
            elif self._part_of_name(before):
                start, i = before.start, i - 1
            else:
                break
        return start

    def _part_of_name(self, cue: Cue) -> bool:
        if cue.type == "NUMBER":
            return _YEAR.match(self.text[cue.start : cue.end]) is not None
        return (cue.type.startswith("NTH") or cue.type in _HEADS) and self._capital(cue.start)

    def _coordinated(self, i: int) -> int | None:
        """The start of "Trade" in "the Trade and Cooperation Agreement"."""
        words, the = self._cue(i), self._cue(i - 1)
        if words is None or the is None or words.type != WORDS or the.type != "THE":
            return None
        return words.start if _CAPITALS_FIRST.fullmatch(self.text, words.start, words.end) else None

    def _right(self) -> None:
        self._number()
        while self._dated() or self._subject():
            pass

    def _number(self) -> None:
        cue = self._cue(self.at)
        if cue is not None and cue.type == "NUMBER" and self._beside(cue) and not self.text[cue.start].islower():
            self._take(cue)

    def _take(self, cue: Cue) -> None:
        self.end = cue.end
        self.at += 1

    def _types(self, *types: str) -> bool:
        """Whether cues of these types come next, each after one blank."""
        end = self.end
        for k, wanted in enumerate(types):
            cue = self._cue(self.at + k)
            if cue is None or cue.type != wanted or not self.text[end : cue.start].isspace():
                return False
            end = cue.end
        return True

    def _skip_to(self, count: int) -> bool:
        self.at += count
        self._take(self.cues[self.at])
        return True

    def _dated(self) -> bool:
        if self._types("OF", "DATE"):
            return self._skip_to(1)
        if self._types("OF", "NUMBER") and _YEAR.match(self._text_of(self.at + 1)):
            return self._skip_to(1)
        if self._types("SIGNED", WORDS, "ABOUT", "DATE"):
            return self._skip_to(3)
        return False

    def _text_of(self, i: int) -> str:
        return self.text[self.cues[i].start : self.cues[i].end]

    def _subject(self) -> bool:
        opener = self._cue(self.at)
        if opener is None or opener.type not in _SUBJECT or not self._beside(opener):
            return False
        k = self.at + 1
        while (cue := self._cue(k)) is not None and cue.type in ("THE", "OWN", "LINK") and k < self.at + 3:
            k += 1
        if cue is None:
            return False
        if cue.type in _HEADS and opener.type != "OF" and self._capital(cue.start):
            self.at = k
            self._take(cue)
            return True
        if not self._words(k):
            return False
        between = self._text_of(self.at - 1).lower() == "between" or opener.type == "ABOUT" and self._two_sided(opener)
        while self._link(between, opener.type == "ABOUT"):
            pass
        return True

    def _two_sided(self, opener: Cue) -> bool:
        return self.text[opener.start : opener.end].lower() in ("between", "among", "amongst")

    def _words(self, k: int) -> bool:
        """Take the capitalised words of the cue at `k`."""
        cue = self._cue(k)
        match = None if cue is None or cue.type != WORDS else _CAPITALS_FIRST.match(self.text, cue.start, cue.end)
        if cue is None or match is None:
            return False
        self.end = match.end()
        self.at = k + 1 if match.end() == cue.end else len(self.cues)
        return True

    def _link(self, between: bool, subject: bool) -> bool:
        """Go on over the words that link two capitalised ones."""
        k, types = self.at, []
        while (cue := self._cue(k)) is not None and cue.type in _INSIDE and len(types) < 4:
            types.append(cue.type)
            k += 1
        if not types or not self._may_link(types, between, subject):
            return False
        if types[0] == "COMMA" and "JOIN" not in types and not self._list_goes_on(k + 1):
            return False
        return self._words(k)

    @staticmethod
    def _may_link(types: list[str], between: bool, subject: bool) -> bool:
        if "JOIN" in types and types[-1] == "THE":
            return between or len(types) > 2
        if types[0] in ("OF", "JOIN") or types[0] == "COMMA" and len(types) <= 3:
            return True
        return subject and types[-1] != "THE" or types == ["IN", "THE"] and subject

    def _list_goes_on(self, k: int) -> bool:
        comma, after = self._cue(k), self._cue(k + 1)
        if comma is None or comma.type not in ("COMMA", "JOIN") or after is None:
            return False
        return after.type in (WORDS, "JOIN") and (after.type == "JOIN" or self._capital(after.start))


Finder = Callable[[str], Sequence[Name]]
