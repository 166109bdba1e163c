"""`python docs/gallery.py [FOLDER]` makes the pictures of the documentation with the program itself.

Each picture is what a command really prints or writes, shown by Chromium (terminals and pages), LibreOffice and
pdftoppm (Word) or Graphviz (graphs). Without a folder they go to `docs/images`. Fonts differ between machines, so
pictures are made anew when what they show changes, not at each build.
"""

import io
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
TOOLS = ("chromium", "soffice", "pdftoppm", "dot")
EXAMPLES = ROOT / "docs" / "examples"
SPECIMENS = "corpus/specimens"
DRAFT, SIGNED = "docs/examples/draft.txt", "docs/examples/signed.txt"
ASSISTANCE = f"{SPECIMENS}/mutual-assistance.txt"

_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: white; width: max-content }}
figcaption, pre {{ margin: 0; padding: 10px 16px; font: 14px/1.4 "DejaVu Sans Mono", monospace }}
figure {{ margin: 0; border: 1px solid #c8c8c8; border-radius: 8px; overflow: hidden }}
figcaption {{ background: #ececec; color: #333 }}
{stylesheet}
</style><figure><figcaption>%s</figcaption><pre>{code}</pre></figure>"""


def missing_tools() -> list[str]:
    """Which programs that show what treatylex writes are not on this machine."""
    return [name for name in TOOLS if shutil.which(name) is None]


def run(*arguments: str, width: int = 100, folder: Path = ROOT) -> str:
    """What `treatylex ARGUMENTS` prints in a folder."""
    command = [sys.executable, "-P", "-m", "treatylex", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"COLUMNS": str(width)}, capture_output=True, encoding="utf-8"
    )
    if done.returncode > 1:  # 1 says of a comparison that something changed
        raise SystemExit(f"{shlex.join(arguments)}: {done.stderr}")
    return done.stdout


class Gallery:
    """The pictures, one method each; `page` is a browser's page, `folder` where pictures go."""

    def __init__(self, browser: Browser, folder: Path, scratch: Path) -> None:
        self.browser, self.folder, self.scratch = browser, folder, scratch

    def outline(self) -> None:
        """The tree of a treaty on a terminal."""
        self._terminal("outline", "outline", "signed.txt", width=104)

    def clauses(self) -> None:
        """A table of clauses on a terminal."""
        self._terminal("clauses", "clauses", "signed.txt", "--actor", "commission", width=118)

    def differences(self) -> None:
        """A comparison on a terminal."""
        self._terminal("differences", "diff", "draft.txt", "signed.txt", width=92)

    def comparison(self) -> None:
        """The page of a comparison."""
        with self._page("diff", DRAFT, SIGNED, "--output") as page:
            self._shoot(page, "comparison")

    def redline(self) -> None:
        """Tracked changes in Word, as LibreOffice prints them."""
        document = self.scratch / "redline.docx"
        run("diff", DRAFT, SIGNED, "--output", str(document))
        home = f"-env:UserInstallation={(self.scratch / 'office').as_uri()}"
        pdf = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(self.scratch), str(document)]
        picture = ["pdftoppm", "-png", "-r", "110", "-f", "1", "-singlefile", str(document.with_suffix(".pdf"))]
        _quietly(pdf)
        _quietly([*picture, "-x", "60", "-y", "60", "-W", "820", "-H", "800", str(self.folder / "redline")])

    def treaty(self) -> None:
        """The page of a treaty, with the parts of one clause shown."""
        with self._page("convert", ASSISTANCE, "--to", "html", "--output") as page:
            clause = page.locator(".clause").filter(has_text="If an armed attack occurs against either Party").first
            clause.evaluate("found => window.scrollTo(0, found.getBoundingClientRect().top + scrollY - 240)")
            clause.hover()
            self._shoot(page, "treaty")

    def concordance(self) -> None:
        """One provision across many treaties."""
        path = self.scratch / "concordance.html"
        files = (f"{SPECIMENS}/{name}.txt" for name in ("extradition", "fisheries", "human-rights", "status-of-forces"))
        path.write_text(run("compare", *files, "--on", "withdrawal", "--format", "html"), encoding="utf-8")
        with self._opened(path, width=1440) as page:
            self._shoot(page, "concordance")

    def evidence(self) -> None:
        """The quotations on which codes rest."""
        path = self.scratch / "evidence.html"
        run("code", ASSISTANCE, f"{SPECIMENS}/non-aggression.txt", "--scheme", "alliance", "--evidence", str(path))
        with self._opened(path) as page:
            self._shoot(page, "evidence")

    def citations(self) -> None:
        """Who cites whom."""
        names = ("free-trade", "investment-protection", "mutual-assistance", "human-rights")
        graph = run("refs", *(f"{SPECIMENS}/{name}.txt" for name in names), "--format", "dot")
        look = ["-Grankdir=LR", "-Granksep=2", "-Nfontname=DejaVu Sans", "-Nfontsize=11", "-Gdpi=72"]
        picture = str(self.folder / "citations.png")
        _quietly(["dot", "-Tpng", *look, "-o", picture], given=graph)

    def lineage(self) -> None:
        """Which treaties were written after which."""
        path = self.scratch / "lineage.svg"
        run(
            "lineage",
            str(_families(self.scratch / "families")),
            "-o",
            str(self.scratch / "rows.csv"),
            "--picture",
            str(path),
        )
        with self._opened(path) as page:
            page.locator("svg").screenshot(path=self.folder / "lineage.png")

    def _terminal(self, name: str, *arguments: str, width: int) -> None:
        console = Console(record=True, width=width, file=io.StringIO())
        console.print(
            Text.from_ansi(run(*arguments, "--color", "always", width=width, folder=EXAMPLES).rstrip()), no_wrap=True
        )
        shown = f"$ treatylex {shlex.join(arguments)}".replace("treatylex diff", "clause-diff")
        path = self.scratch / f"{name}.html"
        path.write_text(console.export_html(code_format=_TERMINAL % shown), encoding="utf-8")
        with self._opened(path) as page:
            page.locator("figure").screenshot(path=self.folder / f"{name}.png")

    def _page(self, *arguments: str) -> Page:
        """What the command writes, in the browser; its last argument is the option that names the file."""
        path = self.scratch / f"{arguments[0]}.html"
        run(*arguments, str(path))
        return self._opened(path)

    def _opened(self, path: Path, *, width: int = 1100) -> Page:
        page = self.browser.new_page(viewport={"width": width, "height": 760}, reduced_motion="reduce")
        page.goto(path.as_uri())
        return page

    def _shoot(self, page: Page, name: str) -> None:
        page.screenshot(path=self.folder / f"{name}.png")


PICTURES: tuple[Callable[[Gallery], None], ...] = (
    Gallery.outline,
    Gallery.clauses,
    Gallery.differences,
    Gallery.comparison,
    Gallery.redline,
    Gallery.treaty,
    Gallery.concordance,
    Gallery.evidence,
    Gallery.citations,
    Gallery.lineage,
)


def _families(folder: Path) -> Path:
    """A collection of treaties that descend from specimens: each leaves out and rewords some of the one before it."""
    folder.mkdir()
    rows = ["file,signed"]
    for name, years in {
        "extradition": (1968, 1974, 1981, 1990),
        "investment-protection": (1972, 1983, 1995),
        "fisheries": (1979, 1992),
    }.items():
        paragraphs = (ROOT / SPECIMENS / f"{name}.txt").read_text(encoding="utf-8").split("\n\n")
        for generation, year in enumerate(years):
            if generation:
                paragraphs = [each for at, each in enumerate(paragraphs) if at % 9 != generation]
                for at in range(generation, len(paragraphs), 4):
                    paragraphs[at] = paragraphs[at].replace(" shall ", " shall, in good faith and without delay, ")
            (folder / f"{name}-{year}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
            rows.append(f"{name}-{year}.txt,{year}-05-03")
    manifest = folder / "families.csv"
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return manifest


def _quietly(command: list[str], *, given: str | None = None) -> None:
    subprocess.run(command, input=given, check=True, capture_output=True, encoding="utf-8")


def main(folder: Path) -> None:
    """Make every picture into `folder`."""
    if missing := missing_tools():
        raise SystemExit(f"not on this machine: {', '.join(missing)}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        gallery = Gallery(browser, folder, Path(scratch))
        for picture in PICTURES:
            picture(gallery)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images")
