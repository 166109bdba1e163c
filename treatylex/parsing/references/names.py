"""Names: where a text calls an instrument by its name.

Guarantees: names are in order and disjoint; the time is linear in the text.

A name is one that the catalogue or the text itself knows, or one that can be told by its form: capitalised words
around a head ("Treaty", "Convention"), and a subject after "on", "for", "between" … The head alone ("the
Convention") is no name: it speaks of an instrument that the text has named before.
"""

import bisect
import re
from collections.abc import Sequence

import attrs

from treatylex.language.grammar import WORDS, Cue, pattern
from treatylex.language.states import states_in
from treatylex.language.words import NOUNS, Form, word

_OF_THEM = r"(?:(?<=s)['’](?=\s[A-Z]))?"  # Peoples’ Rights
_CAPITAL_WORD = rf"(?:(?:d['’])?[A-ZÀ-ÖØ-Þ](?:[\w'’&/\-]*\w|(?:\.\s?[A-Z])*\.)?{_OF_THEM}|(?:1[89]|20)\d\d)"
_CAPITALS_FIRST = re.compile(rf"{_CAPITAL_WORD}(?:\s{_CAPITAL_WORD})*")
_CAPITALS_LAST = re.compile(rf"(?<![\w.\-])(?:{_CAPITAL_WORD}\s(?:\({_CAPITAL_WORD}(?:\s{_CAPITAL_WORD})*\)\s)?)+$")
_YEAR_AFTER_COMMA = re.compile(r",\s(?:1[89]|20)\d\d(?![\d/])")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_FIRST_WORD = re.compile(r"[A-Za-z]+(?![\w-])")
_LOOK_BACK = 120

_HEADS = frozenset({"HEAD", "PLURAL", "PROT", "PROPER", "DECLARATION"})
_OWNED = _HEADS | {"ANNEX", "APP", "SCHED"}
_NUMBERED = frozenset({"ACT", "REG", "HEAD", "PLURAL"})
_ACTS = ("DECISION_OF_DAY", "NUMBERED_ACT", "RESOLUTION", "RESOLUTION_IN_ROMAN")
_CITING = frozenset({"SERIES", "SYMBOL"})
_RULES = frozenset({"REG", "RULE"})
_OPENING = _HEADS | {"NOTE"} | _NUMBERED | _RULES | _CITING | {"LAW"}
_BEFORE_HEAD = frozenset(
    {
        WORDS,
        "NEW",
        "NUMERAL",
        "RANGE",
        "HEAD",
        "PROT",
        "MEASURE",
        "BRACKETED",
        "LAW",
        "IN",
        "PART",
        "RULE",
        "REG",
        "NOTE",
    }
)
_SUBJECT = frozenset({"ABOUT", "OF", "TO", "LINKED"})
_MOST_LINKS = 5  # ", of the one part, and the"
_INSIDE = frozenset({"OF", "JOIN", "COMMA", "IN", "TO", "THE", "LINK", "ABOUT", "OWN", "SIDE", "ASPECT"})
_BREAKS = _HEADS | {"PARTY", "THE", "THIS", "THAT", "OWN", "RELATION", "ASPECT"}
_DESCRIBING = _INSIDE | {WORDS, "SIGNED", "NEW", "MEASURE", "DETERMINER", "RULE", "LAW", "PART", "ACT", "NOTE"}
# Behind "the" and a bare head only "on": what "the Convention concerning …" is about may be a provision of it
_SUBJECT_OPENERS = ("ON_SUBJECT", "SUBJECT_OPENER")
_ACT_OPENERS = ("ON_SUBJECT", "ACT_OPENER")
_CLOSING = frozenset({"SIGNED", "COMMA", "OWN"})  # what ends a noun phrase in small letters
_CONNECTING = frozenset({"OF", "JOIN", "IN", "TO", "THE", "LINK", "ABOUT", "ASPECT", "FILLER"})  # what none ends with
_ASIDE = frozenset({"JOIN", "TO", "LINK"})  # before a capital they lead to something else
_WORDS_IN_SMALL_LETTERS = _HEADS | {"NUMBER", "NUMERAL", "ART", "CHAP", "SEC", "REG", "SCHED", "SENT", "PARTY"}
_MOST_DESCRIBING = 24  # cues of a subject in small letters
_STOPS = frozenset(".;:()")
_ANY = frozenset({"DETERMINER"})
_INDEFINITE = _ANY | {"NEW", "THIS", "THAT", "OWN"}


