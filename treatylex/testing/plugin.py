"""The pytest plugin: fixtures, corpora, case files and explained comparisons.

Guarantees: silent and light. Every pytest run of an environment loads it, so it imports nothing of treatylex before a
test asks for it: no grammar, no lark, no hypothesis.
"""

import os
import sys
import textwrap
from collections import Counter
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import pytest

if TYPE_CHECKING:
    from treatylex.model.clauses import Clause
    from treatylex.model.provisions import Treaty
    from treatylex.testing.assertions import Fault
    from treatylex.testing.collecting import CaseFile
    from treatylex.testing.corpora import Named

_MARK = (
    "treaty(*names, known={}): run the test with each of these treaties as the fixtures `treaty` and `treaty_clause`; "
    "a name is an excerpt id, or a file, folder or glob beside the test file or below the rootdir; `known` holds the "
    "faults that assertions must find, by the names of the test and the treaty, and it fails on any other"
)
_REFUSED_ON_BUILD_MACHINES = (
    "--update-cases is refused where CI is set: expectations are reviewed before they are frozen; run it on your own "
    "machine, read what it wrote and commit it"
)
_REFUSED_IN_PARALLEL = "--update-cases rewrites files, which parallel workers would do against each other: add -n 0"
_NO_TREATY = "no treaties: name some with @pytest.mark.treaty(...), or run pytest with --treaty-corpus DIR"


class ParseTreaty(Protocol):
    """What the fixture `parse_treaty` gives."""

    def __call__(self, text: str, *, strict: bool = False) -> "Treaty":
        """Read a text, without the indentation that it has in the test's source."""


class TreatyExcerpt(Protocol):
    """What the fixture `treaty_excerpt` gives."""

    def __call__(self, name: str) -> "Treaty":
        """Read the excerpt with this id."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options, all in one group."""
    group = parser.getgroup("treatylex", "treaties")
    group.addoption(
        "--treaty-corpus",
        metavar="DIR",
        action="append",
        help="run tests that ask for `treaty` or `treaty_clause` without a mark once for each treaty or clause in "
        "this file or folder; may be repeated",
    )
    group.addoption("--treaty-instruments", metavar="FILE", help="a TOML file of instruments to know in all fixtures")
    group.addoption("--update-cases", action="store_true", help="rewrite what case files expect; read what it wrote")
    parser.addini("treatylex_cases", "case files: folders and globs of .txt files, from the rootdir", type="args")
    parser.addini("treatylex_corpus", "what --treaty-corpus is when it is not given, from the rootdir", type="args")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known and refuses to rewrite cases where nobody would read them."""
    config.addinivalue_line("markers", _MARK)
    if config.pluginmanager.has_plugin("syrupy"):
        from treatylex.testing.amber import keep_transcripts

        keep_transcripts()
    if config.getoption("update_cases"):
        if os.environ.get("CI"):
            raise pytest.UsageError(_REFUSED_ON_BUILD_MACHINES)
        if hasattr(config, "workerinput") or config.getoption("numprocesses", None):
            raise pytest.UsageError(_REFUSED_IN_PARALLEL)
    for place in config.getini("treatylex_cases"):
        if not (config.rootpath / place).exists() and not any(config.rootpath.glob(place)):
            raise pytest.UsageError(
                f"treatylex_cases: {place!r} is neither a file nor a folder in {config.rootpath}, nor a glob that fits "
                "any; check the name, or its cases are never run"
            )


def pytest_sessionfinish() -> None:
    """Forgets what was read: a file may have changed before the next session of this process."""
    if read := sys.modules.get("treatylex.testing.corpora"):
        read.load.cache_clear()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CaseFile | None":
    """Collects the case files that the ini-option `treatylex_cases` names."""
    places: Sequence[str] = parent.config.getini("treatylex_cases")
    if file_path.suffix != ".txt" or not any(_names(parent.config.rootpath / place, file_path) for place in places):
        return None
    from treatylex.testing.collecting import CaseFile

    return CaseFile.from_parent(parent, path=file_path)


def _names(place: Path, file: Path) -> bool:
    return file.is_relative_to(place) or file.match(str(place))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs a test that asks for `treaty` or `treaty_clause` once for each of them."""
    wanted = [name for name in ("treaty", "treaty_clause") if _is_ours(metafunc, name)]
    if not wanted:
        return
    from treatylex.errors import InputError

    try:
        named = _named(metafunc)
    except InputError as fault:  # of this test only: the fixtures fail with it, and the others run
        metafunc.parametrize(wanted, [(fault,) * len(wanted)], indirect=True, ids=["not found"], scope="session")
        return
    if not named:
        skipped = [pytest.param(*[None] * len(wanted), marks=pytest.mark.skip(reason=_NO_TREATY))]
        metafunc.parametrize(wanted, skipped, indirect=True, ids=["no treaty"], scope="session")
        return
    rows = [(each, clause) for each in named for clause in _clauses(metafunc, each, wanted)]
    values = [
        tuple({"treaty": each, "treaty_clause": (each, clause)}[name] for name in wanted) for each, clause in rows
    ]
    ids = [f"{each.id}::{clause}" if clause else each.id for each, clause in rows]
    metafunc.parametrize(wanted, values, indirect=True, ids=ids, scope="session")


def _is_ours(metafunc: pytest.Metafunc, name: str) -> bool:
    """Whether a test asks for a fixture of this module, and not for one of the same name that hides it.

    pytest has no public way to ask this of a test.
    """
    fixtures = metafunc.definition._fixtureinfo.name2fixturedefs.get(name, ())
    return bool(fixtures) and fixtures[-1].func.__module__ == __name__


