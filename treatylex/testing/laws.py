"""Laws: what may be done to a text without a change in what it says, and whether it is read the same.

    assert_lawful(treaty)                       every law, on a treaty of your own
    breaches(treaty, laws=[Law.REWRAP])         what one law finds, as data

Guarantees: a rewriting touches nothing else than its law says, and is tried only where it cannot change the meaning;
its words are data (`corpus/laws.toml`). A law that finds no place in a text says nothing of it: `applies` tells.
"""

import enum
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set

import attrs

from treatylex.knowledge import tables
from treatylex.language.grammar import lower, pattern
from treatylex.model.clauses import MODIFIER_FIELDS, Clause, ClauseKind, Phrase
from treatylex.model.provisions import LeafKind, Level, Provision, Treaty
from treatylex.parsing.reader import parse
from treatylex.source import Span, cut, one_line
from treatylex.testing.assertions import assert_has_clauses

_WIDTH = 60
_LINE = 64  # characters of a line of a text that is wrapped anew
_SHIFT = 40  # added to the number of each article
_ONE_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+")
_FIELDS = ("kind", "bearer", "counterparty", "modal", "action", *MODIFIER_FIELDS, "term")

Replacements = list[tuple[Span, str]]


class Law(enum.StrEnum):
    """What is done to a text."""

    INSERTION = "insertion"  # "shall report" → "shall, as appropriate, report"
    ASIDE = "aside"  # "shall report on the matter" → "shall report, without delay, on the matter"
    PREFIX = "prefix"  # "The Council shall" → "In accordance with Article 3, the Council shall"
    SYNONYM = "synonym"  # "Each Party" → "Each Contracting Party"
    REWRAP = "rewrap"  # other line ends within running text
    RENUMBER = "renumber"  # "Article 4" → "Article 44", in headings
    CASE = "case"  # "Article 4" → "ARTICLE 4"
    RECITAL = "recital"  # a preamble before the first article


@attrs.frozen(kw_only=True)
class Breach:
    """A clause that is read otherwise once the text is rewritten.

    `clause` is the clause as it was read; `field` the field that differs, or "clauses" where their number does;
    `before` and `after` what it holds, `text` the text after the rewriting.
    """

    law: Law
    clause: Clause
    field: str
    before: str
    after: str
    text: str = attrs.field(repr=False)

    def __str__(self) -> str:
        words = cut(self.clause.text, _WIDTH)
        return f"{self.law}: {self.clause.eid}: {self.field} “{self.before}” → “{self.after}” in “{words}”"


@attrs.frozen
class _Rewriting:
    """A text after a law was applied, and how what is read of it is turned back into the words before."""

    text: str
    undo: Callable[[str], str] = one_line
    left_out: frozenset[str] = frozenset()  # modifiers that the law added


def breaches(treaty: Treaty, *, laws: Iterable[Law | str] = tuple(Law), choice: int = 0) -> tuple[Breach, ...]:
    """What the laws find: clauses that are read otherwise after a rewriting that changes nothing in law.

    Args:
        treaty: what `parse` or `read` returned.
        laws: which laws to try.
        choice: which of the wordings of a law to take; they are counted around.

    Raises:
        ValueError: for a law that is none.

    >>> breaches(parse("Each Party shall report to the Council."))
    ()
    """
    found: list[Breach] = []
    for law in map(Law, laws):
        rewriting = _LAWS[law](treaty, choice)
        if rewriting is not None:
            found += _compared(law, treaty, rewriting)
    return tuple(found)


def applies(treaty: Treaty, law: Law | str) -> bool:
    """Whether a law finds a place in a text.

    >>> applies(parse("Each Party shall report."), "renumber")
    False
    """
    return _LAWS[Law(law)](treaty, 0) is not None


def assert_lawful(treaty: Treaty, *, laws: Iterable[Law | str] = tuple(Law)) -> None:
    """No law is broken: what must not change in law is read the same, however it is written.

    It fails, too, where no clause was found, or none of the laws finds a place: nothing would have been tried.

    >>> assert_lawful(parse("Each Party shall report to the Council."))
    """
    __tracebackhide__ = True
    assert_has_clauses(treaty)
    tried = tuple(map(Law, laws))
    if not any(applies(treaty, law) for law in tried):
        raise AssertionError(f"none of the laws finds a place in this text: {', '.join(tried) or 'none was named'}")
    found = breaches(treaty, laws=tried)
    if found:
        raise AssertionError("\n".join([f"{len(found)} clauses are read otherwise:", *map(str, found)]))


