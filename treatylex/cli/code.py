"""The commands `code` and `scheme`: treaties in the terms of a coding scheme."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, rows_command
from treatylex.cli.io import Status, check_targets, complain, examples, form_by_name, opened, output, target_option
from treatylex.cli.rows import TABLE_FORMATS, write_rows
from treatylex.collections.members import Member
from treatylex.errors import InputError
from treatylex.model.codings import Value
from treatylex.model.provisions import Treaty
from treatylex.opening import text_of
from treatylex.outputs import Outputs

if TYPE_CHECKING:
    from treatylex.coding.schemes import Scheme
    from treatylex.reporting.coded import CodedTreaty


@main.command(
    epilog=examples(
        "treatylex code treaties/ --scheme final-clauses -o codes.csv --evidence evidence.html",
        "treatylex code bits/ --scheme investment --long --format csv > quotations.csv",
        "treatylex code treaties/ --scheme own.toml --gold coded-by-hand.json",
        "treatylex code treaty.txt --scheme alliance",
    )
)
@click.option("--scheme", "name", required=True, metavar="NAME|FILE", help="A scheme, or a TOML file with your own.")
@target_option("Write the table to a file, as CSV or as JSON by its ending.")
@click.option("--long", is_flag=True, help="Print a row for each quotation, not one for each treaty.")
@click.option("--evidence", metavar="FILE", help="Write a page with every value and its quotations in context.")
@click.option("--gold", metavar="FILE", help="Print how far the codes agree with those of a reader (JSON or CSV).")
@rows_command(*TABLE_FORMATS)
def code(
    inputs: Inputs,
    name: str,
    target: str | None,
    long: bool,
    evidence: str | None,
    gold: str | None,
    form: str,
    color: str,
) -> None:
    """Code each FILE by a scheme: one value a variable, each with the quotations that decide it."""
    from treatylex.coding.agreement import read_gold

    try:
        _scheme.cache_clear()  # a file may have changed since
        scheme = _scheme(name)
        wanted = None if gold is None else read_gold(gold)
    except InputError as fault:
        raise click.UsageError(str(fault)) from None
    codings = inputs.map(functools.partial(_tell, name, long, evidence is not None))
    if wanted is not None and (long or evidence is not None):
        raise click.UsageError("--gold compares values, and writes no quotations: leave --long and --evidence out")
    pages: list[CodedTreaty] = []
    outputs = inputs.outputs(name, gold) if target or evidence else Outputs()
    check_targets(outputs, target, evidence)
    table_form = _form(target, form)
    if wanted is not None:
        with opened(target, outputs, data=False) as file:
            write_rows(file, *_agreement(codings, scheme, wanted), table_form, color)
        return
    form_by_name(evidence, {".html": "html", ".htm": "html"}, "html", remedy="")
    unreadable: click.exceptions.Exit | None = None
    try:
        with opened(target, outputs, data=False) as file:
            write_rows(file, _header(scheme, long=long), _rows(codings, pages), table_form, color)
    except click.exceptions.Exit as end:  # what could be read is shown first
        unreadable = end
    if evidence is not None:
        from treatylex.reporting.coded import codings_page

        with opened(evidence, outputs, data=True) as file:
            file.write(codings_page(pages, scheme.name, scheme.version))
    if unreadable is not None:
        raise unreadable


@attrs.frozen(kw_only=True)
class _Told:
    """What is told of one treaty: its rows of the table, what the page needs, and its values."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    page: "CodedTreaty | None"
    values: Mapping[str, Value]
    unread: str | None


def _tell(name: str, long: bool, page: bool, treaty: Treaty, member: Member) -> _Told:
    """Code a treaty, where it is read; a scheme loads once a process."""
    from treatylex.coding.coder import code as coded
    from treatylex.reporting.coded import coded_treaty, long_rows, wide_row

    coding = coded(treaty, _scheme(name))
    rows = map(attrs.astuple, long_rows(treaty, coding)) if long else [wide_row(treaty, coding)]
    told = coded_treaty(treaty, coding) if page else None
    return _Told(name=treaty.source.name, rows=tuple(rows), page=told, values=coding.values, unread=_unread(treaty))


