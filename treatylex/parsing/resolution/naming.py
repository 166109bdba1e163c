"""Naming: which instrument each mention speaks of.

Guarantees: one `Meant` a target, in document order; the time is linear in the text.

A mention may name its instrument by a name of the catalogue, by a short name that the text defines, or by a word that
stands for one named before: "that Convention", "thereof", "the Convention" of a protocol that names only one. What
is certain of the catalogue's works is written into the targets before the treaty is frozen.
"""

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from treatylex.language.grammar import listed, pattern
from treatylex.model.provisions import UNITS, Definition, Level
from treatylex.model.references import Target
from treatylex.parsing.draft import Mention, Reading, Run
from treatylex.parsing.references.finding import reference_grammar
from treatylex.parsing.references.names import Name, find_names
from treatylex.parsing.references.targets import without_the
from treatylex.parsing.resolution.catalogue import Catalogue, normal
from treatylex.parsing.resolution.definitions import is_initials
from treatylex.parsing.resolution.instruments import Instrument


class KnownNames:
    """The names that a text may use: its own short names first, then those of the catalogue."""

    def __init__(self, catalogue: Catalogue, definitions: Iterable[Definition]) -> None:
        self.catalogue = catalogue
        self._works: dict[str, tuple[str, ...]] = {}
        own: list[Instrument] = []
        for definition in definitions:
            works = self._meant(definition)
            if len(works) > 1:  # the General Agreement on Tariffs and Trade (hereinafter "the GATT 1994")
                works = tuple(work for work in self.catalogue.works(definition.term) if work in works) or works
            if works and self._works.setdefault(normal(definition.term), works) is works and _telling(definition.term):
                own.append(Instrument(id=works[0], title=definition.term))
            elif not works and definition.term.isupper() and is_initials(definition.term, definition.meaning):
                own.append(Instrument(id=definition.term, title=definition.term))
        self._own = Catalogue(own)
        self.provisions = {
            normal(definition.term): home
            for definition in definitions
            if pattern("instrument", "NUMBERED_PROVISION").fullmatch(definition.term)
            and (home := self._home(" ".join(definition.meaning.split())))
        }
        """Numbered provisions that the text defines as another instrument's, with its name as written there."""

    def _home(self, meaning: str) -> str:
        """The instrument that ends a meaning: "Part XI and related provisions of |the Convention|"; else nothing."""
        names = find_names(meaning, reference_grammar().scan(meaning), self.catalogue.find(meaning))
        for start, end in [*((name.start, name.end) for name in names), *(m.span() for m in _bare_in(meaning))]:
            if end == len(meaning):
                return meaning[start:end]
        return ""

    def _meant(self, definition: Definition) -> tuple[str, ...]:
        """The works of the instrument that the meaning names at its start, or at its end; none when it names none.

        It is not meant where the term says another kind: "the Protocols to amend the Convention (“the Protocols”)"; at
        the end only where the term says its kind: not "the Fund set up under the Fund Convention (“the Fund”)".
        """
        if pattern("instrument", "OF_PARTIES").search(definition.term):
            return ()
        text = " ".join(definition.meaning.split())
        for name in self.catalogue.find(text):
            if pattern("instrument", "DESCRIBES").match(text, name.end):
                continue  # "NATO" is the North Atlantic Treaty Organization, not the treaty
            found = text[name.start : name.end]
            kinds = _kinds(definition.term)
            named = kinds <= set(normal(found).split())
            at_end = name.end == len(text) and (bool(kinds) or definition.term.isupper())
            if named and (not without_the(text[: name.start]) or at_end):
                return self.catalogue.works(found)
        return ()

    def defines(self, name: str) -> bool:
        """Whether the text says for which instrument the name stands."""
        return normal(name) in self._works

    def works(self, name: str) -> tuple[str, ...]:
        """The ids of the instruments that the name may stand for."""
        return self._works.get(normal(name)) or self.catalogue.works(name)

    def find(self, text: str) -> list[Name]:
        """Where the text has known names."""
        return [*self.catalogue.find(text), *self._own.find(text)]


def _bare_in(text: str) -> Iterator[re.Match[str]]:
    """Where a text speaks of an instrument by its kind alone, but for the treaty itself."""
    itself = pattern("instrument", "SELF")
    return (match for match in pattern("instrument", "BARE").finditer(text) if not itself.match(match.group()))


def _kinds(term: str) -> set[str]:
    """The words of a short name that say of what kind the instrument is: "convention", "protocols"."""
    cues = reference_grammar().scan(term)
    return {term[cue.start : cue.end].lower() for cue in cues if cue.type in ("HEAD", "PLURAL", "PROT")}


