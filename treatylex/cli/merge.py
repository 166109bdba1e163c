"""The command `merge`: three versions of one text; `clause-diff BASE OURS THEIRS` is the same."""

import shutil
from typing import TYPE_CHECKING, TextIO, cast

import click

from treatylex.cli.commands import main
from treatylex.cli.diff import LikeDiff, checked_equivalents, comparing_options
from treatylex.cli.inputs import Inputs
from treatylex.cli.io import (
    Status,
    complain,
    examples,
    form_by_name,
    opened,
    wants_color,
)
from treatylex.formats.documents import Choices
from treatylex.parsing.resolution.instruments import Instruments

if TYPE_CHECKING:
    from treatylex.model.merges import Merge

_ENDINGS = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".json": "json"}
FORMATS = ("text", "merged", "markdown", "html", "json")


@main.command(
    cls=LikeDiff,
    epilog=examples(
        "treatylex merge model.txt ours.txt theirs.txt",
        "treatylex merge base.txt ours.txt theirs.txt --format merged > next.txt",
        "clause-diff base.txt ours.txt theirs.txt --output conflicts.html",
        statuses="Exit status: 0 no conflict, 1 conflicts, or a reference that leads elsewhere once merged, 2 trouble.",
    ),
)
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to print; else by the ending of the output file, or text. merged: the text with the changes of both, "
    "conflicts marked as diff3 marks them.",
)
@comparing_options(
    only="Only places in which one of these changed",
    fail_on="Exit with status 1 only for a conflict in which one of these changed, whatever is shown.",
    output="Write to this file.",
)
def merge(
    base: str,
    ours: str,
    theirs: str,
    form: str | None,
    only: frozenset[str],
    fail_on: frozenset[str],
    target: str | None,
    equivalents: str | None,
    instruments: Instruments,
    choices: Choices,
    jobs: int,
    color: str,
) -> None:
    """Say what OURS and THEIRS each change in BASE, what both change alike, and where they conflict."""
    inputs = Inputs((base, ours, theirs), instruments, jobs, choices)
    form = form or form_by_name(target, _ENDINGS, "text")
    found = merged(inputs, form, target, checked_equivalents(equivalents), color, only, fail_on)
    raise click.exceptions.Exit(found)


def merged(
    inputs: Inputs,
    form: str,
    target: str | None,
    equivalents: str | None,
    color: str,
    only: frozenset[str],
    fail_on: frozenset[str],
) -> Status:
    """Merge three versions and write what came of it."""
    from treatylex.comparing.merging import merge_treaties

    if list(inputs.paths).count("-") > 1:
        raise click.UsageError("only one of the three can be standard input")
    loaded = list(inputs.loaded())
    for each in loaded:
        if each.error is not None:
            complain(each.error)
    treaties = [each.treaty for each in loaded if each.treaty is not None]
    if len(loaded) != 3:
        raise click.UsageError(f"three versions are merged, and these hold {len(loaded)}; name one file for each")
    if len(treaties) != 3:
        return Status.MISUSED
    if only and form == "merged":
        raise click.UsageError("--only chooses what is told, and the merged text holds all changes")
    found = merge_treaties(*treaties, equivalents=equivalents)
    with opened(target, inputs.outputs(equivalents), data=form != "text") as out:
        _write(found.only(only), form, cast(TextIO, out), color, is_file=target is not None)
    if target is not None or form in ("merged", "json"):  # a report for the eye tells them itself
        for misled in found.misled:
            complain(str(misled))
    return Status.DIFFERENT if found.only(fail_on).conflicts or found.misled else Status.DONE


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
