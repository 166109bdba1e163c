"""`treatylex explain`: why a clause was read as it was."""

import json

import click

from treatylex.cli.io import choices_options, examples, instruments_option, output, output_option, read_or_exit
from treatylex.errors import AddressError
from treatylex.formats.documents import Choices
from treatylex.parsing.resolution.instruments import Instruments


@click.command(
    epilog=examples(
        "treatylex explain treaty.txt art_4__para_1__norm_1",
        "treatylex explain --json treaty.txt 'Article 4(1)'",
        statuses="Exit status: 0 done, 2 a wrong call or no such eId, 3 an input that cannot be read.",
    )
)
@output_option
@click.argument("file")
@click.argument("eid", metavar="EID")
@click.option("--json", "as_json", is_flag=True, help="Print the decisions as JSON.")
@instruments_option
@choices_options
def explain(file: str, eid: str, as_json: bool, instruments: Instruments, choices: Choices) -> None:
    """Say of the clause EID in FILE which cue, which rule and which scope led to each of its fields.

    With the eId of a provision, or its citation ("Article 4(1)"): of each clause in it.
    """
    from treatylex.parsing.explaining import explain as explained
    from treatylex.reporting.explanation import explanation_data, explanation_text

    treaty = read_or_exit(file, instruments, choices)
    try:
        found = explained(treaty, eid, instruments=instruments)
    except AddressError as fault:
        raise click.BadParameter(str(fault), param_hint="EID") from None
    out = output(data=as_json)
    if as_json:
        data = [explanation_data(treaty, explanation) for explanation in found]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1), file=out)
    else:
        click.echo("\n".join(explanation_text(treaty, explanation) for explanation in found), file=out, nl=False)
