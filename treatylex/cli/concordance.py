"""The command `compare`: one provision across many treaties."""

from collections.abc import Sequence

import click

from treatylex.cli.commands import main
from treatylex.cli.io import color_option, examples, files_argument, instruments_option, output, read_inputs
from treatylex.cli.rows import TABLE_FORMATS, print_rows
from treatylex.comparing.concordance import Answer, concordance
from treatylex.errors import AddressError, InputError
from treatylex.model.provisions import Treaty
from treatylex.parsing.resolution.catalogue import Instruments


@main.command(
    epilog=examples(
        "treatylex compare treaties/ --on withdrawal",
        "treatylex compare model.txt bit-2012.txt bit-2019.txt --on art_5",
        "treatylex compare treaties/ --on '/without delay|immediately/' --format csv > delay.csv",
        "treatylex compare treaties/ --on 'settlement of disputes' --format html > disputes.html",
    )
)
@files_argument
@click.option(
    "--on",
    required=True,
    metavar="TOPIC|EID|/REGEX/",
    help="A topic, sought in headings, defined terms and clauses; an eId of the first treaty; or an expression.",
)
@click.option("--format", "form", type=click.Choice([*TABLE_FORMATS, "html"]), default="table", show_default=True)
@instruments_option
@color_option
def compare(files: tuple[str, ...], on: str, form: str, instruments: Instruments, color: str) -> None:
    """Show one provision of every FILE side by side: where it was found, and how each qualifies it."""
    treaties: list[Treaty] = []
    unreadable = None
    try:
        treaties.extend(read_inputs(files, instruments))
    except click.exceptions.Exit as end:  # what could be read is shown first
        unreadable = end
    try:
        answers = concordance(treaties, on)
    except (AddressError, InputError) as fault:
        raise click.BadParameter(str(fault), param_hint="--on") from None
    _print(answers, on, form, color)
    if unreadable is not None:
        raise unreadable


def _print(answers: Sequence[Answer], on: str, form: str, color: str) -> None:
    from treatylex.reporting.concordance import (
        COLUMNS,
        ConcordanceRow,
        concordance_page,
        concordance_rows,
        concordance_summary,
    )

    if form == "html":
        click.echo(concordance_page(answers, on), file=output(), nl=False)
        return
    if form == "table":
        click.echo(f"{concordance_summary(answers)}\n", file=output())
    print_rows(ConcordanceRow, concordance_rows(answers), form, color, COLUMNS)
