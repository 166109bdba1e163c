"""OpenDocument, RTF and old Word documents, made and read through LibreOffice."""

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import treatylex
from treatylex.errors import InputError
from treatylex.formats import office
from treatylex.specimens import Excerpt

pytest.importorskip("lxml")

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
FORMS = {"docx": "docx:MS Word 2007 XML", "odt": "odt", "rtf": "rtf:Rich Text Format", "doc": "doc:MS Word 97"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every specimen in each format, all made in one go."""
    folder = tmp_path_factory.mktemp("made")
    pages = []
    for excerpt in treatylex.excerpts():
        blocks = re.split(r"\n[ \t]*\n", excerpt.text.replace("\r\n", "\n").strip("\n"))
        lines = ["<br>".join(html.escape(line).replace("  ", "&nbsp; ") for line in b.split("\n")) for b in blocks]
        page = folder / f"{excerpt.id}.html"
        body = "".join(f"<p>{line}</p>" for line in lines)
        page.write_text(f"<html><meta charset=utf-8><body>{body}</body></html>", encoding="utf-8")
        pages.append(str(page))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", "odt"]
    subprocess.run([*command, "--outdir", str(folder), *pages], check=True, capture_output=True)
    written = [page.replace(".html", ".odt") for page in pages]
    for form in ("docx", "rtf", "doc"):
        given = written if form == "docx" else written[:2]
        command = [str(OFFICE), profile, "--headless", "--convert-to", FORMS[form], "--outdir", str(folder)]
        subprocess.run([*command, *given], check=True, capture_output=True)
    return folder


def shape(treaty: treatylex.Treaty) -> list[tuple[object, ...]]:
    provisions: list[tuple[object, ...]] = [(each.eid, each.level, each.number) for each in treaty.provisions]
    clauses = [(each.eid, each.kind, str(each.modal)) for each in treaty.clauses]
    return provisions + clauses + [each.targets for each in treaty.references]


# Their schedules are set with tabs and blanks, which a page in HTML, of which the document is made here, does not keep.
TABBED = {"free-trade", "air-services", "fisheries"}


@needs_office
@pytest.mark.parametrize(
    "excerpt", [each for each in treatylex.excerpts() if each.id not in TABBED], ids=lambda excerpt: excerpt.id
)
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
