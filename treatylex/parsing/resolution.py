"""Resolution: where each reference leads (placeholder of the first commit: unknown)."""

from treatylex.model.provisions import Definition, Provision
from treatylex.model.references import Link, Reference, ResolutionStatus
from treatylex.parsing.draft import Reading


def name_works(reading: Reading) -> tuple[Definition, ...]:
    """Collect the terms that the text defines, and write the catalogue's ids into the references' targets."""
    return ()


def resolve(provisions: tuple[Provision, ...], references: tuple[Reference, ...]) -> tuple[tuple[Link, ...], ...]:
    """One tuple of links a reference, in document order."""
    return tuple(tuple(Link(status=ResolutionStatus.UNKNOWN) for _ in r.targets) for r in references)
