"""Numbered provisions: what formats that mark up laws have in common, a number, a name and text in one element.

Guarantee: the number and the name of a division stand in lines of their own, the number of a paragraph or point before
its text, as treaties are printed.
"""

from collections.abc import Iterable

import attrs

from treatylex.formats.block_items import Paragraph
from treatylex.formats.markup import Element, local
from treatylex.formats.walking import Dialect, Line, Walker, said
from treatylex.source import Place, Span

_LONGEST_SIGN = 4
"""Characters of a number that stands on the line of its name: "A." above "General Provisions" does not."""


@attrs.frozen(kw_only=True)
class Numbering:
    """The elements that hold numbers and names, those whose numbers are headings, and headings that names follow."""

    numbers: frozenset[str]
    names: frozenset[str]
    divisions: frozenset[str]
    headings: frozenset[str] = frozenset()


class NumberedWalker(Walker):
    """Collects the blocks of a document whose numbers are elements of their own."""

    def __init__(self, dialect: Dialect, numbering: Numbering) -> None:
        super().__init__(dialect)
        self.numbering = numbering
        self.above_names = numbering.numbers | numbering.names | numbering.headings
        self._waiting: list[str] = []

    def element(self, part: Element, name: str, path: str, line: Line) -> Line:
        """Read an element; numbers wait for the text that they stand before."""
        if name in self.numbering.numbers:
            self.end(line)
            self.number(part, path)
            return Line(path.rpartition("/")[0])
        if name in self.numbering.names:
            self.end(line)
            self.name(part, path)
            return Line(path.rpartition("/")[0])
        return super().element(part, name, path, line)

    def number(self, element: Element, path: str) -> None:
        """Read a number: a heading in a division, else the label of the text that follows."""
        text = said(element, self.left_out)
        parent = element.getparent()
        if text and parent is not None and self.is_division(parent):
            self.settle(path)
            self.found.append(Paragraph(text=self.title(parent, text), place=Place(xpath=path)))
        elif text:
            self._waiting.append(self.printed(parent, text))

    def left_out(self, element: Element) -> bool:
        """Whether a tracked change leaves an element out of the text that is read."""
        return False

    def is_division(self, element: Element) -> bool:
        """Whether an element is a division, whose number is its heading."""
        return local(element) in self.numbering.divisions

    def title(self, division: Element, number: str) -> str:
        """The heading that a number makes."""
        return number

    def printed(self, provision: Element | None, number: str) -> str:
        """The number of a paragraph or point as it is printed before its text."""
        return number

    def name(self, element: Element, path: str) -> None:
        """Read a name: it goes on the line below the number of its division."""
        last = self.found[-1] if self.found else None
        before = element.getprevious()
        follows = before is not None and local(before) in self.above_names
        blocks = self.apart(element, path)
        if self._waiting or not follows or not isinstance(last, Paragraph) or not blocks:
            self._labelled(blocks)
            return
        for block in blocks:
            if isinstance(block, Paragraph):
                shift = len(last.text) + 1
                marks = tuple(Span(each.start + shift, each.end + shift) for each in block.marks)
                text = f"{last.text}{' ' if len(last.text) <= _LONGEST_SIGN else chr(10)}{block.text.strip()}"
                last = attrs.evolve(last, text=text, marks=last.marks + marks, notes=last.notes + block.notes)
        self.found[-1] = last

    def _labelled(self, blocks: Iterable[object]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self.found.append(self._with_label(block))

    def _with_label(self, block: Paragraph) -> Paragraph:
        """A paragraph with the numbers that wait before it."""
        if not self._waiting:
            return block
        label = " ".join(self._waiting)
        self._waiting.clear()
        content = block.text.lstrip()
        shift = len(label) + 1 - (len(block.text) - len(content))
        marks = tuple(Span(each.start + shift, each.end + shift) for each in block.marks)
        return attrs.evolve(block, text=f"{label} {content}", marks=marks)

    def end(self, line: Line) -> None:
        """Close a paragraph; the numbers that wait stand before it."""
        at = len(self.found)
        super().end(line)
        if len(self.found) > at and isinstance(first := self.found[at], Paragraph):
            self.found[at] = self._with_label(first)

    def settle(self, path: str) -> None:
        """Write numbers without text, such as those of repealed paragraphs."""
        if self._waiting:
            self.found.append(Paragraph(text=" ".join(self._waiting), place=Place(xpath=path)))
            self._waiting.clear()
