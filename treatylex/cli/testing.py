"""The command that writes tests: `treatylex init-tests`."""

import click

from treatylex.cli.commands import main
from treatylex.cli.io import complain, examples, status_of
from treatylex.errors import InputError


@main.command(
    "init-tests",
    epilog=examples(
        "treatylex init-tests treaties/ && pytest treaties/",
        statuses="Exit status: 0 done, 2 a wrong call, or the file is there already, 3 nothing to test.",
    ),
)
@click.argument("folder", metavar="DIR")
@click.option("--overwrite", is_flag=True, help="Replace the tests that are there already.")
def init_tests(folder: str, overwrite: bool) -> None:
    """Write tests for the treaties in DIR: that they are read, and hold together. pytest runs them."""
    from treatylex.testing.suites import write_suite

    try:
        written = write_suite(folder, overwrite=overwrite)
    except InputError as fault:
        complain(fault)
        raise click.exceptions.Exit(status_of(fault)) from None
    click.echo(f"{written}: written; run it with `pytest {folder}`, which needs `pip install treatylex[testing]`")
