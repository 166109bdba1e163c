"""Pages: from the bytes of a page to its elements.

Guarantees: a byte-order mark decides the encoding, then what the page declares, then UTF-8; nothing is loaded from
anywhere and no script runs.
"""

import codecs
import re
from collections.abc import Callable

from treatylex.errors import Diagnostic, InputError
from treatylex.extras import needed
from treatylex.formats import text as plain
from treatylex.formats.markup import Element

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_DRESSING = frozenset({"font", "span", "b", "i", "u", "em", "strong", "big", "small", "tt"})
_NAMED = frozenset({"id", "name"})
_DEEP = 100
"""More elements within each other show that somebody closes none of them."""
_HEAD = 4_096
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AS_BROWSERS = dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "us-ascii"), "cp1252") | {"utf-16": "utf-8"}
"""Encodings that browsers take for others, since so many pages declare them wrongly."""


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The characters of a page, and a diagnostic where the encoding was guessed.

    >>> decode(b'<meta charset="iso-8859-2"><p>\\xb3')[0][-1]
    'ł'
    """
    found = (
        None
        if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        else _DECLARED.search(data[:_HEAD])
    )
    if found is not None:
        name = (found[1] or found[2]).decode("ascii").lower()
        try:
            return data.decode(_AS_BROWSERS.get(name, name)), ()
        except (UnicodeDecodeError, LookupError):
            pass
    return plain.decode(data)


def page_of(text: str) -> Element:
    """The root element of a page.

    Raises:
        InputError: when there is none, when its elements are nested so deeply that lxml reads no further, or when
            lxml is not installed.
    """
    html, etree = needed("lxml.html", "html"), needed("lxml.etree", "html")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    content = text.replace("\0", "").encode("utf-8", errors="replace")
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, RecursionError):
        raise InputError("is a page without content; save or download it again") from None
    if any("Excessive depth" in fault.message for fault in parser.error_log):  # what follows there is lost
        raise InputError("has elements that are nested too deeply; save its text")
    if root.find(".//frameset") is not None:
        raise InputError("is but a frame around other pages; open the frame that holds the text and save that")
    _clean(root)
    return root


def flatten(content: Element, keeps: Callable[[Element], bool]) -> list[Element]:
    """Take the tags out that only dress text and are nested deeply, as those that nobody closes are.

    Args:
        content: the element in which to look.
        keeps: whether an element says more than how its text looks.

    Returns:
        The elements that stood within one of them.
    """
    depths = {content: 0}
    dressing, inner = [], []
    for element in content.iterdescendants():
        depths[element] = depth = depths[element.getparent()] + 1
        if depth > _DEEP and element.tag in _DRESSING and not _NAMED & set(element.keys()) and not keeps(element):
            dressing.append(element)
            depths[element] = _DEEP
    for element in dressing:
        inner += element
        element.drop_tag()
    return inner


def _clean(root: Element) -> None:
    """Take out what lxml reads but would not write, so that parts of the page can be moved: controls."""
    for element in root.iter():
        for name in ("text", "tail"):
            if (text := getattr(element, name)) and _CONTROL.search(text):
                setattr(element, name, _CONTROL.sub("", text))
