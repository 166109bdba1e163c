"""Case files: excerpts with the outline that is expected of them, as text that a lawyer can write.

Guarantees: reading a file and writing it back leaves it as it was; every case knows its file and line.

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
- `:error` expects that a passage of the excerpt cannot be read; no outline is compared when none is given;
- `:skip REASON` leaves the case out.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from treatylex.errors import InputError, Severity
from treatylex.parsing.reader import parse
from treatylex.reporting.outline import outline

_RULER = re.compile(r"={3,}\Z")
_DIVIDER = re.compile(r"-{3,}\Z")
_MARKS = frozenset({"source", "start", "error", "skip"})
_WIDTH = 80


@attrs.frozen(kw_only=True)
class Case:
    """One excerpt and what is expected of it; `line` is the title's line in `path`, counted from 1."""

    title: str
    text: str
    expected: str
    path: str = "<cases>"
    line: int = 1
    source: str | None = None
    start: str | None = None
    error: bool = False
    skip: str | None = None

    def failure(self) -> str | None:
        """What is wrong, as `file:line: title` and a unified diff of the outlines; `None` when all is well."""
        treaty = parse(self.text)
        actual = outline(treaty, start=self.start)
        if self.error:
            if not any(diagnostic.severity is Severity.ERROR for diagnostic in treaty.diagnostics):
                return f"{self.place}: every passage was read, though the case expects an error"
            if not self.expected:
                return None
        if actual == self.expected:
            return None
        return f"{self.place}\n{self.difference(actual)}"

    @property
    def place(self) -> str:
        """`file:line: title`."""
        return f"{self.path}:{self.line}: {self.title}"

    def difference(self, actual: str) -> str:
        """A unified diff from the expected outline to `actual`."""
        lines = difflib.unified_diff(
            self.expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=3
        )
        return "\n".join(lines)

    def updated(self) -> "Case":
        """The case with the outline that its excerpt has now; a case that is left out stays as it is."""
        if self.skip is not None or (self.error and not self.expected):
            return self
        return attrs.evolve(self, expected=outline(parse(self.text), start=self.start))


def read_cases(path: str | os.PathLike[str]) -> tuple[Case, ...]:
    """The cases in a file.

    Raises:
        InputError: when the file is not laid out as a case file, or two cases bear one title; the message names
            the line.
    """
    name = os.fspath(path)
    lines = Path(name).read_text(encoding="utf-8").splitlines()
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
    dividers = [number for number in range(body + 1, end) if _DIVIDER.match(lines[number])]
    if not dividers:
        raise InputError(f"{name}:{start + 2}: a line of dashes must divide the excerpt from the outline")
    expected = _trimmed(lines[dividers[-1] + 1 : end])
    return Case(
        title=titles[0],
        text=_trimmed(lines[body + 1 : dividers[-1]]),
        expected=f"{expected}\n" if expected else "",
        path=name,
        line=start + 2,
        source=marks.get("source"),
        start=marks.get("start"),
        error="error" in marks,
        skip=marks.get("skip"),
    )


def _mark(name: str, number: int, line: str) -> tuple[str, str]:
    mark, _, value = line[1:].partition(" ")
    if mark not in _MARKS:
        raise InputError(f"{name}:{number}: unknown mark :{mark}; there are {', '.join(sorted(_MARKS))}")
    return mark, value.strip()


def _trimmed(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n")


def written_cases(cases: Iterable[Case]) -> str:
    """Cases as the text of a case file."""
    return "\n".join(map(_written, cases))


def _written(case: Case) -> str:
    marks = {"source": case.source, "start": case.start, "error": "" if case.error else None, "skip": case.skip}
    header = [case.title, *(f":{mark} {value}".rstrip() for mark, value in marks.items() if value is not None)]
    ruler = "=" * _WIDTH
    expected = f"\n{case.expected}" if case.expected else ""
    return "\n".join([ruler, *header, ruler, "", case.text, "", "-" * _WIDTH, expected])