@attrs.frozen
class Name:
    """An instrument's name: its half-open place in the passage, and whether it is one of a State's own law."""

    start: int
    end: int
    domestic: bool = False


def find_names(text: str, cues: Sequence[Cue], known: Sequence[Name]) -> list[Name]:
    """Every name in the text, in order; `known` are the places of names from the catalogue."""
    found = [_known(text, cues, name) for name in known]
    listed = sorted(known, key=lambda name: name.start)
    end, k, known_end = 0, 0, 0
    for i, cue in enumerate(cues):
        while k < len(listed) and listed[k].start <= cue.start:
            known_end, k = max(known_end, listed[k].end), k + 1
        if cue.type in _OPENING and cue.start >= end and (name := _name(text, cues, i, known_end)) is not None:
            found.append(name)
            end = name.end
    names: list[Name] = []
    for name in sorted(filter(None, found), key=lambda n: (n.start, -n.end)):
        if not names or name.start >= names[-1].end:
            names.append(name)
        elif name.end > names[-1].end:
            names[-1] = Name(names[-1].start, name.end)
    return names


def _name(text: str, cues: Sequence[Cue], i: int, known: int) -> Name | None:
    """The name around the head at `i`; `None` when the head stands alone. Up to `known` it is one of the catalogue."""
    head = cues[i]
    if head.type in _CITING:
        return _citation(text, head)
    if head.type in _NUMBERED and (match := pattern("instrument", *_ACTS).match(text, head.start)):
        return Name(_left(text, cues, i), _with_its_subject(text, cues, _end_of_act(text, match)))
    if head.type == "LAW":
        code = pattern("instrument", "ACRONYM_OF_CODE").search(text, max(0, head.start - _NEAR), head.start)
        named = code is not None and pattern("instrument", "CODE").fullmatch(text, head.start, head.end)
        return Name(code.start(), head.end) if code and named else None
    if head.type in _RULES:
        return _rules(text, cues, i)
    if head.type == "NOTE":
        return _note(text, cues, i)
    if head.type not in _HEADS | {"ACT"}:
        return None
    numbered = _numbered(text, cues, i)
    if not (text[head.start].isupper() or _dated_before(text, cues, i)) or (not numbered and _runs_on(text, cues, i)):
        return None
    start = _left(text, cues, i)
    the = _behind_the(text, start)
    if head.type == "PLURAL" and not the:
        return None  # "Cooperation Agreements with Non-Member States" are any
    if head.type == "PROT" and numbered and start == head.start:
        return None  # "Protocol 2" is a division
    walk = _Walk(text, cues, i + 1, head.end)
    on_subject = the and pattern("instrument", "OFTEN_ON_A_SUBJECT").match(text, head.start) is not None
    if on_subject and i > 1 and cues[i - 2].type == "OF" and i + 2 < len(cues) and cues[i + 2].type == "THE":
        on_subject = False  # "Article 24 of the Convention on the functions of its Secretariat shall apply"
    openers = _SUBJECT_OPENERS if start < head.start else _SUBJECT_OPENERS[:1] if on_subject else ()
    openers = openers if text[head.start].isupper() else ()
    walk.go(numbered=numbered, openers=openers, known=known)
    if start < head.start:
        walk.signed_in_year()  # not "the Protocols adopted in 1984"
        if head.type == "PROT":
            walk.belongs_here()
    common = head.type == "DECLARATION" and not walk.signed() and _is_common(text[start : head.start])
    alone = start == head.start or head.type == "PLURAL" or common
    bare = walk.end == head.end and (alone or head.type == "ACT") and head.type != "PROPER"
    bare = bare or (head.type == "ACT" and (not the or start == head.start))  # "the Ministerial Decision on …"
    certain = walk.end > head.end or not _is_common(text[start : head.start])
    owned = _INDEFINITE - {"OWN"} if head.type == "PROT" and certain and not numbered else _INDEFINITE
    if bare or _indefinite(text, cues, i, start, owned):
        return None  # "the Convention", "Framework Agreements", "a Free Trade Agreement"; but "its Protocol of 1967"
    return Name(_with_adjective(text, cues, i, start), walk.end, domestic=_of_a_state(text, head.start, walk.end))


