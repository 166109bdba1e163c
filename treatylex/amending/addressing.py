"""Addressing: the provisions of the base treaty that an instruction names.

Guarantee: a place leads to exactly the provisions that it names, or is refused with the reason; an extent holds no
words of another provision.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from treatylex.amending.instructions import Piece, within
from treatylex.language.grammar import pattern
from treatylex.model.citations import citation
from treatylex.model.provisions import RUNNING, LeafKind, Level, Provision, Treaty, counted
from treatylex.model.references import Reference, ResolutionStatus, Target
from treatylex.parsing.resolution.linking import resolve
from treatylex.parsing.resolution.naming import Meant
from treatylex.parsing.sentences.splitting import cues_of, split_sentences
from treatylex.source import Span, one_line

_WORD = re.compile(r"\w+")


class Refusal(Exception):  # noqa: N818 - it becomes a reason in the account, not an error of the user's
    """Why an instruction is not applied."""


class Place(NamedTuple):
    """Where an order does something: a provision with its words or, if `is_part`, those of a sentence or title."""

    provision: Provision
    span: Span
    is_part: bool = False


class Addresses:
    """Finds in a base treaty what a protocol names."""

    def __init__(self, base: Treaty, protocol: Treaty) -> None:
        self._base = base
        self._meanings = {each.term.lower(): each.meaning for each in protocol.definitions}
        self._title = _names(base.title or "")
        self._titles = self._title | _names(base.source_name or "")  # a short name may be that of the file

    def of(self, piece: Piece, context: Target | None) -> tuple[Provision, ...]:
        """The provisions that a cue names, in order; a range leads to all from its first to its last."""
        return tuple(provision for target in piece.targets for provision in self.at(within(target, context)))

    def places(self, piece: Piece, context: Target | None) -> Iterator[Place]:
        """The provisions and sentences that a cue names, in order."""
        for target in piece.targets:
            yield from self.places_at(within(target, context))

    def places_at(self, target: Target) -> Iterator[Place]:
        """The provisions or sentences that a target names."""
        home, _, step = target.path.rpartition("__")
        if not step.startswith("sent_") or not home:
            yield from (Place(each, extent(each)) for each in self.at(target))
            return
        for provision in self.at(attrs.evolve(target, path=home)):
            yield from self._sentences(provision, step)

    def titles(self, piece: Piece, context: Target | None) -> Iterator[Place]:
        """What the provisions that a cue names are called."""
        for provision in self.of(piece, context):
            title = provision.heading or ""
            found = [leaf.span for leaf in provision.own_leaves if leaf.kind is LeafKind.HEADING and leaf.text == title]
            if not title or len(found) != 1:
                raise Refusal(
                    f"{citation(self._base, provision)} has no title that stands by itself; change it by hand"
                )
            yield Place(provision, found[0], is_part=True)

    def _sentences(self, provision: Provision, step: str) -> Iterator[Place]:
        """The sentences of a provision that a step of a path names: "sent_2", "sent_last", "sent_1-sent_3"."""
        found = self._all_sentences(provision)
        places = {"last": len(found), "penultimate": len(found) - 1}
        ends = [end.partition("_")[2] for end in step.split("-")]
        first, last = (places.get(end) or (int(end) if end.isdecimal() else 0) for end in (ends[0], ends[-1]))
        if not 1 <= first <= last <= len(found):
            has = f"{citation(self._base, provision)} has {counted(len(found), 'sentence')}"
            raise Refusal(f"{has} and none that is named here; say which words change")
        yield from (Place(provision, span, is_part=True) for span in found[first - 1 : last])

    def _all_sentences(self, provision: Provision) -> list[Span]:
        if [child.level for child in provision.children] == [Level.ALINEA]:
            (provision,) = provision.children
        leaves = [leaf for leaf in provision.own_leaves if leaf.kind not in (LeafKind.HEADING, LeafKind.MARKER)]
        if provision.children or not leaves or any(leaf.kind not in RUNNING for leaf in leaves):
            raise Refusal(
                f"{citation(self._base, provision)} is not one paragraph of sentences; "
                "say in which paragraph or point the sentence stands, or which words change"
            )
        start, end = leaves[0].span.start, leaves[-1].span.end
        text = self._base.text[start:end]
        ends = [0, *(cues[-1].end for cues in split_sentences(text, cues_of(text, ())))]
        return [Span(start + one + _blanks(text[one:]), start + end) for one, end in itertools.pairwise(ends)]

    def check(self, target: Target) -> None:
        """Refuse a target of another instrument than the base."""
        name = target.instrument
        if name is None or not self._title:
            return
        full = self._meanings.get(name.lower()) or self._meanings.get(f"the {name}".lower()) or name
        signed = pattern("definition", "SIGNED_AFTER").search(full)
        named = _names(full if signed is None else full[: signed.start()])
        # "the Agreement done at Norburg on 4 May 2025": what it is about is not told, but where and when
        meant = named <= self._titles or self._title <= named if named else _names(full) <= _names(self._base.text)
        if not meant:
            raise Refusal(f"it amends “{one_line(name)}”, and the base treaty is “{one_line(self._base.title)}”")

    def at(self, target: Target) -> Iterator[Provision]:
        """The provisions that a target names."""
        self.check(target)
        if not target.path:
            raise Refusal("it names no provision")
        if "sent_" in target.path or target.path.startswith("first_sent"):
            raise Refusal(
                "it does not say in which provision the sentence stands; name it: “the last sentence of Article 3”"
            )
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


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


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
