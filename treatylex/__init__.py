"""treatylex reads treaty text into a tree of clauses and compares such trees.

>>> import treatylex
>>> treaty = treatylex.parse("Neither Party shall resort to the use of force.")
>>> treaty.clauses[0].kind.value
'prohibition'
"""

from typing import TYPE_CHECKING

from treatylex.errors import TreatylexError
from treatylex.source import Span

if TYPE_CHECKING:
    from treatylex.model.provisions import Treaty

__all__ = ["Span", "TreatylexError", "parse"]


def parse(text: str, *, source_name: str | None = None, strict: bool = False) -> "Treaty":
    """Read a treaty, or an excerpt of one; see `treatylex.parsing.reader.parse`."""
    from treatylex.parsing import reader

    return reader.parse(text, source_name=source_name, strict=strict)