# ── Whether it is read the same ─────────────────────────────────────────────────────────────────────────────────────


def _compared(law: Law, treaty: Treaty, rewriting: _Rewriting) -> Iterator[Breach]:
    again = [clause for clause in parse(rewriting.text).clauses if not _is_added(law, clause)]
    told = functools.partial(Breach, law=law, text=rewriting.text)
    if len(again) != len(treaty.clauses):
        odd = next((c for c, d in zip(treaty.clauses, again, strict=False) if c.kind != d.kind), treaty.clauses[-1])
        yield told(clause=odd, field="clauses", before=str(len(treaty.clauses)), after=str(len(again)))
        return
    for clause, other in zip(treaty.clauses, again, strict=True):
        for field in _FIELDS:
            before = _words(clause, field, one_line, frozenset())
            after = _words(other, field, rewriting.undo, rewriting.left_out)
            if before.casefold() != after.casefold():
                yield told(clause=clause, field=field, before=before, after=after)


def _is_added(law: Law, clause: Clause) -> bool:
    return law is Law.RECITAL and clause.kind is ClauseKind.RECITAL


def _words(clause: Clause, field: str, undo: Callable[[str], str], left_out: frozenset[str]) -> str:
    """What a field holds, in words; without the modifiers that a law added."""
    if field == "kind":
        return clause.kind.value
    value: Phrase | tuple[Phrase, ...] | None = getattr(clause, field)
    phrases = value if isinstance(value, tuple) else () if value is None else (value,)
    words = (undo(phrase.normalized) for phrase in phrases)
    return "; ".join(each for each in words if each.casefold().strip(" ,") not in left_out)


# ── What the laws do ────────────────────────────────────────────────────────────────────────────────────────────────


def _chosen(name: str, choice: int) -> str:
    words: list[str] = tables("laws")[name]
    return words[choice % len(words)]


def _rewritten(text: str, replacements: Replacements) -> str | None:
    """The text with the stretches replaced; `None` when there is nothing to replace."""
    if not replacements:
        return None
    pieces, at = [], 0
    for span, new in sorted(replacements):
        if span.start >= at:
            pieces += [text[at : span.start], new]
            at = span.end
    return "".join([*pieces, text[at:]])


def _plain_modals(treaty: Treaty) -> Iterator[tuple[Clause, Phrase]]:
    """The clauses whose modal is one word of their own: "shall", not "undertakes to"."""
    for clause in treaty.clauses:
        if clause.modal is not None and not clause.modal.inherited and _ONE_WORD.fullmatch(clause.modal.text):
            yield clause, clause.modal


def _insert(treaty: Treaty, choice: int) -> _Rewriting | None:
    return _set_in(treaty, choice, {modal.span.end for modal, _ in _modals_and_actions(treaty)})


def _set_apart(treaty: Treaty, choice: int) -> _Rewriting | None:
    ends = set()
    for _, action in _modals_and_actions(treaty):
        behind_word = re.compile(rf"(?<=\w) (?={pattern('lexicon', 'PREPOSITION').pattern} )")
        found = [match.start() for match in behind_word.finditer(lower(action.text))]
        if found:
            ends.add(action.span.start + found[choice % len(found)])
    return _set_in(treaty, choice, ends)


def _modals_and_actions(treaty: Treaty) -> Iterator[tuple[Phrase, Phrase]]:
    """The modals of one word with the actions that stand right behind them."""
    for clause, modal in _plain_modals(treaty):
        action = clause.action
        if action is not None and treaty.text[modal.span.end :].lstrip().startswith(action.text):
            yield modal, action


def _set_in(treaty: Treaty, choice: int, ends: Set[int]) -> _Rewriting | None:
    """The text with words set off by commas at some places."""
    words = _chosen("insertions", choice)
    text = _rewritten(treaty.text, [(Span(end, end), f", {words},") for end in ends])
    inserted = re.compile(rf",? ?{words}, ?")
    undo: Callable[[str], str] = lambda read: one_line(inserted.sub(" ", one_line(read)))  # noqa: E731
    return None if text is None else _Rewriting(text, undo, frozenset({words}))


def _prefix(treaty: Treaty, choice: int) -> _Rewriting | None:
    words = _chosen("prefixes", choice)
    replacements: Replacements = []
    for clause, _ in _plain_modals(treaty):
        subject = clause.subject
        if subject is not None and subject.span.start == clause.span.start and not subject.inherited:
            start = clause.span.start
            if _begins_sentence(treaty, start):
                replacements.append((Span(start, start + 1), f"{words}, {_lowered(subject.text)}"))
    text = _rewritten(treaty.text, replacements)
    return None if text is None else _Rewriting(text, one_line, frozenset({words.casefold()}))


