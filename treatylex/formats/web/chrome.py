"""Chrome: what surrounds a treaty on a page, such as navigation, notices about cookies, buttons to share and to print.

Guarantee: an element that holds most of the page's text is never taken for chrome.
"""

import re
from collections.abc import Iterable, Iterator

import attrs

from treatylex.formats.markup import Element, local
from treatylex.formats.web.sheets import Sheets
from treatylex.language.grammar import lower, pattern

_NEVER_TEXT = frozenset(
    {"script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map"}
)
_CHROME = frozenset({"nav", "form", "button", "select", "input", "textarea", "dialog", "menu", "label"})
_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "search",
        "contentinfo",
        "dialog",
        "alertdialog",
        "complementary",
        "menu",
        "menubar",
        "toolbar",
    }
)
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:cookies?|consent|gdpr|onetrust|breadcrumbs?|nav|navbar|navigation|menu|submenu|topbar|toolbar|"
    r"share|sharing|social|addthis|sidebar|skip|skiplink|print|printer|noprint|no-print|pagination|pager|search|"
    r"site-?header|site-?footer|page-?header|page-?footer|global-?header|global-?footer|footer|masthead|banner|"
    r"back-?to-?top|login|language-?(?:switch\w*|selector)|feedback|newsletter|advert\w*|oj-hd-\w+|hd-\w+|sr-only|"
    r"visually-hidden|tooltip|modal|popup|edit-?(?:section|link)|cat-?links|categories|licen[cs]e-?(?:container|banner)?|"
    r"navbox|related-?(?:documents?|content|links?|pages?|items?)|jump-link|siteSub|contentSub)(?=$|[-_\s])",
    re.IGNORECASE,
)
_EMPTY_LINK = re.compile(r"^(?:#|#top|#(?:page)?top|javascript:.*|mailto:.*)$", re.IGNORECASE)
_SENTENCES = frozenset({"p", "li", "td", "dd", "span", "b", "i", "em", "strong"})
_MAIN = ("main", "article")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST = 0.5
_FEWEST_LINKS = 5
_FEWEST_IN_TABLE = 2
_LINKED = 0.85
_SHORT = 60
_LONGEST_NOTICE = 1_500


class Sizes:
    """How much text stands in each element of a page, and how much of it in links: found once, from the inside out."""

    def __init__(self, root: Element) -> None:
        self._elements = [element for element in root.iter() if local(element)]  # kept, so that their identity lasts
        self.text: dict[Element, int] = {}
        self.links: dict[Element, int] = {}
        self.linked: dict[Element, int] = {}
        self.buttons: set[Element] = set()
        for element in reversed(self._elements):
            self._measure(element)

    def _measure(self, element: Element) -> None:
        name = local(element)
        parts = list(element)
        size = _inked(element.text) + sum(self.text.get(part, 0) + _inked(part.tail) for part in parts)
        href = element.get("href") or ""
        leads_away = name == "a" and bool(href) and not href.startswith("#")
        self.text[element] = size
        self.links[element] = leads_away + sum(self.links.get(part, 0) for part in parts)
        self.linked[element] = size if leads_away else sum(self.linked.get(part, 0) for part in parts)
        if name in ("button", "input") or any(part in self.buttons for part in parts):
            self.buttons.add(element)


def main_content(root: Element, sizes: Sizes) -> tuple[Element, "Removed"]:
    """The element that holds the page's content, and what beside it was taken out.

    It is what the page declares as such, else its body. What binds beside what is declared, such as an annex, is
    content too, and the rest of the body goes.
    """
    body = root.find("body")
    if body is None:
        return root, Removed()
    for element in root.iter(*_MAIN, "div", "section"):
        declared = element.tag in _MAIN or element.get("role") in ("main", "document")
        if declared and sizes.text[element] > _MOST * sizes.text[body]:
            return _with_annexes(element, body, sizes)
    return body, Removed()


def _with_annexes(element: Element, body: Element, sizes: Sizes) -> tuple[Element, "Removed"]:
    """What a page declares as its main part; its body without the rest, where something beside that part binds."""
    chrome: list[Element] = []
    idle: list[Element] = []
    loose = " ".join(_loose(element, body))
    is_alone = not binds(loose)
    for section in _beside(element, body):
        own = [each for each in section if not _is_chrome(each, sizes)]
        chrome += [each for each in section if each not in own]
        binding = [each for each in own if binds(f"{_said(each)} {each.tail or ''}")]
        if binding and local(own[0]) in _HEADINGS:  # then it is all that the heading is of
            binding = own
        idle += [each for each in own if each not in binding]
        is_alone = is_alone and not binding
    rest = [*chrome, *idle]
    beside = " ".join([*map(_said, idle), *([loose] if is_alone else [])])
    size = sizes.text[body] - sizes.text[element] if is_alone else sum(sizes.text[each] for each in rest)
    removed = Removed(size, _guessed(chrome, sizes), " ".join(beside.split()))
    if is_alone:
        return element, removed
    for each in rest:
        _drop(each)
    return body, removed


def _beside(element: Element, body: Element) -> Iterator[list[Element]]:
    """The elements of a page's body that stand around one, by the headings that stand beside them."""
    for up in _up_to(element, body):
        section: list[Element] = []
        for each in up.getparent():
            if each is up or local(each) in _HEADINGS:
                yield section
                section = []
            if each is not up and local(each):
                section.append(each)
        yield section


def _loose(element: Element, body: Element) -> Iterator[str]:
    """The words of a page's body that stand around an element, in no other element than those that hold it."""
    for up in _up_to(element, body):
        parent = up.getparent()
        yield from (words for words in (parent.text, *(each.tail for each in parent)) if words)


