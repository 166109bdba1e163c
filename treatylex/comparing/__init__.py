"""Comparing: which node of one treaty answers to which of another, and what changed.

Guarantees: comparison works on wording freed of layout; every result is deterministic and mirrors itself when the two
treaties change places.
"""
