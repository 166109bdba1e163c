"""Collects the case files of `tests/cases`: one test a case."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from treatylex.errors import InputError
from treatylex.testing.cases import Case, read_cases, written_cases

CASES = Path(__file__).parent / "cases"
_ON_BUILD_MACHINES = "--update-cases is refused where CI is set: expectations are reviewed before they are frozen"


# Parsing and comparing take milliseconds, compiling the grammars on first use a second: no deadline an example. On
# build machines the examples are the same every time.
hypothesis.settings.register_profile("treatylex", deadline=None, max_examples=50, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("treatylex")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="rewrite the expected outlines of the case files")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-cases") and os.environ.get("CI"):
        raise pytest.UsageError(_ON_BUILD_MACHINES)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CaseFile | None":
    if file_path.suffix == ".txt" and file_path.parent == CASES:
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """One case file."""

    def collect(self) -> "Iterator[CaseItem]":
        try:
            cases = read_cases(self.path)
        except InputError as fault:
            raise self.CollectError(str(fault)) from None
        if self.config.getoption("--update-cases"):
            cases = tuple(case.updated() for case in cases)
            self.path.write_text(written_cases(cases), encoding="utf-8")
        for case in cases:
            yield CaseItem.from_parent(self, name=case.title, case=case)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.case = case
        if case.skip is not None:
            self.add_marker(pytest.mark.skip(reason=case.skip or "marked :skip"))

    def runtest(self) -> None:
        failure = self.case.failure()
        if failure is not None:
            raise CaseFailedError(failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]
        if isinstance(excinfo.value, CaseFailedError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.line - 1, self.case.title


class CaseFailedError(Exception):
    """The outline of a case is not the expected one; the message says where and how."""
