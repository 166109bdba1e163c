"""The command `lineage`: which clauses came from which earlier treaty."""

import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, rows_command
from treatylex.cli.io import (
    Status,
    check_targets,
    complain,
    examples,
    form_by_name,
    opened,
    share,
    status_of,
    target_option,
)
from treatylex.cli.rows import TABLE_FORMATS, print_rows, write_rows
from treatylex.collections.descent import LIKENESS, Descent, Lineage, lineage_of, sketched
from treatylex.collections.families import lineage_picture
from treatylex.errors import InputError

_COLUMNS = ("treaty_id", "citation", "earlier_id", "earlier_citation", "likeness", "text")
_NAMED = 5  # treaties without a date that are told by name


@main.command(
    epilog=examples(
        "treatylex lineage agreements/ --format csv > descents.csv",
        "treatylex lineage agreements.toml -o descents.parquet --picture families.svg",
        "treatylex lineage agreements/ --likeness 0.8",
    )
)
@click.option(
    "--likeness",
    type=click.FloatRange(0, 1, min_open=True),
    default=LIKENESS,
    callback=share,
    show_default=True,
    help="The least share of word sequences that a clause has in common with one that it came from.",
)
@target_option("Write the rows to a file: .csv, .json or .parquet.")
@click.option("--picture", metavar="FILE", help="Draw who descends from whom as a heat map in SVG.")
@rows_command(*TABLE_FORMATS)
def lineage(inputs: Inputs, likeness: float, target: str | None, picture: str | None, form: str, color: str) -> None:
    """Tell which clauses of the treaties in FILE... came from which earlier one among them.

    Treaties follow one another by the day of signature that a manifest gives as "signed", else by the day that they
    name; those without one count as the latest.
    """
    if target or picture:
        check_targets(inputs.outputs(), target, picture)
    form = _form(target, form)
    form_by_name(picture, {".svg": "svg"}, "svg", remedy="")
    unread: click.exceptions.Exit | None = None
    made = []
    for each in inputs.made(sketched):
        made.append(each)
        if each.error is not None:
            complain(each.error)
            unread = click.exceptions.Exit(Status.UNREADABLE)
    try:
        found = lineage_of(made, likeness=likeness)
        _tell_undated(found)
        _write(inputs, found, target, form, color)
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(status_of(fault)) from None
    if picture is not None:
        with opened(picture, inputs.outputs(), data=True) as file:
            file.write(lineage_picture(found))
    if unread is not None:
        raise unread


def _tell_undated(found: Lineage) -> None:
    if found.undated:
        more = f" and {len(found.undated) - _NAMED:,} others" if len(found.undated) > _NAMED else ""
        complain(
            f"no day of signature is known of {', '.join(found.undated[:_NAMED])}{more}: they count as the latest; "
            "a manifest may give it as 'signed'"
        )


def _form(target: str | None, form: str) -> str:
    """How the rows are written: to a file by its ending, as CSV without one, unless an option says how."""
    if target is None or form != "table":
        return form
    return form_by_name(target, {".csv": "csv", ".json": "json", ".parquet": "parquet"}, "csv")


def _write(inputs: Inputs, found: Lineage, target: str | None, form: str, color: str) -> None:
    if target is None:
        print_rows(Descent, found.descents, form, color, _COLUMNS)
    elif form == "parquet":
        from treatylex.reporting.listings import parquet_of

        inputs.outputs().write(target, parquet_of(Descent, found.descents))
    else:
        import attrs

        header = tuple(field.name for field in attrs.fields(Descent))
        with opened(target, inputs.outputs(), data=True) as file:
            write_rows(file, header, map(attrs.astuple, found.descents), form, color)
