"""Usage: texts as they are compared: what treaty practice treats alike is the same.

Three things make words the same: spelling (`grammars/usage.lark`), figures however they are written ("thirty (30)"),
and the table of equivalent wordings (`corpus/equivalents.toml`), to which a user may add one of their own.

Guarantees: two texts with the same keys differ in wording at most; what is only *near* (listed as such, or a synonym in
WordNet's sense) keeps keys of its own.
"""

import bisect
import functools
import importlib.resources
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from treatylex.caching import fingerprint, recall
from treatylex.comparing.matching.tokens import tokens
from treatylex.comparing.matching.wording import stem
from treatylex.errors import InputError
from treatylex.knowledge import tables
from treatylex.language.grammar import listed, pattern, patterns
from treatylex.language.words import Form, Names, bases
from treatylex.language.words import word as word_of
from treatylex.opening import table_of, text_of

_SPELLING = ("Z", "C", "OUR", "RE", "PROGRAMME", "EMENT", "S", "OGUE", "LL")
_SIGNS = frozenset("%°$€£<>=§")
_SECTIONS = {
    "names": "alike",
    "empty": "phrases",
    "phrases": "alike",
    "words": "alike",
    "near": "near",
    "opposites": "opposite",
}
_TURNED = "sides"
"""What opposites turn unless their group says otherwise."""
_TURNS = ("sides", "names", "duty", "negation", "scope", "figures")
_QUALITIES = (Form.ADJECTIVE, Form.ADVERB, Form.PAST)
"""Forms of the words that a prefix denies."""
_INFLECTED = ("words", "near", "opposites")
"""Sections in which the first word of a phrase stands for all of its forms."""
_LEAST_OF = {"empty": 1}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_THOUSANDS = re.compile(r"\d{3}")
_MINUTES = re.compile(r"[0-5]\d")
_GROUP = re.compile(r"[1-9]\d{0,2}|\d{3}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MULTIPLES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_FRACTION = re.compile(r"\d+/\d+")
_MAY = "may-month"
"""The month of May, which case alone tells from what a Party may do: no word holds a hyphen here."""
_ONE = "1"
_LEAST_DIVIDED = 20
"""From this number on a word may be joined to the next: "twenty-five"."""
_ENDS = ("", "l", "le", "y")
"""How adjectives end whose adverbs end alike; each names its terminal of `spelling.lark`."""
_LONGEST_INVERTED = 10
"""Within so many words from a "had" that stands before its subject there follows what it belongs to."""
_SUPPOSING = ("SUPPOSING", "UNREAL", "PROVIDED", "WHILE_DOING")
"""Words that may open a condition by what stands behind them."""
_FORM_MARK = "~"
_POINTS = frozenset(".,")
_STROKES = frozenset("/⁄")
_MINUS = frozenset("-−–")
_APOSTROPHES = frozenset("'\"")
"""Tokens name every quotation mark alike."""


Words = tuple[str, ...]


class Keys(NamedTuple):
    """The words, signs and phrases of a text as they are compared, and of each the first token that it stands for.

    Of a phrase it is the shortest that says the same; of a verb or noun of the table, with its form behind a "~". The
    two columns are of one length: as one object a key, they would take most of the time that comparing takes.
    """

    texts: list[str]
    firsts: list[int]

    def put(self, text: str, first: int) -> None:
        """Add a key."""
        self.texts.append(text)
        self.firsts.append(first)

    def add(self, texts: Iterable[str], firsts: Iterable[int]) -> None:
        """Add several keys."""
        self.texts.extend(texts)
        self.firsts.extend(firsts)


@functools.lru_cache(maxsize=65536)
def spelt(word: str) -> str:
    """A word in one of the spellings that English has of it, in lower case.

    >>> spelt("Authorised") == spelt("authorized"), spelt("favor") == spelt("favour")
    (True, True)
    """
    word = word.casefold()
    found = pattern("usage", *_SPELLING).sub(lambda found: str(found.lastgroup).lower(), word)
    # "arises" is no other spelling of a word
    return word if found != word and bases(word) and not bases(found) else found


class _Remembering:
    """A table that is kept for other processes without the answers that it remembers."""

    def _remember(self) -> None:
        """Remember the answers to what is asked over and over."""
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if not hasattr(value, "cache_info")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._remember()


class Usage(_Remembering):
    """The equivalences that hold for one comparison."""

    def __init__(self, *known: Mapping[str, Any]) -> None:
        groups = {
            section: [_split(g[of]) for each in known for g in each.get(section, ())]
            for section, of in _SECTIONS.items()
        }
        self._names = _Phrases([*groups["names"], *map(_split, _states())])
        self._empty = _Phrases([[("",), *group] for group in groups["empty"]])
        self._phrases = _Phrases(groups["phrases"])
        inflected = {name: [[*map(self._as_phrases, group)] for group in groups[name]] for name in _INFLECTED}
        self._words = _Phrases(inflected["words"], [*inflected["near"], *inflected["opposites"]])
        self._wordings = self._by_key(group for section in ("phrases", "words") for group in groups[section])
        self._near = self._relation(groups["near"])
        self._alike = {base_of(self._key(group[0])): [" ".join(each) for each in group] for group in groups["words"]}
        self._opposites = self._turned(group for each in known for group in each.get("opposites", ()))
        self._partners = _by_first(self._opposites)
        self._remember()

    def _remember(self) -> None:
        self.words = functools.lru_cache(maxsize=16384)(self._text_keys)
        self.openings = functools.lru_cache(maxsize=16384)(self._openings)
        self.initials = functools.lru_cache(maxsize=65536)(self._initials)
        self.affirmed = functools.lru_cache(maxsize=65536)(self._affirmed)
        self.signs_of_near = functools.lru_cache(maxsize=65536)(self._signs_of_near)
        self.signs_of_sense = functools.lru_cache(maxsize=65536)(self._signs_of_sense)
        self.signs_of_act = functools.lru_cache(maxsize=65536)(self._signs_of_act)
        self.signs_of_related = functools.lru_cache(maxsize=65536)(self._signs_of_related)
        self.signs_of_prefixes = functools.lru_cache(maxsize=65536)(self._signs_of_prefixes)
        self.signs_of_opposites = functools.lru_cache(maxsize=65536)(self._signs_of_opposites)

    def _by_key(self, groups: Iterable[Sequence[Words]]) -> Mapping[str, Sequence[Words]]:
        """The phrases that each key stands for, where any of them has several words."""
        return {
            base_of(self._key(group[0])): tuple(filter(None, group))
            for group in groups
            if any(len(phrase) > 1 for phrase in group)
        }

    def wordings(self, key: str) -> Sequence[Words]:
        """The words of a key, and the phrases that it stands for.

        >>> usage().wordings("equally valid")
        (('equally', 'valid'), ('equally', 'authentic'), ('equally', 'authoritative'), ('equally', 'valid'))
        """
        return (tuple(key.split()), *self._wordings.get(base_of(key), ()))

    def _initials(self, key: str) -> str:
        """The first letters of the words of a key; where it stands for phrases, of the shortest of these."""
        phrase = min((each for each in self.wordings(key) if len(each) > 1), key=len, default=(key,))
        return "".join(word[0] for word in phrase)

    def _affirmed(self, key: str) -> frozenset[str]:
        """What phrases that a key is near say without the "not" in them: "be construed as" of "not be construed as"."""
        phrases = [phrase.split() for phrase in (base_of(key), *self.listed_near(key))]
        affirmed = [[word for word in words if not is_denial(word)] for words in phrases]
        pairs = zip(phrases, affirmed, strict=True)
        return frozenset(" ".join(said) for words, said in pairs if 0 < len(said) < len(words))

    def _relation(self, groups: Iterable[Sequence[tuple[str, ...]]]) -> Mapping[str, frozenset[str]]:
        """For each phrase that is near others, these, all by what stands for them."""
        found: dict[str, set[str]] = defaultdict(set)
        for group in groups:
            keys = {base_of(self._key(phrase)) for phrase in group}
            for key in keys:
                found[key] |= keys
        return {key: frozenset(keys) for key, keys in found.items()}

    def _turned(self, groups: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str, str], str]:
        """For each two phrases of which one says the opposite of the other, what turns between them.

        Alternatives in brackets are no opposites of each other: "(inform|notify)", "(consult|hear)".
        """
        found: dict[tuple[str, str], str] = {}
        for group in groups:
            entries = [{base_of(self._key(phrase)) for phrase in _split([entry])} for entry in group["opposite"]]
            for ours, theirs in itertools.permutations(entries, 2):
                for pair in itertools.product(ours, theirs):
                    found.setdefault(pair, group.get("turns", _TURNED))
        return found

    def _key(self, phrase: Words) -> str:
        return " ".join(self._text_keys(" ".join(phrase)))

    def _text_keys(self, text: str) -> tuple[str, ...]:
        """The keys of a text.

        >>> Usage(tables("equivalents")).words("in the event that it utilised thirty (30) days")
        ('if', 'it', 'use~PAST', '30', 'day')
        """
        if text.isalpha() and text.isascii() and (word := self._word_key(text)) is not None:
            return (word,) if word else ()
        return tuple(self.keys(list(tokens(text))).texts)

    def _openings(self, word: str) -> frozenset[str]:
        """With which keys a word may begin if it is two that were run together: "long" of "longterm"."""
        found = (self.words(word[:at]) or self.words(word[at:]) for at in range(1, len(word)))
        return frozenset(keys[0] for keys in found if keys)

    def _word_key(self, word: str) -> str | None:
        """The key of a word that stands alone, so that no phrase, date or sum is looked for; `None` where it has more.

        >>> Usage(tables("equivalents"))._word_key("utilised")
        'use~PAST'
        """
        expanded = _expanded(word)
        key = _numbers().get(expanded[0], expanded[0])
        if len(expanded) > 1 or key[0].isdigit():
            return None
        for table in (self._names, self._empty, self._phrases, self._phrases):
            key = table.replaced_word(key)
            if not key:
                return ""
        return self._words.replaced_form(key)

    def keys(self, found: Sequence[tuple[int, str]]) -> Keys:
        """The keys of some words and signs, given with their places in the text, which tell what stands close."""
        return self._words.replaced_by_base(self._replaced(_dates(_clocks(_figures(_lasting(_plain(found)))))))

    def _replaced(self, keys: Keys) -> Keys:
        """The keys with all but the words of the table replaced."""
        # Twice: "unless otherwise agreed by the Contracting Parties" holds a name first
        for table in (self._names, self._empty, self._phrases, self._phrases):
            keys = table.replaced(keys)
        return keys

    def _as_phrases(self, phrase: Words) -> Words:
        """The words of a phrase as they stand once phrases are replaced; the first, which has forms, as it is."""
        rest = self._replaced(Keys([*phrase[1:]], [*range(1, len(phrase))]))
        return (phrase[0], *rest.texts)

    def _signs_of_near(self, key: str) -> frozenset[Hashable]:
        """What a key shares with each key that is near it: `is_near` tells which of those that share it are."""
        base = base_of(key)
        alike = self._alike.get(base, (base,))
        return self._near.get(base, frozenset()).union(*(_lines_of("synonyms", one) for one in alike))

    def listed_near(self, key: str) -> frozenset[str]:
        """The keys that the table lists as near a key, and itself if it lists any."""
        return self._near.get(base_of(key), frozenset())

    def _signs_of_related(self, key: str) -> frozenset[Hashable]:
        """What a key shares with each key that is related to it."""
        base = base_of(key)
        words = {form for one in self._alike.get(base, (base,)) for form in bases_of(one)}
        return frozenset(words).union(*(_related().get(word, ()) for word in words))

    def _signs_of_act(self, key: str) -> frozenset[Hashable]:
        """What a key shares with each key for the same act: `names_one_act` tells which of those that share it are."""
        base = base_of(key)
        return frozenset().union(*map(_signs_of_act, self._alike.get(base, (base,))))

    def _signs_of_sense(self, word: str) -> frozenset[Hashable]:
        """What a word shares with each word of the same stem or for the same act."""
        return self.signs_of_act(word) | {stem(opposed(word))}

    def _signs_of_opposites(self, key: str) -> frozenset[Hashable]:
        """What a key shares with each key that says the opposite: `turned` tells which of those that share it do."""
        base = opposed(key)
        alike = self._alike.get(base, (base,))
        return self._partners.get(base, frozenset()).union([base], *(_lines_of("opposites", one) for one in alike))

    def is_near(self, left: str, right: str) -> bool:
        """Whether two keys say nearly the same: listed as near, or words that share a sense."""
        if self.is_listed_near(left, right):
            return True
        a, b = base_of(left), base_of(right)
        return any(itertools.starmap(are_synonyms, self._words_of(a, b))) and self.turned(a, b) is None

    def is_listed_near(self, left: str, right: str) -> bool:
        """Whether the table lists two keys as near; words of closed classes are near no others."""
        return base_of(right) in self._near.get(base_of(left), ())

    def is_related(self, left: str, right: str) -> bool:
        """Whether two keys that are not near say the like in some sense, or one of them says the broader thing."""
        return any(itertools.starmap(are_related, self._words_of(base_of(left), base_of(right))))

    def names_one_act(self, left: str, right: str) -> bool:
        """Whether one of two keys stands for a verb and the other for the noun for its act."""
        return any(itertools.starmap(name_one_act, self._words_of(base_of(left), base_of(right))))

    def _words_of(self, left: str, right: str) -> Iterator[tuple[str, str]]:
        """Each two words of which one stands for the first key, the other for the second."""
        return itertools.product(self._alike.get(left, (left,)), self._alike.get(right, (right,)))

    def _signs_of_prefixes(self, key: str) -> frozenset[Hashable]:
        """What a key shares with each key that denies it by a prefix: its words, and what stands behind a prefix."""
        words = {word for one in self._alike.get(base_of(key), (base_of(key),)) for word in one.split()}
        return frozenset(words).union(filter(None, map(_denied, words)))

    def is_denied_by_prefix(self, left: str, right: str) -> bool:
        """Whether one of two keys says by a prefix that it is not what the other is.

        >>> usage().is_denied_by_prefix("lawful", "unlawful"), usage().is_denied_by_prefix("form", "inform")
        (True, False)
        """
        pairs = [(a.split(), b.split()) for a, b in self._words_of(base_of(left), base_of(right))]
        both = [*pairs, *((b, a) for a, b in pairs)]
        return any(_denied(word) in b and word not in b for a, b in both for word in a)

    def turned(self, left: str, right: str, *, is_listed: bool = False) -> str | None:
        """What turns when one of two keys stands for the other, as the table of opposites calls it; else `None`.

        With `is_listed` by that table alone, not by WordNet's opposites, too.

        >>> usage().turned(*usage().words("permitted prohibited")), usage().turned("sufficient", "insufficient")
        ('duty', 'sides')
        """
        a, b = opposed(left), opposed(right)
        if a == b or (a, b) in self._opposites or is_listed or same_base(left, right):
            return self._opposites.get((a, b))
        return _TURNED if any(itertools.starmap(are_opposites, self._words_of(a, b))) else None