def _unread(treaty: Treaty) -> str | None:
    """What of a treaty no value speaks of, since nothing was read there; `None` where that is nothing."""
    foreign = [told for told in treaty.diagnostics if told.code == "not-english"]
    if not treaty.clauses:
        return f"{foreign[0].message if foreign else 'no clause was found in it'}, and so no value says anything of it"
    if not foreign:
        return None
    first = treaty.source.place_of(foreign[0].span)
    return f"{len(foreign):,} passages are not in English and were not coded, the first at {first}"


@functools.cache
def _scheme(name: str) -> "Scheme":
    from treatylex.coding.loading import load_scheme

    return load_scheme(name)


def _rows(codings: Iterable[_Told], pages: "list[CodedTreaty]") -> Iterator[tuple[str, ...]]:
    """The rows of the table, treaty by treaty; what the page needs is noted in `pages`."""
    for told in codings:
        if told.unread is not None:
            complain(f"{told.name}: {told.unread}")
        if told.page is not None:
            pages.append(told.page)
        yield from told.rows


def _header(scheme: "Scheme", *, long: bool) -> tuple[str, ...]:
    from treatylex.reporting.coded import CodedRow

    if long:
        return tuple(field.name for field in attrs.fields(CodedRow))
    return ("source", "title", *(variable.name for variable in scheme.variables))


def _form(target: str | None, form: str) -> str:
    """How the table is written: to a file by its ending, as CSV without one, unless an option says how."""
    if target is None or form != "table":
        return form
    return form_by_name(target, {".csv": "csv", ".json": "json"}, "csv")


def _agreement(
    codings: Iterable[_Told], scheme: "Scheme", gold: Mapping[str, Mapping[str, Value]]
) -> tuple[tuple[str, ...], Iterator[tuple[str, ...]]]:
    """How far the codes agree with a reader's; treaties that the reader did not code are left out, and told."""
    from treatylex.coding.agreement import agreement, gold_of
    from treatylex.reporting.coded import AGREEMENT_COLUMNS, agreement_rows

    pairs: list[tuple[Mapping[str, Value], Mapping[str, Value]]] = []
    for told in codings:
        known = gold_of(gold, told.name)
        if known is None:
            complain(f"{told.name}: not in the codes to compare with; left out")
        else:
            pairs.append((known, told.values))
    return AGREEMENT_COLUMNS, agreement_rows(agreement(scheme, pairs))


@main.group(
    epilog=examples("treatylex scheme list", "treatylex scheme check own.toml", "treatylex scheme show alliance")
)
def scheme() -> None:
    """List, show and check coding schemes."""


@scheme.command("list", epilog=examples("treatylex scheme list"))
def list_schemes() -> None:
    """List the schemes that come with treatylex."""
    from treatylex.coding.loading import load_scheme, scheme_names

    for name in scheme_names():
        loaded = load_scheme(name)
        click.echo(f"{name} {loaded.version}: {loaded.title}, {len(loaded.variables)} variables", file=output())


@scheme.command("show", epilog=examples("treatylex scheme show final-clauses > own.toml"))
@click.argument("name")
def show_scheme(name: str) -> None:
    """Print the TOML of a scheme that comes with treatylex, to begin one of your own with."""
    from treatylex.coding.loading import scheme_text

    try:
        click.echo(scheme_text(name), file=output(), nl=False)
    except InputError as fault:
        raise click.UsageError(str(fault)) from None


@scheme.command("check", epilog=examples("treatylex scheme check own.toml"))
@click.argument("file")
def check_scheme(file: str) -> None:
    """Say whether the scheme in FILE is sound, and else what is wrong with it, line by line."""
    from treatylex.coding.loading import read_scheme

    try:
        text = text_of(file)
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(Status.UNREADABLE) from None
    loaded, faults = read_scheme(text)
    for found in faults:
        click.echo(f"{file}:{found.line}: {found.message}", file=output())
    if loaded is None:
        raise click.exceptions.Exit(1)
    click.echo(f"{file}: sound, {len(loaded.variables)} variables", file=output())
