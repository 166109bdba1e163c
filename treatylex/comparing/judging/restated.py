"""Restated: changes of passages that say the same in another construction, which weigh what rewording does.

Guarantees: the same from either side; a change is touched only where its provision and all that stand around it up to
the article say the same (`matching/meaning`), and what it weighed more than rewording is all that it loses: the fields
that differ as they were read are still `possible`, so that a gate on them closes.
"""

import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import attrs

from treatylex.comparing.judging import weights
from treatylex.comparing.judging.binding import FREE, TOLD, have_one_modal
from treatylex.comparing.judging.classes import carries_nothing
from treatylex.comparing.judging.judgement import Judgement
from treatylex.comparing.judging.losses import Losses
from treatylex.comparing.judging.order import swapped
from treatylex.comparing.judging.recast import recast
from treatylex.comparing.judging.substance import judged
from treatylex.comparing.judging.touches import name_another
from treatylex.comparing.judging.verbatim import Verbatim
from treatylex.comparing.matching.meaning import meanings
from treatylex.comparing.matching.pairing import Pairing
from treatylex.comparing.matching.usage import base_of, bases_of, same_base
from treatylex.comparing.matching.wording import words
from treatylex.language.grammar import pattern
from treatylex.model.changes import EVERY_FIELD, Change, ChangeKind, Touch
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Leaf, LeafKind, Level, Provision, Treaty
from treatylex.source import Span

_KINDS = frozenset({ChangeKind.MODIFIED, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.SPLIT, ChangeKind.MERGED})
_BY_ORDER = (Touch.SIDES, Touch.SCOPE, Touch.FIGURES, Touch.CITATIONS)
"""What words turn that stand in each other's place, or belong together otherwise."""
_LONGEST = 3000
"""Signs: a longer passage is not looked into."""
_MOST = 15
"""Words: passages of which either has more that the other has not say something else."""
_LEAST = 6
"""So many words may differ in the shortest of passages; in others half of them."""
_LONGEST_MEANING = 10
"""Words: a longer meaning is told by its own sentence, not put in the place of the term."""
_UNCOUNTED = frozenset({LeafKind.MARKER, LeafKind.FURNITURE})


def restated(
    pairing: Pairing, left: Verbatim, right: Verbatim, losses: Losses, changes: Iterable[Change]
) -> Iterator[Change]:
    """The changes, those of passages that say the same with what rewording weighs."""
    passages = _Passages(pairing, left, right, losses)
    for change in changes:
        is_heavy = change.kind in _KINDS and change.weight > weights.REWORDED
        if is_heavy and passages.differ_in_signs(change):
            yield change
        elif is_heavy and not _changes_actors(change) and passages.are_alike(change):
            yield _reworded(change, weights.PARTED if passages.are_listed_once(change) else weights.REWORDED)
        elif is_heavy and change.weight > weights.RECAST and (weight := passages.recast_weight(change)) is not None:
            yield attrs.evolve(change, weight=weight)
        else:
            yield change


def _reworded(change: Change, weight: float) -> Change:
    """A change of what says the same, with what that weighs; what was read otherwise may be so."""
    possible = {*change.possible, *change.fields}
    return attrs.evolve(
        change,
        touches=(),
        possible=tuple(field for field in EVERY_FIELD if field in possible and field not in change.fields),
        weight=min(change.weight, weight),
    )


def _are_of_like_kinds(change: Change) -> bool:
    """Whether both clauses bind, free or state alike, so that their kinds differ as they were read alone."""
    ours, theirs = change.left, change.right
    if not isinstance(ours, Clause) or not isinstance(theirs, Clause) or ours.kind is theirs.kind:
        return True
    if any({ours.kind, theirs.kind} <= kinds for kinds in (FREE, TOLD)):
        return True
    return have_one_modal(ours, theirs)


def _state(change: Change) -> bool:
    """Whether both clauses only state what is so, and bind nobody."""
    return all(isinstance(node, Clause) and node.kind in TOLD for node in (change.left, change.right))


def _changes_actors(change: Change) -> bool:
    """Whether each clause says who acts, and somebody else: "shall assist X", "shall be assisted by X"."""
    both = all(isinstance(node, Clause) and node.bearer for node in (change.left, change.right))
    return both and not _acts_alike(change)


