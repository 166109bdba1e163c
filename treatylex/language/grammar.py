"""Grammars: loads the Lark files of `treatylex.grammars`, compiles each once, and reads cues at speed.

Guarantees: a grammar compiles on first use and once per process, and what comes of it is kept for later processes
until a grammar, this module, Lark or Python changes; no Lark class, tree or token leaves this module.

A grammar's terminals are its cues. The scanner finds them all in one pass; a run of other words between two cues
is one `WORDS` cue. Terminals that list phrases (`"shall not" | "may not"`), or compose them
(`"in " ("any " | "such ")? "case" " of"?`), go into one prefix tree with all that they spell, so that the longest
phrase wins across all terminals and the time does not grow with their number. Terminals with other patterns are tried
before the tree, by priority. Where two terminals spell the same phrase, the higher priority wins.
"""

import functools
import io
import pickle
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import lark
from lark import Lark
from lark.exceptions import LarkError, UnexpectedInput
from lark.lexer import Lexer, Token

from treatylex.caching import fingerprint, recall
from treatylex.errors import GrammarError
from treatylex.language.beginnings import Beginners, Member, Sought, sought

if TYPE_CHECKING:
    from treatylex.language.words import Word

WORDS = "WORDS"
_PACKAGE = "treatylex.grammars"
# The pieces of a pattern that spells a finite number of phrases; any other sign makes it more than that.
_PIECE = re.compile(
    r"(?P<open>\(\?i?:)|(?P<bar>\|)|(?:(?P<close>\))|(?P<literal>[^()\[\]{}|*+?.\\^$]|\\[^A-Za-z0-9]))(?P<optional>\??)"
)
_MOST_PHRASES = 20_000  # of one terminal; who composes more has composed too much
_T = TypeVar("_T")


class Cue(NamedTuple):
    """A cue found in a text: the name of its terminal and its half-open place.

    `words` are what its words can be, where a stage has looked them up.
    """

    type: str
    start: int
    end: int
    words: "tuple[Word, ...]" = ()


class Typed(Protocol):
    """A cue, or whatever a stage made of several: the parser asks only for its type."""

    @property
    def type(self) -> str:
        """The name of a terminal of the grammar."""


class Terminal(NamedTuple):
    """A terminal of a grammar; `phrases` are what it lists, `None` when its pattern is more than a list of phrases."""

    name: str
    priority: int
    regexp: str
    phrases: tuple[str, ...] | None


def _terminals(defined: Iterable[Any]) -> tuple[Terminal, ...]:
    """Lark's definitions of terminals as ours."""
    return tuple(Terminal(str(t.name), t.priority, t.pattern.to_regexp(), _phrases(t.pattern)) for t in defined)


def _phrases(pattern: Any) -> tuple[str, ...] | None:
    """All phrases that a pattern spells; `None` when it is more than a composition of phrases."""
    if pattern.type == "str":
        return (pattern.value.lower(),)
    spelled = _spelled(pattern.value)
    return None if spelled is None else tuple(dict.fromkeys(phrase.lower() for phrase in spelled))


def _spelled(regexp: str) -> list[str] | None:
    """What a regular expression of literals, groups, alternatives and optional parts spells out."""
    pieces = list(_PIECE.finditer(regexp))
    if "".join(piece.group() for piece in pieces) != regexp:
        return None
    around: list[tuple[list[str], list[str]]] = []  # of each open group: the alternatives before it, what it follows
    done, current = list[str](), [""]
    for piece in pieces:
        if piece["open"]:
            around.append((done, current))
            done, current = [], [""]
        elif piece["bar"]:
            done, current = done + current, [""]
        else:
            parts = [(piece["literal"] or "").removeprefix("\\")]
            if piece["close"]:
                parts = done + current
                done, current = around.pop()
            parts += [""] if piece["optional"] else []
            if len(current) * len(parts) > _MOST_PHRASES:
                raise GrammarError(f"a terminal spells more than {_MOST_PHRASES} phrases: {regexp[:60]}…")
            current = [before + part for before in current for part in parts]
    return done + current


class _Cues(NamedTuple):
    """What a scanner looks for: patterns, one of them for all phrases, and the terminal of each phrase."""

    sought: Sought
    terminal_of: dict[str, str]


