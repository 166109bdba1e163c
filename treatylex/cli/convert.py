"""The command `convert`: a treaty in another format."""

import os
from pathlib import Path

import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, inputs_argument
from treatylex.cli.io import Status, complain, examples, output, target_option, write_bytes
from treatylex.collections.conversions import Conversion, conversions
from treatylex.errors import InputError, OutputError
from treatylex.model.provisions import Treaty
from treatylex.outputs import Outputs, encoded


@main.command(
    epilog=examples(
        "treatylex convert treaty.txt --to akn > treaty.xml",
        "treatylex convert treaty.docx --to html --output treaty.html",
        "treatylex convert treaties/ --to legalruleml --output norms/",
        "treatylex convert treaty.txt --to dot | dot -Tsvg > treaty.svg",
    )
)
@inputs_argument
@click.option("--to", "form", required=True, type=click.Choice(list(conversions())), help="The format to write.")
@target_option("Write to this file; to this folder for several treaties.", "FILE|FOLDER")
@click.option("--quiet", is_flag=True, help="Do not say what the format cannot carry.")
def convert(inputs: Inputs, form: str, target: str | None, quiet: bool) -> None:
    """Write each FILE in another format; what that cannot carry is told on standard error."""
    conversion = conversions()[form]
    several = len(inputs.paths) > 1 or any(map(os.path.isdir, inputs.paths))
    if several and target is None:
        raise click.UsageError("several treaties need --output FOLDER")
    if several and target is not None and not os.path.isdir(target):
        if os.path.exists(target):
            raise click.UsageError(f"several treaties need a folder, and {target} is a file; name another output")
        if Path(target).suffix in (conversion.suffix, ".txt"):
            raise click.UsageError(f"several treaties need a folder, and {target} is named like a file")
    names: set[str] = set()
    outputs = inputs.outputs() if target else Outputs()
    failed = False
    for treaty in inputs.treaties():
        try:
            made = conversion.write(treaty, inputs.instruments)
            _write(made, _path(treaty, conversion, target, names) if several and target else target, outputs)
        except InputError as fault:
            complain(fault)
            failed = True
            continue
        if not quiet:
            for lost in conversion.lost(treaty):
                complain(f"{treaty.source.name}: {form} does not carry {lost}")
    if failed:
        raise click.exceptions.Exit(Status.MISUSED)


def _path(treaty: Treaty, conversion: Conversion, folder: str, names: set[str]) -> str:
    """A file of its own for each treaty, however alike their names."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder}: {(fault.strerror or str(fault)).lower()}; name another output") from None
    stem = Path(treaty.source.name).stem.strip("<>") or "treaty"
    name, number = stem, 1
    while name in names:
        number += 1
        name = f"{stem}-{number}"
    names.add(name)
    return str(Path(folder) / f"{name}{conversion.suffix}")


def _write(made: str | bytes, path: str | None, outputs: Outputs) -> None:
    if isinstance(made, str) and path is None:
        click.echo(made, file=output(data=True), nl=False)
    else:
        write_bytes(encoded(made) if isinstance(made, str) else made, path, outputs)
