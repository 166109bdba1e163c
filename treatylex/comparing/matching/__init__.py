"""Matching: which node of one treaty answers to which of the other."""
