"""The command `merge`: three versions of one text; `clause-diff BASE OURS THEIRS` is the same."""

import shutil
from typing import TYPE_CHECKING, TextIO, cast

import click

from treatylex.cli.commands import main
from treatylex.cli.diff import LikeDiff, checked_equivalents, equivalents_option
from treatylex.cli.inputs import Inputs, jobs_option
from treatylex.cli.io import (
    Status,
    choices_options,
    color_option,
    complain,
    examples,
    instruments_option,
    opened,
    wants_color,
)
from treatylex.formats.documents import Choices
from treatylex.parsing.resolution.instruments import Instruments

if TYPE_CHECKING:
    from treatylex.model.merges import Merge

FORMATS = ("text", "merged", "markdown", "html", "json")


@main.command(
    cls=LikeDiff,
    epilog=examples(
        "treatylex merge model.txt ours.txt theirs.txt",
        "treatylex merge base.txt ours.txt theirs.txt --format merged > next.txt",
        "clause-diff base.txt ours.txt theirs.txt --output conflicts.html",
        statuses="Exit status: 0 no conflict, 1 conflicts, 2 trouble.",
    ),
)
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="merged: the text with the changes of both, conflicts marked as diff3 marks them.",
)
@click.option("--output", "target", metavar="FILE", help="Write to this file.")
@equivalents_option
@instruments_option
@choices_options
@jobs_option
@color_option
def merge(
    base: str,
    ours: str,
    theirs: str,
    form: str,
    target: str | None,
    equivalents: str | None,
    instruments: Instruments,
    choices: Choices,
    jobs: int,
    color: str,
) -> None:
    """Say what OURS and THEIRS each change in BASE, what both change alike, and where they conflict."""
    inputs = Inputs((base, ours, theirs), instruments, jobs, choices)
    raise click.exceptions.Exit(merged(inputs, form, target, checked_equivalents(equivalents), color))


def merged(inputs: Inputs, form: str, target: str | None, equivalents: str | None, color: str) -> Status:
    """Merge three versions and write what came of it."""
    from treatylex.comparing.merging import merge_treaties

    if list(inputs.paths).count("-") > 1:
        raise click.UsageError("only one of the three can be standard input")
    loaded = list(inputs.loaded())
    for each in loaded:
        if each.error is not None:
            complain(each.error)
    treaties = [each.treaty for each in loaded if each.treaty is not None]
    if len(treaties) != len(inputs.paths) or len(treaties) != 3:
        return Status.MISUSED
    found = merge_treaties(*treaties, equivalents=equivalents)
    with opened(target, inputs.outputs(equivalents), data=form != "text") as out:
        _write(found, form, cast(TextIO, out), color, is_file=target is not None)
    return Status.DIFFERENT if found.conflicts else Status.DONE


def _write(found: "Merge", form: str, out: TextIO, color: str, *, is_file: bool) -> None:
    from treatylex.formats.merge_data import merge_json
    from treatylex.reporting.merged import merge_lines, merge_markdown, merge_page

    if form != "text":
        render = {"merged": lambda each: each.text, "markdown": merge_markdown, "html": merge_page, "json": merge_json}
        click.echo(render[form](found).removesuffix("\n"), file=out)
        return
    lines = list(merge_lines(found, width=shutil.get_terminal_size((100, 24)).columns if not is_file else 100))
    if wants_color(color, out) and not is_file:
        from treatylex.reporting.terminal import console, differences_text

        console(out, color=True).print(differences_text(lines), soft_wrap=True, end="")
    else:
        click.echo("".join(f"{line}\n" for line in lines), file=out, nl=False)


def form_of(chosen: str | None, by_name: str) -> str:
    """The format of a comparison as one of a merge."""
    form = chosen or by_name
    if form not in FORMATS:
        raise click.UsageError(f"three versions can be told as {', '.join(FORMATS)}, not as {form}")
    return form
