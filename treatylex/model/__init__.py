"""The model: frozen classes for provisions, clauses, references and changes.

Guarantee: every node is immutable, holds tuples only and compares by content, never by place. The model does not
parse, format or read files.
"""
