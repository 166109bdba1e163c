"""Stretches: which cues belong to one mention.

Guarantees: a stretch starts at an opener and holds only cues that the grammar can read together; the time that a
stretch takes is bounded by its length.

What a comma, an "and" or a "to" joins is decided by the types of the cues that follow, never by words: a number goes
on with the list, a smaller unit nests, "of" with a unit or an instrument names what the provision is of.
"""

import re
from collections.abc import Sequence

from treatylex.language.grammar import WORDS, Cue, pattern
from treatylex.parsing.references import units
from treatylex.parsing.references.targets import Word

NAME = "NAME"
LAW = "LAW"

_POINTERS = frozenset({"THIS", "THAT", "PRECEDING", "FOLLOWING"})
_NUMBERS = frozenset({"NUMBER", "BRACKETED", "NUMERAL"})
_PARENTHOOD = frozenset({"OF", "IN", "TO", "LINKED"})
_PASSED_OVER = _POINTERS | {"THE"}
_JOINING = frozenset({"JOIN", "COMMA", "RANGE", "TO"})
_INTRODUCING = frozenset({"RELATION", "FILLER", "IN"})
_BEFORE_TABLE = _INTRODUCING | {"OF", "TO", "JOIN", "THE"}
_WHOLE = frozenset({"HEAD", "PLURAL", "PROT", "DECLARATION", "REG", "ACT", NAME})
_AFTER_LETTER = frozenset({"", "RANGE", "TO", "COMMA", "JOIN", "OF", "AFTERWARDS", "PRECEDING", "THERE", "HERE"})
_MOST_ASIDE = 3  # cues between a division and what it is of: "Articles 2 to 9, both inclusive, of"
_MOST_PARENTS = 8
_MOST_NUMBERS = 300  # of one mention, and its targets
SIGNS = ("§", "§§")  # also of codes of law: "46 U.S.C. § 883"
_NEAR = 12  # characters of a code's name before its part
_MOST_WORDS = 6  # of a law's name
_MOST_POINTS = 20  # before their paragraph, as in "(a) and (b) of paragraph 1"
_ORDINALS = frozenset({*(f"NTH_{n}" for n in range(1, 11)), "NTH_LAST", "NTH_PENULTIMATE"})
_SOME_FIGURE = re.compile(r"\d")
OPENERS = units.ALL | _POINTERS | _ORDINALS | {NAME, "IBID", "BRACKETED", "OWN", "NUMBER"}


