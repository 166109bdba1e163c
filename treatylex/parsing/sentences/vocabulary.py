"""Vocabulary: what the words of a sentence can be, and the cues of words that no grammar lists.

Where `lexicon.lark` says nothing of a word, the word list does: a verb, or one who acts, becomes a cue of its own.
Every cue of open words, listed or not, carries what each of its words can be: see `Sentence.last_word`.

Guarantees: the cues cover the same stretches of text in the same order; a word that no list knows stays WORDS.
"""

import enum
import functools
import re
from collections.abc import Iterable, Iterator

from treatylex.language.grammar import WORDS, Cue, listed, lower, pattern, productions
from treatylex.language.words import NOUNS, Form, Names, Word, word

_ONE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_REMEMBERED = 65536
ACTING = frozenset({Names.PERSON, Names.BODY})
_BESIDE_VERBS = frozenset({Form.NOUN, Form.ADJECTIVE, Form.ADVERB, Form.PAST, Form.PARTICIPLE})
_BESIDE_ACTORS = frozenset({Form.BASE, Form.THIRD, Form.ADJECTIVE})
_BESIDE_PARTICIPLES = frozenset({Form.NOUN, Form.BASE})
_OTHERWISE = frozenset({Form.BASE, Form.NOUN, Form.NOUNS})
_LONGEST_REMEMBERED = 200  # characters of a run of words; longer ones are seldom met again


class _Place(enum.Enum):
    """Where a run of words begins, as far as that tells what its first word is."""

    BEGINNING = "beginning"  # of a sentence or an item
    VERB = "verb"  # behind a modal
    PARTICIPLE = "participle"  # behind "be"


_PLACES = {
    **dict.fromkeys(("STOP", "COLON", "SEMICOLON", "RIGHT_BRACKET"), _Place.BEGINNING),
    **dict.fromkeys(("SHALL", "MAY", "SHOULD", "CANNOT", "NOT", "HEREBY"), _Place.VERB),
    **dict.fromkeys(("BE", "BEEN"), _Place.PARTICIPLE),
}
# The terminals of words that only their ending tells, and the form that the ending speaks for.
_BY_ENDING = {"DONE": Form.PARTICIPLE, "DOING": Form.GERUND, "LIGHTLY": Form.ADVERB}
# The terminals whose words the word list knows more of.
_OPEN = frozenset(
    {"VERB", "FINITE", "NOUN_OR_FINITE", "PARTICIPLE", "ACTOR", "THING", "NATIONAL", "STATUS", *_BY_ENDING}
)


def with_open_words(text: str, cues: Iterable[Cue]) -> list[Cue]:
    """The cues with what their words can be, each word of a WORDS that can be a cue of its own taken out of it."""
    found: list[Cue] = []
    new = tuple.__new__  # a third of the time that Cue(...) takes
    before = "STOP"
    for cue in cues:
        type_, start, end, _ = cue
        is_short = end - start < _LONGEST_REMEMBERED
        if type_ == WORDS:
            part_of = _parts if is_short else _parts.__wrapped__
            parts = part_of(text[start:end], _PLACES.get(before))
            found += [new(Cue, (kind, start + first, start + last, known)) for kind, first, last, known in parts]
        elif type_ in _OPEN:
            opened = _opened if is_short else _opened.__wrapped__
            kind, known = opened(type_, text[start:end])
            found.append(new(Cue, (kind, start, end, known)))
        else:
            found.append(cue)
        before = type_
    return found


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def _opened(kind: str, written: str) -> tuple[str, tuple[Word, ...]]:
    """The type of a cue of open words once the word list is asked, and what each of its words can be."""
    lowered = lower(written)
    return _ending_type(kind, lowered) if kind in _BY_ENDING else kind, _known(lowered)


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def _parts(run: str, place: _Place | None) -> tuple[Cue, ...]:
    """A run of words, those that the list knows as verbs or as one who acts each a cue of its own.

    A verb in a capital is one only at the beginning: "Extracts A and B", "the Associate Members". What stands right
    behind a modal is a verb, whether a list knows it or not: "shall |relight| the lamp".
    """
    parts: list[Cue] = []
    start, lowered = 0, lower(run)
    for found in _ONE_WORD.finditer(lowered):
        at, end = found.span()
        kind = open_type(found.group())
        if at == 0:
            kind = _type_behind(place, word(found.group())) or kind
        begins = at == 0 and place is _Place.BEGINNING
        if kind is None or (run[at].isupper() and not _is_in_capitals(kind, run[at:end], begins=begins)):
            continue
        parts += _words(lowered, start, at)
        parts.append(Cue(kind, at, end, (word(found.group()),)))
        start = end
    return (*parts, *_words(lowered, start, len(run)))


