"""Consolidating: a base treaty with the amendments of protocols, in order.

Guarantees: what no protocol amends stays as it is, sign by sign; each change leads to the amending provision; each
instruction is applied wholly or told with the reason, and so are references to what was deleted or renumbered, and
numbers that two provisions bear. All
instructions of one protocol speak of the text before it.
"""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import attrs

from treatylex.amending.addressing import Refusal, extent
from treatylex.amending.applying import Applier, Edit
from treatylex.amending.instructions import Instruction, instructions
from treatylex.language.numerals import plain
from treatylex.model.citations import OUTSIDE, citation
from treatylex.model.consolidations import (
    Amendment,
    AmendmentKind,
    Collision,
    Consolidation,
    StaleReference,
    Unapplied,
)
from treatylex.model.provisions import Level, Provision, Treaty
from treatylex.model.references import ResolutionStatus
from treatylex.parsing.reader import parse
from treatylex.source import Span, one_line

_Applied = tuple[Instruction, Edit]


def consolidate_treaties(base: Treaty, protocols: Iterable[Treaty]) -> Consolidation:
    """Apply amending protocols to the treaty that they amend.

    Args:
        base: the treaty as it stands before the first protocol.
        protocols: in the order in which they took effect; each amends what those before it left.

    Returns:
        A consolidation: `text` and `treaty` (read), `amendments` in the order of each protocol, with the amending
        provision of each, and `unapplied`: the instructions that could not be applied, each with the reason.

    >>> from treatylex.parsing.reader import parse
    >>> base = parse("Article 1\\n\\nEach Party shall report.\\n\\nArticle 2\\n\\nThe Council meets every year.")
    >>> protocol = parse(
    ...     "Article 1\\n\\nIn Article 2, the words “every year” shall be replaced by the words “twice a year”.\\n\\n"
    ...     "Article 2\\n\\nArticle 7 is deleted."
    ... )
    >>> found = consolidate_treaties(base, [protocol])
    >>> found.text.splitlines()[-1]
    'The Council meets twice a year.'
    >>> [(each.kind.value, each.place, each.source) for each in found.amendments]
    [('reworded', 'Article 2', 'Article 1')]
    >>> print(found.unapplied[0])
    <text>:7: Article 2: not applied: the base treaty has no provision Article 7
    """
    protocols = tuple(protocols)
    treaty = base
    amendments: tuple[Amendment, ...] = ()
    unapplied: list[Unapplied] = []
    stale: list[StaleReference] = []
    collisions: list[Collision] = []
    for protocol in protocols:
        applied, refused = _apply(treaty, protocol)
        unapplied += refused
        edits = sorted((edit for _, edit in applied), key=_place)
        shifts = _Shifts(edits)
        stale += _stale(treaty, protocol, applied)
        amendments = tuple(attrs.evolve(each, span=shifts.shifted(each.span)) for each in amendments)
        made = tuple(_amendment(treaty, protocol, *each, shifts) for each in applied)
        amendments += made
        if edits:
            before, treaty = treaty, parse(_edited(treaty.text, edits), source_name=base.source_name)
            collisions += _collisions(before, treaty, made)
    return Consolidation(
        base=base,
        protocols=protocols,
        treaty=treaty,
        amendments=amendments,
        unapplied=tuple(unapplied),
        stale=tuple(stale),
        collisions=tuple(collisions),
    )


def _apply(treaty: Treaty, protocol: Treaty) -> tuple[list[_Applied], list[Unapplied]]:
    """The edits of a protocol, and the instructions that made none."""
    found = tuple(instructions(protocol))
    applier = Applier(treaty, protocol, found)
    applied: list[_Applied] = []
    taken = _Taken()
    refused: list[Unapplied] = []
    for instruction in found:
        try:
            edits = applier.edits(instruction)
            _refuse_overlap(edits, instruction, taken, protocol)
        except Refusal as reason:
            refused.append(_unapplied(protocol, instruction, str(reason)))
        else:
            for edit in edits:
                applied.append((instruction, edit))
                taken.add(applied[-1])
    return applied, refused


class _Taken:
    """Edits by their places: of those that replace or take out words no two meet, so that few need be asked."""

    def __init__(self) -> None:
        self._words: list[_Applied] = []
        self._points: list[_Applied] = []

    def add(self, applied: _Applied) -> None:
        """Take another one in."""
        _, edit = applied
        bisect.insort(self._words if len(edit.span) else self._points, applied, key=_start)

    def met_by(self, edit: Edit) -> Iterator[Instruction]:
        """The instructions whose edits meet one."""
        for found in (self._words, self._points):
            first = bisect.bisect_left(found, edit.span.start, key=_start)
            for instruction, other in found[max(0, first - 1) : bisect.bisect_right(found, edit.span.end, key=_start)]:
                if _meet(edit, other):
                    yield instruction


def _start(applied: _Applied) -> int:
    return applied[1].span.start


def _refuse_overlap(edits: Sequence[Edit], instruction: Instruction, taken: _Taken, protocol: Treaty) -> None:
    own = _Taken()
    for edit in edits:
        for other in taken.met_by(edit):
            raise Refusal(f"{_source(protocol, other)} amends the same words already")
        if any(own.met_by(edit)):
            raise Refusal("it amends the same words twice; say once what they become")
        own.add((instruction, edit))


