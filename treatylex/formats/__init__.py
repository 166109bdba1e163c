"""Formats: reading treaties from files and writing them; one module a format, one registry.

Guarantees: what cannot be read raises `InputError` with the file and the remedy in its message; decoding never
fails silently, a guessed encoding is a diagnostic.
"""
