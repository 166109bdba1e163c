"""Actors: from a noun phrase to who it is, in words that are the same in every treaty.

Guarantee: a noun phrase that no rule of `grammars/actor.lark` describes has no actor; of a phrase that names several,
all are told or none.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from treatylex.language.grammar import WORDS, Cue, Grammar, UnexpectedCue, compiled, pattern
from treatylex.language.states import states_in
from treatylex.model.clauses import JOINED
from treatylex.model.provisions import Definition
from treatylex.parsing.resolution.catalogue import normal

_STATE_NAME = "STATE_NAME"
_DETERMINERS = frozenset({"EVERY", "NO", "ANY", "THE", "THAT", "OWN", "OTHER", "THE_OTHER"})
_MODIFIERS = frozenset({WORDS, "MODIFIER"})
_BEFORE_HEAD = _DETERMINERS | _MODIFIERS
_NOUNS = frozenset({"body", "person"})  # the rules that name an actor after its head noun
_SINGULAR = frozenset({"ANY"})  # "one of the Parties"
_JOINTS = frozenset({"JOINT", "COMMA"})
_TAILS = frozenset({"OF", "OF_ROLE", "WHICH", "TAIL", "TO_THIS"})
_PRONOUNS = frozenset({"IT", "THEY", "HE"})
# What is no head noun of an actor.
_NO_HEADS = _BEFORE_HEAD | _JOINTS | _TAILS | {
    "EACH_OTHER", "CONCERNED", "IN_DISPUTE", "INTERESTED", "DISPUTING", "THIRD", "STATE_FORM", "GOVERNMENT_OF",
    *_PRONOUNS,
}  # fmt: skip
_LONGEST = 300  # characters of a noun phrase
_MOST_WORDS = 5  # of a name
_WORD = re.compile(r"\w+")


class _Word(NamedTuple):
    """A cue with its text, as the grammar's builder needs it, and its half-open place in the noun phrase."""

    type: str
    text: str
    start: int
    end: int


class Actor(NamedTuple):
    """What a rule of the grammar made of a noun phrase: the rule's name, and the actor's."""

    rule: str
    name: str


class _Builder:
    """What `actor.lark` builds: a rule bears the name of its actor, but for those that name it after their words."""

    def __getattr__(self, rule: str) -> Any:
        if rule.startswith("_") or rule.isupper():  # no rule that is built, or a terminal
            raise AttributeError(rule)
        name = str(rule)  # as Lark hands it over it is a token
        return lambda children: Actor(name, name)

    def pronoun(self, children: list[Any]) -> None:
        """Nobody: see `antecedents`."""

    def start(self, children: list[Any]) -> Actor | None:
        """One actor, whether or not it is the government that acts for it."""
        found: Actor | None = children[-1]
        return found

    def named(self, children: list[Any]) -> Actor:
        """A State or organisation by its name, which the stage has put into the word."""
        return Actor("named", next(child.value.text for child in children if child.type == _STATE_NAME))

    def unlisted(self, children: list[Any]) -> Actor | None:
        """A State that `corpus/states.toml` does not list, by the name behind its form: "the Republic of Norland"."""
        name = children[-1].value.text
        return _called("named", [], name) if name[:1].isupper() else None

    government_of = unlisted

    def in_role(self, children: list[Any]) -> Actor | None:
        """A State by its part."""
        return _called("in_role", _modifiers(children), "state")

    def of_role(self, children: list[Any]) -> Actor | None:
        """A State by what it is the State of."""
        return _called("of_role", ["state"], next(child.value.text for child in children if child.type == "OF_ROLE"))

    def body(self, children: list[Any]) -> Actor | None:
        """An organ or a company by its head noun, whose terminal bears the name, and the words before it."""
        return _called("body", _modifiers(children), _head(children))

    def person(self, children: list[Any]) -> Actor | None:
        """A person by office or station, named in the same way."""
        return _called("person", _modifiers(children), _head(children))


def _head(children: Sequence[Any]) -> str:
    """The terminal of the head noun, in front of which only a determiner and modifiers stand."""
    return next(str(child.type) for child in children if child.type not in _BEFORE_HEAD)


def _modifiers(children: Sequence[Any]) -> list[str]:
    """The words between the determiner and the head noun."""
    words = []
    for child in children:
        if child.type in _MODIFIERS:
            words.append(child.value.text)
        elif child.type not in _DETERMINERS:
            break
    return words


