"""Benchmarks: what the reader finds, and how long it takes, in one run."""
