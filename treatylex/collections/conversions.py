"""Conversions: every format that a treaty can be written in, and what each cannot carry.

Guarantees: one table of what is written; a format is one entry here and one module that writes it, imported when it is
used (what is read is the table of `formats/registry`). What a format leaves out is told, with figures where the treaty
has any of it.
"""

import functools
import io
from collections import Counter
from collections.abc import Callable, Iterator

import attrs

from treatylex.errors import InputError
from treatylex.model.provisions import LeafKind, Treaty
from treatylex.parsing.resolution.instruments import Instruments


@attrs.frozen(kw_only=True)
class Conversion:
    """A format that treaties can be written in.

    `suffix` begins the names of its files with a dot; `write` makes its text or bytes of a treaty and the instruments
    with which it was read; `lost` tells what of a treaty it cannot carry, a line each.
    """

    name: str
    label: str
    suffix: str
    write: Callable[[Treaty, Instruments], str | bytes]
    lost: Callable[[Treaty], Iterator[str]]


def convert(treaty: Treaty, to: str, *, instruments: Instruments = None) -> str | bytes:
    r"""A treaty in another format.

    Args:
        treaty: what `parse` or `read` returned.
        to: the name of a format: "akn", "legalruleml", "html", "markdown", "csv", "parquet", "json", "docx", "dot",
            "mermaid".
        instruments: the instruments with which the treaty was read, besides the built-in ones.

    Returns:
        A text, or bytes for "docx" and "parquet".

    Raises:
        InputError: for a format that there is not, or whose library is not installed.

    >>> from treatylex.parsing.reader import parse
    >>> print(convert(parse("Pact\n\nArticle 1\n\nEach Party shall act."), "markdown"), end="")
    # Pact
    <BLANKLINE>
    ### Article 1
    <BLANKLINE>
    Each Party shall act.
    """
    return conversion_named(to).write(treaty, instruments)


def conversion_named(name: str) -> Conversion:
    """The conversion to the format of this name.

    Raises:
        InputError: when there is none.
    """
    known = conversions()
    if name not in known:
        raise InputError(f"treatylex writes no format {name!r}; choose one of {', '.join(known)}")
    return known[name]


@functools.cache
def conversions() -> dict[str, Conversion]:
    """Every conversion by its name, the most usual first."""
    known = (
        Conversion(name="akn", label="Akoma Ntoso 3.0", suffix=".xml", write=_akn, lost=_text_only),
        Conversion(name="legalruleml", label="LegalRuleML 1.0", suffix=".lrml", write=_legalruleml, lost=_norms_only),
        Conversion(name="html", label="a page", suffix=".html", write=_html, lost=_furniture),
        Conversion(name="markdown", label="Markdown", suffix=".md", write=_markdown, lost=_words_only),
        Conversion(name="docx", label="Word", suffix=".docx", write=_docx, lost=_words_only),
        Conversion(name="csv", label="CSV, a clause a row", suffix=".csv", write=_csv, lost=_clauses_only),
        Conversion(name="parquet", label="Parquet, likewise", suffix=".parquet", write=_parquet, lost=_clauses_only),
        Conversion(name="json", label="JSON", suffix=".json", write=_json, lost=_nothing),
        Conversion(name="dot", label="DOT", suffix=".dot", write=_dot, lost=_labels_only),
        Conversion(name="mermaid", label="Mermaid", suffix=".mmd", write=_mermaid, lost=_labels_only),
    )
    return {each.name: each for each in known}


# ---------------------------------------------------------------- writers


def _akn(treaty: Treaty, instruments: Instruments) -> str:
    from treatylex.formats.akn import to_akn

    return to_akn(treaty, instruments=instruments)


def _legalruleml(treaty: Treaty, _: Instruments) -> str:
    from treatylex.formats.legalruleml import to_legalruleml

    return to_legalruleml(treaty)


def _html(treaty: Treaty, _: Instruments) -> str:
    from treatylex.reporting.html import to_html

    return to_html(treaty)


def _markdown(treaty: Treaty, _: Instruments) -> str:
    from treatylex.reporting.marked_changes import to_markdown

    return to_markdown(treaty)


def _docx(treaty: Treaty, _: Instruments) -> bytes:
    from treatylex.reporting.word import to_docx

    return to_docx(treaty)


def _json(treaty: Treaty, _: Instruments) -> str:
    from treatylex.formats.json import to_json

    return to_json(treaty) + "\n"


def _dot(treaty: Treaty, _: Instruments) -> str:
    from treatylex.reporting.clause_tree import to_dot

    return to_dot(treaty)


def _mermaid(treaty: Treaty, _: Instruments) -> str:
    from treatylex.reporting.clause_tree import to_mermaid

    return to_mermaid(treaty)


def _columns(treaty: Treaty) -> dict[str, list[object]]:
    from treatylex.collections.tables import ClauseRow, clause_rows

    rows = list(clause_rows(treaty))
    return {field.name: [getattr(row, field.name) for row in rows] for field in attrs.fields(ClauseRow)}


def _csv(treaty: Treaty, _: Instruments) -> str:
    from treatylex.reporting.listings import write_csv

    columns = _columns(treaty)
    file = io.StringIO()
    write_csv(file, list(columns), zip(*columns.values(), strict=True))
    return file.getvalue()


def _parquet(treaty: Treaty, _: Instruments) -> bytes:
    from treatylex.collections.tables import ClauseRow, clause_rows
    from treatylex.reporting.listings import parquet_of

    return parquet_of(ClauseRow, clause_rows(treaty))


# ---------------------------------------------------------------- what is lost


def _nothing(_: Treaty) -> Iterator[str]:
    yield from ()


def _furniture(treaty: Treaty) -> Iterator[str]:
    count = sum(leaf.kind is LeafKind.FURNITURE for leaf in treaty.leaves)
    if count:
        yield f"page numbers and running heads ({count:,})"


def _words_only(treaty: Treaty) -> Iterator[str]:
    yield from _furniture(treaty)
    if treaty.clauses:
        yield f"what was read in the words: clauses ({len(treaty.clauses):,}), where references lead"


def _text_only(treaty: Treaty) -> Iterator[str]:
    yield from _furniture(treaty)
    if treaty.clauses:
        yield f"clauses ({len(treaty.clauses):,}); legalruleml writes the norms among them"
    open_ends = Counter(
        resolution.status.value
        for reference in treaty.references
        for resolution in treaty.resolve(reference)
        if resolution.provision is None and resolution.work is None
    )
    if open_ends:
        told = ", ".join(f"{count:,} {status}" for status, count in open_ends.most_common())
        yield f"links of references of which it is not certain where they lead ({told})"


def _norms_only(treaty: Treaty) -> Iterator[str]:
    from treatylex.formats.legalruleml import left_out

    yield "the text around the norms; akn writes it"
    missing = left_out(treaty)
    if missing:
        yield f"clauses that are no norms ({', '.join(f'{count:,} {kind}' for kind, count in missing.items())})"


def _clauses_only(treaty: Treaty) -> Iterator[str]:
    yield "the tree of provisions, and phrases nested in phrases"
    outside = sum(leaf.kind is LeafKind.TEXT for leaf in treaty.leaves) and any(map(treaty.unread, treaty.children))
    if outside:
        yield "words that stand in no clause"


def _labels_only(treaty: Treaty) -> Iterator[str]:
    yield "all but the first sixty characters of each provision and clause"