@functools.lru_cache(maxsize=65536)
def _denied(word: str) -> str | None:
    """The word that another one denies by its prefix: "lawful" of "unlawful", but not "form" of "inform"."""
    found = pattern("spelling", "DENYING").fullmatch(word)
    return found["denied"] if found and any(form in _QUALITIES for _, form in bases(found["denied"])) else None


@functools.lru_cache(maxsize=65536)
def opposed(key: str) -> str:
    """A key as opposites know it: "intentionally" as "intentional", "fully" as "full", "reasonably" as "reasonable"."""
    base = base_of(key)
    qualities = (pattern("spelling", f"ADVERB_TO{end and '_'}{end.upper()}").sub(end, base) for end in _ENDS)
    found = (each for each in qualities if each != base and any(form is Form.ADJECTIVE for _, form in bases(each)))
    return next(found, base)


def _by_first(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """The second of each pair, by the first."""
    found: dict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        found[first].add(second)
    return {first: frozenset(seconds) for first, seconds in found.items()}


def usage(path: str | None = None) -> Usage:
    """The equivalences of `corpus/equivalents.toml`, and those of a file of the same form.

    Raises:
        InputError: when the file cannot be read, or is not of that form.
    """
    if path is None:
        return _usage(None, "")
    return _usage(text_of(path), path)


@functools.lru_cache(maxsize=8)
def _usage(own: str | None, path: str) -> Usage:
    known = tables("equivalents")
    if own is not None:
        return Usage(known, _own(own, path))
    key = (fingerprint("treatylex.corpus", "equivalents.toml", "states.toml"), *_depends())
    return recall("usage", key, lambda: Usage(known), (Usage, _Phrases))


def _own(text: str, path: str) -> Mapping[str, Any]:
    """A user's table, if it is one."""
    try:
        found = table_of(text)
    except InputError as fault:
        raise InputError(f"{path}: {fault}") from None
    for section, groups in found.items():
        if section not in _SECTIONS:
            raise InputError(
                f"{path}: no section {section!r} in a table of equivalents; there are {', '.join(_SECTIONS)}"
            )
        field = _SECTIONS[section]
        for number, group in enumerate(groups if isinstance(groups, list) else [None], start=1):
            listed = group.get(field) if isinstance(group, dict) else None
            if isinstance(group, dict) and group.get("turns", _TURNED) not in _TURNS:
                raise InputError(f"{path}: group {number} of {section!r}: turns is one of {', '.join(_TURNS)}")
            if (
                not isinstance(listed, list)
                or len(listed) < _LEAST_OF.get(section, 2)
                or not all(isinstance(each, str) for each in listed)
            ):
                raise InputError(f"{path}: group {number} of {section!r}: expected {field} = [two phrases or more]")
    return found


# ---------------------------------------------------------------- tokens to words and figures


_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


def _split(group: Iterable[str]) -> list[tuple[str, ...]]:
    """The phrases of a group, each by its words as they are compared."""
    phrases = itertools.chain.from_iterable(map(spelt_out, group))
    return [tuple(_figures(_lasting(_plain(list(tokens(phrase))))).texts) for phrase in phrases]


def spelt_out(phrase: str) -> Iterator[str]:
    """The phrases that one with alternatives in brackets stands for.

    >>> list(spelt_out("(make|use) (every|) effort"))
    ['make every effort', 'make  effort', 'use every effort', 'use  effort']
    """
    parts = _ALTERNATIVES.split(phrase)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    return map("".join, itertools.product(*choices))


def _plain(found: Sequence[tuple[int, str]]) -> Keys:
    """Words and figures; signs that part them are left out, a number with its points and commas is one."""
    said = [token for _, token in found]
    spelt_so = [*map(_spelt_anywhere, said)]
    supposed = _supposed(found)
    made = Keys([], [])
    end = 0
    sign = ""
    for at in [at for at, word in enumerate(spelt_so) if word is None]:
        if end < at:
            made.add(filter(None, spelt_so[end:at]), range(end, at))
            sign = ""
        end = at + 1
        start, token = found[at]
        behind = found[at - 1][0] + len(said[at - 1]) if at else -1
        is_close, is_near = start == behind, start == behind + 1
        if not (token[0].isalnum() or token[0] == "→" or token in _SIGNS):
            sign = token if is_close else ""
            continue
        if is_close and sign and made.texts:
            before = made.texts[-1]
            if token[0].isdigit() and before[-1].isdigit() and _is_one_number(sign, token):
                made.texts[-1] = before + sign.replace(",", "").replace("⁄", "/") + token
                sign = ""
                continue
            if token == "s" and sign in _APOSTROPHES:  # the Party's
                sign = ""
                continue
        if is_near and made.texts and _THOUSANDS.fullmatch(token) and _GROUP.fullmatch(said[at - 1]):  # 20 000
            made.texts[-1] += token
            continue
        if at in supposed:
            words: tuple[str, ...] = supposed[at]
        elif token[0].isdigit() and _is_negative(found, at):
            words = (f"-{token}",)
        else:
            words = _expanded(token)
            if pattern("spelling", "MONTH_OR_MODAL").fullmatch(token) and _is_month(found, at):
                words = (_MAY,)
            elif len(token) == 1 and _is_letter(found, at):
                words = (token,)
        for word in words:
            made.put(word, at)
        sign = ""
    made.add(filter(None, spelt_so[end:]), range(end, len(said)))
    return made


@functools.lru_cache(maxsize=65536)
def _spelt_anywhere(token: str) -> str | None:
    """A word as it is spelt, if that is one word whatever stands beside it; as nearly all are."""
    is_read_by_others = (
        pattern("spelling", "MONTH_OR_MODAL").fullmatch(token) or _part_of_condition(token) in _SUPPOSING
    )
    if len(token) == 1 or not token.isalpha() or is_read_by_others:
        return None
    words = _expanded(token)
    return words[0] if len(words) == 1 else None


def _supposed(found: Sequence[tuple[int, str]]) -> Mapping[int, tuple[str, ...]]:
    """What a verb at the head of a condition stands for: "if" before its subject; a "should" behind an "if" nothing.

    "Should a Party fail", "if a Party should fail": a Party that fails. Not "if a Party fails, it should". "Had a Party
    known", "were a Party to fail": "if", and the verb, which tells that nobody expects it.
    """
    meant: dict[int, tuple[str, ...]] = {}
    is_condition = False
    parts = map(_part_of_condition, (token for _, token in found))
    for at, part in [(at, part) for at, part in enumerate(parts) if part]:
        token = found[at][1]
        if part == "UNREAL":
            if token[0].isupper() or _is_inverted(found, at):
                meant[at] = (*_meaning(part), token.casefold())
        elif part == "PROVIDED":
            after = found[at + 1][1] if at + 1 < len(found) else ""
            if at and found[at - 1][1] == "," and pattern("spelling", "BEFORE_SUBJECT").fullmatch(after):
                meant[at] = _meaning(part)
        elif part == "WHILE_DOING":
            act, its = ([token for _, token in found[at + 1 : at + 3]] + ["", ""])[:2]
            if _is_gerund(act) and pattern("spelling", "BEFORE_SUBJECT").fullmatch(its):
                meant[at] = _meaning(part)
        elif part == "SUPPOSING":
            after = found[at + 1][1] if at + 1 < len(found) else ""
            is_before_subject = pattern("spelling", "BEFORE_SUBJECT").fullmatch(after) is not None
            is_inverted = token[0].isupper() or is_before_subject
            is_past = pattern("spelling", "PAST_OF").fullmatch(after) is not None  # "should have known": had a duty to
            if is_inverted or (is_condition and not is_past):
                meant[at] = _meaning(part) if is_inverted else ()
            is_condition = is_inverted
        else:
            is_condition = part == "CONDITION"
    return meant


@functools.cache
def _meaning(part: str) -> tuple[str, ...]:
    """The words that stand for one that opens a condition, by its terminal."""
    return tuple(listed("spelling")[f"{part}_MEANS"][0].split())


def _is_gerund(word: str) -> bool:
    return any(form is Form.GERUND for _, form in bases(word))


def _is_inverted(found: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether a "had" or "were" within a sentence stands before its subject: no noun that could be it stands before."""
    said = " ".join(token for _, token in found[at : at + _LONGEST_INVERTED])
    before = found[at - 1][1] if at else ""
    is_behind_subject = pattern("spelling", "PRONOUN").fullmatch(before) or Form.THIRD in forms_of(before.casefold())
    return pattern("spelling", "INVERTED").match(said) is not None and not is_behind_subject


@functools.lru_cache(maxsize=65536)
def _part_of_condition(token: str) -> str:
    """What a word or sign is to a condition: the terminal that it is, "END" where it ends one, or nothing."""
    known = pattern("spelling", *_SUPPOSING, "CONDITION").fullmatch(token)
    if known is not None:
        return str(known.lastgroup)
    return "END" if not token[0].isalnum() or pattern("touches", "MODAL").fullmatch(token) else ""


def _is_one_number(sign: str, token: str) -> bool:
    """Whether figures go on behind a sign close to both: "1.5", "20,000", "2/3"."""
    if sign == ":":
        return _MINUTES.fullmatch(token) is not None
    return sign in _STROKES or (sign in _POINTS and (sign == "." or _THOUSANDS.fullmatch(token) is not None))


def _is_month(found: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether "May" is the month: beside a figure, or with its capital within a sentence: "in May"."""
    word, before = found[at][1], found[at - 1][1] if at else ""
    is_before_day = at + 1 < len(found) and found[at + 1][1].isdigit()
    return not word.islower() and (is_before_day or before[-1:].isdigit() or (word.istitle() and before.islower()))


def _is_letter(found: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether a capital within a sentence tells one of several: "Zone A" and "Annex B", but "A Party" and "I".

    What stands apart from the word before it is below a heading: "Entry A Party may".
    """
    if not at or not found[at][1].isupper() or found[at][1] == "I":
        return False
    start, before = found[at - 1]
    return before[1:].islower() and start + len(before) + 1 >= found[at][0]


def _is_negative(found: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether a minus stands before the figure at `at`: close to it, and apart from what stands before: "at -5 °C"."""
    if not at or found[at - 1][1] not in _MINUS or found[at - 1][0] + 1 != found[at][0]:
        return False
    return at < 2 or found[at - 2][0] + len(found[at - 2][1]) < found[at - 1][0]


@functools.lru_cache(maxsize=65536)
def _expanded(token: str) -> tuple[str, ...]:
    """A word as it is spelt, one that stands for several by these."""
    if token.isdecimal() and not token.isascii():  # as texts set in East Asia have them, of full width
        return ("".join(str(unicodedata.decimal(digit)) for digit in token),)
    if (counted := pattern("spelling", "COUNTED").fullmatch(token)) and _is_number(counted["number"].casefold()):
        return (spelt(counted["number"]), spelt(counted["unit"]))
    found = pattern("spelling", "THERE").fullmatch(token)
    return (spelt(token),) if found is None else (found["preposition"].casefold(), "it")


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in _numbers()


@functools.cache
def _states() -> Sequence[Sequence[str]]:
    """The names of each State, with and without the article; acronyms, which may be words, are left out."""
    names = ([name for name in each["names"] if not name.isupper()] for each in tables("states")["state"])
    return [[*each, *(f"the {name}" for name in each)] for each in names]


@functools.cache
def _numbers() -> Mapping[str, str]:
    """The words for numbers below a hundred, each in figures; ordinals with "th"."""
    found = {word: value + _ordinal(word) for word, value in _named("structure", "NUMBER_")}
    tens = [(word, value) for word, value in found.items() if value.isdigit() and int(value) >= _LEAST_DIVIDED]
    units = [(word, value) for word, value in found.items() if int(value.removesuffix("th")) < 10]
    for ten, value in tens:
        for unit, more in units:
            ending = "th" if more.endswith("th") else ""
            found[ten + unit] = f"{int(value) + int(more.removesuffix('th'))}{ending}"
    parts = [(word, value) for word, value in found.items() if value.isdigit() and int(value) < _LEAST_DIVIDED]
    found.update((f"{word}{name}", f"{n}/{of}") for word, n in parts for name, of in _denominators().items())
    return found


@functools.cache
def _denominators() -> Mapping[str, str]:
    """The words for parts of a whole, by how many of them make it: half, thirds, quarters."""
    found = dict(_named("spelling", "DENOMINATOR_"))
    for word, value in _named("structure", "NUMBER_"):
        if _ordinal(word) and int(value) > 2:
            found.update({word: value, f"{word}s": value})
    return found


def _named(grammar: str, kind: str) -> Iterator[tuple[str, str]]:
    """The phrases of the terminals of a kind, each with what stands behind the kind in the name of its terminal."""
    for terminal in patterns(grammar).terminals:
        if terminal.name.startswith(kind):
            yield from ((word.casefold(), terminal.name.removeprefix(kind)) for word in terminal.phrases or ())


def _ordinal(word: str) -> str:
    return "th" if word.endswith(("st", "nd", "rd", "th")) else ""


def _lasting(found: Keys) -> Keys:
    """The keys, the "a" of what lasts a unit of time as a figure: "within a year", but "twice a year"."""
    texts = found.texts
    articles = [at for at, text in enumerate(texts) if at and pattern("touches", "INDEFINITE").fullmatch(text)]
    for at in articles:
        if pattern("spelling", "LASTING").search(" ".join(texts[max(0, at - 2) : at + 2])):
            texts[at] = _ONE
    return found


def _figures(found: Keys) -> Keys:
    """The keys, numbers in words and ordinals in figures; a number that is told twice, "thirty (30)", once."""
    numbers = _numbers()
    made = Keys([], [])
    end = 0
    for at in [at for at, text in enumerate(found.texts) if text in numbers or text[0].isdigit()]:
        if at < end:
            continue
        made.add(found.texts[end:at], found.firsts[end:at])
        is_decimal, end = _add_figure(made, found.texts[at], found.firsts[at], is_decimal=False), at + 1
        while is_decimal and end < len(found.texts):
            is_decimal = _add_figure(made, found.texts[end], found.firsts[end], is_decimal=True)
            end += 1
    made.add(found.texts[end:], found.firsts[end:])
    return made


def _add_figure(made: Keys, word: str, first: int, *, is_decimal: bool) -> bool:
    """Add a number, or what follows one if `is_decimal`, to the keys before it; whether a number stands last then."""
    texts = made.texts
    text = _numbers().get(word, word)
    if is_decimal and (parts := _parts(texts[-1], word)) is not None:
        texts[-1] = parts
        return False
    if text[0].isdigit() and (ordinal := _ORDINAL.fullmatch(text)):
        text = f"{ordinal[1]}th"
    if is_decimal and (joined := _sum(texts[-1], text)) is not None:
        texts[-1] = joined
    elif is_decimal and text in _units():
        times, unit = _units()[text]
        texts[-1] = _plainly(Decimal(texts[-1]) * times)
        made.put(unit, first)
    elif not (texts and texts[-1] == text and _FRACTION.fullmatch(text)):
        made.put(text, first)
    return _NUMBER.fullmatch(texts[-1]) is not None


def _plainly(number: Decimal) -> str:
    """A number in figures, without noughts behind the point."""
    return f"{number.normalize():f}"


@functools.cache
def _units() -> Mapping[str, tuple[int, str]]:
    """The units of measure that stand behind a figure, each by how many of the smallest of its kind it is."""
    named = ((word, name.partition("_")) for word, name in _named("spelling", "UNIT_"))
    return {word: (int(times), unit.casefold()) for word, (times, _, unit) in named}


def _parts(number: str, word: str) -> str | None:
    """What a number and the word after it come to, if that divides it: two thirds, one half."""
    of = _denominators().get(word)
    return f"{number}/{of}" if of is not None and (Decimal(number) > 1) == word.endswith("s") else None


def _clocks(found: Keys) -> Keys:
    """The keys, each time of the day one of them, in hours up to 24."""
    text = " ".join(found.texts)
    times = list(pattern("spelling", "CLOCK").finditer(text))
    starts = list(itertools.accumulate((len(each) + 1 for each in found.texts), initial=0)) if times else []
    for time in reversed(times):
        first, last = bisect.bisect_left(starts, time.start()), bisect.bisect_left(starts, time.end()) - 1
        hour = int(time["hour"] or time["hour_of_half"] or 12)
        if time["half"] or time["hour"] is None:
            hour = hour % 12 + (12 if time["half"] == "p" or time["noon"] else 0)
        minute = time["minute"] or time["minute_of_half"] or "00"
        found.texts[first : last + 1] = [f"{hour:02}:{minute}"]  # 24:00 ends a day
        del found.firsts[first + 1 : last + 1]
    return found


def _dates(found: Keys) -> Keys:
    """The keys, each date one of them, its day before its month."""
    text = " ".join(found.texts)
    dates = list(pattern("spelling", "DATE").finditer(text))
    if not dates:
        return found
    starts = list(itertools.accumulate((len(each) + 1 for each in found.texts), initial=0))
    for date in reversed(dates):
        first, last = bisect.bisect_left(starts, date.start()), bisect.bisect_left(starts, date.end()) - 1
        month = date["month"] or date["month_before"]
        parts = (
            date["day"] or date["day_behind"],
            _MAY if pattern("spelling", "MONTH_OR_MODAL").fullmatch(month) else month,
            date["year"],
        )
        found.texts[first : last + 1] = [" ".join(filter(None, parts))]
        del found.firsts[first + 1 : last + 1]
    return found


def _sum(before: str, text: str) -> str | None:
    """What a number and the word or number after it come to, if they are one."""
    if text == before:
        return before
    if text in _MULTIPLES:
        return _plainly(Decimal(before) * _MULTIPLES[text])
    if not before.isdecimal():
        return None
    is_unit = text.isdecimal() and int(before) % 10 == 0 and _LEAST_DIVIDED <= int(before) < 100 and 0 < int(text) < 10
    return str(int(before) + int(text)) if is_unit else None


# ---------------------------------------------------------------- phrases


class _Phrases(_Remembering):
    """Groups of phrases, each replaced by the shortest of its group; `others` only keep together."""

    def __init__(self, groups: Iterable[Sequence[Words]], others: Iterable[Sequence[Words]] = ()) -> None:
        self._words: dict[str, str] = {}
        self._longer: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        self._firsts: set[str] = set()
        for group in groups:
            stands_for_all = min((" ".join(phrase) for phrase in group), key=_length)
            for phrase in group:
                self._add(phrase, stands_for_all)
        for phrase in (phrase for group in others for phrase in group):
            self._add(phrase, " ".join(phrase))
        for phrases in self._longer.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        self._remember()

    def _remember(self) -> None:
        self._candidates = functools.lru_cache(maxsize=65536)(self._known_forms)
        self._form_alone = functools.lru_cache(maxsize=65536)(self.replaced_form)
        self._begins_phrase = functools.lru_cache(maxsize=65536)(self._is_head)

    def _add(self, phrase: tuple[str, ...], stands_for_it: str) -> None:
        """Make a phrase known; what was said of it first holds."""
        if len(phrase) == 1:
            self._words.setdefault(phrase[0], stands_for_it)
        else:
            longer = self._longer.setdefault((phrase[0], phrase[1]), [])
            if not any(known == phrase for known, _ in longer):
                longer.append((phrase, stands_for_it))
                self._firsts.add(phrase[0])

    def _known_forms(self, word: str) -> list[tuple[str, Form]]:
        """The base forms of a word with which a phrase begins."""
        return [(base, form) for base, form in _forms(word) if base in self._words or base in self._firsts]

    def _is_head(self, word: str) -> bool:
        """Whether a phrase may begin with a word in one of its forms."""
        return any(base in self._firsts for base, _ in self._candidates(word))

    def replaced(self, keys: Keys) -> Keys:
        """The keys with the longest phrases replaced; without those for which nothing stands."""
        texts, firsts, longer = keys.texts, self._firsts, self._longer
        alone = [*map(self._words.get, texts, texts)]
        """What stands for each where no phrase begins."""
        after = [*texts[1:], ""]
        made = Keys([], [])
        end = 0
        for at in [at for at, text in enumerate(texts) if text in firsts and (text, after[at]) in longer]:
            found = self._longest(texts, at, texts[at]) if at >= end else None
            if found is None or found[0] == 1:
                continue
            size, text = found
            if self._is_cut(texts, at, size):
                alone[at] = texts[at]
                continue
            made.add(alone[end:at], keys.firsts[end:at])
            made.put(text, keys.firsts[at])
            end = at + size
        made.add(alone[end:], keys.firsts[end:])
        if "" not in made.texts:
            return made
        return Keys([*filter(None, made.texts)], [*itertools.compress(made.firsts, made.texts)])

    def _is_cut(self, texts: Sequence[str], at: int, size: int) -> bool:
        """Whether a longer preposition begins within a phrase and ends behind it: "provided | in accordance with"."""
        for start in range(at + 1, at + size):
            found = self._longest(texts, start, texts[start])
            if found is not None and found[0] > size:
                end = start + found[0]
                return end > at + size and pattern("touches", "TYING").fullmatch(texts[end - 1]) is not None
        return False

    def replaced_by_base(self, keys: Keys) -> Keys:
        """The same, the first word of a phrase in any of its forms, which the key then names."""
        texts = keys.texts
        alone = [*map(self._form_alone, texts)]
        made = Keys([], [])
        end = 0
        for at in [at for at, text in enumerate(texts) if self._begins_phrase(text)]:
            for base, form in self._candidates(texts[at]) if at >= end else ():
                if (found := self._longest(texts, at, base)) is not None:
                    size, text = found
                    made.add(alone[end:at], keys.firsts[end:at])
                    made.put(_with_form(text, form), keys.firsts[at])
                    end = at + size
                    break
        made.add(alone[end:], keys.firsts[end:])
        return made

    def replaced_word(self, word: str) -> str:
        """What stands for a word that stands alone."""
        return self._words.get(word, word)

    def replaced_form(self, word: str) -> str:
        """The same, the word in any of its forms, which the key then names."""
        for base, form in self._candidates(word):
            if (text := self._words.get(base)) is not None:
                return _with_form(text, form)
        return word

    def _longest(self, texts: Sequence[str], at: int, first: str) -> tuple[int, str] | None:
        """How many keys the longest phrase takes, `first` in the place of its first, and what stands for it."""
        if first in self._firsts and at + 1 < len(texts):
            for phrase, rep in self._longer.get((first, texts[at + 1]), ()):
                if tuple(texts[at + 2 : at + len(phrase)]) == phrase[2:]:
                    return len(phrase), rep
        word = self._words.get(first)
        return None if word is None else (1, word)


def _with_form(text: str, form: Form) -> str:
    return text if form in _PLAIN_FORMS else f"{text}{_FORM_MARK}{form.name}"


def _length(phrase: str) -> tuple[int, int, str]:
    return phrase.count(" "), len(phrase), phrase


_PLAIN_FORMS = frozenset({Form.BASE, Form.NOUN, Form.ADJECTIVE, Form.ADVERB})
_SAME_FORM = {Form.PARTICIPLE: Form.PAST, Form.NOUNS: Form.THIRD}
"""Forms that look alike in regular words: told as one."""


@functools.lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[tuple[str, Form], ...]:
    """The base forms of a word as they are spelt here, each with its form; the word itself first where it is one."""
    found = {(spelt(base), _SAME_FORM.get(form, form)) for base, form in bases(word)}
    return tuple(sorted(found, key=lambda each: (each[0] != word, each[0], each[1].name)))


def base_of(key: str) -> str:
    """A key without the form that it names."""
    return key.partition(_FORM_MARK)[0]


def forms_of(key: str) -> frozenset[Form]:
    """The forms that the word of a key can be.

    >>> sorted(form.name for form in forms_of("requesting"))
    ['GERUND']
    """
    _, mark, form = key.partition(_FORM_MARK)
    return frozenset({Form[form]}) if mark else frozenset(form for _, form in _forms(key))


def is_noun(key: str) -> bool:
    """Whether the word of a key can be a noun; one in "-s" looks like a verb's third person.

    >>> is_noun("debts"), is_noun("owe")
    (True, False)
    """
    return not forms_of(key).isdisjoint(_OF_NOUNS)


@functools.lru_cache(maxsize=65536)
def is_denial(key: str) -> bool:
    """Whether a key denies what stands beside it, and nothing else: "not", "no"."""
    return pattern("touches", "PLAIN_NEGATIVE").fullmatch(key) is not None


def same_base(left: str, right: str) -> bool:
    """Whether two keys are forms of one word.

    >>> same_base("requesting", "requested"), same_base("goods", "services")
    (True, False)
    """
    return not bases_of(left).isdisjoint(bases_of(right))


@functools.lru_cache(maxsize=65536)
def bases_of(key: str) -> frozenset[str]:
    """All base forms that the word of a key can belong to, and itself."""
    word = base_of(key)
    return frozenset({word, *(base for base, _ in _forms(word))})


_LOOKS = ("M", "L", "C", "N", "H", "F", "S")


@functools.lru_cache(maxsize=65536)
def look(word: str) -> str:
    """A word with one letter for all that a scan takes for each other.

    >>> look("shail") == look("shall"), look("rcgister") == look("register")
    (True, True)
    """
    found = pattern("spelling", *(f"LOOK_ALIKE_{letter}" for letter in _LOOKS))
    return found.sub(lambda match: str(match.lastgroup)[-1].lower(), word)


@functools.cache
def _senses(name: str) -> Mapping[str, tuple[int, ...]]:
    """The lines of a list of words, by their numbers, in which each word stands."""

    def made() -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(_lines(name)):
            for word in line.split():
                found[spelt(word)].append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    return recall("senses", (name, *_depends()), made)


@functools.cache
def _depends() -> tuple[str, ...]:
    """What decides how the words of a list are compared: the grammars and lists, and the code that reads them."""
    code = fingerprint("treatylex.comparing.matching", ".py") + fingerprint("treatylex.language", ".py")
    return code, fingerprint("treatylex.grammars", ".lark", ".txt")


def _lines(name: str) -> Iterator[str]:
    """The lines of a list of words."""
    text = (importlib.resources.files("treatylex.grammars") / f"{name}.txt").read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@functools.lru_cache(maxsize=65536)
def _lines_of(name: str, word: str) -> frozenset[int]:
    """The lines of a list of words, by their numbers, in which a word stands in some form."""
    senses = _senses(name)
    return frozenset().union(*(senses.get(base, ()) for base in bases_of(word)))


def are_synonyms(left: str, right: str) -> bool:
    """Whether two words share a sense (`grammars/synonyms.txt`), in whatever form.

    >>> are_synonyms("halted", "stopped"), are_synonyms("import", "export")
    (True, False)
    """
    return not _lines_of("synonyms", left).isdisjoint(_lines_of("synonyms", right))


def are_related(left: str, right: str) -> bool:
    """Whether two words stand near each other (`grammars/related.txt`), in whatever form.

    >>> are_related("staff", "personnel"), are_related("deposit", "signature")
    (True, False)
    """
    known = _related()
    pairs = itertools.product(bases_of(left), bases_of(right))
    return any(b in known.get(a, ()) or a in known.get(b, ()) for a, b in pairs)


@functools.cache
def _related() -> Mapping[str, frozenset[str]]:
    """For each word those related to it that come behind it in the alphabet."""

    def made() -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for line in _lines("related"):
            word, *others = map(spelt, line.split())
            found[word] = found.get(word, frozenset()) | frozenset(others)
        return found

    return recall("senses", ("related", *_depends()), made)


def are_opposites(left: str, right: str) -> bool:
    """Whether two words say opposite things (`grammars/opposites.txt`), in whatever form.

    >>> are_opposites("increased", "decreased"), are_opposites("imports", "goods")
    (True, False)
    """
    return not _lines_of("opposites", base_of(left)).isdisjoint(_lines_of("opposites", base_of(right)))


def name_one_act(left: str, right: str) -> bool:
    """Whether one of two words is a form of a verb and the other the noun for its act, not for who does it.

    So are an adjective and the noun for its quality.

    >>> name_one_act("implementing", "implementation"), name_one_act("detained", "detention")
    (True, True)
    >>> name_one_act("compensate", "compensation"), name_one_act("supervised", "supervision")
    (True, True)
    >>> name_one_act("authentic", "authenticity"), name_one_act("available", "availability")
    (True, True)
    >>> name_one_act("ready", "readiness"), name_one_act("busy", "bus")
    (True, False)
    >>> name_one_act("employ", "employer"), name_one_act("state", "station"), name_one_act("part", "party")
    (False, False, False)
    """
    (act, noun), (act_there, noun_there) = _act_and_noun(left), _act_and_noun(right)
    return not (act.isdisjoint(noun_there) and act_there.isdisjoint(noun)) and not same_base(left, right)


def _signs_of_act(key: str) -> frozenset[Hashable]:
    """What a verb shares with the noun for its act: `name_one_act` tells which of those that share it belong."""
    return frozenset().union(*_act_and_noun(key))


@functools.lru_cache(maxsize=65536)
def _act_and_noun(key: str) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    """The signs of a word as a verb or adjective, and as a noun: stems, and lines in the lists of other pairs."""
    verb: set[Hashable] = set()
    noun: set[Hashable] = set()
    for base, form in _forms(base_of(key)):
        if form in _OF_VERBS:
            verb.update([stem(base), *_roots(base), *_lines_of("derived", base)])
        if form in _OF_NOUNS and word_of(base).names is not Names.PERSON:
            ending = pattern("morphology", "ACT_ENDING").search(base, _LEAST_OF_VERB)
            noun.update([stem(base[: ending.start()])] if ending else ())
            noun.update([*_roots(base), *_lines_of("derived", base), *_quality(base)])
        if form is Form.ADJECTIVE:
            verb.update(_quality(base))
    return frozenset(verb), frozenset(noun)


def _quality(word: str) -> Iterator[tuple[str, int | str]]:
    """The lines of adjectives and the nouns for their quality in which a word stands, and the adjective itself."""
    yield from (("quality", number) for number in _lines_of("qualities", word))
    for end in ("", "y", "ble"):
        adjective = pattern("spelling", f"QUALITY_TO{end and '_'}{end.upper()}").sub(end, word)
        if adjective != word or not end:
            yield "quality", adjective


def _roots(word: str) -> tuple[str, ...]:
    """What a verb in "-ate" or "-ise" and the noun for its act begin with, if a word is one: "compensat", "supervi"."""
    found = pattern("morphology", "ACT_ROOT").match(word)
    return (found[0],) if found else ()


_OF_VERBS = frozenset({Form.BASE, Form.THIRD, Form.PAST, Form.PARTICIPLE, Form.GERUND})
_OF_NOUNS = frozenset({Form.NOUN, Form.NOUNS, Form.THIRD})
_LEAST_OF_VERB = 5
"""Shorter stems stand at the head of other nouns, too: "state", "station"; "port", "portion"."""


def are_derived(left: str, right: str) -> bool:
    """Whether one word is a form of the other, or made of it (`grammars/derived.txt`), in whatever form.

    >>> are_derived("denunciation", "denounced"), are_derived("withdrew", "withdraw"), are_derived("user", "reuse")
    (True, True, False)
    """
    pair = base_of(left), base_of(right)
    return same_base(left, right) or not _lines_of("derived", pair[0]).isdisjoint(_lines_of("derived", pair[1]))
