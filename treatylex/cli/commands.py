"""The commands. Each reads its inputs, calls one function of another room and prints what it returns."""

import difflib
import functools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import click

from treatylex.cli.diff import clause_diff
from treatylex.cli.explain import explain
from treatylex.cli.inputs import Inputs, inputs_argument, rows_command
from treatylex.cli.io import (
    Commands,
    Status,
    choices_options,
    color_option,
    complain,
    examples,
    instruments_option,
    output,
    output_option,
    read_or_exit,
    wants_color,
)
from treatylex.cli.rows import TABLE_FORMATS, print_rows
from treatylex.collections.coverage import Coverage, coverage
from treatylex.collections.members import Member
from treatylex.collections.tables import CLAUSE_COLUMNS, ClauseRow, clause_rows
from treatylex.errors import Severity
from treatylex.formats.documents import Choices
from treatylex.model.clauses import ClauseKind
from treatylex.model.provisions import Treaty
from treatylex.model.queries import actors_of, where
from treatylex.parsing.resolution.instruments import Instruments
from treatylex.source import visible_name


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "treatylex outline treaty.txt",
        "treatylex diff draft.txt signed.txt",
        "treatylex clauses treaties/ --kind prohibition --format csv",
        "pbpaste | treatylex outline -",
    ),
)
@click.version_option(package_name="treatylex", prog_name="treatylex")
def main() -> None:
    """Read treaty text: who must, may or must not do what, when, unless what, under which provision."""


_EMPTY = "empty: there is no text in it"


@main.command(
    epilog=examples(
        "treatylex outline treaty.txt",
        "treatylex outline --json treaty.txt > treaty.json",
        "echo 'Each Party shall inform the other Party without delay.' | treatylex outline -",
    )
)
@output_option
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the whole tree as JSON.")
@click.option("--details", is_flag=True, help="Tell also who the parties are, how long times are, and what is defined.")
@instruments_option
@choices_options
@color_option
def outline(file: str, as_json: bool, details: bool, instruments: Instruments, choices: Choices, color: str) -> None:
    """Print the outline of the treaty in FILE (- for standard input)."""
    treaty = read_or_exit(file, instruments, choices)
    out = output(data=as_json)
    if not treaty.text.strip():
        complain(f"{treaty.source.name}: {_EMPTY}")
    if as_json:
        from treatylex.formats.json import to_json

        click.echo(to_json(treaty), file=out)
    elif wants_color(color, out):
        from treatylex.reporting.terminal import console, outline_tree

        console(out, color=True).print(outline_tree(treaty, details=details))
    else:
        from treatylex.reporting.outline import outline as plain_outline

        click.echo(plain_outline(treaty, details=details), file=out, nl=False)
    if treaty.brackets and not as_json:
        from treatylex.reporting.bracketed import bracket_outline

        click.echo(bracket_outline(treaty), file=out, nl=False)


@main.command(
    epilog=examples(
        "treatylex check treaty.txt",
        "treatylex check --notes treaty.txt",
        "treatylex check --strict treaties/",
        "treatylex check --json treaty.txt",
        statuses="Exit status: 0 done, 1 with --strict when something is unread or there is no clause, 2 a wrong "
        "call, 3 an input that cannot be read.",
    )
)
@inputs_argument
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with status 1 when a passage was not read, a number is missing or repeated, or there is no clause.",
)
@click.option("--notes", is_flag=True, help="Print notes too, such as for lists and titles, which have no verb.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures and all diagnostics as JSON.")
@output_option
def check(inputs: Inputs, strict: bool, notes: bool, as_json: bool) -> None:
    """Say how much of each FILE was read, what was not, and which numbers are missing or repeated."""
    out = output(data=as_json)
    reports: list[dict[str, Any]] = []
    complete = True
    try:
        for whole, report, lines in inputs.map(functools.partial(_checked, as_json, notes)):
            complete = complete and whole
            reports += report
            for line in lines:
                click.echo(line, file=out)
    finally:
        if as_json:
            click.echo(json.dumps(reports, ensure_ascii=False, indent=1), file=out)
    if strict and not complete:
        raise click.exceptions.Exit(Status.DIFFERENT)


def _checked(
    as_json: bool, notes: bool, treaty: Treaty, member: Member
) -> tuple[bool, list[dict[str, Any]], list[str]]:
    """Whether a treaty was wholly read, and the report or the lines about it; made where it is read."""
    figures = coverage(treaty)
    if as_json:
        return figures.complete, [_check_report(treaty, figures)], []
    told = f"{visible_name(treaty.source.name)}: {_coverage_line(figures)}"
    return figures.complete, [], [*_check_lines(treaty, notes), told]


def _check_lines(treaty: Treaty, notes: bool) -> Iterator[str]:
    """The diagnostics with their places; unless `notes` are wanted, one line for all of them."""
    counts: Counter[str] = Counter()
    for diagnostic in treaty.diagnostics:
        if notes or diagnostic.severity is not Severity.NOTE:
            yield diagnostic.located(treaty.source)
        else:
            counts[diagnostic.code] += 1
    if counts:
        told = ", ".join(f"{count:,} {code}" for code, count in counts.most_common())
        yield f"{visible_name(treaty.source.name)}: notes: {told}; --notes shows them"