def _telling(term: str) -> bool:
    """Whether a short name can be told from a common noun: not "the Convention"."""
    return " " in normal(term) or term.isupper()


def own_names(text: str, title: str | None) -> frozenset[str]:
    """By which word a treaty speaks of itself: the one that it puts after "this" most often, else its title's first.

    An amending treaty may speak of "this Protocol" and quote "this Convention" as often: then of neither.

    >>> own_names("The Parties to this Protocol and to the Convention …", None)
    frozenset({'protocol'})
    >>> own_names("The Parties agree.", "Agreement amending the Convention")
    frozenset({'agreement'})
    """
    kind = pattern("instrument", "KIND")
    spoken = (kind.match(text, match.end()) for match in pattern("instrument", "SELF").finditer(text))
    counts = Counter(match.group().lower() for match in spoken if match)
    if not counts:
        return frozenset(match.group().lower() for match in [kind.search(title or "")] if match)
    (word, most), *others = counts.most_common(2)
    return frozenset(() if any(count == most for _, count in others) else (word,))


# Provisions that are known by their numbers in any instrument
_NUMBERED_ALIKE = ("art_", "chap_", "part_", "title_", "sec_", "reg_", "rule_")
_ANAPHORS = frozenset({"THAT", "PRECEDING"})
_ARTICLES_A_CHANGE = 3
_SPEAKS_OF_ANOTHER = _ANAPHORS | {"THERE", "IBID", "THIS", "OWN"}


def is_anaphor(name: str) -> bool:
    """Whether what stands for an instrument's name speaks of one named before.

    >>> is_anaphor("the said Protocol"), is_anaphor("North Atlantic Treaty")
    (True, False)
    """
    return _pointer(name) in _SPEAKS_OF_ANOTHER


def _pointer(name: str) -> str:
    return next((cue.type for cue in reference_grammar().scan(name)), "")


@attrs.frozen
class Meant:
    """Which instrument a target is of: works of the catalogue, the treaty at hand (`own`), or none that is known.

    `within` is the path of the provision that "thereof" speaks of: "Annex II, in particular Article 3 thereof";
    `cited` the works whose provision of that number the article has named before, in case this treaty has none.
    """

    works: tuple[str, ...] = ()
    own: bool = False
    within: str = ""
    cited: tuple[str, ...] = ()

    @property
    def work(self) -> str | None:
        """The one work, if it is certain."""
        return self.works[0] if len(self.works) == 1 else None


_HERE = Meant(own=True)
_ANOTHER = Meant()
Meanings = dict[int, tuple[Meant, ...]]
"""What the targets of each mention are of, by where the mention starts in the source."""


def amends(text: str, articles: int) -> bool:
    """Whether a treaty changes another one so often that its bare numbers are likely to be the other's.

    >>> amends("In Article 7 the words “one year” shall be replaced by “two years”. Article 9 shall be deleted.", 2)
    True
    """
    changes = sum(1 for _ in pattern("instrument", "AMENDS").finditer(text))
    return changes > 1 and changes * _ARTICLES_A_CHANGE >= articles


def name_works(reading: Reading, names: KnownNames, own: frozenset[str]) -> Meanings:
    """Tell for every target of which instrument it is, and write the catalogue's ids into the targets."""
    articles = sum(draft.level is Level.ARTICLE for draft in reading.root.walk())
    namer = _Namer(names, own, amending=amends(reading.text, articles))
    if reading.title is not None:
        namer.hear_title(" ".join(reading.title.split()))
    meanings: Meanings = {}
    for draft in reading.root.walk():
        if draft.level in UNITS:
            namer.cited.clear()
        for run in draft.runs:
            named = [namer.meant(run, at) for at in range(len(run.mentions))]
            _share(run, named)
            meanings.update(
                (mention.reference.span.start, meant) for mention, meant in zip(run.mentions, named, strict=True)
            )
            run.mentions = list(map(_with_works, run.mentions, named))
    return meanings


def _with_works(mention: Mention, named: tuple[Meant, ...]) -> Mention:
    """The mention with the certain works of the instruments that it names."""
    reference = mention.reference
    targets = tuple(
        attrs.evolve(target, work=meant.work) if meant.work else target
        for target, meant in zip(reference.targets, named, strict=True)
    )
    if targets == reference.targets:
        return mention
    return attrs.evolve(mention, reference=attrs.evolve(reference, targets=targets))


