"""Meaning: sentences in one frame, so that what is said in another construction is the same.

`grammars/meanings.txt` says by rules which frames say the same: "no one other than X may" is "only X may", "fails to
pay" is "does not pay". Rules work on what the ones before them made, so that what was never listed together comes out
alike.

Guarantees: sentences are the same only where the rules make each word the same, in its place; words in another order,
another figure, another word of a closed class never are.
"""

import difflib
import functools
import importlib.resources
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from treatylex.comparing.matching.usage import Usage, base_of, bases_of, forms_of
from treatylex.language.grammar import pattern
from treatylex.language.words import Form
from treatylex.language.words import word as word_of

_SIGNS = frozenset(",;.:")
_BLANK = "␣"
"""What stands for a blank within a key."""
_MOST_PASSES = 8
_LONGEST = 12
"""So many words fill a slot at most."""
_LONGEST_NOUN_PHRASE = 8
_TAGS = {
    Form.BASE: "V",
    Form.THIRD: "S",
    Form.PAST: "D",
    Form.PARTICIPLE: "P",
    Form.GERUND: "G",
    Form.NOUN: "N",
    Form.NOUNS: "L",
    Form.ADJECTIVE: "A",
    Form.ADVERB: "Y",
}
_INFLECTED = frozenset("VSDPGNL")
"""Classes of which two words of one base are one form: not the qualities "developing" and "developed"."""
_FIGURE = "F"
_NAMED = "NP"
_NOT_IN_NOUN_PHRASE = "RMOWBQ"
_EDGES = {"^": r"(?:^|(?<=\*¦. ))", "~": r"(?<!\*¦. )", "$": r"(?=[^ ]*¦\*¦|$)"}
"""Behind a sign, or at the head; not behind a sign; before a sign, or at the end."""
_ITEM = re.compile(r"\{[^{}]*\}|\([^()]*\)|\S+")
_EMPTIED = re.compile(r",¦\*¦, (?=[,;.]¦\*¦)|(?<=[;.]¦\*¦, ),¦\*¦, ")
"""Commas about what is nothing as it is compared: "may, however, pay"."""
_LITERAL = re.compile(r"<?[^<> ]+>?")
_ARTICLE = "Z"
_ACT = "X"


class _Said(NamedTuple):
    """A word as rules see it, its classes by their letters, and the base forms that it can belong to."""

    word: str
    classes: str
    bases: frozenset[str]

    def written(self) -> str:
        """The word in the form in which rules read it: "fails¦SL¦,fail, "."""
        known = "".join(f"{base}," for base in sorted(self.bases))
        return f"{self.word}¦{self.classes}¦,{known} "


class _Rule(NamedTuple):
    """What a rule looks for, what it writes instead, and what each passage holds in which it finds anything."""

    frame: str
    made: tuple[str, ...]
    needed: tuple[str, ...]


