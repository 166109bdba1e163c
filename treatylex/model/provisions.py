"""Provisions: the divisions of a treaty, the leaves that tile its text, and the treaty itself."""

import bisect
import difflib
import enum
import functools
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, Unpack

import attrs

from treatylex.errors import AddressError, Diagnostic
from treatylex.model.brackets import Bracket
from treatylex.model.clauses import Clause, Phrase
from treatylex.model.particulars import Particulars, Party
from treatylex.model.queries import ClauseFilters, Filter, where
from treatylex.model.references import Link, Naming, Reference, ResolutionStatus, Target
from treatylex.source import Place, Source, Span, cut, pretty, uncovered, union


class Level(enum.StrEnum):
    """What a provision is called, after Akoma Ntoso's element names."""

    PREAMBLE = "preamble"
    RECITAL = "recital"
    PART = "part"
    TITLE = "title"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBDIVISION = "subdivision"
    ARTICLE = "article"
    RULE = "rule"
    REGULATION = "regulation"
    PARAGRAPH = "paragraph"
    ALINEA = "alinea"
    POINT = "point"
    ANNEX = "annex"
    PROTOCOL = "protocol"
    APPENDIX = "appendix"
    SCHEDULE = "schedule"
    NOTE = "note"
    CONCLUSIONS = "conclusions"


UNITS = frozenset({Level.ARTICLE, Level.RULE, Level.REGULATION})
"""The levels that are counted through a text, whatever containers they stand in, and hold its paragraphs."""

CONTAINERS = frozenset({Level.PART, Level.TITLE, Level.CHAPTER, Level.SECTION, Level.SUBDIVISION})
"""The levels that hold such units."""

ATTACHED = frozenset({Level.ANNEX, Level.PROTOCOL, Level.APPENDIX, Level.SCHEDULE})
"""The levels that are attached to a treaty and number their articles anew."""


class LeafKind(enum.StrEnum):
    """What the characters of a leaf are."""

    TITLE = "title"
    HEADING = "heading"
    MARKER = "marker"
    TEXT = "text"
    FORMULA = "formula"
    CONTENTS = "contents"
    TABLE = "table"
    FURNITURE = "furniture"
    FOOTNOTE = "footnote"
    SIGNATURE = "signature"
    FOREIGN = "foreign"
    UNPARSED = "unparsed"


RUNNING = frozenset({LeafKind.TEXT, LeafKind.TABLE, LeafKind.UNPARSED})
"""The kinds of leaves that hold what the treaty says, rather than what it is called or how it is set."""
TITLES = frozenset({LeafKind.TITLE, LeafKind.HEADING, LeafKind.CONTENTS})
"""The kinds of leaves that say what the treaty or a part of it is called: they oblige nobody."""


@attrs.frozen(kw_only=True)
class Leaf:
    """A stretch of characters of one kind. The leaves of a treaty cover every non-blank character exactly once."""

    kind: LeafKind
    text: str
    span: Span = attrs.field(eq=False)


@attrs.frozen(kw_only=True)
class Definition:
    """A term that the treaty defines, and where.

    `term` is without quotation marks; `meaning` is what it stands for, verbatim; `eid` the provision that says so,
    empty for the title.

    >>> Definition(term="the Charter", meaning="the Charter of the United Nations", eid="preamble").term
    'the Charter'
    """

    term: str
    meaning: str
    eid: str


_Spanned = TypeVar("_Spanned", Leaf, Clause, Reference)


@attrs.frozen(auto_attribs=False)  # the fields are declared below, each node in its own order
class _Branch:
    """What provisions and whole treaties share: flat views over a subtree, in document order."""

    children: "tuple[Provision, ...]"
    own_leaves: tuple[Leaf, ...]
    own_clauses: tuple[Clause, ...]
    own_references: tuple[Reference, ...]

    def walk(self) -> "Iterator[Provision]":
        """Every provision below this node, in pre-order."""
        for child in self.children:
            yield child
            yield from child.walk()

    @functools.cached_property
    def provisions(self) -> "tuple[Provision, ...]":
        """Every provision below this node, in pre-order."""
        return tuple(self.walk())

    @functools.cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves of the subtree, in the order of the text."""
        return _in_order(node for branch in (self, *self.provisions) for node in branch.own_leaves)

    @functools.cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the subtree, in the order of the text."""
        return _in_order(node for branch in (self, *self.provisions) for node in branch.own_clauses)

    @functools.cached_property
    def references(self) -> tuple[Reference, ...]:
        """The references of the subtree, in the order of the text."""
        return _in_order(node for branch in (self, *self.provisions) for node in branch.own_references)