def _share(run: Run, named: list[tuple[Meant, ...]]) -> None:
    """Give the instrument of one mention to those beside it that name none.

    To those before, when it ends their list: "Article 29; Article 30; and Article 31 of the …"; to the one after,
    when that tells more closely what is meant: "the TRIPS Agreement, in particular Articles 41 to 61".
    """
    text, mentions = run.passage.text, run.mentions
    for at in range(1, len(mentions)):
        between = pattern("instrument", "IN_PARTICULAR").fullmatch(text, mentions[at - 1].end, mentions[at].start)
        meant = named[at - 1][-1] if named[at - 1] else _HERE
        if between is not None and not meant.own and _bare(mentions[at].reference.targets, mentions[at], text):
            named[at] = (meant,) * len(mentions[at].reference.targets)
    for at in range(len(mentions) - 2, -1, -1):
        mention, after = mentions[at], mentions[at + 1]
        meant = named[at + 1][-1] if named[at + 1] else _HERE
        listed = pattern("instrument", "LISTED").fullmatch(text, mention.end, after.start)
        provision = after.reference.targets and after.reference.targets[-1].path
        if not meant.own and provision and listed is not None and _bare(mention.reference.targets, mention, text):
            named[at] = (meant,) * len(mention.reference.targets)


def _bare(targets: tuple[Target, ...], mention: Mention, text: str) -> bool:
    """Whether a mention leaves open of which instrument its articles are."""
    articles = all(target.instrument is None and target.path.startswith("art_") for target in targets)
    return articles and not _closed(mention, text)


def _closed(mention: Mention, text: str) -> bool:
    """Whether a mention says itself that it is of this treaty: "Article 5 of this Agreement", "Article 5 hereof"."""
    return any(
        pattern(*terminal).search(text, mention.start, mention.end)
        for terminal in (("instrument", "KIND"), ("reference", "HERE"))
    )


class _Namer:
    """Tells of which instruments the mentions are, in the order of the text, and remembers which were named."""

    def __init__(self, names: KnownNames, own: frozenset[str], *, amending: bool) -> None:
        self.names, self.own, self.amending = names, own, amending
        self.last: dict[str, Meant] = {}  # by the words of its name: "convention"
        self.seen: dict[str, set[tuple[str, ...]]] = {}  # by the same words, the works of all so far
        self.titled: dict[str, Meant] = {}  # by the words of the names in the treaty's title
        self.latest = _ANOTHER  # of the last mention of another instrument
        self.cited: dict[str, Meant] = {}  # by their numbers, the provisions of others that this article has named
        self.provision: tuple[Run | None, Meant] = None, _HERE  # the last one spoken of, and in which run
        self.run: Run | None = None
        self.bare: list[re.Match[str]] = []  # in that run

    def hear_title(self, title: str) -> None:
        """Note the instruments that the title names, as that of a protocol names its convention."""
        for name in self.names.find(title):
            found = title[name.start : name.end]
            if name.start and (works := self.names.works(found)):
                self.titled.update((word, Meant(works)) for word in normal(found).split())

    def meant(self, run: Run, at: int) -> tuple[Meant, ...]:
        """What each target of a mention of the run is of."""
        mention = run.mentions[at]
        named = tuple(
            self._named(target.instrument, run, at) if target.instrument else self._unnamed(target, run, at)
            for target in mention.reference.targets
        )
        named = tuple(map(self._cited, mention.reference.targets, named))
        if named and mention.reference.targets[-1].path:
            self.provision = run, named[-1]
        if named and mention.reference.targets[-1].instrument:
            self.latest = named[-1]
        return named

    def _cited(self, target: Target, meant: Meant) -> Meant:
        """Note the number of another instrument's provision, or which works' such a number has been in this article."""
        number = target.path.partition("__")[0]
        if not number.startswith(_NUMBERED_ALIKE):
            return meant
        if meant.works:
            self.cited[number] = meant
        return attrs.evolve(meant, cited=self.cited[number].works) if meant.own and number in self.cited else meant

    def _unnamed(self, target: Target, run: Run, at: int) -> Meant:
        """What a target without an instrument is of: "that Article" is of the instrument of the one spoken of last."""
        where, meant = self.provision
        if target.path.startswith("that_"):
            return meant if where is run else _HERE
        text, mention = run.passage.text, run.mentions[at]
        if home := self.names.provisions.get(normal(mention.reference.text)):
            return self._bare_name(home)  # the other convention's Part XI (hereinafter “Part XI”)
        if _closed(mention, text):
            return _HERE
        if self.amending and not target.path.startswith(_POINTED) and _is_amended(text, mention):
            return self._base()
        its = pattern("instrument", "ITS")
        if its.match(text, max(0, mention.start - _ITS), mention.start) or its.match(text, mention.start):
            return self._owner(run, at)
        if target.path[:6] in _CHAPTERS_IN_FIGURES and _of_goods(text, mention):
            return Meant(self.names.works(*listed("instrument")["NOMENCLATURE"]))
        return _HERE

    def _base(self) -> Meant:
        """The instrument that an amending treaty amends: the one that its title names."""
        works = {meant.works for meant in self.titled.values()}
        return Meant(works.pop()) if len(works) == 1 else _ANOTHER

    def _named(self, name: str, run: Run, at: int) -> Meant:
        pointer = _pointer(name)
        if pointer == "THERE":
            return self._before(run, at)
        if pointer == "IBID":
            return self.latest
        if pointer in _ANAPHORS:
            if not _behind_pointer(name):
                return self.latest  # "of the latter"
            works = self.names.works(_behind_pointer(name))
            return Meant(works) if works else self.last.get(_head(name), _ANOTHER)
        if normal(name) in self.own and not self.names.defines(name):
            return _HERE
        meant = Meant(self.names.works(name) or self._spoken_of(name))
        for word in normal(name).split():
            self.last[word] = meant
            self.seen.setdefault(word, set()).add(meant.works)
        return meant

    def _spoken_of(self, name: str) -> tuple[str, ...]:
        """What "the Convention" of a text without a definition is: that of its title, or the only one so far."""
        word = normal(name)
        if word in self.titled:
            return self.titled[word].works
        works = self.seen.get(word, set())
        return next(iter(works)) if len(works) == 1 else ()

    def _before(self, run: Run, at: int) -> Meant:
        """What "thereof" speaks of: the instrument, annex or article that stands last before it in the passage."""
        bare = self._bare_before(run, run.mentions[at].start)
        earlier = run.mentions[at - 1] if at else None
        if earlier is None or not earlier.reference.targets or (bare is not None and bare.end() > earlier.end):
            return _ANOTHER if bare is None else self._bare_name(bare.group())
        target = earlier.reference.targets[-1]
        return self.latest if target.instrument is not None else Meant(own=True, within=target.path)

    def _owner(self, run: Run, at: int) -> Meant:
        """Whose provision "its Article 5" is: that of the instrument spoken of last, if any is in the passage."""
        spoken_of = (at and run.mentions[at - 1].reference.targets) or self._bare_before(run, run.mentions[at].start)
        return self._before(run, at) if spoken_of else _HERE

    def _bare_before(self, run: Run, start: int) -> re.Match[str] | None:
        """The last instrument spoken of by its kind alone before a place: "the Convention"."""
        if run is not self.run:
            self.run, self.bare = run, list(pattern("instrument", "BARE").finditer(run.passage.text))
        at = bisect.bisect_right(self.bare, start, key=lambda match: match.end())
        return self.bare[at - 1] if at else None

    def _bare_name(self, name: str) -> Meant:
        word = _head(name)
        if pattern("instrument", "SELF").match(name) or (word in self.own and not self.names.defines(word)):
            return _HERE
        if _pointer(name) in _ANAPHORS:
            return self.last.get(word, _ANOTHER)
        return Meant(self.names.works(without_the(name)) or self._spoken_of(without_the(name)))


