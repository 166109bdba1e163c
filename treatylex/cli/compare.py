"""The command `compare`: one provision across many treaties."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, rows_command
from treatylex.cli.io import examples, output, output_option
from treatylex.cli.rows import TABLE_FORMATS, print_rows
from treatylex.errors import AddressError, InputError
from treatylex.model.provisions import Treaty

if TYPE_CHECKING:
    from treatylex.comparing.telling.concordance import Answer


@main.command(
    epilog=examples(
        "treatylex compare treaties/ --on withdrawal",
        "treatylex compare model.txt bit-2012.txt bit-2019.txt --on art_5",
        "treatylex compare treaties/ --on '/without delay|immediately/' --format csv > delay.csv",
        "treatylex compare treaties/ --on 'settlement of disputes' --format html > disputes.html",
    )
)
@click.option(
    "--on",
    required=True,
    metavar="TOPIC|EID|/REGEX/",
    help="A topic; an eId of the first treaty; or an expression. Topics that a coding scheme knows are found by it,"
    " others in headings, defined terms and clauses.",
)
@click.option("--long", is_flag=True, help="Print a row for each clause that answers, not one for each treaty.")
@rows_command(*TABLE_FORMATS, "html")
@output_option
def compare(inputs: Inputs, on: str, long: bool, form: str, color: str) -> None:
    """Show one provision of every FILE side by side: where it was found, and how each qualifies it."""
    from treatylex.comparing.telling.concordance import concordance, unknown_topic

    treaties: list[Treaty] = []
    unreadable = None
    try:
        treaties.extend(inputs.treaties())
    except click.exceptions.Exit as end:  # what could be read is shown first
        unreadable = end
    try:
        answers = concordance(treaties, on)
    except (AddressError, InputError) as fault:
        raise click.BadParameter(str(fault), param_hint="--on") from None
    if answers and (told := unknown_topic(answers, on)) is not None:
        raise click.BadParameter(told, param_hint="--on")
    _print(answers, on, form, color, long=long)
    if unreadable is not None:
        raise unreadable


def _print(answers: "Sequence[Answer]", on: str, form: str, color: str, *, long: bool) -> None:
    from treatylex.reporting.answers import (
        COLUMNS,
        ConcordanceRow,
        concordance_page,
        concordance_rows,
        concordance_summary,
    )

    if form == "html":
        click.echo(concordance_page(answers, on), file=output(data=True), nl=False)
        return
    if form == "table":
        click.echo(f"{concordance_summary(answers)}\n", file=output())
    print_rows(ConcordanceRow, concordance_rows(answers, long=long), form, color, COLUMNS)
