"""Styles: what a paragraph of a Word document takes over from its style and the styles that this is based on.

Guarantee: a circle of styles ends.
"""

from collections.abc import Iterator

import attrs

from treatylex.formats.markup import Element, attribute, child, children, local

_DEEPEST = 32


@attrs.frozen
class Numbered:
    """The list and level in which a paragraph is numbered; what is not said is `None`, list "0" means none."""

    list: str | None
    level: int | None


class Styles:
    """The styles of a document."""

    def __init__(self, part: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self.default: str | None = None
        self._shown: dict[tuple[str, str | None], bool] = {}
        for style in children(part):
            name = attribute(style, "styleId")
            if local(style) != "style" or name is None:
                continue
            self._styles.setdefault(name, style)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self.default = name

    def chain(self, name: str | None) -> Iterator[tuple[str, Element]]:
        """A style and the styles that it is based on, nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name or "")
            if style is None or name is None:
                return
            yield name, style
            based = child(style, "basedOn")
            name = None if based is None else attribute(based, "val")

    def numbered(self, name: str | None) -> Numbered | None:
        """How the nearest style of a chain that numbers its paragraphs does so."""
        for _, style in self.chain(name or self.default):
            found = numbered(child(style, "pPr"))
            if found is not None and found.list is not None:
                return found
        return None

    def shows(self, name: str, run: Element | None, paragraph: Element | None) -> bool:
        """Whether a run has a property that is on or off, such as "strike" or "vanish".

        Args:
            name: the property.
            run: the properties of the run.
            paragraph: those of its paragraph, whose style counts where the run and its style say nothing.
        """
        own = child(run, name)
        if own is not None:
            return is_on(own)
        signs, text = child(run, "rStyle"), child(paragraph, "pStyle")
        return self._styled(name, signs) != self._styled(name, text)  # of two that switch it on one switches it off

    def _styled(self, name: str, style: Element | None) -> bool:
        """Whether a style or the nearest that it is based on and that says so switches a property on."""
        called = None if style is None else attribute(style, "val")
        if called is not None and (name, called) not in self._shown:
            own = (child(found, "rPr", name) for _, found in self.chain(called))
            self._shown[name, called] = is_on(next((each for each in own if each is not None), None))
        return self._shown.get((name, called), False)


def numbered(properties: Element | None) -> Numbered | None:
    """What the properties of a paragraph say about its numbering."""
    found = child(properties, "numPr")
    if found is None:
        return None
    values = [None if (each := child(found, name)) is None else attribute(each, "val") for name in ("numId", "ilvl")]
    level = values[1]
    return Numbered(values[0], int(level) if level is not None and level.isdecimal() else None)


def is_on(switch: Element | None) -> bool:
    """Whether an element that switches something on is there and does not switch it off."""
    return switch is not None and attribute(switch, "val") not in ("0", "false", "off", "none")