def _called(rule: str, modifiers: Sequence[str], head: str) -> Actor | None:
    """The actor named by its words; `None` when there are too many of them for a name."""
    words = _WORD.findall(" ".join([*modifiers, head]).lower())
    return Actor(rule, "_".join(words)) if len(words) <= _MOST_WORDS else None


def actor_grammar() -> Grammar:
    """The grammar of actors, compiled on first use."""
    return compiled("actor", _Builder, ("start", "cue"))


# ── One noun phrase ─────────────────────────────────────────────────────────────────────────────────────────────────


def _words(text: str) -> list[_Word]:
    """The cues of a noun phrase, the names of States and organisations in it woven in."""
    named = [(Cue(_STATE_NAME, found.start, found.end), found.id) for found in states_in(text)]
    cues: list[tuple[Cue, str]] = [
        (cue, text[cue.start : cue.end])
        for cue in actor_grammar().scan(text)
        if not any(name.start < cue.end and cue.start < name.end for name, _ in named)
    ]
    woven = sorted([*cues, *named], key=lambda pair: pair[0].start)
    return [_Word(cue.type, word, cue.start, cue.end) for cue, word in woven]


def _read(words: Sequence[_Word]) -> Actor | None:
    """The one actor that the words name."""
    try:
        found: Actor | None = actor_grammar().parse(_plain_behind_head(words)) if words else None
    except UnexpectedCue:
        return None
    return found


def _plain_behind_head(words: Sequence[_Word]) -> list[_Word]:
    """The words, those behind the head noun and the one after it as plain words: whatever they are, it is the same."""
    head = next((i for i, word in enumerate(words) if word.type not in _NO_HEADS), len(words))
    return [*words[: head + 2], *(word._replace(type=WORDS) for word in words[head + 2 :])]


@functools.lru_cache(maxsize=8192)
def pronoun_of(text: str) -> str | None:
    """The terminal of `actor.lark` that lists a lone pronoun, `None` when the words are more than that.

    >>> pronoun_of("It"), pronoun_of("its members")
    ('IT', None)
    """
    cues = actor_grammar().scan(text)
    return cues[0].type if len(cues) == 1 and cues[0].type in _PRONOUNS else None


@functools.lru_cache(maxsize=8192)
def actors_in(text: str) -> tuple[Actor, ...]:
    """The actors that a noun phrase names, in order; none when one of them is not known.

    >>> [actor.name for actor in actors_in("Each High Contracting Party")]
    ['each_party']
    >>> [actor.name for actor in actors_in("the Commission and the Government of the French Republic")]
    ['commission', 'france']
    >>> actors_in("the provisions of this Treaty")
    ()
    """
    if len(text) > _LONGEST:
        return ()
    members = [_read(member) for member in _members(_words(text))]
    return tuple(actor for actor in members if actor) if all(members) else ()


def _members(words: Sequence[_Word]) -> list[list[_Word]]:
    """The noun phrases that "and", "or" and commas join; what a tail holds ("nationals of A and B") stays together."""
    members: list[list[_Word]] = [[]]
    in_tail = False
    for i, word in enumerate(words):
        if word.type not in _JOINTS or (in_tail and not _begins_body(words[i + 1 :])):
            members[-1].append(word)
            in_tail = in_tail or word.type in _TAILS
        elif in_tail:
            return [[]]  # "the Council of Ministers and the Court": whether the Court acts too, words do not say
        else:
            members.append([])
    return [member for member in members if member]


def _begins_body(rest: Sequence[_Word]) -> bool:
    """Whether an organ or person with a determiner of its own follows."""
    end = next((i for i, word in enumerate(rest) if word.type in _JOINTS), len(rest))
    found = _read(rest[:end]) if rest and rest[0].type in _DETERMINERS else None
    return found is not None and found.rule in _NOUNS


class Mentioned(NamedTuple):
    """A noun phrase within other words that names an actor: its half-open place, the actor, and its number."""

    start: int
    end: int
    actor: Actor
    plural: bool


