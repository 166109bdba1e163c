"""Reading ToTA: trade agreements in the XML of the corpus Texts of Trade Agreements.

Guarantee: metadata is left out; the numbers and names that stand in attributes become headings, unless the text brings
them itself.
"""

import re

from treatylex.errors import InputError
from treatylex.formats.block_items import Block, Paragraph
from treatylex.formats.documents import Choices, Document
from treatylex.formats.markup import Element, child, local, tree_of
from treatylex.formats.transcription import Transcript
from treatylex.language.grammar import pattern
from treatylex.source import Place


def read(data: bytes, choices: Choices) -> Document:
    """The document in a file of ToTA.

    Raises:
        InputError: when it is damaged or holds no text, or lxml is not installed.
    """
    root = tree_of(data, "html")
    body = child(root, "body")
    if body is None:
        raise InputError("is XML with a <treaty> but without the <body> of ToTA; save its text")
    transcript = Transcript()
    name = child(root, "meta", "name")
    blocks: list[Block] = []
    for number, chapter in enumerate(_named(body, "chapter"), 1):
        _division(chapter, f"/treaty/body/chapter[{number}]", blocks)
        for position, article in enumerate(_named(chapter, "article"), 1):
            _division(article, f"/treaty/body/chapter[{number}]/article[{position}]", blocks)
    if not blocks:
        raise InputError("is ToTA without chapters; save its text")
    if name is not None and name.text and not _opens_with_name(blocks):
        transcript.add(name.text, Place(xpath="/treaty/meta/name"))
    transcript.blocks(blocks)
    return transcript.document()


def _named(element: Element, name: str) -> list[Element]:
    return [each for each in element if local(each) == name]


def _opens_with_name(blocks: list[Block]) -> bool:
    """Whether the text begins with a title of its own, in capitals."""
    first = blocks[0]
    line = first.text.strip().partition("\n")[0] if isinstance(first, Paragraph) else ""
    return line.isupper() and len(line.split()) > 1


def _division(element: Element, path: str, blocks: list[Block]) -> None:
    """A chapter's or article's heading and its text, whose line ends are those of the agreement."""
    text = element.text or "" if local(element) == "chapter" else "".join(element.itertext())
    number, name = (" ".join((element.get(key) or "").split()) for key in ("number", "name"))
    heading = _heading(local(element), number, name)
    if heading and not _repeats(text, heading):
        blocks.append(Paragraph(text=heading, place=Place(xpath=path)))
    place = Place(xpath=path)
    blocks += [Paragraph(text=each, place=place) for each in re.split(r"\n[ \t]*\n", text) if each.strip()]


def _heading(kind: str, number: str, name: str) -> str:
    if pattern("structure", "PART_WITHOUT_HEADING").fullmatch(name):
        return ""
    if number and not any(map(str.isalpha, number)):
        number = f"{kind.capitalize()} {number}"
    return "\n".join(filter(None, (number, name)))


def _repeats(text: str, heading: str) -> bool:
    """Whether a text begins with its heading."""
    start = "".join(text[: 3 * len(heading) + 40].split()).lower()
    return start.startswith("".join(heading.split()).lower())
