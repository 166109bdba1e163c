"""Verbatim: every word and sign of a treaty, free of formatting and of nothing else.

Guarantee: two treaties whose `raw` entries are alike differ at most in white space, line wraps, page furniture,
hyphens within words, the style of quotation marks, and capitals in headings or in words written wholly in capitals.
"""

import bisect
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from treatylex.comparing.judging.fields import ComparedTreaty, each_of
from treatylex.comparing.matching.letters import bare
from treatylex.comparing.matching.tokens import Tokens, tokens
from treatylex.comparing.matching.usage import Keys
from treatylex.language.grammar import pattern
from treatylex.model.provisions import Leaf, LeafKind, Provision, Treaty
from treatylex.model.references import Reference
from treatylex.source import Span, uncovered, union

# The leaders and page number at the end of a line in a table of contents belong to the page
_PAGE = re.compile(r"(?:[ .…_]{2,}|\t)[ .…_\t]*\d+[ \t]*(?=[\r\n]|$)")
_RELATIVE = re.compile("(?:this|that|preceding|following)_")  # as paths are written, whatever the text says
_UNITS = ("ART", "PARA", "SUB", "SUB_POINT")
_CAPITALS_DO_NOT_COUNT = frozenset({LeafKind.TITLE, LeafKind.HEADING, LeafKind.MARKER, LeafKind.CONTENTS})


class Said(NamedTuple):
    """Words and signs, and where each begins, in two columns of one length."""

    starts: list[int]
    tokens: list[str]


