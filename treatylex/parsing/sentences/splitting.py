"""Splitting: the cues of a passage, one by one, and the sentences that they make.

Guarantee: every cue lies in one sentence; a reference counts as one cue.
"""

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from treatylex.language.currencies import currencies_in
from treatylex.language.grammar import WORDS, Cue, pattern
from treatylex.language.states import states_in
from treatylex.language.words import Form, Names, Word, word
from treatylex.parsing.clause_grammar import clause_grammar
from treatylex.parsing.draft import Mention
from treatylex.parsing.sentences.cues import BEFORE_NOUN, FINITE
from treatylex.parsing.sentences.lists import WAITING_FOR_VERB
from treatylex.parsing.sentences.vocabulary import with_open_words
from treatylex.source import CLOSING_MARK

_CAPITAL = re.compile(r"[A-Z]")
LONGEST_QUOTATION = 400  # cues; a mark that is not closed by then was left open by mistake
_CLOSERS = {"LEFT_QUOTE": "RIGHT_QUOTE", "QUOTE": "QUOTE"}
_MARKS_AT_END = frozenset(_CLOSERS.values())
_PARTING = _MARKS_AT_END | {"STOP", "COLON", "LEFT_QUOTE"}
"""Where a sentence or a quotation can begin or end."""
# What surely begins a sentence, with its capital, behind an abbreviation.
_OPENING_SENTENCE = BEFORE_NOUN | {
    "NOTHING", "THIS", "LINK", "IF", "WHERE", "WHEN", "UNLESS", "IN_CASE_OF", "IN_THE_CASE_OF",
}  # fmt: skip
# What may be the verb of a sentence before its cues are told apart: without one, "the H.M.S. The Queen" is a name.
_FINITE = FINITE | {"WILL", "BARE_MEANS", "NOUN_OR_FINITE"}
_CLOSING_MARKS = frozenset(CLOSING_MARK.values())
LONGEST_SENTENCE = 1500  # cues; the longest sentence of 1,189 treaties has fewer, so a longer one is none
_LONGEST_BRACKET = 15  # cues; what stands in a longer one may be sentences
_LONGEST_OPERATOR = 5  # cues: "be under an obligation"


def cues_of(text: str, mentions: Sequence[Mention], names: frozenset[str] = frozenset()) -> list[Cue]:
    """The cues of a passage: one REFERENCE in place of those that a mention covers, one ACTOR for the name of a State.

    The code of a currency before an amount is a THING. `names` are those that the treaty gives its parties, in lower
    case.
    """
    references = [Cue("REFERENCE", mention.start, mention.end) for mention in mentions]
    states = [Cue("ACTOR", state.start, state.end) for state in states_in(text)]
    money = [Cue("THING", *place) for place in currencies_in(text)]
    scanned: list[Cue] = clause_grammar().scan(text)
    if any(cue.type == "MAY" for cue in scanned):  # "in |May|", no permission
        months = {month.end() for month in pattern("modal", "MONTH_OF_MAY").finditer(text)}
        scanned = [cue._replace(type=WORDS) if cue.type == "MAY" and cue.end in months else cue for cue in scanned]
    for known in (money, states, references):
        scanned = _woven(scanned, known)
    found = with_open_words(text, scanned)
    for k in [k for k, cue in enumerate(found) if cue.type == WORDS]:
        begins = k == 0 or found[k - 1].type in ("STOP", "RIGHT_BRACKET")
        found[k] = _named(found[k], text, names, begins=begins)
    return found


def _named(cue: Cue, text: str, names: frozenset[str], *, begins: bool) -> Cue:
    """A run of words that ends with a capitalised one is a NAME, unless it is one word that begins a sentence.

    Such a word is one when a party bears it, or no list knows it.
    """
    first = max(cue.start, text.rfind(" ", cue.start, cue.end) + 1)
    if not text[first : first + 1].isupper():
        return cue
    alone = begins and first == cue.start and text[first + 1 : cue.end].islower()
    last = text[first : cue.end].lower()
    if last not in names and ((alone and word(last).is_known) or _are_things(word(last))):
        return cue
    return cue._replace(type="NAME")


def _are_things(known: Word) -> bool:
    """As in "the User Charges"; what is one, may be an organ: "the Fund", "the Common Market Group"."""
    return known.names is Names.THING and Form.NOUNS in known.forms


def _woven(cues: list[Cue], known: Sequence[Cue]) -> list[Cue]:
    """The cues, with each of the `known` ones in place of what it covers; what it covers in part is WORDS."""
    return list(_interwoven(cues, known)) if known else cues


def _interwoven(cues: Iterable[Cue], known: Iterable[Cue]) -> Iterator[Cue]:
    waiting = iter(known)
    next_known = next(waiting, None)
    for cue in cues:
        while next_known is not None and cue.start >= next_known.end:
            next_known = next(waiting, None)
        if next_known is None or cue.end <= next_known.start:
            yield cue
            continue
        if cue.start < next_known.start:
            yield Cue(WORDS, cue.start, next_known.start)
        if cue.start <= next_known.start:
            yield next_known
        if cue.end > next_known.end:
            yield Cue(WORDS, next_known.end, cue.end)


def completed_by_to(text: str, cues: Sequence[Cue]) -> list[Cue]:
    """The cues of a chapeau whose items begin with "to", which ends its operator: "shall be allowed: (a) to …"."""
    last = len(cues) - (cues[-1].type == "COLON")
    for first in range(max(0, last - _LONGEST_OPERATOR), last):
        start, end = cues[first].start, cues[last - 1].end
        found = clause_grammar().scan(f"{text[start:end]} to")
        if len(found) == 1 and found[0].type in WAITING_FOR_VERB:
            return [*cues[:first], Cue(found[0].type, start, end), *cues[last:]]
    return list(cues)