@attrs.frozen(kw_only=True)
class Provision(_Branch):
    """A division of a treaty: a part, an article, a paragraph, a point, an annex, a recital …

    `number` is as printed, without the word Article, brackets or closing dot ("12 bis", "II", "a"). `span` runs
    from the marker or heading to the end. The `own_` fields hold what stands directly in this provision; the flat
    views `leaves`, `clauses`, `references` and `provisions` cover its whole subtree.
    """

    level: Level
    number: str | None = None
    heading: str | None = None
    eid: str
    text: str
    span: Span = attrs.field(eq=False)
    own_leaves: tuple[Leaf, ...] = ()
    own_references: tuple[Reference, ...] = ()
    own_clauses: tuple[Clause, ...] = ()
    children: "tuple[Provision, ...]" = ()

    def __repr__(self) -> str:
        heading = f' "{cut(self.heading, 72)}"' if self.heading else ""
        return f"<Provision {self.eid} {self.level.value}{heading}, {counted(len(self.clauses), 'clause')}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        pretty(printer, f"treatylex.parse({self.text!r}).provisions[0]", repr(self))

    def _repr_html_(self) -> str:
        """The words and the outline as notebooks show them."""
        from treatylex.reporting.html import fragment

        return fragment(self)


@attrs.frozen(kw_only=True)
class Resolution:
    """Where one target of a reference leads: a provision of this treaty, a work of the catalogue, or candidates."""

    status: ResolutionStatus
    target: Target
    provision: Provision | None = None
    work: str | None = None
    candidates: tuple[str, ...] = ()


Node = Provision | Clause | Reference | Phrase | Leaf


