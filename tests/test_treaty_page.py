"""The page of a treaty in a real browser: the whole text, its clauses, their details, links, search, print."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import treatylex
from treatylex.model.paragraphs import paragraphs
from treatylex.specimens import Excerpt

TEXT = """PACT OF ISSEL

Article 1
Duties

1. Each Party shall:
(a) inform the other Party of any accident within 30 days, unless the Council decides otherwise;
(b) assist the Council as Article 2 says.

2. Neither Party shall rely on Article 7.

Article 2
Council

The Council may advise the Parties. The Council shall meet once a year.
"""
HOSTILE = (
    '<script>window.harmed = 1</script><img src=x onerror="window.harmed = 1">\' onclick="window.harmed = 1" {{ 7*7 }}'
)


Show = Callable[[str], Page]


def address(folder: Path, text: str) -> str:
    path = folder / "treaty.html"
    path.write_text(treatylex.to_html(treatylex.parse(text)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(show: Show, tmp_path: Path) -> Page:
    return show(address(tmp_path, TEXT))


def shown_text(page: Page) -> list[str]:
    """The text blocks as they stand in the document, without details."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".block:not(table), table.block tr")].map((block) => {
            const copy = block.cloneNode(true);
            copy.querySelectorAll(".card").forEach((card) => card.remove());
            return copy.matches("tr") ? [...copy.cells].map((cell) => cell.textContent).join("\\t") : copy.textContent;
        })"""
    )


@pytest.mark.parametrize("excerpt", treatylex.excerpts()[::3], ids=lambda excerpt: excerpt.id)
def test_every_word_stands_there_in_its_order(show: Show, tmp_path: Path, excerpt: Excerpt) -> None:
    treaty = treatylex.parse(excerpt.text)
    page = show(address(tmp_path, excerpt.text))
    assert shown_text(page) == [paragraph.text for paragraph in paragraphs(treaty)]
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(set(ids)) == len(ids)
    assert {provision.eid for provision in treaty.provisions} <= set(ids)
    assert [each for each in ids if each in {clause.eid for clause in treaty.clauses}] == [
        clause.eid for clause in sorted(treaty.clauses, key=lambda clause: clause.span)
    ]


def test_the_legend_counts_each_kind_and_turns_it_off(page: Page) -> None:
    kinds = Counter(clause.kind.value for clause in treatylex.parse(TEXT).clauses)
    legend = {
        label.locator("input").get_attribute("value"): int(label.locator(".count").inner_text())
        for label in page.locator(".legend").all()
    }
    assert legend == dict(kinds)
    page.locator("[name=kind][value=prohibition]").uncheck()
    assert page.locator(".clause.prohibition.off").count() == kinds["prohibition"]
    assert (
        page.locator(".status").inner_text()
        == f"{kinds.total() - kinds['prohibition']} of {kinds.total()} clauses marked"
    )


def test_kinds_differ_in_colour_and_in_a_word(page: Page) -> None:
    looks = page.evaluate(
        """() => [...document.querySelectorAll(".clause[id]")].map((clause) => {
            const word = getComputedStyle(clause, "::before");
            return [clause.dataset.kind, word.color, word.content];
        })"""
    )
    by_kind = {kind: (color, word) for kind, color, word in looks}
    assert (
        len({color for color, _ in by_kind.values()})
        == len({word for _, word in by_kind.values()})
        == len(by_kind)
        == 3
    )
    assert by_kind["prohibition"][1] == '"must not"'


def test_details_appear_when_pointed_at_and_when_reached_by_key(page: Page) -> None:
    clause = page.locator("#art_1__para_1__sub_a__norm_1")
    card = page.locator("#card-art_1__para_1__sub_a__norm_1")
    assert not card.is_visible()
    clause.hover()
    assert card.is_visible()
    assert "unless the Council decides otherwise" in card.inner_text()
    assert re.search(r"bearer\s+\[Each Party\]", card.inner_text())
    page.mouse.move(0, 0)
    assert not card.is_visible()
    clause.focus()
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_keys_lead_from_clause_to_clause(page: Page) -> None:
    page.keyboard.press("n")
    first = page.evaluate("() => document.activeElement.id")
    page.keyboard.press("n")
    second = page.evaluate("() => document.activeElement.id")
    assert [first, second] == [clause.eid for clause in treatylex.parse(TEXT).clauses[:2]]
    page.keyboard.press("p")
    assert page.evaluate("() => document.activeElement.id") == first
    assert page.locator(".status").inner_text() == "1 of 5: obligation"


def test_references_are_links_where_they_lead_into_the_text(page: Page) -> None:
    page.get_by_role("link", name="Article 2", exact=True).click()
    assert page.url.endswith("#art_2")
    lost = page.locator(".dangling")
    assert lost.inner_text() == "Article 7"
    assert "dangling" in (lost.get_attribute("title") or "")


def test_search_finds_words_across_clauses_but_none_of_the_details(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("parties. the council")
    assert page.locator(".status").inner_text() == "1 place"
    page.keyboard.press("Enter")
    assert "The Council may advise" in page.locator(".current").inner_text()
    page.locator("[name=query]").fill("bearer")
    assert page.locator(".status").inner_text() == "“bearer” stands nowhere"


def test_light_and_dark_are_both_readable(browser: Browser, tmp_path: Path) -> None:
    for scheme in ("light", "dark"):
        with browser.new_page(color_scheme=scheme) as page:
            page.goto(address(tmp_path, TEXT))
            for kind in treatylex.ClauseKind:
                contrast = page.evaluate(CONTRAST, kind.value)
                assert contrast >= 4.5, (scheme, kind, contrast)


CONTRAST = """(kind) => {
    const probe = document.createElement("span");
    probe.className = kind;
    probe.style.color = "var(--ink-of-kind)";
    document.body.append(probe);
    const light = (color) => {
        const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map((each) => {
            const part = each / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pair = [getComputedStyle(probe).color, getComputedStyle(document.body).backgroundColor].map(light);
    probe.remove();
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


def test_on_paper_the_text_stands_alone_with_its_legend(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".buttons").is_visible()
    assert page.locator(".legend").first.is_visible()
    page.locator(".clause").first.hover()
    assert not page.locator(".card").first.is_visible()


def test_a_hostile_text_stays_text(show: Show, tmp_path: Path) -> None:
    hostile = TEXT.replace("Council", HOSTILE, 2).replace("PACT", HOSTILE)
    page = show(address(tmp_path, hostile))
    assert page.evaluate("() => window.harmed") is None
    assert HOSTILE in "".join(shown_text(page))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    assert asked == [page.url]


@pytest.mark.parametrize("text", ["", "\x00", "Article 1", "Each Party shall act."])
def test_whatever_there_is_to_show_the_page_opens(show: Show, tmp_path: Path, text: str) -> None:
    page = show(address(tmp_path, text))
    assert page.locator("main").is_visible()
