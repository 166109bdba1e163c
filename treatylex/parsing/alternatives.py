"""Alternatives: the square brackets of a negotiating text, and the text as each of its readings has it.

Guarantees: every bracket lies in the text as given, innermost ones within those around them; a reading has the length
of the text, so that its spans are spans of the text; a text without brackets has one reading, itself.
"""

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import attrs

from treatylex.language.grammar import pattern
from treatylex.model.brackets import Alternative, Bracket
from treatylex.model.provisions import Treaty
from treatylex.parsing.structure.layout import kinds_given
from treatylex.source import Span, one_line

_SIGN = re.compile(r"[\[\]]")
_RAISED = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\*{1,3}|\d{1,2}/")
"""Marks of footnotes that no figure could be."""
_DIGITS = re.compile(r"\[\s*\d{1,3}\s*\]")
_CELL_END = re.compile(r"[\n\t]|\Z")
_LAST_IN_CELL = re.compile(r"[ .;,]*(?:[\n\t]|\Z)")
_BEFORE_NAME = "(). 0123456789"
_FIGURE = re.compile(r"\[\s*(\d+)\s*\]")
_NOTE_SIGN = r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\*{1,3}|†|‡|\d{1,2}(?!\d)"
_NOTE = re.compile(
    rf"^[ \t]*[\[(]?(?P<sign>{_NOTE_SIGN})[\])/.:]*[ \t]*"
    rf"(?P<note>\S[^\n]*(?:\n(?![ \t]*[\[(]?(?:{_NOTE_SIGN}))[ \t]*[a-z(][^\n]*)*)",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"\[\s*(?:\d{1,3}\.|\(?[a-z]{1,4}\))\s")  # a paragraph of its own, no alternative
_SLASH = re.compile(r"\s*/\s*")
_HIGHEST = 32
"""So many pairs may stand one within another, as levels of provisions may."""
_LONGEST_WORD = 3
"""Alternatives parted by a stroke have at most so many words each: "[shall/should]", not "[and/or such other body]"."""


@attrs.frozen
class _Pair:
    """One pair of brackets and those within it."""

    start: int
    end: int
    inner: tuple["_Pair", ...]

    @functools.cached_property
    def height(self) -> int:
        """How many pairs stand one within another, itself included."""
        return 1 + max((pair.height for pair in self.inner), default=0)


class _Noted(NamedTuple):
    """A footnote that says who proposed words in brackets, or reserves its position on them, and where it begins."""

    start: int
    proposers: tuple[str, ...]
    reserving: tuple[str, ...]


@attrs.frozen
class _Page:
    """A text with what is looked up in it for each bracket: found once, for there may be thousands of them."""

    text: str

    @functools.cached_property
    def figures(self) -> dict[str, int]:
        """Where each figure first stands alone in brackets."""
        places: dict[str, int] = {}
        for found in _FIGURE.finditer(self.text):
            places.setdefault(found[1], found.start())
        return places

    @functools.cached_property
    def notes(self) -> dict[str, list[_Noted]]:
        """By their signs, the footnotes that say whose words stand in brackets, in order."""
        notes: dict[str, list[_Noted]] = {}
        for found in _NOTE.finditer(self.text):
            note = one_line(found["note"])
            proposers = _named(note, "PROPOSED_BY") or _named(note, "PROPOSES")
            reserving = _named(note, "RESERVED_BY") or _named(note, "RESERVES")
            if proposers or reserving:
                notes.setdefault(found["sign"], []).append(_Noted(found.start(), proposers, reserving))
        return notes


@attrs.frozen(kw_only=True)
class Reading:
    """A text as one of its readings has it: in each bracket one alternative, or nothing.

    `name` says which: "1", "2" …: the first, the second alternative everywhere (the last, where there are fewer);
    "without": without what may stand or not. `treaty` is read from a text of the same length, so that its spans are
    those of the bracketed text.
    """

    name: str
    treaty: Treaty


