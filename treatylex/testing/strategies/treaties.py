"""Treaties, provisions and clauses: models are drawn first, and their text is set from them in many styles.

Guarantee: what is drawn is what `parse` must make of its text: `parse(treaty.text) == treaty`. Spans take no part in
equality, as everywhere in the model; every other field does, the verbatim text of every node included.
"""

import difflib
import functools
from collections.abc import Iterable, Sequence

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Provision, Treaty
from treatylex.model.references import Link, ResolutionStatus, Target
from treatylex.parsing.reader import parse
from treatylex.testing.strategies.drafts import (
    ArticleDraft,
    ChapterDraft,
    ParagraphDraft,
    PreambleDraft,
    Style,
    TreatyDraft,
)
from treatylex.testing.strategies.sentences import BORNE, CHARTER, KINDS, Pointer, deeds, fronts, sentences
from treatylex.testing.strategies.typesetting import typeset, typeset_sentence

_TITLES = ("TREATY OF LINDMARK", "Convention on the Grey Sea")
_MAKERS = ("The States Parties", "The Contracting Parties")
_RECITALS = (
    "Desiring to strengthen peace",
    "Recalling the friendship of their peoples",
    "Convinced that the lake belongs to all",
    "Mindful of the needs of later generations and of all who live on the shores of the lake",
)
_HEADINGS = ("Scope", "Consultation", "Settlement of Disputes", "Fishing in the Lake", "Ports")
_CHAPTERS = ("General Provisions", "Institutions")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ARABIC = tuple(map(str, range(1, len(_ROMAN) + 1)))
_POINTS = ("abcdefgh", ("i", "ii", "iii", "iv", "v"))


def styles() -> st.SearchStrategy[Style]:
    """How treaties are set: the plainest style first."""
    return st.builds(
        Style,
        article=st.sampled_from(("Article", "ARTICLE", "Art.")),
        chapter=st.sampled_from(("CHAPTER", "Chapter")),
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
    _warm()
    return sentences(_kinds(kinds)).map(lambda sentence: typeset_sentence(sentence).clauses[0])


@functools.cache
def _warm() -> None:
    """Compile the grammars before the first example, whose deadline that would break."""
    parse("Article 1\n\nEach Party shall, under Article 1, report within ten days, unless agreed otherwise.")


def _kinds(kinds: Iterable[ClauseKind | str]) -> tuple[ClauseKind, ...]:
    if isinstance(kinds, str):
        raise InvalidArgument(f"kinds must be several kinds, such as [{str(kinds)!r}], not one str")
    known = {kind.value for kind in ClauseKind}
    for kind in (kinds := tuple(kinds)):
        if kind not in known:
            near = difflib.get_close_matches(str(kind), known, n=1)
            raise InvalidArgument(f"there is no kind {kind!r}; {f'did you mean {near[0]!r}?' if near else known}")
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
    return treaties(max_articles=1, kinds=_kinds(kinds)).map(lambda treaty: treaty.articles[0])


KINDS_OF_TREATIES = (*KINDS, ClauseKind.RECITAL)
"""The kinds of clauses that are drawn for whole treaties."""


def treaties(
    *, max_articles: int = 5, kinds: Iterable[ClauseKind | str] = KINDS_OF_TREATIES
) -> st.SearchStrategy[Treaty]:
    """Treaties of one to `max_articles` articles, in many styles of numbering and layout.

    Some have chapters; where recitals are among the kinds, some have a title and a preamble.

    `parse(treaty.text) == treaty` holds for each, and shrinking makes them short and plain.

    Args:
        max_articles: the most articles that one has.
        kinds: the kinds of their clauses.
    """
    _warm()
    if not 1 <= max_articles <= len(_ROMAN):
        raise InvalidArgument(f"max_articles must lie in 1 to {len(_ROMAN)}, not be {max_articles}")
    wanted = kinds if isinstance(kinds, str) else tuple(kinds)
    within = _kinds(wanted if isinstance(wanted, str) else (kind for kind in wanted if kind != ClauseKind.RECITAL))
    drafts = treaty_drafts(max_articles=max_articles, kinds=within, preambles=ClauseKind.RECITAL in wanted)
    return st.builds(typeset, drafts, styles())


@st.composite
def treaty_drafts(
    draw: st.DrawFn, *, max_articles: int, kinds: Sequence[ClauseKind] = KINDS, preambles: bool = True
) -> TreatyDraft:
    """A treaty before it is set in a style."""
    numbers = draw(st.sampled_from((_ARABIC[:max_articles], _ROMAN[:max_articles])))
    pointers = (*map(_internal, numbers), CHARTER)
    # A list, so that shrinking can leave out articles; what they refer to may then be missing, as in real treaties.
    drawn = draw(st.lists(_articles(kinds, pointers), min_size=1, max_size=max_articles))
    articles = tuple(attrs.evolve(each, number=number) for each, number in zip(drawn, numbers, strict=False))
    preamble = draw(st.one_of(st.none(), _preambles())) if preambles else None
    return TreatyDraft(preamble=preamble, chapters=draw(_chapters(articles)))


def _preambles() -> st.SearchStrategy[PreambleDraft]:
    return st.builds(
        PreambleDraft,
        title=st.sampled_from(_TITLES),
        parties=st.sampled_from(_MAKERS),
        recitals=st.lists(st.sampled_from(_RECITALS), min_size=1, max_size=3, unique=True).map(tuple),
    )


@st.composite
def _chapters(draw: st.DrawFn, articles: tuple[ArticleDraft, ...]) -> tuple[ChapterDraft, ...]:
    """The articles in one chapter or several, or in none."""
    if not draw(st.booleans()):
        return (ChapterDraft(articles=articles),)
    first = draw(st.integers(1, len(articles)))
    parts = [part for part in (articles[:first], articles[first:]) if part]
    headings = st.one_of(st.none(), st.sampled_from(_CHAPTERS))
    return tuple(
        ChapterDraft(number=number, heading=draw(headings), articles=part)
        for number, part in zip(_ROMAN, parts, strict=False)
    )


def _internal(number: str) -> Pointer:
    return Pointer(
        text=f"Article {number}",
        target=Target(path=f"art_{number}"),
        link=Link(status=ResolutionStatus.INTERNAL, eid=f"art_{number.lower()}"),
    )


@st.composite
def _articles(draw: st.DrawFn, kinds: Sequence[ClauseKind], pointers: Sequence[Pointer]) -> ArticleDraft:
    """An article, to be numbered by its place."""
    paragraphs = tuple(draw(st.lists(_paragraphs(kinds, pointers), min_size=1, max_size=3)))
    numbered = len(paragraphs) > 1 and draw(st.booleans())
    heading = draw(st.one_of(st.none(), st.sampled_from(_HEADINGS)))
    return ArticleDraft(number="", heading=heading, numbered=numbered, paragraphs=paragraphs)


@st.composite
def _paragraphs(draw: st.DrawFn, kinds: Sequence[ClauseKind], pointers: Sequence[Pointer]) -> ParagraphDraft:
    shared = [kind for kind in kinds if kind in BORNE]
    if shared and draw(st.integers(0, 2)) == 2:
        numbers = draw(st.sampled_from(_POINTS))
        several = draw(st.lists(deeds(pointers), min_size=2, max_size=4))
        points = tuple(zip(numbers, several, strict=False))
        return ParagraphDraft(front=draw(fronts(shared, pointers)), points=points)
    return ParagraphDraft(sentences=tuple(draw(st.lists(sentences(kinds, pointers), min_size=1, max_size=2))))
