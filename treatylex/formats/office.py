"""Reading OpenDocument, RTF and old Word documents: LibreOffice makes a .docx of them, which is read as such.

Guarantees: LibreOffice works on a copy in a folder of its own that is deleted, with a profile of its own in which
macros never run and links to other files are not followed; what it cannot convert is told in one line.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from treatylex.errors import InputError
from treatylex.formats.documents import Choices, Document

_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
_PATIENCE = 300
"""Seconds after which a conversion is given up; a treaty takes a few."""
_WANTED = "docx:MS Word 2007 XML"
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    ("MacroSecurityLevel", "3"),
    ("DisableMacrosExecution", "true"),
    ("DisableActiveContent", "true"),
    ("BlockUntrustedRefererLinks", "true"),
)


def read(data: bytes, choices: Choices) -> Document:
    """The document in a file of OpenDocument, RTF or old Word.

    Raises:
        InputError: when LibreOffice or lxml is not installed, or cannot convert the file.
    """
    from treatylex.formats.word import reading

    return reading.read(_converted(data, _office()), choices)


def _office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.exists, _PLACES), None)
    if found is None:
        raise InputError("needs LibreOffice to be read, which is not installed; install it, or save the file as .docx")
    return found


def _converted(data: bytes, office: str) -> bytes:
    """The .docx that LibreOffice makes of a file."""
    with tempfile.TemporaryDirectory(prefix="treatylex-") as place:
        folder = Path(place)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        ending, filter_name = _kind(data)
        source = folder / f"document{ending}"
        source.write_bytes(data)
        command = [office, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore"]
        command += [f"--infilter={filter_name}", "--convert-to", _WANTED, "--outdir", place, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE)
            return (folder / "document.docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise InputError("LibreOffice cannot open it; it is damaged or locked: save it as .docx") from None


def _kind(data: bytes) -> tuple[str, str]:
    """The ending of a file and the filter that LibreOffice is to read it with; it would take anything for a text."""
    if data.startswith(b"PK"):
        return ".odt", "writer8"
    if data.startswith(b"{\\rtf"):
        return ".rtf", "Rich Text Format"
    return (".doc", "MS Word 97") if data.startswith(b"\xd0\xcf") else (".fodt", "OpenDocument Text Flat XML")


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS
    )
    space = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {space}>{items}</oor:items>'
