"""Alignment: which article and which clause of one treaty answers to which of another.

Guarantees: one to one; a side is `None` where nothing answers; aligning right with left gives the mirror image.

Articles are paired by their wording and headings, helped by their neighbours: treaties keep whole sequences of
articles together. Clauses are paired within paired articles first, then what is left over across articles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from treatylex.comparing.parting import parts
from treatylex.comparing.sides import Side
from treatylex.comparing.wording import similarities, terms, words
from treatylex.model.changes import Alignment, Match
from treatylex.model.clauses import Clause
from treatylex.model.provisions import RUNNING, Provision, Treaty

Pairs = dict[tuple[int, int], float]
_NodeT = TypeVar("_NodeT", Provision, Clause)

_SAME_EID = 0.02
"""What an equal eId adds: it decides between articles of equal wording, and hardly between others."""
_HEADING = 0.4
"""The share of headings in the likeness of two articles that both have one."""
_NEIGHBOURS = 0.08
"""What well-paired neighbours add, on either side. Like the other figures, tried on pairs of trade agreements."""
_REACH = 2
_ARTICLE_FLOOR = 0.05
"""Articles less alike than this do not answer to each other."""
_CLAUSE_FLOOR = 0.3
_MOVED_FLOOR = 0.6
"""Clauses of articles that do not answer to each other must be this much alike, and this long."""
_MOVED_WORDS = 5


def align_treaties(left: Treaty, right: Treaty) -> Alignment:
    """Find which articles and clauses of two treaties answer to each other.

    Returns:
        The matches in the order of the left text; what only the right treaty has comes last, in its order.

    >>> from treatylex.parsing.reader import parse
    >>> old = parse("Article 1\\n\\nThe Parties shall exchange observers.\\n\\nArticle 2\\n\\nVisits are free.")
    >>> new = parse("Article 1\\n\\nVisits are free.\\n\\nArticle 2\\n\\nThe Parties shall exchange observers.")
    >>> [(match.left.number, match.right.number) for match in align_treaties(old, new).articles]
    [('1', '2'), ('2', '1')]
    """
    articles = _pair_articles(left.articles, right.articles)
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


# ---------------------------------------------------------------- articles


def _pair_articles(left: Sequence[Provision], right: Sequence[Provision]) -> Pairs:
    likeness = _article_likeness(left, right)
    ranked = _with_neighbours(_relative(likeness))
    for i, j in _same_eids(left, right):
        ranked[i, j] = ranked.get((i, j), 0.0) + _SAME_EID
    return {pair: likeness[pair] for pair in best_first(ranked) if likeness.get(pair, 0.0) >= _ARTICLE_FLOOR}


def _article_likeness(left: Sequence[Provision], right: Sequence[Provision]) -> Pairs:
    """How alike articles are in wording and heading, 0 to 1."""
    wording = _likeness([_running_text(node) for node in left], [_running_text(node) for node in right])
    wording.update({pair: 1.0 for pair in _same_eids(left, right) if _same_words(left[pair[0]], right[pair[1]])})
    headings = _likeness([node.heading or "" for node in left], [node.heading or "" for node in right])
    likeness: Pairs = {}
    for i, j in wording.keys() | headings.keys():
        share = _HEADING if left[i].heading and right[j].heading else 0.0
        value = (1 - share) * wording.get((i, j), 0.0) + share * headings.get((i, j), 0.0)
        likeness[i, j] = round(min(value, 1.0), 9)
    return likeness


def _running_text(article: Provision) -> str:
    """The words of an article without its heading, its markers and what is no part of its text."""
    return " ".join(leaf.text for leaf in article.leaves if leaf.kind in RUNNING)


def _likeness(left: Sequence[str], right: Sequence[str]) -> Pairs:
    return similarities([terms(text) for text in left], [terms(text) for text in right])


def _same_words(left: Provision, right: Provision) -> bool:
    return words(_running_text(left)) == words(_running_text(right))


def _same_eids(left: Sequence[Provision | Clause], right: Sequence[Provision | Clause]) -> list[tuple[int, int]]:
    place = {node.eid: j for j, node in enumerate(right)}
    return [(i, place[node.eid]) for i, node in enumerate(left) if node.eid in place]


def _relative(scores: Pairs) -> Pairs:
    """Scores relative to the best that either partner could have: a middling best beats a rival's second choice."""
    rows: dict[int, float] = {}
    columns: dict[int, float] = {}
    for (i, j), value in scores.items():
        rows[i] = max(rows.get(i, 0.0), value)
        columns[j] = max(columns.get(j, 0.0), value)
    return {(i, j): value / (rows[i] * columns[j]) ** 0.25 for (i, j), value in scores.items() if value}


