"""Words: which classes an English word can belong to, in any of its forms, and what a noun names.

    word("notifies").forms         the third person of a verb
    word("keepers").names          a person
    word("glorf").forms            nothing: no list knows it, and its ending says nothing

`grammars/words.txt` lists base forms, `grammars/irregular.txt` the forms that no rule of spelling makes; the rest is
morphology: a word that is not listed is guessed from its ending where that is safe (`grammars/morphology.lark`).

Guarantees: the lists are read on first use, once per process; a word is looked up in a few microseconds and remembered
after that. What no list knows is `Names.UNKNOWN`, never a thing.
"""

import bisect
import enum
import functools
import importlib.resources
from collections.abc import Callable
from typing import NamedTuple

from treatylex.language.grammar import pattern

_PACKAGE = "treatylex.grammars"
_MOST_REMEMBERED = 65536
_LONGEST = 60  # letters: what is longer is no word, however many prefixes or endings it has
_SHORTEST = 3  # letters of a word with regular forms


class Form(enum.Enum):
    """A class of words, of verbs and nouns one of their forms."""

    BASE = "v"  # "notify": an infinitive, or a plain present
    THIRD = "s"  # "notifies"
    PAST = "d"  # "notified"; of most verbs also a participle
    PARTICIPLE = "p"  # "notified", "taken"
    GERUND = "g"  # "notifying"
    NOUN = "n"  # "keeper"
    NOUNS = "N"  # "keepers": its plural
    ADJECTIVE = "a"
    ADVERB = "r"


class Names(enum.Enum):
    """What a noun names in most of its uses."""

    PERSON = "h"
    BODY = "b"  # an organ, a company, a State
    THING = "t"
    UNKNOWN = "u"


class Word(NamedTuple):
    """What a word can be: all forms, those of them that are in common use, and what it names as a noun.

    `bases` are the base forms that it can be a form of: "notify" of "notified", "leave" and "left" of "left". As a verb
    it may say how something is, which things do as well: `is_stative`.
    """

    forms: frozenset[Form]
    usual: frozenset[Form]
    names: Names
    bases: frozenset[str] = frozenset()
    is_stative: bool = False

    @property
    def is_known(self) -> bool:
        """Whether a list or its ending says anything of the word."""
        return bool(self.forms)


NOUNS = frozenset({Form.NOUN, Form.NOUNS})
UNKNOWN = Word(frozenset(), frozenset(), Names.UNKNOWN)
_FORM = {form.value: form for form in Form}
_NAMES = {name.value: name for name in Names}
_VOWELS = frozenset("aeiou")
# What the terminals of `morphology.lark` guess, in the letters of the list.
_GUESSED = {"THING": "Nt", "PERSON": "Nh", "VERB": "V", "ADJECTIVE": "A", "ADVERB": "R"}


@functools.cache
def _listed() -> list[str]:
    """The lines of the word list: a word, a blank, its letters; in order, those of comments first."""
    return _lines("words.txt")


@functools.cache
def _irregular() -> dict[str, tuple[tuple[str, str], ...]]:
    """The irregular forms, each with the words that it belongs to and the letter of the form."""
    found = {}
    for line in _lines("irregular.txt"):
        form, *of = line.split(" ")
        found[form] = tuple((base, letter) for base, _, letter in (each.partition(":") for each in of))
    return found


@functools.cache
def _forms_of_their_own() -> frozenset[tuple[str, str]]:
    """The words with a form that no rule makes, and which: none of it is made by rule."""
    return frozenset(pair for several in _irregular().values() for pair in several)


