"""Parts: a norm before it is a clause: its phrases in the order in which the clause grammar reads them."""

import enum

import attrs

from treatylex.model.clauses import Phrase


class Scope(enum.StrEnum):
    """From where a norm takes over a part."""

    CHAPEAU = "chapeau"  # the words around the list that it is an item of
    SENTENCE = "sentence"  # another norm of its sentence


@attrs.frozen
class Part:
    """A chunk of a norm together with its phrase, which knows its place in the text.

    `opener` is the terminal of the cue that opens a modifier; `set_off` says that a comma stands before it.
    """

    type: str
    phrase: Phrase
    animate: bool | None = True
    opener: str | None = None
    set_off: bool = False
    scope: Scope | None = None

    def inherit(self, scope: Scope) -> "Part":
        """The same part as a later norm takes it over."""
        return attrs.evolve(self, phrase=attrs.evolve(self.phrase, inherited=True), scope=scope)