def _with_neighbours(scores: Pairs) -> Pairs:
    """Scores raised where the articles before and after are alike as well."""
    steps = [(x, y, 0.5 ** (x + y - 2)) for x in range(1, _REACH + 1) for y in range(1, _REACH + 1)]

    def support(i: int, j: int, way: int) -> float:
        return max(scores.get((i + way * x, j + way * y), 0.0) * fading for x, y, fading in steps)

    return {(i, j): value + _NEIGHBOURS * (support(i, j, 1) + support(i, j, -1)) for (i, j), value in scores.items()}


def best_first(scores: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """One-to-one pairs, the best first.

    Pairs that contend for a node differ in the sum of their places, so that the order of equal scores does not
    depend on which treaty stands left.
    """
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    chosen = []
    for _, _, i, j in sorted((-round(value, 9), i + j, i, j) for (i, j), value in scores.items()):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            chosen.append((i, j))
    return chosen


# ---------------------------------------------------------------- clauses


def _pair_clauses(left: Treaty, right: Treaty, articles: Iterable[tuple[int, int]]) -> Pairs:
    """Pairs within articles that answer to each other, then between what is left over, wherever it stands."""
    homes_left, homes_right = _by_article(left), _by_article(right)
    groups = [(homes_left[i], homes_right[j]) for i, j in articles]
    groups.append((homes_left[None], homes_right[None]))
    pairs: Pairs = {}
    for ours, theirs in groups:
        pairs.update(_pair_group(left.clauses, ours, right.clauses, theirs, _answers_nearby))
    answered = {j for _, j in pairs}
    paired = {i for i, _ in pairs}
    rest_left = [i for i, clause in enumerate(left.clauses) if i not in paired and _is_telling(clause)]
    rest_right = [j for j, clause in enumerate(right.clauses) if j not in answered and _is_telling(clause)]
    pairs.update(_pair_group(left.clauses, rest_left, right.clauses, rest_right, _answers_from_afar))
    return pairs


def _by_article(treaty: Treaty) -> dict[int | None, list[int]]:
    """The places of the clauses of each article; those outside any article under `None`."""
    home = {clause.eid: number for number, article in enumerate(treaty.articles) for clause in article.clauses}
    homes: dict[int | None, list[int]] = {number: [] for number in (None, *range(len(treaty.articles)))}
    for place, clause in enumerate(treaty.clauses):
        homes[home.get(clause.eid)].append(place)
    return homes


def _pair_group(
    left: Sequence[Clause],
    ours: Sequence[int],
    right: Sequence[Clause],
    theirs: Sequence[int],
    answers: Callable[[Clause, Clause, float], bool],
) -> Pairs:
    """Pair some clauses of the one treaty with some of the other, by wording, kind, order and eId."""
    left_nodes, right_nodes = [left[i] for i in ours], [right[j] for j in theirs]
    wording = _likeness([node.text for node in left_nodes], [node.text for node in right_nodes])
    same = set(_same_eids(left_nodes, right_nodes))
    wording.update({(i, j): 1.0 for i, j in same if words(left_nodes[i].text) == words(right_nodes[j].text)})
    ranked = {}
    for (i, j), value in wording.items():
        if answers(left_nodes[i], right_nodes[j], value):
            order = 1 - abs(i / len(ours) - j / len(theirs))
            kind = left_nodes[i].kind is right_nodes[j].kind
            ranked[i, j] = value + 0.05 * kind + 0.05 * order + _SAME_EID * ((i, j) in same)
    return {(ours[i], theirs[j]): wording[i, j] for i, j in best_first(ranked)}


def _answers_nearby(left: Clause, right: Clause, likeness: float) -> bool:
    """Whether clauses of articles that answer to each other may do so too."""
    return likeness >= _CLAUSE_FLOOR or (likeness >= _CLAUSE_FLOOR / 2 and left.eid == right.eid)


def _answers_from_afar(left: Clause, right: Clause, likeness: float) -> bool:
    return likeness >= _MOVED_FLOOR


def _is_telling(clause: Clause) -> bool:
    return len(words(clause.text)) >= _MOVED_WORDS
