"""The page of a comparison in a real browser: real clicks, real keys, real colours."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import treatylex

TEXTS = Path(__file__).parent / "texts"
OLD, NEW = ((TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in ("issel", "issel-revised"))
HOSTILE = (
    '<script>window.harmed = 1</script><img src=x onerror=\'window.harmed = 1\'>" onclick="window.harmed = 1" {{ 7*7 }}'
)


def written(folder: Path, old: str, new: str) -> str:
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    path = folder / "comparison.html"
    path.write_text(treatylex.to_html(diff), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("page"), OLD, NEW)


@pytest.fixture
def page(show: Callable[[str], Page], address: str) -> Page:
    return show(address)


def status(page: Page) -> str:
    return page.locator(".status").inner_text()


def visible_changes(page: Page) -> set[str]:
    return set(page.locator(".note:visible .number").all_inner_texts())


def current(page: Page) -> str:
    return page.locator(".current .number").first.inner_text()


def test_the_page_loads_nothing_and_names_both_texts(browser: Browser, address: str) -> None:
    with browser.new_page() as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        assert asked == [address]
        assert page.title().startswith("left text → right text: ")
        assert page.locator(".sides dd").all_inner_texts() == ["left text\nPACT OF ISSEL", "right text\nPACT OF ISSEL"]


def test_every_change_is_shown_and_summed_up(page: Page) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(OLD), treatylex.parse(NEW))
    assert visible_changes(page) == {str(number) for number in range(1, len(diff.changes) + 1)}
    assert page.locator(".summary").inner_text().startswith(f"{len(diff.changes)} changes: ")
    heavy = sum(change.heavy for change in diff.changes)
    assert page.locator(".heaviest li").count() == heavy > 0
    assert "may shall" in page.locator(".heaviest").inner_text()


def test_the_filter_by_kind_counts_and_hides(page: Page) -> None:
    everything = visible_changes(page)
    boxes = page.locator("[name=kind]")
    counts = {
        box.get_attribute("value"): int(box.locator("xpath=..").locator(".count").inner_text()) for box in boxes.all()
    }
    assert sum(counts.values()) == len(everything)
    page.locator("[name=kind][value=removed]").uncheck()
    left = len(everything) - counts["removed"]
    assert status(page) == f"{left} of {len(everything)} changes shown"
    assert len(visible_changes(page)) == left
    assert not page.locator(".note[data-kind=removed]:visible").count()
    for box in boxes.all():
        box.uncheck()
    assert visible_changes(page) == set()
    page.get_by_role("button", name="Show all changes").click()
    assert visible_changes(page) == everything


def test_repeats_can_be_hidden(browser: Browser, tmp_path: Path) -> None:
    old = "\n\n".join(f"Article {n}\n\n1. Aid from Antonia is free.\n\n2. The Council may act." for n in range(1, 7))
    with browser.new_page() as page:
        page.goto(written(tmp_path, old, old.replace("Antonia", "Borduria").replace("may", "shall")))
        assert "Antonia Borduria in 6 changes" in page.locator(".throughout").inner_text()
        page.get_by_label("Hide repeats").check()
        assert status(page) == "6 of 12 changes shown"
        page.locator(".throughout a").first.click()
        assert len(visible_changes(page)) == 12
        assert not page.get_by_label("Hide repeats").is_checked()


def test_the_filters_by_weight_and_field_narrow_further(page: Page) -> None:
    everything = len(visible_changes(page))
    page.get_by_label("Weight").select_option("heavy only")
    heavy = visible_changes(page)
    assert 0 < len(heavy) < everything
    assert page.locator(".note:visible").count() == page.locator(".note:visible b.heavy").count()
    page.get_by_label("Touching").select_option("modal")
    assert visible_changes(page) == {page.locator(".note[data-fields~=modal] .number").inner_text()}
    assert page.locator("nav li:visible").count() == 1


def test_keys_lead_from_change_to_change_and_back(page: Page) -> None:
    stops = page.locator(".stop:visible").count()
    seen = []
    for _ in range(stops):
        page.keyboard.press("n")
        seen.append(page.evaluate("[...document.querySelectorAll('.stop')].indexOf(document.activeElement)"))
        assert page.locator(".current").evaluate("e => e === document.activeElement")
        box = page.locator(".current").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900
    assert seen == sorted(set(seen))
    assert status(page).startswith(f"{stops} of {stops}: ")
    page.keyboard.press("p")
    assert status(page).startswith(f"{stops - 1} of {stops}: ")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert status(page).startswith(f"1 of {stops}: ")
    page.keyboard.press("h")
    assert page.locator(".current b.heavy").count()


def test_search_finds_counts_and_unfolds(page: Page) -> None:
    assert not page.get_by_text("keep the archives").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("archives")
    assert re.fullmatch(r"\d passages hold “archives”", status(page))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.get_by_text("keep the archives").is_visible()
    assert status(page).startswith("2 of ")
    page.keyboard.press("Shift+Enter")
    assert status(page).startswith("1 of ")
    assert page.evaluate("CSS.highlights.get('found').size") > 0
    page.keyboard.press("Escape")
    assert page.evaluate("CSS.highlights.get('found').size") == 0
    assert page.get_by_role("searchbox").input_value() == ""


def test_what_is_unchanged_is_folded_and_unfolds(page: Page) -> None:
    kept = page.get_by_text("keep the archives")
    assert not kept.is_visible()
    page.keyboard.press("u")
    assert kept.is_visible()
    page.get_by_label("Unfold unchanged").uncheck()
    assert not kept.is_visible()


def test_both_views_show_the_same_words(page: Page) -> None:
    advise = page.locator(".row", has_text="advise the Parties")
    left, right = advise.locator(".left"), advise.locator(".right")
    assert "may advise" in left.inner_text()
    assert "shall advise" in right.inner_text()
    ours, theirs = left.bounding_box(), right.bounding_box()
    assert ours is not None
    assert theirs is not None
    assert ours["x"] + ours["width"] <= theirs["x"]
    page.get_by_label("Unified").check()
    assert not left.is_visible()
    assert "may shall advise" in advise.locator(".unified").inner_text()
    page.keyboard.press("v")
    assert left.is_visible()


def test_deleted_and_inserted_words_differ_by_more_than_colour(page: Page) -> None:
    lines = page.evaluate(
        "['del', 'ins', '.carried'].map(s => getComputedStyle(document.querySelector(s)).textDecoration)"
    )
    assert "line-through" in lines[0]
    assert "underline" in lines[1]
    assert "double" in lines[2] or "line-through" in lines[2]


def test_what_moved_leads_to_its_partner_whatever_the_filter(page: Page) -> None:
    links = page.locator("a.partner")
    assert links.all_inner_texts() == ["see Article 4", "see Article 2"]
    links.first.click()
    expect(page.locator(".current")).to_contain_text("see Article 2")
    page.locator(".current a.partner").click()
    expect(page.locator(".current")).to_contain_text("see Article 4")
    page.locator("[name=kind][value=moved]").uncheck()
    page.locator(".heaviest a").first.click()
    page.locator(".current b.heavy").first.wait_for(state="attached")


def test_the_theme_follows_the_system_and_the_button(page: Page) -> None:
    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.emulate_media(color_scheme="light")
    light = paper()
    page.emulate_media(color_scheme="dark")
    dark = paper()
    assert light != dark
    page.get_by_role("button", name="Theme").click()
    assert paper() == light
    page.keyboard.press("t")
    assert paper() == dark


CONTRAST = """() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (color) => channels(color).slice(0, 3)
    .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const paper = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      const found = channels(color);
      if (found.length < 4 || found[3] > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    if (!element.checkVisibility() || ![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(paper(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_enough_contrast(page: Page, scheme: str) -> None:
    page.evaluate(f"document.documentElement.dataset.theme = '{scheme}'")
    page.get_by_label("Unfold unchanged").check()
    page.locator(".statistics summary").click()
    page.keyboard.press("n")
    assert page.evaluate(CONTRAST) == []
    page.get_by_label("Unified").check()
    page.keyboard.press("?")
    assert page.evaluate(CONTRAST) == []


def test_on_paper_the_changes_stand_without_the_tools(page: Page) -> None:
    page.keyboard.press("t")
    page.emulate_media(media="print", color_scheme="dark")
    for tool in (".toolbar", "nav", ".fold", ".skip"):
        assert not page.locator(f"{tool}:visible").count(), tool
    assert page.locator(".row.changed:visible").count() == page.locator(".row.changed").count()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert len(page.pdf()) > 1000


def test_landmarks_names_and_the_skip_link(page: Page) -> None:
    for role in ("banner", "navigation", "main", "search", "status"):
        assert page.get_by_role(role).count() == 1, role
    assert page.locator("h1").count() == 1
    unnamed = page.evaluate(
        """[...document.querySelectorAll('input, select, button, a')]
           .filter(e => !(e.ariaLabel || e.textContent.trim() || e.labels?.[0]?.textContent.trim())).length"""
    )
    assert unnamed == 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    targets = page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map(e => e.hash.slice(1))")
    assert set(targets) <= set(ids)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the changes"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "changes"


def test_the_contents_lead_to_a_section_and_keys_go_on_from_there(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Article 4").click()
    head = page.locator("h2", has_text="Article 4").bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 900
    page.keyboard.press("n")
    assert "Article 4" in page.locator(".current").inner_text()


def test_help_opens_and_single_keys_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    dialog.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.keyboard.press("n")
    assert not page.locator(".current").count()


@pytest.mark.parametrize("width", [360, 768])
def test_a_narrow_window_needs_no_sideways_scrolling(browser: Browser, address: str, width: int) -> None:
    with browser.new_page(viewport={"width": width, "height": 700}) as page:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("Side by side").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_changes_that_were_left_out_are_said_and_folded_away(browser: Browser, tmp_path: Path) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(OLD), treatylex.parse(NEW)).only(["modal"])
    path = tmp_path / "chosen.html"
    path.write_text(treatylex.to_html(diff), encoding="utf-8")
    with browser.new_page() as page:
        page.goto(path.as_uri())
        assert f"{len(diff.left_out)} other changes left out" in page.locator(".summary").inner_text()
        assert page.locator(".note:visible").count() == 1
        costs = page.get_by_text("bear its own costs")
        assert not costs.is_visible()
        page.get_by_label("Unfold unchanged").check()
        assert costs.is_visible()


def test_the_page_is_readable_without_its_script(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert page.locator(".row.changed:visible").count() == page.locator(".row.changed").count() > 0


def test_a_hostile_text_is_only_text(browser: Browser, tmp_path: Path) -> None:
    old = f"Article 1 {HOSTILE}\n\nEach Party shall inform {HOSTILE} without delay.\n"
    with browser.new_page() as page:
        page.goto(
            written(tmp_path, old, old.replace("shall", "may") + f"\nArticle 2\n\nThe Council shall {HOSTILE}.\n")
        )
        page.wait_for_timeout(100)
        assert page.evaluate("window.harmed") is None
        assert page.locator("main script, main img, [onclick]").count() == 0
        assert "<script>window.harmed = 1</script>" in page.locator("main").inner_text()
        assert "{{ 7*7 }}" in page.locator("main").inner_text()


def test_two_thousand_clauses_stay_quick(browser: Browser, tmp_path: Path, work_of: Callable[..., int]) -> None:
    """To write the page is less work than to compare; no action changes the page more than twice at each row."""
    sentence = "The Council shall, on the proposal of member {}, fix the fee for service {} within {} days."
    articles = [
        "\n\n".join([f"Article {n}", *(f"{k}. {sentence.format(n, k, n + k)}" for k in range(1, 11))])
        for n in range(1, 201)
    ]
    old = "\n\n".join(articles)
    new = re.sub(r"within (\d*5) days", r"within \1 weeks", old)
    left, right = treatylex.parse(old), treatylex.parse(new)
    comparing = work_of(lambda: treatylex.diff_treaties(left, right))
    diff = treatylex.diff_treaties(left, right)
    assert len(diff.left.clauses) == 2000
    text = treatylex.to_html(diff)
    assert work_of(lambda: treatylex.to_html(diff)) < comparing
    (tmp_path / "long.html").write_text(text, encoding="utf-8")
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        page.goto((tmp_path / "long.html").as_uri())
        page.keyboard.press("n")
        assert page.locator(".current").count()
        rows = page.locator("main *").count()
        for action in (
            "document.querySelector('[name=kind]').click()",
            "document.querySelector('[name=kind]').click()",
            "document.querySelector('[name=unchanged]').click()",
            "document.querySelector('[name=next]').click()",
            "document.querySelector('[value=unified]').click()",
        ):
            touched = _touched(page, action)
            assert touched <= 2 * rows, (action, touched, rows)


def _touched(page: Page, action: str) -> int:
    """How many changes of the page an action makes: nodes added or taken out, attributes and texts changed."""
    touched: int = page.evaluate(
        f"""() => {{
            const seen = new MutationObserver(() => {{}});
            seen.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
            {action};
            return seen.takeRecords().length;
        }}"""
    )
    return touched
