"""XML as the writers need it: elements, words among them, and a document that is indented only where it may be.

Guarantees: well-formed whatever the texts hold (characters that XML cannot hold become U+FFFD); no blank is added to or
taken from mixed content.
"""

import re
from xml.etree import ElementTree as ET

Element = ET.Element
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold.

    >>> clean("a\\x00b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def add(parent: Element, tag: str, /, **attributes: str) -> Element:
    """A new child at the end of an element."""
    return ET.SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})


def put(parent: Element, text: str) -> None:
    """Words at the end of an element."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + clean(text)
    else:
        parent.text = (parent.text or "") + clean(text)


def document(root: Element) -> str:
    """The document of a root element, a line an element, words unbroken."""
    _indent(root, 0)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _indent(element: Element, depth: int) -> None:
    children = list(element)
    if not children or _is_mixed(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for number, child in enumerate(children, start=1):
        _indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + (number < len(children)))


def _is_mixed(element: Element) -> bool:
    return bool(element.text) or any(child.tail for child in element) or element.tag in _INLINE


_INLINE = frozenset({"p", "num", "heading", "docTitle"})
"""Elements that hold words: a blank in them is one of the text's."""