class Stretch:
    """From an opener on, the cues that belong to one mention; what joins two of them is decided by what follows."""

    def __init__(self, text: str, cues: Sequence[Cue], start: int) -> None:
        self.text, self.cues, self.at = text, cues, start
        self.taken: list[tuple[Word, int]] = []
        self.unit = ""  # the innermost unit so far, and the outermost since the last "of"
        self.outermost = ""
        self.one_of_many = False  # a number after "Articles 2, 6, paragraph 1," is an article's
        self.kinds: set[str] = set()
        self.bracketed = False
        self.listed = False
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
        if kind in (NAME, "IBID"):
            return self._open_name()
        if kind == "BRACKETED":
            return self._letters()
        if kind == "NUMBER":
            return self._by_its_sign()
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
        if self._pointed_at():
            return False
        self._take()
        mark = self._mark()
        comma = self._type() == "COMMA"
        self.at += comma
        after = (
            (*units.AFTER_NAME, *(("PARA", "SUB") if self._is_act() else ()))
            if not comma or self._is_act()
            else ("ART",)
        )
        follows = self._type() in after and self._division(alone=False)
        if not follows or self._home_follows(0):  # "the Fisheries Agreement, Article 5 of the Cables Treaty" are two
            self._back(mark)
            self.homed = True
        return True

    def _is_act(self) -> bool:
        """Whether the name taken is that of a resolution, which has paragraphs: "resolution II, paragraph 1"."""
        return pattern("instrument", "RESOLUTION", "RESOLUTION_IN_ROMAN").search(self.taken[0][0].text) is not None

    def _pointed_at(self) -> bool:
        """Whether the name is one spoken of before: "that Grey Treaty", but not "noting that the Grey Treaty"."""
        before, name = self._type(-1), self._text()
        if before == "OWN":
            return not (_SOME_FIGURE.search(name) or pattern("instrument", "PROTOCOL").search(name))
        return before in ("THIS", "THAT") and not pattern("instrument", "DEFINITE_ARTICLE").match(name)

    def _letters(self) -> bool:
        """Points before their paragraph, "(d) of paragraph 1", or by themselves: "referred to in (a) and (b) above"."""
        before = self._type(-1)
        while len(self.taken) < _MOST_POINTS and self._type() in ("BRACKETED", "JOIN", "COMMA", "TO", "RANGE"):
            joins = self._type() != "BRACKETED"
            if joins and (not self.taken or self._type(1) != "BRACKETED"):
                break
            self._take(("RANGE" if self._type() in ("TO", "RANGE") else "JOIN") if joins else None)
        if self._type() == "OF" and self._after_the(1) in units.ALL:
            return True
        pointed = self._type() in ("AFTERWARDS", "PRECEDING")
        if (before in _INTRODUCING and pointed) or (before == "RELATION" and self._ends_point()):
            self.homed = True
            return True
        return self._back((self.at, 0))

    def _ends_point(self) -> bool:
        """Whether what follows shows that no point of the text began: "mentioned in (a) above", "under (b):"."""
        follows = self._type()
        if follows == WORDS:
            return not self._text().lstrip()[:1].isalnum() or self._is_finite()
        return follows in ("", "COMMA", "JOIN")

    def _is_finite(self) -> bool:
        return pattern("structure", "FINITE").match(self.text, self.cues[self.at].start) is not None

    def _by_its_sign(self) -> bool:
        """A provision that has no other name than its number: "under Nos. 9 and 10"."""
        sign = pattern("instrument", "NUMBER_SIGN").match(self._text())
        introduced = self._type(-1) in _INTRODUCING and not (self._type(1) == WORDS and self._capital(1))
        if sign is None or not (introduced or self._home_follows(1)):
            return False  # "in No. 5 Dock"
        cue = self.cues[self.at]
        self.unit = self.outermost = "NO"
        self.one_of_many = False
        self.taken.append((Word("NO", cue.start, cue.start + sign.end(), sign.group().strip()), self.at))
        self._numbers()
        return True

    def _pointed(self) -> bool:
        pointer, unit = self._type(), self._type(1)
        if unit == NAME:
            return self._said()
        if unit not in units.POINTED or (unit == "REG" and pointer != "THIS"):
            return False
        if unit == "REG" and self._several(1):
            return False
        if unit == "RULE" and pointer == "THAT" and self._several(1) and not self._numbered(2):
            return False  # "those Rules" are those of a body: an instrument
        if pointer == "THAT" and unit in ("ANNEX", "APP", "SENT") and self._several(1):
            return False  # "such Annexes" speaks of any
        if pointer == "FOLLOWING" and self._announces(2):
            return False
        if not self._capital(1) and not units.speaks_of_a_provision(pointer, unit, self._text(1)):
            return False
        if self._numbered(2) and pattern("instrument", "CONJUNCTION").fullmatch(self._text()):
            self.at += 1  # a conjunction: "provided that Article 3 …"
        else:
            self._take()
        self._take_unit()
        if pointer != "THIS":  # "to review this Article three years after …"
            self._numbers()
        return True

    def _said(self) -> bool:
        """An instrument that is pointed at and named: "the said Cables Treaty", but not "that Cables Treaty"."""
        if not pattern("instrument", "SAID").fullmatch(self._text()):
            return False
        self._take()
        self._take()
        self.homed = True
        return True

    def _announces(self, ahead: int) -> bool:
        """Whether nothing or a colon follows: "have agreed upon the following Articles:" is the treaty's own text."""
        return not self._type(ahead) or self._text(ahead).startswith(":")

    def _owned(self) -> bool:
        unit = self._type(1)
        if unit not in units.OWNED or not (self._capital(1) or unit == "ANNEX"):
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
        if self._type(ahead) not in units.COUNTED or self._type(ahead - 1) not in _ORDINALS:
            return False
        if self._type(ahead) == "SENT" and ahead == 1 and self._several(ahead):
            return False  # "final sentences passed by a court"
        for _ in range(ahead):
            self._take("JOIN" if self._type() == "COMMA" else None)
        self._take_unit()
        return True

    def _take_unit(self) -> None:
        self.unit = self._type()
        several = self._several()
        self.one_of_many = self.one_of_many and not several
        if not self.outermost:
            self.outermost, self.one_of_many = self.unit, several
        self.kinds = set()
        self.bracketed = False
        self._take()

    def _several(self, ahead: int = 0) -> bool:
        return pattern("structure", "PLURAL_UNIT").fullmatch(self._text(ahead)) is not None

    def _division(self, *, alone: bool) -> bool:
        """A unit and its numbers; an annex also without one."""
        unit = self._type()
        if unit not in units.ALL or (unit in units.CAPITALISED and not self._is_division()):
            return False
        before = self.cues[self.at].start
        if unit in ("PART", "SEC") and pattern("instrument", "CODE_BEFORE").search(
            self.text, max(0, before - _NEAR), before
        ):
            return False
        if (unit == "SUB_POINT" or self._text() in SIGNS) and not self._is_point():
            return False
        if unit == "TABLE" and not (self._capital() or self._type(-1) in _BEFORE_TABLE):
            return False  # "shall table 3 proposals"
        if unit == "COLUMN" and not self._is_of_numbered():
            return False  # "column 2 of the list"
        if unit == "PRINCIPLE" and not (self._type(-1) in _INTRODUCING or self._home_follows(self._behind_list())):
            return False  # the heading of one
        if unit == "SUB_POINT" and pattern("instrument", "AGENDA").search(self.text, max(0, before - _NEAR), before):
            return False
        if self._numbered(1):
            self._take_unit()
            self._numbers()
            return True
        if alone and self._several_units():
            return True
        if unit == "PROT" and alone and self._is_the_protocol():
            self._take_unit()
            return True
        if unit in units.ALONE and alone and self._stands_alone():
            self._take_unit()
            return True
        return False

    def _several_units(self) -> bool:
        """Units without a number that one "hereto" or "to" is said of: "the Annex and the Appendices hereto"."""
        mark = self._mark()
        if self._type(-1) in _POINTERS or (self._type() == "PROT" and not self._several()) or self._is_verb():
            return False
        while self._type() in units.OWNED and not self._numbered(1):
            self._take_unit()
            if self._type() in ("HERE", "THERE") or self._home_follows(0):
                return len(self.taken) > mark[1] + 1 or self._back(mark)
            if self._type() not in ("JOIN", "COMMA") or self._after_the(1) not in units.OWNED:
                break
            self._take("JOIN")
            self.at += self._type() == "THE"
        return self._back(mark)

    def _is_division(self) -> bool:
        """Whether a unit that is as often a common noun is one here: "Part IV", "part 2 of the annex"."""
        within = self._type(2) in ("OF", "IN", "TO") and self._after_the(3) in units.ALL | _WHOLE
        return self._capital() or self._capital(1) or (within and self._numbered(1))

    def _is_point(self) -> bool:
        """Whether the number is a list's, and not that of a place on the map or of a tariff: "point A", "item 1901"."""
        if self._type(2) == "OF":
            return True
        number = self._text(1)
        after = self.text[self.cues[self.at + 1].end :][:1] if number else ""
        return not (number.isupper() or (number[:3].isdigit() and len(number) > 2) or after in ("°", "º", "&"))

    def _is_of_numbered(self) -> bool:
        """Whether a numbered provision is named that it is of: "column 2 of Table 1"."""
        behind = self._behind_list()
        parent = behind + 1 + (self._type(behind + 1) == "THE")
        return self._type(behind) in ("OF", "IN") and self._type(parent) in units.ALL and self._numbered(parent + 1)

    def _is_verb(self) -> bool:
        """Whether a unit in small letters tells what is done: "shall annex and schedule to this Treaty a list"."""
        start = self.cues[self.at].start
        infinitive = pattern("instrument", "BEFORE_INFINITIVE").search(self.text, max(0, start - _NEAR), start)
        return infinitive is not None and not (self._capital() or self._several())

    def _is_the_protocol(self) -> bool:
        """Whether the one protocol of this treaty is spoken of: "the Protocol to this Convention"."""
        definite = self._type(-1) in ("THE", "RELATION", "FILLER") and self._capital() and not self._several()
        return definite and self._type(1) in ("TO", "LINKED") and self._type(2) == "THIS" and self._type(3) in _WHOLE

    def _stands_alone(self) -> bool:
        return not self._is_verb() and (
            self._type(-1) in ("THE", "RELATION", "ASPECT", "FILLER")
            or self._type(1) == "HERE"
            or (
                self._home_follows(1) and not (self._several() and self._type(2) in _POINTERS)
            )  # but "any annexes to this Treaty" that there may be
            or self._is_to_unit()
        )

    def _is_to_unit(self) -> bool:
        """Whether it belongs to a provision: "Annex to Article 8", "an Appendix to the Annex"."""
        the = self._type(2) == "THE"
        return self._type(1) == "TO" and self._type(2 + the) in units.ALL and self._capital(2 + the)

    def _home_follows(self, ahead: int) -> bool:
        if self._type(ahead) not in _PARENTHOOD:
            return False
        after = self._after_the(ahead + 1)
        return after in _WHOLE or (after in _POINTERS and self._type(ahead + 2) in _WHOLE)

    def _behind_list(self) -> int:
        """How many cues ahead the list of the unit and its numbers ends: "Principles 7 and 8", "Rule 3 and Rule 4"."""
        unit, ahead = self._type(), 0
        for _ in range(_MOST_NUMBERS):
            joined = ahead + (ahead > 0 and self._type(ahead) in _JOINING)
            joined += joined > ahead > 0 and self._type(joined) in ("JOIN", "THE")
            joined += self._type(joined) == unit
            if self._type(joined) not in _NUMBERS:
                break
            ahead = joined + 1
        return ahead

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
        if kind == "NUMBER" and cue.start == before.end and before.type in units.COMMON_NOUNS:
            return False  # a footnote's mark: "technical regulations8"
        if kind == "NUMERAL":
            return self._capital(ahead) or before.type in ("ART", "PARA", "CHAP")
        return not self._may_be_article(ahead) or self._is_letter(ahead)

    def _may_be_article(self, ahead: int) -> bool:
        return pattern("instrument", "INDEFINITE_ARTICLE").fullmatch(self._text(ahead)) is not None

    def _is_letter(self, ahead: int) -> bool:
        """Whether a lone "a" is a letter and no article: something else than a noun follows."""
        after = self._type(ahead + 1)
        return after in _AFTER_LETTER or (after == WORDS and not self._text(ahead + 1)[0].isalpha())

    def _numbers(self) -> None:
        first = self.numbers
        self.listed = False
        while self.numbers < _MOST_NUMBERS:
            self.at += self._is_dot_inside()
            if self._numbered(0) and (not self.kinds or self._goes_deeper()):
                self._take_number()
            elif self.kinds and self._type() in _JOINING and (ahead := self._list_goes_on()):
                range_ = self._type() in ("RANGE", "TO")
                self.at += ahead - 1
                self._take("RANGE" if range_ else "JOIN")
                self.listed = True
                self._take_number()
            else:
                break
        self.targets *= max(1, self.numbers - first)

    def _is_dot_inside(self) -> bool:
        """Whether a dot stands here that ends no sentence: "Article 1.(e)", "sub-paragraphs d. and e"."""
        if not self.kinds or self._type() != WORDS or self._text() != ".":
            return False
        dot = self.cues[self.at]
        if self._type(1) == "BRACKETED":
            return self.cues[self.at + 1].start == dot.end == dot.start + 1
        return self._after_letter() and self._type(1) in ("JOIN", "COMMA") and self._is_lone_letter(2)

    def _goes_deeper(self) -> bool:
        """Whether the number beside the last one is a point of it: "1 (a)", "2 b", but not "Article 11 1."."""
        text = self._text()
        if self._type() == "BRACKETED":
            return text[0] != "." or text.islower()  # "paragraph 1.A Party" only lacks a blank
        if self._type(1) == "BRACKETED" and self.unit == "ART" and self.kinds == {"digit"} and not self.listed:
            return self.cues[self.at + 1].start - self.cues[self.at].end < 2 and text.isdigit()  # "Article 25 2 b)"
        return self._kind(0) == "letter" and len(text) == 1 and text.islower()

    def _list_goes_on(self) -> int:
        """How many joining words stand before the next number of the list; 0 when the list ends here."""
        ahead = 2 if self._type(1) in ("JOIN", "COMMA") else 1
        if self._type(ahead) not in _NUMBERS or self._may_be_article(ahead) or self._type(ahead + 1) == "MEASURE":
            return 0
        if self._type(ahead) == "NUMERAL" and not self._capital(ahead):
            return 0  # "in paragraph 1, one of them"
        return ahead if self._fits(ahead) and not self._of_the_first(ahead) else 0

    def _of_the_first(self, ahead: int) -> bool:
        """Whether the number goes on with the articles: the 22 of "Article 1, paragraph 2, 22, paragraph 4"."""
        if self.outermost != "ART" or self.unit == "ART" or self._type(ahead) != "NUMBER":
            return False
        if self._text(ahead).islower() and len(self._text(ahead)) == 1:
            return False  # "paragraph 1.a and b"
        after = ahead + 1 + (self._type(ahead + 1) == "COMMA")
        nested = self._type(after) == self.unit and self._numbered(after + 1)
        return self.one_of_many or nested

    def _fits(self, ahead: int) -> bool:
        """Whether the number is of a kind that the list already has: letters do not go on a list of figures."""
        if self._type(ahead) == "BRACKETED":
            return self.bracketed  # else it is the next point of the text: "under Article IV, and (b) …"
        return self._kind(ahead) in self.kinds

    def _kind(self, ahead: int) -> str:
        text = self._text(ahead)
        sign = pattern("instrument", "NUMBER_SIGN").match(text)
        figures = self._type(ahead) == "NUMERAL" or sign is not None or any(map(str.isdigit, text[:2]))
        return "digit" if figures else "letter"

    def _take_number(self) -> None:
        self.kinds.add(self._kind(0))
        self.bracketed = self.bracketed or self._type() == "BRACKETED"
        self.numbers += 1
        self._take("NUMBER" if self._type() == "NUMERAL" else None)
        word, at = self.taken[-1]
        if word.text[-1] == ")" and word.text[0].isupper():  # "(Annex B)": the bracket is not the number's
            self.taken[-1] = (word._replace(end=word.end - 1, text=word.text[:-1]), at)
        if (
            self.unit in units.BELONGING
            and self._type() == "BRACKETED"
            and self._text()[0] == "."
            and self._text().isupper()
        ):
            word = word._replace(end=self.cues[self.at].end, text=word.text + self._text())  # "Annex 4.B"
            self.taken[-1] = (word, self.at)
            self.at += 1
        subject = "ABOUT_ITS_SUBJECT" if self.unit in units.OWNED and self._type() == "ABOUT" else "TITLED"
        if subject != "TITLED" or self.text[word.end : word.end + 2].lstrip()[:1] == "(":
            self._take_title(subject)

    def _take_title(self, terminal: str) -> None:
        """Take what tells what a provision is about: "Article 5 |(National Treatment)|"."""
        end = self.taken[-1][0].end
        if title := pattern("instrument", terminal).match(self.text, end):
            while self.at < len(self.cues) and self.cues[self.at].end <= title.end():
                self.at += 1
            self.taken.append((Word("TITLED", end, title.end(), title.group()), self.at - 1))

    # ---- What follows a division

    def _go_on(self) -> bool:
        if self._type() in ("HERE", "THERE") or (self._type() == NAME and self._text().isupper() and self._adjoins()):
            self._take()
            self.homed = True
            return False
        ahead = int(self._is_dotted_letter())
        while ahead < _MOST_ASIDE and self._type(ahead) in ("AFTERWARDS", "COMMA", "PRECEDING", "DASH"):
            ahead += 1
        ahead += ahead == 0 and self._is_dot_before_unit()
        if self._type(ahead) in _PARENTHOOD or self._is_under(ahead):
            return self._parent(ahead)
        if self._nests(ahead) or self._nests_counted(ahead):
            mark = self._mark()
            self.at += ahead
            taken = self._counted() if self._type() in _ORDINALS else self._division(alone=False)
            return taken and (not self._begins_anew() or self._back(mark))
        return self._relisted()

    def _is_under(self, ahead: int) -> bool:
        """Whether the name of the instrument follows after "under": "Article 10 under the Cables Convention"."""
        under = pattern("instrument", "UNDER").fullmatch(self._text(ahead))
        return under is not None and self.outermost == "ART" and self._after_the(ahead + 1) == NAME

    def _adjoins(self) -> bool:
        """Whether only a blank stands before: "Article 102 TFEU"."""
        return self.text[self.taken[-1][0].end : self.cues[self.at].start] == " "

    def _is_dotted_letter(self) -> bool:
        """Whether the dot of "sub-paragraph a. of paragraph 1" stands here."""
        return self._type() == WORDS and self._text() == "." and self._type(1) == "OF" and self._after_letter()

    def _is_dot_before_unit(self) -> bool:
        """Whether a dot stands here that ends no sentence: a unit in small letters follows, "Section 3. litt. m"."""
        return self._type() == WORDS and self._text() == "." and self._type(1) in units.ALL and self._text(1).islower()

    def _after_letter(self) -> bool:
        last = self.taken[-1][0].text
        return last.isalpha() and len(last) == 1

    def _is_lone_letter(self, ahead: int) -> bool:
        return self._type(ahead) == "NUMBER" and self._text(ahead).isalpha() and len(self._text(ahead)) == 1

    def _relisted(self) -> bool:
        """Go on with the list of articles after a paragraph: "Articles 2, 6, paragraph 1, 7 and 9"."""
        ahead = 2 if self._type(1) in ("JOIN", "COMMA") else 1
        if self.parents or self._type() not in ("JOIN", "COMMA") or not self._of_the_first(ahead):
            return False
        self.at += ahead - 1
        self._take("RELIST")
        self.unit, self.one_of_many, self.kinds = self.outermost, True, set()
        self._take_number()
        self._numbers()
        return True

    def _begins_anew(self) -> bool:
        """Whether the division is of another one: "Article 3, paragraph 2 of Article 5" are two mentions."""
        ahead = 1 if self._type() == "COMMA" else 0
        if self._type(ahead) != "OF":
            return False
        pointed = self._type(ahead + 1) in _PASSED_OVER
        parent = self._type(ahead + 1 + pointed)
        if self.unit == "SUB_POINT" and self.outermost == "ART" and parent in ("ANNEX", "APP"):
            return True  # "Article 4 (1), points 3 and 5 of Annex II": an annex has its own points
        if parent in units.ALSO_INSTRUMENTS and pointed and not self._numbered(ahead + 2):
            return False
        return parent in units.ALL and units.RANK[parent] >= units.RANK[self.outermost]

    def _nests(self, ahead: int) -> bool:
        """Whether a smaller unit follows, after a comma or a blank: "Article 5, paragraph 2"."""
        unit = self._type(ahead)
        if (
            unit not in units.ALL
            or self.unit not in units.ALL
            or (ahead and self._type(ahead - 1) not in ("COMMA", "DASH", WORDS))
        ):
            return False
        if (self.listed or self.parents) and unit == "ART":
            return False  # "Chapters 5 and 11, Article 8 and Annex I" is a list
        return units.RANK[unit] > units.RANK[self.unit] and self._numbered(ahead + 1)

    def _nests_counted(self, ahead: int) -> bool:
        """Whether a smaller unit that is counted follows: "Article 5, second paragraph"."""
        if self._type(ahead) not in _ORDINALS or self.unit not in units.ALL or self.parents:
            return False
        while self._type(ahead) in _ORDINALS or self._type(ahead) == "JOIN":
            ahead += 1
        return self._type(ahead) in units.COUNTED and units.RANK[self._type(ahead)] > units.RANK[self.unit]

    def _parent(self, ahead: int) -> bool:
        mark = self._mark()
        self.at += ahead
        self.parents += 1
        if self.parents > _MOST_PARENTS:
            return False
        if self._type() == "TO" and not (
            self.unit in units.BELONGING
            or (self.outermost in units.OWNED and self._home_follows(0))
            or (self._type(1) == "THIS" and self._type(2) in _WHOLE)  # "Article 31 to this Agreement"
        ):
            return self._back(mark)
        self._take("OF")
        self.at += self._type() == "THE"
        self.at += self._type() == "OF"  # "of the of the Convention"
        self.outermost = ""
        found = self._home() or self._division_of_any_kind()
        return (found and self.targets <= _MOST_NUMBERS) or self._back(mark)

    def _home(self) -> bool:
        pointed = self._type() in _POINTERS or self._type() == "OWN"
        head = 1 if pointed else 0
        if pointed and pattern("instrument", "LATTER").match(self.text, self.cues[self.at].start):
            self._take("LATTER")
            self.homed = True
            return True
        self.at += self._type() == "NUMERAL" and self._type(1) == NAME  # "of the four Geneva Conventions"
        adjective = self.cues[self.at] if self._is_adjective() else None
        self.at += self._words_of_law() or adjective is not None
        if self._type(head) not in _WHOLE and self._type(head) != "LAW":
            return False
        if self._type(head) == "REG" and (not self._capital(head) or self._is_of_this_regulation()):
            return False  # "section 9 of the regulations"
        if self._type(head) != NAME and self._numbered(head + 1):
            return False
        if pointed:
            self._take()
        self._take("HEAD" if self._type() not in ("LAW", NAME) else None)
        if pointed and self.taken[-1][0].type == "HEAD" and "TITLED" not in {word.type for word, _ in self.taken}:
            self._take_title("TITLED")
        if adjective is not None and self.taken[-1][0].type == "HEAD":  # the principal Agreement is not this one
            word, at = self.taken[-1]
            self.taken[-1] = (word._replace(start=adjective.start, text=self.text[adjective.start : word.end]), at)
        self.homed = True
        return True

    def _is_adjective(self) -> bool:
        """Whether a word in small letters only tells which instrument is meant: "of the principal Agreement"."""
        if self._type() not in (WORDS, "NEW") or self._type(1) not in ("HEAD", NAME) or not self._capital(1):
            return False
        adjective = pattern("instrument", "ONE_ADJECTIVE")
        return adjective.fullmatch(self.text, self.cues[self.at].start, self.cues[self.at + 1].start) is not None

    def _is_of_this_regulation(self) -> bool:
        """Whether "this Regulation" is a provision that has paragraphs, and no instrument that has articles."""
        return self._type() == "THIS" and self.unit != "ART" and not self._several(1)

    def _words_of_law(self) -> int:
        """How many cues stand before the "Act" of a domestic law: "of the United States Customs Act"."""
        ahead = 0
        while ahead < _MOST_WORDS and (self._is_word_of_name(ahead) or self._joins_words_of_name(ahead)):
            ahead += 1
        return ahead if self._type(ahead) == "LAW" else 0

    def _is_word_of_name(self, ahead: int) -> bool:
        return self._type(ahead) in (WORDS, "MEASURE") and self._capital(ahead)

    def _joins_words_of_name(self, ahead: int) -> bool:
        """Whether an "and" stands within a name: "the Growth and Opportunity Act"."""
        return self._type(ahead) == "JOIN" and self._is_word_of_name(ahead - 1) and self._is_word_of_name(ahead + 1)
