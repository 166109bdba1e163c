"""Clauses: from running text to norms (placeholder of the first commit: none)."""

from treatylex.parsing.draft import Reading


def read_clauses(reading: Reading) -> None:
    """Write the clauses of every provision into its draft."""
