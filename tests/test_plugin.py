"""The pytest plugin, as those who install treatylex see it."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HEAVY = ("lark", "hypothesis", "attrs", "rich", "click", "cattrs", "syrupy")
PACT = (
    "Article 1\n\nEach Party shall inform the other Party without delay.\n\nArticle 2\n\nNeither Party may withdraw.\n"
)
RULER, DASHES = "=" * 20, "-" * 20


@pytest.fixture(autouse=True)
def own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests choose themselves whether they run on a build machine."""
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def treaties(pytester: pytest.Pytester) -> Path:
    folder = pytester.mkdir("treaties")
    (folder / "pact.txt").write_text(PACT)
    (folder / "accord.txt").write_text("Article 1\n\nThe Depositary may decline.\n")
    return folder


def case(title: str, text: str, expected: str, marks: str = "") -> str:
    return f"{RULER}\n{title}\n{marks}{RULER}\n\n{text}\n\n{DASHES}\n\n{expected}\n"


OBLIGATION = "obligation      Each Party | shall | cooperate"


@pytest.fixture
def case_file(pytester: pytest.Pytester) -> Path:
    pytester.makeini("[pytest]\ntreatylex_cases = cases\n")
    return pytester.mkdir("cases") / "own.txt"


def test_the_plugin_loads_nothing_heavy_in_a_run_that_does_not_use_it(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ntreatylex_cases = cases\n")
    pytester.mkdir("cases")
    pytester.makepyfile(
        f"""
        import sys

        def test_nothing(pytestconfig):
            assert pytestconfig.pluginmanager.has_plugin("treatylex")
            assert not set({HEAVY!r}) & set(sys.modules)
            assert [name for name in sys.modules if name.startswith("treatylex")] == [
                "treatylex", "treatylex.testing", "treatylex.testing.plugin"
            ]
        """
    )
    load = [] if _has_entry_point() else ["-p", "treatylex.testing.plugin"]
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:syrupy", *load, "-q")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*treatylex*")


def test_the_plugin_adds_three_modules_to_the_start_of_pytest_and_little_work() -> None:
    probe = """
        import sys
        def work_of(name):
            work = 0
            def count(*_):
                nonlocal work
                work += 1
            sys.setprofile(count)
            __import__(name)
            sys.setprofile(None)
            return work
        alone = work_of("pytest")
        had = set(sys.modules)
        share = work_of("treatylex.testing.plugin") / alone
        print(share, *sorted(set(sys.modules) - had))
    """
    command = [sys.executable, "-c", textwrap.dedent(probe)]
    share, *modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert modules == ["treatylex", "treatylex.testing", "treatylex.testing.plugin"]
    assert float(share) < 0.2


def test_a_mark_names_files_globs_and_excerpts(pytester: pytest.Pytester, treaties: Path) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.treaty("treaties/pact.txt", "mutual-assistance-clause-2024")
        def test_named(treaty):
            assert treaty.clauses

        @pytest.mark.treaty("treaties/*.txt")
        def test_glob(treaty):
            assert treaty.articles

        @pytest.mark.treaty("treaties")
        def test_clause(treaty, treaty_clause):
            assert treaty[treaty_clause.eid] is treaty_clause
        """
    )
    result = pytester.runpytest("-v")
    result.assert_outcomes(passed=2 + 2 + 3)
    result.stdout.fnmatch_lines_random(
        [
            "*test_named[[]mutual-assistance-clause-2024[]] PASSED*",
            "*test_glob[[]treaties/accord.txt[]] PASSED*",
            "*test_clause[[]treaties/pact.txt::art_2__norm_1[]] PASSED*",
        ]
    )


def test_a_name_that_leads_nowhere_says_where_it_was_looked_for(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.treaty("mutual-asistance")
        def test_named(treaty):
            pass

        def test_other():
            pass
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(errors=1, passed=1)
    result.stdout.fnmatch_lines(
        ["*'mutual-asistance' is no excerpt, and * holds no such file* similar name: mutual-assistance*"]
    )


def test_a_corpus_runs_a_test_for_each_treaty_and_each_clause(pytester: pytest.Pytester, treaties: Path) -> None:
    pytester.makepyfile(
        """
        def test_treaty(treaty):
            assert treaty.articles

        def test_clause(treaty_clause):
            assert treaty_clause.modal is not None
        """
    )
    pytester.runpytest("--treaty-corpus", "treaties").assert_outcomes(passed=2 + 3)
    pytester.runpytest("--treaty-corpus", "treaties/accord.txt").assert_outcomes(passed=1 + 1)
    without = pytester.runpytest("-rs")
    without.assert_outcomes(skipped=2)
    without.stdout.fnmatch_lines(["*no treaties: name some with @pytest.mark.treaty(...)*--treaty-corpus DIR*"])
    pytester.runpytest("--treaty-corpus", "nowhere").stdout.fnmatch_lines(["*nowhere: does not exist; check the name*"])
    pytester.makeini("[pytest]\ntreatylex_corpus = treaties\n")
    pytester.runpytest().assert_outcomes(passed=5)


def test_a_file_that_cannot_be_read_fails_its_own_tests_only(pytester: pytest.Pytester, treaties: Path) -> None:
    (treaties / "scan.txt").write_bytes(b"%PDF-1.7")
    pytester.makepyfile("def test_treaty(treaty): pass\ndef test_clause(treaty_clause): pass")
    result = pytester.runpytest("--treaty-corpus", "treaties")
    result.assert_outcomes(passed=5, errors=2)
    result.stdout.fnmatch_lines(["*scan.txt: is a damaged PDF*"])


def test_fixtures_of_the_same_name_stay_the_users(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.fixture
        def treaty():
            return "mine"

        def test_own(treaty):
            assert treaty == "mine"

        @pytest.mark.parametrize("treaty_clause", [1, 2])
        def test_parametrised(treaty_clause):
            assert treaty_clause
        """
    )
    pytester.runpytest("--strict-markers").assert_outcomes(passed=3)


