"""Structure: from the text to its provisions.

Guarantees: total (any `str` is read), lossless (the leaves of the tree cover every non-blank character exactly once),
linear in the text. What looks like a provision but cannot be placed stays running text.

The way: lines (`layout`, `typed_markup`, `flat`) with their looks (`looks`, `counting`, `footnotes`) → headings
(`headings`, of `labels` and `captions`; `notes`, `subdivisions`), whose numbers are checked (`division_numbers`) →
outline of divisions (`divisions`) with the preamble (`preamble`) and the running text of each division (`body`) → list
markers (`markers`), whose depth the sequence decides (`sequence`) → cues with an opening and a close for every
provision (`blocks`) → the grammar `structure.lark`, which builds the drafts → eIds (`eids`).
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from treatylex.language.grammar import Cue, compiled
from treatylex.model.provisions import Leaf, LeafKind, Level
from treatylex.parsing.draft import Draft, Reading
from treatylex.parsing.structure.blocks import cues_of
from treatylex.parsing.structure.divisions import outline_of
from treatylex.parsing.structure.eids import address
from treatylex.parsing.structure.garbling import garbled_stretches
from treatylex.parsing.structure.layout import Kinds
from treatylex.parsing.structure.lookalikes import mixed_words
from treatylex.source import Source, Span, in_plain_width


def read_structure(source: Source, kinds: Kinds = ()) -> Reading:
    """The provisions of a text, with their leaves and eIds; `kinds` says what its file knows of stretches of it.

    >>> reading = read_structure(Source("Article 1\\n\\n1. Each Party shall: (a) act; (b) report."))
    >>> [draft.eid for draft in reading.root.walk()]
    ['', 'art_1', 'art_1__para_1', 'art_1__para_1__sub_a', 'art_1__para_1__sub_b']
    """
    text = source.text
    reading = Reading(text=text, root=Draft(level=None, span=Span(0, len(text))))
    plain = in_plain_width(text)
    outline = outline_of(plain, kinds)
    built: _Built = compiled("structure", _Builder).parse(cues_of(text, outline.root, outline.marks))
    reading.root.leaves = [_leaf(text, cue) for cue in built.cues]
    reading.root.children = [_draft(text, plain, child) for child in built.children]
    reading.title = _joined(leaf.text for leaf in reading.root.leaves if leaf.kind is LeafKind.TITLE)
    reading.diagnostics.extend(outline.diagnostics)
    reading.diagnostics.extend(mixed_words(text))
    reading.diagnostics.extend(garbled_stretches(text))
    reading.quotations = outline.quotations
    address(reading.root)
    _run_on(text, reading.root)
    return reading


class _Built(NamedTuple):
    """A provision as the grammar recognised it: the cues that it consists of, and the provisions in it."""

    cues: list[Cue]
    children: "list[_Built]"


class _Fed(Protocol):
    """What the parser hands to a builder for a cue."""

    value: Cue


class _Builder:
    """Builds what each rule of the grammar describes."""

    def provision(self, children: "list[_Fed | _Built]") -> _Built:
        """A provision: the cues of its opening, number, name, leaves and close, and the provisions in it."""
        built = _Built([], [])
        for child in children:
            if isinstance(child, _Built):
                built.children.append(child)
            else:
                built.cues.append(child.value)
        return built

    start = provision


def _leaf(text: str, cue: Cue) -> Leaf:
    return Leaf(kind=LeafKind[cue.type], text=text[cue.start : cue.end], span=Span(cue.start, cue.end))


def _draft(text: str, plain: str, built: _Built) -> Draft:
    """A provision; its number is taken from the text in plain width."""
    opening, *leaves, close = built.cues
    named: dict[str, list[str]] = {"NUMBER": [], "NAME": []}
    while leaves and leaves[0].type in named:
        cue = leaves.pop(0)
        named[cue.type].append((plain if cue.type == "NUMBER" else text)[cue.start : cue.end])
    return Draft(
        level=Level[opening.type.removeprefix("OPEN_")],
        span=Span(opening.start, close.end),
        number=_joined(named["NUMBER"]),
        heading=_joined(named["NAME"]),
        leaves=[_leaf(text, cue) for cue in leaves],
        children=[_draft(text, plain, child) for child in built.children],
    )


def _run_on(text: str, root: Draft) -> None:
    """Let each article's span run on to the next article, as it does on the page.

    What stands in between (the heading of the next chapter, the closing formula, an annex without articles) are
    provisions of their own and none of the article's children; its span merely reaches over them. Published article
    boundaries are drawn so. An article without text ends where its text would stand: right before the next one.
    """
    drafts = list(root.walk())
    end = len(text)
    for draft in reversed(drafts):
        if draft.level is Level.ARTICLE:
            start = draft.span.start
            reach = text[start:end].rstrip() if _holds_more_than_its_heading(draft) else text[start:end]
            draft.span = Span(start, start + len(reach))
            end = start
    for draft in reversed(drafts):  # containers reach as far as what they hold
        if draft.level is not None and draft.children:
            draft.span = Span(draft.span.start, max(draft.span.end, *(child.span.end for child in draft.children)))


def _holds_more_than_its_heading(draft: Draft) -> bool:
    return bool(draft.children) or any(leaf.kind is not LeafKind.HEADING for leaf in draft.leaves)


def _joined(printed: Iterable[str]) -> str | None:
    """Stretches of the text as one line, `None` when there are none."""
    return " ".join(" ".join(printed).split()) or None