def _lines(name: str) -> list[str]:
    text = (importlib.resources.files(_PACKAGE) / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def _letters(base: str) -> str | None:
    """The letters that the list gives a base form, or its ending; `None` when neither knows it."""
    return _in_list(base) or guessed(base) or _agent(base)


def _in_list(base: str) -> str | None:
    lines = _listed()
    at = bisect.bisect_left(lines, f"{base} ")
    listed, _, letters = lines[at].partition(" ") if at < len(lines) else ("", "", "")
    return letters if listed == base else None


def _agent(base: str) -> str | None:
    """As in "remeasurer", "dispatcher", who does what a verb says; but "slower", of an adjective."""
    stem = pattern("morphology", "AGENT").match(base)
    if stem is None:
        return None
    forms = {form for made_of in (f"{stem.group()}e", *_before_suffix(stem.group())) for form in word(made_of).forms}
    return "Nh" if Form.BASE in forms and Form.ADJECTIVE not in forms else None


# ── Morphology ──────────────────────────────────────────────────────────────────────────────────────────────────────


def guessed(base: str) -> str | None:
    """The letters that the ending of a base form speaks for, whether or not it is listed.

    >>> guessed("containerisation"), guessed("glorf")
    ('Nt', None)
    """
    ending = pattern("morphology", *_GUESSED).fullmatch(base)
    return None if ending is None else _GUESSED[str(ending.lastgroup)]


def inflected(form: str, letters_of: Callable[[str], str | None]) -> set[tuple[str, str]]:
    """The base forms that a regular form can belong to, each with the letter of the form.

    Args:
        form: A word in lower case.
        letters_of: The letters of a base form, or `None` for none.

    >>> sorted(inflected("notifies", {"notify": "V"}.get))
    [('notify', 's')]
    """
    found: set[tuple[str, str]] = set()
    for base, made in _stems(form):
        if len(base) < _SHORTEST:  # "bed" is no form of "be"
            continue
        letters = (letters_of(base) or "").lower()
        if "v" in letters:
            found.update((base, letter) for letter in made if letter != "N")
        if "n" in letters and "N" in made:
            found.add((base, "N"))
    return found


def _stems(form: str) -> list[tuple[str, str]]:
    """What a form can be made of by the rules of spelling, with the letters of what it then is."""
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        stems = [form[:-1]]
        if form.endswith("ies"):
            stems.append(f"{form[:-3]}y")
        elif form.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            stems.append(form[:-2])
        return [(stem, "sN") for stem in stems]
    if form.endswith("ied"):
        return [(f"{form[:-3]}y", "dp")]
    if form.endswith("ed"):
        return [(stem, "dp") for stem in (form[:-1], *_before_suffix(form[:-2]))]
    if form.endswith("ing"):
        return [(stem, "g") for stem in (f"{form[:-3]}e", *_before_suffix(form[:-3]))]
    return []


def _before_suffix(stem: str) -> list[str]:
    """A stem before "ed" or "ing" as it stands, and with one of two like consonants: "referred" of "refer"."""
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
    return [stem, stem[:-1]] if doubled else [stem]


# ── Looking up ──────────────────────────────────────────────────────────────────────────────────────────────────────


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def word(text: str) -> Word:
    """What a word can be.

    Args:
        text: One word, in lower case; it may hold hyphens.

    Returns:
        Its forms; none for a word that nothing is known of. A word with a prefix that is not listed itself ("relights",
        "non-members") is what the rest of it is.

    >>> sorted(form.name for form in word("requests").forms), word("requests").names.name
    (['NOUNS', 'THIRD'], 'THING')
    >>> word("keepers").names.name, word("undertaken").forms == {Form.PARTICIPLE}
    ('PERSON', True)
    >>> Form.THIRD in word("relights").forms, word("non-members").names.name
    (True, 'PERSON')
    >>> sorted(word("notified").bases), word("glorf").is_known
    (['notify'], False)
    >>> word("contained").is_stative, word("notified").is_stative
    (True, False)
    """
    if len(text) > _LONGEST:
        return UNKNOWN
    readings = _readings(text)
    if not readings:
        prefix = pattern("morphology", "PREFIX").match(text)
        return UNKNOWN if prefix is None else word(text[prefix.end() :])
    names = (reading.letters[-1] for reading in readings if reading.form in NOUNS)
    return Word(
        forms=frozenset(reading.form for reading in readings),
        usual=frozenset(reading.form for reading in readings if reading.is_usual),
        names=_NAMES[next(names, "u")],
        bases=frozenset(reading.base for reading in readings),
        is_stative=any("e" in reading.letters and reading.form not in NOUNS for reading in readings),
    )


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def bases(text: str) -> frozenset[tuple[str, Form]]:
    """The base forms that a word can belong to, each with the form of it that the word then is.

    >>> sorted((base, form.name) for base, form in bases("utilised"))
    [('utilise', 'PARTICIPLE'), ('utilise', 'PAST')]
    """
    own = _forms_of_their_own()
    made = {pair for pair in inflected(text, _letters) if pair not in own} | {*_irregular().get(text, ())}
    as_it_is = {(text, letter.lower()) for letter in _letters(text) or "" if letter.lower() in "nvar"}
    return frozenset((base, _FORM[letter]) for base, letter in made | as_it_is)


class _Reading(NamedTuple):
    """One form that a word can be, of which base, whether that is usual, and the letters of the base."""

    form: Form
    base: str
    is_usual: bool
    letters: str


def _readings(text: str) -> list[_Reading]:
    """Each form that a word can be."""
    letters = _letters(text) or ""
    found = [_Reading(_FORM[each.lower()], text, each.isupper(), letters) for each in letters if each.lower() in "nvar"]
    own = _forms_of_their_own()
    made = {pair for pair in inflected(text, _letters) if pair not in own} | {*_irregular().get(text, ())}
    for base, letter in sorted(made):
        of = _letters(base) or ("Nu" if letter == "N" else "V")
        found.append(_Reading(_FORM[letter], base, ("N" if letter == "N" else "V") in of, of))
    return found
