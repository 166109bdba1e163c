"""Comparing: which node answers to which, and what differs. Does not parse or format."""
