"""References: from running text to what it points to (placeholder of the first commit: none)."""

from treatylex.parsing.draft import Mention
from treatylex.parsing.passage import Passage


def find_references(passage: Passage) -> list[Mention]:
    """Every mention in the passage, in order."""
    return []