def _type_behind(place: _Place | None, known: Word) -> str | None:
    """The type that a word has by its place: a verb behind a modal, a participle behind "be"."""
    if place is _Place.VERB and (Form.BASE in known.forms or not known.is_known):
        return "VERB"
    if place is _Place.PARTICIPLE and Form.PARTICIPLE in known.forms and Form.BASE not in known.forms:
        return "PARTICIPLE"
    return None


def _is_in_capitals(kind: str, written: str, *, begins: bool) -> bool:
    """Whether a word in a capital is what it would be without: a noun, what begins a sentence, or all in capitals."""
    return kind == "ACTOR" or written.isupper() or (kind == "VERB" and begins)


def _words(text: str, start: int, end: int) -> Iterator[Cue]:
    run = text[start:end]
    if run := run.strip():
        start = text.index(run, start)
        yield Cue(WORDS, start, start + len(run), _known(run))


def _known(run: str) -> tuple[Word, ...]:
    return known_words(run) if len(run) < _LONGEST_REMEMBERED else known_words.__wrapped__(run)


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def known_words(run: str) -> tuple[Word, ...]:
    """What each word of a run in lower case can be."""
    return tuple(word(found.group()) for found in _ONE_WORD.finditer(run))


def _ending_type(kind: str, text: str) -> str:
    """The type of a word that ends like a participle, a gerund or an adverb, and may be neither: "proceed"."""
    known = word(text)
    if _BY_ENDING[kind] in known.forms or Form.ADJECTIVE in known.forms or not known.usual & _OTHERWISE:
        return kind
    return open_type(text) or WORDS


@functools.cache
def _actors() -> frozenset[str]:
    """The organs and persons that `actor.lark` names."""
    named, rules = listed("actor"), productions("actor")
    return frozenset(
        phrase for rule in ("_body", "_person") for (terminal,) in rules[rule] for phrase in named[terminal]
    )


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def open_type(text: str) -> str | None:
    """The terminal of `lexicon.lark` that a word in lower case belongs to without being listed there, if any.

    >>> open_type("keeper"), open_type("tabulates"), open_type("glorf")
    ('ACTOR', 'FINITE', None)
    """
    known = word(text)
    usual = known.usual
    if not known.is_known:
        spelt = "NOUN_OR_FINITE" if pattern("morphology", "THIRD_OR_PLURAL").fullmatch(text) else None
        return "ACTOR" if text in _actors() else spelt
    if known.names in ACTING and usual & NOUNS and not usual & _BESIDE_ACTORS:
        return "ACTOR"
    if Form.BASE in usual and not usual & _BESIDE_VERBS:
        return "VERB"
    if Form.THIRD in known.forms:
        return "FINITE" if Form.THIRD in usual and Form.NOUNS not in usual else "NOUN_OR_FINITE"
    if Form.PARTICIPLE in usual and not usual & _BESIDE_PARTICIPLES:
        return "PARTICIPLE"
    return None


@functools.cache
def _bases(name: str) -> frozenset[str]:
    return frozenset({**listed("lexicon"), **listed("recipient")}[name])


def is_form_of(known: Word, *names: str) -> bool:
    """Whether a word is a form of one that some classes of `lexicon.lark` or `recipient.lark` list.

    >>> is_form_of(word("determining"), "ASKING"), is_form_of(word("dates"), "PLACES")
    (True, False)
    """
    return any(not _bases(name).isdisjoint(known.bases) for name in names)
