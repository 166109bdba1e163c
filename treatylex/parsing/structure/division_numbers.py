"""Division numbers: what the numbers of a text's divisions tell about each other.

Guarantee: only the order of the headings and their numbers are looked at, and what stands between two headings.
"""

from collections.abc import Sequence

from treatylex.errors import Diagnostic
from treatylex.language.numerals import division_value, follows
from treatylex.model.provisions import ATTACHED, CONTAINERS, UNITS, Level
from treatylex.parsing.structure.headings import Heading
from treatylex.source import Span

_LARGEST_GAP = 20
_WITHIN_UNITS = frozenset({Level.SECTION, Level.SUBDIVISION})


def without_lists(text: str, headings: Sequence[Heading]) -> list[Heading]:
    """The headings without those of annexes that are only listed within the run of the articles."""
    kept: list[Heading] = []
    inner = inner_attachments(text, headings)
    listed = False
    for k, heading in enumerate(headings):
        following = headings[k + 1] if k + 1 < len(headings) else None
        # Letters of points may be left between the names of a list: "(a) Annex I; (b) Annex II"
        empty = not text[heading.body : following.start if following else len(text)].strip(" \t\r\n;.,()abcdefghij")
        divided = not listed and following is not None and following.level in CONTAINERS
        listed = inner[k] and empty and not divided
        if not listed:
            kept.append(heading)
    return kept


def inner_attachments(text: str, headings: Sequence[Heading]) -> list[bool]:
    """For each heading whether it is of an annex after which the numbers of the articles run on."""
    inner = [False] * len(headings)
    last: tuple[int, ...] | None = None
    waiting: list[int] = []
    for k, heading in enumerate(headings):
        if heading.level in ATTACHED:
            waiting.append(k)
        elif heading.level is Level.ARTICLE and heading.number:
            value = division_value(text[slice(*heading.number)])
            if waiting and last is not None and value != (1,) and follows(last, value):
                for at in waiting:
                    inner[at] = True
            waiting = []
            last = value
    return inner


def numbering_faults(text: str, headings: Sequence[Heading]) -> list[Diagnostic]:
    """What is odd in the numbers of the divisions of each level: one that is missing, one that comes twice."""
    faults: list[Diagnostic] = []
    last: dict[Level, str] = {}
    for heading in headings:
        level = heading.level
        if level in ATTACHED:
            last = {known: printed for known, printed in last.items() if known in ATTACHED}
        if level not in ATTACHED:
            last = {known: printed for known, printed in last.items() if not _may_restart(known, printed, level)}
        if heading.number is not None:
            printed = text[slice(*heading.number)]
            if level in last and (fault := _numbering_fault(level, last[level], printed)):
                code, said = fault
                message = said.format(f"{level.value.capitalize()} {printed}")
                faults.append(Diagnostic(code=code, message=message, span=Span(*heading.number)))
            last[level] = printed
    return faults


def _may_restart(known: Level, printed: str, holder: Level) -> bool:
    """Whether a number one may come again in the next holder: chapters of one article each, articles of one section."""
    held = known in _WITHIN_UNITS if holder in UNITS else known is not holder
    return held and division_value(printed)[-1] == 1


def _numbering_fault(level: Level, before: str, printed: str) -> tuple[str, str] | None:
    """What is odd in a number after the one before it: the code, and what to say of the division."""
    value, last = division_value(printed), division_value(before)
    step = value[-1] - last[-1] if len(value) == len(last) and value[:-1] == last[:-1] else None
    if step is None or (len(printed) == len(before) == 1 and ord(printed) == ord(before) + 1):
        return None
    if step == 0:
        return "number-repeat", "{} stands twice in a row"
    if 1 < step <= _LARGEST_GAP:
        return "number-gap", "before {} a number is missing"
    if step < 0 and value[-1] != 1 and level is Level.ARTICLE:
        return "number-repeat", "{} goes back in the numbers of the articles"
    return None
