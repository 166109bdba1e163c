"""Akoma Ntoso 3.0: a treaty as an act of the OASIS LegalDocML standard.

Guarantees: valid against the standard's schema; every provision has its element and its eId; every word stands in the
document but page furniture, in the order of the text within the parts that the standard sets apart (preface, preamble,
body, conclusions, attachments). Clauses have no place in it: `legalruleml` writes them.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

import attrs

from treatylex.formats.xml_writing import Element, add, document, put
from treatylex.model.notes import NotesOfText
from treatylex.model.paragraphs import Paragraph, paragraphs
from treatylex.model.provisions import ATTACHED, Leaf, LeafKind, Level, Provision, Resolution, Treaty
from treatylex.model.references import Reference, Target
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.parsing.resolution.instruments import instruments as catalogued
from treatylex.source import Span, one_line

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NOTE, MARK = "footnote", "noteRef"
"""The classes of a note that stands as a paragraph, where the text has it, and of the link at its mark."""
_UNKNOWN_DAY = "0001-01-01"
"""The standard wants a day of the work; this one says that none is known."""
_WHOLE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ELEMENTS = {
    Level.PART: "part",
    Level.TITLE: "title",
    Level.CHAPTER: "chapter",
    Level.SECTION: "section",
    Level.SUBDIVISION: "subdivision",
    Level.ARTICLE: "article",
    Level.RULE: "rule",
    Level.PARAGRAPH: "paragraph",
    Level.ALINEA: "alinea",
    Level.POINT: "point",
}
"""What a provision is called in the standard; what it has no name for is a container that bears ours."""
_ATTACHMENTS = {
    Level.ANNEX: "annexure",
    Level.PROTOCOL: "attachment",
    Level.APPENDIX: "appendix",
    Level.SCHEDULE: "schedule",
}
"""What an attached document is called: the four names that bluebell knows."""
_HEADINGS = frozenset({LeafKind.HEADING, LeafKind.MARKER})


def to_akn(treaty: Treaty, *, instruments: Instruments = None) -> str:
    """A treaty as Akoma Ntoso 3.0.

    Args:
        treaty: what `parse` or `read` returned.
        instruments: the instruments with which it was read, besides the built-in ones, for links to them.

    Returns:
        An XML document, to be encoded in UTF-8.

    >>> from treatylex.parsing.reader import parse
    >>> text = "Article 1\\n\\n1. Each Party shall act under Article 2.\\n\\nArticle 2\\n\\nIt may act."
    >>> document = to_akn(parse(text))
    >>> '<paragraph eId="art_1__para_1">' in document, '<ref href="#art_2">Article 2</ref>' in document
    (True, True)
    """
    root = ET.Element("akomaNtoso", xmlns=NAMESPACE)
    _Writing(treaty, instruments).act(root)
    return document(root)


# ---------------------------------------------------------------- what the work is called


def work_iri(treaty: Treaty) -> str:
    """The IRI of a treaty after the naming convention: its day of signature, if its text names it, and its name.

    >>> from treatylex.parsing.reader import parse
    >>> work_iri(parse("Pact of Issel\\n\\nArticle 1\\n\\nEach Party shall act."))
    '/akn/un/act/treaty/0001/pact-of-issel'
    >>> work_iri(parse("Pact of Issel\\n\\nArticle 1\\n\\nEach Party shall act.\\n\\nDone at Issel on 1 May 1999."))
    '/akn/un/act/treaty/1999-05-01/pact-of-issel'
    """
    plain = unicodedata.normalize("NFKD", treaty.title or treaty.source_name or "treaty").encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", plain.decode().lower())
    return f"/akn/un/act/treaty/{_day(treaty) or _UNKNOWN_DAY[:4]}/{'-'.join(words)[:80].strip('-') or 'treaty'}"


def _day(treaty: Treaty) -> str | None:
    """The day of signature, where the text names a whole one."""
    return treaty.date if treaty.date and _WHOLE_DAY.fullmatch(treaty.date) else None


def _meta(parent: Element, iri: str, title: str | None, day: str | None) -> None:
    """What identifies a work, its English text and this file."""
    identification = add(add(parent, "meta"), "identification", source="#treatylex")
    levels = {"FRBRWork": iri, "FRBRExpression": f"{iri}/eng@", "FRBRManifestation": f"{iri}/eng@.xml"}
    for name, value in levels.items():
        work, dot, ending = value.partition(".xml")
        level = add(identification, name)
        add(level, "FRBRthis", value=f"{work}/!main{dot}{ending}" if "/!" not in work else value)
        add(level, "FRBRuri", value=value)
        if title and name == "FRBRWork":
            add(level, "FRBRalias", value=title, name="title")
        add(level, "FRBRdate", date=day or _UNKNOWN_DAY, name="signature" if day else "unknown")
        add(level, "FRBRauthor", href="#parties")
        if name == "FRBRWork":
            add(level, "FRBRcountry", value="un")
        elif name == "FRBRExpression":
            add(level, "FRBRlanguage", language="eng")


def _references(meta: Element, treaty: Treaty) -> None:
    """Who wrote the document and who made the treaty."""
    references = add(meta, "references", source="#treatylex")
    add(references, "TLCOrganization", eId="treatylex", href="/ontology/organization/treatylex", showAs="treatylex")
    add(references, "TLCOrganization", eId="parties", href="/ontology/organization/parties", showAs="The Parties")
    for party in treaty.parties:
        href = f"/ontology/organization/{party.id}"
        add(references, "TLCOrganization", eId=f"party_{party.id}", href=href, showAs=party.name)


# ---------------------------------------------------------------- what it says


@attrs.define
class _Parts:
    """The treaty's top-level provisions by the part of the document in which they stand."""

    preamble: list[Provision] = attrs.field(factory=list)
    body: list[Provision] = attrs.field(factory=list)
    conclusions: list[Provision] = attrs.field(factory=list)
    attachments: list[Provision] = attrs.field(factory=list)


