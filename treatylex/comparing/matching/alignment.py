"""Alignment: which article and which clause of one treaty answers to which of another.

Guarantees: one to one; a side is `None` where nothing answers; aligning right with left gives the mirror image.

Clauses are paired within paired articles first, then what is left over across articles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from treatylex.comparing.matching.articles import best_first, pair_articles
from treatylex.comparing.matching.parting import parts
from treatylex.comparing.matching.sides import Side
from treatylex.comparing.matching.wording import Wordings, terms, words
from treatylex.model.changes import Alignment, Match
from treatylex.model.clauses import Clause
from treatylex.model.provisions import Provision, Treaty, check_treaty_type

Pairs = dict[tuple[int, int], float]
_NodeT = TypeVar("_NodeT", Provision, Clause)

_SAME_EID = 0.02
"""What an equal eId adds: it decides between clauses of equal wording, and hardly between others."""
_CLAUSE_FLOOR = 0.3
_OTHER_KIND_FLOOR = 0.45
"""Clauses of different kinds that are less alike are rather two norms than one that changed."""
_LEAST_FLOOR = _CLAUSE_FLOOR / 2
"""Less alike than this no two clauses answer to each other, wherever they stand."""
_MOVED_FLOOR = 0.6
"""Clauses of articles that do not answer to each other must be this much alike, and this long."""
_MOVED_WORDS = 5


def align_treaties(left: Treaty, right: Treaty) -> Alignment:
    """Find which articles and clauses of two treaties answer to each other.

    Returns:
        The matches in the order of the left text; what only the right treaty has comes last, in its order.

    Raises:
        TypeError: for a text or a path instead of a treaty.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Article 1\\n\\nThe Parties shall exchange observers.\\n\\nArticle 2\\n\\nVisits are free.")
    >>> new = parse("Article 1\\n\\nVisits are free.\\n\\nArticle 2\\n\\nThe Parties shall exchange observers.")
    >>> [(match.left.number, match.right.number) for match in align_treaties(old, new).articles]
    [('1', '2'), ('2', '1')]
    """
    check_treaty_type(left, "left")
    check_treaty_type(right, "right")
    articles = pair_articles(left.articles, right.articles)
    clauses = _pair_clauses(left, right, articles)
    splits, merges = parts(
        Side(left),
        Side(right),
        {left.articles[i].eid: right.articles[j].eid for i, j in articles},
        [(left.clauses[i], right.clauses[j]) for i, j in sorted(clauses)],
    )
    return Alignment(
        articles=_matches(left.articles, right.articles, articles),
        clauses=_matches(left.clauses, right.clauses, clauses),
        splits=splits,
        merges=merges,
    )


def _matches(left: Sequence[_NodeT], right: Sequence[_NodeT], pairs: Pairs) -> tuple[Match[_NodeT], ...]:
    partner = dict(pairs.keys())
    found = [
        Match(left=node, right=right[partner[i]], score=pairs[i, partner[i]])
        if i in partner
        else Match(left=node, right=None, score=0.0)
        for i, node in enumerate(left)
    ]
    answered = set(partner.values())
    found += (Match(left=None, right=node, score=0.0) for j, node in enumerate(right) if j not in answered)
    return tuple(found)


# ---------------------------------------------------------------- clauses


def _pair_clauses(left: Treaty, right: Treaty, articles: Iterable[tuple[int, int]]) -> Pairs:
    """Pairs within articles that answer to each other, then between what is left over, wherever it stands."""
    homes_left, homes_right = _by_article(left), _by_article(right)
    groups = [(homes_left[i], homes_right[j]) for i, j in articles]
    groups.append((homes_left[None], homes_right[None]))
    texts = _Texts(left.clauses, right.clauses)
    pairs: Pairs = {}
    for ours, theirs in groups:
        pairs.update(texts.pair(ours, theirs, _answers_nearby))
    answered = {j for _, j in pairs}
    paired = {i for i, _ in pairs}
    rest_left = [i for i, said in enumerate(texts.words[0]) if i not in paired and len(said) >= _MOVED_WORDS]
    rest_right = [j for j, said in enumerate(texts.words[1]) if j not in answered and len(said) >= _MOVED_WORDS]
    pairs.update(texts.pair(rest_left, rest_right, _answers_from_afar))
    return pairs


def _by_article(treaty: Treaty) -> dict[int | None, list[int]]:
    """The places of the clauses of each article; those outside any article under `None`."""
    home = {clause.eid: number for number, article in enumerate(treaty.articles) for clause in article.clauses}
    homes: dict[int | None, list[int]] = {number: [] for number in (None, *range(len(treaty.articles)))}
    for place, clause in enumerate(treaty.clauses):
        homes[home.get(clause.eid)].append(place)
    return homes


class _Texts:
    """The clauses of two treaties by their terms."""

    def __init__(self, left: Sequence[Clause], right: Sequence[Clause]) -> None:
        self._left, self._right = left, right
        self.words = [[words(clause.text) for clause in clauses] for clauses in (left, right)]
        self._terms = [[*map(terms, said)] for said in self.words]

    def pair(
        self, ours: Sequence[int], theirs: Sequence[int], answers: Callable[[Clause, Clause, float], bool]
    ) -> Pairs:
        """Pair some clauses of the one treaty with some of the other, by wording, kind, order and eId."""
        left_nodes, right_nodes = [self._left[i] for i in ours], [self._right[j] for j in theirs]
        wording = Wordings([self._terms[0][i] for i in ours], [self._terms[1][j] for j in theirs]).similarities(
            _LEAST_FLOOR
        )
        same = set(_same_eids(left_nodes, right_nodes))
        wording.update({(i, j): 1.0 for i, j in same if self.words[0][ours[i]] == self.words[1][theirs[j]]})
        ranked = {}
        for (i, j), value in wording.items():
            if answers(left_nodes[i], right_nodes[j], value):
                order = 1 - abs(i / len(ours) - j / len(theirs))
                kind = left_nodes[i].kind is right_nodes[j].kind
                ranked[i, j] = value + 0.05 * kind + 0.05 * order + _SAME_EID * ((i, j) in same)
        found = {(ours[i], theirs[j]): wording[i, j] for i, j in best_first(ranked)}
        return self._uncrossed(found)

    def _uncrossed(self, pairs: Pairs) -> Pairs:
        """The pairs, those whose words are the same on either side in one order: none of them tells of a move."""
        alike: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for i, j in pairs:
            alike[self._left[i].text, self._right[j].text].append((i, j))
        found: Pairs = {}
        for group in alike.values():
            ours, theirs = sorted(i for i, _ in group), sorted(j for _, j in group)
            found.update(dict.fromkeys(zip(ours, theirs, strict=True), pairs[group[0]]))
        return found


def _same_eids(left: Sequence[Clause], right: Sequence[Clause]) -> list[tuple[int, int]]:
    place = {node.eid: j for j, node in enumerate(right)}
    return [(i, place[node.eid]) for i, node in enumerate(left) if node.eid in place]


def _answers_nearby(left: Clause, right: Clause, likeness: float) -> bool:
    """Whether clauses of articles that answer to each other may do so too."""
    if left.eid == right.eid:
        return likeness >= _LEAST_FLOOR
    return likeness >= (_CLAUSE_FLOOR if left.kind is right.kind else _OTHER_KIND_FLOOR)


def _answers_from_afar(left: Clause, right: Clause, likeness: float) -> bool:
    return likeness >= _MOVED_FLOOR
