"""The project's own tests run on its own plugin, whose case files `treatylex_cases` in pyproject.toml names."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from docx.document import Document
    from playwright.sync_api import Browser, Page

pytest_plugins = ["pytester"]

# Parsing and comparing take milliseconds, compiling the grammars on first use a second: no deadline an example. On
# build machines the examples are the same every time.
hypothesis.settings.register_profile("treatylex", deadline=None, max_examples=50, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("treatylex")


def pytest_configure(config: pytest.Config) -> None:
    """Keeps compiled grammars beside the results of earlier runs, not among the developer's own."""
    if cache := getattr(config, "cache", None):
        os.environ.setdefault("TREATYLEX_CACHE", str(cache.mkdir("treatylex") / "kept"))


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Registers the plugin where its entry point did not: installed before it had one, or plugins not loaded."""
    if not pluginmanager.has_plugin("treatylex"):
        from treatylex.testing import plugin

        pluginmanager.register(plugin, "treatylex")


@pytest.fixture(scope="session")
def loaded() -> None:
    """Modules and grammars that are there already: a run of pytest within this process drops what it loads itself."""
    import treatylex
    import treatylex.testing.strategies

    treaty = treatylex.parse("Each Party shall cooperate in accordance with Article 1.")
    treatylex.diff_treaties(treaty, treaty)


@pytest.fixture
def pytester(loaded: None, pytester: pytest.Pytester) -> pytest.Pytester:
    """Runs pytest within this process, with treatylex loaded."""
    return pytester


ROOT = Path(__file__).parent.parent
_OFFLINE = re.compile(r"NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Network is unreachable")


SIDES = ("top", "right", "bottom", "left")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, as the distribution installs it; `.ci/run` sees to that, elsewhere these tests are skipped."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if "CI" in os.environ:
            pytest.fail("no Chromium on this machine: .ci/run installs it")
        pytest.skip("no Chromium on this machine; install it (apt-get install chromium) to test the page in it")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def printed(browser: "Browser", tmp_path: Path) -> Callable[..., Path]:
    """Prints a page to PDF in the browser: its body and, if any, its style sheet."""

    def printed(body: str, style: str = "") -> Path:
        source, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
        head = f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style>"
        source.write_text(f"{head}<body>{body}</body>", encoding="utf-8")
        with browser.new_page() as page:
            page.goto(source.as_uri())
            page.pdf(path=pdf, print_background=True, prefer_css_page_size=True, margin=dict.fromkeys(SIDES, "1cm"))
        return pdf

    return printed


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Has LibreOffice write files in another form beside them: as many as there are in one start of it.

    All starts share one profile, for a new one takes longer to make than a document to print.
    """
    office = shutil.which("soffice")
    if office is None:
        if "CI" in os.environ:
            pytest.fail("no LibreOffice on this machine: .ci/run installs it")
        pytest.skip("no LibreOffice on this machine; install it to test what it writes")
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('office').as_uri()}"

    def convert(*files: Path, to: str = "pdf") -> None:
        command = [office, profile, "--headless", "--convert-to", to, "--outdir", str(files[0].parent)]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True)

    return convert


@pytest.fixture
def exported(convert: Callable[..., None], tmp_path: Path) -> "Callable[[Document], Path]":
    """Has LibreOffice print a Word document to PDF."""

    def exported(document: "Document") -> Path:
        document.save(str(tmp_path / "text.docx"))
        convert(tmp_path / "text.docx")
        return tmp_path / "text.pdf"

    return exported


@pytest.fixture
def show(browser: "Browser") -> Iterator[Callable[[str], "Page"]]:
    """Opens an address in the browser. Nothing that is shown so may raise or say anything on the console."""
    faults: list[str] = []
    pages = []

    def show(address: str) -> "Page":
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        pages.append(page)
        page.set_default_timeout(5000)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.goto(address)
        return page

    yield show
    for page in pages:
        page.close()
    assert faults == []


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder of one run of the tests, made by the first of its processes that asks and used by all of them."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with (folder.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)  # what one that failed has left
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as a site, built without a warning."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(folder / "trees")]
        built = subprocess.run([*command, "docs", str(folder / "site")], cwd=ROOT, capture_output=True, text=True)
        assert built.returncode == 0, built.stderr

    return _made_once(tmp_path_factory, "site", build) / "site"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the source distribution, as `python -m build` does; a copy keeps the checkout clean."""

    def build(folder: Path) -> None:
        sources = folder / "sources"
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).exists():
                target = sources / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes((ROOT / name).read_bytes())
        _run_online([sys.executable, "-m", "build", "--outdir", str(folder), str(sources)])

    return next(_made_once(tmp_path_factory, "dist", build).glob("*.whl"))


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has never seen the checkout, with the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    _install(folder, str(wheel))
    return folder


@pytest.fixture(scope="session")
def testing_environment(environment: Path, wheel: Path) -> Path:
    """The same environment with what tests about treaties need."""
    _install(environment, f"{wheel}[testing]")
    return environment


def _install(environment: Path, package: str) -> None:
    _run_online([str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet", package])


def _run_online(command: list[str]) -> None:
    """Runs what needs an index of packages: skips where there is none, unless on a build machine."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if _OFFLINE.search(done.stdout + done.stderr) and not os.environ.get("CI"):
        pytest.skip(f"no index of packages can be reached: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stdout + done.stderr


Prepare = Callable[[int], Callable[[], object]]


def work_of(run: Callable[[], object]) -> int:
    """How much work a call is, counted instead of timed: calls and returns, those into C included.

    The count is the same on a busy machine. What one call into C takes, such as a search with a regular expression,
    it cannot tell: `python -m benchmarks` times that.
    """
    work = 0

    def count(*_: object) -> None:
        nonlocal work
        work += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return work


@pytest.fixture(scope="session", name="work_of")
def work_of_fixture() -> Callable[[Callable[[], object]], int]:
    """`work_of`, for tests that compare how much work two calls are."""
    return work_of


@pytest.fixture(scope="session")
def assert_linear() -> Callable[[Prepare, int], None]:
    """Asserts that four times the size is about four times the work; a quadratic step would make it sixteen times.

    What is measured is what `prepare(size)` returns.
    """

    def assert_linear(prepare: Prepare, size: int) -> None:
        prepare(size)()  # what is made once, such as compiled grammars, is made before
        small, large = work_of(prepare(size)), work_of(prepare(4 * size))
        assert large < 6 * small, f"four times the size is {large / small:.1f} times the work"

    return assert_linear


@pytest.fixture(scope="session")
def growth_of() -> Callable[[Prepare, int], float]:
    """How much more work the step from twice to four times a size is than the one before it: 2 where work is linear.

    Of differences no constant hides a small step that is quadratic. What is measured is what `prepare(size)` returns.
    """

    def growth_of(prepare: Prepare, size: int) -> float:
        prepare(size)()  # what is made once is made before
        first, second, third = (work_of(prepare(many)) for many in (size, 2 * size, 4 * size))
        return (third - second) / (second - first)

    return growth_of
