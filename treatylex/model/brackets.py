"""Brackets: what is not agreed yet in a negotiating text."""

from collections.abc import Iterator

import attrs

from treatylex.source import Span


@attrs.frozen(kw_only=True)
class Alternative:
    """What stands in one pair of square brackets.

    `text` is in one line, without the label ("Option 1") and without who proposed it. `span` covers these words in the
    text. Who proposed it, and who has reserved its position on it, stands in the bracket or in a footnote to it.
    """

    text: str
    span: Span = attrs.field(eq=False)
    label: str | None = None
    proposed_by: tuple[str, ...] = ()
    reserved_by: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Bracket:
    """Square brackets that stand beside each other: alternatives; a lone pair is text that may stand or not.

    `span` covers them all, brackets included. `inner` are brackets within them.
    """

    span: Span = attrs.field(eq=False)
    alternatives: tuple[Alternative, ...]
    inner: tuple["Bracket", ...] = ()

    @property
    def is_optional(self) -> bool:
        """Whether there is one wording, which may stand or not.

        >>> Bracket(span=Span(0, 7), alternatives=(Alternative(text="shall", span=Span(1, 6)),)).is_optional
        True
        """
        return len(self.alternatives) == 1

    def walk(self) -> "Iterator[Bracket]":
        """This bracket and those within it, outermost first."""
        yield self
        for bracket in self.inner:
            yield from bracket.walk()
