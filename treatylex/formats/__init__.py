"""Formats: reading treaties from files and writing them, one module a format.

`registry` is the table of formats that are read, `collections/conversions` of those that are written.

Guarantees: what cannot be read raises `InputError` with the file and the remedy in its message; decoding never
fails silently, a guessed encoding is a diagnostic.
"""
