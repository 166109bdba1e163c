"""Style sheets: what those in a page say of its elements, as far as a reader of the text must know.

Guarantee: only simple selectors of names, classes and ids are understood, a child taken for a descendant; what is not
understood says nothing. What holds only for print or for a width of the window hides nothing.
"""

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

import attrs

from treatylex.formats.markup import Element, local

_BRACE = re.compile(r"([{}])")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)(::?before|::?marker)?$", re.IGNORECASE)
_SEEN = re.compile(r"(?:display|visibility|mso-hide)\s*:([^;]*)", re.IGNORECASE)
_WANTED = re.compile(f"list-style|content|line-through|{_SEEN.pattern}", re.IGNORECASE)
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_ON_SCREEN = re.compile(
    r"\s*(?:@media\s+(?:only\s+)?(?:screen|all)|@(?:supports|layer)\b.*)\s*", re.IGNORECASE | re.DOTALL
)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:([^;]*)", re.IGNORECASE)
_STRUCK = frozenset({"s", "strike"})
_MOST_RULES = 2_000


class _Step(NamedTuple):
    """One part of a selector: what it wants of an element."""

    name: str
    classes: frozenset[str]
    ids: frozenset[str]

    @property
    def key(self) -> str:
        """A class, an id or a name without which no element fits; "" where any may."""
        return next(iter(self.classes or self.ids), self.name)

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
    on_screen: bool

    def fits(self, element: Element) -> bool:
        """Whether the selector fits an element; a child is taken for a descendant."""
        if not self.steps[-1].fits(element):
            return False
        above = element.iterancestors()
        return all(any(step.fits(up) for up in above) for step in reversed(self.steps[:-1]))


class _Sayings:
    """The rules of sheets that say one thing, found by a class, an id or a name without which no element fits."""

    def __init__(self, rules: Iterable[_Rule]) -> None:
        last = {rule.steps: (place, rule) for place, rule in enumerate(rules)}  # of one selector the last rule counts
        self._latest_first: dict[str, list[tuple[int, _Rule]]] = {}
        for place, rule in sorted(last.values(), key=itemgetter(0), reverse=True):
            self._latest_first.setdefault(rule.steps[-1].key, []).append((place, rule))

    def last(self, element: Element) -> _Rule | None:
        """The last rule that fits an element."""
        if not self._latest_first:
            return None
        keys = {local(element).lower(), *(element.get("class") or "").split(), element.get("id") or "", ""}
        fitting = (
            next((said for said in self._latest_first.get(key, ()) if said[1].fits(element)), None) for key in keys
        )
        return max(filter(None, fitting), key=itemgetter(0), default=(0, None))[1]


class Sheets:
    """The style sheets of a page."""

    def __init__(self, sheets: str) -> None:
        self._rules = list(_rules(sheets))
        self._sayings: dict[tuple[re.Pattern[str], bool], _Sayings] = {}
        self._seen = _Sayings(
            rule for rule in self._rules if rule.on_screen and not rule.before and _SEEN.search(rule.declarations)
        )
        self._reveals = False

    def declared(self, element: Element, wanted: re.Pattern[str], *, before: bool = False) -> str | None:
        """The last declaration that fits an element, or what is set before it."""
        sayings = self._sayings.get((wanted, before))
        if sayings is None:
            saying = (rule for rule in self._rules if rule.before is before and wanted.search(rule.declarations))
            sayings = self._sayings[wanted, before] = _Sayings(saying)
        rule = sayings.last(element)
        declared = None if rule is None else wanted.search(rule.declarations)
        return None if declared is None else declared[1].strip()

    def reveal(self) -> None:
        """From now on hide nothing."""
        self._reveals = True

    def hides(self, element: Element) -> bool:
        """Whether an element is not shown: by its own style, or by the last that a sheet says of it."""
        own = element.get("style") or ""
        if self._reveals:
            return False
        if _SEEN.search(own):
            return _HIDES.search(own) is not None
        rule = self._seen.last(element)
        return rule is not None and _HIDES.search(rule.declarations) is not None

    def strikes(self, element: Element) -> bool:
        """Whether an element is shown struck through: by its name, its own style, or a sheet."""
        if local(element) in _STRUCK:
            return True
        own = _LINE_THROUGH.search(element.get("style") or "")
        declared = own[1] if own else self.declared(element, _LINE_THROUGH)
        return "line-through" in (declared or "").lower()


class _Opened(NamedTuple):
    """A brace that is open: what stands before it, and whether what is said there, and within it, holds on screen."""

    selectors: str
    on_screen: bool
    within: bool


def _rules(sheets: str) -> Iterator[_Rule]:
    pieces = _BRACE.split(_COMMENT.sub("", sheets))
    above: list[_Opened] = []
    number = 0
    for said, brace in zip(pieces[::2], pieces[1::2], strict=False):  # what is not closed says nothing
        if brace == "{":
            selectors = said.rpartition(";")[2]
            around = above[-1].within if above else True
            above.append(_Opened(selectors, around, around and _ON_SCREEN.fullmatch(selectors) is not None))
            continue
        selectors, on_screen, _ = above.pop() if above else _Opened("@", on_screen=False, within=False)
        number += 1
        if number > _MOST_RULES:
            return
        if "@" in selectors or not _WANTED.search(said):
            continue
        for selector in selectors.split(","):
            parts = selector.replace(">", " ").split()
            matches = [match for part in parts if (match := _SIMPLE.match(part))]
            if parts and len(matches) == len(parts):
                yield _Rule(tuple(map(_step, matches)), said, bool(matches[-1][3]), on_screen)


def _step(simple: re.Match[str]) -> _Step:
    names = re.findall(r"[.#][\w-]+", simple[2] or "")
    tag = "" if simple[1] in (None, "*") else simple[1].lower()
    classes = frozenset(name[1:] for name in names if name[0] == ".")
    return _Step(tag, classes, frozenset(name[1:] for name in names if name[0] == "#"))
