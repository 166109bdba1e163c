"""Case files: excerpts with what is expected of them, as text that a lawyer can write.

Guarantees: every case knows its file and line; rewriting the expected part of a case leaves the rest of the file as
it was.

A file holds cases one after the other; the first line of the file sets the ruler that frames every title::

    ================================================================================
    A negated subject makes a prohibition
    :source own wording, after a form usual in pacts of non-aggression
    ================================================================================

    Neither Party shall resort to the use of force.

    --------------------------------------------------------------------------------

    prohibition     Neither Party | shall | resort to the use of force

The last line of dashes in a case divides the excerpt from the outline. Marks stand under the title:

- `:source TEXT` says where the excerpt comes from;
- `:start EID` compares only the outline of this provision;
- `:details` compares the outline with its details: actors, antecedents, periods, joints and definitions;
- `:error` expects that a passage of the excerpt cannot be read; no outline is compared when none is given;
- `:skip REASON` leaves the case out as long as it fails; once it passes, the mark must go;
- `:diff` says that the case compares: its last two lines of dashes divide the old excerpt from the new one and the
  new one from the changes, told as `clause-diff` tells them.
"""

import difflib
import itertools
import os
import re
from collections.abc import Iterable, Iterator

import attrs

from treatylex.comparing.diffing import diff_treaties
from treatylex.errors import InputError, Severity
from treatylex.opening import text_of
from treatylex.parsing.reader import parse
from treatylex.reporting.differences import differences
from treatylex.reporting.outline import outline

_RULER = re.compile(r"={3,}\Z")
_DIVIDER = re.compile(r"-{3,}\Z")
_MARKS = frozenset({"source", "start", "details", "error", "skip", "diff"})
_OF_OUTLINES = ("start", "details", "error")


@attrs.frozen(kw_only=True)
class Case:
    """One excerpt, or two of them, and what is expected.

    `revised` is the second excerpt of a case that compares, else `None`. `line` is the title's line in `path`,
    counted from 1; `expected_at` says which lines of the file hold the expected part, half-open and counted from 0.
    """

    title: str
    text: str
    revised: str | None = None
    expected: str
    path: str = "<cases>"
    line: int = 1
    expected_at: tuple[int, int] = (0, 0)
    source: str | None = None
    start: str | None = None
    details: bool = False
    error: bool = False
    skip: str | None = None

    @property
    def place(self) -> str:
        """`file:line: title`."""
        return f"{self.path}:{self.line}: {self.title}"

    def actual(self) -> str:
        """What the excerpts give now: the outline, or the changes.

        Raises:
            AddressError: when no provision has the eId that the case starts from.
        """
        treaty = parse(self.text)
        if self.revised is None:
            return outline(treaty, start=self.start, details=self.details)
        return differences(diff_treaties(treaty, parse(self.revised)), in_full=True)

    def failure(self) -> str | None:
        """What is wrong, as `file:line: title` and a unified diff; `None` when all is well."""
        if self.error and not any(d.severity is Severity.ERROR for d in parse(self.text).diagnostics):
            return f"{self.place}: every passage was read, though the case expects an error"
        if self._expects_nothing_else:
            return None
        actual = self.actual()
        return None if actual == self.expected else f"{self.place}\n{self.difference(actual)}"

    @property
    def _expects_nothing_else(self) -> bool:
        return self.error and not self.expected

    def difference(self, actual: str) -> str:
        """A unified diff from what is expected to `actual`."""
        lines = difflib.unified_diff(
            self.expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=3
        )
        return "\n".join(lines)

    def updated(self) -> "Case":
        """The case with what its excerpts give now; a case that is left out stays as it is."""
        if self.skip is not None or self._expects_nothing_else:
            return self
        return attrs.evolve(self, expected=self.actual())


