"""Suites: a first set of tests for a folder of treaties, to be kept, read and added to.

Guarantees: an existing file is never overwritten unless that is asked for; the tests pass as written: the expectation
that is written as an example is one that the treaties fulfil now, and what they do not fulfil is named in the file.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from treatylex.collections.folder import treaty_files
from treatylex.collections.reading import read_all
from treatylex.errors import InputError, OutputError
from treatylex.model.clauses import Clause, ClauseKind
from treatylex.model.provisions import Treaty
from treatylex.outputs import Outputs
from treatylex.testing.assertions import (
    UnfulfilledError,
    assert_bearers,
    assert_defined_once,
    assert_has_clauses,
    assert_nothing_dangling,
    assert_read_whole,
)

FILE_NAME = "test_treaties.py"

_TESTS: dict[str, Callable[[Treaty], None]] = {
    "test_clauses_were_found": assert_has_clauses,
    "test_no_passage_was_left_unread": assert_read_whole,
    "test_every_reference_within_the_treaty_leads_to_a_provision": assert_nothing_dangling,
    "test_every_duty_has_a_bearer_or_words_that_leave_it_out": assert_bearers,
    "test_no_term_is_defined_in_two_ways": assert_defined_once,
}
_SUITE = '''"""What the treaties in this folder must fulfil. Run it with pytest; it is yours to change."""

import pytest

from treatylex.testing.assertions import (
{imports}
)
from treatylex.testing.expectations import expect

# What the treaties do not fulfil, by test and file; take out what is mended.
KNOWN = {{{known}}}

every_treaty = pytest.mark.treaty(".", known=KNOWN)
'''
_TEST = """

@every_treaty
def {name}(treaty):
    {assertion}(treaty)
"""
_EXAMPLE = """

# What one treaty says, as an example: write what yours must say, and must not, in the same manner.
@pytest.mark.treaty({path!r})
def test_what_is_agreed(treaty):
    expect(treaty).obliges({bearer!r}).to({action!r}).under({eid!r})
"""
_LONGEST = 60
"""Characters of the words that an example looks for."""


def write_suite(folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write the tests for the treaties in a folder, beside them.

    Args:
        folder: a folder that holds treaties.
        overwrite: replace a file that is there already.

    Returns:
        The file that was written.

    Raises:
        InputError: when the folder does not exist or holds no treaty that can be read, or the file is there already or
            a link.
    """
    place = Path(folder)
    target = place / FILE_NAME
    if not place.is_dir():
        raise InputError(f"{place}: no such folder; check the name")
    if target.is_symlink():
        raise OutputError(f"{target}: is a link to elsewhere; remove it first")
    if target.exists() and not overwrite:
        raise OutputError(f"{target}: exists already; keep it, or give --overwrite to replace it")
    example = ""
    known: list[str] = []
    for treaty, path in _treaties(place):
        clause = None if example else next(filter(_is_telling, treaty.clauses), None)
        if clause is not None:
            example = _example(treaty, clause, path)
        known += [f"    ({name!r}, {path!r}): {words!r},\n" for name, words in _unfulfilled(treaty)]
    tests = {name: assertion.__name__ for name, assertion in _TESTS.items()}
    imports = "\n".join(f"    {name}," for name in sorted(tests.values()))
    head = _SUITE.format(imports=imports, known="".join(["\n", *known]) if known else "")
    body = "".join(_TEST.format(name=name, assertion=assertion) for name, assertion in tests.items())
    Outputs(treaty_files([place])).write(target, head + body + example)
    return target


def _unfulfilled(treaty: Treaty) -> Iterator[tuple[str, list[str]]]:
    """The tests that a treaty does not pass, and its faults in words."""
    for name, assertion in _TESTS.items():
        try:
            assertion(treaty)
        except UnfulfilledError as unfulfilled:
            yield name, [fault.words for fault in unfulfilled.faults]


def _treaties(folder: Path) -> Iterator[tuple[Treaty, str]]:
    """The treaties that can be read, with their paths in the folder."""
    fault: InputError | None = None
    found = False
    for loaded in read_all([folder]):
        if loaded.treaty is None:
            fault = fault or loaded.error
            continue
        found = True
        yield loaded.treaty, Path(loaded.path).relative_to(folder).as_posix()
    if not found and fault is not None:
        raise fault


def _is_telling(clause: Clause) -> bool:
    phrases = (clause.bearer, clause.action)
    return clause.kind is ClauseKind.OBLIGATION and all(
        phrase is not None and not phrase.inherited and len(phrase.normalized) <= _LONGEST for phrase in phrases
    )


def _example(treaty: Treaty, clause: Clause, path: str) -> str:
    provision = treaty.parent(clause)
    eid = clause.eid.rpartition("__")[0] if provision is None else provision.eid
    text = _EXAMPLE.format(path=path, bearer=str(clause.bearer), action=str(clause.action), eid=eid)
    return text if eid else text.replace(".under('')", "")
