"""Reading Formex 4: acts and agreements in the XML of the Official Journal of the European Union.

Guarantees: bibliographic data and references to other files are left out, everything else is read in its order;
quotation marks, which Formex keeps as elements, come back.
"""

from treatylex.errors import InputError
from treatylex.formats.block_items import Note
from treatylex.formats.documents import Choices, Document
from treatylex.formats.markup import Element, attribute, local, tree_of
from treatylex.formats.numbered import NumberedWalker, Numbering
from treatylex.formats.transcription import Transcript
from treatylex.formats.walking import Dialect, Line, said
from treatylex.source import Place

_DIALECT = Dialect(
    blocks=frozenset(
        {
            *("ACT", "AGR", "ANNEX", "GENERAL", "LETTER", "PROT", "DECISION", "CONS.ACT", "CONS.DOC", "CONS.ANNEX"),
            *("TITLE", "TI", "STI", "P", "PREAMBLE", "PREAMBLE.INIT", "PREAMBLE.FINAL", "GR.VISA", "VISA", "GR.CONSID"),
            *("GR.CONSID.INIT", "CONSID", "ENACTING.TERMS", "DIVISION", "ARTICLE", "TI.ART", "STI.ART", "SUBDIV"),
            *("PARAG", "ALINEA", "LIST", "ITEM", "NP", "TXT", "DLIST", "DLIST.ITEM", "TERM", "DEFINITION", "FINAL"),
            *("SIGNATURE", "SIGNATORY", "PL.DATE", "CONTENTS", "GR.SEQ", "QUOT.S", "INTRO", "GR.NOTES", "CELL"),
            *("ROW", "PREFACE", "CONTENTS.CORR", "PLENIPOTENTIARY", "NO.GR.SEQ", "LINE", "GR.ANNOTATION"),
        }
    ),
    skipped=frozenset(
        {"BIB.INSTANCE", "BIB.DATA", "INCL.ELEMENT", "MARGIN", "TOC", "PUBLICATION.REF", "LINK.OJ", "IE"}
    ),
    breaks=frozenset({"BR"}),
    tables=frozenset({"CORPUS"}),
    rows=frozenset({"ROW"}),
    row_groups=frozenset({"BLK"}),
    cells=frozenset({"CELL"}),
    verbatim=frozenset(),
)
_NUMBERING = Numbering(
    numbers=frozenset({"NO.PARAG", "NO.P", "NO.ITEM", "NO.SUBDIV"}),
    names=frozenset({"STI", "STI.ART"}),
    headings=frozenset({"TI", "TI.ART"}),
    divisions=frozenset(),
)


def read(data: bytes, choices: Choices) -> Document:
    """The document in a file of Formex 4.

    Raises:
        InputError: when it is damaged or holds no text, or lxml is not installed.
    """
    root = tree_of(data, "html")
    transcript = Transcript()
    transcript.blocks(_Act().blocks(root, f"/{local(root)}"))
    if not transcript.parts:
        raise InputError("is Formex without a text; name the file that holds the act")
    return transcript.document()


class _Act(NumberedWalker):
    def __init__(self) -> None:
        super().__init__(_DIALECT, _NUMBERING)
        self.notes = 0

    def element(self, part: Element, name: str, path: str, line: Line) -> Line:
        """Read an element."""
        if name in ("QUOT.START", "QUOT.END"):
            line.put(_sign(part, "“" if name == "QUOT.START" else "”"))
            return line
        if name == "NOTE":
            self.notes += 1
            label = f"({self.notes})"
            line.mark(label, Note(label=label, text=said(part), place=Place(xpath=path, note=f"footnote {self.notes}")))
            return line
        return super().element(part, name, path, line)

    def is_raised(self, part: Element, name: str) -> bool:
        """Whether an element sets what it holds above the line."""
        return name == "HT" and attribute(part, "TYPE") == "SUP"


def _sign(element: Element, default: str) -> str:
    try:
        return chr(int(attribute(element, "CODE") or "", 16))
    except (ValueError, OverflowError):
        return default
