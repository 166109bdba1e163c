"""The playground of the documentation in a real browser: treatylex runs there, from nothing but the site itself."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import treatylex

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "docs" / "playground" / "build.py"
MINUTES = 60_000  # milliseconds


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    if not (BUILD.parent / "node_modules").exists() and shutil.which("npm") is None:
        pytest.skip("the playground is built with npm, which is not on this machine")
    built = subprocess.run([sys.executable, BUILD, site], capture_output=True, text=True)
    if "npm" in built.stderr and "network" in built.stderr:
        pytest.skip(f"npm reaches no registry: {built.stderr.strip()[-200:]}")
    assert built.returncode == 0, built.stderr
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, loaded by its first press of a button and then cut off from every network."""
    with browser.new_page() as opened:
        opened.set_default_timeout(5 * MINUTES)
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(f"{address}/playground.html")
        opened.get_by_role("button", name="Read").click()
        opened.locator("#playground-tree iframe").wait_for()
        assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
        opened.context.set_offline(True)
        yield opened


def read(page: Page, text: str) -> str:
    page.get_by_label("Clause or treaty to read").fill(text)
    page.get_by_role("button", name="Read").click()
    page.locator("button:enabled", has_text="Read").wait_for()
    return page.frame_locator("#playground-tree iframe").locator("body").inner_text()


@pytest.mark.parametrize(
    "text",
    [
        "Neither Party shall close the strait to vessels, except in time of war.",
        "Article 3\n\n1. The Council may meet at any time.\n\n2. Article 51 of the Charter applies.",
    ],
)
def test_a_clause_is_read_as_on_any_machine(page: Page, text: str) -> None:
    told = " ".join(read(page, text).split())
    clauses = treatylex.parse(text).clauses
    assert clauses
    for clause in clauses:
        phrases = [phrase for phrase in (clause.subject, clause.modal, clause.action) if phrase is not None]
        assert phrases
        assert all(told_of in told for told_of in (clause.kind.value, *map(str, phrases)))


def test_what_could_not_be_read_is_told(page: Page) -> None:
    text = "Cargo 12 tons net."
    assert treatylex.parse(text).diagnostics
    read(page, text)
    expect(page.get_by_role("status")).to_contain_text(treatylex.parse(text).diagnostics[0].message)


def test_hostile_words_stay_words(page: Page) -> None:
    words = "<img src=x onerror=harmed=1>"
    assert words in read(page, f"Each Party shall inform {words} of it.")
    assert page.frame_locator("#playground-tree iframe").locator("img").count() == 0


def test_two_wordings_are_compared_as_on_any_machine(page: Page) -> None:
    left, right = "Each Party may stop ships.", "Each Party shall stop ships."
    page.get_by_label("Left wording").fill(left)
    page.get_by_label("Right wording").fill(right)
    page.get_by_role("button", name="Compare").click()
    changes = page.frame_locator("#playground-changes iframe")
    changes.locator("del", has_text="may").wait_for()
    assert changes.locator("ins").first.inner_text() == "shall"
    diff = treatylex.diff_treaties(treatylex.parse(left), treatylex.parse(right))
    expect(page.get_by_role("status")).to_have_text(f"{len(diff.changes)} change found")


def test_the_answer_can_be_saved_as_a_page(page: Page) -> None:
    read(page, "Each Party shall stop ships.")
    with page.expect_download() as begun:
        page.locator("#playground-tree").get_by_text("Save as a page").click()
    assert "stop ships" in begun.value.path().read_text(encoding="utf-8")