_PHRASE = ""  # what a phrase is called, whose own terminal `terminal_of` tells


def _cues_of(terminals: Iterable[Terminal]) -> _Cues:
    terminal_of: dict[str, str] = {}
    members: list[Member] = []
    for terminal in sorted(terminals, key=lambda t: -t.priority):
        if terminal.phrases is None:
            members.append(Member(terminal.name, terminal.regexp, late=terminal.priority < 0))
        else:
            for phrase in terminal.phrases:
                terminal_of.setdefault(phrase, terminal.name)
    return _Cues(sought(members, terminal_of, _PHRASE), terminal_of)


class Scanner:
    """Finds every cue of a grammar in a text, in one pass over its lower-case form."""

    def __init__(self, cues: _Cues, *, kept: bool = True) -> None:
        self._terminal_of = cues.terminal_of
        self._begun_by = Beginners(cues.sought, kept=kept)
        self.types = frozenset([*cues.terminal_of.values(), *cues.sought.names]) - {_PHRASE}

    @classmethod
    def of_names(cls, names: Mapping[str, str], *, kept: bool = False) -> "Scanner":
        """A scanner of names in lower case that no grammar lists, such as those of a catalogue, by their types.

        Only those that come with treatylex may be `kept` in the cache: a treaty's own names are nobody else's matter.
        """

        def made() -> Sought:
            return sought((), names, _PHRASE)

        key = (_code(), *(f"{name}\n{type_}" for name, type_ in names.items()))
        found = recall("names", key, made, classes=(Sought,)) if kept else made()
        return cls(_Cues(found, dict(names)), kept=kept)

    def scan(self, text: str) -> list[Cue]:
        """All cues of `text` with the `WORDS` between them; blanks at the edges belong to no cue."""
        cues: list[Cue] = []
        append, terminal_of, begun_by = cues.append, self._terminal_of, self._begun_by
        new = tuple.__new__  # a third of the time that Cue(...) takes
        lowered = lower(text)
        at = 0
        for word in begun_by.words(lowered):
            start, end = word.span()
            if start < at:
                continue
            tried = begun_by[lowered[start : end + 1]]
            if len(tried) > 2 and end > start + 1:  # a small word, which begins many cues
                tried = begun_by[lowered[start : end + 2]]
            for name, match in tried:
                found = match(lowered, start)
                if found is None or found.end() == start:  # a pattern of nothing but what stands around is no cue
                    continue
                if at + 1 < start or (at < start and text[at] != " "):
                    first, last = at + (text[at] == " "), start - (text[start - 1] == " ")
                    if first < last and not text[first].isspace() and not text[last - 1].isspace():  # as nearly always
                        append(new(Cue, (WORDS, first, last, ())))
                    else:
                        _append_words(text, at, start, cues)
                at = found.end()
                append(new(Cue, (name or terminal_of[found[0]], start, at, ())))
                break
        if at < len(text):
            _append_words(text, at, len(text), cues)
        return cues