def test_texts_and_excerpts_are_read_in_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        '''
        import pytest
        import treatylex

        def test_text(parse_treaty):
            treaty = parse_treaty(
                """
                Article 4

                1. Each Party shall consult.
                """
            )
            assert treaty.text == "Article 4\\n\\n1. Each Party shall consult."
            assert treaty["art_4__para_1__norm_1"].modal.text == "shall"

        def test_excerpt(treaty_excerpt):
            assert treaty_excerpt("non-aggression").source_name == "non-aggression"
            with pytest.raises(treatylex.TreatylexError, match="there is non-aggression"):
                treaty_excerpt("non-agression")
        '''
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_instruments_of_ones_own_are_known_in_all_fixtures(pytester: pytest.Pytester) -> None:
    pytester.makefile(".toml", own='[[instrument]]\nid = "lake-pact"\ntitle = "Pact of the Lake"\n')
    pytester.makepyfile(
        """
        def test_own(parse_treaty):
            treaty = parse_treaty("Each Party shall apply Article 3 of the Pact of the Lake.")
            assert str(treaty.references[0].targets[0]) == "lake-pact#art_3"
        """
    )
    pytester.runpytest("--treaty-instruments", "own.toml").assert_outcomes(passed=1)


def test_cases_are_collected_with_their_marks(pytester: pytest.Pytester, case_file: Path) -> None:
    text = "Each Party shall cooperate."
    case_file.write_text(
        case("right", text, OBLIGATION)
        + case("wrong", text, "permission      Each Party | may | cooperate", ":source own wording\n")
        + case("left out", text, "", ":skip not read yet\n")
        + case(
            "part", f"Article 1\n\n{text}\n\nArticle 2\n\n{text}", f"art_2  Article 2\n  {OBLIGATION}", ":start art_2\n"
        )
        + case("nowhere", text, OBLIGATION, ":start art_9\n")
    )
    result = pytester.runpytest("-rs", "--color=no")
    result.assert_outcomes(passed=2, failed=2, skipped=1)
    result.stdout.fnmatch_lines(["*own.txt:*: wrong", "--- expected", "-permission *", "+obligation *"])
    result.stdout.fnmatch_lines(["*own.txt:*: nowhere: no provision or clause has the eId 'art_9'*"])
    result.stdout.fnmatch_lines(["*not read yet*"])
    coloured = pytester.runpytest("--color=yes")
    coloured.stdout.fnmatch_lines(["*\x1b[[]31m-permission*", "*\x1b[[]32m+obligation*"])


def test_a_case_can_compare_two_excerpts(pytester: pytest.Pytester, case_file: Path) -> None:
    old, new = "Each Party shall cooperate.", "Each Party may cooperate."
    case_file.write_text(case("softened", f"{old}\n\n{DASHES}\n\n{new}", "", ":diff\n"))
    pytester.runpytest().assert_outcomes(failed=1)
    pytester.runpytest("--update-cases").assert_outcomes(passed=1)
    assert "modal: [-shall-] {+may+}" in case_file.read_text()
    pytester.runpytest().assert_outcomes(passed=1)


