"""Judgement: what some edits turn in law, and what that weighs in a clause of full weight."""

from collections.abc import Collection

import attrs

from treatylex.comparing.judging import weights
from treatylex.model.changes import Touch


@attrs.frozen(kw_only=True)
class Judgement:
    """What some edits turn, and what that weighs in a clause of full weight.

    `light` says that words differ, but in form, in words that carry little, in near synonyms or in their order only;
    `one_sided` that words of substance only came or only went; `related` that each of them stands for one that says the
    like in some sense; `renamed` that as many nouns or qualities came as went, `rephrased` that more or fewer words
    came, and not all of them such; `restricted` that an "only" came or went; `opposed` that words stand for their
    opposites, or, which is `singled`, one for those named; `citing` that words came or went with which provisions and
    instruments are cited; `weakened` that a "normally" did; `rebuilt` that some words stand elsewhere or in another
    form, as in another construction.
    """

    touches: tuple[Touch, ...] = ()
    light: bool = False
    one_sided: bool = False
    related: bool = False
    renamed: bool = False
    rephrased: bool = False
    restricted: bool = False
    opposed: bool = False
    singled: bool = False
    citing: bool = False
    weakened: bool = False
    rebuilt: bool = False

    @property
    def is_wording(self) -> bool:
        """Whether the edits turn nothing at all."""
        return not self.touches and not self.light

    @property
    def is_replaced(self) -> bool:
        """Whether no more is known than that words stand where others stood: they may be synonyms that no list has."""
        return self.touches == (Touch.WORDS,) and not self.one_sided

    @property
    def weight(self) -> float:
        """What the weightiest of the touches weighs."""
        if self.touches:
            heaviest = max(weights.TOUCH_WEIGHTS[touch] for touch in self.touches)
            if not self.is_replaced:
                return heaviest
            if self.related:
                return weights.RELATED
            if self.rephrased:
                return weights.REPHRASED
            return weights.RENAMED if self.renamed else weights.REPLACED
        return weights.REWORDED if self.light else weights.WORDING


def in_order(found: Collection[Touch]) -> tuple[Touch, ...]:
    """Touches in the order of `Touch`, each once; `WORDS` only where nothing says more."""
    return tuple(touch for touch in Touch if touch in found and (touch is not Touch.WORDS or set(found) == {touch}))