def mentioned_in(text: str) -> list[Mentioned]:
    """Every noun phrase of a text that names an actor, from its determiner to its head noun.

    >>> text = "If a Party informs the Scientific Council"
    >>> [text[found.start : found.end] for found in mentioned_in(text)]
    ['a Party', 'the Scientific Council']
    """
    words = _words(text)
    found = []
    for i, word in enumerate(words):
        if word.type in _NO_HEADS:
            continue
        first = i
        while first and words[first - 1].type in _MODIFIERS:
            first -= 1
        first = first - 1 if first and words[first - 1].type in _DETERMINERS else i
        actor = _read(words[first : i + 1])
        if actor is not None:
            end, actor = _with_tail(words, first, i, actor)
            found.append(Mentioned(words[first].start, words[end].end, actor, _is_plural(words[first], word)))
    return found


def _with_tail(words: Sequence[_Word], first: int, head: int, actor: Actor) -> tuple[int, Actor]:
    """Where a noun phrase ends whose "of …" makes it another actor, and that one: "the members |of the Board|"."""
    if [word.type for word in words[head + 1 : head + 2]] != ["OF"]:
        return head, actor
    end = next((i for i in range(head + 2, len(words)) if words[i].type not in _BEFORE_HEAD), head)
    whole = _read(words[first : end + 1])
    return (head, actor) if whole is None or whole == actor else (end, whole)


def is_plural(noun_phrase: str) -> bool:
    """Whether a noun phrase speaks of more than one, whoever that is.

    >>> is_plural("The Lenders of the Fund"), is_plural("The Lender"), is_plural("The Lender and its heir")
    (True, False, True)
    """
    words = _words(noun_phrase)
    own = list(itertools.takewhile(lambda word: word.type not in _TAILS, words))
    return bool(own) and (any(word.type in _JOINTS for word in own) or _is_plural(own[0], own[-1]))


def _is_plural(determiner: _Word, head: _Word) -> bool:
    if determiner.type in _SINGULAR:
        return False
    return pattern("actor", "PLURAL").search(head.text.lower()) is not None


# ── With what the treaty defines ────────────────────────────────────────────────────────────────────────────────────


class Named(NamedTuple):
    """Who a noun phrase names, several joined by "+", and the rules that say so; none where the treaty does itself."""

    actor: str | None
    rules: tuple[str, ...]


class ActorReader:
    """Reads the actors of one treaty, which may give its Parties and organs names of its own."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        definitions = tuple(definitions)
        self.called: dict[str, list[tuple[int, str]]] = {}  # by meaning, each term with its place among all
        for place, each in enumerate(definitions):
            self.called.setdefault(" ".join(each.meaning.split()), []).append((place, each.term))
        self.lengths = sorted({len(meaning) for meaning in self.called})
        self.own: dict[str, str] = {}
        for definition in definitions:
            name = _own_name(definition)
            if name is not None:
                self.own.setdefault(normal(definition.term), name)

    def named(self, text: str) -> Named:
        """Who a noun phrase names: by the treaty's own definitions, or else by the rules of the grammar."""
        actors = actors_in(text)
        called = text if len(actors) == 1 else self._called(text)
        own = self.own.get(normal(called)) if self.own else None
        if own is not None:
            return Named(own, ())
        actors = actors_in(called)
        name = JOINED.join(dict.fromkeys(actor.name for actor in actors))
        return Named(name or None, tuple(actor.rule for actor in actors))

    def _called(self, text: str) -> str:
        """The short name that a noun phrase gives itself: "A and B (hereinafter “the Parties”)"; else the phrase.

        Of several that fit it is the first that the treaty defines. Beginnings of the phrase are looked up, since
        a long treaty defines thousands of terms.
        """
        lengths = itertools.takewhile(lambda length: length <= len(text), self.lengths)
        meant = itertools.chain.from_iterable(self.called.get(text[:length], ()) for length in lengths)
        return min(((place, term) for place, term in meant if term in text), default=(0, text))[1]


def _own_name(definition: Definition) -> str | None:
    """The actor that a defined term stands for: a State or organisation, or an organ that its meaning names in full."""
    meant = actors_in(" ".join(definition.meaning.split()))
    term = actors_in(definition.term)
    if len(meant) != 1:
        return None
    actor = meant[0]
    if actor.rule == "named" and (not term or term[0].rule in {*_NOUNS, "named", "the_party"}):
        return actor.name
    return actor.name if term and term[0].rule in _NOUNS and actor.name.endswith(f"_{term[0].name}") else None