def _rules(text: str, cues: Sequence[Cue], i: int) -> Name | None:
    """The name of a body of rules: "the Coastal Traffic Regulations"; not the one rule that bears a number."""
    head = cues[i]
    start = _left(text, cues, i)
    if belonging := pattern("instrument", "RULES_OF_IT").match(text, head.start):
        return Name(head.start, belonging.end()) if _behind_the(text, head.start) else None
    several = pattern("structure", "PLURAL_UNIT").fullmatch(text, head.start, head.end)
    titled = several and text[head.start].isupper() and start < head.start and _behind_the(text, start)
    if not titled or _runs_on(text, cues, i) or (i + 1 < len(cues) and cues[i + 1].type == "NUMBER"):
        return None
    walk = _Walk(text, cues, i + 1, head.end)
    walk.go(openers=())
    return Name(start, walk.end)


def _note(text: str, cues: Sequence[Cue], i: int) -> Name | None:
    """A diplomatic note by its day: "your |Note No. 5 of 3 May 1950|"; not the "Note 5" of a chapter of goods."""
    head = cues[i]
    walk = _Walk(text, cues, i + 1, head.end)
    walk.go(numbered=_numbered(text, cues, i), openers=())
    dated = text[head.start].isupper() and pattern("instrument", "DATE").search(text, head.end, walk.end)
    return Name(head.start, walk.end) if dated else None


def _behind_the(text: str, start: int) -> bool:
    return pattern("instrument", "DEFINITE_ARTICLE").fullmatch(text, max(0, start - 4), start) is not None


def _is_common(words: str) -> bool:
    """Whether all words are of the open vocabulary: the "Cargo" of a paper, but not the place of "Norburg"."""
    return all(word(part).is_known for part in words.lower().split())


def _of_a_state(text: str, head: int, end: int) -> bool:
    """Whether a constitution is that of a State, and so no instrument between States."""
    of = pattern("instrument", "OF_A_STATE").match(text, head, end)
    return of is not None and any(state.end == end - of.end() for state in states_in(text[of.end() : end]))


def _dated_before(text: str, cues: Sequence[Cue], i: int) -> bool:
    """Whether the year tells which is meant of the head at `i` in small letters: "the 1973 convention"."""
    return i > 1 and cues[i - 2].type == "THE" and _year(text, cues[i - 1])


def _with_adjective(text: str, cues: Sequence[Cue], i: int, start: int) -> int:
    """Where a name begins whose head has nothing but one word in small letters before it: "the bilateral Agreement"."""
    if start < cues[i].start or i < 2 or cues[i - 2].type != "THE" or cues[i - 1].type != WORDS:
        return start
    adjective = pattern("instrument", "ONE_ADJECTIVE").fullmatch(text, cues[i - 1].start, cues[i].start)
    return start if adjective is None else cues[i - 1].start


def _end_of_act(text: str, act: re.Match[str]) -> int:
    """Where the name of an act ends: behind further numbers, behind its year, or behind the body that resolved so."""
    more = pattern("instrument", "MORE_NUMBERS")
    end = act.end()
    while further := more.match(text, end):
        end = further.end()
    one = end == act.end()
    adopted = pattern("instrument", *(("OF_BODY", "OF_YEAR") if one else ("OF_YEAR",))).match(text, end)
    return adopted.end() if adopted else end


def _with_its_subject(text: str, cues: Sequence[Cue], end: int) -> int:
    """Where the name of an act ends that goes on with its day and subject: "… of 3 June 2003 on |cable duties|"."""
    walk = _Walk(text, cues, bisect.bisect_left(cues, end, key=lambda cue: cue.start), end)
    walk.dated_on()
    return walk.end