def _acts_alike(change: Change) -> bool:
    """Whether whoever must act in one clause acts in the other, too, or is named there if nobody is said to act."""
    if not isinstance(change.left, Clause) or not isinstance(change.right, Clause):
        return True
    acting = [each.bearer and (each.bearer.antecedent or each.bearer) for each in (change.left, change.right)]
    said = [
        _bases(clause.text if actor is None else actor.normalized)
        for actor, clause in zip(acting, (change.left, change.right), strict=True)
    ]
    is_pronoun = any(actor is not None and _is_pronoun(actor.normalized) for actor in acting)
    return acting == [None, None] or is_pronoun or not said[0].isdisjoint(said[1])


def _bases(text: str) -> frozenset[str]:
    """The base forms of the words of substance of a text."""
    return frozenset(base for word in words(text) if not carries_nothing([word]) for base in bases_of(word))


def _is_pronoun(text: str) -> bool:
    return pattern("touches", "PRONOUN").fullmatch(text.casefold()) is not None


def _is_sign_or_figure(key: str) -> bool:
    """Whether a key is a sign, a figure, or a letter, as of a point: "(a)"."""
    return len(key) == 1 or not any(map(str.isalpha, key))


def _denies(key: str) -> bool:
    """Whether a key holds a denial, which says another thing at another place: "not required to", "required not to"."""
    return any(map(pattern("touches", "PLAIN_NEGATIVE").fullmatch, base_of(key).split()))