class Meanings:
    """The rules of `grammars/meanings.txt`, for the words that are alike in one comparison."""

    def __init__(self, known: Usage) -> None:
        self._usage = known
        self._classes: dict[str, str] = {}
        self._bases: dict[str, str] = {}
        rules: list[str] = []
        for line in _lines():
            kind, _, rest = line.partition(" ")
            if kind == "class":
                letter, _, words = rest.partition(" = ")
                for word in words.split():
                    self._classes[word] = self._classes.get(word, "") + letter
            elif kind == "forms":
                base, _, words = rest.partition(" = ")
                self._bases.update(dict.fromkeys(words.split(), base))
            else:
                rules.append(line)
        self._closed = frozenset("".join(self._classes.values()))
        self._said = functools.lru_cache(maxsize=65536)(self._read)
        self._rules = [self._rule(line) for line in rules]

    def parted(
        self,
        left: Iterable[tuple[int, str]],
        right: Iterable[tuple[int, str]],
        defined: Iterable[tuple[str, str]] = (),
    ) -> list[tuple[list[str], list[str]]]:
        """What differs between two passages in one frame, place by place: the keys that went, and those that came.

        `defined` are the terms that hold for both, each behind what it means.

        >>> from treatylex.comparing.matching.tokens import tokens
        >>> from treatylex.comparing.matching.usage import usage
        >>> Meanings(usage()).parted(tokens("Only the Bank may lend gold."), tokens("None but the Bank may lend tin."))
        [(['gold'], ['tin'])]
        >>> Meanings(usage()).parted(tokens("Only the Bank may lend."), tokens("No one other than the Bank may lend."))
        []
        """
        terms = [(self._told(meaning), self._told(term)) for meaning, term in defined]
        ours, theirs = self._framed([*left], terms), self._framed([*right], terms)
        meant = self._meant(ours, theirs)
        first, second = [said.word for said in ours], [meant[said.word] for said in theirs]
        turned = first > second  # what is alike must not depend on the side
        matcher = difflib.SequenceMatcher(None, *((second, first) if turned else (first, second)), autojunk=False)
        found = [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
        places = [(c, d, a, b) if turned else (a, b, c, d) for a, b, c, d in found]
        return [(_keys(ours[a:b]), _keys(theirs[c:d])) for a, b, c, d in places]

    def _meant(self, ours: Sequence[_Said], theirs: Sequence[_Said]) -> dict[str, str]:
        """For each word of one passage the first of the other that says the same, else itself."""
        known = list({said.word: said for said in ours}.values())
        places = {said.word: k for k, said in enumerate(known)}
        by_base: dict[str, set[int]] = {}
        for k, said in enumerate(known):
            for base in said.bases:
                by_base.setdefault(base, set()).add(k)
        acts = {k for k, said in enumerate(known) if said.classes == _ACT}
        meant: dict[str, str] = {}
        for said in {said.word: said for said in theirs}.values():
            same = places.get(said.word)
            near = acts.union(*(by_base.get(base, ()) for base in said.bases), () if same is None else (same,))
            for k in range(len(known)) if said.classes == _ACT else sorted(near):
                if self._are_one(known[k], said):
                    meant[said.word] = known[k].word
                    break
            else:
                meant[said.word] = said.word
        return meant

    def _are_one(self, ours: _Said, theirs: _Said) -> bool:
        """Whether two words are the same, forms of one word of one class, or the verb and the noun for one act."""
        if ours.word == theirs.word and ours.classes == theirs.classes:
            return True
        if _ACT in (ours.classes, theirs.classes):
            is_one = not ours.bases.isdisjoint(theirs.bases)
            return is_one or self._usage.names_one_act(ours.word.replace(_BLANK, " "), theirs.word.replace(_BLANK, " "))
        is_closed = not self._closed.isdisjoint(ours.classes + theirs.classes)  # "is", "was"
        is_of_one = not ours.bases.isdisjoint(theirs.bases)
        return is_of_one and not is_closed and not _INFLECTED.isdisjoint({*ours.classes} & {*theirs.classes})

    def _told(self, text: str) -> str:
        """A text as rules read it."""
        said = map(self._said, self._usage.words(text))
        return "".join(each.written() for each in said if _ARTICLE not in each.classes)

    def _framed(self, passage: Sequence[tuple[int, str]], terms: Iterable[tuple[str, str]] = ()) -> list[_Said]:
        text = _EMPTIED.sub("", "".join(said.written() for said in self._passage(passage)))
        for meaning, term in terms:
            text = f" {text}".replace(f" {meaning}", f" {term}")[1:] if meaning and term else text
        for _ in range(_MOST_PASSES):
            before = text
            for rule in self._rules:
                if all(map(text.__contains__, rule.needed)):
                    text = _compiled(rule.frame).sub(functools.partial(self._made, rule.made), text)
            if text == before:
                break
        found = [_parsed(word) for word in text.split(" ") if word]
        is_mixed = len({said.word for said in found if pattern("touches", "PAIRING").fullmatch(said.word)}) > 1
        return [
            said
            for said, after in itertools.zip_longest(found, found[1:], fillvalue=_sign("."))
            if said.word not in _SIGNS or (said.word == "," and _tells(after.word, is_mixed))
        ]

    # ------------------------------------------------------------ what stands there

    def _passage(self, passage: Sequence[tuple[int, str]]) -> Iterator[_Said]:
        """The words of a passage, as they are compared, with the signs that part its sentences."""
        stretch: list[tuple[int, str]] = []
        for at, (start, token) in enumerate(passage):
            stretch.append((start, token))
            if token in _SIGNS and _is_apart(passage, at):
                yield from self._stretch(stretch)
                yield _sign(token)
                stretch = [(start, token)]  # a "provided" behind a comma opens a condition
        yield from self._stretch(stretch)

    def _stretch(self, stretch: Sequence[tuple[int, str]]) -> Iterator[_Said]:
        found = map(self._said, self._usage.keys(stretch).texts)
        return (said for said in found if _ARTICLE not in said.classes)

    def _read(self, key: str) -> _Said:
        """A key with its classes."""
        word = key.replace(" ", _BLANK)
        known = frozenset({self._bases[key]}) if key in self._bases else bases_of(key)
        closed = {letter for each in (base_of(key), *known) for letter in self._classes.get(each, "")}
        if closed:
            forms: set[str] = closed
        elif key[0].isdigit():
            forms = {_FIGURE}
        else:
            forms = {letter for form in forms_of(key) or word_of(base_of(key)).forms for letter in _letters(form)}
        return _Said(word, "".join(sorted(forms)), frozenset(base.replace(" ", _BLANK) for base in known))

    # ------------------------------------------------------------ rules

    def _rule(self, line: str) -> _Rule:
        """A rule as it is written in the file.

        Raises:
            ValueError: for a rule that names what it does not hold.
        """
        sought, _, made = line.partition("=>")
        frame = "".join(self._parts(_ITEM.findall(sought)))
        made_of = tuple(self._results(_ITEM.findall(made)))
        return _Rule(f"(?<![^ ]){frame}", made_of, tuple(self._needed(_ITEM.findall(sought))))

    def _needed(self, items: Sequence[str]) -> Iterator[str]:
        """What a passage holds for each word of a rule that is no choice or slot: "fails¦", for any form ",fail,"."""
        for is_plain, several in itertools.groupby(items, _is_plain):
            for kind, words in itertools.groupby(_LITERAL.findall(" ".join(several)) if is_plain else (), _kind):
                if kind == "<":
                    yield from (f",{word[1:-1]}," for word in words)
                elif kind == "a":
                    yield from (f"{key}¦" for key in self._literal_keys(words))

    def _parts(self, items: Sequence[str]) -> Iterator[str]:
        """The pieces of a pattern for what a rule looks for."""
        seen: set[str] = set()
        for is_plain, several in itertools.groupby(items, _is_plain):
            if is_plain:
                yield from self._literals(" ".join(several))
                continue
            for item in several:
                if item in _EDGES:
                    yield _EDGES[item]
                elif item[0] == "(":
                    yield f"(?:{self._choices(item[1:-1])})"
                elif item[0] == "{":
                    yield self._slot(item[1:-1], seen)
                else:
                    yield from self._literals(item)

    def _choices(self, several: str) -> str:
        return "|".join("".join(self._literals(each)) for each in sorted(several.split("|"), key=len, reverse=True))

    def _literals(self, words: str) -> Iterator[str]:
        """The pieces of a pattern for some words; "<word>" is any form of it."""
        for kind, several in itertools.groupby(_LITERAL.findall(words), _kind):
            if kind == "<":
                yield from (rf"[^ ¦]+¦[^ ¦*]*¦[^ ]*,{re.escape(word[1:-1])},[^ ]* " for word in several)
            elif kind == ",":
                yield from (f"(?:[{sign.rstrip('?')}]¦\\*¦. )" + sign[len(sign.rstrip("?")) :] for sign in several)
            else:
                keys = self._literal_keys(several)
                if not keys:
                    raise ValueError(f"{words!r}: no words are left of it as they are compared")
                yield from (rf"{re.escape(key)}¦[^ ¦*]*¦[^ ]* " for key in keys)

    def _literal_keys(self, words: Iterable[str]) -> list[str]:
        """Some words as they are compared and as a passage holds them, without articles."""
        said = map(self._said, self._usage.words(" ".join(words)))
        return [each.word for each in said if _ARTICLE not in each.classes]

    def _slot(self, slot: str, seen: set[str]) -> str:
        name, is_choice, choices = slot.partition("=")
        if is_choice:
            seen.add(name)
            return f"(?P<{name}>{self._choices(choices)})"
        least = 0 if slot.endswith("?") else 1
        name, _, classes = slot.removesuffix("?").partition(":")
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        if classes and classes != _NAMED and classes[0] != "-":
            return rf"(?P<{name}>[^ ¦]+¦[^ ¦*]*[{classes}][^ ¦*]*¦[^ ]* )"
        barred = _NOT_IN_NOUN_PHRASE if classes == _NAMED else classes[1:]
        longest = _LONGEST_NOUN_PHRASE if classes == _NAMED else _LONGEST
        lazily = "" if classes == _NAMED else "?"
        return rf"(?P<{name}>(?:[^ ¦]+¦[^ ¦*{barred}]*¦[^ ]* ){{{least},{longest}}}{lazily})"

    def _results(self, items: Sequence[str]) -> Iterator[str]:
        """What a rule writes: words and signs as rules read them, and the names of slots in braces."""
        for is_plain, several in itertools.groupby(items, _is_plain):
            if is_plain:
                yield from (self._said(key).written() for key in self._usage.words(" ".join(several)))
            else:
                yield from (item if item[0] == "{" else _sign(item).written() for item in several)

    def _made(self, made: Sequence[str], found: re.Match[str]) -> str:
        """What a rule writes for what it found."""
        return "".join(_filled(part, found) if part[0] == "{" else part for part in made)


@functools.cache
def _compiled(frame: str) -> re.Pattern[str]:
    """A frame as a pattern; most of them are never asked for."""
    return re.compile(frame)


def _keys(several: Iterable[_Said]) -> list[str]:
    return [said.word.replace(_BLANK, " ") for said in several]


def _filled(part: str, found: re.Match[str]) -> str:
    """What stands in a slot, in the form asked for."""
    name, _, form = part[1:-1].partition(".")
    held = found[name]
    if not form:
        return held
    said = _parsed(held.strip())
    return said._replace(classes=form).written()


def _parsed(written: str) -> _Said:
    word, classes, known = written.split("¦")
    return _Said(word, classes, frozenset(filter(None, known.split(","))))


def _sign(sign: str) -> _Said:
    return _Said(sign, "*", frozenset())


def _tells(word: str, is_mixed: bool) -> bool:
    """Whether a comma before a word tells what belongs together."""
    return pattern("touches", "SET_APART", *(("PAIRING",) if is_mixed else ())).fullmatch(word) is not None


def _kind(word: str) -> str:
    """What an item names: any form of a word, a sign, or a word."""
    return "<" if word[0] == "<" else "," if word.rstrip("?") and set(word.rstrip("?")) <= _SIGNS else "a"


def _is_plain(item: str) -> bool:
    return item[0].isalnum() or item[0] == "<" or item == "/"


def _is_apart(passage: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether a sign ends something: not within a number, and no point of an abbreviation."""
    start, sign = passage[at]
    if at + 1 == len(passage):
        return True
    following, token = passage[at + 1]
    if following == start + 1:
        return False
    return sign != "." or (token[0].isupper() and len(passage[at - 1][1]) > 1)


def _letters(form: Form) -> str:
    """The letters of a form, and of the one that looks like it."""
    return {Form.PAST: "DP", Form.THIRD: "SL"}.get(form, _TAGS[form])


def _lines() -> Iterator[str]:
    text = (importlib.resources.files("treatylex.grammars") / "meanings.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@functools.lru_cache(maxsize=8)
def meanings(known: Usage) -> Meanings:
    """The rules for the words that are alike in one comparison."""
    return Meanings(known)