def _begins_sentence(treaty: Treaty, at: int) -> bool:
    """Whether a place is the beginning of a text leaf or stands behind a full stop."""
    leaf = next((leaf for leaf in treaty.leaves if leaf.span.start <= at < leaf.span.end), None)
    before = "" if leaf is None else treaty.text[leaf.span.start : at].rstrip()
    return leaf is not None and (not before or before.endswith("."))


def _lowered(subject: str) -> str:
    """The first letter of a subject, small when a determiner begins it."""
    determined = pattern("lexicon", "DETERMINER", "THIS").match(lower(subject))
    return subject[0].lower() if determined else subject[0]


def _swap(treaty: Treaty, choice: int) -> _Rewriting | None:
    replacements: Replacements = []
    back: dict[str, str] = {}
    for clause, _ in _plain_modals(treaty):
        subject = clause.subject
        if subject is None or subject.inherited or subject.text in back:
            continue
        groups = (group["subjects"] for group in tables("laws")["synonyms"])
        others = [other for group in groups if subject.text in group for other in group if other != subject.text]
        if others:
            new = others[choice % len(others)]
            replacements.append((subject.span, new))
            back[new] = subject.text
    text = _rewritten(treaty.text, replacements)
    return None if text is None else _Rewriting(text, lambda read: back.get(one_line(read), one_line(read)))


def _rewrap(treaty: Treaty, choice: int) -> _Rewriting | None:
    width = _LINE + 7 * choice
    running = [leaf.span for leaf in treaty.leaves if leaf.kind is LeafKind.TEXT]
    text = _rewritten(treaty.text, [found for span in running for found in _breaks(span, treaty.text, width)])
    return None if text is None else _Rewriting(text)


def _breaks(span: Span, text: str, width: int) -> Iterator[tuple[Span, str]]:
    """Other line ends for one stretch of running text: each blank between words becomes a line end or a blank.

    A line that begins with a capital may be one of its own, as in a table, and stays.
    """
    column = span.start - (text.rfind("\n", 0, span.start) + 1)
    at = span.start
    for blank in re.finditer(r"(?<=[\w,])(?:[ \t]*\r?\n[ \t]*(?=[a-z])|[ \t]+(?=\w))", text[span.start : span.end]):
        start, end = span.start + blank.start(), span.start + blank.end()
        column += start - at
        at = end
        wraps = column > width
        yield Span(start, end), "\n" if wraps else " "
        column = 0 if wraps else column + 1


def _renumber(treaty: Treaty, choice: int) -> _Rewriting | None:
    numbers = [_number_of(treaty, article) for article in treaty.articles]
    spans = [span for span in numbers if span is not None]
    if len(spans) < len(numbers):
        return None
    text = _rewritten(treaty.text, [(span, str(int(span.of(treaty.text)) + _SHIFT)) for span in spans])
    return None if text is None else _Rewriting(text)


def _upper(treaty: Treaty, choice: int) -> _Rewriting | None:
    replacements: Replacements = []
    for article in treaty.articles:
        number = _number_of(treaty, article)
        if number is not None:
            word = Span(article.span.start, number.start)
            replacements.append((word, word.of(treaty.text).upper()))
    text = _rewritten(treaty.text, [(span, new) for span, new in replacements if span.of(treaty.text) != new])
    return None if text is None else _Rewriting(text)


def _number_of(treaty: Treaty, article: Provision) -> Span | None:
    """Where the number of an article stands in its heading, if it is in figures."""
    start = article.span.start
    found = _NUMBER.search(treaty.text, start, start + _WIDTH)
    return None if found is None or found.group() != article.number else Span(*found.span())


def _recital(treaty: Treaty, choice: int) -> _Rewriting | None:
    if not treaty.articles or treaty.title or treaty.provisions[0].level is Level.PREAMBLE:
        return None
    preamble: str = tables("laws")["preamble"]
    return _Rewriting(preamble + treaty.text)


_LAWS: Mapping[Law, Callable[[Treaty, int], _Rewriting | None]] = {
    Law.INSERTION: _insert,
    Law.ASIDE: _set_apart,
    Law.PREFIX: _prefix,
    Law.SYNONYM: _swap,
    Law.REWRAP: _rewrap,
    Law.RENUMBER: _renumber,
    Law.CASE: _upper,
    Law.RECITAL: _recital,
}
