"""Chrome: what surrounds a treaty on a page, such as navigation, notices about cookies, buttons to share and to print.

Guarantee: an element that holds most of the page's text is never taken for chrome.
"""

import re
from collections.abc import Iterator

from treatylex.formats.markup import Element, local

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
    r"visually-hidden|tooltip|modal|popup)(?=$|[-_\s])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EMPTY_LINK = re.compile(r"^(?:#|#top|#(?:page)?top|javascript:.*|mailto:.*)$", re.IGNORECASE)
_SENTENCES = frozenset({"p", "li", "td", "dd", "span", "b", "i", "em", "strong"})
_MAIN = ("main", "article")
_MOST = 0.5
_FEWEST_LINKS = 5
_LINKED = 0.85
_SHORT = 60
_LONGEST_NOTICE = 1_500


def main_content(root: Element) -> Element:
    """The element that holds the page's content: what the page declares as such, else its body."""
    body = root.find("body")
    whole = _length(body) if body is not None else 0
    for element in root.iter(*_MAIN, "div", "section"):
        declared = element.tag in _MAIN or element.get("role") in ("main", "document")
        if declared and _length(element) > _MOST * whole:
            return element
    return root if body is None else body


def remove_chrome(content: Element) -> int:
    """Remove what is no text of the treaty from an element; how many characters of it could be seen."""
    for element in list(content.iter(*_NEVER_TEXT)):
        _drop(element)
    whole = max(1, _length(content))
    seen = 0
    for element in list(_chrome_of(content, whole)):
        if element.getparent() is not None or element is content:
            seen += _length(element)
            _drop(element)
    return seen


def _chrome_of(content: Element, whole: int) -> Iterator[Element]:
    for element in content.iterdescendants():
        if local(element) and _is_chrome(element) and _length(element) <= _MOST * whole:
            yield element


def _is_chrome(element: Element) -> bool:
    name = local(element)
    if name in _CHROME or (name in ("header", "footer", "aside") and not _is_within_article(element)):
        return True
    if element.get("role") in _ROLES or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    if called.strip() and _NAMES.search(called):
        return True
    return _is_mere_links(element, name) or _is_notice(element, name)


def _is_within_article(element: Element) -> bool:
    return any(local(up) in ("article", "main") for up in element.iterancestors())


def _is_mere_links(element: Element, name: str) -> bool:
    """Whether an element is a list of links to other pages, or a link that leads nowhere but to the page's top."""
    if name == "a":
        href = (element.get("href") or "x").strip()
        return bool(_EMPTY_LINK.match(href)) and 0 < _length(element) < _SHORT and _stands_alone(element)
    if name not in ("ul", "ol", "div", "p", "td", "dl"):
        return False
    links = [link for link in element.iter("a") if link.get("href") and not link.get("href").startswith("#")]
    return len(links) >= _FEWEST_LINKS and sum(map(_length, links)) > _LINKED * _length(element)


def _stands_alone(link: Element) -> bool:
    """Whether a link is all that its block says."""
    parent, before = link.getparent(), link.getprevious()
    if parent is None or _length(parent) == _length(link):
        return True
    around = f"{link.tail or ''}{parent.text if before is None else before.tail or ''}"
    return local(parent) not in _SENTENCES and not around.strip()


def _is_notice(element: Element, name: str) -> bool:
    """Whether an element asks for consent: it speaks of cookies and has a button."""
    if name not in ("div", "section", "aside", "p") or _length(element) > _LONGEST_NOTICE:
        return False
    if element.find(".//button") is None and element.find(".//input") is None:
        return False
    return "cookie" in "".join(element.itertext()).lower()


def _length(element: Element) -> int:
    """How many characters of text stand in an element, without blanks."""
    return sum(len("".join(piece.split())) for piece in element.itertext())


def _drop(element: Element) -> None:
    """Take an element out of its page; what follows it stays."""
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()
