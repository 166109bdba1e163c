"""Descent: which clauses came from which earlier treaty.

Guarantees: a clause descends from the earlier clause whose words are most like its own, if they are alike enough; names
of States and figures do not count; the same collection gives the same answer, however many processes read.

Words are compared by MinHash and found by locality-sensitive hashing (the library datasketch), so that the time grows
with the collection and not with its square.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from treatylex.collections.members import Member
from treatylex.collections.reading import Collection, Made
from treatylex.errors import InputError
from treatylex.extras import needed
from treatylex.model.citations import citation
from treatylex.model.provisions import Treaty
from treatylex.source import one_line

LIKENESS = 0.6
"""The least share of word sequences that two clauses have in common (Jaccard) if one descends from the other."""
_SEQUENCE = 3  # words
_TELLING = 12  # a shorter clause is too often the same by chance
_PERMUTATIONS = 128
_DAY_OF = ("signed", "date", "year")
"""What a manifest may say of the day of signature, the first that is there."""
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@attrs.frozen(kw_only=True)
class Descent:
    """One clause, and the earlier clause that it descends from; `likeness` is from `LIKENESS` to 1."""

    treaty_id: str
    title: str
    signed: str
    eid: str
    citation: str
    text: str
    earlier_id: str
    earlier_title: str
    earlier_signed: str
    earlier_eid: str
    earlier_citation: str
    earlier_text: str
    likeness: float


@attrs.frozen(kw_only=True)
class Ancestry:
    """A treaty among its forebears: how many clauses it has, and how many of them descend from which earlier treaty."""

    treaty_id: str
    title: str
    signed: str
    clauses: int
    forebears: tuple[tuple[str, int], ...] = ()


@attrs.frozen(kw_only=True)
class Lineage:
    """What `lineage` found: the treaties in the order of their signature, and the clauses that descend from others."""

    treaties: tuple[Ancestry, ...] = ()
    descents: tuple[Descent, ...] = ()

    @property
    def undated(self) -> tuple[str, ...]:
        """The treaties of which no day of signature is known; they count as the latest, in the order given."""
        return tuple(treaty.treaty_id for treaty in self.treaties if not treaty.signed)


@attrs.frozen(kw_only=True)
class Sketch:
    """What is kept of a clause: its place, its words, and the sketch of its word sequences."""

    eid: str
    citation: str
    text: str
    hashes: Any


@attrs.frozen(kw_only=True)
class Sketched:
    """What is kept of a treaty."""

    title: str
    signed: str
    clauses: int
    sketches: tuple[Sketch, ...]


def lineage(collection: Collection, *, likeness: float = LIKENESS, jobs: int = 1) -> Lineage:
    """Which clauses of a collection came from which earlier treaty in it.

    Args:
        collection: the treaties. Their order in time is that of the days that a manifest gives as `signed`, `date` or
            `year`, else of the days that the treaties name; treaties without one count as the latest.
        likeness: the least share of word sequences in common.
        jobs: the most processes to use, as in `Collection.read`.

    Raises:
        InputError: when datasketch is not installed; `pip install 'treatylex[lineage]'`.
        ValueError: for a likeness that is not between 0 and 1.

    >>> import treatylex
    >>> from treatylex.collections import Collection
    >>> duty = "Each Party shall inform the Council of Norland within ten days of every catch of cod in the lake."
    >>> old = treatylex.parse(f"{duty}\\n\\nDone at Oslo, 3 May 1968.", source_name="old")
    >>> new = treatylex.parse(f"{duty.replace('ten', 'nine')}\\n\\nDone at Oslo, 3 May 1978.", source_name="new")
    >>> [(each.treaty_id, each.earlier_id) for each in lineage(Collection(new, old)).descents]
    [('new', 'old')]
    """
    return lineage_of(collection.map(sketched, jobs=jobs), likeness=likeness)


def lineage_of(made: Iterable[Made[Sketched]], *, likeness: float = LIKENESS) -> Lineage:
    """The lineage of treaties that `sketched` made; what could not be read is left out."""
    if not 0 < likeness <= 1:
        raise ValueError(f"a likeness of {likeness} is not between 0 and 1")
    known = [(each.treaty_id, each.value) for each in made if each.value is not None]
    known.sort(key=lambda found: (not found[1].signed, found[1].signed))  # stable: else in the order given
    index = _Index(likeness)
    treaties: list[Ancestry] = []
    descents: list[Descent] = []
    for treaty_id, treaty in known:
        own = tuple(index.descents(treaty_id, treaty))
        index.add(treaty_id, treaty)
        descents += own
        counts = Counter(descent.earlier_id for descent in own)
        treaties.append(
            Ancestry(
                treaty_id=treaty_id,
                title=treaty.title,
                signed=treaty.signed,
                clauses=treaty.clauses,
                forebears=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            )
        )
    return Lineage(treaties=tuple(treaties), descents=tuple(descents))


def sketched(treaty: Treaty, member: Member) -> Sketched:
    """What the comparison needs of a treaty."""
    return Sketched(
        title=one_line(treaty.title),
        signed=_signed(treaty, member),
        clauses=len(treaty.clauses),
        sketches=tuple(_sketches(treaty)),
    )


def _signed(treaty: Treaty, member: Member) -> str:
    """The day of signature, or the year, after ISO 8601; empty where nothing says it."""
    said = next((member.metadata[name] for name in _DAY_OF if member.metadata.get(name)), None)
    if said is None:
        return treaty.date or ""
    if not _DAY.fullmatch(said):
        raise InputError(f"{member.path}: {said!r} is no day of signature; write it as 1968-05-03, 1968-05 or 1968")
    return said


def _sketches(treaty: Treaty) -> Iterator[Sketch]:
    for clause in treaty.clauses:
        words = _words(str(clause))
        if len(words) >= _TELLING:
            yield Sketch(
                eid=clause.eid,
                citation=citation(treaty, clause),
                text=str(clause),
                hashes=_min_hash(words),
            )


def _words(text: str) -> list[str]:
    """The words of a clause, with one word for every State and one figure for every number."""
    from treatylex.language.states import states_in  # loads the grammar engine, which no help should wait for

    pieces, at = [], 0
    for name in states_in(text):
        pieces += [text[at : name.start], "state"]
        at = name.end
    return [_DIGITS.sub("0", word) for word in _WORD.findall(f"{''.join(pieces)}{text[at:]}".lower())]


def _min_hash(words: list[str]) -> Any:
    library = needed("datasketch", "lineage")
    sketch = library.MinHash(num_perm=_PERMUTATIONS)
    sequences = {" ".join(words[at : at + _SEQUENCE]) for at in range(len(words) - _SEQUENCE + 1)}
    sketch.update_batch([sequence.encode("utf-8", "replace") for sequence in sorted(sequences)])
    return library.LeanMinHash(sketch)


class _Index:
    """The clauses of the treaties that were added, found by likeness."""

    def __init__(self, likeness: float) -> None:
        self._likeness = likeness
        self._found = needed("datasketch", "lineage").MinHashLSH(threshold=likeness, num_perm=_PERMUTATIONS)
        self._clauses: list[tuple[str, Sketched, Sketch]] = []

    def add(self, treaty_id: str, treaty: Sketched) -> None:
        """Take the clauses of a treaty."""
        for sketch in treaty.sketches:
            self._found.insert(len(self._clauses), sketch.hashes)
            self._clauses.append((treaty_id, treaty, sketch))

    def descents(self, treaty_id: str, treaty: Sketched) -> Iterator[Descent]:
        """The clauses of a treaty that descend from those that were added: from the likest, of equals the first."""
        for sketch in treaty.sketches:
            near = sorted(self._found.query(sketch.hashes))
            likest = max(near, key=functools.partial(self._like, sketch), default=None)
            if likest is None or self._like(sketch, likest) < self._likeness:
                continue
            earlier_id, earlier, source = self._clauses[likest]
            yield Descent(
                treaty_id=treaty_id,
                title=treaty.title,
                signed=treaty.signed,
                eid=sketch.eid,
                citation=sketch.citation,
                text=sketch.text,
                earlier_id=earlier_id,
                earlier_title=earlier.title,
                earlier_signed=earlier.signed,
                earlier_eid=source.eid,
                earlier_citation=source.citation,
                earlier_text=source.text,
                likeness=round(self._like(sketch, likest), 2),
            )

    def _like(self, sketch: Sketch, number: int) -> float:
        likeness: float = sketch.hashes.jaccard(self._clauses[number][2].hashes)
        return likeness