def _append_words(text: str, start: int, end: int, cues: list[Cue]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        cues.append(tuple.__new__(Cue, (WORDS, start, end, ())))


def lower(text: str) -> str:
    """`text` in lower case, of the same length: a letter whose lower case is longer (İ) stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


class _Feed(Lexer):
    """Hands Lark the cues that a stage prepared, so that the stage alone decides what the parser sees.

    Lark gets their types; the value of each token is the number of its cue.
    """

    __future_interface__ = True

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        """Yield the prepared tokens."""
        for number, type_ in enumerate(lexer_state.text):
            token = Token(type_, "")
            token.value = number
            yield token


@functools.cache
def _code() -> str:
    """What else than grammars decides what is made of them."""
    return fingerprint("treatylex.language", "grammar.py", "beginnings.py", "expressions.py") + lark.__version__


def _kept(kind: str, make: Callable[..., _T], *asked: Any) -> _T:
    """What `make` makes of grammars when it is asked so, from the cache where nothing has changed since."""
    key = (_code(), fingerprint(_PACKAGE, ".lark"), repr(asked))
    return recall(kind, key, functools.partial(make, *asked), classes=(_Feed, Token, Sought))


# What is not kept with a grammar: its builder belongs to a process, where it lies to a machine.
_NOT_KEPT = ("transformer", "import_paths", "source_path")


def _compiled(name: str, start: tuple[str, ...], strict: bool = False) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """A grammar as the plain data that Lark loads it from, and what its scanner looks for."""
    try:
        made = Lark.open_from_package(
            _PACKAGE,
            f"{name}.lark",
            search_paths=("",),
            parser="lalr",
            lexer=_Feed,
            start=list(start),
            propagate_positions=False,
            strict=strict,
            maybe_placeholders=False,
        )
    except LarkError as fault:
        raise GrammarError(f"the grammar {name}.lark does not compile: {fault}") from fault
    saved = io.BytesIO()
    made.save(saved, _NOT_KEPT)
    return pickle.loads(saved.getvalue()), tuple(_cues_of(_terminals(made.terminals)))


class Fed:
    """What a builder is handed for a cue: its type, and the cue itself."""

    __slots__ = ("type", "value")

    def __init__(self, cue: Typed) -> None:
        self.type = cue.type
        self.value: Any = cue


class _Step(NamedTuple):
    """One step of building: what makes something of the children, each a step before it or the number of a cue."""

    make: Callable[[list[Any]], Any]
    children: "tuple[_Step | int, ...]"

    def __call__(self, cues: Sequence[Typed]) -> Any:
        """What this step and those before it make of the cues."""
        return self.make([Fed(cues[child]) if isinstance(child, int) else child(cues) for child in self.children])


class _Recorder:
    """Stands before a builder while a sequence of types is parsed, and notes what the builder would be asked to do."""

    def __init__(self, builder: Any) -> None:
        self._builder = builder

    def __getattr__(self, rule: str) -> Callable[[list[Any]], _Step]:
        make = getattr(self._builder, rule)
        return lambda children: _Step(make, tuple(getattr(child, "value", child) for child in children))


_MOST_LEARNT = 4096  # sequences of types whose parse is remembered; a treaty of 200 articles has some 2,000
_LONGEST_LEARNT = 64  # types of a sequence; longer ones hardly come again


class Grammar:
    """One compiled grammar: `scan` finds its cues, `parse` builds what `builder` makes of a sequence of cues.

    `builder` has a method for each rule that makes something: it gets what the rules below it made, and `Fed` for cues.
    What is a rule, the types of the cues alone decide. So Lark parses each sequence of types but once; the steps that
    it took are remembered, and taken again with other cues of the same types.
    """

    def __init__(
        self, name: str, *, builder: Any = None, start: Sequence[str] = ("start",), strict: bool = False
    ) -> None:
        asked = (name, tuple(start))
        saved, cues = _compiled(*asked, strict=True) if strict else _kept("grammar", _compiled, *asked)
        saved["data"]["options"]["transformer"] = builder if isinstance(builder, Steps) else _Recorder(builder)
        self._lark: Lark = Lark.load(saved)
        self._start = start[0]
        self._learnt = functools.lru_cache(_MOST_LEARNT)(self._learn)
        self.scan = Scanner(_Cues(*cues)).scan

    def parse(self, cues: Sequence[Typed]) -> Any:
        """What the builder makes of the cues.

        Raises:
            UnexpectedCue: when the cues do not form what the grammar describes.
        """
        types = tuple([cue.type for cue in cues])
        learnt = (self._learnt if len(types) <= _LONGEST_LEARNT else self._learn)(types)
        if isinstance(learnt, int):
            raise UnexpectedCue(learnt)
        return learnt(cues) if isinstance(learnt, _Step) else learnt

    def _learn(self, types: tuple[str, ...]) -> Any:
        """How a sequence of types is built; of one that the grammar does not describe, which is the first misfit."""
        try:
            return self._lark.parse(types, start=self._start)
        except UnexpectedInput as fault:
            token = getattr(fault, "token", None)
            return len(types) if token is None or token.type == "$END" else token.value


class Reduction(NamedTuple):
    """One step of a parse: a rule, and the types of all cues that it describes, in order."""

    rule: str
    types: tuple[str, ...]


class _Reduced(NamedTuple):
    """What a rule hands to the rule above it: the steps up to it, then its cues."""

    children: list[Any]


class Steps:
    """A builder that tells how a sequence of cues was parsed, in place of one that builds something of it.

    `parse` then returns the steps, from the innermost rule to the outermost; rules that took nothing are left out.
    """

    def __getattr__(self, rule: str) -> Callable[[list[Any]], Any]:
        if rule.isupper() or rule.startswith("__"):  # a terminal, or one that Lark makes for "*", "+" and "?"
            raise AttributeError(rule)
        return functools.partial(_steps if rule == "start" else _reduced, str(rule))


def _reduced(rule: str, children: list[Any]) -> _Reduced:
    flat = [part for child in children for part in getattr(child, "children", (child,))]
    steps = [part for part in flat if isinstance(part, Reduction)]
    cues = [part for part in flat if not isinstance(part, Reduction)]
    own = [Reduction(rule, tuple(str(cue.type) for cue in cues))] if cues else []
    return _Reduced([*steps, *own, *cues])


def _steps(rule: str, children: list[Any]) -> tuple[Reduction, ...]:
    return tuple(part for part in _reduced(rule, children).children if isinstance(part, Reduction))


class UnexpectedCue(Exception):  # noqa: N818 - a signal between rooms of the parser, not an error of the user's
    """A sequence of cues that the grammar does not describe; `index` is the first cue that does not fit."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


_BUILDING = threading.RLock()


def _once(build: Callable[..., _T]) -> Callable[..., _T]:
    """`build` as a function that builds once per process, also when several threads ask at the same time.

    What is there is handed out by the outer cache without the lock; the inner one serves those that waited for it.
    """
    built = functools.cache(build)

    @functools.wraps(build)
    def one_at_a_time(*args: Any, **kwargs: Any) -> _T:
        with _BUILDING:
            return built(*args, **kwargs)

    return functools.cache(one_at_a_time)


@_once
def compiled(name: str, builder: type | None = None, start: tuple[str, ...] = ("start",)) -> Grammar:
    """The grammar `name`, compiled on first use with an instance of `builder`; it parses the first of `start`."""
    return Grammar(name, builder=None if builder is None else builder(), start=start)


class _Terminals(Lark):
    """A grammar read for its terminals only: no lexer, which Lark would check for collisions pair by pair."""

    def _build_lexer(self, dont_ignore: bool = False) -> Any:
        return None


def _read_terminals(name: str) -> tuple[tuple[Any, ...], ...]:
    try:
        read = _Terminals.open_from_package(_PACKAGE, f"{name}.lark", search_paths=("",), parser=None, lexer="basic")
    except LarkError as fault:
        raise GrammarError(f"the grammar {name}.lark does not compile: {fault}") from fault
    return tuple(map(tuple, _terminals(read.terminals)))


class Patterns:
    """The terminals of a grammar as patterns, for a stage that looks for each at one kind of place only."""

    def __init__(self, name: str) -> None:
        self.terminals = tuple(Terminal(*kept) for kept in _kept("patterns", _read_terminals, name))
        self._regexps = {terminal.name: terminal.regexp for terminal in self.terminals}
        self.names = tuple(self._regexps)

    def any_of(self, *names: str) -> re.Pattern[str]:
        """One pattern that matches any of the named terminals, tried in this order, each a group of its name."""
        return re.compile("|".join(f"(?P<{name}>{self._regexps[name]})" for name in names))


@_once
def patterns(name: str) -> Patterns:
    """The patterns of the grammar `name`, read on first use."""
    return Patterns(name)


@functools.cache
def pattern(name: str, *terminals: str) -> re.Pattern[str]:
    """One pattern that matches any of the named terminals of the grammar `name`, compiled on first use."""
    return patterns(name).any_of(*terminals)


@_once
def productions(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The rules of the grammar `name`: for each the sequences of rules and terminals that it stands for."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in compiled(name)._lark.rules:
        found.setdefault(str(rule.origin.name), []).append(tuple(str(symbol.name) for symbol in rule.expansion))
    return {origin: tuple(sequences) for origin, sequences in found.items()}


def listed(name: str) -> dict[str, tuple[str, ...]]:
    """The phrases that each terminal of a grammar lists, for those that do nothing but list phrases."""
    return {terminal.name: terminal.phrases for terminal in patterns(name).terminals if terminal.phrases}


def phrases(name: str) -> tuple[str, ...]:
    """The phrases that the terminals of a grammar list, those of its own file as well as those that it imports."""
    return tuple(dict.fromkeys(phrase for several in listed(name).values() for phrase in several))