def _numbered(text: str, cues: Sequence[Cue], i: int) -> bool:
    """Whether the head has a number of its own: "Convention No. 87", "Convention 108", "Protocol I"."""
    if i + 1 == len(cues) or cues[i + 1].type != "NUMBER" or not text[cues[i].end : cues[i + 1].start].isspace():
        return False
    number = text[cues[i + 1].start : cues[i + 1].end]
    signed = pattern("instrument", "NUMBER_SIGN").match(number)
    return signed is not None or cues[i].type == "PROT" or (number.isdigit() and len(number) > 1)


_NEAR = 40  # characters of a citation before and after the name of its series


def _citation(text: str, series: Cue) -> Name | None:
    near = pattern("instrument", "CITATION").finditer(text, max(0, series.start - _NEAR), series.end + _NEAR)
    return next((Name(m.start(), m.end()) for m in near if m.start() <= series.start < m.end()), None)


def _known(text: str, cues: Sequence[Cue], name: Name) -> Name | None:
    """A known name as far as it goes in this text: "Vienna Convention" may go on with "on Consular Relations"."""
    at = bisect.bisect_left(cues, name.end, key=lambda cue: cue.start)
    if not at or pattern("instrument", "OF_ITS_BODY").match(text, name.end):
        return None if at else name  # "the TRIPS Council"
    if _indefinite(text, cues, at, name.start, _ANY):
        return None  # "any Convention on the Law of the Sea"
    if cues[at - 1].type not in _HEADS or cues[at - 1].end != name.end:
        acronym = pattern("instrument", "ACRONYM").match(text, name.end)
        return Name(name.start, acronym.end()) if acronym else name
    if _runs_on(text, cues, at - 1):
        return None
    walk = _Walk(text, cues, at, name.end)
    walk.go(known=name.end)
    return Name(name.start, walk.end)


def _runs_on(text: str, cues: Sequence[Cue], i: int) -> bool:
    """Whether the head only describes the noun that follows: "Treaty Organization", "the Treaty area"."""
    words = i + 1 < len(cues) and cues[i + 1].type == WORDS
    return words and pattern("instrument", "DESCRIBES").match(text, cues[i].end) is not None


def _indefinite(text: str, cues: Sequence[Cue], i: int, start: int, determiners: frozenset[str] = _INDEFINITE) -> bool:
    """Whether a determiner keeps it from being one certain instrument: "a Free Trade Agreement"."""
    while i and cues[i - 1].end > start - 1:
        i -= 1
    if not i or not text[cues[i - 1].end : start].isspace():
        return False
    before = cues[i - 1]
    said = pattern("instrument", "SAID").fullmatch(text, before.start, before.end)
    return (before.type in determiners and not said) or _is_article(text, before)


def _is_article(text: str, cue: Cue) -> bool:
    """Whether the cue is the article "a", which looks like a letter of a list."""
    return pattern("instrument", "INDEFINITE_ARTICLE").fullmatch(text[cue.start : cue.end].lower()) is not None


def _left(text: str, cues: Sequence[Cue], i: int) -> int:
    """Where the capitalised words before the cue at `i` begin."""
    start = cues[i].start
    match = _CAPITALS_LAST.search(text[max(0, start - _LOOK_BACK) : start])
    if match is None:
        return start
    first = start - len(match.group())
    k = i - 1
    while k >= 0 and cues[k].end > first:
        cue = cues[k]
        fits = cue.type in _BEFORE_HEAD or cue.type.startswith("NTH") or _year(text, cue) or _roman(text, cues, k)
        fits = fits or (cue.type == "ABOUT" and k == i - 1 and cue.start == first)  # "the Implementing Agreement"
        if not fits:
            first = cue.end + len(text[cue.end : start]) - len(text[cue.end : start].lstrip(". "))
            break
        k -= 1
    return _coordinated(text, cues, k, first) if first < start else start


def _roman(text: str, cues: Sequence[Cue], k: int) -> bool:
    """Whether a number stands within a name: the "Norland Fund II Agreement"."""
    number = text[cues[k].start : cues[k].end]
    return cues[k].type == "NUMBER" and set(number) <= set("IVX") and k > 0 and cues[k - 1].type == WORDS


def _year(text: str, cue: Cue) -> bool:
    return cue.type == "NUMBER" and _YEAR.match(text[cue.start : cue.end]) is not None


