"""Sentences that the grammar of clauses describes, walked rule by rule: clumsy, often odd, and meant to be read.

Where `clauses` draws what treaties say, these try every sequence that `clause.lark` allows, with every cue that it
lists, so that a rule or a cue that the stages before it cannot hand over shows up.
"""

import re
from collections.abc import Iterable, Sequence

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from treatylex.language.grammar import listed, productions
from treatylex.model.clauses import ClauseKind

_DEEPEST = 12
"""So many rules within rules; below, only the shortest sequences are drawn."""

# What the stage "sentences" hands the grammar besides cues, in the words of treaties.
_GATHERED = {
    "WHO": ("each Party", "the Parties", "the Depositary"),
    "WHAT": ("the list", "this Treaty", "the annexes"),
    "NOBODY": ("neither Party", "no Contracting State"),
    "NOTHING_IN": ("nothing in this Treaty",),
    "DEFINED": ("“Vessel”", "the term “catch”"),
    "CONDITION": ("if a dispute arises,", "in the event of an armed attack,"),
    "EXCEPTION": ("unless the Council decides otherwise,", "except for the islands,"),
    "TIME": ("within thirty days", "without delay"),
    "MANNER": ("in good faith", "in accordance with Article 5"),
    "PURPOSE": ("with a view to a settlement", "in order to preserve peace"),
    "TOPIC": ("with respect to fishing,",),
    "LINKER": ("accordingly", "however"),
    "ACT": ("inform the Council", "the measures", "assistance"),
    "STATE": ("maintains", "owes"),
    "CONFORMING": ("be in conformity with Article 5", "be in writing"),
    "DONE": ("notified", "published"),
    "BARE": ("",),
    "PLEDGED": ("undertake to", "commit itself to"),
    "IS_FOR": ("is to", "are to"),
    "BE_FOR": ("be to",),
    "IS_OFFICE": ("is to", "are to"),
    "BE_OFFICE": ("be to",),
    "GRANTS_RIGHT": ("grants each Party the right to",),
    "FAIL": ("fail to",),
    "DENIED": ("no toll", "no duty to pay"),
    "HAVE_POWER": ("have the power, in respect of the islands, to",),
    "APART_FREE": ("free, in respect of the islands, to",),
    "APART_BOUND": ("obliged, in respect of the islands, to",),
}
# What is said of "it", which is no subject here, stands before whom it asks, or goes on with "from".
_ELSEWHERE = frozenset({"LAWFUL", "BE_LAWFUL", "NECESSARY", "BE_NECESSARY", "FORBIDDEN", "ADVISED", "URGES", "BARRED"})
_DRAWN = tuple(kind.value for kind in ClauseKind if kind is not ClauseKind.RECITAL)


def clause_texts(*, kinds: Iterable[ClauseKind | str] = _DRAWN) -> st.SearchStrategy[str]:
    """Sentences that follow the rules of these kinds in `clause.lark`.

    Args:
        kinds: whose rules to follow; those of every kind by default.
    """
    wanted = tuple(ClauseKind(kind).value for kind in kinds)
    if not wanted or ClauseKind.RECITAL.value in wanted:
        raise InvalidArgument(f"clause.lark has no rule for recitals; choose among {', '.join(_DRAWN)}")
    return _sentences(wanted)


@st.composite
def _sentences(draw: st.DrawFn, kinds: Sequence[str]) -> str:
    words: list[str] = []
    _walk(draw, draw(st.sampled_from(kinds)), 0, words)
    text = re.sub(r" ,", ",", " ".join(filter(None, words))).rstrip(", ")
    return f"{text[:1].upper()}{text[1:]}."


def _walk(draw: st.DrawFn, symbol: str, depth: int, words: list[str]) -> None:
    """Append the words of a rule or terminal."""
    sequences = productions("clause").get(symbol)
    if sequences is None:
        words.append(draw(st.sampled_from(_GATHERED.get(symbol) or listed("clause")[symbol])))
        return
    ordered = sorted((sequence for sequence in sequences if _ELSEWHERE.isdisjoint(sequence)), key=len)
    shortest = [sequence for sequence in ordered if len(sequence) == len(ordered[0])]
    for part in draw(st.sampled_from(shortest if depth >= _DEEPEST else ordered)):
        _walk(draw, part, depth + 1, words)
