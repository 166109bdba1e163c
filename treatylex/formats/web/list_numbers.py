"""List numbers: the numbers and letters before the items of a list, which a browser makes and no text holds.

Guarantee: attributes of the list count before style sheets, as far as these are in the page; a list whose items bring
their own numbers gets none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from treatylex.formats.markup import Element, local
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
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*:\s*([^;]+)", re.IGNORECASE)
_PIECE = re.compile(
    r"\"([^\"]*)\"|'([^']*)'"
    r"|counters?\(\s*([\w-]+)\s*(?:,\s*[\"'][^\"']*[\"']\s*)?(?:,\s*([\w-]+)\s*)?\)"
)
_SIMPLE = re.compile(r"([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)(::?before|::?marker)?$", re.IGNORECASE)
_MOST_RULES = 2_000


class _Step(NamedTuple):
    """One part of a selector: what it wants of an element."""

    name: str
    classes: frozenset[str]
    ids: frozenset[str]

    def fits(self, element: Element) -> bool:
        """Whether an element is what the step wants."""
        if self.name and self.name != local(element).lower():
            return False
        if self.ids and not self.ids <= {element.get("id")}:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())


@attrs.frozen
class _Rule:
    """What a style sheet says of elements: a selector, nearest element last, and declarations."""

    steps: tuple[_Step, ...]
    declarations: str
    before: bool

    def fits(self, element: Element) -> bool:
        """Whether the selector fits an element; a child is taken for a descendant."""
        if not self.steps[-1].fits(element):
            return False
        above = element.iterancestors()
        return all(any(step.fits(up) for up in above) for step in reversed(self.steps[:-1]))


class Lists:
    """Gives the items of a page's lists their labels."""

    def __init__(self, sheets: str) -> None:
        self._rules = list(_rules(sheets))
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
        if content := self._declared(item, _CONTENT, before=True):
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
            declared = (inline and inline[1]) or self._declared(element, _STYLE) or kind
            for word in (declared or "").lower().split():
                if word in _FORMATS or word in _BULLETS or word == "none":
                    return word
        return None

    def _declared(self, element: Element, wanted: re.Pattern[str], *, before: bool = False) -> str | None:
        """The last declaration in the page's style sheets that fits an element."""
        found = None
        for rule in self._rules:
            if rule.before is before and (declared := wanted.search(rule.declarations)) and rule.fits(element):
                found = declared[1].strip()
        return found


def _rules(sheets: str) -> Iterator[_Rule]:
    for number, rule in enumerate(_RULE.finditer(_COMMENT.sub("", sheets))):
        if number >= _MOST_RULES:
            return
        if "list-style" not in rule[2] and "content" not in rule[2]:
            continue
        for selector in rule[1].split(","):
            parts = selector.replace(">", " ").split()
            matches = [match for part in parts if (match := _SIMPLE.match(part))]
            if parts and len(matches) == len(parts):
                yield _Rule(tuple(map(_step, matches)), rule[2], bool(matches[-1][3]))


def _step(simple: re.Match[str]) -> _Step:
    names = re.findall(r"[.#][\w-]+", simple[2] or "")
    tag = "" if simple[1] in (None, "*") else simple[1].lower()
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    return _Step(tag, classes, frozenset(name[1:] for name in names if name[0] == "#"))


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
