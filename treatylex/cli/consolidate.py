"""The command `consolidate`: a treaty with the amendments of protocols."""

import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, jobs_option
from treatylex.cli.io import (
    Status,
    choices_options,
    complain,
    examples,
    form_by_name,
    instruments_option,
    opened,
    output,
    target_option,
    write_word,
)
from treatylex.formats.documents import Choices
from treatylex.parsing.resolution.instruments import Instruments

_FORMS = {".txt": "text", ".text": "text", ".json": "json", ".docx": "docx"}


@main.command(
    epilog=examples(
        "treatylex consolidate convention.txt protocol-1.docx protocol-2.txt > consolidated.txt",
        "treatylex consolidate convention.txt protocol.txt --output consolidated.txt",
        "treatylex consolidate convention.txt protocol.txt --output consolidated.docx",
        "treatylex consolidate convention.txt protocol.txt --json",
        statuses="Exit status: 0 all applied, 1 an instruction was not applied or a protocol amends nothing, "
        "2 a wrong call, 3 an unreadable input.",
    )
)
@click.argument("base")
@click.argument("protocols", nargs=-1, required=True, metavar="PROTOCOL...")
@target_option("Write to this file, and tell the changes: text, .json, or .docx with tracked changes.")
@click.option("--json", "as_json", is_flag=True, help="Write text, changes and what was not applied as JSON.")
@instruments_option
@choices_options
@jobs_option
def consolidate(
    base: str,
    protocols: tuple[str, ...],
    target: str | None,
    as_json: bool,
    instruments: Instruments,
    choices: Choices,
    jobs: int,
) -> None:
    """Apply each PROTOCOL to BASE, in order, and write the consolidated text.

    What cannot be applied is told on standard error with its place and the reason.
    """
    from treatylex.amending.consolidating import consolidate_treaties
    from treatylex.comparing.diffing import diff_treaties
    from treatylex.formats.consolidation_data import consolidation_json
    from treatylex.reporting.consolidated import consolidation_lines

    if [base, *protocols].count("-") > 1:
        raise click.UsageError("only one of the files can be standard input")
    form = form_by_name(target, _FORMS, "text")
    if form == "docx" and as_json:
        raise click.UsageError("--json writes no Word document; leave it out, or name a .json file")
    inputs = Inputs((base, *protocols), instruments, jobs, choices)
    treaty, *amending = inputs.treaties()
    if not amending:
        raise click.UsageError("a base treaty and at least one protocol are needed")
    found = consolidate_treaties(treaty, amending)
    if form == "docx" and target is not None:
        write_word(diff_treaties(treaty, found.treaty), target, inputs.outputs())
    else:
        with opened(target, inputs.outputs(), data=True) as out:
            is_json = as_json or form == "json"
            click.echo(consolidation_json(found) if is_json else found.text.removesuffix("\n"), file=out)
    if target is not None:
        click.echo("\n".join(consolidation_lines(found)), file=output(data=False))
    for each in found.unapplied:
        complain(str(each))
    speaking = {each.protocol for each in found.amendments} | {each.protocol for each in found.unapplied}
    silent = [protocol.source.name for protocol in amending if protocol.source.name not in speaking]
    for name in silent:
        complain(f"{name}: no sentence there amends anything")
    for stale in found.stale:
        complain(f"{found.base.source.name}: reference not adapted: {stale}")
    for collision in found.collisions:
        complain(f"{found.base.source.name}: {collision}")
    raise click.exceptions.Exit(Status.DIFFERENT if found.unapplied or silent else Status.DONE)