def _coverage_line(figures: Coverage) -> str:
    if not figures.characters:
        return _EMPTY
    modals = (figures.modals_read, figures.modals_within, figures.modals_lost)
    return (
        f"{'' if figures.unread_passages or figures.modals_lost else 'all of the text was read; '}"
        f"clauses in {figures.texts_with_clauses:,} of {figures.texts:,} provisions with text of their own; "
        f"{figures.articles:,} articles, {figures.provisions:,} provisions, {figures.clauses:,} clauses, "
        f"{figures.references:,} references; {figures.numbering_faults:,} numbers missing or repeated; "
        f"of {sum(modals):,} verbs that bind or forbid {modals[0]:,} read as a clause's verb, {modals[1]:,} within a "
        f"clause, {modals[2]:,} lost; {figures.doubts:,} readings doubtful; "
        f"{figures.unread_passages:,} passages unread, "
        f"{figures.unread_characters:,} of {figures.characters:,} characters"
    )


_PLACED = ("page", "paragraph", "line", "cell", "note", "xpath")
"""What is told of a place in a file; lines and columns beside it are those of the text that was read."""


def _check_report(treaty: Treaty, figures: Coverage) -> dict[str, Any]:
    diagnostics = []
    for diagnostic in treaty.diagnostics:
        line, column = treaty.source.position(diagnostic.span.start)
        stands = {"line": line, "column": column, "start": diagnostic.span.start, "end": diagnostic.span.end}
        place = treaty.place_of(diagnostic.span)
        diagnostics.append(
            {
                "code": diagnostic.code,
                "severity": diagnostic.severity.value,
                "message": diagnostic.message,
                **stands,
                "place": {name: getattr(place, name) for name in _PLACED},
            }
        )
    return {"file": treaty.source.name, **attrs.asdict(figures), "share": figures.share, "diagnostics": diagnostics}


@main.command(
    epilog=examples(
        "treatylex clauses treaty.txt --kind obligation --kind prohibition",
        "treatylex clauses treaties/ --bearer 'depositary' --format csv > depositary.csv",
        "treatylex clauses treaty.txt --match 'without delay'",
    )
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ClauseKind]),
    help="Only this kind; may be repeated.",
)
@click.option("--bearer", help="Only clauses whose bearer's words contain this.")
@click.option("--actor", help="Only clauses borne by this actor, such as each_party; docs/clauses.md lists them.")
@click.option(
    "--match", "pattern", metavar="REGEX", help="Only clauses in whose words this is found; case does not matter."
)
@click.option(
    "--to", "target", metavar="TARGET", help="Only clauses that refer to this, such as un-charter#art_51 or art_4."
)
@rows_command(*TABLE_FORMATS)
@output_option
def clauses(
    inputs: Inputs,
    kinds: tuple[str, ...],
    bearer: str | None,
    actor: str | None,
    pattern: str | None,
    target: str | None,
    form: str,
    color: str,
) -> None:
    """List the clauses of each FILE, one a row."""
    criteria: dict[str, Any] = {
        "kind": kinds or None,
        "bearer": bearer,
        "actor": actor,
        "match": pattern,
        "referring_to": target,
    }
    try:
        where(**criteria)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--match") from None
    bearing: Counter[str] = Counter()

    def rows() -> Iterator[ClauseRow]:
        try:
            for found, actors in inputs.map(functools.partial(_clauses, criteria)):
                bearing.update(actors)
                yield from found
        except ValueError as fault:  # an actor or a work that is none
            raise click.UsageError(str(fault)) from None

    print_rows(ClauseRow, rows(), form, color, CLAUSE_COLUMNS)
    if actor is not None and actor not in bearing:
        complain(_no_such_bearer(actor, bearing))


def _clauses(criteria: dict[str, Any], treaty: Treaty, member: Member) -> tuple[list[ClauseRow], Counter[str]]:
    """The rows of a treaty, and who bears how many of its clauses; made where it is read."""
    bearing = Counter(name for clause in treaty.clauses for name in actors_of(clause))
    return list(clause_rows(treaty, where(**criteria))), bearing


def _no_such_bearer(actor: str, bearing: Counter[str]) -> str:
    """That nobody of this name bears a clause, and who does: the names most like it, else the most frequent."""
    near = difflib.get_close_matches(actor, bearing, n=3) or [name for name, _ in bearing.most_common(8)]
    others = ", and others" if len(near) < len(bearing) else ""
    there = f"there are {', '.join(near)}{others}" if near else "no clause here has a known bearer"
    return f"no clause is borne by {actor!r}; {there}"


@main.command(epilog=examples("treatylex excerpts", "treatylex excerpts mutual-assistance | treatylex outline -"))
@output_option
@click.argument("name", required=False, metavar="[ID]")
def excerpts(name: str | None) -> None:
    """List the specimen treaties that come with treatylex, or print the one with this ID."""
    from treatylex.specimens import excerpts as specimens

    out = output(data=True)
    known = specimens()
    if name is None:
        width = max((len(excerpt.id) for excerpt in known), default=0)
        for excerpt in known:
            click.echo(f"{excerpt.id:<{width}}  {excerpt.title}", file=out)
        return
    for excerpt in known:
        if excerpt.id == name:
            click.echo(excerpt.text, file=out, nl=not excerpt.text.endswith("\n"))
            return
    raise click.BadParameter(f"there is no specimen {name!r}; `treatylex excerpts` lists them", param_hint="ID")


main.add_command(clause_diff, "diff")
main.add_command(explain)
