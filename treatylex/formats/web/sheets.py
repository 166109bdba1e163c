"""Style sheets: what those in a page say of its elements, as far as a reader of the text must know.

Guarantee: only simple selectors of names, classes and ids are understood, a child taken for a descendant; what is not
understood says nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from treatylex.formats.markup import Element, local

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)(::?before|::?marker)?$", re.IGNORECASE)
_WANTED = re.compile(r"list-style|content|line-through", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:([^;]*)", re.IGNORECASE)
_STRUCK = frozenset({"del", "s", "strike"})
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


class Sheets:
    """The style sheets of a page."""

    def __init__(self, sheets: str) -> None:
        self._rules = list(_rules(sheets))
        self._strikes = any(_LINE_THROUGH.search(rule.declarations) for rule in self._rules)

    def declared(self, element: Element, wanted: re.Pattern[str], *, before: bool = False) -> str | None:
        """The last declaration that fits an element, or what is set before it."""
        found = None
        for rule in self._rules:
            if rule.before is before and (declared := wanted.search(rule.declarations)) and rule.fits(element):
                found = declared[1].strip()
        return found

    def strikes(self, element: Element) -> bool:
        """Whether an element is shown struck through: by its name, its own style, or a sheet."""
        if local(element) in _STRUCK:
            return True
        own = _LINE_THROUGH.search(element.get("style") or "")
        declared = own[1] if own else self.declared(element, _LINE_THROUGH) if self._strikes else None
        return "line-through" in (declared or "").lower()


def _rules(sheets: str) -> Iterator[_Rule]:
    for number, rule in enumerate(_RULE.finditer(_COMMENT.sub("", sheets))):
        if number >= _MOST_RULES:
            return
        if not _WANTED.search(rule[2]):
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
