"""Typesetting: drafted treaties as text in many styles, and at once the model that the text must be read into.

Guarantee: the model is made from the draft alone, no stage of the parser takes part; every span is where the setting
put the words.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from treatylex.model.clauses import BearerReason, Clause, ClauseKind, Phrase, PhraseRole
from treatylex.model.provisions import Definition, Leaf, LeafKind, Level, Provision, Treaty
from treatylex.model.references import Link, Reference, ResolutionStatus
from treatylex.source import Span
from treatylex.testing.strategies.drafts import (
    ArticleDraft,
    ChapterDraft,
    ParagraphDraft,
    PreambleDraft,
    Style,
    TreatyDraft,
)
from treatylex.testing.strategies.sentences import ACTORS, Deed, Front, Modifier, Pointer, Sentence


def typeset(draft: TreatyDraft, style: Style) -> Treaty:
    """The treaty that a draft makes in a style."""
    return _Setter(style).treaty(draft)


def typeset_sentence(sentence: Sentence) -> Treaty:
    """The treaty that is nothing but a sentence."""
    return _Setter(Style()).loose(sentence)


@attrs.frozen
class _Slot:
    """Words of a running text that play a part: their place in the text before it is set in lines."""

    role: PhraseRole | None
    start: int
    end: int
    modifier: Modifier | None = None


class _Flat:
    """A running text in one line, and what its words are."""

    def __init__(self) -> None:
        self.text = ""
        self.slots: list[_Slot] = []

    def add(self, role: PhraseRole | None, words: str, *, before: str = " ", modifier: Modifier | None = None) -> _Slot:
        if self.text:
            self.text += before
        slot = _Slot(role, len(self.text), len(self.text) + len(words), modifier)
        self.text += words
        self.slots.append(slot)
        return slot

    def front(self, front: Front) -> None:
        if front.condition is not None:
            self.add(PhraseRole.CONDITION, capital(front.condition.text), modifier=front.condition)
        subject = front.subject if front.condition is not None else capital(front.subject)
        slot = self.add(PhraseRole.SUBJECT, subject, before=", ")
        if front.term is not None:
            at = slot.start + subject.index(front.term)
            self.slots.append(_Slot(PhraseRole.TERM, at, at + len(front.term)))
        elif front.reason is None:
            self.slots.append(attrs.evolve(slot, role=PhraseRole.BEARER))
        self.add(PhraseRole.MODAL, front.modal)

    def deed(self, deed: Deed) -> None:
        words = " ".join((deed.text, *(modifier.text for modifier in deed.modifiers)))
        action = self.add(PhraseRole.ACTION, words)
        at = action.start + len(deed.text) + 1
        for modifier in deed.modifiers:
            self.slots.append(_Slot(modifier.role, at, at + len(modifier.text), modifier))
            at += len(modifier.text) + 1
        if deed.counterparty is not None:
            at = action.start + deed.text.index(deed.counterparty)
            self.slots.append(_Slot(PhraseRole.COUNTERPARTY, at, at + len(deed.counterparty)))
        if deed.time is not None:
            self.add(PhraseRole.TIME, deed.time.text, modifier=deed.time)
        if deed.exception is not None:
            self.add(PhraseRole.EXCEPTION, deed.exception.text, before=", ", modifier=deed.exception)


def capital(words: str) -> str:
    """Words with a capital in front."""
    return words[:1].upper() + words[1:]


_LISTS = {
    PhraseRole.CONDITION: "conditions",
    PhraseRole.EXCEPTION: "exceptions",
    PhraseRole.TIME: "times",
    PhraseRole.MANNER: "manners",
    PhraseRole.PURPOSE: "purposes",
}

_PEOPLE = frozenset({PhraseRole.SUBJECT, PhraseRole.BEARER, PhraseRole.COUNTERPARTY})


@attrs.frozen
class _Set:
    """A running text as it was set: where each of its characters came to stand."""

    flat: str
    text: str
    base: int
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self.base + self.places[start], self.base + self.places[end - 1] + 1)

    def verbatim(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end - 1] + 1]

    def phrase(self, slot: _Slot, *, inherited: bool = False) -> Phrase:
        assert slot.role is not None
        return Phrase(
            role=slot.role,
            text=self.verbatim(slot.start, slot.end),
            span=self.span(slot.start, slot.end),
            normalized=self.flat[slot.start : slot.end],
            opener=slot.modifier.opener if slot.modifier else None,
            inherited=inherited,
            actor=self._actor(slot),
            period=slot.modifier.period if slot.modifier else None,
        )

    def _actor(self, slot: _Slot) -> str | None:
        words = self.flat[slot.start : slot.end]
        return ACTORS.get(words[:1].lower() + words[1:]) if slot.role in _PEOPLE else None

    def references(self, slots: Sequence[_Slot]) -> Iterator[tuple[Reference, Link]]:
        for slot in slots:
            if slot.modifier is not None and slot.modifier.pointer is not None:
                yield self._reference(slot, slot.modifier, slot.modifier.pointer)

    def _reference(self, slot: _Slot, modifier: Modifier, pointer: Pointer) -> tuple[Reference, Link]:
        start = slot.end - len(pointer.text)
        reference = Reference(
            text=self.verbatim(start, slot.end),
            span=self.span(start, slot.end),
            relation=modifier.opener,
            targets=(pointer.target,),
        )
        return reference, pointer.link


@attrs.frozen
class _Shared:
    """What points take over from the words before them."""

    front: Front
    phrases: tuple[Phrase, ...]
    references: tuple[Reference, ...]


@attrs.define
class _Content:
    """What stands directly in a provision."""

    leaves: list[Leaf] = attrs.Factory(list)
    clauses: list[Clause] = attrs.Factory(list)
    references: list[Reference] = attrs.Factory(list)
    children: list[Provision] = attrs.Factory(list)


# A line never ends with a sentence in the middle of a paragraph, nor before a joint: on the page nothing would tell
# such a break from the end of the paragraph.
_STOPS = ".:;"


class _Setter:
    """Sets one treaty: everything is written in the order of the text."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.text = ""
        self.links: list[tuple[Reference, Link]] = []
        self.definitions: list[Definition] = []
        self.eids: set[str] = set()

    # -- writing ------------------------------------------------------------------------------------------------------

    def write(self, words: str) -> Span:
        start = len(self.text)
        self.text += words.replace("\n", self.style.ending)
        return Span(start, len(self.text))

    def leaf(self, content: _Content, kind: LeafKind, words: str) -> None:
        span = self.write(words)
        content.leaves.append(Leaf(kind=kind, text=span.of(self.text), span=span))

    def run(self, content: _Content, flat: str, indent: int) -> _Set:
        """Set a running text in lines; those after the first begin with `indent` blanks."""
        newline = self.style.ending + " " * indent
        column = len(self.text) - (self.text.rfind("\n") + 1)
        places, set_text = [], ""
        for at, char in enumerate(flat):
            word = len(flat[at + 1 :].split(" ", 1)[0])
            full = self.style.width and column + 1 + word > self.style.width
            if char == " " and full and flat[at - 1] not in _STOPS:
                set_text, column = set_text + newline, indent
                places.append(len(set_text) - 1)
            else:
                places.append(len(set_text))
                set_text, column = set_text + char, column + 1
        base = len(self.text)
        self.text += set_text
        span = Span(base, len(self.text))
        content.leaves.append(Leaf(kind=LeafKind.TEXT, text=set_text, span=span))
        return _Set(flat, set_text, base, tuple(places))

    # -- provisions ---------------------------------------------------------------------------------------------------

    def treaty(self, draft: TreatyDraft) -> Treaty:
        content = _Content()
        if draft.preamble is not None:
            self.leaf(content, LeafKind.TITLE, draft.preamble.title)
            self.next_block()
            content.children.append(self.preamble(draft.preamble))
        set_chapters = [self.chapter(chapter) for chapter in draft.chapters]
        starts = [article.span.start for _, articles in set_chapters for article in articles]
        for (heads, articles), chapter in zip(set_chapters, draft.chapters, strict=True):
            reaching = [self.run_on(article, starts) for article in articles]
            if chapter.number is None:
                content.children += reaching
            else:
                content.children.append(self.container(chapter, heads, reaching))
        return self.finished(content, draft.preamble.title if draft.preamble else None)

    def next_block(self) -> None:
        if self.text:
            self.write("\n\n")

    def preamble(self, draft: PreambleDraft) -> Provision:
        content, start = _Content(), len(self.text)
        self.run(content, f"{draft.parties},", 0)
        for number, words in enumerate(draft.recitals, 1):
            self.next_block()
            content.children.append(self.recital(words, f"rec_{number}"))
        self.next_block()
        self.leaf(content, LeafKind.FORMULA, "Have agreed as follows:")
        return self.provision(content, start, Level.PREAMBLE, "preamble", None)

    def recital(self, words: str, eid: str) -> Provision:
        content, start = _Content(), len(self.text)
        line = self.run(content, f"{words},", 0)
        front = Front(kind=ClauseKind.RECITAL, subject="", modal="", reason=BearerReason.UNSTATED)
        extent = (0, len(words))
        motive = line.phrase(_Slot(PhraseRole.ACTION, *extent))
        content.clauses.append(_clause(front, (motive,), (), f"{eid}__norm_1", line, extent))
        return self.provision(content, start, Level.RECITAL, eid, None)

    def chapter(self, draft: ChapterDraft) -> tuple[list[Leaf], list[Provision]]:
        """The leaves of the heading, if there is one, and the articles, which end where their words end."""
        content = _Content()
        if draft.number is not None:
            self.next_block()
            self.leaf(content, LeafKind.HEADING, f"{self.style.chapter} {draft.number}")
            if draft.heading:
                self.write("\n")
                self.leaf(content, LeafKind.HEADING, draft.heading)
        for article in draft.articles:
            self.next_block()
            content.children.append(self.article(article))
        return content.leaves, content.children

    def run_on(self, article: Provision, starts: Sequence[int]) -> Provision:
        """The article up to the next one, over the heading of a chapter in between."""
        start = article.span.start
        words = self.text[start : min((other for other in starts if other > start), default=len(self.text))].rstrip()
        return attrs.evolve(article, text=words, span=Span(start, start + len(words)))

    def container(self, draft: ChapterDraft, heads: Sequence[Leaf], articles: Sequence[Provision]) -> Provision:
        assert draft.number is not None
        span = Span(heads[0].span.start, articles[-1].span.end)
        return Provision(
            level=Level.CHAPTER,
            number=draft.number,
            heading=draft.heading,
            eid=f"chap_{draft.number.lower()}",
            text=span.of(self.text),
            span=span,
            own_leaves=tuple(heads),
            children=tuple(articles),
        )

    def loose(self, sentence: Sentence) -> Treaty:
        content = _Content()
        self.sentences(content, (sentence,), "", 0)
        return self.finished(content)

    def finished(self, content: _Content, title: str | None = None) -> Treaty:
        return Treaty(
            text=self.text,
            title=title,
            own_leaves=tuple(content.leaves),
            own_references=tuple(content.references),
            own_clauses=tuple(content.clauses),
            children=tuple(content.children),
            definitions=tuple(self.definitions),
            links=tuple((self._found(link),) for _, link in sorted(self.links, key=lambda pair: pair[0].span)),
        )

    def _found(self, link: Link) -> Link:
        """Where a reference leads now that all is set: what it refers to may be missing."""
        return link if link.eid is None or link.eid in self.eids else Link(status=ResolutionStatus.DANGLING)

    def article(self, draft: ArticleDraft) -> Provision:
        content, start = _Content(), len(self.text)
        eid = f"art_{draft.number.lower().replace(' ', '')}"
        self.eids.add(eid)
        separator = self.style.heading if draft.heading else ""
        joint = separator.rstrip()
        self.leaf(content, LeafKind.HEADING, f"{self.style.article} {draft.number}{joint}")
        if draft.heading:
            self.write(separator[len(joint) :])
            self.leaf(content, LeafKind.HEADING, draft.heading)
        single = not draft.numbered and len(draft.paragraphs) == 1
        for number, paragraph in enumerate(draft.paragraphs, 1):
            self.write("\n\n")
            if single:
                self.paragraph(content, paragraph, eid, eid)
            else:
                content.children.append(self.own_paragraph(paragraph, eid, number, numbered=draft.numbered))
        return self.provision(content, start, Level.ARTICLE, eid, draft.number, draft.heading)

    def provision(
        self, content: _Content, start: int, level: Level, eid: str, number: str | None, heading: str | None = None
    ) -> Provision:
        return Provision(
            level=level,
            number=number,
            heading=heading,
            eid=eid,
            text=self.text[start:],
            span=Span(start, len(self.text)),
            own_leaves=tuple(content.leaves),
            own_references=tuple(content.references),
            own_clauses=tuple(content.clauses),
            children=tuple(content.children),
        )

    def own_paragraph(self, draft: ParagraphDraft, parent: str, number: int, *, numbered: bool) -> Provision:
        content, start = _Content(), len(self.text)
        level, prefix = (Level.PARAGRAPH, "para") if numbered else (Level.ALINEA, "al")
        eid = f"{parent}__{prefix}_{number}"
        if numbered:
            self.leaf(content, LeafKind.MARKER, self.style.paragraph.format(number))
            self.write(" ")
        self.paragraph(content, draft, eid, eid if numbered else parent)
        return self.provision(content, start, level, eid, str(number) if numbered else None)

    def paragraph(self, content: _Content, draft: ParagraphDraft, eid: str, above: str) -> None:
        """Set what a paragraph says; `above` is what the eIds of its points begin with."""
        if draft.front is None:
            self.sentences(content, draft.sentences, eid, 0)
            return
        flat = _Flat()
        flat.front(draft.front)
        slots = tuple(flat.slots)
        flat.add(None, ":", before="")
        chapeau = self.run(content, flat.text, 0)
        references = self.refer(content, chapeau, slots)
        shared = _Shared(draft.front, tuple(chapeau.phrase(slot, inherited=True) for slot in slots), references)
        for place, (number, deed) in enumerate(draft.points):
            self.write("\n" + " " * self.style.indent)
            left = len(draft.points) - place - 1
            end = "." if not left else "; and" if left == 1 else ";"
            content.children.append(self.point(shared, deed, self.unique(f"{above}__sub_{number}"), number, end))

    def unique(self, eid: str) -> str:
        """The eId, with a number behind it where another provision bears it."""
        found, count = eid, 1
        while found in self.eids:
            count += 1
            found = f"{eid}_{count}"
        self.eids.add(found)
        return found

    def point(self, shared: _Shared, deed: Deed, eid: str, number: str, end: str) -> Provision:
        content, start = _Content(), len(self.text)
        self.leaf(content, LeafKind.MARKER, self.style.point.format(number))
        self.write(" ")
        flat = _Flat()
        flat.deed(deed)
        slots, length = tuple(flat.slots), len(flat.text)
        flat.add(None, end, before="")
        line = self.run(content, flat.text, self.style.indent)
        references = shared.references + self.refer(content, line, slots)
        phrases = (*shared.phrases, *(line.phrase(slot) for slot in slots))
        content.clauses.append(_clause(shared.front, phrases, references, f"{eid}__norm_1", line, (0, length)))
        return self.provision(content, start, Level.POINT, eid, number)

    # -- sentences ----------------------------------------------------------------------------------------------------

    def sentences(self, content: _Content, sentences: Sequence[Sentence], eid: str, indent: int) -> None:
        """Sentences one after the other, as one running text."""
        flat = _Flat()
        parts: list[tuple[Sentence, list[_Slot], tuple[int, int]]] = []
        for sentence in sentences:
            if flat.text:
                flat.text += " "
            own = _Flat()
            own.front(sentence.front)
            own.deed(sentence.deed)
            at = len(flat.text)
            moved = [attrs.evolve(slot, start=slot.start + at, end=slot.end + at) for slot in own.slots]
            parts.append((sentence, moved, (at, at + len(own.text))))
            flat.text += f"{own.text}."
        line = self.run(content, flat.text, indent)
        for number, (sentence, slots, extent) in enumerate(parts, 1):
            references = self.refer(content, line, slots)
            norm = f"{eid}__norm_{number}" if eid else f"norm_{number}"
            phrases = [line.phrase(slot) for slot in slots]
            content.clauses.append(_clause(sentence.front, phrases, references, norm, line, extent))
            if sentence.front.term is not None:
                (meaning,) = (phrase.text for phrase in phrases if phrase.role is PhraseRole.ACTION)
                self.definitions.append(Definition(term=sentence.front.term, meaning=meaning, eid=eid))

    def refer(self, content: _Content, line: _Set, slots: Sequence[_Slot]) -> tuple[Reference, ...]:
        found = sorted(line.references(slots), key=lambda pair: pair[0].span)
        self.links += found
        references = tuple(reference for reference, _ in found)
        content.references += references
        return references


def _clause(
    front: Front,
    phrases: Sequence[Phrase],
    references: tuple[Reference, ...],
    eid: str,
    line: _Set,
    extent: tuple[int, int],
) -> Clause:
    parts: dict[str, Any] = {phrase.role.value: phrase for phrase in phrases if phrase.role not in _LISTS}
    for role, name in _LISTS.items():
        parts[name] = tuple(phrase for phrase in phrases if phrase.role is role)
    return Clause(
        kind=front.kind,
        eid=eid,
        text=line.verbatim(*extent),
        span=line.span(*extent),
        bearer_reason=front.reason,
        references=references,
        **parts,
    )