def _coordinated(text: str, cues: Sequence[Cue], k: int, first: int) -> int:
    """Whether the words begin still earlier: "the Trade and Cooperation Agreement"."""
    if k < 2 or not pattern("instrument", "NAME_JOINT").fullmatch(text, cues[k].start, first):
        return first
    words, before = cues[k - 1], cues[k - 2]
    if k > 2 and _year(text, before):
        before = cues[k - 3]  # "the 1950 Council of Europe Convention"
    if _CAPITALS_FIRST.fullmatch(text, words.start, words.end) is None:
        return first
    determined = before.type in ("THE", "DETERMINER") or _is_article(text, before)
    return cues[k - 2].start if determined and before is not cues[k - 2] else words.start if determined else first


class _Walk:
    """Walks to the right of a head, as far as the name goes."""

    def __init__(self, text: str, cues: Sequence[Cue], at: int, end: int) -> None:
        self.text, self.cues, self.at, self.end = text, cues, at, end
        self.about = False  # whether it has told its subject

    def go(self, *, numbered: bool = False, openers: Sequence[str] = _SUBJECT_OPENERS, known: int = 0) -> None:
        """Take the number ("No. 87"), dates and subjects.

        `openers` are the terminals of what may open a subject in small letters. As far as `known` the name is one of
        the catalogue, which tells its subject: nothing more of "the Charter of the United Nations for the maintenance
        of peace" belongs to the name.
        """
        head = self.end
        if numbered:
            self._take(0)
        while self._dated() or self._subject() or self._described() or self._bracketed():
            pass
        if self.end > known and not self.about and self._noun_phrase(_SUBJECT_OPENERS if self.end > head else openers):
            while self._dated() or self._bracketed():
                pass
        if match := _YEAR_AFTER_COMMA.match(self.text, self.end):
            self.end = match.end()  # Minimum Age Convention, 1973
            self._bracketed()

    def dated_on(self) -> None:
        """Take the day of an act and what it is about."""
        self._dated()
        if (opener := self._cue(0)) is not None and pattern("instrument", "ACT_OPENER").match(self.text, opener.start):
            self._subject() or self._noun_phrase(_ACT_OPENERS)

    def _cue(self, ahead: int) -> Cue | None:
        return self.cues[self.at + ahead] if self.at + ahead < len(self.cues) else None

    def _take(self, ahead: int) -> bool:
        self.at += ahead + 1
        self.end = self.cues[self.at - 1].end
        return True

    def _types(self, *types: str) -> bool:
        """Whether cues of these types come next, each after one blank."""
        end = self.end
        for k, wanted in enumerate(types):
            cue = self._cue(k)
            if cue is None or cue.type != wanted or not self.text[end : cue.start].isspace():
                return False
            end = cue.end
        return True

    def signed_in_year(self) -> bool:
        """Take "signed in 1951"."""
        return self._pattern("SIGNED_IN_YEAR", self.end)

    def belongs_here(self) -> bool:
        """Take "to this Convention"."""
        return self._pattern("TO_THIS", self.end)

    def signed(self) -> bool:
        """Whether the text says next where or when the instrument was signed."""
        k = 1 if (comma := self._cue(0)) is not None and comma.type == "COMMA" else 0
        cue = self._cue(k)
        return cue is not None and cue.type == "SIGNED"

    def _dated(self) -> bool:
        """Take "of 1951", "of 5 May 1951", "signed at Norburg on 5 May 1951"."""
        if self._types("OF", "NUMBER") and _year(self.text, self.cues[self.at + 1]):
            return self._take(1)
        if self._types("OF"):
            return self._pattern("DATES", self.cues[self.at].end + 1)
        return self._pattern("SIGNED_WHEN", self.end)

    def _bracketed(self) -> bool:
        """Take "(AGTC)", "(Revised)", "(as authorised by Westland)"."""
        return any(self._pattern(terminal, self.end) for terminal in ("ACRONYM", "AUTHORISED", "NUMBER_IN_BRACKETS"))

    def _date(self, start: int) -> bool:
        return self._pattern("DATE", start)

    def _pattern(self, terminal: str, start: int) -> bool:
        match = pattern("instrument", terminal).match(self.text, start)
        if match is None:
            return False
        self.end = match.end()
        self.at = bisect.bisect_left(self.cues, self.end, key=lambda cue: cue.start)
        return True

    def _subject(self) -> bool:
        opener = self._cue(0)
        if opener is None or opener.type not in _SUBJECT or not self.text[self.end : opener.start].isspace():
            return False
        k = 1
        while (cue := self._cue(k)) is not None and self._passed_over(cue) and k < 3:
            k += 1
        about = opener.type == "ABOUT" or (opener.type == "TO" and self._is_to_do(k))
        if cue is None or (opener.type == "TO" and not (about or cue.type in _HEADS or self._names_another(k))):
            return (
                False  # "a copy of the Paris Agreement to the Government of …", "apply the Convention to Norland ships"
            )
        if opener.type == "LINKED":
            return self._belongs(k)
        if cue.type in _HEADS and opener.type != "OF" and self.text[cue.start].isupper():
            return self._take(k)
        if opener.type == "ABOUT" and self._begins_in_sentence_case(k):
            return self._take_noun_phrase()
        if not self._capitals(k, dated=opener.type == "OF"):
            return False
        self.about = self.about or pattern("instrument", "CONSTITUTING").match(self.text, opener.start) is not None
        between = about and pattern("instrument", "BETWEEN").fullmatch(self.text, opener.start, opener.end) is not None
        while self._link(between, about) or (about and (self._second_deed() or self._participle())):
            pass
        return True

    def _is_to_do(self, k: int) -> bool:
        """Whether the verb of a deed follows: "the Convention to |Combat| Drought", but not "to |Norland| ships"."""
        cue = self._cue(k)
        first = None if cue is None else _FIRST_WORD.match(self.text, cue.start)
        return k == 1 and first is not None and Form.BASE in word(first.group().lower()).usual

    def _belongs(self, k: int) -> bool:
        """Take what an instrument is annexed to, if that is named: "Statute |annexed to the Convention on Ports|"."""
        at, end = self.at, self.end
        if self.cues[at + k].type in _HEADS and self.text[self.cues[at + k].start].isupper() and self._take(k):
            if self._dated() or self._subject():
                return True
            self.at, self.end = at, end
        return False

    def _second_deed(self) -> bool:
        """Take "and the Prevention of Evasion"."""
        second = pattern("instrument", "SECOND_DEED").match(self.text, self.end)
        at = bisect.bisect_left(self.cues, second.end(), key=lambda cue: cue.start) if second else len(self.cues)
        return second is not None and self._capitals(at - self.at)

    def _participle(self) -> bool:
        """Take what the people or things of the subject do: "… of Forces |stationed in the Northern Isles|"."""
        doing = pattern("instrument", "THEIR_DOING").match(self.text, self.end)
        at = bisect.bisect_left(self.cues, doing.end(), key=lambda cue: cue.start) if doing else len(self.cues)
        return doing is not None and self._capitals(at - self.at)

    def _begins_in_sentence_case(self, k: int) -> bool:
        """Whether after one capitalised word the subject goes on in small letters: "on the |Temporary importation|"."""
        cue = self._cue(k)
        words = None if cue is None else pattern("instrument", "IN_SENTENCE_CASE").match(self.text, cue.start)
        if words is None:
            return False
        forms = word(words["noun"]).usual
        return bool(forms & NOUNS) and not forms & {Form.THIRD, Form.BASE, Form.PAST}

    def _passed_over(self, cue: Cue) -> bool:
        """Whether a capital may follow the cue within a name: "on the Creation of |a| Free Trade Area"."""
        return cue.type in ("THE", "OWN", "LINK") or _is_article(self.text, cue)

    def _described(self) -> bool:
        """Take a subject in small letters, told by what ends it: the Parties, a date, or where it was signed."""
        opener = self._cue(0)
        if opener is None or opener.type != "ABOUT" or not self.text[self.end : opener.start].isspace():
            return False
        end = opener.end
        for k in range(1, _MOST_DESCRIBING):
            cue = self._cue(k)
            if cue is None or cue.type not in _DESCRIBING or self.text[cue.start : cue.end].rstrip()[-1:] in _STOPS:
                return False
            if cue.type == WORDS and pattern("instrument", "SAID_OF_IT").search(self.text, cue.start, cue.end):
                return False  # "the Grey Treaty on fisheries has been signed in Norburg"
            if (
                cue.type == "SIGNED"
                or (cue.type == "OF" and self._dates(k))
                or (cue.type == "ABOUT" and self._between(k))
            ):
                self.at, self.end = self.at + k, end
                return True
            if cue.type != "COMMA":
                end = cue.end
        return False

    def _noun_phrase(self, openers: Sequence[str]) -> bool:
        """Take a subject in small letters as far as its noun phrase goes: "the Grey Treaty on |coastal fisheries|"."""
        opener = self._cue(0)
        if not openers or opener is None or opener.type != "ABOUT" or not self.text[self.end : opener.start].isspace():
            return False
        if pattern("instrument", *openers).match(self.text, opener.start) is None and not self._on_doing(openers):
            return False
        return self._take_noun_phrase()

    def _take_noun_phrase(self) -> bool:
        end = self._end_of_noun_phrase()
        if end == self.end:
            return False
        self.at, self.end = bisect.bisect_left(self.cues, end, key=lambda cue: cue.end), end
        self.at += self.at < len(self.cues) and self.cues[self.at].start < end
        return True

    def _on_doing(self, openers: Sequence[str]) -> bool:
        """Whether the subject is an activity: the Agreement between A and B on |fishing|; not on |acceding|."""
        doing = pattern("instrument", "ON_DOING").match(self.text, self.end + 1)
        forms = word(doing["doing"]).usual if doing else frozenset()
        return openers == _SUBJECT_OPENERS and Form.NOUN in forms and Form.GERUND not in forms

    def _end_of_noun_phrase(self) -> int:
        """Where the noun phrase ends that follows the opener; the name's end when none follows."""
        end = self.end
        for at in range(self.at + 1, min(len(self.cues), self.at + _MOST_DESCRIBING)):
            cue = self.cues[at]
            if not self._is_of_noun_phrase(at):
                return end
            if cue.type in _CONNECTING or _is_article(self.text, cue):
                continue
            stop = pattern("instrument", "SUBJECT_ENDS").search(self.text, cue.start, cue.end)
            if stop is not None:
                return end if stop.start() == cue.start else len(self.text[: stop.start()].rstrip())
            end = cue.end
        return end

    def _is_of_noun_phrase(self, at: int) -> bool:
        """Whether the cue may stand in a subject in small letters: not where another instrument or a side begins."""
        cue, before = self.cues[at], self.cues[at - 1]
        if cue.type in ("DETERMINER", "FILLER") or _is_article(self.text, cue):
            return before.type in _CONNECTING  # "the transfer of |all| rights"
        if cue.type not in _DESCRIBING - _CLOSING:
            return cue.type in _WORDS_IN_SMALL_LETTERS and self.text[cue.start].islower()
        if cue.type == "JOIN" and self._type(at + 1) == WORDS:
            return True  # "Literary and Artistic Works"
        if pattern("instrument", "OTHER").fullmatch(self.text, cue.start, cue.end):
            return True  # "between States and nationals of |other| States"
        aside = cue.type in _ASIDE or (cue.type == "THE" and before.type in _ASIDE)
        return not (aside and at + 1 < len(self.cues) and self.text[self.cues[at + 1].start].isupper())

    def _type(self, at: int) -> str:
        return self.cues[at].type if at < len(self.cues) else ""

    def _dates(self, k: int) -> bool:
        return pattern("instrument", "DATE").match(self.text, self.cues[self.at + k].end + 1) is not None

    def _between(self, k: int) -> bool:
        """Whether the cue after `k` others is a "between" with a Party's name after it."""
        cue = self.cues[self.at + k]
        if pattern("instrument", "BETWEEN").fullmatch(self.text, cue.start, cue.end) is None:
            return False
        after = self._cue(k + 2 if (article := self._cue(k + 1)) and article.type == "THE" else k + 1)
        return after is not None and after.type == WORDS and self.text[after.start].isupper()

    def _capitals(self, k: int, *, dated: bool = True) -> bool:
        """Take the capitalised words that begin with the cue after `k` others; a day only where it may be `dated`."""
        cue = self._cue(k)
        match = None if cue is None or cue.type == "PARTY" else _CAPITALS_FIRST.match(self.text, cue.start)
        if cue is None or match is None:
            return False
        if pattern("instrument", "DATE").match(self.text, cue.start):
            return dated and self._date(cue.start)  # "accede to the Cables Convention on May 1, 1951"
        at, end = self.at + k, match.end()
        while at < len(self.cues) and self.cues[at].start < end:
            if self._breaks(at) or self._unit(at):
                end = self.cues[at].start
                break
            at += 1
        if at == self.at + k:
            return False
        if self.text[end - 1].isspace():
            end -= 1
        if at and self.cues[at - 1].end > end:
            at = len(self.cues)  # lower-case words follow: the name ends here
        self.at, self.end = at, end
        return True

    def _breaks(self, at: int) -> bool:
        """Whether a name ends before the cue: not before the "Treaty" of "Grey Sea Treaty Organisation"."""
        kind = self.cues[at].type
        return kind in _BREAKS and not (kind in _HEADS and _runs_on(self.text, self.cues, at))

    def _unit(self, at: int) -> bool:
        """Whether a provision is spoken of here: "… Road Traffic Article 5"."""
        after = self.cues[at + 1] if at + 1 < len(self.cues) else None
        return self.cues[at].type in ("ART", "PARA", "CHAP", "ANNEX") and after is not None and after.type == "NUMBER"

    def _link(self, between: bool, about: bool) -> bool:
        """Go on over the words that link two capitalised ones."""
        types: list[str] = []
        while (cue := self._cue(len(types))) is not None and len(types) < _MOST_LINKS:
            if cue.type not in _INSIDE and not (types[-1:] == ["OF"] and _is_article(self.text, cue)):
                break
            types.append(cue.type)
        side = int(types[:1] == ["COMMA"])
        if types[side : side + 1] == ["SIDE"] and (len(types) == side + 1 or self._is_last_side(side)):
            return not self._take(side)  # "…, of the other part": the name ends here
        hangs = types == ["THE"] and pattern("instrument", "HANGS").search(self.text, self.end - _NEAR, self.end)
        if not types or not (hangs or _may_link(types, between=between, about=about)):
            return False  # but "Fisheries Off |the| Coasts of Norland"
        if "OWN" in types and any((c := self._cue(len(types) + k)) and c.type in _OWNED for k in range(2)):
            return False  # "… and its Kyoto Protocol" is another, as is "… and its Annexes"
        if types[0] == "COMMA" and not {"JOIN", "SIDE", "ASPECT"} & set(types) and not self._list_goes_on(len(types)):
            return False
        if "JOIN" in types and self._names_another(len(types)):
            return False  # "the Cables Treaty, and the Single Convention on Salt"
        return self._capitals(len(types))

    def _is_last_side(self, k: int) -> bool:
        side = self.cues[self.at + k]
        return pattern("instrument", "LAST_SIDE").fullmatch(self.text, side.start, side.end) is not None

    def _names_another(self, k: int) -> bool:
        """Whether the words after `k` cues are those of a further instrument, up to its head."""
        words, head = self._cue(k), self.at + k + 1
        if words is None or words.type not in _BEFORE_HEAD or head >= len(self.cues):
            return False
        if not _CAPITALS_FIRST.fullmatch(self.text, words.start, words.end):
            return False  # "… and Other Devices (Protocol II)"
        named = self.cues[head].type in _HEADS and self.text[self.cues[head].start].isupper()
        return named and not _runs_on(self.text, self.cues, head)

    def _list_goes_on(self, k: int) -> bool:
        """Whether after the comma's word the list has another: "the Prevention, Control and …"."""
        after, last = self._cue(k + 1), self._cue(k + 2)
        if after is None or last is None:
            return False
        return after.type == "JOIN" or (after.type == "COMMA" and self.text[last.start].isupper())


def _may_link(types: list[str], *, between: bool, about: bool) -> bool:
    if "ASPECT" in types:
        return between
    if "JOIN" in types and types[-1] == "THE":
        return between or len(types) > 2
    if types[0] in ("OF", "JOIN", "COMMA"):
        return True
    return about and (types[-1] != "THE" or types == ["IN", "THE"])
