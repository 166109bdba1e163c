"""The page of a treaty: complete, escaped, and the same entries as the plain outline."""

from html.parser import HTMLParser

import treatylex
from treatylex.reporting.outline import Entry, entries

TEXT = """Treaty of <b>Issel</b> & Others

Article 1 · Duty

1. Each Party shall: (a) inform the other Party; (b) refrain from "testing".

2. Neither Party shall, unless Article 9 applies, withdraw.
"""
VOID = {"meta", "input"}


class Page(HTMLParser):
    """Collects the text of a page, and checks that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        self.loads += [tag] if tag == "script" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open) and data.strip():
            self.words.append(data)


def read(page: str) -> Page:
    parser = Page()
    parser.feed(page)
    parser.close()
    return parser


def texts(listed: tuple[Entry, ...]) -> list[str]:
    return [part for entry in listed for part in (entry.label, entry.text, *texts(entry.children)) if part]


def test_the_page_holds_the_text_in_its_order_and_what_the_outline_tells_of_each_clause() -> None:
    treaty = treatylex.parse(TEXT)
    page = read(treatylex.to_html(treaty))
    assert not page.open
    words = " ".join(" ".join(page.words).split())
    for clause in treaty.clauses:
        assert clause.eid in words
        assert treatylex.reporting.outline.clause_line(clause) in words


def test_the_page_loads_nothing_and_holds_one_script() -> None:
    page = read(treatylex.to_html(treatylex.parse(TEXT)))
    assert [each for each in page.loads if not each.startswith("#")] == ["script"]


def test_a_notebook_shows_the_outline() -> None:
    treaty = treatylex.parse(TEXT)
    fragment = read(treaty._repr_html_())
    assert not fragment.open
    assert fragment.words == texts(entries(treaty))
    assert fragment.loads == []


def test_a_notebook_shows_provisions_and_clauses_with_their_words() -> None:
    treaty = treatylex.parse(TEXT)
    provision = read(treaty["art_1__para_1"]._repr_html_())
    clause = read(treaty["art_1__para_2__norm_1"]._repr_html_())
    assert provision.words[0] == treaty["art_1__para_1"].text.replace("\n", " ")
    assert "[Each Party] | [shall] | inform the other Party" in provision.words
    assert clause.words[clause.words.index("exception") :][:2] == ["exception", "unless Article 9 applies"]
    assert "Article 9 → #art_9" in clause.words
    assert not provision.loads
    assert not clause.loads
