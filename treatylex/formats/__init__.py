"""Formats: reading and writing treaties in other formats, one module a format."""