def _are_forms(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether a word stands in another form: "a Party may end it", "the Parties may end it"."""
    return any(itertools.starmap(same_base, itertools.product(gone, come)))


def _spans(nodes: Iterable[Treaty | Provision]) -> list[list[Span]]:
    """Where the words of provisions stand that are not those of one within it; those of points where one has none."""
    both = [*nodes]
    is_whole = _are_listed_once(both)
    return [
        [leaf.span for leaf in (node.leaves if is_whole else node.own_leaves) if leaf.kind not in _UNCOUNTED]
        for node in both
    ]


def _are_listed_once(nodes: Sequence[Treaty | Provision]) -> bool:
    """Whether what one provision says in points the other says in one sentence."""
    children = sorted((node.children for node in nodes), key=len)
    return (
        not children[0]
        and any(children)
        and all(each.level is Level.POINT and not each.children for each in children[-1])
    )


def _passage(exact: Verbatim, node: Treaty | Provision, spans: Sequence[Span]) -> list[tuple[int, str]]:
    """The words and signs of a provision, a sign behind its headings, so that its first sentence has a head.

    What parts its points, where `spans` hold them, parts what a sentence lists: commas, and no colon before them.
    """
    said: list[tuple[int, str]] = []
    headings = {leaf.span for leaf in node.own_leaves if leaf.kind is LeafKind.HEADING}
    points = [child.span for child in node.children if any(map(child.span.covers, spans))]
    for span in spans:
        found = exact.passage([span])
        if points and span.end <= points[0].start and found and found[-1][1] == ":":
            found = found[:-1]
        if any(point.covers(span) for point in points[:-1]):
            found = [(at, "," if token == ";" else token) for at, token in found]
        said += found
        said += [(span.start, ";")] if span in headings else []
    return said


def _overlap(provision: Provision, node: Clause | Provision | Leaf) -> bool:
    return provision.span.start < node.span.end and node.span.start < provision.span.end


class _Terms:
    """What terms mean at each provision of a treaty: the short forms of names, and what is defined in its article."""

    def __init__(self, treaty: Treaty) -> None:
        self._by_article: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self._names: list[tuple[int, str, str]] = []
        for number, each in enumerate(treaty.definitions):
            if len(each.meaning.split()) <= _LONGEST_MEANING:
                is_name = pattern("touches", "NAME").search(f"a {each.term}") is not None
                known = self._names if is_name else self._by_article[each.eid.partition("__")[0]]
                known.append((number, each.meaning, each.term))

    def holding(self, node: Treaty | Provision) -> list[tuple[str, str]]:
        """The terms that hold at a provision, each behind its meaning, as the treaty orders them."""
        at = "" if isinstance(node, Treaty) else node.eid.partition("__")[0]
        return [(meaning, term) for _, meaning, term in sorted([*self._names, *self._by_article.get(at, ())])]


class _Parted(NamedTuple):
    """What differs between two passages in one frame, place by place, and the words of either as they stand."""

    places: list[tuple[list[str], list[str]]]
    said: tuple[list[str], list[str]]


class _Passages:
    """The passages of two treaties that answer to each other, and whether they say the same."""

    def __init__(self, pairing: Pairing, left: Verbatim, right: Verbatim, losses: Losses) -> None:
        self._losses = losses
        self._usage = left.compared.usage
        self._meanings = meanings(self._usage)
        self._sides = left, right
        self._terms = _Terms(left.treaty), _Terms(right.treaty)
        self._answers = {a.eid: b.eid for a, b in pairing.provisions}
        self._origins = {b.eid: a.eid for a, b in pairing.provisions}
        self._are_alike = functools.cache(self._say_the_same)  # asked for each clause of a provision
        self._parted = functools.cache(self._parted_of)
        self._differ_much = functools.cache(self._are_far)

    def are_alike(self, change: Change) -> bool:
        """Whether all passages in which a change stands say the same."""
        pairs = self._pairs(change)
        return all(None not in pair for pair in pairs) and all(itertools.starmap(self._are_alike, pairs))

    def are_listed_once(self, change: Change) -> bool:
        """Whether any of these passages lists in points what the other says in one sentence."""
        return any(map(self._is_listed_once, self._pairs(change)))

    def _is_listed_once(self, pair: tuple[str | None, str | None]) -> bool:
        left, right = pair
        return left is not None and right is not None and _are_listed_once(self._nodes(left, right))

    def differ_in_signs(self, change: Change) -> bool:
        """Whether commas alone turn something: what they tell of a list no frame holds."""
        if Touch.SCOPE not in change.touches or change.left is None or change.right is None:
            return False
        nodes = zip(self._sides, (change.left, change.right), strict=True)
        said = [[*exact.keys_at([node.span])] for exact, node in nodes]
        return said[0] == said[1]

    def recast_weight(self, change: Change) -> float | None:
        """What a change weighs of passages in another construction, by their words of substance; nothing if unknown."""
        if not _are_of_like_kinds(change) or not _acts_alike(change):
            return None
        found = self._recast(change)
        if found is None:
            return None
        if not found.touches:
            return weights.RECAST
        if found.is_replaced and found.related:
            return min(change.weight, weights.RELATED)
        if found.is_replaced and found.rebuilt:
            return min(change.weight, weights.REPLACED)
        is_another = found.is_replaced and not found.rephrased  # one word for another: no other phrase for the same
        return weights.REPLACED if is_another and change.weight == weights.REPHRASED else None

    def _recast(self, change: Change) -> Judgement | None:
        """What all passages in which a change stands turn at most, wherever their words stand; nothing if unknown."""
        pairs = self._pairs(change)
        if any(map(self._differ_much, pairs)):
            return None
        parted = [self._parted(*pair) for pair in pairs]
        known = [each for each in parted if each is not None]
        if len(known) < len(parted):
            return None
        gone, come = ([key for each in known for place in each.places for key in place[side]] for side in (0, 1))
        said = ([key for each in known for key in each.said[0]], [key for each in known for key in each.said[1]])
        if _state(change):  # "shall be valid", "is valid"
            gone, come = (
                [key for key in keys if not pattern("modal", "COMMANDING").fullmatch(key)] for keys in (gone, come)
            )
        found = recast(gone, come, said, self._usage)
        turned = [touch for touch in _BY_ORDER if touch in change.touches]
        if found is None or not turned:
            return found
        whole = judged(*said, self._usage)
        return None if whole.opposed or not set(whole.touches).issuperset(turned) else found

    def _pairs(self, change: Change) -> set[tuple[str | None, str | None]]:
        """The passages in which a change stands, each with the one that answers to it."""
        pairs: set[tuple[str | None, str | None]] = set()
        for node, exact in ((change.left, self._sides[0]), (change.right, self._sides[1])):
            if node is not None:
                home = node if isinstance(node, Provision) else exact.treaty.parent(node)
                pairs.update(self._around(home, exact))
                below = () if home is None else (each for each in home.provisions if _overlap(each, node))
                pairs.update(pair for each in below for pair in [self._pair(each, exact)])
        return pairs

    def _around(self, home: Provision | None, exact: Verbatim) -> Iterator[tuple[str | None, str | None]]:
        """A provision and those that it stands in, each with the one that answers to it; "" for the treaty itself."""
        while isinstance(home, Provision):
            yield self._pair(home, exact)
            home = exact.treaty.parent(home)
        yield "", ""

    def _pair(self, provision: Provision, exact: Verbatim) -> tuple[str | None, str | None]:
        """A provision with the one that answers to it; a point that is part of a sentence there, with what holds it."""
        is_left = exact is self._sides[0]
        answer = (self._answers if is_left else self._origins).get(provision.eid)
        pair = (provision.eid, answer) if is_left else (answer, provision.eid)
        if answer is not None or provision.level is not Level.POINT:
            return pair
        holder = exact.treaty.parent(provision)
        around = ("", "") if holder is None else self._pair(holder, exact)
        return around if self._is_listed_once(around) else pair

    def _say_the_same(self, left: str | None, right: str | None) -> bool:
        parted = self._parted(left, right)
        if parted is None or not all(itertools.starmap(self._turns_nothing, parted.places)):
            return False
        gone, come = ([key for place in parted.places for key in place[side]] for side in (0, 1))
        if judged(gone, come, self._usage).touches or judged(*parted.said, self._usage).singled:
            return False
        if swapped(*parted.said):  # "report of the judges", "report on the judges"
            return False
        return not _are_forms(gone, come)  # nor does one stand elsewhere: "does not undertake to", "undertakes not to"

    def _are_far(self, pair: tuple[str | None, str | None]) -> bool:
        """Whether two passages differ in so many words that no construction makes up for it."""
        if pair[0] is None or pair[1] is None:
            return True
        said = [
            Counter(exact.keys_at(spans))
            for exact, spans in zip(self._sides, _spans(self._nodes(pair[0], pair[1])), strict=True)
        ]
        lost, come = (said[0] - said[1]).total(), (said[1] - said[0]).total()
        return max(lost, come) > _MOST or 2 * min(lost, come) > min(said[0].total(), said[1].total()) + _LEAST

    def _parted_of(self, left: str | None, right: str | None) -> _Parted | None:
        """What differs between two passages in one frame; nothing where that is not known."""
        if left is None or right is None:
            return None
        nodes = self._nodes(left, right)
        spans = _spans(nodes)
        ours, theirs = (
            "\n".join(span.of(exact.treaty.text) for span in at) for exact, at in zip(self._sides, spans, strict=True)
        )
        if self._losses.exchanges_instruments(*spans) or name_another(ours, theirs, self._usage):
            return None
        said = [_passage(*each) for each in zip(self._sides, nodes, spans, strict=True)]
        if [token for _, token in said[0]] == [token for _, token in said[1]]:
            return _Parted([], ([], []))
        if max(map(len, said)) > _LONGEST:
            return None
        places = self._meanings.parted(said[0], said[1], self._defined(nodes[0], nodes[1]))
        keys = [[*exact.keys_at(at)] for exact, at in zip(self._sides, spans, strict=True)]
        return _Parted(places, (keys[0], keys[1]))

    def _nodes(self, left: str, right: str) -> list[Treaty | Provision]:
        """Two provisions that answer to each other; for "" the treaties themselves."""
        eids = zip(self._sides, (left, right), strict=True)
        return [exact.treaty.provision(eid) if eid else exact.treaty for exact, eid in eids]

    def _defined(self, left: Treaty | Provision, right: Treaty | Provision) -> list[tuple[str, str]]:
        """The terms that both treaties define alike, and that hold at two places of them, each behind its meaning."""
        ours, theirs = (terms.holding(node) for terms, node in zip(self._terms, (left, right), strict=True))
        there = {*theirs}
        return [each for each in ours if each in there]

    def _turns_nothing(self, gone: Sequence[str], come: Sequence[str]) -> bool:
        """Whether words that stand for others at one place do but the same: not "for" and "by", which carry little."""
        if gone and come and carries_nothing(gone) and carries_nothing(come):
            return False
        telling = pattern("touches", "OPERATOR", "PAST").fullmatch
        if not (gone and come) and any(map(telling, (*gone, *come))):  # "or" beside "or both": an operator more
            return False
        if any(_is_sign_or_figure(key) or _denies(key) for key in (*gone, *come)):
            return False
        return not judged(gone, come, self._usage).touches
