"""Families: the lineage of treaties as a picture in which relatives stand beside each other.

Guarantee: every treaty is drawn once, after the earlier treaty that gave it most clauses; families, and within them
branches, come in the order of their first signature.
"""

from treatylex.collections.descent import Ancestry, Lineage
from treatylex.reporting.heat_map import HeatMap, heat_map

_KIN = 0.05
"""The least share of a treaty's clauses from one forebear if it belongs to that family."""


def lineage_picture(found: Lineage) -> str:
    """The picture of a lineage in SVG: a row a treaty, a column an earlier one, dark where many clauses came from.

    >>> "0 treaties" in lineage_picture(Lineage())
    True
    """
    ordered = _by_families(found.treaties)
    labels = {treaty.treaty_id: _label(treaty) for treaty in ordered}
    shares = {
        (labels[treaty.treaty_id], labels[earlier]): count / max(treaty.clauses, 1)
        for treaty in ordered
        for earlier, count in treaty.forebears
    }
    notes = {
        (labels[treaty.treaty_id], labels[earlier]): f"{labels[treaty.treaty_id]}: {count:,} of {treaty.clauses:,} "
        f"clauses ({count / max(treaty.clauses, 1):.0%}) are most like clauses of {labels[earlier]}"
        for treaty in ordered
        for earlier, count in treaty.forebears
    }
    return heat_map(
        HeatMap(
            title=f"Which clauses came from which earlier treaty: {len(ordered):,} treaties",
            description="A row is a treaty, a column an earlier one; the darker a cell, the more of the row's clauses "
            "are most like clauses of the column. Relatives stand beside each other. " + _told(found),
            names=tuple(labels.values()),
            shares=shares,
            notes=notes,
        )
    )


def _label(treaty: Ancestry) -> str:
    year = treaty.signed[:4]
    return f"{treaty.treaty_id} {year}" if year else treaty.treaty_id


def _told(found: Lineage) -> str:
    """The closest relatives in words, for who does not see the picture."""
    closest = sorted(
        (
            (-count / max(treaty.clauses, 1), treaty.treaty_id, earlier)
            for treaty in found.treaties
            for earlier, count in treaty.forebears[:1]
        )
    )
    return "; ".join(f"{-share:.0%} of {later} came from {earlier}" for share, later, earlier in closest[:5])


def _by_families(treaties: tuple[Ancestry, ...]) -> list[Ancestry]:
    """The treaties, each after its main forebear and before younger branches of the family."""
    children: dict[str | None, list[Ancestry]] = {}
    for treaty in treaties:
        children.setdefault(_main_forebear(treaty), []).append(treaty)
    ordered: list[Ancestry] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        treaty = waiting.pop()
        ordered.append(treaty)
        waiting += reversed(children.get(treaty.treaty_id, []))
    return ordered


def _main_forebear(treaty: Ancestry) -> str | None:
    for earlier, count in treaty.forebears[:1]:
        if count >= _KIN * treaty.clauses:
            return earlier
    return None