def brackets_in(text: str) -> tuple[Bracket, ...]:
    """The negotiating brackets of a text, in order.

    >>> (found,) = brackets_in("Each Party [shall] [Norland: should] report.")
    >>> [(each.text, each.proposed_by) for each in found.alternatives]
    [('shall', ()), ('should', ('Norland',))]
    >>> (found,) = brackets_in("Each Party [shall]¹ report.\\n\\n¹ Proposed by Norland. Sudria reserves its position.")
    >>> found.alternatives[0].proposed_by, found.alternatives[0].reserved_by
    (('Norland',), ('Sudria',))
    >>> [bracket.is_optional for bracket in brackets_in("Done [sic] at noon [, after consulting the Parties,].[1]")]
    [True]
    >>> brackets_in("Goods [1] and services [2] are free. Done at Norland on 3 May 2030.")
    ()
    """
    found = tuple(_grouped(_Page(text), _pairs(text)))
    # What was signed is agreed: a lone pair in it is an editor's
    is_signed = bool(found) and pattern("bracket", "SIGNED").search(text) is not None
    return () if is_signed and not any(map(_offers, found)) else found


def _offers(bracket: Bracket) -> bool:
    """Whether a bracket offers a choice, or says who proposed it."""
    labelled = any(each.label or each.proposed_by for each in bracket.alternatives)
    return labelled or len(bracket.alternatives) > 1 or any(map(_offers, bracket.inner))


def readings(treaty: Treaty) -> tuple[Reading, ...]:
    """The readings of a negotiating text.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Each Party [shall] [may] report [without delay].")
    >>> for reading in readings(treaty):
    ...     clause = reading.treaty.clauses[0]
    ...     print(reading.name, clause.kind.value, *map(str, clause.times))
    1 obligation without delay
    2 permission without delay
    without obligation
    """
    found = treaty.brackets
    if not found:
        return (Reading(name="1", treaty=treaty),)
    brackets = [each for outermost in found for each in outermost.walk()]
    most = max(len(bracket.alternatives) for bracket in brackets)
    names = [*map(str, range(1, most + 1)), *(["without"] if any(each.is_optional for each in brackets) else [])]
    return tuple(Reading(name=name, treaty=_read(treaty, found, name)) for name in names)


def _read(treaty: Treaty, found: Sequence[Bracket], name: str) -> Treaty:
    from treatylex.parsing.reader import read_source

    kept = list(treaty.text)
    for bracket in found:
        _choose(kept, bracket, name)
    source = attrs.evolve(treaty.source, text="".join(kept))
    kinds = [given for given in kinds_given(treaty) if given[0].of(source.text).strip()]
    return read_source(source, treaty.source_name, kinds=kinds)


def _choose(kept: list[str], bracket: Bracket, name: str) -> None:
    """Blank all of a bracket but the alternative of a reading; line ends stay."""
    chosen = None
    if name != "without" or not bracket.is_optional:
        number = 1 if name == "without" else int(name)
        chosen = bracket.alternatives[min(number, len(bracket.alternatives)) - 1].span
    for at in range(bracket.span.start, bracket.span.end):
        if (chosen is None or not chosen.start <= at < chosen.end) and kept[at] not in "\r\n":
            kept[at] = " "
    for inner in bracket.inner:
        if chosen is not None and chosen.covers(inner.span):
            _choose(kept, inner, name)


# ---------------------------------------------------------------- finding


def _pairs(text: str) -> list[_Pair]:
    """The outermost pairs of brackets; a sign without its partner is left out, and pairs around too many others."""
    open_: list[tuple[int, list[_Pair]]] = []
    outer: list[_Pair] = []
    for match in _SIGN.finditer(text):
        if match.group() == "[":
            open_.append((match.start(), []))
        elif open_:
            start, inner = open_.pop()
            pair = _Pair(start, match.end(), tuple(inner))
            (open_[-1][1] if open_ else outer).extend([pair] if pair.height <= _HIGHEST else inner)
    unclosed = [pair for _, inner in open_ for pair in inner]
    return sorted([*outer, *unclosed], key=lambda pair: pair.start)


