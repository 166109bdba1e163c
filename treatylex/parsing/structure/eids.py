"""EIds: gives every provision its eId, after the naming convention of Akoma Ntoso.

Guarantees: eIds are unique in a text and depend only on the structure; a repeated number gets `_2`, `_3`, …
"""

from collections import Counter

from treatylex.language.numerals import plain
from treatylex.model.provisions import CONTAINERS, UNITS, Level
from treatylex.parsing.draft import Draft

_PREFIX = {
    Level.PREAMBLE: "preamble",
    Level.RECITAL: "rec",
    Level.PART: "part",
    Level.TITLE: "title",
    Level.CHAPTER: "chap",
    Level.SECTION: "sec",
    Level.SUBDIVISION: "subdiv",
    Level.ARTICLE: "art",
    Level.RULE: "rule",
    Level.REGULATION: "reg",
    Level.PARAGRAPH: "para",
    Level.ALINEA: "al",
    Level.POINT: "sub",
    Level.ANNEX: "annex",
    Level.PROTOCOL: "prot",
    Level.APPENDIX: "app",
    Level.SCHEDULE: "sched",
    Level.NOTE: "note",
    Level.CONCLUSIONS: "conclusions",
}
_RESTARTING = CONTAINERS | UNITS | {Level.PARAGRAPH, Level.POINT}
_OWN_SCOPE = frozenset({Level.ANNEX, Level.PROTOCOL, Level.APPENDIX, Level.SCHEDULE, Level.NOTE})
_BY_POSITION = frozenset({Level.RECITAL, Level.ALINEA})
_WITHOUT_NUMBER = frozenset({Level.ALINEA, Level.POINT})
_ALONE = frozenset({Level.PREAMBLE, Level.CONCLUSIONS})


def name_of(level: Level, number: str | None, position: int) -> str:
    """The last part of an eId: `position` counts the unnumbered provisions of this level in their parent, from 1.

    >>> name_of(Level.ARTICLE, "12 bis", 1), name_of(Level.POINT, None, 2), name_of(Level.ANNEX, None, 1)
    ('art_12bis', 'dash_2', 'annex')
    """
    if level in _ALONE:
        return _PREFIX[level]
    written = plain(number or "")
    if written and level not in _BY_POSITION:
        return f"{_PREFIX[level]}_{written}"
    if level is Level.POINT:
        return f"dash_{position}"
    if level in _BY_POSITION or level is Level.NOTE:
        return f"{_PREFIX[level]}_{position}"
    return _PREFIX[level]


class _Addresses:
    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.repeats: Counter[str] = Counter()

    def unique(self, eid: str) -> str:
        if eid not in self.taken:
            self.taken.add(eid)
            return eid
        while True:
            self.repeats[eid] += 1
            candidate = f"{eid}_{self.repeats[eid] + 1}"
            if candidate not in self.taken:
                self.taken.add(candidate)
                return candidate

    def scope(self, drafts: list[Draft], prefix: str) -> None:
        """Address what stands in one scope: the whole text, an annex, a protocol …"""
        self._divisions(drafts, prefix, prefix, _restarting(drafts))

    def _divisions(self, drafts: list[Draft], scope: str, path: str, restarting: frozenset[Level]) -> None:
        """Address divisions; `path` is the eId of the container around them, used where numbers restart in it."""
        counts: Counter[Level] = Counter()
        for draft in drafts:
            if draft.level is None:
                continue
            counts[draft.level] += draft.number is None or draft.level in _BY_POSITION
            name = name_of(draft.level, draft.number, counts[draft.level])
            counted_here = draft.level in restarting or (draft.level in _WITHOUT_NUMBER and draft.number is None)
            before = path if counted_here else scope
            draft.eid = self.unique(_join(before, name))
            if draft.level in CONTAINERS:
                self._divisions(draft.children, scope, draft.eid, restarting)
            elif draft.level in _OWN_SCOPE:
                self.scope(draft.children, draft.eid)
            elif draft.level is Level.PREAMBLE:
                self._divisions(draft.children, scope, scope, restarting)
            elif draft.level in UNITS:
                self.scope(draft.children, draft.eid)
            else:
                self._provisions(draft, draft.eid if draft.level is not Level.ALINEA else scope)

    def _provisions(self, parent: Draft, prefix: str) -> None:
        """Address paragraphs and points; an unnumbered paragraph adds no part to the eIds of its points."""
        counts: Counter[Level] = Counter()
        for draft in parent.children:
            if draft.level is None:
                continue
            counts[draft.level] += draft.number is None
            draft.eid = self.unique(_join(prefix, name_of(draft.level, draft.number, counts[draft.level])))
            self._provisions(draft, prefix if draft.level is Level.ALINEA else draft.eid)


def _join(before: str, name: str) -> str:
    return f"{before}__{name}" if before else name


def _restarting(drafts: list[Draft]) -> frozenset[Level]:
    """The levels whose numbers start again in the containers of this scope, so that they need the container's eId."""
    homes: dict[tuple[Level, str], int] = {}
    found: set[Level] = set()

    def look(children: list[Draft], home: int) -> None:
        for child in children:
            if child.level is None or child.level in _OWN_SCOPE:
                continue
            if child.number is not None and child.level in _RESTARTING:
                key = (child.level, plain(child.number))
                if homes.setdefault(key, home) != home:
                    found.add(child.level)
            if child.level in CONTAINERS:
                look(child.children, id(child))

    look(drafts, 0)
    return frozenset(found)


def address(root: Draft) -> None:
    """Write the eId of every provision below `root`."""
    _Addresses().scope(root.children, "")
