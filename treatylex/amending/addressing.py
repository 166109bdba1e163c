"""Addressing: the provisions of the base treaty that an instruction names.

Guarantee: a place leads to exactly the provisions that it names, or is refused with the reason; an extent holds no
words of another provision.
"""

import re
from collections.abc import Iterator

from treatylex.amending.instructions import Instruction, Piece, within
from treatylex.language.grammar import pattern
from treatylex.model.provisions import Provision, Treaty
from treatylex.model.references import Reference, ResolutionStatus, Target
from treatylex.parsing.resolution.linking import resolve
from treatylex.parsing.resolution.naming import Meant
from treatylex.source import Span, one_line

_WORD = re.compile(r"\w+")


class Refusal(Exception):  # noqa: N818 - it becomes a reason in the account, not an error of the user's
    """Why an instruction is not applied."""


class Addresses:
    """Finds in a base treaty what a protocol names."""

    def __init__(self, base: Treaty, protocol: Treaty) -> None:
        self._base = base
        self._meanings = {each.term.lower(): each.meaning for each in protocol.definitions}
        self._titles = _names(f"{base.title or ''} {base.source_name or ''}") if base.title else None

    def of(self, piece: Piece, instruction: Instruction) -> tuple[Provision, ...]:
        """The provisions that a cue names, in order; a range leads to all from its first to its last."""
        return tuple(
            provision for target in piece.targets for provision in self.at(within(target, instruction.context))
        )

    def check(self, target: Target) -> None:
        """Refuse a target of another instrument than the base."""
        name = target.instrument
        if name is None or self._titles is None:
            return
        full = self._meanings.get(name.lower()) or self._meanings.get(f"the {name}".lower()) or name
        names = _names(full)
        if not (names <= self._titles or self._titles <= names):
            raise Refusal(f"it amends “{one_line(name)}”, and the base treaty is “{one_line(self._base.title)}”")

    def at(self, target: Target) -> Iterator[Provision]:
        """The provisions that a target names."""
        self.check(target)
        if not target.path:
            raise Refusal("it names no provision")
        if "sent_" in target.path or target.path.startswith("first_sent"):
            raise Refusal("it amends a sentence, and sentences are no provisions that could be found by their number")
        if target.path.startswith(("para_", "sub_", "al_", "sent_")):
            raise Refusal(f"it does not say in which article {cited(target.path)} stands")
        link = self._linked(target)
        if link is None:
            raise Refusal(f"the base treaty has no provision {cited(target.path)}")
        first, *rest = link
        if not rest or rest[-1] == first:
            yield self._base.provision(first)
            return
        yield from self._from_to(self._base.provision(first), self._base.provision(rest[-1]))

    def _linked(self, target: Target) -> tuple[str, ...] | None:
        at = Span(0, 0)
        reference = Reference(text="", span=at, targets=(Target(path=target.path),))
        ((link,),) = resolve("", self._base.provisions, (reference,), {0: (Meant(own=True),)})
        if link.status is not ResolutionStatus.INTERNAL or link.eid is None:
            return None
        return link.candidates or (link.eid,)

    def _from_to(self, first: Provision, last: Provision) -> Iterator[Provision]:
        between = Span(first.span.start, extent(last).end)
        for provision in self._base.provisions:
            if provision.level is first.level and between.covers(extent(provision)):
                yield provision


def extent(provision: Provision) -> Span:
    """The words of a provision and of those within it, and no others.

    A span reaches on to the next article, over the headings of parts, the closing formula and annexes in between.

    >>> from treatylex.parsing.reader import parse
    >>> treaty = parse("Article 1\\n\\nA shall fish.\\n\\nPART II\\n\\nArticle 2\\n\\nB shall rest.")
    >>> extent(treaty.articles[0]).of(treaty.text)
    'Article 1\\n\\nA shall fish.'
    """
    start = provision.span.start
    return Span(start, max((leaf.span.end for leaf in provision.leaves), default=start))


def _names(text: str) -> frozenset[str]:
    """The telling words of a title: those of four letters or more, without the kinds of instruments."""
    kinds = pattern("instrument", "KIND")
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(word for word in words if len(word) > 3 and not kinds.fullmatch(word))


_UNITS = {
    "art": "Article",
    "para": "paragraph",
    "sub": "point",
    "sent": "sentence",
    "chap": "Chapter",
    "sec": "Section",
}


def cited(path: str) -> str:
    """A path as a reader says it.

    >>> cited("art_7__para_2"), cited("art_3-art_5")
    ('Article 7, paragraph 2', 'Article 3 to Article 5')
    """
    return " to ".join(", ".join(map(_step, end.split("__"))) for end in path.split("-"))


def _step(step: str) -> str:
    unit, _, number = step.partition("_")
    return f"{_UNITS.get(unit, unit.capitalize())} {number}".strip()