def _is_amended(text: str, mention: Mention) -> bool:
    """Whether the sentence of a mention amends, or only says where the next one does: "In Article 12:"."""
    ends = pattern("instrument", "SENTENCE_ENDS")
    far = max(0, mention.start - _SENTENCE)
    start = max((stop.end() for stop in ends.finditer(text, far, mention.start + 1)), default=far)
    stop = ends.search(text, mention.end, mention.end + _SENTENCE)
    end = stop.start() if stop else mention.end + _SENTENCE
    scope = pattern("instrument", "ONLY_WHERE").fullmatch(text, start, mention.start) and text[mention.end :][:1] == ":"
    return bool(scope) or pattern("amendment", "OPERATION").search(text, start, end) is not None


_SENTENCE = 600  # characters of a sentence before and after a mention
_POINTED = ("this_", "preceding_", "following_")
_CHAPTERS_IN_FIGURES = frozenset(f"chap_{figure}" for figure in "123456789")
_ITS = 4  # characters of "its "
_LEAD = 60  # characters before a chapter that tell that it is one of goods


def _of_goods(text: str, mention: Mention) -> bool:
    """Whether a chapter is one of the nomenclature of goods: "products falling within Chapters 1 to 24"."""
    before = pattern("instrument", "GOODS").search(text, max(0, mention.start - _LEAD), mention.start)
    after = pattern("instrument", "HEADINGS").match(text, mention.end)
    return (before is not None or after is not None) and mention.reference.text[-1:] != ")"


def _behind_pointer(name: str) -> str:
    """What a pointer points at: "the said |Charter of the United Nations|"."""
    pointer = next(iter(reference_grammar().scan(name)))
    return name[pointer.end :].strip()


def _head(name: str) -> str:
    """The last word of a name: "convention"."""
    *_, head = ["", *normal(name).split()]
    return head