def test_updating_rewrites_only_the_chosen_cases_and_tells(pytester: pytest.Pytester, case_file: Path) -> None:
    before = case("first", "Each Party shall cooperate.", "x") + case("second", "Each Party may act.", "y\ny")
    before += case("third", "Each Party may act.", "z")
    case_file.write_text(before.replace("\n", "\r\n"), newline="")
    result = pytester.runpytest("--update-cases", "-k", "first or third")
    result.assert_outcomes(passed=2, deselected=1)
    result.stdout.fnmatch_lines(["rewritten: *own.txt:2: first", "*rewrote 2 cases; read before you commit"])
    permission = "permission      Each Party | may | act"
    after = before.replace("\nx\n", f"\n{OBLIGATION}\n\n").replace("\nz\n", f"\n{permission}\n")
    assert case_file.read_bytes().decode() == after.replace("\n", "\r\n")


def test_updating_is_refused_on_build_machines_and_in_parallel(
    pytester: pytest.Pytester, case_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = case("first", "Each Party shall cooperate.", "x")
    case_file.write_text(before)
    monkeypatch.setenv("CI", "true")
    result = pytester.runpytest("--update-cases")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--update-cases is refused where CI is set*"])
    assert case_file.read_text() == before


def test_a_misshapen_case_file_is_an_error_with_its_line(pytester: pytest.Pytester, case_file: Path) -> None:
    case_file.write_text("no ruler")
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*own.txt:1: a case file begins with a line of equals signs"])


def test_a_case_that_is_left_out_must_still_fail(pytester: pytest.Pytester, case_file: Path) -> None:
    case_file.write_text(case("mended", "Each Party shall cooperate.", OBLIGATION, ":skip not read yet\n"))
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*own.txt:2: mended", "it passes now: take the mark :skip out"])


@pytest.mark.parametrize("place", ["casess", "case?/*.txt"])
def test_a_folder_of_cases_that_is_missing_is_an_error(pytester: pytest.Pytester, place: str) -> None:
    pytester.makeini(f"[pytest]\ntreatylex_cases = {place}\n")
    pytester.makepyfile("def test_ok(): pass")
    result = pytester.runpytest()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*treatylex_cases: '{place}' is neither a file nor a folder in *"])


def test_a_treaty_without_clauses_fails_and_is_not_left_out(pytester: pytest.Pytester) -> None:
    (pytester.path / "empty.txt").write_text("Nothing of the sort.\n")
    (pytester.path / "full.txt").write_text("Each Party shall cooperate.\n")
    pytester.makepyfile(
        """
        def test_clause(treaty_clause):
            assert treaty_clause.action is not None
        """
    )
    result = pytester.runpytest("--treaty-corpus", ".")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*empty.txt: no clause was found in it*"])


def test_assertions_hold_where_python_leaves_assert_statements_out() -> None:
    probe = (
        "import treatylex; from treatylex.testing.assertions import assert_has_clauses, assert_read_whole\n"
        "try:\n    assert_has_clauses(treatylex.parse(''))\nexcept AssertionError as fault:\n    print(fault)"
    )
    told = subprocess.run([sys.executable, "-O", "-c", probe], capture_output=True, text=True, check=True).stdout
    assert "no clause was found" in told


def test_text_files_that_no_setting_names_are_left_alone(pytester: pytest.Pytester) -> None:
    (pytester.path / "notes.txt").write_text(case("first", "Each Party shall cooperate.", "x"))
    assert pytester.runpytest().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def _has_entry_point() -> bool:
    from importlib.metadata import entry_points

    return any(point.name == "treatylex" for point in entry_points(group="pytest11"))


def test_unequal_nodes_are_explained_in_the_assertion(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_clauses(parse_treaty):
            old = parse_treaty("Article 4\\n\\n1. Each Party shall consult, unless agreed otherwise.")
            new = parse_treaty("Article 4\\n\\n1. Each Party may consult.")
            assert old == new
        """
    )
    result = pytester.runpytest()
    result.stdout.fnmatch_lines(
        ["*the treaties differ:", "*art_4__para_1*: *modal shall → may; exception dropped: “unless agreed otherwise”"]
    )
