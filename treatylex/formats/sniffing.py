"""Sniffing: which format a file is in, by its content first and by its name second.

Guarantees: what looks like markup, data or a binary and is none of the formats that are read is refused, with a remedy,
and never taken for prose; a name only decides between formats that the content leaves open.
"""

import io
import itertools
import json
import re
import zipfile

import attrs

from treatylex.errors import InputError

_SAMPLE = 200_000

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image; recognise its text first (OCR), for example with ocrmypdf"),
    (b"\xff\xd8\xff", "a JPEG image; recognise its text first (OCR), for example with ocrmypdf"),
    (b"GIF8", "a GIF image; recognise its text first (OCR)"),
    (b"II*\0", "a TIFF image; recognise its text first (OCR), for example with ocrmypdf"),
    (b"MM\0*", "a TIFF image; recognise its text first (OCR), for example with ocrmypdf"),
    (b"AT&TFORM", "a DjVu scan; extract its text first, for example with djvutxt"),
    (b"%!PS", "PostScript; convert it to PDF first, for example with ps2pdf"),
    (b"\xffWPC", "a WordPerfect document; save it as .docx, for example with LibreOffice"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ\0", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"PAR1", "a table in Parquet; export the treaty's text"),
    (b"SQLite format 3\0", "a database; export the treaty's text"),
    (b"\x7fELF", "a program, not a treaty"),
    (b"MZ\x90", "a program, not a treaty"),
)
"""How binaries begin that are not read, what they are, and what helps."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_NAME = "EncryptedPackage".encode("utf-16-le")

_OLD_WORD = "WordDocument".encode("utf-16-le")

_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/", "a spreadsheet; export the treaty's text"),
    ("ppt/", "a presentation; export the treaty's text"),
    ("META-INF/container.xml", "an EPUB book; convert it to HTML or text first, for example with pandoc"),
)
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
}

_PANDOC = "convert it first, for example with pandoc -t plain"
_DATA = {
    ".csv": "a table; export the treaty's text, not rows of it",
    ".tsv": "a table; export the treaty's text, not rows of it",
    ".yaml": "data in YAML; export the treaty's text",
    ".yml": "data in YAML; export the treaty's text",
    ".toml": "data in TOML; export the treaty's text",
    ".css": "a style sheet, not a treaty",
    ".js": "a program, not a treaty",
    ".py": "a program, not a treaty",
    ".tex": f"LaTeX; {_PANDOC}",
    ".adoc": f"AsciiDoc; {_PANDOC}",
    ".org": f"Org; {_PANDOC}",
    ".rst": f"reStructuredText; {_PANDOC}",
    ".typ": f"Typst; {_PANDOC}",
}
"""Endings of names that say of a text that it is no treaty's."""

_XML = re.compile(r"\s*<(?:\?xml\b|!--|!DOCTYPE\b|[A-Za-z_][\w.-]*(?::[\w.-]+)?[\s/>])", re.IGNORECASE)
_DECLARED = re.compile(r"\s*<[?!]")
_CLOSED = re.compile(r"</[A-Za-z_]|/>")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>[^>]*)")
_ROOTS = {"akomantoso": "akn", "treaty": "tota", "html": "html", "document": "xml-document"}
_FORMEX = frozenset(
    {"ACT", "AGR", "ANNEX", "CONS.ACT", "CONS.ANNEX", "CONS.DOC", "GENERAL", "LETTER", "PROT", "DECISION"}
)

_TAG_NAMES = "p|div|br|span|a|li|td|tr|table|h[1-6]|b|i|u|strong|em|sup|ul|ol|font|center|body|head|hr|meta|main"
_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_STARTS_AS_PAGE = re.compile(r"\s*<(?:!DOCTYPE\s+html|html|head|body)", re.IGNORECASE)
_STARTS_WITH_TAG = re.compile(rf"\s*<(?:{_TAG_NAMES})(?=[\s>])", re.IGNORECASE)
_FEWEST_TAGS = 3

