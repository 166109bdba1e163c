"""Inputs of mixed formats: what content decides, what is refused, what a folder tells, a draft and its original."""

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import treatylex
from treatylex.cli import clause_diff, main
from treatylex.errors import InputError, Severity

TEXT = "Article 1\n\nEach Party shall inform the other Party.\n"
PAGE = "<!DOCTYPE html><p>Article 1</p><p>Each Party shall inform the other Party.</p>"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n", "a PNG image; .*OCR"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
        ("a.zip", zipped(**{"a.txt": TEXT}), "a ZIP archive; unpack it"),
        ("a.xlsx", zipped(xl__workbook="x"), "a spreadsheet"),
        ("a.epub", zipped(mimetype="application/epub+zip", **{"META-INF/container.xml": "x"}), "an EPUB book"),
        ("a.docx", b"", "is empty; save or download it again"),
        ("a.pdf", b"\0\1\2\3" * 99, "no PDF file, or a damaged one"),
        ("a.txt", b"\x1f\x8b\x08", "a gzip archive"),
        ("a.txt", b"<rss><item>Each Party shall act.</item></rss>", "root element <rss>"),
        ("a.json", b'[{"article": 1, "text": "Each Party shall act."}]', "a treaty"),
        ("a.txt", b'[{"article": 1, "text": "Each Party shall act."}]', "data in JSON"),
        ("a.txt", b'{"article": "1", "text": "Each Party"}\n{"article": "2", "text": "shall act"}\n', "data in JSON"),
        ("a.txt", b"'''Article 1''' Each [[Party|party]] shall {{cite|x}}.", "wiki markup"),
        ("a.txt", b"\\documentclass{article}\\begin{document}Each Party", "LaTeX; convert it"),
        (
            "a.txt",
            b"<span id=a></span>\n== Article 1 ==\n\nEach Party shall act.\n\n== Article 2 ==\n\nx",
            "wiki markup",
        ),
        ("a.txt", b"h2. Article 1\n\nEach Party shall act.\n\nh2(#two). Article 2\n\nIt may not.", "wiki markup"),
        ("a.txt", b"= Pact\n:lang: en\n\n== Article 1\n\nEach Party shall act.", "AsciiDoc; convert it"),
        ("a.txt", b"#+title: Pact\n* Article 1\n:PROPERTIES:\n:END:\nEach Party shall act.", "Org; convert it"),
        ("a.txt", b".. _one:\n\nArticle 1\n---\n\nEach Party shall act [1]_.", "reStructuredText; convert it"),
        ("a.txt", b"#set page(width: 10cm)\n#let a = 1\n= Article 1\n\nEach Party shall act.", "Typst; convert it"),
        ("a.txt", b".TH Pact\n.SH Article 1\nEach Party shall act.", "roff; print it"),
        ("a.txt", b"[b]Article 1[/b]\n\nEach Party [i]shall[/i] act.", "forum .BBCode."),
        ("a.rst", b"Article 1\n---------\n\nEach Party shall act.", "reStructuredText; convert it"),
        ("a.csv", b"article,text\n1,Each Party shall act.\n", "a table"),
        (
            "a.mht",
            b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\nx",
            "is a damaged mail; save its text",
        ),
    ],
)
def test_what_is_no_treaty_is_refused_in_one_line_with_a_remedy(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        treatylex.read(tmp_path / name)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value).partition(": ")[2]) < 200


@pytest.mark.parametrize(
    "text",
    [
        "[Article 1] [Each Party shall] [may] act.",
        "{Article 1} Each Party shall act if x < 5 and y > 3.",
        "<Draft> Each Party shall act.",
        "# 3 of the list\n\nEach Party shall act.",
        "== Article 1 ==\n\nEach Party shall act.",
        "Each Party [[shall]] act; see [1].",
        "p. 3\n\nEach Party [shall][may] act.\n\np. 4\n\n* Article 2\n\n=======\n\n. . . it may not.",
        "Each Party shall use file C:\\begin and [b] or [u] act.\n\n.5 per cent of it is [i] paid.\n\n:: x ::",
    ],
)
def test_what_only_looks_like_markup_is_read_as_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    treaty = treatylex.read(tmp_path / "a.txt")
    assert (treaty.text, treaty.source_format) == (text, "text")