def _grouped(page: _Page, pairs: Sequence[_Pair]) -> Iterator[Bracket]:
    """The pairs that negotiate, those with nothing between them as alternatives."""
    text = page.text
    held: list[_Pair] = []
    for pair in pairs:
        if not _negotiates(page, pair):
            yield from _grouped(page, pair.inner)
            continue
        if held and (
            _is_modal(text, held[-1]) != _is_modal(text, pair)
            or not pattern("bracket", "BETWEEN").fullmatch(text, held[-1].end, pair.start)
            or _NUMBERED.match(text, pair.start)
            or _is_other_article(text, held[-1], pair)
        ):
            yield _bracket(page, held)
            held = []
        held.append(pair)
    if held:
        yield _bracket(page, held)


def _is_other_article(text: str, before: _Pair, pair: _Pair) -> bool:
    """Whether a pair holds a whole article, of which the pair before it is no other wording."""
    if "\n" not in text[before.end : pair.start] or text[pair.end : pair.end + 1] not in ("", "\n"):
        return False
    own, other = (pattern("bracket", "WHOLE_ARTICLE").match(text, each.start) for each in (pair, before))
    return own is not None and _article(own) != _article(other)


def _article(found: re.Match[str] | None) -> str | None:
    return None if found is None else one_line(found["article"]).lower()


def _is_modal(text: str, pair: _Pair) -> bool:
    """Whether a pair holds a verb that binds, whoever proposes it."""
    proposer = pattern("bracket", "PROPOSER").match(text, pair.start + 1, pair.end - 1)
    start = proposer.end() if proposer else pair.start + 1
    return pattern("bracket", "MODAL").fullmatch(text, start, pair.end - 1) is not None


def unclosed_in(text: str) -> tuple[Span, ...]:
    """Where square brackets open that nothing closes, in order.

    >>> unclosed_in("Each Party [shall [may] report.")
    (Span(start=11, end=12),)
    """
    open_: list[int] = []
    for match in _SIGN.finditer(text):
        if match.group() == "[":
            open_.append(match.start())
        elif open_:
            open_.pop()
    return tuple(Span(start, start + 1) for start in open_)


def _negotiates(page: _Page, pair: _Pair) -> bool:
    """Whether brackets hold what is not agreed: no footnote mark, seal or editor's word."""
    text = page.text
    inside = text[pair.start + 1 : pair.end - 1]
    if pattern("structure", "NOTE_ON_TEXT").match(inside.strip()):
        return False
    if pattern("bracket", "EDITORIAL").fullmatch(inside) or inside.isupper() or inside.startswith("("):
        return False
    if _is_title(text, pair) or text[max(0, pair.start - 1) : pair.start] == "-":  # 4-[2-methyl] is a formula
        return False
    if not _DIGITS.fullmatch(text, pair.start, pair.end):
        return True
    # "within [30] days", but "the Parties[3]" and a line that begins with "[3]"
    mark = _RAISED.match(text, pair.end)
    end = mark.end() if mark else pair.end
    before, after = text[max(0, pair.start - 1) : pair.start], text[end : end + 2]
    is_apart = before in (" ", "\u00a0") and after[:1] == " " and not after[1:].isupper()
    return is_apart and not _counts(page, pair)


def _counts(page: _Page, pair: _Pair) -> bool:
    """Whether a figure in brackets counts footnotes: it is one, or follows the one before it somewhere above."""
    figure = int(page.text[pair.start + 1 : pair.end - 1])
    return figure == 1 or page.figures.get(str(figure - 1), pair.start) < pair.start


