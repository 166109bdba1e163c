"""Hypothesis strategies: the model is drawn first, its text is written from it, so that reading it back is a law."""

from treatylex.testing.strategies.references import instrument_names as instrument_names
from treatylex.testing.strategies.references import references as references

__all__ = ["instrument_names", "references"]
