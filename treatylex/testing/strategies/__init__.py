"""Hypothesis strategies: the model is drawn first, its text is written from it, so that reading it back is a law.

Plural and keyword-only, as hypothesis' own. What is drawn by `clauses`, `provisions` and `treaties` is what `parse`
must make of its text; two nodes are equal when all that they say is, wherever it stands.
"""

from treatylex.testing.strategies.edits import edits as edits
from treatylex.testing.strategies.references import instrument_names as instrument_names
from treatylex.testing.strategies.references import references as references
from treatylex.testing.strategies.texts import clause_texts as clause_texts
from treatylex.testing.strategies.treaties import clauses as clauses
from treatylex.testing.strategies.treaties import provisions as provisions
from treatylex.testing.strategies.treaties import treaties as treaties

__all__ = ["clause_texts", "clauses", "edits", "instrument_names", "provisions", "references", "treaties"]
