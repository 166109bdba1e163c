"""Trees of XML: parsed without entities, network or schemas, so that a hostile file can do nothing but be refused.

Guarantees: no external entity is loaded and no entity expanded; a document that declares entities is refused; depth
and length are bounded by libxml2's own limits.
"""

import re
from collections.abc import Iterable
from typing import Any

from treatylex.errors import InputError
from treatylex.extras import needed

Element = Any
"""An element of lxml, whose classes are known only where it is installed."""

_DECLARES = re.compile(rb"<!ENTITY\b|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y")


def tree_of(data: bytes, extra: str) -> Element:
    """The root element of an XML document.

    Args:
        data: the bytes of the document.
        extra: the extra of treatylex that installs what is needed.

    Raises:
        InputError: when it is damaged, nested too deeply or declares entities, or lxml is not installed.
    """
    etree = needed("lxml.etree", extra)
    if _DECLARES.search(data):
        raise InputError("declares entities of its own in XML, which are not expanded; save it without them")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        if "xcessive depth" in str(fault):
            raise InputError("has elements that are nested too deeply; save its text") from None
        raise InputError(f"is damaged XML ({_first_line(fault)}); save or download it again") from None


def _first_line(fault: Exception) -> str:
    return " ".join(str(getattr(fault, "msg", fault)).split())[:120]


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and instructions.

    >>> from lxml import etree
    >>> local(etree.fromstring('<a:p xmlns:a="urn:a"/>'))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute of an element by its name without namespace."""
    found = element.get(name)
    if found is not None:
        return str(found)
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first element that a path of names without namespaces leads to."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def children(element: Element | None) -> Iterable[Element]:
    """The elements right within one; none within `None`."""
    return () if element is None else element


def changes_in(root: Element) -> int:
    """How many tracked changes the elements `ins` and `del` mark; those of one kind right beside each other are one.

    >>> from lxml import etree
    >>> changes_in(etree.fromstring("<p>The <del>old</del> <del>Party</del><ins>State</ins> <ins/>shall</p>"))
    2
    """
    return sum(
        1
        for element in root.iter()
        if local(element) in ("ins", "del") and "".join(element.itertext()).strip() and not _goes_on(element)
    )


def _goes_on(element: Element) -> bool:
    """Whether an element is part of the change that the one before it marks, or the one around it."""
    name, before, above = local(element), element.getprevious(), element.getparent()
    beside = before is not None and local(before) == name and not (before.tail or "").strip()
    return beside or (above is not None and local(above) in ("ins", "del"))


def text_within(element: Element, name: str) -> str:
    """The text of all elements of a name within one, without what divides them."""
    return "".join(each.text or "" for each in element.iter() if local(each) == name)
