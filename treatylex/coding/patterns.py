"""Patterns: the phrases of a scheme, written as a lawyer would quote them, as regular expressions.

A pattern is a phrase with gaps: `{PARTY} may ... (denounce | withdraw from) [the] agreement* ...6 <period>`.

| written | means |
|---|---|
| `word` | that word, whatever the case |
| `denounc*` | any word that begins so |
| `(a | b c)` | one of these |
| `[a | b]` | one of these, or nothing |
| `...`, `...5` | up to 12 words, or up to so many, as few as possible |
| `{NAME}` | one of the phrases that the scheme lists under that name |
| `<period>` | something to extract: `captures` lists what there is |

Guarantees: between two words of a pattern any signs may stand; words match whole; what a pattern needs at least is
known before it is tried (`Pattern.needs`), so that a sentence without these words costs nothing.
"""

import functools
import re
from collections.abc import Iterator, Mapping

from treatylex.coding.captures import capture_pattern
from treatylex.errors import InputError

_GAP = 12
_TOKEN = re.compile(
    r"\s*(?:(?P<gap>\.\.\.\s?(?P<most>\d{1,2})?)|(?P<sign>[()\[\]|])|\{(?P<name>[A-Z][A-Z_0-9]*)\}|<(?P<capture>[a-z]+)>|(?P<word>[^\s()\[\]|{}<>*]+\*?))"
)
_INSIDE = re.compile(r"\w+")
_END = r"(?!\w)\W{0,6}"
_BETWEEN = r"\W{0,6}"

Needs = tuple[frozenset[str], ...]
"""What a text must hold for a pattern to match: of each set one word; a word with a star stands for its beginnings."""


class Pattern:
    """One pattern, compiled when it is first tried."""

    __slots__ = ("_compiled", "needs", "regexp", "text")

    def __init__(self, text: str, regexp: str, needs: Needs) -> None:
        self.text = text
        self.regexp = regexp
        self.needs = needs
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The regular expression, for text in lower case."""
        if self._compiled is None:
            self._compiled = re.compile(self.regexp)
        return self._compiled


def pattern_of(text: str, phrases: Mapping[str, tuple[str, ...]]) -> Pattern:
    """The pattern that a scheme writes; `phrases` are the lists that it may name.

    Raises:
        InputError: saying what is wrong with it.

    >>> pattern = pattern_of("may [also] withdraw* ...3 <period>", {})
    >>> pattern.compiled.search("may withdraw at six months' notice").group("period_1")
    "six months'"
    """
    regexp, needs = _Writer(text, phrases).write()
    return Pattern(text, rf"(?<!\w){regexp}", needs)


class _Writer:
    """Writes one pattern as a regular expression, from left to right."""

    def __init__(self, text: str, phrases: Mapping[str, tuple[str, ...]], within: tuple[str, ...] = ()) -> None:
        self.text, self.phrases, self.within = text, phrases, within
        self.tokens = list(_tokens(text))
        self.at = 0
        self.captures = 0

    def write(self) -> tuple[str, Needs]:
        """The whole pattern."""
        found = self._choice()
        if self.at < len(self.tokens):
            raise InputError(
                f"a {self.tokens[self.at].group().strip()!r} that nothing opens in the pattern {self.text!r}"
            )
        return found

    def _choice(self) -> tuple[str, Needs]:
        branches = [self._sequence()]
        while self._sign() == "|":
            self.at += 1
            branches.append(self._sequence())
        return _alternatives(branches)

    def _sequence(self) -> tuple[str, Needs]:
        written = ""
        needs: Needs = ()
        while self.at < len(self.tokens) and self._sign() not in ("|", ")", "]"):
            piece, needed = self._piece()
            written, needs = written + piece, needs + needed
        if not written:
            raise InputError(f"nothing to look for in a part of the pattern {self.text!r}")
        return written, needs

    def _piece(self) -> tuple[str, Needs]:
        token = self.tokens[self.at]
        self.at += 1
        sign = token.group("sign")
        if sign:
            return self._group(sign)
        if token.group("gap"):
            return rf"(?:\w+\W{{1,6}}){{0,{token.group('most') or _GAP}}}?", ()
        if token.group("name"):
            return self._phrase(token.group("name"))
        if token.group("capture"):
            self.captures += 1
            return f"(?P<{token.group('capture')}_{self.captures}>{capture_pattern(token.group('capture'))}){_END}", ()
        return _word(token.group("word"))

    def _group(self, sign: str) -> tuple[str, Needs]:
        inner, needs = self._choice()
        if self._sign() != {"(": ")", "[": "]"}[sign]:
            raise InputError(f"a {sign!r} without its end in the pattern {self.text!r}")
        self.at += 1
        return (f"(?:{inner})", needs) if sign == "(" else (f"(?:{inner})?", ())

    def _sign(self) -> str | None:
        return self.tokens[self.at].group("sign") if self.at < len(self.tokens) else None

    def _phrase(self, name: str) -> tuple[str, Needs]:
        if name not in self.phrases:
            raise InputError(
                f"no list of phrases is called {name}; there are {', '.join(sorted(self.phrases)) or 'none'}"
            )
        if name in self.within:
            raise InputError(f"the list of phrases {name} names itself")
        branches = []
        for phrase in self.phrases[name]:
            writer = _Writer(phrase, self.phrases, (*self.within, name))
            branches.append(writer.write())
            if writer.captures:
                raise InputError(f"a list of phrases extracts nothing: {phrase!r}")
        written, needs = _alternatives(branches)
        return f"(?:{written})", needs


def _tokens(text: str) -> Iterator[re.Match[str]]:
    at, text = 0, text.strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.end() == at:
            raise InputError(f"not a pattern from {text[at : at + 12]!r} on: {text!r}")
        yield token
        at = token.end()


def _alternatives(branches: list[tuple[str, Needs]]) -> tuple[str, Needs]:
    if len(branches) == 1:
        return branches[0]
    written = "|".join(regexp for regexp, _ in branches)
    if not all(needs for _, needs in branches):
        return f"(?:{written})", ()
    rarest = (max(needs, key=_rarity) for _, needs in branches)
    return f"(?:{written})", (frozenset().union(*rarest),)


def _rarity(words: frozenset[str]) -> tuple[int, int]:
    """A guess at how rarely one of some words stands in a text: few words, and long ones."""
    return -len(words), min(map(len, words))


@functools.lru_cache(maxsize=4096)
def _word(written: str) -> tuple[str, Needs]:
    stem = written.endswith("*")
    inside = _INSIDE.findall(written.lower())
    if not inside:
        raise InputError(f"no word, and nothing that a pattern knows: {written!r}")
    regexp = _BETWEEN.join(map(re.escape, inside)) + (r"\w*" if stem else "") + _END
    needs = [frozenset((word,)) for word in inside[:-1]]
    return regexp, (*needs, frozenset((inside[-1] + "*" if stem else inside[-1],)))
