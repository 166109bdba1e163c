"""Bracketed: the brackets of a negotiating text, its readings, and what became of brackets, in lines."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from treatylex.comparing.telling.settling import bracket_changes
from treatylex.model.brackets import Alternative, Bracket
from treatylex.model.changes import TreatyDiff
from treatylex.model.citations import citation
from treatylex.model.provisions import Provision, Treaty
from treatylex.parsing.alternatives import readings
from treatylex.reporting.outline import outline


def shown(bracket: Bracket) -> str:
    """A bracket in one line, with who proposed what.

    >>> from treatylex.parsing.alternatives import brackets_in
    >>> shown(brackets_in("[Option 1: Norland: act] [Option 2: rest]")[0])
    '[Option 1: Norland: act] [Option 2: rest]'
    """
    return " ".join(map(_alternative, bracket.alternatives))


def _alternative(alternative: Alternative) -> str:
    words = filter(None, (alternative.label, ", ".join(alternative.proposed_by), alternative.text))
    reserved = f" (reserved by {', '.join(alternative.reserved_by)})" if alternative.reserved_by else ""
    return f"[{': '.join(words)}]{reserved}"


def bracket_outline(treaty: Treaty) -> str:
    """The brackets of a negotiating text by place, and each of its readings where they stand; "" without any."""
    if not treaty.brackets:
        return ""
    lines = ["", "brackets"]
    for bracket in treaty.brackets:
        lines += _lines(treaty, bracket, "  ")
    for reading in readings(treaty):
        lines += ["", f"reading: {_NAMES.get(reading.name, f'alternative {reading.name} of each bracket')}"]
        places = tuple(_bracketed(reading.treaty, treaty.brackets))
        shown = (outline(reading.treaty, start=eid) for eid in places) if places else [outline(reading.treaty)]
        lines += (f"  {line}" for each in shown for line in each.splitlines())
    return "".join(f"{line}\n" for line in lines)


def _bracketed(reading: Treaty, brackets: Sequence[Bracket]) -> Iterator[str]:
    """The provisions of a reading that brackets lie in or around, by their eIds; none where one lies outside of all."""
    found: dict[str, Provision] = {}
    starts = [leaf.span.start for leaf in reading.leaves]
    for bracket in brackets:
        within = starts[bisect_left(starts, bracket.span.start) : bisect_left(starts, bracket.span.end)]
        said = bracket.span.of(reading.text)
        first = bracket.span.start + (len(said) - len(said.lstrip()) if said.strip() else 0)
        own = [each for at in (first, *within) if (each := reading.provision_at(at)) is not None]
        if said.strip() and not own:
            return
        found.update((each.eid, each) for each in own)
    last: Provision | None = None
    for each in sorted(found.values(), key=lambda provision: (provision.span.start, -provision.span.end)):
        if last is None or not last.span.covers(each.span):
            yield each.eid
            last = each


_NAMES = {"without": "without what may stand or not"}


def _lines(treaty: Treaty, bracket: Bracket, indent: str) -> Iterator[str]:
    provision = treaty.provision_at(bracket.span.start)
    place = f"{citation(treaty, provision)}: " if provision is not None else ""
    optional = " (may stand or not)" if bracket.is_optional else ""
    yield f"{indent}{place}{shown(bracket)}{optional}"
    for inner in bracket.inner:
        yield from _lines(treaty, inner, f"{indent}  ")


def bracket_change_lines(diff: TreatyDiff) -> list[str]:
    """What became of brackets, a line each."""
    found = []
    for change in bracket_changes(diff.left, diff.right):
        after = ""
        if change.chosen is not None:
            after = f" → {change.chosen}"
        elif change.left is not None and change.right is not None:
            after = f" → {shown(change.right)}"
        bracket = change.left or change.right
        found.append(f"{change.kind.value} {change.place}: {shown(bracket) if bracket else ''}{after}")
    return found
