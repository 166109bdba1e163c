"""Notes of Word: the footnotes and endnotes of a document in which tracked changes are written.

Guarantees: where a note is referred to, one sign stands in a paragraph's text; a note that comes is set as another one
of the document; the parts that hold the notes are written back only with `save`.
"""

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from treatylex.extras import needed
from treatylex.formats.markup import attribute, local, text_within
from treatylex.formats.word.numbering import formatted
from treatylex.reporting.tracking import qualified

if TYPE_CHECKING:
    from docx.document import Document

MARK = "\uffff"
"""What stands in the text of a paragraph where it refers to a note: a character that no XML can hold as text."""
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
SIGNS = frozenset({"footnoteRef", "endnoteRef"})
"""What Word prints the number of a note by, at its start."""


def is_reference(part: Any) -> bool:
    """Whether a part of a run refers to a note whose number Word makes."""
    return local(part) in _REFERENCES and attribute(part, "customMarkFollows") not in ("1", "true", "on")


class Notes:
    """The notes of a document by what a reader calls them ("footnote 1", "endnote i"), and new ones."""

    def __init__(self, document: "Document") -> None:
        from docx.oxml.parser import parse_xml

        self._document = document
        self._body = document.element.body
        self._parts: dict[str, tuple[Any, Any]] = {}
        for relation in document.part.rels.values():
            kind = relation.reltype.rpartition("/")[2].removesuffix("s")
            if kind in _REFERENCES.values() and not relation.is_external:
                self._parts[kind] = relation.target_part, parse_xml(relation.target_part.blob)
        self._notes: dict[tuple[str, str], Any] = {}
        self._highest: dict[str, int] = {}
        for kind, (_, root) in self._parts.items():
            self._highest[kind] = max(map(_number, root), default=0)
            for note in root:
                self._notes.setdefault((kind, attribute(note, "id") or ""), note)
        self._references = self.references()
        self.labels: dict[Any, str] = {}
        self._named: dict[str, list[tuple[str, str]]] = {}
        self._grown: set[str] = set()
        self._numbered: list[tuple[str, str]] = []
        printed = dict.fromkeys(_REFERENCES.values(), 0)
        for part in self._body.iter(*map(qualified, _REFERENCES)):
            kind = _REFERENCES[local(part)]
            if is_reference(part):
                printed[kind] += 1
                label = formatted(printed[kind], "decimal" if kind == "footnote" else "lowerRoman")
                self.labels[part] = label
                self._numbered.append((kind, attribute(part, "id") or ""))
            else:
                label = text_within(part.getparent(), "t").strip() or "*"
            self._named.setdefault(f"{kind} {label}", []).append((kind, attribute(part, "id") or ""))

    @property
    def roots(self) -> Iterator[Any]:
        """The elements that hold all notes of a kind."""
        yield from (root for _, root in self._parts.values())

    def take(self, name: str) -> tuple[tuple[str, str], list[Any]]:
        """The next note of a name, by its kind and id, and its paragraphs; none where there is none."""
        waiting = self._named.get(name)
        if not waiting:
            return ("", ""), []
        kind, number = waiting.pop(0)
        note = self._notes.get((kind, number))
        return (kind, number), [] if note is None else [each for each in note.iter() if local(each) == "p"]

    def references(self) -> dict[tuple[str, str], Any]:
        """The runs that refer to notes in the text as it now is, by the kind and the id of the note."""
        found: dict[tuple[str, str], Any] = {}
        for each in self._body.iter(*map(qualified, _REFERENCES)):
            found.setdefault((_REFERENCES[local(each)], attribute(each, "id") or ""), each.getparent())
        return found

    def _first(self) -> tuple[str, str]:
        """The kind and id of a note that the others are set as, in a document that has none; it is not shown."""
        kind, _ = model = "footnote", "model"
        if kind not in self._parts:
            root = _blank_notes()
            self._parts[kind] = _new_part(self._document, root), root
            self._highest[kind] = 0
        self._notes[model], self._references[model] = _plain_note(self._document), _plain_reference(self._document)
        self._numbered.append(model)
        return model

    def add(self, words: Any) -> tuple[Any, tuple[str, str]]:
        """A new note whose words are a run, set as another one; the run that refers to it, and its kind and id."""
        model = next((each for each in self._numbered if each in self._notes), None) or self._first()
        kind = model[0]
        self._highest[kind] += 1
        new = str(self._highest[kind])
        self._grown.add(kind)
        note: Any = copy.deepcopy(self._notes[model])
        note.set(qualified("id"), new)
        first, *others = [each for each in note if local(each) == "p"]
        for each in others:
            note.remove(each)
        sign = next((run for run in first.iter(qualified("r")) if any(local(part) in SIGNS for part in run)), None)
        first.attrib.clear()
        for each in [each for each in first if local(each) != "pPr"]:
            first.remove(each)
        if sign is not None:
            for part in [part for part in sign if local(part) not in {*SIGNS, "rPr"}]:
                sign.remove(part)
            first.append(sign)
        first.append(words)
        self._parts[kind][1].append(note)
        run: Any = copy.deepcopy(self._references[model])
        for part in run:
            if local(part) in _REFERENCES:
                part.set(qualified("id"), new)
            elif local(part) != "rPr":
                run.remove(part)
        return run, (kind, new)

    def _order(self, kind: str, root: Any) -> None:
        """Put the notes into the order of the text, and count their ids on: LibreOffice takes them by their order."""
        references = list(self._body.iter(qualified(f"{kind}Reference")))
        order = {attribute(each, "id"): at for at, each in enumerate(references)}
        root[:] = sorted(root, key=lambda note: order.get(attribute(note, "id"), -1))
        first = max((_number(note) for note in root if attribute(note, "id") not in order), default=0) + 1
        for element in (*references, *root):
            if (at := order.get(attribute(element, "id"))) is not None:
                element.set(qualified("id"), str(first + at))

    def save(self) -> None:
        """Write the parts back."""
        etree = needed("lxml.etree", "docx")
        for kind, (part, root) in self._parts.items():
            if kind in self._grown:
                self._order(kind, root)
            part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _number(note: Any) -> int:
    found = attribute(note, "id") or ""
    return int(found) if found.removeprefix("-").isdecimal() else 0


