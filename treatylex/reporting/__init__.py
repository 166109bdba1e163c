"""Reporting: renders treaties and their differences for people.

Guarantee: nothing is computed here that the model does not already hold; every renderer is deterministic.
"""