@attrs.frozen(kw_only=True)
class Treaty(_Branch):
    """A treaty, or an excerpt of one, read into provisions and clauses.

    `links` is the table of resolutions: one entry a reference in document order, one `Link` a target in each.
    `source_format` names the format of the file that the text was read from ("docx"), `None` for a string; `places`
    lead back into that file and are empty where the text is the file. `source_name` is what messages call the text.
    None of the three takes part in equality: a treaty is the same wherever it was read from.
    """

    text: str
    source_name: str | None = attrs.field(default=None, eq=False)
    source_format: str | None = attrs.field(default=None, eq=False)
    title: str | None = None
    own_leaves: tuple[Leaf, ...] = ()
    own_references: tuple[Reference, ...] = ()
    own_clauses: tuple[Clause, ...] = ()
    children: tuple[Provision, ...] = ()
    definitions: tuple[Definition, ...] = ()
    links: tuple[tuple[Link, ...], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    places: tuple[Place, ...] = attrs.field(default=(), eq=False)

    def __repr__(self) -> str:
        name = self.title or self.source_name
        called = f' "{cut(name, 72)}"' if name else ""
        return f"<Treaty{called}, {counted(len(self.articles), 'article')}, {counted(len(self.clauses), 'clause')}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        pretty(printer, f"treatylex.parse({self.text!r})", repr(self))

    def _repr_html_(self) -> str:
        """The outline as notebooks show it."""
        from treatylex.reporting.html import fragment

        return fragment(self)

    @functools.cached_property
    def _particulars(self) -> Particulars:
        """What the treaty says about itself: found by coding schemes, the first time that it is asked for."""
        from treatylex.coding.particulars import particulars

        return particulars(self)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The States and organisations that conclude the treaty, as its title, preamble or signatures name them."""
        return self._particulars.parties

    @property
    def date(self) -> str | None:
        """The day of signature after ISO 8601."""
        return self._particulars.date

    @property
    def place(self) -> str | None:
        """Where it was signed, as written."""
        return self._particulars.place

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the authentic texts, by their usual English names in lower case."""
        return self._particulars.languages

    @property
    def depositary(self) -> str | None:
        """Who receives the instruments or keeps the original, as written, without "the"."""
        return self._particulars.depositary

    @functools.cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """The square brackets of a negotiating text: what is not agreed yet, and who proposed it.

        >>> from treatylex.parsing.reader import parse
        >>> [str(len(each.alternatives)) for each in parse("Each Party [shall] [should] report.").brackets]
        ['2']
        """
        from treatylex.parsing.alternatives import brackets_in

        return brackets_in(self.text) if "[" in self.text else ()

    @functools.cached_property
    def source(self) -> Source:
        """The text with its lines and columns and its places in the file, for messages."""
        return Source(self.text, self.source_name or "<text>", self.places)

    def place_of(self, span: Span) -> Place:
        """Where the first character of `span` stands in the file that was read.

        Returns:
            A place with the page of a PDF, the paragraph, footnote or cell of a Word document, the XPath of an element
            of HTML or XML, or the line of a plain text.

        >>> from treatylex.parsing.reader import parse
        >>> treaty = parse("Article 1\\n\\nEach Party shall report.")
        >>> str(treaty.place_of(treaty.clauses[0].span))
        'line 3'
        """
        return self.source.place_of(span)

    @functools.cached_property
    def articles(self) -> tuple[Provision, ...]:
        """Every article, those of annexes and protocols included."""
        return tuple(p for p in self.provisions if p.level is Level.ARTICLE)

    @functools.cached_property
    def unread_leaves(self) -> tuple[Leaf, ...]:
        """The passages that could not be read, in the order of the text."""
        return tuple(leaf for leaf in self.leaves if leaf.kind is LeafKind.UNPARSED)

    @functools.cached_property
    def _by_eid(self) -> dict[str, Provision | Clause]:
        nodes: dict[str, Provision | Clause] = {provision.eid: provision for provision in self.provisions}
        nodes.update((clause.eid, clause) for clause in self.clauses)
        return nodes

    @functools.cached_property
    def _parent_eids(self) -> dict[str, str]:
        pairs = {child.eid: provision.eid for provision in self.provisions for child in provision.children}
        pairs.update((clause.eid, p.eid) for p in self.provisions for clause in p.own_clauses)
        return pairs

    def __getitem__(self, eid: str) -> Provision | Clause:
        """The provision or clause with this eId.

        Raises:
            TypeError: when `eid` is no `str`.
            AddressError: (a `KeyError`) when there is none; the message names the nearest eIds.
        """
        if not isinstance(eid, str):
            raise TypeError(f"eid must be a str, not {type(eid).__name__}")
        try:
            return self._by_eid[eid]
        except KeyError:
            near = difflib.get_close_matches(eid, self._by_eid, n=3, cutoff=0.5)
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            raise AddressError(f"no provision or clause has the eId {eid!r}{hint}") from None

    def __contains__(self, eid: object) -> bool:
        return eid in self._by_eid

    def parent(self, node: Node) -> "Provision | None":
        """The provision that a node of this treaty stands in; `None` at the top.

        A provision or clause is found by its eId, a phrase, reference or leaf by its place in the text.
        """
        if isinstance(node, Provision | Clause):
            self[node.eid]
            eid = self._parent_eids.get(node.eid)
            return None if eid is None else self.provision(eid)
        return self.provision_at(node.span.start)

    def provision_at(self, offset: int) -> "Provision | None":
        """The innermost provision that covers the code point at `offset`."""
        found: Provision | None = None
        branch: tuple[Provision, ...] = self.children
        while branch:
            at = bisect.bisect_right(branch, offset, key=lambda p: p.span.start) - 1
            if at < 0 or offset >= branch[at].span.end:
                break
            found = branch[at]
            branch = found.children
        return found

    def references_in(self, span: Span) -> tuple[Reference, ...]:
        """The references that stand wholly in a stretch of the text."""
        first, last = (bisect.bisect_left(self._reference_starts, at) for at in (span.start, span.end))
        return tuple(reference for reference in self.references[first:last] if span.covers(reference.span))

    def mentions(self, work: str, instruments: Any = None) -> tuple[Naming, ...]:
        """Every place where the treaty names a work, by a name of the catalogue or by its own short name for it.

        Args:
            work: the id of the work in the catalogue, such as "un-charter".
            instruments: the instruments with which the treaty was read, besides the built-in ones, as in `parse`.

        Raises:
            ValueError: when the catalogue has no such work; the message names the nearest.

        >>> from treatylex.parsing.reader import parse
        >>> treaty = parse("Article 51 of the Charter of the United Nations applies.")
        >>> [(named.text, named.is_reference) for named in treaty.mentions("un-charter")]
        [('Article 51 of the Charter of the United Nations', True)]
        """
        from treatylex.parsing.resolution.mentioning import mentions_of

        return mentions_of(self, work, instruments)

    def unread(self, provision: Provision) -> tuple[str, ...]:
        """The passages of a provision's running text, verbatim, that stand in no clause."""
        read = self._clause_spans
        pieces = (piece for leaf in provision.leaves if leaf.kind in RUNNING for piece in uncovered(leaf.span, read))
        return tuple(text for text in (piece.of(self.text) for piece in pieces) if any(map(str.isalnum, text)))

    @functools.cached_property
    def _reference_starts(self) -> list[int]:
        return [reference.span.start for reference in self.references]

    @functools.cached_property
    def _clause_spans(self) -> tuple[Span, ...]:
        return union(clause.span for clause in self.clauses)

    def find(self, chosen: Filter | None = None, /, **filters: Unpack[ClauseFilters]) -> tuple[Clause, ...]:
        """The clauses that fit, in the order of the text.

        Args:
            chosen: a filter, such as `where(kind="right") | where(kind="permission")`.
            **filters: what `treatylex.where` takes; all of it must fit.

        Raises:
            TypeError: for a filter that there is not, or a value of another type.
            ValueError: for a kind, an actor or a work that is none, or a faulty regular expression; the message names
                the nearest.
            AddressError: when no provision has the eId `within`.

        >>> from treatylex.parsing.reader import parse
        >>> treaty = parse("Each Party shall report annually. The Council shall meet.")
        >>> [clause.eid for clause in treaty.find(kind="obligation", actor="each_party", time="annually")]
        ['norm_1']
        """
        test = (where(**filters) if chosen is None else chosen & where(**filters)).bound_to(self)
        return tuple(filter(test, self.clauses))

    def clause(self, eid: str) -> Clause:
        """The clause with this eId.

        Raises:
            AddressError: when there is none, or the eId is that of a provision.

        >>> from treatylex.parsing.reader import parse
        >>> parse("The Council shall meet.").clause("norm_1").kind.value
        'obligation'
        """
        node = self[eid]
        if not isinstance(node, Clause):
            raise AddressError(f"{eid!r} is a provision, not a clause; its clauses are in `.clauses`")
        return node

    def governed_by(self, phrase: Phrase) -> tuple[Clause, ...]:
        """The clauses that a modifier of this treaty governs: its own, and those that take it over."""
        return tuple(clause for clause in self.clauses if phrase.span in map(_span, clause.modifiers))

    def _resolution(self, target: Target, link: Link) -> Resolution:
        return Resolution(
            status=link.status,
            target=target,
            provision=None if link.eid is None else self.provision(link.eid),
            work=link.work,
            candidates=link.candidates,
        )

    def provision(self, eid: str) -> Provision:
        """The provision with this eId.

        Raises:
            AddressError: when there is none, or the eId is that of a clause.
        """
        node = self[eid]
        if not isinstance(node, Provision):
            raise AddressError(f"{eid!r} is a clause, not a provision")
        return node

    def resolve(self, reference: Reference) -> tuple[Resolution, ...]:
        """Where each target of one of this treaty's references leads.

        Raises:
            ValueError: when the reference does not stand in this treaty.
        """
        at = bisect.bisect_left(self.references, reference.span, key=lambda r: r.span)
        if at < len(self.references) and self.references[at] == reference:
            return tuple(map(self._resolution, reference.targets, self.links[at]))
        raise ValueError(f"the reference {reference.text!r} does not stand in this treaty; resolve it where it stands")


# attrs gives what it makes for cached properties beside slots no module, and help() of Python 3.13 asks for one.
for _class in (_Branch, Treaty):
    vars(_class)["__getattr__"].__module__ = __name__


def _span(phrase: Phrase) -> Span:
    return phrase.span


def check_treaty_type(value: object, name: str) -> None:
    """Refuse what is no treaty where one is asked for, and say how to make one.

    Raises:
        TypeError: naming the argument.
    """
    if not isinstance(value, Treaty):
        made = "treatylex.parse(text) makes one of a text, treatylex.read(path) of a file"
        raise TypeError(f"{name} must be a Treaty, not {type(value).__name__}: {made}")


def counted(number: int, name: str) -> str:
    """A number with its noun: "1 change", "2,000 changes"."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _in_order(nodes: Iterable[_Spanned]) -> tuple[_Spanned, ...]:
    return tuple(sorted(nodes, key=lambda node: (node.span.start, node.span.end)))
