"""The command `table`: a collection as tidy tables."""

import os

import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, inputs_argument
from treatylex.cli.io import Status, complain, examples, status_of, target_option
from treatylex.collections.storing import FORMS, Writer
from treatylex.collections.tidy import rows
from treatylex.errors import InputError


@main.command(
    epilog=examples(
        "treatylex table treaties/ -o tables",
        "treatylex table treaties/ -o tables --format parquet",
        "treatylex table treaties/ -o treaties.duckdb",
    )
)
@target_option("A folder, or a database that ends in .duckdb.", "DIR|FILE", required=True)
@click.option(
    "--format", "form", type=click.Choice(FORMS), help="How to store them; else by the target's name, or CSV."
)
@inputs_argument
def table(inputs: Inputs, target: str, form: str | None) -> None:
    """Store what was read of each FILE as tidy tables: treaties, provisions, clauses, modifiers, periods and more."""
    failed = False
    try:
        if os.path.isfile(target):
            inputs.outputs().check(target)
        with Writer(target, form) as writer:
            for made in inputs.made(rows):
                if made.value is None:
                    complain(made.error)
                    failed = True
                else:
                    writer.add(made.value)
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(status_of(fault)) from None
    if failed:
        raise click.exceptions.Exit(Status.UNREADABLE)
