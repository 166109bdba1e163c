"""Vocabulary: what the words of a sentence can be, and the cues of words that no grammar lists.

Where `lexicon.lark` says nothing of a word, the word list does: a verb, or one who acts, becomes a cue of its own.
Every cue of open words, listed or not, carries what each of its words can be: see `Sentence.last_word`.

Guarantees: the cues cover the same stretches of text in the same order; a word that no list knows stays WORDS.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from treatylex.language.grammar import WORDS, Cue, lower
from treatylex.language.words import NOUNS, Form, Names, Word, word

_ONE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_REMEMBERED = 65536
_ACTING = frozenset({Names.PERSON, Names.BODY})
_BESIDE_VERBS = frozenset({Form.NOUN, Form.ADJECTIVE, Form.ADVERB, Form.PAST, Form.PARTICIPLE})
_BESIDE_ACTORS = frozenset({Form.BASE, Form.THIRD, Form.ADJECTIVE})
_BESIDE_PARTICIPLES = frozenset({Form.NOUN, Form.BASE})
_OTHERWISE = frozenset({Form.BASE, Form.NOUN, Form.NOUNS})
_BEFORE_CAPITAL = frozenset({"STOP", "COLON", "SEMICOLON", "RIGHT_BRACKET"})
_BEFORE_VERB = frozenset({"SHALL", "MAY", "SHOULD", "CANNOT", "NOT", "HEREBY"})
_BEFORE_PARTICIPLE = frozenset({"BE", "BEEN"})
# The terminals of words that only their ending tells, and the form that the ending speaks for.
_BY_ENDING = {"DONE": Form.PARTICIPLE, "DOING": Form.GERUND, "LIGHTLY": Form.ADVERB}
# The terminals whose words the word list knows more of.
_OPEN = frozenset({"VERB", "FINITE", "NOUN_OR_FINITE", "PARTICIPLE", "ACTOR", "THING", "NATIONAL", *_BY_ENDING})


def with_open_words(text: str, cues: Iterable[Cue]) -> Iterator[Cue]:
    """The cues with what their words can be, each word of a WORDS that can be a cue of its own taken out of it."""
    lowered = lower(text)
    before = "STOP"
    for cue in cues:
        if cue.type == WORDS:
            yield from _parted(cue, text, lowered, before)
        elif cue.type in _OPEN:
            written = lowered[cue.start : cue.end]
            kind = _ending_type(cue.type, written) if cue.type in _BY_ENDING else cue.type
            yield Cue(kind, cue.start, cue.end, known_words(written))
        else:
            yield cue
        before = cue.type


def _parted(cue: Cue, text: str, lowered: str, before: str) -> Iterator[Cue]:
    """A run of words, those that the list knows as verbs or as one who acts each a cue of its own.

    A verb in a capital is one only at the beginning: "Extracts A and B", "the Associate Members". What stands right
    behind a modal is a verb, whether a list knows it or not: "shall |relight| the lamp".
    """
    start = cue.start
    for found in _ONE_WORD.finditer(lowered, cue.start, cue.end):
        kind = open_type(found.group())
        if found.start() == cue.start:
            kind = _type_behind(before, word(found.group())) or kind
        capital = text[found.start()].isupper()
        if kind is None or (capital and not _is_in_capitals(kind, found, text, before in _BEFORE_CAPITAL)):
            continue
        yield from _words(lowered, start, found.start())
        yield Cue(kind, found.start(), found.end(), (word(found.group()),))
        start = found.end()
    yield from _words(lowered, start, cue.end)


def _type_behind(before: str, known: Word) -> str | None:
    """The type that a word has by its place: a verb behind a modal, a participle behind "be"."""
    if before in _BEFORE_VERB and (Form.BASE in known.forms or not known.is_known):
        return "VERB"
    if before in _BEFORE_PARTICIPLE and Form.PARTICIPLE in known.forms and Form.BASE not in known.forms:
        return "PARTICIPLE"
    return None


def _is_in_capitals(kind: str, found: re.Match[str], text: str, begins: bool) -> bool:
    """Whether a word in a capital is what it would be without: a noun, what begins a sentence, or all in capitals."""
    first = begins and text[found.start() - 1 : found.start()] != " "
    return kind == "ACTOR" or text[found.start() : found.end()].isupper() or (kind == "VERB" and first)


def _words(text: str, start: int, end: int) -> Iterator[Cue]:
    run = text[start:end]
    if run := run.strip():
        start = text.index(run, start)
        yield Cue(WORDS, start, start + len(run), known_words(run))


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def known_words(run: str) -> tuple[Word, ...]:
    """What each word of a run in lower case can be."""
    return tuple(word(found.group()) for found in _ONE_WORD.finditer(run))


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def _ending_type(kind: str, text: str) -> str:
    """The type of a word that ends like a participle, a gerund or an adverb, and may be neither: "proceed"."""
    known = word(text)
    if _BY_ENDING[kind] in known.forms or Form.ADJECTIVE in known.forms or not known.usual & _OTHERWISE:
        return kind
    return open_type(text) or WORDS


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def open_type(text: str) -> str | None:
    """The terminal of `lexicon.lark` that a word in lower case belongs to without being listed there, if any.

    >>> open_type("keeper"), open_type("tabulates"), open_type("glorf")
    ('ACTOR', 'FINITE', None)
    """
    known = word(text)
    usual = known.usual
    if known.names in _ACTING and usual & NOUNS and not usual & _BESIDE_ACTORS:
        return "ACTOR"
    if Form.BASE in usual and not usual & _BESIDE_VERBS:
        return "VERB"
    if Form.THIRD in known.forms:
        return "FINITE" if Form.THIRD in usual and Form.NOUNS not in usual else "NOUN_OR_FINITE"
    if Form.PARTICIPLE in usual and not usual & _BESIDE_PARTICIPLES:
        return "PARTICIPLE"
    return None