class Verbatim:
    """A treaty by its words and signs.

    In `told`, what comparison tells otherwise is left out: the numbers of provisions, and the numbers of references
    to them, for which the provision that they lead to stands. `raw` leaves out nothing.
    """

    def __init__(self, compared: ComparedTreaty) -> None:
        self.compared = compared
        self.treaty: Treaty = compared.treaty

    @functools.cached_property
    def _clause_edges(self) -> list[int]:
        """Where clauses begin and end, in order."""
        return [
            edge for span in union(clause.span for clause in self.treaty.clauses) for edge in (span.start, span.end)
        ]

    @functools.cached_property
    def raw(self) -> Said:
        """Every word and sign."""
        starts: list[int] = []
        said: list[str] = []
        for leaf in self.treaty.leaves:
            if leaf.kind is LeafKind.FURNITURE:
                continue
            text = leaf.text
            if leaf.kind is LeafKind.CONTENTS:
                text = _PAGE.sub(lambda page: " " * len(page.group()), text)
            first = len(said)
            for at, token in tokens(text):
                starts.append(leaf.span.start + at)
                said.append(token)
            if leaf.kind in _CAPITALS_DO_NOT_COUNT:
                said[first:] = map(str.casefold, said[first:])
            if 1 < first < len(said) and _breaks_off(*said[first - 2 : first + 1]):
                said[first - 2 : first + 1] = [said[first - 2] + said[first]]
                del starts[first - 1 : first + 1]
        return Said(starts, said)

    @functools.cached_property
    def own_names(self) -> frozenset[str]:
        """What the text calls itself, without case: "treaty" for "this Treaty"; several where it holds several."""
        return self.own_names_in([leaf.span for leaf in self.treaty.leaves])

    def own_names_in(self, spans: Iterable[Span]) -> frozenset[str]:
        """Those of the names that the text has for itself that stand at some places of it."""
        said = pattern("touches", "OWN_NAME")
        text = self.treaty.text
        return frozenset(each["own"].casefold() for span in spans for each in said.finditer(text, span.start, span.end))

    @functools.cached_property
    def told(self) -> Said:
        """Every word and sign without the numbers that are compared by themselves."""
        starts, said = self.raw.starts, [*self.raw.tokens]
        dropped: set[int] = set()
        inserted: dict[int, list[str]] = defaultdict(list)
        """What stands before a word."""
        for span, numbers in self._numbers():
            dropped.update(at for at in _within(starts, span) if said[at].casefold() in numbers)
        for reference, led in self._led:
            named = _numbers_of(path for path, _ in led)
            inner = _within(starts, reference.span)
            if led and inner:
                for at in inner:
                    said[at] = said[at].casefold()
                dropped.update(at for at in inner if said[at] in named)
                targets = (each for _, where in led for each in each_of(where, self.compared.inserted))
                inserted[inner[0]] += map("→{}".format, targets)
        told = Said([], [])
        end = 0
        for at in sorted({*dropped, *inserted}):
            told.starts.extend([*starts[end:at], *([starts[at]] * len(inserted[at]))])
            told.tokens.extend([*said[end:at], *inserted[at]])
            end = at + (at in dropped)
        return Said([*told.starts, *starts[end:]], [*told.tokens, *said[end:]])

    @functools.cached_property
    def _led(self) -> list[tuple[Reference, tuple[tuple[str, str], ...]]]:
        """The references, each with its targets in this treaty."""
        return [(reference, self.compared.internal(reference)) for reference in self.treaty.references]

    @functools.cached_property
    def _starts(self) -> list[int]:
        return self.told.starts

    @functools.cached_property
    def _keys(self) -> Keys:
        """What stands in `told` by its keys, so that what is alike in usage is the same."""
        said = [*self.told.tokens]
        for at, each in self._cited.items():
            said[at] = each
        return self.compared.usage.keys([*zip(self._starts, said, strict=True)])

    def passage(self, spans: Iterable[Span]) -> list[tuple[int, str]]:
        """The words and signs at several spans with their places, what cites a provision by where it leads."""
        return [
            (self.told.starts[at], self._cited.get(at, self.told.tokens[at]))
            for span in union(spans)
            for at in _within(self._starts, span)
        ]

    @functools.cached_property
    def _cited(self) -> dict[int, str]:
        """What stands for words that cite, by their places in `told`: "Article 2(1)" is "paragraph 1 of Article 2"."""
        found: dict[int, str] = {}
        joins, adds = pattern("reference", "OF", "TO", "RANGE").fullmatch, pattern("touches", "ADDING").fullmatch
        end = 0
        for reference, led in self._led:
            inner = _within(self._starts, reference.span)
            gap = _within(self._starts, Span(end, reference.span.start)) if 0 < end < reference.span.start else ()
            if len(gap) == 1 and adds(self.told.tokens[gap[0]].casefold()):
                found[gap[0]] = ","  # "Article 3 and Article 4" is "Articles 3 and 4"
            end = reference.span.end
            paths = [target.path for target in reference.targets]
            if not all(paths) or (not led and any(map(_RELATIVE.match, paths))):
                continue
            leading = {path for path, _ in led}
            cited = [each for path in paths if path not in leading for each in each_of(path, self.compared.inserted)]
            named = _numbers_of(path for path in paths if path not in leading)
            said = [*map(str.casefold, self.told.tokens[inner.start : inner.stop])]
            units = [
                n
                for n, word in enumerate(said)
                if (word in named or pattern("reference", *_UNITS).fullmatch(word))
                and not (n and _RELATIVE.match(said[n - 1]))  # "this paragraph" is named by nothing else
            ]
            between = said[units[0] : None if led else units[-1]] if units else []
            for n in (*units, *(units[0] + at for at, word in enumerate(between) if joins(word) or adds(word))):
                found[inner[n]] = ","
            if len(cited) > len(units):
                cited = ["+".join(cited)]
            # Never what leads to a provision of this treaty
            found.update((inner[n], f"→?{path}") for n, path in zip(units, cited, strict=False))
        return found

    @functools.cached_property
    def _key_starts(self) -> list[int]:
        return [*map(self._starts.__getitem__, self._keys.firsts)]

    @functools.cached_property
    def _key_texts(self) -> list[str]:
        return self._keys.texts

    def key_places(self, spans: Iterable[Span]) -> list[int]:
        """The places of the keys at several spans, each once, in order."""
        starts = self._key_starts
        found: list[int] = []
        for span in union(spans):
            found += _within(starts, span)
        return found

    def keys_at(self, spans: Iterable[Span]) -> list[str]:
        """What stands at several spans, each word once, in order, by its keys."""
        starts, texts = self._key_starts, self._key_texts
        found: list[str] = []
        for span in union(spans):
            within = _within(starts, span)
            found += texts[within.start : within.stop]
        return found

    @functools.cached_property
    def key(self) -> Callable[[int], str]:
        """Tells what stands at a place, by its key: what is alike in usage has the same."""
        return self._key_texts.__getitem__

    def at(self, span: Span) -> Tokens:
        """What stands at `span`."""
        within = _within(self._starts, span)
        return tuple(self.told.tokens[within.start : within.stop])

    def shown(self, spans: Iterable[Span]) -> Tokens:
        """What stands at several spans, each word once."""
        return tuple(token for span in union(spans) for token in self.at(span))

    def outside_clauses(self, leaf: Leaf, told: Sequence[Span] = ()) -> Tokens:
        """What stands in a leaf, but in no clause, nor in `told`, which lie in order and apart."""
        pieces = uncovered(leaf.span, told)
        found = (at for piece in pieces for at in _within(self._starts, piece))
        return tuple(self.told.tokens[at] for at in found if not self._is_in_clause(self._starts[at]))

    def _is_in_clause(self, offset: int) -> bool:
        """Whether an odd number of the edges of clauses stand before a place."""
        return bisect.bisect_right(self._clause_edges, offset) % 2 == 1

    def leaf_at(self, offset: int) -> Leaf:
        """The leaf that holds the code point at `offset`."""
        leaves = self.treaty.leaves
        return leaves[bisect.bisect_right(leaves, offset, key=lambda leaf: leaf.span.start) - 1]

    def _numbers(self) -> Iterator[tuple[Span, frozenset[str]]]:
        for provision in self.treaty.provisions:
            numbers = frozenset(bare(provision.number))
            if numbers:
                yield from ((span, numbers) for span in _markers(provision))


def _markers(provision: Provision) -> Iterator[Span]:
    """Where the number of a provision stands: in its markers, or in the first of its headings ("Article 4")."""
    yield from (leaf.span for leaf in provision.own_leaves if leaf.kind is LeafKind.MARKER)
    yield from [leaf.span for leaf in provision.own_leaves if leaf.kind is LeafKind.HEADING][:1]


def _numbers_of(paths: Iterable[str]) -> set[str]:
    """The numbers and letters that some paths name, a letter by itself in its case unless it may be a numeral."""
    named = (part.partition("_")[2] for path in paths for part in re.split("__|-", path))
    return {number.casefold() if len(number) > 1 or number in "IVX" else number for number in named}


def _within(starts: list[int], span: Span) -> range:
    return range(bisect.bisect_left(starts, span.start), bisect.bisect_left(starts, span.end))


def _breaks_off(word: str, hyphen: str, rest: str) -> bool:
    """Whether a word was broken at the foot of a page and goes on at the head of the next one."""
    return hyphen in "-\u2010\u2011" and word[-1].isalpha() and rest[0].islower()
