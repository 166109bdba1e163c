"""The page of a treaty: complete, escaped, and the same entries as the plain outline."""

from html.parser import HTMLParser

import treatylex
from treatylex.reporting.outline import Entry, entries

TEXT = """Treaty of <b>Issel</b> & Others

Article 1 · Duty

1. Each Party shall: (a) inform the other Party; (b) refrain from "testing".

2. Neither Party shall, unless Article 9 applies, withdraw.
"""
VOID = {"meta"}


class Page(HTMLParser):
    """Collects the text of a page, and checks that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [name for name, _ in attrs if name in ("src", "href")] + ([tag] if tag == "script" else [])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def read(page: str) -> Page:
    parser = Page()
    parser.feed(page)
    parser.close()
    return parser


def texts(listed: tuple[Entry, ...]) -> list[str]:
    return [part for entry in listed for part in (entry.label, entry.text, *texts(entry.children)) if part]


def test_the_page_says_what_the_outline_says() -> None:
    treaty = treatylex.parse(TEXT)
    page = read(treatylex.to_html(treaty))
    assert not page.open
    body = [words for words in page.words if words.strip()][1:]  # after the title of the page
    assert body == texts(entries(treaty))


def test_the_page_needs_nothing_but_itself() -> None:
    assert read(treatylex.to_html(treatylex.parse(TEXT))).loads == []


def test_a_notebook_shows_the_same_outline() -> None:
    treaty = treatylex.parse(TEXT)
    assert treaty._repr_html_() in treatylex.to_html(treaty)
