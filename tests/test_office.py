"""OpenDocument, RTF and old Word documents, made and read through LibreOffice."""

import http.server
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats import office
from treatylex.specimens import Excerpt

docx = pytest.importorskip("docx")

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
FORMS = {"docx": "docx:MS Word 2007 XML", "odt": "odt", "rtf": "rtf:Rich Text Format", "doc": "doc:MS Word 97"}


@pytest.fixture(scope="module")
def made(convert: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every specimen in each format, all of a format made in one go."""
    folder = tmp_path_factory.mktemp("made")
    given = []
    for excerpt in treatylex.excerpts():
        document = docx.Document()
        for block in re.split(r"\n[ \t]*\n", excerpt.text.replace("\r\n", "\n").strip("\n")):
            document.add_paragraph(block)
        given.append(folder / f"{excerpt.id}.docx")
        document.save(str(given[-1]))
    convert(*given, to=FORMS["odt"])
    written = [path.with_suffix(".odt") for path in given]
    for form in ("docx", "rtf", "doc"):
        convert(*(written if form == "docx" else written[:2]), to=FORMS[form])
    return folder


def shape(treaty: treatylex.Treaty) -> list[tuple[object, ...]]:
    provisions: list[tuple[object, ...]] = [(each.eid, each.level, each.number) for each in treaty.provisions]
    clauses = [(each.eid, each.kind, str(each.modal)) for each in treaty.clauses]
    return provisions + clauses + [each.targets for each in treaty.references]


@needs_office
@pytest.mark.parametrize("excerpt", treatylex.excerpts(), ids=lambda excerpt: excerpt.id)
def test_a_specimen_in_word_is_read_as_its_text(made: Path, excerpt: Excerpt) -> None:
    treaty = treatylex.read(made / f"{excerpt.id}.docx")
    assert shape(treaty) == shape(treatylex.parse(excerpt.text))
    assert treaty.source_format == "docx"


@needs_office
@pytest.mark.parametrize("form", ["odt", "rtf", "doc"])
@pytest.mark.parametrize("excerpt", treatylex.excerpts()[:2], ids=lambda excerpt: excerpt.id)
def test_what_an_office_writes_in_other_formats_is_read_as_its_text(made: Path, form: str, excerpt: Excerpt) -> None:
    treaty = treatylex.read(made / f"{excerpt.id}.{form}")
    assert shape(treaty) == shape(treatylex.parse(excerpt.text))
    assert treaty.source_format == form
    assert treaty.place_of(treaty.clauses[0].span).paragraph


def test_without_libreoffice_one_line_says_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    (tmp_path / "pact.rtf").write_bytes(rb"{\rtf1 Each Party shall act.}")
    with pytest.raises(InputError, match=r"pact.rtf: needs LibreOffice .* save the file as .docx"):
        treatylex.read(tmp_path / "pact.rtf")


@needs_office
def test_what_an_office_cannot_open_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "pact.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    with pytest.raises(InputError, match=r"pact.doc: (LibreOffice cannot open it|is a Word document without)"):
        treatylex.read(tmp_path / "pact.doc")


@pytest.fixture
def visitors() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what is asked of it."""
    asked: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    for method in ("HEAD", "OPTIONS", "PROPFIND"):
        setattr(Answer, f"do_{method}", Answer.do_GET)

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


@needs_office
def test_nothing_that_a_document_names_is_loaded(tmp_path: Path, visitors: tuple[str, list[str]]) -> None:
    address, asked = visitors
    other = tmp_path / "secret.txt"
    other.write_text("The secret shall leak.")
    names = {
        "office": "office",
        "text": "text",
        "draw": "drawing",
        "svg": "svg-compatible",
    }
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in names.items())
    image = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}i.png"/></draw:frame>'
    sections = "".join(
        f'<text:section text:name="s{k}"><text:section-source xlink:href="{source}" text:filter-name="Text"/>'
        "<text:p>It may report.</text:p></text:section>"
        for k, source in enumerate((f"{address}s.txt", other.as_uri()))
    )
    (tmp_path / "pact.fodt").write_text(
        f'<?xml version="1.0"?><office:document {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2"><office:body><office:text>'
        f"<text:p>Each Party shall act.</text:p><text:p>{image}</text:p>{sections}</office:text></office:body>"
        "</office:document>"
    )
    field = r"{{\field{{\*\fldinst {} \"{}\"}}{{\fldrslt It may report.}}}}"
    fields = field.format("INCLUDEPICTURE", f"{address}p.png") + field.format("INCLUDETEXT", other.as_uri())
    (tmp_path / "pact.rtf").write_text(rf"{{\rtf1\ansi Each Party shall act.\par {fields}\par}}")
    for name in ("pact.fodt", "pact.rtf"):
        text = treatylex.read(tmp_path / name).text
        assert text.startswith("Each Party shall act.")
        assert "secret" not in text
    assert asked == []