def test_content_counts_before_the_name_and_the_difference_is_noted(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    (tmp_path / "page.txt").write_text(PAGE)
    treaty = treatylex.read(tmp_path / "page.txt")
    assert treaty.source_format == "html"
    (note,) = [each for each in treaty.diagnostics if each.code == "other-format"]
    assert note.severity is Severity.NOTE
    assert "ends in .txt, the content is HTML" in note.message


def test_the_place_of_a_text_is_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    treaty = treatylex.read(tmp_path / "a.txt")
    place = treaty.place_of(treaty.clauses[0].span)
    assert (place.line, str(place)) == (3, "line 3")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def test_a_folder_reads_all_formats_and_tells_what_it_skips(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "c.json").write_text(treatylex.to_json(treatylex.parse(TEXT)))
    (tmp_path / "c.meta.json").write_text('{"title": "Pact", "year": 1999}')
    (tmp_path / "f.txt").write_text(TEXT)
    (tmp_path / "g.html").write_text(PAGE)
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "d.pdf").write_text("")
    (tmp_path / "e.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "~$draft.docx").write_text("x")
    result = run("clauses", tmp_path, "--format", "csv")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 6
    why = "c.meta.json (JSON without a treaty), d.pdf (empty), e.txt (a link that leads nowhere)"
    assert result.stderr == f"treatylex: {tmp_path}: skipped 4: {why}, logo.png (a PNG image)\n"


def test_every_file_that_a_folder_skips_is_named_or_counted(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(TEXT)
    (tmp_path / "signed").mkdir()
    (tmp_path / "signed" / "pact.docx").write_bytes(b"PK\3\4 broken")
    (tmp_path / "annex.docx").write_bytes(b"")
    (tmp_path / "map.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    for number in range(2):
        (tmp_path / f"{number}.bin").write_bytes(b"\0\1")
    for ending in "abcdefghijkl":
        (tmp_path / f"x.{ending}").write_bytes(b"\0\1")
    (told,) = run("clauses", tmp_path, "--format", "csv").stderr.splitlines()
    assert "skipped 17: annex.docx (empty), map.txt (a PNG image), " in told
    assert f"{Path('signed', 'pact.docx')} (a damaged archive or word processor's file), 2 .bin, x.a, x.b, " in told
    assert told.endswith("x.i and 3 with other endings (no format that is read)")


def test_links_that_lead_nowhere_and_pipes_in_a_folder_are_told(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe")
    result = run("clauses", tmp_path, "--format", "csv")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 4
    skipped = "skipped 2: link.txt (a link that leads nowhere), pipe (no regular file)"
    assert result.stderr == f"treatylex: {tmp_path}: {skipped}\n"


@pytest.mark.parametrize("command", ["outline", "clauses", "diff"])
def test_no_larger_file_is_read_than_is_said(command: str, tmp_path: Path) -> None:
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_text(TEXT + " " * 2**20)
    small.write_text(TEXT)
    files = [large, small] if command == "diff" else [large]
    refused = run(command, *files, "--max-size", "1")
    assert refused.exit_code == (2 if command == "diff" else 3)
    assert refused.stderr == f"treatylex: {large}: is larger than 1 MB; split the file\n"
    assert run(command, *files, "--max-size", "2").exit_code == run(command, *files).exit_code < 2


def test_a_folder_that_is_mostly_skipped_fails_after_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for number in range(3):
        (tmp_path / f"{number}.bin").write_bytes(b"\0\1")
    result = run("clauses", tmp_path, "--format", "csv")
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    assert "skipped 3: 3 .bin (no format that is read); that is most of the folder" in result.stderr


def draft(tmp_path: Path) -> Path:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = (
        "<w:p><w:r><w:t>Article 1</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>Each Party </w:t></w:r>"
        "<w:del w:author='Sudria'><w:r><w:delText>sh</w:delText></w:r></w:del>"
        "<w:del w:author='Sudria'><w:r><w:delText>all</w:delText></w:r></w:del>"
        "<w:ins w:author='Sudria'><w:r><w:t>may</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> inform the other </w:t></w:r>"
        "<w:ins w:author='Norland'><w:r><w:t xml:space='preserve'>contracting </w:t></w:r></w:ins>"
        "<w:r><w:t>Party.</w:t></w:r></w:p>"
    )
    file = tmp_path / "draft.docx"
    document = f"<w:document {space}><w:body>{body}</w:body></w:document>"
    file.write_bytes(zipped(**{"word/document.xml": document}))
    return file


def test_a_draft_alone_is_compared_with_its_original(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    result = CliRunner().invoke(clause_diff, [str(draft(tmp_path))])
    assert result.exit_code == 1
    assert "shall" in result.output
    assert "may" in result.output
    original = run("clauses", draft(tmp_path), "--revisions", "original", "--format", "csv")
    assert "obligation" in original.output


@pytest.mark.parametrize(
    ("revisions", "how"),
    [("accepted", "as if all were accepted: `--revisions original`"), ("original", "as it was before them")],
)
def test_tracked_changes_are_told_with_their_authors(tmp_path: Path, revisions: str, how: str) -> None:
    pytest.importorskip("lxml")
    told = " ".join(run("outline", draft(tmp_path), "--revisions", revisions).output.split())
    assert f"3 tracked changes by Sudria (2), Norland (1); the text was read {how}" in told
    (tmp_path / "a.txt").write_text(TEXT)
    assert "tracked" not in run("outline", tmp_path / "a.txt").output


def test_a_text_alone_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    result = CliRunner().invoke(clause_diff, [str(tmp_path / "a.txt")])
    assert result.exit_code == 2
    assert "holds no tracked changes; name a second file" in result.stderr


def test_a_treaty_as_it_was_read_has_no_tracked_changes_either(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(treatylex.to_json(treatylex.parse(TEXT)))
    result = CliRunner().invoke(clause_diff, [str(tmp_path / "a.json")])
    assert result.exit_code == 2
    assert "no tracked changes; name a second file" in result.stderr


@pytest.mark.parametrize(
    ("choice", "message"), [({"revisions": "both"}, "revisions must be"), ({"column": 0}, "column")]
)
def test_a_choice_that_there_is_not_is_a_wrong_call(tmp_path: Path, choice: dict[str, object], message: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with pytest.raises(ValueError, match=message):
        treatylex.read(tmp_path / "a.txt", **choice)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "data", "module", "extra"),
    [
        ("a.html", PAGE.encode(), "lxml.html", "html"),
        ("a.pdf", b"%PDF-1.7", "pypdfium2", "pdf"),
        ("a.docx", zipped(word__document="x", **{"word/document.xml": "<x/>"}), "lxml.etree", "docx"),
    ],
)
def test_a_library_that_is_missing_is_named_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=rf"{name}: .* is not installed; pip install 'treatylex\[{extra}\]'") as caught:
        treatylex.read(tmp_path / name)
    assert "\n" not in str(caught.value)
