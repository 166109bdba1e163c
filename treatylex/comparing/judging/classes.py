"""Classes: what a word turns by itself when it comes or goes: a modal a duty, a small word nothing."""

import functools
import re
from collections.abc import Collection, Iterable, Mapping

from treatylex.comparing.matching.usage import base_of, forms_of, is_noun
from treatylex.language.grammar import pattern
from treatylex.language.words import Form, bases
from treatylex.language.words import word as word_of
from treatylex.model.changes import Touch

_CLASSES: Mapping[str, Touch] = {
    "NEGATIVE": Touch.NEGATION,
    "MODAL": Touch.DUTY,
    "SIDE": Touch.SIDES,
    "OPERATOR": Touch.OPERATORS,
    "SCOPE_WORD": Touch.SCOPE,
    "MEASURE": Touch.FIGURES,
    "ORDER": Touch.SCOPE,
    "LETTER": Touch.NAMES,
}
FIGURE = re.compile(r"[\d.,/:]*\d[\d.,/:]*(?:th)?|[%°$€£<>=]")
_UNTELLING_FIGURE = "1"
"""The word "one" is often none."""


@functools.lru_cache(maxsize=50_000)  # asked of the same few thousand words over and over
def touched(word: str) -> frozenset[Touch]:
    """What a word that came or went turns."""
    if word.startswith("→"):
        return frozenset({Touch.CITATIONS})
    if FIGURE.fullmatch(word):
        return frozenset() if word == _UNTELLING_FIGURE else frozenset({Touch.FIGURES})
    known = pattern("touches", *_CLASSES).fullmatch(base_of(word))
    if known is not None:
        return frozenset({_CLASSES[str(known.lastgroup)]})
    return frozenset() if is_empty(word) else frozenset({Touch.WORDS})


@functools.lru_cache(maxsize=50_000)  # asked of each word that came with each that went
def is_closed(key: str) -> bool:
    """Whether a word is of a class that no synonym stands for."""
    return any(touched(key)) and Touch.WORDS not in touched(key)


def carries_nothing(words: Iterable[str]) -> bool:
    """Whether none of some words is one of substance."""
    return not any(map(touched, words))


@functools.lru_cache(maxsize=50_000)
def is_empty(word: str) -> bool:
    """Whether a word carries little by itself."""
    return len(word) == 1 or pattern("touches", "FUNCTION_WORD", "DIRECTION").fullmatch(base_of(word)) is not None


def directions(words: Iterable[str]) -> bool:
    """Whether any of some words tells a place, a direction or an order."""
    return any(map(is_direction, words))


@functools.lru_cache(maxsize=50_000)
def is_direction(word: str) -> bool:
    """Whether a word tells a place, a direction or an order."""
    return pattern("touches", "DIRECTION", "ORDER").fullmatch(word) is not None


def is_word(key: str) -> bool:
    """Whether a key is a word that any list has; what a scan made of one is none."""
    closed = pattern("touches", "FUNCTION_WORD", "DIRECTION", *_CLASSES)
    return bool(bases(base_of(key)) or closed.fullmatch(key))


def are_names(words: Collection[str]) -> bool:
    """Whether all of some words are nouns or qualities; a noun may be a quality: "armed forces", "police forces"."""
    classes = [_usual_classes(word) for word in words]
    return bool(classes) and classes[0].intersection(*classes) == {Form.NOUN}


_CLASS_OF = {
    Form.ADJECTIVE: Form.NOUN,
    Form.NOUNS: Form.NOUN,
    Form.THIRD: Form.BASE,
    Form.PAST: Form.BASE,
    Form.PARTICIPLE: Form.BASE,
    Form.GERUND: Form.BASE,
}


@functools.lru_cache(maxsize=65536)
def _usual_classes(key: str) -> frozenset[Form]:
    """The classes, each by its plain form, of which a word is in common use; a word that no list has is a noun."""
    word = base_of(key)
    usual = frozenset(_CLASS_OF.get(form, form) for form in word_of(word).usual) or frozenset({Form.NOUN})
    forms = frozenset(_CLASS_OF.get(form, form) for form in forms_of(key) if form is not Form.THIRD)
    return usual & forms or usual


def is_participle(word: str) -> bool:
    """Whether a word can be a participle, or a past tense that looks like one."""
    return not forms_of(word).isdisjoint((Form.PAST, Form.PARTICIPLE))


def is_plural(key: str) -> bool:
    """Whether a word may be a plural; one of a verb's forms looks like it."""
    return not forms_of(key).isdisjoint((Form.NOUNS, Form.THIRD))


def names_act(word: str) -> bool:
    """Whether a word can be a noun or a gerund; in a key of several, nouns look like verbs."""
    return is_noun(word) or Form.GERUND in forms_of(word)


def cites(word: str) -> bool:
    """Whether a word is one with which provisions and instruments are cited."""
    return pattern("touches", "CITING").fullmatch(base_of(word)) is not None