_FEWEST_SIGNS = 2
_WIKI = "in wiki markup; save the page itself as HTML, or its text"


@attrs.frozen
class _Foreign:
    """Markup that is not read: its signs, what it is and what helps, and whether it is told from Markdown."""

    signs: re.Pattern[str]
    what: str
    over_markdown: bool


_FOREIGN = tuple(
    _Foreign(re.compile(signs, re.MULTILINE), what, over_markdown)
    for signs, what, over_markdown in (
        (
            r"\{\{[^{}]+\}\}|'''|^\{\||\[\[[^\[\]|\n]+\|[^\[\]\n]+\]\]|<ref\b"
            r"|\[\[(?:File|Image|Category|w|:\w+):[^\[\]\n]+\]\]|^(={2,6}) [^=\n]+ \1[ \t]*$",
            _WIKI,
            True,
        ),
        (r"\\(?:documentclass|begin\{|end\{|section\*?\{|usepackage)", f"LaTeX; {_PANDOC}", False),
        (r"^#\+[A-Za-z_]+:|^[ \t]*:(?:PROPERTIES|END):|\[fn:\w*\]?", f"Org; {_PANDOC}", False),
        (r"^\.\. (?:_[\w -]+:|\[\w+\]|[\w-]+::)|\w\]_(?!\w)|^\.\. $", f"reStructuredText; {_PANDOC}", False),
        (r"^#(?:let|set|show|import)\b", f"Typst; {_PANDOC}", False),
        (
            r"^={2,6} \S.*[^=\s][ \t]*$|^\[(?:arabic|(?:lower|upper)(?:alpha|roman)|\[[\w-]+\])\]$"
            r"|^:[a-z][\w-]*:(?: .*)?$|footnote:\[",
            f"AsciiDoc; {_PANDOC}",
            False,
        ),
        (r"^h[1-6](?:\([^()\n]*\))?\. \S", _WIKI, True),
        (
            r"^\.(?:TH|SH|SS|PP|IP|LP|NH|RS|RE|TP|br|sp|ce|de|ds|nr|ft)\b|^[.']\\\"|\\f(?:\[\w*\]|[BIRP])",
            "a source of roff; print it as PDF or text first, for example with groff -T utf8",
            False,
        ),
        (
            r"\[(b|i|u|quote|size|url|color|list)(?:=[^\[\]\n]*)?\](?=[^\[\]]*\[/\1\])",
            "in the markup of a forum (BBCode); save the page itself as HTML, or its text",
            False,
        ),
    )
)
"""Signs of markup that is not read, two of which show it, what it is, and what helps."""
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^\[\^[\w-]+\]:|(?<!!)\[[^\[\]\n]+\]\((?:https?:|mailto:|#|\.{0,2}/)[^()\s]*\)", re.MULTILINE
)
_OWN_JSON = re.compile(r'\s*\{\s*"format"\s*:\s*"treatylex"')
_MAIL = re.compile(r"(?:[!-9;-~]{1,70}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type):", re.IGNORECASE)
"""The head of a mail as programs keep it, which names how the rest is written; people paste only who wrote to whom."""


def sniff_bytes(data: bytes) -> str | None:
    """The format of a binary by its content; `None` for what may be text.

    Raises:
        InputError: for a binary that is not read; the message says what it is and what helps.

    >>> sniff_bytes(b"%PDF-1.7"), sniff_bytes(b"Article 1")
    ('pdf', None)
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_archive(data)
    if data.startswith(_OLE):
        if _ENCRYPTED_NAME in data:
            raise InputError("is locked with a password; open it in Word and save it without one")
        if _OLD_WORD in data:
            return "doc"
        raise InputError("is a file of an old Office program other than Word; export the treaty's text")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"is {what}")
    return None


def _sniff_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names or "word/document2.xml" in names:
                return "docx"
            mimetype = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise InputError("is a damaged archive or word processor's file; save or download it again") from None
    if known := _MIMETYPES.get(mimetype.strip()):
        return known
    for part, what in _PARTS:
        if any(name.startswith(part) for name in names):
            raise InputError(f"is {what}")
    raise InputError("is a ZIP archive; unpack it and name the treaty in it")


def sniff_text(text: str, extension: str) -> str:
    """The format of a text by its content, and where that leaves it open by the ending of its name.

    Args:
        text: the characters of the file.
        extension: the ending of its name in lower case, with its dot.

    Raises:
        InputError: for markup or data that is not read; the message says what it is and what helps.

    >>> sniff_text("<!DOCTYPE html><p>Article 1", ".txt"), sniff_text("# Pact\\n\\n## Article 1", ".txt")
    ('html', 'markdown')
    >>> sniff_text("<!-- saved --><div>Article 1</div>", ".html")
    'html'
    """
    sample = text[:_SAMPLE]
    if _MAIL.match(sample.replace("\r\n", "\n")):
        return "mail"
    if found := _sniff_markup(sample) or _sniff_json(text, extension):
        return found
    _refuse_foreign_markup(sample, extension)
    if _is_markdown(sample, extension):
        return "markdown"
    if _STARTS_WITH_TAG.match(sample) or len(_TAG.findall(sample)) >= _FEWEST_TAGS:
        return "html"
    if what := _DATA.get(extension):
        raise InputError(f"is {what}")
    return "text"


def _sniff_markup(text: str) -> str | None:
    if _STARTS_AS_PAGE.match(text):
        return "html"
    if _STARTS_WITH_TAG.match(text):
        return None  # wikis know tags, too
    if _XML.match(text) and (_CLOSED.search(text) or _DECLARED.match(text)):
        return _sniff_xml(text)
    return None


def _is_markdown(text: str, extension: str) -> bool:
    return extension in (".md", ".markdown") or len(_MARKDOWN.findall(text)) > 1


def _sniff_xml(text: str) -> str:
    at = 0
    while prolog := _PROLOG.match(text, at):
        at = prolog.end()
    root = _ROOT.match(text, at)
    if root is None:
        raise InputError("begins as XML but has no root element; save or download it again")
    name, attributes = root["name"], root["attributes"]
    if name in _FORMEX or "formex" in attributes:
        return "formex"
    known = _ROOTS.get(name.lower())
    if known == "xml-document":
        if "opendocument" in attributes:
            return "odt"
        known = None
    if known is None and re.fullmatch(_TAG_NAMES, name, re.IGNORECASE):
        return "html"
    if known is None:
        raise InputError(
            f"is XML with the root element <{name[:40]}>; treatylex reads Akoma Ntoso, Formex 4, ToTA and XHTML: "
            "convert it to one of them, or save its text"
        )
    return known


def _sniff_json(text: str, extension: str) -> str | None:
    if extension == ".json" or _OWN_JSON.match(text):
        return "json"
    if text.lstrip()[:1] not in ("{", "["):
        return None
    data = _loaded(text)
    if data is None:
        data = _loaded(text.lstrip().partition("\n")[0])
    if isinstance(data, dict) and data.get("format") == "treatylex":
        return "json"
    if (isinstance(data, dict) and data) or (isinstance(data, list) and any(isinstance(each, dict) for each in data)):
        raise InputError(
            "is data in JSON, not a treaty that treatylex wrote; "
            "save the text of its articles, one after the other, as a text file"
        )
    return None


def is_own_json(text: str) -> bool:
    """Whether a text in JSON is a treaty that treatylex wrote."""
    if _OWN_JSON.match(text):
        return True
    data = _loaded(text)
    return isinstance(data, dict) and data.get("format") == "treatylex"


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _refuse_foreign_markup(text: str, extension: str) -> None:
    for markup in _FOREIGN:
        found = itertools.islice(markup.signs.finditer(text), _FEWEST_SIGNS)
        if len(list(found)) == _FEWEST_SIGNS and (markup.over_markdown or not _is_markdown(text, extension)):
            raise InputError(f"is {markup.what}")
