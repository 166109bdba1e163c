"""Symbols: what signs of the fonts Symbol and Wingdings, kept by their place in the font, are in Unicode."""

_SIGNS = {
    **dict.fromkeys((0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF0D7, 0xF0FC, 0xF0DA, 0xF0E0, 0xF0E8, 0xF0F0), "•"),
    0xF0BE: "—",
    0xF0B0: "°",
    0xF0B4: "×",
    0xF0A3: "≤",
    0xF0B3: "≥",
    0xF0B1: "±",
}
"""Below U+F080 stand letters, whose sign only the font tells."""


def symbol(sign: str) -> str | None:
    """A sign of these fonts in Unicode, bullets of any form as "•"; `None` for one whose font it does not tell.

    >>> symbol("\\uf0b7"), symbol("\\uf061")
    ('•', None)
    """
    return _SIGNS.get(ord(sign)) if len(sign) == 1 else None
