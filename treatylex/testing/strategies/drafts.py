"""Drafts: what a treaty says before it is set, and the styles in which it can be set."""

import attrs

from treatylex.testing.strategies.sentences import Deed, Front, Sentence


@attrs.frozen(kw_only=True)
class Style:
    """How a treaty is set.

    `paragraph` and `point` frame a number; `heading` stands between the number of an article and its heading;
    `width` is where lines are broken, 0 for nowhere; `indent` is that of points; `ending` ends a line.
    """

    article: str = "Article"
    chapter: str = "CHAPTER"
    heading: str = "\n"
    paragraph: str = "{}."
    point: str = "({})"
    width: int = 0
    indent: int = 0
    ending: str = "\n"


@attrs.frozen(kw_only=True)
class ParagraphDraft:
    """Sentences, or a front that several deeds share as points."""

    sentences: tuple[Sentence, ...] = ()
    front: Front | None = None
    points: tuple[tuple[str, Deed], ...] = ()


@attrs.frozen(kw_only=True)
class ArticleDraft:
    """An article; `number` as printed."""

    number: str
    heading: str | None = None
    numbered: bool = False
    paragraphs: tuple[ParagraphDraft, ...]


@attrs.frozen(kw_only=True)
class PreambleDraft:
    """The title, the words that name the parties, and recitals, without the commas that end them."""

    title: str
    parties: str
    recitals: tuple[str, ...]


@attrs.frozen(kw_only=True)
class ChapterDraft:
    """Articles under one heading; `number` as printed, `None` for articles that stand in no chapter."""

    number: str | None = None
    heading: str | None = None
    articles: tuple[ArticleDraft, ...]


@attrs.frozen(kw_only=True)
class TreatyDraft:
    """A whole treaty."""

    preamble: PreambleDraft | None = None
    chapters: tuple[ChapterDraft, ...]