class Footnotes:
    """The footnotes of a document that is written anew, in the order in which they are added."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._notes: list[str] = []
        self._counted = 0

    def add(self, label: str, words: str) -> list[Any]:
        """A new footnote; the parts of the run that refers to it. A label that Word would not make stays as it is.

        Each sign of such a label is a text of its own: LibreOffice prints a longer one twice.
        """
        from docx.oxml import OxmlElement

        self._notes.append(words)
        mark: Any = OxmlElement("w:footnoteReference")
        mark.set(qualified("id"), str(len(self._notes)))
        if label == str(self._counted + 1):
            self._counted += 1
            return [mark]
        mark.set(qualified("customMarkFollows"), "1")
        return [mark, *map(_text, label)]

    def save(self) -> None:
        """Put the part that holds the notes into the document, if there are any."""
        if not self._notes:
            return
        root = _blank_notes()
        for number, words in enumerate(self._notes, 1):
            note = _plain_note(self._document)
            note.set(qualified("id"), str(number))
            note[0].add_r().text = f" {words}"
            root.append(note)
        _new_part(self._document, root)


def _text(sign: str) -> Any:
    from docx.oxml import OxmlElement

    text: Any = OxmlElement("w:t")
    text.text = sign
    return text


def _blank_notes() -> Any:
    """What holds the footnotes of a document: with the lines that Word draws above them, and no note."""
    from docx.oxml import OxmlElement

    root: Any = OxmlElement("w:footnotes")
    for number, sign in enumerate(("separator", "continuationSeparator"), -1):
        note: Any = OxmlElement("w:footnote")
        note.set(qualified("type"), sign)
        note.set(qualified("id"), str(number))
        paragraph: Any = OxmlElement("w:p")
        paragraph.add_r().append(OxmlElement(f"w:{sign}"))
        note.append(paragraph)
        root.append(note)
    return root


def _plain_note(document: "Document") -> Any:
    """A footnote without words, set in the style that the document has for them."""
    from docx.oxml import OxmlElement

    note: Any = OxmlElement("w:footnote")
    paragraph: Any = OxmlElement("w:p")
    if style := _style(document, "footnote text"):
        paragraph.style = style
    paragraph.append(_sign_run(document, "footnoteRef"))
    note.append(paragraph)
    return note


def _plain_reference(document: "Document") -> Any:
    return _sign_run(document, "footnoteReference")


def _sign_run(document: "Document", sign: str) -> Any:
    """A run that holds a sign of a note, raised."""
    from docx.oxml import OxmlElement

    run: Any = OxmlElement("w:r")
    if style := _style(document, "footnote reference"):
        run.style = style
    else:
        run.get_or_add_rPr().superscript = True
    run.append(OxmlElement(f"w:{sign}"))
    return run


def _style(document: "Document", name: str) -> str | None:
    """The id of one of Word's own styles, if the document has it."""
    found = (each for each in document.styles.element.style_lst if (each.name_val or "").lower() == name)
    return next((str(each.styleId) for each in found), None)


def _new_part(document: "Document", root: Any) -> Any:
    """A new part of the document that holds footnotes."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = needed("lxml.etree", "docx").tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part
