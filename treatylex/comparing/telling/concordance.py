"""Concordance: one provision across many treaties: what each has, lacks and qualifies.

Guarantees: every treaty appears once, in the order given, with the way in which its answer was found; a treaty in
which nothing answers has none, which is said and not filled with what is merely near.
"""

import enum
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.coding.coder import passages_on
from treatylex.coding.loading import coded_topics
from treatylex.coding.schemes import INCONCLUSIVE, Scheme, Variable
from treatylex.comparing.matching.alignment import align_treaties
from treatylex.comparing.matching.synonyms import synonyms
from treatylex.comparing.matching.wording import stem, words
from treatylex.errors import InputError
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision, Treaty
from treatylex.source import Span, one_line

_PATTERN = re.compile(r"/(?P<pattern>.+)/", re.DOTALL)
_ADDRESS = re.compile(r"[a-z]+_[^\s_]+(__[a-z]+_[^\s_]+)*|[a-z]+(__[a-z]+_[^\s_]+)+")
_ALIKE = 0.6
"""Articles less surely alike than this do not answer for each other.

In treaties on other matters something is always nearest: of 50 such answers that were read, none of those below 0.5 was
right.
"""


class FoundBy(enum.StrEnum):
    """How the answer of a treaty was found."""

    ADDRESS = "address"
    HEADING = "heading"
    TERM = "term"
    SYNONYM = "synonym"
    WORDS = "words"
    SCHEME = "scheme"
    LIKENESS = "likeness"
    PATTERN = "pattern"


@attrs.frozen(kw_only=True)
class Answer:
    """What one treaty says: its clauses, in order, none where it was not found.

    Where a coding scheme knows the matter, `passages` are the sentences that hold the evidence, and `value` what the
    scheme makes of them; a passage may hold no clause. `score` says how alike the article is that answers (0 to 1)
    where likeness found it, else it is `None`.
    """

    treaty: Treaty
    clauses: tuple[Clause, ...] = ()
    passages: tuple[Span, ...] = ()
    value: str = ""
    found_by: FoundBy | None = None
    score: float | None = None

    def __bool__(self) -> bool:
        return bool(self.clauses or self.passages)


def concordance(treaties: Iterable[Treaty], on: str) -> tuple[Answer, ...]:
    """What each of several treaties says on one matter.

    Args:
        treaties: the treaties; all are held at once.
        on: an eId of the first treaty, whose articles and clauses are then aligned with those of the others; an
            expression between slashes, searched in the words of every clause whatever the case; or a topic. What a
            coding scheme knows under that topic (`corpus/schemes/`) is found by the scheme, and shown by its evidence.
            Any other topic answers to the articles in whose heading all its words stand, in any form; else to the
            definitions of a term that has them all; else to the articles whose heading has words that name the same
            matter (`corpus/synonyms.toml`); and else to the clauses that have such words, the names of instruments
            that they cite apart.

    Raises:
        InputError: when the expression is none, or the topic has no words.
        AddressError: when `on` looks like an eId that the first treaty does not have.

    >>> from treatylex.parsing.reader import parse
    >>> one = parse("Article 9\\nWithdrawal\\n\\nEach Party may withdraw within one year.")
    >>> other = parse("Article 1\\nPurpose\\n\\nThe Parties shall cooperate.")
    >>> [[clause.eid for clause in answer.clauses] for answer in concordance([one, other], "withdrawal")]
    [['art_9__norm_1'], []]
    """
    held = tuple(treaties)
    pattern = _PATTERN.fullmatch(on)
    if pattern is not None:
        return tuple(_by_pattern(treaty, _compiled(pattern["pattern"])) for treaty in held)
    if held and (on in held[0] or _ADDRESS.fullmatch(on)):
        return _by_address(held, on)
    wanted = words(on)
    if not wanted:
        raise InputError(f"no topic, eId or /expression/: {on!r}")
    known = _coded(wanted)
    if known is not None:
        return tuple(_by_scheme(treaty, *known, wanted) for treaty in held)
    return tuple(_by_topic(treaty, wanted) for treaty in held)


def unknown_topic(answers: Sequence[Answer], on: str) -> str | None:
    """Why nothing answers to a topic that no coding scheme knows, with those that are known; `None` if something does.

    >>> unknown_topic(concordance([], "withdrawal"), "withdrawal") is None
    True
    """
    is_topic = not (_PATTERN.fullmatch(on) or _ADDRESS.fullmatch(on))
    if any(answers) or not is_topic or _coded(words(on)) is not None:
        return None
    topics = ", ".join(sorted({topic for topic, _, _ in coded_topics()}))
    return f"no heading, term or clause has the words of {on!r}; topics that are found in any words: {topics}"


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as fault:
        raise InputError(f"not a regular expression: {fault}") from None


def _by_pattern(treaty: Treaty, pattern: re.Pattern[str]) -> Answer:
    found = tuple(clause for clause in treaty.clauses if pattern.search(one_line(clause.text)))
    return Answer(treaty=treaty, clauses=found, found_by=FoundBy.PATTERN if found else None)


# ---------------------------------------------------------------- by address


