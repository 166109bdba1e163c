"""Coding: what treaties say in the terms of a scheme, such as the one that a codebook describes.

Guarantees: a scheme is data (`corpus/schemes/*.toml`, docs/coding.md), and everything that it says about language can
be read there; every value that a text decides carries the verbatim passage that decides it; the same text and scheme
give the same coding.
"""
