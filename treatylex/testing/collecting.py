"""Collecting: case files as pytest sees them, one test a case."""

import os
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from _pytest._code.code import TerminalRepr
from _pytest._io import TerminalWriter

from treatylex.errors import InputError, TreatylexError
from treatylex.outputs import Outputs
from treatylex.testing.cases import Case, read_cases, with_expected

UPDATED = pytest.StashKey[list[str]]()
"""The places of the cases that `--update-cases` rewrote in this run."""


class CaseFile(pytest.File):
    """One case file."""

    def collect(self) -> "Iterator[CaseItem]":
        """One item a case."""
        try:
            cases = read_cases(self.path)
        except InputError as fault:
            raise self.CollectError(str(fault)) from None
        shown = os.path.relpath(self.path, self.config.invocation_params.dir)
        for case in cases:
            yield CaseItem.from_parent(self, name=case.title, case=attrs.evolve(case, path=shown))


class CaseItem(pytest.Item):
    """One case: it fails when its excerpts do not give what it expects, or is rewritten with `--update-cases`."""

    def __init__(self, *, case: Case, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.case = case

    def runtest(self) -> None:
        """Compare what the excerpts give with what is expected, or rewrite what is expected.

        A case that is left out is tried all the same: once it passes, its mark hides nothing any more and must go.
        """
        if self.config.getoption("update_cases"):
            self._update()
        failure = self.case.failure()
        if self.case.skip is not None:
            if failure is None:
                raise CaseFailedError(f"{self.case.place}\nit passes now: take the mark :skip out")
            pytest.skip(self.case.skip or "marked :skip")
        if failure is not None:
            raise CaseFailedError(failure)

    def _update(self) -> None:
        updated = self.case.updated()
        if updated.expected == self.case.expected:
            return
        # Read again: rewriting an earlier case of the file may have moved the lines of this one.
        (now,) = (case for case in read_cases(self.path) if case.title == self.case.title)
        text = self.path.read_bytes().decode("utf-8")
        rewritten = with_expected(text, [attrs.evolve(now, expected=updated.expected)])
        Outputs().write(self.path, rewritten)
        self.case = updated
        self.config.stash.setdefault(UPDATED, []).append(self.case.place)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None
    ) -> str | TerminalRepr:
        """The place and the diff; the message alone when the case asks for what is not there."""
        if isinstance(excinfo.value, CaseFailedError):
            return _ColouredDiff(str(excinfo.value))
        if isinstance(excinfo.value, TreatylexError):
            return f"{self.case.place}: {excinfo.value}"
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """File, line counted from 0, and title."""
        return self.path, self.case.line - 1, self.case.title


class CaseFailedError(Exception):
    """The excerpts of a case do not give what it expects; the message says where and how."""


@attrs.frozen
class _ColouredDiff(TerminalRepr):
    """A failure whose diff has colours on a terminal: red what was expected, green what came."""

    text: str

    def __str__(self) -> str:
        return self.text

    def toterminal(self, tw: TerminalWriter) -> None:
        place, _, diff = self.text.partition("\n")
        tw.line(place, bold=True)
        for line in diff.splitlines():
            tw.line(line, **_COLOURS.get(line[:1], {}))


_COLOURS = {"-": {"red": True}, "+": {"green": True}, "@": {"cyan": True}}