def _by_address(treaties: Sequence[Treaty], eid: str) -> tuple[Answer, ...]:
    """The node itself in the first treaty, and what answers to it in the others."""
    first = treaties[0]
    node = first[eid]
    own = node.clauses if isinstance(node, Provision) else (node,)
    answers = [Answer(treaty=first, clauses=own, found_by=FoundBy.ADDRESS)]
    return (*answers, *(_aligned(first, node, other) for other in treaties[1:]))


def _aligned(treaty: Treaty, node: Provision | Clause, other: Treaty) -> Answer:
    """What answers to a node: the article that is its partner, else the partners of its clauses."""
    alignment = align_treaties(treaty, other)
    for match in alignment.articles:
        if match.left is not None and match.right is not None and match.left.eid == node.eid:
            return _alike(other, match.right, match.score)
    wanted = {clause.eid for clause in (node.clauses if isinstance(node, Provision) else (node,))}
    matches = [
        (match.right, match.score)
        for match in alignment.clauses
        if match.left is not None and match.right is not None and match.left.eid in wanted
    ]
    if not matches:
        return Answer(treaty=other)
    clauses = tuple(sorted((clause for clause, _ in matches), key=lambda clause: clause.span))
    return Answer(treaty=other, clauses=clauses, found_by=FoundBy.LIKENESS, score=max(score for _, score in matches))


def _alike(treaty: Treaty, article: Provision, score: float) -> Answer:
    if score < _ALIKE or not article.clauses:
        return Answer(treaty=treaty)
    return Answer(treaty=treaty, clauses=article.clauses, found_by=FoundBy.LIKENESS, score=score)


# ---------------------------------------------------------------- by a coding scheme


def _coded(wanted: Sequence[str]) -> tuple[Scheme, Variable] | None:
    """The variable that a coding scheme has for a topic, whatever the forms and the order of its words."""
    asked = frozenset(map(stem, wanted))
    for topic, scheme, variable in coded_topics():
        if frozenset(map(stem, words(topic))) == asked:
            return scheme, variable
    return None


def _by_scheme(treaty: Treaty, scheme: Scheme, variable: Variable, wanted: Sequence[str]) -> Answer:
    """The evidence for a variable; without any, the articles whose heading names the topic outright."""
    value, found = passages_on(treaty, scheme, variable)
    if not found:
        headed = tuple(_under_headings(treaty, [frozenset({stem(word)}) for word in wanted]))
        return Answer(treaty=treaty, clauses=headed, found_by=FoundBy.HEADING if headed else None)
    spoken_for = ", ".join(dict.fromkeys(quote.value for quote, _ in found))
    is_open = INCONCLUSIVE in value and INCONCLUSIVE not in spoken_for
    return Answer(
        treaty=treaty,
        clauses=tuple(c for c in treaty.clauses if any(c.span.overlaps(quote.span) for quote, _ in found)),
        passages=tuple(dict.fromkeys(sentence for _, sentence in found)),
        value=f"{INCONCLUSIVE}: {spoken_for}" if is_open else spoken_for,
        found_by=FoundBy.SCHEME,
    )


# ---------------------------------------------------------------- by topic


def _by_topic(treaty: Treaty, wanted: Sequence[str]) -> Answer:
    """The clauses under a heading, of a defined term, or with words that name the topic; the first that there are."""
    own = [frozenset({stem(word)}) for word in wanted]
    others = [synonyms("matters").get(stem(word), frozenset({stem(word)})) for word in wanted]
    ways = (
        (FoundBy.HEADING, _under_headings(treaty, own)),
        (FoundBy.TERM, (clause for clause in treaty.clauses if clause.term and _names(clause.term.normalized, own))),
        (FoundBy.SYNONYM, _under_headings(treaty, others)),
        (FoundBy.WORDS, (clause for clause in treaty.clauses if _names(_own_words(clause), own))),
        (FoundBy.WORDS, (clause for clause in treaty.clauses if _names(_own_words(clause), others))),
    )
    for way, found in ways:
        clauses = tuple(found)
        if clauses:
            return Answer(treaty=treaty, clauses=clauses, found_by=way)
    return Answer(treaty=treaty)


def _under_headings(treaty: Treaty, wanted: Sequence[frozenset[str]]) -> Iterator[Clause]:
    """The clauses of the articles, annexes and so on whose heading names the topic; of chapters if no article does."""
    named = [node for node in treaty.provisions if node.heading and _names(node.heading, wanted)]
    articles = [node for node in named if node in treaty.articles]
    told: set[str] = set()
    for node in articles or named:
        for clause in node.clauses:
            if clause.eid not in told:
                told.add(clause.eid)
                yield clause


def _names(text: str, wanted: Sequence[frozenset[str]]) -> bool:
    """Whether for every word of a topic one of its stems stands in a text."""
    found = {stem(word) for word in words(text)}
    return not any(found.isdisjoint(stems) for stems in wanted)


def _own_words(clause: Clause) -> str:
    """What a clause says but for the other instruments that it cites, in whose names a topic's words mean nothing."""
    text = clause.text
    for reference in clause.references:
        if any(target.instrument or target.work for target in reference.targets):
            text = text.replace(reference.text, " ")
    return text