def _named(metafunc: pytest.Metafunc) -> "tuple[Named, ...]":
    """The treaties that the test's mark names, or else those of the corpus.

    Raises:
        InputError: when the mark names what there is not.
        pytest.Collector.CollectError: when the corpus is not there, which every test would lack.
    """
    from treatylex.errors import InputError
    from treatylex.testing.corpora import corpus, find

    config = metafunc.config
    mark = metafunc.definition.get_closest_marker("treaty")
    given = config.getoption("treaty_corpus")
    if mark is not None:
        return find(mark.args, (metafunc.definition.path.parent, config.rootpath))
    try:
        if given:
            return corpus(config.invocation_params.dir / place for place in given)
        return corpus(config.rootpath / place for place in config.getini("treatylex_corpus"))
    except InputError as fault:
        raise pytest.Collector.CollectError(f"{metafunc.definition.nodeid}: {fault}") from None


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Lets a test fail on the faults that its mark knows of the treaty, on these only and on all of them."""
    mark = pyfuncitem.get_closest_marker("treaty")
    known = mark.kwargs.get("known") if mark is not None else None
    named = pyfuncitem.callspec.params.get("treaty") if known else None
    faults = known.get((pyfuncitem.originalname, getattr(named, "id", None))) if known else None
    if not faults:
        return (yield)
    from treatylex.testing.assertions import UnfulfilledError

    found: Sequence[Fault] = ()
    what = ""
    try:
        yield
    except UnfulfilledError as unfulfilled:
        found, what = unfulfilled.faults, unfulfilled.what
    _judge(found, what, faults)


def _judge(found: "Sequence[Fault]", what: str, known: Sequence[str]) -> NoReturn:
    """Fail with the faults that are not known and those known that are gone; if there are none, as is expected."""
    gone = Counter(known)
    new = []
    for fault in found:
        if gone[fault.words]:
            gone[fault.words] -= 1
        else:
            new.append(fault.shown)
    told = [f"{len(new)} {what} that are not known:", *new] if new else []
    if mended := list(gone.elements()):
        told += ["known faults are gone; take them out of what is known:", *mended]
    if told:
        pytest.fail("\n".join(told), pytrace=False)
    pytest.xfail("; ".join(known))


def _clauses(metafunc: pytest.Metafunc, named: "Named", wanted: Sequence[str]) -> Sequence[str | None]:
    if "treaty_clause" not in wanted:
        return (None,)
    from treatylex.testing.corpora import clause_eids

    return clause_eids(named, _instruments(metafunc.config))


def _instruments(config: pytest.Config) -> str | None:
    given: str | None = config.getoption("treaty_instruments")
    return None if given is None else str(config.invocation_params.dir / given)


@pytest.fixture(scope="session")
def treaty(request: pytest.FixtureRequest) -> "Treaty":
    """Each treaty that @pytest.mark.treaty("path or excerpt id") names; without the mark, each one of the corpus."""
    return _load(request, _param(request))


@pytest.fixture(scope="session")
def treaty_clause(request: pytest.FixtureRequest) -> "Clause":
    """Each clause of the treaties that `treaty` would give."""
    named, eid = _param(request)
    treaty = _load(request, named)
    if eid is None:
        pytest.fail(f"{named.id}: no clause was found in it; is this the text of a treaty, in English?", pytrace=False)
    return treaty.clause(eid)


def _param(request: pytest.FixtureRequest) -> Any:
    """What the test was parametrised with; a test that asks for the fixture as it runs comes too late."""
    from treatylex.errors import InputError

    try:
        param = request.param
    except AttributeError:
        pytest.fail(f"ask for {request.fixturename} as an argument of the test, not while it runs", pytrace=False)
    if isinstance(param, InputError):
        pytest.fail(str(param), pytrace=False)
    return param


def _load(request: pytest.FixtureRequest, named: "Named") -> "Treaty":
    from treatylex.errors import InputError
    from treatylex.testing.corpora import load

    try:
        return load(named, _instruments(request.config))
    except InputError as fault:
        pytest.fail(str(fault), pytrace=False)


@pytest.fixture(scope="session")
def parse_treaty(request: pytest.FixtureRequest) -> ParseTreaty:
    """A function that reads a text into a treaty, without the indentation that the text has in the test's source."""
    from treatylex.parsing.reader import parse

    instruments = _instruments(request.config)

    def parse_treaty(text: str, *, strict: bool = False) -> "Treaty":
        return parse(textwrap.dedent(text).strip("\n"), strict=strict, instruments=instruments)

    return parse_treaty


@pytest.fixture(scope="session")
def treaty_excerpt(request: pytest.FixtureRequest) -> TreatyExcerpt:
    """A function that reads one of the specimens of `treatylex.excerpts()` by its id."""
    from treatylex.testing.corpora import excerpt, load

    instruments = _instruments(request.config)
    return lambda name: load(excerpt(name), instruments)


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """Explains in a lawyer's terms why two nodes, treaties or comparisons are not equal."""
    if op != "==" or not (_is_model(left) and _is_model(right)):
        return None
    from treatylex.testing.failures import explained

    return explained(left, right, lines=None if config.getoption("verbose") > 1 else 20)


def _is_model(value: object) -> bool:
    if isinstance(value, tuple | list) and value:
        value = value[0]
    return type(value).__module__.startswith("treatylex.model.")


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter", config: pytest.Config) -> None:
    """Says which cases were rewritten."""
    if not config.getoption("update_cases"):
        return
    from treatylex.testing.collecting import UPDATED

    updated = config.stash.get(UPDATED, [])
    for place in updated:
        terminalreporter.write_line(f"rewritten: {place}")
    count = f"{len(updated)} case{'' if len(updated) == 1 else 's'}"
    terminalreporter.write_line(f"--update-cases rewrote {count}{'; read before you commit' if updated else ''}")