def _is_title(text: str, pair: _Pair) -> bool:
    """Whether a pair fills its line like the name of what follows, or of who signed: "[More Favourable Terms]"."""
    inside = text[pair.start + 1 : pair.end - 1].strip()
    if not inside[:1].isupper():
        return False
    is_name = " " in inside and inside[-1:].isalnum() and _is_first(text, pair.start)
    if is_name and pattern("bracket", "SENTENCE").match(text, pair.end, _cell_end(text, pair.end)):
        return True  # 1. [Fees of Offices] The provisions …
    if inside.endswith((".", ";")) or not _LAST_IN_CELL.match(text, pair.end):
        return False
    line_start = text.rfind("\n", 0, pair.start) + 1
    cell_start = max(line_start, text.rfind("\t", line_start, pair.start) + 1)
    is_alone = not any(map(str.isalpha, text[cell_start : pair.start]))
    return is_alone and not any(pattern("bracket", name).match(inside) for name in ("OPTION", "PROPOSER"))


def _is_first(text: str, at: int) -> bool:
    """Whether nothing but a number stands before a place in its line or cell."""
    while at and text[at - 1] in _BEFORE_NAME:
        at -= 1
    return not at or text[at - 1] in "\n\t"


def _cell_end(text: str, at: int) -> int:
    found = _CELL_END.search(text, at)
    return found.start() if found else len(text)


def _bracket(page: _Page, pairs: Sequence[_Pair]) -> Bracket:
    alternatives = [alternative for pair in pairs for alternative in _alternatives(page, pair, lone=len(pairs) == 1)]
    return Bracket(
        span=Span(pairs[0].start, pairs[-1].end),
        alternatives=tuple(alternatives),
        inner=tuple(bracket for pair in pairs for bracket in _grouped(page, pair.inner)),
    )


def _noted(page: _Page, pair: _Pair) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who proposed what stands in a pair, and who reserves its position on it, as the footnote to it says."""
    mark = pattern("bracket", "NOTE_MARK").match(page.text, pair.end)
    notes = () if mark is None else page.notes.get(mark.group().strip("[]()/"), ())
    at = bisect.bisect_left(notes, pair.end, key=itemgetter(0))
    return notes[at][1:] if at < len(notes) else ((), ())


def _each_name(names: str) -> list[str]:
    return pattern("bracket", "BETWEEN_NAMES").sub("\0", names).split("\0")


def _named(note: str, kind: str) -> tuple[str, ...]:
    """The names in what a footnote says of who proposed or reserved."""
    found = (said["who"] for said in pattern("bracket", kind).finditer(note))
    return tuple(name.removeprefix("the ") for who in found for name in _each_name(who.rstrip(".")) if name)


def _alternatives(page: _Page, pair: _Pair, *, lone: bool) -> Iterator[Alternative]:
    """What stands in a pair: one wording, or several short ones parted by strokes."""
    text = page.text
    start, end = pair.start + 1, pair.end - 1
    label: str | None = None
    noted, reserving = _noted(page, pair)
    proposers: tuple[str, ...] = ()
    option = pattern("bracket", "OPTION").match(text, start, end)
    if option is not None:
        label, start = one_line(option["option"]), option.end()
    proposer = pattern("bracket", "PROPOSER").match(text, start, end)
    if proposer is not None:
        proposers, start = tuple(_each_name(proposer["proposer"])), proposer.end()
    strokes = list(_SLASH.finditer(text, start, end)) if lone and not pair.inner else []
    bounds = [(start, end)]
    if strokes:
        cuts = list(zip([start, *(m.end() for m in strokes)], [*(m.start() for m in strokes), end], strict=True))
        if all(0 < len(text[a:b].split()) <= _LONGEST_WORD for a, b in cuts) and not pattern(
            "bracket", "EITHER"
        ).search(text, start, end):
            bounds = cuts
    for a, b in bounds:
        yield Alternative(
            text=one_line(text[a:b]),
            span=Span(a, b),
            label=label,
            proposed_by=tuple(dict.fromkeys((*proposers, *noted))),
            reserved_by=tuple(dict.fromkeys(reserving)),
        )