def read_cases(path: str | os.PathLike[str]) -> tuple[Case, ...]:
    """The cases in a file.

    Raises:
        InputError: when the file cannot be read or is not laid out as a case file, or two cases bear one title; the
            message names the line.
    """
    name = os.fspath(path)
    lines = text_of(name).splitlines()
    cases = tuple(_case(name, lines, start, body, end) for start, body, end in _blocks(name, lines))
    seen: dict[str, Case] = {}
    for case in cases:
        if case.title in seen:
            raise InputError(f"{case.place}: the title is that of line {seen[case.title].line} already")
        seen[case.title] = case
    return cases


def _blocks(name: str, lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Where each case's header, body and end are, as indices of lines."""
    if not lines or not _RULER.match(lines[0]):
        raise InputError(f"{name}:1: a case file begins with a line of equals signs")
    rulers = [number for number, line in enumerate(lines) if line == lines[0]]
    if len(rulers) % 2:
        raise InputError(f"{name}:{rulers[-1] + 1}: this title has no second line of equals signs")
    ends = [*rulers[2::2], len(lines)]
    yield from zip(rulers[::2], rulers[1::2], ends, strict=True)


def _case(name: str, lines: list[str], start: int, body: int, end: int) -> Case:
    header = lines[start + 1 : body]
    titles = [line for line in header if not line.startswith(":")]
    if len(titles) != 1:
        raise InputError(f"{name}:{start + 2}: a case has one line of title, then its marks")
    marks = dict(_mark(name, number, line) for number, line in enumerate(header, start + 2) if line.startswith(":"))
    texts = _excerpts(f"{name}:{start + 2}", lines, body, end, compares="diff" in marks)
    if "diff" in marks and (stray := [f":{mark}" for mark in _OF_OUTLINES if mark in marks]):
        raise InputError(f"{name}:{start + 2}: {stray[0]} is for a case with an outline, not for one with :diff")
    first = texts[-1][1] + 1
    expected = _trimmed(lines[first:end])
    return Case(
        title=titles[0],
        text=_trimmed(lines[slice(*texts[0])]),
        revised=_trimmed(lines[slice(*texts[1])]) if len(texts) > 1 else None,
        expected=f"{expected}\n" if expected else "",
        path=name,
        line=start + 2,
        expected_at=(first, end),
        source=marks.get("source"),
        start=marks.get("start"),
        details="details" in marks,
        error="error" in marks,
        skip=marks.get("skip"),
    )


def _excerpts(place: str, lines: list[str], body: int, end: int, *, compares: bool) -> list[tuple[int, int]]:
    """Which lines hold the excerpts: one, or two of a case that compares."""
    dividers = [number for number in range(body + 1, end) if _DIVIDER.match(lines[number])]
    wanted = 2 if compares else 1
    if len(dividers) < wanted:
        rule = (
            "two lines of dashes must divide the old excerpt, the new one and the changes"
            if compares
            else "a line of dashes must divide the excerpt from the outline"
        )
        raise InputError(f"{place}: {rule}")
    starts = [body, *dividers[-wanted:]]
    return [(first + 1, last) for first, last in itertools.pairwise(starts)]


def _mark(name: str, number: int, line: str) -> tuple[str, str]:
    mark, _, value = line[1:].partition(" ")
    if mark not in _MARKS:
        raise InputError(f"{name}:{number}: unknown mark :{mark}; there are {', '.join(sorted(_MARKS))}")
    return mark, value.strip()


def _trimmed(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def with_expected(text: str, cases: Iterable[Case]) -> str:
    """The text of a case file in which the given cases expect what they say; all else stays, line ends included.

    Args:
        text: the file as it was when the cases were read.
        cases: cases of this file, whose `expected` may have changed.
    """
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    for case in sorted(cases, key=lambda case: case.expected_at, reverse=True):
        start, end = case.expected_at
        if _trimmed([line.rstrip("\r\n") for line in lines[start:end]]) == case.expected.rstrip("\n"):
            continue
        block = ["", *case.expected.splitlines(), *([""] if end < len(lines) else [])]
        lines[start:end] = [f"{line}{ending}" for line in block]
        if not lines[start - 1].endswith("\n"):
            lines[start - 1] += ending
    return "".join(lines)
