"""The command `refs`: what treaties refer to, as rows or as a graph of citations."""

import functools
import itertools
from collections.abc import Iterator

import click

from treatylex.cli.commands import main
from treatylex.cli.inputs import Inputs, rows_command
from treatylex.cli.io import check_work, examples, output, output_option
from treatylex.cli.rows import TABLE_FORMATS, print_rows
from treatylex.collections.members import Member
from treatylex.collections.tables import REFERENCE_COLUMNS, ReferenceRow, reference_rows
from treatylex.model.provisions import Treaty
from treatylex.model.references import ResolutionStatus
from treatylex.parsing.resolution.instruments import Instruments

_GRAPH_FORMATS = ("dot", "graphml")


@main.command(
    epilog=examples(
        "treatylex refs treaty.txt",
        "treatylex refs treaty.txt --status dangling --status ambiguous",
        "treatylex refs treaties/ --to un-charter --format csv",
        "treatylex refs treaties/ --format graphml > citations.graphml",
        "treatylex refs treaties/ --format dot | dot -Tsvg > citations.svg",
    )
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in ResolutionStatus]),
    help="Only targets with this status; may be repeated.",
)
@click.option("--to", "work", metavar="WORK", help="Only targets in this work of the catalogue, such as un-charter.")
@rows_command(
    *TABLE_FORMATS, *_GRAPH_FORMATS, help="Rows, one a target, or the graph of who cites which instrument how often."
)
@output_option
def refs(inputs: Inputs, statuses: tuple[str, ...], work: str | None, form: str, color: str) -> None:
    """List the references of each FILE, one target a row, or draw the graph of citations between them."""
    check_work(work, inputs.instruments)
    chosen = frozenset(map(ResolutionStatus, statuses))
    if form in _GRAPH_FORMATS:
        _print_graph(inputs, chosen, work, form)
        return
    rows = inputs.map(functools.partial(_rows, chosen, work, inputs.instruments))
    print_rows(ReferenceRow, itertools.chain.from_iterable(rows), form, color, REFERENCE_COLUMNS)


def _rows(
    statuses: frozenset[ResolutionStatus], work: str | None, instruments: Instruments, treaty: Treaty, member: Member
) -> list[ReferenceRow]:
    """The rows of a treaty, made where it is read."""
    return list(reference_rows(treaty, statuses=statuses, work=work, instruments=instruments))


def _print_graph(inputs: Inputs, statuses: frozenset[ResolutionStatus], work: str | None, form: str) -> None:
    from treatylex.collections.citation_graph import citation_graph, graph_elements
    from treatylex.reporting.graphs import write_dot, write_graphml

    unread: list[click.exceptions.Exit] = []  # raised only after the graph of the rest is written

    def treaties() -> Iterator[Treaty]:
        try:
            yield from inputs.treaties()
        except click.exceptions.Exit as fault:
            unread.append(fault)

    graph = citation_graph(treaties(), instruments=inputs.instruments, statuses=statuses, work=work)
    write = write_graphml if form == "graphml" else write_dot
    write(output(data=True), *graph_elements(graph))
    for fault in unread:
        raise fault