def _meet(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same words, or one puts something into what the other replaces or takes out."""
    return one.span.overlaps(other.span) or _puts_into(one, other) or _puts_into(other, one)


def _puts_into(one: Edit, other: Edit) -> bool:
    if len(one.span) or not len(other.span):
        return False
    at, span = one.span.start, other.span
    if one.is_inside:  # the blanks before a provision that goes are none of its own
        return max(span.start, other.provision.span.start) <= at <= span.end
    return span.start < at < span.end


def _stale(treaty: Treaty, protocol: Treaty, applied: Sequence[_Applied]) -> Iterator[StaleReference]:
    """The references to what a protocol deletes or renumbers that it leaves as they are."""
    gone = {
        inner.eid: (edit.kind, _source(protocol, instruction))
        for instruction, edit in applied
        if edit.kind in (AmendmentKind.DELETED, AmendmentKind.RENUMBERED)
        for inner in (edit.provision, *edit.provision.walk())
    }
    for reference in treaty.references if gone else ():
        if any(edit.span.overlaps(reference.span) for _, edit in applied):
            continue
        home = treaty.provision_at(reference.span.start)
        for resolution in treaty.resolve(reference):
            led = resolution.provision
            if resolution.status is ResolutionStatus.INTERNAL and led is not None and led.eid in gone:
                became, source = gone[led.eid]
                yield StaleReference(
                    place=OUTSIDE if home is None else citation(treaty, home),
                    text=one_line(reference.text),
                    cited=citation(treaty, led),
                    became=became,
                    protocol=protocol.source.name,
                    source=source,
                )


def _collisions(before: Treaty, after: Treaty, made: Sequence[Amendment]) -> Iterator[Collision]:
    """The numbers that two provisions beside each other bear, and did not before."""
    known = {numbered for numbered, provisions in _numbered(before).items() if len(provisions) > 1}
    for numbered, provisions in _numbered(after).items():
        if numbered in known or len(provisions) < 2:
            continue
        spans = [extent(provision) for provision in provisions]
        by = next((each for each in made if any(span.covers(each.span) for span in spans) and each.after), None)
        if by is not None:
            yield Collision(place=citation(after, provisions[0]), protocol=by.protocol, source=by.source)


def _numbered(treaty: Treaty) -> dict[tuple[str, Level, str], list[Provision]]:
    """The provisions that bear a number, by where they stand, their level and the number."""
    found: dict[tuple[str, Level, str], list[Provision]] = defaultdict(list)
    for provision in treaty.provisions:
        if provision.number:
            parent = treaty.parent(provision)
            home = parent.eid if isinstance(parent, Provision) else ""
            found[home, provision.level, plain(provision.number)].append(provision)
    return found


def _place(edit: Edit) -> tuple[int, int]:
    return edit.span.end, edit.span.start


def _edited(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, text[at:]))


class _Shifts:
    """By how much a text is longer before each of its edits, which are given in order."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._ends = [edit.span.end for edit in edits]
        self._shifts = [0, *itertools.accumulate(len(edit.text) - len(edit.span) for edit in edits)]
        self._before = {id(edit): shift for edit, shift in zip(edits, self._shifts, strict=False)}

    def before(self, edit: Edit) -> int:
        """By how much the text before an edit is longer."""
        return self._before[id(edit)]

    def shifted(self, span: Span) -> Span:
        """Where a stretch stands after the edits; one that an edit took out or replaced ends where that begins."""
        start = self._moved(span.start)
        return Span(start, max(start, self._moved(span.end)))

    def _moved(self, at: int) -> int:
        number = bisect.bisect_right(self._ends, at)
        kept = at if number == len(self._edits) else min(at, self._edits[number].span.start)
        return kept + self._shifts[number]


def _amendment(treaty: Treaty, protocol: Treaty, instruction: Instruction, edit: Edit, shifts: _Shifts) -> Amendment:
    start = edit.span.start + shifts.before(edit) + len(edit.around[0])
    return Amendment(
        kind=edit.kind,
        eid=edit.provision.eid,
        place=citation(treaty, edit.provision),
        protocol=protocol.source.name,
        source=_source(protocol, instruction),
        source_eid=instruction.provision.eid if instruction.provision else "",
        instruction=instruction.text,
        before=edit.span.of(treaty.text).strip(),
        after=edit.shown,
        span=Span(start, start + len(edit.shown)),
    )


def _unapplied(protocol: Treaty, instruction: Instruction, reason: str) -> Unapplied:
    return Unapplied(
        protocol=protocol.source.name,
        source=_source(protocol, instruction),
        line=protocol.source.position(instruction.span.start)[0],
        instruction=instruction.text,
        reason=reason,
    )


def _source(protocol: Treaty, instruction: Instruction) -> str:
    """The amending provision as cited: the article or point, rather than an unnumbered paragraph of it."""
    provision = instruction.provision
    while provision is not None and provision.level is Level.ALINEA and protocol.parent(provision) is not None:
        provision = protocol.parent(provision)
    return OUTSIDE if provision is None else citation(protocol, provision)