def _up_to(element: Element, body: Element) -> Iterator[Element]:
    """An element and those that hold it, below the body."""
    while element is not body and element.getparent() is not None:
        yield element
        element = element.getparent()


def _said(element: Element) -> str:
    return " ".join(element.itertext())


def remove_unseen(root: Element) -> None:
    """Remove what is never shown as text: scripts, notes on hovering, closed dialogs."""
    hovering = [element for element in root.iter() if element.get("role") == "tooltip"]
    closed = [dialog for dialog in root.iter("dialog") if dialog.get("open") is None]
    for element in [*root.iter(*_NEVER_TEXT), *hovering, *closed]:
        _drop(element)


@attrs.frozen
class Removed:
    """What was taken out of a page: how many characters, and what of it binds and was known by its class only.

    `beside` stood beside the main part and belongs to the page by no name or class.
    """

    characters: int = 0
    binding: tuple[str, ...] = ()
    beside: str = ""


def remove_chrome(content: Element, sizes: Sizes, sheets: Sheets) -> Removed:
    """Remove what is no text of the treaty from an element. What is hidden and binds is left for the reader to tell."""
    most = _MOST * max(1, sizes.text.get(content, 0))
    found: list[Element] = []
    gone: set[Element] = set()
    for element in content.iterdescendants():
        if element.getparent() in gone:
            gone.add(element)
        elif local(element) and sizes.text.get(element, 0) <= most and _is_removed(element, sizes, sheets):
            gone.add(element)
            found.append(element)
    for element in found:
        _drop(element)
    return Removed(sum(sizes.text.get(element, 0) for element in found), _guessed(found, sizes))


def _guessed(chrome: Iterable[Element], sizes: Sizes) -> tuple[str, ...]:
    """What binds of elements that were known by their class only."""
    return tuple(filter(binds, (_said(element) for element in chrome if not _is_by_name(element, sizes))))


def binds(text: str) -> bool:
    """Whether a text holds a verb with which law binds, and notices of a portal do not."""
    return pattern("modal", "OF_LAW").search(lower(text)) is not None


def is_hidden(element: Element, sheets: Sheets) -> bool:
    """Whether an element, or a sheet of it, says that it is not to be seen."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return sheets.hides(element)


def hides_most(content: Element, sizes: Sizes, sheets: Sheets) -> bool:
    """Whether styles hide most of a page, so that a script must show it, part by part."""
    hidden: set[Element] = set()
    size = 0
    for element in content.iterdescendants():
        if element.getparent() in hidden:
            hidden.add(element)
        elif local(element) and sheets.hides(element):
            hidden.add(element)
            size += sizes.text[element]
    return size > _MOST * sizes.text.get(content, 0)


def _is_removed(element: Element, sizes: Sizes, sheets: Sheets) -> bool:
    return _is_chrome(element, sizes) or (is_hidden(element, sheets) and not binds(_said(element)))


def _is_by_name(element: Element, sizes: Sizes) -> bool:
    """Whether an element says by its name or role that it belongs to the page."""
    name = local(element)
    if name in _CHROME or (name in ("header", "footer", "aside") and not _is_within_article(element)):
        return name != "header" or not _is_title(element, sizes)
    return element.get("role") in _ROLES


def _is_title(header: Element, sizes: Sizes) -> bool:
    """Whether the head of a page holds but its title, as writers of documents set it."""
    surrounds = sizes.links[header] or header in sizes.buttons or any(True for _ in header.iter("img", "nav", "form"))
    return not surrounds and header.find(".//h1") is not None


def _is_chrome(element: Element, sizes: Sizes) -> bool:
    if _is_by_name(element, sizes):
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    if called.strip() and _NAMES.search(called):
        return True
    name = local(element)
    return _is_mere_links(element, name, sizes) or _is_notice(element, name, sizes)


def _is_within_article(element: Element) -> bool:
    return any(local(up) in ("article", "main") for up in element.iterancestors())


def _is_mere_links(element: Element, name: str, sizes: Sizes) -> bool:
    """Whether an element is a list of links to other pages, or a link that leads nowhere but to the page's top."""
    if name == "a":
        href = (element.get("href") or "x").strip()
        return bool(_EMPTY_LINK.match(href)) and 0 < sizes.text[element] < _SHORT and _stands_alone(element, sizes)
    fewest = _FEWEST_IN_TABLE if name == "table" else _FEWEST_LINKS
    if name not in ("ul", "ol", "div", "p", "td", "dl", "table"):
        return False
    return sizes.links[element] >= fewest and sizes.linked[element] > _LINKED * sizes.text[element]


def _stands_alone(link: Element, sizes: Sizes) -> bool:
    """Whether a link is all that its block says."""
    parent, before = link.getparent(), link.getprevious()
    if parent is None or sizes.text.get(parent) == sizes.text[link]:
        return True
    around = f"{link.tail or ''}{parent.text if before is None else before.tail or ''}"
    return local(parent) not in _SENTENCES and not around.strip()


def _is_notice(element: Element, name: str, sizes: Sizes) -> bool:
    """Whether an element asks for consent: it speaks of cookies, and has a button or is a foot, also of an article."""
    if name not in ("div", "section", "aside", "p", "footer") or sizes.text[element] > _LONGEST_NOTICE:
        return False
    return (name == "footer" or element in sizes.buttons) and "cookie" in "".join(element.itertext()).lower()


def _inked(text: str | None) -> int:
    """How many characters stand in a text, without blanks."""
    return len("".join((text or "").split()))


def _drop(element: Element) -> None:
    """Take an element out of its page; what follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()