def split_sentences(text: str, cues: Sequence[Cue]) -> list[list[Cue]]:
    """The cues of each sentence, with the full stop that ends it; those of a quotation are one with what quotes it."""
    said = list(cues)  # as it is, but for marks of quotation
    starts = [0]
    capitalised = _CAPITAL.search(text) is not None
    opener, quoted = "", -1  # of the quotation that the sentence stands in, and where it ends
    parting = [k for k, cue in enumerate(cues) if cue.type in _PARTING or _is_abbreviated(text, cue)]
    verbs = [k for k, cue in enumerate(cues) if cue.type in _FINITE]
    closing = [k for k in parting if _may_close(text, cues[k])]
    opening = [k for k, cue in enumerate(cues) if cue.type == "LEFT_BRACKET"]
    shutting = [k for k, cue in enumerate(cues) if cue.type == "RIGHT_BRACKET"]
    for k in parting:
        cue = cues[k]
        said_so_far = bisect.bisect_left(verbs, starts[-1]) < bisect.bisect_left(verbs, k)
        ends = _enacts(cues, k) or (said_so_far and _is_abbreviated_end(text, cues, k))
        ends = ends or (cue.type == "STOP" and not (capitalised and _goes_on(text, cue.end)))
        ends = ends and not _is_bracketed(opening, shutting, starts[-1], k)
        if k > quoted and (cue.type == "LEFT_QUOTE" or (cue.type == "QUOTE" and k > 0 and cues[k - 1].type == "COLON")):
            opener, quoted = cue.type, _end_of_quotation(text, cues, k, closing)
        elif k < quoted:
            ends = False
            said[k] = cue._replace(type=WORDS) if _opens_again(cues, k) else cue
        elif k == quoted and cue.type == "STOP":  # its mark closes the quotation
            said[k] = cue._replace(type=_CLOSERS[opener])
        if ends:
            starts.append(k + 1)
    pieces = (range(start, end, LONGEST_SENTENCE) for start, end in itertools.pairwise([*starts, len(cues)]))
    starts = [start for piece in pieces for start in piece]
    sentences = [said[start:end] for start, end in itertools.pairwise([*starts, len(cues)])]
    return [sentence for sentence in sentences if any(cue.type != "STOP" for cue in sentence)]


def _is_bracketed(opening: Sequence[int], closing: Sequence[int], start: int, k: int) -> bool:
    """Whether a full stop at `k` stands in a short bracket within its sentence: "notes (X.Y/WG.4) for the Board".

    Not where the bracket is the sentence: "The Board sits in May. (It may rise in June.)".
    """
    before = bisect.bisect_left(opening, k) - 1
    if before < 0 or opening[before] <= start:
        return False
    after = bisect.bisect_left(closing, opening[before])
    return after < len(closing) and k < closing[after] < opening[before] + _LONGEST_BRACKET


def _enacts(cues: Sequence[Cue], k: int) -> bool:
    """Whether a colon ends the words that enact what follows on the line: "The Parties agree as follows: No toll …"."""
    return k > 0 and cues[k].type == "COLON" and cues[k - 1].type == "ENACTING"


def _is_abbreviated(text: str, cue: Cue) -> bool:
    """Whether a cue is an abbreviation, or the name of a State that ends like one: "the U.S.A."."""
    return cue.type == "ABBREVIATION" or (cue.type == "ACTOR" and text[cue.end - 1] == ".")


def _is_abbreviated_end(text: str, cues: Sequence[Cue], k: int) -> bool:
    """Whether the full stop of an abbreviation ends the sentence as well: "shall tell the W.H.O. The W.H.O. may"."""
    if not _is_abbreviated(text, cues[k]) or k + 1 == len(cues) or cues[k + 1].type not in _OPENING_SENTENCE:
        return False
    following = cues[k + 1]
    initial = text[following.end : following.end + 1] == "."  # "W. A. |A.| Post"
    return text[following.start].isupper() and not initial


def _may_close(text: str, cue: Cue) -> bool:
    """Whether a quotation may end with a cue: with its own mark, or with a full stop that holds it."""
    return cue.type in _MARKS_AT_END or (cue.type == "STOP" and text[cue.end - 1] in _CLOSING_MARKS)


def _end_of_quotation(text: str, cues: Sequence[Cue], start: int, closing: Sequence[int]) -> int:
    """Where the quotation ends that opens at `start`: at one of the `closing` cues; -1 if none is near."""
    if not is_near(closing, start, LONGEST_QUOTATION):
        return -1  # so that a text of nothing but open marks is not looked through for each of them
    depth = 0
    for k in range(start + 1, min(len(cues), start + LONGEST_QUOTATION)):
        kind = cues[k].type
        if kind == "LEFT_QUOTE" and not _opens_again(cues, k):
            depth += 1
        elif kind == _CLOSERS[cues[start].type] or (kind == "STOP" and text[cues[k].end - 1] in _CLOSING_MARKS):
            if depth == 0:
                return k
            depth -= 1
    return -1


def is_near(places: Sequence[int], start: int, reach: int) -> bool:
    """Whether the first of some places, which are in order, behind `start` is less than `reach` away."""
    at = bisect.bisect_right(places, start)
    return at < len(places) and places[at] < start + reach


def _opens_again(cues: Sequence[Cue], k: int) -> bool:
    """Whether a mark only shows, at the beginning of another paragraph, that the quotation goes on."""
    return cues[k].type == "LEFT_QUOTE" and cues[k - 1].type == "STOP"


def _goes_on(text: str, at: int) -> bool:
    """Whether the sentence goes on after a full stop: a small letter follows, in a text that has capitals."""
    following = text[at : at + 3].lstrip(' (“"')
    return text[at : at + 1] == " " and following[:1].islower()