def _parts(children: Iterable[Provision]) -> _Parts:
    parts = _Parts()
    for child in children:
        if child.level is Level.PREAMBLE and not parts.body:
            parts.preamble.append(child)
        elif child.level is Level.CONCLUSIONS:
            parts.conclusions.append(child)
        elif child.level in ATTACHED:
            parts.attachments.append(child)
        else:
            parts.body.append(child)
    return parts


def _is_label(provision: Provision, leaf: Leaf) -> bool:
    """Whether the first leaf of an annex without a number is the word for it, "ANNEX", rather than its name."""
    return provision.level in ATTACHED and one_line(leaf.text) != provision.heading


class _Writing:
    """Writes one treaty."""

    def __init__(self, treaty: Treaty, instruments: Instruments) -> None:
        self._treaty = treaty
        self._iri = work_iri(treaty)
        self._catalogue = catalogued(instruments)
        self._counts: dict[str, itertools.count[int]] = {}
        self._notes = NotesOfText.of(treaty)
        self._order = {mark: number for number, mark in enumerate(self._notes.notes, 1)}

    def act(self, root: Element) -> None:
        """The whole treaty."""
        act = add(root, "act", name="treaty")
        _meta(act, self._iri, one_line(self._treaty.title), _day(self._treaty))
        _references(act[0], self._treaty)
        parts = _parts(self._treaty.children)
        first = min((child.span.start for child in self._treaty.children), default=None)
        self._preface(act, [leaf for leaf in self._treaty.own_leaves if first is None or leaf.span.start < first])
        self._preamble(act, parts.preamble)
        body = add(act, "body")
        loose = [leaf for leaf in self._treaty.own_leaves if first is not None and leaf.span.start > first]
        self._branch(body, "", loose, parts.body)
        if first is None:
            self._container(body, "", "text", [leaf for leaf in self._treaty.own_leaves if not _is_title(leaf)])
        if not len(body):  # the standard knows no act without any provision
            add(add(add(body, "hcontainer", name="text", eId="hcontainer_1"), "content"), "p")
        self._conclusions(act, parts.conclusions)
        self._attachments(act, parts.attachments)

    def _id(self, within: str, name: str) -> str:
        """An eId for what is no provision: `art_1__hcontainer_1`."""
        stem = f"{within}__{name}" if within else name
        return f"{stem}_{next(self._counts.setdefault(stem, itertools.count(1)))}"

    def _preface(self, act: Element, leaves: Sequence[Leaf]) -> None:
        """The title, and what stands before the first provision."""
        has_provisions = bool(self._treaty.children)
        shown = [leaf for leaf in leaves if has_provisions or _is_title(leaf)]
        if not any(each.text for each in paragraphs(self._treaty, shown)):
            return
        preface = add(act, "preface")
        for is_title, group in itertools.groupby(shown, _is_title):
            for paragraph in paragraphs(self._treaty, list(group)):
                if is_title:
                    put(add(add(add(preface, "longTitle"), "p"), "docTitle"), paragraph.text)
                else:
                    self._words(add(preface, "p"), paragraph)

    def _preamble(self, act: Element, provisions: Sequence[Provision]) -> None:
        if not provisions:
            return
        preamble = add(act, "preamble", eId=provisions[0].eid)
        for provision in provisions:
            recitals = None
            for node in _in_order(provision):
                if isinstance(node, Leaf):
                    recitals = None
                    for paragraph in paragraphs(self._treaty, [node]):
                        self._words(add(preamble, "p"), paragraph)
                    continue
                if recitals is None:
                    recitals = add(preamble, "recitals", eId=self._id("", "recs"))
                self._recital(recitals, node)

    def _recital(self, recitals: Element, recital: Provision) -> None:
        element = add(recitals, "recital", eId=recital.eid)
        markers = [leaf for leaf in recital.own_leaves if leaf.kind is LeafKind.MARKER]
        if markers:
            put(add(element, "num"), one_line(markers[0].text))
        for paragraph in paragraphs(self._treaty, [leaf for leaf in recital.leaves if leaf not in markers[:1]]):
            self._words(add(element, "p"), paragraph)

    def _conclusions(self, act: Element, provisions: Sequence[Provision]) -> None:
        leaves = [leaf for provision in provisions for leaf in provision.leaves]
        if leaves:
            self._blocks(add(act, "conclusions", eId="conclusions"), leaves)

    def _attachments(self, act: Element, provisions: Sequence[Provision]) -> None:
        if not provisions:
            return
        attachments = add(act, "attachments")
        for provision in provisions:
            attachment = add(attachments, "attachment", eId=provision.eid)
            rest = self._head(attachment, provision)
            doc = add(attachment, "doc", name=_ATTACHMENTS[provision.level])
            _meta(doc, f"{self._iri}/!{provision.eid}", one_line(provision.heading), _day(self._treaty))
            parts = _parts(provision.children)
            self._preamble(doc, parts.preamble)
            body = add(doc, "mainBody")
            own = [*rest, *(leaf for part in parts.conclusions for leaf in part.leaves)]
            self._branch(body, provision.eid, own, [*parts.body, *parts.attachments])
            if not len(body):
                add(body, "p")

    def _provision(self, parent: Element, provision: Provision) -> None:
        name = _ELEMENTS.get(provision.level)
        element = (
            add(parent, name, eId=provision.eid)
            if name
            else add(parent, "hcontainer", name=provision.level.value, eId=provision.eid)
        )
        rest = self._head(element, provision)
        if not provision.children:
            content = add(element, "content", eId=f"{provision.eid}__content")
            self._blocks(content, rest)
            if not len(content):
                add(content, "p")
            return
        first = provision.children[0].span.start
        last = provision.children[-1].span.start
        for tag, leaves in (
            ("intro", [leaf for leaf in rest if leaf.span.start < first]),
            (None, [leaf for leaf in rest if first <= leaf.span.start < last]),
            ("wrapUp", [leaf for leaf in rest if leaf.span.start >= last]),
        ):
            if tag is None:
                self._branch(element, provision.eid, leaves, provision.children)
            elif paragraphs(self._treaty, leaves):
                self._blocks(add(element, tag, eId=f"{provision.eid}__{tag.lower()}"), leaves)

    def _head(self, element: Element, provision: Provision) -> list[Leaf]:
        """Number and heading; returns the leaves that are neither."""
        leaves = list(provision.own_leaves)
        head = list(itertools.takewhile(lambda leaf: leaf.kind in _HEADINGS, leaves))
        if head and (provision.number is not None or _is_label(provision, head[0])):
            put(add(element, "num"), one_line(head[0].text))
            head, leaves = head[1:], leaves[1:]
        headings = [leaf for leaf in head if leaf.kind is LeafKind.HEADING]
        if headings:
            put(add(element, "heading"), one_line(" ".join(leaf.text for leaf in headings)))
        return [leaf for leaf in leaves if leaf not in headings]

    def _branch(self, parent: Element, eid: str, leaves: Sequence[Leaf], children: Sequence[Provision]) -> None:
        """Provisions in order, with containers for words that stand between them."""
        done = 0
        for child in children:
            before = [leaf for leaf in leaves if done <= leaf.span.start < child.span.start]
            self._container(parent, eid, "text", before)
            self._provision(parent, child)
            done = child.span.start
        self._container(parent, eid, "text", [leaf for leaf in leaves if leaf.span.start >= done])

    def _container(self, parent: Element, eid: str, name: str, leaves: Sequence[Leaf]) -> None:
        if not leaves:
            return
        within = self._id(eid, "hcontainer")
        content = ET.Element("content", eId=f"{within}__content")
        self._blocks(content, leaves)
        if len(content):
            add(parent, "hcontainer", name=name, eId=within).append(content)

    # ------------------------------------------------------------ words

    def _blocks(self, parent: Element, leaves: Sequence[Leaf]) -> None:
        """Paragraphs, and tables where these have cells."""
        found = paragraphs(self._treaty, leaves)
        for is_table, group in itertools.groupby(found, lambda each: each.kind is LeafKind.TABLE and "\t" in each.text):
            table = add(parent, "table") if is_table else None
            for paragraph in group:
                if table is None:
                    self._words(add(parent, "p"), paragraph)
                    continue
                row = add(table, "tr")
                done = 0
                for cell in paragraph.text.split("\t"):
                    self._linked(add(add(row, "td"), "p"), paragraph, done, done + len(cell))
                    done += len(cell) + 1

    def _words(self, parent: Element, paragraph: Paragraph) -> None:
        """A paragraph with its references, and the marks of its notes, as links; a note can be found by its mark."""
        if paragraph.kind is LeafKind.FOOTNOTE:
            parent.set("class", NOTE)
        if (mark := self._notes.mark_of.get(paragraph.places[0])) is not None:
            parent.set("eId", f"fn_{self._order[mark]}")
        self._linked(parent, paragraph, 0, len(paragraph.text))

    def _linked(self, parent: Element, paragraph: Paragraph, begin: int, limit: int) -> None:
        """A part of a paragraph with its links."""
        done = begin
        for start, end, link in sorted([*self._links(paragraph), *self._marks(paragraph)], key=lambda each: each[:2]):
            if start < done or end > limit:
                continue
            put(parent, paragraph.text[done:start])
            put(add(parent, link.tag, **link.attributes), paragraph.text[start:end])
            done = end
        put(parent, paragraph.text[done:limit])

    def _marks(self, paragraph: Paragraph) -> Iterator["tuple[int, int, _Link]"]:
        for at, place in enumerate(paragraph.places):
            if place in self._notes.notes:
                link = _Link("ref", {"class": MARK, "href": f"#fn_{self._order[place]}"})
                yield at, at + self._notes.marks[place] - place, link

    def _links(self, paragraph: Paragraph) -> Iterator["tuple[int, int, _Link]"]:
        for reference in self._treaty.references_in(paragraph.span):
            places = [
                at for at, place in enumerate(paragraph.places) if reference.span.start <= place < reference.span.end
            ]
            if places:
                start, end = places[0], places[-1] + 1
                for link_start, link_end, link in self._targets(reference, paragraph.text[start:end]):
                    yield start + link_start, start + link_end, link

    def _targets(self, reference: Reference, text: str) -> Iterator["tuple[int, int, _Link]"]:
        """Where the links of a reference stand in its text: a lone one on all of it, several on their numbers."""
        resolved = [(each, self._href(each)) for each in self._treaty.resolve(reference)]
        if len(resolved) == 1:
            link = self._link(*resolved[0])
            if link is not None:
                yield 0, len(text), link
            return
        done = 0
        for resolution, href in resolved:
            at = _place_of_number(text, resolution.target, done)
            link = self._link(resolution, href)
            if at is None or link is None:
                continue
            yield at.start, at.end, link
            done = at.end

    def _link(self, resolution: Resolution, href: str | None) -> "_Link | None":
        if href is None:
            return None
        first, dash, last = resolution.target.path.rpartition("-")
        if dash and resolution.provision is not None and last in self._treaty:
            return _Link("rref", {"from": f"#{first}" if first in self._treaty else href, "upTo": f"#{last}"})
        return _Link("ref", {"href": href})

    def _href(self, resolution: Resolution) -> str | None:
        """Where a target leads, if it is certain."""
        if resolution.provision is not None:
            return f"#{resolution.provision.eid}"
        known = self._catalogue.get(resolution.work or "")
        return known.provision_iri(resolution.target.path) if known else None


@attrs.frozen
class _Link:
    tag: str
    attributes: dict[str, str]


def _is_title(leaf: Leaf) -> bool:
    return leaf.kind is LeafKind.TITLE


def _in_order(provision: Provision) -> list[Leaf | Provision]:
    nodes: list[Leaf | Provision] = [*provision.own_leaves, *provision.children]
    return sorted(nodes, key=lambda each: each.span)


def _place_of_number(text: str, target: Target, start: int) -> Span | None:
    """Where in a reference's text the number of one of its targets stands."""
    number = target.path.rpartition("__")[2].partition("_")[2]
    match = re.compile(rf"(?<!\w){re.escape(number)}(?!\w)", re.IGNORECASE).search(text, start) if number else None
    return Span(*match.span()) if match else None
