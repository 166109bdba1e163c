"""Treaties, provisions and clauses: models are drawn first, and their text is set from them in many styles.

Guarantee: what is drawn is what `parse` must make of its text: `parse(treaty.text) == treaty`. Spans take no part in
equality, as everywhere in the model; every other field does, the verbatim text of every node included.
"""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Provision, Treaty
from treatylex.model.references import Link, ResolutionStatus, Target
from treatylex.testing.strategies.sentences import BORNE, CHARTER, KINDS, Pointer, deeds, fronts, sentences
from treatylex.testing.strategies.typesetting import ArticleDraft, ParagraphDraft, Style, typeset, typeset_sentence

_HEADINGS = ("Scope", "Consultation", "Settlement of Disputes", "Fishing in the Lake", "Ports")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_POINTS = ("abcdefgh", ("i", "ii", "iii", "iv", "v"))


def styles() -> st.SearchStrategy[Style]:
    """How treaties are set: the plainest style first."""
    return st.builds(
        Style,
        article=st.sampled_from(("Article", "ARTICLE", "Art.")),
        heading=st.sampled_from(("\n", ": ", " - ", ". ")),
        paragraph=st.sampled_from(("{}.", "({})", "{})")),
        point=st.sampled_from(("({})", "{})")),
        width=st.sampled_from((0, 72, 45)),
        indent=st.sampled_from((0, 4)),
        ending=st.sampled_from(("\n", "\r\n")),
    )


def clauses(*, kinds: Iterable[ClauseKind | str] = KINDS) -> st.SearchStrategy[Clause]:
    """Clauses of these kinds, each as the only one of its text.

    `parse(f"{clause.text}.").clauses == (clause,)` holds for each.

    Args:
        kinds: the kinds of clauses to draw; every kind but recitals by default.

    >>> clauses(kinds=["recital"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    hypothesis.errors.InvalidArgument: clauses of kind recital are not drawn; choose among ...
    """
    return sentences(_kinds(kinds)).map(lambda sentence: typeset_sentence(sentence).clauses[0])


def _kinds(kinds: Iterable[ClauseKind | str]) -> tuple[ClauseKind, ...]:
    wanted = tuple(map(ClauseKind, kinds))
    strange = [kind.value for kind in wanted if kind not in KINDS]
    if strange or not wanted:
        drawn = ", ".join(kind.value for kind in KINDS)
        raise InvalidArgument(f"clauses of kind {', '.join(strange) or 'none'} are not drawn; choose among {drawn}")
    return wanted


def provisions(*, kinds: Iterable[ClauseKind | str] = KINDS) -> st.SearchStrategy[Provision]:
    """Articles with paragraphs and points; `parse(provision.text).children == (provision,)` holds for each.

    Args:
        kinds: the kinds of their clauses.
    """
    return treaties(max_articles=1, kinds=kinds).map(lambda treaty: treaty.articles[0])


def treaties(*, max_articles: int = 5, kinds: Iterable[ClauseKind | str] = KINDS) -> st.SearchStrategy[Treaty]:
    """Treaties of one to `max_articles` articles, in many styles of numbering and layout.

    `parse(treaty.text) == treaty` holds for each, and shrinking makes them short and plain.

    Args:
        max_articles: the most articles that one has.
        kinds: the kinds of their clauses.
    """
    if not 1 <= max_articles <= len(_ROMAN):
        raise InvalidArgument(f"max_articles must lie in 1 to {len(_ROMAN)}, not be {max_articles}")
    return st.builds(typeset, treaty_drafts(max_articles=max_articles, kinds=_kinds(kinds)), styles())


@st.composite
def treaty_drafts(
    draw: st.DrawFn, *, max_articles: int, kinds: Sequence[ClauseKind] = KINDS
) -> tuple[ArticleDraft, ...]:
    """The articles of a treaty before they are set in a style."""
    count = draw(st.integers(1, max_articles))
    numbers = draw(st.sampled_from((tuple(map(str, range(1, count + 1))), _ROMAN[:count])))
    pointers = (*map(_internal, numbers), CHARTER)
    return tuple(draw(_articles(number, kinds, pointers)) for number in numbers)


def _internal(number: str) -> Pointer:
    return Pointer(
        text=f"Article {number}",
        target=Target(path=f"art_{number}"),
        link=Link(status=ResolutionStatus.INTERNAL, eid=f"art_{number.lower()}"),
    )


@st.composite
def _articles(draw: st.DrawFn, number: str, kinds: Sequence[ClauseKind], pointers: Sequence[Pointer]) -> ArticleDraft:
    numbered = draw(st.booleans())
    paragraphs = st.lists(_paragraphs(kinds, pointers), min_size=2 if numbered else 1, max_size=3)
    heading = draw(st.one_of(st.none(), st.sampled_from(_HEADINGS)))
    return ArticleDraft(number=number, heading=heading, numbered=numbered, paragraphs=tuple(draw(paragraphs)))


@st.composite
def _paragraphs(draw: st.DrawFn, kinds: Sequence[ClauseKind], pointers: Sequence[Pointer]) -> ParagraphDraft:
    shared = [kind for kind in kinds if kind in BORNE]
    if shared and draw(st.integers(0, 2)) == 2:
        numbers = draw(st.sampled_from(_POINTS))
        several = draw(st.lists(deeds(pointers), min_size=2, max_size=4))
        points = tuple(zip(numbers, several, strict=False))
        return ParagraphDraft(front=draw(fronts(shared, pointers)), points=points)
    return ParagraphDraft(sentences=tuple(draw(st.lists(sentences(kinds, pointers), min_size=1, max_size=2))))
