"""List numbers: the numbers and letters before the items of a list, which a browser makes and no text holds.

Guarantee: attributes of the list count before style sheets, as far as these are in the page; a list whose items bring
their own numbers gets none.
"""

import re

from treatylex.formats.markup import Element, local
from treatylex.formats.web.sheets import Sheets
from treatylex.formats.word.numbering import formatted

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_FORMATS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_BULLETS = frozenset({"disc", "circle", "square"})
_OWN = re.compile(r"\s*(?:[(\[]?(?:\d{1,3}|[a-z]{1,2}|[ivxlcdm]{1,6})(?:[.)\]]|\s*[-–—])|[-–—•·])\s?", re.IGNORECASE)
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*:\s*([^;]+)", re.IGNORECASE)
_PIECE = re.compile(
    r"\"([^\"]*)\"|'([^']*)'"
    r"|counters?\(\s*([\w-]+)\s*(?:,\s*[\"'][^\"']*[\"']\s*)?(?:,\s*([\w-]+)\s*)?\)"
)


class Lists:
    """Gives the items of a page's lists their labels."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._labels: dict[Element, str] = {}

    def label(self, item: Element) -> str:
        """What a browser prints before an item; "" for nothing."""
        parent = item.getparent()
        if parent is None or local(parent) not in ("ol", "ul", "menu"):
            return ""
        if item not in self._labels:
            self._labels |= self._labels_of(parent)
        return self._labels.get(item, "")

    def _labels_of(self, parent: Element) -> dict[Element, str]:
        items = [each for each in parent if local(each) == "li"]
        texts = ["".join(item.itertext()) for item in items]
        own = bool(texts) and all(_OWN.match(text) for text in texts)
        count = _whole(parent.get("start"), 1)
        step = -1 if parent.get("reversed") is not None else 1
        labels = {}
        for item in items:
            count = _whole(item.get("value"), count)
            labels[item] = "" if own else self._printed(parent, item, count)
            count += step
        return labels

    def _printed(self, parent: Element, item: Element, count: int) -> str:
        if content := self._sheets.declared(item, _CONTENT, before=True):
            return _filled(content, count)
        ordered = local(parent) == "ol"
        style = self._style(parent, item) or ("decimal" if ordered else "disc")
        if style in _BULLETS:
            return "•"
        return f"{formatted(count, _FORMATS[style])}." if style in _FORMATS else ""

    def _style(self, parent: Element, item: Element) -> str | None:
        for element in (item, parent):
            inline = _STYLE.search(element.get("style") or "")
            kind = _TYPES.get(element.get("type") or "") or (element.get("type") or "").lower()
            declared = (inline and inline[1]) or self._sheets.declared(element, _STYLE) or kind
            for word in (declared or "").lower().split():
                if word in _FORMATS or word in _BULLETS or word == "none":
                    return word
        return None


def _filled(content: str, count: int) -> str:
    """What `content: "(" counter(item, lower-alpha) ")"` prints."""
    printed = ""
    for double, single, counter, style in _PIECE.findall(content):
        printed += formatted(count, _FORMATS.get(style or "decimal", "decimal")) if counter else double or single
    return " ".join(printed.split())


def _whole(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
